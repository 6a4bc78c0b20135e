"""Power with a-priori unions: members who act together before they meet the others.

Unions join as wholes, and within the union whose turn it is its members join one by one.  Each index counts the same
swings, by how many unions and how many fellows a member finds before it, and weighs them in its own way.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> parliament = simple_game("[30; 28, 16, 5, 4, 3, 3]")
>>> unions = read_unions("2,4,6|3,5", parliament.members)
>>> [str(share) for share in power_with_unions("owen", parliament, unions).values()]
['1/3', '1/9', '1/6', '1/9', '1/6', '1/9']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import factorial
from typing import TypeAlias

from ..errors import NotApplicable
from ..registry import Registry
from .ballots import Member
from .union_counts import Game, Unions, union_swings, whole_unions

__all__ = [
    "UNION_INDICES",
    "Unions",
    "banzhaf_owen",
    "owen",
    "power_with_unions",
    "read_unions",
    "symmetric_coalitional_banzhaf",
]

Power: TypeAlias = Mapping[Member, Fraction]

UNION_INDICES: Registry[Callable[[Game, Unions], Power]] = Registry("power index with unions")


def read_unions(text: str, members: Sequence[Member]) -> tuple[tuple[Member, ...], ...]:
    """Read unions as people write them: ``"A,B|C,D"``.

    Parameters
    ----------
    text
        Members separated by commas, unions by bars; who is not named is a union of its own.
    members
        Everyone who votes.

    Raises
    ------
    UsageError
        Somebody named is no member, or stands in two unions, or a union is empty.

    Examples
    --------
    >>> read_unions("b, c | d", ("a", "b", "c", "d"))
    (('b', 'c'), ('d',), ('a',))
    """
    return whole_unions([[member.strip() for member in union.split(",")] for union in text.split("|")], members)


def power_with_unions(key: str, game: Game, unions: Unions) -> Power:
    """A power index of every member where some of them form unions.

    Parameters
    ----------
    key
        ``"owen"``, ``"banzhaf-owen"`` or ``"symmetric-coalitional-banzhaf"``; :data:`UNION_INDICES` lists them.
    game
        A simple game, or a voting rule (then "not yes" is no).
    unions
        Who acts together; who is in none of them is one of its own.

    Raises
    ------
    UnknownKey
        There is no such index.
    UsageError
        The unions overlap, or name somebody who is no member.
    TooLarge
        There are too many unions and members of too many kinds.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> shares = power_with_unions("banzhaf-owen", simple_game("[11; 9, 5, 3, 3]"), [["3", "4"]])
    >>> [str(share) for share in shares.values()]
    ['1/2', '1/2', '1/4', '1/4']
    """
    return UNION_INDICES[key].function(game, unions)


@UNION_INDICES.register("owen", title="Owen index", cite="G. Owen 1977, in: Essays in Honor of O. Morgenstern, 76-88")
def owen(game: Game, unions: Unions) -> Power:
    """The chance to be the pivot when unions join in a random order, and members within a union in a random order.

    A swing with r of m - 1 other unions and t of c - 1 fellows before the member weighs
    r! (m - 1 - r)! / m! times t! (c - 1 - t)! / c!.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in owen(simple_game("[8; 5, 5, 2, 1, 1]"), [["1", "3"], ["2", "4"]]).values()]
    ['1/3', '1/12', '1/3', '1/12', '1/6']

    References
    ----------
    G. Owen 1977, Values of games with a priori unions, in: R. Henn and O. Moeschlin (eds.), Mathematical Economics and
    Game Theory, Essays in Honor of Oskar Morgenstern, Springer, 76-88.  Axioms: efficiency, dummy, transfer, symmetry
    within a union and of unions; the quotient game's Shapley value is the unions' share.
    """
    swings = union_swings(game, unions)
    if not any(any(map(any, table)) for table in swings.tables.values()):
        raise NotApplicable(
            "nobody ever decides: every way of voting has the same outcome", hint="look at the rule and at 'not yes'"
        )
    return swings.weighed(_by_order, _by_order)


@UNION_INDICES.register(
    "banzhaf-owen", title="Banzhaf-Owen index", cite="G. Owen 1982, in: Power, Voting and Voting Power, 232-238"
)
def banzhaf_owen(game: Game, unions: Unions) -> Power:
    """The chance to decide when every other union and every fellow joins or stays away by the toss of a coin.

    A swing weighs 1 / 2 ** (m - 1) times 1 / 2 ** (c - 1), where m unions meet and c members form the union.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> shares = banzhaf_owen(simple_game("[9; 6, 1, 2, 1, 1, 3, 1]"), [["1", "2"], ["3", "4", "5"], ["6", "7"]])
    >>> [str(share) for share in shares.values()]
    ['5/8', '1/8', '3/16', '1/16', '1/16', '1/4', '0']

    References
    ----------
    G. Owen 1982, Modification of the Banzhaf-Coleman index for games with a priori unions, in: M. J. Holler (ed.),
    Power, Voting and Voting Power, Physica, 232-238.  Axioms: dummy, transfer, symmetry within a union.
    """
    return union_swings(game, unions).weighed(_by_coin, _by_coin)


@UNION_INDICES.register(
    "symmetric-coalitional-banzhaf",
    title="Symmetric coalitional Banzhaf index",
    cite="J. M. Alonso-Meijide and M. G. Fiestras-Janeiro 2002, Annals of OR 109, 213-227",
)
def symmetric_coalitional_banzhaf(game: Game, unions: Unions) -> Power:
    """The union decides by the toss of coins as among unions, and its members share that by random orders.

    A swing weighs 1 / 2 ** (m - 1) times t! (c - 1 - t)! / c!.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> game = simple_game("[68; 60, 34, 13, 11, 17]")
    >>> [str(share) for share in symmetric_coalitional_banzhaf(game, [["2", "3", "4"]]).values()]
    ['1/2', '1/6', '1/6', '1/6', '1/2']

    References
    ----------
    J. M. Alonso-Meijide and M. G. Fiestras-Janeiro 2002, Modification of the Banzhaf value for games with a coalition
    structure, Annals of Operations Research 109, 213-227.  Axioms: dummy, transfer, symmetry within a union and of
    unions; a union's members together have the Banzhaf measure of the union in the quotient game.
    """
    return union_swings(game, unions).weighed(_by_coin, _by_order)


def _by_order(joined: int, all_others: int) -> Fraction:
    return Fraction(factorial(joined) * factorial(all_others - joined), factorial(all_others + 1))


def _by_coin(joined: int, all_others: int) -> Fraction:
    return Fraction(1, 2**all_others)
