"""From parts that lie beside each other to closed rings: edges that two parts share are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

__all__ = ["Point", "encloses", "joined_lines", "rings_around"]

Point = tuple[Fraction, Fraction]
Line = tuple[Point, ...]


def rings_around(parts: Iterable[Iterable[tuple[Line, Line]]]) -> tuple[tuple[Point, ...], ...]:
    """The rings around parts that lie between a lower and an upper line, each from left to right.

    Parameters
    ----------
    parts
        Groups of pairs of lines; the ends of a pair stand above each other, and parts of neighbouring groups may touch
        along upright lines.

    Returns
    -------
    tuple
        Closed rings without their last point, to be filled by the even-odd rule; corners only.

    Examples
    --------
    >>> a, b, c = Fraction(0), Fraction(1), Fraction(2)
    >>> left, right = (((a, a), (b, a)), ((a, b), (b, b))), (((b, a), (c, a)), ((b, b), (c, b)))
    >>> [[(int(x), int(y)) for x, y in ring] for ring in rings_around([[left], [right]])]
    [[(0, 0), (2, 0), (2, 1), (0, 1)]]
    """
    chains = [chain for group in parts for chain in group]
    heights: dict[Fraction, set[Fraction]] = {}
    for chain in chains:
        for line in chain:
            for x, y in (line[0], line[-1]):
                heights.setdefault(x, set()).add(y)
    edges: dict[tuple[Point, Point], int] = {}
    for lower, upper in chains:
        ring = [*lower, *_climb(lower[-1], upper[-1], heights), *reversed(upper), *_climb(upper[0], lower[0], heights)]
        for start, end in pairwise([*ring, ring[0]]):
            if start == end:
                continue
            if edges.get((end, start)):
                edges[end, start] -= 1
            else:
                edges[start, end] = edges.get((start, end), 0) + 1
    after: dict[Point, list[Point]] = {}
    for (start, end), count in edges.items():
        after.setdefault(start, []).extend([end] * count)
    rings = []
    for start in sorted(after):
        while after[start]:
            ring = [start]
            while (at := after[ring[-1]].pop()) != start:
                ring.append(at)
            corners = _corners(ring)
            if len(corners) > 2:
                rings.append(corners)
    return tuple(rings)


def _climb(start: Point, end: Point, heights: dict[Fraction, set[Fraction]]) -> Iterator[Point]:
    """The points strictly between two points of one upright line at which some part begins or ends."""
    low, high = sorted((start[1], end[1]))
    between = sorted(height for height in heights[start[0]] if low < height < high)
    for height in between if start[1] < end[1] else reversed(between):
        yield start[0], height


def _corners(ring: list[Point]) -> tuple[Point, ...]:
    """A ring without the points at which it goes straight on."""
    kept: list[Point] = []
    for point in [*ring, ring[0]]:
        while len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    kept.pop()
    while len(kept) > 2 and _straight(kept[-1], kept[0], kept[1]):
        kept.pop(0)
    return tuple(kept)


def _straight(first: Point, second: Point, third: Point) -> bool:
    return (second[0] - first[0]) * (third[1] - first[1]) == (second[1] - first[1]) * (third[0] - first[0])


def joined_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines that begin where another ends as one, without points at which a line goes straight on.

    Examples
    --------
    >>> zero, one, two = Fraction(0), Fraction(1), Fraction(2)
    >>> [[int(x) for x, _ in line] for line in joined_lines([((zero, one), (one, one)), ((one, one), (two, one))])]
    [[0, 2]]
    """
    joined: list[list[Point]] = []
    for line in lines:
        if len(line) > 1 and any(point != line[0] for point in line):
            before = next((known for known in joined if known[-1] == line[0]), None)
            if before is None:
                joined.append(list(line))
            else:
                before.extend(line[1:])
    kept = []
    for whole in joined:
        points: list[Point] = []
        for point in whole:
            while len(points) > 1 and _straight(points[-2], points[-1], point):
                points.pop()
            if not points or points[-1] != point:
                points.append(point)
        kept.append(tuple(points))
    return tuple(kept)


def encloses(rings: Sequence[Sequence[tuple[float, float]]], spot: tuple[float, float]) -> bool:
    """Whether a spot of a drawing lies within rings, by the even-odd rule.

    Examples
    --------
    >>> square = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (3, 1), (3, 3), (1, 3)]
    >>> encloses(square, (0.5, 2)), encloses(square, (2, 2))
    (True, False)
    """
    odd = False
    for ring in rings:
        for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]):
            if (y > spot[1]) != (next_y > spot[1]) and spot[0] < x + (spot[1] - y) * (next_x - x) / (next_y - y):
                odd = not odd
    return odd
