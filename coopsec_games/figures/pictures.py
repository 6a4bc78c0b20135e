"""What a figure shows, before anything is drawn: frozen descriptions in exact numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from .labels import Label

if TYPE_CHECKING:
    from .outlines import Point
    from .regions import MapCurve, RegionMap

__all__ = [
    "Arrow",
    "BandPicture",
    "Bar",
    "BarPicture",
    "Branch",
    "Figure",
    "GraphPicture",
    "Interval",
    "IntervalPicture",
    "Line",
    "LinePicture",
    "MapPicture",
    "Mark",
    "Move",
    "Picture",
    "PlacePicture",
    "Placed",
    "Span",
    "SpectrumPicture",
    "State",
    "Strip",
    "StripPicture",
    "TreeNode",
    "TreePicture",
    "Width",
]

Width = Literal["single", "double"]


@dataclass(frozen=True)
class Bar:
    """Values of those who share them: who they are, and one value a series, or none."""

    holders: str
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class BarPicture:
    """Bars in groups: headings with their bars, and what the bars of one group are called."""

    series: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Bar, ...]], ...]


@dataclass(frozen=True)
class Span:
    """A value from one time to another, in years."""

    since: Fraction
    until: Fraction
    value: Fraction


@dataclass(frozen=True)
class Line:
    """A value through time, with gaps where there is none."""

    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class LinePicture:
    """Values through time, and notes."""

    title: str
    lines: tuple[Line, ...]
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A point with a name."""

    title: str
    point: Point


@dataclass(frozen=True)
class Arrow:
    """From one point to another, with what it stands for."""

    title: str
    start: Point
    end: Point


@dataclass(frozen=True)
class MapPicture:
    """A region map with the names of its axes, points, arrows, and what the reader must be told of it.

    ``records`` names the areas that records imply: whose record, and the outcome; ``others`` are boundaries of others
    than the first, and whose they are.
    """

    map: RegionMap
    x_label: Label
    y_label: Label
    marks: tuple[Mark, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    records: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, MapCurve], ...] = ()
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Strip:
    """A parameter's range, parted by outcome, the others held; cuts have their value and their formula."""

    name: Label
    low: Fraction
    high: Fraction
    parts: tuple[tuple[Fraction, Fraction, str], ...]
    cuts: tuple[tuple[Fraction, Label], ...]
    baseline: Fraction | None = None


@dataclass(frozen=True)
class StripPicture:
    """Strips under each other, with the outcomes in their order, and notes."""

    outcomes: tuple[str, ...]
    strips: tuple[Strip, ...]
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A branch of a tree: its label, the condition under which it is taken, and whether it is, on the path or off."""

    label: Label
    where: Label
    taken: bool
    on_path: bool
    to: TreeNode


@dataclass(frozen=True)
class TreeNode:
    """A node of a tree: who moves (nobody at an end), its branches, and at an end the outcome and the payoffs.

    ``kind`` is ``decision``, ``choice``, ``chance`` or ``end``; ``information`` ties nodes that cannot be told apart.
    """

    kind: str
    player: str = ""
    branches: tuple[Branch, ...] = ()
    outcome: str = ""
    payoffs: tuple[Label, ...] = ()
    information: str = ""


@dataclass(frozen=True)
class TreePicture:
    """A game tree, the players in the order of the payoffs, and notes, numbered where the tree points at them."""

    players: tuple[str, ...]
    root: TreeNode
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class State:
    """A state of a graph model: its name, what it means, and the stabilities that it has."""

    name: str
    title: str
    stabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A move of a player between two states, perhaps one that can be taken back."""

    player: str
    start: str
    end: str
    back: bool = False


@dataclass(frozen=True)
class GraphPicture:
    """A graph model: the players, the states and the moves, and notes."""

    players: tuple[str, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Interval:
    """An interval with the bounds between which each end is uncertain, and who stands at the ends.

    Where it is empty, its lower end lies above the upper one.
    """

    name: str
    low: Fraction
    high: Fraction
    lows: tuple[Fraction, Fraction]
    highs: tuple[Fraction, Fraction]
    pivots: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class IntervalPicture:
    """Intervals under each other by name, and what the line is on which they lie."""

    axis: str
    rows: tuple[Interval, ...]
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class BandPicture:
    """Intervals beside each other by year, and what the line is on which they lie."""

    axis: str
    years: tuple[tuple[int, Interval], ...]
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A member on a line: where, between what uncertain, and whether it is a pivot."""

    name: str
    point: Fraction
    low: Fraction
    high: Fraction
    pivot: bool = False


@dataclass(frozen=True)
class SpectrumPicture:
    """Members on a line with an interval that they cannot leave, what stands, and what beats it."""

    axis: str
    members: tuple[Placed, ...]
    interval: Interval
    status_quo: Fraction | None = None
    beaten_by: tuple[tuple[Fraction, Fraction], ...] = ()
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class PlacePicture:
    """Ideal points in the plane, areas such as a win set, and the status quo.

    An area is all that lies within one of its rings at least.
    """

    x_label: Label
    y_label: Label
    points: tuple[Mark, ...]
    areas: tuple[tuple[str, tuple[tuple[Point, ...], ...]], ...]
    status_quo: Point | None = None
    notes: tuple[Label, ...] = ()


Picture: TypeAlias = (
    "BandPicture | BarPicture | GraphPicture | IntervalPicture | LinePicture | MapPicture | PlacePicture | "
    "SpectrumPicture | StripPicture | TreePicture"
)


@dataclass(frozen=True, repr=False)
class Figure:
    """A figure of a paper.

    Parameters
    ----------
    key
        Its file name without the ending.
    caption
        What is shown.
    picture
        The picture in exact numbers.
    width
        ``single`` for a column of a journal (89 mm), ``double`` for two (183 mm).
    notes
        Sentences that belong under the caption.
    cite
        The sources.
    """

    key: str
    caption: str
    picture: Picture
    width: Width = "single"
    notes: tuple[str, ...] = field(default=())
    cite: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("notes", "cite"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    def __repr__(self) -> str:
        return f"Figure({self.key!r}, {self.caption!r})"

    def to_bytes(self, form: str = "svg") -> bytes:
        """The figure as a file: ``svg``, ``pdf`` or ``png``; the same bytes each time.

        Raises
        ------
        MissingDependency
            matplotlib is not installed.
        UsageError
            There is no such form.
        """
        from .drawing import drawn

        return drawn(self, form)

    def _repr_svg_(self) -> str:
        return self.to_bytes().decode("utf-8")
