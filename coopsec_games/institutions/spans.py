"""A span of days as people ask for it: by days, or by years."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ..errors import UsageError
from .institution import day

__all__ = ["Span", "read_span"]


@dataclass(frozen=True)
class Span:
    """Days from a first to a last one, both included; None where it is open.

    Examples
    --------
    >>> read_span("1946", "1965").holds(dt.date(1965, 12, 31))
    True
    """

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, when: dt.date) -> bool:
        """Whether a day lies in the span."""
        return (self.first is None or self.first <= when) and (self.last is None or when <= self.last)


def read_span(first: str | dt.date | None = None, last: str | dt.date | None = None) -> Span:
    """A span, from days or years.

    Parameters
    ----------
    first, last
        Days as ``1950-06-27``, or years, which start on their first day and end on their last; None leaves it open.

    Raises
    ------
    UsageError
        A word is neither a day nor a year, or the span ends before it starts.

    Examples
    --------
    >>> read_span("1946", "1950-06-27")
    Span(first=datetime.date(1946, 1, 1), last=datetime.date(1950, 6, 27))
    """
    span = Span(_day(first, "01-01"), _day(last, "12-31"))
    if span.first and span.last and span.last < span.first:
        raise UsageError(f"the span ends on {span.last}, before it starts on {span.first}")
    return span


def _day(word: str | dt.date | None, within: str) -> dt.date | None:
    if word is None:
        return None
    return day(f"{word}-{within}" if isinstance(word, str) and re.fullmatch(r"[0-9]{4}", word) else word)
