"""Power as the quota moves, or one member's weight: the intervals on which it does not change.

With given weights, only the sums that coalitions can have matter to the quota: between two neighbouring sums every
quota makes the same game, and the larger of the two is the last of them.  With a given quota, one member's weight
matters where it lifts a coalition of others over the quota.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> for piece in by_quota("shapley-shubik", simple_game("[3; 2, 1, 1]")):
...     print(piece.interval.text("q"), [str(share) for share in piece.power.values()])
0 < q <= 1 ['1/3', '1/3', '1/3']
1 < q <= 2 ['2/3', '1/6', '1/6']
2 < q <= 3 ['2/3', '1/6', '1/6']
3 < q <= 4 ['1/3', '1/3', '1/3']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm
from typing import Literal

from ..errors import InvalidRule, NotApplicable, TooLarge, UsageError, did_you_mean
from .ballots import Member
from .indices import Game, Power, power
from .indices.answers import spread
from .indices.binary import OF_SWINGS, pivots
from .reading import exact_number
from .rules import Weight
from .simple_games import SimpleGame

__all__ = ["Interval", "Piece", "by_quota", "by_weight"]

MOST_PIECES = 20_000
MOST_WORK = 10_000_000

Number = int | Fraction | str


@dataclass(frozen=True)
class Interval:
    """Numbers from one to another, one of the ends not among them.

    Parameters
    ----------
    low, high
        The ends; None for no upper end.
    includes
        Which end is among them.

    Examples
    --------
    >>> Interval(Fraction(1), Fraction(5, 2), "high").text("q")
    '1 < q <= 5/2'
    >>> print(Interval(Fraction(1), None, "low").text("w"), Fraction(1) in Interval(Fraction(1), None, "low"))
    w >= 1 True
    """

    low: Fraction
    high: Fraction | None
    includes: Literal["low", "high"]

    def text(self, name: str) -> str:
        """The interval as a condition on a name."""
        if self.high is None:
            return f"{name} {'>=' if self.includes == 'low' else '>'} {self.low}"
        below, above = ("<=", "<") if self.includes == "low" else ("<", "<=")
        return f"{self.low} {below} {name} {above} {self.high}"

    def __contains__(self, number: int | Fraction) -> bool:
        if number == self.low:
            return self.includes == "low"
        if number == self.high:
            return self.includes == "high"
        return self.low < number and (self.high is None or number < self.high)


@dataclass(frozen=True)
class Piece:
    """An interval of the quota or of a weight, and the power of each member throughout it."""

    interval: Interval
    power: Power


def by_quota(
    key: str, game: Game, low: Number | None = None, high: Number | None = None, *, merged: bool = False
) -> tuple[Piece, ...]:
    """A power index for every quota, the weights as they are.

    Indices that need swings alone are computed for all quotas at once: the coalitions of the others of a member are
    counted by weight once, and its swings at a quota q are those that weigh less than q and at least q less its weight.

    Parameters
    ----------
    key
        The index.
    game
        A game or a rule of one weight system.
    low, high
        The quotas between which the answer is wanted; above 0 and at most the sum of the weights.
    merged
        Whether neighbouring intervals are joined where the games differ and the index does not.

    Raises
    ------
    NotApplicable
        The rule is not one system of weights.
    TooLarge
        More than 20,000 intervals were asked for.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> pieces = by_quota("banzhaf", simple_game("[51; 50, 49, 1]"), 51, merged=True)
    >>> for piece in pieces:
    ...     print(piece.interval.text("q"), [str(share) for share in piece.power.values()])
    50 < q <= 51 ['3/5', '1/5', '1/5']
    51 < q <= 99 ['1/2', '1/2', '0']
    99 < q <= 100 ['1/3', '1/3', '1/3']

    References
    ----------
    D. Leech 2002, Designing the voting system for the Council of the European Union, Public Choice 113, 437-464.
    """
    rule = _weights_of(game)
    scale = lcm(*(Fraction(weight).denominator for weight in rule.weights.values()))
    weights = {member: int(rule.weights.get(member, 0) * scale) for member in rule.members}
    total = Fraction(sum(weights.values()), scale)
    first = Fraction(0) if low is None else _end(low, "the lowest quota")
    last = total if high is None else _end(high, "the highest quota")
    if not 0 <= first <= last <= total:
        raise UsageError(f"quotas from {first} to {last}", hint=f"above 0, at most the sum of the weights, {total}")
    sums = _sums(list(weights.values()))
    wanted = [
        (before, after)
        for before, after in pairwise(sums)
        if Fraction(after, scale) >= first and Fraction(before, scale) < last
    ]
    _limited(len(wanted))
    at = _swept(key, list(weights.values()), rule.members)

    def share(quota: int) -> Power:
        if at is not None:
            return at(quota)
        return power(key, SimpleGame(Weight(rule.members, weights, quota)))

    pieces = (
        Piece(Interval(Fraction(before, scale), Fraction(after, scale), "high"), share(after))
        for before, after in wanted
    )
    return _joined(pieces) if merged else tuple(pieces)


def by_weight(
    key: str, game: Game, member: Member, low: Number = 0, high: Number | None = None, *, merged: bool = False
) -> tuple[Piece, ...]:
    """A power index for every weight of one member, the quota and all other weights as they are.

    Parameters
    ----------
    key
        The index.
    game
        A game or a rule of one weight system.
    member
        Whose weight moves.
    low, high
        The weights between which the answer is wanted; without ``high``, there is no upper end.
    merged
        Whether neighbouring intervals are joined where the games differ and the index does not.

    Raises
    ------
    NotApplicable
        The rule is not one system of weights.
    TooLarge
        More than 20,000 intervals were asked for.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> for piece in by_weight("penrose", simple_game("[4; 3, 2, 1]"), "1"):
    ...     print(piece.interval.text("w"), [str(chance) for chance in piece.power.values()])
    1 <= w < 2 ['1/4', '1/4', '1/4']
    2 <= w < 3 ['1/2', '1/2', '0']
    3 <= w < 4 ['3/4', '1/4', '1/4']
    w >= 4 ['1', '0', '0']
    """
    rule = _weights_of(game)
    if member not in rule.members:
        raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), rule.members))
    scale = lcm(*(Fraction(number).denominator for number in (*rule.weights.values(), rule.quota)))
    weights = {other: int(rule.weights.get(other, 0) * scale) for other in rule.members}
    quota = int(rule.quota * scale)
    first = _end(low, "the lowest weight")
    last = None if high is None else _end(high, "the highest weight")
    if first < 0 or (last is not None and last < first):
        raise UsageError(f"weights from {first} to {last}", hint="from 0 on, the lower one first")
    others = _sums([weight for other, weight in weights.items() if other != member])
    starts = sorted(quota - weight for weight in others if weight < quota)
    if others[-1] >= quota and starts[0] > 0:
        starts.insert(0, 0)
    ends: list[int | None] = [*starts[1:], None]
    wanted = [
        (start, end)
        for start, end in zip(starts, ends, strict=True)
        if (end is None or Fraction(end, scale) > first) and (last is None or Fraction(start, scale) <= last)
    ]
    _limited(len(wanted))
    pieces = (
        Piece(
            Interval(Fraction(start, scale), None if end is None else Fraction(end, scale), "low"),
            power(key, SimpleGame(Weight(rule.members, {**weights, member: start}, quota))),
        )
        for start, end in wanted
    )
    return _joined(pieces) if merged else tuple(pieces)


def _end(given: Number, what: str) -> Fraction:
    try:
        return Fraction(exact_number(given, what))
    except InvalidRule as fault:
        raise UsageError(fault.message, hint=fault.hint) from fault


def _weights_of(game: Game) -> Weight:
    rule = game if not hasattr(game, "rule") else game.rule
    if not isinstance(rule, Weight):
        raise NotApplicable("the rule is not one system of weights", hint='such as "[62; 10*4, 8, 5*4, 4*2, 3*3, 2]"')
    return rule


def _limited(pieces: int) -> None:
    if pieces > MOST_PIECES:
        raise TooLarge(
            f"{pieces:,} intervals are more than {MOST_PIECES:,}", hint="ask about a part of them, from one to another"
        )


def _sums(weights: Sequence[int]) -> list[int]:
    """The sums that coalitions can have, each once, the smallest first."""
    total = sum(weights)
    if len(weights) < 63 and 2 ** len(weights) <= total:
        found = {0}
        for weight in weights:
            found |= {before + weight for before in found}
        return sorted(found)
    if total > MOST_WORK * 10:
        raise TooLarge(f"the weights sum to {total:,}: too many sums to tell apart", hint="divide out a common unit")
    reached = 1
    for weight in weights:
        reached |= reached << weight
    return [place for place, bit in enumerate(reversed(f"{reached:b}")) if bit == "1"]


def _joined(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].power == piece.power:
            interval = Interval(found[-1].interval.low, piece.interval.high, piece.interval.includes)
            found[-1] = Piece(interval, piece.power)
        else:
            found.append(piece)
    return tuple(found)


def _swept(key: str, weights: Sequence[int], members: Sequence[Member]) -> Callable[[int], Power] | None:
    """The index as a function of the quota, from counts made once; None where it needs more than swings."""
    by_size = key == "shapley-shubik"
    if not (by_size or key in OF_SWINGS) or len(set(weights)) * sum(weights) > MOST_WORK:
        return None
    digit = len(weights) + 1 if by_size else 0
    mask = (1 << digit) - 1
    everybody = _by_weight(weights, digit)
    below: Mapping[int, list[int]] = {
        weight: [0, *accumulate(_less(everybody, weight, digit))] for weight in set(weights)
    }
    lighter = [0, *accumulate(_by_weight(weights, 0))] if not by_size else []

    def at(quota: int) -> Power:
        swings = {weight: sums[quota] - sums[max(quota - weight, 0)] for weight, sums in below.items()}
        if by_size:
            sizes = {
                weight: tuple((packed >> (digit * place)) & mask for place in range(len(weights)))
                for weight, packed in swings.items()
            }
            return spread(members, pivots([sizes[weight] for weight in weights]), "weights")
        winning = lighter[-1] - lighter[quota]
        return spread(members, OF_SWINGS[key]([swings[weight] for weight in weights], winning), "weights")

    return at


def _by_weight(weights: Sequence[int], digit: int) -> list[int]:
    """The coalitions by weight; with a digit, packed by size in one number."""
    found = [1] + [0] * sum(weights)
    reach = 0
    for weight in sorted(weights):
        reach += weight
        for place in range(reach, weight - 1, -1):
            if found[place - weight]:
                found[place] += found[place - weight] << digit
    return found


def _less(everybody: Sequence[int], weight: int, digit: int) -> list[int]:
    """The same without one member."""
    if not weight:
        return [number // ((1 << digit) + 1) for number in everybody]
    found = list(everybody)
    for place in range(weight, len(found)):
        if found[place - weight]:
            found[place] -= found[place - weight] << digit
    return found
