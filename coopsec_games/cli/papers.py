"""``coopsec tables`` and ``coopsec replicate``: the tables of papers, and whole replication packages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import rendering
from ..errors import UsageError
from ..rendering import clean
from .asked import every_case
from .output import EXTENSIONS, Output, common, patience, printing, search_path, write_file

if TYPE_CHECKING:
    from ..library.spec_papers import PaperSpec

__all__ = ["replicate_command", "tables"]


# --- tables ----------------------------------------------------------------------------------------------------------


@click.command(short_help="The tables of a paper, one file each.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--table", "keys", multiple=True, metavar="KEY", help="Only this table; may be given again.")
@click.option("--document", is_flag=True, help="With -o and LaTeX: also a document that shows all, and sources.bib.")
@click.option("--siunitx", is_flag=True, help="In LaTeX, columns of decimals as S columns of the package siunitx.")
@printing(folder=True)
def tables(cases: tuple[str, ...], keys: tuple[str, ...], document: bool, siunitx: bool, out: Output) -> None:
    """Every table that the cases ask for: to standard output, or with -o into a folder, one file a table."""
    from ..analysis import load_case
    from ..tables import tables_of

    if document and (out.file is None or out.format != "latex"):
        raise UsageError("--document goes with --format latex and -o DIR")
    with patience("making the tables"):
        made = list(tables_of([load_case(key, search_path()) for key in every_case(cases)], keys))
    if out.file is None:
        out.emit(lambda: [entry.to_json() for entry in made], lambda: made)
        return
    folder = _made_folder(out.file)
    latex = out.format == "latex"
    files = {
        f"{entry.key}.{EXTENSIONS[out.format]}": (
            entry.to_latex(digits=out.digits, siunitx=siunitx) if latex else out.written(entry)
        )
        for entry in made
    }
    if document:
        files["document.tex"] = rendering.latex_document("Tables", [entry.key for entry in made], siunitx=siunitx)
        files["sources.bib"] = rendering.bibtex([source for entry in made for source in entry.cite])
    if not out.force:
        for name in files:
            if (folder / name).exists():
                raise UsageError(f"{str(folder / name)!r} exists already", hint="--force replaces it")
    for name, words in files.items():
        write_file(folder / name, words, force=out.force)
        click.echo((folder / name).as_posix())


def _made_folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        try:
            folder.mkdir(parents=True)
        except OSError as fault:
            raise UsageError(f"cannot make the folder {name!r}: {(fault.strerror or 'failed').lower()}") from None
    return folder


# --- replicate -------------------------------------------------------------------------------------------------------


def _records(context: click.Context, parameter: click.Parameter, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The files given by ``--record KEY=BALLOTS[,OUTCOMES]``."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        key, _, files = (part.strip() for part in word.partition("="))
        named = tuple(file.strip() for file in files.split(","))
        if not key or not all(named) or len(named) > 2:
            raise UsageError(f"{word!r} names no record", hint="a record is given by --record KEY=BALLOTS.csv")
        if key in found:
            raise UsageError(f"the record {key!r} is given twice")
        found[key] = named
    return found


@click.command("replicate", short_help="A paper's tables, figures and pages as a replication package.")
@click.argument("paper", required=False)
@click.option("-o", "--output", metavar="DIR", help="The folder of the package.")
@click.option("--check", "package", metavar="DIR", help="Make the package in this folder again, and compare.")
@click.option(
    "--record",
    "records",
    multiple=True,
    callback=_records,
    metavar="KEY=FILE[,FILE]",
    help="The ballots, and the outcomes, of a record that the paper names, or its ideal points; may be given again.",
)
@click.option("--force", is_flag=True, help="Replace a package that stands there.")
@common
def replicate_command(
    paper: str | None, output: str | None, package: str | None, records: dict[str, tuple[str, ...]], force: bool
) -> None:
    """Tables, figures, pages, README, codebook, sources and manifest of a paper, from its selection file; or a check.

    PAPER is a selection file (paper.yaml; `coopsec schema paper` describes it). With --check DIR the package in DIR is
    made again from its own inputs and compared, tables cell by cell; exit code 1 where anything differs.
    """
    if package is not None:
        if paper is not None or output is not None:
            raise UsageError("--check takes the folder of a package, and neither a paper nor -o")
        _check(package, records)
        return
    if paper is None or output is None:
        raise UsageError("a package needs a selection file and -o DIR", hint="coopsec replicate paper.yaml -o package")
    from ..library.paper_files import read_paper
    from ..replication import replicate

    folder = Path(output)
    _may_write(folder, force)
    read = read_paper(paper, search_path())
    _known_records(records, read.spec)
    with patience(f"making the package of {paper}"):
        made = replicate(read, records)
    _write_folder(folder, made.files, force)
    for name in made.files:
        click.echo((folder / name).as_posix())
    for line in made.left_out:
        click.echo(clean(f"left out: {line}"), err=True)


def _known_records(records: Mapping[str, Sequence[str]], spec: PaperSpec) -> None:
    from ..errors import did_you_mean

    known = (*spec.records, *spec.points)
    for key, files in records.items():
        if key in spec.points and len(files) > 1:
            raise UsageError(f"the ideal points {key!r} are one file", hint=f"--record {key}=FILE")
        if key not in known:
            hint = did_you_mean(key, known) or (f"known: {', '.join(known)}" if known else "")
            raise UsageError(f"the paper names no record {key!r} and no ideal points of this key", hint=hint)


def _check(package: str, records: Mapping[str, Sequence[str]]) -> None:
    from ..library.paper_files import read_package, read_paper
    from ..replication import compare_package

    stored = read_package(package)
    paper = Path(package) / "inputs" / "paper.yaml"
    read = read_paper(paper, search_path())
    _known_records(records, read.spec)
    with patience(f"making the package in {package} again"):
        found = compare_package(stored, read, records)
    for line in found.notes:
        click.echo(clean(f"note: {line}"))
    for line in found.differences:
        click.echo(clean(f"differs: {line}"))
    if found.same:
        click.echo(f"{found.files} files made again: nothing differs")
    click.get_current_context().exit(0 if found.same else 1)


def _may_write(folder: Path, force: bool) -> None:
    if not os.path.lexists(folder):
        return
    if not folder.is_dir() or folder.is_symlink():
        raise UsageError(f"cannot write {str(folder)!r}: it is not a folder")
    if any(folder.iterdir()):
        if not force:
            raise UsageError(f"{str(folder)!r} exists already", hint="--force replaces a package")
        if not (folder / "manifest.json").is_file():
            raise UsageError(
                f"{str(folder)!r} is no replication package, and is not replaced", hint="name a new folder"
            )
        if foreign := _foreign(folder):
            more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
            raise UsageError(
                f"{str(folder)!r} holds what is no part of the package: {', '.join(foreign[:3])}{more}",
                hint="move it away, or name a new folder",
            )


def _foreign(folder: Path) -> list[str]:
    """The files in the folder of a package that its manifest does not name."""
    from ..replication import read_manifest

    manifest = read_manifest((folder / "manifest.json").read_bytes())
    own = {"manifest.json", *(manifest.get("inputs") or ()), *(manifest.get("outputs") or ())}
    files = (place.relative_to(folder).as_posix() for place in sorted(folder.rglob("*")) if not place.is_dir())
    return [name for name in files if name not in own]


def _write_folder(folder: Path, files: Mapping[str, bytes], force: bool) -> None:
    """Write a whole folder beside its place, and then move it there; an old one goes when the new one stands."""
    beside: str | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}.", suffix=".tmp")
        fresh = Path(beside) / "new"
        for name, raw in files.items():
            place = fresh / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(raw)
        _may_write(folder, force)
        if folder.exists():
            os.rename(folder, Path(beside) / "old")
        try:
            os.rename(fresh, folder)
        except OSError:
            with suppress(OSError):
                os.rename(Path(beside) / "old", folder)
            raise
    except OSError as fault:
        raise UsageError(f"cannot write {str(folder)!r}: {(fault.strerror or 'failed').lower()}") from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
