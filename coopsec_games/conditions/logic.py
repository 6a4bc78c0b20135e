"""Boolean combinations of polynomial (in)equalities, in negation normal form.

An atom compares a polynomial with 0.  Conjunctions and disjunctions are made by :func:`conjunction` and
:func:`disjunction`, which flatten, drop repetitions and evaluate constants; :func:`negation` pushes ``not`` inwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..errors import NotApplicable
from ..polynomials import Polynomial

__all__ = [
    "And",
    "Atom",
    "Formula",
    "Or",
    "atom",
    "atoms_of",
    "conjunction",
    "conjuncts",
    "disjunction",
    "linear_formula",
    "names_of",
    "negation",
    "opposite",
    "replaced",
    "true_at",
]

OPPOSITE = {">": ">=", ">=": ">", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Atom:
    """A polynomial compared with 0; :func:`atom` makes the canonical one.

    Parameters
    ----------
    polynomial
        With coprime integer coefficients, not constant; with ``=`` and ``!=`` its first coefficient is positive.
    op
        ``>``, ``>=``, ``=`` or ``!=``.
    """

    polynomial: Polynomial
    op: str


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts; :func:`conjunction` makes one."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts; :func:`disjunction` makes one."""

    parts: tuple[Formula, ...]


Formula = bool | Atom | And | Or


def _compared(value: Fraction, op: str) -> bool:
    if op == ">":
        return value > 0
    if op == ">=":
        return value >= 0
    return (value == 0) == (op == "=")


def atom(polynomial: Polynomial, op: str) -> Atom | bool:
    """A polynomial compared with 0, in canonical form; ``<`` and ``<=`` are turned round.

    Parameters
    ----------
    polynomial
        The left side.
    op
        ``<``, ``<=``, ``>``, ``>=``, ``=`` or ``!=``.

    Examples
    --------
    >>> x = Polynomial.variable("x")
    >>> atom(x * 2 - 4, "<")
    Atom(polynomial=Polynomial(2 - x), op='>')
    >>> atom(x - x, ">=")
    True
    """
    if op in ("<", "<="):
        polynomial, op = -polynomial, op.replace("<", ">")
    if op not in OPPOSITE:
        raise NotApplicable(f"no comparison {op!r}", hint="one of < <= > >= = !=")
    if polynomial.is_constant:
        return _compared(polynomial.constant, op)
    polynomial = polynomial.primitive()
    if op in ("=", "!=") and polynomial.terms[0][1] < 0:
        polynomial = -polynomial
    return Atom(polynomial, op)


def _flat(parts: Iterable[Formula], kind: type[And] | type[Or]) -> dict[Formula, None] | None:
    """The parts in order, once each; nothing where one part decides."""
    found: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is (kind is Or):
                return None
            continue
        for piece in part.parts if isinstance(part, kind) else (part,):
            if isinstance(piece, Atom) and negation(piece) in found:
                return None
            found[piece] = None
    return found


def conjunction(*parts: Formula) -> Formula:
    """All of the parts."""
    found = _flat(parts, And)
    if found is None:
        return False
    return And(tuple(found)) if len(found) > 1 else next(iter(found), True)


def disjunction(*parts: Formula) -> Formula:
    """At least one of the parts."""
    found = _flat(parts, Or)
    if found is None:
        return True
    return Or(tuple(found)) if len(found) > 1 else next(iter(found), False)


@lru_cache(maxsize=1 << 14)
def opposite(part: Atom) -> Atom:
    """The atom that holds exactly where this one does not."""
    polynomial = part.polynomial if part.op in ("=", "!=") else -part.polynomial
    return Atom(polynomial, OPPOSITE[part.op])


def negation(formula: Formula) -> Formula:
    """The formula that holds exactly where this one does not."""
    if isinstance(formula, bool):
        return not formula
    if isinstance(formula, Atom):
        return opposite(formula)
    parts = (negation(part) for part in formula.parts)
    return disjunction(*parts) if isinstance(formula, And) else conjunction(*parts)


def conjuncts(formula: Formula) -> tuple[Formula, ...]:
    """The parts of a conjunction, or the formula alone; none for ``True``."""
    if formula is True:
        return ()
    return formula.parts if isinstance(formula, And) else (formula,)


def atoms_of(formula: Formula) -> tuple[Atom, ...]:
    """The atoms that occur, once each, in the order in which they stand."""
    found: dict[Atom, None] = {}
    pending = [formula]
    while pending:
        part = pending.pop()
        if isinstance(part, Atom):
            found[part] = None
        elif not isinstance(part, bool):
            pending.extend(reversed(part.parts))
    return tuple(found)


def names_of(formula: Formula) -> frozenset[str]:
    """The parameters that occur."""
    return frozenset(name for part in atoms_of(formula) for name in part.polynomial.names)


def linear_formula(formula: Formula) -> bool:
    """Whether every atom is linear."""
    return all(part.polynomial.is_linear for part in atoms_of(formula))


def true_at(formula: Formula, point: Mapping[str, Fraction | int]) -> bool:
    """Whether the formula holds at a point that gives every name."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Atom):
        return _compared(formula.polynomial.evaluate(point), formula.op)
    decide = all if isinstance(formula, And) else any
    return decide(true_at(part, point) for part in formula.parts)


def replaced(formula: Formula, values: Mapping[str, Polynomial | Fraction | int]) -> Formula:
    """The formula with some names replaced."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Atom):
        polynomial = formula.polynomial.substitute(values)
        return formula if polynomial is formula.polynomial else atom(polynomial, formula.op)
    make = conjunction if isinstance(formula, And) else disjunction
    return make(*(replaced(part, values) for part in formula.parts))
