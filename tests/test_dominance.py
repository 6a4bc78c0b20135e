"""Dominance, what survives it, security levels, and perfection of two players."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import NotApplicable, TooLarge
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.dominance import (
    dominated_strategies,
    iterated_dominance,
    rationalizable_strategies,
)
from coopsec_games.noncooperative.concepts.matrix_games import value_of
from coopsec_games.noncooperative.concepts.nash import nash_equilibria
from coopsec_games.noncooperative.concepts.perfect import perfect_equilibria
from coopsec_games.noncooperative.concepts.zero_sum import security_levels
from coopsec_games.noncooperative.normal_form import NormalFormGame

F = Fraction


def random_game(random: Random, sizes: tuple[int, ...], top: int) -> NormalFormGame:
    players = [f"p{i}" for i in range(len(sizes))]
    own = [[f"s{i}{j}" for j in range(size)] for i, size in enumerate(sizes)]
    return NormalFormGame.from_function(players, own, lambda _: [random.randint(0, top) for _ in sizes])


def grid_beliefs(others: list[tuple[str, ...]], parts: int) -> list[dict[tuple[str, ...], Fraction]]:
    """All beliefs with probabilities in multiples of one part."""
    found = []
    for shares in product(range(parts + 1), repeat=len(others)):
        if sum(shares) == parts:
            found.append({rest: F(k, parts) for rest, k in zip(others, shares, strict=True)})
    return found


# --- dominance -------------------------------------------------------------------------------------------------------


def test_a_mixture_dominates_where_no_pure_strategy_does() -> None:
    game = NormalFormGame.from_matrix(
        ["A", "B"], [["up", "middle", "down"], ["l", "r"]], [["4, 0", "0, 0"], ["1, 0", "1, 0"], ["0, 0", "4, 0"]]
    )
    [answer] = solve(game, "dominance").equilibria
    [found] = answer.eliminated
    assert (found.player, found.strategy, found.strength) == ("A", "middle", "strict")
    assert dict(found.by) == {"up": F(1, 2), "down": F(1, 2)}
    assert dict(answer.strategies) == {"A": ("up", "down"), "B": ("l", "r")}


def test_weak_dominance_by_a_mixture() -> None:
    """Half of each gives 2 where the middle gives 2, 2, and more in the third column."""
    game = NormalFormGame.from_matrix(
        ["A", "B"], [["up", "middle", "down"], ["l", "c", "r"]],
        [["4, 0", "0, 0", "1, 0"], ["2, 0", "2, 0", "0, 0"], ["0, 0", "4, 0", "1, 0"]],
    )  # fmt: skip
    [answer] = dominated_strategies(game).equilibria
    assert [(found.strategy, found.strength) for found in answer.eliminated] == [("middle", "weak")]
    assert dict(answer.eliminated[0].by) == {"up": F(1, 2), "down": F(1, 2)}


def test_iteration_goes_on_in_rounds() -> None:
    """Guessing half the average of 0, 1, 2, 3 with two players: everything but 0 goes, one after the other."""
    numbers = ["0", "1", "2", "3", "4"]
    game = NormalFormGame.from_function(
        ["A", "B"], [numbers] * 2,
        lambda told: [-abs(4 * int(own) - int(told[0]) - int(told[1])) for own in told],
    )  # fmt: skip
    solution = solve(game, "iterated-dominance")
    [answer] = solution.equilibria
    assert dict(answer.strategies) == {"A": ("0",), "B": ("0",)}
    assert solution.verified
    assert max(found.round for found in answer.eliminated) > 1
    assert [answer] == list(iterated_dominance(game).equilibria)


def test_weak_iteration_says_that_the_order_matters() -> None:
    majority = NormalFormGame.from_function(
        ["A", "B", "C"], [["yes", "no"]] * 3, lambda told: [int(told.count("yes") >= 2)] * 3
    )
    assert not iterated_dominance(majority).equilibria[0].eliminated
    solution = iterated_dominance(majority, weak=True)
    assert dict(solution.equilibria[0].strategies) == dict.fromkeys("ABC", ("yes",))
    assert "order" in solution.notes[0]


def test_dominance_against_beliefs_on_a_grid() -> None:
    """No belief makes a strictly dominated strategy a best reply, and what is left has one."""
    random = Random(4)
    gone = 0
    for _ in range(60):
        game = random_game(random, (4, 3), 6)
        solution = dominated_strategies(game)
        assert solution.verified
        [answer] = solution.equilibria
        strict = {found.strategy for found in answer.eliminated if found.strength == "strict" and found.player == "p0"}
        weak = {found.strategy for found in answer.eliminated if found.strength == "weak" and found.player == "p0"}
        gone += len(strict)
        beliefs = grid_beliefs([(own,) for own in game.strategies[1]], 12)
        for belief in beliefs:
            replies = {
                own
                for own in game.strategies[0]
                if verify.best_reply(game.payoffs, 0, [own], belief)  # type: ignore[arg-type]
            }
            assert not replies & strict
            if all(belief.values()):
                assert not replies & weak
    assert gone > 5


@pytest.mark.parametrize("sizes", [(3, 3), (2, 2, 2), (3, 2, 2)])
def test_rationalizable_is_iterated_strict_dominance_with_beliefs(sizes: tuple[int, ...]) -> None:
    random = Random(9)
    for _ in range(25):
        game = random_game(random, sizes, 5)
        solution = solve(game, "rationalizable")
        assert solution.verified
        [answer] = solution.equilibria
        assert answer.strategies == iterated_dominance(game).equilibria[0].strategies
        for place, player in enumerate(game.players):
            for strategy, belief in answer.beliefs[player].items():
                assert sum(belief.values()) == 1
                for rest in belief:
                    others = [own for other, own in enumerate(answer.strategies.values()) if other != place]
                    assert all(s in own for s, own in zip(rest, others, strict=True))
                    assert strategy in answer.strategies[player]
    assert rationalizable_strategies(game).concept == "rationalizable"


def test_what_equilibria_use_is_rationalizable() -> None:
    random = Random(12)
    for _ in range(30):
        game = random_game(random, (3, 4), 9)
        [answer] = rationalizable_strategies(game).equilibria
        for found in nash_equilibria(game).equilibria:
            assert all(set(found.support[player]) <= set(answer.strategies[player]) for player in game.players)


def test_dominance_in_letters() -> None:
    game = NormalFormGame.from_matrix(
        ["A", "B"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]],
        Assumptions.read(["T", "R", "P", "S"], "S < P", "P < R"),
    )  # fmt: skip
    solution = solve(game, "dominance")
    assert solution.verified
    assert solution.complete is None
    told = {(found.player, found.strategy, found.strength): found.where for found in solution.equilibria[0].eliminated}
    assert sorted(key for key in told if key[0] == "A") == [("A", "refrain", "strict"), ("A", "refrain", "weak")]
    assert told["A", "refrain", "strict"].equivalent(Condition.read("T > R", game.assumptions))
    assert told["A", "refrain", "weak"].equivalent(Condition.read("T = R", game.assumptions))
    with pytest.raises(NotApplicable, match="T, R, P, S"):
        iterated_dominance(game)


# --- security --------------------------------------------------------------------------------------------------------


def test_value_of_known_games() -> None:
    third = F(1, 3)
    rock = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    assert value_of(rock) == (0, [third] * 3, [third] * 3)
    # von Neumann and Morgenstern (1944), section 18.4: a two-by-two game without a saddle
    assert value_of([[3, 1], [0, 2]])[0] == F(3, 2)
    assert value_of([[F(1, 2)]]) == (F(1, 2), [1], [1])


def test_security_levels_are_proven_on_both_sides() -> None:
    random = Random(2)
    for sizes in [(2, 2), (3, 4), (5, 2), (2, 2, 3)]:
        for _ in range(12):
            game = random_game(random, sizes, 9)
            solution = security_levels(game)
            assert solution.verified
            [found] = solution.equilibria
            nash = nash_equilibria(game).equilibria if len(sizes) == 2 else ()
            assert all(e.payoffs[player] >= found.payoffs[player] for e in nash for player in game.players)


def test_opposite_interests_make_an_equilibrium() -> None:
    game = NormalFormGame.from_matrix(["A", "B"], [["u", "d"], ["l", "r"]], [["3, 0", "1, 2"], ["0, 3", "2, 1"]])
    solution = solve(game, "minimax")
    assert any("constant sum" in note for note in solution.notes)
    [found] = solution.equilibria
    assert dict(found.payoffs) == {"A": F(3, 2), "B": F(3, 2)}
    [nash] = nash_equilibria(game).equilibria
    assert {player: dict(own) for player, own in nash.profile.items()} == {
        player: dict(own) for player, own in found.profile.items()
    }
    assert found.to_json()["against"]["A"][0] == {"others": ["l"], "probability": {"exact": "1/4", "float": 0.25}}


# --- perfect ---------------------------------------------------------------------------------------------------------


def test_perfect_equilibria_of_known_games() -> None:
    """van Damme (1991), Figure 1.4.1: (1, 1) only; Myerson (1978), Table 2: a bad strategy makes (2, 2) perfect."""
    small = NormalFormGame.from_matrix(["A", "B"], [["1", "2"]] * 2, [["1, 1", "0, 0"], ["0, 0", "0, 0"]])
    [found] = solve(small, "perfect").equilibria
    assert found.support == {"A": ("1",), "B": ("1",)}
    larger = NormalFormGame.from_matrix(
        ["A", "B"], [["1", "2", "3"]] * 2,
        [["1, 1", "0, 0", "-9, -9"], ["0, 0", "0, 0", "-7, -7"], ["-9, -9", "-7, -7", "-7, -7"]],
    )  # fmt: skip
    supports = [found.support for found in perfect_equilibria(larger).equilibria]
    assert {"A": ("1",), "B": ("1",)} in supports
    assert {"A": ("2",), "B": ("2",)} in supports
    assert {"A": ("3",), "B": ("3",)} not in supports


def test_perfect_is_nash_without_weakly_dominated_pure_strategies() -> None:
    random = Random(6)
    dropped = 0
    for _ in range(60):
        game = random_game(random, (3, 3), 2)
        nash, perfect = nash_equilibria(game), perfect_equilibria(game)
        assert perfect.verified
        assert perfect.equilibria
        out = {(e.player, e.strategy) for e in dominated_strategies(game).equilibria[0].eliminated}
        for found in nash.equilibria:
            uses = {(player, own) for player, used in found.support.items() for own in used}
            if uses & out:
                assert found not in perfect.equilibria
                dropped += 1
            elif found.is_pure:
                assert found in perfect.equilibria
        for subset in perfect.components:
            middle = [
                {s: sum((p[s] for p in own), F(0)) / len(own) for s in own[0]} for own in subset.strategies.values()
            ]
            assert verify.mixed_nash(game.payoffs, middle)  # type: ignore[arg-type]
            assert not {(p, s) for p, own in zip(game.players, middle, strict=True) for s, w in own.items() if w} & out
    assert dropped > 10


def test_perfect_is_for_two_players() -> None:
    game = random_game(Random(1), (2, 2, 2), 3)
    with pytest.raises(NotApplicable, match="two players"):
        solve(game, "perfect")


def test_a_game_beyond_the_limit_says_what_to_use() -> None:
    game = NormalFormGame.from_function(["A", "B"], [[str(k) for k in range(250)]] * 2, lambda _: [0, 0])
    for key in ("dominance", "minimax", "correlated"):
        with pytest.raises(TooLarge, match="62,500 profiles") as caught:
            solve(game, key)
        assert caught.value.exit_code == 4
        assert caught.value.hint
