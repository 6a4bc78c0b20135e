"""Shares that drift towards what pays: the replicator dynamics of an assurance game.

The share ``x`` that cooperates moves by ``x' = x*(1 - x)*(x*(R - T) + (1 - x)*(S - P))``.  Where cooperating is a best
reply to cooperation, and not cooperating to its absence, all end up on the side of the threshold on which they started.

Examples
--------
>>> names = ["R", "T", "P", "S", "x_0"]
>>> under = Assumptions.read(names, "R > T", "P > S", "0 < x_0 < 1", solve_for=["x_0"])
>>> stag = NormalFormGame.from_matrix(
...     ["A", "B"], [["trust", "distrust"]] * 2, [["R, R", "S, T"], ["T, S", "P, P"]], under)
>>> for found in Replicator(stag, "trust", "x_0", under).solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
all trust in the end: x_0 > (P - S)/(R + P - T - S)
all distrust in the end: x_0 < (P - S)/(R + P - T - S)
the share stays: x_0 = (P - S)/(R + P - T - S)

References
----------
Taylor and Jonker (1978), Mathematical Biosciences 40:145-156; Weibull (1995), Evolutionary Game Theory, ch. 3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame
from ..formulas import exact, expression_text
from ..results import Solution
from .normal_form import Equilibrium, NormalFormGame
from .payoffs import Payoff, Values, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame
from .trust import trust_threshold

__all__ = ["Replicator"]


@dataclass(frozen=True, repr=False)
class Replicator(SpecialGame):
    """A population that plays an assurance game, and the share that cooperates at first.

    Parameters
    ----------
    stage
        A game of two players, symmetric, with the same two strategies.
    cooperate
        The strategy whose share is told.
    start
        Its share at first: a formula.
    assumptions
        The declared names and what is assumed of them; that the start lies between 0 and 1, ends excluded, and that
        each strategy is the only best reply to itself, must follow.
    outcomes
        What it is called when all cooperate in the end, when nobody does, and when the share stays.

    Raises
    ------
    InvalidGame
        For another kind of stage game, or where the assumptions leave open what is needed.
    """

    stage: NormalFormGame
    cooperate: str
    start: int | str | Payoff
    assumptions: Assumptions
    outcomes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", exact(self.start, self.assumptions.names))
        object.__setattr__(self, "stage", replace(self.stage, assumptions=self.assumptions))
        own = self.stage.strategies
        if len(self.stage.players) != 2 or len(own[0]) != 2 or own[0] != own[1] or self.cooperate not in own[0]:
            raise InvalidGame("this asks for two players with the same two strategies, and for one of these")
        for mine, theirs in self.stage.profiles():
            if self.stage.payoffs[mine, theirs][0] != self.stage.payoffs[theirs, mine][1]:
                raise InvalidGame("this asks for a symmetric game")
        usual = (f"all {self.cooperate} in the end", f"all {self._other} in the end", "the share stays")
        object.__setattr__(self, "outcomes", tuple(self.outcomes) or usual)
        if len(set(self.outcomes)) != 3:
            raise InvalidGame("the dynamics have three different outcomes")
        for op, end in ((">", 0), ("<", 1)):
            require(self.assumptions, exact(self.start), op, end, "it is not assumed that the start is a share")
        for each, other in ((self.cooperate, self._other), (self._other, self.cooperate)):
            message = f"it is not assumed that {each!r} is the only best reply to itself"
            require(self.assumptions, self._own(each, each), ">", self._own(other, each), message)

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays: a population."""
        return ("states",)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the dynamics depend, in declared order."""
        return parameters_in((self.start,), self.assumptions, self.stage.parameters)

    def at(self, values: Values) -> Replicator:
        """The same dynamics with numbers or formulas in the place of some or all parameters.

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
            start=put(self.start),
            assumptions=under,
        )

    def solution(self) -> Solution:
        """Where the share that cooperates goes, from each start."""
        lead = self._lead(exact(self.start))
        found, verified = [], True
        for outcome, op in zip(self.outcomes, (">", "<", "="), strict=True):
            where = compare(lead, op, 0, self.assumptions).simplify()
            if where.feasible() is False:
                continue
            verified = verified and self._checked(op, where)
            found.append(Equilibrium({"states": outcome}, (), where, outcome, (), where))
        threshold = expression_text(trust_threshold(self.stage, self.stage.players[0], self.cooperate, self._odds))
        return Solution(
            "long-run behaviour of the replicator dynamics",
            "profiles",
            self.players,
            tuple(found),
            (),
            True,
            verified,
            "the sign of what cooperating gains, which rises with the share",
            (f"The watershed is the share {threshold}.",),
        )

    @property
    def _other(self) -> str:
        return next(each for each in self.stage.strategies[0] if each != self.cooperate)

    @property
    def _odds(self) -> str:
        return next(name for name in ("share", "share_", "share_of_all") if name not in self.assumptions.names)

    def _own(self, mine: str, theirs: str) -> Payoff:
        return self.stage.payoffs[mine, theirs][0]

    def _lead(self, share: Payoff) -> Payoff:
        """What cooperating gains over not cooperating where a share cooperates."""
        both = self._own(self.cooperate, self.cooperate) - self._own(self._other, self.cooperate)
        none = self._own(self.cooperate, self._other) - self._own(self._other, self._other)
        return exact(share * both + (1 - share) * none)

    def _checked(self, op: str, where: Condition) -> bool:
        """Whether at a witness the gain has its sign from the start to the end of the way."""
        point = where.witness()
        if point is None:
            return False
        start = value_at(exact(self.start), point)
        steps = [start + (1 - start) * n / 8 for n in range(8)] if op == ">" else [start * n / 8 for n in range(1, 9)]
        gains = [value_at(self._lead(share), point) for share in (steps if op != "=" else [start])]
        return all(gain > 0 if op == ">" else gain < 0 if op == "<" else gain == 0 for gain in gains)
