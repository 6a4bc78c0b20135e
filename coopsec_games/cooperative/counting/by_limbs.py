"""Counting by weights in numpy: the same tables as :mod:`.by_weights`, each number cut into limbs of 64 bits.

A limb holds fewer bits than its word has room for, so that members join by plain additions, and carries wait until the
room is used up; a limb is added when the numbers have grown to need it.  Nothing is rounded and nothing is lost.

The table by weight and size goes only up to half of the sizes: the rest is read from it through complements, at the
dual quota.  Where all weights leave the same remainder by some number, the size tells what the weight leaves, and the
table has only one in so many weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, gcd
from typing import TYPE_CHECKING, TypeAlias

from ...errors import TooLarge

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Limb: TypeAlias = npt.NDArray[np.uint64]

__all__ = ["swings_by_size", "swings_by_weight"]

BLOCK = 2**14
SIZES_BLOCK = 2**16
MOST_BYTES = 14 * 10**9  # as if no limb were spared; about two thirds are used

Sizes: TypeAlias = tuple[int, ...]


def swings_by_weight(weights: Sequence[int], quota: int) -> tuple[Sizes, int]:
    """Each member's swings, and how many coalitions win.

    Parameters
    ----------
    weights
        Whole numbers, not negative.
    quota
        From 1 to the sum of the weights.

    Raises
    ------
    TooLarge
        The table would be too long.

    Examples
    --------
    >>> swings_by_weight((4, 4, 4, 2, 2, 1), 12)
    ((10, 10, 10, 6, 6, 0), 14)
    """
    import numpy as np

    size, total = len(weights), sum(weights)
    dual = total - quota + 1
    limit = min(quota, dual)
    bits = 63 - limit.bit_length()
    _affordable(8 * (limit + 1) * (1 + size // bits))
    limbs = [np.zeros(limit, np.uint64)]
    limbs[0][0] = 1
    heaviest, room = 1, 63 - bits
    for weight in sorted(weights):
        if weight >= limit:
            break
        if not room:
            _carry(limbs, bits)
            room = 63 - bits
        _join(limbs, weight, min(heaviest + weight, limit))
        heaviest = min(heaviest + weight, limit)
        room -= 1
    _carry(limbs, bits)
    for limb in limbs:
        np.cumsum(limb, out=limb)
    lighter = sum(int(limb[-1]) << bits * place for place, limb in enumerate(limbs))
    found = {0: 0}
    for weight in set(weights):
        if weight:
            plus = _total(limbs, limit - 1, 2 * weight, bits)
            found[weight] = 2 * (plus - _total(limbs, limit - 1 - weight, 2 * weight, bits)) - lighter
    return tuple([found[weight] for weight in weights]), lighter if limit == dual else (1 << size) - lighter


def swings_by_size(weights: Sequence[int], quota: int) -> tuple[tuple[Sizes, ...], Sizes]:
    """Each member's swings by the size of the coalition without it, and the winning coalitions by size.

    Parameters
    ----------
    weights
        Whole numbers, not negative.
    quota
        From 1 to the sum of the weights.

    Raises
    ------
    TooLarge
        The table would be too long.

    Examples
    --------
    >>> swings_by_size((2, 1, 1), 3)
    (((0, 2, 1), (0, 1, 0), (0, 1, 0)), (0, 0, 2, 1))
    """
    size, dual = len(weights), sum(weights) - quota + 1
    half = min(size // 2 + 1, size)
    low, high = sorted((quota, dual))
    shape = _Shape.of(weights)
    if shape.cells(high, half) * half < shape.cells(low, size) * size:
        table = _Table.filled(shape, (quota, dual), half)
        at_quota, at_dual = table.without(quota), table.without(dual)
        many = (size + 1) // 2
        sizes = {
            unit: _swings(at_quota[unit], table.lighter(quota), many)
            + _swings(at_dual[unit], table.lighter(dual), size - many)[::-1]
            for unit in at_quota
        }
        losing, blocked = table.lighter(quota), table.lighter(dual)
        winning = [comb(size, s) - losing[s] if s <= size // 2 else blocked[size - s] for s in range(size + 1)]
    else:
        table = _Table.filled(shape, (low,), size)
        sizes = {unit: _swings(found, table.lighter(low), size) for unit, found in table.without(low).items()}
        winning = [comb(size, s) - number for s, number in enumerate(table.lighter(low))]
        if low != quota:
            sizes = {unit: found[::-1] for unit, found in sizes.items()}
            winning = [comb(size, s) - number for s, number in enumerate(winning)][::-1]
    return tuple([sizes[unit] for unit in shape.units]), tuple(winning)


def _swings(without: Sequence[int], lighter: Sequence[int], many: int) -> Sizes:
    """From the sets without a member that are too light, by size: those that it completes.

    Those lighter than the quota by more than the member's weight are, with it, the ones of the next size that hold it.
    """
    beyond = [*lighter, 0]
    after = [*without, 0]
    return tuple([without[s] - (beyond[s + 1] - after[s + 1]) for s in range(many)])


@dataclass(frozen=True)
class _Shape:
    """Weights as a common remainder and units: base + step * unit; only the units are counted by weight."""

    units: tuple[int, ...]
    base: int
    step: int

    @classmethod
    def of(cls, weights: Sequence[int]) -> _Shape:
        base = min(weights)
        step = gcd(*(weight - base for weight in weights)) or 1
        return cls(tuple((weight - base) // step for weight in weights), base, step)

    def limit(self, quota: int, size: int) -> int:
        """The units that so many members need at least to reach the quota; 0 where they always do."""
        return max(0, -(-(quota - self.base * size) // self.step))

    def cells(self, quota: int, sizes: int) -> int:
        """How many cells a table up to the quota has."""
        return sum(self.limit(quota, size) for size in range(sizes + 1))


@dataclass(frozen=True)
class _Table:
    """How many sets of each size have fewer units than so many: a row of limbs for each size."""

    shape: _Shape
    rows: tuple[tuple[Limb, ...], ...]
    bits: int

    @classmethod
    def filled(cls, shape: _Shape, quotas: Sequence[int], sizes: int) -> _Table:
        """Let everyone join, sets of at most so many sizes, below the highest of the quotas."""
        import numpy as np

        ordered = sorted(shape.units)
        widths = []
        for size in range(sizes + 1):
            heaviest = sum(ordered[len(ordered) - size :])
            widths.append(min(shape.limit(max(quotas), size), heaviest + 1))
        bits = min(46, 63 - max(widths).bit_length())
        most = len(ordered)
        _affordable(sum(8 * wide * (1 + comb(most, size).bit_length() // bits) for size, wide in enumerate(widths)))
        rows: list[list[Limb]] = [[np.zeros(width + 1, np.uint64)] for width in widths]
        if widths[0]:
            rows[0][0][1] = 1
        low = [sum(ordered[:size]) for size in range(sizes + 1)]
        high = [1] + [0] * sizes
        room = 63 - bits
        for done, unit in enumerate(ordered):
            if not room:
                for row in rows[: done + 1]:
                    _carry(row, bits)
                room = 63 - bits
            last = min(done, sizes - 1)
            ends = [min(high[size], widths[size + 1] - unit) for size in range(last + 1)]
            for size in range(last, -1, -1):
                while ends[size] > low[size] and len(rows[size + 1]) < len(rows[size]):
                    rows[size + 1].append(np.zeros(widths[size + 1] + 1, np.uint64))
            _join_sizes(rows, unit, low, ends)
            for size in range(last, -1, -1):
                high[size + 1] = min(high[size] + unit, widths[size + 1])
            room -= 1
        for row in rows:
            _carry(row, bits)
            for limb in row:
                np.cumsum(limb, out=limb)
            _carry(row, bits)
        return cls(shape, tuple(map(tuple, rows)), bits)

    def lighter(self, quota: int) -> Sizes:
        """How many sets of each size are below the quota."""
        found = []
        for size, row in enumerate(self.rows):
            place = min(self.shape.limit(quota, size), len(row[0]) - 1)
            found.append(sum(int(limb[place]) << self.bits * rank for rank, limb in enumerate(row)))
        return tuple(found)

    def without(self, quota: int) -> dict[int, Sizes]:
        """For each unit, how many sets without one member that has it are below the quota, by size.

        Of the sets of a size s those with the member are the sets of s - 1 without it, below what is left.  So the
        number is an alternating sum along s, s - 1, s - 2 and so on, one step of the unit each.
        """
        import numpy as np

        units = np.array(sorted(set(self.shape.units)), np.int64)
        last = len(self.rows) - 1
        limits = np.array([self.shape.limit(quota, size) for size in range(last + 1)], np.int64)
        deepest = max(map(len, self.rows))
        sums = np.zeros((deepest, len(units), last + 1), np.int64)
        for first, row in enumerate(self.rows):
            steps = np.arange(last - first + 1)
            places = limits[first:][None, :] - units[:, None] * steps[None, :]
            np.clip(places, 0, len(row[0]) - 1, out=places)
            signs = 1 - 2 * (steps % 2)
            for rank, limb in enumerate(row):
                sums[rank, :, first:] += signs * limb[places].astype(np.int64)
        found = {}
        for place, unit in enumerate(units.tolist()):
            numbers = [0] * (last + 1)
            for rank in range(deepest - 1, -1, -1):
                part = sums[rank, place].tolist()
                numbers = [(number << self.bits) + low for number, low in zip(numbers, part, strict=True)]
            found[unit] = tuple(numbers)
        return found


def _affordable(memory: int) -> None:
    if memory > MOST_BYTES:
        raise TooLarge(
            f"the table of weights needs {memory / 10**9:,.0f} GB, more than {MOST_BYTES / 10**9:,.0f}",
            hint="draw a sample, or ask for an index that does not look at sizes",
        )


def _join(limbs: Sequence[Limb], weight: int, end: int) -> None:
    """Add each limb to itself, moved by a weight, from the end down, a block at a time."""
    for limb in limbs:
        for high in range(end, weight, -BLOCK):
            low = max(high - BLOCK, weight)
            limb[low:high] += limb[low - weight : high - weight]


def _join_sizes(rows: Sequence[Sequence[Limb]], unit: int, low: Sequence[int], ends: Sequence[int]) -> None:
    """Add the sets of each size, moved by a unit, to those of the next size, from the largest size down.

    What a block is added to is the block that is added next, so that it is still at hand: blocks run along a diagonal.
    """
    last = len(ends) - 1
    step = SIZES_BLOCK if unit else max(ends, default=0) + 1
    for start in range(-last * unit // step * step, max(ends, default=0), step):
        first = max(0, -(-(-start - step + 1) // unit)) if unit else 0
        final = min(last, (max(ends) - 1 - start) // unit) if unit else last
        for size in range(final, first - 1, -1):
            begin = max(start + size * unit, low[size])
            end = min(start + step + size * unit, ends[size])
            if end > begin:
                for source, target in zip(rows[size], rows[size + 1], strict=False):
                    part = target[begin + unit + 1 : end + unit + 1]
                    part += source[begin + 1 : end + 1]


def _carry(limbs: list[Limb], bits: int) -> None:
    """Move what is beyond the bits of each limb to the next one, and add a limb where the last one needs it."""
    import numpy as np

    for place in range(len(limbs)):
        limb = limbs[place]
        last = place == len(limbs) - 1
        if last and not len(limb):
            return
        if last and int(limb.max()) >> bits == 0:
            return
        if last:
            limbs.append(np.zeros_like(limb))
        for start in range(0, len(limb), BLOCK):
            part = limb[start : start + BLOCK]
            limbs[place + 1][start : start + BLOCK] += part >> np.uint64(bits)
            part &= np.uint64((1 << bits) - 1)


def _total(limbs: Sequence[Limb], last: int, step: int, bits: int) -> int:
    """The sum of every so-manyth number from one place down."""
    if last < 0:
        return 0
    found = 0
    for place, limb in enumerate(limbs):
        numbers = limb[last::-step]
        low, high = int((numbers & 0xFFFFFFFF).sum()), int((numbers >> 32).sum())
        found += (low + (high << 32)) << bits * place
    return found
