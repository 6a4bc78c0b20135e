"""What joint action is worth to members who judge it on its merits, and how patient they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..conditions import Assumptions
from ..errors import InvalidGame, did_you_mean
from ..formulas import exact
from ..noncooperative.payoffs import Payoff, names_in
from .scope import likelihood

__all__ = ["Fallback", "Formula", "Terms", "read_terms"]

Fallback: TypeAlias = Literal["unanimity", "nothing"]

Formula: TypeAlias = "int | str | Payoff"


@dataclass(frozen=True)
class Terms:
    """What joint action is worth, and how patient the members are.

    Parameters
    ----------
    approval
        The probability that a member favours the action.
    gain, loss
        What the action is worth to one in favour, and what it costs one against.
    correlation
        The probability that all judge as one.
    discount
        The discount factor.
    fallback
        What is left after a breach: ``unanimity``, or ``nothing``.

    Raises
    ------
    InvalidGame
        Where a probability or the discount factor is not between 0 and 1.
    """

    approval: Payoff
    gain: Payoff
    loss: Payoff
    correlation: Payoff
    discount: Payoff
    fallback: Fallback = "unanimity"

    def __post_init__(self) -> None:
        for what in ("approval", "gain", "loss", "correlation", "discount"):
            object.__setattr__(self, what, exact(getattr(self, what)))
        if self.fallback not in ("unanimity", "nothing"):
            raise InvalidGame(f"unknown fallback {self.fallback!r}", hint="unanimity or nothing")
        for what in ("approval", "correlation", "discount"):
            value = getattr(self, what)
            if isinstance(value, Fraction) and not 0 <= value <= 1:
                raise InvalidGame(f"the {what} is not between 0 and 1")

    @property
    def names(self) -> frozenset[str]:
        """The names that occur."""
        formulas = (self.approval, self.gain, self.loss, self.correlation, self.discount)
        return frozenset[str]().union(*(names_in(formula) for formula in formulas))

    def changed(self, put: Callable[[Payoff], Payoff]) -> Terms:
        """The same terms with each of their formulas changed."""
        return replace(
            self,
            approval=put(self.approval),
            gain=put(self.gain),
            loss=put(self.loss),
            correlation=put(self.correlation),
            discount=put(self.discount),
        )

    def worth(self, inside: tuple[int, ...], everywhere: tuple[int, ...]) -> Payoff:
        """What a rule is worth to a member a period, from the winning coalitions that it is in and from all of them."""
        outside = tuple(total - own for total, own in zip(everywhere, inside, strict=True))
        apart = self.gain * likelihood(inside, self.approval) - self.loss * likelihood(outside, self.approval)
        return exact(self.correlation * self.gain * self.approval + (1 - self.correlation) * apart)

    def fallback_worth(self, size: int) -> Payoff:
        """What is left a period after a breach."""
        if self.fallback == "nothing":
            return Fraction(0)
        everyone = (*(0,) * size, 1)
        return self.worth(everyone, everyone)


def read_terms(
    approval: Formula,
    gain: Formula,
    loss: Formula,
    correlation: Formula = 0,
    discount: Formula = "delta",
    assumptions: Assumptions | None = None,
    fallback: Fallback = "unanimity",
) -> tuple[Terms, Assumptions]:
    """Terms read from texts, with their assumptions; where none are given the discount factor may be a letter.

    Examples
    --------
    >>> terms, under = read_terms("3/5", 1, 1)
    >>> under.text
    '0 <= delta < 1'
    """
    if assumptions is None:
        name = discount if isinstance(discount, str) and discount.isidentifier() else ""
        assumptions = Assumptions.read([name], f"0 <= {name} < 1", solve_for=[name]) if name else Assumptions()
    names = assumptions.names

    def read(value: Formula) -> Payoff:
        return exact(value, names) if isinstance(value, str) else exact(value)

    terms = Terms(read(approval), read(gain), read(loss), read(correlation), read(discount), fallback)
    for name in sorted(terms.names):
        if name not in names:
            hint = did_you_mean(name, names) or "declare it among the parameters"
            raise InvalidGame(f"the terms use {name!r}, which is not declared", hint=hint)
    return terms, assumptions
