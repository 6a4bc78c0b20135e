"""Nash equilibrium of three players and more: published games, and boxes that prove what they hold."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.errors import TooLarge
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.bimatrix import MixedEquilibrium, numbers_of
from coopsec_games.noncooperative.concepts.boxes import Enclosed, exp_bounds, krawczyk
from coopsec_games.noncooperative.concepts.mixed_n import equilibria_of_many
from coopsec_games.noncooperative.concepts.nash import nash_equilibria
from coopsec_games.noncooperative.concepts.pure_nash import pure_equilibria
from coopsec_games.noncooperative.normal_form import NormalFormGame

F = Fraction


def near(found: MixedEquilibrium) -> list[float]:
    """The probabilities of each player's first strategy."""
    firsts = [next(iter(own.values())) for own in found.profile.values()]
    return [float(p.middle if isinstance(p, Enclosed) else p) for p in firsts]


def from_tables(*tables: list[list[list[int]]]) -> NormalFormGame:
    names = [[str(k) for k in range(n)] for n in (len(tables[0]), len(tables[0][0]), len(tables[0][0][0]))]
    return NormalFormGame.from_function(
        ["A", "B", "C"], names, lambda told: [t[int(told[0])][int(told[1])][int(told[2])] for t in tables]
    )


def regret(game: NormalFormGame, found: MixedEquilibrium) -> float:
    """The most that anybody gains by a pure strategy, in floats."""
    shares = [
        {s: float(p.middle if isinstance(p, Enclosed) else p) for s, p in own.items()}  # type: ignore[arg-type]
        for own in found.profile.values()
    ]
    most = 0.0
    for i in range(len(shares)):
        values = dict.fromkeys(game.strategies[i], 0.0)
        for profile, payoffs in numbers_of(game, "test").items():
            weight = 1.0
            for j, s in enumerate(profile):
                weight *= 1.0 if j == i else shares[j][s]
            values[profile[i]] += weight * float(payoffs[i])
        most = max(most, max(values.values()) - sum(shares[i][s] * v for s, v in values.items()))
    return most


def test_a_unique_equilibrium_in_irrational_numbers(shared: Path) -> None:
    """Nau, Gomez Canovas and Hansen (2004), International Journal of Game Theory 32:443-453, section 4."""
    formats = pytest.importorskip("coopsec_games.noncooperative.formats")
    file = shared / "data/games/catalog/journals/ijgt/nau2004/sec4.nfg"
    found = solve(formats.read_nfg(file.read_text("utf-8")), "nash")
    assert found.complete is True
    assert found.verified
    [only] = found.equilibria
    assert near(only) == pytest.approx([0.619233, 0.479804, 0.378825], abs=1e-6)
    told = only.to_json()["profile"]["Player 1"]["Top"]
    low, high = (F(end) for end in told["interval"])
    assert 0 < high - low < F(1, 2**48)
    values = [sum(c * x**k for k, c in enumerate(reversed(told["polynomial"]))) for x in (low, high)]
    assert values[0] * values[1] < 0


def test_a_quadratic_probability_is_given_in_radicals() -> None:
    """Each prefers to differ in a way that makes p solve a quadratic equation: the symmetric equilibrium is exact."""
    game = NormalFormGame.from_function(
        ["A", "B", "C"], [["in", "out"]] * 3,
        lambda told: [(3 - told.count("in") ** 2 if own == "in" else 0) for own in told],
    )  # fmt: skip
    found = equilibria_of_many(game)
    symmetric = [e for e in found.equilibria if len({tuple(map(str, own.values())) for own in e.profile.values()}) == 1]
    texts = [e.to_json()["profile"]["A"]["in"] for e in symmetric]
    from coopsec_games.formulas import exact

    quadratic = [told for told in texts if "polynomial" in told]
    assert quadratic
    for told in quadratic:
        a, b, c = told["polynomial"]
        x = exact(told["exact"], closed=True)
        assert not isinstance(x, F)
        assert (a * x**2 + b * x + c).expand() == 0
        assert float(x) == pytest.approx(told["float"])


def test_the_third_equilibrium_that_others_lose() -> None:
    """An even number cannot be all of a generic game's: Wilson (1971)."""
    game = from_tables(
        [[[31, 94], [69, 35]], [[13, 78], [39, 59]]],
        [[[61, 29], [36, 92]], [[77, 86], [13, 36]]],
        [[[7, 97], [66, 22]], [[81, 80], [32, 68]]],
    )
    found = equilibria_of_many(game)
    assert (len(found.equilibria), found.complete) == (3, True)
    assert [0.639088, 0.209272, 0.362474] in [pytest.approx(near(e), abs=1e-6) for e in found.equilibria]


def test_nine_equilibria_of_mckelvey_and_mclennan() -> None:
    """McKelvey and McLennan (1997), Journal of Economic Theory 72:411-425: two of the nine use everything."""
    game = from_tables(
        [[[9, 0], [0, 3]], [[0, 3], [9, 0]]],
        [[[8, 0], [0, 4]], [[0, 4], [8, 0]]],
        [[[12, 0], [0, 6]], [[0, 6], [2, 0]]],
    )
    found = equilibria_of_many(game)
    pure = {tuple(e.profile.values()) for e in pure_equilibria(game).equilibria}
    assert found.complete is True
    assert len(found.equilibria) % 2 == 1
    assert {tuple(own[0] for own in e.support.values()) for e in found.equilibria if e.is_pure} == pure
    assert all(regret(game, e) < 1e-9 for e in found.equilibria)


def test_volunteers() -> None:
    """Diekmann (1985), Journal of Conflict Resolution 29:605-610: all volunteer with probability 1 - (c/v)^(1/2)."""
    game = NormalFormGame.from_function(
        ["A", "B", "C"], [["help", "wait"]] * 3,
        lambda told: [4 * ("help" in told) - (own == "help") for own in told],
    )  # fmt: skip
    found = equilibria_of_many(game)
    assert found.complete is True
    assert len(found.equilibria) == 7
    assert {p["help"] for e in found.equilibria for p in e.profile.values()} == {0, 1, F(1, 2), F(3, 4)}


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 2, 2, 2), (3, 2, 2)])
def test_random_games(sizes: tuple[int, ...]) -> None:
    random = Random(sum(sizes))
    for _ in range(6):
        own = [[f"{i}{k}" for k in range(size)] for i, size in enumerate(sizes)]
        game = NormalFormGame.from_function(
            [f"p{i}" for i in range(len(sizes))], own, lambda _: [random.randint(0, 10**6) for _ in sizes]
        )
        found = equilibria_of_many(game)
        assert found.complete is True
        assert len(found.equilibria) % 2 == 1
        assert all(regret(game, e) < 1e-3 for e in found.equilibria)
        pure = {tuple(e.profile.values()) for e in pure_equilibria(game).equilibria}
        assert {tuple(o[0] for o in e.support.values()) for e in found.equilibria if e.is_pure} == pure


def test_two_players_by_boxes_and_by_vertices() -> None:
    random = Random(17)
    for _ in range(12):
        rows = [f"r{i}" for i in range(3)]
        game = NormalFormGame.from_function(["A", "B"], [rows, rows], lambda _: [random.randint(0, 10**6)] * 2)
        told = {e.payoffs["A"] if isinstance(e.payoffs["A"], F) else None for e in equilibria_of_many(game).equilibria}
        exact = nash_equilibria(game).equilibria
        assert len(equilibria_of_many(game).equilibria) == len(exact)
        assert told - {None} <= {e.payoffs["A"] for e in exact}


def test_a_continuum_is_not_called_complete() -> None:
    """Two players face each other, the third is never concerned."""
    game = NormalFormGame.from_function(
        ["A", "B", "C"], [["x", "y"]] * 3, lambda told: [int(told[0] == told[1])] * 2 + [0]
    )
    found = equilibria_of_many(game)
    assert found.complete is None
    assert any("not settled" in note for note in found.notes)
    assert len([e for e in found.equilibria if e.is_pure]) == 4


def test_limits() -> None:
    random = Random(1)
    game = NormalFormGame.from_function(
        ["A", "B", "C"], [[str(k) for k in range(6)]] * 3, lambda _: [random.randint(0, 9) for _ in range(3)]
    )
    with pytest.raises(TooLarge, match="supports") as caught:
        nash_equilibria(game)
    assert "correlated" in caught.value.hint


def test_a_box_is_refused_where_it_proves_nothing() -> None:
    pennies = {(a, b): (1, -1) if a == b else (-1, 1) for a in "HT" for b in "HT"}
    both = (("H", "T"),) * 2
    box = {"H": (F(2, 5), F(3, 5)), "T": (F(2, 5), F(3, 5))}
    assert verify.isolated_nash(pennies, (box, box), both)
    assert not verify.isolated_nash(pennies, ({**box, "H": (F(11, 20), F(3, 5))}, box), both)
    assert not verify.isolated_nash(pennies, ({"H": (F(1), F(1))}, box), both)
    zero = dict.fromkeys(pennies, (0, 0))
    assert not verify.isolated_nash(zero, (box, box), both)


def test_krawczyk_and_the_exponential() -> None:
    one = 1 << 40
    assert krawczyk([(0, 0)], [[(0, 0)]], [(0, one)], 40) is None
    for x in (F(-1, 3), F(-50), F(0), F(2), F(7, 3), F(-1)):
        low, high = exp_bounds((x, x), 60)
        from math import exp

        assert low <= high
        assert float(low) == pytest.approx(exp(x), abs=1e-15, rel=1e-12)
        assert high - low < F(1, 2**57)
    assert exp_bounds((F(-1), F(1)), 60)[0] * exp_bounds((F(1), F(1)), 60)[1] == pytest.approx(1)


def test_a_tie_that_nobody_can_use_is_settled() -> None:
    """A is indifferent while B and C stay, but however A mixes one of them leaves."""
    table = {
        ("x", "l", "s"): (0, 1, 0), ("y", "l", "s"): (0, 0, 1), ("x", "r", "s"): (1, 0, 0), ("y", "r", "s"): (0, 2, 0),
        ("x", "l", "t"): (2, 0, 3), ("y", "l", "t"): (1, 1, 0), ("x", "r", "t"): (0, 3, 1), ("y", "r", "t"): (3, 0, 2),
    }  # fmt: skip
    game = NormalFormGame(("A", "B", "C"), (("x", "y"), ("l", "r"), ("s", "t")), table)
    found = equilibria_of_many(game)
    assert not any("{x, y} x {l} x {s}" in note for note in found.notes)
    assert all(regret(game, e) < 1e-9 for e in found.equilibria)
