"""Are two rules the same but for the names of their members: a form that all such rules have in common.

Members are put in an order that does not depend on their names, and the decision diagram in this order is the form.
In a complete game the order is that of desirability; otherwise members are told apart by their swings and by the
minimal winning coalitions that they are in, by size, and among orders that are still alike the least diagram is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, permutations, product
from math import factorial, prod
from typing import TypeAlias

from ...errors import TooLarge
from ..ballots import Member
from ..counting.diagrams import Diagram, Node
from ..simple_games import SimpleGame
from .desirability import Desirability, desirability_of_diagram
from .walks import diagram_of_game

__all__ = ["MOST_ORDERS", "canonical_form", "form_of_diagram", "isomorphic"]

MOST_ORDERS = 5_040

Form: TypeAlias = tuple[tuple[Node, ...], ...]


def canonical_form(game: SimpleGame) -> Form:
    """The form that a game has in common with those that differ from it by the names of members only.

    Parameters
    ----------
    game
        A simple game.

    Returns
    -------
    The layers of a decision diagram: for each node, where it leads without a member and with it.

    Raises
    ------
    InvalidGame
        The rule is not monotone.
    NotApplicable
        Every coalition has the same outcome.
    TooLarge
        More than :data:`MOST_ORDERS` orders of the members look alike.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> canonical_form(simple_game("[2; 1, 1]"))
    (((0, 2),), ((0, 1),))
    """
    diagram = diagram_of_game(game)
    return form_of_diagram(diagram, desirability_of_diagram(diagram, game.kinds))


def isomorphic(one: SimpleGame, other: SimpleGame) -> bool:
    """Whether two games differ by the names of members only.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> isomorphic(simple_game("[51; 49, 48, 3]"), simple_game("[2; 1, 1, 1]"))
    True
    """
    return len(one.members) == len(other.members) and canonical_form(one) == canonical_form(other)


def form_of_diagram(diagram: Diagram, order: Desirability) -> Form:
    """As :func:`canonical_form`, for a game whose diagram and order of desirability are known."""
    if order.complete:
        return diagram.reordered(list(chain.from_iterable(order.classes))).layers
    swings, minimal = diagram.swing_sizes()[0], diagram.minimal_sizes()[0]
    alike: dict[tuple[object, ...], list[Sequence[Member]]] = {}
    for group in order.classes:
        alike.setdefault((swings[group[0]], minimal[group[0]], len(group)), []).append(group)
    blocks = [alike[look] for look in sorted(alike, reverse=True)]
    number = prod(factorial(len(block)) for block in blocks)
    if number > MOST_ORDERS:
        raise TooLarge(f"{number:,} orders of the members look alike, more than {MOST_ORDERS:,}")
    orders = product(*(permutations(block) for block in blocks))
    return min(
        diagram.reordered([member for block in chosen for group in block for member in group]).layers
        for chosen in orders
    )
