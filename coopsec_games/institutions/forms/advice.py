"""What a body's approval tells those who must decide whether to support an action."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ...conditions import Assumptions, compare
from ...errors import InvalidGame
from ...formulas import exact, symbol
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Terminal
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, with_ties

if TYPE_CHECKING:
    from ...noncooperative.payoffs import Payoff

__all__ = ["endorsement"]


@GAME_FORMS.register(
    "endorsement",
    title="A body approves what is good enough for it, and others learn from that",
    cite="Chapman 2007, IO 61:134-166; Thompson 2006, IO 60:1-34 (derivation in their spirit)",
)
def endorsement(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """A public supports an action or not, knowing only whether a body approved of it.

    How good the action is lies anywhere between 0 and 1 with equal probability, and the body knows it.  The body
    approves from its bar ``t`` on; the public, which sees the answer alone, supports what it expects to be worth at
    least ``s``.

    Parameters
    ----------
    fields
        ``public``; formulas for ``bar`` (else ``t``), strictly between 0 and 1, and ``standard`` (else ``s``);
        ``ties``.
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: whoever decides in the body is behind the bar.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for a bar that may be 0 or 1.
    FormulaError
        For a formula that is none.

    Notes
    -----
    An outcome says what follows either answer.  Where indifferent, the public supports.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["t", "s"], "0 < t < 1", solve_for=["s"])
    >>> for region in outcome_atlas(endorsement({"public": "public"}, under)).regions:
    ...     print(f"{region.outcome}: {region.where.text}")
    approved and supported or refused and supported: s <= t/2
    approved and supported or refused and not supported: t/2 < s <= (t + 1)/2
    approved and not supported or refused and not supported: s > (t + 1)/2
    """
    check_fields("endorsement", fields, ("public", "bar", "standard", "ties"), ("public",))
    public = text_of("public", fields["public"])
    bar = formula_of("bar", fields.get("bar", "t"), parameters)
    standard = formula_of("standard", fields.get("standard", "s"), parameters)
    for edge, op in ((Fraction(0), "<="), (Fraction(1), ">=")):
        if compare(bar, op, edge, parameters).feasible() is not False:
            raise InvalidGame("the bar may lie outside 0 to 1", hint="assume that 0 < t < 1")
    branches = []
    for word, low, high in (("approved", bar, exact(1)), ("refused", exact(0), bar)):
        support = Terminal(f"{word} and supported", (exact(_mean(low, high) - standard),))
        oppose = Terminal(f"{word} and not supported", (Fraction(0),))
        answer = Decision(public, (("support", support), ("do not support", oppose)), f"when {word}")
        branches.append((word, exact(high - low), answer))
    game = ExtensiveFormGame((public,), Chance(tuple(branches)), parameters)
    return with_ties(game, fields)


def _mean(low: Payoff, high: Payoff) -> Payoff:
    """The mean of a quality that lies between two numbers with equal probability, by integration."""
    from sympy import cancel, integrate

    quality = symbol("quality")
    return exact(cancel(integrate(quality, (quality, low, high)) / (high - low)))
