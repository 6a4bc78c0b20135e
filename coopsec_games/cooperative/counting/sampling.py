"""Estimates by sampling, only where they are asked for: seeded draws, and intervals that hold with a stated confidence.

The interval is Hoeffding's, rounded outwards to a fraction: it holds for every number of draws and every game, and it
is wide where a normal approximation would be narrow.  Nothing here is ever taken in place of an exact count.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> estimate = sampled(simple_game("[51; 40, 30, 20, 10]"), "shapley-shubik", draws=4000, seed=1)
>>> low, high = estimate.intervals["1"]
>>> bool(low <= Fraction(5, 12) <= high), bool(high - low < Fraction(1, 15)), estimate.method
(True, True, 'sampling')
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from fractions import Fraction
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from ...errors import UnknownKey, UsageError, did_you_mean
from ..ballots import Member
from ..reading import exact_number
from .weight_systems import System, systems

if TYPE_CHECKING:
    from ..simple_games import SimpleGame

__all__ = ["SAMPLED", "Sampled", "sampled"]

SAMPLED = ("banzhaf", "penrose", "shapley-shubik")

Interval: TypeAlias = tuple[Fraction, Fraction]
Wins: TypeAlias = Callable[[Collection[int]], bool]


@dataclass(frozen=True)
class Sampled:
    """What a sample says of an index.

    Parameters
    ----------
    index
        The index that is estimated.
    estimates
        For each member the share of the draws; for ``banzhaf``, its share of all swings drawn.
    intervals
        For each member the two ends between which its index lies, each interval with the stated confidence.
    draws
        How many orders or coalitions were drawn.
    seed
        The seed of the draws; the same one gives the same numbers.
    confidence
        The chance, above 0 and below 1, that a member's interval holds.
    """

    index: str
    estimates: Mapping[Member, Fraction]
    intervals: Mapping[Member, Interval]
    draws: int
    seed: int
    confidence: Fraction
    method: str = "sampling"

    def __post_init__(self) -> None:
        object.__setattr__(self, "estimates", MappingProxyType(dict(self.estimates)))
        object.__setattr__(self, "intervals", MappingProxyType(dict(self.intervals)))


def sampled(
    game: SimpleGame, index: str, draws: int = 10_000, seed: int = 0, confidence: Fraction | str = "99/100"
) -> Sampled:
    """Estimate an index by random orders or random coalitions.

    Parameters
    ----------
    game
        A monotone simple game of any size.
    index
        ``"shapley-shubik"`` (random orders), ``"penrose"`` or ``"banzhaf"`` (random coalitions).
    draws
        How many to draw, at least 1.
    seed
        Where the random numbers start.
    confidence
        The chance that a member's interval holds, above 0 and below 1.

    Raises
    ------
    UnknownKey
        The index is not one that is sampled.
    UsageError, InvalidRule
        The draws or the confidence cannot be.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> found = sampled(simple_game("[2; 1, 1]"), "penrose", draws=100, seed=7, confidence="9/10")
    >>> found.draws, sorted(found.estimates)
    (100, ['1', '2'])

    References
    ----------
    J. Castro, D. Gomez and J. Tejada 2009, Polynomial calculation of the Shapley value based on sampling, Computers and
    Operations Research 36, 1726-1730; W. Hoeffding 1963, Probability inequalities for sums of bounded random variables,
    J. of the American Statistical Association 58, 13-30.
    """
    if index not in SAMPLED:
        raise UnknownKey(
            f"{index!r} is not sampled", hint=did_you_mean(index, SAMPLED) or "sampled: " + ", ".join(SAMPLED)
        )
    sure = Fraction(exact_number(confidence, "the confidence"))
    if draws < 1 or not 0 < sure < 1:
        raise UsageError("a sample needs at least one draw and a confidence above 0 and below 1")
    random, members = Random(seed), game.members
    counts = (_pivots if index == "shapley-shubik" else _swings)(game, random, draws)
    if index != "banzhaf":
        estimates = [Fraction(count, draws) for count in counts]
        margin = half_width(draws, sure)
        ends = [(max(value - margin, Fraction(0)), min(value + margin, Fraction(1))) for value in estimates]
    else:
        margin = half_width(draws, 1 - (1 - sure) / len(members))
        low = [max(Fraction(count, draws) - margin, Fraction(0)) for count in counts]
        high = [min(Fraction(count, draws) + margin, Fraction(1)) for count in counts]
        estimates = [Fraction(count, sum(counts) or 1) for count in counts]
        ends = [
            (a / (a + sum(high) - b) if a else Fraction(0), b / (b + sum(low) - a) if b + sum(low) > a else Fraction(1))
            for a, b in zip(low, high, strict=True)
        ]
    return Sampled(
        index,
        dict(zip(members, estimates, strict=True)),
        dict(zip(members, ends, strict=True)),
        draws,
        seed,
        sure,
    )


def half_width(draws: int, confidence: Fraction) -> Fraction:
    """How far the share of the draws may be from the truth: Hoeffding's bound, rounded up.

    Examples
    --------
    >>> half_width(10_000, Fraction(99, 100))
    Fraction(203453, 12500000)
    """
    with localcontext() as context:
        context.prec, context.rounding = 30, ROUND_CEILING
        doubt = 1 - confidence
        bound = (2 * Decimal(doubt.denominator) / Decimal(doubt.numerator)).ln() / (2 * draws)
        return Fraction((bound.sqrt() + Decimal("1e-20")).quantize(Decimal("1e-8")))


def _judge(game: SimpleGame) -> tuple[System | None, Wins]:
    expression = systems(game.rule, game.not_yes)
    if isinstance(expression, bool):
        return None, lambda _: bool(expression)
    if expression is not None:
        return expression if isinstance(expression, System) else None, expression.wins
    members = game.members
    return None, lambda coalition: game.wins(members[place] for place in coalition)


def _pivots(game: SimpleGame, random: Random, draws: int) -> list[int]:
    """How often each member is the pivot of a random order."""
    system, wins = _judge(game)
    size = len(game.members)
    order, counts = list(range(size)), [0] * size
    for _ in range(draws):
        random.shuffle(order)
        if system is not None:
            place = bisect_left(list(accumulate(system.weights[member] for member in order)), system.quota)
        elif not wins(order) or wins(()):
            continue
        else:
            place = bisect_left(range(size), 1, key=lambda last: wins(order[: last + 1]))
        counts[order[place]] += 1
    return counts


def _swings(game: SimpleGame, random: Random, draws: int) -> list[int]:
    """How often each member decides among a random coalition of the others."""
    system, wins = _judge(game)
    size = len(game.members)
    counts = [0] * size
    for _ in range(draws):
        drawn = random.getrandbits(size)
        inside = [member for member in range(size) if drawn >> member & 1]
        if system is not None:
            weights, quota = system.weights, system.quota
            total = sum(weights[member] for member in inside)
            for member, weight in enumerate(weights):
                others = total - weight if drawn >> member & 1 else total
                counts[member] += others < quota <= others + weight
            continue
        won = wins(inside)
        for member in range(size):
            if won == bool(drawn >> member & 1):
                changed = [other for other in inside if other != member] if won else [*inside, member]
                counts[member] += wins(changed) is not won
    return counts
