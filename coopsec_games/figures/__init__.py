"""The figures of a paper: one registered function from an analysis, or from a body, to descriptions, and one drawer.

To add a figure, write one function here; ``coopsec figures`` knows it at once.  What is shown is computed exactly and
without matplotlib; only the drawing needs it.

Examples
--------
>>> from coopsec_games.analysis import load_case
>>> analysis = load_case("korea-1950").analyze()
>>> [figure.key for figure in case_figures(analysis, ["regions", "tree"], Request(games=("boycott",)))]
['regions-boycott', 'tree-boycott']
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import charts, conflicts, gridlock, intervals, maps, places, self_enforcing, trees
from .asked import BODY_FIGURES, FIGURES, ON_REQUEST, BodyRequest, Positions, Request
from .pictures import Figure
from .plane import Area, Boundary, PlaneMap, Window, plane_map
from .regions import MapArea, MapCurve, RegionMap, default_axes, region_map
from .tikz import figure_tikz, tree_tikz

if TYPE_CHECKING:
    from ..analysis import Analysis, Case
    from ..institutions.institution import Institution

__all__ = [
    "BODY_FIGURES",
    "FIGURES",
    "Area",
    "BodyRequest",
    "Boundary",
    "Figure",
    "MapArea",
    "MapCurve",
    "PlaneMap",
    "Positions",
    "RegionMap",
    "Request",
    "Window",
    "body_figure",
    "case_figures",
    "charts",
    "conflicts",
    "default_axes",
    "figure_tikz",
    "gridlock",
    "intervals",
    "maps",
    "places",
    "plane_map",
    "region_map",
    "self_enforcing",
    "tree_tikz",
    "trees",
]


def case_figures(
    source: Case | Analysis, keys: Iterable[str] = (), request: Request | None = None
) -> tuple[Figure, ...]:
    """The figures of a case: those named, or all that it has something to show in.

    Parameters
    ----------
    source
        A case, or its analysis where that is at hand already.
    keys
        Keys of ``FIGURES``.
    request
        Which games, and which parameters of a map.

    Raises
    ------
    UnknownKey
        There is no such figure, or the case has no such game.
    UsageError
        A game has no such parameter.
    NotApplicable
        A map that is asked for by its parameters cannot be drawn.
    """
    from ..analysis import Analysis

    entries = [FIGURES[key] for key in keys] or [entry for entry in FIGURES.entries() if entry.key not in ON_REQUEST]
    analysis = source if isinstance(source, Analysis) else source.analyze()
    return tuple(figure for entry in entries for figure in entry.function(analysis, request or Request()))


def body_figure(model: Institution, key: str = "through-time", request: BodyRequest | None = None) -> Figure:
    """A figure of a body, without any case.

    Parameters
    ----------
    model
        The body.
    key
        A key of ``BODY_FIGURES``.
    request
        Of which procedure and time; where the members stand.

    Raises
    ------
    UnknownKey
        There is no such figure.
    UsageError
        The figure needs ideal points that are not given, or others than these.
    SpecError
        A member has no ideal point, and none may be left out.
    NotApplicable
        The body is not stated at that time.

    Examples
    --------
    >>> from coopsec_games.library import load_model
    >>> figure = body_figure(load_model("unsc"), "through-time", BodyRequest(first="1946", last="1970"))
    >>> figure.key, [line.title for line in figure.picture.lines]
    ('through-time', ['CHN, FRA, GBR, RUS, USA (each)', 'seats that change hands'])
    """
    return BODY_FIGURES[key].function(model, request or BodyRequest())
