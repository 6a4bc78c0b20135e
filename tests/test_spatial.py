"""Spatial power: known triangles, exact angles against bounds and brute force, and issues listed one by one."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from itertools import permutations
from math import atan, cos, pi, sin
from pathlib import Path

import pytest

from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.rules import All, NoObjection, Quota
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge, UsageError
from coopsec_games.spatial import Turn, owen_shapley, power_over_issues

F = Fraction
MAJORITY = simple_game("[2; 1, 1, 1]")


def texts(game: SimpleGame, *points: object) -> list[str]:
    return [str(share) for share in owen_shapley(game, dict(zip(game.members, points, strict=True))).values()]


def bounds(turn: Turn) -> tuple[Fraction, Fraction]:
    low, high = turn.interval(15)
    assert high - low <= F(1, 10**15)
    return low, high


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        # Of three, each holds the angle of the triangle at its ideal point, as a part of half a turn (Owen and Shapley
        # 1989, section 3; Grofman and others 1987).
        ([(0, 0), (1, 0), (0, 1)], ["1/2", "1/4", "1/4"]),
        ([(0, 0), (4, 0), (0, 3)], ["1/2", "atan(3/4)/pi", "1/2 - atan(3/4)/pi"]),
        ([(0, 0), (2, 0), (1, 1)], ["1/4", "1/4", "1/2"]),
        ([(0, 0), (2, 0), (1, 2)], ["1/2 - atan(1/2)/pi", "1/2 - atan(1/2)/pi", "1/2 - atan(3/4)/pi"]),
        ([(0, 0), (1, 1), (5, 5)], ["0", "1", "0"]),
        ([(0, 0), (0, 0), (3, 1)], ["1/2", "1/2", "0"]),
        ([(1, 1), (1, 1), (1, 1)], ["1/3", "1/3", "1/3"]),
    ],
)
def test_three_members(points: list[tuple[int, int]], expected: list[str]) -> None:
    assert texts(MAJORITY, *points) == expected


def test_others_by_symmetry() -> None:
    square = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    for quota in (1, 2, 3, 4):
        assert texts(simple_game(f"[{quota}; 1*4]"), *square) == ["1/4"] * 4
    middle = [(0, 0), *square]
    assert texts(simple_game("[3; 1*5]"), *middle) == ["1", "0", "0", "0", "0"]
    assert texts(simple_game("[3; 2, 1, 1]"), (0, 0), (7, 0), (0, 1)) == [
        "3/4",  # all but the quarter of the circle in which the vetoer comes first, and the next one turns the vote
        "atan(1/7)/(2*pi)",
        "1/4 - atan(1/7)/(2*pi)",
    ]
    assert texts(simple_game("[1; 1]"), (3, 4)) == ["1"]
    assert texts(simple_game("[1; 1]"), "1/2") == ["1"]


def test_a_vetoer_far_out_holds_more_than_one_within() -> None:
    """As O'Neill 1996 finds of the Council: outlying vetoers are the ones who pivot."""
    game = simple_game("[7; 2, 2, 1, 1, 1, 1]")
    points = {"1": (9, 0), "2": (0, 0), "3": (1, 1), "4": (1, -1), "5": (-1, 1), "6": (-1, -1)}
    shares = owen_shapley(game, points)
    assert shares["2"] == Turn(F(0))
    assert bounds(shares["1"])[0] > F(2, 5)


def test_the_council_of_1999_on_the_line_of_the_assembly(shared: Path) -> None:
    """O'Neill 1996: power is with the outlying vetoers, China among them, and the elected hold almost none."""
    with (shared / "data/unga_ideal_points_1950_1990_1998_1999.csv").open(encoding="utf-8", newline="") as file:
        places = {row["iso3"]: row["ideal_point"] for row in csv.DictReader(file) if row["year"] == "1999"}
    with (shared / "data/unsc_membership.csv").open(encoding="utf-8", newline="") as file:
        seats = {row["member"]: row["permanent"] for row in csv.DictReader(file) if row["year"] == "1999"}
    members = tuple(seats)
    vetoers = tuple(member for member in members if seats[member] == "1")
    council = All((Quota(members, 9), NoObjection(members, vetoers)))
    shares = owen_shapley(council, {member: places[member] for member in members})
    assert {member: str(share) for member, share in shares.items() if share.part} == {"CHN": "1/2", "USA": "1/2"}


@pytest.mark.parametrize(
    ("literal", "positions", "expected"),
    [
        ("[2; 1, 1, 1]", ["0", "0.3", "7"], ["0", "1", "0"]),
        ("[3; 1*4]", [1, 2, 3, 4], ["0", "1/2", "1/2", "0"]),
        ("[3; 1*3]", [1, 2, 3], ["1/2", "0", "1/2"]),
        ("[3; 2, 1, 1]", [1, 2, 3], ["1/2", "1/2", "0"]),
        ("[2; 1, 1, 1]", [1, 1, 5], ["1/2", "1/2", "0"]),
    ],
)
def test_on_a_line(literal: str, positions: list[str | int], expected: list[str]) -> None:
    assert texts(simple_game(literal), *positions) == expected
    assert texts(simple_game(literal), *([value] for value in positions)) == expected
    assert texts(simple_game(literal), *((value, value) for value in positions)) == expected


def test_members_with_one_ideal_point_share_as_if_there_were_no_space() -> None:
    rng = random.Random(1)
    for _ in range(20):
        weights = [rng.randint(1, 6) for _ in range(rng.randint(2, 6))]
        game = simple_game(f"[{rng.randint(1, sum(weights))}; {', '.join(map(str, weights))}]")
        for point in (0, (3, 4)):
            shares = owen_shapley(game, dict.fromkeys(game.members, point))
            assert {member: share.part for member, share in shares.items()} == dict(power("shapley-shubik", game))
            assert all(share.is_rational for share in shares.values())


def random_places(rng: random.Random, number: int, spread: int) -> list[tuple[int, int]]:
    return [(rng.randint(-spread, spread), rng.randint(-spread, spread)) for _ in range(number)]


def test_against_going_round_the_circle() -> None:
    """Float directions, many of them, against the exact answer; with coincident points over all orders of these."""
    rng = random.Random(2)
    for trial in range(25):
        weights = [rng.randint(1, 5) for _ in range(rng.randint(2, 6))]
        game = simple_game(f"[{rng.randint(1, sum(weights))}; {', '.join(map(str, weights))}]")
        points = dict(zip(game.members, random_places(rng, len(weights), 1 if trial % 2 else 9), strict=True))
        rounds, counted = 1500, dict.fromkeys(game.members, 0.0)
        for place in range(rounds):
            angle = 2 * pi * (place + 0.371) / rounds
            likes = {m: x * cos(angle) + y * sin(angle) for m, (x, y) in points.items()}
            keen = {m: round(like, 9) for m, like in likes.items()}
            groups = [[m for m in game.members if keen[m] == like] for like in sorted(set(keen.values()), reverse=True)]
            before: list[str] = []
            for group in groups:
                if game.wins([*before, *group]):
                    orders = list(permutations(group))
                    for order in orders:
                        pivot = next(k for k in range(len(order)) if game.wins([*before, *order[: k + 1]]))
                        counted[order[pivot]] += 1 / len(orders) / rounds
                    break
                before += group
        shares = owen_shapley(game, points)
        assert all(abs(float(bounds(share)[0]) - counted[member]) < 0.02 for member, share in shares.items())
        assert (
            sum(bounds(share)[0] for share in shares.values())
            <= 1
            <= sum(bounds(share)[1] for share in shares.values())
        )


def test_what_moves_and_turns_the_plane_moves_no_power() -> None:
    rng = random.Random(3)
    game = simple_game("[5; 3, 2, 2, 1, 1]")
    for _ in range(10):
        points = dict(zip(game.members, random_places(rng, 5, 6), strict=True))
        here = owen_shapley(game, points)
        moved = owen_shapley(game, {m: (F(x, 3) + 5, F(y, 3) - 1) for m, (x, y) in points.items()})
        turned = owen_shapley(game, {m: (3 * x - 4 * y, 4 * x + 3 * y) for m, (x, y) in points.items()})
        mirrored = owen_shapley(game, {m: (-x, y) for m, (x, y) in points.items()})
        assert dict(here) == dict(moved) == dict(turned) == dict(mirrored)


def test_dummies_have_no_power_and_do_not_disturb() -> None:
    game, wider = simple_game("[2; 1, 1, 1]"), simple_game("[4; 2, 2, 2, 1]")
    points: dict[str, object] = {"1": (0, 0), "2": (5, 1), "3": (2, 7)}
    without = owen_shapley(game, points)  # type: ignore[arg-type]
    with_dummy = owen_shapley(wider, points | {"4": (2, 2)})  # type: ignore[arg-type]
    assert dict(with_dummy) == dict(without) | {"4": Turn(F(0))}


def test_issues_one_by_one() -> None:
    points = {"1": (0, 0, 1), "2": (1, 0, 0), "3": (0, 1, 0)}
    shares = power_over_issues(MAJORITY, points, {(1, 2, 3): "2/3", (3, 1, 2): "1/3"})
    assert dict(shares) == {"1": F(1, 3), "2": F(0), "3": F(2, 3)}
    line = {"1": 1, "2": 2, "3": 2}
    both = power_over_issues(simple_game("[3; 1*3]"), line, {(1,): "1/4", ("-1/2",): "3/4"})
    assert dict(both) == {"1": F(1, 4), "2": F(3, 8), "3": F(3, 8)}
    again = power_over_issues(simple_game("[3; 1*3]"), line, {(1,): "1/8", (2,): "1/8", ("-1/2",): "3/4", (-7,): 0})
    assert both == again
    uniform = owen_shapley(simple_game("[3; 1*3]"), line)
    halves = power_over_issues(simple_game("[3; 1*3]"), line, {(1,): "1/2", (-1,): "1/2"})
    assert {member: share.part for member, share in uniform.items()} == dict(halves)


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        ({"1": 0, "2": 1}, UsageError, "3 has no ideal point"),
        ({"1": 0, "2": 1, "3": 2, "4": 3}, UsageError, "'4' is not a member"),
        ({"1": 0, "2": 1, "3": (2, 3)}, UsageError, "of one dimension"),
        ({"1": (), "2": (), "3": ()}, UsageError, "of at least one"),
        ({"1": 0.5, "2": 1, "3": 2}, (InvalidGame, TypeError), "ideal point|float"),
        ({"1": "x", "2": 1, "3": 2}, InvalidGame, "the ideal point of 1"),
        ({"1": (0, 0, 0), "2": (1, 1, 1), "3": (2, 2, 2)}, NotApplicable, "3 dimensions"),
    ],
)
def test_what_is_no_place(points: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        owen_shapley(MAJORITY, points)  # type: ignore[arg-type]


def test_what_is_no_issue_and_no_game() -> None:
    line = {"1": 0, "2": 1, "3": 2}
    for issues in ({}, {(1,): "1/2"}, {(1,): "3/2", (-1,): "-1/2"}, {(0,): 1}, {(1, 1): 1}):
        with pytest.raises(UsageError):
            power_over_issues(MAJORITY, line, issues)  # type: ignore[arg-type]
    with pytest.raises(NotApplicable, match="nobody ever decides"):
        owen_shapley(SimpleGame(NoObjection(("a", "b")), "abstain"), {"a": 0, "b": 1})  # type: ignore[arg-type]
    crowd = simple_game("[7; 1*13]")
    with pytest.raises(TooLarge, match="13 members like an issue equally well"):
        owen_shapley(crowd, dict.fromkeys(crowd.members, 0))
    many = simple_game("[200; 1*400]")
    with pytest.raises(TooLarge, match="159,600 sectors"):
        owen_shapley(many, {member: (int(member), int(member) ** 2) for member in many.members})


def test_turns() -> None:
    turn = Turn(F(1, 4), F(-1, 7), 2)
    assert str(turn) == "1/4 - atan(1/7)/(2*pi)"
    low, high = turn.interval(30)
    assert high - low <= F(1, 10**30)
    assert abs(float(low) - (0.25 - atan(1 / 7) / (2 * pi))) < 1e-15
    assert abs(float(turn.to_sympy()) - float(low)) < 1e-15
    assert turn.decimal(8) == "0.22741638…"
    assert Turn(F(-1, 4)).decimal() == "-0.25"
    assert Turn(F(1, 3)).decimal(5) == "0.33333…"
    assert str(Turn(F(0), F(-1, 3))) == "-atan(1/3)/pi"
    assert Turn(F(2, 3)).interval() == (F(2, 3), F(2, 3))
    small = F(1, 2**300 + 1)
    assert str(Turn(F(1, 2), small, 2)).startswith("0.5000000")
    for tangent, over in ((F(1), 1), (F(-3, 2), 1), (F(1, 2), 0)):
        with pytest.raises(InvalidGame, match="tangent of a turn"):
            Turn(F(0), tangent, over)


def test_a_council_and_an_assembly_are_quick() -> None:
    rng = random.Random(4)
    council = simple_game("[39; 7*5, 1*10]")
    places = {m: (F(rng.randint(-9999, 9999), 1000), F(rng.randint(-9999, 9999), 1000)) for m in council.members}
    shares = owen_shapley(council, places)
    assert sum(bounds(share)[0] for share in shares.values()) <= 1 <= sum(bounds(share)[1] for share in shares.values())
    assembly = simple_game("[129; 1*193]")
    spots = {m: (F(rng.randint(-9999, 9999), 1000), F(rng.randint(-9999, 9999), 1000)) for m in assembly.members}
    shares = owen_shapley(assembly, spots)
    assert sum(bounds(share)[0] for share in shares.values()) <= 1 <= sum(bounds(share)[1] for share in shares.values())
