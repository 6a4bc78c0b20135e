"""Programs in integers: maximise ``c z`` over ``M z <= r`` and ``z >= 0``, where ``r >= 0``.

The origin is feasible, so no first phase is needed.  The simplex pivots in whole numbers with one common denominator
and takes Bland's rule, under which it ends.  A tableau of more than ``PROPOSE_ABOVE`` cells is first put to pulp: its
answer in floats only says which variables are used and which rows are tight, and counts for nothing until exact
arithmetic has solved for them and confirmed both the point and the multipliers.

References
----------
Bland (1977), Mathematics of Operations Research 2:103-107.
Edmonds (1967), Journal of Research of the National Bureau of Standards 71B:241-245 (pivoting in integers).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

__all__ = ["PROPOSE_ABOVE", "Solved", "program"]

PROPOSE_ABOVE = 6_000  # cells of the tableau
_TOLERANCE = 1e-5  # below it a proposed number is taken for zero; exact arithmetic confirms or discards

Solved: TypeAlias = tuple[list[Fraction], list[Fraction]]


def program(
    matrix: Sequence[Sequence[int]], right: Sequence[int], goal: Sequence[int], *, enough: bool = False
) -> Solved | list[Fraction]:
    """The optimum with its multipliers, or a ray; with ``enough``, any point where the goal is positive."""
    if len(matrix) * len(goal) > PROPOSE_ABOVE:
        proposed = _proposed(matrix, right, goal)
        if proposed is not None:
            return proposed
    return _simplex(matrix, right, goal, enough=enough)


def _simplex(
    matrix: Sequence[Sequence[int]], right: Sequence[int], goal: Sequence[int], *, enough: bool = False
) -> Solved | list[Fraction]:
    m, n = len(matrix), len(goal)
    table = [[*line, r] for line, r in zip(matrix, right, strict=True)]
    table.append([-c for c in goal] + [0])
    columns, basis = list(range(n)), list(range(n, n + m))
    denominator = 1
    while not (enough and table[m][n] > 0):
        entering = min((columns[j], j) for j in range(n) if table[m][j] < 0)[1] if min(table[m][:n]) < 0 else None
        if entering is None:
            break
        leaving = None
        for i in range(m):
            if table[i][entering] > 0:
                if leaving is None:
                    leaving = i
                    continue
                here = table[i][n] * table[leaving][entering]
                there = table[leaving][n] * table[i][entering]
                if here < there or (here == there and basis[i] < basis[leaving]):
                    leaving = i
        if leaving is None:
            ray = [Fraction(0)] * (n + m)
            ray[columns[entering]] = Fraction(1)
            for i in range(m):
                ray[basis[i]] = Fraction(-table[i][entering], denominator)
            return ray[:n]
        pivot_row = table[leaving]
        pivot = pivot_row[entering]
        for i, line in enumerate(table):
            if i == leaving:
                continue
            factor = line[entering]
            if factor:
                table[i] = [(a * pivot - factor * b) // denominator for a, b in zip(line, pivot_row, strict=True)]
                table[i][entering] = -factor
            elif pivot != denominator:
                table[i] = [a * pivot // denominator for a in line]
        pivot_row[entering] = denominator
        denominator = pivot
        columns[entering], basis[leaving] = basis[leaving], columns[entering]
    z = [Fraction(0)] * (n + m)
    y = [Fraction(0)] * (n + m)
    for i in range(m):
        z[basis[i]] = Fraction(table[i][n], denominator)
    for j in range(n):
        y[columns[j]] = Fraction(table[m][j], denominator)
    return z[:n], y[n:]


def _proposed(matrix: Sequence[Sequence[int]], right: Sequence[int], goal: Sequence[int]) -> Solved | None:
    """What pulp proposes, solved and confirmed exactly; or nothing, where it cannot be confirmed."""
    try:
        point, prices = _floats(matrix, right, goal)
    except (ArithmeticError, OSError, ValueError):
        return None
    m, n = len(matrix), len(goal)
    slack = [
        r - sum(a * v for a, v in zip(line, point, strict=True) if a) for line, r in zip(matrix, right, strict=True)
    ]
    gap = [sum(matrix[i][j] * prices[i] for i in range(m) if matrix[i][j]) - goal[j] for j in range(n)]
    used = [j for j in range(n) if point[j] > _TOLERANCE]
    tight = [i for i in range(m) if abs(slack[i]) <= _TOLERANCE]
    priced = [i for i in range(m) if prices[i] > _TOLERANCE]
    level = [j for j in range(n) if abs(gap[j]) <= _TOLERANCE]
    z_used = _solution([[matrix[i][j] for j in used] for i in tight], [right[i] for i in tight], len(used))
    y_used = _solution([[matrix[i][j] for i in priced] for j in level], [goal[j] for j in level], len(priced))
    if z_used is None or y_used is None:
        return None
    z, y = [Fraction(0)] * n, [Fraction(0)] * m
    for j, value in zip(used, z_used, strict=True):
        z[j] = value
    for i, value in zip(priced, y_used, strict=True):
        y[i] = value
    return (z, y) if _confirmed(matrix, right, goal, z, y) else None


def _confirmed(
    matrix: Sequence[Sequence[int]],
    right: Sequence[int],
    goal: Sequence[int],
    z: Sequence[Fraction],
    y: Sequence[Fraction],
) -> bool:
    """Whether a point and multipliers are feasible and have the same value, which makes both optimal."""
    if min([*z, *y]) < 0:
        return False
    if any(sum(a * v for a, v in zip(line, z, strict=True) if a) > r for line, r in zip(matrix, right, strict=True)):
        return False
    if any(sum(matrix[i][j] * y[i] for i in range(len(y)) if matrix[i][j]) < c for j, c in enumerate(goal)):
        return False
    primal = sum(c * v for c, v in zip(goal, z, strict=True))
    return primal == sum(r * v for r, v in zip(right, y, strict=True))


def _floats(
    matrix: Sequence[Sequence[int]], right: Sequence[int], goal: Sequence[int]
) -> tuple[list[float], list[float]]:
    """The primal and dual numbers of pulp's solver; raises ``ArithmeticError`` where it has none."""
    import pulp

    with warnings.catch_warnings():  # of what will change in pulp 4, which is excluded: it has no solver of its own
        warnings.simplefilter("ignore", DeprecationWarning)
        problem = pulp.LpProblem("program", pulp.LpMaximize)
        variables = [pulp.LpVariable(f"z{j}", lowBound=0) for j in range(len(goal))]
        problem += pulp.lpSum(float(c) * v for c, v in zip(goal, variables, strict=True) if c)
        for i, (line, r) in enumerate(zip(matrix, right, strict=True)):
            row = pulp.LpAffineExpression([(variables[j], float(a)) for j, a in enumerate(line) if a])
            problem += row <= float(r), f"r{i}"
        try:
            status = problem.solve(pulp.PULP_CBC_CMD(msg=False))
        except pulp.PulpError as fault:
            raise ArithmeticError("pulp has no solver here") from fault
        if pulp.LpStatus[status] != "Optimal":
            raise ArithmeticError("pulp found no optimum")
        point = [float(v.varValue or 0) for v in variables]
        return point, [float(problem.constraints[f"r{i}"].pi or 0) for i in range(len(matrix))]


def _solution(equations: Sequence[Sequence[int]], right: Sequence[int], width: int) -> list[Fraction] | None:
    """The one exact solution of linear equations, or nothing where there is none or more than one."""
    rows = [[Fraction(a) for a in (*line, r)] for line, r in zip(equations, right, strict=True)]
    rank = 0
    for column in range(width):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            return None
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        head = rows[rank][column]
        rows[rank] = [a / head for a in rows[rank]]
        for i, line in enumerate(rows):
            if i != rank and line[column]:
                factor = line[column]
                rows[i] = [a - factor * b for a, b in zip(line, rows[rank], strict=True)]
        rank += 1
    if any(line[width] for line in rows[rank:]):
        return None
    return [rows[i][width] for i in range(width)]
