"""The writers: a table of values into LaTeX, Markdown, CSV, HTML or lines for a terminal.

All text from outside is cleaned of control and bidirectional characters and escaped for the format it enters; numbers
and conditions are written by the project itself.  The same table gives the same bytes.
"""

from __future__ import annotations

from .cells import Cell, Symbolic, TableData, clean, expression, is_expression, is_symbolic, number
from .markup import html_text, markdown, markdown_escape
from .streams import csv_text, json_text, text
from .tex import latex, latex_escape

__all__ = [
    "Cell",
    "Symbolic",
    "TableData",
    "clean",
    "csv_text",
    "expression",
    "html_text",
    "is_expression",
    "is_symbolic",
    "json_text",
    "latex",
    "latex_escape",
    "markdown",
    "markdown_escape",
    "number",
    "text",
]
