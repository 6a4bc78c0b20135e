"""Numeric games as matrices, and mixed strategies as answers.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> game = NormalFormGame.from_matrix(["A", "B"], [["u", "d"], ["l", "r"]], [["1/2, 0", "0, 1"], ["0, 1", "1, 0"]])
>>> positive_matrices(game)
([[2, 1], [1, 3]], [[1, 2], [2, 1]])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import gcd, lcm
from types import MappingProxyType
from typing import Any, TypeAlias

from ...conditions import Condition
from ...errors import NotApplicable, TooLarge
from ...results import Shown, condition_json, json_data
from ..normal_form import NormalFormGame, Profile
from ..payoffs import Payoff, value_at
from .boxes import Enclosed

__all__ = [
    "MOST_PROFILES",
    "MixedEquilibrium",
    "NashSubset",
    "expected",
    "mixed_equilibrium",
    "numbers_of",
    "positive_matrices",
    "two_players",
]

MOST_PROFILES = 60_000

Numbers: TypeAlias = Mapping[Profile, tuple[Fraction, ...]]


@dataclass(frozen=True, repr=False)
class MixedEquilibrium(Shown):
    """A profile of mixed strategies with what each player gets.

    Parameters
    ----------
    profile
        For each player the probability of every strategy, unused ones included.
    payoffs
        The expected payoff of each player; numbers that have no short exact form are enclosed in an interval.
    where
        The condition under which it is an equilibrium; ``None`` in a game without parameters.
    """

    profile: Mapping[str, Mapping[str, Payoff | Enclosed]]
    payoffs: Mapping[str, Payoff | Enclosed]
    where: Condition | None = None

    def __post_init__(self) -> None:
        frozen = {player: MappingProxyType(dict(own)) for player, own in self.profile.items()}
        object.__setattr__(self, "profile", MappingProxyType(frozen))
        object.__setattr__(self, "payoffs", MappingProxyType(dict(self.payoffs)))

    @property
    def support(self) -> Mapping[str, tuple[str, ...]]:
        """For each player the strategies that it uses."""
        return {player: tuple(s for s, p in own.items() if p != 0) for player, own in self.profile.items()}

    @property
    def is_pure(self) -> bool:
        """Whether every player uses one strategy."""
        return all(len(own) == 1 for own in self.support.values())

    def to_json(self) -> dict[str, Any]:
        """The equilibrium as ``coopsec solve`` writes it."""
        return {
            "profile": json_data(self.profile),
            "payoffs": json_data(self.payoffs),
            "where": condition_json(self.where),
        }


@dataclass(frozen=True, repr=False)
class NashSubset(Shown):
    """A maximal Nash subset: any mixture of the strategies on each side is an equilibrium with any of the other.

    Parameters
    ----------
    strategies
        For each player the extreme points of its side.
    equilibria
        The places, in the list of extreme equilibria, of those that span it.
    component
        The number of the connected component of the set of all equilibria in which it lies, from 0.
    """

    strategies: Mapping[str, tuple[Mapping[str, Fraction], ...]]
    equilibria: tuple[int, ...]
    component: int

    def __post_init__(self) -> None:
        frozen = {player: tuple(MappingProxyType(dict(s)) for s in own) for player, own in self.strategies.items()}
        object.__setattr__(self, "strategies", MappingProxyType(frozen))
        object.__setattr__(self, "equilibria", tuple(self.equilibria))

    def to_json(self) -> dict[str, Any]:
        """The subset as ``coopsec solve`` writes it."""
        return {
            "strategies": json_data(self.strategies),
            "equilibria": list(self.equilibria),
            "component": self.component,
        }


def numbers_of(game: NormalFormGame, concept: str) -> dict[Profile, tuple[Fraction, ...]]:
    """The payoffs of a game without parameters.

    Raises
    ------
    NotApplicable
        Where the game has parameters.
    TooLarge
        Beyond ``MOST_PROFILES`` profiles.
    """
    if len(game.payoffs) > MOST_PROFILES:
        raise TooLarge(
            f"the game has {len(game.payoffs):,} profiles, {concept} takes {MOST_PROFILES:,}",
            hint="pure-nash takes more, and a game between types of players any number",
        )
    if game.parameters:
        raise NotApplicable(
            f"{concept} asks for numbers, but the payoffs contain {', '.join(game.parameters)}",
            hint="give the parameters values, or ask for pure-nash",
        )
    return {profile: tuple(value_at(payoff, {}) for payoff in own) for profile, own in game.payoffs.items()}


def two_players(game: NormalFormGame, concept: str) -> None:
    """Refuse a game that has not two players.

    Raises
    ------
    NotApplicable
        With the number of players.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"{concept} is for two players, the game has {len(game.players)}", hint="try nash")


def expected(numbers: Numbers, mixed: Sequence[Mapping[str, Fraction]]) -> tuple[Fraction, ...]:
    """The expected payoffs of a profile of mixed strategies."""
    used = [[s for s, p in own.items() if p] for own in mixed]
    total = [Fraction(0)] * len(mixed)
    for profile in product(*used):
        weight = Fraction(1)
        for own, strategy in zip(mixed, profile, strict=True):
            weight *= own[strategy]
        for player, payoff in enumerate(numbers[profile]):
            total[player] += weight * payoff
    return tuple(total)


def mixed_equilibrium(
    game: NormalFormGame, numbers: Numbers, mixed: Sequence[Mapping[str, Fraction]]
) -> MixedEquilibrium:
    """A profile of mixed strategies with its expected payoffs."""
    payoffs = expected(numbers, mixed)
    return MixedEquilibrium(dict(zip(game.players, mixed, strict=True)), dict(zip(game.players, payoffs, strict=True)))


def positive_matrices(game: NormalFormGame) -> tuple[list[list[int]], list[list[int]]]:
    """The payoffs of two players as positive whole numbers that leave all best replies as they are.

    Each player's payoffs are multiplied by a positive number, and what does not depend on its own strategy is changed.
    """
    numbers = numbers_of(game, "nash")
    rows, columns = game.strategies
    mine = [[numbers[row, column][0] for column in columns] for row in rows]
    theirs = [[numbers[row, column][1] for row in rows] for column in columns]
    return _positive(mine), [list(line) for line in zip(*_positive(theirs), strict=True)]


def _positive(matrix: list[list[Fraction]]) -> list[list[int]]:
    scale = reduce(lcm, (a.denominator for row in matrix for a in row), 1)
    whole = [[int(a * scale) for a in row] for row in matrix]
    least = [min(column) for column in zip(*whole, strict=True)]
    lifted = [[a - low for a, low in zip(row, least, strict=True)] for row in whole]
    common = reduce(gcd, (a for row in lifted for a in row), 0) or 1
    return [[a // common + 1 for a in row] for row in lifted]
