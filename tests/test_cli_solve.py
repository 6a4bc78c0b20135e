"""``coopsec solve``: the contract's JSON, its tables, its exit codes."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coopsec_games.cli import main

CHAIN = """EFG 2 R "entry" { "Entrant" "Incumbent" }
p "" 1 1 "" { "out" "in" } 0
t "" 1 "status quo" { 0 2 }
p "" 2 1 "" { "fight" "yield" } 0
t "" 2 "war" { -1 -1 }
t "" 3 "peace" { 1 1 }
"""
BATTLE = 'NFG 1 R "battle" {"A" "B"} {{"opera" "boxing"} {"opera" "boxing"}} 3 2 0 0 0 0 2 3'
DILEMMA = """players: [USA, RUS]
parameters: [T, R, P, S]
assume: S < P < R
strategies: [[arm, refrain], [arm, refrain]]
matrix: [["P, P", "T, S"], ["S, T", "R, R"]]
"""
GRAPH = """players: [A, B]
states: {CC: both restrain, CD: only B arms, DC: only A arms, DD: both arm}
moves: {A: [CC <-> DC, CD <-> DD], B: [CC <-> CD, DC <-> DD]}
preferences: {A: DC > CC > DD > CD, B: CD > CC > DD > DC}
"""


@pytest.fixture
def file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def answer(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main(["solve", *words, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def one(number: str) -> dict[str, Any]:
    return {"exact": number, "float": float(Fraction(number))}


def test_a_normal_form(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, file("battle.nfg", BATTLE), "--concept", "nash", "--concept", "pure-nash")
    assert told["players"] == ["A", "B"]
    assert [result["concept"] for result in told["results"]] == ["nash", "pure-nash"]
    nash, pure = told["results"]
    for result in (nash, pure):
        assert result["kind"] == "profiles"
        assert result["complete"] is True
        assert result["verified"] is True
        for each in result["equilibria"]:
            assert {"profile", "payoffs", "where"} <= set(each)
            assert each["where"] is None
    assert len(nash["equilibria"]) == 3
    mixed = nash["equilibria"][1]
    assert mixed["profile"]["A"] == {"opera": one("3/5"), "boxing": one("2/5")}
    assert mixed["payoffs"] == {"A": one("6/5"), "B": one("6/5")}
    assert [each["profile"] for each in pure["equilibria"]] == [
        {"A": {"opera": one("1")}, "B": {"opera": one("1")}},
        {"A": {"boxing": one("1")}, "B": {"boxing": one("1")}},
    ]


def test_letters(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, file("dilemma.yaml", DILEMMA))
    assert told["parameters"] == ["T", "R", "P", "S"]
    (result,) = told["results"]
    assert result["concept"] == "pure-nash"
    first, second = result["equilibria"]
    assert first["payoffs"]["USA"] == {"exact": "P", "latex": "P"}
    assert first["where"]["text"] == "always"
    assert second["where"]["text"] == "R >= T"


def test_a_tree_by_information_set(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, file("entry.efg", CHAIN), "--concept", "subgame-perfect", "--concept", "sequential")
    for result in told["results"]:
        assert result["kind"] == "behaviour"
        assert result["verified"] is True
        (each,) = result["equilibria"]
        assert each["profile"] == {"Entrant": {"in": one("1")}, "Incumbent after in": {"yield": one("1")}}
        assert each["payoffs"] == {"Entrant": one("1"), "Incumbent": one("1")}
        assert each["outcome"] == "peace"
        assert each["path"] == [["Entrant", "in"], ["Incumbent", "yield"]]


def test_a_graph_model(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, file("dilemma.yaml", GRAPH))
    assert [result["concept"] for result in told["results"]] == ["gm-nash", "gmr", "smr", "seq"]
    assert all(result["kind"] == "states" for result in told["results"])
    assert [each["state"] for each in told["results"][0]["equilibria"]] == ["DD"]
    assert [each["state"] for each in told["results"][3]["equilibria"]] == ["CC", "DD"]
    assert [each["state"] for each in told["results"][0]["unstable"]] == ["CC", "CD", "DC"]
    assert told["results"][0]["unstable"][0]["reasons"]["A"] == "A gains: A moves to DC"
    assert main(["solve", file("dilemma.yaml", GRAPH), "--concept", "seq"]) == 0
    shown = capsys.readouterr().out
    assert "both restrain" in shown
    assert "B moves to DD" in shown


def test_coalitions_in_a_graph_model(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, file("dilemma.yaml", GRAPH), "--concept", "seq", "--coalitions")
    assert told["coalitions"] is True
    assert [each["state"] for each in told["results"][0]["equilibria"]] == ["CC"]
    assert "A+B gains" in told["results"][0]["unstable"][-1]["reasons"]["A+B"]
    assert main(["solve", file("battle.nfg", BATTLE), "--coalitions"]) == 2
    assert "asks for a graph model" in capsys.readouterr().err


def test_information_sets_by_name(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    named = CHAIN.replace('2 1 ""', '2 1 "after entry"').replace('p "" 1 1', 'p "start" 1 1')
    (result,) = answer(capsys, file("entry.efg", named))["results"]
    assert result["equilibria"][0]["profile"] == {"start": {"in": one("1")}, "after entry": {"yield": one("1")}}


def test_every_concept_has_a_documented_answer(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is registered for normal forms can be asked for, in every format."""
    from coopsec_games.noncooperative.concepts import SOLUTION_CONCEPTS, TREES
    from coopsec_games.noncooperative.concepts.stabilities import STABILITIES

    path = file("battle.nfg", BATTLE)
    kinds = {"profiles", "behaviour", "distributions", "sets", "states"}
    for key in SOLUTION_CONCEPTS:
        if key in {*STABILITIES, *TREES, "logit-qre"}:
            continue
        (result,) = answer(capsys, path, "--concept", key)["results"]
        assert result["concept"] == key
        assert result["kind"] in kinds
        assert result["verified"] is True, key
        for form in ("table", "csv", "markdown", "latex"):
            assert main(["solve", path, "--concept", key, "--format", form]) == 0
            assert capsys.readouterr().out


def test_the_table_says_that_it_was_checked(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", file("battle.nfg", BATTLE)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "opera: 3/5, boxing: 2/5" in shown
    assert "The list is proven to be complete." in shown
    assert "checked again with fractions alone" in shown
    assert main(["solve", file("entry.efg", CHAIN)]) == 0
    assert "Entrant: in; Incumbent after in: yield" in capsys.readouterr().out


def test_same_input_same_bytes(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = file("battle.nfg", BATTLE)
    shown = []
    for _ in range(2):
        assert main(["solve", path, "--format", "json"]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert str(Path(path).parent) not in shown[0]


@pytest.mark.parametrize(
    ("name", "text", "words", "code", "told"),
    [
        ("a.nfg", 'NFG 1 R "" {"A"} {2} 1', (), 3, "a.nfg:1:23: error[spec]: the file ends after 1 payoffs"),
        ("a.nfg", "", (), 3, "error[spec]: expected the word NFG"),
        ("a.efg", 'EFG 2 R "" {"A"}\nc "" 1 "" { "h" 999/1000 } 0', (), 3, "sum to 999/1000"),
        ("a.yaml", "players: [A]\ntrea: {}\n", (), 3, "did you mean 'tree'?"),
        ("a.nfg", 'NFG 1 R "" {"A" "B"} {1000 1000}', (), 4, "error[too-large]"),
        ("a.nfg", BATTLE, ("--concept", "nsah"), 2, "unknown solution concept 'nsah'"),
        ("a.nfg", BATTLE, ("--concept", "sequential"), 2, "asks for a tree"),
        ("a.nfg", BATTLE, ("--concept", "seq"), 2, "asks for a graph model"),
        ("a.txt", "hello", (), 2, "no game"),
    ],
)
def test_exit_codes(
    file: Any, capsys: pytest.CaptureFixture[str], name: str, text: str, words: tuple[str, ...], code: int, told: str
) -> None:
    assert main(["solve", file(name, text), *words]) == code
    caught = capsys.readouterr()
    assert not caught.out
    assert told in caught.err


def test_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "nowhere.efg"]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_the_shared_games_agree_with_the_oracle(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "data" / "games"
    oracle = json.loads((shared / "data" / "oracle_nash.json").read_text("utf-8"))["games"]
    compared = 0
    for name, known in oracle.items():
        if known["players"] != 2 or "extreme_equilibria" not in known:
            continue
        (result,) = answer(capsys, str(folder / name))["results"]
        assert (result["concept"], result["complete"], result["verified"]) == ("nash", True, True)
        found = {
            tuple(tuple(share["exact"] for share in own.values()) for own in each["profile"].values())
            for each in result["equilibria"]
        }
        assert len(found) == len(result["equilibria"])
        assert found == {tuple(map(tuple, each)) for each in known["extreme_equilibria"]}, name
        compared += 1
    assert compared > 15


SETS = """\
players: [A, B]
strategies: [[u, d, m], [l, r]]
matrix: [["3, 1", "0, 1"], ["0, 0", "3, 0"], ["1, 2", "1, 2"]]
"""
LETTERS = """\
players: [A, B]
parameters: {x: {meaning: what is at stake, assume: x >= 0}}
strategies: [[u, d], [l, r]]
matrix: [["x, 1", "2, 2"], ["1, 0", "0, 1"]]
"""


@pytest.mark.parametrize(
    ("text", "concept", "rows"),
    [
        (SETS, "dominance", ["A,u,stays,", "A,d,stays,", 'A,m,dominated,"by u: 1/2, d: 1/2"', "B,l,stays,"]),
        (SETS, "rationalizable", ["A,u,stays,best reply to l", "A,d,stays,best reply to r"]),
        (LETTERS, "dominance", ["A,d,stays,,elsewhere", "A,d,dominated,by u,x > 1", "A,d,weakly dominated,by u,x = 1"]),
        (SETS, "correlated", ['1,"u, l",3,1', '3,"u, l: 1/2; u, r: 1/2",3/2,1']),
    ],
)
def test_sets_and_distributions_are_told_in_words(
    file: Any, capsys: pytest.CaptureFixture[str], text: str, concept: str, rows: list[str]
) -> None:
    assert main(["solve", file("game.yaml", text), "--concept", concept, "--format", "csv"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [row for row in rows if row not in told] == []


def test_quantal_responses_say_for_which_rationality(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", file("game.yaml", SETS), "--concept", "logit-qre", "--format", "csv"]) == 0
    heading, first, *_ = capsys.readouterr().out.splitlines()
    assert heading.startswith("#,rationality,A,B,")
    assert first.startswith("1,1/3,")


LONG = """\
players: [A, B]
strategies: [[u, d], [l, r]]
matrix: [["1000000007/3, 1", "0, 100000000003/7"], ["0, 99999999999/11", "3/1234567891, 0"]]
"""


@pytest.mark.parametrize("form", ["csv", "latex", "markdown"])
@pytest.mark.parametrize("concept", ["nash", "correlated", "minimax"])
def test_long_probabilities_are_exact_where_programs_read(
    file: Any, capsys: pytest.CaptureFixture[str], concept: str, form: str
) -> None:
    assert main(["solve", file("long.yaml", LONG), "--concept", concept, "--format", form]) == 0
    told = capsys.readouterr().out
    assert "1234567899641975246" in told or concept == "correlated"
    assert not [sign for sign in ("≈", "approx", "10**") if sign in told]


def test_the_terminal_shows_what_a_notebook_shows(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    import coopsec_games as cg

    for name, text, concept in (
        ("battle.nfg", BATTLE, "nash"),
        ("entry.efg", CHAIN, "sequential"),
        ("sets.yaml", SETS, "dominance"),
        ("letters.yaml", LETTERS, "pure-nash"),
    ):
        path = file(name, text)
        (table,) = cg.solve(cg.read_game(path), concept).to_tables()
        assert main(["solve", path, "--concept", concept, "--format", "csv"]) == 0
        assert capsys.readouterr().out == table.to_csv()


def test_beliefs_are_told_by_node(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Selten (1975), International Journal of Game Theory 4, figure 1: the horse."""
    horse = """EFG 2 R "horse" { "A" "B" "C" }
p "" 1 1 "" { "R" "L" } 0
p "" 2 1 "" { "R" "L" } 0
t "" 1 "" { 1 1 1 }
p "" 3 1 "c" { "R" "L" } 0
t "" 2 "" { 4 4 0 }
t "" 3 "" { 0 0 1 }
p "" 3 1 "c" { "R" "L" } 0
t "" 4 "" { 3 2 2 }
t "" 5 "" { 0 0 0 }
"""
    path = file("horse.efg", horse)
    assert main(["solve", path, "--concept", "sequential", "--format", "csv"]) == 0
    heading, first, *_ = capsys.readouterr().out.splitlines()
    assert heading == "#,plan,beliefs,outcome,payoff A,payoff B,payoff C"
    assert "c: 1 (R, L)" in first
