"""Sources as BibTeX: one entry for each, its key the same wherever the source is named.

A source is a line of text, as files and registries state it.  An article in a journal, told by its authors, year,
volume and pages, is taken apart; anything else keeps its text as it stands.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from .cells import clean
from .tex_text import latex_escape

__all__ = ["bibtex", "bibtex_entry", "cite_key", "cite_keys", "separate_sources"]

_INITIALS = r"(?:[A-Z]\.[ -]?)*"
_NAME = rf"{_INITIALS}[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?"
_ARTICLE = re.compile(
    rf"(?P<authors>{_NAME}(?:(?:, | and ){_NAME})*) \(?(?P<year>[12][0-9]{{3}})\)?, (?:(?P<title>[^,]+), )?"
    r"(?P<journal>[A-Z][^,0-9]*?) (?P<volume>[0-9]+)(?:, |:)(?P<pages>[0-9]+(?:[-\u2013][0-9]+)?)"
)


def separate_sources(cites: Iterable[str]) -> tuple[str, ...]:
    """The sources that some lines name, each once, in order; a semicolon outside parentheses divides a line.

    Examples
    --------
    >>> separate_sources(["S/PV.474; Hansard (a; b)", "S/PV.474"])
    ('S/PV.474', 'Hansard (a; b)')
    """
    found: dict[str, None] = {}
    for cite in cites:
        depth, start = 0, 0
        line = clean(cite)
        for place, sign in enumerate(line):
            depth += (sign in "([") - (sign in ")]")
            if sign == ";" and depth <= 0:
                found[line[start:place].strip()] = None
                start = place + 1
        found[line[start:].strip()] = None
    return tuple(source for source in found if source)


def cite_key(source: str) -> str:
    """The key of a source: its first words and year, and six digits of its hash, which tell like ones apart.

    Examples
    --------
    >>> cite_key("Voeten 2001, APSR 95:845-858")
    'voeten-2001-2195b8'
    """
    plain = unicodedata.normalize("NFKD", clean(source)).encode("ascii", "ignore").decode("ascii").lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if len(word) > 1]
    year = next((word for word in words if re.fullmatch(r"[12][0-9]{3}", word)), "")
    first = [word for word in words[:2] if word != year and not word.isdigit()][: 1 if year else 2]
    digest = hashlib.sha256(clean(source).encode("utf-8")).hexdigest()[:6]
    return "-".join([*(first or ["source"]), *([year] if year else []), digest])


def cite_keys(cites: Iterable[str]) -> tuple[str, ...]:
    """The keys of all the sources that some lines name."""
    return tuple(cite_key(source) for source in separate_sources(cites))


def bibtex_entry(source: str) -> str:
    """One source as a BibTeX entry.

    Examples
    --------
    >>> print(bibtex_entry("Voeten 2001, APSR 95:845-858"))
    @article{voeten-2001-2195b8,
      author = {Voeten},
      year = {2001},
      journal = {APSR},
      volume = {95},
      pages = {845--858}
    }
    >>> print(bibtex_entry("S/PV.473"))
    @misc{pv-5db9a2,
      title = {{S/PV.473}}
    }
    """
    read = _ARTICLE.fullmatch(source)
    if read is None:
        return _written("misc", source, {"title": f"{{{latex_escape(source)}}}"})
    authors = " and ".join(re.split(r", | and ", read["authors"]))
    fields = {"author": authors, "year": read["year"], "title": read["title"], "journal": read["journal"]}
    fields |= {"volume": read["volume"], "pages": re.sub("[-\u2013]", "--", read["pages"])}
    return _written(
        "article",
        source,
        {name: text if name == "pages" else latex_escape(text) for name, text in fields.items() if text},
    )


def bibtex(cites: Iterable[str]) -> str:
    """The BibTeX file of all the sources that some lines name, by their keys."""
    entries = sorted((cite_key(source), bibtex_entry(source)) for source in separate_sources(cites))
    return "\n".join(f"{entry}\n" for _, entry in entries)


def _written(kind: str, source: str, fields: dict[str, str]) -> str:
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@{kind}{{{cite_key(source)},\n{lines}\n}}"
