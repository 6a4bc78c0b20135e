"""How wide the columns of a table are in LaTeX, so that it fits the line of a journal.

A breadth is in thousandths of an em and that of Computer Modern Roman, rounded up; a formula is taken to be as broad as
its plain text, which it never exceeds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .cells import number

__all__ = ["LONG", "Widths", "breadth", "groups_of_digits", "widths"]

LONG = 12
"""Characters from which on a fraction may be broken."""

MANY_DIGITS = 15
"""Digits beyond which a number may be broken between any six."""

LINE = 31_000
"""What fits the line of a page, 345 points, in the usual size; wider tables are set in footnote size."""

SMALL_LINE, BROAD_LINE = 37_000, 49_000
"""What fits that line, and one of 455 points, in footnote size."""

GAP = 1_100
SMALL_GAP = 950
"""The space between two columns, in the usual size and in footnote size."""

_SIGNS = {
    278: "il.,:;!'|[]`",
    333: " -j",
    395: "frst()I",
    450: "cez",
    528: '0123456789akvxygoq/?*\u2013\u201c\u201d"',
    565: "bdhnpuSJ",
    730: "CEFLPTZBw",
    800: "ADGHKNOQRUVXY<>=+~^_#$&%\\{}\u2264\u2265",
    1030: "mMW\u2014@\u2026\u2192\u2190",
}
_BREADTHS = {sign: breadth for breadth, signs in _SIGNS.items() for sign in signs}
_STRANGER = 5_200
"""A sign that LaTeX does not know is shown by its number."""


def breadth(words: str) -> int:
    """How broad a text is, in thousandths of an em.

    Examples
    --------
    >>> breadth("mill"), breadth("421/2145")
    (1864, 4224)
    """
    return sum(_BREADTHS.get(sign, 800 if sign < "\u0180" else _STRANGER) for sign in words)


@dataclass(frozen=True)
class Widths:
    """The columns of a table: which are set as paragraphs, how wide each of these is, and how many lines there are.

    Parameters
    ----------
    paragraphs
        For each column what stands for its width, or nothing where it is as wide as its widest cell.
    room
        What stands for the room that a line has beyond what the table takes, or nothing; the widths call it
        ``\\tableroom``.
    small
        Whether the table is set in footnote size.
    wrapped
        Whether a row has more than one line.
    lines
        How many lines the headings and the rows have together.
    """

    paragraphs: tuple[str, ...]
    room: str
    small: bool
    wrapped: bool
    lines: int


def widths(told: Sequence[Sequence[str]]) -> Widths:
    """The widths of columns whose headings and cells are given, row by row.

    A table that fits the line in the usual size is left as it is.  In any other the columns that need not be broken
    stay as they are; each of the rest has what a narrow line gives it, and what a broader one has besides goes to where
    it shortens the table most.

    Parameters
    ----------
    told
        The headings, and the rows.
    """
    columns = list(zip(*told, strict=True))
    natural = [max(map(breadth, column)) for column in columns]
    if sum(natural) + GAP * len(natural) <= LINE:
        return Widths(("",) * len(natural), "", False, False, len(told))
    own, broad = (_shared(columns, natural, line) for line in (SMALL_LINE, BROAD_LINE))
    taken = sum(own) + SMALL_GAP * len(own)
    more = [wide - width for wide, width in zip(broad, own, strict=True)]
    paragraphs = tuple(
        _stated(width, Fraction(step, sum(more)) if any(more) else Fraction(0), taken) if width < whole else ""
        for width, step, whole in zip(own, more, natural, strict=True)
    )
    room = rf"\dimexpr\linewidth-{number(Fraction(taken, 1000), 2)}em\relax" if any(more) else ""
    lines = [max(-(-breadth(cell) // width) for cell, width in zip(row, own, strict=True)) for row in told]
    return Widths(paragraphs, room, True, any(line > 1 for line in lines[1:]), sum(lines))


def _stated(width: int, share: Fraction, taken: int) -> str:
    """A width in LaTeX: what a column has in any case, and its share of the room that is left on the line.

    Columns that no usual line holds have shares of the whole line instead.
    """
    if taken > BROAD_LINE:
        return rf"\dimexpr {number(Fraction(width + SMALL_GAP, taken), 3)}\linewidth-2\tabcolsep\relax"
    more = rf"+{number(share, 3)}\dimexpr\tableroom\relax" if share else ""
    return rf"\dimexpr {number(Fraction(width, 1000), 2)}em{more}\relax"


def _shared(columns: Sequence[Sequence[str]], natural: Sequence[int], line: int) -> list[int]:
    """The width of each column: its broadest word at least, its broadest cell at most, and together what a line holds.

    What room is left goes, step by step, to where it shortens the table most: the sum of the squares of the lines of
    each cell is made as small as it can be.
    """
    own = [max(breadth(word) for cell in column for word in _words(cell)) for column in columns]
    weights = [sum(breadth(cell) ** 2 for cell in column) for column in columns]
    step = 250
    room = line - sum(own) - SMALL_GAP * len(own)
    while room > 0 and own != list(natural):
        gains = [
            Fraction(weight, width**2) - Fraction(weight, (width + step) ** 2) if width < whole else Fraction(0)
            for weight, width, whole in zip(weights, own, natural, strict=True)
        ]
        place = gains.index(max(gains))
        more = min(step, natural[place] - own[place], room)
        own[place] += more
        room -= more
    return own


def _words(cell: str) -> list[str]:
    """What is not broken at the end of a line: words, and operands with the sign after them.

    A long fraction is broken after its stroke, a number of very many digits anywhere, and a word after its hyphen.
    """
    words = re.findall(r"\S+(?: (?:[<>!]=|[-+<>=])(?= ))?", cell)
    words = [part for word in words for part in (word.split("/") if len(word) > LONG else [word])]
    words = [part for word in words for part in re.split(r"(?<=[A-Za-z]{2}-)(?=[A-Za-z0-9]{2})", word)]
    return [part for word in words for part in groups_of_digits(word)] or [""]


def groups_of_digits(word: str) -> list[str]:
    """A number of very many digits in groups, between which a line may end; anything else as it stands.

    Examples
    --------
    >>> groups_of_digits("58149737003040059690390169"), groups_of_digits("118525786")
    (['581497', '370030', '400596', '903901', '69'], ['118525786'])
    """
    if len(word) <= MANY_DIGITS or not word.isdecimal():
        return [word]
    return [word[start : start + 6] for start in range(0, len(word), 6)]
