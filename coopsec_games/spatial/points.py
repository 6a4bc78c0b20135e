"""Where members stand: ideal points on a line, in the plane or in any space, read exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from ..errors import FormulaError, InvalidGame, NotApplicable, UsageError, did_you_mean
from ..formulas import exact

__all__ = ["Coordinate", "Point", "Whole", "coordinate", "in_the_plane", "on_a_line", "placed", "scaled"]

Coordinate: TypeAlias = "int | str | Fraction"
Point: TypeAlias = "Coordinate | Sequence[Coordinate]"
Whole: TypeAlias = tuple[int, ...]


def coordinate(value: Coordinate, what: str) -> Fraction:
    """A coordinate, exactly.

    Raises
    ------
    InvalidGame
        It is no number, or not an exact one.

    Examples
    --------
    >>> coordinate("-2.8841", "the ideal point of RUS")
    Fraction(-28841, 10000)
    """
    try:
        number = exact(value)
    except FormulaError as fault:
        raise InvalidGame(f"{what}: {fault.message}", hint=fault.hint) from fault
    if not isinstance(number, Fraction):
        raise InvalidGame(f"{what} is no number")
    return number


def placed(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point]
) -> tuple[SimpleGame, dict[Member, tuple[Fraction, ...]]]:
    """The game, and every member's point in the order of members.

    Raises
    ------
    UsageError
        A member has no point, a point no member, or the points are not all of one dimension.
    InvalidGame
        A coordinate is not exact.
    NotApplicable
        Nobody ever decides.
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    for member in ideal_points:
        if member not in simple.members:
            raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), simple.members))
    exactly = {}
    for member in simple.members:
        if member not in ideal_points:
            raise UsageError(f"{member} has no ideal point")
        point = ideal_points[member]
        told = (point,) if isinstance(point, int | str | Fraction) else tuple(point)
        exactly[member] = tuple(coordinate(value, f"the ideal point of {member}") for value in told)
    if len({len(point) for point in exactly.values()}) > 1 or not all(exactly.values()):
        raise UsageError("the ideal points are of one dimension, and of at least one")
    if simple.wins(()) or not simple.wins(simple.members):
        raise NotApplicable(
            "nobody ever decides: every way of voting has the same outcome", hint="look at the rule and at 'not yes'"
        )
    return simple, exactly


def on_a_line(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point]
) -> tuple[SimpleGame, dict[Member, Fraction]]:
    """The same for points on a line.

    Raises
    ------
    NotApplicable
        The points have more than one dimension.
    """
    simple, points = placed(game, ideal_points)
    dimension = len(next(iter(points.values())))
    if dimension != 1:
        raise NotApplicable(f"the ideal points have {dimension} dimensions, not one")
    return simple, {member: point[0] for member, point in points.items()}


def in_the_plane(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point]
) -> tuple[SimpleGame, dict[Member, tuple[Fraction, Fraction]]]:
    """The same for points in the plane, and a game in which no yes is a hindrance.

    Raises
    ------
    NotApplicable
        The points have another dimension, or some winning coalition loses by another yes.
    """
    simple, points = placed(game, ideal_points)
    dimension = len(next(iter(points.values())))
    if dimension != 2:
        raise NotApplicable(f"the ideal points have {dimension} dimension{'s' * (dimension > 1)}, not two")
    if not simple.is_monotone:
        raise NotApplicable("some winning coalition loses by another member's yes")
    return simple, {member: (point[0], point[1]) for member, point in points.items()}


def scaled(points: Mapping[Member, Sequence[Fraction]]) -> tuple[dict[Member, Whole], int]:
    """The points in whole numbers on one scale, and how many of these units are 1."""
    scale = lcm(*(value.denominator for point in points.values() for value in point))
    return {member: tuple(int(value * scale) for value in point) for member, point in points.items()}, scale
