"""Members with ideal points: power over issues, and what a voting rule can and cannot move on a line and in the plane.

Owen and Shapley's power, the gridlock interval and the core, win sets and a setter's proposal, all exact, with ideal
points as numbers or as letters.

Examples
--------
>>> from coopsec_games.cooperative.simple_games import simple_game
>>> print(gridlock_interval(simple_game("[3; 1*4]"), {"1": 0, "2": 1, "3": "5/2", "4": 7}))
[1, 5/2]
"""

from __future__ import annotations

from ..cooperative.turns import Turn
from .estimates import Estimate, IdealPoints
from .hulls import in_core_where
from .letters import Case, LetteredInterval, gridlock_in_letters
from .letters_moved import absence_narrows, beats_where, proposal_cases, within
from .line import GridlockInterval, OpenInterval, Proposal, gridlock_interval, proposal, win_set
from .petals import Arc, Petal, win_petals
from .pivots import MOST_COINCIDENT, MOST_SECTORS, owen_shapley, power_over_issues
from .plane import ConvexPolygon, Objection, beats, core_polygon, objection, supporters
from .points import Coordinate, Point

__all__ = [
    "MOST_COINCIDENT",
    "MOST_SECTORS",
    "Arc",
    "Case",
    "ConvexPolygon",
    "Coordinate",
    "Estimate",
    "GridlockInterval",
    "IdealPoints",
    "LetteredInterval",
    "Objection",
    "OpenInterval",
    "Petal",
    "Point",
    "Proposal",
    "Turn",
    "absence_narrows",
    "beats",
    "beats_where",
    "core_polygon",
    "gridlock_in_letters",
    "gridlock_interval",
    "in_core_where",
    "objection",
    "owen_shapley",
    "power_over_issues",
    "proposal",
    "proposal_cases",
    "supporters",
    "win_petals",
    "win_set",
    "within",
]
