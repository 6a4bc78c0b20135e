"""A voting rule read as weight systems: which rules are weighted games, or made of a few of them by "and" and "or".

A quota is a weight of one for each member of its group, a consent a quota of everyone; "no objection" is a consent
where everyone who does not say yes says no, and asks nothing where they abstain.  Members left out weigh nothing.  What
is asked of everyone in a group joins a weight system as a surplus of weight, so that the Security Council is one:

>>> from coopsec_games.cooperative.rules import All, NoObjection, Quota
>>> council = tuple("12345abcdefghij")
>>> systems(All((Quota(council, 9), NoObjection(council, council[:5]))))
System(weights=(8, 8, 8, 8, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), quota=44)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import TypeAlias

from ..ballots import Ballot, Member, VotingRule
from ..compound_rules import _Without
from ..rules import (
    Abstaining,
    All,
    Any,
    Consent,
    Dual,
    Effect,
    Excluding,
    NoObjection,
    Present,
    PresentAndVoting,
    Qualified,
    Quorum,
    Quota,
    Weight,
)

__all__ = ["Every", "Some", "System", "Systems", "leaves", "systems"]


@dataclass(frozen=True)
class System:
    """A coalition wins if its weights sum to the quota.

    Parameters
    ----------
    weights
        Whole numbers, not negative, in the order of the rule's members; coprime.
    quota
        From 1 to the sum of the weights.
    """

    weights: tuple[int, ...]
    quota: int

    def wins(self, coalition: Iterable[int]) -> bool:
        """Whether the members in these places win."""
        return sum(self.weights[place] for place in coalition) >= self.quota


@dataclass(frozen=True)
class Every:
    """A coalition wins if it wins in every part."""

    parts: tuple[System | Every | Some, ...]

    def wins(self, coalition: Iterable[int]) -> bool:
        """Whether the members in these places win."""
        places = tuple(coalition)
        return all(part.wins(places) for part in self.parts)


@dataclass(frozen=True)
class Some:
    """A coalition wins if it wins in at least one part."""

    parts: tuple[System | Every | Some, ...]

    def wins(self, coalition: Iterable[int]) -> bool:
        """Whether the members in these places win."""
        places = tuple(coalition)
        return any(part.wins(places) for part in self.parts)


Systems: TypeAlias = bool | System | Every | Some
Casts: TypeAlias = Mapping[Member, tuple[Ballot, Ballot]]


def systems(rule: VotingRule, not_yes: Ballot = Ballot.NO) -> Systems | None:
    """A rule over yes and not yes as weight systems joined by "and" and "or".

    Parameters
    ----------
    rule
        The voting rule.
    not_yes
        The ballot of everyone who does not say yes.

    Returns
    -------
    A system, :class:`Every` or :class:`Some` of several, True or False where every coalition has the same outcome, and
    None where the rule is of some other class, or not monotone.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Weight
    >>> systems(Weight(("a", "b", "c"), {"a": Fraction(1, 2), "b": 1}, Fraction(5, 4)))
    System(weights=(1, 2, 0), quota=3)
    """
    if type(rule) is Weight and not_yes is not Ballot.YES and tuple(rule.weights) == rule.members:
        return _weighed(list(rule.weights.values()), rule.quota)
    members = rule.members
    cast = dict.fromkeys(members, (Ballot.YES, not_yes))
    return _read(rule, cast, {member: place for place, member in enumerate(members)}, False)


def leaves(expression: Systems) -> tuple[System, ...]:
    """The different weight systems of an expression, in order of appearance."""
    if isinstance(expression, System):
        return (expression,)
    if isinstance(expression, bool):
        return ()
    return tuple(dict.fromkeys(leaf for part in expression.parts for leaf in leaves(part)))


def _read(rule: VotingRule, cast: Casts, places: Mapping[Member, int], negated: bool) -> Systems | None:
    if isinstance(rule, Weight):
        return _threshold(dict(rule.weights), {Ballot.YES}, rule.quota, cast, places, negated)
    if isinstance(rule, Quota):
        return _threshold(dict.fromkeys(rule.of, 1), {Ballot.YES}, rule.yes, cast, places, negated)
    if isinstance(rule, Consent | NoObjection | Present):
        without = {Consent: set(Ballot) - {Ballot.YES}, NoObjection: {Ballot.NO}, Present: {Ballot.ABSENT}}
        accepted = set(Ballot) - without[type(rule)]
        return _threshold(dict.fromkeys(rule.group, 1), accepted, len(rule.group), cast, places, negated)
    if isinstance(rule, Excluding):
        return _read(rule.rule, cast, places, negated)
    if isinstance(rule, Dual):
        turned = {Ballot.YES: Ballot.NO, Ballot.NO: Ballot.YES}
        swapped = {m: (turned.get(with_, with_), turned.get(out, out)) for m, (with_, out) in cast.items()}
        return _read(rule.rule, swapped, places, not negated)
    if isinstance(rule, _Without):
        away = dict.fromkeys(rule.absent, (Ballot.ABSENT, Ballot.ABSENT))
        return _read(rule.rule, {**cast, **away}, places, negated)
    if isinstance(rule, All | Any):
        parts: list[Systems] = []
        for part in rule.parts:
            read = _read(part, cast, places, negated)
            if read is None:
                return None
            parts.append(read)
        return _every(parts) if isinstance(rule, All) is not negated else _some(parts)
    if isinstance(rule, Abstaining):
        must = dict.fromkeys(rule.parties, (Ballot.ABSTAIN, Ballot.ABSTAIN))
        return _read(rule.rule, {**cast, **must}, places, negated)
    if isinstance(rule, Effect | PresentAndVoting | Qualified | Quorum):
        simpler = rule.among({ballot for pair in cast.values() for ballot in pair})
        return None if simpler is None else _read(simpler, cast, places, negated)
    return None


def _threshold(
    weights: Mapping[Member, int | Fraction],
    accepted: set[Ballot],
    quota: int | Fraction,
    cast: Casts,
    places: Mapping[Member, int],
    negated: bool,
) -> Systems | None:
    """The accepted ballots weigh at least the quota, or, negated, they do not."""
    gains: list[int | Fraction] = [0] * len(places)
    always: int | Fraction = 0
    for member, weight in weights.items():
        with_, out = cast[member]
        always += weight * (out in accepted)
        if with_ is not out:
            gains[places[member]] = weight * ((with_ in accepted) - (out in accepted))
    if not any(gains):
        return (always >= quota) is not negated
    scale = lcm(*(number.denominator for number in (*gains, always)))
    whole = [int(gain * scale) for gain in gains]
    needed = ceil(quota * scale) - int(always * scale)
    if min(whole) >= 0 and not negated:
        return _system(whole, needed)
    if max(whole) <= 0 and negated:
        return _system([-gain for gain in whole], 1 - needed)
    return None


def _weighed(weights: Sequence[int | Fraction], quota: int | Fraction) -> Systems:
    scale = lcm(*(weight.denominator for weight in weights))
    return _system([int(weight * scale) for weight in weights], ceil(quota * scale))


def _system(weights: Sequence[int], quota: int) -> Systems:
    if quota <= 0:
        return True
    if quota > sum(weights):
        return False
    common = gcd(*weights)
    if common == 1:
        return System(tuple(weights), quota)
    return System(tuple(weight // common for weight in weights), -(-quota // common))


def _every(parts: Iterable[Systems]) -> Systems:
    found: list[System | Every | Some] = []
    for part in parts:
        if part is False:
            return False
        if isinstance(part, Every):
            found += part.parts
        elif not isinstance(part, bool):
            found.append(part)
    plain = [part for part in dict.fromkeys(found) if isinstance(part, System)]
    asked = [part for part in plain if part.quota == sum(part.weights)]
    highest: dict[tuple[int, ...], int] = {}
    for part in plain:
        if part not in asked:
            highest[part.weights] = max(part.quota, highest.get(part.weights, 0))
    joined = [System(weights, quota) for weights, quota in highest.items()]
    if asked:
        everyone = tuple(int(any(ways)) for ways in zip(*(part.weights for part in asked), strict=True))
        joined[:1] = [_with_consent(joined[0], everyone) if joined else System(everyone, sum(everyone))]
    whole = (*joined, *(part for part in dict.fromkeys(found) if not isinstance(part, System)))
    if not whole:
        return True
    return whole[0] if len(whole) == 1 else Every(whole)


def _with_consent(system: System, everyone: Sequence[int]) -> System:
    """The system where each of a group is needed besides: missing one of them costs more weight than can be spared."""
    surplus = sum(system.weights) - system.quota + 1
    weights = tuple(weight + surplus * needed for weight, needed in zip(system.weights, everyone, strict=True))
    return System(weights, system.quota + surplus * sum(everyone))


def _some(parts: Iterable[Systems]) -> Systems:
    """One of the parts: what is true of "and" is true of "or" by duality."""
    return _dual(_every([_dual(part) for part in parts]))


def _dual(expression: Systems) -> Systems:
    return not expression if isinstance(expression, bool) else _turned(expression)


def _turned(part: System | Every | Some) -> System | Every | Some:
    if isinstance(part, System):
        return System(part.weights, sum(part.weights) - part.quota + 1)
    joined = Some if isinstance(part, Every) else Every
    return joined(tuple(_turned(inner) for inner in part.parts))
