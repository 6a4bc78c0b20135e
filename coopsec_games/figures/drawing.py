"""From the description of a figure to its file: one painter a kind of picture, one sheet of paper for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .draw_charts import paint_bars, paint_lines, paint_strips
from .draw_intervals import paint_bands, paint_intervals, paint_spectrum
from .draw_maps import paint_map, paint_places
from .draw_trees import paint_graph, paint_tree
from .pictures import (
    BandPicture,
    BarPicture,
    GraphPicture,
    IntervalPicture,
    LinePicture,
    MapPicture,
    PlacePicture,
    SpectrumPicture,
    StripPicture,
    TreePicture,
)
from .sheet import WIDTHS, Sheet, house_style

if TYPE_CHECKING:
    from collections.abc import Callable

    from .pictures import Figure

__all__ = ["drawn"]

PAINTERS: dict[type, Callable[[Any, Sheet], float]] = {
    BandPicture: paint_bands,
    BarPicture: paint_bars,
    GraphPicture: paint_graph,
    IntervalPicture: paint_intervals,
    LinePicture: paint_lines,
    MapPicture: paint_map,
    PlacePicture: paint_places,
    SpectrumPicture: paint_spectrum,
    StripPicture: paint_strips,
    TreePicture: paint_tree,
}
"""A picture and a sheet to how far down the sheet the picture reaches."""


def drawn(figure: Figure, form: str = "svg") -> bytes:
    """A figure as a file.

    Parameters
    ----------
    figure
        Its description.
    form
        ``svg``, ``pdf`` or ``png`` (600 dots an inch).

    Raises
    ------
    MissingDependency
        matplotlib is not installed.
    UsageError
        There is no such form.
    """
    with house_style(form):
        sheet = Sheet(WIDTHS[figure.width])
        height = PAINTERS[type(figure.picture)](figure.picture, sheet)
        return sheet.file(height + 1.0, form, figure.caption)
