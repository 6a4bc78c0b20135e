"""``coopsec power``: every index by name or all, unions, abstention, quotas, structure, methods, limits."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from coopsec_games.cli import main
from coopsec_games.cli.rules import METHODS as OFFERED
from coopsec_games.cooperative.counting import METHODS
from coopsec_games.cooperative.indices import POWER_INDICES, in_abstention, power
from coopsec_games.cooperative.simple_games import simple_game
from coopsec_games.formulas import exact

COUNCIL = "[39; 7*5, 1*10]"
MANY = f"[150; {', '.join(map(str, range(1, 25)))}]"
CONTRACT = [
    *("shapley-shubik", "banzhaf", "penrose", "coleman-prevent", "coleman-initiate", "johnston", "deegan-packel"),
    *("holler-packel", "public-help", "shift", "shift-deegan-packel", "rae", "koenig-braeuninger", "nevison"),
    *("ternary-shapley-shubik", "ternary-penrose", "nucleolus"),
]
WITH_UNIONS = ["owen", "banzhaf-owen", "symmetric-coalitional-banzhaf"]


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        return json.loads(self.out)

    def exact(self, key: str) -> dict[str, Fraction]:
        return {member: Fraction(value["exact"]) for member, value in self.told["indices"][key].items()}


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> Done:
        code = main(("power", *words))
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture
def ask(run: Run) -> Run:
    return lambda *words: run(*words, "--format", "json")


# --- indices ---------------------------------------------------------------------------------------------------------


def test_all_indices_of_the_contract(ask: Run) -> None:
    done = ask(COUNCIL, "--index", "all")
    assert done.code == 0
    assert set(CONTRACT) <= set(done.told["indices"])
    assert set(POWER_INDICES) <= set(done.told["indices"])
    assert done.told["left_out"] == {}
    assert set(done.told["counting"]) == set(done.told["sources"]) == set(done.told["indices"])
    for key in POWER_INDICES:
        assert done.exact(key) == dict(power(key, simple_game(COUNCIL)))
    assert done.exact("nucleolus") == {str(k): Fraction(1, 5) if k <= 5 else Fraction(0) for k in range(1, 16)}


@pytest.mark.parametrize("key", CONTRACT)
def test_every_index_by_name(ask: Run, key: str) -> None:
    done = ask("[3; 2, 1, 1]", "--index", key)
    assert list(done.told["indices"]) == [key]
    assert done.told["method"] == "exact"
    assert done.told["counting"][key]
    assert sum(done.exact(key).values()) > 0


def test_all_leaves_out_what_cannot_be_had_and_says_so(ask: Run, run: Run) -> None:
    done = ask(MANY, "--index", "all")
    assert done.code == 0
    assert "nucleolus" in done.told["left_out"]
    assert "nucleolus" not in done.told["indices"]
    assert {"johnston", "deegan-packel", "shapley-shubik", "ternary-penrose"} <= set(done.told["indices"])
    assert "Without nucleolus:" in " ".join(run(MANY, "--index", "all").out.split())


def test_no_index_on_a_game_without_power(ask: Run) -> None:
    done = ask("unsc", "--not-yes", "abstain", "--index", "all")
    assert done.code == 0
    assert set(done.exact("shapley-shubik").values()) == {Fraction(1, 15)}


def test_not_yes(ask: Run) -> None:
    strict = ask("unsc", "--index", "banzhaf", "--not-yes", "no")
    lenient = ask("unsc", "--index", "banzhaf", "--not-yes", "abstain")
    assert strict.exact("banzhaf")["CHN"] == Fraction(106, 635)
    assert lenient.exact("banzhaf")["CHN"] == Fraction(1, 15)
    assert lenient.told["not_yes"] == "abstain"


# --- unions ----------------------------------------------------------------------------------------------------------


def test_unions(ask: Run, run: Run) -> None:
    done = ask("[30; 28, 16, 5, 4, 3, 3]", "--unions", "2,4,6|3,5")
    assert list(done.told["indices"]) == WITH_UNIONS
    assert done.told["unions"] == [["2", "4", "6"], ["3", "5"], ["1"]]
    thirds = [Fraction(1, k) for k in (3, 9, 6, 9, 6, 9)]
    assert list(done.exact("owen").values()) == thirds
    assert list(done.exact("banzhaf-owen").values()) == [Fraction(1, k) for k in (2, 8, 4, 8, 4, 8)]
    both = ask("[30; 28, 16, 5, 4, 3, 3]", "--unions", "2,4,6|3,5", "--index", "all")
    assert {*WITH_UNIONS, "penrose"} <= set(both.told["indices"])
    shown = run("[30; 28, 16, 5, 4, 3, 3]", "--unions", "2,4,6|3,5").out
    assert "Unions: 2, 4, 6 | 3, 5 | 1." in shown


# --- abstention ------------------------------------------------------------------------------------------------------


def test_the_probability_of_abstention(ask: Run, run: Run) -> None:
    third = ask("unsc", "--index", "ternary-penrose")
    assert third.exact("ternary-penrose")["CHN"] == Fraction(36112, 1594323)
    assert third.told["abstention"] is None
    some = ask("unsc", "--index", "ternary-penrose", "--index", "penrose", "--abstention", "1/10")
    assert some.told["abstention"] == "1/10"
    assert some.exact("ternary-penrose")["CHN"] != third.exact("ternary-penrose")["CHN"]
    assert some.exact("penrose")["CHN"] == Fraction(53, 1024)
    alone = ask("unsc", "--abstention", "0")
    assert list(alone.told["indices"]) == ["ternary-shapley-shubik", "ternary-penrose"]
    assert alone.exact("ternary-penrose")["CHN"] == Fraction(53, 1024)
    assert alone.exact("ternary-shapley-shubik")["CHN"] == Fraction(421, 2145)


def test_the_probability_of_abstention_by_name(ask: Run, run: Run) -> None:
    done = ask("[2; 1, 1, 1]", "--index", "ternary-penrose", "--abstention", "p")
    written = in_abstention("ternary-penrose", simple_game("[2; 1, 1, 1]"), "p")
    assert exact(done.told["indices"]["ternary-penrose"]["1"]["exact"], ["p"]) == written["1"]
    assert "latex" in done.told["indices"]["ternary-penrose"]["1"]
    assert "p**2" in run("[2; 1, 1, 1]", "--index", "ternary-penrose", "--abstention", "p").out
    assert run("unsc", "--abstention", "p", "--format", "latex").code == 0


# --- quotas ----------------------------------------------------------------------------------------------------------


def test_quotas(ask: Run, run: Run) -> None:
    done = ask("[51; 35, 20, 15*3]", "--quota-range", "51:70", "--index", "shapley-shubik", "--index", "johnston")
    pieces = done.told["quota_range"]
    assert [piece["text"] for piece in pieces] == ["50 < q <= 55", "55 < q <= 65", "65 < q <= 70"]
    for piece, quota in zip(pieces, (51, 60, 70), strict=True):
        for key in ("shapley-shubik", "johnston"):
            found = {member: Fraction(value["exact"]) for member, value in piece["indices"][key].items()}
            assert found == dict(power(key, simple_game(f"[{quota}; 35, 20, 15*3]")))
    rows = list(csv.DictReader(io.StringIO(run("[3; 2, 1, 1]", "--quota-range", ":", "--format", "csv").out)))
    assert list(rows[0]) == ["above", "up_to", "member", "shapley-shubik", "banzhaf", "penrose"]
    assert [row["up_to"] for row in rows[::3]] == ["1", "3", "4"]
    shown = run("[3; 2, 1, 1]", "--quota-range", ":", "--index", "banzhaf").out
    assert re.search(r"1 < q <= 3 +3/5 ≈ 0.6000 +1/5 ≈ 0.2000", shown)
    wide = run("[9; 9, 8, 7, 6, 5, 4, 3, 2, 1]", "--quota-range", "44:45", "--index", "penrose").out
    assert "44 < q <= 45" in wide


# --- structure -------------------------------------------------------------------------------------------------------


def test_structure(ask: Run, run: Run) -> None:
    done = ask("unsc", "--structure", "--date", "1950-06-27")
    assert done.told["complete"] is True
    assert done.told["weighted"] is True
    assert done.told["quota"] == 27
    assert sorted(done.told["weights"].values()) == [1] * 6 + [5] * 5
    assert done.told["dimension"] == 1
    assert len(done.told["minimal_winning"]) == 15
    assert {len(coalition) for coalition in done.told["minimal_winning"]} == {7}
    shown = run("unsc", "--structure").out
    assert re.search(r"weighted +yes", shown)
    assert "and 190 more" in shown
    assert "complete" not in ask("unsc").told


CHAMBERS = """\
name: Two chambers
members:
  lower: [{of: [AAA, BBB, CCC], since: 2000-01-01}]
  upper: [{of: [DDD, EEE, FFF], since: 2000-01-01}]
procedures:
  both:
    - since: 2000-01-01
      rule: {all: [{quota: {of: lower, yes: 2}}, {quota: {of: upper, yes: 2}}]}
      cite: Charter of the Two
default: both
"""


def test_structure_of_two_chambers(ask: Run, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "chambers.yaml"
    file.write_text(CHAMBERS, encoding="utf-8")
    told = ask(str(file), "--structure").told
    assert (told["complete"], told["weighted"], told["weights"], told["quota"]) == (False, False, None, None)
    assert told["dimension"] == 2
    assert len(told["minimal_winning"]) == 9
    trade = told["structure"]["trade"]
    assert trade["size"] == len(trade["winning"]) == len(trade["losing"])
    for side, wins in (("winning", True), ("losing", False)):
        for coalition in trade[side]:
            both = (len({*coalition} & {*house}) >= 2 for house in (["AAA", "BBB", "CCC"], ["DDD", "EEE", "FFF"]))
            assert all(both) is wins
    spread = [sorted(member for coalition in trade[side] for member in coalition) for side in ("winning", "losing")]
    assert spread[0] == spread[1]
    shown = " ".join(run(str(file), "--structure").out.split())
    assert "They exchange members and all lose:" in shown


# --- methods and limits ----------------------------------------------------------------------------------------------


def test_methods(ask: Run, run: Run) -> None:
    assert tuple(OFFERED)[: len(METHODS)] == METHODS
    answers = [ask("[8; 5, 4, 3, 2, 1]", "--method", method) for method in METHODS]
    assert all(done.told["indices"] == answers[0].told["indices"] for done in answers)
    for method, done in zip(METHODS, answers, strict=True):
        assert set(done.told["counting"].values()) == {method} or method == "auto"
        assert done.told["winning_coalitions"] == answers[0].told["winning_coalitions"]
    assert "Counted exactly, by kinds." in run("unsc", "--method", "kinds").out


def test_samples_only_where_they_are_asked_for(ask: Run, run: Run) -> None:
    words = (COUNCIL, "--method", "sampling", "--draws", "4000", "--seed", "7", "--confidence", "0.999")
    done = ask(*words)
    assert done.told["method"] == "sampling"
    assert (done.told["draws"], done.told["seed"], done.told["confidence"]) == (
        4000,
        7,
        {"exact": "999/1000", "float": 0.999},
    )
    assert done.told["winning_coalitions"] is done.told["decisiveness"] is done.told["dummies"] is None
    for key, estimates in done.told["indices"].items():
        for member, truth in power(key, simple_game(COUNCIL)).items():
            low, high = map(Fraction, estimates[member]["interval"])
            assert low <= truth <= high
            assert estimates[member]["exact"] is None
            assert low <= estimates[member]["float"] <= high
    assert done.out == ask(*words).out
    shown = run(*words)
    assert "Estimated from 4000 draws with seed 7, not counted" in " ".join(shown.out.split())
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    assert list(rows[0]) == ["member", "index", "estimate", "low", "high"]
    assert len(rows) == 45


def test_large_games(ask: Run) -> None:
    literal = f"[50000; {', '.join(str(17 * k % 997 + 1) for k in range(1, 194))}]"
    done = ask(literal, "--index", "banzhaf")
    assert done.code == 0
    assert sum(done.exact("banzhaf").values()) == 1
    assert done.told["dummies"] == []
    assert Fraction(done.told["decisiveness"]["exact"]).denominator % 2**100 == 0


@pytest.mark.parametrize(
    ("words", "code", "first", "hint"),
    [
        ([MANY, "--method", "kinds"], 4, "error[too-large]: 24 members of 24 kinds", ""),
        ([MANY, "--method", "enumeration"], 4, "error[too-large]: ", ""),
        ([COUNCIL, "--index", "owen"], 2, "error[usage]: owen is an index with unions", "--unions"),
        ([COUNCIL, "--index", "ownen", "--unions", "1,2"], 2, "error[unknown]: unknown power index", "owen"),
        ([COUNCIL, "--unions", "1,2|2,3"], 2, "error[usage]: ", None),
        ([COUNCIL, "--unions", "1,99"], 2, "error[usage]: ", None),
        ([COUNCIL, "--abstention", "3/2"], 2, "error[usage]: the probability of abstention is 3/2", None),
        ([COUNCIL, "--abstention", "1/2", "--index", "rae"], 2, "error[usage]: --abstention needs", "ternary-penrose"),
        ([COUNCIL, "--quota-range", "5"], 2, "error[usage]: '5' is no range of quotas", "LOW:HIGH"),
        ([COUNCIL, "--quota-range", "5:x"], 2, "error[usage]: ", None),
        ([COUNCIL, "--quota-range", "9:5"], 2, "error[usage]: quotas from 9 to 5", None),
        ([COUNCIL, "--quota-range", "1:9", "--index", "nucleolus"], 2, "error[not-applicable]: nucleolus", None),
        (["unsc", "--quota-range", "1:9"], 2, "error[not-applicable]: the rule is not one system of weights", None),
        ([COUNCIL, "--method", "magic"], 2, "error[usage]: invalid value for '--method'", None),
        ([COUNCIL, "--index", "nucleolus", "--method", "weights"], 2, "error[not-applicable]: nucleolus", "--method"),
        (["unsc", "--index", "ternary-penrose", "--method", "weights"], 2, "error[not-applicable]: ", None),
        ([COUNCIL, "--index", "rae", "--method", "sampling"], 2, "error[unknown]: 'rae' is not sampled", "penrose"),
        ([COUNCIL, "--index", "rae", "--draws", "10"], 2, "error[usage]: --draws is for --method sampling", None),
        ([COUNCIL, "--structure", "--method", "sampling"], 2, "error[usage]: --structure is not sampled", None),
        ([COUNCIL, "--method", "sampling", "--confidence", "2"], 2, "error[usage]: a sample needs", None),
    ],
)
def test_refusals(run: Run, words: list[str], code: int, first: str, hint: str | None) -> None:
    done = run(*words)
    assert (done.code, done.out) == (code, "")
    lines = done.err.splitlines()
    assert lines[0].startswith(first)
    assert hint is None or (lines[1].startswith("hint: ") and hint in lines[1])
