"""Formulas without a solution, proven by a tree that ``verify`` re-checks, and maps of conditions certified by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from .. import verify
from ..conditions import Atom, Certificate, Condition, partition_check
from ..conditions import Formula as ConditionFormula
from ..errors import NotApplicable, TooLarge, Unverified
from ..verify import Leaf, Monomial, Refutation, Split
from .systems import Row, by_name, degree, system, value_at

__all__ = ["MAX_SYSTEMS", "certify", "refute", "satisfying_point"]

MAX_SYSTEMS = 10_000  # linear systems solved for one formula, or one map


def refute(formula: ConditionFormula) -> Refutation | None:
    """Prove that a formula has no solution, as a tree that ``verify.refutation`` re-checks.

    Monomials of higher degree count as unknowns of their own: for a linear formula ``None`` means that it has a
    solution, for another one that no proof was found in this way.

    Parameters
    ----------
    formula
        A formula of ``conditions`` in negation normal form.

    Raises
    ------
    TooLarge
        When more than ``MAX_SYSTEMS`` linear systems would have to be solved.

    Examples
    --------
    >>> chain = Condition.read("x > y and y > 2 and x < 1", ("x", "y"))
    >>> proof = refute(chain.formula)
    >>> proof.multipliers
    (Fraction(1, 1), Fraction(1, 1), Fraction(1, 1))
    """
    found = _decide(_plain(formula))
    return None if isinstance(found, dict) else found


def satisfying_point(formula: ConditionFormula) -> Mapping[str, Fraction] | None:
    """Find a point at which a linear formula holds, or ``None`` where it has no solution.

    Raises
    ------
    NotApplicable
        When the formula is not linear.
    TooLarge
        When more than ``MAX_SYSTEMS`` linear systems would have to be solved.

    Examples
    --------
    >>> dict(satisfying_point(Condition.read("x = 2 or x < x", ("x",)).formula))
    {'x': Fraction(2, 1)}
    """
    plain = _plain(formula)
    if not _is_linear(plain):
        raise NotApplicable("only a linear formula is solved here")
    found = _decide(plain)
    return by_name(found, [], _names(plain)) if isinstance(found, dict) else None


def certify(cells: Sequence[Condition]) -> Certificate:
    """Check that conditions are pairwise disjoint and together cover their assumptions.

    Each part is proven by a refutation that ``verify`` re-checks with Fractions alone, or refuted by a point at which
    ``verify`` evaluates the formula.  Where some polynomial is not linear and no such proof is found, z3 decides,
    and the certificate says so.

    Parameters
    ----------
    cells
        Conditions under the same assumptions.

    Examples
    --------
    >>> low, high = (Condition.read(text, ("x",)) for text in ("x <= 1", "x > 1"))
    >>> certify([low, high])
    Certificate(disjoint=True, covering=True, checked_by='verify')
    """
    if not cells:
        raise NotApplicable("there is nothing to certify: no cells")
    given = [_plain(cell.assumptions.formula) for cell in cells]
    formulas = [_plain(cell.formula) for cell in cells]
    try:
        budget = [MAX_SYSTEMS]
        covering = _never(("and", (given[0], *(_negated(formula) for formula in formulas))), budget)
        disjoint: bool | None = True
        for i, j in combinations(range(len(cells)), 2):
            apart = _never(("and", (given[i], given[j], formulas[i], formulas[j])), budget)
            if not apart:
                disjoint = apart
                break
    except TooLarge:
        return partition_check(cells)
    if covering is None or disjoint is None:
        return partition_check(cells)
    return Certificate(disjoint, covering, "verify")


def _never(formula: verify.Formula, budget: list[int]) -> bool | None:
    """Whether a formula has no solution: proven either way by ``verify``, or not settled here."""
    found = _decide(formula, budget)
    if not isinstance(found, dict):
        return True
    if not _is_linear(formula):
        return None
    if not verify.satisfies(formula, by_name(found, [], _names(formula))):
        raise Unverified("a point of a formula failed its exact check")
    return False


def _decide(formula: verify.Formula, budget: list[int] | None = None) -> Refutation | dict[Monomial, Fraction]:
    """A refutation that has been re-checked, or values of the monomials under which the formula holds."""
    found = _search({}, [], [formula], [MAX_SYSTEMS] if budget is None else budget)
    if isinstance(found, dict):
        return found
    proof, _ = found
    if not verify.refutation(formula, proof):
        raise Unverified("a refutation failed its exact check")
    return proof


_Proof: TypeAlias = tuple[Refutation, frozenset[verify.Formula]]  # and what of the branch it uses


def _search(
    above: Mapping[verify.Formula, Row],
    splits: Sequence[verify.Formula],
    new: Sequence[verify.Formula],
    budget: list[int],
) -> _Proof | dict[Monomial, Fraction]:
    """Refute rows, splits that wait and new formulas, or find values under which all of them hold."""
    rows, waiting = dict(above), list(splits)
    for fact in _asserted(new):
        if fact is False:
            return Leaf(), frozenset((fact,))
        if isinstance(fact, bool):
            continue
        if fact[0] == "or" or fact[2] == "!=":
            waiting.append(fact)
        elif (clash := _clash(fact, rows)) is not None:
            return clash
        else:
            rows[fact] = (dict(fact[1]), fact[2])
    waiting = [split for split in waiting if not any(case in rows for case in _cases(split))]
    budget[0] -= 1
    if budget[0] < 0:
        raise TooLarge(f"a formula needs more than {MAX_SYSTEMS} linear systems")
    found = system(list(rows.values()))
    if isinstance(found, tuple):
        used = [(fact, m) for fact, m in zip(rows, found, strict=True) if m]
        leaf = Leaf(tuple((fact[1], fact[2]) for fact, _ in used), tuple(m for _, m in used))  # type: ignore[index]
        return leaf, frozenset(fact for fact, _ in used)
    unsettled = [split for split in waiting if not _true_at(split, found)]
    if not unsettled:
        return found
    live = {split: sum(not _dead(case, rows) for case in _cases(split)) for split in unsettled}
    chosen = min(unsettled, key=live.__getitem__)
    rest = [split for split in waiting if split != chosen]
    branches: list[Refutation] = []
    needed: frozenset[verify.Formula] = frozenset((chosen,))
    for case in _cases(chosen):
        branch = _search(rows, rest, [case], budget)
        if isinstance(branch, dict):
            return branch
        proof, facts = branch
        given = frozenset(fact for fact in _asserted([case]) if fact not in rows and fact not in rest)
        if not facts & given:
            return branch  # the contradiction was there before the split
        branches.append(proof)
        needed |= facts - given
    return Split(chosen, tuple(branches)), needed


def _asserted(formulas: Sequence[verify.Formula]) -> Iterator[verify.Formula]:
    for formula in formulas:
        if not isinstance(formula, bool) and formula[0] == "and":
            yield from _asserted(formula[1])
        else:
            yield formula


def _cases(split: verify.Formula) -> Sequence[verify.Formula]:
    if isinstance(split, bool):
        return ()
    if split[0] == "or":
        return split[1]  # type: ignore[no-any-return]
    return ("atom", split[1], ">"), ("atom", _minus(split[1]), ">")


def _clash(fact: verify.Formula, rows: Mapping[verify.Formula, Row]) -> _Proof | None:
    """The proof that a row contradicts one that stands already, where their polynomials are the same up to sign."""
    _, terms, op = fact  # type: ignore[misc]
    for other, same in ((_minus(terms), False), (terms, True)):
        for relation in (">", ">=", "="):
            known = ("atom", other, relation)
            if known not in rows or ">" not in (op, relation) or (same and "=" not in (op, relation)):
                continue
            signs = (1, 1) if not same else (-1, 1) if op == "=" else (1, -1)
            leaf = Leaf(((terms, op), (other, relation)), (Fraction(signs[0]), Fraction(signs[1])))
            return leaf, frozenset((fact, known))
    return None


def _dead(case: verify.Formula, rows: Mapping[verify.Formula, Row]) -> bool:
    return any(
        fact is False
        or (not isinstance(fact, bool) and fact[0] == "atom" and fact[2] != "!=" and _clash(fact, rows) is not None)
        for fact in _asserted([case])
    )


def _minus(terms: Sequence[tuple[Monomial, Fraction]]) -> tuple[tuple[Monomial, Fraction], ...]:
    return tuple((monomial, -c) for monomial, c in terms)


def _plain(formula: ConditionFormula) -> verify.Formula:
    """A formula of ``conditions`` as the plain data that ``verify`` reads."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Atom):
        return ("atom", tuple(formula.polynomial.terms), formula.op)
    return (type(formula).__name__.lower(), tuple(_plain(part) for part in formula.parts))


def _negated(formula: verify.Formula) -> verify.Formula:
    if isinstance(formula, bool):
        return not formula
    if formula[0] != "atom":
        return ("or" if formula[0] == "and" else "and", tuple(_negated(part) for part in formula[1]))
    _, terms, op = formula
    if op in {"=", "!="}:
        return ("atom", terms, "!=" if op == "=" else "=")
    return ("atom", _minus(terms), ">=" if op == ">" else ">")


def _atoms(formula: verify.Formula) -> Iterable[tuple[tuple[Monomial, Fraction], ...]]:
    if not isinstance(formula, bool):
        if formula[0] == "atom":
            yield formula[1]
        else:
            for part in formula[1]:
                yield from _atoms(part)


def _is_linear(formula: verify.Formula) -> bool:
    return all(degree(monomial) <= 1 for terms in _atoms(formula) for monomial, _ in terms)


def _names(formula: verify.Formula) -> list[str]:
    return sorted({name for terms in _atoms(formula) for monomial, _ in terms for name, _ in monomial})


def _true_at(formula: verify.Formula, values: Mapping[Monomial, Fraction]) -> bool:
    if isinstance(formula, bool):
        return formula
    if formula[0] == "atom":
        return verify.holds({(): value_at(dict(formula[1]), values)}, formula[2], {})
    return (all if formula[0] == "and" else any)(_true_at(part, values) for part in formula[1])
