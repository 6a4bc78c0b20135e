"""Re-checks answers with Fractions alone: no solver, no sympy, nothing from the floors above.

What a solver proposes is believed only after it has passed here.  A polynomial is a mapping from monomials to
coefficients; a monomial is a tuple of ``(name, exponent)`` sorted by name, and ``()`` is the constant.  A *row* is
such a polynomial with the relation that it has to zero.  A *formula* is plain data::

    True | False | ("atom", ((monomial, coefficient), ...), op) | ("and", (part, ...)) | ("or", (part, ...))

A refutation of a formula is a tree: an inner node splits a disjunction (or an ``!=``) that the formula asserts into its
cases, and a leaf adds up asserted rows to a contradiction (Farkas).

A game tree is plain data as well::

    ("terminal", (payoff, ...)) | ("decision", player, (child, ...)) | ("chance", ((probability, child), ...))
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from .errors import InexactNumber

__all__ = [
    "Formula",
    "Leaf",
    "Monomial",
    "Refutation",
    "Row",
    "Split",
    "Terms",
    "evaluate",
    "farkas",
    "holds",
    "one_shot_deviation",
    "optimal",
    "pure_nash",
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
        value = _rational(coefficient)
        for name, exponent in monomial:
            value *= _rational(point[name]) ** exponent
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
    return _related(evaluate(terms, point), op)


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
        m = _rational(multiplier)
        if op not in {">", ">=", "="} or (m < 0 and op != "="):
            return False
        if not m:
            continue
        strict = strict or op == ">"
        for monomial, coefficient in terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + m * _rational(coefficient)
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
    above[()] = _rational(above.get((), 0)) - _rational(value)
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
        and all(_related(slope(terms), "=" if op == "=" else ">=") for terms, op in rows)
        and slope(objective) > 0
    )


def pure_nash(
    payoffs: Mapping[tuple[Hashable, ...], Sequence[Fraction | int]],
    profile: tuple[Hashable, ...],
    strategies: Sequence[Iterable[Hashable]] | None = None,
) -> bool:
    """Whether no player gains by changing its own strategy alone.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    profile
        The profile to check.
    strategies
        The strategies of each player; without it, those that occur in the profiles.

    Examples
    --------
    >>> dilemma = {("C", "C"): (2, 2), ("C", "D"): (0, 3), ("D", "C"): (3, 0), ("D", "D"): (1, 1)}
    >>> pure_nash(dilemma, ("D", "D")), pure_nash(dilemma, ("C", "C"))
    (True, False)

    References
    ----------
    Nash (1951), Annals of Mathematics 54:286-295.
    """
    if profile not in payoffs:
        return False
    choices = strategies if strategies is not None else [{other[i] for other in payoffs} for i in range(len(profile))]
    for i, own in enumerate(choices):
        now = _rational(payoffs[profile][i])
        if any(_rational(payoffs[(*profile[:i], choice, *profile[i + 1 :])][i]) > now for choice in own):
            return False
    return True


def one_shot_deviation(tree: tuple[Any, ...], plan: Mapping[tuple[int, ...], int]) -> bool:
    """Whether a plan is subgame-perfect: at no decision does another action, and the plan thereafter, give more.

    Parameters
    ----------
    tree
        A finite tree as the module says; players are numbers from 0.
    plan
        For each decision, named by the actions that lead to it (counted from 0), the action taken there.

    Examples
    --------
    >>> tree = ("decision", 0, (("terminal", (1, 1)), ("decision", 1, (("terminal", (0, 0)), ("terminal", (2, 1))))))
    >>> one_shot_deviation(tree, {(): 1, (1,): 1})
    True
    >>> one_shot_deviation(tree, {(): 0, (1,): 0})            # a threat that would not be carried out
    False

    References
    ----------
    Osborne and Rubinstein (1994), A Course in Game Theory, Lemma 98.2.
    """
    order: list[tuple[tuple[int, ...], tuple[Any, ...]]] = [((), tree)]
    for path, node in order:
        if node[0] != "terminal":
            children = node[2] if node[0] == "decision" else [child for _, child in node[1]]
            order += [((*path, i), child) for i, child in enumerate(children)]
    values: dict[tuple[int, ...], tuple[Fraction, ...]] = {}
    for path, node in reversed(order):
        if node[0] == "terminal":
            values[path] = tuple(_rational(payoff) for payoff in node[1])
        elif node[0] == "decision":
            taken = plan.get(path)
            if taken is None or not 0 <= taken < len(node[2]):
                return False
            values[path] = values[(*path, taken)]
            if any(values[(*path, i)][node[1]] > values[path][node[1]] for i in range(len(node[2]))):
                return False
        else:
            weights = [_rational(probability) for probability, _ in node[1]]
            if sum(weights) != 1 or min(weights) < 0:
                return False
            branches = [values[(*path, i)] for i in range(len(weights))]
            values[path] = tuple(
                sum((w * payoff for w, payoff in zip(weights, column, strict=True)), Fraction(0))
                for column in zip(*branches, strict=True)
            )
    return True


def _rational(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    raise InexactNumber(f"an exact number is wanted here, not {value!r}")


def _related(value: Fraction, op: str) -> bool:
    if op == ">":
        return value > 0
    if op == ">=":
        return value >= 0
    if op == "=":
        return value == 0
    if op == "!=":
        return value != 0
    raise ValueError(f"unknown relation {op!r}")


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
