"""Reassurance: a first round for a share of the stakes, small enough to risk and large enough to tell.

Examples
--------
>>> names = ["a", "t", "R", "T", "P", "S"]
>>> under = Assumptions.read(names, "S < P < R < T", "0 < a < 1", "0 < t < 1", solve_for=["a"])
>>> trusty = tuple(tuple(exact(value) for value in row) for row in ((4, 1), (3, 2)))
>>> other = tuple(tuple(exact(text, names) for text in row) for row in (("R", "S"), ("T", "P")))
>>> show, _ = Reassurance(trusty, other, "t", "a", under).solution().equilibria
>>> bool(show.where.implies(Condition.read("a*(T - R + P - S) >= 0", under)))
True

References
----------
Kydd (2005), Trust and Mistrust in International Relations, ch. 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..formulas import exact
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame
from .witnesses import agrees_at_witnesses

__all__ = ["Matrix", "Reassurance"]

Matrix: TypeAlias = "tuple[tuple[Payoff, Payoff], tuple[Payoff, Payoff]]"


@dataclass(frozen=True, repr=False)
class Reassurance(SpecialGame):
    """A first round for a share of the stakes, in which those who can be trusted may show it, and then the rest.

    Each of two players can be trusted with probability ``prior`` and knows its own type.  Payoffs are the player's own:
    a row for cooperating and one for not, by what the other does.  The equilibrium asked for: who can be trusted
    cooperates in the first round, who cannot does not, and in the second round both cooperate exactly where both did.

    Parameters
    ----------
    trustworthy, untrustworthy
        The payoffs of each type for the whole of the stakes.
    prior
        The probability of the first type.
    stake
        The share of the stakes in the first round.
    assumptions
        The declared names and what is assumed of them.

    Raises
    ------
    InvalidGame
        Where it does not follow that prior and stake lie between 0 and 1.
    """

    trustworthy: Matrix
    untrustworthy: Matrix
    prior: int | str | Payoff
    stake: int | str | Payoff
    assumptions: Assumptions

    def __post_init__(self) -> None:
        for name in ("prior", "stake"):
            value = exact(getattr(self, name), self.assumptions.names)
            object.__setattr__(self, name, value)
            for op, end in ((">=", 0), ("<=", 1)):
                require(self.assumptions, value, op, end, f"it is not assumed that the {name} lies between 0 and 1")

    @property
    def players(self) -> tuple[str, ...]:
        """The types, whose incentives are asked."""
        return ("trustworthy", "untrustworthy")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Whether the first round tells the types apart."""
        return ("the first step tells", "the first step does not tell")

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the game depends, in declared order."""
        payoffs = (value for matrix in (self.trustworthy, self.untrustworthy) for row in matrix for value in row)
        return parameters_in((*payoffs, self.prior, self.stake), self.assumptions)

    def at(self, values: Values) -> Reassurance:
        """The same game with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions.
        """
        put, under = setting(values, self.assumptions)

        def changed(matrix: Matrix) -> Matrix:
            (a, b), (c, d) = matrix
            return ((put(a), put(b)), (put(c), put(d)))

        return Reassurance(
            changed(self.trustworthy),
            changed(self.untrustworthy),
            put(self.prior),
            put(self.stake),
            under,
        )

    def solution(self) -> Solution:
        """Where no plan for both rounds is better for a type than the one that shows it."""
        where = Condition.true(self.assumptions)
        for kind in self.players:
            own = self._worth(kind, _prescribed(kind))
            for plan in _PLANS:
                where = where & compare(own, ">=", self._worth(kind, plan), self.assumptions)
            # what is played in the second round where both cooperated, and where not, must be best there as well
            matrix = self._matrix(kind)
            if kind == "trustworthy":
                where = where & compare(matrix[0][0], ">=", matrix[1][0], self.assumptions)
            where = where & compare(matrix[1][1], ">=", matrix[0][1], self.assumptions)
        where = where.simplify()
        apart = (~where).simplify()
        shown = {"trustworthy": "cooperates first, then with those who did", "untrustworthy": "never cooperates"}
        found = []
        for outcome, region, profile in (
            (self.outcomes[0], where, shown),
            (self.outcomes[1], apart, dict.fromkeys(self.players, "not told")),
        ):
            if region.feasible() is not False:
                found.append(Equilibrium(profile, (), region, outcome, (), region))
        return Solution(
            "perfect Bayesian equilibrium that separates",
            "profiles",
            self.players,
            tuple(found),
            (),
            False,
            self._checked(where),
            "every plan for both rounds",
            ("Where the first step does not tell the types apart, what is played is not told.",),
        )

    def _matrix(self, kind: str) -> Matrix:
        return self.trustworthy if kind == "trustworthy" else self.untrustworthy

    def _worth(self, kind: str, plan: _Plan) -> Payoff:
        """What a plan is worth against others who show their type."""
        prior, stake, matrix = exact(self.prior), exact(self.stake), self._matrix(kind)
        total: Payoff = Fraction(0)
        for other, odds in (("trustworthy", prior), ("untrustworthy", 1 - prior)):
            theirs = _prescribed(other)
            first = matrix[plan[0]][theirs[0]]
            then = matrix[plan[1 + theirs[0]]][theirs[1 + plan[0]]]
            total = total + odds * (stake * first + (1 - stake) * then)
        return exact(total)

    def _checked(self, where: Condition) -> bool:
        """Whether at a point inside, and at one outside, the best plan in numbers says the same."""

        def holds(point: Mapping[str, Fraction]) -> bool:
            there = self.at({name: point[name] for name in self.parameters})
            told = True
            for kind in self.players:
                worths = {plan: value_at(there._worth(kind, plan), {}) for plan in _PLANS}
                rows = [[value_at(value, {}) for value in row] for row in there._matrix(kind)]
                told = told and worths[_prescribed(kind)] == max(worths.values()) and rows[1][1] >= rows[0][1]
                told = told and (kind == "untrustworthy" or rows[0][0] >= rows[1][0])
            return told

        return agrees_at_witnesses(where, holds)


# a plan: the action in the first round (0 cooperates), then the one after a cooperating and after another first action
_Plan = tuple[int, int, int]
_PLANS: tuple[_Plan, ...] = tuple((a, b, c) for a, b, c in product((0, 1), repeat=3))


def _prescribed(kind: str) -> _Plan:
    return (0, 0, 1) if kind == "trustworthy" else (1, 1, 1)
