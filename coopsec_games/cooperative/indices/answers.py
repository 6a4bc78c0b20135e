"""What every power index shares: the registry, the answer with its method, and how a game or a rule is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from ...errors import NotApplicable
from ...registry import Registry
from ...results import Shown, Table
from ..ballots import Member, VotingRule
from ..shown import power_tables
from ..simple_games import SimpleGame, TernaryGame

__all__ = ["POWER_INDICES", "Game", "Power", "binary", "power", "rule_of", "somebody", "spread", "ternary"]

Game: TypeAlias = SimpleGame | TernaryGame | VotingRule


@dataclass(frozen=True, eq=False, repr=False)
class Power(Shown, Mapping[Member, Fraction]):
    """A number for each member, exactly, and how the coalitions were counted.

    Parameters
    ----------
    numbers
        Each member's number, in the order of the members.
    method
        How coalitions were counted: ``"kinds"``, ``"weights"``, ``"diagram"`` or ``"enumeration"``; all are exact.

    Examples
    --------
    >>> shares = Power({"a": Fraction(2, 3), "b": Fraction(1, 3)}, "kinds")
    >>> shares["a"], dict(shares) == shares, shares.method
    (Fraction(2, 3), True, 'kinds')
    """

    numbers: Mapping[Member, Fraction]
    method: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", MappingProxyType(dict(self.numbers)))

    def __getitem__(self, member: Member) -> Fraction:
        return self.numbers[member]

    def __iter__(self) -> Iterator[Member]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def _brief(self) -> str:
        return "; ".join(f"{member}: {value}" for member, value in self.numbers.items())

    def to_tables(self) -> tuple[Table, ...]:
        """A member a row, in the order of the members."""
        return power_tables(self)


POWER_INDICES: Registry[Callable[..., Power]] = Registry("power index")


def power(key: str, game: Game, **options: Any) -> Power:
    """A power index of every member.

    Parameters
    ----------
    key
        The index, such as ``"shapley-shubik"``; :data:`POWER_INDICES` lists them.
    game
        A simple game, a ternary game, or a voting rule.  A rule is taken as the simple game in which "not yes" is no
        where the index is over two ballots, and as the game over three or four ballots where it is over these; a
        simple game knows its rule too.
    options
        What the index takes besides: ``method`` (how coalitions are counted, ``"auto"`` where it is not given), and
        ``abstention`` and ``absence`` (their probabilities) for indices over three and four ballots.

    Raises
    ------
    UnknownKey
        There is no such index.
    NotApplicable
        The index is not defined on the game: over two ballots for a ternary game, or no member ever decides.
    InvalidGame
        The rule is not monotone.
    TooLarge
        The coalitions are too many to count in the way that was asked for.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> print(power("penrose", Quota(("a", "b", "c"), 2))["a"])
    1/2
    """
    return POWER_INDICES[key].function(game, **options)


def binary(game: Game) -> SimpleGame:
    """The game over yes and not yes: itself, or that of a rule."""
    if isinstance(game, TernaryGame):
        raise NotApplicable(
            "the index is over yes and not yes, the game over three ballots", hint="take SimpleGame(rule, not_yes)"
        )
    return game if isinstance(game, SimpleGame) else SimpleGame(game)


def rule_of(game: Game) -> VotingRule:
    """The rule that a game is played under."""
    return game.rule if isinstance(game, SimpleGame | TernaryGame) else game


def ternary(game: Game) -> TernaryGame:
    """The game over yes, abstain and no: itself, or that of a rule."""
    return game if isinstance(game, TernaryGame) else TernaryGame(rule_of(game))


def somebody(numbers: Iterable[int | Fraction]) -> None:
    """Refuse to share out power where nobody has any."""
    if not any(numbers):
        raise NotApplicable(
            "nobody ever decides: every way of voting has the same outcome", hint="look at the rule and at 'not yes'"
        )


def spread(members: Sequence[Member], values: Iterable[Fraction], method: str) -> Power:
    """The answer of values in the order of the members."""
    return Power(dict(zip(members, values, strict=True)), method)
