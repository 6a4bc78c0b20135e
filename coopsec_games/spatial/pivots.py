"""Power where members have ideal points: who is the pivot of an issue, over all the directions that issues can take.

An issue is a direction; the members join in the order in which they like it, that is of the inner product of their
ideal points with it, and the one with whom the coalition first wins is the pivot.  On a line there are two directions;
in the plane they are a circle, on which the order of the members changes only where a direction is at right angles to
the difference of two ideal points.  These directions are rational and are sorted exactly, so a member's power is a sum
of angles between rational directions.  Such a sum is a rational part of a turn, or a transcendental number: which of
the two is decided, and either is answered exactly, as :class:`Turn`.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> triangle = {"1": (0, 0), "2": (4, 0), "3": (0, 3)}
>>> [str(share) for share in owen_shapley(simple_game("[2; 1, 1, 1]"), triangle).values()]
['1/2', 'atan(3/4)/pi', '1/2 - atan(3/4)/pi']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import combinations, groupby
from math import factorial, gcd, lcm
from types import MappingProxyType

from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from ..cooperative.turns import Angle, Turn, added, turn_of
from ..errors import NotApplicable, TooLarge, UsageError
from .points import Coordinate, Point, Whole, coordinate, placed, scaled

__all__ = ["MOST_COINCIDENT", "MOST_SECTORS", "owen_shapley", "power_over_issues"]

MOST_COINCIDENT = 12  # members with one ideal point, or alike on one issue
MOST_SECTORS = 100_000  # of the circle: n (n - 1) for n ideal points


def owen_shapley(game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point]) -> Mapping[Member, Turn]:
    """The Owen-Shapley spatial power index, on a line or in the plane.

    All directions of issues are equally likely.  Members with one and the same ideal point join in a random order.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.  No yes may be a hindrance: the game is monotone.
    ideal_points
        Everyone's ideal point: one exact coordinate, or two.

    Returns
    -------
    Parts of a full turn, 1 in all: rational on a line, and in the plane wherever they can be.

    Raises
    ------
    NotApplicable
        The points have more than two dimensions, or nobody ever decides.
    UsageError
        A member has no point, a point no member, or the points are not all of one dimension.
    InvalidGame
        A coordinate is not exact.
    TooLarge
        There are more than 316 ideal points in the plane, or more than 12 members with one ideal point.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> line = {"1": "-1.5", "2": 0, "3": 2, "4": 5}
    >>> [str(share) for share in owen_shapley(simple_game("[3; 1, 1, 1, 1]"), line).values()]
    ['0', '1/2', '1/2', '0']

    References
    ----------
    L. S. Shapley 1977, A comparison of power indices and a nonsymmetric generalization, RAND P-5872.
    G. Owen and L. S. Shapley 1989, Optimal location of candidates in ideological space, International Journal of Game
    Theory 18, 339-356.
    B. Grofman, G. Owen, N. Noviello and A. Glazer 1987, Stability and centrality of legislative choice in the spatial
    context, American Political Science Review 81, 539-553.
    """
    simple, exactly = placed(game, ideal_points)
    points, _ = scaled(exactly)
    dimension = len(next(iter(points.values())))
    if dimension == 1:
        shares = _over_issues(simple, points, {(1,): Fraction(1, 2), (-1,): Fraction(1, 2)})
        return MappingProxyType({member: Turn(share) for member, share in shares.items()})
    if dimension > 2:
        raise NotApplicable(
            f"the ideal points have {dimension} dimensions, not one or two",
            hint="power_over_issues takes any number of dimensions, and a list of issues",
        )
    arcs: dict[Member, dict[Fraction, Angle]] = {member: {} for member in points}
    pivots: list[tuple[Member, Fraction]] = []
    ends = _ends(points)
    for (start, reordered), (end, _) in zip(ends, [*ends[1:], ends[0]], strict=True):
        cosine, sine = start[0] * end[0] + start[1] * end[1], start[0] * end[1] - start[1] * end[0]
        if not pivots or points[pivots[0][0]] in reordered:
            middle = (start[0] + end[0], start[1] + end[1]) if sine else (-start[1], start[0])
            pivots = _pivots(simple, points, middle)
        for member, chance in pivots:
            arcs[member][chance] = added(arcs[member].get(chance, (1, 0, 0)), (cosine, sine))
    return MappingProxyType({member: turn_of(found) for member, found in arcs.items()})


def power_over_issues(
    game: SimpleGame | VotingRule,
    ideal_points: Mapping[Member, Point],
    issues: Mapping[tuple[Coordinate, ...], Coordinate],
) -> Mapping[Member, Fraction]:
    """The chance to be the pivot over a list of issues with their probabilities, in any number of dimensions.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no; monotone.
    ideal_points
        Everyone's ideal point.
    issues
        Directions with their probabilities, 1 in all.

    Raises
    ------
    UsageError
        A point or an issue is missing or of another dimension, or the probabilities are none.
    NotApplicable
        Nobody ever decides.
    TooLarge
        More than 12 members are alike on one issue.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> points = {"1": (0, 0, 1), "2": (1, 0, 0), "3": (0, 1, 0)}
    >>> shares = power_over_issues(simple_game("[2; 1, 1, 1]"), points, {(1, 2, 3): "2/3", (3, 1, 2): "1/3"})
    >>> [str(share) for share in shares.values()]
    ['1/3', '0', '2/3']

    References
    ----------
    M. J. Albizuri, A. Goikoetxea and J. M. Zarzuelo 2025, Spatial power indices with a finite number of issues,
    Mathematical Methods of Operations Research 101, 373-394.
    """
    simple, exactly = placed(game, ideal_points)
    points, _ = scaled(exactly)
    dimension = len(next(iter(points.values())))
    chances: dict[Whole, Fraction] = {}
    for direction, chance in issues.items():
        told = [coordinate(value, "an issue") for value in direction]
        if len(told) != dimension or not any(told):
            raise UsageError(f"an issue is a direction in {dimension} dimensions, not all of it 0")
        scale = lcm(*(value.denominator for value in told))
        key = tuple(int(value * scale) for value in told)
        chances[key] = chances.get(key, Fraction(0)) + coordinate(chance, "the probability of an issue")
    if min(chances.values(), default=Fraction(-1)) < 0 or sum(chances.values()) != 1:
        raise UsageError("the probabilities of the issues are at least 0, and 1 in all")
    return MappingProxyType(_over_issues(simple, points, chances))


def _over_issues(
    game: SimpleGame, points: Mapping[Member, Whole], issues: Mapping[Whole, Fraction]
) -> dict[Member, Fraction]:
    shares = dict.fromkeys(points, Fraction(0))
    for issue, chance in issues.items():
        for member, share in _pivots(game, points, issue) if chance else ():
            shares[member] += chance * share
    return shares


def _ends(points: Mapping[Member, Whole]) -> list[tuple[Whole, set[Whole]]]:
    """The directions on which ideal points tie, anticlockwise, each with these points.

    Elsewhere the order stays the same, and here the others keep their places: a pivot who does not tie stays pivot.
    """
    ends: dict[Whole, set[Whole]] = {}
    places = sorted(set(points.values()))
    sectors = len(places) * (len(places) - 1)
    if sectors > MOST_SECTORS:
        raise TooLarge(
            f"{len(places)} ideal points part the circle into {sectors:,} sectors, more than {MOST_SECTORS:,}",
            hint="power_over_issues takes a list of issues",
        )
    for one, other in combinations(places, 2):
        x, y = one[0] - other[0], one[1] - other[1]
        common = gcd(x, y)
        for across in ((-y // common, x // common), (y // common, -x // common)):
            ends.setdefault(across, set()).update((one, other))
    if not ends:
        ends = {(1, 0): set(places), (-1, 0): set(places)}
    return [(end, ends[end]) for end in sorted(ends, key=cmp_to_key(_before))]


def _before(one: Whole, other: Whole) -> int:
    """Which of two directions comes first, anticlockwise from the east."""
    halves = [(y, x) < (0, 0) if y else x < 0 for x, y in (one, other)]
    if halves[0] != halves[1]:
        return halves[0] - halves[1]
    turn = one[1] * other[0] - one[0] * other[1]
    return (turn > 0) - (turn < 0)


def _pivots(game: SimpleGame, points: Mapping[Member, Whole], issue: Sequence[int]) -> list[tuple[Member, Fraction]]:
    """Who turns the coalition into a winning one as the members join, the keenest on the issue first."""

    def liking(member: Member) -> int:
        return sum(a * b for a, b in zip(points[member], issue, strict=True))

    alike = [list(group) for _, group in groupby(sorted(points, key=liking, reverse=True), key=liking)]
    low, high = 0, len(alike)  # a coalition of the first `low` groups loses, of the first `high` it wins
    while high - low > 1:
        middle = (low + high) // 2
        if game.wins(member for group in alike[:middle] for member in group):
            high = middle
        else:
            low = middle
    group = alike[high - 1]
    if len(group) == 1:
        return [(group[0], Fraction(1))]
    return _random_order(game, [member for before in alike[: high - 1] for member in before], group)


def _random_order(game: SimpleGame, before: list[Member], group: list[Member]) -> list[tuple[Member, Fraction]]:
    """The chances to be the pivot in a group that joins in a random order after others."""
    size = len(group)
    if size > MOST_COINCIDENT:
        raise TooLarge(
            f"{size} members like an issue equally well, more than {MOST_COINCIDENT}",
            hint="members with one ideal point join in a random order, which is gone through in full",
        )
    wins = [
        game.wins([*before, *(member for place, member in enumerate(group) if chosen >> place & 1)])
        for chosen in range(2**size)
    ]
    shares = []
    for place, member in enumerate(group):
        orders = sum(
            factorial(chosen.bit_count()) * factorial(size - 1 - chosen.bit_count())
            for chosen in range(2**size)
            if not chosen >> place & 1 and wins[chosen | 1 << place] and not wins[chosen]
        )
        if orders:
            shares.append((member, Fraction(orders, factorial(size))))
    return shares
