"""A map without one of its parameters: where some value of it, or every value, leads to an outcome."""

from __future__ import annotations

from collections.abc import Mapping

from ...conditions import Condition
from .raising import known_symbol

__all__ = ["for_all", "for_some", "projected_map"]


def for_some(region: Condition, symbol: str) -> Condition:
    """Where some admissible value of a parameter leads into a region, in the other parameters.

    Parameters
    ----------
    region
        A condition; its assumptions say which values are admissible.
    symbol
        The parameter to take out.

    Raises
    ------
    NotApplicable
        Where the parameter occurs to a power beyond the second that lower ones cannot tell, or the answer would be too
        long.
    UnknownKey
        The parameter is not declared.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> under = Assumptions.read(["c", "z", "k"], "0 <= c <= z", "k >= 0")
    >>> for_some(Condition.read("c > k", under), "c"), for_all(Condition.read("c <= k", under), "c")
    (Condition('z > k'), Condition('0 <= z <= k'))
    """
    known_symbol(region.assumptions, symbol)
    return region.eliminate(symbol).simplify()


def for_all(region: Condition, symbol: str) -> Condition:
    """Where every admissible value of a parameter lies in a region, and there is one; see :func:`for_some`."""
    known_symbol(region.assumptions, symbol)
    admissible = Condition.true(region.assumptions).eliminate(symbol)
    return (admissible & ~(~region).eliminate(symbol)).simplify()


def projected_map(regions: Mapping[str, Condition], symbol: str, *, every: bool) -> dict[str, Condition]:
    """Each outcome with the condition under which some value of a parameter, or every value, leads to it."""
    take = for_all if every else for_some
    return {outcome: take(where, symbol) for outcome, where in regions.items()}
