"""Re-checks answers with Fractions alone: no solver, no sympy, nothing from the floors above.

What a solver proposes is believed only after it has passed here.
"""

from __future__ import annotations

from .beliefs import bayes_nash, perfect_bayesian
from .coalitions import coalition_proof, strong_nash
from .enclosures import isolated_nash, logit_response
from .exactness import Payoffs
from .profiles import (
    best_reply,
    correlated_equilibrium,
    dominates,
    mixed_nash,
    one_shot_deviation,
    pure_nash,
    security_level,
)
from .systems import (
    Formula,
    Leaf,
    Monomial,
    Refutation,
    Row,
    Split,
    Terms,
    evaluate,
    farkas,
    holds,
    optimal,
    refutation,
    satisfies,
    unbounded,
)
from .vertices import every_vertex, extreme_equilibria

__all__ = [
    "Formula",
    "Leaf",
    "Monomial",
    "Payoffs",
    "Refutation",
    "Row",
    "Split",
    "Terms",
    "bayes_nash",
    "best_reply",
    "coalition_proof",
    "correlated_equilibrium",
    "dominates",
    "evaluate",
    "every_vertex",
    "extreme_equilibria",
    "farkas",
    "holds",
    "isolated_nash",
    "logit_response",
    "mixed_nash",
    "one_shot_deviation",
    "optimal",
    "perfect_bayesian",
    "pure_nash",
    "refutation",
    "satisfies",
    "security_level",
    "strong_nash",
    "unbounded",
]
