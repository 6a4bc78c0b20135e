"""Replication packages: what is in them, the same bytes each time, and what a check finds."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coopsec_games import replication
from coopsec_games.cli.papers import replicate_command, tables
from coopsec_games.errors import CoopSecError, MissingDependency, UsageError
from coopsec_games.library import read_yaml
from coopsec_games.library.paper_files import paper_schema, read_package, read_paper
from coopsec_games.replication import compare_package, replicate
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
        ["README.md", "codebook.md", "document.tex", "manifest.json", "sources.bib",
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
    assert "Record `minutes`: not included; to be had from The archive." in words
    assert str(folder) not in words


def test_sources_are_escaped(folder: Path) -> None:
    bib = replicate(read_paper(folder / "paper.yaml")).files["sources.bib"].decode()
    assert "Author 1990, A Book" in bib
    assert "\\input" not in bib


def test_the_codebook_names_every_field(folder: Path) -> None:
    words = replicate(read_paper(folder / "paper.yaml")).files["codebook.md"].decode()
    for field in ("roll-calls", "what-if", "certainty", "abstention", "run-time", "procedures", "recorded"):
        assert f"| `{field}` |" in words


# --- the same each time ----------------------------------------------------------------------------------------------

DIGEST = """
import hashlib, sys
from coopsec_games.library.paper_files import read_paper
from coopsec_games.replication import replicate
files = replicate(read_paper(sys.argv[1]), {"minutes": [sys.argv[2]]}).files
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


def test_the_same_bytes_under_another_hash_seed(folder: Path) -> None:
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
    assert "record minutes: not given" in run("--check", folder / "package").out
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
    assert run(*words, "--table", "verdicts", command=tables).code == 2


def test_a_package_that_is_compared_in_memory(folder: Path) -> None:
    paper = read_paper(folder / "paper.yaml")
    made = replicate(paper)
    assert compare_package(made.files, paper).same
    assert read_yaml(folder / "paper.yaml").data["title"] == "A small paper"  # type: ignore[index, call-overload]
    with pytest.raises(UsageError):
        read_package(folder)
