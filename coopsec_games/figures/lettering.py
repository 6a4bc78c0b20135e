"""How words are measured and broken into lines: text and formulas as matplotlib writes them, in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .labels import Label, formula, said

__all__ = ["POINT", "SIZE", "SMALL", "extent", "line_height", "measured", "shown", "widest", "wrapped"]

SIZE, SMALL = 7.0, 6.0
POINT = 25.4 / 72
SPACE, GAP = 0.32, 0.03
"""The width of a space, and of what stands between two words beside it, as parts of the size."""

RELATIONS = (r" \leq ", r" \geq ", r" \neq ", " = ", " < ", " > ")


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
def measured(text: str, size: float, bold: bool = False) -> tuple[float, float, float]:
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
    return measured(text, size, bold)[:2] if text.strip() else (0.0, 0.0)


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
    for chunk in _chunks(pieces):
        wide, spaces = 0.0, 0
        for text, is_formula in chunk.runs:
            spaces = 0 if is_formula else len(text) - len(text.rstrip())
            wide += extent(formula(text) if is_formula else text.rstrip(), size)[0]
        if line and used + wide > width:
            lines.append(_stripped(line))
            line, used = Label(), 0.0
        if line or chunk.runs[0][0].strip():
            line += chunk
            used += wide + (spaces * SPACE + len(chunk.runs) * GAP) * size * POINT
    return [*lines, _stripped(line)] if line else lines


def _chunks(pieces: Iterable[Label]) -> list[Label]:
    """Pieces that no space parts as one, such as a bracket and the formula in it; parts of one formula stay apart."""
    found: list[Label] = []
    for piece in pieces:
        text, is_formula = piece.runs[0]
        last, after_formula = found[-1].runs[-1] if found else (" ", False)
        if (last.endswith(" ") and not after_formula) or text.startswith(" ") or (is_formula and after_formula):
            found.append(piece)
        else:
            found[-1] += piece
    return found


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
