"""How long a measure is kept up whose benefit fades while its cost stays: an optimal stopping time.

In period ``t``, from 0 on, the measure gives ``b*r**t`` and costs ``kappa``; once lifted it is not imposed again.

Examples
--------
>>> under = Assumptions.read(["b", "kappa", "r"], "b > 0", "kappa > 0", "0 < r < 1", solve_for=["kappa"])
>>> measure = FadingMeasure("b", "kappa", "r", 2, under)
>>> for found in measure.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
not imposed: kappa > b
lifted after 1 period: b*r < kappa <= b
still in force after 2 periods: kappa <= b*r
>>> measure.at({"b": 8, "kappa": 1, "r": "1/2"}).best
4

References
----------
Chow, Robbins and Siegmund (1971), Great Expectations: The Theory of Optimal Stopping, ch. 3 (the monotone case).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from ..conditions import Assumptions, compare
from ..errors import InvalidGame, NotApplicable, TooLarge
from ..formulas import exact, expression_text, symbol
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["MOST_PERIODS", "FadingMeasure"]

MOST_PERIODS = 12

_FARTHEST = 1_000


@dataclass(frozen=True, repr=False)
class FadingMeasure(SpecialGame):
    """A measure that is imposed or not, and lifted at a time of its authors' choosing.

    Parameters
    ----------
    benefit
        What it gives in the first period: a formula, greater than 0.
    cost
        What it costs in every period: a formula, greater than 0.
    decay
        What remains of the benefit from one period to the next: a formula, between 0 and 1.
    periods
        How many periods are told one by one.
    assumptions
        The declared names and what is assumed of them.
    player
        Who decides.

    Raises
    ------
    InvalidGame
        Without a period, for a name that is not declared, or where the assumptions leave too much open.
    TooLarge
        Beyond twelve periods.
    """

    benefit: int | str | Payoff
    cost: int | str | Payoff
    decay: int | str | Payoff
    periods: int
    assumptions: Assumptions
    player: str = "the authors"

    def __post_init__(self) -> None:
        for part in ("benefit", "cost", "decay"):
            object.__setattr__(self, part, exact(getattr(self, part), self.assumptions.names))
            check_names(exact(getattr(self, part)), self.assumptions.names, "a fading measure")
            require(self.assumptions, exact(getattr(self, part)), ">", 0, f"the {part} may not be positive")
        require(self.assumptions, exact(self.decay), "<", 1, "the benefit may not fade")
        if self.periods < 1:
            raise InvalidGame("a measure is followed through at least one period")
        if self.periods > MOST_PERIODS:
            raise TooLarge(f"{self.periods} periods are more than {MOST_PERIODS}", hint="take longer periods")

    @property
    def players(self) -> tuple[str, ...]:
        """Who decides."""
        return (self.player,)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the answer depends, in declared order."""
        return parameters_in((self.benefit, self.cost, self.decay), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """After how many periods the measure is lifted."""
        lifted = (f"lifted after {_periods(count)}" for count in range(1, self.periods))
        return ("not imposed", *lifted, f"still in force after {_periods(self.periods)}")

    @property
    def indifference(self) -> Expr:
        """The time at which benefit and cost are equal, as a closed form: the solution of ``b*r**t = kappa``.

        Examples
        --------
        >>> under = Assumptions.read(["b", "kappa", "r"], "b > 0", "kappa > 0", "0 < r < 1")
        >>> FadingMeasure("b", "kappa", "r", 1, under).indifference
        log(kappa/b)/log(r)
        """
        from sympy import Rational, log, solve

        exponent = symbol(next(name for name in ("t", "time", "t_") if name not in self.assumptions.names))
        ratio, decay = (
            Rational(part.numerator, part.denominator) if isinstance(part, Fraction) else part
            for part in (exact(exact(self.cost) / exact(self.benefit)), exact(self.decay))
        )
        # benefit and decay are positive, so that the equation may be taken in logarithms, where it is linear
        (found,) = solve(exponent * log(decay) - log(ratio), exponent)
        return found

    @property
    def best(self) -> int:
        """For how many periods the measure is kept up, where every letter has a number.

        Raises
        ------
        NotApplicable
            Where a letter is left.
        TooLarge
            Where it is more than 1,000 periods.
        """
        benefit, cost, decay = (exact(part) for part in (self.benefit, self.cost, self.decay))
        if not (isinstance(benefit, Fraction) and isinstance(cost, Fraction) and isinstance(decay, Fraction)):
            raise NotApplicable(
                "the number of periods needs a number for every letter", hint="put numbers in with 'at'"
            )
        for count in range(_FARTHEST):
            if benefit < cost:
                return count
            benefit *= decay
        raise TooLarge(f"the measure is kept up for more than {_FARTHEST} periods")

    def margin(self, period: int) -> Payoff:
        """What a period gives less what it costs."""
        return exact(exact(self.benefit) * exact(self.decay) ** period - exact(self.cost))

    def at(self, values: Values) -> FadingMeasure:
        """The same measure with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        benefit, cost, decay = (put(part) for part in (self.benefit, self.cost, self.decay))
        return replace(self, benefit=benefit, cost=cost, decay=decay, assumptions=under)

    def solution(self) -> Solution:
        """For each number of periods where it is best to lift the measure after so many.

        The margin falls from period to period, so that a period is worth its cost exactly where it covers the cost by
        itself: what comes after a period that does not is worth less still.
        """
        kept = [compare(self.margin(period), ">=", Fraction(0), self.assumptions) for period in range(self.periods)]
        found = []
        for count, outcome in enumerate(self.outcomes):
            where = kept[count - 1] if count == self.periods else ~kept[count]
            if 0 < count < self.periods:
                where = kept[count - 1] & where
            where = where.simplify()
            if where.feasible() is not False:
                played = "do not impose" if count == 0 else f"keep up for {_periods(count)}"
                found.append(Equilibrium({self.player: played}, (), where, outcome))
        closed = expression_text(self.indifference, self.assumptions.names)
        return Solution(
            "optimal stopping",
            "profiles",
            self.players,
            tuple(found),
            complete=True,
            verified=all(self._checked(equilibrium) for equilibrium in found),
            method="one period ahead, which is enough where the margin falls",
            notes=(
                f"Benefit and cost are equal at time {closed}; the measure is kept up in each whole period up to "
                "that time, the first being period 0. Where indifferent, it is kept up.",
            ),
        )

    def _checked(self, equilibrium: Equilibrium) -> bool:
        """Whether no other stopping time is worth more in numbers, and none as late worth the same."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        margins = [value_at(self.margin(period), point) for period in range(self.periods)]
        worth = list(accumulate(margins, initial=Fraction(0)))
        latest = max(count for count, value in enumerate(worth) if value == max(worth))
        return self.outcomes[latest] == equilibrium.outcome


def _periods(count: int) -> str:
    return "1 period" if count == 1 else f"{count} periods"
