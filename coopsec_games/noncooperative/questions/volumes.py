"""The volume of a region of linear conditions in a box, exactly.

The region is cut along one parameter.  Between two neighbouring vertices of the arrangement of its planes the volume of
the section is a polynomial of known degree in that parameter, so that it is integrated exactly from its values at as
many points; the sections are measured in the same way, down to intervals.

References
----------
Lasserre (1983), Journal of Optimization Theory and Applications 39:363-377 (volumes by sections).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise
from math import comb, prod

from ...conditions import Formula, atoms_of, linear_formula
from ...conditions.logic import names_of, replaced, true_at
from ...errors import NotApplicable, TooLarge
from ...polynomials import Polynomial

__all__ = ["MOST_SECTIONS", "volume"]

MOST_SECTIONS = 40_000

Box = Mapping[str, tuple[Fraction, Fraction]]
Plane = tuple[tuple[Fraction, ...], Fraction]


def volume(formula: Formula, box: Box) -> Fraction:
    """The volume of the part of a box in which a formula holds.

    Parameters
    ----------
    formula
        Linear, in the names of the box.
    box
        Each name with its least and its greatest value.

    Raises
    ------
    NotApplicable
        Where the formula is not linear.
    TooLarge
        Where more than 40,000 sections would have to be measured.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> unit = {"x": (Fraction(0), Fraction(1)), "y": (Fraction(0), Fraction(1))}
    >>> volume(Condition.read("x + y <= 1/2 or x > y", ["x", "y"]).formula, unit)
    Fraction(9, 16)
    """
    if not linear_formula(formula):
        raise NotApplicable("the volume of a region that is not linear is not told exactly")
    names = [name for name in box if name in names_of(formula)]
    width = prod((high - low for name, (low, high) in box.items() if name not in names), start=Fraction(1))
    if width == 0:
        return Fraction(0)
    sections = prod(
        (comb(len(atoms_of(formula)) + 2 * left, left) * left for left in range(2, len(names) + 1)), start=1
    )
    if sections > MOST_SECTIONS:
        raise TooLarge(f"the exact volume would need about {sections:,} sections", hint="vary fewer parameters")
    return width * _measured(formula, names, box)


def _measured(formula: Formula, names: Sequence[str], box: Box) -> Fraction:
    if isinstance(formula, bool):
        return prod((box[name][1] - box[name][0] for name in names), start=Fraction(1)) if formula else Fraction(0)
    name, rest = names[0], names[1:]
    low, high = box[name]
    cuts = sorted({low, high, *(cut for cut in _cuts(formula, names, box) if low < cut < high)})
    total = Fraction(0)
    for start, end in pairwise(cuts):
        if not rest:
            total += (end - start) * true_at(formula, {name: (start + end) / 2})
            continue
        count = len(names)
        for place, weight in enumerate(_weights(count), 1):
            at = start + (end - start) * Fraction(place, count + 1)
            total += (end - start) * weight * _measured(replaced(formula, {name: at}), rest, box)
    return total


def _cuts(formula: Formula, names: Sequence[str], box: Box) -> set[Fraction]:
    """The first coordinates of all points in which as many planes meet as there are names."""
    planes: dict[Plane, None] = {}
    for part in atoms_of(formula):
        planes[_plane(part.polynomial, names)] = None
    for name in names[1:]:
        for bound in box[name]:
            planes[_plane(Polynomial.variable(name) - bound, names)] = None
    found = set()
    for chosen in combinations(planes, len(names)):
        first = _first_coordinate(chosen)
        if first is not None:
            found.add(first)
    return found


def _plane(polynomial: Polynomial, names: Sequence[str]) -> Plane:
    return tuple(polynomial.coefficient(name).constant for name in names), polynomial.constant


def _first_coordinate(planes: Sequence[Plane]) -> Fraction | None:
    """The first coordinate of the one point in which planes meet, if there is just one (Gauss and Jordan)."""
    rows = [[*slopes, -constant] for slopes, constant in planes]
    for column in range(len(rows)):
        pivot = next((row for row in range(column, len(rows)) if rows[row][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [value / lead for value in rows[column]]
        for row in range(len(rows)):
            if row != column and (factor := rows[row][column]):
                rows[row] = [own - factor * other for own, other in zip(rows[row], rows[column], strict=True)]
    return rows[0][-1]


@lru_cache(maxsize=16)
def _weights(count: int) -> tuple[Fraction, ...]:
    """The weights by which values at ``1/(n + 1), ..., n/(n + 1)`` integrate polynomials of degree below ``n``."""
    points = [Fraction(place, count + 1) for place in range(1, count + 1)]
    weights = []
    for chosen in points:
        numerator = [Fraction(1)]  # coefficients of the product of (t - other), the lowest first
        below = Fraction(1)
        for other in points:
            if other != chosen:
                shifted = [Fraction(0), *numerator]
                numerator = [up - other * same for up, same in zip(shifted, [*numerator, Fraction(0)], strict=True)]
                below *= chosen - other
        weights.append(sum((part / (power + 1) for power, part in enumerate(numerator)), Fraction(0)) / below)
    return tuple(weights)
