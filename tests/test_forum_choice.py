"""Which body to ask, what it costs those who can block, and how alike the members of a body judge."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, TooLarge
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.atlas import outcome_atlas, thresholds
from coopsec_games.noncooperative.concepts import solve

CHOICE = {
    "proposer": "USA",
    "outside": "s",
    "blockers": {"RUS": {}, "GRC": {}},
    "forums": {"council": {"worth": "u", "blockers": ["RUS"]}, "alliance": {"worth": "n", "blockers": ["GRC"]}},
}
NAMES = ("u", "n", "s", "pi_RUS", "k_RUS", "pi_GRC", "k_GRC")


def form(key: str, fields: Any, under: Assumptions) -> Any:
    return GAME_FORMS[key].function(fields, under, None)


def chosen(point: dict[str, Fraction]) -> str:
    """The most legitimate body that nobody blocks, by hand: what a blocker compares consent with is what comes next."""
    after = "outside" if point["s"] >= 0 else "nothing"
    for body, worth, blocker in (("alliance", "n", "GRC"), ("council", "u", "RUS")):
        lost = point[f"k_{blocker}"] if after != "nothing" else Fraction(0)
        if point[f"pi_{blocker}"] <= lost and point[worth] >= 0:
            after = body
    return after


def test_the_most_legitimate_body_that_passes() -> None:
    """F15, against the rule worked out by hand from the last body to the first, at random points."""
    under = Assumptions.read(NAMES, "u >= n", "n >= s", "n >= 0", "k_RUS >= 0", "k_GRC >= 0")
    game = form("forum-choice", CHOICE, under)
    atlas = outcome_atlas(game)
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)
    random, seen = Random(15), set()
    for _ in range(60):
        point = {name: Fraction(random.randint(0, 6), 2) for name in NAMES}
        point["s"] -= 2
        point["n"] = max(point["s"], Fraction(0)) + point["n"]
        point["u"] += point["n"]
        (region,) = (region for region in atlas.regions if region.where.holds(point))
        assert region.outcome == chosen(point), point
        seen.add(region.outcome)
    assert seen == {"council", "alliance", "outside", "nothing"}


def test_a_refusal_that_costs_is_not_asked_for() -> None:
    under = Assumptions.read(("pi", "k", "e"), "pi > k", "k >= 0", "e > 0")
    fields = {
        "proposer": "USA",
        "outside": 1,
        "refusal": "e",
        "blockers": {"RUS": {"consent": "pi", "bypassed": "k"}},
        "forums": {"council": {"worth": 3, "blockers": ["RUS"]}, "alliance": {"worth": 2}},
    }
    (found,) = solve(form("forum-choice", fields, under), "subgame-perfect").equilibria
    assert found.outcome == "alliance"
    assert found.payoffs[0] == 2
    assert ("USA", "pass it by") in found.path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"forums": {}}, "names no body"),
        ({"forums": {"outside": {"worth": 1}}}, "cannot be called 'outside'"),
        ({"forums": {"council": {"worth": 1, "blockers": ["RSU"]}}}, "nothing is said of 'RSU'"),
        ({"forums": {"council": {"worth": 1, "blockers": ["RUS", "RUS"]}}}, "named twice"),
        ({"proposer": "RUS"}, "both the proposer and a blocker"),
        ({"forum": {}}, "unknown field 'forum'"),
    ],
)
def test_what_is_refused(change: dict[str, object], message: str) -> None:
    under = Assumptions.read(NAMES)
    with pytest.raises(InvalidGame, match=message):
        form("forum-choice", {**CHOICE, **change}, under)


def test_too_many_bodies() -> None:
    many = {f"body {number}": {"worth": 1} for number in range(7)}
    with pytest.raises(TooLarge, match="7 bodies"):
        form("forum-choice", {**CHOICE, "forums": many}, Assumptions.read(NAMES))


# How alike the members judge.


def test_approval_with_a_shared_judgement() -> None:
    """F23: rho p + (1 - rho) p^n, out of the tree of judgements."""
    under = Assumptions.read(("rho", "p", "tau"), "0 <= rho <= 1", "0 < p < 1", "0 < tau < p", solve_for=["rho"])
    for size in (1, 2, 5, 10):
        fields = {"proposer": "H", "bodies": {"body": {"size": size, "alike": "rho"}}, "otherwise": "tau"}
        atlas = outcome_atlas(form("correlated-consensus", fields, under))
        regions = {region.outcome: region.where for region in atlas.regions}
        stated = Condition.read(f"rho*p + (1 - rho)*p**{size} >= tau", under)
        assert regions["body"].equivalent(stated)
        if size > 1:
            (bound,) = thresholds({"body": regions["body"]}, ["rho"])
            wanted = exact(f"(tau - p**{size})/(p - p**{size})", under.names)
            assert bound.op == ">="
            from sympy import simplify

            assert simplify(bound.value - wanted) == 0


def test_required_likeness_of_ten() -> None:
    """F24: p = .8, tau = .5 and ten members need rho >= .5669."""
    under = Assumptions.read(("rho",), "0 <= rho <= 1", solve_for=["rho"])
    bodies = {"ASEAN": {"size": 10, "alike": "rho", "approval": "4/5"}}
    fields = {"proposer": "H", "bodies": bodies, "otherwise": "1/2"}
    atlas = outcome_atlas(form("correlated-consensus", fields, under))
    (bound,) = thresholds({"ASEAN": atlas.regions[0].where}, ["rho"])
    p = Fraction(4, 5)
    assert bound.value == (Fraction(1, 2) - p**10) / (p - p**10)
    assert round(bound.value, 4) == Fraction(5669, 10000)


def test_a_larger_body_may_be_likelier_to_act() -> None:
    under = Assumptions.read(("r", "p"), "0 <= r <= 1", "0 < p < 1", solve_for=["r"])
    bodies = {"five": {"size": 5, "alike": 0}, "nineteen": {"size": 19, "alike": "r"}}
    atlas = outcome_atlas(form("correlated-consensus", {"proposer": "H", "bodies": bodies}, under))
    regions = {region.outcome: region.where for region in atlas.regions}
    p = Fraction(4, 5)
    for rho, larger in ((Fraction(0), False), (Fraction(1, 4), False), (Fraction(1, 2), True), (Fraction(1), True)):
        assert (rho * p + (1 - rho) * p**19 > p**5) is larger
        assert regions["nineteen"].holds({"r": rho, "p": p}) is larger


@pytest.mark.parametrize("size", [0, 151, "3/2", "n", True])
def test_a_size_is_a_whole_number(size: object) -> None:
    under = Assumptions.read(("rho", "p"), "0 < p < 1")
    bodies = {"body": {"size": size, "alike": "rho"}}
    with pytest.raises(InvalidGame, match="whole number"):
        form("correlated-consensus", {"proposer": "H", "bodies": bodies, "otherwise": "1/2"}, under)


def test_how_the_members_judge_apart_is_said_once() -> None:
    under = Assumptions.read(("rho", "p", "J"), "0 <= rho <= 1", "0 < J < p < 1", solve_for=["rho"])
    body = {"alike": "rho", "apart": "J"}
    atlas = outcome_atlas(
        form("correlated-consensus", {"proposer": "H", "bodies": {"body": body}, "otherwise": "1/2"}, under)
    )
    assert atlas.regions[0].where.equivalent(Condition.read("rho*p + (1 - rho)*J >= 1/2", under))
    for wrong in ({"alike": "rho"}, {**body, "size": 3}):
        with pytest.raises(InvalidGame, match="either the field 'size' or the field 'apart'"):
            form("correlated-consensus", {"proposer": "H", "bodies": {"body": wrong}, "otherwise": "1/2"}, under)


# What an approval tells.


def test_a_stricter_body_tells_more_by_approving_and_less_by_refusing() -> None:
    """F28: E[x | approval] = (1 + t)/2 and E[x | refusal] = t/2."""
    under = Assumptions.read(("t", "s"), "0 < t < 1", solve_for=["s"])
    atlas = outcome_atlas(form("endorsement", {"public": "public"}, under))
    always, approved, never = (region.where for region in atlas.regions)
    assert always.equivalent(Condition.read("s <= t/2", under))
    assert approved.equivalent(Condition.read("t/2 < s <= (1 + t)/2", under))
    assert never.equivalent(Condition.read("s > (1 + t)/2", under))
    with pytest.raises(InvalidGame, match="outside 0 to 1"):
        form("endorsement", {"public": "public"}, Assumptions.read(("t", "s"), "0 <= t < 1"))
