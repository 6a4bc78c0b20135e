"""Logit quantal response: closed forms, limits, and boxes that are proven."""

from __future__ import annotations

from fractions import Fraction
from math import exp
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.errors import NotApplicable, TooLarge, UsageError
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.boxes import Enclosed
from coopsec_games.noncooperative.concepts.qre import QuantalResponse, logit_equilibria
from coopsec_games.noncooperative.normal_form import NormalFormGame

F = Fraction


def pairs(cells: list[list[str]]) -> NormalFormGame:
    return NormalFormGame.from_matrix(["A", "B"], [["u", "d"], ["l", "r"]], cells)


def shares(found: QuantalResponse) -> list[dict[str, float]]:
    return [
        {s: float(p.middle if isinstance(p, Enclosed) else p) for s, p in own.items()} for own in found.profile.values()
    ]


def error(game: NormalFormGame, found: QuantalResponse) -> float:
    """How far the middle of the box is from its own response, in floats."""
    told, level, worst = shares(found), float(found.rationality), 0.0
    for i, own in enumerate(game.strategies):
        values = dict.fromkeys(own, 0.0)
        for profile, payoffs in game.payoffs.items():
            weight = 1.0
            for j, s in enumerate(profile):
                weight *= 1.0 if j == i else told[j][s]
            values[profile[i]] += weight * float(payoffs[i])  # type: ignore[arg-type]
        top = max(values.values())
        total = sum(exp(level * (v - top)) for v in values.values())
        worst = max(worst, max(abs(told[i][s] - exp(level * (v - top)) / total) for s, v in values.items()))
    return worst


def test_a_dominant_strategy_has_a_closed_form() -> None:
    """In a dilemma where defection gains 1 whatever the other does, it is played with 1/(1 + exp(-l))."""
    game = pairs([["2, 2", "0, 3"], ["3, 0", "1, 1"]])
    found = solve(game, "logit-qre")
    assert found.verified
    assert found.complete is None
    assert [point.rationality for point in found.equilibria] == [F(k, 3) for k in (1, 2, 5, 10, 20)]
    for point in found.equilibria:
        own = point.profile["A"]["d"]
        assert isinstance(own, Enclosed)
        assert own.high - own.low < F(1, 2**40)
        expected = 1 / (1 + exp(-float(point.rationality)))
        assert float(own.low) - 1e-12 <= expected <= float(own.high) + 1e-12


def test_generalised_pennies_of_mckelvey_and_palfrey() -> None:
    """Raising one player's stake moves its own strategy, as Nash equilibrium does not: McKelvey and Palfrey (1995)."""
    for stake, expected in (("1", 0.5), ("9", 0.893576)):
        found = logit_equilibria(pairs([[f"{stake}, 0", "0, 1"], ["0, 1", "1, 0"]]), [1])
        assert shares(found.equilibria[0])[0]["u"] == pytest.approx(expected, abs=1e-6)


def test_the_branch_ends_at_an_equilibrium_and_selects_one() -> None:
    """In a stag hunt where hares are risk dominant the branch goes to them."""
    game = pairs([["9, 9", "0, 8"], ["8, 0", "7, 7"]])
    last = logit_equilibria(game, ["1/10", 1, 10]).equilibria[-1]
    assert last.rationality == 10
    assert shares(last)[0]["d"] == pytest.approx(1, abs=1e-6)
    assert last.to_json()["rationality"] == {"exact": "10", "float": 10.0}


def test_no_rationality_is_near_the_centroid() -> None:
    game = NormalFormGame.from_function(
        ["A", "B", "C"], [["x", "y", "z"], ["x", "y"], ["x", "y"]], lambda told: [told.count("x"), 2, len(set(told))]
    )
    [point] = logit_equilibria(game, ["1/1000"]).equilibria
    for own in shares(point):
        assert all(p == pytest.approx(1 / len(own), abs=1e-3) for p in own.values())


@pytest.mark.parametrize("sizes", [(2, 2), (3, 3), (2, 2, 2), (4, 3)])
def test_random_games(sizes: tuple[int, ...]) -> None:
    random = Random(sum(sizes))
    for _ in range(4):
        own = [[f"{i}{k}" for k in range(size)] for i, size in enumerate(sizes)]
        game = NormalFormGame.from_function(
            [f"p{i}" for i in range(len(sizes))], own, lambda _: [random.randint(0, 99) for _ in sizes]
        )
        found = logit_equilibria(game)
        assert found.verified
        assert len({point.rationality for point in found.equilibria}) == 5
        assert all(error(game, point) < 1e-9 for point in found.equilibria)


def test_a_branch_that_turns_back_is_followed() -> None:
    """Near-symmetric coordination: the branch bends, and every passing is proven on its own."""
    game = pairs([["10, 10", "0, 0"], ["0, 0", "9, 9"]])
    found = logit_equilibria(game, ["1/10", "3/10", 1])
    assert found.verified
    assert all(error(game, point) < 1e-9 for point in found.equilibria)
    assert shares(found.equilibria[-1])[0]["u"] > 0.99


def test_tampered_boxes_are_refused() -> None:
    pennies = {(a, b): (1, -1) if a == b else (-1, 1) for a in "HT" for b in "HT"}
    names = (("H", "T"),) * 2
    zero = (F(0), F(0))

    def box(low: Fraction, high: Fraction) -> dict[str, tuple[Fraction, Fraction]]:
        return {"H": (low, high), "T": zero}

    good = box(F(-1, 8), F(1, 8))
    assert verify.logit_response(pennies, F(1, 2), (good, good), names)
    assert not verify.logit_response(pennies, F(1, 2), (box(F(1, 8), F(1, 4)), good), names)
    assert not verify.logit_response(pennies, F(1, 2), (good, {"H": (F(0), F(0)), "T": zero}), names)
    assert not verify.logit_response(pennies, F(1, 2), (good, {"H": good["H"], "T": (F(0), F(1))}), names)


def test_games_without_a_choice() -> None:
    alone = NormalFormGame.from_function(["A", "B"], [["x"], ["y"]], lambda _: [1, 2])
    assert [shares(point) for point in logit_equilibria(alone, [1]).equilibria] == [[{"x": 1.0}, {"y": 1.0}]]
    nothing = pairs([["0, 0", "0, 0"], ["0, 0", "0, 0"]])
    found = logit_equilibria(nothing, [3])
    assert found.verified
    assert shares(found.equilibria[0])[0] == {"u": 0.5, "d": 0.5}


def test_what_is_refused() -> None:
    game = pairs([["1, 1", "0, 0"], ["0, 0", "1, 1"]])
    for bad in (0, "-1/2"):
        with pytest.raises(UsageError, match="positive"):
            logit_equilibria(game, [bad])
    many = [str(k) for k in range(50)]
    with pytest.raises(TooLarge):
        logit_equilibria(NormalFormGame.from_function(["A", "B"], [many] * 2, lambda _: [0, 0]))
    from coopsec_games.conditions import Assumptions

    letters = NormalFormGame.from_matrix(["A", "B"], [["u"], ["l"]], [["a, 0"]], Assumptions(("a",)))
    with pytest.raises(NotApplicable, match="numbers"):
        logit_equilibria(letters)
