"""Replay: files of roll calls as they come, every row at fault reported, and the record of the Council 1946-89."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from coopsec_games.analysis.record import member_records, member_records_table, realised_power, realised_table
from coopsec_games.cli import main
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.errors import Faults, SpecError, TooLarge, UnknownKey, UsageError
from coopsec_games.institutions.replay import Replay, replayed
from coopsec_games.institutions.rows import Record
from coopsec_games.institutions.spans import read_span
from coopsec_games.library import load_model, sheets
from coopsec_games.library.roll_call_files import read_record

MEMBERS = ("CHN", "FRA", "GBR", "RUS", "USA", "CUB", "ECU", "EGY", "IND", "NOR", "YUG")
PROCEDURAL = ["65", "182", "184", "251", "263", "264", "290", "320", "698"]
UNRECORDED = ["62", "123", "124", "125"]
MATTERED = {
    "S/RES/34(1947)", "S/RES/87(1950)", "S/RES/88(1950)", "S/RES/110(1955)", "S/RES/119(1956)", "S/RES/120(1956)",
    "S/RES/132(1959)", "S/RES/157(1960)", "S/RES/462(1980)",
}  # fmt: skip


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str | Path) -> Done:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


def ballots(vote: str = "1", cast: str = "YYYXYYYYYYY") -> list[str]:
    """The rows of one vote of the Council of 1950."""
    return [f"{vote},{member},{ballot}" for member, ballot in zip(MEMBERS, cast, strict=True)]


def files(
    tmp_path: Path, rows: list[str], outcomes: list[str], head: str = "vote_id,date,outcome"
) -> tuple[Path, Path]:
    votes, told = tmp_path / "votes.csv", tmp_path / "outcomes.csv"
    votes.write_text("\n".join(["vote_id,member,vote", *rows, ""]), encoding="utf-8")
    told.write_text("\n".join([head, *outcomes, ""]), encoding="utf-8")
    return votes, told


def of_files(tmp_path: Path, rows: list[str], outcomes: list[str], head: str = "vote_id,date,outcome") -> Replay:
    return replayed(load_model("unsc"), read_record(*files(tmp_path, rows, outcomes, head)))


@pytest.fixture(scope="module")
def record(shared: Path) -> Record:
    data = shared / "data"
    return read_record(data / "unsc_votes_1946_1989.csv", data / "unsc_drafts_1946_1989.csv")


@pytest.fixture(scope="module")
def council(record: Record) -> Replay:
    return replayed(load_model("unsc"), record)


@pytest.fixture(scope="module")
def drafts(shared: Path) -> dict[str, dict[str, str]]:
    with open(shared / "data" / "unsc_drafts_1946_1989.csv", encoding="utf-8", newline="") as file:
        return {row["vote_id"]: row for row in csv.DictReader(file)}


# --- the record of the Security Council ------------------------------------------------------------------------------


def test_the_rule_gives_every_usable_outcome_but_the_procedural_ones(council: Replay) -> None:
    assert (council.votes, len(council.agree), len(council.disagree), len(council.skipped)) == (932, 919, 9, 4)
    assert [answer.call.id for answer in council.disagree] == PROCEDURAL
    assert {answer.call.subject.partition(",")[0] for answer in council.disagree} == MATTERED
    for answer in council.disagree:
        assert answer.difference == "adopted over a veto"
        assert "procedural" in answer.explained_by
    assert [skipped.vote_id for skipped in council.skipped] == UNRECORDED


def test_the_procedural_rule_gives_those(record: Record) -> None:
    agreeing = {answer.call.id for answer in replayed(load_model("unsc"), record, "procedural").agree}
    assert set(PROCEDURAL) <= agreeing


def test_every_verdict_is_the_one_recomputed_beside_the_record(
    council: Replay, drafts: dict[str, dict[str, str]]
) -> None:
    words = {None: "adopted", "veto": "vetoed", "quota": "lack_majority"}
    assert {answer.call.id: words[answer.failed_on] for answer in council.answers} == {
        vote: row["rule_outcome"] for vote, row in drafts.items() if row["rule_outcome"] != "unknown"
    }
    for answer in council.answers:
        assert list(answer.vetoes) == (drafts[answer.call.id]["p5_no"].split() if answer.failed_on == "veto" else [])


def test_unrecorded_ballots_and_equal_roll_calls_are_reported(council: Replay, record: Record) -> None:
    kinds = Counter(finding.kind for finding in council.findings)
    assert set(kinds) == {"not-recorded", "same-roll-call"}
    assert kinds["not-recorded"] == sum(row.ballot is None for row in record.ballots) == 44
    assert [finding.vote_id for finding in council.findings if finding.what.endswith("vote 359")] == ["360"]


def test_the_order_of_the_rows_does_not_matter(record: Record, council: Replay) -> None:
    rows = list(record.ballots)
    random.Random(1946).shuffle(rows)
    other = replayed(load_model("unsc"), replace(record, ballots=tuple(rows)))
    assert {answer.call.id: answer.call.ballots for answer in other.answers} == {
        answer.call.id: answer.call.ballots for answer in council.answers
    }
    assert {answer.call.id for answer in other.disagree} == set(PROCEDURAL)


@pytest.mark.parametrize(("first", "last"), [("1946", "1965"), ("1966-01-01", "1989"), ("1956-10-31", "1956-11-04")])
def test_a_span_takes_the_votes_of_its_days(
    record: Record, drafts: dict[str, dict[str, str]], first: str, last: str
) -> None:
    found = replayed(load_model("unsc"), record, None, first, last)
    inside = [
        vote for vote, row in drafts.items() if first <= row["date"] <= (last if len(last) > 4 else f"{last}-12-31")
    ]
    assert sorted([answer.call.id for answer in found.answers] + [one.vote_id for one in found.skipped]) == sorted(
        inside
    )
    assert {answer.call.id for answer in found.disagree} == set(PROCEDURAL) & set(inside)


# --- what a record says of its members -------------------------------------------------------------------------------


def test_vetoes_are_those_of_the_record(council: Replay, drafts: dict[str, dict[str, str]]) -> None:
    vetoed, alone = Counter[str](), Counter[str]()
    for vote, row in drafts.items():
        if row["rule_outcome"] == "vetoed" and vote not in PROCEDURAL:
            against = row["p5_no"].split()
            vetoed.update(against)
            alone.update(against if len(against) == 1 else [])
    told = {row.member: row for row in member_records(council)}
    assert {member: told[member].vetoed for member in vetoed} == dict(vetoed)
    assert {member: told[member].vetoed_alone for member in alone} == dict(alone)
    assert not [row.member for row in told.values() if row.vetoed and row.member not in vetoed]
    assert {member: (told[member].vetoed, told[member].vetoed_alone) for member in MEMBERS[:5]} == {
        "CHN": (3, 2), "FRA": (17, 2), "GBR": (32, 7), "RUS": (119, 118), "USA": (67, 44),
    }  # fmt: skip


def test_member_records_add_up(council: Replay) -> None:
    told = {row.member: row for row in member_records(council)}
    assert sum(row.votes for row in told.values()) == sum(len(answer.call.ballots) for answer in council.agree)
    for row in told.values():
        assert sum(row.cast.values()) == row.votes
        assert row.vetoed_alone <= row.vetoed <= row.cast[Ballot.NO]
        assert row.critical <= row.votes
        assert all(row.alone[ballot] <= row.cast[ballot] for ballot in Ballot)
    assert told["RUS"].votes == 919
    lonely = sum(Counter(answer.call.ballots.values())[Ballot.NO] == 1 for answer in council.agree)
    assert sum(row.alone[Ballot.NO] for row in told.values()) == lonely


def test_critical_and_decisive_by_hand(tmp_path: Path) -> None:
    # seven yes and an absent vetoer: each yes is needed, and the permanent members may all turn the vote
    rows = ballots("1", "YYYXYYYAAYN") + ballots("2", "YYYNYYYYYYY") + ballots("3", "YYYYYYYYYYN")
    outcomes = ["1,1950-06-27,adopted", "2,1950-09-06,vetoed", "3,1950-09-07,adopted"]
    told = {row.member: row for row in member_records(of_files(tmp_path, rows, outcomes))}
    assert {member for member, row in told.items() if row.critical} == {
        "CHN", "FRA", "GBR", "RUS", "USA", "CUB", "ECU", "NOR",
    }  # fmt: skip
    assert (told["RUS"].critical, told["RUS"].decisive, told["RUS"].vetoed, told["RUS"].vetoed_alone) == (1, 3, 1, 1)
    assert (told["FRA"].critical, told["FRA"].decisive, told["FRA"].vetoed) == (1, 2, 0)
    assert (told["YUG"].critical, told["YUG"].alone[Ballot.NO]) == (0, 2)
    assert told["RUS"].alone == {**dict.fromkeys(Ballot, 0), Ballot.ABSENT: 1, Ballot.NO: 1}


def test_realised_power_shares_all_that_were_critical(council: Replay) -> None:
    rows = realised_power(council)
    for since in {row.since for row in rows}:
        period = [row for row in rows if row.since == since]
        assert sum((row.share or 0) * row.seats for row in period) == 1
        assert sum(row.a_priori * row.seats for row in period) == 1
        assert sum(row.seats for row in period) == (11 if since.year == 1946 else 15)
    whole = sum(row.critical * row.seats for row in rows)
    assert whole == sum(row.critical for row in member_records(council))
    early = {row.seat: row for row in rows if row.since.year == 1946}
    assert (early["RUS"].critical, early["RUS"].share, early["RUS"].a_priori) == (
        113,
        Fraction(113, 216),
        Fraction(19, 105),
    )
    assert early["seat of the others"].seats == 6


def test_the_tables_of_a_record_print(council: Replay) -> None:
    for table in (member_records_table(council), realised_table(council)):
        assert table.rows
        for text in (table.to_text(), table.to_latex(), table.to_csv()):
            assert "RUS" in text
    assert realised_power(replace(council, answers=())) == ()
    with pytest.raises(UnknownKey):
        realised_power(council, "shapely-shubik")


# --- rows at fault ---------------------------------------------------------------------------------------------------

GOOD = ["1,1950-06-27,adopted"]


def test_an_empty_chair_does_not_block(tmp_path: Path) -> None:
    found = of_files(tmp_path, ballots(), GOOD)
    assert (found.votes, len(found.agree), found.findings) == (1, 1, ())


@pytest.mark.parametrize(
    ("rows", "kind", "line", "why"),
    [
        ([*ballots()[:-1], "1,YOG,Y"], "unknown-member", 12, "YOG is never a member; did you mean 'YUG'?"),
        ([*ballots()[:-1], "1,JPN,Y"], "not-a-member", 12, "JPN is not a member on 1950-06-27"),
        ([*ballots(), "1,YUG,N"], "second-ballot", 13, "YUG has a second, different ballot, the first in line 12"),
        ([*ballots()[:-1], "1,YUG,?"], "not-recorded", 12, "ballot of YUG not recorded"),
        ([*ballots()[:-1], "1,YUG,"], "not-recorded", 12, "ballot of YUG not recorded"),
        (ballots()[:-1], "no-ballot", 11, "no ballot of YUG"),
    ],
)
def test_a_row_at_fault_is_reported_and_its_vote_skipped(
    tmp_path: Path, rows: list[str], kind: str, line: int, why: str
) -> None:
    found = of_files(tmp_path, rows + ballots("2"), [*GOOD, "2,1950-06-27,adopted"])
    assert [answer.call.id for answer in found.answers] == ["2"]
    assert [skipped.vote_id for skipped in found.skipped] == ["1"]
    assert why in found.skipped[0].why
    assert (kind, line, "ballots") in {(finding.kind, finding.line, finding.file) for finding in found.findings}


def test_an_equal_second_ballot_is_reported_and_its_vote_used(tmp_path: Path) -> None:
    found = of_files(tmp_path, [*ballots(), "1,YUG,y"], [*GOOD, *GOOD])
    assert (len(found.agree), found.skipped) == (1, ())
    assert [(finding.kind, finding.file, finding.line) for finding in found.findings] == [
        ("second-outcome", "outcomes", 3),
        ("second-ballot", "ballots", 13),
    ]


@pytest.mark.parametrize(
    ("head", "outcomes", "why"),
    [
        ("vote_id,date,outcome,yes,no", ["1,1950-06-27,adopted,9,1"], "9 yes stated, 10 cast, 1 no stated, 0 cast"),
        ("vote_id,date,outcome,not_voting", ["1,1950-06-27,adopted,0"], "0 absent stated, 1 cast"),
        ("vote_id,date,outcome", ["1,1950-06-27,adopted", "1,1950-06-27,vetoed"], "another outcome than in line 2"),
        ("vote_id,date,outcome", ["1,1950-06-27,adopted", "1,1950-06-28,adopted"], "another date than in line 2"),
        ("vote_id,date,outcome", ["1,1950-06-27,"], "no outcome is recorded"),
        ("vote_id,date,outcome", ["1,,adopted"], "no date is recorded"),
        ("vote_id,date,outcome", ["7,1950-06-27,adopted"], "no date is recorded; no outcome is recorded"),
        ("vote_id,date,outcome", ["1,1945-06-27,adopted"], "no stated period of 'unsc' covers 1945-06-27"),
    ],
)
def test_an_outcome_at_fault(tmp_path: Path, head: str, outcomes: list[str], why: str) -> None:
    found = of_files(tmp_path, ballots(), outcomes, head)
    assert why in {skipped.vote_id: skipped.why for skipped in found.skipped}["1"]
    assert found.answers == ()


def test_an_outcome_without_ballots_is_skipped(tmp_path: Path) -> None:
    found = of_files(tmp_path, ballots(), [*GOOD, "2,1950-06-28,adopted"])
    assert [(skipped.vote_id, skipped.why) for skipped in found.skipped] == [("2", "no ballots are recorded")]
    assert found.votes == 2


def test_a_column_of_words_is_no_tally(tmp_path: Path) -> None:
    found = of_files(tmp_path, ballots(), ["1,1950-06-27,adopted,CHN FRA"], "vote_id,date,outcome,yes")
    assert (len(found.agree), found.findings) == (1, ())


def test_one_file_with_everything(tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    rows = [f"{row},1950-06-27,yes,x" for row in ballots()] + [f"{row},1950-06-28,0,x" for row in ballots("2")]
    file.write_bytes(("\ufeffvote_id,member,vote,date,adopted,more\r\n" + "\r\n".join(rows)).encode())
    found = replayed(load_model("unsc"), read_record(file))
    assert [(answer.call.id, answer.agrees, answer.difference) for answer in found.answers] == [
        ("1", True, ""),
        ("2", False, "rejected though the rule adopts it"),
    ]
    assert found.disagree[0].explained_by == ()
    file.write_text(file.read_text("utf-8-sig").replace("YUG,Y,1950-06-27,yes", "YUG,Y,1950-06-27,no"), "utf-8")
    found = replayed(load_model("unsc"), read_record(file))
    assert [(finding.kind, finding.line) for finding in found.findings] == [("contradiction", 12)]


def test_ballots_in_words_and_letters_are_the_same(tmp_path: Path) -> None:
    words = {"Y": "yes", "A": "Abstain", "N": "no", "X": "absent"}
    short = ballots("1", "YYYXYAANYYY")
    long = [row[:-1] + words[row[-1]] for row in short]
    found = [of_files(tmp_path, rows, GOOD).answers[0].call.ballots for rows in (short, long)]
    assert found[0] == found[1]


def test_a_quota_missed_is_told_from_a_veto(tmp_path: Path) -> None:
    found = of_files(tmp_path, ballots("1", "YYYXYAAAAAA"), GOOD)
    assert found.disagree[0].difference == "adopted over the quota"
    assert found.disagree[0].explained_by == ()


def test_parties_reach_the_rules_that_treat_them_apart(tmp_path: Path) -> None:
    record = read_record(*files(tmp_path, ballots(), ["1,1950-06-27,adopted,IND; EGY"], "vote_id,date,outcome,parties"))
    answer = replayed(load_model("unsc"), record).answers[0]
    assert answer.call.parties == ("IND", "EGY")
    assert answer.procedure.parties == ("IND", "EGY")


# --- files that are refused ------------------------------------------------------------------------------------------

HEAD = "vote_id,member,vote,date,adopted\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("\n\n", 1, "the file is empty"),
        ("vote_id;member;vote\n", 1, "there is no column 'vote_id'"),
        ("vote_id,membre,vote,date,adopted\n", 1, "there is no column 'member'"),
        ("vote_id,member,vote\n", 1, "there is no column 'date'"),
        ("vote_id,member,vote,date\n", 1, "there is no column 'adopted' or 'outcome'"),
        ("vote_id,member,vote,vote,date,adopted\n", 1, "two columns are called 'vote'"),
        (HEAD + "1,CHN,Y,1950-06-27\n", 2, "4 cells in this row, 5 in the heading"),
        (HEAD + "\n1,CHN,Q?,1950-06-27,1\n", 3, "unknown ballot 'Q?'"),
        (HEAD + "1,,Y,1950-06-27,1\n", 2, "the 'member' of this row is empty"),
        (HEAD + ",CHN,Y,1950-06-27,1\n", 2, "the 'vote_id' of this row is empty"),
        (HEAD + "1,CHN,Y,1958-02-30,1\n", 2, "'1958-02-30' is not a date"),
        (HEAD + "1,CHN,Y,27/6/1950,1\n", 2, "'27/6/1950' is not a date"),
        (HEAD + "1,CHN,Y,1950-06-27,maybe\n", 2, "'adopted' is 'maybe'"),
        (HEAD + '1,"CHN"x,Y,1950-06-27,1\n', 2, "this is not CSV"),
        (HEAD + "1,CHN\u202e,Y,1950-06-27,1\n", 2, "the invisible character U+202E"),
    ],
)
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        read_record(file)
    faults = caught.value.faults if isinstance(caught.value, Faults) else (caught.value,)
    assert message in faults[0].message
    assert faults[0].place is not None
    assert faults[0].place.line == line


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(HEAD + "1,CHN,Z,1950-06-27,1\n1,FRA,Y,1950-13-01,1\n" + "1,GBR,W,1950-06-27,1\n" * 80, "utf-8")
    with pytest.raises(Faults) as caught:
        read_record(file)
    lines = [fault.place.line for fault in caught.value.faults if fault.place]
    assert lines == sorted(lines)
    assert caught.value.faults[0].message == "unknown ballot 'Z'"
    assert caught.value.faults[-1].message == "32 more faults are not listed"


def test_files_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "votes.csv"
    with pytest.raises(UsageError, match="no such file"):
        read_record(file)
    with pytest.raises(UsageError, match="a directory"):
        read_record(tmp_path)
    file.write_bytes(b"vote_id,member,vote,date,adopted\n1,CHN,Y,1950-06-27,1\n1,S\xe3o,Y,1950-06-27,1\n")
    with pytest.raises(SpecError, match="byte 0xe3 is not UTF-8") as caught:
        read_record(file)
    assert caught.value.place is not None
    assert caught.value.place.line == 3
    monkeypatch.setattr(sheets, "MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        read_record(file)


def test_spans_of_days() -> None:
    assert read_span("1950", "1950").holds(read_span("1950-12-31").first)  # type: ignore[arg-type]
    for first, last in (("1951", "1950"), ("195", None), (None, "1950-02-30")):
        with pytest.raises(UsageError):
            read_span(first, last)


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_on_the_record_of_the_council(run: Run, shared: Path) -> None:
    data = shared / "data"
    words = ("replay", data / "unsc_votes_1946_1989.csv", "--outcomes", data / "unsc_drafts_1946_1989.csv")
    done = run(*words, "--model", "unsc", "--format", "json")
    told = json.loads(done.out)
    assert done.code == 1
    assert (told["votes"], told["agree"]) == (932, 919)
    assert [vote["vote_id"] for vote in told["disagree"]] == PROCEDURAL
    assert all("procedural" in vote["explained_by"] for vote in told["disagree"])
    assert {key: value for key, value in told["disagree"][0].items() if key != "explained_by"} == {
        "vote_id": "65",
        "date": "1947-09-15",
        "predicted": "rejected",
        "recorded": "adopted",
        "reason": "vetoed by RUS",
        "kind": "adopted over a veto",
        "subject": "S/RES/34(1947), settlement of the Greek question",
    }
    assert [set(vote) for vote in told["skipped"]] == [{"vote_id", "why"}] * 4
    done = run(*words, "--model", "unsc", "--from", "1981", "--to", "1989", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, told["disagree"], told["votes"] == told["agree"] > 0) == (0, [], True)


def test_the_command_shows_more_of_the_record(run: Run, tmp_path: Path) -> None:
    votes, outcomes = files(tmp_path, ballots(), GOOD)
    words = ("replay", votes, "--outcomes", outcomes, "--model", "unsc")
    done = run(*words, "--show", "readings", "--show", "members", "--show", "power", "--format", "json")
    told = json.loads(done.out)
    assert done.code == 0
    strict = next(row for row in told["readings"] if row["reading"] == "strict")
    assert (strict["adopted_rejected"], strict["reversed_adoptions"]) == (1, ["1"])
    assert len(told["members"]) == 11
    assert sum(row["seats"] for row in told["power"]) == 11
    for form in ("table", "csv", "markdown", "latex"):
        done = run(*words, "--show", "readings", "--show", "members", "--show", "power", "--format", form)
        assert done.code == 0
        assert "strict" in done.out
    assert "adopted" not in run(*words).out.partition("disagree")[2].partition("skipped")[0]


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (("--procedure", "substantiv"), 2, "did you mean 'substantive'?"),
        (("--from", "1951", "--to", "1950"), 2, "ends on 1950-12-31, before it starts"),
        (("--reading", "strikt"), 2, "did you mean 'strict'?"),
        (("--from", "June"), 2, "'June' is not a date"),
        (("--model", "unscc"), 2, "unknown model 'unscc'"),
    ],
)
def test_the_command_asked_wrongly(run: Run, tmp_path: Path, more: tuple[str, ...], code: int, message: str) -> None:
    votes, outcomes = files(tmp_path, ballots(), GOOD)
    done = run("replay", votes, "--outcomes", outcomes, "--model", "unsc", *more)
    assert done.code == code
    assert message in done.err
    assert done.out == ""


def test_the_command_with_a_file_at_fault(run: Run, tmp_path: Path) -> None:
    votes, outcomes = files(tmp_path, ["1,CHN,Z"], GOOD)
    done = run("replay", votes, "--outcomes", outcomes, "--model", "unsc")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"{votes}:2: error[spec]: unknown ballot 'Z'\nhint: ")
    assert run("replay", votes, "--model", "unsc").code == 3
    assert run("replay", tmp_path / "none.csv", "--model", "unsc").code == 2
    assert run("replay", votes).code == 2


def test_the_command_names_no_path_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    votes, outcomes = files(tmp_path, ballots()[:-1], GOOD)
    words = ("replay", votes, "--outcomes", outcomes, "--model", "unsc", "--format", "json")
    first = run(*words)
    assert first.out == run(*words).out
    assert str(tmp_path) not in first.out
    before = outcomes.read_text("utf-8")
    assert run(*words, "-o", outcomes, "--force").code == 2
    assert outcomes.read_text("utf-8") == before
