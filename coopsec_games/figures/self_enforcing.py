"""Shared values and shared future in one plane: when a majority rule enforces itself, and when cooperation does.

Symmetric states each favour a joint action with probability ``p`` (gain ``g``) or oppose it (loss ``l``); with
probability ``rho`` all draw the same.  A deviator stops the action once, and play reverts to unanimity.

Examples
--------
>>> majority = SharedFuture(5, Fraction(3, 5))
>>> majority.quota, majority.rule.least_discount()
(3, 3125/(3827 - 702*rho))

References
----------
Maggi and Morelli 2006, American Economic Review 96:1137-1158 (self-enforcing voting; the derivation here is in its
spirit, not theirs).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..bargaining import SelfEnforcingRule
from ..conditions import Assumptions, Condition
from ..cooperative.rules import Quota
from ..errors import UsageError
from .asked import FIGURES, ILLUSTRATIVE, Request
from .labels import formula, said
from .pictures import Figure, MapPicture
from .plane import Window, plane_map
from .regions import RegionMap, told_map

if TYPE_CHECKING:
    from ..analysis import Analysis

__all__ = ["SharedFuture", "shared_future_figure", "shared_future_map"]


@dataclass(frozen=True)
class SharedFuture:
    """Symmetric states that vote on joint actions again and again.

    Parameters
    ----------
    states
        How many.
    p
        The probability with which each favours an action.
    gain, loss
        What an action brings to one who favours it, and costs one who does not.

    Raises
    ------
    UsageError
        There are fewer than two states, ``p`` is not between 0 and 1, or a gain or loss is not positive.
    """

    states: int
    p: Fraction
    gain: Fraction = Fraction(1)
    loss: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.states < 2 or not 0 < self.p < 1 or self.gain <= 0 or self.loss <= 0:
            raise UsageError("a shared future needs two states, 0 < p < 1, and a gain and a loss above 0")

    @property
    def quota(self) -> int:
        """The quota that is best for all."""
        return max(1, -(-self.states * self.loss // (self.gain + self.loss)))

    @property
    def rule(self) -> SelfEnforcingRule:
        """The best quota as a rule that nobody enforces, over the letters ``rho`` and ``delta``."""
        members = tuple(str(place) for place in range(1, self.states + 1))
        letters = ["rho", "delta"]
        under = Assumptions.read(letters, "0 <= rho", "rho <= 1", "0 <= delta", "delta < 1", solve_for=["delta"])
        rule = Quota(members, self.quota)
        return SelfEnforcingRule.of(rule, self.p, self.gain, self.loss, "rho", "delta", under)


def shared_future_map(model: SharedFuture, existence: Fraction | None = None) -> RegionMap:
    """The plane of shared values and shared future.

    Parameters
    ----------
    model
        The states.
    existence
        A discount factor from which on there is cooperation at all, where one is to be shown beside.

    Examples
    --------
    >>> drawn = shared_future_map(SharedFuture(5, Fraction(3, 5)), Fraction(1, 2))
    >>> [area.outcome for area in drawn.areas]
    ['no cooperation', 'cooperation by unanimity', 'self-enforcing majority']
    """
    rule = model.rule
    under = rule.assumptions
    enforced = rule.sustained_where() if model.quota < model.states else Condition.false(under)
    exists = Condition.read(f"delta >= {existence}" if existence is not None else "delta >= 0", under)
    parts = (
        ("no cooperation", ~exists),
        ("cooperation by unanimity", exists & ~enforced),
        ("self-enforcing majority", exists & enforced),
    )
    window = Window("rho", "delta", (Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))
    drawn = plane_map(window, under.formula, [(name, own.formula) for name, own in parts])
    told = told_map(drawn, under)
    named = r"\delta^{*}(\rho) = \dfrac{l}{l + (1 - \rho)(V(q) - V(n))}"
    curves = tuple(
        replace(curve, text="delta*(rho) = l/(l + (1 - rho)*(V(q) - V(n)))", latex=named) if "rho" in curve.text else
        replace(curve, latex=r"\delta^{*}_{0}" + curve.latex.removeprefix(r"\delta"))
        for curve in told.curves
    )  # fmt: skip
    return replace(told, curves=curves, outcomes=tuple(name for name, _ in parts))


def shared_future_figure(model: SharedFuture, existence: Fraction | None = None) -> Figure:
    """The figure of the plane of shared values and shared future."""
    values = said(
        f"n = {model.states}, p = {model.p}, g = {model.gain}, l = {model.loss}, q = {model.quota}: illustrative."
    )
    notes = [values]
    if existence is not None:
        notes.append(said(f"Cooperation exists from a discount factor of {existence} on, whatever is shared."))
    picture = MapPicture(
        shared_future_map(model, existence),
        formula(r"\rho") + said(", shared values: probability that all states draw the same preference"),
        formula(r"\delta") + said(", shared future: discount factor"),
        notes=tuple(notes),
    )
    return Figure(
        "shared-future",
        f"Shared values and shared future: where a majority of {model.quota} of {model.states} states enforces itself.",
        picture,
        notes=(
            "The more values are shared, the more unanimity yields, and the harder a majority rule is to enforce.",
            ILLUSTRATIVE,
        ),
        cite=("Maggi and Morelli 2006, AER 96:1137-1158 (in its spirit)",),
    )


@FIGURES.register(
    "shared-future",
    title="Shared values and shared future",
    cite="Maggi and Morelli 2006, AER 96:1137-1158 (in its spirit)",
)
def shared_future(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The plane for as many states as the body of the case has members, at illustrative values."""
    if analysis.body is None or len(analysis.body.members) < 2:
        return ()
    return (shared_future_figure(SharedFuture(len(analysis.body.members), Fraction(3, 5)), Fraction(1, 2)),)
