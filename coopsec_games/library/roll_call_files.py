"""Roll calls from their files: CSV with a heading, one row a ballot, the outcomes in the same file or in a second one.

The ballots need the columns ``vote_id``, ``member`` and ``vote`` (``Y A N X`` or the words; ``?`` or nothing: not
recorded).  ``date`` and ``adopted`` (or ``outcome``, where only ``adopted`` means adopted) stand beside them or in the
second file, one row a vote.  Columns of counts (``yes``, ``no``, ``abstain``, ``absent`` or ``not_voting``) are
compared with the ballots; ``symbol`` and ``title`` name a vote; ``parties`` names the parties to the dispute, divided
by spaces or semicolons, for the rules that treat them apart; all other columns are passed over.

A file that is no such table is refused, all its faults at once; what its rows say is judged in the replay.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from sys import intern

from ..cooperative.rules import Ballot
from ..errors import CoopSecError, Place, SpecError, UnknownKey, UsageError, did_you_mean
from ..institutions.institution import day
from ..institutions.rows import BallotRow, Record, Statement
from .loader import file_bytes, refuse

__all__ = ["read_record"]

MAX_BYTES = 30_000_000
MAX_FAULTS = 50

_TALLIES = {**{ballot.value: ballot for ballot in Ballot}, "not_voting": Ballot.ABSENT}
_OUTCOMES = ("adopted", "outcome")
_TRUTH = {
    **dict.fromkeys(("1", "yes", "y", "true", "adopted"), True),
    **dict.fromkeys(("0", "no", "n", "false", "rejected"), False),
}
# controls but tab and line breaks, zero width, overrides of direction
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufffe\uffff]")


@dataclass(frozen=True)
class _Sheet:
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


class _Faults(list[CoopSecError]):
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


def read_record(ballots: str | Path, outcomes: str | Path | None = None) -> Record:
    """Roll calls from a file of ballots and, where they stand apart, one of outcomes.

    Parameters
    ----------
    ballots
        A CSV file, one row a ballot.
    outcomes
        A CSV file, one row a vote, joined on ``vote_id``.

    Raises
    ------
    UsageError
        There is no such file.
    SpecError
        A file is not what is said above; all its faults at once.
    TooLarge
        A file is larger than the stated limit.
    """
    faults = _Faults()
    sheet = _sheet(ballots, ("vote_id", "member", "vote"))
    apart = [] if outcomes is None else [_sheet(outcomes, ("vote_id",))]
    for wanted in (("date",), _OUTCOMES):
        if not any(column in one.columns for one in (*apart, sheet) for column in wanted):
            what = f"there is no column {' or '.join(map(repr, wanted))}"
            faults.find((*apart, sheet)[0].file, 1, what, "" if apart else "a second file is given by --outcomes")
    faults.refuse()
    rows = tuple(_ballots(sheet, faults))
    told = [statement for one in apart for statement in _statements(one, "outcomes", faults)]
    told += _statements(sheet, "ballots", faults)
    faults.refuse()
    return Record(rows, tuple(told))


def _ballots(sheet: _Sheet, faults: _Faults) -> Iterator[BallotRow]:
    known: dict[str, Ballot | None] = {"": None, "?": None}
    columns = (sheet.cells(name) for name in ("vote_id", "member", "vote"))
    for line, vote_id, member, word in zip(sheet.lines(), *columns, strict=True):
        for name, cell in (("vote_id", vote_id), ("member", member)):
            if not cell:
                faults.find(sheet.file, line, f"the {name!r} of this row is empty")
        if word not in known:
            try:
                known[word] = Ballot.read(word)
            except UnknownKey as fault:
                faults.find(sheet.file, line, fault.message, f"{fault.hint}; a ballot that is not recorded is ?")
        yield BallotRow(line, vote_id, member, known.get(word))


def _statements(sheet: _Sheet, kind: str, faults: _Faults) -> Iterator[Statement]:
    """What the rows say of whole votes; beside ballots the same is said again and again, and is told once."""
    outcome = next((name for name in _OUTCOMES if name in sheet.columns), "")
    tallies = [name for name in _TALLIES if sheet.is_tally(name)]
    if not (outcome or tallies or "date" in sheet.columns):
        return
    columns = (sheet.cells(name) for name in ("vote_id", "date", outcome, "symbol", "title", "parties", *tallies))
    seen: set[tuple[str, ...]] = set()
    for line, said in zip(sheet.lines(), zip(*columns, strict=True), strict=True):
        if kind == "ballots" and said in seen:
            continue
        seen.add(said)
        vote_id, written, word, symbol, title, parties, *counts = said
        date = None
        if written:
            try:
                date = day(written)
            except UsageError as fault:
                faults.find(sheet.file, line, fault.message, fault.hint)
        if not vote_id and kind == "outcomes":
            faults.find(sheet.file, line, "the 'vote_id' of this row is empty")
        adopted = None
        if word and outcome == "outcome":
            adopted = word.casefold() == "adopted"
        elif word:
            adopted = _TRUTH.get(word.casefold())
            if adopted is None:
                what = f"'adopted' is {word[:40]!r}, which is neither yes nor no"
                faults.find(sheet.file, line, what, "write 1 or 0, yes or no")
        tally = {_TALLIES[name]: int(count) for name, count in zip(tallies, counts, strict=True) if count}
        subject = ", ".join(filter(None, (symbol, title)))
        named = tuple(dict.fromkeys(re.split(r"[\s;,]+", parties.strip(" ;,")))) if parties else ()
        yield Statement(kind, line, vote_id, date, adopted, tally, subject, named)


# --- CSV -------------------------------------------------------------------------------------------------------------


def _sheet(path: str | Path, needed: Sequence[str]) -> _Sheet:
    """A file as a table: a heading without repetition, and as many cells in every row."""
    shown = str(path)
    reader = csv.reader(io.StringIO(_text(path, shown), newline=""), strict=True)
    faults = _Faults()
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
    return _Sheet(shown, columns, tuple(rows))


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


def _text(path: str | Path, shown: str) -> str:
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
