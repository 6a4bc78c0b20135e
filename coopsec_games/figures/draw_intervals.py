"""Painters of intervals on a line: by name, year by year, and with the members who stand there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .axes import AREAS, DASHES, Frame, round_ticks, tick_width
from .draw_maps import centred, legend
from .labels import Label, said
from .lettering import SMALL, extent, widest
from .sheet import MUTED, Sheet, Spot

if TYPE_CHECKING:
    from .pictures import BandPicture, Interval, IntervalPicture, SpectrumPicture

__all__ = ["paint_bands", "paint_intervals", "paint_spectrum"]

ENDS: tuple[tuple[str, Any], ...] = (("#b34700", "-"), ("#00507d", (0, (1.6, 0.8))))
"""Colour and dashes of the bounds of the lower and of the upper end."""

BOUNDS = ("#f6cfa8", "//////"), ("#bcd3e6", "\\\\\\\\\\\\")
"""Fill and hatching of the same, where years follow each other."""

ROW, MEMBER = 5.0, 2.9
UNIT = Fraction(0), Fraction(1)


def paint_intervals(picture: IntervalPicture, sheet: Sheet) -> float:
    """Intervals under each other, each end with its uncertainty, with the pivots; how far down they reach."""
    side = 1.0
    pivots = [" | ".join(row.pivots) if any(row.pivots) else "" for row in picture.rows]
    left = side + widest([row.name for row in picture.rows], SMALL) + 2.0
    beside = widest(pivots, SMALL)
    right = sheet.width - 3.0 - (beside + 1.0 if beside and beside < sheet.width / 3 else 0)
    frame = Frame(left, 1.5, right, 3.5 + ROW * len(picture.rows), _shown(_ends(picture.rows)), UNIT)
    for place, row in enumerate(picture.rows):
        y = frame.top + 3.5 + ROW * place
        sheet.text((left - 1.2, y), row.name, size=SMALL, across="right")
        _interval(row, frame, y, sheet)
        if right < sheet.width - 3.0:
            sheet.text((right + 1.2, y), pivots[place], size=SMALL)
    frame.ticks_along(sheet)
    frame.border(sheet)
    down = frame.bottom + 4.6
    down += centred(sheet, said(picture.axis), frame, down) + 1.2
    down += legend(sheet, _entries(picture.rows), down, side) + 0.8
    told = [*picture.notes]
    if beside and right < sheet.width - 3.0:
        told.append(said("At the right: the pivots at the lower and at the upper end."))
    return down + _notes(told, sheet, side, down)


def _interval(row: Interval, frame: Frame, y: float, sheet: Sheet) -> None:
    """An interval lying at a height, with the bounds of its lower end above it and of its upper end below."""
    if row.low > row.high:
        sheet.text(((frame.left + frame.right) / 2, y), "empty", size=SMALL, across="center")
        return
    start, end = (frame.spot((value, Fraction(0)))[0] for value in (row.low, row.high))
    sheet.box(start, y - 0.9, max(end, start + 0.2), y + 0.9, fill=AREAS[0][0], edge="black", width=0.6, level=4)
    for shift, bounds, (colour, dashes) in zip((-1.5, 1.5), (row.lows, row.highs), ENDS, strict=True):
        spots = [(frame.spot((value, Fraction(0)))[0], y + shift) for value in bounds]
        if bounds[0] < bounds[1]:
            sheet.line(spots, width=0.9, colour=colour, style=dashes)
            for x, height in spots:
                sheet.line([(x, height - 0.6), (x, height + 0.6)], width=0.9, colour=colour)


def paint_bands(picture: BandPicture, sheet: Sheet) -> float:
    """Intervals beside each other by year, each end with its uncertainty; how far down they reach."""
    side = 1.0
    rows = [row for _, row in picture.years]
    y_range = _shown(_ends(rows))
    head = sheet.paragraph((side, 1.0), picture.axis, sheet.width - side - 1) + 2.4
    left = side + tick_width(round_ticks(*y_range)) + 3.0
    years = [year for year, _ in picture.years]
    x_range = Fraction(min(years) - 1), Fraction(max(years) + 1)
    right = sheet.width - 3.0
    frame = Frame(left, head, right, head + min(0.62 * (right - left), 70.0), x_range, y_range)
    frame.ticks_along(sheet)
    frame.ticks_upward(sheet)
    for run in _runs(picture.years):
        lows, highs = [(year, row.lows) for year, row in run], [(year, row.highs) for year, row in run]
        sheet.area([_between(frame, [(year, (row.low, row.high)) for year, row in run])], fill=AREAS[0][0], level=1)
        for level, (bounds, (fill, hatch)) in enumerate(zip((lows, highs), BOUNDS, strict=True)):
            if any(low < high for _, (low, high) in bounds):
                sheet.area([_between(frame, bounds)], fill=fill, hatch=hatch, level=2 + level)
        for ends in ([(year, row.low) for year, row in run], [(year, row.high) for year, row in run]):
            sheet.line(_steps(frame, ends), width=1.1, level=4)
    frame.border(sheet)
    down = frame.bottom + 4.6
    down += centred(sheet, said("year"), frame, down) + 1.2
    down += legend(sheet, _entries(rows, "area", BOUNDS), down, side) + 0.8
    return down + _notes(picture.notes, sheet, side, down)


def _runs(years: Sequence[tuple[int, Interval]]) -> list[list[tuple[int, Interval]]]:
    """Years that follow each other, without those whose interval is empty."""
    found: list[list[tuple[int, Interval]]] = []
    for year, row in years:
        if row.low <= row.high:
            if not found or found[-1][-1][0] != year - 1:
                found.append([])
            found[-1].append((year, row))
    return found


def _steps(frame: Frame, values: Iterable[tuple[int, Fraction]]) -> list[Spot]:
    """A line that is level through each year."""
    half = Fraction(1, 2)
    return [frame.spot((year + side, value)) for year, value in values for side in (-half, half)]


def _between(frame: Frame, bounds: Sequence[tuple[int, tuple[Fraction, Fraction]]]) -> list[Spot]:
    lower, upper = (_steps(frame, [(year, pair[which]) for year, pair in bounds]) for which in (0, 1))
    return [*lower, *reversed(upper)]


def paint_spectrum(picture: SpectrumPicture, sheet: Sheet) -> float:
    """Members on a line with what they cannot leave, and what beats a status quo; how far down it reaches."""
    side = 1.0
    members, interval, here = picture.members, picture.interval, picture.status_quo
    ends = [*_ends([interval]), *(value for member in members for value in (member.low, member.high))]
    ends += [value for piece in picture.beaten_by for value in piece]
    ends += [here] if here is not None else []
    left = side + max(extent(member.name, SMALL, bold=True)[0] for member in members) + 3.0
    below = 6.5 + (3.4 if picture.beaten_by else 0)
    frame = Frame(left, 1.5, sheet.width - 3.0, 1.5 + MEMBER * len(members) + below, _shown(ends), UNIT)
    entries = _entries([interval])
    if interval.low <= interval.high:
        start, end = (frame.spot((value, Fraction(0)))[0] for value in (interval.low, interval.high))
        sheet.box(start, frame.top, max(end, start + 0.2), frame.bottom, fill=AREAS[0][0])
    else:
        del entries[0]
    for place, member in enumerate(members):
        y = frame.top + 2.2 + MEMBER * place
        spots: list[Spot] = [(frame.spot((value, Fraction(0)))[0], y) for value in (member.low, member.high)]
        sheet.text((frame.left - 1.4, y), member.name, size=SMALL, across="right", bold=member.pivot)
        if member.low < member.high:
            sheet.line(spots, width=0.7, level=3)
        sheet.disc(
            (frame.spot((member.point, Fraction(0)))[0], y), 0.85, fill="black", edge="white", width=0.4, level=4
        )
    floor = frame.top + 2.2 + MEMBER * len(members)
    _interval(interval, frame, floor + 1.0, sheet)
    fill, hatch = AREAS[1]
    for low, high in picture.beaten_by:
        start, end = (frame.spot((value, Fraction(0)))[0] for value in (low, high))
        sheet.box(start, floor + 3.6, max(end, start + 0.2), floor + 5.4, fill=fill, hatch=hatch, level=4)
        sheet.box(start, floor + 3.6, max(end, start + 0.2), floor + 5.4, edge="black", width=0.6, level=4.1)
    if picture.beaten_by:
        entries.append(("area", AREAS[1], said("beats the status quo")))
    if here is not None:
        x = frame.spot((here, Fraction(0)))[0]
        sheet.line([(x, frame.top), (x, frame.bottom)], width=1.0, style=DASHES[2], level=2)
        entries.append(("line", DASHES[2], said("status quo")))
    frame.ticks_along(sheet)
    frame.border(sheet)
    down = frame.bottom + 4.6
    down += centred(sheet, said(picture.axis), frame, down) + 1.2
    down += legend(sheet, entries, down, side) + 0.8
    return down + _notes(picture.notes, sheet, side, down)


def _ends(rows: Iterable[Interval]) -> list[Fraction]:
    return [value for row in rows for value in (row.low, row.high, *row.lows, *row.highs)]


def _shown(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    spare = (max(values) - min(values)) / 20 or Fraction(1)
    return min(values) - spare, max(values) + spare


def _entries(
    rows: Sequence[Interval], kind: str = "tinted", styles: Sequence[Any] = ENDS
) -> list[tuple[str, Any, Label]]:
    """What a legend says of intervals and of the bounds of their ends."""
    found: list[tuple[str, Any, Label]] = [("area", AREAS[0], said("gridlock interval"))]
    for which, told in enumerate(("bounds of the lower end", "bounds of the upper end")):
        if any((row.lows, row.highs)[which][0] < (row.lows, row.highs)[which][1] for row in rows):
            found.append((kind, styles[which], said(told)))
    return found


def _notes(notes: Iterable[Label], sheet: Sheet, side: float, start: float) -> float:
    down = start
    for note in notes:
        down += sheet.paragraph((side, down), note, sheet.width - side - 1, size=SMALL, colour=MUTED)
    return down - start
