"""Who can decide together: voting rules, simple games, power."""

from __future__ import annotations

from .indices import POWER_INDICES, decisiveness, power
from .roll_calls import critical, decisive, read_ballots, tally
from .rules import RULES, Ballot, Ballots, Member, Verdict, VotingRule, read_rule, without
from .simple_games import SimpleGame, TernaryGame, simple_game

__all__ = [
    "POWER_INDICES",
    "RULES",
    "Ballot",
    "Ballots",
    "Member",
    "SimpleGame",
    "TernaryGame",
    "Verdict",
    "VotingRule",
    "critical",
    "decisive",
    "decisiveness",
    "power",
    "read_ballots",
    "read_rule",
    "simple_game",
    "tally",
    "without",
]
