"""The exact map of a window: its parts by what holds there, and the curves that part them.

The window is cut at every place where the order of the curves changes; between two cuts the parts lie one above the
other, and one exact point of each tells what holds in all of it.  Straight parts have exact corners; of a bent curve
the drawn points are certified, exactly on it or within a bracket in which the polynomial changes its sign.

Examples
--------
>>> from coopsec_games.conditions import Condition
>>> under = Condition.read("x + y < 1", ["x", "y"]).formula
>>> window = Window("x", "y", (Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))
>>> drawn = plane_map(window, True, [("below", under)])
>>> [(area.outcomes, len(area.polygons[0])) for area in drawn.areas]
[(('below',), 3), ((), 3)]
>>> drawn.curves[0].lines[0]
((Fraction(0, 1), Fraction(1, 1)), (Fraction(1, 1), Fraction(0, 1)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..conditions import Atom, Formula, atoms_of
from ..conditions.logic import true_at
from ..errors import NotApplicable, Unverified
from .curves import FINENESS, PlaneCurve, Window, critical_places, plane_curves
from .outlines import Point, joined_lines, rings_around
from .roots import Root, real_roots

__all__ = ["Area", "Boundary", "PlaneMap", "Point", "Window", "plane_map"]

STEPS = 72
"""Drawn points of a bent curve across the whole window."""

COARSEST = Fraction(1, 256)
"""A drawn point is nearer to its curve than this part of the window, or the map is not drawn."""

Label = tuple[str, ...]


@dataclass(frozen=True)
class Area:
    """Where the same outcomes hold.

    Parameters
    ----------
    outcomes
        What holds there; nothing where none of the stated conditions does.
    polygons
        Closed rings of points, to be filled by the even-odd rule.
    """

    outcomes: tuple[str, ...]
    polygons: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Boundary:
    """The parts of a curve that separate two areas.

    Parameters
    ----------
    source
        The comparison that the curve comes from.
    lines
        Lines through points of the curve.
    within
        The part of the window around each point, to every side, in which the curve certainly passes: the polynomial
        changes its sign there.  0 where all the points are exactly on the curve.
    """

    source: Atom
    lines: tuple[tuple[Point, ...], ...]
    within: Fraction

    @property
    def is_exact(self) -> bool:
        """Whether every point lies exactly on the curve."""
        return not self.within


@dataclass(frozen=True)
class PlaneMap:
    """The areas of a window in the order of their names, nothing last, and the curves between them."""

    window: Window
    areas: tuple[Area, ...]
    curves: tuple[Boundary, ...]


@dataclass(frozen=True)
class _Column:
    """An upright line: where each curve of a slab crosses it."""

    x: Fraction
    heights: tuple[Fraction, ...]


@dataclass(frozen=True)
class _Slab:
    """What lies between two cuts: curves one above the other, and what holds between them."""

    columns: tuple[_Column, ...]
    curves: tuple[int, ...]
    labels: tuple[Label | None, ...]


def plane_map(
    window: Window,
    domain: Formula,
    conditions: Sequence[tuple[str, Formula]],
    sources: Mapping[Atom, Atom] | None = None,
) -> PlaneMap:
    """Part a window by what holds where.

    Parameters
    ----------
    window
        The two letters and their ranges.
    domain
        What is assumed; outside it nothing is drawn.
    conditions
        Names and conditions, in the two letters alone; where several hold, the area is named after all of them.
    sources
        The comparison that a curve is told by, where it is not the one in the two letters.

    Raises
    ------
    NotApplicable
        Another letter occurs, or the window is empty.
    TooLarge
        There are more than 60 curves.
    Unverified
        A drawn point of a bent curve could not be certified.
    """
    atoms = tuple(
        dict.fromkeys(part for formula in (*(own for _, own in conditions), domain) for part in atoms_of(formula))
    )
    for part in atoms:
        for name in part.polynomial.names:
            if name not in (window.x, window.y):
                raise NotApplicable(f"the map of {window.x} and {window.y} needs a value of {name}")
    if any(low >= high for low, high in (window.x_range, window.y_range)):
        raise NotApplicable("the window is empty")
    found = plane_curves([part.polynomial for part in atoms], window)
    curves = [curve for curve, _ in found]

    def label(point: Mapping[str, Fraction]) -> Label | None:
        if not true_at(domain, point):
            return None
        return tuple(name for name, formula in conditions if true_at(formula, point))

    slabs = tuple(_slabs(curves, window, label))
    order = [name for name, _ in conditions]
    told = {own for slab in slabs for own in slab.labels if own is not None}
    areas = [
        Area(own, rings_around(_chains(slab, own, window) for slab in slabs))
        for own in sorted(told, key=lambda own: (not own, len(own), [order.index(name) for name in own]))
    ]
    boundaries = []
    for place, (curve, source) in enumerate(found):
        lines = joined_lines([*_parting(slabs, place), *_upright(slabs, curve, window)])
        if lines:
            atom = atoms[source]
            within = max(_certain(curve, point, window) for line in lines for point in line)
            boundaries.append(Boundary((sources or {}).get(atom, atom), lines, within))
    return PlaneMap(window, tuple(areas), tuple(boundaries))


def _certain(curve: PlaneCurve, point: Point, window: Window) -> Fraction:
    """How near the curve certainly passes by a point, as a part of the window."""
    value = curve.polynomial.evaluate({window.x: point[0], window.y: point[1]})
    if not value:
        return Fraction(0)
    wide, tall = (high - low for low, high in (window.x_range, window.y_range))
    share = Fraction(1, FINENESS)
    while share < COARSEST:
        across, up = share * wide, share * tall
        for x, y in ((0, up), (0, -up), (across, 0), (-across, 0)):
            other = curve.polynomial.evaluate({window.x: point[0] + x, window.y: point[1] + y})
            if not other or (other > 0) != (value > 0):
                return share
        share *= 2
    raise Unverified(f"a point of the curve {curve.polynomial.text()} = 0 could not be certified")


def _slabs(
    curves: Sequence[PlaneCurve], window: Window, label: Callable[[Mapping[str, Fraction]], Label | None]
) -> Iterator[_Slab]:
    for left, right in pairwise(critical_places(curves, window)):
        middle = (left.high + right.low) / 2
        crossing = _ordered(curves, middle, window)
        edges = [window.y_range[0], *(root.value for _, _, root in crossing), window.y_range[1]]
        labels = tuple(label({window.x: middle, window.y: (low + high) / 2}) for low, high in pairwise(edges))
        bent = any(not curves[place].is_straight for place, _, _ in crossing)
        columns = tuple(_columns(curves, [(place, rank) for place, rank, _ in crossing], left, right, window, bent))
        yield _Slab(columns, tuple(place for place, _, _ in crossing), labels)


def _ordered(curves: Sequence[PlaneCurve], place: Fraction, window: Window) -> list[tuple[int, int, Root]]:
    """The curves that cross an upright line, from below, with their rank among the crossings of their curve."""
    crossing = [
        (number, rank, root)
        for number, curve in enumerate(curves)
        if not curve.is_upright
        for rank, root in enumerate(curve.roots_at(place, window))
    ]
    return sorted(crossing, key=lambda entry: entry[2].value)


def _columns(
    curves: Sequence[PlaneCurve],
    crossing: Sequence[tuple[int, int]],
    left: Root,
    right: Root,
    window: Window,
    bent: bool,
) -> Iterator[_Column]:
    low, high = left.high, right.low
    width = high - low
    yield _Column(left.value, _limits(curves, crossing, left.value, low + width / 2**16, window))
    if bent:
        steps = 2 + int(STEPS * width / (window.x_range[1] - window.x_range[0]))
        for step in range(1, steps):
            share = Fraction(step, steps)
            x = low + width * (3 - 2 * share) * share**2
            heights = {place: curves[place].roots_at(x, window) for place in {place for place, _ in crossing}}
            yield _Column(x, tuple(heights[place][rank].value for place, rank in crossing))
    yield _Column(right.value, _limits(curves, crossing, right.value, high - width / 2**16, window))


def _limits(
    curves: Sequence[PlaneCurve], crossing: Sequence[tuple[int, int]], end: Fraction, near: Fraction, window: Window
) -> tuple[Fraction, ...]:
    """Where the curves of a slab end: at the root that lies there, or else where they are just beside the end."""
    low, high = window.y_range
    found: list[Fraction] = []
    for place, rank in crossing:
        beside = curves[place].roots_at(near, window)[rank].value
        there = [root.value for root in curves[place].roots_at(end, window)]
        there += [edge for edge in (low, high) if abs(edge - beside) < (high - low) / 2**12]
        best = min(there, key=lambda height: abs(height - beside), default=beside)
        height = best if abs(best - beside) < (high - low) / 2**6 else beside
        found.append(max([height, *found[-1:]]))
    return tuple(found)


def _chains(slab: _Slab, own: Label, window: Window) -> Iterator[tuple[tuple[Point, ...], tuple[Point, ...]]]:
    """The lower and the upper line of each part of a slab in which the same holds."""
    lines = [
        tuple((column.x, window.y_range[0]) for column in (slab.columns[0], slab.columns[-1])),
        *(tuple((column.x, column.heights[place]) for column in slab.columns) for place in range(len(slab.curves))),
        tuple((column.x, window.y_range[1]) for column in (slab.columns[0], slab.columns[-1])),
    ]
    start = 0
    while start < len(slab.labels):
        end = start
        while end < len(slab.labels) and slab.labels[end] == own:
            end += 1
        if end > start:
            yield lines[start], lines[end]
        start = end + 1


def _parting(slabs: Sequence[_Slab], curve: int) -> Iterator[tuple[Point, ...]]:
    """The parts of a curve with different things below and above."""
    for slab in slabs:
        for place, own in enumerate(slab.curves):
            if own == curve and slab.labels[place] != slab.labels[place + 1]:
                yield tuple((column.x, column.heights[place]) for column in slab.columns)


def _upright(slabs: Sequence[_Slab], curve: PlaneCurve, window: Window) -> Iterator[tuple[Point, ...]]:
    """The parts of an upright line with different things on its left and on its right."""
    if not curve.is_upright:
        return
    for before, after in pairwise(slabs):
        x = after.columns[0].x
        if not _on(curve, x, window):
            continue
        low, high = window.y_range
        heights = sorted({low, high, *before.columns[-1].heights, *after.columns[0].heights})
        for bottom, top in pairwise(heights):
            middle = (bottom + top) / 2
            if _label_at(before, before.columns[-1], middle) != _label_at(after, after.columns[0], middle):
                yield ((x, bottom), (x, top))


def _on(curve: PlaneCurve, x: Fraction, window: Window) -> bool:
    fine = window.x_fine
    return any(root.low - fine <= x <= root.high + fine for root in real_roots(curve.columns[0], *window.x_range, fine))


def _label_at(slab: _Slab, column: _Column, height: Fraction) -> Label | None:
    return slab.labels[sum(own < height for own in column.heights)]
