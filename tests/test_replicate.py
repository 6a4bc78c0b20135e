"""Replication packages: what is in them, the same bytes each time, and what a check finds."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coopsec_games import rendering, replication
from coopsec_games.cli import main
from coopsec_games.cli.papers import replicate_command, tables
from coopsec_games.errors import CoopSecError, MissingDependency, UsageError
from coopsec_games.figures import BODY_FIGURES, Figure
from coopsec_games.figures.pictures import IntervalPicture, LinePicture, PlacePicture, SpectrumPicture
from coopsec_games.library import read_yaml
from coopsec_games.library.paper_files import input_files, paper_schema, read_package, read_paper
from coopsec_games.library.spec_papers import FigureSpec
from coopsec_games.rendering.bibliography import cited_work
from coopsec_games.replication import compare_package, replicate
from coopsec_games.replication.requests import DIMENSIONS, TAKEN
from coopsec_games.tables import TABLES

CHECKOUT = Path(__file__).resolve().parent.parent

BODY = """
name: Three
members:
  all-of-them: [{of: [A, B, C], since: 1990-01-01}]
procedures:
  majority: [{since: 1990-01-01, rule: {quota: {of: all, yes: 2}}, cite: Rule 1}]
  consensus: [{since: 1990-01-01, rule: {no-objection: {from: all}}, cite: Rule 2}]
default: majority
"""

CASE = """
title: One who may act
date: 1990-01-01
institution: three
cite: "@misc{x, \\\\input{/etc/passwd} & co"
roll-calls:
  - {id: one, date: 1990-01-01, yes: [A, B], no: [C], recorded: adopted, cite: Minutes 1, certainty: I}
parameters:
  z: {meaning: what acting achieves, assume: z >= 0, baseline: 1, certainty: I}
  c: {meaning: cost of acting, assume: c >= 0, baseline: 1/2, certainty: I}
games:
  alone:
    players: [A]
    solve-for: [c]
    ties: [A act]
    tree: {player: A, actions: {act: {outcome: action, payoffs: [z - c]}, wait: {outcome: none, payoffs: [0]}}}
recorded: {alone: action}
"""

PAPER = """
title: A small paper
authors: [A. Author]
cite: Author 1990, A Book
records:
  minutes: {model: three, cite: The archive}
tables:
  - {table: regimes, cases: alone}
  - {table: readings, cases: [alone], name: rules, caption: "Rules & readings"}
  - table: power-compared
    digits: 4
    indices: [penrose]
    bodies: [{model: three}, {model: three, procedure: consensus}]
  - {table: implications, cases: alone, evidence: {c <= z: Minutes 2}}
  - {table: record-readings, record: minutes}
"""

RECORD = "vote_id,date,adopted,member,vote\n" + "".join(
    f"v1,1990-02-01,yes,{member},{vote}\n" for member, vote in (("A", "Y"), ("B", "Y"), ("C", "N"))
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind, name, words in (("models", "three", BODY), ("cases", "alone", CASE)):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"{name}.yaml").write_text(words, encoding="utf-8")
    (tmp_path / "paper.yaml").write_text(PAPER, encoding="utf-8")
    (tmp_path / "record.csv").write_text(RECORD, encoding="utf-8")
    return tmp_path


@dataclass
class Done:
    code: int
    out: str
    err: str


def run(*words: object, command: click.Command = replicate_command) -> Done:
    told = CliRunner().invoke(command, [str(word) for word in words])
    if isinstance(told.exception, CoopSecError):
        return Done(told.exception.exit_code, told.stdout, "\n".join(told.exception.lines()))
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return Done(told.exit_code, told.stdout, told.stderr)


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_a_package_has_everything(folder: Path) -> None:
    made = run(folder / "paper.yaml", "-o", folder / "package", "--record", f"minutes={folder / 'record.csv'}")
    assert (made.code, made.err) == (0, "")
    files = read_package(folder / "package")
    tables_made = ["alone-implications", "alone-regimes", "power-compared", "record-readings", "rules"]
    assert sorted(files) == sorted(
        ["README.md", "codebook.md", "document.tex", "manifest.json", "requirements.txt", "sources.bib",
         "inputs/paper.yaml", "inputs/cases/alone.yaml", "inputs/models/three.yaml"]
        + [f"tables/{name}.{suffix}" for name in tables_made for suffix in ("tex", "csv", "md", "html", "json")]
    )  # fmt: skip
    assert made.out.splitlines() == [f"{(folder / 'package').as_posix()}/{name}" for name in sorted(files)]
    manifest = json.loads(files["manifest.json"])
    for kind in ("inputs", "outputs"):
        for name, digest in manifest[kind].items():
            assert hashlib.sha256(files[name]).hexdigest() == digest
    assert set(manifest["inputs"]) | set(manifest["outputs"]) | {"manifest.json"} == set(files)
    assert manifest["records"] == {"minutes": [hashlib.sha256(RECORD.encode()).hexdigest()]}
    assert files["tables/power-compared.csv"].decode().splitlines()[1] == '"Three, 1990-01-01","A, B, C",3,0.5000'
    assert b"Minutes 2" in files["tables/alone-implications.csv"]
    assert b"Rules \\& readings" in files["tables/rules.tex"]
    assert b"\\label{tab:rules}" in files["tables/rules.tex"]


def test_the_readme_maps_tables_to_programs(folder: Path) -> None:
    words = replicate(read_paper(folder / "paper.yaml"), environment={"Python": "3.11"}).files["README.md"].decode()
    for heading in (
        "Overview",
        "Data availability",
        "Computational requirements",
        "Programs",
        "Instructions",
        "Tables",
    ):
        assert f"\n## {heading}" in words
    assert "| Rules & readings | table `readings` | case alone | `tables/rules.*` |" in words
    assert "Run time: less than 10 minutes" in words
    assert "  - Python 3.11\n" in words
    assert "Record of roll calls `minutes`: not included; to be had from The archive." in words
    assert "| named by `--record minutes=FILE` | record of roll calls | no |" in words
    assert "| `inputs/models/three.yaml` | model: Three | yes |" in words
    assert "| `inputs/cases/alone.yaml` | case: One who may act | yes |" in words
    assert str(folder) not in words


def test_the_readme_says_what_to_type(folder: Path) -> None:
    """What a replicator needs: the extra and the versions, the files that are not included, and who may use what."""
    (folder / "paper.yaml").write_text(PAPER + "rights: Anyone may use it.\n", encoding="utf-8")
    paper = read_paper(folder / "paper.yaml")
    files = replicate(paper, {"minutes": [str(folder / "record.csv")]}, {"Python": "3.11", "matplotlib": "9"}).files
    words = files["README.md"].decode()
    assert "### Rights\n\nAnyone may use it.\n" in words
    assert "`coopsec replicate --check package --record minutes=FILE`" in words
    assert "`pip install -r package/requirements.txt`" in words
    assert files["requirements.txt"].decode().splitlines() == [
        f"coopsec-games[figures]=={replication.program_version()}", "matplotlib==9",
    ]  # fmt: skip
    bare = replicate(paper, environment={"Python": "3.11"}).files
    assert bare["requirements.txt"].decode() == f"coopsec-games=={replication.program_version()}\n"
    assert "`coopsec replicate --check package`" in bare["README.md"].decode()


def test_sources_are_escaped(folder: Path) -> None:
    bib = replicate(read_paper(folder / "paper.yaml")).files["sources.bib"].decode()
    assert "author = {Author},\n  year = {1990},\n  title = {{A Book}}" in bib
    assert "\\input" not in bib


def test_the_codebook_names_every_field(folder: Path) -> None:
    words = replicate(read_paper(folder / "paper.yaml")).files["codebook.md"].decode()
    for field in ("roll-calls", "what-if", "certainty", "abstention", "run-time", "procedures", "recorded", "codes"):
        assert f"| `{field}` |" in words
    for heading in ("A record's file", "A file of ideal points"):
        assert f"\n## {heading}\n" in words


# --- the same each time ----------------------------------------------------------------------------------------------

DIGEST = """
import hashlib, sys
from coopsec_games.library.paper_files import read_paper
from coopsec_games.replication import replicate
files = replicate(read_paper(sys.argv[1]), {"minutes": [sys.argv[2]]}).files
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


def test_the_same_bytes_under_another_hash_seed(folder: Path) -> None:
    (folder / "paper.yaml").write_text(PAPER + "pages: [{case: alone, figures: no}]\n", encoding="utf-8")
    seen = set()
    for seed, where in (("0", folder), ("7", CHECKOUT)):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}", "PYTHONPATH": str(CHECKOUT)}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, str(folder / "paper.yaml"), str(folder / "record.csv")],
            env=environment, cwd=where, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        seen.add(done.stdout)
    assert len(seen) == 1


# --- the check -------------------------------------------------------------------------------------------------------


def packaged(folder: Path) -> Path:
    assert run(folder / "paper.yaml", "-o", folder / "package").code == 0
    return folder / "package"


def test_a_fresh_package_is_what_it_was(folder: Path) -> None:
    package = packaged(folder)
    done = run("--check", package)
    assert (done.code, done.out) == (0, f"{len(read_package(package))} files made again: nothing differs\n")


def test_a_package_needs_nothing_but_itself(folder: Path) -> None:
    package = packaged(folder)
    (folder / "cases" / "alone.yaml").unlink()
    (folder / "models" / "three.yaml").unlink()
    assert run("--check", package.rename(folder.parent / f"{folder.name}-moved")).code == 0


def test_a_changed_cell_is_found(folder: Path) -> None:
    package = packaged(folder)
    file = package / "tables" / "power-compared.csv"
    file.write_text(file.read_text("utf-8").replace("0.5000", "0.6000"), encoding="utf-8")
    done = run("--check", package)
    assert done.code == 1
    assert "differs: tables/power-compared.csv: row 1, column 4: '0.6000' there, '0.5000' here\n" in done.out
    assert "changed since the package was made" in done.out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: (folder / "tables" / "rules.html").unlink(), "tables/rules.html: missing"),
        (lambda folder: (folder / "README.md").write_text("x"), "README.md: other bytes"),
        (lambda folder: (folder / "tables" / "rules.json").write_text('{"rows": 5}'), "tables/rules.json: other bytes"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "manifest.json: it is no manifest"),
    ],
)
def test_other_changes_are_found(folder: Path, change: object, told: str) -> None:
    package = packaged(folder)
    change(package)  # type: ignore[operator]
    done = run("--check", package)
    assert done.code == 1
    assert f"differs: {told}" in done.out


def test_what_lies_besides_is_noted_and_never_removed(folder: Path) -> None:
    package = packaged(folder)
    (package / "document.aux").write_text("x")
    done = run("--check", package)
    assert done.code == 0
    assert "note: document.aux: no part of the package, not compared\n" in done.out
    refused = run(folder / "paper.yaml", "-o", package, "--force")
    assert refused.code == 2
    assert "holds what is no part of the package: document.aux" in refused.err
    assert (package / "document.aux").exists()


def test_a_case_that_was_edited_is_found(folder: Path) -> None:
    package = packaged(folder)
    file = package / "inputs" / "cases" / "alone.yaml"
    file.write_text(file.read_text("utf-8").replace("z - c]", "z - 2*c]"), encoding="utf-8")
    done = run("--check", package)
    assert done.code == 1
    assert "differs: inputs/cases/alone.yaml: changed since the package was made" in done.out
    assert "differs: tables/alone-regimes.csv: row 1, column 4: 'c <= z' there, 'c <= z/2' here" in done.out


def test_versions_are_told_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = packaged(folder)
    monkeypatch.setattr(replication.comparing, "current_environment", lambda: {"Python": "9.9"})
    done = run("--check", package)
    assert done.code == 0
    assert "here\n" in done.out
    assert "note: Python: " in done.out
    monkeypatch.setattr(replication.comparing, "program_version", lambda: "99.0")
    assert "differs: version: made by" in run("--check", package).out


def test_a_record_is_compared_by_its_hash(folder: Path) -> None:
    given = f"minutes={folder / 'record.csv'}"
    assert run(folder / "paper.yaml", "-o", folder / "package", "--record", given).code == 0
    assert run("--check", folder / "package", "--record", given).code == 0
    without = run("--check", folder / "package").out
    assert "record minutes: not given" in without
    assert "not made without the record minutes" in without
    assert "other bytes" not in without
    (folder / "record.csv").write_text(RECORD.replace("C,N", "C,A"), encoding="utf-8")
    assert "record minutes: another file" in run("--check", folder / "package", "--record", given).out


# --- what cannot be --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("table: regimes", "table: regimez", "unknown table 'regimez'"),
        ("cases: alone}", "cases: alonee}", "unknown case 'alonee'"),
        ("{table: regimes, cases: alone}", "{table: regimes, record: minutes}", "is made from a case: give 'cases'"),
        ("{table: regimes, cases: alone}", "{table: regimes}", "one of 'cases', 'bodies' and 'record'"),
        ("indices: [penrose]", "indices: [penrosse]", "unknown power index 'penrosse'"),
        ("{table: regimes, cases: alone}", "{table: regimes, cases: alone, indices: [penrose]}", "takes no 'indices'"),
        ("record: minutes}", "record: minuets}", "unknown record 'minuets'"),
        ("{model: three}, {model", "{model: thre}, {model", "unknown model 'thre'"),
        ("procedure: consensus", "procedure: konsensus", "has no procedure 'konsensus'"),
        ("name: rules", "name: alone-regimes", "two tables are called 'alone-regimes'"),
        ("name: rules", "name: ../rules", "something else in it"),
        ("c <= z: Minutes 2", "x <= z: Minutes 2", "the evidence for 'x <= z'"),
        ("title: A small paper", "titel: A small paper", "unknown key 'titel'"),
        ("cases: [alone]", "cases: [../alone.yaml]", "is outside the folder of the paper"),
        ("cases: [alone]", "cases: [/etc/alone.yaml]", "is outside the folder of the paper"),
        ("cases: [alone]", "cases: ['https://host/alone.yaml']", "is outside the folder of the paper"),
        ("cases: [alone]", "cases: [./cases/alone.yml]", "is no name for a case's file"),
        ("cases: [alone]", "cases: [./cases/Al one.yaml]", "is no name for a case's file"),
        ("cases: [alone]", "cases: [Alone]", "is neither the key of a case nor a file"),
        ("cases: [alone]", "cases: [./alone.yaml]", "there is no file './alone.yaml' beside the paper"),
    ],
)
def test_faults_have_their_place(folder: Path, old: str, new: str, told: str) -> None:
    file = folder / "paper.yaml"
    assert old in PAPER
    file.write_text(PAPER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CoopSecError) as caught:
        replicate(read_paper(file))
    faults = getattr(caught.value, "faults", (caught.value,))
    assert any(told in fault.message for fault in faults), caught.value.lines()
    assert all(fault.place is not None and fault.place.line is not None for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ("cases: [alone]", "cases: [alonee]", "9:31", "did you mean 'alone'?"),
        ("{model: three}, {model", "{model: thre}, {model", "13:14", "did you mean 'three'?"),
        ("table: regimes", "table: regimez", "8:13", "did you mean 'regimes'?"),
        ("indices: [penrose]", "indices: [penrosse]", "12:15", "did you mean 'penrose'?"),
        ("procedure: consensus", "procedure: konsensus", "13:30", "did you mean 'consensus'?"),
        ("name: rules", "name: rules, readings: [konsensus]", "9:5", "did you mean 'consensus'?"),
        ("cases: [alone]", "cases: [./case/alone.yaml]", "9:31", "a path goes from the paper's folder on"),
        ("record: minutes}", "record: minuets}", "15:38", "did you mean 'minutes'?"),
        ("tables:", "pages: [alonee]\ntables:", "7:9", "did you mean 'alone'?"),
        ("tables:", "pages: [{case: alone, set: {zz: 1}}]\ntables:", "7:28", "did you mean 'z'?"),
        ("tables:", "figures: [{figure: treee, case: alone}]\ntables:", "7:20", "did you mean 'tree'?"),
        ("tables:", "figures: [{figure: tree, case: alonee}]\ntables:", "7:32", "did you mean 'alone'?"),
        ("tables:", "figures: [{figure: tree, case: alone, game: alonee}]\ntables:", "7:11", "did you mean 'alone'?"),
    ],
)
def test_what_is_named_in_vain_is_a_fault_of_the_file(folder: Path, old: str, new: str, place: str, hint: str) -> None:
    file = folder / "paper.yaml"
    assert PAPER.count(old) >= 1
    file.write_text(PAPER.replace(old, new, 1), encoding="utf-8")
    done = run(file, "-o", folder / "package")
    assert done.code == 3, done.err
    assert done.err.startswith(f"{file}:{place}: error[spec]: ")
    assert done.err.endswith(f"hint: {hint}")


def test_all_faults_are_told_at_once(folder: Path) -> None:
    file = folder / "paper.yaml"
    file.write_text(PAPER.replace("regimes", "regimez").replace("penrose", "penrosse"), encoding="utf-8")
    done = run(file, "-o", folder / "package")
    assert done.code == 3
    assert done.err.count("error[") == 2
    assert not (folder / "package").exists()


def test_what_has_no_record_is_left_out(folder: Path) -> None:
    done = run(folder / "paper.yaml", "-o", folder / "package")
    assert done.err == "left out: table record-readings: the record 'minutes' is not given: --record minutes=FILE\n"
    assert not (folder / "package" / "tables" / "record-readings.csv").exists()


def test_a_package_is_replaced_only_when_told(folder: Path) -> None:
    package = packaged(folder)
    again = run(folder / "paper.yaml", "-o", package)
    assert (again.code, "exists already" in again.err) == (2, True)
    assert run(folder / "paper.yaml", "-o", package, "--force").code == 0
    other = folder / "other"
    other.mkdir()
    (other / "mine.txt").write_text("x", encoding="utf-8")
    refused = run(folder / "paper.yaml", "-o", other, "--force")
    assert (refused.code, "is no replication package" in refused.err) == (2, True)
    assert (other / "mine.txt").read_text("utf-8") == "x"
    assert not [file for file in folder.iterdir() if file.name.endswith(".tmp")]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["paper.yaml"],
        ["--check", "package", "paper.yaml"],
        ["--check", "package", "-o", "other"],
        ["--check", "nowhere"],
        ["--check", "."],
        ["nothing.yaml", "-o", "package"],
        ["paper.yaml", "-o", "package", "--record", "minutes"],
        ["paper.yaml", "-o", "package", "--record", "other=record.csv"],
        ["paper.yaml", "-o", "package", "--record", "minutes=record.csv", "--record", "minutes=record.csv"],
        ["paper.yaml", "-o", "record.csv"],
    ],
)
def test_requests_that_are_wrong(folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(folder)
    assert run(*words).code == 2


# --- figures ---------------------------------------------------------------------------------------------------------

FIGURE = "figures:\n  - {figure: regions, case: alone, x: c, y: z}\npictures: [svg]\n"


def test_figures_are_drawn_or_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = pytest.importorskip("coopsec_games.figures")
    if not hasattr(figures, "FIGURES"):
        pytest.skip("the room of figures is empty")
    file = folder / "paper.yaml"
    file.write_text(PAPER + FIGURE, encoding="utf-8")

    def missing(self: object, form: str = "svg") -> bytes:
        raise MissingDependency("a figure needs matplotlib", hint="pip install 'coopsec-games[figures]'")

    monkeypatch.setattr(figures.Figure, "to_bytes", missing)
    left_out = replicate(read_paper(file)).left_out
    assert left_out[-1].startswith("figure alone-regions: a figure needs matplotlib (pip install")
    monkeypatch.setattr(figures.Figure, "to_bytes", lambda self, form="svg": f"<{form}>".encode())
    made = replicate(read_paper(file))
    assert made.files["figures/alone-regions.svg"] == b"<svg>"
    assert "figure `regions`" in made.files["README.md"].decode()
    file.write_text(PAPER + FIGURE.replace("regions", "regionz"), encoding="utf-8")
    with pytest.raises(CoopSecError, match="unknown figure 'regionz'"):
        replicate(read_paper(file))


# --- pages -----------------------------------------------------------------------------------------------------------

PAGES = "pages: [{case: alone, figures: no}, {case: alone, name: dear, set: {c: 3}, figures: no}]\n"


def test_pages_are_part_of_the_package(folder: Path) -> None:
    (folder / "paper.yaml").write_text(PAPER + PAGES, encoding="utf-8")
    package = packaged(folder)
    files = read_package(package)
    manifest = json.loads(files["manifest.json"])
    for name in ("pages/alone.html", "pages/dear.html"):
        assert files[name].startswith(b"<!DOCTYPE html>")
        assert manifest["outputs"][name] == hashlib.sha256(files[name]).hexdigest()
    assert b"c = 3" not in files["pages/alone.html"]
    assert files["pages/alone.html"] != files["pages/dear.html"]
    words = files["README.md"].decode()
    assert "One command makes 4 tables, 0 figures and 2 pages from" in words
    assert "| One who may act | page, as of `coopsec report` | case alone | `pages/dear.html` |" in words
    assert run("--check", package).code == 0
    page = package / "pages" / "dear.html"
    page.write_bytes(page.read_bytes().replace(b"One who may act", b"One who may"))
    done = run("--check", package)
    assert done.code == 1
    assert "differs: pages/dear.html: other bytes" in done.out


def test_a_page_that_cannot_be_drawn_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(analysis: object, *, figures: bool = True) -> str:
        raise MissingDependency("a figure needs matplotlib", hint="pip install 'coopsec-games[figures]'")

    monkeypatch.setattr("coopsec_games.pages.page", missing)
    (folder / "paper.yaml").write_text("title: T\npages: [alone]\n", encoding="utf-8")
    made = replicate(read_paper(folder / "paper.yaml"))
    assert made.left_out == (
        "page alone: a figure needs matplotlib (pip install 'coopsec-games[figures]', or 'figures: no' for a page "
        "without)",
    )
    assert "pages/alone.html" not in made.files
    assert "| page, as of `coopsec report` | case alone | none: a figure needs" in made.files["README.md"].decode()


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ("[{case: alone, figures: no}, {case: alone, figures: no}]", "two pages are called 'alone'"),
        ("[{case: alone, name: ../../alone}]", "something else in it"),
        ("[{name: alone}]", "the key 'case' is missing"),
        ("[7]", "expected a mapping"),
        ("[{case: alone, set: {c: x}}]", "unknown name 'x'"),
        ("[{case: alone, colour: red}]", "unknown key 'colour'"),
    ],
)
def test_pages_that_cannot_be(folder: Path, pages: str, told: str) -> None:
    (folder / "paper.yaml").write_text(f"title: T\npages: {pages}\n", encoding="utf-8")
    done = run(folder / "paper.yaml", "-o", folder / "package")
    assert done.code == 3
    assert told in done.err
    assert not (folder / "package").exists()


# --- figures of bodies, and ideal points -----------------------------------------------------------------------------

POINTS = """member,year,at,low,up
A,1990,-1,-1.25,0
B,1990,0.25,0,1
Z,1990,2,1.5,0
A,1991,-1.5,-2,0
B,1991,0.75,.5,1
Z,1991,3,3,.5
"""

BODIES = """
title: Where three stand
points:
  line: {columns: at, quantiles: [low, at], codes: {C: Z}, cite: "Nobody 2000, Made-up points"}
  plane: {columns: [at, up], years: year, codes: {C: Z}, cite: The archive}
figures:
  - {figure: gridlock, model: three, points: line, year: 1990, status-quo: -1/2, caption: Who can move what}
  - {figure: gridlock-by-year, model: three, procedure: consensus, points: line, to: 1991}
  - {figure: win-set, model: three, points: plane, date: 1991-05-01, absent: [B], status-quo: [0.5, 1]}
  - {figure: through-time, model: three, procedure: consensus, index: penrose, name: power}
pictures: [svg]
"""


@dataclass(frozen=True)
class Drawn:
    """Descriptions of figures, as they were handed to the drawer."""

    figures: list[Figure]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Figures whose files say what is drawn: their descriptions."""
    seen = Drawn([])

    def described(self: Figure, form: str = "svg") -> bytes:
        seen.figures.append(self)
        return f"{form}: {self.caption} {self.notes} {vars(self.picture)}".encode()

    monkeypatch.setattr(Figure, "to_bytes", described)
    return seen


def of_bodies(folder: Path, words: str = BODIES) -> Path:
    (folder / "paper.yaml").write_text(words, encoding="utf-8")
    (folder / "points.csv").write_text(POINTS, encoding="utf-8")
    return folder / "paper.yaml"


def given(folder: Path, *keys: str) -> list[str]:
    return [word for key in keys for word in ("--record", f"{key}={folder / 'points.csv'}")]


def test_figures_of_bodies_are_part_of_the_package(folder: Path, drawn: Drawn) -> None:
    paper, package = of_bodies(folder), folder / "package"
    made = run(paper, "-o", package, *given(folder, "line", "plane"))
    assert (made.code, made.err) == (0, "")
    files = read_package(package)
    assert [name for name in files if name.startswith("figures/")] == [
        "figures/power.svg", "figures/three-gridlock-by-year.svg", "figures/three-gridlock.svg",
        "figures/three-win-set.svg",
    ]  # fmt: skip
    gridlock, years, win_set, power = (figure.picture for figure in drawn.figures)
    assert isinstance(gridlock, SpectrumPicture)
    assert [(member.name, str(member.point)) for member in gridlock.members] == [("A", "-1"), ("B", "1/4"), ("C", "2")]
    assert (gridlock.status_quo, str(gridlock.interval.low)) == (Fraction(-1, 2), "1/4")
    assert gridlock.beaten_by == ((Fraction(-1, 2), Fraction(1)),)
    assert isinstance(years, IntervalPicture)
    assert [(row.name, str(row.low), str(row.high)) for row in years.rows] == [
        ("1990", "-1", "2"),
        ("1991", "-3/2", "3"),
    ]
    assert years.rows[0].lows == (Fraction(-5, 4), Fraction(-1))
    assert isinstance(win_set, PlacePicture)
    assert [mark.title for mark in win_set.points] == ["A", "C"]
    assert isinstance(power, LinePicture)
    assert power.lines[0].spans[0].value == Fraction(1, 4)
    manifest = json.loads(files["manifest.json"])
    assert manifest["records"] == {key: [hashlib.sha256(POINTS.encode()).hexdigest()] for key in ("line", "plane")}
    assert set(manifest["inputs"]) == {"inputs/paper.yaml", "inputs/models/three.yaml"}
    words = files["README.md"].decode()
    assert (
        "| Who can move what | figure `gridlock` | model three, ideal points line | `figures/three-gridlock.svg` |"
        in words
    )
    assert "- Ideal points `line`: not included; to be had from Nobody 2000, Made-up points." in words
    assert b"Made-up points" in files["sources.bib"]
    assert b"The archive" in files["sources.bib"]
    shown = re.findall(r"\\caption\{(.*)\}", files["document.tex"].decode())
    assert shown == []  # neither PDF nor PNG was asked for
    assert str(folder) not in words


def test_ideal_points_are_compared_by_their_hash(folder: Path, drawn: Drawn) -> None:
    both = given(folder, "line", "plane")
    assert run(of_bodies(folder), "-o", folder / "package", *both).code == 0
    (folder / "points.csv").rename(folder / "renamed.csv")
    renamed = [word.replace("points.csv", "renamed.csv") for word in both]
    count = len(read_package(folder / "package"))
    assert run("--check", folder / "package", *renamed).out == f"{count} files made again: nothing differs\n"
    assert "differs: record plane: not given" in run("--check", folder / "package", *renamed[:2]).out
    (folder / "renamed.csv").write_text(POINTS.replace("0.25", "0.26"), encoding="utf-8")
    done = run("--check", folder / "package", *renamed)
    assert done.code == 1
    assert "differs: record line: another file than the one" in done.out
    assert "differs: figures/three-gridlock.svg: other bytes" in done.out


def test_figures_of_one_entry_are_told_apart(folder: Path, drawn: Drawn) -> None:
    """By the keys of the games, in their names and in a caption that they share."""
    choices = "{act: {outcome: action, payoffs: [z]}, wait: {outcome: none, payoffs: [c]}}"
    second = f"  other: {{players: [A], ties: [A act], tree: {{player: A, actions: {choices}}}}}\n"
    case = CASE.replace("\nrecorded:", f"\n{second}recorded:")
    (folder / "cases" / "alone.yaml").write_text(case, encoding="utf-8")
    paper = of_bodies(folder, 'title: T\nfigures: [{figure: regions, case: alone, caption: "Two maps."}]\n')
    made = run(paper, "-o", folder / "package")
    assert (made.code, made.err) == (0, "")
    assert [figure.caption for figure in drawn.figures[::2]] == ["Two maps (alone)", "Two maps (other)"]
    assert (folder / "package" / "figures" / "alone-regions-other.pdf").is_file()


def test_the_council_of_korea_is_placed_by_the_project_s_own_paper(folder: Path, drawn: Drawn, shared: Path) -> None:
    """-2.88 to 1.62 with the USSR and 0.40 to 1.62 without, from estimates that the paper does not include."""
    paper = CHECKOUT / "docs" / "paper" / "paper.yaml"
    if not paper.is_file():
        pytest.skip("the tests run outside a checkout")
    points = re.search(r"(?ms)^points:\n.*?\n\n", paper.read_text("utf-8"))
    assert points is not None
    entry = "figures: [{figure: gridlock, case: korea-1950, points: assembly}]\npictures: [svg]\n"
    words = of_bodies(folder, f"title: T\n{points[0]}{entry}")
    file = shared / "data" / "unga_ideal_points_1950_1990_1998_1999.csv"
    made = run(words, "-o", folder / "package", "--record", f"assembly={file}")
    assert (made.code, made.err) == (0, "")
    found = [figure.picture.interval for figure in drawn.figures if isinstance(figure.picture, SpectrumPicture)]
    assert [(str(told.low), str(told.high)) for told in found] == [
        (str(Fraction(low)), str(Fraction("1.6166"))) for low in ("-2.8841", "0.397")
    ]


def test_what_has_no_ideal_points_is_left_out(folder: Path, drawn: Drawn) -> None:
    made = run(of_bodies(folder), "-o", folder / "package", *given(folder, "line"))
    assert made.code == 0
    assert made.err == "left out: figure three-win-set: the ideal points 'plane' are not given: --record plane=FILE\n"
    assert len(drawn.figures) == 3
    assert "none: the ideal points 'plane' are not given" in (folder / "package" / "README.md").read_text("utf-8")


def test_a_case_takes_ideal_points_too(folder: Path, drawn: Drawn) -> None:
    case = CASE + "power: [{date: 1990-01-01, label: here}, {date: 1990-01-01, absent: [B], label: away}]\n"
    (folder / "cases" / "alone.yaml").write_text(case, encoding="utf-8")
    paper = of_bodies(
        folder, BODIES.partition("figures:")[0] + "figures: [{figure: gridlock, case: alone, points: line}]"
    )
    made = run(paper, "-o", folder / "package", *given(folder, "line"))
    assert (made.code, made.err) == (0, "")
    assert {f"figures/alone-gridlock-{place}.{form}" for place in (1, 2) for form in ("pdf", "svg")} <= set(
        read_package(folder / "package")
    )
    picture = drawn.figures[0].picture
    assert isinstance(picture, SpectrumPicture)
    assert [member.name for member in picture.members] == ["A", "B", "C"]
    assert "made from" not in made.out
    words = (folder / "package" / "README.md").read_text("utf-8")
    assert "| case alone, ideal points line | `figures/alone-gridlock-1.pdf`" in words
    shown = re.findall(r"\\caption\{(.*)\}", (folder / "package" / "document.tex").read_text("utf-8"))
    assert [caption.partition(".")[0] for caption in shown] == [
        "One who may act: gridlock interval, here, 1990-01-01", "One who may act: gridlock interval, away, 1990-01-01",
    ]  # fmt: skip
    assert "Ideal points: line, column at." in shown[0]
    assert "Not in the game: B." in shown[1]
    assert "Nobody 2000, Made-up points." in shown[1]


@pytest.mark.parametrize(
    ("old", "new", "told", "hint"),
    [
        ("figure: gridlock,", "figure: gridlok,", "unknown figure 'gridlok'", "did you mean 'gridlock'?"),
        ("figure: gridlock,", "figure: regions,", "unknown figure 'regions'", "it is a figure of a case: give 'case'"),
        ("figure: gridlock-by-year, model: three, procedure: consensus,", "figure: gridlock-by-year, case: alone,",
         "unknown figure 'gridlock-by-year'", "it is a figure of a body: give 'model'"),
        ("model: three, points: line, year", "model: thre, points: line, year", "unknown model 'thre'",
         "did you mean 'three'?"),
        ("points: line, year", "points: lin, year", "unknown ideal points 'lin'", "did you mean 'line'?"),
        ("points: line, year", "year", "needs ideal points: give 'points'", "where the paper says"),
        ("procedure: consensus, index", "procedure: konsensus, index", "has no procedure 'konsensus'",
         "did you mean 'consensus'?"),
        ("index: penrose", "index: penrosse", "unknown power index 'penrosse'", "did you mean 'penrose'?"),
        ("index: penrose", "points: line", "of a body takes no 'points'", ""),
        ("index: penrose", "x: c", "of a body takes no 'x'", ""),
        ("index: penrose", "from: 1990-02-30", "1990-02-30", ""),
        ("index: penrose", "from: 1991, to: 1990", "before it starts", ""),
        ("model: three, points: line, year: 1990", "case: alone, points: line, date: 1990-01-01",
         "of a case takes no 'date'", ""),
        ("model: three, points: line, year: 1990, status-quo: -1/2", "model: three, points: line",
         "has ideal points of several years", "choose by 'year': 1990, 1991"),
        ("year: 1990", "year: 1992", "line has no ideal points of year 1992", "years: 1990, 1991"),
        ("year: 1990", "year: 0", "must be at least 1", ""),
        ("status-quo: -1/2", "status-quo: 1e3", "1e3", ""),
        ("status-quo: -1/2", "status-quo: z", "unknown name 'z'", ""),
        ("status-quo: -1/2", "status-quo: [1, 2]", "the status quo has 2 coordinates, not 1", ""),
        ("points: plane", "points: line", "needs two 'columns' of ideal points", ""),
        ("points: line, year", "points: plane, year", "needs one column of ideal points", ""),
        ("absent: [B]", "absent: [D]", "'D' is not a member", ""),
        ("codes: {C: Z}, cite: The", "cite: The", "no ideal point of C",
         "'codes' names another code in the file; 'skip-missing: yes' leaves them out of the game"),
        ("columns: at, quantiles: [low, at]", "columns: att", "there is no column 'att'", "did you mean 'at'?"),
        ("quantiles: [low, at]", "quantiles: [low]", "the low one and the high one", ""),
        ("columns: [at, up]", "columns: [at, up, low]", "at most two", ""),
        ("columns: [at, up]", "columns: [at, up], quantiles: [at, up]", "go with one of 'columns'", ""),
        ("model: three, procedure: consensus, index", "procedure: consensus, index", "one of 'case' and 'model'", ""),
        ("model: three, procedure: consensus, index", "model: three, case: alone, index", "one of 'case' and", ""),
        ("points:\n  line", "records: {line: {model: three, cite: A}}\npoints:\n  line",
         "'records' and 'points' both have line", ""),
        ("name: power", "name: three-gridlock", "two figures are called 'three-gridlock'", ""),
    ],
)  # fmt: skip
def test_figures_of_bodies_that_cannot_be(folder: Path, drawn: Drawn, old: str, new: str, told: str, hint: str) -> None:
    assert BODIES.count(old) == 1
    paper = of_bodies(folder, BODIES.replace(old, new))
    done = run(paper, "-o", folder / "package", *given(folder, "line", "plane"))
    assert done.code == 3, done.err
    assert re.match(rf"{re.escape(str(paper))}:[0-9]+:[0-9]+: error\[(spec|formula|inexact)\]: ", done.err)
    assert told in done.err
    assert hint in done.err
    assert "--" not in done.err.partition("error[")[2]
    assert not (folder / "package").exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--record", "lines=points.csv"], 2, "did you mean 'line'?"),
        (["--record", "line=points.csv,points.csv"], 2, "are one file"),
        (["--record", "line=nowhere.csv"], 2, "nowhere.csv"),
        (["--record", "line=paper.yaml"], 3, "paper.yaml:4: error[spec]: "),
        (["--record", "line=faulty.csv"], 3, "faulty.csv:2:8: error[spec]: the at of A is '1,5'"),
    ],
)
def test_files_of_ideal_points_that_cannot_be(
    folder: Path, drawn: Drawn, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, told: str
) -> None:
    of_bodies(folder)
    (folder / "faulty.csv").write_text('member,year,at,low\nA,1990,"1,5",0\n', encoding="utf-8")
    monkeypatch.chdir(folder)
    done = run("paper.yaml", "-o", "package", *words)
    assert done.code == code
    assert done.err.count(told) == 1
    assert not (folder / "package").exists()


def test_every_figure_of_a_body_says_what_it_takes() -> None:
    assert list(TAKEN) == list(BODY_FIGURES)
    assert set(DIMENSIONS) <= set(BODY_FIGURES)
    assert {name for names in TAKEN.values() for name in names} <= set(FigureSpec.model_fields)


def test_the_schema_shows_figures_of_bodies_and_ideal_points() -> None:
    told = paper_schema()
    figure = told["$defs"]["FigureSpec"]
    assert figure["required"] == ["figure"]
    fields = {"model", "procedure", "index", "date", "from", "to", "absent", "points", "year", "status-quo"}
    assert fields <= figure["properties"].keys()
    assert set(told["$defs"]["PointsSpec"]["properties"]) == {
        "columns", "members", "years", "quantiles", "codes", "skip-missing", "cite",
    }  # fmt: skip
    assert "points" in told["properties"]


# --- cases by their files --------------------------------------------------------------------------------------------


def by_file(folder: Path) -> Path:
    """A paper that names a case by its file, which names a body by its own."""
    (folder / "work").mkdir()
    case = CASE.replace("institution: three", "institution: bodies/three.yaml").replace("@misc", "@book")
    for name, words in (
        ("sub/my-case.yaml", case),
        ("sub/bodies/three.yaml", BODY),
        ("paper.yaml", "title: T\ntables: [{table: regimes, cases: ./sub/my-case.yaml}, {table: roll-calls, cases: "
         "[sub/my-case.yaml]}]\npages: [{case: ./sub/my-case.yaml, figures: no}]\n"),
    ):  # fmt: skip
        file = folder / "work" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    return folder / "work"


def test_a_case_by_its_file_goes_into_the_package(folder: Path) -> None:
    work = by_file(folder)
    assert run(work / "paper.yaml", "-o", folder / "package").code == 0
    files = read_package(folder / "package")
    assert files["inputs/sub/my-case.yaml"] == (work / "sub" / "my-case.yaml").read_bytes()
    assert files["inputs/sub/bodies/three.yaml"] == BODY.encode()
    assert {"tables/my-case-regimes.csv", "tables/my-case-roll-calls.csv", "pages/my-case.html"} <= set(files)
    assert "| case my-case |" in files["README.md"].decode()
    shutil.rmtree(work)
    assert run("--check", (folder / "package").rename(folder / "moved")).code == 0
    (folder / "moved" / "inputs" / "sub" / "my-case.yaml").unlink()
    done = run("--check", folder / "moved")
    assert done.code == 1
    assert "differs: inputs/sub/my-case.yaml: missing\n" in done.out
    assert "it cannot be made again: " in done.out


def test_a_case_s_file_stays_inside(folder: Path) -> None:
    work = by_file(folder)
    (work / "sub" / "my-case.yaml").rename(folder / "outside.yaml")
    (work / "sub" / "my-case.yaml").symlink_to(folder / "outside.yaml")
    done = run(work / "paper.yaml", "-o", folder / "package")
    assert done.code == 3
    assert "'./sub/my-case.yaml' is outside the folder of the paper\nhint: copy the file into it" in done.err


def test_two_inputs_never_have_one_name(folder: Path) -> None:
    """A case's file that would stand where the selection file does."""
    work = by_file(folder)
    (work / "sub" / "my-case.yaml").rename(work / "sub" / "paper.yaml")
    words = (work / "paper.yaml").read_text("utf-8").replace("./sub/my-case.yaml", "./paper.yaml")
    (work / "sub" / "selection.yaml").write_text(words.replace("sub/my-case.yaml", "paper.yaml"), encoding="utf-8")
    done = run(work / "sub" / "selection.yaml", "-o", folder / "package")
    assert (done.code, "two files would be inputs/paper.yaml in the package" in done.err) == (3, True)


def test_a_case_that_another_is_compared_with_is_an_input(tmp_path: Path) -> None:
    file = tmp_path / "paper.yaml"
    file.write_text("title: T\ntables: [{table: parameters, cases: corfu-1923}]\n", encoding="utf-8")
    assert {"inputs/cases/corfu-1923.yaml", "inputs/cases/manchuria-1931.yaml"} <= set(
        input_files(read_paper(file), ["corfu-1923"], [])
    )


# --- sources ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        ("S/PV.473", ("misc", {"author": "{United Nations}", "title": "{S/PV.473}"})),
        ("A/RES/377(V) A, Uniting for Peace, para. 1",
         ("misc", {"author": "{United Nations}", "title": "{A/RES/377(V) A, Uniting for Peace}"})),
        ("S/RES/83 (1950), adopted by 7 votes", ("misc", {"title": "{S/RES/83}", "year": "1950"})),
        ("A/59/L.64, draft resolution of 6 July 2005",
         ("misc", {"title": "{A/59/L.64, draft resolution}", "month": "6 July", "year": "2005"})),
        ("MC.DOC/1/06, Annex", ("misc", {"key": "MC.DOC/1/06", "title": "{MC.DOC/1/06}"})),
        ("North Atlantic Treaty (Washington, 4 April 1949)",
         ("misc", {"title": "{North Atlantic Treaty}", "howpublished": "Washington", "month": "4 April"})),
        ("Charter of the United Nations (1945), Art. 27(3)",
         ("misc", {"title": "{Charter of the United Nations}", "year": "1945"})),
        ("Treaty of 20 November 1815, Art. VI", ("misc", {"title": "{Treaty}", "month": "20 November"})),
        ("R. Cohen and M. Mihalka 2001, Cooperative Security (Marshall Center Papers 3), Figure 4",
         ("techreport", {"author": "R. Cohen and M. Mihalka", "title": "{Cooperative Security}", "number": "3",
                         "type": "Marshall Center Papers", "institution": "Marshall Center", "year": "2001"})),
        ("R. Cohen 2001, in Cooperative Security (Marshall Center Papers 3)",
         ("misc", {"author": "R. Cohen", "howpublished": "In Cooperative Security (Marshall Center Papers 3)"})),
        ("T. C. Schelling, Arms and Influence (New Haven: Yale University Press, 1966), ch. 2",
         ("book", {"author": "T. C. Schelling", "title": "{Arms and Influence}", "address": "New Haven",
                   "publisher": "Yale University Press", "year": "1966"})),
        ("Fraser and Hipel, Conflict Analysis (North-Holland, 1984)",
         ("book", {"author": "Fraser and Hipel", "title": "{Conflict Analysis}", "publisher": "North-Holland"})),
        ("J. A. Baker, The Politics of Diplomacy, 1995, pp. 317-320 (on three visits)",
         ("misc", {"author": "J. A. Baker", "title": "{The Politics of Diplomacy}", "year": "1995"})),
        ("Deutsch et al. 1957, Political Community",
         ("misc", {"author": "Deutsch and others", "title": "{Political Community}"})),
        ("von Neumann and Morgenstern 1944, sec. 50",
         ("misc", {"author": "von Neumann and Morgenstern", "year": "1944"})),
        ("compare Maggi and Morelli 2006, AER 96:1137-1158 (unanimity)",
         ("misc", {"author": "Maggi and Morelli", "journal": "AER", "volume": "96", "pages": "1137--1158",
                   "howpublished": "AER 96:1137--1158"})),
        ("Voeten 2001, Outside Options, APSR 95:845-858", ("article", {"title": "Outside Options"})),
        # nothing is certain of these
        ("FRUS 1950, vol. VI, document 319", ("misc", {"title": "{FRUS 1950, vol. VI}", "key": "FRUS 1950, vol. VI"})),
        ("UN Charter 1945, Art. 27(3)", ("misc", {"title": "{UN Charter 1945}"})),
        ("Covenant 1919, as amended", ("misc", {"title": "{Covenant 1919, as amended}"})),
        ("EC Treaty, Art. 205, Act of Accession of 1994",
         ("misc", {"title": "{EC Treaty, Art. 205, Act of Accession of 1994}"})),
        ("press releases of 7 May and 22 June 2006", ("misc", {"title": "{press releases of 7 May and 22 June 2006}"})),
    ],
)  # fmt: skip
def test_a_source_is_taken_apart_where_it_is_certain(source: str, entry: tuple[str, dict[str, str]]) -> None:
    kind, fields = entry
    told = rendering.bibtex_entry(source)
    assert told.startswith(f"@{kind}{{{rendering.cite_key(source)},\n")
    found = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", told, re.MULTILINE))
    assert fields.items() <= found.items()
    assert "year" in fields or not re.search(r"year = ", told) or found["year"] in source
    assert ("key" in found) != ("author" in found)


@pytest.mark.parametrize(
    ("sources", "number"),
    [
        (("Covenant, Art. 4(1)", "Covenant, Arts. 5(1), 11 and 15(6)", "Covenant, Art. 16(4): all the other"), 1),
        (("bd-unsc, vote 12", "bd-unsc, vote 93 (S/PV.303)", "bd-unsc, votes 610 and 858"), 1),
        (("Schelling 1978, Micromotives, ch. 3", "Schelling 1978, Micromotives, ch. 7"), 1),
        (("S/RES/119 (1956), 751st meeting", "S/RES/119 (1956)", "S/RES/119 (1956): 7 votes to 2 (France)"), 1),
        (("SC/6577", "SC/6577 (3930th meeting)"), 1),
        (("Voeten 2001, APSR 95:845-858", "Voeten 2001, APSR 95:845-858 (the outside option)"), 1),
        (("Charter, Art. 27(3), read to the letter", "Charter, Art. 27(3)"), 2),
        (("Charter of the United Nations (1945), Art. 27", "Charter of the United Nations, Art. 27"), 2),
        (("S/RES/83 (1950)", "S/RES/84 (1950)"), 2),
        (("European Voice, June 2000", "European Voice, September 2000"), 2),
        (("Cohen 2001", "Cohen and Mihalka 2001"), 2),
    ],
)
def test_lines_share_an_entry_where_the_work_is_one(sources: tuple[str, ...], number: int) -> None:
    assert len({rendering.cite_key(source) for source in sources}) == number
    assert rendering.bibtex(sources).count("@") == number


@pytest.fixture(scope="module")
def all_sources() -> tuple[str, ...]:
    """Every source that the files of the project name."""
    lines: list[str] = []

    def take(data: object) -> None:
        if isinstance(data, dict):
            for key, value in data.items():
                if key == "cite":
                    lines.extend(map(str, value) if isinstance(value, list) else [str(value)])
                else:
                    take(value)
        elif isinstance(data, list):
            for value in data:
                take(value)

    for kind in ("models", "cases"):
        for file in sorted((CHECKOUT / kind).rglob("*.yaml")):
            take(read_yaml(file).data)
    if not lines:
        pytest.skip("the tests run outside a checkout")
    return rendering.separate_sources(lines)


def test_the_keys_of_all_sources_are_stable_and_tell_works_apart(all_sources: tuple[str, ...]) -> None:
    keys: dict[str, str] = {}
    for source in all_sources:
        work = cited_work(source)
        assert cited_work(work) == work
        assert rendering.bibtex_entry(work) == rendering.bibtex_entry(source)
        assert keys.setdefault(rendering.cite_key(source), work) == work
        for text in re.findall(r"^  \w+ = \{+(.*?)\}+,?$", rendering.bibtex_entry(source), re.MULTILINE):
            for word in re.findall(r"\w+", text):
                assert word in f"{work} and others United Nations In char34", (source, word)
    assert len(keys) < len(all_sources) * 9 // 10


HOSTILE = ('\\input{/etc/passwd} } @misc{x, 50% a_b #1 "q" ^~', "}}}", "{{{", "@", "Müller 1999, Ünïcode & Sons {x")


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="bibtex is not installed")
def test_bibtex_reads_all_sources_without_a_warning(all_sources: tuple[str, ...], tmp_path: Path) -> None:
    sources = [*all_sources, *HOSTILE, "L. S. Shapley 1967", "Voeten 2001, Outside Options, APSR 95:845-858"]
    (tmp_path / "sources.bib").write_text(rendering.bibtex(sources), encoding="utf-8")
    told = "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{sources}\n"
    (tmp_path / "paper.aux").write_text(told, encoding="utf-8")
    done = subprocess.run(["bibtex", "paper"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, re.findall("(?i)warning.*|error.*|repeated.*", done.stdout)) == (0, [])
    made = (tmp_path / "paper.bbl").read_bytes().count(b"\\bibitem{")
    assert made == len({rendering.cite_key(source) for source in rendering.separate_sources(sources)})


# --- a whole paper ---------------------------------------------------------------------------------------------------

WHOLE = """
title: A note on one who may act
authors: [A. Author]
cite: R. Cohen and M. Mihalka 2001, Cooperative Security (Marshall Center Papers 3)
pictures: [svg]
tables:
  - table: power-compared
    digits: 4
    indices: [shapley-shubik, penrose]
    bodies:
      - {model: unsc, date: 1950-06-27, label: Council of 1950}
      - {model: unsc, date: 1950-06-27, absent: [RUS], label: without the USSR}
  - {table: regimes, cases: ./alone.yaml}
figures: [{figure: regions, case: ./alone.yaml, x: c, y: z}]
pages: [./alone.yaml]
"""


def test_a_whole_paper_is_made_checked_and_found_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the command line, in a folder that knows nothing of the project."""
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'coopsec-games[figures]'")
    away = folder / "away"
    away.mkdir()
    (away / "paper.yaml").write_text(WHOLE, encoding="utf-8")
    (away / "alone.yaml").write_text(CASE.replace("institution: three", "institution: ./three.yaml"), encoding="utf-8")
    (away / "three.yaml").write_text(BODY, encoding="utf-8")
    monkeypatch.chdir(away)

    def command(*words: str) -> tuple[int, str]:
        code = main(["replicate", *words])
        told = capsys.readouterr()
        assert told.err == ""
        return code, told.out

    code, told = command("paper.yaml", "-o", "package")
    assert code == 0
    shown = set(told.splitlines())
    assert {"package/tables/power-compared.tex", "package/tables/alone-regimes.csv"} <= shown
    assert {"package/figures/alone-regions.svg", "package/pages/alone.html", "package/inputs/three.yaml"} <= shown
    assert "@techreport{cohen-2001-" in (away / "package" / "sources.bib").read_text("utf-8")
    for name in ("paper.yaml", "alone.yaml", "three.yaml"):
        (away / name).unlink()
    assert command("--check", "package") == (0, f"{len(shown)} files made again: nothing differs\n")

    cells = away / "package" / "tables" / "power-compared.csv"
    right = cells.read_text("utf-8")
    number = right.splitlines()[2].rpartition(",")[2]
    cells.write_text(right.replace(number, "0.9999"), encoding="utf-8")
    code, told = command("--check", "package")
    assert code == 1
    assert re.search(rf"^differs: tables/power-compared\.csv: row 2, column [0-9]: '0\.9999' there, '{number}' here$",
                     told, re.MULTILINE)  # fmt: skip
    cells.write_text(right, encoding="utf-8")

    case = away / "package" / "inputs" / "alone.yaml"
    case.write_text(case.read_text("utf-8").replace("baseline: 1/2", "baseline: 2/3"), encoding="utf-8")
    code, told = command("--check", "package")
    assert code == 1
    assert "differs: inputs/alone.yaml: changed since the package was made" in told
    assert "differs: pages/alone.html: other bytes" in told


# --- the paper of the project, and tables ----------------------------------------------------------------------------


def test_the_project_s_own_paper_is_valid() -> None:
    file = CHECKOUT / "docs" / "paper" / "paper.yaml"
    if not file.is_file():
        pytest.skip("the tests run outside a checkout")
    spec = read_paper(file).spec
    assert {entry.table for entry in spec.tables} <= set(TABLES)
    wanted = {"readings", "power-compared", "record-readings", "implications", "claims-and-rivals"}
    assert wanted <= {entry.table for entry in spec.tables}


def test_the_schema_of_papers_is_one() -> None:
    told = paper_schema()
    assert told["title"] == "coopsec paper file"
    assert set(told["properties"]) >= {"title", "tables", "figures", "records", "run-time"}


def test_tables_with_a_document(folder: Path) -> None:
    words = [folder / "cases" / "alone.yaml", "--format", "latex", "-o", folder / "out", "--document", "--path", folder]
    made = run(*words, command=tables)
    assert made.code == 0
    names = [Path(line).name for line in made.out.splitlines()]
    assert names[-2:] == ["document.tex", "sources.bib"]
    assert "\\input{alone-regimes}" in (folder / "out" / "document.tex").read_text("utf-8")
    assert run(*words, command=tables).code == 2
    assert run(*words, "--force", command=tables).code == 0
    assert run(words[0], "--path", folder, "--document", command=tables).code == 2


def test_one_table_of_a_case(folder: Path) -> None:
    words = [folder / "cases" / "alone.yaml", "--path", folder, "--format", "json"]
    told = json.loads(run(*words, "--table", "regimes", command=tables).out)
    assert [entry["key"] for entry in told] == ["alone-regimes"]
    assert run(*words, "--table", "regimez", command=tables).code == 2
    assert run(*words, "--table", "record-members", command=tables).code == 2


def test_a_package_that_is_compared_in_memory(folder: Path) -> None:
    paper = read_paper(folder / "paper.yaml")
    made = replicate(paper)
    assert compare_package(made.files, paper).same
    assert read_yaml(folder / "paper.yaml").data["title"] == "A small paper"  # type: ignore[index, call-overload]
    with pytest.raises(UsageError):
        read_package(folder)
