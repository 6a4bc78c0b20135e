"""verify: it accepts what is proven, and nothing that has been tampered with."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from coopsec_games import verify
from coopsec_games.errors import InexactNumber
from coopsec_games.verify import Leaf, Split

X, Y = (("x", 1),), (("y", 1),)


def test_evaluate_uses_exponents_and_exact_numbers() -> None:
    terms = {(("x", 2), ("y", 1)): 3, X: Fraction(1, 2), (): -1}
    assert verify.evaluate(terms, {"x": Fraction(2, 3), "y": 6}) == 3 * Fraction(4, 9) * 6 + Fraction(1, 3) - 1
    for bad in (0.5, True, "1"):
        with pytest.raises(InexactNumber):
            verify.evaluate(terms, {"x": bad, "y": 1})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("value", "op", "expected"),
    [(0, ">", False), (0, ">=", True), (0, "=", True), (0, "!=", False), (1, ">", True), (-1, ">=", False)],
)
def test_holds_at_the_boundary(value: int, op: str, expected: bool) -> None:
    assert verify.holds({(): value}, op, {}) is expected


def test_an_unknown_relation_is_refused() -> None:
    with pytest.raises(ValueError, match="relation"):
        verify.holds({(): 1}, "<", {})


def test_farkas_needs_strictness_where_the_constant_is_zero() -> None:
    up, down = {X: 1}, {X: -1}
    assert verify.farkas([(up, ">"), (down, ">=")], [1, 1])
    assert not verify.farkas([(up, ">="), (down, ">=")], [1, 1])
    assert verify.farkas([({X: 1, (): -1}, ">="), (down, ">=")], [1, 1])
    assert not verify.farkas([({X: 1, (): -1}, ">="), (down, ">=")], [1, 2])
    assert not verify.farkas([({X: 1, (): 1}, ">="), (down, ">=")], [1, 1])


def test_farkas_takes_a_negative_multiplier_on_equalities_only() -> None:
    equal, at_least = {X: 1, (): -1}, {X: 1, (): -2}
    assert verify.farkas([(equal, "="), (at_least, ">=")], [-1, 1])
    assert not verify.farkas([(equal, ">="), (at_least, ">=")], [-1, 1])
    assert not verify.farkas([(equal, "=")], [1, 1])
    assert not verify.farkas([(equal, "!=")], [1])
    assert not verify.farkas([], [])
    with pytest.raises(InexactNumber):
        verify.farkas([(equal, "=")], [0.5])  # type: ignore[list-item]


def test_farkas_is_sound_on_random_systems() -> None:
    """No multipliers are accepted for a system that has a point."""
    random = Random(7)
    for _ in range(400):
        point = {"x": Fraction(random.randint(-4, 4), 3), "y": Fraction(random.randint(-4, 4), 5)}
        rows = []
        for _ in range(4):
            terms = {X: random.randint(-3, 3), Y: random.randint(-3, 3)}
            slack = verify.evaluate(terms, point)
            rows.append(({**terms, (): -slack}, random.choice([">=", "="])))
        for multipliers in product((-1, 0, 1, 2), repeat=4):
            assert not verify.farkas(rows, multipliers)


def atom(terms: dict[verify.Monomial, int], op: str) -> verify.Formula:
    return ("atom", tuple((m, Fraction(c)) for m, c in terms.items()), op)


def row(terms: dict[verify.Monomial, int], op: str) -> tuple[tuple[tuple[verify.Monomial, Fraction], ...], str]:
    return tuple((m, Fraction(c)) for m, c in terms.items()), op


ONE = Fraction(1)
HIGH, LOW, BELOW = {X: 1, (): -3}, {X: -1, (): -3}, {X: 1, (): 2}
FORMULA = ("and", (("or", (atom(HIGH, ">="), atom(LOW, ">="))), atom({X: -1, (): 2}, ">="), atom(BELOW, ">=")))
PROOF = Split(
    ("or", (atom(HIGH, ">="), atom(LOW, ">="))),
    (
        Leaf((row(HIGH, ">="), row({X: -1, (): 2}, ">=")), (ONE, ONE)),
        Leaf((row(LOW, ">="), row(BELOW, ">=")), (ONE, ONE)),
    ),
)


def test_a_refutation_tree_is_accepted() -> None:
    assert verify.refutation(FORMULA, PROOF)


def test_a_refutation_must_cover_every_case() -> None:
    assert not verify.refutation(FORMULA, Split(PROOF.on, PROOF.branches[:1]))
    assert not verify.refutation(FORMULA, Split(PROOF.on, (PROOF.branches[0], PROOF.branches[0])))
    assert not verify.refutation(FORMULA, PROOF.branches[0])


def test_a_refutation_may_use_only_what_the_formula_asserts() -> None:
    invented = Leaf((row({X: 1, (): -9}, ">="), row({X: -1, (): 2}, ">=")), (ONE, ONE))
    assert not verify.refutation(FORMULA, invented)
    assert not verify.refutation(atom({X: 1}, ">"), Split(("or", ()), ()))
    weaker = Leaf((row(HIGH, ">"), row({X: -1, (): 3}, ">=")), (ONE, ONE))
    assert not verify.refutation(("and", (atom(HIGH, ">="), atom({X: -1, (): 3}, ">="))), weaker)


def test_false_refutes_itself_and_true_is_not_refuted() -> None:
    assert verify.refutation(False, Leaf())
    assert verify.refutation(("and", (atom({X: 1}, ">"), False)), Leaf())
    assert not verify.refutation(True, Leaf())


def test_satisfies_evaluates_every_connective() -> None:
    assert verify.satisfies(FORMULA, {"x": 5}) is False
    assert verify.satisfies(("or", (atom(HIGH, ">="), atom(LOW, ">="))), {"x": -3})
    assert verify.satisfies(("and", ()), {})
    assert not verify.satisfies(("or", ()), {})


def test_optimal_needs_the_point_and_the_multipliers() -> None:
    rows = [({X: -1, (): 3}, ">"), ({X: 1}, ">=")]
    assert verify.optimal({X: 2}, rows, 6, [2, 0], {"x": 3})
    assert not verify.optimal({X: 2}, rows, 6, [1, 0], {"x": 3})
    assert not verify.optimal({X: 2}, rows, 4, [2, 0], {"x": 2})
    assert not verify.optimal({X: 2}, rows, 8, [2, 0], {"x": 4})


def test_unbounded_needs_a_ray_that_stays_inside() -> None:
    rows = [({X: 1, Y: -1}, ">=")]
    assert verify.unbounded({X: 1}, rows, {"x": 1, "y": 0}, {"x": 1, "y": 1})
    assert not verify.unbounded({X: 1}, rows, {"x": 1, "y": 0}, {"x": 1, "y": 2})
    assert not verify.unbounded({X: 1}, rows, {"x": 0, "y": 1}, {"x": 1, "y": 1})
    assert not verify.unbounded({X: -1}, rows, {"x": 1, "y": 0}, {"x": 1, "y": 1})


def test_pure_nash_is_the_definition() -> None:
    coordination = {(a, b, c): tuple([int(a == b == c)] * 3) for a, b, c in product("LR", repeat=3)}
    found = [profile for profile in coordination if verify.pure_nash(coordination, profile)]
    assert found == [("L", "L", "L"), ("R", "R", "R")]
    pennies = {(a, b): (1, -1) if a == b else (-1, 1) for a, b in product("HT", repeat=2)}
    assert not any(verify.pure_nash(pennies, profile) for profile in pennies)
    assert not verify.pure_nash(pennies, ("H", "X"))
    assert verify.pure_nash(pennies, ("H", "H"), (("H", "T"), ("H",)))


def end(*payoffs: int) -> tuple[str, tuple[int, ...]]:
    return ("terminal", payoffs)


def test_one_shot_deviation_refuses_an_empty_threat() -> None:
    entry = ("decision", 0, (end(0, 4), ("decision", 1, (end(-1, -1), end(2, 2)))))
    assert verify.one_shot_deviation(entry, {(): 1, (1,): 1})
    assert not verify.one_shot_deviation(entry, {(): 0, (1,): 0})
    assert not verify.one_shot_deviation(entry, {(): 1})
    assert not verify.one_shot_deviation(entry, {(): 1, (1,): 2})


def test_one_shot_deviation_takes_expectations() -> None:
    half = Fraction(1, 2)
    lottery = ("chance", ((half, end(3, 0)), (half, end(0, 0))))
    tree = ("decision", 0, (lottery, end(1, 0)))
    assert verify.one_shot_deviation(tree, {(): 0})
    assert not verify.one_shot_deviation(tree, {(): 1})
    crooked = ("chance", ((half, end(3, 0)), (Fraction(1, 3), end(0, 0))))
    assert not verify.one_shot_deviation(crooked, {})


def test_one_shot_deviation_agrees_with_every_plan_of_a_small_tree() -> None:
    """Subgame-perfect plans by trying each plan against each deviation of a two-stage tree."""
    random = Random(3)
    for _ in range(60):
        ends = [[end(random.randint(0, 2), random.randint(0, 2)) for _ in range(2)] for _ in range(2)]
        tree = ("decision", 0, tuple(("decision", 1, tuple(pair)) for pair in ends))
        for top, left, right in product(range(2), repeat=3):
            second = all(ends[i][a][1][1] >= ends[i][1 - a][1][1] for i, a in enumerate((left, right)))
            reached = [ends[0][left][1][0], ends[1][right][1][0]]
            expected = second and reached[top] >= reached[1 - top]
            assert verify.one_shot_deviation(tree, {(): top, (0,): left, (1,): right}) is expected


def test_verify_imports_nothing_from_above() -> None:
    from pathlib import Path

    text = Path(verify.__file__).read_text(encoding="utf-8")
    imported = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert [line for line in imported if "from ." in line] == ["from .errors import InexactNumber"]
