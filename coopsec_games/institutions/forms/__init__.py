"""Game forms: what is played in a body, waiting for the members' preferences.

A form reads plain fields, as they stand in a case file, and gives back a game; nothing is solved here.

>>> from coopsec_games.conditions import Assumptions
>>> under = Assumptions.read(["h", "z", "v", "k", "c", "c_m", "pi"], "v <= 0 <= z <= h", "0 <= c_m <= c", "k >= 0")
>>> fields = {"proposer": "USA", "vetoer": "RUS", "outside": "nato"}
>>> game = GAME_FORMS["outside-option"].function(fields, under, None)
>>> game.outcomes
('authorised', 'outside', 'status quo')
>>> bargaining_zone(game).show(solve_for=["y"])
'z + c_m - c <= y <= z + k - pi'
"""

from __future__ import annotations

from . import (  # noqa: F401 (each registers its forms)
    absence,
    accession,
    advice,
    arming,
    bargaining,
    bypass,
    complying,
    correlation,
    deterrence,
    enlargement,
    forums,
    lifting,
    opt_in,
    ordinal_scale,
    sanctions,
    self_enforcing,
    silence,
    stalling,
    trigger_strategies,
    trusting,
    vote_buying,
    voting,
)
from .bypass import bargaining_zone
from .fields import GAME_FORMS, CaseGame, Fields, FormFunction

__all__ = ["GAME_FORMS", "CaseGame", "Fields", "FormFunction", "bargaining_zone"]
