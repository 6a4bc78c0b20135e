"""Verdicts where they are easily got wrong: rivals that half agree, ties, coexistence, vacuous premises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coopsec_games.analysis import Analysis, check, load_case
from coopsec_games.cli import main
from coopsec_games.errors import Faults, SpecError

CASE = """\
title: A made-up case
date: 1999-03-24
institution: unsc
parameters:
  a: {meaning: what acting gives, assume: 0 <= a <= 1}
  b: {meaning: what the other gets, assume: b >= 0}
games:
  one:
    players: [USA]
    tree: {player: USA, actions: {act: {outcome: good, payoffs: [a]}, wait: {outcome: bad, payoffs: [1/2]}}}
  two:
    players: [USA]
    tree: {player: USA, actions: {act: {outcome: good, payoffs: [a]}, wait: {outcome: bad, payoffs: [3/4]}}}
  tie:
    players: [USA]
    ties: [USA act]
    tree: {player: USA, actions: {act: {outcome: good, payoffs: [a]}, wait: {outcome: bad, payoffs: [a]}}}
  else:
    players: [USA]
    tree: {player: USA, actions: {act: {outcome: good, payoffs: [b]}, wait: {outcome: bad, payoffs: [1/2]}}}
  sure:
    players: [USA]
    tree: {player: USA, actions: {act: {outcome: good, payoffs: [a + 1]}, wait: {outcome: bad, payoffs: [a]}}}
  hunt:
    players: [USA, RUS]
    strategies: [[stag, hare], [stag, hare]]
    matrix: [["2, 2", "0, 1"], ["1, 0", "1, 1"]]
recorded: {tie: bad, hunt: '(stag, stag)'}
claims:
"""


def decided(folder: Path, *claims: str) -> Analysis:
    file = folder / "made-up.yaml"
    told = [
        f"  - {{id: c{number}, author: A, section: S, quote: as said, statement: something, {claim}}}\n"
        for number, claim in enumerate(claims)
    ]
    file.write_text(CASE + "".join(told), encoding="utf-8")
    return load_case(file).analyze()


def test_a_rival_in_other_symbols_says_so(tmp_path: Path) -> None:
    answers = decided(
        tmp_path,
        "formal: {game: one, outcome: good}, rival: {game: else, outcome: good, text: t}",
        "formal: {game: one, outcome: good}, rival: {game: two, outcome: good, text: t}",
    ).claims
    assert [answer.verdict for answer in answers] == ["model-dependent", "model-dependent"]
    reason = "the two conditions have no symbol in common: neither model has what decides in the other"
    assert [reason in answer.because for answer in answers] == [True, False]


def test_witnesses_show_the_symbols_of_the_condition(tmp_path: Path) -> None:
    [answer] = decided(tmp_path, "formal: {game: one, outcome: good, given: a + b <= 2}").claims
    assert {tuple(point) for point in answer.witness.values()} == {("a", "b")}
    [answer] = decided(tmp_path, "formal: {game: one, outcome: good}").claims
    assert {tuple(point) for point in answer.witness.values()} == {("a",)}


def test_a_rival_agrees_only_under_the_same_condition(tmp_path: Path) -> None:
    answers = decided(
        tmp_path,
        "formal: {game: one, outcome: good}, rival: {game: two, outcome: good, text: t}",
        "formal: {game: one, outcome: good}, rival: {game: one, outcome: bad, negated: yes, where: a >= 1/2, text: t}",
    ).claims
    assert [answer.verdict for answer in answers] == ["model-dependent", "holds-iff"]
    assert "agrees" in answers[1].because


def test_a_claim_needs_premises_that_can_hold(tmp_path: Path) -> None:
    for claim in (
        "formal: {game: one, outcome: good, given: a > 2}",
        "formal: {game: one, outcome: good, where: a > 2}",
        "formal: {condition: a >= 0, given: a > 2}",
    ):
        with pytest.raises(SpecError, match="contradicts the assumptions"):
            decided(tmp_path, claim)


def test_an_outcome_that_is_never_reached_is_nowhere(tmp_path: Path) -> None:
    answers = decided(tmp_path, "formal: {game: sure, outcome: bad}", "formal: {game: sure, outcome: good}").claims
    assert [answer.verdict for answer in answers] == ["not-entailed", "entailed"]
    with pytest.raises(SpecError, match="unknown outcome of the game 'sure': 'worse'"):
        decided(tmp_path, "formal: {game: sure, outcome: worse}")


def test_a_record_at_a_tie_or_beside_others_is_possible(tmp_path: Path) -> None:
    found = decided(tmp_path, "formal: {game: hunt, outcome: '(stag, stag)'}")
    tie, hunt = found.games["tie"], found.games["hunt"]
    assert tie.outcome_possible is True
    assert tie.only_at_ties is not None
    assert tie.recorded_where is not None
    assert tie.recorded_where.text == "always"
    assert not any("refuted" in sentence for sentence in tie.sentences())
    assert hunt.outcome_possible is True
    assert [answer.verdict for answer in found.claims] == ["entailed"]
    assert check(tmp_path / "made-up.yaml").ok


def test_an_always_region_needs_no_more_latex_packages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided(tmp_path, "formal: {game: sure, outcome: good}")
    assert main(["analyze", str(tmp_path / "made-up.yaml"), "--format", "latex"]) == 0
    shown = capsys.readouterr().out
    assert r"\mathrm{always}" in shown
    assert r"\text{" not in shown


def test_what_was_asked_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "korea-1950", "--rule", "strict", "--date", "1960-01-01", "--format", "csv"]) == 0
    shown = capsys.readouterr().out
    assert 'read by,"the procedure' in shown
    assert "read as of,1960-01-01: the rules" in shown
    assert main(["analyze", "kosovo-1999", "--set", "c=1/2", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["asked"]["set"].startswith("c = 1/2 in the games")


def test_what_a_symbol_does_is_claimed_and_proven(tmp_path: Path) -> None:
    answers = decided(
        tmp_path,
        "formal: {game: one, outcome: good, symbol: a, sign: up}",
        "formal: {game: one, outcome: good, symbol: a, sign: down}",
        "formal: {game: one, outcome: good, symbol: a, sign: none, given: a > 3/5}",
        "formal: {game: one, outcome: good, symbol: b, sign: none}",
        "formal: {game: one, outcome: good, symbol: b, sign: up}",
        "formal: {game: one, outcome: good, symbol: a, sign: up},"
        " rival: {game: tie, outcome: good, symbol: a, sign: up, text: t}",
    ).claims
    verdicts = ["entailed", "not-entailed", "entailed", "assumed", "not-entailed", "model-dependent"]
    assert [answer.verdict for answer in answers] == verdicts
    assert set(answers[0].witness) == {"brought about, before raising a", "brought about, after raising a"}


def test_possible_and_inevitable_are_told_apart(tmp_path: Path) -> None:
    answers = decided(
        tmp_path,
        "formal: {game: hunt, possible: '(hare, hare)'}",
        "formal: {game: hunt, inevitable: '(hare, hare)'}",
        "formal: {game: one, possible: good, given: a < 1/3}",
        "formal: {game: one, inevitable: good, given: a > 2/3}",
        "formal: {game: one, outcome: good, given: a > 2/3 and b > 1}",
        "formal: {game: sure, outcome: good, given: b > 1}",
    ).claims
    verdicts = ["entailed", "not-entailed", "not-entailed", "entailed", "entailed", "entailed"]
    assert [answer.verdict for answer in answers] == verdicts
    assert "is not needed for it" in answers[-1].because
    assert "is not needed" not in answers[-2].because


def test_what_needs_no_solving_is_assumed(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text(
        """\
title: Nothing to solve
date: 1999-03-24
parameters: {a: {meaning: something}}
games:
  plain: {players: [A], tree: {player: A, actions: {l: {outcome: end, payoffs: [a]}, r: {outcome: end, payoffs: [0]}}}}
claims:
  - {id: c, author: A, section: S, quote: q, statement: s, formal: {game: plain, outcome: end}}
  - {id: d, author: A, section: S, quote: q, statement: s, formal: {game: plain, inevitable: end}}
""",
        encoding="utf-8",
    )
    assert [answer.verdict for answer in load_case(file).analyze().claims] == ["assumed", "assumed"]


def test_power_is_compared_with_values_and_with_members(tmp_path: Path) -> None:
    answers = decided(
        tmp_path,
        "formal: {power: shapley-shubik, members: [USA, RUS], value: 421/2145}",
        "formal: {power: shapley-shubik, members: [USA, RUS], together: yes, value: 842/2145}",
        "formal: {power: banzhaf, member: NLD, relation: '<', than: USA}",
        "formal: {power: shapley-shubik, member: NLD, relation: '>=', value: 1/100}",
    ).claims
    assert [answer.verdict for answer in answers] == ["supported", "supported", "supported", "contradicted"]
    assert "421/2145" in answers[0].because


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("formal: {game: one, outcome: good, symbol: c, sign: up}", "unknown parameter 'c'"),
        ("formal: {game: one, outcome: good, symbol: a, sign: more}", "sign"),
        ("formal: {game: one, possible: goood}", "unknown outcome"),
        ("formal: {game: one, possible: good, inevitable: bad}", "either that it is 'possible'"),
        ("formal: {game: one, equivalent-to: {game: three}}", "unknown game 'three'"),
        ("formal: {game: one, equivalent-to: {case: nowhere, game: two}}", "unknown case 'nowhere'"),
        ("formal: {power: shapley, member: USA, value: 1}", "unknown index of power 'shapley'"),
        ("formal: {power: banzhaf, member: XYZ, value: 1}", "XYZ"),
        ("formal: {power: banzhaf, member: USA}", "either a 'value' or another member"),
        ("formal: {power: banzhaf, value: 1}", "either 'member' or 'members'"),
    ],
)
def test_claims_that_name_nothing_are_refused(tmp_path: Path, claim: str, said: str) -> None:
    with pytest.raises((SpecError, Faults)) as fault:
        decided(tmp_path, claim)
    assert said in " ".join(fault.value.lines())


def test_a_slip_is_contradicted_by_the_document_named(tmp_path: Path) -> None:
    slip, right = decided(
        tmp_path,
        "cite: World Politics 50, formal: {stated: October 1977, documented: October 1997}",
        "cite: World Politics 50, formal: {stated: October 1997, documented: October 1997}",
    ).claims
    assert (slip.verdict, right.verdict) == ("contradicted", "supported")
    assert slip.because == "the sentence has 'October 1977', the document named 'October 1997'"
