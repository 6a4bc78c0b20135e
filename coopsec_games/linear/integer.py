"""Integer programs: the least whole solution, with a proof that there is no smaller one.

Branch and bound in exact arithmetic.  The proof is a tree: a branch says that a variable is at most a bound, or at
least one more; a leaf has multipliers of the rows, found by linear programming, that show its part to be empty, or not
to be cheaper than the solution.  :func:`proven` re-checks it in whole numbers and fractions alone.

References
----------
A. H. Land and A. G. Doig 1960, An automatic method of solving discrete programming problems, Econometrica 28, 497-520.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from ..errors import NotApplicable, TooLarge, Unverified
from .programs import program

__all__ = [
    "MOST_BRANCHES",
    "Bound",
    "Branch",
    "Cheapest",
    "Impossible",
    "Row",
    "WholeOptimum",
    "least",
    "least_whole",
    "proven",
]

MOST_BRANCHES = 5_000

Row: TypeAlias = tuple[tuple[int, ...], int]  # coefficients and the least value of their sum


@dataclass(frozen=True)
class Cheapest:
    """A cheapest point of fractions, and the multipliers of the rows that prove it."""

    point: tuple[Fraction, ...]
    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True)
class Impossible:
    """No point satisfies the rows: these multipliers prove it (Farkas)."""

    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True)
class Bound:
    """A leaf: multipliers of the rows, then of the branches above it."""

    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True)
class Branch:
    """A variable is at most the bound, or at least one more."""

    variable: int
    bound: int
    low: Branch | Bound
    high: Branch | Bound


@dataclass(frozen=True)
class WholeOptimum:
    """The least cost, a point of whole numbers that has it, and the proof that none is cheaper."""

    value: int
    point: tuple[int, ...]
    proof: Branch | Bound


def least(costs: Sequence[int], rows: Sequence[Row]) -> Cheapest | Impossible:
    """The cheapest point of fractions with the multipliers that prove it, or the multipliers that prove there is none.

    Parameters
    ----------
    costs
        What each variable costs; none is negative, and no variable is.
    rows
        What the point satisfies: coefficients, and the least value of their sum.

    Raises
    ------
    NotApplicable
        A cost is negative.

    Examples
    --------
    >>> found = least((1, 1), [((2, 1), 2), ((1, 2), 2)])
    >>> [str(x) for x in found.point], [str(y) for y in found.multipliers]
    (['2/3', '2/3'], ['1/3', '1/3'])
    >>> least((1,), [((-1,), 1)])
    Impossible(multipliers=(Fraction(1, 1),))

    References
    ----------
    Schrijver (1986), Theory of Linear and Integer Programming, section 7.4 (duality).
    """
    if any(cost < 0 for cost in costs):
        raise NotApplicable("an integer program minimises costs that are not negative")
    if not rows:
        return Cheapest((Fraction(0),) * len(costs), ())
    matrix = [[row[place] for row, _ in rows] for place in range(len(costs))]
    solved = program(matrix, costs, [bound for _, bound in rows])
    if isinstance(solved, list):
        if not _holds(rows, solved, [0] * len(costs), Fraction(0)):
            raise Unverified("a program without a solution failed its exact check")
        return Impossible(tuple(solved))
    multipliers, point = solved
    if not _reached(rows, point) or not _within(rows, multipliers, costs):
        raise Unverified("an optimum failed its exact check")
    if _worth(rows, multipliers) != sum(cost * x for cost, x in zip(costs, point, strict=True)):
        raise Unverified("an optimum failed its exact check")
    return Cheapest(tuple(point), tuple(multipliers))


def least_whole(costs: Sequence[int], rows: Sequence[Row]) -> WholeOptimum | None:
    """The cheapest point of whole numbers, none negative, or None where there is none.

    Parameters
    ----------
    costs
        What each variable costs, a whole number that is not negative.
    rows
        What the point satisfies: coefficients, and the least value of their sum.

    Raises
    ------
    TooLarge
        More than :data:`MOST_BRANCHES` branches are needed.

    Examples
    --------
    >>> best = least_whole((1, 1), [((2, 1), 2), ((1, 2), 2)])
    >>> best.value, proven((1, 1), [((2, 1), 2), ((1, 2), 2)], best)
    (2, True)
    >>> least_whole((1,), [((2,), 1), ((-2,), -1)]) is None
    True
    """
    best: list[tuple[int, tuple[int, ...]]] = []
    count = 0

    def search(more: tuple[Row, ...]) -> Branch | Bound:
        nonlocal count
        count += 1
        if count > MOST_BRANCHES:
            raise TooLarge(f"an integer program needs more than {MOST_BRANCHES:,} branches")
        found = least(costs, [*rows, *more])
        if isinstance(found, Impossible):
            return Bound(found.multipliers)
        value = sum((cost * x for cost, x in zip(costs, found.point, strict=True)), Fraction(0))
        if best and ceil(value) >= best[0][0]:
            return Bound(found.multipliers)
        split = max(range(len(costs)), key=lambda place: min(found.point[place] % 1, -found.point[place] % 1))
        if found.point[split].denominator == 1:
            best[:] = [(int(value), tuple(map(int, found.point)))]
            return Bound(found.multipliers)
        bound = floor(found.point[split])
        unit = tuple(int(place == split) for place in range(len(costs)))
        high = search((*more, (unit, bound + 1)))
        low = search((*more, (tuple(-one for one in unit), -bound)))
        return Branch(split, bound, low, high)

    proof = search(())
    if not best:
        return None
    optimum = WholeOptimum(*best[0], proof)
    if not proven(costs, rows, optimum):
        raise Unverified("an integer optimum failed its exact check")
    return optimum


def proven(costs: Sequence[int], rows: Sequence[Row], optimum: WholeOptimum) -> bool:
    """Whether the point satisfies the rows, has the value, and the proof shows that no whole point is cheaper."""
    if any(x < 0 for x in optimum.point) or not _reached(rows, optimum.point):
        return False
    if sum(cost * x for cost, x in zip(costs, optimum.point, strict=True)) != optimum.value:
        return False
    waiting: list[tuple[Branch | Bound, tuple[Row, ...]]] = [(optimum.proof, ())]
    while waiting:
        node, more = waiting.pop()
        if isinstance(node, Branch):
            unit = tuple(int(place == node.variable) for place in range(len(costs)))
            waiting.append((node.low, (*more, (tuple(-one for one in unit), -node.bound))))
            waiting.append((node.high, (*more, (unit, node.bound + 1))))
            continue
        known = [*rows, *more]
        empty = _holds(known, node.multipliers, [0] * len(costs), Fraction(0))
        if not empty and not _holds(known, node.multipliers, costs, Fraction(optimum.value - 1)):
            return False
    return True


def _holds(rows: Sequence[Row], multipliers: Sequence[Fraction], costs: Sequence[int], below: Fraction) -> bool:
    """Whether the multipliers show that every point costs more than so much."""
    return _within(rows, multipliers, costs) and _worth(rows, multipliers) > below


def _within(rows: Sequence[Row], multipliers: Sequence[Fraction], costs: Sequence[int]) -> bool:
    if len(multipliers) != len(rows) or any(y < 0 for y in multipliers):
        return False
    used = [(y, row) for y, (row, _) in zip(multipliers, rows, strict=True) if y]
    return all(sum(y * row[place] for y, row in used) <= cost for place, cost in enumerate(costs))


def _worth(rows: Sequence[Row], multipliers: Sequence[Fraction]) -> Fraction:
    return sum((y * bound for y, (_, bound) in zip(multipliers, rows, strict=True)), Fraction(0))


def _reached(rows: Sequence[Row], point: Sequence[Fraction | int]) -> bool:
    return all(sum(a * x for a, x in zip(row, point, strict=True) if a) >= bound for row, bound in rows)
