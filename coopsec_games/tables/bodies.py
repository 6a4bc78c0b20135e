"""Tables about bodies: power under several rules side by side, and power through time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .. import rendering
from ..cooperative.indices import POWER_INDICES, decisiveness
from ..cooperative.indices import power as index_of
from ..errors import InexactNumber, NotApplicable, UsageError
from ..results import Table
from .catalogue import TABLES, cited, listed

if TYPE_CHECKING:
    from ..institutions.institution import Institution, Membership
    from ..rendering import Cell

__all__ = ["Body"]

BINARY = ("shapley-shubik", "banzhaf", "penrose")
TERNARY = ("ternary-shapley-shubik", "ternary-penrose")
FEW = 7
"""Members that a line still names one by one."""


@dataclass(frozen=True)
class Body:
    """A body on a day under one of its procedures: one row, or some, of a table about power.

    Parameters
    ----------
    institution
        The body.
    date
        The day; without it, the start of its last stated period.
    procedure
        The procedure; without it, the default.
    absent
        Members who leave the game.
    label
        What the rows are called; without it, the name of the body and the day.
    """

    institution: Institution
    date: str | None = None
    procedure: str | None = None
    absent: tuple[str, ...] = ()
    label: str = ""


@TABLES.register(
    "power-compared",
    title="Voting power in several bodies, binary beside ternary",
    cite="Shapley and Shubik 1954; Banzhaf 1965; Felsenthal and Machover 1997",
    takes="bodies",
)
def power_compared(
    bodies: Sequence[Body],
    indices: Sequence[str] = (*BINARY, *TERNARY),
    abstention: Sequence[Fraction | str] = (Fraction(1, 3),),
) -> Table:
    """Power in bodies, days and procedures below each other, an index a column; members with equal numbers together.

    Parameters
    ----------
    bodies
        What is compared.
    indices
        Keys of ``POWER_INDICES``; those over three ballots have one column for each probability of abstention.
    abstention
        Probabilities of abstention, exactly.

    Raises
    ------
    UnknownKey
        There is no such index.
    UsageError
        A probability of abstention is none.
    """
    columns = tuple(_columns(indices, [_chance(word) for word in abstention]))
    rows: list[tuple[Cell, ...]] = []
    notes, cite = [], []
    missing = False
    for body in bodies:
        sitting = body.institution.on(body.date)
        procedure = sitting.procedure(body.procedure, absent=body.absent)
        game = procedure.simple_game
        label = body.label or f"{body.institution.name}, {sitting.date}"
        values: list[Mapping[str, Fraction] | None] = []
        for key, chance in columns:
            found = None
            with suppress(NotApplicable):
                found = index_of(key, game, **({} if chance is None else {"abstention": chance}))
            missing = missing or found is None
            values.append(found)
        classes: dict[tuple[Fraction | None, ...], list[str]] = {}
        for member in game.members:
            own = tuple(None if found is None else found[member] for found in values)
            classes.setdefault(own, []).append(member)
        order = sorted(classes.items(), key=lambda entry: [value or Fraction(0) for value in entry[0]], reverse=True)
        rows += [(label, _members(members, sitting), len(members), *numbers) for numbers, members in order]
        share = decisiveness(game)
        shown = rendering.number(share)
        told = shown if len(shown) <= 12 else f"about {rendering.number(share, 4)}"
        notes.append(f"{label}: {procedure.text}; decisiveness {told}.")
        cite.append(procedure.cite)
    titles = [POWER_INDICES[key].title.replace("-Shubik", " and Shubik") for key, _ in columns]
    heads = [
        title if chance is None else f"{title} (p={rendering.number(chance)})"
        for title, (_, chance) in zip(titles, columns, strict=True)
    ]
    return Table(
        "power-compared",
        "Voting power, rule by rule",
        ("body", "members", "number", *heads),
        tuple(rows),
        (
            "Each number is that of one member. In the binary indices, not yes is read as no; where a member abstains "
            "with probability p, yes and no share the rest equally.",
            *notes,
            *(["An empty cell: the index is not defined for this rule."] if missing else []),
        ),
        cited([*cite, *([POWER_INDICES[key].cite] for key in indices)]),
        "llr" + "r" * len(columns),
    )


def _columns(indices: Sequence[str], chances: Sequence[Fraction]) -> Iterator[tuple[str, Fraction | None]]:
    for key in indices:
        if POWER_INDICES[key].key in TERNARY:
            yield from ((key, chance) for chance in chances)
        else:
            yield key, None


def _chance(word: Fraction | str) -> Fraction:
    from ..formulas import exact

    value = exact(word)
    if not isinstance(value, Fraction):
        raise InexactNumber(f"the probability of abstention {word!r} is no number")
    if not 0 <= value <= 1:
        raise UsageError(f"the probability of abstention {word} is not between 0 and 1")
    return value


def _members(members: Sequence[str], sitting: Membership) -> str:
    """Members in a line: by name where they are few, as a group where they are one."""
    if len(members) <= FEW:
        return listed(members)
    for group, inside in sitting.groups.items():
        if set(inside) == set(members):
            return "every member" if group == "all" else f"{group} members"
    return f"{listed(members[: FEW - 2])} and {len(members) - FEW + 2} others"


@TABLES.register(
    "power-through-time",
    title="Power through time",
    cite="Shapley and Shubik 1954; the dated model of each institution",
    takes="bodies",
)
def power_by_period(
    bodies: Sequence[Body], index: str = "shapley-shubik", first: str | None = None, last: str | None = None
) -> Table:
    """One row for every change in the distribution of power in a body.

    Parameters
    ----------
    bodies
        One body; its day is not asked about.
    index
        A key of ``POWER_INDICES``.
    first, last
        Days or years; without them, all the time that is stated.

    Raises
    ------
    UsageError
        There is not one body.
    """
    from ..analysis.through_time import power_through_time, through_time_table

    if len(bodies) != 1:
        raise UsageError("power through time is about one body", hint="make a table for each")
    model = bodies[0].institution
    return through_time_table(model, power_through_time(model, bodies[0].procedure, index, first, last))
