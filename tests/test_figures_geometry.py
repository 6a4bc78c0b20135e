"""The exact geometry of region maps: areas against conditions at exact points, boundaries against their polynomials."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from coopsec_games.analysis import load_case
from coopsec_games.analysis.games import GameAnswer, solve_game
from coopsec_games.conditions import Condition
from coopsec_games.errors import NotApplicable, TooLarge, UsageError
from coopsec_games.figures import Window, default_axes, plane_map, region_map
from coopsec_games.figures.intervals import strip
from coopsec_games.figures.outlines import Point, rings_around
from coopsec_games.figures.plane import PlaneMap
from coopsec_games.figures.ranges import rounded_up
from coopsec_games.figures.regions import RegionMap, default_point
from coopsec_games.figures.roots import real_roots, value_of
from coopsec_games.figures.self_enforcing import SharedFuture, shared_future_map

F = Fraction
SQUARE = Window("x", "y", (F(-2), F(2)), (F(-1), F(3, 2)))


def inside(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    """The even-odd rule, exactly."""
    odd = False
    for ring in rings:
        for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]):
            if (y > point[1]) != (next_y > point[1]) and point[0] < x + (point[1] - y) * (next_x - x) / (next_y - y):
                odd = not odd
    return odd


def points(window: Window, count: int, seed: int) -> list[Point]:
    """Points of a window that lie on no curve with small coefficients."""
    random = Random(seed)
    (left, right), (low, high) = window.x_range, window.y_range
    return [
        (
            left + (right - left) * F(random.randint(1, 9_999_998), 9_999_991),
            low + (high - low) * F(random.randint(1, 9_999_960), 9_999_973),
        )
        for _ in range(count)
    ]


# --- roots -----------------------------------------------------------------------------------------------------------


def test_roots_of_products_are_found_exactly() -> None:
    random = Random(3)
    for _ in range(60):
        roots = sorted({F(random.randint(-9, 9), random.randint(1, 6)) for _ in range(random.randint(1, 4))})
        coefficients = [F(random.choice([-2, 1, 3]))]
        for root in roots:
            for _ in range(random.randint(1, 2)):
                longer = [F(0), *coefficients]
                coefficients = [high - root * low for high, low in zip(longer, [*coefficients, F(0)], strict=True)]
        found = real_roots(coefficients, F(-5), F(5), F(1, 100))
        assert [root.value for root in found] == [root for root in roots if -5 < root < 5]
        assert all(root.is_exact for root in found)


def test_irrational_roots_stand_in_brackets() -> None:
    coefficients = [F(1), F(-3), F(0), F(1)]  # three real roots, none rational
    found = real_roots(coefficients, F(-3), F(3), F(1, 10**9))
    assert len(found) == 3
    for root in found:
        assert root.high - root.low <= F(1, 10**9)
        assert value_of(coefficients, root.low) * value_of(coefficients, root.high) < 0
    assert real_roots([F(1), F(0), F(1)], F(-3), F(3), F(1)) == ()
    assert real_roots([F(4)], F(-3), F(3), F(1)) == ()


def test_round_numbers() -> None:
    assert [str(rounded_up(F(value))) for value in ("1", "1.01", "0.7", "33", "101")] == [
        "1",
        "6/5",
        "4/5",
        "40",
        "120",
    ]


# --- the plane -------------------------------------------------------------------------------------------------------


def drawn(text: str, window: Window = SQUARE) -> tuple[Condition, PlaneMap]:
    condition = Condition.read(text, [window.x, window.y])
    return condition, plane_map(window, True, [("in", condition.formula)])


@pytest.mark.parametrize(
    "text",
    [
        "x < y",
        "x + 2*y > 1 and x < 1 and y > -1/2",
        "x > 0 and y > 0 or x < 0 and y < 0",
        "x > y and x > -y or y > 1",
        "x > -1 and x < 1 and y > -1/2 and y < 1/2 and (x < -1/2 or x > 1/2 or y < 0)",
        "x >= 1 or x <= -1",
        "x = y",
        "2*x != 3*y",
    ],
)
def test_straight_areas_agree_with_the_condition_everywhere(text: str) -> None:
    condition, found = drawn(text)
    for point in points(SQUARE, 250, 1):
        there = [area.outcomes for area in found.areas if inside(point, area.polygons)]
        assert there == [("in",) if condition.holds({"x": point[0], "y": point[1]}) else ()]
    for curve in found.curves:
        assert curve.is_exact
        for line in curve.lines:
            assert all(curve.source.polynomial.evaluate({"x": x, "y": y}) == 0 for x, y in line)


@pytest.mark.parametrize(
    "text",
    [
        "x**2 + y**2 < 1",
        "x**2 + y**2 < 1 and x**2 + y**2 > 1/4",
        "x*y > 1/2 or y > x**3",
        "y**2 < x**3 - x + 1/3",
        "x**2*y - 1 >= y and y < 1",
        "x*y**2 - y + 1/4 > 0",
        "x**3 > 1/7 and x**2 < 2",
    ],
)
def test_bent_areas_agree_away_from_their_curves(text: str) -> None:
    condition, found = drawn(text)
    near = F(1, 200)
    for x, y in points(SQUARE, 60, 2):
        around = {
            condition.holds({"x": x + step_x * near, "y": y + step_y * near})
            for step_x in (-1, 0, 1)
            for step_y in (-1, 0, 1)
        }
        if len(around) == 1:
            there = [area.outcomes for area in found.areas if inside((x, y), area.polygons)]
            assert there == [("in",) if around == {True} else ()]


@pytest.mark.parametrize("text", ["x**2 + y**2 < 2", "x*y > 1/2", "y**3 - y > x/3", "x**3 > 1/7"])
def test_points_of_a_curve_are_certified(text: str) -> None:
    _, found = drawn(text)
    [curve] = found.curves
    polynomial = curve.source.polynomial
    across, up = curve.within * 4, curve.within * F(5, 2)
    assert curve.within <= F(1, 10**6)
    assert (curve.within == 0) == (text == "x*y > 1/2")
    count = 0
    for line in curve.lines:
        for x, y in line:
            count += 1
            values = [
                polynomial.evaluate({"x": x + step_x * across, "y": y + step_y * up})
                for step_x, step_y in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))
            ]
            assert min(values) <= 0 <= max(values)
    assert count > 20 or text == "x**3 > 1/7"


def test_a_hole_is_a_ring_of_its_own() -> None:
    _, found = drawn("x**2 + y**2 < 1 and x**2 + y**2 > 1/4")
    assert not inside((F(1, 100), F(1, 101)), found.areas[0].polygons)
    assert len(found.areas[0].polygons) == 2


def test_areas_touching_at_a_corner() -> None:
    a, b, c = F(0), F(1), F(2)
    lower, upper = (((a, a), (b, a)), ((a, b), (b, b))), (((b, b), (c, b)), ((b, c), (c, c)))
    rings = rings_around([[lower], [upper]])
    assert inside((F(1, 2), F(1, 2)), rings)
    assert inside((F(3, 2), F(3, 2)), rings)
    assert not inside((F(3, 2), F(1, 2)), rings)


def test_what_a_plane_refuses() -> None:
    with pytest.raises(NotApplicable, match="needs a value of z"):
        plane_map(SQUARE, True, [("in", Condition.read("x < z", ["x", "y", "z"]).formula)])
    with pytest.raises(NotApplicable, match="empty"):
        plane_map(Window("x", "y", (F(1), F(1)), (F(0), F(1))), True, [])
    many = " or ".join(f"x > {number}*y" for number in range(2, 64))
    with pytest.raises(TooLarge, match="62 curves"):
        drawn(many)


# --- maps of games ---------------------------------------------------------------------------------------------------

GAMES = [
    ("korea-1950", "boycott"),
    ("korea-1950", "assembly"),
    ("kosovo-1999", "council"),
    ("greece-1999", "silence"),
    ("greece-1999", "agenda"),
    ("greece-1999", "futility"),
]


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], GameAnswer]:
    cases = {key: load_case(key) for key in dict.fromkeys(case for case, _ in GAMES)}
    return {(case, game): solve_game(cases[case], game) for case, game in GAMES}


def agrees(answer: GameAnswer, found: RegionMap, count: int = 80) -> None:
    window = Window(found.x, found.y, found.x_range, found.y_range)
    held = {name: value for name, value in default_point(answer).items() if name not in (found.x, found.y)}
    domain = Condition(answer.assumptions.formula, answer.assumptions)
    bent = any(curve.text.count("/") for curve in found.curves)
    for x, y in points(window, count, 7):
        point = {**held, found.x: x, found.y: y}
        allowed = domain.holds(point)
        there = {area.outcome for area in found.areas if inside((x, y), area.polygons)}
        said = {region.outcome for region in answer.regions if allowed and region.where.holds(point)}
        if there != said:
            assert bent, (x, y)
            assert min(
                abs(x - other) + abs(y - high) for curve in found.curves for line in curve.lines for other, high in line
            ) < F(1, 4)


@pytest.mark.parametrize(("case", "game"), GAMES)
def test_maps_agree_with_the_regions(case: str, game: str, answers: dict[tuple[str, str], GameAnswer]) -> None:
    answer = answers[case, game]
    found = region_map(answer)
    assert (found.x, found.y) == default_axes(answer)
    assert len(found.areas) > 1
    agrees(answer, found)


def test_the_headline_map(answers: dict[tuple[str, str], GameAnswer]) -> None:
    """Authorised exactly where pi <= k + c - c_m and c <= z (catalogue, F12), at z = 4/5, k = 1/5, c_m = 1/10."""
    found = region_map(answers["kosovo-1999", "council"], "c", "pi", x_range=(F(1, 10), F(1)), y_range=(F(0), F(1)))
    areas = {area.outcome: area.polygons for area in found.areas}
    assert areas["authorised"] == (((F(1, 10), F(0)), (F(4, 5), F(0)), (F(4, 5), F(9, 10)), (F(1, 10), F(1, 5))),)
    assert areas["status quo"] == (((F(4, 5), F(0)), (F(1), F(0)), (F(1), F(1)), (F(4, 5), F(1))),)
    assert {curve.text: curve.lines for curve in found.curves} == {
        "c = z": (((F(4, 5), F(0)), (F(4, 5), F(1))),),
        "pi = k + c - c_m": (((F(1, 10), F(1, 5)), (F(4, 5), F(9, 10))),),
    }
    assert found.baseline == (F(1, 2), F(7, 10))
    assert dict(found.held) == {"z": F(4, 5), "k": F(1, 5), "c_m": F(1, 10)}


def test_a_parameter_left_open(answers: dict[tuple[str, str], GameAnswer]) -> None:
    """Whatever the loss when bypassed, authority is given where pi <= c - c_m; above, it depends on that loss."""
    answer = answers["kosovo-1999", "council"]
    found = region_map(answer, "c", "pi", across=["k"])
    assert [area.outcome for area in found.areas] == ["authorised", "status quo", "authorised or outside, by k"]
    for x, y in points(Window("c", "pi", found.x_range, found.y_range), 60, 4):
        there = {area.outcomes for area in found.areas if inside((x, y), area.polygons)}
        given = {**default_point(answer), "c": x, "pi": y}
        possible = {
            region.outcome
            for loss in (F(0), F(1, 1000), F(1, 3), F(1), F(10), F(1000))
            for region in answer.regions
            if region.where.holds({**given, "k": loss})
        }
        assert there == {tuple(region.outcome for region in answer.regions if region.outcome in possible)}


def test_closed_forms_on_bent_boundaries(answers: dict[tuple[str, str], GameAnswer]) -> None:
    found = region_map(answers["greece-1999", "silence"], "b", "delta")
    [curve] = found.curves
    assert curve.text == "delta = (b - b*sigma - D)/(b + v - b*sigma - D)"
    assert curve.within == 0
    for b, delta in curve.lines[0]:
        assert delta == (b - 1) / (b + 1)  # at D = 1, v = 2, sigma = 0


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        ({"x": "c", "y": "pie"}, UsageError, "no parameter 'pie'"),
        ({"x": "c", "y": "c"}, UsageError, "against itself"),
        ({"x": "c", "y": "pi", "across": ["pi"]}, UsageError, "against itself"),
        ({"x": "c", "y": "pi", "held": {"z": F(-1)}}, NotApplicable, "no values"),
        ({"x": "c", "y": "pi", "held": {"zz": F(2)}}, UsageError, "no parameter 'zz'"),
    ],
)
def test_what_a_map_refuses(
    words: dict[str, object], error: type[Exception], told: str, answers: dict[tuple[str, str], GameAnswer]
) -> None:
    with pytest.raises(error, match=told):
        region_map(answers["kosovo-1999", "council"], **words)  # type: ignore[arg-type]


def test_strips_have_exact_thresholds(answers: dict[tuple[str, str], GameAnswer]) -> None:
    """F13: b = 3, D = 1, v = 2, sigma = 0 gives 1/2 (catalogue, section 3)."""
    found = strip(answers["greece-1999", "silence"], "delta")
    assert [part[:2] for part in found.parts] == [(F(0), F(1, 2)), (F(1, 2), F(1))]
    assert found.cuts[0][0] == F(1, 2)
    assert found.baseline == F(3, 5)


def test_shared_future() -> None:
    """F22: n = 5, p = 3/5, g = l = 1 gives q* = 3, V = .3024, V(n) = .07776, delta* = 3125/3827."""
    model = SharedFuture(5, F(3, 5))
    apart = model.rule.at({"rho": 0})
    assert (model.quota, list(apart.values().values()), apart.terms.fallback_worth(5)) == (
        3, [F("0.3024")], F("0.07776"),
    )  # fmt: skip
    assert apart.least_discount() == F(3125, 3827)
    found = shared_future_map(model, F(1, 2))
    boundary = next(curve for curve in found.curves if "rho" in curve.text)
    assert boundary.lines[0][-1] == (1, 1)
    for rho, delta in boundary.lines[0][:-1]:
        assert delta == model.rule.at({"rho": rho}).least_discount()
    with pytest.raises(UsageError):
        SharedFuture(1, F(1, 2))
