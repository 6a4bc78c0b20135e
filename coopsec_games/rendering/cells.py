"""The cells of a table, and their text before any format is chosen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeGuard

from ..formulas import check_name, expression_latex, expression_text, number_text, shown_number

if TYPE_CHECKING:
    from sympy import Expr

__all__ = [
    "Cell",
    "Symbolic",
    "TableData",
    "Told",
    "alignment",
    "clean",
    "expression",
    "is_expression",
    "is_formula",
    "is_number",
    "is_symbolic",
    "lines_below",
    "number",
    "plain_text",
    "shown_text",
    "symbolic",
]


class Told(str):
    """A text that every format holds, and the same as people are shown it.

    Examples
    --------
    >>> told = Told("up: 1/3, down: 2/3", "up: a third, down: the rest")
    >>> told, told.shown
    ('up: 1/3, down: 2/3', 'up: a third, down: the rest')
    """

    __slots__ = ("shown",)

    shown: str

    def __new__(cls, exact: str, shown: str) -> Told:
        """The text, exactly and as it is shown."""
        told = super().__new__(cls, exact)
        told.shown = shown
        return told

    def __reduce__(self) -> tuple[type[Told], tuple[str, str]]:
        return Told, (str(self), self.shown)


class Symbolic(Protocol):
    """What has a text and a LaTeX form, as a condition has."""

    @property
    def text(self) -> str:
        """The plain form, which the project reads again."""
        ...

    @property
    def latex(self) -> str:
        """The form for a formula in LaTeX."""
        ...


Cell: TypeAlias = "str | int | bool | Fraction | Expr | Symbolic | None"


class TableData(Protocol):
    """What the writers need to know of a table."""

    @property
    def key(self) -> str:
        """Its name."""
        ...

    @property
    def caption(self) -> str:
        """What it shows."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """Its headings."""
        ...

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Its cells."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences under it."""
        ...

    @property
    def cite(self) -> tuple[str, ...]:
        """Its sources."""
        ...

    @property
    def align(self) -> str:
        """One letter a column, or nothing."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The symbols in declared order."""
        ...


def is_expression(value: object) -> TypeGuard[Expr]:
    """Whether a value is a sympy expression; sympy is not loaded to find out."""
    return hasattr(value, "free_symbols") and hasattr(value, "is_number")


def is_symbolic(value: object) -> TypeGuard[Symbolic]:
    """Whether a value has a text and a LaTeX form."""
    return hasattr(value, "text") and hasattr(value, "latex")


def number(value: int | Fraction, digits: int | None = None) -> str:
    """An exact number as ``p/q``, or rounded half to even to ``digits`` decimals.

    Examples
    --------
    >>> number(Fraction(421, 2145)), number(Fraction(421, 2145), 4), number(Fraction(-1, 3), 2), number(7, 2)
    ('421/2145', '0.1963', '-0.33', '7')
    """
    if digits is None or isinstance(value, int) or value.denominator == 1:
        return number_text(value)
    scaled = round(value * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    decimals = f".{number_text(rest).zfill(digits)}" if digits else ""
    return ("-" if scaled < 0 else "") + number_text(whole) + decimals


def expression(value: Expr, names: Sequence[str] = (), *, latex: bool = False) -> str:
    """A sympy expression in the project's own spelling, or in LaTeX; its symbols must have plain names."""
    for name in sorted(str(symbol) for symbol in value.free_symbols):
        check_name(name)
    return expression_latex(value, names) if latex else expression_text(value, names)


def plain_text(cell: Cell, digits: int | None, names: Sequence[str] = ()) -> str:
    """A cell as clean text, before any escaping."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, (int, Fraction)):
        return number(cell, digits)
    return expression(cell, names) if is_expression(cell) else clean(symbolic(cell).text)


def shown_text(cell: Cell, names: Sequence[str] = ()) -> str:
    """A cell as clean text for people: long fractions have their size beside them.

    Examples
    --------
    >>> shown_text(Fraction(1, 7**30)), shown_text(Told("", "a third"))
    ('1/22539340290692258087863249 ≈ 4.43669*10**-26', 'a third')
    """
    if isinstance(cell, Told):
        return clean(cell.shown)
    if isinstance(cell, (int, Fraction)) and not isinstance(cell, bool):
        return shown_number(cell)
    return plain_text(cell, None, names)


def symbolic(cell: object) -> Symbolic:
    """A cell that has a text and a LaTeX form; any other is refused."""
    if not is_symbolic(cell):
        raise TypeError(f"a cell of type {type(cell).__name__} cannot be written")
    return cell


def is_number(cell: Cell) -> bool:
    """Whether a cell is an exact number."""
    return isinstance(cell, (int, Fraction)) and not isinstance(cell, bool)


def is_formula(cell: Cell) -> bool:
    """Whether a cell is an expression or a condition."""
    return not (cell is None or isinstance(cell, (str, int, Fraction)))


def alignment(table: TableData) -> str:
    """One letter a column: as stated, else numbers to the right."""
    if table.align:
        return table.align
    letters = []
    for column in range(len(table.columns)):
        cells = [row[column] for row in table.rows if row[column] is not None]
        letters.append("r" if cells and all(is_number(cell) for cell in cells) else "l")
    return "".join(letters)


def clean(words: str) -> str:
    """Text without control, escape and bidirectional characters; tabs and line breaks become one space.

    Examples
    --------
    >>> clean("a\\x1b[31mb\\u202ec\\nd")
    'a[31mbc d'
    """
    words = re.sub(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+", " ", words)
    return "".join(sign for sign in words if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))


def lines_below(table: TableData) -> list[str]:
    """The lines under a table: its notes, then its sources."""
    notes = [clean(note) for note in table.notes]
    if table.cite:
        notes.append(f"Source{'s' if len(table.cite) > 1 else ''}: {clean('; '.join(table.cite))}")
    return notes
