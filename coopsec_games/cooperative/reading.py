"""Reading a rule from plain data: the words by name, the groups that they may name, and the checks they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as data_field
from fractions import Fraction
from reprlib import Repr
from types import MappingProxyType
from typing import Protocol

from ..errors import FormulaError, InvalidRule, UnknownKey, did_you_mean
from ..registry import Registry
from .ballots import Member, VotingRule

__all__ = ["PARTIES", "RULES", "RuleWord", "Scope", "exact_number", "read_inner", "read_rule", "rule_fields", "shortly"]

_DEEPEST = 40

PARTIES = "parties"

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


@dataclass(frozen=True)
class Scope:
    """Who votes where a rule is read: the groups by name, and who has been left out of them.

    Parameters
    ----------
    groups
        Members by the name of their group; ``all`` is everyone, and is their union where it is not given.
    excluded
        Members who were taken out of the groups: they may still be named, and are passed over.
    depth
        How deep within other rules the rule stands.
    parties
        Whom the word ``parties`` means, where no group has that name: those whom a roll call names, perhaps nobody.
    weights
        Tables of weights by their name.
    """

    groups: Mapping[str, tuple[Member, ...]]
    excluded: tuple[Member, ...] = ()
    depth: int = 0
    parties: tuple[Member, ...] = ()
    weights: Mapping[str, Mapping[Member, object]] = data_field(default_factory=dict)
    everyone: frozenset[Member] = data_field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups = {name: tuple(dict.fromkeys(members)) for name, members in self.groups.items()}
        groups.setdefault("all", tuple(dict.fromkeys(member for group in groups.values() for member in group)))
        everyone = frozenset(groups["all"])
        for name, members in groups.items():
            for member in members:
                if member not in everyone:
                    raise InvalidRule(f"{member!r} of the group {shortly(name)} is not in the group 'all'")
        if not everyone:
            raise InvalidRule("a voting rule needs members", hint="the group 'all' is empty")
        object.__setattr__(self, "groups", MappingProxyType(groups))
        object.__setattr__(self, "everyone", everyone)

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone."""
        return self.groups["all"]

    def inner(self) -> Scope:
        """The scope of a rule within this one."""
        if self.depth >= _DEEPEST:
            raise InvalidRule(f"rules stand within rules more than {_DEEPEST} deep")
        return replace(self, depth=self.depth + 1)

    def without(self, parties: Collection[Member]) -> Scope:
        """The scope in which some members are left out of every group."""
        away = frozenset(parties)
        left = {name: tuple(m for m in members if m not in away) for name, members in self.groups.items()}
        if not left["all"]:
            raise InvalidRule("'excluding' leaves nobody to vote")
        return replace(self, groups=left, excluded=self.excluded + tuple(parties))

    def chosen(self, word: str, spec: object) -> tuple[Member, ...]:
        """The members whom a group's name, a member's, or a list of such names stands for, in the order of members.

        ``{all-but: council}`` stands for everyone else.
        """
        if isinstance(spec, Mapping) and set(spec) == {"all-but"}:
            left_out = frozenset(self.chosen(word, spec["all-but"]))
            return tuple(member for member in self.members if member not in left_out)
        names: Iterable[object]
        if isinstance(spec, str):
            names = (spec,)
        elif isinstance(spec, list | tuple):
            names = spec
        else:
            raise InvalidRule(f"{word!r} takes a group or a list of members, not {shortly(spec)}")
        found: set[Member] = set()
        passed_over = False
        excluded = frozenset(self.excluded)
        for name in names:
            if not isinstance(name, str):
                raise InvalidRule(f"{word!r} takes names of members, not {shortly(name)}")
            if name in self.groups:
                found.update(self.groups[name])
                passed_over = passed_over or bool(self.excluded)
            elif name in self.everyone:
                found.add(name)
            elif name in excluded:
                passed_over = True
            elif name == PARTIES:
                found.update(member for member in self.parties if member in self.everyone)
                passed_over = True
            else:
                known = (*self.groups, *self.members)
                hint = did_you_mean(name, known) or f"groups: {', '.join(self.groups)}"
                raise InvalidRule(f"{word!r} names no group and no member: {shortly(name)}", hint=hint)
        if not found and not passed_over:
            raise InvalidRule(f"{word!r} is given nobody: {shortly(spec)} is empty")
        if len(found) == len(self.members):
            return self.members
        return tuple(member for member in self.members if member in found)

    def weighed(self, word: str, of: tuple[Member, ...], given: object) -> dict[Member, object]:
        """The weight of each counted member, from a mapping or from a table named in the model."""
        if isinstance(given, str):
            if given not in self.weights:
                hint = did_you_mean(given, self.weights) or f"tables: {', '.join(self.weights) or 'none'}"
                raise InvalidRule(f"{word!r} names no table of weights: {shortly(given)}", hint=hint)
            given = self.weights[given]
        elif isinstance(given, Mapping):
            counted, excluded = frozenset(of), frozenset(self.excluded)
            for member in given:
                if member in counted or member in excluded:
                    continue
                self.chosen(word, member)
                raise InvalidRule(f"{member!r} has a weight and is not among those who are counted")
        else:
            raise InvalidRule(f"'weights' gives each member a number, not {shortly(given)}")
        for member in of:
            if member not in given:
                raise InvalidRule(f"{member} has no weight")
        return {member: given[member] for member in of}


def shortly(value: object) -> str:
    """A value in an error message, cut where it is long."""
    return _SHORT.repr(value)


def exact_number(value: object, what: str) -> int | Fraction:
    """A number of a rule, exactly.

    Raises
    ------
    InvalidRule
        It is no number, or not an exact one.

    Examples
    --------
    >>> exact_number("255/345", "the quota")
    Fraction(17, 23)
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise InvalidRule(
            f"{what} is {shortly(value)}, which is not an exact number", hint="write it as 9, 2/3 or 0.25 in text"
        )
    if isinstance(value, int):
        return value
    from ..formulas import exact

    try:
        number = exact(value)
    except FormulaError as fault:
        raise InvalidRule(f"{what} is {shortly(value)}: {fault.message}", hint=fault.hint) from fault
    if not isinstance(number, Fraction):
        raise InvalidRule(f"{what} is {shortly(value)}, which is not a number")
    return number.numerator if number.denominator == 1 else number


def rule_fields(
    word: str, spec: object, needed: Collection[str], optional: Collection[str] = ()
) -> Mapping[str, object]:
    """The fields of a rule word, none missing and none unknown."""
    if spec is None:
        spec = {}
    if not isinstance(spec, Mapping):
        raise InvalidRule(f"{word!r} takes fields ({', '.join((*needed, *optional))}), not {shortly(spec)}")
    for field in spec:
        if field not in needed and field not in optional:
            hint = did_you_mean(str(field), (*needed, *optional)) or f"known: {', '.join((*needed, *optional))}"
            raise InvalidRule(f"{word!r} has no field {shortly(field)}", hint=hint)
    for field in needed:
        if field not in spec:
            raise InvalidRule(f"{word!r} needs the field {shortly(field)}")
    return spec


class RuleWord(Protocol):
    """A rule's class: it can be read from plain data."""

    @classmethod
    def read(cls, spec: object, scope: Scope) -> VotingRule:
        """The rule that the data under its word stand for."""


RULES: Registry[type[RuleWord]] = Registry("voting rule")


def read_rule(
    spec: object,
    groups: Mapping[str, tuple[Member, ...]],
    parties: Collection[Member] = (),
    weights: Mapping[str, Mapping[Member, object]] | None = None,
) -> VotingRule:
    """Read a voting rule from plain data, as a model file or a Python dictionary holds it.

    Parameters
    ----------
    spec
        A rule word with its fields, such as ``{"quota": {"of": "all", "yes": 9}}``; a word alone takes its defaults.
    groups
        Members by group; ``all`` is everyone, in the order of printing, and is the union of the groups where it is
        missing.
    parties
        Whom the word ``parties`` means in the rule; who is no member is passed over.
    weights
        Tables of weights by name, for rules that refer to them.

    Raises
    ------
    InvalidRule
        The data are no rule: an unknown word, field, group or member, or numbers that cannot be.

    Examples
    --------
    >>> read_rule({"no-objection": {"from": "all", "called": "objection"}}, {"all": ("DEU", "GRC", "USA")}).text
    'nobody votes no'
    >>> read_rule({"qouta": {"yes": 2}}, {"all": ("DEU", "GRC", "USA")})
    Traceback (most recent call last):
    coopsec_games.errors.InvalidRule: unknown voting rule 'qouta'
    """
    return read_inner(spec, Scope(groups, parties=tuple(parties), weights=weights or {}))


def read_inner(spec: object, scope: Scope) -> VotingRule:
    """Read a rule, in the scope of the rule that it is part of."""
    if isinstance(spec, str):
        spec = {spec: None}
    if not isinstance(spec, Mapping) or len(spec) != 1:
        raise InvalidRule(f"a rule is one word with its fields, not {shortly(spec)}", hint=f"words: {', '.join(RULES)}")
    word, fields = next(iter(spec.items()))
    try:
        entry = RULES[str(word)]
    except UnknownKey as fault:
        raise InvalidRule(fault.message, hint=fault.hint) from None
    return entry.function.read(fields, scope)
