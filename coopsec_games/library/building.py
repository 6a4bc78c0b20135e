"""An object in the making: what is wrong with its file is collected, and all of it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ..errors import CoopSecError, Faults, NotApplicable, SpecError, UnknownKey, UsageError, did_you_mean
from .loader import DataPath, Document
from .model_files import fold, placed

__all__ = ["Building"]

T = TypeVar("T")


class Building:
    """What is made of a document, and the faults found on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[CoopSecError] = []

    def fault(self, path: DataPath, message: str, hint: str = "", *, key: bool = False) -> None:
        """Collect what is wrong at a place of the document."""
        self.faults.append(self.document.fault(path, message, hint, key=key))

    def known(self, path: DataPath, noun: str, word: str, known: Iterable[str], *, key: bool = False) -> bool:
        """Whether a word is known, and a fault where it is not."""
        listed = list(known)
        if word in listed:
            return True
        hint = did_you_mean(word, listed) or (f"known: {', '.join(listed)}" if listed else f"there is no {noun} here")
        self.fault(path, f"unknown {noun} {word!r}", hint, key=key)
        return False

    def alike(self, path: DataPath, words: Iterable[str], noun: str) -> None:
        """Collect the repetitions among the ids of a list."""
        seen: dict[str, int] = {}
        for number, word in enumerate(words):
            if (first := seen.setdefault(fold(word), number)) != number:
                line = self.document.place((*path, first)).line
                self.fault((*path, number, "id"), f"the {noun} {word!r} is on file already", f"see line {line}")

    def attempt(self, path: DataPath, function: Callable[[], T], *, key: bool = False) -> T | None:
        """What a lower room makes of a text, or nothing and a fault where the text stands."""
        try:
            return function()
        except Faults as error:
            self.faults.extend(error.faults)
        except (UnknownKey, NotApplicable, UsageError) as error:
            place = error.place or self.document.place(path, key=key)
            self.faults.append(SpecError(error.message, hint=error.hint, place=place))
        except CoopSecError as error:
            error.place = error.place or (self.document.place(path, key=True) if key else None)
            self.faults.append(placed(error, self.document, path))
        return None
