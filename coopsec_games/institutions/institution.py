"""A body through time: who is a member on a day, and by which rule it decides.

Everything about a body is dated, both ends included; an end that is not stated means "still".  A :class:`Membership` is
the body on one day, a :class:`Procedure` one of its rules on that day, and from there it is a game.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..cooperative.rules import VotingRule, read_rule, without
from ..errors import NotApplicable, UnknownKey, did_you_mean
from ..results import Shown, Table
from .case import RollCall
from .dated import MARKS, Change, NamePeriod, Provision, Term, Weights, covers, day
from .shown import institution_tables, membership_tables, procedure_tables

if TYPE_CHECKING:
    from ..cooperative.simple_games import SimpleGame, TernaryGame

__all__ = ["Change", "Institution", "Membership", "NamePeriod", "Procedure", "Provision", "Term", "Weights", "day"]


@dataclass(frozen=True, repr=False)
class Procedure(Shown):
    """A rule of a body on one day, with its source and its period."""

    key: str
    rule: VotingRule
    text: str
    cite: tuple[str, ...]
    certainty: str
    since: dt.date
    until: dt.date | None
    counterfactual: bool = False
    note: str = ""
    parties: tuple[str, ...] = ()

    def _brief(self) -> str:
        return f"{self.key!r}, {self.text}"

    def to_tables(self) -> tuple[Table, ...]:
        """The rule in words, its period and its mark."""
        return procedure_tables(self)

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


@dataclass(frozen=True, repr=False)
class Membership(Shown):
    """A body on one day: its groups, its members in file order, their names then, its procedures.

    Whoever is ``suspended`` is on the roll and has no ballot.  ``marks`` are the marks of certainty by which members
    sit, where the file states any.
    """

    institution: str
    date: dt.date
    groups: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    procedures: Mapping[str, Provision]
    default: str
    weights: Mapping[str, Weights] = field(default_factory=dict)
    suspended: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("groups", "names", "procedures", "weights", "marks"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def _brief(self) -> str:
        return f"{self.institution!r}, {self.date}, {len(self.members)} members"

    def to_tables(self) -> tuple[Table, ...]:
        """Who has a ballot on the day, in which group."""
        return membership_tables(self)

    @property
    def members(self) -> tuple[str, ...]:
        """Every member that has a ballot, once, in file order."""
        return self.groups["all"]

    @property
    def roll(self) -> tuple[str, ...]:
        """Everyone on the roll: the members, and those who are suspended."""
        return self.members + tuple(member for member in self.suspended if member not in self.members)

    @property
    def qualifies(self) -> bool:
        """Whether an abstention can be qualified here: whether some procedure has a word for it."""
        return any("qualified" in _words_of(stated.rule) for stated in self.procedures.values())

    def name(self, member: str) -> str:
        """The name of a member on this day, or its code where no name is stated."""
        return self.names.get(self.known(member), member)

    def known(self, member: str) -> str:
        """The member itself, when it sits on this day."""
        if member in self.members:
            return member
        hint = did_you_mean(member, self.members) or f"members: {', '.join(self.members)}"
        raise UnknownKey(f"{member!r} is not a member of {self.institution!r} on {self.date}", hint=hint)

    def rule(self, spec: object, parties: Iterable[str] = ()) -> VotingRule:
        """A rule as this body plays it on this day, from plain data.

        Parameters
        ----------
        spec
            A rule word with its fields.
        parties
            Whom the word ``parties`` means; who is no member on this day is passed over.
        """
        weights = {name: table.of for name, table in self.weights.items()}
        return read_rule(spec, self.groups, tuple(parties), weights)

    def procedure(self, key: str | None = None, absent: Iterable[str] = (), parties: Iterable[str] = ()) -> Procedure:
        """One of the procedures on this day.

        Parameters
        ----------
        key
            Which procedure; without it, the default of the body.
        absent
            Members who stay away: they leave the game, the numbers that the rule asks for stay.
        parties
            The parties to the dispute, or the state concerned, for the rules that treat them apart.

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
        named = tuple(dict.fromkeys(parties))
        rule = self.rule(stated.rule, named)
        away = tuple(dict.fromkeys(self.known(member) for member in absent))
        if len(away) == len(self.members):
            raise NotApplicable("a game needs somebody to play it: every member is absent")
        rule = without(rule, away)
        tables = [self.weights[name] for name in _tables_in(stated.rule) if name in self.weights]
        return Procedure(
            key,
            rule,
            stated.text or rule.text,
            tuple(dict.fromkeys((*stated.cite, *(source for table in tables for source in table.cite)))),
            _weakest((stated.certainty, *(table.certainty for table in tables))),
            stated.since,
            stated.until,
            stated.counterfactual,
            "; ".join(filter(None, (stated.note, *(table.note for table in tables)))),
            named,
        )


@dataclass(frozen=True, repr=False)
class Institution(Shown):
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
    weights
        Tables of weights by name, each over its periods, to which rules refer.
    suspended
        Who was on the roll and had no ballot.
    summary
        What the body is, in a few lines.

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
    weights: Mapping[str, tuple[Weights, ...]] = field(default_factory=dict)
    suspended: tuple[Term, ...] = ()
    summary: str = ""

    def __post_init__(self) -> None:
        for name in ("members", "procedures", "names", "weights"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def _brief(self) -> str:
        return f"{self.key!r}, {self.name!r}"

    def to_tables(self) -> tuple[Table, ...]:
        """Every rule with its period."""
        return institution_tables(self)

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
        marks: dict[str, str] = {}
        for term in (*(term for terms in self.members.values() for term in terms), *self.suspended):
            if term.certainty and covers(term.since, term.until, when):
                marks.update({member: _weakest((marks.get(member, ""), term.certainty)) for member in term.of})
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
        away = [term for term in self.suspended if covers(term.since, term.until, when)]
        suspended = tuple(dict.fromkeys(member for term in away for member in term.of))
        names = {member: self.name_on(member, when) for member in (*groups["all"], *suspended)}
        weights = {
            name: next(table for table in tables if covers(table.since, table.until, when))
            for name, tables in self.weights.items()
            if any(covers(table.since, table.until, when) for table in tables)
        }
        return Membership(self.key, when, groups, names, procedures, self.default, weights, suspended, marks)

    def changes(self) -> tuple[Change, ...]:
        """What changed when: one entry for each day on which members, rules or weights are others than the day before.

        Examples
        --------
        >>> pair = (Term(("A", "B"), day("1900-01-01")), Term(("C",), day("1910-01-01"), day("1919-12-31")))
        >>> rule = Provision({"quota": {"yes": 2}}, day("1900-01-01"))
        >>> for change in Institution("club", "A club", {"states": pair}, {"majority": (rule,)}, "majority").changes():
        ...     print(change)
        1900-01-01: 2 members; joined: A, B; procedures: majority
        1910-01-01: 3 members; joined: C
        1920-01-01: 2 members; left: C
        """
        told = []
        before: Membership | None = None
        for when in self.periods():
            try:
                now = self.on(when)
            except NotApplicable:
                before = None
                continue
            were = before.members if before else ()
            stopped = before.suspended if before else ()
            change = Change(
                when,
                tuple(member for member in now.members if member not in were),
                tuple(member for member in were if member not in now.members),
                tuple(member for member in now.suspended if member not in stopped),
                _differing(_in_force(before), _in_force(now)),
                _differing(before.weights if before else {}, now.weights),
                len(now.members),
            )
            if before is None or before.groups != now.groups or change != Change(when, members=len(now.members)):
                told.append(change)
            before = now
        return tuple(told)

    def name_on(self, member: str, date: str | dt.date) -> str:
        """The name of a member on a day, or its code where none is stated."""
        when = day(date)
        stated = self.names.get(member, ())
        return next((period.name for period in stated if period.until is None or when <= period.until), member)

    def _stated(self) -> list[Term | Provision | Weights]:
        terms: list[Term | Provision | Weights] = [term for terms in self.members.values() for term in terms]
        tables = (table for tables in self.weights.values() for table in tables)
        return [*terms, *self.suspended, *tables] + [
            stated for provisions in self.procedures.values() for stated in provisions if not stated.counterfactual
        ]

    def _covered(self, when: dt.date) -> bool:
        return all(any(covers(term.since, term.until, when) for term in terms) for terms in self.members.values())


def _span(stated: Sequence[Term] | Sequence[Provision]) -> str:
    first = min(period.since for period in stated)
    ends = [period.until for period in stated]
    last = None if None in ends else max(end for end in ends if end is not None)
    return f"from {first}" + (f" to {last}" if last else " on")


def _differing(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    """The keys whose values are not the same: those that began, changed or ended."""
    return tuple(key for key in dict.fromkeys((*before, *now)) if before.get(key) != now.get(key))


def _in_force(sitting: Membership | None) -> dict[str, Provision]:
    stated = sitting.procedures if sitting else {}
    return {key: provision for key, provision in stated.items() if not provision.counterfactual}


def _parts_of(spec: object) -> Iterator[Mapping[str, object]]:
    """Every mapping within a rule that is plain data."""
    if isinstance(spec, Mapping):
        yield spec
    for part in spec.values() if isinstance(spec, Mapping) else spec if isinstance(spec, list | tuple) else ():
        yield from _parts_of(part)


def _words_of(spec: object) -> set[str]:
    """The words and fields of a rule."""
    return {word for part in _parts_of(spec) for word in part} | ({spec} if isinstance(spec, str) else set())


def _tables_in(spec: object) -> Iterator[str]:
    """The names of the tables of weights to which a rule refers."""
    for part in _parts_of(spec):
        name = part.get("weights")
        if isinstance(name, str):
            yield name


def _weakest(marks: Iterable[str]) -> str:
    """The least sure of the marks."""
    return max(filter(None, marks), key=MARKS.index, default="")
