"""Arms races: the steady state and its stability come out of the dynamics, and simulated races agree."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from coopsec_games.conditions import Assumptions, Condition, compare
from coopsec_games.errors import InvalidGame
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.arms_dynamics import ArmsRace
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.payoffs import value_at

F = Fraction
NAMES = ("k", "l", "alpha", "beta", "g", "h")
GIVEN = ("k > 0", "l > 0", "alpha > 0", "beta > 0", "g >= 0", "h >= 0", "g + h > 0")
FIELDS = {
    "players": ["USA", "RUS"],
    "reaction": ["k", "l"],
    "fatigue": ["alpha", "beta"],
    "grievance": ["g", "h"],
}


def race(*more: str, **fields: object) -> ArmsRace:
    under = Assumptions.read(NAMES, *GIVEN, *more, solve_for=["k"])
    made = GAME_FORMS["arms-race"].function({**FIELDS, **fields}, under, None)
    assert isinstance(made, ArmsRace)
    return made


def test_f06_steady_state() -> None:
    found = race()
    under = found.assumptions
    known = ("(beta*g + k*h)/(alpha*beta - k*l)", "(alpha*h + l*g)/(alpha*beta - k*l)")
    stable = Condition.read("alpha*beta > k*l", under)
    for level, formula in zip(found.steady_state(), known, strict=True):
        assert stable.implies(compare(level, "=", exact(formula, NAMES), under))


def test_f06_stable_exactly_where_fatigue_outweighs_reactions() -> None:
    atlas = outcome_atlas(race())
    regions = {region.outcome: region.where for region in atlas.regions}
    assert set(regions) == {"steady state", "runaway race"}
    for outcome, text in (("steady state", "alpha*beta > k*l"), ("runaway race", "alpha*beta <= k*l")):
        assert regions[outcome].equivalent(Condition.read(text, regions[outcome].assumptions))
    assert atlas.verified
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)


def test_simulated_races_go_where_the_map_says() -> None:
    """Euler steps in exact numbers, rounded to a grid."""
    random = Random(6)
    found = race()
    regions = {region.outcome: region.where for region in outcome_atlas(found).regions}
    seen = set()
    for _ in range(25):
        point = {name: F(random.randint(1, 6), 4) for name in NAMES}
        slack = point["alpha"] * point["beta"] - point["k"] * point["l"]
        if abs(slack) < F(1, 4):
            continue
        x = y = F(random.randint(0, 40))
        for _ in range(1_500):
            up = point["k"] * y - point["alpha"] * x + point["g"]
            over = point["l"] * x - point["beta"] * y + point["h"]
            x, y = (F(round((value + step / 8) * 4096), 4096) for value, step in ((x, up), (y, over)))
            if max(x, y) > 10**6:
                break
        (outcome,) = (name for name, where in regions.items() if where.holds(point))
        seen.add(outcome)
        if outcome == "runaway race":
            assert max(x, y) > 10**6
        else:
            rest = [value_at(level, point) for level in found.steady_state()]
            assert max(abs(x - rest[0]), abs(y - rest[1])) < F(1, 10)
    assert len(seen) == 2


def test_one_side_that_does_not_answer() -> None:
    atlas = outcome_atlas(race(reaction=["k", 0]))
    assert [(region.outcome, region.where.text) for region in atlas.regions] == [("steady state", "always")]
    assert atlas.verified


def test_numbers_in_the_place_of_letters() -> None:
    settled = race().at({"k": 3, "l": 1, "alpha": 1, "beta": 2})
    assert settled.parameters == ("g", "h")
    assert [region.outcome for region in outcome_atlas(settled).regions] == ["runaway race"]
    even = race().at({"k": 2, "l": 1, "alpha": 1, "beta": 2, "g": 1, "h": 0})
    assert [region.outcome for region in outcome_atlas(even).regions] == ["runaway race"]
    assert outcome_atlas(even).verified
    calm = race().at({"k": 1, "l": 1, "alpha": 2, "beta": 2, "g": 1, "h": 1})
    assert calm.steady_state() == (F(1), F(1))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"players": ["USA"]}, "'players' names 1"),
        ({"reaction": ["k"]}, "'reaction' takes a list of two"),
        ({"fatigue": ["alpha", 0]}, "the fatigue of RUS is positive"),
        ({"reaction": ["k", -1]}, "the reaction of RUS is not negative"),
        ({"grievance": [0, 0]}, "somebody has a grievance"),
        ({"outcomes": ["one", "one"]}, "two different outcomes"),
        ({"speed": 1}, "unknown field 'speed'"),
    ],
)
def test_refusals(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        race(**fields)
