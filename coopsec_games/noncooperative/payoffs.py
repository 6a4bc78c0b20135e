"""Payoffs: exact numbers or expressions in declared names, and what happens to them when names become numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from ..conditions import Assumptions, Condition
from ..errors import InvalidGame, NotApplicable, UnknownKey, did_you_mean
from ..formulas import exact, number_text, symbol

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Payoff", "Values", "check_names", "names_in", "read_values", "settle", "substitute", "value_at"]

Payoff: TypeAlias = "Fraction | Expr"
Values: TypeAlias = "Mapping[str, int | str | Fraction]"


def names_in(payoff: Payoff) -> frozenset[str]:
    """The names that occur in a payoff.

    Examples
    --------
    >>> sorted(names_in(exact("k + c - c_m", ["k", "c", "c_m"])))
    ['c', 'c_m', 'k']
    >>> names_in(Fraction(1, 2))
    frozenset()
    """
    if isinstance(payoff, Fraction):
        return frozenset()
    return frozenset(name.name for name in payoff.free_symbols)


def check_names(payoff: Payoff, known: Iterable[str], where: str) -> None:
    """Refuse a payoff with a name that was not declared.

    Raises
    ------
    InvalidGame
        With the nearest declared name as a hint.
    """
    declared = set(known)
    for name in sorted(names_in(payoff) - declared):
        hint = did_you_mean(name, sorted(declared)) or "declare it among the parameters"
        raise InvalidGame(f"{where} uses {name!r}, which is not declared", hint=hint)


def read_values(values: Values, names: Iterable[str]) -> dict[str, Fraction]:
    """The exact numbers to put in for names.

    Raises
    ------
    UnknownKey
        For a name that is not among the parameters.
    NotApplicable
        For a value that is not a number.
    """
    known = tuple(names)
    read: dict[str, Fraction] = {}
    for name, value in values.items():
        if name not in known:
            raise UnknownKey(f"unknown parameter {name!r}", hint=did_you_mean(name, known))
        number = exact(value)
        if not isinstance(number, Fraction):
            raise NotApplicable(f"{name} must be given a number")
        read[name] = number
    return read


def substitute(payoff: Payoff, values: Mapping[str, Fraction]) -> Payoff:
    """A payoff with exact numbers in the place of names.

    Raises
    ------
    NotApplicable
        Where a denominator vanishes at these numbers.

    Examples
    --------
    >>> substitute(exact("delta*v/(1 - delta)", ["delta", "v"]), {"delta": Fraction(1, 2), "v": Fraction(3)})
    Fraction(3, 1)
    """
    own = names_in(payoff)
    if isinstance(payoff, Fraction) or not own & values.keys():
        return payoff
    if own <= values.keys():
        with suppress(NotApplicable):
            return value_at(payoff, values)
    from sympy import Rational, nan, oo, zoo

    given = {symbol(name): Rational(value.numerator, value.denominator) for name, value in values.items()}
    put = payoff.subs(given)
    if put.has(zoo, nan, oo, -oo):
        at = ", ".join(f"{name} = {number_text(value)}" for name, value in values.items() if name in own)
        raise NotApplicable(f"a payoff has no value at {at}: its denominator vanishes")
    return exact(put)


def settle(assumptions: Assumptions, values: Mapping[str, Fraction]) -> Assumptions:
    """Assumptions with exact numbers in the place of names; those names leave.

    Raises
    ------
    NotApplicable
        Where the numbers contradict the assumptions.
    """
    if not values:
        return assumptions
    rest = tuple(name for name in assumptions.names if name not in values)
    bare = Condition(assumptions.formula, Assumptions(assumptions.names))
    formula = bare.substitute(values).formula
    if formula is False:
        at = ", ".join(f"{name} = {number_text(value)}" for name, value in values.items())
        raise NotApplicable(f"the assumptions exclude {at}", hint=f"assumed is: {bare.text}")
    return Assumptions(rest, formula, tuple(name for name in assumptions.solve_for if name in rest))


def value_at(payoff: Payoff, values: Mapping[str, Fraction]) -> Fraction:
    """The exact value of a payoff where every name has a number; no solver and no simplification has a part in it.

    Raises
    ------
    NotApplicable
        Where a denominator vanishes, or for an operation that has no rational value.

    Examples
    --------
    >>> value_at(exact("max(a, 1)/(1 - a)", ["a"]), {"a": Fraction(1, 3)})
    Fraction(3, 2)
    """
    if isinstance(payoff, Fraction):
        return payoff
    return _value(payoff, values)


def _value(formula: Expr, values: Mapping[str, Fraction]) -> Fraction:
    from sympy import Abs, Max, Min, Rational, Symbol

    if isinstance(formula, Symbol):
        return values[formula.name]
    if isinstance(formula, Rational):
        return Fraction(int(formula.p), int(formula.q))
    parts = [_value(part, values) for part in formula.args]
    if formula.is_Add:
        return sum(parts, Fraction(0))
    if formula.is_Mul:
        return prod(parts, start=Fraction(1))
    if formula.is_Pow and parts[1].denominator == 1:
        if not parts[0] and parts[1] < 0:
            raise NotApplicable("a denominator vanishes")
        return Fraction(parts[0] ** int(parts[1]))
    if isinstance(formula, Max):
        return max(parts)
    if isinstance(formula, Min):
        return min(parts)
    if isinstance(formula, Abs):
        return abs(parts[0])
    raise NotApplicable(f"{formula} has no exact value here")
