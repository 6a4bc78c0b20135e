"""Arms races in the sense of Richardson: each arms in answer to the other, tires of it, and has its grievances.

The levels of armament ``x`` and ``y`` move by ``x' = k*y - alpha*x + g`` and ``y' = l*x - beta*y + h``.  Either they
settle at one point from wherever they start, or they grow beyond every bound from wherever they start; both are shown
by a vector of weights, and checked in numbers.

Examples
--------
>>> names = ("k", "l", "alpha", "beta", "g", "h")
>>> under = Assumptions.read(names, "k > 0", "l > 0", "alpha > 0", "beta > 0", "g >= 0", "h > 0")
>>> race = ArmsRace(("A", "B"), ("k", "l"), ("alpha", "beta"), ("g", "h"), under)
>>> for found in race.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
steady state: alpha*beta > k*l
runaway race: k*l >= alpha*beta
>>> [expression_text(level, names) for level in race.steady_state()]
['(k*h + beta*g)/(alpha*beta - k*l)', '(l*g + alpha*h)/(alpha*beta - k*l)']

References
----------
Richardson (1960), Arms and Insecurity, ch. 2-3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame
from ..formulas import exact, expression_text
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

__all__ = ["ArmsRace"]

STEADY, RUNAWAY = "steady state", "runaway race"

Pair: TypeAlias = "tuple[int | str | Payoff, int | str | Payoff]"


@dataclass(frozen=True, repr=False)
class ArmsRace(SpecialGame):
    """Two states that arm in answer to each other.

    Parameters
    ----------
    players
        Their names.
    reaction
        How strongly each answers the arms of the other (per unit of its arms and of time).
    fatigue
        How strongly the burden of its own arms holds each back (per unit of time).
    grievance
        What each arms for whatever the other has (arms per unit of time).
    assumptions
        The declared names and what is assumed of them.  It must follow that fatigue is positive, that reactions and
        grievances are not negative, and that somebody has a grievance.
    outcomes
        The names of the two outcomes.

    Raises
    ------
    InvalidGame
        Where there are not two players, or the assumptions leave open what is needed.
    """

    players: tuple[str, ...]
    reaction: Pair
    fatigue: Pair
    grievance: Pair
    assumptions: Assumptions
    outcomes: tuple[str, ...] = (STEADY, RUNAWAY)

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "outcomes", tuple(self.outcomes))
        if len(self.players) != 2 or len(set(self.outcomes)) != 2 or len(self.outcomes) != 2:
            raise InvalidGame("an arms race has two players and two different outcomes")
        for field in ("reaction", "fatigue", "grievance"):
            values = tuple(exact(value, self.assumptions.names) for value in getattr(self, field))
            object.__setattr__(self, field, values)
            op = ">" if field == "fatigue" else ">="
            wanted = "positive" if field == "fatigue" else "not negative"
            for player, value in zip(self.players, values, strict=True):
                require(self.assumptions, value, op, 0, f"it is not assumed that the {field} of {player} is {wanted}")
        g, h = self.grievance
        both = exact(exact(g) + exact(h))
        require(self.assumptions, both, ">", 0, "it is not assumed that somebody has a grievance")

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the race depends, in declared order."""
        return parameters_in(self._numbers, self.assumptions)

    @property
    def _numbers(self) -> tuple[Payoff, ...]:
        """``k, l, alpha, beta, g, h``."""
        return tuple(exact(value) for value in (*self.reaction, *self.fatigue, *self.grievance))

    def at(self, values: Values) -> ArmsRace:
        """The same race with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions.
        """
        put, under = setting(values, self.assumptions)
        k, l, alpha, beta, g, h = (put(value) for value in self._numbers)  # noqa: E741
        return replace(self, reaction=(k, l), fatigue=(alpha, beta), grievance=(g, h), assumptions=under)

    def steady_state(self) -> tuple[Payoff, Payoff]:
        """The levels at which nothing moves, by elimination; they are reached only where the race is stable."""
        from sympy import cancel, expand, fraction

        k, l, alpha, beta, g, h = self._numbers  # noqa: E741
        # from the first row x = (k*y + g)/alpha; put into the second
        y = cancel((h + l * g / alpha) / (beta - l * k / alpha))
        x = cancel((k * y + g) / alpha)
        found = []
        for level in (x, y):
            top, below = fraction(level)
            turned = expand(below + alpha * beta - k * l) == 0
            found.append(exact(-top / -below if turned else level))
        return found[0], found[1]

    def solution(self) -> Solution:
        """Where the levels settle, and where they grow beyond every bound."""
        k, l, alpha, beta, _, _ = self._numbers  # noqa: E741
        # the trace -(alpha + beta) is negative, so that both eigenvalues are exactly where the determinant is positive
        stable = compare(exact(alpha * beta - k * l), ">", 0, self.assumptions).simplify()
        found, verified = [], True
        for outcome, where in zip(self.outcomes, (stable, (~stable).simplify()), strict=True):
            if where.feasible() is False:
                continue
            witness = where.witness()
            verified = verified and witness is not None and self._holds(outcome == self.outcomes[0], witness)
            found.append(Equilibrium(self._profile(outcome), (), where, outcome, (), where))
        return Solution(
            "long-run behaviour of the arms race",
            "profiles",
            self.players,
            tuple(found),
            (),
            True,
            verified,
            "linear dynamics with positive feedback",
            self._notes(stable),
        )

    def _profile(self, outcome: str) -> Mapping[str, str]:
        if outcome != self.outcomes[0]:
            return MappingProxyType(dict.fromkeys(self.players, "arms without bound"))
        levels = (expression_text(level, self.assumptions.names) for level in self.steady_state())
        return MappingProxyType(
            {player: f"arms up to {level}" for player, level in zip(self.players, levels, strict=True)}
        )

    def _notes(self, stable: Condition) -> tuple[str, ...]:
        first, second = self.players
        told = []
        if stable.feasible() is not False:
            x, y = (expression_text(level, self.assumptions.names) for level in self.steady_state())
            told.append(f"In the steady state {first} has {x} and {second} has {y}, from wherever the race starts.")
        if (~stable).feasible() is not False:
            told.append("In the runaway race the levels grow beyond every bound, from wherever the race starts.")
        return tuple(told)

    def _holds(self, stable: bool, point: Mapping[str, Fraction]) -> bool:
        """Whether a vector of weights proves the outcome in numbers.

        Where ``v > 0`` and the linear part maps ``v`` below 0, every deviation from the rest point shrinks; where
        ``w > 0`` and ``w`` times the linear part is not negative, the weighted sum of arms grows at least linearly.
        """
        k, l, alpha, beta, g, h = (value_at(value, point) for value in self._numbers)  # noqa: E741
        if not stable:
            weights = (l, alpha)
            pull = (weights[1] * l - weights[0] * alpha, weights[0] * k - weights[1] * beta)
            return min(weights) > 0 and min(pull) >= 0 and weights[0] * g + weights[1] * h > 0
        vector = (k + beta, l + alpha)
        pull = (k * vector[1] - alpha * vector[0], l * vector[0] - beta * vector[1])
        x, y = (value_at(level, point) for level in self.steady_state())
        rests = k * y - alpha * x + g == 0 == l * x - beta * y + h
        return min(vector) > 0 and max(pull) < 0 and rests and min(x, y) >= 0
