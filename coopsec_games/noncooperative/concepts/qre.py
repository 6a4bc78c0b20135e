"""Logit quantal response: better strategies are played more often, the more so the more rational the players are.

With rationality ``l`` each player uses a strategy with a probability proportional to ``exp(l u)``, where ``u`` is its
expected payoff.  The branch of solutions that starts where ``l`` is 0, with all strategies equally likely, is followed
in floats; where it passes a stated rationality, a box of fractions is proven to hold just one solution.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> pennies = NormalFormGame.from_matrix(
...     ["A", "B"], [["heads", "tails"]] * 2, [["9, 0", "0, 1"], ["0, 1", "1, 0"]])
>>> found = logit_equilibria(pennies, [1])
>>> [point] = found.equilibria
>>> own = point.profile["A"]["heads"]
>>> own.low < own.high, round(float(own.middle), 6), found.verified
(True, 0.893576, True)

References
----------
McKelvey and Palfrey (1995), Games and Economic Behavior 10:6-38.
Turocy (2005), Games and Economic Behavior 51:243-263 (following the branch).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from ... import verify
from ...errors import TooLarge, UsageError
from ...formulas import exact
from ...results import Shown, Solution, json_data
from ..normal_form import NormalFormGame
from .bimatrix import Numbers, numbers_of
from .boxes import Enclosed, Ends, exp_bounds, krawczyk, within
from .logit_branch import follow_branch
from .mixed_n import enclosed_payoffs
from .support_equations import ONE, Whole, gain_range, slopes, whole_payoffs

__all__ = ["MOST_PROFILES", "QuantalResponse", "logit_equilibria"]

MOST_PROFILES = 2_000
_STEPS_OF_RANGE = (1, 2, 5, 10, 20)  # default rationalities times the range of the payoffs
_BITS = ONE.bit_length() - 1


@dataclass(frozen=True, repr=False)
class QuantalResponse(Shown):
    """A logit equilibrium: for each probability an interval, and just one solution in the box.

    Parameters
    ----------
    rationality
        The precision, per unit of payoff.
    profile
        For each player the probability of each strategy.
    payoffs
        The expected payoff of each player.
    """

    rationality: Fraction
    profile: Mapping[str, Mapping[str, Enclosed | Fraction]]
    payoffs: Mapping[str, Enclosed | Fraction]

    def __post_init__(self) -> None:
        frozen = {player: MappingProxyType(dict(own)) for player, own in self.profile.items()}
        object.__setattr__(self, "profile", MappingProxyType(frozen))
        object.__setattr__(self, "payoffs", MappingProxyType(dict(self.payoffs)))

    def to_json(self) -> dict[str, Any]:
        """The equilibrium as ``coopsec solve`` writes it."""
        return {
            "profile": json_data(self.profile),
            "payoffs": json_data(self.payoffs),
            "where": None,
            "rationality": json_data(self.rationality),
        }


def logit_equilibria(game: NormalFormGame, rationalities: Sequence[int | str | Fraction] | None = None) -> Solution:
    """The logit equilibria on the branch that starts at the centroid, at stated rationalities.

    Where the branch turns back, a rationality that it passes several times is listed as often.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers.
    rationalities
        Positive exact numbers; without them, 1, 2, 5, 10 and 20 divided by the range of the payoffs.

    Raises
    ------
    UsageError
        For a rationality that is not positive.
    TooLarge
        Beyond 2,000 profiles.
    """
    numbers = numbers_of(game, "logit-qre")
    if len(numbers) > MOST_PROFILES:
        raise TooLarge(
            f"the game has {len(numbers):,} profiles, logit-qre takes {MOST_PROFILES:,}",
            hint="iterated-dominance makes the game smaller, pure-nash takes any size",
        )
    targets = _targets(numbers, rationalities)
    whole, scales = whole_payoffs(numbers)
    equilibria, verified = [], True
    passed = follow_branch(game, numbers, targets)
    missed = [level for level in targets if level not in {told for told, _ in passed}]
    for level, near in passed:
        box = _certified(game, whole, scales, level, near)
        if box is None:
            missed.append(level)
            continue
        ends = [{s: (Fraction(a, ONE), Fraction(b, ONE)) for s, (a, b) in own.items()} for own in _odds(game, box)]
        verified = verified and verify.logit_response(numbers, level, ends, game.strategies)
        shares = [{s: (Fraction(a, ONE), Fraction(b, ONE)) for s, (a, b) in own.items()} for own in _shares(game, box)]
        profile = {
            player: {s: Enclosed(*own[s]) for s in own} for player, own in zip(game.players, shares, strict=True)
        }
        equilibria.append(QuantalResponse(level, profile, enclosed_payoffs(game, numbers, shares)))
    notes = ["the branch that starts at the centroid; there may be others at the same rationality"]
    if missed:
        told = ", ".join(str(level) for level in sorted(set(missed)))
        notes.append(f"not certified at rationality {told}: the branch turns there or was not followed so far")
    return Solution(
        "logit-qre",
        "profiles",
        game.players,
        tuple(equilibria),
        complete=None,
        verified=verified,
        method="the branch in floats, each point certified in a box of fractions",
        notes=tuple(notes),
    )


def _targets(numbers: Numbers, rationalities: Sequence[int | str | Fraction] | None) -> list[Fraction]:
    if rationalities is None:
        spread = max(max(column) - min(column) for column in zip(*numbers.values(), strict=True))
        return [Fraction(step) / (spread or 1) for step in _STEPS_OF_RANGE]
    found = []
    for value in rationalities:
        number = exact(value)
        if not isinstance(number, Fraction) or number <= 0:
            raise UsageError(f"a rationality is a positive number, not {value}")
        found.append(number)
    return sorted(set(found))


# The proof: boxes of log-odds against each player's last strategy.


def _odds(game: NormalFormGame, box: Sequence[Ends]) -> list[dict[str, Ends]]:
    waiting = iter(box)
    return [{**{s: next(waiting) for s in own[:-1]}, own[-1]: (0, 0)} for own in game.strategies]


def _shares(game: NormalFormGame, box: Sequence[Ends]) -> list[dict[str, Ends]]:
    """Enclosures of the probabilities that belong to log-odds."""
    found = []
    scale = 1 << (_BITS + 32)
    for own in _odds(game, box):
        top = max(high for _, high in own.values())
        weights = {}
        for s, (low, high) in own.items():
            a = exp_bounds((Fraction(low - top, ONE), Fraction(low - top, ONE)), _BITS + 32)[0]
            b = exp_bounds((Fraction(high - top, ONE), Fraction(high - top, ONE)), _BITS + 32)[1]
            weights[s] = (int(a * scale), int(b * scale))
        least, most = sum(a for a, _ in weights.values()), sum(b for _, b in weights.values())
        found.append(
            {
                s: (a * ONE // max(most - b + a, 1), min(-(-b * ONE // max(least - a + b, 1)), ONE))
                for s, (a, b) in weights.items()
            }
        )
    return found


def _certified(
    game: NormalFormGame, whole: Whole, scales: Sequence[int], level: Fraction, near: Sequence[float]
) -> list[Ends] | None:
    """A box around a point that is proven to hold just one solution, or ``None``."""
    middle = [int(a * ONE) for a in near]
    radius = max([1 << (_BITS - 36)] + [abs(a) >> 36 for a in middle])
    for _ in range(8):
        box = [(a - radius, a + radius) for a in middle]
        image = _step(game, whole, scales, level, box)
        if image is None:
            return None
        if all(within(a, b) for a, b in zip(image, box, strict=True)):
            for _ in range(3):
                margin = 1 << (_BITS - 52)
                wider = [(low - margin, high + margin) for low, high in image]
                again = _step(game, whole, scales, level, wider)
                if again is None or not all(within(a, b) for a, b in zip(again, wider, strict=True)):
                    return box
                box, image = wider, again
            return box
        radius *= 8
    return None


def _step(
    game: NormalFormGame, whole: Whole, scales: Sequence[int], level: Fraction, box: Sequence[Ends]
) -> list[Ends] | None:
    """Krawczyk's operator for: log-odds less rationality times what a strategy gains over the last one."""
    free = [(i, s) for i, own in enumerate(game.strategies) for s in own[:-1]]
    at = [(low + high) // 2 for low, high in box]
    shares = _shares(game, [(a, a) for a in at])
    unit = ONE ** max(0, len(game.players) - 1)
    values = []
    for (i, s), a in zip(free, at, strict=True):
        low, high = gain_range(whole, i, s, game.strategies[i][-1], shares)
        factor = level / scales[i]
        up, down = factor * high * ONE / unit, factor * low * ONE / unit
        values.append((a - _ceiling(up), a - int(down // 1)))
    wide = _shares(game, box)
    by_share = slopes(whole, game.strategies, free, wide)
    lines = []
    for row, (i, _) in enumerate(free):
        factor = level / scales[i]
        line = []
        for column, (j, r) in enumerate(free):
            low = high = 0
            for k, (other, t) in enumerate(free):
                if other != j or i == j:
                    continue
                p, q = wide[j][t], wide[j][r]
                if t == r:  # p (1 - p), over the interval
                    ends = sorted((p[0] * (ONE - p[0]), p[1] * (ONE - p[1])))
                    move = (ends[0], ONE * ONE // 4 if p[0] < ONE // 2 < p[1] else ends[1])
                else:
                    move = (-p[1] * q[1], -p[0] * q[0])
                corners = [a * b for a in by_share[row][k] for b in move]
                low += min(corners)
                high += max(corners)
            first, last = factor * low / (ONE * ONE), factor * high / (ONE * ONE)
            own = ONE if row == column else 0
            line.append((own - _ceiling(last), own - int(first // 1)))
        lines.append(line)
    return krawczyk(values, lines, box, _BITS)


def _ceiling(a: Fraction) -> int:
    return int(-(-a // 1))
