"""Taking part as one sees fit: a forum in which each joins when enough others do.

A participant gains ``b`` from every other participant and bears a cost of its own; whoever stays away has nothing.
With ``x`` the share that takes part and ``F`` the share of those who are content with so many others, equilibria are
the points where ``x = F(x)``: several where costs lie close together, with no body that could choose among them.

Examples
--------
>>> under = Assumptions.read(["k", "c", "b"], "0 < k < c", "b > 0", solve_for=["c", "k"])
>>> game = OptIn((Joiner("western states", 19, "k"), Joiner("the others", 35, "c")), "b", under)
>>> for found in game.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
western states and the others: c <= 53*b
only western states: k <= 18*b and c > 19*b
nobody: always

References
----------
Schelling (1978), Micromotives and Macrobehavior, ch. 3; Granovetter (1978), American Journal of Sociology
83:1420-1443 (thresholds and the equation ``x = F(x)``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import chain, combinations
from operator import and_

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge
from ..formulas import exact
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

__all__ = ["MOST_GROUPS", "Joiner", "OptIn"]

MOST_GROUPS = 6

Inside = frozenset[str]


@dataclass(frozen=True)
class Joiner:
    """States that are alike.

    Parameters
    ----------
    name
        What they are called.
    size
        How many they are, at least 1.
    cost
        What taking part costs one of them; negative where it is worth something by itself.
    """

    name: str
    size: Payoff
    cost: Payoff


@dataclass(frozen=True, repr=False)
class OptIn(SpecialGame):
    """States that each decide whether to take part, and gain from every other that does.

    Parameters
    ----------
    joiners
        The groups of states that are alike.
    benefit
        What each participant gains from every other one: a formula, greater than 0.
    assumptions
        The declared names and what is assumed of them; that every group has a member must follow.

    Raises
    ------
    InvalidGame
        Where nobody may take part, a name stands twice or is not declared, or the assumptions leave too much open.
    TooLarge
        Beyond six groups.
    """

    joiners: tuple[Joiner, ...]
    benefit: Payoff
    assumptions: Assumptions

    def __post_init__(self) -> None:
        names = self.assumptions.names
        read = (Joiner(own.name, exact(own.size, names), exact(own.cost, names)) for own in self.joiners)
        object.__setattr__(self, "joiners", tuple(read))
        object.__setattr__(self, "benefit", exact(self.benefit, names))
        if not self.joiners or len(set(self.players)) < len(self.joiners):
            raise InvalidGame("a forum takes at least one group of states, each named once")
        if len(self.joiners) > MOST_GROUPS:
            raise TooLarge(f"{len(self.joiners)} groups are more than the {MOST_GROUPS} that are told apart")
        for payoff in self._payoffs():
            check_names(payoff, names, "a forum")
        require(self.assumptions, self.benefit, ">", 0, "the benefit may not be positive")
        for own in self.joiners:
            require(self.assumptions, own.size, ">=", 1, f"there may be nobody among {own.name}")

    @property
    def players(self) -> tuple[str, ...]:
        """The groups."""
        return tuple(own.name for own in self.joiners)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in(self._payoffs(), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Who may take part, from all to nobody."""
        return tuple(map(self._named, self._sets()))

    def at(self, values: Values) -> OptIn:
        """The same forum with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        joiners = (Joiner(own.name, put(own.size), put(own.cost)) for own in self.joiners)
        benefit = put(self.benefit)
        return replace(self, joiners=tuple(joiners), benefit=benefit, assumptions=under)

    def stable(self, inside: Sequence[str]) -> Condition:
        """Where nobody gains by leaving those who take part, and whoever stays away loses by joining."""
        return reduce(and_, (self._content(own, frozenset(inside)) for own in self.joiners))

    def solution(self) -> Solution:
        """The equilibria in pure strategies in which an indifferent state takes part.

        States that are alike do alike in each of them: where one of a group takes part and another does not, the one
        outside has one more participant to gain from than the one inside, and gains by joining.
        """
        found = []
        for inside in self._sets():
            where = self.stable(inside).simplify()
            if where.feasible() is not False:
                chosen = {name: "take part" if name in inside else "stay away" for name in self.players}
                found.append(Equilibrium(chosen, (), where, self._named(inside)))
        return Solution(
            "pure Nash equilibrium",
            "profiles",
            self.players,
            tuple(found),
            complete=False,
            verified=all(self._checked(own) for own in found),
            method="best replies of one state of each group, for every set of groups that may take part",
            notes=(
                "Each decides for itself and at once; where several outcomes are equilibria, which one comes about "
                "depends on what each expects of the others. An indifferent state takes part; mixed strategies are "
                "left out.",
            ),
        )

    def _sets(self) -> Iterator[tuple[str, ...]]:
        sizes = range(len(self.joiners), -1, -1)
        return chain.from_iterable(combinations(self.players, size) for size in sizes)

    def _named(self, inside: Sequence[str]) -> str:
        if not inside:
            return "nobody"
        return f"only {inside[0]}" if len(inside) == 1 < len(self.joiners) else " and ".join(inside)

    def _others(self, own: Joiner, inside: Inside) -> Payoff:
        """How many others take part, as one of a group sees it."""
        total = sum((other.size for other in self.joiners if other.name in inside), Fraction(0))
        return exact(total - 1 if own.name in inside else total)

    def _content(self, own: Joiner, inside: Inside) -> Condition:
        gain = exact(self.benefit * self._others(own, inside))
        return compare(gain, ">=" if own.name in inside else "<", own.cost, self.assumptions)

    def _payoffs(self) -> tuple[Payoff, ...]:
        return (self.benefit, *(part for own in self.joiners for part in (own.size, own.cost)))

    def _checked(self, equilibrium: Equilibrium) -> bool:
        """Whether in numbers nobody gains by changing sides at a point where the equilibrium is one."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        benefit = value_at(self.benefit, point)
        inside = {name for name, choice in equilibrium.profile.items() if choice == "take part"}
        total = sum(value_at(own.size, point) for own in self.joiners if own.name in inside)
        for own in self.joiners:
            others = total - (own.name in inside)
            worth = benefit * others - value_at(own.cost, point)
            if (worth < 0) if own.name in inside else (worth >= 0):
                return False
        return True
