"""The whole page: one file, whose policy lets nothing be fetched and nothing run but its own script and style."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from ..figures import FIGURES, case_figures
from ..figures.asked import ON_REQUEST
from .drawings import embedded
from .maps import patterns_svg
from .markup import notes_html
from .mathematics import escaped, prose_html
from .script import SCRIPT
from .sections import Section, page_sections
from .style import STYLE

if TYPE_CHECKING:
    from ..analysis import Analysis

__all__ = ["page"]

MOVED = "regions"
"""The figure whose place the maps with sliders take."""


def page(analysis: Analysis, *, figures: bool = True) -> str:
    """An analysis as one self-contained HTML document, the same bytes each time.

    Parameters
    ----------
    analysis
        The answers.
    figures
        Whether the drawn figures stand in it, too; the maps with sliders always do.

    Raises
    ------
    MissingDependency
        Figures are wanted and matplotlib is not installed.

    References
    ----------
    W3C, Content Security Policy Level 3 (hashes); W3C, Web Content Accessibility Guidelines 2.2.
    """
    keys = [key for key in FIGURES if key not in ON_REQUEST and key != MOVED]
    drawn = embedded(case_figures(analysis, keys) if figures else ())
    told = page_sections(analysis, drawn.elements)
    names = tuple(parameter.name for parameter in analysis.case.parameters)
    title = escaped(analysis.case.title)
    asked = notes_html([f"{_capital(word)}: {what}." for word, what in analysis.asked], names)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy()}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title>",
            '<link rel="icon" href="data:,">',
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#main">Skip to the content</a>',
            f"{patterns_svg()}{drawn.definitions}",
            f"<header><h1>{title}</h1>",
            f"<p>{prose_html(analysis.case.summary, names)}</p>{asked}</header>",
            f'<nav aria-label="Contents"><ol>{"".join(map(_entry, told))}</ol></nav>',
            '<main id="main" tabindex="-1">',
            *map(_section, told),
            "</main>",
            "<footer><p>Made by coopsec-games. Every answer is exact, and nothing on this page is fetched from "
            "anywhere.</p></footer>",
            f"<script>{SCRIPT}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def policy() -> str:
    """The page's security policy: its own script and style by their hashes, and nothing else.

    Examples
    --------
    >>> policy().partition(";")[0]
    "default-src 'none'"
    """
    return (
        f"default-src 'none'; script-src '{_hash(SCRIPT)}'; style-src '{_hash(STYLE)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(words: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(words.encode("utf-8")).digest()).decode("ascii")


def _entry(section: Section) -> str:
    identifier, heading, _ = section
    return f'<li><a href="#{identifier}">{escaped(heading)}</a></li>'


def _section(section: Section) -> str:
    identifier, heading, body = section
    return (
        f'<section aria-labelledby="{identifier}-heading" id="{identifier}">'
        f'<h2 id="{identifier}-heading">{escaped(heading)}</h2>\n{body}\n</section>'
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
