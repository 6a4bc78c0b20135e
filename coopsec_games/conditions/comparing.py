"""Comparisons of formulas, thresholds, and the check that conditions are a partition."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from ..errors import NotApplicable, TooLarge
from ..polynomials import pieces
from .condition import Assumptions, Condition
from .deciding import Decider, assuming, sign_of
from .escaping import escape
from .logic import Atom, conjunction, disjunction, negation
from .reading import compared_pieces, difference, quotient

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Certificate", "compare", "partition_check", "threshold"]

SPLITS = 50_000
"""How many parts of the space are looked at for a gap between linear conditions, where z3 cannot tell."""


def compare(left: Fraction | int | Expr, op: str, right: Fraction | int | Expr, assumptions: Assumptions) -> Condition:
    """Where one formula stands in a relation to another; nowhere where a denominator is 0.

    Parameters
    ----------
    left, right
        Numbers or sympy expressions in the declared names, also with ``Min``, ``Max``, ``Abs`` and denominators.
    op
        ``<``, ``<=``, ``>``, ``>=``, ``=`` or ``!=``.
    assumptions
        Cases that cannot hold under them are left out.

    Raises
    ------
    NotApplicable
        If a side holds anything else, such as a root.

    Examples
    --------
    >>> from coopsec_games.formulas import exact
    >>> under = Assumptions.read(["h", "z"], "0 <= z <= h")
    >>> compare(exact("min(h, z + 1)", ["h", "z"]), ">=", Fraction(1), under).simplify()
    Condition('h >= 1')
    """
    decider = assuming(assumptions.formula)
    return Condition(compared_pieces(difference(pieces(left), pieces(right)), op, decider), assumptions)


def threshold(condition: Condition | Atom, symbol: str, assumptions: Assumptions) -> tuple[str, Fraction | Expr] | None:
    """A condition of one atom solved for a parameter.

    Parameters
    ----------
    condition
        An atom, or a condition that is one.
    symbol
        The parameter, which must occur linearly.
    assumptions
        They must fix the sign of what multiplies the parameter.

    Returns
    -------
    tuple or None
        The relation (``<``, ``<=``, ``>``, ``>=``, ``=``, ``!=``) of the parameter to a value, and the value; ``None``
        where the condition is no single atom, or cannot be solved so.

    Examples
    --------
    >>> under = Assumptions.read(["T", "R", "P", "delta"], "T > R", "R > P")
    >>> threshold(Condition.read("delta*(T - P) >= T - R", under), "delta", under)
    ('>=', (-R + T)/(-P + T))
    """
    part = condition.formula if isinstance(condition, Condition) else condition
    if not isinstance(part, Atom) or part.polynomial.degree(symbol) != 1:
        return None
    decider = assuming(assumptions.formula)
    coefficient, rest = part.polynomial.coefficient(symbol), part.polynomial.without(symbol)
    sign = sign_of(coefficient, decider)
    if not sign:
        return None
    turned = {">": "<", ">=": "<=", "=": "=", "!=": "!="}
    return (part.op if sign > 0 else turned[part.op]), quotient(rest.scaled(-sign), coefficient.scaled(sign), decider)


@dataclass(frozen=True)
class Certificate:
    """Whether conditions exclude each other, whether they cover the assumptions, and who says so.

    Parameters
    ----------
    disjoint, covering
        ``None`` where it cannot be told.
    checked_by
        ``verify`` where exact arithmetic re-checked a proof, ``z3`` where the solver alone says so.
    """

    disjoint: bool | None
    covering: bool | None
    checked_by: Literal["verify", "z3"]


def partition_check(cells: Sequence[Condition]) -> Certificate:
    """Check with z3 that no two conditions hold together and that one of them always holds.

    Parameters
    ----------
    cells
        Conditions under the same assumptions, at least one.

    Raises
    ------
    NotApplicable
        If there is no condition, or they stand under different assumptions.

    Examples
    --------
    >>> partition_check([Condition.read("x > 0", ["x"]), Condition.read("x < 0", ["x"])])
    Certificate(disjoint=True, covering=False, checked_by='z3')
    """
    if not cells:
        raise NotApplicable("there is no condition to check")
    for cell in cells[1:]:
        cells[0]._beside(cell)
    decider = Decider(cells[0].assumptions.formula)
    apart: bool | None = True
    for first, second in combinations(cells, 2):
        together = decider.feasible(conjunction(first.formula, second.formula))
        if together:
            apart = False
            break
        if together is None:
            apart = None
    gap = decider.feasible(negation(disjunction(*(cell.formula for cell in cells))))
    if gap is None and all(cell.is_linear for cell in cells):
        tries = [SPLITS]
        with suppress(TooLarge):
            point = escape(decider, (), [clause for cell in cells for clause in cell.clauses()], tries)
            gap = None if tries[0] < 0 else point is not None
    return Certificate(apart, None if gap is None else not gap, "z3")
