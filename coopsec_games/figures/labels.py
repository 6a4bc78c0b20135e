"""Labels: text and formulas side by side, for a drawing and for TikZ alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import And, Condition, Or
from ..formulas import expression_latex, symbol_latex
from ..rendering import clean, latex_escape, number

if TYPE_CHECKING:
    from sympy import Expr

    from ..conditions import Formula

__all__ = ["Label", "condition_label", "equation", "formula", "name_label", "said", "value_label"]

LONGEST_EXACT = 12
"""Characters of a fraction that a label still shows in full."""


@dataclass(frozen=True)
class Label:
    """Runs of plain text and of formulas in LaTeX's mathematics mode, each run told which of the two it is.

    Examples
    --------
    >>> (said("50% where ") + formula("c < z")).tex
    '50\\\\% where $c < z$'
    """

    runs: tuple[tuple[str, bool], ...] = ()

    def __add__(self, other: Label) -> Label:
        return Label(self.runs + other.runs)

    def __bool__(self) -> bool:
        return any(text for text, _ in self.runs)

    @property
    def tex(self) -> str:
        """The label in LaTeX, its text escaped."""
        return "".join(f"${text}$" if is_formula else latex_escape(text) for text, is_formula in self.runs)

    @property
    def letters(self) -> int:
        """About how many letters it shows; a command in a formula counts as one."""
        return sum(
            len(re.sub(r"[{}_^ ]|left|right|frac", "", re.sub(r"\\[a-z]{5,}", "x", text)) if is_formula else text)
            for text, is_formula in self.runs
        )


def said(words: str) -> Label:
    """A label of plain text."""
    return Label(((clean(words), False),)) if words else Label()


def formula(latex: str) -> Label:
    """A label that is a formula."""
    return Label(((latex, True),))


def name_label(name: str, meaning: str = "") -> Label:
    """A parameter, and what it means."""
    return formula(symbol_latex(name)) + (said(f", {meaning}") if meaning else Label())


def value_label(value: Fraction | int | Expr, names: Sequence[str] = ()) -> Label:
    """A number or an expression."""
    return said(number(value)) if isinstance(value, (int, Fraction)) else formula(expression_latex(value, names))


def equation(name: str, value: Fraction | Expr, names: Sequence[str] = ()) -> Label:
    """A parameter and its value.

    Examples
    --------
    >>> equation("c_m", Fraction(1, 10)).tex
    '$c_{m} = 1/10$'
    """
    told = number(value) if isinstance(value, (int, Fraction)) else expression_latex(value, names)
    return formula(f"{symbol_latex(name)} = {told}")


def condition_label(condition: Condition) -> Label:
    """A condition whose comparisons are formulas, joined by words, so that a line may break between them.

    Examples
    --------
    >>> condition_label(Condition.read("c <= z and (k > 1 or c = 0)", ["c", "z", "k"])).tex
    '$z \\\\geq c$ and ($k > 1$ or $c = 0$)'
    """

    def told(part: Formula) -> Label:
        if isinstance(part, (And, Or)):
            word = said(" and " if isinstance(part, And) else " or ")
            found = Label()
            for place, inner in enumerate(part.parts):
                own = told(inner)
                found += (word if place else Label()) + (
                    said("(") + own + said(")") if isinstance(inner, (And, Or)) else own
                )
            return found
        if isinstance(part, bool):
            return said("always" if part else "never")
        return formula(Condition(part, condition.assumptions).latex)

    return told(condition.formula)
