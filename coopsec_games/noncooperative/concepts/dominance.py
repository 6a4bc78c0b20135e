"""Dominated strategies, with what dominates them, and what is left when they are gone.

A strategy is strictly dominated where a mixture of others gives more whatever the rest do; that is so exactly when it
is a best reply to no belief about them.  Both cases carry their proof: the mixture, or the belief.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> game = NormalFormGame.from_matrix(
...     ["A", "B"], [["up", "middle", "down"], ["left", "right"]],
...     [["3, 1", "0, 0"], ["1, 0", "1, 1"], ["0, 2", "3, 0"]])
>>> [answer] = dominated_strategies(game).equilibria
>>> for found in answer.eliminated:
...     print(found.player, found.strategy, found.strength, {s: str(p) for s, p in found.by.items()})
A middle strict {'up': '1/2', 'down': '1/2'}
>>> [answer] = iterated_dominance(game).equilibria
>>> dict(answer.strategies)
{'A': ('up',), 'B': ('left',)}

References
----------
Pearce (1984), Econometrica 52:1029-1050, Lemma 3; Bernheim (1984), Econometrica 52:1007-1028.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from types import MappingProxyType
from typing import Any

from ... import verify
from ...conditions import Condition, compare
from ...errors import NotApplicable
from ...results import Shown, Solution, condition_json, json_data
from ..normal_form import NormalFormGame, Profile
from .bimatrix import Numbers, numbers_of
from .matrix_games import improvement, value_of

__all__ = [
    "Elimination",
    "StrategySets",
    "dominated_strategies",
    "dominating_mixture",
    "iterated_dominance",
    "rationalizable_strategies",
]

Belief = Mapping[Profile, Fraction]
Left = Sequence[tuple[str, ...]]


@dataclass(frozen=True, repr=False)
class Elimination(Shown):
    """A dominated strategy, and the mixture that dominates it.

    Parameters
    ----------
    player, strategy
        Whose strategy it is.
    by
        The probabilities of the mixture.
    strength
        ``"strict"``: always better; ``"weak"``: never worse, and once better.
    round
        The round in which it goes, from 1.
    where
        The condition under which it is dominated; ``None`` in a game without parameters.
    """

    player: str
    strategy: str
    by: Mapping[str, Fraction]
    strength: str
    round: int = 1
    where: Condition | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", MappingProxyType(dict(self.by)))

    def to_json(self) -> dict[str, Any]:
        """The elimination as ``coopsec solve`` writes it."""
        return {
            "player": self.player,
            "strategy": self.strategy,
            "by": json_data(self.by),
            "strength": self.strength,
            "round": self.round,
            "where": condition_json(self.where),
        }


@dataclass(frozen=True, repr=False)
class StrategySets(Shown):
    """The strategies that are left to each player, what was eliminated, and why the rest stays.

    Parameters
    ----------
    strategies
        For each player those that are left.
    eliminated
        Those that are not, in order.
    beliefs
        For each player and each strategy left a belief to which it is a best reply: what the others do, in the order of
        the game, with its probability.  Empty where the concept is not about best replies.
    """

    strategies: Mapping[str, tuple[str, ...]]
    eliminated: tuple[Elimination, ...] = ()
    beliefs: Mapping[str, Mapping[str, Belief]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "strategies", MappingProxyType(dict(self.strategies)))
        frozen = {player: MappingProxyType(dict(own)) for player, own in self.beliefs.items()}
        object.__setattr__(self, "beliefs", MappingProxyType(frozen))

    def to_json(self) -> dict[str, Any]:
        """The sets as ``coopsec solve`` writes them."""
        return {
            "strategies": json_data(self.strategies),
            "eliminated": json_data(self.eliminated),
            "beliefs": {
                player: {
                    strategy: [{"others": list(rest), "probability": json_data(p)} for rest, p in belief.items()]
                    for strategy, belief in own.items()
                }
                for player, own in self.beliefs.items()
            },
        }


def dominated_strategies(game: NormalFormGame) -> Solution:
    """The strategies that are strictly or weakly dominated, each with the pure or mixed strategy that dominates it.

    The sets hold what is left when all of them go at once.  Of a game with letters, dominance by pure strategies is
    given with the condition for each pair, and the sets hold what no strategy dominates everywhere.

    Parameters
    ----------
    game
        A game in normal form.
    """
    if game.parameters:
        return _with_letters(game)
    numbers = numbers_of(game, "dominance")
    found = _round(game, numbers, game.strategies, 1, weak=True)
    return _answer(game, numbers, "dominance", found, {}, weak=True)


def iterated_dominance(game: NormalFormGame, *, weak: bool = False) -> Solution:
    """What is left when strictly dominated strategies go, then those dominated in what remains, and so on.

    The order does not matter for strict dominance.  With ``weak`` weakly dominated strategies go as well, all of a
    round at once, and another order may leave others.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers.
    weak
        Whether weak dominance suffices.
    """
    numbers = numbers_of(game, "iterated-dominance")
    gone, _ = _rounds(game, numbers, weak=weak)
    note = ("all weakly dominated strategies of a round go at once; another order may leave others",) if weak else ()
    return _answer(game, numbers, "iterated-dominance", gone, {}, note, weak=weak)


def rationalizable_strategies(game: NormalFormGame) -> Solution:
    """The strategies that common knowledge of rationality leaves, each with a belief to which it is a best reply.

    Beliefs are about what is itself rationalizable.  Of three players or more they may hold that the others correlate
    what they do, which makes the answer the same as iterated strict dominance.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers.
    """
    numbers = numbers_of(game, "rationalizable")
    gone, left = _rounds(game, numbers, weak=False)
    beliefs: dict[str, dict[str, Belief]] = {}
    for place, player in enumerate(game.players):
        for strategy in left[place]:
            belief = _belief(numbers, place, strategy, left)
            beliefs.setdefault(player, {})[strategy] = belief
    note = ("beliefs may hold that the others correlate their strategies",) if len(game.players) > 2 else ()
    return _answer(game, numbers, "rationalizable", gone, beliefs, note)


def dominating_mixture(
    numbers: Numbers, player: int, strategy: str, left: Left, *, strict: bool = True
) -> dict[str, Fraction] | None:
    """A mixture of the player's strategies in ``left`` that dominates one of them, pure if one is; or ``None``.

    Parameters
    ----------
    numbers
        The payoffs.
    player
        Counted from 0.
    strategy
        The strategy in question.
    left
        The strategies of each player that count.
    strict
        Whether it must be better always, not only never worse and once better.
    """
    rivals = [own for own in left[player] if own != strategy]
    gains = _gains(numbers, player, strategy, rivals, left)
    for rival, line in zip(rivals, gains, strict=True):
        if min(line) > 0 if strict else min(line) >= 0 and max(line) > 0:
            return {rival: Fraction(1)}
    if len(rivals) < 2 or any(all(line[k] <= 0 for line in gains) for k in range(len(gains[0])) if strict):
        return None
    if strict:
        value, mixture, _ = value_of(gains)
        if value <= 0:
            return None
    else:
        mixture, _ = improvement(gains)
        if sum(m * sum(line) for m, line in zip(mixture, gains, strict=True)) <= 0:
            return None
        rest = 1 - sum(mixture)
        if rest:  # what is left out stays with the strategy itself; without it the mixture dominates as well
            mixture = [m / (1 - rest) for m in mixture]
    return {own: p for own, p in zip(rivals, mixture, strict=True) if p}


def _gains(numbers: Numbers, player: int, strategy: str, rivals: Sequence[str], left: Left) -> list[list[Fraction]]:
    rests = list(product(*(own for place, own in enumerate(left) if place != player)))
    now = [numbers[(*rest[:player], strategy, *rest[player:])][player] for rest in rests]
    return [
        [numbers[(*rest[:player], rival, *rest[player:])][player] - old for rest, old in zip(rests, now, strict=True)]
        for rival in rivals
    ]


def _belief(numbers: Numbers, player: int, strategy: str, left: Left) -> Belief:
    """A belief to which a strategy that is not strictly dominated is a best reply."""
    rests = list(product(*(own for place, own in enumerate(left) if place != player)))
    rivals = [own for own in left[player] if own != strategy]
    gains = _gains(numbers, player, strategy, rivals, left)
    for k, rest in enumerate(rests):
        if all(line[k] <= 0 for line in gains):
            return MappingProxyType({rest: Fraction(1)})
    _, _, belief = value_of(gains)
    return MappingProxyType({rest: p for rest, p in zip(rests, belief, strict=True) if p})


def _stays(numbers: Numbers, player: int, strategy: str, left: Left, *, weak: bool) -> bool:
    """Whether a belief proves that a strategy is not dominated: for weak dominance one that holds everything."""
    if not weak:
        return verify.best_reply(numbers, player, [strategy], _belief(numbers, player, strategy, left), left)
    rests = list(product(*(own for place, own in enumerate(left) if place != player)))
    gains = _gains(numbers, player, strategy, left[player], left)
    _, prices = improvement(gains)
    total = sum(prices, Fraction(0))
    belief = {rest: price / total for rest, price in zip(rests, prices, strict=True)}
    return verify.best_reply(numbers, player, [strategy], belief, left, everywhere=True)


def _round(game: NormalFormGame, numbers: Numbers, left: Left, number: int, *, weak: bool) -> list[Elimination]:
    found = []
    for place, player in enumerate(game.players):
        for strategy in left[place]:
            by, strength = dominating_mixture(numbers, place, strategy, left), "strict"
            if by is None and weak:
                by, strength = dominating_mixture(numbers, place, strategy, left, strict=False), "weak"
            if by is not None:
                found.append(Elimination(player, strategy, by, strength, number))
    return found


def _rounds(game: NormalFormGame, numbers: Numbers, *, weak: bool) -> tuple[list[Elimination], list[tuple[str, ...]]]:
    left = list(game.strategies)
    gone: list[Elimination] = []
    while True:
        found = _round(game, numbers, left, gone[-1].round + 1 if gone else 1, weak=weak)
        if not found:
            return gone, left
        gone += found
        out = {(elimination.player, elimination.strategy) for elimination in found}
        left = [
            tuple(own for own in strategies if (player, own) not in out)
            for player, strategies in zip(game.players, left, strict=True)
        ]


def _answer(
    game: NormalFormGame,
    numbers: Numbers,
    concept: str,
    gone: Sequence[Elimination],
    beliefs: Mapping[str, Mapping[str, Belief]],
    notes: tuple[str, ...] = (),
    *,
    weak: bool = False,
) -> Solution:
    left = list(game.strategies)
    verified = True
    for number in sorted({elimination.round for elimination in gone}):
        now = [found for found in gone if found.round == number]
        for found in now:
            place = game.players.index(found.player)
            verified = verified and verify.dominates(
                numbers, place, found.strategy, found.by, left, strict=found.strength == "strict"
            )
        out = {(found.player, found.strategy) for found in now}
        left = [
            tuple(own for own in strategies if (player, own) not in out)
            for player, strategies in zip(game.players, left, strict=True)
        ]
    for player, told in beliefs.items():
        place = game.players.index(player)
        verified = verified and set(told) == set(left[place])
        verified = verified and all(
            verify.best_reply(numbers, place, [strategy], belief, left) for strategy, belief in told.items()
        )
    against = list(game.strategies) if concept == "dominance" else left
    verified = verified and all(
        _stays(numbers, place, strategy, against, weak=weak) for place, own in enumerate(left) for strategy in own
    )
    sets = StrategySets(dict(zip(game.players, left, strict=True)), tuple(gone), beliefs)
    return Solution(
        concept,
        "sets",
        game.players,
        (sets,),
        complete=True,
        verified=verified,
        method="exact linear programs for mixtures",
        notes=notes,
    )


def _with_letters(game: NormalFormGame) -> Solution:
    found = []
    for place, player in enumerate(game.players):
        for strategy in game.strategies[place]:
            for rival in game.strategies[place]:
                if rival == strategy:
                    continue
                strict, weak = _where_dominated(game, place, strategy, rival)
                for strength, where in (("strict", strict), ("weak", weak)):
                    if where.feasible() is not False:
                        found.append(Elimination(player, strategy, {rival: Fraction(1)}, strength, 1, where.simplify()))
    always = {
        (item.player, item.strategy)
        for item in found
        if item.where is not None and Condition.true(game.assumptions).implies(item.where)
    }
    left = {
        player: tuple(own for own in strategies if (player, own) not in always)
        for player, strategies in zip(game.players, game.strategies, strict=True)
    }
    return Solution(
        "dominance",
        "sets",
        game.players,
        (StrategySets(left, tuple(found)),),
        complete=None,
        verified=all(_holds_at_a_witness(game, item) for item in found),
        method="every strategy against every other, in letters",
        notes=("dominance by pure strategies; weak means weak and not strict",),
    )


def _where_dominated(game: NormalFormGame, player: int, strategy: str, rival: str) -> tuple[Condition, Condition]:
    """Where a rival is always better, and where it is never worse and once better, but not always."""
    always, never_worse = Condition.true(game.assumptions), Condition.true(game.assumptions)
    once = Condition.false(game.assumptions)
    for rest in product(*(own for place, own in enumerate(game.strategies) if place != player)):
        mine = game.payoffs[(*rest[:player], strategy, *rest[player:])][player]
        theirs = game.payoffs[(*rest[:player], rival, *rest[player:])][player]
        better = compare(theirs, ">", mine, game.assumptions)
        always, once = always & better, once | better
        never_worse = never_worse & compare(theirs, ">=", mine, game.assumptions)
    return always, never_worse & once & ~always


def _holds_at_a_witness(game: NormalFormGame, item: Elimination) -> bool:
    point = item.where.witness() if item.where is not None else None
    if point is None:
        return False
    try:
        numbers = numbers_of(game.at(point), "dominance")
    except NotApplicable:
        return False
    place = game.players.index(item.player)
    return verify.dominates(numbers, place, item.strategy, item.by, game.strategies, strict=item.strength == "strict")
