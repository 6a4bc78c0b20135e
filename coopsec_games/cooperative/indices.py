"""Power indices: how much of the decision each member holds, exactly.

Each index is an ordinary function from a game to a number for each member; :data:`POWER_INDICES` knows them by name.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> council = simple_game("[39; 7*5, 1*10]")
>>> shares = power("shapley-shubik", council)
>>> print(shares["1"], shares["15"], sum(shares.values()))
421/2145 4/2145 1
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import comb, factorial
from types import MappingProxyType
from typing import TypeAlias

from ..errors import NotApplicable
from ..registry import Registry
from .ballots import Ballot, Member, VotingRule
from .counting import Outcomes
from .simple_games import SimpleGame, TernaryGame

__all__ = [
    "POWER_INDICES",
    "banzhaf",
    "coleman_initiate",
    "coleman_prevent",
    "decisiveness",
    "penrose",
    "power",
    "shapley_shubik",
    "ternary_penrose",
    "ternary_shapley_shubik",
]

Game: TypeAlias = SimpleGame | TernaryGame | VotingRule
Power: TypeAlias = Mapping[Member, Fraction]

POWER_INDICES: Registry[Callable[[Game], Power]] = Registry("power index")


def power(key: str, game: Game) -> Power:
    """A power index of every member.

    Parameters
    ----------
    key
        The index, such as ``"shapley-shubik"``; :data:`POWER_INDICES` lists them.
    game
        A simple game, a ternary game, or a voting rule.  A rule is taken as the simple game in which "not yes" is no
        where the index is over two ballots, and as the ternary game where it is over three; a simple game knows its
        rule too.

    Raises
    ------
    UnknownKey
        There is no such index.
    NotApplicable
        The index is not defined on the game: over two ballots for a ternary game, or no member ever decides.
    InvalidGame
        The rule is not monotone.
    TooLarge
        The members are of too many kinds to count.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> print(power("penrose", Quota(("a", "b", "c"), 2))["a"])
    1/2
    """
    return POWER_INDICES[key].function(game)


def decisiveness(game: Game) -> Fraction:
    """The share of all ways of voting that adopt a text: Coleman's power of a collectivity to act.

    Parameters
    ----------
    game
        A simple game or a rule (2 ** n ways of voting), or a ternary game (3 ** n).

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(decisiveness(simple_game("[39; 7*5, 1*10]")))
    53/2048

    References
    ----------
    J. S. Coleman 1971, Control of collectivities and the power of a collectivity to act, in: Social Choice, 269-300.
    """
    outcomes = game.outcomes() if isinstance(game, TernaryGame) else _binary(game).outcomes()
    return Fraction(outcomes.passing(), len(outcomes.ballots) ** outcomes.size)


@POWER_INDICES.register(
    "shapley-shubik", title="Shapley-Shubik index", cite="L. S. Shapley and M. Shubik 1954, APSR 48, 787-792"
)
def shapley_shubik(game: Game) -> Power:
    """The chance to be the pivot when members join in a random order.

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
    binary = _binary(game)
    outcomes = binary.outcomes()
    size = outcomes.size
    orders = [factorial(against) * factorial(size - 1 - against) for against in range(size)]
    pivots = [_weighed(ways, orders) for ways in outcomes.flips(binary.not_yes, Ballot.YES)]
    _somebody(pivots)
    return _spread(binary.members, outcomes, [Fraction(pivot, factorial(size)) for pivot in pivots])


@POWER_INDICES.register("banzhaf", title="Banzhaf index, normalised", cite="J. F. Banzhaf 1965, Rutgers LR 19, 317-343")
def banzhaf(game: Game) -> Power:
    """The share of all swings: coalitions that win with the member and lose without it.

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
    binary = _binary(game)
    outcomes = binary.outcomes()
    swings = _swings(binary, outcomes)
    _somebody(swings)
    total = sum(len(kind) * swing for kind, swing in zip(outcomes.kinds, swings, strict=True))
    return _spread(binary.members, outcomes, [Fraction(swing, total) for swing in swings])


@POWER_INDICES.register(
    "penrose", title="Penrose measure (absolute Banzhaf)", cite="L. S. Penrose 1946, JRSS 109, 53-57"
)
def penrose(game: Game) -> Power:
    """The chance to decide when all others vote yes or not by the toss of a coin.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(chance) for chance in penrose(simple_game("[12; 8, 6, 4, 2]")).values()]
    ['5/8', '3/8', '3/8', '1/8']

    References
    ----------
    L. S. Penrose 1946, The elementary statistics of majority voting, J. of the Royal Statistical Society 109, 53-57.
    Axioms: symmetry, dummy, transfer.
    """
    binary = _binary(game)
    outcomes = binary.outcomes()
    ways = 2 ** (outcomes.size - 1)
    return _spread(binary.members, outcomes, [Fraction(swing, ways) for swing in _swings(binary, outcomes)])


@POWER_INDICES.register(
    "coleman-prevent", title="Coleman's power to prevent action", cite="J. S. Coleman 1971, in: Social Choice, 269-300"
)
def coleman_prevent(game: Game) -> Power:
    """The share of winning coalitions that lose when the member leaves.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(coleman_prevent(simple_game("[39; 7*5, 1*10]"))["15"])
    21/212

    References
    ----------
    J. S. Coleman 1971, Control of collectivities and the power of a collectivity to act, in: Social Choice, 269-300.
    """
    binary = _binary(game)
    outcomes = binary.outcomes()
    winning = outcomes.passing()
    if not winning:
        raise NotApplicable("no coalition wins: there is no action to prevent")
    return _spread(binary.members, outcomes, [Fraction(swing, winning) for swing in _swings(binary, outcomes)])


@POWER_INDICES.register(
    "coleman-initiate",
    title="Coleman's power to initiate action",
    cite="J. S. Coleman 1971, in: Social Choice, 269-300",
)
def coleman_initiate(game: Game) -> Power:
    """The share of losing coalitions that win when the member joins.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(coleman_initiate(simple_game("[39; 7*5, 1*10]"))["15"])
    1/380

    References
    ----------
    J. S. Coleman 1971, Control of collectivities and the power of a collectivity to act, in: Social Choice, 269-300.
    """
    binary = _binary(game)
    outcomes = binary.outcomes()
    losing = 2**outcomes.size - outcomes.passing()
    if not losing:
        raise NotApplicable("every coalition wins: there is no action to initiate")
    return _spread(binary.members, outcomes, [Fraction(swing, losing) for swing in _swings(binary, outcomes)])


@POWER_INDICES.register(
    "ternary-shapley-shubik",
    title="Ternary Shapley-Shubik index",
    cite="D. S. Felsenthal and M. Machover 1997, IJGT 26, 335-351",
)
def ternary_shapley_shubik(game: Game) -> Power:
    """The chance to be the pivot of a roll call in which members may abstain.

    Members are called in a random order, and each answers yes, abstain or no with equal chances; the pivot is the first
    whose answer settles the outcome, whatever follows.

    A text is settled as adopted once it passes even if everyone still to come votes no.  So the pivot of an adopted
    text turns the outcome from no to its own ballot while those who said no and those still to come vote no; it is
    enough to count these by how many they are.  For a rejected text the same holds with yes.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Consent
    >>> [str(share) for share in ternary_shapley_shubik(Consent(("a", "b"))).values()]
    ['1/2', '1/2']

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    """
    ternary = _ternary(game)
    outcomes = ternary.outcomes()
    size = outcomes.size
    calls = []
    for others in range(size):
        free = size - 1 - others
        calls.append(
            sum(
                comb(others, called) * factorial(free + called) * factorial(others - called) * 3 ** (others - called)
                for called in range(others + 1)
            )
        )
    pivots = [0] * len(outcomes.kinds)
    for extreme, answers in ((Ballot.NO, (Ballot.ABSTAIN, Ballot.YES)), (Ballot.YES, (Ballot.ABSTAIN, Ballot.NO))):
        for answer in answers:
            for place, ways in enumerate(outcomes.flips(extreme, answer)):
                pivots[place] += _weighed(ways, calls)
    _somebody(pivots)
    return _spread(ternary.members, outcomes, [Fraction(pivot, factorial(size) * 3**size) for pivot in pivots])


@POWER_INDICES.register(
    "ternary-penrose",
    title="Ternary Penrose measure",
    cite="D. S. Felsenthal and M. Machover 1997, IJGT 26, 335-351",
)
def ternary_penrose(game: Game) -> Power:
    """The chance that a yes for a no adopts the text, where all others vote yes, abstain or no with equal chances.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> print(ternary_penrose(NoObjection(("a", "b", "c")))["a"])
    4/9

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    """
    ternary = _ternary(game)
    outcomes = ternary.outcomes()
    ways = 3 ** (outcomes.size - 1)
    swings = [sum(numbers) for numbers in outcomes.flips(Ballot.NO, Ballot.YES)]
    return _spread(ternary.members, outcomes, [Fraction(swing, ways) for swing in swings])


def _binary(game: Game) -> SimpleGame:
    if isinstance(game, TernaryGame):
        raise NotApplicable(
            "the index is over yes and not yes, the game over three ballots", hint="take SimpleGame(rule, not_yes)"
        )
    return game if isinstance(game, SimpleGame) else SimpleGame(game)


def _ternary(game: Game) -> TernaryGame:
    if isinstance(game, SimpleGame):
        return TernaryGame(game.rule)
    return game if isinstance(game, TernaryGame) else TernaryGame(game)


def _swings(game: SimpleGame, outcomes: Outcomes) -> list[int]:
    return [sum(ways) for ways in outcomes.flips(game.not_yes, Ballot.YES)]


def _weighed(ways: Sequence[int], weights: Sequence[int]) -> int:
    return sum(number * weight for number, weight in zip(ways, weights, strict=True))


def _somebody(numbers: Sequence[int]) -> None:
    if not any(numbers):
        raise NotApplicable(
            "nobody ever decides: every way of voting has the same outcome", hint="look at the rule and at 'not yes'"
        )


def _spread(members: Sequence[Member], outcomes: Outcomes, values: Sequence[Fraction]) -> Power:
    by_member = {m: value for kind, value in zip(outcomes.kinds, values, strict=True) for m in kind}
    return MappingProxyType({member: by_member[member] for member in members})
