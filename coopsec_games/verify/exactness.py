"""What the re-checks share: exact numbers, relations to zero, mixtures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from ..errors import InexactNumber

__all__ = ["Mixed", "Payoffs", "is_distribution", "others", "rational", "related", "strategies_in"]

Payoffs: TypeAlias = "Mapping[tuple[Any, ...], Sequence[Fraction | int]]"
Mixed: TypeAlias = "Mapping[Any, Fraction | int]"


def rational(value: object) -> Fraction:
    """An int or a Fraction as a Fraction; anything else is refused."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    raise InexactNumber(f"an exact number is wanted here, not {value!r}")


def related(value: Fraction, op: str) -> bool:
    """Whether a number has the stated relation to zero."""
    if op == ">":
        return value > 0
    if op == ">=":
        return value >= 0
    if op == "=":
        return value == 0
    if op == "!=":
        return value != 0
    raise ValueError(f"unknown relation {op!r}")


def is_distribution(weights: Mixed) -> bool:
    """Whether weights are probabilities that sum to 1."""
    values = [rational(weight) for weight in weights.values()]
    return bool(values) and min(values) >= 0 and sum(values) == 1


def strategies_in(payoffs: Payoffs, size: int) -> list[set[Any]]:
    """The strategies of each player that occur in the profiles."""
    return [{profile[place] for profile in payoffs} for place in range(size)]


def others(mixed: Sequence[Mixed], player: int) -> Iterable[tuple[tuple[Any, ...], Fraction]]:
    """What the others may do together, with its probability."""
    used = [[(s, rational(p)) for s, p in own.items() if p] for place, own in enumerate(mixed) if place != player]
    for pairs in product(*used):
        weight = Fraction(1)
        for _, p in pairs:
            weight *= p
        yield tuple(s for s, _ in pairs), weight
