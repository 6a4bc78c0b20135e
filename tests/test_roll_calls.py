"""Roll calls of the record: who was critical, who was decisive, and that the rule agrees with what happened."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path

import pytest

from coopsec_games.cooperative.roll_calls import critical, decisive, read_ballots, tally
from coopsec_games.cooperative.rules import Ballot, NoObjection, Quota, VotingRule, read_rule
from coopsec_games.errors import UnknownKey, UsageError

FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")


def council(elected: tuple[str, ...], yes: int, word: str = "no-objection") -> VotingRule:
    groups = {"permanent": FIVE, "elected": elected}
    return read_rule({"all": [{"quota": {"of": "all", "yes": yes}}, {word: {"from": "permanent"}}]}, groups)


COUNCIL_1950 = council(("CUB", "ECU", "EGY", "IND", "NOR", "YUG"), 7)
COUNCIL_1965 = council(("BOL", "CIV", "JOR", "MYS", "NLD", "URY"), 7)
COUNCIL_1990 = council(("CAN", "COL", "CIV", "ETH", "FIN", "MYS", "ROU", "COD", "CUB", "YEM"), 9)
SEVEN = ("CHN", "FRA", "GBR", "USA", "CUB", "ECU", "NOR")


@pytest.mark.parametrize(
    ("rule", "given", "adopted", "who_is_critical", "who_is_decisive"),
    [
        pytest.param(COUNCIL_1950, {"RUS": "X", "YUG": "A"}, True, (), FIVE, id="S/RES/82"),
        pytest.param(
            COUNCIL_1950, {"RUS": "X", "YUG": "N", "EGY": "X", "IND": "X"}, True, SEVEN, (*SEVEN, "RUS"), id="S/RES/83"
        ),
        pytest.param(
            COUNCIL_1950, {"RUS": "X", "YUG": "A", "EGY": "A", "IND": "A"}, True, SEVEN, (*SEVEN, "RUS"), id="S/RES/84"
        ),
        pytest.param(
            COUNCIL_1965,
            {"FRA": "A", "GBR": "A", "USA": "A", "NLD": "A"},
            True,
            ("CHN", "RUS", "BOL", "CIV", "JOR", "MYS", "URY"),
            (*FIVE, "BOL", "CIV", "JOR", "MYS", "URY"),
            id="S/RES/218",
        ),
        pytest.param(COUNCIL_1990, {"CUB": "N", "YEM": "N", "CHN": "A"}, True, (), FIVE, id="S/RES/678"),
        pytest.param(COUNCIL_1950, {"RUS": "N"}, False, ("RUS",), ("RUS",), id="the USSR votes no"),
        pytest.param(COUNCIL_1950, {"RUS": "N", "CHN": "N"}, False, (), (), id="two vetoes"),
        pytest.param(
            COUNCIL_1950,
            {"RUS": "X", "YUG": "N", "EGY": "X", "IND": "X", "NOR": "A"},
            False,
            ("RUS", "EGY", "IND", "NOR", "YUG"),
            ("RUS", "EGY", "IND", "NOR", "YUG"),
            id="one yes short",
        ),
    ],
)
def test_famous_roll_calls(
    rule: VotingRule,
    given: dict[str, str],
    adopted: bool,
    who_is_critical: tuple[str, ...],
    who_is_decisive: tuple[str, ...],
) -> None:
    cast = read_ballots(given, rule.members, rest=Ballot.YES)
    assert rule.passes(cast).adopted is adopted
    assert sorted(critical(rule, cast)) == sorted(who_is_critical)
    assert sorted(decisive(rule, cast)) == sorted(who_is_decisive)


def test_218_needs_the_rule_of_its_day() -> None:
    cast = read_ballots("FRA=A,GBR=A,USA=A,NLD=A", COUNCIL_1965.members, rest=Ballot.YES)
    verdict = council(COUNCIL_1965.members[5:], 9).passes(cast)
    assert (verdict.adopted, verdict.failed_on, verdict.reason) == (False, "quota", "7 yes, 9 needed")


def test_the_counterfactuals_of_1950() -> None:
    cast = read_ballots("RUS=X,YUG=A,EGY=A,IND=A", COUNCIL_1950.members, rest=Ballot.YES)
    for ballot, adopted in (("X", True), ("A", True), ("Y", True), ("N", False)):
        assert COUNCIL_1950.passes({**cast, "RUS": Ballot.read(ballot)}).adopted is adopted
    chair = read_rule(
        {"all": [{"quota": {"yes": 7}}, {"no-objection": {"from": "permanent"}}, {"present": {"from": "permanent"}}]},
        {"permanent": FIVE, "elected": COUNCIL_1950.members[5:]},
    )
    assert chair.passes(cast).vetoes == ("RUS",)
    assert critical(chair, cast) == ("RUS",)


def test_critical_and_decisive_by_definition() -> None:
    members = tuple("abc")
    groups = {"all": members, "some": ("a", "b")}
    for spec in (
        {"quota": {"yes": 2}},
        {"all": [{"quota": {"yes": 1}}, {"no-objection": {"from": "some"}}]},
        {"any": [{"consent": {"from": "some"}}, {"weight": {"weights": {"a": 1, "b": 1, "c": 2}, "quota": 3}}]},
        {"all": [{"present": {"from": ["c"]}}, {"dual": {"quota": {"yes": 2}}}]},
    ):
        rule = read_rule(spec, groups)
        for letters in product("YANX", repeat=3):
            cast = {member: Ballot.read(letter) for member, letter in zip(members, letters, strict=True)}
            adopted = rule.passes(cast).adopted
            turned = Ballot.ABSTAIN if adopted else Ballot.YES
            expected = tuple(
                member
                for member in members
                if (cast[member] is Ballot.YES) is adopted
                and rule.passes({**cast, member: turned}).adopted is not adopted
            )
            assert critical(rule, cast) == expected
            assert decisive(rule, cast) == tuple(
                m for m in members if len({rule.passes({**cast, m: ballot}).adopted for ballot in Ballot}) == 2
            )


def test_ballots_are_read_one_for_each_member() -> None:
    members = ("CHN", "FRA", "RUS")
    assert list(read_ballots(" RUS=N , CHN=yes,FRA=a", members)) == list(members)
    for given, rest, message in (
        ("CHN=Y", None, "no ballot of FRA, RUS"),
        ("CHN=Y,CHN=N", Ballot.YES, "CHN has two ballots"),
        ("CNH=Y", Ballot.YES, "'CNH' is not a member"),
        ("CHN", Ballot.YES, "'CHN' is not a ballot"),
        ({"CHN": Ballot.YES}, None, "no ballot of FRA, RUS"),
    ):
        with pytest.raises(UsageError) as caught:
            read_ballots(given, members, rest)
        assert caught.value.message == message
    with pytest.raises(UnknownKey, match="unknown ballot 'Z'"):
        read_ballots("CHN=Z", members, Ballot.YES)
    with pytest.raises(UsageError, match="no ballot of b"):
        critical(Quota(("a", "b"), 1), {"a": Ballot.YES})
    with pytest.raises(UsageError, match="'z' is not a member"):
        decisive(NoObjection(("a",)), {"a": Ballot.YES, "z": Ballot.NO})


def test_the_tally_names_every_ballot() -> None:
    cast = read_ballots("a=Y,b=N", ("a", "b", "c"), rest=Ballot.ABSENT)
    assert tally(cast) == {Ballot.YES: 1, Ballot.ABSTAIN: 0, Ballot.NO: 1, Ballot.ABSENT: 1, Ballot.QUALIFIED: 0}


def test_the_rule_agrees_with_every_usable_vote_of_1946_to_1989(shared: Path) -> None:
    """The strict reading, in which every permanent member must vote yes, reverses 267 of 637 adoptions."""
    cast: dict[str, dict[str, str]] = defaultdict(dict)
    with (shared / "data" / "unsc_votes_1946_1989.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            cast[row["vote_id"]][row["member"]] = row["vote"]
    with (shared / "data" / "unsc_drafts_1946_1989.csv").open(encoding="utf-8", newline="") as lines:
        drafts = list(csv.DictReader(lines))
    disagree, compared, reversed_adoptions = [], Counter[str](), 0
    for draft in drafts:
        if draft["rule_outcome"] == "unknown":
            assert "?" in cast[draft["vote_id"]].values()
            continue
        elected = tuple(member for member in cast[draft["vote_id"]] if member not in FIVE)
        yes = 7 if draft["date"] < "1966" else 9
        assert yes == int(draft["required_yes"])
        ballots = read_ballots(cast[draft["vote_id"]], FIVE + elected)
        verdict = council(elected, yes).passes(ballots)
        outcome = {None: "adopted", "veto": "vetoed", "quota": "lack_majority"}[verdict.failed_on]
        compared[outcome] += 1
        if outcome != draft["rule_outcome"]:
            disagree.append(draft["vote_id"])
        if verdict.failed_on == "veto":
            assert set(verdict.vetoes) == {member for member in FIVE if ballots[member] is Ballot.NO}
        if verdict.adopted and not council(elected, yes, "consent").passes(ballots).adopted:
            reversed_adoptions += 1
    assert disagree == []
    assert compared == {"adopted": 637, "vetoed": 208, "lack_majority": 83}
    assert reversed_adoptions == 267
