"""The structure of a rule: who can be compared, is it weighted, of which dimension, and what is it the same as."""

from __future__ import annotations

from .coalitions import is_decisive, is_proper, is_strong, maximal_losing
from .desirability import Desirability, desirability_order
from .dimension import dimension_of
from .isomorphism import canonical_form, isomorphic
from .summary import Structure, structure
from .trades import Trade
from .weighted import Weighting, is_weighted, weighting

__all__ = [
    "Desirability",
    "Structure",
    "Trade",
    "Weighting",
    "canonical_form",
    "desirability_order",
    "dimension_of",
    "is_decisive",
    "is_proper",
    "is_strong",
    "is_weighted",
    "isomorphic",
    "maximal_losing",
    "structure",
    "weighting",
]
