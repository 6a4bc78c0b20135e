"""Mixed equilibria of silence where objecting is a gain in itself and broken silence a loss to all.

With a cost and a benefit below 0 the volunteers are those who stay silent: each forgoes ``-c``, and where
``m - t + 1`` of ``m`` do so the silence holds, which is worth ``-b`` to each.  That is the same dilemma with the two
choices exchanged, so that its equilibria are read from there.

Examples
--------
>>> [found] = mirrored_equilibria(2, 1, Fraction(-1), Fraction(-4), Assumptions())
>>> found.mixing, str(found.silence), str(found.holds)                  # 4 * P(nobody else objects) = 1
(2, '1/4', '1/16')
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..conditions import Assumptions, compare
from ..formulas import exact
from .concepts.boxes import Enclosed
from .payoffs import Payoff
from .roots import one_less
from .volunteers_mixed import Branch, MixedSilence, mixed_equilibria

__all__ = ["mirrored_equilibria"]

_OTHER: dict[Branch, Branch] = {"only": "only", "lower": "upper", "upper": "lower"}


def mirrored_equilibria(
    size: int, needed: int, cost: Payoff, benefit: Payoff, assumptions: Assumptions
) -> list[MixedSilence]:
    """The equilibria in which some mix, all alike, where cost and benefit are both below 0.

    Parameters
    ----------
    size
        How many may object.
    needed
        How many objections break the silence.
    cost, benefit
        Of objecting, and of broken silence.
    assumptions
        The declared names, and what is assumed of them.
    """
    both = compare(cost, "<", 0, assumptions) & compare(benefit, "<", 0, assumptions)
    if needed > size or both.feasible() is False:
        return []
    found = mixed_equilibria(size, size - needed + 1, exact(-cost), exact(-benefit), assumptions)
    return [
        replace(
            each,
            objecting=each.silent,
            silent=each.objecting,
            branch=_OTHER[each.branch],
            silence=_rest(each.silence),
            holds=_rest(each.holds),
        )
        for each in found
    ]


def _rest(odds: Payoff | Enclosed | None) -> Payoff | Enclosed | None:
    if odds is None:
        return None
    return one_less(odds) if isinstance(odds, Fraction | Enclosed) else exact(1 - odds)
