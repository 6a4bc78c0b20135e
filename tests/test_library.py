"""Models and cases from their files: folders, shapes, references, and every fault in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coopsec_games.cooperative.rules import RULES, Ballot
from coopsec_games.errors import (
    CoopSecError,
    Faults,
    InvalidGame,
    NotApplicable,
    SpecError,
    UnknownKey,
    UsageError,
)
from coopsec_games.library import build_game, cases, load_case, load_model, models, schema
from coopsec_games.library.spec_words import Spec

MODEL = """\
name: Club of four
cite: statute
names: {A: Alpha, B: [{name: Old Beta, until: 1905-05-05}, {name: Beta}]}
members:
  founders: [{of: [A, B], since: 1900-01-01}]
  others:
    - {of: [C], since: 1900-01-01, until: 1909-12-31}
    - {of: [C, NO], since: 1910-01-01}
procedures:
  main:
    - {since: 1900-01-01, until: 1909-12-31, rule: {quota: {of: all, yes: 2}}, cite: statute, certainty: C}
    - {since: 1910-01-01, rule: {all: [{quota: {of: all, yes: 3}}, {no-objection: {from: founders}}]}, cite: statute}
default: main
roll-calls:
  - {id: one, date: 1911-01-01, yes: [A, NO], no: rest, recorded: rejected, cite: minutes, certainty: C}
"""

CASE = """\
title: The quarrel
date: 1911-01-01
institution: club
cite: [minutes, letters]
roll-calls:
  - {id: two, date: 1911-01-01, yes: rest, no: [NO], recorded: adopted, cite: minutes, certainty: C}
  - {id: three, date: 1905-01-01, yes: [A], abstain: rest, recorded: rejected, cite: minutes, certainty: M}
parameters:
  h: {meaning: the best, assume: h >= 0, baseline: 2}
  c: {meaning: a cost, assume: [c >= 0, c <= h], baseline: 1/3, certainty: I}
  pi: {meaning: another, baseline: 0.25}
games:
  offer:
    players: [A, B]
    solve-for: [pi]
    ties: [B accepts]
    tree:
      player: A
      actions:
        offer: {choice: {variable: y, from: 0, to: h}, player: A, then: {player: B, actions: {
          accept: {outcome: deal, payoffs: [h - y, y - pi]},
          refuse: {outcome: none, payoffs: [-c, 0]}}}}
        wait:
          chance:
            rain: {probability: 1/3, then: {outcome: wet, payoffs: [-1, 0]}}
            sun: {probability: 2/3, then: {outcome: dry, payoffs: [c, 0]}}
  matrix:
    players: [A, B]
    strategies: [[up, down], [left, right]]
    matrix: [["h, h", "0, max(c, pi)"], [[c, 0], "1, 1"]]
recorded: {offer: deal}
what-if:
  - {label: no, roll-call: two, ballots: {A: no}}
  - {label: other, roll-call: two, ballots: {A: no}, procedure: main}
  - {label: free, game: offer, set: {pi: 0, c: h/2}}
claims:
  - {id: a, author: X, section: 1, quote: q, statement: s, formal: {roll-calls: [two, three], adopted: yes}}
  - {id: b, author: X, section: 1, quote: q, statement: s, formal: {roll-call: two, critical: [A, B, C]}}
  - {id: c, author: X, section: 1, quote: q, statement: s, formal: {roll-call: two, ballots: {A: no}, adopted: no}}
  - {id: d, author: X, section: 1, quote: q, statement: s,
     formal: {ballots: {yes: [A], no: rest}, date: 1905-01-01, adopted: no}}
  - {id: e, author: X, section: 1, quote: q, statement: s,
     formal: {game: offer, outcome: deal, given: c > 0, where: pi <= h + c}, premises: [one],
     rival: {game: matrix, outcome: deal, text: otherwise}}
  - {id: f, author: X, section: 1, quote: q, statement: s, formal: {condition: c >= 0}}
  - {id: g, author: X, section: 1, quote: q, statement: s, not-formalised: a norm}
  - {id: h, author: X, section: 1, quote: q, statement: s, formal: {group: founders, date: 1905-01-01, members: [A]}}
  - {id: i, author: X, section: 1, quote: q, statement: s, formal: {voted: no, from: 1912-01-01, until: 1913-01-01}}
  - {id: j, author: X, section: 1, quote: q, statement: s, formal: {roll-calls: [two], cast: {A: yes}}}
power:
  - {label: before, date: 1905-01-01}
  - {label: without, absent: [NO]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "cases").mkdir()
    (tmp_path / "models" / "club.yaml").write_text(MODEL)
    (tmp_path / "cases" / "quarrel.yaml").write_text(CASE)
    return tmp_path


# what is read ---------------------------------------------------------------------------------------------------------


def test_model_from_its_file(folder: Path) -> None:
    club = load_model("club", [folder])
    assert (club.key, club.name, club.cite, club.default) == ("club", "Club of four", ("statute",), "main")
    assert club.on("1909-12-31").members == ("A", "B", "C")
    assert club.on().members == ("A", "B", "C", "NO")
    assert club.on("1905-05-06").name("B") == "Beta"
    (call,) = club.roll_calls
    assert call.ballots == {"A": Ballot.YES, "B": Ballot.NO, "C": Ballot.NO, "NO": Ballot.YES}
    assert load_model(folder / "models" / "club.yaml").on().members == club.on().members
    assert load_model(str(folder / "models" / "club.yaml")).key == "club"


def test_case_from_its_file(folder: Path) -> None:
    case = load_case("quarrel", [folder])
    assert case.cite == ("minutes", "letters")
    assert [call.id for call in case.roll_calls] == ["two", "three"]
    assert case.roll_call("three").ballots == {"A": Ballot.YES, "B": Ballot.ABSTAIN, "C": Ballot.ABSTAIN}
    assert case.baseline == {"h": 2, "c": Fraction(1, 3), "pi": Fraction(1, 4)}
    assert case.assumptions.text == "h >= 0 and 0 <= c <= h"
    assert [asked.absent for asked in case.power] == [(), ("NO",)]
    assert [str(asked.date) for asked in case.power] == ["1905-01-01", "1911-01-01"]
    free = case.what_ifs[2]
    assert (free.game, free.settings["pi"], str(free.settings["c"])) == ("offer", 0, "h/2")
    assert case.what_ifs[0].ballots == {"A": Ballot.NO}


def test_claims_are_read(folder: Path) -> None:
    claims = {claim.id: claim for claim in load_case("quarrel", [folder]).claims}
    formal: dict[str, Any] = {key: dict(claim.formal) for key, claim in claims.items() if claim.formal is not None}
    assert formal["a"] == {"roll-calls": ["two", "three"], "adopted": True}
    assert formal["b"] == {"roll-call": "two", "critical": ["A", "B", "C"]}
    assert formal["c"]["ballots"] == {"A": Ballot.NO}
    assert formal["d"]["ballots"] == {"A": Ballot.YES, "B": Ballot.NO, "C": Ballot.NO}
    assert formal["e"] == {"game": "offer", "outcome": "deal", "given": "c > 0", "where": "pi <= h + c"}
    assert dict(claims["e"].rival or {}) == {"game": "matrix", "outcome": "deal", "text": "otherwise"}
    assert formal["i"]["voted"] is False
    assert formal["j"]["cast"] == {"A": Ballot.YES}
    assert claims["g"].not_formalised == "a norm"


def test_games_are_built(folder: Path) -> None:
    case = load_case("quarrel", [folder])
    offer = build_game(case, "offer")
    assert offer.players == ("A", "B")
    assert offer.ties == (("B", "accept"),)
    assert offer.outcomes == ("deal", "none", "wet or dry") or "deal" in offer.outcomes
    assert offer.parameters == ("h", "c", "pi")
    matrix = build_game(case, "matrix")
    assert [str(payoff) for payoff in matrix.payoffs["up", "right"]] == ["0", "Max(c, pi)"]
    assert [str(payoff) for payoff in matrix.payoffs["down", "left"]] == ["c", "0"]
    with pytest.raises(UnknownKey) as caught:
        build_game(case, "ofer")
    assert caught.value.hint == "did you mean 'offer'?"


def test_settings_of_a_game(folder: Path) -> None:
    case = load_case("quarrel", [folder])
    half = build_game(case, "offer", {"pi": "1/2", "c": "h/2"})
    assert half.assumptions.names == ("h",)
    assert half.parameters == ("h",)
    assert build_game(case, "matrix", {"c": "h/2"}).payoffs["down", "left"][0] == half_of("h")
    with pytest.raises(UnknownKey, match="unknown parameter 'phi'"):
        build_game(case, "offer", {"phi": 1})
    with pytest.raises(NotApplicable, match="exclude"):
        build_game(case, "offer", {"c": -1})
    with pytest.raises(NotApplicable, match="set as well"):
        build_game(case, "offer", {"c": "h", "h": "2*pi"})
    with pytest.raises(CoopSecError):
        build_game(case, "offer", {"c": 0.5})


def half_of(name: str) -> Any:
    from coopsec_games.formulas import exact

    return exact(f"{name}/2", [name])


@pytest.mark.parametrize("key", cases())
def test_every_case_loads_and_its_games_can_be_built(key: str) -> None:
    case = load_case(key)
    assert bool(case.roll_calls) or case.games
    assert case.claims
    for game in case.games:
        built = build_game(case, game)
        assert built.assumptions == case.assumptions_of(game).about(built.parameters)


# folders --------------------------------------------------------------------------------------------------------------


def test_own_models_and_cases_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert {"nato", "unsc"} <= set(models())
    assert {"greece-1999", "korea-1950", "kosovo-1999"} <= set(cases())
    assert models() == sorted(models())


def test_folders_of_the_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "club" in models([folder])
    assert "quarrel" in cases([folder])
    assert "club" not in models()
    monkeypatch.setenv("COOPSEC_PATH", os.pathsep.join(["", str(folder)]))
    assert "club" in models()
    assert load_model("club").key == "club"


def test_first_folder_wins(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "models").mkdir(parents=True)
    (other / "models" / "club.yaml").write_text(MODEL.replace("Club of four", "Other club"))
    (other / "models" / "unsc.yaml").write_text(MODEL.replace("Club of four", "Other council"))
    assert load_model("club", [other, folder]).name == "Other club"
    assert load_model("club", [folder, other]).name == "Club of four"
    assert load_model("unsc", [other]).name == "Other council"


def test_wrong_folders_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        models([tmp_path / "none"])
    with pytest.raises(UsageError, match="neither"):
        models([tmp_path])


def test_symlink_loop_in_a_folder_hurts_only_its_own_key(folder: Path) -> None:
    (folder / "models" / "loop.yaml").symlink_to(folder / "models" / "loop.yaml")
    (folder / "models" / "round").symlink_to(folder / "models")
    assert {"club", "loop", "unsc"} <= set(models([folder]))
    with pytest.raises(SpecError, match="cannot be read"):
        load_model("loop", [folder])


def test_two_files_of_one_key_are_refused(folder: Path) -> None:
    (folder / "models" / "more").mkdir()
    (folder / "models" / "more" / "club.yaml").write_text(MODEL)
    with pytest.raises(SpecError, match="two files have the key 'club'"):
        models([folder])


def test_unknown_keys_have_a_hint() -> None:
    with pytest.raises(UnknownKey) as caught:
        load_model("uncs")
    assert caught.value.lines() == ["error[unknown]: unknown model 'uncs'", "hint: did you mean 'unsc'?"]
    with pytest.raises(UnknownKey) as caught:
        load_case("kosovo")
    assert caught.value.hint == "did you mean 'kosovo-1999'?"
    assert caught.value.exit_code == 2


def test_missing_file_is_a_wrong_request(tmp_path: Path) -> None:
    for load in (load_model, load_case):
        with pytest.raises(UsageError) as caught:
            load(tmp_path / "none.yaml")
        assert caught.value.exit_code == 2


# what is refused in a model -------------------------------------------------------------------------------------------

QUOTA = "{quota: {of: all, yes: 2}}"
TERM = "{of: [C], since: 1900-01-01, until: 1909-12-31}"


def check_place(file: Path, lines: list[str], at: str, words: str) -> None:
    """One fault, or its hint, has the words, and stands where the file goes on with ``at``."""
    assert all("\n" not in line and (line.startswith((f"{file}:", "hint: "))) for line in lines), lines
    numbers = [number for number, line in enumerate(lines) if words in line]
    assert numbers, lines
    told = lines[numbers[0] - lines[numbers[0]].startswith("hint: ")]
    line, column = (int(part) for part in told.removeprefix(f"{file}:").split(": ")[0].split(":"))
    assert file.read_text().split("\n")[line - 1][column - 1 :].startswith(at), told


# row of the table of bad input, what stands in the place of what, the text at the fault, words of the fault or its hint
BAD_MODELS: list[tuple[str, str, str, str, str]] = [
    ("8 duplicate member", "of: [A, B]", "of: [A, B, A]", "A], since: 1", "'A' stands here a second time"),
    ("8 members alike by case", "of: [A, B]", "of: [A, a]", "a], since: 1", "cannot be told from 'A'"),
    ("8 groups alike", "  others:", "  founders:", "founders:", "a second time"),
    (
        "8 duplicate roll call",
        "  - {id: one,",
        "  - {id: ONE, date: 1911-01-01, yes: rest, recorded: adopted, cite: m, certainty: C}\n  - {id: one,",
        "one, date: 1",
        "on file already",
    ),
    ("15 text for a number", "yes: 2", "yes: '2'", "{quota: {of:", "error["),
    ("15 truth value for a number", "yes: 2", "yes: true", "{quota: {of:", "error["),
    ("15 null for a number", "yes: 2", "yes: null", "{quota: {of:", "error["),
    ("15 list for a number", "yes: 2", "yes: [2]", "{quota: {of:", "error["),
    ("15 negative number", "yes: 2", "yes: -1", "{quota: {of:", "error["),
    ("15 broken number", "yes: 2", "yes: 4.5", "{quota: {of:", "error["),
    ("16 quota 0", "yes: 2", "yes: 0", "{quota: {of:", "error[rule]"),
    ("16 quota beyond the members", "yes: 2", "yes: 4", "{quota: {of:", "error[rule]"),
    (
        "16 percent",
        "{quota: {of: all, yes: 2}}",
        "{weight: {of: all, weights: {A: 1, B: 1, C: 1}, quota: 71.3 %}}",
        "{weight: {of",
        "error[rule]",
    ),
    (
        "16 no weight",
        "{quota: {of: all, yes: 2}}",
        "{weight: {of: all, weights: {A: 0, B: 0, C: 0}, quota: 1}}",
        "{weight: {of",
        "error[rule]",
    ),
    ("17 no members", "of: [A, B]", "of: []", "founders: [{", "no members"),
    ("17 no groups", "members:\n", "members: {}\nx:\n", "{}", "must not be empty"),
    ("19 misspelt key", "default: main", "defualt: main", "defualt: mai", "did you mean 'default'?"),
    ("19 misspelt key", "since: 1910-01-01, rule", "sicne: 1910-01-01, rule", "sicne: 1910-", "did you mean 'since'?"),
    ("19 version", "name: Club", "schema: 99\nname: Club", "schema: 99", "unknown key 'schema'"),
    ("19 misspelt word of a rule", "no-objection", "no-objektion", "{all: [{quot", "no-objection"),
    ("20 unknown group", "from: founders", "from: fuonders", "{all: [{quot", "founders"),
    ("20 unknown procedure", "default: main", "default: mian", "mian", "did you mean 'main'?"),
    (
        "20 unknown member",
        "yes: [A, NO]",
        "yes: [A, NOR]",
        "NOR], no: re",
        "'NOR' is not a member of 'club' on 1911-01-01",
    ),
    ("20 name of nobody", "{A: Alpha", "{Z: Alpha", "Z: Alpha, B:", "'Z' is never a member"),
    ("22 empty rule", "{quota: {of: all, yes: 2}}", "{all: []}", "{all: []}, c", "error[rule]"),
    ("22 empty rule", "{quota: {of: all, yes: 2}}", "{any: []}", "{any: []}, c", "error[rule]"),
    ("44 impossible date", "since: 1910-01-01}", "since: 1910-02-30}", "1910-02-30}", "not a day of the calendar"),
    ("44 no date", "since: 1910-01-01}", "since: 1910}", "1910}", "not a date"),
    (
        "44 end before start",
        "{of: [C], since: 1900-01-01, until: 1909-12-31}",
        "{of: [C], since: 1900-01-01, until: 1899-12-31}",
        "{of: [C], si",
        "before the start",
    ),
    (
        "44 overlap of a member",
        "{of: [C], since: 1900-01-01, until: 1909-12-31}",
        "{of: [C], since: 1900-01-01, until: 1910-12-31}",
        "C, NO], sinc",
        "two periods of 'C' in 'others' overlap",
    ),
    ("44 overlap of a procedure", "until: 1909-12-31, rule", "until: 1910-01-01, rule", "{since: 1910", "overlap"),
    ("44 endless overlap of a procedure", "until: 1909-12-31, rule", "rule", "{since: 1910", "overlap"),
    ("two ballots", "yes: [A, NO]", "yes: [A, NO], abstain: [A]", "A], no: rest", "has a ballot already: yes"),
    ("qualified abstention", "no: rest", "qualified: rest", "qualified: rest", "'club' knows no qualified abstention"),
    ("no ballot", "no: rest", "no: [B]", "{id: one, da", "no ballot for C"),
    ("two rests", "yes: [A, NO]", "yes: [A, NO], abstain: rest", "rest, record", "a second time"),
    ("reserved name", "of: [A, B]", "of: [A, rest]", "rest], since", "a word of its own"),
    ("strange member", "of: [A, B]", "of: [A, 'B; C']", "'B; C'], sin", "something else"),
    ("strange key", "  main:\n", "  Main_1:\n", "Main_1:", "cannot be a key"),
    (
        "a list for a mapping",
        "names: {A: Alpha",
        "names: [x]\nmembres: {A: Alpha",
        "[x]",
        "expected a mapping, found a list",
    ),
    ("an unknown certainty", "certainty: C}\n    -", "certainty: maybe}\n    -", "maybe}", "'C', 'M', 'm', 'I' or 'D'"),
    ("a missing key", "name: Club of four\n", "", "cite: statut", "the key 'name' is missing"),
    ("no end of an earlier name", ", until: 1905-05-05", "", "{name: Old B", "needs its end"),
    ("end of the last name", "{name: Beta}", "{name: Beta, until: 1999-01-01}", "{name: Beta,", "has no end"),
    (
        "a weight of a stranger",
        "procedures:\n",
        "weights: {votes: [{since: 1900-01-01, of: {A: 1, AA: 1}, cite: x}]}\nprocedures:\n",
        "AA: 1}",
        "'AA' is never a member",
    ),
    (
        "an overlap of weights",
        "procedures:\n",
        "weights: {votes: [{since: 1900-01-01, of: {A: 1}, cite: x}, {since: 1910-01-01, of: {A: 1}, cite: x}]}\n"
        "procedures:\n",
        "{since: 1910-01-01, of: {A",
        "two periods of 'votes' overlap",
    ),
    (
        "weights that are not stated",
        QUOTA,
        "{share: {weights: votes, at-least: 2/3}}",
        "{share: {weig",
        "no table of weights",
    ),
    ("a share of nothing", QUOTA, "{share: {at-least: 5/3}}", "{share: {at-le", "cannot be asked for"),
    ("neither yes nor no", "certainty: C}\n    -", "counterfactual: maybe}\n    -", "maybe}", "neither yes nor no"),
]


@pytest.mark.parametrize(("old", "new", "at", "words"), [row[1:] for row in BAD_MODELS], ids=[r[0] for r in BAD_MODELS])
def test_faults_of_a_model(folder: Path, old: str, new: str, at: str, words: str) -> None:
    assert MODEL.count(old) >= 1
    file = folder / "models" / "club.yaml"
    file.write_text(MODEL.replace(old, new, 1))
    with pytest.raises(CoopSecError) as caught:
        load_model(file)
    assert caught.value.exit_code == 3
    check_place(file, caught.value.lines(), at, words)


GOOD_MODELS: list[tuple[str, str, str]] = [
    ("12 Norway", "of: [A, B]", "of: [A, on]"),
    ("16 improper quota", "yes: 2", "yes: 1"),
    ("16 quota as a fraction", QUOTA, "{weight: {of: all, weights: {A: 1, B: 1/2, C: 0.5}, quota: 255/345}}"),
    ("17 one member", "[A, B]", "[A]"),
    ("17 equal weights", QUOTA, "{weight: {of: all, weights: {A: 1, B: 1, C: 1}, quota: 2}}"),
    ("17 members by number", "of: [A, B]", "of: [1, 2]"),
    (
        "22 veto player without weight",
        QUOTA,
        "{all: [{weight: {of: all, weights: {A: 0, B: 3, C: 4}, quota: 4}}, {consent: {from: founders}}]}",
    ),
    (
        "18 large weights",
        QUOTA,
        "{weight: {of: all, weights: {A: 9007199254740993, B: 1, C: 1}, quota: 9007199254740994}}",
    ),
    (
        "a table of weights",
        "procedures:\n",
        "weights: {votes: [{since: 1900-01-01, of: {A: 1, B: 1/2, C: 1}, cite: annex, certainty: m, note: old}]}\n"
        "procedures:\n",
    ),
    ("qualified abstentions", QUOTA, "{all: [{consent: {from: all}}, {qualified: {more-than: 1/3}}]}"),
    ("parties of a roll call", QUOTA, "{excluding: {parties: parties, rule: {share: {at-least: 2/3}}}}"),
    ("suspended", "procedures:\n", "suspended: [{of: [D], since: 1900-01-01, note: by treaty}]\nprocedures:\n"),
    ("source of a term", "{of: [A, B], since", "{of: [A, B], cite: a list, certainty: m, note: in doubt, since"),
    ("44 open end", "since: 1910-01-01}", "since: 1910-01-01, until: null}"),
]


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in GOOD_MODELS], ids=[row[0] for row in GOOD_MODELS])
def test_what_a_model_may_say(folder: Path, old: str, new: str) -> None:
    file = folder / "models" / "club.yaml"
    text = MODEL.replace(old, new, 1).partition("roll-calls:")[0].replace("names: {A: Alpha, B: [", "names: {C: [")
    file.write_text(text)
    assert load_model(file).on("1905-01-01").procedure().members


def test_ten_thousand_members(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    members = ", ".join(f"M{number}" for number in range(10_000))
    file.write_text(
        f"name: Many\nmembers:\n  every: [{{of: [{members}], since: 1900-01-01}}]\n"
        "procedures: {main: [{since: 1900-01-01, rule: {quota: {of: all, yes: 5001}}, cite: x}]}\ndefault: main\n"
    )
    assert len(load_model(file).on().members) == 10_000


def test_all_faults_of_a_model_at_once(folder: Path) -> None:
    file = folder / "models" / "club.yaml"
    wrong = MODEL.replace("default: main", "defualt: main").replace("1910-01-01, rule", "1910-13-01, rule")
    file.write_text(wrong.replace("name: Club of four", "name: [x]"))
    with pytest.raises(Faults) as caught:
        load_model(file)
    places = [(fault.place.line, fault.place.column) for fault in caught.value.faults if fault.place]
    assert places == [(1, 7), (12, 15), (13, 1)]
    file.write_text(
        MODEL.replace("yes: 2", "yes: 9").replace("default: main", "default: mian").replace("A: Alpha", "Z: Z")
    )
    with pytest.raises(Faults) as caught:
        load_model(file)
    assert [fault.place.line for fault in caught.value.faults if fault.place] == [3, 11, 13]


def test_date_without_a_period_is_no_fault_of_the_file(folder: Path) -> None:
    file = folder / "models" / "club.yaml"
    text = MODEL.replace("[C, NO], since: 1910-01-01", "[C, NO], since: 1910-01-01, until: 1911-12-31")
    file.write_text(text.replace("until: 1909-12-31, rule", "until: 1907-12-31, rule"))
    club = load_model(file)
    for when in ("1899-12-31", "1908-06-01", "1912-01-01"):
        with pytest.raises(NotApplicable) as caught:
            club.on(when)
        assert caught.value.exit_code == 2


# what is refused in a case --------------------------------------------------------------------------------------------

BAD_CASES: list[tuple[str, str, str, str, str]] = [
    ("8 duplicate claim", "  - {id: b,", "  - {id: a,", "a, author: X", "on file already"),
    ("14 power of ten", "baseline: 2", "baseline: 1e99999999", "1e99999999}", "error["),
    ("14 division by zero", "baseline: 2", "baseline: 1/0", "/0}", "error[formula]"),
    ("14 infinity", "baseline: 2", "baseline: .inf", ".inf}", "error["),
    ("14 not a number", "baseline: 2", "baseline: .nan", ".nan}", "error["),
    ("14 other digits", "baseline: 2", "baseline: ٣", "٣}", "error["),
    ("13 octal", "baseline: 2", "baseline: 012", "012}", "error["),
    ("13 underscore", "baseline: 2", "baseline: 1_000", "1_000}", "error["),
    ("13 hexadecimal", "baseline: 2", "baseline: 0x1F", "0x1F}", "error["),
    ("13 exponent", "baseline: 2", "baseline: 1e3", "1e3}", "error["),
    ("19 misspelt key", "meaning: the best", "meaming: the best", "meaming: the", "did you mean 'meaning'?"),
    ("20 unknown model", "institution: club", "institution: culb", "culb", "did you mean 'club'?"),
    ("20 unknown member", "no: [NO]", "no: [NOR]", "NOR], record", "not a member"),
    ("20 unknown parameter", "assume: h >= 0", "assume: g >= 0", "g >= 0, base", "error[formula]"),
    ("20 unknown parameter", "[h - y, y - pi]", "[h - y, y - phi]", "phi]},", "did you mean"),
    ("20 unknown symbol", "solve-for: [pi]", "solve-for: [phi]", "phi]", "did you mean 'pi'?"),
    (
        "20 unknown roll call",
        "{roll-calls: [two, three]",
        "{roll-calls: [two, tree]",
        "tree], adopt",
        "did you mean 'three'?",
    ),
    (
        "20 unknown roll call",
        "roll-call: two, critical",
        "roll-call: tow, critical",
        "tow, critica",
        "did you mean 'two'?",
    ),
    (
        "20 unknown roll call",
        "label: no, roll-call: two",
        "label: no, roll-call: tow",
        "tow, ballots",
        "unknown roll call",
    ),
    ("20 unknown game", "recorded: {offer", "recorded: {ofer", "ofer: deal}", "did you mean 'offer'?"),
    ("20 unknown game", "{game: offer, outcome", "{game: ofer, outcome", "ofer, outcom", "did you mean 'offer'?"),
    ("20 unknown outcome", "recorded: {offer: deal", "recorded: {offer: deel", "deel}", "did you mean 'deal'?"),
    ("20 unknown player", "player: B, actions", "player: C, actions", "C, actions: ", "unknown player 'C'"),
    ("20 unknown procedure", "procedure: main", "procedure: mian", "mian}", "did you mean 'main'?"),
    ("20 unknown member of a claim", "critical: [A, B, C]", "critical: [A, B, D]", "D]}}", "'D'"),
    ("20 unknown absent member", "absent: [NO]", "absent: [NOR]", "NOR]}", "did you mean 'NO'?"),
    ("20 unknown parameter to set", "set: {pi: 0", "set: {phi: 0", "phi: 0, c: h", "did you mean 'pi'?"),
    ("20 unknown group", "group: founders", "group: fuonders", "fuonders, da", "did you mean 'founders'?"),
    ("20 unknown tie", "ties: [B accepts]", "ties: [B acepts]", "[B acepts]", "did you mean 'accept'?"),
    ("23 call", "[-c, 0]", "[\"__import__('os').system('echo')\", 0]", "'os').system", "error[formula]"),
    ("23 attribute", "[-c, 0]", "['c.__class__', 0]", ".__class__',", "error[formula]"),
    ("23 lambda", "[-c, 0]", "['(lambda: c)()', 0]", ": c)()', 0]}", "error[formula]"),
    ("24 tower", "[-c, 0]", "[9**9**9, 0]", "**9, 0]}}}}", "error["),
    ("24 parentheses", "[-c, 0]", f"['{'(' * 300}c{')' * 300}', 0]", "((((((((((((", "error[formula]"),
    ("24 minus signs", "[-c, 0]", f"['{'-' * 5000}c', 0]", "------------", "error["),
    ("25 division by zero", "[-c, 0]", "[1/(c-c), 0]", "/(c-c), 0]}}", "error["),
    ("26 reserved name", "  c: {meaning", "  and: {meaning", "and: {meanin", "error["),
    ("26 name of machinery", "  c: {meaning", "  __class__: {meaning", "__class__: {", "error["),
    ("26 Greek letter", "  c: {meaning", "  β: {meaning", "β: {meaning:", "error["),
    ("26 full-width letter", "  c: {meaning", "  ｘ: {meaning", "ｘ: {meaning:", "error["),
    ("27 hat for a power", "[-c, 0]", "[c^2, 0]", "^2, 0]}}}}", "**"),
    ("27 implicit product", "[-c, 0]", "[2c, 0]", "c, 0]}}}}", "error[formula]"),
    ("43 decimal comma", "where: pi <= h + c", "where: 'pi <= 0,5'", ",5'}, premis", "error[formula]"),
    ("44 impossible date", "date: 1911-01-01\n", "date: 1911-02-29\n", "1911-02-29", "not a day of the calendar"),
    (
        "44 roll call on a day without a body",
        "id: three, date: 1905",
        "id: three, date: 1895",
        "1895-01-01, ",
        "covers",
    ),
    ("payoffs of the wrong number", "[-c, 0]", "[-c]", "[-c]}}}}", "1 payoffs for 2 players"),
    ("chances that do not add up", "probability: 2/3", "probability: 1/2", "player: A", "error[game]"),
    ("ragged matrix", '[[c, 0], "1, 1"]', '["c, 0"]', '["c, 0"]]', "expected a list of 2 entries"),
    ("cell of the wrong size", '"h, h"', '"h"', 'h", "0, max(', "1 payoffs for 2 players"),
    ("variable that is a name already", "variable: y", "variable: c", "c, from: 0, ", "a name already"),
    (
        "no quote",
        "quote: q, statement: s, formal: {roll-calls",
        "statement: s, formal: {roll-calls",
        "{id: a, auth",
        "'quote' is missing",
    ),
    (
        "formal and not",
        "not-formalised: a norm",
        "not-formalised: a norm, formal: {condition: c > 0}",
        "{id: g, auth",
        "either",
    ),
    ("neither formal nor not", ", not-formalised: a norm", "", "{id: g, auth", "either"),
    (
        "two questions",
        "critical: [A, B, C]",
        "critical: 3, adopted: yes",
        "{roll-call: ",
        "either 'critical' or 'adopted'",
    ),
    (
        "what-if about nothing",
        "{label: free, game: offer, set: {pi: 0, c: h/2}}",
        "{label: free}",
        "{label: free",
        "either",
    ),
    ("no condition", "condition: c >= 0", "condition: c + 1", "+ 1}}", "error[formula]"),
    ("unknown form", "    tree:", "    form: outside-option\n    trie:", "[A, B]", "error"),
]


@pytest.mark.parametrize(
    ("old", "new", "at", "words"), [row[1:] for row in BAD_CASES], ids=[row[0] for row in BAD_CASES]
)
def test_faults_of_a_case(folder: Path, old: str, new: str, at: str, words: str) -> None:
    assert CASE.count(old) >= 1
    file = folder / "cases" / "quarrel.yaml"
    file.write_text(CASE.replace(old, new, 1))
    with pytest.raises(CoopSecError) as caught:
        load_case(file, [folder])
    assert caught.value.exit_code == 3
    check_place(file, caught.value.lines(), at, words)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("where: pi <= h + c", "where: 'pi <= h + cc'", "cc'"),
        ("where: pi <= h + c", "where: pi <= h + cc", "cc}"),
        ('"0, max(c, pi)"', '"0, max(c, phi)"', "phi)"),
        ('"0, max(c, pi)"', "[0, 'max(c, phi)']", "phi)"),
        ("assume: [c >= 0, c <= h]", "assume: [c >= 0, c <= hh]", "hh]"),
    ],
)
def test_column_inside_a_formula(folder: Path, old: str, new: str, at: str) -> None:
    file = folder / "cases" / "quarrel.yaml"
    assert CASE.count(old) == 1
    file.write_text(CASE.replace(old, new))
    with pytest.raises(CoopSecError) as caught:
        load_case(file, [folder])
    check_place(file, caught.value.lines(), at, "error[formula]: unknown name")


FORM = """\
games:
  council:
    title: a title
    form: outside-option
    proposer: Z
    outside: others
    outcome: c
    vetoers:
      A: {ideal: -h, bypassed: 0, precedent: pi}
      B: {ideal: -2*h, bypassed: 0, precedent: pi}
    cost: c
    authorised-cost: 0
"""


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("form: outside-option", "form: outside-optoin", "outside-optoin", "did you mean 'outside-option'?"),
        ("    cost: c", "    costs: c", "c", "did you mean 'cost'?"),
        ("    outside: others\n", "", "title:", "'outside'"),
        ("cost: c", "cost: 2c", "c", "error[formula]"),
        ("-2*h", "-2*hh", "hh", "unknown name 'hh'"),
    ],
)
def test_faults_of_a_form(folder: Path, old: str, new: str, at: str, words: str) -> None:
    file = folder / "cases" / "quarrel.yaml"
    start, end = CASE.index("games:"), CASE.index("what-if:")
    whole = CASE[:start] + FORM + CASE[end : CASE.index("  - {label: free")] + CASE[CASE.index("power:") :]
    file.write_text(whole)
    game = build_game(load_case(file, [folder]), "council")
    assert game.players == ("Z", "A", "B")
    assert build_game(load_case(file, [folder]), "council", {"pi": "c"}).parameters == ("h", "c")
    assert whole.count(old) >= 1
    file.write_text(whole.replace(old, new, 1))
    with pytest.raises(CoopSecError) as caught:
        load_case(file, [folder])
    assert caught.value.exit_code == 3
    check_place(file, caught.value.lines(), at, words)


def test_all_faults_of_a_case_at_once(folder: Path) -> None:
    file = folder / "cases" / "quarrel.yaml"
    wrong = (
        CASE.replace("no: [NO]", "no: [NOR]").replace("assume: h >= 0", "assume: g >= 0").replace("[two, three]", "[x]")
    )
    file.write_text(wrong.replace("absent: [NO]", "absent: [X]"))
    with pytest.raises(Faults) as caught:
        load_case(file, [folder])
    assert {fault.place.line for fault in caught.value.faults if fault.place} == {6, 9, 37, 52}


def test_all_faults_of_a_tree_at_once(folder: Path) -> None:
    file = folder / "cases" / "quarrel.yaml"
    file.write_text(CASE.replace("y - pi", "y - p").replace("[-c, 0]", "[-d, 0]").replace('"1, 1"', '"1, x"'))
    with pytest.raises(Faults) as caught:
        load_case(file, [folder])
    assert [fault.place.line for fault in caught.value.faults if fault.place] == [21, 22, 30]


@pytest.mark.parametrize(
    "word",
    ["../models/club.yaml", "/etc/passwd", "https://example.org/club.yaml", "out.yaml", "none.yaml", "..\\club.yaml"],
)
def test_model_outside_the_folder_of_the_case_is_refused(folder: Path, word: str) -> None:
    (folder / "cases" / "out.yaml").symlink_to(folder / "models" / "club.yaml")
    file = folder / "cases" / "quarrel.yaml"
    file.write_text(CASE.replace("institution: club", f"institution: '{word}'"))
    with pytest.raises(SpecError) as caught:
        load_case(file, [folder])
    assert caught.value.exit_code == 3
    assert caught.value.lines()[0].startswith(f"{file}:3:14: error[spec]")


def test_model_beside_the_case_is_read(folder: Path) -> None:
    (folder / "cases" / "own").mkdir()
    (folder / "cases" / "own" / "club.yaml").write_text(MODEL)
    file = folder / "cases" / "quarrel.yaml"
    file.write_text(CASE.replace("institution: club", "institution: own/club.yaml"))
    assert load_case(file).institution.name == "Club of four"


def test_faults_of_a_model_are_told_with_the_case(folder: Path) -> None:
    (folder / "models" / "club.yaml").write_text(MODEL.replace("default: main", "default: mian"))
    with pytest.raises(SpecError) as caught:
        load_case("quarrel", [folder])
    assert "club.yaml:13:10: error[spec]: unknown procedure 'mian'" in caught.value.lines()[0]


# schemas --------------------------------------------------------------------------------------------------------------


def check_schema(node: Any, whole: dict[str, Any]) -> None:
    """Every reference leads somewhere, every mapping is closed or says what its values are."""
    if isinstance(node, list):
        for part in node:
            check_schema(part, whole)
    elif isinstance(node, dict):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in whole["$defs"]
        if node.get("type") == "object":
            assert "additionalProperties" in node or "patternProperties" in node
        for part in node.values():
            check_schema(part, whole)


@pytest.mark.parametrize("kind", ["case", "game", "model", "paper"])
def test_schema_is_one(kind: str) -> None:
    told = schema(kind)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert told["title"] == f"coopsec {kind} file"
    check_schema(told, told)
    for shape in told["$defs"].values():
        assert shape.get("description")


def test_schema_speaks_the_words_of_files() -> None:
    case, model = schema("case"), schema("model")
    assert {"roll-calls", "what-if", "institution", "power"} <= set(case["properties"])
    assert {"from", "to", "variable"} == set(case["$defs"]["IntervalSpec"]["properties"])
    rule = model["$defs"]["ProvisionSpec"]["properties"]["rule"]
    assert set(rule["properties"]) == set(RULES)
    assert model["required"] == ["name", "members", "procedures", "default"]
    shapes = [schema("game")["$defs"][choice["$ref"].removeprefix("#/$defs/")] for choice in schema("game")["anyOf"]]
    assert [set(shape["required"]) for shape in shapes] == [
        {"players", "tree"}, {"players", "strategies", "matrix"}, {"players", "states", "moves", "preferences"},
    ]  # fmt: skip


def test_unknown_schema_has_a_hint() -> None:
    with pytest.raises(UsageError) as caught:
        schema("cases")
    assert caught.value.hint == "did you mean 'case'?"


def test_every_shape_is_closed_but_that_of_a_form() -> None:
    def below(shape: type[Spec]) -> set[type[Spec]]:
        return {shape}.union(*(below(inner) for inner in shape.__subclasses__()))

    open_ones = {shape.__name__ for shape in below(Spec) if shape.model_config.get("extra") != "forbid"}
    assert open_ones == {"FormGameSpec"}


# cold start -----------------------------------------------------------------------------------------------------------


def test_a_model_is_read_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from coopsec_games.library import load_model; "
        "load_model('unsc').on().procedure().simple_game.winning_coalitions; "
        "print([name for name in ('sympy', 'z3', 'numpy', 'scipy', 'pulp', 'nashpy') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_bad_game_is_an_error_of_the_game(folder: Path) -> None:
    case = load_case("quarrel", [folder])
    from dataclasses import replace

    spec = replace(case.games["offer"], fields={**case.games["offer"].fields, "players": ["A", "A"]})
    with pytest.raises(InvalidGame):
        build_game(replace(case, games={"offer": spec}), "offer")
