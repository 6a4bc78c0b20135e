"""Indices over the coalitions that matter: minimal, vulnerable, or the winning ones by their size.

A winning coalition is *minimal* when it loses by anybody's leaving, *vulnerable* when it loses by somebody's leaving.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> game = simple_game("[51; 35, 20, 15*3]")
>>> [str(share) for share in deegan_packel(game).values()]
['3/10', '3/20', '11/60', '11/60', '11/60']
>>> [str(share) for share in holler_packel(game).values()]
['4/15', '2/15', '1/5', '1/5', '1/5']
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..ballots import Ballot
from ..counting import critical_sizes, minimal_sizes, swing_sizes, systems
from ..simple_games import SimpleGame
from .answers import POWER_INDICES, Game, Power, binary, somebody, spread
from .binary import by_swings

__all__ = [
    "deegan_packel",
    "each_shared",
    "holler_packel",
    "johnston",
    "monotone",
    "public_help",
    "public_help_beta",
    "shared",
]


@POWER_INDICES.register(
    "johnston", title="Johnston index", cite="R. J. Johnston 1978, Environment and Planning A 10, 907-914"
)
def johnston(game: Game, method: str = "auto") -> Power:
    """Vulnerable coalitions, each shared equally among the members who are critical in it.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in johnston(simple_game("[6; 5, 1, 1, 1]")).values()]
    ['11/14', '1/14', '1/14', '1/14']

    References
    ----------
    R. J. Johnston 1978, On the measurement of power: some reactions to Laver, Environment and Planning A 10, 907-914.
    Axioms: efficiency, symmetry, dummy.
    """
    simple = monotone(game)
    counted = critical_sizes(simple, method)
    scores = counted.scores
    values = [scores[member] for member in simple.members]
    somebody(values)
    total = sum(values)
    return spread(simple.members, [value / total for value in values], counted.method)


@POWER_INDICES.register(
    "deegan-packel", title="Deegan-Packel index", cite="J. Deegan and E. W. Packel 1978, IJGT 7, 113-123"
)
def deegan_packel(game: Game, method: str = "auto") -> Power:
    """Minimal winning coalitions, all equally likely, each shared equally among its members.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in deegan_packel(simple_game("[3; 2, 1, 1]")).values()]
    ['1/2', '1/4', '1/4']

    References
    ----------
    J. Deegan and E. W. Packel 1978, A new index of power for simple n-person games, International Journal of Game
    Theory 7, 113-123.  Axioms: efficiency, symmetry, dummy; not monotone in the weights.
    """
    simple = monotone(game)
    counted = minimal_sizes(simple, method)
    values = each_shared([counted.sizes[member] for member in simple.members], sum(counted.total_sizes))
    return spread(simple.members, values, counted.method)


@POWER_INDICES.register(
    "holler-packel",
    title="Holler-Packel index (public good index)",
    cite="M. J. Holler and E. W. Packel 1983, J. of Economics 43, 21-29",
)
def holler_packel(game: Game, method: str = "auto") -> Power:
    """The number of minimal winning coalitions that the member is in, shared out to sum to 1.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in holler_packel(simple_game("[3; 2, 1, 1]")).values()]
    ['1/2', '1/4', '1/4']

    References
    ----------
    M. J. Holler 1982, Forming coalitions and measuring voting power, Political Studies 30, 262-271.  M. J. Holler and
    E. W. Packel 1983, Power, luck and the right index, Journal of Economics 43, 21-29.  Axioms: efficiency, symmetry,
    dummy; not monotone in the weights.
    """
    simple = monotone(game)
    counted = minimal_sizes(simple, method)
    values = shared([sum(counted.sizes[member]) for member in simple.members])
    return spread(simple.members, values, counted.method)


@POWER_INDICES.register(
    "public-help",
    title="Public help index (alpha, theta)",
    cite="C. Bertini, G. Gambarelli and I. Stach 2008, in: Power, Freedom, and Voting, 83-98",
)
def public_help(game: Game, method: str = "auto") -> Power:
    """The number of winning coalitions that the member is in, shared out to sum to 1.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in public_help(simple_game("[3; 2, 1, 1]")).values()]
    ['3/7', '2/7', '2/7']

    References
    ----------
    C. Bertini, G. Gambarelli and I. Stach 2008, A public help index, in: M. Braham and F. Steffen (eds), Power,
    Freedom, and Voting, 83-98.  Axioms: efficiency, symmetry.
    """
    return by_swings("public-help", game, method)


@POWER_INDICES.register(
    "public-help-beta",
    title="Public help index (beta, xi)",
    cite="C. Bertini and I. Stach 2015, Decision Making in Manufacturing and Services 9, 9-25",
)
def public_help_beta(game: Game, method: str = "auto") -> Power:
    """Winning coalitions, each as likely as its size is small and shared equally among its members.

    A winning coalition S has the weight 1 / abs(S), and each of its members the part 1 / abs(S) of it.  How many of
    size s have the member follows from its swings: those with it of size s + 1 are those without it of size s, and
    its swings.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in public_help_beta(simple_game("[3; 2, 1, 1]")).values()]
    ['11/24', '13/48', '13/48']

    References
    ----------
    C. Bertini and I. Stach 2015, On public values and power indices, Decision Making in Manufacturing and Services 9,
    9-25.  I. Stach 2016, Power measures and public goods, Transactions on Computational Collective Intelligence 23,
    99-110.  Axioms: efficiency, symmetry.
    """
    simple = binary(game)
    counted = swing_sizes(simple, method)
    winning = counted.winning_sizes
    somebody(ways for member in simple.members for ways in counted.sizes[member])
    total = sum(Fraction(ways, size) for size, ways in enumerate(winning) if ways)
    values = []
    for member in simple.members:
        included, value = 0, Fraction(0)
        for size, swings in enumerate(counted.sizes[member]):
            included = swings + winning[size] - included
            value += Fraction(included, (size + 1) ** 2)
        values.append(value / total)
    return spread(simple.members, values, counted.method)


def monotone(game: Game) -> SimpleGame:
    """The simple game, after a check that no yes defeats a text; weights need none."""
    simple = binary(game)
    if systems(simple.rule, simple.not_yes) is None:
        simple.outcomes().flips(simple.not_yes, Ballot.YES)
    return simple


def shared(numbers: Sequence[int]) -> list[Fraction]:
    """Numbers shared out to sum to 1."""
    somebody(numbers)
    total = sum(numbers)
    return [Fraction(number, total) for number in numbers]


def each_shared(sizes: Sequence[Sequence[int]], total: int) -> list[Fraction]:
    """From each one's coalitions by size, its expected part of one coalition out of so many."""
    values = [
        sum((Fraction(ways, size) for size, ways in enumerate(each) if ways), Fraction(0)) / max(total, 1)
        for each in sizes
    ]
    somebody(values)
    return values
