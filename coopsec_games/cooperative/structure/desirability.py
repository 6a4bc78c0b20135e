"""Desirability: who may take whose place in a winning coalition.

A member is at least as desirable as another if it may take the other's place in any winning coalition.  A game in
which any two members can be compared is complete, or swap robust.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..ballots import Member
from ..counting.diagrams import FALSE, TRUE, Diagram
from ..simple_games import SimpleGame
from .trades import Trade
from .walks import diagram_of_game, joint_walk

__all__ = ["Desirability", "desirability_of_diagram", "desirability_order", "is_as_desirable"]

_EITHER = ((0, 0), (1, 1))


@dataclass(frozen=True)
class Desirability:
    """The members by desirability.

    Parameters
    ----------
    classes
        Members who may take each other's places, class by class.  In a complete game each class is more desirable than
        the next; otherwise one with more swings stands first, and some cannot be compared.
    complete
        Whether any two members can be compared.
    swap
        Where they cannot: two winning coalitions that both lose when each gives one member to the other.

    References
    ----------
    A. D. Taylor and W. S. Zwicker 1999, Simple Games, ch. 3.
    """

    classes: tuple[tuple[Member, ...], ...]
    complete: bool
    swap: Trade | None = None


def desirability_order(game: SimpleGame) -> Desirability:
    """The members of a game by desirability, and whether it is complete.

    Parameters
    ----------
    game
        A simple game.

    Raises
    ------
    InvalidGame
        The rule is not monotone.
    NotApplicable
        Every coalition has the same outcome.
    TooLarge
        The rule is not made of weight systems, and its members are of too many kinds.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> desirability_order(simple_game("[58; 31, 31, 28, 21, 2, 2]")).classes
    (('1', '2', '3'), ('4', '5', '6'))

    References
    ----------
    M. Maschler and B. Peleg 1966, A characterization, existence proof and dimension bounds for the kernel of a game,
    Pacific Journal of Mathematics 18, 289-328.
    """
    return desirability_of_diagram(diagram_of_game(game), game.kinds)


def desirability_of_diagram(diagram: Diagram, kinds: Collection[Collection[Member]]) -> Desirability:
    """The members of a diagram by desirability, where those of one kind are known to be interchangeable."""
    swings = diagram.swing_counts()
    classes: list[list[Member]] = []
    for kind in sorted(kinds, key=lambda kind: -swings[next(iter(kind))]):
        first = next(iter(kind))
        for group in reversed(classes):
            if swings[group[0]] != swings[first]:
                group = []
                break
            if is_as_desirable(diagram, group[0], first):  # and has as many swings: they are interchangeable
                break
        else:
            group = []
        if not group:
            classes.append(group)
        group += kind
    rank = {member: place for place, member in enumerate(diagram.members)}
    found = tuple(tuple(sorted(group, key=rank.__getitem__)) for group in classes)
    for stronger, weaker in pairwise(found):
        if not is_as_desirable(diagram, stronger[0], weaker[0]):
            return Desirability(found, False, _swap(diagram, found, stronger[0], weaker[0]))
    return Desirability(found, True)


def is_as_desirable(diagram: Diagram, one: Member, other: Member) -> bool:
    """Whether one member may take the other's place in every winning coalition.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> found = diagram_of_game(simple_game("[3; 2, 1, 1]"))
    >>> is_as_desirable(found, "1", "2"), is_as_desirable(found, "2", "1")
    (True, False)
    """
    return _others(diagram, other, one) is None


def _others(diagram: Diagram, wins: Member, loses: Member) -> list[Member] | None:
    """Others with whom one member wins and another loses, or nothing."""
    places = [diagram.order.index(member) for member in (wins, loses)]

    def steps(place: int) -> Sequence[tuple[int, int]]:
        return ((1, 0),) if place == places[0] else ((0, 1),) if place == places[1] else _EITHER

    walk = joint_walk(diagram, diagram, steps, (TRUE, FALSE), settled_from=max(places) + 1)
    if walk is None:
        return None
    return [member for member, step in zip(diagram.order, walk, strict=True) if step == (1, 1)]


def _swap(diagram: Diagram, classes: Sequence[Sequence[Member]], one: Member, other: Member) -> Trade | None:
    """Two winning coalitions that both lose when they exchange two members who cannot be compared."""
    with_one, with_other = _others(diagram, one, other), _others(diagram, other, one)
    if with_one is None or with_other is None:
        return None
    groups = tuple(map(tuple, classes))

    def counted(coalition: Collection[Member]) -> tuple[tuple[int, ...], int]:
        return tuple(sum(member in coalition for member in group) for group in groups), 1

    winning = (counted([*with_one, one]), counted([*with_other, other]))
    losing = (counted([*with_one, other]), counted([*with_other, one]))
    return Trade(groups, winning, losing)
