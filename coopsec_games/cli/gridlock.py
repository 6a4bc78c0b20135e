"""``coopsec gridlock``: what a body cannot move, from a file of ideal points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from ..errors import Faults, Place, SpecError, UsageError, did_you_mean
from ..results import Table, json_data
from .asked import read_date
from .output import Output, patience, printing, search_path
from .positions import read_codes
from .rules import Target, read_target, target_heading

if TYPE_CHECKING:
    from ..analysis.gridlock_intervals import GridlockAnswer
    from ..spatial.estimates import IdealPoints

__all__ = ["gridlock_command"]

MOST_DECIMALS = 6


@click.command("gridlock", short_help="What a body cannot move, from a file of ideal points.")
@click.argument("target")
@click.option("--ideal-points", "file", required=True, metavar="FILE", help="A CSV file, one row a member and year.")
@click.option("--column", metavar="C", help="The column of the points; ideal_point or IdealPoint else.")
@click.option("--member-column", metavar="C", help="The column of the members; member, iso3 or iso3c else.")
@click.option("--year-column", metavar="C", help="The column of the years; year else.")
@click.option("--quantiles", metavar="LOW,HIGH", help="The columns of the 5 and 95 per cent quantiles.")
@click.option("--year", type=click.IntRange(1, 9999), metavar="Y", help="The ideal points of this year.")
@click.option("--session", type=click.IntRange(1, 9999), metavar="N", help="The ideal points of this session.")
@click.option("--date", callback=read_date, metavar="D", help="The membership and the rules of this day.")
@click.option("--procedure", metavar="P", help="Another procedure than the model's default.")
@click.option("--absent", multiple=True, metavar="M", help="A member that leaves the game; may be given again.")
@click.option("--as", "codes", multiple=True, callback=read_codes, metavar="M=CODE",
              help="A member under another code in the file.")  # fmt: skip
@click.option("--skip-missing", is_flag=True, help="Members without an ideal point leave the game as if absent.")
@click.option("--status-quo", metavar="S", help="What stands now: what beats it?")
@click.option("--setter", metavar="M", help="The member who alone may propose to move the status quo.")
@click.option("--by-year", is_flag=True, help="One row for each year of the file.")
@printing()
def gridlock_command(
    target: str,
    file: str,
    column: str | None,
    member_column: str | None,
    year_column: str | None,
    quantiles: str | None,
    year: int | None,
    session: int | None,
    date: str | None,
    procedure: str | None,
    absent: tuple[str, ...],
    codes: dict[str, str],
    skip_missing: bool,
    status_quo: str | None,
    setter: str | None,
    by_year: bool,
    out: Output,
) -> None:
    """What a body cannot move: the gridlock interval of its rule on a line of ideal points, exactly.

    TARGET is a model (unsc, nato), a model's file, or a weighted game: "[39; 7*5, 1*10]". Without --date, a model is
    taken on the last day of the year of the ideal points.
    """
    from ..library.ideal_point_files import read_ideal_points

    if year is not None and session is not None:
        raise UsageError("--year does not go with --session")
    points = read_ideal_points(
        file,
        column=column,
        members=member_column,
        quantiles=tuple(name.strip() for name in quantiles.split(",")) if quantiles else (),
        period="session" if session is not None else year_column,
    )
    if by_year:
        others = {
            "year": year, "session": session, "date": date, "status-quo": status_quo, "setter": setter,
        }  # fmt: skip
        for option, value in others.items():
            if value is not None:
                raise UsageError(f"--{option} does not go with --by-year")
        if points.period != "year":
            hint = "--year-column names it"
            raise UsageError("there is no column of years", hint=hint, place=Place(file, 1))
        with _placed(file):
            _by_year(target, points, procedure, absent, codes, skip_missing, out)
        return
    from ..analysis import gridlock_intervals as intervals
    from ..analysis import gridlock_tables as made

    period, derived = _period(points, year if session is None else session, date)
    dated = not target.lstrip().startswith("[") and date is None and points.period == "year" and period is not None
    asked = read_target(target, f"{period:04}-12-31" if dated else date, procedure, absent)
    for member in codes:
        if member not in asked.rule.members:
            raise UsageError(f"--as: {member!r} is not a member", hint=did_you_mean(member, asked.rule.members))
    found = intervals.ideal_points_of(asked.rule.members, points, period, codes)
    blanks = intervals.blanks_of(asked.rule.members, points, period, codes)
    with patience(f"placing {len(found)} members"), _placed(file):
        answer = intervals.gridlock(
            asked.rule,
            found,
            status_quo=_number(status_quo),
            setter=setter,
            skip_missing=skip_missing,
            names=_names(target, asked),
            blanks=blanks,
        )
    told = points.of(period)
    used = {codes[member] if member not in told else member for member in found}
    others_on_file = [name for name in told if name not in used]
    facts: dict[str, Any] = {
        "target": asked.key,
        "procedure": asked.procedure,
        "date": asked.date,
        "year": period if points.period == "year" else None,
        "session": period if points.period == "session" else None,
        "rule": asked.text,
        "absent": list(absent),
        "codes": {member: codes[member] for member in found if member not in told},
        "unrecorded": list(points.unrecorded.get(period, ())),
        "others": others_on_file,
        "unnamed": points.unnamed,
        "source": points.source,
        "columns": dict(points.columns),
        "cite": list(asked.cite),
    }
    heading = target_heading(asked)
    notes = (
        *asked.notes,
        *((f"No date was asked for: {asked.date} is the last day of the year of the ideal points.",) if dated else ()),
        *((f"The ideal points are those of the year of the date, {period}.",) if derived else ()),
        *((f"Not in the game: {', '.join(absent)}.",) if absent else ()),
        _source(points, period, facts),
    )

    def tables() -> list[Table]:
        shown = [made.gridlock_table(answer, heading, notes, asked.cite)]
        shown += [made.moves_table(answer, heading)] if answer.status_quo is not None else []
        return shown if out.format == "csv" else [*shown, made.points_table(answer, heading)]

    _in_decimals(out, _numbers(answer)).emit(lambda: {**json_data(facts), **answer.to_json()}, tables)


def _by_year(
    target: str,
    points: IdealPoints,
    procedure: str | None,
    absent: Sequence[str],
    codes: Mapping[str, str],
    skip_missing: bool,
    out: Output,
) -> None:
    from ..analysis.gridlock_intervals import gridlock_by_year
    from ..analysis.gridlock_tables import gridlock_by_year_table
    from ..library import load_model

    if target.lstrip().startswith("["):
        raise UsageError("--by-year needs a model; a weighted game has no years")
    model = load_model(target, search_path())
    with patience(f"placing the members of {target} year by year"):
        years = gridlock_by_year(
            model, points, procedure=procedure, absent=absent, codes=codes, skip_missing=skip_missing
        )
    used = {code: member for member, code in codes.items()}
    notes = (
        "Members and rules of the last day of each year.",
        *((f"Not in the game: {', '.join(absent)}.",) if absent else ()),
        *(f"{member} stands under {code} where it has no row of its own." for code, member in used.items()),
        f"Ideal points: {points.source}, column {points.columns['point']}.",
    )
    heading = f"{model.name} ({procedure or model.default})"
    numbers = [number for told in years if told.answer for number in _numbers(told.answer)]
    _in_decimals(out, numbers).emit(
        lambda: {
            "target": model.key,
            "procedure": procedure or model.default,
            "years": [told.to_json() for told in years],
            "codes": dict(codes),
            "absent": list(absent),
            "source": points.source,
            "columns": dict(points.columns),
        },
        lambda: [gridlock_by_year_table(years, heading, notes)],
    )


@contextmanager
def _placed(file: str) -> Iterator[None]:
    """A fault of the ideal points that stands nowhere else stands in their file."""
    try:
        yield
    except SpecError as fault:
        for each in fault.faults if isinstance(fault, Faults) else (fault,):
            each.place = each.place or Place(file)
        raise


def _period(points: IdealPoints, asked: int | None, date: str | None) -> tuple[int | None, bool]:
    """The year or session of the ideal points, and whether the date alone says which."""
    if asked is not None or points.period != "year" or date is None:
        points.of(asked)
        return (asked if asked is not None else next(iter(points.by_period))), False
    points.of(int(date[:4]))
    return int(date[:4]), True


def _number(words: str | None) -> Fraction | None:
    from ..cooperative.reading import exact_number
    from ..errors import InvalidRule

    if words is None:
        return None
    try:
        return Fraction(exact_number(words, "the status quo"))
    except InvalidRule as fault:
        raise UsageError(fault.message, hint=fault.hint) from None


def _names(target: str, asked: Target) -> dict[str, str]:
    """The names of a model's members on the day."""
    if asked.date is None:
        return {}
    from ..library import load_model

    sitting = load_model(target, search_path()).on(asked.date)
    return {member: sitting.name(member) for member in sitting.members}


def _source(points: IdealPoints, period: int | None, facts: Mapping[str, Any]) -> str:
    """Where the ideal points come from, and what of the file was not used."""
    when = f", {points.period} {period}" if period is not None else ""
    told = [f"Ideal points: {points.source}, column {points.columns['point']}{when}"]
    told += [f"{member} stands there under {code}" for member, code in facts["codes"].items()]
    if facts["others"]:
        told.append(f"{len(facts['others'])} others on file are not in the game")
    if points.unnamed:
        rows = "1 row of the file names" if points.unnamed == 1 else f"{points.unnamed} rows of the file name"
        told.append(f"{rows} no member")
    return "; ".join(told) + "."


def _numbers(answer: GridlockAnswer) -> list[Fraction]:
    """Every number that the tables show."""
    found = [
        value
        for estimate in answer.points.values()
        for value in (estimate.point, estimate.low, estimate.high)
        if value is not None
    ]
    found += [end for piece in answer.win_set for end in (piece.low, piece.high)]
    found += [answer.status_quo] if answer.status_quo is not None else []
    return found + ([answer.proposal.outcome] if answer.proposal else [])


def _in_decimals(out: Output, numbers: Iterable[Fraction]) -> Output:
    """The output with as many decimals as write every number exactly, where a few do and the user asked for none."""
    if out.digits is not None:
        return out
    told = tuple(numbers)
    for digits in range(MOST_DECIMALS + 1):
        if all(10**digits % number.denominator == 0 for number in told):
            return replace(out, digits=digits)
    return out
