"""Formulas that stand in sentences: found by the declared names in them, so that LaTeX sets them as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..formulas import symbol_latex

__all__ = ["formula_latex", "pieces"]

_TOKEN = re.compile(
    r"(?P<space>[ ]+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<op>\*\*|<=|>=|!=|[-+*/<>=(),])"
)
_SIGNS = {"<=": r" \leq ", ">=": r" \geq ", "!=": r" \neq ", "<": " < ", ">": " > ", "=": " = ", "*": " "}
_COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
_FUNCTIONS = ("min", "max", "abs", "sqrt")
_GREEK = frozenset(
    {
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "eps",
        "zeta",
        "eta",
        "theta",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
        "sigma",
        "tau",
        "phi",
        "chi",
        "psi",
        "omega",
    }
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def pieces(words: str, names: Sequence[str]) -> tuple[tuple[bool, str], ...]:
    """A sentence in pieces: whether one is a formula, and its text as it stands.

    A formula is the longest stretch that reads as a sum, a product or a comparison and has a declared name in it; a
    name alone is one where no English word is spelled so.

    Parameters
    ----------
    words
        The sentence.
    names
        The declared names; without any, all is text.

    Examples
    --------
    >>> pieces("'council' comes about exactly where pi > k + c - c_m, 9-0-1", ("k", "c", "c_m", "pi"))
    ((False, "'council' comes about exactly where "), (True, 'pi > k + c - c_m'), (False, ', 9-0-1'))
    """
    if not names:
        return ((False, words),) if words else ()
    found: list[tuple[bool, str]] = []
    done = 0
    for start, end in _stretches(words, frozenset(names)):
        if words[done:start]:
            found.append((False, words[done:start]))
        found.append((True, words[start:end]))
        done = end
    if words[done:]:
        found.append((False, words[done:]))
    return tuple(found)


def formula_latex(formula: str) -> str:
    r"""A formula that :func:`pieces` found, for LaTeX's mathematics mode, in the order in which it is written.

    Examples
    --------
    >>> print(formula_latex("pi <= 2*(k + c_m)**2"), formula_latex("1/2 - sqrt(1/4 - c/(2*w))"))
    \pi \leq 2 (k + c_{m})^{2} 1/2 - \sqrt{1/4 - c/(2 w)}
    """
    told = []
    tokens = [token for token in _tokens(formula) if token.kind != "space"]
    roots: list[bool] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.text == "(":
            roots.append(place > 0 and tokens[place - 1].text == "sqrt")
            told.append("{" if roots[-1] else "(")
        elif token.text == ")":
            told.append("}" if roots and roots.pop() else ")")
        elif token.text == "sqrt":
            told.append(r"\sqrt")
        elif token.kind == "name":
            told.append(rf"\{token.text} " if token.text in ("min", "max") else _named(token.text))
        elif token.text == "**":
            place += 1
            told.append(f"^{{{tokens[place].text}}}")
        elif token.text in "+-" and place and (tokens[place - 1].kind != "op" or tokens[place - 1].text == ")"):
            told.append(f" {token.text} ")
        else:
            told.append(_SIGNS.get(token.text, f"{token.text} " if token.text == "," else token.text))
        place += 1
    return re.sub(r" {2,}", " ", "".join(told)).strip()


def _named(name: str) -> str:
    return r"\mathrm{abs}" if name == "abs" else symbol_latex(name)


def _tokens(words: str) -> Iterator[_Token]:
    place = 0
    while place < len(words):
        read = _TOKEN.match(words, place)
        if read is None:
            yield _Token("other", words[place], place, place + 1)
            place += 1
        else:
            yield _Token(str(read.lastgroup), read.group(), place, read.end())
            place = read.end()


def _stretches(words: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    tokens = list(_tokens(words))
    place = 0
    while place < len(tokens):
        if not _may_begin(tokens, place, words):
            place += 1
            continue
        end = _formula(tokens, place, names)
        inside = tokens[place:end]
        if end > place and _is_formula(inside, names) and _may_end(tokens, end, words):
            yield tokens[place].start, tokens[end - 1].end
            place = end
        else:
            place += 1


def _may_begin(tokens: list[_Token], place: int, words: str) -> bool:
    """No formula begins in the middle of a word, a reference or a path."""
    token = tokens[place]
    if token.kind not in ("name", "number") and token.text not in ("-", "("):
        return False
    return token.start == 0 or words[token.start - 1] in " (,;:\u201c"


def _may_end(tokens: list[_Token], end: int, words: str) -> bool:
    after = tokens[end - 1].end
    return after == len(words) or words[after] in " ),;:.?\u201d'"


def _is_formula(inside: list[_Token], names: frozenset[str]) -> bool:
    told = [token for token in inside if token.kind != "space"]
    own = [token.text for token in told if token.kind == "name" and token.text in names]
    if not own:
        return False
    if len(told) == 1:
        return "_" in own[0] or own[0] in _GREEK
    return any(token.kind == "op" and token.text not in "()," for token in told)


class _NoFormula(Exception):
    """What stands here is none."""


def _formula(tokens: list[_Token], place: int, names: frozenset[str]) -> int:
    """Where the longest sum or comparison that begins here ends; ``place`` itself where none does."""
    try:
        end = place + 1 if _is_set(tokens, place) else _sum(tokens, place, names)
    except (_NoFormula, RecursionError):
        return place
    while True:
        sign = _past_space(tokens, end)
        if sign >= len(tokens) or tokens[sign].text not in _COMPARISONS:
            return end
        try:
            end = _sum(tokens, _past_space(tokens, sign + 1), names)
        except (_NoFormula, RecursionError):
            return end


def _is_set(tokens: list[_Token], place: int) -> bool:
    """Whether a letter stands here that is given a value, such as an offer: ``y = h``."""
    sign = _past_space(tokens, place + 1)
    letter = tokens[place].kind == "name" and len(tokens[place].text) == 1
    return letter and sign < len(tokens) and tokens[sign].text == "="


def _past_space(tokens: list[_Token], place: int) -> int:
    return place + 1 if place < len(tokens) and tokens[place].kind == "space" else place


def _sum(tokens: list[_Token], place: int, names: frozenset[str]) -> int:
    if place < len(tokens) and tokens[place].text == "-":
        place = _past_space(tokens, place + 1)
    end = _factor(tokens, place, names)
    while True:
        sign = _past_space(tokens, end)
        if sign >= len(tokens) or tokens[sign].text not in ("+", "-", "*", "/", "**"):
            return end
        if (sign > end) != (sign + 1 < len(tokens) and tokens[sign + 1].kind == "space"):
            return end
        after = _past_space(tokens, sign + 1)
        try:
            if tokens[sign].text == "**" and (after >= len(tokens) or tokens[after].kind != "number"):
                return end
            end = _factor(tokens, after, names)
        except _NoFormula:
            return end


def _factor(tokens: list[_Token], place: int, names: frozenset[str]) -> int:
    if place >= len(tokens):
        raise _NoFormula
    token = tokens[place]
    if token.kind == "number" or (token.kind == "name" and token.text in names):
        return place + 1
    opening = place + 1 if token.kind == "name" and token.text in _FUNCTIONS else place
    if opening >= len(tokens) or tokens[opening].text != "(":
        raise _NoFormula
    end = _sum(tokens, _past_space(tokens, opening + 1), names)
    while opening > place and end < len(tokens) and tokens[end].text == ",":
        end = _sum(tokens, _past_space(tokens, end + 1), names)
    end = _past_space(tokens, end)
    if end >= len(tokens) or tokens[end].text != ")":
        raise _NoFormula
    return end + 1
