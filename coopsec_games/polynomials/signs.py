"""Signs of polynomials within linear bounds, proven without a solver.

A parameter between two bounds is ``(low + high*t)/(1 + t)`` with ``t >= 0``, one with a single bound ``low + t`` or
``high - t``.  Put in one after the other, and cleared of denominators, these turn a polynomial into another in the
``t`` alone; where no coefficient of that one is negative, the polynomial is negative nowhere within the bounds.  For a
box the coefficients are those of the Bernstein form, up to positive factors.  A factor in one parameter is decided in
full, by counting its roots.

References
----------
Bernstein 1915, "Sur la representation des polynomes positifs", Soobshch. Kharkov Mat. Obshch. 14:227-228.
Sturm 1829, "Memoire sur la resolution des equations numeriques", Bulletin de Ferussac 11:419-422 (counting roots).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, permutations

from ..errors import TooLarge
from .factors import factored
from .sparse import ONE, Polynomial, power

__all__ = ["ORDERS_TRIED", "Range", "never_negative", "ranges"]

ORDERS_TRIED = 24
ROWS_AT_MOST = 60
MOST_POWER = 200
POINTS_AT_MOST = 243


@dataclass(frozen=True)
class Range:
    """The bounds of a parameter by numbers and the parameters before it; ``None`` where there is none."""

    name: str
    low: Polynomial | None
    high: Polynomial | None


def never_negative(polynomial: Polynomial, rows: Iterable[Polynomial]) -> bool:
    """Whether it is proven that a polynomial is negative nowhere; where it is not proven, nothing is known.

    Parameters
    ----------
    polynomial
        Any polynomial.
    rows
        Linear polynomials that are not negative.

    Examples
    --------
    >>> p, r = Polynomial.variable("p"), Polynomial.variable("r")
    >>> unit = [p, 1 - p, r, p - r]  # 0 <= r <= p <= 1
    >>> never_negative(p * p * (1 - r) + p - r, unit), never_negative(r - p * p, unit)
    (True, False)
    """
    given = tuple(rows)
    if polynomial.is_constant:
        return polynomial.constant >= 0
    if _seen_negative(polynomial, given):
        return False
    if _signed(polynomial, given):
        return True
    constant, factors = factored(polynomial)
    sign = (constant > 0) - (constant < 0)
    for factor, count in factors:
        if count % 2:
            own = next((sign for sign in (1, -1) if _signed(factor * sign, given)), 0)
            if not own:
                return False
            sign *= own
    return sign >= 0


def _seen_negative(polynomial: Polynomial, rows: Sequence[Polynomial]) -> bool:
    """Whether a polynomial is negative at some corner of the bounds, or half-way between corners."""
    points: list[dict[str, Fraction]] = [{}]
    for bounds in ranges(sorted({*polynomial.names, *(name for row in rows for name in row.names)}), rows):
        if bounds.name in polynomial.names:
            points = [{**point, bounds.name: value} for point in points for value in _values(bounds, point)]
            del points[POINTS_AT_MOST:]
        else:
            points = [{**point, bounds.name: _values(bounds, point)[0]} for point in points]
    return any(polynomial.evaluate(point) < 0 for point in points if all(row.evaluate(point) >= 0 for row in rows))


def _values(bounds: Range, point: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
    low, high = (None if end is None else end.evaluate(point) for end in (bounds.low, bounds.high))
    if low is not None and high is not None:
        return (low + high) / 2, low, high
    if low is not None:
        return low + 1, low
    return (high - 1, high) if high is not None else (Fraction(1), Fraction(0), Fraction(-1))


def _signed(factor: Polynomial, rows: Sequence[Polynomial]) -> bool:
    """Whether it is proven, without a look at its factors, that a polynomial is negative nowhere."""
    if len(factor.names) == 1 and not any(count > 1 for _, count in factored(factor)[1]):
        return _alone(factor, factor.names[0], rows)
    orders = islice(permutations(factor.names), ORDERS_TRIED)
    seen = set()
    for order in orders:
        bounds = ranges(order, rows)
        if frozenset(bounds) in seen:
            continue
        seen.add(frozenset(bounds))
        try:
            if _coefficients_positive(factor, bounds):
                return True
        except TooLarge:
            continue
    return False


def ranges(order: Sequence[str], rows: Iterable[Polynomial]) -> tuple[Range, ...]:
    """For each parameter a lower and an upper bound in the parameters that stand before it.

    Parameters
    ----------
    order
        The parameters.
    rows
        Linear polynomials that are not negative; others may occur in them.

    Examples
    --------
    >>> p, r = Polynomial.variable("p"), Polynomial.variable("r")
    >>> for found in ranges(["p", "r"], [r, 1 - p, p - r]):
    ...     print(found.name, found.low, found.high)
    p Polynomial(0) Polynomial(1)
    r Polynomial(0) Polynomial(p)
    """
    known = _closed([row for row in rows if row.is_linear])
    found = []
    for place, name in enumerate(order):
        before = set(order[:place])
        lows: list[Polynomial] = []
        highs: list[Polynomial] = []
        for row in known:
            if name in row.names and before.issuperset(set(row.names) - {name}):
                slope = row.coefficient(name).constant
                (lows if slope > 0 else highs).append(row.without(name).scaled(-1 / slope))
        found.append(Range(name, _tightest(lows, 1, order), _tightest(highs, -1, order)))
    return tuple(found)


def _closed(rows: Sequence[Polynomial]) -> list[Polynomial]:
    """The rows and what follows by taking one parameter out of two of them, over again, up to a number of rows."""
    found = list(dict.fromkeys(row.primitive() for row in rows if row.terms))
    start = 0
    while start < len(found) < ROWS_AT_MOST:
        one = found[start]
        for other in found[:start]:
            for name in one.names:
                if name in other.names:
                    slope, beside = one.coefficient(name).constant, other.coefficient(name).constant
                    if slope * beside < 0:
                        new = (one * abs(beside) + other * abs(slope)).primitive()
                        if not new.is_constant and new not in found and len(new.names) < 3:
                            found.append(new)
        start += 1
    return found


def _tightest(bounds: Sequence[Polynomial], sign: int, order: Sequence[str]) -> Polynomial | None:
    """Of bounds by numbers the best; before these one that holds another parameter, the last in the order."""
    tied = [bound for bound in bounds if not bound.is_constant]
    if tied:
        return max(tied, key=lambda bound: ([name in bound.names for name in reversed(order)], bound.terms))
    return max(bounds, key=lambda bound: sign * bound.constant, default=None)


def _coefficients_positive(polynomial: Polynomial, bounds: Sequence[Range]) -> bool:
    if not bounds:
        return all(coefficient > 0 for _, coefficient in polynomial.terms)
    *rest, last = bounds
    degree = polynomial.degree(last.name)
    if not degree:
        return _coefficients_positive(polynomial, rest)
    if degree > MOST_POWER:
        raise TooLarge(f"{last.name} occurs beyond power {MOST_POWER}")
    return all(
        _coefficients_positive(_put_in(polynomial, last.name, above, below), rest) for above, below in _forms(last)
    )


def _forms(bounds: Range) -> tuple[tuple[Polynomial, Polynomial], ...]:
    """The parameter as fractions of what is not negative; together they reach every value within the bounds."""
    t = Polynomial.variable(f"{bounds.name} ")  # no parameter has a blank in its name
    if bounds.low is not None and bounds.high is not None:
        return ((bounds.low + bounds.high * t, t + 1),)
    if bounds.low is not None:
        return ((bounds.low + t, ONE),)
    return ((bounds.high - t, ONE),) if bounds.high is not None else ((t, ONE), (-t, ONE))


def _put_in(polynomial: Polynomial, name: str, above: Polynomial, below: Polynomial) -> Polynomial:
    """The polynomial at a fraction, times the power of its denominator that clears it."""
    *lower, result = polynomial.powers(name)
    for place, part in enumerate(reversed(lower), 1):
        result = result * above + (part * power(below, place) if part.terms else 0)
    return result


def _alone(factor: Polynomial, name: str, rows: Sequence[Polynomial]) -> bool:
    """Whether a polynomial in one parameter is negative nowhere within the parameter's bounds."""
    from sympy import Poly, Rational

    from ..formulas import symbol

    [bounds] = ranges([name], rows)
    low, high = (None if end is None else end.constant for end in (bounds.low, bounds.high))
    if low is not None and high is not None and low >= high:
        return False
    whole = Poly(factor.to_sympy(), symbol(name))
    ends = [None if end is None else Rational(end.numerator, end.denominator) for end in (low, high)]
    inside = whole.count_roots(*ends) - sum(end is not None and not factor.evaluate({name: end}) for end in (low, high))
    return not inside and factor.evaluate({name: _between(low, high)}) >= 0


def _between(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is None or high is None:
        return high - 1 if high is not None else Fraction(0) if low is None else low + 1
    return (low + high) / 2
