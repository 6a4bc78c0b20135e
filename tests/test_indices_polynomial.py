"""Power as a polynomial: the multilinear extension, its derivatives, and Straffin's standards."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest
from sympy import Expr, Rational, diff, expand, integrate
from test_indices import OF_1946, OF_1966, random_rule
from test_simple_games import coalitions, simple_games

from coopsec_games.cooperative.indices import multilinear_extension, power, straffin, swing_chances
from coopsec_games.cooperative.indices.polynomial import dividends
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import FormulaError, TooLarge, UsageError
from coopsec_games.formulas import symbol

F = Fraction


def number(expr: Expr | Fraction) -> Fraction:
    return F(str(expr))


def at(expr: Expr, values: dict[str, Expr]) -> Expr:
    return expr.subs({symbol(f"x_{member}"): value for member, value in values.items()}, simultaneous=True)


def test_the_extension_on_every_simple_game_of_three_members() -> None:
    p = symbol("p")
    for game in simple_games(3):
        extension = multilinear_extension(game)
        for coalition in coalitions(game.members):
            corner = {member: Rational(member in coalition) for member in game.members}
            assert at(extension, corner) == game.wins(coalition)
        chances, shares, swings = swing_chances(game), power("shapley-shubik", game), power("penrose", game)
        for member in game.members:
            derivative = diff(extension, symbol(f"x_{member}"))
            diagonal = expand(at(derivative, dict.fromkeys(game.members, p)))
            assert expand(chances[member] - diagonal) == 0
            assert number(integrate(diagonal, (p, 0, 1))) == shares[member]
            assert number(at(derivative, dict.fromkeys(game.members, Rational(1, 2)))) == swings[member]


def test_dividends_sum_up_to_the_game() -> None:
    draw = random.Random(1)
    for _ in range(20):
        game = SimpleGame(random_rule(draw, 5))
        kinds, parts = game.kinds, dividends(game)
        for coalition in coalitions(game.members):
            inside = [len(coalition & set(kind)) for kind in kinds]
            total = 0
            for vector, value in parts.items():
                ways = 1
                for have, need in zip(inside, vector, strict=True):
                    for step in range(need):
                        ways = ways * (have - step) // (step + 1)
                total += ways * value
            assert total == game.wins(coalition)


def test_the_extension_of_the_council() -> None:
    terms = multilinear_extension(SimpleGame(OF_1966)).as_ordered_terms()
    assert len(terms) == 848
    assert len(multilinear_extension(SimpleGame(OF_1946)).as_ordered_terms()) == 57
    chances = swing_chances(SimpleGame(OF_1966))
    p = symbol("p")
    assert number(chances["CHN"].subs(p, Rational(1, 2))) == F(53, 1024)
    assert number(integrate(chances["E0"], (p, 0, 1))) == F(4, 2145)
    with pytest.raises(TooLarge, match="terms"):
        multilinear_extension(simple_game("[20; 1*40]"))
    with pytest.raises(FormulaError):
        multilinear_extension(simple_game("[2; 1, 1]"), {"1": "a b"})


def test_standards_against_the_integral() -> None:
    """Members of a group share a draw; the rest draw alone; the chance to decide is averaged over all draws."""
    draw = random.Random(2)
    for _ in range(12):
        game = SimpleGame(random_rule(draw, 4))
        letters = [draw.choice("rst ") for _ in game.members]
        groups = [[m for m, own in zip(game.members, letters, strict=True) if own == letter] for letter in "rst"]
        extension = multilinear_extension(game)
        found = straffin(game, [group for group in groups if group])
        shared = {m: symbol(f"x_{m}" if own == " " else own) for m, own in zip(game.members, letters, strict=True)}
        for member in game.members:
            chance = at(diff(extension, symbol(f"x_{member}")), shared)
            for name in sorted(set(shared.values()), key=str):
                chance = integrate(chance, (name, 0, 1))
            assert number(chance) == found[member]


def test_homogeneity_and_independence() -> None:
    for game in (SimpleGame(OF_1966), simple_game("[51; 35, 20, 15*3]")):
        members = game.members
        assert dict(straffin(game, [members])) == dict(power("shapley-shubik", game))
        assert dict(straffin(game)) == dict(power("penrose", game))
        alone = [[member] for member in members]
        assert dict(straffin(game, alone)) == dict(power("penrose", game))
    council = SimpleGame(OF_1946)
    partly = straffin(council, [council.members[:5], council.members[5:]])
    assert partly["CHN"] > power("shapley-shubik", council)["CHN"] / 2
    with pytest.raises(UsageError, match="not a member"):
        straffin(council, [["XXX"]])
    with pytest.raises(UsageError, match="two groups"):
        straffin(council, [["CHN"], ["CHN", "USA"]])


def test_swing_chances_from_every_way_of_counting() -> None:
    game = simple_game("[8; 5, 4, 3, 2, 1]")
    first, *others = (swing_chances(game, "t", method) for method in ("auto", "kinds", "weights", "diagram"))
    assert all(dict(first) == dict(other) for other in others)
    draws = product((0, 1), repeat=4)
    assert number(first["1"].subs(symbol("t"), Rational(1, 2))) == F(
        sum(game.wins(["1", *(str(k + 2) for k in range(4) if cast[k])]) for cast in draws)
        - sum(game.wins([str(k + 2) for k in range(4) if cast[k]]) for cast in product((0, 1), repeat=4)),
        16,
    )
