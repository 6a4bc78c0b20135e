"""Figures of power: bars of a case's questions, and lines through time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from ..analysis.through_time import power_through_time
from ..cooperative.indices import POWER_INDICES
from ..errors import NotApplicable
from .asked import BODY_FIGURES, FIGURES, BodyRequest, Request
from .labels import said
from .pictures import Bar, BarPicture, Figure, Line, LinePicture, Span, Width

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.through_time import Period
    from ..institutions.institution import Institution

__all__ = ["bars_figure", "power_bars", "power_lines", "through_time_figure", "year_of"]

MOST_BARS = 40
"""Bars that one column of a journal holds."""

MOST_LINES = 8
DAY = dt.timedelta(days=1)


@FIGURES.register(
    "power", title="Voting power, in bars", cite="Shapley and Shubik 1954; Banzhaf 1965; Felsenthal and Machover 1997"
)
def power_bars(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The power of each member, in bars, under each of the case's questions."""
    if not analysis.power:
        return ()
    keys = tuple(dict.fromkeys(key for answer in analysis.power for key in answer.indices))
    groups = tuple(
        (
            f"{answer.label}, {answer.question.date}" if len(analysis.power) > 1 else "",
            tuple(Bar(_each(members), tuple(values.get(key) for key in keys)) for members, values in answer.groups()),
        )
        for answer in analysis.power
    )
    return (
        bars_figure(
            "power",
            f"{analysis.case.title}: voting power.",
            [POWER_INDICES[key].title for key in keys],
            groups,
            [f"{answer.label}: {answer.procedure.text}." for answer in analysis.power],
            [source for answer in analysis.power for source in answer.procedure.cite],
        ),
    )


def bars_figure(
    key: str,
    caption: str,
    series: Sequence[str],
    groups: Sequence[tuple[str, Sequence[Bar]]],
    notes: Sequence[str] = (),
    cite: Sequence[str] = (),
) -> Figure:
    """A figure of bars in groups.

    Parameters
    ----------
    key, caption
        Of the figure.
    series
        What the bars of one group are called.
    groups
        Headings with their bars.
    notes, cite
        Of the figure.
    """
    picture = BarPicture(tuple(series), tuple((title, tuple(bars)) for title, bars in groups))
    rows = len(series) * sum(len(bars) for _, bars in picture.groups)
    width: Width = "double" if len(picture.groups) > 1 and rows > MOST_BARS else "single"
    return Figure(key, caption, picture, width, notes=tuple(dict.fromkeys(notes)), cite=tuple(dict.fromkeys(cite)))


def _each(members: Sequence[str]) -> str:
    return ", ".join(members) + (" (each)" if len(members) > 1 else "")


@FIGURES.register(
    "through-time", title="Power through time, in lines", cite="the model of each institution; Shapley and Shubik 1954"
)
def power_lines(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The power of the members of the case's body through all the time that is stated."""
    body, procedure = analysis.case.institution, analysis.procedure
    if body is None or procedure is None:
        return ()
    with suppress(NotApplicable):
        return (through_time_figure(body, procedure.key),)
    return ()


@BODY_FIGURES.register(
    "through-time", title="Power through time, in lines", cite="the model of each institution; Shapley and Shubik 1954"
)
def power_of_body(model: Institution, request: BodyRequest) -> Figure:
    """The power of the members of a body through time."""
    return through_time_figure(model, request.procedure, request.index, request.first, request.last)


def through_time_figure(
    model: Institution,
    procedure: str | None = None,
    index: str = "shapley-shubik",
    first: str | dt.date | None = None,
    last: str | dt.date | None = None,
) -> Figure:
    """Lines of power through time: members who always had the same power share one.

    Parameters
    ----------
    model
        The body.
    procedure
        Which procedure; without it, the default of the body.
    index
        A power index.
    first, last
        Days or years; without them, all the time that is stated.  What is stated without an end is drawn for a year.
    """
    periods = power_through_time(model, procedure, index, first, last)
    entry = POWER_INDICES[index]
    stated = [period.until for period in periods if period.until is not None]
    end = max([*stated, *(period.since + 365 * DAY for period in periods if period.until is None)])
    lines = _lines(periods, end)
    notes = []
    if any(
        one.value == other.value and one.since == other.since
        for place, line in enumerate(lines)
        for before in lines[:place]
        for one in line.spans
        for other in before.spans
    ):
        notes.append(said("Where lines coincide, the one named first lies on top."))
    if len(lines) > MOST_LINES:
        notes.append(said(f"The {MOST_LINES} lines that rise highest; {len(lines) - MOST_LINES} more lie lower."))
    picture = LinePicture(entry.title, lines[:MOST_LINES], tuple(notes))
    return Figure(
        "through-time",
        f"{model.name}: power through time ({periods[0].procedure}).",
        picture,
        notes=tuple(dict.fromkeys(f"{period.since}: {'; later: '.join(period.rules)}." for period in periods)),
        cite=tuple(dict.fromkeys((*(source for period in periods for source in period.cite), entry.cite))),
    )


def _lines(periods: Sequence[Period], end: dt.date) -> tuple[Line, ...]:
    """One line for members whose power never differs while they sit together, the most powerful first."""
    found: list[tuple[list[str], dict[int, Fraction]]] = []
    for member, values in _courses(periods).items():
        for names, known in found:
            shared = known.keys() & values.keys()
            if shared and all(known[at] == values[at] for at in shared) and (_named(member) == _named(names[0])):
                names.append(member)
                known.update(values)
                break
        else:
            found.append(([member], dict(values)))
    found.sort(key=lambda line: (-max(line[1].values()), line[0]))
    lines = [Line(_title(names), _spans(values, periods, end)) for names, values in found]
    return tuple(lines)


def _courses(periods: Sequence[Period]) -> dict[str, dict[int, Fraction]]:
    """The power of each member that stays, and of the seats that change hands, by period; the longest first."""
    courses: dict[str, dict[int, Fraction]] = {}
    for at, period in enumerate(periods):
        for rank, found in enumerate(period.classes):
            for member in found.always:
                courses.setdefault(member, {})[at] = found.power
            if len(found.always) < found.count:
                seats = "seats that change hands" + (f" (class {rank + 1})" if _changing(period) > 1 else "")
                courses.setdefault(seats, {})[at] = found.power
    return dict(sorted(courses.items(), key=lambda course: -len(course[1])))


def _changing(period: Period) -> int:
    return sum(len(found.always) < found.count for found in period.classes)


def _named(member: str) -> bool:
    return not member.startswith("seats that change hands")


def _title(names: Sequence[str]) -> str:
    return ", ".join(sorted(names)) + (" (each)" if len(names) > 1 else "")


def _spans(values: dict[int, Fraction], periods: Sequence[Period], end: dt.date) -> tuple[Span, ...]:
    return tuple(
        Span(year_of(periods[at].since), year_of((periods[at].until or end) + DAY), value)
        for at, value in sorted(values.items())
    )


def year_of(when: dt.date) -> Fraction:
    """A day as a number of years.

    Examples
    --------
    >>> str(year_of(dt.date(1966, 1, 1))), str(year_of(dt.date(1950, 7, 2)))
    ('1966', '711932/365')
    """
    start = dt.date(when.year, 1, 1)
    long = (dt.date(when.year + 1, 1, 1) - start).days if when.year < dt.MAXYEAR else 365
    return when.year + Fraction((when - start).days, long)
