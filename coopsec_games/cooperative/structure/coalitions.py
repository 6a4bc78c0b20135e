"""Maximal losing coalitions, and whether a rule is proper, strong, decisive."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import TooLarge
from ..ballots import Member
from ..counting.diagrams import FALSE, TRUE, Diagram
from ..simple_games import MOST_COALITIONS, SimpleGame
from .walks import diagram_of_game, joint_walk

__all__ = [
    "is_decisive",
    "is_proper",
    "is_strong",
    "listed",
    "losing_of_diagram",
    "maximal_losing",
    "opposed_losing",
    "opposed_winning",
]

_OPPOSED = ((1, 0), (0, 1))


def maximal_losing(game: SimpleGame) -> tuple[tuple[Member, ...], ...]:
    """The losing coalitions that win whoever joins, members in their order.

    Raises
    ------
    TooLarge
        There are more than 100,000.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> maximal_losing(simple_game("[3; 2, 1, 1]"))
    (('1',), ('2', '3'))

    References
    ----------
    A. D. Taylor and W. S. Zwicker 1999, Simple Games, ch. 1.
    """
    return losing_of_diagram(diagram_of_game(game))


def losing_of_diagram(diagram: Diagram) -> tuple[tuple[Member, ...], ...]:
    """As :func:`maximal_losing`: those outside of a maximal losing coalition win, minimally, in the dual game."""
    outside = map(set, listed(diagram.dual().minimal()))
    rank = {member: place for place, member in enumerate(diagram.members)}
    found = (tuple(member for member in diagram.members if member not in blocking) for blocking in outside)
    return tuple(sorted(found, key=lambda coalition: [rank[member] for member in coalition]))


def listed(diagram: Diagram) -> Iterator[tuple[Member, ...]]:
    """The winning coalitions of a diagram, one after another.

    Raises
    ------
    TooLarge
        There are more than 100,000.
    """
    number = diagram.winning
    if number > MOST_COALITIONS:
        raise TooLarge(f"{number:,} coalitions are more than {MOST_COALITIONS:,} to list")
    waiting: list[tuple[int, int, tuple[Member, ...]]] = [(0, diagram.root, ())]
    while waiting:
        place, node, coalition = waiting.pop()
        if node == FALSE:
            continue
        if place == len(diagram.order):
            yield tuple(member for member in diagram.members if member in set(coalition))
            continue
        low, high = diagram.layers[place][node - 2] if node > TRUE else (node, node)
        waiting.append((place + 1, low, coalition))
        waiting.append((place + 1, high, (*coalition, diagram.order[place])))


def is_proper(game: SimpleGame) -> bool:
    """Whether no two coalitions without a common member both win.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> is_proper(simple_game("[3; 1*5]")), is_proper(simple_game("[2; 1*5]"))
    (True, False)
    """
    return opposed_winning(diagram_of_game(game)) is None


def is_strong(game: SimpleGame) -> bool:
    """Whether those outside of a losing coalition always win: nobody can only block.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> is_strong(simple_game("[3; 1*5]")), is_strong(simple_game("[4; 1*5]"))
    (True, False)
    """
    return opposed_losing(diagram_of_game(game)) is None


def is_decisive(game: SimpleGame) -> bool:
    """Whether of a coalition and those outside of it exactly one wins: proper and strong, self-dual.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> is_decisive(simple_game("[51; 40, 30, 20, 10]"))
    False
    """
    diagram = diagram_of_game(game)
    return opposed_winning(diagram) is None and opposed_losing(diagram) is None


def opposed_winning(diagram: Diagram) -> tuple[Member, ...] | None:
    """A coalition that wins while those outside of it win too, or nothing."""
    return _opposed(diagram, TRUE)


def opposed_losing(diagram: Diagram) -> tuple[Member, ...] | None:
    """A coalition that loses while those outside of it lose too, or nothing."""
    return _opposed(diagram, FALSE)


def _opposed(diagram: Diagram, end: int) -> tuple[Member, ...] | None:
    walk = joint_walk(diagram, diagram, lambda _: _OPPOSED, (end, end))
    if walk is None:
        return None
    inside = {member for member, (joined, _) in zip(diagram.order, walk, strict=True) if joined}
    return tuple(member for member in diagram.members if member in inside)
