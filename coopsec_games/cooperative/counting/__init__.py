"""How many ballots, and how many coalitions, decide: exact counts."""

from __future__ import annotations

from .answers import CriticalSizes, MinimalSizes, SwingCounts, SwingSizes
from .by_kinds import Grouped, Outcomes, kinds_of, outcomes_by_kinds
from .front import METHODS, critical_sizes, johnston, minimal_sizes, swing_counts, swing_sizes, winning_count
from .sampling import Sampled, sampled
from .weight_systems import Every, Some, System, systems

__all__ = [
    "METHODS",
    "CriticalSizes",
    "Every",
    "Grouped",
    "MinimalSizes",
    "Outcomes",
    "Sampled",
    "Some",
    "SwingCounts",
    "SwingSizes",
    "System",
    "critical_sizes",
    "johnston",
    "kinds_of",
    "minimal_sizes",
    "outcomes_by_kinds",
    "sampled",
    "swing_counts",
    "swing_sizes",
    "systems",
    "winning_count",
]
