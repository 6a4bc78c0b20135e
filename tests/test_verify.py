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

    files = sorted(Path(verify.__file__).parent.glob("*.py"))
    assert len(files) > 1
    imported = [
        line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("from ..")
    ]
    assert imported == ["from ..errors import InexactNumber"]


def test_a_monomial_that_stands_twice_is_refused() -> None:
    x = ((("x", 1),),)
    twice = ((x[0], Fraction(1)), (x[0], Fraction(-1)), ((), Fraction(-1)))
    formula = ("atom", twice, ">")
    assert not verify.refutation(formula, verify.Leaf(((twice, ">"),), (Fraction(1),)))


def test_mixed_nash_is_the_definition() -> None:
    pennies = {(a, b): (1, -1) if a == b else (-1, 1) for a, b in product("HT", repeat=2)}
    half = {"H": Fraction(1, 2), "T": Fraction(1, 2)}
    assert verify.mixed_nash(pennies, (half, half))
    assert not verify.mixed_nash(pennies, (half, {"H": Fraction(1, 3), "T": Fraction(2, 3)}))
    assert not verify.mixed_nash(pennies, ({"H": 1}, {"H": 1}), ("HT", "HT"))
    assert not verify.mixed_nash(pennies, ({"H": 2, "T": -1}, half))
    assert not verify.mixed_nash(pennies, ({"H": Fraction(1, 2)}, half))
    assert not verify.mixed_nash(pennies, ({"X": 1}, half), ("HT", "HT"))
    with pytest.raises(InexactNumber):
        verify.mixed_nash(pennies, ({"H": 0.5, "T": 0.5}, half))  # type: ignore[dict-item]


def test_a_list_of_vertices_must_be_all_of_them() -> None:
    square = [[3, 1], [1, 3]]
    assert set(verify.every_vertex(square, [3, 6, 9, 12]) or ()) == {3, 6, 9, 12}
    for bad in ([], [3], [3, 6, 9], [3, 6, 9, 12, 5], [6, 9, 12], [3, 6, 9, 12, 48]):
        assert verify.every_vertex(square, bad) is None
    assert verify.every_vertex([[3, 0], [1, 3]], [3, 6, 9, 12]) is None
    tied = [[2, 1], [2, 1], [1, 2]]  # the first two rows are the same: one of them at most is in a basis at a time
    proven = [set(told) for told in subsets([3, 6, 10, 17, 20, 24]) if verify.every_vertex(tied, told) is not None]
    assert len(proven) == 1


def subsets(values: list[int]) -> list[list[int]]:
    return [[v for k, v in enumerate(values) if mask >> k & 1] for mask in range(1 << len(values))]


def test_the_list_of_extreme_equilibria_must_be_exact() -> None:
    one, zero, half = Fraction(1), Fraction(0), Fraction(1, 2)
    both = [[2, 1], [1, 2]]
    true = [((one, zero), (one, zero)), ((zero, one), (zero, one)), ((half, half), (half, half))]
    bases = [3, 6, 9, 12]
    assert verify.extreme_equilibria(both, both, bases, bases, true)
    assert not verify.extreme_equilibria(both, both, bases, bases, true[:2])
    assert not verify.extreme_equilibria(both, both, bases, bases, [*true, ((one, zero), (half, half))])
    assert not verify.extreme_equilibria(both, both, bases[:3], bases, true)


def test_correlated_equilibrium_needs_every_player_and_strategy() -> None:
    chicken = {("C", "C"): (6, 6), ("C", "D"): (2, 7), ("D", "C"): (7, 2), ("D", "D"): (0, 0)}
    half = Fraction(1, 2)
    assert verify.correlated_equilibrium(chicken, {("C", "D"): half, ("D", "C"): half})
    assert not verify.correlated_equilibrium(chicken, {("C", "C"): half, ("C", "D"): half})
    assert not verify.correlated_equilibrium(chicken, {("C", "D"): half})
    assert not verify.correlated_equilibrium(chicken, {("C", "X"): 1})
    assert not verify.correlated_equilibrium(chicken, {})


def test_dominance_needs_more_than_one_comparison() -> None:
    game = {("a", "l"): (2, 0), ("a", "r"): (2, 0), ("b", "l"): (2, 0), ("b", "r"): (1, 0), ("c", "l"): (0, 0)}
    game[("c", "r")] = (0, 0)
    assert verify.dominates(game, 0, "c", {"a": 1})
    assert verify.dominates(game, 0, "b", {"a": 1}, strict=False)
    assert not verify.dominates(game, 0, "b", {"a": 1})
    assert not verify.dominates(game, 0, "a", {"a": 1}, strict=False)
    assert verify.dominates(game, 0, "b", {"a": 1}, (("a", "b"), ("r",)))
    assert not verify.dominates(game, 0, "b", {"c": 1}, (("a", "b"), ("r",)))
    assert not verify.dominates(game, 0, "c", {"a": Fraction(1, 2)})
    assert verify.best_reply(game, 0, ["a", "b"], {("l",): 1})
    assert not verify.best_reply(game, 0, ["a", "b"], {("l",): 1}, everywhere=True)
    assert not verify.best_reply(game, 0, ["a"], {("x",): 1})


def test_a_security_level_is_proven_from_both_sides() -> None:
    pennies = {(a, b): (1, -1) if a == b else (-1, 1) for a, b in product("HT", repeat=2)}
    half = {"H": Fraction(1, 2), "T": Fraction(1, 2)}
    threat = {("H",): Fraction(1, 2), ("T",): Fraction(1, 2)}
    assert verify.security_level(pennies, 1, 0, half, threat)
    assert not verify.security_level(pennies, 1, Fraction(1, 10), half, threat)
    assert not verify.security_level(pennies, 1, Fraction(-1, 10), half, threat)
    assert not verify.security_level(pennies, 1, 0, {"H": 1}, threat)
    assert not verify.security_level(pennies, 1, 0, half, {("H",): 1})


def test_coalitions_by_definition() -> None:
    stag = {("S", "S"): (2, 2), ("S", "H"): (0, 1), ("H", "S"): (1, 0), ("H", "H"): (1, 1)}
    assert [p for p in stag if verify.strong_nash(stag, p)] == [("S", "S")]
    assert [p for p in stag if verify.coalition_proof(stag, p)] == [("S", "S")]
    assert not verify.strong_nash(stag, ("S", "X"))
    assert not verify.coalition_proof(stag, ("S", "X"))
