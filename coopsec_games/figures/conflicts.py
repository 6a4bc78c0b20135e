"""Figures of graph models: states as boxes, moves as arrows, stable states marked."""

from __future__ import annotations

from ..noncooperative.concepts.stabilities import STABILITIES, stable_states
from ..noncooperative.graph_model import GraphModel
from .pictures import Figure, GraphPicture, Move, State

__all__ = ["graph_figure", "graph_picture"]

SINGLE = 10
"""States that one column of a journal holds."""

SHORT = {"gm-nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}


def graph_picture(model: GraphModel) -> GraphPicture:
    """A graph model with the stabilities of its states; moves that can be taken back are one arrow with two heads.

    Parameters
    ----------
    model
        The conflict.

    Examples
    --------
    >>> model = GraphModel.read(["A"], ["s", "t"], {"A": ["s -> t"]}, {"A": "t > s"})
    >>> [(state.name, state.stabilities) for state in graph_picture(model).states]
    [('s', ()), ('t', ('Nash', 'GMR', 'SMR', 'SEQ'))]
    """
    stable = {concept: {found.state for found in stable_states(model, concept).equilibria} for concept in STABILITIES}
    states = tuple(
        State(
            name,
            model.labels.get(name, ""),
            tuple(SHORT.get(concept, concept) for concept in STABILITIES if name in stable[concept]),
        )
        for name in model.states
    )
    moves: list[Move] = []
    for player in model.players:
        for start, ends in model.moves[player].items():
            for end in ends:
                back = start in model.moves[player].get(end, ())
                if not back or model.states.index(start) < model.states.index(end):
                    moves.append(Move(player, start, end, back))
    order = _around([state.name for state in states], [(move.start, move.end) for move in moves])
    return GraphPicture(model.players, tuple(sorted(states, key=lambda state: order.index(state.name))), tuple(moves))


def _around(names: list[str], joined: list[tuple[str, str]]) -> list[str]:
    """An order around a circle that keeps states near those that a move joins them to, by swaps that help."""

    def length(order: list[str]) -> tuple[int, int]:
        place = {name: at for at, name in enumerate(order)}
        far = 0
        for start, end in joined:
            apart = abs(place[start] - place[end])
            far += min(apart, len(order) - apart) ** 2
        return far, _crossings(place, joined)

    order, best = list(names), length(names)
    while True:
        options = []
        for first in range(len(order)):
            for second in range(first + 1, len(order)):
                swapped = list(order)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                options.append((length(swapped), first, second, swapped))
        better = min(options, default=(best, 0, 0, order))
        if better[0] >= best:
            return order
        best, order = better[0], better[3]


def _crossings(place: dict[str, int], joined: list[tuple[str, str]]) -> int:
    chords = [tuple(sorted((place[start], place[end]))) for start, end in joined]
    return sum(first[0] < second[0] < first[1] < second[1] for first in chords for second in chords)


def graph_figure(model: GraphModel, caption: str = "Graph model.", key: str = "graph") -> Figure:
    """The figure of a graph model.

    Parameters
    ----------
    model
        The conflict.
    caption, key
        Of the figure.
    """
    return Figure(
        key,
        caption,
        graph_picture(model),
        "double" if len(model.states) > SINGLE else "single",
        ("Heavy boxes: states that are stable under at least one of Nash, GMR, SMR and SEQ.",),
        tuple(f"{title}: {cite}" for title, cite in STABILITIES.values()),
    )
