"""Taking a parameter out: what the others must satisfy for some value of it to do.

Where the parameter occurs linearly, Fourier-Motzkin elimination clause by clause, strict and weak bounds kept apart; a
coefficient that is itself symbolic is split by its sign, and cases that cannot hold are dropped.  Where it occurs
squared, virtual substitution (:mod:`coopsec_games.conditions.virtual`).  A higher power is taken out where it is the
only one, or where the polynomial has factors of lower degree.

References
----------
Schrijver 1986, Theory of Linear and Integer Programming, section 12.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from ..errors import NotApplicable
from ..polynomials import Polynomial
from .deciding import Decider, disjuncts
from .logic import And, Atom, Formula, atom, atoms_of, conjunction, conjuncts, disjunction
from .virtual import product_sign, without_square

__all__ = ["projected"]


def projected(formula: Formula, name: str, decider: Decider) -> Formula:
    """The formula that holds where some real value of the name satisfies the given one.

    Parameters
    ----------
    formula
        In every atom the name occurs squared at most, or in factors in which it does, or to one power only.
    name
        The parameter to take out; it must not occur in the decider's fixed part.
    decider
        Decides which cases can hold.

    Raises
    ------
    NotApplicable
        If the name occurs to a power beyond the second that cannot be told by lower ones, or the answer would have
        more than 600 atoms.
    """
    found: list[Formula] = []
    for clause in disjuncts(_factored(_lowered(formula, name), name), decider):
        degree = 0
        for part in clause:
            degree = max(degree, part.polynomial.degree(name))
            if degree > 2:
                raise NotApplicable(
                    f"{name} cannot be eliminated: {part.polynomial.text()} is beyond the second degree in it",
                    hint="substitute a value for it instead",
                )
        if degree > 1:
            new = without_square(clause, name, decider)
            if new is not False:
                found.append(new)
            continue
        for case in _cases(clause, name, decider):
            new = _without(case, name)
            if new is not False and decider.feasible(new) is not False:
                found.append(new)
    return disjunction(*found)


def _lowered(formula: Formula, name: str) -> Formula:
    """The formula in the greatest power of the name of which all others are powers, in its place.

    An even power takes every value from 0 on, an odd one every value.  A bound by a number in the name alone is one of
    its odd powers, too, and of every power where the name is never negative.
    """
    atoms = [part for part in atoms_of(formula) if part.polynomial.degree(name)]
    bounds = {part for part in atoms if part.polynomial.is_linear and part.polynomial.names == (name,)}
    never_negative = any(
        part in bounds and part.op in (">", ">=") and _slope(part, name) > 0 >= part.polynomial.constant
        for part in conjuncts(formula)
        if isinstance(part, Atom)
    )
    common = gcd(*(power for part in atoms if part not in bounds for power in _exponents(part, name)))
    while bounds and not never_negative and common and common % 2 == 0:
        common //= 2
    if common < 2:
        return formula

    def moved(part: Formula) -> Formula:
        if isinstance(part, bool):
            return part
        if isinstance(part, Atom):
            if part in bounds:
                return _power_bound(part, name, common)
            terms = {
                tuple((other, power // common if other == name else power) for other, power in monomial): coefficient
                for monomial, coefficient in part.polynomial.terms
            }
            return atom(Polynomial.from_terms(terms), part.op)
        return (conjunction if isinstance(part, And) else disjunction)(*(moved(inner) for inner in part.parts))

    whole = moved(formula)
    return whole if common % 2 else conjunction(atom(Polynomial.variable(name), ">="), whole)


def _exponents(part: Atom, name: str) -> Iterator[int]:
    return (power for monomial, _ in part.polynomial.terms for other, power in monomial if other == name)


def _slope(part: Atom, name: str) -> Fraction:
    return part.polynomial.coefficient(name).constant


def _power_bound(part: Atom, name: str, power: int) -> Formula:
    """What a bound of a name, not negative or the power odd, says of its power."""
    slope = _slope(part, name)
    value = -part.polynomial.constant / slope
    sign = 1 if slope > 0 else -1
    if power % 2 == 0 and value < 0:
        return atom(Polynomial.of(sign), part.op)
    return atom((Polynomial.variable(name) - value**power) * sign, part.op)


def _factored(formula: Formula, name: str) -> Formula:
    """The formula with every atom beyond the first degree in the name told by its factors."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Atom):
        return product_sign(formula.polynomial, formula.op) if formula.polynomial.degree(name) > 1 else formula
    return (conjunction if isinstance(formula, And) else disjunction)(
        *(_factored(part, name) for part in formula.parts)
    )


def _cases(clause: tuple[Atom, ...], name: str, decider: Decider) -> Iterator[tuple[Atom, ...]]:
    """The clause, split until every coefficient of the name has a known sign and no ``!=`` holds the name.

    In every case each atom in which the name occurs has a coefficient that is positive or negative throughout the case.
    """
    pending = [clause]
    while pending:
        case = pending.pop()
        options = _split(case, name)
        if options is None:
            yield case
            continue
        for option in reversed(options):
            together = conjunction(*option)
            if together is not False and decider.feasible(together) is not False:
                pending.append(option)


def _split(case: tuple[Atom, ...], name: str) -> tuple[tuple[Atom, ...], ...] | None:
    signs = {part.polynomial for part in case if part.op == ">"}
    for position, part in enumerate(case):
        coefficient = part.polynomial.coefficient(name)
        if not coefficient.terms:
            continue
        others = (*case[:position], *case[position + 1 :])
        if part.op == "!=":
            return ((*others, Atom(part.polynomial, ">")), (*others, Atom(-part.polynomial, ">")))
        lead = coefficient.primitive()
        if lead.is_constant or lead in signs or -lead in signs:
            continue
        rest = atom(part.polynomial.without(name), part.op)
        zero = atom(lead, "=")
        gone = () if rest is False else ((*others, *_atoms(zero), *_atoms(rest)),)
        return ((*case, Atom(lead, ">")), (*case, Atom(-lead, ">")), *gone)
    return None


def _atoms(part: Atom | bool) -> tuple[Atom, ...]:
    return (part,) if isinstance(part, Atom) else ()


def _without(case: tuple[Atom, ...], name: str) -> Formula:
    """Fourier-Motzkin on one clause whose coefficients have known signs."""
    signs = {part.polynomial for part in case if part.op == ">"}
    free: list[Formula] = []
    exact: list[tuple[Polynomial, Polynomial]] = []
    lower: list[tuple[Polynomial, Polynomial, str]] = []
    upper: list[tuple[Polynomial, Polynomial, str]] = []
    bounds: list[tuple[Polynomial, Polynomial, str]] = []
    for part in case:
        coefficient, rest = part.polynomial.coefficient(name), part.polynomial.without(name)
        if not coefficient.terms:
            free.append(part)
            continue
        lead = coefficient.primitive()
        positive = lead.constant > 0 if lead.is_constant else lead in signs
        below = coefficient if positive else -coefficient
        above = -rest if positive else rest
        # name = above/below where the atom is an equation, and a bound otherwise; below > 0
        if part.op == "=":
            exact.append((above, below))
        else:
            (lower if positive else upper).append((above, below, part.op))
        bounds.append((coefficient, rest, part.op))
    if exact:
        above, below = exact[0]
        return conjunction(*free, *(atom(lead * above + rest * below, op) for lead, rest, op in bounds))
    for low, low_below, low_op in lower:
        for high, high_below, high_op in upper:
            op = ">" if ">" in (low_op, high_op) else ">="
            free.append(atom(high * low_below - low * high_below, op))
    return conjunction(*free)
