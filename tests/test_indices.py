"""Power indices: published values, axioms on whole small worlds, and the counting against brute force."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations, product
from math import comb, factorial
from pathlib import Path
from time import perf_counter

import pytest
from test_simple_games import Listed, coalitions, simple_games

from coopsec_games.cooperative.ballots import Ballot, VotingRule
from coopsec_games.cooperative.indices import POWER_INDICES, decisiveness, power
from coopsec_games.cooperative.rules import Excluding, NoObjection, Quota, read_rule, without
from coopsec_games.cooperative.simple_games import SimpleGame, TernaryGame, simple_game
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge, UnknownKey

F = Fraction
Y, A, N = Ballot.YES, Ballot.ABSTAIN, Ballot.NO
FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")
BINARY = ("shapley-shubik", "banzhaf", "penrose", "coleman-prevent", "coleman-initiate")
TERNARY = ("ternary-shapley-shubik", "ternary-penrose")


def council(elected: int, yes: int, *, veto: bool = True) -> VotingRule:
    groups = {"permanent": FIVE, "elected": tuple(f"E{place}" for place in range(elected))}
    quota = {"quota": {"of": "all", "yes": yes}}
    return read_rule({"all": [quota, {"no-objection": {"from": "permanent"}}]} if veto else quota, groups)


OF_1946, OF_1966 = council(6, 7), council(10, 9)
OF_1950 = without(OF_1946, ["RUS"])

# Catalogue of closed forms, section 4.3; Shapley and Shubik 1954 for the Council of eleven.
KNOWN = [
    (OF_1946, "shapley-shubik", F(76, 385), F(1, 462)),
    (OF_1966, "shapley-shubik", F(421, 2145), F(4, 2145)),
    (OF_1950, "shapley-shubik", F(13, 56), F(1, 84)),
    (OF_1946, "banzhaf", F(19, 105), F(1, 63)),
    (OF_1966, "banzhaf", F(106, 635), F(21, 1270)),
    (OF_1946, "penrose", F(57, 1024), F(5, 1024)),
    (OF_1966, "penrose", F(53, 1024), F(21, 4096)),
    (OF_1950, "penrose", F(42, 512), F(10, 512)),
    (OF_1946, "coleman-prevent", F(1), F(5, 57)),
    (OF_1966, "coleman-prevent", F(1), F(21, 212)),
    (OF_1946, "coleman-initiate", F(57, 1991), F(5, 1991)),
    (OF_1966, "coleman-initiate", F(53, 1995), F(1, 380)),
    (OF_1946, "ternary-shapley-shubik", F(7654357, 45467730), F(1439189, 54561276)),
    (OF_1966, "ternary-shapley-shubik", F(118525786, 725416965), F(26557607, 1450833930)),
    (OF_1946, "ternary-penrose", F(632, 19683), F(985, 59049)),
    (OF_1966, "ternary-penrose", F(36112, 1594323), F(5906, 531441)),
    (council(6, 7, veto=False), "penrose", F(105, 512), F(105, 512)),
    (council(10, 9, veto=False), "penrose", F(3003, 16384), F(3003, 16384)),
    (council(6, 7, veto=False), "shapley-shubik", F(1, 11), F(1, 11)),
    (council(10, 9, veto=False), "banzhaf", F(1, 15), F(1, 15)),
]


@pytest.mark.parametrize(("rule", "key", "permanent", "elected"), KNOWN)
def test_the_security_council(rule: VotingRule, key: str, permanent: Fraction, elected: Fraction) -> None:
    expected = {member: permanent if member in FIVE else elected for member in rule.members}
    assert dict(power(key, rule)) == expected
    assert list(power(key, rule)) == list(rule.members)


def test_every_index_has_a_known_value_and_a_source() -> None:
    assert {key for _, key, _, _ in KNOWN} == set(POWER_INDICES) == {*BINARY, *TERNARY}
    assert all(entry.title and entry.cite and any(c.isdigit() for c in entry.cite) for entry in POWER_INDICES.entries())


def test_how_often_the_council_decides() -> None:
    assert [decisiveness(rule) for rule in (OF_1946, OF_1966, OF_1950)] == [F(57, 2048), F(53, 2048), F(42, 1024)]
    assert [decisiveness(TernaryGame(rule)) for rule in (OF_1946, OF_1966)] == [F(2503, 177147), F(48932, 4782969)]
    assert [decisiveness(council(6, 7, veto=False)), decisiveness(council(10, 9, veto=False))] == [
        F(562, 2048),
        F(9949, 32768),
    ]
    assert [SimpleGame(rule).winning_coalitions for rule in (OF_1946, OF_1966, OF_1950)] == [57, 848, 42]


def test_abstention_raises_the_elected_members_share() -> None:
    for rule, times in ((OF_1946, F("12.2")), (OF_1966, F("9.8"))):
        ratio = power("ternary-shapley-shubik", rule)["E0"] / power("shapley-shubik", rule)["E0"]
        assert abs(ratio - times) < F(1, 20)
    normalised = {}
    for rule, year in ((OF_1946, 1946), (OF_1966, 1966)):
        values = power("ternary-penrose", rule)
        normalised[year] = values["CHN"] / sum(values.values()), values["E0"] / sum(values.values())
    assert normalised == {1946: (F(316, 2565), F(197, 3078)), 1966: (F(9028, 89435), F(8859, 178870))}


@pytest.mark.parametrize("size", range(2, 9))
def test_consensus_and_its_exceptions(size: int) -> None:
    """Unanimity of all, of all but the one concerned, and of all but any one."""
    members = tuple(f"m{place}" for place in range(size))
    consensus = NoObjection(members, called="objection")
    assert set(power("shapley-shubik", consensus).values()) == {F(1, size)}
    assert set(power("penrose", consensus).values()) == {F(1, 2 ** (size - 1))}
    assert decisiveness(consensus) == F(1, 2**size)
    assert decisiveness(TernaryGame(consensus)) == F(2, 3) ** size
    assert decisiveness(TernaryGame(read_rule("consent", {"all": members}))) == F(1, 3) ** size

    minus_target = Excluding(members, members[:1], NoObjection(members[1:], called="objection"))
    for key, value in (("shapley-shubik", F(1, size - 1)), ("penrose", F(1, 2 ** (size - 2)))):
        values = power(key, minus_target)
        assert values[members[0]] == 0
        assert set(list(values.values())[1:]) == {value}
    assert decisiveness(minus_target) == F(1, 2 ** (size - 1))
    assert SimpleGame(minus_target).dummies() == members[:1]

    minus_one = Quota(members, size - 1)
    assert set(power("shapley-shubik", minus_one).values()) == {F(1, size)}
    assert set(power("penrose", minus_one).values()) == {F(size - 1, 2 ** (size - 1))}
    assert decisiveness(minus_one) == F(size + 1, 2**size)


@pytest.mark.parametrize(
    ("vetoers", "elected", "quota"), [(1, 3, 2), (2, 5, 4), (5, 6, 7), (5, 10, 9), (6, 18, 14), (11, 15, 16)]
)
def test_closed_form_of_a_council_with_vetoers(vetoers: int, elected: int, quota: int) -> None:
    size, needed = vetoers + elected, quota - vetoers
    groups = {"permanent": tuple(f"P{n}" for n in range(vetoers)), "elected": tuple(f"E{n}" for n in range(elected))}
    rule = read_rule({"all": [{"quota": {"yes": quota}}, {"no-objection": {"from": "permanent"}}]}, groups)
    winning = sum(comb(elected, number) for number in range(needed, elected + 1))
    assert SimpleGame(rule).winning_coalitions == winning
    swings = {member: value * 2 ** (size - 1) for member, value in power("penrose", rule).items()}
    assert (swings["P0"], swings["E0"]) == (winning, comb(elected - 1, needed - 1))
    share = F(comb(elected - 1, needed - 1) * factorial(quota - 1) * factorial(size - quota), factorial(size))
    assert power("shapley-shubik", rule)["E0"] == share
    assert power("shapley-shubik", rule)["P0"] == (1 - elected * share) / vetoers


def test_qualified_majority_of_the_fifteen() -> None:
    game = simple_game("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]")
    assert game.winning_coalitions == 2549
    one_of_each = ("1", "5", "6", "10", "12", "15")
    shares, swings = power("shapley-shubik", game), power("penrose", game)
    assert [shares[member] for member in one_of_each] == [
        F(7, 60),
        F(860, 9009),
        F(19883, 360360),
        F(743, 16380),
        F(1588, 45045),
        F(932, 45045),
    ]
    assert [swings[member] * 2**14 for member in one_of_each] == [1849, 1531, 973, 793, 595, 375]


def test_published_values(shared: Path) -> None:
    """Every row of the published values whose game is a literal and whose index is one of ours."""
    keys = {"ssi": "shapley-shubik", "banzhaf": "banzhaf", "penrose": "penrose", "swings": "penrose"}
    rows = json.loads((shared / "data" / "oracle_power.json").read_text(encoding="utf-8"))["values"]
    compared = 0
    for row in rows:
        if row["index"] not in keys or not row["game"].startswith("[") or "unions" in row["game"]:
            continue
        values = power(keys[row["index"]], simple_game(row["game"]))
        scale = 2 ** (len(values) - 1) if row["index"] == "swings" else 1
        assert [value * scale for value in values.values()] == [F(value) for value in row["value"]], row["id"]
        compared += 1
    assert compared == 10


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_axioms_on_every_simple_game(size: int) -> None:
    for game in simple_games(size):
        members = game.members
        winning = {coalition for coalition in coalitions(members) if game.wins(coalition)}
        swings = {m: sum(m in c and c - {m} not in winning for c in winning) for m in members}
        pivots = dict.fromkeys(members, 0)
        for order in permutations(members):
            pivots[next(m for place, m in enumerate(order) if frozenset(order[: place + 1]) in winning)] += 1
        total = sum(swings.values())
        of_swings = {"banzhaf": total, "penrose": 2 ** (size - 1), "coleman-prevent": len(winning)}
        of_swings["coleman-initiate"] = 2**size - len(winning)
        expected = {key: {m: F(swings[m], whole) for m in members} for key, whole in of_swings.items()}
        expected["shapley-shubik"] = {m: F(pivots[m], factorial(size)) for m in members}
        merged = SimpleGame(Listed(members, frozenset(winning), merged=True))
        values = {key: power(key, game) for key in BINARY}
        for key in BINARY:
            assert dict(values[key]) == expected[key]
            assert dict(power(key, merged)) == dict(values[key])
        assert sum(values["shapley-shubik"].values()) == sum(values["banzhaf"].values()) == 1
        for key in BINARY:
            assert {m for m in members if values[key][m] == 0} == set(game.dummies())


def test_transfer_on_every_pair_of_games_of_three_members() -> None:
    """What two games give a member together, their union and their intersection give together."""
    games = {game.rule.winning: game for game in simple_games(3)}  # type: ignore[attr-defined]
    for key in ("shapley-shubik", "penrose"):
        values = {winning: power(key, game) for winning, game in games.items()}
        for one, other in product(games, repeat=2):
            if one | other in games and one & other in games:
                for member in "abc":
                    parts = values[one][member] + values[other][member]
                    assert parts == values[one | other][member] + values[one & other][member]


def random_rule(draw: random.Random, size: int) -> VotingRule:
    members = tuple("abcdef"[:size])

    def spec(depth: int, left: tuple[str, ...]) -> dict[str, object]:
        word = draw.choice(
            ["quota", "weight", "no-objection", "consent"] + ["all", "any", "dual", "excluding"] * (depth > 0)
        )
        some = draw.sample(left, draw.randint(1, len(left)))
        if word == "quota":
            return {"quota": {"of": some, "yes": draw.randint(1, len(some))}}
        if word == "weight":
            weights = {member: draw.randint(0, 3) for member in left} | {left[0]: 1}
            return {"weight": {"weights": weights, "quota": draw.randint(1, sum(weights.values()))}}
        if word in ("all", "any"):
            return {word: [spec(depth - 1, left) for _ in range(draw.randint(1, 3))]}
        if word == "dual":
            return {"dual": spec(depth - 1, left)}
        if word == "excluding" and len(left) > 1:
            parties = draw.sample(left, 1)
            others = tuple(member for member in left if member not in parties)
            return {"excluding": {"parties": parties, "rule": spec(depth - 1, others)}}
        return {"no-objection" if word == "no-objection" else "consent": {"from": some}}

    return read_rule(spec(2, members), {"all": members})


def outcomes_of(rule: VotingRule, alphabet: tuple[Ballot, ...]) -> Mapping[tuple[Ballot, ...], bool]:
    casts = product(alphabet, repeat=len(rule.members))
    return {cast: rule.passes(dict(zip(rule.members, cast, strict=True))).adopted for cast in casts}


def test_binary_indices_against_every_coalition_of_random_rules() -> None:
    draw = random.Random(20)
    for _ in range(60):
        size = draw.randint(2, 6)
        rule = random_rule(draw, size)
        not_yes = draw.choice([N, A, Ballot.ABSENT])
        game = SimpleGame(rule, not_yes)
        adopted = outcomes_of(rule, (not_yes, Y))
        assert decisiveness(game) == F(sum(adopted.values()), 2**size)
        swings = [
            sum(adopted[cast] and not adopted[(*cast[:place], not_yes, *cast[place + 1 :])] for cast in adopted)
            for place in range(size)
        ]
        assert list(power("penrose", game).values()) == [F(swing, 2 ** (size - 1)) for swing in swings]
        if any(swings):
            shares = [F(0)] * size
            for place in range(size):
                for cast in adopted:
                    if adopted[cast] and not adopted[(*cast[:place], not_yes, *cast[place + 1 :])]:
                        before = cast.count(Y) - 1
                        shares[place] += F(factorial(before) * factorial(size - 1 - before), factorial(size))
            assert list(power("shapley-shubik", game).values()) == shares


def roll_call_pivots(rule: VotingRule) -> list[Fraction]:
    """By definition: all orders, all answers; the first whose answer leaves one outcome only, whatever follows."""
    size = len(rule.members)
    adopted = outcomes_of(rule, (N, A, Y))
    open_ended: dict[tuple[Ballot | None, ...], bool] = {}

    def undecided(partial: tuple[Ballot | None, ...]) -> bool:
        if partial not in open_ended:
            choices = [(ballot,) if ballot else (N, A, Y) for ballot in partial]
            open_ended[partial] = len({adopted[cast] for cast in product(*choices)}) == 2
        return open_ended[partial]

    pivots = [0] * size
    for order in permutations(range(size)):
        for cast in adopted:
            partial: list[Ballot | None] = [None] * size
            for place in order:
                partial[place] = cast[place]
                if not undecided(tuple(partial)):
                    pivots[place] += 1
                    break
    return [F(pivot, factorial(size) * 3**size) for pivot in pivots]


def test_ternary_indices_against_every_roll_call_of_random_rules() -> None:
    draw = random.Random(3)
    for _ in range(40):
        size = draw.choice([1, 2, 3, 3, 4])
        rule = random_rule(draw, size)
        adopted = outcomes_of(rule, (N, A, Y))
        assert decisiveness(TernaryGame(rule)) == F(sum(adopted.values()), 3**size)
        flips = [
            sum(
                adopted[(*cast[:place], Y, *cast[place + 1 :])] and not adopted[cast]
                for cast in adopted
                if cast[place] is N
            )
            for place in range(size)
        ]
        assert list(power("ternary-penrose", rule).values()) == [F(flip, 3 ** (size - 1)) for flip in flips]
        if len(set(adopted.values())) == 2:
            values = power("ternary-shapley-shubik", TernaryGame(rule))
            assert list(values.values()) == roll_call_pivots(rule)
            assert sum(values.values()) == 1


def test_a_published_ternary_game() -> None:
    """Freixas 2005, example 2.5: the first votes yes, and not both others vote no."""
    rule = read_rule(
        {"all": [{"consent": {"from": ["a"]}}, {"any": [{"no-objection": {"from": [m]}} for m in "bc"]}]},
        {"all": tuple("abc")},
    )
    assert list(power("ternary-shapley-shubik", rule).values()) == [F(22, 27), F(5, 54), F(5, 54)]


def test_what_an_index_is_asked_of() -> None:
    game = simple_game("[3; 2, 1, 1]")
    assert power("ternary-penrose", game) == power("ternary-penrose", game.rule)
    assert power("penrose", game) == power("penrose", game.rule)
    assert power("penrose", SimpleGame(OF_1966, A))["CHN"] == F(3003, 16384)
    with pytest.raises(NotApplicable, match="over yes and not yes"):
        power("banzhaf", TernaryGame(game.rule))
    with pytest.raises(UnknownKey) as caught:
        power("banzaf", game)
    assert caught.value.hint == "did you mean 'banzhaf'?"
    values = power("banzhaf", game)
    with pytest.raises(TypeError):
        values["1"] = F(1)  # type: ignore[index]


def test_games_in_which_nobody_decides_have_no_shares() -> None:
    always = SimpleGame(NoObjection(("a", "b")), A)
    assert set(power("penrose", always).values()) == {0}
    assert set(power("coleman-prevent", always).values()) == {0}
    never = SimpleGame(Listed(("a", "b"), frozenset()))
    assert set(power("coleman-initiate", never).values()) == {0}
    for key, game in (
        ("shapley-shubik", always),
        ("banzhaf", always),
        ("coleman-initiate", always),
        ("banzhaf", never),
        ("coleman-prevent", never),
        ("ternary-shapley-shubik", never),
    ):
        with pytest.raises(NotApplicable):
            power(key, game)
    odd = Listed(("a", "b"), frozenset({frozenset("a"), frozenset("b")}))
    for key in POWER_INDICES:
        with pytest.raises(InvalidGame, match="not monotone"):
            power(key, odd)
    with pytest.raises(TooLarge):
        power("banzhaf", simple_game("[200; " + ", ".join(map(str, range(1, 28))) + "]"))


def test_known_wrong_answers_are_not_given() -> None:
    """Programs in use go wrong on a member above the quota, on members without weight, and from 67 members on."""
    assert list(power("shapley-shubik", simple_game("[3; 3, 1, 1, 1]")).values()) == [F(3, 4), *[F(1, 12)] * 3]
    assert list(power("banzhaf", simple_game("[3; 3, 1, 0]")).values()) == [1, 0, 0]
    assert set(power("shapley-shubik", simple_game("[35; 1*68]")).values()) == {F(1, 68)}
    assert power("penrose", simple_game("[36; 1*70]"))["1"] == F(comb(69, 35), 2**69)
    game = simple_game("[3; 2, 1, 1]")
    assert power("penrose", game) == power("penrose", game) == {"1": F(3, 4), "2": F(1, 4), "3": F(1, 4)}


def test_large_bodies_are_quick() -> None:
    bodies = [NoObjection(tuple(f"m{place}" for place in range(57)), called="objection"), OF_1966]
    for rule in bodies:
        for key in BINARY:
            started = perf_counter()
            power(key, rule)
            assert perf_counter() - started < 0.1
        for key in TERNARY:
            started = perf_counter()
            values = power(key, rule)
            assert perf_counter() - started < 3
            assert key != "ternary-shapley-shubik" or sum(values.values()) == 1
    assert power("penrose", bodies[0])["m0"] == F(1, 2**56)
    assert power("ternary-penrose", bodies[0])["m0"] == F(2, 3) ** 56
