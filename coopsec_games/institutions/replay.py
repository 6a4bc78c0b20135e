"""A record of roll calls against the rules of a body: where the rule gives what was recorded, and where it does not.

The record is taken as it comes.  What is wrong with a row is a finding of its own, and a vote that cannot be used is
named with the reason: every vote of the record is among the answers or among those skipped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..cooperative.rules import Ballot
from ..errors import InvalidRule, NotApplicable, UnknownKey, did_you_mean
from .case import RollCall
from .institution import Institution, Membership, Procedure
from .rows import BallotRow, Finding, Record, Statement, cast_ballots, joined, reasons
from .spans import Span, read_span

__all__ = ["Replay", "ReplayedVote", "SkippedVote", "replayed"]


@dataclass(frozen=True)
class SkippedVote:
    """A vote that cannot be used, and why."""

    vote_id: str
    date: dt.date | None
    why: str


@dataclass(frozen=True)
class ReplayedVote:
    """A vote on record under the rule of its day.

    ``explained_by`` names the other procedures in force on the day that give what the record says; it is empty where
    the rule itself does.
    """

    call: RollCall
    sitting: Membership
    procedure: Procedure
    adopted: bool
    failed_on: str | None
    vetoes: tuple[str, ...]
    reason: str
    explained_by: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the rule gives what is on record."""
        return self.adopted == self.call.adopted

    @property
    def difference(self) -> str:
        """In which way rule and record differ: empty where they agree."""
        if self.agrees:
            return ""
        if self.adopted:
            return "rejected though the rule adopts it"
        return f"adopted over {'the quota' if self.failed_on == 'quota' else f'a {self.failed_on}'}"

    def to_json(self) -> dict[str, Any]:
        """A vote on which rule and record differ, as plain data."""
        return {
            "vote_id": self.call.id,
            "date": str(self.call.date),
            "predicted": "adopted" if self.adopted else "rejected",
            "recorded": self.call.recorded,
            "reason": self.reason,
            "kind": self.difference,
            "explained_by": list(self.explained_by),
            "subject": self.call.subject,
        }


@dataclass(frozen=True)
class Replay:
    """A whole record under one procedure."""

    institution: Institution
    procedure: str
    answers: tuple[ReplayedVote, ...]
    skipped: tuple[SkippedVote, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def votes(self) -> int:
        """How many votes the record holds, used or not."""
        return len(self.answers) + len(self.skipped)

    @property
    def agree(self) -> tuple[ReplayedVote, ...]:
        """The votes on which the rule gives what is on record."""
        return tuple(answer for answer in self.answers if answer.agrees)

    @property
    def disagree(self) -> tuple[ReplayedVote, ...]:
        """The votes on which it does not."""
        return tuple(answer for answer in self.answers if not answer.agrees)

    def to_json(self) -> dict[str, Any]:
        """The replay as plain data, its keys those of the public interface."""
        return {
            "votes": self.votes,
            "agree": len(self.agree),
            "disagree": [answer.to_json() for answer in self.disagree],
            "skipped": [{"vote_id": skipped.vote_id, "why": skipped.why} for skipped in self.skipped],
            "rows": [finding.to_json() for finding in self.findings],
            "model": self.institution.key,
            "procedure": self.procedure,
        }


def replayed(
    institution: Institution,
    record: Record,
    procedure: str | None = None,
    first: str | dt.date | None = None,
    last: str | dt.date | None = None,
) -> Replay:
    """Every vote of a record under a procedure of the body, each by the rule and among the members of its day.

    Parameters
    ----------
    institution
        The body.
    record
        The votes as they are on file.
    procedure
        Which procedure; without it, the default of the body.
    first, last
        Days or years that limit the dates; a vote outside is not counted.

    Raises
    ------
    UnknownKey
        The body never has such a procedure.
    UsageError
        The span of days is none.

    Examples
    --------
    >>> from coopsec_games.institutions.rows import BallotRow, Record, Statement
    >>> from coopsec_games.library import load_model
    >>> calls = load_model("unsc").roll_calls
    >>> rows = [BallotRow(2, call.id, member, cast) for call in calls for member, cast in call.ballots.items()]
    >>> told = [Statement("ballots", 2, call.id, call.date, call.adopted) for call in calls]
    >>> found = replayed(load_model("unsc"), Record(tuple(rows), tuple(told)), last="1965")
    >>> found.votes == len(found.agree) > 0
    True
    """
    key = procedure or institution.default
    if key not in institution.procedures:
        hint = did_you_mean(key, institution.procedures) or f"procedures: {', '.join(institution.procedures)}"
        raise UnknownKey(f"{institution.key!r} has no procedure {key!r}", hint=hint)
    return _Replayer(institution, key, read_span(first, last)).replay(record)


class _Replayer:
    """One replay at work: the bodies and rules of the days that were asked for once already, and what was found."""

    def __init__(self, institution: Institution, key: str, span: Span) -> None:
        self.institution, self.key, self.span = institution, key, span
        self.bodies: dict[dt.date, Membership] = {}
        self.rules: dict[tuple[dt.date, str, tuple[str, ...]], Procedure] = {}
        self.known = {member for terms in institution.members.values() for term in terms for member in term.of}
        self.findings: list[Finding] = []
        self.skipped: list[SkippedVote] = []
        self.seen: dict[tuple[dt.date, str, tuple[tuple[str, Ballot], ...]], str] = {}

    def replay(self, record: Record) -> Replay:
        rows: dict[str, list[BallotRow]] = {}
        told: dict[str, list[Statement]] = {}
        for row in record.ballots:
            rows.setdefault(row.vote_id, []).append(row)
        for statement in record.outcomes:
            told.setdefault(statement.vote_id, []).append(statement)
        answers = []
        for vote_id in dict.fromkeys((*rows, *told)):
            answer = self._vote(vote_id, rows.get(vote_id, ()), told.get(vote_id, ()))
            if answer is not None:
                answers.append(answer)
        return Replay(self.institution, self.key, tuple(answers), tuple(self.skipped), tuple(self.findings))

    def _vote(self, vote_id: str, rows: Sequence[BallotRow], told: Sequence[Statement]) -> ReplayedVote | None:
        whole, findings = joined(vote_id, told)
        if whole.date is not None and not self.span.holds(whole.date):
            return None
        why = [finding.what for finding in findings if not finding.harmless]
        sitting, more = self._sitting(whole.date)
        why += more
        if not rows:
            why.append("no ballots are recorded")
        cast: dict[str, Ballot] = {}
        if sitting is not None and rows:
            cast, found = cast_ballots(vote_id, rows, sitting, self.known, whole)
            findings += found
            why += reasons(found)
        if whole.adopted is None:
            why.append("no outcome is recorded")
        procedure = None
        if sitting is not None:
            procedure, more = self._procedure(sitting, self.key, whole.parties)
            why += more
        answer = None
        if not why and sitting is not None and procedure is not None and whole.date is not None:
            recorded = "adopted" if whole.adopted else "rejected"
            call = RollCall(
                vote_id,
                whole.date,
                self.institution.key,
                self.key,
                cast,
                recorded,
                subject=whole.subject,
                parties=whole.parties,
            )
            same = self.seen.setdefault((whole.date, whole.subject, tuple(cast.items())), vote_id)
            if same != vote_id and whole.subject:
                what = f"one roll call twice, or two alike: day, name and every ballot are those of vote {same}"
                findings.append(Finding(whole.file, whole.line, vote_id, "", "same-roll-call", what, harmless=True))
            answer = self._answer(call, sitting, procedure)
        else:
            self.skipped.append(SkippedVote(vote_id, whole.date, "; ".join(dict.fromkeys(why))))
        self.findings += findings
        return answer

    def _sitting(self, date: dt.date | None) -> tuple[Membership | None, list[str]]:
        if date is None:
            return None, ["no date is recorded"]
        if date not in self.bodies:
            try:
                self.bodies[date] = self.institution.on(date)
            except NotApplicable as fault:
                return None, [fault.message]
        return self.bodies[date], []

    def _procedure(self, sitting: Membership, key: str, parties: tuple[str, ...]) -> tuple[Procedure | None, list[str]]:
        if key not in sitting.procedures:
            return None, [f"the procedure {key!r} is not stated for {sitting.date}"]
        asked = (sitting.date, key, parties)
        if asked not in self.rules:
            try:
                self.rules[asked] = sitting.procedure(key, parties=parties)
            except InvalidRule as fault:
                return None, [fault.message]
        return self.rules[asked], []

    def _answer(self, call: RollCall, sitting: Membership, procedure: Procedure) -> ReplayedVote:
        verdict = procedure.rule.passes(call.ballots)
        explained: list[str] = []
        if verdict.adopted != call.adopted:
            for key, provision in sitting.procedures.items():
                if key != self.key and not provision.counterfactual:
                    other, _ = self._procedure(sitting, key, call.parties)
                    if other is not None and other.rule.passes(call.ballots).adopted == call.adopted:
                        explained.append(key)
        return ReplayedVote(
            call,
            sitting,
            procedure,
            verdict.adopted,
            verdict.failed_on,
            verdict.vetoes,
            verdict.reason,
            tuple(explained),
        )
