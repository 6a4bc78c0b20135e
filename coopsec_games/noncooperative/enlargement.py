"""How large a body that needs everybody should be: what more members add against what they block.

A body of ``n`` members is worth ``n**a`` when all of them agree.  Each agrees with probability ``p``, by itself or,
with probability ``rho``, all as one: on average the body is worth ``n**a (rho p + (1 - rho) p**n)``.  Where members
judge for themselves, the larger of two sizes ``m < n`` is worth at least as much where ``p**(n - m) >= (m/n)**a``.

Examples
--------
>>> under = Assumptions.read(["p"], "0 < p < 1", solve_for=["p"])
>>> game = Enlargement((2, 3, 4), exact("p", under.names), under)
>>> for found in game.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
2 members: p <= 2/3
3 members: 2/3 < p <= 3/4
4 members: p > 3/4

References
----------
The project's own derivation; it is a formula, not a prediction: organisations of 32 and 57 decide by consensus.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge
from ..formulas import exact, symbol
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["MOST_SIZES", "Enlargement"]

MOST_SIZES = 60
MOST_MEMBERS = 200


@dataclass(frozen=True, repr=False)
class Enlargement(SpecialGame):
    """A choice of the size of a body under unanimity.

    Parameters
    ----------
    sizes
        Whole numbers, rising.
    approval
        The probability with which each member agrees: a formula, strictly between 0 and 1.
    assumptions
        The declared names and what is assumed of them.
    exponent
        How the worth of agreement rises with size, a whole number from 1 on.
    correlation
        The probability that all judge as one: a formula, from 0 to 1.
    player
        Who chooses.

    Raises
    ------
    InvalidGame
        For sizes that do not rise, fewer than two of them, or a probability that may be 0 or 1.
    TooLarge
        Beyond 60 sizes, or 200 members.
    """

    sizes: tuple[int, ...]
    approval: Payoff
    assumptions: Assumptions
    exponent: int = 1
    correlation: Payoff = Fraction(0)
    player: str = "the founders"

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", tuple(self.sizes))
        for part in ("approval", "correlation"):
            object.__setattr__(self, part, exact(getattr(self, part), self.assumptions.names))
        if len(self.sizes) < 2 or list(self.sizes) != sorted(set(self.sizes)) or self.sizes[0] < 1:
            raise InvalidGame("the sizes of a body are at least two whole numbers that rise")
        if len(self.sizes) > MOST_SIZES or self.sizes[-1] > MOST_MEMBERS:
            raise TooLarge(f"the limits are {MOST_SIZES} sizes and {MOST_MEMBERS} members")
        if self.exponent < 1:
            raise InvalidGame("the exponent of size is a whole number, at least 1")
        for payoff in (self.approval, self.correlation):
            check_names(payoff, self.assumptions.names, "the size of a body")
        require(self.assumptions, self.approval, ">", 0, "the probability may be 0")
        require(self.assumptions, self.approval, "<", 1, "the probability may be 1")
        for op, edge in ((">=", 0), ("<=", 1)):
            require(self.assumptions, self.correlation, op, edge, "the correlation may lie outside 0 to 1")

    @property
    def players(self) -> tuple[str, ...]:
        """Who chooses."""
        return (self.player,)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in((self.approval, self.correlation), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The sizes."""
        return tuple(map(_named, self.sizes))

    def at(self, values: Values) -> Enlargement:
        """The same choice with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        approval, correlation = (put(own) for own in (self.approval, self.correlation))
        return replace(self, approval=approval, correlation=correlation, assumptions=under)

    def worth(self, size: int) -> Payoff:
        """What a size is worth on average."""
        together = self.correlation * self.approval + (1 - self.correlation) * self.approval**size
        return exact(size**self.exponent * together)

    @property
    def best_in_reals(self) -> Expr:
        """The best size of members who judge apart were it no whole number, by the derivative of the logarithm.

        It is where that of ``a log(n) + n log(p)`` vanishes.

        Examples
        --------
        >>> Enlargement((1, 2), "p", Assumptions.read(["p"], "0 < p < 1"), 2).best_in_reals
        -2/log(p)
        """
        from sympy import Integer, Rational, diff, log, solve

        free = symbol(next(name for name in ("n", "size", "n_") if name not in self.assumptions.names))
        own = self.approval
        probability = Rational(own.numerator, own.denominator) if isinstance(own, Fraction) else own
        (found,) = solve(diff(Integer(self.exponent) * log(free) + free * log(probability), free), free)
        return found

    def solution(self) -> Solution:
        """Each size with the condition under which it is best; of two that are equally good the smaller one.

        Where members judge apart, ``a log(n) + n log(p)`` is concave in ``n``, so that a size better than its
        neighbours on the list is best; else every two sizes are compared.
        """
        found = []
        for place, size in enumerate(self.sizes):
            where = Condition.true(self.assumptions)
            for other in self._rivals(place):
                where = where & (self._pays(size, other, ">=") if other > size else self._pays(size, other, ">"))
            where = where.simplify()
            if where.feasible() is not False:
                found.append(Equilibrium({self.player: _named(size)}, (), where, _named(size)))
        method = (
            "comparison of each size with its neighbours on the list, which is enough for a concave worth"
            if self.correlation == 0
            else "comparison of every two sizes"
        )
        return Solution(
            "best size",
            "profiles",
            self.players,
            tuple(found),
            complete=True,
            verified=all(self._checked(own) for own in found),
            method=method,
            notes=("Of two sizes that are equally good the smaller one is taken.",),
        )

    def _rivals(self, place: int) -> tuple[int, ...]:
        """The sizes with which a size is compared."""
        if self.correlation == 0:
            return (*self.sizes[max(0, place - 1) : place], *self.sizes[place + 1 : place + 2])
        return (*self.sizes[:place], *self.sizes[place + 1 :])

    def _pays(self, size: int, other: int, op: str) -> Condition:
        """Where the worth of a size stands in a relation to that of another, both divided by a power of ``p``."""
        shared = min(size, other) if self.correlation == 0 else 1

        def left(own: int) -> Payoff:
            apart = (1 - self.correlation) * self.approval ** (own - shared)
            together = self.correlation if shared == 1 else 0
            return exact(own**self.exponent * (together + apart))

        return compare(left(size), op, left(other), self.assumptions)

    def _checked(self, equilibrium: Equilibrium) -> bool:
        """Whether no size is worth more in numbers, and no smaller one as much."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        worth = [value_at(self.worth(size), point) for size in self.sizes]
        return equilibrium.outcome == _named(self.sizes[worth.index(max(worth))])


def _named(size: int) -> str:
    return "1 member" if size == 1 else f"{size} members"
