"""Self-enforcing rules: who abides by a decision against it where nobody can be made to.

In each period every member favours a joint action with probability ``p`` (it then gains ``g``) or opposes it (it loses
``l``), each on its own or, with probability ``rho``, all as one.  The action needs everyone's part.  A rule lets it go
ahead where those in favour win; a member against it can stop it once, and then only unanimity is left for good (or no
joint action at all).  Unanimity needs no enforcement: nobody is ever asked to act against itself.

With ``V`` what the rule is worth to a member a period and ``U`` what unanimity is worth, a member that is outvoted
abides where ``-l + delta V/(1 - delta) >= delta U/(1 - delta)``.

References
----------
Maggi and Morelli (2006), American Economic Review 96:1137-1158, in whose spirit this is derived; details may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..cooperative.ballots import Member
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable
from ..formulas import exact
from ..noncooperative.normal_form import Equilibrium
from ..noncooperative.payoffs import Payoff, Values, parameters_in, setting, value_at
from ..noncooperative.shown import SpecialGame
from ..results import Solution
from .games import presented, tidy
from .scope import winning_sizes, winning_with
from .terms import Fallback, Formula, Terms, read_terms

if TYPE_CHECKING:
    from ..cooperative.ballots import VotingRule

__all__ = ["EVERYONE", "ONLY_UNANIMITY", "SUSTAINED", "SelfEnforcingRule", "sustained_solution"]

EVERYONE = "every member"
SUSTAINED, ONLY_UNANIMITY = "the rule is sustained", "only unanimity"

_Region: TypeAlias = "tuple[Condition, Callable[[Mapping[str, Fraction]], bool]]"


class _Game(Protocol):
    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""

    @property
    def assumptions(self) -> Assumptions:
        """The declared names, and what is assumed of them."""


@dataclass(frozen=True, repr=False)
class SelfEnforcingRule(SpecialGame):
    """A rule of decision that nobody enforces.

    Parameters
    ----------
    game
        Who can decide together.
    terms
        What joint action is worth, and how patient the members are.
    assumptions
        The declared names, and what is assumed of them.

    Raises
    ------
    NotApplicable
        Where the action goes ahead with nobody in favour, or never.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> council = SelfEnforcingRule.of(simple_game("[4; 3, 1, 1, 1]"), "1/2", 2, 1)
    >>> print(council.sustained_where())
    delta >= 16/19
    """

    game: SimpleGame
    terms: Terms
    assumptions: Assumptions

    def __post_init__(self) -> None:
        if self.game.wins(()) or not self.game.wins(self.game.members):
            raise NotApplicable("the rule lets the action go ahead with nobody in favour, or never")
        if not self.game.is_monotone:
            raise NotApplicable("another member in favour can stop the action: the rule is not monotone")

    @classmethod
    def of(
        cls,
        rule: SimpleGame | VotingRule,
        approval: Formula,
        gain: Formula,
        loss: Formula,
        correlation: Formula = 0,
        discount: Formula = "delta",
        assumptions: Assumptions | None = None,
        fallback: Fallback = "unanimity",
    ) -> SelfEnforcingRule:
        """The rule, "not yes" meaning no, with its terms read from texts."""
        terms, under = read_terms(approval, gain, loss, correlation, discount, assumptions, fallback)
        return cls(rule if isinstance(rule, SimpleGame) else SimpleGame(rule), terms, under)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in((), self.assumptions, self.terms.names)

    @property
    def players(self) -> tuple[str, ...]:
        """The members."""
        return self.game.members

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What may come about."""
        return (SUSTAINED, ONLY_UNANIMITY)

    def at(self, values: Values) -> SelfEnforcingRule:
        """The same rule with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        return replace(self, terms=self.terms.changed(put), assumptions=under)

    def values(self) -> Mapping[tuple[Member, ...], Payoff]:
        """What the rule is worth to a member of each kind a period, while it is obeyed."""
        everywhere = winning_sizes(self.game)
        return {kind: self.terms.worth(inside, everywhere) for kind, inside in winning_with(self.game).items()}

    def sustained_where(self) -> Condition:
        """Where nobody gains by stopping an action once: one condition for each kind and each judgement of it."""
        terms, under = self.terms, self.assumptions
        left = terms.fallback_worth(len(self.game.members))
        everywhere = winning_sizes(self.game)
        inside = winning_with(self.game)
        where = Condition.true(under)
        for kind, worth in self.values().items():
            outvoted = any(total > own for total, own in zip(everywhere, inside[kind], strict=True))
            ahead = terms.discount * (worth - left)
            for now in (-terms.loss, terms.gain) if outvoted else (terms.gain,):
                stays = tidy(exact(now * (1 - terms.discount) + ahead))
                where = where & compare(stays, ">=", 0, under)
        return where.simplify()

    def least_discount(self) -> Payoff:
        """The discount factor from which the rule enforces itself; 0 where nobody is ever outvoted.

        Raises
        ------
        NotApplicable
            Where kinds of members differ and letters leave open who is the least patient one needed, or where the rule
            is worth no more than what is left without it, so that no patience is enough.

        Examples
        --------
        >>> from coopsec_games.cooperative.rules import Quota
        >>> under = Assumptions.read(["p", "delta"], "0 < p < 1")
        >>> SelfEnforcingRule.of(Quota(("a", "b", "c"), 2), "p", 1, 1, assumptions=under).least_discount()
        1/(-p**3 + p**2 + 1)
        """
        terms = self.terms
        left = terms.fallback_worth(len(self.game.members))
        everywhere = winning_sizes(self.game)
        inside = winning_with(self.game)
        found: list[Payoff] = []
        for kind, worth in self.values().items():
            if inside[kind] == everywhere:
                continue
            more = tidy(exact(worth - left))
            if isinstance(more, Fraction) and more <= 0:
                raise NotApplicable("the rule is worth no more than what is left without it: no patience is enough")
            needed = tidy(exact(terms.loss / (terms.loss + more)))
            if needed not in found:
                found.append(needed)
        if not found:
            return Fraction(0)
        numbers = [value for value in found if isinstance(value, Fraction)]
        if len(numbers) == len(found):
            return max(numbers)
        if len(found) > 1:
            raise NotApplicable("the threshold has cases", hint="ask where the rule is sustained")
        point = Condition.true(self.assumptions).witness()
        return found[0] if point is None else presented(found[0], point)

    def solution(self) -> Solution:
        """Whether the rule is sustained, and where only unanimity is."""
        where = self.sustained_where()
        regions = {} if where.feasible() is False else {SUSTAINED: (where, self.holds)}
        return sustained_solution(self, regions, lambda point: not self.holds(point), ())

    def holds(self, point: Mapping[str, Fraction]) -> bool:
        """Whether the rule is sustained at a point: the incentives once more, in numbers."""
        terms = self.terms
        p, gain, loss, rho, delta = (
            value_at(value, point)
            for value in (terms.approval, terms.gain, terms.loss, terms.correlation, terms.discount)
        )
        size = len(self.game.members)
        everywhere = winning_sizes(self.game)
        chance = [p**yes * (1 - p) ** (size - yes) for yes in range(size + 1)]
        left = rho * p * gain + (1 - rho) * p**size * gain if terms.fallback == "unanimity" else Fraction(0)
        for inside in winning_with(self.game).values():
            worth = Fraction(0)
            for yes, (own, total) in enumerate(zip(inside, everywhere, strict=True)):
                worth += chance[yes] * (gain * own - loss * (total - own))
            ahead = delta * (rho * p * gain + (1 - rho) * worth - left)
            if (inside != everywhere and ahead < loss * (1 - delta)) or gain * (1 - delta) + ahead < 0:
                return False
        return True


def sustained_solution(
    game: _Game, regions: Mapping[str, _Region], fails: Callable[[Mapping[str, Fraction]], bool], notes: tuple[str, ...]
) -> Solution:
    """Where rules are sustained and where only unanimity is; each region brings its check in numbers."""
    under = game.assumptions
    told = []
    verified = True
    for outcome, (where, holds) in regions.items():
        point = where.witness()
        verified = verified and point is not None and holds(point)
        told.append(Equilibrium({EVERYONE: "abide when outvoted"}, (), where, outcome=outcome))
    rest = reduce(or_, (where for where, _ in regions.values()), Condition.false(under))
    left = (~rest).simplify()
    if left.feasible() is not False:
        point = left.witness()
        verified = verified and point is not None and fails(point)
        told.append(Equilibrium({EVERYONE: "act when all agree"}, (), left, outcome=ONLY_UNANIMITY))
    return Solution(
        "subgame-perfect equilibrium",
        "profiles",
        game.players,
        tuple(told),
        complete=True,
        verified=verified,
        method="what a member that is outvoted gains by stopping the action once",
        notes=(*notes, "unanimity is an equilibrium throughout: nobody is asked to act against its own judgement"),
    )
