"""The check of a condition at points, one where it holds and one where it does not, by a test in numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from ..conditions import Condition

__all__ = ["agrees_at_witnesses"]


def agrees_at_witnesses(where: Condition, holds: Callable[[Mapping[str, Fraction]], bool]) -> bool:
    """Whether a test in numbers holds at a witness of a condition, and fails at one of its negation.

    Parameters
    ----------
    where
        The condition; a side of it that is nowhere is not asked.
    holds
        The test.

    Examples
    --------
    >>> where = Condition.read("delta >= 1/3", ["delta"])
    >>> agrees_at_witnesses(where, lambda point: 3 * point["delta"] >= 1)
    True
    >>> agrees_at_witnesses(where, lambda point: True)
    False
    """
    for claim, expected in ((where, True), (~where, False)):
        if claim.feasible() is False:
            continue
        point = claim.witness()
        if point is None or holds(point) is not expected:
            return False
    return True
