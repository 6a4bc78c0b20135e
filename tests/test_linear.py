"""linear: exact answers, each with its certificate, against z3 and against a solver that lies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from coopsec_games import linear, verify
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import NotApplicable
from coopsec_games.linear import programs
from coopsec_games.polynomials import Polynomial

Rows = list[tuple[Polynomial, str]]
NAMES = ("u", "v", "w", "x", "y", "z")


def polynomial(coefficients: Sequence[int], constant: int = 0, names: Sequence[str] = NAMES) -> Polynomial:
    total = Polynomial.of(constant)
    for name, coefficient in zip(names, coefficients, strict=False):
        total = total + Polynomial.variable(name).scaled(Fraction(coefficient))
    return total


def random_rows(random: Random, unknowns: int, count: int) -> Rows:
    rows: Rows = []
    for _ in range(count):
        coefficients = [random.choice([0, 0, 1, -1, random.randint(-4, 4)]) for _ in range(unknowns)]
        rows.append((polynomial(coefficients, random.randint(-3, 3)), random.choice([">", ">", ">=", ">=", "="])))
    return rows


def plain(rows: Rows) -> list[verify.Row]:
    return [(dict(p.terms), op) for p, op in rows]


def test_three_thousand_random_systems_agree_with_z3() -> None:
    z3 = pytest.importorskip("z3")
    context = z3.Context()
    zero, reals = z3.RealVal(0, context), {name: z3.Real(name, context) for name in NAMES}
    solver = z3.SimpleSolver(ctx=context)
    random = Random(1986)
    counts = {True: 0, False: 0}
    for _ in range(3_000):
        unknowns = random.randint(1, 6)
        rows = random_rows(random, unknowns, random.randint(1, 9))
        found = linear.feasible_point(rows, NAMES)
        solver.push()
        for p, op in rows:
            left = z3.Sum(*(int(c) * reals[m[0][0]] if m else z3.RealVal(int(c), context) for m, c in p.terms), zero)
            solver.add(left > 0 if op == ">" else left >= 0 if op == ">=" else left == 0)
        feasible = solver.check() == z3.sat
        solver.pop()
        counts[feasible] += 1
        if isinstance(found, linear.Infeasible):
            assert not feasible
            assert verify.farkas(plain(rows), found.multipliers)
        else:
            assert feasible
            assert set(found.values) == set(NAMES)
            assert all(verify.holds(terms, op, found.values) for terms, op in plain(rows))
    assert min(counts.values()) > 700


def test_strict_rows_shut_the_boundary_out() -> None:
    x = Polynomial.variable("x")
    assert isinstance(linear.feasible_point([(x, ">="), (-x, ">=")]), linear.Point)
    closed = linear.feasible_point([(x, ">"), (-x, ">=")])
    assert closed == linear.Infeasible((Fraction(1), Fraction(1)))
    assert linear.feasible_point([], ("x",)) == linear.Point({"x": Fraction(0)})
    assert isinstance(linear.feasible_point([(Polynomial.of(0), ">")]), linear.Infeasible)


def test_a_row_that_is_not_linear_is_refused() -> None:
    x = Polynomial.variable("x")
    for rows in ([(x * x, ">")], [(x, "!=")]):
        with pytest.raises(NotApplicable):
            linear.feasible_point(rows)
    with pytest.raises(NotApplicable):
        linear.maximise(x * x, [])


def test_maximise_known_values() -> None:
    """Chvatal (1983), Linear Programming, pages 13-16: optimum 13 at (2, 0, 1)."""
    rows = [
        (polynomial([-2, -3, -1], 5), ">="),
        (polynomial([-4, -1, -2], 11), ">="),
        (polynomial([-3, -4, -2], 8), ">="),
        *[(Polynomial.variable(name), ">=") for name in "uvw"],
    ]
    best = linear.maximise(polynomial([5, 4, 3]), rows)
    assert isinstance(best, linear.Optimum)
    assert best.value == 13
    assert dict(best.point) == {"u": 2, "v": 0, "w": 1}
    assert best.duals[:3] == (1, 0, 1)
    assert best.attained


def test_beale_cycles_without_blands_rule() -> None:
    """Beale (1955), Naval Research Logistics Quarterly 2:269-275, as Chvatal (1983) gives it: the optimum is 5/4."""
    rows: Rows = [
        (polynomial([-1, 32, 4, -36]).scaled(Fraction(1, 4)), ">="),
        (polynomial([-1, 24, 1, -6]).scaled(Fraction(1, 2)), ">="),
        (polynomial([0, 0, -1, 0], 1), ">="),
        *[(Polynomial.variable(name), ">=") for name in "uvwx"],
    ]
    best = linear.maximise(polynomial([3, -80, 2, -24]).scaled(Fraction(1, 4)), rows)
    assert isinstance(best, linear.Optimum)
    assert best.value == Fraction(5, 4)
    assert dict(best.point) == {"u": 1, "v": 0, "w": 1, "x": 0}


def test_a_supremum_that_is_not_attained_says_so() -> None:
    x = Polynomial.variable("x")
    best = linear.maximise(x, [(3 - x, ">"), (x, ">=")])
    assert isinstance(best, linear.Optimum)
    assert (best.value, best.attained, best.point["x"]) == (3, False, 3)
    reached = linear.maximise(x, [(3 - x, ">="), (x, ">")])
    assert isinstance(reached, linear.Optimum)
    assert reached.attained


def test_unbounded_and_infeasible_come_with_their_proof() -> None:
    x, y = Polynomial.variable("x"), Polynomial.variable("y")
    free = linear.maximise(x + y, [(x - y, "="), (x, ">=")])
    assert isinstance(free, linear.Unbounded)
    assert free.ray["x"] == free.ray["y"] > 0
    none = linear.maximise(x, [(x - 1, ">="), (-x, ">=")])
    assert isinstance(none, linear.Infeasible)
    assert verify.farkas(plain([(x - 1, ">="), (-x, ">=")]), none.multipliers)


def test_maximise_on_random_systems_is_certified_and_agrees_with_z3() -> None:
    z3 = pytest.importorskip("z3")
    random = Random(4)
    seen: dict[str, int] = {}
    for _ in range(250):
        rows = random_rows(random, 3, random.randint(2, 7))
        goal = polynomial([random.randint(-3, 3) for _ in range(3)], random.randint(-2, 2))
        best = linear.maximise(goal, rows)
        seen[type(best).__name__] = seen.get(type(best).__name__, 0) + 1
        if not isinstance(best, linear.Optimum):
            continue
        context = z3.Context()
        solver = z3.SolverFor("QF_LRA", ctx=context)
        for p, op in [*rows, (goal - Polynomial.of(best.value), ">=" if not best.attained else ">")]:
            left = z3.RealVal(0, context)
            for monomial, c in p.terms:
                value = z3.RatVal(c.numerator, c.denominator, context)
                left = left + (value * z3.Real(monomial[0][0], context) if monomial else value)
            solver.add(left > 0 if op == ">" else left >= 0 if op == ">=" else left == 0)
        assert solver.check() == z3.unsat
    assert seen["Optimum"] > 20
    assert seen["Unbounded"] > 20
    assert seen["Infeasible"] > 20


def large_system() -> tuple[Rows, Polynomial]:
    random = Random(11)
    names = [f"x{i}" for i in range(40)]
    rows: Rows = [(Polynomial.variable(name), ">=") for name in names]
    for _ in range(40):
        coefficients = [random.choice([0, 0, 1, 2, 5]) for _ in names]
        rows.append((polynomial([-c for c in coefficients], random.randint(5, 40), names), ">="))
    rows.append((polynomial([-1] * 40, 100, names), ">="))
    return rows, polynomial([random.randint(1, 9) for _ in names], 0, names)


def test_a_solver_that_lies_is_caught_and_the_own_simplex_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, goal = large_system()
    monkeypatch.setattr(programs, "PROPOSE_ABOVE", 10**9)
    expected = linear.maximise(goal, rows)
    assert isinstance(expected, linear.Optimum)

    asked = []

    def liar(shift: float, matrix: Any, right: Any, goal: Any) -> tuple[list[float], list[float]]:
        asked.append(shift)
        return [shift] * len(goal), [shift] * len(matrix)

    monkeypatch.setattr(programs, "PROPOSE_ABOVE", 100)
    for shift in (0.0, 1.0, 1e9, float("nan"), float("inf")):
        monkeypatch.setattr(programs, "_floats", lambda *system, by=shift: liar(by, *system))
        answer = linear.maximise(goal, rows)
        assert isinstance(answer, linear.Optimum)
        assert answer.value == expected.value
        assert verify.optimal(dict(goal.terms), plain(rows), answer.value, answer.duals, answer.point)
    assert asked


def test_pulp_that_lies_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not our function but pulp itself reports an optimum of zeros."""
    pulp = pytest.importorskip("pulp")
    rows, goal = large_system()
    monkeypatch.setattr(programs, "PROPOSE_ABOVE", 100)
    honest = linear.maximise(goal, rows)

    def solve(problem: Any, solver: Any = None, **_: Any) -> int:
        for variable in problem.variables():
            variable.varValue = 0.0
        for constraint in problem.constraints.values():
            constraint.pi = 0.0
        return int(pulp.LpStatusOptimal)

    monkeypatch.setattr(pulp.LpProblem, "solve", solve)
    answer = linear.maximise(goal, rows)
    assert isinstance(answer, linear.Optimum)
    assert isinstance(honest, linear.Optimum)
    assert answer.value == honest.value > 0


def test_a_proposal_is_used_where_it_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pulp")
    rows, goal = large_system()
    own = linear.maximise(goal, rows)
    monkeypatch.setattr(programs, "PROPOSE_ABOVE", 100)
    monkeypatch.setattr(programs, "_simplex", lambda *_, **__: pytest.fail("the proposal was not confirmed"))
    proposed = linear.maximise(goal, rows)
    assert isinstance(own, linear.Optimum)
    assert isinstance(proposed, linear.Optimum)
    assert proposed.value == own.value


F12 = ("h", "z", "v", "c", "c_m", "k", "pi")
GIVEN = "v <= 0 and 0 <= z and z <= h and 0 <= c_m and c_m <= c and k >= 0 and pi >= 0"
MAP = ("c <= z and pi <= k + c - c_m", "c <= z and pi > k + c - c_m", "c > z")


def cells(texts: Sequence[str], names: Sequence[str] = F12, given: str = GIVEN) -> list[Condition]:
    assumptions = Assumptions(tuple(names), Condition.read(given, tuple(names)).formula)
    return [Condition.read(text, assumptions) for text in texts]


def test_the_map_of_the_outside_option_is_certified_by_verify() -> None:
    certificate = linear.certify(cells(MAP))
    assert (certificate.disjoint, certificate.covering, certificate.checked_by) == (True, True, "verify")


@pytest.mark.parametrize(
    ("texts", "disjoint", "covering"),
    [
        ((MAP[0], "c <= z and pi >= k + c - c_m", MAP[2]), False, True),
        ((MAP[0], "c < z and pi > k + c - c_m", MAP[2]), True, False),
        ((MAP[0], MAP[1]), True, False),
        ((*MAP, "pi > k + 100"), False, True),
        (("c < z", "c <= z and pi > 3"), False, False),
    ],
)
def test_maps_that_overlap_or_have_gaps_are_refused(texts: Sequence[str], disjoint: bool, covering: bool) -> None:
    certificate = linear.certify(cells(texts))
    assert (certificate.disjoint, certificate.covering, certificate.checked_by) == (disjoint, covering, "verify")


def test_the_overlap_has_a_point() -> None:
    first, _, _ = cells(MAP)
    touching = cells(("c <= z and pi >= k + c - c_m",))[0]
    both = first & touching & cells((GIVEN,))[0]
    point = linear.satisfying_point(both.formula)
    assert point is not None
    assert both.holds(point)
    assert point["pi"] == point["k"] + point["c"] - point["c_m"]
    assert linear.satisfying_point((first & ~first).formula) is None


def test_gaps_inside_the_assumptions_only_count() -> None:
    certificate = linear.certify(cells(("x < 1", "x > 1"), ("x",), "x != 1"))
    assert (certificate.disjoint, certificate.covering) == (True, True)
    certificate = linear.certify(cells(("x < 1", "x > 1"), ("x",), "x >= 0"))
    assert certificate.covering is False


def test_a_polynomial_map_is_left_to_z3_where_no_linear_proof_exists() -> None:
    certificate = linear.certify(cells(("x*y > 0", "x*y <= 0"), ("x", "y"), "x >= 0"))
    assert (certificate.disjoint, certificate.covering, certificate.checked_by) == (True, True, "verify")
    certificate = linear.certify(cells(("x**2 >= 0", "x**2 < 0"), ("x",), "true"))
    assert (certificate.disjoint, certificate.covering) == (True, True)
    certificate = linear.certify(cells(("x*x + 1 > 0",), ("x",), "true"))
    assert (certificate.covering, certificate.checked_by) == (True, "z3")


def test_refutations_agree_with_z3_on_random_formulas() -> None:
    random = Random(5)
    names = ("x", "y", "z")
    proven = 0
    for _ in range(200):

        def comparison() -> str:
            left = " + ".join(f"{random.randint(-2, 2)}*{name}" for name in names)
            return f"{left} {random.choice(['>', '>=', '=', '!=', '<'])} {random.randint(-2, 2)}"

        count = random.randint(6, 8)
        clauses = [" or ".join(comparison() for _ in range(random.randint(1, 2))) for _ in range(count)]
        condition = Condition.read(" and ".join(f"({clause})" for clause in clauses), names)
        proof = linear.refute(condition.formula)
        feasible = condition.feasible()
        assert feasible is (proof is None)
        point = linear.satisfying_point(condition.formula)
        assert (point is not None) is feasible
        if point is not None:
            assert condition.holds({**dict.fromkeys(names, Fraction(0)), **point})
        proven += proof is not None
    assert proven > 15


def test_an_empty_map_has_nothing_to_certify() -> None:
    with pytest.raises(NotApplicable):
        linear.certify([])
