"""Mixed equilibria of a volunteer's dilemma, in which all who mix do so alike.

Of ``m`` members ``a`` object for sure and ``k`` object with a probability ``x``; the others stay silent.  One who mixes
is indifferent where it is pivotal with probability ``c/b``: exactly ``u = t - a - 1`` of the other ``k - 1`` object.
That probability, ``C(k-1, u) x**u (1-x)**(k-1-u)``, rises in ``x`` up to ``u/(k-1)`` and falls beyond, so that each
branch has at most one solution, and where it has one is a condition on ``c`` and ``b`` with rational coefficients.
Those who surely object are more often pivotal than ``c/b`` where ``k x >= u + 1``, those who are silent less often
where ``k x >= u``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..formulas import exact, expression_text, symbol
from ..rendering import number
from .concepts.boxes import Enclosed
from .payoffs import Payoff, value_at
from .roots import enclosed_root, narrowed, one_less, rational_expression, whole_polynomial

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Branch", "MixedSilence", "mixed_equilibria", "pivotal", "replies_hold", "stays_unbroken"]

Branch: TypeAlias = Literal["only", "lower", "upper"]

_SHORT = 60  # characters of a formula in a sentence


@dataclass(frozen=True)
class MixedSilence:
    """Equilibria of a volunteer's dilemma in which some members mix, all alike.

    Parameters
    ----------
    objecting, mixing, silent
        How many surely object, mix, and surely stay silent.
    branch
        Which of two solutions: those who mix object rarely (``lower``) or often (``upper``), or the ``only`` one.
    where
        The condition on the parameters.
    silence
        The probability with which one who mixes stays silent: a number, an enclosed algebraic number, or a formula;
        None where it has no closed form in letters.
    holds
        The probability that the silence holds.
    stands_for
        How many equilibria differ only in who does what.
    verified
        Whether a point of the region passed the check by definition.
    """

    objecting: int
    mixing: int
    silent: int
    branch: Branch
    where: Condition
    silence: Payoff | Enclosed | None
    holds: Payoff | Enclosed | None
    stands_for: int
    verified: bool

    @property
    def is_symmetric(self) -> bool:
        """Whether everybody mixes."""
        return not self.objecting and not self.silent

    def sentence(self, names: Sequence[str] = ()) -> str:
        """What a reader is told of it."""
        often = {"only": "", "lower": ", objecting rarely,", "upper": ", objecting often,"}[self.branch]
        where = "" if self.where.formula is True else f" where {self.where.text}"
        told = f"all {self.mixing} mix{often} in a symmetric equilibrium{where}"
        if self.silence is None or self.holds is None:
            return told
        told = f"{told}: each stays silent with probability {_told(self.silence, names)}"
        held = _told(self.holds, names)
        return f"{told}, and the silence holds with probability {held}" if len(held) <= _SHORT else told


def mixed_equilibria(
    size: int, needed: int, cost: Payoff, benefit: Payoff, assumptions: Assumptions
) -> list[MixedSilence]:
    """All equilibria in which at least two mix and all who mix do so alike, those in which all mix first.

    Parameters
    ----------
    size
        How many are reluctant.
    needed
        How many objections break the silence.
    cost, benefit
        Of objecting, and of broken silence.
    assumptions
        The declared names, and what is assumed of them.
    """
    ratio = _ratio(cost, benefit)
    if isinstance(ratio, Fraction) and not 0 < ratio < 1:
        return []
    found = []
    for mixing in range(size, 1, -1):
        for objecting in range(min(needed, size - mixing + 1)):
            u = needed - objecting - 1
            if u > mixing - 1:
                continue
            for branch, low, high in _branches(objecting, mixing, size - objecting - mixing, u):
                where = _where(mixing, u, branch, (low, high), cost, benefit, assumptions)
                if where.feasible() is False:
                    continue
                silence, holds = _probabilities(mixing, u, branch, (low, high), ratio)
                found.append(
                    MixedSilence(
                        objecting,
                        mixing,
                        size - objecting - mixing,
                        branch,
                        where,
                        silence,
                        holds,
                        factorial(size)
                        // (factorial(objecting) * factorial(mixing) * factorial(size - objecting - mixing)),
                        _verified(size, needed, objecting, mixing, (low, high), where, cost, benefit),
                    )
                )
    return found


def pivotal(mixing: int, u: int, x: Fraction) -> Fraction:
    """The probability that exactly ``u`` of ``mixing - 1`` members object, each with probability ``x``.

    Examples
    --------
    >>> pivotal(5, 2, Fraction(1, 2))
    Fraction(3, 8)
    """
    return comb(mixing - 1, u) * x**u * (1 - x) ** (mixing - 1 - u)


def stays_unbroken(mixing: int, u: int, x: Fraction) -> Fraction:
    """The probability that at most ``u`` of ``mixing`` members object, each with probability ``x``.

    Examples
    --------
    >>> stays_unbroken(2, 1, Fraction(1, 4))
    Fraction(15, 16)
    """
    return sum((comb(mixing, j) * x**j * (1 - x) ** (mixing - j) for j in range(u + 1)), Fraction(0))


def replies_hold(odds: Sequence[Fraction], needed: int, cost: Fraction, benefit: Fraction) -> bool:
    """Whether probabilities of objecting are an equilibrium: nobody gains by objecting more often or less.

    Parameters
    ----------
    odds
        One a member.
    needed
        How many objections break the silence.
    cost, benefit
        Of objecting, and of broken silence.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> replies_hold([half, half], 1, Fraction(1), Fraction(2)), replies_hold([half, half], 1, Fraction(1), Fraction(3))
    (True, False)
    """
    asked: set[tuple[Fraction, int]] = set()
    counts = {x: odds.count(x) for x in odds}
    for x in odds:
        if (x, counts[x]) in asked:
            continue  # members who do the same face the same
        asked.add((x, counts[x]))
        others = list(odds)
        others.remove(x)
        chances = [Fraction(1)]
        for other in others:
            longer = [Fraction(0)] * (len(chances) + 1)
            for place, chance in enumerate(chances):
                longer[place] += chance * (1 - other)
                longer[place + 1] += chance * other
            chances = longer
        gain = benefit * (chances[needed - 1] if needed <= len(chances) else 0) - cost
        if (x > 0 and gain < 0) or (x < 1 and gain > 0):
            return False
    return True


def _branches(objecting: int, mixing: int, silent: int, u: int) -> list[tuple[Branch, Fraction, Fraction]]:
    """The intervals of the probability to object that leave sure objectors and the silent as they are."""
    least = Fraction(0)
    if silent:
        least = Fraction(u, mixing)
    if objecting:
        least = Fraction(u + 1, mixing)
    peak = Fraction(u, mixing - 1)
    told: list[tuple[Branch, Fraction, Fraction]] = []
    if least < peak:
        told.append(("only" if peak == 1 else "lower", least, peak))
    if peak < 1 and least < 1:
        told.append(("only" if peak == 0 else "upper", max(least, peak), Fraction(1)))
    return told


def _where(
    mixing: int,
    u: int,
    branch: Branch,
    interval: tuple[Fraction, Fraction],
    cost: Payoff,
    benefit: Payoff,
    under: Assumptions,
) -> Condition:
    """Where the ratio of cost to benefit is reached on an interval on which the chance to be pivotal is monotone."""
    least, most = sorted(pivotal(mixing, u, x) for x in interval)
    where = compare(cost, ">", 0, under)
    if least:
        where = where & compare(cost, ">=", exact(benefit * least), under)
    # at the peak both branches are one, which counts as the upper; at 0 and 1 nobody mixes
    within = branch == "upper" or (most < 1 and branch != "lower")
    where = where & compare(cost, "<=" if within else "<", exact(benefit * most), under)
    return where.simplify()


def _probabilities(
    mixing: int,
    u: int,
    branch: Branch,
    ends: tuple[Fraction, Fraction],
    ratio: Payoff,
) -> tuple[Payoff | Enclosed | None, Payoff | Enclosed | None]:
    """With which probability one who mixes stays silent, and the silence holds."""
    if isinstance(ratio, Fraction):
        x = symbol("x")
        told = whole_polynomial(
            x, comb(mixing - 1, u) * x**u * (1 - x) ** (mixing - 1 - u) - rational_expression(ratio)
        )
        objects = enclosed_root(told, *ends)
        return one_less(objects), _image(objects, mixing, u)
    closed = _closed_form(mixing, u, branch, ratio)
    if closed is None:
        return None, None
    silent = exact(1 - closed) if u else closed
    objects = 1 - silent
    held = sum(comb(mixing, j) * objects**j * silent ** (mixing - j) for j in range(u + 1))
    return silent, exact(held)


def _ratio(cost: Payoff, benefit: Payoff) -> Payoff:
    """Cost over benefit, cancelled."""
    if isinstance(cost, Fraction) and isinstance(benefit, Fraction):
        return cost / benefit if benefit else Fraction(0)
    if benefit == 0:
        return Fraction(0)
    from sympy import cancel

    return exact(cancel(cost / benefit))


def _closed_form(mixing: int, u: int, branch: Branch, ratio: Expr) -> Payoff | None:
    """In letters: the chance to be silent where one objection is wanting, else the chance to object."""
    from sympy import Rational, sqrt

    if u in (0, mixing - 1):
        return exact(ratio ** Rational(1, mixing - 1))
    if 2 * u == mixing - 1:
        spread = sqrt(Rational(1, 4) - (ratio / comb(mixing - 1, u)) ** Rational(1, u))
        return exact(Rational(1, 2) + (spread if branch == "upper" else -spread))
    return None


def _image(objects: Fraction | Enclosed, mixing: int, u: int) -> Fraction | Enclosed:
    """The probability that the silence holds, which falls in the probability to object."""
    if isinstance(objects, Fraction):
        return stays_unbroken(mixing, u, objects)
    from sympy import Poly, resultant

    x, y = symbol("x"), symbol("y")
    held = sum(comb(mixing, j) * x**j * (1 - x) ** (mixing - j) for j in range(u + 1))
    mine = Poly(objects.polynomial, x).as_expr()
    factor = Poly(resultant(mine, y - held, x), y).factor_list()[1][0][0]  # of conjugates the images are conjugate
    below, above = objects.low, objects.high
    while True:
        low, high = (stays_unbroken(mixing, u, end) for end in (above, below))
        if factor.degree() == 1 or factor.count_roots(rational_expression(low), rational_expression(high)) == 1:
            return enclosed_root(factor, low, high)
        below, above = narrowed(objects.polynomial, below, above, (above - below) / 1024)


def _verified(
    size: int,
    needed: int,
    objecting: int,
    mixing: int,
    ends: tuple[Fraction, Fraction],
    where: Condition,
    cost: Payoff,
    benefit: Payoff,
) -> bool:
    """The check by definition: at three rational probabilities, and that a witness lies between their ratios."""
    low, high = ends
    u = needed - objecting - 1
    for part in (1, 2, 3):
        x = low + (high - low) * part / 4
        odds = [Fraction(1)] * objecting + [x] * mixing + [Fraction(0)] * (size - objecting - mixing)
        if not replies_hold(odds, needed, pivotal(mixing, u, x), Fraction(1)):
            return False
    point: Mapping[str, Fraction] | None = where.witness()
    if point is None:
        return False
    ratio = value_at(cost, point) / value_at(benefit, point)
    reached = sorted((pivotal(mixing, u, low), pivotal(mixing, u, high)))
    return reached[0] <= ratio <= reached[1] and ratio > 0


def _told(value: Payoff | Enclosed, names: Sequence[str]) -> str:
    if isinstance(value, Enclosed):
        closed = value.closed_form
        return f"{closed} ({value.text})" if closed else value.text
    if isinstance(value, Fraction):
        return number(value)
    return expression_text(value, names)
