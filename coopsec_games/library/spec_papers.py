"""The shape of a paper's selection file: which tables, figures and pages, of what, in which order, how captioned."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from .spec_words import Day, Flag, Formula, Key, Member, Spec, Text, Texts, shown

__all__ = ["BodySpec", "FigureSpec", "PageSpec", "PaperSpec", "PointsSpec", "RecordSpec", "TableSpec", "is_file"]

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FILE = re.compile(r"(\./)?([A-Za-z0-9_][A-Za-z0-9_.-]*/)*(?P<key>[a-z0-9]+(-[a-z0-9]+)*)\.yaml")


def is_file(word: str) -> bool:
    """Whether a word names a case by its file, and not by its key.

    Examples
    --------
    >>> is_file("./my-case.yaml"), is_file("korea-1950")
    (True, False)
    """
    return "/" in word or word.endswith(".yaml")


def _case(word: str) -> str:
    """A key, or the path of a file in the paper's folder or below it, whose name is a key, too."""
    if _KEY.fullmatch(word) or _FILE.fullmatch(word):
        return word
    if "://" in word or "\\" in word or word.startswith(("/", "~")) or ".." in word.split("/"):
        raise ValueError(f"{shown(word)} is outside the folder of the paper: copy the file into it, ./my-case.yaml")
    if is_file(word) or word.endswith(".yml"):
        raise ValueError(f"{shown(word)} is no name for a case's file: small letters, digits, hyphens, then '.yaml'")
    raise ValueError(f"{shown(word)} is neither the key of a case nor a file such as ./my-case.yaml")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, (str, int)) else value


Keys = Annotated[
    list[Key], BeforeValidator(_as_list), WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})
]
CaseWord = Annotated[
    Text, AfterValidator(_case), Field(description="the key of a case, or a file from the paper's folder on")
]
CaseWords = Annotated[
    list[CaseWord],
    BeforeValidator(_as_list),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
FileName = Annotated[Key, Field(max_length=80, description="the name of its files, and its label")]
Year = Annotated[int, Field(ge=1, le=9999)]
Numbers = Annotated[
    list[Formula],
    BeforeValidator(_as_list),
    WithJsonSchema({"type": ["string", "integer", "array"], "items": {"type": ["string", "integer"]}}),
]
Digits = Annotated[int, Field(ge=0, le=1000, description="decimals, rounded half to even; without it, exact fractions")]
Format = Literal["latex", "csv", "markdown", "html", "json"]
Picture = Literal["svg", "pdf", "png"]
RunTime = Annotated[
    Literal["less than 10 minutes", "10 to 60 minutes", "1 to 8 hours", "more than 8 hours"],
    Field(description="the class of time that all of it takes on one core of an ordinary computer"),
]


class RecordSpec(Spec):
    """A record of roll calls, whose file the reader has: ``--record KEY=FILE`` names it."""

    model: Key
    procedure: Key | None = None
    from_: Text | None = Field(default=None, description="a day or a year")
    to: Text | None = Field(default=None, description="a day or a year")
    cite: Texts = Field(description="where the record is to be had")


class PointsSpec(Spec):
    """Ideal points, whose file the reader has: ``--record KEY=FILE`` names it."""

    columns: Texts = Field(default=[], description="the column of the points; two make a plane")
    members: Text | None = Field(default=None, description="the column of the members")
    years: Text | None = Field(default=None, description="the column of the years")
    quantiles: list[Text] = Field(default=[], description="the columns of the 5 and the 95 per cent quantiles")
    codes: dict[Member, Text] = Field(default={}, description="member to its code in the file, where it has another")
    skip_missing: Flag = Field(default=False, description="yes: members without a point leave the game, as if absent")
    cite: Texts = Field(description="where the ideal points are to be had")

    @model_validator(mode="after")
    def on_a_line_or_in_a_plane(self) -> PointsSpec:
        """There are one or two columns of points; quantiles are a low one and a high one, of one column."""
        if len(self.columns) > 2:
            raise ValueError("'columns' are at most two: one for a line, two for a plane")
        if len(self.quantiles) not in (0, 2):
            raise ValueError("'quantiles' are two columns, the low one and the high one")
        if self.quantiles and len(self.columns) == 2:
            raise ValueError("'quantiles' go with one of 'columns'")
        return self


class BodySpec(Spec):
    """A body on a day under a procedure."""

    model: Key
    date: Day | None = None
    procedure: Key | None = None
    absent: list[Member] = Field(default=[], description="members who leave the game")
    label: Text | None = None


class TableSpec(Spec):
    """One table, or one for each case."""

    table: Key = Field(description="a key of the registry of tables")
    name: FileName | None = None
    caption: Text | None = None
    cases: CaseWords = Field(default=[], description="keys of cases, or files such as ./my-case.yaml")
    bodies: list[BodySpec] = Field(default=[])
    record: Key | None = Field(default=None, description="a key of 'records'")
    digits: Digits | None = None
    indices: Keys | None = Field(default=None, description="keys of power indices, a column each")
    abstention: list[Formula] | None = Field(default=None, description="probabilities of abstention, a column each")
    index: Key | None = Field(default=None, description="the key of one power index")
    readings: Keys | None = Field(default=None, description="procedures that read the ballots")
    dates: list[Day] | None = Field(default=None, description="days whose rule reads the ballots")
    from_: Text | None = Field(default=None, description="a day or a year")
    to: Text | None = Field(default=None, description="a day or a year")
    evidence: dict[Text, Text] | None = Field(
        default=None, description="condition to the evidence for it that does not come from the outcome"
    )

    @model_validator(mode="after")
    def one_source(self) -> TableSpec:
        """A table is made from cases, from bodies or from a record."""
        if sum(map(bool, (self.cases, self.bodies, self.record))) != 1:
            raise ValueError("a table has one of 'cases', 'bodies' and 'record'")
        return self


class FigureSpec(Spec):
    """One figure of a case, or of a body."""

    figure: Key = Field(description="a key of the registry of figures: of those of bodies where 'model' is given")
    name: FileName | None = None
    caption: Text | None = None
    case: CaseWord | None = None
    game: Key | None = None
    x: Text | None = Field(default=None, description="the parameter along the horizontal axis")
    y: Text | None = Field(default=None, description="the parameter along the vertical axis")
    set: dict[Text, Formula] = Field(default={}, description="values of other parameters")
    model: Key | None = Field(default=None, description="a body, which is shown without any case")
    procedure: Key | None = None
    index: Key | None = Field(default=None, description="the key of one power index")
    date: Day | None = Field(default=None, description="the day of the membership and of the rule")
    from_: Text | None = Field(default=None, description="a day or a year")
    to: Text | None = Field(default=None, description="a day or a year")
    absent: list[Member] = Field(default=[], description="members who leave the game")
    points: Key | None = Field(default=None, description="a key of 'points'")
    year: Year | None = Field(default=None, description="the year of the ideal points")
    status_quo: Numbers = Field(default=[], description="what stands now, a number a dimension")

    @model_validator(mode="after")
    def one_source(self) -> FigureSpec:
        """A figure is made from a case or from a body."""
        if (self.case is None) == (self.model is None):
            raise ValueError("a figure has one of 'case' and 'model'")
        return self


class PageSpec(Spec):
    """A case as one self-contained page."""

    case: CaseWord
    name: FileName | None = None
    set: dict[Text, Formula] = Field(default={}, description="values of parameters")
    figures: Flag = Field(default=True, description="no: without the drawn figures; the maps with sliders stay")


def _page(data: Any) -> str:
    return "<word>" if isinstance(data, str) else "<mapping>"


Page = Annotated[Annotated[CaseWord, Tag("<word>")] | Annotated[PageSpec, Tag("<mapping>")], Discriminator(_page)]


class PaperSpec(Spec):
    """A paper: its tables, figures and pages, in order."""

    title: Text
    authors: Texts = Field(default=[])
    summary: Text | None = Field(default=None, description="what the paper is about, for the README")
    rights: Text | None = Field(default=None, description="who may use and pass on the inputs, for the README")
    cite: Texts = Field(default=[], description="sources of the paper itself")
    digits: Digits | None = None
    siunitx: Flag = Field(default=False, description="yes: columns of decimals in LaTeX are S columns of siunitx")
    run_time: RunTime = "less than 10 minutes"
    formats: list[Format] = Field(default=["latex", "csv", "markdown", "html", "json"], min_length=1)
    pictures: list[Picture] = Field(default=["pdf", "svg"], min_length=1)
    records: dict[Key, RecordSpec] = Field(default={})
    points: dict[Key, PointsSpec] = Field(default={}, description="files of ideal points; no key is one of 'records'")
    tables: list[TableSpec] = Field(default=[])
    figures: list[FigureSpec] = Field(default=[])
    pages: list[Page] = Field(default=[], description="cases, each as a page with sliders")

    @model_validator(mode="after")
    def something(self) -> PaperSpec:
        """A paper shows something."""
        if not (self.tables or self.figures or self.pages):
            raise ValueError("a paper has 'tables', 'figures' or 'pages'")
        return self

    @model_validator(mode="after")
    def one_file_a_key(self) -> PaperSpec:
        """What ``--record`` names is a record or ideal points, not both."""
        both = ", ".join(key for key in self.records if key in self.points)
        if both:
            raise ValueError(f"'records' and 'points' both have {both}: give one of them another key")
        return self
