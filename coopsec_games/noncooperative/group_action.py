"""The smallest group that gains by acting together, whatever all the others do.

Acting costs each ``c`` and gives ``b`` to everybody.  A few who bind themselves to act if all of them do may gain even
where nobody gains by acting alone.

Examples
--------
>>> under = Assumptions.read(["b", "c"], "b > 0", "c > 0", solve_for=["c"])
>>> for found in GroupAction(3, "b", "c", under).solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
1 is enough: c <= b
2 are enough: b < c <= 2*b
3 are enough: 2*b < c <= 3*b
no group is enough: c > 3*b

References
----------
Schelling (1978), Micromotives and Macrobehavior, ch. 7; Snidal (1985), International Organization 39:579-614.
Olson (1965), The Logic of Collective Action, ch. 1 (privileged groups).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge
from ..formulas import exact
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

__all__ = ["MOST_STATES", "GroupAction"]

MOST_STATES = 60

NOBODY = "no group is enough"


@dataclass(frozen=True, repr=False)
class GroupAction(SpecialGame):
    """States of which some may bind themselves to act together.

    Parameters
    ----------
    size
        How many states there are.
    benefit
        What one state's acting gives to each: a formula, greater than 0.
    cost
        What acting costs the one that acts: a formula, greater than 0.
    assumptions
        The declared names and what is assumed of them.

    Raises
    ------
    InvalidGame
        Without a state, for a name that is not declared, or where benefit or cost may not be positive.
    TooLarge
        Beyond sixty states.
    """

    size: int
    benefit: int | str | Payoff
    cost: int | str | Payoff
    assumptions: Assumptions

    def __post_init__(self) -> None:
        for part, word in (("benefit", "the benefit"), ("cost", "the cost")):
            object.__setattr__(self, part, exact(getattr(self, part), self.assumptions.names))
            check_names(exact(getattr(self, part)), self.assumptions.names, word)
            require(self.assumptions, exact(getattr(self, part)), ">", 0, f"{word} may not be positive")
        if self.size < 1:
            raise InvalidGame("a group is sought among at least one state")
        if self.size > MOST_STATES:
            raise TooLarge(f"{self.size} states are more than {MOST_STATES}")

    @property
    def players(self) -> tuple[str, ...]:
        """The group, which is all that decides."""
        return ("the group",)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the answer depends, in declared order."""
        return parameters_in((self.benefit, self.cost), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How many are enough, from one to all of them, or that no group is."""
        return (*("1 is enough" if k == 1 else f"{k} are enough" for k in range(1, self.size + 1)), NOBODY)

    def worth(self, acting: int) -> Payoff:
        """What each of so many gains when all of them act, against when none of them does."""
        return exact(acting * exact(self.benefit) - exact(self.cost))

    def at(self, values: Values) -> GroupAction:
        """The same states with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            benefit=put(self.benefit),
            cost=put(self.cost),
            assumptions=under,
        )

    def solution(self) -> Solution:
        """For each size of group where it is the smallest of which every member gains."""
        found, before = [], ~Condition.true(self.assumptions)
        for acting, outcome in enumerate(self.outcomes, start=1):
            gains = compare(self.worth(acting), ">=", Fraction(0), self.assumptions)
            where = (~before if outcome == NOBODY else gains & ~before).simplify()
            before = gains
            if where.feasible() is not False:
                told = "do not act" if outcome == NOBODY else "act if all of them do"
                found.append(Equilibrium({"the group": told}, (), where, outcome))
        return Solution(
            "smallest group that gains",
            "profiles",
            self.players,
            tuple(found),
            complete=True,
            verified=all(self._checked(equilibrium) for equilibrium in found),
            method="what each member gains when all of the group act, for every size of group",
            notes=(
                "The members of a group bind themselves to act if all of them do; whoever stays outside benefits "
                "without acting. The smallest group is the cost over the benefit, rounded up.",
            ),
        )

    def _checked(self, equilibrium: Equilibrium) -> bool:
        """Whether the smallest group in numbers is the one told."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        benefit, cost = (value_at(exact(part), point) for part in (self.benefit, self.cost))
        enough = (acting for acting in range(1, self.size + 1) if acting * benefit >= cost)
        return self.outcomes[next(enough, self.size + 1) - 1] == equilibrium.outcome
