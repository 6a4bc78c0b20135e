"""Consensus by attrition: two camps that wait for each other to give way.

While nothing is decided each camp bears a cost per unit of time.  When one gives way, it loses against the state of
affairs and the other gains.  Time is discounted at a rate ``r``; a camp to which giving way costs more than waiting for
ever is obstinate, and never gives way.

Examples
--------
>>> under = Assumptions.read(["c_A", "D_A", "c_B", "D_B"], "c_A > 0", "c_B > 0", "D_A > 0", "D_B > 0")
>>> c_A, D_A, c_B, D_B = (exact(name, under.names) for name in under.names)
>>> game = AttritionGame((Camp("A", c_A, 0, D_A), Camp("B", c_B, 0, D_B)), 0, under)
>>> [expression_text(rate, under.names) for rate in game.rates]
['c_B/D_B', 'c_A/D_A']

References
----------
Maynard Smith (1974), Journal of Theoretical Biology 47:209-221; Hendricks, Weiss and Wilson (1988), International
Economic Review 29:663-680.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import and_

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, NotApplicable
from ..formulas import exact, expression_text
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .shown import SpecialGame

__all__ = ["AttritionGame", "Camp"]

DELAY = "an open wait"
NEVER = "no decision ever"


@dataclass(frozen=True)
class Camp:
    """One side of the wait.

    Parameters
    ----------
    name
        What it is called.
    cost
        What it bears per unit of time while nothing is decided; negative where the state of affairs suits it.
    loss
        What it loses against the state of affairs by giving way.
    gain
        What it gains against the state of affairs when the other gives way.
    """

    name: str
    cost: Payoff
    loss: Payoff
    gain: Payoff

    def __post_init__(self) -> None:
        for part in ("cost", "loss", "gain"):
            object.__setattr__(self, part, exact(getattr(self, part)))

    def waiting(self, rate: Payoff, discount: Payoff) -> Payoff:
        """What waiting a moment longer is worth, per unit of time, to a camp that can give way at any time.

        The other gives way at ``rate``; giving way oneself is worth ``-loss``, and its delay ``discount * loss``.
        """
        return exact(-self.cost + rate * (self.gain + self.loss) + discount * self.loss)


@dataclass(frozen=True, repr=False)
class AttritionGame(SpecialGame):
    """Two camps that wait for each other in continuous time, solved for equilibria that do not depend on the date.

    Parameters
    ----------
    camps
        The two sides.
    discount
        The rate at which time is discounted, at least 0.
    assumptions
        The declared names, and what is assumed of them.

    Raises
    ------
    InvalidGame
        Unless there are two camps of different names, and a name that is not declared.
    NotApplicable
        Unless the assumptions say that each camp prefers the other to give way, and that the rate is not negative.
    """

    camps: tuple[Camp, Camp]
    discount: Payoff = Fraction(0)
    assumptions: Assumptions = field(default_factory=Assumptions)

    def __post_init__(self) -> None:
        object.__setattr__(self, "camps", tuple(self.camps))
        object.__setattr__(self, "discount", exact(self.discount))
        if len(self.camps) != 2 or self.camps[0].name == self.camps[1].name:
            raise InvalidGame("a wait has two camps of different names")
        for payoff in self._payoffs():
            check_names(payoff, self.assumptions.names, "a wait")
        for camp in self.camps:
            if self._compared(camp.gain + camp.loss, "<=", Fraction(0)).feasible() is not False:
                hint = "assume that gain and loss add up to more than 0"
                raise NotApplicable(f"{camp.name} may not prefer the other to give way", hint=hint)
        if self._compared(self.discount, "<", Fraction(0)).feasible() is not False:
            raise NotApplicable("the discount rate may be negative", hint="assume that it is not")

    @property
    def players(self) -> tuple[str, ...]:
        """The two camps."""
        return tuple(camp.name for camp in self.camps)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the wait depends, in declared order."""
        return parameters_in(self._payoffs(), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Who gives way at once; or a wait of unknown length; or a wait without end."""
        return (*(f"concession by {camp.name}" for camp in self.camps), DELAY, NEVER)

    @property
    def rates(self) -> tuple[Payoff, Payoff]:
        """The rates at which the two give way in an open wait: each makes the other indifferent.

        A camp is willing to wait or to give way where waiting a moment longer is worth nothing; that is linear in the
        rate of the other, and is solved for it.
        """
        solved = []
        for other in reversed(self.camps):
            still = other.waiting(Fraction(0), self.discount)
            slope = exact(other.waiting(Fraction(1), self.discount) - still)
            solved.append(exact(-still / slope))
        return solved[0], solved[1]

    @property
    def mean_delay(self) -> Payoff:
        """How long an open wait lasts on average, where a rate is not 0: one over the sum of the two rates."""
        return exact(1 / (self.rates[0] + self.rates[1]))

    def flexible(self, camp: Camp, op: str = ">=") -> Condition:
        """Where giving way is at least as good for a camp as waiting for ever: nobody gives way to it."""
        where = self._compared(camp.cost, op, self.discount * camp.loss)
        # without cost and discount the date does not matter, and waiting for ever is worth the state of affairs
        free = self._compared(camp.cost, "=", Fraction(0)) & self._compared(self.discount, "=", Fraction(0))
        if free.feasible() is False:
            return where
        return (where & ~free) | (free & self._compared(Fraction(0), op, camp.loss))

    def at(self, values: Values) -> AttritionGame:
        """The same wait with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        camps = [Camp(camp.name, *(put(part) for part in (camp.cost, camp.loss, camp.gain))) for camp in self.camps]
        return AttritionGame((camps[0], camps[1]), put(self.discount), under)

    def solution(self) -> Solution:
        """The equilibria in which what a camp does never depends on the date.

        A camp may give way at once where it is not obstinate, the other waiting for ever; where neither is, both may
        give way at rates that keep the other indifferent; where neither would ever give way to the other, nothing is
        decided.  A camp to which giving way is worth no more than waiting for ever waits.
        """
        first, second = self.camps
        told = [
            (
                f"concession by {camp.name}",
                {camp.name: "give way at once", other.name: "wait"},
                self.flexible(camp, ">"),
                self.flexible(camp),
            )
            for camp, other in ((first, second), (second, first))
        ]
        names = self.assumptions.names
        rates = [expression_text(rate, names) for rate in self.rates]
        both = reduce(and_, (self._compared(camp.cost, ">", self.discount * camp.loss) for camp in self.camps))
        open_wait = {camp.name: f"give way at rate {rate}" for camp, rate in zip(self.camps, rates, strict=True)}
        neither = self.flexible(first, "<=") & self.flexible(second, "<=")
        waiting = {first.name: "wait", second.name: "wait"}
        told += [(DELAY, open_wait, both, both), (NEVER, waiting, neither, neither)]
        found = [
            Equilibrium(profile, (), where.simplify(), outcome=outcome, possible_where=possible.simplify())
            for outcome, profile, where, possible in told
            if where.feasible() is not False
        ]
        notes = [
            "A side is obstinate where giving way costs it as much as waiting for ever, or more. An outcome is told "
            "once, whatever a side to which the other gives way at once would have done later."
        ]
        if any(equilibrium.outcome == DELAY for equilibrium in found):
            delay = expression_text(self.mean_delay, names)
            notes.append(
                f"In an open wait the rate of concession is {rates[0]} for {first.name} and {rates[1]} for "
                f"{second.name}: each keeps the other indifferent. The wait lasts {delay} on average."
            )
        return Solution(
            "stationary",
            "profiles",
            self.players,
            tuple(found),
            complete=False,
            verified=all(self._stands(equilibrium) for equilibrium in found),
            method="indifference of each camp, in strategies that do not depend on the date",
            notes=tuple(notes),
        )

    def _payoffs(self) -> tuple[Payoff, ...]:
        return (*(part for camp in self.camps for part in (camp.cost, camp.loss, camp.gain)), self.discount)

    def _compared(self, left: Payoff, op: str, right: Payoff) -> Condition:
        return compare(left, op, right, self.assumptions)

    def _stands(self, equilibrium: Equilibrium) -> bool:
        """Whether no camp gains by another rate of giving way, in numbers, at a point where the equilibrium is one."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        discount = value_at(self.discount, point)
        numbers = [tuple(value_at(part, point) for part in (camp.cost, camp.loss, camp.gain)) for camp in self.camps]
        rates = [value_at(rate, point) for rate in self.rates]
        for place, (camp, other) in enumerate((self.camps, self.camps[::-1])):
            cost, loss, gain = numbers[place]
            plays, theirs = equilibrium.profile[camp.name], equilibrium.profile[other.name]
            if theirs == "give way at once":
                holds = plays == "wait" and gain >= -loss
            else:
                rate = rates[1 - place] if equilibrium.outcome == DELAY else Fraction(0)
                ever = rate or discount or cost  # otherwise waiting for ever and giving way differ by the loss
                margin = rate * (gain + loss) + discount * loss - cost if ever else loss
                if plays == "wait":
                    holds = margin >= 0
                elif plays == "give way at once":
                    holds = margin <= 0
                else:
                    holds = margin == 0 and rates[place] >= 0
            if not holds:
                return False
        return True
