"""Exact parts of a full turn: sums of angles between rational directions.

Such a sum is a rational part of a turn, or a transcendental number; which of the two is decided by multiplying complex
numbers, and either is kept exactly, with half the angle where that is rational too.

>>> right, steep = (0, 1), (3, 4)
>>> print(turn_of({Fraction(1): added((1, 0, 0), right)}), turn_of({Fraction(1): added((1, 0, 0), steep)}))
1/4 atan(1/2)/pi
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd, isqrt, lcm
from typing import TYPE_CHECKING, TypeAlias

from ..errors import InvalidGame, TooLarge
from ..formulas import number_text

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Angle", "Turn", "added", "turn_of"]

_MOST_BITS = 400_000
_PRINTED_BITS = 200  # of the denominator of a tangent

Angle: TypeAlias = tuple[int, int, int]  # a direction no more than an eighth of a turn off the east; quarter turns


@dataclass(frozen=True)
class Turn:
    """An exact part of a full turn: ``part + atan(tangent) / (pi * over)``.

    Parameters
    ----------
    part
        The rational part.
    tangent
        A rational number strictly between -1 and 1.  Where it is not 0, the value is irrational, and transcendental:
        the only rational tangents of rational angles are 0, 1 and -1.
    over
        A whole number.

    References
    ----------
    I. Niven 1956, Irrational Numbers, cor. 3.12.  A. Baker 1975, Transcendental Number Theory, ch. 2.
    """

    part: Fraction
    tangent: Fraction = Fraction(0)
    over: int = 1

    def __post_init__(self) -> None:
        if not -1 < self.tangent < 1 or self.over < 1:
            raise InvalidGame("the tangent of a turn is between -1 and 1, and its divisor is a positive whole number")

    @property
    def is_rational(self) -> bool:
        """Whether the value is a rational number, which is then :attr:`part`."""
        return not self.tangent

    def interval(self, digits: int = 20) -> tuple[Fraction, Fraction]:
        """Two rational numbers between which the value is, no more than ``10 ** -digits`` apart.

        Examples
        --------
        >>> low, high = Turn(Fraction(1, 4), Fraction(1, 7)).interval(6)
        >>> low < Fraction("0.2951672353009") < high, high - low <= Fraction(1, 10**6)
        (True, True)
        """
        if self.is_rational:
            return self.part, self.part
        fine = Fraction(1, 10 ** (digits + 2))
        low, high = _atan(abs(self.tangent), fine)
        fifth, far = (_atan(Fraction(1, whole), fine / 100) for whole in (5, 239))
        least_pi, most_pi = 16 * fifth[0] - 4 * far[1], 16 * fifth[1] - 4 * far[0]  # Machin 1706
        small, large = low / most_pi / self.over, high / least_pi / self.over
        return (self.part + small, self.part + large) if self.tangent > 0 else (self.part - large, self.part - small)

    def decimal(self, digits: int = 20) -> str:
        """The first decimals, cut off and followed by an ellipsis where there are more.

        Examples
        --------
        >>> Turn(Fraction(1, 4), Fraction(1, 7)).decimal(6), Turn(Fraction(1, 4)).decimal()
        ('0.295167…', '0.25')
        """
        unit, more = 10**digits, 2
        low, high = (floor(bound * unit) for bound in self.interval(digits + more))
        while low != high:  # an irrational number is between multiples of the unit, so that this ends
            more *= 2
            low, high = (floor(bound * unit) for bound in self.interval(digits + more))
        if low < 0:
            return f"-{Turn(-self.part, -self.tangent, self.over).decimal(digits)}"
        text = f"{low // unit}.{low % unit:0{digits}d}"
        return text.rstrip("0").rstrip(".") if self.is_rational and self.part * unit == low else f"{text}…"

    def to_sympy(self) -> Expr:
        """The value as a sympy expression."""
        from sympy import Rational, atan, pi

        part, tangent = (Rational(value.numerator, value.denominator) for value in (self.part, self.tangent))
        return part + atan(tangent) / (pi * self.over)

    def __str__(self) -> str:
        if self.is_rational:
            return number_text(self.part)
        if self.tangent.denominator.bit_length() > _PRINTED_BITS:
            return self.decimal()
        arc = f"atan({number_text(abs(self.tangent))})/{'pi' if self.over == 1 else f'({self.over}*pi)'}"
        if not self.part:
            return arc if self.tangent > 0 else f"-{arc}"
        return f"{number_text(self.part)} {'+' if self.tangent > 0 else '-'} {arc}"


def added(angle: Angle, more: tuple[int, int], turned: int = 0) -> Angle:
    """An angle and another, which is between minus an eighth of a turn and half a turn and some quarters.

    Complex numbers multiply as their angles add.
    """
    x, y, quarters = angle[0] * more[0] - angle[1] * more[1], angle[0] * more[1] + angle[1] * more[0], angle[2] + turned
    common = gcd(x, y)
    x, y = x // common, y // common
    if x > 0 >= x + y:
        return -y, x, quarters - 1
    while not -x < y <= x:
        x, y, quarters = y, -x, quarters + 1
    return x, y, quarters


def _times(angle: Angle, times: int) -> Angle:
    total: Angle = (1, 0, 0)
    while times:
        if times % 2:
            total = added(total, angle[:2], angle[2])
        angle, times = added(angle, angle[:2], angle[2]), times // 2
    return total


def turn_of(arcs: Mapping[Fraction, Angle]) -> Turn:
    """The sum of angles, each with a rational weight, as a part of a full turn."""
    over = lcm(*(chance.denominator for chance in arcs))
    total: Angle = (1, 0, 0)
    for chance, angle in arcs.items():
        times = int(chance * over)
        if times * (angle[0].bit_length() + 1) > _MOST_BITS:
            raise TooLarge(
                "the angles add up to numbers of too many digits",
                hint="fewer members with one and the same ideal point",
            )
        more = _times(angle, times)
        total = added(total, more[:2], more[2])
    x, y, quarters = total
    if x == y:
        return Turn(Fraction(2 * quarters + 1, 8 * over))
    part, over = Fraction(quarters, 4 * over), 2 * over
    while y and over % 2 == 0 and isqrt(x * x + y * y) ** 2 == x * x + y * y:  # a square: half the angle will do
        if y % 2:
            x, y, part = (-y, x, part - Fraction(1, 2 * over)) if y < 0 else (y, -x, part + Fraction(1, 2 * over))
        norm = isqrt(x * x + y * y)
        x, y = isqrt((norm + x) // 2), isqrt((norm - x) // 2) * (1 if y > 0 else -1)
        over //= 2
        if abs(y) > x:
            x, y, part = (y, -x, part + Fraction(1, 2 * over)) if y > 0 else (-y, x, part - Fraction(1, 2 * over))
    return Turn(part, Fraction(y, x), over) if y else Turn(part)


def _atan(tangent: Fraction, fine: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of the arc of a tangent between 0 and 1, no further apart than asked: Euler's series, with its tail."""
    ratio = tangent * tangent / (1 + tangent * tangent)
    term = total = tangent / (1 + tangent * tangent)
    place = 1
    while term * ratio * 2 > fine:  # the terms fall at least by the ratio, which is no more than a half
        term *= ratio * Fraction(2 * place, 2 * place + 1)
        total += term
        place += 1
    return total, total + 2 * term * ratio
