"""Figures of graph models: states as boxes, moves as arrows, stable states marked.

A game in normal form is a graph model, too: its profiles are the states, and each player moves between those in which
the others do the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from ..library import build_game
from ..noncooperative.concepts.stabilities import STABILITIES, stable_states
from ..noncooperative.graph_model import GraphModel
from ..noncooperative.normal_form import NormalFormGame
from ..noncooperative.payoffs import value_at
from .asked import FIGURES, ILLUSTRATIVE, Request, chosen_games
from .labels import Label, equation, said
from .pictures import Figure, GraphPicture, Move, State
from .regions import default_point

if TYPE_CHECKING:
    from ..analysis import Analysis

__all__ = ["graph_figure", "graph_of_game", "graph_picture", "graphs"]

SINGLE = 10
"""States that one column of a journal holds."""

MOST_STATES = 16

SHORT = {"gm-nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}


@FIGURES.register("graph", title="Games in normal form as graph models", cite="Fang, Hipel and Kilgour 1993, ch. 3")
def graphs(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The graph model of each game in normal form of at most 16 profiles, preferences as at the illustrative values."""
    found = []
    for answer in chosen_games(analysis, request):
        game = build_game(analysis.case, answer.key, analysis.settings)
        if not isinstance(game, NormalFormGame) or len(game.payoffs) > MOST_STATES:
            continue
        point = default_point(answer)
        held = said(
            "Preferences at allowed values: "
            if set(point) - set(answer.baseline)
            else "Preferences at illustrative values: "
        )
        for place, (name, value) in enumerate(point.items()):
            held += (said(", ") if place else Label()) + equation(name, value)
        caption = f"{analysis.case.title}: graph model. {answer.title}."
        drawn = graph_figure(graph_of_game(game, point), caption, f"graph-{answer.key}", (held,) if point else ())
        found.append(replace(drawn, notes=(*drawn.notes, ILLUSTRATIVE)))
    return tuple(found)


def graph_of_game(game: NormalFormGame, point: Mapping[str, Fraction] | None = None) -> GraphModel:
    """A game in normal form as a graph model: whoever changes its own strategy moves.

    Parameters
    ----------
    game
        The game.
    point
        Values of its parameters, at which states are compared.

    Examples
    --------
    >>> game = NormalFormGame.from_matrix(["A", "B"], [["arm", "refrain"]] * 2, [["1, 1", "5, 0"], ["0, 5", "3, 3"]])
    >>> graph_of_game(game).preferences["A"]
    (('arm, refrain',), ('refrain, refrain',), ('arm, arm',), ('refrain, arm',))
    """
    profiles = list(game.profiles())
    worth = {profile: [value_at(payoff, point or {}) for payoff in game.payoffs[profile]] for profile in profiles}
    moves: dict[str, dict[str, tuple[str, ...]]] = {}
    preferences: dict[str, tuple[tuple[str, ...], ...]] = {}
    for place, player in enumerate(game.players):
        moves[player] = {
            _state(profile): tuple(
                _state(other)
                for other in profiles
                if other != profile and other[:place] == profile[:place] and other[place + 1 :] == profile[place + 1 :]
            )
            for profile in profiles
        }
        ranked = sorted(profiles, key=lambda profile: -worth[profile][place])
        preferences[player] = tuple(
            tuple(_state(profile) for profile in alike)
            for _, alike in groupby(ranked, key=lambda profile: worth[profile][place])
        )
    return GraphModel(game.players, tuple(_state(profile) for profile in profiles), moves, preferences)


def _state(profile: tuple[str, ...]) -> str:
    return ", ".join(profile)


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


def graph_figure(
    model: GraphModel, caption: str = "Graph model.", key: str = "graph", notes: Sequence[Label] = ()
) -> Figure:
    """The figure of a graph model.

    Parameters
    ----------
    model
        The conflict.
    caption, key
        Of the figure.
    notes
        What stands under the picture.
    """
    return Figure(
        key,
        caption,
        replace(graph_picture(model), notes=tuple(notes)),
        "double" if len(model.states) > SINGLE else "single",
        ("Heavy boxes: states that are stable under at least one of Nash, GMR, SMR and SEQ.",),
        tuple(f"{title}: {cite}" for title, cite in STABILITIES.values()),
    )
