"""The equations of a support over a box of probabilities, in whole numbers: what they can be, how fast they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import product
from math import lcm
from typing import TypeAlias

from ..normal_form import Profile
from .bimatrix import Numbers
from .boxes import Ends, plus, times

__all__ = ["BITS", "ONE", "Support", "Whole", "gain_range", "slopes", "whole_payoffs"]

BITS = 64
ONE = 1 << BITS
"""Probabilities are whole numbers of this size on the way."""

Support: TypeAlias = tuple[tuple[str, ...], ...]
Whole: TypeAlias = Mapping[Profile, tuple[int, ...]]
"""Payoffs times a positive number that makes them whole."""


def whole_payoffs(numbers: Numbers) -> tuple[Whole, list[int]]:
    """The payoffs of each player times a positive number that makes them whole, and these numbers."""
    columns = list(zip(*numbers.values(), strict=True))
    scales = [reduce(lcm, (a.denominator for a in column), 1) for column in columns]
    return {p: tuple(int(a * k) for a, k in zip(own, scales, strict=True)) for p, own in numbers.items()}, scales


def gain_range(
    numbers: Whole, player: int, s: str, than: str, box: Sequence[Mapping[str, Ends]], rest: tuple[str, ...] = ()
) -> Ends:
    """What one strategy gains over another while the others' probabilities vary over a box and sum to 1.

    In units of ``1/ONE`` for each other player.
    """
    place = len(rest)
    if place == len(box) - 1:
        here = numbers[(*rest[:player], s, *rest[player:])][player]
        value = here - numbers[(*rest[:player], than, *rest[player:])][player]
        return value, value
    own = box[place if place < player else place + 1]
    parts = [(gain_range(numbers, player, s, than, box, (*rest, t)), ends) for t, ends in own.items()]
    return _least([(value[0], ends) for value, ends in parts]), -_least([(-value[1], ends) for value, ends in parts])


def _least(parts: list[tuple[int, Ends]]) -> int:
    """The least weighted sum where each weight has its interval and all sum to 1."""
    total, spare = 0, ONE
    for value, (low, _) in parts:
        total += value * low
        spare -= low
    if spare > 0:
        parts.sort()
        for value, (low, high) in parts:
            share = high - low
            if spare <= share:
                return total + value * spare
            total += value * share
            spare -= share
    return total


def slopes(
    numbers: Whole, support: Support, free: Sequence[tuple[int, str]], box: Sequence[Mapping[str, Ends]]
) -> list[list[Ends]]:
    """Enclosures of the derivatives of each condition by each free probability, in units of ``1/ONE``."""
    unit = ONE ** max(0, len(support) - 2)
    found = []
    for i, s in free:
        line: list[Ends] = []
        for j, t in free:
            if i == j:
                line.append((0, 0))
                continue
            others = [k for k in range(len(support)) if k not in (i, j)]
            total = (0, 0)
            for chosen in product(*(support[k] for k in others)):
                by_player = dict(zip(others, chosen, strict=True))
                change = 0
                for sign, own, choice in (
                    (1, s, t), (-1, support[i][-1], t), (-1, s, support[j][-1]), (1, support[i][-1], support[j][-1])
                ):  # fmt: skip
                    by_player[i], by_player[j] = own, choice
                    change += sign * numbers[tuple(by_player[k] for k in range(len(support)))][i]
                if not change:
                    continue
                part = (change, change)
                for k in others:
                    part = times(part, box[k][by_player[k]])
                total = plus(total, part)
            line.append((total[0] * ONE // unit, -(-total[1] * ONE // unit)))
        found.append(line)
    return found
