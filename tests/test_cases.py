"""Every case on file: its quotes are the seed paper's, its record is reproduced, its claims have their verdicts."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from coopsec_games import analysis, library, tables
from coopsec_games.analysis import Analysis, check
from coopsec_games.analysis.claims import VERDICTS
from coopsec_games.conditions import Condition
from coopsec_games.errors import Faults, UsageError

CASES = library.cases()


@cache
def analysed(key: str) -> Analysis:
    return analysis.load_case(key).analyze()


@pytest.mark.parametrize("key", CASES)
def test_quotes_are_exact(key: str, shared: Path) -> None:
    (paper,) = shared.glob("000_*.txt")
    seed = re.sub(r"\s+", " ", paper.read_text(encoding="utf-8").replace("*", ""))
    for claim in library.load_case(key).claims:
        assert claim.quote in seed, claim.id


@pytest.mark.parametrize("key", CASES)
def test_every_case_holds_what_it_promises(key: str) -> None:
    """Its record comes out, its claims are sourced and decided, its tables have rows."""
    outcome = check(library.load_case(key))
    assert outcome.ok, [line for holds, line in outcome.lines if not holds]
    found = analysed(key)
    assert found.claims
    for answer in found.claims:
        assert answer.verdict in VERDICTS
        assert answer.because
        if answer.verdict in {"supported", "contradicted"}:
            assert answer.claim.cite, answer.claim.id
        if answer.verdict == "holds-iff":
            assert {"holds", "fails"} <= set(answer.witness), answer.claim.id
        if answer.verdict == "model-dependent":
            assert answer.rival
    for made in tables.case_tables(found):
        assert made.rows
        assert r"\toprule" in made.to_latex()


def test_verdicts() -> None:
    keys = ("korea-1950", "kosovo-1999", "greece-1999")
    verdicts = {answer.claim.id: answer.verdict for key in keys for answer in analysed(key).claims}
    expected = {
        "mihalka-korea-veto": "supported",
        "mihalka-korea-boycott-necessary": "contradicted",
        "mihalka-korea-why": "model-dependent",
        "mihalka-korea-absent": "supported",
        "mihalka-permanent-members": "supported",
        "mihalka-majority-consent": "contradicted",
        "mihalka-consensus-of-five": "contradicted",
        "mihalka-guaranteed": "contradicted",
        "mihalka-occurred-twice": "not-formalised",
        "mihalka-kosovo-precedent": "model-dependent",
        "mihalka-kosovo-no-vote": "contradicted",
        "mihalka-kosovo-no-draft": "model-dependent",
        "mihalka-kosovo-vetoes": "model-dependent",
        "kennedy-when-possible": "entailed",
        "cost-of-authority": "assumed",
        "mihalka-kosovo-no-enforcement": "not-formalised",
        "mihalka-legitimacy": "not-formalised",
        "cohen-greece-damage": "model-dependent",
        "cohen-greece-long-term": "model-dependent",
        "cohen-greece-went-along": "assumed",
        "cohen-blocking-consensus": "supported",
        "cohen-forego": "not-formalised",
    }
    assert {claim: verdicts.get(claim) for claim in expected} == expected


def test_korea_critical_and_decisive() -> None:
    votes = {answer.call.id: answer for answer in analysed("korea-1950").votes}
    assert [len(votes[f"S/RES/{number}"].critical) for number in (82, 83, 84)] == [0, 7, 7]
    assert [len(votes[f"S/RES/{number}"].decisive) for number in (82, 83)] == [5, 8]
    assert votes["S/1653"].verdict.vetoes == ("RUS",)
    assert votes["S/1500"].verdict.failed_on == "quota"


def test_kosovo_failed_on_the_quota() -> None:
    votes = {answer.call.id: answer for answer in analysed("kosovo-1999").votes}
    assert votes["S/1999/328"].verdict.failed_on == "quota"
    assert votes["S/1999/328"].verdict.vetoes == ()


def test_kosovo_regimes() -> None:
    council = analysed("kosovo-1999").games["council"]
    assert {region.outcome: region.where.text for region in council.regions} == {
        "authorised": "c <= z and pi <= k + c - c_m",
        "outside": "c <= z and pi > k + c - c_m",
        "status quo": "c > z",
    }
    assert council.certificate.disjoint is True
    assert council.certificate.covering is True
    assert council.certificate.checked_by == "verify"
    assert council.recorded_where is not None
    assert council.recorded_where.text == "c <= z and pi > k + c - c_m"


def test_the_record_never_enters_the_model() -> None:
    """Turning every recorded outcome round changes no region and no verdict on a game."""
    from dataclasses import replace

    case = library.load_case("kosovo-1999")
    turned = replace(
        case,
        recorded=dict.fromkeys(case.recorded, "status quo"),
        roll_calls=tuple(replace(call, recorded="rejected" if call.adopted else "adopted") for call in case.roll_calls),
    )
    assert not check(turned).ok
    before, after = analysis.analyze(case), analysis.analyze(turned)
    assert not after.votes_reproduced
    for key in case.games:
        assert before.games[key].regions == after.games[key].regions
    assert [vote.verdict for vote in before.votes] == [vote.verdict for vote in after.votes]


def test_greece_threshold() -> None:
    """F13: with (1 - sigma) b > D, Greece stays silent from delta* on; b = 3, D = 1, v = 2."""
    from coopsec_games import exact

    silence = analysed("greece-1999").games["silence"]
    bound = next(bound for bound in silence.thresholds if bound.outcome == "silence")
    names = silence.assumptions.names
    assert (bound.symbol, bound.op) == ("delta", ">=")
    assert bound.value == exact("(b - b*sigma - D)/(b + v - b*sigma - D)", names)
    for sigma, threshold in (("0", "1/2"), ("1/2", "1/5")):
        values = {name: exact(value) for name, value in {"b": "3", "D": "1", "v": "2", "sigma": sigma}.items()}
        at = {**values, "delta": exact(threshold)}
        below = {**values, "delta": exact(threshold) - exact("1/1000")}
        assert silence.region("silence").holds(at)
        assert silence.region("silence broken").holds(below)


def test_korea_staying_away() -> None:
    """C09: with no cost of a veto and a loss from adoption, stay away iff beta >= (1 - phi) L p."""
    boycott = analysed("korea-1950").games["boycott"].region("stays away")
    under = boycott.assumptions
    plain = Condition.read("n = 0 and L >= 0", under)
    assert (plain & boycott).equivalent(plain & Condition.read("beta >= (1 - phi)*L*p", under))


KOSOVO_ROWS = {
    "facts": ("body", "United Nations Security Council"),
    "roll-calls": ("S/1999/328", "1999-03-26", "3-12-0", "rejected: 3 yes, 9 needed", "0", "0", "rejected", "C"),
    "power": ("CHN, FRA, GBR, RUS, USA", "the Council of 1999, 1999-03-24", "421/2145", "106/635"),
    "parameters": ("pi", "precedent cost to the vetoer of consenting", "pi >= 0", "7/10", "I"),
    "regimes": ("council", "outside (recorded)", "USA: y = h; RUS: veto; USA: act", "c <= z and pi > k + c - c_m"),
    "thresholds": ("council", "pi", ">", "k + c - c_m", "outside, given c <= z"),
    "what-if": ("S/RES/1199", "an abstention of a permanent member blocks", "strict", "14-0-1", "rejected"),
    "claims": ("cost-of-authority",),
}


@pytest.mark.parametrize("key", KOSOVO_ROWS)
def test_every_table(key: str) -> None:
    wanted = KOSOVO_ROWS[key]
    rows = csv.reader(tables.table(key, analysed("kosovo-1999")).to_csv(raw=True).splitlines())
    assert wanted in [tuple(row[: len(wanted)]) for row in rows]


def test_settings_and_readings() -> None:
    case = analysis.load_case("kosovo-1999")
    settled = case.analyze({"pi": "0", "c": "z/2"})
    assert {region.outcome for region in settled.games["council"].regions} == {"authorised"}
    strict = case.analyze(rule="strict")
    assert [vote.call.id for vote in strict.votes if not vote.agrees] == [
        "S/RES/1160", "S/RES/1199", "S/RES/1203", "S/RES/1239", "S/RES/1244",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="no parameter 'x'"):
        case.analyze({"x": "1"})


NO_BODY = """
title: Two states
date: 1972-05-26
summary: They arm or not.
parameters:
  T: {meaning: advantage, assume: T > R}
  R: {meaning: arms control, assume: R > P}
  P: {meaning: arms race, assume: P > S}
  S: {meaning: being left behind}
games:
  once:
    players: [USA, RUS]
    strategies: [[arm, refrain], [arm, refrain]]
    matrix: [["P, P", "T, S"], ["S, T", "R, R"]]
"""


def test_a_case_needs_no_body(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text(NO_BODY, encoding="utf-8")
    found = analysis.load_case(file).analyze()
    assert found.body is None
    assert found.to_json()["facts"]["institution"] is None
    assert [region.outcome for region in found.games["once"].regions] == ["(arm, arm)"]
    assert ("body", "none: the states decide for themselves") in tables.table("facts", found).rows
    assert check(library.load_case(file)).ok
    with pytest.raises(UsageError, match="no body decides"):
        analysis.load_case(file).analyze(rule="strict")


def test_what_asks_about_a_body_names_one(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    vote = "roll-calls:\n  - {id: a, date: 1972-05-26, yes: rest, recorded: adopted, cite: none, certainty: I}\n"
    file.write_text(NO_BODY + vote + "procedure: strict\npower:\n  - {label: who}\n", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        library.load_case(file)
    assert sorted(fault.message for fault in caught.value.faults) == [
        "a procedure needs an institution",
        "a roll call needs an institution",
        "this asks about a body, and none is named",
    ]
