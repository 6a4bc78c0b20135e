"""Correlated equilibrium: a lottery over profiles in which nobody gains by playing other than it is told.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> chicken = NormalFormGame.from_matrix(
...     ["A", "B"], [["yield", "dare"]] * 2, [["6, 6", "2, 7"], ["7, 2", "0, 0"]])
>>> found = correlated_equilibria(chicken)
>>> len(found.equilibria), found.complete
(5, True)
>>> best = found.equilibria[0]
>>> {player: str(payoff) for player, payoff in best.payoffs.items()}
{'A': '21/4', 'B': '21/4'}

References
----------
Aumann (1974), Journal of Mathematical Economics 1:67-96; Aumann (1987), Econometrica 55:1-18.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from types import MappingProxyType
from typing import Any

from ... import verify
from ...errors import TooLarge, Unverified
from ...linear.programs import program
from ...results import Shown, Solution, condition_json, json_data
from ..normal_form import NormalFormGame, Profile
from .bimatrix import Numbers, numbers_of

__all__ = ["MOST_PROFILES_FOR_POINTS", "MOST_RAYS", "CorrelatedEquilibrium", "correlated_equilibria", "extreme_rays"]

MOST_PROFILES_FOR_POINTS = 16  # beyond it only the best equilibrium is given
MOST_PROFILES = 2_000
MOST_RAYS = 1_500


@dataclass(frozen=True, repr=False)
class CorrelatedEquilibrium(Shown):
    """A distribution over profiles, and what each player gets from it.

    Parameters
    ----------
    distribution
        The probability of each profile that may be drawn.
    payoffs
        The expected payoff of each player.
    players
        Their names, in the order of the profiles.
    """

    distribution: Mapping[Profile, Fraction]
    payoffs: Mapping[str, Fraction]
    players: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "distribution", MappingProxyType(dict(self.distribution)))
        object.__setattr__(self, "payoffs", MappingProxyType(dict(self.payoffs)))

    def to_json(self) -> dict[str, Any]:
        """The distribution as ``coopsec solve`` writes it."""
        drawn = [
            {"profile": dict(zip(self.players, profile, strict=True)), "probability": json_data(p)}
            for profile, p in self.distribution.items()
        ]
        return {"distribution": drawn, "payoffs": json_data(self.payoffs), "where": condition_json(None)}


def correlated_equilibria(game: NormalFormGame) -> Solution:
    """The correlated equilibria: of a small game all extreme ones, of another the one with the most for all together.

    The first has the greatest sum of payoffs, which a linear program with certified multipliers proves.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers.

    Raises
    ------
    TooLarge
        Beyond 2,000 profiles.
    """
    numbers = numbers_of(game, "correlated")
    if len(numbers) > MOST_PROFILES:
        raise TooLarge(
            f"the game has {len(numbers):,} profiles, correlated takes {MOST_PROFILES:,}",
            hint="iterated-dominance makes the game smaller, pure-nash takes any size",
        )
    rows = _incentives(game, numbers)
    best, certified = _best(numbers, rows)
    points = [best]
    complete = False
    if len(numbers) <= MOST_PROFILES_FOR_POINTS:
        try:
            points = [_share(ray) for ray in extreme_rays(rows, len(numbers))]
            complete = True
        except TooLarge:
            complete = False
    welfare = [sum(payoffs) for payoffs in numbers.values()]

    def total(point: Sequence[Fraction]) -> Fraction:
        return sum((w * p for w, p in zip(welfare, point, strict=True)), Fraction(0))

    points.sort(key=lambda point: (total(point), point), reverse=True)
    if total(points[0]) != total(best):
        raise Unverified("the extreme points miss the best correlated equilibrium")
    equilibria = tuple(_named(game, numbers, point) for point in points)
    verified = certified and all(
        verify.correlated_equilibrium(numbers, found.distribution, game.strategies) for found in equilibria
    )
    return Solution(
        "correlated",
        "distributions",
        game.players,
        equilibria,
        complete=complete,
        verified=verified,
        method="double description in whole numbers and an exact linear program" if complete else "an exact program",
        notes=(
            "the first has the greatest sum of payoffs",
            "all extreme points: every other one is a mixture of them" if complete else "one of infinitely many",
        ),
    )


def _incentives(game: NormalFormGame, numbers: Numbers) -> list[list[int]]:
    """One row for each player, strategy told and strategy played instead: what disobeying gains, never above 0."""
    profiles = list(numbers)
    found = []
    for place, own in enumerate(game.strategies):
        for told in own:
            for played in own:
                if told == played:
                    continue
                row = [
                    numbers[(*profile[:place], played, *profile[place + 1 :])][place] - numbers[profile][place]
                    if profile[place] == told
                    else Fraction(0)
                    for profile in profiles
                ]
                scale = reduce(lcm, (a.denominator for a in row), 1)
                whole = [int(a * scale) for a in row]
                common = reduce(gcd, whole, 0)
                if common:
                    found.append([a // common for a in whole])
    return found


def _best(numbers: Numbers, rows: Sequence[Sequence[int]]) -> tuple[list[Fraction], bool]:
    """The distribution with the greatest sum of payoffs, and whether its multipliers prove that."""
    totals = [sum(payoffs, Fraction(0)) for payoffs in numbers.values()]
    scale = reduce(lcm, (total.denominator for total in totals), 1)
    least = min(totals)
    goal = [int((total - least) * scale) + 1 for total in totals]
    matrix = [*(list(row) for row in rows), [1] * len(goal)]
    solved = program(matrix, [0] * len(rows) + [1], goal)
    if isinstance(solved, list):
        raise Unverified("a bounded program was taken for an unbounded one")
    point, prices = solved

    def terms(row: Sequence[int], sign: int) -> dict[verify.Monomial, int]:
        return {((f"p{k}", 1),): sign * a for k, a in enumerate(row) if a}

    spelt: list[verify.Row] = [(terms(row, -1), ">=") for row in rows]
    spelt.append(({**terms([1] * len(goal), -1), (): 1}, ">="))
    spelt += [({((f"p{k}", 1),): 1}, ">=") for k in range(len(goal))]
    slack = [
        sum((line[k] * price for line, price in zip(matrix, prices, strict=True)), Fraction(-goal[k]))
        for k in range(len(goal))
    ]
    value = sum((c * p for c, p in zip(goal, point, strict=True)), Fraction(0))
    at = {f"p{k}": p for k, p in enumerate(point)}
    return point, verify.optimal(terms(goal, 1), spelt, value, [*prices, *slack], at)


def extreme_rays(rows: Sequence[Sequence[int]], width: int) -> list[tuple[int, ...]]:
    """The extreme rays of ``{p : p >= 0, rows p <= 0}`` in coprime whole numbers, by double description.

    Parameters
    ----------
    rows
        Whole numbers.
    width
        The number of coordinates.

    Raises
    ------
    TooLarge
        Where more than ``MOST_RAYS`` come up on the way.

    Examples
    --------
    >>> extreme_rays([[1, -2, 0]], 3)
    [(0, 0, 1), (0, 1, 0), (2, 1, 0)]

    References
    ----------
    Fukuda and Prodon (1996), Combinatorics and Computer Science, LNCS 1120:91-111.
    """
    rays = [(tuple(int(j == k) for j in range(width)), (1 << width) - 1 ^ 1 << k) for k in range(width)]
    for number, row in enumerate(rows):
        bit = 1 << (width + number)
        valued = [(ray, zeros, sum(a * b for a, b in zip(row, ray, strict=True))) for ray, zeros in rays]
        kept = [(ray, zeros | bit if value == 0 else zeros) for ray, zeros, value in valued if value <= 0]
        below = [entry for entry in valued if entry[2] < 0]
        for ray, zeros, value in valued:
            if value <= 0:
                continue
            for other, other_zeros, other_value in below:
                common = zeros & other_zeros
                if sum(1 for _, own in rays if own & common == common) > 2:
                    continue
                new = [value * b - other_value * a for a, b in zip(ray, other, strict=True)]
                divisor = reduce(gcd, new)
                kept.append((tuple(a // divisor for a in new), common | bit))
        if len(kept) > MOST_RAYS:
            raise TooLarge("too many extreme points")
        rays = kept
    return sorted(ray for ray, _ in rays)


def _share(ray: Sequence[int]) -> list[Fraction]:
    total = sum(ray)
    return [Fraction(a, total) for a in ray]


def _named(game: NormalFormGame, numbers: Numbers, point: Sequence[Fraction]) -> CorrelatedEquilibrium:
    distribution = {profile: p for profile, p in zip(numbers, point, strict=True) if p}
    payoffs = {
        player: sum((p * numbers[profile][place] for profile, p in distribution.items()), Fraction(0))
        for place, player in enumerate(game.players)
    }
    return CorrelatedEquilibrium(distribution, payoffs, game.players)
