"""Cases beside one another: one map in other letters, records in one map, ballots under the rules of others."""

from __future__ import annotations

import pytest

from coopsec_games.analysis.comparisons import one_map, same_maps, under_rules_of_others
from coopsec_games.conditions import Condition
from coopsec_games.errors import NotApplicable
from coopsec_games.library import cases, load_case


def test_games_with_one_map() -> None:
    kosovo = load_case("kosovo-1999")
    table = same_maps([(kosovo, "council"), (kosovo, "indivisible"), (kosovo, "council")])
    assert [row[4] for row in table.rows] == [False, True, False]
    assert table.rows[1][5] == ""


def test_the_record_of_a_game_in_another_games_letters() -> None:
    kosovo = load_case("kosovo-1999")
    first, second = one_map((kosovo, "council"), [(kosovo, "council")])
    assert first.where.equivalent(Condition.read("c <= z and pi > k + c - c_m", first.where.assumptions))
    assert second.where.equivalent(first.where)
    assert second.recorded == ("outside", "outside")
    with pytest.raises(NotApplicable, match="has another map"):
        one_map((kosovo, "council"), [(kosovo, "indivisible")])


def test_the_ballots_of_korea_and_kosovo_under_one_rule() -> None:
    table = under_rules_of_others([load_case("korea-1950"), load_case("kosovo-1999")])
    own = [row for row in table.rows if str(row[4]).endswith("(its own)")]
    assert {row[0] for row in own} == {"korea-1950", "kosovo-1999"}
    for row in own:
        assert str(row[5]).startswith(str(row[3]))


@pytest.mark.skipif(not {"manchuria-1931", "ethiopia-1935"} <= set(cases()), reason="the cases are not on file")
def test_manchuria_and_ethiopia_under_each_others_rule() -> None:
    manchuria, ethiopia = load_case("manchuria-1931"), load_case("ethiopia-1935")
    table = under_rules_of_others([manchuria, ethiopia])
    crossed = [row for row in table.rows if not str(row[4]).endswith("(its own)")]
    assert {row[0] for row in crossed} == {"manchuria-1931", "ethiopia-1935"}
    assert any(not str(row[5]).startswith(str(row[3])) for row in crossed)
