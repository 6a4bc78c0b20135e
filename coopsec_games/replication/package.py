"""A replication package as its files: everything that a paper shows, made from nothing but its inputs.

Nothing here depends on the day, on the order of hashing or on the number of cores; the versions of the programs are
handed in, so that a package can be made again as it was.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import rendering
from ..library.paper_files import input_files, record_bytes
from ..library.spec_papers import is_file
from .guide import codebook, readme, requirements
from .pictures import made_figures, made_pages
from .selection import MadeTable, Sources, made_tables

if TYPE_CHECKING:
    from ..library.paper_files import Paper
    from .pictures import MadeFigure

__all__ = ["Package", "current_environment", "program_version", "read_manifest", "replicate"]

SUFFIXES: Mapping[str, str] = {"latex": "tex", "csv": "csv", "markdown": "md", "html": "html", "json": "json"}
USED = ("click", "nashpy", "numpy", "PuLP", "pydantic", "PyYAML", "rich", "sympy", "z3-solver", "matplotlib")


@dataclass(frozen=True)
class Package:
    """The files of a replication package by their names in it, and what is left out, in words."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))


def program_version() -> str:
    """The version of this program."""
    from .. import __version__

    return __version__


def current_environment() -> dict[str, str]:
    """The versions of Python and of what the program uses, where it is installed."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"Python": platform.python_version()}
    for name in USED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def replicate(
    paper: Paper,
    records: Mapping[str, Sequence[str]] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Package:
    """Every file of the package of a paper.

    Parameters
    ----------
    paper
        The selection file.
    records
        Record to its file of ballots and, where they stand apart, its file of outcomes.
    environment
        The versions to state; without it, those of this moment.

    Raises
    ------
    CoopSecError
        What the selection file asks for is not there, or cannot be.
    """
    given = dict(records or {})
    stated = dict(current_environment() if environment is None else environment)
    sources = Sources(paper, given)
    tables = made_tables(sources)
    figures = made_figures(sources)
    pages = made_pages(sources)
    inputs = input_files(paper, sources.cases, sources.models)
    shown = [made for made in tables if made.table is not None]
    outputs: dict[str, bytes] = {}
    for made in shown:
        outputs |= {f"tables/{name}": text.encode("utf-8") for name, text in _written(made, paper).items()}
    for figure in figures:
        outputs |= figure.files
    outputs |= {f"pages/{made.name}.html": made.text.encode("utf-8") for made in pages if made.text}
    version = program_version()
    texts = {
        "README.md": readme(paper, tables, figures, pages, _held(inputs, sources), version, stated, list(given)),
        "codebook.md": codebook(),
        "requirements.txt": requirements(version, stated),
        "sources.bib": rendering.bibtex(
            [
                *(source for made in shown for source in _cites(made)),
                *(source for figure in figures for source in figure.cite),
                *paper.spec.cite,
            ]
        ),
        "document.tex": _document(paper, shown, figures),
    }
    outputs |= {name: text.encode("utf-8") for name, text in texts.items()}
    manifest = {
        "program": {"name": "coopsec-games", "version": version},
        "environment": stated,
        "paper": paper.spec.title,
        "records": {key: [_digest(raw) for raw in record_bytes(files)] for key, files in sorted(given.items())},
        "inputs": {name: _digest(raw) for name, raw in inputs.items()},
        "outputs": {name: _digest(raw) for name, raw in sorted(outputs.items())},
    }
    files = {**inputs, **outputs, "manifest.json": rendering.json_text(manifest).encode("utf-8")}
    left_out = [f"table {made.name}: {made.reason}" for made in tables if made.table is None]
    left_out += [f"figure {figure.name}: {figure.reason}" for figure in figures if not figure.files]
    left_out += [f"page {made.name}: {made.reason}" for made in pages if not made.text]
    return Package(files, tuple(left_out))


def _held(inputs: Iterable[str], sources: Sources) -> dict[str, str]:
    """What each input file holds, in words."""
    known = {"inputs/paper.yaml": "the selection file of the paper"}
    bodies = [
        *sources.models.values(),
        *(body for case in sources.cases.values() for body in case.institutions.values()),
    ]
    known |= {f"inputs/models/{body.key}.yaml": f"model: {body.name}" for body in bodies}
    known |= {f"inputs/cases/{case.key}.yaml": f"case: {case.title}" for case in sources.cases.values()}
    known |= {
        f"inputs/{PurePosixPath(word)}": f"case: {case.title}" for word, case in sources.cases.items() if is_file(word)
    }
    return {name: known.get(name, "case" if name.startswith("inputs/cases/") else "model") for name in inputs}


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _cites(made: MadeTable) -> tuple[str, ...]:
    return () if made.table is None else made.table.cite


def _written(made: MadeTable, paper: Paper) -> dict[str, str]:
    """One table in every format that the paper asks for, by file name."""
    table, digits = made.table, made.digits
    if table is None:
        return {}
    siunitx = paper.spec.siunitx
    writers: dict[str, Any] = {
        "latex": lambda: table.to_latex(digits=digits, siunitx=siunitx),
        "csv": lambda: table.to_csv(digits=digits),
        "markdown": lambda: table.to_markdown(digits=digits),
        "html": lambda: table.to_html(digits=digits),
        "json": lambda: rendering.json_text(table.to_json()),
    }
    return {f"{made.name}.{SUFFIXES[form]}": writers[form]() for form in paper.spec.formats}


def _document(paper: Paper, shown: Sequence[MadeTable], figures: Sequence[MadeFigure]) -> str:
    """A LaTeX document with every table, and every figure that LaTeX can show."""
    tables = [f"tables/{made.name}" for made in shown] if "latex" in paper.spec.formats else []
    form = next((form for form in ("pdf", "png") if form in paper.spec.pictures), "")
    pictures = [(f"figures/{made.name}.{form}", made.told) for made in figures if made.files and form]
    spec = paper.spec
    return rendering.latex_document(spec.title, tables, pictures, authors=spec.authors, siunitx=spec.siunitx)


def read_manifest(raw: bytes) -> dict[str, Any]:
    """What a manifest says; nothing where it is none."""
    try:
        told = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
