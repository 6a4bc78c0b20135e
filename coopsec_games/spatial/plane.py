"""Members in the plane: what nobody moves, and what beats what.

Everyone likes a point the less the farther it is from the own ideal point.  A point can be left in a direction if
those who stand strictly on that side of it win; it is in the core if no open half-plane through it holds the ideal
points of a winning coalition, which is to say that it lies in the convex hull of every one of them.  For each direction
the rule has a last member to be won over, as on a line, and the core lies on the far side of that member; it is another
member only beyond a direction at right angles to the difference of two ideal points.  These are finitely many and
rational, so the core is a convex polygon with rational vertices.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> square = {"1": (0, 0), "2": (4, 0), "3": (4, 4), "4": (0, 4)}
>>> print(core_polygon(simple_game("[3; 1*4]"), square))
(2, 2)
>>> objection(simple_game("[3; 1*4]"), square, (1, 2)).coalition
('1', '2', '3')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, groupby
from math import gcd
from typing import TypeAlias

from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from ..errors import TooLarge, UsageError
from ..formulas import number_text
from .points import Coordinate, Point, coordinate, in_the_plane, placed, scaled

__all__ = [
    "MOST_DIRECTIONS",
    "ConvexPolygon",
    "Objection",
    "Place",
    "beats",
    "core_polygon",
    "cross",
    "dot",
    "objection",
    "place",
    "supporters",
]

MOST_DIRECTIONS = 10_000  # n (n - 1) for n ideal points

Place: TypeAlias = tuple[Fraction, Fraction]
Direction: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class ConvexPolygon:
    """A convex set by its corners, anticlockwise: empty, one point, a segment, or a polygon.

    Examples
    --------
    >>> triangle = ConvexPolygon(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))))
    >>> (Fraction(1, 3), Fraction(1, 3)) in triangle, (1, 1) in triangle
    (True, False)
    """

    vertices: tuple[Place, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no point is in it."""
        return not self.vertices

    def __contains__(self, point: tuple[int | Fraction, int | Fraction]) -> bool:
        if len(self.vertices) < 2:
            return tuple(point) in self.vertices
        sides = zip(self.vertices, (*self.vertices[1:], self.vertices[0]), strict=True)
        if len(self.vertices) > 2:
            return all(_turn(start, end, point) >= 0 for start, end in sides)
        (x, y), (u, v) = self.vertices
        return (
            not _turn((x, y), (u, v), point) and (point[0] - x) * (point[0] - u) + (point[1] - y) * (point[1] - v) <= 0
        )

    def __str__(self) -> str:
        return ", ".join(f"({number_text(x)}, {number_text(y)})" for x, y in self.vertices) or "empty"


@dataclass(frozen=True)
class Objection:
    """What a winning coalition wants instead: the proof that a point is not in the core."""

    proposal: Place
    coalition: tuple[Member, ...]


def supporters(
    ideal_points: Mapping[Member, Sequence[Fraction]], proposal: Sequence[Fraction], status_quo: Sequence[Fraction]
) -> tuple[Member, ...]:
    """Those to whom the proposal lies strictly nearer than the status quo, in a space of any dimension.

    Examples
    --------
    >>> supporters({"a": (Fraction(0),), "b": (Fraction(1),), "c": (Fraction(3),)}, (Fraction(2),), (Fraction(0),))
    ('c',)
    """

    def distance(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
        return sum(((a - b) ** 2 for a, b in zip(one, other, strict=True)), Fraction(0))

    return tuple(
        member for member, ideal in ideal_points.items() if distance(ideal, proposal) < distance(ideal, status_quo)
    )


def beats(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point], proposal: Point, status_quo: Point
) -> bool:
    """Whether those to whom the proposal lies strictly nearer win: the test of the win set, in any dimension.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.
    ideal_points
        Everyone's ideal point.
    proposal, status_quo
        What is put to the vote, and what stands if it fails.

    Raises
    ------
    UsageError
        A point is missing, or of another dimension.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> triangle = {"1": (0, 0), "2": (4, 0), "3": (0, 3)}
    >>> beats(simple_game("[2; 1*3]"), triangle, ("1.9", 0), (3, 3))
    True
    """
    simple, points = placed(game, ideal_points)
    dimension = len(next(iter(points.values())))
    told = []
    for point, what in ((proposal, "the proposal"), (status_quo, "the status quo")):
        values = (point,) if isinstance(point, int | str | Fraction) else point
        told.append([coordinate(value, what) for value in values])
        if len(told[-1]) != dimension:
            raise UsageError(f"{what} has {len(told[-1])} coordinates, the ideal points {dimension}")
    return simple.wins(supporters(points, *told))


def objection(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point], point: Sequence[Coordinate]
) -> Objection | None:
    """A point that beats this one, and who wants it; None where there is none: then this one is in the core.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.  No yes may be a hindrance.
    ideal_points
        Everyone's ideal point, two exact coordinates.
    point
        Two exact coordinates.

    Raises
    ------
    NotApplicable
        The points are not in the plane, or nobody ever decides.
    UsageError
        A member has no point, a point no member.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> points = {"1": (-1, 0), "2": (1, 0), "3": (0, -2), "4": (0, 3), "5": (0, 0)}
    >>> objection(simple_game("[3; 1*5]"), points, (0, 0)) is None
    True

    References
    ----------
    C. R. Plott 1967, A notion of equilibrium and its possibility under majority rule, American Economic Review 57,
    787-806.  R. D. McKelvey and N. Schofield 1987, Generalized symmetry conditions at a core point, Econometrica 55,
    923-933.
    """
    simple, points = in_the_plane(game, ideal_points)
    x, y = place(point)
    away = {member: (u - x, v - y) for member, (u, v) in points.items()}
    tried: set[tuple[Member, ...]] = set()
    for along in dict.fromkeys(vector for vector in away.values() if any(vector)):
        for across in ((-along[1], along[0]), (along[1], -along[0])):
            for tilt in (along, (-along[0], -along[1])):
                coalition = tuple(member for member, v in away.items() if (dot(v, across) or dot(v, tilt)) > 0)
                if coalition not in tried and simple.wins(coalition):
                    return _leaving(points, (x, y), coalition, across, tilt)
                tried.add(coalition)
    return None


def _leaving(
    points: Mapping[Member, Place], point: Place, coalition: tuple[Member, ...], across: Place, tilt: Place
) -> Objection:
    """A step, across and a little tilted, by which all of a coalition gain."""
    vectors = [(points[member][0] - point[0], points[member][1] - point[1]) for member in coalition]
    little = [dot(v, across) / -dot(v, tilt) / 2 for v in vectors if dot(v, across) > 0 > dot(v, tilt)]
    share = min(little, default=Fraction(1))
    step = (across[0] + share * tilt[0], across[1] + share * tilt[1])
    length = min(dot(v, step) for v in vectors) / dot(step, step)
    return Objection((point[0] + length * step[0], point[1] + length * step[1]), coalition)


def core_polygon(game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point]) -> ConvexPolygon:
    """The core in the plane: the points in the convex hull of every winning coalition.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.  No yes may be a hindrance.
    ideal_points
        Everyone's ideal point, two exact coordinates.

    Raises
    ------
    NotApplicable
        The points are not in the plane, or nobody ever decides.
    UsageError
        A member has no point, a point no member.
    TooLarge
        There are more than 100 ideal points.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> triangle = {"1": (0, 0), "2": (4, 0), "3": (0, 3)}
    >>> print(core_polygon(simple_game("[2; 1*3]"), triangle), "|", core_polygon(simple_game("[3; 1*3]"), triangle))
    empty | (0, 0), (4, 0), (0, 3)
    >>> print(core_polygon(simple_game("[3; 2, 1, 1]"), triangle))
    (0, 0)

    References
    ----------
    G. Tsebelis 2002, Veto Players, ch. 1.  N. Schofield 1985, Social Choice and Democracy, ch. 4.
    """
    simple, exactly = in_the_plane(game, ideal_points)
    points, scale = scaled(exactly)
    places = sorted({(point[0], point[1]) for point in points.values()})
    if len(places) * (len(places) - 1) > MOST_DIRECTIONS:
        raise TooLarge(
            f"{len(places)} ideal points have more than {MOST_DIRECTIONS:,} directions between them",
            hint="objection says of one point whether it is in the core",
        )
    (left, right), (bottom, top) = ((min(values), max(values)) for values in zip(*places, strict=True))
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    polygon = _distinct((Fraction(x), Fraction(y)) for x, y in corners)
    for direction in _directions(places):
        least = _last_won(simple, points, direction)
        polygon = _clipped(polygon, direction, least)
    return ConvexPolygon(tuple((x / scale, y / scale) for x, y in _corners(polygon)))


def _directions(places: Sequence[tuple[int, ...]]) -> list[Direction]:
    """The directions at right angles to differences of points; where all are on one line, that of the line as well."""
    along = {((u - x) // gcd(u - x, v - y), (v - y) // gcd(u - x, v - y)) for (x, y), (u, v) in combinations(places, 2)}
    found = {turned for x, y in along for turned in ((-y, x), (y, -x))}
    if len(along) < 2:
        found |= {turned for x, y in along or {(1, 0)} for turned in ((x, y), (-x, -y), (-y, x), (y, -x))}
    return sorted(found)


def _last_won(game: SimpleGame, points: Mapping[Member, tuple[int, ...]], direction: Direction) -> int:
    """The farthest along a direction such that those there and beyond win."""

    def liking(member: Member) -> int:
        return points[member][0] * direction[0] + points[member][1] * direction[1]

    alike = [(value, list(group)) for value, group in groupby(sorted(points, key=liking, reverse=True), key=liking)]
    low, high = 0, len(alike)  # the first `low` groups lose, the first `high` win
    while high - low > 1:
        middle = (low + high) // 2
        if game.wins(member for _, group in alike[:middle] for member in group):
            high = middle
        else:
            low = middle
    return alike[high - 1][0]


def _clipped(polygon: Sequence[Place], direction: Direction, least: int) -> list[Place]:
    """The part of a convex polygon that lies at least so far along a direction."""
    beyond = [(corner, corner[0] * direction[0] + corner[1] * direction[1] - least) for corner in polygon]
    kept: list[Place] = []
    for (start, one), (end, other) in zip(beyond, [*beyond[1:], *beyond[:1]], strict=True):
        if one >= 0:
            kept.append(start)
        if one * other < 0:
            share = one / (one - other)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return _distinct(kept)


def _distinct(corners: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(corners))


def _corners(polygon: Sequence[Place]) -> list[Place]:
    """The polygon without points on its sides, from its lowest leftmost corner on."""
    if len(polygon) > 2:
        around = zip([*polygon[-1:], *polygon[:-1]], polygon, [*polygon[1:], *polygon[:1]], strict=True)
        turning = [corner for before, corner, after in around if _turn(before, corner, after)]
        polygon = turning or [min(polygon), max(polygon)]
    first = min(range(len(polygon)), key=polygon.__getitem__, default=0)
    return [*polygon[first:], *polygon[:first]]


def place(point: Sequence[Coordinate]) -> Place:
    """A point in the plane, exactly.

    Raises
    ------
    UsageError
        It has another number of coordinates.
    """
    if isinstance(point, str) or len(point) != 2:
        raise UsageError("a point in the plane has two coordinates")
    return coordinate(point[0], "the point"), coordinate(point[1], "the point")


def dot(one: Place, other: Place) -> Fraction:
    """The inner product."""
    return one[0] * other[0] + one[1] * other[1]


def _turn(
    start: tuple[int | Fraction, int | Fraction],
    middle: tuple[int | Fraction, int | Fraction],
    end: tuple[int | Fraction, int | Fraction],
) -> int | Fraction:
    """Above 0 where the way from start over middle to end turns left."""
    return (middle[0] - start[0]) * (end[1] - start[1]) - (middle[1] - start[1]) * (end[0] - start[0])


def cross(one: Place, other: Place) -> Fraction:
    """Above 0 where the second vector lies anticlockwise of the first, within half a turn."""
    return one[0] * other[1] - one[1] * other[0]
