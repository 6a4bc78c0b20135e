"""Graph models of conflicts: states, and the moves, perhaps irreversible, that each player can make alone.

Examples
--------
>>> dilemma = GraphModel.read(
...     ["A", "B"], ["CC", "CD", "DC", "DD"],
...     {"A": ["CC <-> DC", "CD <-> DD"], "B": ["CC <-> CD", "DC <-> DD"]},
...     {"A": "DC > CC > DD > CD", "B": "CD > CC > DD > DC"})
>>> dilemma.improvements("A", "CC")
('DC',)
>>> dilemma.coalition_improvements(["A", "B"], "DD")
{'CC': (('A', 'CD'), ('B', 'CC'))}

References
----------
Fang, Hipel and Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, ch. 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ..errors import InvalidGame, TooLarge, did_you_mean
from ..results import Shown, Table
from .shown import graph_tables

__all__ = ["GraphModel", "Step", "ways"]

MOST_STATES = 2_000

Step = tuple[str, str]
"""Who moves (players joined by +), and to which state."""


@dataclass(frozen=True, repr=False)
class GraphModel(Shown):
    """A conflict as a graph model.

    Parameters
    ----------
    players
        Their names.
    states
        Their names.
    moves
        For each player, from a state to those to which it can move alone.
    preferences
        For each player all the states in classes, best first; within a class it is indifferent.
    labels
        What the states mean, where that is told.

    Raises
    ------
    InvalidGame
        For an unknown player or state, or a preference that does not have every state once.
    TooLarge
        Beyond 2,000 states.
    """

    players: tuple[str, ...]
    states: tuple[str, ...]
    moves: Mapping[str, Mapping[str, tuple[str, ...]]]
    preferences: Mapping[str, tuple[tuple[str, ...], ...]]
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "states", tuple(self.states))
        if not self.players or not self.states:
            raise InvalidGame("a graph model needs a player and a state")
        if len(self.states) > MOST_STATES:
            raise TooLarge(f"the graph model has {len(self.states):,} states, the limit is {MOST_STATES:,}")
        for noun, names in (("player", self.players), ("state", self.states)):
            for place, name in enumerate(names):
                if name in names[:place]:
                    raise InvalidGame(f"the {noun} {name!r} is named twice")
        moves = {player: self._moves(player) for player in self.players}
        preferences = {player: self._preference(player) for player in self.players}
        for given in (self.moves, self.preferences):
            for player in given:
                _known(player, self.players, "player")
        for state in self.labels:
            _known(state, self.states, "state")
        object.__setattr__(self, "moves", MappingProxyType(moves))
        object.__setattr__(self, "preferences", MappingProxyType(preferences))
        object.__setattr__(self, "labels", MappingProxyType(dict(self.labels)))

    def _brief(self) -> str:
        return f"{', '.join(self.players)}, {len(self.states)} states"

    def to_tables(self) -> tuple[Table, ...]:
        """Every state: what it means, and where each player can move it."""
        return graph_tables(self)

    @classmethod
    def read(
        cls,
        players: Sequence[str],
        states: Sequence[str],
        moves: Mapping[str, Iterable[str]],
        preferences: Mapping[str, str],
        labels: Mapping[str, str] | None = None,
    ) -> GraphModel:
        """A graph model from short texts: moves such as ``"1 -> 2"`` or ``"1 <-> 5"``, preferences ``"3 > 1 ~ 2"``.

        Raises
        ------
        InvalidGame
            For a text that is no move, and where the model cannot be one.

        Examples
        --------
        >>> model = GraphModel.read(["A"], ["s", "t"], {"A": ["s -> t"]}, {"A": "t > s"})
        >>> model.moves["A"]["s"], model.moves["A"]["t"]
        (('t',), ())
        """
        graph: dict[str, dict[str, tuple[str, ...]]] = {}
        for player, texts in moves.items():
            own = graph.setdefault(player, {})
            for text in texts:
                for start, end in _move(text):
                    own[start] = (*own.get(start, ()), end)
        ranked = {
            player: tuple(tuple(state.strip() for state in part.split("~")) for part in text.split(">"))
            for player, text in preferences.items()
        }
        return cls(tuple(players), tuple(states), graph, ranked, labels or {})

    def prefers(self, player: str, first: str, second: str) -> bool:
        """Whether a player likes the first state better."""
        return self._rank(player, first) < self._rank(player, second)

    def improvements(self, player: str, state: str) -> tuple[str, ...]:
        """The states to which a player can move alone and gain by it."""
        return tuple(end for end in self.moves[player][state] if self.prefers(player, end, state))

    def reachable(self, coalition: Iterable[str], state: str, *, gaining: bool = False) -> dict[str, tuple[Step, ...]]:
        """Where a group can lead from a state by moves of its members, nobody moving twice in a row, and how.

        Parameters
        ----------
        coalition
            The members.
        state
            Where they start.
        gaining
            Whether each mover must gain by its own move.
        """
        members = tuple(coalition)

        def steps(at: str) -> Iterator[tuple[str, str]]:
            for player in members:
                for end in self.improvements(player, at) if gaining else self.moves[player][at]:
                    yield player, end

        return ways(state, steps)

    def coalition_improvements(self, coalition: Iterable[str], state: str) -> dict[str, tuple[Step, ...]]:
        """Where a group can lead so that every member likes it better, and how."""
        members = tuple(coalition)
        return {
            end: way
            for end, way in self.reachable(members, state).items()
            if all(self.prefers(player, end, state) for player in members)
        }

    def _rank(self, player: str, state: str) -> int:
        return next(place for place, tied in enumerate(self.preferences[player]) if state in tied)

    def _moves(self, player: str) -> Mapping[str, tuple[str, ...]]:
        given = self.moves.get(player, {})
        for start, ends in given.items():
            for state in (start, *ends):
                _known(state, self.states, "state")
            if start in ends:
                raise InvalidGame(f"{player} has a move from {start!r} to itself")
        return MappingProxyType({state: tuple(dict.fromkeys(given.get(state, ()))) for state in self.states})

    def _preference(self, player: str) -> tuple[tuple[str, ...], ...]:
        if player not in self.preferences:
            raise InvalidGame(f"the preference of {player} is missing")
        ranked = tuple(tuple(tied) for tied in self.preferences[player])
        seen: set[str] = set()
        for state in (state for tied in ranked for state in tied):
            _known(state, self.states, "state")
            if state in seen:
                raise InvalidGame(f"the preference of {player} has the state {state!r} twice")
            seen.add(state)
        missing = [state for state in self.states if state not in seen]
        if missing:
            raise InvalidGame(f"the preference of {player} lacks the state {missing[0]!r}")
        return ranked


def ways(start: str, steps: Callable[[str], Iterator[tuple[str, str]]]) -> dict[str, tuple[Step, ...]]:
    """The states that moves lead to, nobody moving twice in a row, each with a shortest way; not the start itself."""
    found: dict[str, tuple[Step, ...]] = {}
    seen: set[tuple[str, str]] = set()
    waiting: list[tuple[str, str, tuple[Step, ...]]] = [(start, "", ())]
    for at, last, way in waiting:
        for mover, end in steps(at):
            if mover != last and (end, mover) not in seen:
                seen.add((end, mover))
                longer = (*way, (mover, end))
                if end != start:
                    found.setdefault(end, longer)
                waiting.append((end, mover, longer))
    return found


def _move(text: str) -> Iterator[tuple[str, str]]:
    for arrow, back in (("<->", True), ("->", False)):
        start, found, end = (part.strip() for part in text.partition(arrow))
        if found:
            if not start or not end or "->" in end or "<" in start:
                break
            yield start, end
            if back:
                yield end, start
            return
    raise InvalidGame(f"{text!r} is not a move", hint="a move is written 1 -> 2, and both ways 1 <-> 2")


def _known(name: str, known: Sequence[str], noun: str) -> None:
    if name not in known:
        hint = did_you_mean(name, known) or f"{noun}s: {', '.join(known[:20])}"
        raise InvalidGame(f"unknown {noun} {name!r}", hint=hint)
