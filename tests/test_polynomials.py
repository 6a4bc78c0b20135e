"""Polynomials against sympy, and the cases of a formula against its value at points."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd
from random import Random

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsec_games import verify
from coopsec_games.errors import NotApplicable, TooLarge
from coopsec_games.formulas import exact, parse, symbol
from coopsec_games.polynomials import Piece, Polynomial, factored, never_negative, pieces, ranges, tree_pieces

NAMES = ("x", "y", "z")
x, y, z = (Polynomial.variable(name) for name in NAMES)

fractions = st.fractions(min_value=-5, max_value=5, max_denominator=6)
monomials = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), max_size=3).map(
    lambda d: tuple(sorted(d.items()))
)
polynomials = st.dictionaries(monomials, fractions, max_size=5).map(Polynomial.from_terms)
points = st.fixed_dictionaries(dict.fromkeys(NAMES, fractions))
steady = settings(derandomize=True, max_examples=60, deadline=None)


@steady
@given(polynomials, polynomials, points)
def test_arithmetic_commutes_with_evaluation(p: Polynomial, q: Polynomial, point: dict[str, Fraction]) -> None:
    a, b = p.evaluate(point), q.evaluate(point)
    assert (p + q).evaluate(point) == a + b
    assert (p - q).evaluate(point) == a - b
    assert (p * q).evaluate(point) == a * b
    assert (-p).evaluate(point) == -a
    assert p.evaluate(point) == verify.evaluate(dict(p.terms), point)


@steady
@given(polynomials, polynomials)
def test_equal_polynomials_are_the_same_value(p: Polynomial, q: Polynomial) -> None:
    assert p + q == q + p
    assert p * q == q * p
    assert hash(p * (q + 1)) == hash(p * q + p)
    assert p - p == Polynomial.of(0)


@steady
@given(polynomials)
def test_sympy_agrees_and_text_reads_back(p: Polynomial) -> None:
    expression = p.to_sympy()
    assert pieces(expression) == (Piece((), p),)
    read = exact(p.text(NAMES), NAMES)
    assert sympy.expand(read - expression) == 0 if isinstance(read, sympy.Expr) else read == p.constant
    for name in NAMES:
        assert p.degree(name) == (sympy.degree(expression, symbol(name)) if p.terms else 0)


@steady
@given(polynomials, polynomials, points)
def test_substitution_is_evaluation_in_two_steps(p: Polynomial, q: Polynomial, point: dict[str, Fraction]) -> None:
    replaced = p.substitute({"x": q, "y": Fraction(1, 2)})
    assert replaced.evaluate(point) == p.evaluate({**point, "x": q.evaluate(point), "y": Fraction(1, 2)})


@steady
@given(polynomials)
def test_primitive_is_a_positive_multiple_with_coprime_integers(p: Polynomial) -> None:
    small = p.primitive()
    assert small == p.scaled(7).scaled(Fraction(1, 3)).primitive()
    assert small.primitive() == small
    if p.terms:
        ratio = small.terms[0][1] / p.terms[0][1]
        assert ratio > 0
        assert p.scaled(ratio) == small
        assert all(coefficient.denominator == 1 for _, coefficient in small.terms)
        assert gcd(*(int(coefficient) for _, coefficient in small.terms)) == 1


def test_swaps_are_simultaneous() -> None:
    assert (x - y * 2).substitute({"x": y, "y": x}) == y - x * 2


def test_parts_of_a_polynomial() -> None:
    p = x * y * 2 - x * 3 + z * z + 5
    assert p.coefficient("x") == y * 2 - 3
    assert p.without("x") == z * z + 5
    assert p.constant == 5
    assert p.names == NAMES
    assert not p.is_linear
    assert (x - y).is_linear
    assert (x * y * y).divided("y", 2) == x
    with pytest.raises(NotApplicable, match="not linear in z"):
        p.coefficient("z")


@pytest.mark.parametrize(
    ("polynomial", "text"),
    [
        (y - x, "y - x"),
        (-x, "-x"),
        (x * 0, "0"),
        (Polynomial.of(-2) + x, "x - 2"),
        (z + 1 - y * Fraction(2, 3), "z + 1 - 2/3*y"),
        (x * x * y - z, "x**2*y - z"),
    ],
)
def test_text(polynomial: Polynomial, text: str) -> None:
    assert polynomial.text(NAMES) == text


def test_text_follows_the_declared_order() -> None:
    assert (x + y + z).text(("z", "x", "y")) == "z + x + y"


FORMULAS: dict[str, Callable[[Fraction, Fraction, Fraction], Fraction]] = {
    "max(x, y)": lambda x, y, z: max(x, y),
    "min(x, y, z, 1)": lambda x, y, z: min(x, y, z, Fraction(1)),
    "abs(x - y)": lambda x, y, z: abs(x - y),
    "abs(min(x, y) - max(y, z))": lambda x, y, z: abs(min(x, y) - max(y, z)),
    "x/y": lambda x, y, z: x / y,
    "max(x/y, z)": lambda x, y, z: max(x / y, z),
    "min(1/x, 1/y)": lambda x, y, z: min(1 / x, 1 / y),
    "abs(x/(y - z))": lambda x, y, z: abs(x / (y - z)),
    "-abs(x - min(y, z + 1/2)) - x**2": lambda x, y, z: -abs(x - min(y, z + Fraction(1, 2))) - x * x,
    "max(x, y) - max(x, y)": lambda x, y, z: Fraction(0),
    "(x + 1)**3/(y*z)": lambda x, y, z: (x + 1) * (x + 1) * (x + 1) / (y * z),
    "x**-2": lambda x, y, z: 1 / (x * x),
}


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("source", ["sympy", "tree"])
def test_exactly_one_case_holds_and_has_the_value(text: str, source: str) -> None:
    cases = pieces(exact(text, NAMES)) if source == "sympy" else tree_pieces(parse(text, NAMES, "formula"))
    random = Random(text)
    for _ in range(200):
        point = {name: Fraction(random.randint(-3, 3), random.randint(1, 2)) for name in NAMES}
        try:
            value = FORMULAS[text](*point.values())
        except ZeroDivisionError:
            continue
        here = [case for case in cases if all(verify.holds(dict(guard.terms), op, point) for guard, op in case.guard)]
        assert len(here) == 1
        assert here[0].numerator.evaluate(point) / here[0].denominator.evaluate(point) == value


def test_no_case_is_written_twice() -> None:
    assert len(pieces(exact("max(x, y) - max(x, y)", NAMES))) == 1
    assert len(tree_pieces(parse("max(x, y) - max(x, y)", NAMES, "formula"))) == 2
    assert len(tree_pieces(parse("max(x, y, z)", NAMES, "formula"))) == 3


@pytest.mark.parametrize("text", ["sqrt(x)", "exp(x)", "2**x", "floor(x)"])
def test_what_is_no_quotient_of_polynomials_is_refused(text: str) -> None:
    with pytest.raises(NotApplicable):
        pieces(exact(text, NAMES, closed=True))
    with pytest.raises(NotApplicable):
        tree_pieces(parse(text, NAMES, "closed"))


def test_too_many_cases_are_refused() -> None:
    names = [f"a{i}" for i in range(12)]
    text = " + ".join(f"abs({name})" for name in names)
    with pytest.raises(TooLarge, match="512 cases"):
        tree_pieces(parse(text, names, "formula"))


# factors, derivatives, signs


@steady
@given(polynomials, polynomials)
def test_factors_multiply_to_the_polynomial(p: Polynomial, q: Polynomial) -> None:
    whole = p * p * q
    constant, factors = factored(whole)
    product = Polynomial.of(constant)
    for factor, count in factors:
        for _ in range(count):
            product = product * factor
    assert product == whole


@steady
@given(polynomials)
def test_powers_and_derivatives_against_sympy(p: Polynomial) -> None:
    assert p.derivative("x").to_sympy() == sympy.expand(sympy.diff(p.to_sympy(), symbol("x")))
    again = Polynomial.of(0)
    for place, part in enumerate(p.powers("x")):
        assert "x" not in part.names
        for _ in range(place):
            part = part * x
        again = again + part
    assert again == p


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("3*x**4 + y", ["y"], True),
        ("x**2 - 2*x + 1", [], True),
        ("x**2 - 2*x + 9/10", [], False),
        ("1 - x", ["x", "1 - x"], True),
        ("x**2 - x", ["x", "1 - x"], False),
        ("x - x**2", ["x", "1 - x"], True),
        ("2*x**3 - 3*x**2 + 1", ["x", "1 - x"], True),
        ("2*x**3 - 3*x**2 + 999/1000", ["x", "1 - x"], False),
        ("x**56 - 3*x**18 + 2", ["x", "1 - x"], False),
        ("2 - 3*x**56 + x**18", ["x", "1 - x"], True),
        ("x**3 - y**3", ["x - y", "y"], True),
        ("x**3 - y**3", ["x - y"], False),
        ("x*y - z*z", ["x - z", "y - z", "z"], True),
        ("x*y - z*z", ["x - z", "y - z"], False),
        ("x + y - z", ["x - z", "y"], True),
        ("x**20 + y**5", ["x", "y"], True),
        ("-x", ["-x"], True),
        ("y*(1 - x) + x", ["x", "1 - x", "y - 1/2"], True),
    ],
)
def test_signs_within_bounds(text: str, rows: list[str], expected: bool) -> None:
    [polynomial, *bounds] = [tree_pieces(parse(each, NAMES))[0].numerator for each in (text, *rows)]
    assert never_negative(polynomial, bounds) is expected


@steady
@given(polynomials, points)
def test_a_proven_sign_holds_at_points(p: Polynomial, point: dict[str, Fraction]) -> None:
    rows = [x, 1 - x, y - x, z]
    if all(row.evaluate(point) >= 0 for row in rows) and p.evaluate(point) < 0:
        assert not never_negative(p, rows)


def test_bounds_follow_from_each_other() -> None:
    found = ranges(["x", "y", "z"], [1 - z, z - y, y - x, x])
    assert [(own.low, own.high) for own in found] == [
        (Polynomial.of(0), Polynomial.of(1)),
        (x, Polynomial.of(1)),
        (y, Polynomial.of(1)),
    ]
