"""How many ballots, and how many coalitions, decide: exact counts."""

from __future__ import annotations

from .by_kinds import Outcomes, kinds_of, outcomes_by_kinds

__all__ = ["Outcomes", "kinds_of", "outcomes_by_kinds"]
