"""Undominated Nash equilibrium: a Nash equilibrium in which nobody plays a weakly dominated strategy.

Where nobody is critical, every ballot is a best reply; dominance asks what a ballot does where it matters.  Only
dominance by pure strategies is considered.

Examples
--------
>>> from coopsec_games.noncooperative.concepts.pure_nash import pure_equilibria
>>> majority = NormalFormGame.from_function(
...     ["A", "B", "C"], [["yes", "no"]] * 3, lambda ballots: [int(ballots.count("yes") >= 2)] * 3)
>>> len(pure_equilibria(majority).equilibria)
5
>>> [found.outcome for found in undominated_equilibria(majority).equilibria]
['(yes, yes, yes)']

References
----------
Farquharson (1969), Theory of Voting, ch. 5 (admissible strategies).
"""

from __future__ import annotations

from itertools import product

from ...conditions import Condition, compare
from ...results import Solution
from ..normal_form import NormalFormGame, Profile
from ..payoffs import Payoff
from .pure_nash import as_solution, pure_conditions

__all__ = ["dominated_where", "undominated_equilibria"]


def undominated_equilibria(game: NormalFormGame) -> Solution:
    """The Nash equilibria in pure strategies in which no strategy is weakly dominated by a pure strategy.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers or expressions.
    """
    dominated: dict[tuple[int, str], Condition] = {}
    found: dict[Profile, Condition] = {}
    for profile, where in pure_conditions(game).items():
        narrowed = where
        for player, strategy in enumerate(profile):
            key = (player, strategy)
            if key not in dominated:
                dominated[key] = dominated_where(game, player, strategy)
            narrowed = narrowed & ~dominated[key]
        if narrowed.feasible() is not False:
            found[profile] = narrowed.simplify() if game.parameters else narrowed
    return as_solution(
        game, "undominated-nash", found, "every profile against every deviation, every strategy against every other"
    )


def dominated_where(game: NormalFormGame, player: int, strategy: str) -> Condition:
    """Where another strategy of the player is never worse than this one, and better against something.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> arms = NormalFormGame.from_matrix(
    ...     ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]],
    ...     Assumptions.read(["T", "R", "P", "S"], "S < P", "P < R"))
    >>> dominated_where(arms, 0, "refrain")
    Condition('T >= R')
    """
    others = [own for place, own in enumerate(game.strategies) if place != player]
    known: dict[tuple[Payoff, Payoff, str], Condition] = {}

    def related(left: Payoff, op: str, right: Payoff) -> Condition:
        if (left, right, op) not in known:
            known[left, right, op] = compare(left, op, right, game.assumptions)
        return known[left, right, op]

    anywhere = Condition.false(game.assumptions)
    for rival in game.strategies[player]:
        if rival == strategy:
            continue
        never_worse, once_better = Condition.true(game.assumptions), Condition.false(game.assumptions)
        for rest in product(*others):
            mine = game.payoffs[(*rest[:player], strategy, *rest[player:])][player]
            theirs = game.payoffs[(*rest[:player], rival, *rest[player:])][player]
            never_worse = never_worse & related(theirs, ">=", mine)
            if never_worse.formula is False:
                break
            once_better = once_better | related(theirs, ">", mine)
        else:
            anywhere = anywhere | (never_worse & once_better)
    return anywhere.simplify()
