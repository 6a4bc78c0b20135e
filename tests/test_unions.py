"""Power with a-priori unions: published values, the definitions by brute force, axioms, and large games."""

from __future__ import annotations

import json
import random
import re
from fractions import Fraction
from itertools import chain, combinations, permutations, product
from math import factorial
from pathlib import Path

import pytest
from test_simple_games import Listed, simple_games

from coopsec_games.cooperative.ballots import Ballot, Member
from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.rules import All, Any, NoObjection, Quota, VotingRule, Weight
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.cooperative.union_counts import union_swings
from coopsec_games.cooperative.unions import UNION_INDICES, owen, power_with_unions, read_unions
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge, UnknownKey, UsageError

KEYS = ("owen", "banzhaf-owen", "symmetric-coalitional-banzhaf")


def subsets(items: tuple[object, ...]) -> list[tuple[object, ...]]:
    return list(chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))


def partitions(members: tuple[Member, ...]) -> list[list[tuple[Member, ...]]]:
    if not members:
        return [[]]
    first, rest = members[0], members[1:]
    found = []
    for partition in partitions(rest):
        found.append([(first,), *partition])
        found += [
            [*partition[:place], (first, *partition[place]), *partition[place + 1 :]] for place in range(len(partition))
        ]
    return found


def by_definition(game: SimpleGame, unions: list[tuple[Member, ...]], key: str) -> dict[Member, Fraction]:
    """The sum over coalitions of other unions and of fellows, as the definitions have it."""
    found = {}
    for union in unions:
        others = tuple(other for other in unions if other is not union)
        for member in union:
            fellows = tuple(fellow for fellow in union if fellow != member)
            total = Fraction(0)
            for joined, before in product(subsets(others), subsets(fellows)):
                coalition = [*chain.from_iterable(joined), *before]  # type: ignore[arg-type]
                if game.wins([*coalition, member]) and not game.wins(coalition):
                    r, t, m, c = len(joined), len(before), len(unions), len(union)
                    between = Fraction(factorial(r) * factorial(m - 1 - r), factorial(m))
                    within = Fraction(factorial(t) * factorial(c - 1 - t), factorial(c))
                    coin_between, coin_within = Fraction(1, 2 ** (m - 1)), Fraction(1, 2 ** (c - 1))
                    total += {
                        "owen": between * within,
                        "banzhaf-owen": coin_between * coin_within,
                        "symmetric-coalitional-banzhaf": coin_between * within,
                    }[key]
            found[member] = total
    return found


def test_owen_is_the_chance_to_be_pivot_in_orders_that_keep_unions_together() -> None:
    game = simple_game("[9; 6, 1, 2, 1, 1, 3]")
    unions = [("1", "2"), ("3", "4", "5"), ("6",)]
    pivots = dict.fromkeys(game.members, 0)
    orders = 0
    for order in permutations(unions):
        for inside in product(*(permutations(union) for union in order)):
            orders += 1
            before: list[Member] = []
            for member in chain.from_iterable(inside):
                if not game.wins(before) and game.wins([*before, member]):
                    pivots[member] += 1
                before.append(member)
    assert owen(game, unions) == {member: Fraction(number, orders) for member, number in pivots.items()}


def test_published_values(shared: Path) -> None:
    rows = json.loads((shared / "data" / "oracle_power.json").read_text("utf-8"))["values"]
    seen = 0
    for row in rows:
        if row["id"] != "epic-precoal":
            continue
        match = re.fullmatch(r"\[(\d+); \[([\d, ]+)\]\] unions (.*)", row["game"])
        assert match
        game = simple_game(f"[{match[1]}; {match[2]}]")
        unions = [[game.members[place] for place in union] for union in json.loads(match[3])]
        found = power_with_unions(row["index"].replace("_", "-"), game, unions)
        assert [str(value) for value in found.values()] == row["value"]
        seen += 1
    assert seen == 12


@pytest.mark.parametrize("key", KEYS)
def test_every_simple_game_of_up_to_four_members_with_every_partition(key: str) -> None:
    numbers = []
    for size in (1, 2, 3, 4):
        games = list(simple_games(size))
        numbers.append(len(games))
        for game in games if size < 4 else games[::3]:
            for unions in partitions(game.members):
                assert power_with_unions(key, game, unions) == by_definition(game, unions, key)
    assert numbers == [1, 4, 18, 166]


def test_axioms_on_every_simple_game_of_up_to_four_members() -> None:
    for size in (1, 2, 3, 4):
        for game in simple_games(size):
            dummies = game.dummies()
            shapley, penrose = power("shapley-shubik", game), power("penrose", game)
            for unions in partitions(game.members):
                found = {key: power_with_unions(key, game, unions) for key in KEYS}
                assert sum(found["owen"].values()) == 1
                for values in found.values():
                    assert not any(values[member] for member in dummies)
                if len(unions) in (1, size):
                    assert found["owen"] == shapley
                if len(unions) in (1, size):
                    assert found["banzhaf-owen"] == penrose
                assert (len(unions) < size) or found["symmetric-coalitional-banzhaf"] == penrose
                assert (len(unions) > 1) or found["symmetric-coalitional-banzhaf"] == shapley
                # what the unions have together: Shapley and Penrose of the game that they play as wholes
                names = tuple(map(str, range(len(unions))))
                quotient = SimpleGame(
                    Listed(
                        names,
                        frozenset(
                            frozenset(joined)  # type: ignore[arg-type]
                            for joined in subsets(names)
                            if game.wins(chain.from_iterable(unions[int(name)] for name in joined))  # type: ignore[call-overload]
                        ),
                    )
                )
                for key, whole in (("owen", "shapley-shubik"), ("symmetric-coalitional-banzhaf", "penrose")):
                    expected = power(whole, quotient)
                    for name, union in zip(names, unions, strict=True):
                        assert sum(found[key][member] for member in union) == expected[name]


def test_transfer_and_symmetry() -> None:
    """f(v or w) + f(v and w) = f(v) + f(w); members alike of one union have the same."""
    games = [game for game in simple_games(3) if isinstance(game.rule, Listed)]
    unions = [("a", "b"), ("c",)]
    for one, other in combinations(games, 2):
        wins = [game.rule.winning for game in (one, other)]  # type: ignore[attr-defined]
        both, either = (SimpleGame(Listed(one.members, family)) for family in (wins[0] & wins[1], wins[0] | wins[1]))
        for key in ("banzhaf-owen", "symmetric-coalitional-banzhaf"):
            values = [power_with_unions(key, game, unions) for game in (one, other, both, either)]
            for member in one.members:
                assert values[0][member] + values[1][member] == values[2][member] + values[3][member]
    shares = owen(simple_game("[6; 4, 2, 2, 1]"), [["2", "3"], ["1", "4"]])
    assert shares["2"] == shares["3"]


def random_rules(count: int, seed: int) -> list[tuple[VotingRule, list[list[Member]]]]:
    draw = random.Random(seed)
    found: list[tuple[VotingRule, list[list[Member]]]] = []
    for _ in range(count):
        size = draw.randint(2, 7)
        members = tuple("abcdefg"[:size])
        parts: list[VotingRule] = []
        for _ in range(draw.choice((1, 1, 2, 3))):
            weights = {member: draw.randint(0, 6) for member in members}
            weights[members[0]] += 1
            parts.append(Weight(members, weights, draw.randint(1, sum(weights.values()))))
        rule = parts[0] if len(parts) == 1 else draw.choice((All, Any))(tuple(parts))
        unions: list[list[Member]] = [[] for _ in range(draw.randint(1, size))]
        for member in members:
            draw.choice(unions).append(member)
        found.append((rule, [union for union in unions if union]))
    return found


def test_the_methods_agree() -> None:
    together = 0
    for rule, unions in random_rules(400, 5):
        expected = union_swings(rule, unions, "kinds")
        assert union_swings(rule, unions, "diagram").tables == expected.tables
        if isinstance(rule, Weight):
            assert union_swings(rule, unions, "weights").tables == expected.tables
            together += 1
        game = SimpleGame(rule)
        whole = [tuple(union) for union in unions]
        if len(rule.members) < 5:
            for key in KEYS[1:]:
                assert power_with_unions(key, rule, unions) == by_definition(game, whole, key)
    assert together > 100


def test_large_games() -> None:
    draw = random.Random(3)
    game = simple_game(f"[5000; {', '.join(str(draw.randint(1, 99)) for _ in range(193))}]")
    regions = [game.members[start : start + 20] for start in range(0, 193, 20)]
    shares = owen(game, regions)
    assert sum(shares.values()) == 1
    swings = union_swings(game, regions)
    assert swings.method == "weights"
    alone = simple_game(f"[1000; {', '.join(str(draw.randint(1, 50)) for _ in range(60))}]")
    assert sum(owen(alone, []).values()) == 1


def test_the_security_council_with_the_union_of_the_permanent_members() -> None:
    permanent, elected = tuple("PQRST"), tuple("abcdefghij")
    council = permanent + elected
    rule = All((Quota(council, 9), NoObjection(council, permanent)))
    shares = owen(rule, [permanent])
    # the five as one need four more of ten: they are the pivot in place 5 to 11 of 11
    assert sum(shares[member] for member in permanent) == Fraction(7, 11)
    assert shares["P"] == Fraction(7, 55)
    assert shares["a"] == Fraction(4, 110)
    assert union_swings(rule, [permanent]).method == "kinds"
    abstaining = SimpleGame(rule, Ballot.ABSTAIN)
    assert union_swings(abstaining, [permanent], "diagram").tables == union_swings(abstaining, [permanent]).tables


def test_what_is_refused() -> None:
    game = simple_game("[3; 2, 1, 1]")
    assert read_unions("2,3", game.members) == (("2", "3"), ("1",))
    for text, message in [
        ("1,9", "'9' is not a member"),
        ("1,2|2", "2 stands in two unions"),
        ("1,1", "1 stands in two unions"),
        ("", "'' is not a member"),
        ("1,2|", "'' is not a member"),
    ]:
        with pytest.raises(UsageError, match=message):
            read_unions(text, game.members)
    with pytest.raises(UsageError, match="has no members"):
        owen(game, [[]])
    with pytest.raises(UnknownKey, match="unknown power index with unions 'owne'"):
        power_with_unions("owne", game, [])
    with pytest.raises(UsageError, match="unknown method 'quick'"):
        union_swings(game, [], "quick")
    never = SimpleGame(Listed(("a", "b"), frozenset()))
    with pytest.raises(NotApplicable, match="nobody ever decides"):
        owen(never, [])
    assert set(power_with_unions("banzhaf-owen", never, []).values()) == {0}
    with pytest.raises(NotApplicable, match="not made of weight systems"):
        union_swings(never, [], "diagram")
    odd = SimpleGame(Listed(("a", "b"), frozenset({frozenset("a"), frozenset("b")})))
    with pytest.raises(InvalidGame, match="not monotone"):
        owen(odd, [])
    compound = Any((Quota(("a", "b"), 2), Weight(("a", "b"), {"a": 2, "b": 1}, 2)))
    both = All((Quota(tuple("abcd"), 3), Weight(tuple("abcd"), {"a": 5, "b": 3, "c": 1, "d": 1}, 6)))
    assert sum(owen(compound, []).values()) == 1
    with pytest.raises(NotApplicable, match="not one weight system"):
        union_swings(both, [], "weights")
    many = tuple(f"m{place}" for place in range(40))
    with pytest.raises(TooLarge, match="the unions join in"):
        union_swings(Weight(many, {member: 2**place for place, member in enumerate(many)}, 2**39), [], "kinds")


def test_every_index_has_its_source() -> None:
    assert tuple(UNION_INDICES) == KEYS
    for entry in UNION_INDICES.entries():
        assert entry.title
        assert entry.cite
        assert "References" in (entry.function.__doc__ or "")
