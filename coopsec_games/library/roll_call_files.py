"""Roll calls from their files: CSV with a heading, one row a ballot, the outcomes in the same file or in a second one.

The ballots need the columns ``vote_id``, ``member`` and ``vote`` (``Y A N X`` or the words; ``?`` or nothing: not
recorded).  ``date`` and ``adopted`` (or ``outcome``, where only ``adopted`` means adopted) stand beside them or in the
second file, one row a vote.  Columns of counts (``yes``, ``no``, ``abstain``, ``absent`` or ``not_voting``) are
compared with the ballots; ``symbol`` and ``title`` name a vote; ``parties`` names the parties to the dispute, divided
by spaces or semicolons, for the rules that treat them apart; all other columns are passed over.

A file that is no such table is refused, all its faults at once; what its rows say is judged in the replay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..cooperative.rules import Ballot
from ..errors import UnknownKey, UsageError
from ..institutions.institution import day
from ..institutions.rows import BallotRow, Record, Statement
from .sheets import Sheet, SheetFaults, read_sheet

__all__ = ["read_record"]

_TALLIES = {**{ballot.value: ballot for ballot in Ballot}, "not_voting": Ballot.ABSENT}
_OUTCOMES = ("adopted", "outcome")
_TRUTH = {
    **dict.fromkeys(("1", "yes", "y", "true", "adopted"), True),
    **dict.fromkeys(("0", "no", "n", "false", "rejected"), False),
}


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
    faults = SheetFaults()
    sheet = read_sheet(ballots, ("vote_id", "member", "vote"))
    apart = [] if outcomes is None else [read_sheet(outcomes, ("vote_id",))]
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


def _ballots(sheet: Sheet, faults: SheetFaults) -> Iterator[BallotRow]:
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


def _statements(sheet: Sheet, kind: str, faults: SheetFaults) -> Iterator[Statement]:
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
