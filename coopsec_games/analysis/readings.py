"""The same ballots under every reading of the rules, and a whole record under every reading.

A reading is another procedure of the body, the version of another day, the rule with a party left out, or the rule with
every abstention or every empty chair taken for a no.

>>> from coopsec_games.library import load_case
>>> korea = load_case("korea-1950")
>>> call = korea.roll_call("S/RES/83")
>>> told = side_by_side(korea.institution, call.date, call.ballots)
>>> [(reading.key, reading.verdict.adopted) for reading in told if reading.key in ("substantive", "strict")]
[('substantive', True), ('strict', False)]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..cooperative.ballots import Ballot, Verdict
from ..cooperative.roll_calls import critical, read_ballots
from ..errors import UnknownKey, did_you_mean
from ..results import Table
from .votes import tally_text

if TYPE_CHECKING:
    from ..cooperative.ballots import Ballots, VotingRule
    from ..institutions.institution import Institution, Procedure
    from ..institutions.replay import Replay, ReplayedVote
    from ..rendering import Cell

__all__ = ["Confusion", "Reading", "confusion", "confusion_table", "readings_table", "side_by_side"]


@dataclass(frozen=True)
class Reading:
    """What one reading makes of the ballots, and of whom it depended; ``counterfactual`` if it never was in force."""

    key: str
    text: str
    verdict: Verdict
    critical: tuple[str, ...]
    counterfactual: bool
    cite: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The reading as plain data."""
        return {
            "reading": self.key,
            "rule": self.text,
            "adopted": self.verdict.adopted,
            "reason": self.verdict.reason,
            "failed_on": self.verdict.failed_on,
            "vetoes": list(self.verdict.vetoes),
            "critical": list(self.critical),
            "counterfactual": self.counterfactual,
            "cite": list(self.cite),
        }


def side_by_side(
    institution: Institution,
    date: str | dt.date,
    ballots: Mapping[str, str],
    procedures: Iterable[str] = (),
    dates: Iterable[str | dt.date] = (),
    parties: Iterable[str] = (),
) -> tuple[Reading, ...]:
    """The same ballots under one reading after another.

    Parameters
    ----------
    institution
        The body.
    date
        The day of the roll call.
    ballots
        One ballot for each member of the day.
    procedures
        Procedures of the body; without them, every one that it has on the day, its default first.
    dates
        Other days, whose version of the first procedure reads the ballots.
    parties
        The parties to the dispute, for the rules that treat them apart; one more reading of the first procedure leaves
        their ballots out.

    Raises
    ------
    UnknownKey
        The body has no such procedure on the day.
    UsageError
        A member has no ballot, or somebody who is no member has one.

    Notes
    -----
    The first procedure is also read with every abstention, and with every absence, taken for a no, where there are any.
    """
    sitting = institution.on(date)
    cast = read_ballots(ballots, sitting.members)
    keys = tuple(procedures) or tuple(dict.fromkeys((sitting.default, *sitting.procedures)))
    named = tuple(sitting.known(party) for party in parties)
    readings = [_read(sitting.procedure(key, parties=named), cast) for key in keys]
    for other in dates:
        version = institution.on(other)
        stated = replace(sitting, procedures=version.procedures, weights=version.weights).procedure(
            keys[0], parties=named
        )
        told = _read(stated, cast)
        readings.append(replace(told, key=f"{keys[0]} of {version.date}", counterfactual=True))
    main = sitting.procedure(keys[0], parties=named)
    if named:
        spec = {"excluding": {"parties": list(named), "rule": sitting.procedures[keys[0]].rule}}
        rule = sitting.rule(spec, named)
        readings.append(_reading(f"{keys[0]} without {', '.join(named)}", rule.text, rule, cast, True))
    for ballot, name in ((Ballot.ABSTAIN, "abstention"), (Ballot.ABSENT, "absence")):
        if ballot in cast.values():
            turned = {member: Ballot.NO if own is ballot else own for member, own in cast.items()}
            text = f"{main.text}, every {name} taken for a no"
            readings.append(_reading(f"{keys[0]}, {name} as no", text, main.rule, turned, True))
    return tuple(readings)


def _read(stated: Procedure, cast: Ballots) -> Reading:
    return _reading(stated.key, stated.text, stated.rule, cast, stated.counterfactual, stated.cite)


def _reading(
    key: str, text: str, rule: VotingRule, cast: Ballots, counterfactual: bool, cite: tuple[str, ...] = ()
) -> Reading:
    return Reading(key, text, rule.passes(cast), critical(rule, cast), counterfactual, cite)


def readings_table(readings: Sequence[Reading], ballots: Mapping[str, Ballot], title: str) -> Table:
    """Readings side by side, one row each.

    Parameters
    ----------
    readings
        What :func:`side_by_side` gives.
    ballots
        The ballots that they read.
    title
        What was voted on.
    """
    rows: list[tuple[Cell, ...]] = [
        (
            reading.key,
            reading.text,
            "adopted" if reading.verdict.adopted else "rejected",
            reading.verdict.reason,
            ", ".join(reading.critical) or "none",
            "never" if reading.counterfactual else "",
        )
        for reading in readings
    ]
    notes = (
        f"Ballots: {tally_text(ballots)} (yes-no-abstaining).",
        "Critical: of an adopted text, whose yes made an abstention defeats it; of a rejected one, whose ballot made a"
        " yes carries it.",
    )
    return Table(
        "readings",
        f"The same ballots, reading by reading: {title}",
        ("reading", "rule", "outcome", "reason", "critical", "in force"),
        tuple(rows),
        notes,
        tuple(dict.fromkeys(source for reading in readings for source in reading.cite)),
    )


@dataclass(frozen=True)
class Confusion:
    """A record against one reading: how often each outcome on record is the reading's, and which votes it reverses.

    ``unread`` counts the votes of days on which the body has no such procedure.
    """

    key: str
    adopted: int
    reversed_adoptions: tuple[str, ...]
    rejected: int
    reversed_rejections: tuple[str, ...]
    counterfactual: bool = False
    unread: int = 0

    @property
    def adoptions(self) -> int:
        """How many texts were adopted on record."""
        return self.adopted + len(self.reversed_adoptions)

    @property
    def rejections(self) -> int:
        """How many texts were rejected on record."""
        return self.rejected + len(self.reversed_rejections)

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return {
            "reading": self.key,
            "adopted_adopted": self.adopted,
            "adopted_rejected": len(self.reversed_adoptions),
            "rejected_rejected": self.rejected,
            "rejected_adopted": len(self.reversed_rejections),
            "reversed_adoptions": list(self.reversed_adoptions),
            "reversed_rejections": list(self.reversed_rejections),
            "counterfactual": self.counterfactual,
            "unread": self.unread,
        }


def confusion(replay: Replay, readings: Iterable[str] = (), every_vote: bool = False) -> tuple[Confusion, ...]:
    """A record under one reading after another.

    Parameters
    ----------
    replay
        The record under the procedure by which it was held.
    readings
        Procedures of the body; without them that procedure, and then all others in the order of the file.
    every_vote
        Whether votes that the procedure of the replay does not explain are counted as well: for the substantive rule
        of the Security Council, the votes on procedure.

    Raises
    ------
    UnknownKey
        The body never has such a procedure.
    """
    known = replay.institution.procedures
    keys = tuple(readings) or tuple(dict.fromkeys((replay.procedure, *known)))
    for key in keys:
        if key not in known:
            hint = did_you_mean(key, known) or f"procedures: {', '.join(known)}"
            raise UnknownKey(f"{replay.institution.key!r} has no procedure {key!r}", hint=hint)
    votes = replay.answers if every_vote else replay.agree
    return tuple(_confused(key, votes) for key in keys)


def _confused(key: str, votes: Sequence[ReplayedVote]) -> Confusion:
    kept: dict[bool, int] = {True: 0, False: 0}
    turned: dict[bool, list[str]] = {True: [], False: []}
    unread, counterfactual = 0, False
    for vote in votes:
        if key not in vote.sitting.procedures:
            unread += 1
            continue
        stated = vote.procedure if key == vote.procedure.key else vote.sitting.procedure(key, parties=vote.call.parties)
        counterfactual = counterfactual or stated.counterfactual
        recorded = vote.call.adopted
        if stated.rule.passes(vote.call.ballots).adopted is recorded:
            kept[recorded] += 1
        else:
            turned[recorded].append(vote.call.id)
    return Confusion(key, kept[True], tuple(turned[True]), kept[False], tuple(turned[False]), counterfactual, unread)


def confusion_table(replay: Replay, readings: Iterable[str] = (), every_vote: bool = False) -> Table:
    """The confusion table of a record, reading by reading."""
    found = confusion(replay, readings, every_vote)
    rows: list[tuple[Cell, ...]] = [
        (
            row.key,
            row.adopted,
            len(row.reversed_adoptions),
            row.rejected,
            len(row.reversed_rejections),
            *([row.unread] if any(other.unread for other in found) else []),
            "" if not row.counterfactual else "never",
        )
        for row in found
    ]
    columns = ("reading", "adopted: kept", "adopted: reversed", "rejected: kept", "rejected: reversed")
    unread = ("not read",) if any(row.unread for row in found) else ()
    left_out = () if every_vote else replay.disagree
    known = replay.institution.procedures
    notes = [
        f"{len(replay.answers) if every_vote else len(replay.agree)} votes. Adopted, rejected: the outcome on record."
        " Kept, reversed: what the reading makes of it."
    ]
    if left_out:
        every = [key for key in known if all(key in vote.explained_by for vote in left_out)]
        how = f"; what explains them all: {', '.join(every)}" if every else ""
        notes.append(
            f"Left out: {len(left_out)} votes that {replay.procedure} does not explain"
            f" ({', '.join(vote.call.id for vote in left_out)}){how}."
        )
    apart = [row.key for row in found if _parties_matter(replay, row.key)]
    if apart and not any(vote.call.parties for vote in replay.answers):
        notes.append(f"The record names no parties to a dispute, so {', '.join(apart)} read every vote as without any.")
    if replay.skipped:
        notes.append(f"Not usable: {len(replay.skipped)} votes.")
    return Table(
        f"readings-{replay.institution.key}",
        f"The record of the {replay.institution.name}, reading by reading",
        (*columns, *unread, "in force"),
        tuple(rows),
        tuple(notes),
        align="l" + "r" * (len(columns) + len(unread) - 1) + "l",
    )


def _parties_matter(replay: Replay, key: str) -> bool:
    """Whether a procedure treats the parties to a dispute apart."""
    waiting: list[object] = [stated.rule for stated in replay.institution.procedures[key]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            waiting += part.values()
        elif isinstance(part, list | tuple):
            waiting += part
        elif part == "parties":
            return True
    return False
