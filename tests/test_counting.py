"""Counting: every method against brute force, against the others, and against published numbers."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb, factorial
from pathlib import Path
from random import Random
from subprocess import run

import pytest
from test_simple_games import simple_games

from coopsec_games.cooperative import simple_game
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.cooperative.counting import (
    System,
    by_limbs,
    by_weights,
    critical_sizes,
    front,
    johnston,
    minimal_sizes,
    swing_counts,
    swing_sizes,
    systems,
    winning_count,
)
from coopsec_games.cooperative.counting.minimal_by_weights import critical_by_size, minimal_by_size
from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.rules import (
    Dual,
    NoObjection,
    Present,
)
from coopsec_games.cooperative.simple_games import SimpleGame
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge, UnknownKey

COUNCIL = "[39; 7*5, 1*10]"
COLLEGE = (
    [55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11, 10, 10, 10, 10, 9, 9, 9, 8, 8, 7, 7, 7]
    + [6] * 6 + [5] * 3 + [4] * 5 + [3] * 8
)  # fmt: skip
MANY = int(os.environ.get("COOPSEC_RANDOM_GAMES", "5000"))

Rows = tuple[tuple[int, ...], ...]


class Brute:
    """What the definitions say of a game over the places 0 to n - 1."""

    def __init__(self, size: int, wins: Sequence[bool]) -> None:
        self.swings = [[0] * size for _ in range(size)]
        self.winning = [0] * (size + 1)
        self.minimal = [[0] * (size + 1) for _ in range(size)]
        self.total = [0] * (size + 1)
        self.critical = [[0] * (size + 1) for _ in range(size)]
        for coalition, won in enumerate(wins):
            if not won:
                continue
            many = coalition.bit_count()
            self.winning[many] += 1
            members = [place for place in range(size) if coalition >> place & 1]
            critical = [place for place in members if not wins[coalition ^ 1 << place]]
            for place in critical:
                self.swings[place][many - 1] += 1
                self.critical[place][len(critical)] += 1
            if critical == members:
                self.total[many] += 1
                for place in members:
                    self.minimal[place][many] += 1

    def agrees(self, game: SimpleGame, method: str) -> None:
        """The front says the same."""
        counts, sizes = swing_counts(game, method), swing_sizes(game, method)
        assert list(counts.counts.values()) == list(map(sum, self.swings))
        assert counts.winning == sizes.winning == winning_count(game, method) == sum(self.winning)
        assert list(sizes.sizes.values()) == rows(self.swings)
        assert sizes.winning_sizes == tuple(self.winning)
        assert sizes.counts == counts.counts
        if method != "weights" or isinstance(systems(game.rule, game.not_yes), System):
            minimal = minimal_sizes(game, method)
            assert list(minimal.sizes.values()) == rows(self.minimal)
            assert minimal.total_sizes == tuple(self.total)
            if method != "diagram":
                assert list(critical_sizes(game, method).sizes.values()) == rows(self.critical)


def rows(table: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    return [tuple(row) for row in table]


def outcomes(wins: Callable[[list[int]], bool], size: int) -> list[bool]:
    return [wins([place for place in range(size) if coalition >> place & 1]) for coalition in range(2**size)]


def sums(weights: Sequence[int]) -> list[int]:
    found = [0]
    for weight in weights:
        found += [total + weight for total in found]
    return found


def random_system(random: Random, most: int = 7) -> tuple[list[int], int]:
    """Zero weights, ties, dictators and vetoers are all common among these."""
    highest = random.choice((1, 3, 9, 40))
    weights = [random.randint(0, highest) for _ in range(random.randint(1, most))]
    weights[0] += not any(weights)
    return weights, random.randint(1, sum(weights))


def literal(weights: Sequence[int], quota: int) -> str:
    return f"[{quota}; {', '.join(map(str, weights))}]"


def large_system(size: int, seed: int, most: int = 1000) -> tuple[list[int], int]:
    random = Random(seed)
    weights = [random.randint(1, most) for _ in range(size)]
    return weights, sum(weights) // 2 + 1


# --- one weight system


@pytest.mark.parametrize("method", ["auto", "kinds", "weights", "diagram", "enumeration"])
def test_every_method_says_what_the_definitions_say_of_random_weights(method: str) -> None:
    random = Random(20)
    for _ in range(80 if method == "enumeration" else 250):
        weights, quota = random_system(random, 6)
        brute = Brute(len(weights), [total >= quota for total in sums(weights)])
        brute.agrees(simple_game(literal(weights, quota)), method)


def test_integers_and_arrays_give_the_same_numbers() -> None:
    random = Random(21)
    for _ in range(300):
        weights, quota = random_system(random)
        if random.random() < 0.3:
            weights, quota = [5 + 3 * weight for weight in weights], quota + 5
        brute = Brute(len(weights), [total >= quota for total in sums(weights)])
        expected = (tuple(rows(brute.swings)), tuple(brute.winning))
        assert by_weights.swings_by_size(weights, quota) == by_limbs.swings_by_size(weights, quota) == expected
        counts = (tuple(map(sum, brute.swings)), sum(brute.winning))
        assert by_weights.swings_by_weight(weights, quota) == by_limbs.swings_by_weight(weights, quota) == counts


@pytest.mark.parametrize(("size", "most", "part"), [(70, 40, 2), (90, 12, 3), (64, 200, 2), (129, 5, 5)])
def test_integers_and_arrays_agree_where_limbs_carry(
    size: int, most: int, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_weights, "WARM", 10**18)
    random = Random(size)
    weights = [random.randint(0, most) for _ in range(size)]
    quota = sum(weights) * (part - 1) // part + 1
    counts, sizes = by_weights.swings_by_weight(weights, quota), by_weights.swings_by_size(weights, quota)
    assert by_limbs.swings_by_weight(weights, quota) == counts
    assert by_limbs.swings_by_size(weights, quota) == sizes
    assert (tuple(map(sum, sizes[0])), sum(sizes[1])) == counts
    progression = [100 + 7 * weight for weight in weights]
    quota = sum(progression) * 3 // 5
    assert by_limbs.swings_by_size(progression, quota) == by_weights.swings_by_size(progression, quota)


def test_two_methods_agree_on_random_games() -> None:
    """Five thousand here; COOPSEC_RANDOM_GAMES=100000 asks for a hundred thousand."""
    random = Random(22)
    for number in range(MANY):
        weights, quota = random_system(random, 8)
        game = simple_game(literal(weights, quota))
        one, other = swing_sizes(game, "weights"), swing_sizes(game, "kinds" if number % 2 else "diagram")
        assert one.sizes == other.sizes, game.rule
        assert one.winning_sizes == other.winning_sizes, game.rule
        assert swing_counts(game, "weights").counts == one.counts, game.rule
        if number % 5 == 0:
            assert minimal_sizes(game, "weights").sizes == minimal_sizes(game, "kinds").sizes, game.rule
            assert critical_sizes(game, "weights").sizes == critical_sizes(game, "kinds").sizes, game.rule


def test_two_methods_agree_on_weights_of_a_larger_game() -> None:
    weights = [random.randint(1, 30) for random in [Random(23)] for _ in range(22)]
    game = simple_game(literal(weights, sum(weights) * 3 // 5))
    assert swing_sizes(game, "weights").sizes == swing_sizes(game, "diagram").sizes
    assert minimal_sizes(game, "weights").sizes == minimal_sizes(game, "diagram").sizes
    assert swing_counts(game, "diagram").winning == swing_counts(game, "weights").winning


# --- published numbers


@pytest.mark.parametrize(
    ("text", "swings", "winning"),
    [
        (COUNCIL, [848] * 5 + [84] * 10, 848),
        ("[27; 5*5, 1*6]", [57] * 5 + [5] * 6, 57),
        ("[12; 4, 4, 4, 2, 2, 1]", [10, 10, 10, 6, 6, 0], 14),
        ("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]", [1849] * 4 + [1531] + [973] * 4 + [793] * 2 + [595] * 3 + [375], 2549),
        ("[29; 1*57]", [comb(56, 28)] * 57, 2**56),
    ],
)
def test_known_swings(text: str, swings: list[int], winning: int) -> None:
    counted = swing_counts(simple_game(text))
    assert list(counted.counts.values()) == swings
    assert counted.winning == winning


def test_every_published_value_that_counts_coalitions(shared: Path) -> None:
    """The rows of the file of published values: numbers of swings, and shares of them."""
    entries = json.loads((shared / "data" / "oracle_power.json").read_text())["values"]
    seen = set()
    for entry in entries:
        text = entry["game"]
        if not isinstance(text, str) or not text.startswith("[") or "unions" in text:
            continue
        game = simple_game(text.replace("[[", "[", 1).replace("]]", "]")) if "[" not in text[1:] else None
        if game is None or entry["index"] not in SHARES:
            continue
        seen.add(entry["index"])
        found = SHARES[entry["index"]](game)
        assert found == [Fraction(value) for value in entry["value"]], entry["id"]
    assert {"swings", "banzhaf", "ssi", "johnston", "penrose", "deegan_packel", "public_good"} <= seen


def _shapley(game: SimpleGame) -> list[Fraction]:
    size = len(game.members)
    orders = [Fraction(factorial(s) * factorial(size - 1 - s), factorial(size)) for s in range(size)]
    return [sum(map(Fraction.__mul__, orders, map(Fraction, ways))) for ways in swing_sizes(game).sizes.values()]


def _shared_out(numbers: Sequence[int | Fraction]) -> list[Fraction]:
    return [Fraction(number) / sum(numbers) for number in numbers]


SHARES: dict[str, Callable[[SimpleGame], list[Fraction]]] = {
    "swings": lambda game: [Fraction(number) for number in swing_counts(game).counts.values()],
    "banzhaf": lambda game: _shared_out(list(swing_counts(game).counts.values())),
    "penrose": lambda game: [
        Fraction(number, 2 ** (len(game.members) - 1)) for number in swing_counts(game).counts.values()
    ],
    "ssi": _shapley,
    "johnston": lambda game: list(johnston(game).values()),
    "public_good": lambda game: _shared_out([sum(sizes) for sizes in minimal_sizes(game).sizes.values()]),
    "deegan_packel": lambda game: _shared_out(
        [
            sum(Fraction(number, size) for size, number in enumerate(sizes) if number)
            for sizes in minimal_sizes(game).sizes.values()
        ]
    ),
}


def test_the_electoral_college_by_its_minimal_winning_coalitions() -> None:
    assert (sum(COLLEGE), len(COLLEGE)) == (538, 51)
    sizes, total = minimal_by_size(COLLEGE, 270)
    assert 5.0e13 < sum(total) < 5.2e13
    for many, number in enumerate(total):
        assert sum(row[many] for row in sizes) == many * number
    assert sum(Fraction(sum(row)) for row in sizes) == sum(many * number for many, number in enumerate(total))


def test_the_fund_in_its_real_votes(shared: Path) -> None:
    with (shared / "data" / "imf_quotas_votes_2022-10-02.csv").open(encoding="utf-8") as lines:
        votes = [int(row["votes"]) for row in csv.DictReader(lines)]
    assert (len(votes), sum(votes)) == (190, 5_039_930)
    for quota in (2_519_966, 3_527_951, 4_283_941):
        counts, winning = by_weights.swings_by_weight(votes, quota)
        assert swing_counts(simple_game(literal(votes, quota))).method == "weights"
        assert winning < 2**189
        heaviest = votes.index(max(votes))
        assert counts[heaviest] == max(counts)
        # a few identities that bind all the numbers: parity, and monotonicity in the weights
        assert {number % 2 for number in counts} == {winning % 2}
        ordered = [count for _, count in sorted(zip(votes, counts, strict=True))]
        assert ordered == sorted(ordered)


@pytest.mark.parametrize("size", [100, 193])
def test_large_random_games_keep_the_identities(size: int) -> None:
    weights, quota = large_system(size, size)
    sizes, winning_sizes = by_limbs.swings_by_size(weights, quota)
    counts, winning = by_weights.swings_by_weight(weights, quota)
    assert tuple(map(sum, sizes)) == counts
    assert sum(winning_sizes) == winning
    orders = [factorial(s) * factorial(size - 1 - s) for s in range(size)]
    assert sum(sum(map(int.__mul__, orders, row)) for row in sizes) == factorial(size)
    # a step up in size: those that win with s + 1 members less those with s
    for s in range(size + 1):
        joined = sum(row[s - 1] for row in sizes) if s else 0
        left = winning_sizes[s - 1] * (size - s + 1) if s else 0
        assert winning_sizes[s] * s == joined + left


def test_johnston_of_a_hundred_members() -> None:
    weights, quota = large_system(100, 5, 100)
    sizes = critical_by_size(weights, quota)
    assert tuple(map(sum, sizes)) == by_weights.swings_by_weight(weights, quota)[0]
    for many in range(1, 101):
        assert sum(row[many] for row in sizes) % many == 0


def test_a_thousand_members() -> None:
    weights, quota = large_system(1000, 7, 50)
    counts, winning = by_limbs.swings_by_weight(weights, quota)
    assert (counts, winning) == by_weights.swings_by_weight(weights, quota)
    assert 2**998 < winning <= 2**999


# --- numbers not to give


def test_numbers_that_other_programs_give_and_that_are_wrong() -> None:
    """A dictator's game, a sum past 64 bits, a second call, coalitions too many to round."""
    heavier = simple_game("[3; 3, 1, 1, 1]")
    assert list(power("shapley-shubik", heavier).values()) == [Fraction(3, 4)] + [Fraction(1, 12)] * 3
    assert list(power("shapley-shubik", heavier).values()) != [1, 0, 0, 0]
    equal = simple_game("[35; 1*68]")
    assert set(power("shapley-shubik", equal).values()) == {Fraction(1, 68)}
    assert set(power("shapley-shubik", equal, method="weights").values()) == {Fraction(1, 68)}
    seventy = power("penrose", simple_game("[36; 1*70]"), method="weights")
    assert set(seventy.values()) == {Fraction(comb(69, 35), 2**69)}
    assert 0.0950 < min(seventy.values()) < 0.0951
    corporation = simple_game("[3; 2, 1, 1]")
    for _ in range(2):
        assert [str(chance) for chance in power("penrose", corporation).values()] == ["3/4", "1/4", "1/4"]
    assert [str(share) for share in power("shapley-shubik", corporation).values()] == ["2/3", "1/6", "1/6"]
    assert [str(chance) for chance in power("penrose", corporation).values()] == ["3/4", "1/4", "1/4"]
    consensus = power("penrose", simple_game("[1100; 1*1100]"))
    assert set(consensus.values()) == {Fraction(1, 2**1099)}


def test_a_tie_does_not_win() -> None:
    weights, quota = [1, 1, 1, 1], 3
    assert not simple_game(literal(weights, quota)).wins(["1", "2"])
    assert swing_counts(simple_game(literal(weights, quota))).winning == 5


def test_nothing_that_was_given_is_changed() -> None:
    weights = [4, 1, 3, 2, 0]
    before = list(weights)
    for count in (by_weights.swings_by_size, by_limbs.swings_by_size, minimal_by_size, critical_by_size):
        assert count(weights, 6) == count(weights, 6)
        assert weights == before


# --- the front


def test_every_simple_game_of_up_to_four_members() -> None:
    for size in range(1, 5):
        for game in simple_games(size):
            members = game.members
            wins = outcomes(lambda places, game=game: game.wins(game.members[p] for p in places), len(members))  # type: ignore[misc]
            brute = Brute(len(members), wins)
            brute.agrees(game, "auto")
            brute.agrees(game, "enumeration")


def test_the_front_chooses_and_says_so() -> None:
    assert swing_counts(simple_game(COUNCIL)).method == "weights"
    assert swing_sizes(simple_game("[5001; 1*10000]")).method == "kinds"
    large = simple_game(literal(*large_system(193, 1)))
    assert swing_counts(large).method == swing_sizes(large).method == "weights"
    huge = [3**place + 10**12 for place in range(20)]
    assert swing_counts(simple_game(literal(huge, sum(huge) // 2))).method == "diagram"
    listed = next(simple_games(3))
    assert swing_counts(listed).method == minimal_sizes(listed).method == "kinds"
    assert swing_counts(SimpleGame(NoObjection(("a", "b")), Ballot.ABSTAIN)).winning == 4


def test_a_method_that_cannot_says_so() -> None:
    listed = next(simple_games(3))
    for method in ("weights", "diagram"):
        with pytest.raises(NotApplicable):
            swing_counts(listed, method)
    with pytest.raises(NotApplicable):
        critical_sizes(simple_game(COUNCIL), "diagram")
    with pytest.raises(NotApplicable, match="nobody ever decides"):
        johnston(SimpleGame(NoObjection(("a", "b")), Ballot.ABSTAIN))
    with pytest.raises(UnknownKey, match="unknown method 'weight'") as caught:
        swing_counts(listed, "weight")
    assert caught.value.hint == "did you mean 'weights'?"
    with pytest.raises(InvalidGame):
        swing_counts(SimpleGame(Dual(Present(("a", "b"))), Ballot.ABSENT))


def test_what_is_too_large_is_refused_with_a_way_out() -> None:
    random = Random(40)
    weights = [random.randint(1, 10**12) for _ in range(120)]
    wide = simple_game(literal(weights, sum(weights) // 2))
    for question in (swing_counts, swing_sizes, minimal_sizes, critical_sizes):
        with pytest.raises(TooLarge) as caught:
            question(wide)
        assert caught.value.hint
    with pytest.raises(TooLarge, match="too many coalitions to ask"):
        swing_counts(simple_game("[20; 1*30]"), "enumeration")


def test_small_games_do_not_load_numpy() -> None:
    code = (
        "import sys; from coopsec_games.cooperative import power, simple_game; "
        f"power('banzhaf', simple_game({COUNCIL!r})); power('shapley-shubik', simple_game({COUNCIL!r})); "
        "sys.exit('numpy' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_limits_of_the_front_are_those_it_states() -> None:
    assert set(front.METHODS) == {"auto", "kinds", "weights", "diagram", "enumeration"}
