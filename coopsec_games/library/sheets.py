"""CSV files as tables: a heading without repetition, and as many cells in every row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from sys import intern

from ..errors import CoopSecError, Place, SpecError, did_you_mean
from .loader import file_bytes, refuse

__all__ = ["MAX_FAULTS", "Sheet", "SheetFaults", "read_sheet", "sheet_text"]

MAX_BYTES = 30_000_000
MAX_FAULTS = 50

# controls but tab and line breaks, zero width, overrides of direction
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """A CSV file: its heading, and its rows with the line in which each starts."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cells(self, name: str) -> Iterator[str]:
        """The cells of a column; nothing, once a row, where there is no such column."""
        if name not in self.columns:
            return repeat("", len(self.rows))
        place = self.columns.index(name)
        return (cells[place] for _, cells in self.rows)

    def lines(self) -> Iterator[int]:
        """The line of each row."""
        return (line for line, _ in self.rows)

    def is_tally(self, name: str) -> bool:
        """Whether a column counts ballots: nothing but whole numbers stands in it."""
        return name in self.columns and all(re.fullmatch("[0-9]{0,9}", cell) for cell in self.cells(name))


class SheetFaults(list[CoopSecError]):
    """The faults of the files; beyond a number of them only how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.more = 0

    def find(self, file: str, line: int, what: str, hint: str = "") -> None:
        """One more fault, at a line."""
        if len(self) < MAX_FAULTS:
            self.append(SpecError(what, hint=hint, place=Place(file, line)))
        else:
            self.more += 1

    def refuse(self) -> None:
        """Raise them, if there are any."""
        if self.more:
            self.append(SpecError(f"{self.more:,} more faults are not listed", place=self[-1].place))
        refuse(self)


def read_sheet(path: str | Path, needed: Sequence[str]) -> Sheet:
    """A file as a table: a heading without repetition, and as many cells in every row."""
    shown = str(path)
    reader = csv.reader(io.StringIO(sheet_text(path, shown), newline=""), strict=True)
    faults = SheetFaults()
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for raw in reader:
            start, line = line, reader.line_num + 1
            cells = tuple(intern(cell.strip()) for cell in raw)
            if not any(cells):
                continue
            if not columns:
                columns = cells
                refuse(_heading(shown, start, columns, needed))
            elif len(cells) != len(columns):
                faults.find(shown, start, f"{len(cells)} cells in this row, {len(columns)} in the heading")
            else:
                rows.append((start, cells))
    except csv.Error as error:
        faults.find(shown, reader.line_num, f"this is not CSV: {error}")
    faults.refuse()
    if not columns:
        raise SpecError("the file is empty; expected a heading and rows", place=Place(shown, 1))
    return Sheet(shown, columns, tuple(rows))


def _heading(shown: str, line: int, columns: Sequence[str], needed: Sequence[str]) -> list[CoopSecError]:
    place = Place(shown, line)
    repeated = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
    faults: list[CoopSecError] = [SpecError(f"two columns are called {name!r}", place=place) for name in repeated]
    for name in needed:
        if name not in columns:
            hint = did_you_mean(name, columns) or f"columns: {', '.join(columns)}"[:200]
            if len(columns) == 1 and any(mark in columns[0] for mark in ";\t|"):
                hint = "the cells are divided by commas"
            faults.append(SpecError(f"there is no column {name!r}", hint=hint, place=place))
    return faults


def sheet_text(path: str | Path, shown: str) -> str:
    """The text of a CSV file, without what cannot be seen."""
    raw = file_bytes(path, shown, MAX_BYTES, "split it by years")
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise SpecError(what, hint="save the file as CSV in UTF-8", place=Place(shown, line)) from None
    strange = _FORBIDDEN.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise SpecError(
            f"the invisible character U+{ord(strange.group()):04X} is not allowed", place=Place(shown, line)
        )
    return text
