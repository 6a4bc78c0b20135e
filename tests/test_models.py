"""The bodies that come with the project, held against the record."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from coopsec_games.cooperative.roll_calls import critical
from coopsec_games.cooperative.rules import Ballot
from coopsec_games.errors import NotApplicable, UnknownKey
from coopsec_games.institutions.institution import Institution
from coopsec_games.library import load_model, models

PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")


@pytest.fixture(scope="module")
def unsc() -> Institution:
    return load_model("unsc")


@pytest.fixture(scope="module")
def nato() -> Institution:
    return load_model("nato")


def rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


# every model ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", models())
def test_every_model_loads_and_answers_in_every_period(key: str) -> None:
    body = load_model(key)
    assert body.cite
    assert body.on().date == body.last_period_start
    for when in body.periods():
        sitting = body.on(when)
        for procedure in sitting.procedures:
            stated = sitting.procedure(procedure)
            assert stated.rule.members == sitting.members
            assert stated.cite
            assert stated.text
            everyone = dict.fromkeys(sitting.members, Ballot.YES)
            assert stated.rule.passes(everyone).adopted
            assert not stated.rule.passes(dict.fromkeys(sitting.members, Ballot.NO)).adopted


@pytest.mark.parametrize("key", models())
def test_every_model_names_its_members_and_reproduces_its_record(key: str) -> None:
    body = load_model(key)
    for when in body.periods():
        sitting = body.on(when)
        assert all(sitting.name(member) != member for member in sitting.members)
        assert len({sitting.name(member) for member in sitting.members}) == len(sitting.members)
    for call in body.roll_calls:
        rule = body.on(call.date).procedure(call.procedure).rule
        assert rule.passes(call.ballots).adopted == call.adopted


# the Security Council -------------------------------------------------------------------------------------------------


def test_council_by_year_agrees_with_the_record(unsc: Institution, shared: Path) -> None:
    seats: dict[int, set[str]] = defaultdict(set)
    for row in rows(shared / "data" / "unsc_membership.csv"):
        seats[int(row["year"])].add(row["member"])
    assert min(seats) == 1946
    assert max(seats) >= 2025
    for year, members in seats.items():
        for when in (max(date(year, 1, 1), date(1946, 1, 17)), date(year, 7, 1), date(year, 12, 31)):
            sitting = unsc.on(when)
            assert set(sitting.members) == members
            assert sitting.groups["permanent"] == PERMANENT
            assert len(sitting.members) == (11 if year < 1966 else 15)


def test_council_of_every_recorded_vote(unsc: Institution, shared: Path) -> None:
    voters: dict[str, set[str]] = defaultdict(set)
    for row in rows(shared / "data" / "unsc_votes_1946_1989.csv"):
        voters[row["vote_id"]].add(row["member"])
    for draft in rows(shared / "data" / "unsc_drafts_1946_1989.csv"):
        if draft["vote_id"] in voters:
            assert set(unsc.on(draft["date"]).members) == voters[draft["vote_id"]], draft


def test_rule_of_the_council_by_date(unsc: Institution) -> None:
    for when, size, quota in (("1965-12-31", 11, 7), ("1966-01-01", 15, 9)):
        sitting = unsc.on(when)
        for key in ("substantive", "procedural", "strict", "absence-blocks", "no-veto"):
            rule = sitting.procedure(key).rule
            order = [*PERMANENT, *(member for member in sitting.members if member not in PERMANENT)]
            assert len(order) == size
            cast = dict.fromkeys(order, Ballot.ABSTAIN)
            for member in order[: quota - 1]:
                cast[member] = Ballot.YES
            assert not rule.passes(cast).adopted
            assert rule.passes({**cast, order[quota - 1]: Ballot.YES}).adopted


# a permanent member votes yes, abstains, votes no, is absent; all others vote yes
READINGS = {
    "substantive": (True, True, False, True),
    "procedural": (True, True, True, True),
    "strict": (True, False, False, False),
    "absence-blocks": (True, True, False, False),
    "no-veto": (True, True, True, True),
}


@pytest.mark.parametrize("key", READINGS)
def test_readings_of_the_veto(unsc: Institution, key: str) -> None:
    for when in ("1950-06-27", "1999-03-24"):
        sitting = unsc.on(when)
        procedure = sitting.procedure(key)
        told = []
        for ballot in (Ballot.YES, Ballot.ABSTAIN, Ballot.NO, Ballot.ABSENT):
            cast = {**dict.fromkeys(sitting.members, Ballot.YES), "RUS": ballot}
            told.append(procedure.rule.passes(cast).adopted)
        assert tuple(told) == READINGS[key]
        assert procedure.counterfactual == (key not in {"substantive", "procedural"})


def test_resolution_218_passes_with_seven(unsc: Institution) -> None:
    (call,) = [call for call in unsc.roll_calls if call.id == "S/RES/218"]
    assert call.date == date(1965, 11, 23)
    tally = {ballot: list(call.ballots.values()).count(ballot) for ballot in Ballot}
    assert (tally[Ballot.YES], tally[Ballot.NO], tally[Ballot.ABSTAIN]) == (7, 0, 4)
    rule = unsc.on(call.date).procedure().rule
    assert rule.passes(call.ballots).adopted
    assert call.adopted
    assert len(critical(rule, call.ballots)) == 7


def test_resolution_218_is_as_on_file(unsc: Institution, shared: Path) -> None:
    words = {"Y": Ballot.YES, "N": Ballot.NO, "A": Ballot.ABSTAIN, "X": Ballot.ABSENT}
    (draft,) = [
        row for row in rows(shared / "data" / "unsc_drafts_1946_1989.csv") if row["symbol"].startswith("S/RES/218(")
    ]
    votes = rows(shared / "data" / "unsc_votes_1946_1989.csv")
    on_file = {row["member"]: words[row["vote"]] for row in votes if row["vote_id"] == draft["vote_id"]}
    (call,) = [call for call in unsc.roll_calls if call.id == "S/RES/218"]
    assert dict(call.ballots) == on_file
    assert (str(call.date), call.recorded) == (draft["date"], draft["outcome"])


@pytest.mark.parametrize(
    ("member", "when", "name"),
    [
        ("CHN", "1950-06-27", "Republic of China"),
        ("CHN", "1971-10-25", "Republic of China"),
        ("CHN", "1971-10-26", "China"),
        ("RUS", "1950-06-27", "Soviet Union"),
        ("RUS", "1991-12-24", "Soviet Union"),
        ("RUS", "1991-12-25", "Russia"),
        ("EGY", "1950-06-27", "Egypt"),
        ("EGY", "1961-06-01", "United Arab Republic"),
        ("EGY", "1984-06-01", "Egypt"),
        ("DEU", "1977-06-01", "Federal Republic of Germany"),
        ("DEU", "2003-03-01", "Germany"),
        ("DDR", "1980-06-01", "German Democratic Republic"),
        ("YUG", "1950-06-27", "Yugoslavia"),
        ("CSK", "1978-06-01", "Czechoslovakia"),
        ("LKA", "1960-06-01", "Ceylon"),
        ("GBR", "1950-06-27", "United Kingdom"),
    ],
)
def test_names_by_date(unsc: Institution, member: str, when: str, name: str) -> None:
    assert unsc.on(when).name(member) == name


def test_council_is_not_known_before_its_first_meeting_nor_beyond_the_last_year_stated(unsc: Institution) -> None:
    assert len(unsc.on("1946-01-17").members) == 11
    last = unsc.last_period_start
    assert last == date(last.year, 1, 1)
    assert len(unsc.on(date(last.year, 12, 31)).members) == 15
    for when in (date(1946, 1, 16), date(last.year + 1, 1, 1)):
        with pytest.raises(NotApplicable, match="covers") as caught:
            unsc.on(when)
        assert caught.value.exit_code == 2


def test_power_of_the_councils(unsc: Institution) -> None:
    assert unsc.on("1950-06-27").procedure("substantive").simple_game.winning_coalitions == 57
    assert unsc.on().procedure().simple_game.winning_coalitions == 848
    assert unsc.on("1950-06-27").procedure("procedural").simple_game.winning_coalitions == 562
    assert unsc.on("1999-03-24").procedure("procedural").simple_game.winning_coalitions == 9949
    empty_chair = unsc.on("1950-06-27").procedure("substantive", absent=["RUS"])
    assert empty_chair.simple_game.winning_coalitions == 42
    assert len(empty_chair.members) == 10
    blocked = unsc.on("1950-06-27").procedure("absence-blocks", absent=["RUS"])
    assert blocked.simple_game.winning_coalitions == 0


# NATO -----------------------------------------------------------------------------------------------------------------

SIZES = {
    "1949-04-04": 12,
    "1952-02-17": 12,
    "1952-02-18": 14,
    "1955-05-06": 15,
    "1982-05-30": 16,
    "1998-10-13": 16,
    "1999-03-11": 16,
    "1999-03-12": 19,
    "1999-03-24": 19,
    "2004-03-29": 26,
    "2009-04-01": 28,
    "2017-06-05": 29,
    "2020-03-27": 30,
    "2023-04-04": 31,
    "2024-03-07": 32,
}


@pytest.mark.parametrize(("when", "size"), SIZES.items())
def test_size_of_nato(nato: Institution, when: str, size: int) -> None:
    assert len(nato.on(when).members) == size


def test_accessions_to_nato_agree_with_the_record(nato: Institution, shared: Path) -> None:
    recorded = {row["iso3"]: row for row in rows(shared / "data" / "memberships.csv") if row["org"] == "NATO"}
    since = {member: term.since for term in nato.members["allies"] for member in term.of}
    assert {member: str(when) for member, when in since.items()} == {
        member: row["joined"] for member, row in recorded.items()
    }
    assert not any(row["left"] for row in recorded.values())
    for when in nato.periods()[1:]:
        assert set(nato.on(when - timedelta(days=1)).members) < set(nato.on(when).members)


def test_one_objection_breaks_the_silence_and_an_abstention_does_not(nato: Institution) -> None:
    sitting = nato.on("1999-03-24")
    rule = sitting.procedure().rule
    silent = dict.fromkeys(sitting.members, Ballot.ABSTAIN)
    assert rule.passes(silent).adopted
    verdict = rule.passes({**silent, "GRC": Ballot.NO})
    assert (verdict.adopted, verdict.failed_on, verdict.vetoes) == (False, "objection", ("GRC",))


def test_greece_is_no_member_of_the_first_alliance(nato: Institution) -> None:
    with pytest.raises(UnknownKey):
        nato.on("1949-04-04").name("GRC")
    with pytest.raises(NotApplicable):
        nato.on("1949-04-03")
