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
    from .pictures import MadeFigure
    from .selection import MadeTable

__all__ = ["codebook", "readme"]


def readme(
    paper: Paper,
    tables: Sequence[MadeTable],
    figures: Sequence[MadeFigure],
    inputs: Sequence[str],
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
    shown = sum(made.table is not None for made in tables), sum(bool(made.files) for made in figures)
    lines += [
        f"One command makes {_times(shown[0], 'table')} and {_times(shown[1], 'figure')} from the files in `inputs/`: "
        "rules, memberships, votes and games as plain text. Every number is computed exactly; nothing is drawn at "
        "random and nothing is read from a network.",
        "",
        "## Data availability and provenance",
        "",
        "- The rules, memberships, votes and quotations are in `inputs/`, each with its source (`cite`) and a mark of "
        "certainty. `sources.bib` lists the sources of the tables.",
        "- Preferences of actors are no data: they are letters, and every number for one is illustrative and marked I.",
    ]
    for key, stated in spec.records.items():
        given = "" if key in records else " It was not given, and what needs it is left out."
        cite = _plain("; ".join(stated.cite))
        lines.append(f"- Record `{key}`: not included; to be had from {cite}. Name its file by `--record`.{given}")
    lines += [
        "",
        "## Computational requirements",
        "",
        f"- coopsec-games {_plain(version)}, with the versions that made this package:",
        *(f"  - {_plain(name)} {_plain(number)}" for name, number in environment.items()),
        "- Memory and storage: less than 1 GB and 100 MB. One core is enough; the result does not depend on how many.",
        "- Random numbers: none.",
        f"- Run time: {spec.run_time} on one core of an ordinary computer.",
        "",
        "## Programs",
        "",
        "The program is the package coopsec-games; each table is one registered function of it, which `coopsec explain "
        "KEY` describes. `inputs/paper.yaml` says which tables and figures, of what, in which order. `document.tex` "
        "shows every table. `codebook.md` says what the fields of the input files mean.",
        "",
        "## Instructions to replicators",
        "",
        "1. `pip install coopsec-games` in the version above.",
        "2. In the folder that holds this package as `package`: `coopsec replicate --check package`. It makes "
        "everything again from `inputs/`, compares tables cell by cell and all else byte by byte, and ends with exit "
        "code 0 where nothing differs, else with 1 and the differences.",
        "3. `coopsec replicate package/inputs/paper.yaml -o elsewhere` makes a package anew.",
        "",
        "## Tables and figures, and what makes them",
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
        lines.append(f"| {_plain(figure.caption)} | figure `{figure.key}` | case {figure.case} | {files} |")
    lines += ["", "## Inputs", "", *(f"- `{name}`" for name in inputs), ""]
    if spec.cite:
        lines += ["## References", "", *(f"- {_plain(source)}" for source in spec.cite), ""]
    return "\n".join(lines)


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
