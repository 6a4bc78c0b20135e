"""Text to words: the characters, numbers and operators of the formula language, and what is wrong with others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from ..errors import FormulaError, InexactNumber
from .budgets import MAX_DEPTH, MAX_DIGITS, MAX_LENGTH

__all__ = ["GREEK", "INFINITE", "Token", "shortened", "tokenize"]

INFINITE = frozenset({"inf", "infinity", "nan", "oo", "zoo"})
_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ +-*/(),.<>=!&|~")
_TOKEN = re.compile(
    r" +|(?P<number>[0-9.][0-9A-Za-z_.]*)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<wrong>//|&&|\|\||=>|=<|<>|\*\*\*|!(?!=))|(?P<op>\*\*|<=|>=|==|!=|[-+*/(),<>=&|~])"
)
_NUMBER = re.compile(r"(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)")
_WRONG = {
    "//": "use / for division",
    "***": "use ** for powers",
    "&&": "use 'and'",
    "||": "use 'or'",
    "=>": "use >=",
    "=<": "use <=",
    "<>": "use !=",
    "!": "use 'not'",
}
_HINTS = {
    "^": "use ** for powers",
    "%": "write a share as a fraction: 50/100",
    ";": "one formula at a time",
    "\n": "a formula stands on one line",
    "\r": "a formula stands on one line",
    "\t": "use spaces",
    "\xa0": "use a plain space",
    "#": "a formula has no comments",
    "[": "use ( and )",
    "]": "use ( and )",
    "{": "use ( and )",
    "}": "use ( and )",
    "\u2212": "use - for minus",
    "\u2013": "use - for minus",
    "\xd7": "use * for products",
    "\xb7": "use * for products",
    "\xf7": "use / for division",
    "\u2264": "use <=",
    "\u2265": "use >=",
    "\u2260": "use !=",
}
GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Υ": "Upsilon",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}


@dataclass(frozen=True)
class Token:
    """A word of a formula: its sort, its text, its column."""

    sort: Literal["number", "name", "op", "end"]
    text: str
    column: int


def shortened(word: str) -> str:
    """A word as an error message quotes it."""
    return word if len(word) <= 40 else word[:37] + "..."


def tokenize(text: str) -> list[Token]:
    """The words of a formula, the last of them its end.

    Raises
    ------
    FormulaError
        If a character, a number or an operator is none of the language, or the text is too long or too deep.

    Examples
    --------
    >>> [token.text for token in tokenize("2*c_m <= .5")]
    ['2', '*', 'c_m', '<=', '.5', '']
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"a formula has at most {MAX_LENGTH} characters, this has {len(text)}", column=MAX_LENGTH + 1
        )
    if not text.strip(" "):
        raise FormulaError("an empty text is no formula", column=1)
    for column, character in enumerate(text, 1):
        if character not in _CHARACTERS:
            hint = f"write {GREEK[character]}" if character in GREEK else _HINTS.get(character, "")
            raise FormulaError(f"{character!r} does not belong in a formula", column=column, hint=hint)
    tokens, position, depth = [], 0, 0
    while position < len(text):
        match = cast("re.Match[str]", _TOKEN.match(text, position))
        word, column, position = match.group(), position + 1, match.end()
        if match.lastgroup == "wrong":
            raise FormulaError(f"{word!r} is not an operator", column=column, hint=_WRONG[word])
        if match.lastgroup == "number":
            _check_number(word, column, text[position:])
        depth += (word == "(") - (word == ")")
        if depth > MAX_DEPTH:
            raise FormulaError(f"parentheses nest at most {MAX_DEPTH} deep", column=column)
        if match.lastgroup:
            tokens.append(Token(cast('Literal["number", "name", "op"]', match.lastgroup), word, column))
    tokens.append(Token("end", "", len(text.rstrip(" ")) + 1))
    return tokens


def _check_number(word: str, column: int, after: str) -> None:
    if _NUMBER.fullmatch(word):
        if len(word) > MAX_DIGITS:
            raise FormulaError(f"a number has at most {MAX_DIGITS} digits, this has {len(word)}", column=column)
        return
    shown = shortened(word)
    start = _NUMBER.match(word)
    exponent = re.match(r"[-+][0-9]{1,40}", after) if re.fullmatch(r"[0-9.]+[eE]", word) else None
    if exponent or re.fullmatch(r"[0-9.]+[eE][0-9]+", word):
        message = f"{shown + (exponent.group() if exponent else '')!r} is in floating-point notation"
        raise InexactNumber(message, column=column, hint="write the digits out, or use 10**n")
    if re.fullmatch(r"0[xXbBoO][0-9A-Fa-f_]+", word):
        raise FormulaError(f"{shown!r} is no decimal number", column=column, hint="write it in decimal digits")
    if re.fullmatch(r"[0-9_.]+", word) and "_" in word:
        raise FormulaError(f"{shown!r} has '_' in a number", column=column, hint=f"write {shown.replace('_', '')}")
    if re.fullmatch(r"0[0-9]+(\.[0-9]+)?", word):
        hint = f"write {shown.lstrip('0') or '0'}"
        raise FormulaError(f"{shown!r} has a leading zero", column=column, hint=hint)
    if re.fullmatch(r"[0-9]+\.", word):
        raise FormulaError(f"{shown!r} ends in a decimal point", column=column, hint=f"write {shown[:-1]}")
    if start and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", word[start.end() :]):
        hint = f"write the product out: {start.group()}*{word[start.end() :]}" if len(word) <= 40 else ""
        raise FormulaError(f"{shown!r} is no number and no name", column=column + start.end(), hint=hint)
    if word[0] == "." and not word[1:2].isdigit():
        if word[1:].lower() in INFINITE:
            raise InexactNumber(f"{shown!r} is not an exact number", column=column)
        raise FormulaError("'.' does not begin a number here", column=column)
    raise FormulaError(f"{shown!r} is no number", column=column)
