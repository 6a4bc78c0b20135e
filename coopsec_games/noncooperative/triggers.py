"""Automata that play a repeated game together: what each state plays, and where what was played leads.

The strategies of all players are told by one automaton.  In each state it names a profile of the stage game; the
profile that is then played, or a signal of it, decides the next state, perhaps by a lottery: imperfect detection and
false alarms are lotteries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from ..errors import InvalidGame, did_you_mean
from ..formulas import exact
from .normal_form import NormalFormGame, Profile
from .payoffs import Payoff, check_names

__all__ = ["Automaton", "grim", "pavlov", "penance", "retaliation", "tit_for_tat"]

Lottery = Mapping[str, Payoff]


@dataclass(frozen=True)
class Automaton:
    """The strategies of all players in a repeated game.

    Parameters
    ----------
    start
        The first state.
    plays
        For each state the profile that the players are to play.
    moves
        For each state, and each profile in which at most one player does otherwise, the odds of the next state.

    Raises
    ------
    InvalidGame
        For an unknown state.
    """

    start: str
    plays: Mapping[str, Profile]
    moves: Mapping[str, Mapping[Profile, Lottery]]

    def __post_init__(self) -> None:
        plays = {state: tuple(profile) for state, profile in self.plays.items()}
        moves = {
            state: MappingProxyType({profile: MappingProxyType(dict(odds)) for profile, odds in own.items()})
            for state, own in self.moves.items()
        }
        for state in (self.start, *moves, *(s for own in moves.values() for odds in own.values() for s in odds)):
            if state not in plays:
                raise InvalidGame(f"unknown state {state!r} of an automaton", hint=did_you_mean(state, plays))
        object.__setattr__(self, "plays", MappingProxyType(plays))
        object.__setattr__(self, "moves", MappingProxyType(moves))

    @classmethod
    def from_function(
        cls,
        stage: NormalFormGame,
        start: str,
        plays: Mapping[str, Profile],
        function: Callable[[str, Profile], str | Mapping[str, int | str | Payoff]],
    ) -> Automaton:
        """The automaton whose next state, or the odds of it, a function of the state and the profile played gives.

        Parameters
        ----------
        stage
            The stage game, which declares the names that odds may use.
        start
            The first state.
        plays
            For each state the profile to play.
        function
            From a state and a profile to a state, or to odds by state.

        Raises
        ------
        InvalidGame
            For an unknown state or strategy, or odds that do not sum to 1.
        """
        for state, profile in plays.items():
            if tuple(profile) not in stage.payoffs:
                raise InvalidGame(
                    f"({', '.join(profile)}), to be played in {state!r}, is not a profile of the stage game"
                )
        moves: dict[str, dict[Profile, Lottery]] = {}
        for state, profile in plays.items():
            reached = [tuple(profile)]
            for place, own in enumerate(stage.strategies):
                reached += [
                    (*profile[:place], other, *profile[place + 1 :]) for other in own if other != profile[place]
                ]
            moves[state] = {each: _lottery(function(state, each), stage, state) for each in reached}
        return cls(start, plays, moves)


def _lottery(told: str | Mapping[str, int | str | Payoff], stage: NormalFormGame, state: str) -> Lottery:
    if isinstance(told, str):
        return {told: Fraction(1)}
    names = stage.assumptions.names
    odds = {after: exact(share, names) for after, share in told.items()}
    total: Payoff = Fraction(0)
    for share in odds.values():
        check_names(share, names, f"a move from {state!r}")
        if isinstance(share, Fraction) and not 0 <= share <= 1:
            raise InvalidGame(f"the odds of a move from {state!r} are not between 0 and 1")
        total = total + share
    if not isinstance(total, Fraction):
        from sympy import cancel

        total = exact(cancel(total))
    if total != 1:
        raise InvalidGame(f"the odds of the moves from {state!r} sum to {total}, not to 1")
    return {after: share for after, share in odds.items() if share != 0}


def grim(
    stage: NormalFormGame,
    cooperate: Profile,
    punish: Profile,
    *,
    false_alarm: int | str | Payoff = 0,
    detection: int | str | Payoff = 1,
) -> Automaton:
    """Cooperate until somebody is seen to do otherwise, then punish for ever.

    Parameters
    ----------
    stage
        The stage game.
    cooperate, punish
        The two profiles.
    false_alarm
        The probability that a breach is seen where there was none.
    detection
        The probability that a breach is seen where there was one.

    References
    ----------
    Friedman (1971), Review of Economic Studies 38:1-12; Green and Porter (1984), Econometrica 52:87-100.
    """
    names = stage.assumptions.names
    alarm, seen = exact(false_alarm, names), exact(detection, names)

    def after(state: str, profile: Profile) -> Mapping[str, int | str | Payoff]:
        if state == "punishment":
            return {"punishment": 1}
        odds = alarm if profile == tuple(cooperate) else seen
        return {"cooperation": 1 - odds, "punishment": odds}

    return Automaton.from_function(
        stage, "cooperation", {"cooperation": tuple(cooperate), "punishment": tuple(punish)}, after
    )


def penance(stage: NormalFormGame, cooperate: Profile, punish: Profile, periods: int) -> Automaton:
    """Cooperate; when somebody does otherwise, punish for some periods, then cooperate again.

    Parameters
    ----------
    stage
        The stage game.
    cooperate, punish
        The two profiles; a breach in a period of punishment is not punished.
    periods
        For how long.
    """
    if periods < 1:
        raise InvalidGame("a punishment lasts at least one period")
    states = ["cooperation", *(f"punishment {number}" for number in range(1, periods + 1))]

    def after(state: str, profile: Profile) -> str:
        place = states.index(state)
        if place == 0:
            return states[0] if profile == tuple(cooperate) else states[1]
        return states[(place + 1) % len(states)]

    plays = {state: tuple(punish) if place else tuple(cooperate) for place, state in enumerate(states)}
    return Automaton.from_function(stage, "cooperation", plays, after)


def tit_for_tat(stage: NormalFormGame, cooperate: str) -> Automaton:
    """Each of two players begins by cooperating, then does what the other did.

    Parameters
    ----------
    stage
        A stage game of two players with the same strategies.
    cooperate
        The first strategy of both.

    References
    ----------
    Axelrod (1984), The Evolution of Cooperation, ch. 1.
    """
    first, second = _two_alike(stage, cooperate)

    def after(state: str, profile: Profile) -> str:
        return ", ".join(profile)

    plays = {f"{mine}, {theirs}": (theirs, mine) for mine in first for theirs in second}
    return Automaton.from_function(stage, f"{cooperate}, {cooperate}", plays, after)


def pavlov(stage: NormalFormGame, cooperate: str, defect: str) -> Automaton:
    """Both cooperate after periods in which both did the same, and defect after the others.

    Parameters
    ----------
    stage
        A stage game of two players with the same strategies.
    cooperate, defect
        The two strategies.

    References
    ----------
    Nowak and Sigmund (1993), Nature 364:56-58.
    """
    _two_alike(stage, cooperate)

    def after(state: str, profile: Profile) -> str:
        return "agreed" if profile[0] == profile[1] else "disagreed"

    plays = {"agreed": (cooperate, cooperate), "disagreed": (defect, defect)}
    return Automaton.from_function(stage, "agreed", plays, after)


def retaliation(
    stage: NormalFormGame, cooperate: Profile, retaliate: Profile, unpunished: Profile, capability: int | str | Payoff
) -> Automaton:
    """Cooperate until a breach; from then on the victim can strike back in each period with some probability.

    Parameters
    ----------
    stage
        The stage game.
    cooperate, retaliate, unpunished
        What is played before a breach, and after it in periods in which the victim can and cannot strike back.
    capability
        The probability that it can.
    """
    odds = exact(capability, stage.assumptions.names)
    peace = tuple(cooperate)

    def after(state: str, profile: Profile) -> str | Mapping[str, int | str | Payoff]:
        return "peace" if state == "peace" and profile == peace else {"struck": odds, "unpunished": 1 - odds}

    plays = {"peace": peace, "struck": tuple(retaliate), "unpunished": tuple(unpunished)}
    return Automaton.from_function(stage, "peace", plays, after)


def _two_alike(stage: NormalFormGame, cooperate: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(stage.players) != 2 or stage.strategies[0] != stage.strategies[1]:
        raise InvalidGame("this asks for two players with the same strategies")
    if cooperate not in stage.strategies[0]:
        hint = did_you_mean(cooperate, stage.strategies[0])
        raise InvalidGame(f"{cooperate!r} is not a strategy of the stage game", hint=hint)
    return stage.strategies[0], stage.strategies[1]
