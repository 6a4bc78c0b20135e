"""Whether silence is broken more often where more members are reluctant: two volunteer's dilemmas side by side.

The answer depends on the equilibrium.  In the pure ones the silence is broken in both, or in neither.  In the symmetric
mixed one with a single objection needed, more members make a broken silence less likely; where two are needed and
three instead of two are reluctant, the equilibrium in which they object often makes it more likely.  The ratios of cost
to benefit at which the order turns are roots of a polynomial that elimination gives; between them one point decides.

Examples
--------
>>> under = Assumptions.read(["b", "c"], "b > 0", "c > 0", solve_for=["c"])
>>> for needed, kind in ((1, "mixed-upper"), (2, "mixed-upper")):
...     for found in ComparedSilence.of(2, 3, "c", "b", under, needed, kind).solution().equilibria:
...         print(f"{needed} needed: {found.outcome} where {found.where}")
1 needed: with more members a broken silence is less likely where c < b
2 needed: with more members a broken silence is more likely where c <= b/2

References
----------
Diekmann (1985), Journal of Conflict Resolution 29:605-610.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Literal, TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, NotApplicable, TooLarge
from ..formulas import exact, symbol
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .shown import SpecialGame
from .volunteers import VolunteersDilemma
from .volunteers_mixed import pivotal, stays_unbroken

__all__ = ["AS_LIKELY", "KINDS", "LESS_LIKELY", "MORE_LIKELY", "MOST_COMPARED", "ComparedSilence", "EquilibriumKind"]

LESS_LIKELY = "with more members a broken silence is less likely"
AS_LIKELY = "with more members a broken silence is as likely"
MORE_LIKELY = "with more members a broken silence is more likely"

EquilibriumKind: TypeAlias = Literal["pure", "mixed-lower", "mixed-upper"]

KINDS = ("pure", "mixed-lower", "mixed-upper")

MOST_COMPARED = 6

_STEPS = (50, 400)


@dataclass(frozen=True, repr=False)
class ComparedSilence(SpecialGame):
    """Two decisions by silence that differ in how many members are reluctant.

    Parameters
    ----------
    few, many
        How many are reluctant in either.
    cost, benefit
        Of objecting, and of broken silence, to each of them.
    needed
        How many objections break the silence.
    kind
        The equilibrium of both: ``pure``, or the symmetric mixed one in which members object rarely (``mixed-lower``)
        or often (``mixed-upper``); where there is one only, both words mean it.
    assumptions
        The declared names, and what is assumed of them.

    Raises
    ------
    InvalidGame
        Where ``many`` is not greater than ``few``, or fewer are reluctant than are needed.
    """

    few: int
    many: int
    cost: Payoff
    benefit: Payoff
    needed: int = 1
    kind: EquilibriumKind = "pure"
    assumptions: Assumptions = field(default_factory=Assumptions)

    def __post_init__(self) -> None:
        if not 2 <= self.few < self.many:
            raise InvalidGame(f"{self.few} and {self.many} reluctant members cannot be compared", hint="2 and 3 can")
        if not 1 <= self.needed <= self.few:
            raise InvalidGame(f"{self.needed} objections cannot be needed of {self.few} members")
        if self.kind not in KINDS:
            raise InvalidGame(f"unknown kind of equilibrium {self.kind!r}", hint=f"known: {', '.join(KINDS)}")
        for what in ("cost", "benefit"):
            read = exact(getattr(self, what))
            check_names(read, self.assumptions.names, f"the {what}")
            object.__setattr__(self, what, read)

    @classmethod
    def of(
        cls,
        few: int,
        many: int,
        cost: int | str | Payoff,
        benefit: int | str | Payoff,
        assumptions: Assumptions | None = None,
        needed: int = 1,
        kind: EquilibriumKind = "pure",
    ) -> ComparedSilence:
        """The comparison with cost and benefit read from texts."""
        given = assumptions or Assumptions()
        paid, won = (exact(value, given.names) if isinstance(value, str) else exact(value) for value in (cost, benefit))
        return cls(few, many, paid, won, needed, kind, given)

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays: any reluctant member stands for all."""
        return ("reluctant members",)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What may come about."""
        return (LESS_LIKELY, AS_LIKELY, MORE_LIKELY)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in((self.cost, self.benefit), self.assumptions)

    def at(self, values: Values) -> ComparedSilence:
        """The same comparison with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            cost=put(self.cost),
            benefit=put(self.benefit),
            assumptions=under,
        )

    def solution(self) -> Solution:
        """Where the silence is broken less often, as often and more often with more members."""
        if self.kind == "pure":
            return self._answer(self._pure(), "one member's change of mind", "pure-nash")
        return self._answer(self._mixed(), "compared by elimination", "symmetric mixed equilibria")

    def _answer(self, found: Sequence[tuple[str, Condition, bool]], method: str, concept: str) -> Solution:
        equilibria = [
            Equilibrium({"reluctant members": self._played()}, (Fraction(0),), where, outcome)
            for outcome, where, _ in found
        ]
        note = (
            f"{self.few} and {self.many} reluctant members, {self.needed} of whom must object; other equilibria of the "
            "same two games may compare otherwise"
        )
        return Solution(
            concept,
            "profiles",
            self.players,
            tuple(equilibria),
            complete=True,
            verified=all(held for _, _, held in found),
            method=method,
            notes=(note,),
        )

    def _played(self) -> str:
        if self.kind == "pure":
            return "as many object as must, or nobody does, in both"
        if self.needed == 1:
            return "all mix alike, in both"
        return f"all mix alike and object {'rarely' if self.kind == 'mixed-lower' else 'often'}, in both"

    def _pure(self) -> list[tuple[str, Condition, bool]]:
        """The same outcomes are equilibria of both at every point."""
        games = [
            VolunteersDilemma(
                tuple(str(place) for place in range(size)), self.cost, self.benefit, self.needed, self.assumptions
            )
            for size in (self.few, self.many)
        ]
        never = Condition.false(self.assumptions)
        regions = []
        for game in games:
            told: dict[str, Condition] = dict.fromkeys(game.outcomes, never)
            for each in game.solution().equilibria:
                if each.where is not None:
                    told[each.outcome] = told[each.outcome] | each.where
            regions.append(told)
        same = all(regions[0][outcome].equivalent(regions[1][outcome]) for outcome in games[0].outcomes)
        return [(AS_LIKELY, Condition.true(self.assumptions), same)]

    def _mixed(self) -> list[tuple[str, Condition, bool]]:
        u = self.needed - 1
        branches = [_Branch(size, u, self.kind) for size in (self.few, self.many)]
        top, closed = min(branch.top for branch in branches)
        regions: dict[str, Condition] = {}
        low: _Turn | None = None
        turns = _turns(branches, top)
        for high in (*turns, None):
            left = Fraction(0) if low is None else low.high
            sample = (left + (top if high is None else high.low)) / 2
            sign = _order(branches, sample)
            outcome = LESS_LIKELY if sign < 0 else MORE_LIKELY
            where = self._above(low) & (self._up_to(top, closed) if high is None else ~self._above(high, weakly=True))
            regions[outcome] = regions.get(outcome, Condition.false(self.assumptions)) | where
            low = high
        for turn in turns:
            at = self._above(turn, weakly=True) & ~self._above(turn)
            regions[AS_LIKELY] = regions.get(AS_LIKELY, Condition.false(self.assumptions)) | at
        told = [(outcome, where.simplify()) for outcome, where in regions.items()]
        kept = [(outcome, where) for outcome, where in told if where.feasible() is not False]
        return [(outcome, where, self._checked(outcome, where, branches)) for outcome, where in kept]

    def _up_to(self, top: Fraction, closed: bool) -> Condition:
        return compare(self.cost, "<=" if closed else "<", exact(self.benefit * top), self.assumptions)

    def _above(self, turn: _Turn | None, *, weakly: bool = False) -> Condition:
        """Where the ratio of cost to benefit is above a turn, or above 0."""
        under = self.assumptions
        op = ">=" if weakly else ">"
        if turn is None:
            return compare(self.cost, ">", 0, under)
        if len(turn.polynomial) == 2:
            return compare(self.cost, op, exact(self.benefit * turn.low), under)
        degree = len(turn.polynomial) - 1
        terms = [part * self.cost ** (degree - k) * self.benefit**k for k, part in enumerate(turn.polynomial)]
        value = exact(sum(terms[1:], terms[0]) * turn.sign)
        beyond = compare(self.cost, ">=", exact(self.benefit * turn.high), under)
        within = compare(self.cost, ">", exact(self.benefit * turn.low), under)
        return beyond | (within & compare(value, op, 0, under))

    def _checked(self, outcome: str, where: Condition, branches: Sequence[_Branch]) -> bool:
        """Whether the order is as stated at a witness; where both are alike there is no rational one."""
        point = where.witness()
        if point is None:
            return outcome == AS_LIKELY
        ratio = value_at(self.cost, point) / value_at(self.benefit, point)
        return {LESS_LIKELY: -1, AS_LIKELY: 0, MORE_LIKELY: 1}[outcome] == _order(branches, ratio)


@dataclass(frozen=True)
class _Branch:
    """A symmetric mixed equilibrium as a function of the ratio of cost to benefit."""

    size: int
    u: int
    kind: EquilibriumKind

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The probabilities to object between which the chance to be pivotal is monotone."""
        peak = Fraction(self.u, self.size - 1)
        if self.u in (0, self.size - 1):
            return Fraction(0), Fraction(1)
        return (Fraction(0), peak) if self.kind == "mixed-lower" else (peak, Fraction(1))

    @property
    def top(self) -> tuple[Fraction, bool]:
        """The greatest ratio, and whether it is reached."""
        highest = max(pivotal(self.size, self.u, x) for x in self.ends)
        return highest, self.u not in (0, self.size - 1) and self.kind == "mixed-upper"

    def unbroken(self, ratio: Fraction, steps: int) -> tuple[Fraction, Fraction]:
        """Bounds of the probability that the silence holds, after so many bisections."""
        low, high = self.ends
        rising = pivotal(self.size, self.u, low) < pivotal(self.size, self.u, high)
        for _ in range(steps):
            middle = (low + high) / 2
            reached = pivotal(self.size, self.u, middle)
            if reached == ratio:
                low = high = middle
                break
            if (reached < ratio) == rising:
                low = middle
            else:
                high = middle
        return stays_unbroken(self.size, self.u, high), stays_unbroken(self.size, self.u, low)


@dataclass(frozen=True)
class _Turn:
    """A ratio at which the order turns: the one root of an irreducible polynomial between two numbers."""

    low: Fraction
    high: Fraction
    polynomial: tuple[int, ...]

    @property
    def sign(self) -> int:
        """The sign of the polynomial just above its root."""
        total = Fraction(0)
        for coefficient in self.polynomial:
            total = total * self.high + coefficient
        return 1 if total > 0 else -1


def _order(branches: Sequence[_Branch], ratio: Fraction) -> int:
    """-1 where the silence holds more often, and is broken less often, with more members; 1 the other way round."""
    for steps in _STEPS:
        (few_low, few_high), (many_low, many_high) = (branch.unbroken(ratio, steps) for branch in branches)
        if few_high < many_low:
            return -1
        if many_high < few_low:
            return 1
        if few_low == few_high == many_low == many_high:
            return 0
    raise NotApplicable("the two probabilities could not be told apart")


def _turns(branches: Sequence[_Branch], top: Fraction) -> list[_Turn]:
    """The ratios below the greatest one at which both probabilities agree."""
    from sympy import Poly, Rational, resultant

    u = branches[0].u
    if u == 0:
        return []  # r**(m/(m - 1)) for two values of m agree at 0 and 1 only
    if branches[1].size > MOST_COMPARED:
        raise TooLarge(f"more than {MOST_COMPARED} reluctant members cannot be compared where several must object")
    x, y, r = symbol("x"), symbol("y"), symbol("r")
    asked, held = [], []
    for branch, letter in zip(branches, (x, y), strict=True):
        n = branch.size
        asked.append(comb(n - 1, u) * letter**u * (1 - letter) ** (n - 1 - u) - r)
        held.append(sum(comb(n, j) * letter**j * (1 - letter) ** (n - j) for j in range(u + 1)))
    inner = resultant(asked[1], held[0] - held[1], y)
    eliminated = Poly(resultant(asked[0], inner, x), r)
    found = []
    for factor, _ in eliminated.factor_list()[1]:
        whole = tuple(int(part) for part in factor.all_coeffs())
        end = Rational(top.numerator, top.denominator)
        for (low, high), _ in factor.intervals(inf=0, sup=end, eps=Rational(1, 2**60)):
            ends = Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))
            if ends[1] > 0 and ends[0] < top and _meet(branches, *ends):
                found.append(_Turn(*ends, whole))
    found.sort(key=lambda turn: turn.low)
    for before, after in pairwise(found):
        if before.high >= after.low:
            raise NotApplicable("two ratios at which the order may turn could not be told apart")
    points = [Fraction(0), *(turn.high for turn in found)]
    samples = [(start + end) / 2 for start, end in zip(points, [*(turn.low for turn in found), top], strict=True)]
    signs = [_order(branches, sample) for sample in samples]
    if any(one == other for one, other in pairwise(signs)):
        raise NotApplicable("the two probabilities touch without crossing")
    return found


def _meet(branches: Sequence[_Branch], low: Fraction, high: Fraction) -> bool:
    """Whether the two probabilities may agree on an interval of ratios; each is monotone there."""
    bounds = []
    for branch in branches:
        ends = [branch.unbroken(ratio, _STEPS[0]) for ratio in (low, high)]
        bounds.append((min(lower for lower, _ in ends), max(upper for _, upper in ends)))
    return bounds[0][0] <= bounds[1][1] and bounds[1][0] <= bounds[0][1]
