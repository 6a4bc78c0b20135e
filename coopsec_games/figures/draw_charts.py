"""Painters of bars, of values through time, and of strips of a parameter."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..rendering import number
from .axes import AREAS, DASHES, Frame, round_ticks, tick_width
from .draw_maps import centred, legend
from .labels import LONGEST_EXACT, Label, said
from .lettering import SIZE, SMALL, extent, line_height, widest
from .ranges import rounded_up
from .sheet import MUTED, WIDTHS, Sheet

if TYPE_CHECKING:
    from .pictures import Bar, BarPicture, LinePicture, Strip, StripPicture

__all__ = ["paint_bars", "paint_lines", "paint_strips"]

Groups: TypeAlias = "tuple[tuple[str, tuple[Bar, ...]], ...]"

BAR = 2.7
MOST_NUMBERS = 6
MOST_DIGITS = 6
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
COLOURS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#6b6b6b")
"""Okabe and Ito's, the yellow darkened; lines differ by their dashes too."""


def decimals(value: Fraction) -> str:
    """A value to four digits that count, of small ones to three, and exactly beside it where that is short.

    Examples
    --------
    >>> decimals(Fraction(76, 385)), decimals(Fraction(1, 32768)), decimals(Fraction(1, 3**40))
    ('0.1974 (76/385)', '3.05 × 10⁻⁵ (1/32768)', '8.23 × 10⁻²⁰')
    """
    if value.denominator == 1:
        return number(value)
    exact = number(value)
    beside = f" ({exact})" if len(exact) <= LONGEST_EXACT else ""
    digits = 4
    while abs(value) * 10**digits < 100:
        digits += 1
    if digits <= MOST_DIGITS:
        return number(value, digits) + beside
    power = digits - 2
    told = number(value * 10**power, 2)
    if told.lstrip("-") == "10.00":
        told, power = number(value * 10 ** (power - 1), 2), power - 1
    return f"{told} × 10{str(-power).translate(RAISED)}{beside}"


def paint_bars(picture: BarPicture, sheet: Sheet) -> float:
    """Bars under the names of those whose they are, on a wide sheet in two columns; how far down they reach."""
    values = [value for _, bars in picture.groups for bar in bars for value in bar.values if value is not None]
    most = max([*values, Fraction(0)]) or Fraction(1)
    told = widest([decimals(value) for value in values], SMALL) + 2.0
    columns = [picture.groups]
    if sheet.width > WIDTHS["single"] and len(picture.groups) > 1:
        place = min(
            range(1, len(picture.groups)),
            key=lambda cut: max(_rows(picture.groups[:cut]), _rows(picture.groups[cut:])),
        )
        columns = [picture.groups[:place], picture.groups[place:]]
    wide = sheet.width / len(columns)
    return max(
        _bars(groups, picture.series, most, told, sheet, place * wide, wide) for place, groups in enumerate(columns)
    )


def _rows(groups: Groups) -> float:
    """About how high groups are, in bars."""
    return sum(2 + sum(len(bar.values) + 1 + len(bar.holders) / 60 for bar in bars) for _, bars in groups)


def _bars(
    groups: Groups, series: tuple[str, ...], most: Fraction, told: float, sheet: Sheet, side: float, wide: float
) -> float:
    left = side + 1.0
    names = widest(series, SMALL) + 3.0 if len(series) > 1 else 1.0
    start, room = left + names, wide - 2.0 - names - told
    down = 0.8
    for title, bars in groups:
        if title:
            sheet.text((left, down + line_height(SIZE) / 2), title, bold=True)
            down += line_height(SIZE) + 0.6
        for bar in bars:
            down += sheet.paragraph((left, down), bar.holders, wide - 3.0, size=SMALL) + 0.2
            floor = down
            for place, value in enumerate(bar.values):
                if value is None:
                    continue
                fill, hatch = AREAS[place % len(AREAS)]
                middle = down + BAR / 2
                if len(series) > 1:
                    sheet.text((start - 1.2, middle), series[place], size=SMALL, across="right")
                end = start + room * float(value / most)
                sheet.box(start, down + 0.3, max(end, start + 0.15), down + BAR - 0.3, fill=fill, hatch=hatch)
                sheet.box(start, down + 0.3, max(end, start + 0.15), down + BAR - 0.3, edge="black", width=0.4, level=2)
                sheet.text((max(end, start) + 1.0, middle), decimals(value), size=SMALL)
                down += BAR
            sheet.line([(start, floor), (start, down)], width=0.6)
            down += 1.2
        down += 0.8
    return down


def paint_lines(picture: LinePicture, sheet: Sheet) -> float:
    """Values through time; how far down it reaches."""
    spans = [span for line in picture.lines for span in line.spans]
    high = rounded_up(Fraction(21, 20) * max(span.value for span in spans))
    y_range = (Fraction(0), high)
    x_range = (min(span.since for span in spans), max(span.until for span in spans))
    side = 1.0
    head = sheet.paragraph((side, 1.0), picture.title, sheet.width - side - 1) + 2.4
    left = side + tick_width(round_ticks(*y_range)) + 3.0
    right = sheet.width - 3.5
    frame = Frame(left, head, right, head + min(0.6 * (right - left), 66.0), x_range, y_range)
    frame.ticks_along(sheet)
    frame.ticks_upward(sheet)
    entries: list[tuple[str, Any, Label]] = []
    for place, line in enumerate(picture.lines):
        colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
        pieces: list[list[tuple[float, float]]] = []
        before = None
        for span in line.spans:
            ends = [frame.spot((when, span.value)) for when in (span.since, span.until)]
            if before is not None and before.until == span.since:
                pieces[-1] += ends
            else:
                pieces.append(ends)
            before = span
        for piece in pieces:
            sheet.line(piece, width=1.2, style=dash, colour=colour, level=4 - place / 100)
        for span in line.spans if len(spans) <= MOST_NUMBERS else ():
            (start, y), (stop, _) = (frame.spot((when, span.value)) for when in (span.since, span.until))
            if extent(decimals(span.value), SMALL)[0] < stop - start - 1:
                sheet.text(((start + stop) / 2, y - 1.9), decimals(span.value), size=SMALL, across="center", box=True)
        entries.append(("tinted", (colour, dash), said(line.title)))
    frame.border(sheet)
    down = frame.bottom + 4.6
    down += centred(sheet, said("year"), frame, down) + 1.2
    down += legend(sheet, entries, down, side) + 0.6
    for note in picture.notes:
        down += sheet.paragraph((side, down), note, sheet.width - side - 1, size=SMALL, colour=MUTED)
    return down


def paint_strips(picture: StripPicture, sheet: Sheet) -> float:
    """Strips of parameters, parted by outcome, with the thresholds under them; how far down they reach."""
    side, right = 1.0, sheet.width - 3.0
    down = 0.8
    for strip in picture.strips:
        down += sheet.paragraph((side, down), strip.name, sheet.width - side - 1) + 1.0
        down += _strip(strip, picture.outcomes, sheet, side + 3.0, right, down) + 2.6
    shown = {outcome for strip in picture.strips for _, _, outcome in strip.parts}
    swatches = [
        ("area", AREAS[place % len(AREAS)], said(outcome))
        for place, outcome in enumerate(picture.outcomes)
        if outcome in shown
    ]
    marks = (
        [("mark", "x", said("baseline (illustrative)"))]
        if any(strip.baseline is not None for strip in picture.strips)
        else []
    )
    down += legend(sheet, [*swatches, *marks], down, side) + 0.8
    for note in picture.notes:
        down += sheet.paragraph((side, down), note, sheet.width - side - 1, size=SMALL, colour=MUTED)
    return down


def _strip(strip: Strip, outcomes: tuple[str, ...], sheet: Sheet, left: float, right: float, down: float) -> float:
    frame = Frame(left, down, right, down + 6.0, (strip.low, strip.high), (Fraction(0), Fraction(1)))
    for low, high, outcome in strip.parts:
        fill, hatch = AREAS[outcomes.index(outcome) % len(AREAS)]
        from_x, to_x = (frame.spot((value, Fraction(0)))[0] for value in (low, high))
        sheet.box(from_x, frame.top, to_x, frame.bottom, fill=fill, hatch=hatch)
        sheet.box(from_x, frame.top, to_x, frame.bottom, edge="black", width=0.6, level=3)
    frame.ticks_along(sheet, avoid=[value for value, _ in strip.cuts])
    if strip.baseline is not None and strip.low <= strip.baseline <= strip.high:
        x, y = frame.spot((strip.baseline, Fraction(1, 2)))
        for colour, width in (("white", 2.6), ("black", 1.2)):
            for sign in (1, -1):
                sheet.line([(x - 1.2, y - 1.2 * sign), (x + 1.2, y + 1.2 * sign)], width=width, colour=colour, level=5)
    reach = frame.bottom + 4.6
    for value, told in strip.cuts:
        x = frame.spot((value, Fraction(0)))[0]
        wide, tall = extent(told, SMALL)
        start = min(max(left - 1, x - wide / 2), sheet.width - 1 - wide)
        tall = max(line_height(SMALL), 1.15 * tall)
        sheet.line([(x, frame.bottom), (x, reach - 0.4)], width=0.5, style=(0, (1, 1.2)), level=2)
        sheet.text((start, reach + tall / 2), told, size=SMALL, box=True)
        reach += tall
    return reach - down
