"""Nash equilibrium of two players: all of them, by two ways that share nothing."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.conditions import Assumptions
from coopsec_games.errors import NotApplicable, TooLarge
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.bimatrix import positive_matrices
from coopsec_games.noncooperative.concepts.nash import nash_equilibria
from coopsec_games.noncooperative.concepts.nash_matching import bicliques
from coopsec_games.noncooperative.concepts.nash_supports import support_pairs
from coopsec_games.noncooperative.concepts.nash_vertices import point, vertices
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.noncooperative.payoffs import value_at

F = Fraction
Grid = list[list[int]]


def bimatrix(mine: Grid, theirs: Grid) -> NormalFormGame:
    rows = [f"r{i}" for i in range(len(mine))]
    columns = [f"c{j}" for j in range(len(mine[0]))]
    cells = [[(a, b) for a, b in zip(*lines, strict=True)] for lines in zip(mine, theirs, strict=True)]
    return NormalFormGame.from_matrix(["A", "B"], [rows, columns], cells)


def pairs_of(game: NormalFormGame) -> list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    found = nash_equilibria(game)
    assert found.verified
    assert found.complete is True
    return [tuple(tuple(own.values()) for own in e.profile.values()) for e in found.equilibria]  # type: ignore[misc]


def negative(grid: Grid) -> Grid:
    return [[-a for a in row] for row in grid]


def turned(grid: Grid) -> Grid:
    return [list(column) for column in zip(*grid, strict=True)]


# --- games by name ---------------------------------------------------------------------------------------------------

SIX = (
    [[9504, -660, 19976, -20526, 1776, -8976], [-111771, 31680, -130944, 168124, -8514, 52764],
     [397584, -113850, 451176, -586476, 29216, -178761], [171204, -45936, 208626, -263076, 14124, -84436],
     [1303104, -453420, 1227336, -1718376, 72336, -461736], [737154, -227040, 774576, -1039236, 48081, -300036]],
    # the columns of the second player's payoffs
    [[72336, -461736, 1227336, -1718376, 1303104, -453420], [48081, -300036, 774576, -1039236, 737154, -227040],
     [29216, -178761, 451176, -586476, 397584, -113850], [14124, -84436, 208626, -263076, 171204, -45936],
     [1776, -8976, 19976, -20526, 9504, -660], [-8514, 52764, -130944, 168124, -111771, 31680]],
)  # fmt: skip
MINIMIZERS = (
    negative([[0, 0, 6, 0, 0], [0, 0, 3, 2, 1], [4, 3, 0, 0, 1]]),
    negative([[3, 0, 2, 1, 0], [0, 2, 0, 0, 4], [4, 0, 2, 4, 4]]),
)
TIED_SIX = [
    [0, -1, -1, -1, 1, -1], [1, 0, 1, -1, -1, -1], [1, -1, 0, -1, -1, 1],
    [1, 1, 1, 0, -1, -1], [-1, 1, 1, 1, 0, -1], [1, 1, -1, 1, 1, 0],
]  # fmt: skip
LOST = ([[5, 4, 3], [9, 3, 2], [8, 0, 4]], [[3, 0, 7], [9, 7, 3], [5, 8, 3]])
BURNING = (
    [[3, 3, 0, 0], [0, 0, 1, 1], [2, -1, 2, -1], [-1, 0, -1, 0]],
    [[1, 1, 0, 0], [0, 0, 3, 3], [1, 0, 1, 0], [0, 3, 0, 3]],
)
ZERO_TWO, ZERO_THREE = [[0, 0], [0, 0]], [[0, 0, 0]] * 3
FOUR = [[int(i == j) for j in range(4)] for i in range(4)]
DILEMMA = ([[2, 0], [3, 1]], [[2, 3], [0, 1]])
PENNIES = ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


@pytest.mark.parametrize(
    ("name", "mine", "theirs", "extreme", "subsets"),
    [
        # von Stengel (2002), Handbook of Game Theory 3, ch. 45, eq. (2.6) and section 2.6
        # von Stengel (1999), Discrete and Computational Geometry 21:557-568
        ("75 equilibria of a 6x6 game", SIX[0], turned(SIX[1]), 75, 75),
        ("von Stengel's degenerate 3x2", [[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]], 3, 2),
        ("players who minimise, nashpy 82", *MINIMIZERS, 8, 5),
        ("a segment, nashpy 222", [[-3, 3], [-3, 5]], [[2, 7], [4, 2]], 2, 1),
        ("six with ties, nashpy 231", TIED_SIX, negative(TIED_SIX), 1, 1),
        ("nothing at stake, 2x2", ZERO_TWO, ZERO_TWO, 4, 1),
        ("nothing at stake, 3x3", ZERO_THREE, ZERO_THREE, 9, 1),
        ("burning a dollar, van Damme (1989)", *BURNING, 10, 4),
        ("coordination 4x4", FOUR, FOUR, 15, 15),
        ("the game of which nashpy's supports may lose one", *LOST, 3, 3),
        ("prisoner's dilemma", *DILEMMA, 1, 1),
        ("matching pennies", *PENNIES, 1, 1),
        ("a single strategy", [[7]], [[-3]], 1, 1),
        ("one row", [[1, 1, 1]], [[2, 5, 5]], 2, 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_named_games(name: str, mine: Grid, theirs: Grid, extreme: int, subsets: int) -> None:
    found = nash_equilibria(bimatrix(mine, theirs))
    assert found.complete is True, name
    assert found.verified
    assert (len(found.equilibria), len(found.components)) == (extreme, subsets)
    assert bool(found.notes) is (extreme != subsets)


def test_the_equilibria_of_the_game_that_loses_one() -> None:
    """Where floats are compared for equality, the second is found on one machine and lost on another."""
    assert pairs_of(bimatrix(*LOST)) == [
        ((F(5, 12), F(0), F(7, 12)), (F(0), F(1, 5), F(4, 5))),
        ((F(11, 27), F(1, 9), F(13, 27)), (F(1, 5), F(7, 25), F(13, 25))),
        ((F(0), F(1), F(0)), (F(1), F(0), F(0))),
    ]


def test_seventy_five_of_von_stengel(shared: Path) -> None:
    entry = oracle(shared)["catalog/journals/dcg/vonstengel1999/6x6_game_with_75_eq.nfg"]
    file = shared / "data/games/catalog/journals/dcg/vonstengel1999/6x6_game_with_75_eq.nfg"
    game = read(file.read_text("utf-8"))
    assert [tuple(p[k] for p in game.payoffs.values()) for k in (0, 1)] == [
        tuple(a for row in grid for a in row) for grid in (SIX[0], turned(SIX[1]))
    ]
    found = pairs_of(game)
    assert len(found) == 75
    assert sorted(found) == claimed(entry)


def oracle(shared: Path) -> dict[str, dict[str, object]]:
    games: dict[str, dict[str, object]] = json.loads((shared / "data/oracle_nash.json").read_text("utf-8"))["games"]
    return games


def claimed(entry: dict[str, object]) -> list[tuple[tuple[Fraction, ...], ...]]:
    listed = entry["extreme_equilibria"]
    assert isinstance(listed, list)
    return sorted(tuple(tuple(F(p) for p in own) for own in pair) for pair in listed)


def read(text: str) -> NormalFormGame:
    formats = pytest.importorskip("coopsec_games.noncooperative.formats")
    game = formats.read_nfg(text)
    assert isinstance(game, NormalFormGame)
    return game


def test_every_published_bimatrix_game(shared: Path) -> None:
    told = {name: entry for name, entry in oracle(shared).items() if entry["players"] == 2}
    assert len(told) > 20
    for name, entry in told.items():
        assert sorted(pairs_of(read((shared / "data/games" / name).read_text("utf-8")))) == claimed(entry), name


# --- two algorithms --------------------------------------------------------------------------------------------------


def random_games(number: int, seed: int) -> list[tuple[Grid, Grid]]:
    """Small random games, more than a third of them with ties."""
    random = Random(seed)
    sizes = [(2, 2), (2, 3), (3, 2), (3, 3), (3, 4), (4, 3), (4, 4), (2, 5), (5, 2)]
    games = []
    for k in range(number):
        height, width = sizes[k % len(sizes)]
        top = (1000, 100, 50, 10, 4, 3, 2)[k % 7]
        games.append(tuple([[random.randint(1, top) for _ in range(width)] for _ in range(height)] for _ in range(2)))
    return games  # type: ignore[return-value]


def test_both_algorithms_agree_and_the_proof_of_completeness_holds() -> None:
    ties = 0
    for mine, theirs in random_games(420, 11):
        game = bimatrix(mine, theirs)
        own, other = positive_matrices(game)
        expected = support_pairs(own, other)
        assert sorted(pairs_of(game)) == expected
        walk = vertices(own)
        ties += any(mask.bit_count() > len(own[0]) for mask in walk.tight)
    assert ties > 100


def test_generic_games_have_an_odd_number_and_one_subset_each() -> None:
    """Wilson (1971); with payoffs this large a tie does not occur."""
    random = Random(5)
    for _ in range(40):
        mine, theirs = ([[random.randint(0, 10**9) for _ in range(4)] for _ in range(4)] for _ in range(2))
        found = nash_equilibria(bimatrix(mine, theirs))
        assert len(found.equilibria) % 2 == 1
        assert len(found.components) == len(found.equilibria)
        assert not found.notes


def test_subsets_are_the_maximal_products_of_equilibria() -> None:
    """Against every pair of sets of extreme strategies, and midpoints are equilibria by definition."""
    for mine, theirs in random_games(84, 3):
        game = bimatrix(mine, theirs)
        found = nash_equilibria(game)
        pairs = set(pairs_of(game))
        left, right = sorted({x for x, _ in pairs}), sorted({y for _, y in pairs})
        if len(left) > 6 or len(right) > 6:
            continue
        products = {
            (xs, ys)
            for a in range(1, len(left) + 1)
            for xs in combinations(left, a)
            for b in range(1, len(right) + 1)
            for ys in combinations(right, b)
            if all((x, y) in pairs for x, y in product(xs, ys))
        }
        maximal = {
            (xs, ys)
            for xs, ys in products
            if not any((set(xs) <= set(us) and set(ys) <= set(vs)) and (xs, ys) != (us, vs) for us, vs in products)
        }
        told = set()
        for subset in found.components:
            sides = [tuple(sorted(tuple(s.values()) for s in own)) for own in subset.strategies.values()]
            told.add((sides[0], sides[1]))
            middle = [
                {name: sum((s[name] for s in own), F(0)) / len(own) for name in own[0]}
                for own in subset.strategies.values()
            ]
            assert verify.mixed_nash(game.payoffs, middle)
            assert len(subset.equilibria) == len(sides[0]) * len(sides[1])
        assert told == maximal


def test_best_replies_decide_and_nothing_else() -> None:
    """Positive multiples, what a player cannot influence, and the order of strategies and players do not matter."""
    random = Random(8)
    for mine, theirs in random_games(30, 21):
        base = sorted(pairs_of(bimatrix(mine, theirs)))
        lift = [random.randint(-9, 9) for _ in mine[0]]
        scaled = [[3 * a + b for a, b in zip(row, lift, strict=True)] for row in mine]
        assert sorted(pairs_of(bimatrix(scaled, theirs))) == base
        assert sorted(pairs_of(bimatrix(mine[::-1], theirs[::-1]))) == sorted((x[::-1], y) for x, y in base)
        assert sorted(pairs_of(bimatrix(turned(theirs), turned(mine)))) == sorted((y, x) for x, y in base)


def test_fractions_and_negative_numbers() -> None:
    game = NormalFormGame.from_matrix(
        ["A", "B"], [["u", "d"], ["l", "r"]], [["-1/3, 1/7", "0, 0"], ["0, 0", "-1/2, 1/5"]]
    )
    assert pairs_of(game) == [((F(7, 12), F(5, 12)), (F(3, 5), F(2, 5)))]
    assert dict(nash_equilibria(game).equilibria[0].payoffs) == {"A": F(-1, 5), "B": F(1, 12)}


# --- parts -----------------------------------------------------------------------------------------------------------


def test_components_join_subsets_that_meet() -> None:
    edges = [(0, 0), (0, 1), (1, 1), (2, 2), (3, 3), (3, 4), (4, 4), (4, 5)]
    assert [(number, xs, ys) for number, xs, ys in bicliques(edges)] == [
        (0, (0,), (0, 1)), (0, (0, 1), (1,)), (1, (2,), (2,)), (2, (3,), (3, 4)), (2, (3, 4), (4,)), (2, (4,), (4, 5)),
    ]  # fmt: skip


def test_every_vertex_of_a_cyclic_polytope_dual() -> None:
    """A cube in three dimensions with a cut corner: eight vertices, less one, plus three."""
    cube = [[100, 1, 1], [1, 100, 1], [1, 1, 100], [40, 40, 40]]
    walk = vertices(cube)
    brute = set()
    for size in range(4):
        for rows in combinations(range(4), size):
            for free in combinations(range(3), size):
                mask = sum(1 << j for j in range(3) if j not in free) | sum(1 << (3 + i) for i in rows)
                try:
                    z = point(cube, mask)
                except StopIteration:
                    continue
                if min(z) >= 0 and all(sum(a * b for a, b in zip(row, z, strict=True)) <= 1 for row in cube):
                    brute.add(z)
    assert {point(cube, basis) for basis in walk.tight.values()} == brute


def test_a_walk_beyond_its_limit_says_what_to_use() -> None:
    random = Random(1)
    matrix = [[random.randint(1, 99) for _ in range(6)] for _ in range(6)]
    with pytest.raises(TooLarge, match="more than 20") as caught:
        vertices(matrix, limit=20)
    assert "pure-nash" in caught.value.hint
    large = [[random.randint(1, 99) for _ in range(120)] for _ in range(120)]
    with pytest.raises(TooLarge, match="more than 6,944 bases, the most for 120 by 120 strategies"):
        vertices(large)
    with pytest.raises(TooLarge):
        support_pairs([[1] * 20] * 20, [[1] * 20] * 20)


def test_nash_by_its_key_with_its_json() -> None:
    found = solve(bimatrix(*PENNIES), "nash")
    assert found.to_json()["equilibria"] == [
        {
            "profile": {
                "A": {"r0": {"exact": "1/2", "float": 0.5}, "r1": {"exact": "1/2", "float": 0.5}},
                "B": {"c0": {"exact": "1/2", "float": 0.5}, "c1": {"exact": "1/2", "float": 0.5}},
            },
            "payoffs": {"A": {"exact": "0", "float": 0.0}, "B": {"exact": "0", "float": 0.0}},
            "where": None,
        }
    ]
    assert found.to_json()["components"][0]["component"] == 0
    assert found.equilibria[0].support == {"A": ("r0", "r1"), "B": ("c0", "c1")}
    assert not found.equilibria[0].is_pure


# --- letters ---------------------------------------------------------------------------------------------------------


def letters(cells: list[list[str]], names: tuple[str, ...], *assumed: str) -> NormalFormGame:
    return NormalFormGame.from_matrix(["A", "B"], [["u", "d"], ["l", "r"]], cells, Assumptions.read(names, *assumed))


def test_a_game_of_one_letter_in_full() -> None:
    """A cell of one letter: the types meet where the letter passes 0, and the mixed strategy is a closed form."""
    game = letters([["x, x", "0, 0"], ["0, 0", "1 - x, 1 - x"]], ("x",))
    found = nash_equilibria(game)
    assert found.complete is True
    assert found.verified
    mixed = [e for e in found.equilibria if not e.is_pure]
    assert [e.where.text for e in mixed if e.where is not None] == ["0 < x < 1"]
    assert str(mixed[0].profile["A"]["u"]) == "1 - x"
    assert {kind.where.text: len(kind.equilibria) for kind in found.components} == {
        "x < 0": 1, "x > 1": 1, "0 < x < 1": 3, "x = 0 or x = 1": 2,
    }  # fmt: skip


def test_the_symmetric_dilemma_of_all_orders() -> None:
    game = letters([["R, R", "S, T"], ["T, S", "P, P"]], ("T", "R", "P", "S"), "R > P")
    found = solve(game, "nash")
    assert found.verified
    assert found.complete is True
    kinds = found.components
    inside = [kind for kind in kinds if kind.where.formula is not False]
    assert len(inside) == len(kinds)
    assert any(kind.infinite for kind in kinds)
    both = next(e for e in found.equilibria if not e.is_pure and not e.to_json()["where"]["text"].count("="))
    assert str(both.profile["A"]["u"]) in {"(P - S)/(P + R - S - T)", "(S - P)/(S + T - P - R)"}


@pytest.mark.parametrize(
    "cells",
    [
        [["a, 1", "0, 0"], ["0, b", "1, 1"]],
        [["a, b", "0, 1"], ["1, 0", "b, a"]],
        [["a, -a", "b, -b"], ["0, 0", "1, -1"]],
        [["a, 0", "a, 0"], ["b, 1", "b, 0"]],
    ],
)
def test_letters_give_what_numbers_give(cells: list[list[str]]) -> None:
    """At points of a grid, ties included, the game in numbers has just the equilibria whose conditions hold there."""
    game = letters(cells, ("a", "b"))
    found = nash_equilibria(game)
    assert found.verified
    assert found.complete is True
    for a, b in product((-1, F(-1, 2), 0, F(1, 3), 1, 2), repeat=2):
        point = {"a": F(a), "b": F(b)}
        numeric = sorted(pairs_of(game.at(point)))
        told = []
        for e in found.equilibria:
            assert e.where is not None
            if e.where.holds(point):
                told.append(tuple(tuple(value_at(p, point) for p in own.values()) for own in e.profile.values()))
        assert sorted(told) == numeric
        assert [kind.where.holds(point) for kind in found.components].count(True) == 1
        kind = next(kind for kind in found.components if kind.where.holds(point))
        assert kind.infinite is bool(nash_equilibria(game.at(point)).notes)


def test_letters_in_a_large_game_are_refused() -> None:
    game = NormalFormGame.from_matrix(
        ["A", "B"], [["u", "d"], ["l", "m", "r"]], [["a, 1", "0, 0", "1, 1"], ["0, 0", "1, 1", "2, 2"]],
        Assumptions(("a",)),
    )  # fmt: skip
    with pytest.raises(NotApplicable, match="numbers"):
        nash_equilibria(game)


# --- what nashpy proposes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "listed", "proposed"),
    [
        ([[-3, 3], [-3, 5]], [[2, 7], [4, 2]], 2, 1),  # nashpy 222
        (TIED_SIX, negative(TIED_SIX), 1, 0),  # nashpy 231
        (*MINIMIZERS, 8, 5),  # nashpy 82
    ],
)
def test_nashpy_loses_what_we_list(mine: Grid, theirs: Grid, listed: int, proposed: int) -> None:
    supports = pytest.importorskip("coopsec_games.noncooperative.concepts._supports")
    pytest.importorskip("nashpy")
    ours = set(pairs_of(bimatrix(mine, theirs)))
    told = set(supports.proposed_equilibria(mine, theirs))
    assert told < ours
    assert (len(ours), len(told)) == (listed, proposed)


def test_what_nashpy_finds_is_listed_here() -> None:
    """On a generic game whose equilibria it finds or loses with the rounding of the machine."""
    supports = pytest.importorskip("coopsec_games.noncooperative.concepts._supports")
    pytest.importorskip("nashpy")
    assert set(supports.proposed_equilibria(*LOST)) <= set(pairs_of(bimatrix(*LOST)))


def test_nashpy_is_stopped_when_its_time_is_up() -> None:
    supports = pytest.importorskip("coopsec_games.noncooperative.concepts._supports")
    random = Random(1)
    large = [[random.randint(0, 99) for _ in range(11)] for _ in range(11)]
    with pytest.raises(TooLarge, match=r"0\.2 seconds"):
        supports.proposed_equilibria(large, large, seconds=0.2)


@pytest.mark.parametrize(
    ("mine", "theirs"), [(TIED_SIX, negative(TIED_SIX)), MINIMIZERS, BURNING, LOST, (FOUR, FOUR), PENNIES]
)
def test_gambit_finds_the_same_extreme_equilibria(mine: Grid, theirs: Grid) -> None:
    """Gambit's exact enumeration, where pygambit is installed."""
    pygambit = pytest.importorskip("pygambit")
    numpy = pytest.importorskip("numpy")
    game = pygambit.Game.from_arrays(numpy.array(mine), numpy.array(theirs))
    found = pygambit.nash.enummixed_solve(game, rational=True).equilibria
    told = {
        tuple(tuple(F(str(profile[strategy])) for strategy in player.strategies) for player in game.players)
        for profile in found
    }
    assert told == set(pairs_of(bimatrix(mine, theirs)))
