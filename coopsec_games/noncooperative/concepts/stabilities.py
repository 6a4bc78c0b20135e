"""The stabilities of graph models: Nash, GMR, SMR and SEQ, for players and for coalitions, each with its reason.

A state is stable for a player where every improvement it could make is deterred; how, is what tells the stabilities
apart.  The others answer by any sequence of moves in which nobody moves twice in a row (GMR), by one that the player
cannot escape (SMR), or by one in which every mover gains (SEQ).

Examples
--------
>>> from coopsec_games.noncooperative.graph_model import GraphModel
>>> dilemma = GraphModel.read(
...     ["A", "B"], ["CC", "CD", "DC", "DD"],
...     {"A": ["CC <-> DC", "CD <-> DD"], "B": ["CC <-> CD", "DC <-> DD"]},
...     {"A": "DC > CC > DD > CD", "B": "CD > CC > DD > DC"})
>>> [judged.state for judged in stable_states(dilemma, "gm-nash").equilibria]
['DD']
>>> [judged.state for judged in stable_states(dilemma, "seq").equilibria]
['CC', 'DD']
>>> print(stable_states(dilemma, "seq").equilibria[0].reasons["A"])
A could move to DC, but then B moves to DD, which is no better for A

References
----------
Fang, Hipel and Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, ch. 3.
Kilgour, Hipel, Fang and Peng (2001), Group Decision and Negotiation 10:159-175 (coalitions).
Inohara and Hipel (2008), Systems Engineering 11:104-119 (coalitional GMR, SMR and SEQ).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from ...errors import NotApplicable, TooLarge, UnknownKey, did_you_mean
from ...results import Shown, Solution
from ..graph_model import GraphModel, Step, ways

__all__ = ["STABILITIES", "Judgement", "judge", "stable_states"]

MOST_COALITIONS = 1_023

STABILITIES = {
    "gm-nash": ("Nash stability", "Nash 1951"),
    "gmr": ("General metarationality", "Howard 1971"),
    "smr": ("Symmetric metarationality", "Howard 1971"),
    "seq": ("Sequential stability", "Fraser and Hipel 1979"),
}

Coalition = tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Judgement(Shown):
    """Whether a state is stable, for whom, and why.

    Parameters
    ----------
    state
        The state.
    label
        What it means, where that is told.
    stable_for
        The players, or coalitions (joined by +), for whom it is stable.
    reasons
        For each player, or coalition, why it stays or why it would not.
    stable
        Whether it is stable for all of them.
    """

    state: str
    label: str
    stable_for: tuple[str, ...]
    reasons: Mapping[str, str]
    stable: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "reasons", MappingProxyType(dict(self.reasons)))


def judge(model: GraphModel, concept: str, *, coalitions: bool = False) -> tuple[Judgement, ...]:
    """Every state judged under a stability, with the reasons, in the order of the states.

    Parameters
    ----------
    model
        The conflict.
    concept
        ``gm-nash``, ``gmr``, ``smr`` or ``seq``.
    coalitions
        Whether groups too may move together where every member gains; the sanctions are then those of the other
        players, and it is enough that one member of the group is not better off.

    Raises
    ------
    UnknownKey
        For another stability.
    TooLarge
        Beyond ten players, with coalitions.
    """
    if concept not in STABILITIES:
        hint = did_you_mean(concept, STABILITIES) or f"known: {', '.join(STABILITIES)}"
        raise UnknownKey(f"unknown stability {concept!r}", hint=hint)
    groups: list[Coalition] = [(player,) for player in model.players]
    if coalitions:
        if 2 ** len(model.players) - 1 > MOST_COALITIONS:
            raise TooLarge(f"{len(model.players)} players form too many coalitions", hint="judge without coalitions")
        groups += [group for size in range(2, len(model.players) + 1) for group in combinations(model.players, size)]
    found = []
    for state in model.states:
        reasons: dict[str, str] = {}
        stable_for = []
        for group in groups:
            stays, reason = _stays(model, concept, group, state, coalitions)
            reasons["+".join(group)] = reason
            if stays:
                stable_for.append("+".join(group))
        found.append(
            Judgement(
                state, model.labels.get(state, ""), tuple(stable_for), reasons, stable=len(stable_for) == len(groups)
            )
        )
    return tuple(found)


def stable_states(model: GraphModel, concept: str, *, coalitions: bool = False) -> Solution:
    """The states that are stable for everyone, each with the reasons.

    Parameters
    ----------
    model
        The conflict.
    concept
        ``gm-nash``, ``gmr``, ``smr`` or ``seq``.
    coalitions
        Whether they must be stable against groups of players as well.

    Raises
    ------
    NotApplicable
        For a game that is no graph model.
    """
    if not isinstance(model, GraphModel):
        raise NotApplicable(f"{concept} asks for a graph model", hint="pure-nash takes a normal form or a tree")
    judged = judge(model, concept, coalitions=coalitions)
    return Solution(
        concept,
        "states",
        model.players,
        tuple(each for each in judged if each.stable),
        complete=True,
        verified=_verified(model, concept, judged, coalitions),
        method="every state, every improvement, every answer" + (" by every coalition" if coalitions else ""),
    )


def _stays(model: GraphModel, concept: str, group: Coalition, state: str, coalitions: bool) -> tuple[bool, str]:
    who = "+".join(group)
    gains = (
        model.coalition_improvements(group, state)
        if len(group) > 1
        else {end: ((group[0], end),) for end in model.improvements(group[0], state)}
    )
    if not gains:
        return True, f"{who} has no improvement"
    sanctioned = []
    for end, way in gains.items():
        led = _told(way)
        sanction = None if concept == "gm-nash" else _sanction(model, concept, group, state, end, coalitions)
        if sanction is None:
            what = "" if concept == "gm-nash" else ", and no answer of the others deters it"
            return False, f"{who} gains: {led}{what}"
        sanctioned.append(f"{who} could move to {end}, but then {_told(sanction)}, which is no better for {who}")
    return True, "; ".join(sanctioned)


def _sanction(
    model: GraphModel, concept: str, group: Coalition, state: str, end: str, coalitions: bool
) -> tuple[Step, ...] | None:
    """How the others can answer so that the group had better stayed."""
    others = tuple(player for player in model.players if player not in group)

    def no_better(at: str) -> bool:
        return any(not model.prefers(player, at, state) for player in group)

    if concept == "seq":
        answers = _joint(model, others, end) if coalitions else model.reachable(others, end, gaining=True)
    else:
        answers = model.reachable(others, end)
    for at, way in answers.items():
        if no_better(at) and (concept != "smr" or all(no_better(after) for after in model.reachable(group, at))):
            return way
    return None


def _joint(model: GraphModel, others: Coalition, start: str) -> dict[str, tuple[Step, ...]]:
    """Where the others can lead by improvements of groups among them, no group moving twice in a row."""
    groups = [group for size in range(1, len(others) + 1) for group in combinations(others, size)]

    def steps(at: str) -> Iterator[tuple[str, str]]:
        for group in groups:
            for end in model.coalition_improvements(group, at):
                yield "+".join(group), end

    return ways(start, steps)


def _told(way: Iterable[Step]) -> str:
    return ", then ".join(f"{mover} moves to {end}" for mover, end in way)


# The check: the definitions again, by relations between states as sets, without the search for ways.


def _verified(model: GraphModel, concept: str, judged: Sequence[Judgement], coalitions: bool) -> bool:
    better = {
        player: {
            (state, end)
            for place, tied in enumerate(model.preferences[player])
            for state in tied
            for above in model.preferences[player][:place]
            for end in above
        }
        for player in model.players
    }
    arcs = {
        player: {(state, end) for state in model.states for end in model.moves[player][state]}
        for player in model.players
    }
    for each in judged:
        for who in each.reasons:
            group = tuple(who.split("+"))
            expected = _stable_by_definition(model, concept, group, each.state, better, arcs, coalitions)
            if expected != (who in each.stable_for):
                return False
    return True


_Pairs = Mapping[str, set[tuple[str, str]]]


def _stable_by_definition(
    model: GraphModel, concept: str, group: Coalition, state: str, better: _Pairs, arcs: _Pairs, coalitions: bool
) -> bool:
    def spread(start: str, movers: Mapping[str, set[tuple[str, str]]]) -> set[str]:
        """The states of a closure: pairs of a state and the last mover, until no more come."""
        pairs = {(end, mover) for mover, own in movers.items() for at, end in own if at == start}
        while True:
            more = {
                (end, mover)
                for mover, own in movers.items()
                for at, end in own
                if any(here == at and last != mover for here, last in pairs)
            }
            if more <= pairs:
                return {here for here, _ in pairs} - {start}
            pairs |= more

    def led(members: Coalition, start: str) -> set[str]:
        return spread(start, {player: arcs[player] for player in members})

    def improved(members: Coalition, start: str) -> set[str]:
        return {end for end in led(members, start) if all((start, end) in better[player] for player in members)}

    others = tuple(player for player in model.players if player not in group)
    worse = {at for at in model.states if any((state, at) not in better[player] for player in group)}
    for end in improved(group, state):
        if concept == "gm-nash":
            return False
        if concept != "seq":
            answers = led(others, end)
        elif coalitions:
            subsets = [part for size in range(1, len(others) + 1) for part in combinations(others, size)]
            joint = {"+".join(part): {(at, to) for at in model.states for to in improved(part, at)} for part in subsets}
            answers = spread(end, joint)
        else:
            answers = spread(end, {player: arcs[player] & better[player] for player in others})
        if not any(at in worse and (concept != "smr" or led(group, at) <= worse) for at in answers):
            return False
    return True
