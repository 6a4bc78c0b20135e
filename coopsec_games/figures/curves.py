"""Plane curves given by polynomials in two letters: where one crosses another, turns, or leaves a rectangle.

Between two neighbouring places of this list every curve is a graph over the first letter, and no two of them meet.

References
----------
Basu, Pollack and Roy 2006, Algorithms in Real Algebraic Geometry, chapter 5 (cylindrical decomposition).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from ..errors import TooLarge
from ..polynomials import Polynomial
from .roots import Root, real_roots, trimmed, value_of

__all__ = ["FINENESS", "MOST_CURVES", "PlaneCurve", "Window", "critical_places", "plane_curves"]

MOST_CURVES = 60

FINENESS = 2**40
"""A bracket is no wider than this part of the rectangle."""


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane of two letters."""

    x: str
    y: str
    x_range: tuple[Fraction, Fraction]
    y_range: tuple[Fraction, Fraction]

    @property
    def x_fine(self) -> Fraction:
        """How wide a bracket may be from left to right."""
        return (self.x_range[1] - self.x_range[0]) / FINENESS

    @property
    def y_fine(self) -> Fraction:
        """How wide a bracket may be upward."""
        return (self.y_range[1] - self.y_range[0]) / FINENESS


@dataclass(frozen=True)
class PlaneCurve:
    """The zeros of an irreducible polynomial, as one in the second letter with coefficients in the first."""

    polynomial: Polynomial
    columns: tuple[tuple[Fraction, ...], ...]

    @classmethod
    def of(cls, polynomial: Polynomial, window: Window) -> PlaneCurve:
        """The curve of a polynomial in the two letters of a window."""
        table: dict[int, dict[int, Fraction]] = {}
        for monomial, coefficient in polynomial.terms:
            powers = dict(monomial)
            table.setdefault(powers.get(window.y, 0), {})[powers.get(window.x, 0)] = coefficient
        columns = []
        for up in range(max(table) + 1):
            along = table.get(up, {})
            columns.append(tuple(along.get(power, Fraction(0)) for power in range(max(along, default=-1) + 1)))
        return cls(polynomial, tuple(columns))

    @property
    def is_upright(self) -> bool:
        """Whether the second letter does not occur: upright lines."""
        return len(self.columns) == 1

    @property
    def is_straight(self) -> bool:
        """Whether it is a straight line."""
        return self.polynomial.is_linear

    def roots_at(self, place: Fraction, window: Window) -> tuple[Root, ...]:
        """Where the curve crosses an upright line within the window."""
        here = trimmed([value_of(column, place) for column in self.columns])
        return real_roots(here, *window.y_range, window.y_fine) if here else ()

    def bottom_and_top(self, window: Window) -> list[list[Fraction]]:
        """The polynomials in the first letter that say where the curve meets the lower and the upper edge."""
        met = []
        for edge in window.y_range:
            total: list[Fraction] = []
            for column in reversed(self.columns):
                total = _sum([coefficient * edge for coefficient in total], column)
            met.append(trimmed(total))
        return met


def plane_curves(polynomials: Iterable[Polynomial], window: Window) -> tuple[tuple[PlaneCurve, int], ...]:
    """The distinct irreducible curves of some polynomials, each with the place of the first polynomial that has it.

    Raises
    ------
    TooLarge
        There are more than 60.
    """
    found: dict[Polynomial, int] = {}
    for place, polynomial in enumerate(polynomials):
        for factor in _factors(polynomial):
            found.setdefault(factor, place)
    if len(found) > MOST_CURVES:
        raise TooLarge(f"the map has {len(found)} curves, the limit is {MOST_CURVES}", hint="hold more parameters")
    return tuple((PlaneCurve.of(factor, window), place) for factor, place in found.items())


def _factors(polynomial: Polynomial) -> list[Polynomial]:
    if polynomial.is_constant:
        return []
    if polynomial.is_linear:
        return [_signed(polynomial)]
    from sympy import Poly, factor_list

    from ..formulas import symbol

    names = polynomial.names
    letters = [symbol(name) for name in names]
    found = []
    for factor, _ in factor_list(polynomial.to_sympy(), *letters)[1]:
        terms = {
            tuple((name, power) for name, power in zip(names, powers, strict=True) if power): Fraction(
                int(coefficient.p), int(coefficient.q)
            )
            for powers, coefficient in Poly(factor, *letters).terms()
        }
        found.append(_signed(Polynomial.from_terms(terms)))
    return found


def _signed(polynomial: Polynomial) -> Polynomial:
    plain = polynomial.primitive()
    return -plain if plain.terms[0][1] < 0 else plain


def critical_places(curves: Sequence[PlaneCurve], window: Window) -> tuple[Root, ...]:
    """Where, from left to right, the order of the curves may change within a window, its sides included.

    The brackets are disjoint; what lies within one of them is too narrow to be drawn.
    """
    equations: list[list[Fraction]] = []
    for curve in curves:
        if curve.is_upright:
            equations.append(list(curve.columns[0]))
            continue
        equations += [list(curve.columns[-1]), *curve.bottom_and_top(window)]
        if len(curve.columns) > 2:
            equations.append(_eliminant(curve, _slope(curve, window), window))
    for first, second in combinations([curve for curve in curves if not curve.is_upright], 2):
        equations.append(_eliminant(first, second, window))
    low, high = window.x_range
    brackets = [
        root
        for equation in {tuple(trimmed(equation)) for equation in equations}
        if len(equation) > 1
        for root in real_roots(equation, low, high, window.x_fine)
    ]
    found: list[Root] = [Root(low, low)]
    for root in sorted([*brackets, Root(high, high)], key=lambda root: (root.low, root.high)):
        if root.low <= found[-1].high:
            before = found[-1]
            kept = (
                root if root.is_exact else before if before.is_exact else Root(before.low, max(before.high, root.high))
            )
            found[-1] = kept
        else:
            found.append(root)
    return tuple(found)


def _slope(curve: PlaneCurve, window: Window) -> PlaneCurve:
    """The derivative of the polynomial by the second letter."""
    raised = tuple(tuple(up * part for part in column) for up, column in enumerate(curve.columns))[1:]
    terms = {
        tuple((name, power) for name, power in ((window.x, along), (window.y, up)) if power): part
        for up, column in enumerate(raised)
        for along, part in enumerate(column)
        if part
    }
    return PlaneCurve(Polynomial.from_terms(terms), raised)


def _eliminant(first: PlaneCurve, second: PlaneCurve, window: Window) -> list[Fraction]:
    """The resultant of two polynomials by the second letter: it is 0 wherever they have a common zero."""
    if len(first.columns) == len(second.columns) == 2:
        (first_rest, first_lead), (second_rest, second_lead) = first.columns, second.columns
        crossed = [-part for part in _product(first_rest, second_lead)]
        return _sum(_product(second_rest, first_lead), crossed)
    from sympy import Poly

    from ..formulas import symbol

    x, y = symbol(window.x), symbol(window.y)
    sides = [Poly(curve.polynomial.to_sympy(), y) for curve in (first, second)]
    eliminated = Poly(sides[0].resultant(sides[1]), x)
    return [Fraction(int(part.p), int(part.q)) for part in reversed(eliminated.all_coeffs())]


def _sum(first: Sequence[Fraction], second: Sequence[Fraction]) -> list[Fraction]:
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    return [part + (shorter[place] if place < len(shorter) else 0) for place, part in enumerate(longer)]


def _product(first: Sequence[Fraction], second: Sequence[Fraction]) -> list[Fraction]:
    found = [Fraction(0)] * max(len(first) + len(second) - 1, 0)
    for place, part in enumerate(first):
        for other, factor in enumerate(second):
            found[place + other] += part * factor
    return found
