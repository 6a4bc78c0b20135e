"""From a case to its answers: facts, votes, power, regions, thresholds, claims, what-if.

Examples
--------
>>> analysis = load_case("korea-1950").analyze()
>>> analysis.votes_reproduced
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import library
from ..errors import UsageError, did_you_mean
from ..formulas import exact, expression_text
from ..institutions import case as cases
from ..results import Shown, Table, json_data
from .claims import ClaimAnswer, decide
from .games import GameAnswer, GameWhatIf, game_what_ifs, solve_game
from .questions import Answer, Asked, Robustness, ask, robustness
from .shown import analysis_tables, case_tables
from .votes import (
    BallotWhatIf,
    PowerAnswer,
    RollCallAnswer,
    ballot_what_ifs,
    power_answers,
    roll_call_answers,
)

if TYPE_CHECKING:
    from sympy import Expr

    from ..institutions.institution import Institution, Membership, Procedure

__all__ = ["Analysis", "Asked", "Case", "Check", "analyze", "check", "decide_claims", "load_case"]


@dataclass(frozen=True, repr=False)
class Case(Shown, cases.Case):
    """A case as it is on file, and the questions to it; in ``path`` other cases that it names are looked for, too."""

    path: tuple[str | Path, ...] = ()

    def _brief(self) -> str:
        return f"{self.key!r}, {self.title!r}"

    def to_tables(self) -> tuple[Table, ...]:
        """What stands on file: the facts, the roll calls, the parameters, the claims."""
        return case_tables(self)

    def analyze(
        self,
        settings: Mapping[str, str] | None = None,
        rule: str | None = None,
        date: str | None = None,
        asked: Asked | None = None,
    ) -> Analysis:
        """The whole analysis; see :func:`analyze`."""
        return analyze(self, settings, rule, date, asked)


def load_case(key: str | Path, path: Sequence[str | Path] = ()) -> Case:
    """A case by its key, or from a file.

    Parameters
    ----------
    key
        A case key such as ``"kosovo-1999"``, or the path of a case file.
    path
        More folders to look in.

    Raises
    ------
    UnknownKey
        No case has this key.
    SpecError
        The file is invalid; all its faults are named.

    Examples
    --------
    >>> load_case("kosovo-1999").title
    'Kosovo 1998-99'
    """
    case = library.load_case(key, path)
    return Case(**{field.name: getattr(case, field.name) for field in fields(case)}, path=tuple(path))


@dataclass(frozen=True, repr=False)
class Analysis(Shown):
    """Everything that is asked of a case, answered."""

    case: cases.Case
    body: Membership | None
    procedure: Procedure | None
    power: tuple[PowerAnswer, ...]
    votes: tuple[RollCallAnswer, ...]
    games: Mapping[str, GameAnswer]
    ballot_what_ifs: tuple[BallotWhatIf, ...]
    game_what_ifs: tuple[GameWhatIf, ...]
    claims: tuple[ClaimAnswer, ...]
    settings: Mapping[str, Fraction | Expr]
    rule: str | None = None
    date: str | None = None
    robustness: Mapping[str, Robustness] = field(default_factory=dict)
    questions: tuple[Answer, ...] = ()

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """What was asked other than the case as it stands on file, and what it changes."""
        told = []
        if self.settings:
            values = ", ".join(f"{name} = {expression_text(value)}" for name, value in self.settings.items())
            told.append(("set", f"{values} in the games; what-ifs and claims are about the case as it stands"))
        if self.rule is not None:
            told.append(("read by", f"the procedure {self.rule!r}, every roll call and the power of members"))
        if self.date is not None:
            told.append(("read as of", f"{self.date}: the rules of that day read the ballots as they were cast"))
        return tuple(told)

    @property
    def votes_reproduced(self) -> bool:
        """Whether the rule gives every recorded outcome."""
        return all(answer.agrees for answer in self.votes)

    def _brief(self) -> str:
        counts = {"roll call": len(self.votes), "game": len(self.games), "claim": len(self.claims)}
        told = ", ".join(f"{count} {noun}{'s' * (count != 1)}" for noun, count in counts.items() if count)
        return f"{self.case.key!r}, {told}" if told else repr(self.case.key)

    def to_tables(self) -> tuple[Table, ...]:
        """The facts and the votes, the map of each game, what was asked, the verdict on each claim."""
        return analysis_tables(self)

    def to_json(self) -> dict[str, Any]:
        """The analysis as plain data, its keys those of the public interface."""
        case = self.case
        return {
            "case": case.key,
            "facts": self._facts(),
            "power": {answer.label: answer.to_json() for answer in self.power},
            "votes": [answer.to_json() for answer in self.votes],
            "votes_reproduced": self.votes_reproduced,
            "asked": dict(self.asked),
            "parameters": [
                {
                    "symbol": parameter.name,
                    "meaning": parameter.meaning,
                    "assume": list(parameter.assume),
                    "baseline": json_data(parameter.baseline),
                    "certainty": parameter.certainty,
                }
                for parameter in case.parameters
            ],
            "set": json_data(self.settings),
            "games": {key: answer.to_json() | self._robustness(key) for key, answer in self.games.items()},
            "what_if": [
                *(answer.to_json() for answer in self.ballot_what_ifs),
                *(answer.to_json() for answer in self.game_what_ifs),
            ],
            "claims": [answer.to_json() for answer in self.claims],
            **({"questions": self._questions()} if self.questions else {}),
        }

    def _robustness(self, key: str) -> dict[str, Any]:
        return self.robustness[key].to_json() if key in self.robustness else {}

    def _questions(self) -> dict[str, Any]:
        told: dict[str, dict[str, list[Any]]] = {}
        for answer in self.questions:
            told.setdefault(answer.game, {}).setdefault(answer.kind, []).append(answer.data)
        return told

    def _facts(self) -> dict[str, Any]:
        case, body, procedure = self.case, self.body, self.procedure
        return {
            "title": case.title,
            "date": str(case.date if body is None else body.date),
            "summary": case.summary,
            "institution": None if case.institution is None else case.institution.key,
            "institution_name": None if case.institution is None else case.institution.name,
            "procedure": None if procedure is None else procedure.key,
            "rule": None if procedure is None else procedure.text,
            "members": [] if body is None else [{"member": name, "name": body.name(name)} for name in body.members],
            "groups": {} if body is None else {group: list(members) for group, members in body.groups.items()},
            "cite": [*(procedure.cite if procedure is not None else ()), *case.cite],
        }


def analyze(
    case: cases.Case,
    settings: Mapping[str, str] | None = None,
    rule: str | None = None,
    date: str | None = None,
    asked: Asked | None = None,
) -> Analysis:
    """Answer everything that a case asks.

    Parameters
    ----------
    case
        The case.
    settings
        Parameters set to exact numbers, or to formulas in the other parameters, as text.
    rule
        Another procedure of the body, to read every roll call by.
    date
        Another day, whose version of the procedure reads every roll call, and on which power is measured.
    asked
        Questions to the maps of the games.

    Raises
    ------
    UsageError
        A setting names no parameter of the case, or a question nothing that its games have.
    """
    names = [parameter.name for parameter in case.parameters]
    chosen: dict[str, Fraction | Expr] = {}
    for name, text in (settings or {}).items():
        if name not in names:
            hint = did_you_mean(name, names) or (f"parameters: {', '.join(names)}" if names else "it has none")
            raise UsageError(f"{case.key!r} has no parameter {name!r}", hint=hint)
        chosen[name] = exact(text, [other for other in names if other != name])
    if case.institution is None and (rule is not None or date is not None):
        raise UsageError(f"no body decides in {case.key!r}: there is no rule and no day to read it by")
    body = None if case.institution is None else case.institution.on(date or case.date)
    procedure = None if body is None else body.procedure(rule or case.procedure)
    games = {key: solve_game(case, key, chosen) for key in case.games}
    return Analysis(
        case,
        body,
        procedure,
        power_answers(case, rule, date),
        roll_call_answers(case, rule, date),
        games,
        ballot_what_ifs(case),
        game_what_ifs(case),
        decide_claims(case, games if not chosen else {}),
        chosen,
        rule,
        date,
        {key: robustness(answer) for key, answer in games.items()},
        () if asked is None else ask(games, asked, _elsewhere(case)),
    )


def _elsewhere(case: cases.Case) -> Callable[[str, str], GameAnswer]:
    """The answers of games of other cases, each solved once."""
    solved: dict[tuple[str, str], GameAnswer] = {}

    def other(word: str, key: str) -> GameAnswer:
        if (word, key) not in solved:
            solved[word, key] = solve_game(library.load_case(word, getattr(case, "path", ())), key)
        return solved[word, key]

    return other


def decide_claims(case: cases.Case, games: Mapping[str, GameAnswer] | None = None) -> tuple[ClaimAnswer, ...]:
    """The verdict on every claim of a case; games that are solved already need not be solved again."""
    at_hand = dict(games or {})

    def solved(key: str) -> GameAnswer:
        if key not in at_hand:
            at_hand[key] = solve_game(case, key)
        return at_hand[key]

    other = _elsewhere(case)
    return tuple(decide(case, claim, solved, other) for claim in case.claims)


@dataclass(frozen=True, repr=False)
class Check(Shown):
    """What was checked of a case or a model, line by line, and whether all of it holds."""

    key: str
    lines: tuple[tuple[bool, str], ...]

    def _brief(self) -> str:
        failed = sum(not holds for holds, _ in self.lines)
        return f"{self.key!r}, {len(self.lines)} checked, {f'{failed} do not hold' if failed else 'all hold'}"

    def to_tables(self) -> tuple[Table, ...]:
        """Every line, and whether it holds."""
        return (Table("check", f"Checks: {self.key}", ("holds", "finding"), self.lines),)

    @property
    def ok(self) -> bool:
        """Whether every line holds."""
        return all(holds for holds, _ in self.lines)


def check(target: str | Path | cases.Case, path: Sequence[str | Path] = ()) -> Check:
    """Whether a case or a model reproduces its record, and the games of a case hold what they promise.

    Parameters
    ----------
    target
        A case; or the key or the file of a case or of a model.
    path
        More folders to look in.

    Raises
    ------
    SpecError
        The file is invalid; all its faults are named.
    """
    if isinstance(target, cases.Case):
        return _check_case(target)
    if library.is_model(target, path):
        return _check_model(library.load_model(target, path))
    return _check_case(load_case(target, path))


def _check_model(model: Institution) -> Check:
    lines = [(True, f"the file is valid; periods: {len(model.periods())}, procedures: {len(model.procedures)}")]
    for call in model.roll_calls:
        verdict = model.on(call.date).procedure(call.procedure, parties=call.parties).rule.passes(call.ballots)
        lines.append((verdict.adopted == call.adopted, f"{call.id}: recorded {call.recorded}; the rule: {verdict}"))
    return Check(model.key, tuple(lines))


def _check_case(case: cases.Case) -> Check:
    lines = []
    for vote in roll_call_answers(case):
        lines.append((vote.agrees, f"{vote.call.id}: recorded {vote.call.recorded}; the rule: {vote.verdict}"))
    games = {key: solve_game(case, key) for key in case.games}
    for key, answer in games.items():
        proven = answer.certificate.disjoint is True and answer.certificate.covering is True
        lines.append((proven and answer.verified, f"{key}: {answer.certificate_text}"))
        for part in answer.broken_assumptions:
            lines.append((False, f"{key}: the baseline breaks {part.text}, which is assumed"))
        if answer.recorded:
            implied = answer.recorded_where
            told = f"implies {implied.text}" if implied is not None else "is an equilibrium nowhere"
            lines.append((implied is not None, f"{key}: the recorded outcome ({answer.recorded}) {told}"))
    for claim in decide_claims(case, games):
        lines.append((claim.verdict != "undecided", f"{claim.claim.id}: {claim.verdict}"))
    return Check(case.key, tuple(lines))
