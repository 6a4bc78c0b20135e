"""Strong and coalition-proof equilibrium: published games, and the definitions on random ones."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import TooLarge
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.coalitions import coalition_proof_equilibria, strong_equilibria
from coopsec_games.noncooperative.concepts.pure_nash import pure_equilibria
from coopsec_games.noncooperative.normal_form import NormalFormGame, Profile
from coopsec_games.noncooperative.payoffs import Payoff
from coopsec_games.results import Solution

F = Fraction


def outcomes(found: Solution) -> list[str]:
    assert found.verified
    return [e.outcome for e in found.equilibria]


def bernheim_peleg_whinston() -> NormalFormGame:
    """Bernheim, Peleg and Whinston (1987), section 1: three players, the third chooses the matrix."""
    table = {
        ("A1", "B1", "C1"): (1, 1, -5), ("A1", "B2", "C1"): (-5, -5, 0), ("A2", "B1", "C1"): (-5, -5, 0),
        ("A2", "B2", "C1"): (0, 0, 10), ("A1", "B1", "C2"): (-1, -1, 5), ("A1", "B2", "C2"): (-5, -5, 0),
        ("A2", "B1", "C2"): (-5, -5, 0), ("A2", "B2", "C2"): (-2, -2, 0),
    }  # fmt: skip
    return NormalFormGame(("A", "B", "C"), (("A1", "A2"), ("B1", "B2"), ("C1", "C2")), table)


def test_the_three_player_game_of_the_founders() -> None:
    """Two equilibria; the better one for all is left by A and B together, so only the worse one is coalition-proof."""
    game = bernheim_peleg_whinston()
    assert [e.outcome for e in pure_equilibria(game).equilibria] == ["(A1, B1, C2)", "(A2, B2, C1)"]
    assert outcomes(strong_equilibria(game)) == []
    assert outcomes(coalition_proof_equilibria(game)) == ["(A1, B1, C2)"]


@pytest.mark.parametrize(
    ("cells", "strong", "proof"),
    [
        ([["2, 2", "0, 3"], ["3, 0", "1, 1"]], [], ["(d, d)"]),
        ([["4, 4", "0, 3"], ["3, 0", "3, 3"]], ["(c, c)"], ["(c, c)"]),
        ([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]], [], []),
        ([["3, 2", "0, 0"], ["0, 0", "2, 3"]], ["(c, c)", "(d, d)"], ["(c, c)", "(d, d)"]),
        ([["1, 1", "1, 1"], ["1, 1", "1, 1"]], ["(c, c)", "(c, d)", "(d, c)", "(d, d)"],
         ["(c, c)", "(c, d)", "(d, c)", "(d, d)"]),
    ],
)  # fmt: skip
def test_two_by_two(cells: list[list[str]], strong: list[str], proof: list[str]) -> None:
    game = NormalFormGame.from_matrix(["A", "B"], [["c", "d"]] * 2, cells)
    assert outcomes(solve(game, "strong-nash")) == strong
    assert outcomes(solve(game, "coalition-proof-nash")) == proof


def test_consensus_without_objections_is_what_holds() -> None:
    """Everybody prefers adoption: any two objections are an equilibrium, and absurd."""
    game = NormalFormGame.from_function(
        ["A", "B", "C", "D"], [["consent", "object"]] * 4, lambda told: [int("object" not in told)] * 4
    )
    assert len(pure_equilibria(game).equilibria) == 12
    assert outcomes(strong_equilibria(game)) == ["(consent, consent, consent, consent)"]
    assert outcomes(coalition_proof_equilibria(game)) == ["(consent, consent, consent, consent)"]


def naive_strong(game: NormalFormGame, profile: Profile) -> bool:
    players = range(len(game.players))
    for size in range(1, len(game.players) + 1):
        for coalition in combinations(players, size):
            for own in product(*(game.strategies[i] for i in coalition)):
                other = list(profile)
                for i, s in zip(coalition, own, strict=True):
                    other[i] = s
                if all(game.payoffs[tuple(other)][i] > game.payoffs[profile][i] for i in coalition):
                    return False
    return True


def naive_proof(game: NormalFormGame, profile: Profile, players: tuple[int, ...] = ()) -> bool:
    """The definition as it stands, without memory: one player, then coalitions within."""
    players = players or tuple(range(len(game.players)))

    def enforcing(at: Profile) -> bool:
        return all(
            naive_proof(game, at, part) for size in range(1, len(players)) for part in combinations(players, size)
        )

    if not enforcing(profile):
        return False
    for own in product(*(game.strategies[i] for i in players)):
        other = list(profile)
        for i, s in zip(players, own, strict=True):
            other[i] = s
        if all(game.payoffs[tuple(other)][i] > game.payoffs[profile][i] for i in players) and enforcing(tuple(other)):
            return False
    return True


@pytest.mark.parametrize(("sizes", "number"), [((2, 3), 40), ((2, 2, 2), 40), ((3, 2, 2), 15)])
def test_definitions_on_random_games(sizes: tuple[int, ...], number: int) -> None:
    random = Random(sum(sizes))
    some = 0
    for _ in range(number):
        own = [[f"{i}{k}" for k in range(size)] for i, size in enumerate(sizes)]
        players = [f"p{i}" for i in range(len(sizes))]
        game = NormalFormGame.from_function(players, own, lambda _: [random.randint(0, 3) for _ in sizes])
        strong = {tuple(e.profile.values()) for e in strong_equilibria(game).equilibria}
        proof = {tuple(e.profile.values()) for e in coalition_proof_equilibria(game).equilibria}
        nash = {tuple(e.profile.values()) for e in pure_equilibria(game).equilibria}
        assert strong == {profile for profile in game.profiles() if naive_strong(game, profile)}
        assert proof == {profile for profile in game.profiles() if naive_proof(game, profile)}
        assert strong <= proof <= nash
        for profile in game.profiles():
            assert verify.strong_nash(game.payoffs, profile) is (profile in strong)  # type: ignore[arg-type]
            assert verify.coalition_proof(game.payoffs, profile) is (profile in proof)  # type: ignore[arg-type]
        some += len(proof - strong)
    assert some


def test_strong_equilibrium_in_letters() -> None:
    game = NormalFormGame.from_matrix(
        ["A", "B"], [["hunt", "hare"]] * 2, [["s, s", "0, h"], ["h, 0", "h, h"]],
        Assumptions.read(["s", "h"], "h > 0"),
    )  # fmt: skip
    found = strong_equilibria(game)
    assert found.verified
    where = {e.outcome: e.where for e in found.equilibria}
    assert where["(hunt, hunt)"].equivalent(Condition.read("s >= h", game.assumptions))
    assert where["(hare, hare)"].equivalent(Condition.read("s <= h", game.assumptions))


def test_coalition_proof_equilibrium_in_letters() -> None:
    """Bernheim, Peleg and Whinston (1987), section 2: of two players, the Nash equilibria that none beats for both."""
    stag = NormalFormGame.from_matrix(
        ["A", "B"], [["hunt", "hare"]] * 2, [["s, s", "0, h"], ["h, 0", "h, h"]],
        Assumptions.read(["s", "h"], "h > 0"),
    )  # fmt: skip
    found = coalition_proof_equilibria(stag)
    assert (found.verified, found.complete) == (True, True)
    where = {e.outcome: e.where for e in found.equilibria}
    assert where["(hunt, hunt)"].equivalent(Condition.read("s >= h", stag.assumptions))
    assert where["(hare, hare)"].equivalent(Condition.read("s <= h", stag.assumptions))
    dilemma = NormalFormGame.from_matrix(
        ["A", "B"], [["c", "d"]] * 2, [["R, R", "S, T"], ["T, S", "P, P"]],
        Assumptions.read(["T", "R", "P", "S"], "P > S", "R > P"),
    )  # fmt: skip
    told = {e.outcome: e.where for e in coalition_proof_equilibria(dilemma).equilibria}
    assert told["(c, c)"].equivalent(Condition.read("R >= T", dilemma.assumptions))
    assert told["(d, d)"].equivalent(Condition.read("R < T", dilemma.assumptions))
    strong = {e.outcome: e.where for e in strong_equilibria(dilemma).equilibria}
    assert "(d, d)" not in strong


def test_consensus_in_letters() -> None:
    """Three who must all consent, one of them with a cost of consenting: what all of them can change together."""
    names = ["b", "k"]
    b, k = exact("b", names), exact("k", names)

    def worth(told: Profile) -> list[Payoff]:
        passed = "object" not in told
        return [b if passed else F(0), b if passed else F(0), (b - k if passed else F(0))]

    game = NormalFormGame.from_function(
        ["A", "B", "C"], [["consent", "object"]] * 3, worth, Assumptions.read(names, "b > 0", "k >= 0")
    )
    found = coalition_proof_equilibria(game)
    assert found.verified
    where = {e.outcome: e.where for e in found.equilibria}
    assert where["(consent, consent, consent)"].equivalent(Condition.read("b >= k", game.assumptions))
    assert where["(consent, consent, object)"].equivalent(Condition.read("b <= k", game.assumptions))
    assert where["(object, object, object)"].equivalent(Condition.read("b <= k", game.assumptions))
    # A and B together would rather consent, as C does
    assert "(object, object, consent)" not in where


@pytest.mark.parametrize(("sizes", "number"), [((2, 2), 4), ((3, 3), 2), ((2, 2, 2), 2)])
def test_letters_agree_with_numbers_at_drawn_points(sizes: tuple[int, ...], number: int) -> None:
    random = Random(sum(sizes))
    names = ["a", "b"]
    for _ in range(number):
        own = [[f"{i}{n}" for n in range(size)] for i, size in enumerate(sizes)]
        game = NormalFormGame.from_function(
            [f"p{i}" for i in range(len(sizes))],
            own,
            lambda _: [exact(random.choice(["a", "b", "0", "1", "a + b"]), names) for _ in sizes],
            Assumptions.read(names, "a > 0"),
        )
        proof, strong = coalition_proof_equilibria(game), strong_equilibria(game)
        assert proof.verified
        assert strong.verified
        for _ in range(8):
            point = {"a": F(random.randint(1, 40), 13), "b": F(random.randint(-40, 40), 11)}
            numbers = game.at(point)
            for found, concept in ((proof, coalition_proof_equilibria), (strong, strong_equilibria)):
                here = {e.outcome for e in found.equilibria if e.where.holds(point)}
                assert here == {e.outcome for e in concept(numbers).equilibria}


def test_letters_in_large_games_are_refused() -> None:
    a = exact("a", ["a"])
    game = NormalFormGame.from_function(
        [f"p{i}" for i in range(7)], [["y", "n"]] * 7, lambda told: [a if "n" not in told else F(0)] * 7,
        Assumptions(("a",)),
    )  # fmt: skip
    for concept in (coalition_proof_equilibria, strong_equilibria):
        with pytest.raises(TooLarge, match="with letters"):
            concept(game)


def test_too_many_players_are_told_what_to_use() -> None:
    game = NormalFormGame.from_function(
        [f"p{i}" for i in range(10)], [["y", "n"]] * 10, lambda told: [int("n" not in told)] * 10
    )
    with pytest.raises(TooLarge) as caught:
        coalition_proof_equilibria(game)
    assert "strong-nash" in caught.value.hint
    assert outcomes(strong_equilibria(game)) == [f"({', '.join(['y'] * 10)})"]
