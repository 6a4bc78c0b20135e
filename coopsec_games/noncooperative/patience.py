"""The check of repeated games in numbers: values by Fractions, best replies by improving a way to play until none is.

It shares nothing with the derivation in letters but the automaton.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from .payoffs import Payoff, value_at

if TYPE_CHECKING:
    from ..conditions import Condition
    from .normal_form import NormalFormGame
    from .triggers import Automaton

__all__ = ["numeric_values", "optimal_from", "sustained"]

Point = Mapping[str, Fraction]

_FACTORS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(19, 20))


def sustained(
    stage: NormalFormGame,
    weight: Payoff,
    automaton: Automaton,
    places: Sequence[int],
    where: Condition,
    discount: str,
    *,
    perfect: bool,
) -> bool:
    """Whether an automaton is an equilibrium at points where a condition holds, and is none where it does not.

    The points are witnesses of the condition and of its negation, as they come and at several discount factors.

    Parameters
    ----------
    stage, weight, automaton
        The game of one period, what the next counts against it, and the strategies.
    places
        Which players are asked.
    where
        The condition to be checked.
    discount
        The name of the discount factor.
    perfect
        Whether deviations in every state count, or those at the start.
    """
    for claim, expected in ((where, True), (~where, False)):
        if claim.feasible() is False:
            continue
        points = [claim.witness()]
        if points[0] is None:
            return False
        for number in _FACTORS:
            at = claim & _equal(discount, number, claim)
            if at.feasible():
                points.append(at.witness())
        for point in points:
            if point is None:
                continue
            if all(_holds(stage, weight, automaton, place, point, perfect) for place in places) is not expected:
                return False
    return True


def _equal(name: str, number: Fraction, claim: Condition) -> Condition:
    from ..conditions import Condition, atom
    from ..polynomials import Polynomial

    return Condition(atom(Polynomial.variable(name) - Polynomial.of(number), "="), claim.assumptions)


def _holds(
    stage: NormalFormGame, weight: Payoff, automaton: Automaton, place: int, point: Point, perfect: bool
) -> bool:
    plays = {state: profile[place] for state, profile in automaton.plays.items()}
    worth = numeric_values(stage, weight, automaton, place, plays, point)
    best = optimal_from(stage, weight, automaton, place, plays, point)
    return best == worth if perfect else best[automaton.start] == worth[automaton.start]


def numeric_values(
    stage: NormalFormGame, weight: Payoff, automaton: Automaton, place: int, plays: Mapping[str, str], point: Point
) -> dict[str, Fraction]:
    """What each state is worth to a player that plays an action in each, the others following the automaton."""
    states = list(automaton.plays)
    count = value_at(weight, point)
    matrix = []
    for state in states:
        once, odds = _period(stage, automaton, place, state, plays[state], point)
        row = [
            (Fraction(1) if other == state else Fraction(0)) - count * odds.get(other, Fraction(0)) for other in states
        ]
        matrix.append([*row, once])
    for pivot in range(len(states)):
        swap = next(row for row in range(pivot, len(states)) if matrix[row][pivot])
        matrix[pivot], matrix[swap] = matrix[swap], matrix[pivot]
        matrix[pivot] = [value / matrix[pivot][pivot] for value in matrix[pivot]]
        for at in range(len(states)):
            if at != pivot and (factor := matrix[at][pivot]):
                matrix[at] = [own - factor * other for own, other in zip(matrix[at], matrix[pivot], strict=True)]
    return {state: row[-1] for state, row in zip(states, matrix, strict=True)}


def optimal_from(
    stage: NormalFormGame, weight: Payoff, automaton: Automaton, place: int, plays: Mapping[str, str], point: Point
) -> dict[str, Fraction]:
    """The most that a player can get from each state, the others following the automaton.

    References
    ----------
    Howard (1960), Dynamic Programming and Markov Processes (policy iteration).
    """
    count = value_at(weight, point)
    now = dict(plays)
    while True:
        worth = numeric_values(stage, weight, automaton, place, now, point)
        better = {}
        for state in automaton.plays:
            for action in stage.strategies[place]:
                once, odds = _period(stage, automaton, place, state, action, point)
                total = once + count * sum((share * worth[after] for after, share in odds.items()), Fraction(0))
                if total > worth[state]:
                    better[state] = action
        if not better:
            return worth
        now.update(better)


def _period(
    stage: NormalFormGame, automaton: Automaton, place: int, state: str, action: str, point: Point
) -> tuple[Fraction, dict[str, Fraction]]:
    profile = automaton.plays[state]
    played = (*profile[:place], action, *profile[place + 1 :])
    odds = {after: value_at(share, point) for after, share in automaton.moves[state][played].items()}
    return value_at(stage.payoffs[played][place], point), odds
