"""Games in normal form: players, strategies, and exact payoffs by profile, as numbers or in letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition
from ..errors import InvalidGame, TooLarge
from ..formulas import exact
from ..results import Shown, Table
from .payoffs import Payoff, Values, check_names, parameters_in, setting
from .shown import matrix_tables

if TYPE_CHECKING:
    from fractions import Fraction

    from sympy import Expr

__all__ = ["MOST_PROFILES", "Equilibrium", "NormalFormGame", "Profile", "split_payoffs"]

Profile = tuple[str, ...]

MOST_PROFILES = 200_000


@dataclass(frozen=True, repr=False)
class Equilibrium(Shown):
    """One equilibrium, and the condition on the parameters under which it is one.

    Parameters
    ----------
    profile
        What is played: player to strategy in a normal form; decision to action in a tree.
    payoffs
        One for each player, in the game's order.
    where
        The condition under which it is selected; ``None`` in a game without parameters.
    outcome
        The outcome's name, where the game names its outcomes.
    path
        The moves on the path of play, as pairs of player and action.
    possible_where
        The closed set on which it is an equilibrium under some way of breaking ties.
    stands_for
        How many profiles it stands for, where interchangeable players are counted by kind.
    """

    profile: Mapping[str, str]
    payoffs: tuple[Payoff, ...]
    where: Condition | None = None
    outcome: str = ""
    path: tuple[tuple[str, str], ...] = ()
    possible_where: Condition | None = None
    stands_for: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "profile", MappingProxyType(dict(self.profile)))
        object.__setattr__(self, "payoffs", tuple(self.payoffs))


@dataclass(frozen=True, repr=False)
class NormalFormGame(Shown):
    """A game in normal form.

    Parameters
    ----------
    players
        Their names, in order.
    strategies
        For each player the names of its strategies.
    payoffs
        For each profile (a tuple with one strategy a player) the payoffs in the players' order.
    assumptions
        The declared names in the payoffs, and what is assumed of them.

    Raises
    ------
    InvalidGame
        Where a profile is missing or unknown, a number of payoffs is wrong, or a name is not declared.
    TooLarge
        Beyond 200,000 profiles.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> letters = Condition.read("S < P < R < T", ["T", "R", "P", "S"])
    >>> dilemma = NormalFormGame.from_matrix(
    ...     ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]],
    ...     Assumptions(("T", "R", "P", "S"), letters.formula))
    >>> dilemma.parameters
    ('T', 'R', 'P', 'S')
    >>> dilemma.at({"T": 5, "R": 3, "P": 1, "S": 0}).payoffs["arm", "refrain"]
    (Fraction(5, 1), Fraction(0, 1))
    """

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: Mapping[Profile, tuple[Payoff, ...]]
    assumptions: Assumptions = field(default_factory=lambda: Assumptions(()))

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "strategies", tuple(tuple(own) for own in self.strategies))
        _check_players(self.players)
        _check_strategies(self.players, self.strategies)
        known = self.assumptions.names
        read: dict[Profile, tuple[Payoff, ...]] = {}
        for profile in self.profiles():
            if profile not in self.payoffs:
                raise InvalidGame(f"the profile ({', '.join(profile)}) has no payoffs")
            given = tuple(exact(payoff) for payoff in self.payoffs[profile])
            if len(given) != len(self.players):
                raise InvalidGame(
                    f"the profile ({', '.join(profile)}) has {len(given)} payoffs, but there are "
                    f"{len(self.players)} players"
                )
            for payoff in given:
                check_names(payoff, known, f"the profile ({', '.join(profile)})")
            read[profile] = given
        for profile in self.payoffs:
            if profile not in read:
                raise InvalidGame(f"({', '.join(map(str, profile))}) is not a profile of the game")
        object.__setattr__(self, "payoffs", MappingProxyType(read))

    @classmethod
    def from_function(
        cls,
        players: Sequence[str],
        strategies: Sequence[Sequence[str]],
        function: Callable[[Profile], Sequence[int | Fraction | Expr]],
        assumptions: Assumptions | None = None,
    ) -> NormalFormGame:
        """The game whose payoffs a function of the profile gives.

        Examples
        --------
        >>> game = NormalFormGame.from_function(
        ...     ["A", "B"], [["x", "y"]] * 2, lambda profile: [int(profile[0] == profile[1])] * 2)
        >>> game.payoffs["x", "x"]
        (Fraction(1, 1), Fraction(1, 1))
        """
        own = tuple(tuple(names) for names in strategies)
        _check_strategies(tuple(players), own)
        payoffs = {profile: tuple(exact(payoff) for payoff in function(profile)) for profile in product(*own)}
        return cls(tuple(players), own, payoffs, assumptions or Assumptions(()))

    def _brief(self) -> str:
        return f"{', '.join(self.players)}, {' x '.join(str(len(own)) for own in self.strategies)} strategies"

    def to_tables(self) -> tuple[Table, ...]:
        """The matrix of the payoffs, or a profile a row."""
        return matrix_tables(self)

    @classmethod
    def from_matrix(
        cls,
        players: Sequence[str],
        strategies: Sequence[Sequence[str]],
        matrix: Sequence[Sequence[str | Sequence[int | str | Fraction | Expr]]],
        assumptions: Assumptions | None = None,
    ) -> NormalFormGame:
        """The two-player game of a matrix whose cells are ``"P, P"`` or pairs; the first player chooses the row.

        Raises
        ------
        InvalidGame
            Where the matrix does not fit the strategies.

        Examples
        --------
        >>> pennies = NormalFormGame.from_matrix(
        ...     ["Even", "Odd"], [["heads", "tails"]] * 2, [["1, -1", "-1, 1"], ["-1, 1", "1, -1"]])
        >>> pennies.payoffs["heads", "tails"]
        (Fraction(-1, 1), Fraction(1, 1))
        """
        settled = assumptions or Assumptions(())
        own = tuple(tuple(names) for names in strategies)
        if len(players) != 2 or len(own) != 2:
            raise InvalidGame("a matrix has two players", hint="give the payoffs by profile for more")
        rows, columns = own
        if len(matrix) != len(rows) or any(len(row) != len(columns) for row in matrix):
            raise InvalidGame(f"the matrix must have {len(rows)} rows of {len(columns)} cells")
        payoffs: dict[Profile, tuple[Payoff, ...]] = {}
        for row, cells in zip(rows, matrix, strict=True):
            for column, cell in zip(columns, cells, strict=True):
                parts = split_payoffs(cell) if isinstance(cell, str) else cell
                payoffs[row, column] = tuple(exact(part, settled.names) for part in parts)
        return cls(tuple(players), own, payoffs, settled)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur in the payoffs, in declared order."""
        return parameters_in((payoff for payoffs in self.payoffs.values() for payoff in payoffs), self.assumptions)

    def profiles(self) -> Iterator[Profile]:
        """All profiles, the last player's strategy changing fastest."""
        return product(*self.strategies)

    def at(self, values: Values) -> NormalFormGame:
        """The same game with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions or a denominator vanishes.
        """
        put, under = setting(values, self.assumptions)
        payoffs = {profile: tuple(put(payoff) for payoff in given) for profile, given in self.payoffs.items()}
        return NormalFormGame(self.players, self.strategies, payoffs, under)


def split_payoffs(cell: str) -> tuple[str, ...]:
    """The payoffs in one cell of a matrix, split at the commas outside parentheses.

    Examples
    --------
    >>> split_payoffs("max(a, b), -1")
    ('max(a, b)', '-1')
    """
    depth, parts = 0, [""]
    for letter in cell:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(part.strip() for part in parts)


def _check_players(players: tuple[str, ...]) -> None:
    if not players:
        raise InvalidGame("a game needs at least one player")
    for place, player in enumerate(players):
        if player in players[:place]:
            raise InvalidGame(f"the player {player!r} is named twice")


def _check_strategies(players: tuple[str, ...], strategies: tuple[tuple[str, ...], ...]) -> None:
    if len(strategies) != len(players):
        raise InvalidGame(f"there are {len(players)} players, but strategies for {len(strategies)}")
    for player, own in zip(players, strategies, strict=True):
        if not own:
            raise InvalidGame(f"{player} has no strategy")
        for place, strategy in enumerate(own):
            if strategy in own[:place]:
                raise InvalidGame(f"{player} has the strategy {strategy!r} twice")
    size = prod(len(own) for own in strategies)
    if size > MOST_PROFILES:
        raise TooLarge(f"the game has {size:,} profiles, the limit is {MOST_PROFILES:,}", hint="use types or a tree")
