"""Cells of a parameter space, and the moves that backward induction makes with them.

A *clause* is a conjunction of polynomial inequalities, a *cell* a clause on which the payoffs are smooth.  A ``Space``
settles what the assumptions settle; all else is exact arithmetic on polynomials.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..conditions import Assumptions, Atom, Condition
from ..conditions.logic import Formula, conjunction, conjuncts, disjunction, opposite
from ..errors import InvalidGame, NotApplicable
from ..formulas import expression_text
from ..halfspaces import Conjunctions
from ..polynomials import Polynomial, pieces
from .payoffs import Payoff

__all__ = ["Cell", "Clause", "Ratio", "Space", "difference", "join", "smooth", "union"]

Clause = tuple[Atom, ...]

ONE = Polynomial.of(1)


@dataclass(frozen=True)
class Ratio:
    """A quotient of polynomials whose denominator is positive wherever it is used."""

    top: Polynomial
    bottom: Polynomial = ONE

    def __add__(self, other: Ratio) -> Ratio:
        if self.bottom == other.bottom:
            return Ratio(self.top + other.top, self.bottom)
        return Ratio(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(self.top * other.top, self.bottom * other.bottom)

    def value(self) -> Payoff:
        """The quotient as a number or an expression."""
        if self.top.is_constant and self.bottom.is_constant:
            return self.top.constant / self.bottom.constant
        from sympy import factor_terms

        quotient = self.top.to_sympy() if self.bottom.is_constant else self.top.to_sympy() / self.bottom.to_sympy()
        if self.bottom.is_constant and self.bottom.constant != 1:
            quotient = self.top.scaled(1 / self.bottom.constant).to_sympy()
        return quotient if self.bottom.is_constant else factor_terms(quotient)

    def at_point(self, values: Mapping[str, Fraction]) -> Fraction:
        """The quotient's value where every name has a number."""
        return self.top.evaluate(values) / self.bottom.evaluate(values)

    def text(self, names: Sequence[str]) -> str:
        """The quotient in letters."""
        if self.bottom.is_constant:
            return self.top.scaled(1 / self.bottom.constant).text(names)
        return expression_text(self.value(), names)

    def at(self, name: str, offer: Ratio) -> Ratio:
        """The quotient with another in the place of a name, in which it must be linear."""
        if self.bottom.degree(name) or self.top.degree(name) > 1:
            raise NotApplicable(f"a payoff is not piecewise linear in {name}: {self.top.text()}")
        if not self.top.degree(name):
            return self
        put = replaced(self.top, name, offer)
        return Ratio(put, self.bottom if offer.bottom == ONE else self.bottom * offer.bottom)


def difference(left: Ratio, right: Ratio) -> Polynomial:
    """A polynomial with the sign of ``left - right``."""
    if left.bottom == right.bottom:
        return left.top - right.top
    return left.top * right.bottom - right.top * left.bottom


def replaced(polynomial: Polynomial, name: str, offer: Ratio) -> Polynomial:
    """A positive multiple of a polynomial with a quotient in the place of a name, in which it must be linear."""
    slope = polynomial.coefficient(name)
    if not slope.terms:
        return polynomial
    return polynomial.without(name) * offer.bottom + slope * offer.top


@dataclass(frozen=True)
class Cell:
    """Where the clause holds, play leads along the path to the outcome and gives these payoffs."""

    clause: Clause
    payoffs: tuple[Ratio, ...]
    outcome: str
    path: tuple[tuple[str, str], ...] = ()


def join(*clauses: Iterable[Atom]) -> Clause:
    """Clauses taken together, each inequality once."""
    return tuple(dict.fromkeys(atom for clause in clauses for atom in clause))


def union(clauses: Sequence[Clause], assumptions: Assumptions) -> Condition:
    """The condition that one of the clauses holds."""
    return Condition(disjunction(*(conjunction(*clause) for clause in clauses)), assumptions)


class Space:
    """The points that satisfy the assumptions: which clauses hold somewhere in it, and which everywhere.

    ``undecided`` lists the clauses on which the solver gave no answer; they are kept as if they held somewhere.
    """

    def __init__(self, assumptions: Assumptions, undecided: list[Clause] | None = None) -> None:
        self.assumptions = assumptions
        self.undecided: list[Clause] = [] if undecided is None else undecided
        rows = _rows_of(assumptions.formula)
        self._linear = None if rows is None else Conjunctions(rows)
        self._settled: dict[tuple[Polynomial, str], bool | Atom] = {}
        self._known: dict[frozenset[Atom], bool] = {}

    def within(self, names: Sequence[str], clause: Iterable[Atom]) -> Space:
        """The same space with more names and more assumptions."""
        own = self.assumptions
        formula = conjunction(own.formula, *clause)
        return Space(Assumptions((*own.names, *names), formula, own.solve_for), self.undecided)

    def atom(self, polynomial: Polynomial, op: str) -> bool | Atom:
        """The inequality ``polynomial op 0``: true, false, or what is left to ask under the assumptions."""
        if polynomial.is_constant:
            value = polynomial.constant
            return value > 0 or (op == ">=" and value == 0)
        key = (polynomial.primitive(), op)
        if key not in self._settled:
            atom = Atom(*key)
            if not self.feasible((opposite(atom),)):
                self._settled[key] = True
            else:
                self._settled[key] = atom if self.feasible((atom,)) else False
        return self._settled[key]

    def clause(self, *inequalities: tuple[Polynomial, str], start: Clause = ()) -> Clause | None:
        """A clause of inequalities after others; nothing where it cannot hold."""
        found: dict[Atom, None] = dict.fromkeys(start)
        for polynomial, op in inequalities:
            settled = self.atom(polynomial, op)
            if settled is False:
                return None
            if isinstance(settled, Atom):
                found[settled] = None
        clause = tuple(found)
        return clause if self.feasible(clause) else None

    def feasible(self, clause: Clause) -> bool:
        """Whether a clause holds somewhere in the space."""
        if self._linear is not None and all(atom.polynomial.is_linear for atom in clause):
            return self._linear.feasible(clause)
        held = frozenset(clause)
        if held not in self._known:
            opposed = any(
                opposite(atom) in held or (atom.op == ">" and Atom(-atom.polynomial, ">") in held) for atom in clause
            )
            self._known[held] = not opposed and self._solve(clause)
        return self._known[held]

    def _solve(self, clause: Clause) -> bool:
        answer = union([clause], self.assumptions).feasible()
        if answer is None:
            self.undecided.append(clause)
        return answer is not False

    def subtract(self, clauses: Iterable[Clause], taken: Clause) -> list[Clause]:
        """What remains of clauses outside another one, as clauses that exclude each other."""
        rest: list[Clause] = []
        for clause in clauses:
            if not self.feasible(join(clause, taken)):
                rest.append(clause)
                continue
            start = clause
            for atom in taken:
                if atom in start:
                    continue
                outside = join(start, (opposite(atom),))
                if self.feasible(outside):
                    rest.append(outside)
                start = join(start, (atom,))
        return rest

    def implies(self, clause: Clause, atom: Atom) -> bool:
        """Whether an inequality holds wherever a clause does."""
        return not self.feasible(join(clause, (opposite(atom),)))

    def reduced(self, clause: Clause) -> Clause:
        """A clause without the inequalities that the others imply."""
        kept = list(clause)
        for atom in reversed(clause):
            rest = tuple(other for other in kept if other != atom)
            if self.implies(rest, atom):
                kept = list(rest)
        return tuple(kept)

    def slope(self, atom: Atom, name: str) -> tuple[int, Polynomial]:
        """The sign of a name's coefficient in an inequality, and that coefficient.

        Raises
        ------
        NotApplicable
            Where the inequality is not linear in the name, or the assumptions leave the sign open.
        """
        coefficient = atom.polynomial.coefficient(name)
        for sign in (1, -1):
            if self.atom(coefficient.scaled(sign), ">") is True:
                return sign, coefficient
        raise NotApplicable(
            f"the coefficient of {name} in {atom.polynomial.text(self.assumptions.names)} has no known sign",
            hint="assume a sign for it",
        )

    def root(self, atom: Atom, name: str) -> Ratio:
        """The value of a name at which an inequality changes."""
        sign, coefficient = self.slope(atom, name)
        top = atom.polynomial.without(name).scaled(-sign)
        if coefficient.is_constant:
            return Ratio(top.scaled(1 / abs(coefficient.constant)))
        return Ratio(top, coefficient.scaled(sign))

    def put(self, clause: Clause, name: str, offer: Ratio, start: Clause = ()) -> Clause | None:
        """A clause with a quotient in the place of a name; nothing where it cannot hold."""
        rows = ((replaced(atom.polynomial, name, offer), atom.op) for atom in clause)
        return self.clause(*rows, start=start)

    def eliminate(self, clause: Clause, name: str) -> Clause | None:
        """The clause that holds where the given one does for some value of a name (Fourier and Motzkin).

        Here the space is the one without the name.
        """
        free: list[tuple[Polynomial, str]] = []
        bounds: dict[int, list[tuple[Ratio, str]]] = {1: [], -1: []}
        for atom in clause:
            if atom.polynomial.degree(name):
                sign, _ = self.slope(atom, name)
                bounds[sign].append((self.root(atom, name), atom.op))
            else:
                free.append((atom.polynomial, atom.op))
        for low, first in bounds[1]:
            for high, second in bounds[-1]:
                free.append((difference(high, low), ">=" if first == second == ">=" else ">"))
        return self.clause(*free)


def smooth(payoffs: Sequence[Payoff], space: Space, start: Clause = ()) -> Iterator[tuple[Clause, tuple[Ratio, ...]]]:
    """The cases of payoffs with ``min``, ``max``, ``abs`` and denominators, each on its clause.

    Raises
    ------
    InvalidGame
        Where a denominator may vanish under the assumptions.
    """
    cases: list[tuple[Clause, tuple[Ratio, ...]]] = [(start, ())]
    for payoff in payoffs:
        options: list[tuple[tuple[tuple[Polynomial, str], ...], Ratio]] = []
        for piece in pieces(payoff):
            if piece.denominator.is_constant:
                options.append((piece.guard, Ratio(piece.numerator.scaled(1 / piece.denominator.constant))))
                continue
            zero = (*piece.guard, (piece.denominator, ">="), (-piece.denominator, ">="))
            if space.clause(*zero, start=start) is not None:
                names = space.assumptions.names
                raise InvalidGame(
                    f"the denominator {piece.denominator.text(names)} may be zero", hint="assume that it is not"
                )
            for sign in (1, -1):
                guard = (*piece.guard, (piece.denominator.scaled(sign), ">"))
                options.append((guard, Ratio(piece.numerator.scaled(sign), piece.denominator.scaled(sign))))
        if len(options) == 1 and not options[0][0]:
            cases = [(clause, (*known, options[0][1])) for clause, known in cases]
            continue
        cases = [
            (narrowed, (*known, ratio))
            for clause, known in cases
            for narrowed, ratio in _narrow(options, space, clause)
        ]
    yield from cases


def _narrow(
    options: Sequence[tuple[tuple[tuple[Polynomial, str], ...], Ratio]], space: Space, start: Clause
) -> Iterator[tuple[Clause, Ratio]]:
    """The options that remain on a clause; one alone where it holds throughout, its own boundary included.

    The cases of ``min``, ``max`` and ``abs`` agree where they meet, so that a boundary belongs to either.
    """
    for guard, ratio in options:
        atoms = [space.atom(polynomial, ">=") for polynomial, _ in guard]
        if all(atom is True or (isinstance(atom, Atom) and space.implies(start, atom)) for atom in atoms):
            yield start, ratio
            return
    for guard, ratio in options:
        narrowed = space.clause(*guard, start=start)
        if narrowed is not None:
            yield narrowed, ratio


def _rows_of(formula: Formula) -> list[Atom] | None:
    """The inequalities and equations of a linear conjunction; nothing where the formula is something else."""
    rows = [
        part for part in conjuncts(formula) if isinstance(part, Atom) and part.op != "!=" and part.polynomial.is_linear
    ]
    return rows if len(rows) == len(conjuncts(formula)) else None
