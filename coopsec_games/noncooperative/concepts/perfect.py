"""Trembling-hand perfect equilibrium of two players: a Nash equilibrium in which no strategy is weakly dominated.

For two players the two are the same.  Whether a mixed strategy is undominated depends only on what it uses: it is where
all of that is a best reply to one belief that holds everything possible, which is the proof that comes with it.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> game = NormalFormGame.from_matrix(
...     ["A", "B"], [["good", "poor"]] * 2, [["1, 1", "0, 0"], ["0, 0", "0, 0"]])
>>> from coopsec_games.noncooperative.concepts.nash import nash_equilibria
>>> len(nash_equilibria(game).equilibria), len(perfect_equilibria(game).equilibria)
(2, 1)

References
----------
Selten (1975), International Journal of Game Theory 4:25-55.
van Damme (1991), Stability and Perfection of Nash Equilibria, Theorem 3.2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from ... import verify
from ...errors import TooLarge
from ...results import Solution
from ..normal_form import NormalFormGame
from .bimatrix import MixedEquilibrium, NashSubset, Numbers, numbers_of, two_players
from .matrix_games import improvement
from .nash import nash_equilibria

__all__ = ["perfect_equilibria", "supporting_belief"]

MOST_POINTS = 12  # extreme strategies on one side of a subset

Support: TypeAlias = frozenset[str]
Belief: TypeAlias = Mapping[tuple[str, ...], Fraction]


def perfect_equilibria(game: NormalFormGame) -> Solution:
    """All perfect equilibria of two players: the extreme ones, and the sets that they span as components.

    Parameters
    ----------
    game
        A game of two players in normal form, its payoffs numbers.

    Raises
    ------
    NotApplicable
        For another number of players.
    TooLarge
        Where the equilibria cannot be listed.
    """
    two_players(game, "perfect")
    numbers = numbers_of(game, "perfect")
    nash = nash_equilibria(game)
    known: dict[tuple[int, Support], Belief | None] = {}

    def belief(player: int, support: Support) -> Belief | None:
        if (player, support) not in known:
            known[player, support] = supporting_belief(game, numbers, player, support)
        return known[player, support]

    def undominated(found: MixedEquilibrium) -> bool:
        return all(belief(i, frozenset(own)) is not None for i, own in enumerate(found.support.values()))

    places = [place for place, found in enumerate(nash.equilibria) if undominated(found)]
    kept = [nash.equilibria[place] for place in places]
    components: list[NashSubset] = []
    for subset in nash.components:
        sides = []
        for player, own in enumerate(subset.strategies.values()):
            if len(own) > MOST_POINTS:
                raise TooLarge(
                    f"a Nash subset has more than {MOST_POINTS} extreme strategies on one side",
                    hint="nash lists its extreme equilibria, dominance the dominated strategies",
                )
            sides.append(_largest(own, player, belief))
        for left in sides[0]:
            for right in sides[1]:
                spanned = tuple(
                    new
                    for new, old in enumerate(places)
                    if old in subset.equilibria and _spans(nash.equilibria[old], left, right)
                )
                new = NashSubset(dict(zip(game.players, (left, right), strict=True)), spanned, subset.component)
                components.append(new)
    largest = [
        one for one in components if not any(set(one.equilibria) < set(other.equilibria) for other in components)
    ]
    unique = list({one.equilibria: one for one in largest}.values())
    verified = nash.verified and all(
        told is None or verify.best_reply(numbers, player, support, told, game.strategies, everywhere=True)
        for (player, support), told in known.items()
    )
    return Solution(
        "perfect",
        "profiles",
        game.players,
        tuple(kept),
        components=tuple(unique),
        complete=True,
        verified=verified,
        method="all extreme equilibria, each with a belief that supports it or what dominates it",
        notes=("for two players: the equilibria in undominated strategies",),
    )


def supporting_belief(game: NormalFormGame, numbers: Numbers, player: int, support: Support) -> Belief | None:
    """A belief that holds everything possible and to which all of the support is a best reply, if there is one.

    Parameters
    ----------
    game
        A game of two players.
    numbers
        Its payoffs.
    player
        Counted from 0.
    support
        Strategies of that player.
    """
    others = game.strategies[1 - player]

    def payoff(own: str, other: str) -> Fraction:
        return numbers[(own, other) if player == 0 else (other, own)][player]

    share = Fraction(1, len(support))
    mean = [sum((payoff(own, other) for own in support), Fraction(0)) * share for other in others]
    gains = [[payoff(own, o) - m for o, m in zip(others, mean, strict=True)] for own in game.strategies[player]]
    weights, prices = improvement(gains)
    if any(weights) and sum(w * sum(line) for w, line in zip(weights, gains, strict=True)) > 0:
        return None
    total = sum(prices)
    return {(other,): price / total for other, price in zip(others, prices, strict=True)}


def _used(strategy: Mapping[str, Fraction]) -> Support:
    return frozenset(own for own, p in strategy.items() if p)


def _largest(
    points: Sequence[Mapping[str, Fraction]], player: int, belief: Callable[[int, Support], Belief | None]
) -> list[tuple[Mapping[str, Fraction], ...]]:
    """The largest sets of points whose mixtures are undominated."""
    found: list[tuple[int, ...]] = []
    for size in range(len(points), 0, -1):
        for chosen in combinations(range(len(points)), size):
            if any(set(chosen) <= set(larger) for larger in found):
                continue
            if belief(player, frozenset().union(*(_used(points[k]) for k in chosen))) is not None:
                found.append(chosen)
    return [tuple(points[k] for k in chosen) for chosen in found]


def _spans(
    found: MixedEquilibrium, left: Sequence[Mapping[str, Fraction]], right: Sequence[Mapping[str, Fraction]]
) -> bool:
    x, y = found.profile.values()
    return any(dict(x) == dict(own) for own in left) and any(dict(y) == dict(own) for own in right)
