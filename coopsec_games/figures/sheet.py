"""A sheet of paper in millimetres, downward from its upper left corner: what is drawn on it, and how wide text is.

matplotlib measures and draws; nothing of it is loaded before a figure is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import MissingDependency, UsageError
from .labels import Label, formula, said

if TYPE_CHECKING:
    from matplotlib.text import Text

__all__ = [
    "FORMS",
    "MUTED",
    "SIZE",
    "SMALL",
    "WIDTHS",
    "Sheet",
    "Spot",
    "extent",
    "house_style",
    "line_height",
    "shown",
    "widest",
    "wrapped",
]

WIDTHS = {"single": 89.0, "double": 183.0}
FORMS = ("svg", "pdf", "png")
SIZE, SMALL = 7.0, 6.0
MUTED = "#4d4d4d"
POINT = 25.4 / 72
DOTS = 600
SPACE, GAP = 0.32, 0.03
"""The width of a space, and of what stands between two words beside it, as parts of the size."""

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
RELATIONS = (r" \leq ", r" \geq ", r" \neq ", " = ", " < ", " > ")


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


def _letters(plane: Any, words: _Words) -> Text:
    boxed = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 1.0}
    wide, tall, below = _extent(words.text, words.size, words.bold)
    left = {"left": 0.0, "center": wide / 2, "right": wide}[words.across]
    text: Text = plane.text(
        words.spot[0] - left,
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


# --- words -----------------------------------------------------------------------------------------------------------


def shown(label: Label) -> str:
    """A label as matplotlib reads it: formulas between dollars, text with nothing in it that could start one."""
    parts = []
    for text, is_formula in label.runs:
        if is_formula:
            plain = text.replace(r"\left|", "|").replace(r"\right|", "|").replace(r"\dfrac", r"\frac")
            parts.append("$" + plain.replace(r"\frac", r"\dfrac") + "$")
        else:
            parts.append("".join(sign if _known(sign) else "?" for sign in text).replace("$", r"\$"))
    return "".join(parts)


def _known(sign: str) -> bool:
    """Whether the font that comes with matplotlib has a sign."""
    if " " <= sign <= "~":
        return True
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return bool(get_font(findfont(FontProperties(family="DejaVu Sans"))).get_char_index(ord(sign)))


@lru_cache(maxsize=4_096)
def _extent(text: str, size: float, bold: bool = False) -> tuple[float, float, float]:
    """Width, height and depth below the baseline of a line, in millimetres."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    is_math = "$" in text.replace(r"\$", "")
    told = text if is_math else text.replace(r"\$", "$")
    wide, tall, below = text_to_path.get_text_width_height_descent(told, font, is_math)
    return wide * POINT, tall * POINT, below * POINT


def extent(words: Label | str, size: float = SIZE, *, bold: bool = False) -> tuple[float, float]:
    """Width and height of a line of words, in millimetres."""
    text = shown(words if isinstance(words, Label) else said(words))
    return _extent(text, size, bold)[:2] if text.strip() else (0.0, 0.0)


def line_height(size: float = SIZE) -> float:
    """From one line of text to the next, in millimetres."""
    return 1.3 * size * POINT


def wrapped(words: Label, width: float, size: float = SIZE) -> list[Label]:
    """A label in lines that are no wider than asked; a formula breaks before its relation, or not at all."""
    if words and extent(words, size)[0] <= width:
        return [words]
    pieces = [piece for text, is_formula in words.runs for piece in _pieces(text, is_formula, width, size)]
    lines: list[Label] = []
    line, used = Label(), 0.0
    for piece in pieces:
        text, is_formula = piece.runs[0]
        spaces = 0 if is_formula else len(text) - len(text.rstrip())
        wide = extent(piece if is_formula else text.rstrip(), size)[0]
        if line and used + wide > width:
            lines.append(_stripped(line))
            line, used = Label(), 0.0
        if line or is_formula or text.strip():
            line += piece
            used += wide + (spaces * SPACE + GAP) * size * POINT
    return [*lines, _stripped(line)] if line else lines


def _pieces(text: str, is_formula: bool, width: float, size: float) -> list[Label]:
    if not is_formula:
        return [Label(((word, False),)) for word in re.findall(r"\S+ *| +", text)]
    if extent(formula(text), size)[0] <= width:
        return [formula(text)]
    for relation in RELATIONS:
        left, found, right = text.partition(relation)
        if found:
            return [formula(left), formula(found.strip() + " " + right)]
    return [formula(text)]


def _stripped(line: Label) -> Label:
    *before, (text, is_formula) = line.runs
    return Label((*before, (text if is_formula else text.rstrip(), is_formula)))


def widest(labels: Sequence[Label | str], size: float = SIZE) -> float:
    """The width of the widest of some labels, in millimetres."""
    return max((extent(label, size)[0] for label in labels), default=0.0)
