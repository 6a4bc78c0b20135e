"""Short and readable disjunctions: prime clauses, merged where their union is one clause.

Everything is relative to the assumptions.  A clause may shrink to any part of itself that still implies the whole
formula, so that cells which together fill a region lose the boundaries between them; two clauses are replaced by their
common envelope where that implies the formula (Bemporad, Fukuda and Torrisi 2001, "Convexity recognition of the union
of polyhedra", Theorem 3).  What z3 cannot tell is left as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ..errors import TooLarge
from ..polynomials import Polynomial
from .deciding import Decider, disjuncts, sign_of
from .escaping import Clause, Whole, escape, holds_at, middle, whole_point
from .logic import And, Atom, Formula, Or, atom, conjunction, conjuncts, disjunction, linear_formula, negation, opposite

__all__ = ["CLAUSES_SIMPLIFIED", "clauses_told", "is_left_long", "shortest"]

CLAUSES_SIMPLIFIED = 48
"""Beyond this many clauses only those that cannot hold, and repetitions, are removed."""
POWERS_SIMPLIFIED = 16
"""The same where a clause is not linear: a question about powers takes z3 a hundred times as long."""
POINTS_KEPT = 64
SPLITS = 60
"""How many parts of a linear clause are looked at for a point outside, before z3 is asked."""
SEARCH = 1_000
"""How many smaller clauses are tried, all clauses together, before the first ones found are kept."""
SEARCH_OF_POWERS = 100


def shortest(formula: Formula, assumptions: Formula, names: Sequence[str]) -> Formula:
    """An equivalent formula, under the assumptions, in disjunctive normal form.

    Parameters
    ----------
    formula, assumptions
        Any formulas; where the assumptions cannot hold, the answer is ``False``.
    names
        The parameters in their declared order: where there is a choice, literals in earlier and fewer names are kept.
    """
    under = Decider(assumptions)
    formula = _divided(formula, under)
    try:
        tidied = [_tidy(clause) for clause in disjuncts(formula, under)]
    except TooLarge:
        return formula
    clauses = list(dict.fromkeys(clause for clause in tidied if clause is not None))
    if not clauses:
        return False
    outside = _Outside(formula, clauses, under)
    if outside.is_empty():
        return True
    linear = linear_formula(formula)
    if len(clauses) > (CLAUSES_SIMPLIFIED if linear else POWERS_SIMPLIFIED):
        return disjunction(*(conjunction(*clause) for clause in clauses))
    rank = _Rank(names)
    implied = _Implications(under)
    search = (SEARCH if linear else SEARCH_OF_POWERS) // len(clauses)
    clauses = _irredundant([_prime(clause, under, outside, rank, search) for clause in clauses], implied, rank)
    merged = _merged(clauses, implied, outside, rank, search)
    clauses = sorted(merged, key=lambda clause: (len(clause), [rank(part) for part in clause]))
    return disjunction(*(conjunction(*clause) for clause in clauses))


def is_left_long(formula: Formula) -> bool:
    """Whether a formula has more alternatives than are simplified."""
    return clauses_told(formula) > (CLAUSES_SIMPLIFIED if linear_formula(formula) else POWERS_SIMPLIFIED)


def clauses_told(formula: Formula) -> int:
    """How many alternatives a formula lists, itself if it is none.

    Examples
    --------
    >>> x = Polynomial.variable("x")
    >>> clauses_told(disjunction(atom(x, ">"), atom(x + 1, "<")))
    2
    """
    return len(formula.parts) if isinstance(formula, Or) else 1


def _divided(formula: Formula, under: Decider) -> Formula:
    """The formula with every atom divided by the parameters that are its factors and have one sign throughout."""
    if isinstance(formula, bool):
        return formula
    if not isinstance(formula, Atom):
        parts = (_divided(part, under) for part in formula.parts)
        return conjunction(*parts) if isinstance(formula, And) else disjunction(*parts)
    polynomial = formula.polynomial
    for name in polynomial.names:
        count = min(dict(monomial).get(name, 0) for monomial, _ in polynomial.terms)
        sign = sign_of(Polynomial.variable(name), under) if count else None
        if sign:
            polynomial = polynomial.divided(name, count).scaled(sign**count)
    return atom(polynomial, formula.op)


class _Rank:
    """The order of literals: fewer terms and names first, then by the declared order of the names."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.place = {name: position for position, name in enumerate(names)}
        self.known: dict[Atom, tuple[object, ...]] = {}

    def __call__(self, part: Atom) -> tuple[object, ...]:
        if part not in self.known:
            self.known[part] = self._of(part)
        return self.known[part]

    def _of(self, part: Atom) -> tuple[object, ...]:
        polynomial = part.polynomial
        inside = sorted((self.place.get(name, len(self.place)), name) for name in polynomial.names)
        size = sum(abs(coefficient) for _, coefficient in polynomial.terms)
        degree = max(sum(exponent for _, exponent in monomial) for monomial, _ in polynomial.terms)
        return degree, len(inside), len(polynomial.terms), size, inside, polynomial.text(self.names), part.op

    def sorted(self, parts: Iterable[Atom]) -> Clause:
        return tuple(sorted(dict.fromkeys(parts), key=self))


def _tidy(clause: Iterable[Atom]) -> Clause | None:
    """The clause with the signs of one polynomial put together: ``p >= 0`` and ``p <= 0`` are ``p = 0``, and so on."""
    allowed: dict[Polynomial, set[int]] = {}
    for part in clause:
        key, sign = (part.polynomial, 1) if part.polynomial.terms[0][1] > 0 else (-part.polynomial, -1)
        signs = {">": {sign}, ">=": {sign, 0}, "=": {0}, "!=": {1, -1}}[part.op]
        allowed[key] = allowed.get(key, {-1, 0, 1}) & signs
    if not all(allowed.values()):
        return None
    relation = {(1,): ">", (0, 1): ">=", (0,): "=", (-1, 1): "!=", (-1,): "<", (-1, 0): "<="}
    found = [atom(polynomial, relation[tuple(sorted(signs))]) for polynomial, signs in allowed.items()]
    return tuple(part for part in found if isinstance(part, Atom))


@dataclass(frozen=True)
class _Told:
    """A clause, which literals it implies or does not, and points of it."""

    clause: Clause
    known: dict[Atom, bool]
    points: list[Whole]


class _Outside:
    """What is not the formula.  Points found there are kept: a conjunction that holds at one of them is not covered."""

    def __init__(self, formula: Formula, clauses: Sequence[Clause], under: Decider) -> None:
        self.formula = formula
        self.under = under
        self.clauses = clauses
        self.linear = all(part.polynomial.is_linear for clause in clauses for part in clause)
        self.points: list[Whole] = []
        self.decider: Decider | None = None

    def is_empty(self) -> bool:
        """Whether the formula holds throughout."""
        tries = [SPLITS if self.linear else -1]
        point = escape(self.under, (), self.clauses, tries) if self.linear else None
        if point is not None:
            self._keep(point)
            return False
        return tries[0] >= 0 or self.under.feasible(negation(self.formula)) is False

    def covers(self, parts: Iterable[Atom], beyond: Iterable[Clause] = ()) -> bool:
        """Whether the conjunction implies the whole formula: nothing of it lies outside.

        Where there is something ``beyond`` what is known to imply it, the rest of the conjunction is all in there.
        """
        parts = tuple(parts)
        if self.linear and all(part.polynomial.is_linear for part in parts):
            for place, known in enumerate(self.points):
                if all(holds_at(part, known) for part in parts):
                    self.points.insert(0, self.points.pop(place))
                    return False
            tries = [SPLITS]
            found = [escape(self.under, clause, self.clauses, tries) for clause in tuple(beyond) or (parts,)]
            point = next((point for point in found if point), None)
            if point is not None:
                self._keep(point)
                return False
            if tries[0] >= 0:
                return True
        covered, example = self._decider().example(conjunction(*parts))
        if example is not None:
            self._keep(whole_point(example))
        return covered is False

    def parts(self, first: _Told, second: _Told) -> bool:
        """Whether a point outside lies between points of two clauses, so that no envelope of both is covered."""
        convex = self.linear and all(
            isinstance(part, Atom) and part.op != "!=" and part.polynomial.is_linear
            for part in conjuncts(self.under.fixed)
        )
        if not convex or not first.points or not second.points:
            return False
        between = middle(first.points[0], second.points[0])
        literals = {*first.clause, *second.clause}
        on_an_edge = any(holds_at(Atom(part.polynomial, "="), between) for part in literals)
        return not on_an_edge and not any(all(holds_at(part, between) for part in clause) for clause in self.clauses)

    def _decider(self) -> Decider:
        if self.decider is None:
            self.decider = Decider(conjunction(self.under.fixed, negation(self.formula)))
        return self.decider

    def _keep(self, point: Whole) -> None:
        self.points.insert(0, point)
        del self.points[POINTS_KEPT:]


class _Implications:
    """Which literals clauses imply under the assumptions; each is asked once, and points of a clause decide most."""

    def __init__(self, under: Decider) -> None:
        self.under = under
        self.told: dict[Clause, _Told] = {}

    def of(self, clause: Clause) -> _Told:
        """What is known of a clause."""
        known = self.told.get(clause)
        if known is None:
            known = self.told[clause] = _Told(clause, dict.fromkeys(clause, True), [])
        return known

    def holds(self, told: _Told, literal: Atom) -> bool:
        """Whether a clause implies a literal."""
        known = told.known.get(literal)
        if known is None:
            if literal.polynomial.is_linear and any(not holds_at(literal, point) for point in told.points):
                known = False
            else:
                found, point = self.under.example(conjunction(*told.clause, negation(literal)))
                told.points.extend([] if point is None else [whole_point(point)])
                known = found is False
            told.known[literal] = known
        return known

    def covered(self, clause: Clause, others: Sequence[Clause]) -> bool:
        """Whether wherever a clause holds one of the others does, too."""
        if all(part.polynomial.is_linear for other in (clause, *others) for part in other):
            points = self.of(clause).points
            if any(not any(all(holds_at(part, point) for part in other) for other in others) for point in points):
                return False
            tries = [SPLITS]
            outside = escape(self.under, clause, others, tries)
            if outside is not None:
                points.append(outside)
                return False
            if tries[0] >= 0:
                return True
        left = conjunction(*clause, *(negation(conjunction(*other)) for other in others))
        found, point = self.under.example(left)
        if point is not None:
            self.of(clause).points.append(whole_point(point))
        return found is False


@lru_cache(maxsize=1 << 12)
def _weaker(part: Atom) -> tuple[Atom, ...]:
    """Weaker forms of a literal, the weakest first."""
    if part.op == "=":
        return (Atom(part.polynomial, ">="), Atom(-part.polynomial, ">="))
    if part.op == ">":
        unequal = atom(part.polynomial, "!=")
        return (Atom(part.polynomial, ">="), *((unequal,) if isinstance(unequal, Atom) else ()))
    return ()


def _prime(clause: Clause, under: Decider, outside: _Outside, rank: _Rank, tries: int) -> Clause:
    """A shortest part of the clause that still implies the formula, with every literal as weak as it can be."""
    kept = list(rank.sorted(clause))
    for part in reversed(tuple(kept)):
        rest = _without(tuple(kept), part)
        if outside.covers(rest, [(*rest, opposite(part))]):
            kept = list(rest)
    if len(kept) < len(clause):
        kept = _fewer(rank.sorted(clause), kept, outside, tries)
    for position, part in enumerate(kept):
        for weak in _weaker(part):
            more = [*kept[:position], weak, *kept[position + 1 :]]
            beyond = (*more, opposite(part))
            if outside.covers(more, [beyond]) and under.feasible(conjunction(*beyond)) is not False:
                kept[position] = weak
                break
    return rank.sorted(kept)


def _fewer(clause: Clause, kept: list[Atom], outside: _Outside, tries: int) -> list[Atom]:
    """The first smallest part of a clause that implies the formula; each has the literals that cannot be spared."""
    spared = tuple(part for part in clause if outside.covers(rest := _without(clause, part), [(*rest, opposite(part))]))
    for size in range(len(kept) - len(clause) + len(spared)):
        for some in combinations(spared, size):
            tries -= 1
            if tries < 0:
                return kept
            chosen = tuple(part for part in clause if part in some or part not in spared)
            if outside.covers(chosen, ((*chosen, opposite(part)) for part in clause if part not in chosen)):
                return list(chosen)
    return kept


def _without(clause: Clause, part: Atom) -> Clause:
    return tuple(other for other in clause if other is not part)


def _irredundant(clauses: Sequence[Clause], implied: _Implications, rank: _Rank) -> list[Clause]:
    """The clauses without those that the others cover, the longest leaving first."""
    kept = list(dict.fromkeys(clauses))
    order = sorted(kept, key=lambda clause: (len(clause), [rank(part) for part in clause]), reverse=True)
    for clause in order:
        others = [other for other in kept if other is not clause]
        if others and implied.covered(clause, others):
            kept = others
    return kept


def _merged(clauses: list[Clause], implied: _Implications, outside: _Outside, rank: _Rank, search: int) -> list[Clause]:
    """The clauses with every pair replaced by its envelope where that lies inside the formula."""
    again = True
    apart: set[tuple[Clause, Clause]] = set()
    while again and len(clauses) > 1:
        again = False
        for first, second in combinations(clauses, 2):
            if (first, second) in apart:
                continue
            apart.add((first, second))
            if outside.parts(implied.of(first), implied.of(second)):
                continue
            envelope = _envelope(first, second, implied)
            if len(envelope) < len(first) + len(second) and outside.covers(envelope):
                whole = _prime(tuple(envelope), implied.under, outside, rank, search)
                rest = [clause for clause in clauses if clause not in (first, second)]
                clauses = _irredundant([*rest, whole], implied, rank)
                again = True
                break
    return clauses


def _envelope(first: Clause, second: Clause, implied: _Implications) -> list[Atom]:
    """What both clauses imply, among their literals and the weaker forms of these."""
    found = []
    for clause, other in ((first, second), (second, first)):
        told = implied.of(other)
        for part in clause:
            for candidate in (part, *_weaker(part)):
                if implied.holds(told, candidate):
                    found.append(candidate)
                    break
    return list(dict.fromkeys(found))
