"""Sanctions by several states against one that can buy elsewhere: who takes part, and whether it is enough.

Each state controls a share of what the target needs; what outsiders control stays open to it.  The sanctions are
effective from a threshold on.  Taking part has a cost, effective sanctions a value, and staying away may cost standing
as well.

Examples
--------
>>> under = Assumptions.read(["o", "theta", "b", "k"], "0 <= o < 1", "0 < theta <= 1", "b > 0", "k > 0",
...     solve_for=["o", "k"])
>>> o, b, k = (exact(name, under.names) for name in ("o", "b", "k"))
>>> oil = Embargo((Sanctioner("members", 1 - o, k, b),), "theta", under)
>>> print(oil.feasible)
o <= 1 - theta
>>> for found in oil.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
effective sanctions: k <= b and o <= 1 - theta
no sanctions: k > b or o > 1 - theta

References
----------
Palfrey and Rosenthal (1984), Journal of Public Economics 24:171-193 (contributions to a threshold).
Martin (1992), Coercive Cooperation, ch. 2 (sanctions as a problem of cooperation among those who impose them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import combinations
from operator import and_

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge
from ..formulas import exact, expression_text, number_text
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

__all__ = ["MOST_SANCTIONERS", "Embargo", "Sanctioner"]

MOST_SANCTIONERS = 6

OUTCOMES = ("effective sanctions", "ineffective sanctions", "no sanctions")

Group = frozenset[str]


@dataclass(frozen=True)
class Sanctioner:
    """A state that may take part.

    Parameters
    ----------
    name
        What it is called.
    share
        Its share of what the target needs, at least 0.
    cost
        What taking part costs it.
    benefit
        What effective sanctions are worth to it, whether or not it takes part.
    standing
        What staying away costs it, whatever the others do.
    """

    name: str
    share: Payoff
    cost: Payoff
    benefit: Payoff
    standing: Payoff = Fraction(0)

    def __post_init__(self) -> None:
        for part in ("share", "cost", "benefit", "standing"):
            object.__setattr__(self, part, exact(getattr(self, part)))

    @property
    def parts(self) -> tuple[Payoff, ...]:
        """Its share, its cost, its benefit and its standing."""
        return self.share, self.cost, self.benefit, self.standing


@dataclass(frozen=True, repr=False)
class Embargo(SpecialGame):
    """States that each decide, at once and for themselves, whether to take part in sanctions.

    Parameters
    ----------
    sanctioners
        Who may take part.
    threshold
        The share from which on the sanctions are effective: a formula, greater than 0.
    assumptions
        The declared names and what is assumed of them; that shares are not negative must follow.
    outcomes
        What effective, ineffective and no sanctions are called.

    Raises
    ------
    InvalidGame
        Where nobody may take part, a name stands twice or is not declared, or the assumptions leave too much open.
    TooLarge
        Beyond six states.
    """

    sanctioners: tuple[Sanctioner, ...]
    threshold: int | str | Payoff
    assumptions: Assumptions
    outcomes: tuple[str, ...] = OUTCOMES

    def __post_init__(self) -> None:
        object.__setattr__(self, "sanctioners", tuple(self.sanctioners))
        object.__setattr__(self, "threshold", exact(self.threshold, self.assumptions.names))
        object.__setattr__(self, "outcomes", tuple(self.outcomes))
        if not self.sanctioners or len(set(self.players)) < len(self.sanctioners):
            raise InvalidGame("sanctions take at least one state, each named once")
        if len(self.sanctioners) > MOST_SANCTIONERS:
            raise TooLarge(
                f"{len(self.sanctioners)} states are more than the {MOST_SANCTIONERS} that are solved one by one",
                hint="take together those that decide alike",
            )
        if len(self.outcomes) != 3 or len(set(self.outcomes)) < 3:
            raise InvalidGame("sanctions have three different outcomes: effective, ineffective, none")
        for payoff in self._payoffs():
            check_names(payoff, self.assumptions.names, "a sanction")
        for sanctioner in self.sanctioners:
            message = f"the share of {sanctioner.name} may be negative"
            require(self.assumptions, sanctioner.share, ">=", 0, message)
        require(self.assumptions, exact(self.threshold), ">", 0, "the threshold may be 0")

    @property
    def players(self) -> tuple[str, ...]:
        """Who may take part."""
        return tuple(sanctioner.name for sanctioner in self.sanctioners)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the sanctions depend, in declared order."""
        return parameters_in(self._payoffs(), self.assumptions)

    @property
    def feasible(self) -> Condition:
        """Where the sanctions are effective if everybody takes part."""
        return self.effective(self.players).simplify()

    def effective(self, group: Iterable[str]) -> Condition:
        """Where the sanctions are effective if these take part and nobody else does."""
        return compare(self._share(group), ">=", exact(self.threshold), self.assumptions)

    def stable(self, group: Iterable[str]) -> Condition:
        """Where nobody gains by leaving those who take part, and whoever stays away loses by joining."""
        chosen = frozenset(group)
        return reduce(and_, (self._content(sanctioner, chosen) for sanctioner in self.sanctioners))

    def at(self, values: Values) -> Embargo:
        """The same sanctions with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions.
        """
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            sanctioners=tuple(Sanctioner(own.name, *(put(part) for part in own.parts)) for own in self.sanctioners),
            threshold=put(self.threshold),
            assumptions=under,
        )

    def solution(self) -> Solution:
        """The equilibria in pure strategies in which an indifferent state takes part: each group that is stable."""
        found = []
        for group in self._groups():
            stable = self.stable(group)
            enough = self.effective(group)
            effective, ineffective, none = self.outcomes
            told = [(effective, stable & enough), (ineffective if group else none, stable & ~enough)]
            profile = {name: "take part" if name in group else "stay away" for name in self.players}
            for outcome, where in told:
                if where.feasible() is not False:
                    found.append(Equilibrium(profile, (), where.simplify(), outcome))
        order = {outcome: place for place, outcome in enumerate(self.outcomes)}
        found.sort(key=lambda equilibrium: order[equilibrium.outcome])
        total, needed = self._share(self.players), exact(self.threshold)
        return Solution(
            "pure Nash equilibrium",
            "profiles",
            self.players,
            tuple(found),
            complete=False,
            verified=all(self._checked(equilibrium) for equilibrium in found),
            method="best replies of each state, for every group that may take part",
            notes=(
                f"Together the states control {self._text(total)}, and {self._text(needed)} is needed: if all take "
                f"part the sanctions are effective {_where(self.feasible)}.",
                "Each decides for itself and at once; where several outcomes are equilibria, which one comes about "
                "depends on what each expects of the others. An indifferent state takes part; mixed strategies are "
                "left out.",
            ),
        )

    def _groups(self) -> Iterator[Group]:
        for size in range(len(self.players), -1, -1):
            yield from map(frozenset, combinations(self.players, size))

    def _share(self, group: Iterable[str]) -> Payoff:
        chosen = frozenset(group)
        return exact(sum((own.share for own in self.sanctioners if own.name in chosen), Fraction(0)))

    def _content(self, own: Sanctioner, group: Group) -> Condition:
        """Where a state does not gain by changing sides; one that stays away loses by it."""
        pivotal = self.effective(group | {own.name}) & ~self.effective(group - {own.name})
        op = ">=" if own.name in group else "<"
        alone, tipping = (
            compare(gain, op, Fraction(0), self.assumptions)
            for gain in (exact(own.standing - own.cost), exact(own.benefit + own.standing - own.cost))
        )
        return (pivotal & tipping) | (~pivotal & alone)

    def _payoffs(self) -> tuple[Payoff, ...]:
        return (*(part for own in self.sanctioners for part in own.parts), exact(self.threshold))

    def _text(self, value: Payoff) -> str:
        return number_text(value) if isinstance(value, Fraction) else expression_text(value, self.assumptions.names)

    def _checked(self, equilibrium: Equilibrium) -> bool:
        """Whether payoffs in numbers say the same at a point where the equilibrium is one."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        needed = value_at(exact(self.threshold), point)
        numbers = [[value_at(part, point) for part in own.parts] for own in self.sanctioners]
        plays = [equilibrium.profile[own.name] == "take part" for own in self.sanctioners]

        def worth(place: int, played: list[bool]) -> tuple[Fraction, bool]:
            share = sum((own[0] for own, acts in zip(numbers, played, strict=True) if acts), Fraction(0))
            _, cost, benefit, standing = numbers[place]
            return (benefit if share >= needed else Fraction(0)) - (
                cost if played[place] else standing
            ), share >= needed

        for place in range(len(plays)):
            other = [not acts if at == place else acts for at, acts in enumerate(plays)]
            if worth(place, other)[0] > worth(place, plays)[0]:
                return False
        return worth(0, plays)[1] is (equilibrium.outcome == self.outcomes[0])


def _where(condition: Condition) -> str:
    if condition.formula is True:
        return "everywhere"
    return "nowhere" if condition.formula is False else f"where {condition.text}"
