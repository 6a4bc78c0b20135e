"""Points of linear clauses in whole numbers, and whether clauses leave a point of another one out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from .deciding import Decider
from .logic import Atom, opposite

__all__ = ["Clause", "Whole", "escape", "holds_at", "middle", "whole_point"]

Clause = tuple[Atom, ...]

Whole = Mapping[str, int]
"""A point in whole numbers; under no name stands their common denominator, and what is left out is 0."""


def whole_point(point: Mapping[str, Fraction]) -> Whole:
    """A point in whole numbers."""
    below = lcm(*(value.denominator for value in point.values()))
    return {"": below, **{name: value.numerator * (below // value.denominator) for name, value in point.items()}}


def middle(first: Whole, second: Whole) -> Whole:
    """The point halfway between two.

    Examples
    --------
    >>> middle({"": 2, "x": 1}, {"": 1, "x": 3})
    {'': 4, 'x': 7}
    """
    here, there = first[""], second[""]
    names = dict.fromkeys((*first, *second))
    told = {name: first.get(name, 0) * there + second.get(name, 0) * here for name in names if name}
    return {"": 2 * here * there, **told}


def holds_at(part: Atom, point: Whole) -> bool:
    """Whether a linear literal holds at a point."""
    value = 0
    for monomial, slope, _ in part.polynomial.key():
        value += slope * (point.get(monomial[0][0], 0) if monomial else point[""])
    if part.op == ">":
        return value > 0
    return value >= 0 if part.op == ">=" else (value == 0) == (part.op == "=")


def escape(under: Decider, clause: Clause, clauses: Sequence[Clause], tries: list[int]) -> Whole | None:
    """A point of a linear clause that is in none of some others; nothing where there is none.

    ``tries`` holds one number, how many parts of the clause are looked at; it is negative afterwards where that was too
    few to tell.
    """
    waiting = [clause]
    while waiting:
        plain = waiting.pop()
        unequal = next((place for place, part in enumerate(plain) if part.op == "!="), None)
        if unequal is not None:
            polynomial = plain[unequal].polynomial
            sides = (Atom(side, ">") for side in (-polynomial, polynomial))
            waiting += [(*plain[:unequal], side, *plain[unequal + 1 :]) for side in sides]
            continue
        tries[0] -= 1
        if tries[0] < 0:
            return None
        inner = tuple(Atom(part.polynomial, ">") if part.op == ">=" else part for part in plain)
        found, point = under.example_of(inner)
        if not found and inner != plain:
            found, point = under.example_of(plain)
        if found is False:
            continue
        if point is None:
            tries[0] = -1
            return None
        whole = whole_point(point)
        around = next((other for other in clauses if all(holds_at(part, whole) for part in other)), None)
        if around is None:
            return whole
        others = [part for part in around if part not in plain]
        waiting += [(*plain, *others[:place], opposite(part)) for place, part in reversed([*enumerate(others)])]
    return None
