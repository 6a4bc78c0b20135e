"""Repeated games as maps: the closed forms of the catalogue come out of the forms, and brute force agrees."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from random import Random
from typing import Any

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import FormulaError, InvalidGame
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.noncooperative.repeated import RepeatedGame, grim
from coopsec_games.noncooperative.trigger_game import TriggerGame, WayOn, always

F = Fraction
NAMES = ("T", "R", "P", "S", "delta", "h", "eps", "e", "kappa", "A", "n", "r", "a", "k", "b", "c")
ORDER = ("S < P < R < T", "0 <= delta < 1")
TABLE: dict[str, object] = {
    "players": ["USA", "RUS"],
    "strategies": ["arm", "refrain"],
    "payoffs": [["P, P", "T, S"], ["S, T", "R, R"]],
    "cooperate": "refrain",
    "outcomes": ["control", "race"],
}
VALUES = {"T": F(5), "R": F(3), "P": F(1), "S": F(0)}


def form(key: str, fields: Mapping[str, object], *more: str) -> TriggerGame:
    made: Any = GAME_FORMS[key].function(fields, Assumptions.read(NAMES, *ORDER, *more, solve_for=["delta"]), None)
    assert isinstance(made, TriggerGame)
    return made


def where(game: TriggerGame, outcome: str) -> Condition:
    solution = game.solution()
    assert solution.verified
    told = [found.where for found in solution.equilibria if found.outcome == outcome]
    return told[0] if told and told[0] is not None else Condition.false(game.assumptions)


def same(found: Condition, known: str) -> bool:
    return bool(found.equivalent(Condition.read(known, found.assumptions)))


def test_f01_grim_and_tit_for_tat() -> None:
    control = where(form("repeated", TABLE), "control")
    assert same(control, "delta >= (T - R)/(T - P)")
    assert [control.holds({**VALUES, "delta": value}) for value in (F(49, 100), F(1, 2))] == [False, True]
    reciprocity = where(form("repeated", {**TABLE, "strategy": "tit-for-tat"}), "control")
    assert same(reciprocity, "delta >= max((T - R)/(T - P), (T - R)/(R - S))")
    assert [reciprocity.holds({**VALUES, "delta": value}) for value in (F(65, 100), F(2, 3))] == [False, True]
    perfect = where(form("repeated", {**TABLE, "strategy": "tit-for-tat", "concept": "perfect"}), "control")
    assert same(perfect, "delta = (T - R)/(R - S) and delta = (P - S)/(T - P)")


def test_the_race_is_always_an_equilibrium_unless_control_is_chosen() -> None:
    assert where(form("repeated", TABLE), "race").formula is True
    chosen = form("repeated", {**TABLE, "selection": "yes"})
    assert same(where(chosen, "race"), "delta < (T - R)/(T - P)")
    assert "premise" in " ".join(chosen.solution().notes)
    assert "not told" in " ".join(form("repeated", TABLE).solution().notes)
    assert chosen.solution().complete is False


def test_f02_hazard() -> None:
    control = where(form("repeated", {**TABLE, "hazard": "h"}, "0 <= h < 1"), "control")
    assert same(control, "delta*(1 - h) >= (T - R)/(T - P)")
    at = {**VALUES, "delta": F(9, 10)}
    assert [control.holds({**at, "h": value}) for value in (F(4, 9), F(45, 100))] == [True, False]


def test_f03_retaliation() -> None:
    fields = {**TABLE, "capability": "kappa", "outcomes": ["restraint", "use"]}
    game = form("retaliation", fields, "0 <= kappa <= 1")
    assert same(where(game, "restraint"), "delta*kappa >= (T - R)/(T - P)")
    assert where(game, "use").formula is True
    assert where(game.at({"kappa": 0}), "restraint").feasible() is False


def test_f03_against_play_that_is_counted_out() -> None:
    """Expected payoffs of restraint for ever and of a first use, summed over many periods."""
    game = form("retaliation", {**TABLE, "capability": "kappa", "outcomes": ["restraint", "use"]}, "0 <= kappa <= 1")
    restraint = where(game, "restraint")
    random = Random(3)
    for _ in range(60):
        delta, kappa = F(random.randint(0, 19), 20), F(random.randint(0, 10), 10)
        kept = sum(delta**t * 3 for t in range(400))
        used = 5 + sum(delta**t * (kappa * 1 + (1 - kappa) * 5) for t in range(1, 400))
        if abs(kept - used) > F(1, 1000):
            assert restraint.holds({**VALUES, "delta": delta, "kappa": kappa}) == (kept > used)


def test_f04_noise() -> None:
    fields = {**TABLE, "false-alarm": "eps", "detection": "e"}
    control = where(form("repeated", fields, "0 <= eps < e", "e <= 1"), "control")
    assert same(control, "delta >= (T - R)/((T - R)*(1 - eps) + (e - eps)*(R - P))")
    exact = Condition.read("eps = 0 and e = 1", control.assumptions)
    assert (exact & control).equivalent(exact & Condition.read("delta >= (T - R)/(T - P)", control.assumptions))


@pytest.mark.parametrize("members", [2, 4])
def test_f08_the_member_stands_for_all(members: int) -> None:
    """One member against the others as one, and the whole game with every member in it."""
    short = form("public-good", {"members": members, "technology": "shared", "return": "r"}, f"1 < r < {members}")
    found = where(short, "all contribute")

    def payoffs(profile: tuple[str, ...]) -> list[Fraction]:
        return [F(3, 2) * profile.count("give") / members - (own == "give") for own in profile]

    names = [f"s{number}" for number in range(members)]
    stage = NormalFormGame.from_function(names, [["keep", "give"]] * members, payoffs)
    least = RepeatedGame(stage).perfect(grim(stage, ("give",) * members, ("keep",) * members)).least()
    assert isinstance(least, Fraction)
    assert least == (members - F(3, 2)) / (F(3, 2) * (members - 1))
    for delta in (least - F(1, 100), least, least + F(1, 100)):
        assert found.holds({"r": F(3, 2), "delta": delta}) == (delta >= least)


def test_f08_with_a_letter_for_the_number_of_members() -> None:
    shared = form("public-good", {"members": "n", "technology": "shared", "return": "r"}, "n >= 2", "1 < r < n")
    found = where(shared, "all contribute")
    assert same(found, "delta >= (n - r)/(r*(n - 1))")
    assert found.holds({"r": F(3), "n": F(5), "delta": F(1, 6)})
    assert not found.holds({"r": F(3), "n": F(5), "delta": F(16, 100)})
    assert [found.holds({"r": F(3), "delta": F(3, 10), "n": F(n)}) for n in (20, 21, 22)] == [True, True, False]
    pure = form("public-good", {"members": "n", "technology": "pure", "return": "a"}, "n >= 2", "0 < a < 1")
    assert same(where(pure, "all contribute"), "delta >= (1 - a)/(a*(n - 1))")


def test_f08_the_technologies_move_apart() -> None:
    """Catalogue 0b.3: with n the threshold rises where the good is shared out, and falls where everyone has it all."""
    shared = form("public-good", {"members": "n", "technology": "shared", "return": "r"}, "n >= 2", "1 < r < n")
    pure = form("public-good", {"members": "n", "technology": "pure", "return": "a"}, "n >= 2", "0 < a < 1")
    few = {"r": F(3, 2), "a": F(2, 5), "delta": F(1, 2), "n": F(2)}
    many = {**few, "n": F(9)}
    one, other = where(shared, "all contribute"), where(pure, "all contribute")
    assert (one.holds(few), one.holds(many)) == (True, False)
    assert (other.holds(few), other.holds(many)) == (False, True)


def test_f09_the_smallest_group_that_is_worth_its_while() -> None:
    """A group sustains itself at some patience exactly from k* = ceil(c/b) on."""
    fields = {"members": "n", "contributors": "k", "technology": "pure", "return": "b/c", "cost": "c"}
    game = form("public-good", fields, "2 <= k <= n", "0 < b < c")
    found = where(game, "all contribute")
    assert same(found, "delta*b*(k - 1) >= c - b")
    patient = F(10**6 - 1, 10**6)
    for benefit, cost in ((F(1), F(5, 2)), (F(2), F(7)), (F(3), F(10))):
        at = {"b": benefit, "c": cost, "n": F(9), "delta": patient}
        lasting = [size for size in range(2, 10) if found.holds({**at, "k": F(size)})]
        assert min(lasting) == ceil(cost / benefit)


def test_f10_alliance_penalty() -> None:
    peace = where(form("repeated", {**TABLE, "penalty": "A"}, "A >= 0"), "control")
    low = Condition.read("A < T - R", peace.assumptions)
    assert (low & peace).equivalent(low & Condition.read("delta >= (T - R - A)/(T - P - A)", peace.assumptions))
    assert Condition.read("A >= T - R", peace.assumptions).implies(peace)


def test_pavlov_and_penance() -> None:
    assert same(where(form("repeated", {**TABLE, "strategy": "pavlov"}), "control"), "delta >= (T - R)/(R - P)")
    twice = where(form("repeated", {**TABLE, "strategy": "penance", "periods": 2}), "control")
    assert same(twice, "(R - P)*(delta + delta**2) >= T - R")


def test_numbers_in_the_place_of_letters() -> None:
    game = form("repeated", {**TABLE, "hazard": "h"}, "0 <= h < 1")
    for delta in (F(0), F(2, 3)):
        settled = game.at({"delta": delta, "T": 5})
        assert settled.parameters == ("R", "P", "S", "h")
        found = where(settled, "control")
        for r, p, h in ((F(4), F(1), F(0)), (F(3), F(1), F(1, 4)), (F(3), F(0), F(1, 2)), (F(9, 2), F(1), F(1, 10))):
            at = {"R": r, "P": p, "S": F(-1), "h": h}
            assert found.holds(at) == (delta * (1 - h) * (5 - p) >= 5 - r)
    every = form("repeated", TABLE).at({**VALUES, "delta": "1/2"})
    assert [region.outcome for region in outcome_atlas(every).regions] == ["control or race"]


def test_a_way_that_is_no_equilibrium_is_not_told() -> None:
    under = Assumptions.read(["delta"], "0 <= delta < 1")
    chicken = NormalFormGame.from_matrix(
        ["A", "B"], [["swerve", "drive"]] * 2, [["3, 3", "2, 4"], ["4, 2", "0, 0"]], under
    )
    ways = (
        WayOn("both drive", always(chicken, ("drive", "drive")), "drive"),
        WayOn("one drives", always(chicken, ("drive", "swerve")), "the first drives"),
    )
    game = TriggerGame(chicken, ways, under)
    assert [found.outcome for found in game.solution().equilibria] == ["one drives"]
    alone = TriggerGame(chicken, ways[:1], under).solution()
    assert (alone.equilibria, alone.notes) == ((), ("Where none of these ways is an equilibrium, others may be.",))


@pytest.mark.parametrize(
    ("key", "change", "message"),
    [
        ("repeated", {"players": ["USA"]}, "'players' names 1"),
        ("repeated", {"strategies": ["arm", "arm"]}, "'strategies' takes two different"),
        ("repeated", {"cooperate": "disarm"}, "'cooperate' does not take 'disarm'"),
        ("repeated", {"payoffs": [["P, P", "T, S"]]}, "'payoffs' takes two rows"),
        ("repeated", {"payoffs": [["P, P", "T"], ["S, T", "R, R"]]}, "holds two payoffs"),
        ("repeated", {"strategy": "grin"}, "'strategy' does not take 'grin'"),
        ("repeated", {"periods": 2}, "'periods' belongs to the strategy 'penance'"),
        ("repeated", {"strategy": "penance", "periods": "1/2"}, "whole number"),
        ("repeated", {"strategy": "penance", "periods": 99}, "whole number from 1 to 12"),
        ("repeated", {"outcomes": ["race", "race"]}, "two different names"),
        ("repeated", {"selection": "maybe"}, "'selection' does not take 'maybe'"),
        ("repeated", {"hazard": "h"}, "the hazard is at least 0 and below 1"),
        ("repeated", {"discount": "T"}, "the discount factor is at least 0 and below 1"),
        ("repeated", {"false-alarm": "eps"}, "odds of a move"),
        ("repeated", {"nothing": 1}, "unknown field 'nothing'"),
        ("retaliation", {"capability": "kappa"}, "odds of a move"),
        ("retaliation", {}, "lacks the field 'capability'"),
        ("public-good", {}, "lacks the field 'members'"),
    ],
)
def test_refusals(key: str, change: Mapping[str, object], message: str) -> None:
    given = {} if key == "public-good" else {**TABLE, **change}
    with pytest.raises(InvalidGame, match=message):
        form(key, given)


def test_more_refusals() -> None:
    with pytest.raises(FormulaError):
        form("repeated", {**TABLE, "discount": "patience"})
    with pytest.raises(InvalidGame, match="'technology' does not take 'club'"):
        form("public-good", {"members": "n", "technology": "club", "return": "r"}, "n >= 2")
    with pytest.raises(InvalidGame, match="at least two"):
        form("public-good", {"members": "n", "technology": "pure", "return": "a"})
    stage = NormalFormGame.from_matrix(["A", "B"], [["x"], ["y"]], [["1, 1"]])
    with pytest.raises(InvalidGame, match="a name of its own"):
        TriggerGame(stage, (), Assumptions(()), 0)
    with pytest.raises(InvalidGame, match="neither 'perfect' nor 'nash'"):
        WayOn("x", always(stage, ("x", "y")), "", "trembling")


def test_the_map_is_a_partition_that_says_what_is_played() -> None:
    atlas = outcome_atlas(form("repeated", TABLE))
    assert (atlas.certificate.disjoint, atlas.certificate.covering, atlas.verified) == (True, True, True)
    regions = {region.outcome: region for region in atlas.regions}
    assert same(regions["race"].where, "delta < (T - R)/(T - P)")
    told = regions["control or race"].equilibrium
    assert told.startswith("everyone: refrain until somebody is seen to arm, then arm for ever")
    assert regions["control or race"].witness is not None
