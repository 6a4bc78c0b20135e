"""Whether two maps are one map in other letters: the renaming of symbols and outcomes, found and proven.

What a renaming cannot change prunes the search: the sign of a symbol under the assumptions, which of two symbols is the
greater, and what raising a symbol does to each outcome.  A renaming that passes is then proven, assumption by
assumption and region by region.  Symbols on which no region depends are taken out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from types import MappingProxyType

from ...conditions import And, Assumptions, Atom, Condition, Formula, atom, atoms_of, conjunction, negation
from ...conditions.logic import replaced, true_at
from ...errors import NotApplicable
from ...polynomials import Polynomial
from .monotone import points_within
from .raising import statics

__all__ = ["RENAMINGS_TRIED", "UNDECIDED_AT_MOST", "Equivalence", "equivalence"]

RENAMINGS_TRIED = 2_000
UNDECIDED_AT_MOST = 2
"""So many renamings the solver may leave open before the search ends."""

Signs = tuple[bool | None, ...]


@dataclass(frozen=True)
class Equivalence:
    """Whether two maps are the same up to names.

    Parameters
    ----------
    same
        ``None`` where it could not be decided.
    up_to_ties
        Whether the maps agree only off the boundaries of their regions, where players are indifferent.
    symbols, outcomes
        The renaming from the first to the second, where there is one.
    because
        Why there is none, or why it could not be decided.
    """

    same: bool | None
    up_to_ties: bool = False
    symbols: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    because: str = ""

    def __post_init__(self) -> None:
        for name in ("symbols", "outcomes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


def equivalence(first: Mapping[str, Condition], second: Mapping[str, Condition]) -> Equivalence:
    """Whether a renaming of symbols and outcomes turns one map into the other.

    Parameters
    ----------
    first, second
        The regions of two maps, by outcome.

    Examples
    --------
    >>> here, there = Assumptions.read(["c", "z"], "z >= 0"), Assumptions.read(["gain", "price"], "gain >= 0")
    >>> found = equivalence(
    ...     {"act": Condition.read("c <= z", here), "wait": Condition.read("c > z", here)},
    ...     {"peace": Condition.read("price > gain", there), "war": Condition.read("price <= gain", there)})
    >>> found.same, dict(found.symbols), dict(found.outcomes)
    (True, {'c': 'price', 'z': 'gain'}, {'act': 'war', 'wait': 'peace'})
    """
    one, other = _Bare(first), _Bare(second)
    if not (one.sure and other.sure):
        one.forget_marks()
        other.forget_marks()
    for what, ours, theirs in (
        ("outcomes", len(one.regions), len(other.regions)),
        ("symbols that matter", len(one.names), len(other.names)),
    ):
        if ours != theirs:
            return Equivalence(False, because=f"one has {ours} {what}, the other {theirs}")
    if sorted(map(one.symbol_marks, one.names)) != sorted(map(other.symbol_marks, other.names)):
        return Equivalence(False, because="their symbols have other signs, or act on the outcomes in other ways")
    undecided, off_ties = 0, None
    for tried, (symbols, outcomes) in enumerate(_renamings(one, other)):
        if tried >= RENAMINGS_TRIED:
            return Equivalence(None, because=f"none of {RENAMINGS_TRIED} renamings fits, and not all were tried")
        proven = _proven(one, other, symbols, outcomes)
        if proven:
            return Equivalence(True, False, symbols, outcomes)
        undecided += proven is None
        if undecided > UNDECIDED_AT_MOST:
            break
        if off_ties is None and proven is False and _proven(one, other, symbols, outcomes, off_ties=True):
            off_ties = Equivalence(True, True, symbols, outcomes, "the regions differ on their boundaries alone")
    if off_ties is not None:
        return off_ties
    if undecided:
        return Equivalence(None, because="the solver could not decide whether a renaming fits")
    return Equivalence(False, because="no renaming of symbols and outcomes turns the one into the other")


class _Bare:
    """A map in the symbols that matter: those of its regions, and what the assumptions say of these alone."""

    def __init__(self, regions: Mapping[str, Condition]) -> None:
        if not regions:
            raise NotApplicable("there is no region to compare")
        whole = next(iter(regions.values())).assumptions
        inside = {name for where in regions.values() for name in where.names}
        self.assumptions = _projected(whole.about(inside), inside)
        self.names = tuple(name for name in self.assumptions.names)
        self.regions = {outcome: Condition(where.formula, self.assumptions) for outcome, where in regions.items()}
        self.effects = {
            (outcome, name): statics(where, name, pairs=False, bounded=True).sign
            for outcome, where in self.regions.items()
            for name in self.names
        }
        self.points = tuple(points_within(self.assumptions))
        self.signs: dict[str, Signs] = {name: self._signs(Polynomial.variable(name)) for name in self.names}

    @property
    def sure(self) -> bool:
        """Whether the solver could decide everything that prunes the search."""
        signs = (sign for own in self.signs.values() for sign in own)
        return "undecided" not in self.effects.values() and None not in signs

    def forget_marks(self) -> None:
        """Let nothing prune the search."""
        self.effects = dict.fromkeys(self.effects, "none")
        self.signs = dict.fromkeys(self.signs, ())

    def _signs(self, polynomial: Polynomial) -> Signs:
        always = Condition.true(self.assumptions)
        return tuple(always.implies(Condition(atom(polynomial, op), self.assumptions)) for op in (">", ">=", "<", "<="))

    def symbol_marks(self, name: str) -> tuple[str, ...]:
        """What no renaming changes of a symbol."""
        return (*map(str, self.signs[name]), *sorted(self.effects[outcome, name] for outcome in self.regions))

    def outcome_marks(self, outcome: str) -> tuple[str, ...]:
        """What no renaming changes of an outcome."""
        return tuple(sorted(self.effects[outcome, name] for name in self.names))

    def order(self, low: str, high: str) -> Signs:
        """Which of two symbols is the greater, where the assumptions say so."""
        return () if not self.signs[low] else self._signs(Polynomial.variable(high) - Polynomial.variable(low))


def _projected(assumptions: Assumptions, kept: set[str]) -> Assumptions:
    """What the assumptions say of some symbols alone; where another cannot be taken out, it stays."""
    found = Condition.true(assumptions)
    for name in assumptions.names:
        if name not in kept:
            try:
                found = found.eliminate(name)
            except NotApplicable:
                continue
            formula = conjunction(found.assumptions.formula, found.formula)
            found = Condition.true(Assumptions(found.assumptions.names, formula, found.assumptions.solve_for))
    return found.assumptions


def _renamings(one: _Bare, other: _Bare) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    for arranged in permutations(other.regions):
        outcomes = dict(zip(one.regions, arranged, strict=True))
        if all(one.outcome_marks(outcome) == other.outcome_marks(outcomes[outcome]) for outcome in outcomes):
            for symbols in _symbols(one, other, outcomes, {}):
                yield symbols, outcomes


def _symbols(one: _Bare, other: _Bare, outcomes: Mapping[str, str], known: dict[str, str]) -> Iterator[dict[str, str]]:
    if len(known) == len(one.names):
        yield dict(known)
        return
    name = one.names[len(known)]
    for candidate in other.names:
        if candidate in known.values() or one.signs[name] != other.signs[candidate]:
            continue
        if any(one.effects[outcome, name] != other.effects[outcomes[outcome], candidate] for outcome in outcomes):
            continue
        if any(one.order(before, name) != other.order(after, candidate) for before, after in known.items()):
            continue
        yield from _symbols(one, other, outcomes, {**known, name: candidate})


def _proven(
    one: _Bare, other: _Bare, symbols: Mapping[str, str], outcomes: Mapping[str, str], *, off_ties: bool = False
) -> bool | None:
    letters = {name: Polynomial.variable(new) for name, new in symbols.items()}
    ours, theirs = replaced(one.assumptions.formula, letters), other.assumptions.formula
    cases: list[tuple[Formula, Formula]] = [(ours, negation(theirs)), (theirs, negation(ours))]
    for outcome, where in one.regions.items():
        left, right = replaced(where.formula, letters), other.regions[outcomes[outcome]].formula
        cases += [(theirs, conjunction(left, negation(right))), (theirs, conjunction(right, negation(left)))]
    if any(_seen(conjunction(*case), other.points, off_ties) for case in cases):
        return False
    for under, apart in cases:
        found = _open(Condition(apart, Assumptions(other.names, under)), off_ties)
        if found is not False:
            return False if found else None
    return True


def _seen(formula: Formula, points: Sequence[Mapping[str, Fraction]], off_ties: bool) -> bool:
    """Whether a formula holds at one of the points, or with ``off_ties`` all about it; that needs no solver."""
    return not isinstance(formula, bool) and any(
        true_at(formula, point)
        and not (off_ties and any(not part.polynomial.evaluate(point) for part in atoms_of(formula)))
        for point in points
    )


def _open(condition: Condition, off_ties: bool) -> bool | None:
    """Whether a condition can hold, or with ``off_ties`` whether on more than a boundary within its assumptions."""
    if not off_ties:
        return condition.feasible()
    undecided = False
    for clause in condition.clauses():
        if any(part.op == "=" for part in clause):
            continue
        strict = conjunction(*(Atom(part.polynomial, ">") if part.op == ">=" else part for part in clause))
        found = Condition(strict, condition.assumptions).feasible() if isinstance(strict, (And, Atom)) else strict
        if found:
            return True
        undecided |= found is None
    return None if undecided else False
