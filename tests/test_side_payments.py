"""Votes that have a price, and a vetoer that stays away: the forms against every set of ballots and by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from coopsec_games import library
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.errors import InvalidGame, TooLarge
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.institutions.institution import Institution, Membership, Provision, Term
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.concepts import solve


@pytest.fixture(scope="module")
def council() -> Membership:
    day = date(1990, 1, 1)
    rule = {"all": [{"quota": {"of": "all", "yes": 4}}, {"no-objection": {"from": "permanent"}}]}
    groups = {"permanent": (Term(("P", "Q"), day),), "elected": (Term(("a", "b", "c", "d"), day),)}
    return Institution("council", "A council", groups, {"usual": (Provision(rule, day),)}, "usual").on("1990-06-01")


def payments(fields: Mapping[str, object], under: Assumptions, body: Membership | None) -> Any:
    return GAME_FORMS["side-payments"].function(fields, under, body)


def cheapest(prices: Mapping[str, Mapping[str, Fraction]], body: Membership) -> Fraction:
    """Every member casts every ballot that it would cast at all."""
    rule = body.procedure(None).rule
    costs = []
    for cast in product(*(list(own) for own in prices.values())):
        ballots = {member: Ballot(word) for member, word in zip(prices, cast, strict=True)}
        if rule.passes(ballots).adopted:
            costs.append(sum((prices[member][word] for member, word in zip(prices, cast, strict=True)), Fraction(0)))
    return min(costs)


def test_the_cheapest_set_is_that_of_every_set_of_ballots(council: Membership) -> None:
    random = Random(10)
    names = ("v", "y", "s", "t", "g")
    under = Assumptions.read(names, *(f"{name} >= 0" for name in names), solve_for=["g"])
    fields = {
        "buyer": "H",
        "worth": "g",
        "prices": [
            {"members": ["P"], "yes": 0},
            {"members": ["Q"], "yes": "y", "abstain": "v", "no": 0},
            {"members": ["a", "b"], "yes": "s", "abstain": 0},
            {"members": "rest", "yes": "t", "no": 0},
        ],
    }
    atlas = outcome_atlas(payments(fields, under, council))
    adopted = next(region.where for region in atlas.regions if region.outcome == "adopted")
    nothing = Fraction(0)
    for _ in range(40):
        point = {name: Fraction(random.randint(0, 8), 2) for name in names}
        reluctant = {"yes": point["s"], "abstain": nothing}
        opposed = {"yes": point["t"], "no": nothing}
        prices = {
            "P": {"yes": nothing},
            "Q": {"yes": point["y"], "abstain": point["v"], "no": nothing},
            "a": reluctant,
            "b": reluctant,
            "c": opposed,
            "d": opposed,
        }
        assert adopted.holds(point) is (point["g"] >= cheapest(prices, council))


def test_resolution_678() -> None:
    """The five not against, and the lowest prices up to nine votes."""
    case = library.load_case("kuwait-1990")
    game = library.build_game(case, "purchase")
    adopted = next(region.where for region in outcome_atlas(game).regions if region.outcome == "adopted")
    stated = "g >= b + min(3*s, a + 2*s, a + 2*y, s + 2*y)"
    assert adopted.equivalent(Condition.read(stated, adopted.assumptions))


def test_acting_without_the_text(council: Membership) -> None:
    under = Assumptions.read(("g", "o", "s"), "o >= 0", "s >= 0", solve_for=["g"])
    prices = [{"members": ["P", "Q", "a"], "yes": 0}, {"members": "rest", "yes": "s", "abstain": 0}]
    game = payments({"buyer": "H", "worth": "g", "prices": prices, "without": "o"}, under, council)
    atlas = outcome_atlas(game)
    assert {region.outcome: region.where.text for region in atlas.regions} == {
        "adopted": "g >= o + s",
        "acts without it": "g < o + s",
    }


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        ([{"members": ["P", "Q"], "yes": 0}], "nothing is said of the price of a, b, c, d"),
        ([{"members": "rest", "yes": 0}, {"members": "rest", "yes": 1}], "stands twice"),
        ([{"members": ["P"], "yes": 0}, {"members": ["P"], "yes": 1}, {"members": "rest", "yes": 0}], "two prices"),
        ([{"members": "rest"}], "names no ballot"),
        ([{"members": "rest", "yes": "x"}], "may be negative"),
        ([], "at least one entry"),
        ([{"members": ["Z"], "yes": 0}], "not a member"),
    ],
)
def test_what_is_refused(prices: object, message: str, council: Membership) -> None:
    under = Assumptions.read(("g", "x"))
    with pytest.raises(InvalidGame, match=message):
        payments({"buyer": "H", "worth": "g", "prices": prices}, under, council)


def test_prices_need_a_body_and_a_limit(council: Membership) -> None:
    under = Assumptions.read(("g", *(f"s{number}" for number in range(15))), *(f"s{n} >= 0" for n in range(15)))
    with pytest.raises(InvalidGame, match="needs an institution"):
        payments({"buyer": "H", "worth": "g", "prices": [{"members": "rest", "yes": 0}]}, under, None)
    unsc = library.load_model("unsc").on("1990-11-29")
    each = [{"members": [member], "yes": f"s{number}", "abstain": 0} for number, member in enumerate(unsc.members)]
    with pytest.raises(TooLarge, match="32,768 sets of ballots"):
        payments({"buyer": "USA", "worth": "g", "prices": each}, under, unsc)


# The empty chair.


def test_staying_away() -> None:
    """C09: stay away iff beta >= (1 - phi) L p where a veto is free and adoption a loss; else attendance lets pass."""
    names = ("beta", "L", "phi", "p", "w")
    under = Assumptions.read(names, "0 <= phi <= 1", "0 < p <= 1", solve_for=["beta"])
    game = GAME_FORMS["boycott"].function({"absentee": "RUS", "proposer": "USA"}, under, None)
    atlas = outcome_atlas(game)
    regions = {region.outcome: region.where for region in atlas.regions}
    loss = Condition.read("L >= 0", under)
    stated = Condition.read("beta >= (1 - phi)*L*p", under)
    assert (loss & regions["stays away"]).equivalent(loss & stated)
    assert (~loss & regions["attends and vetoes"]).feasible() is False
    assert (loss & Condition.read("phi = 1 and beta >= 0", under)).implies(regions["stays away"])
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)


@pytest.mark.parametrize("cost", ["0", "1/4", "2"])
def test_the_empty_chair_in_numbers(cost: str) -> None:
    names = ("beta", "L", "phi", "p", "w", "n")
    game = GAME_FORMS["boycott"].function(
        {"absentee": "RUS", "proposer": "USA", "veto-cost": "n"}, Assumptions.read(names), None
    )
    random = Random(9)
    for _ in range(20):
        point = {name: Fraction(random.randint(-4, 8), 4) for name in ("beta", "L")}
        point |= {"phi": Fraction(random.randint(0, 4), 4), "p": Fraction(1, 2), "w": Fraction(1), "n": Fraction(cost)}
        worth = {
            "stays away": point["beta"] - point["p"] * (1 - point["phi"]) * point["L"],
            "attends and lets it pass": -point["p"] * point["L"],
            "attends and vetoes": -point["p"] * point["n"],
        }
        (found,) = solve(game.at(point), "subgame-perfect").equilibria
        assert found.payoffs[0] == max(worth.values())
        assert worth[found.outcome] == max(worth.values())


def test_the_absentee_has_a_seat(council: Membership) -> None:
    under = Assumptions.read(("beta", "L", "phi", "p", "w"))
    with pytest.raises(InvalidGame, match="not a member"):
        GAME_FORMS["boycott"].function({"absentee": "RUS", "proposer": "P"}, under, council)
    with pytest.raises(InvalidGame, match="both the proposer and the absentee"):
        GAME_FORMS["boycott"].function({"absentee": "P", "proposer": "P"}, under, council)
