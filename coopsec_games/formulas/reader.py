"""Text to tree: a precedence parser of our own, strict and budgeted.

The grammar, from the loosest to the tightest binding::

    or |    and &    not ~    < <= > >= = == !=  (chains)    + -    * /    sign + -    ** (from the right)

``=`` and ``==`` both mean equality.  Numbers are ``3``, ``0.25``, ``.5``; never ``5.``, ``012``, ``1e3``, ``1_000``
or ``0x1F``.  A product is always written out (``2*x``), and a formula stands on one line.  Conditions also know
``true``, ``false``, ``always`` and ``never``.

References
----------
V. R. Pratt, "Top down operator precedence", POPL 1973, pp. 41–51.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Literal, cast, get_args

from ..errors import FormulaError, InexactNumber, UsageError, did_you_mean
from .budgets import MAX_DEPTH, MAX_NODES, check_budgets
from .tokens import GREEK, INFINITE, Token, shortened, tokenize
from .trees import Binary, Call, Comparison, Logic, Name, Number, Tree, Truth, Unary

__all__ = ["Kind", "check_name", "parse", "read_condition"]

Kind = Literal["formula", "closed", "condition"]

# function -> the fewest and the most arguments
POLYNOMIAL_FUNCTIONS = {"min": (2, MAX_NODES), "max": (2, MAX_NODES), "abs": (1, 1)}
CLOSED_FUNCTIONS = {"sqrt": (1, 1), "root": (2, 2), "exp": (1, 1), "log": (1, 1), "floor": (1, 1), "ceil": (1, 1)}
FUNCTIONS = {**POLYNOMIAL_FUNCTIONS, **CLOSED_FUNCTIONS}
RESERVED = frozenset({"and", "or", "not", "true", "false", "None", "True", "False", *FUNCTIONS})
TRUTHS = {"true": True, "always": True, "false": False, "never": False}

COMPARISONS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "=": "=", "==": "=", "!=": "!="}
LOGIC = {"or": "or", "|": "or", "and": "and", "&": "and"}
OR, AND, COMPARE, SUM, PRODUCT, SIGN, POWER = range(1, 8)
BINDING = {
    **dict.fromkeys(("or", "|"), OR),
    **dict.fromkeys(("and", "&"), AND),
    **dict.fromkeys(COMPARISONS, COMPARE),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/"), PRODUCT),
    "**": POWER,
}

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@lru_cache(maxsize=4096)
def check_name(name: str) -> str:
    """A name that can be declared, as it is: a letter, then up to 63 letters, digits or ``_``.

    Parameters
    ----------
    name
        The name; Greek letters are spelt out (``beta``), and every other such word means itself (``pi``, ``S``).

    Raises
    ------
    FormulaError
        If it is not of this form, or a word of the grammar (``and``, ``max``, ``true``, …).

    Examples
    --------
    >>> check_name("c_m"), check_name("lambda")
    ('c_m', 'lambda')
    >>> check_name("max")
    Traceback (most recent call last):
    coopsec_games.errors.FormulaError: 'max' is a word of the formula language and cannot be a name
    """
    if not isinstance(name, str):
        raise FormulaError(f"a name is a text, not {type(name).__name__}")
    if not _NAME.fullmatch(name):
        shown = shortened(name)
        hint = f"write {GREEK[name]}" if name in GREEK else "a letter a-z or A-Z, then at most 63 letters, digits or _"
        raise FormulaError(f"{shown!r} cannot be a name", hint=hint)
    if name in RESERVED:
        raise FormulaError(f"{name!r} is a word of the formula language and cannot be a name")
    return name


def parse(text: str, names: Iterable[str] = (), kind: Kind = "formula") -> Tree:
    """Read a text into a tree, with every budget checked before anything is computed from it.

    Parameters
    ----------
    text
        One line of at most 2,000 characters.
    names
        The declared names; no other may occur.
    kind
        ``"formula"`` (a number from ``+ - * / **``, ``min max abs``), ``"closed"`` (also ``sqrt root exp log floor
        ceil`` and any exponent) or ``"condition"`` (formulas compared, and these joined).

    Raises
    ------
    FormulaError
        If it cannot be read; ``column`` counts from 1.

    Examples
    --------
    >>> parse("c - 1/2", ["c"]).right
    Binary(op='/', left=Number(value=Fraction(1, 1), column=5), right=Number(value=Fraction(2, 1), column=7), column=6)
    >>> parse("c + cR", ["c", "c_R"])
    Traceback (most recent call last):
    coopsec_games.errors.FormulaError: unknown name 'cR'
    """
    if kind not in get_args(Kind):
        raise UsageError(f"unknown kind of formula {kind!r}", hint=did_you_mean(str(kind), get_args(Kind)))
    if isinstance(names, str):
        raise UsageError("names are given as a sequence, not as one text")
    tree = _Parser(tokenize(text), tuple(check_name(name) for name in names), kind).tree()
    check_budgets(tree, closed=kind == "closed")
    return tree


def read_condition(text: str, names: Iterable[str] = ()) -> Tree:
    """Read a condition: comparisons and their chains, joined by ``and``, ``or``, ``not``.

    Parameters
    ----------
    text
        Such as ``"0 <= z <= h and not c = 0"``; ``&``, ``|``, ``~`` bind as ``and``, ``or``, ``not`` do.
    names
        The declared names; no other may occur.

    Raises
    ------
    FormulaError
        If it cannot be read, or is a number.

    Examples
    --------
    >>> read_condition("0 <= z < h", ["z", "h"]).operators
    ('<=', '<')
    """
    return parse(text, names, "condition")


class _Parser:
    def __init__(self, tokens: list[Token], names: tuple[str, ...], kind: Kind) -> None:
        self.tokens = tokens
        self.names = names
        self.declared = frozenset(names)
        self.kind = kind
        self.position = 0
        self.nodes = 0
        self.powers = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.token
        self.position += 1
        self.nodes += token.text not in {"(", ")", ","}
        if self.nodes > MAX_NODES:
            raise FormulaError(f"a formula has at most {MAX_NODES} numbers, names and operators", column=token.column)
        return token

    def tree(self) -> Tree:
        tree = self.expression(OR)
        if self.token.sort != "end":
            raise self.unexpected()
        return self.condition(tree) if self.kind == "condition" else self.number(tree)

    def expression(self, weakest: int) -> Tree:
        left = self.operand(weakest)
        while (binding := BINDING.get(self.token.text, 0)) >= weakest:
            if binding == COMPARE:
                left = self.comparison(left)
                continue
            token = self.take()
            if binding in (OR, AND):
                self.check_conditional(token, "joins two conditions")
                left = self.logic(LOGIC[token.text], left, self.expression(binding + 1), token.column)
            else:
                right = self.exponent() if binding == POWER else self.expression(binding + 1)
                op = cast('Literal["+", "-", "*", "/", "**"]', token.text)
                left = Binary(op, self.number(left), self.number(right), token.column)
        return left

    def exponent(self) -> Tree:
        self.powers += 1
        if self.powers > MAX_DEPTH:
            raise FormulaError(f"powers nest at most {MAX_DEPTH} deep", column=self.token.column)
        exponent = self.expression(POWER)
        self.powers -= 1
        return exponent

    def comparison(self, first: Tree) -> Tree:
        column = self.token.column
        operands, operators = [self.number(first)], []
        while self.token.text in COMPARISONS:
            token = self.take()
            self.check_conditional(token, "compares two numbers")
            operators.append(COMPARISONS[token.text])
            operands.append(self.number(self.expression(SUM)))
        return Comparison(tuple(operands), tuple(operators), column)

    def check_conditional(self, token: Token, does: str) -> None:
        if self.kind != "condition":
            hint = "one number is expected here, not a condition"
            raise FormulaError(f"{token.text!r} {does}", column=token.column, hint=hint)

    def logic(self, op: str, left: Tree, right: Tree, column: int) -> Tree:
        left, right = self.condition(left), self.condition(right)
        before = left.operands if isinstance(left, Logic) and left.op == op else (left,)
        return Logic(cast('Literal["and", "or"]', op), (*before, right), column)

    def operand(self, weakest: int) -> Tree:
        token = self.token
        if token.text in {"not", "~"}:
            return self.negation(weakest)
        if token.text in {"+", "-"}:
            return self.signed()
        if token.sort == "number":
            return Number(Fraction(self.take().text), token.column)
        if token.sort == "name":
            return self.word()
        if token.text == "(":
            self.take()
            inner = self.expression(OR)
            self.close(token)
            return inner
        raise self.unexpected()

    def negation(self, weakest: int) -> Tree:
        first, odd = self.token, False
        if weakest > COMPARE or self.kind != "condition":
            raise FormulaError(f"{first.text!r} stands where a number is expected", column=first.column)
        while self.token.text in {"not", "~"}:
            self.take()
            odd = not odd
        inner = self.condition(self.expression(COMPARE))
        return Logic("not", (inner,), first.column) if odd else inner

    def signed(self) -> Tree:
        first, odd = self.token, False
        while self.token.text in {"+", "-"}:
            odd ^= self.take().text == "-"
        inner = self.number(self.expression(SIGN))
        return Unary("-", inner, first.column) if odd else inner

    def word(self) -> Tree:
        token = self.take()
        word, column, called = token.text, token.column, self.token.text == "("
        if word in self.declared:
            if called:
                hint = f"write the product out: {word}*("
                raise FormulaError(f"{word!r} is a name, not a function", column=self.token.column, hint=hint)
            return Name(word, column)
        if word in FUNCTIONS:
            return self.call(token)
        if word in TRUTHS and self.kind == "condition":
            return Truth(TRUTHS[word], column)
        if word in {"and", "or"}:
            raise FormulaError(f"{word!r} needs a condition on either side", column=column)
        shown = shortened(word)
        if word.lower() in INFINITE:
            raise InexactNumber(f"{shown!r} is not an exact number", column=column)
        if called:
            hint = did_you_mean(word, FUNCTIONS) or f"functions: {', '.join(FUNCTIONS)}"
            raise FormulaError(f"unknown function {shown!r}", column=column, hint=hint)
        known = [*self.names, *(TRUTHS if self.kind == "condition" else ())]
        few = f"declared: {', '.join(self.names)}" if 0 < len(self.names) <= 12 else ""
        hint = did_you_mean(word, known) or few
        raise FormulaError(f"unknown name {shown!r}", column=column, hint=hint)

    def call(self, token: Token) -> Tree:
        word, column = token.text, token.column
        if word in CLOSED_FUNCTIONS and self.kind != "closed":
            raise FormulaError(
                f"{word!r} may stand only in a closed form", column=column, hint="use + - * / ** min max abs"
            )
        opening = self.token
        if opening.text != "(":
            raise FormulaError(f"{word!r} needs its arguments in parentheses", column=column, hint=f"write {word}(...)")
        self.take()
        arguments = [self.number(self.expression(OR))]
        while self.token.text == ",":
            self.take()
            arguments.append(self.number(self.expression(OR)))
        self.close(opening)
        fewest, most = FUNCTIONS[word]
        if not fewest <= len(arguments) <= most:
            wanted = {(1, 1): "one argument", (2, 2): "two arguments"}.get((fewest, most), "two or more arguments")
            raise FormulaError(f"{word!r} takes {wanted}, here are {len(arguments)}", column=column)
        return Call(word, tuple(arguments), column)

    def close(self, opening: Token) -> None:
        if self.token.sort == "end":
            raise FormulaError("'(' is never closed", column=opening.column)
        if self.token.text != ")":
            raise self.unexpected()
        self.take()

    def number(self, tree: Tree) -> Tree:
        if isinstance(tree, Comparison | Logic | Truth):
            raise FormulaError("a condition stands where a number is expected", column=tree.column)
        return tree

    def condition(self, tree: Tree) -> Tree:
        if not isinstance(tree, Comparison | Logic | Truth):
            hint = "compare it: >= 0"
            raise FormulaError("a number stands where a condition is expected", column=tree.column, hint=hint)
        return tree

    def unexpected(self) -> FormulaError:
        token, before = self.token, self.tokens[self.position - 1] if self.position else None
        if token.sort == "end":
            return FormulaError("the formula ends too early", column=token.column)
        ended = before is not None and (before.sort in {"number", "name"} or before.text == ")")
        hint = ""
        if before is not None and ended and token.text == ",":
            after = self.tokens[self.position + 1]
            if before.sort == after.sort == "number":
                hint = (
                    f"write the decimal point: {before.text}.{after.text}" if len(before.text + after.text) < 40 else ""
                )
        elif before is not None and ended and (token.sort in {"number", "name"} or token.text == "("):
            hint = "write the product out with *"
        shown = shortened(token.text)
        return FormulaError(f"{shown!r} is not expected here", column=token.column, hint=hint)
