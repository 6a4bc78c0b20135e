"""Tables as the page shows them: scrolled where they are wide, headings with their scope, formulas set as formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..rendering import clean, is_expression, is_symbolic, number
from ..rendering.cells import alignment, is_number, lines_below
from .mathematics import condition_html, escaped, expression_html, prose_html, symbol_html

if TYPE_CHECKING:
    from ..rendering import Cell
    from ..results import Table

__all__ = ["notes_html", "table_html"]

LONGEST_EXACT = 18
"""Signs of a fraction that a cell still shows in full."""

DIGITS = 4
UNBROKEN = re.compile(r"[0-9]+(-[0-9]+){1,3}")
"""Dates and tallies, which no line breaks."""


def table_html(table: Table, names: Sequence[str] = ()) -> str:
    """A table with its caption, its notes and sources under it.

    Parameters
    ----------
    table
        The table.
    names
        The declared names, which formulas in its sentences are told by.

    Examples
    --------
    >>> from coopsec_games.results import Table
    >>> print(table_html(Table("a", "Who & what", ("who", "share"), (("CHN", Fraction(1, 3)),))))
    <div class="scroll" role="region" tabindex="0" aria-label="Who &amp; what">
    <table><caption>Who &amp; what</caption>
    <thead><tr><th scope="col">who</th><th scope="col" class="r">share</th></tr></thead>
    <tbody><tr><th scope="row">CHN</th><td class="r">1/3<small class="near">0.3333</small></td></tr></tbody>
    </table></div>
    """
    known = tuple(dict.fromkeys((*table.names, *names)))
    sides = ["" if letter == "l" else f' class="{letter}"' for letter in alignment(table)]
    caption = escaped(table.caption)
    heads = "".join(
        f'<th scope="col"{side}>{symbol_html(column) if column in known else escaped(column)}</th>'
        if column
        else f"<td{side}></td>"
        for side, column in zip(sides, table.columns, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{side}>{_cell(cell, known)}</th>' if not place else f"<td{side}>{_cell(cell, known)}</td>"
            for place, (side, cell) in enumerate(zip(sides, row, strict=True))
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">\n'
        f"<table><caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody>\n</table></div>"
        f"{notes_html(lines_below(table), known)}"
    )


def notes_html(notes: Sequence[str], names: Sequence[str] = ()) -> str:
    """Sentences in small print."""
    if not notes:
        return ""
    return f'\n<div class="notes">{"".join(f"<p>{prose_html(note, names)}</p>" for note in notes)}</div>'


def _cell(cell: Cell, names: Sequence[str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return f'<span class="whole">{cell}</span>' if UNBROKEN.fullmatch(cell) else prose_html(cell, names)
    if is_number(cell) and isinstance(cell, (int, Fraction)):
        return _number(cell)
    if is_expression(cell):
        return expression_html(cell, names)
    if is_symbolic(cell):
        return condition_html(cell, names)
    return escaped(clean(str(cell)))


def _number(value: int | Fraction) -> str:
    exact = number(value)
    if isinstance(value, int) or value.denominator == 1:
        return escaped(exact)
    near = number(value, DIGITS)
    if len(exact) > LONGEST_EXACT:
        return f'<abbr title="{escaped(exact)}">{near}</abbr>'
    return f'{escaped(exact)}<small class="near">{near}</small>'
