"""Linear equations in letters, solved exactly, and extreme solutions of those in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..formulas import exact
from ..noncooperative.payoffs import Payoff
from .games import tidy

__all__ = ["extreme_solution", "linear_solution", "solution_line"]


def linear_solution(rows: Sequence[Sequence[Payoff]], size: int) -> list[Payoff] | None:
    """The one solution of linear equations, each a row with its right side last; None where there is none, or many.

    Examples
    --------
    >>> linear_solution([[Fraction(1), Fraction(1), Fraction(3)], [Fraction(1), Fraction(-1), Fraction(1)]], 2)
    [Fraction(2, 1), Fraction(1, 1)]
    """
    left = [[tidy(value) for value in row] for row in rows]
    done: list[list[Payoff]] = []
    for place in range(size):
        pivot = next((row for row in left if row[place] != 0), None)
        if pivot is None:
            return None
        left.remove(pivot)
        head = pivot[place]
        pivot = [tidy(exact(value / head)) for value in pivot]
        left = [_without(row, pivot, place) for row in left]
        done = [_without(row, pivot, place) for row in done]
        done.append(pivot)
    if any(row[-1] != 0 for row in left):
        return None
    return [row[-1] for row in done]


def _without(row: list[Payoff], pivot: list[Payoff], place: int) -> list[Payoff]:
    factor = row[place]
    if factor == 0:
        return row
    return [tidy(exact(value - factor * other)) for value, other in zip(row, pivot, strict=True)]


def extreme_solution(rows: Sequence[Sequence[Fraction]], shares: Sequence[Fraction]) -> list[Fraction]:
    """A solution of the same equations, not negative either, whose columns are independent."""
    shares = list(shares)
    while True:
        used = [place for place, share in enumerate(shares) if share]
        direction = _dependence([[row[place] for place in used] for row in rows])
        if direction is None:
            return shares
        steps = [shares[place] / -part for place, part in zip(used, direction, strict=True) if part < 0]
        if not steps:
            direction = [-part for part in direction]
            steps = [shares[place] / -part for place, part in zip(used, direction, strict=True) if part < 0]
        step = min(steps)
        for place, part in zip(used, direction, strict=True):
            shares[place] += step * part


def _dependence(rows: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """A combination of columns that is 0, where there is one."""
    size = len(rows[0])
    left = [list(row) for row in rows]
    pivots: dict[int, list[Fraction]] = {}
    for place in range(size):
        pivot = next((row for row in left if row[place]), None)
        if pivot is None:
            told = [Fraction(0)] * size
            told[place] = Fraction(1)
            for where, row in pivots.items():
                told[where] = -row[place]
            return told
        left.remove(pivot)
        pivot = [value / pivot[place] for value in pivot]
        left = [[a - row[place] * b for a, b in zip(row, pivot, strict=True)] for row in left]
        pivots = {where: [a - row[place] * b for a, b in zip(row, pivot, strict=True)] for where, row in pivots.items()}
        pivots[place] = pivot
    return None


def solution_line(rows: Sequence[Sequence[Fraction]], size: int) -> tuple[list[Fraction], list[Fraction]] | None:
    """A point and a direction of the solutions of linear equations in numbers, where these are a line.

    Examples
    --------
    >>> point, direction = solution_line([[Fraction(1), Fraction(2), Fraction(3)]], 2)
    >>> [str(value) for value in (*point, *direction)]
    ['3', '0', '-2', '1']
    """
    left = [list(row) for row in rows]
    done: dict[int, list[Fraction]] = {}
    for place in range(size):
        pivot = next((row for row in left if row[place]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        pivot = [value / pivot[place] for value in pivot]
        left = [[a - row[place] * b for a, b in zip(row, pivot, strict=True)] for row in left]
        done = {where: [a - row[place] * b for a, b in zip(row, pivot, strict=True)] for where, row in done.items()}
        done[place] = pivot
    if len(done) != size - 1 or any(row[-1] for row in left):
        return None
    free = next(place for place in range(size) if place not in done)
    point = [done[place][-1] if place in done else Fraction(0) for place in range(size)]
    return point, [-done[place][free] if place in done else Fraction(1) for place in range(size)]
