"""Cases beside one another: one map in other letters, and ballots under the rules of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopsec_games.analysis import Analysis, load_case
from coopsec_games.analysis.comparisons import same_maps, under_rules_of_others
from coopsec_games.conditions import Condition

RENAMED = """
title: Two states and a prize
date: 1972-05-26
parameters:
  {gain}: {{meaning: what it brings, assume: {gain} >= 0}}
  {price}: {{meaning: what it costs}}
games:
  once:
    players: [USA]
    solve-for: [{price}]
    tree:
      player: USA
      actions:
        act: {{outcome: {act}, payoffs: ["{gain} - {price}"]}}
        wait: {{outcome: none, payoffs: [0]}}
recorded: {{once: {act}}}
"""


@pytest.fixture
def renamed(tmp_path: Path) -> list[Analysis]:
    made = []
    for gain, price, act in (("a", "b", "action"), ("worth", "toll", "move")):
        file = tmp_path / f"{gain}.yaml"
        file.write_text(RENAMED.format(gain=gain, price=price, act=act), encoding="utf-8")
        made.append(load_case(file).analyze())
    return made


def test_a_game_in_other_letters_is_one_map(renamed: list[Analysis]) -> None:
    [row] = same_maps(renamed).rows
    assert row[:3] == ("a: once", "worth: once", True)
    assert set(str(row[3]).split(", ")) == {"a as worth", "b as toll", "action as move"}
    assert row[4] == "action"
    # the record of the other, in the letters of the first
    where = row[5]
    assert isinstance(where, Condition)
    assert where.text == "b <= a"
    assert where.equivalent(Condition.read("a >= b", where.assumptions))


def test_one_case_is_not_compared_with_itself(renamed: list[Analysis]) -> None:
    assert not same_maps(renamed[:1]).rows
    assert not same_maps([]).rows


def test_the_ballots_of_korea_and_kosovo_under_each_others_rule() -> None:
    table = under_rules_of_others([load_case("korea-1950"), load_case("kosovo-1999")])
    own = [row for row in table.rows if str(row[4]).endswith("(its own)")]
    assert {row[0] for row in own} == {"korea-1950", "kosovo-1999"}
    assert all(row[6] is True and str(row[5]).startswith(str(row[3])) for row in own)
    # with nine votes needed, what passed with seven in 1950 fails
    assert {row[1] for row in table.rows if row[6] is False} == {"S/RES/83", "S/RES/84"}
    for source in ("S/PV.474", "SC/6496"):
        assert source in "; ".join(table.cite)


def test_bodies_are_not_mixed() -> None:
    assert not under_rules_of_others([load_case("korea-1950"), load_case("greece-1999")]).rows


def test_manchuria_and_ethiopia_under_each_others_rule() -> None:
    table = under_rules_of_others([load_case("manchuria-1931"), load_case("ethiopia-1935")])
    crossed = {(row[1], row[4]): row for row in table.rows if not str(row[4]).endswith("(its own)")}
    assert {row[0] for row in crossed.values()} == {"manchuria-1931", "ethiopia-1935"}
    # with the parties left out, as in 1935, Japan alone would not have kept the text off
    row = crossed["evacuation of Manchuria", "article-15-6 since 1920-01-10"]
    assert str(row[5]).startswith("adopted: 12 yes of 12")
    assert row[6] is False
