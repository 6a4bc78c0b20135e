"""What options and arguments of several commands mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from ..errors import FormulaError, UsageError
from .output import search_path

if TYPE_CHECKING:
    from ..institutions.case import Case

__all__ = [
    "check_condition",
    "check_numbers",
    "check_settings",
    "every_case",
    "read_date",
    "read_number",
    "said_of",
    "with_settings",
]

LONGEST_QUOTED = 80


def every_case(asked: Sequence[str]) -> tuple[str, ...]:
    """The cases asked for, or all where none is named."""
    from ..library import cases

    return tuple(dict.fromkeys(asked)) or tuple(cases(search_path()))


def read_date(context: click.Context, parameter: click.Parameter, words: str | None) -> str | None:
    """A date as ISO 8601 writes it, or nothing."""
    if words is None:
        return None
    import datetime

    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            raise ValueError
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        raise UsageError(f"{words!r} is not a date", hint="a date is written 1950-06-27") from None


@contextmanager
def said_of(option: str, words: str, before: int = 0, hint: str = "") -> Iterator[None]:
    """A fault of a formula, told as one of the option in which it stands.

    ``before`` counts the characters of the option's value that stand before the formula; ``hint`` helps where the
    fault has no hint of its own.
    """
    try:
        yield
    except FormulaError as fault:
        column = "" if fault.column is None else f", column {before + fault.column}"
        quoted = words if len(words) <= LONGEST_QUOTED else words[: LONGEST_QUOTED - 3] + "..."
        raise UsageError(f"{option} {quoted!r}{column}: {fault.message}", hint=fault.hint or hint) from None


def read_number(option: str, words: str, hint: str, start: int = 0, end: int | None = None) -> Fraction:
    """The number that stands between two places of an option's value."""
    from ..formulas import exact

    part = words[start:end]
    with said_of(option, words, start + len(part) - len(part.lstrip()), hint):
        return Fraction(exact(part.strip()))


def check_numbers(option: str, words: str, hint: str) -> None:
    """Refuse a value such as ``c=0:1:21`` or ``c=0,1`` one of whose numbers is none."""
    start = words.find("=") + 1
    if start and words[start:].strip():
        for part in re.split("[:,]", words[start:]):
            read_number(option, words, hint, start, start + len(part))
            start += len(part) + 1


def check_settings(case: Case, settings: Mapping[str, str]) -> None:
    """Refuse a value given by ``--set`` that is no formula in the other parameters of a case."""
    from ..formulas import exact

    names = [parameter.name for parameter in case.parameters]
    for name, text in settings.items():
        if name in names:
            with said_of("--set", f"{name}={text}", len(name) + 1, "a value is set by --set c=1/2"):
                exact(text, [other for other in names if other != name])


def check_condition(case: Case, option: str, text: str | None, settings: Mapping[str, str]) -> None:
    """Refuse a condition that is none in the parameters of a case, or that speaks of one that is set."""
    from ..formulas import names_in, read_condition

    if text is None:
        return
    with said_of(option, text, hint="a condition compares formulas: 'c < 1/2 and k >= c'"):
        used = names_in(read_condition(text, [parameter.name for parameter in case.parameters]))
    for name in settings:
        if name in used:
            raise UsageError(
                f"{option} {text!r}: {name!r} is set by --set", hint=f"write {settings[name]} in its place"
            )


def _settings(context: click.Context, parameter: click.Parameter, words: Sequence[str]) -> dict[str, str]:
    """The values given by ``--set NAME=VALUE``."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not (name and equals and value):
            raise UsageError(f"--set {word!r} sets nothing", hint="a value is set by --set c=1/2")
        if name in found:
            raise UsageError(f"--set: {name!r} is set twice")
        found[name] = value
    return found


with_settings = click.option(
    "--set",
    "settings",
    multiple=True,
    callback=_settings,
    metavar="S=V",
    help="A parameter's exact value, or a formula in the others.",
)
