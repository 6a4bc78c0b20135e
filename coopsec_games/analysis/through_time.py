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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import rendering
from ..cooperative.indices import POWER_INDICES, decisiveness, power
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable, UnknownKey, did_you_mean
from ..institutions.spans import Span, read_span
from ..results import Table, number_json

if TYPE_CHECKING:
    from ..cooperative.ballots import VotingRule
    from ..institutions.institution import Institution, Procedure
    from ..rendering import Cell

__all__ = ["Period", "PowerClass", "power_through_time", "through_time_by_member", "through_time_table"]

DAY = dt.timedelta(days=1)

LONGEST_EXACT = 22
"""Characters of a number that a table for readers still shows in full."""

SHORT = 12
"""The same for numbers that stand in a line with others."""


@dataclass(frozen=True)
class PowerClass:
    """Members of equal power: how many, and who of them was in the class all through the period."""

    power: Fraction
    count: int
    always: tuple[str, ...]

    def holders(self, noun: str = "other") -> str:
        """Who they are: the names of those who stayed, and how many others."""
        changing = self.count - len(self.always)
        seats = f"{changing} {noun}" + ("" if changing == 1 else "s")
        return ", ".join((*self.always, *([seats] if changing else ())))


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
        """Who has how much, in a line, exactly."""
        return self._told(rendering.number)

    @property
    def power_shortly(self) -> str:
        """The same for a table, where fractions of more than a few digits are rounded to four decimals."""
        return self._told(_rounded)

    def _told(self, written: Callable[[Fraction], str]) -> str:
        if len(self.classes) == 1:
            return f"each of {self.members}: {written(self.classes[0].power)}"
        noun = "other" if any(found.always for found in self.classes) else "member"
        return "; ".join(f"{found.holders(noun)}: {written(found.power)}" for found in self.classes)

    def to_json(self) -> dict[str, Any]:
        """The period as plain data, everything exactly."""
        return {
            "since": str(self.since),
            "until": None if self.until is None else str(self.until),
            "procedure": self.procedure,
            "rules": list(self.rules),
            "certainty": list(self.certainty),
            "members": self.members,
            "winning_coalitions": self.winning_coalitions,
            "decisiveness": number_json(self.decisiveness),
            "index": self.index,
            "classes": [
                {"power": number_json(found.power), "count": found.count, "always": list(found.always)}
                for found in self.classes
            ],
            "bodies": [
                {"since": str(when), "power": {member: number_json(value) for member, value in values.items()}}
                for when, values in self.bodies.items()
            ],
            "cite": list(self.cite),
        }

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
    rule: VotingRule | None = None
    for since, until, stated in _stretches(model, key, span):
        before = periods[-1] if periods and periods[-1].until == since - DAY else None
        if before and stated.rule == rule:
            periods[-1] = _prolonged(before, until, (stated.text,), stated.cite, _marks(stated))
            continue
        found, rule = _measured(since, until, stated, index), stated.rule
        if before and before.answer == found.answer:
            periods[-1] = _joined(before, found)
        else:
            periods.append(found)
    if not periods:
        within = f" from {first or 'its start'} to {last or 'today'}" if first or last else ""
        raise NotApplicable(f"no period of {key!r} of {model.key!r} is stated{within}")
    return tuple(periods)


def _stretches(model: Institution, key: str, span: Span) -> Iterator[tuple[dt.date, dt.date | None, Procedure]]:
    """The times in which neither the members nor the rule change, each with the procedure."""
    dated = [(stated.since, stated.until) for stated in model.procedures[key]]
    dated += [(term.since, term.until) for terms in model.members.values() for term in terms]
    starts = {*model.periods(), *(since for since, _ in dated)}
    starts |= {until + DAY for _, until in dated if until is not None and until < dt.date.max}
    if span.first is not None:
        starts.add(span.first)
    days = sorted(when for when in starts if span.holds(when))
    for place, since in enumerate(days, 1):
        until = days[place] - DAY if place < len(days) else span.last
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
        _marks(stated),
        index,
        classes,
        len(game.members),
        game.winning_coalitions,
        decisiveness(game),
        {since: values},
    )


def _marks(stated: Procedure) -> tuple[str, ...]:
    return (stated.certainty,) if stated.certainty else ()


def _joined(before: Period, after: Period) -> Period:
    """Two periods with one answer as one: in a class always is who is in it in both."""
    classes = tuple(
        replace(old, always=tuple(member for member in old.always if member in new.always))
        for old, new in zip(before.classes, after.classes, strict=True)
    )
    longer = _prolonged(before, after.until, after.rules, after.cite, after.certainty)
    return replace(longer, classes=classes, bodies={**before.bodies, **after.bodies})


def _prolonged(
    before: Period,
    until: dt.date | None,
    rules: tuple[str, ...],
    cite: tuple[str, ...],
    certainty: tuple[str, ...],
) -> Period:
    return replace(
        before,
        until=until,
        rules=tuple(dict.fromkeys(before.rules + rules)),
        cite=tuple(dict.fromkeys(before.cite + cite)),
        certainty=tuple(sorted({*before.certainty, *certainty})),
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
            period.winning_coalitions if len(str(period.winning_coalitions)) <= LONGEST_EXACT else None,
            _shortly(period.decisiveness),
            period.power_shortly,
            ", ".join(period.certainty),
        )
        for period in periods
    ]
    index = POWER_INDICES[periods[0].index]
    rounded = any(row[3] is None or isinstance(row[4], str) or "≈" in str(row[5]) for row in rows)
    notes = [
        "A period ends where the distribution of power changes; members of equal power stand together.",
        *(["Long numbers are rounded or left out here; JSON has them exactly."] if rounded else []),
        *(
            ["Others: seats whose holders changed within the period."]
            if any(len(found.always) < found.count for period in periods for found in period.classes)
            else []
        ),
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


def _rounded(value: Fraction) -> str:
    """A number of a line: exactly where that is short, else to four decimals."""
    exact = rendering.number(value)
    return exact if len(exact) <= SHORT else f"≈ {rendering.number(value, 4)}"


def _shortly(value: Fraction) -> Fraction | str:
    """A share as a table for readers shows it: exactly where that is short, else rounded to two digits that count."""
    if len(rendering.number(value)) <= LONGEST_EXACT:
        return value
    if value * 1000 >= 1:
        return f"≈ {rendering.number(value, 4)}"
    places = 1
    while round(value * 10**places, 1) < 1:
        places += 1
    return f"≈ {rendering.number(value * 10**places, 1)}e-{places}"


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
