"""Tables from cases, bodies and records: what they say, who may ask for them, and that LaTeX sets every one of them."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import coopsec_games as cg
from coopsec_games import rendering, tables
from coopsec_games.analysis import Analysis, load_case
from coopsec_games.errors import CoopSecError, NotApplicable, UnknownKey, UsageError
from coopsec_games.institutions.replay import Replay, replayed
from coopsec_games.institutions.rows import BallotRow, Record, Statement
from coopsec_games.library import cases, load_model
from coopsec_games.results import Table
from coopsec_games.tables import TABLES, TAKES, Body

SOME = ("korea-1950", "kosovo-1999", "greece-1999")


@cache
def analysed(key: str) -> Analysis:
    return load_case(key).analyze()


@cache
def record() -> Replay:
    council = load_model("unsc")
    calls = council.roll_calls
    rows = [BallotRow(2, call.id, member, cast) for call in calls for member, cast in call.ballots.items()]
    told = [Statement("ballots", 2, call.id, call.date, call.adopted) for call in calls]
    return replayed(council, Record(tuple(rows), tuple(told)), last="1965")


def reforms() -> list[Body]:
    council = load_model("unsc")
    return [
        Body(council, "1946-01-17", label="Council of 1946"),
        Body(council, "1950-06-27", absent=("RUS",), label="1950, without the USSR"),
        Body(council, "1966-01-01", label="Council of 1966"),
        Body(load_model("unsc-no-veto"), label="no veto"),
    ]


SOURCES = {
    "case": lambda: analysed("kosovo-1999"),
    "cases": lambda: [analysed(key) for key in ("korea-1950", "kosovo-1999", "spain-1823", "four-rings")],
    "bodies": lambda: [Body(load_model("unsc"))],
    "record": record,
}


def test_every_table_says_what_it_takes() -> None:
    assert set(SOURCES) == set(TAKES)
    assert {TABLES.takes(key) for key in TABLES} == set(TAKES)
    assert {key for takes in TAKES for key in TABLES.taking(takes)} == set(TABLES)
    with pytest.raises(UnknownKey, match="readingz"):
        TABLES.takes("readingz")
    with pytest.raises(ValueError, match="made from"):
        TABLES.register("new", title="New", cite="none", takes="nothing")


@pytest.mark.parametrize("key", TABLES)
def test_every_table_is_made(key: str) -> None:
    made = tables.table(key, SOURCES[TABLES.takes(key)]())
    assert isinstance(made, Table)
    assert made.rows
    for written in (made.to_latex(), made.to_markdown(), made.to_csv(), made.to_html(), made.to_text(60)):
        assert written.endswith("\n")
    assert made.to_json()["columns"] == list(made.columns)


@pytest.mark.parametrize(
    ("key", "source"), [("readings", "record"), ("verdicts", "record"), ("power-compared", "case")]
)
def test_a_table_refuses_another_source(key: str, source: str) -> None:
    with pytest.raises(UsageError, match="is made from"):
        tables.table(key, SOURCES[source]())


def test_only_tables_of_one_case_are_asked_of_one_case() -> None:
    with pytest.raises(UsageError, match="several cases"):
        tables.case_tables(analysed("korea-1950"), ["verdicts"])
    assert [made.key for made in tables.case_tables(analysed("korea-1950"), ["power", "claims"])] == ["power", "claims"]


def test_tables_of_several_cases_stand_behind_those_of_each() -> None:
    pair = [analysed("korea-1950"), analysed("kosovo-1999")]
    made = [entry.key for entry in tables.tables_of(pair)]
    assert made[0] == "korea-1950-facts"
    assert {"comparison", "verdicts", "rule-swaps"} <= set(made)
    # no two of their games have one map, and neither case has rings: such tables are left out
    assert not {"same-maps", "four-rings"} & set(made)
    assert [entry.key for entry in tables.tables_of(pair, ["comparison"])] == ["comparison"]
    assert not set(TABLES.taking("cases")) & {entry.key for entry in tables.tables_of(pair[:1])}
    with pytest.raises(UsageError, match="a record of roll calls"):
        tables.tables_of(pair, ["record-members"])


# --- power -----------------------------------------------------------------------------------------------------------


def test_power_side_by_side() -> None:
    """The values of 1946 and 1966 (Shapley and Shubik 1954; catalogue of the Council), binary beside ternary."""
    made = tables.table(
        "power-compared",
        reforms(),
        indices=("shapley-shubik", "ternary-penrose"),
        abstention=("0", "1/3", Fraction(1, 2)),
    )
    assert made.columns[3:] == (
        "Shapley and Shubik index",
        *(f"Ternary Penrose measure (p={chance})" for chance in ("0", "1/3", "1/2")),
    )
    rows = {(row[0], row[1]): row[2:] for row in made.rows}
    assert rows["Council of 1946", "CHN, FRA, GBR, RUS, USA"][:2] == (5, Fraction(76, 385))
    assert rows["Council of 1966", "elected members"][:2] == (10, Fraction(4, 2145))
    assert rows["1950, without the USSR", "CHN, FRA, GBR, USA"][:2] == (4, Fraction(13, 56))
    assert rows["no veto", "every member"][:2] == (15, Fraction(1, 15))
    assert rows["Council of 1946", "CHN, FRA, GBR, RUS, USA"][3] == Fraction(632, 19683)
    game = load_model("unsc").on("1946-01-17").procedure("substantive").simple_game
    # where nobody abstains, the ternary measure is the binary one
    assert rows["Council of 1946", "CHN, FRA, GBR, RUS, USA"][2] == cg.power("penrose", game)["USA"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"indices": ["penrosse"]}, UnknownKey),
        ({"abstention": ["3/2"]}, UsageError),
        ({"abstention": ["-1/2"]}, UsageError),
        ({"abstention": ["p"]}, CoopSecError),
    ],
)
def test_power_side_by_side_refuses(asked: dict[str, list[str]], error: type[Exception]) -> None:
    with pytest.raises(error):
        tables.table("power-compared", reforms(), **asked)


def test_power_through_time_is_about_one_body() -> None:
    made = tables.table("power-through-time", [Body(load_model("unsc"))], last="1970")
    assert [row[0] for row in made.rows] == ["1946-01-17", "1966-01-01"]
    with pytest.raises(UsageError, match="one body"):
        tables.table("power-through-time", reforms())


# --- the tables that a referee asks for ------------------------------------------------------------------------------


def test_the_same_ballots_under_every_reading() -> None:
    made = tables.table("readings", analysed("korea-1950"))
    found = {(row[0], reading): row for row in made.rows for reading in str(row[2]).split(", ")}
    practice, strict = found["S/RES/83", "substantive"], found["S/RES/83", "strict"]
    assert practice[3:] == (
        "adopted", "7 yes of 7 needed; nobody vetoed", "7 (CHN, FRA, GBR, USA, CUB, ECU, NOR)",
        "8 (CHN, FRA, GBR, RUS, USA, CUB, ECU, NOR)", "as recorded",
    )  # fmt: skip
    assert strict[3:] == ("rejected", "no yes from RUS", "1 (RUS)", "1 (RUS)", "reversed")
    assert found["S/1653", "no-veto"][3] == "adopted"
    # every reading of the day stands somewhere, once for each vote
    sitting = load_model("unsc").on("1950-06-27")
    assert {key for _, key in found} == set(sitting.procedures)
    assert len(found) == len(analysed("korea-1950").case.roll_calls) * len(sitting.procedures)


def test_readings_may_be_chosen_and_dated() -> None:
    made = tables.table("readings", analysed("korea-1950"), readings=["substantive", "strict"], dates=["1966-01-01"])
    told = ", ".join(str(row[2]) for row in made.rows)
    assert "substantive of 1966-01-01" in told
    assert "no-veto" not in told
    dated = [row for row in made.rows if row[0] == "S/RES/84" and "1966" in str(row[2])]
    assert [row[3:5] for row in dated] == [("rejected", "7 yes, 9 needed")]
    with pytest.raises(UnknownKey, match="strickt"):
        tables.table("readings", analysed("korea-1950"), readings=["strickt"])


def implied(**asked: object) -> list[tuple[str, ...]]:
    made = tables.table("implications", analysed("kosovo-1999"), **asked)
    return [tuple(rendering.json_text(cell) if cell is None else _text(cell) for cell in row) for row in made.rows]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else str(getattr(cell, "text", cell))


def test_what_each_record_implies() -> None:
    rows = {(row[0], row[2]): row for row in implied()}
    credible, precedent = rows["council", "c <= z"], rows["council", "pi > k + c - c_m"]
    assert credible[3:5] == ("z", "c")
    assert set(precedent[3].split(", ")) == {"pi", "c_m"}
    assert set(precedent[4].split(", ")) == {"k", "c"}
    assert precedent[5] == "none on file: read off the outcome alone"
    # a text that cannot be bargained over fails for plain opposition, without any precedent
    assert "indivisible" in precedent[6]
    assert "indivisible" not in credible[6]


def test_signs_hold_at_points() -> None:
    """Raising a symbol in the one column never ends the inequality, in the other never begins it."""
    made = tables.table("implications", analysed("kosovo-1999"))
    for row in made.rows:
        where, eased, hampered = row[2], row[3], row[4]
        point = where.witness()  # type: ignore[union-attr]
        names = where.assumptions.names  # type: ignore[union-attr]
        here = {name: (point or {}).get(name, Fraction(1)) for name in names}
        assert where.holds(here)  # type: ignore[union-attr]
        for name in getattr(eased, "names", ()):
            assert where.holds({**here, name: here[name] + 7})  # type: ignore[union-attr]
        for name in getattr(hampered, "names", ()):
            assert where.holds({**here, name: here[name] - 7})  # type: ignore[union-attr]


def test_evidence_belongs_to_its_inequality() -> None:
    rows = {(row[0], row[2]): row for row in implied(evidence={"c_m + pi > c + k": "Security Council, 1999"})}
    assert rows["council", "pi > k + c - c_m"][5] == "Security Council, 1999"
    assert rows["council", "c <= z"][5].startswith("none")
    with pytest.raises(CoopSecError, match="the evidence for 'x > 0'"):
        implied(evidence={"x > 0": "nothing"})


def test_claims_beside_their_rivals() -> None:
    made = tables.table("claims-and-rivals", analysed("kosovo-1999"))
    row = next(row for row in made.rows if "where the outside option is credible" in str(row[0]))
    assert row[2:] == ("council", "holds-iff", "indivisible", "not-entailed", "model-dependent")
    assert "the text can be bargained over" in str(row[1])
    for analysis in map(analysed, SOME):
        for answer, own in zip(
            (one for one in analysis.claims if one.verdict != "not-formalised"),
            tables.table("claims-and-rivals", analysis).rows,
            strict=True,
        ):
            assert own[-1] == answer.verdict
            assert (own[4] == "none") == (answer.claim.rival is None)


def test_verdicts_add_up() -> None:
    made = tables.table("verdicts", [analysed(key) for key in SOME])
    for row, key in zip(made.rows, SOME, strict=True):
        assert row[1] == len(analysed(key).claims) == sum(int(str(cell)) for cell in row[2:])


def test_cases_compared(two: Path) -> None:
    made = tables.table("comparison", [analysed("kosovo-1999"), load_case(two)])
    told = {(row[0], row[3]): row for row in made.rows}
    row = told["Kosovo 1998-99", "Authority, or outside action (Russia as the vetoer)"]
    assert row[2] == "6 of 6"
    assert row[4] == "outside"
    assert row[5].text == "c <= z and pi > k + c - c_m"  # type: ignore[union-attr]
    assert row[6] is True
    assert told["Two states", "once"][1:3] == ("none", "none")


# --- cases beside one another, and the rings -------------------------------------------------------------------------


def test_games_with_one_map_stand_together() -> None:
    made = tables.table("same-maps", [analysed(key) for key in ("kosovo-1999", "spain-1823", "korea-1950")])
    pairs = {(row[0], row[1]): row for row in made.rows}
    assert set(pairs) == {
        ("kosovo-1999: council", "spain-1823: council"),
        ("kosovo-1999: indivisible", "spain-1823: indivisible"),
    }
    assert _text(pairs["kosovo-1999: council", "spain-1823: council"][5]) == "c <= z and pi > k + c - c_m"


def test_ballots_under_the_rules_of_other_cases() -> None:
    made = tables.table("rule-swaps", [analysed("korea-1950"), analysed("kosovo-1999")])
    found = {(row[1], row[4]): row[5:] for row in made.rows}
    # the seven votes of 1950 would not have been enough since 1966
    assert found["S/RES/83", "substantive since 1966-01-01"] == ("rejected: 7 yes, 9 needed", False)
    assert found["S/RES/83", "substantive since 1946-01-17 (its own)"][1] is True
    assert not tables.table("rule-swaps", [analysed("korea-1950")]).rows


FIGURE_2 = {
    "UN": ("Yes?", "Yes?", "No", "Yes?"),
    "OSCE": ("Yes?", "Yes?", "No", "Yes?"),
    "EU": ("Yes", "Yes", "No", "Yes?"),
    "NATO": ("Yes", "Yes", "Yes", "Yes"),
}
"""R. Cohen 2001, Figure 2, ring by ring."""


def test_the_four_rings() -> None:
    made = tables.table("four-rings", [analysed("four-rings"), analysed("kosovo-1999")])
    assert made.columns[2] == "judged by Cohen"
    for name, levels in FIGURE_2.items():
        assert tuple(row[2] for row in made.rows if row[0] == name) == levels
    told = {(row[0], row[1]): row for row in made.rows}
    row = told["NATO", "Promoting Stability"]
    assert str(row[4]).startswith("\u201cNATO has vigorously pursued the fourth dimension")
    assert str(row[4]).endswith("(Cohen, NATO \u2014 A Practical Example of Cooperative Security)")
    # the games of a case at hand are told, another is named
    assert "kosovo-1999 (council, tabling, two-vetoers, indivisible, unwanted: outside; settlement: authorised)" in str(
        row[5]
    )
    assert str(row[5]).endswith("; accession")
    assert told["WEU, CENTO, SEATO, Warsaw Pact", "Collective Defense"][2] is None
    assert told["UN", "Collective Defense"][2:] == ("No", "No", None, None)
    assert any(note.startswith("NATO: North Atlantic Treaty Organization, 19 members") for note in made.notes)
    assert not tables.table("four-rings", [analysed("kosovo-1999")]).rows


def test_a_ring_names_cases_that_are_known() -> None:
    named = [
        key.strip()
        for claim in analysed("four-rings").case.claims
        if claim.note.startswith("formal in:")
        for key in claim.note.removeprefix("formal in:").split(",")
    ]
    assert len(named) > 20
    assert set(named) <= set(cases())


def test_the_record_against_each_reading() -> None:
    made = tables.table("record-readings", record(), readings=["substantive", "no-veto"])
    assert [row[0] for row in made.rows] == ["substantive", "no-veto"]
    assert tables.table("record-members", record()).columns[0] == "member"
    assert tables.table("realised-power", record()).rows


TWO = """
title: Two states
date: 1972-05-26
parameters:
  a: {meaning: gain, assume: a >= 0, baseline: 1, certainty: I}
  b: {meaning: cost, baseline: 2, certainty: I}
  d: {meaning: risk, baseline: 1/3, certainty: I}
games:
  once:
    players: [USA]
    solve-for: [b]
    tree: {player: USA, actions: {act: {outcome: action, payoffs: [a - b]}, wait: {outcome: none, payoffs: [d]}}}
recorded: {once: action}
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "two.yaml"
    file.write_text(TWO, encoding="utf-8")
    return file


def test_a_set_parameter_shows_its_value(two: Path) -> None:
    made = tables.table("parameters", load_case(two).analyze({"a": "1/3", "b": "d/2"}))
    rows = {str(row[0]): row for row in made.rows}
    assert rows["a"][3:] == (Fraction(1, 3), "set")
    assert str(rows["b"][3]) == "d/2"
    assert rows["d"][3:] == (Fraction(1, 3), "I")
    assert "asked for" in made.notes[0]


def test_a_case_without_a_body_has_its_tables(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text("title: Plain\ndate: 1990-01-01\n", encoding="utf-8")
    assert [made.key for made in tables.case_tables(load_case(file))] == ["facts"]


def test_no_period_no_power() -> None:
    with pytest.raises(NotApplicable):
        tables.table("power-compared", [Body(load_model("unsc"), "1900-01-01")])


# --- titles from outside ---------------------------------------------------------------------------------------------

TITLES = (
    "=cmd|' /C calc'!A0",
    "+1+1 | two\nlines",
    r"\input{/etc/passwd} 50% & a_b #1 ~x ^y {z} $m$",
    "<script>alert('x')</script> \" onmouseover=x",
    "ends in a stroke \\",
    "\u4e2d \x1b[31mred\x1b[0m \u202eabc",
)


def titled(title: str) -> list[Table]:
    analysis = analysed("kosovo-1999")
    other = replace(analysis, case=replace(analysis.case, title=title))
    return [tables.table("facts", other), tables.table("verdicts", [other]), tables.table("comparison", [other])]


@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_stays_text(title: str) -> None:
    for made in titled(title):
        cells = [cell for row in csv.reader(io.StringIO(made.to_csv())) for cell in row]
        assert not any(re.match(r"\s*[=+@\uff1d]", cell) for cell in cells)
        lines = [line for line in made.to_markdown().splitlines() if line.startswith("|")]
        assert len(lines) == len(made.rows) + 2
        assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {len(made.columns) + 1}
        assert "<script" not in made.to_html()
        assert '" onmouseover' not in made.to_html()
        assert not re.search(r"\\input|[\x00-\x09\x0b-\x1f\u202e]", made.to_latex())


def test_latex_sets_hostile_titles(tmp_path: Path) -> None:
    made = [
        replace(entry, key=f"t{place}-{entry.key}") for place, title in enumerate(TITLES) for entry in titled(title)
    ]
    log = typeset(tmp_path, made)
    assert [line for line in complaints(log) if not line.startswith(("Overfull", "Underfull"))] == []


# --- LaTeX -----------------------------------------------------------------------------------------------------------


def typeset(folder: Path, made: list[Table], *, digits: int | None = None, siunitx: bool = False) -> str:
    """Set tables by pdflatex and return what it logs."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    if siunitx and subprocess.run(["kpsewhich", "siunitx.sty"], capture_output=True, check=False).returncode:
        pytest.skip("the package siunitx is not installed")
    for entry in made:
        words = entry.to_latex(digits=digits, siunitx=siunitx)
        (folder / f"{entry.key}.tex").write_text(words, encoding="utf-8")
    document = rendering.latex_document("Tables", [entry.key for entry in made], siunitx=siunitx)
    (folder / "document.tex").write_text(document, encoding="utf-8")
    for _ in range(3):
        subprocess.run(
            ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "document.tex"],
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
    log = (folder / "document.log").read_text("latin-1")
    assert (folder / "document.pdf").is_file(), log[-2000:]
    return log


def complaints(log: str) -> list[str]:
    return re.findall(r"^(?:!|LaTeX Warning|Package \w+ Warning|Overfull|Underfull).*", log, re.MULTILINE)


def every_table(keys: tuple[str, ...]) -> list[Table]:
    made = [replace(entry, key=f"{key}-{entry.key}") for key in keys for entry in tables.case_tables(analysed(key))]
    made += [TABLES[key].function([analysed(one) for one in keys]) for key in TABLES.taking("cases")]
    made += [tables.table("power-compared", reforms()), tables.table("power-through-time", [Body(load_model("unsc"))])]
    return [*made, *(TABLES[key].function(record()) for key in TABLES.taking("record"))]


def test_latex_sets_every_table_without_a_warning(tmp_path: Path) -> None:
    assert complaints(typeset(tmp_path, every_table(SOME))) == []


@pytest.mark.skipif("COOPSEC_LONG" not in os.environ, reason="all cases: minutes, with COOPSEC_LONG=1")
def test_latex_sets_the_tables_of_all_cases_without_a_warning(tmp_path: Path) -> None:
    assert complaints(typeset(tmp_path, every_table(tuple(cases())))) == []


def test_latex_sets_decimals_in_columns_of_their_own(tmp_path: Path) -> None:
    made = [Table("t", "T", ("a", "b"), (("x", Fraction(-1, 3)),)), tables.table("power-compared", reforms())]
    assert r"\begin{tabular}{lS[table-format=-1.4]}" in made[0].to_latex(digits=4, siunitx=True)
    assert "x & -0.3333 " in made[0].to_latex(digits=4, siunitx=True)
    assert "S[" not in made[0].to_latex(siunitx=True)
    made += [replace(tables.table("power", analysed(key)), key=f"power-{key}") for key in SOME]
    made += [TABLES[key].function(record()) for key in TABLES.taking("record")]
    assert all("S[table-format" in entry.to_latex(digits=4, siunitx=True) for entry in made)
    assert complaints(typeset(tmp_path, made, digits=4, siunitx=True)) == []
