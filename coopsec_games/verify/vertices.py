"""Every vertex of a best-response polytope, and the extreme equilibria they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["every_vertex", "extreme_equilibria"]


def every_vertex(matrix: Sequence[Sequence[int]], bases: Iterable[int]) -> dict[int, tuple[Fraction, ...]] | None:
    """The vertices of ``{z : z >= 0, matrix z <= 1}``, if the bases are proven to reach all of them.

    With rows moved by lexicographically small amounts the polytope is simple, so its graph is regular and connected.
    Where every basis is feasible, and every edge that leaves one of them ends at another, none is missing.

    Parameters
    ----------
    matrix
        Positive whole numbers.
    bases
        Bitmasks of tight constraints: ``j`` for ``z_j = 0``, ``width + i`` for row ``i``.

    Returns
    -------
    dict or None
        The bitmask of everything tight at a vertex, and its coordinates; None where the proof fails.

    Examples
    --------
    >>> found = every_vertex([[3, 1], [1, 3]], [3, 6, 9, 12])
    >>> found[12]
    (Fraction(1, 4), Fraction(1, 4))
    >>> every_vertex([[3, 1], [1, 3]], [3, 6, 9]) is None
    True

    References
    ----------
    Ziegler (1995), Lectures on Polytopes, section 3.2 (the graph of a polytope is connected).
    """
    if not matrix or any(a <= 0 for row in matrix for a in row):
        return None
    width = len(matrix[0])
    found: dict[int, tuple[Fraction, ...]] = {}
    ends: dict[int, int] = {}
    told = set(bases)
    for basis in told:
        vertex = _feasible_vertex(matrix, basis)
        if vertex is None:
            return None
        found[vertex[0]] = vertex[1]
        for label in range(width + len(matrix)):
            if basis >> label & 1:
                edge = basis ^ (1 << label)
                ends[edge] = ends.get(edge, 0) + 1
    return found if told and all(count == 2 for count in ends.values()) else None


def extreme_equilibria(
    mine: Sequence[Sequence[int]],
    theirs: Sequence[Sequence[int]],
    left: Iterable[int],
    right: Iterable[int],
    equilibria: Iterable[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]],
) -> bool:
    """Whether pairs of mixed strategies are the extreme equilibria of a two-player game, all of them and no others.

    Parameters
    ----------
    mine, theirs
        Positive whole payoffs of the player who chooses the row, and of the one who chooses the column.
    left, right
        The bases of the polytope of the rows' strategies, and of the columns', as for ``every_vertex``.
    equilibria
        The claimed pairs.

    Examples
    --------
    >>> half = (Fraction(1, 2), Fraction(1, 2))
    >>> pennies = [[2, 1], [1, 2]], [[1, 2], [2, 1]]
    >>> extreme_equilibria(*pennies, [3, 5, 10, 12], [3, 6, 9, 12], [(half, half)])
    True
    >>> extreme_equilibria(*pennies, [3, 5, 10, 12], [3, 6, 9, 12], [])
    False
    """
    height, width = len(mine), len(mine[0])
    xs = every_vertex([list(column) for column in zip(*theirs, strict=True)], left)
    ys = every_vertex(mine, right)
    if xs is None or ys is None:
        return False
    every, low = (1 << height + width) - 1, (1 << width) - 1
    exactly: dict[int, int] = {}
    more: list[tuple[int, int]] = []
    for tight in ys:
        if tight == low:
            continue
        turned = (tight >> width) | (tight & low) << height
        if tight.bit_count() == width:
            exactly[turned] = tight
        else:
            more.append((turned, tight))
    true = set()
    for tight, x in xs.items():
        wanted = every & ~tight
        if tight == (1 << height) - 1:
            continue
        if tight.bit_count() == height:
            partners = [exactly[wanted]] if wanted in exactly else []
        else:
            partners = [other for turned, other in exactly.items() if turned & wanted == wanted]
        partners += [other for turned, other in more if turned & wanted == wanted]
        true |= {(_scaled(x), _scaled(ys[other])) for other in partners}
    return true == {(tuple(x), tuple(y)) for x, y in equilibria}


def _scaled(vector: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    total = sum(vector)
    return tuple(a / total for a in vector)


def _feasible_vertex(matrix: Sequence[Sequence[int]], basis: int) -> tuple[int, tuple[Fraction, ...]] | None:
    """Everything that is tight at the point of a basis, and the point, if the basis is lexicographically feasible."""
    width = len(matrix[0])
    free = [j for j in range(width) if not basis >> j & 1]
    rows = [i for i in range(len(matrix)) if basis >> (width + i) & 1]
    if len(free) != len(rows) or basis >> (width + len(matrix)):
        return None
    solved = _integer_solution([[matrix[i][j] for j in free] for i in rows], [1] * len(rows))
    if solved is None:
        return None
    values, denominator = solved
    if any(value < 0 for value in values):
        return None
    tight = basis
    for j, value in zip(free, values, strict=True):
        tight |= (value == 0) << j
    for i, row in enumerate(matrix):
        used = sum(row[j] * value for j, value in zip(free, values, strict=True))
        if used > denominator:
            return None
        tight |= (used == denominator) << (width + i)
    if tight != basis and not _lexicographic(matrix, free, rows, tight & ~basis):
        return None
    vertex = [Fraction(0)] * width
    for j, value in zip(free, values, strict=True):
        vertex[j] = Fraction(value, denominator)
    return tight, tuple(vertex)


def _lexicographic(matrix: Sequence[Sequence[int]], free: list[int], rows: list[int], also_tight: int) -> bool:
    """Whether what is zero at a basis becomes positive when the first row moves most, the second much less, and on."""
    width = len(matrix[0])
    block = [[matrix[i][j] for j in free] for i in rows]
    inverse: list[list[Fraction]] = []  # one line for each row that moves
    for place in range(len(rows)):
        solved = _integer_solution(block, [int(place == other) for other in range(len(rows))])
        if solved is None:
            return False
        inverse.append([Fraction(value, solved[1]) for value in solved[0]])
    for label in range(width + len(matrix)):
        if not also_tight >> label & 1:
            continue
        if label < width:
            k = free.index(label)
            moves = {i: line[k] for i, line in zip(rows, inverse, strict=True)}
        else:
            own = matrix[label - width]
            moves = {
                i: -sum((own[j] * value for j, value in zip(free, line, strict=True)), Fraction(0))
                for i, line in zip(rows, inverse, strict=True)
            }
            moves[label - width] = Fraction(1)
        if next((move for _, move in sorted(moves.items()) if move), Fraction(0)) <= 0:
            return False
    return True


def _integer_solution(block: list[list[int]], right: list[int]) -> tuple[list[int], int] | None:
    """The solution of a square system as numerators over one positive denominator; None where it is singular."""
    size = len(block)
    lines = [[*row, r] for row, r in zip(block, right, strict=True)]
    before = 1
    for k in range(size):
        pivot_at = next((i for i in range(k, size) if lines[i][k]), None)
        if pivot_at is None:
            return None
        if pivot_at != k:
            lines[k], lines[pivot_at] = lines[pivot_at], lines[k]
        head = lines[k]
        pivot = head[k]
        for i in range(k + 1, size):
            line = lines[i]
            factor = line[k]
            lines[i] = [(a * pivot - factor * b) // before for a, b in zip(line, head, strict=True)]
        before = pivot
    values = [0] * size
    for k in range(size - 1, -1, -1):
        line = lines[k]
        rest = before * line[size] - sum(line[j] * values[j] for j in range(k + 1, size))
        values[k] = rest // line[k]
    return ([-value for value in values], -before) if before < 0 else (values, before)
