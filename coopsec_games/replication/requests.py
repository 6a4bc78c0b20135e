"""What a selection file asks of a figure: whether the figure takes it, and the request that its maker reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..cooperative.indices import POWER_INDICES
from ..errors import CoopSecError, FormulaError, SpecError, did_you_mean
from ..formulas import exact
from ..institutions.spans import read_span
from ..library.spec_words import key_of

if TYPE_CHECKING:
    from ..figures import BodyRequest, Positions, Request
    from ..library.paper_files import Paper
    from ..library.spec_papers import FigureSpec
    from ..spatial.estimates import IdealPoints

__all__ = ["DIMENSIONS", "TAKEN", "asked_of_body", "asked_of_case", "faults_of", "in_fields", "positions_of"]

DIMENSIONS: Mapping[str, int] = {"gridlock": 1, "gridlock-by-year": 1, "win-set": 2}
"""A figure that needs ideal points, and in how many dimensions."""

OF_CASES = ("game", "x", "y", "set")
STANDING = frozenset({"procedure", "date", "absent", "points", "year", "status_quo"})
TAKEN: Mapping[str, frozenset[str]] = {
    "through-time": frozenset({"procedure", "index", "from_", "to"}),
    "gridlock": STANDING,
    "gridlock-by-year": frozenset({"procedure", "from_", "to", "absent", "points"}),
    "win-set": STANDING,
}
"""A figure of a body, and the fields that say something to it."""

OF_BODIES = tuple(sorted(frozenset().union(*TAKEN.values())))
OF_POINTS = ("points", "year", "status_quo")

OPTIONS: Mapping[str, str] = {
    "--as MEMBER=CODE": "'codes'",
    "--skip-missing leaves": "'skip-missing: yes' leaves",
    "--year-column": "'years'",
    "--year": "'year'",
    "--column": "'columns'",
    "--status-quo": "'status-quo'",
}
"""An option of the command line in a hint, and the field of a selection file that says the same."""


def in_fields(fault: CoopSecError) -> None:
    """A hint at an option of the command line becomes one at a field of the file."""
    for option, field in OPTIONS.items():
        fault.hint = fault.hint.replace(option, field)


def faults_of(paper: Paper, number: int, entry: FigureSpec) -> Iterator[SpecError]:
    """What is wrong with an entry before anything is computed."""
    from ..figures import BODY_FIGURES, FIGURES

    at = ("figures", number)
    of_case = entry.model is None
    known, others = (tuple(FIGURES), tuple(BODY_FIGURES)) if of_case else (tuple(BODY_FIGURES), tuple(FIGURES))
    if entry.figure not in known:
        other = "it is a figure of a body: give 'model'" if of_case else "it is a figure of a case: give 'case'"
        hint = other if entry.figure in others else did_you_mean(entry.figure, known) or f"known: {', '.join(known)}"
        yield paper.fault((*at, "figure"), f"unknown figure {entry.figure!r}", hint)
        return
    for name in _idle(entry):
        source = "a case" if of_case else "a body"
        what = f"the figure {entry.figure!r} of {source} takes no {key_of(name)!r}"
        yield paper.fault((*at, key_of(name)), what)
    if entry.index is not None and entry.index not in POWER_INDICES:
        hint = did_you_mean(entry.index, POWER_INDICES) or f"known: {', '.join(POWER_INDICES)}"
        yield paper.fault((*at, "index"), f"unknown power index {entry.index!r}", hint)
    yield from _faults_of_points(paper, at, entry)


def _idle(entry: FigureSpec) -> tuple[str, ...]:
    """The fields that are given and say nothing to the figure."""
    if entry.model is not None:
        taken = TAKEN.get(entry.figure, frozenset(OF_BODIES))
    else:
        taken = frozenset((*OF_CASES, *(OF_POINTS if entry.figure in DIMENSIONS else ())))
    return tuple(name for name in (*OF_CASES, *OF_BODIES) if getattr(entry, name) and name not in taken)


def _faults_of_points(paper: Paper, at: tuple[str | int, ...], entry: FigureSpec) -> Iterator[SpecError]:
    wanted = DIMENSIONS.get(entry.figure)
    if wanted is None:
        return
    if entry.points is None:
        hint = "a key of 'points', where the paper says what the file of them is"
        yield paper.fault((*at, "figure"), f"the figure {entry.figure!r} needs ideal points: give 'points'", hint)
        return
    stated = paper.spec.points.get(entry.points)
    if stated is None:
        hint = did_you_mean(entry.points, paper.spec.points) or "name them under 'points'"
        yield paper.fault((*at, "points"), f"unknown ideal points {entry.points!r}", hint)
        return
    if max(1, len(stated.columns)) != wanted:
        what = "two 'columns' of ideal points" if wanted == 2 else "one column of ideal points, a line"
        yield paper.fault((*at, "points"), f"the figure {entry.figure!r} needs {what}")
    elif entry.status_quo and len(entry.status_quo) != wanted:
        what = f"the status quo has {len(entry.status_quo)} coordinates, not {wanted}"
        yield paper.fault((*at, "status-quo"), what)


def asked_of_case(entry: FigureSpec, positions: Positions | None) -> Request:
    """The request for a figure of a case."""
    from ..figures import Request

    games = (entry.game,) if entry.game else ()
    return Request(games=games, x=entry.x or "", y=entry.y or "", positions=positions)


def asked_of_body(entry: FigureSpec, positions: Positions | None) -> BodyRequest:
    """The request for a figure of a body.

    Raises
    ------
    UsageError
        The time that is asked for is none.
    """
    from ..figures import BodyRequest

    read_span(entry.from_, entry.to)
    return BodyRequest(
        procedure=entry.procedure,
        index=entry.index or BodyRequest.index,
        first=entry.from_,
        last=entry.to,
        date=entry.date,
        absent=tuple(entry.absent),
        positions=positions,
    )


def positions_of(paper: Paper, entry: FigureSpec, points: tuple[IdealPoints, ...] | None) -> Positions | None:
    """Where the members stand; None where an entry does not say.

    Raises
    ------
    FormulaError
        The status quo is no number.
    """
    if entry.points is None or points is None:
        return None
    from ..figures import Positions

    stated = paper.spec.points[entry.points]
    status_quo = tuple(map(_number, entry.status_quo))
    return Positions(points, entry.year, stated.codes, stated.skip_missing, status_quo)


def _number(words: str) -> Fraction:
    number = exact(words)
    if not isinstance(number, Fraction):
        raise FormulaError(f"the status quo is {words!r}, which is not a number")
    return number
