"""Conditions in words and symbols: text that the reader takes back, and LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from ..polynomials import Monomial, Polynomial
from .logic import And, Atom, Formula

__all__ = ["LATEX", "TEXT", "parted", "worded"]


@dataclass(frozen=True)
class Style:
    """How names, signs and connectives are spelled."""

    name: Callable[[str], str]
    relations: dict[str, str]
    conjunction: str
    disjunction: str
    always: str
    never: str
    open: str
    close: str
    times: str
    power: Callable[[str, int], str]
    quotient: Callable[[str, int, bool], str]


def _latex_name(name: str) -> str:
    from ..formulas import symbol_latex

    return symbol_latex(name)


def _text_quotient(above: str, below: int, several: bool) -> str:
    return f"({above})/{below}" if several else f"{above}/{below}"


TEXT = Style(
    name=str,
    relations={op: op for op in ("<", "<=", ">", ">=", "=", "!=")},
    conjunction=" and ",
    disjunction=" or ",
    always="always",
    never="never",
    open="(",
    close=")",
    times="*",
    power=lambda name, exponent: f"{name}**{exponent}",
    quotient=_text_quotient,
)
LATEX = Style(
    name=_latex_name,
    relations={"<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "=": "=", "!=": r"\neq"},
    conjunction=r" \wedge ",
    disjunction=r" \vee ",
    always=r"\mathrm{always}",
    never=r"\mathrm{never}",
    open=r"\left(",
    close=r"\right)",
    times=" ",
    power=lambda name, exponent: f"{name}^{{{exponent}}}",
    quotient=lambda above, below, several: rf"\frac{{{above}}}{{{below}}}",
)
TURNED = {">": "<", ">=": "<=", "=": "=", "!=": "!="}


def worded(formula: Formula, names: Sequence[str], solve_for: Sequence[str], style: Style) -> str:
    """A formula in a style.

    Parameters
    ----------
    formula
        Any formula.
    names
        The parameters in their declared order, which is the order of the terms.
    solve_for
        The parameters to stand alone on the left where their coefficient is a number, by priority.
    style
        ``TEXT`` or ``LATEX``.
    """
    if isinstance(formula, bool):
        return style.always if formula else style.never
    if isinstance(formula, Atom):
        return _atom(formula, names, solve_for, style)
    inside = [
        style.open + told + style.close if not isinstance(part, Atom) else told
        for part in formula.parts
        for told in (worded(part, names, solve_for, style),)
    ]
    return (style.conjunction if isinstance(formula, And) else style.disjunction).join(inside)


def _atom(part: Atom, names: Sequence[str], solve_for: Sequence[str], style: Style) -> str:
    left, op, right = parted(part, solve_for)
    return f"{_sum(left, names, style)} {style.relations[op]} {_sum(right, names, style)}"


def parted(part: Atom, solve_for: Sequence[str]) -> tuple[Polynomial, str, Polynomial]:
    """The left side, the relation and the right side of an atom as it is printed."""
    return _isolated(part, solve_for) or _balanced(part)


def _isolated(part: Atom, solve_for: Sequence[str]) -> tuple[Polynomial, str, Polynomial] | None:
    polynomial = part.polynomial
    for name in solve_for:
        if polynomial.degree(name) == 1:
            coefficient = polynomial.coefficient(name)
            if coefficient.is_constant:
                factor = coefficient.constant
                op = part.op if factor > 0 else TURNED[part.op]
                return Polynomial.variable(name), op, polynomial.without(name).scaled(-1 / factor)
    return None


def _balanced(part: Atom) -> tuple[Polynomial, str, Polynomial]:
    """Positive terms on the left, negative ones on the right; a side of numbers alone stands on the right."""
    left = Polynomial(tuple(term for term in part.polynomial.terms if term[1] > 0))
    right = Polynomial(
        tuple((monomial, -coefficient) for monomial, coefficient in part.polynomial.terms if coefficient < 0)
    )
    return (right, TURNED[part.op], left) if left.is_constant else (left, part.op, right)


def _sum(polynomial: Polynomial, names: Sequence[str], style: Style) -> str:
    below = lcm(*(coefficient.denominator for _, coefficient in polynomial.terms)) if polynomial.terms else 1
    if below > 1 and not polynomial.is_constant:
        above = polynomial.scaled(below)
        return style.quotient(_sum(above, names, style), below, len(above.terms) > 1)
    told = ""
    for monomial, coefficient in polynomial.ordered(names):
        sign = "-" if coefficient < 0 else "+"
        told += f" {sign} " if told else sign.strip("+")
        told += _term(monomial, abs(coefficient), names, style)
    return told or "0"


def _term(monomial: Monomial, coefficient: Fraction, names: Sequence[str], style: Style) -> str:
    place = {name: position for position, name in enumerate(names)}
    factors = [
        style.name(name) if exponent == 1 else style.power(style.name(name), exponent)
        for name, exponent in sorted(monomial, key=lambda factor: (place.get(factor[0], len(place)), factor[0]))
    ]
    if coefficient != 1 or not factors:
        whole = str(coefficient.numerator)
        number = whole if coefficient.denominator == 1 else style.quotient(whole, coefficient.denominator, False)
        factors.insert(0, number)
    return style.times.join(factors)
