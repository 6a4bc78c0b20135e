"""Power as ``coopsec power --method sampling`` estimates it: never exact, and saying so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .. import rendering
from ..errors import InvalidRule, UsageError
from ..results import Table
from .output import patience

if TYPE_CHECKING:
    from ..cooperative.simple_games import SimpleGame

__all__ = ["Estimate", "estimated", "estimates_table"]


@dataclass(frozen=True)
class Estimate:
    """A number that is only estimated, and the interval that it lies in with the stated confidence."""

    value: Fraction
    low: Fraction
    high: Fraction

    def to_json(self) -> dict[str, Any]:
        """The interval exactly, the estimate nearly."""
        ends = [rendering.number(self.low), rendering.number(self.high)]
        return {"exact": None, "interval": ends, "float": float(self.value)}


def estimated(
    game: SimpleGame, keys: Sequence[str], draws: int, seed: int, confidence: str
) -> tuple[dict[str, dict[str, Estimate]], Fraction]:
    """The estimates of each index, and the confidence of their intervals.

    Raises
    ------
    UnknownKey
        An index is not one that is sampled.
    UsageError
        The draws or the confidence cannot be.
    """
    from ..cooperative.counting.sampling import sampled

    found, sure = {}, Fraction(0)
    for key in keys:
        try:
            with patience(f"{key}: drawing {draws} times"):
                sample = sampled(game, key, draws, seed, confidence)
        except InvalidRule as fault:
            raise UsageError(fault.message, hint=fault.hint) from fault
        sure = sample.confidence
        found[key] = {member: Estimate(sample.estimates[member], *sample.intervals[member]) for member in game.members}
    return found, sure


def estimates_table(facts: Mapping[str, Any], heading: str, notes: Sequence[str], *, plain: bool) -> Table:
    """One row a member and index; ``plain`` for other programs, with exact ends."""
    rows: list[tuple[Any, ...]] = []
    for key, estimates in facts["indices"].items():
        for member, estimate in estimates.items():
            numbers = (estimate.value, estimate.low, estimate.high)
            rows.append((member, key, *(numbers if plain else (rendering.number(number, 4) for number in numbers))))
    told = (
        *notes,
        f"Estimated from {facts['draws']} draws with seed {facts['seed']}, not counted: each interval holds with a "
        f"confidence of {rendering.number(facts['confidence'])}; whoever does not vote yes counts as "
        f"{facts['not_yes']!r}.",
    )
    columns = ("member", "index", "estimate", "low", "high")
    return Table("power-sampled", f"Voting power, estimated: {heading}", columns, tuple(rows), told, (), "llrrr")
