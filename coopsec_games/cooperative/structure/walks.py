"""Walks over decision diagrams: two at once, and the lightest or the heaviest of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...errors import InvalidGame, NotApplicable
from ..ballots import Member
from ..counting.by_diagram import diagram_of, diagram_of_outcomes
from ..counting.diagrams import FALSE, TRUE, Contains, Diagram
from ..counting.weight_systems import systems
from ..simple_games import SimpleGame

__all__ = ["diagram_of_game", "heaviest_losing", "joint_walk", "lightest_winning"]

Step = tuple[int, int]


def diagram_of_game(game: SimpleGame) -> Diagram:
    """The decision diagram of any simple game: of its weight systems, or else of its outcomes by kinds.

    Raises
    ------
    InvalidGame
        The rule is not monotone.
    NotApplicable
        Every coalition wins, or none does.
    TooLarge
        The rule is not made of weight systems, and its members are of too many kinds.
    """
    expression = systems(game.rule, game.not_yes)
    if expression is not None:
        found = diagram_of(game.members, expression)
    else:
        found = diagram_of_outcomes(game.members, game.outcomes())
        contains = Contains(found.layers)
        for place, layer in enumerate(found.layers, 1):
            if not all(contains.holds(place, low, high) for low, high in layer):
                raise InvalidGame(f"the rule is not monotone: the yes of {found.order[place - 1]} is no help")
    if found.root <= TRUE:
        raise NotApplicable("every coalition has the same outcome", hint="look at the rule and at 'not yes'")
    return found


def joint_walk(
    one: Diagram, other: Diagram, steps: Callable[[int], Sequence[Step]], goal: Step, *, settled_from: int | None = None
) -> list[Step] | None:
    """Walk through two diagrams of the same members in the same order, each layer by one of the steps allowed there.

    Parameters
    ----------
    one, other
        The diagrams.
    steps
        For a layer, what the two walks may do: 0 leaves the member out, 1 takes it in.
    goal
        Where the walks are to end, such as (TRUE, FALSE).
    settled_from
        A layer from which on the same steps alone are allowed, so that walks which have met stay together.

    Returns
    -------
    The steps, or nothing where there is no such pair of walks.
    """
    start = (0, one.root, other.root)
    before: dict[tuple[int, int, int], tuple[tuple[int, int, int], Step]] = {}
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        place, here, there = state
        if (here, there) == goal:
            walk = []
            while state != start:
                state, step = before[state]
                walk.append(step)
            return walk[::-1] + [steps(layer)[0] for layer in range(place, len(one.order))]
        if (here <= TRUE and here != goal[0]) or (there <= TRUE and there != goal[1]):
            continue
        if here == there and settled_from is not None and place >= settled_from and goal[0] != goal[1]:
            continue
        ends = one.layers[place][here - 2] if here > TRUE else (here, here)
        others = other.layers[place][there - 2] if there > TRUE else (there, there)
        for step in steps(place):
            after = (place + 1, ends[step[0]], others[step[1]])
            if after not in seen:
                seen.add(after)
                before[after] = (state, step)
                waiting.append(after)
    return None


def lightest_winning(diagram: Diagram, weights: Sequence[int]) -> tuple[int, list[Member]]:
    """A winning coalition of least weight, the weights given in the order of the layers."""
    most = sum(weights) + 1
    costs = [[most, 0]]
    for layer, weight in zip(reversed(diagram.layers), reversed(weights), strict=True):
        after = costs[-1]
        costs.append([most, 0, *[min(after[low], after[high] + weight) for low, high in layer]])
    costs.reverse()
    coalition: list[Member] = []
    node = diagram.root
    for place, layer in enumerate(diagram.layers):
        if node <= TRUE:
            break
        low, high = layer[node - 2]
        if costs[place][node] == costs[place + 1][low]:
            node = low
        else:
            node = high
            coalition.append(diagram.order[place])
    return costs[0][diagram.root], coalition


def heaviest_losing(diagram: Diagram, weights: Sequence[int]) -> tuple[int, list[Member]]:
    """A losing coalition of greatest weight, the weights given in the order of the layers."""
    least = -sum(weights) - 1
    gains = [[0, least]]
    for layer, weight in zip(reversed(diagram.layers), reversed(weights), strict=True):
        after = gains[-1]
        free = after[FALSE] + weight
        gains.append([free, least, *[max(after[low], after[high] + weight) for low, high in layer]])
    gains.reverse()
    coalition: list[Member] = []
    node = diagram.root
    for place, weight in enumerate(weights):
        if node == FALSE:
            coalition += diagram.order[place:]
            break
        low, high = diagram.layers[place][node - 2]
        if gains[place][node] == gains[place + 1][high] + weight:
            node = high
            coalition.append(diagram.order[place])
        else:
            node = low
    return gains[0][diagram.root], coalition
