"""The tables of what a body cannot move: the ends of the interval, moves from a status quo, members, years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..results import Table
from .gridlock_intervals import GridlockAnswer, GridlockYear

if TYPE_CHECKING:
    from ..rendering import Cell

__all__ = ["gridlock_by_year_table", "gridlock_table", "moves_table", "points_table"]

BOUNDS = (
    "Each end rises with every ideal point: with all of them at their 5 or 95 per cent quantiles it is as low or as "
    "high as it can be while each lies between its own two. These are bounds, and no interval that holds in 90 of 100 "
    "cases."
)
PREFERENCES = (
    "Ideal points are estimates; that members like a point the less the farther it is from their own is a modelling "
    "choice (I). A vote for a move is cast by those to whom it is strictly nearer."
)


LEFT_OUT = "Without an ideal point, and out of the game as if absent"


def gridlock_table(answer: GridlockAnswer, heading: str, notes: Sequence[str] = (), cite: Sequence[str] = ()) -> Table:
    """The ends of the interval with their pivots and bounds.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from coopsec_games.analysis.gridlock_intervals import gridlock
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> from coopsec_games.spatial import Estimate
    >>> points = {"1": Estimate(Fraction(0)), "2": Estimate(Fraction(1)), "3": Estimate(Fraction(5))}
    >>> gridlock_table(gridlock(simple_game("[3; 1*3]"), points), "three members").rows
    (('low', Fraction(0, 1), '1'), ('high', Fraction(5, 1), '3'))
    """
    interval = answer.interval
    rows: list[tuple[Cell, ...]] = []
    for end, value, bounds, pivots in (
        ("low", interval.low, answer.low_bounds, interval.at_low),
        ("high", interval.high, answer.high_bounds, interval.at_high),
    ):
        rows.append((end, value, *(bounds or ()), ", ".join(pivots)))
    bounded = answer.low_bounds is not None
    empty = "The interval is empty: coalitions without a common member win, and every point can be left."
    told = (
        "Gridlock interval, or core: no winning coalition prefers another point to one in it, ends included.",
        *((empty,) if interval.is_empty else ()),
        *((BOUNDS,) if bounded else ()),
        PREFERENCES,
        *((f"{LEFT_OUT}: {', '.join(answer.missing)}.",) if answer.missing else ()),
    )
    quantiles = ("points at 5 %", "points at 95 %") if bounded else ()
    return Table(
        "gridlock",
        f"Gridlock interval: {heading}",
        ("end", "point", *quantiles, "pivots"),
        tuple(rows),
        (*notes, *told),
        tuple(cite),
    )


def moves_table(answer: GridlockAnswer, heading: str) -> Table:
    """What beats the status quo, and what the setter gets.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from coopsec_games.analysis.gridlock_intervals import gridlock
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> from coopsec_games.spatial import Estimate
    >>> points = {"1": Estimate(Fraction(0)), "2": Estimate(Fraction(1)), "3": Estimate(Fraction(5))}
    >>> answer = gridlock(simple_game("[2; 1*3]"), points, status_quo=0, setter="2")
    >>> [row[:2] for row in moves_table(answer, "three members").rows[1:]]
    [('beaten by all above', Fraction(0, 1)), ('and below', Fraction(2, 1)), ('proposal of 2', Fraction(1, 1))]
    """
    rows: list[tuple[Cell, ...]] = [("status quo", answer.status_quo, "")]
    for piece in answer.win_set:
        rows += [("beaten by all above", piece.low, ""), ("and below", piece.high, "")]
    if not answer.win_set:
        rows.append(("beaten by", None, "nothing"))
    if answer.proposal is not None:
        held = f"held there by {', '.join(answer.proposal.held_by)}" if answer.proposal.held_by else ""
        stays = "no move" if answer.proposal.outcome == answer.status_quo else held
        rows.append((f"proposal of {answer.setter}", answer.proposal.outcome, stays or "the own ideal point"))
    notes = ("The setter alone proposes, take it or leave it; whoever gains and loses nothing accepts.",)
    return Table(
        "gridlock-moves",
        f"Moves from the status quo: {heading}",
        ("what", "point", "remark"),
        tuple(rows),
        notes if answer.proposal else (),
    )


def points_table(answer: GridlockAnswer, heading: str, notes: Sequence[str] = ()) -> Table:
    """The members from left to right, with their ideal points and quantiles.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from coopsec_games.analysis.gridlock_intervals import gridlock
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> from coopsec_games.spatial import Estimate
    >>> answer = gridlock(simple_game("[2; 1, 1]"), {"1": Estimate(Fraction(3)), "2": Estimate(Fraction(1))})
    >>> points_table(answer, "two members").rows
    (('2', Fraction(1, 1)), ('1', Fraction(3, 1)))
    """
    bounded = answer.low_bounds is not None
    ordered = sorted(answer.points.items(), key=lambda item: item[1].point)
    return Table(
        "gridlock-points",
        f"Ideal points: {heading}",
        ("member", "point", *(("5 %", "95 %") if bounded else ())),
        tuple((member, found.point, *((found.low, found.high) if bounded else ())) for member, found in ordered),
        tuple(notes),
    )


def gridlock_by_year_table(
    years: Sequence[GridlockYear], heading: str, notes: Sequence[str] = (), cite: Sequence[str] = ()
) -> Table:
    """One row a year: the interval, its bounds and its pivots; the notes say why a year has none."""
    columns = ("year", "members", "low", "at 5 %", "at 95 %", "low pivots", "high", "at 5 %", "at 95 %", "high pivots")
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        if year.answer is None:
            rows.append((year.year, *(None for _ in columns[1:])))
            continue
        answer = year.answer
        low, high = answer.low_bounds or (None, None), answer.high_bounds or (None, None)
        interval = answer.interval
        pivots = ", ".join(interval.at_low), ", ".join(interval.at_high)
        rows.append((year.year, len(answer.points), interval.low, *low, pivots[0], interval.high, *high, pivots[1]))
    answers = [(year.year, year.answer) for year in years if year.answer is not None]
    missing = "; ".join(f"{year}: {', '.join(answer.missing)}" for year, answer in answers if answer.missing)
    empty = ", ".join(str(year) for year, answer in answers if answer.interval.is_empty)
    bounded = any(answer.low_bounds for _, answer in answers)
    told = (
        *notes,
        *((BOUNDS,) if bounded else ()),
        PREFERENCES,
        *((f"{LEFT_OUT}: {missing}.",) if missing else ()),
        *((f"The interval is empty, and every point can be left: {empty}.",) if empty else ()),
        *(f"{year.year}: {year.why}." for year in years if year.answer is None),
    )
    return Table(
        "gridlock-by-year",
        f"Gridlock interval by year: {heading}",
        columns,
        tuple(rows),
        told,
        tuple(cite),
        "rrrrrlrrrl",
    )
