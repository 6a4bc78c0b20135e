"""Coalitions by size from the outcomes by kinds: swings, minimal winning ones, and those with critical members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import comb, prod

from ..ballots import Ballot
from .by_kinds import Outcomes

__all__ = ["critical_by_kinds", "minimal_by_kinds", "swings_by_kinds", "winning_by_kinds"]

Sizes = tuple[int, ...]


def swings_by_kinds(outcomes: Outcomes) -> tuple[Sizes, ...]:
    """For each kind, a member's swings by the size of the coalition without it."""
    start, end = outcomes.ballots
    return tuple(ways[::-1] for ways in outcomes.flips(start, end))


def winning_by_kinds(outcomes: Outcomes) -> Sizes:
    """The winning coalitions by size."""
    found = [0] * (outcomes.size + 1)
    for ways, yes, adopted in zip(outcomes.ways(), outcomes.casting(Ballot.YES), outcomes.adopted, strict=True):
        if adopted:
            found[yes] += ways
    return tuple(found)


def minimal_by_kinds(outcomes: Outcomes) -> tuple[tuple[Sizes, ...], Sizes]:
    """For each kind the minimal winning coalitions with a member of it, by size, and all of them by size."""
    sizes = [[0] * (outcomes.size + 1) for _ in outcomes.kinds]
    total = [0] * (outcomes.size + 1)
    for vector, critical in _winning(outcomes):
        if critical == [place for place, yes in enumerate(vector) if yes]:
            ways = _ways(outcomes, vector)
            total[sum(vector)] += ways
            for place in critical:
                sizes[place][sum(vector)] += ways * vector[place] // len(outcomes.kinds[place])
    return tuple(map(tuple, sizes)), tuple(total)


def critical_by_kinds(outcomes: Outcomes) -> tuple[Sizes, ...]:
    """For each kind the winning coalitions in which a member of it is critical, by how many are critical."""
    sizes = [[0] * (outcomes.size + 1) for _ in outcomes.kinds]
    for vector, critical in _winning(outcomes):
        ways = _ways(outcomes, vector) if critical else 0
        many = sum(vector[place] for place in critical)
        for place in critical:
            sizes[place][many] += ways * vector[place] // len(outcomes.kinds[place])
    return tuple(map(tuple, sizes))


def _winning(outcomes: Outcomes) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """The winning vectors of yes, each with the kinds of which a member leaving defeats the text."""
    strides, stride = [], len(outcomes.adopted)
    for kind in outcomes.kinds:
        stride //= len(kind) + 1
        strides.append(stride)
    vectors = product(*(range(len(kind) + 1) for kind in outcomes.kinds))
    for place, (vector, adopted) in enumerate(zip(vectors, outcomes.adopted, strict=True)):
        if adopted:
            yield (
                vector,
                [
                    kind
                    for kind, (yes, stride) in enumerate(zip(vector, strides, strict=True))
                    if yes and not outcomes.adopted[place - stride]
                ],
            )


def _ways(outcomes: Outcomes, vector: Sequence[int]) -> int:
    return prod(comb(len(kind), yes) for kind, yes in zip(outcomes.kinds, vector, strict=True))
