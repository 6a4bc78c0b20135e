"""Ideal points from their files: CSV with a heading, one row a member and, where there are such, a year or a session.

The member stands in the column ``member``, ``iso3`` or ``iso3c``, the point in ``ideal_point`` or ``IdealPoint``, its 5
and 95 per cent quantiles in ``q05`` and ``q95`` or ``Q5%`` and ``Q95%``, the year in ``year``, and the session of the
Assembly in ``session``; any other column can be named instead, and what is not named is passed over.  Decimals are read
exactly, with an exponent or without.  A point that is empty, ``?``, ``NA``, ``NaN`` or ``.`` is not recorded.

A file that is no such table is refused, all its faults at once, with line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..errors import Place, SpecError, UsageError, did_you_mean
from ..spatial.estimates import Estimate, IdealPoints
from .loader import refuse
from .sheets import MAX_FAULTS, Sheet, read_sheet, sheet_text

__all__ = ["read_ideal_points"]

MEMBERS = ("member", "iso3", "iso3c")
POINTS = {"ideal_point": ("q05", "q95"), "IdealPoint": ("Q5%", "Q95%")}
PERIODS = ("year", "session")
UNRECORDED = frozenset({"", "?", "NA", "NaN", "."})

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_LONGEST = 100


@dataclass(frozen=True)
class _Fault:
    """What is wrong with a cell: the line of its row, its place there, and a hint."""

    line: int
    cell: int
    what: str
    hint: str = ""


def read_ideal_points(
    path: str | Path,
    *,
    column: str | None = None,
    members: str | None = None,
    quantiles: Sequence[str] = (),
    period: str | None = None,
) -> IdealPoints:
    """Ideal points from a file.

    Parameters
    ----------
    path
        A CSV file, one row a member and period.
    column
        The column of the points; without it, one of the names above.
    members
        The same of the members.
    quantiles
        The columns of the 5 and the 95 per cent quantiles; without them, those that belong to the names above.
    period
        The column of whole numbers that tells years or sessions apart; without it, ``year``, else ``session``.

    Raises
    ------
    UsageError
        There is no such file, or it has not the columns that are asked for.
    SpecError
        The file is not what is said above; all its faults at once.
    TooLarge
        The file is larger than the stated limit.
    """
    sheet = read_sheet(path, ())
    columns = {
        "member": _column(sheet, members, MEMBERS, "of members"),
        "point": _column(sheet, column, tuple(POINTS), "of ideal points"),
    }
    if len(quantiles) not in (0, 2):
        raise UsageError("two columns of quantiles are needed, the low one and the high one")
    low_and_high = tuple(quantiles) or POINTS.get(columns["point"], ())
    if quantiles or all(name in sheet.columns for name in low_and_high):
        for key, name in zip(("low", "high"), low_and_high, strict=False):
            columns[key] = _column(sheet, name, (), "of quantiles")
    chosen = period or next((name for name in PERIODS if name in sheet.columns), None)
    if chosen:
        columns["period"] = _column(sheet, chosen, (), "of periods")
    faults: list[_Fault] = []
    found, missing, unnamed = _estimates(sheet, columns, faults)
    if faults:
        _refuse(path, sheet.file, faults)
    kind = "session" if chosen == "session" else "year" if chosen else ""
    unrecorded: dict[int | None, tuple[str, ...]] = {}
    for at, member in missing:
        unrecorded[at] = (*unrecorded.get(at, ()), member)
    blanks = _blanks(path, sheet, columns["point"], missing) if missing else {}
    return IdealPoints(Path(path).name, found, unrecorded, kind, columns, unnamed, blanks)


def _blanks(
    path: str | Path, sheet: Sheet, column: str, missing: dict[tuple[int | None, str], int]
) -> dict[tuple[int | None, str], Place]:
    """Where the cells without a point stand."""
    lines, cell = _lines(path, sheet.file), sheet.columns.index(column)
    return {key: Place(sheet.file, line, _start(lines[line - 1], cell)) for key, line in missing.items()}


def _column(sheet: Sheet, asked: str | None, known: Sequence[str], what: str) -> str:
    """The column that was asked for, or the first of the known names that is there."""
    if asked is not None:
        if asked not in sheet.columns:
            hint = did_you_mean(asked, sheet.columns) or f"columns: {', '.join(sheet.columns)}"[:200]
            raise UsageError(f"there is no column {asked!r}", hint=hint, place=Place(sheet.file, 1))
        return asked
    for name in known:
        if name in sheet.columns:
            return name
    told = f"there is no column {what}: neither {' nor '.join(map(repr, known))}"
    raise SpecError(told, hint=f"columns: {', '.join(sheet.columns)}"[:200], place=Place(sheet.file, 1))


def _estimates(
    sheet: Sheet, columns: dict[str, str], faults: list[_Fault]
) -> tuple[dict[int | None, dict[str, Estimate]], dict[tuple[int | None, str], int], int]:
    """The estimates, the lines of those without a point, and how many rows name no member."""
    places = {key: sheet.columns.index(name) for key, name in columns.items()}
    found: dict[int | None, dict[str, Estimate]] = {}
    missing: dict[tuple[int | None, str], int] = {}
    first: dict[tuple[int | None, str], int] = {}
    unnamed = 0
    for line, cells in sheet.rows:
        told = {key: cells[place] for key, place in places.items()}
        period = None
        if "period" in places:
            if not re.fullmatch("[0-9]{1,4}", told["period"]) or not int(told["period"]):
                what = f"the {columns['period']} is {told['period'][:40]!r}, which is not a whole number from 1 to 9999"
                faults.append(_Fault(line, places["period"], what))
                continue
            period = int(told["period"])
        member = told["member"]
        if member in UNRECORDED:
            unnamed += 1
            continue
        before = first.setdefault((period, member), line)
        if before != line:
            when = "" if period is None else f" in {period}"
            what = f"{member[:40]} has a second ideal point{when}, the first in line {before}"
            faults.append(_Fault(line, places["member"], what))
            continue
        numbers: dict[str, Fraction] = {}
        for key in ("point", "low", "high"):
            if key in places and told[key] not in UNRECORDED:
                number = _number(told[key])
                if number is None:
                    hint = "decimals have a point, not a comma" if "," in told[key] else ""
                    what = f"the {columns[key]} of {member[:40]} is {told[key][:40]!r}, which is not a number"
                    faults.append(_Fault(line, places[key], what, hint))
                else:
                    numbers[key] = number
        low, high = (numbers.get(key) for key in ("low", "high"))
        if low is None or high is None:
            low = high = None
        elif low > high:
            what = f"the {columns['low']} of {member[:40]} is above its {columns['high']}"
            faults.append(_Fault(line, places["low"], what))
            continue
        inside = found.setdefault(period, {})
        if "point" in numbers:
            inside[member] = Estimate(numbers["point"], low, high)
        else:
            missing[period, member] = line
    return found, missing, unnamed


def _number(cell: str) -> Fraction | None:
    """A decimal, exactly, or None where it is no such number."""
    return Fraction(cell) if len(cell) <= _LONGEST and _NUMBER.fullmatch(cell) else None


def _refuse(path: str | Path, shown: str, faults: Sequence[_Fault]) -> None:
    """Raise the faults, each with its line and column, up to a number of them."""
    lines = _lines(path, shown)
    told = [
        SpecError(
            fault.what, hint=fault.hint, place=Place(shown, fault.line, _start(lines[fault.line - 1], fault.cell))
        )
        for fault in faults[:MAX_FAULTS]
    ]
    if len(faults) > MAX_FAULTS:
        told.append(SpecError(f"{len(faults) - MAX_FAULTS:,} more faults are not listed", place=told[-1].place))
    refuse(told)


def _lines(path: str | Path, shown: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", sheet_text(path, shown))


def _start(line: str, cell: int) -> int:
    """The column, from 1, in which a cell of a line starts."""
    starts = [1, *_commas(line)]
    return starts[min(cell, len(starts) - 1)]


def _commas(line: str) -> Iterator[int]:
    """The columns after each comma that divides cells."""
    quoted = False
    for place, sign in enumerate(line, 1):
        quoted ^= sign == '"'
        if sign == "," and not quoted:
            yield place + 1
