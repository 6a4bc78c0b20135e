"""The real roots of a polynomial in one variable within an interval, each in a bracket that is proven to hold it.

A root is told exactly where it is rational with small numbers, and else by two rational bounds between which the
polynomial changes its sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

__all__ = ["Coefficients", "Root", "real_roots", "trimmed", "value_of"]

Coefficients = Sequence[Fraction]
"""From the constant term upward."""

SMALL = 10**4
"""Denominators up to which a root is tried as a fraction."""


@dataclass(frozen=True)
class Root:
    """A real root between two rational bounds, which are equal where it is known exactly."""

    low: Fraction
    high: Fraction

    @property
    def is_exact(self) -> bool:
        """Whether the root is the rational number itself."""
        return self.low == self.high

    @property
    def value(self) -> Fraction:
        """The root, or the middle of its bracket."""
        return (self.low + self.high) / 2


def value_of(coefficients: Coefficients, point: Fraction) -> Fraction:
    """The value of a polynomial at a point.

    Examples
    --------
    >>> value_of([Fraction(-2), Fraction(0), Fraction(1)], Fraction(3, 2))
    Fraction(1, 4)
    """
    total = Fraction(0)
    for coefficient in reversed(coefficients):
        total = total * point + coefficient
    return total


def trimmed(coefficients: Coefficients) -> list[Fraction]:
    """The coefficients without the zeros at the upper end; none for the polynomial that is 0."""
    found = list(coefficients)
    while found and not found[-1]:
        found.pop()
    return found


def real_roots(coefficients: Coefficients, low: Fraction, high: Fraction, within: Fraction) -> tuple[Root, ...]:
    """The distinct real roots strictly between two bounds, in order, in disjoint brackets.

    Parameters
    ----------
    coefficients
        Of the polynomial, the constant term first; not all zero.
    low, high
        The bounds; a root that is one of them is left out.
    within
        How wide a bracket may be.

    Examples
    --------
    >>> cubic = [Fraction(number) for number in (0, -1, 0, 4)]
    >>> [str(root.value) for root in real_roots(cubic, Fraction(-1), Fraction(1), Fraction(1))]
    ['-1/2', '0', '1/2']
    >>> [two] = real_roots([Fraction(-2), Fraction(0), Fraction(1)], Fraction(0), Fraction(2), Fraction(1, 10**6))
    >>> two.low**2 < 2 < two.high**2
    True

    References
    ----------
    Basu, Pollack and Roy 2006, Algorithms in Real Algebraic Geometry, section 2.2.2 (Sturm sequences).
    """
    chain = _sturm(trimmed(coefficients))
    if len(chain) < 2:
        return ()
    plain = chain[0]
    if len(plain) == 2:
        root = -plain[0] / plain[1]
        return (Root(root, root),) if low < root < high else ()
    found: list[Root] = []
    waiting = [(low, high)]
    while waiting:
        left, right = waiting.pop()
        inside = _changes(chain, left) - _changes(chain, right) - (not value_of(plain, right))
        if inside == 1:
            found.append(_narrowed(plain, left, right, within))
        elif inside > 1:
            middle = (left + right) / 2
            if not value_of(plain, middle):
                found.append(Root(middle, middle))
            waiting += [(left, middle), (middle, right)]
    return tuple(sorted(found, key=lambda root: root.value))


def _narrowed(plain: list[Fraction], low: Fraction, high: Fraction, within: Fraction) -> Root:
    """The only root strictly between two points, of a polynomial without multiple roots."""
    inner_low, inner_high = low, high
    above = _sign_after(plain, low)
    enough = min(within, Fraction(1, 4 * SMALL**2))
    while inner_high - inner_low > enough or inner_low == low or inner_high == high:
        middle = (inner_low + inner_high) / 2
        at = value_of(plain, middle)
        if not at:
            return Root(middle, middle)
        if (at > 0) == (above > 0):
            inner_low = middle
        else:
            inner_high = middle
    near = ((inner_low + inner_high) / 2).limit_denominator(SMALL)
    if inner_low < near < inner_high and not value_of(plain, near):
        return Root(near, near)
    return Root(inner_low, inner_high)


def _sign_after(plain: list[Fraction], point: Fraction) -> Fraction:
    """The value at a point, or, where that is a root, the slope there."""
    return value_of(plain, point) or value_of(_derivative(plain), point)


def _derivative(coefficients: list[Fraction]) -> list[Fraction]:
    return [place * coefficient for place, coefficient in enumerate(coefficients)][1:]


def _sturm(coefficients: list[Fraction]) -> list[list[Fraction]]:
    """The Sturm sequence of the polynomial without its multiple roots."""
    if len(coefficients) < 2:
        return []
    chain = _remainders(coefficients)
    if len(chain[-1]) > 1:
        chain = _remainders(_divided(coefficients, chain[-1])[0])
    return chain


def _remainders(coefficients: list[Fraction]) -> list[list[Fraction]]:
    chain = [coefficients, _derivative(coefficients)]
    while len(chain[-1]) > 1:
        rest = _divided(chain[-2], chain[-1])[1]
        if not rest:
            break
        size = abs(rest[-1])
        chain.append([-coefficient / size for coefficient in rest])
    return chain


def _divided(above: list[Fraction], below: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    rest = list(above)
    quotient = [Fraction(0)] * max(len(above) - len(below) + 1, 0)
    while len(rest) >= len(below):
        shift, factor = len(rest) - len(below), rest[-1] / below[-1]
        quotient[shift] = factor
        for place, coefficient in enumerate(below):
            rest[place + shift] -= factor * coefficient
        rest = trimmed(rest[:-1])
    return quotient, rest


def _changes(chain: list[list[Fraction]], point: Fraction) -> int:
    signs = [value > 0 for value in (value_of(part, point) for part in chain) if value]
    return sum(first != second for first, second in pairwise(signs))
