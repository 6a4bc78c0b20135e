"""Exact linear programming: an optimum with its multipliers, or a proof that there is none.

``feasible_point`` and ``maximise`` solve systems of rows; ``refute`` proves that a Boolean combination of rows has no
solution, and ``certify`` that conditions are a partition.  Nothing that a solver says in floats is believed.
"""

from __future__ import annotations

from .programs import PROPOSE_ABOVE
from .proofs import MAX_SYSTEMS, certify, refute, satisfying_point
from .systems import Infeasible, Optimum, Point, Unbounded, feasible_point, maximise

__all__ = [
    "MAX_SYSTEMS",
    "PROPOSE_ABOVE",
    "Infeasible",
    "Optimum",
    "Point",
    "Unbounded",
    "certify",
    "feasible_point",
    "maximise",
    "refute",
    "satisfying_point",
]
