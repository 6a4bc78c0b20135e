"""Tables as CSV and as lines for a terminal, and data as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from .cells import Cell, TableData, alignment, clean, is_number, lines_below, plain_text, shown_text

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
    rows = [
        [shown_text(cell, table.names) if digits is None else plain_text(cell, digits, table.names) for cell in row]
        for row in table.rows
    ]
    columns = [[clean(heading), *cells] for heading, *cells in zip(table.columns, *rows, strict=True)]
    widths = _widths(columns, max(width, 20) - 3 * (len(columns) - 1))
    for (heading, *_), letter, own in zip(columns, alignment(table), widths, strict=True):
        grid.add_column(Text(heading), justify=sides[letter], overflow="fold", width=own)  # type: ignore[arg-type]
    for line in rows:
        grid.add_row(*map(Text, line))
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


def _widths(columns: Sequence[Sequence[str]], available: int) -> list[int | None]:
    """A width a column, such that no word is broken, where they have to be narrowed and that can be done."""
    from rich.cells import cell_len

    widest = [max(cell_len(line) for cell in cells for line in cell.split("\n")) for cells in columns]
    least = [max((cell_len(word) for cell in cells for word in cell.split()), default=1) for cells in columns]
    if sum(widest) <= available or sum(least) > available:
        return [None] * len(columns)
    while sum(widest) > available:
        spare = [own if own > least[place] else 0 for place, own in enumerate(widest)]
        widest[spare.index(max(spare))] -= 1
    return [*widest]


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
