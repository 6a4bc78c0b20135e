"""The algebra of repeated games in letters: linear systems solved, and where a value is not negative.

Examples
--------
>>> from coopsec_games.formulas import expression_text
>>> under = Assumptions.read(["r", "delta"], "r > 0", "0 <= delta < 1", solve_for=["delta"])
>>> once, weight = exact("r", ["r"]), exact("1 - delta", ["delta"])
>>> expression_text(eliminated({"s": ({"s": weight}, once)})["s"])
'-r/(delta - 1)'
>>> not_negative(exact("r*(2*delta - 1)/(1 - delta)", under.names), under)
Condition('delta >= 1/2')
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare
from ..formulas import exact
from .payoffs import Payoff

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["eliminated", "not_negative"]


def eliminated(rows: dict[str, tuple[dict[str, Payoff], Payoff]]) -> dict[str, Payoff]:
    """The solution of a linear system in letters; its determinant is not zero for a discount factor below 1."""
    from sympy import cancel

    order = list(rows)
    left = {state: dict(row) for state, (row, _) in rows.items()}
    right = {state: value for state, (_, value) in rows.items()}
    for place, pivot in enumerate(order):
        for state in order[place + 1 :]:
            share = left[state].get(pivot, Fraction(0))
            if share == 0:
                continue
            factor = cancel(share / left[pivot][pivot])
            for name, value in left[pivot].items():
                left[state][name] = cancel(left[state].get(name, Fraction(0)) - factor * value)
            right[state] = cancel(right[state] - factor * right[pivot])
    found: dict[str, Payoff] = {}
    for state in reversed(order):
        rest = right[state]
        for name, value in left[state].items():
            if name != state and value != 0:
                rest = rest - value * found[name]
        found[state] = exact(cancel(rest / left[state][state]))
    return {state: found[state] for state in order}


def not_negative(value: Payoff, assumptions: Assumptions) -> Condition:
    """Where an expression is at least 0; factors of one sign under the assumptions, and denominators, are left out."""
    if isinstance(value, Fraction):
        return Condition.true(assumptions) if value >= 0 else Condition.false(assumptions)
    from sympy import cancel, factor_list, fraction, together

    top, bottom = fraction(cancel(together(value)))
    sign, kept = 1, []
    for part, below in ((top, False), (bottom, True)):
        coefficient, factors = factor_list(part)
        sign = -sign if coefficient < 0 else sign
        for factor, power in factors:
            told = _sign(factor, assumptions)
            if told:
                sign = sign * told if power % 2 else sign
            elif power % 2:
                kept.append(factor)
            elif not below:
                kept.append(factor**2)
    if top == 0:
        return Condition.true(assumptions)
    if not kept:
        return Condition.true(assumptions) if sign > 0 else Condition.false(assumptions)
    return compare(exact(sign * prod(kept)), ">=", 0, assumptions).simplify()


def _sign(factor: Expr, assumptions: Assumptions) -> int:
    """The sign of a factor wherever the assumptions hold; 0 where it is not one."""
    for op, told in ((">", 1), ("<", -1)):
        if (~compare(exact(factor), op, 0, assumptions)).feasible() is False:
            return told
    return 0
