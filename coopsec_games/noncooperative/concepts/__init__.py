"""Solution concepts by key, and the one door to them.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> stag = NormalFormGame.from_matrix(
...     ["A", "B"], [["stag", "hare"]] * 2, [["4, 4", "1, 3"], ["3, 1", "2, 2"]])
>>> [found.outcome for found in solve(stag, "pure-nash").equilibria]
['(stag, stag)', '(hare, hare)']
>>> SOLUTION_CONCEPTS["smr"].title
'Symmetric metarationality'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from ...errors import NotApplicable
from ...registry import Registry
from ...results import Solution
from ..extensive_form import ExtensiveFormGame
from ..graph_model import GraphModel
from ..normal_form import NormalFormGame
from .behaviour_equilibria import behaviour_nash, subgame_perfect_behaviour
from .coalitions import coalition_proof_equilibria, strong_equilibria
from .correlated import correlated_equilibria
from .dominance import dominated_strategies, iterated_dominance, rationalizable_strategies
from .nash import nash_equilibria
from .perfect import perfect_equilibria
from .pure_nash import pure_equilibria
from .qre import logit_equilibria
from .sequential import sequential_equilibria
from .stabilities import STABILITIES, stable_states
from .subgame_perfect import NO_EQUILIBRIUM, backward_induction
from .subgames import subgame_perfect_equilibria
from .undominated_nash import undominated_equilibria
from .zero_sum import security_levels

__all__ = [
    "NO_EQUILIBRIUM",
    "SOLUTION_CONCEPTS",
    "TREES",
    "backward_induction",
    "behaviour_nash",
    "coalition_proof_equilibria",
    "correlated_equilibria",
    "dominated_strategies",
    "iterated_dominance",
    "logit_equilibria",
    "nash_equilibria",
    "perfect_equilibria",
    "pure_equilibria",
    "rationalizable_strategies",
    "security_levels",
    "sequential_equilibria",
    "solve",
    "stable_states",
    "strong_equilibria",
    "subgame_perfect_behaviour",
    "subgame_perfect_equilibria",
    "undominated_equilibria",
]

SOLUTION_CONCEPTS: Registry[Callable[[Any], Solution]] = Registry("solution concept")

SOLUTION_CONCEPTS.register("pure-nash", title="Nash equilibrium in pure strategies", cite="Nash 1951")(pure_equilibria)
SOLUTION_CONCEPTS.register("nash", title="Nash equilibrium in mixed strategies", cite="Nash 1951")(nash_equilibria)
SOLUTION_CONCEPTS.register("undominated-nash", title="Undominated Nash equilibrium", cite="Farquharson 1969")(
    undominated_equilibria
)
SOLUTION_CONCEPTS.register("subgame-perfect", title="Subgame-perfect equilibrium", cite="Selten 1965")(
    subgame_perfect_equilibria
)

SOLUTION_CONCEPTS.register("sequential", title="Sequential equilibrium", cite="Kreps and Wilson 1982")(
    sequential_equilibria
)

for _key, (_title, _cite) in STABILITIES.items():
    SOLUTION_CONCEPTS.register(_key, title=_title, cite=_cite)(partial(stable_states, concept=_key))
for _key, _title, _cite, _function in (
    ("dominance", "Dominated strategies", "Luce and Raiffa 1957", dominated_strategies),
    ("iterated-dominance", "Iterated strict dominance", "Luce and Raiffa 1957", iterated_dominance),
    ("rationalizable", "Rationalizable strategies", "Bernheim 1984; Pearce 1984", rationalizable_strategies),
    ("minimax", "Security levels and minimax strategies", "von Neumann 1928", security_levels),
    ("correlated", "Correlated equilibrium", "Aumann 1974", correlated_equilibria),
    ("perfect", "Trembling-hand perfect equilibrium", "Selten 1975", perfect_equilibria),
    ("strong-nash", "Strong Nash equilibrium", "Aumann 1959", strong_equilibria),
    (
        "coalition-proof-nash",
        "Coalition-proof Nash equilibrium",
        "Bernheim, Peleg and Whinston 1987",
        coalition_proof_equilibria,
    ),
    ("behaviour-nash", "Nash equilibrium in behaviour strategies", "Kuhn 1953", behaviour_nash),
    (
        "subgame-perfect-behaviour",
        "Subgame-perfect equilibrium in mixed behaviour",
        "Selten 1965",
        subgame_perfect_behaviour,
    ),
    ("logit-qre", "Logit quantal response equilibrium", "McKelvey and Palfrey 1995", logit_equilibria),
):
    SOLUTION_CONCEPTS.register(_key, title=_title, cite=_cite)(_function)

TREES = frozenset({"subgame-perfect", "sequential", "behaviour-nash", "subgame-perfect-behaviour"})
"""Concepts that ask for a tree."""

_REDUCED = frozenset({"nash", "minimax"})
"""Concepts for which plans of a tree that differ only where they never lead are one strategy."""


def solve(game: NormalFormGame | ExtensiveFormGame | GraphModel, concept: str) -> Solution:
    """Solve a game under a concept.

    Parameters
    ----------
    game
        A tree is turned into its normal form where the concept asks for one.
    concept
        A key of ``SOLUTION_CONCEPTS``.

    Raises
    ------
    UnknownKey
        For a concept that is not there.
    NotApplicable
        Where the concept asks for a tree and the game is none.
    """
    function = SOLUTION_CONCEPTS[concept].function
    if isinstance(game, GraphModel) or concept in STABILITIES:
        if concept not in STABILITIES:
            raise NotApplicable(f"{concept} does not apply to a graph model", hint=f"use {', '.join(STABILITIES)}")
        return function(game)
    if concept in TREES:
        if not isinstance(game, ExtensiveFormGame):
            raise NotApplicable(f"{concept} equilibrium asks for a tree", hint="pure-nash takes a normal form")
        return function(game)
    if not isinstance(game, ExtensiveFormGame):
        return function(game)
    if concept not in _REDUCED:
        return function(game.normal_form())
    solution = function(game.reduced_normal_form())
    note = "strategies of the reduced normal form: * stands at what a strategy itself keeps from being reached"
    return replace(solution, notes=(*solution.notes, note))
