"""Power as the quota or one weight moves: against a game at every quota, every half, and every weight."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from test_indices import BINARY, OF_1966

from coopsec_games.conditions import Condition
from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.quota import Interval, by_quota, by_weight
from coopsec_games.cooperative.rules import Weight
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import NotApplicable, TooLarge, UsageError

F = Fraction


def weighted(weights: list[int | Fraction], quota: int | Fraction) -> SimpleGame:
    members = tuple("abcdefgh"[: len(weights)])
    return SimpleGame(Weight(members, dict(zip(members, weights, strict=True)), quota))


def test_every_index_at_every_quota() -> None:
    draw = random.Random(1)
    for round_ in range(12):
        weights: list[int | Fraction] = [draw.choice([0, 1, 1, 2, 3, 5, 8]) for _ in range(draw.randint(1, 5))]
        weights[0] = draw.choice([1, 4, F(3, 2)])
        total = sum(weights)
        game = weighted(weights, total)
        for key in BINARY if round_ < 4 else ("shapley-shubik", "banzhaf", "public-help"):
            pieces = by_quota(key, game)
            assert pieces[0].interval.low == 0
            assert pieces[-1].interval.high == total
            for before, after in pairwise(pieces):
                assert before.interval.high == after.interval.low
            for step in range(1, int(total * 4) + 1):
                quota = F(step, 4)
                (piece,) = (piece for piece in pieces if quota in piece.interval)
                assert dict(piece.power) == dict(power(key, weighted(weights, quota))), (key, weights, quota)
            merged = by_quota(key, game, merged=True)
            assert all(b.power != a.power for b, a in pairwise(merged))
            assert {piece.power["a"] for piece in merged} == {piece.power["a"] for piece in pieces}


def test_every_weight_of_one_member() -> None:
    draw = random.Random(2)
    for _ in range(10):
        weights: list[int | Fraction] = [draw.randint(0, 6) for _ in range(draw.randint(2, 5))]
        quota = draw.randint(1, max(1, sum(weights[1:])) + 2)
        game = weighted([max(quota, *weights), *weights[1:]], quota)
        for key in ("shapley-shubik", "deegan-packel", "coleman-initiate"):
            pieces = by_weight(key, game, "a")
            assert pieces[-1].interval.high is None
            for step in range(4 * quota + 4):
                weight = F(step, 4)
                if weight + sum(weights[1:]) < quota:
                    assert not any(weight in piece.interval for piece in pieces)
                    continue
                (piece,) = (piece for piece in pieces if weight in piece.interval)
                assert dict(piece.power) == dict(power(key, weighted([weight, *weights[1:]], quota)))


def test_parts_of_the_range() -> None:
    game = simple_game("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]")
    (at_62,) = by_quota("banzhaf", game, 62, 62)
    assert at_62.interval.text("q") == "61 < q <= 62"
    assert dict(at_62.power) == dict(power("banzhaf", game))
    some = by_quota("shapley-shubik", game, "43.5", 87)
    assert [piece.interval.text("q") for piece in (some[0], some[-1])] == ["43 < q <= 44", "85 < q <= 87"]
    (light,) = by_weight("penrose", simple_game("[4; 3, 2, 1]"), "1", "3/2", "3/2")
    assert light.interval.text("w") == "1 <= w < 2"
    assert by_weight("penrose", simple_game("[4; 3, 2, 1]"), "1", high=0) == ()
    for low, high in ((3, 2), (0, 88), (-1, 5)):
        with pytest.raises(UsageError):
            by_quota("banzhaf", game, low, high)
    with pytest.raises(UsageError):
        by_quota("banzhaf", game, "x")
    with pytest.raises(UsageError, match="not a member"):
        by_weight("banzhaf", game, "16")
    with pytest.raises(NotApplicable, match="not one system of weights"):
        by_quota("banzhaf", SimpleGame(OF_1966))
    with pytest.raises(TooLarge, match="intervals"):
        by_quota("banzhaf", simple_game("[1000; " + ", ".join(str(2**k) for k in range(16)) + "]"))


def test_all_quotas_of_the_council_of_fifteen_at_once() -> None:
    game = simple_game("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]")
    shares, swings = by_quota("shapley-shubik", game), by_quota("penrose", game)
    assert len(shares) == len(swings) == 85
    assert {sum(piece.power.values()) for piece in shares} == {1}
    best = max(swings, key=lambda piece: sum(piece.power.values()))
    assert 43 in best.interval or 44 in best.interval


def test_an_interval_reads_as_a_condition() -> None:
    for interval in (Interval(F(1), F(5, 2), "high"), Interval(F(1), F(5, 2), "low"), Interval(F(2), None, "low")):
        condition = Condition.read(interval.text("q"), ["q"])
        for quarter in range(20):
            number = F(quarter, 4)
            assert condition.holds({"q": number}) is (number in interval)
