"""Virtual substitution: taking out a parameter that occurs squared.

Whether some value of the parameter makes a conjunction hold can be told from finitely many candidates: a value below
all others, and for each atom the values at which, or right beyond which, it begins to hold.  Each is a root ``(A +
B*sqrt(C))/D``; what an atom becomes there is told by polynomials in the other parameters alone.

References
----------
Loos and Weispfenning 1993, "Applying linear quantifier elimination", The Computer Journal 36:450-462.
Weispfenning 1997, "Quantifier elimination for real algebra - the quadratic case and beyond", Applicable Algebra in
Engineering, Communication and Computing 8:85-101.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..errors import NotApplicable, TooLarge
from ..polynomials import ONE, ZERO, Polynomial, factored
from .deciding import Decider
from .logic import And, Atom, Formula, atom, atoms_of, conjunction, disjunction, negation

__all__ = ["ATOMS_AT_MOST", "product_sign", "without_square"]

ATOMS_AT_MOST = 600
"""So many atoms a condition may have after one parameter has been taken out."""

Row = tuple[tuple[Polynomial, ...], str]


@dataclass(frozen=True)
class _Root:
    """The number ``(above + root*sqrt(under))/below`` where the guard holds, or the values right beyond it."""

    guard: Formula
    above: Polynomial
    below: Polynomial
    root: Polynomial = ZERO
    under: Polynomial = ZERO
    beyond: bool = False


def product_sign(polynomial: Polynomial, op: str) -> Formula:
    """A polynomial compared with 0, told by the signs of its factors.

    Parameters
    ----------
    polynomial
        Any polynomial.
    op
        ``<``, ``<=``, ``>``, ``>=``, ``=`` or ``!=``.

    Examples
    --------
    >>> x, y = Polynomial.variable("x"), Polynomial.variable("y")
    >>> product_sign(x * x * y, ">")
    And(parts=(Atom(polynomial=Polynomial(y), op='>'), Atom(polynomial=Polynomial(x), op='!=')))
    """
    constant, factors = factored(polynomial)
    odd = [factor for factor, count in factors if count % 2]
    even = [factor for factor, count in factors if not count % 2]
    if op in ("=", "!="):
        join = disjunction if op == "=" else conjunction
        return atom(polynomial, op) if not factors else join(*(atom(factor, op) for factor, _ in factors))
    if not factors:
        return atom(polynomial, op)
    if op in ("<", "<="):
        constant, op = -constant, op.replace("<", ">")
    signed = _signed(odd, op, 1 if constant > 0 else -1)
    if op == ">":
        return conjunction(signed, *(atom(factor, "!=") for factor in even))
    return disjunction(signed, *(atom(factor, "=") for factor in even))


def _signed(factors: Sequence[Polynomial], op: str, sign: int) -> Formula:
    if not factors:
        return sign > 0
    first, rest = factors[0], factors[1:]
    if not rest:
        return atom(first * sign, op)
    return disjunction(*(conjunction(atom(first * own, op), _signed(rest, op, sign * own)) for own in (1, -1)))


def without_square(clause: Sequence[Atom], name: str, decider: Decider) -> Formula:
    """Where some value of a parameter makes a conjunction hold, in the other parameters.

    Parameters
    ----------
    clause
        Atoms, in each of which the parameter occurs squared at most.
    name
        The parameter to take out.
    decider
        Decides which candidates there can be.

    Raises
    ------
    NotApplicable
        If the answer would have more than 600 atoms, or polynomials of more than 20,000 terms.
    """
    free = conjunction(*(part for part in clause if not part.polynomial.degree(name)))
    rows = [(part.polynomial.powers(name), part.op) for part in clause if part.polynomial.degree(name)]
    if _starts([(_reflected(powers), op) for powers, op in rows]) < _starts(rows):
        rows = [(_reflected(powers), op) for powers, op in rows]
    found: list[Formula] = []
    size = 0
    hint = "substitute values for some parameters first"
    try:
        for case in _cases(rows, free, decider):
            found.append(case)
            size += len(atoms_of(case))
            if size > ATOMS_AT_MOST:
                raise NotApplicable(
                    f"without {name} a condition would have more than {ATOMS_AT_MOST:,} atoms", hint=hint
                )
    except TooLarge as fault:
        raise NotApplicable(f"{name} cannot be eliminated: {fault.message}", hint=hint) from fault
    return disjunction(*found)


def _reflected(powers: tuple[Polynomial, ...]) -> tuple[Polynomial, ...]:
    """A polynomial in the parameter with the other sign."""
    return tuple(-part if place % 2 else part for place, part in enumerate(powers))


def _starts(rows: Sequence[Row]) -> int:
    """How many candidates the atoms give at most; one that is bounded above alone gives none."""
    return sum(len(powers) > 2 or not (powers[1].is_constant and powers[1].constant < 0) for powers, _ in rows)


def _cases(rows: Sequence[Row], free: Formula, decider: Decider) -> Iterator[Formula]:
    equation = next((row for row in sorted(rows, key=lambda row: len(row[0])) if row[1] == "="), None)
    if equation is not None:
        powers = equation[0]
        roots = list(_zeros(powers, beyond=False))
        trivial = conjunction(free, *(atom(part, "=") for part in powers))
        if trivial is not False and decider.feasible(trivial) is not False:
            rest = [row for row in rows if row is not equation]
            if any(len(powers) > 1 for powers, _ in rest):
                yield from _cases(rest, trivial, decider)
            else:
                yield trivial
    else:
        roots = [root for powers, op in rows for root in _candidates(powers, op)]
        yield from _case(conjunction(free, *(_far(powers, op) for powers, op in rows)), True, decider)
    for root in dict.fromkeys(roots):
        guard = conjunction(free, root.guard)
        if guard is False or decider.feasible(guard) is False:
            continue
        known = Decider(conjunction(decider.fixed, guard))
        yield from _case(conjunction(*(_at(powers, op, root, known) for powers, op in rows)), guard, known)


def _case(formula: Formula, guard: Formula, known: Decider) -> Iterator[Formula]:
    """The formula beside its guard, without what the guard decides; nothing where they cannot hold together."""
    told = _told(formula, known)
    whole = conjunction(guard, told)
    if whole is not False and known.feasible(told) is not False:
        yield whole


def _told(formula: Formula, known: Decider) -> Formula:
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Atom):
        if known.feasible(formula) is False:
            return False
        return True if known.feasible(negation(formula)) is False else formula
    join = conjunction if isinstance(formula, And) else disjunction
    return join(*(_told(part, known) for part in formula.parts))


def _candidates(powers: tuple[Polynomial, ...], op: str) -> Iterator[_Root]:
    """Where an inequality may begin to hold, going up; of an inequation every root."""
    if op == "!=":
        yield from _zeros(powers, beyond=True)
        return
    beyond = op == ">"
    zero: Formula = True
    if len(powers) > 2:
        # a parabola that opens upwards is positive beyond its greater root, one that opens downwards beyond its lesser
        yield from (root for root in _zeros(powers, beyond=beyond) if root.root == ONE)
        zero = atom(powers[2], "=")
    guard = conjunction(zero, atom(powers[1], ">"))
    if guard is not False:
        yield _Root(guard, -powers[0], powers[1], beyond=beyond)


def _zeros(powers: tuple[Polynomial, ...], *, beyond: bool) -> Iterator[_Root]:
    """The roots of a polynomial of the first or second degree, each where it is one."""
    constant, slope = powers[:2]
    if len(powers) == 2:
        guard: Formula = atom(slope, "!=")
    else:
        square = powers[2]
        under = slope * slope - square * constant * 4
        guard = conjunction(atom(square, "!="), atom(under, ">="))
        if guard is not False:
            for sign in (ONE, -ONE):
                yield _Root(guard, -slope, square * 2, sign, under, beyond)
        guard = conjunction(atom(square, "="), atom(slope, "!="))
    if guard is not False:
        yield _Root(guard, -constant, slope, beyond=beyond)


def _far(powers: tuple[Polynomial, ...], op: str) -> Formula:
    """An atom at values below all roots."""
    if op in ("=", "!="):
        return (conjunction if op == "=" else disjunction)(*(atom(part, op) for part in powers))
    *lower, first = _reflected(powers)
    if not lower:
        return atom(first, op)
    return disjunction(atom(first, ">"), conjunction(atom(first, "="), _far(_reflected(tuple(lower)), op)))


def _at(powers: tuple[Polynomial, ...], op: str, root: _Root, known: Decider) -> Formula:
    """An atom at a root, or right beyond it."""
    if len(powers) == 1:
        return atom(powers[0], op)
    if not root.beyond:
        return _compared(powers, op, root, known)
    if op in ("=", "!="):
        return _far(powers, op)
    slope = tuple(part * place for place, part in enumerate(powers) if place)
    flat = _compared(powers, "=", root, known)
    return disjunction(
        _compared(powers, ">", root, known), False if flat is False else conjunction(flat, _at(slope, op, root, known))
    )


def _compared(powers: tuple[Polynomial, ...], op: str, root: _Root, known: Decider) -> Formula:
    """A polynomial at a root compared with 0: ``P + Q*sqrt(C)`` over a positive number."""
    plain, under_root = powers[-1], ZERO
    scale = ONE
    for part in powers[-2::-1]:
        scale = scale * root.below
        plain, under_root = (
            plain * root.above + under_root * root.root * root.under + part * scale,
            plain * root.root + under_root * root.above,
        )
    if not len(powers) % 2:
        sign = _sign(root.below, known)
        factor = root.below if sign is None else Polynomial.of(sign)
        plain, under_root = plain * factor, under_root * factor
    if not under_root.terms:
        return _product(plain, op, known)
    apart = plain * plain - under_root * under_root * root.under
    if op == "=":
        return conjunction(_product(plain * under_root, "<=", known), _product(apart, "=", known))
    if op == "!=":
        return negation(_compared(powers, "=", root, known))
    plain, under_root = -plain, -under_root
    if op == ">":
        return disjunction(
            conjunction(_product(plain, "<", known), _product(apart, ">", known)),
            conjunction(
                _product(under_root, "<=", known),
                disjunction(_product(plain, "<", known), _product(apart, "<", known)),
            ),
        )
    return disjunction(
        conjunction(_product(plain, "<=", known), _product(apart, ">=", known)),
        conjunction(_product(under_root, "<=", known), _product(apart, "<=", known)),
    )


def _sign(polynomial: Polynomial, known: Decider) -> int | None:
    for sign in (1, -1):
        if known.feasible(atom(polynomial * sign, "<=")) is False:
            return sign
    return None


def _product(polynomial: Polynomial, op: str, known: Decider) -> Formula:
    """A polynomial compared with 0, divided by the factors whose sign is known."""
    constant, factors = factored(polynomial)
    left = Polynomial.of((constant > 0) - (constant < 0))
    for factor, count in factors:
        sign = _sign(factor, known)
        if sign is None and count % 2 == 0 and known.feasible(atom(factor, "=")) is False:
            continue
        if sign is None:
            left = left * (factor if count % 2 else factor * factor)
        elif sign < 0 and count % 2:
            left = -left
    return atom(left, op)
