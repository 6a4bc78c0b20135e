"""Games with transferable utility: how they are written, kept by kinds, and refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from coopsec_games.cooperative.allocations import nucleolus, shapley_value
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.cooperative.rules import NoObjection, Quota, Weight
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.cooperative.tu_games import (
    TUGame,
    airport_game,
    as_tu_game,
    bankruptcy_game,
    glove_game,
    lexicographic_game,
    tu_game,
)
from coopsec_games.errors import InvalidGame, TooLarge, UsageError

F = Fraction


def subsets(members: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(chosen) for size in range(len(members) + 1) for chosen in combinations(members, size)]


def test_a_game_by_its_coalitions_by_a_function_and_by_a_list_is_the_same_game() -> None:
    listed = lexicographic_game([1, 0, 0, "3/2", 2, 0, "5.25"], ("a", "b", "c"))
    named = tu_game("abc", {("a",): 1, ("b", "a"): F(3, 2), frozenset("ac"): "2", ("a", "b", "c"): "21/4"})
    told = {"a": F(1), "ab": F(3, 2), "ac": F(2), "abc": F(21, 4)}
    asked = tu_game(("a", "b", "c"), lambda coalition: told.get("".join(sorted(coalition)), 0))
    assert listed == named == asked
    assert named.members == ("a", "b", "c")
    assert named.grand == F(21, 4)
    for coalition in subsets(named.members):
        assert named.worth(coalition) == told.get("".join(sorted(coalition)), 0)
    assert lexicographic_game([0, 0, 1]).members == ("1", "2")


def test_simple_games_by_kinds() -> None:
    council = as_tu_game(simple_game("[39; 7*5, 1*10]"))
    assert (council.sizes, council.lengths, len(council.worths)) == ((5, 10), (6, 11), 66)
    assert sum(council.coalitions(c) * council.worths[council.place(c)] for c in council.vectors()) == 848
    assert council.worth(str(place) for place in range(1, 10)) == 1
    assert council.worth(str(place) for place in range(2, 16)) == 0
    assert council.spelled((5, 4)) == "1, 2, 3, 4, 5, 4 of {6, 7, 8, 9, 10, 11, 12, 13, 14, 15}"
    assert as_tu_game(council) is council
    mixed = Weight(("a", "b", "c", "d"), {"a": 1, "b": 2, "c": 1, "d": 2}, 4)
    game = as_tu_game(mixed)
    assert game.kinds == (("a", "c"), ("b", "d"))
    assert game.members == ("a", "b", "c", "d")
    assert list(game.by_member([F(1), F(2)])) == ["a", "b", "c", "d"]
    for coalition in subsets(game.members):
        assert game.worth(coalition) == SimpleGame(mixed).wins(coalition)
    blocking = SimpleGame(NoObjection(("a", "b")), Ballot.ABSTAIN)
    with pytest.raises(InvalidGame, match="the empty coalition is worth 0"):
        as_tu_game(blocking)


def test_worked_games() -> None:
    claims = {"a": 100, "b": 200, "c": 300}
    game = bankruptcy_game(300, claims)
    left = {frozenset(s): max(0, 300 - sum(v for m, v in claims.items() if m not in s)) for s in subsets(tuple("abc"))}
    assert all(game.worth(coalition) == value for coalition, value in left.items())
    airport = airport_game({"a": 1, "b": 3, "c": 3})
    assert airport.kinds == (("a",), ("b", "c"))
    assert [airport.worth(s) for s in ("a", "b", "ac", "abc")] == [-1, -3, -3, -3]
    gloves = glove_game(2, 3)
    assert [gloves.worth(s) for s in (["L1"], ["L1", "R3"], ["L1", "L2", "R1"], gloves.members)] == [0, 1, 1, 2]
    alike = bankruptcy_game(5, {"a": 3, "b": 3, "c": 1})
    apart = tu_game("abc", alike.worth)
    assert dict(shapley_value(alike)) == dict(shapley_value(apart))
    assert dict(nucleolus(alike).payoffs) == dict(nucleolus(apart).payoffs)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: tu_game("ab", {("a", "b"): 0.5}), "a float|0.5"),
        (lambda: tu_game("ab", {("a",): True}), "a truth value"),
        (lambda: tu_game("ab", {("a",): "x"}), "x"),
        (lambda: tu_game("ab", {("a", "z"): 1}), "'z' is not a member"),
        (lambda: tu_game("ab", {("a", "b"): 1, ("b", "a"): 2}), "named twice"),
        (lambda: tu_game("ab", {("a", "a"): 1}), "named twice"),
        (lambda: tu_game("ab", {(): 1}), "the empty coalition is worth 0"),
        (lambda: tu_game("aa", {}), "one kind"),
        (lambda: tu_game((), {}), "one kind"),
        (lambda: lexicographic_game([1, 2]), "2 worths"),
        (lambda: lexicographic_game([]), "0 worths"),
        (lambda: lexicographic_game([1, 2, 3], ("a",)), "1 names for 2"),
        (lambda: bankruptcy_game(7, {"a": 3, "b": 3}), "the estate"),
        (lambda: bankruptcy_game(1, {"a": -1, "b": 3}), "the estate"),
        (lambda: airport_game({"a": -1}), "a cost"),
        (lambda: glove_game(0, 3), "both hands"),
        (lambda: TUGame(("a", "b"), (("a",),), (F(0), F(1))), "one kind"),
        (lambda: TUGame(("a", "a", "b"), (("a",), ("b",)), (F(0),) * 4), "named twice"),
        (lambda: TUGame(("a", "b"), (("a",), ("b",)), (F(0), F(1))), "2 worths for 4"),
    ],
)
def test_what_is_no_game(make: object, message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        make()  # type: ignore[operator]


def test_what_is_asked_in_vain() -> None:
    game = glove_game(1, 2)
    with pytest.raises(UsageError, match="'L2' is not a member"):
        game.worth(["L2"])
    with pytest.raises(UsageError, match="3 of a kind of 2"):
        game.place((0, 3))
    with pytest.raises(TooLarge, match="19 members who all differ form 524,288"):
        tu_game([f"m{place}" for place in range(19)], {})
    with pytest.raises(TooLarge, match="30 members of 30 kinds"):
        as_tu_game(simple_game(f"[100; {', '.join(str(2**place) for place in range(30))}]"))
    with pytest.raises(TooLarge, match=r"more than 10\^18"):
        as_tu_game(simple_game(f"[100; {', '.join(str(weight) for weight in range(1, 61))}]"))


def test_a_large_assembly_of_one_kind() -> None:
    game = as_tu_game(Quota(tuple(f"m{place}" for place in range(193)), 129))
    assert len(game.worths) == 194
    assert set(shapley_value(game).values()) == {F(1, 193)}
    assert set(nucleolus(game).payoffs.values()) == {F(1, 193)}
