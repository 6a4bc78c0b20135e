"""One of the two doors through which text comes in: a strict reader of YAML files.

It reads less than YAML: one document of mappings, lists and scalars in UTF-8, without anchors, aliases, tags, merge
keys or directives, and within stated limits.  A plain scalar that is a whole number (``12``, ``-3``) becomes an int,
``null``, ``~`` or nothing becomes ``None``, and everything else stays text: ``NO`` is Norway, ``no`` a ballot; ``0.25``
and ``2/3`` wait for the formula reader; ``1e3``, ``012``, ``0x1F`` and ``12:30`` are text like any other.  Every fault
says where it stands, and all faults of a file are reported at once.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from ..errors import CoopSecError, Faults, Place, SpecError, TooLarge, UsageError

__all__ = ["Data", "DataPath", "Document", "Mark", "file_bytes", "file_text", "read_text", "read_yaml", "refuse"]

MAX_BYTES = 2_000_000
SPLIT = "split it: a file holds one body or one case"
MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_SCALAR = 20_000
MAX_KEY = 200
MAX_DIGITS = 1_000
MAX_FAULTS = 50

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | None"
DataPath: TypeAlias = "tuple[str | int, ...]"

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DIGITS = re.compile(rf"[0-9]{{{MAX_DIGITS + 1}}}")
_CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
_BREAK = re.compile(r"\r\n|\r|\n")
# controls but tab and line breaks, soft hyphen, zero width, marks and overrides of direction, byte-order mark
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]"
)
_FOREIGN = (
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"%PDF", "a PDF document"),
    (b"version https://git-lfs.github.com/spec/", "a Git LFS pointer, not the file itself"),
)
_HTML = re.compile(rb"\s*<(!doctype html|html|head|body|\?xml)", re.IGNORECASE)


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
    return read_text(_text(file_bytes(path, shown), shown), shown)


def file_text(path: str | Path, shown: str = "", expected: str = "a game file") -> str:
    """The text of a file that is not YAML, as strictly as :func:`read_yaml` takes it in.

    Raises
    ------
    UsageError
        There is no such file, or it is a directory.
    SpecError
        The file is not text in UTF-8, or has invisible characters in it.
    TooLarge
        The file is larger than the stated limits.
    """
    shown = shown or str(path)
    text = _text(file_bytes(path, shown), shown, expected)
    refuse(_strange_text(text, shown))
    return text


def read_text(text: str, shown: str) -> Document:
    """Read YAML text as :func:`read_yaml` reads a file.

    Examples
    --------
    >>> read_text("member: NO\\nyes: 7", "example.yaml").data
    {'member': 'NO', 'yes': 7}
    """
    refuse(_strange_text(text, shown))
    reader = _Reader(shown)
    reader.read(text)
    refuse(reader.faults)
    if not isinstance(reader.root, dict):
        what = {str: "text", int: "a number", list: "a list", type(None): "nothing"}[type(reader.root)]
        raise SpecError(f"expected a mapping of keys to values, found {what}", place=Place(shown, 1, 1))
    return Document(shown, reader.root, reader.marks)


def refuse(faults: Iterable[CoopSecError]) -> None:
    """Raise the faults of a file, if there are any, each once and in the order in which they stand."""
    told = {(str(fault.place), fault.message): fault for fault in faults}
    listed = sorted(told.values(), key=_standing)
    if listed:
        raise Faults(listed) if len(listed) > 1 else listed[0]


def _standing(fault: CoopSecError) -> tuple[int, int]:
    return (fault.place.line or 0, fault.place.column or 0) if fault.place else (0, 0)


def file_bytes(path: str | Path, shown: str, most: int = MAX_BYTES, hint: str = SPLIT) -> bytes:
    """The bytes of a regular file.

    Parameters
    ----------
    path
        The file.
    shown
        How to name it in errors.
    most
        The number of bytes that are read at most.
    hint
        What to do about a larger file.

    Raises
    ------
    UsageError
        There is no such file, or it is a directory.
    SpecError
        It is not a regular file, or cannot be read.
    TooLarge
        It has more bytes.
    """
    place = Place(shown)
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise UsageError("this is a directory, not a file", place=place)
        if not stat.S_ISREG(mode):
            raise SpecError("this is not a regular file", place=place)
        with open(path, "rb") as file:
            raw = file.read(most + 1)
    except CoopSecError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError("there is no such file", place=place) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror or "not readable") if isinstance(error, OSError) else "not a file name"
        raise SpecError(f"the file cannot be read: {reason}", place=place) from None
    if len(raw) > most:
        raise TooLarge(f"the file is larger than {most:,} bytes", hint=hint, place=place)
    return raw


def _text(raw: bytes, shown: str, expected: str = "YAML") -> str:
    for start, what in _FOREIGN:
        if raw.startswith(start):
            raise SpecError(f"this looks like {what}; expected {expected} in UTF-8", place=Place(shown, 1, 1))
    if _HTML.match(raw):
        raise SpecError(f"this looks like an HTML or XML page; expected {expected} in UTF-8", place=Place(shown, 1, 1))
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = _position(before, len(before))
        raise SpecError(
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            hint="save the file as UTF-8",
            place=Place(shown, line, column),
        ) from None


def _position(text: str, index: int) -> tuple[int, int]:
    line, start = 1, 0
    for found in _BREAK.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return line, index - start + 1


def _strange_text(text: str, shown: str) -> list[CoopSecError]:
    faults: list[CoopSecError] = []
    for found in _CONFLICT.finditer(text):
        place = Place(shown, *_position(text, found.start()))
        faults.append(SpecError("a merge conflict was left in the file", place=place))
        if len(faults) >= MAX_FAULTS:
            return faults
    for found in _FORBIDDEN.finditer(text):
        place = Place(shown, *_position(text, found.start()))
        faults.append(SpecError(f"the invisible character {_character(found.group())} is not allowed", place=place))
        if len(faults) >= MAX_FAULTS:
            break
    return faults


def _character(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code


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

    def read(self, text: str) -> None:
        try:
            for event in _events(text):
                self._take(event)
        except _Stop:
            pass
        except yaml.YAMLError as error:
            self.faults.append(self._syntax(error, text))

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
        if isinstance(event, yaml.AliasEvent):
            self._fault(at, f"aliases (*{event.anchor}) are not read", "write the value out")
        elif event.anchor is not None:
            self._fault(at, f"anchors (&{event.anchor}) are not read", "write the value out where it is needed")
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
        found = _FORBIDDEN.search(text)
        if found:
            self._fault(at, f"the invisible character {_character(found.group())} is not allowed")

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
