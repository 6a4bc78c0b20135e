"""What a game needs to be assumed of its parameters before a theorem about it applies.

>>> under = Assumptions.read(["delta"], "0 <= delta < 1")
>>> require(under, exact("delta", ["delta"]), "<", 1, "the discount factor may be 1")
>>> require(under, exact("delta", ["delta"]), ">", 0, "the discount factor may be 0")
Traceback (most recent call last):
    ...
coopsec_games.errors.InvalidGame: the discount factor may be 0
"""

from __future__ import annotations

from fractions import Fraction

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame
from ..formulas import exact, expression_text, number_text
from .payoffs import Payoff

__all__ = ["require"]


def require(assumptions: Assumptions, left: Payoff, op: str, right: Payoff | int, message: str) -> None:
    """Refuse a game whose assumptions leave open what it needs.

    Parameters
    ----------
    assumptions
        What is assumed.
    left, op, right
        The comparison that must follow from it.
    message
        What is wrong where it does not follow.

    Raises
    ------
    InvalidGame
        With the comparison as a hint.
    """
    needed = compare(left, op, right, assumptions)
    if Condition.true(assumptions).implies(needed) is not True:
        sides = (_text(side, assumptions) for side in (left, exact(right)))
        raise InvalidGame(message, hint=f"assume {f' {op} '.join(sides)}")


def _text(value: Payoff, assumptions: Assumptions) -> str:
    return number_text(value) if isinstance(value, Fraction) else expression_text(value, assumptions.names)
