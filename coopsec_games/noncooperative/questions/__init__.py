"""Questions to a solved map: what is possible, what raising a parameter does, how far it is to another outcome.

They are asked of the regions of :func:`coopsec_games.noncooperative.atlas.outcome_atlas`, conditions that partition the
parameter space under its assumptions, by the name of the outcome.
"""

from __future__ import annotations

from .distance import Flip, Nearest, flips, nearest_outcome, outcome_at
from .elimination import for_all, for_some, projected_map
from .likelihood import Likelihood, Likelihoods, binomial_bounds, likelihoods, perturbed
from .lines import Value, middle_of
from .possibility import Standing, standings
from .raising import SIGNS, Effect, effects, statics
from .renaming import Equivalence, equivalence
from .volumes import volume

__all__ = [
    "SIGNS",
    "Effect",
    "Equivalence",
    "Flip",
    "Likelihood",
    "Likelihoods",
    "Nearest",
    "Standing",
    "Value",
    "binomial_bounds",
    "effects",
    "equivalence",
    "flips",
    "for_all",
    "for_some",
    "likelihoods",
    "middle_of",
    "nearest_outcome",
    "outcome_at",
    "perturbed",
    "projected_map",
    "standings",
    "statics",
    "volume",
]
