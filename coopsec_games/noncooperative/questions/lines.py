"""A condition along one parameter: where it begins and ends to hold, the others being numbers.

Between two neighbouring roots of its polynomials a condition in one parameter does not change.  A root that is no
fraction is enclosed between two, with the polynomial that it solves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from ...conditions import Condition, Formula, atoms_of
from ...conditions.logic import conjunction, replaced, true_at
from ...polynomials import Polynomial
from ..concepts.boxes import Enclosed

__all__ = ["Value", "along", "line_points", "middle_of", "nearest_change"]

Value: TypeAlias = "Fraction | Enclosed"

WIDTH = Fraction(1, 10**12)


def along(condition: Condition, symbol: str, point: Mapping[str, Fraction]) -> Formula:
    """A condition and its assumptions in one parameter, the others being as at a point."""
    others: dict[str, Polynomial | Fraction | int] = {name: at for name, at in point.items() if name != symbol}
    own = condition.assumptions.about({*condition.names, symbol})
    return replaced(conjunction(own.formula, condition.formula), others)


def nearest_change(formula: Formula, symbol: str, start: Fraction) -> tuple[Value, bool] | None:
    """The value of a parameter nearest to a start at which, or right beyond which, a formula holds.

    Parameters
    ----------
    formula
        In this parameter alone.
    symbol
        The parameter.
    start
        A value at which the formula does not hold.

    Returns
    -------
    tuple or None
        The value, and whether the formula holds there (otherwise only beyond it); ``None`` where it holds nowhere.

    Examples
    --------
    >>> far = Condition.read("x > 3 or x <= -1", ["x"]).formula
    >>> nearest_change(far, "x", Fraction(0)), nearest_change(far, "x", Fraction(2))
    ((Fraction(-1, 1), True), (Fraction(3, 1), False))
    >>> value, reached = nearest_change(Condition.read("x**2 >= 2", ["x"]).formula, "x", Fraction(1))
    >>> value.closed_form, reached
    ('sqrt(2)', True)
    """
    if isinstance(formula, bool):
        return (start, True) if formula else None
    roots = _roots([part.polynomial for part in atoms_of(formula)], symbol, start)
    found: list[tuple[Fraction, Value, bool]] = []
    for step in (1, -1):
        ahead = [root for root in roots[::step] if (middle_of(root) - start) * step > 0]
        edges: list[Value] = [start, *ahead]
        for place, edge in enumerate(edges):
            here = middle_of(edge)
            if place and _holds_at(formula, symbol, edge):
                found.append((abs(here - start), edge, True))
                break
            far = _end(edge, step)
            beyond = (far + _end(edges[place + 1], -step)) / 2 if place + 1 < len(edges) else far + step
            if true_at(formula, {symbol: beyond}):
                found.append((abs(here - start), edge, False))
                break
    if not found:
        return None
    _, value, reached = min(found, key=lambda entry: (entry[0], not entry[2], middle_of(entry[1])))
    return value, reached


def middle_of(value: Value) -> Fraction:
    """The value, or the middle of the interval that encloses it."""
    return value.middle if isinstance(value, Enclosed) else value


def line_points(polynomials: Sequence[Polynomial], symbol: str) -> list[Fraction]:
    """Values of a parameter, in order, on both sides of the roots of polynomials, and roots that were found exactly.

    Parameters
    ----------
    polynomials
        In this parameter alone; numbers are left out.

    Examples
    --------
    >>> x = Polynomial.variable("x")
    >>> [str(value) for value in line_points([x * x - 4, x * x * x - 3], "x")]
    ['-3', '-2', '-1', '3/2', '2', '3']
    """
    from sympy import Poly, Rational

    from ...formulas import symbol as letter

    around: set[tuple[Fraction, Fraction]] = set()
    for polynomial in polynomials:
        if not polynomial.is_constant:
            whole = Poly(polynomial.primitive().to_sympy(), letter(symbol)).sqf_part()
            for low, high in whole.intervals(eps=Rational(1, 1000), sqf=True):
                around.add((Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))))
    if not around:
        return [Fraction(0)]
    edges = sorted({end for ends in around for end in ends})
    between = {_simplest(low, high) for low, high in pairwise(edges) if (low, high) not in around}
    roots = {low for low, high in around if low == high}
    return sorted({Fraction(edges[0] // 1 - 1), *between, *roots, Fraction(edges[-1] // 1 + 1)})


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of the least denominator between two others, by continued fractions."""
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        return whole + Fraction(1, 1 / (high - whole) // 1 + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def _holds_at(formula: Formula, symbol: str, edge: Value) -> bool:
    """Whether a formula holds at a root; where that is no fraction, polynomials that vanish there count as zero."""
    if not isinstance(edge, Enclosed):
        return true_at(formula, {symbol: edge})
    from sympy import Poly

    from ...conditions import Atom, Or
    from ...formulas import symbol as letter

    root = Poly(list(edge.polynomial), letter(symbol))

    def holds(part: Formula) -> bool:
        if isinstance(part, bool):
            return part
        if isinstance(part, Atom):
            whole = Poly(part.polynomial.to_sympy(), letter(symbol))
            if whole.rem(root).is_zero:
                return part.op in (">=", "=")
            return true_at(part, {symbol: edge.middle})
        return (any if isinstance(part, Or) else all)(holds(inner) for inner in part.parts)

    return holds(formula)


def _end(value: Value, step: int) -> Fraction:
    """The end of what encloses a value, the upper one for a step up."""
    return (value.high if step > 0 else value.low) if isinstance(value, Enclosed) else value


def _roots(polynomials: Sequence[Polynomial], symbol: str, start: Fraction) -> list[Value]:
    """The real roots of polynomials in one name, in order; intervals about them hold neither another nor the start."""
    exact: dict[Fraction, None] = {}
    curved: dict[tuple[int, ...], None] = {}
    for polynomial in polynomials:
        if polynomial.is_linear:
            exact[-polynomial.constant / polynomial.coefficient(symbol).constant] = None
            continue
        for factor in _factors(polynomial, symbol):
            if len(factor) == 2:
                exact[Fraction(-factor[1], factor[0])] = None
            else:
                curved[factor] = None
    width = WIDTH
    while True:
        roots: list[Value] = [*exact]
        for factor in curved:
            roots += _enclosed(factor, width)
        roots.sort(key=middle_of)
        marks: list[Value] = sorted([*roots, *(() if start in exact else (start,))], key=middle_of)
        if all(_end(low, 1) < _end(high, -1) for low, high in pairwise(marks)):
            return roots
        width = width**2


def _factors(polynomial: Polynomial, symbol: str) -> Iterator[tuple[int, ...]]:
    from sympy import Poly

    from ...formulas import symbol as letter

    whole = Poly(polynomial.primitive().to_sympy(), letter(symbol))
    for factor, _ in whole.factor_list()[1]:
        yield tuple(int(coefficient) for coefficient in factor.all_coeffs())


def _enclosed(factor: tuple[int, ...], width: Fraction) -> list[Enclosed]:
    """The real roots of an irreducible polynomial, each between two fractions close together."""
    from sympy import Poly, Rational

    from ...formulas import symbol as letter

    intervals = Poly(list(factor), letter("x")).intervals(eps=Rational(width.numerator, width.denominator))
    return [
        Enclosed(Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q)), factor)
        for (low, high), _ in intervals
    ]
