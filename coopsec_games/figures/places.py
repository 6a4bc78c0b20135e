"""Figures of places in a plane: ideal points, what nothing beats, and what beats a status quo.

The boundary of a win set is made of arcs around ideal points; the points of an arc that are drawn lie on it exactly.

Examples
--------
>>> from coopsec_games.cooperative.simple_games import simple_game
>>> points = {"1": (0, 0), "2": (4, 0), "3": (0, 3)}
>>> win_set_figure("Three members.", simple_game("[2; 1*3]"), points, (3, 3)).picture.areas[0][0]
'beats the status quo'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..analysis.gridlock_intervals import ideal_points_of
from ..analysis.gridlock_tables import PREFERENCES
from ..cooperative.rules import without
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable, SpecError, UsageError
from ..spatial.petals import win_petals
from ..spatial.plane import core_polygon, cross, dot, place
from .asked import BODY_FIGURES, FIGURES, BodyRequest, Positions, Request
from .gridlock import numbered, standing, year_of_points
from .labels import said
from .pictures import Figure, Mark, PlacePicture

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..cooperative.ballots import VotingRule
    from ..institutions.institution import Institution
    from ..spatial.petals import Petal
    from .outlines import Point

__all__ = ["petal_outline", "places_figure", "win_set_figure"]

STEPS = 16
"""Points on a quarter of a circle."""

SOURCE = "McKelvey 1976, JET 12:472-482; Tsebelis 2002, Veto Players, ch. 1"


def places_figure(
    caption: str,
    points: Mapping[str, Point],
    areas: Sequence[tuple[str, Sequence[Sequence[Point]]]] = (),
    status_quo: Point | None = None,
    axes: tuple[str, str] = ("first dimension", "second dimension"),
    notes: Sequence[str] = (),
    cite: Sequence[str] = (),
) -> Figure:
    """Ideal points in the plane with areas such as a win set or a core.

    Parameters
    ----------
    caption
        Of the figure.
    points
        Name to ideal point.
    areas
        Names, each with rings of points; the area is what lies within at least one.
    status_quo
        The status quo.
    axes
        What the two dimensions mean.
    notes, cite
        Of the figure.

    Raises
    ------
    NotApplicable
        There is no point.
    """
    if not points:
        raise NotApplicable("there is no ideal point to draw")
    picture = PlacePicture(
        said(axes[0]),
        said(axes[1]),
        tuple(Mark(name, point) for name, point in points.items()),
        tuple((name, tuple(tuple(ring) for ring in rings)) for name, rings in areas),
        status_quo,
    )
    return Figure("win-set", caption, picture, notes=tuple(notes), cite=tuple(cite))


def win_set_figure(
    caption: str,
    game: SimpleGame | VotingRule,
    points: Mapping[str, Point],
    status_quo: Point | None = None,
    axes: tuple[str, str] = ("first dimension", "second dimension"),
    notes: Sequence[str] = (),
    cite: Sequence[str] = (),
) -> Figure:
    """Members in the plane with the core, and with what beats a status quo.

    Parameters
    ----------
    caption
        Of the figure.
    game
        A simple game, or a rule with its "not yes" meaning no.
    points
        Everyone's ideal point.
    status_quo
        What stands now; without it, the core alone is shown.
    axes
        What the two dimensions mean.
    notes, cite
        Of the figure.

    Raises
    ------
    UsageError
        A member has no point, or a point no member.
    NotApplicable
        Nobody ever decides.
    TooLarge
        There are more than 100 points or 100,000 minimal winning coalitions.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> four = {"1": (0, 0), "2": (4, 0), "3": (4, 4), "4": (0, 4)}
    >>> [title for title, _ in win_set_figure("Four.", simple_game("[4; 1*4]"), four, (2, 1)).picture.areas]
    ['core: nothing beats a point in it']
    """
    exactly = {member: place(point) for member, point in points.items()}
    here = None if status_quo is None else place(status_quo)
    petals = () if here is None else win_petals(game, exactly, here)
    core = core_polygon(game, exactly).vertices
    areas: list[tuple[str, Sequence[Sequence[Point]]]] = []
    if petals:
        areas.append(("beats the status quo", [petal_outline(petal, exactly) for petal in petals]))
    told = []
    if here is not None and not petals:
        told.append("Nothing beats the status quo.")
    if len(core) > 1:
        areas.append(("core: nothing beats a point in it", [core]))
    else:
        where = "the core is one point, ({}, {})".format(*core[0]) if core else "there is no core"
        told.append(f"{where[0].upper()}{where[1:]}.")
    return places_figure(caption, exactly, areas, here, axes, (*told, *notes, PREFERENCES), cite)


def petal_outline(petal: Petal, points: Mapping[str, Point]) -> tuple[Point, ...]:
    """Points around a petal, each of them on one of its arcs.

    Parameters
    ----------
    petal
        A part of a win set.
    points
        Everyone's ideal point.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [petal] = win_petals(simple_game("[1; 1]"), {"1": (1, 0)}, (0, 0))
    >>> outline = petal_outline(petal, {"1": (Fraction(1), Fraction(0))})
    >>> len(outline), all((x - 1) ** 2 + y**2 == 1 for x, y in outline)
    (64, True)
    """
    return tuple(point for arc in petal.arcs for point in _arc(points[arc.centre], arc.start, arc.end))


def _arc(centre: Point, start: Point, end: Point) -> Iterator[Point]:
    """Rational points of an arc, anticlockwise, its start among them and its end not; the whole where both are one."""
    x, y = start[0] - centre[0], start[1] - centre[1]
    to = end[0] - centre[0], end[1] - centre[1]
    quarter = (x, y)
    for turn in range(4):
        ends_here = (turn or to != (x, y)) and cross(quarter, to) >= 0 and dot(quarter, to) > 0
        for step in range(STEPS):
            half = Fraction(step, STEPS)
            along, across = (1 - half**2) / (1 + half**2), 2 * half / (1 + half**2)
            now = (quarter[0] * along - quarter[1] * across, quarter[1] * along + quarter[0] * across)
            if ends_here and cross(now, to) <= 0:
                return
            yield centre[0] + now[0], centre[1] + now[1]
        if ends_here:
            return
        quarter = (-quarter[1], quarter[0])


def _in_two_dimensions(
    rule: VotingRule, positions: Positions, year: int | None
) -> tuple[SimpleGame, dict[str, Point], tuple[str, ...]]:
    """The game of those who have a point in both dimensions, their points, and who has none."""
    across, up = (ideal_points_of(rule.members, points, year, positions.codes) for points in positions.points)
    known = across.keys() & up.keys()
    found = {member: (across[member].point, up[member].point) for member in rule.members if member in known}
    missing = tuple(member for member in rule.members if member not in found)
    if missing and not positions.skip_missing:
        raise SpecError(
            f"no ideal point of {', '.join(missing)}",
            hint="--as MEMBER=CODE names another code in the file; --skip-missing leaves them out of the game",
        )
    if not found:
        raise NotApplicable("no member has an ideal point", hint="are the members called as in the file?")
    return SimpleGame(without(rule, missing) if missing else rule), found, missing


def _drawn(
    caption: str,
    rule: VotingRule,
    positions: Positions,
    year: int | None,
    absent: Sequence[str],
    notes: Sequence[str],
    cite: Sequence[str],
) -> Figure:
    game, found, missing = _in_two_dimensions(rule, positions, year)
    first, second = positions.points
    axes = first.columns.get("point", "first"), second.columns.get("point", "second")
    here = positions.status_quo
    told = (
        *notes,
        *((f"Not in the game: {', '.join(absent)}.",) if absent else ()),
        *((f"Without an ideal point, and out of the game as if absent: {', '.join(missing)}.",) if missing else ()),
        *(f"{member} stands under {code} where it has no row of its own." for member, code in positions.codes.items()),
        f"Ideal points: {first.source}, columns {axes[0]} and {axes[1]}" + (f", {year}." if year else "."),
    )
    return win_set_figure(
        caption, game, found, (here[0], here[1]) if len(here) == 2 else None,
        (f"ideal point: {axes[0]}", f"ideal point: {axes[1]}"), told, (*cite, SOURCE),
    )  # fmt: skip


# --- registered ------------------------------------------------------------------------------------------------------


@FIGURES.register("win-set", title="What beats the status quo in a plane of ideal points, and the core", cite=SOURCE)
def win_sets_of_case(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The win set and the core under each of the case's questions of power, where points in a plane are given."""
    positions = request.positions
    if positions is None or len(positions.points) != 2:
        return ()
    found = []
    for answer in analysis.power:
        year = year_of_points(positions, answer.question.date)
        if year is None or year in positions.points[0].periods:
            caption = f"{analysis.case.title}: win set and core, {answer.label}, {answer.question.date}."
            notes = (f"{answer.label}: {answer.procedure.text}.",)
            found.append(
                _drawn(
                    caption, answer.procedure.rule, positions, year, answer.question.absent, notes,
                    answer.procedure.cite,
                )
            )  # fmt: skip
    return numbered(found)


@BODY_FIGURES.register(
    "win-set", title="What beats the status quo in a plane of ideal points, and the core", cite=SOURCE
)
def win_set_of_body(model: Institution, request: BodyRequest) -> Figure:
    """The win set and the core of a body on one day, where points in a plane are given."""
    positions = request.positions
    if positions is None or len(positions.points) != 2:
        raise UsageError("a win set in a plane needs two columns of ideal points")
    sitting, chosen, year = standing(model, request, positions)
    caption = f"{model.name}: win set and core ({chosen.key}, {sitting.date})."
    return _drawn(caption, chosen.rule, positions, year, request.absent, (f"Rule: {chosen.text}.",), chosen.cite)
