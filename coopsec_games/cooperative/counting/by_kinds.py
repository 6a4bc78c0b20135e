"""Counting by kinds: members of one kind are interchangeable, so vectors of counts stand for ballots that look alike.

Where m_k members of kind k choose among a ballots, C(m_k + a - 1, a - 1) counts stand for a ** m_k ways of voting.
Fifteen members of two kinds need 66 questions to the rule instead of 32,768; fifty-seven members of one kind need 58
instead of 2 ** 57.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import comb, factorial, prod
from operator import and_, or_

from ...errors import InvalidGame, TooLarge
from ..ballots import Ballot, Ballots, Member, Verdict, VotingRule
from .weight_systems import Every, System, Systems, leaves, systems

__all__ = ["LARGEST", "Grouped", "Outcomes", "kinds_of", "outcomes_by_kinds", "outcomes_of_systems"]

LARGEST = 2**20

_RANK = {Ballot.NO: 0, Ballot.ABSTAIN: 1, Ballot.ABSENT: 1, Ballot.QUALIFIED: 1, Ballot.YES: 2}

Counts = tuple[int, ...]


@dataclass(frozen=True)
class Grouped:
    """A rule whose members are of one kind only within one group."""

    rule: VotingRule
    group: Mapping[Member, Hashable]

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who votes."""
        return self.rule.members

    @property
    def text(self) -> str:
        """What the rule means."""
        return self.rule.text

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the rule."""
        return self.rule.passes(ballots)

    def kind(self, member: Member) -> Hashable:
        """The member's group and its kind under the rule."""
        return self.group.get(member), self.rule.kind(member)


@dataclass(frozen=True)
class Outcomes:
    """The outcome of every way of voting, one for each vector of counts.

    Parameters
    ----------
    kinds
        The members, kind by kind.
    ballots
        The ballots that each of them chooses from.
    choices
        For each kind, the counts of those ballots among its members, in a fixed order.
    adopted
        One byte a vector of counts, 1 where the text is adopted; the last kind's counts run fastest.
    """

    kinds: tuple[tuple[Member, ...], ...]
    ballots: tuple[Ballot, ...]
    choices: tuple[tuple[Counts, ...], ...]
    adopted: bytes

    @property
    def size(self) -> int:
        """How many members there are."""
        return sum(len(kind) for kind in self.kinds)

    def ways(self) -> Iterator[int]:
        """For each vector in turn, how many ways of voting it stands for."""
        return _products(
            [
                _row(len(kind)) if len(self.ballots) == 2 else [_arrangements(counts) for counts in choices]
                for kind, choices in zip(self.kinds, self.choices, strict=True)
            ]
        )

    def casting(self, ballot: Ballot) -> Iterator[int]:
        """For each vector in turn, how many members cast a ballot."""
        place = self.ballots.index(ballot)
        return _sums([[counts[place] for counts in choices] for choices in self.choices])

    def passing(self) -> int:
        """How many ways of voting adopt the text."""
        return sum(ways for ways, adopted in zip(self.ways(), self.adopted, strict=True) if adopted)

    def flips(self, start: Ballot, end: Ballot) -> tuple[tuple[int, ...], ...]:
        """Where one member decides by moving from one ballot to another.

        Returns
        -------
        For each kind, in how many ways the others of a member may vote such that its move changes the outcome, by
        how many of those others cast ``start``.

        Raises
        ------
        InvalidGame
            A move towards yes defeats a text: the rule is not monotone.
        """
        first, second = self.ballots.index(start), self.ballots.index(end)
        upwards = _RANK[end] >= _RANK[start]
        ways, casting = tuple(self.ways()), tuple(self.casting(start))
        found = []
        stride = len(self.adopted)
        for kind, choices in zip(self.kinds, self.choices, strict=True):
            block, stride = stride, stride // len(choices)
            counts_of_others = [0] * self.size
            where = {counts: place for place, counts in enumerate(choices)}
            for place, counts in enumerate(choices):
                if not counts[first]:
                    continue
                moved = list(counts)
                moved[first] -= 1
                moved[second] += 1
                shift = (where[tuple(moved)] - place) * stride
                for low in range(place * stride, len(self.adopted), block):
                    here, there = self.adopted[low : low + stride], self.adopted[low + shift : low + shift + stride]
                    if here == there:
                        continue
                    for offset, (before, after) in enumerate(zip(here, there, strict=True), low):
                        if before == after:
                            continue
                        if bool(after) is not upwards:
                            raise InvalidGame(f"the rule is not monotone: {kind[0]} from {start} to {end} is no help")
                        counts_of_others[casting[offset] - 1] += ways[offset] * counts[first] // len(kind)
            found.append(tuple(counts_of_others))
        return tuple(found)


def kinds_of(rule: VotingRule) -> tuple[tuple[Member, ...], ...]:
    """The members of a rule by kind, in order of appearance.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Weight
    >>> kinds_of(Weight(("a", "b", "c"), {"a": 1, "b": 2, "c": 1}, 3))
    (('a', 'c'), ('b',))
    """
    kinds: dict[Hashable, list[Member]] = {}
    for member in rule.members:
        kinds.setdefault(rule.kind(member), []).append(member)
    return tuple(tuple(members) for members in kinds.values())


def outcomes_by_kinds(rule: VotingRule, ballots: Sequence[Ballot]) -> Outcomes:
    """Ask the rule once for each vector of counts.

    Parameters
    ----------
    rule
        The voting rule.
    ballots
        The ballots that every member chooses from.

    Raises
    ------
    TooLarge
        There are more than :data:`LARGEST` vectors.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> outcomes = outcomes_by_kinds(Quota(tuple("abcde"), 3), (Ballot.NO, Ballot.YES))
    >>> len(outcomes.adopted), outcomes.passing()
    (6, 16)
    """
    kinds, alphabet = kinds_of(rule), tuple(ballots)
    choices = _choices(kinds, len(alphabet))
    if len(alphabet) == 2 and alphabet[1] is Ballot.YES:
        expression = systems(rule, alphabet[0])
        if expression is not None:
            places = {member: place for place, member in enumerate(rule.members)}
            return Outcomes(kinds, alphabet, choices, _adopted(expression, kinds, places))
    cast: dict[Member, Ballot] = dict.fromkeys(rule.members, alphabet[0])
    adopted = bytearray()

    def fill(level: int) -> None:
        if level == len(kinds):
            adopted.append(rule.passes(cast).adopted)
            return
        for counts in choices[level]:
            members = iter(kinds[level])
            for ballot, count in zip(alphabet, counts, strict=True):
                for _ in range(count):
                    cast[next(members)] = ballot
            fill(level + 1)

    fill(0)
    return Outcomes(kinds, alphabet, choices, bytes(adopted))


def outcomes_of_systems(expression: Systems, members: Sequence[Member], not_yes: Ballot) -> Outcomes:
    """The outcomes over yes and not yes, members of equal weights counted as one kind.

    Parameters
    ----------
    expression
        The weight systems of a rule.
    members
        Its members.
    not_yes
        The ballot of everyone who does not say yes.

    Raises
    ------
    TooLarge
        There are more than :data:`LARGEST` vectors.
    """
    weights = [system.weights for system in leaves(expression)]
    alike: dict[tuple[int, ...], list[Member]] = {}
    for place, member in enumerate(members):
        alike.setdefault(tuple([system[place] for system in weights]), []).append(member)
    kinds = tuple(tuple(kind) for kind in alike.values())
    choices = _choices(kinds, 2)
    places = {member: place for place, member in enumerate(members)}
    return Outcomes(kinds, (not_yes, Ballot.YES), choices, _adopted(expression, kinds, places))


def _adopted(expression: Systems, kinds: Sequence[Sequence[Member]], places: Mapping[Member, int]) -> bytes:
    """One byte a vector of yes; only the weights of the first member of each kind are looked at."""
    if isinstance(expression, bool):
        return bytes([expression]) * prod(len(kind) + 1 for kind in kinds)
    if isinstance(expression, System):
        sums = [0]
        for kind in kinds:
            weight = expression.weights[places[kind[0]]]
            steps = [weight * many for many in range(len(kind) + 1)]
            sums = [before + step for before in sums for step in steps]
        quota = expression.quota
        return bytes([weight >= quota for weight in sums])
    parts = [int.from_bytes(_adopted(part, kinds, places), "little") for part in expression.parts]
    joined = reduce(and_ if isinstance(expression, Every) else or_, parts)
    return joined.to_bytes(prod(len(kind) + 1 for kind in kinds), "little")


def _choices(kinds: Sequence[Sequence[Member]], ballots: int) -> tuple[tuple[Counts, ...], ...]:
    vectors = prod(comb(len(kind) + ballots - 1, ballots - 1) for kind in kinds)
    if vectors > LARGEST:
        members = sum(map(len, kinds))
        raise TooLarge(
            f"{members} members of {len(kinds)} kinds vote in {_size(vectors)} ways, more than {LARGEST:,}",
            hint="members of equal weight and position are counted as one kind; group them, or ask about fewer",
        )
    return tuple(tuple(_compositions(len(kind), ballots)) for kind in kinds)


def _size(number: int) -> str:
    return f"{number:,}" if number < 10**12 else f"more than 10^{len(str(number)) - 1}"


def _arrangements(counts: Counts) -> int:
    """In how many ways members can be dealt out to so many each."""
    return factorial(sum(counts)) // prod(map(factorial, counts))


def _row(size: int) -> list[int]:
    """Pascal's triangle, one row."""
    row = [1]
    for place in range(size):
        row.append(row[-1] * (size - place) // (place + 1))
    return row


def _compositions(total: int, parts: int) -> Iterator[Counts]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)


def _products(levels: Sequence[Sequence[int]]) -> Iterator[int]:
    if not levels:
        yield 1
        return
    *before, last = levels
    for product in _products(before):
        for value in last:
            yield product * value


def _sums(levels: Sequence[Sequence[int]]) -> Iterator[int]:
    if not levels:
        yield 0
        return
    *before, last = levels
    for total in _sums(before):
        for value in last:
            yield total + value
