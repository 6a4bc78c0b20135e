"""The one door for numbers and formulas: what it reads, what it refuses and where, and that printing reads again."""

from __future__ import annotations

import ast
import contextlib
import random
import re
import subprocess
import sys
import warnings
from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopsec_games.errors import FormulaError, InexactNumber, UsageError
from coopsec_games.formulas import (
    Binary,
    Call,
    Comparison,
    Logic,
    Name,
    Number,
    Tree,
    Truth,
    Unary,
    check_name,
    exact,
    expression_latex,
    expression_text,
    fold,
    number_text,
    parse,
    read_condition,
    symbol,
    symbol_latex,
    to_sympy,
)
from coopsec_games.formulas.budgets import check_budgets

NAMES = ("x", "y", "z", "w", "c_R")
POINTS = [
    {"x": Fraction(2, 3), "y": Fraction(-5, 7), "z": Fraction(11, 13)},
    {"x": Fraction(-19, 4), "y": Fraction(23, 6), "z": Fraction(1, 29)},
    {"x": Fraction(31, 2), "y": Fraction(37, 3), "z": Fraction(-41, 5)},
]


def at(value: object, point: dict[str, Fraction]) -> Fraction | None:
    """A value at a point, by exact substitution; None where it has none."""
    if isinstance(value, Fraction):
        return value
    found = value.subs({symbol(name): sympy.Rational(v.numerator, v.denominator) for name, v in point.items()})
    return Fraction(int(found.p), int(found.q)) if found.is_Rational else None


# --- numbers


@pytest.mark.parametrize(
    ("given_", "value"),
    [
        (7, Fraction(7)),
        (Fraction(2, 3), Fraction(2, 3)),
        (sympy.Rational(2, 3), Fraction(2, 3)),
        ("2/3", Fraction(2, 3)),
        (" -1/2 ", Fraction(-1, 2)),
        ("0.25", Fraction(1, 4)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("+5", Fraction(5)),
        ("0", Fraction(0)),
        ("0.0", Fraction(0)),
        ("2**10", Fraction(1024)),
        ("2**-2", Fraction(1, 4)),
        ("-2**2", Fraction(-4)),
        ("(-2)**2", Fraction(4)),
        ("2*3**2", Fraction(18)),
        ("12/2/3", Fraction(2)),
        ("10 - 4 - 3", Fraction(3)),
        ("--5", Fraction(5)),
        ("1 - -1", Fraction(2)),
        ("max(1, 2/3, -4)", Fraction(1)),
        ("min(1, 2/3, -4)", Fraction(-4)),
        ("abs(-1/3) + abs(1/3)", Fraction(2, 3)),
        ("36028797018963969/36028797018963968", Fraction(2**55 + 1, 2**55)),
        ("9" * 1000, Fraction(10**1000 - 1)),
    ],
)
def test_numbers_are_exact(given_: object, value: Fraction) -> None:
    found = exact(given_)
    assert type(found) is Fraction
    assert found == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sqrt(4)", Fraction(2)),
        ("root(27, 3)", Fraction(3)),
        ("8**(2/3)", Fraction(4)),
        ("floor(7/2) + ceil(7/2)", Fraction(7)),
        ("floor(-1/2)", Fraction(-1)),
        ("exp(0) + log(1)", Fraction(1)),
        ("floor(exp(1))", Fraction(2)),
        ("ceil(log(1000)/log(10) + 1/2)", Fraction(4)),
    ],
)
def test_closed_forms_with_a_rational_value(text: str, value: Fraction) -> None:
    assert exact(text, closed=True) == value
    with pytest.raises(FormulaError):
        exact(text)


@pytest.mark.parametrize("wrong", [True, False, 0.5, float("nan"), float("inf"), sympy.Float("0.5"), sympy.Float(1)])
def test_floats_and_truth_values_are_refused(wrong: object) -> None:
    with pytest.raises(InexactNumber):
        exact(wrong)


@pytest.mark.parametrize(
    "wrong", [None, Decimal("0.5"), [1], (1, 2), b"1", 1j, sympy.oo, sympy.zoo, sympy.nan, sympy.I, sympy.sqrt(-2)]
)
def test_other_things_are_refused(wrong: object) -> None:
    with pytest.raises(FormulaError):
        exact(wrong)


def test_a_sympy_expression_passes_with_declared_names_only() -> None:
    x, y = symbol("x"), symbol("y")
    assert exact(x + y / 2) == x + y / 2
    assert exact(x + y / 2, ["x", "y"]) == x + y / 2
    assert exact(x - x, ["x"]) == Fraction(0)
    with pytest.raises(FormulaError, match="unknown name 'y'"):
        exact(x + y, ["x"])
    with pytest.raises(InexactNumber):
        exact(x * sympy.Float("0.1"), ["x"])
    with pytest.raises(FormulaError, match="cannot be a name"):
        exact(sympy.Symbol("x_{\\input{/etc/passwd}}"))


def test_a_symbol_with_assumptions_becomes_the_plain_one() -> None:
    assert exact(sympy.Symbol("x", positive=True) + 1, ["x"]) == symbol("x") + 1


def test_names_are_a_sequence() -> None:
    with pytest.raises(UsageError):
        exact("x", "x")
    with pytest.raises(UsageError):
        parse("x", ["x"], "Formula")


# --- names


@pytest.mark.parametrize(
    "name", ["pi", "S", "E", "I", "N", "O", "Q", "C", "beta", "gamma", "lambda", "oo", "zoo", "nan"]
)
def test_a_declared_name_means_itself(name: str) -> None:
    found = exact(f"2*{name} - {name}", [name])
    assert found == symbol(name) == sympy.Symbol(name)
    assert found.is_number is False
    assert exact(f"2*{name} - 2*{name}", [name]) == 0
    assert expression_text(found, [name]) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "None",
        "True",
        "false",
        "and",
        "max",
        "sqrt",
        "__class__",
        "_x",
        "1x",
        "ｘ",
        "β",
        "a-b",
        "a b",
        "x\n",
        "x" * 65,
    ],
)
def test_what_cannot_be_declared(name: str) -> None:
    with pytest.raises(FormulaError, match="cannot be a name"):
        check_name(name)
    with pytest.raises(FormulaError, match="cannot be a name"):
        symbol(name)
    with pytest.raises(FormulaError, match="cannot be a name"):
        exact("1", ["x", name])


def test_names_that_can_be_declared() -> None:
    for name in ["x", "c_m", "lambda", "x" * 64, "R2D2", "if"]:
        assert check_name(name) == name
    assert check_name.__wrapped__("x") == "x"
    with pytest.raises(FormulaError, match="a name is a text"):
        check_name(3)  # type: ignore[arg-type]


# --- what is refused, where, and with which hint

REFUSED = [
    # operators and spelling
    ("x^2", 2, "'^'", "use ** for powers"),
    ("2x", 2, "'2x'", "2*x"),
    ("2 x", 3, "'x'", "with *"),
    ("x y", 3, "'y'", "with *"),
    ("(x)(y)", 4, "'('", "with *"),
    ("x(1)", 2, "'x' is a name, not a function", "x*("),
    ("0,5", 2, "','", "0.5"),
    ("50%", 3, "'%'", "50/100"),
    ("x//2", 2, "'//'", "use /"),
    ("x***2", 2, "'***'", "use **"),
    ("x;y", 2, "';'", "one formula"),
    ("x\ny", 2, "'\\n'", "one line"),
    ("x # y", 3, "'#'", "no comments"),
    ("x\ty", 2, "'\\t'", "spaces"),
    ("x − 1", 3, "'−'", "use -"),
    ("β", 1, "'β'", "write beta"),
    ("ｘ", 1, "'ｘ'", ""),
    ("x\u202e", 2, "'\\u202e'", ""),
    ("\0", 1, "'\\x00'", ""),
    ("", 1, "empty", ""),
    ("   ", 1, "empty", ""),
    ("x +", 4, "ends too early", ""),
    ("(x", 1, "never closed", ""),
    ("x)", 2, "')'", ""),
    ("()", 2, "')'", ""),
    ("max(x)", 1, "two or more", ""),
    ("max x", 1, "parentheses", "max(...)"),
    ("min(x,)", 7, "')'", ""),
    ("abs(x, y)", 1, "one argument", ""),
    # numbers
    ("012", 1, "leading zero", "write 12"),
    ("5.", 1, "decimal point", "write 5"),
    ("1_000", 1, "'_'", "write 1000"),
    ("0x1F", 1, "no decimal number", ""),
    ("12:30", 3, "':'", ""),
    ("1.2.3", 1, "no number", ""),
    ("٣", 1, "'٣'", ""),
    ("9" * 1001, 1, "at most 1000 digits", ""),
    ("9" * 5000, 2001, "at most 2000 characters", ""),
    # code
    ("__import__('os').system('true')", 12, '"\'"', ""),
    ("x.__class__", 2, "'.'", ""),
    ("().__class__", 3, "'.'", ""),
    ("__import__(x)", 1, "unknown function '__import__'", ""),
    ("lambda x: x", 9, "':'", ""),
    ("lambda", 1, "unknown name 'lambda'", ""),
    ("[x for x in y]", 1, "'['", "( and )"),
    ("f'{x}'", 2, '"\'"', ""),
    ("(x:=1)", 3, "':'", ""),
    ("open('f')", 6, '"\'"', ""),
    ("x if y else z", 3, "'if'", ""),
    # size
    ("9**9**9", 5, "an exponent is a plain integer", "closed form"),
    ("2**(10**9)", 7, "an exponent is a plain integer", ""),
    ("x**y", 4, "an exponent is a plain integer", ""),
    ("x**(1/2)", 6, "an exponent is a plain integer", ""),
    ("x**65", 4, "at most 64", ""),
    ("x**-65", 4, "at most 64", ""),
    ("(x**8)**9", 7, "degree is at most 64, here 72", ""),
    ("(x+y+z+w)**60", 10, "at most 20000 terms", ""),
    ("(" * 300 + "x" + ")" * 300, 41, "40 deep", ""),
    ("-" * 1900 + "x", 401, "at most 400", ""),
    ("-" * 5000 + "x", 2001, "at most 2000 characters", ""),
    ("+".join(["x"] * 201), 401, "at most 400", ""),
    ("(((2**64)**64)**64)", 15, "20000 binary digits", ""),
    # no value
    ("1/0", 2, "division by zero", ""),
    ("1/0.0", 2, "division by zero", ""),
    ("x/(2 - 1 - 1)", 2, "division by zero", ""),
    ("1/(x-x)", 2, "always zero", ""),
    ("1/((x+y)**2 - x**2 - 2*x*y - y**2)", 2, "always zero", ""),
    ("1/(1/(x+1) - 1/(1+x))", 2, "always zero", ""),
    ("1/(max(x,y) - max(y,x))", 2, "always zero", ""),
    ("1/(abs(x-y) - abs(y-x))", 2, "always zero", ""),
    ("0**0", 2, "0**0", ""),
    ("(x-x)**0", 6, "0**0", ""),
    ("0**-1", 2, "division by zero", ""),
    ("(x-x)**-2", 6, "division by zero", ""),
    # names
    ("cR", 1, "unknown name 'cR'", "did you mean 'c_R'?"),
    ("x + q", 5, "unknown name 'q'", "declared: x, y, z, w, c_R"),
    ("maxx(x, y)", 1, "unknown function 'maxx'", "did you mean 'max'?"),
    ("sqrt(x)", 1, "closed form", ""),
    ("exp(x)", 1, "closed form", ""),
    # conditions
    ("x = 1", 3, "'='", "not a condition"),
    ("x < 1", 3, "'<'", ""),
    ("x and y", 3, "'and' joins", "not a condition"),
    ("not x", 1, "'not'", ""),
    ("true", 1, "unknown name 'true'", ""),
]


@pytest.mark.parametrize(("text", "column", "message", "hint"), REFUSED, ids=[case[0][:20] for case in REFUSED])
def test_refused_with_column_and_hint(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        exact(text, NAMES)
    error = caught.value
    assert error.column == column
    assert message in error.message
    assert hint in error.hint
    assert error.exit_code == 3
    assert all(line.isprintable() for line in error.lines())
    assert max(map(len, error.lines())) < 200


@pytest.mark.parametrize(
    "text",
    ["1e3", "1E3", "1.5e3", "1e-99999999", "1e99999999", "2e+5", "oo", "zoo", "nan", "inf", ".inf", ".nan", "NaN"],
)
def test_what_only_a_float_could_hold(text: str) -> None:
    with pytest.raises(InexactNumber) as caught:
        exact(text, NAMES)
    assert caught.value.column == 1


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "2**(10**9)",
        "2**(x - x + 10**9)",
        "2**(x + 10**9)*2**-x",
        "exp(10**9)",
        "exp(log(2)*10**9)",
        "exp(exp(exp(9)))",
        "floor(exp(exp(9)))",
        "x**y**z**x**y**z",
        "sqrt(" * 5 + "x" + ")" * 5,
        "x**(1/1001)",
        "root(x, y)",
        "root(x, 1)",
        "root(x, 65)",
        "sqrt(-1)",
        "(-8)**(1/3)",
        "root(-8, 3)",
        "sqrt(1 - sqrt(2))",
        "log(0)",
        "log(-1)",
        "log(x - x)",
        "log(log(1/3))",
        "min(root(log(1/3), 3), 1/2)",
        "max(1, log(sqrt(2) - 2))",
        "0**x",
        "1/(sqrt(4) - 2)",
        "1/log(1)",
        "1/(sqrt(x)**2 - x)",
        "sqrt(" + "9" * 400 + ")",
    ],
)
def test_closed_forms_without_a_value_or_too_large(text: str) -> None:
    with pytest.raises(FormulaError):
        exact(text, NAMES, closed=True)


def test_a_long_sum_and_deep_parentheses_are_read() -> None:
    assert exact("+".join(["x"] * 200), ["x"]) == 200 * symbol("x")
    assert exact("(" * 40 + "x" + ")" * 40, ["x"]) == symbol("x")
    assert exact("-" * 399 + "x", ["x"]) == -symbol("x")
    assert exact("max(x, min(y, " * 20 + "x" + "))" * 20, ["x", "y"]).free_symbols == {symbol("x"), symbol("y")}


# --- conditions


def test_a_chain() -> None:
    tree = read_condition("S < P <= R < T", ["S", "P", "R", "T"])
    assert isinstance(tree, Comparison)
    assert [part.name for part in tree.operands] == ["S", "P", "R", "T"]
    assert tree.operators == ("<", "<=", "<")


def test_equality_has_two_spellings() -> None:
    assert read_condition("x = 1", ["x"]).operators == read_condition("x == 1", ["x"]).operators == ("=",)
    assert read_condition("x != 1", ["x"]).operators == ("!=",)


def shape(tree: Tree) -> str:
    """A condition with all its parentheses."""

    def told(node: Tree, below: list[str]) -> str:
        if isinstance(node, Logic):
            return f"({f' {node.op} '.join(below)})" if node.op != "not" else f"(not {below[0]})"
        if isinstance(node, Comparison):
            return "".join(f"{o}{op}" for o, op in zip(below, (*node.operators, ""), strict=True))
        if isinstance(node, Binary):
            return f"({below[0]}{node.op}{below[1]})"
        if isinstance(node, Unary):
            return f"(-{below[0]})"
        if isinstance(node, Truth):
            return str(node.value)
        return str(node.value) if isinstance(node, Number) else node.name if isinstance(node, Name) else "?"

    return fold(tree, told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x<1 or y<1 and z<1", "(x<1 or (y<1 and z<1))"),
        ("(x<1 or y<1) and z<1", "((x<1 or y<1) and z<1)"),
        ("x<1 and y<1 and z<1", "(x<1 and y<1 and z<1)"),
        ("not x<1 and y<1", "((not x<1) and y<1)"),
        ("not (x<1 and y<1)", "(not (x<1 and y<1))"),
        ("not not x<1", "x<1"),
        ("~x<1 & y+1<z | x=1", "(((not x<1) and (y+1)<z) or x=1)"),
        ("-x**2 < -y*2", "(-(x**2))<((-y)*2)"),
        ("((x)) <= (y - z)", "x<=(y-z)"),
        ("true or x<1", "(True or x<1)"),
        ("never", "False"),
        ("always", "True"),
        ("max(x, y) > 1", "?>1"),
    ],
)
def test_how_conditions_bind(text: str, expected: str) -> None:
    assert shape(read_condition(text, NAMES)) == expected


def test_always_is_a_name_once_declared() -> None:
    assert read_condition("always > 0", ["always"]).operands[0] == Name("always", 1)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("x", 1, "a number stands where a condition"),
        ("x + 1", 3, "a number stands where a condition"),
        ("x < 1 and y", 11, "a number stands where a condition"),
        ("(x < 1) + 1", 4, "a condition stands where a number"),
        ("(x < 1) < 1", 4, "a condition stands where a number"),
        ("max(x < 1, 2) > 1", 7, "a condition stands where a number"),
        ("x < not y", 5, "'not'"),
        ("x => 1", 3, "'=>'"),
        ("x && y", 3, "'&&'"),
        ("x <> 1", 3, "'<>'"),
        ("!x", 1, "'!'"),
        ("and x", 1, "'and'"),
        ("x < sqrt(2)", 5, "closed form"),
        ("x < 1/0", 6, "division by zero"),
        ("x < tru", 5, "unknown name"),
    ],
)
def test_what_is_no_condition(text: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_condition(text, NAMES)
    assert caught.value.column == column
    assert message in caught.value.message


def test_a_condition_is_no_expression() -> None:
    with pytest.raises(FormulaError):
        to_sympy(read_condition("x < 1", ["x"]))


# --- against Python's own grammar

NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?|\.[0-9]+")


class Refused(Exception):
    """What the oracle refuses."""


def oracle(text: str) -> list[Fraction | None]:
    """Values at the points by Python's parser over a whitelist; None where a value is missing."""
    source = text.strip(" ")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source, mode="eval").body
    except SyntaxError:
        raise Refused from None

    def literal(node: ast.AST) -> Fraction | None:
        sign = 1
        while isinstance(node, ast.UnaryOp):
            sign, node = sign * (-1 if isinstance(node.op, ast.USub) else 1), node.operand
        return sign * work(node)[0] if isinstance(node, ast.Constant) else None

    def work(node: ast.AST) -> list[Fraction | None]:
        if isinstance(node, ast.Constant) and NUMBER.fullmatch(ast.get_source_segment(source, node) or ""):
            return [Fraction(ast.get_source_segment(source, node))] * len(POINTS)
        if isinstance(node, ast.Name) and node.id in POINTS[0]:
            return [point[node.id] for point in POINTS]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = work(node.operand)
            return [v if v is None or isinstance(node.op, ast.UAdd) else -v for v in inner]
        if not isinstance(node, ast.BinOp):
            raise Refused
        left, right = work(node.left), work(node.right)
        if isinstance(node.op, ast.Pow):
            power = literal(node.right)
            if power is None or power.denominator != 1 or abs(power) > 64:
                raise Refused
            if power <= 0 and all(v == 0 for v in left):
                raise Refused
            return [None if v is None or (v == 0 and power < 0) else v ** int(power) for v in left]
        if isinstance(node.op, ast.Div):
            if all(v == 0 for v in right):
                raise Refused
            return [None if a is None or not b else a / b for a, b in zip(left, right, strict=True)]
        operations = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b}
        if type(node.op) not in operations:
            raise Refused
        operation = operations[type(node.op)]
        return [None if a is None or b is None else operation(a, b) for a, b in zip(left, right, strict=True)]

    return work(body)


def value_of(tree: Tree, point: dict[str, Fraction]) -> Fraction | None:
    """A tree at a point, with Fractions alone."""

    def told(node: Tree, below: list[Fraction | None]) -> Fraction | None:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name):
            return point[node.name]
        if None in below:
            return None
        if isinstance(node, Unary):
            return -below[0]
        if isinstance(node, Call):
            return {"min": min, "max": max, "abs": lambda v: abs(v[0])}[node.function](below)
        left, right = below
        if node.op == "+":
            return left + right
        if node.op == "-":
            return left - right
        if node.op == "*":
            return left * right
        if node.op == "/":
            return left / right if right else None
        return left**right if left or right > 0 else None

    return fold(tree, told)


WORDS = ["x", "y", "z", "0", "1", "2", "3", "17", "0.25", ".5", "+", "-", "*", "/", "**", "(", ")", " "]
ODD = ["1.", "01", "//", "1 2", ".", ",", "e", "w", "="]


def strings(count: int, seed: int) -> list[str]:
    """Half loose words, half read off the grammar and then sometimes broken."""
    chance = random.Random(seed)

    def formula(depth: int) -> str:
        kind = chance.randrange(8) if depth else chance.randrange(2)
        if kind < 2:
            return chance.choice(WORDS[:10])
        if kind == 2:
            return f"({formula(depth - 1)})"
        if kind == 3:
            return chance.choice("+-") + formula(depth - 1)
        if kind == 4:
            return (
                f"{formula(depth - 1)}**{chance.choice(['2', '3', '-1', '0', '-(2)', '--2', '2.0', 'x', '1/2', '.5'])}"
            )
        return formula(depth - 1) + chance.choice([" + ", "-", "*", "/", " / "]) + formula(depth - 1)

    made = []
    for place in range(count):
        if place % 2:
            text = formula(4)
            if chance.random() < 0.2:
                cut = chance.randrange(len(text) + 1)
                text = text[:cut] + chance.choice(WORDS + ODD) + text[cut + chance.randrange(2) :]
        else:
            text = "".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 9)))
        made.append(text)
    return made


def tree_or_error(text: str) -> Tree | FormulaError:
    try:
        return parse(text, ["x", "y", "z"])
    except FormulaError as error:
        return error


def test_plain_arithmetic_agrees_with_python() -> None:
    accepted = refused = 0
    for place, text in enumerate(strings(12_000, seed=1)):
        try:
            expected = oracle(text)
        except Refused:
            expected = None
        tree = tree_or_error(text)
        if isinstance(tree, FormulaError):
            beyond = "at most" in tree.message or "binary digits" in tree.message
            assert expected is None or beyond, (text, tree.message)
            refused += 1
            continue
        assert expected is not None, text
        assert [value_of(tree, point) for point in POINTS] == expected, text
        if place % 10 == 1:
            found = to_sympy(tree) if (constant := check_budgets(tree)) is None else constant
            for point, value in zip(POINTS, expected, strict=True):
                assert value is None or at(exact(found), point) == value, text
        accepted += 1
    assert accepted > 3_000
    assert refused > 3_000


# --- nothing but project errors, and no text in sympy


CLOSED = ["sqrt({})", "root({}, 3)", "exp({})", "log({})", "floor({})", "ceil({})", "({})**(x/2)", "2**({})"]
CALLS = ["max({}, x)", "min({}, 1/2, {})", "abs({})", "({})**2", "1/({})", "-({})", "{} + {}", "{}*{}", "{} - c_R*{}"]
CONDITIONS = ["{} <= {}", "{} < {} != 1", "({} = 0) and x < 1", "not {} > 1 or true", "~({} >= {})"]
JUNK = [
    "<",
    "=",
    "and",
    "not ",
    "~",
    "&",
    "true",
    "oo",
    "9" * 30,
    "1e9",
    "^",
    "%",
    "_",
    "é",
    "\n",
    "'",
    ",",
    "(",
    ")",
    "**",
]


def wild_text(chance: random.Random, kind: str) -> str:
    """A formula grown from templates, broken in two cases out of three."""
    text = chance.choice(["x", "y", "0", "2", "1/3", "x - y", "z"])
    for _ in range(chance.randrange(5)):
        template = chance.choice(CALLS + (CLOSED if kind == "closed" else []))
        text = template.format(*[text] + [chance.choice(["x", "2", text])] * (template.count("{}") - 1))
    if kind == "condition":
        text = chance.choice(CONDITIONS).format(text, "y")
    for _ in range(chance.randrange(3)):
        cut = chance.randrange(len(text) + 1)
        text = text[:cut] + chance.choice(JUNK + WORDS) + text[cut + chance.randrange(3) :]
    return text


def test_random_text_raises_project_errors_only(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_text_in_sympy(monkeypatch)
    chance = random.Random(7)
    read = 0
    for place in range(20_000):
        if place % 4:
            text = "".join(chance.choice(JUNK + WORDS + ODD) for _ in range(chance.randrange(1, 14)))
        else:
            text = wild_text(chance, ("formula", "closed", "condition")[place % 3])
        with contextlib.suppress(FormulaError):
            if place % 3 == 2:
                read_condition(text, NAMES)
            else:
                expression_text(exact(text, NAMES, closed=place % 3 == 1), NAMES)
            read += 1
    assert read > 2_000


def refuse_text_in_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    import sympy.core.sympify
    import sympy.parsing.sympy_parser

    def no_text(*_: object, **__: object) -> None:
        raise AssertionError("text reached sympy's parser")

    monkeypatch.setattr(sympy.parsing.sympy_parser, "parse_expr", no_text)
    monkeypatch.setattr(sympy.parsing.sympy_parser, "eval_expr", no_text)
    monkeypatch.setattr(sympy.parsing.sympy_parser, "stringify_expr", no_text)


def test_the_guard_would_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_text_in_sympy(monkeypatch)
    with pytest.raises(AssertionError, match="reached"):
        sympy.sympify("x + 1")


@pytest.mark.parametrize("closed", [False, True])
def test_no_text_reaches_sympy(monkeypatch: pytest.MonkeyPatch, closed: bool) -> None:
    refuse_text_in_sympy(monkeypatch)
    text = "max(x, y/2, 3) - min(x, 0.5)*abs(y)**3/(x - 1)"
    if closed:
        text += " + sqrt(x) + root(y, 3)*exp(-x) - log(2)**x + floor(x/2) + ceil(y)"
    found = exact(text, ["x", "y"], closed=closed)
    assert exact(expression_text(found, ["x", "y"]), ["x", "y"], closed=closed) == found
    assert expression_latex(found, ["x", "y"])


def test_numbers_do_not_wait_for_sympy() -> None:
    program = (
        "import sys; from coopsec_games.formulas import exact, number_text, read_condition;"
        "print(number_text(exact('2/3')), read_condition('x < 1', ['x']).operators, 'sympy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["2/3", "('<',)", "False"]


# --- printing


@pytest.mark.parametrize(
    ("text", "names", "shown", "latex"),
    [
        ("-c_m + c + k", "k c c_m", "k + c - c_m", "k + c - c_{m}"),
        ("(T - R)/(T - P)", "T R P S", "(T - R)/(T - P)", r"\frac{T - R}{T - P}"),
        ("(R - T)/(P - T)", "T R P S", "(T - R)/(T - P)", r"\frac{T - R}{T - P}"),
        ("1/(1 - delta)", "delta", "1/(1 - delta)", r"\frac{1}{1 - \delta}"),
        ("k*2*c/3", "c k", "2*c*k/3", r"\frac{2 c k}{3}"),
        ("-c/2 + g", "g c", "g - c/2", r"g - \frac{c}{2}"),
        ("1 - x", "x", "1 - x", "1 - x"),
        ("1 + x", "x", "x + 1", "x + 1"),
        ("-x - 1", "x", "-x - 1", "-x - 1"),
        ("y + x**2 + x*y - 3", "x y", "x**2 + x*y + y - 3", "x^{2} + x y + y - 3"),
        ("x**-2", "x", "1/x**2", r"\frac{1}{x^{2}}"),
        ("-3/(2*x*y)", "y x", "-3/(2*y*x)", r"-\frac{3}{2 y x}"),
        ("x*(y + 1)**2", "x y", "x*(y + 1)**2", r"x \left(y + 1\right)^{2}"),
        ("-x*(y - x)", "x y", "x*(x - y)", r"x \left(x - y\right)"),
        (
            "max(y, x, 0) - min(x, y)",
            "x y",
            "max(0, x, y) - min(x, y)",
            r"\max\left(0, x, y\right) - \min\left(x, y\right)",
        ),
        ("abs(x - y)", "x y", "abs(x - y)", r"\left|x - y\right|"),
        ("-2/3", "", "-2/3", r"-\frac{2}{3}"),
        ("pi*c_RUS", "pi c_RUS", "pi*c_RUS", r"\pi c_{\mathrm{RUS}}"),
    ],
)
def test_how_formulas_print(text: str, names: str, shown: str, latex: str) -> None:
    value = exact(text, names.split())
    assert expression_text(value, names.split()) == shown
    assert expression_latex(value, names.split()) == latex


@pytest.mark.parametrize(
    ("text", "shown", "latex"),
    [
        ("sqrt(x)", "sqrt(x)", r"\sqrt{x}"),
        ("x**(1/3)", "root(x, 3)", r"\sqrt[3]{x}"),
        ("x**(2/3)", "root(x, 3)**2", r"{\sqrt[3]{x}}^{2}"),
        ("1/sqrt(x)", "1/sqrt(x)", r"\frac{1}{\sqrt{x}}"),
        ("exp(-x)", "exp(-x)", "e^{-x}"),
        ("exp(1)*x", "exp(1)*x", "e^{1} x"),
        ("log(x)/log(2)", "log(x)/log(2)", r"\frac{\log\left(x\right)}{\log\left(2\right)}"),
        ("y**x/(1 - y)", "y**x/(1 - y)", r"\frac{y^{x}}{1 - y}"),
        ("2*3**x", "2*3**x", r"2 \cdot 3^{x}"),
        ("(1/2)**(x + 1)", "(1/2)**(x + 1)", r"\left(\frac{1}{2}\right)^{x + 1}"),
        ("floor(x/2)", "floor(x/2)", r"\left\lfloor \frac{x}{2}\right\rfloor"),
        ("sqrt(8)", "2*sqrt(2)", r"2 \sqrt{2}"),
    ],
)
def test_how_closed_forms_print(text: str, shown: str, latex: str) -> None:
    value = exact(text, ["x", "y"], closed=True)
    assert expression_text(value, ["x", "y"]) == shown
    assert exact(shown, ["x", "y"], closed=True) == value
    assert expression_latex(value, ["x", "y"]) == latex


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("pi", r"\pi"),
        ("lambda", r"\lambda"),
        ("Gamma", r"\Gamma"),
        ("c_m", "c_{m}"),
        ("c_pi", r"c_{\pi}"),
        ("c_RUS", r"c_{\mathrm{RUS}}"),
        ("b_1_2", "b_{1,2}"),
        ("x12", "x_{12}"),
        ("beta2_a", r"\beta_{2,a}"),
        ("gain", r"\mathit{gain}"),
        ("c_", "c"),
    ],
)
def test_how_names_print(name: str, latex: str) -> None:
    assert symbol_latex(name) == latex


def test_large_numbers_print() -> None:
    value = 7**7000 * 10**50
    text = number_text(Fraction(-value, 3))
    assert text.endswith("0" * 50 + "/3")
    assert len(text) == len("-/3") + 5916 + 50
    assert number_text(10**1000) == "1" + "0" * 1000
    assert number_text(5) == "5"


def test_what_the_language_cannot_say() -> None:
    x = symbol("x")
    for wrong in (sympy.sin(x), sympy.pi * x, sympy.gamma(x), sympy.Symbol("x y"), True, None):
        with pytest.raises(FormulaError):
            expression_text(wrong)


def test_an_unexpanded_minus_keeps_its_parentheses() -> None:
    x, y = symbol("x"), symbol("y")
    value = sympy.Mul(-1, x + y, evaluate=False)
    assert expression_text(value, ["x", "y"]) == "-(x + y)"
    assert expression_text(sympy.Add(y, value, evaluate=False), ["x", "y"]) == "y - (x + y)"


leaves = st.one_of(
    st.sampled_from(["x", "y", "z"]).map(Name),
    st.fractions(min_value=-9, max_value=9, max_denominator=5).map(Number),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda base, power: Binary("**", base, Number(Fraction(power))), inner, st.integers(-3, 3)),
        st.builds(lambda operand: Unary("-", operand), inner),
        st.builds(
            lambda word, parts: Call(word, tuple(parts)),
            st.sampled_from(["min", "max"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda part: Call("abs", (part,)), inner),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(trees, st.permutations(["x", "y", "z"]))
def test_what_is_printed_reads_again(tree: Tree, names: list[str]) -> None:
    try:
        check_budgets(tree)
        value = exact(to_sympy(tree))
    except FormulaError:
        assume(False)
    text = expression_text(value, names)
    again = exact(text, names)
    for point in POINTS:
        expected = value_of(tree, point)
        if expected is not None:
            assert at(value, point) == expected
            assert at(again, point) == expected
    assert expression_text(again, names) == text
