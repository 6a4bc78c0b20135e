"""From trees to normal forms: with every plan, or with plans that differ in play only.

A plan is one action at each information set; a reduced plan leaves out (``*``) the sets that it keeps from being
reached itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ..errors import InvalidGame, NotApplicable, TooLarge
from ..formulas import exact
from .information import InformationSet, information_sets, own_histories
from .normal_form import MOST_PROFILES, NormalFormGame

if TYPE_CHECKING:
    from .extensive_form import ExtensiveFormGame, Node
    from .payoffs import Payoff

__all__ = ["ANY", "Plan", "plans_of", "reduced_plans_of", "strategic_form"]

ANY = "*"

Path = tuple[str, ...]
Plan = tuple[str, ...]
"""One action, or ``*``, for each information set of a player, in the order of the tree."""


def strategic_form(game: ExtensiveFormGame, *, reduced: bool = False) -> NormalFormGame:
    """The normal form of a tree.

    Parameters
    ----------
    game
        A tree without choices from an interval.
    reduced
        Whether plans that differ only where they themselves never lead are one strategy.

    Raises
    ------
    NotApplicable
        For a tree with a choice from an interval.
    TooLarge
        Beyond 200,000 profiles.
    """
    sets = _own_sets(game)
    plans = [reduced_plans_of(game, player) if reduced else plans_of(game, player) for player in game.players]
    size = prod(len(own) for own in plans)
    if size > MOST_PROFILES:
        raise _too_large(size)
    strategies = []
    for player, own in zip(game.players, plans, strict=True):
        names = tuple("; ".join(plan) if plan else "-" for plan in own)
        if len(set(names)) < len(names):
            raise InvalidGame(f"two plans of {player} have one name", hint="leave semicolons out of the actions")
        strategies.append(names)
    place = {
        path: (number, at)
        for number, player in enumerate(game.players)
        for at, own in enumerate(sets[player])
        for path in own.nodes
    }
    totals: dict[tuple[int, ...], list[Payoff]] = {
        choice: [Fraction(0)] * len(plans) for choice in product(*(range(len(own)) for own in plans))
    }
    for odds, payoffs, needed in _ends(game.root, place):
        leading = [
            [choice for choice, plan in enumerate(own) if all(plan[at] == label for _, at, label in mine)]
            for own, mine in zip(plans, _split(needed, len(plans)), strict=True)
        ]
        weighted = [odds * payoff for payoff in payoffs]
        for choice in product(*leading):
            total = totals[choice]
            for number, payoff in enumerate(weighted):
                total[number] = total[number] + payoff
    payoffs_of = {
        names: tuple(exact(payoff) for payoff in total)
        for names, total in zip(product(*strategies), totals.values(), strict=True)
    }
    return NormalFormGame(game.players, tuple(strategies), payoffs_of, game.assumptions)


def plans_of(game: ExtensiveFormGame, player: str) -> tuple[Plan, ...]:
    """All plans of a player, the action at its last information set changing fastest."""
    own = _own_sets(game)[player]
    size = prod(len(each.actions) for each in own)
    if size > MOST_PROFILES:
        raise _too_large(size)
    return tuple(product(*(each.actions for each in own)))


def reduced_plans_of(game: ExtensiveFormGame, player: str) -> tuple[Plan, ...]:
    """The plans of a player with ``*`` at the information sets that the plan itself excludes.

    Examples
    --------
    >>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
    >>> later = Decision("A", (("left", Terminal("l", (1,))), ("right", Terminal("r", (2,)))))
    >>> game = ExtensiveFormGame(("A",), Decision("A", (("out", Terminal("o", (0,))), ("in", later))))
    >>> reduced_plans_of(game, "A")
    (('out', '*'), ('in', 'left'), ('in', 'right'))
    """
    own = _own_sets(game)[player]
    histories = own_histories(game)
    # a set comes after those that lead to it
    order = sorted(range(len(own)), key=lambda at: min(len(histories[path]) for path in own[at].nodes))
    places = {own[at].name: number for number, at in enumerate(order)}
    found: list[Plan] = [()]
    for number, at in enumerate(order):
        ways = [[(places[name], action) for name, action in histories[path]] for path in own[at].nodes]
        longer: list[Plan] = []
        for plan in found:
            reached = any(all(before < number and plan[before] == action for before, action in way) for way in ways)
            longer += [(*plan, action) for action in (own[at].actions if reached else (ANY,))]
        found = longer
        if len(found) > MOST_PROFILES:
            raise _too_large(len(found))
    plans = [tuple(plan[places[each.name]] for each in own) for plan in found]
    rank = [{action: number for number, action in enumerate((*each.actions, ANY))} for each in own]
    return tuple(sorted(plans, key=lambda plan: [rank[at][action] for at, action in enumerate(plan)]))


def _own_sets(game: ExtensiveFormGame) -> dict[str, list[InformationSet]]:
    from .extensive_form import Choice

    for _, node in game.nodes():
        if isinstance(node, Choice):
            raise NotApplicable(f"the choice of {node.variable} has no finite normal form")
    found: dict[str, list[InformationSet]] = {player: [] for player in game.players}
    for own in information_sets(game):
        found[own.player].append(own)
    return found


_End = tuple["Payoff", "tuple[Payoff, ...]", tuple[tuple[int, int, str], ...]]


def _ends(root: Node, place: Mapping[Path, tuple[int, int]]) -> Sequence[_End]:
    """The ends: their probability under chance, their payoffs, and what each player must do to lead there."""
    from .extensive_form import Chance, Choice, Decision, Terminal

    found: list[_End] = []
    waiting: list[tuple[Node, Path, Payoff, tuple[tuple[int, int, str], ...]]] = [(root, (), Fraction(1), ())]
    while waiting:
        node, path, odds, needed = waiting.pop()
        if isinstance(node, Terminal):
            found.append((odds, node.payoffs, needed))
        elif isinstance(node, Decision):
            own = place[path]
            waiting += [
                (below, (*path, label), odds, (*needed, (*own, label))) for label, below in reversed(node.actions)
            ]
        elif isinstance(node, Chance):
            waiting += [
                (below, (*path, label), odds * share, needed) for label, share, below in reversed(node.branches)
            ]
        elif isinstance(node, Choice):  # refused above
            raise NotApplicable(f"the choice of {node.variable} has no finite normal form")
    return found


def _split(needed: Sequence[tuple[int, int, str]], players: int) -> list[list[tuple[int, int, str]]]:
    return [[step for step in needed if step[0] == player] for player in range(players)]


def _too_large(size: int) -> TooLarge:
    return TooLarge(
        f"the normal form has {size:,} profiles, the limit is {MOST_PROFILES:,}", hint="solve the tree itself"
    )
