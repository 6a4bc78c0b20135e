"""How to cite: the project itself, and any source that it names, as text, BibTeX or CFF.

Examples
--------
>>> print(as_text(project("0.1.0")).partition(":")[0])
The coopsec_games developers, coopsec_games
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from .rendering import bibtex, clean, latex_escape, separate_sources

__all__ = ["FORMS", "Citation", "as_bibtex", "as_cff", "as_text", "project"]

FORMS = ("text", "bibtex", "cff")
"""The forms of a citation."""

AUTHORS = "The coopsec_games developers"
TITLE = "coopsec_games"
ABSTRACT = "Security institutions as formal games, solved exactly and symbolically"
KEYWORDS = ("game theory", "voting power", "equilibrium", "Security Council", "international organisations", "veto")


@dataclass(frozen=True)
class Citation:
    """What is cited: the project, or a part of it with its sources.

    Parameters
    ----------
    version
        The version of the project.
    word
        The key of the part; nothing for the project itself.
    kind
        What the part is, such as ``"power index"``.
    title
        Its title in words.
    sources
        Its sources, each once.
    """

    version: str
    word: str = ""
    kind: str = ""
    title: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", separate_sources(self.sources))


def project(version: str) -> Citation:
    """The citation of the project."""
    return Citation(version)


def as_text(citation: Citation) -> str:
    """A citation in lines for a reader: a part with its sources, then the project."""
    own = f"{AUTHORS}, {TITLE}: {ABSTRACT}, version {citation.version}"
    if not citation.word:
        return own
    sources = [f"  {source}" for source in citation.sources] or ["  none is named"]
    return clean_lines(
        [f"{citation.word} ({citation.kind}): {citation.title}", "Sources:", *sources, "Computed by:", f"  {own}"]
    )


def clean_lines(lines: list[str]) -> str:
    """Lines without control characters."""
    return "\n".join(line[: len(line) - len(line.lstrip())] + clean(line.strip()) for line in lines)


def as_bibtex(citation: Citation) -> str:
    """A citation as BibTeX: the sources of a part, then the project."""
    fields = {
        "author": f"{{{latex_escape(AUTHORS)}}}",
        "title": f"{{{latex_escape(TITLE)}}}: {ABSTRACT}",
        "note": f"Version {latex_escape(citation.version)}",
    }
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    own = f"@misc{{coopsec-games,\n{lines}\n}}"
    return "\n\n".join([*filter(None, [bibtex(citation.sources).strip()]), own]) + "\n"


def as_cff(citation: Citation) -> str:
    """A citation as a CFF file (Citation File Format 1.2.0); the sources of a part are its references.

    References
    ----------
    S. Druskat et al. 2021, Citation File Format, version 1.2.0.
    """
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this software, please cite it as below.",
        f"title: {TITLE}",
        f"abstract: {ABSTRACT}.",
        "type: software",
        f"version: {_quoted(citation.version)}",
        "authors:",
        f"  - name: {AUTHORS}",
        "keywords:",
        *(f"  - {word}" for word in KEYWORDS),
    ]
    if citation.sources:
        lines.append("references:")
    for source in citation.sources:
        lines += ["  - type: generic", f"    title: {json.dumps(clean(source), ensure_ascii=False)}"]
        lines += ["    authors:", "      - name: as named in the title"]
    return "\n".join([*lines, ""])


def _quoted(version: str) -> str:
    return version if version.count(".") > 1 else json.dumps(version)
