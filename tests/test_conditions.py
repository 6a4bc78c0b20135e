"""Conditions: decided, simplified, eliminated and printed; against z3 asked directly and against grids of points."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
import z3

from coopsec_games import verify
from coopsec_games.conditions import (
    And,
    Assumptions,
    Atom,
    Certificate,
    Condition,
    Formula,
    Or,
    atom,
    clauses_told,
    compare,
    conjunction,
    disjunction,
    is_left_long,
    linear_formula,
    negation,
    partition_check,
    sides,
    threshold,
    virtual,
)
from coopsec_games.conditions import deciding as engine
from coopsec_games.conditions.escaping import escape, holds_at
from coopsec_games.errors import FormulaError, NotApplicable, UsageError
from coopsec_games.formulas import exact, expression_text
from coopsec_games.linear import satisfying_point
from coopsec_games.polynomials import Polynomial

OPS = ("<", "<=", ">", ">=", "=", "!=")
F12 = Assumptions.read(
    ["v", "z", "h", "k", "c", "c_m", "pi"],
    "v <= 0 <= z <= h",
    "0 <= c_m <= c",
    "k >= 0",
    "pi >= 0",
    solve_for=["pi", "c"],
)


def grid(names: Sequence[str], low: int = -2, high: int = 2, below: int = 1) -> list[dict[str, Fraction]]:
    steps = [Fraction(step, below) for step in range(low * below, high * below + 1)]
    return [dict(zip(names, values, strict=True)) for values in product(steps, repeat=len(names))]


def random_polynomial(random: Random, names: Sequence[str], degree: int = 1) -> Polynomial:
    total = Polynomial.of(random.randint(-2, 2))
    for _ in range(random.randint(1, 3)):
        term = Polynomial.of(random.randint(-2, 2))
        for _ in range(random.randint(1, degree)):
            term = term * Polynomial.variable(random.choice(names))
        total = total + term
    return total


def random_formula(random: Random, names: Sequence[str], depth: int = 2, ops: Sequence[str] = OPS) -> Formula:
    if not depth:
        return atom(random_polynomial(random, names), random.choice(ops))
    make = random.choice((conjunction, disjunction))
    parts = [random_formula(random, names, depth - 1, ops) for _ in range(random.randint(2, 3))]
    whole = make(*parts)
    return negation(whole) if random.random() < 0.3 else whole


def asked_directly(formula: Formula) -> z3.BoolRef:
    """The formula in z3's terms, written here a second time."""
    if isinstance(formula, bool):
        return z3.BoolVal(formula)
    if isinstance(formula, Atom):
        left = z3.Sum(
            [
                z3.Product(
                    [z3.Q(coefficient.numerator, coefficient.denominator), *(z3.Real(name) for name, _ in monomial)]
                )
                for monomial, coefficient in formula.polynomial.terms
            ]
        )
        return {">": left > 0, ">=": left >= 0, "=": left == 0, "!=": left != 0}[formula.op]
    parts = [asked_directly(part) for part in formula.parts]
    return z3.And(parts) if isinstance(formula, And) else z3.Or(parts)


def never(question: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(question)
    return bool(solver.check() == z3.unsat)


# logic


def test_atoms_are_canonical() -> None:
    x, y = Polynomial.variable("x"), Polynomial.variable("y")
    assert atom(x * 4 - y * 6, "<") == atom(y * 3 - x * 2, ">")
    assert atom(x - y, "=") == atom(y * 5 - x * 5, "=")
    assert atom(x - x, ">") is False
    assert atom(x - x + 1, "!=") is True
    with pytest.raises(NotApplicable, match="no comparison"):
        atom(x, "=>")


def test_connectives_flatten_and_evaluate() -> None:
    a, b = (atom(Polynomial.variable(name), ">") for name in "ab")
    assert conjunction(a, conjunction(b, a), True) == And((a, b))
    assert disjunction(a, disjunction(b, a), False) == Or((a, b))
    assert conjunction(a, negation(a)) is False
    assert disjunction(a, b, negation(a)) is True
    assert conjunction() is True
    assert disjunction() is False
    assert negation(negation(conjunction(a, disjunction(b, negation(a))))) == conjunction(
        a, disjunction(b, negation(a))
    )


def test_negation_is_the_complement_at_every_point() -> None:
    random = Random(1)
    under = Assumptions(("x", "y"))
    for _ in range(40):
        condition = Condition(random_formula(random, under.names), under)
        for point in grid(under.names):
            assert (~condition).holds(point) is not condition.holds(point)


# deciding


@pytest.mark.parametrize(
    ("text", "feasible"),
    [
        ("x > y and y > 2 and x < 1", False),
        ("x > y and not x > y - 1", False),
        ("x > y and y > 2 and x < 3", True),
        ("x*x = 2", True),
        ("x*x < 0", False),
        ("x*y > 0 and x > 0 and y < 0", False),
        ("x**2 + y**2 < 2*x*y", False),
        ("always", True),
        ("never", False),
    ],
)
def test_feasible(text: str, feasible: bool) -> None:
    assert Condition.read(text, ["x", "y"]).feasible() is feasible


def test_linear_systems_agree_with_z3_asked_directly() -> None:
    random = Random(2)
    names = ("x", "y", "z")
    answers = []
    for _ in range(150):
        formula = random_formula(random, names, depth=1 + random.randrange(2))
        under = Assumptions(names, random_formula(random, names, depth=1))
        feasible = Condition(formula, under).feasible()
        assert feasible is not never(z3.And(asked_directly(under.formula), asked_directly(formula)))
        answers.append(feasible)
        if not feasible:
            assert not any(
                Condition(under.formula, under).holds(point) and Condition(formula, under).holds(point)
                for point in grid(names)
            )
    assert 10 < answers.count(False) < 140


def test_implication_and_equivalence_agree_with_points() -> None:
    random = Random(3)
    under = Assumptions.read(["x", "y"], "x >= 0")
    implied = 0
    for _ in range(150):
        one, other = (Condition(random_formula(random, under.names, depth=1), under) for _ in range(2))
        points = [point for point in grid(under.names, below=2) if point["x"] >= 0]
        if one.implies(other):
            implied += 1
            assert all(other.holds(point) for point in points if one.holds(point))
        if one.equivalent(other):
            assert all(other.holds(point) is one.holds(point) for point in points)
        assert one.equivalent(one) is True
    assert implied > 5


@pytest.fixture
def hardly_any_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engine, "STEPS", 1)
    remembered = (engine.assuming, engine._alone)
    for function in remembered:
        function.cache_clear()
    yield
    for function in remembered:
        function.cache_clear()


@pytest.mark.usefixtures("hardly_any_steps")
def test_beyond_the_limit_the_answer_is_unknown() -> None:
    hard = Condition.read("a**3*b + b**3*c + c**3*a = 7 and a*b*c > 2 and a**2 + b**2 > c**2 + 3", ["a", "b", "c"])
    easy = Condition.read("a > b", ["a", "b", "c"])
    assert hard.feasible() is None
    assert hard.implies(easy) is None
    assert hard.equivalent(easy) is None
    assert hard.witness() is None
    assert partition_check([hard, ~hard]) == Certificate(None, None, "z3")
    assert set(hard.simplify().clauses()[0]) == set(hard.clauses()[0])


def test_the_limit_is_one_for_every_question_and_not_for_all_together() -> None:
    names = [f"x{i}" for i in range(6)]
    under = Assumptions.read(names, *(f"{name} >= 0" for name in names))
    random = Random(4)
    for _ in range(400):
        assert Condition(random_formula(random, names, depth=1), under).feasible() is not None


# witnesses


def test_a_witness_satisfies_everything_and_exists_where_the_condition_is_feasible() -> None:
    random = Random(5)
    names = ("x", "y", "z")
    for _ in range(80):
        under = Assumptions(names, random_formula(random, names, depth=1, ops=("<", "<=", ">=")))
        condition = Condition(random_formula(random, names, depth=1), under)
        point = condition.witness()
        assert (point is not None) is condition.feasible()
        if point is not None:
            assert tuple(point) == names
            assert condition.holds(point)
            assert Condition(under.formula, under).holds(point)
            assert condition.witness() == point


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("x >= 0 and x <= 1 and y >= x", {"x": "1/2", "y": "1"}),
        ("x = 3 and 7*y = x", {"x": "3", "y": "3/7"}),
        ("x >= 2 and x <= 2", {"x": "2", "y": "1"}),
        ("x = 1000001/7 and 333*x/1000 < y and 3*y < x", {"x": "1000001/7", "y": "47572"}),
        ("y*y = x + 1", {"x": "3", "y": "2"}),
        ("x*x*x = 8 and x*y = 3", {"x": "2", "y": "3/2"}),
    ],
)
def test_witnesses_are_simple(text: str, point: dict[str, str]) -> None:
    expected = {name: Fraction(value) for name, value in point.items()}
    assert Condition.read(text, ["x", "y"]).witness() == expected


def test_no_rational_witness() -> None:
    assert Condition.read("x*x = 2", ["x"]).witness() is None
    assert Condition.read("x > 1 and x < 1", ["x"]).witness() is None


def test_a_witness_is_off_the_boundary_where_it_can_be() -> None:
    point = Condition.read("pi <= k + c - c_m and c <= z", F12).witness()
    assert point is not None
    strict = Condition.read("pi < k + c - c_m and c < z and v < 0 < z < h and 0 < c_m < c and k > 0 and pi > 0", F12)
    assert strict.holds(point)


# simplification


def simple(text: str, under: Assumptions) -> str:
    return Condition.read(text, under).simplify().text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("x > 1 and x > 0", "x > 1"),
        ("x > 1 or x > 0", "x > 0"),
        ("x > 0 or x = 0", "x >= 0"),
        ("x > 0 or x < 0", "x != 0"),
        ("x >= 0 and x <= 0", "x = 0"),
        ("x >= 0 and x != 0", "x > 0"),
        ("x > 0 or x <= 0 and y > 0", "x > 0 or y > 0"),
        ("x >= 0 and x <= 1 or x >= 1 and x <= 2", "0 <= x <= 2"),
        ("x >= 0 and x < 1 or x > 1 and x <= 2", "0 <= x <= 2 and x != 1"),
        ("x >= 0 and x < 1 or x > 1 and x <= y", "(0 <= x < 1) or (1 < x <= y)"),
        ("x > y and y > 2 and x < 1", "never"),
        ("x > y or x <= y + 1", "always"),
        ("(x > 0 or y > 0) and (x > 0 or y <= 0)", "x > 0"),
        ("x > 0 and y > 0 or x > 0 and y = 0 or x > 0 and y < 0", "x > 0"),
        ("x*x >= 0", "always"),
    ],
)
def test_simplify(text: str, short: str) -> None:
    assert simple(text, Assumptions(("x", "y"))) == short


def test_simplification_uses_the_assumptions() -> None:
    under = Assumptions.read(["a", "b", "d"], "a > 0", "b >= 0", "0 <= d < 1")
    assert simple("a + b > 0", under) == "always"
    assert simple("a*b > 0", under) == "b > 0"
    assert simple("b = 0", under) == "b = 0"
    assert simple("a*d > a*b", under) == "d > b"
    assert simple("a/(1 - d) > b", under) == "a > b*(1 - d)"
    assert Condition.read("a < 0", under).simplify().text == "never"


def test_the_map_of_the_outside_option() -> None:
    def term(text: str) -> object:
        return exact(text, F12.names)

    credible = compare(term("c"), "<=", term("z"), F12)
    accepts = compare(term("z + k - pi"), ">=", 0, F12)
    gains = compare(term("-(h - min(h, z + k - pi)) - c_m"), ">=", term("-(h - z) - c"), F12)
    inside = compare(term("z + k - pi"), "<=", term("h"), F12)
    at_tie = compare(term("z + k - pi"), "=", term("h"), F12)
    authorised = (credible & accepts & gains & inside & ~at_tie) | (credible & accepts & gains & ~(inside & ~at_tie))
    outside = (credible & ~accepts) | (credible & accepts & ~gains)
    cells = [cell.simplify() for cell in (authorised, outside, ~credible)]
    assert [cell.text for cell in cells] == ["c <= z and pi <= k + c - c_m", "c <= z and pi > k + c - c_m", "c > z"]
    assert cells[0].latex == r"c \leq z \wedge \pi \leq k + c - c_{m}"
    assert partition_check(cells) == Certificate(True, True, "z3")


def test_the_simplified_condition_is_equivalent_and_irredundant() -> None:
    random = Random(6)
    under = Assumptions.read(["x", "y", "z"], "x >= 0", "y <= x")
    for _ in range(40):
        condition = Condition(random_formula(random, under.names), under)
        short = condition.simplify()
        assert short.equivalent(condition) is True
        assert short.simplify() == short
        clauses = short.clauses() if not isinstance(short.formula, bool) else ()
        for chosen in clauses:
            rest = disjunction(*(conjunction(*clause) for clause in clauses if clause is not chosen))
            assert Condition(rest, under).equivalent(condition) is False
            for part in chosen:
                wider = conjunction(*(other for other in chosen if other is not part))
                assert Condition(wider, under).implies(condition) is False


def test_simplification_of_curved_regions_agrees_at_every_point() -> None:
    random = Random(9)
    under = Assumptions.read(["x", "y"], "x >= 0")
    for _ in range(15):
        parts = [atom(random_polynomial(random, under.names, degree=2), random.choice(OPS)) for _ in range(4)]
        condition = Condition(disjunction(conjunction(*parts[:2]), conjunction(*parts[2:])), under)
        short = condition.simplify()
        for point in grid(under.names, below=2):
            if point["x"] >= 0:
                assert short.holds(point) is condition.holds(point)


def test_answers_do_not_depend_on_the_order_of_hashes() -> None:
    program = (
        "from coopsec_games.conditions import *\n"
        "from coopsec_games.formulas import exact\n"
        "names = ['a', 'b', 'c', 'd']\n"
        "under = Assumptions.read(names, 'a >= 0', 'b > a')\n"
        "one = compare(exact('min(a, b, c)', names), '>=', exact('abs(d - b)/(1 + a)', names), under)\n"
        "both = one | Condition.read('a + d > 2*c or d = 5', under)\n"
        "print(one, both.simplify(), both.simplify().latex, both.witness(), both.eliminate('c'))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).resolve().parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(told) == 1


def test_many_clauses_are_only_pruned() -> None:
    x, y = Polynomial.variable("x"), Polynomial.variable("y")
    pieces = [conjunction(atom(x - 3 * i, ">="), atom(x - 3 * i - 1, "<="), atom(y - i, ">")) for i in range(60)]
    under = Assumptions.read(["x", "y"], "x >= 10")
    many = Condition(disjunction(*pieces), under)
    short = many.simplify()
    assert len(short.clauses()) == 57
    assert short.implies(many)
    assert many.implies(short)


# elimination


@pytest.mark.parametrize("count", [3, 4])
def test_elimination_is_the_projection(count: int) -> None:
    random = Random(count)
    names = tuple("wxyz"[:count])
    for _ in range(60):
        parts = [atom(random_polynomial(random, names), random.choice(OPS)) for _ in range(random.randint(2, 5))]
        under = Assumptions(names, atom(random_polynomial(random, names), ">="))
        condition = Condition(conjunction(*parts) if random.random() < 0.7 else disjunction(*parts), under)
        name = random.choice(names)
        shadow = condition.eliminate(name)
        assert name not in shadow.assumptions.names
        left = z3.And(asked_directly(shadow.assumptions.formula), asked_directly(shadow.formula))
        inside = z3.And(asked_directly(under.formula), asked_directly(condition.formula))
        assert never(left != z3.Exists(z3.Real(name), inside))


def test_elimination_keeps_strict_and_weak_bounds_apart() -> None:
    names = ["a", "b", "x"]
    assert Condition.read("a <= x and x <= b", names).eliminate("x").text == "b >= a"
    assert Condition.read("a <= x and x < b", names).eliminate("x").text == "b > a"
    assert Condition.read("a <= x and x <= b and x != a", names).eliminate("x").simplify().text == "b > a"
    assert Condition.read("2*x = a and x <= b", names).eliminate("x").text == "2*b >= a"
    assert Condition.read("x > a", names).eliminate("x").text == "always"


def test_elimination_splits_on_the_sign_of_a_symbolic_coefficient() -> None:
    names = ["a", "b", "x"]
    assert Condition.read("a*x > b", names).eliminate("x").simplify().text == "a != 0 or b < 0"
    under = Assumptions.read(names, "a > 0", "0 <= x <= 1")
    assert Condition.read("a*x > b", under).eliminate("x").simplify().text == "a > b"
    with pytest.raises(NotApplicable, match="x cannot be eliminated"):
        Condition.read("x**3 + a*x > b", names).eliminate("x")


# comparisons


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("min(x, y)", "z"),
        ("abs(x - y)", "max(z, 1/2)"),
        ("x/y", "z"),
        ("x/(y - z)", "min(x, 1)"),
        ("max(x/y, z)", "0"),
        ("1/x - 1/y", "0"),
        ("x*y", "y*z"),
    ],
)
def test_comparisons_agree_with_arithmetic(left: str, op: str, right: str) -> None:
    under = Assumptions.read(["x", "y", "z"], "x + y >= -1")
    condition = compare(exact(left, under.names), op, exact(right, under.names), under)
    read = Condition.read(f"{left} {op} {right}", under)
    relation = {
        "<": Fraction.__lt__,
        "<=": Fraction.__le__,
        ">": Fraction.__gt__,
        ">=": Fraction.__ge__,
        "=": Fraction.__eq__,
        "!=": Fraction.__ne__,
    }[op]
    for point in grid(under.names):
        if point["x"] + point["y"] < -1:
            continue
        try:
            expected = relation(value_at(left, point), value_at(right, point))
        except ZeroDivisionError:
            expected = False
        assert condition.holds(point) is expected
        assert read.holds(point) is expected


def value_at(text: str, point: dict[str, Fraction]) -> Fraction:
    x, y, z = point["x"], point["y"], point["z"]
    values = {
        "min(x, y)": lambda: min(x, y),
        "abs(x - y)": lambda: abs(x - y),
        "x/y": lambda: x / y,
        "x/(y - z)": lambda: x / (y - z),
        "max(x/y, z)": lambda: max(x / y, z),
        "1/x - 1/y": lambda: 1 / x - 1 / y,
        "x*y": lambda: x * y,
        "z": lambda: z,
        "max(z, 1/2)": lambda: max(z, Fraction(1, 2)),
        "min(x, 1)": lambda: min(x, Fraction(1)),
        "0": lambda: Fraction(0),
        "y*z": lambda: y * z,
    }
    return values[text]()


def test_comparison_drops_what_the_assumptions_exclude() -> None:
    under = Assumptions.read(["x", "y"], "0 < x <= y")
    assert compare(exact("min(x, y)", under.names), ">", 1, under).simplify().text == "x > 1"
    assert compare(exact("1/x", under.names), ">=", exact("y", under.names), under).text == "x*y <= 1"
    assert compare(exact("x", under.names), ">", exact("y", under.names), under).text == "never"
    assert compare(exact("x + y", under.names), ">", 0, under).text == "always"


def test_the_probability_of_a_mixed_strategy_lies_inside_in_two_cases() -> None:
    under = Assumptions(("a", "b", "c", "d"))
    share = exact("(d - b)/(a - b - c + d)", under.names)
    inside = compare(share, ">", 0, under) & compare(share, "<", 1, under)
    assert inside.simplify().text == "(a > c and d > b) or (c > a and b > d)"


# thresholds


def test_the_threshold_of_the_silent_ally() -> None:
    names = ["b", "D", "v", "sigma", "delta"]
    under = Assumptions.read(
        names, "b > 0", "D >= 0", "v > 0", "0 <= sigma <= 1", "0 <= delta < 1", "(1 - sigma)*b > D"
    )
    silent = compare(exact("(1 - sigma)*b", names), "<=", exact("D + delta*v/(1 - delta)", names), under)
    solved = threshold(silent, "delta", under)
    assert solved is not None
    op, value = solved
    assert op == ">="
    told = expression_text(value, names)
    for sigma, expected in ((Fraction(0), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 5))):
        point = {"b": Fraction(3), "D": Fraction(1), "v": Fraction(2), "sigma": sigma}
        assert Condition.read(f"delta = {told}", names).substitute(point).witness() == {"delta": expected}
    loose = Assumptions.read(names, "b > 0", "D >= 0", "v > 0", "0 <= sigma <= 1", "0 <= delta < 1")
    assert threshold(Condition(silent.formula, loose), "delta", loose) is None


@pytest.mark.parametrize(
    ("text", "symbol", "op", "value"),
    [
        ("delta*(T - P) >= T - R", "delta", ">=", "(T - R)/(T - P)"),
        ("delta*(P - T) >= R - T", "delta", "<=", "(T - R)/(T - P)"),
        ("3*T > 2*delta", "delta", "<", "3*T/2"),
        ("2*delta = 3", "delta", "=", "3/2"),
        ("delta*T > delta*P", "delta", ">", "0"),
    ],
)
def test_threshold(text: str, symbol: str, op: str, value: str) -> None:
    under = Assumptions.read(["T", "R", "P", "delta"], "T > R > P")
    solved = threshold(Condition.read(text, under), symbol, under)
    assert solved is not None
    assert solved[0] == op
    assert exact(expression_text(solved[1], under.names), under.names) == exact(value, under.names)


def test_no_threshold() -> None:
    under = Assumptions(("x", "y"))
    assert threshold(Condition.read("x > 1 and y > 1", under), "x", under) is None
    assert threshold(Condition.read("x*y > 1", under), "x", under) is None
    assert threshold(Condition.read("x*x > 1", under), "x", under) is None
    assert threshold(Condition.read("y > 1", under), "x", under) is None


# partitions


def test_an_overlap_and_a_gap_are_found() -> None:
    authorised, outside = (
        Condition.read(text, F12) for text in ("c <= z and pi <= k + c - c_m", "c <= z and pi > k + c - c_m")
    )
    quiet = Condition.read("c > z", F12)
    assert partition_check([authorised, outside, quiet]) == Certificate(True, True, "z3")
    assert partition_check([authorised, outside, Condition.read("c >= z", F12)]) == Certificate(False, True, "z3")
    assert partition_check([authorised, Condition.read("c <= z and pi > k + c", F12), quiet]).covering is False
    assert partition_check([authorised, quiet]) == Certificate(True, False, "z3")
    with pytest.raises(NotApplicable, match="no condition"):
        partition_check([])


# text


def test_text_reads_back_as_an_equivalent_condition() -> None:
    random = Random(7)
    for _ in range(150):
        solve_for = random.sample(["x", "y", "z"], random.randint(0, 2))
        under = Assumptions(("z", "x", "y"), True, tuple(solve_for))
        condition = Condition(random_formula(random, under.names), under)
        again = Condition.read(condition.text, under)
        assert again.equivalent(condition) is True
        assert again.text == condition.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("y - x < 0", "x > y"),
        ("0 <= x", "x >= 0"),
        ("x <= 0", "x <= 0"),
        ("1 >= x", "x <= 1"),
        ("0 <= x <= 1", "0 <= x <= 1"),
        ("x/2 > y/3 + 1", "3*x > 2*y + 6"),
        ("x*y**2 != 1", "x*y**2 != 1"),
        ("not (x > y or x = 3)", "y >= x and x != 3"),
        ("(x > 0 or y > 0) and x < 5", "(x > 0 or y > 0) and x < 5"),
        ("-x - y >= 0", "x + y <= 0"),
        ("true", "always"),
        ("never", "never"),
        ("min(x, y) > 2", "(2 < x <= y) or (2 < y < x)"),
    ],
)
def test_texts(text: str, told: str) -> None:
    assert Condition.read(text, ["x", "y"]).text == told


GRIM = Assumptions.read(["S", "P", "R", "T", "delta"], "S < P < R < T", "0 <= delta < 1", solve_for=["delta"])
SILENCE = Assumptions.read(
    ["b", "D", "v", "delta", "sigma"],
    "b >= 0",
    "D >= 0",
    "v >= 0",
    "0 <= delta < 1",
    "0 <= sigma <= 1",
    solve_for=["delta"],
)


def test_orders_are_told_as_chains() -> None:
    assert GRIM.text == "S < P < R < T and 0 <= delta < 1"
    assert Condition.read("T > R and S > 0 and P < R and S < P", GRIM).text == "0 < S < P < R < T"
    assert Condition.read("x >= 0 and y <= 0", ["x", "y"]).text == "x >= 0 and y <= 0"
    assert Condition.read("x < y and y = z and z < 1", ["x", "y", "z"]).text == "y > x and y = z and z < 1"
    assert Condition.read("0 <= x < y", ["x", "y"]).latex == r"0 \leq x < y"


def test_what_alternatives_share_is_told_once() -> None:
    under = Assumptions(("x", "y", "z"))
    shared = Condition.read("x > 0 and y > 1 or x > 0 and z > 1 and y < 0", under)
    assert shared.text == "x > 0 and (y > 1 or (z > 1 and y < 0))"
    assert Condition.read(shared.text, under).equivalent(shared)
    assert Condition.read("x > 0 and y > 1 or x > 0", under).text == "(x > 0 and y > 1) or x > 0"
    assert Condition.read("x > 0 and y > 1 or x > 0 and y <= 1", under).text == "x > 0"


def test_products_are_solved_for_the_symbol_where_the_sign_is_known() -> None:
    peace = Condition.read("delta*(T - P) >= T - R", GRIM)
    assert peace.text == "delta >= (T - R)/(T - P)"
    assert peace.latex == r"\delta \geq \frac{T - R}{T - P}"
    assert Condition.read(peace.text, GRIM).formula == peace.formula
    assert Condition.read("delta*(P - T) < R - T", GRIM).text == "delta > (T - R)/(T - P)"
    assert peace.show(solve_for=[]) == "R >= P*delta + T*(1 - delta)"
    open_sign = Assumptions.read(["a", "b", "x"], solve_for=["x"])
    assert Condition.read("a*x > b", open_sign).text == "a*x > b"


def test_expected_payoffs_are_told_as_they_were_stated() -> None:
    stays = Condition.read("(1 - sigma)*b <= D + delta*v/(1 - delta)", SILENCE)
    assert stays.text == "D*(1 - delta) + v*delta >= b*(1 - delta)*(1 - sigma)"
    assert Condition.read(stays.text, SILENCE).equivalent(stays)
    assert Condition.read("D >= (1 - sigma)*b", SILENCE).text == "D >= b*(1 - sigma)"
    assert Condition.read("x*y >= y", ["x", "y"]).text == "x*y >= y"


def test_text_of_products_reads_back_as_an_equivalent_condition() -> None:
    random = Random(17)
    for _ in range(60):
        under = Assumptions.read(
            ["p", "x", "y", "z"], "0 <= p <= 1", "x > 0", "y > x", solve_for=random.sample(["p", "x", "z"], 2)
        )
        parts = [atom(random_polynomial(random, under.names, degree=2), random.choice(OPS)) for _ in range(3)]
        condition = Condition(disjunction(conjunction(*parts[:2]), parts[2]), under)
        again = Condition.read(condition.text, under)
        for point in grid(under.names, low=0, below=2)[::7]:
            if 0 <= point["p"] <= 1 and 0 < point["x"] < point["y"]:
                assert again.holds(point) is condition.holds(point), condition.text
        assert again.equivalent(condition) is not False


def test_a_thousand_cases_are_answered_within_the_budget() -> None:
    x, y = Polynomial.variable("x"), Polynomial.variable("y")
    boxes = [conjunction(atom(x - 3 * i, ">="), atom(x - 3 * i - 1, "<="), atom(y - i, ">")) for i in range(1000)]
    started = time.process_time()
    short = Condition(disjunction(*boxes), Assumptions.read(["x", "y"], "x >= 10")).simplify()
    assert clauses_told(short.formula) == 997
    assert time.process_time() - started < 60


@pytest.mark.parametrize("count", [3000 if os.environ.get("COOPSEC_LONG") == "1" else 600])
def test_random_systems_agree_with_z3_asked_directly(count: int) -> None:
    random = Random(3000)
    names = tuple(f"x{place}" for place in range(16))
    held = 0
    for _ in range(count):
        inside = names[: random.randint(2, 16)]
        rows = []
        for _ in range(random.randint(2, 12)):
            total = Polynomial.of(random.randint(-3, 3))
            for name in random.sample(inside, min(len(inside), 3)):
                total = total + random.randint(-3, 3) * Polynomial.variable(name)
            rows.append(atom(total, random.choice((">", ">=", "="))))
        formula = conjunction(*rows)
        found = Condition(formula, Assumptions(names)).feasible()
        assert found is not never(asked_directly(formula))
        own = satisfying_point(formula)
        assert (own is not None) is found
        held += bool(found)
    assert count // 5 < held < count


def test_a_chosen_parameter_stands_alone() -> None:
    under = Assumptions(("a", "b", "pi"), solve_for=("pi", "a"))
    assert Condition.read("2*pi - a > b", under).text == "pi > (a + b)/2"
    assert Condition.read("a >= 3*pi", under).text == "pi <= a/3"
    assert Condition.read("pi*b > a", under).text == "a < b*pi"
    assert Condition.read("4*pi != 6", under).text == "pi != 3/2"
    condition = Condition.read("a + b > 2*pi", under)
    assert condition.show(solve_for=["b"]) == "b > 2*pi - a"
    assert condition.show(solve_for=[]) == "a + b > 2*pi"
    assert condition.latex == r"\pi < \frac{a + b}{2}"
    assert condition._repr_latex_() == r"$\pi < \frac{a + b}{2}$"
    left, op, right = sides(Condition.read("a + b >= pi", under).formula, under)  # type: ignore[arg-type]
    assert (left, op, len(right)) == (Polynomial.variable("pi").terms, "<=", 2)


# conditions as values


def test_substitution_reaches_the_assumptions() -> None:
    condition = Condition.read("pi <= k + c - c_m", F12)
    at = condition.substitute({"c": 1, "c_m": Fraction(1, 2)})
    assert at.text == "pi <= k + 1/2"
    assert at.assumptions.names == ("v", "z", "h", "k", "pi")
    assert at.assumptions.solve_for == ("pi",)
    assert condition.substitute({"c_m": 2, "c": 1}).feasible() is False
    assert condition.substitute({"pi": exact("k + 1/3", F12.names)}).text == "c >= c_m + 1/3"
    with pytest.raises(NotApplicable, match="polynomial only"):
        condition.substitute({"pi": exact("1/k", F12.names)})


def test_conditions_under_different_assumptions_do_not_mix() -> None:
    one, other = Condition.read("x > 0", ["x"]), Condition.read("x > 0", Assumptions.read(["x"], "x < 5"))
    for mix in (Condition.__and__, Condition.__or__, Condition.implies, Condition.equivalent):
        with pytest.raises(NotApplicable, match="different assumptions"):
            mix(one, other)


def test_names_must_be_declared() -> None:
    with pytest.raises(FormulaError):
        Condition.read("x > yy", ["x", "y"])
    with pytest.raises(UsageError, match="'y' is not a declared"):
        Condition(atom(Polynomial.variable("y"), ">"), Assumptions(("x",)))
    with pytest.raises(UsageError, match="twice"):
        Assumptions(("x", "x"))
    with pytest.raises(UsageError, match="'q' is not a declared"):
        Assumptions(("x",), solve_for=("q",))
    with pytest.raises(NotApplicable, match="no value of x"):
        Condition.read("x > 0", ["x"]).holds({})


def test_simple_properties() -> None:
    under = Assumptions.read(["b", "a"], "a*b >= 0")
    condition = Condition.read("a > 0 and b > 0", under)
    assert condition.names == ("b", "a")
    assert not condition.is_linear
    assert linear_formula(condition.formula)
    assert Condition.true(under).clauses() == ((),)
    assert Condition.false(under).clauses() == ()
    assert len((condition | Condition.read("a < 0", under)).clauses()) == 2
    assert str(Condition.true(under)) == "always"
    assert repr(Condition.false(under)) == "Condition('never')"
    assert hash(condition) == hash(Condition.read("a > 0 and b > 0", under))


def test_clauses_hold_where_the_condition_holds() -> None:
    random = Random(8)
    under = Assumptions(("x", "y"))
    for _ in range(40):
        condition = Condition(random_formula(random, under.names), under)
        clauses = condition.clauses()
        for point in grid(under.names):
            here = any(
                all(verify.holds(dict(part.polynomial.terms), part.op, point) for part in clause) for clause in clauses
            )
            assert here is condition.holds(point)


# elimination of squares and powers


def at_point(formula: Formula, name: str, point: Mapping[str, Fraction]) -> bool:
    """Whether some value of the name does, the others being numbers: z3 asked about one unknown."""
    x = z3.Real(name)

    def told(part: Formula) -> z3.BoolRef:
        if isinstance(part, bool):
            return z3.BoolVal(part)
        if not isinstance(part, Atom):
            parts = [told(inner) for inner in part.parts]
            return z3.And(parts) if isinstance(part, And) else z3.Or(parts)
        left = z3.RealVal(0)
        for monomial, coefficient in part.polynomial.terms:
            for other, power in monomial:
                if other != name:
                    coefficient *= point[other] ** power
            left += z3.Q(coefficient.numerator, coefficient.denominator) * x ** dict(monomial).get(name, 0)
        return {">": left > 0, ">=": left >= 0, "=": left == 0, "!=": left != 0}[part.op]

    return not never(told(formula))


def agrees_at_points(condition: Condition, name: str, points: Sequence[dict[str, Fraction]]) -> set[bool]:
    shadow = condition.eliminate(name)
    whole = conjunction(condition.assumptions.formula, condition.formula)
    left = conjunction(shadow.assumptions.formula, shadow.formula)
    assert engine.feasible(conjunction(whole, negation(left))) is not True
    seen = set()
    for point in points:
        here = Condition(left, shadow.assumptions).holds(point)
        assert here is at_point(whole, name, point), (condition.text, point)
        seen.add(here)
    return seen


@pytest.mark.parametrize("seed", range(4))
def test_elimination_of_a_square_agrees_with_z3_at_points(seed: int) -> None:
    random = Random(seed)
    names = ("x", "y", "z")
    seen: set[bool] = set()
    for _ in range(8):
        parts = [atom(random_polynomial(random, names, degree=2), random.choice(OPS)) for _ in range(2)]
        square = Polynomial.variable("x") * Polynomial.variable("x")
        parts.append(atom(square * random.choice((-1, 1)) + random_polynomial(random, names), random.choice(OPS)))
        condition = Condition(
            conjunction(*parts) if random.random() < 0.7 else disjunction(*parts),
            Assumptions(names, atom(random_polynomial(random, names), ">=")),
        )
        seen |= agrees_at_points(condition, "x", random.sample(grid(("y", "z")), 8))
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("a*x**2 + b*x + c = 0", "always", "c = 0 or (a != 0 and b**2 >= 4*a*c) or (a = 0 and b != 0)"),
        ("a*x**2 + b*x + c > 0", "always", "a > 0 or c > 0 or b**2 > 4*a*c"),
        ("x**2 + b*x + c <= 0", "always", "b**2 >= 4*c"),
        ("x**2 + b*x + c < 0", "always", "b**2 > 4*c"),
        ("a*x*(1 - x) >= b", "0 <= x <= 1 and a > 0", "a >= 4*b"),
        ("a*x*(1 - x) >= b", "0 <= x < 1/2 and a > 0", "a > 4*b or b <= 0"),
        ("x**2 = a and x > b", "always", "a >= 0 and (b < 0 or b**2 < a)"),
        ("x**4 + b*x**2 + c < 0", "always", "c < 0 or (b < 0 and b**2 > 4*c)"),
        ("a*x**6 - b*x**3 >= 1", "0 <= x <= 1 and a > 0", "a >= b + 1"),
        ("x**3 >= a and x <= 2", "always", "a <= 8"),
        ("x**2 >= a and x <= -1 ", "x >= -3", "a <= 9"),
        ("x**6 = a", "x >= -2", "0 <= a"),
        ("(x - a)*(x - b)*(x - c) > 0", "a < b and b < c and x < b", "always"),
        (
            "a*x**2 >= b and a*x**2 <= c",
            "0 < x < 1",
            "b <= c and (a > 0 and b < a and c > 0 or a < 0 and c > a and b < 0 or a = 0 and b <= 0 and c >= 0)",
        ),
    ],
)
def test_elimination_of_powers_in_closed_form(text: str, given: str, expected: str) -> None:
    under = Assumptions.read(["a", "b", "c", "x"], given)
    shadow = Condition.read(text, under).eliminate("x")
    assert shadow.equivalent(Condition.read(expected, shadow.assumptions))
    agrees_at_points(Condition.read(text, under), "x", grid(("a", "b", "c"))[::9])


def test_elimination_that_would_be_too_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*"abcdefgh", "x"]
    for text in ("x**5 + a*x + b = 0", "x**3 + a*x**2 + b*x > c", "a*x**4 + x**3 > 1"):
        with pytest.raises(NotApplicable, match="beyond the second degree"):
            Condition.read(text, names).eliminate("x")
    two = Condition.read("a*x**2 + b*x > c and d*x**2 + e*x > f", names)
    assert two.eliminate("x").feasible()
    monkeypatch.setattr(virtual, "ATOMS_AT_MOST", 20)
    with pytest.raises(NotApplicable, match="more than 20 atoms"):
        two.eliminate("x")


def test_powers_are_put_to_z3_as_they_are() -> None:
    """Squares of squares give the power that was meant, at exponents about each power of 2."""
    for exponent in (1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 31, 33, 56):
        edge = Fraction(2**exponent)
        for shift, op, holds in ((0, "=", True), (1, "=", False), (0, "<=", True), (-1, "<=", False)):
            under = Assumptions.read(["x", "y"], "x = 2", "y = 1")
            text = f"x**{exponent}*y {op} {edge + shift}"
            assert Condition.read(text, under).feasible() is holds, text


def test_a_copy_from_another_process_is_hashed_anew() -> None:
    """A text's hash is another in every process, so that a copy must not carry one along."""
    polynomial = Polynomial.variable("x") + 1
    assert hash(polynomial) == hash(pickle.loads(pickle.dumps(polynomial)))
    assert polynomial.__reduce__() == (Polynomial, (polynomial.terms,))


def test_many_inequations_and_many_alternatives_are_looked_at_without_recursion() -> None:
    x = Polynomial.variable("x")
    apart = tuple(part for number in range(1_100) if isinstance(part := atom(x - number, "!="), Atom))
    point = escape(engine.Decider(), (Atom(x, ">"), *apart), [], [5])
    assert point is not None
    assert all(holds_at(part, point) for part in (Atom(x, ">"), *apart))
    bands = disjunction(*(conjunction(atom(x - number, ">="), atom(number + 1 - x, ">")) for number in range(250)))
    assert Condition(negation(bands), Assumptions(("x",))).simplify().text == "x < 0 or x >= 250"


def test_long_conditions_about_powers_are_left_as_they_are() -> None:
    names = tuple("abcdefgh")
    parts = [
        f"({first}*{second} > {number} and {first} < {number} + 1)"
        for number, (first, second) in enumerate(combinations(names, 2))
    ]
    long = Condition.read(" or ".join(parts), names).simplify()
    assert is_left_long(long.formula)
    assert clauses_told(long.formula) == len(parts)
