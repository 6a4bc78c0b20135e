"""Systems of linear rows: a solution or the multipliers against it, and the best value of an objective.

A system is made homogeneous with ``x0 > 0`` in place of 1 and the slack of its strict rows is maximised from the
origin.  Every answer is re-checked by ``verify``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from types import MappingProxyType
from typing import TypeAlias

from .. import verify
from ..errors import NotApplicable, Unverified
from ..polynomials import Polynomial
from ..verify import Monomial
from .programs import program

__all__ = [
    "Infeasible",
    "Optimum",
    "Point",
    "Row",
    "Unbounded",
    "by_name",
    "degree",
    "feasible_point",
    "maximise",
    "system",
    "value_at",
]

Row: TypeAlias = tuple[Mapping[Monomial, Fraction], str]


@dataclass(frozen=True)
class Point:
    """A solution of a system of rows."""

    values: Mapping[str, Fraction]


@dataclass(frozen=True)
class Infeasible:
    """No solution: with these multipliers the rows add up to a contradiction (Farkas)."""

    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True)
class Unbounded:
    """The objective grows without end from the point along the ray."""

    point: Mapping[str, Fraction]
    ray: Mapping[str, Fraction]


@dataclass(frozen=True)
class Optimum:
    """The supremum of an objective, where it is reached, and the multipliers (duals) that prove it.

    ``attained`` is false where only the boundary of a strict row reaches the value; the point then lies on it.
    """

    value: Fraction
    point: Mapping[str, Fraction]
    duals: tuple[Fraction, ...]
    attained: bool


def feasible_point(rows: Sequence[tuple[Polynomial, str]], names: Sequence[str] = ()) -> Point | Infeasible:
    """Find an exact solution of linear rows, or the multipliers that prove there is none.

    Parameters
    ----------
    rows
        Linear polynomials, each with its relation to zero: ``">"``, ``">="`` or ``"="``.
    names
        Names that shall have a value although no row mentions them (they get 0).

    Raises
    ------
    NotApplicable
        When a row is not linear, or has another relation.

    Examples
    --------
    >>> x = Polynomial.variable("x")
    >>> feasible_point([(x - Polynomial.of(2), ">"), (Polynomial.of(1) - x, ">=")])
    Infeasible(multipliers=(Fraction(1, 1), Fraction(1, 1)))
    >>> found = feasible_point([(x - Polynomial.of(2), ">"), (Polynomial.of(5) - x, ">=")])
    >>> found.values["x"] > 2
    True
    """
    plain = [_linear_row(polynomial, op) for polynomial, op in rows]
    found = system(plain)
    if isinstance(found, tuple):
        return Infeasible(found)
    return Point(by_name(found, plain, names))


def maximise(
    objective: Polynomial, rows: Sequence[tuple[Polynomial, str]], names: Sequence[str] = ()
) -> Optimum | Unbounded | Infeasible:
    """Maximise a linear objective over linear rows, exactly.

    Parameters
    ----------
    objective
        A linear polynomial.
    rows
        As for ``feasible_point``; over strict rows the value is the supremum.
    names
        Names that shall have a value although nothing mentions them.

    Raises
    ------
    NotApplicable
        When the objective or a row is not linear.

    Examples
    --------
    >>> x, y, one = Polynomial.variable("x"), Polynomial.variable("y"), Polynomial.of(1)
    >>> best = maximise(x + y, [(one - x - x - y, ">="), (one - x - y - y, ">="), (x, ">="), (y, ">=")])
    >>> best.value, best.duals
    (Fraction(2, 3), (Fraction(1, 3), Fraction(1, 3), Fraction(0, 1), Fraction(0, 1)))

    References
    ----------
    Schrijver (1986), Theory of Linear and Integer Programming, section 7.4 (duality).
    """
    plain = [_linear_row(polynomial, op) for polynomial, op in rows]
    goal, _ = _linear_row(objective, ">=")
    start = system(plain)
    if isinstance(start, tuple):
        return Infeasible(start)
    origin = {monomial: start.get(monomial, Fraction(0)) for monomial in _unknowns([*plain, (goal, ">=")])}
    outcome = _climb(goal, plain, origin)
    spelt = [(goal, ">="), *plain]
    if isinstance(outcome, dict):
        point, ray = by_name(origin, spelt, names), by_name(outcome, spelt, names)
        if not verify.unbounded(goal, plain, point, ray):
            raise Unverified("the ray of an unbounded objective failed its exact check")
        return Unbounded(point, ray)
    best, duals = outcome
    value = value_at(goal, best)
    level = dict(goal)
    level[()] = level.get((), Fraction(0)) - value
    within = system([*plain, (level, "=")]) if any(op == ">" for _, op in plain) else best
    attained = not isinstance(within, tuple)
    point = by_name(best if isinstance(within, tuple) else within, spelt, names)
    if not verify.optimal(goal, plain, value, duals, point):
        raise Unverified("an optimum failed its exact check")
    return Optimum(value, point, duals, attained)


def _linear_row(polynomial: Polynomial, op: str) -> tuple[dict[Monomial, Fraction], str]:
    terms = {monomial: Fraction(c) for monomial, c in polynomial.terms}
    if any(degree(monomial) > 1 for monomial in terms):
        raise NotApplicable(f"not linear: {polynomial.text(sorted(polynomial.names))}")
    if op not in {">", ">=", "="}:
        raise NotApplicable(f"a linear row has the relation >, >= or =, not {op}")
    return terms, op


def degree(monomial: Monomial) -> int:
    """The total degree of a monomial."""
    return sum(exponent for _, exponent in monomial)


def _unknowns(rows: Iterable[Row]) -> list[Monomial]:
    return sorted({monomial for terms, _ in rows for monomial in terms if monomial})


def value_at(terms: Mapping[Monomial, Fraction], values: Mapping[Monomial, Fraction]) -> Fraction:
    """The value of terms where each monomial has a value of its own (0 where none is given)."""
    return sum((c * (values.get(m, Fraction(0)) if m else 1) for m, c in terms.items()), Fraction(0))


def by_name(values: Mapping[Monomial, Fraction], rows: Iterable[Row], names: Iterable[str]) -> Mapping[str, Fraction]:
    """Values of linear monomials as a read-only point by name, sorted; whatever is free gets 0."""
    point = {name: Fraction(0) for name in names}
    for monomial in _unknowns(rows):
        point[monomial[0][0]] = values.get(monomial, Fraction(0))
    for monomial, value in values.items():
        if degree(monomial) == 1:
            point[monomial[0][0]] = value
    return MappingProxyType(dict(sorted(point.items())))


def system(rows: Sequence[Row]) -> dict[Monomial, Fraction] | tuple[Fraction, ...]:
    """Values that satisfy the rows, or multipliers that prove there are none.

    With ``x0 > 0`` in place of 1, ``eps`` in every strict row and ``eps <= 1``, the origin satisfies everything and
    the rows have a solution exactly where ``eps`` can be made positive.
    """
    unknowns = _unknowns(rows)
    place = {monomial: i for i, monomial in enumerate(unknowns)}
    n = len(unknowns)  # columns: the unknowns, less one common t that makes them free, x0, eps
    matrix, scales, owner = [], [], []
    for i, (terms, op) in enumerate(rows):
        scale = lcm(*(c.denominator for c in terms.values())) if terms else 1
        line = [0] * (n + 3)
        for monomial, c in terms.items():
            whole = int(c * scale)
            if monomial:
                line[place[monomial]] = -whole
                line[n] += whole
            else:
                line[n + 1] = -whole
        line[n + 2] = 1 if op == ">" else 0
        matrix.append(line)
        owner.append((i, 1))
        scales.append(scale)
        if op == "=":
            matrix.append([-a for a in line])
            owner.append((i, -1))
    matrix.append([0] * (n + 1) + [-1, 1])
    matrix.append([0] * (n + 2) + [1])
    right = [0] * (len(matrix) - 1) + [1]
    solved = program(matrix, right, [0] * (n + 2) + [1], enough=True)
    if isinstance(solved, list):
        raise Unverified("a bounded program was taken for an unbounded one")
    z, duals = solved
    if z[n + 2] > 0:
        values = {monomial: (z[i] - z[n]) / z[n + 1] for monomial, i in place.items()}
        if not all(verify.holds({(): value_at(terms, values)}, op, {}) for terms, op in rows):
            raise Unverified("a solution failed its exact check")
        return values
    multipliers = [Fraction(0)] * len(rows)
    for (i, sign), y in zip(owner, duals, strict=False):
        multipliers[i] += sign * y * scales[i]
    if not verify.farkas(rows, multipliers):
        raise Unverified("an infeasible system failed its exact check")
    return tuple(_smallest(multipliers))


def _smallest(multipliers: Sequence[Fraction]) -> list[Fraction]:
    """The same direction in coprime whole numbers."""
    scale = lcm(*(m.denominator for m in multipliers))
    whole = [int(m * scale) for m in multipliers]
    common = gcd(*whole) or 1
    return [Fraction(m // common) for m in whole]


def _climb(
    goal: Mapping[Monomial, Fraction], rows: Sequence[Row], origin: Mapping[Monomial, Fraction]
) -> dict[Monomial, Fraction] | tuple[dict[Monomial, Fraction], tuple[Fraction, ...]]:
    """From a solution of the rows to the best point of their closure with its multipliers, or to a ray."""
    unknowns = list(origin)
    n = len(unknowns)
    goal_scale = lcm(*(c.denominator for c in goal.values())) if goal else 1
    matrix, right, scales, owner = [], [], [], []
    for i, (terms, op) in enumerate(rows):
        slack = value_at(terms, origin)
        scale = lcm(slack.denominator, *(c.denominator for c in terms.values()))
        line = [-int(terms.get(monomial, Fraction(0)) * scale) for monomial in unknowns]
        line.append(-sum(line))
        for sign in (1, -1) if op == "=" else (1,):
            matrix.append([sign * a for a in line])
            right.append(int(sign * slack * scale))
            owner.append((i, sign))
            scales.append(scale)
    rise = [int(goal.get(monomial, Fraction(0)) * goal_scale) for monomial in unknowns]
    solved = program(matrix, right, [*rise, -sum(rise)])
    if isinstance(solved, list):
        return {monomial: solved[i] - solved[n] for i, monomial in enumerate(unknowns)}
    z, y = solved
    best = {monomial: origin[monomial] + z[i] - z[n] for i, monomial in enumerate(unknowns)}
    duals = [Fraction(0)] * len(rows)
    for (i, sign), scale, multiplier in zip(owner, scales, y, strict=True):
        duals[i] += sign * multiplier * scale / goal_scale
    return best, tuple(duals)
