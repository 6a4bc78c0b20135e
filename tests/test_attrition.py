"""Consensus by attrition: crossed hazards, obstinate camps, and the check by time in small steps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, NotApplicable
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.attrition import AttritionGame, Camp

NAMES = ("c_A", "x_A", "g_A", "c_B", "x_B", "g_B", "r")
GIVEN = ("x_A >= 0", "x_B >= 0", "g_A > 0", "g_B > 0", "r >= 0")
UNDER = Assumptions.read(NAMES, *GIVEN)


def game(under: Assumptions = UNDER) -> AttritionGame:
    read = {name: exact(name, NAMES) for name in NAMES}
    camps = (Camp("A", read["c_A"], read["x_A"], read["g_A"]), Camp("B", read["c_B"], read["x_B"], read["g_B"]))
    return AttritionGame(camps, read["r"], under)


def test_hazards_are_crossed() -> None:
    """F18 as corrected: without discounting and loss, i gives way at c_j/Delta_j."""
    plain = game().at({"x_A": 0, "x_B": 0, "r": 0})
    assert plain.rates == (exact("c_B/g_B", NAMES), exact("c_A/g_A", NAMES))


def test_the_mean_delay_of_equal_camps() -> None:
    """F18: Delta/(2c)."""
    same = Assumptions.read(("c", "Delta"), "c > 0", "Delta > 0")
    c, delta = exact("c", same.names), exact("Delta", same.names)
    equal = AttritionGame((Camp("A", c, Fraction(0), delta), Camp("B", c, Fraction(0), delta)), assumptions=same)
    assert equal.mean_delay == exact("Delta/(2*c)", same.names)


def test_rates_are_the_limit_of_small_steps() -> None:
    """In steps of length t the other must give way with the probability that makes waiting one step worth nothing."""
    cost, loss, gain, rate = Fraction(3), Fraction(1), Fraction(5), Fraction(1, 10)
    numbers = {"c_A": 3, "x_A": 1, "g_A": 5, "c_B": 3, "x_B": 1, "g_B": 5, "r": "1/10"}
    derived = game().at(numbers).rates[0]
    assert derived == (cost - rate * loss) / (gain + loss)
    errors = []
    for steps in (10, 100, 1000):
        t = Fraction(1, steps)
        kept = 1 - rate * t
        # p gain + (1 - p)(-c t - kept loss) = -loss
        share = (-loss + cost * t + kept * loss) / (gain + cost * t + kept * loss)
        errors.append(abs(share / t - derived))
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < Fraction(1, 200)


def test_the_map() -> None:
    atlas = outcome_atlas(game())
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)
    assert atlas.verified
    regions = {region.outcome: region.where for region in atlas.regions}
    either = "concession by A or concession by B or an open wait"
    assert set(regions) == {"concession by A", "concession by B", "no decision ever", either}
    point = {"c_A": 1, "x_A": 1, "g_A": 1, "c_B": 1, "x_B": 1, "g_B": 1, "r": Fraction(1, 2)}
    for change, outcome in (
        ({}, either),
        ({"x_A": 3}, "concession by B"),
        ({"x_B": 3}, "concession by A"),
        ({"x_A": 3, "x_B": 3}, "no decision ever"),
        ({"x_A": 2, "x_B": 2}, "no decision ever"),
        ({"x_A": 2}, "concession by B"),
        ({"r": 0}, either),
        ({"c_A": -1, "c_B": -1}, "no decision ever"),
    ):
        at = {name: Fraction(value) for name, value in {**point, **change}.items()}
        assert [name for name, where in regions.items() if where.holds(at)] == [outcome]


def test_one_obstinate_camp_is_not_enough_for_no_decision() -> None:
    """Against one that never gives way the other does so at once; a wait without end needs both."""
    solution = game().solution()
    where = {found.outcome: found.where for found in solution.equilibria}
    never = where["no decision ever"]
    assert never is not None
    assert never.equivalent(Condition.read("c_A <= r*x_A and c_B <= r*x_B", UNDER))
    obstinate = Condition.read("c_A < r*x_A and c_B > r*x_B", UNDER)
    for outcome, condition in where.items():
        assert condition is not None
        assert (obstinate & condition).feasible() is (outcome == "concession by B")
    assert "each keeps the other indifferent" in solution.notes[1]


def test_what_is_refused() -> None:
    with pytest.raises(NotApplicable, match="may not prefer the other to give way"):
        game(Assumptions.read(NAMES, "r >= 0"))
    with pytest.raises(NotApplicable, match="discount rate may be negative"):
        game(Assumptions.read(NAMES, *GIVEN[:4]))
    function = GAME_FORMS["attrition"].function
    one = {"cost": 1, "gain": 1}
    with pytest.raises(InvalidGame, match="two camps, not 1"):
        function({"camps": {"A": one}}, UNDER, None)
    with pytest.raises(InvalidGame, match="no ties"):
        function({"camps": {"A": one, "B": one}, "ties": ["A waits"]}, UNDER, None)
    with pytest.raises(InvalidGame, match="unknown field 'costs'"):
        function({"camps": {"A": {"costs": 1}, "B": one}}, UNDER, None)
    with pytest.raises(InvalidGame, match="different names"):
        AttritionGame((Camp("A", 1, 0, 1), Camp("A", 1, 0, 1)))


@pytest.mark.parametrize(("loss", "gives_way", "may_give_way"), [(-1, True, True), (0, False, True), (1, False, False)])
def test_without_cost_and_discount_the_loss_alone_decides(loss: int, gives_way: bool, may_give_way: bool) -> None:
    """A wait without end is then worth the state of affairs, and giving way is worth the loss less, whenever it is."""
    camps = Camp("A", Fraction(0), Fraction(loss), Fraction(2)), Camp("B", Fraction(0), Fraction(1), Fraction(1))
    found = AttritionGame(camps).solution()
    assert found.verified
    assert [each.outcome for each in found.equilibria] == ["concession by A" if gives_way else "no decision ever"]
    assert AttritionGame(camps).flexible(camps[0]).formula is may_give_way
