"""Solution concepts by key, and the one door to them.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> stag = NormalFormGame.from_matrix(
...     ["A", "B"], [["stag", "hare"]] * 2, [["4, 4", "1, 3"], ["3, 1", "2, 2"]])
>>> [found.outcome for found in solve(stag, "pure-nash").equilibria]
['(stag, stag)', '(hare, hare)']
>>> list(SOLUTION_CONCEPTS)
['pure-nash', 'undominated-nash', 'subgame-perfect']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import NotApplicable
from ...registry import Registry
from ...results import Solution
from ..extensive_form import ExtensiveFormGame
from ..normal_form import NormalFormGame
from .pure_nash import pure_equilibria
from .subgame_perfect import NO_EQUILIBRIUM, backward_induction
from .undominated_nash import undominated_equilibria

__all__ = [
    "NO_EQUILIBRIUM",
    "SOLUTION_CONCEPTS",
    "backward_induction",
    "pure_equilibria",
    "solve",
    "undominated_equilibria",
]

SOLUTION_CONCEPTS: Registry[Callable[[Any], Solution]] = Registry("solution concept")

SOLUTION_CONCEPTS.register("pure-nash", title="Nash equilibrium in pure strategies", cite="Nash 1951")(pure_equilibria)
SOLUTION_CONCEPTS.register("undominated-nash", title="Undominated Nash equilibrium", cite="Farquharson 1969")(
    undominated_equilibria
)
SOLUTION_CONCEPTS.register("subgame-perfect", title="Subgame-perfect equilibrium", cite="Selten 1965")(
    backward_induction
)


def solve(game: NormalFormGame | ExtensiveFormGame, concept: str) -> Solution:
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
    if concept == "subgame-perfect":
        if not isinstance(game, ExtensiveFormGame):
            raise NotApplicable("subgame-perfect equilibrium asks for a tree", hint="pure-nash takes a normal form")
        return function(game)
    return function(game.normal_form() if isinstance(game, ExtensiveFormGame) else game)
