"""From a paper's selection file to its tables, each with its name and what it is made from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..analysis import Analysis, Case, load_case
from ..cooperative.indices import POWER_INDICES
from ..errors import CoopSecError, SpecError, UsageError, did_you_mean
from ..institutions.replay import Replay, replayed
from ..library import load_model
from ..library.ideal_point_files import read_ideal_points
from ..library.loader import refuse
from ..library.roll_call_files import read_record
from ..tables import TABLES, TAKES, Body, table

if TYPE_CHECKING:
    from ..institutions.institution import Institution
    from ..library.paper_files import Paper
    from ..library.spec_papers import BodySpec, TableSpec
    from ..results import Table
    from ..spatial.estimates import IdealPoints

__all__ = ["MadeTable", "Sources", "made_tables"]

OPTIONS: Mapping[str, str] = {
    "indices": "indices",
    "abstention": "abstention",
    "index": "index",
    "readings": "readings",
    "dates": "dates",
    "from_": "first",
    "to": "last",
    "evidence": "evidence",
}
"""A field of a table's entry, and what the function of the table calls it."""


@dataclass(frozen=True)
class MadeTable:
    """A table of a paper, and where it comes from; without a ``table`` there is nothing to show, for a reason."""

    name: str
    key: str
    sources: tuple[str, ...]
    digits: int | None
    table: Table | None
    reason: str = ""


@dataclass
class Sources:
    """The analyses, bodies, records and ideal points of a paper, each made once.

    ``records`` are the files that the user named, of records and of ideal points.
    """

    paper: Paper
    records: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    models: dict[str, Institution] = field(default_factory=dict)
    _analyses: dict[tuple[str, tuple[tuple[str, str], ...]], Analysis] = field(default_factory=dict)
    _replays: dict[str, Replay] = field(default_factory=dict)
    _points: dict[str, tuple[IdealPoints, ...]] = field(default_factory=dict)

    def case(self, word: str) -> Case:
        """A case by its key, or from a file beside the paper."""
        if word not in self.cases:
            self.cases[word] = load_case(self.paper.case(word), self.paper.path)
        return self.cases[word]

    def analysis(self, word: str, settings: Mapping[str, str] | None = None) -> Analysis:
        """The analysis of a case, some of its parameters set."""
        asked = word, tuple((settings or {}).items())
        if asked not in self._analyses:
            self._analyses[asked] = self.case(word).analyze(settings)
        return self._analyses[asked]

    def model(self, key: str) -> Institution:
        """A body by its key."""
        if key not in self.models:
            self.models[key] = load_model(key, self.paper.path)
        return self.models[key]

    def body(self, spec: BodySpec) -> Body:
        """A body as a table takes it."""
        date = None if spec.date is None else str(spec.date)
        made = Body(self.model(spec.model), date, spec.procedure, tuple(spec.absent), spec.label or "")
        made.institution.on(made.date).procedure(made.procedure, absent=made.absent)
        return made

    def replay(self, key: str) -> Replay | None:
        """A record under its rule; nothing where the user has not named its file."""
        stated = self.paper.spec.records[key]
        institution = self.model(stated.model)
        if key not in self.records:
            return None
        if key not in self._replays:
            record = read_record(*self.records[key])
            self._replays[key] = replayed(institution, record, stated.procedure, stated.from_, stated.to)
        return self._replays[key]

    def ideal_points(self, key: str) -> tuple[IdealPoints, ...] | None:
        """Ideal points under their key, one entry a dimension; nothing where the user has not named their file.

        Raises
        ------
        UsageError
            There is no such file.
        SpecError
            The file is faulty, or has not the columns that the paper names.
        """
        stated = self.paper.spec.points[key]
        if key not in self.records:
            return None
        if key not in self._points:
            file = self.records[key][0]
            try:
                found = [
                    read_ideal_points(
                        file, column=column, members=stated.members, quantiles=stated.quantiles, period=stated.years
                    )
                    for column in stated.columns or (None,)
                ]
            except UsageError as fault:
                if fault.place is None or fault.place.line is None:
                    raise
                raise self.paper.fault(("points", key), f"{fault.place}: {fault.message}", fault.hint) from None
            self._points[key] = tuple(replace(points, source=key) for points in found)
        return self._points[key]


def made_tables(sources: Sources) -> tuple[MadeTable, ...]:
    """Every table that a paper asks for, in its order.

    Raises
    ------
    CoopSecError
        What the selection file asks for is not there, or cannot be; all of it at once, each with its place.
    """
    paper = sources.paper
    faults: list[CoopSecError] = []
    made: list[MadeTable] = []
    named: set[str] = set()
    for number, entry in enumerate(paper.spec.tables):
        checks = list(_checked(paper, number, entry))
        faults += checks
        if checks:
            continue
        for found in _made(sources, number, entry, faults):
            if found.name in named:
                at = ("tables", number, "name" if entry.name else "table")
                faults.append(paper.fault(at, f"two tables are called {found.name!r}", "give one of them a 'name'"))
            named.add(found.name)
            made.append(found)
    refuse(faults)
    return tuple(made)


def _checked(paper: Paper, number: int, entry: TableSpec) -> Iterator[SpecError]:
    """What is wrong with an entry before anything is computed."""
    at = ("tables", number)
    if entry.table not in TABLES:
        hint = did_you_mean(entry.table, TABLES) or f"known: {', '.join(TABLES)}"
        yield paper.fault((*at, "table"), f"unknown table {entry.table!r}", hint)
        return
    takes = TABLES.takes(entry.table)
    wanted = {"case": "cases", "cases": "cases"}.get(takes, takes)
    if not getattr(entry, wanted):
        yield paper.fault((*at, "table"), f"the table {entry.table!r} is made from {TAKES[takes]}: give '{wanted}'")
    if entry.record is not None and entry.record not in paper.spec.records:
        hint = did_you_mean(entry.record, paper.spec.records) or "name it under 'records'"
        yield paper.fault((*at, "record"), f"unknown record {entry.record!r}", hint)
    named = [(("indices", place), key) for place, key in enumerate(entry.indices or ())]
    for path, key in (*named, *([(("index",), entry.index)] if entry.index is not None else [])):
        if key not in POWER_INDICES:
            hint = did_you_mean(key, POWER_INDICES) or f"known: {', '.join(POWER_INDICES)}"
            yield paper.fault((*at, *path), f"unknown power index {key!r}", hint)
    known = inspect.signature(TABLES[entry.table].function).parameters
    for option, name in OPTIONS.items():
        if getattr(entry, option) is not None and name not in known:
            yield paper.fault((*at, option.rstrip("_")), f"the table {entry.table!r} takes no {option.rstrip('_')!r}")


def _made(sources: Sources, number: int, entry: TableSpec, faults: list[CoopSecError]) -> Iterator[MadeTable]:
    paper = sources.paper
    at = ("tables", number)
    asked = {
        name: _plain(getattr(entry, option)) for option, name in OPTIONS.items() if getattr(entry, option) is not None
    }
    digits = paper.spec.digits if entry.digits is None else entry.digits
    name = entry.name or entry.table

    def attempt(path: tuple[str | int, ...], make: Callable[[], Any]) -> Any:
        return paper.attempt((*at, *path), make, faults)

    def finished(own: str, told: Sequence[str], source: object, reason: str = "") -> MadeTable | None:
        if reason:
            return MadeTable(own, entry.table, tuple(told), digits, None, reason)
        found = attempt((), lambda: table(entry.table, source, **asked))
        if found is None:
            return None
        if not found.rows:
            return MadeTable(own, entry.table, tuple(told), digits, None, "it has no rows")
        titled = replace(found, key=own, caption=entry.caption or found.caption)
        return MadeTable(own, entry.table, tuple(told), digits, titled)

    takes = TABLES.takes(entry.table)
    if takes == "record" and entry.record is not None:
        key = entry.record
        before = len(faults)
        replay = attempt(("record",), lambda: sources.replay(key))
        if len(faults) > before:
            return
        reason = f"the record {key!r} is not given: --record {key}=FILE" if replay is None else ""
        groups: list[tuple[str, list[str], object, str]] = [(name, [f"record {key}"], replay, reason)]
    elif takes == "bodies":
        bodies = [
            attempt(("bodies", place), lambda spec=spec: sources.body(spec))  # type: ignore[misc]
            for place, spec in enumerate(entry.bodies)
        ]
        if any(body is None for body in bodies):
            return
        groups = [(name, list(dict.fromkeys(f"model {spec.model}" for spec in entry.bodies)), bodies, "")]
    else:
        analyses = [
            attempt(("cases", place), lambda word=word: sources.analysis(word))  # type: ignore[misc]
            for place, word in enumerate(entry.cases)
        ]
        if any(analysis is None for analysis in analyses):
            return
        keys = [analysis.case.key for analysis in analyses]
        if takes == "cases":
            groups = [(name, [f"case {key}" for key in keys], analyses, "")]
        elif len(keys) == 1 and entry.name:
            groups = [(name, [f"case {keys[0]}"], analyses[0], "")]
        else:
            groups = [
                (f"{key}-{name}", [f"case {key}"], analysis, "") for key, analysis in zip(keys, analyses, strict=True)
            ]
    for own, told, source, reason in groups:
        one = finished(own, told, source, reason)
        if one is not None:
            yield one


def _plain(value: Any) -> Any:
    return tuple(str(entry) for entry in value) if isinstance(value, list) else value
