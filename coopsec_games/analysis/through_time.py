"""Power through time: one period for every change of the answer.

Members come and go, and rules are amended; what is asked is when that made a difference to who has how much power.  An
election to the Security Council makes none, the enlargement of 1966 does.

>>> from coopsec_games.library import load_model
>>> for period in power_through_time(load_model("unsc"), first="1960", last="1970"):
...     print(period.since, period.until, period.power_text)
1960-01-01 1965-12-31 CHN, FRA, GBR, RUS, USA: 76/385; 6 others: 1/462
1966-01-01 1970-12-31 CHN, FRA, GBR, RUS, USA: 421/2145; 10 others: 4/2145
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from .. import rendering
from ..cooperative.indices import POWER_INDICES, decisiveness, power
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable, UnknownKey, did_you_mean
from ..institutions.spans import Span, read_span
from ..results import Table

if TYPE_CHECKING:
    from ..institutions.institution import Institution, Procedure
    from ..rendering import Cell

__all__ = ["Period", "PowerClass", "power_through_time", "through_time_by_member", "through_time_table"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class PowerClass:
    """Members of equal power: how many, and who of them was in the class all through the period."""

    power: Fraction
    count: int
    always: tuple[str, ...]

    def text(self, only: bool = False) -> str:
        """The class in words; ``only`` where there is no other."""
        share = rendering.number(self.power)
        if only:
            return f"each of {self.count}: {share}"
        changing = self.count - len(self.always)
        seats = f"{changing} {'other' if changing == 1 else 'others'}" if self.always else f"{self.count} members"
        named = ", ".join((*self.always, *([seats] if changing else ())))
        return f"{named}: {share}"


@dataclass(frozen=True)
class Period:
    """A time through which the distribution of power stayed the same.

    Parameters
    ----------
    since, until
        Its first and its last day; None where it is stated without an end.
    procedure, rules, cite, certainty
        The procedure, what it meant in words (more than one where an amendment changed nothing), its sources, and the
        marks of the sources.
    index, classes
        The power index, and the members of equal power, the most powerful first.
    members
        How many members there were.
    winning_coalitions, decisiveness
        How many coalitions win, and the share of all that do.
    bodies
        The members' power, by the first day of each membership within the period.
    """

    since: dt.date
    until: dt.date | None
    procedure: str
    rules: tuple[str, ...]
    cite: tuple[str, ...]
    certainty: tuple[str, ...]
    index: str
    classes: tuple[PowerClass, ...]
    members: int
    winning_coalitions: int
    decisiveness: Fraction
    bodies: Mapping[dt.date, Mapping[str, Fraction]]

    def __post_init__(self) -> None:
        object.__setattr__(self, "bodies", MappingProxyType(dict(self.bodies)))

    @property
    def power_text(self) -> str:
        """Who has how much, in a line."""
        return "; ".join(found.text(len(self.classes) == 1) for found in self.classes)

    @property
    def answer(self) -> tuple[object, ...]:
        """What makes it another period: how many members have which power, and how many coalitions win."""
        return (tuple((found.power, found.count) for found in self.classes), self.winning_coalitions, self.decisiveness)


def power_through_time(
    model: Institution,
    procedure: str | None = None,
    index: str = "shapley-shubik",
    first: str | dt.date | None = None,
    last: str | dt.date | None = None,
) -> tuple[Period, ...]:
    """The periods in which the distribution of power stayed the same, in order.

    Parameters
    ----------
    model
        The body.
    procedure
        Which procedure; without it, the default of the body.
    index
        A power index.
    first, last
        Days or years; without them, all the time that is stated.

    Raises
    ------
    UnknownKey
        The body never has such a procedure, or there is no such index.
    NotApplicable
        No stated period of the procedure lies in the span.

    Examples
    --------
    >>> from coopsec_games.library import load_model
    >>> [period.members for period in power_through_time(load_model("unsc"), "procedural", "penrose")]
    [11, 15]
    """
    key = procedure or model.default
    if key not in model.procedures:
        hint = did_you_mean(key, model.procedures) or f"procedures: {', '.join(model.procedures)}"
        raise UnknownKey(f"{model.key!r} has no procedure {key!r}", hint=hint)
    POWER_INDICES[index]
    span = read_span(first, last)
    periods: list[Period] = []
    for since, until, stated in _stretches(model, key, span):
        found = _measured(since, until, stated, index)
        before = periods[-1] if periods else None
        if before and before.until == since - DAY and before.answer == found.answer:
            periods[-1] = _joined(before, found)
        else:
            periods.append(found)
    if not periods:
        within = f" from {first or 'its start'} to {last or 'today'}" if first or last else ""
        raise NotApplicable(f"no period of {key!r} of {model.key!r} is stated{within}")
    return tuple(periods)


def _stretches(model: Institution, key: str, span: Span) -> Iterator[tuple[dt.date, dt.date | None, Procedure]]:
    """The times in which neither the members nor the rule change, each with the procedure."""
    stated = [*model.procedures[key], *(term for terms in model.members.values() for term in terms)]
    starts = {period.since for period in stated}
    starts |= {period.until + DAY for period in stated if period.until is not None and period.until < dt.date.max}
    if span.first is not None:
        starts.add(span.first)
    days = sorted(when for when in starts if span.holds(when))
    ends: list[dt.date | None] = [when - DAY for when in days[1:]]
    for since, until in zip(days, [*ends, span.last], strict=True):
        try:
            sitting = model.on(since)
        except NotApplicable:
            continue
        if key in sitting.procedures:
            yield since, until, sitting.procedure(key)


def _measured(since: dt.date, until: dt.date | None, stated: Procedure, index: str) -> Period:
    game = SimpleGame(stated.rule)
    values = power(index, game)
    by_value: dict[Fraction, list[str]] = {}
    for member, value in values.items():
        by_value.setdefault(value, []).append(member)
    classes = tuple(PowerClass(value, len(by_value[value]), tuple(by_value[value])) for value in sorted(by_value)[::-1])
    return Period(
        since,
        until,
        stated.key,
        (stated.text,),
        stated.cite,
        (stated.certainty,) if stated.certainty else (),
        index,
        classes,
        len(game.members),
        game.winning_coalitions,
        decisiveness(game),
        {since: values},
    )


def _joined(before: Period, after: Period) -> Period:
    return replace(
        before,
        until=after.until,
        rules=tuple(dict.fromkeys(before.rules + after.rules)),
        cite=tuple(dict.fromkeys(before.cite + after.cite)),
        certainty=tuple(sorted({*before.certainty, *after.certainty})),
        classes=tuple(
            replace(old, always=tuple(member for member in old.always if member in new.always))
            for old, new in zip(before.classes, after.classes, strict=True)
        ),
        bodies={**before.bodies, **after.bodies},
    )


def through_time_table(model: Institution, periods: Sequence[Period]) -> Table:
    """The periods as a table, one row each.

    Examples
    --------
    >>> from coopsec_games.library import load_model
    >>> council = load_model("unsc")
    >>> through_time_table(council, power_through_time(council, last="1970")).rows[0][:4]
    ('1946-01-17', '1965-12-31', 11, 57)
    """
    rows: list[tuple[Cell, ...]] = [
        (
            str(period.since),
            "still" if period.until is None else str(period.until),
            period.members,
            period.winning_coalitions,
            period.decisiveness,
            period.power_text,
            ", ".join(period.certainty),
        )
        for period in periods
    ]
    index = POWER_INDICES[periods[0].index]
    notes = [
        "A period ends where the distribution of power changes; members of equal power stand together.",
        "Others: seats whose holders changed within the period.",
        *(
            f"{period.since}: {'; later: '.join(period.rules)}."
            for number, period in enumerate(periods)
            if not number or period.rules != periods[number - 1].rules
        ),
    ]
    return Table(
        f"power-through-time-{model.key}",
        f"Power through time: {model.name} ({periods[0].procedure})",
        ("since", "until", "members", "winning coalitions", "decisiveness", index.title, "certainty"),
        tuple(rows),
        tuple(notes),
        tuple(dict.fromkeys((*(source for period in periods for source in period.cite), index.cite))),
        "llrrrll",
    )


def through_time_by_member(model: Institution, periods: Sequence[Period]) -> Table:
    """The same for other programs: one row for each member and membership, its power exactly."""
    rows: list[tuple[Cell, ...]] = [
        (str(when), member, value)
        for period in periods
        for when, values in period.bodies.items()
        for member, value in values.items()
    ]
    return Table(
        f"power-through-time-{model.key}",
        f"Power through time: {model.name} ({periods[0].procedure})",
        ("since", "member", periods[0].index),
        tuple(rows),
        cite=tuple(dict.fromkeys(source for period in periods for source in period.cite)),
    )
