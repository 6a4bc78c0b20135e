"""Tables in LaTeX, all text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from .bibliography import cite_keys
from .cells import (
    Cell,
    TableData,
    alignment,
    clean,
    expression,
    is_expression,
    is_formula,
    is_number,
    lines_below,
    number,
    plain_text,
    symbolic,
)
from .tex_text import latex_escape, latex_sentence

__all__ = ["latex"]


def _latex_cell(cell: Cell, digits: int | None, names: Sequence[str], bare: bool = False) -> str:
    """A cell; ``bare`` where the column aligns numbers on their point."""
    if is_formula(cell):
        formula = expression(cell, names, latex=True) if is_expression(cell) else symbolic(cell).latex
        # neither a formula between \left and \right nor a built-up fraction is ever broken at the end of a line
        return "$" + _flat(re.sub(r"\\(?:left|right)(?=[(|)])", "", formula)) + "$"
    plain = plain_text(cell, digits)
    if is_number(cell):
        if bare:
            return plain
        return f"${plain}$" if plain.startswith("-") else plain.replace("/", BREAK) if len(plain) > LONG else plain
    if plain in ("<", ">", "="):
        return f"${plain}$"
    return latex_sentence(plain, names)


def _flat(formula: str) -> str:
    """A formula whose long fractions are written in line."""
    told, place = "", 0
    while (start := formula.find(r"\frac{", place)) >= 0:
        above, middle = _braced(formula, start + 5)
        below, end = _braced(formula, middle)
        told += formula[place:start]
        above, below = _flat(above), _flat(below)
        if len(above) + len(below) <= LONG_FRACTION:
            told += rf"\frac{{{above}}}{{{below}}}"
        else:
            told += f"{_grouped(above)} {BREAK} {_grouped(below)}"
        place = end
    return told + formula[place:]


def _braced(formula: str, start: int) -> tuple[str, int]:
    """What stands between a brace and the one that closes it, and where it ends."""
    depth = 0
    for place in range(start, len(formula)):
        depth += (formula[place] == "{") - (formula[place] == "}")
        if not depth:
            return formula[start + 1 : place], place + 1
    return formula[start + 1 :], len(formula)


def _grouped(formula: str) -> str:
    return f"({formula})" if re.search(r"[ +-]", formula) else formula


LINE = 66
"""Characters that fit a line of a page in the usual size; wider tables are set in paragraphs."""

SMALL_LINE = 80
"""Characters that fit in footnote size."""

PAGE = 40
"""Lines that fit a page; longer tables run over several."""

MANY = 30
"""Rows from which on a table may run over several pages."""

SIDES = {"l": r"\raggedright", "r": r"\raggedleft", "c": r"\centering"}

LONG = 12
"""Characters from which on a fraction may be broken."""

LONG_FRACTION = 24
"""Characters, above and below together, up to which a fraction is built up."""

BREAK = r"/\allowbreak{}"


def latex(table: TableData, *, digits: int | None = None, siunitx: bool = False) -> str:
    """A table for the packages booktabs and array, no wider than the line; a long one is a ``longtable``.

    Columns that do not fit side by side are set as paragraphs in footnote size, each as wide as its text deserves.

    Parameters
    ----------
    table
        The table.
    digits
        How many decimals, rounded half to even; without it numbers are exact fractions.
    siunitx
        Whether columns of decimals are ``S`` columns of the package siunitx, aligned on the point.
    """
    told = [[plain_text(cell, digits, table.names) for cell in row] for row in (table.columns, *table.rows)]
    natural = [max(map(len, column)) for column in zip(*told, strict=True)]
    narrow = sum(natural) + 2 * len(natural) <= LINE
    widths = natural if narrow else _widths(told, natural)
    aligned = [siunitx and _has_decimals(table, column, digits) for column in range(len(natural))]
    letters, heads = _columns(table, told, [] if narrow else widths, aligned)
    rows = [
        " & ".join(_latex_cell(cell, digits, table.names, bare) for cell, bare in zip(row, aligned, strict=True))
        + r" \\"
        for row in table.rows
    ]
    if not narrow:
        rows = [*(rf"{row} \addlinespace" for row in rows[:-1]), *rows[-1:]]
    notes = lines_below(table)
    lines = sum(max(-(-len(cell) // width) for cell, width in zip(row, widths, strict=True)) for row in told)
    lines += sum(-(-len(note) // SMALL_LINE) for note in notes)
    label = re.sub(r"[^a-z0-9]+", "-", clean(table.key).lower()).strip("-")
    named = rf"\caption{{{latex_sentence(table.caption, table.names)}}}", rf"\label{{tab:{label}}}"
    small = [] if narrow else [r"\footnotesize", r"\setlength{\tabcolsep}{3pt}"]
    long = lines > PAGE or len(rows) > MANY
    packages = ["array", "booktabs", *(["longtable"] if long else []), *(["siunitx"] if any(aligned) else [])]
    needs = ", ".join(rf"\usepackage{{{package}}}" for package in packages[:-1])
    keys = cite_keys(table.cite)
    return "\n".join(
        [
            rf"% needs {needs} and \usepackage{{{packages[-1]}}}",
            *([f"% sources: {', '.join(keys)}"] if keys else []),
            *(_long if long else _floating)(
                letters, small, named, heads, rows, [latex_sentence(note, table.names) for note in notes]
            ),
            "",
        ]
    )


def _columns(
    table: TableData, told: Sequence[Sequence[str]], widths: Sequence[int], aligned: Sequence[bool]
) -> tuple[str, str]:
    """What stands for the columns, and their headings; with ``widths`` each column is set as paragraphs."""
    letters, heads = list(alignment(table)), [latex_escape(column) for column in table.columns]
    for column, letter in enumerate(letters):
        fixed = paragraph = ""
        if widths:
            share = number(Fraction(1000 * widths[column] // sum(widths), 1000), 3)
            fixed = rf"\dimexpr {share}\linewidth-2\tabcolsep\relax"
            letters[column] = paragraph = rf">{{{SIDES[letter]}\arraybackslash}}p{{{fixed}}}"
        if aligned[column]:
            # in an S column only what stands in braces is text
            head = heads[column]
            heads[column] = rf"\multicolumn{{1}}{{{paragraph}}}{{{head}}}" if widths else f"{{{head}}}"
            places = _format(row[column] for row in told[1:])
            width = f",table-column-width={fixed}" if widths else ""
            letters[column] = f"S[table-format={places}{width}]"
    return "".join(letters), " & ".join(heads) + r" \\"


def _has_decimals(table: TableData, column: int, digits: int | None) -> bool:
    """Whether a column holds numbers alone, and each can be written as a decimal."""
    cells = [row[column] for row in table.rows if row[column] is not None]
    return bool(cells) and all(
        is_number(cell) and (digits is not None or "/" not in plain_text(cell, digits)) for cell in cells
    )


def _format(told: Iterable[str]) -> str:
    """The places before and after the point that a column of decimals needs."""
    parts = [text.partition(".")[::2] for text in told if text]
    sign = "-" if any(whole.startswith("-") for whole, _ in parts) else ""
    before = max(len(whole.lstrip("-")) for whole, _ in parts)
    after = max(len(rest) for _, rest in parts)
    return f"{sign}{before}.{after}" if after else f"{sign}{before}"


def _floating(
    letters: str, small: list[str], named: tuple[str, str], head: str, rows: list[str], notes: list[str]
) -> list[str]:
    lines = [
        r"\begin{table}",
        r"  \centering",
        *(f"  {line}" for line in (*named, *small)),
        rf"  \begin{{tabular}}{{{letters}}}",
        r"    \toprule",
        f"    {head}",
        r"    \midrule",
        *(f"    {row}" for row in rows),
        r"    \bottomrule",
        r"  \end{tabular}",
    ]
    if notes:
        lines += [r"  \par\smallskip", r"  {\footnotesize\raggedright " + r"\par ".join(notes) + r"\par}"]
    return [*lines, r"\end{table}"]


def _long(
    letters: str, small: list[str], named: tuple[str, str], head: str, rows: list[str], notes: list[str]
) -> list[str]:
    lines = [
        r"\begingroup",
        *small,
        rf"\begin{{longtable}}{{{letters}}}",
        rf"  {named[0]}{named[1]}\\",
        rf"  \toprule {head} \midrule \endfirsthead",
        rf"  \toprule {head} \midrule \endhead",
        r"  \bottomrule \endfoot",
        *(f"  {row}" for row in rows),
        r"\end{longtable}",
    ]
    if notes:
        lines += [r"{\footnotesize\raggedright\noindent " + r"\par\noindent ".join(notes) + r"\par}"]
    return [*lines, r"\endgroup"]


def _widths(told: list[list[str]], natural: list[int]) -> list[int]:
    """Characters a column: its longest word at least, its longest cell at most, and together what the line holds.

    What room is left goes, character by character, to where it shortens the table most: the sum of the squares of the
    lines of each cell is made as small as it can be.  Three characters each stand for the space between columns.
    """
    columns = list(zip(*told, strict=True))
    widths = [max(len(word) for cell in column for word in _words(cell)) for column in columns]
    weights = [sum(len(cell) ** 2 for cell in column) for column in columns]
    for _ in range(SMALL_LINE - sum(widths) - 3 * len(widths)):
        gains = [
            Fraction(weight, width**2) - Fraction(weight, (width + 1) ** 2) if width < whole else Fraction(0)
            for weight, width, whole in zip(weights, widths, natural, strict=True)
        ]
        widths[gains.index(max(gains))] += 1
    return [width + 3 for width in widths]


def _words(cell: str) -> list[str]:
    """What is not broken at the end of a line; a long fraction is, after its stroke, and a word after its hyphen."""
    words = [part for word in cell.split() for part in (word.split("/") if len(word) > LONG else [word])]
    return [part for word in words for part in re.split(r"(?<=[A-Za-z]-)(?=[A-Za-z])", word)] or [""]
