"""Payoffs: exact numbers or expressions in declared names, and what happens to them when names become numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from ..conditions import Assumptions, Condition
from ..errors import InvalidGame, NotApplicable, UnknownKey, did_you_mean
from ..formulas import exact, expression_text, number_text, symbol

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Payoff", "Values", "check_names", "names_in", "parameters_in", "setting", "substitute", "value_at"]

Payoff: TypeAlias = "Fraction | Expr"
Values: TypeAlias = "Mapping[str, int | str | Payoff]"
"""What parameters are set to: exact numbers, or formulas in the others."""


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


def parameters_in(
    payoffs: Iterable[int | str | Payoff], assumptions: Assumptions, more: Iterable[str] = ()
) -> tuple[str, ...]:
    """The declared names that occur in payoffs, and those of some more that are declared, in declared order.

    Examples
    --------
    >>> under = Assumptions(("c", "k", "b"))
    >>> parameters_in([exact("b - c", under.names), Fraction(1)], under)
    ('c', 'b')
    """
    used = set(more).union(*(names_in(_read(payoff, assumptions.names)) for payoff in payoffs))
    return tuple(name for name in assumptions.names if name in used)


def setting(values: Values, assumptions: Assumptions) -> tuple[Callable[[int | str | Payoff], Payoff], Assumptions]:
    """How a payoff reads with some parameters set, and what is assumed of the others.

    Parameters
    ----------
    values
        For each parameter a number, or a formula in parameters that are not set to a formula themselves.
    assumptions
        The declared names and what is assumed of them.

    Raises
    ------
    UnknownKey
        For a name that is not declared.
    FormulaError
        For a text that is no formula in the other names.
    NotApplicable
        Where the values contradict the assumptions, or a formula uses a parameter that is set to one as well.

    Examples
    --------
    >>> under = Assumptions.read(["pi", "k", "c"], "pi >= k", "k > c")
    >>> put, rest = setting({"pi": "k + 2*c", "c": 1}, under)
    >>> put(exact("pi - c", under.names)), rest.text
    (k + 1, 'k > 1')
    """
    given = _read_values(values, assumptions.names)

    def put(payoff: int | str | Payoff) -> Payoff:
        return substitute(_read(payoff, assumptions.names), given)

    return put, _settle(assumptions, given)


def _read(payoff: int | str | Payoff, names: Sequence[str]) -> Payoff:
    return exact(payoff, names) if isinstance(payoff, int | str) else payoff


def _read_values(values: Values, names: Sequence[str]) -> dict[str, Payoff]:
    """What to put in for names: numbers, and formulas into which those numbers are put already."""
    read: dict[str, Payoff] = {}
    for name, value in values.items():
        if name not in names:
            raise UnknownKey(f"unknown parameter {name!r}", hint=did_you_mean(name, names))
        read[name] = exact(value, [other for other in names if other != name])
    numbers = {name: value for name, value in read.items() if isinstance(value, Fraction)}
    formulas = read.keys() - numbers.keys()
    for name in formulas:
        if used := sorted(names_in(read[name]) & formulas):
            raise NotApplicable(f"{name} is set to a formula in {used[0]}, which is set as well")
        read[name] = substitute(read[name], numbers)
    return read


def substitute(payoff: Payoff, values: Mapping[str, Payoff]) -> Payoff:
    """A payoff with exact numbers, or formulas in other names, in the place of names.

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
    numbers = {name: value for name, value in values.items() if isinstance(value, Fraction)}
    if own <= numbers.keys():
        with suppress(NotApplicable):
            return value_at(payoff, numbers)
    from sympy import Rational, nan, oo, zoo

    given = {
        symbol(name): Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value
        for name, value in values.items()
    }
    put = payoff.subs(given)
    if put.has(zoo, nan, oo, -oo):
        at = _told({name: value for name, value in values.items() if name in own})
        raise NotApplicable(f"a payoff has no value at {at}: its denominator vanishes")
    return exact(put)


def _settle(assumptions: Assumptions, values: Mapping[str, Payoff]) -> Assumptions:
    """Assumptions with numbers or formulas in the place of names; those names leave."""
    if not values:
        return assumptions
    rest = tuple(name for name in assumptions.names if name not in values)
    bare = Condition(assumptions.formula, Assumptions(assumptions.names))
    formula = bare.substitute(values).formula
    if formula is False:
        raise NotApplicable(f"the assumptions exclude {_told(values)}", hint=f"assumed is: {bare.text}")
    return Assumptions(rest, formula, tuple(name for name in assumptions.solve_for if name in rest))


def _told(values: Mapping[str, Payoff]) -> str:
    return ", ".join(
        f"{name} = {number_text(value) if isinstance(value, Fraction) else expression_text(value)}"
        for name, value in values.items()
    )


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
