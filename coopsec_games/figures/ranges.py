"""What a map shows of a parameter: all that is assumed of it, or enough to see its boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ..conditions import Atom, Formula, atoms_of, conjuncts
from ..polynomials import Polynomial

__all__ = ["rounded_up", "suggested_range"]

STEPS = tuple(Fraction(step, 10) for step in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100))


def rounded_up(value: Fraction) -> Fraction:
    """The next round number that is at least as large; the value is positive.

    Examples
    --------
    >>> str(rounded_up(Fraction(13, 10))), str(rounded_up(Fraction(7))), str(rounded_up(Fraction(1, 30)))
    ('3/2', '8', '1/25')
    """
    size = Fraction(1)
    while size * 10 < value:
        size *= 10
    while size >= value:
        size /= 10
    return next(step * size for step in STEPS if step * size >= value)


def suggested_range(
    name: str, base: Mapping[str, Fraction | None], domain: Formula, conditions: Sequence[Formula]
) -> tuple[Fraction, Fraction]:
    """A range of a parameter for a map.

    Parameters
    ----------
    name
        The parameter.
    base
        A point that should be seen, of the letters of the map.
    domain
        What is assumed.
    conditions
        Their boundaries through the point should be seen too.
    """
    lows, highs = _bounds(name, domain)
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low < high:
        return low, high
    at = {letter: value if value is not None else Fraction(1) for letter, value in base.items()}
    seen = [at[name], *(root for formula in conditions for root in _roots(name, at, formula))]
    if low is not None:
        return low, low + _reach(value - low for value in seen)
    if high is not None:
        return high - _reach(high - value for value in seen), high
    reach = _reach(abs(value) for value in seen)
    return -reach, reach


def _reach(distances: Iterable[Fraction]) -> Fraction:
    """A round number somewhat beyond the farthest of what should be seen."""
    farthest = max((distance for distance in distances if distance > 0), default=Fraction(5, 8))
    return rounded_up(Fraction(8, 5) * farthest)


def _bounds(name: str, domain: Formula) -> tuple[list[Fraction], list[Fraction]]:
    """The numbers that bound a parameter from below and from above, whatever the others are."""
    lows: list[Fraction] = []
    highs: list[Fraction] = []
    for part in conjuncts(domain):
        if isinstance(part, Atom) and part.polynomial.names == (name,) and part.polynomial.is_linear:
            slope = part.polynomial.coefficient(name).constant
            if part.op in (">", ">="):
                (lows if slope > 0 else highs).append(-part.polynomial.constant / slope)
    return lows, highs


def _roots(name: str, at: Mapping[str, Fraction], formula: Formula) -> list[Fraction]:
    """Where the boundaries of a condition cross the line through a point on which only the parameter moves."""
    others: dict[str, Polynomial | Fraction | int] = {letter: value for letter, value in at.items() if letter != name}
    found = []
    for part in atoms_of(formula):
        along = part.polynomial.substitute(others)
        if along.degree(name) == 1 and along.is_linear:
            found.append(-along.constant / along.coefficient(name).constant)
    return found
