"""What an institution's approval tells those who cannot judge for themselves.

An action has a merit that its audience does not see.  The pivotal member of an institution sees it and approves where
it is at least that member's threshold.  Approval and refusal then move what the audience expects, and with it the cost
of acting: so the legitimacy premium, what acting without approval costs more, has a source.

Examples
--------
>>> from coopsec_games.noncooperative.shares import payoff_text
>>> under = Assumptions.read(["t", "b"], "0 < t < 1", "b > 0")
>>> told = approval_news(exact("t", ["t"]), under)
>>> [payoff_text(each, under.names) for each in (told.after_approval, told.after_refusal, told.approval)]
['(t + 1)/2', 't/2', '1 - t']
>>> payoff_text(legitimacy_premium(told, exact("b", ["b"])), under.names)
'b/2'
>>> payoff_text(legitimacy_premium(told, exact("b", ["b"]), asked=False), under.names)
't*b/2'

References
----------
Chapman (2007), Journal of Conflict Resolution 51:134-166; Thompson (2006), International Organization 60:1-34.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame
from ..formulas import check_name, exact, symbol
from .payoffs import Payoff, check_names

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["News", "approval_news", "legitimacy_premium"]


@dataclass(frozen=True)
class News:
    """What an audience expects of the merit before and after an institution has spoken.

    Parameters
    ----------
    threshold
        The least merit that is approved.
    approval
        The probability of approval.
    before
        The expected merit before.
    after_approval, after_refusal
        The expected merit after.
    """

    threshold: Payoff
    approval: Payoff
    before: Payoff
    after_approval: Payoff
    after_refusal: Payoff


def approval_news(
    threshold: Payoff,
    assumptions: Assumptions,
    *,
    low: Payoff = Fraction(0),
    high: Payoff = Fraction(1),
    density: Payoff = Fraction(1),
    variable: str = "x",
) -> News:
    """What approval of everything from a threshold on tells of a merit drawn from an interval.

    Parameters
    ----------
    threshold
        The pivotal member's, strictly inside the interval under the assumptions.
    assumptions
        The declared names, and what is assumed of them.
    low, high
        The ends of the interval.
    density
        How likely each merit is, up to a factor: a polynomial in the variable that is positive inside the interval.
    variable
        What the merit is called in the density.

    Raises
    ------
    InvalidGame
        Where the threshold may lie outside, the density is no such polynomial, or a name is not declared.

    Examples
    --------
    >>> told = approval_news(Fraction(1, 2), Assumptions(()), density=exact("2*x", ["x"]))
    >>> told.approval, told.before, told.after_approval, told.after_refusal
    (Fraction(3, 4), Fraction(2, 3), Fraction(7, 9), Fraction(1, 3))
    """
    check_name(variable)
    if variable in assumptions.names:
        raise InvalidGame(f"{variable!r} is declared already", hint="call the merit otherwise")
    for own, where in ((threshold, "the threshold"), (low, "the interval"), (high, "the interval")):
        check_names(own, assumptions.names, where)
    check_names(density, (*assumptions.names, variable), "the density")
    always = Condition.true(assumptions)
    inside = compare(low, "<", threshold, assumptions) & compare(threshold, "<", high, assumptions)
    if always.feasible() is False:
        raise InvalidGame("the assumptions contradict each other")
    if always.implies(inside) is not True:
        raise InvalidGame(
            "the threshold may lie outside the interval", hint="assume that it lies inside, as in 't < 1'"
        )
    _check_density(density, low, high, assumptions, variable)
    moment = exact(density * symbol(variable))

    def total(weight: Payoff, start: Payoff, end: Payoff) -> Expr:
        return _integral(weight, variable, start, end)

    refused, approved = total(density, low, threshold), total(density, threshold, high)
    below, above = total(moment, low, threshold), total(moment, threshold, high)
    parts = (approved / (refused + approved), (below + above) / (refused + approved), above / approved, below / refused)
    from sympy import factor

    approval, before, after_approval, after_refusal = (exact(factor(part)) for part in parts)
    return News(threshold, _tidy(approval), before, after_approval, after_refusal)


def legitimacy_premium(news: News, weight: Payoff, *, asked: bool = True) -> Payoff:
    """How much less it costs to act with approval than without, where each unit of expected merit saves a weight.

    Parameters
    ----------
    news
        What approval tells.
    weight
        What a unit of expected merit saves at home and abroad.
    asked
        Whether acting without approval means acting after a refusal; else nobody was asked, and nothing was learned.
    """
    from sympy import Rational, factor

    told = news.after_approval - (news.after_refusal if asked else news.before)
    gain = weight * told
    return exact(gain if isinstance(gain, Fraction) else factor(gain * Rational(1)))


def _integral(weight: Payoff, variable: str, start: Payoff, end: Payoff) -> Expr:
    """The integral of a polynomial in the variable, by its antiderivative."""
    from sympy import Poly, Rational

    def plain(own: Payoff) -> Expr:
        return Rational(own.numerator, own.denominator) if isinstance(own, Fraction) else own

    whole = Poly(plain(weight), symbol(variable)).integrate()
    return whole.eval(plain(end)) - whole.eval(plain(start))


def _check_density(density: Payoff, low: Payoff, high: Payoff, assumptions: Assumptions, variable: str) -> None:
    if not isinstance(density, Fraction) and not density.is_polynomial(symbol(variable)):
        raise InvalidGame(f"the density is no polynomial in {variable}")
    names = (*assumptions.names, variable)
    under = Assumptions(names, assumptions.formula)
    merit = exact(symbol(variable))
    between = compare(low, "<", merit, under) & compare(merit, "<", high, under)
    if between.implies(compare(density, ">", Fraction(0), under)) is not True:
        raise InvalidGame("the density may be negative or 0 inside the interval")


def _tidy(share: Payoff) -> Payoff:
    """A polynomial with its terms multiplied out, any other share as it is."""
    return share if isinstance(share, Fraction) or not share.is_polynomial() else exact(share.expand())
