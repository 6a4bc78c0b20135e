"""Counting by weights: exact generating functions of a weight system, packed into one whole number.

The coalitions of each weight are the coefficients of the product of 1 + x**w over the members.  Here that polynomial is
one large integer, a slot of bytes for each coefficient, so that a member joins by one shift and one sum; a second
variable for the size of the coalition is packed in the same way.  Four remarks keep it short.

* A game and its dual have the same swings, so the table ends at the smaller of the quota and its dual.
* Members join in ascending order: after k of them nothing is heavier than their k weights.
* The tables without one member are not made.  With L(x) coalitions lighter than x, those without a member of weight w
  are L(x) - L(x - w) + L(x - 2w) - ..., and its swings are twice that at the quota, less L.
* The sums over all lighter weights come from doubling shifts.

From some size on the same tables are numpy arrays (:mod:`.by_limbs`), with the same numbers.

References
----------
S. J. Brams and P. J. Affuso 1976, Power and size: a new paradox, Theory and Decision 7, 29-56; I. Mann and L. S.
Shapley 1962, Values of large games VI, RAND RM-3158; T. Uno 2012, Efficient computation of power indices for weighted
majority games, ISAAC 2012, LNCS 7676, 679-689.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import comb

__all__ = ["swings_by_size", "swings_by_weight", "work_of_counts", "work_of_sizes"]

COLD = 50_000_000  # machine words moved: so much is quicker than to load numpy
WARM = 1_000_000


def swings_by_weight(weights: Sequence[int], quota: int) -> tuple[tuple[int, ...], int]:
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
    total, size = sum(weights), len(weights)
    dual = total - quota + 1
    limit = min(quota, dual)
    if _large(_words(weights, quota)):
        from .by_limbs import swings_by_weight as counted

        return counted(weights, quota)
    slot = (size + 8) // 8
    width = limit * slot
    whole = (1 << 8 * width) - 1
    table, heaviest = 1, 0
    for weight in sorted(weights):
        if weight >= limit:
            break
        table += table << 8 * slot * weight
        heaviest += weight
        if heaviest >= limit:
            table &= whole
    below = _summed(table, 8 * slot, 8 * width).to_bytes(width, "little")
    lighter = int.from_bytes(below[-slot:], "little")
    found = {0: 0}
    for weight in set(weights):
        if weight:
            numbers = [int.from_bytes(below[end - slot : end], "little") for end in range(width, 0, -slot * weight)]
            found[weight] = 2 * (sum(numbers[::2]) - sum(numbers[1::2])) - lighter
    return tuple([found[weight] for weight in weights]), lighter if limit == dual else (1 << size) - lighter


def swings_by_size(weights: Sequence[int], quota: int) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
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
    total, size = sum(weights), len(weights)
    dual = total - quota + 1
    limit = min(quota, dual)
    if _large(_words(weights, quota) * (size + 1) // 4):  # arrays have a row for each size, and more to set up
        from .by_limbs import swings_by_size as counted

        return counted(weights, quota)
    slot = (size + 8) // 8
    row = (size + 1) * slot
    width = limit * row
    whole = (1 << 8 * width) - 1
    table, heaviest = 1, 0
    for weight in sorted(weights):
        if weight >= limit:
            break
        table += table << 8 * (row * weight + slot)
        heaviest += weight
        if heaviest >= limit:
            table &= whole
    below = _summed(table, 8 * row, 8 * width).to_bytes(width, "little")

    def numbers(packed: int, many: int) -> tuple[int, ...]:
        data = packed.to_bytes(many * slot, "little")
        return tuple([int.from_bytes(data[start : start + slot], "little") for start in range(0, many * slot, slot)])

    found = {0: (0,) * size}
    for weight in set(weights):
        if weight:
            with_, without = 0, 0
            for end in range(width - (limit - 1) // weight * weight * row, width + 1, row * weight):
                with_, without = without, int.from_bytes(below[end - row : end], "little") - (without << 8 * slot)
            found[weight] = numbers(without - with_, size)
    lighter = numbers(int.from_bytes(below[-row:], "little"), size + 1)
    if limit == dual:
        found = {weight: sizes[::-1] for weight, sizes in found.items()}
        winning = lighter[::-1]
    else:
        winning = tuple(comb(size, many) - number for many, number in enumerate(lighter))
    return tuple([found[weight] for weight in weights]), winning


def work_of_counts(weights: Sequence[int], quota: int) -> int:
    """About how many machine words the counts move, where arrays move four in the time of one."""
    work = _words(weights, quota)
    return min(work, COLD + work // 4)


def work_of_sizes(weights: Sequence[int], quota: int) -> int:
    """About how many machine words the counts by size move, where arrays move twenty in the time of one."""
    work = _words(weights, quota) * (len(weights) + 1)
    return min(work, COLD + work // 20)


def _words(weights: Sequence[int], quota: int) -> int:
    return len(weights) ** 2 * min(quota, sum(weights) - quota + 1) // 30


def _large(work: int) -> bool:
    return work > (WARM if "numpy" in sys.modules else COLD)


def _summed(table: int, step: int, width: int) -> int:
    """Sums over all lighter weights, slot by slot, by doubling."""
    whole = (1 << width) - 1
    while step < width:
        table = (table + (table << step)) & whole
        step *= 2
    return table
