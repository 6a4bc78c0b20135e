"""Majority rules that must enforce themselves: which quota is best, and from what patience it is obeyed.

Examples
--------
>>> game = SelfEnforcingMajority.of(5, "3/5", 1, 1)
>>> for found in game.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
majority rule, 3 of 5: delta >= 3125/3827
only unanimity: delta < 3125/3827

References
----------
Maggi and Morelli (2006), American Economic Review 96:1137-1158, in whose spirit this is derived; details may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb

from ..conditions import Assumptions, Condition, compare
from ..cooperative.rules import Quota
from ..cooperative.simple_games import SimpleGame
from ..errors import InvalidGame, NotApplicable, TooLarge
from ..formulas import exact
from ..noncooperative.payoffs import Values, parameters_in, setting
from ..noncooperative.shown import SpecialGame
from ..polynomials import ONE, Polynomial
from ..results import Solution
from .self_enforcing import ONLY_UNANIMITY, SelfEnforcingRule, sustained_solution
from .terms import Fallback, Formula, Terms, read_terms

__all__ = ["MOST_MEMBERS", "SelfEnforcingMajority", "best_quotas", "rises_to_first_best"]

MOST_MEMBERS = 60


@dataclass(frozen=True, repr=False)
class SelfEnforcingMajority(SpecialGame):
    """The best majority rule of so many members, where nobody enforces it.

    Parameters
    ----------
    size
        How many members there are.
    terms
        What joint action is worth, and how patient the members are.
    assumptions
        The declared names, and what is assumed of them.
    quota
        How many must be in favour; None for the first best, which depends on gain and loss.

    Raises
    ------
    InvalidGame
        For a quota that cannot be, or fewer than two members.
    TooLarge
        Beyond 60 members.
    """

    size: int
    terms: Terms
    assumptions: Assumptions
    quota: int | None = None

    def __post_init__(self) -> None:
        if self.size < 2:
            raise InvalidGame("a rule of decision takes at least two members")
        if self.size > MOST_MEMBERS:
            raise TooLarge(f"{self.size} members are more than {MOST_MEMBERS}")
        if self.quota is not None and not 1 <= self.quota <= self.size:
            raise InvalidGame(f"{self.quota} of {self.size} members cannot be a quota")

    @classmethod
    def of(
        cls,
        size: int,
        approval: Formula,
        gain: Formula,
        loss: Formula,
        correlation: Formula = 0,
        discount: Formula = "delta",
        assumptions: Assumptions | None = None,
        quota: int | None = None,
        fallback: Fallback = "unanimity",
    ) -> SelfEnforcingMajority:
        """The game with its terms read from texts."""
        return cls(size, *read_terms(approval, gain, loss, correlation, discount, assumptions, fallback), quota)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in((), self.assumptions, self.terms.names)

    @property
    def players(self) -> tuple[str, ...]:
        """Any member stands for all."""
        return (f"{self.size} members",)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What may come about: a quota below all, or unanimity."""
        quotas = range(1, self.size) if self.quota is None else (self.quota,)
        return (*(self._named(quota) for quota in quotas if quota < self.size), ONLY_UNANIMITY)

    def _named(self, quota: int) -> str:
        return f"majority rule, {quota} of {self.size}"

    def at(self, values: Values) -> SelfEnforcingMajority:
        """The same game with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        return replace(self, terms=self.terms.changed(put), assumptions=under)

    def rule(self, quota: int) -> SelfEnforcingRule:
        """The rule of a quota."""
        members = tuple(str(place) for place in range(1, self.size + 1))
        return SelfEnforcingRule(SimpleGame(Quota(members, quota)), self.terms, self.assumptions)

    def solution(self) -> Solution:
        """Where the quota, or the first best of all quotas, is sustained, and where only unanimity is."""
        regions = {}
        always = Condition.true(self.assumptions)
        best = best_quotas(self.size, self.terms, self.assumptions) if self.quota is None else {self.quota: always}
        for quota, first in best.items():
            if quota == self.size or first.feasible() is False:
                continue
            rule = self.rule(quota)
            where = (first & rule.sustained_where()).simplify()
            if where.feasible() is not False:
                regions[self._named(quota)] = (where, rule.holds)
        notes = (
            (
                "of the quotas below all, the first best enforces itself at the lowest discount factor: where it does "
                "not, none does",
            )
            if self.quota is None and rises_to_first_best(self.size)
            else ()
        )
        quotas = range(1, self.size) if self.quota is None else (self.quota,)

        def fails(point: Mapping[str, Fraction]) -> bool:
            return all(quota == self.size or not self.rule(quota).holds(point) for quota in quotas)

        return sustained_solution(self, regions, fails, notes)


def best_quotas(size: int, terms: Terms, assumptions: Assumptions) -> Mapping[int, Condition]:
    """Where each quota is worth most to a member, were it obeyed; the smaller of two that are equally good.

    Parameters
    ----------
    size
        How many members there are.
    terms
        What joint action is worth.
    assumptions
        The declared names, and what is assumed of them.

    Raises
    ------
    NotApplicable
        Where the values do not rise to one quota and fall beyond, which has been found for no number of members; or
        where the assumptions allow a gain and a loss that sum to less than zero, for which they fall and then rise.

    Examples
    --------
    >>> terms, under = read_terms(
    ...     "1/2", "g", "l", 0, 0, Assumptions.read(["g", "l"], "g > 0", "l > 0", solve_for=["l"]))
    >>> for quota, where in best_quotas(3, terms, under).items():
    ...     print(quota, where)
    1 l <= g/2
    2 g/2 < l <= 2*g
    3 l > 2*g
    """
    if not rises_to_first_best(size):
        raise NotApplicable(f"the values of {size} members' quotas have no single peak")
    under = assumptions
    if compare(exact(terms.gain + terms.loss), "<", 0, under).feasible():
        raise NotApplicable(
            "the first best is a quota between only where the gain and the loss sum to at least zero",
            hint="a member in favour gains and one against loses: assume both at least 0, or state the quota",
        )
    found = {}
    for quota in range(1, size + 1):
        where = Condition.true(under)
        if quota < size:
            where = where & compare(exact(quota * terms.gain), ">=", exact((size - quota) * terms.loss), under)
        if quota > 1:
            below = quota - 1
            where = where & compare(exact(below * terms.gain), "<", exact((size - below) * terms.loss), under)
        found[quota] = where.simplify()
    return found


def rises_to_first_best(size: int) -> bool:
    """Whether what quotas are worth rises up to the first best and falls beyond, for every ``p``, ``g`` and ``l``.

    It is so where ``V(q) - V(q + 1)`` is ``C(n, q) p**q (1 - p)**(n - q) (q g - (n - q) l)/n`` for every quota ``q``:
    the sign of the last factor changes once.  That is checked as an identity of polynomials.  The discount factor that
    a rule needs falls in its worth, so that where the first best does not enforce itself no other quota does.

    Parameters
    ----------
    size
        How many members there are.

    Examples
    --------
    >>> all(rises_to_first_best(size) for size in range(2, 9))
    True
    """
    p, gain, loss = (Polynomial.variable(name) for name in ("p", "g", "l"))
    values = []
    for quota in range(1, size + 1):
        for_it = [comb(size - 1, yes - 1) for yes in range(quota, size + 1)]
        against = [comb(size - 1, yes) if yes < size else 0 for yes in range(quota, size + 1)]
        total = Polynomial.of(0)
        for yes, own, other in zip(range(quota, size + 1), for_it, against, strict=True):
            total = total + _chance(p, yes, size) * (gain * own - loss * other)
        values.append(total)
    return all(
        (values[quota - 1] - values[quota]) * size
        == _chance(p, quota, size) * comb(size, quota) * (gain * quota - loss * (size - quota))
        for quota in range(1, size)
    )


def _chance(p: Polynomial, yes: int, size: int) -> Polynomial:
    result = ONE
    for place in range(size):
        result = result * (p if place < yes else 1 - p)
    return result
