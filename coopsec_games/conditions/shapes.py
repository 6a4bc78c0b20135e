"""How a condition is laid out for a reader: alternatives share what they have in common, polynomials their factors.

Nothing here changes what a formula says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from ..polynomials import Monomial, Polynomial
from .logic import And, Atom, Formula, conjunction, conjuncts, disjunction

__all__ = ["Term", "chained", "gathered", "grouped", "unit_names"]

Link = tuple[str, str, str]
"""A comparison as it is printed: the left side, the relation, the right side."""

ZERO = Fraction(0)
RISING = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Term:
    """A number times powers of parameters and powers of one minus a parameter."""

    coefficient: Fraction
    plain: Monomial
    less: Monomial = ()


def gathered(formula: Formula) -> Formula:
    """The same formula, with what all alternatives have in common told once: ``A and (B or C)``.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> gathered(Condition.read("x > 0 and y > 1 or x > 0 and y < 0", ["x", "y"]).formula)  # doctest: +ELLIPSIS
    And(parts=(Atom(polynomial=Polynomial(x), op='>'), Or(parts=(...))))
    """
    if isinstance(formula, (bool, Atom)):
        return formula
    if isinstance(formula, And):
        return conjunction(*(gathered(part) for part in formula.parts))
    alternatives = [conjuncts(part) for part in formula.parts]
    shared = [part for part in alternatives[0] if all(part in other for other in alternatives[1:])]
    if not shared or any(len(parts) == len(shared) for parts in alternatives):
        return disjunction(*(gathered(part) for part in formula.parts))
    rest = (conjunction(*(part for part in parts if part not in shared)) for parts in alternatives)
    return conjunction(*shared, gathered(disjunction(*rest)))


def chained(links: Sequence[Link]) -> list[tuple[int, tuple[str, ...]]]:
    """Comparisons joined into chains, ``0 <= x < 1``, where one's greater side is the other's lesser one.

    A number stands at an end of a chain only.

    Parameters
    ----------
    links
        The comparisons, in the order in which they are told.

    Returns
    -------
    list of tuple
        The position of the first comparison that it joins, and the chain: sides and relations in turn.

    Examples
    --------
    >>> chained([("x", ">=", "0"), ("y", "!=", "1"), ("x", "<", "1")])
    [(0, ('0', '<=', 'x', '<', '1')), (1, ('y', '!=', '1'))]
    """
    rising = {
        place: (left, RISING[op], right) if op[0] == "<" else (right, RISING[op], left)
        for place, (left, op, right) in enumerate(links)
        if op in RISING
    }
    free = dict(rising)
    told: list[tuple[int, tuple[str, ...]]] = []
    for place, link in enumerate(links):
        if place not in rising:
            told.append((place, link))
            continue
        if place not in free:
            continue
        chain: tuple[str, ...] = free.pop(place)
        first = place
        while (found := _next(free, chain[-1], 0)) is not None:
            first = min(first, found)
            chain = (*chain, *free.pop(found)[1:])
        while (found := _next(free, chain[0], 2)) is not None:
            first = min(first, found)
            chain = (*free.pop(found)[:2], *chain)
        told.append((first, chain if len(chain) > 3 else link))
    return told


def _next(free: dict[int, Link], end: str, side: int) -> int | None:
    if not any(letter.isalpha() for letter in end):
        return None
    return next((place for place, link in free.items() if link[side] == end), None)


def unit_names(assumptions: Formula) -> frozenset[str]:
    """The parameters that are assumed to lie between 0 and 1, such as probabilities and discount factors."""
    low: set[str] = set()
    high: set[str] = set()
    for part in conjuncts(assumptions):
        if not isinstance(part, Atom) or part.op not in (">", ">=") or len(part.polynomial.names) != 1:
            continue
        [name] = part.polynomial.names
        one = Polynomial.variable(name)
        if part.polynomial == one:
            low.add(name)
        elif part.polynomial == 1 - one:
            high.add(name)
    return frozenset(low & high)


def grouped(polynomial: Polynomial, units: Iterable[str]) -> tuple[Term, ...]:
    """A polynomial in as few terms as powers of a name and of one minus it allow.

    What stands beside the same other factors is a polynomial in one name ``x`` alone; where that is shorter it is
    written in products of powers of ``x`` and ``1 - x`` (its Bernstein form), so that an expected payoff is told as it
    was stated.

    Parameters
    ----------
    polynomial
        What is to be told.
    units
        The names that may occur as one minus themselves.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> part = Condition.read("p*a + (1 - p)*b > 0", ["a", "b", "p"]).formula
    >>> [term.less for term in grouped(part.polynomial, ["p"])]
    [(), (('p', 1),)]
    """
    terms = tuple(Term(coefficient, monomial) for monomial, coefficient in polynomial.terms)
    for name in units:
        shorter = _in_unit(terms, name)
        if len(shorter) < len(terms):
            terms = shorter
    return terms


def _in_unit(terms: Sequence[Term], name: str) -> tuple[Term, ...]:
    """The terms, the powers of a name beside the same factors told by ``1 - name`` where that is shorter."""
    beside: dict[tuple[Monomial, Monomial], dict[int, Fraction]] = {}
    for term in terms:
        others = tuple(factor for factor in term.plain if factor[0] != name)
        powers = beside.setdefault((others, term.less), {})
        powers[dict(term.plain).get(name, 0)] = term.coefficient
    found = []
    for (others, less), powers in beside.items():
        degree = max(powers)
        turned = {
            power: sum(
                (powers.get(low, Fraction(0)) * comb(degree - low, power - low) for low in range(power + 1)), ZERO
            )
            for power in range(degree + 1)
        }
        turned = {power: coefficient for power, coefficient in turned.items() if coefficient}
        shorter = len(turned) < len(powers)
        for power, coefficient in (turned if shorter else powers).items():
            rest = _with(less, name, degree - power) if shorter else less
            found.append(Term(coefficient, _with(others, name, power), rest))
    return tuple(found)


def _with(monomial: Monomial, name: str, power: int) -> Monomial:
    return tuple(sorted((*monomial, (name, power)))) if power else monomial
