"""Readings: the same ballots side by side, and the confusion table of a record, reading by reading."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from coopsec_games.analysis.readings import Reading, confusion, confusion_table, readings_table, side_by_side
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.cooperative.roll_calls import read_ballots
from coopsec_games.errors import UnknownKey, UsageError
from coopsec_games.institutions.institution import Institution, Provision, Term, day
from coopsec_games.institutions.replay import Replay, replayed
from coopsec_games.institutions.rows import BallotRow, Record, Statement
from coopsec_games.library import load_case, load_model
from coopsec_games.library.roll_call_files import read_record

PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
MAIN = ("substantive", "procedural", "strict", "absence-blocks", "no-veto")


def by_key(readings: tuple[Reading, ...]) -> dict[str, Reading]:
    return {reading.key: reading for reading in readings}


@pytest.fixture(scope="module")
def council(shared: Path) -> Replay:
    data = shared / "data"
    record = read_record(data / "unsc_votes_1946_1989.csv", data / "unsc_drafts_1946_1989.csv")
    return replayed(load_model("unsc"), record)


# --- the same ballots, side by side ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["S/RES/82", "S/RES/83", "S/RES/84"])
def test_korea_passes_as_practised_and_fails_where_an_empty_chair_blocks(key: str) -> None:
    case = load_case("korea-1950")
    call = case.roll_call(key)
    told = by_key(side_by_side(case.institution, call.date, call.ballots))
    adopted = {name: reading.verdict.adopted for name, reading in told.items()}
    assert {name: adopted[name] for name in MAIN} == {
        "substantive": True,
        "procedural": True,
        "strict": False,
        "absence-blocks": False,
        "no-veto": True,
    }
    assert not adopted["substantive, absence as no"]
    assert told["substantive, absence as no"].verdict.vetoes == ("RUS",)
    assert told["strict"].critical == ("RUS",)
    assert [name for name in MAIN if told[name].counterfactual] == ["strict", "absence-blocks", "no-veto"]


def test_the_version_of_another_day_and_a_party_left_out() -> None:
    case = load_case("korea-1950")
    call = case.roll_call("S/RES/83")
    told = by_key(
        side_by_side(case.institution, call.date, call.ballots, ["substantive"], ["1966-01-01"], ["USA", "YUG"])
    )
    assert list(told)[:3] == ["substantive", "substantive of 1966-01-01", "substantive without USA, YUG"]
    assert told["substantive"].verdict.adopted
    later, without = told["substantive of 1966-01-01"], told["substantive without USA, YUG"]
    assert (later.verdict.adopted, later.verdict.failed_on, later.counterfactual) == (False, "quota", True)
    assert (without.verdict.adopted, without.verdict.failed_on) == (False, "quota")


def test_an_abstention_taken_for_a_no_vetoes_only_where_the_vetoer_abstains() -> None:
    council = load_model("unsc")
    members = council.on("1990-11-29").members
    for abstainer, adopted in (("CHN", False), ("YEM", True)):
        cast = read_ballots({abstainer: "abstain"}, members, Ballot.YES)
        told = by_key(side_by_side(council, "1990-11-29", cast))
        assert told["substantive"].verdict.adopted
        assert told["substantive, abstention as no"].verdict.adopted is adopted
        assert "substantive, absence as no" not in told
        assert told["strict"].verdict.adopted is adopted


def test_readings_as_a_table() -> None:
    case = load_case("korea-1950")
    call = case.roll_call("S/RES/83")
    readings = side_by_side(case.institution, call.date, call.ballots)
    table = readings_table(readings, call.ballots, call.id)
    rows = {str(row[0]): row for row in table.rows}
    assert rows["substantive"][2] == "adopted"
    assert rows["strict"][2:] == ("rejected", "no yes from RUS", "RUS", "never")
    assert "7-1-0, 3 absent" in table.notes[0]
    assert readings[0].to_json()["adopted"] is True
    assert "Art. 27(3)" in table.to_latex()


def test_readings_of_ballots_that_are_not_whole() -> None:
    council = load_model("unsc")
    with pytest.raises(UsageError, match="no ballot of"):
        side_by_side(council, "1950-06-27", {"CHN": "yes"})
    cast = read_ballots({}, council.on("1950-06-27").members, Ballot.YES)
    with pytest.raises(UnknownKey):
        side_by_side(council, "1950-06-27", cast, ["strikt"])
    with pytest.raises(UnknownKey):
        side_by_side(council, "1950-06-27", cast, parties=["DEU"])


# --- a record, reading by reading ------------------------------------------------------------------------------------


def test_the_strict_reading_reverses_267_of_637_substantive_adoptions(council: Replay) -> None:
    told = {row.key: row for row in confusion(council)}
    strict = told["strict"]
    assert (strict.adoptions, len(strict.reversed_adoptions), strict.adopted) == (637, 267, 370)
    assert strict.counterfactual
    assert told["substantive"].reversed_adoptions == told["substantive"].reversed_rejections == ()


def test_the_confusion_table_against_the_file_itself(council: Replay, shared: Path) -> None:
    """Each reading counted anew from the two files, without any rule of the project."""
    data = shared / "data"
    cast: dict[str, dict[str, str]] = {}
    with open(data / "unsc_votes_1946_1989.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cast.setdefault(row["vote_id"], {})[row["member"]] = row["vote"]
    counted: dict[str, Counter[tuple[bool, bool]]] = {key: Counter() for key in MAIN}
    with open(data / "unsc_drafts_1946_1989.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ballots = cast[row["vote_id"]]
            if "?" in ballots.values() or row["note"] == "procedural_vote_p5_no_is_not_veto":
                continue
            quota = list(ballots.values()).count("Y") >= int(row["required_yes"])
            five = [ballots[member] for member in PERMANENT]
            so_read = {
                "substantive": quota and "N" not in five,
                "procedural": quota,
                "strict": quota and five == ["Y"] * 5,
                "absence-blocks": quota and "N" not in five and "X" not in five,
                "no-veto": quota,
            }
            for key, adopted in so_read.items():
                counted[key][row["outcome"] == "adopted", adopted] += 1
    for row in confusion(council, MAIN):
        assert {
            (True, True): row.adopted,
            (True, False): len(row.reversed_adoptions),
            (False, False): row.rejected,
            (False, True): len(row.reversed_rejections),
        } == {pair: counted[row.key][pair] for pair in ((True, True), (True, False), (False, False), (False, True))}


def test_what_the_readings_reverse(council: Replay) -> None:
    told = {row.key: row for row in confusion(council, MAIN)}
    calls = {answer.call.id: answer for answer in council.answers}
    assert [(row.adoptions, row.rejections) for row in told.values()] == [(637, 282)] * 5
    assert {key: (len(row.reversed_adoptions), len(row.reversed_rejections)) for key, row in told.items()} == {
        "substantive": (0, 0),
        "procedural": (0, 199),
        "strict": (267, 0),
        "absence-blocks": (16, 0),
        "no-veto": (0, 199),
    }
    assert all(calls[vote].failed_on == "veto" for vote in told["no-veto"].reversed_rejections)
    for vote in told["absence-blocks"].reversed_adoptions:
        assert Ballot.ABSENT in {calls[vote].call.ballots[member] for member in PERMANENT}


def test_with_the_votes_on_procedure(council: Replay) -> None:
    told = {row.key: row for row in confusion(council, MAIN, every_vote=True)}
    assert told["substantive"].reversed_adoptions == tuple(answer.call.id for answer in council.disagree)
    assert told["procedural"].reversed_adoptions == ()
    assert (told["strict"].adoptions, len(told["strict"].reversed_adoptions)) == (646, 276)


def test_the_confusion_table_prints(council: Replay) -> None:
    table = confusion_table(council, MAIN)
    rows = {str(row[0]): row for row in table.rows}
    assert rows["strict"] == ("strict", 370, 267, 282, 0, "never")
    assert "procedural" in " ".join(table.notes)
    assert "Not usable: 4 votes." in table.notes
    assert "& 267 &" in table.to_latex()
    assert confusion(council, ["strict"])[0].to_json()["adopted_rejected"] == 267
    with pytest.raises(UnknownKey, match="strikt"):
        confusion(council, ["strikt"])


def test_a_procedure_that_is_not_of_the_day_leaves_its_votes_unread() -> None:
    trio = Institution(
        "trio",
        "Three states",
        {"states": (Term(("A", "B", "C"), day("1900-01-01")),)},
        {
            "majority": (Provision({"quota": {"of": "all", "yes": 2}}, day("1900-01-01")),),
            "unanimity": (Provision({"consent": {"from": "all"}}, day("1910-01-01")),),
        },
        "majority",
    )
    rows = [BallotRow(2, vote, member, Ballot("no" if member == "C" else "yes")) for vote in "12" for member in "ABC"]
    told = [Statement("ballots", 2, vote, day(date), True) for vote, date in (("1", "1905-01-01"), ("2", "1915-01-01"))]
    found = replayed(trio, Record(tuple(rows), tuple(told)))
    row = confusion(found)[1]
    assert (row.key, row.unread, row.adopted, row.reversed_adoptions) == ("unanimity", 1, 0, ("2",))
    assert confusion_table(found).columns[5] == "not read"
    skipped = replayed(trio, Record(tuple(rows), tuple(told)), "unanimity").skipped
    assert [(one.vote_id, one.why) for one in skipped] == [
        ("1", "the procedure 'unanimity' is not stated for 1905-01-01")
    ]
    assert confusion(replace(found, answers=()))[0].adoptions == 0


def test_a_reading_that_treats_parties_apart_needs_their_names() -> None:
    veto = {"no-objection": {"from": "all"}}
    pair = Institution(
        "pair",
        "Two states and a third",
        {"states": (Term(("A", "B", "C"), day("1900-01-01")),)},
        {
            "practice": (Provision(veto, day("1900-01-01")),),
            "as-written": (
                Provision({"abstaining": {"parties": "parties", "rule": veto}}, day("1900-01-01"), counterfactual=True),
            ),
        },
        "practice",
    )
    rows = tuple(BallotRow(2, "1", member, Ballot("no" if member == "C" else "yes")) for member in "ABC")
    unnamed, named = (
        replayed(pair, Record(rows, (Statement("ballots", 2, "1", day("1905-01-01"), False, parties=parties),)))
        for parties in ((), ("C",))
    )
    assert [len(row.reversed_rejections) for row in confusion(unnamed)] == [0, 0]
    assert [len(row.reversed_rejections) for row in confusion(named)] == [0, 1]
    assert "as-written read every vote as without any" in " ".join(confusion_table(unnamed).notes)
    assert "parties" not in " ".join(confusion_table(named).notes)
