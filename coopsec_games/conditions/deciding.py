"""Whether a formula can hold: the one place that asks z3.

A short conjunction of linear inequalities goes to the exact simplex of :mod:`coopsec_games.halfspaces`, all else to z3.
It decides over the real numbers, exactly.  Its work is limited by a count of steps and not by a clock, so that the same
question has the same answer everywhere; beyond the limit the answer is ``None``, unknown.  A single step on polynomials
of high degree can itself take hours: only there a clock stops what the count cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..errors import TooLarge
from ..halfspaces import Conjunctions
from ..polynomials import Polynomial
from .logic import And, Atom, Formula, Or, atom, conjunction, conjuncts, linear_formula, names_of, negation, replaced

__all__ = ["Decider", "assuming", "disjuncts", "entails", "feasible", "point_in", "sign_of"]

STEPS = 1_000_000
SECONDS = 30
ROWS_AT_MOST = 40  # of a conjunction that is decided without z3
CLAUSES_AT_MOST = 5_000
BEGINNINGS_AT_MOST = 50_000


@lru_cache(maxsize=1)
def _shared_context() -> Any:
    import z3

    return z3.Context()


def _z3_polynomial(polynomial: Polynomial, context: Any) -> Any:
    import z3

    terms = []
    for monomial, coefficient in polynomial.terms:
        factors = [_z3_power(z3.Real(name, context), exponent) for name, exponent in monomial]
        if coefficient != 1 or not factors:
            factors.insert(0, z3.RatVal(coefficient.numerator, coefficient.denominator, context))
        terms.append(z3.Product(factors) if len(factors) > 1 else factors[0])
    return z3.Sum(terms) if len(terms) > 1 else terms[0]


def _z3_power(base: Any, exponent: int) -> Any:
    """A power by squares of squares, so that z3 reads a short term where the exponent is large."""
    import z3

    square, found = base, None
    while True:
        if exponent % 2:
            found = square if found is None else z3.Product([found, square])
        exponent //= 2
        if not exponent:
            return found
        square = z3.Product([square, square])


def _z3_atom(part: Atom, context: Any) -> Any:
    left = _z3_polynomial(part.polynomial, context)
    if part.op == ">":
        return left > 0
    if part.op == ">=":
        return left >= 0
    return left == 0 if part.op == "=" else left != 0


@lru_cache(maxsize=1 << 14)
def _shared_atom(part: Atom) -> Any:
    return _z3_atom(part, _shared_context())


def _z3_formula(formula: Formula, context: Any) -> Any:
    import z3

    if isinstance(formula, bool):
        return z3.BoolVal(formula, context)
    if isinstance(formula, Atom):
        return _shared_atom(formula) if context is _shared_context() else _z3_atom(formula, context)
    parts = [_z3_formula(part, context) for part in formula.parts]
    return z3.And(*parts) if isinstance(formula, And) else z3.Or(*parts)


def _linear_solver(context: Any) -> Any:
    import z3

    solver = z3.SimpleSolver(ctx=context)
    solver.set("rlimit", STEPS)
    return solver


def _nonlinear_solver(context: Any) -> Any:
    """nlsat alone: z3's usual mixture for nonlinear questions gives its parts a limit by the clock."""
    import z3

    solver = z3.Tactic("qfnra-nlsat", context).solver()
    solver.set("rlimit", STEPS)
    solver.set("timeout", 1000 * SECONDS)
    return solver


def _assert(solver: Any, formula: Any) -> None:
    """``solver.add`` without its checks of the argument, which take longer than many a question."""
    import z3

    z3.Z3_solver_assert(solver.ctx.ref(), solver.solver, formula.as_ast())


def _point(solver: Any, names: Iterable[str], context: Any) -> Mapping[str, Fraction]:
    """The point at which z3 found the formulas of a linear solver to hold; a name left out may be anything."""
    import z3

    model, told = solver.model(), {}
    for name in names:
        value = z3.Z3_model_get_const_interp(context.ref(), model.model, _shared_letter(name).ast)
        if value:
            told[name] = Fraction(z3.Z3_get_numeral_string(context.ref(), value))
    return told


@lru_cache(maxsize=1 << 10)
def _shared_letter(name: str) -> Any:
    import z3

    return z3.Real(name, _shared_context()).decl()


def _answer(solver: Any) -> bool | None:
    import z3

    found = solver.check()
    return None if found == z3.unknown else bool(found == z3.sat)


class Decider:
    """Feasibility of many formulas beside one that is fixed, such as the assumptions.

    Short conjunctions of linear inequalities are decided by the exact simplex of ``halfspaces``; other linear questions
    go to one solver that remembers the fixed part, and any other to a fresh one.

    Parameters
    ----------
    fixed
        What holds throughout.
    shared
        Whether unrelated questions are asked too: then each question that is not linear gets a context of its own, so
        that none depends on what was asked before.
    """

    def __init__(self, fixed: Formula = True, *, shared: bool = False) -> None:
        self.fixed = fixed
        self.shared = shared
        self.linear = linear_formula(fixed)
        self._held = frozenset(part for part in conjuncts(fixed) if isinstance(part, Atom))
        self._names = names_of(fixed)
        self._halfspaces: Conjunctions | None = None
        if isinstance(fixed, (bool, And, Atom)) and fixed is not False and _short(conjuncts(fixed)):
            self._halfspaces = Conjunctions(part for part in conjuncts(fixed) if isinstance(part, Atom))
        self._solver: Any = None
        self._context: Any = None

    def feasible(self, formula: Formula = True) -> bool | None:
        """Whether some point satisfies both the fixed part and the formula; ``None`` where z3 cannot tell."""
        if formula is False or self.fixed is False:
            return False
        parts = conjuncts(formula)
        if any(isinstance(part, Atom) and negation(part) in self._held for part in parts):
            return False
        if self._halfspaces is not None and _short(parts):
            return self._halfspaces.feasible(part for part in parts if isinstance(part, Atom))
        if self.linear and linear_formula(formula):
            return self._linear(parts)[0]
        return self._nonlinear(formula)

    def example(self, formula: Formula = True) -> tuple[bool | None, Mapping[str, Fraction] | None]:
        """Whether both can hold, and a point where they do, with 0 for names left out; linear questions only."""
        if formula is False or self.fixed is False:
            return False, None
        parts = conjuncts(formula)
        if self._halfspaces is not None and _short(parts):
            return self.example_of(tuple(part for part in parts if isinstance(part, Atom)))
        if self.linear and linear_formula(formula):
            return self._linear(parts, names_of(formula) | self._names)
        return self._nonlinear(formula), None

    def example_of(self, clause: tuple[Atom, ...]) -> tuple[bool | None, Mapping[str, Fraction] | None]:
        """The same of a clause of linear inequalities and equations."""
        if self._halfspaces is None or len(clause) > ROWS_AT_MOST:
            parts = conjuncts(conjunction(*clause))
            return (
                (False, None) if False in parts else self._linear(parts, names_of(conjunction(*clause)) | self._names)
            )
        point = self._halfspaces.example(clause)
        return point is not None, point

    def _linear(
        self, parts: tuple[Formula, ...], names: Iterable[str] = ()
    ) -> tuple[bool | None, Mapping[str, Fraction] | None]:
        context = _shared_context()
        if self._solver is None:
            self._solver = _linear_solver(context)
            self._solver.add(_z3_formula(self.fixed, context))
        self._solver.push()
        try:
            for part in parts:
                _assert(self._solver, _z3_formula(part, context))
            found = _answer(self._solver)
            return found, _point(self._solver, names, context) if found and names else None
        finally:
            self._solver.pop()

    def _nonlinear(self, formula: Formula) -> bool | None:
        if self.shared:
            return _alone(conjunction(self.fixed, formula))
        import z3

        if self._context is None:
            self._context = z3.Context()
        solver = _nonlinear_solver(self._context)
        solver.add(_z3_formula(self.fixed, self._context), _z3_formula(formula, self._context))
        return _answer(solver)

    def entails(self, formula: Formula) -> bool | None:
        """Whether the fixed part implies the formula; ``None`` where z3 cannot tell."""
        found = self.feasible(negation(formula))
        return None if found is None else not found


def _short(parts: tuple[Formula, ...]) -> bool:
    """Whether the parts are few linear inequalities or equations."""
    return len(parts) <= ROWS_AT_MOST and all(
        isinstance(part, Atom) and part.op != "!=" and part.polynomial.is_linear for part in parts
    )


@lru_cache(maxsize=32)
def assuming(fixed: Formula) -> Decider:
    """The decider that all questions under the same assumptions share."""
    return Decider(fixed, shared=True)


@lru_cache(maxsize=1 << 12)
def _alone(formula: Formula) -> bool | None:
    return Decider().feasible(formula)


def feasible(formula: Formula, assumptions: Formula = True) -> bool | None:
    """Whether the formula can hold under the assumptions; ``None`` where z3 cannot tell."""
    if formula is False or assumptions is False:
        return False
    return assuming(assumptions).feasible(formula)


def entails(formula: Formula, other: Formula, assumptions: Formula = True) -> bool | None:
    """Whether the formula implies the other under the assumptions; ``None`` where z3 cannot tell."""
    found = feasible(conjunction(formula, negation(other)), assumptions)
    return None if found is None else not found


def sign_of(polynomial: Polynomial, decider: Decider) -> int | None:
    """The sign that a polynomial has throughout what the decider fixes, 1, 0 or -1; ``None`` where it has several."""
    for sign, op in ((1, ">"), (-1, "<"), (0, "=")):
        if decider.entails(atom(polynomial, op)):
            return sign
    return None


def disjuncts(formula: Formula, decider: Decider) -> Iterator[tuple[Atom, ...]]:
    """The clauses of a disjunctive normal form, without those that cannot hold beside the decider's fixed part.

    Raises
    ------
    TooLarge
        If there are more than 5,000 clauses, or more than 50,000 beginnings of clauses to look at.
    """
    seen: set[frozenset[Atom]] = set()
    for count, clause in enumerate(_walk(formula, decider)):
        key = frozenset(clause)
        if key not in seen:
            seen.add(key)
            yield clause
        if count >= CLAUSES_AT_MOST:
            raise TooLarge(f"a condition has more than {CLAUSES_AT_MOST:,} clauses")


def _walk(formula: Formula, decider: Decider) -> Iterator[tuple[Atom, ...]]:
    waiting: list[tuple[tuple[Atom, ...], tuple[Formula, ...]]] = [((), conjuncts(formula))]
    looked = 0
    while waiting:
        chosen, pending = waiting.pop()
        together = conjunction(*chosen, *(part for part in pending if not isinstance(part, Or)))
        if together is False:
            continue
        looked += 1
        if looked > BEGINNINGS_AT_MOST:
            raise TooLarge(f"a condition has more than {BEGINNINGS_AT_MOST:,} beginnings of clauses")
        atoms = tuple(part for part in conjuncts(together) if isinstance(part, Atom))
        held = set(atoms)
        later = [part for part in pending if isinstance(part, Or)]
        later += [part for part in conjuncts(together) if isinstance(part, Or)]
        open_parts = [part for part in later if not held.intersection(p for p in part.parts if isinstance(p, Atom))]
        if decider.feasible(together) is False:
            continue
        if not open_parts:
            yield atoms
            continue
        waiting += [(atoms, (*conjuncts(choice), *open_parts[1:])) for choice in reversed(open_parts[0].parts)]


NICE = tuple(
    Fraction(value)
    for value in (
        1,
        2,
        3,
        "1/2",
        4,
        5,
        0,
        -1,
        -2,
        -3,
        "-1/2",
        "1/3",
        "2/3",
        "1/4",
        "3/4",
        6,
        8,
        10,
        "1/10",
        "1/100",
        100,
    )
)
ROUNDINGS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 50, 100, 1000, 10**6, 10**9)
TRIES = 600


def point_in(formula: Formula, names: tuple[str, ...]) -> Mapping[str, Fraction] | None:
    """A rational point at which the formula holds, with small values where it can; ``None`` where none was found.

    Small integers are tried first and then simple fractions, name by name; z3's own point is the last resort.
    """
    return _search(formula, names, {}, [TRIES])


def _search(
    formula: Formula, names: tuple[str, ...], found: dict[str, Fraction], tries: list[int]
) -> Mapping[str, Fraction] | None:
    if not names:
        return dict(found) if formula is True else None
    name, rest = names[0], names[1:]
    if formula is True:
        return _search(True, rest, {**found, name: NICE[0]}, tries)
    for value in _values(formula, name):
        tries[0] -= 1
        if tries[0] < 0:
            return None
        left = replaced(formula, {name: value})
        if left is True or (left is not False and feasible(left)):
            done = _search(left, rest, {**found, name: value}, tries)
            if done is not None:
                return done
    return None


def _values(formula: Formula, name: str) -> Iterator[Fraction]:
    yield from NICE
    value = _solver_value(formula, name)
    if value is not None:
        for below in ROUNDINGS:
            yield value.limit_denominator(below)
        yield value


def _solver_value(formula: Formula, name: str) -> Fraction | None:
    """What z3 chooses for a name, from a solver of its own, so that nothing asked before can change it."""
    import z3

    context = z3.Context()
    solver = _linear_solver(context) if linear_formula(formula) else _nonlinear_solver(context)
    solver.add(_z3_formula(formula, context))
    if _answer(solver) is not True:
        return None
    value = solver.model().eval(z3.Real(name, context), model_completion=True)
    if z3.is_algebraic_value(value):
        value = value.approx(20)
    return Fraction(value.numerator_as_long(), value.denominator_as_long()) if z3.is_rational_value(value) else None
