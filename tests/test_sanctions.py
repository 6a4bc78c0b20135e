"""Sanctions: coverage, the smallest group, compliance or exit, and how long a measure lasts; against their definitions.

The closed forms are those of the catalogue (sanctions coverage, k-group, exit, sanction lifetime); the games are solved
without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate, product
from math import ceil, floor, log
from random import Random
from typing import Any

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import CoopSecError, InvalidGame, NotApplicable, TooLarge
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.library import load_model
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.embargo import Embargo, Sanctioner
from coopsec_games.noncooperative.group_action import GroupAction
from coopsec_games.noncooperative.lifetime import FadingMeasure
from coopsec_games.noncooperative.normal_form import NormalFormGame

OIL = Assumptions.read(
    ["o", "s", "theta", "b", "a", "kappa", "w"],
    *("0 <= o", "0 < s", "o + s < 1", "0 < theta <= 1", "b > 0", "a > 0", "kappa > 0", "w >= 0"),
    solve_for=["o", "a", "kappa"],
)
EXIT = Assumptions.read(
    ["x", "y", "u", "delta", "p", "a", "V"],
    *("0 <= y <= x", "u >= 0", "0 <= delta < 1", "0 <= p <= 1", "a > 0", "V > 0"),
    solve_for=["x", "a"],
)
FADING = Assumptions.read(["b", "kappa", "r"], "b > 0", "kappa > 0", "0 < r < 1", solve_for=["kappa"])
NONE = Assumptions(())


def made(form: str, fields: Mapping[str, object], under: Assumptions) -> Any:
    return GAME_FORMS[form].function(fields, under, None)


def regions(game: Any) -> dict[str, Condition]:
    atlas = outcome_atlas(game)
    assert atlas.verified
    assert atlas.certificate.disjoint is True
    assert atlas.certificate.covering is True
    return {region.outcome: region.where for region in atlas.regions}


def same(where: Condition, text: str, given: str = "1 > 0") -> bool:
    under = where.assumptions
    narrowed = Condition.read(given, under)
    stated = Condition.read(text, under) & narrowed
    return stated.equivalent(where & narrowed) is True


# who takes part -------------------------------------------------------------------------------------------------------


def test_an_embargo_is_feasible_where_outsiders_control_at_most_what_may_be_missing() -> None:
    """F16: ``o <= 1 - theta``, however the members share the rest."""
    under = Assumptions.read([*OIL.names, "kappa_B"], "0 <= o", "0 < s", "o + s < 1", "0 < theta <= 1", solve_for=["o"])
    fields = {"outsiders": "o", "sanctioners": {"A": {"share": "s", "cost": "a"}, "B": {}}}
    game = made("sanctions-coverage", fields, under)
    assert same(game.feasible, "o <= 1 - theta")
    assert game.at({"o": "1/4", "theta": "3/4"}).feasible.formula is True
    assert game.at({"o": "1/3", "theta": "3/4"}).feasible.formula is False
    assert "where o <= 1 - theta" in game.at({"a": 1, "b": 1, "kappa_B": 1}).solution().notes[0]


def test_nobody_takes_part_in_vain_without_a_cost_of_shirking() -> None:
    fields = {"outsiders": "o", "sanctioners": {"A": {"share": "s", "cost": "a"}, "B": {"cost": "kappa"}}}
    found = regions(made("sanctions-coverage", fields, OIL))
    assert list(found) == ["effective sanctions", "no sanctions", "effective sanctions or no sanctions"]
    assert same(found["no sanctions"], "1 > 0", "o > 1 - theta")
    assert same(found["no sanctions"], "1 > 0", "a > b and kappa > b")
    assert same(found["effective sanctions"], "a <= b or o <= 1 - theta - s and kappa <= b", "s >= theta")


def test_a_member_that_cannot_tip_the_balance_defects_where_an_ally_is_worth_more_than_its_standing() -> None:
    """C15: defect iff ``a > delta/(1 - delta)*v``; the same bound as of one that complies or leaves."""
    under = Assumptions.read(["a", "v", "delta", "b"], "v >= 0", "0 <= delta < 1", "b >= 0", solve_for=["a"])
    fields = {
        "threshold": 1,
        "sanctioners": {"FRA": {"share": "1/10", "cost": "a", "standing": "delta*v/(1 - delta)"}},
    }
    found = regions(made("sanctions-coverage", fields, under))
    assert same(found["no sanctions"], "a*(1 - delta) > delta*v")
    assert same(found["ineffective sanctions"], "a*(1 - delta) <= delta*v")
    leaving = regions(made("compliance", {"state": "FRA", "loss": "a", "rent": "v"}, under))
    assert leaving["FRA leaves"].equivalent(found["no sanctions"]) is True


def test_every_pure_equilibrium_of_an_embargo_is_found() -> None:
    """Against the normal form of the same numbers, at random: an indifferent state takes part."""
    chosen = Random(1935)
    for _ in range(40):
        size = chosen.randint(1, 3)
        parts = [[Fraction(chosen.randint(0, 6), 6) for _ in range(4)] for _ in range(size)]
        total = sum((own[0] for own in parts), Fraction(0)) or Fraction(1)
        names = [f"S{place}" for place in range(size)]
        members = [
            Sanctioner(name, own[0] / total, own[1], own[2], own[3] / 2) for name, own in zip(names, parts, strict=True)
        ]
        needed = Fraction(chosen.randint(1, 6), 6)
        payoffs = {}
        for acts in product([True, False], repeat=size):
            share = sum((own.share for own, act in zip(members, acts, strict=True) if act), Fraction(0))
            payoffs[tuple("take part" if act else "stay away" for act in acts)] = tuple(
                exact((own.benefit if share >= needed else 0) - (own.cost if act else own.standing))
                for own, act in zip(members, acts, strict=True)
            )
        matrix = NormalFormGame(tuple(names), (("take part", "stay away"),) * size, payoffs)
        nash = {tuple(found.profile.values()) for found in solve(matrix, "pure-nash").equilibria}
        told = {tuple(found.profile.values()) for found in Embargo(tuple(members), needed, NONE).solution().equilibria}
        strict = {
            profile
            for profile in nash
            if all(
                payoffs[profile][place] > payoffs[(*profile[:place], "take part", *profile[place + 1 :])][place]
                for place in range(size)
                if profile[place] == "stay away"
            )
        }
        assert told == strict


def test_an_embargo_in_numbers_is_the_one_in_letters() -> None:
    fields = {
        "outsiders": "o",
        "sanctioners": {"A": {"share": "s", "cost": "a", "standing": "w"}, "B": {"cost": "kappa", "standing": "w"}},
    }
    game = made("sanctions-coverage", fields, OIL)
    found = regions(game)
    assert "ineffective sanctions" in found
    chosen = Random(16)
    for _ in range(8):
        o, s, theta = (Fraction(chosen.randint(1, 9), 20) for _ in range(3))
        point = {
            "o": o,
            "s": s,
            "theta": theta,
            **{name: Fraction(chosen.randint(1, 5)) for name in ("b", "a", "kappa", "w")},
        }
        told = {outcome for outcome, where in found.items() if where.holds(point)}
        solved = game.at(point).solution().equilibria
        assert told == {" or ".join(dict.fromkeys(equilibrium.outcome for equilibrium in solved))}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "lacks the field 'sanctioners'"),
        ({"sanctioners": {"A": {"share": "s"}}, "outsiders": "o"}, "do not go together"),
        ({"sanctioners": {"A": {}}}, "do not go together"),
        ({"sanctioners": {"A": {"share": "s", "price": 1}}}, "unknown field 'price'"),
        ({"sanctioners": {"A": {"share": "o - s", "cost": "a"}}}, "the share of A may be negative"),
        ({"sanctioners": {"A": {"share": "s", "cost": "a"}}, "threshold": "w"}, "the threshold may be 0"),
        ({"sanctioners": {"A": {"share": "s", "cost": "a"}}, "outcomes": ["yes", "no", "no"]}, "three different"),
        ({"sanctioners": {"A": {"share": "s", "cost": "a"}}, "ties": ["A take part"]}, "has no ties"),
        ({"sanctioners": {}}, "at least one state"),
        ({"sanctioners": {name: {"share": "1/10", "cost": 1} for name in "ABCDEFG"}}, "7 states are more than"),
        ({"sanctioners": {"A": {"share": "share of oil"}}}, "share"),
    ],
)
def test_what_an_embargo_refuses(fields: Mapping[str, object], message: str) -> None:
    with pytest.raises(CoopSecError, match=message):
        made("sanctions-coverage", fields, OIL)


# the smallest group ---------------------------------------------------------------------------------------------------


def test_the_smallest_group_is_the_cost_over_the_benefit_rounded_up() -> None:
    """F09: ``k* = ceil(c/b)``."""
    under = Assumptions.read(["b", "c"], "b > 0", "c > 0", solve_for=["c"])
    game = made("privileged-group", {"members": 6}, under)
    found = regions(game)
    for b, c in product(range(1, 8), range(1, 30)):
        smallest = ceil(Fraction(c, b))
        outcome = game.outcomes[min(smallest, 7) - 1]
        assert [name for name, where in found.items() if where.holds({"b": Fraction(b), "c": Fraction(c)})] == [outcome]
        (alone,) = game.at({"b": b, "c": c}).solution().equilibria
        assert alone.outcome == outcome


def test_a_group_is_sought_among_the_members_of_a_body() -> None:
    under = Assumptions.read(["b", "c"], "b > 0", "c > 0")
    council = load_model("league-council").on("1931-10-24")
    game: Any = GAME_FORMS["privileged-group"].function({}, under, council)
    assert (game.size, game.outcomes[-2:]) == (14, ("14 are enough", "no group is enough"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "lacks the field 'members'"),
        ({"members": "5/2"}, "takes a whole number"),
        ({"members": 0}, "at least one state"),
        ({"members": 61}, "61 states are more than 60"),
        ({"members": 3, "cost": "b - c"}, "the cost may not be positive"),
    ],
)
def test_what_a_group_refuses(fields: Mapping[str, object], message: str) -> None:
    with pytest.raises((InvalidGame, TooLarge), match=message):
        made("privileged-group", fields, Assumptions.read(["b", "c"], "b > 0", "c > 0"))


# to comply or to leave ------------------------------------------------------------------------------------------------


def test_a_state_leaves_where_it_loses_more_than_membership_will_be_worth() -> None:
    """C14: leaves iff the loss exceeds ``delta/(1 - delta)`` times the rent."""
    found = regions(made("compliance", {"state": "JPN"}, EXIT))
    assert list(found) == ["JPN complies", "JPN leaves"]
    assert same(found["JPN leaves"], "x > u*delta/(1 - delta)")


def test_the_value_of_later_years_is_their_sum() -> None:
    game = made("compliance", {"state": "JPN"}, EXIT).at(
        {"x": 0, "y": 0, "u": 3, "delta": "2/3", "p": 0, "a": 1, "V": 1}
    )
    (worth,) = game.root.actions[0][1].payoffs
    assert worth == Fraction(2, 3) * (3 + worth)
    years = list(accumulate(3 * Fraction(2, 3) ** year for year in range(1, 80)))
    assert 0 < worth - years[-1] < Fraction(1, 10**10)


def test_a_body_defers_where_exit_is_likely_and_the_member_worth_more_than_authority() -> None:
    """C16: defers iff ``Pr(exit)*V > a``, exit being credible where ``x > delta*u/(1 - delta)``."""
    credible = "x*(1 - delta) > delta*u"
    found = regions(made("compliance", {"state": "ITA", "body": "Council", "probability": "p"}, EXIT))
    assert same(found["deferred"], "p*V > a", credible)
    assert same(found["deferred"], "1 < 0", "x*(1 - delta) <= delta*u")
    certain = regions(made("compliance", {"state": "ITA", "body": "Council"}, EXIT))
    assert same(certain["deferred"], "V > a", credible)
    either = {"state": "ITA", "body": "Council", "probability": "p", "otherwise": "y"}
    both = regions(made("compliance", either, EXIT))
    assert same(both["deferred"], "V > a", "y*(1 - delta) > delta*u")
    assert same(both["deferred"], "p*V > a", f"{credible} and y*(1 - delta) <= delta*u")


def test_other_words_and_ties() -> None:
    fields = {"state": "FRA", "actions": ["supports the embargo", "keeps the ally"], "ties": ["FRA keeps the ally"]}
    found = regions(made("compliance", fields, EXIT))
    assert same(found["FRA keeps the ally"], "x*(1 - delta) >= delta*u")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "lacks the field 'state'"),
        ({"state": "ITA", "authority": "a"}, "'authority' belongs to the field 'body'"),
        ({"state": "ITA", "otherwise": "y"}, "'otherwise' belongs to the field 'probability'"),
        ({"state": "ITA", "body": "ITA"}, "both the state and the body"),
        ({"state": "ITA", "discount": "u"}, "the discount factor may be 1"),
        ({"state": "ITA", "probability": "V"}, "the probability may lie outside 0 to 1"),
        ({"state": "ITA", "actions": ["stays", "stays"]}, "two different words"),
        ({"state": "ITA", "exit": "x"}, "unknown field 'exit'"),
    ],
)
def test_what_compliance_refuses(fields: Mapping[str, object], message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        made("compliance", fields, EXIT)


# how long a measure lasts ---------------------------------------------------------------------------------------------


def test_benefit_and_cost_meet_at_the_catalogue_s_time() -> None:
    """F17: ``T* = ln(kappa/b)/ln r``, exactly, and as whole periods."""
    from sympy import log as ln
    from sympy import simplify, symbols

    game = made("sanction-lifetime", {"authors": "the Fourteen", "periods": 3}, FADING)
    b, kappa, r = symbols("b kappa r")
    assert simplify(game.indifference - ln(kappa / b) / ln(r)) == 0
    eight = game.at({"b": 8, "kappa": 1, "r": "1/2"})
    assert simplify(eight.indifference) == 3
    assert eight.best == 4
    assert "log(kappa/b)/log(r)" in game.solution().notes[0]


def test_a_period_is_kept_exactly_where_it_covers_its_cost() -> None:
    found = regions(made("sanction-lifetime", {"authors": "the Fourteen", "periods": 3}, FADING))
    assert same(found["not imposed"], "kappa > b")
    assert same(found["lifted after 1 period"], "b*r < kappa and kappa <= b")
    assert same(found["lifted after 2 periods"], "b*r**2 < kappa and kappa <= b*r")
    assert same(found["still in force after 3 periods"], "kappa <= b*r**2")


def test_no_other_stopping_time_is_better() -> None:
    chosen = Random(2000)
    for _ in range(20):
        b, kappa = (Fraction(chosen.randint(1, 40), 4) for _ in range(2))
        r = Fraction(chosen.randint(1, 9), 10)
        game = FadingMeasure(b, kappa, r, 12, NONE)
        worth = list(accumulate((b * r**t - kappa for t in range(80)), initial=Fraction(0)))
        assert worth[game.best] == max(worth)
        assert worth[game.best + 1] < max(worth)
        (told,) = game.solution().equilibria
        assert told.outcome == game.outcomes[min(game.best, 12)]
        time = log(kappa / b) / log(r)
        if time >= 0 and abs(time - round(time)) > 1e-9:
            assert game.best == floor(time) + 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"authors": "X"}, "lacks the field 'periods'"),
        ({"authors": "X", "periods": "3/2"}, "takes a whole number"),
        ({"authors": "X", "periods": 0}, "at least one period"),
        ({"authors": "X", "periods": 13}, "13 periods are more than 12"),
        ({"authors": "X", "periods": 2, "decay": "b"}, "the benefit may not fade"),
        ({"authors": "X", "periods": 2, "cost": "kappa - b"}, "the cost may not be positive"),
    ],
)
def test_what_a_lifetime_refuses(fields: Mapping[str, object], message: str) -> None:
    with pytest.raises((InvalidGame, TooLarge), match=message):
        made("sanction-lifetime", fields, FADING)


def test_a_number_of_periods_needs_numbers() -> None:
    with pytest.raises(NotApplicable, match="a number for every letter"):
        _ = FadingMeasure("b", "kappa", "r", 2, FADING).best
    endless = FadingMeasure(1, Fraction(1, 10**9), Fraction(10**6 - 1, 10**6), 2, NONE)
    with pytest.raises(TooLarge, match="more than"):
        _ = endless.best


def test_games_have_the_parameters_that_they_use_in_declared_order() -> None:
    assert made("compliance", {"state": "JPN"}, EXIT).parameters == ("x", "u", "delta")
    assert made("sanction-lifetime", {"authors": "X", "periods": 2}, FADING).parameters == ("b", "kappa", "r")
    fields = {"outsiders": "o", "sanctioners": {"A": {"cost": "kappa"}}}
    assert made("sanctions-coverage", fields, OIL).parameters == ("o", "theta", "b", "kappa")
    under = Assumptions.read(["c", "b"], "b > 0", "c > 0")
    assert GroupAction(2, "b", "c", under).parameters == ("c", "b")
