"""Tables that set cases beside one another: one map in other letters, and one case's ballots by another's rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..analysis.comparisons import same_maps, under_rules_of_others
from .catalogue import TABLES

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..results import Table

__all__ = ["games_alike", "rules_swapped"]


@TABLES.register(
    "same-maps",
    title="Games of different cases that are one map in other letters, and the record of the one in the other",
    cite="the games of each case",
    takes="cases",
)
def games_alike(analyses: Sequence[Analysis]) -> Table:
    """For each two cases, the games with one map, the renaming, and what the record of the other implies in it."""
    return same_maps(analyses)


@TABLES.register(
    "rule-swaps",
    title="The ballots of each case under the rules by which the body held the votes of the others",
    cite="the record of each case; the procedures of the model",
    takes="cases",
)
def rules_swapped(analyses: Sequence[Analysis]) -> Table:
    """Each roll call under its own rule, and under every other rule, or version of it, in the cases given."""
    return under_rules_of_others([analysis.case for analysis in analyses])
