"""One real root of a polynomial with rational coefficients: exactly, or between two fractions.

>>> from sympy import Poly
>>> enclosed_root(Poly(2 * symbol("x") ** 2 - 1, symbol("x")), Fraction(0), Fraction(1)).closed_form
'sqrt(2)/2'
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..formulas import symbol
from .concepts.boxes import Enclosed

if TYPE_CHECKING:
    from sympy import Expr, Poly, Symbol

__all__ = ["enclosed_root", "narrowed", "one_less", "rational_expression", "whole_polynomial"]

_NEAR = Fraction(1, 2**40)


def enclosed_root(polynomial: Poly, low: Fraction, high: Fraction) -> Fraction | Enclosed:
    """The one root of a polynomial between two numbers, both included: exactly, or enclosed with its own polynomial.

    Parameters
    ----------
    polynomial
        With rational coefficients, and one root between the ends.
    low, high
        The ends.
    """
    for factor, _ in polynomial.factor_list()[1]:
        if factor.degree() == 1:
            lead, rest = factor.all_coeffs()
            root = Fraction(-int(rest), int(lead))
            if low <= root <= high:
                return root
    for factor, _ in polynomial.factor_list()[1]:
        if factor.degree() > 1 and factor.count_roots(rational_expression(low), rational_expression(high)) == 1:
            whole = tuple(int(c) for c in factor.all_coeffs())
            below, above = narrowed(whole, low, high)
            return Enclosed(below, above, whole)
    raise ArithmeticError("the polynomial has no single root there")


def one_less(objects: Fraction | Enclosed) -> Fraction | Enclosed:
    """1 less a number."""
    if isinstance(objects, Fraction):
        return 1 - objects
    from sympy import Poly

    x = symbol("x")
    there = Poly(Poly(objects.polynomial, x).as_expr().subs(x, 1 - x), x)
    whole = tuple(int(c) for c in (there if there.LC() > 0 else -there).all_coeffs())
    return Enclosed(1 - objects.high, 1 - objects.low, whole)


def narrowed(whole: Sequence[int], low: Fraction, high: Fraction, width: Fraction = _NEAR) -> tuple[Fraction, Fraction]:
    """An interval of at most this width around the one root of a polynomial, its whole coefficients highest first."""
    start = _horner(whole, low) > 0
    while high - low > width:
        middle = (low + high) / 2
        if (_horner(whole, middle) > 0) == start:
            low = middle
        else:
            high = middle
    return low, high


def whole_polynomial(letter: Symbol, formula: Expr) -> Poly:
    """A polynomial in one letter, times what makes its coefficients whole."""
    from sympy import Poly

    return Poly(formula, letter).clear_denoms(convert=True)[1]


def rational_expression(value: Fraction) -> Expr:
    """A fraction as an expression."""
    from sympy import Rational

    return Rational(value.numerator, value.denominator)


def _horner(whole: Sequence[int], at: Fraction) -> Fraction:
    total = Fraction(0)
    for coefficient in whole:
        total = total * at + coefficient
    return total
