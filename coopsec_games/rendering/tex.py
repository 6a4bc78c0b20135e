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
        return f"${plain}$" if plain.startswith("-") else plain.replace("/", BREAK) if len(plain) > LONG else plain
    return latex_escape(plain)


LINE = 66
"""Characters that fit a line of a page in the usual size; wider tables are set in paragraphs."""

SMALL_LINE = 80
"""Characters that fit in footnote size."""

PAGE = 40
"""Lines that fit a page; longer tables run over several."""

LONG = 12
"""Characters from which on a fraction may be broken."""

BREAK = r"/\allowbreak{}"


def latex(table: TableData, *, digits: int | None = None) -> str:
    """A table for the packages booktabs and array, no wider than the line; a long one is a ``longtable``.

    Columns that do not fit side by side are set as paragraphs in footnote size, each as wide as its text deserves.
    """
    letters = list(alignment(table))
    told = [[plain_text(cell, digits, table.names) for cell in row] for row in (table.columns, *table.rows)]
    natural = [max(map(len, column)) for column in zip(*told, strict=True)]
    narrow = sum(natural) + 2 * len(natural) <= LINE
    widths = natural if narrow else _widths(told, natural)
    if not narrow:
        sides = {"l": r"\raggedright", "r": r"\raggedleft", "c": r"\centering"}
        shares = [number(Fraction(1000 * width // sum(widths), 1000), 3) for width in widths]
        letters = [
            rf">{{{sides[letter]}\arraybackslash}}p{{\dimexpr {share}\linewidth-2\tabcolsep\relax}}"
            for letter, share in zip(letters, shares, strict=True)
        ]
    notes = lines_below(table)
    lines = sum(max(-(-len(cell) // width) for cell, width in zip(row, widths, strict=True)) for row in told)
    lines += sum(-(-len(note) // SMALL_LINE) for note in notes)
    rows = [" & ".join(_latex_cell(cell, digits, table.names) for cell in row) + r" \\" for row in table.rows]
    head = " & ".join(latex_escape(column) for column in table.columns) + r" \\"
    label = re.sub(r"[^a-z0-9]+", "-", clean(table.key).lower()).strip("-")
    named = rf"\caption{{{latex_escape(table.caption)}}}", rf"\label{{tab:{label}}}"
    small = [] if narrow else [r"\footnotesize", r"\setlength{\tabcolsep}{3pt}"]
    set_as = _long if lines > PAGE else _floating
    return "\n".join([*set_as("".join(letters), small, named, head, rows, notes), ""])


def _floating(
    letters: str, small: list[str], named: tuple[str, str], head: str, rows: list[str], notes: list[str]
) -> list[str]:
    lines = [
        r"% needs \usepackage{array} and \usepackage{booktabs}",
        r"\begin{table}",
        r"  \centering",
        *(f"  {line}" for line in (*named, *small)),
        rf"  \begin{{tabular}}{{{letters}}}",
        r"    \toprule",
        f"    {head}",
        r"    \midrule",
        *(f"    {row}" for row in rows),
        r"    \bottomrule",
        r"  \end{tabular}",
    ]
    if notes:
        lines += [r"  \par\smallskip", r"  {\footnotesize " + r"\par ".join(map(latex_escape, notes)) + r"\par}"]
    return [*lines, r"\end{table}"]


def _long(
    letters: str, small: list[str], named: tuple[str, str], head: str, rows: list[str], notes: list[str]
) -> list[str]:
    lines = [
        r"% needs \usepackage{array}, \usepackage{booktabs} and \usepackage{longtable}",
        r"\begingroup",
        *small,
        rf"\begin{{longtable}}{{{letters}}}",
        rf"  {named[0]}{named[1]}\\",
        rf"  \toprule {head} \midrule \endfirsthead",
        rf"  \toprule {head} \midrule \endhead",
        r"  \bottomrule \endfoot",
        *(f"  {row}" for row in rows),
        r"\end{longtable}",
    ]
    if notes:
        lines += [r"{\footnotesize\noindent " + r"\par\noindent ".join(map(latex_escape, notes)) + r"\par}"]
    return [*lines, r"\endgroup"]


def _widths(told: list[list[str]], natural: list[int]) -> list[int]:
    """Characters a column: its longest word at least, its longest cell at most, and together what the line holds.

    Three characters each stand for the space between columns.
    """
    words = [max(len(word) for cell in column for word in _words(cell)) for column in zip(*told, strict=True)]

    def capped(cap: int) -> list[int]:
        return [max(word, min(whole, cap)) + 3 for word, whole in zip(words, natural, strict=True)]

    cap = max((cap for cap in range(1, max(natural) + 1) if sum(capped(cap)) <= SMALL_LINE), default=1)
    return capped(cap)


def _words(cell: str) -> list[str]:
    """What is not broken at the end of a line; a long fraction is, after its stroke."""
    return [part for word in cell.split() for part in (word.split("/") if len(word) > LONG else [word])] or [""]
