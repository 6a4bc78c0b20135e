"""One of the two doors through which text comes in: a strict reader of YAML files.

It reads less than YAML: one document of mappings, lists and scalars in UTF-8, without anchors, aliases, tags, merge
keys or directives, and within stated limits.  A plain scalar that is a whole number (``12``, ``-3``) becomes an int,
``null``, ``~`` or nothing becomes ``None``, and everything else stays text: ``NO`` is Norway, ``no`` a ballot; ``0.25``
and ``2/3`` wait for the formula reader; ``1e3``, ``012``, ``0x1F`` and ``12:30`` are text like any other.  Every fault
says where it stands, and all faults of a file are reported at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from ..errors import CoopSecError, Place, SpecError, TooLarge
from .texts import (
    FORBIDDEN,
    MAX_BYTES,
    MAX_FAULTS,
    character_name,
    decoded,
    file_bytes,
    file_text,
    refuse,
    strange_characters,
)

__all__ = [
    "MAX_BYTES",
    "Data",
    "DataPath",
    "Document",
    "Mark",
    "file_bytes",
    "file_text",
    "read_text",
    "read_yaml",
    "refuse",
]

MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_SCALAR = 20_000
MAX_KEY = 200
MAX_DIGITS = 1_000

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | None"
DataPath: TypeAlias = "tuple[str | int, ...]"

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DIGITS = re.compile(rf"[0-9]{{{MAX_DIGITS + 1}}}")


@dataclass(frozen=True)
class Mark:
    """Where a value stands, and its key; ``inner`` is the column of its text when it is written on one line."""

    line: int
    column: int
    key: tuple[int, int] | None = None
    inner: int | None = None


@dataclass(frozen=True)
class Document:
    """What a file holds as plain data, and where each part of it stands."""

    file: str
    data: Data
    marks: Mapping[DataPath, Mark] = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", MappingProxyType(dict(self.marks)))

    def place(self, path: DataPath = (), *, key: bool = False, column: int | None = None) -> Place:
        """The place of a value, or of its key, or of a column (from 1) within its text.

        A path that is not in the file has the place of the nearest part around it that is.
        """
        whole = path
        while path and path not in self.marks:
            path = path[:-1]
        mark = self.marks.get(path)
        if mark is None:
            return Place(self.file)
        if key and path == whole and mark.key:
            return Place(self.file, *mark.key)
        if column is not None and path == whole and mark.inner is not None:
            return Place(self.file, mark.line, mark.inner + column - 1)
        return Place(self.file, mark.line, mark.column)

    def fault(
        self, path: DataPath, message: str, hint: str = "", *, key: bool = False, column: int | None = None
    ) -> SpecError:
        """A fault at a path."""
        return SpecError(message, hint=hint, place=self.place(path, key=key, column=column))


def read_yaml(path: str | Path, shown: str = "") -> Document:
    """Read a file strictly.

    Parameters
    ----------
    path
        A regular file.
    shown
        The name under which faults speak of it; without it, the path as given.

    Raises
    ------
    UsageError
        There is no such file, or it is a directory.
    SpecError
        The file cannot be read, or is not what this reader accepts; all its faults at once as :class:`Faults`.
    TooLarge
        The file is larger than the stated limits.
    """
    shown = shown or str(path)
    return read_text(decoded(file_bytes(path, shown), shown), shown)


def read_text(text: str, shown: str) -> Document:
    """Read YAML text as :func:`read_yaml` reads a file.

    Examples
    --------
    >>> read_text("member: NO\\nyes: 7", "example.yaml").data
    {'member': 'NO', 'yes': 7}
    """
    refuse(strange_characters(text, shown))
    reader = _Reader(shown)
    reader.read(text)
    refuse(reader.faults)
    if not isinstance(reader.root, dict):
        what = {str: "text", int: "a number", list: "a list", type(None): "nothing"}[type(reader.root)]
        raise SpecError(f"expected a mapping of keys to values, found {what}", place=Place(shown, 1, 1))
    return Document(shown, reader.root, reader.marks)


Position: TypeAlias = "tuple[int, int]"


def _at(mark: Any) -> Position:
    """Line and column, from 1, of a mark of the parser."""
    return mark.line + 1, mark.column + 1


class _Stop(Exception):
    """The file is not worth reading on."""


@dataclass
class _Frame:
    """A mapping or a list that is being read."""

    value: dict[str, Data] | list[Data]
    path: DataPath
    key: str | None = None
    key_at: Position = (1, 1)
    folded: dict[str, Position] = field(default_factory=dict)


class _Reader:
    """Plain data and marks from the events of the YAML parser, without recursion."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.root: Data = None
        self.marks: dict[DataPath, Mark] = {}
        self.faults: list[CoopSecError] = []
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._documents = 0
        self._shared: list[tuple[Position, str]] = []

    def read(self, text: str) -> None:
        try:
            for event in _events(text):
                self._take(event)
        except _Stop:
            pass
        except yaml.YAMLError as error:
            self.faults.append(self._syntax(error, text))
        if self._shared:
            (at, name), *others = self._shared
            what = "anchors" if name[0] == "&" else "aliases"
            more = f", nor are {len(others):,} more such marks in this file" if others else ""
            self.faults.append(
                SpecError(
                    f"{what} ({name}) are not read{more}",
                    hint="write the value out where it is needed",
                    place=Place(self.shown, *at),
                )
            )

    def _fault(self, at: Position, message: str, hint: str = "") -> None:
        self.faults.append(SpecError(message, hint=hint, place=Place(self.shown, *at)))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if event.version or event.tags:
                self._fault(_at(event.start_mark), "directives (%YAML, %TAG) are not read")
            if self._documents > 1:
                self._fault(_at(event.start_mark), "a file holds one document, and here a second one starts")
                raise _Stop
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()

    def _node(self, event: yaml.NodeEvent) -> None:
        at = _at(event.start_mark)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise TooLarge(f"the file has more than {MAX_NODES:,} values", place=Place(self.shown, *at))
        if event.anchor is not None:
            self._shared.append((at, ("*" if isinstance(event, yaml.AliasEvent) else "&") + event.anchor))
        if tag := getattr(event, "tag", None):
            self._fault(at, f"tags ({tag}) are not read", "write the value without it")
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, event)
            return
        if isinstance(event, yaml.ScalarEvent):
            value: Data = self._scalar(event)
            inner = None
            if at[0] == _at(event.end_mark)[0] and event.style not in {"|", ">"}:
                inner = at[1] + bool(event.style)
            self._place(frame, value, at, inner)
        elif isinstance(event, yaml.AliasEvent):
            self._place(frame, None, at, None)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = self._place(frame, value, at, None)
            self._stack.append(_Frame(value, path))
            if len(self._stack) > MAX_DEPTH:
                self._fault(at, f"more than {MAX_DEPTH} levels, one inside another")
                raise _Stop

    def _key(self, frame: _Frame, event: yaml.NodeEvent) -> None:
        at = _at(event.start_mark)
        if not isinstance(event, yaml.ScalarEvent):
            self._fault(at, "a key must be a word, not a list or a mapping")
            if not isinstance(event, yaml.AliasEvent):
                raise _Stop
            frame.key, frame.key_at = "", at
            return
        key = event.value
        if event.implicit[0] and key == "<<":
            self._fault(at, "merge keys (<<) are not read", "write the keys out")
        elif not key:
            self._fault(at, "a key is empty")
        elif len(key) > MAX_KEY:
            self._fault(at, f"a key is longer than {MAX_KEY} characters")
        self._strange(key, at)
        folded = unicodedata.normalize("NFC", key)
        if folded in frame.folded:
            line, column = frame.folded[folded]
            self._fault(at, f"the key {key!r} stands here a second time", f"the first is at {line}:{column}")
        frame.folded.setdefault(folded, at)
        frame.key, frame.key_at = key, at

    def _place(self, frame: _Frame | None, value: Data, at: Position, inner: int | None) -> DataPath:
        if frame is None:
            self.root = value
            self.marks[()] = Mark(*at)
            return ()
        if isinstance(frame.value, list):
            path = (*frame.path, len(frame.value))
            frame.value.append(value)
            self.marks[path] = Mark(*at, inner=inner)
            return path
        key = frame.key or ""
        path = (*frame.path, key)
        frame.key = None
        if key not in frame.value:
            frame.value[key] = value
            self.marks[path] = Mark(*at, key=frame.key_at, inner=inner)
        return path

    def _scalar(self, event: yaml.ScalarEvent) -> str | int | None:
        text, at = event.value, _at(event.start_mark)
        if len(text) > MAX_SCALAR:
            self._fault(at, f"a text is longer than {MAX_SCALAR} characters")
            return ""
        self._strange(text, at)
        if _DIGITS.search(text):
            self._fault(at, f"a number has more than {MAX_DIGITS} digits")
            return ""
        if not event.implicit[0] or event.style:
            return str(text)
        if _INTEGER.fullmatch(text):
            return int(text)
        return None if text in {"", "~", "null", "Null", "NULL"} else str(text)

    def _strange(self, text: str, at: Position) -> None:
        found = FORBIDDEN.search(text)
        if found:
            self._fault(at, f"the invisible character {character_name(found.group())} is not allowed")

    def _syntax(self, error: yaml.YAMLError, text: str) -> SpecError:
        at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Place(self.shown, *_at(at)) if at else Place(self.shown)
        problem = str(getattr(error, "problem", None) or error).split("\n")[0]
        context = str(getattr(error, "context", None) or "")
        hint = ""
        letter = text[at.index : at.index + 1] if at and at.index is not None else ""
        if "cannot start any token" in problem and letter == "\t":
            problem, hint = "a tab stands where only spaces may", "indent with spaces"
        elif "cannot start any token" in problem and letter:
            problem, hint = f"no text may start with {letter!r} here", "put the text in quotes"
        elif "mapping values are not allowed" in problem:
            hint = "a text with ': ' in it needs quotes"
        elif "found unexpected end of stream" in problem and "quoted" in context:
            problem = "a quote is opened and not closed"
        elif "flow" in context:
            problem = f"{problem} {context}"
            hint = "is a bracket or a comma missing?"
        return SpecError(f"this is not YAML: {problem}", hint=hint, place=place)


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text, Loader=loader)
