"""Formulas and the sentences they stand in as HTML: MathML, so that no script has to set them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import FormulaError
from ..formulas import (
    Binary,
    Call,
    Comparison,
    Logic,
    Name,
    Number,
    Tree,
    Truth,
    Unary,
    expression_text,
    fold,
    parse,
    read_condition,
    symbol_latex,
)
from ..formulas.tokens import GREEK
from ..rendering import clean
from ..rendering.prose import pieces

if TYPE_CHECKING:
    from sympy import Expr

    from ..rendering import Symbolic

__all__ = [
    "condition_html",
    "escaped",
    "expression_html",
    "plain_formula",
    "prose_html",
    "relation_html",
    "symbol_html",
]

SUM, PRODUCT, POWER, ATOM = range(4)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "<": "&lt;", ">": "&gt;", "=": "="}
WORDS = frozenset(
    {"and", "or", "not", "always", "never", "min", "max", "abs", "sqrt", "root", "exp", "log", "floor", "ceil"}
)
LETTERS = {word: letter for letter, word in reversed(GREEK.items())}

Piece = tuple[str, int]
"""MathML, and how tightly its outermost operation binds."""


def escaped(words: str) -> str:
    """Text as HTML shows it, in an element or in a quoted attribute.

    Examples
    --------
    >>> escaped("<b> & \\"c\\"")
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return html.escape(clean(words), quote=True)


def symbol_html(name: str) -> str:
    """A declared name as a formula of its own.

    Examples
    --------
    >>> symbol_html("c_m")
    '<math><msub><mi>c</mi><mi>m</mi></msub></math>'
    """
    return f"<math>{_symbol(name)}</math>"


def expression_html(value: Fraction | Expr, names: Sequence[str] = ()) -> str:
    """A number or an expression as a formula.

    Examples
    --------
    >>> from coopsec_games.formulas import exact
    >>> expression_html(exact("k - 1/2", ["k"]), ["k"])
    '<math><mi>k</mi><mo>−</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></math>'
    """
    text = expression_text(value, names)
    symbols = getattr(value, "free_symbols", ())
    return _told(text, tuple(dict.fromkeys((*names, *sorted(str(symbol) for symbol in symbols)))))


def condition_html(condition: Symbolic, names: Sequence[str]) -> str:
    """A condition whose comparisons are formulas, joined by words, so that a line may break between them.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> condition_html(Condition.read("c <= 2*k", ["c", "k"]), ["c", "k"])
    '<math><mn>2</mn><mo>&#x2062;</mo><mi>k</mi><mo>≥</mo><mi>c</mi></math>'
    """
    return _told(condition.text, names)


def relation_html(name: str, op: str, value: Fraction | Expr, names: Sequence[str]) -> str:
    """A name, a relation and a value as one formula.

    Examples
    --------
    >>> relation_html("pi", "<=", Fraction(2), ["pi"])
    '<math><mi>π</mi><mo>≤</mo><mn>2</mn></math>'
    """
    return f"<math>{_symbol(name)}<mo>{SIGNS[op]}</mo>{expression_html(value, names).removeprefix('<math>')}"


def prose_html(words: str, names: Sequence[str]) -> str:
    """A sentence, in which what reads as a formula in the declared names is set as one.

    Examples
    --------
    >>> prose_html("at most where c_m < 1 & so on", ["c_m"])
    'at most where <math><msub><mi>c</mi><mi>m</mi></msub><mo>&lt;</mo><mn>1</mn></math> &amp; so on'
    """
    return "".join(
        _told(part, names) if is_formula else html.escape(part, quote=True)
        for is_formula, part in pieces(clean(words), names)
    )


def plain_formula(text: str, names: Sequence[str]) -> str:
    """A formula's text with the usual signs and letters, for where no markup can stand.

    Examples
    --------
    >>> plain_formula("pi >= k - c_m*2", ["k", "pi", "c_m"])
    'π ≥ k − 2·c_m'
    >>> plain_formula("x**2", ["x"])
    'x²'
    """
    found = re.sub(r"\b([A-Za-z]\w*)\*([0-9]+)\b", r"\2*\1", text)
    found = re.sub(r"\*\*([0-9]+)", lambda power: power[1].translate(RAISED), found)
    for ascii_sign, sign in (("<=", "≤"), (">=", "≥"), ("!=", "≠"), ("-", "−"), ("*", "·")):
        found = found.replace(ascii_sign, sign)
    return re.sub(
        r"[A-Za-z]\w*", lambda word: _lettered(word.group()) if word.group() in names else word.group(), found
    )


def _lettered(name: str) -> str:
    stem, mark, index = name.partition("_")
    return f"{LETTERS.get(stem, stem)}{mark}{LETTERS.get(index, index)}"


def _told(text: str, names: Sequence[str]) -> str:
    """A formula or a condition that is written in the formula language; as it stands where it is neither."""
    known = dict.fromkeys((*names, *(word for word in re.findall(r"[A-Za-z]\w*", text) if word not in WORDS)))
    for read in (parse, read_condition):
        try:
            return _alternatives(read(text, known))
        except FormulaError:
            continue
    return f"<code>{escaped(text)}</code>"


def _alternatives(tree: Tree) -> str:
    """Comparisons as formulas, what joins them as words."""
    if isinstance(tree, Truth):
        return "always" if tree.value else "never"
    if isinstance(tree, Logic) and tree.op == "not":
        return f"not ({_alternatives(tree.operands[0])})"
    if isinstance(tree, Logic):
        told = (
            f"({_alternatives(part)})" if isinstance(part, Logic) else _alternatives(part) for part in tree.operands
        )
        return f" {tree.op} ".join(told)
    return f"<math>{fold(tree, _written)[0]}</math>"


def _written(tree: Tree, below: list[Piece]) -> Piece:
    if isinstance(tree, Number):
        return _number(tree.value)
    if isinstance(tree, Name):
        return _symbol(tree.name), ATOM
    if isinstance(tree, Unary):
        return f"<mrow><mo>−</mo>{_bracketed(below[0], PRODUCT)}</mrow>", SUM
    if isinstance(tree, Binary):
        return _binary(tree.op, below[0], below[1], tree)
    if isinstance(tree, Call):
        return _call(tree.function, [text for text, _ in below]), ATOM
    if isinstance(tree, Comparison):
        told = below[0][0]
        for sign, (text, _) in zip(tree.operators, below[1:], strict=True):
            told += f"<mo>{SIGNS[sign]}</mo>{text}"
        return told, SUM
    raise FormulaError("a condition cannot stand in a formula")


def _number(value: Fraction) -> Piece:
    if value.denominator == 1:
        return f"<mn>{value.numerator}</mn>", ATOM
    return f"<mfrac><mn>{value.numerator}</mn><mn>{value.denominator}</mn></mfrac>", POWER


def _binary(op: str, left: Piece, right: Piece, tree: Binary) -> Piece:
    if op == "+":
        return f"{left[0]}<mo>+</mo>{right[0]}", SUM
    if op == "-":
        return f"{left[0]}<mo>−</mo>{_bracketed(right, PRODUCT)}", SUM
    if op == "*":
        beside = isinstance(tree.left, Number) and not isinstance(tree.right, Number)
        times = "&#x2062;" if beside else "·"
        return f"{_bracketed(left, PRODUCT)}<mo>{times}</mo>{_bracketed(right, PRODUCT)}", PRODUCT
    if op == "/":
        return f"<mfrac>{_row(left[0])}{_row(right[0])}</mfrac>", POWER
    return f"<msup>{_row(_bracketed(left, ATOM))}{_row(right[0])}</msup>", POWER


def _row(text: str) -> str:
    """One element, whatever it holds."""
    return text if re.fullmatch(r"<m[in]>[^<]*</m[in]>|<mrow>((?!mrow).)*</mrow>", text) else f"<mrow>{text}</mrow>"


def _call(function: str, told: list[str]) -> str:
    if function == "sqrt":
        return f"<msqrt>{told[0]}</msqrt>"
    if function == "root":
        return f"<mroot><mrow>{told[0]}</mrow><mrow>{told[1]}</mrow></mroot>"
    if function == "exp":
        return f"<msup><mi>e</mi><mrow>{told[0]}</mrow></msup>"
    if function in ("abs", "floor", "ceil"):
        opening, closing = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}[function]
        return f"<mrow><mo>{opening}</mo>{told[0]}<mo>{closing}</mo></mrow>"
    return f"<mrow><mi>{function}</mi><mo>(</mo>{'<mo>,</mo>'.join(told)}<mo>)</mo></mrow>"


def _bracketed(part: Piece, least: int) -> str:
    text, level = part
    if level >= least:
        return text
    tall = "" if "<mfrac>" in text else ' stretchy="false"'
    return f"<mrow><mo{tall}>(</mo>{text}<mo{tall}>)</mo></mrow>"


def _symbol(name: str) -> str:
    r"""A name by the parts that LaTeX shows: a letter or a word, and its indices."""
    stem, _, below = symbol_latex(name).partition("_{")
    told = _identifier(stem)
    indices = below[:-1].split(",") if below else []
    if not indices:
        return told
    row = "<mo>,</mo>".join(_identifier(index) for index in indices)
    return f"<msub>{told}{row if len(indices) == 1 else f'<mrow>{row}</mrow>'}</msub>"


def _identifier(latex: str) -> str:
    word = re.sub(r"\\math(?:it|rm)\{(\w+)\}", r"\1", latex).removeprefix("\\")
    if word.isdigit():
        return f"<mn>{word}</mn>"
    return f"<mi>{LETTERS.get(word, word) if latex.startswith(chr(92)) else word}</mi>"
