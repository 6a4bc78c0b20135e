"""Figures of what a body cannot move on a line: its members with the interval, and the interval year by year.

No case says where states stand: ideal points come from a file, and the answer is as good as these estimates are.

Examples
--------
>>> from fractions import Fraction
>>> from coopsec_games.analysis.gridlock_intervals import gridlock
>>> from coopsec_games.cooperative.simple_games import simple_game
>>> from coopsec_games.spatial import Estimate
>>> points = {"1": Estimate(Fraction(0)), "2": Estimate(Fraction(1)), "3": Estimate(Fraction(5))}
>>> picture = spectrum_figure("Three members.", gridlock(simple_game("[2; 1*3]"), points)).picture
>>> [member.name for member in picture.members if member.pivot], str(picture.interval.low)
(['2'], '1')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..analysis.gridlock_intervals import gridlock, gridlock_by_year, ideal_points_of
from ..analysis.gridlock_tables import BOUNDS, PREFERENCES
from ..errors import NotApplicable, TooLarge, UsageError
from ..institutions.spans import read_span
from .asked import BODY_FIGURES, FIGURES, BodyRequest, Positions, Request
from .labels import said
from .pictures import BandPicture, Figure, Interval, IntervalPicture, Placed, SpectrumPicture

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.gridlock_intervals import GridlockAnswer
    from ..institutions.institution import Institution, Membership, Procedure
    from ..spatial.estimates import IdealPoints
    from ..spatial.line import GridlockInterval

__all__ = ["gridlock_figure", "gridlock_years_figure", "numbered", "spectrum_figure", "standing", "year_of_points"]

AXIS = "ideal point"

MOST_ROWS = 12
"""Years that stand under each other; more of them stand beside each other."""

MOST_MEMBERS = 60

KREHBIEL = "Krehbiel 1998, Pivotal Politics, ch. 2"
SOURCE = f"{KREHBIEL}; Black 1948, JPE 56:23-34"


def gridlock_figure(
    caption: str, rows: Sequence[Interval], notes: Sequence[str] = (), cite: Sequence[str] = (), axis: str = AXIS
) -> Figure:
    """Gridlock intervals by name under each other, with the uncertainty of each end.

    Parameters
    ----------
    caption
        Of the figure.
    rows
        The intervals.
    notes, cite
        Of the figure.
    axis
        What the line is on which the ideal points lie.

    Raises
    ------
    UsageError
        There is no row.
    """
    if not rows:
        raise UsageError("there is no interval to draw")
    picture = IntervalPicture(axis, tuple(rows))
    return Figure("gridlock-by-year", caption, picture, notes=tuple(notes), cite=tuple(cite))


def gridlock_years_figure(
    model: Institution,
    positions: Positions,
    *,
    procedure: str | None = None,
    absent: Iterable[str] = (),
    first: int | None = None,
    last: int | None = None,
) -> Figure:
    """The gridlock interval of a body year by year, with the uncertainty of each end.

    A few years stand under each other with their pivots, many beside each other on an axis of time.

    Parameters
    ----------
    model
        The body.
    positions
        Where the members stand, on a line.
    procedure
        Which procedure; without it, the default of the body.
    absent
        Members who stay away, in the years in which they are members.
    first, last
        Years; without them, all for which there are ideal points.

    Raises
    ------
    UsageError
        The ideal points are not on a line or not by year, or there are none of such years.
    SpecError
        A member has no ideal point, and none may be left out.
    NotApplicable
        The body is stated in none of these years.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from coopsec_games.library import load_model
    >>> from coopsec_games.spatial import Estimate, IdealPoints
    >>> alliance = load_model("nato")
    >>> points = {member: Estimate(Fraction(place)) for place, member in enumerate(alliance.on("1950-12-31").members)}
    >>> made_up = Positions((IdealPoints("made up", {1950: points}, {}, "year"),))
    >>> [(row.name, str(row.high)) for row in gridlock_years_figure(alliance, made_up).picture.rows]
    [('1950', '11')]
    """
    points = _line(positions)
    wanted = [year for year in points.periods if (first is None or first <= year) and (last is None or year <= last)]
    if points.period == "year" and not wanted:
        raise UsageError(f"{points.source} has no ideal points of such years", hint=f"years: {_span(points.periods)}")
    years = gridlock_by_year(
        model, points, wanted, procedure=procedure, absent=absent, codes=positions.codes,
        skip_missing=positions.skip_missing,
    )  # fmt: skip
    found = [(year.year, _interval(str(year.year), year.answer)) for year in years if year.answer is not None]
    if not found:
        raise NotApplicable(f"{model.name}: {years[0].why}")
    answers = [year.answer for year in years if year.answer is not None]
    missing = [
        f"{year.year}: {', '.join(year.answer.missing)}" for year in years if year.answer and year.answer.missing
    ]
    empty = [str(year) for year, row in found if row.low > row.high]
    notes = (
        "Members and rules of the last day of each year.",
        *_said_of(points, positions.codes, absent),
        *((BOUNDS,) if any(answer.low_bounds for answer in answers) else ()),
        PREFERENCES,
        *((f"Without an ideal point, and out of the game as if absent: {'; '.join(missing)}.",) if missing else ()),
        *((f"The interval is empty, and every point can be left: {', '.join(empty)}.",) if empty else ()),
        *(f"{year.year}: {year.why}." for year in years if year.answer is None),
    )
    caption = f"{model.name}: gridlock interval by year ({procedure or model.default})."
    cite = (SOURCE,)
    if len(found) <= MOST_ROWS:
        return gridlock_figure(caption, [row for _, row in found], notes, cite)
    return Figure("gridlock-by-year", caption, BandPicture(AXIS, tuple(found)), notes=notes, cite=cite)


def spectrum_figure(
    caption: str, answer: GridlockAnswer, notes: Sequence[str] = (), cite: Sequence[str] = (), axis: str = AXIS
) -> Figure:
    """Members on a line with the gridlock interval, its pivots, and what beats a status quo where there is one.

    Parameters
    ----------
    caption
        Of the figure.
    answer
        The interval, with the points of those who decide.
    notes, cite
        Of the figure.
    axis
        What the line is on which the ideal points lie.

    Raises
    ------
    TooLarge
        There are more than 60 members.
    """
    if len(answer.points) > MOST_MEMBERS:
        raise TooLarge(
            f"{len(answer.points)} members are more than the {MOST_MEMBERS} that a picture holds",
            hint="coopsec gridlock tells them in a table",
        )
    pivots = {*answer.interval.at_low, *answer.interval.at_high}
    ordered = sorted(answer.points.items(), key=lambda item: item[1].point)
    members = tuple(
        Placed(
            name,
            found.point,
            found.point if found.low is None else found.low,
            found.point if found.high is None else found.high,
            name in pivots,
        )
        for name, found in ordered
    )
    interval = _interval("gridlock interval", answer)
    told = []
    if interval.low > interval.high:
        told.append(said("The interval is empty: every point can be left."))
    if any(member.low < member.high for member in members):
        told.append(said("Thin lines: from the 5 to the 95 per cent quantile."))
    told.append(said("Bold: the pivots."))
    picture = SpectrumPicture(
        axis,
        members,
        interval,
        answer.status_quo,
        tuple((piece.low, piece.high) for piece in answer.win_set),
        tuple(told),
    )
    missing = answer.missing
    said_too = (
        *notes,
        *((BOUNDS,) if answer.low_bounds else ()),
        PREFERENCES,
        *((f"Without an ideal point, and out of the game as if absent: {', '.join(missing)}.",) if missing else ()),
    )
    return Figure("gridlock", caption, picture, notes=said_too, cite=tuple(cite))


def numbered(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures of one kind under keys that tell them apart, where there are several."""
    if len(figures) < 2:
        return tuple(figures)
    return tuple(replace(figure, key=f"{figure.key}-{place}") for place, figure in enumerate(figures, 1))


def _interval(name: str, answer: GridlockAnswer) -> Interval:
    told: GridlockInterval = answer.interval
    lows = answer.low_bounds or (told.low, told.low)
    highs = answer.high_bounds or (told.high, told.high)
    return Interval(name, told.low, told.high, lows, highs, (", ".join(told.at_low), ", ".join(told.at_high)))


def _line(positions: Positions) -> IdealPoints:
    if len(positions.points) != 1:
        raise UsageError("a gridlock interval lies on a line: one column of ideal points is needed")
    return positions.points[0]


def _span(years: Sequence[int]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 4 else ", ".join(map(str, years))


def _said_of(points: IdealPoints, codes: Mapping[str, str], absent: Iterable[str]) -> tuple[str, ...]:
    away = ", ".join(absent)
    return (
        *((f"Not in the game: {away}.",) if away else ()),
        *(f"{member} stands under {code} where it has no row of its own." for member, code in codes.items()),
        f"Ideal points: {points.source}, column {points.columns.get('point', AXIS)}.",
    )


def year_of_points(positions: Positions, date: dt.date | None) -> int | None:
    """Whose year's ideal points are taken on a day; None where the file tells no years apart.

    Raises
    ------
    UsageError
        The file tells sessions apart and no years, or several years of which none is asked for.
    """
    points = positions.points[0]
    if points.period == "session":
        raise UsageError(f"{points.source} has no years", hint="--year-column names the column of years")
    if not points.period:
        return None
    if positions.year is not None or date is None:
        asked = positions.year
        points.of(asked)
        return asked if asked is not None else points.periods[0]
    return date.year


def standing(
    model: Institution, request: BodyRequest, positions: Positions
) -> tuple[Membership, Procedure, int | None]:
    """A body on the day that is asked about, the procedure, and the year of the ideal points.

    Without a day, it is the last of the year of the ideal points.

    Raises
    ------
    UsageError
        The file does not say which ideal points are meant.
    NotApplicable
        The body is not stated on this day.
    """
    asked = None if request.date is None else dt.date.fromisoformat(str(request.date))
    year = year_of_points(positions, asked)
    day = asked if asked is not None or year is None else dt.date(year, 12, 31)
    sitting = model.on(day)
    return sitting, sitting.procedure(request.procedure, absent=request.absent), year


# --- registered ------------------------------------------------------------------------------------------------------


@FIGURES.register("gridlock", title="What the body cannot move, on a line of ideal points", cite=SOURCE)
def gridlock_of_case(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The members and the gridlock interval under each of the case's questions of power, where ideal points are given.

    Without another year, the ideal points are those of the year of the question; a question of a year that is not on
    file has no figure.
    """
    positions = request.positions
    if positions is None or len(positions.points) != 1:
        return ()
    points, found = positions.points[0], []
    for answer in analysis.power:
        year = year_of_points(positions, answer.question.date)
        if year is not None and year not in points.periods:
            continue
        told = gridlock(
            answer.procedure.rule,
            ideal_points_of(answer.procedure.members, points, year, positions.codes),
            status_quo=positions.status_quo[0] if positions.status_quo else None,
            skip_missing=positions.skip_missing,
        )
        caption = f"{analysis.case.title}: gridlock interval, {answer.label}, {answer.question.date}."
        notes = (
            f"{answer.label}: {answer.procedure.text}.",
            *_said_of(points, positions.codes, answer.question.absent),
        )
        found.append(spectrum_figure(caption, told, notes, (*answer.procedure.cite, SOURCE)))
    return numbered(found)


@BODY_FIGURES.register("gridlock", title="What a body cannot move, on a line of ideal points", cite=SOURCE)
def gridlock_of_body(model: Institution, request: BodyRequest) -> Figure:
    """The members and the gridlock interval of a body on one day."""
    positions = _given(request)
    points = _line(positions)
    sitting, chosen, year = standing(model, request, positions)
    told = gridlock(
        chosen.rule,
        ideal_points_of(chosen.members, points, year, positions.codes),
        status_quo=positions.status_quo[0] if positions.status_quo else None,
        skip_missing=positions.skip_missing,
        names={member: sitting.name(member) for member in sitting.members},
    )
    caption = f"{model.name}: gridlock interval ({chosen.key}, {sitting.date})."
    notes = (f"Rule: {chosen.text}.", *_said_of(points, positions.codes, request.absent))
    return spectrum_figure(caption, told, notes, (*chosen.cite, SOURCE))


@BODY_FIGURES.register("gridlock-by-year", title="What a body cannot move, year by year", cite=SOURCE)
def gridlock_years_of_body(model: Institution, request: BodyRequest) -> Figure:
    """The gridlock interval of a body in every year of the file, as it stood on the last day of the year."""
    read_span(request.first, request.last)
    first, last = (None if when is None else int(str(when)[:4]) for when in (request.first, request.last))
    return gridlock_years_figure(
        model, _given(request), procedure=request.procedure, absent=request.absent, first=first, last=last
    )


def _given(request: BodyRequest) -> Positions:
    if request.positions is None:
        raise UsageError("gridlock needs ideal points", hint="a file of them, one row a member and year")
    return request.positions
