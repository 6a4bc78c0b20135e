"""Conjunctions of linear inequalities: against z3, against the engine of linear systems, and at their own points."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from coopsec_games.conditions import Atom
from coopsec_games.conditions.deciding import feasible
from coopsec_games.conditions.logic import conjunction, true_at
from coopsec_games.errors import NotApplicable
from coopsec_games.halfspaces import ATOMS_KEPT, Conjunctions
from coopsec_games.linear import Point, feasible_point
from coopsec_games.polynomials import Polynomial

NAMES = "uvwxyz"


def variable(name: str) -> Polynomial:
    return Polynomial.variable(name)


def drawn(draw: random.Random, ops: str = "> >=") -> Atom:
    """A sparse linear inequality with small coefficients."""
    polynomial = Polynomial.of(draw.randint(-3, 3))
    for name in draw.sample(NAMES, draw.randint(1, 3)):
        polynomial = polynomial + draw.choice([-2, -1, 1, 1, 3]) * variable(name)
    return Atom(polynomial.primitive(), draw.choice(ops.split()))


def test_it_agrees_with_the_engine_of_systems_and_with_z3() -> None:
    answers = [answer for seed in range(12) for answer in compared(random.Random(seed))]
    assert set(answers) == {True, False}


def compared(draw: random.Random) -> list[bool]:
    """What is said of clauses from one pool beside some fixed atoms, each compared and seen at its point."""
    fixed = [Atom(variable(name), draw.choice([">", ">="])) for name in draw.sample(NAMES, draw.randint(0, 5))]
    fixed += [drawn(draw, "> >= =") for _ in range(draw.randint(0, 2))]
    beside = Conjunctions(fixed)
    pool = [drawn(draw) for _ in range(25)]
    answers = []
    for number in range(100):
        clause = draw.sample(pool, draw.randint(0, 9))
        answer = beside.feasible(clause)
        answers.append(answer)
        rows = [(part.polynomial, part.op) for part in (*fixed, *clause)]
        assert answer == isinstance(feasible_point(rows), Point)
        if number % 10 == 0:
            unequal = Atom(variable("t"), "!=")  # which only z3 takes
            assert answer == feasible(conjunction(unequal, *clause), conjunction(*fixed))
        point = beside.example(clause)
        assert (point is not None) == answer
        if point is not None:
            whole = {name: point.get(name, Fraction(0)) for name in NAMES}
            assert all(true_at(part, whole) for part in (*fixed, *clause))
    return answers


def test_a_point_satisfies_what_is_fixed_of_names_that_nobody_asks_about() -> None:
    y = variable("y")
    beside = Conjunctions([Atom(y - 5, ">"), Atom(variable("z"), ">"), Atom(-variable("w"), ">")])
    point = beside.example([Atom(variable("x") - 1, "=")])
    assert point is not None
    assert point["y"] > 5
    assert point["z"] > 0 > point["w"]
    assert beside.feasible([Atom(y - 6, ">=")])
    assert not beside.feasible([Atom(5 - y, ">=")])


def test_nothing_holds_beside_a_contradiction() -> None:
    x = variable("x")
    beside = Conjunctions([Atom(x, ">"), Atom(-x, ">=")])
    assert not beside.feasible([])
    assert not beside.feasible([Atom(variable("y"), ">")])
    assert beside.example([]) is None


def test_what_is_forgotten_is_found_again() -> None:
    beside = Conjunctions([Atom(variable("x"), ">=")])
    for number in range(ATOMS_KEPT + 5):
        assert beside.feasible([Atom(variable("x") - number, ">=")])
    low = Atom(-variable("x") - 1, ">=")
    assert not beside.feasible([low])
    assert not beside.feasible([low, Atom(variable("x") - 1, ">")])


def test_what_is_not_linear_or_an_inequation_is_refused() -> None:
    x = variable("x")
    for atom in (Atom(x * x, ">"), Atom(x, "!=")):
        with pytest.raises(NotApplicable, match="no linear inequality"):
            Conjunctions([atom])
        with pytest.raises(NotApplicable, match="no linear inequality"):
            Conjunctions([]).feasible([atom])
