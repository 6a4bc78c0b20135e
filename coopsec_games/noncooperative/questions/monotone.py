"""What raising a parameter can do, without a solver: proof that it cannot, and points that show that it can.

A region never loses a point by raising a parameter where every polynomial that it compares with 0 never falls in it.
That is proven by the sign of the derivative within the linear assumptions, which leave no gap along the parameter.
Points that show a change are looked for along lines: the others are numbers, and between two neighbouring roots nothing
changes.  Each pair found is checked at both points.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from ...conditions import Assumptions, Atom, Condition, atoms_of, conjuncts
from ...conditions.logic import replaced, true_at
from ...polynomials import Polynomial, Range, factored, never_negative, ranges
from .lines import line_points

__all__ = ["LINES", "Pair", "never_crosses", "points_within", "shown_crossings"]

LINES = 120
SEED = 1
SHARES = tuple(Fraction(share) for share in ("1/2", "1/4", "3/4", "1/10", "9/10", "1/100", "99/100", "0", "1"))
STEPS = tuple(Fraction(step) for step in ("1", "1/2", "2", "1/10", "5", "1/100", "20", "0"))

Pair = tuple[Mapping[str, Fraction], Mapping[str, Fraction]]


def never_crosses(region: Condition, symbol: str, *, enters: bool) -> bool:
    """Whether it is proven that raising a parameter never leads into a region, or out of it.

    Parameters
    ----------
    region
        Where an outcome comes about.
    symbol
        A parameter.
    enters
        Whether into the region.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> under = Assumptions.read(["p", "r"], "0 <= p <= 1", "0 <= r < 1")
    >>> often = Condition.read("p**40*(1 - r) + p*r >= 1/2", under)
    >>> never_crosses(often, "p", enters=False), never_crosses(often, "p", enters=True)
    (True, False)
    """
    rows = _rows(region.assumptions)
    positive = {
        part.polynomial for part in conjuncts(region.assumptions.formula) if isinstance(part, Atom) and part.op == ">"
    }
    for part in atoms_of(region.formula):
        slope = _bare(part.polynomial, positive).derivative(symbol)
        if not slope.terms:
            continue
        if part.op in ("=", "!=") or not never_negative(-slope if enters else slope, rows):
            return False
    return True


def _bare(polynomial: Polynomial, positive: Container[Polynomial]) -> Polynomial:
    """The polynomial without the factors that are assumed to be positive, or negative; its sign is the same."""
    constant, factors = factored(polynomial)
    found = Polynomial.of(constant)
    for factor, count in factors:
        for _ in range(count):
            if factor not in positive and -factor not in positive:
                found = found * factor
            elif factor not in positive:
                found = -found
    return found


def _rows(assumptions: Assumptions) -> list[Polynomial]:
    """The linear polynomials that are assumed not to be negative."""
    found = []
    for part in conjuncts(assumptions.formula):
        if isinstance(part, Atom) and part.polynomial.is_linear and part.op != "!=":
            found += [part.polynomial] if part.op != "=" else [part.polynomial, -part.polynomial]
    return found


def shown_crossings(region: Condition, symbol: str, wanted: Sequence[bool]) -> dict[bool, Pair]:
    """Points that differ in one parameter alone, the lower first, between which a region begins or ends to hold.

    Parameters
    ----------
    region
        Where an outcome comes about.
    symbol
        A parameter.
    wanted
        ``True`` for a pair that leads into the region, ``False`` for one that leads out.

    Returns
    -------
    dict
        What was found of it along 120 lines; nothing is known of the rest.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> found = shown_crossings(Condition.read("x**9 > y", Assumptions.read(["x", "y"], "x >= 0")), "x", [True, False])
    >>> [(enters, str(low["x"]), str(high["x"])) for enters, (low, high) in found.items()]
    [(True, '1', '2')]
    """
    own = region.assumptions.about({*region.names, symbol})
    found: dict[bool, Pair] = {}
    for point in points_within(own, symbol):
        fixed: dict[str, Polynomial | Fraction | int] = dict(point)
        admitted, held = replaced(own.formula, fixed), replaced(region.formula, fixed)
        if admitted is False or isinstance(held, bool):
            continue
        polynomials = [part.polynomial for formula in (admitted, held) for part in atoms_of(formula)]
        values = [{symbol: value} for value in line_points(polynomials, symbol)]
        inside = [(at, true_at(held, at)) for at in values if true_at(admitted, at)]
        for (low, before), (high, after) in pairwise(inside):
            if before != after and after in wanted:
                ends = ({**point, **end} for end in (low, high))
                one, other = ({name: end[name] for name in own.names} for end in ends)
                found.setdefault(after, (one, other))
        if all(enters in found for enters in wanted):
            break
    return found


def points_within(assumptions: Assumptions, without: str = "") -> Iterator[dict[str, Fraction]]:
    """Values of all parameters but one, within the bounds that the linear assumptions give them; the same each time.

    Parameters
    ----------
    assumptions
        What is not linear in them is left out, so that it may not hold at the points.
    without
        A parameter that gets no value.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> next(points_within(Assumptions.read(["p", "r"], "0 <= r <= p <= 1")))
    {'p': Fraction(3, 4), 'r': Fraction(3, 16)}
    """
    others = [name for name in assumptions.names if name != without]
    orders = [ranges(order, _rows(assumptions)) for order in (others, others[::-1])]
    random = Random(SEED)
    for line in range(LINES):
        point: dict[str, Fraction] = {}
        for bounds in orders[line % 2]:
            point[bounds.name] = _value(bounds, point, random)
        yield {name: point[name] for name in others}


def _value(bounds: Range, point: Mapping[str, Fraction], random: Random) -> Fraction:
    low, high = (None if end is None else end.evaluate(point) for end in (bounds.low, bounds.high))
    if low is not None and high is not None:
        return low + (high - low) * random.choice(SHARES)
    step = random.choice(STEPS)
    if low is not None:
        return low + step
    return high - step if high is not None else random.choice((step, -step))
