"""The check of a sequential equilibrium by its definition, from the mistakes that are told.

The beliefs are what follows from mistakes made with ever smaller probability, and payoffs are counted from the ends up.

References
----------
Kreps and Wilson (1982), Econometrica 50:863-894, Lemma A1.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from ..extensive_form import Chance, Terminal
from ..payoffs import value_at
from .mistakes import Mistakes, Path, Tree

__all__ = ["Behaviour", "is_sequential", "limit_beliefs", "named_ways"]

Behaviour: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""At each information set the probability of each action."""


def named_ways(beliefs: Mapping[Path, Fraction]) -> dict[str, Fraction]:
    """Beliefs with their nodes named by the labels on the way to them."""
    return {", ".join(path) or "the root": share for path, share in beliefs.items()}


def limit_beliefs(tree: Tree, profile: Behaviour, mistakes: Mistakes) -> dict[str, dict[Path, Fraction]]:
    """The beliefs that follow where mistakes become ever rarer."""
    found = {}
    for own in tree.sets:
        chances: dict[Path, tuple[int, Fraction]] = {}
        for path in own.nodes:
            order, weight = 0, tree.odds[path]
            for name, action in tree.moves[path]:
                share = profile[name][action]
                if not share:
                    share, more = mistakes[name, action]
                    order += more
                weight *= share
            chances[path] = (order, weight)
        lowest = min(order for order, _ in chances.values())
        weights = {path: weight if order == lowest else Fraction(0) for path, (order, weight) in chances.items()}
        total = sum(weights.values())
        found[own.name] = {path: weight / total for path, weight in weights.items()}
    return found


def is_sequential(
    tree: Tree,
    profile: Behaviour,
    beliefs: Mapping[str, Mapping[str, Fraction]],
    payoffs: Mapping[str, Fraction],
    mistakes: Mistakes,
) -> bool:
    """Whether the mistakes lead to the beliefs told, every action taken is best under them, and the payoffs follow."""
    for own in tree.sets:
        odds = profile[own.name]
        if set(odds) != set(own.actions) or min(odds.values()) < 0 or sum(odds.values()) != 1:
            return False
    never = {(own.name, action) for own in tree.sets for action in own.actions if not profile[own.name][action]}
    if set(mistakes) != never or any(c <= 0 or order < 1 for c, order in mistakes.values()):
        return False
    limits = limit_beliefs(tree, profile, mistakes)
    for own in tree.sets:
        if len(own.nodes) > 1 and dict(beliefs[own.name]) != named_ways(limits[own.name]):
            return False
        player = tree.game.players.index(own.player)
        worth = {
            action: sum(
                (share * _expected(tree, profile, (*path, action), player) for path, share in limits[own.name].items()),
                Fraction(0),
            )
            for action in own.actions
        }
        if any(share and worth[action] < max(worth.values()) for action, share in profile[own.name].items()):
            return False
    return all(payoffs[who] == _expected(tree, profile, (), n) for n, who in enumerate(tree.game.players))


def _expected(tree: Tree, profile: Behaviour, path: Path, player: int) -> Fraction:
    """What a player expects from a node on."""
    total = Fraction(0)
    waiting = [(path, Fraction(1))]
    while waiting:
        at, share = waiting.pop()
        node = tree.nodes[at]
        if isinstance(node, Terminal):
            total += share * value_at(node.payoffs[player], {})
        elif isinstance(node, Chance):
            waiting += [((*at, label), share * value_at(odds, {})) for label, odds, _ in node.branches]
        else:
            odds = profile[tree.set_of[at].name]
            waiting += [((*at, label), share * part) for label, part in odds.items() if part]
    return total
