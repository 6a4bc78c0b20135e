"""Tables in LaTeX, all text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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
    plain_text,
    symbolic,
)
from .tex_columns import LONG, groups_of_digits, widths
from .tex_text import latex_escape, latex_sentence

__all__ = ["latex"]


_UNBROKEN = re.compile(r"(?<![\w\\-])[0-9]+-[0-9]+-[0-9]+(?![\w-])")
"""A day or a tally."""


def _latex_cell(cell: Cell, digits: int | None, names: Sequence[str], bare: bool = False, small: bool = False) -> str:
    """A cell; ``bare`` where the column aligns numbers on their point, ``small`` where no fraction is built up."""
    if is_formula(cell):
        formula = expression(cell, names, latex=True) if is_expression(cell) else symbolic(cell).latex
        # neither a formula between \left and \right nor a built-up fraction is ever broken at the end of a line
        return "$" + _flat(re.sub(r"\\(?:left|right)(?=[(|)])", "", formula), 0 if small else LONG_FRACTION) + "$"
    plain = plain_text(cell, digits)
    if is_number(cell):
        if bare:
            return plain
        if plain.startswith("-"):
            return f"${plain}$"
        return BREAK.join(map(_number, plain.split("/"))) if len(plain) > LONG else plain
    if plain in ("<", ">", "="):
        return f"${plain}$"
    return _UNBROKEN.sub(r"\\mbox{\g<0>}", latex_sentence(plain, names))


def _number(digits: str) -> str:
    """A whole number, which may be broken where it is very long."""
    return r"\allowbreak{}".join(groups_of_digits(digits))


def _flat(formula: str, longest: int) -> str:
    """A formula whose fractions are written in line where they are longer than is built up."""
    told, place = "", 0
    while (start := formula.find(r"\frac{", place)) >= 0:
        above, middle = _braced(formula, start + 5)
        below, end = _braced(formula, middle)
        told += formula[place:start]
        above, below = _bare(_flat(above, longest)), _bare(_flat(below, longest))
        if len(above) + len(below) <= longest:
            told += rf"\frac{{{above}}}{{{below}}}"
        else:
            told += f"{_grouped(above, '+-')} {BREAK} {_grouped(below, ' +-')}"
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


def _bare(formula: str) -> str:
    """A formula without parentheses around the whole of it."""
    depths = [0]
    for sign in formula:
        depths.append(depths[-1] + (sign == "(") - (sign == ")"))
    closed = formula.startswith("(") and formula.endswith(")") and 0 not in depths[1:-1]
    return formula[1:-1] if closed else formula


def _grouped(formula: str, signs: str) -> str:
    """A formula in parentheses where one of some signs stands in it."""
    return f"({formula})" if any(sign in formula for sign in signs) else formula


PAGE = 40
"""Lines that fit a page; longer tables run over several."""

MANY = 30
"""Rows from which on a table may run over several pages."""

SIDES = {"l": r"\raggedright", "r": r"\raggedleft", "c": r"\centering"}

NOTE_LINE = 80
"""Characters of a note that fit the line in footnote size."""

LONG_FRACTION = 24
"""Characters, above and below together, up to which a fraction is built up."""

BREAK = r"/\allowbreak{}"


def latex(table: TableData, *, digits: int | None = None, siunitx: bool = False) -> str:
    """A table for the packages booktabs and array, no wider than the line; a long one is a ``longtable``.

    Where the columns do not fit side by side they are set in footnote size, and those with long texts as paragraphs,
    each as wide as its text deserves.

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
    set_as = widths(told)
    aligned = [siunitx and _has_decimals(table, column, digits) for column in range(len(table.columns))]
    letters, heads = _columns(table, told, set_as.paragraphs, aligned)
    rows = [
        " & ".join(
            _latex_cell(cell, digits, table.names, bare, set_as.small) for cell, bare in zip(row, aligned, strict=True)
        )
        + r" \\"
        for row in table.rows
    ]
    if set_as.wrapped:
        rows = [*(rf"{row} \addlinespace" for row in rows[:-1]), *rows[-1:]]
    notes = lines_below(table)
    lines = set_as.lines + sum(-(-len(note) // NOTE_LINE) for note in notes)
    label = re.sub(r"[^a-z0-9]+", "-", clean(table.key).lower()).strip("-")
    named = rf"\caption{{{latex_sentence(table.caption, table.names)}}}", rf"\label{{tab:{label}}}"
    small = [r"\footnotesize", r"\setlength{\tabcolsep}{4pt}"] if set_as.small else []
    if set_as.room:
        # no column gets narrower than its words, however short the line
        small += [rf"\edef\tableroom{{\the{set_as.room}}}", r"\ifdim\tableroom<0pt \def\tableroom{0pt}\fi"]
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
    table: TableData, told: Sequence[Sequence[str]], paragraphs: Sequence[str], aligned: Sequence[bool]
) -> tuple[str, str]:
    """What stands for the columns, and their headings; where ``paragraphs`` has a width, the column is set as such."""
    letters, heads = list(alignment(table)), [latex_escape(column) for column in table.columns]
    for column, (letter, fixed) in enumerate(zip(alignment(table), paragraphs, strict=True)):
        if fixed:
            letters[column] = rf">{{{SIDES[letter]}\arraybackslash}}p{{{fixed}}}"
        if aligned[column]:
            # in an S column only what stands in braces is text
            head = heads[column]
            heads[column] = rf"\multicolumn{{1}}{{{letters[column]}}}{{{head}}}" if fixed else f"{{{head}}}"
            places = _format(row[column] for row in told[1:])
            width = f",table-column-width={fixed}" if fixed else ""
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
        r"\setlength{\LTcapwidth}{\linewidth}",
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
