"""Gambit's files: every game of the shared folder reads, and written and read again is the same game."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

import coopsec_games as cg
from coopsec_games.errors import CoopSecError, FormulaError, InvalidGame, NotApplicable, SpecError, TooLarge, UsageError
from coopsec_games.noncooperative.extensive_form import Chance, Choice, Decision, ExtensiveFormGame, Terminal
from coopsec_games.noncooperative.formats import read_efg, read_nfg, write_efg, write_nfg
from coopsec_games.noncooperative.normal_form import NormalFormGame

F = Fraction


def test_every_strategic_game_reads_and_writes(shared: Path) -> None:
    files = sorted((shared / "data" / "games").rglob("*.nfg"))
    assert len(files) == 30
    for file in files:
        game = read_nfg(file.read_text("utf-8"), file.name)
        assert read_nfg(write_nfg(game, file.stem)) == game, file.name
        assert read_nfg(write_nfg(game, outcomes=True)) == game, file.name


def test_every_extensive_game_reads_and_writes(shared: Path) -> None:
    files = sorted((shared / "data" / "games").rglob("*.efg"))
    assert len(files) == 75
    for file in files:
        game = read_efg(file.read_text("utf-8"), file.name)
        again = read_efg(write_efg(game, file.stem))
        assert again == game, file.name
        assert [(own.player, own.nodes) for own in again.information_sets] == [
            (own.player, own.nodes) for own in game.information_sets
        ]


def test_the_shape_of_every_strategic_game_is_the_oracle_s(shared: Path) -> None:
    oracle = json.loads((shared / "data" / "oracle_nash.json").read_text("utf-8"))["games"]
    for name, known in oracle.items():
        game = cg.read_game(shared / "data" / "games" / name)
        assert isinstance(game, NormalFormGame)
        assert [len(own) for own in game.strategies] == known["strategies"], name
        pure = {
            tuple(own.index(found.profile[player]) for player, own in zip(game.players, game.strategies, strict=True))
            for found in cg.solve(game, "pure-nash").equilibria
        }
        assert pure == {tuple(profile) for profile in known["pure"]}, name


def test_the_first_player_s_strategy_changes_fastest() -> None:
    game = read_nfg('NFG 1 R "" {"A" "B"} {2 3}  1 0 2 0 3 0 4 0 5 0 6 0')
    assert game.payoffs["2", "1"] == (F(2), F(0))
    assert game.payoffs["1", "3"] == (F(5), F(0))


def test_outcomes_by_number_and_the_null_outcome() -> None:
    text = 'NFG 1 D "t" {"A" "B"} {{"u" "d"} {"l"}} "a comment" {{"one" 1/2, -0.25} {2 3}} 2 0'
    game = read_nfg(text)
    assert game.payoffs == {("u", "l"): (F(2), F(3)), ("d", "l"): (F(0), F(0))}
    assert game.strategies == (("u", "d"), ("l",))


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("3", F(3)),
        ("-1/2", F(-1, 2)),
        ("0.25", F(1, 4)),
        (".5", F(1, 2)),
        ("5.", F(5)),
        ("+2", F(2)),
        ("1e-2", F(1, 100)),
    ],
)
def test_numbers_are_exact(number: str, value: Fraction) -> None:
    assert read_nfg(f'NFG 1 R "" {{"A"}} {{1}} {number}').payoffs["1",] == (value,)


def test_names_are_told_apart() -> None:
    game = read_nfg('NFG 1 R "" {"" ""} {{"in" "in"} {"" "x"}} 1 1 2 2 3 3 4 4')
    assert game.players == ("Player 1", "Player 2")
    assert game.strategies == (("in", "in (2)"), ("1", "x"))


def test_texts_with_quotes_and_backslashes_survive() -> None:
    game = NormalFormGame(('a "b"', "c\\"), (('"',), ("\\", '\\"')), {('"', "\\"): (1, 2), ('"', '\\"'): (3, 4)})
    assert read_nfg(write_nfg(game, 'the "title"\\')) == game


TREE = 'EFG 2 R "t" { "A" "B" }\n'


def test_payoffs_on_the_way_are_added() -> None:
    text = TREE + 'p "" 1 1 "" { "pay" "keep" } 1 "toll" { -1 0 }\nt "" 2 "end" { 5 5 }\nt "" 0\n'
    game = read_efg(text)
    assert isinstance(game.root, Decision)
    assert [node for _, node in game.root.actions] == [
        Terminal("toll; end", (F(4), F(5))),
        Terminal("toll", (F(-1), F(0))),
    ]


def test_information_sets_of_one_name_are_told_apart() -> None:
    text = (
        TREE
        + """p "" 1 1 "here" { "l" "r" } 0
p "" 2 1 "here" { "l" "r" } 0
t "" 1 "" { 1 1 }
t "" 2 "" { 2 2 }
p "" 2 1 0
t "" 1
t "" 2
"""
    )
    game = read_efg(text)
    assert [(own.player, own.name, len(own.nodes)) for own in game.information_sets] == [
        ("A", "here", 1),
        ("B", "here (B)", 2),
    ]
    assert game.outcomes == ("outcome 1", "outcome 2")
    assert read_efg(write_efg(game)) == game


def test_chance_and_its_numbers() -> None:
    text = TREE + 'c "" 1 "" { "h" 1/4 "t" 0.75 } 0\nt "" 1 "x" { 1 0 }\nt "" 2 "y" { 0 1 }\n'
    game = read_efg(text)
    assert isinstance(game.root, Chance)
    assert [odds for _, odds, _ in game.root.branches] == [F(1, 4), F(3, 4)]


FAULTS = [
    ("", 1, "expected the word NFG"),
    ("NFG 2 R", 1, "must begin with NFG 1"),
    ('NFG 1 X "t"', 1, "R (rational) or D (decimal)"),
    ('NFG 1 R "t" {"A" "B"} {2}', 1, "2 players, but strategies for 1"),
    ('NFG 1 R "t" {"A" "B"}\n{2 1}\n1 2 3', 3, "the file ends after 3 payoffs"),
    ('NFG 1 R "t" {"A"}\n{2}\n1 2 3', 3, "'3' stands after the last payoff"),
    ('NFG 1 R "t" {"A"}\n{2}\n1 x', 3, "expected a payoff, found 'x'"),
    ('NFG 1 R "t" {"A"}\n{2}\n{{"" 1}} 1 2', 3, "there is no outcome 2"),
    ('NFG 1 R "t" {"A" "B"}\n{1 1}\n{{"" 1}} 1', 3, "an outcome has 1 payoffs"),
    ('NFG 1 R "t" {"A"}\n{2}\n1 1/0', 3, "divides by zero"),
    ('NFG 1 R "t" {"A"}\n{2}\n1 1.2.3', 3, "can stand nowhere"),
    ('NFG 1 R "t" {"A"}\n{2}\n1 1e999999999', 3, "too long"),
    ('NFG 1 R "t\n\n', 1, "a quote is opened and not closed"),
    ('NFG 1 R "t" {"A"}\n{0}\n', 2, "has no strategy"),
]


@pytest.mark.parametrize(("text", "line", "told"), FAULTS)
def test_faults_of_strategic_games_have_their_line(text: str, line: int, told: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_nfg(text, "g.nfg")
    assert told in caught.value.message
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == ("g.nfg", line)


TREE_FAULTS = [
    ('p "" 3 1 "" { "l" } 0', 2, "there is no player 3"),
    ('p "" 1 1 "" { } 0', 2, "needs an action"),
    ('p "" 1 1 0', 2, "has no actions yet"),
    ('c "" 1 "" { "h" 1/2 "t" 1/3 } 0', 2, "the probabilities sum to 5/6"),
    ('c "" 1 "" { "h" 3/2 "t" -1/2 } 0', 2, "negative"),
    ('p "" 1 1 "" { "l" "r" } 0\nt "" 1 "x" { 1 }', 3, "has 1 payoffs, but there are 2 players"),
    ('p "" 1 1 "" { "l" "r" } 0\nt "" 1 "x" { 1 1 }\n', 4, "expected a node"),
    ('t "" 1 "x" { 1 1 }\nt "" 1', 3, "the tree is complete"),
    ('p "" 1 1 "" { "l" "r" } 0\nt "" 1 "x" { 1 1 }\nt "" 1 "x" { 2 1 }', 4, "had other payoffs before"),
    ('p "" 1 1 "" { "l" } 0\np "" 1 1 "" { "x" } 0', 3, "had the actions l before"),
    ('p "" 1 1 "" { "l" } 0\nt "" 7', 3, "the outcome 7 has no payoffs yet"),
    ('q "" 1', 2, "begins with c, p or t"),
]


@pytest.mark.parametrize(("text", "line", "told"), TREE_FAULTS)
def test_faults_of_extensive_games_have_their_line(text: str, line: int, told: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_efg(TREE + text, "g.efg")
    assert told in caught.value.message
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == ("g.efg", line)


def test_limits() -> None:
    with pytest.raises(TooLarge):
        read_nfg('NFG 1 R "" {"A" "B"} {1000 1000}')
    deep = TREE + "".join(f'p "" 1 {n} "" {{ "l" }} 0\n' for n in range(1, 5000)) + 't "" 1 "x" { 1 1 }'
    with pytest.raises(TooLarge, match="moves in a row"):
        read_efg(deep)


def test_letters_and_intervals_are_refused() -> None:
    from coopsec_games.conditions import Assumptions
    from coopsec_games.formulas import exact

    letters = Assumptions(("c",))
    with pytest.raises(NotApplicable, match="numbers only"):
        write_nfg(NormalFormGame(("A",), (("x",),), {("x",): (exact("c", ["c"]),)}, letters))
    with pytest.raises(NotApplicable, match="numbers only"):
        write_efg(ExtensiveFormGame(("A",), Terminal("x", (exact("c", ["c"]),)), letters))
    with pytest.raises(NotApplicable, match="interval"):
        write_efg(ExtensiveFormGame(("A",), Choice("A", "y", F(0), F(1), Terminal("x", (F(0),)))))


def test_mutilated_files_are_refused_in_one_way_only() -> None:
    """Cut, doubled and shuffled words: a game, or an error of ours with a line; nothing else."""
    random = Random(1)
    sources = [
        'NFG 1 R "t" {"A" "B"} {{"u" "d"} {"l" "r"}} {{"x" 1 2} {"y" 3/4 .5}} 1 2 0 1',
        TREE + 'c "" 1 "" { "h" 1/2 "t" 1/2 } 0\np "" 1 1 "s" { "l" "r" } 1 "o" { 1 2 }\n'
        't "" 2 "x" { 1 1 }\nt "" 1\np "" 1 1 0\nt "" 0\nt "" 2\n',
    ]
    good, unplaced = 0, []
    for _ in range(3000):
        words = random.choice(sources).split(" ")
        for _ in range(random.randint(1, 3)):
            at = random.randrange(len(words))
            match random.randrange(4):
                case 0:
                    words.pop(at)
                case 1:
                    words.insert(at, words[random.randrange(len(words))])
                case 2:
                    words[at] = random.choice(["{", "}", '"', "-1", "1/0", "p", "\\", "1e9", "é", "0"])
                case _:
                    words[at] = words[at][: len(words[at]) // 2]
            words = words or [""]
        text = " ".join(words)
        for read in (read_nfg, read_efg):
            try:
                read(text)
                good += 1
            except CoopSecError as error:
                unplaced += [] if error.place else [text]
    assert not unplaced
    assert good > 20


# --- read_game -------------------------------------------------------------------------------------------------------


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_a_tree_with_information_sets_in_yaml(tmp_path: Path) -> None:
    text = """
title: An entrant of two kinds
players: [Entrant, Incumbent]
parameters: {p: {meaning: the share of strong entrants, assume: 0 < p < 1}}
tree:
  chance:
    strong: {probability: p, then: {player: Incumbent, information: unseen, actions: {
      fight: {outcome: war, payoffs: [1, -1]}, yield: {outcome: peace, payoffs: [2, 0]}}}}
    weak: {probability: 1 - p, then: {player: Incumbent, information: unseen, actions: {
      fight: {outcome: rout, payoffs: [-1, 1]}, yield: {outcome: peace, payoffs: [2, 0]}}}}
"""
    game = cg.read_game(written(tmp_path, "entrant.yaml", text))
    assert isinstance(game, ExtensiveFormGame)
    assert [own.name for own in game.information_sets] == ["unseen"]
    found = {each.profile["unseen"]: each.where.text for each in cg.solve(game, "subgame-perfect").equilibria}
    assert found == {"fight": "p <= 1/2", "yield": "p >= 1/2"}


def test_a_matrix_in_yaml(tmp_path: Path) -> None:
    text = "players: [A, B]\nparameters: [c]\nassume: c > 0\nstrategies: [[x, y], [z]]\nmatrix: [['c, 0'], ['0, 1']]\n"
    game = cg.read_game(written(tmp_path, "m.yaml", text))
    assert game.parameters == ("c",)
    assert [found.outcome for found in cg.solve(game, "pure-nash").equilibria] == ["(x, z)"]


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("players: [A]\ntree: {player: A, actions: {x: {outcome: o, payoffs: [q]}}}", FormulaError, "'q'"),
        ("form: ballot\n", SpecError, "needs the members"),
        ("players: [A]\nstrategies: [[x]]\n", SpecError, "'matrix' is missing"),
        ("players: [A]\nparameters: [c]\nassume: d > 0\nstrategies: [[x]]\nmatrix: [c]\n", FormulaError, "'d'"),
        (
            "players: [A, B]\ntree: {player: A, information: s, actions: {x: {player: B, information: s, "
            "actions: {x: {outcome: o, payoffs: [1, 1]}}}}}",
            InvalidGame,
            "holds decisions of A",
        ),
        ("players: [A]\nstates: [s, t]\nmoves: {A: s -> u}\npreferences: {A: s > t}", InvalidGame, "'u'"),
        ("players: [A]\nstates: [s, t]\nmoves: {A: s to t}\npreferences: {A: s > t}", InvalidGame, "is not a move"),
    ],
)
def test_faults_of_yaml_games(tmp_path: Path, text: str, kind: type[CoopSecError], told: str) -> None:
    file = written(tmp_path, "g.yaml", text)
    with pytest.raises(kind) as caught:
        cg.read_game(file)
    assert told in caught.value.message
    assert caught.value.exit_code == 3
    assert caught.value.place is not None
    assert caught.value.place.line is not None


def test_files_that_are_no_games(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        cg.read_game(tmp_path / "none.nfg")
    with pytest.raises(UsageError, match="directory"):
        cg.read_game(tmp_path)
    with pytest.raises(UsageError, match="no game"):
        cg.read_game(written(tmp_path, "a.txt", "hello"))
    assert cg.read_game(written(tmp_path, "a.game", 'NFG 1 R "" {"A"} {1} 4')).payoffs["1",] == (F(4),)
    (tmp_path / "b.nfg").write_bytes(b"NFG 1 R \xff")
    with pytest.raises(SpecError, match="not UTF-8"):
        cg.read_game(tmp_path / "b.nfg")
    with pytest.raises(SpecError, match="invisible character"):
        cg.read_game(written(tmp_path, "c.nfg", 'NFG 1 R "a\u202eb" {"A"} {1} 4'))
