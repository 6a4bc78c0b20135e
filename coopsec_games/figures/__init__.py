"""The figures of a paper: one registered function from an analysis to descriptions in exact numbers, and one drawer.

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

from . import charts, intervals, maps, self_enforcing, trees
from .asked import FIGURES, ON_REQUEST, Request
from .pictures import Figure
from .plane import Area, Boundary, PlaneMap, Window, plane_map
from .regions import MapArea, MapCurve, RegionMap, default_axes, region_map
from .tikz import figure_tikz, tree_tikz

if TYPE_CHECKING:
    from ..analysis import Analysis, Case

__all__ = [
    "FIGURES",
    "Area",
    "Boundary",
    "Figure",
    "MapArea",
    "MapCurve",
    "PlaneMap",
    "RegionMap",
    "Request",
    "Window",
    "case_figures",
    "charts",
    "default_axes",
    "figure_tikz",
    "intervals",
    "maps",
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
