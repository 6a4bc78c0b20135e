"""The League of Nations from Corfu to the expulsion of 1939, and the Fourteen against Austria."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coopsec_games import analysis, library
from coopsec_games.analysis import Analysis
from coopsec_games.conditions import Condition
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.institutions.case import Case

LEAGUE = ("corfu-1923", "manchuria-1931", "ethiopia-1935", "expulsion-1939")
KEYS = (*LEAGUE, "austria-2000")


@cache
def case(key: str) -> Case:
    return library.load_case(key)


@cache
def analysed(key: str) -> Analysis:
    return analysis.load_case(key).analyze()


def verdicts(key: str) -> Mapping[str, str]:
    return {answer.claim.id.removeprefix("mihalka-"): answer.verdict for answer in analysed(key).claims}


def where(key: str, game: str, outcome: str) -> Condition:
    (region,) = (region for region in analysed(key).games[game].regions if region.outcome == outcome)
    return region.where


def same(found: Condition, text: str, given: str = "1 > 0") -> bool:
    narrowed = Condition.read(given, found.assumptions)
    return (Condition.read(text, found.assumptions) & narrowed).equivalent(found & narrowed) is True


def passes(key: str, call: str, procedure: str, **changed: Ballot) -> Any:
    roll = case(key).roll_call(call)
    return case(key).rule(roll, procedure).passes({**roll.ballots, **changed})


# votes ----------------------------------------------------------------------------------------------------------------


def test_manchuria_and_ethiopia_under_each_other_s_rule() -> None:
    """Art. 11 counts the parties and Art. 15(6) does not; the same ballots change sides with the article."""
    japan = ("manchuria-1931", "evacuation of Manchuria")
    italy = ("ethiopia-1935", "resort to war")
    told = [[passes(*call, article).adopted for article in ("article-11", "article-15-6")] for call in (japan, italy)]
    assert told == [[False, True], [False, True]]
    assert passes(*japan, "article-15-6").reason.startswith("12 yes of 12")
    assert passes(*italy, "article-15-6").reason.startswith("13 yes of 13")
    assert passes(*japan, "article-11").vetoes == ("JPN",)
    assert passes(*italy, "article-11").vetoes == ("ITA",)


def test_the_counter_proposal_of_japan_fails_under_every_article() -> None:
    for article in ("article-11", "article-15-4", "article-15-6"):
        assert not passes("manchuria-1931", "counter-proposal of Japan", article).adopted


def test_a_majority_appoints_a_committee_and_unanimity_does_not() -> None:
    call = ("ethiopia-1935", "coordination of sanctions")
    assert passes(*call, "article-5-2").adopted
    assert set(passes(*call, "article-5").vetoes) == {"ALB", "AUT", "HUN", "ITA"}


def test_seven_of_fourteen_seats_expel_and_one_objection_would_have_been_enough() -> None:
    call = ("expulsion-1939", "expulsion of the Soviet Union")
    roll = case(call[0]).roll_call(call[1])
    counts = [list(roll.ballots.values()).count(word) for word in (Ballot.YES, Ballot.ABSTAIN, Ballot.ABSENT)]
    assert (counts, roll.certainty) == ([7, 4, 3], "M")
    assert passes(*call, "article-16-4").adopted
    for member in roll.ballots:
        adopted = passes(*call, "article-16-4", **{member: Ballot.NO}).adopted
        assert adopted is (member == "RUS")


def test_the_treaty_would_have_allowed_more_than_the_union_did() -> None:
    call = ("austria-2000", "measures of the Fourteen")
    assert not passes(*call, "unanimity").adopted
    assert passes(*call, "article-7-breach").adopted
    assert not passes(*call, "article-7-breach", DNK=Ballot.NO).adopted
    suspended = passes(*call, "article-7-suspension", ITA=Ballot.NO, ESP=Ballot.NO, DNK=Ballot.NO)
    assert suspended.reason.startswith("yes of 62 votes, of 60 needed")
    assert not passes(*call, "article-7-suspension", DEU=Ballot.NO, FRA=Ballot.NO, ITA=Ballot.NO).adopted


@pytest.mark.parametrize("key", LEAGUE)
def test_ballots_that_are_only_assumed_are_marked(key: str) -> None:
    """Where a source tells a count and not who voted, the entry is a modelling choice and says so."""
    for call in case(key).roll_calls:
        assert call.certainty in {"C", "M", "I"}
        if call.certainty == "I":
            assert "entered" in call.note or "enter this" in call.note


# games ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_every_game_is_mapped_and_every_recorded_outcome_possible(key: str) -> None:
    for name, answer in analysed(key).games.items():
        assert answer.verified, name
        assert answer.certificate.disjoint is True
        assert answer.certificate.covering is True
        if name in case(key).recorded:
            outcomes = [region for region in answer.regions if case(key).recorded[name] in region.outcomes]
            assert any(region.witness for region in outcomes), name


def test_what_the_record_of_the_league_implies() -> None:
    assert same(where("manchuria-1931", "exit", "JPN leaves"), "x*(1 - delta) > delta*u")
    assert same(where("corfu-1923", "council", "deferred"), "p*V > a", "x*(1 - delta) > delta*u")
    assert same(where("ethiopia-1935", "stresa", "FRA keeps the ally"), "a*(1 - delta) > delta*v")
    assert same(where("ethiopia-1935", "oil", "no oil embargo"), "1 > 0", "o > 1 - theta")
    assert same(where("manchuria-1931", "enforcement", "no sanctions"), "kappa > b or o > 1 - theta")


def test_a_hostage_bounds_the_measures() -> None:
    """C19: measures iff ``b > kappa + Pr(block)*H``; and they last as long as a quarter covers its cost."""
    assert same(where("austria-2000", "hostage", "measures"), "b > kappa + p*H", "g > 0")
    assert same(where("austria-2000", "hostage", "measures"), "b > kappa", "g <= 0")
    assert same(where("austria-2000", "lifetime", "lifted after 3 periods"), "b*r**3 < kappa and kappa <= b*r**2")


# claims ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "claim", "verdict"),
    [
        ("manchuria-1931", "manchuria-agreement", "supported"),
        ("manchuria-1931", "manchuria-no-agreement-at-all", "contradicted"),
        ("manchuria-1931", "manchuria-rule", "supported"),
        ("manchuria-1931", "manchuria-adoption-is-not-action", "model-dependent"),
        ("manchuria-1931", "manchuria-failure-to-act", "model-dependent"),
        ("manchuria-1931", "manchuria-unanimity", "contradicted"),
        ("manchuria-1931", "manchuria-rule-protects-itself", "supported"),
        ("ethiopia-1935", "ethiopia-agreement", "contradicted"),
        ("ethiopia-1935", "ethiopia-inability", "model-dependent"),
        ("ethiopia-1935", "ethiopia-universality", "model-dependent"),
        ("ethiopia-1935", "ethiopia-democratic", "contradicted"),
        ("ethiopia-1935", "cohen-ethiopia-opposed", "not-entailed"),
        ("ethiopia-1935", "cohen-ethiopia-can-be-opposed", "entailed"),
        ("corfu-1923", "corfu-deference", "model-dependent"),
        ("corfu-1923", "corfu-four-additional", "contradicted"),
        ("corfu-1923", "corfu-four-in-1920", "supported"),
        ("corfu-1923", "corfu-major-powers", "entailed"),
        ("expulsion-1939", "expulsion-unanimity", "contradicted"),
        ("expulsion-1939", "expulsion-party", "contradicted"),
        ("expulsion-1939", "expulsion-one-objection", "supported"),
        ("austria-2000", "cohen-austria-pressure", "model-dependent"),
        ("austria-2000", "cohen-austria-can-come-under-pressure", "entailed"),
        ("austria-2000", "cohen-austria-article-7", "assumed"),
    ],
)
def test_verdicts(key: str, claim: str, verdict: str) -> None:
    assert verdicts(key)[claim] == verdict


@pytest.mark.parametrize("key", KEYS)
def test_quotes_are_those_of_the_essays(key: str, shared: Path) -> None:
    (paper,) = shared.glob("000_*.txt")
    words = " ".join(paper.read_text(encoding="utf-8").replace("*", "").split())
    for claim in case(key).claims:
        assert claim.quote in words, claim.id
        assert claim.author in {"Cohen", "Mihalka"}
        assert claim.section.startswith(
            ("Institutionalizing Cooperation", "The Four Rings", "Collective Security and Collective Defense")
        )
