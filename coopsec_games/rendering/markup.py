"""Tables in Markdown and HTML, all text escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from .cells import Cell, TableData, alignment, clean, is_formula, is_number, lines_below, plain_text

__all__ = ["html_text", "markdown", "markdown_escape"]


def markdown_escape(words: str) -> str:
    r"""Text that Markdown shows as it stands, in a table cell too.

    Examples
    --------
    >>> print(markdown_escape("a|b <script> 7*5 c_m *x* $5"))
    a\|b \<script> 7\*5 c_m \*x\* \$5
    """
    words = re.sub(r"([\\|<*`\[\]$~])", r"\\\1", clean(words))
    words = re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", words)
    return re.sub(r"&(?=#?\w+;)", r"\\&", words)


def _markdown_cell(cell: Cell, digits: int | None, names: Sequence[str]) -> str:
    plain = plain_text(cell, digits, names)
    if is_formula(cell):
        return "`" + plain.replace("`", "'").replace("|", "\\|") + "`"
    return plain if is_number(cell) else markdown_escape(plain)


def markdown(table: TableData, *, digits: int | None = None) -> str:
    """A pipe table, its caption above and its notes below."""
    rules = {"l": ":---", "c": ":---:", "r": "---:"}
    lines = [
        f"**{markdown_escape(table.caption)}**",
        "",
        f"| {' | '.join(markdown_escape(column) for column in table.columns)} |",
        f"| {' | '.join(rules[letter] for letter in alignment(table))} |",
        *(f"| {' | '.join(_markdown_cell(cell, digits, table.names) for cell in row)} |" for row in table.rows),
    ]
    for note in lines_below(table):
        lines += ["", markdown_escape(note)]
    return "\n".join([*lines, ""])


def html_text(table: TableData, *, digits: int | None = None) -> str:
    """A ``table`` element, all text escaped."""

    def escaped(words: str) -> str:
        return html.escape(clean(words), quote=True)

    def written(cell: Cell) -> str:
        plain = escaped(plain_text(cell, digits, table.names))
        return f"<code>{plain}</code>" if is_formula(cell) else plain

    sides = {"l": "left", "c": "center", "r": "right"}
    style = [f' style="text-align: {sides[letter]}"' for letter in alignment(table)]
    lines = ["<table>", f"<caption>{escaped(table.caption)}</caption>", "<thead>"]
    heads = (f"<th{side}>{escaped(column)}</th>" for side, column in zip(style, table.columns, strict=True))
    lines += [f"<tr>{''.join(heads)}</tr>", "</thead>", "<tbody>"]
    for row in table.rows:
        cells = (f"<td{side}>{written(cell)}</td>" for side, cell in zip(style, row, strict=True))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</tbody>")
    below = lines_below(table)
    if below:
        notes = "<br>".join(escaped(note) for note in below)
        lines.append(f'<tfoot><tr><td colspan="{len(table.columns)}">{notes}</td></tr></tfoot>')
    return "\n".join([*lines, "</table>", ""])
