"""A sheet of paper in millimetres, downward from its upper left corner: what is drawn on it, and how wide text is.

matplotlib measures and draws; nothing of it is loaded before a figure is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import MissingDependency, UsageError
from .labels import Label, said
from .lettering import POINT, SIZE, extent, line_height, measured, shown, wrapped

if TYPE_CHECKING:
    from matplotlib.text import Text

__all__ = ["FORMS", "MUTED", "WIDTHS", "Sheet", "Spot", "house_style", "text_box"]

WIDTHS = {"single": 89.0, "double": 183.0}
FORMS = ("svg", "pdf", "png")
MUTED = "#4d4d4d"
DOTS = 600

Spot = tuple[float, float]

SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "coopsec-games",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "pdf.compression": 9,
    "font.family": ["DejaVu Sans"],
    "mathtext.fontset": "dejavusans",
    "hatch.linewidth": 0.35,
    "path.simplify": False,
    "text.usetex": False,
    "text.antialiased": True,
    "axes.unicode_minus": True,
}
METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "coopsec-games"},
    "pdf": {"CreationDate": None, "Creator": "coopsec-games", "Producer": "coopsec-games"},
    "png": {"Software": None},
}


@dataclass(frozen=True)
class _Line:
    spots: tuple[Spot, ...]
    width: float
    style: Any
    colour: str
    head: bool
    level: float


@dataclass(frozen=True)
class _Area:
    rings: tuple[tuple[Spot, ...], ...]
    fill: str
    hatch: str
    edge: str
    width: float
    level: float


@dataclass(frozen=True)
class _Words:
    spot: Spot
    text: str
    size: float
    across: str
    bold: bool
    colour: str
    box: bool


@dataclass
class Sheet:
    """A sheet that is being drawn on; its height is known at the end."""

    width: float
    lines: list[_Line] = field(default_factory=list)
    areas: list[_Area] = field(default_factory=list)
    words: list[_Words] = field(default_factory=list)

    # --- drawing ---

    def line(
        self,
        spots: Iterable[Spot],
        *,
        width: float = 0.6,
        style: Any = "-",
        colour: str = "black",
        head: bool = False,
        level: float = 3,
    ) -> None:
        """A line through spots, ``width`` points wide; with ``head`` it is an arrow."""
        self.lines.append(_Line(tuple(spots), width, style, colour, head, level))

    def area(
        self,
        rings: Iterable[Iterable[Spot]],
        *,
        fill: str = "none",
        hatch: str = "",
        edge: str = "none",
        width: float = 0.0,
        level: float = 1,
    ) -> None:
        """An area between rings, filled by the even-odd rule."""
        self.areas.append(_Area(tuple(tuple(ring) for ring in rings), fill, hatch, edge, width, level))

    def box(self, left: float, top: float, right: float, bottom: float, **style: Any) -> None:
        """A rectangle."""
        self.area([[(left, top), (right, top), (right, bottom), (left, bottom)]], **style)

    def disc(self, centre: Spot, radius: float, **style: Any) -> None:
        """A filled circle."""
        from math import cos, pi, sin

        ring = [
            (centre[0] + radius * cos(pi * step / 18), centre[1] + radius * sin(pi * step / 18)) for step in range(36)
        ]
        self.area([ring], **style)

    def text(
        self,
        spot: Spot,
        words: Label | str,
        *,
        size: float = SIZE,
        across: str = "left",
        bold: bool = False,
        colour: str = "black",
        box: bool = False,
    ) -> None:
        """Words whose middle stands at the height of a spot; ``across`` says what of them stands at it."""
        text = shown(words if isinstance(words, Label) else said(words))
        if text.strip():
            self.words.append(_Words(spot, text, size, across, bold, colour, box))

    def paragraph(
        self, spot: Spot, words: Label | str, width: float, *, size: float = SIZE, colour: str = "black"
    ) -> float:
        """Words in lines no wider than ``width``, the first at the spot; how far down they reach, in millimetres."""
        down = 0.0
        for line in wrapped(words if isinstance(words, Label) else said(words), width, size):
            tall = max(line_height(size), 1.15 * extent(line, size)[1])
            self.text((spot[0], spot[1] + down + tall / 2), line, size=size, colour=colour)
            down += tall
        return down

    # --- the file ---

    def file(self, height: float, form: str, title: str) -> bytes:
        """The sheet as a file."""
        from matplotlib.figure import Figure

        paper = Figure(figsize=(self.width / 25.4, height / 25.4), dpi=DOTS)
        plane = paper.add_axes((0, 0, 1, 1))
        plane.set_xlim(0, self.width)
        plane.set_ylim(height, 0)
        plane.set_axis_off()
        for area in self.areas:
            plane.add_patch(_patch(area))
        for line in self.lines:
            _stroke(plane, line)
        for words in self.words:
            _letters(plane, words)
        buffer = io.BytesIO()
        paper.savefig(buffer, format=form, dpi=DOTS, metadata={**METADATA[form], "Title": title})
        return buffer.getvalue()


@contextmanager
def house_style(form: str) -> Iterator[None]:
    """matplotlib with the settings of the house, whatever the user's are; all measuring and drawing is done within.

    Raises
    ------
    UsageError
        There is no such form.
    MissingDependency
        matplotlib is not installed.
    """
    if form not in FORMS:
        raise UsageError(f"a figure cannot be written as {form!r}", hint=f"forms: {', '.join(FORMS)}")
    try:
        import matplotlib as mpl
    except ImportError:
        raise MissingDependency("figures need matplotlib", hint="pip install 'coopsec-games[figures]'") from None
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        yield


def _patch(area: _Area) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    spots: list[Spot] = []
    codes: list[Any] = []
    for ring in area.rings:
        spots += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    return PathPatch(
        Path(spots, codes),
        facecolor=area.fill,
        edgecolor=area.edge if not area.hatch else "#5a5a5a",
        hatch=area.hatch or None,
        linewidth=area.width,
        zorder=area.level,
    )


def _stroke(plane: Any, line: _Line) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    if line.head:
        plane.add_patch(
            FancyArrowPatch(
                path=Path(line.spots, [Path.MOVETO, *[Path.LINETO] * (len(line.spots) - 1)]),
                arrowstyle="-|>,head_length=2.6,head_width=1.3",
                mutation_scale=1,
                linewidth=line.width,
                linestyle=line.style,
                edgecolor=line.colour,
                facecolor=line.colour,
                zorder=line.level,
            )
        )
        return
    plane.add_line(
        Line2D(
            [x for x, _ in line.spots],
            [y for _, y in line.spots],
            linewidth=line.width,
            linestyle=line.style,
            color=line.colour,
            solid_capstyle="butt",
            dash_capstyle="butt",
            solid_joinstyle="round",
            zorder=line.level,
        )
    )


def text_box(words: _Words) -> tuple[float, float, float, float]:
    """What words on a sheet take: left, top, right and bottom."""
    wide, tall, _ = measured(words.text, words.size, words.bold)
    left = words.spot[0] - {"left": 0.0, "center": wide / 2, "right": wide}[words.across]
    return left, words.spot[1] - tall / 2, left + wide, words.spot[1] + tall / 2


def _letters(plane: Any, words: _Words) -> Text:
    boxed = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 1.0}
    _, tall, below = measured(words.text, words.size, words.bold)
    text: Text = plane.text(
        text_box(words)[0],
        words.spot[1] + (tall / 2 - below if "$" in words.text else 0.36 * words.size * POINT),
        words.text,
        fontsize=words.size,
        fontweight="bold" if words.bold else "normal",
        color=words.colour,
        ha="left",
        va="baseline",
        zorder=6,
        bbox=boxed if words.box else None,
    )
    return text
