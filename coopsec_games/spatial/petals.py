"""The win set in the plane, ready to be drawn: for each minimal winning coalition, where its discs overlap.

A member likes better what lies within the circle around the own ideal point through the status quo.  All these circles
pass through the status quo, and two of them meet again where the line between their centres mirrors it, so that every
corner of the win set is rational.  A coalition's overlap of discs, its petal, is bounded by the circles of those who
stand nearest as seen from the status quo: those on the near side of the convex hull of the coalition.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> for petal in win_petals(simple_game("[3; 1*3]"), {"1": (0, 2), "2": (2, 0), "3": (3, 3)}, (0, 0)):
...     for arc in petal.arcs:
...         print(arc.centre, *(f"({x}, {y})" for x, y in (arc.start, arc.end)))
1 (0, 0) (2, 2)
2 (2, 2) (0, 0)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from .plane import Place, cross, dot, place
from .points import Coordinate, Point, in_the_plane

__all__ = ["Arc", "Petal", "win_petals"]


@dataclass(frozen=True)
class Arc:
    """A part of the circle around a member's ideal point through the status quo, anticlockwise from start to end.

    Where both are the status quo, it is the whole circle.
    """

    centre: Member
    start: Place
    end: Place


@dataclass(frozen=True)
class Petal:
    """What a coalition likes better than the status quo: the inside of arcs that begin and end there."""

    coalition: tuple[Member, ...]
    arcs: tuple[Arc, ...]

    @property
    def vertices(self) -> tuple[Place, ...]:
        """Where two arcs meet, the status quo first."""
        return tuple(arc.start for arc in self.arcs)


def win_petals(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point], status_quo: Sequence[Coordinate]
) -> tuple[Petal, ...]:
    """The petals of the win set: it is their union; there is none where the status quo is in the core.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.  No yes may be a hindrance.
    ideal_points
        Everyone's ideal point, two exact coordinates.
    status_quo
        Two exact coordinates.

    Returns
    -------
    One petal for each minimal winning coalition that agrees on some direction; coalitions with one and the same petal
    are told once, by the first of them.

    Raises
    ------
    NotApplicable
        The points are not in the plane, or nobody ever decides.
    UsageError
        A member has no point, a point no member.
    TooLarge
        There are more than 100,000 minimal winning coalitions; ``beats`` tests one proposal in any game.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> triangle = {"1": (0, 0), "2": (4, 0), "3": (0, 3)}
    >>> [petal.coalition for petal in win_petals(simple_game("[2; 1*3]"), triangle, (1, 1))]
    [('1', '2'), ('1', '3'), ('2', '3')]
    >>> win_petals(simple_game("[3; 1*3]"), triangle, (1, 1))
    ()

    References
    ----------
    R. D. McKelvey 1976, Intransitivities in multidimensional voting models, Journal of Economic Theory 12, 472-482.
    G. Tsebelis 2002, Veto Players, ch. 1.
    """
    simple, points = in_the_plane(game, ideal_points)
    here = place(status_quo)
    away = {member: (x - here[0], y - here[1]) for member, (x, y) in points.items()}
    found: dict[tuple[Place, ...], Petal] = {}
    for coalition in simple.minimal_winning():
        nearest = _near_side(coalition, away)
        if nearest:
            found.setdefault(tuple(points[member] for member in nearest), _petal(coalition, nearest, points, here))
    return tuple(found.values())


def _near_side(coalition: Iterable[Member], away: Mapping[Member, Place]) -> list[Member]:
    """Those whose circles bound the petal, clockwise as seen from the status quo; nobody where they do not agree."""
    members = list(coalition)
    if not _agree([away[member] for member in members]):
        return []

    def order(one: Member, other: Member) -> int:
        turn = cross(away[one], away[other])
        nearer = dot(away[one], away[one]) - dot(away[other], away[other])
        return (turn > 0) - (turn < 0) or (nearer > 0) - (nearer < 0)

    chain: list[Member] = []
    for member in sorted(members, key=cmp_to_key(order)):
        if chain and not cross(away[chain[-1]], away[member]):
            continue  # in the same direction, and no nearer
        while len(chain) > 1 and not _between(away[chain[-2]], away[chain[-1]], away[member]):
            chain.pop()
        chain.append(member)
    return chain


def _agree(vectors: Sequence[Place]) -> bool:
    """Whether some direction is a gain for all: whether they lie in an open half-plane."""
    sides = [turned for x, y in vectors for turned in ((x, y), (-y, x), (y, -x))]
    ahead = [side for side in sides if all(dot(side, vector) >= 0 for vector in vectors)]
    middle = sum((x for x, _ in ahead), Fraction(0)), sum((y for _, y in ahead), Fraction(0))
    return all(dot(middle, vector) > 0 for vector in vectors)


def _between(left: Place, middle: Place, right: Place) -> bool:
    """Whether the middle one lies strictly on the status quo's side of the line through the others."""
    return cross((left[0] - right[0], left[1] - right[1]), (middle[0] - right[0], middle[1] - right[1])) > 0


def _petal(
    coalition: tuple[Member, ...], nearest: Sequence[Member], points: Mapping[Member, Place], here: Place
) -> Petal:
    corners = [here, *(_mirrored(here, points[one], points[other]) for one, other in pairwise(nearest)), here]
    ends = zip(nearest, pairwise(corners), strict=True)
    return Petal(coalition, tuple(Arc(centre, start, end) for centre, (start, end) in ends))


def _mirrored(point: Place, one: Place, other: Place) -> Place:
    """A point mirrored by the line through two others."""
    along = (other[0] - one[0], other[1] - one[1])
    share = dot((point[0] - one[0], point[1] - one[1]), along) / dot(along, along)
    return 2 * (one[0] + share * along[0]) - point[0], 2 * (one[1] + share * along[1]) - point[1]
