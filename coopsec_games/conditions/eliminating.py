"""Taking a parameter out: what the others must satisfy for some value of it to do.

Fourier-Motzkin elimination clause by clause, strict and weak bounds kept apart; a coefficient that is itself symbolic
is split by its sign, and cases that cannot hold are dropped.

References
----------
Schrijver 1986, Theory of Linear and Integer Programming, section 12.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import NotApplicable
from ..polynomials import Polynomial
from .deciding import Decider, disjuncts
from .logic import Atom, Formula, atom, conjunction, disjunction

__all__ = ["projected"]


def projected(formula: Formula, name: str, decider: Decider) -> Formula:
    """The formula that holds where some real value of the name satisfies the given one.

    Parameters
    ----------
    formula
        Every atom linear in the name.
    name
        The parameter to take out; it must not occur in the decider's fixed part.
    decider
        Decides which cases can hold.

    Raises
    ------
    NotApplicable
        If an atom is not linear in the name.
    """
    found: list[Formula] = []
    for clause in disjuncts(formula, decider):
        for part in clause:
            if part.polynomial.degree(name) > 1:
                raise NotApplicable(
                    f"{name} cannot be eliminated: {part.polynomial.text()} is not linear in it",
                    hint="substitute a value for it instead",
                )
        for case in _cases(clause, name, decider):
            new = _without(case, name)
            if new is not False and decider.feasible(new) is not False:
                found.append(new)
    return disjunction(*found)


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
