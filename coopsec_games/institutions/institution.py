"""A body through time: who is a member on a day, and by which rule it decides.

Everything about a body is dated, both ends included; an end that is not stated means "still".  A :class:`Membership` is
the body on one day, a :class:`Procedure` one of its rules on that day, and from there it is a game.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..cooperative.rules import VotingRule, read_rule, without
from ..errors import NotApplicable, UnknownKey, UsageError, did_you_mean
from .case import RollCall

if TYPE_CHECKING:
    from ..cooperative.simple_games import SimpleGame, TernaryGame

__all__ = ["Institution", "Membership", "NamePeriod", "Procedure", "Provision", "Term", "day"]


def day(text: str | dt.date) -> dt.date:
    """A date, from ISO text or as it is.

    Raises
    ------
    UsageError
        The text is not a date, or not one of the calendar.

    Examples
    --------
    >>> day("1950-06-27")
    datetime.date(1950, 6, 27)
    """
    if isinstance(text, dt.date):
        return text
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    raise UsageError(f"{text!r} is not a date", hint="write a day of the calendar as YYYY-MM-DD")


def covers(since: dt.date, until: dt.date | None, when: dt.date) -> bool:
    """Whether a day lies in a period, both ends included."""
    return since <= when and (until is None or when <= until)


@dataclass(frozen=True)
class Term:
    """Members of a group over one period."""

    of: tuple[str, ...]
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class NamePeriod:
    """The name of a member up to a day, or for good."""

    name: str
    until: dt.date | None = None


@dataclass(frozen=True)
class Provision:
    """A procedure over one period: its rule as written, in words, and where it stands.

    ``certainty`` is the mark of the source; a ``counterfactual`` provision was never in force: it is a reading to
    compare with.
    """

    rule: object
    since: dt.date
    until: dt.date | None = None
    text: str = ""
    cite: tuple[str, ...] = ()
    certainty: str = ""
    counterfactual: bool = False


@dataclass(frozen=True)
class Procedure:
    """A rule of a body on one day, with its source and its period."""

    key: str
    rule: VotingRule
    text: str
    cite: tuple[str, ...]
    certainty: str
    since: dt.date
    until: dt.date | None
    counterfactual: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """Those who decide."""
        return self.rule.members

    @property
    def simple_game(self) -> SimpleGame:
        """The game of yes and no; for another meaning of "not yes" make ``SimpleGame(rule, ballot)``."""
        from ..cooperative.simple_games import SimpleGame

        return SimpleGame(self.rule)

    @property
    def ternary_game(self) -> TernaryGame:
        """The game of yes, abstain and no."""
        from ..cooperative.simple_games import TernaryGame

        return TernaryGame(self.rule)


@dataclass(frozen=True)
class Membership:
    """A body on one day: its groups, its members in file order, their names then, its procedures."""

    institution: str
    date: dt.date
    groups: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    procedures: Mapping[str, Provision]
    default: str

    def __post_init__(self) -> None:
        for name in ("groups", "names", "procedures"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def members(self) -> tuple[str, ...]:
        """Every member, once, in file order."""
        return self.groups["all"]

    def name(self, member: str) -> str:
        """The name of a member on this day, or its code where no name is stated."""
        return self.names.get(self.known(member), member)

    def known(self, member: str) -> str:
        """The member itself, when it sits on this day."""
        if member in self.members:
            return member
        hint = did_you_mean(member, self.members) or f"members: {', '.join(self.members)}"
        raise UnknownKey(f"{member!r} is not a member of {self.institution!r} on {self.date}", hint=hint)

    def procedure(self, key: str | None = None, absent: Iterable[str] = ()) -> Procedure:
        """One of the procedures on this day.

        Parameters
        ----------
        key
            Which procedure; without it, the default of the body.
        absent
            Members who stay away: they leave the game, the numbers that the rule asks for stay.

        Raises
        ------
        UnknownKey
            The body has no such procedure, or no such member on this day.
        NotApplicable
            Nobody is left.
        """
        key = key or self.default
        if key not in self.procedures:
            hint = did_you_mean(key, self.procedures) or f"procedures: {', '.join(self.procedures)}"
            raise UnknownKey(f"{self.institution!r} has no procedure {key!r} on {self.date}", hint=hint)
        stated = self.procedures[key]
        rule = read_rule(stated.rule, self.groups)
        away = tuple(dict.fromkeys(self.known(member) for member in absent))
        if len(away) == len(self.members):
            raise NotApplicable("a game needs somebody to play it: every member is absent")
        rule = without(rule, away)
        text = stated.text or rule.text
        return Procedure(
            key, rule, text, stated.cite, stated.certainty, stated.since, stated.until, stated.counterfactual
        )


@dataclass(frozen=True)
class Institution:
    """A body through time.

    Parameters
    ----------
    key, name
        What a person types, and what a reader reads.
    members
        Group to its terms.
    procedures
        Procedure to its provisions.
    default
        The procedure that is meant where none is named.
    names
        Member to the periods of its name, the last without an end.
    cite
        Sources of the whole.
    roll_calls
        Votes that the rules must reproduce.

    Examples
    --------
    >>> trio = Institution(
    ...     "trio", "Three states", {"states": (Term(("A", "B", "C"), day("1900-01-01")),)},
    ...     {"majority": (Provision({"quota": {"of": "all", "yes": 2}}, day("1900-01-01")),)}, "majority")
    >>> trio.on("1914-07-28").members
    ('A', 'B', 'C')
    """

    key: str
    name: str
    members: Mapping[str, tuple[Term, ...]]
    procedures: Mapping[str, tuple[Provision, ...]]
    default: str
    names: Mapping[str, tuple[NamePeriod, ...]] = field(default_factory=dict)
    cite: tuple[str, ...] = ()
    roll_calls: tuple[RollCall, ...] = ()

    def __post_init__(self) -> None:
        for name in ("members", "procedures", "names"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def periods(self) -> list[dt.date]:
        """The days on which members or procedures change, in order; readings never in force do not count."""
        dates = set()
        for stated in self._stated():
            dates.add(stated.since)
            if stated.until is not None and stated.until < dt.date.max:
                dates.add(stated.until + dt.timedelta(days=1))
        return sorted(when for when in dates if self._covered(when))

    @property
    def last_period_start(self) -> dt.date:
        """The day on which the last stated period starts: the date that is meant where none is given."""
        return max((when for when in self.periods()), default=max(stated.since for stated in self._stated()))

    def on(self, date: str | dt.date | None = None) -> Membership:
        """The body on one day; without a date, at the start of its last stated period.

        Raises
        ------
        NotApplicable
            No stated period covers the day.
        """
        when = self.last_period_start if date is None else day(date)
        groups: dict[str, tuple[str, ...]] = {}
        for group, terms in self.members.items():
            sitting = [term for term in terms if covers(term.since, term.until, when)]
            if not sitting:
                raise NotApplicable(
                    f"no stated period of {self.key!r} covers {when} for its members {group!r}",
                    hint=f"they are stated {_span(terms)}",
                )
            groups[group] = tuple(dict.fromkeys(member for term in sitting for member in term.of))
        groups["all"] = tuple(dict.fromkeys(member for group in groups.values() for member in group))
        procedures = {
            key: next(stated for stated in provisions if covers(stated.since, stated.until, when))
            for key, provisions in self.procedures.items()
            if any(covers(stated.since, stated.until, when) for stated in provisions)
        }
        if not procedures:
            every = [stated for provisions in self.procedures.values() for stated in provisions]
            raise NotApplicable(
                f"no stated procedure of {self.key!r} covers {when}", hint=f"they are stated {_span(every)}"
            )
        names = {member: self.name_on(member, when) for member in groups["all"]}
        return Membership(self.key, when, groups, names, procedures, self.default)

    def name_on(self, member: str, date: str | dt.date) -> str:
        """The name of a member on a day, or its code where none is stated."""
        when = day(date)
        stated = self.names.get(member, ())
        return next((period.name for period in stated if period.until is None or when <= period.until), member)

    def _stated(self) -> list[Term | Provision]:
        terms: list[Term | Provision] = [term for terms in self.members.values() for term in terms]
        return terms + [
            stated for provisions in self.procedures.values() for stated in provisions if not stated.counterfactual
        ]

    def _covered(self, when: dt.date) -> bool:
        return all(any(covers(term.since, term.until, when) for term in terms) for terms in self.members.values())


def _span(stated: Sequence[Term] | Sequence[Provision]) -> str:
    first = min(period.since for period in stated)
    ends = [period.until for period in stated]
    last = None if None in ends else max(end for end in ends if end is not None)
    return f"from {first}" + (f" to {last}" if last else " on")
