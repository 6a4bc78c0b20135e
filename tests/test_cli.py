"""The command line: the shapes of its answers, its exit codes, its files, its one-line errors."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

import coopsec_games
from coopsec_games import cli, errors
from coopsec_games.cli import main
from coopsec_games.cli.explanations import CODES, words_known
from coopsec_games.cli.output import Output, patience

FORMATS = ("table", "json", "csv", "markdown", "latex")


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> Done:
        code = main(words)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


def process(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    root = Path(coopsec_games.__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root), **dict(options.pop("env", {}))}  # type: ignore[call-overload]
    return subprocess.run(
        [sys.executable, "-m", "coopsec_games", *words],
        env=environment, encoding="utf-8", check=False, **{"capture_output": True, **options},  # type: ignore[call-overload]
    )  # fmt: skip


MODEL = """\
name: A council of three
members:
  states: [{of: [AAA, BBB, CCC], since: 2000-01-01}]
procedures:
  majority:
    - since: 2000-01-01
      rule: {quota: {of: all, yes: 2}}
      cite: Charter of the Three
  unanimity:
    - since: 2000-01-01
      rule: {no-objection: {from: all, called: objection}}
      cite: Charter of the Three
default: majority
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "three.yaml").write_text(MODEL, encoding="utf-8")
    return tmp_path


# --- power -----------------------------------------------------------------------------------------------------------


def test_power_of_the_council_today(run: Run) -> None:
    done = run("power", "unsc", "--format", "json")
    told = json.loads(done.out)
    assert done.code == 0
    assert {"target", "procedure", "date", "members", "winning_coalitions", "indices", "decisiveness", "method"} <= set(
        told
    )
    assert told["target"] == "unsc"
    assert told["procedure"] == "substantive"
    assert told["vetoers"] == ["CHN", "FRA", "GBR", "RUS", "USA"]
    assert told["dummies"] == []
    assert told["method"] == "exact"
    assert told["winning_coalitions"] == 848
    assert told["decisiveness"]["exact"] == "53/2048"
    assert list(told["indices"]) == ["shapley-shubik", "banzhaf", "penrose"]
    shares = told["indices"]["shapley-shubik"]
    assert list(shares) == told["members"]
    assert shares["CHN"] == {"exact": "421/2145", "float": 421 / 2145}
    assert [value["exact"] for value in shares.values()].count("4/2145") == 10


@pytest.mark.parametrize(
    ("words", "permanent", "elected"),
    [
        (["--date", "1950-06-27"], "76/385", "1/462"),
        (["--date", "1950-06-27", "--absent", "RUS"], "13/56", "1/84"),
        (["--date", "1965-12-31"], "76/385", "1/462"),
        (["--date", "1966-01-01"], "421/2145", "4/2145"),
        (["--date", "1950-06-27", "--procedure", "procedural"], "1/11", "1/11"),
    ],
)
def test_power_through_history(run: Run, words: list[str], permanent: str, elected: str) -> None:
    told = json.loads(run("power", "unsc", *words, "--format", "json").out)
    values = {member: value["exact"] for member, value in told["indices"]["shapley-shubik"].items()}
    assert values["CHN"] == permanent
    assert set(values.values()) == {permanent, elected}
    assert ("RUS" in values) == ("RUS" not in words)


def test_power_of_a_weighted_game_by_member_and_by_value(run: Run) -> None:
    done = run("power", "[39; 7*5, 1*10]", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["member"] for row in rows] == [str(number) for number in range(1, 16)]
    assert sum(Fraction(row["shapley-shubik"]) for row in rows) == 1
    shown = run("power", "[39; 7*5, 1*10]").out
    assert "1, 2, 3, 4, 5" in shown
    assert "421/2145 ≈ 0.1963" in shown
    assert shown.count("421/2145") == 1


def test_power_by_every_index(run: Run) -> None:
    told = json.loads(run("power", "[3; 2, 1, 1]", "--index", "all", "--format", "json").out)
    assert {"shapley-shubik", "banzhaf", "penrose", "ternary-shapley-shubik", "ternary-penrose"} <= set(told["indices"])
    assert set(told["sources"]) == set(told["indices"])
    assert "ternary-penrose" in run("power", "[3; 2, 1, 1]", "--index", "all").out
    only = json.loads(run("power", "[3; 2, 1, 1]", "--index", "banzhaf", "--format", "json").out)
    assert list(only["indices"]) == ["banzhaf"]


def test_what_stands_for_not_yes_is_stated(run: Run) -> None:
    base = ["power", "unsc", "--format", "json", "--index", "shapley-shubik"]
    assert json.loads(run(*base).out)["not_yes"] == "no"
    lenient = json.loads(run(*base, "--not-yes", "abstain").out)
    assert lenient["not_yes"] == "abstain"
    assert {value["exact"] for value in lenient["indices"]["shapley-shubik"].values()} == {"1/15"}


def test_own_models_by_file_and_by_folder(run: Run, own: Path) -> None:
    by_file = run("power", str(own / "models" / "three.yaml"), "--format", "json")
    before = run("--path", str(own), "power", "three", "--format", "json")
    after = run("power", "three", "--path", str(own), "--format", "json")
    assert json.loads(by_file.out)["indices"]["shapley-shubik"]["AAA"]["exact"] == "1/3"
    assert before == after
    assert json.loads(before.out)["indices"] == json.loads(by_file.out)["indices"]
    assert "three" in run("models", "--path", str(own)).out


# --- vote ------------------------------------------------------------------------------------------------------------


def test_vote_has_the_stated_shape(run: Run) -> None:
    done = run(
        "vote", "unsc", "--date", "1950-06-27", "--ballots", "RUS=X,YUG=N,EGY=A,IND=A", "--rest", "yes",
        "--format", "json",
    )  # fmt: skip
    told = json.loads(done.out)
    assert done.code == 0
    assert told["adopted"] is True
    assert told["tally"] == {"yes": 7, "no": 1, "abstain": 2, "absent": 1, "qualified": 0}
    assert told["failed_on"] is None
    assert told["vetoes"] == []
    assert told["critical"] == ["CHN", "FRA", "GBR", "USA", "CUB", "ECU", "NOR"]
    assert set(told["decisive"]) == {*told["critical"], "RUS"}


def test_a_veto_and_a_missed_quota(run: Run) -> None:
    veto = json.loads(run("vote", "unsc", "--ballots", "RUS=no", "--rest", "yes", "--format", "json").out)
    assert (veto["adopted"], veto["failed_on"], veto["vetoes"]) == (False, "veto", ["RUS"])
    short = json.loads(run("vote", "unsc", "--ballots", "USA=Y,RUS=N", "--rest", "abstain", "--format", "json").out)
    assert (short["adopted"], short["failed_on"], short["vetoes"]) == (False, "quota", [])
    assert "vetoed" not in run("vote", "unsc", "--ballots", "USA=Y,RUS=N", "--rest", "abstain").out


def test_vote_under_a_weighted_game(run: Run) -> None:
    told = json.loads(run("vote", "[51; 40, 30, 20, 10]", "--ballots", "1=Y,2=Y,3=N,4=A", "--format", "json").out)
    assert told["adopted"] is True
    assert told["critical"] == ["1", "2"]


# --- lists, schema, explain ------------------------------------------------------------------------------------------


def test_models_are_listed_and_shown(run: Run) -> None:
    told = {entry["key"]: entry for entry in json.loads(run("models", "--format", "json").out)}
    assert {"unsc", "nato"} <= set(told)
    assert told["unsc"]["default"] == "substantive"
    assert run("models", "list").out == run("models").out
    shown = json.loads(run("models", "show", "unsc", "--date", "1950-06-27", "--format", "json").out)
    assert len(shown["members"]) == 11
    assert {"code": "RUS", "name": "USSR"}["code"] in {entry["code"] for entry in shown["members"]}
    assert shown["groups"]["permanent"] == ["CHN", "FRA", "GBR", "RUS", "USA"]
    assert {entry["key"] for entry in shown["procedures"]} >= {"substantive", "procedural"}


def test_cases_are_listed_and_shown(run: Run) -> None:
    told = {entry["key"] for entry in json.loads(run("cases", "--format", "json").out)}
    assert {"korea-1950", "kosovo-1999", "greece-1999"} <= told
    shown = json.loads(run("cases", "show", "korea-1950", "--format", "json").out)
    assert shown["institution"] == "unsc"
    assert {call["recorded"] for call in shown["roll_calls"]} <= {"adopted", "rejected"}
    assert shown["title"] in run("cases", "show", "korea-1950").out


@pytest.mark.parametrize("kind", ["case", "model", "paper"])
def test_schema_is_a_json_schema(run: Run, kind: str) -> None:
    told = json.loads(run("schema", kind).out)
    assert told["type"] == "object"
    assert "2020-12" in told["$schema"]


def test_every_code_of_an_error_is_explained(run: Run) -> None:
    def below(kind: type[errors.CoopSecError]) -> set[str]:
        return {kind.code}.union(*(below(child) for child in kind.__subclasses__()))

    assert below(errors.CoopSecError) | {"internal", "interrupted"} == set(CODES)
    assert "Exit code 4" in run("explain", "too-large").out


def test_words_of_the_registries_are_explained(run: Run) -> None:
    told = json.loads(run("explain", "shapley-shubik", "--format", "json").out)
    assert told["kind"] == "power index"
    assert "Shapley" in told["cite"]
    assert len(json.loads(run("explain", "--format", "json").out)) == len(words_known())
    assert run("explain", "shaply-shubik").err.splitlines()[1:] == ["hint: did you mean 'shapley-shubik'?"]


# --- cases -----------------------------------------------------------------------------------------------------------


def test_analyze_has_the_stated_shape(run: Run) -> None:
    told = json.loads(run("analyze", "korea-1950", "--format", "json").out)
    keys = {"case", "facts", "power", "votes", "parameters", "games", "votes_reproduced", "what_if", "claims"}
    assert keys <= set(told)
    assert told["votes_reproduced"] is True


def test_analyze_in_every_format(run: Run) -> None:
    for form in FORMATS:
        done = run("analyze", "korea-1950", "--format", form)
        assert done.code == 0, done.err
        assert done.out.strip()


def test_claims_and_their_verdicts(run: Run) -> None:
    told = json.loads(run("claims", "korea-1950", "--format", "json").out)
    keys = {"id", "case", "author", "section", "quote", "statement", "formal", "premises", "model", "verdict"}
    assert told
    assert all(keys | {"because", "where"} <= set(claim) for claim in told)
    shown = run("claims", "korea-1950").out
    assert all(f"{claim['verdict']}: {claim['id']} (korea-1950)\n" in shown for claim in told)
    assert run("claims", "korea-1950", "--format", "csv").out.startswith("claim,author and section,statement,verdict,")
    assert run("claims", "korea-1950", "greece-1999", "--format", "csv").out.startswith("case,claim,")


def test_check_holds_for_everything_shipped(run: Run) -> None:
    done = run("check", "unsc", "nato", "korea-1950", "--format", "json")
    assert done.code == 0, done.out
    assert [entry["ok"] for entry in json.loads(done.out)] == [True, True, True]
    assert any("S/RES/218" in line["finding"] for line in json.loads(done.out)[0]["lines"])


def test_check_tells_each_fault_once(run: Run, own: Path) -> None:
    bad = own / "models" / "bad.yaml"
    bad.write_text(MODEL.replace("quota", "qouta"), encoding="utf-8")
    done = run("check", str(bad))
    assert done.code == 3
    fault = done.err.splitlines()[0].partition("]: ")[2]
    assert fault
    assert fault not in done.out
    assert "the errors say why" in " ".join(done.out.split())
    told = json.loads(run("check", str(bad), "--format", "json").out)
    assert any(fault in line["finding"] for line in told[0]["lines"])


def test_a_great_many_faults_are_counted(run: Run, own: Path) -> None:
    bad = own / "models" / "bad.yaml"
    bad.write_text(MODEL + "".join(f"key{number}: 1\n" for number in range(80)), encoding="utf-8")
    errors = [line for line in run("power", str(bad)).err.splitlines() if "error[" in line]
    assert len(errors) == 51
    assert errors[-1] == "error[spec]: and 30 more faults"


def test_check_helps_with_a_misspelt_model(run: Run) -> None:
    done = run("check", "unscc")
    assert done.code == 2
    assert done.err.splitlines() == [
        "error[unknown]: neither a model nor a case is called 'unscc'",
        "hint: did you mean 'unsc'?",
    ]


def test_what_is_named_twice_is_answered_once(run: Run) -> None:
    assert run("claims", "korea-1950", "korea-1950").out == run("claims", "korea-1950").out
    assert run("check", "unsc", "unsc").out == run("check", "unsc").out


def test_a_party_that_is_no_member_is_told(run: Run) -> None:
    words = ("vote", "unsc", "--ballots", "USA=Y", "--rest", "yes", "--party", "ISR", "--party", "USA")
    assert "ISR is a party and no member: it has no ballot." in run(*words).out
    assert json.loads(run(*words, "--format", "json").out)["elsewhere"] == ["ISR"]


def test_a_grid_that_is_too_large_is_refused_at_once(run: Run) -> None:
    started = time.monotonic()
    done = run("sweep", "korea-1950", "--vary", "beta=0:1:1000000", "--vary", "p=0:1:1000000")
    assert (done.code, done.err.splitlines()[0]) == (4, "error[too-large]: the grid has more than 1,000,000 points")
    assert time.monotonic() - started < 3


def test_who_is_decisive_and_not_critical_is_explained(run: Run) -> None:
    told = "Nobody is critical, for no abstention defeats the text; a no or an absence of those who are decisive does."
    assert told in " ".join(run("vote", "nato", "--ballots", "GRC=Y", "--rest", "yes").out.split())
    assert told not in " ".join(run("vote", "[2; 1, 1]", "--ballots", "1=Y,2=Y").out.split())


def test_check_goes_on_after_an_invalid_file(run: Run, own: Path) -> None:
    bad = own / "models" / "bad.yaml"
    bad.write_text(MODEL.replace("quota", "qouta"), encoding="utf-8")
    done = run("check", str(bad), str(own / "models" / "three.yaml"), "--format", "json")
    assert done.code == 3
    assert [entry["ok"] for entry in json.loads(done.out)] == [False, True]
    assert done.err.startswith(f"{bad}:7:")


def test_tables_go_into_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    done = run("tables", "korea-1950", "-o", str(folder), "--format", "latex")
    files = sorted(file.name for file in folder.iterdir())
    assert done.code == 0
    assert len(done.out.splitlines()) == len(files) > 0
    assert all(name.startswith("korea-1950-") and name.endswith(".tex") for name in files)
    assert all("\\toprule" in file.read_text("utf-8") for file in folder.iterdir())
    assert "\\label{tab:korea-1950-power}" in (folder / "korea-1950-power.tex").read_text("utf-8")
    again = run("tables", "korea-1950", "-o", str(folder), "--format", "latex")
    assert again.code == 2
    assert "exists already" in again.err
    assert run("tables", "korea-1950", "-o", str(folder), "--format", "latex", "--force").code == 0


# --- formats and files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", [["models"], ["power", "unsc"], ["vote", "unsc", "--ballots", "", "--rest", "yes"]])
def test_every_printing_command_has_every_format(run: Run, command: list[str], form: str) -> None:
    done = run(*command, "--format", form)
    assert done.code == 0
    assert done.out.endswith("\n")
    assert "\x1b" not in done.out
    if form == "json":
        json.loads(done.out)
    if form == "latex":
        assert "\\midrule" in done.out


def test_digits_write_decimals(run: Run) -> None:
    assert "0.196270" in run("power", "unsc", "--digits", "6").out
    assert "CHN,0.20,0.17,0.05" in run("power", "unsc", "--format", "csv", "--digits", "2").out


def test_output_goes_to_a_file_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "power.csv"
    assert run("power", "nato", "--format", "csv", "-o", str(file)) == Done(0, "", "")
    first = file.read_bytes()
    assert first == run("power", "nato", "--format", "csv", "-o", "-").out.encode()
    done = run("power", "unsc", "--format", "csv", "-o", str(file))
    assert done.code == 2
    assert done.err == f"error[usage]: {str(file)!r} exists already\nhint: --force replaces it\n"
    assert file.read_bytes() == first
    assert run("power", "unsc", "--format", "csv", "-o", str(file), "--force").code == 0
    assert file.read_bytes() != first
    assert [entry.name for entry in tmp_path.iterdir()] == ["power.csv"]


def refused(done: Done) -> None:
    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert "error[usage]: cannot write" in done.err


def test_output_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    refused(run("models", "-o", str(tmp_path / "none" / "x.txt")))
    refused(run("models", "-o", str(tmp_path), "--force"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused(run("models", "-o", str(tmp_path / "file" / "x.txt")))
    refused(run("models", "-o", str(tmp_path / ("x" * 300))))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_devices_are_not_replaced(run: Run) -> None:
    refused(run("models", "-o", "/dev/full"))
    refused(run("models", "-o", "/dev/full", "--force"))
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = process("power", "[2; 1, 1]", stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 2
    assert done.stderr == "error[usage]: cannot read or write: no space left on device\n"


def test_links_are_not_followed(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "kept.txt", tmp_path / "link.txt"
    target.write_text("kept", encoding="utf-8")
    link.symlink_to(target)
    refused(run("models", "-o", str(link), "--force"))
    assert target.read_text("utf-8") == "kept"


def test_the_input_is_never_replaced(run: Run, own: Path) -> None:
    file = own / "models" / "three.yaml"
    refused(run("power", str(file), "-o", str(file), "--force"))
    assert file.read_text("utf-8") == MODEL


def test_an_old_file_stays_whole(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "old.txt"
    file.write_text("old", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused(run("models", "-o", str(file), "--force"))
    assert file.read_text("utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["old.txt"]


# --- errors ----------------------------------------------------------------------------------------------------------

BALLOTS = "a ballot is written MEMBER=Y: yes (Y), abstain (A), no (N), absent (X), qualified (Q)"


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (["pwoer", "unsc"], "error[usage]: unknown command 'pwoer'", "did you mean 'power'?"),
        (["models", "shwo"], "error[usage]: unknown command 'shwo'", "did you mean 'show'?"),
        (["power"], "error[usage]: missing argument 'TARGET'", "coopsec power --help shows what can be asked"),
        (["power", "unsc", "--fromat", "json"], "error[usage]: no such option", None),
        (["power", "unsc", "--format", "xml"], "error[usage]: invalid value for '--format'", None),
        (["power", "unscc"], "error[unknown]: unknown", "did you mean 'unsc'?"),
        (["power", "unsc", "--index", "banzaf"], "error[unknown]: unknown power index", "did you mean 'banzhaf'?"),
        (["power", "unsc", "--procedure", "substantiv"], "error[unknown]: ", "did you mean 'substantive'?"),
        (["power", "unsc", "--absent", "RUSS"], "error[unknown]: ", "did you mean 'RUS'?"),
        (["power", "unsc", "--date", "1958-02-30"], "error[usage]: '1958-02-30' is not a date", None),
        (["power", "unsc", "--date", "19580228"], "error[usage]: '19580228' is not a date", None),
        (["power", "unsc", "--date", "1900-01-01"], "error[not-applicable]: ", None),
        (["power", "[2; 1, 1]", "--date", "1950-01-01"], "error[usage]: --date needs a model", None),
        (["power", "no-such-file.yaml"], "no-such-file.yaml: error[usage]: ", None),
        (["vote", "unsc", "--ballots", "USA=Y"], "error[usage]: no ballot of CHN, FRA, GBR, RUS, ", None),
        (["vote", "unsc", "--ballots", "USB=Y", "--rest", "no"], "error[usage]: 'USB'", "did you mean 'USA'?"),
        (["vote", "unsc", "--ballots", "USA=Y,USA=N", "--rest", "no"], "error[usage]: ", None),
        (["vote", "[2; 1, 1]", "--ballots", "3=Y"], "error[usage]: '3' is not a member", f"members: 1, 2; {BALLOTS}"),
        (
            ["vote", "[2; 1, 1]", "--ballots", "1=Y"],
            "error[usage]: no ballot of 2",
            f"{BALLOTS}; --rest gives all others one",
        ),
        (["vote", "unsc", "--ballots", "USA", "--rest", "no"], "error[usage]: 'USA' is not a ballot", None),
        (["vote", "unsc", "--ballots", "USA=maybe", "--rest", "no"], "error[unknown]: unknown ballot", None),
        (["analyze", "korea-1950", "--set", "c"], "error[usage]: --set 'c' sets nothing", None),
        (["analyze", "korea-1950", "--set", "c=1", "--set", "c=2"], "error[usage]: --set: 'c' is set twice", None),
        (["explain", "zzzzzz"], "error[unknown]: nothing is known of 'zzzzzz'", "coopsec explain lists every word"),
        (["explain", ""], "error[unknown]: nothing is known of ''", "coopsec explain lists every word"),
        (["explain", "vetoes"], "error[unknown]: nothing is known of 'vetoes'", "did you mean 'veto'?"),
        (["explain", "chicken"], "error[unknown]: nothing is known of 'chicken'", None),
        (["cite", "zzzzzz"], "error[unknown]: nothing is known of 'zzzzzz'", "coopsec explain lists every word"),
        (["power", "unsc", "--procedure", ""], "error[usage]: --procedure is empty", None),
        (["analyze", "korea-1950", "--game", ""], "error[usage]: --game is empty", None),
        (["power", "unsc", "-o", ""], "error[usage]: -o is empty", None),
        (["--path", "", "models"], "error[usage]: --path is empty", None),
        (["cases", "show", "KOREA-1950"], "error[unknown]: unknown case 'KOREA-1950'", "did you mean 'korea-1950'?"),
        (["--path", "/no/such/folder", "models"], "/no/such/folder: error[usage]: ", None),
    ],
)
def test_wrong_requests_are_told_in_a_line(run: Run, words: list[str], error: str, hint: str | None) -> None:
    done = run(*words)
    lines = done.err.splitlines()
    assert done.code == 2
    assert done.out == ""
    assert lines[0].startswith(error)
    assert len(lines) <= 2
    assert all(line.startswith("hint: ") for line in lines[1:])
    if hint:
        assert lines[1:] == [f"hint: {hint}"]


@pytest.mark.parametrize(
    ("literal", "code"),
    [("[0; 1, 1]", 3), ("[3; 1, 1]", 3), ("[2; 1, x]", 3), ("[", 3), ("[2; 1e3]", 3), ("[1/0; 1]", 3)],
)
def test_wrong_weighted_games_are_told_in_a_line(run: Run, literal: str, code: int) -> None:
    done = run("power", literal)
    assert done.code == code
    assert done.out == ""
    assert "error[" in done.err.splitlines()[0]
    assert len(done.err.splitlines()) <= 2


def test_all_faults_of_a_file_are_told(run: Run, own: Path) -> None:
    file = own / "models" / "three.yaml"
    file.write_text(MODEL.replace("cite: Charter", "cyte: Charter"), encoding="utf-8")
    done = run("power", str(file))
    assert done.code == 3
    told = [line for line in done.err.splitlines() if not line.startswith("hint: ")]
    assert {line.split(":")[1] for line in told} >= {"8", "12"}
    assert all(line.startswith(f"{file}:") and "error[" in line for line in told)


def test_error_lines_control_no_terminal(run: Run) -> None:
    done = run("power", "\x1b[31munsc\u202e")
    assert done.code == 2
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err


@pytest.mark.parametrize(
    ("fault", "code", "line"),
    [
        (ZeroDivisionError("division by zero"), 70, "error[internal]: ZeroDivisionError: division by zero"),
        (MemoryError(), 70, "error[internal]: MemoryError"),
        (RecursionError("too deep\nindeed"), 70, "error[internal]: RecursionError: too deep indeed"),
        (KeyboardInterrupt(), 130, "error[interrupted]: interrupted"),
        (errors.TooLarge("too many", hint="use fewer"), 4, "error[too-large]: too many"),
        (errors.Unverified("they disagree"), 5, "error[unverified]: they disagree"),
        (errors.MissingDependency("no pandas"), 6, "error[missing-dependency]: no pandas"),
        (PermissionError(13, "Permission denied", "x"), 2, "error[usage]: cannot read or write 'x': permission denied"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_no_fault_shows_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int, line: str
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise fault

    monkeypatch.setattr(cli.power, "callback", fail)
    done = run("power", "unsc")
    assert done.code == code
    assert done.err.splitlines()[0] == line
    assert "Traceback" not in done.err
    if code != 130:
        assert "Traceback" in run("--debug", "power", "unsc").err
        assert "Traceback" in run("power", "unsc", "--debug").err


# --- the process -----------------------------------------------------------------------------------------------------


def test_help_and_version(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert done.out == run().out == run("-h").out
    commands = [line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line.strip()]
    assert commands == [
        "models", "cases", "power", "vote", "replay", "gridlock", "solve", "analyze", "claims", "check", "sweep",
        "tables", "figures", "report", "replicate", "new", "schema", "explain", "cite", "doctor",
    ]  # fmt: skip
    for command in commands:
        assert run(command, "--help").code == 0
    assert run("--version").out.startswith("coopsec ")


def test_same_input_same_bytes() -> None:
    words = ("power", "unsc", "--date", "1950-06-27")
    seen = {
        process(*words, env=changed, cwd=folder).stdout
        for changed, folder in (
            ({"PYTHONHASHSEED": "0"}, "."),
            ({"PYTHONHASHSEED": "7", "LC_ALL": "C", "COLUMNS": "40"}, "/"),
            ({"PYTHONUTF8": "0", "LANG": "C", "TERM": "dumb", "NO_COLOR": "1"}, "/"),
        )
    }
    assert len(seen) == 1
    assert "≈" in seen.pop()


def test_a_closed_pipe_is_quiet() -> None:
    program = (
        "import subprocess, sys\n"
        "first = subprocess.Popen([sys.executable, '-m', 'coopsec_games', 'power', '[9; 1*17]', '--format', 'json'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "first.stdout.close()\n"
        "told = first.stderr.read().decode()\n"
        "print(first.wait(), repr(told))\n"
    )
    root = Path(coopsec_games.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=False)
    assert done.stdout == "0 ''\n"


@pytest.mark.skipif(os.name != "posix", reason="closes file descriptors")
@pytest.mark.parametrize(
    ("words", "streams", "code", "told"),
    [
        ("power '[2; 1, 1]'", "<&-", 0, ""),
        ("power '[2; 1, 1]' -o {folder}/power.txt", "<&- >&-", 0, ""),
        ("power '[2; 1, 1]'", ">&-", 2, "error[usage]: cannot write: standard output is closed\n"),
        ("schema case", ">&-", 2, "error[usage]: cannot write: standard output is closed\n"),
        ("--version", ">&-", 2, "error[usage]: cannot write: standard output is closed\n"),
        ("power", ">&-", 2, "error[usage]: missing argument 'TARGET'\n"),
        ("power '[2; 1, 1]'", "<&- >&- 2>&-", 2, ""),
    ],
)
def test_a_closed_standard_output_is_told(tmp_path: Path, words: str, streams: str, code: int, told: str) -> None:
    root = Path(coopsec_games.__file__).parent.parent
    command = f"{sys.executable} -m coopsec_games {words.format(folder=tmp_path)} {streams}"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=root, check=False, stderr=subprocess.PIPE, text=True)
    assert done.returncode == code
    assert done.stderr.partition("hint")[0] == told
    assert "-o" not in words or (tmp_path / "power.txt").read_text("utf-8").startswith("Voting power")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "told"), [(Terminal(), "working …\n"), (io.StringIO(), "")])
def test_patience_is_asked_for_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, told: str
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with patience("working", seconds=0.01):
        time.sleep(0.2)
    with patience("never seen", seconds=60):
        pass
    assert stream.getvalue() == told


def test_a_terminal_gets_bold_headings_unless_it_should_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert Output("table").colour
    assert not Output("table", file="x.txt").colour
    monkeypatch.setenv("TERM", "dumb")
    assert not Output("table").colour
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Output("table").colour


def test_power_through_time_and_readings_side_by_side(run: Run) -> None:
    told = json.loads(run("power", "unsc", "--from", "1946", "--to", "2025", "--format", "json").out)
    assert [period["winning_coalitions"] for period in told] == [57, 848]
    assert run("power", "unsc", "--from", "1946", "--unions", "CHN,FRA").code == 2
    ballots = "CHN=Y,FRA=Y,GBR=Y,USA=Y,CUB=Y,ECU=Y,NOR=Y,YUG=N"
    asked = ("vote", "unsc", "--date", "1950-06-27", "--ballots", ballots, "--rest", "absent")
    told = json.loads(run(*asked, "--rule", "strict", "--rule", "no-veto", "--format", "json").out)
    assert [(entry["reading"], entry["adopted"]) for entry in told["readings"]][:3] == [
        ("substantive", True), ("strict", False), ("no-veto", True),
    ]  # fmt: skip
    excluded = run(*asked, "--procedure", "duty-to-abstain", "--party", "CHN", "--format", "json")
    assert json.loads(excluded.out)["failed_on"] == "quota"
