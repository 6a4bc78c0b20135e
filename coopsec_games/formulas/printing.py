"""Numbers and formulas as text that reads again, and as LaTeX, both in the declared order of names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import FormulaError
from .reader import check_name
from .tokens import GREEK

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["expression_latex", "expression_text", "number_text", "shown_number", "symbol_latex"]

SUM, PRODUCT, POWER, ATOM = range(4)
CHUNK = 1_000
LONG = 20
SIGNIFICANT = 6

_GREEK = frozenset(GREEK.values())


def number_text(value: Fraction | int) -> str:
    """A number as the formula language writes it.

    Parameters
    ----------
    value
        An exact number.

    Examples
    --------
    >>> number_text(Fraction(-1, 2)), number_text(Fraction(3))
    ('-1/2', '3')
    """
    value = Fraction(value)
    sign = "-" if value < 0 else ""
    below = f"/{_digits(value.denominator)}" if value.denominator != 1 else ""
    return f"{sign}{_digits(abs(value.numerator))}{below}"


def shown_number(value: Fraction | int) -> str:
    """A number as a reader wants it: exactly, and beside a fraction of more than twenty digits its size.

    Parameters
    ----------
    value
        An exact number.

    Examples
    --------
    >>> shown_number(Fraction(421, 2145)), shown_number(Fraction(10**11, 3**24))
    ('421/2145', '100000000000/282429536481 ≈ 0.354071')
    >>> shown_number(Fraction(-1, 7**30))
    '-1/22539340290692258087863249 ≈ -4.43669*10**-26'
    """
    value = Fraction(value)
    text = number_text(value)
    if value.denominator == 1 or sum(sign.isdigit() for sign in text) <= LONG:
        return text
    size = abs(value)
    power = len(_digits(size.numerator)) - len(_digits(size.denominator))
    power -= size < Fraction(10) ** power
    digits = round(size * Fraction(10) ** (SIGNIFICANT - 1 - power))
    if digits == 10**SIGNIFICANT:
        digits, power = digits // 10, power + 1
    near = str(digits)
    if 0 <= power < SIGNIFICANT - 1:
        near = f"{near[: power + 1]}.{near[power + 1 :]}"
    elif -SIGNIFICANT < power < 0:
        near = f"0.{'0' * (-power - 1)}{near}"
    elif power != SIGNIFICANT - 1:
        near = f"{near[0]}.{near[1:]}*10**{power}"
    return f"{text} ≈ {'-' if value < 0 else ''}{near}"


def expression_text(value: Fraction | Expr, names: Sequence[str] = ()) -> str:
    """A formula as text, which `exact` reads back to an equal one.

    Positive terms stand first, each sign's in the declared order of names, constants last; in a product the
    coefficient, then the names in order.

    Parameters
    ----------
    value
        A number or an expression of the formula language.
    names
        The declared names, in order; any other name follows in alphabetical order.

    Raises
    ------
    FormulaError
        If it has something in it that the formula language cannot say.

    Examples
    --------
    >>> from coopsec_games.formulas import exact
    >>> expression_text(exact("-c_m + c + k", ["k", "c", "c_m"]), ["k", "c", "c_m"])
    'k + c - c_m'
    >>> expression_text(exact("(T - R)/(T - P)", ["T", "R", "P"]), ["T", "R", "P"])
    '(T - R)/(T - P)'
    """
    return _Printer(names, latex=False).whole(value)


def expression_latex(value: Fraction | Expr, names: Sequence[str] = ()) -> str:
    r"""A formula as LaTeX for math mode, its terms in the order of `expression_text`.

    Parameters
    ----------
    value
        A number or an expression of the formula language.
    names
        The declared names, in order; any other name follows in alphabetical order.

    Raises
    ------
    FormulaError
        If it has something in it that the formula language cannot say.

    Examples
    --------
    >>> from coopsec_games.formulas import exact
    >>> print(expression_latex(exact("pi/2 - c_m", ["pi", "c_m"]), ["pi", "c_m"]))
    \frac{\pi}{2} - c_{m}
    """
    return _Printer(names, latex=True).whole(value)


def symbol_latex(name: str) -> str:
    r"""A declared name as LaTeX for math mode: Greek words as letters, what follows ``_`` as indices.

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
    >>> print(symbol_latex("pi"), symbol_latex("c_m"), symbol_latex("c_RUS"), symbol_latex("gain"))
    \pi c_{m} c_{\mathrm{RUS}} \mathit{gain}
    """
    stem, *indices = [part for part in check_name(name).split("_") if part]
    letters = stem.rstrip("0123456789")
    if letters != stem and (len(letters) == 1 or letters in _GREEK):
        stem, indices = letters, [name[len(letters) : len(stem)], *indices]
    shown = f"\\{stem}" if stem in _GREEK else stem if len(stem) == 1 else f"\\mathit{{{stem}}}"
    below = [f"\\{part}" if part in _GREEK else part if _plain(part) else f"\\mathrm{{{part}}}" for part in indices]
    return f"{shown}_{{{','.join(below)}}}" if below else shown


def _plain(index: str) -> bool:
    return len(index) == 1 or index.isdigit()


def _digits(number: int) -> str:
    """Decimal digits, also where there are more than Python converts at once."""
    chunks = []
    while number >= 10**CHUNK:
        number, low = divmod(number, 10**CHUNK)
        chunks.append(f"{low:0{CHUNK}d}")
    return "".join([str(number), *reversed(chunks)])


class _Printer:
    """One way to write expressions; every method returns text, and how tightly its outermost operation binds."""

    def __init__(self, names: Sequence[str], *, latex: bool) -> None:
        self.rank = {name: place for place, name in enumerate(names)}
        self.latex = latex
        self.written: dict[Any, tuple[bool, str, int]] = {}  # each part is written once, however often it is asked for

    def whole(self, value: Any) -> str:
        sympy = sys.modules.get("sympy")
        if sympy is not None and isinstance(value, sympy.Expr):
            return self.expression(value)[0]
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            negative, text, _ = self.number(Fraction(value))
            return f"-{text}" if negative else text
        raise FormulaError(f"a {type(value).__name__} is no number and no formula")

    def expression(self, value: Any) -> tuple[str, int]:
        negative, text, level = self.signed(value)
        return (f"-{text}", SUM) if negative else (text, level)

    def sum(self, value: Any) -> str:
        terms = [(*self.signed(term)[:2], self.place(term)) for term in value.args]
        terms.sort(key=lambda term: (term[0], term[2], term[1]))
        first, *rest = [f"-{text}" if negative else f"+{text}" for negative, text, _ in terms]
        return " ".join([first.removeprefix("+"), *(f"{text[0]} {text[1:]}" for text in rest)])

    def place(self, term: Any) -> tuple[Any, ...]:
        """Where a term stands in a sum: by the names that are its factors, in order; a number last."""
        powers: dict[str, Fraction] = {}
        for factor in term.args if term.is_Mul else (term,):
            base, exponent = factor.as_base_exp()
            if base.is_Symbol and exponent.is_Rational:
                powers[base.name] = Fraction(int(exponent.p), int(exponent.q))
        order = sorted((self.standing(name), -power) for name, power in powers.items())
        return (term.is_number, not order, order)

    def standing(self, name: str) -> tuple[int, str]:
        return self.rank.get(name, len(self.rank)), name

    def number(self, value: Fraction) -> tuple[bool, str, int]:
        size = abs(value)
        if self.latex and size.denominator != 1:
            text, level = f"\\frac{{{_digits(size.numerator)}}}{{{_digits(size.denominator)}}}", PRODUCT
        else:
            text, level = number_text(size), ATOM if size.denominator == 1 else PRODUCT
        return value < 0, text, level

    def signed(self, value: Any) -> tuple[bool, str, int]:
        if value not in self.written:
            self.written[value] = self.write(value)
        return self.written[value]

    def write(self, value: Any) -> tuple[bool, str, int]:
        if value.is_Rational:
            return self.number(Fraction(int(value.p), int(value.q)))
        if value.is_Mul or (value.is_Pow and value.exp.is_Rational and value.exp.is_negative):
            return self.product(value)
        if value.is_Add:
            return False, self.sum(value), SUM
        return (False, *self.single(value))

    def product(self, value: Any) -> tuple[bool, str, int]:
        coefficient = Fraction(1)
        above: list[tuple[Any, Any]] = []
        below: list[tuple[Any, Any]] = []
        for factor in value.args if value.is_Mul else (value,):
            if factor.is_Rational:
                coefficient *= Fraction(int(factor.p), int(factor.q))
                continue
            base, exponent = (factor.base, factor.exp) if factor.is_Pow else (factor, _one())
            if exponent.is_Rational and exponent.is_negative:
                below.append((base, -exponent))
            else:
                above.append((base, exponent))
        negative = self.turned([above, below], coefficient < 0)
        numerator = self.factors(abs(coefficient.numerator), above)
        denominator = self.factors(coefficient.denominator, below)
        if denominator == ("1", ATOM):
            return (negative, self.bracketed(numerator, PRODUCT), PRODUCT) if negative else (negative, *numerator)
        if self.latex:
            return negative, f"\\frac{{{numerator[0]}}}{{{denominator[0]}}}", PRODUCT
        return negative, f"{self.bracketed(numerator, PRODUCT)}/{self.bracketed(denominator, POWER)}", PRODUCT

    def turned(self, sides: list[list[tuple[Any, Any]]], negative: bool) -> bool:
        """Turn sums that begin with a minus, two by two, or one against the sign of the product; the sign left."""
        places = [
            (side, place)
            for side in sides
            for place, (base, exponent) in enumerate(side)
            if base.is_Add and exponent == 1 and self.begins_negative(base)
        ]
        if len(places) % 2 and not negative:
            places.pop()
        elif len(places) % 2:
            negative = False
        for side, place in places:
            side[place] = (-side[place][0], side[place][1])
        return negative

    def begins_negative(self, value: Any) -> bool:
        if all(self.signed(term)[0] for term in value.args):
            return True
        if not self.rank or any(term.is_number for term in value.args):
            return False
        return self.signed(min(value.args, key=self.place))[0]

    def factors(self, coefficient: int, parts: list[tuple[Any, Any]]) -> tuple[str, int]:
        shown = sorted(
            ((self.factor_place(*part), self.single(_power(*part))) for part in parts), key=lambda item: item[0]
        )
        texts = [(_digits(coefficient), ATOM)] if coefficient != 1 or not parts else []
        texts += [text for _, text in shown]
        if len(texts) == 1:
            return texts[0]
        join = "*"
        if self.latex:
            join = " \\cdot " if any(text[0].isdigit() for text, _ in texts[1:]) else " "
        return join.join(self.bracketed(text, POWER) for text in texts), PRODUCT

    def factor_place(self, base: Any, exponent: Any) -> tuple[Any, ...]:
        number = base.is_number and exponent.is_number
        name = self.standing(base.name) if base.is_Symbol else (0, "")
        return not number, not base.is_Symbol, name, self.single(_power(base, exponent))

    def bracketed(self, part: tuple[str, int], least: int) -> str:
        text, level = part
        if level >= least:
            return text
        return f"\\left({text}\\right)" if self.latex else f"({text})"

    def single(self, value: Any) -> tuple[str, int]:
        """An expression that is no sum and has no sign of its own."""
        if value.is_Symbol:
            return (symbol_latex(value.name) if self.latex else check_name(value.name)), ATOM
        if value.is_Add or value.is_Mul or value.is_Rational:
            return self.expression(value)
        if value.is_Pow and not _is_exponential(value):
            return self.power(value.base, value.exp)
        return self.call(value)

    def power(self, base: Any, exponent: Any) -> tuple[str, int]:
        if exponent.is_Rational and not exponent.is_Integer and not exponent.is_negative and exponent.q <= 64:
            root, count = self.root(base, int(exponent.q)), int(exponent.p)
            if count == 1:
                return root, ATOM
            return (f"{{{root}}}^{{{count}}}" if self.latex else f"{root}**{count}"), POWER
        foot = self.bracketed(self.expression(base), ATOM)
        if self.latex:
            return f"{foot}^{{{self.expression(exponent)[0]}}}", POWER
        return f"{foot}**{self.bracketed(self.expression(exponent), ATOM)}", POWER

    def root(self, base: Any, degree: int) -> str:
        inner = self.expression(base)[0]
        if self.latex:
            return f"\\sqrt{{{inner}}}" if degree == 2 else f"\\sqrt[{degree}]{{{inner}}}"
        return f"sqrt({inner})" if degree == 2 else f"root({inner}, {degree})"

    def call(self, value: Any) -> tuple[str, int]:
        import sympy

        if _is_exponential(value):
            inner = "1" if value is sympy.E else self.expression(value.exp)[0]
            return (f"e^{{{inner}}}", POWER) if self.latex else (f"exp({inner})", ATOM)
        words = {
            sympy.Max: ("max", "\\max\\left(", "\\right)"),
            sympy.Min: ("min", "\\min\\left(", "\\right)"),
            sympy.Abs: ("abs", "\\left|", "\\right|"),
            sympy.log: ("log", "\\log\\left(", "\\right)"),
            sympy.floor: ("floor", "\\left\\lfloor ", "\\right\\rfloor"),
            sympy.ceiling: ("ceil", "\\left\\lceil ", "\\right\\rceil"),
        }
        if value.func not in words:
            raise FormulaError(f"the formula language cannot say {value.func.__name__}")
        word, opening, closing = words[value.func]
        arguments = sorted(value.args, key=lambda part: (not part.is_number, self.place(part), self.expression(part)))
        inner = ", ".join(self.expression(part)[0] for part in arguments)
        return (f"{opening}{inner}{closing}" if self.latex else f"{word}({inner})"), ATOM


def _one() -> Any:
    from sympy import Integer

    return Integer(1)


def _power(base: Any, exponent: Any) -> Any:
    return base if exponent == 1 else base**exponent


def _is_exponential(value: Any) -> bool:
    from sympy import E, exp

    return value is E or isinstance(value, exp)
