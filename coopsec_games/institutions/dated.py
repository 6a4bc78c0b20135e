"""What is dated about a body: terms of members, names, rules, weights, and what changes from one day to the next.

Both ends of a period are included; an end that is not stated means "still".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import UsageError

__all__ = ["MARKS", "Change", "NamePeriod", "Provision", "Term", "Weights", "covers", "day"]


def day(text: str | dt.date) -> dt.date:
    """A date, from ISO text or as it is.

    Raises
    ------
    UsageError
        The text is not a date, or not one of the calendar.

    Examples
    --------
    >>> day("1950-06-27")
    datetime.date(1950, 6, 27)
    """
    if isinstance(text, dt.date):
        return text
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    raise UsageError(f"{text!r} is not a date", hint="write a day of the calendar as YYYY-MM-DD")


def covers(since: dt.date, until: dt.date | None, when: dt.date) -> bool:
    """Whether a day lies in a period, both ends included."""
    return since <= when and (until is None or when <= until)


MARKS = ("C", "D", "M", "m", "I")
"""The marks of certainty, the surest first: checked, derived, standard reference, that in doubt, modelling choice."""


@dataclass(frozen=True)
class Term:
    """Members of a group over one period, with the source and its mark of certainty."""

    of: tuple[str, ...]
    since: dt.date
    until: dt.date | None = None
    cite: tuple[str, ...] = ()
    certainty: str = ""
    note: str = ""


@dataclass(frozen=True)
class Weights:
    """The weight of each member over one period: votes, or people."""

    of: Mapping[str, int | str]
    since: dt.date
    until: dt.date | None = None
    cite: tuple[str, ...] = ()
    certainty: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "of", MappingProxyType(dict(self.of)))


@dataclass(frozen=True)
class NamePeriod:
    """The name of a member up to a day, or for good."""

    name: str
    until: dt.date | None = None


@dataclass(frozen=True)
class Provision:
    """A procedure over one period: its rule as written, in words, and where it stands.

    ``certainty`` is the mark of the source; a ``counterfactual`` provision was never in force: it is a reading to
    compare with.
    """

    rule: object
    since: dt.date
    until: dt.date | None = None
    text: str = ""
    cite: tuple[str, ...] = ()
    certainty: str = ""
    counterfactual: bool = False
    note: str = ""


@dataclass(frozen=True)
class Change:
    """What is different from one day on: who came and went, which rules began, changed or ended.

    Examples
    --------
    >>> print(Change(day("1999-03-12"), joined=("CZE", "HUN", "POL"), members=19))
    1999-03-12: 19 members; joined: CZE, HUN, POL
    """

    date: dt.date
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    members: int = 0

    def __str__(self) -> str:
        told = [f"{word}: {', '.join(getattr(self, word))}" for word in _CHANGES if getattr(self, word)]
        return "; ".join((f"{self.date}: {self.members} members", *told))


_CHANGES = ("joined", "left", "suspended", "procedures", "weights")
