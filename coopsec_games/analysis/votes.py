"""The record of a case: what was voted, what the rule makes of it, who mattered, what other ballots would have done."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..cooperative.ballots import Ballot
from ..cooperative.indices import power
from ..cooperative.roll_calls import critical, decisive, tally
from ..errors import NotApplicable
from ..results import Shown, Table, json_data

if TYPE_CHECKING:
    from ..cooperative.ballots import Ballots, Verdict
    from ..cooperative.simple_games import SimpleGame
    from ..institutions.case import Case, PowerQuestion, RollCall
    from ..institutions.institution import Procedure

__all__ = [
    "BallotWhatIf",
    "PowerAnswer",
    "RollCallAnswer",
    "ballot_what_ifs",
    "power_answers",
    "roll_call_answers",
    "tally_json",
    "tally_text",
]

INDICES = ("shapley-shubik", "banzhaf", "penrose", "ternary-shapley-shubik", "ternary-penrose")


def tally_json(ballots: Ballots) -> dict[str, int]:
    """How many members cast each ballot, in the order of the public interface.

    Examples
    --------
    >>> tally_json({"A": Ballot.YES, "B": Ballot.ABSENT})
    {'yes': 1, 'no': 0, 'abstain': 0, 'absent': 1, 'qualified': 0}
    """
    counts = {ballot.value: number for ballot, number in tally(ballots).items()}
    return {key: counts[key] for key in ("yes", "no", "abstain", "absent", "qualified")}


def tally_text(ballots: Ballots) -> str:
    """A tally as the literature writes it, yes-no-abstain, with qualified abstentions and those absent behind it.

    Examples
    --------
    >>> tally_text({"A": Ballot.YES, "B": Ballot.ABSENT})
    '1-0-0, 1 absent'
    """
    counts = tally_json(ballots)
    others = "".join(f", {counts[ballot]} {ballot}" for ballot in ("qualified", "absent") if counts[ballot])
    return f"{counts['yes']}-{counts['no']}-{counts['abstain']}{others}"


@dataclass(frozen=True, repr=False)
class RollCallAnswer(Shown):
    """A roll call under its rule: the verdict, whether the record agrees, and who was critical and decisive."""

    call: RollCall
    procedure: Procedure
    verdict: Verdict
    critical: tuple[str, ...]
    decisive: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the rule gives what the record says."""
        return self.verdict.adopted == self.call.adopted

    def _brief(self) -> str:
        return f"{self.call.id!r}, {tally_text(self.call.ballots)}, {self.verdict}"

    def to_tables(self) -> tuple[Table, ...]:
        """The tally, the verdict under the rule, whoever mattered, and what is on record."""
        call = self.call
        rows = (
            ("date", str(call.date)),
            ("tally (Y-N-A)", tally_text(call.ballots)),
            ("under the rule", str(self.verdict)),
            ("critical", ", ".join(self.critical) or "nobody"),
            ("decisive", ", ".join(self.decisive) or "nobody"),
            ("record", call.recorded),
        )
        return (Table("roll-call", call.id, ("about", "answer"), rows, (call.note,) if call.note else (), call.cite),)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        call = self.call
        return {
            "id": call.id,
            "date": str(call.date),
            "subject": call.subject,
            "procedure": self.procedure.key,
            "ballots": {member: ballot.value for member, ballot in call.ballots.items()},
            "tally": tally_json(call.ballots),
            "adopted": self.verdict.adopted,
            "reason": self.verdict.reason,
            "failed_on": self.verdict.failed_on,
            "vetoes": list(self.verdict.vetoes),
            "effect": self.verdict.effect,
            "parties": list(call.parties),
            "critical": list(self.critical),
            "decisive": list(self.decisive),
            "recorded": call.recorded,
            "agrees": self.agrees,
            "note": call.note,
            "cite": list(call.cite),
            "certainty": call.certainty,
        }


def roll_call_answers(case: Case, rule: str | None = None, date: str | None = None) -> tuple[RollCallAnswer, ...]:
    """Every roll call of a case, decided by the rule under which it was held.

    Parameters
    ----------
    case
        The case.
    rule
        Another procedure of the same body to read the ballots by.
    date
        Another day, whose version of the procedure reads the same ballots of the same members.
    """
    return tuple(_answer(case, call, rule, date) for call in case.roll_calls)


def _answer(case: Case, call: RollCall, rule: str | None, date: str | None) -> RollCallAnswer:
    body = case.membership(call)
    if date is not None:
        body = replace(body, procedures=case.institutions[call.institution].on(date).procedures)
    procedure = body.procedure(rule or call.procedure, parties=call.parties)
    return RollCallAnswer(
        call,
        procedure,
        procedure.rule.passes(call.ballots),
        critical(procedure.rule, call.ballots),
        decisive(procedure.rule, call.ballots),
    )


@dataclass(frozen=True, repr=False)
class BallotWhatIf(Shown):
    """A roll call with other ballots, or read by another rule."""

    label: str
    call: RollCall
    changed: Mapping[str, Ballot]
    procedure: Procedure
    ballots: Ballots
    verdict: Verdict

    @property
    def changes_the_outcome(self) -> bool:
        """Whether the outcome is another one than on record."""
        return self.verdict.adopted != self.call.adopted

    def _brief(self) -> str:
        return f"{self.call.id!r}, {self.label!r}, {self.verdict}"

    def to_tables(self) -> tuple[Table, ...]:
        """What other ballots, or another reading, would have done."""
        rows = (
            ("what if", self.label),
            ("tally (Y-N-A)", tally_text(self.ballots)),
            ("then", str(self.verdict)),
            ("record", self.call.recorded),
        )
        return (Table("what-if", self.call.id, ("about", "answer"), rows),)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "label": self.label,
            "roll_call": self.call.id,
            "procedure": self.procedure.key,
            "changed": {member: ballot.value for member, ballot in self.changed.items()},
            "tally": tally_json(self.ballots),
            "adopted": self.verdict.adopted,
            "reason": self.verdict.reason,
            "recorded": self.call.recorded,
            "changes_the_outcome": self.changes_the_outcome,
        }


def ballot_what_ifs(case: Case) -> tuple[BallotWhatIf, ...]:
    """The case's questions about other ballots and other readings, answered."""
    answers = []
    for question in case.what_ifs:
        if not question.roll_call:
            continue
        call = case.roll_call(question.roll_call)
        procedure = case.membership(call).procedure(question.procedure or call.procedure, parties=call.parties)
        ballots = {**call.ballots, **question.ballots}
        answers.append(
            BallotWhatIf(question.label, call, question.ballots, procedure, ballots, procedure.rule.passes(ballots))
        )
    return tuple(answers)


@dataclass(frozen=True, repr=False)
class PowerAnswer(Shown):
    """Who has how much power, in exact numbers."""

    label: str
    question: PowerQuestion
    procedure: Procedure
    members: tuple[str, ...]
    winning_coalitions: int
    decisiveness: Fraction
    indices: Mapping[str, Mapping[str, Fraction]]
    vetoers: tuple[str, ...]
    dummies: tuple[str, ...]

    def _brief(self) -> str:
        return f"{self.label!r}, {self.question.date}, {len(self.members)} members"

    def to_tables(self) -> tuple[Table, ...]:
        """Members with the same numbers together, the most powerful first, an index a column."""
        rows = tuple((", ".join(members), *values.values()) for members, values in self.groups())
        told = f"{self.winning_coalitions:,} of {2 ** len(self.members):,} coalitions win; {self.procedure.text}."
        return (Table("power", f"Voting power: {self.label}", ("members", *self.indices), rows, (told,)),)

    def groups(self) -> list[tuple[tuple[str, ...], dict[str, Fraction]]]:
        """Members with the same numbers together, the most powerful first."""
        found: dict[tuple[Fraction, ...], list[str]] = {}
        for member in self.members:
            found.setdefault(tuple(index[member] for index in self.indices.values()), []).append(member)
        order = sorted(found.items(), key=lambda entry: entry[0], reverse=True)
        return [(tuple(members), dict(zip(self.indices, values, strict=True))) for values, members in order]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data, its keys those of ``coopsec power``."""
        return {
            "label": self.label,
            "target": self.question.institution,
            "procedure": self.procedure.key,
            "date": str(self.question.date),
            "absent": list(self.question.absent),
            "not_yes": Ballot.NO.value,
            "members": list(self.members),
            "winning_coalitions": self.winning_coalitions,
            "indices": json_data(self.indices),
            "decisiveness": json_data(self.decisiveness),
            "method": "exact",
            "vetoers": list(self.vetoers),
            "dummies": list(self.dummies),
        }


def power_answers(case: Case, rule: str | None = None, date: str | None = None) -> tuple[PowerAnswer, ...]:
    """The case's questions about power, answered in exact numbers."""
    answers = []
    for question in case.power:
        body = case.institutions[question.institution].on(date or question.date)
        procedure = body.procedure(rule or question.procedure, question.absent)
        game = procedure.simple_game
        answers.append(
            PowerAnswer(
                question.label if date is None else f"{question.label} (as of {date})",
                question if date is None else replace(question, date=body.date),
                procedure,
                game.members,
                game.winning_coalitions,
                Fraction(game.winning_coalitions, 2 ** len(game.members)),
                _indices(game),
                game.vetoers(),
                game.dummies(),
            )
        )
    return tuple(answers)


def _indices(game: SimpleGame) -> dict[str, Mapping[str, Fraction]]:
    """The indices that have an answer: where nothing can be decided, some have none."""
    found: dict[str, Mapping[str, Fraction]] = {}
    for key in INDICES:
        with suppress(NotApplicable):
            found[key] = power(key, game)
    return found
