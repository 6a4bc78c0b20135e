"""Axes on a sheet: a frame, round ticks, and the way from numbers to millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from ..rendering import number
from .lettering import SMALL, extent
from .ranges import rounded_up
from .sheet import Sheet, Spot

if TYPE_CHECKING:
    from .outlines import Point

__all__ = ["AREAS", "DASHES", "Frame", "round_ticks", "tick_text"]

AREAS = (
    ("#cfe8f7", ""),
    ("#f3d08a", "////"),
    ("#e9e9e9", "...."),
    ("#9fd8c4", "\\\\\\\\"),
    ("#e6b7a0", "xxxx"),
    ("#d9b3cb", "----"),
    ("#f6f1b0", "||||"),
    ("#a9c3dd", "++++"),
)
"""Fill and hatching, by the place of the outcome: tints of Okabe and Ito's colours, told apart in grey by hatching."""

DASHES = ("-", (0, (5, 2)), (0, (5, 1.5, 1, 1.5)), (0, (1, 1.2)), (0, (8, 2, 2, 2)), (0, (3, 1, 1, 1, 1, 1)))


@dataclass(frozen=True)
class Frame:
    """A rectangle of the sheet, and what it shows of two numbers."""

    left: float
    top: float
    right: float
    bottom: float
    x_range: tuple[Fraction, Fraction]
    y_range: tuple[Fraction, Fraction]

    def spot(self, point: Point) -> Spot:
        """Where a point stands on the sheet."""
        x = float((point[0] - self.x_range[0]) / (self.x_range[1] - self.x_range[0]))
        y = float((point[1] - self.y_range[0]) / (self.y_range[1] - self.y_range[0]))
        return self.left + x * (self.right - self.left), self.bottom - y * (self.bottom - self.top)

    def holds(self, point: Point) -> bool:
        """Whether a point is shown."""
        return self.x_range[0] <= point[0] <= self.x_range[1] and self.y_range[0] <= point[1] <= self.y_range[1]

    def ticks_along(self, sheet: Sheet, avoid: Sequence[Fraction] = ()) -> None:
        """Ticks and numbers under the frame; no number where it would meet what stands at the places to avoid."""
        places = [self.spot((value, self.y_range[0]))[0] for value in avoid]
        for value in round_ticks(*self.x_range):
            x = self.spot((value, self.y_range[0]))[0]
            sheet.line([(x, self.bottom), (x, self.bottom + 1)], width=0.5, level=5)
            text = tick_text(value)
            if all(abs(x - place) > extent(text, SMALL)[0] / 2 + 0.5 for place in places):
                sheet.text((x, self.bottom + 2.8), text, size=SMALL, across="center")

    def ticks_upward(self, sheet: Sheet) -> None:
        """Ticks and numbers on the left of the frame."""
        for value in round_ticks(*self.y_range):
            y = self.spot((self.x_range[0], value))[1]
            sheet.line([(self.left - 1, y), (self.left, y)], width=0.5, level=5)
            sheet.text((self.left - 2.2, y), tick_text(value), size=SMALL, across="right")

    def border(self, sheet: Sheet) -> None:
        """The frame itself."""
        sheet.box(self.left, self.top, self.right, self.bottom, edge="black", width=0.6, level=5)


def round_ticks(low: Fraction, high: Fraction, most: int = 6) -> tuple[Fraction, ...]:
    """Round numbers within a range, at most six.

    Examples
    --------
    >>> [str(tick) for tick in round_ticks(Fraction(1, 10), Fraction(13, 10))]
    ['1/5', '2/5', '3/5', '4/5', '1', '6/5']
    """
    steps = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
    size = rounded_up((high - low) / (most * 10))
    power = Fraction(1)
    while power > size:
        power /= 10
    while power * 10 <= size:
        power *= 10
    for scale in (power, power * 10, power * 100):
        for step in steps:
            first, last = ceil(low / (step * scale)), floor(high / (step * scale))
            if last - first < most:
                return tuple(place * step * scale for place in range(first, last + 1))
    return (low, high)


def tick_text(value: Fraction) -> str:
    """A round number in decimals, without zeros at the end.

    Examples
    --------
    >>> tick_text(Fraction(5, 4)), tick_text(Fraction(-2)), tick_text(Fraction(1, 10))
    ('1.25', '−2', '0.1')
    """
    digits = next((digits for digits in range(13) if (value * 10**digits).denominator == 1), 4)
    return number(value, digits).replace("-", "−")


def tick_width(values: Sequence[Fraction]) -> float:
    """The width of the widest number of an axis, in millimetres."""
    return max((extent(tick_text(value), SMALL)[0] for value in values), default=0.0)
