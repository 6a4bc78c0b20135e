"""Polynomials, rows and refutations re-checked with Fractions.

A polynomial is a mapping from monomials to coefficients; a monomial is a tuple of ``(name, exponent)`` sorted by name,
and ``()`` is the constant.  A *row* is such a polynomial with the relation that it has to zero.  A *formula* is plain
data::

    True | False | ("atom", ((monomial, coefficient), ...), op) | ("and", (part, ...)) | ("or", (part, ...))

A refutation of a formula is a tree: an inner node splits a disjunction (or an ``!=``) that the formula asserts into its
cases, and a leaf adds up asserted rows to a contradiction (Farkas).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from .exactness import rational, related

__all__ = [
    "Formula",
    "Leaf",
    "Monomial",
    "Point",
    "Refutation",
    "Row",
    "Split",
    "Terms",
    "evaluate",
    "farkas",
    "holds",
    "optimal",
    "refutation",
    "satisfies",
    "unbounded",
]

Monomial: TypeAlias = tuple[tuple[str, int], ...]
Terms: TypeAlias = Mapping[Monomial, "Fraction | int"]
Row: TypeAlias = tuple[Terms, str]
Formula: TypeAlias = "bool | tuple[Any, ...]"
Point: TypeAlias = Mapping[str, "Fraction | int"]


@dataclass(frozen=True)
class Leaf:
    """The end of a refutation: rows that the branch asserts, and multipliers under which they contradict each other.

    No rows at all stand for a branch that asserts ``False`` itself.
    """

    rows: tuple[tuple[tuple[tuple[Monomial, Fraction], ...], str], ...] = ()
    multipliers: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Split:
    """A step of a refutation: one branch for each part of a disjunction, or two for an ``!=`` (above zero, below)."""

    on: Formula
    branches: tuple[Refutation, ...]


Refutation: TypeAlias = "Leaf | Split"


def evaluate(terms: Terms, point: Point) -> Fraction:
    """The exact value of a polynomial at a point.

    Parameters
    ----------
    terms
        Coefficients by monomial.
    point
        A value for every name that occurs.

    Raises
    ------
    InexactNumber
        When a coefficient or a value is not an int or a Fraction.

    Examples
    --------
    >>> evaluate({(("x", 2),): 3, (): Fraction(1, 2)}, {"x": Fraction(1, 3)})
    Fraction(5, 6)
    """
    total = Fraction(0)
    for monomial, coefficient in terms.items():
        value = rational(coefficient)
        for name, exponent in monomial:
            value *= rational(point[name]) ** exponent
        total += value
    return total


def holds(terms: Terms, op: str, point: Point) -> bool:
    """Whether a polynomial has the stated relation to zero at a point.

    Parameters
    ----------
    terms
        Coefficients by monomial.
    op
        ``">"``, ``">="``, ``"="`` or ``"!="``.
    point
        A value for every name that occurs.

    Examples
    --------
    >>> holds({(("x", 1),): 1, (): -2}, ">", {"x": 2})
    False
    >>> holds({(("x", 1),): 1, (): -2}, ">=", {"x": 2})
    True
    """
    return related(evaluate(terms, point), op)


def satisfies(formula: Formula, point: Point) -> bool:
    """Whether a point satisfies a formula.

    Examples
    --------
    >>> x, minus_x = (((("x", 1),), 1),), (((("x", 1),), -1),)
    >>> satisfies(("or", (("atom", x, ">"), ("atom", minus_x, ">"))), {"x": Fraction(-1, 2)})
    True
    """
    if isinstance(formula, bool):
        return formula
    if formula[0] == "atom":
        return holds(dict(formula[1]), formula[2], point)
    quantify = all if formula[0] == "and" else any
    return quantify(satisfies(part, point) for part in formula[1])


def farkas(rows: Sequence[Row], multipliers: Sequence[Fraction | int]) -> bool:
    """Whether multipliers prove that rows cannot hold together.

    The rows, each times its multiplier, must add up to a constant that is negative, or zero with a strict row among
    those used.  Multipliers of inequalities are not negative.  Each monomial counts as an unknown of its own, so
    the proof is sound for polynomials of any degree.

    Parameters
    ----------
    rows
        Polynomials with ``">"``, ``">="`` or ``"="``.
    multipliers
        One exact number a row.

    Examples
    --------
    >>> x, below = {(("x", 1),): 1, (): -2}, {(("x", 1),): -1, (): 1}
    >>> farkas([(x, ">"), (below, ">=")], [1, 1])            # x > 2 and x <= 1
    True
    >>> farkas([(x, ">"), (below, ">=")], [1, 2])
    False

    References
    ----------
    Schrijver (1986), Theory of Linear and Integer Programming, section 7.8 (Motzkin's transposition theorem).
    """
    if len(rows) != len(multipliers):
        return False
    total: dict[Monomial, Fraction] = {}
    strict = False
    for (terms, op), multiplier in zip(rows, multipliers, strict=True):
        m = rational(multiplier)
        if op not in {">", ">=", "="} or (m < 0 and op != "="):
            return False
        if not m:
            continue
        strict = strict or op == ">"
        for monomial, coefficient in terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + m * rational(coefficient)
    constant = total.pop((), Fraction(0))
    if any(total.values()):
        return False
    return constant < 0 or (constant == 0 and strict)


def refutation(formula: Formula, proof: Refutation) -> bool:
    """Whether a tree proves that a formula has no solution.

    Parameters
    ----------
    formula
        Plain data, as the module says.
    proof
        A ``Leaf`` or a ``Split``; its rows and splits must be asserted on their branch.

    Examples
    --------
    >>> x, minus_x = (((("x", 1),), Fraction(1)),), (((("x", 1),), Fraction(-1)),)
    >>> formula = ("and", (("atom", x, "="), ("atom", x, "!=")))
    >>> above = Leaf(((x, "="), (x, ">")), (Fraction(-1), Fraction(1)))
    >>> below = Leaf(((x, "="), (minus_x, ">")), (Fraction(1), Fraction(1)))
    >>> refutation(formula, Split(("atom", x, "!="), (above, below)))
    True
    >>> refutation(formula, above)
    False
    """
    waiting: list[tuple[frozenset[Hashable], Refutation]] = [(frozenset(_asserted((formula,))), proof)]
    while waiting:
        facts, node = waiting.pop()
        if False in facts:
            continue
        if isinstance(node, Leaf):
            if any(len(dict(terms)) < len(terms) for terms, _ in node.rows):
                return False
            if any(_fact(("atom", terms, op)) not in facts for terms, op in node.rows):
                return False
            if not farkas([(dict(terms), op) for terms, op in node.rows], node.multipliers):
                return False
            continue
        cases = _cases(node.on)
        if cases is None or _fact(node.on) not in facts or len(cases) != len(node.branches):
            return False
        waiting += [
            (facts | frozenset(_asserted((case,))), branch) for case, branch in zip(cases, node.branches, strict=True)
        ]
    return True


def optimal(
    objective: Terms, rows: Sequence[Row], value: Fraction | int, multipliers: Sequence[Fraction | int], point: Point
) -> bool:
    """Whether a value is the supremum of a linear objective, attained at a point of the closure of the rows.

    The multipliers show that no point has more (``value - objective`` is a sum of rows), the point that some has as
    much.  Strict rows are judged as weak ones: the caller knows that the rows have a solution.

    Examples
    --------
    >>> x = {(("x", 1),): 1}
    >>> optimal(x, [({(("x", 1),): -1, (): 3}, ">=")], 3, [1], {"x": 3})
    True
    """
    above = dict(objective)
    above[()] = rational(above.get((), 0)) - rational(value)
    closed = [(terms, ">=" if op == ">" else op) for terms, op in rows]
    return (
        evaluate(objective, point) == value
        and all(holds(terms, op, point) for terms, op in closed)
        and farkas([*closed, (above, ">")], [*multipliers, 1])
    )


def unbounded(objective: Terms, rows: Sequence[Row], point: Point, ray: Point) -> bool:
    """Whether a linear objective grows without end from a point of the rows along a ray.

    Examples
    --------
    >>> x = {(("x", 1),): 1}
    >>> unbounded(x, [(x, ">=")], {"x": 0}, {"x": 1})
    True
    """

    def slope(terms: Terms) -> Fraction:
        return evaluate({monomial: c for monomial, c in terms.items() if monomial}, ray)

    return (
        all(holds(terms, op, point) for terms, op in rows)
        and all(related(slope(terms), "=" if op == "=" else ">=") for terms, op in rows)
        and slope(objective) > 0
    )


def _fact(formula: Formula) -> Hashable:
    """A formula as something to look up: the terms of an atom in no particular order."""
    if isinstance(formula, bool):
        return formula
    if formula[0] == "atom":
        return ("atom", frozenset(formula[1]), formula[2])
    return (formula[0], tuple(_fact(part) for part in formula[1]))


def _asserted(formulas: Iterable[Formula]) -> Iterable[Hashable]:
    """What holds when all the formulas hold, conjunctions taken apart."""
    for formula in formulas:
        if not isinstance(formula, bool) and formula[0] == "and":
            yield from _asserted(formula[1])
        else:
            yield _fact(formula)


def _cases(formula: Formula) -> tuple[Formula, ...] | None:
    """The cases into which a disjunction or an ``!=`` splits."""
    if isinstance(formula, bool):
        return None
    if formula[0] == "or":
        return tuple(formula[1])
    if formula[0] == "atom" and formula[2] == "!=":
        below = tuple((monomial, -coefficient) for monomial, coefficient in formula[1])
        return (("atom", formula[1], ">"), ("atom", below, ">"))
    return None
