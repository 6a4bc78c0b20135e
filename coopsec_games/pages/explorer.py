"""What the reader moves: the parameters of a game on exact grids, and the conditions as whole numbers.

Every slider stands at a whole number over one denominator that all sliders of a game share, so that the sign of a
polynomial with integer coefficients is the sign of an integer, and the reader's browser decides it without rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, Any

from ..conditions import And, Atom, Condition, atom, atoms_of, conjuncts
from ..conditions.logic import replaced
from ..errors import NotApplicable
from ..figures.ranges import rounded_up, suggested_range
from ..figures.regions import RegionMap, default_axes, default_point, region_map
from ..polynomials import Polynomial
from .mathematics import plain_formula

if TYPE_CHECKING:
    from ..analysis.games import GameAnswer
    from ..conditions import Formula

__all__ = ["Explorer", "Slider", "explorer_data", "movable"]

STEPS = 50
"""Positions that the shortest slider has at least."""

OPPOSITE = {">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Slider:
    """A parameter on its grid: the lowest value, how many steps there are above it, and the step to begin with."""

    name: str
    meaning: str
    low: Fraction
    steps: int
    start: int


@dataclass(frozen=True)
class Explorer:
    """The sliders of a game, the denominator of their grids, and the map in which two of them move a point.

    Parameters
    ----------
    answer
        The solved game.
    sliders
        Its parameters, those of the map first.
    denominator
        Every slider stands at a whole number over it.
    drawn
        The map over the first two sliders, the others where they begin; None where there is none.
    """

    answer: GameAnswer
    sliders: tuple[Slider, ...]
    denominator: int
    drawn: RegionMap | None


def movable(answer: GameAnswer) -> Explorer | None:
    """What of a game can be moved; None where nothing depends on a parameter, or no value is allowed.

    Parameters
    ----------
    answer
        The solved game.

    Examples
    --------
    >>> from coopsec_games.analysis import load_case
    >>> from coopsec_games.analysis.games import solve_game
    >>> found = movable(solve_game(load_case("kosovo-1999"), "council"))
    >>> [slider.name for slider in found.sliders], found.denominator
    (['c', 'pi', 'h', 'z', 'k', 'c_m'], 100)
    """
    used = {name for region in answer.regions for name in (*region.where.names, *region.also_where.names)}
    if not used:
        return None
    try:
        point = default_point(answer)
    except NotApplicable:
        return None
    names = answer.assumptions.about(used).names
    try:
        axes = default_axes(answer)
    except NotApplicable:
        axes = None
    names = tuple(dict.fromkeys((*(axes or ()), *names)))
    ranges = {name: _range(answer, name, point) for name in names}
    drawn = _drawn(answer, axes, point, ranges) if axes else None
    denominator = lcm(*(value.denominator for name in names for value in (*ranges[name], point[name])))
    shortest = min(high - low for low, high in ranges.values()) * denominator
    denominator *= next(factor for factor in _round_numbers() if shortest * factor >= STEPS)
    sliders = tuple(
        Slider(
            name,
            answer.meanings.get(name, ""),
            ranges[name][0],
            int((ranges[name][1] - ranges[name][0]) * denominator),
            int((point[name] - ranges[name][0]) * denominator),
        )
        for name in names
    )
    return Explorer(answer, sliders, denominator, drawn)


def _drawn(
    answer: GameAnswer,
    axes: tuple[str, str],
    point: Mapping[str, Fraction],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
) -> RegionMap | None:
    x, y = axes
    try:
        return region_map(answer, x, y, _others(point, axes), x_range=ranges[x], y_range=ranges[y])
    except NotApplicable:
        return None


def _others(point: Mapping[str, Fraction], axes: tuple[str, ...]) -> dict[str, Fraction]:
    return {name: value for name, value in point.items() if name not in axes}


def _range(answer: GameAnswer, name: str, point: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """What a slider reaches: all that is assumed of the parameter by itself, else enough to leave the assumptions."""
    rest = _others(point, (name,))
    domain = replaced(answer.assumptions.formula, rest)
    conditions = [replaced(region.where.formula, rest) for region in answer.regions]
    low, high = suggested_range(name, {name: point[name]}, domain, conditions)
    everywhere = Condition.true(answer.assumptions)
    letter = Polynomial.variable(name)

    def always(value: Fraction, op: str) -> bool:
        return bool(everywhere.implies(Condition(atom(letter - value, op), answer.assumptions)))

    coarse = Fraction(10) ** (len(str(int(10**9 * (high - low)))) - 11)
    if not always(low, ">="):
        less = rounded_up((high - low) / 4) if _bounded(name, low, domain) else 0
        low = Fraction(0) if low >= 0 and always(Fraction(0), ">=") else floor((low - less) / coarse) * coarse
    if not always(high, "<="):
        more = rounded_up((high - low) / 4) if _bounded(name, high, domain) else 0
        high = ceil((high + more) / coarse) * coarse
    return min(low, point[name]), max(high, point[name])


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    return (digit * 10**zeros for zeros in count() for digit in (1, 2, 5))


def _bounded(name: str, end: Fraction, domain: Formula) -> bool:
    """Whether an assumption that ties the parameter to others, where they are held, is what ends a range."""
    return any(
        isinstance(part, Atom) and part.polynomial.names == (name,) and not part.polynomial.evaluate({name: end})
        for part in conjuncts(domain)
    )


def explorer_data(found: Explorer) -> dict[str, Any]:
    """All that the script needs to name what holds at a point: whole numbers as text, and words.

    Parameters
    ----------
    found
        The sliders and the map.
    """
    answer, names = found.answer, tuple(slider.name for slider in found.sliders)
    by_ties = answer.concept == "subgame-perfect"
    under = answer.assumptions.about(names)
    polynomials: dict[Polynomial, int] = {}
    place = {name: position for position, name in enumerate(names)}

    def coded(formula: Formula) -> Any:
        if isinstance(formula, bool):
            return formula
        if isinstance(formula, Atom):
            polynomial, op = formula.polynomial.primitive(), formula.op
            if polynomial.terms[0][1] < 0:
                polynomial, op = -polynomial, OPPOSITE[op]
            return [op, polynomials.setdefault(polynomial, len(polynomials))]
        return ["and" if isinstance(formula, And) else "or", *(coded(part) for part in formula.parts)]

    def words(formula: Formula) -> str:
        return plain_formula(Condition(formula, answer.assumptions).text, answer.assumptions.names)

    assumed = [{"formula": coded(part), "words": words(part)} for part in conjuncts(under.formula)]
    regions = [
        {
            "outcome": region.outcome,
            "where": coded(region.where.formula),
            "also": coded(region.also_where.formula) if by_ties else False,
            "record": bool(answer.recorded) and answer.recorded in (region.outcome, *region.outcomes),
        }
        for region in answer.regions
    ]
    parting = {_turned(part.polynomial) for region in answer.regions for part in atoms_of(region.where.formula)}
    return {
        "denominator": str(found.denominator),
        "sliders": [
            {
                "name": plain_formula(slider.name, names),
                "low": str(slider.low * found.denominator),
                "start": slider.start,
                "steps": slider.steps,
            }
            for slider in found.sliders
        ],
        "polynomials": [
            {
                "terms": [
                    [str(coefficient), [[place[name], exponent] for name, exponent in monomial]]
                    for monomial, coefficient in polynomial.terms
                ],
                "equation": words(atom(polynomial, "=")),
                "parts": polynomial in parting,
            }
            for polynomial in polynomials
        ],
        "assumed": assumed,
        "regions": regions,
        "elsewhere": [
            {"outcome": region.outcome, "also": coded(region.also_where.formula)} for region in answer.boundary
        ],
        "ties": answer.ties_text if by_ties else "",
        "map": found.drawn is not None,
    }


def _turned(polynomial: Polynomial) -> Polynomial:
    """Of a polynomial and its negative the one whose first coefficient is positive."""
    return (polynomial if polynomial.terms[0][1] > 0 else -polynomial).primitive()
