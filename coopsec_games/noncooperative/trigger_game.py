"""A repeated game as a map of outcomes: which way of going on is an equilibrium for which parameters.

Each way of going on is an automaton that the players follow together: they cooperate under a threat, or nobody
cooperates.  Where several are equilibria all of them are told; that the first is then played is a premise, which has
to be asked for.

Examples
--------
>>> from coopsec_games.noncooperative.triggers import grim
>>> under = Assumptions.read(["T", "R", "P", "S", "delta"], "S < P < R < T", "0 <= delta < 1", solve_for=["delta"])
>>> stage = NormalFormGame.from_matrix(
...     ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]], under)
>>> control = WayOn("arms control", grim(stage, ("refrain",) * 2, ("arm",) * 2), "refrain until somebody arms")
>>> race = WayOn("arms race", always(stage, ("arm", "arm")), "arm")
>>> game = TriggerGame(stage, (control, race), under)
>>> for found in game.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
arms control: delta >= (T - R)/(T - P)
arms race: always

References
----------
Friedman (1971), Review of Economic Studies 38:1-12.
Mailath and Samuelson (2006), Repeated Games and Reputations, ch. 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame
from ..formulas import exact, symbol
from ..results import Solution
from .normal_form import Equilibrium, NormalFormGame, Profile
from .payoffs import Payoff, Values, names_in, parameters_in, setting, value_at
from .premises import require
from .repeated import RepeatedGame, Sustained
from .shown import SpecialGame
from .triggers import Automaton
from .witnesses import agrees_at_witnesses

__all__ = ["TriggerGame", "WayOn", "always"]

CONCEPTS = {
    "perfect": "subgame-perfect equilibrium of the repeated game",
    "nash": "Nash equilibrium of the repeated game",
}


@dataclass(frozen=True)
class WayOn:
    """A way in which the game may go on, and what it is called.

    Parameters
    ----------
    outcome
        Its name.
    automaton
        The strategies of all players.
    told
        What each player does, in words.
    concept
        ``perfect``: no deviation pays at any time, so that threats are credible; ``nash``: none pays at the start.

    Raises
    ------
    InvalidGame
        For another concept.
    """

    outcome: str
    automaton: Automaton
    told: str
    concept: str = "perfect"

    def __post_init__(self) -> None:
        if self.concept not in CONCEPTS:
            raise InvalidGame(f"{self.concept!r} is neither 'perfect' nor 'nash'")

    @property
    def odds(self) -> tuple[Payoff, ...]:
        """The odds of all moves."""
        moves = self.automaton.moves.values()
        return tuple(share for own in moves for lottery in own.values() for share in lottery.values())

    def changed(self, put: Callable[[Payoff], Payoff]) -> WayOn:
        """The same way with the odds of its moves changed; those whose odds become 0 leave."""
        moves = {}
        for state, own in self.automaton.moves.items():
            lotteries = {
                profile: {after: put(share) for after, share in lottery.items()} for profile, lottery in own.items()
            }
            moves[state] = {
                profile: {after: share for after, share in lottery.items() if share != 0}
                for profile, lottery in lotteries.items()
            }
        return replace(self, automaton=Automaton(self.automaton.start, self.automaton.plays, moves))


def always(stage: NormalFormGame, profile: Profile) -> Automaton:
    """The same profile in every period, whatever happens.

    Parameters
    ----------
    stage
        The stage game.
    profile
        What is played.
    """
    return Automaton.from_function(stage, "always", {"always": tuple(profile)}, lambda state, played: "always")


@dataclass(frozen=True, repr=False)
class TriggerGame(SpecialGame):
    """A game that is played again and again, and the ways in which it may go on.

    Parameters
    ----------
    stage
        The game of one period.
    ways
        The ways to go on; where one is taken, the first that is an equilibrium.
    assumptions
        The declared names and what is assumed of them; that discount factor, hazard and odds are probabilities, and
        the first two are below 1, must follow.
    discount
        What the next period counts against this one: a formula.
    hazard
        The probability that there is no next period.
    asked
        Whose incentives are asked; everyone's where nobody is named.
    selection
        Whether, of several equilibria, the first is taken to be played.
    notes
        Sentences that belong to the answer.

    Raises
    ------
    InvalidGame
        Where there is no way to go on, two have the same name, or the assumptions leave open what is needed.
    """

    stage: NormalFormGame
    ways: tuple[WayOn, ...]
    assumptions: Assumptions
    discount: int | str | Payoff = "delta"
    hazard: int | str | Payoff = 0
    asked: tuple[str, ...] = ()
    selection: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("ways", "asked", "notes"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name in ("discount", "hazard"):
            object.__setattr__(self, name, exact(getattr(self, name), self.assumptions.names))
        object.__setattr__(self, "stage", replace(self.stage, assumptions=self.assumptions))
        if not self.ways or len(set(self.outcomes)) < len(self.ways):
            raise InvalidGame("a repeated game needs ways to go on, each with a name of its own")
        for value, what in ((self.discount, "discount factor"), (self.hazard, "hazard")):
            fault = f"it is not assumed that the {what} is at least 0 and below 1"
            require(self.assumptions, exact(value), ">=", 0, fault)
            require(self.assumptions, exact(value), "<", 1, fault)
        for share in dict.fromkeys(share for way in self.ways for share in way.odds):
            if not isinstance(share, Fraction):
                require(self.assumptions, share, ">=", 0, "it is not assumed that the odds of a move are at least 0")

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.stage.players

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of the ways to go on."""
        return tuple(way.outcome for way in self.ways)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the game depends, in declared order."""
        odds = (share for way in self.ways for share in way.odds)
        return parameters_in((self.discount, self.hazard, *odds), self.assumptions, self.stage.parameters)

    def at(self, values: Values) -> TriggerGame:
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
            ways=tuple(way.changed(put) for way in self.ways),
            assumptions=under,
            discount=put(self.discount),
            hazard=put(self.hazard),
        )

    def sustained(self, way: WayOn) -> Sustained:
        """Where a way to go on is an equilibrium, deviation by deviation; the discount factor is a name of its own."""
        repeated = RepeatedGame(self.stage, self._factor, exact(self.hazard))
        return getattr(repeated, way.concept)(way.automaton, self.asked)  # type: ignore[no-any-return]

    def solution(self) -> Solution:
        """The ways to go on, each with the condition under which it is an equilibrium.

        Returns
        -------
        Solution
            Never complete: a repeated game has many other equilibria.
        """
        found: list[Equilibrium] = []
        taken = Condition.false(self.assumptions)
        verified = True
        for way in self.ways:
            possible, checked = self._possible(way)
            where = (possible & ~taken).simplify() if self.selection else possible
            taken = (taken | possible).simplify()
            verified = verified and checked
            if where.feasible() is not False:
                found.append(Equilibrium(self._profile(way), (), where, way.outcome, (), possible))
        return Solution(
            CONCEPTS["nash" if any(way.concept == "nash" for way in self.ways) else "perfect"],
            "profiles",
            self.players,
            tuple(found),
            (),
            False,
            verified,
            "one-shot deviations in every state" if self._perfect else "best replies at the start",
            (*self.notes, *self._remarks(taken)),
        )

    def _possible(self, way: WayOn) -> tuple[Condition, bool]:
        """Where a way to go on is an equilibrium, and whether that passed its check in numbers."""
        plays, moves = way.automaton.plays, way.automaton.moves
        answered = any(odds != moves[state][play] for state, play in plays.items() for odds in moves[state].values())
        if answered or way.concept == "nash":
            told = self.sustained(way)
            return self._settled(told.where), told.verified
        # nothing that anybody does has a consequence: a way of equilibria of one period
        where = Condition.true(self.assumptions)
        for kept, other in self._deviations(way):
            where = where & compare(kept, ">=", other, self.assumptions)
        return where.simplify(), self._checked(way, where)

    def _deviations(self, way: WayOn) -> Iterator[tuple[Payoff, Payoff]]:
        """What each player asked has in a period of each state, and would have by doing otherwise."""
        for profile in way.automaton.plays.values():
            for player in self.asked or self.players:
                place = self.players.index(player)
                for other in self.stage.strategies[place]:
                    changed = (*profile[:place], other, *profile[place + 1 :])
                    yield self.stage.payoffs[profile][place], self.stage.payoffs[changed][place]

    def _checked(self, way: WayOn, where: Condition) -> bool:
        """Whether at a point inside, and at one outside, the payoffs in numbers say the same."""
        deviations = tuple(self._deviations(way))
        return agrees_at_witnesses(
            where, lambda point: all(value_at(kept, point) >= value_at(other, point) for kept, other in deviations)
        )

    @property
    def _perfect(self) -> bool:
        return all(way.concept == "perfect" for way in self.ways)

    @property
    def _factor(self) -> str:
        """The name of the discount factor: its own, or a new one in the place of a number or a formula."""
        own = names_in(exact(self.discount))
        if len(own) == 1 and self.discount == symbol(*own):
            return next(iter(own))
        return next(name for name in ("delta", "delta_", "delta_of_play") if name not in self.assumptions.names)

    def _settled(self, where: Condition) -> Condition:
        """A condition under the assumptions of the game, in its own names alone."""
        if self._factor in self.assumptions.names:
            return Condition(where.formula, self.assumptions).simplify()
        put = where.substitute({self._factor: exact(self.discount)})
        return Condition(put.formula, self.assumptions).simplify()

    def _profile(self, way: WayOn) -> MappingProxyType[str, str]:
        return MappingProxyType(dict.fromkeys(self.asked or ("everyone",), way.told))

    def _remarks(self, taken: Condition) -> Sequence[str]:
        """What a reader must know of the selection, and of where nothing of this is an equilibrium."""
        told = []
        if self.selection and len(self.ways) > 1:
            told.append(
                f"Where several are equilibria, {self.outcomes[0]!r} is taken to be played: a premise, not a result."
            )
        elif len(self.ways) > 1:
            told.append("Where several are equilibria, which of them is played is not told.")
        if not self._perfect:
            told.append("The threat need not be credible: no deviation pays at the start, but one may pay later on.")
        if (~taken).feasible() is not False:
            told.append("Where none of these ways is an equilibrium, others may be.")
        return told
