"""What a record says of its members: how often each was critical, decided, vetoed, stood alone; and power as realised.

A-priori power asks how often a member would decide if every way of voting were as likely as any other; the realised one
asks how often it was critical in the votes that were held.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..cooperative.ballots import Ballot
from ..cooperative.indices import POWER_INDICES
from ..cooperative.roll_calls import critical, decisive
from ..results import Table, json_data
from .through_time import Period, power_through_time

if TYPE_CHECKING:
    from ..institutions.replay import Replay, ReplayedVote
    from ..rendering import Cell

__all__ = [
    "MemberRecord",
    "RealisedPower",
    "member_records",
    "member_records_table",
    "realised_power",
    "realised_table",
]


@dataclass(frozen=True)
class MemberRecord:
    """What a record says of one member.

    Parameters
    ----------
    member
        The member.
    votes
        In how many usable votes it sat.
    cast
        How often it cast each ballot.
    critical
        How often its ballot carried or defeated the text, or its yes would have carried it.
    decisive
        How often some other ballot of its own would have changed the outcome.
    vetoed
        How often a text that had its quota failed on the member's veto or objection, alone or with others.
    vetoed_alone
        How often on its own.
    alone
        How often nobody else cast the ballot that it cast.
    """

    member: str
    votes: int
    cast: Mapping[Ballot, int]
    critical: int
    decisive: int
    vetoed: int
    vetoed_alone: int
    alone: Mapping[Ballot, int]

    def __post_init__(self) -> None:
        for name in ("cast", "alone"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def to_json(self) -> dict[str, Any]:
        """The member's row as plain data."""
        return {
            "member": self.member,
            "votes": self.votes,
            "cast": {ballot.value: self.cast[ballot] for ballot in Ballot},
            "critical": self.critical,
            "decisive": self.decisive,
            "vetoed": self.vetoed,
            "vetoed_alone": self.vetoed_alone,
            "alone": {ballot.value: self.alone[ballot] for ballot in Ballot},
        }


@dataclass
class _Counts:
    votes: int = 0
    critical: int = 0
    decisive: int = 0
    vetoed: int = 0
    vetoed_alone: int = 0
    cast: Counter[Ballot] = field(default_factory=Counter)
    alone: Counter[Ballot] = field(default_factory=Counter)


def member_records(replay: Replay) -> tuple[MemberRecord, ...]:
    """What a record says of each member, in the votes on which rule and record agree.

    Votes on which they differ are left out: the rule does not say who decided them.

    Parameters
    ----------
    replay
        The record under the procedure by which it was held.

    Returns
    -------
    tuple
        One row a member: who sat in more votes first, equals by their codes.
    """
    counts: dict[str, _Counts] = {}
    for vote in replay.agree:
        rule, ballots = vote.procedure.rule, vote.call.ballots
        mattered, decided = critical(rule, ballots), decisive(rule, ballots)
        times = Counter(ballots.values())
        for member, ballot in ballots.items():
            own = counts.setdefault(member, _Counts())
            own.votes += 1
            own.cast[ballot] += 1
            own.critical += member in mattered
            own.decisive += member in decided
            own.vetoed += member in vote.vetoes
            own.vetoed_alone += vote.vetoes == (member,)
            own.alone[ballot] += times[ballot] == 1
    return tuple(
        MemberRecord(
            member,
            own.votes,
            {ballot: own.cast[ballot] for ballot in Ballot},
            own.critical,
            own.decisive,
            own.vetoed,
            own.vetoed_alone,
            {ballot: own.alone[ballot] for ballot in Ballot},
        )
        for member, own in sorted(counts.items(), key=lambda pair: (-pair[1].votes, pair[0]))
    )


def member_records_table(replay: Replay) -> Table:
    """What a record says of each member, as a table."""
    found = member_records(replay)
    usual = (Ballot.YES, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)
    shown = (*usual, *(ballot for ballot in Ballot if ballot not in usual and any(row.cast[ballot] for row in found)))
    rows: list[tuple[Cell, ...]] = [
        (
            row.member,
            row.votes,
            *(row.cast[ballot] for ballot in shown),
            row.critical,
            row.decisive,
            row.vetoed,
            row.vetoed_alone,
            row.alone[Ballot.YES],
            row.alone[Ballot.NO],
            row.alone[Ballot.ABSTAIN],
        )
        for row in found
    ]
    notes = [
        "Critical: of an adopted text, whose yes made an abstention defeats it; of a rejected one, whose ballot made a"
        " yes carries it. Decisive: some other ballot of its own would have changed the outcome.",
        "Y yes, N no, A abstained, X absent; only Y: nobody else voted yes, and so on. Vetoed: a text that had its"
        " quota failed on this member, with others or, as a sole veto, on its own.",
    ]
    if replay.disagree:
        notes.append(f"Left out: {len(replay.disagree)} votes on which rule and record differ.")
    heads = ("votes", *(ballot.short for ballot in shown), "critical", "decisive", "vetoed", "sole veto")
    alone = ("only Y", "only N", "only A")
    return Table(
        f"members-{replay.institution.key}",
        f"The record of the {replay.institution.name}, member by member ({replay.procedure})",
        ("member", *heads, *alone),
        tuple(rows),
        tuple(notes),
    )


@dataclass(frozen=True)
class RealisedPower:
    """A-priori power against the record, for the holder of a seat.

    Parameters
    ----------
    since, until
        The period: the votes held in it, while the a-priori power stayed the same.
    seat
        A member that sat all through, or how many seats changed hands.
    seats
        How many seats these are; all numbers are for one of them.
    votes
        How many votes were held.
    critical
        The mean number of votes in which the holder was critical.
    share
        Of all that were critical in the period, the share of one seat; None where nobody ever was.
    a_priori
        What the power index gives.
    """

    since: dt.date
    until: dt.date
    seat: str
    seats: int
    votes: int
    critical: Fraction
    share: Fraction | None
    a_priori: Fraction

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return {
            "since": str(self.since),
            "until": str(self.until),
            "seat": self.seat,
            "seats": self.seats,
            "votes": self.votes,
            "critical": json_data(self.critical),
            "share": json_data(self.share),
            "a_priori": json_data(self.a_priori),
        }


def realised_power(replay: Replay, index: str = "banzhaf") -> tuple[RealisedPower, ...]:
    """Power as realised in a record beside a-priori power, period by period.

    Parameters
    ----------
    replay
        The record under the procedure by which it was held; votes on which rule and record differ are left out.
    index
        The power index to compare with.

    Raises
    ------
    UnknownKey
        There is no such index.
    """
    POWER_INDICES[index]
    votes = sorted(replay.agree, key=lambda vote: vote.call.date)
    if not votes:
        return ()
    first, last = votes[0].call.date, votes[-1].call.date
    rows: list[RealisedPower] = []
    for period in power_through_time(replay.institution, replay.procedure, index, first, last):
        until = period.until or last
        held = [vote for vote in votes if period.since <= vote.call.date <= until]
        if held:
            rows += _realised(period, until, held)
    return tuple(rows)


def _realised(period: Period, until: dt.date, held: Sequence[ReplayedVote]) -> list[RealisedPower]:
    times: Counter[tuple[Fraction, str]] = Counter()
    for vote in held:
        start = max(day for day in period.bodies if day <= vote.call.date)
        powers = period.bodies[start]
        times.update((powers[member], member) for member in critical(vote.procedure.rule, vote.call.ballots))
    every = sum(times.values())
    rows = []
    for found in period.classes:
        own = {member: times[found.power, member] for member in found.always}
        others = sum(number for (power, _), number in times.items() if power == found.power) - sum(own.values())
        changing = found.count - len(found.always)
        name = "seat of the others" if any(other.always for other in period.classes) else "seat"
        named = [(member, 1, number) for member, number in own.items()]
        for seat, seats, number in (*named, *([(name, changing, others)] if changing else [])):
            mean = Fraction(number, seats)
            share = mean / every if every else None
            rows.append(RealisedPower(period.since, until, seat, seats, len(held), mean, share, found.power))
    return rows


def realised_table(replay: Replay, index: str = "banzhaf") -> Table:
    """Power as realised beside a-priori power, as a table."""
    entry = POWER_INDICES[index]
    rows: list[tuple[Cell, ...]] = [
        (str(row.since), str(row.until), row.seat, row.seats, row.votes, row.critical, row.share, row.a_priori)
        for row in realised_power(replay, index)
    ]
    return Table(
        f"realised-power-{replay.institution.key}",
        f"Power as realised and a priori: {replay.institution.name} ({replay.procedure})",
        ("since", "until", "seat", "seats", "votes", "critical in", "share of the critical", entry.title),
        tuple(rows),
        (
            "Critical in, and the share of all that were critical: for one seat, the mean where several are meant.",
            "A record is no sample of all ways of voting: the two columns measure different things.",
        ),
        (entry.cite,),
        "lllrrrrr",
    )
