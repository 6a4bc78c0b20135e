"""Judgements on an ordinal scale, against brute force over weights and levels, and the forms about organisations."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, product
from math import comb
from random import Random
from typing import Any

import pytest

from coopsec_games.bargaining import pass_probability
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.cooperative.rules import NoObjection
from coopsec_games.errors import CoopSecError, InvalidGame, TooLarge, UnknownKey
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.library import load_model
from coopsec_games.noncooperative.atlas import Atlas, outcome_atlas
from coopsec_games.noncooperative.enlargement import Enlargement
from coopsec_games.noncooperative.judged_scale import JudgedScale
from coopsec_games.noncooperative.opt_in import Joiner, OptIn
from coopsec_games.noncooperative.ordinal_scale import OrdinalScale

F = Fraction
RINGS = ("individual", "collective", "defence", "stability")
LEVELS = ("No", "Yes?", "Yes")
FIGURE = {
    "UN": ("Yes?", "Yes?", "No", "Yes?"),
    "OSCE": ("Yes?", "Yes?", "No", "Yes?"),
    "EU": ("Yes", "Yes", "No", "Yes?"),
    "NATO": ("Yes", "Yes", "Yes", "Yes"),
}
SCALE = OrdinalScale(RINGS, LEVELS, FIGURE)


def made(key: str, fields: Mapping[str, object], under: Assumptions) -> Any:
    return GAME_FORMS[key].function(fields, under, None)


def regions(game: Any) -> dict[str, Condition]:
    atlas: Atlas = outcome_atlas(game)
    assert atlas.verified
    assert (atlas.certificate.disjoint, atlas.certificate.covering) == (True, True)
    return {region.outcome: region.where for region in atlas.regions}


def figure(*names: str, **more: object) -> dict[str, object]:
    weights = {ring: f"w_{place}" for place, ring in enumerate(RINGS, 1)}
    rows = {name: list(FIGURE[name]) for name in names or FIGURE}
    return {"judge": "Cohen", "criteria": weights, "levels": {"No": 0, "Yes?": "theta", "Yes": 1},
            "judgements": rows, **more}  # fmt: skip


WEIGHTS = Assumptions.read(
    ("theta", "w_1", "w_2", "w_3", "w_4", "s"),
    "0 < theta < 1",
    "w_1 > 0",
    "w_2 > 0",
    "w_3 > 0",
    "w_4 > 0",
    "0 < s <= 1",
)


# Levels alone.


def test_figure_2() -> None:
    """C06: the chain OSCE = UN < EU < NATO, one complete organisation, three concepts."""
    assert SCALE.chain == "UN = OSCE < EU < NATO"
    assert SCALE.complete("Yes") == ("NATO",)
    assert SCALE.complete("Yes?") == ("NATO",)
    assert SCALE.complete("No") == ("UN", "OSCE", "EU", "NATO")
    told = [(concept.objects, concept.criteria) for concept in SCALE.concepts("Yes")]
    assert told == [
        (("UN", "OSCE", "EU", "NATO"), ()),
        (("EU", "NATO"), ("individual", "collective")),
        (("NATO",), RINGS),
    ]


def test_single_changes_of_figure_2() -> None:
    """No single step brings the Union level with NATO; one step by NATO in a ring the Union has makes them differ."""
    changes = SCALE.changes()
    between = {(change.object, change.criterion, change.becomes) for change in changes if change.pair == ("EU", "NATO")}
    assert between == {("NATO", "individual", ""), ("NATO", "collective", "")}
    assert not [change for change in changes if change.pair in (("UN", "NATO"), ("OSCE", "NATO"))]
    level = {change.becomes for change in changes if change.pair == ("UN", "OSCE")}
    assert level == {"<", ">"}
    apart = {(change.object, change.criterion, change.after) for change in changes if change.pair == ("UN", "EU")}
    assert apart == {("UN", "defence", "Yes?"), ("UN", "stability", "Yes"), ("EU", "stability", "No")}


def test_concepts_by_brute_force() -> None:
    """Every pair that closes on itself, over random tables."""
    random = Random(6)
    for _ in range(40):
        criteria = tuple(f"c{place}" for place in range(random.randint(1, 4)))
        table = {f"o{place}": tuple(random.choice(LEVELS) for _ in criteria) for place in range(random.randint(1, 4))}
        scale = OrdinalScale(criteria, LEVELS, table)
        reached = {(name, own) for name, row in table.items() for own, level in zip(criteria, row, strict=True)
                   if level == "Yes"}  # fmt: skip
        closed = set()
        for size in range(len(table) + 1):
            for chosen in combinations(table, size):
                shared = {own for own in criteria if all((name, own) in reached for name in chosen)}
                objects = {name for name in table if all((name, own) in reached for own in shared)}
                closed.add((frozenset(objects), frozenset(shared)))
        assert {(frozenset(c.objects), frozenset(c.criteria)) for c in scale.concepts("Yes")} == closed


def test_changes_by_brute_force() -> None:
    random = Random(7)
    for _ in range(20):
        criteria = ("a", "b")
        table = {name: tuple(random.choice(LEVELS) for _ in criteria) for name in "xyz"}
        found = {
            (c.object, c.criterion, c.after, c.pair, c.becomes)
            for c in OrdinalScale(criteria, LEVELS, table).changes(2)
        }
        expected = set()
        for name, place, level in product("xyz", (0, 1), LEVELS):
            moved = {**table, name: tuple(level if at == place else own for at, own in enumerate(table[name]))}
            before, after = OrdinalScale(criteria, LEVELS, table), OrdinalScale(criteria, LEVELS, moved)
            for pair in combinations("xyz", 2):
                if before.relation(*pair) != after.relation(*pair):
                    expected.add((name, criteria[place], level, pair, after.relation(*pair)))
        assert found == expected


def test_objects_that_do_not_compare() -> None:
    scale = OrdinalScale(("a", "b"), ("low", "high"), {"x": ("low", "high"), "y": ("high", "low")})
    assert scale.chain is None
    assert scale.relation("x", "y") == ""


# Levels that are worth something.


def test_no_weight_and_no_value_between_changes_the_order() -> None:
    """C06: the ranking is invariant for every 0 < theta < 1 and w > 0."""
    game: JudgedScale = made("ordinal-scale", figure(), WEIGHTS)
    found = regions(game)
    assert list(found) == ["UN = OSCE < EU < NATO"]
    assert found["UN = OSCE < EU < NATO"].formula is True
    notes = " ".join(game.solution().notes)
    assert "No weights and no value of the levels between change the order." in notes
    assert "the chain UN = OSCE < EU < NATO" in notes
    assert "NATO by individual from Yes to Yes? (neither above the other)" in notes
    assert "No single step alters how these compare: UN and NATO, OSCE and NATO." in notes


def test_any_standard_leaves_nato_alone() -> None:
    assert list(regions(made("ordinal-scale", figure(standard="s"), WEIGHTS))) == ["only NATO"]
    by_level = regions(made("ordinal-scale", figure(standard="No"), WEIGHTS))
    assert list(by_level) == ["UN, OSCE, EU and NATO"]


def test_a_judgement_may_be_a_letter() -> None:
    """The counterfactual: the Union equals NATO exactly where it has both rings in full."""
    under = Assumptions.read(("theta", "e", "f"), "0 < theta < 1", "0 <= e <= 1", "0 <= f <= 1")
    fields = {"judge": "Cohen", "criteria": list(RINGS), "levels": {"No": 0, "Yes?": "theta", "Yes": 1},
              "judgements": {"EU": ["Yes", "Yes", "e", "f"], "NATO": ["Yes"] * 4}}  # fmt: skip
    found = regions(made("ordinal-scale", fields, under))
    assert found["EU = NATO"].equivalent(Condition.read("e = 1 and f = 1", under))
    assert found["EU < NATO"].equivalent(Condition.read("e < 1 or f < 1", under))


def test_rankings_by_brute_force() -> None:
    """The region at a point is the ranking of the scores there, for random tables and points."""
    random = Random(8)
    seen = set()
    for _ in range(5):
        table = {name: [random.choice(LEVELS) for _ in range(2)] for name in "xyz"}
        under = Assumptions.read(("theta", "w", "v"), "0 < theta < 1", "w > 0", "v > 0")
        fields = {"judge": "J", "criteria": {"a": "w", "b": "v"}, "levels": {"No": 0, "Yes?": "theta", "Yes": 1},
                  "judgements": table}  # fmt: skip
        found = regions(made("ordinal-scale", fields, under))
        for _ in range(12):
            point = {"theta": F(random.randint(1, 5), 6), "w": F(random.randint(1, 4)), "v": F(random.randint(1, 4))}
            worth = {"No": F(0), "Yes?": point["theta"], "Yes": F(1)}
            scores = {name: point["w"] * worth[row[0]] + point["v"] * worth[row[1]] for name, row in table.items()}
            classes = [[name for name in table if scores[name] == step] for step in sorted(set(scores.values()))]
            [told] = [outcome for outcome, where in found.items() if where.holds(point)]
            assert told == " < ".join(" = ".join(own) for own in classes)
            seen.add(told)
    assert len(seen) > 4


# A forum that each joins.


def test_who_takes_part_by_brute_force() -> None:
    """Every profile of every state, against best replies of groups."""
    random = Random(9)
    for _ in range(40):
        sizes = [random.randint(1, 3) for _ in range(random.randint(1, 3))]
        costs = [F(random.randint(-2, 8), 2) for _ in sizes]
        joiners = tuple(
            Joiner(f"g{at}", F(size), cost) for at, (size, cost) in enumerate(zip(sizes, costs, strict=True))
        )
        game = OptIn(joiners, F(1), Assumptions(()))
        found = {frozenset(n for n, c in own.profile.items() if c == "take part") for own in game.solution().equilibria}
        states = [at for at, size in enumerate(sizes) for _ in range(size)]
        stable = set()
        for inside in product((True, False), repeat=len(states)):
            others = [sum(inside) - own for own in inside]
            if all((n >= costs[at]) is own for at, own, n in zip(states, inside, others, strict=True)):
                groups = [
                    {own for at, own in zip(states, inside, strict=True) if at == group} for group in range(len(sizes))
                ]
                assert all(len(own) == 1 for own in groups)
                stable.add(frozenset(f"g{group}" for group, own in enumerate(groups) if own == {True}))
        assert found == stable


def test_bazaar_against_factory() -> None:
    """C20: n p on average against p^n, for any size; p is one member's probability."""
    under = Assumptions.read(("p", "W", "w"), "0 < p < 1", "w > 0", "W >= w", solve_for=["W"])
    for size in (2, 5, 54):
        found = regions(made("bazaar-or-factory", {"organisation": "O", "members": size}, under))
        assert found["bazaar"].equivalent(Condition.read(f"W*p**{size - 1} <= w", under))
    for size, p in ((5, F(2, 3)), (7, F(1, 4))):
        average = sum(k * comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size + 1))
        assert average == size * p


def test_the_factory_takes_its_rule_from_the_body() -> None:
    under = Assumptions.read(("p", "rho", "W", "w"), "0 < p < 1", "0 <= rho <= 1", "w > 0", "W >= w")
    body = load_model("osce").on("1999-11-19")
    fields = {"organisation": "OSCE", "procedure": "consensus", "correlation": "rho"}
    found = {
        r.outcome: r.where for r in outcome_atlas(GAME_FORMS["bazaar-or-factory"].function(fields, under, body)).regions
    }
    assert found["bazaar"].equivalent(Condition.read("W*(rho + (1 - rho)*p**53) <= w", under))


# The size of a consensus.


def test_the_best_size_by_brute_force() -> None:
    random = Random(20)
    for _ in range(25):
        sizes = tuple(sorted(random.sample(range(1, 25), 4)))
        a = random.randint(1, 3)
        under = Assumptions.read(("p", "rho"), "0 < p < 1", "0 <= rho <= 1")
        p, rho = F(random.randint(1, 29), 30), F(random.choice((0, 0, 1, 3)), 5)
        game = Enlargement(sizes, exact("p", under.names), under, a, exact("rho", under.names)).at({"p": p, "rho": rho})
        [found] = game.solution().equilibria
        worth = [n**a * pass_probability(NoObjection(tuple(map(str, range(n)))), p, rho) for n in sizes]
        assert found.outcome.split()[0] == str(sizes[worth.index(max(worth))])


def test_sharing_a_judgement_removes_the_limit() -> None:
    under = Assumptions.read(("p", "rho"), "0 < p < 1", "0 <= rho <= 1", solve_for=["rho"])
    fields = {"founders": "F", "sizes": [3, 9], "correlation": "rho"}
    found = regions(made("enlargement", fields, under))
    assert found["9 members"].equivalent(Condition.read("9*(rho + (1 - rho)*p**8) > 3*(rho + (1 - rho)*p**2)", under))
    assert Condition.read("rho >= 1/2", under).implies(found["9 members"])


# Commitments and bonds.

SIDES = Assumptions.read(
    ("g", "L", "q", "G", "K", "z"), "g > 0", "L > 0", "0 <= z <= q", "q <= 1", "G > 0", "K > 0", solve_for=["q"]
)


def test_a_protected_state_that_may_provoke() -> None:
    """Peace lies between what deters the challenger and what makes the client bold."""
    found = regions(made("deterrence", {"challenger": "A", "client": "B"}, SIDES))
    assert found["peace"].equivalent(Condition.read("g/(g + L) <= q and q <= K/(G + K)", SIDES))
    assert found["attack"].equivalent(Condition.read("q < g/(g + L)", SIDES))
    aloof = regions(made("deterrence", {"challenger": "A", "client": "B", "help-to-provoker": 0}, SIDES))
    assert set(aloof) == {"peace", "attack"}
    assert aloof["peace"].equivalent(Condition.read("q >= g/(g + L)", SIDES))


def test_conditions_are_what_moves_a_candidate() -> None:
    under = Assumptions.read(
        ("pr", "po", "M", "r", "delta"), "0 <= po <= pr", "pr <= 1", "M > 0", "r > 0", "0 <= delta < 1"
    )
    for waiting in (0, 1, 5):
        fields = {"candidate": "C", "waiting": waiting, "anyway": "po"}
        found = regions(made("accession", fields, under))
        known = Condition.read(f"(pr - po)*delta**{waiting}*M/(1 - delta) >= r", under)
        assert found["reform"].equivalent(known)


def test_a_bond_that_is_needed_is_not_posted_for_nothing() -> None:
    under = Assumptions.read(("t", "H", "v", "delta", "j"), "t > 0", "H >= 0", "v >= 0", "0 <= delta < 1", "j >= 0")
    fields = {"rival": "C", "attack": "t", "peace": 0, "advance": "j"}
    found = regions(made("bond", fields, under))
    held = Condition.read("H + delta*v/(1 - delta) >= t and j + delta*v/(1 - delta) >= t", under)
    assert found["peace inside"].equivalent(held)
    free = Condition.read("j = 0 and delta*v/(1 - delta) < t", under)
    assert (free & found["peace inside"]).feasible() is False


def test_waiting_is_counted_out() -> None:
    """The rent summed over many periods from the day of admission on."""
    under = Assumptions.read(("pr", "M", "r", "delta"), "0 <= pr <= 1", "M > 0", "r > 0", "0 <= delta < 1")
    reform = regions(made("accession", {"candidate": "C", "waiting": 4}, under))["reform"]
    random = Random(30)
    for _ in range(40):
        point = {"pr": F(random.randint(0, 4), 4), "M": F(random.randint(1, 4)), "r": F(random.randint(1, 9), 2),
                 "delta": F(random.randint(0, 9), 10)}  # fmt: skip
        worth = point["pr"] * sum(point["delta"] ** t * point["M"] for t in range(4, 400))
        if abs(worth - point["r"]) > F(1, 1000):
            assert reform.holds(point) == (worth > point["r"])


# What is refused.

PLAIN = {"judge": "J", "criteria": ["a"], "levels": {"x": 0, "y": 1}, "judgements": {"o": ["x"]}}


@pytest.mark.parametrize(
    ("key", "fields", "error", "message"),
    [
        ("ordinal-scale", {**PLAIN, "levels": {"x": 0, "y": 0}}, InvalidGame, "may not be worth more"),
        ("ordinal-scale", {**PLAIN, "judgements": {"o": ["x", "y"]}}, InvalidGame, "take a list of 1"),
        ("ordinal-scale", {**PLAIN, "criteria": {"a": 0}}, InvalidGame, "a weight may not be positive"),
        ("ordinal-scale", {**PLAIN, "judgements": {name: ["x"] for name in "abcdef"}}, TooLarge, "6 objects"),
        ("ordinal-scale", {**PLAIN, "judgements": {"o": ["z"]}}, CoopSecError, "judgements: o"),
        ("opt-in", {"states": {}, "benefit": 1}, InvalidGame, "at least one group"),
        ("opt-in", {"states": {"a": {"size": 0, "cost": 1}}, "benefit": 1}, InvalidGame, "nobody among a"),
        ("opt-in", {"states": {"a": {"size": 1, "cost": 1}}, "benefit": 0}, InvalidGame, "benefit may not be positive"),
        ("opt-in", {"states": {str(n): {"size": 1, "cost": 1} for n in range(7)}, "benefit": 1}, TooLarge, "7 groups"),
        ("bazaar-or-factory", {"organisation": "O"}, InvalidGame, "either the field 'members'"),
        ("bazaar-or-factory", {"organisation": "O", "procedure": "x"}, InvalidGame, "needs an institution"),
        ("bazaar-or-factory", {"organisation": "O", "members": 151}, TooLarge, "151 members"),
        ("accession", {"candidate": "C", "waiting": -1}, InvalidGame, "whole number"),
        ("accession", {"candidate": "C", "waiting": 41}, InvalidGame, "at most 40"),
        ("accession", {"candidate": "C", "waiting": 1, "probability": 2, "rent": 1, "cost": 1, "discount": "1/2"},
         InvalidGame, "'probability' may lie outside"),
        ("bond", {"rival": "C", "attack": 2, "peace": 1, "bond": 0, "rent": 0, "discount": 1}, InvalidGame, "may be 1"),
        ("deterrence", {"challenger": "A", "prize": 1}, InvalidGame, "belongs to the field 'client'"),
        ("deterrence", {"challenger": "A", "client": "A", "gain": 1, "loss": 1, "help": "1/2"}, InvalidGame, "both"),
        ("deterrence", {"challenger": "A", "gain": 1, "loss": 1, "help": 2}, InvalidGame, "outside 0 to 1"),
        ("enlargement", {"founders": "F", "sizes": [3, 2], "approval": "1/2"}, InvalidGame, "that rise"),
        ("enlargement", {"founders": "F", "sizes": 3, "approval": "1/2"}, InvalidGame, "a list of whole numbers"),
        ("enlargement", {"founders": "F", "sizes": [1, 2], "approval": 1}, InvalidGame, "may be 1"),
        ("enlargement", {"founders": "F", "sizes": [1, 201], "approval": "1/2"}, TooLarge, "limits"),
    ],
)  # fmt: skip
def test_refusals(key: str, fields: Mapping[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        made(key, fields, Assumptions(()))


def test_more_refusals() -> None:
    with pytest.raises(InvalidGame, match="no level of the scale"):
        OrdinalScale(("a",), ("x", "y"), {"o": ("z",)})
    with pytest.raises(InvalidGame, match="twice"):
        OrdinalScale(("a", "a"), ("x", "y"), {"o": ("x", "x")})
    with pytest.raises(InvalidGame, match="two levels"):
        OrdinalScale(("a",), ("x",), {"o": ("x",)})
    with pytest.raises(InvalidGame, match="1 judgements"):
        OrdinalScale(("a", "b"), ("x", "y"), {"o": ("x",)})
    with pytest.raises(UnknownKey, match="nothing is judged of 'NATOO'"):
        SCALE.relation("NATOO", "EU")
