"""Shift-minimal coalitions of a weighted game, counted by weight.

Members fall into classes of equal desirability, the strongest first; taking each one's weight to be the mean of its
class leaves the game as it is.  A winning coalition is shift-minimal when no one of its members can be exchanged for
one of the next class that is not in it, nor one of the last class leave it.  For a coalition that weighs q + e that
says: wherever a class has a member in it, and the next class one outside (or there is no next class), the two weights
are more than e apart.  So for each e the classes link like a chain, and the coalitions are counted along it from both
ends, by weight and by size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import comb, lcm

__all__ = ["classes_of_weights", "shifts_by_weights", "work_of_shifts"]


def classes_of_weights(weights: Sequence[int], quota: int) -> list[list[int]]:
    """The places of members who are equally desirable, the strongest first.

    Of two neighbours by weight, the first is strictly more desirable when there is a coalition of others that wins with
    it and loses with the second.

    Examples
    --------
    >>> classes_of_weights((50, 49, 1), 51)
    [[0], [1, 2]]
    """
    order = sorted(range(len(weights)), key=lambda place: -weights[place])
    found = [[order[0]]]
    mask = (1 << quota) - 1
    before = 1
    for number, (one, other) in enumerate(pairwise(order)):
        low, high = max(quota - weights[one], 0), quota - weights[other]
        strictly = False
        if low < high:
            reached = before
            for place in order[number + 2 :]:
                reached |= (reached << weights[place]) & mask
            strictly = bool(reached >> low & ((1 << (high - low)) - 1)) if high > 0 else False
        if strictly:
            found.append([other])
        else:
            found[-1].append(other)
        before |= (before << weights[one]) & mask
    return found


def _uniform(weights: Sequence[int], quota: int) -> tuple[list[list[int]], list[int], int]:
    """The classes, a weight for each, and the quota."""
    classes = classes_of_weights(weights, quota)
    means = [Fraction(sum(weights[place] for place in each), len(each)) for each in classes]
    scale = lcm(*(mean.denominator for mean in means))
    return classes, [int(mean * scale) for mean in means], quota * scale


def work_of_shifts(weights: Sequence[int], quota: int) -> int:
    """About how many steps it takes to count them, a step for each 64 bytes of a number."""
    members = len(weights)
    length = 1 + members * (members + 1) // 512
    if members * sum(weights) > 10**8:
        return members * sum(weights) * length
    classes, means, scaled = _uniform(weights, quota)
    gaps = {one - other for one, other in zip(means, [*means[1:], 0], strict=True)}
    return len(gaps) * (scaled + max(gaps)) * (members + len(classes)) * length


def shifts_by_weights(weights: Sequence[int], quota: int) -> tuple[list[list[int]], int]:
    """The shift-minimal winning coalitions of each member by size, and how many there are.

    Parameters
    ----------
    weights
        Whole numbers, not negative.
    quota
        From 1 to their sum.

    Examples
    --------
    >>> shifts_by_weights((3, 1, 1, 1), 4)
    ([[0, 0, 3, 0, 0], [0, 0, 1, 0, 0], [0, 0, 1, 0, 0], [0, 0, 1, 0, 0]], 3)
    """
    classes, means, scaled = _uniform(weights, quota)
    sizes = list(map(len, classes))
    gaps = [one - other for one, other in zip(means, [*means[1:], 0], strict=True)]
    digit = len(weights) + 1
    found = [0] * len(classes)
    total = 0
    least = 0
    for gap in sorted(set(gaps) - {0}):
        chain = _Chain(sizes, means, [each >= gap for each in gaps], scaled + gap, digit)
        low, high = scaled + least, scaled + gap
        for place in range(len(classes)):
            found[place] += chain.with_member(place, low, high)
        total += chain.all_of(low, high)
        least = gap
    mask = (1 << digit) - 1
    by_place = {
        place: [(packed // len(each)) >> (digit * size) & mask for size in range(len(weights) + 1)]
        for each, packed in zip(classes, found, strict=True)
        for place in each
    }
    return [by_place[place] for place in range(len(weights))], sum(
        total >> (digit * size) & mask for size in range(len(weights) + 1)
    )


class _Chain:
    """Coalitions along the chain of classes, by weight and packed by size, where some classes are linked.

    An inactive class with a member in the coalition wants all of the next class in it; the last class has no next one,
    and wants no member of its own in it.
    """

    def __init__(
        self, sizes: Sequence[int], weights: Sequence[int], active: Sequence[bool], limit: int, digit: int
    ) -> None:
        self.sizes, self.weights, self.active, self.limit, self.digit = sizes, weights, active, limit, digit
        nothing, empty = [1] + [0] * (limit - 1), [0] * limit
        self.before = [(nothing, empty)]
        for place in range(len(sizes) - 1):
            self.before.append(self._onward(place, *self.before[-1]))
        self.after = [(empty, nothing)]
        for place in reversed(range(len(sizes))):
            self.after.append(self._backward(place, *self.after[-1]))
        self.after.reverse()

    def _onward(self, place: int, free: list[int], bound: list[int]) -> tuple[list[int], list[int]]:
        """The classes up to this one: those that leave the next one free, and those that want all of it."""
        first: list[tuple[int, list[int]]] = []
        second: list[tuple[int, list[int]]] = []
        for yes in range(self.sizes[place] + 1):
            linked = bool(yes) and not self.active[place]
            for source in (free, bound) if yes == self.sizes[place] else (free,):
                (second if linked else first).append((yes, source))
        return self._joined(place, first), self._joined(place, second)

    def _backward(self, place: int, some: list[int], full: list[int]) -> tuple[list[int], list[int]]:
        """The classes from this one on: those without all of it, and those with all of it."""
        last = place == len(self.sizes) - 1
        parts: tuple[list[tuple[int, list[int]]], list[tuple[int, list[int]]]] = ([], [])
        for yes in range(self.sizes[place] + 1):
            kept = parts[yes == self.sizes[place]]
            if not yes or self.active[place]:
                kept += [(yes, some), (yes, full)]
            elif not last:
                kept.append((yes, full))
        return self._joined(place, parts[0]), self._joined(place, parts[1])

    def _joined(self, place: int, parts: Iterable[tuple[int, list[int]]]) -> list[int]:
        """Coalitions with so many members of a class added to others, in every way."""
        found = [0] * self.limit
        for yes, source in parts:
            lift, ways, shift = self.weights[place] * yes, comb(self.sizes[place], yes), self.digit * yes
            for weight in range(self.limit - lift):
                if source[weight]:
                    found[weight + lift] += (source[weight] * ways) << shift
        return found

    def all_of(self, low: int, high: int) -> int:
        """The coalitions of a weight from low to below high, packed by size."""
        return sum(sum(table[low:high]) for table in self.after[0])

    def with_member(self, place: int, low: int, high: int) -> int:
        """The same, each as often as it has members of a class."""
        some, full = self.after[place + 1]
        last = place == len(self.sizes) - 1
        only_full = [0, *accumulate([0] * self.limit if last else full)]
        either = [0, *accumulate(map(int.__add__, some, full))]
        total = 0
        for yes in range(1, self.sizes[place] + 1):
            sums = either if self.active[place] else only_full
            lift = self.weights[place] * yes
            part = 0
            free, bound = self.before[place]
            for source in (free, bound) if yes == self.sizes[place] else (free,):
                for weight in range(min(self.limit, high - lift)):
                    if source[weight]:
                        rest = weight + lift
                        part += source[weight] * (sums[high - rest] - sums[max(low - rest, 0)])
            total += (part * yes * comb(self.sizes[place], yes)) << (self.digit * yes)
        return total
