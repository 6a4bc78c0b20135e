"""The README and the codebook of a replication package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..analysis.claims import VERDICTS
from ..library import schema
from ..library.paper_files import paper_schema
from ..rendering import clean, markdown_escape
from ..tables import TABLES

if TYPE_CHECKING:
    from ..library.paper_files import Paper
    from .pictures import MadeFigure, MadePage
    from .selection import MadeTable

__all__ = ["codebook", "readme", "requirements"]

SHEETS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "A record's file": (
        ("vote_id", "yes", "what was voted on; one row a member"),
        ("member", "yes", "the member's code"),
        ("vote", "yes", "the ballot: yes, abstain, no, absent, or Y, A, N, X"),
        ("date", "no", "the day; here, or in a second file with vote_id"),
        ("adopted, or outcome", "no", "whether the text was adopted; here, or in a second file with vote_id"),
    ),
    "A file of ideal points": (
        ("member, iso3 or iso3c", "yes", "the member's code; 'members' names another column"),
        ("ideal_point or IdealPoint", "yes", "the point estimate, read exactly; 'columns' names another, or two"),
        ("q05 and q95, or Q5% and Q95%", "no", "its 5 and 95 per cent quantiles; 'quantiles' names others"),
        ("year", "no", "the year of the estimate; 'years' names another column"),
    ),
}
"""Tables that a reader names by ``--record``: their columns, whether they are needed, and what they mean."""


def readme(
    paper: Paper,
    tables: Sequence[MadeTable],
    figures: Sequence[MadeFigure],
    pages: Sequence[MadePage],
    inputs: Mapping[str, str],
    version: str,
    environment: Mapping[str, str],
    records: Sequence[str],
) -> str:
    """The README of a package, in the order of the template of the social science data editors.

    References
    ----------
    L. Vilhuber, M. Connolly, M. Koren, J. Llull and P. Morrow 2022, A template README for social science replication
    packages, version 1.1.
    """
    spec = paper.spec
    lines = [f"# Replication package: {_plain(spec.title)}", ""]
    if spec.authors:
        lines += [f"Authors: {_plain('; '.join(spec.authors))}", ""]
    lines += ["## Overview", ""]
    if spec.summary:
        lines += [_plain(spec.summary), ""]
    told = [
        _times(sum(made.table is not None for made in tables), "table"),
        _times(sum(bool(made.files) for made in figures), "figure"),
        *([_times(sum(bool(made.text) for made in pages), "page")] if pages else []),
    ]
    beside = " and from the data that are not included" if records else ""
    lines += [
        f"One command makes {', '.join(told[:-1])} and {told[-1]} from the files in `inputs/`{beside}: "
        "rules, memberships, votes and games as plain text. Every number is computed exactly; nothing is drawn at "
        "random and nothing is read from a network.",
        "",
        *_availability(paper, inputs, records),
        "## Computational requirements",
        "",
        f"- coopsec-games {_plain(version)}, with the versions that made this package (`requirements.txt`):",
        *(f"  - {_plain(name)} {_plain(number)}" for name, number in environment.items()),
        "- Memory and storage: less than 1 GB and 100 MB. One core is enough; the result does not depend on how many.",
        "- Random numbers: none.",
        f"- Run time: {spec.run_time} on one core of an ordinary computer.",
        "",
        "## Programs",
        "",
        "The program is the package coopsec-games; each table and each figure is one registered function of it, which "
        "`coopsec explain KEY` describes. `inputs/paper.yaml` says which tables, figures and pages, of what, in which "
        "order. `document.tex` shows every table and figure. `codebook.md` says what the fields of the input files "
        "mean.",
        "",
        "## Instructions to replicators",
        "",
        "In the folder that holds this package as `package`:",
        "",
        *_instructions(version, environment, records),
        "",
        f"## Tables{', figures and pages' if pages else ' and figures'}, and what makes them",
        "",
        "| output | function | made from | files |",
        "| :--- | :--- | :--- | :--- |",
    ]
    for made in tables:
        files = f"`tables/{made.name}.*`" if made.table is not None else f"none: {_plain(made.reason)}"
        title = made.table.caption if made.table is not None else TABLES[made.key].title
        lines.append(f"| {_plain(title)} | table `{made.key}` | {_plain(', '.join(made.sources))} | {files} |")
    for figure in figures:
        files = ", ".join(f"`{name}`" for name in figure.files) or f"none: {_plain(figure.reason)}"
        lines.append(
            f"| {_plain(figure.caption)} | figure `{figure.key}` | {_plain(', '.join(figure.sources))} | {files} |"
        )
    for page in pages:
        files = f"`pages/{page.name}.html`" if page.text else f"none: {_plain(page.reason)}"
        lines.append(f"| {_plain(page.title)} | page, as of `coopsec report` | case {page.case} | {files} |")
    lines.append("")
    if spec.cite:
        lines += ["## References", "", *(f"- {_plain(source)}" for source in spec.cite), ""]
    return "\n".join(lines)


def _availability(paper: Paper, inputs: Mapping[str, str], records: Sequence[str]) -> Iterator[str]:
    """What the data are, who may use them, and where those are to be had that are not included."""
    spec = paper.spec
    outside = {
        **{key: ("record of roll calls", stated.cite) for key, stated in spec.records.items()},
        **{key: ("ideal points", stated.cite) for key, stated in spec.points.items()},
    }
    yield from ("## Data availability and provenance", "", "### Rights", "")
    yield from (_plain(spec.rights or "The selection file states none (`rights`)."), "")
    yield from ("### Summary of availability", "")
    yield "Some data are not included." if outside else "All data are included."
    yield ""
    yield from ("### Data sources", "")
    yield (
        "- The rules, memberships, votes and quotations are in `inputs/`, each with its source (`cite`) and a mark of "
        "certainty. `sources.bib` lists the sources of the tables and figures."
    )
    yield "- Preferences of actors are no data: they are letters; every number for one is illustrative and marked I."
    for key, (kind, cite) in outside.items():
        given = "" if key in records else " It was not given, and what needs it is left out."
        told = f"{kind[0].upper()}{kind[1:]} `{key}`: not included; to be had from {_plain('; '.join(cite))}."
        yield f"- {told} Name the file by `--record {key}=FILE`.{given}"
    yield from ("", "### Data files", "", "| file | what it holds | included |", "| :--- | :--- | :--- |")
    yield from (f"| `{name}` | {_plain(what)} | yes |" for name, what in inputs.items())
    yield from (f"| named by `--record {key}=FILE` | {kind} | no |" for key, (kind, _) in outside.items())
    yield ""


def _instructions(version: str, environment: Mapping[str, str], records: Sequence[str]) -> Iterator[str]:
    """What a replicator types, in order."""
    options = "".join(f" --record {key}=FILE" for key in records)
    extra = "[figures]" if "matplotlib" in environment else ""
    yield (
        f"1. `pip install -r package/requirements.txt`. Where version {_plain(version)} of the program is at hand as "
        f"its source only: `pip install '.{extra}'` in its folder, then the file without the line of coopsec-games."
    )
    yield (
        f"2. `coopsec replicate --check package{options}`. It makes everything again from `inputs/`, compares tables "
        "cell by cell and all else byte by byte, and ends with exit code 0 where nothing differs, else with 1 and the "
        "differences."
    )
    yield f"3. `coopsec replicate package/inputs/paper.yaml -o elsewhere{options}` makes a package anew."
    yield "4. To read it: `cp -r package copy && cd copy`, and twice `pdflatex -no-shell-escape document`."


def requirements(version: str, environment: Mapping[str, str]) -> str:
    """The versions that made a package, as pip reads them.

    Examples
    --------
    >>> requirements("1.0", {"Python": "3.11.7", "sympy": "1.14.0"})
    'coopsec-games==1.0\\nsympy==1.14.0\\n'
    """
    extra = "[figures]" if "matplotlib" in environment else ""
    pinned = (f"{clean(name)}=={clean(number)}" for name, number in environment.items() if name != "Python")
    return "\n".join([f"coopsec-games{extra}=={version}", *pinned, ""])


def _times(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plain(words: str) -> str:
    return markdown_escape(clean(words))


def codebook() -> str:
    """What every field of the input files means, from their schemas."""
    lines = [
        "# Codebook",
        "",
        "The fields of the input files. Numbers are exact: whole numbers, fractions (2/3), decimals (0.25); formulas "
        "are in declared parameters. Dates are YYYY-MM-DD. Members are ISO 3166 alpha-3 codes. Ballots are yes, "
        "abstain, no, absent, and in the Union qualified.",
        "",
        "Marks of certainty: C checked against the document named; M standard reference; m standard reference in "
        "doubt; I modelling choice; D derived.",
        "",
        "Verdicts on claims:",
        "",
        *(f"- {verdict}: {meaning}" for verdict, meaning in VERDICTS.items()),
        "",
    ]
    for kind, described in (("case", schema("case")), ("model", schema("model")), ("paper", paper_schema())):
        lines += [f"## A {kind}'s file", "", *_shapes(described)]
    for heading, columns in SHEETS.items():
        lines += [f"## {heading}", "", "A table of comma-separated values with a heading.", ""]
        lines += ["| column | needed | meaning |", "| :--- | :--- | :--- |"]
        lines += [f"| {_plain(name)} | {needed} | {_plain(meaning)} |" for name, needed, meaning in columns]
        lines.append("")
    return "\n".join(lines)


def _shapes(described: Mapping[str, Any]) -> Iterator[str]:
    for name, shape in [("", described), *sorted(described.get("$defs", {}).items())]:
        if "properties" not in shape:
            continue
        if name:
            yield f"### {name.removesuffix('Spec')}"
            yield ""
        if shape.get("description"):
            yield _plain(shape["description"].split("\n")[0])
            yield ""
        yield "| field | type | needed | meaning |"
        yield "| :--- | :--- | :--- | :--- |"
        needed = shape.get("required", [])
        for field, told in shape["properties"].items():
            meaning = _plain(str(told.get("description", "")))
            yield f"| `{field}` | {_plain(_type(told))} | {'yes' if field in needed else 'no'} | {meaning} |"
        yield ""


def _type(told: Mapping[str, Any]) -> str:
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2].removesuffix("Spec")
    if "enum" in told:
        return "one of " + ", ".join(str(word) for word in told["enum"])
    for several in ("anyOf", "oneOf"):
        if several in told:
            return " or ".join(dict.fromkeys(_type(one) for one in told[several] if one.get("type") != "null"))
    kind = told.get("type", "any")
    if isinstance(kind, list):
        return " or ".join({"array": "list", "string": "text"}.get(str(one), str(one)) for one in kind)
    if kind == "array":
        return f"list of {_type(told.get('items', {}))}"
    if kind == "object" and isinstance(told.get("additionalProperties"), Mapping):
        return f"mapping to {_type(told['additionalProperties'])}"
    return "date" if told.get("format") == "date" else {"object": "mapping", "string": "text"}.get(str(kind), str(kind))
