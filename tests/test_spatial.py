"""Members with ideal points: spatial power, and what a rule can and cannot move on a line and in the plane."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from math import atan, cos, pi, sin
from pathlib import Path

import pytest

from coopsec_games.conditions import Assumptions, Condition, partition_check
from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.rules import All, NoObjection, Quota, without
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import FormulaError, InvalidGame, NotApplicable, TooLarge, UsageError
from coopsec_games.spatial import (
    GridlockInterval,
    Turn,
    absence_narrows,
    beats,
    beats_where,
    core_polygon,
    gridlock_in_letters,
    gridlock_interval,
    in_core_where,
    objection,
    owen_shapley,
    power_over_issues,
    proposal,
    proposal_cases,
    win_petals,
    win_set,
    within,
)

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


# --- on a line -------------------------------------------------------------------------------------------------------


def random_game(rng: random.Random, members: int) -> SimpleGame:
    """A quota with vetoers, or weights; the quota may be half or less."""
    names = tuple(map(str, range(1, members + 1)))
    if rng.random() < 0.5:
        vetoers = tuple(name for name in names if rng.random() < 0.25)
        quota = Quota(names, rng.randint(1, members))
        return SimpleGame(All((quota, NoObjection(names, vetoers))) if vetoers else quota)
    weights = [rng.randint(0, 4) for _ in names]
    weights[0] += 1
    return simple_game(f"[{rng.randint(1, sum(weights))}; {', '.join(map(str, weights))}]")


def random_line(rng: random.Random, game: SimpleGame) -> dict[str, Fraction]:
    return {member: F(rng.randint(-12, 12), rng.choice((1, 2))) for member in game.members}


def closer(points: dict[str, Fraction], there: Fraction, here: Fraction) -> list[str]:
    return [member for member, point in points.items() if abs(point - there) < abs(point - here)]


def test_a_quota_and_vetoers_have_the_interval_of_the_formula() -> None:
    """[min(v_min, x_(n-q+1)), max(v_max, x_(q))], against the rule itself."""
    rng = random.Random(11)
    for _ in range(300):
        members = tuple(map(str, range(rng.randint(2, 9))))
        quota = rng.randint(len(members) // 2 + 1, len(members))
        vetoers = tuple(member for member in members if rng.random() < 0.3)
        rule = All((Quota(members, quota), NoObjection(members, vetoers))) if vetoers else Quota(members, quota)
        points = {member: F(rng.randint(-9, 9)) for member in members}
        ordered, held = sorted(points.values()), [points[member] for member in vetoers]
        interval = gridlock_interval(rule, points)
        assert interval.low == min([ordered[len(members) - quota], *held])
        assert interval.high == max([ordered[quota - 1], *held])
        assert {points[member] for member in interval.at_low} == {interval.low}
        assert {points[member] for member in interval.at_high} == {interval.high}
        assert interval.length == interval.high - interval.low


def test_interval_win_set_and_proposal_against_the_votes_themselves() -> None:
    """Every quarter point of a grid against three of them: 150 games, some with empty cores and coincident points."""
    rng = random.Random(12)
    kinds = {"empty": 0, "two sides": 0}
    for _ in range(150):
        game = random_game(rng, rng.randint(1, 6))
        points = random_line(rng, game)
        interval = gridlock_interval(game, points)
        kinds["empty"] += interval.is_empty
        grid = [F(step, 4) for step in range(-52, 53)]
        for here in rng.sample(grid, 3):
            pieces = win_set(interval, here)
            kinds["two sides"] += len(pieces) == 2
            beaten = {there for there in grid if game.wins(closer(points, there, here))}
            assert beaten == {there for there in grid if any(there in piece for piece in pieces)}
            assert (here in interval) == (not pieces)
            ideal = F(rng.randint(-40, 40), 4)
            made = proposal(interval, here, ideal)
            within_reach = [here, *(there for there in grid if any(p.low <= there <= p.high for p in pieces))]
            best = min(abs(there - ideal) for there in within_reach)
            assert abs(made.outcome - ideal) <= best
            assert made.outcome == here or any(p.low <= made.outcome <= p.high for p in pieces)
            if made.held_by:
                assert {abs(points[m] - made.outcome) for m in made.held_by} == {
                    abs(points[m] - here) for m in made.held_by
                }
    assert all(kinds.values())


def test_one_more_vetoer_never_shrinks_the_core() -> None:
    rng = random.Random(13)
    for _ in range(150):
        game = random_game(rng, rng.randint(2, 6))
        points = random_line(rng, game)
        vetoer = rng.choice(game.members)
        harder = All((game.rule, NoObjection(game.members, (vetoer,))))
        before, after = gridlock_interval(game, points), gridlock_interval(harder, points)
        assert after.low <= before.low
        assert after.high >= before.high


def test_the_ends_rise_with_every_point() -> None:
    rng = random.Random(14)
    for _ in range(150):
        game = random_game(rng, rng.randint(1, 7))
        points = random_line(rng, game)
        higher = {member: point + rng.choice((0, 0, F(1, 2), 3)) for member, point in points.items()}
        before, after = gridlock_interval(game, points), gridlock_interval(game, higher)
        assert before.low <= after.low
        assert before.high <= after.high


def test_a_rule_that_is_no_quota() -> None:
    """Two chambers: both must agree, and each has a median of its own."""
    lower, upper = ("a", "b", "c"), ("d", "e", "f")
    members = lower + upper
    rule = All((Quota(members, 2, lower), Quota(members, 2, upper)))
    interval = gridlock_interval(rule, {"a": 0, "b": 1, "c": 9, "d": 3, "e": 4, "f": 8})
    assert (interval, str(interval)) == (GridlockInterval(F(1), F(4), ("b",), ("e",)), "[1, 4]")


def test_an_assembly_is_quick() -> None:
    rng = random.Random(15)
    assembly = simple_game("[129; 1*193]")
    points = {member: F(rng.randint(-40000, 40000), 10000) for member in assembly.members}
    interval, ordered = gridlock_interval(assembly, points), sorted(points.values())
    assert (interval.low, interval.high) == (ordered[64], ordered[128])


def test_what_is_on_no_line() -> None:
    game = simple_game("[2; 1*3]")
    with pytest.raises(NotApplicable, match="2 dimensions, not one"):
        gridlock_interval(game, dict.fromkeys(game.members, (0, 0)))
    with pytest.raises(NotApplicable, match="nobody ever decides"):
        gridlock_interval(SimpleGame(NoObjection(("a", "b")), "abstain"), {"a": 0, "b": 1})  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="2 has no ideal point"):
        gridlock_interval(game, {"1": 0, "3": 1})
    with pytest.raises(InvalidGame, match="the status quo"):
        win_set(gridlock_interval(game, {"1": 0, "2": 1, "3": 2}), "here")
    empty = gridlock_interval(simple_game("[1; 1, 1]"), {"1": 0, "2": 3})
    assert (str(empty), empty.is_empty, empty.length, 1 in empty) == ("empty", True, 0, False)
    assert [str(piece) for piece in win_set(empty, 1)] == ["(-1, 1)", "(1, 5)"]


# --- in the plane ----------------------------------------------------------------------------------------------------

Spot = tuple[Fraction, Fraction]


def turn(a: Spot, b: Spot, c: Spot) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def in_hull(point: Spot, corners: list[Spot]) -> bool:
    """In some triangle, or on some segment: Caratheodory."""
    for a, b in [*combinations(corners, 2), *((corner, corner) for corner in corners)]:
        if not turn(a, b, point) and all(min(p, q) <= z <= max(p, q) for p, q, z in zip(a, b, point, strict=True)):
            return True
    return any(
        turn(a, b, c)
        and len({sign > 0 for sign in (turn(a, b, point), turn(b, c, point), turn(c, a, point)) if sign}) == 1
        for a, b, c in combinations(corners, 3)
    )


def places_of(rng: random.Random, game: SimpleGame, spread: int) -> dict[str, tuple[int, int]]:
    return dict(zip(game.members, random_places(rng, len(game.members), spread), strict=True))


def test_core_and_objections_against_the_hulls_of_winning_coalitions() -> None:
    rng = random.Random(21)
    sizes = {0: 0, 1: 0, 2: 0, 3: 0}
    for trial in range(120):
        game = random_game(rng, rng.randint(1, 6))
        points = places_of(rng, game, (1, 2, 4)[trial % 3])
        if trial % 10 == 0:
            points = {member: (x, 2 * x) for member, (x, _) in points.items()}
        exactly = {member: (F(x), F(y)) for member, (x, y) in points.items()}
        polygon = core_polygon(game, points)
        sizes[min(len(polygon.vertices), 3)] += 1
        hulls = [[exactly[member] for member in coalition] for coalition in game.minimal_winning()]
        grid = [(F(x, 2), F(y, 2)) for x, y in product(range(-9, 10, 2), repeat=2)]
        for point in [*rng.sample(grid, 12), *list(exactly.values())[:2], *polygon.vertices]:
            inside = all(in_hull(point, hull) for hull in hulls)
            against = objection(game, points, point)
            assert (point in polygon) == inside == (against is None)
            if against is not None:
                assert beats(game, points, against.proposal, point)
        for vertex, after in pairwise([*polygon.vertices, *polygon.vertices[:1]]):
            assert ((vertex[0] + after[0]) / 2, (vertex[1] + after[1]) / 2) in polygon
    assert all(sizes.values())


def test_known_cores_in_the_plane() -> None:
    """Plott's symmetry with a member in the middle; a pentagon under four of five keeps its inner pentagon."""
    majority = simple_game("[3; 1*5]")
    cross = {"1": (0, 0), "2": (-3, 0), "3": (1, 0), "4": (0, 2), "5": (0, -7)}
    assert str(core_polygon(majority, cross)) == "(0, 0)"
    assert core_polygon(majority, cross | {"3": (1, 1)}).is_empty
    square = {"1": (0, 0), "2": (4, 0), "3": (4, 4), "4": (0, 4)}
    assert str(core_polygon(simple_game("[3; 1*4]"), square)) == "(2, 2)"
    assert str(core_polygon(simple_game("[4; 1*4]"), square)) == "(0, 0), (4, 0), (4, 4), (0, 4)"
    assert str(core_polygon(simple_game("[5; 2, 2, 1, 1]"), square)) == "(0, 0), (4, 0), (2, 2)"
    assert str(core_polygon(simple_game("[4; 2, 2, 1]"), {"1": (0, 0), "2": (4, 0), "3": (1, 1)})) == "(0, 0), (4, 0)"
    assert (
        len(
            core_polygon(
                simple_game("[4; 1*5]"), {"1": (0, 3), "2": (-3, 1), "3": (-2, -3), "4": (2, -3), "5": (3, 1)}
            ).vertices
        )
        == 5
    )
    council = simple_game("[39; 7*5, 1*10]")
    rng = random.Random(22)
    points = {m: (F(rng.randint(-99, 99), 10), F(rng.randint(-99, 99), 10)) for m in council.members}
    polygon = core_polygon(council, points)
    assert all(points[str(vetoer)] in polygon for vetoer in range(1, 6))
    assert all(objection(council, points, vertex) is None for vertex in polygon.vertices)


def test_one_more_vetoer_never_shrinks_the_core_in_the_plane() -> None:
    rng = random.Random(23)
    for _ in range(40):
        game = random_game(rng, rng.randint(2, 6))
        points = places_of(rng, game, 4)
        harder = All((game.rule, NoObjection(game.members, (rng.choice(game.members),))))
        larger = core_polygon(harder, points)
        assert all(vertex in larger for vertex in core_polygon(game, points).vertices)


def test_a_line_in_the_plane_is_a_line() -> None:
    rng = random.Random(24)
    for _ in range(60):
        game = random_game(rng, rng.randint(1, 6))
        line = {member: rng.randint(-6, 6) for member in game.members}
        interval = gridlock_interval(game, line)
        polygon = core_polygon(game, {member: (3 * x, 4 * x) for member, x in line.items()})
        ends = dict.fromkeys((3 * x, 4 * x) for x in (interval.low, interval.high))
        assert polygon.vertices == (() if interval.is_empty else tuple(ends))


def test_petals_cover_what_beats_the_status_quo() -> None:
    rng = random.Random(25)
    found = 0
    for trial in range(80):
        game = random_game(rng, rng.randint(1, 6))
        points = places_of(rng, game, (2, 5)[trial % 2])
        here = (F(rng.randint(-6, 6), 2), F(rng.randint(-6, 6), 2))
        petals = win_petals(game, points, here)
        assert bool(petals) == (objection(game, points, here) is not None)
        found += len(petals)

        def squared(one: Spot, other: Spot) -> Fraction:
            return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2

        for petal in petals:
            assert petal.arcs[0].start == petal.arcs[-1].end == here == petal.vertices[0]
            assert all(one.end == other.start for one, other in pairwise(petal.arcs))
            for arc in petal.arcs:
                centre = (F(points[arc.centre][0]), F(points[arc.centre][1]))
                assert squared(arc.start, centre) == squared(arc.end, centre) == squared(here, centre)
                for corner in (arc.start, arc.end):  # a corner lies in the closed discs of the whole coalition
                    assert all(
                        squared(corner, (F(points[m][0]), F(points[m][1])))
                        <= squared(here, (F(points[m][0]), F(points[m][1])))
                        for m in petal.coalition
                    )
        for _ in range(12):
            there = (F(rng.randint(-16, 16), 2), F(rng.randint(-16, 16), 2))
            inside = any(
                all(
                    squared(there, (F(points[arc.centre][0]), F(points[arc.centre][1])))
                    < squared(here, (F(points[arc.centre][0]), F(points[arc.centre][1])))
                    for arc in petal.arcs
                )
                for petal in petals
            )
            assert inside == beats(game, points, there, here)
    assert found > 50


def test_what_is_in_no_plane() -> None:
    game = simple_game("[2; 1*3]")
    line = {"1": 0, "2": 1, "3": 2}
    for ask in (core_polygon, lambda *given: objection(*given, (0, 0)), lambda *given: win_petals(*given, (0, 0))):
        with pytest.raises(NotApplicable, match="1 dimension, not two"):
            ask(game, line)
    plane = dict.fromkeys(game.members, (0, 0))
    for point in ((0,), (0, 0, 0), "12"):
        with pytest.raises(UsageError, match="two coordinates"):
            objection(game, plane, point)
    with pytest.raises(UsageError, match="the proposal has 1 coordinates"):
        beats(game, plane, 0, (0, 0))
    assert str(core_polygon(game, plane)) == "(0, 0)"
    many = simple_game("[80; 1*120]")
    with pytest.raises(TooLarge, match="120 ideal points"):
        core_polygon(many, {member: (int(member), int(member) ** 2) for member in many.members})
    assert objection(many, {member: (int(member), 0) for member in many.members}, (60, 0)) is None


# --- letters ---------------------------------------------------------------------------------------------------------

VETO, ELECTED = ("r", "v2", "v3", "v4", "v5"), ("e1", "e2", "e3", "e4", "e5", "e6")
COUNCIL = All((Quota(VETO + ELECTED, 7), NoObjection(VETO + ELECTED, VETO)))
ORDER = ("r <= v2 <= v3 <= v4 <= v5", "r <= e1 <= e2 <= e3 <= e4 <= e5 <= e6")


def test_the_council_of_eleven_in_letters() -> None:
    """Absence of the leftmost vetoer shrinks the interval iff the eighth of all stands no farther right than the last
    vetoer, or where the seventh does."""
    under = Assumptions.read(VETO + ELECTED, *ORDER)
    points = {name: name for name in VETO + ELECTED}
    whole = gridlock_in_letters(COUNCIL, points, under)
    assert str(whole) == "[r, max(v5, e2)]"
    smaller = gridlock_in_letters(without(COUNCIL, ["r"]), {name: name for name in points if name != "r"}, under)
    assert str(smaller) == "[min(v2, e4), max(v5, e3)]"
    narrows = absence_narrows(COUNCIL, points, "r", under)
    assert narrows.equivalent(Condition.read("e3 <= v5 or e3 = e2", under))
    assert narrows.equivalent(within(smaller, whole))
    rng = random.Random(31)
    seen = set()
    for _ in range(300):
        first, *others = sorted(rng.randint(0, 12) for _ in range(11))
        rng.shuffle(others)
        at = dict(zip(VETO + ELECTED, [first, *sorted(others[:4]), *sorted(others[4:])], strict=True))
        ordered, v_max = sorted(at.values()), at["v5"]
        shrinks = ordered[7] <= v_max or ordered[7] == ordered[6]
        assert narrows.holds({name: F(value) for name, value in at.items()}) == shrinks
        before = gridlock_interval(COUNCIL, at)
        after = gridlock_interval(without(COUNCIL, ["r"]), {m: x for m, x in at.items() if m != "r"})
        assert shrinks == (before.low <= after.low and after.high <= before.high)
        seen.add(shrinks)
    assert seen == {True, False}


def test_letters_against_numbers() -> None:
    """Formulas, cases, the win set and the setter's outcome at random points, and partitions that cover everything."""
    rng = random.Random(32)
    for trial in range(10):
        game = random_game(rng, 2 + trial % 2 + trial // 8)
        names = [f"x{member}" for member in game.members]
        order = [" <= ".join(names)] if trial % 2 else []
        under = Assumptions.read([*names, "s", "h", "y"], *order)
        letters = dict(zip(game.members, names, strict=True))
        if trial % 3 == 0:
            letters["1"] = "0" if not order else names[0]
        interval = gridlock_in_letters(game, letters, under)
        beaten, cases = beats_where(interval, "y", "s"), proposal_cases(interval, "s", "h")
        for ends in (interval.low_cases, interval.high_cases):
            assert partition_check([end.where for end in ends]).covering
        assert partition_check([case.where for case in cases]).covering
        for _ in range(25):
            values = [F(rng.randint(-4, 4)) for _ in names]
            at = dict(zip(names, sorted(values) if order else values, strict=True))
            at |= {name: F(rng.randint(-12, 12), 2) for name in "shy"}
            points = {member: at.get(name, F(0)) for member, name in letters.items()}
            exactly = gridlock_interval(game, points)
            for end, ends in ((exactly.low, interval.low_cases), (exactly.high, interval.high_cases)):
                assert {value_at(case.value, at) for case in ends if case.where.holds(at)} == {end}
            assert value_at(interval.low, at) == exactly.low
            assert value_at(interval.high, at) == exactly.high
            assert beaten.holds(at) == any(at["y"] in piece for piece in win_set(exactly, at["s"]))
            outcomes = {value_at(case.value, at) for case in cases if case.where.holds(at)}
            assert outcomes == {proposal(exactly, at["s"], at["h"]).outcome}


def value_at(value: object, at: dict[str, Fraction]) -> Fraction:
    if isinstance(value, Fraction):
        return value
    found = value.subs(at)  # type: ignore[attr-defined]
    return F(int(found.p), int(found.q))


def test_a_point_of_the_plane_in_letters() -> None:
    under = Assumptions.read(["x", "y"])
    rng = random.Random(33)
    for _ in range(12):
        game = random_game(rng, rng.randint(2, 5))
        points = places_of(rng, game, 2)
        where, polygon = in_core_where(game, points, ("x", "y"), under), core_polygon(game, points)
        for x, y in product([F(step, 2) for step in range(-4, 5)], repeat=2):
            assert where.holds({"x": x, "y": y}) == ((x, y) in polygon)


def test_ideal_points_of_the_plane_in_letters() -> None:
    under = Assumptions.read(["x", "y"])
    rng = random.Random(34)
    for _ in range(8):
        game = random_game(rng, rng.randint(2, 4))
        points: dict[str, tuple[int | str, int | str]] = dict(places_of(rng, game, 2))
        points["1"] = ("x", "y")
        where = in_core_where(game, points, (0, "1/2"), under)
        for x, y in product(range(-2, 3), repeat=2):
            there = points | {"1": (x, y)}
            assert where.holds({"x": F(x), "y": F(y)}) == ((0, F(1, 2)) in core_polygon(game, there))


def test_what_letters_cannot_say() -> None:
    game = simple_game("[2; 1*3]")
    under = Assumptions.read(["x"])
    with pytest.raises(FormulaError, match="unknown name 'z'"):
        gridlock_in_letters(game, {"1": "x", "2": "z", "3": 0}, under)
    with pytest.raises(UsageError, match="3 has no ideal point"):
        gridlock_in_letters(game, {"1": "x", "2": 0}, under)
    with pytest.raises(UsageError, match="'4' is not a member"):
        gridlock_in_letters(game, {"1": "x", "2": 0, "3": 1, "4": 2}, under)
    many = simple_game("[6; 1*10]")
    free = [f"x{member}" for member in many.members]
    with pytest.raises(TooLarge, match="coalitions to choose between"):
        gridlock_in_letters(many, dict(zip(many.members, free, strict=True)), Assumptions.read(free))
    with pytest.raises(TooLarge, match="triangles"):
        in_core_where(
            many, {m: (name, 0) for m, name in zip(many.members, free, strict=True)}, (0, 0), Assumptions.read(free)
        )
