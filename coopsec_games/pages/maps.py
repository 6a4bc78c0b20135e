"""The map of a game as an SVG element in which a point moves: areas, boundaries, ticks, and room for what is redrawn.

Positions on the paper are rounded to hundredths of a unit; what the areas and boundaries are was computed exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from ..figures.axes import AREAS, DASHES, round_ticks, tick_text
from ..figures.outlines import encloses
from .mathematics import escaped, plain_formula

if TYPE_CHECKING:
    from ..figures.regions import RegionMap
    from .explorer import Explorer

__all__ = ["LETTERS", "line_svg", "map_svg", "patterns_svg", "swatch_svg"]

WIDTH, HEIGHT = 640, 440
LEFT, TOP, RIGHT, BOTTOM = 64, 14, 626, 384
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What the areas of a map are called, in the order of the regions."""

STROKES = {
    "": "",
    "/": "M-2 2l4-4M0 10L10 0M8 12l4-4",
    "\\": "M-2 8l4 4M0 0l10 10M8-2l4 4",
    "x": "M0 0l10 10M10 0L0 10",
    "-": "M0 5h10",
    "|": "M5 0v10",
    "+": "M0 5h10M5 0v10",
    ".": "M3 3h1.4v1.4H3zM8 8h1.4v1.4H8z",
}

Spot = tuple[float, float]


def patterns_svg() -> str:
    """The fillings of areas, once a page: tints that hatching tells apart in grey."""
    told = []
    for place, (fill, hatch) in enumerate(AREAS):
        sign = hatch[:1]
        lines = STROKES[sign]
        ink = 'fill="#777"' if sign == "." else 'fill="none" stroke="#777" stroke-width="0.7"'
        drawn = f'<path d="{lines}" {ink}/>' if lines else ""
        told.append(
            f'<pattern id="fill-{place}" patternUnits="userSpaceOnUse" width="10" height="10">'
            f'<rect width="10" height="10" fill="{fill}"/>{drawn}</pattern>'
        )
    return (
        '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        f"{''.join(told)}</defs></svg>"
    )


def swatch_svg(place: int) -> str:
    """The filling of a region, for a legend."""
    return (
        '<svg class="swatch" width="30" height="20" viewBox="0 0 30 20" aria-hidden="true" focusable="false">'
        f'<rect x="0.5" y="0.5" width="29" height="19" fill="{_fill(place)}" stroke="#444"/></svg>'
    )


def _fill(place: int) -> str:
    return f"url(#fill-{place % len(AREAS)})"


def map_svg(found: Explorer, key: str) -> str:
    """The map, with the point where the sliders begin.

    Parameters
    ----------
    found
        The sliders and the map.
    key
        What the identifiers of this map begin with.
    """
    drawn = found.drawn
    if drawn is None:
        return ""
    names = found.answer.assumptions.names
    order = [region.outcome for region in found.answer.regions]
    areas, letters = [], []
    for area in drawn.areas:
        if area.outcome not in order:
            continue
        place = order.index(area.outcome)
        rings = [[_spot(point, drawn) for point in ring] for ring in area.polygons]
        areas.append(f'<path fill="{_fill(place)}" fill-rule="evenodd" d="{"".join(map(_closed, rings))}"/>')
        spot = _roomiest(rings)
        if spot is not None:
            letters.append(_letter(spot, place))
    curves = [
        f'<path d="{_open(line, drawn)}"{_dashes(place)}/>'
        for place, curve in enumerate(drawn.curves)
        for line in curve.lines
    ]
    x, y = (escaped(plain_formula(name, names)) for name in (drawn.x, drawn.y))
    start = [slider.low + Fraction(slider.start, found.denominator) for slider in found.sliders[:2]]
    point = _spot((start[0], start[1]), drawn)
    title = f"{found.answer.title}: which outcome is an equilibrium where, over {drawn.x} and {drawn.y}"
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{key}-map-title">'
        f'<title id="{key}-map-title">{escaped(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<g class="exact">{"".join(areas)}<g class="curves">{"".join(curves)}</g>{"".join(letters)}</g>'
        f'<g class="sampled" data-left="{LEFT}" data-top="{TOP}" data-right="{RIGHT}" data-bottom="{BOTTOM}"></g>'
        f"{_ticks(drawn)}"
        f'<text x="{(LEFT + RIGHT) / 2:g}" y="{HEIGHT - 10}" class="axis">{x}</text>'
        f'<text x="16" y="{(TOP + BOTTOM) / 2:g}" class="axis">{y}</text>'
        f'<g class="here" transform="translate({point[0]:.2f} {point[1]:.2f})">'
        '<path d="M-14 0H14M0-14V14" stroke="#fff" stroke-width="5"/>'
        '<path d="M-14 0H14M0-14V14" stroke="#000" stroke-width="1.6"/>'
        '<circle r="5.5" fill="#fff" stroke="#000" stroke-width="2.4"/></g></svg>'
    )


def _spot(point: tuple[Fraction, Fraction], drawn: RegionMap) -> Spot:
    across = (point[0] - drawn.x_range[0]) / (drawn.x_range[1] - drawn.x_range[0])
    up = (point[1] - drawn.y_range[0]) / (drawn.y_range[1] - drawn.y_range[0])
    return float(LEFT + across * (RIGHT - LEFT)), float(BOTTOM - up * (BOTTOM - TOP))


def _closed(ring: Iterable[Spot]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + "z"


def _open(line: Iterable[tuple[Fraction, Fraction]], drawn: RegionMap) -> str:
    return "M" + "L".join("{:.2f} {:.2f}".format(*_spot(point, drawn)) for point in line)


def _dashes(place: int) -> str:
    style = DASHES[place % len(DASHES)]
    if isinstance(style, str):
        return ""
    return f' stroke-dasharray="{" ".join(f"{length * 1.6:g}" for length in style[1])}"'


def line_svg(place: int) -> str:
    """The dashes of a boundary, for a legend."""
    return (
        '<svg class="swatch" width="30" height="20" viewBox="0 0 30 20" aria-hidden="true" focusable="false">'
        f'<rect width="30" height="20" fill="#fff"/>'
        f'<path d="M0 10H30" stroke="#000" stroke-width="1.8"{_dashes(place)}/></svg>'
    )


def _letter(spot: Spot, place: int) -> str:
    x, y = spot
    return (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="12" fill="#fff"/>'
        f'<text x="{x:.2f}" y="{y + 6:.2f}" class="letter">{LETTERS[place % len(LETTERS)]}</text>'
    )


def _ticks(drawn: RegionMap) -> str:
    told = []
    for value in round_ticks(*drawn.x_range):
        x, _ = _spot((value, drawn.y_range[0]), drawn)
        told.append(f'<path d="M{x:.2f} {BOTTOM}v5"/><text x="{x:.2f}" y="{BOTTOM + 20}">{tick_text(value)}</text>')
    for value in round_ticks(*drawn.y_range):
        _, y = _spot((drawn.x_range[0], value), drawn)
        told.append(
            f'<path d="M{LEFT} {y:.2f}h-5"/><text x="{LEFT - 9}" y="{y + 5:.2f}" class="left">{tick_text(value)}</text>'
        )
    frame = f'<rect x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}" fill="none"/>'
    return f'<g class="ticks">{frame}{"".join(told)}</g>'


def _roomiest(rings: Sequence[Sequence[Spot]]) -> Spot | None:
    """The place inside an area that is farthest from its outline, where a letter has room."""
    best, found = 9.0, None
    for step_x in range(1, 40):
        for step_y in range(1, 28):
            spot = LEFT + (RIGHT - LEFT) * step_x / 40, TOP + (BOTTOM - TOP) * step_y / 28
            if encloses(rings, spot):
                free = min(_apart(spot, *ends) for ring in rings for ends in pairwise([*ring, ring[0]]))
                if free > best + 1e-6:
                    best, found = free, spot
    return found


def _apart(spot: Spot, start: Spot, end: Spot) -> float:
    """How far a place is from a line between two others."""
    x, y = end[0] - start[0], end[1] - start[1]
    square = x * x + y * y
    along = ((spot[0] - start[0]) * x + (spot[1] - start[1]) * y) / square if square else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(spot[0] - start[0] - along * x, spot[1] - start[1] - along * y)
