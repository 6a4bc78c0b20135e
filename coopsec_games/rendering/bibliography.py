"""Sources as BibTeX: one entry for each work, its key the same wherever the work is named.

A source is a line of text, as files and registries state it.  What the line says for certain is taken apart: articles,
books, papers of a series, documents of the United Nations, and what ends in its date; anything else keeps its text.
The article, page or vote that a line names in a work stays with the line: lines that differ in it alone share an entry.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from .cells import clean
from .tex_text import latex_escape

__all__ = ["bibtex", "bibtex_entry", "cite_key", "cite_keys", "cited_work", "separate_sources"]

LONGEST = 400
"""Signs of a line that is read; a longer one keeps its text."""

# --- the words of a line ---------------------------------------------------------------------------------------------

_YEAR = "[12][0-9]{3}"
_MONTH = (
    "(?:[0-9]{1,2}(?:-[0-9]{1,2})? )?"
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATE = rf"(?P<month>{_MONTH}) (?P<year>{_YEAR})"
_NUMBER = r"(?:(?:[0-9]+|[IVXLC]+|[A-Z])(?:\([0-9A-Za-z]+\))*|(?:\([0-9A-Za-z]+\))+)"
_PART = (
    r"(?:Arts?\.|paras?\.|ch\.|sec\.|section|pp?\.|col\.|Rules?|Figures?|notes?|votes?|document|Annex) "
    rf"{_NUMBER}(?:(?:, and |, | and |-){_NUMBER})*|s\.v\. [^()]+|preamble|proviso|Annex|(?:first|second) indent"
)
_REMARK = rf"(?:: .+| \((?!{_YEAR}\)).+\))"
_SYMBOL = r"(?:A|E|S|SC|GA|ORG|MC\.DOC)/(?:[A-Z0-9.]+/)*[A-Z0-9.]*[0-9](?:\([IVXLC]+\)(?: ?[A-Z](?![A-Za-z]))?)?"

_INITIALS = r"(?:[A-Z]\.[ -]?)"
_SURNAME = r"(?:(?:von|van|van der|de) )?[A-Z\u00c0-\u00de][^\W\d_]*[^\W\d_A-Z](?:-[A-Z][^\W\d_]+)?"
_FULL = rf"{_INITIALS}+{_SURNAME}"
_PERSON = rf"{_INITIALS}*{_SURNAME}"
_FEWEST_NAMES = rf"(?P<author>{_PERSON}(?:(?:, | and ){_PERSON})*?(?: et al\.)?)"
_FULL_NAMES = rf"(?P<author>{_FULL}(?:(?:, | and ){_FULL})*)"
_NAMES = rf"(?P<author>{_PERSON}(?:(?:, | and ){_PERSON})*(?: et al\.)?)"
# beside a volume and pages no line is mistaken for an author's, so that names of two words pass
_WORDS = rf"{_INITIALS}*(?:(?:von|van|van der|de) )?[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?"
_TITLE = r"(?P<title>[^,()]+|[^,()]+, [^,()]+, and [^,()]+)"
_PUBLISHED = rf"(?:(?P<address>[^,():]+): )?(?P<publisher>[^,():]+), (?P<year>{_YEAR})"
_SERIES = r"(?P<type>(?P<institution>[A-Z][^,()]*?)(?: (?:Discussion|Occasional|Working))? Papers) (?P<number>[0-9]+)"

_ARTICLE = (
    rf"(?P<author>{_WORDS}(?:(?:, | and ){_WORDS})*) \(?(?P<year>{_YEAR})\)?, (?:(?P<title>[^,]+), )?"
    r"(?P<journal>[A-Z][^,0-9]*?) (?P<volume>[0-9]+)(?:, |:)(?P<pages>[0-9]+(?:[-\u2013][0-9]+)?)"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("misc", rf"(?P<symbol>{_SYMBOL}) \((?P<year>{_YEAR})\)"),
        ("misc", rf"(?P<symbol>{_SYMBOL}(?:, draft resolution(?= of))?)(?:,| of) {_DATE}"),
        ("misc", rf"(?P<symbol>{_SYMBOL}(?:(?:, | and ){_SYMBOL})*)"),
        ("misc", rf"(?P<symbol>{_SYMBOL}, [A-Z][a-z][^()]+)"),
        ("article", _ARTICLE),
        ("misc", rf"{_NAMES} (?P<year>{_YEAR}), in:? (?P<within>.+)"),
        ("misc", rf"{_FULL_NAMES}, in:? (?P<within>.+)"),
        ("techreport", rf"{_NAMES} (?P<year>{_YEAR}), {_TITLE}, {_SERIES}"),
        ("techreport", rf"{_NAMES} (?P<year>{_YEAR}), {_TITLE} \({_SERIES}\)"),
        ("book", rf"{_FEWEST_NAMES}, {_TITLE} \({_PUBLISHED}\)"),
        ("book", rf"{_NAMES} (?P<year>{_YEAR}), {_TITLE} \((?P<address>[^,():]+): (?P<publisher>[^,():]+)\)"),
        ("misc", rf"{_NAMES} (?P<year>{_YEAR}), {_TITLE}"),
        ("misc", rf"{_NAMES} (?P<year>{_YEAR})(?:, (?P<howpublished>.+))?"),
        ("misc", rf"{_FULL_NAMES}, {_TITLE}(?:, (?P<howpublished>[^,()]+))?, (?P<year>{_YEAR})"),
        ("misc", rf"(?P<document>[A-Z][^()]*) \((?:(?P<howpublished>[A-Z][a-z]+), )?{_DATE}\)"),
        ("misc", rf"(?P<document>[A-Z][^()]*) \((?P<year>{_YEAR})\)"),
        ("misc", rf"(?P<document>[A-Z].*?)(?:,| of) {_DATE}"),
        ("misc", rf"(?P<document>[A-Z].*), (?P<year>{_YEAR})"),
    )
)
"""What a line may be, the surest first; a group of a pattern is a field of its entry, or one of those below."""

# fmt: off
NO_PERSONS = frozenset({
    "Act", "Agreement", "Annex", "Article", "Case", "Charter", "Convention", "Council", "Covenant", "Declaration",
    "Document", "Figure", "Minutes", "Pact", "Protocol", "Record", "Report", "Resolution", "Rule", "Rules", "Statute",
    "Table", "Treaty", "Yearbook",
})
# fmt: on
"""Words that stand before a year and are no author's name."""

_USES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<work>.+) \([CMmID]\)",
        r"compare (?P<work>.+)",
        rf"(?P<work>.+?)(?:, (?:{_PART}))+{_REMARK}?",
        rf"(?P<work>{_SYMBOL}(?: \({_YEAR}\))?)"
        rf"(?:{_REMARK}|, (?:adopted .+|on .+|[0-9]+(?:st|nd|rd|th) meeting|[IVXLC]+\([A-Z]\)))",
        rf"(?P<work>.+?(?:,| of) {_MONTH} {_YEAR}){_REMARK}",
        rf"(?P<work>{re.sub('[?]P<[a-z]+>', '?:', _ARTICLE)}) \(.+\)",
    )
)
"""What a line says, beside its work, of the use that is made of it."""


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


def cited_work(source: str) -> str:
    """The work that a source names, without the part of it, the mark of certainty and the remark of the line.

    Examples
    --------
    >>> cited_work("Charter of the United Nations (1945), Art. 27(3)")
    'Charter of the United Nations (1945)'
    >>> cited_work("S/RES/389 (1976): 12 votes to none, with 2 abstentions")
    'S/RES/389 (1976)'
    >>> cited_work("Exit, voice, and the rest")
    'Exit, voice, and the rest'
    """
    work = clean(source)
    if len(work) > LONGEST:
        return work
    while found := next(filter(None, (use.fullmatch(work) for use in _USES)), None):
        work = found["work"]
    return work


def cite_key(source: str) -> str:
    """The key of a source's work: its first words and year, and six digits of its hash, which tell like ones apart.

    Examples
    --------
    >>> cite_key("Voeten 2001, APSR 95:845-858")
    'voeten-2001-2195b8'
    >>> cite_key("Voeten 2001, APSR 95:845-858 (the outside option)")
    'voeten-2001-2195b8'
    """
    work = cited_work(source)
    plain = unicodedata.normalize("NFKD", work).encode("ascii", "ignore").decode("ascii").lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if len(word) > 1]
    year = next((word for word in words if re.fullmatch(r"[12][0-9]{3}", word)), "")
    first = [word for word in words[:2] if word != year and not word.isdigit()][: 1 if year else 2]
    digest = hashlib.sha256(work.encode("utf-8")).hexdigest()[:6]
    return "-".join([*(first or ["source"]), *([year] if year else []), digest])


def cite_keys(cites: Iterable[str]) -> tuple[str, ...]:
    """The keys of all the works that some lines name, each once."""
    return tuple(dict.fromkeys(cite_key(source) for source in separate_sources(cites)))


def bibtex_entry(source: str) -> str:
    """The work of a source as a BibTeX entry, with the fields that the line states and no others.

    An article whose title the line leaves out is an entry of the kind misc: the styles of BibTeX ask for the title of
    every article.

    Examples
    --------
    >>> print(bibtex_entry("Downs, Rocke and Barsoom 1996, Good news, IO 50:379-406"))
    @article{downs-1996-e5aeb2,
      author = {Downs and Rocke and Barsoom},
      year = {1996},
      title = {Good news},
      journal = {IO},
      volume = {50},
      pages = {379--406}
    }
    >>> print(bibtex_entry("S/RES/389 (1976): 12 votes to none, with 2 abstentions"))
    @misc{res-1976-ce9db4,
      author = {{United Nations}},
      title = {{S/RES/389}},
      year = {1976}
    }
    >>> print(bibtex_entry("practice on Art. 27(3)"))
    @misc{practice-on-ef8103,
      key = {practice on Art. 27(3)},
      title = {{practice on Art. 27(3)}}
    }
    """
    work = cited_work(source)
    kind, fields = _taken_apart(work)
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@{kind}{{{cite_key(work)},\n{lines}\n}}"


def bibtex(cites: Iterable[str]) -> str:
    """The BibTeX file of all the works that some lines name, by their keys."""
    entries = {cite_key(source): bibtex_entry(source) for source in separate_sources(cites)}
    return "\n".join(f"{entry}\n" for _, entry in sorted(entries.items()))


def _taken_apart(work: str) -> tuple[str, dict[str, str]]:
    """The kind of an entry, and its fields."""
    for kind, pattern in _KINDS if len(work) <= LONGEST else ():
        found = pattern.fullmatch(work)
        told = {} if found is None else {name: text for name, text in found.groupdict().items() if text}
        if told and not _mistaken(told):
            return _written(kind, told)
    return "misc", {"key": _tex(work), "title": f"{{{_tex(work)}}}"}


def _mistaken(told: dict[str, str]) -> bool:
    """Whether what looks like an author is a kind of document, or what looks like a title has dates of its own."""
    return told.get("author") in NO_PERSONS or re.search(_YEAR, told.get("document", "")) is not None


def _written(kind: str, told: dict[str, str]) -> tuple[str, dict[str, str]]:
    fields = {name: _tex(text) for name, text in told.items()}
    if symbol := fields.pop("symbol", ""):
        author = {} if symbol.startswith("MC.DOC") else {"author": "{United Nations}"}
        return kind, {**(author or {"key": symbol}), "title": f"{{{symbol}}}", **fields}
    if document := fields.pop("document", ""):
        return kind, {"key": document, "title": f"{{{document}}}", **fields}
    fields["author"] = re.sub(r" et al\.$", " and others", re.sub(r", | and ", " and ", fields["author"]))
    if within := fields.pop("within", ""):
        fields["howpublished"] = f"In {within}"
    for name in {"pages", "howpublished"} & fields.keys():
        fields[name] = re.sub("(?<=[0-9])-(?=[0-9])", "--", fields[name])
    if kind == "article" and "title" not in fields:
        return "misc", {**fields, "howpublished": f"{fields['journal']} {fields['volume']}:{fields['pages']}"}
    if kind != "article" and "title" in fields:
        fields["title"] = f"{{{fields['title']}}}"
    return kind, fields


def _tex(words: str) -> str:
    """Text for a field: BibTeX counts braces whatever stands before them, so that none is left single."""
    return latex_escape(words).replace(r"\{", r"\textbraceleft{}").replace(r"\}", r"\textbraceright{}")
