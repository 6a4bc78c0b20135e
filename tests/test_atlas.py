"""The map of outcomes: a partition with its proof, witnesses, closed sets, and lines that read well."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.atlas import NOWHERE, outcome_atlas, thresholds
from coopsec_games.noncooperative.concepts import NO_EQUILIBRIUM
from coopsec_games.noncooperative.extensive_form import Choice, Decision, ExtensiveFormGame, Terminal, read_ties
from coopsec_games.noncooperative.normal_form import NormalFormGame

NAMES = ("h", "z", "v", "c", "c_m", "k", "pi")
TIES = ("RUS status quo", "RUS accepts", "USA acts", "USA status quo", "USA authorised")


def outside_option() -> ExtensiveFormGame:
    under = Assumptions.read(
        NAMES, "v <= 0", "0 <= z <= h", "h > 0", "0 <= c_m <= c", "k >= 0", "pi >= 0", solve_for=("c", "pi")
    )
    names = (*NAMES, "y")

    def end(outcome: str, *texts: str) -> Terminal:
        return Terminal(outcome, tuple(exact(text, names) for text in texts))

    outside = Decision(
        "USA",
        (("act", end("outside", "-abs(z - h) - c", "-abs(z - v) - k")), ("back down", end("status quo", "-h", "v"))),
    )
    vote = Decision("RUS", (("accept", end("authorised", "-abs(y - h) - c_m", "-abs(y - v) - pi")), ("veto", outside)))
    game = ExtensiveFormGame(("USA", "RUS"), Choice("USA", "y", Fraction(0), exact("h", names), vote), under)
    return replace(game, ties=read_ties(TIES, game))


def test_the_outside_option_map() -> None:
    game = outside_option()
    found = outcome_atlas(game)
    stated = {
        "outside": "c <= z and pi > k + c - c_m",
        "authorised": "c <= z and pi <= k + c - c_m",
        "status quo": "c > z",
    }
    regions = {region.outcome: region for region in found.regions}
    assert set(regions) == set(stated)
    for outcome, text in stated.items():
        assert regions[outcome].where.equivalent(Condition.read(text, game.assumptions))
        assert len(regions[outcome].where.clauses()) == 1
    assert (found.certificate.disjoint, found.certificate.covering) == (True, True)
    assert found.certificate.checked_by == "verify"
    assert found.verified
    assert not found.undecided
    assert found.ties == tuple(text.replace("accepts", "accept").replace("acts", "act") for text in TIES)
    assert found.outcomes == ("authorised", "outside", "status quo")
    assert regions["authorised"].equilibrium == "USA: y = min(h, z + k - pi); RUS: accept"
    assert regions["outside"].equilibrium == "USA: y = h; RUS: veto; USA: act"
    assert regions["status quo"].equilibrium == "USA: y = h; RUS: veto; USA: back down"


def test_each_witness_lies_in_its_region_and_in_no_other() -> None:
    found = outcome_atlas(outside_option())
    for region in found.regions:
        assert region.witness is not None
        assert [other.outcome for other in found.regions if other.where.holds(region.witness)] == [region.outcome]
        assert region.where.implies(region.also_where)
        numeric = outcome_atlas(outside_option().at(region.witness))
        assert [other.outcome for other in numeric.regions] == [region.outcome]
        assert numeric.regions[0].where.formula is True


def test_regions_are_a_partition_at_random_points() -> None:
    found = outcome_atlas(outside_option())
    draw = random.Random(4)
    for _ in range(500):
        h, c = Fraction(draw.randint(1, 8)), Fraction(draw.randint(0, 6), 2)
        point = {
            "h": h,
            "z": min(h, Fraction(draw.randint(0, 6), 2)),
            "v": -Fraction(draw.randint(0, 3)),
            "c": c,
            "c_m": min(c, Fraction(draw.randint(0, 4), 2)),
            "k": Fraction(draw.randint(0, 4), 2),
            "pi": Fraction(draw.randint(0, 8), 2),
        }
        assert sum(region.where.holds(point) for region in found.regions) == 1


def test_outcomes_that_only_other_ties_select_stand_apart() -> None:
    under = Assumptions.read(("a",), "a >= 0")
    root = Decision("A", (("take", Terminal("taken", (exact("a", ("a",)),))), ("leave", Terminal("left", (0,)))))
    found = outcome_atlas(ExtensiveFormGame(("A",), root, under))
    assert [(region.outcome, region.where.text) for region in found.regions] == [("taken", "always")]
    [apart] = found.boundary
    assert (apart.outcome, apart.where.text) == ("left", "never")
    assert apart.also_where.equivalent(Condition.read("a = 0", under))
    assert found.outcomes == ("taken", "left")


def test_coexisting_outcomes_of_a_matrix_are_named_together() -> None:
    under = Assumptions.read(("T", "R", "P", "S"))
    game = NormalFormGame.from_matrix(("A", "B"), (("c", "d"),) * 2, [["R, R", "S, T"], ["T, S", "P, P"]], under)
    found = outcome_atlas(game)
    regions = {region.outcome: region.where for region in found.regions}
    assert regions["(c, c)"].equivalent(Condition.read("R > T and P < S", under))
    assert regions["(c, c) or (d, d)"].equivalent(Condition.read("R >= T and P >= S and (R > T or P > S)", under))
    assert found.certificate.disjoint
    assert found.certificate.covering
    for region in found.regions:
        assert region.witness is not None
        names = {own.outcome for own in found.regions if own.where.holds(region.witness)}
        assert names == {region.outcome}


def test_where_nothing_is_an_equilibrium_the_map_says_so() -> None:
    under = Assumptions.read(("w",))
    pennies = NormalFormGame.from_matrix(("A", "B"), (("h", "t"),) * 2, [["w, -w", "-w, w"], ["-w, w", "w, -w"]], under)
    regions = {region.outcome: region.where.text for region in outcome_atlas(pennies).regions}
    assert regions[NOWHERE] in ("w != 0", "w > 0 or w < 0")
    assert len(regions) == 2


def test_thresholds_are_solved_for_the_symbol() -> None:
    under = Assumptions.read(("T", "R", "P", "delta"), "T > R", "R > P", solve_for=("delta",))
    peace = Condition.read("delta*(T - P) >= T - R", under)
    [bound] = thresholds({"peace": peace}, ("delta",))
    assert (bound.outcome, bound.symbol, bound.op) == ("peace", "delta", ">=")
    assert bound.value == exact("(T - R)/(T - P)", under.names)
    assert bound.given.text == "always"
    regions = {region.outcome: region.where for region in outcome_atlas(outside_option()).regions}
    bounds = {(own.outcome, own.symbol, own.op): own.value for own in thresholds(regions, ("pi",))}
    assert bounds["authorised", "pi", "<="] == exact("k + c - c_m", NAMES)
    assert bounds["outside", "pi", ">"] == exact("k + c - c_m", NAMES)


def test_a_supremum_that_is_not_attained_has_its_region() -> None:
    names = ("r", "y")
    accept = Terminal("agreed", (exact("y", names), exact("r - y", names)))
    vote = Decision("B", (("refuse", Terminal("refused", (-1, 0))), ("accept", accept)))
    under = Assumptions.read(("r",))
    found = outcome_atlas(ExtensiveFormGame(("A", "B"), Choice("A", "y", Fraction(0), Fraction(1), vote), under))
    assert [region.outcome for region in found.regions] == ["refused", "agreed", NO_EQUILIBRIUM]
    assert (found.certificate.disjoint, found.certificate.covering) == (True, True)
    nowhere = found.regions[-1]
    assert nowhere.equilibrium == ""
    assert nowhere.where.equivalent(Condition.read("0 < r and r <= 1", under))
    agreed = found.regions[1]
    assert agreed.also_where.equivalent(Condition.read("r >= 0", under))
