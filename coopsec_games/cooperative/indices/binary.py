r"""Indices over yes and not yes that count swings: coalitions that lose without a member and win with it.

Write n for the number of members, W for the number of winning coalitions, :math:`\eta_i` for the swings of member i.
All that these indices need is :math:`\eta_i` and W, or the swings by size; :func:`~coopsec_games.cooperative.counting.
swing_counts` and :func:`~coopsec_games.cooperative.counting.swing_sizes` count them by the method that costs least.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> council = simple_game("[39; 7*5, 1*10]")
>>> shares = shapley_shubik(council)
>>> print(shares["1"], shares["15"], sum(shares.values()))
421/2145 4/2145 1
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import factorial
from types import MappingProxyType

from ...errors import NotApplicable
from ..counting import swing_counts, swing_sizes
from ..simple_games import TernaryGame
from .answers import POWER_INDICES, Game, Power, binary, somebody, spread

__all__ = [
    "OF_SWINGS",
    "banzhaf",
    "by_swings",
    "coleman_initiate",
    "coleman_prevent",
    "decisiveness",
    "koenig_braeuninger",
    "nevison",
    "penrose",
    "pivots",
    "rae",
    "shapley_shubik",
]


def decisiveness(game: Game, method: str = "auto") -> Fraction:
    """The share of all ways of voting that adopt a text: Coleman's power of a collectivity to act.

    Parameters
    ----------
    game
        A simple game or a rule (2 ** n ways of voting), or a ternary game (3 ** n).
    method
        How coalitions are counted; a ternary game is counted by kinds.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(decisiveness(simple_game("[39; 7*5, 1*10]")))
    53/2048

    References
    ----------
    J. S. Coleman 1971, Control of collectivities and the power of a collectivity to act, in: Social Choice, 269-300.
    """
    if isinstance(game, TernaryGame):
        outcomes = game.outcomes()
        return Fraction(outcomes.passing(), len(outcomes.ballots) ** outcomes.size)
    simple = binary(game)
    return Fraction(swing_counts(simple, method).winning, 2 ** len(simple.members))


@POWER_INDICES.register(
    "shapley-shubik", title="Shapley-Shubik index", cite="L. S. Shapley and M. Shubik 1954, APSR 48, 787-792"
)
def shapley_shubik(game: Game, method: str = "auto") -> Power:
    """The chance to be the pivot when members join in a random order.

    A swing in which s others vote yes is the pivot in s! (n - 1 - s)! of the n! orders; swings are counted by s.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in shapley_shubik(simple_game("[4; 3, 2, 1, 1]")).values()]
    ['1/2', '1/6', '1/6', '1/6']

    References
    ----------
    L. S. Shapley and M. Shubik 1954, A method for evaluating the distribution of power in a committee system, American
    Political Science Review 48, 787-792.  Axioms: efficiency, symmetry, dummy, transfer.
    """
    simple = binary(game)
    counted = swing_sizes(simple, method)
    values = pivots([counted.sizes[member] for member in simple.members])
    return spread(simple.members, values, counted.method)


def pivots(sizes: Sequence[Sequence[int]]) -> list[Fraction]:
    """The Shapley-Shubik index from each member's swings by the number of others who vote yes.

    Examples
    --------
    >>> [str(share) for share in pivots([(0, 2), (1, 0)])]
    ['1', '1/2']
    """
    size = len(sizes[0])
    orders = [factorial(others) * factorial(size - 1 - others) for others in range(size)]
    found: dict[tuple[int, ...], int] = {}
    for swings in map(tuple, sizes):
        if swings not in found:
            found[swings] = sum(ways * number for ways, number in zip(swings, orders, strict=True) if ways)
    somebody(found.values())
    total = factorial(size)
    shares = {swings: Fraction(number, total) for swings, number in found.items()}
    return [shares[tuple(swings)] for swings in sizes]


Shares = Callable[[Sequence[int], int], list[Fraction]]


def _normalised(swings: Sequence[int], winning: int) -> list[Fraction]:
    somebody(swings)
    total = sum(swings)
    return [Fraction(number, total) for number in swings]


def _absolute(swings: Sequence[int], winning: int) -> list[Fraction]:
    ways = 2 ** (len(swings) - 1)
    return [Fraction(number, ways) for number in swings]


def _prevent(swings: Sequence[int], winning: int) -> list[Fraction]:
    if not winning:
        raise NotApplicable("no coalition wins: there is no action to prevent")
    return [Fraction(number, winning) for number in swings]


def _initiate(swings: Sequence[int], winning: int) -> list[Fraction]:
    losing = 2 ** len(swings) - winning
    if not losing:
        raise NotApplicable("every coalition wins: there is no action to initiate")
    return [Fraction(number, losing) for number in swings]


def _agreement(swings: Sequence[int], winning: int) -> list[Fraction]:
    ways = 2 ** len(swings)
    return [Fraction(ways // 2 + number, ways) for number in swings]


def _inclusion(swings: Sequence[int], winning: int) -> list[Fraction]:
    if not winning:
        raise NotApplicable("no coalition wins: nobody can be in one that does")
    return [Fraction(winning + number, 2 * winning) for number in swings]


def _participation(swings: Sequence[int], winning: int) -> list[Fraction]:
    ways = 2 ** len(swings)
    return [Fraction(winning + number, ways) for number in swings]


def _help(swings: Sequence[int], winning: int) -> list[Fraction]:
    somebody(swings)
    total = len(swings) * winning + sum(swings)
    return [Fraction(winning + number, total) for number in swings]


OF_SWINGS: Mapping[str, Shares] = MappingProxyType(
    {
        "banzhaf": _normalised,
        "penrose": _absolute,
        "coleman-prevent": _prevent,
        "coleman-initiate": _initiate,
        "rae": _agreement,
        "koenig-braeuninger": _inclusion,
        "nevison": _participation,
        "public-help": _help,
    }
)
"""Index to what it makes of the members' swings and of the number of winning coalitions."""


def by_swings(key: str, game: Game, method: str) -> Power:
    """One of the indices that need swings and the number of winning coalitions alone."""
    simple = binary(game)
    counted = swing_counts(simple, method)
    swings = [counted.counts[member] for member in simple.members]
    return spread(simple.members, OF_SWINGS[key](swings, counted.winning), counted.method)


@POWER_INDICES.register("banzhaf", title="Banzhaf index, normalised", cite="J. F. Banzhaf 1965, Rutgers LR 19, 317-343")
def banzhaf(game: Game, method: str = "auto") -> Power:
    """The share of all swings: coalitions that win with the member and lose without it.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in banzhaf(simple_game("[12; 4*3, 2*2, 1]")).values()]
    ['5/21', '5/21', '5/21', '1/7', '1/7', '0']

    References
    ----------
    J. F. Banzhaf 1965, Weighted voting doesn't work: a mathematical analysis, Rutgers Law Review 19, 317-343.
    Axioms: efficiency, symmetry, dummy.
    """
    return by_swings("banzhaf", game, method)


@POWER_INDICES.register(
    "penrose", title="Penrose measure (absolute Banzhaf)", cite="L. S. Penrose 1946, JRSS 109, 53-57"
)
def penrose(game: Game, method: str = "auto") -> Power:
    """The chance to decide when all others vote yes or not by the toss of a coin.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(chance) for chance in penrose(simple_game("[12; 8, 6, 4, 2]")).values()]
    ['5/8', '3/8', '3/8', '1/8']

    References
    ----------
    L. S. Penrose 1946, The elementary statistics of majority voting, J. of the Royal Statistical Society 109, 53-57.
    Axioms: total power, symmetry, dummy, transfer.
    """
    return by_swings("penrose", game, method)


@POWER_INDICES.register(
    "coleman-prevent", title="Coleman's power to prevent action", cite="J. S. Coleman 1971, in: Social Choice, 269-300"
)
def coleman_prevent(game: Game, method: str = "auto") -> Power:
    """The share of winning coalitions that lose when the member leaves.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(coleman_prevent(simple_game("[39; 7*5, 1*10]"))["15"])
    21/212

    References
    ----------
    J. S. Coleman 1971, Control of collectivities and the power of a collectivity to act, in: Social Choice, 269-300.
    Axioms: symmetry, dummy; 1 for a vetoer.
    """
    return by_swings("coleman-prevent", game, method)


@POWER_INDICES.register(
    "coleman-initiate",
    title="Coleman's power to initiate action",
    cite="J. S. Coleman 1971, in: Social Choice, 269-300",
)
def coleman_initiate(game: Game, method: str = "auto") -> Power:
    """The share of losing coalitions that win when the member joins.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(coleman_initiate(simple_game("[39; 7*5, 1*10]"))["15"])
    1/380

    References
    ----------
    J. S. Coleman 1971, Control of collectivities and the power of a collectivity to act, in: Social Choice, 269-300.
    Axioms: symmetry, dummy.
    """
    return by_swings("coleman-initiate", game, method)


@POWER_INDICES.register("rae", title="Rae index", cite="D. W. Rae 1969, APSR 63, 40-56")
def rae(game: Game, method: str = "auto") -> Power:
    """The chance that the outcome agrees with the member's own ballot, when all vote by the toss of a coin.

    It is 1/2 plus half the Penrose measure: a member agrees with the outcome in half of the cases by luck alone.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(chance) for chance in rae(simple_game("[3; 2, 1, 1]")).values()]
    ['7/8', '5/8', '5/8']

    References
    ----------
    D. W. Rae 1969, Decision-rules and individual values in constitutional choice, American Political Science Review
    63, 40-56.  P. Dubey and L. S. Shapley 1979, Mathematical properties of the Banzhaf power index, Mathematics of
    Operations Research 4, 99-131, sec. 5.  Axioms: symmetry, transfer; 1/2 for a dummy.
    """
    return by_swings("rae", game, method)


@POWER_INDICES.register(
    "koenig-braeuninger",
    title="König-Bräuninger inclusiveness",
    cite="T. König and T. Bräuninger 1998, J. of Theoretical Politics 10, 125-142",
)
def koenig_braeuninger(game: Game, method: str = "auto") -> Power:
    """The share of winning coalitions that the member is in; also called Zipke index.

    Of W winning coalitions, (W + swings) / 2 have the member in them.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in koenig_braeuninger(simple_game("[3; 2, 1, 1]")).values()]
    ['1', '2/3', '2/3']

    References
    ----------
    T. König and T. Bräuninger 1998, The inclusiveness of European decision rules, Journal of Theoretical Politics 10,
    125-142.  C. H. Nevison, B. Zicht and S. Schoepke 1978, A naive approach to the Banzhaf index of power, Behavioral
    Science 23, 130-131.  Axioms: symmetry; 1/2 for a dummy, 1 for a vetoer.
    """
    return by_swings("koenig-braeuninger", game, method)


@POWER_INDICES.register(
    "nevison", title="Nevison index", cite="C. H. Nevison 1979, in: Applied Game Theory, Physica, 39-57"
)
def nevison(game: Game, method: str = "auto") -> Power:
    """The chance that a text passes when the member votes yes and the others toss a coin.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(chance) for chance in nevison(simple_game("[3; 2, 1, 1]")).values()]
    ['3/4', '1/2', '1/2']

    References
    ----------
    C. H. Nevison 1979, Structural power and satisfaction in simple games, in: S. J. Brams, A. Schotter and
    G. Schwödiauer (eds), Applied Game Theory, 39-57.  Axioms: symmetry, transfer.
    """
    return by_swings("nevison", game, method)
