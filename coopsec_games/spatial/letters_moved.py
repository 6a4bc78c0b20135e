"""What follows from a gridlock interval in letters: where it narrows, what beats a status quo, what a setter gets.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> under = Assumptions.read(["v", "y"], "v > 0")
>>> interval = gridlock_in_letters(simple_game("[2; 1, 1]"), {"1": "v", "2": "2*v"}, under)
>>> beats_where(interval, "y", 0)
Condition('0 < y < 2*v')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare, conjunction, disjunction
from ..cooperative.ballots import Member, VotingRule
from ..cooperative.rules import without
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable
from ..formulas import exact
from .letters import Case, LetteredInterval, gridlock_in_letters

if TYPE_CHECKING:
    from .letters import Formula, Value

__all__ = ["absence_narrows", "beats_where", "proposal_cases", "within"]


def within(inner: LetteredInterval, outer: LetteredInterval) -> Condition:
    """Where no point of one gridlock interval lies outside another.

    Raises
    ------
    NotApplicable
        The two stand under different assumptions.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> under = Assumptions.read(["x"])
    >>> points = {"1": 0, "2": 1, "3": "x"}
    >>> majority, all_three = (gridlock_in_letters(simple_game(f"[{q}; 1*3]"), points, under) for q in (2, 3))
    >>> within(majority, all_three), within(all_three, majority)
    (Condition('always'), Condition('never'))
    """
    under = outer.assumptions
    if inner.assumptions != under:
        raise NotApplicable("the two intervals stand under different assumptions")
    low = _all_in_one(inner.low_terms, lambda value: ~_reaches(outer.low_terms, ">", value, under), under)
    high = _all_in_one(inner.high_terms, lambda value: ~_reaches(outer.high_terms, "<", value, under), under)
    empty = _all_in_one(inner.low_terms, lambda value: _reaches(inner.high_terms, "<", value, under), under)
    return (low & high | empty).simplify()


def _reaches(terms: Iterable[Iterable[Value]], op: str, bound: Value, under: Assumptions) -> Condition:
    """Where an end goes so far: a lower end by ``>`` or ``>=``, an upper one by ``<`` or ``<=``."""
    return _all_in_one(terms, lambda value: compare(value, op, bound, under), under)


def _all_in_one(terms: Iterable[Iterable[Value]], holds: Callable[[Value], Condition], under: Assumptions) -> Condition:
    """Where something holds of all the ideal points of one coalition."""
    return Condition(disjunction(*(conjunction(*(holds(value).formula for value in term)) for term in terms)), under)


def absence_narrows(
    game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Formula], member: Member, assumptions: Assumptions
) -> Condition:
    """Where the gridlock interval is no wider without a member than with it; what the rule asks for stays.

    With a quota the ends are order statistics, which move when somebody leaves: the absence of a vetoer at one end can
    widen the interval at the other.

    Parameters
    ----------
    game, ideal_points, assumptions
        As in :func:`gridlock_in_letters`.
    member
        Who stays away.

    Raises
    ------
    InvalidRule
        Nobody of this name is a member.

    Examples
    --------
    The Council of eleven without its leftmost vetoer, the four other permanent members ``v2 <= ... <= v5`` and the
    elected ones ``e1 <= ... <= e6``: the third elected one must not stand right of the last vetoer, so that at least
    eight of the eleven stand no farther right than that vetoer, ``x_(8) <= v_max``.

    >>> from coopsec_games.cooperative.rules import All, NoObjection, Quota
    >>> veto, elected = ("r", "v2", "v3", "v4", "v5"), ("e1", "e2", "e3", "e4", "e5", "e6")
    >>> council = All((Quota(veto + elected, 7), NoObjection(veto + elected, veto)))
    >>> order = ("r <= v2 <= v3 <= v4 <= v5", "r <= e1 <= e2 <= e3 <= e4 <= e5 <= e6", "e2 < e3")
    >>> under = Assumptions.read(veto + elected, *order)
    >>> absence_narrows(council, {name: name for name in veto + elected}, "r", under)
    Condition('v5 >= e3')
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    smaller = SimpleGame(without(simple.rule, (member,)), simple.not_yes)
    left = {name: value for name, value in ideal_points.items() if name != member}
    return within(
        gridlock_in_letters(smaller, left, assumptions), gridlock_in_letters(simple, ideal_points, assumptions)
    )


def beats_where(interval: LetteredInterval, proposal: Formula, status_quo: Formula) -> Condition:
    """Where a proposal beats a status quo: the win set, as a condition.

    Parameters
    ----------
    interval
        The gridlock interval of the rule.
    proposal, status_quo
        Exact numbers, or formulas in its letters.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> under = Assumptions.read(["v", "s", "y"], "v >= 0")
    >>> interval = gridlock_in_letters(simple_game("[2; 1, 1]"), {"1": 0, "2": "v"}, under)
    >>> beats_where(interval, "y", "s")
    Condition('(s + y < 0 and y > s) or (s > y and s + y > 2*v)')
    """
    under = interval.assumptions
    new, old = exact(proposal, under.names), exact(status_quo, under.names)
    middle = exact((new + old) / 2, under.names)
    right = compare(old, "<", new, under) & _reaches(interval.low_terms, ">", middle, under)
    left = compare(old, ">", new, under) & _reaches(interval.high_terms, "<", middle, under)
    return (right | left).simplify()


def proposal_cases(interval: LetteredInterval, status_quo: Formula, ideal: Formula) -> tuple[Case, ...]:
    """What a setter gets, take it or leave it, and where; the indifferent accept.

    Parameters
    ----------
    interval
        The gridlock interval of the rule.
    status_quo, ideal
        What stands if the proposal fails, and what the setter likes best: exact numbers or formulas in its letters.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> under = Assumptions.read(["v", "h"], "0 <= v <= h")
    >>> interval = gridlock_in_letters(simple_game("[2; 1, 1]"), {"1": "v", "2": "h"}, under)
    >>> for case in proposal_cases(interval, 0, "h"):
    ...     print(case.value, "where", case.where.text)
    h where 2*v >= h
    2*v where h > 2*v
    """
    under = interval.assumptions
    old, best = exact(status_quo, under.names), exact(ideal, under.names)
    here, right = compare(old, "=", best, under), compare(old, "<", best, under)
    found: list[tuple[Value, Condition]] = [(best, here)]
    rest = ~here
    middle = exact((best + old) / 2, under.names)
    for ahead, end, terms, op in (
        (right, interval.low, interval.low_terms, ">="),
        (~right & ~here, interval.high, interval.high_terms, "<="),
    ):
        movable = ahead & _reaches(terms, op, old, under)
        whole = movable & _reaches(terms, op, middle, under)
        found += [(best, whole), (exact(2 * end - old, under.names), movable & ~whole)]
        rest &= ~movable
    by_value: dict[Value, Condition] = {}
    for value, where in [*found, (old, rest)]:
        by_value[value] = by_value[value] | where if value in by_value else where
    return tuple(Case(value, where.simplify()) for value, where in by_value.items() if where.feasible() is not False)
