"""Conditions in symbols: text that the reader takes back, and LaTeX.

Comparisons that meet are told as chains, and what alternatives share is told once.  A comparison that is linear is
solved for the first parameter that it shall be solved for, or balanced.  One that is not is solved for such a parameter
too, where the sign of what multiplies it is known, and else told in few terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from ..polynomials import Polynomial
from .logic import And, Atom, Formula
from .shapes import Link, Term, chained, gathered, grouped

__all__ = ["LATEX", "TEXT", "Reader", "parted", "shown", "worded"]

MOST_TERMS_OVER = 6
"""A quotient with more terms than this, above and below together, is no shorter to read than a comparison."""


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
    rest: Callable[[str], str]
    ratio: Callable[[str, str, bool, bool], str]


def _latex_name(name: str) -> str:
    from ..formulas import symbol_latex

    return symbol_latex(name)


def _text_quotient(above: str, below: int, several: bool) -> str:
    return f"({above})/{below}" if several else f"{above}/{below}"


def _text_ratio(above: str, below: str, several: bool, several_below: bool) -> str:
    return (f"({above})" if several else above) + "/" + (f"({below})" if several_below else below)


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
    rest=lambda name: f"(1 - {name})",
    ratio=_text_ratio,
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
    rest=lambda name: rf"\left(1 - {_latex_name(name)}\right)",
    ratio=lambda above, below, several, grouped_below: rf"\frac{{{above}}}{{{below}}}",
)
TURNED = {">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Reader:
    """For whom a condition is told: the order of names, what to solve for, and what is known of the parameters.

    Parameters
    ----------
    names
        The parameters in their declared order, which is the order of the terms.
    solve_for
        The parameters to stand alone on the left where they can, by priority.
    units
        Parameters that lie between 0 and 1.
    sign
        The sign of a polynomial under the assumptions, ``None`` where it is not known.
    """

    names: Sequence[str]
    solve_for: Sequence[str] = ()
    units: tuple[str, ...] = ()
    sign: Callable[[Polynomial], int | None] = lambda polynomial: None


def worded(formula: Formula, reader: Reader, style: Style) -> str:
    """A formula in a style.

    Parameters
    ----------
    formula
        Any formula.
    reader
        For whom.
    style
        ``TEXT`` or ``LATEX``.
    """
    return _worded(gathered(formula), reader, style)


def _worded(formula: Formula, reader: Reader, style: Style) -> str:
    if isinstance(formula, bool):
        return style.always if formula else style.never
    if isinstance(formula, Atom):
        return _line(_link(formula, reader, style), style)
    if isinstance(formula, And):
        return style.conjunction.join(_conjunction(formula, reader, style))
    inside = (
        told if isinstance(part, Atom) else style.open + told + style.close
        for part in formula.parts
        for told in (_worded(part, reader, style),)
    )
    return style.disjunction.join(inside)


def _conjunction(formula: And, reader: Reader, style: Style) -> list[str]:
    atoms = [place for place, part in enumerate(formula.parts) if isinstance(part, Atom)]
    links = [_link(part, reader, style) for part in formula.parts if isinstance(part, Atom)]
    told = {atoms[place]: _line(chain, style) for place, chain in chained(links)}
    for place, part in enumerate(formula.parts):
        if not isinstance(part, Atom):
            told[place] = style.open + _worded(part, reader, style) + style.close
    return [told[place] for place in sorted(told)]


def _line(chain: Sequence[str], style: Style) -> str:
    return " ".join(style.relations[part] if place % 2 else part for place, part in enumerate(chain))


def _link(part: Atom, reader: Reader, style: Style) -> Link:
    if not part.polynomial.is_linear and not _isolated(part, reader.solve_for):
        solved = _solved(part, reader, style)
        if solved is not None:
            return solved
    left, op, right = shown(part, reader)
    return _terms(left, reader, style), op, _terms(right, reader, style)


def shown(part: Atom, reader: Reader) -> tuple[tuple[Term, ...], str, tuple[Term, ...]]:
    """The left side, the relation and the right side of an atom that is not solved by a quotient, in few terms."""
    if part.polynomial.is_linear or _isolated(part, reader.solve_for):
        left, op, right = parted(part, reader.solve_for)
        return _plain(left, reader), op, _plain(right, reader)
    terms = grouped(part.polynomial, reader.units)
    ours = tuple(term for term in terms if term.coefficient > 0)
    theirs = tuple(Term(-term.coefficient, term.plain, term.less) for term in terms if term.coefficient < 0)
    if all(not term.plain and not term.less for term in ours):
        return theirs, TURNED[part.op], ours
    return ours, part.op, theirs


def _plain(polynomial: Polynomial, reader: Reader) -> tuple[Term, ...]:
    return tuple(Term(coefficient, monomial) for monomial, coefficient in polynomial.ordered(reader.names))


def _solved(part: Atom, reader: Reader, style: Style) -> Link | None:
    """A parameter alone on the left and a quotient on the right, where the sign below is known."""
    for name in reader.solve_for:
        if part.polynomial.degree(name) != 1:
            continue
        below, above = part.polynomial.coefficient(name), part.polynomial.without(name)
        if not above.terms:
            continue
        sign = reader.sign(below)
        if not sign:
            return None
        above, below = _cancelled(above.scaled(-sign), below.scaled(sign))
        over, under = grouped(above, reader.units), grouped(below, reader.units)
        if len(over) + len(under) > MOST_TERMS_OVER:
            return None
        right = style.ratio(
            _terms(over, reader, style), _terms(under, reader, style), len(over) > 1, not _is_letter(under)
        )
        return style.name(name), part.op if sign > 0 else TURNED[part.op], right
    return None


def _is_letter(terms: tuple[Term, ...]) -> bool:
    return len(terms) == 1 and terms[0].coefficient == 1 and len(terms[0].plain) + len(terms[0].less) == 1


def _cancelled(above: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Both without the powers of names and the numbers that they share."""
    for name in below.names:
        count = min(dict(monomial).get(name, 0) for side in (above, below) for monomial, _ in side.terms)
        above, below = above.divided(name, count), below.divided(name, count)
    whole = Fraction(gcd(*(c.numerator for side in (above, below) for _, c in side.terms)))
    return above.scaled(1 / whole), below.scaled(1 / whole)


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
    """Positive terms on the left, negative ones on the right; a side of numbers alone stands on the right.

    Of one name and a number the name stands alone.
    """
    left = Polynomial(tuple(term for term in part.polynomial.terms if term[1] > 0))
    right = Polynomial(
        tuple((monomial, -coefficient) for monomial, coefficient in part.polynomial.terms if coefficient < 0)
    )
    left, op, right = (right, TURNED[part.op], left) if left.is_constant else (left, part.op, right)
    if right.is_constant and len(left.terms) == 1 and left.is_linear:
        factor = 1 / left.terms[0][1]
        return left.scaled(factor), op, right.scaled(factor)
    return left, op, right


def _terms(terms: Sequence[Term], reader: Reader, style: Style) -> str:
    below = lcm(*(term.coefficient.denominator for term in terms)) if terms else 1
    if any(term.coefficient.denominator > 1 for term in terms if term.plain or term.less):
        above = tuple(Term(term.coefficient * below, term.plain, term.less) for term in terms)
        return style.quotient(_terms(above, reader, style), below, len(above) > 1)
    told = ""
    for term in _ordered(terms, reader):
        sign = "-" if term.coefficient < 0 else "+"
        told += f" {sign} " if told else sign.strip("+")
        told += _term(term, reader, style)
    return told or "0"


def _ordered(terms: Sequence[Term], reader: Reader) -> list[Term]:
    """Positive terms first, each sign in the order of the names, numbers last among them."""
    place = {name: position for position, name in enumerate(reader.names)}

    def rank(term: Term) -> tuple[object, ...]:
        inside = sorted((place.get(name, len(place)), name, -power) for name, power in (*term.plain, *term.less))
        return term.coefficient < 0, not inside, inside

    return sorted(terms, key=rank)


def _term(term: Term, reader: Reader, style: Style) -> str:
    place = {name: position for position, name in enumerate(reader.names)}
    factors = [
        (place.get(name, len(place)), name, style.power(told, exponent) if exponent > 1 else told)
        for told_as, monomial in ((style.name, term.plain), (style.rest, term.less))
        for name, exponent in monomial
        for told in (told_as(name),)
    ]
    told = [text for _, _, text in sorted(factors, key=lambda factor: factor[:2])]
    size = abs(term.coefficient)
    if size != 1 or not told:
        whole = str(size.numerator)
        told.insert(0, whole if size.denominator == 1 else style.quotient(whole, size.denominator, False))
    return style.times.join(told)
