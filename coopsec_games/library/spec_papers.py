"""The shape of a paper's selection file: which tables and figures, of what, in which order, under which captions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from .spec_words import Day, Flag, Formula, Key, Member, Spec, Text, Texts

__all__ = ["BodySpec", "FigureSpec", "PaperSpec", "RecordSpec", "TableSpec"]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Keys = Annotated[
    list[Key], BeforeValidator(_as_list), WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})
]
FileName = Annotated[Key, Field(max_length=80, description="the name of its files, and its label")]
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
    cases: Keys = Field(default=[], description="keys of cases")
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
    """One figure of a case."""

    figure: Key = Field(description="a key of the registry of figures")
    name: FileName | None = None
    caption: Text | None = None
    case: Key
    game: Key | None = None
    x: Text | None = Field(default=None, description="the parameter along the horizontal axis")
    y: Text | None = Field(default=None, description="the parameter along the vertical axis")
    set: dict[Text, Formula] = Field(default={}, description="values of other parameters")


class PaperSpec(Spec):
    """A paper: its tables and figures, in order."""

    title: Text
    authors: Texts = Field(default=[])
    summary: Text | None = None
    cite: Texts = Field(default=[])
    digits: Digits | None = None
    siunitx: Flag = Field(default=False, description="yes: columns of decimals in LaTeX are S columns of siunitx")
    run_time: RunTime = "less than 10 minutes"
    formats: list[Format] = Field(default=["latex", "csv", "markdown", "html", "json"], min_length=1)
    pictures: list[Picture] = Field(default=["pdf", "svg"], min_length=1)
    records: dict[Key, RecordSpec] = Field(default={})
    tables: list[TableSpec] = Field(default=[])
    figures: list[FigureSpec] = Field(default=[])

    @model_validator(mode="after")
    def something(self) -> PaperSpec:
        """A paper shows something."""
        if not (self.tables or self.figures):
            raise ValueError("a paper has 'tables' or 'figures', or both")
        return self
