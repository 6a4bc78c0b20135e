"""What can come about under a condition: possible, inevitable, excluded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...conditions import Condition
from ...errors import NotApplicable

__all__ = ["Standing", "standings"]


@dataclass(frozen=True)
class Standing:
    """How an outcome stands under a condition.

    Parameters
    ----------
    outcome
        Its name.
    possible, inevitable
        Whether it comes about somewhere under the condition, and whether everywhere; ``None`` where the solver could
        not tell.
    where
        What must hold besides the condition for the outcome to come about.
    witness
        A point under the condition at which it does.
    """

    outcome: str
    possible: bool | None
    inevitable: bool | None
    where: Condition
    witness: Mapping[str, Fraction] | None


def standings(regions: Mapping[str, Condition], given: Condition) -> tuple[Standing, ...]:
    """How each outcome stands under a condition.

    Parameters
    ----------
    regions
        The regions of a map.
    given
        The condition, under the same assumptions.

    Raises
    ------
    NotApplicable
        Where the condition contradicts the assumptions.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> under = Assumptions.read(["c", "z"], "z >= 0")
    >>> regions = {"outside": Condition.read("c <= z", under), "status quo": Condition.read("c > z", under)}
    >>> [(own.outcome, own.possible, own.inevitable) for own in standings(regions, Condition.read("c < 0", under))]
    [('outside', True, True), ('status quo', False, False)]
    """
    if given.feasible() is False:
        raise NotApplicable(f"{given.text} contradicts the assumptions", hint="under it nothing is possible")
    found = []
    for outcome, region in regions.items():
        where = region & given
        possible, inevitable = where.feasible(), given.implies(region)
        found.append(Standing(outcome, possible, inevitable, where.simplify(), where.witness() if possible else None))
    return tuple(found)
