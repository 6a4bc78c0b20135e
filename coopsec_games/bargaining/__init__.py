"""Bargaining under voting rules, and rules that must enforce themselves.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> from coopsec_games.formulas import expression_text
>>> council = BargainingGame.of(simple_game("[39; 7*5, 1*10]"))
>>> [found] = council.solution().equilibria
>>> [expression_text(value) for value in found.payoffs]
['(5 - 2*delta)/(15*(5 - 4*delta))', '(1 - delta)/(3*(5 - 4*delta))']
"""

from __future__ import annotations

from .deadline import BeforeDeadline, backward_values
from .games import BargainingGame, Kind
from .majorities import SelfEnforcingMajority, best_quotas, rises_to_first_best
from .scope import consensus_sizes, pass_probability, reliable_where, required_correlation
from .self_enforcing import SelfEnforcingRule
from .stationary import Stationary, patient_values, stationary_equilibria
from .terms import Terms

__all__ = [
    "BargainingGame",
    "BeforeDeadline",
    "Kind",
    "SelfEnforcingMajority",
    "SelfEnforcingRule",
    "Stationary",
    "Terms",
    "backward_values",
    "best_quotas",
    "consensus_sizes",
    "pass_probability",
    "patient_values",
    "reliable_where",
    "required_correlation",
    "rises_to_first_best",
    "stationary_equilibria",
]
