"""Points of linear clauses in whole numbers, and whether clauses leave a point of another one out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm

from ..polynomials import Polynomial
from .deciding import Decider
from .logic import Atom, conjunction, opposite

__all__ = ["Clause", "Whole", "escape", "holds_at", "whole_point"]

Clause = tuple[Atom, ...]

Whole = Mapping[str, int]
"""A point in whole numbers; under no name stands their common denominator, and what is left out is 0."""


def whole_point(point: Mapping[str, Fraction]) -> Whole:
    """A point in whole numbers."""
    below = lcm(*(value.denominator for value in point.values()))
    return {"": below, **{name: value.numerator * (below // value.denominator) for name, value in point.items()}}


def holds_at(part: Atom, point: Whole) -> bool:
    """Whether a linear literal holds at a point."""
    slopes, constant = _row(part.polynomial)
    value = constant * point[""] + sum(slope * point.get(name, 0) for name, slope in slopes)
    if part.op == ">":
        return value > 0
    return value >= 0 if part.op == ">=" else (value == 0) == (part.op == "=")


@lru_cache(maxsize=1 << 14)
def _row(polynomial: Polynomial) -> tuple[tuple[tuple[str, int], ...], int]:
    return (
        tuple((monomial[0][0], int(slope)) for monomial, slope in polynomial.terms if monomial),
        int(polynomial.constant),
    )


def escape(under: Decider, clause: Clause, clauses: Sequence[Clause], tries: list[int]) -> Whole | None:
    """A point of a linear clause that is in none of some others; nothing where there is none.

    ``tries`` holds one number, how many parts of the clause are looked at; it is negative afterwards where that was too
    few to tell.
    """
    for plain in _either_side(clause):
        tries[0] -= 1
        if tries[0] < 0:
            return None
        inner = tuple(Atom(part.polynomial, ">") if part.op == ">=" else part for part in plain)
        found, point = under.example(conjunction(*inner))
        if not found and inner != plain:
            found, point = under.example(conjunction(*plain))
        if found is False:
            continue
        if point is None:
            tries[0] = -1
            return None
        whole = whole_point(point)
        around = next((other for other in clauses if all(holds_at(part, whole) for part in other)), None)
        if around is None:
            return whole
        start = plain
        for part in around:
            if part in start:
                continue
            escaped = escape(under, (*start, opposite(part)), clauses, tries)
            if escaped is not None or tries[0] < 0:
                return escaped
            start = (*start, part)
    return None


def _either_side(clause: Clause) -> Iterator[Clause]:
    """A clause as clauses without inequations."""
    place = next((place for place, part in enumerate(clause) if part.op == "!="), None)
    if place is None:
        yield clause
        return
    polynomial = clause[place].polynomial
    for side in (polynomial, -polynomial):
        yield from _either_side((*clause[:place], Atom(side, ">"), *clause[place + 1 :]))
