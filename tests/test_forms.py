"""Game forms: what comes out of backward induction on them, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import FormulaError, InvalidGame, UnknownKey
from coopsec_games.institutions.forms import GAME_FORMS, bargaining_zone
from coopsec_games.institutions.institution import Institution, Membership, Provision, Term
from coopsec_games.linear import certify
from coopsec_games.noncooperative.atlas import Atlas, outcome_atlas
from coopsec_games.noncooperative.ballots import BallotGame, outcome_regions
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.extensive_form import ExtensiveFormGame, Terminal

NAMES = ("h", "z", "v", "k", "c", "c_m", "pi")
GIVEN = ("v <= 0 <= z <= h", "h > 0", "0 <= c_m <= c", "k >= 0", "pi >= 0")
ONE = {"proposer": "USA", "vetoer": "RUS", "outside": "nato"}
EXAMPLE = {"h": 1, "z": "4/5", "c": "1/2", "c_m": "1/10", "k": "1/5", "v": "-1/2"}


def under(*more: str, names: Sequence[str] = (), solve_for: Sequence[str] = ("pi", "c")) -> Assumptions:
    return Assumptions.read((*NAMES, *names), *GIVEN, *more, solve_for=solve_for)


def outside_option(fields: Mapping[str, object], given: Assumptions, membership: Membership | None = None) -> Any:
    return GAME_FORMS["outside-option"].function(fields, given, membership)


def texts(atlas: Atlas) -> dict[str, str]:
    return {region.outcome: region.where.text for region in atlas.regions}


@pytest.fixture(scope="module")
def body() -> Membership:
    day = date(1999, 1, 1)
    elected = tuple("abcdefghij")
    return Institution(
        "council",
        "A council",
        {
            "permanent": (Term(("CHN", "FRA", "GBR", "RUS", "USA"), day),),
            "elected": (Term(elected, day),),
        },
        {
            "substantive": (
                Provision({"all": [{"quota": {"of": "all", "yes": 9}}, {"no-objection": {"from": "permanent"}}]}, day),
            ),
            "procedural": (Provision({"quota": {"of": "all", "yes": 9}}, day),),
        },
        "substantive",
    ).on("1999-03-24")


# The outside option.


def test_the_three_regimes_come_out_of_backward_induction() -> None:
    atlas = outcome_atlas(outside_option(ONE, under()))
    assert texts(atlas) == {
        "authorised": "c <= z and pi <= k + c - c_m",
        "outside": "c <= z and pi > k + c - c_m",
        "status quo": "c > z",
    }
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)
    assert atlas.certificate.checked_by == "verify"
    assert atlas.verified


@pytest.mark.parametrize(
    ("values", "outcome", "offer"),
    [
        ({"pi": "1/2"}, "authorised", "1/2"),
        ({"pi": "7/10"}, "outside", None),
        ({"pi": "1/2", "c": "9/10"}, "status quo", None),
        ({"pi": "3/5"}, "authorised", "2/5"),
        ({"pi": 0, "k": 5}, "authorised", "1"),
    ],
)
def test_known_values(values: Mapping[str, object], outcome: str, offer: str | None) -> None:
    """h = 1, z = .8, c = .5, c_m = .1, k = .2, v = -.5, as the closed form has it."""
    game = outside_option(ONE, under()).at({**EXAMPLE, **values})
    (found,) = solve(game, "subgame-perfect").equilibria
    assert found.outcome == outcome
    if offer is not None:
        assert found.payoffs[0] == -(1 - Fraction(offer)) - Fraction(1, 10)


def test_random_parameters_agree_with_the_closed_form() -> None:
    random = Random(12)
    game = outside_option(ONE, under())
    seen = set()
    for _ in range(25):
        step = lambda low, high: Fraction(random.randint(low, high), 4)  # noqa: E731
        z = step(0, 6)
        c_m = step(0, 3)
        point = {"z": z, "h": z + step(1, 4), "v": step(-4, 0), "k": step(0, 4), "c_m": c_m, "c": c_m + step(0, 4)}
        point["pi"] = step(0, 8)
        (found,) = solve(game.at(point), "subgame-perfect").equilibria
        credible = point["c"] <= z
        agreed = point["pi"] <= point["k"] + point["c"] - c_m
        assert found.outcome == ("status quo" if not credible else "authorised" if agreed else "outside")
        seen.add(found.outcome)
    assert len(seen) == 3


def test_several_vetoers_the_largest_net_precedent_decides() -> None:
    names = ("v_CHN", "k_CHN", "pi_CHN")
    given = under("v_CHN <= 0", "k_CHN >= 0", "pi_CHN >= 0", names=names)
    vetoers = {"RUS": {"ideal": "v", "bypassed": "k", "precedent": "pi"}, "CHN": {}}
    game = outside_option({"proposer": "USA", "vetoers": vetoers, "outside": "nato"}, given)
    atlas = outcome_atlas(game)
    regions = {region.outcome: region.where for region in atlas.regions}
    expected = Condition.read("c <= z and max(pi - k, pi_CHN - k_CHN) <= c - c_m", given)
    assert regions["authorised"].equivalent(expected)
    assert regions["status quo"].equivalent(Condition.read("c > z", given))
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)


def test_a_list_of_vetoers_has_symbols_of_its_own() -> None:
    names = tuple(f"{letter}_{who}" for who in ("RUS", "CHN") for letter in ("v", "k", "pi"))
    game = outside_option(
        {"proposer": "USA", "vetoers": ["RUS", "CHN"], "outside": "nato"},
        Assumptions.read(("h", "z", "c", "c_m", *names)),
    )
    assert game.players == ("USA", "RUS", "CHN")
    assert set(names) <= set(game.parameters)


def test_no_veto_falls_on_the_path_unless_a_recorded_one_pays() -> None:
    given = under(names=("eps",), solve_for=("eps", "pi", "c"))
    atlas = outcome_atlas(outside_option({**ONE, "tabling": "eps"}, given))
    regions = {region.outcome: region.where for region in atlas.regions}
    assert set(regions) == {
        "authorised", "outside", "status quo", "outside after a veto", "status quo after a veto",
    }  # fmt: skip
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)
    gains = Condition.read("eps < 0", given)
    for outcome in ("outside after a veto", "status quo after a veto"):
        assert regions[outcome].implies(gains)
    assert (gains & Condition.read("c <= z and pi > k + c - c_m", given)).implies(regions["outside after a veto"])
    assert (gains & Condition.read("c > z", given)).implies(regions["status quo after a veto"])
    costs = ~gains
    assert (costs & Condition.read("c <= z and pi > k + c - c_m", given)).implies(regions["outside"])
    assert (costs & Condition.read("c <= z and pi <= k + c - c_m", given)).implies(regions["authorised"])
    assert (costs & Condition.read("c > z", given)).implies(regions["status quo"])


def test_the_bargaining_zone() -> None:
    zone = bargaining_zone(outside_option(ONE, under()))
    assert zone.equivalent(Condition.read("z - (c - c_m) <= y and y <= z + k - pi", zone.assumptions))
    no_offer = ExtensiveFormGame(("USA",), Terminal("authorised", (0,)))
    with pytest.raises(InvalidGame, match="bargaining zone"):
        bargaining_zone(no_offer)


def test_formulas_take_the_place_of_the_usual_letters() -> None:
    given = Assumptions.read(("a", "b"), "b >= 0", solve_for=("b",))
    fields = {
        "proposer": "A",
        "vetoers": {"B": {"ideal": -1, "bypassed": 0, "precedent": "b"}},
        "outside": "C",
        "ideal": 1,
        "outcome": 1,
        "cost": "1/2",
        "authorised-cost": 0,
    }
    atlas = outcome_atlas(outside_option(fields, given))
    assert texts(atlas) == {"authorised": "b <= 1/2", "outside": "b > 1/2"}


def test_stated_ties_come_first() -> None:
    game = outside_option({**ONE, "ties": ["RUS veto", "USA back down"]}, under())
    assert game.ties[:2] == (("RUS", "veto"), ("USA", "back down"))
    assert ("RUS", "accept") in game.ties
    atlas = outcome_atlas(game)
    assert {r.outcome: r.where for r in atlas.regions}["status quo"].equivalent(Condition.read("c >= z", under()))


@pytest.mark.parametrize(
    ("fields", "error", "message", "hint"),
    [
        ({"proposer": "USA", "vetoer": "RUS"}, InvalidGame, "lacks the field 'outside'", ""),
        ({**ONE, "propser": "USA"}, InvalidGame, "unknown field 'propser'", "did you mean 'proposer'?"),
        ({"proposer": "USA", "outside": "nato"}, InvalidGame, "either the field 'vetoer'", ""),
        ({**ONE, "vetoers": ["CHN"]}, InvalidGame, "either the field 'vetoer'", ""),
        ({**ONE, "vetoer": "RSU"}, InvalidGame, "'RSU' is not a member", "did you mean 'RUS'?"),
        ({**ONE, "vetoer": "USA"}, InvalidGame, "both the proposer and a vetoer", ""),
        ({**ONE, "cost": "cc"}, FormulaError, "'cost'", ""),
        ({**ONE, "cost": ["c"]}, InvalidGame, "'cost' takes a formula", ""),
        ({**ONE, "outside": 3}, InvalidGame, "'outside' takes a text", ""),
        ({**ONE, "ties": ["RUS acepts"]}, InvalidGame, "RUS acepts", "did you mean 'accept'?"),
        ({"proposer": "USA", "vetoers": [], "outside": "nato"}, InvalidGame, "names nobody", ""),
        ({"proposer": "USA", "vetoers": ["RUS", "RUS"], "outside": "nato"}, InvalidGame, "twice", ""),
        (
            {"proposer": "USA", "vetoers": {"RUS": {"idael": "v"}}, "outside": "nato"},
            InvalidGame,
            "unknown field 'idael'",
            "did you mean 'ideal'?",
        ),
    ],
)
def test_faults_of_an_outside_option_name_the_field(
    fields: Mapping[str, object], error: type[Exception], message: str, hint: str, body: Membership
) -> None:
    with pytest.raises(error) as caught:
        outside_option(fields, under(), body)
    assert message in str(caught.value)
    assert hint in caught.value.hint  # type: ignore[attr-defined]


# The ballot.

UTILITIES = [
    {"members": ["RUS"], "adoption": "-v", "casting": {"no": "-k"}},
    {"members": "elected", "adoption": "e"},
    {"members": "rest", "adoption": "g"},
]


def ballot(fields: Mapping[str, object], body: Membership | None, *given: str) -> BallotGame:
    assumptions = Assumptions.read(("v", "k", "e", "g"), "v > 0", "k >= 0", "e > 0", "g > 0", *given, solve_for=["k"])
    game = GAME_FORMS["ballot"].function(fields, assumptions, body)
    assert isinstance(game, BallotGame)
    return game


def test_a_ballot_under_two_procedures(body: Membership) -> None:
    game = ballot({"utilities": UTILITIES}, body)
    assert [own.name for own in game.types] == ["RUS", "elected", "the others"]
    regions = outcome_regions(game)
    assert {o: w.text for o, w in regions.items()} == {"adopted": "k >= v", "vetoed": "k < v"}
    assert certify(list(regions.values())).covering
    procedural = outcome_regions(ballot({"procedure": "procedural", "utilities": UTILITIES}, body))
    assert {o: w.text for o, w in procedural.items()} == {"adopted": "always"}


def test_ballots_may_be_restricted_and_abbreviated(body: Membership) -> None:
    game = ballot({"utilities": UTILITIES, "ballots": ["Y", "no"]}, body)
    assert game.ballots == ("yes", "no")


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        ({}, "lacks the field 'utilities'", ""),
        ({"utilites": UTILITIES}, "unknown field 'utilites'", "did you mean 'utilities'?"),
        ({"utilities": UTILITIES, "procedure": "substantve"}, "'substantve'", "did you mean 'substantive'?"),
        ({"utilities": UTILITIES[:1]}, "no utilities are stated for", "rest"),
        ({"utilities": [*UTILITIES, {"members": "rest"}]}, "'rest' stands twice", ""),
        ({"utilities": [{"members": "permament"}]}, "neither a group nor a member", "did you mean 'permanent'?"),
        ({"utilities": [{"members": ["RSU"]}]}, "'RSU' is not a member", "did you mean 'RUS'?"),
        ({"utilities": [{"members": "all", "adption": 1}]}, "unknown field 'adption'", "did you mean 'adoption'?"),
        ({"utilities": [{"members": "all", "casting": {"nay": 1}}]}, "unknown ballot 'nay'", ""),
        ({"utilities": [{"members": "all", "casting": ["no"]}]}, "'casting' takes a mapping", ""),
        ({"utilities": [{"members": "all"}, {"members": "rest"}]}, "is nobody", ""),
        (
            {"utilities": UTILITIES, "ballots": ["yes", "abstian"]},
            "unknown ballot 'abstian'",
            "did you mean 'abstain'?",
        ),
        ({"utilities": []}, "at least one entry", ""),
    ],
)
def test_faults_of_a_ballot_name_the_field(
    fields: Mapping[str, object], message: str, hint: str, body: Membership
) -> None:
    with pytest.raises(InvalidGame) as caught:
        ballot(fields, body)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_ballot_needs_a_body() -> None:
    with pytest.raises(InvalidGame, match="needs an institution"):
        ballot({"utilities": UTILITIES}, None)


def test_forms_are_registered_with_their_source() -> None:
    assert {"outside-option", "ballot"} <= set(GAME_FORMS)
    assert all(entry.cite and entry.title for entry in GAME_FORMS.entries())
    with pytest.raises(UnknownKey) as caught:
        GAME_FORMS["outside-opion"]
    assert caught.value.hint == "did you mean 'outside-option'?"
