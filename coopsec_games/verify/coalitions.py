"""Equilibria that hold against coalitions, re-checked by their definitions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import product
from typing import Any

from .exactness import Payoffs, rational, strategies_in

__all__ = ["coalition_proof", "strong_nash"]


def strong_nash(payoffs: Payoffs, profile: tuple[Hashable, ...]) -> bool:
    """Whether no set of players can change its strategies together so that each of them gains.

    Examples
    --------
    >>> stag = {("S", "S"): (2, 2), ("S", "H"): (0, 1), ("H", "S"): (1, 0), ("H", "H"): (1, 1)}
    >>> strong_nash(stag, ("S", "S")), strong_nash(stag, ("H", "H"))
    (True, False)

    References
    ----------
    Aumann (1959), in Contributions to the Theory of Games IV, pp. 287-324.
    """
    if profile not in payoffs:
        return False
    now = [rational(payoff) for payoff in payoffs[profile]]
    return not any(
        other != profile
        and all(rational(payoffs[other][i]) > now[i] for i in range(len(now)) if other[i] != profile[i])
        for other in payoffs
    )


def coalition_proof(payoffs: Payoffs, profile: tuple[Hashable, ...]) -> bool:
    """Whether no coalition gains by a deviation that none of its own coalitions would undo in the same way.

    Examples
    --------
    >>> dilemma = {("C", "C"): (2, 2), ("C", "D"): (0, 3), ("D", "C"): (3, 0), ("D", "D"): (1, 1)}
    >>> coalition_proof(dilemma, ("D", "D")), strong_nash(dilemma, ("D", "D"))
    (True, False)

    References
    ----------
    Bernheim, Peleg and Whinston (1987), Journal of Economic Theory 42:1-12, Definition 2.
    """
    if profile not in payoffs:
        return False
    choices = strategies_in(payoffs, len(profile))
    coalitions = {
        tuple(i for i in range(len(profile)) if mask >> i & 1) for mask in range(1, 1 << len(profile))
    }  # of all sizes
    known: dict[tuple[tuple[int, ...], tuple[Any, ...]], bool] = {}

    def deviations(coalition: tuple[int, ...], at: tuple[Any, ...]) -> Iterable[tuple[Any, ...]]:
        for own in product(*(choices[i] for i in coalition)):
            changed = list(at)
            for i, s in zip(coalition, own, strict=True):
                changed[i] = s
            yield tuple(changed)

    def within(coalition: tuple[int, ...]) -> Iterable[tuple[int, ...]]:
        return (smaller for smaller in coalitions if set(smaller) < set(coalition))

    def enforces_itself(coalition: tuple[int, ...], at: tuple[Any, ...]) -> bool:
        return all(proof(smaller, at) for smaller in within(coalition))

    def proof(coalition: tuple[int, ...], at: tuple[Any, ...]) -> bool:
        if (coalition, at) not in known:
            known[coalition, at] = enforces_itself(coalition, at) and not any(
                all(rational(payoffs[other][i]) > rational(payoffs[at][i]) for i in coalition)
                and enforces_itself(coalition, other)
                for other in deviations(coalition, at)
            )
        return known[coalition, at]

    return proof(tuple(range(len(profile))), profile)
