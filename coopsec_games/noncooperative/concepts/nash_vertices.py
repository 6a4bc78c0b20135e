"""The vertices of a best-reply polytope, all of them, with what is tight at each.

For a positive matrix ``M`` the polytope is ``{z : z >= 0, M z <= 1}``.  Its constraints are numbered: ``j`` stands for
``z_j = 0`` and ``width + i`` for row ``i`` at equality; a set of them is a bitmask.  Under a lexicographic perturbation
of the right-hand sides the polytope is simple and its graph connected, so that a walk from the origin over feasible
bases reaches every vertex, degenerate or not.  The tableau is in whole numbers with one common denominator.

Examples
--------
>>> walk = vertices([[3, 1], [1, 3]])
>>> sorted(walk.tight)
[3, 6, 9, 12]
>>> point([[3, 1], [1, 3]], 12)
(Fraction(1, 4), Fraction(1, 4))

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Economic Theory 42:9-37, sections 3 and 6.
Edmonds (1967), Journal of Research of the National Bureau of Standards 71B:241-245 (pivoting in integers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ...errors import TooLarge

__all__ = ["MOST_BASES", "Matrix", "Walk", "point", "vertices"]

Matrix: TypeAlias = Sequence[Sequence[int]]

MOST_BASES = 200_000
MOST_ENTRIES = 100_000_000  # of all tableaus together: the larger the game, the fewer bases are visited


@dataclass(frozen=True)
class Walk:
    """What a walk has found: the vertices by what is tight there, and every feasible basis, which proves them all.

    ``tight`` maps the bitmask of all constraints tight at a vertex to one basis of it; ``bases`` holds the bitmasks of
    the constraints that are tight in each lexicographically feasible basis.
    """

    tight: dict[int, int]
    bases: frozenset[int]


_State: TypeAlias = tuple[list[list[int]], list[int], list[int], int]  # tableau, basis, columns, denominator


def vertices(matrix: Matrix, limit: int = 0) -> Walk:
    """All vertices of ``{z : z >= 0, matrix z <= 1}``.

    Parameters
    ----------
    matrix
        Positive whole numbers, one row a constraint.
    limit
        The largest number of bases to visit; without it ``MOST_BASES``, or fewer where the matrix is so large that
        their tableaus would have more than ``MOST_ENTRIES`` entries.

    Raises
    ------
    TooLarge
        Beyond the limit.
    """
    height, width = len(matrix), len(matrix[0])
    limit = limit or min(MOST_BASES, MOST_ENTRIES // (height * width))
    start: _State = ([[*row, 1] for row in matrix], list(range(width, width + height)), list(range(width)), 1)
    origin = (1 << width) - 1
    found = {origin: origin}  # basis to everything tight there
    half_known: set[int] = set()  # edges of which one end has been handled
    waiting: list[tuple[int, _State, int, int]] = [(origin, start, -1, -1)]
    while waiting:
        basis_mask, state, leaving, entering = waiting.pop()
        columns = state[2]
        if leaving >= 0:
            columns = columns.copy()
            columns[entering] = state[1][leaving]
        open_columns = []
        for place, label in enumerate(columns):
            edge = basis_mask ^ (1 << label)
            if edge in half_known:
                half_known.remove(edge)
            else:
                open_columns.append(place)
        if not open_columns:
            continue
        if leaving >= 0:
            state = _pivot(state, leaving, entering, columns)
        table, basis, _, _ = state
        right = [row[width] for row in table]
        for place in open_columns:
            column = [row[place] for row in table]
            best, rise, run = -1, 0, 1
            tied = False
            for i, a in enumerate(column):
                if a > 0:
                    if best < 0:
                        best, rise, run = i, right[i], a
                        continue
                    here, there = right[i] * run, rise * a
                    if here < there:
                        best, rise, run, tied = i, right[i], a, False
                    elif here == there:
                        tied = True
            if tied:
                best = _lexicographic(state, place, rise, run, width)
            edge = basis_mask ^ (1 << columns[place])
            neighbour = edge | (1 << basis[best])
            half_known.add(edge)
            if neighbour in found:
                continue
            if rise == 0:
                tight = found[basis_mask]
            else:
                tight = neighbour
                if tied or found[basis_mask] != basis_mask:
                    for i, a in enumerate(column):
                        if (a > 0 and right[i] * run == rise * a) or (a == 0 and right[i] == 0):
                            tight |= 1 << basis[i]
            found[neighbour] = tight
            waiting.append((neighbour, state, best, place))
        if len(found) > limit:
            raise TooLarge(
                f"a best-reply polytope has more than {limit:,} bases, the most for {height} by {width} strategies",
                hint="iterated-dominance makes the game smaller, pure-nash and correlated take any size",
            )
    return Walk({tight: basis for basis, tight in found.items()}, frozenset(found))


def _pivot(state: _State, leaving: int, entering: int, columns: list[int]) -> _State:
    """The tableau after one exchange; ``columns`` are those after it."""
    table, basis, _, denominator = state
    pivot_row = table[leaving]
    pivot = pivot_row[entering]
    new = []
    for i, row in enumerate(table):
        if i == leaving:
            line = pivot_row.copy()
            line[entering] = denominator
        else:
            factor = row[entering]
            if factor:
                if denominator == 1:
                    line = [a * pivot - factor * b for a, b in zip(row, pivot_row, strict=True)]
                else:
                    line = [(a * pivot - factor * b) // denominator for a, b in zip(row, pivot_row, strict=True)]
                line[entering] = -factor
            elif pivot != denominator:
                line = [a * pivot // denominator for a in row]
            else:
                line = row
        new.append(line)
    after = basis.copy()
    after[leaving] = state[2][entering]
    return new, after, columns, pivot


def _lexicographic(state: _State, place: int, rise: int, run: int, width: int) -> int:
    """Of the rows tied in the ratio test the one whose perturbed ratio is least."""
    table, basis, columns, denominator = state
    tied = [i for i, row in enumerate(table) if row[place] > 0 and row[width] * run == rise * row[place]]
    where = {label: column for column, label in enumerate(columns)}
    for label in range(width, width + len(table)):
        if label in where:
            column = where[label]
            entries = [table[i][column] for i in tied]
        else:
            entries = [denominator if basis[i] == label else 0 for i in tied]
        ratios = [Fraction(entry, table[i][place]) for entry, i in zip(entries, tied, strict=True)]
        least = min(ratios)
        tied = [i for i, ratio in zip(tied, ratios, strict=True) if ratio == least]
        if len(tied) == 1:
            break
    return tied[0]


def point(matrix: Matrix, basis: int) -> tuple[Fraction, ...]:
    """The coordinates of the vertex of a basis.

    Parameters
    ----------
    matrix
        The matrix of the polytope.
    basis
        The bitmask of as many independent tight constraints as there are coordinates.
    """
    width = len(matrix[0])
    free = [j for j in range(width) if not basis >> j & 1]
    rows = [[*(matrix[i][j] for j in free), 1] for i in range(len(matrix)) if basis >> (width + i) & 1]
    size = len(free)
    denominator = 1
    for k in range(size):
        pivot_at = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot_at] = rows[pivot_at], rows[k]
        head = rows[k]
        pivot = head[k]
        for i in range(size):
            if i != k:
                factor = rows[i][k]
                rows[i] = [(a * pivot - factor * b) // denominator for a, b in zip(rows[i], head, strict=True)]
        denominator = pivot
    found = [Fraction(0)] * width
    for k, j in enumerate(free):
        found[j] = Fraction(rows[k][size], denominator)
    return tuple(found)
