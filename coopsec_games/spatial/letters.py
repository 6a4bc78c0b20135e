"""The same with ideal points as letters: the ends of the gridlock interval as formulas, and where each holds.

The lower end is the largest, over the winning coalitions, of the smallest ideal point in them, and the upper end the
smallest of the largest: formulas of ``min`` and ``max``, from which all is left out that the assumptions decide.

>>> from coopsec_games.conditions import Assumptions
>>> from coopsec_games.cooperative.rules import All, NoObjection, Quota
>>> four = ("veto", "a", "b", "c")
>>> rule = All((Quota(four, 3), NoObjection(four, ("veto",))))
>>> under = Assumptions.read(["v", "a", "b", "c"], "a <= b <= c")
>>> interval = gridlock_in_letters(rule, {"veto": "v", "a": "a", "b": "b", "c": "c"}, under)
>>> print(interval)
[min(v, b), max(v, b)]
>>> [(str(end.value), end.where.text) for end in interval.low_cases]
[('v', 'b >= v'), ('b', 'v >= b')]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ..conditions import Assumptions, Condition, compare, conjunction, disjunction
from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from ..errors import TooLarge, Unverified, UsageError, did_you_mean
from ..formulas import exact, expression_text, number_text
from .line import gridlock_interval

if TYPE_CHECKING:
    from sympy import Expr

    Value: TypeAlias = Fraction | Expr
    Formula: TypeAlias = int | str | Fraction | Expr

__all__ = [
    "Case",
    "LetteredInterval",
    "formulas_of",
    "gridlock_in_letters",
]

MOST_TERMS = 100  # coalitions that the assumptions do not decide between


@dataclass(frozen=True)
class Case:
    """A value, and where it is the one."""

    value: Value
    where: Condition


@dataclass(frozen=True)
class LetteredInterval:
    """A gridlock interval whose ends are formulas.

    Parameters
    ----------
    low, high
        The ends.
    low_terms, high_terms
        The ideal points of the coalitions that matter: the lower end is the largest of the smallest of each, the upper
        end the smallest of the largest.
    low_cases, high_cases
        Whose ideal point is the end, and where; the cases cover all that is assumed, and agree where they overlap.
    assumptions
        The letters, and what is assumed of them.
    """

    low: Value
    high: Value
    low_terms: tuple[tuple[Value, ...], ...]
    high_terms: tuple[tuple[Value, ...], ...]
    low_cases: tuple[Case, ...]
    high_cases: tuple[Case, ...]
    assumptions: Assumptions

    def __str__(self) -> str:
        return f"[{_text(self.low, self.assumptions)}, {_text(self.high, self.assumptions)}]"


def gridlock_in_letters(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Formula], assumptions: Assumptions
) -> LetteredInterval:
    """The gridlock interval, or core, on a line, with numbers or formulas as ideal points.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.  No yes may be a hindrance.
    ideal_points
        Everyone's ideal point: an exact number, or a formula in the declared letters.
    assumptions
        The letters and what is assumed of them, such as an order of the members; or no more than their names.

    Raises
    ------
    UsageError
        A member has no point, or a point no member.
    FormulaError
        A point is no formula in the declared letters.
    TooLarge
        The assumptions leave more than 100 coalitions to choose between.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> under = Assumptions.read(["x", "y"], "x <= y")
    >>> print(gridlock_in_letters(simple_game("[2; 1*3]"), {"1": "x", "2": "y", "3": 0}, under))
    [max(x, min(0, y)), min(y, max(0, x))]

    References
    ----------
    K. Krehbiel 1998, Pivotal Politics, ch. 2.  G. Tsebelis 2002, Veto Players, ch. 1.
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    points = formulas_of(simple, ideal_points, assumptions)
    values = list(dict.fromkeys(points.values()))
    always = Condition.true(assumptions)
    order = {
        (a, b): bool(a == b or always.implies(compare(values[a], "<=", values[b], assumptions)))
        for a in range(len(values))
        for b in range(len(values))
    }
    rank = {value: place for place, value in enumerate(values)}
    coalitions = {frozenset(rank[points[member]] for member in found) for found in simple.minimal_winning()}
    from_right = _terms(coalitions, order)
    from_left = _terms(coalitions, {(b, a): held for (a, b), held in order.items()})
    low_terms, high_terms = (
        tuple(tuple(values[place] for place in term) for term in terms) for terms in (from_right, from_left)
    )
    interval = LetteredInterval(
        _end(low_terms, ">=", assumptions),
        _end(high_terms, "<=", assumptions),
        low_terms,
        high_terms,
        _cases(values, from_right, ">=", assumptions),
        _cases(values, from_left, "<=", assumptions),
        assumptions,
    )
    _verify(simple, points, interval)
    return interval


def formulas_of(game: SimpleGame, ideal_points: Mapping[Member, Formula], under: Assumptions) -> dict[Member, Value]:
    """Every member's coordinate, in the order of members.

    Raises
    ------
    UsageError
        A member has no point, or a point no member.
    """
    for member in ideal_points:
        if member not in game.members:
            raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), game.members))
    for member in game.members:
        if member not in ideal_points:
            raise UsageError(f"{member} has no ideal point")
    return {member: exact(ideal_points[member], under.names) for member in game.members}


def _terms(coalitions: Iterable[frozenset[int]], known: Mapping[tuple[int, int], bool]) -> list[tuple[int, ...]]:
    """The coalitions by those in them who may come first, without the coalitions that are never the best.

    ``known`` holds of two values where the first is never beyond the second.
    """

    def first(a: int, b: int) -> bool:
        """Whether the second need not be looked at beside the first."""
        return known[a, b] and (not known[b, a] or a < b)

    ahead = {tuple(sorted(b for b in found if not any(first(a, b) for a in found - {b}))) for found in coalitions}

    def never_better(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        return all(any(known[a, b] for a in one) for b in other)

    kept: list[tuple[int, ...]] = []
    for term in sorted(ahead):
        if any(never_better(term, other) for other in kept):
            continue
        kept = [other for other in kept if not never_better(other, term)] + [term]
    if len(kept) > MOST_TERMS:
        raise TooLarge(
            f"{len(kept):,} coalitions to choose between, more than {MOST_TERMS}", hint="assume an order of the members"
        )
    return kept


def _end(terms: Sequence[tuple[Value, ...]], op: str, under: Assumptions) -> Value:
    from sympy import Max, Min, Rational

    inner, outer = (Min, Max) if op == ">=" else (Max, Min)
    whole = (
        [Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value for value in term]
        for term in terms
    )
    return exact(outer(*(inner(*term) for term in whole)), under.names)


def _cases(values: Sequence[Value], terms: Sequence[tuple[int, ...]], op: str, under: Assumptions) -> tuple[Case, ...]:
    """Where each value is the end: a coalition reaches it, and none reaches farther."""
    back = {">=": "<=", "<=": ">="}[op]
    found = []
    for place in sorted({place for term in terms for place in term}):
        reached = {other: compare(values[other], op, values[place], under).formula for other in range(len(values))}
        stopped = {other: compare(values[other], back, values[place], under).formula for other in range(len(values))}
        some = disjunction(*(conjunction(*(reached[other] for other in term)) for term in terms if place in term))
        none = conjunction(*(disjunction(*(stopped[other] for other in term)) for term in terms))
        where = Condition(conjunction(some, none), under)
        if where.feasible() is not False:
            found.append(Case(values[place], where.simplify()))
    return tuple(found)


def _verify(game: SimpleGame, points: Mapping[Member, Value], interval: LetteredInterval) -> None:
    """The cases cover what is assumed, and at a point of each the members, placed there, have that end."""
    names = interval.assumptions.names
    for cases, side in ((interval.low_cases, "low"), (interval.high_cases, "high")):
        every = Condition(disjunction(*(case.where.formula for case in cases)), interval.assumptions)
        if Condition.true(interval.assumptions).implies(every) is False:
            raise Unverified("the cases of the gridlock interval do not cover what is assumed")
        for case in cases:
            at = case.where.witness()
            if at is None:
                continue
            there = {name: at.get(name, Fraction(0)) for name in names}
            placed = gridlock_interval(game, {member: _at(value, there) for member, value in points.items()})
            if getattr(placed, side) != _at(case.value, there):
                raise Unverified(f"the gridlock interval is not what its formula says where {case.where.text}")


def _at(value: Value, point: Mapping[str, Fraction]) -> Fraction:
    if isinstance(value, Fraction):
        return value
    from sympy import Rational

    from ..formulas import symbol

    given = {symbol(name): Rational(number.numerator, number.denominator) for name, number in point.items()}
    number = exact(value.xreplace(given))
    if not isinstance(number, Fraction):
        raise UsageError(f"{expression_text(value)} has no value at the point")
    return number


def _text(value: Value, under: Assumptions) -> str:
    return number_text(value) if isinstance(value, Fraction) else expression_text(value, under.names)
