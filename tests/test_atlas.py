"""The map of outcomes: a partition with its proof, witnesses, closed sets, and lines that read well."""

from __future__ import annotations

import os
import random
import time
from dataclasses import replace
from fractions import Fraction

import pytest
from test_ballots import nash_by_definition, small_rules
from test_subgame_perfect import Grower, kosovo, points, selected, with_random_ties

from coopsec_games.conditions import Assumptions, Condition, conjunction
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.atlas import (
    CLAUSES_PROVEN,
    NOWHERE,
    Atlas,
    every_threshold,
    outcome_atlas,
    thresholds,
)
from coopsec_games.noncooperative.backward import Selection
from coopsec_games.noncooperative.ballots import BallotGame, Type
from coopsec_games.noncooperative.cells import Space
from coopsec_games.noncooperative.concepts import NO_EQUILIBRIUM
from coopsec_games.noncooperative.extensive_form import Choice, Decision, ExtensiveFormGame, Terminal
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.noncooperative.ties import read_ties

LONG = os.environ.get("COOPSEC_LONG") == "1"
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


def test_every_threshold_of_a_symbol() -> None:
    regions = {region.outcome: region.where for region in outcome_atlas(outside_option()).regions}
    bounds = {(own.outcome, own.op): (own.value, own.given.text) for own in every_threshold(regions, "c")}
    assert bounds["authorised", ">="] == (exact("c_m + pi - k", NAMES), "c <= z")
    assert bounds["outside", "<"] == (exact("c_m + pi - k", NAMES), "c <= z")
    assert bounds["status quo", ">"] == (exact("z", NAMES), "always")
    assert len(bounds) == 5
    either = {"war": Condition.read("a > b or (a < -b and b > 1)", ["a", "b"])}
    assert [(own.op, str(own.value)) for own in every_threshold(either, "a")] == [(">", "b"), ("<", "-b")]


# What must be quick, and agree with numbers.


def test_the_fifteen_parameters_of_kosovo_in_a_second() -> None:
    game = kosovo(("US NATO", "US propose", "US UN", "SB concede"))
    spent, found = [], None
    for _ in range(3):
        started = time.process_time()
        found = outcome_atlas(game)
        spent.append(time.process_time() - started)
    assert isinstance(found, Atlas)
    assert len(found.regions) == 7
    assert found.certificate.checked_by == "verify"
    quo = next(region.where for region in found.regions if region.outcome == "SQ")
    assert quo.text == "cN > b and r > w and t + s > f"
    assert min(spent) < 2


def test_many_cells_are_answered_and_the_proof_is_said_to_be_z3s() -> None:
    names = tuple(f"x{place}" for place in range(24))
    ends = iter(range(8))

    def grow(depth: int) -> Decision | Terminal:
        if depth == 3:
            end = next(ends)
            return Terminal(f"o{end}", tuple(exact(f"x{3 * end + player}", names) for player in range(3)))
        return Decision("ABC"[depth], (("l", grow(depth + 1)), ("r", grow(depth + 1))))

    found = outcome_atlas(ExtensiveFormGame(tuple("ABC"), grow(0), Assumptions(names)))
    assert len(found.regions) == 8
    assert sum(len(region.where.clauses()) for region in found.regions) == 128 > CLAUSES_PROVEN
    assert (found.certificate.disjoint, found.certificate.covering) == (True, True)
    assert found.certificate.checked_by == "z3"


def shared_letters() -> ExtensiveFormGame:
    """Sixteen leaves, whose payoffs are sums in eight positive letters."""
    draw = random.Random(8)
    names = tuple(f"p{place}" for place in range(8))
    ends = iter(range(16))

    def payoff() -> str:
        return " + ".join(f"{draw.choice((-1, 1, 1, 2))}*{name}" for name in draw.sample(names, 3))

    def grow(depth: int) -> Decision | Terminal:
        if depth == 4:
            return Terminal(f"o{next(ends) % 6}", tuple(exact(payoff(), names) for _ in range(3)))
        return Decision("ABC"[depth % 3], (("l", grow(depth + 1)), ("r", grow(depth + 1))))

    return ExtensiveFormGame(tuple("ABC"), grow(0), Assumptions.read(names, *(f"{name} > 0" for name in names)))


def test_a_thousand_cells_exclude_each_other_and_agree_with_backward_induction_in_numbers() -> None:
    game = shared_letters()
    cells = Selection(game, Space(game.assumptions)).cells
    assert len(cells) > 1_000
    draw = random.Random(16)
    for _ in range(20):
        point = {name: Fraction(draw.randint(1, 40), draw.randint(1, 6)) for name in game.assumptions.names}
        here = [cell for cell in cells if Condition(conjunction(*cell.clause), game.assumptions).holds(point)]
        assert [cell.outcome for cell in here] == [selected(game, game.root, point)[0]]


@pytest.mark.skipif(not LONG, reason="some ten seconds; COOPSEC_LONG=1 runs it")
def test_a_thousand_cells_are_a_partition() -> None:
    found = outcome_atlas(shared_letters())
    assert sum(len(region.where.clauses()) for region in found.regions) > 1_000
    assert (found.certificate.disjoint, found.certificate.covering) == (True, True)
    assert not found.undecided


def test_random_trees_agree_with_backward_induction_in_numbers() -> None:
    draw = random.Random(1000)
    for _ in range(1000 if LONG else 30):
        grower = Grower(draw)
        root = grower.tree(3, grower.names, chance=True)
        game = with_random_ties(ExtensiveFormGame(("A", "B"), root, Assumptions(grower.names)), draw)
        regions = outcome_atlas(game).regions
        for point in points(draw, 100, grower.names):
            here = [region.outcome for region in regions if region.where.holds(point)]
            assert here == [selected(game, root, point)[0]]


def test_random_ballot_games_agree_with_every_profile() -> None:
    draw = random.Random(2000)
    names = ("v", "k", "g", "e")
    letters = ["0", "v", "-v", "g", "-g", "e", "-k", "k - v"]
    for _ in range(1000 if LONG else 30):
        rule = draw.choice([rule for rule in small_rules() if len(rule.members) <= 4])
        members = list(rule.members)
        draw.shuffle(members)
        cut = draw.randint(1, len(members))
        types = tuple(
            Type(tuple(part), exact(draw.choice(letters), names), {"no": exact(draw.choice(letters), names)}, name)
            for part, name in ((members[:cut], "first"), (members[cut:], "second"))
            if part
        )
        game = BallotGame(rule, types, ("yes", "no"), assumptions=Assumptions.read(names, "v >= 0", "k >= 0"))
        regions = outcome_atlas(game).regions
        seen: dict[frozenset[str], list[str]] = {}
        for point in points(draw, 100 if LONG else 25, names):
            at = {**point, "v": abs(point["v"]), "k": abs(point["k"])}
            [here] = [region for region in regions if region.where.holds(at)]
            key = frozenset(f"{name}={value}" for name, value in at.items())
            if key not in seen:
                seen[key] = sorted(set(nash_by_definition(game.at(at), "undominated").values()))
            assert sorted(here.outcomes) == seen[key]
