"""Correlated equilibrium: published polytopes, and every extreme point a second way."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.errors import NotApplicable, TooLarge
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.correlated import correlated_equilibria, extreme_rays
from coopsec_games.noncooperative.concepts.nash import nash_equilibria
from coopsec_games.noncooperative.concepts.nash_vertices import point, vertices
from coopsec_games.noncooperative.normal_form import NormalFormGame

F = Fraction


@pytest.mark.parametrize(
    ("cells", "number", "best"),
    [
        ([["6, 6", "2, 7"], ["7, 2", "0, 0"]], 5, F(21, 2)),  # Aumann (1974), Example 2.6
        ([["3, 2", "0, 0"], ["0, 0", "2, 3"]], 5, F(5)),
        ([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]], 1, F(0)),
        ([["2, 2", "0, 3"], ["3, 0", "1, 1"]], 1, F(2)),
        ([["0, 0", "0, 0"], ["0, 0", "0, 0"]], 4, F(0)),
    ],
)
def test_known_polytopes(cells: list[list[str]], number: int, best: Fraction) -> None:
    game = NormalFormGame.from_matrix(["A", "B"], [["u", "d"], ["l", "r"]], cells)
    found = solve(game, "correlated")
    assert found.kind == "distributions"
    assert found.verified
    assert found.complete is True
    assert len(found.equilibria) == number
    assert sum(found.equilibria[0].payoffs.values()) == best


@pytest.mark.parametrize(("name", "number"), [("sec4", 33), ("sec5", 8), ("sec6", 6)])
def test_the_games_of_nau_and_others(shared: Path, name: str, number: int) -> None:
    """Nau, Gomez Canovas and Hansen (2004), International Journal of Game Theory 32:443-453."""
    formats = pytest.importorskip("coopsec_games.noncooperative.formats")
    game = formats.read_nfg((shared / f"data/games/catalog/journals/ijgt/nau2004/{name}.nfg").read_text("utf-8"))
    found = correlated_equilibria(game)
    assert found.verified
    assert (found.complete, len(found.equilibria)) == (True, number)


def test_extreme_rays_against_a_walk_over_a_polytope() -> None:
    """The rays are the vertices, with coordinates of sum 1, of a polytope that the other enumeration lists."""
    random = Random(3)
    for _ in range(25):
        width, height = random.choice([(3, 2), (4, 3), (4, 4)])
        rows = [[random.randint(-5, 5) for _ in range(width)] for _ in range(height)]
        rays = extreme_rays(rows, width)
        lifted = [[a + 6 for a in row] for row in rows]
        matrix = [[6] * width, *lifted]  # z with sum 1/6 at most, rows z at most 1 - 6 sum z
        walk = vertices(matrix)
        told = set()
        for basis in walk.tight.values():
            z = point(matrix, basis)
            if sum(z) == F(1, 6):
                told.add(tuple(6 * a for a in z))
        assert {tuple(F(a, sum(ray)) for a in ray) for ray in rays} == told


def test_nash_equilibria_are_correlated_and_the_best_is_no_worse() -> None:
    random = Random(5)
    for sizes in [(2, 2), (2, 3), (3, 3), (4, 5)]:
        for _ in range(6):
            rows, columns = ([f"{side}{k}" for k in range(n)] for side, n in zip("rc", sizes, strict=True))
            game = NormalFormGame.from_function(["A", "B"], [rows, columns], lambda _: [random.randint(0, 9)] * 2)
            found = correlated_equilibria(game)
            assert found.verified
            best = sum(found.equilibria[0].payoffs.values())
            for nash in nash_equilibria(game).equilibria:
                x, y = nash.profile.values()
                assert verify.correlated_equilibrium(game.payoffs, {(a, b): x[a] * y[b] for a in x for b in y})  # type: ignore[arg-type]
                assert sum(nash.payoffs.values()) <= best


def test_a_larger_game_gets_the_best_one_and_says_so() -> None:
    random = Random(7)
    names = [str(k) for k in range(7)]
    game = NormalFormGame.from_function(
        ["A", "B"], [names] * 2, lambda _: [random.randint(0, 99), random.randint(0, 99)]
    )
    found = correlated_equilibria(game)
    assert found.verified
    assert found.complete is False
    assert len(found.equilibria) == 1
    assert found.to_json()["equilibria"][0]["distribution"][0]["profile"].keys() == {"A", "B"}


def test_limits_and_letters() -> None:
    many = [str(k) for k in range(50)]
    with pytest.raises(TooLarge, match="2,500 profiles"):
        correlated_equilibria(NormalFormGame.from_function(["A", "B"], [many] * 2, lambda _: [0, 0]))
    from coopsec_games.conditions import Assumptions

    game = NormalFormGame.from_matrix(["A", "B"], [["u"], ["l"]], [["a, 0"]], Assumptions(("a",)))
    with pytest.raises(NotApplicable, match="numbers"):
        correlated_equilibria(game)
