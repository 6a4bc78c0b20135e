"""What options and arguments of several commands mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from ..errors import UsageError
from .output import search_path

__all__ = ["every_case", "read_date", "with_settings"]


def every_case(asked: Sequence[str]) -> tuple[str, ...]:
    """The cases asked for, or all where none is named."""
    from ..library import cases

    return tuple(asked) or tuple(cases(search_path()))


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


def _settings(context: click.Context, parameter: click.Parameter, words: Sequence[str]) -> dict[str, str]:
    """The values given by ``--set NAME=VALUE``."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not (name and equals and value):
            raise UsageError(f"{word!r} sets nothing", hint="a value is set by --set c=1/2")
        if name in found:
            raise UsageError(f"{name!r} is set twice")
        found[name] = value
    return found


with_settings = click.option(
    "--set", "settings", multiple=True, callback=_settings, metavar="S=V", help="A parameter's exact value."
)
