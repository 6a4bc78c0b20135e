"""The cases of a formula with ``min``, ``max``, ``abs`` and fractions: which quotient is its value where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ..errors import NotApplicable, TooLarge
from ..formulas import Binary, Call, Name, Number, Tree, Unary
from .sparse import ONE, Polynomial, power

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Guard", "Piece", "pieces", "subtracted", "tree_pieces"]

PIECES_AT_MOST = 512

Guard = tuple[tuple[Polynomial, str], ...]
Combination = Callable[[Guard, "Piece", "Piece"], "Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One case of a formula: where every guard holds, the formula is the numerator over the denominator.

    Parameters
    ----------
    guard
        Polynomials with the relation (``>``, ``>=`` or ``!=``) in which each stands to 0.
    numerator, denominator
        The value; the denominator is not the zero polynomial, and 1 where it is constant.
    """

    guard: Guard
    numerator: Polynomial
    denominator: Polynomial = ONE


def pieces(formula: Fraction | int | Expr) -> tuple[Piece, ...]:
    """The cases of a number or a sympy expression in ``+ - * /``, integer powers, ``Min``, ``Max`` and ``Abs``.

    The guards of the cases exclude each other, and together they cover every point at which no denominator is zero.

    Parameters
    ----------
    formula
        A number or a sympy expression whose symbols are parameters.

    Raises
    ------
    NotApplicable
        If the expression holds anything else, such as a root.
    TooLarge
        If there are more than 512 cases.

    Examples
    --------
    >>> from coopsec_games.formulas import exact
    >>> for piece in pieces(exact("max(x, 1)/y", ["x", "y"])):
    ...     print(piece.guard, piece.numerator, piece.denominator)
    ((Polynomial(x - 1), '>='),) Polynomial(x) Polynomial(y)
    ((Polynomial(1 - x), '>'),) Polynomial(1) Polynomial(y)
    """
    if isinstance(formula, (int, Fraction)):
        return (Piece((), Polynomial.of(formula)),)
    return _expression_pieces(formula)


def _expression_pieces(formula: Expr) -> tuple[Piece, ...]:
    from sympy import Abs, Max, Min, Rational, Symbol

    if isinstance(formula, Symbol):
        return (Piece((), Polynomial.variable(formula.name)),)
    if isinstance(formula, Rational):
        return (Piece((), Polynomial.of(Fraction(int(formula.p), int(formula.q)))),)
    if formula.is_Add or formula.is_Mul:
        parts = [_expression_pieces(part) for part in sorted(formula.args, key=_sympy_order)]
        return _folded(_sum if formula.is_Add else _product, parts)
    if formula.is_Pow and formula.exp.is_Integer:
        return tuple(_raised(piece, int(formula.exp)) for piece in _expression_pieces(formula.base))
    if isinstance(formula, (Max, Min)):
        sign = 1 if isinstance(formula, Max) else -1
        return _extreme(
            [_expression_pieces(part) for part in sorted(formula.args, key=_sympy_order, reverse=True)], sign
        )
    if isinstance(formula, Abs):
        return _absolute(_expression_pieces(formula.args[0]))
    raise NotApplicable(
        f"{formula} is no quotient of polynomials", hint="conditions take + - * /, integer powers, min, max and abs"
    )


def _sympy_order(formula: Expr) -> tuple[bool, str]:
    return not formula.is_Number, str(formula)


def tree_pieces(tree: Tree) -> tuple[Piece, ...]:
    """The cases of a formula as the reader returns it: :func:`pieces` without sympy.

    Raises
    ------
    NotApplicable
        If the formula holds something that is no quotient of polynomials, such as a root.
    """
    if isinstance(tree, Number):
        return (Piece((), Polynomial.of(tree.value)),)
    if isinstance(tree, Name):
        return (Piece((), Polynomial.variable(tree.name)),)
    if isinstance(tree, Unary):
        inner = tree_pieces(tree.operand)
        return tuple(Piece(p.guard, -p.numerator, p.denominator) for p in inner)
    if isinstance(tree, Call):
        parts = [tree_pieces(part) for part in tree.arguments]
        if tree.function in ("min", "max"):
            return _extreme(parts, 1 if tree.function == "max" else -1)
        if tree.function == "abs":
            return _absolute(parts[0])
        raise NotApplicable(f"a condition cannot hold {tree.function}(...)", hint="conditions take min, max and abs")
    if isinstance(tree, Binary):
        left, right = tree_pieces(tree.left), tree_pieces(tree.right)
        if tree.op == "+":
            return _folded(_sum, [left, right])
        if tree.op == "-":
            return _folded(_sum, [left, tuple(Piece(p.guard, -p.numerator, p.denominator) for p in right)])
        if tree.op == "*":
            return _folded(_product, [left, right])
        if tree.op == "/":
            return _folded(_product, [left, tuple(_raised(p, -1) for p in right)])
        if tree.op == "**":
            exponent = right[0].numerator
            if len(right) == 1 and exponent.is_constant and exponent.constant.denominator == 1:
                return tuple(_raised(p, int(exponent.constant)) for p in left)
            raise NotApplicable("a condition takes only integer exponents")
    raise NotApplicable("a condition cannot be compared with a number")


def _fraction(guard: Guard, numerator: Polynomial, denominator: Polynomial) -> Piece:
    if denominator.is_constant:
        return Piece(guard, numerator.scaled(1 / denominator.constant))
    return Piece(guard, numerator, denominator)


def _sum(guard: Guard, left: Piece, right: Piece) -> Piece:
    if left.denominator == right.denominator:
        return _fraction(guard, left.numerator + right.numerator, left.denominator)
    numerator = left.numerator * right.denominator + right.numerator * left.denominator
    return _fraction(guard, numerator, left.denominator * right.denominator)


def _product(guard: Guard, left: Piece, right: Piece) -> Piece:
    above, below = (left.numerator, right.numerator), (left.denominator, right.denominator)
    return _fraction(guard, above[0] * above[1], below[0] * below[1])


def _raised(piece: Piece, exponent: int) -> Piece:
    if exponent >= 0:
        return _fraction(piece.guard, power(piece.numerator, exponent), power(piece.denominator, exponent))
    if not piece.numerator.terms:
        raise NotApplicable("a formula divides by zero")
    return _fraction(piece.guard, power(piece.denominator, -exponent), power(piece.numerator, -exponent))


def _joined(*guards: Iterable[tuple[Polynomial, str]]) -> Guard | None:
    """All guards together, without repetition; nothing where two of them plainly exclude each other."""
    held: dict[tuple[Polynomial, str], None] = {}
    for polynomial, op in (guard for part in guards for guard in part):
        if polynomial.is_constant:
            value = polynomial.constant
            if value < 0 or (op == ">" and not value):
                return None
            continue
        polynomial = polynomial.primitive()
        opposite = -polynomial
        if (opposite, ">") in held or (op == ">" and (opposite, ">=") in held):
            return None
        held[polynomial, op] = None
    return tuple(held)


def _folded(combine: Combination, parts: Sequence[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    result = parts[0]
    for part in parts[1:]:
        result = tuple(_combined(combine, result, part))
        _limited(result)
    return result


def _combined(combine: Combination, left: Iterable[Piece], right: Sequence[Piece]) -> Iterator[Piece]:
    for first in left:
        for second in right:
            guard = _joined(first.guard, second.guard)
            if guard is not None:
                yield combine(guard, first, second)


def _limited(found: Sequence[Piece]) -> None:
    if len(found) > PIECES_AT_MOST:
        raise TooLarge(f"a formula has more than {PIECES_AT_MOST} cases", hint="use fewer min, max and abs")


def _signs(piece: Piece, op: str) -> Iterator[Guard]:
    """The ways in which a fraction can be ``op`` 0, by the sign of its denominator."""
    if piece.denominator.is_constant:
        yield ((piece.numerator, op),)
    else:
        yield ((piece.denominator, ">"), (piece.numerator, op))
        yield ((-piece.denominator, ">"), (-piece.numerator, op))


def _less(left: Piece, right: Piece, sign: int) -> Piece:
    minus = Piece((), -right.numerator, right.denominator)
    difference = _sum((), left, minus)
    return difference if sign > 0 else Piece((), -difference.numerator, difference.denominator)


def _extreme(arguments: Sequence[tuple[Piece, ...]], sign: int) -> tuple[Piece, ...]:
    """The greatest (or, with sign -1, the least) argument: ties go to the one that stands first."""
    found: list[Piece] = []
    for chosen in product(*arguments):
        start = _joined(*(piece.guard for piece in chosen))
        if start is None:
            continue
        for position, best in enumerate(chosen):
            options = [
                tuple(_signs(_less(best, other, sign), ">" if index < position else ">="))
                for index, other in enumerate(chosen)
                if index != position
            ]
            for option in product(*options):
                guard = _joined(start, *option)
                if guard is not None:
                    found.append(Piece(guard, best.numerator, best.denominator))
                    _limited(found)
    return tuple(found)


def _absolute(inner: tuple[Piece, ...]) -> tuple[Piece, ...]:
    found = []
    for piece in inner:
        for sign, op in ((1, ">="), (-1, ">")):
            value = Piece((), piece.numerator.scaled(sign), piece.denominator)
            for option in _signs(value, op):
                guard = _joined(piece.guard, option)
                if guard is not None:
                    found.append(Piece(guard, value.numerator, value.denominator))
    _limited(found)
    return tuple(found)


def subtracted(left: tuple[Piece, ...], right: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The cases of one formula minus another, without those whose guards exclude each other."""
    return _folded(_sum, [left, tuple(Piece(piece.guard, -piece.numerator, piece.denominator) for piece in right)])
