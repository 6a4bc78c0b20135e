"""Trust that feeds on itself: the shares of a population that may go on cooperating, and what a threat leaves behind.

A share ``x`` of states cooperates.  Cooperating pays where more than ``q`` of them do, and the response is logistic:
``x = 1/(1 + exp(-L*(x - q)))`` with the precision ``L``.  Above ``L = 4`` there is a band of thresholds ``q`` in which
both a community and no community are at rest; its ends, the folds, are no fractions, and are told by certified bounds.
Over several epochs, each with its own threshold, the share stays on its branch until a fold takes that branch away:
a community may outlive what brought it about.

Examples
--------
>>> low, high = fold_band(Fraction(8), 5)
>>> [tuple(map(str, ends)) for ends in (low, high)]
[('36679/100000', '917/2500'), ('1583/2500', '63321/100000')]
>>> under = Assumptions.read(["q"], "0 <= q <= 1", solve_for=["q"])
>>> for found in TrustFeedback(Fraction(8), ("q",), under, digits=2).solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
community: q <= 63/100
no community: q >= 37/100
too near a fold to tell: (9/25 < q < 37/100) or (63/100 < q < 16/25)

References
----------
Deutsch et al. (1957), Political Community and the North Atlantic Area, ch. 2 (the feedback).
McKelvey and Palfrey (1995), Games and Economic Behavior 10:6-38 (the logistic response).
Strogatz (1994), Nonlinear Dynamics and Chaos, sections 3.1 and 3.6 (folds and hysteresis).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from math import exp, isqrt
from operator import or_

from .. import verify
from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, NotApplicable, TooLarge
from ..formulas import exact, number_text
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, parameters_in, setting, value_at
from .shown import SpecialGame

__all__ = ["COMMUNITY", "MOST_PRECISE", "NONE", "UNDECIDED", "TrustFeedback", "fold_band"]

COMMUNITY, NONE, UNDECIDED = "community", "no community", "too near a fold to tell"
MOST_PRECISE, MOST_DIGITS, MOST_EPOCHS = 1_000, 30, 4

Bounds = tuple[Fraction, Fraction]


def fold_band(precision: Fraction, digits: int = 5) -> tuple[Bounds, Bounds]:
    """Bounds of the two folds between which both a community and no community are at rest.

    The response is at rest where ``q = x - ln(x/(1 - x))/L``; with ``s = sqrt(1 - 4/L)`` the folds are
    ``(1 - s)/2 + 2*artanh(s)/L`` and 1 less that.

    Parameters
    ----------
    precision
        ``L``, above 4.
    digits
        How many decimals the bounds have: each fold lies strictly between two neighbours.

    Raises
    ------
    NotApplicable
        Where the precision is at most 4: there is no band.
    TooLarge
        Beyond a precision of 1,000 or 30 decimals.
    """
    if precision <= 4:
        raise NotApplicable(f"at a precision of {number_text(precision)} there is one rest point only, and no fold")
    if precision > MOST_PRECISE or not 1 <= digits <= MOST_DIGITS:
        raise TooLarge(f"the limits are a precision of {MOST_PRECISE:,} and {MOST_DIGITS} decimals")
    unit, fine = 10**digits, digits + 5
    while True:
        s = _root(1 - 4 / precision, fine)
        lows, highs = (_fold(end, precision, fine) for end in s)
        # the expression falls in s, so that its bounds come from the ends the other way round
        low, high = highs[0], lows[1]
        below = Fraction(low * unit // 1, unit)
        if low > below and high < below + Fraction(1, unit):
            above = below + Fraction(1, unit)
            return (below, above), (1 - above, 1 - below)
        fine += 5


def _fold(s: Fraction, precision: Fraction, digits: int) -> Bounds:
    """Bounds of the lower fold at a rational value of the root."""
    low, high = _artanh(s, digits)
    return (1 - s) / 2 + 2 * low / precision, (1 - s) / 2 + 2 * high / precision


def _root(value: Fraction, digits: int) -> Bounds:
    """Bounds of a square root."""
    unit = 10**digits
    below = isqrt(value.numerator * unit**2 // value.denominator)
    return Fraction(below, unit), Fraction(below + 1, unit)


def _artanh(s: Fraction, digits: int) -> Bounds:
    """Bounds of the inverse hyperbolic tangent of a number from 0 to below 1: half a logarithm, in halves of 2."""
    ratio, twos = (1 + s) / (1 - s), 0
    while ratio > Fraction(4, 3):
        ratio, twos = ratio / 2, twos + 1
    part, two = _series((ratio - 1) / (ratio + 1), digits), _series(Fraction(1, 3), digits)
    return part[0] + twos * two[0], part[1] + twos * two[1]


def _series(t: Fraction, digits: int) -> Bounds:
    """Bounds of the inverse hyperbolic tangent of a number from -1/3 to 1/3, by its series."""
    unit = 10 ** (digits + 3)
    total, power, number, slack = Fraction(0), t, 1, Fraction(1, unit)
    while abs(power) > slack / 4:
        total += power / number
        power = Fraction(round(power * t * t * unit**2), unit**2)
        number += 2
    return total - slack, total + slack


@dataclass(frozen=True, repr=False)
class TrustFeedback(SpecialGame):
    """Trust that feeds on itself, at one threshold or through epochs with a threshold each.

    Parameters
    ----------
    precision
        How sharply states respond to what pays, times how fast cooperating gains with the share that cooperates.
    thresholds
        For each epoch the share above which cooperating pays: a formula.
    assumptions
        The declared names and what is assumed of them.
    start
        ``community`` or ``no community``, where the share was at rest before the first epoch; empty: one epoch is
        asked for all its rest points.
    digits
        To how many decimals the folds are told.

    Raises
    ------
    InvalidGame
        Where several epochs have no start, or there are none or more than four.
    """

    precision: Fraction
    thresholds: tuple[int | str | Payoff, ...]
    assumptions: Assumptions
    start: str = ""
    digits: int = 5

    def __post_init__(self) -> None:
        stated = tuple(exact(value, self.assumptions.names) for value in self.thresholds)
        object.__setattr__(self, "thresholds", stated)
        if self.start not in ("", COMMUNITY, NONE):
            raise InvalidGame(f"the start is {COMMUNITY!r} or {NONE!r}, not {self.start!r}")
        if not 1 <= len(stated) <= MOST_EPOCHS:
            raise InvalidGame(f"there are {len(stated)} epochs, and from 1 to {MOST_EPOCHS} are told")
        if len(stated) > 1 and not self.start:
            raise InvalidGame("several epochs need a start")
        if self.precision <= 0:
            raise InvalidGame("the precision is positive")

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays: a population."""
        return ("states",)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the thresholds depend, in declared order."""
        return parameters_in(self.thresholds, self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The rest points; of several epochs, which rest point each ends in, joined by "then"."""
        told = (" then ".join(path) for path in product((COMMUNITY, NONE), repeat=len(self.thresholds)))
        return (*told, *((UNDECIDED,) if self.precision > 4 else ()))

    def at(self, values: Values) -> TrustFeedback:
        """The same feedback with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions.
        """
        put, under = setting(values, self.assumptions)
        return replace(self, thresholds=tuple(map(put, self.thresholds)), assumptions=under)

    def solution(self) -> Solution:
        """Which rest points there are, or where the epochs lead from the start, as far as the folds are known."""
        histories = self._histories() if self.start else self._rests()
        found, verified = [], True
        for outcome, where in histories.items():
            if where.feasible() is False:
                continue
            if outcome != UNDECIDED:
                verified = verified and self._checked(outcome, where)
            profile = {"states": "not told" if outcome == UNDECIDED else outcome}
            found.append(Equilibrium(profile, (), where, outcome, (), where))
        return Solution(
            "rest points that are stable",
            "profiles",
            self.players,
            tuple(found),
            (),
            True,
            verified,
            f"folds of the logistic response, told to {self.digits} decimals",
            self._notes(),
        )

    # where each branch is at rest

    def _branches(self, epoch: int) -> dict[str, tuple[Condition, Condition]]:
        """Where each branch is certain to be at rest in an epoch, and where it is certain not to be."""
        q = exact(self.thresholds[epoch])

        def where(op: str, end: Fraction) -> Condition:
            return compare(q, op, end, self.assumptions)

        if self.precision <= 4:
            half = Fraction(1, 2)
            return {COMMUNITY: (where("<", half), where(">=", half)), NONE: (where(">=", half), where("<", half))}
        low, high = fold_band(self.precision, self.digits)
        return {
            COMMUNITY: (where("<=", high[0]), where(">=", high[1])),
            NONE: (where(">=", low[1]), where("<=", low[0])),
        }

    def _rests(self) -> dict[str, Condition]:
        branches = self._branches(0)
        unsure = reduce(or_, (~(there | gone) for there, gone in branches.values()))
        told = {outcome: there for outcome, (there, _) in branches.items()}
        return {outcome: where.simplify() for outcome, where in {**told, UNDECIDED: unsure}.items()}

    def _histories(self) -> dict[str, Condition]:
        """What every epoch ends in: the branch before it where that is still at rest, the other where it is not."""
        paths: dict[tuple[str, ...], Condition] = {(self.start,): Condition.true(self.assumptions)}
        unsure = Condition.false(self.assumptions)
        for epoch in range(len(self.thresholds)):
            branches = self._branches(epoch)
            after: dict[tuple[str, ...], Condition] = {}
            for path, where in paths.items():
                there, gone = branches[path[-1]]
                other = NONE if path[-1] == COMMUNITY else COMMUNITY
                unsure = unsure | (where & ~(there | gone))
                after[(*path, path[-1])], after[(*path, other)] = where & there, where & gone
            paths = {path: where for path, where in after.items() if where.feasible() is not False}
        told = {" then ".join(path[1:]): where.simplify() for path, where in paths.items()}
        told[UNDECIDED] = unsure.simplify()
        return {outcome: told[outcome] for outcome in self.outcomes if outcome in told}

    # the check in numbers

    def _checked(self, outcome: str, where: Condition) -> bool:
        """Whether at a witness each rest point on the way is proven to be one."""
        point = where.witness()
        if point is None:
            return False
        steps = zip(outcome.split(" then "), self.thresholds, strict=True)
        return all(self._at_rest(branch, value_at(exact(value), point)) for branch, value in steps)

    def _at_rest(self, branch: str, q: Fraction) -> bool:
        """Whether a box around a rest point of the branch is proven to hold one: a logit equilibrium of two alike."""
        if self.precision <= 4 and q == Fraction(1, 2):
            return branch == NONE  # half of the states are at rest at one half, which counts as no community
        near = Fraction(_log_odds(float(self.precision), float(q), branch == COMMUNITY)).limit_denominator(10**9)
        width = Fraction(1, 10**6)
        if abs(near) <= width or (near > 0) != (branch == COMMUNITY):
            return False
        own = {"cooperate": (near - width, near + width), "defect": (Fraction(0), Fraction(0))}
        gains = {"cooperate": 1 - q, "defect": -q}
        payoffs = {
            (mine, theirs): tuple(
                gains[other] if action == "cooperate" else Fraction(0)
                for action, other in ((mine, theirs), (theirs, mine))
            )
            for mine in own
            for theirs in own
        }
        return verify.logit_response(payoffs, self.precision, (own, own), (tuple(own),) * 2)

    def _notes(self) -> tuple[str, ...]:
        if self.precision <= 4:
            return (
                "The response is too weak for more than one rest point: what a threat brought about goes with it.",
                "A community is more than half of the states; at a threshold of 1/2 just half of them cooperate.",
            )
        low, high = fold_band(self.precision, self.digits)
        told = " and ".join(f"{_decimal(ends[0], self.digits)}..." for ends in (low, high))
        notes = [
            f"Between the folds {told} both are at rest, and which of them holds depends on the past.",
            f"Within {number_text(low[1] - low[0])} of a fold the bounds do not tell; no fraction is a fold.",
        ]
        if self.start:
            notes.append(f"Before the first epoch there is {'a' if self.start == COMMUNITY else 'no'} community.")
        return tuple(notes)


def _decimal(value: Fraction, digits: int) -> str:
    return f"0.{value.numerator * 10**digits // value.denominator:0{digits}d}"


def _log_odds(precision: float, q: float, community: bool) -> float:
    """Near which log-odds a branch is at rest: a proposal, which is then proven or not."""
    share = 1.0 if community else 0.0
    for _ in range(20_000):
        share = 1 / (1 + exp(-precision * (share - q)))
    return precision * (share - q)
