"""Tables in LaTeX, all text escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from .cells import (
    Cell,
    TableData,
    alignment,
    clean,
    expression,
    is_expression,
    is_formula,
    is_number,
    lines_below,
    number,
    plain_text,
    symbolic,
)

__all__ = ["latex", "latex_escape"]

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
    for sign in unicodedata.normalize("NFC", clean(words)):
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


def _latex_cell(cell: Cell, digits: int | None, names: Sequence[str]) -> str:
    if is_formula(cell):
        formula = expression(cell, names, latex=True) if is_expression(cell) else symbolic(cell).latex
        # a formula between \left and \right is never broken at the end of a line
        return "$" + formula.replace(r"\left(", "(").replace(r"\right)", ")") + "$"
    plain = plain_text(cell, digits)
    if is_number(cell):
        return f"${plain}$" if plain.startswith("-") else plain
    return latex_escape(plain)


def latex(table: TableData, *, digits: int | None = None) -> str:
    """A ``table`` environment for the packages booktabs and array; columns of long text are set as paragraphs."""
    letters = list(alignment(table))
    wide = [
        column
        for column, letter in enumerate(letters)
        if letter == "l" and any(len(plain_text(row[column], digits, table.names)) > 40 for row in table.rows)
    ]
    for column in wide:
        share = number(Fraction(4, 5) / (len(wide) + Fraction(len(letters) - len(wide), 3)), 2)
        letters[column] = rf">{{\raggedright\arraybackslash}}p{{{share}\linewidth}}"
    rows = [" & ".join(_latex_cell(cell, digits, table.names) for cell in row) + r" \\" for row in table.rows]
    label = re.sub(r"[^a-z0-9]+", "-", clean(table.key).lower()).strip("-")
    lines = [
        r"% needs \usepackage{array} and \usepackage{booktabs}",
        r"\begin{table}",
        r"  \centering",
        rf"  \caption{{{latex_escape(table.caption)}}}",
        rf"  \label{{tab:{label}}}",
        rf"  \begin{{tabular}}{{{''.join(letters)}}}",
        r"    \toprule",
        "    " + " & ".join(latex_escape(column) for column in table.columns) + r" \\",
        r"    \midrule",
        *(f"    {row}" for row in rows),
        r"    \bottomrule",
        r"  \end{tabular}",
    ]
    below = [latex_escape(note) for note in lines_below(table)]
    if below:
        lines += [r"  \par\smallskip", r"  {\footnotesize " + r"\par ".join(below) + r"\par}"]
    return "\n".join([*lines, r"\end{table}", ""])
