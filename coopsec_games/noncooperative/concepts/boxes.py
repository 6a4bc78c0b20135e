"""Boxes of exact numbers: enclosures of values, and proofs that a box holds just one solution.

An interval is a pair of fractions, a box a list of intervals.  What is computed with them encloses the truth; a
rounding goes outward.

References
----------
Krawczyk (1969), Computing 4:187-201.
Neumaier (1990), Interval Methods for Systems of Equations, Theorem 5.1.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt
from typing import Any, TypeAlias, TypeVar

from ...formulas import number_text
from ...rendering import number

__all__ = ["Enclosed", "Ends", "Interval", "exp_bounds", "krawczyk", "outward", "plus", "times", "within"]

Interval: TypeAlias = tuple[Fraction, Fraction]
Ends: TypeAlias = tuple[int, int]
Exact = TypeVar("Exact", int, Fraction)

_SHIFT = 40  # bits of the matrix that leads Krawczyk's operator


@dataclass(frozen=True)
class Enclosed:
    """A number that is known to lie between two fractions, and to be the only one of its kind there.

    Parameters
    ----------
    low, high
        The ends.
    polynomial
        Whole coefficients, the highest first, of an irreducible polynomial of which it is the only root between them;
        empty where none is given.

    Examples
    --------
    >>> Enclosed(Fraction(1), Fraction(2), (1, 0, -2)).to_json()["interval"]
    ['1', '2']
    >>> Enclosed(Fraction(1, 3), Fraction(1, 3) + Fraction(1, 2**50)).text
    '≈0.333333'
    """

    low: Fraction
    high: Fraction
    polynomial: tuple[int, ...] = ()

    @property
    def middle(self) -> Fraction:
        """The number half way."""
        return (self.low + self.high) / 2

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """Six decimals, said to be near."""
        return f"≈{number(self.middle, 6)}"

    @property
    def latex(self) -> str:
        """Six decimals, said to be near, for a formula in LaTeX."""
        return f"\\approx {number(self.middle, 6)}"

    @property
    def closed_form(self) -> str:
        """The number in radicals where its polynomial is quadratic, otherwise nothing.

        Examples
        --------
        >>> Enclosed(Fraction(1), Fraction(2), (1, -1, -1)).closed_form
        '(1 + sqrt(5))/2'
        """
        if len(self.polynomial) != 3:
            return ""
        a, b, c = self.polynomial
        under, square = b * b - 4 * a * c, 1
        for k in range(2, isqrt(under) + 1):
            if k > 10_000:
                break
            while under % (k * k) == 0:
                under, square = under // (k * k), square * k
        # the root is (-b +- square sqrt(under))/(2a): above the middle of both roots, or below it
        above = self.middle > Fraction(-b, 2 * a)
        common = gcd(b, square, 2 * a) * (1 if a > 0 else -1)
        first, below = -b // common, 2 * a // common
        root = f"sqrt({under})" if square // abs(common) == 1 else f"{square // abs(common)}*sqrt({under})"
        top = f"{first} {'+' if above else '-'} {root}" if first else f"{'' if above else '-'}{root}"
        if below == 1:
            return top
        return f"({top})/{below}" if first else f"{top}/{below}"

    def to_json(self) -> Mapping[str, Any]:
        """The interval as every JSON output writes it."""
        told: dict[str, Any] = {
            "exact": self.closed_form or None,
            "interval": [number_text(self.low), number_text(self.high)],
            "float": float(self.middle),
        }
        if self.polynomial:
            told["polynomial"] = list(self.polynomial)
        return told


def plus(a: tuple[Exact, Exact], b: tuple[Exact, Exact]) -> tuple[Exact, Exact]:
    """The sums of two intervals."""
    return a[0] + b[0], a[1] + b[1]


def times(a: tuple[Exact, Exact], b: tuple[Exact, Exact]) -> tuple[Exact, Exact]:
    """The products of two intervals."""
    if a[0] >= 0 and b[0] >= 0:
        return a[0] * b[0], a[1] * b[1]
    products = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(products), max(products)


def within(inner: tuple[Exact, Exact], outer: tuple[Exact, Exact]) -> bool:
    """Whether one interval lies in the interior of another."""
    return outer[0] < inner[0] and inner[1] < outer[1]


def outward(a: Interval, bits: int) -> Interval:
    """An interval that holds another and whose ends are multiples of a power of one half.

    Examples
    --------
    >>> outward((Fraction(1, 3), Fraction(2, 3)), 2)
    (Fraction(1, 4), Fraction(3, 4))
    """
    scale = 1 << bits
    return Fraction(a[0] * scale // 1, scale), Fraction(-(-a[1] * scale // 1), scale)


def krawczyk(
    values: Sequence[Ends], slopes: Sequence[Sequence[Ends]], box: Sequence[Ends], bits: int
) -> list[Ends] | None:
    """The image of a box under Krawczyk's operator: every zero in the box is in it.

    Where the image lies in the interior of the box, the box holds just one zero.  All numbers are whole, in units of
    ``2**-bits``.

    Parameters
    ----------
    values
        Enclosures of the functions at the middle of the box, rounded down.
    slopes
        Enclosures of their partial derivatives over the whole box.
    box
        One interval a variable.
    bits
        The unit.

    Returns
    -------
    list or None
        None where the derivatives at the middle are near to singular.

    Examples
    --------
    >>> one = 1 << 20                                                   # x * x = 2 on the box from 1 to 3/2
    >>> box = [(one, one * 3 // 2)]
    >>> [(low, high)] = krawczyk([(-7 * one // 16, -7 * one // 16)], [[(2 * one, 3 * one)]], box, 20)
    >>> one < low < one * 1.4142 < high < one * 3 // 2
    True
    """
    size = len(box)
    unit = 1 << bits
    inverse = _inverse([[(entry[0] + entry[1]) / (2 * unit) for entry in line] for line in slopes])
    if inverse is None:
        return None
    found = []
    for i in range(size):
        own = inverse[i]
        low = high = ((box[i][0] + box[i][1]) // 2) << _SHIFT
        for k in range(size):
            c = -own[k]
            ends = (c * values[k][0], c * values[k][1])
            low += min(ends)
            high += max(ends)
        for j in range(size):
            first = last = unit << _SHIFT if i == j else 0
            for k in range(size):
                c = -own[k]
                if c >= 0:
                    first += c * slopes[k][j][0]
                    last += c * slopes[k][j][1]
                else:
                    first += c * slopes[k][j][1]
                    last += c * slopes[k][j][0]
            half = (box[j][1] - box[j][0] + 3) // 2
            spread = (max(abs(first), abs(last)) * half >> bits) + 1
            low -= spread
            high += spread
        found.append((low >> _SHIFT, -(-high >> _SHIFT)))
    return found


def _inverse(matrix: list[list[float]]) -> list[list[int]] | None:
    """A matrix near the inverse of another, in units of ``2**-_SHIFT``; any at all would do for a proof."""
    size = len(matrix)
    rows = [[*line, *(float(i == j) for j in range(size))] for i, line in enumerate(matrix)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        if abs(rows[pivot][k]) < 1e-9:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        rows[k] = [a / head for a in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [[int(a * (1 << _SHIFT)) for a in line[size:]] for line in rows]


def exp_bounds(a: Interval, bits: int) -> Interval:
    """Bounds of the exponentials of an interval, to about so many bits of the result or of one.

    Examples
    --------
    >>> low, high = exp_bounds((Fraction(1), Fraction(1)), 20)
    >>> low < Fraction(2718281828, 10**9) < high, high - low < Fraction(1, 2**18)
    (True, True)
    """
    return _exp(a[0], bits)[0], _exp(a[1], bits)[1]


def _exp(x: Fraction, bits: int) -> Interval:
    if x > 0:
        low, high = _exp(-x, bits + 4 + 3 * int(x + 1))
        return outward((1 / high, 1 / low), bits)
    halvings = int(-x).bit_length()
    scale = bits + 2 * halvings + 16
    one = 1 << scale
    y = x.numerator * one // (x.denominator << halvings)  # -1 <= y / one <= 0, too small by less than one unit
    total, term, k = one, one, 0
    while term not in (0, -1):
        k += 1
        term = term * y // (k * one)  # each term is known to two units, what is left out is below the last
        total += term
    slack = 2 * k + 6
    low, high = Fraction(max(total - slack, 0), one), Fraction(min(total + slack, one), one)
    for _ in range(halvings):
        low, high = outward((low * low, high * high), scale)
    return outward((low, high), bits)
