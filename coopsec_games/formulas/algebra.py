"""The door between text, numbers and sympy: nothing but trees that passed their budgets goes through."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import FormulaError, InexactNumber, UsageError, did_you_mean
from .budgets import check_budgets
from .reader import check_name, parse
from .trees import Binary, Call, Name, Number, Tree, Unary, fold

if TYPE_CHECKING:
    from sympy import Expr, Symbol

__all__ = ["exact", "symbol", "to_sympy"]


def exact(value: int | str | Fraction | Expr, names: Iterable[str] = (), *, closed: bool = False) -> Fraction | Expr:
    """The one door for numbers and formulas: a Fraction, or a sympy expression where a declared name occurs.

    Parameters
    ----------
    value
        An integer, a Fraction, a text such as ``"2/3"``, ``"0.25"`` or ``"g - c/2"``, or a sympy expression without
        floats.
    names
        The declared names, which always mean themselves; for a sympy expression, none given allows any.
    closed
        Whether ``sqrt root exp log floor ceil`` and exponents other than integers are read, too.

    Raises
    ------
    InexactNumber
        If it is a float or a truth value, or text that only a float could hold.
    FormulaError
        If it is no number and no formula over the declared names.

    Examples
    --------
    >>> exact("0.25"), exact(7), exact("2**10/4")
    (Fraction(1, 4), Fraction(7, 1), Fraction(256, 1))
    >>> exact("pi - c/2", ["pi", "c"])
    -c/2 + pi
    >>> exact(0.5)
    Traceback (most recent call last):
    coopsec_games.errors.InexactNumber: 0.5 is a float, which is not exact
    """
    if isinstance(names, str):
        raise UsageError("names are given as a sequence, not as one text")
    if isinstance(value, bool):
        raise InexactNumber(f"{value} is a truth value, not a number")
    if isinstance(value, float):
        raise InexactNumber(f"{value} is a float, which is not exact", hint="write it as a text or a Fraction: '1/2'")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, str):
        tree = parse(value, names, "closed" if closed else "formula")
        constant = check_budgets(tree, closed=closed)
        return _settled(to_sympy(tree)) if constant is None else constant
    sympy = sys.modules.get("sympy")
    if sympy is not None and isinstance(value, sympy.Expr):
        return _admitted(value, tuple(names))
    message = f"expected an integer, a Fraction, a text or a sympy expression, not {type(value).__name__}"
    raise FormulaError(message, hint="write it as a text: '1/2'")


@lru_cache(maxsize=4096)
def symbol(name: str) -> Symbol:
    """The sympy symbol of a declared name: plain, with no assumptions, so that one name is one symbol.

    Parameters
    ----------
    name
        A name as `check_name` allows it.

    Raises
    ------
    FormulaError
        If it cannot be a name.

    Examples
    --------
    >>> symbol("pi") == symbol("pi"), symbol("pi").is_number
    (True, False)
    """
    from sympy import Symbol

    return Symbol(check_name(name))


def to_sympy(tree: Tree) -> Expr:
    """The sympy expression of a tree that `parse` made of a formula.

    Parameters
    ----------
    tree
        A formula; a condition is no expression.

    Raises
    ------
    FormulaError
        If it is a condition, or has no finite real value.

    Examples
    --------
    >>> to_sympy(parse("x - x + max(1, y)", ["x", "y"]))
    Max(1, y)
    """
    return _finite(_total(fold(tree, _build)))


def _build(tree: Tree, below: list[Any]) -> Any:
    """The expression of a node; that of a sum is the list of its terms until something else is made of it."""
    import sympy

    if isinstance(tree, Number):
        return sympy.Rational(tree.value.numerator, tree.value.denominator)
    if isinstance(tree, Name):
        return symbol(tree.name)
    if isinstance(tree, Binary) and tree.op in "+-":
        left = below[0] if isinstance(below[0], list) else [below[0]]
        right = _total(below[1])
        return [*left, right if tree.op == "+" else -right]
    parts = [_total(part) for part in below]
    if isinstance(tree, Unary):
        return -parts[0]
    if isinstance(tree, Binary):
        left, right = parts
        if tree.op == "/" or (tree.op == "**" and right.is_negative):
            _refuse_zero(right if tree.op == "/" else left, tree.column)
        if tree.op == "**":
            return _real(left**right, tree.column)
        return left * right if tree.op == "*" else left / right
    if isinstance(tree, Call):
        if tree.function in {"min", "max"}:
            for part in parts:
                _real(part, tree.column)
            return _extreme(sympy.Min if tree.function == "min" else sympy.Max, parts)
        makers = {
            "abs": _size,
            "sqrt": sympy.sqrt,
            "root": sympy.root,
            "exp": sympy.exp,
            "log": sympy.log,
            "floor": sympy.floor,
            "ceil": sympy.ceiling,
        }
        return _real(makers[tree.function](*parts), tree.column)
    raise FormulaError("a condition stands where a number is expected", column=tree.column)


def _extreme(function: Any, parts: list[Any]) -> Any:
    """The least or the greatest, flat, of one number at most and without twins; sympy's own search is quadratic."""
    if all(part.is_number for part in parts):
        return function(*parts)
    flat = [inner for part in parts for inner in (part.args if isinstance(part, function) else (part,))]
    numbers = [part for part in flat if part.is_Rational]
    others = [part for part in flat if not part.is_Rational]
    return function(*([function(*numbers)] if numbers else []), *others, evaluate=False)


def _size(part: Any) -> Any:
    """The absolute value, the same for both signs; sympy's own evaluation is slow where they nest."""
    from sympy import Abs

    if part.is_number or isinstance(part, Abs):
        return Abs(part)
    return Abs(-part if part.could_extract_minus_sign() else part, evaluate=False)


def _total(built: Any) -> Any:
    from sympy import Add

    return Add(*built) if isinstance(built, list) else built


def _refuse_zero(divisor: Any, column: int) -> None:
    if divisor.is_zero:
        raise FormulaError("division by an expression that is always zero", column=column)


def _real(built: Any, column: int) -> Any:
    if built.is_number and not built.is_Rational and not built.is_real:
        raise FormulaError("there is no real value here", column=column)
    return built


def _finite(expression: Any) -> Any:
    from sympy import I, nan, oo, zoo

    if expression.has(zoo, oo, -oo, nan):
        raise FormulaError("the formula has no finite value")
    if expression.has(I) or (expression.is_number and expression.is_real is False):
        raise FormulaError("the formula has no real value")
    return expression


def _settled(expression: Any) -> Any:
    """A Fraction where it is one."""
    return Fraction(int(expression.p), int(expression.q)) if expression.is_Rational else expression


def _admitted(expression: Any, names: tuple[str, ...]) -> Any:
    from sympy import Float

    if expression.has(Float):
        raise InexactNumber("the sympy expression has a float in it", hint="use sympy.Rational")
    for free in sorted(expression.free_symbols, key=str):
        if names and free.name not in names:
            raise FormulaError(f"unknown name {free.name!r}", hint=did_you_mean(free.name, names))
    own = {free: symbol(free.name) for free in expression.free_symbols if free != symbol(free.name)}
    return _settled(_finite(expression.xreplace(own) if own else expression))
