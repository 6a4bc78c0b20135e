"""The core in the plane with letters: where a point lies in the convex hull of every winning coalition.

A point is in a convex hull if it is in a triangle or on a segment of its points, and on which side of a line a point
lies is the sign of a polynomial in the coordinates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare, conjunction
from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from ..errors import TooLarge
from ..formulas import exact
from .letters import formulas_of
from .plane import core_polygon

if TYPE_CHECKING:
    from .letters import Formula, Value

__all__ = ["in_core_where"]

MOST_TRIANGLES = 2_000  # of ideal points


def in_core_where(
    game: SimpleGame | VotingRule,
    ideal_points: Mapping[Member, tuple[Formula, Formula]],
    point: tuple[Formula, Formula],
    assumptions: Assumptions,
) -> Condition:
    """Where a point of the plane is in the core: in the convex hull of every winning coalition.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.  No yes may be a hindrance.
    ideal_points
        Everyone's ideal point, two exact numbers or formulas in the declared letters.
    point
        The same of the point in question.
    assumptions
        The letters and what is assumed of them.

    Raises
    ------
    UsageError
        A member has no point, or a point no member.
    FormulaError
        A coordinate is no formula in the declared letters.
    TooLarge
        The ideal points are letters, and have more than 2,000 triangles between them.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> under = Assumptions.read(["x", "y"])
    >>> corners = {"1": (0, 0), "2": (4, 0), "3": (0, 3)}
    >>> in_core_where(simple_game("[3; 1*3]"), corners, ("x", "y"), under).simplify()
    Condition('x >= 0 and y >= 0 and 3*x + 4*y <= 12')
    >>> line = {"1": (-1, 0), "2": (1, 0), "3": ("x", "y")}
    >>> in_core_where(simple_game("[2; 1*3]"), line, (0, 0), under).simplify()
    Condition('x = 0 and y = 0')

    References
    ----------
    C. R. Plott 1967, A notion of equilibrium and its possibility under majority rule, American Economic Review 57,
    787-806.
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    across = formulas_of(simple, {member: place[0] for member, place in ideal_points.items()}, assumptions)
    along = formulas_of(simple, {member: place[1] for member, place in ideal_points.items()}, assumptions)
    here = exact(point[0], assumptions.names), exact(point[1], assumptions.names)
    numbers = {
        member: (x, along[member])
        for member, x in across.items()
        if isinstance(x, Fraction) and isinstance(along[member], Fraction)
    }
    if len(numbers) == len(across):
        corners: list[tuple[Value, Value]] = list(core_polygon(simple, numbers).vertices)
        if len(corners) > 2:
            sides = zip(corners, [*corners[1:], *corners[:1]], strict=True)
            told = (compare(_turn(start, end, here), ">=", 0, assumptions) for start, end in sides)
            return Condition(conjunction(*(side.formula for side in told)), assumptions)
        return _in_hull(corners, here, assumptions)
    hulls = {frozenset((across[member], along[member]) for member in found) for found in simple.minimal_winning()}
    ordered = [sorted(hull, key=list(zip(across.values(), along.values(), strict=True)).index) for hull in hulls]
    ordered.sort(key=lambda hull: (len(hull), str(hull)))
    if sum(len(hull) ** 3 for hull in ordered) > 6 * MOST_TRIANGLES:
        raise TooLarge(
            f"more than {MOST_TRIANGLES:,} triangles of ideal points", hint="give the ideal points as numbers"
        )
    whole = Condition.true(assumptions)
    for hull in ordered:
        whole &= _in_hull(hull, here, assumptions)
    return whole


def _in_hull(corners: Sequence[tuple[Value, Value]], point: tuple[Value, Value], under: Assumptions) -> Condition:
    """Where a point lies in a triangle or on a segment of these corners."""
    found = Condition.false(under)
    for one, other in [*combinations(corners, 2), *((corner, corner) for corner in corners[:1])]:
        on_line = compare(_turn(one, other, point), "=", 0, under)
        between = (point[0] - one[0]) * (point[0] - other[0]) + (point[1] - one[1]) * (point[1] - other[1])
        found |= on_line & compare(between, "<=", 0, under)
    for one, other, third in combinations(corners, 3):
        turns = [_turn(a, b, point) for a, b in ((one, other), (other, third), (third, one))]
        for op in (">", "<"):
            sides = [compare(turn, f"{op}=", 0, under) for turn in turns]
            found |= sides[0] & sides[1] & sides[2] & compare(_turn(one, other, third), op, 0, under)
    return found


def _turn(start: tuple[Value, Value], middle: tuple[Value, Value], end: tuple[Value, Value]) -> Value:
    """Above 0 where the way from start over middle to end turns left."""
    return (middle[0] - start[0]) * (end[1] - start[1]) - (middle[1] - start[1]) * (end[0] - start[0])
