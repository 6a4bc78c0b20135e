"""The one door for numbers and formulas: a small grammar with budgets, exact numbers, printing that reads again.

No text ever reaches sympy, ``eval`` or ``lambdify``.  A declared name always means itself (``pi``, ``S``, ``E``,
``beta``, ``lambda``); an undeclared one is an error.
"""

from __future__ import annotations

from .algebra import exact, symbol, to_sympy
from .printing import expression_latex, expression_text, number_text, shown_number, symbol_latex
from .reader import Kind, check_name, parse, read_condition
from .trees import Binary, Call, Comparison, Logic, Name, Number, Tree, Truth, Unary, fold, names_in

__all__ = [
    "Binary",
    "Call",
    "Comparison",
    "Kind",
    "Logic",
    "Name",
    "Number",
    "Tree",
    "Truth",
    "Unary",
    "check_name",
    "exact",
    "expression_latex",
    "expression_text",
    "fold",
    "names_in",
    "number_text",
    "parse",
    "read_condition",
    "shown_number",
    "symbol",
    "symbol_latex",
    "to_sympy",
]
