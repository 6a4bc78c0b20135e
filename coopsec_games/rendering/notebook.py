"""Tables for a notebook: HTML in which formulas stand between dollar signs, as Jupyter's MathJax sets them.

What comes from outside is escaped twice: for HTML, and so that no dollar sign and no backslash of a text begins a
formula.  MathJax reads no formula across an element, hence the elements of one sign.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from fractions import Fraction

from ..formulas import shown_number
from .cells import (
    Cell,
    TableData,
    Told,
    alignment,
    clean,
    expression,
    is_expression,
    is_formula,
    lines_below,
    symbolic,
)
from .prose import formula_latex, pieces

__all__ = ["notebook_html"]

SIDES = {"l": "left", "c": "center", "r": "right"}
CAPTION = "caption-side: top; text-align: left; font-weight: bold"


def notebook_html(table: TableData) -> str:
    """A ``table`` element with its caption, its notes and sources under it.

    Parameters
    ----------
    table
        The table; what reads as a formula in its names is set as one, in its sentences too.

    Examples
    --------
    >>> from coopsec_games.conditions import Condition
    >>> from coopsec_games.results import Table
    >>> row = ("costs $5 < $6", Condition.read("c < pi and k = 1", ["c", "k", "pi"]))
    >>> print(notebook_html(Table("a", "Who & what", ("said", "where"), (row,))).splitlines()[6])
    <tr><td style="text-align: left">costs <span>$</span>5 &lt; <span>$</span>6</td>\
<td style="text-align: left"><span>$\\pi &gt; c$</span> and <span>$k = 1$</span></td></tr>
    """
    style = [f' style="text-align: {SIDES[letter]}"' for letter in alignment(table)]
    heads = (
        f"<th{side}>{_formula(formula_latex(column)) if column in table.names else _told(column)}</th>"
        for side, column in zip(style, table.columns, strict=True)
    )
    lines = [
        "<table>",
        f'<caption style="{CAPTION}">{_prose(table.caption, table.names)}</caption>',
        "<thead>",
        f"<tr>{''.join(heads)}</tr>",
        "</thead>",
        "<tbody>",
    ]
    for row in table.rows:
        cells = (f"<td{side}>{_cell(cell, table.names)}</td>" for side, cell in zip(style, row, strict=True))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</tbody>")
    below = lines_below(table)
    if below:
        notes = "<br>".join(_prose(note, table.names) for note in below)
        lines.append(
            f'<tfoot><tr><td colspan="{len(table.columns)}" style="text-align: left">{notes}</td></tr></tfoot>'
        )
    return "\n".join([*lines, "</table>", ""])


def _cell(cell: Cell, names: Sequence[str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return _prose(cell.shown if isinstance(cell, Told) else cell, names)
    if isinstance(cell, (int, Fraction)):
        return _number(cell)
    if is_expression(cell):
        return _formula(expression(cell, names, latex=True))
    return _condition(symbolic(cell).latex) if is_formula(cell) else ""


def _number(value: int | Fraction) -> str:
    """A number; of a long fraction its size, and the fraction itself where the reader points at it."""
    exact, near, size = shown_number(value).partition(" ≈ ")
    return f'<abbr title="{exact}">≈ {size}</abbr>' if near else exact


def _condition(latex: str) -> str:
    r"""A formula for each comparison, joined by words, so that a line may break between them."""
    if latex in (r"\mathrm{always}", r"\mathrm{never}"):
        return latex[8:-1]
    flat = re.sub(r"\\(?:left|right)(?=[()])", "", latex)
    told = re.split(r" \\(wedge|vee) ", flat)
    words = {"wedge": " and ", "vee": " or "}
    return "".join(words[part] if place % 2 else _bracketed(part) for place, part in enumerate(told))


def _bracketed(comparison: str) -> str:
    """A comparison as a formula; a bracket that others share with it stands outside."""
    opening = closing = ""
    while (depth := comparison.count("(") - comparison.count(")")) > 0 and comparison.startswith("("):
        opening, comparison = f"{opening}(", comparison[1:]
    while depth < 0 and comparison.endswith(")"):
        closing, comparison, depth = f"{closing})", comparison[:-1], depth + 1
    return f"{opening}{_formula(comparison)}{closing}"


def _formula(latex: str) -> str:
    return _told(latex) if "$" in latex else f"<span>${html.escape(latex)}$</span>"


def _prose(words: str, names: Sequence[str]) -> str:
    """A sentence, in which what reads as a formula in the declared names is set as one."""
    return "".join(
        _formula(formula_latex(piece)) if formula else _told(piece) for formula, piece in pieces(clean(words), names)
    )


def _told(words: str) -> str:
    """Text that neither HTML nor MathJax takes for anything else."""
    return re.sub(r"[$\\]", r"<span>\g<0></span>", html.escape(clean(words), quote=True))
