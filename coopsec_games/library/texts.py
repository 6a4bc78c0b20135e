"""From a file to its text: bytes within a stated size, UTF-8, and no character that nobody sees."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ..errors import CoopSecError, Faults, Place, SpecError, TooLarge, UsageError

__all__ = [
    "FORBIDDEN",
    "MAX_BYTES",
    "MAX_FAULTS",
    "character_name",
    "decoded",
    "file_bytes",
    "file_text",
    "refuse",
    "strange_characters",
]

MAX_BYTES = 2_000_000
SPLIT = "split it: a file holds one body or one case"
MAX_FAULTS = 50

_CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
_BREAK = re.compile(r"\r\n|\r|\n")
# controls but tab and line breaks, soft hyphen, zero width, marks and overrides of direction, byte-order mark
FORBIDDEN = re.compile(
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


def file_text(path: str | Path, shown: str = "", expected: str = "a game file") -> str:
    """The text of a file that is not YAML, as strictly as a YAML file is taken in.

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
    text = decoded(file_bytes(path, shown), shown, expected)
    refuse(strange_characters(text, shown))
    return text


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


def decoded(raw: bytes, shown: str, expected: str = "YAML") -> str:
    """The text of bytes that are UTF-8, or what they look like instead."""
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


def strange_characters(text: str, shown: str) -> list[CoopSecError]:
    """Faults of a text whatever it holds: what a merge left in it, and characters that nobody sees."""
    faults: list[CoopSecError] = []
    for found in _CONFLICT.finditer(text):
        place = Place(shown, *_position(text, found.start()))
        faults.append(SpecError("a merge conflict was left in the file", place=place))
        if len(faults) >= MAX_FAULTS:
            return faults
    for found in FORBIDDEN.finditer(text):
        place = Place(shown, *_position(text, found.start()))
        faults.append(SpecError(f"the invisible character {character_name(found.group())} is not allowed", place=place))
        if len(faults) >= MAX_FAULTS:
            break
    return faults


def character_name(character: str) -> str:
    """A character by its code point and its name."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code
