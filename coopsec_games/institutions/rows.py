"""The rows of a roll-call file, and what they come to for one vote: its day, its outcome, every member's ballot.

What is wrong with a row is a finding; one that is not harmless makes its vote unusable.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..cooperative.rules import Ballot
from ..errors import did_you_mean
from .institution import Membership

__all__ = ["BallotRow", "Finding", "Record", "Statement", "cast_ballots", "joined", "reasons"]


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One row of a roll-call file: who cast what; ``ballot`` is None where the record does not say."""

    line: int
    vote_id: str
    member: str
    ballot: Ballot | None


@dataclass(frozen=True)
class Statement:
    """What a row says of a vote as a whole: its day, whether it was adopted, its tally, its name, who is a party.

    ``file`` is ``"outcomes"``, or ``"ballots"`` where the row is one of a ballot as well.
    """

    file: str
    line: int
    vote_id: str
    date: dt.date | None = None
    adopted: bool | None = None
    tally: Mapping[Ballot, int] = field(default_factory=dict)
    subject: str = ""
    parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tally", MappingProxyType(dict(self.tally)))


@dataclass(frozen=True)
class Record:
    """Roll calls as they are on file.

    Parameters
    ----------
    ballots
        The rows of ballots.
    outcomes
        What is said of whole votes: no statement may contradict another.
    """

    ballots: tuple[BallotRow, ...]
    outcomes: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is wrong with one row, and whether its vote can be used nevertheless.

    ``kind`` is one of ``unknown-member``, ``not-a-member``, ``second-ballot``, ``not-recorded``, ``no-ballot``,
    ``tally``, ``second-outcome``, ``contradiction``, ``same-roll-call``.
    """

    file: str
    line: int
    vote_id: str
    member: str
    kind: str
    what: str
    harmless: bool = False

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {
            "file": self.file,
            "line": self.line,
            "vote_id": self.vote_id,
            "member": self.member or None,
            "kind": self.kind,
            "what": self.what,
        }


def joined(vote_id: str, told: Sequence[Statement]) -> tuple[Statement, list[Finding]]:
    """What all statements on a vote come to, and where they repeat or contradict one another."""
    if not told:
        return Statement("outcomes", 0, vote_id), []
    findings: list[Finding] = []
    whole = told[0]
    for statement in told[1:]:
        against = [
            name
            for name, before, now in (
                ("date", whole.date, statement.date),
                ("outcome", whole.adopted, statement.adopted),
                ("parties", whole.parties or None, statement.parties or None),
                *(("tally", whole.tally.get(ballot), count) for ballot, count in statement.tally.items()),
            )
            if before is not None and now is not None and before != now
        ]
        first = f"line {whole.line}" + (f" of the {whole.file}" if whole.file != statement.file else "")
        if against:
            what = f"another {' and '.join(dict.fromkeys(against))} than in {first}"
            findings.append(Finding(statement.file, statement.line, vote_id, "", "contradiction", what))
        elif statement.file == "outcomes":
            what = f"the outcome stands here a second time, first in {first}"
            findings.append(Finding(statement.file, statement.line, vote_id, "", "second-outcome", what, harmless=True))
        whole = Statement(
            whole.file,
            whole.line,
            vote_id,
            statement.date if whole.date is None else whole.date,
            statement.adopted if whole.adopted is None else whole.adopted,
            {**statement.tally, **whole.tally},
            whole.subject or statement.subject,
            whole.parties or statement.parties,
        )
    return whole, findings


def cast_ballots(
    vote_id: str, rows: Sequence[BallotRow], sitting: Membership, known: set[str], whole: Statement
) -> tuple[dict[str, Ballot], list[Finding]]:
    """Every member's ballot, in the order of members, and what is wrong with the rows."""
    findings: list[Finding] = []

    def find(row: BallotRow, kind: str, what: str, harmless: bool = False) -> None:
        findings.append(Finding("ballots", row.line, vote_id, row.member, kind, what, harmless))

    first: dict[str, BallotRow] = {}
    for row in rows:
        before = first.setdefault(row.member, row)
        if before is not row:
            same = before.ballot == row.ballot
            what = f"{row.member} has a {'second, equal' if same else 'second, different'} ballot"
            find(row, "second-ballot", f"{what}, the first in line {before.line}", same)
        elif row.member not in sitting.members:
            if row.member in known:
                find(row, "not-a-member", f"{row.member} is not a member on {sitting.date}")
            else:
                near = did_you_mean(row.member, sorted(known))
                find(row, "unknown-member", f"{row.member} is never a member" + (f"; {near}" if near else ""))
        elif row.ballot is None:
            find(row, "not-recorded", f"the ballot of {row.member} is not recorded")
    missing = [member for member in sitting.members if member not in first]
    if missing:
        what = f"no ballot of {', '.join(missing)}"
        findings.append(Finding("ballots", rows[-1].line, vote_id, "", "no-ballot", what))
    said = {member: first[member].ballot for member in sitting.members if member in first}
    cast = {member: ballot for member, ballot in said.items() if ballot is not None}
    if len(cast) == len(sitting.members):
        findings += _untrue(vote_id, Counter(cast.values()), whole)
    return cast, findings


def _untrue(vote_id: str, counted: Counter[Ballot], whole: Statement) -> Iterator[Finding]:
    """Where the stated tally is not that of the ballots."""
    wrong = [
        f"{count} {ballot.value} stated, {counted[ballot]} cast"
        for ballot, count in whole.tally.items()
        if counted[ballot] != count
    ]
    if wrong:
        yield Finding(whole.file, whole.line, vote_id, "", "tally", f"the tally does not add up: {', '.join(wrong)}")


def reasons(findings: Iterable[Finding]) -> Iterator[str]:
    """Why a vote cannot be used: the findings on its rows, those of one kind together."""
    whole = [finding for finding in findings if not finding.harmless]
    unrecorded = [finding.member for finding in whole if finding.kind == "not-recorded"]
    if unrecorded:
        told = "ballots of" if len(unrecorded) > 1 else "ballot of"
        yield f"{told} {', '.join(unrecorded)} not recorded"
    yield from (finding.what for finding in whole if finding.kind != "not-recorded")
