"""Games in normal form, pure Nash equilibria and undominated ones, in numbers and in letters."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import CoopSecError, InvalidGame, NotApplicable, TooLarge, UnknownKey
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.concepts import SOLUTION_CONCEPTS, pure_equilibria, solve, undominated_equilibria
from coopsec_games.noncooperative.normal_form import NormalFormGame, Profile
from coopsec_games.noncooperative.payoffs import Payoff, value_at
from coopsec_games.results import Solution

PAIR = ("A", "B")


def texts(solution: Solution) -> dict[str, str]:
    return {found.outcome: found.where.text for found in solution.equilibria}


def two_by_two(cells: list[list[str]], *assumed: str, names: tuple[str, ...] = ("T", "R", "P", "S")) -> NormalFormGame:
    return NormalFormGame.from_matrix(PAIR, (("c", "d"),) * 2, cells, Assumptions.read(names, *assumed))


SYMMETRIC = [["R, R", "S, T"], ["T, S", "P, P"]]


def test_prisoners_dilemma_has_one_pure_equilibrium() -> None:
    assert texts(pure_equilibria(two_by_two(SYMMETRIC, "S < P", "P < R", "R < T"))) == {"(d, d)": "always"}


def test_stag_hunt_has_two() -> None:
    found = texts(pure_equilibria(two_by_two(SYMMETRIC, "S < P", "P < T", "T < R")))
    assert found == {"(c, c)": "always", "(d, d)": "always"}


def test_a_symmetric_game_in_full() -> None:
    game = two_by_two(SYMMETRIC)
    found = {own.outcome: own.where for own in pure_equilibria(game).equilibria}
    stated = {"(c, c)": "R >= T", "(c, d)": "S >= P and T >= R", "(d, c)": "S >= P and T >= R", "(d, d)": "P >= S"}
    assert set(found) == set(stated)
    for outcome, text in stated.items():
        assert found[outcome].equivalent(Condition.read(text, game.assumptions))


def test_matching_pennies_has_no_pure_equilibrium_unless_worthless() -> None:
    game = two_by_two([["w, -w", "-w, w"], ["-w, w", "w, -w"]], names=("w",))
    assert {own.where.text for own in pure_equilibria(game).equilibria} == {"w = 0"}
    assert len(pure_equilibria(game).equilibria) == 4
    assert pure_equilibria(game.at({"w": 1})).equilibria == ()
    assert pure_equilibria(game.at({"w": 1})).complete


def test_battle_of_the_sexes() -> None:
    game = two_by_two([["a, b", "0, 0"], ["0, 0", "b, a"]], "a > b", "b > 0", names=("a", "b"))
    assert texts(pure_equilibria(game)) == {"(c, c)": "always", "(d, d)": "always"}
    [first, _] = pure_equilibria(game.at({"a": 3, "b": 2})).equilibria
    assert first.payoffs == (3, 2)
    assert dict(first.profile) == {"A": "c", "B": "c"}
    assert first.where is None


def by_definition(game: NormalFormGame, point: dict[str, Fraction]) -> set[Profile]:
    def pay(profile: Profile, player: int) -> Fraction:
        return value_at(game.payoffs[profile][player], point)

    return {
        profile
        for profile in game.profiles()
        if all(
            pay((*profile[:i], other, *profile[i + 1 :]), i) <= pay(profile, i)
            for i in range(len(game.players))
            for other in game.strategies[i]
        )
    }


def undominated_by_definition(game: NormalFormGame, point: dict[str, Fraction]) -> set[Profile]:
    def dominated(player: int, strategy: str) -> bool:
        others = [own for i, own in enumerate(game.strategies) if i != player]
        for rival in game.strategies[player]:
            gains = [
                value_at(game.payoffs[(*rest[:player], rival, *rest[player:])][player], point)
                - value_at(game.payoffs[(*rest[:player], strategy, *rest[player:])][player], point)
                for rest in product(*others)
            ]
            if min(gains) >= 0 and max(gains) > 0:
                return True
        return False

    return {
        profile
        for profile in by_definition(game, point)
        if not any(dominated(i, strategy) for i, strategy in enumerate(profile))
    }


def random_game(draw: random.Random, shape: tuple[int, ...], letters: tuple[str, ...]) -> NormalFormGame:
    def payoff() -> Payoff:
        if letters and draw.random() < 0.5:
            return exact(f"{draw.randint(-1, 1)} + {draw.choice((-1, 1, 2))}*{draw.choice(letters)}", letters)
        return Fraction(draw.randint(-2, 2))

    players = tuple("ABC"[: len(shape)])
    strategies = tuple(tuple(f"{player}{i}" for i in range(size)) for player, size in zip(players, shape, strict=True))
    return NormalFormGame.from_function(
        players, strategies, lambda profile: [payoff() for _ in players], Assumptions(letters)
    )


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 2, 2)])
def test_random_games_in_letters_agree_with_the_definition(shape: tuple[int, ...]) -> None:
    draw = random.Random(sum(shape))
    for _ in range(5):
        game = random_game(draw, shape, ("x", "y"))
        nash, undominated = pure_equilibria(game), undominated_equilibria(game)
        assert nash.verified
        assert undominated.verified
        for _ in range(25):
            point = {name: Fraction(draw.randint(-4, 4), draw.choice((1, 2))) for name in ("x", "y")}
            for solution, definition in ((nash, by_definition), (undominated, undominated_by_definition)):
                here = {
                    tuple(own.profile.values())
                    for own in solution.equilibria
                    if own.where is None or own.where.holds(point)
                }
                assert here == definition(game, point)


def test_random_games_in_numbers_agree_with_the_definition() -> None:
    draw = random.Random(3)
    for _ in range(60):
        game = random_game(draw, draw.choice(((3, 3), (2, 3, 2), (4, 2))), ())
        for function, definition in (
            (pure_equilibria, by_definition),
            (undominated_equilibria, undominated_by_definition),
        ):
            assert {tuple(own.profile.values()) for own in function(game).equilibria} == definition(game, {})


def test_a_majority_votes_as_it_likes_where_votes_count() -> None:
    def vote(profile: Profile) -> list[Payoff]:
        value = exact("v", ("v",))
        passed = profile.count("yes") >= 2
        return [value if passed else Fraction(0)] * 3

    game = NormalFormGame.from_function("ABC", [["yes", "no"]] * 3, vote, Assumptions(("v",)))
    assert len(pure_equilibria(game).equilibria) == 8
    assert texts(undominated_equilibria(game)) == {
        "(yes, yes, yes)": "v >= 0",
        **{f"({', '.join(p)})": "v = 0" for p in product(("yes", "no"), repeat=3) if 0 < p.count("yes") < 3},
        "(no, no, no)": "v <= 0",
    }


def test_payoffs_with_cases_and_fractions() -> None:
    under = Assumptions.read(("a", "delta"), "0 < delta < 1")
    game = NormalFormGame(
        ("A",),
        (("l", "r"),),
        {
            ("l",): (exact("max(a, 0)/(1 - delta)", under.names),),
            ("r",): (exact("1", under.names),),
        },
        under,
    )
    found = {own.outcome: own.where for own in pure_equilibria(game).equilibria}
    assert found["(l)"].equivalent(Condition.read("a >= 1 - delta", under))
    assert found["(r)"].equivalent(Condition.read("a <= 1 - delta", under))


def test_registry_names_its_sources() -> None:
    assert {"pure-nash", "undominated-nash", "subgame-perfect", "sequential", "seq"} <= set(SOLUTION_CONCEPTS)
    assert all(entry.cite and entry.title for entry in SOLUTION_CONCEPTS.entries())
    game = two_by_two(SYMMETRIC)
    assert solve(game, "pure-nash").concept == "pure-nash"
    with pytest.raises(UnknownKey, match="unknown solution concept 'pure-nsh'"):
        solve(game, "pure-nsh")
    with pytest.raises(NotApplicable, match="asks for a tree"):
        solve(game, "subgame-perfect")


def test_values_are_put_in_exactly() -> None:
    game = two_by_two(SYMMETRIC, "S < P", "P < R", "R < T")
    some = game.at({"T": "7/2", "S": 0})
    assert some.parameters == ("R", "P")
    assert some.assumptions.names == ("R", "P")
    assert some.payoffs["d", "c"] == (Fraction(7, 2), Fraction(0))
    with pytest.raises(UnknownKey, match="unknown parameter 'TT'"):
        game.at({"TT": 1})
    with pytest.raises(NotApplicable, match="exclude"):
        game.at({"T": 0, "R": 1})


def test_games_cannot_be_changed() -> None:
    game = two_by_two(SYMMETRIC)
    with pytest.raises(TypeError):
        game.payoffs["c", "c"] = (Fraction(0), Fraction(0))  # type: ignore[index]
    with pytest.raises(AttributeError):
        game.players = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("players", "strategies", "matrix", "words"),
    [
        (("A",), (("x",),), [["1, 1"]], "two players"),
        (PAIR, (("x",), ("y", "z")), [["1, 1"]], "1 rows of 2 cells"),
        (PAIR, (("x",), ("y",)), [["1"]], "has 1 payoffs, but there are 2 players"),
        (PAIR, (("x", "x"), ("y",)), [["1, 1"], ["1, 1"]], "strategy 'x' twice"),
        (("A", "A"), (("x",), ("y",)), [["1, 1"]], "named twice"),
        (PAIR, ((), ("y",)), [], "A has no strategy"),
        (PAIR, (("x",), ("y",)), [["1, q"]], "q"),
    ],
)
def test_what_is_no_game_says_why(players: object, strategies: object, matrix: object, words: str) -> None:
    with pytest.raises(CoopSecError, match=words):
        NormalFormGame.from_matrix(players, strategies, matrix)  # type: ignore[arg-type]


def test_undeclared_names_floats_and_missing_profiles_are_refused() -> None:
    letter = exact("tau", ("tau",))
    with pytest.raises(InvalidGame, match="'tau', which is not declared") as refused:
        NormalFormGame(("A",), (("x",),), {("x",): (letter,)}, Assumptions(("taw",)))
    assert refused.value.hint == "did you mean 'taw'?"
    with pytest.raises(CoopSecError):
        NormalFormGame(("A",), (("x",),), {("x",): (0.5,)})  # type: ignore[dict-item]
    with pytest.raises(InvalidGame, match="no payoffs"):
        NormalFormGame(("A",), (("x", "y"),), {("x",): (1,)})  # type: ignore[dict-item]
    with pytest.raises(InvalidGame, match="not a profile"):
        NormalFormGame(("A",), (("x",),), {("x",): (1,), ("z",): (1,)})  # type: ignore[dict-item]
    with pytest.raises(TooLarge, match="14,348,907 profiles"):
        NormalFormGame(tuple(map(str, range(15))), (("yes", "abstain", "no"),) * 15, {})
