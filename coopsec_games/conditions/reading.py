"""From formulas to conditions: what the reader returns, and comparisons of sympy expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import NotApplicable
from ..formulas.trees import Comparison, Logic, Tree, Truth
from ..polynomials import Piece, Polynomial, pieces, subtracted, tree_pieces
from .deciding import Decider, sign_of
from .logic import Formula, atom, conjunction, disjunction, negation

if TYPE_CHECKING:
    from fractions import Fraction

    from sympy import Expr

__all__ = ["compared_pieces", "difference", "quotient", "tree_formula"]


def tree_formula(tree: Tree, decider: Decider | None = None) -> Formula:
    """The formula of a condition as the reader returns it.

    Parameters
    ----------
    tree
        From :func:`coopsec_games.formulas.read_condition`.
    decider
        Drops the signs that a denominator cannot have beside what it fixes.

    Raises
    ------
    NotApplicable
        If a side of a comparison is no quotient of polynomials in its cases.
    """
    if isinstance(tree, Truth):
        return tree.value
    if isinstance(tree, Logic):
        parts = [tree_formula(part, decider) for part in tree.operands]
        if tree.op == "not":
            return negation(parts[0])
        return conjunction(*parts) if tree.op == "and" else disjunction(*parts)
    if isinstance(tree, Comparison):
        sides = [tree_pieces(operand) for operand in tree.operands]
        links = zip(pairwise(sides), tree.operators, strict=True)
        return conjunction(*(_linked(difference(left, right), op, decider) for (left, right), op in links))
    raise NotApplicable("a condition must compare something")


def _linked(cases: tuple[Piece, ...], op: str, decider: Decider | None) -> Formula:
    divided = any(not piece.denominator.is_constant for piece in cases)
    return compared_pieces(cases, op, decider if divided else None)


def difference(left: Iterable[Piece], right: Iterable[Piece]) -> tuple[Piece, ...]:
    """The cases of one formula minus another, without those whose guards exclude each other."""
    return subtracted(tuple(left), tuple(right))


def compared_pieces(cases: Iterable[Piece], op: str, decider: Decider | None = None) -> Formula:
    """Where a formula, given by its cases, stands in the relation to 0; nowhere where a denominator is 0.

    Parameters
    ----------
    cases
        From :func:`coopsec_games.polynomials.pieces`.
    op
        ``<``, ``<=``, ``>``, ``>=``, ``=`` or ``!=``.
    decider
        Drops the cases that cannot hold beside what it fixes, and the guards that it entails.
    """
    needed = _needed(decider)
    found = []
    for piece in cases:
        guards = [needed(atom(polynomial, relation)) for polynomial, relation in piece.guard]
        below = piece.denominator
        if below.is_constant:
            options = [[*guards, needed(atom(piece.numerator, op))]]
        elif op in ("=", "!="):
            options = [[*guards, needed(atom(below, "!=")), needed(atom(piece.numerator, op))]]
        else:
            options = [
                [*guards, needed(atom(sign * below, ">")), needed(atom(sign * piece.numerator, op))] for sign in (1, -1)
            ]
        for option in options:
            whole = conjunction(*option)
            if whole is not False and (decider is None or decider.feasible(whole) is not False):
                found.append(whole)
    return disjunction(*found)


def _needed(decider: Decider | None) -> Callable[[Formula], Formula]:
    def need(part: Formula) -> Formula:
        if decider is None or isinstance(part, bool):
            return part
        return True if decider.entails(part) else part

    return need


def quotient(polynomial: Polynomial, below: Polynomial, decider: Decider) -> Fraction | Expr:
    """One polynomial over a positive one, cancelled, the denominator still positive; a number as a ``Fraction``."""
    if below.is_constant:
        above = polynomial.scaled(1 / below.constant)
        return above.constant if above.is_constant else above.to_sympy()
    from sympy import cancel

    above, under = cancel(polynomial.to_sympy() / below.to_sympy()).as_numer_denom()
    if under.is_Integer:
        return above / under
    sign = sign_of(pieces(under)[0].numerator, decider)
    return -above / -under if sign == -1 else above / under
