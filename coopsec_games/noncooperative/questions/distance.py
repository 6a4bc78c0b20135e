"""How far a point is from another outcome: one parameter at a time, and all of them together.

Together, the distance is a linear program over each clause of each other region: the least change of the parameter that
changes most (the maximum norm), or the least sum of changes.  Where the program's best point lies on the boundary only,
the other outcome is reached beyond it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from ...conditions import Atom, Condition
from ...errors import NotApplicable
from ...linear import Infeasible, Optimum, maximise
from ...polynomials import Polynomial
from .lines import Value, along, nearest_change

__all__ = ["Flip", "Nearest", "flips", "nearest_outcome", "outcome_at"]

Rows = list[tuple[Polynomial, str]]


@dataclass(frozen=True)
class Flip:
    """The smallest change of one parameter, the others staying, that changes the outcome.

    Parameters
    ----------
    symbol
        The parameter.
    start
        Its value at the point.
    value
        The value at which, or right beyond which, the other outcome comes about; where it is no fraction, enclosed.
    reached
        Whether it comes about at the value itself.
    outcome
        The other outcome.
    """

    symbol: str
    start: Fraction
    value: Value
    reached: bool
    outcome: str


@dataclass(frozen=True)
class Nearest:
    """The nearest point of another outcome's region, or of its boundary.

    Parameters
    ----------
    outcome
        The other outcome.
    distance
        The largest change of a parameter, or the sum of all changes.
    point
        The point, all parameters.
    reached
        Whether the outcome comes about at that distance; otherwise only beyond it.
    """

    outcome: str
    distance: Fraction
    point: Mapping[str, Fraction]
    reached: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "point", MappingProxyType(dict(self.point)))


def outcome_at(regions: Mapping[str, Condition], point: Mapping[str, Fraction]) -> str:
    """The outcome at a point.

    Raises
    ------
    NotApplicable
        Where the point gives a parameter no value, or lies in no region.
    """
    for outcome, where in regions.items():
        if where.holds(point):
            return outcome
    raise NotApplicable("the point lies in no region")


def flips(
    regions: Mapping[str, Condition], point: Mapping[str, Fraction], symbols: Sequence[str] = ()
) -> tuple[Flip, ...]:
    """For each parameter the smallest change that leads from a point to another outcome, all else equal.

    Parameters
    ----------
    regions
        The regions of a map.
    point
        A value of every parameter, within the assumptions.
    symbols
        The parameters to change, those that occur in the regions by default.

    Returns
    -------
    tuple of Flip
        None for a parameter that changes nothing on its own.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> under = Assumptions.read(["pi", "k"], "pi >= 0", "k >= 0")
    >>> regions = {"veto": Condition.read("pi > k", under), "consent": Condition.read("pi <= k", under)}
    >>> for own in flips(regions, {"pi": Fraction(3), "k": Fraction(1)}):
    ...     print(own.symbol, own.value, own.reached, own.outcome)
    pi 1 True consent
    k 3 True consent
    """
    here = outcome_at(regions, point)
    names = {name for where in regions.values() for name in where.names}
    found = []
    for symbol in symbols or [name for name in regions[here].assumptions.names if name in names]:
        best: Flip | None = None
        for outcome, where in regions.items():
            if outcome == here:
                continue
            change = nearest_change(along(where, symbol, point), symbol, point[symbol])
            if change is not None:
                flip = Flip(symbol, point[symbol], *change, outcome)
                if best is None or _size(flip) < _size(best):
                    best = flip
        if best is not None:
            found.append(best)
    return tuple(found)


def _size(flip: Flip) -> tuple[Fraction, bool]:
    from .lines import middle_of

    return abs(middle_of(flip.value) - flip.start), not flip.reached


def nearest_outcome(
    regions: Mapping[str, Condition], point: Mapping[str, Fraction], norm: Literal["maximum", "sum"] = "maximum"
) -> Nearest | None:
    """The nearest point at which another outcome comes about, all parameters free to move within the assumptions.

    Parameters
    ----------
    regions
        The regions of a map, linear.
    point
        A value of every parameter, within the assumptions.
    norm
        What is made least: the largest change, or the sum of the changes.

    Returns
    -------
    Nearest or None
        ``None`` where there is no other outcome.

    Raises
    ------
    NotApplicable
        Where a condition is not linear.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> under = Assumptions.read(["pi", "k"], "pi >= 0", "k >= 0")
    >>> regions = {"veto": Condition.read("pi > k", under), "consent": Condition.read("pi <= k", under)}
    >>> found = nearest_outcome(regions, {"pi": Fraction(3), "k": Fraction(1)})
    >>> found.outcome, found.distance, dict(found.point)
    ('consent', Fraction(1, 1), {'pi': Fraction(2, 1), 'k': Fraction(2, 1)})
    """
    here = outcome_at(regions, point)
    best: Nearest | None = None
    for outcome, where in regions.items():
        if outcome == here:
            continue
        for clause in where.clauses():
            own = where.assumptions.about({name for part in clause for name in part.polynomial.names})
            for assumed in Condition(own.formula, own).clauses() if own.formula is not True else ((),):
                for rows in _without_unequal([*assumed, *clause]):
                    found = _nearest(rows, own.names, point, norm)
                    if found is not None and (
                        best is None or (found[0], not found[2]) < (best.distance, not best.reached)
                    ):
                        best = Nearest(outcome, found[0], {**point, **found[1]}, found[2])
    return best


def _without_unequal(parts: Sequence[Atom]) -> list[Rows]:
    """The rows of a clause; what must differ is greater or less."""
    cases: list[Rows] = [[]]
    for part in parts:
        if not part.polynomial.is_linear:
            raise NotApplicable(
                f"{part.polynomial.text()} is not linear: there is no distance in all parameters together",
                hint="one parameter at a time there is",
            )
        options = [(part.polynomial, part.op)]
        if part.op == "!=":
            options = [(part.polynomial, ">"), (-part.polynomial, ">")]
        cases = [[*rows, option] for rows in cases for option in options]
    return cases


def _nearest(
    rows: Rows, names: Sequence[str], point: Mapping[str, Fraction], norm: str
) -> tuple[Fraction, Mapping[str, Fraction], bool] | None:
    moved: Rows = []
    total = Polynomial.of(0)
    for place, name in enumerate(names):
        by = Polynomial.variable("by" if norm == "maximum" else f"by_{place}")
        change = Polynomial.variable(f"x_{place}") - point[name]
        moved += [(by - change, ">="), (by + change, ">=")]
        total = by if norm == "maximum" else total + by
    letters = {name: Polynomial.variable(f"x_{place}") for place, name in enumerate(names)}
    own = [(polynomial.substitute(letters), op) for polynomial, op in rows]
    found = maximise(-total, [*moved, *own])
    if isinstance(found, Infeasible) or not isinstance(found, Optimum):
        return None
    values = {name: found.point.get(f"x_{place}", point[name]) for place, name in enumerate(names)}
    return -found.value, values, found.attained
