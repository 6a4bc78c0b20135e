"""Sampling: the same seed, the same numbers; and intervals that hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from test_simple_games import simple_games

from coopsec_games.cooperative import simple_game
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.cooperative.counting import (
    sampled,
    swing_counts,
)
from coopsec_games.cooperative.counting.sampling import half_width
from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.rules import (
    All,
    Any,
    Consent,
    NoObjection,
    Quota,
)
from coopsec_games.cooperative.simple_games import SimpleGame
from coopsec_games.errors import InvalidRule, UnknownKey, UsageError


def test_a_sample_is_the_same_for_the_same_seed_and_its_intervals_hold() -> None:
    game = simple_game("[51; 35, 20, 15, 15, 15]")
    for index in ("shapley-shubik", "penrose", "banzhaf"):
        exact = power(index, game)
        one = sampled(game, index, draws=2000, seed=5)
        assert one == sampled(game, index, draws=2000, seed=5)
        assert one.estimates != sampled(game, index, draws=2000, seed=6).estimates
        for member, (low, high) in one.intervals.items():
            assert 0 <= low <= exact[member] <= high <= 1
            assert low <= one.estimates[member] <= high
        if index != "penrose":
            assert sum(one.estimates.values()) == 1


def test_a_sample_of_any_rule() -> None:
    members = tuple("abcde")
    rule = All((Quota(members, 3), Any((Consent(members, ("a",)), Quota(members, 2, ("b", "c", "d"))))))
    rules = [SimpleGame(rule), next(simple_games(3)), SimpleGame(NoObjection(members), Ballot.ABSTAIN)]
    for game, index in product(rules, ("shapley-shubik", "penrose")):
        if swing_counts(game).winning < 2 ** len(game.members):
            exact = power(index, game)
        else:
            exact = dict.fromkeys(game.members, Fraction(0))
        found = sampled(game, index, draws=1500, seed=3)
        assert all(low <= exact[member] <= high for member, (low, high) in found.intervals.items())
        assert found.method == "sampling"


def test_how_wide_a_sample_is() -> None:
    assert half_width(1, Fraction(1, 2)) < 1
    assert half_width(10_000, Fraction(99, 100)) < half_width(10_000, Fraction(999, 1000))
    assert half_width(40_000, Fraction(9, 10)) * 2 - half_width(10_000, Fraction(9, 10)) < Fraction(1, 10**7)
    game = simple_game("[2; 1, 1]")
    with pytest.raises(UnknownKey, match="'johnston' is not sampled"):
        sampled(game, "johnston")
    for wrong in ({"draws": 0}, {"confidence": "1"}, {"confidence": "0"}):
        with pytest.raises(UsageError):
            sampled(game, "penrose", **wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidRule):
        sampled(game, "penrose", confidence="sure")
