"""Tables as CSV and as lines for a terminal, and data as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from .cells import Cell, TableData, alignment, clean, is_number, lines_below, plain_text

__all__ = ["csv_text", "json_text", "text"]


def csv_text(table: TableData, *, digits: int | None = None, raw: bool = False) -> str:
    """The heading and the rows; text that a spreadsheet would run gets a leading ``'`` unless ``raw``.

    Numbers stay numbers, negative ones too.

    References
    ----------
    OWASP Application Security Verification Standard 5.0, 1.2.10; CWE-1236.
    """

    def guarded(cell: Cell) -> str:
        plain = plain_text(cell, digits, table.names)
        if raw or is_number(cell) or not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", plain):
            return plain
        return "'" + plain

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(column) for column in table.columns])
    writer.writerows([guarded(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def text(
    table: TableData, width: int = 100, *, digits: int | None = None, colour: bool = False, caption: bool = True
) -> str:
    """Lines for a terminal of ``width`` characters: caption, rules, rows, notes; no markup is read in any text."""
    from rich import box
    from rich.console import Console, Group
    from rich.table import Table as Grid
    from rich.text import Text

    sides = {"l": "left", "c": "center", "r": "right"}
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column, letter in zip(table.columns, alignment(table), strict=True):
        grid.add_column(Text(clean(column)), justify=sides[letter], overflow="fold")  # type: ignore[arg-type]
    for row in table.rows:
        grid.add_row(*(Text(plain_text(cell, digits, table.names)) for cell in row))
    parts: list[Text | Grid] = [Text(clean(table.caption), style="bold"), Text()] if caption else []
    parts.append(grid)
    if below := lines_below(table):
        parts += [Text(), *(Text(note) for note in below)]
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 20),
        color_system="standard" if colour else None,
        force_terminal=colour,
        force_jupyter=False,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def json_text(data: Any) -> str:
    """Plain data as JSON: two spaces a level, keys in their own order, UTF-8, one newline at the end.

    Examples
    --------
    >>> print(json_text({"adopted": True}), end="")
    {
      "adopted": true
    }
    """
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
