"""Trust between two in the dark: whether those who seek security dare to cooperate.

Examples
--------
>>> under = Assumptions.read(["R", "T", "P", "S", "q"], "R > T", "T >= P", "P > S", "0 < q < 1", solve_for=["q"])
>>> stag = NormalFormGame.from_matrix(
...     ["A", "B"], [["disarm", "arm"]] * 2, [["R, R", "S, T"], ["T, S", "P, P"]], under)
>>> for found in AssuranceGame(stag, "disarm", "q", under).solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
those who seek security disarm: q >= (P - S)/(R + P - T - S)
all arm: always

References
----------
Jervis (1978), World Politics 30:167-214; Kydd (2005), Trust and Mistrust in International Relations, ch. 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import and_

from ..conditions import Assumptions, Condition
from ..errors import InvalidGame
from ..formulas import exact
from ..results import Solution
from .normal_form import Equilibrium, NormalFormGame
from .payoffs import Payoff, Values, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame
from .trust import best_reply_where
from .witnesses import agrees_at_witnesses

__all__ = ["AssuranceGame"]

Point = Mapping[str, Fraction]


@dataclass(frozen=True, repr=False)
class AssuranceGame(SpecialGame):
    """Two states that may meet one that seeks security, as they do, or one that arms whatever they do.

    Parameters
    ----------
    stage
        The payoffs among those who seek security; two players with the same two strategies.
    cooperate
        The strategy that trusts.
    belief
        The probability that the other seeks security: a formula.
    assumptions
        The declared names and what is assumed of them; that the belief is a probability must follow.
    outcomes
        What trust and its absence are called.

    Raises
    ------
    InvalidGame
        For another kind of stage game, or where the assumptions leave the belief open.
    """

    stage: NormalFormGame
    cooperate: str
    belief: int | str | Payoff
    assumptions: Assumptions
    outcomes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "belief", exact(self.belief, self.assumptions.names))
        object.__setattr__(self, "stage", replace(self.stage, assumptions=self.assumptions))
        _check_alike(self.stage, self.cooperate)
        named = self.outcomes or (f"those who seek security {self.cooperate}", f"all {self._other}")
        object.__setattr__(self, "outcomes", tuple(named))
        if len(set(self.outcomes)) != 2:
            raise InvalidGame("an assurance game has two different outcomes")
        for op, end in ((">=", 0), ("<=", 1)):
            require(self.assumptions, exact(self.belief), op, end, "it is not assumed that the belief is a probability")

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.stage.players

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the game depends, in declared order."""
        return parameters_in((self.belief,), self.assumptions, self.stage.parameters)

    def at(self, values: Values) -> AssuranceGame:
        """The same game with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions.
        """
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            stage=self.stage.at(values),
            belief=put(self.belief),
            assumptions=under,
        )

    def solution(self) -> Solution:
        """The equilibria in which both treat the other alike: those who seek security trust, or nobody does."""
        told = zip(self.outcomes, (exact(self.belief), Fraction(0)), (self.cooperate, self._other), strict=True)
        found, verified = [], True
        for outcome, odds, action in told:
            parts = (self._best(player, action, odds) for player in self.players)
            where = reduce(and_, parts).simplify()
            if where.feasible() is False:
                continue
            verified = verified and self._checked(action, odds, where)
            profile = {"who seeks security": action, "who does not": self._other}
            found.append(Equilibrium(profile, (), where, outcome, (), where))
        return Solution(
            "Bayesian Nash equilibrium",
            "profiles",
            self.players,
            tuple(found),
            (),
            False,
            verified,
            "best replies of those who seek security",
            (f"Those who do not seek security {self._other} whatever they expect: a premise.",),
        )

    @property
    def _other(self) -> str:
        return next(each for each in self.stage.strategies[0] if each != self.cooperate)

    def _best(self, player: str, action: str, odds: Payoff) -> Condition:
        """Where an action is a best reply to one that cooperates with the given odds."""
        name = next(each for each in ("trust", "trust_", "trust_in_other") if each not in self.assumptions.names)
        put = best_reply_where(self.stage, player, self.cooperate, name).substitute({name: odds})
        where = Condition(put.formula, self.assumptions)
        if action == self.cooperate:
            return where
        other = best_reply_where(self.stage, player, action, name).substitute({name: exact(1 - odds)})
        return Condition(other.formula, self.assumptions)

    def _checked(self, action: str, odds: Payoff, where: Condition) -> bool:
        """Whether at a point inside, and at one outside, expected payoffs in numbers say the same."""

        def holds(point: Point) -> bool:
            return all(self._gain(player, action, value_at(odds, point), point) >= 0 for player in self.players)

        return agrees_at_witnesses(where, holds)

    def _gain(self, player: str, action: str, odds: Fraction, point: Point) -> Fraction:
        place = self.players.index(player)
        total = Fraction(0)
        for theirs, share in ((self.cooperate, odds), (self._other, 1 - odds)):
            for mine in self.stage.strategies[place]:
                profile = (mine, theirs) if place == 0 else (theirs, mine)
                worth = share * value_at(self.stage.payoffs[profile][place], point)
                total += worth if mine == action else -worth
        return total


def _check_alike(stage: NormalFormGame, cooperate: str) -> None:
    if len(stage.players) != 2 or len(stage.strategies[0]) != 2 or stage.strategies[0] != stage.strategies[1]:
        raise InvalidGame("this asks for two players with the same two strategies")
    if cooperate not in stage.strategies[0]:
        raise InvalidGame(f"{cooperate!r} is not a strategy of the stage game")
