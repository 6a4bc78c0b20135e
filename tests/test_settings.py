"""Parameters set to numbers and to formulas, in every form of game alike."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from coopsec_games.analysis import analyze
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import FormulaError, NotApplicable, UnknownKey
from coopsec_games.formulas import exact, number_text
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.institutions.forms.examples import starting_case
from coopsec_games.library import load_case
from coopsec_games.library.game_files import build_game
from coopsec_games.noncooperative.payoffs import parameters_in, setting

UNDER = Assumptions.read(["a", "b", "c"], "a >= b", "b > c")


@pytest.mark.parametrize("form", GAME_FORMS)
def test_every_form_takes_a_formula(form: str, tmp_path: Path) -> None:
    """One parameter as a multiple of another: the same game as with both numbers, wherever the ratio is theirs."""
    file = tmp_path / "new.yaml"
    file.write_text(starting_case("new", form), encoding="utf-8")
    case = load_case(file)
    [key] = case.games
    game = build_game(case, key)
    point = Condition.true(game.assumptions).witness()
    assert point is not None
    told = [name for name in game.parameters if point[name]]
    if len(told) < 2:
        pytest.skip("fewer than two letters that are not 0")
    one, other = told[:2]
    formula = f"{number_text(point[one] / point[other])}*{other}"
    along = build_game(case, key, {one: formula})
    assert one not in along.assumptions.names
    assert one not in along.parameters
    rest = {name: value for name, value in point.items() if name != one}
    assert along.at(rest) == game.at(point)


def test_a_formula_reaches_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    file.write_text(starting_case("new", "assurance"), encoding="utf-8")
    case = load_case(file)
    [free] = analyze(case).games.values()
    [tied] = analyze(case, {"P": "R/2 + S/2"}).games.values()
    assert [region.outcome for region in tied.regions] == [region.outcome for region in free.regions]
    assert all("P" not in region.where.names for region in tied.regions)


def test_numbers_go_into_formulas_first() -> None:
    put, rest = setting({"a": "2*b + c", "c": "-1/2"}, UNDER)
    assert put(exact("a + c", UNDER.names)) == exact("2*b - 1", UNDER.names)
    assert rest.names == ("b",)
    assert rest.text == "b >= 1/2 and 2*b + 1 > 0"
    assert setting({"a": "2*c", "c": "-3", "b": "-5/2"}, UNDER.__class__(UNDER.names))[0]("a") == Fraction(-6)


def test_settings_that_are_refused() -> None:
    with pytest.raises(NotApplicable, match="a is set to a formula in b, which is set as well"):
        setting({"a": "2*b", "b": "c + 1"}, UNDER)
    with pytest.raises(NotApplicable, match="assumptions exclude a = c"):
        setting({"a": "c"}, UNDER)
    with pytest.raises(FormulaError, match="'a'"):
        setting({"a": "a + 1"}, UNDER)
    with pytest.raises(UnknownKey, match="unknown parameter 'd'"):
        setting({"d": 1}, UNDER)


def test_parameters_in_declared_order() -> None:
    assert parameters_in(["c + a", 3, exact("a*c", UNDER.names)], UNDER) == ("a", "c")
    assert parameters_in([], UNDER, {"c", "b", "not declared"}) == ("b", "c")
