"""Beliefs and mixtures of two: where some share between 0 and 1 does what is asked, and which shares do.

What a share must satisfy is linear in it, so that it can be taken out exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ..conditions import Assumptions, Atom, Condition, atom, compare, conjunction, conjuncts, threshold
from ..formulas import exact, expression_text, number_text, symbol
from ..polynomials import Polynomial
from .payoffs import Payoff, value_at

if TYPE_CHECKING:
    from sympy import Expr

__all__ = [
    "Row",
    "between",
    "divided",
    "fresh_name",
    "mean",
    "payoff_text",
    "rest_of",
    "share_at",
    "share_text",
    "some_share",
]

Row: TypeAlias = tuple[Payoff, Payoff, str]
"""A payoff at the share 1, a payoff at the share 0, and the relation (``>=`` or ``=``) of the mixture of both to 0."""


def fresh_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that is not taken: the one wanted, with underscores where it must have some.

    Examples
    --------
    >>> fresh_name("mu", ["mu", "k"])
    'mu_'
    """
    known = set(taken)
    while wanted in known:
        wanted += "_"
    return wanted


def mean(share: Payoff, at_one: Payoff, at_zero: Payoff) -> Payoff:
    """The mixture of two payoffs in which the first has the share.

    Examples
    --------
    >>> mean(Fraction(1, 4), Fraction(4), Fraction(0))
    Fraction(1, 1)
    """
    if at_one == at_zero:
        return at_one
    return exact(share * at_one + (1 - share) * at_zero)


def divided(above: Payoff, below: Payoff, assumptions: Assumptions) -> Payoff | None:
    """A quotient without common factors, its divisor positive where that can be told; ``None`` where that is 0.

    Examples
    --------
    >>> under = Assumptions.read(["p"], "0 < p < 1")
    >>> p = exact("p", ["p"])
    >>> payoff_text(divided(-p, p - 1, under), under.names)
    'p/(1 - p)'
    """
    from sympy import Rational, cancel, fraction

    if isinstance(above, Fraction) and isinstance(below, Fraction):
        return above / below if below else None
    parts = [Rational(own.numerator, own.denominator) if isinstance(own, Fraction) else own for own in (above, below)]
    if cancel(parts[1]) == 0:
        return None
    over, under = fraction(cancel(parts[0] / parts[1]))
    negative = compare(exact(under), "<", Fraction(0), assumptions)
    return exact(-over / -under if Condition.true(assumptions).implies(negative) else over / under)


def rest_of(share: Payoff) -> Payoff:
    """What a share leaves, over the same divisor.

    Examples
    --------
    >>> p = exact("p", ["p"])
    >>> rest_of(p / (1 - p))
    (1 - 2*p)/(1 - p)
    """
    from sympy import fraction

    if isinstance(share, Fraction):
        return 1 - share
    over, under = fraction(share)
    return exact((under - over).expand() / under)


def between(share: Payoff, assumptions: Assumptions) -> Condition:
    """Where a share lies strictly between 0 and 1."""
    from sympy import fraction

    over, under = (share, Fraction(1)) if isinstance(share, Fraction) else (exact(own) for own in fraction(share))
    left = exact(under - over)
    cases = [
        compare(over, op, Fraction(0), assumptions) & compare(left, op, Fraction(0), assumptions) for op in (">", "<")
    ]
    return cases[0] | cases[1]


def some_share(rows: Sequence[Row], assumptions: Assumptions) -> Condition:
    """Where some share in [0, 1] satisfies all of the rows.

    Parameters
    ----------
    rows
        Each a payoff at the share 1 and one at the share 0; their mixture must be at least 0, or 0.
    assumptions
        The parameters.

    Examples
    --------
    >>> under = Assumptions.read(["a", "b"], "a > 0", "b > 0")
    >>> a, b = exact("a", ["a"]), exact("b", ["b"])
    >>> some_share([(a, -b, ">="), (Fraction(-1), Fraction(1), ">=")], under).simplify().text
    'a >= b'
    """
    weak = [row for row in rows if row[0] != 0 or row[1] != 0]
    if not weak:
        return Condition.true(assumptions)
    if len(weak) == 1 and weak[0][2] == ">=":
        at_one, at_zero, op = weak[0]
        return compare(at_one, op, Fraction(0), assumptions) | compare(at_zero, op, Fraction(0), assumptions)
    name = fresh_name("mu", assumptions.names)
    return _told(weak, name, assumptions).eliminate(name)


def _told(rows: Iterable[Row], name: str, assumptions: Assumptions) -> Condition:
    """The rows as a condition on the share under this name, which lies in [0, 1]."""
    own = Polynomial.variable(name)
    names = (*assumptions.names, name)
    under = Assumptions(names, assumptions.formula, (name, *assumptions.solve_for))
    where = Condition(conjunction(atom(own, ">="), atom(Polynomial.of(1) - own, ">=")), under)
    for at_one, at_zero, op in rows:
        where = where & compare(mean(exact(symbol(name)), at_one, at_zero), op, Fraction(0), under)
    return where


def share_text(rows: Sequence[Row], where: Condition) -> str:
    """The shares that satisfy the rows where a condition holds: ``any``, bounds such as ``<= 1/2``, or a condition.

    Examples
    --------
    >>> under = Assumptions.read(["a", "b"], "a > 0", "b > 0")
    >>> a, b = exact("a", ["a"]), exact("b", ["b"])
    >>> share_text([(a, -b, ">=")], Condition.true(under))
    '>= b/(a + b)'
    """
    assumptions = where.assumptions
    name = fresh_name("mu", assumptions.names)
    told = _told([row for row in rows if row[0] != 0 or row[1] != 0], name, assumptions)
    here = Assumptions(
        told.assumptions.names,
        conjunction(
            assumptions.formula,
            where.formula,
            atom(Polynomial.variable(name), ">="),
            atom(Polynomial.of(1) - Polynomial.variable(name), ">="),
        ),
        told.assumptions.solve_for,
    )
    simple = Condition(told.formula, here).simplify()
    if simple.formula is True:
        return "any"
    bounds = []
    for part in conjuncts(simple.formula):
        found = threshold(part, name, here) if isinstance(part, Atom) else None
        if found is None:
            return f"= {name} where {simple.text}"
        bounds.append(f"{found[0]} {payoff_text(found[1], assumptions.names)}")
    return " and ".join(bounds)


def share_at(rows: Sequence[Row], point: Mapping[str, Fraction]) -> Fraction | None:
    """A share in [0, 1] that satisfies the rows at a point: the middle of all that do; ``None`` where none does."""
    low, high = Fraction(0), Fraction(1)
    for one, zero, op in rows:
        at_zero = value_at(zero, point)
        slope = value_at(one, point) - at_zero
        for sign in (1, -1) if op == "=" else (1,):
            if slope == 0:
                if sign * at_zero < 0:
                    return None
            elif sign * slope > 0:
                low = max(low, -at_zero / slope)
            else:
                high = min(high, -at_zero / slope)
    return (low + high) / 2 if low <= high else None


def payoff_text(payoff: Fraction | Expr, names: Sequence[str]) -> str:
    """A number or an expression as text."""
    return number_text(payoff) if isinstance(payoff, Fraction) else expression_text(payoff, names)
