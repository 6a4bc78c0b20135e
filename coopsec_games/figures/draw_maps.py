"""Painters of region maps and of places in a plane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Any

from .axes import AREAS, DASHES, Frame, round_ticks, tick_width
from .labels import Label, formula, said
from .lettering import SIZE, SMALL, extent, line_height, widest, wrapped
from .outlines import encloses
from .sheet import MUTED, Sheet, Spot

if TYPE_CHECKING:
    from .outlines import Point
    from .pictures import MapPicture, PlacePicture

__all__ = ["centred", "legend", "paint_map", "paint_places"]

Box = tuple[float, float, float, float]

ROOMY = 14.0
"""Millimetres around words beyond which more room is no better."""

NARROWEST = Fraction(5, 6), Fraction(1, 2)
"""How short an axis of a plane is at least beside the other: the one along, and the one upward."""

MARKERS = ("x", "o", "s", "^", "d")


def paint_map(picture: MapPicture, sheet: Sheet) -> float:
    """A region map; how far down it reaches."""
    drawn = picture.map
    frame, top = _frame(sheet, drawn.x_range, drawn.y_range, picture.y_label)
    order = tuple(dict.fromkeys((*drawn.outcomes, *(area.outcome for area in drawn.areas))))
    entries: list[tuple[str, Any, Label]] = []
    segments: list[tuple[Spot, Spot]] = []
    rings_of = {}
    for area in drawn.areas:
        fill, hatch = AREAS[order.index(area.outcome) % len(AREAS)]
        rings = [[frame.spot(point) for point in ring] for ring in area.polygons]
        rings_of[area.outcome] = rings
        sheet.area(rings, fill=fill, hatch=hatch)
        segments += [pair for ring in rings for pair in pairwise([*ring, ring[0]])]
    for place, curve in enumerate(drawn.curves):
        for line in curve.lines:
            sheet.line([frame.spot(point) for point in line], width=1.0, style=DASHES[place % len(DASHES)], level=4)
        entries.append(("line", DASHES[place % len(DASHES)], formula(curve.latex)))
    for place, (who, curve) in enumerate(picture.others, len(drawn.curves)):
        style = DASHES[place % len(DASHES)]
        for line in curve.lines:
            spots = [frame.spot(point) for point in line]
            sheet.line(spots, width=0.8, style=style, colour=MUTED, level=3.5)
            segments += pairwise(spots)
        entries.append(("line", style, formula(curve.latex) + said(f" ({who})")))
    taken: list[Box] = []
    for place, mark in enumerate(picture.marks):
        if frame.holds(mark.point):
            spot = frame.spot(mark.point)
            _marker(sheet, spot, MARKERS[place % len(MARKERS)])
            taken.append((spot[0] - 2, spot[1] - 2, spot[0] + 2, spot[1] + 2))
            entries.append(("mark", MARKERS[place % len(MARKERS)], said(mark.title)))
    for place, arrow in enumerate(picture.arrows):
        ends = [frame.spot(point) for point in (arrow.start, arrow.end)]
        style = DASHES[place % len(DASHES)]
        _arrow(sheet, ends[0], ends[1], style)
        taken += _along(ends[0], ends[1])
        entries.append(("arrow", style, said(arrow.title)))
    unnamed = []
    edges = _dotted(segments)
    told: list[str] = []
    for area in drawn.areas:
        records = [f"record: {who}" for who, outcome in picture.records if outcome == area.outcome]
        names = [area.outcome], _halved(area.outcome)
        for name, below in ((names[0], records), (names[1], records), (names[0], []), (names[1], [])):
            size = max(widest(name, SIZE), widest(below, SMALL)), line_height(SIZE) * (len(name) + len(below))
            box = _room(rings_of[area.outcome], edges, taken, size, frame)
            if box is not None:
                break
        if box is None:
            unnamed.append(area.outcome)
            continue
        told += [who for who, outcome in picture.records if outcome == area.outcome and below]
        taken.append(box)
        sheet.box(*box, fill="white", level=5.7)
        for place, word in enumerate([*name, *below]):
            middle = ((box[0] + box[2]) / 2, box[1] + 0.4 + (place + 0.5) * line_height(SIZE))
            sheet.text(middle, word, size=SMALL if place >= len(name) else SIZE, across="center")
    frame.border(sheet)
    swatches = [("area", AREAS[order.index(outcome) % len(AREAS)], said(outcome)) for outcome in unnamed]
    down = frame.bottom + 4.6
    down += centred(sheet, picture.x_label, frame, down)
    down += legend(sheet, [*swatches, *entries], down + 1.2, top) + 1.8
    for who, outcome in picture.records:
        if who in told:
            continue
        down += sheet.paragraph(
            (top, down), f"{who}: the record lies in “{outcome}”.", sheet.width - top - 1, size=SMALL
        )
    for note in picture.notes:
        down += sheet.paragraph((top, down), note, sheet.width - top - 1, size=SMALL, colour=MUTED)
    return down


def _frame(
    sheet: Sheet,
    x_range: tuple[Fraction, Fraction],
    y_range: tuple[Fraction, Fraction],
    y_label: Label,
    *,
    to_scale: bool = False,
) -> tuple[Frame, float]:
    """A frame with ticks under the name of the upward axis, and where text on its left begins.

    To scale, a unit is as long upward as along.
    """
    side = 1.0
    head = sheet.paragraph((side, 1.0), y_label, sheet.width - side - 1) + 2.4
    left = side + tick_width(round_ticks(*y_range)) + 3.0
    right = sheet.width - 2.5
    wide = min(right - left, 110.0)
    tall = min(0.68 * wide, 64.0)
    if to_scale:
        tall = wide * float((y_range[1] - y_range[0]) / (x_range[1] - x_range[0]))
    frame = Frame(left, head, left + wide, head + tall, x_range, y_range)
    frame.ticks_along(sheet)
    frame.ticks_upward(sheet)
    return frame, side


def centred(sheet: Sheet, label: Label, frame: Frame, down: float) -> float:
    """The name of an axis in the middle under its frame; how far down it reaches."""
    height = 0.0
    for line in wrapped(label, sheet.width - 3, SIZE):
        wide = extent(line, SIZE)[0]
        left = min(max(1.0, (frame.left + frame.right - wide) / 2), sheet.width - wide - 1)
        height += line_height(SIZE)
        sheet.text((left, down + height - line_height(SIZE) / 2), line)
    return height


def legend(sheet: Sheet, entries: Iterable[tuple[str, Any, Label]], down: float, left: float) -> float:
    """Entries under each other, in two columns where they are short; how far down they reach."""
    told = list(entries)
    if not told:
        return 0.0
    key, start = 7.0, down
    room = sheet.width - left - 1
    widths = [key + 1.5 + extent(label, SMALL)[0] for _, _, label in told]
    columns = 2 if len(told) > 1 and max(widths) < room / 2 - 2 else 1
    rows = -(-len(told) // columns)
    floors = []
    for column in range(columns):
        down = start
        for kind, style, label in told[column * rows : (column + 1) * rows]:
            x = left + column * room / columns
            lines = wrapped(label, room / columns - key - 1.5, SMALL)
            tall = max(1.1 * extent(lines[0], SMALL)[1], line_height(SMALL))
            _swatch(sheet, kind, style, x, down + tall / 2, key)
            down += sheet.paragraph((x + key + 1.5, down), label, room / columns - key - 1.5, size=SMALL) + 0.5
        floors.append(down)
    return max(floors) - start


def _swatch(sheet: Sheet, kind: str, style: Any, x: float, y: float, key: float) -> None:
    if kind == "area":
        fill, hatch = style
        sheet.box(x, y - 1.1, x + key, y + 1.1, fill=fill, hatch=hatch, edge="black", width=0.4)
    elif kind == "line":
        sheet.line([(x, y), (x + key, y)], width=1.0, style=style)
    elif kind == "tinted":
        sheet.line([(x, y), (x + key, y)], width=1.2, colour=style[0], style=style[1])
    elif kind == "arrow":
        _arrow(sheet, (x, y), (x + key, y), style)
    else:
        _marker(sheet, (x + key / 2, y), style)


def _marker(sheet: Sheet, spot: Spot, kind: str) -> None:
    x, y = spot
    if kind == "x":
        for sign in (1, -1):
            for colour, width in (("white", 2.6), ("black", 1.2)):
                sheet.line(
                    [(x - 1.2, y - 1.2 * sign), (x + 1.2, y + 1.2 * sign)], width=width, colour=colour, level=5.5
                )
        for sign in (1, -1):
            sheet.line([(x - 1.2, y - 1.2 * sign), (x + 1.2, y + 1.2 * sign)], width=1.2, level=5.6)
    elif kind == "o":
        sheet.disc(spot, 1.1, fill="black", edge="white", width=0.6, level=5.5)
    else:
        rings = {
            "s": [(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)],
            "^": [(x, y - 1.3), (x + 1.2, y + 0.9), (x - 1.2, y + 0.9)],
            "d": [(x, y - 1.4), (x + 1.1, y), (x, y + 1.4), (x - 1.1, y)],
        }
        sheet.area([rings[kind]], fill="white", edge="black", width=0.8, level=5.5)


def _arrow(sheet: Sheet, start: Spot, end: Spot, style: Any) -> None:
    """A line with a solid head, whatever its dashes."""
    far = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    near = tuple(tip - (tip - tail) / far * 1.4 for tail, tip in zip(start, end, strict=True))
    sheet.line([start, end], width=0.9, style=style, level=5)
    sheet.line([(near[0], near[1]), end], width=0.9, head=True, level=5)


def _along(start: Spot, end: Spot) -> list[Box]:
    """Small boxes along a line, which words keep away from."""
    steps = 12
    spots = [
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(steps + 1)
    ]
    return [(x - 1, y - 1, x + 1, y + 1) for x, y in spots]


def _halved(words: str) -> list[str]:
    """Words in two lines about as long as each other, where there are several."""
    parts = words.split(" ")
    ways = [[" ".join(parts[:place]), " ".join(parts[place:])] for place in range(1, len(parts))]
    return min(ways, key=lambda way: max(map(len, way)), default=[words])


def _room(
    rings: Sequence[Sequence[Spot]],
    edges: Sequence[Spot],
    taken: Sequence[Box],
    size: tuple[float, float],
    frame: Frame,
) -> Box | None:
    """The roomiest place inside an area for words of a size, away from every boundary and from what is taken."""
    wide, tall = size[0] + 1.6, max(size[1], line_height(SIZE)) + 0.8
    best: tuple[float, Box] | None = None
    for step_x in range(1, 32):
        for step_y in range(1, 24):
            x = frame.left + (frame.right - frame.left) * step_x / 32
            y = frame.top + (frame.bottom - frame.top) * step_y / 24
            if not encloses(rings, (x, y)):
                continue
            box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
            if box[0] < frame.left or box[2] > frame.right or box[1] < frame.top or box[3] > frame.bottom:
                continue
            near = (spot for spot in edges if abs(spot[1] - y) < tall / 2 + ROOMY)
            free = min((_apart(box, (*spot, *spot)) for spot in near), default=ROOMY)
            free = min([free, ROOMY, *(_apart(box, other) for other in taken)])
            if free > 0.5 and (best is None or free > best[0] + 1e-9):
                best = (free, box)
    return best[1] if best else None


def _apart(box: Box, other: Box) -> float:
    return max(box[0] - other[2], other[0] - box[2], box[1] - other[3], other[1] - box[3])


def _dotted(segments: Iterable[tuple[Spot, Spot]]) -> list[Spot]:
    """Spots along segments, no farther apart than 0.8 mm."""
    spots = []
    for (x, y), (end_x, end_y) in segments:
        steps = 1 + int(max(abs(end_x - x), abs(end_y - y)) / 0.8)
        spots += [(x + (end_x - x) * step / steps, y + (end_y - y) * step / steps) for step in range(steps + 1)]
    return spots


def paint_places(picture: PlacePicture, sheet: Sheet) -> float:
    """Ideal points, areas such as a win set, and the status quo; how far down it reaches."""
    spots = [
        *(mark.point for mark in picture.points),
        *([picture.status_quo] if picture.status_quo else []),
        *(point for _, rings in picture.areas for ring in rings for point in ring),
    ]
    frame, top = _frame(sheet, *_ranges(spots), picture.y_label, to_scale=True)
    entries: list[tuple[str, Any, Label]] = []
    edges: list[Spot] = []
    for place, (title, rings) in enumerate(picture.areas):
        fill, hatch = AREAS[place % len(AREAS)]
        outlines = [[frame.spot(point) for point in ring] for ring in rings]
        for outline in outlines:  # the edges first: those within the area are covered
            sheet.line([*outline, outline[0]], width=1.2, level=1 + place / 10)
        for outline in outlines:
            sheet.area([outline], fill=fill, hatch=hatch, level=1.05 + place / 10)
        entries.append(("area", AREAS[place % len(AREAS)], said(title)))
        edges += [spot for outline in outlines for spot in _dotted(pairwise([*outline, outline[0]]))]
    taken: list[Box] = []
    marks = [(mark.title, mark.point, "o") for mark in picture.points]
    if picture.status_quo:
        marks.append(("status quo", picture.status_quo, "x"))
    for _, point, kind in marks:
        x, y = frame.spot(point)
        _marker(sheet, (x, y), kind)
        taken.append((x - 1.3, y - 1.3, x + 1.3, y + 1.3))
    for title, point, _ in marks:
        spot, size = frame.spot(point), extent(title, SMALL)
        near = [(*edge, *edge) for edge in edges if hypot(edge[0] - spot[0], edge[1] - spot[1]) < 10 + size[0]]
        box = _beside(spot, size, [*taken, *near], frame) or _beside(spot, size, taken, frame)
        if box is not None:
            taken.append(box)
            sheet.text((box[0], (box[1] + box[3]) / 2), title, size=SMALL)
    frame.border(sheet)
    down = frame.bottom + 4.6
    down += centred(sheet, picture.x_label, frame, down)
    down += legend(sheet, entries, down + 1.2, top) + 1.8
    for note in picture.notes:
        down += sheet.paragraph((top, down), note, sheet.width - top - 1, size=SMALL, colour=MUTED)
    return down


def _ranges(spots: Sequence[Point]) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    """What is shown of both axes: all spots with some room, neither axis much longer than the other."""
    found = []
    for axis in (0, 1):
        low, high = min(spot[axis] for spot in spots), max(spot[axis] for spot in spots)
        found.append((low, high, (high - low) * Fraction(5, 4) or Fraction(1)))
    spans = [max(found[axis][2], found[1 - axis][2] * least) for axis, least in enumerate(NARROWEST)]
    across, up = (
        ((low + high - span) / 2, (low + high + span) / 2) for (low, high, _), span in zip(found, spans, strict=True)
    )
    return across, up


def _beside(spot: Spot, size: tuple[float, float], taken: Sequence[Box], frame: Frame) -> Box | None:
    """A place for words beside a marker that nothing else takes, the nearest ring of places first."""
    wide, tall = size[0], line_height(SMALL) * 0.85
    for far in (1.6, 3.0, 5.0, 8.0):
        for across, up in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
            x = spot[0] + (far if across > 0 else -far - wide if across < 0 else -wide / 2)
            y = spot[1] + up * (far + tall / 2 if not across else far)
            box = (x, y - tall / 2, x + wide, y + tall / 2)
            within = box[0] > frame.left and box[2] < frame.right and box[1] > frame.top and box[3] < frame.bottom
            if within and all(_apart(box, other) > 0.2 for other in taken):
                return box
    return None
