"""The structure of rules: every game of a few members, published counts, and games of the world."""

from __future__ import annotations

import csv
import json
import os
import random
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations, product
from pathlib import Path

import pytest
from test_diagram import POPULATION_2019, lisbon
from test_simple_games import Listed, simple_games

from coopsec_games.cooperative.ballots import Ballot, Ballots, Member, Verdict
from coopsec_games.cooperative.rules import All, Any, NoObjection, Quota, Weight
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.cooperative.structure import (
    Trade,
    Weighting,
    canonical_form,
    desirability_order,
    dimension_of,
    is_decisive,
    is_proper,
    is_strong,
    is_weighted,
    isomorphic,
    maximal_losing,
    structure,
    weighting,
)
from coopsec_games.cooperative.structure.coalitions import opposed_losing, opposed_winning
from coopsec_games.cooperative.structure.desirability import is_as_desirable
from coopsec_games.cooperative.structure.walks import diagram_of_game
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.linear.integer import Bound, least, least_whole, proven

LONG = os.environ.get("COOPSEC_LONG") == "1"


@dataclass(frozen=True)
class Tabled:
    """A rule given by the bits of a number: bit s tells of the coalition whose members are the bits of s."""

    size: int
    table: int
    text: str = "as tabled"

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple("abcdefgh"[: self.size])

    def passes(self, ballots: Ballots) -> Verdict:
        place = sum(1 << bit for bit, member in enumerate(self.members) if ballots[member] is Ballot.YES)
        won = bool(self.table >> place & 1)
        return Verdict(won, None if won else "quota", (), "as tabled")

    def kind(self, member: Member) -> Hashable:
        return member


def complete_games(size: int) -> Iterator[SimpleGame]:
    """All games in which a is at least as desirable as b, b as c, and so on: one for each complete game but for names.

    They are the families that a coalition stays in when the weakest member joins, or a stronger neighbour takes a
    member's place.
    """
    above = []
    for coalition in range(2**size):
        better = [coalition | 1 << (size - 1)] if not coalition >> (size - 1) & 1 else []
        for place in range(1, size):
            if coalition >> place & 1 and not coalition >> (place - 1) & 1:
                better.append(coalition ^ (3 << (place - 1)))
        above.append(better)
    rank = {
        coalition: sum(size - place for place in range(size) if coalition >> place & 1) for coalition in range(2**size)
    }
    ordered = sorted(range(2**size), key=lambda coalition: -rank[coalition])

    def extend(number: int, table: int) -> Iterator[int]:
        if number == len(ordered):
            yield table
            return
        coalition = ordered[number]
        if all(table >> better & 1 for better in above[coalition]):
            yield from extend(number + 1, table | 1 << coalition)
        yield from extend(number + 1, table)

    for table in extend(0, 0):
        if 0 < table < 2**2**size - 1:
            yield SimpleGame(Tabled(size, table))


def different_games(size: int) -> list[SimpleGame]:
    """One of each class of simple games that differ by the names of members only."""
    tables = {0: [0, 1]}
    for number in range(1, size + 1):
        smaller = tables[number - 1]
        width = 2 ** (number - 1)
        tables[number] = [low | high << width for low in smaller for high in smaller if low & ~high == 0]
    moves = []
    for order in permutations(range(size)):
        moves.append([sum(1 << order[bit] for bit in range(size) if place >> bit & 1) for place in range(2**size)])
    seen: set[int] = set()
    found = []
    for table in tables[size]:
        if table in seen or table in (0, 2**2**size - 1):
            continue
        found.append(SimpleGame(Tabled(size, table)))
        places = [place for place in range(2**size) if table >> place & 1]
        seen.update(sum(1 << move[place] for place in places) for move in moves)
    return found


def counts(shared: Path) -> dict[str, list[int]]:
    return json.loads((shared / "data" / "oracle_game_counts.json").read_text("utf-8"))  # type: ignore[no-any-return]


def check_weighting(game: SimpleGame, found: Weighting) -> None:
    for size in range(len(game.members) + 1):
        for coalition in combinations(game.members, size):
            assert game.wins(coalition) is (sum(found.weights[m] for m in coalition) >= found.quota)


def check_trade(game: SimpleGame, trade: Trade) -> None:
    assert trade.confirmed(game)
    winning, losing = trade.coalitions()
    assert len(winning) == len(losing) == trade.size > 1
    assert all(len(set(coalition)) == len(coalition) for coalition in winning + losing)
    assert all(game.wins(coalition) for coalition in winning)
    assert not any(game.wins(coalition) for coalition in losing)
    assert Counter(m for coalition in winning for m in coalition) == Counter(m for c in losing for m in c)


def test_all_weighted_games_of_up_to_six_members(shared: Path) -> None:
    with (shared / "data" / "wvg_min_representations_n1_6.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 1265
    draw = random.Random(2)
    for row in rows:
        weights = list(map(int, row["weights"].split()))
        factor = draw.randint(1, 9)
        tangled = [factor * weight for weight in weights]
        game = simple_game(
            f"[{factor * int(row['quota']) - draw.randint(0, factor - 1)}; {', '.join(map(str, tangled))}]"
        )
        found = weighting(game)
        assert isinstance(found, Weighting)
        assert found.least
        assert sum(found.weights.values()) == int(row["weight_sum"])
        assert list(found.weights.values()) == weights
        assert found.quota == int(row["quota"])
        assert (is_proper(game), is_strong(game)) == (row["proper"] == "1", row["strong"] == "1")
        assert is_decisive(game) is (row["self_dual"] == "1")


def test_the_least_weights_do_not_come_from_the_weights_given(shared: Path) -> None:
    """The same from the bare list of winning coalitions."""
    with (shared / "data" / "wvg_min_representations_n1_6.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::9]
    for row in rows:
        weights = list(map(int, row["weights"].split()))
        size = len(weights)
        table = sum(
            1 << place
            for place in range(2**size)
            if sum(weight for bit, weight in enumerate(weights) if place >> bit & 1) >= int(row["quota"])
        )
        game = SimpleGame(Tabled(size, table))
        found = weighting(game)
        assert isinstance(found, Weighting)
        assert found.least
        assert list(found.weights.values()) == weights
        check_weighting(game, found)


def test_counts_of_games_that_differ_but_for_names(shared: Path) -> None:
    known = counts(shared)
    for size in range(1, 6):
        games = different_games(size)
        assert len(games) == known["simple_games_n1..8"][size - 1]
        forms = {canonical_form(game) for game in games}
        assert len(forms) == len(games)
        assert (
            sum(desirability_order(game).complete for game in games) == known["complete_simple_games_n1..9"][size - 1]
        )
        results = [weighting(game) for game in games]
        assert sum(isinstance(found, Weighting) for found in results) == known["weighted_games_n1..8"][size - 1]
        for game, found in zip(games, results, strict=True):
            if isinstance(found, Weighting):
                check_weighting(game, found)
            else:
                check_trade(game, found)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, *([7] if LONG else [])])
def test_counts_of_complete_and_weighted_games(shared: Path, size: int) -> None:
    known = counts(shared)
    complete = weighted = self_dual = 0
    for game in complete_games(size):
        complete += 1
        order = desirability_order(game)
        assert order.complete
        assert [member for group in order.classes for member in group] == list(game.members)
        found = weighting(game)
        if isinstance(found, Trade):
            check_trade(game, found)
            continue
        weighted += 1
        assert found.least
        self_dual += is_decisive(game)
        if complete % 10 == 0:
            check_weighting(game, found)
    assert complete == known["complete_simple_games_n1..9"][size - 1]
    assert weighted == known["weighted_games_n1..8"][size - 1]
    assert self_dual == known["self_dual_weighted_A001532_n1..9"][size - 1]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_simple_game_of_up_to_four_members_by_definition(size: int) -> None:
    for game in simple_games(size):
        members = game.members
        winning = game.rule.winning  # type: ignore[attr-defined]
        everyone = frozenset(members)
        whole = [frozenset(c) for number in range(size + 1) for c in combinations(members, number)]
        losing = [c for c in whole if c not in winning and all(c | {m} in winning for m in everyone - c)]
        assert set(map(frozenset, maximal_losing(game))) == set(losing)
        proper = not any(c in winning and everyone - c in winning for c in whole)
        strong = not any(c not in winning and everyone - c not in winning for c in whole)
        assert (is_proper(game), is_strong(game), is_decisive(game)) == (proper, strong, proper and strong)
        diagram = diagram_of_game(game)
        both, neither = opposed_winning(diagram), opposed_losing(diagram)
        assert both is None or {frozenset(both), everyone - set(both)} <= winning
        assert neither is None or not {frozenset(neither), everyone - set(neither)} & winning
        order = desirability_order(game)
        rank = {member: place for place, group in enumerate(order.classes) for member in group}
        comparable = True
        for one, other in permutations(members, 2):
            rest = [c for c in whole if one not in c and other not in c]
            at_least = all(c | {one} in winning for c in rest if c | {other} in winning)
            at_most = all(c | {other} in winning for c in rest if c | {one} in winning)
            assert is_as_desirable(diagram, one, other) is at_least
            assert (rank[one] == rank[other]) is (at_least and at_most)
            comparable &= at_least or at_most
            if order.complete:
                assert (rank[one] <= rank[other]) is at_least
        assert order.complete is comparable
        if order.swap is not None:
            assert order.swap.size == 2
            check_trade(game, order.swap)
        assert (order.swap is None) is order.complete


def test_isomorphic_games() -> None:
    for size in (2, 3, 4):
        games = list(simple_games(size))
        forms = [canonical_form(game) for game in games]
        for (one, form), (other, other_form) in list(combinations(zip(games, forms, strict=True), 2))[:: size**2]:
            turned = any(
                {frozenset(dict(zip(one.members, order, strict=True))[m] for m in c) for c in one.rule.winning}  # type: ignore[attr-defined]
                == other.rule.winning  # type: ignore[attr-defined]
                for order in permutations(other.members)
            )
            assert (form == other_form) is turned
    assert isomorphic(simple_game("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]"), simple_game("[62; 2, 3*3, 4*2, 5*4, 8, 10*4]"))
    assert not isomorphic(simple_game("[2; 1, 1]"), simple_game("[2; 1, 1, 0]"))
    named = All((Quota(tuple("xyzuv"), 3), Quota(tuple("xyzuv"), 1, ("u", "v"))))
    other = All((Quota(tuple("abcde"), 1, ("a", "c")), Quota(tuple("abcde"), 3)))
    assert isomorphic(SimpleGame(named), SimpleGame(other))
    pairs = [(1, 6), (2, 7), (3, 8), (4, 9), (5, 10)]
    members = tuple(map(str, range(1, 11)))
    rule = All(tuple(Quota(members, 1, (str(one), str(other))) for one, other in pairs))
    side = All(tuple(Quota(members, 1, (str(one), str(one + 1))) for one in range(1, 10, 2)))
    assert isomorphic(SimpleGame(rule), SimpleGame(side))


def canada() -> SimpleGame:
    """Seven of ten provinces with half of the people, populations in per cent as Taylor and Zwicker 1999 have them."""
    people = {"ON": 34, "QC": 29, "BC": 9, "AB": 7, "SK": 5, "MB": 5, "NS": 4, "NB": 3, "NL": 3, "PE": 1}
    members = tuple(people)
    return SimpleGame(All((Quota(members, 7), Weight(members, people, 50))))


def test_the_amendment_of_the_canadian_constitution() -> None:
    """Taylor and Zwicker 1999, ch. 1: swap robust, not trade robust, of dimension 2."""
    found = structure(canada())
    assert (found.complete, found.weighted, found.weights, found.quota) == (True, False, None, None)
    assert found.trade is not None
    check_trade(canada(), found.trade)
    assert found.dimension == 2
    assert (found.proper, found.strong, found.decisive) == (True, False, False)


@pytest.mark.parametrize("pairs", [2, 3, 4, 5])
def test_as_many_dimensions_as_wanted(pairs: int) -> None:
    """Taylor and Zwicker 1993: one of each of so many pairs."""
    members = tuple(f"{side}{pair}" for pair in range(pairs) for side in "ab")
    rule = All(tuple(Quota(members, 1, members[2 * pair : 2 * pair + 2]) for pair in range(pairs)))
    game = SimpleGame(rule)
    found = structure(game)
    assert (found.complete, found.weighted, found.dimension) == (False, False, pairs)
    assert found.maximal_losing_number == pairs
    assert found.minimal_winning_number == 2**pairs
    assert found.trade is not None
    assert found.trade.size == 2
    check_trade(game, found.trade)


def test_dimension_by_brute_force_on_small_games() -> None:
    """The least conjunction of weighted games, by trying them all."""
    members = tuple("abcd")
    weighted = []
    games = list(simple_games(4))
    for game in games:
        if is_weighted(game):
            weighted.append(game.rule.winning)  # type: ignore[attr-defined]
            assert dimension_of(game) == 1
    assert len(weighted) < len(games)
    for game in games:
        winning = game.rule.winning  # type: ignore[attr-defined]
        if winning in weighted:
            continue
        larger = [family for family in weighted if family >= winning]
        assert any(one & other == winning for one, other in combinations(larger, 2)) is (dimension_of(game) == 2)
    assert members == games[0].members


def test_games_of_the_world() -> None:
    council = tuple("PQRSTabcdefghij")
    practice = SimpleGame(All((Quota(council, 9), NoObjection(council, council[:5]))))
    found = structure(practice)
    assert found.weights == {m: 7 if m in "PQRST" else 1 for m in council}
    assert (found.quota, found.least, found.dimension, found.minimal_winning_number) == (39, True, 1, 210)
    assert found.minimal_winning is not None
    assert len(found.minimal_winning) == 210
    assert [len(group) for group in found.classes] == [5, 10]
    assert (found.proper, found.strong) == (True, False)
    ministers = structure(simple_game("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]"))
    assert ministers.weights is not None
    assert (sum(ministers.weights.values()), ministers.quota, ministers.least) == (87, 62, True)
    assert ministers.minimal_winning is not None
    six = structure(simple_game("[12; 4*3, 2*2, 1]"))  # Luxembourg never decides
    assert (list((six.weights or {}).values()), six.quota) == ([2, 2, 2, 1, 1, 0], 6)
    consensus = structure(SimpleGame(Quota(tuple(f"m{place}" for place in range(57)), 57)))
    assert (consensus.quota, consensus.minimal_winning_number, consensus.maximal_losing_number) == (57, 1, 57)


@pytest.mark.parametrize(("states", "without"), [(16, ""), (15, "GBR")])
def test_the_european_council_is_complete_and_not_weighted(states: int, without: str) -> None:
    """Kurz and Napel 2016: the dimension of the Lisbon rule is at least 7; so it is not weighted."""
    population = {code: number for code, number in POPULATION_2019.items() if code != without}
    game = SimpleGame(lisbon(population, states))
    found = structure(game)
    assert (found.complete, found.weighted, found.dimension) == (True, False, None)
    assert [group[0] for group in found.classes] == sorted(population, key=lambda code: -population[code])
    assert found.trade is not None
    check_trade(game, found.trade)
    assert found.proper
    assert any("maximal losing coalitions are more than" in note for note in found.notes)


def test_the_federal_system_is_not_swap_robust() -> None:
    """Taylor and Zwicker 1999, ch. 1: a senator and a representative cannot be compared."""
    senators, house = tuple(f"S{place}" for place in range(100)), tuple(f"R{place}" for place in range(435))
    members = ("P", "V", *senators, *house)
    signed = All((Quota(members, 1, ("P",)), Quota(members, 51, (*senators, "V")), Quota(members, 218, house)))
    overridden = All((Quota(members, 67, senators), Quota(members, 290, house)))
    game = SimpleGame(Any((signed, overridden)))
    order = desirability_order(game)
    assert sorted(map(len, order.classes)) == [1, 1, 100, 435]
    assert not order.complete
    assert order.swap is not None
    check_trade(game, order.swap)
    assert dimension_of(game) == 2  # Taylor and Zwicker 1993


def test_whole_weights_that_no_linear_program_finds() -> None:
    """The cheapest fractions are not whole: branches prove the sum."""
    for literal, total in (("[29; 2, 6, 6, 8, 8, 11, 14, 17]", 54), ("[40; 1, 3, 4, 8, 9, 10, 10, 15, 22]", 82)):
        found = weighting(simple_game(literal))
        assert isinstance(found, Weighting)
        assert found.least
        assert sum(found.weights.values()) == total
        check_weighting(simple_game(literal), found)


def test_a_false_trade_is_not_confirmed() -> None:
    game = canada()
    trade = weighting(game)
    assert isinstance(trade, Trade)
    assert trade.confirmed(game)
    assert not replace(trade, winning=trade.losing, losing=trade.winning).confirmed(game)
    assert not replace(trade, winning=trade.winning * 2).confirmed(game)
    assert not replace(trade, winning=(), losing=()).confirmed(game)
    long = replace(
        trade, **{side: tuple((v, 9_999 * n) for v, n in getattr(trade, side)) for side in ("winning", "losing")}
    )
    with pytest.raises(TooLarge, match="more than 10,000 to name"):
        long.coalitions()


def test_integer_programs() -> None:
    draw = random.Random(8)
    some = none = 0
    for _ in range(150):
        width = draw.randint(1, 3)
        costs = [draw.randint(0, 4) for _ in range(width)]
        rows = [
            (tuple(draw.randint(-3, 5) for _ in range(width)), draw.randint(-4, 9)) for _ in range(draw.randint(1, 4))
        ]
        box = [(tuple(-int(place == axis) for place in range(width)), -6) for axis in range(width)]
        found = least_whole(costs, rows + box)
        points = [
            point
            for point in product(range(7), repeat=width)
            if all(sum(a * x for a, x in zip(row, point, strict=True)) >= bound for row, bound in rows)
        ]
        if not points:
            assert found is None
            none += 1
            continue
        some += 1
        assert found is not None
        assert found.value == min(sum(c * x for c, x in zip(costs, point, strict=True)) for point in points)
        assert found.point in points
        assert proven(costs, rows + box, found)
        if any(found.point):
            assert not proven(costs, rows + box, replace(found, value=found.value + 1))
        assert found.value == 0 or not proven(costs, rows + box, replace(found, proof=Bound((Fraction(0),) * 99)))
    assert some > 30
    assert none > 10
    assert least((2, 3), []).multipliers == ()
    with pytest.raises(NotApplicable, match="not negative"):
        least((-1,), [((1,), 1)])


def test_many_weights_are_taken_as_given() -> None:
    draw = random.Random(6)
    weights = [draw.randint(1, 1000) for _ in range(193)]
    half = sum(weights) // 2 + 1
    found = structure(simple_game(f"[{half}; {', '.join(map(str, weights))}]"))
    assert (found.weighted, found.complete, found.quota, found.least, found.dimension) == (True, True, half, False, 1)
    assert (found.proper, found.strong) == (True, sum(weights) % 2 == 1)
    assert any("as given" in note for note in found.notes)


def test_what_cannot_be_answered() -> None:
    never = SimpleGame(Listed(("a", "b"), frozenset()))
    for question in (structure, weighting, desirability_order, dimension_of, canonical_form, is_proper):
        with pytest.raises(NotApplicable, match="every coalition has the same outcome"):
            question(never)  # type: ignore[operator]
    odd = SimpleGame(Listed(("a", "b"), frozenset({frozenset("a"), frozenset("b")})))
    with pytest.raises(InvalidGame, match="not monotone"):
        structure(odd)
    with pytest.raises(TooLarge, match="coalitions are more than 100,000 to list"):
        maximal_losing(simple_game("[29; 1*57]"))
    pairs = tuple(f"m{place}" for place in range(140))
    rule = All(tuple(Quota(pairs, 1, pairs[2 * pair : 2 * pair + 2]) for pair in range(70)))
    with pytest.raises(TooLarge, match="70 maximal losing coalitions are more than 60"):
        dimension_of(SimpleGame(rule))
