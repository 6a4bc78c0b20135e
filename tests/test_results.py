"""Tables and solutions as values: what they refuse, and their JSON."""

from __future__ import annotations

import dataclasses
import json
import sys
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InexactNumber, MissingDependency, UsageError
from coopsec_games.formulas import exact
from coopsec_games.results import Solution, Table, condition_json, json_data, number_json


def test_numbers_have_an_exact_and_a_near_form() -> None:
    assert number_json(Fraction(421, 2145)) == {"exact": "421/2145", "float": 421 / 2145}
    assert number_json(-3) == {"exact": "-3", "float": -3.0}
    assert number_json(Fraction(10**400, 3))["float"] is None
    assert number_json(Fraction(10**400 + 1, 10**400)) == {"exact": f"{10**400 + 1}/{10**400}", "float": 1.0}


def test_numbers_of_many_digits_are_written() -> None:
    assert number_json(10**5000)["exact"] == "1" + "0" * 5000


def test_symbolic_numbers_have_an_exact_and_a_latex_form() -> None:
    names = ["T", "R", "P"]
    threshold = exact("(T - R)/(T - P)", names)
    told = number_json(threshold, names)
    assert told["exact"] == "(T - R)/(T - P)"
    assert "frac" in told["latex"]
    assert exact(told["exact"], names) == threshold


@pytest.mark.parametrize("value", [0.5, True, float("nan")])
def test_what_is_no_exact_number_is_refused(value: object) -> None:
    with pytest.raises(InexactNumber):
        number_json(value)  # type: ignore[arg-type]


def test_conditions_are_written_twice() -> None:
    condition = Condition.read("c <= z", Assumptions(("c", "z")))
    told = condition_json(condition)
    assert told == {"text": condition.text, "latex": condition.latex}
    assert json_data(condition) == told
    assert condition_json(None) is None


def test_data_of_a_result_are_plain() -> None:
    @dataclass(frozen=True)
    class Row:
        name: str
        values: tuple[Fraction, ...]

    data = json_data(MappingProxyType({"rows": [Row("a", (Fraction(1, 2),))], "n": 3, "ok": True, "none": None}))
    assert data == {
        "rows": [{"name": "a", "values": [{"exact": "1/2", "float": 0.5}]}],
        "n": 3,
        "ok": True,
        "none": None,
    }
    json.dumps(data, allow_nan=False)


def test_data_refuse_floats_and_strangers() -> None:
    with pytest.raises(InexactNumber):
        json_data({"x": [0.1]})
    with pytest.raises(TypeError, match="no JSON form"):
        json_data(object())


def test_a_table_takes_lists_and_keeps_values() -> None:
    table = Table("t", "T", ["a", "b"], [["x", Fraction(1, 2)], ["y", None]])  # type: ignore[arg-type, list-item]
    assert table.rows == (("x", Fraction(1, 2)), ("y", None))
    assert table == Table("t", "T", ("a", "b"), (("x", Fraction(1, 2)), ("y", None)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        table.key = "u"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("rows", "align", "message"),
    [
        ((("x",),), "", "row 1 of table 't' has 1 cells, its heading 2"),
        ((("x", "y"), ("x", "y", "z")), "", "row 2"),
        ((("x", "y"),), "l", "alignment"),
        ((("x", "y"),), "lx", "alignment"),
    ],
)
def test_a_table_must_fit(rows: tuple[tuple[str, ...], ...], align: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Table("t", "T", ("a", "b"), rows, align=align)


def test_a_table_refuses_floats() -> None:
    with pytest.raises(InexactNumber, match=r"0\.5"):
        Table("t", "T", ("a",), ((0.5,),))  # type: ignore[arg-type]


def test_json_of_a_table_is_complete() -> None:
    table = Table("t", "Caption", ("a", "b"), ((Fraction(1, 3), "x"), (2, False)), ("Note.",), ("Source",))
    assert table.to_json() == {
        "key": "t",
        "caption": "Caption",
        "columns": ["a", "b"],
        "rows": [[{"exact": "1/3", "float": 1 / 3}, "x"], [2, False]],
        "notes": ["Note."],
        "cite": ["Source"],
    }


def test_expressions_follow_the_declared_names() -> None:
    names = ("k", "c", "c_m")
    table = Table("t", "T", ("a",), ((exact("c - c_m + k", names),),), names=names)
    assert table.to_json()["rows"][0][0]["exact"] == "k + c - c_m"
    assert table.to_csv() == "a\nk + c - c_m\n"


def test_a_frame_needs_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependency) as told:
        Table("t", "T", ("a",), (("x",),)).to_frame()
    assert told.value.exit_code == 6
    assert "coopsec-games[pandas]" in told.value.hint


def test_a_table_shows_itself() -> None:
    table = Table("t", "Caption", ("a",), (("x",),))
    assert str(table).startswith("Caption\n")
    assert repr(table) == "Table('t', 'Caption', 1 row)"
    assert "<td" in table._repr_html_()
    assert table._repr_latex_() == table.to_latex()


def test_a_solution_says_how_far_it_is_proven() -> None:
    solution = Solution("pure-nash", "profiles", ("1", "2"), [{"payoffs": {"1": Fraction(1, 2)}}], complete=True)  # type: ignore[arg-type]
    assert len(solution) == 1
    assert solution.to_json() == {
        "concept": "pure-nash",
        "kind": "profiles",
        "equilibria": [{"payoffs": {"1": {"exact": "1/2", "float": 0.5}}}],
        "components": [],
        "complete": True,
        "verified": False,
        "method": "",
        "notes": [],
    }
