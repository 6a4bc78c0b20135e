"""A replication package against itself made anew: tables cell by cell, all else byte by byte."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import CoopSecError
from ..library.paper_files import record_bytes
from .package import Package, current_environment, program_version, read_manifest, replicate

if TYPE_CHECKING:
    from ..library.paper_files import Paper

__all__ = ["Comparison", "compare_package"]

MOST_CELLS = 20
OF_ALL = ("README.md", "document.tex", "manifest.json", "requirements.txt", "sources.bib")
"""Files that tell of all others, so that one that is left out changes them, too."""
"""Differing cells of one table that are told one by one."""


@dataclass(frozen=True)
class Comparison:
    """What differs between a package and itself made anew, and what is only noted."""

    files: int
    differences: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def compare_package(
    stored: Mapping[str, bytes], paper: Paper, records: Mapping[str, Sequence[str]] | None = None
) -> Comparison:
    """Make the package of a paper again and compare.

    Parameters
    ----------
    stored
        The files of the package.
    paper
        The selection file in it.
    records
        Record to its files, as for :func:`replicate`.

    Notes
    -----
    Other versions of Python or of a library are noted, and are a difference only where they change a file; another
    version of this program is one.  Files besides, such as what LaTeX leaves, are noted and not compared.

    Raises
    ------
    CoopSecError
        The package cannot be made again, although none of its inputs has changed.
    """
    given = dict(records or {})
    manifest = read_manifest(stored["manifest.json"])
    environment = _texts(manifest.get("environment"))
    faults = list(_manifest_faults(manifest, stored, given))
    try:
        made = replicate(paper, given, environment or None)
    except CoopSecError as fault:
        if not any(told.startswith("inputs/") for told in faults):
            raise
        return Comparison(0, (*faults, *(f"it cannot be made again: {line}" for line in fault.lines())))
    wanting = [key for key in _mapping(manifest.get("records")) if key not in given]
    differences = [*faults, *_file_faults(stored, made, OF_ALL if wanting else ())]
    now = current_environment()
    notes = [
        f"{name}: {environment.get(name, 'not used')} there, {now.get(name, 'not installed')} here"
        for name in dict.fromkeys((*environment, *now))
        if environment.get(name) != now.get(name)
    ]
    listed = _mapping(manifest.get("outputs"))
    for name in sorted({*stored} - {*made.files}):
        unmade = wanting and name in listed
        why = f"not made without the record {', '.join(wanting)}" if unmade else "no part of the package"
        notes.append(f"{name}: {why}, not compared")
    return Comparison(len(made.files), tuple(dict.fromkeys(differences)), tuple(notes))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {str(key): str(entry) for key, entry in _mapping(value).items()}


def _manifest_faults(
    manifest: Mapping[str, Any], stored: Mapping[str, bytes], given: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    if not manifest:
        yield "manifest.json: it is no manifest"
        return
    program = _texts(manifest.get("program"))
    if program.get("version") != program_version():
        yield f"version: made by {program.get('version', 'an unknown one')}, compared by {program_version()}"
    for kind in ("inputs", "outputs"):
        for name, digest in _texts(manifest.get(kind)).items():
            if name not in stored:
                yield f"{name}: missing"
            elif hashlib.sha256(stored[name]).hexdigest() != digest:
                yield f"{name}: changed since the package was made (SHA-256 is not the manifest's)"
    for key, digests in _mapping(manifest.get("records")).items():
        if key not in given:
            yield f"record {key}: not given; name its file by --record {key}=FILE"
        elif [hashlib.sha256(raw).hexdigest() for raw in record_bytes(given[key])] != digests:
            yield f"record {key}: another file than the one that the package was made from"


def _file_faults(stored: Mapping[str, bytes], made: Package, besides: Collection[str] = ()) -> Iterator[str]:
    for name in sorted({*made.files} - {*besides}):
        if name not in stored:
            yield f"{name}: missing"
        elif stored[name] != made.files[name]:
            yield from _told(name, stored[name], made.files[name])


def _told(name: str, there: bytes, here: bytes) -> Iterator[str]:
    cells = list(_cells(name, there, here))
    if not cells:
        yield f"{name}: other bytes"
        return
    yield from cells[:MOST_CELLS]
    if len(cells) > MOST_CELLS:
        yield f"{name}: {len(cells) - MOST_CELLS} more cells differ"


def _cells(name: str, there: bytes, here: bytes) -> Iterator[str]:
    """The cells that differ between two versions of a table, where both can be read as one."""
    try:
        one, other = _read(name, there), _read(name, here)
    except (ValueError, TypeError, LookupError, csv.Error, RecursionError):
        return
    if [len(row) for row in one] != [len(row) for row in other]:
        yield f"{name}: {len(one)} rows there, {len(other)} here, or rows of other lengths"
        return
    for number, (row, again) in enumerate(zip(one, other, strict=True)):
        for column, (cell, value) in enumerate(zip(row, again, strict=True), 1):
            if cell != value:
                place = f"row {number}, column {column}" if number else f"heading of column {column}"
                yield f"{name}: {place}: {_short(cell)} there, {_short(value)} here"


def _read(name: str, raw: bytes) -> list[list[Any]]:
    text = raw.decode("utf-8")
    if name.startswith("tables/") and name.endswith(".csv"):
        return list(csv.reader(io.StringIO(text, newline="")))
    if name.startswith("tables/") and name.endswith(".json"):
        told = json.loads(text)
        return [list(told["columns"]), *(list(row) for row in told["rows"])]
    raise ValueError(name)


def _short(cell: object) -> str:
    told = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    return repr(told if len(told) <= 80 else told[:77] + "...")
