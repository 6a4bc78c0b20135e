"""Sweeps: exact grids, the outcome at each point against the solved map, the same bytes whoever works."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from coopsec_games import sweeps
from coopsec_games.analysis.games import solve_game
from coopsec_games.cli.sweep import sweep_command
from coopsec_games.errors import FormulaError, NotApplicable, TooLarge, UnknownKey, UsageError
from coopsec_games.institutions.case import Case
from coopsec_games.library import load_case
from coopsec_games.sweeps import EXCLUDED, Axis, read_axis, sweep, sweep_table

FILE = """
title: One who may act
date: 1990-01-01
parameters:
  z: {meaning: what acting achieves, assume: z >= 0, baseline: 1, certainty: I}
  c: {meaning: cost of acting, assume: c >= 0, baseline: 1/2, certainty: I}
  e: {meaning: extra cost}
  x: {meaning: nothing at all, baseline: 1}
games:
  alone:
    players: [USA]
    solve-for: [c]
    ties: [USA act]
    tree: {player: USA, actions: {act: {outcome: action, payoffs: [z - c]}, wait: {outcome: none, payoffs: [0]}}}
  costly:
    players: [USA]
    tree: {player: USA, actions: {act: {outcome: action, payoffs: [z - c - e]}, wait: {outcome: none, payoffs: [0]}}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "one.yaml"
    place.write_text(FILE, encoding="utf-8")
    return place


@pytest.fixture
def case(file: Path) -> Case:
    return load_case(file)


def test_axes_are_exact() -> None:
    assert read_axis("c=0:1:4") == Axis("c", (Fraction(0), Fraction(1, 3), Fraction(2, 3), Fraction(1)))
    assert read_axis(" c = 1/7 , -2, 0.25 ").values == (Fraction(1, 7), Fraction(-2), Fraction(1, 4))
    assert read_axis("c=1:-1:3").values == (1, 0, -1)
    assert read_axis("c=2:2:1").values == (2,)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("c", UsageError),
        ("=0:1:2", UsageError),
        ("c=", UsageError),
        ("c=0:1", UsageError),
        ("c=0:1:0", UsageError),
        ("c=0:1:1", UsageError),
        ("c=1:1:5", UsageError),
        ("c=0:1:-3", UsageError),
        ("c=0:1:2.5", UsageError),
        ("c=0:1:\u0665", UsageError),
        ("c=1,1", UsageError),
        ("c=0:1:99999999999", TooLarge),
        ("c=0:1:1000001", TooLarge),
        ("c=x,1", FormulaError),
        ("c=1e3,1", FormulaError),
        ("c=__import__('os'):1:2", FormulaError),
    ],
)
def test_axes_that_are_none(words: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_axis(words)


def test_every_point_agrees_with_the_map() -> None:
    """Korea's council over a grid, against the regions and against the condition of the catalogue: L <= n + beta."""
    korea = load_case("korea-1950")
    found = sweep(korea, [read_axis("L=-1:2:7"), read_axis("beta=1/10,1/2,1")], ["council"], {"n": "1/4"})
    answer = solve_game(korea, "council", {"n": Fraction(1, 4)})
    assert len(found.rows) == 21
    assert len(set(found.counts("council"))) == 2
    for row in found.rows:
        [outcome] = row.outcomes
        assert outcome == ("adopted" if row.point["L"] <= Fraction(1, 4) + row.point["beta"] else "vetoed")
        full = {**found.held, **row.point}
        assert answer.region(outcome).holds({name: full[name] for name in answer.assumptions.names})  # type: ignore[misc]


def test_points_that_the_assumptions_exclude(case: Case) -> None:
    found = sweep(case, [read_axis("c=-1:1:3")], ["alone"])
    assert [row.outcomes for row in found.rows] == [(EXCLUDED,), ("action",), ("action",)]
    assert found.counts("alone") == {EXCLUDED: 1, "action": 2}


def test_the_last_axis_runs_fastest(case: Case) -> None:
    found = sweep(case, [read_axis("z=0,1"), read_axis("c=0,2")], ["alone"])
    assert [tuple(row.point.values()) for row in found.rows] == [(0, 0), (0, 2), (1, 0), (1, 2)]
    assert [row.outcomes[0] for row in found.rows] == ["action", "none", "action", "none"]


def test_without_a_game_every_game_that_depends_on_what_varies(case: Case) -> None:
    assert sweep(case, [read_axis("c=0:2:3")], settings={"e": "z/2"}).games == ("alone", "costly")
    assert sweep(case, [read_axis("e=0:2:3")]).games == ("costly",)


def test_what_cannot_be_swept(case: Case) -> None:
    axis = read_axis("c=0:2:3")
    with pytest.raises(NotApplicable, match="game 'costly': no value of e") as told:
        sweep(case, [axis], ["costly"])
    assert "--set e=" in told.value.hint
    with pytest.raises(UsageError, match="no parameter 'q'"):
        sweep(case, [read_axis("q=0:1:2")])
    with pytest.raises(UsageError, match="no parameter 'q'"):
        sweep(case, [axis], settings={"q": "1"})
    with pytest.raises(UsageError, match="varied twice"):
        sweep(case, [axis, axis])
    with pytest.raises(UsageError, match="varied and set"):
        sweep(case, [axis], settings={"c": "1"})
    with pytest.raises(UnknownKey, match="no game 'alon'"):
        sweep(case, [axis], ["alon"])
    with pytest.raises(NotApplicable, match="depends on 'x'"):
        sweep(case, [read_axis("x=0:1:2")])
    with pytest.raises(NotApplicable, match="none of alone depends on 'e'"):
        sweep(case, [read_axis("e=0:1:2")], ["alone"])
    with pytest.raises(TooLarge, match="1,002,001 points"):
        sweep(case, [read_axis("c=0:1:1001"), read_axis("z=0:1:1001")])
    with pytest.raises(UsageError, match="nothing varies"):
        sweep(case, [])


def test_several_processes_say_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    axes = [read_axis("c=0:2:9"), read_axis("z=0:2:5")]
    alone = sweep(case, axes, settings={"e": "1/3"})
    monkeypatch.setattr(sweeps, "WORTH_SHARING", 10)
    assert sweep(case, axes, settings={"e": "1/3"}, jobs=2) == alone


def test_a_sweep_as_a_table(case: Case) -> None:
    made = sweep_table(sweep(case, [read_axis("c=0:2:3")], ["alone"]))
    assert made.columns == ("c", "alone")
    assert made.rows == ((Fraction(0), "action"), (Fraction(1), "action"), (Fraction(2), "none"))
    assert made.notes[:2] == ("Held: z = 1.", "alone, of 3 points: action at 2, none at 1.")


def test_the_command(file: Path) -> None:
    words = [str(file), "--vary", "c=0:2:3", "--game", "alone", "--set", "z=3/2"]
    told = CliRunner().invoke(sweep_command, [*words, "--format", "json"])
    data = json.loads(told.output)
    assert data["vary"]["c"][1] == {"exact": "1", "float": 1.0}
    assert data["held"] == {"z": {"exact": "3/2", "float": 1.5}} or "z" in data["held"]
    assert [point["outcomes"]["alone"] for point in data["points"]] == ["action", "action", "none"]
    assert data["counts"] == {"alone": {"action": 2, "none": 1}}
    rows = list(csv.reader(CliRunner().invoke(sweep_command, [*words, "--format", "csv"]).output.splitlines()))
    assert rows == [["c", "alone"], ["0", "action"], ["1", "action"], ["2", "none"]]
    assert isinstance(CliRunner().invoke(sweep_command, [str(file), "--vary", "c=0:1"]).exception, UsageError)
    assert CliRunner().invoke(sweep_command, [str(file)]).exit_code == 2
