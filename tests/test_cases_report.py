"""The report of a case as a person reads it: who judges, what a point shows, moves that are many, long fractions."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from coopsec_games.analysis import check, load_case
from coopsec_games.cli import main
from coopsec_games.conditions import Assumptions
from coopsec_games.errors import Faults, SpecError
from coopsec_games.formulas import number_text, shown_number
from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
from coopsec_games.noncooperative.narration import told_play
from coopsec_games.report import report_text

CASE = """\
title: A made-up case
date: 1999-03-24
parameters:
  a: {meaning: what acting gives, assume: 0 <= a <= d}
  d: {meaning: a bound that no payoff knows, assume: d >= 0}
  e: {meaning: what both moves give, assume: e >= a}
  w_1: {meaning: a weight, assume: w_1 > 0}
  theta: {meaning: a half measure, assume: [theta > 0, theta < 1]}
games:
  acting:
    players: [USA]
    tree: {player: USA, actions: {act: {outcome: good, payoffs: [a + e]}, wait: {outcome: bad, payoffs: [1/2 + e]}}}
  scale:
    form: ordinal-scale
    judge: Cohen
    criteria: {One: w_1}
    levels: {'No': 0, 'Yes?': theta, 'Yes': 1}
    judgements: {UN: ['No'], EU: ['Yes?']}
"""


@pytest.fixture
def told(tmp_path: Path) -> str:
    file = tmp_path / "made-up.yaml"
    file.write_text(CASE, encoding="utf-8")
    return report_text(load_case(file).analyze())


def test_who_judges_is_no_player(told: str) -> None:
    assert "Judged by Cohen. Solved for weighted score" in told
    assert "Players: USA. Where indifferent" in told


def test_a_point_shows_the_condition_first_and_nothing_that_is_only_tied_to_it(told: str) -> None:
    lines = [line.strip() for line in told.splitlines() if line.strip().startswith("for instance")]
    assert len(lines) == 2  # none of the scale, whose ranking holds always
    assert all(line.startswith("for instance a = ") and "; with e = " in line for line in lines)
    assert all("d = " not in line and "theta" not in line for line in lines)


def test_no_equilibrium_says_of_which_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "greece-1999", "--game", "more-reluctant"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "none of what is solved for here: symmetric mixed equilibria; others there may be" in out
    assert "there is nothing to compare. This is what is meant by no equilibrium." in out
    assert "Nobody is critical, for an abstention breaks no silence, and everybody is decisive" in out


def test_of_many_moves_the_nearest_are_named() -> None:
    prices = {"pay for A; B": 5, "pay for A; C": 3, "pay for B; C": 4, "pay for D": 7, "take it": 0}
    ends = [
        (label, Terminal("adopted" if price else "taken", (Fraction(2 - price),))) for label, price in prices.items()
    ]
    root = Decision("USA", (*ends, ("drop", Terminal("dropped", (Fraction(9),)))))
    game = ExtensiveFormGame(("USA",), root, Assumptions.read([]))
    assert told_play(game, (("USA", "drop"),), {}) == (
        "USA: drop (dropped, 9) rather than “pay for A; C” (adopted, -1) or take it (taken, 2) "
        "or one of 3 other moves (at most -2)"
    )
    few = ExtensiveFormGame(("USA",), Decision("USA", (*ends[:2], root.actions[-1])), Assumptions.read([]))
    assert told_play(few, (("USA", "drop"),), {}) == (
        "USA: drop (dropped, 9) rather than “pay for A; B” (adopted, -3) or “pay for A; C” (adopted, -1)"
    )


@pytest.mark.parametrize("power", [-40, -7, -6, -5, -1, 0, 1, 4, 5, 6, 40])
@pytest.mark.parametrize(
    "lead", [Fraction(10**30 + 7, 10**30 + 1), Fraction(10**31 - 7, 10**30 + 1), Fraction(-7, 3**50)]
)
def test_long_fractions_have_their_size_beside_them(power: int, lead: Fraction) -> None:
    value = lead * Fraction(10) ** power
    exact, mark, near = shown_number(value).partition(" ≈ ")
    assert exact == number_text(value)
    if value.denominator == 1:
        assert not mark
        return
    size, _, shift = near.partition("*10**")
    read = Fraction(size) * Fraction(10) ** int(shift or 0)
    assert abs(read - value) <= abs(value) / 10**5
    assert len(size.lstrip("-0.").replace(".", "")) == 6


def test_short_fractions_and_whole_numbers_stand_alone() -> None:
    for value in (Fraction(1, 3), Fraction(10**40), Fraction(1234567890, 1234567891)):
        assert shown_number(value) == number_text(value)


@pytest.mark.parametrize(
    ("a", "d", "breaks"),
    [("1/2", "1", ""), ("2", "1", "the baseline breaks d >= a, which is assumed"), ("1/2", "-1", "d >= a and d >= 0")],
)
def test_a_baseline_that_the_assumptions_exclude_is_said(tmp_path: Path, a: str, d: str, breaks: str) -> None:
    file = tmp_path / "made-up.yaml"
    stated = CASE.replace("0 <= a <= d}", f"0 <= a <= d, baseline: {a}}}").replace(
        "d >= 0}", f"d >= 0, baseline: {d}}}"
    )
    file.write_text(stated, encoding="utf-8")
    told = " ".join(report_text(load_case(file).analyze()).split())
    assert ("the baseline breaks" in told) == bool(breaks)
    assert breaks in told
    assert check(file).ok != bool(breaks)


@pytest.mark.parametrize("mark", ["C", "M", "m"])
def test_a_baseline_is_no_fact(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "made-up.yaml"
    file.write_text(CASE.replace("0 <= a <= d}", f"0 <= a <= d, baseline: 1, certainty: {mark}}}"), encoding="utf-8")
    with pytest.raises((SpecError, Faults), match="an illustration and no fact"):
        load_case(file)
