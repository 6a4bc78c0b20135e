"""Repeated games: how patient the players must be for an automaton of theirs to be an equilibrium.

The value of each state comes out of one linear system a player, in letters; what a deviation would gain is compared
with it, and factors of known sign leave, so that a threshold of the discount factor appears in closed form.  With a
hazard of ending, or of breaking down for good, in each period, the future counts ``delta*(1 - h)``.

Examples
--------
>>> stage = NormalFormGame.from_matrix(
...     ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]],
...     Assumptions.read(["T", "R", "P", "S"], "S < P < R < T", "2*R > T + S"))
>>> from coopsec_games.formulas import expression_text
>>> game = RepeatedGame(stage)
>>> answer = game.perfect(grim(stage, ("refrain", "refrain"), ("arm", "arm")))
>>> print(answer.where)
delta >= (T - R)/(T - P)
>>> expression_text(answer.least(), stage.parameters)
'(T - R)/(T - P)'

References
----------
Friedman (1971), Review of Economic Studies 38:1-12 (grim).
Abreu (1988), Econometrica 56:383-396, Proposition 1 (one-shot deviations).
Mailath and Samuelson (2006), Repeated Games and Reputations, ch. 2 (automata) and 7 (public signals).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare, conjunction, threshold
from ..errors import InvalidGame, NotApplicable, TooLarge
from ..formulas import check_name, exact, symbol
from ..results import Shown, Table
from .in_letters import eliminated, not_negative
from .normal_form import NormalFormGame
from .patience import sustained
from .payoffs import Payoff, check_names
from .shown import repeated_tables, sustained_tables
from .triggers import Automaton, grim, pavlov, penance, retaliation, tit_for_tat

if TYPE_CHECKING:
    pass

__all__ = [
    "Automaton",
    "Incentive",
    "RepeatedGame",
    "Sustained",
    "grim",
    "pavlov",
    "penance",
    "retaliation",
    "tit_for_tat",
]

MOST_PLANS = 4_096


@dataclass(frozen=True, repr=False)
class Incentive(Shown):
    """One deviation, and the condition under which it does not pay.

    Parameters
    ----------
    player
        Who could deviate.
    state
        Where.
    deviation
        What it would do.
    where
        The condition under which it gains nothing.
    """

    player: str
    state: str
    deviation: str
    where: Condition


@dataclass(frozen=True, repr=False)
class Sustained(Shown):
    """Where an automaton is an equilibrium of a repeated game.

    Parameters
    ----------
    concept
        ``perfect`` (no deviation pays in any state) or ``nash`` (none pays at the start).
    where
        The condition on all parameters, the discount factor among them.
    incentives
        The deviations that could pay, each with its condition.
    discount
        The name of the discount factor.
    verified
        Whether points inside the condition and outside, at several discount factors, passed a check in numbers.
    """

    concept: str
    where: Condition
    incentives: tuple[Incentive, ...]
    discount: str
    verified: bool

    def _brief(self) -> str:
        return f"{self.concept!r}, {self.where.text}, {'verified' if self.verified else 'not verified'}"

    def to_tables(self) -> tuple[Table, ...]:
        """Where it is an equilibrium, and every deviation that could pay."""
        return sustained_tables(self)

    def least(self, name: str = "") -> Payoff:
        """The least value of a parameter at which the equilibrium holds; of the discount factor where none is named.

        Raises
        ------
        NotApplicable
            Where it never holds, or the parameter is not bounded from below in closed form.
        """
        return self._bound(name or self.discount, ">=")

    def largest(self, name: str) -> Payoff:
        """The largest value of a parameter, such as a hazard, at which the equilibrium holds.

        Raises
        ------
        NotApplicable
            Where it never holds, or the parameter is not bounded from above in closed form.
        """
        return self._bound(name, "<=")

    def _bound(self, name: str, op: str) -> Payoff:
        if self.where.feasible() is False:
            raise NotApplicable("it is no equilibrium at any value")
        clauses = self.where.clauses()
        if len(clauses) != 1:
            raise NotApplicable(f"the condition has cases: {self.where.text}", hint="assume what tells them apart")
        found: list[Payoff] = []
        for part in clauses[0]:
            if not part.polynomial.degree(name):
                continue
            told = threshold(part, name, self.where.assumptions)
            if told is None or told[0] not in {"<=", ">="}:
                raise NotApplicable(
                    f"the condition {self.where.text} gives no bound of {name} in closed form",
                    hint=f"assume what fixes the sign of its factors, such as {self.discount} > 0, or put in numbers",
                )
            if told[0] == op and told[1] not in found:
                found.append(told[1])
        if not found:
            raise NotApplicable(f"nothing bounds {name} from {'below' if op == '>=' else 'above'}")
        return self._tightest(found, op)

    def _tightest(self, bounds: Sequence[Payoff], op: str) -> Payoff:
        kept = list(bounds)
        for bound in bounds:
            others = [other for other in kept if other is not bound]
            if any(compare(other, op, bound, self.where.assumptions).simplify().formula is True for other in others):
                kept = others
        if len(kept) == 1:
            return kept[0]
        from sympy import Max, Min

        return exact(Max(*kept) if op == ">=" else Min(*kept))


@dataclass(frozen=True, repr=False)
class RepeatedGame(Shown):
    """A game that is played again and again.

    Parameters
    ----------
    stage
        The game of one period; its assumptions declare every name that odds and hazard use.
    discount
        The name of the discount factor; that it lies in [0, 1) is assumed.
    hazard
        The probability that after a period there is no other; that it lies in [0, 1) is assumed.

    Raises
    ------
    InvalidGame
        Where the hazard uses a name that is not declared, or the assumptions contradict each other.
    """

    stage: NormalFormGame
    discount: str = "delta"
    hazard: int | str | Payoff = Fraction(0)

    def __post_init__(self) -> None:
        check_name(self.discount)
        names = self.stage.assumptions.names
        read = exact(self.hazard, names)
        check_names(read, names, "the hazard")
        object.__setattr__(self, "hazard", read)
        if Condition.true(self.assumptions).feasible() is False:
            raise InvalidGame("the assumptions contradict each other")

    def _brief(self) -> str:
        return f"{self.stage!r}, {self.discount}"

    def to_tables(self) -> tuple[Table, ...]:
        """The game of one period, and how it goes on."""
        return repeated_tables(self)

    @property
    def assumptions(self) -> Assumptions:
        """Those of the stage game, and that discount factor and hazard lie in [0, 1)."""
        given = self.stage.assumptions
        names = given.names if self.discount in given.names else (*given.names, self.discount)
        bare = Assumptions(names)
        bounded = [Condition.read(f"0 <= {self.discount} < 1", bare).formula]
        if not isinstance(self.hazard, Fraction):
            bounded += [compare(self.hazard, ">=", 0, bare).formula, compare(self.hazard, "<", 1, bare).formula]
        return Assumptions(names, conjunction(given.formula, *bounded), (self.discount, *given.solve_for))

    @property
    def weight(self) -> Payoff:
        """What the next period counts against this one."""
        return exact(symbol(self.discount) * (1 - self.hazard))  # type: ignore[operator]

    def values(self, automaton: Automaton, player: str) -> dict[str, Payoff]:
        """What a player expects from each state on, not averaged.

        Examples
        --------
        >>> stage = NormalFormGame.from_matrix(["A", "B"], [["c"], ["d"]], [["r, r"]], Assumptions(("r",)))
        >>> loop = Automaton.from_function(stage, "s", {"s": ("c", "d")}, lambda state, profile: "s")
        >>> RepeatedGame(stage).values(loop, "A")
        {'s': -r/(delta - 1)}
        """
        place = self._place(player)
        plays = {state: profile[place] for state, profile in automaton.plays.items()}
        return self._worth(automaton, place, plays)

    def perfect(self, automaton: Automaton, players: Sequence[str] = ()) -> Sustained:
        """Where no player gains by doing otherwise once, in any state of the automaton.

        Parameters
        ----------
        automaton
            The strategies; where signals are imperfect this is perfect public equilibrium.
        players
            Whose incentives are asked; everyone's where none is named.
        """
        found = []
        for player in players or self.stage.players:
            place = self._place(player)
            worth = self.values(automaton, player)
            for state, profile in automaton.plays.items():
                for other in self.stage.strategies[place]:
                    if other == profile[place]:
                        continue
                    changed = (*profile[:place], other, *profile[place + 1 :])
                    once = self.stage.payoffs[changed][place]
                    for after, odds in automaton.moves[state][changed].items():
                        once = once + self.weight * odds * worth[after]
                    found.append(Incentive(player, state, other, self._no_worse(worth[state], once)))
        return self._sustained("perfect", automaton, found, players)

    def nash(self, automaton: Automaton, players: Sequence[str] = ()) -> Sustained:
        """Where no player gains by any other way to play, judged at the start; threats need not be credible.

        Parameters
        ----------
        automaton
            The strategies.
        players
            Whose incentives are asked; everyone's where none is named.

        Raises
        ------
        TooLarge
            Where a player has more than 4,096 ways to play against the automaton.
        """
        found = []
        for player in players or self.stage.players:
            place = self._place(player)
            start = self.values(automaton, player)[automaton.start]
            for plays, told in self._ways(automaton, place):
                worth = self._worth(automaton, place, plays)[automaton.start]
                found.append(Incentive(player, automaton.start, told, self._no_worse(start, worth)))
        return self._sustained("nash", automaton, found, players)

    def _sustained(
        self, concept: str, automaton: Automaton, found: Sequence[Incentive], players: Sequence[str]
    ) -> Sustained:
        where = Condition.true(self.assumptions)
        kept = []
        for each in found:
            if each.where.formula is True:
                continue
            where = where & each.where
            kept.append(each)
        places = [self._place(player) for player in players or self.stage.players]
        where = where.simplify()
        checked = sustained(
            self.stage, self.weight, automaton, places, where, self.discount, perfect=concept == "perfect"
        )
        return Sustained(concept, where, tuple(kept), self.discount, checked)

    def _place(self, player: str) -> int:
        if player not in self.stage.players:
            raise NotApplicable(f"{player!r} is not a player", hint=f"players: {', '.join(self.stage.players)}")
        return self.stage.players.index(player)

    def _ways(self, automaton: Automaton, place: int) -> Iterator[tuple[dict[str, str], str]]:
        """Every other way of a player to play against the automaton: an action in each state that it then meets."""
        own = self.stage.strategies[place]
        if len(own) ** len(automaton.plays) > MOST_PLANS:
            raise TooLarge(
                f"a player has {len(own)}**{len(automaton.plays)} ways to play against the automaton, "
                f"the limit is {MOST_PLANS:,}",
                hint="ask for the perfect equilibrium, which looks at one deviation at a time",
            )
        told = {state: profile[place] for state, profile in automaton.plays.items()}
        seen: set[tuple[tuple[str, str], ...]] = set()
        for actions in product(own, repeat=len(told)):
            plays = dict(zip(told, actions, strict=True))
            met = tuple((state, plays[state]) for state in _met(automaton, place, plays))
            if met in seen or all(told[state] == action for state, action in met):
                continue
            seen.add(met)
            yield dict(met), "; ".join(f"{action} in {state!r}" for state, action in met)

    def _worth(self, automaton: Automaton, place: int, plays: Mapping[str, str]) -> dict[str, Payoff]:
        """The value of each state that a way to play meets, by elimination."""
        rows: dict[str, tuple[dict[str, Payoff], Payoff]] = {}
        for state, action in plays.items():
            profile = automaton.plays[state]
            changed = (*profile[:place], action, *profile[place + 1 :])
            row: dict[str, Payoff] = {state: Fraction(1)}
            for after, odds in automaton.moves[state][changed].items():
                row[after] = row.get(after, Fraction(0)) - self.weight * odds
            rows[state] = (row, self.stage.payoffs[changed][place])
        return eliminated(rows)

    def _no_worse(self, kept: Payoff, other: Payoff) -> Condition:
        """Where one value is not below another, without the factors whose sign is known."""
        return not_negative(kept - other, self.assumptions)


def _met(automaton: Automaton, place: int, plays: Mapping[str, str]) -> list[str]:
    """The states that a way to play leads through, from the start."""
    met = [automaton.start]
    for state in met:
        profile = automaton.plays[state]
        for after in automaton.moves[state][(*profile[:place], plays[state], *profile[place + 1 :])]:
            if after not in met:
                met.append(after)
    return met
