"""The writers: a table of values into LaTeX, Markdown, CSV, HTML or lines for a terminal.

All text from outside is cleaned of control and bidirectional characters and escaped for the format it enters; numbers
and conditions are written by the project itself.  The same table gives the same bytes.
"""

from __future__ import annotations

from .bibliography import bibtex, bibtex_entry, cite_key, separate_sources
from .cells import Cell, Symbolic, TableData, clean, expression, is_expression, is_symbolic, number
from .document import latex_document
from .markup import html_text, markdown, markdown_escape
from .streams import csv_text, json_text, text
from .tex import latex
from .tex_text import latex_escape

__all__ = [
    "Cell",
    "Symbolic",
    "TableData",
    "bibtex",
    "bibtex_entry",
    "cite_key",
    "clean",
    "csv_text",
    "expression",
    "html_text",
    "is_expression",
    "is_symbolic",
    "json_text",
    "latex",
    "latex_document",
    "latex_escape",
    "markdown",
    "markdown_escape",
    "number",
    "separate_sources",
    "text",
]
