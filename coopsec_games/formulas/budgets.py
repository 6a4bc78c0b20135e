"""What a formula may cost, told from its tree before anything is computed: size, degree, digits, division by zero.

Whether a divisor vanishes identically is decided at one pseudo-random point modulo the prime 2^127 - 1: a value other
than zero there proves that it does not; zero is taken as zero, which is wrong at most once in 2^120 times.

References
----------
J. T. Schwartz, "Fast probabilistic algorithms for verification of polynomial identities", J. ACM 27 (1980),
pp. 701–717, Lemma 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from math import ceil, comb, floor

from ..errors import FormulaError
from .trees import Binary, Call, Comparison, Logic, Name, Number, Tree, Truth, Unary, fold

__all__ = ["check_budgets"]

MAX_LENGTH = 2_000
MAX_DEPTH = 40
MAX_NODES = 400
MAX_DIGITS = 1_000
MAX_BITS = 20_000
MAX_DEGREE = 64
MAX_TERMS = 20_000
MAX_EXPONENT = 64
MAX_ROOT = 1_000
MAX_ROOT_BITS = 256
MAX_NESTING = 4

PRIME = 2**127 - 1


@dataclass(frozen=True)
class Measure:
    """Of a subtree: its value if it is a rational constant, bounds on its expanded form, its value modulo the prime.

    ``nesting`` counts the roots, exponentials, logarithms and roundings around each other.
    """

    constant: Fraction | None
    bits: int
    degree: int
    terms: int
    residue: int
    nesting: int = 0

    @property
    def vanishes(self) -> bool:
        """Whether it is zero, whatever its names stand for."""
        return self.constant == 0 if self.constant is not None else self.residue == 0


def check_budgets(tree: Tree, *, closed: bool = False) -> Fraction | None:
    """The value of a tree that is a rational constant, or None, after refusing one that would be too large to compute.

    Parameters
    ----------
    tree
        The tree; whether its functions may stand there is for the reader to say.
    closed
        Whether exponents other than plain integers are read.

    Raises
    ------
    FormulaError
        If a budget is exceeded, or something is divided by zero.

    Examples
    --------
    >>> x = Name("x", 4)
    >>> check_budgets(Binary("/", Number(Fraction(1)), Binary("-", x, x, 5), 2))
    Traceback (most recent call last):
    coopsec_games.errors.FormulaError: division by an expression that is always zero
    """
    return fold(tree, lambda node, below: _nested(node, below, _measure(node, below, closed))).constant


def _nested(tree: Tree, below: list[Measure], measure: Measure) -> Measure:
    if measure.constant is not None:
        return measure
    power = isinstance(tree, Binary) and tree.op == "**" and not _is_literal(tree.right)
    function = isinstance(tree, Call) and tree.function not in {"min", "max", "abs"}
    nesting = max((part.nesting for part in below), default=0) + (power or function)
    if nesting > MAX_NESTING:
        message = f"roots, exponentials, logarithms and roundings nest at most {MAX_NESTING} deep"
        raise FormulaError(message, column=tree.column)
    return replace(measure, nesting=nesting)


def _constant(value: Fraction, column: int) -> Measure:
    bits = max(value.numerator.bit_length(), value.denominator.bit_length())
    inverse = pow(value.denominator % PRIME or 1, -1, PRIME)
    return _within(Measure(value, bits, 0, 1, value.numerator * inverse % PRIME), column)


def _opaque(function: str, *residues: int) -> int:
    """The residue of something that is no polynomial: equal arguments, equal value."""
    return int.from_bytes(sha256(repr((function, residues)).encode()).digest()) % PRIME


def _within(measure: Measure, column: int) -> Measure:
    if measure.bits > MAX_BITS:
        raise FormulaError(f"a number here could have more than {MAX_BITS} binary digits", column=column)
    if measure.degree > MAX_DEGREE:
        raise FormulaError(f"the degree is at most {MAX_DEGREE}, here {measure.degree}", column=column)
    if measure.terms > MAX_TERMS:
        raise FormulaError(f"multiplied out, a formula has at most {MAX_TERMS} terms", column=column)
    return measure


def _measure(tree: Tree, below: list[Measure], closed: bool) -> Measure:
    if isinstance(tree, Number):
        return _constant(tree.value, tree.column)
    if isinstance(tree, Name):
        return Measure(None, 1, 1, 1, _opaque("name", *tree.name.encode()))
    if isinstance(tree, Unary):
        (inner,) = below
        constant = None if inner.constant is None else -inner.constant
        return Measure(constant, inner.bits, inner.degree, inner.terms, -inner.residue % PRIME)
    if isinstance(tree, Binary):
        left, right = below
        return _power(tree, left, right, closed) if tree.op == "**" else _arithmetic(tree, left, right)
    if isinstance(tree, Call):
        return _call(tree, below)
    if isinstance(tree, Comparison | Logic | Truth):
        return Measure(None, 1, 0, 1, 1)
    raise FormulaError(f"{type(tree).__name__} is no part of a formula")


def _arithmetic(tree: Binary, left: Measure, right: Measure) -> Measure:
    if tree.op == "/" and right.vanishes:
        what = "zero" if right.constant == 0 else "an expression that is always zero"
        raise FormulaError(f"division by {what}", column=tree.column)
    additive = tree.op in "+-"
    if left.constant is not None and right.constant is not None:
        one, two = left.constant, right.constant
        whole = additive and one.denominator == two.denominator == 1
        bits = max(left.bits, right.bits) if whole else left.bits + right.bits
        _within(Measure(None, bits, 0, 1, 1), tree.column)
        if additive:
            return _constant(one + two if tree.op == "+" else one - two, tree.column)
        return _constant(one * two if tree.op == "*" else one / two, tree.column)
    if additive:
        residue = left.residue + right.residue if tree.op == "+" else left.residue - right.residue
        degree, terms = max(left.degree, right.degree), left.terms + right.terms
    else:
        factor = right.residue if tree.op == "*" else _inverse(right.residue)
        residue, degree, terms = left.residue * factor, left.degree + right.degree, left.terms * right.terms
    bits = left.bits + right.bits + (1 if additive else 0)
    return _within(Measure(None, bits, degree, terms, residue % PRIME), tree.column)


def _inverse(residue: int) -> int:
    return pow(residue, -1, PRIME) if residue else _opaque("inverse", residue)


def _power(tree: Binary, base: Measure, exponent: Measure, closed: bool) -> Measure:
    power, column = exponent.constant, tree.column
    if not closed and (power is None or power.denominator != 1 or not _is_literal(tree.right)):
        hint = "other exponents may stand only in a closed form"
        raise FormulaError("an exponent is a plain integer", column=tree.right.column, hint=hint)
    if power is None:
        return _closed_power(base, exponent, column)
    if abs(power) > MAX_EXPONENT:
        message = f"an exponent is at most {MAX_EXPONENT} in size, above or below zero"
        raise FormulaError(message, column=tree.right.column)
    return _integer_power(base, int(power), column) if power.denominator == 1 else _closed_power(base, exponent, column)


def _is_literal(tree: Tree) -> bool:
    while isinstance(tree, Unary):
        tree = tree.operand
    return isinstance(tree, Number)


def _integer_power(base: Measure, power: int, column: int) -> Measure:
    if base.vanishes and power <= 0:
        raise FormulaError("0**0 has no value" if power == 0 else "division by zero", column=column)
    size = abs(power)
    bits = base.bits * size
    if base.constant is not None or power == 0:
        _within(Measure(None, bits, 0, 1, 1), column)
        return _constant(Fraction(1) if base.constant is None else base.constant**power, column)
    residue = pow(_inverse(base.residue) if power < 0 else base.residue, size, PRIME)
    return _within(Measure(None, bits, base.degree * size, comb(base.terms + size - 1, size), residue), column)


def _closed_power(base: Measure, exponent: Measure, column: int) -> Measure:
    """A power whose exponent is a fraction or has names in it; how large its numbers could get, at most."""
    power = exponent.constant
    if base.vanishes and (power is None or power <= 0):
        raise FormulaError("a power of zero has no value here", column=column)
    if power is not None and base.constant is not None and base.constant < 0:
        raise FormulaError("a root of a negative number is not real", column=column)
    if power is not None and power.denominator > MAX_ROOT:
        raise FormulaError(f"the denominator of an exponent is at most {MAX_ROOT}", column=column)
    if power is not None and base.bits > MAX_ROOT_BITS:
        message = f"a root is taken of numbers of at most {MAX_ROOT_BITS} binary digits"
        raise FormulaError(message, column=column)
    bits = base.bits * (2 ** min(exponent.bits, 32) if power is None else ceil(abs(power)))
    residue = _opaque("**", base.residue, exponent.residue)
    return _within(Measure(None, bits, 1, 1, residue), column)


def _call(tree: Call, below: list[Measure]) -> Measure:
    word, column, first = tree.function, tree.column, below[0]
    constants = [measure.constant for measure in below if measure.constant is not None]
    known = len(constants) == len(below)
    residues = [measure.residue for measure in below]
    if word in {"min", "max"}:
        if known:
            return _constant(min(constants) if word == "min" else max(constants), column)
        same = len(set(residues)) == 1
        residue = residues[0] if same else _opaque(word, *sorted(set(residues)))
        bits, degree = max(measure.bits for measure in below), max(measure.degree for measure in below)
        return _within(Measure(None, bits, degree, sum(measure.terms for measure in below), residue), column)
    if word == "abs":
        if known:
            return _constant(abs(constants[0]), column)
        residue = _opaque(word, *sorted((residues[0], -residues[0] % PRIME))) if residues[0] else 0
        return Measure(None, first.bits, first.degree, first.terms, residue)
    if word in {"floor", "ceil"}:
        if known:
            return _constant(Fraction(floor(constants[0]) if word == "floor" else ceil(constants[0])), column)
        return Measure(None, first.bits, 1, 1, _opaque(word, *residues) if residues[0] else 0)
    if word in {"sqrt", "root"}:
        degree_of_root = below[1].constant if word == "root" else Fraction(2)
        if degree_of_root is None or degree_of_root.denominator != 1 or not 2 <= degree_of_root <= MAX_EXPONENT:
            raise FormulaError(f"the degree of a root is an integer from 2 to {MAX_EXPONENT}", column=column)
        if first.constant == 0:
            return first
        return _closed_power(first, _constant(1 / degree_of_root, column), column)
    if word == "exp":
        if first.constant == 0:
            return _constant(Fraction(1), column)
        if _contains_log(tree.arguments[0]):
            raise FormulaError("exp of a logarithm", column=column, hint="write the power instead: x**k")
        return _within(Measure(None, 2 * 2 ** min(first.bits, 32), 1, 1, _opaque(word, *residues)), column)
    if word == "log":
        if first.vanishes or (first.constant is not None and first.constant < 0):
            raise FormulaError("the logarithm of a number that is not positive", column=column)
        if first.constant == 1:
            return _constant(Fraction(0), column)
        return Measure(None, 1, 1, 1, _opaque(word, *residues))
    raise FormulaError(f"unknown function {word!r}", column=column)


def _contains_log(tree: Tree) -> bool:
    return fold(tree, lambda node, below: any(below) or (isinstance(node, Call) and node.function == "log"))
