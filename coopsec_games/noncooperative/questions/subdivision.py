"""Certified bounds of volumes where conditions are not linear: the box is cut in halves where it is not yet decided.

On each part every polynomial lies between the least and the greatest of its Bernstein coefficients, whole numbers
throughout.  A part on which all formulas are decided is counted; the largest that is not is cut next, until a stated
number of coefficients has been computed.  What is left open lies between the bounds.

References
----------
Garloff 1993, "The Bernstein algorithm", Interval Computations 2:154-168.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import pairwise, product
from math import comb, lcm, prod

from ...conditions import And, Atom, Formula, atoms_of, conjunction, disjunction
from ...errors import TooLarge
from ...polynomials import Polynomial

__all__ = ["COEFFICIENTS_COMPUTED", "MOST_COEFFICIENTS", "volume_bounds"]

COEFFICIENTS_COMPUTED = 300_000
MOST_COEFFICIENTS = 2_000

Box = Mapping[str, tuple[Fraction, Fraction]]


def volume_bounds(formulas: Mapping[str, Formula], box: Box) -> dict[str, tuple[Fraction, Fraction]]:
    """Between which shares of a box each formula holds.

    Parameters
    ----------
    formulas
        In the names of the box.
    box
        Each name with its least and its greatest value.

    Raises
    ------
    TooLarge
        If a polynomial has more than 2,000 coefficients in its Bernstein form.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> unit = {"x": (Fraction(0), Fraction(1)), "y": (Fraction(0), Fraction(1))}
    >>> [(low, high)] = volume_bounds({"in": Condition.read("x**2 + y**2 < 1", ["x", "y"]).formula}, unit).values()
    >>> low < Fraction(355, 452) < high, high - low < Fraction(1, 100)
    (True, True)
    """
    names = tuple(box)
    forms = {part: _form(part.polynomial, box) for formula in formulas.values() for part in atoms_of(formula)}
    inside = dict.fromkeys(formulas, Fraction(0))
    left = COEFFICIENTS_COMPUTED
    # by depth, then by order of birth: the largest part first, and the same one each time
    pending: list[tuple[int, int, tuple[int, ...], Mapping[str, Formula], Mapping[Atom, _Form]]] = []
    born = 0

    def settle(depth: int, cuts: tuple[int, ...], own: Mapping[str, Formula], known: Mapping[Atom, _Form]) -> None:
        nonlocal born
        signs = {part: form.sign for part, form in known.items()}
        told = {key: _told(formula, signs) for key, formula in own.items()}
        for key, formula in told.items():
            if formula is True:
                inside[key] += Fraction(1, 2**depth)
        still = {key: formula for key, formula in told.items() if not isinstance(formula, bool)}
        if still:
            open_atoms = dict.fromkeys(part for formula in still.values() for part in atoms_of(formula))
            heappush(pending, (depth, born, cuts, still, {part: known[part] for part in open_atoms}))
            born += 1

    settle(0, (0,) * len(names), formulas, forms)
    while pending and left > 0:
        depth, _, cuts, own, known = heappop(pending)
        moving = [place for place, name in enumerate(names) if any(name in part.polynomial.names for part in known)]
        axis = min(moving, key=lambda place: cuts[place])
        halves = {part: form.halves(axis) for part, form in known.items()}
        left -= 2 * sum(len(form.coefficients) for form in known.values())
        after = tuple(count + (place == axis) for place, count in enumerate(cuts))
        for side in (0, 1):
            settle(depth + 1, after, own, {part: pair[side] for part, pair in halves.items()})
    open_parts = dict.fromkeys(formulas, Fraction(0))
    for depth, _, _, own, _ in pending:
        for key in own:
            open_parts[key] += Fraction(1, 2**depth)
    return {key: (inside[key], inside[key] + open_parts[key]) for key in formulas}


def _told(formula: Formula, signs: Mapping[Atom, int | None]) -> Formula:
    """The formula on a part where some polynomials have one sign; what holds on a surface alone has no volume."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Atom):
        if formula.op in ("=", "!="):
            return formula.op == "!="
        sign = signs[formula]
        return formula if sign is None else sign > 0
    join = conjunction if isinstance(formula, And) else disjunction
    return join(*(_told(part, signs) for part in formula.parts))


@dataclass(frozen=True)
class _Form:
    """The Bernstein coefficients of a polynomial on a part of the box, up to a positive factor, by axes."""

    degrees: tuple[int, ...]
    coefficients: tuple[int, ...]

    @property
    def sign(self) -> int | None:
        """1 or -1 where the polynomial has that sign on the part, 0 apart."""
        if min(self.coefficients) >= 0:
            return 1
        return -1 if max(self.coefficients) <= 0 else None

    def halves(self, axis: int) -> tuple[_Form, _Form]:
        """The forms on both halves of the part along an axis (de Casteljau), times a power of 2."""
        degree = self.degrees[axis]
        low, high = list(self.coefficients), list(self.coefficients)
        for places in _lines(self.degrees, axis):
            row = [self.coefficients[place] for place in places]
            for count in range(degree + 1):
                low[places[count]] = row[0] << (degree - count)
                high[places[degree - count]] = row[-1] << (degree - count)
                row = [one + other for one, other in pairwise(row)]
        return _Form(self.degrees, tuple(low)), _Form(self.degrees, tuple(high))


def _lines(degrees: Sequence[int], axis: int) -> Iterator[range]:
    """The places of coefficients that differ along one axis alone."""
    step = prod(degree + 1 for degree in degrees[axis + 1 :])
    block = step * (degrees[axis] + 1)
    for start in range(0, prod(degree + 1 for degree in degrees), block):
        for offset in range(step):
            yield range(start + offset, start + offset + block, step)


def _form(polynomial: Polynomial, box: Box) -> _Form:
    degrees = tuple(polynomial.degree(name) for name in box)
    if prod(degree + 1 for degree in degrees) > MOST_COEFFICIENTS:
        raise TooLarge(f"a polynomial has more than {MOST_COEFFICIENTS:,} coefficients", hint="vary fewer parameters")
    moved = polynomial.substitute(
        {name: Polynomial.variable(name) * (high - low) + low for name, (low, high) in box.items()}
    ).primitive()
    terms = {tuple(dict(monomial).get(name, 0) for name in box): value for monomial, value in moved.terms}
    values = [terms.get(powers, Fraction(0)) for powers in product(*(range(degree + 1) for degree in degrees))]
    for axis, degree in enumerate(degrees):
        for places in _lines(degrees, axis):
            row = [values[place] for place in places]
            for count, place in enumerate(places):
                parts = (Fraction(comb(count, low), comb(degree, low)) * row[low] for low in range(count + 1))
                values[place] = sum(parts, Fraction(0))
    below = lcm(*(value.denominator for value in values))
    return _Form(degrees, tuple(int(value * below) for value in values))
