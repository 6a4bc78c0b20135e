"""Trust: thresholds, first steps, watersheds and folds come out as the catalogue has them, and simulations agree."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import exp, log, sqrt
from random import Random
from typing import Any

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.trust_dynamics import COMMUNITY, NONE, TrustFeedback, fold_band

F = Fraction
NAMES = ("R", "T", "P", "S", "q", "t", "s", "x_0", "q_0", "a", "theta", "R_x", "T_x", "P_x", "S_x")
STAG = ("R > T", "T >= P", "P > S", "0 < q < 1", "0 < t < 1", "0 < s < 1", "0 < x_0 < 1", "a > 0", "theta >= 0")
TABLE: dict[str, object] = {
    "players": ["A", "B"],
    "strategies": ["trust", "distrust"],
    "payoffs": [["R, R", "S, T"], ["T, S", "P, P"]],
    "cooperate": "trust",
}


def form(key: str, fields: dict[str, object], *more: str) -> Any:
    under = Assumptions.read(NAMES, *STAG, *more, solve_for=["q", "s", "x_0", "q_0"])
    return GAME_FORMS[key].function(fields, under, None)


def regions(game: Any) -> dict[str, Condition]:
    atlas = outcome_atlas(game)
    assert atlas.verified
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)
    return {region.outcome: region.where for region in atlas.regions}


def same(found: Condition, known: str) -> bool:
    return bool(found.equivalent(Condition.read(known, found.assumptions)))


# F05: assurance


def test_f05_trust_threshold() -> None:
    found = regions(form("assurance", {**TABLE, "belief": "q", "outcomes": ["trust", "race"]}))
    assert same(found["trust or race"], "q >= (P - S)/((R - T) + (P - S))")
    assert same(found["race"], "q < (P - S)/((R - T) + (P - S))")
    stag = {"R": F(4), "T": F(3), "P": F(2), "S": F(1)}
    assert [found["race"].holds({**stag, "q": value}) for value in (F(49, 100), F(1, 2))] == [True, False]


def test_f05_risk_dominance_is_trust_at_even_odds() -> None:
    found = regions(form("assurance", {**TABLE, "belief": "1/2", "outcomes": ["trust", "race"]}))
    assert same(found["trust or race"], "(P - S)/((R - T) + (P - S)) <= 1/2")


def test_f05_against_the_game_with_types() -> None:
    """Ex ante payoffs of both types; an expansionist distrusts, a seeker of security trusts where it pays."""
    found = regions(form("assurance", {**TABLE, "belief": "q", "outcomes": ["trust", "race"]}))
    random = Random(5)
    for _ in range(80):
        s, p, t, r = sorted(random.sample(range(-9, 10), 4))
        q = F(random.randint(1, 9), 10)
        own = {("c", "c"): r, ("c", "d"): s, ("d", "c"): t, ("d", "d"): p}

        def worth(mine: str, seeker: str, odds: Fraction = q, table: dict[tuple[str, str], int] = own) -> Fraction:
            return odds * table[mine, seeker] + (1 - odds) * table[mine, "d"]

        nash = [action for action in "cd" if all(worth(action, action) >= worth(other, action) for other in "cd")]
        point = {"R": F(r), "T": F(t), "P": F(p), "S": F(s), "q": q}
        (outcome,) = (name for name, where in found.items() if where.holds(point))
        assert outcome == ("trust or race" if nash == ["c", "d"] else "race")


# F05b: reassurance


FIRST: dict[str, object] = {
    "trustworthy": [["R", "S"], ["T", "P"]],
    "untrustworthy": [["R_x", "S_x"], ["T_x", "P_x"]],
    "prior": "t",
    "stake": "s",
}
EXPANSION = ("T_x > R_x", "R_x > P_x", "P_x > S_x")


def test_f05b_the_stake_that_tells() -> None:
    """Catalogue 0b.6, the untrustworthy type's own constraint; the trustworthy type's bounds the stake from above."""
    found = regions(form("reassurance", FIRST, *EXPANSION))["the first step tells"]
    low = "s >= t*(T_x - P_x)/(t*(T_x - P_x) + t*(T_x - R_x) + (1 - t)*(P_x - S_x))"
    assert found.implies(Condition.read(low, found.assumptions))
    assert same(found, f"{low} and t*R + (1 - t)*P + s*(1 - t)*(S - P) >= s*t*T + s*(1 - t)*P + (1 - s)*P")


def test_f05b_as_printed_is_an_opponent_known_to_be_trustworthy() -> None:
    found = regions(form("reassurance", {**FIRST, "prior": 1}, *EXPANSION))["the first step tells"]
    assert same(found, "s >= (T_x - P_x)/((T_x - P_x) + (T_x - R_x))")


def test_f05b_against_every_plan_in_numbers() -> None:
    found = regions(form("reassurance", FIRST, *EXPANSION))["the first step tells"]
    random = Random(8)
    seen = set()
    for _ in range(60):
        mine = sorted(random.sample(range(10), 4))
        theirs = sorted(random.sample(range(10), 4))
        tables = {"good": (mine[3], mine[0], mine[2], mine[1]), "bad": (theirs[2], theirs[0], theirs[3], theirs[1])}
        t, s = F(random.randint(1, 9), 10), F(random.randint(1, 19), 20)
        plans = list(product("cd", repeat=3))
        usual = {"good": ("c", "c", "d"), "bad": ("d", "d", "d")}

        def worth(
            kind: str, plan: tuple[str, ...], tables: Any = tables, t: Any = t, s: Any = s, usual: Any = usual
        ) -> Any:
            r, sucker, tempt, p = tables[kind]
            table = {("c", "c"): r, ("c", "d"): sucker, ("d", "c"): tempt, ("d", "d"): p}
            total = F(0)
            for other, odds in (("good", t), ("bad", 1 - t)):
                them = usual[other]
                then = (plan[1 if them[0] == "c" else 2], them[1 if plan[0] == "c" else 2])
                total += odds * (s * table[plan[0], them[0]] + (1 - s) * table[then])
            return total

        best = all(worth(kind, usual[kind]) == max(worth(kind, plan) for plan in plans) for kind in usual)
        point = dict(zip(("R", "S", "T", "P"), map(F, tables["good"]), strict=True))
        point |= dict(zip(("R_x", "S_x", "T_x", "P_x"), map(F, tables["bad"]), strict=True))
        assert found.holds({**point, "t": t, "s": s}) == best
        seen.add(best)
    assert seen == {True, False}


# replicator


def test_the_watershed_is_the_trust_threshold() -> None:
    found = regions(form("replicator", {**TABLE, "start": "x_0"}))
    assert same(found["all trust in the end"], "x_0 > (P - S)/((R - T) + (P - S))")
    assert same(found["all distrust in the end"], "x_0 < (P - S)/((R - T) + (P - S))")
    for start in (F(1, 10), F(2, 5), F(9, 20), F(11, 20), F(9, 10)):
        x = float(start)
        for _ in range(4_000):
            x += 0.05 * x * (1 - x) * (x * (4 - 3) + (1 - x) * (1 - 2))
        end = "all trust in the end" if x > 0.5 else "all distrust in the end"
        assert found[end].holds({"R": F(4), "T": F(3), "P": F(2), "S": F(1), "x_0": start})


# F07: folds


def catalogue(precision: float) -> tuple[float, float]:
    """The closed form as the catalogue prints it."""
    ends = [(1 + sign * sqrt(1 - 4 / precision)) / 2 for sign in (-1, 1)]
    low, high = (x - log(x / (1 - x)) / precision for x in ends)
    return low, high


def test_f07_fold_band() -> None:
    low, high = fold_band(F(8), 5)
    assert low == (F(36679, 100000), F(36680, 100000))
    assert high == (F(63320, 100000), F(63321, 100000))
    fine = fold_band(F(8), 12)
    assert [f"{float(sum(ends) / 2):.5f}" for ends in fine] == ["0.36679", "0.63321"]


@pytest.mark.parametrize("precision", [F(41, 10), F(9, 2), F(8), F(25), F(1000)])
def test_f07_bounds_hold_the_closed_form(precision: Fraction) -> None:
    for ends, value in zip(fold_band(precision, 10), catalogue(float(precision)), strict=True):
        assert ends[1] - ends[0] == F(1, 10**10)
        assert float(ends[0]) - 1e-12 <= value <= float(ends[1]) + 1e-12


def rests(precision: float, q: float) -> set[str]:
    """The stable rest points that iterating the response from both ends finds."""
    found = set()
    for start in (0.0, 1.0):
        x = start
        for _ in range(3_000):
            x = 1 / (1 + exp(-precision * (x - q)))
        found.add(COMMUNITY if x > 0.5 else NONE)
    return found


@pytest.mark.parametrize("precision", [2, 8, 12])
def test_rest_points_agree_with_iteration(precision: int) -> None:
    game = form("trust-feedback", {"precision": precision, "thresholds": ["q"], "digits": 3})
    where = {found.outcome: found.where for found in game.solution().equilibria}
    for number in range(1, 40):
        q = F(number, 40)
        if precision == 2 and q == F(1, 2):
            continue
        told = {outcome for outcome in (COMMUNITY, NONE) if where[outcome].holds({"q": q})}
        assert told == rests(precision, float(q)), q


def test_a_community_outlives_its_threat() -> None:
    fields: dict[str, object] = {
        "precision": 8, "thresholds": ["q_0 - a*theta", "q_0"], "start": "no community", "digits": 2,
    }  # fmt: skip
    found = regions(form("trust-feedback", fields, "0 < q_0 < 1"))
    lasting = found["community then community"]
    assert same(lasting, "q_0 - a*theta <= 9/25 and q_0 <= 63/100")
    assert same(found["community then no community"], "q_0 - a*theta <= 9/25 and q_0 >= 16/25")
    half = {"q_0": F(1, 2), "a": F(1)}
    assert lasting.holds({**half, "theta": F(1, 4)})
    assert found["no community then no community"].holds({**half, "theta": F(0)})
    weak = regions(form("trust-feedback", {**fields, "precision": 3}, "0 < q_0 < 1"))
    assert same(weak["community then community"], "q_0 < 1/2")


def test_histories_agree_with_iteration() -> None:
    game = TrustFeedback(F(8), ("q", "t", "s"), Assumptions.read(["q", "t", "s"]), "no community", 3)
    where = {found.outcome: found.where for found in game.solution().equilibria}
    random = Random(2)
    for _ in range(60):
        point = {name: F(random.randint(20, 80), 100) for name in ("q", "t", "s")}
        x, path = 0.0, []
        for name in ("q", "t", "s"):
            for _ in range(2_000):
                x = 1 / (1 + exp(-8 * (x - float(point[name]))))
            path.append(COMMUNITY if x > 0.5 else NONE)
        assert [outcome for outcome, there in where.items() if there.holds(point)] == [" then ".join(path)]


def test_refusals() -> None:
    with pytest.raises(NotApplicable, match="one rest point only"):
        fold_band(F(4))
    with pytest.raises(TooLarge):
        fold_band(F(1001))
    with pytest.raises(InvalidGame, match="need a start"):
        form("trust-feedback", {"precision": 8, "thresholds": ["q", "t"]})
    with pytest.raises(InvalidGame, match="the start is"):
        form("trust-feedback", {"precision": 8, "thresholds": ["q"], "start": "peace"})
    with pytest.raises(InvalidGame, match="5 epochs"):
        form("trust-feedback", {"precision": 8, "thresholds": ["q"] * 5, "start": "community"})
    with pytest.raises(InvalidGame, match="precision is positive"):
        form("trust-feedback", {"precision": 0, "thresholds": ["q"]})
    with pytest.raises(InvalidGame, match="'digits' takes a whole number"):
        form("trust-feedback", {"precision": 8, "thresholds": ["q"], "digits": "1/2"})
    with pytest.raises(InvalidGame, match="belief is a probability"):
        form("assurance", {**TABLE, "belief": "theta"})
    with pytest.raises(InvalidGame, match="the stake lies between"):
        form("reassurance", {**FIRST, "stake": "theta"})
    with pytest.raises(InvalidGame, match="'trustworthy' takes two rows"):
        form("reassurance", {**FIRST, "trustworthy": [["R", "S"]]})
    with pytest.raises(InvalidGame, match="only best reply to itself"):
        form("replicator", {**TABLE, "start": "x_0", "payoffs": [["T, T", "S, R"], ["R, S", "P, P"]]})
    with pytest.raises(InvalidGame, match="symmetric"):
        form("replicator", {**TABLE, "start": "x_0", "payoffs": [["R, R", "S, T"], ["R, S", "P, P"]]})
