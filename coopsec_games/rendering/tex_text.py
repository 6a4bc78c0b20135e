"""Text for LaTeX: every sign of it set as it stands, and formulas in sentences set as formulas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .cells import clean
from .prose import formula_latex, pieces

__all__ = ["latex_escape", "latex_sentence"]

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"{\char34}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "`": r"\textasciigrave{}",
    "\u00a0": "~",
    "\u2010": "-",
    "\u2011": "-",
    "\u2013": "--",
    "\u2014": "---",
    "\u2018": "`",
    "\u2019": "'",
    "\u201c": "``",
    "\u201d": "''",
    "\u2026": r"\ldots{}",
    "\u2212": "$-$",
    "\u2192": r"$\rightarrow$",
    "\u2190": r"$\leftarrow$",
    "\u2264": r"$\leq$",
    "\u2265": r"$\geq$",
    "\u2248": r"$\approx$",
    "\u2260": r"$\neq$",
    "\u221e": r"$\infty$",
    "\u00d7": r"$\times$",
    "\u00b7": r"$\cdot$",
    "\u00b1": r"$\pm$",
    "\u00b0": r"$^\circ$",
    "\u00a7": r"\S{}",
    "\u20ac": r"\texteuro{}",
}


_RELATION = {"<=": "\u2264", ">=": "\u2265", "!=": "\u2260"}
_RELATIONS = re.compile("[<>!]=")


def latex_escape(words: str) -> str:
    r"""Text that LaTeX sets as it stands, whatever is in it.

    Letters of the Latin alphabets pass, signs that LaTeX knows are mapped, and any other is shown by its number.

    Examples
    --------
    >>> print(latex_escape(r"\input{/etc/passwd} 50% a_b"))
    \textbackslash{}input\{/etc/passwd\} 50\% a\_b
    >>> print(latex_escape("São Tomé"), latex_escape("\u4e2d"))
    São Tomé {[}U+4E2D{]}
    """
    signs: list[str] = []
    before = ""
    for sign in unicodedata.normalize("NFC", _RELATIONS.sub(lambda found: _RELATION[found.group()], clean(words))):
        if sign in _TEX:
            signs.append(_TEX[sign])
        elif sign in "-'," and sign == before:
            signs.append("{}" + sign)
        elif sign < "\x7f" or (sign <= "\u017f" and sign.isalpha()):
            signs.append(sign)
        else:
            signs.append(f"{{[}}U+{ord(sign):04X}{{]}}")
        before = sign
    return "".join(signs)


def latex_sentence(words: str, names: Sequence[str] = ()) -> str:
    r"""A sentence, all text escaped, in which what is written in declared names is set as a formula.

    Examples
    --------
    >>> print(latex_sentence("'outside' where pi > k + c_m", ("k", "c_m", "pi")))
    'outside' where $\pi > k + c_{m}$
    """
    told = pieces(clean(words), names)
    return "".join(f"${formula_latex(piece)}$" if formula else latex_escape(piece) for formula, piece in told)
