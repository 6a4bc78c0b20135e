"""What every room above returns: the solution of a game, and the table of a paper.

A table holds values, not text: a fraction stays a fraction and a condition a condition until one of the writers of
:mod:`coopsec_games.rendering` turns the whole into LaTeX, Markdown, CSV, HTML or lines for a terminal.

Examples
--------
>>> from fractions import Fraction
>>> table = Table("power", "Voting power", ("member", "index"), (("CHN", Fraction(421, 2145)),))
>>> print(table.to_csv(), end="")
member,index
CHN,421/2145
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from . import rendering
from .errors import InexactNumber, MissingDependency, UsageError
from .rendering.answers import answer_rows, field_rows, in_one_line
from .rendering.notebook import notebook_html

if TYPE_CHECKING:
    from sympy import Expr

    from .rendering import Cell, Symbolic

__all__ = ["Shown", "Solution", "Table", "condition_json", "json_data", "number_json"]

MOST_ROWS = 60
"""Rows of a table that a notebook shows."""

SHORT = 88
"""Characters of a result's own line."""


def number_json(value: int | Fraction | Expr, names: Sequence[str] = ()) -> dict[str, Any]:
    r"""A number as every JSON output writes it.

    Parameters
    ----------
    value
        An exact number, or an expression in declared parameters.
    names
        The parameters in declared order, which the terms of an expression follow.

    Returns
    -------
    dict
        ``exact`` and ``float`` of a number, where ``float`` is None when it would overflow; ``exact`` and ``latex``
        of an expression.

    Raises
    ------
    InexactNumber
        The value is a float or a truth value.

    Examples
    --------
    >>> number_json(Fraction(1, 2))
    {'exact': '1/2', 'float': 0.5}
    >>> number_json(10**400)["float"] is None
    True
    """
    if isinstance(value, (bool, float)):
        raise InexactNumber(f"{value!r} is not an exact number")
    if isinstance(value, (int, Fraction)):
        try:
            nearest: float | None = float(value)
        except OverflowError:
            nearest = None
        return {"exact": rendering.number(value), "float": nearest}
    return {"exact": rendering.expression(value, names), "latex": rendering.expression(value, names, latex=True)}


def condition_json(value: Symbolic | None) -> dict[str, str] | None:
    """A condition as every JSON output writes it: its text and its LaTeX.

    Examples
    --------
    >>> condition_json(None) is None
    True
    """
    return None if value is None else {"text": value.text, "latex": value.latex}


def json_data(value: Any, names: Sequence[str] = ()) -> Any:
    """Any result as plain data for JSON: numbers and conditions in their written form, tuples as lists.

    Truth values, text, None and whole numbers stay as they are; a frozen result becomes a mapping of its fields; the
    terms of an expression follow ``names``.

    Raises
    ------
    InexactNumber
        A float stands somewhere in it.

    Examples
    --------
    >>> json_data({"quota": 9, "index": Fraction(1, 4), "vetoers": ("CHN",)})
    {'quota': 9, 'index': {'exact': '1/4', 'float': 0.25}, 'vetoers': ['CHN']}
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (float, Fraction)) or rendering.is_expression(value):
        return number_json(value, names)
    if hasattr(value, "to_json"):
        return value.to_json()
    if rendering.is_symbolic(value):
        return condition_json(value)
    if isinstance(value, Mapping):
        return {str(json_data(key, names)): json_data(entry, names) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return [json_data(entry, names) for entry in value]
    if is_dataclass(value):
        return {field.name: json_data(getattr(value, field.name), names) for field in fields(value)}
    raise TypeError(f"a value of type {type(value).__name__} has no JSON form")


class Shown:
    """What a result needs in order to show well: as tables with formulas in a notebook, as text printed, in one line.

    A result says its tables in :meth:`to_tables`, and in :meth:`_brief` what its line holds; without either it shows
    its fields.  A dataclass that inherits the line is declared with ``repr=False``.

    Examples
    --------
    >>> @dataclass(frozen=True, repr=False)
    ... class Share(Shown):
    ...     member: str
    ...     power: Fraction
    >>> found = Share("CHN", Fraction(421, 2145))
    >>> found
    Share(member: CHN; power: 421/2145)
    >>> print(found.to_tables()[0].to_csv(), end="")
    about,fact
    member,CHN
    power,421/2145
    """

    def to_tables(self) -> tuple[Table, ...]:
        """The result as tables, the most important one first."""
        name = type(self).__name__
        return (Table(name.lower(), name, ("about", "fact"), field_rows(self)),)

    def _brief(self) -> str:
        return "; ".join(f"{name}: {in_one_line(own)}" for name, own in field_rows(self))

    def __repr__(self) -> str:
        words = rendering.clean(self._brief())
        return f"{type(self).__name__}({words if len(words) <= SHORT else words[: SHORT - 2] + ' …'})"

    def __str__(self) -> str:
        return "\n".join(_shortened(table).to_text() for table in self.to_tables())

    def _repr_html_(self) -> str:
        return "\n".join(notebook_html(_shortened(table)) for table in self.to_tables())

    def _repr_latex_(self) -> str:
        return "\n".join(_shortened(table).to_latex() for table in self.to_tables())


def _shortened(table: Table) -> Table:
    """The first rows of a table, and how many there are in all."""
    if len(table.rows) <= MOST_ROWS:
        return table
    told = f"The first {MOST_ROWS} of {len(table.rows):,} rows; to_json() and a table's to_csv() have them all."
    return replace(table, rows=table.rows[:MOST_ROWS], notes=(told, *table.notes))


@dataclass(frozen=True, repr=False)
class Table(Shown):
    """A table of a paper: values in rows, with caption, notes and sources.

    Parameters
    ----------
    key
        The kebab-case name, which is also its LaTeX label and its file name.
    caption
        One line that says what is shown.
    columns
        The headings, one a column.
    rows
        The cells: text, whole numbers, fractions, expressions, conditions, truth values, or None where nothing stands.
    notes
        Sentences under the table.
    cite
        The sources, one an entry.
    align
        One letter of ``l c r`` a column; empty: numbers to the right, all else to the left.
    names
        The symbols in declared order, which the terms of expressions follow.

    Raises
    ------
    UsageError
        A row or the alignment does not fit the columns.
    InexactNumber
        A cell holds a float.

    Examples
    --------
    >>> table = Table("quotas", "Quotas", ("rule", "yes"), (("1946", 7), ("1966", 9)))
    >>> print(table.to_markdown(), end="")
    **Quotas**
    <BLANKLINE>
    | rule | yes |
    | :--- | ---: |
    | 1946 | 7 |
    | 1966 | 9 |
    """

    key: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    align: str = ""
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("columns", "notes", "cite", "names"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "rows", tuple(tuple(row) for row in self.rows))
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise UsageError(
                    f"row {number} of table {self.key!r} has {len(row)} cells, its heading {len(self.columns)}"
                )
            for cell in row:
                if isinstance(cell, float):
                    raise InexactNumber(f"row {number} of table {self.key!r} holds the float {cell!r}")
        if self.align and (len(self.align) != len(self.columns) or set(self.align) - set("lcr")):
            raise UsageError(
                f"the alignment {self.align!r} of table {self.key!r} is not {len(self.columns)} letters of l, c, r"
            )

    def __str__(self) -> str:
        return self.to_text()

    def to_tables(self) -> tuple[Table, ...]:
        """The table itself."""
        return (self,)

    def _brief(self) -> str:
        return f"{self.key!r}, {self.caption!r}, {len(self.rows)} row{'s' * (len(self.rows) != 1)}"

    def to_text(
        self, width: int = 100, *, digits: int | None = None, colour: bool = False, caption: bool = True
    ) -> str:
        """Lines for a terminal of ``width`` characters; ``digits`` writes fractions as decimals."""
        return rendering.text(self, width, digits=digits, colour=colour, caption=caption)

    def to_latex(self, *, digits: int | None = None, siunitx: bool = False) -> str:
        """A ``table`` environment with booktabs rules, or a ``longtable`` where it is long.

        Text is escaped, symbols are set as formulas; ``siunitx`` aligns columns of decimals on their point.
        """
        return rendering.latex(self, digits=digits, siunitx=siunitx)

    def to_markdown(self, *, digits: int | None = None) -> str:
        """A pipe table, its caption above and its notes below."""
        return rendering.markdown(self, digits=digits)

    def to_csv(self, *, digits: int | None = None, raw: bool = False) -> str:
        """The heading and the rows; text that a spreadsheet would run gets a leading ``'`` unless ``raw``."""
        return rendering.csv_text(self, digits=digits, raw=raw)

    def to_html(self, *, digits: int | None = None) -> str:
        """A ``table`` element, all text escaped."""
        return rendering.html_text(self, digits=digits)

    def to_json(self) -> dict[str, Any]:
        """Everything that the other formats show, as plain data."""
        return {
            "key": self.key,
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [[json_data(cell, self.names) for cell in row] for row in self.rows],
            "notes": list(self.notes),
            "cite": list(self.cite),
        }

    def to_bibtex(self) -> str:
        """The sources as a BibTeX file, one entry each."""
        return rendering.bibtex(self.cite)

    def to_frame(self) -> Any:
        """A pandas ``DataFrame`` of the cells as they are, fractions and conditions included.

        Raises
        ------
        MissingDependency
            pandas is not installed.
        """
        try:
            pandas = importlib.import_module("pandas")
        except ImportError:
            raise MissingDependency("a data frame needs pandas", hint="pip install 'coopsec-games[pandas]'") from None
        return pandas.DataFrame([list(row) for row in self.rows], columns=list(self.columns), dtype=object)


@dataclass(frozen=True, repr=False)
class Solution(Shown):
    """What a solution concept says of a game, and how far that is proven.

    Parameters
    ----------
    concept
        The key of the concept, such as ``"subgame-perfect"``.
    kind
        What ``equilibria`` holds: ``"profiles"``, ``"behaviour"``, ``"distributions"``, ``"sets"`` or ``"states"``.
    players
        The players in the order of the game.
    equilibria
        The equilibria, in a fixed order.
    components
        Connected sets of equilibria, where there are such.
    complete
        True only where the list is proven to be all of them; None where that cannot be told.
    verified
        Whether every equilibrium passed its exact check.
    method
        How they were found, in words.
    notes
        Sentences that belong to the answer, such as the tie rule.
    """

    concept: str
    kind: str
    players: tuple[str, ...]
    equilibria: tuple[Any, ...]
    components: tuple[Any, ...] = ()
    complete: bool | None = None
    verified: bool = False
    method: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("players", "equilibria", "components", "notes"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.equilibria)

    def _brief(self) -> str:
        known = {True: "complete", False: "not complete", None: "completeness not settled"}[self.complete]
        return f"{self.concept!r}, {len(self)} found, {known}, {'verified' if self.verified else 'not verified'}"

    def to_tables(self) -> tuple[Table, ...]:
        """Every equilibrium a row, with what is proven of the list."""
        columns, rows = answer_rows(self.equilibria, self.players)
        known = {
            True: "The list is proven to be complete.",
            False: "The list is not complete.",
            None: "It is not settled whether there are others.",
        }
        count = "" if self.kind == "sets" else f"{len(self)} found. "
        notes = [f"{count}Method: {self.method}." if self.method else count.strip()]
        if self.complete is not None or self.kind != "behaviour":
            notes.append(known[self.complete])
        if self:
            checked = "Every one was checked again with fractions alone."
            notes.append(checked if self.verified else "NOT VERIFIED: an exact check did not hold.")
        if self.components:
            notes.append(f"Components: {len(self.components)}; the JSON form lists them.")
        notes += [f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in self.notes]
        told = (where.assumptions.names for each in self.equilibria if (where := getattr(each, "where", None)))
        return (
            Table(
                f"solve-{self.concept}",
                f"Solution: {self.concept}",
                columns,
                rows,
                tuple(filter(None, notes)),
                names=next(told, ()),
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """The solution as ``coopsec solve`` writes it."""
        return {field.name: json_data(getattr(self, field.name)) for field in fields(self) if field.name != "players"}
