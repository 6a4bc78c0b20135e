"""Formulas in options: a fault of one names the option, its value and the column, and is one of usage."""

from __future__ import annotations

import json

import pytest

from coopsec_games.cli import main

VALUE = "a value is set by --set c=1/2"
INTERVAL = "an interval is given by --uniform c=0:1"
VARIED = "a parameter is varied by --vary c=0:1:21 or --vary c=0,1/2,1"
CONDITION = "a condition compares formulas: 'c < 1/2 and k >= c'"

ANALYZE = ("analyze", "kosovo-1999")
SWEEP = ("sweep", "kosovo-1999")


@pytest.mark.parametrize(
    ("command", "option", "value", "column", "message", "hint"),
    [
        (ANALYZE, "--set", "c=0.1.2", 3, "'0.1.2' is no number", VALUE),
        (ANALYZE, "--set", "c=1/0", 4, "division by zero", VALUE),
        (ANALYZE, "--set", "c=hh", 3, "unknown name 'hh'", "did you mean 'h'?"),
        (ANALYZE, "--set", "c=2^2", 4, "'^' does not belong in a formula", "use ** for powers"),
        (ANALYZE, "--given", "c <", 4, "the formula ends too early", CONDITION),
        (ANALYZE, "--given", "c", 1, "a number stands where a condition is expected", "compare it: >= 0"),
        (ANALYZE, "--uniform", "c=0:1..2", 5, "'1..2' is no number", INTERVAL),
        (ANALYZE, "--uniform", "c = 0 : k", 9, "unknown name 'k'", INTERVAL),
        (ANALYZE, "--perturb", "1//2", 2, "'//' is not an operator", "use / for division"),
        (ANALYZE, "--perturb", "1e-3", 1, "'1e-3' is in floating-point notation", "write the digits out, or use 10**n"),
        (SWEEP, "--vary", "c=0:1..2:3", 5, "'1..2' is no number", VARIED),
        (SWEEP, "--vary", "c=0,,1", 5, "an empty text is no formula", VARIED),
        ((*SWEEP, "--vary", "c=0:1:3"), "--set", "k=1+", 5, "the formula ends too early", VALUE),
        (("report", "kosovo-1999", "-o", "-"), "--set", "c=1+", 5, "the formula ends too early", VALUE),
    ],
)
def test_a_fault_of_a_formula_names_its_option(
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    option: str,
    value: str,
    column: int,
    message: str,
    hint: str,
) -> None:
    assert main((*command, option, value)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        f"error[usage]: {option} {value!r}, column {column}: {message}",
        f"hint: {hint}",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--set", "c=1", "--set", "c=2"), "--set: 'c' is set twice"),
        (("--uniform", "c=0:1", "--uniform", "c=0:2"), "--uniform: 'c' is drawn twice"),
        (("--perturb", "-1"), "--perturb '-1' is no share"),
        (("--set", "c=1", "--given", "c > k"), "--given 'c > k': 'c' is set by --set"),
        (("--given", "pi_CHN > b"), "no game asked about has all the symbols of 'pi_CHN > b'"),
    ],
)
def test_options_that_contradict_themselves(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    assert main((*ANALYZE, *words)) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"error[usage]: {message}"


def test_a_condition_is_asked_of_the_games_that_have_its_symbols(capsys: pytest.CaptureFixture[str]) -> None:
    assert main((*ANALYZE, "--given", "pi_CHN > 1", "--format", "json")) == 0
    assert list(json.loads(capsys.readouterr().out)["questions"]) == ["two-vetoers"]
