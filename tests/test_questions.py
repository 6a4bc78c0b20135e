"""Questions to solved maps: against points, against definitions, against other ways to the same number."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb
from pathlib import Path
from random import Random
from time import process_time

import pytest

from coopsec_games.analysis import load_case
from coopsec_games.analysis.games import solve_game
from coopsec_games.analysis.questions import robustness
from coopsec_games.cli import main
from coopsec_games.conditions import Assumptions, Condition, atom, conjunction, disjunction
from coopsec_games.conditions.logic import replaced
from coopsec_games.errors import NotApplicable, TooLarge, UnknownKey, UsageError
from coopsec_games.noncooperative.questions import (
    binomial_bounds,
    equivalence,
    flips,
    for_all,
    for_some,
    likelihoods,
    middle_of,
    nearest_outcome,
    outcome_at,
    perturbed,
    projected_map,
    standings,
    statics,
    volume,
)
from coopsec_games.noncooperative.questions.likelihood import CONFIDENCE, STEPS
from coopsec_games.noncooperative.questions.monotone import never_crosses, shown_crossings
from coopsec_games.noncooperative.questions.subdivision import volume_bounds
from coopsec_games.polynomials import Polynomial

Point = Mapping[str, Fraction]

COUNCIL = Assumptions.read(["z", "k", "c", "c_m", "pi"], "z >= 0", "k >= 0", "0 <= c_m <= c", "pi >= 0")
MAP = {
    "authorised": Condition.read("c <= z and pi <= k + c - c_m", COUNCIL),
    "outside": Condition.read("c <= z and pi > k + c - c_m", COUNCIL),
    "status quo": Condition.read("c > z", COUNCIL),
}
HERE = {"z": Fraction(4, 5), "k": Fraction(1, 5), "c": Fraction(1, 2), "c_m": Fraction(1, 10), "pi": Fraction(7, 10)}

SPAIN = """\
title: Spain 1823, turned round
date: 1823-04-07
parameters:
  l: {meaning: ideal outcome of France, assume: [l > 0, w <= l]}
  w: {meaning: what marching alone achieves, assume: w >= 0}
  u: {meaning: ideal outcome of Great Britain, assume: u <= 0}
  s: {meaning: loss of Great Britain when it is bypassed, assume: s >= 0}
  e: {meaning: cost of marching alone, assume: e >= e_m}
  e_m: {meaning: cost of marching with the mandate of the Congress, assume: e_m >= 0}
  x: {meaning: precedent cost to Great Britain of consenting, assume: x >= 0}
games:
  congress:
    form: outside-option
    proposer: FRA
    vetoers: {GBR: {ideal: u, bypassed: s, precedent: x}}
    outside: France alone
    ideal: l
    outcome: w
    cost: e
    authorised-cost: e_m
    solve-for: [x]
  simple:
    players: [FRA]
    tree: {player: FRA, actions: {march: {outcome: war, payoffs: [w - e]}, wait: {outcome: peace, payoffs: [0]}}}
recorded: {congress: outside}
claims:
  - id: one-map
    author: A
    section: S
    quote: as said
    statement: the congress of 1823 and the Council of 1999 are one game
    formal: {game: congress, equivalent-to: {case: kosovo-1999, game: council}}
  - id: not-this-one
    author: A
    section: S
    quote: as said
    statement: a choice of one is not that game
    formal: {game: simple, equivalent-to: {game: congress}}
"""


def random_region(random: Random, names: Sequence[str]) -> Condition:
    def literal() -> object:
        total = Polynomial.of(random.randint(-2, 2))
        for name in random.sample(list(names), 2):
            total = total + random.choice((-2, -1, 1, 2)) * Polynomial.variable(name)
        return atom(total, random.choice((">", ">=")))

    clauses = [conjunction(*(literal() for _ in range(2))) for _ in range(random.randint(1, 2))]  # type: ignore[arg-type]
    return Condition(disjunction(*clauses), Assumptions.read(names, f"{names[0]} >= 0"))


def random_point(random: Random, names: Sequence[str]) -> dict[str, Fraction]:
    return {name: Fraction(random.randint(-8, 8), random.choice((1, 2, 3))) for name in names}


# possible, inevitable


def test_what_is_possible_and_what_inevitable() -> None:
    found = {own.outcome: own for own in standings(MAP, Condition.read("c <= z and pi > k + c", COUNCIL))}
    assert {outcome: (own.possible, own.inevitable) for outcome, own in found.items()} == {
        "authorised": (False, False),
        "outside": (True, True),
        "status quo": (False, False),
    }
    witness = found["outside"].witness
    assert witness is not None
    assert MAP["outside"].holds(witness)
    with pytest.raises(NotApplicable, match="contradicts"):
        standings(MAP, Condition.read("c < c_m", COUNCIL))


# statics


def test_the_signs_of_the_council() -> None:
    signs = {
        outcome: "".join({"up": "+", "down": "-", "both": "*", "none": "0"}[statics(where, name).sign] for name in HERE)
        for outcome, where in MAP.items()
    }
    assert signs == {"authorised": "++*--", "outside": "+--++", "status quo": "-0+00"}


def test_a_pair_shows_each_direction() -> None:
    found = statics(MAP["authorised"], "c")
    assert found.into is not None
    assert found.out is not None
    for (before, after), enters in ((found.into, True), (found.out, False)):
        assert before["c"] < after["c"]
        assert {name for name in before if before[name] != after[name]} == {"c"}
        assert (MAP["authorised"].holds(before), MAP["authorised"].holds(after)) == (not enters, enters)
        assert Condition(COUNCIL.formula, COUNCIL).holds(before)
        assert Condition(COUNCIL.formula, COUNCIL).holds(after)
    with pytest.raises(UnknownKey, match="no parameter 'q'"):
        statics(MAP["outside"], "q")


def test_signs_agree_with_points() -> None:
    random = Random(4)
    names = ("x", "y", "z")
    shown = 0
    for _ in range(25):
        region = random_region(random, names)
        name = random.choice(names)
        sign = statics(region, name, pairs=False).sign
        for _ in range(60):
            low = random_point(random, names)
            high = {**low, name: low[name] + Fraction(random.randint(1, 9), 2)}
            if low["x"] >= 0 and region.holds(low) != region.holds(high):
                shown += 1
                assert sign in ("both", "up" if region.holds(high) else "down")
    assert shown > 50


def test_the_sign_of_a_discount_factor() -> None:
    under = Assumptions.read(["T", "R", "P", "delta"], "P < R < T", "0 <= delta < 1", solve_for=["delta"])
    peace = Condition.read("delta >= (T - R)/(T - P)", under)
    assert [statics(peace, name).sign for name in under.names] == ["down", "up", "down", "up"]


HIGH = [
    # assumptions, condition, the signs of p, q, r: each derived by hand from the derivative
    ("0 < p < 1 and 0 < q < 1 and 0 <= r < 1", "p**40*(1 - r) + p*r >= q", "+-+"),
    ("0 < p < 1 and 0 < q < 1 and 0 <= r < 1", "p**40*(1 - r) < q*(1 - r)", "-+0"),
    ("0 <= p <= 1 and q > 0 and 0 <= r <= 1", "4*p**9*(1 - p) > r*q", "*--"),
    ("0 <= p and 0 <= q and 0 <= r <= q", "p**12 + q**5*r >= 7", "+++"),
    ("p >= 1 and q >= 1 and r >= 0", "p**9 - q**9 >= r*q", "+--"),
    ("0 < p < 1 and 0 < q < 1 and 0 < r < 1", "q**20 + r**5 > p*q - p**6*r", "**+"),
    ("-1 < p < 1 and -1 < q < 1 and -1 < r < 1", "p**11 + q**4 > r", "+*-"),
]


@pytest.mark.parametrize(("given", "text", "signs"), HIGH)
def test_signs_of_high_powers_need_no_solver(given: str, text: str, signs: str) -> None:
    under = Assumptions.read(["p", "q", "r"], given)
    region = Condition.read(text, under)
    marks = {"up": "+", "down": "-", "both": "*", "none": "0", "undecided": "?"}
    found = "".join(marks[statics(region, name, bounded=True).sign] for name in under.names)
    assert found == signs
    for name in under.names:
        effect = statics(region, name, bounded=True)
        for pair, enters in ((effect.into, True), (effect.out, False)):
            if pair is not None:
                low, high = pair
                assert low[name] < high[name]
                assert all(Condition(under.formula, under).holds(point) for point in pair)
                assert (region.holds(low), region.holds(high)) == (not enters, enters)


def test_signs_without_the_solver_agree_with_the_solver() -> None:
    random = Random(11)
    under = Assumptions.read(["x", "y", "z"], "0 <= x <= 1", "y >= x")
    proofs = pairs = 0
    for _ in range(14):
        total = Polynomial.of(random.randint(-1, 1))
        for _ in range(3):
            term = Polynomial.of(random.choice((-2, -1, 1, 2)))
            for _ in range(random.randint(1, 2)):
                term = term * Polynomial.variable(random.choice("xyz"))
            total = total + term
        part = atom(total, random.choice((">", ">=", "=")))
        region = Condition(part, under)
        for name in region.names:
            sign = statics(region, name, pairs=False).sign
            shown = shown_crossings(region, name, (True, False))
            for enters, word in ((True, "up"), (False, "down")):
                assert enters not in shown or sign in (word, "both")
                pairs += enters in shown
                if never_crosses(region, name, enters=enters):
                    proofs += 1
                    assert sign not in (word, "both")
    assert proofs > 10
    assert pairs > 20


def test_what_no_case_leaves_undecided() -> None:
    """Powers up to the fifty-sixth in the cases on enlargement and on consensus."""
    for case, game in (("osce-consensus", "bazaar-or-factory"), ("enlargement", "apart"), ("enlargement", "alike")):
        answer = solve_game(load_case(case), game)
        for where in answer.map.values():
            assert "undecided" not in {statics(where, name, bounded=True).sign for name in where.names}


# elimination


def test_elimination_agrees_with_points() -> None:
    random = Random(5)
    names = ("x", "y", "z")
    seen = set()
    for _ in range(20):
        region = random_region(random, names)
        some, every = for_some(region, "z"), for_all(region, "z")
        assert every.implies(some)
        for _ in range(15):
            point = {name: at for name, at in random_point(random, names).items() if name != "z"}
            if point["x"] < 0:
                continue
            line = sorted(Fraction(step, 6) for step in range(-240, 241, 5))
            held = [region.holds({**point, "z": at}) for at in line]
            assert some.holds(point) or not any(held)
            assert not every.holds(point) or all(held)
            seen.add((some.holds(point), every.holds(point)))
    assert seen == {(True, False), (False, False)}
    under = Assumptions.read(["x", "z"], "0 <= z <= 2")
    assert for_all(Condition.read("x > z", under), "z").text == "x > 2"
    assert for_some(Condition.read("x > z", under), "z").text == "x > 0"


def test_maps_without_a_symbol() -> None:
    some, every = (projected_map(MAP, "pi", every=every) for every in (False, True))
    assert {outcome: where.text for outcome, where in some.items()} == {
        "authorised": "c <= z",
        "outside": "z >= c",
        "status quo": "c > z",
    } or all(
        some[outcome].equivalent(Condition.read("c <= z", some[outcome].assumptions)) for outcome in list(some)[:2]
    )
    assert every["authorised"].feasible() is False
    assert every["status quo"].text == "c > z"
    with pytest.raises(NotApplicable, match="beyond the second degree"):
        for_some(Condition.read("x**3 + x > y", ["x", "y"]), "x")


def test_maps_without_a_symbol_that_is_squared() -> None:
    """A mixed strategy against a share: max of q*(1 - q)*g is g/4, and at q = 0 nothing is gained."""
    under = Assumptions.read(["q", "g", "k"], "0 <= q <= 1", "g >= 0")
    gain = {"act": Condition.read("q*(1 - q)*g >= k", under), "wait": Condition.read("q*(1 - q)*g < k", under)}
    some, every = (projected_map(gain, "q", every=every) for every in (False, True))
    for found, expected in (
        (some["act"], "g >= 4*k"),
        (some["wait"], "k > 0"),
        (every["act"], "k <= 0"),
        (every["wait"], "g < 4*k"),
    ):
        assert found.equivalent(Condition.read(expected, found.assumptions))


# distance


def test_the_smallest_change_of_one_symbol() -> None:
    found = {own.symbol: own for own in flips(MAP, HERE)}
    told = {name: (str(own.value), own.reached, own.outcome) for name, own in found.items()}
    assert told == {
        "z": ("1/2", False, "status quo"),
        "k": ("3/10", True, "authorised"),
        "c": ("3/5", True, "authorised"),
        "c_m": ("0", True, "authorised"),
        "pi": ("3/5", True, "authorised"),
    }
    for name, own in found.items():
        assert not isinstance(own.value, str)
        edge = middle_of(own.value)
        step = Fraction(1, 1000) * (1 if edge > HERE[name] else -1)
        assert outcome_at(MAP, {**HERE, name: edge - step}) == "outside"
        assert outcome_at(MAP, {**HERE, name: edge if own.reached else edge + step}) == own.outcome


def test_a_change_to_a_root_that_is_no_fraction() -> None:
    under = Assumptions.read(["x", "y"], "x >= 0")
    regions = {"low": Condition.read("x**2 < y", under), "high": Condition.read("x**2 >= y", under)}
    [up, _] = flips(regions, {"x": Fraction(1), "y": Fraction(2)})
    assert (up.symbol, up.outcome, up.reached) == ("x", "high", True)
    assert not isinstance(up.value, Fraction)
    assert up.value.closed_form == "sqrt(2)"
    [down, _] = flips(regions, {"x": Fraction(2), "y": Fraction(2)})
    assert (down.outcome, down.reached) == ("low", False)


def test_the_nearest_outcome_in_two_norms() -> None:
    most, total = nearest_outcome(MAP, HERE), nearest_outcome(MAP, HERE, "sum")
    assert most is not None
    assert total is not None
    assert (most.outcome, most.distance, most.reached) == ("authorised", Fraction(1, 40), True)
    assert (total.outcome, total.distance) == ("authorised", Fraction(1, 10))
    for found in (most, total):
        assert outcome_at(MAP, found.point) == "authorised"
    assert max(abs(most.point[name] - HERE[name]) for name in HERE) == most.distance
    assert sum(abs(total.point[name] - HERE[name]) for name in HERE) == total.distance
    assert nearest_outcome({"only": Condition.true(COUNCIL)}, HERE) is None
    with pytest.raises(NotApplicable, match="not linear"):
        nearest_outcome(
            {"a": Condition.read("x*y > 1", ["x", "y"]), "b": Condition.read("x*y <= 1", ["x", "y"])},
            {"x": Fraction(0), "y": Fraction(0)},
        )


def test_nothing_else_is_nearer() -> None:
    random = Random(8)
    names = ("x", "y", "z")
    for _ in range(10):
        inside = random_region(random, names)
        regions = {"in": inside, "out": ~inside}
        start = {**random_point(random, names), "x": Fraction(random.randint(0, 8))}
        found = nearest_outcome(regions, start)
        if found is None:
            continue
        for _ in range(60):
            near = {name: at + found.distance * Fraction(random.randint(-99, 99), 100) for name, at in start.items()}
            if near["x"] >= 0 and max(abs(near[name] - start[name]) for name in names) < found.distance:
                assert outcome_at(regions, near) == outcome_at(regions, start)


# volumes and probabilities


def area_by_clipping(rows: Sequence[tuple[int, int, int]]) -> Fraction:
    """The area of the part of the unit square where ``a*x + b*y + c >= 0`` for all rows: clipped, then the shoelace."""
    corners = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    for a, b, c in rows:
        kept = []
        for (x, y), (u, v) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            here, there = a * x + b * y + c, a * u + b * v + c
            if here >= 0:
                kept.append((x, y))
            if here * there < 0:
                t = here / (here - there)
                kept.append((x + t * (u - x), y + t * (v - y)))
        corners = kept
    ring = [*corners, *corners[:1]]
    return abs(sum((x * v - u * y for (x, y), (u, v) in pairwise(ring)), Fraction(0))) / 2


def test_areas_agree_with_clipping() -> None:
    random = Random(3)
    unit = {"x": (Fraction(0), Fraction(1)), "y": (Fraction(0), Fraction(1))}
    positive = 0
    for _ in range(40):
        rows = [(random.choice((-3, -2, 1, 2)), random.choice((-2, -1, 1, 3)), random.randint(-2, 2)) for _ in range(3)]
        x, y = Polynomial.variable("x"), Polynomial.variable("y")
        formula = conjunction(*(atom(a * x + b * y + c, ">=") for a, b, c in rows))
        expected = area_by_clipping(rows)
        assert volume(formula, unit) == expected
        positive += expected > 0
    assert positive > 15


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x + y + z <= 1", Fraction(1, 6)),
        ("x <= y and y <= z", Fraction(1, 6)),
        ("x + y + z <= 3/2", Fraction(1, 2)),
        ("x > 1/2 or y > 1/2 or z > 1/2", Fraction(7, 8)),
        ("x = y", Fraction(0)),
        ("x != y", Fraction(1)),
    ],
)
def test_volumes_in_three_dimensions(text: str, value: Fraction) -> None:
    box = {name: (Fraction(0), Fraction(1)) for name in "xyz"}
    assert volume(Condition.read(text, list("xyz")).formula, box) == value


def test_volumes_that_are_too_much_to_ask() -> None:
    names = [f"x{place}" for place in range(8)]
    many = Condition.read(" and ".join(f"{one} + 2*{other} < 1" for one, other in pairwise(names)), names).formula
    with pytest.raises(TooLarge, match="sections"):
        volume(many, {name: (Fraction(0), Fraction(1)) for name in names})
    with pytest.raises(NotApplicable):
        volume(Condition.read("x*y < 1", ["x", "y"]).formula, {})


def test_maps_under_an_equation_differ_by_more_than_ties() -> None:
    """With a + b = 1, a > b begins at 1/2 and 2 a > b at 1/3; the equation alone must not hide it."""
    under = Assumptions.read(["a", "b"], "a + b = 1", "a >= 0", "b >= 0")

    def cut(text: str, assumptions: Assumptions = under) -> dict[str, Condition]:
        where = Condition.read(text, assumptions)
        return {"in": where, "out": ~where}

    assert equivalence(cut("2*a > b"), cut("a > b")).same is False
    tied = equivalence(cut("2*a > b"), cut("2*a >= b"))
    assert (tied.same, tied.up_to_ties) == (True, True)
    other = Assumptions.read(["a", "b"], "a + b = 2", "a >= 0", "b >= 0")
    assert equivalence(cut("a > b"), cut("a > b", other)).same is False


def test_an_outcome_at_a_single_point_that_is_no_fraction_is_found() -> None:
    under = Assumptions.read(["x"])
    regions = {"off": Condition.read("x**2 != 2", under), "on": Condition.read("x**2 = 2", under)}
    [found] = flips(regions, {"x": Fraction(1)})
    assert (found.outcome, found.reached) == ("on", True)
    assert 2 - middle_of(found.value) ** 2 < Fraction(1, 10**9)


def test_probabilities_of_the_council() -> None:
    intervals = {"pi": (Fraction(0), Fraction(2)), "c": (Fraction(0), Fraction(1))}
    found = likelihoods(MAP, intervals, HERE)
    assert found.exact
    assert found.admitted == Fraction(9, 10)
    shares = {own.outcome: own.estimate for own in found.outcomes}
    assert sum(shares.values()) == 1
    # with c on [1/10, 4/5] (density 10/9) consent for pi up to c + 1/10, and pi on [0, 2]
    consent = (Fraction(4, 5) ** 2 - Fraction(1, 10) ** 2) / 2 + Fraction(7, 100)
    assert shares["authorised"] == Fraction(10, 9) * consent / 2
    assert shares["status quo"] == Fraction(10, 9) * Fraction(1, 5)
    with pytest.raises(UsageError, match="neither a value nor an interval"):
        likelihoods(MAP, intervals, {})
    with pytest.raises(UsageError, match="exclude all"):
        likelihoods(MAP, {"c": (Fraction(0), Fraction(1, 20))}, HERE)
    with pytest.raises(UsageError, match="empty"):
        likelihoods(MAP, {"c": (Fraction(1), Fraction(1))}, HERE)


def test_a_sample_is_near_the_exact_value_and_says_how_near() -> None:
    shares = {own.outcome: own.estimate for own in likelihoods(MAP, {"pi": (Fraction(0), Fraction(2))}, HERE).outcomes}
    curved = {
        "in": Condition.read("x**2 + y**2 <= 1", ["x", "y"]),
        "out": Condition.read("x**2 + y**2 > 1", ["x", "y"]),
    }
    unit = (Fraction(0), Fraction(1))
    found = likelihoods(curved, {"x": unit, "y": unit}, {})
    assert not found.exact
    assert likelihoods(curved, {"x": unit, "y": unit}, {}) == found
    quarter = Fraction(785398, 1_000_000)
    assert found.outcomes[0].low < quarter < found.outcomes[0].high
    assert shares["authorised"] == Fraction(3, 10)


def test_bounds_by_subdivision_hold_the_volume() -> None:
    unit = {name: (Fraction(0), Fraction(1)) for name in "xy"}
    for text, value in (  # integrals by hand
        ("x**2 >= y", Fraction(1, 3)),
        ("x*y >= 1/4", Fraction(403427, 1_000_000)),  # 3/4 - log(4)/4
        ("x**56 > y or y > 1", Fraction(1, 57)),
        ("x**2 = y", Fraction(0)),
        ("x**2 != y and x >= 1/2", Fraction(1, 2)),
        ("x**2 >= y and y >= x**3", Fraction(1, 12)),
    ):
        [(low, high)] = volume_bounds({"": Condition.read(text, ["x", "y"]).formula}, unit).values()
        assert low - Fraction(1, 10**6) <= value <= high + Fraction(1, 10**6), text
        assert high - low < Fraction(1, 50), text
    wide = {"x": (Fraction(-3), Fraction(5)), "y": (Fraction(1), Fraction(2))}
    [(low, high)] = volume_bounds({"": Condition.read("x**3 < y*x", ["x", "y"]).formula}, wide).values()
    # x < -sqrt(y) or 0 < x < sqrt(y): the two lengths add up to 3 for every y
    assert low <= Fraction(3, 8) <= high
    with pytest.raises(TooLarge):
        volume_bounds({"": Condition.read("(x*y*z)**20 < 1/2", list("xyz")).formula}, {**unit, "z": unit["x"]})


def test_linear_volumes_lie_within_the_bounds() -> None:
    random = Random(6)
    box = {name: (Fraction(random.randint(-3, 0)), Fraction(random.randint(1, 4))) for name in "xy"}
    whole = Fraction(1)
    for low, high in box.values():
        whole *= high - low
    for _ in range(6):
        formula = random_region(random, ("x", "y")).formula
        [(least, most)] = volume_bounds({"": formula}, box).values()
        assert least <= volume(formula, box) / whole <= most


def test_a_curved_map_has_certified_bounds_and_a_hard_one_a_sample() -> None:
    under = Assumptions.read(["p", "q"], "0 <= p <= 1", "0 <= q <= p")
    often = Condition.read("p**3 > q", under)
    found = likelihoods({"often": often, "seldom": ~often}, {name: (Fraction(0), Fraction(1)) for name in "pq"}, {})
    assert "certified" in found.method
    for own, value in zip(found.outcomes, (Fraction(1, 2), Fraction(1, 2)), strict=True):
        assert own.low <= value <= own.high
        assert own.low <= own.estimate <= own.high
    names = [f"x{place}" for place in range(6)]
    ball = Condition.read(" + ".join(f"{name}**2" for name in names) + " <= 2", names)
    hard = likelihoods({"in": ball, "out": ~ball}, {name: (Fraction(0), Fraction(1)) for name in names}, {})
    assert "draws" in hard.method


@pytest.mark.parametrize(("count", "draws"), [(0, 30), (30, 30), (3, 20), (57, 100), (199, 200)])
def test_binomial_bounds_by_definition(count: int, draws: int) -> None:
    def at_least(share: Fraction) -> Fraction:
        terms = (comb(draws, n) * share**n * (1 - share) ** (draws - n) for n in range(count, draws + 1))
        return sum(terms, Fraction(0))

    left, step = (1 - CONFIDENCE) / 2, Fraction(1, STEPS)
    low, high = binomial_bounds(count, draws)
    if count:
        assert at_least(low) <= left < at_least(low + step)
    if count < draws:
        more = comb(draws, count) * high**count * (1 - high) ** (draws - count)
        assert 1 - at_least(high) + more <= left


def test_a_baseline_is_perturbed_by_a_share_of_itself() -> None:
    assert perturbed({"v": Fraction(-1)}, Fraction(1, 4)) == {"v": (Fraction(-5, 4), Fraction(-3, 4))}


# one map in other letters


def renamed(regions: Mapping[str, Condition], letters: Mapping[str, str], random: Random) -> dict[str, Condition]:
    under = next(iter(regions.values())).assumptions
    new = {name: Polynomial.variable(letter) for name, letter in letters.items()}
    found = {}
    new_names = [letters[name] for name in under.names]
    for place, where in enumerate(regions.values()):
        assumed = replaced(under.formula, new)
        found[f"o{place}"] = Condition(replaced(where.formula, new), Assumptions(tuple(new_names), assumed))
    order = list(found)
    random.shuffle(order)
    return {outcome: found[outcome] for outcome in order}


def test_a_renaming_is_found_and_others_are_not() -> None:
    random = Random(2)
    names = ("x", "y", "z")
    for _ in range(8):
        inside = random_region(random, names)
        if inside.simplify().formula in (True, False):
            continue
        regions = {"in": inside.simplify(), "out": (~inside).simplify()}
        other = renamed(regions, {"x": "c", "y": "a", "z": "b"}, random)
        found = equivalence(regions, other)
        assert found.same
        assert set(found.outcomes) == {"in", "out"}
        moved = {name: Polynomial.variable(letter) for name, letter in found.symbols.items()}
        for outcome, where in regions.items():
            there = other[found.outcomes[outcome]]
            assert Condition(replaced(where.formula, moved), there.assumptions).equivalent(there)
    under = Assumptions.read(["x", "y"], "x >= 0")
    less, more = (
        {"a": Condition.read(text, under), "b": ~Condition.read(text, under)} for text in ("x < y", "x > 2*y")
    )
    assert equivalence(less, more).same is False
    ties = equivalence(less, {"a": Condition.read("x <= y", under), "b": Condition.read("x > y", under)})
    assert (ties.same, ties.up_to_ties) == (True, True)
    assert equivalence(less, MAP).same is False


def test_high_powers_do_not_hang_the_search_for_a_renaming() -> None:
    here = Assumptions.read(["p", "q", "r", "s"], "0 < p < 1", "0 < q < 1", "0 <= r <= 1", "0 <= s <= 1")
    there = Assumptions.read(["a", "b", "c", "d"], "0 < a < 1", "0 < b < 1", "0 <= c <= 1", "0 <= d <= 1")
    one = Condition.read("p**56*r + q**57*s >= p*q - r*s**5", here)
    same = Condition.read("b**56*d + a**57*c >= a*b - d*c**5", there)
    other = Condition.read("b**19*d + a**17*c >= a*b - d*c**5", there)
    started = process_time()
    found = equivalence({"x": one, "y": ~one}, {"u": same, "v": ~same})
    assert found.same
    assert dict(found.symbols) == {"p": "b", "q": "a", "r": "d", "s": "c"}
    assert equivalence({"x": one, "y": ~one}, {"u": other, "v": ~other}).same is not True
    assert process_time() - started < 60


def test_kosovo_1999_and_spain_1823_are_one_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "spain.yaml"
    file.write_text(SPAIN, encoding="utf-8")
    spain = load_case(file)
    kosovo = solve_game(load_case("kosovo-1999"), "council")
    found = equivalence(kosovo.map, solve_game(spain, "congress").map)
    assert found.same
    assert not found.up_to_ties
    assert dict(found.outcomes) == {outcome: outcome for outcome in ("authorised", "outside", "status quo")}
    assert found.symbols["k"] == "s"
    assert (found.symbols["z"], found.symbols["c"], found.symbols["c_m"]) == ("w", "e", "e_m")
    assert main(["claims", str(file), "--format", "json"]) == 0
    same, other = json.loads(capsys.readouterr().out)
    assert (same["verdict"], other["verdict"]) == ("entailed", "not-entailed")
    assert "have the same map, reading" in same["because"]


# in a case


@pytest.fixture(scope="module")
def spain(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("cases") / "spain.yaml"
    text = SPAIN.partition("claims:")[0]
    for name, value in {"l": 1, "w": "4/5", "u": "-1/2", "s": "1/5", "e": "1/2", "e_m": "1/10", "x": "7/10"}.items():
        text = text.replace(f"  {name}: {{", f"  {name}: {{baseline: {value}, certainty: I, ")
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_questions_on_the_command_line(spain: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        *("--game", "congress", "--given", "e <= w and x > s + e", "--outcome", "outside", "--threshold", "x"),
        *("--statics", "e", "--exists", "x", "--for-all", "x", "--uniform", "x=0:2", "--perturb", "1/10"),
        *("--equivalent", f"{spain}:simple"),
    ]
    assert main(["analyze", spain, *words, "--format", "json"]) == 0
    [(game, found)] = json.loads(capsys.readouterr().out)["questions"].items()
    assert game == "congress"
    kinds = ("given", "outcome", "thresholds", "statics", "exists", "for-all", "uniform", "perturbed", "equivalent")
    assert tuple(found) == kinds
    assert found["outcome"][0]["illustrative"] is True
    assert {change["symbol"] for change in found["outcome"][0]["changes"]} == {"w", "s", "e", "e_m", "x"}
    assert found["equivalent"][0]["same"] is False
    assert main(["analyze", spain, *words]) == 0
    shown = capsys.readouterr().out
    assert "What was asked" in shown
    assert "thresholds of x" in shown
    assert "What raising a symbol does" in shown
    assert main(["analyze", spain, "--threshold", "x", "--format", "csv"]) == 0
    assert "authorised,x,<=,s + e - e_m,w >= e" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--game", "congres"], "did you mean 'congress'"),
        (["--threshold", "nothing"], "no game asked about has the symbol"),
        (["--outcome", "outsid"], "did you mean 'outside'"),
        (["--uniform", "x=2"], "is no interval"),
        (["--perturb", "0"], "is no share"),
        (["--equivalent", "spain"], "write CASE:GAME"),
    ],
)
def test_questions_that_cannot_be_asked(
    words: list[str], said: str, spain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", spain, *words]) == 2
    assert said in capsys.readouterr().err


def test_robustness_is_told_with_each_game() -> None:
    answer = solve_game(load_case("kosovo-1999"), "council")
    found = robustness(answer)
    assert found.outcome == "outside"
    assert {effect.symbol: effect.sign for effect in found.effects["outside"]} == {
        "z": "up",
        "k": "down",
        "c": "down",
        "c_m": "up",
        "pi": "up",
    }
    assert found.to_json()["robustness"]["illustrative"] is True
    assert "Together" in found.sentence()
    silence = robustness(solve_game(load_case("greece-1999"), "silence"))
    assert silence.nearest is None
    assert "not linear" in silence.note
    assert {flip.symbol for flip in silence.flips} <= {"b", "D", "v", "delta", "sigma"}
