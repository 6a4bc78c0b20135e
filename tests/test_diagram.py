"""Decision diagrams: against brute force on random compound rules, and the Council of the European Union in persons."""

from __future__ import annotations

import csv
import json
import random
from fractions import Fraction
from itertools import chain, combinations, permutations
from math import comb, factorial
from pathlib import Path

import pytest
from test_simple_games import simple_games

from coopsec_games.cooperative.ballots import Ballot, Member
from coopsec_games.cooperative.counting import diagrams
from coopsec_games.cooperative.counting.by_diagram import diagram, diagram_of, diagram_of_outcomes
from coopsec_games.cooperative.counting.diagrams import Diagram
from coopsec_games.cooperative.counting.weight_systems import systems
from coopsec_games.cooperative.rules import (
    All,
    Any,
    Consent,
    Dual,
    Excluding,
    NoObjection,
    Present,
    Quota,
    VotingRule,
    Weight,
    read_rule,
    without,
)
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import NotApplicable, TooLarge

# Eurostat, demo_pjan: population on 1 January 2019
POPULATION_2019 = {
    "AUT": 8858775,
    "BEL": 11467923,
    "BGR": 7000039,
    "CYP": 875899,
    "CZE": 10649800,
    "DEU": 83019213,
    "DNK": 5806081,
    "ESP": 46934632,
    "EST": 1324820,
    "FIN": 5517919,
    "FRA": 67028048,
    "GBR": 66647112,
    "GRC": 10722287,
    "HRV": 4076246,
    "HUN": 9772756,
    "IRL": 4904226,
    "ITA": 60359546,
    "LTU": 2794184,
    "LUX": 613894,
    "LVA": 1919968,
    "MLT": 493559,
    "NLD": 17282163,
    "POL": 37972812,
    "PRT": 10276617,
    "ROU": 19401658,
    "SVK": 5450421,
    "SVN": 2080908,
    "SWE": 10230185,
}


def lisbon(population: dict[Member, int], states: int) -> VotingRule:
    """So many states with 65 per cent of the people, or too few against: four block."""
    quota = Fraction(65, 100) * sum(population.values())
    by_people = {"all": [{"quota": {"yes": states}}, {"weight": {"weights": population, "quota": quota}}]}
    return read_rule({"any": [by_people, {"quota": {"yes": len(population) - 3}}]}, {"all": tuple(population)})


def shapley(found: Diagram) -> dict[Member, Fraction]:
    swings, _ = found.swing_sizes()
    n = len(found.members)
    return {
        member: sum(
            (
                Fraction(number * factorial(size) * factorial(n - 1 - size), factorial(n))
                for size, number in enumerate(sizes)
            ),
            Fraction(0),
        )
        for member, sizes in swings.items()
    }


def check_against_brute_force(game: SimpleGame, found: Diagram) -> None:
    members = game.members
    n = len(members)
    coalitions = [frozenset(c) for c in chain.from_iterable(combinations(members, size) for size in range(n + 1))]
    winning = {coalition for coalition in coalitions if game.wins(coalition)}
    minimal = {coalition for coalition in winning if not any(coalition - {m} in winning for m in coalition)}
    swings = {
        m: [len(c) for c in coalitions if m not in c and c not in winning and c | {m} in winning] for m in members
    }
    assert all(found.wins(coalition) is (coalition in winning) for coalition in coalitions)
    assert found.winning == len(winning)
    assert found.swing_counts() == {m: len(sizes) for m, sizes in swings.items()}
    by_size, all_sizes = found.swing_sizes()
    assert by_size == {m: tuple(sizes.count(size) for size in range(n)) for m, sizes in swings.items()}
    assert all_sizes == tuple(sum(len(c) == size for c in winning) for size in range(n + 1))
    by_size, all_sizes = found.minimal_sizes()
    assert all_sizes == tuple(sum(len(c) == size for c in minimal) for size in range(n + 1))
    assert by_size == {
        m: tuple(sum(len(c) == size and m in c for c in minimal) for size in range(n + 1)) for m in members
    }
    assert list(found.swing_counts()) == list(members)
    dual = found.dual()
    assert dual.winning == 2**n - len(winning)
    assert all(dual.wins(coalition) is not found.wins(frozenset(members) - coalition) for coalition in coalitions[:50])


def random_rule(draw: random.Random, members: tuple[Member, ...], depth: int) -> VotingRule:
    word = draw.choice(("weight", "weight", "quota", "consent", "no-objection", "present", "all", "any", "dual"))
    if depth == 0 and word in ("all", "any", "dual"):
        word = "weight"
    group = tuple(member for member in members if draw.random() < 0.6)
    if word in ("all", "any"):
        parts = tuple(random_rule(draw, members, depth - 1) for _ in range(draw.randint(1, 3)))
        return All(parts) if word == "all" else Any(parts)
    if word == "dual":
        return Dual(random_rule(draw, members, depth - 1))
    if word == "quota" and group:
        return Quota(members, draw.randint(1, len(group)), group)
    if word == "consent":
        return Consent(members, group)
    if word == "no-objection":
        return NoObjection(members, group)
    if word == "present":
        return Present(members, group)
    weights = {member: Fraction(draw.randint(0, 12), draw.choice((1, 1, 2))) for member in members}
    weights[members[0]] += 1
    return Weight(members, weights, Fraction(draw.randint(1, 10), 10) * sum(weights.values()))


def test_random_compound_rules_against_brute_force() -> None:
    draw = random.Random(11)
    seen = skipped = 0
    for _ in range(400):
        members = tuple("abcdefg"[: draw.randint(1, 7)])
        rule = random_rule(draw, members, 2)
        if len(members) > 2 and draw.random() < 0.2:
            rule = without(rule, [draw.choice(members)])
        elif draw.random() < 0.2:
            rule = Excluding((*members, "x"), ("x",), rule)
        not_yes = draw.choice((Ballot.NO, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT))
        game = SimpleGame(rule, not_yes)
        if systems(rule, not_yes) is None:
            skipped += 1
            continue
        seen += 1
        check_against_brute_force(game, diagram(rule, not_yes))
    assert seen > 300
    assert skipped < 100


def test_every_simple_game_of_up_to_four_members_from_its_outcomes() -> None:
    number = 0
    for size in (1, 2, 3, 4):
        for merged in (False, True):
            for game in simple_games(size, merged=merged):
                found = diagram_of_outcomes(game.members, game.outcomes())
                check_against_brute_force(game, found)
                number += 1
    assert number == 2 * (1 + 4 + 18 + 166)


def test_one_game_has_one_diagram_whatever_its_weights() -> None:
    order = tuple("abcd")
    one, other, third = (
        diagram_of(order, systems(Weight(order, dict(zip(order, weights, strict=True)), quota)), order)  # type: ignore[arg-type]
        for weights, quota in (((3, 2, 2, 0), 4), ((100, 99, 98, 1), 197), ((9, 1, 1, 1), 11))
    )
    assert one == other
    assert one != third
    rule = Weight(order, {"a": 3, "b": 2, "c": 2, "d": 0}, 4)
    assert diagram_of_outcomes(order, SimpleGame(rule).outcomes()).winning == one.winning
    for turned in permutations(order):
        assert one.reordered(turned) == diagram_of(order, systems(rule), turned)  # type: ignore[arg-type]
    assert repr(one) == "Diagram(4 members, 4 nodes)"


@pytest.mark.parametrize("literal", ["[39; 7*5, 1*10]", "[62; 10*4, 8, 5*4, 4*2, 3*3, 2]", "[51; 40, 30, 20, 10]"])
def test_weighted_games_as_by_kinds(literal: str) -> None:
    game = simple_game(literal)
    outcomes = game.outcomes()
    flips = outcomes.flips(Ballot.NO, Ballot.YES)
    found = diagram(game.rule)
    assert found.winning == game.winning_coalitions
    assert found.swing_sizes()[0] == {
        member: ways[::-1] for kind, ways in zip(outcomes.kinds, flips, strict=True) for member in kind
    }
    assert sum(found.minimal_sizes()[1]) == len(list(game.minimal_winning()))
    assert sum(shapley(found).values()) == 1


def test_the_security_council_when_not_yes_is_an_abstention() -> None:
    council = tuple("PQRSTabcdefghij")
    rule = All((Quota(council, 9), NoObjection(council, council[:5])))
    assert diagram(rule).winning == 848
    assert diagram(rule, Ballot.ABSTAIN).winning == 9949
    assert shapley(diagram(rule))["P"] == Fraction(421, 2145)


def test_the_european_council_of_28_in_persons(shared: Path) -> None:
    rows = {row["id"]: row for row in json.loads((shared / "data" / "oracle_power.json").read_text("utf-8"))["values"]}
    found = diagram(lisbon(POPULATION_2019, 16))
    winning, swings, shares = found.winning, found.swing_counts(), shapley(found)
    expected = rows["eu28-lisbon-2019"]["value"]
    assert winning == expected[0] == 30_415_198
    assert float(Fraction(swings["DEU"], 2**27)) == pytest.approx(expected[1], rel=1e-13)
    assert float(shares["MLT"]) == pytest.approx(expected[2], rel=1e-13)
    assert float(shares["DEU"]) == pytest.approx(expected[3], rel=1e-13)
    assert sum(shares.values()) == 1


def test_the_european_council_of_27_in_persons(shared: Path) -> None:
    rows = {row["id"]: row for row in json.loads((shared / "data" / "oracle_power.json").read_text("utf-8"))["values"]}
    population = {code: number for code, number in POPULATION_2019.items() if code != "GBR"}
    found = diagram(lisbon(population, 15))
    winning, swings, shares = found.winning, found.swing_counts(), shapley(found)
    expected = rows["eu27-lisbon-2019"]["value"]
    assert winning == expected[0] == 17_713_120
    assert float(Fraction(swings["DEU"], 2**26)) == pytest.approx(expected[1], rel=1e-13)
    assert float(shares["DEU"]) == pytest.approx(expected[2], rel=1e-13)
    assert sum(found.swing_sizes()[1]) == winning


def halves(population: dict[Member, int], states: int) -> int:
    """Winning coalitions by meeting in the middle: pairs of halves, sorted by people and counted by states."""
    from bisect import bisect_left

    members, quota = list(population), Fraction(65, 100) * sum(population.values())
    sides = []
    for half in (members[: len(members) // 2], members[len(members) // 2 :]):
        sums = [(0, 0)]
        for member in half:
            sums += [(count + 1, people + population[member]) for count, people in sums]
        sides.append(sums)
    by_count: dict[int, list[int]] = {}
    for count, people in sides[1]:
        by_count.setdefault(count, []).append(people)
    for people_of in by_count.values():
        people_of.sort()
    total = 0
    for count, people in sides[0]:
        for more, people_of in by_count.items():
            if count + more > len(members) - 4:
                total += len(people_of)
            elif count + more >= states:
                total += len(people_of) - bisect_left(people_of, quota - people)
    return total


def test_the_european_council_on_the_populations_of_record(shared: Path) -> None:
    with (shared / "data" / "eu_qmv_population.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for year, states, size in (("2019-EU27", 15, 27), ("2014", 16, 28)):
        population = {row["iso3"]: int(row["population"]) for row in rows if row["rules_of_procedure_year"] == year}
        assert len(population) == size
        found = diagram(lisbon(population, states))
        assert found.winning == halves(population, states)
        by_member, total = found.minimal_sizes()
        assert sum(map(sum, by_member.values())) == sum(place * number for place, number in enumerate(total))
        # four against block only if they are big enough: every coalition of all but three wins, and is seldom minimal
        assert total[size - 3] <= comb(size, 3)
        assert total[:states] == (0,) * states


def test_the_federal_system_of_the_united_states(shared: Path) -> None:
    rows = {row["id"]: row for row in json.loads((shared / "data" / "oracle_power.json").read_text("utf-8"))["values"]}
    senators = tuple(f"S{place}" for place in range(100))
    house = tuple(f"R{place}" for place in range(435))
    groups = {"P": ("P",), "S": senators, "SV": (*senators, "V"), "R": house, "all": ("P", "V", *senators, *house)}
    signed = [{"quota": {"of": name, "yes": yes}} for name, yes in (("P", 1), ("SV", 51), ("R", 218))]
    overridden = [{"quota": {"of": name, "yes": yes}} for name, yes in (("S", 67), ("R", 290))]
    found = diagram(read_rule({"any": [{"all": signed}, {"all": overridden}]}, groups))
    swings = found.swing_counts()
    chances = [float(Fraction(swings[member], 2**536)) for member in ("P", "V", "S0", "R0")]
    assert chances == pytest.approx(rows["us-federal-537"]["value"], rel=1e-12)
    with pytest.raises(TooLarge, match="too large to count by size"):
        found.swing_sizes()


def test_long_diagrams_need_no_deep_stack() -> None:
    size = 1_500
    found = diagram(Consent(tuple(f"m{place}" for place in range(size))))
    assert found.winning == 1
    assert set(found.swing_counts().values()) == {1}
    assert sum(found.minimal().layers[-1][0]) == diagrams.TRUE


def test_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for game in list(simple_games(2))[:1]:
        with pytest.raises(NotApplicable, match="not made of weight systems"):
            diagram(game.rule)
    monkeypatch.setattr(diagrams, "LARGEST_DIAGRAM", 50)
    weights = ", ".join(str(3**place % 1009) for place in range(1, 30))
    with pytest.raises(TooLarge, match="the decision diagram needs more than 50 nodes"):
        diagram(simple_game(f"[6000; {weights}]").rule)
