"""Every deliberate error of the project.

::

    CoopSecError
    ├── SpecError           (ValueError)      an input file is invalid
    │   └── Faults                            all the faults of one file, at once
    ├── FormulaError        (ValueError)      a number or a formula is not one
    │   └── InexactNumber                     a float, or text that only a float could hold
    ├── UnknownKey          (KeyError)        a name that nothing answers to
    ├── InvalidRule         (ValueError)      a voting rule that cannot be one
    ├── InvalidGame         (ValueError)      a game that cannot be one
    ├── NotApplicable       (ValueError)      a question that the object cannot answer
    ├── UsageError          (ValueError)      the request itself is wrong
    ├── TooLarge            (ValueError)      a stated limit is exceeded
    ├── Unverified          (ArithmeticError) an answer failed its exact check
    └── MissingDependency   (ImportError)     an optional dependency is not installed

Each is also the builtin a Python user would catch.  ``code`` is what ``coopsec explain`` takes,
``exit_code`` what the command line returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

__all__ = [
    "CoopSecError",
    "Faults",
    "FormulaError",
    "InexactNumber",
    "InvalidGame",
    "InvalidRule",
    "MissingDependency",
    "NotApplicable",
    "Place",
    "SpecError",
    "TooLarge",
    "UnknownKey",
    "Unverified",
    "UsageError",
    "did_you_mean",
]


@dataclass(frozen=True)
class Place:
    """Where a fault stands: a file, and in it a line and a column, both counted from 1.

    Examples
    --------
    >>> str(Place("cases/korea.yaml", 3, 7))
    'cases/korea.yaml:3:7'
    >>> str(Place("cases/korea.yaml"))
    'cases/korea.yaml'
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class CoopSecError(Exception):
    """The root: one clear line, where it stands, and a hint where one helps."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        return self.message

    def lines(self) -> list[str]:
        """The error as the command line prints it: the fault, then the hint."""
        start = f"{self.place}: " if self.place else ""
        told = [f"{start}error[{self.code}]: {self.message}"]
        if self.hint:
            told.append(f"hint: {self.hint}")
        return told


class SpecError(CoopSecError, ValueError):
    """An input file is invalid."""

    code = "spec"


class Faults(SpecError):
    """All the faults of one file at once, in the order in which they stand."""

    def __init__(self, faults: Iterable[CoopSecError]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))

    def lines(self) -> list[str]:
        """Every fault as the command line prints it."""
        return [line for fault in self.faults for line in fault.lines()]


class FormulaError(CoopSecError, ValueError):
    """A number or a formula is not one; ``column`` counts from 1 within its text."""

    code = "formula"

    def __init__(self, message: str, *, column: int | None = None, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message, hint=hint, place=place)
        self.column = column


class InexactNumber(FormulaError):
    """A float, or text that only a float could hold."""

    code = "inexact"


class UnknownKey(CoopSecError, KeyError):
    """A name that nothing answers to."""

    code = "unknown"
    exit_code = 2

    def __str__(self) -> str:
        return self.message


class InvalidRule(CoopSecError, ValueError):
    """A voting rule that cannot be one."""

    code = "rule"


class InvalidGame(CoopSecError, ValueError):
    """A game that cannot be one."""

    code = "game"


class NotApplicable(CoopSecError, ValueError):
    """A question that the object cannot answer, such as a date that no period covers."""

    code = "not-applicable"
    exit_code = 2


class UsageError(CoopSecError, ValueError):
    """The request itself is wrong."""

    code = "usage"
    exit_code = 2


class TooLarge(CoopSecError, ValueError):
    """A stated limit of size or time is exceeded; the message says what to use instead."""

    code = "too-large"
    exit_code = 4


class Unverified(CoopSecError, ArithmeticError):
    """An answer failed its exact check, or two methods disagree."""

    code = "unverified"
    exit_code = 5


class MissingDependency(CoopSecError, ImportError):
    """An optional dependency is not installed; the hint names the extra that brings it."""

    code = "missing-dependency"
    exit_code = 6


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint for a misspelt word, or nothing.

    Examples
    --------
    >>> did_you_mean("wieght", ["weight", "quota"])
    "did you mean 'weight'?"
    >>> did_you_mean("usa", ["RUS", "USA"])
    "did you mean 'USA'?"
    >>> did_you_mean("xyz", ["weight", "quota"])
    ''
    """
    told = list(known)
    near = [each for each in told if each.casefold() == word.casefold()] or get_close_matches(
        word, told, n=1, cutoff=0.6
    )
    return f"did you mean {near[0]!r}?" if near else ""
