"""The house keeps its own rules: layers, cold start, what must never be called, registries with sources."""

from __future__ import annotations

import ast
import configparser
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import coopsec_games

PACKAGE = Path(coopsec_games.__file__).parent
CHECKOUT = Path(__file__).resolve().parent.parent
HEAVY = {"sympy", "scipy", "numpy", "z3", "pandas", "matplotlib", "pulp", "nashpy", "networkx"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


every_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


def configuration() -> configparser.ConfigParser:
    file = CHECKOUT / "setup.cfg"
    if not file.is_file():
        pytest.skip("the tests run outside a checkout")
    told = configparser.ConfigParser()
    told.read_string(file.read_text("utf-8"))
    return told


# --- cold start ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [None, ["--help"], ["power", "--help"], ["power", "[39; 7*5, 1*10]"], ["power", "unsc"], ["power", "nato"]],
    ids=str,
)
def test_cold_start_loads_nothing_heavy(words: list[str] | None) -> None:
    run = f"from coopsec_games.cli import main; code = main({words!r})" if words else "code = 0"
    program = (
        f"import sys, coopsec_games\n{run}\nprint('HEAVY', code, sorted(set({sorted(HEAVY)!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=PACKAGE.parent, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["HEAVY 0 []"], done.stdout[-500:] + done.stderr


def outside_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run on import; what only type checkers read does not."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        yield statement
        if isinstance(statement, ast.If):
            if "TYPE_CHECKING" not in ast.unparse(statement.test):
                waiting += statement.body
            waiting += statement.orelse
        elif isinstance(statement, (ast.Try, ast.With, ast.ClassDef)):
            waiting += statement.body


@every_module
def test_nothing_heavy_is_imported_at_the_top(path: Path) -> None:
    for statement in outside_functions(tree_of(path)):
        if isinstance(statement, ast.Import):
            roots = {alias.name.split(".")[0] for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            roots = {str(statement.module).split(".")[0]}
        else:
            continue
        assert not roots & HEAVY, f"line {statement.lineno}"


# --- layers ----------------------------------------------------------------------------------------------------------


def floors() -> dict[str, tuple[int, str]]:
    """Room to its floor, counted from the top, and the text of its line."""
    lines = configuration()["importlinter:contract:layers"]["layers"].split("\n")
    return {
        room.strip().strip("()"): (floor, line)
        for floor, line in enumerate(line.strip() for line in lines if line.strip())
        for room in line.split("|")
    }


def rooms_imported(path: Path) -> set[str]:
    """The rooms of the house that a module imports from, wherever in it."""
    here = ["coopsec_games", *path.relative_to(PACKAGE).with_suffix("").parts]
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = here[: -node.level] if node.level else []
            stem = ".".join([*start, *([node.module] if node.module else [])])
            found |= {stem} | {f"{stem}.{alias.name}" for alias in node.names}
    inside = (name.split(".") for name in found if name.startswith("coopsec_games."))
    return {name[1] for name in inside}


@every_module
def test_imports_run_only_downward(path: Path) -> None:
    known = floors()
    room = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if path == PACKAGE / "__init__.py":
        return
    assert room in known, f"{room} stands on no floor"
    for other in rooms_imported(path) & known.keys() - {room}:
        assert known[other][0] > known[room][0], f"{room} imports {other}"


def test_every_room_stands_in_the_contract() -> None:
    rooms = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in MODULES} - {"__init__"}
    required = {room for room, (_, line) in floors().items() if f"({room})" not in line}
    assert required <= rooms <= floors().keys()


def test_verify_imports_nothing_of_the_house_but_errors() -> None:
    assert all(rooms_imported(file) <= {"errors", "verify"} for file in sorted((PACKAGE / "verify").glob("*.py")))


def test_setup_lists_every_package() -> None:
    listed = configuration()["options"]["packages"].split()
    found = {"coopsec_games." + name_of(path.parent).replace("/", ".") for path in PACKAGE.rglob("*/__init__.py")}
    assert listed == sorted(listed)
    assert set(listed) == found | {"coopsec_games", "coopsec_games.models", "coopsec_games.cases"}


# --- what must not be there ------------------------------------------------------------------------------------------

FORBIDDEN_CALLS = {"sympify", "parse_expr", "lambdify", "S"}
FORBIDDEN_DOTTED = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "yaml.load",
    "yaml.safe_load",
    "yaml.unsafe_load",
    "yaml.full_load",
    "os.system",
    "os.popen",
}
FORBIDDEN_MODULES = {"pickle", "dill", "shelve", "marshal"}


def faults_of(tree: ast.Module) -> list[str]:
    """Calls that run text as code, and modules that do."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            dotted = ast.unparse(node.func)
            last = dotted.rpartition(".")[2]
            if last in FORBIDDEN_CALLS or dotted.removeprefix("builtins.") in FORBIDDEN_DOTTED:
                found.append(f"line {node.lineno}: {dotted}()")
            if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords):
                found.append(f"line {node.lineno}: a shell")
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in FORBIDDEN_MODULES]
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in FORBIDDEN_MODULES:
            found.append(str(node.module))
    return found


@every_module
def test_no_text_is_run(path: Path) -> None:
    assert faults_of(tree_of(path)) == []


@pytest.mark.parametrize(
    "text",
    ["eval('1')", "sympy.sympify(x)", "S('x')", "yaml.safe_load(f)", "run(x, shell=True)", "import pickle",
     "from pickle import loads", "lambdify([x], y)"],
)  # fmt: skip
def test_the_lint_sees_what_it_looks_for(text: str) -> None:
    assert faults_of(ast.parse(text))


@every_module
def test_no_assert_checks_input(path: Path) -> None:
    assert not [node.lineno for node in ast.walk(tree_of(path)) if isinstance(node, ast.Assert)]


@every_module
def test_only_the_command_line_prints(path: Path) -> None:
    if name_of(path).startswith("cli/"):
        return
    printed = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.stdout.write", "sys.stderr.write")
    ]
    assert not printed


@every_module
def test_only_library_and_command_line_open_files(path: Path) -> None:
    if name_of(path).split("/")[0] in ("library", "cli"):
        return
    words = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
    opened = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in words
    ]
    assert not opened


# --- names -----------------------------------------------------------------------------------------------------------


def order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, each by the alphabet."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name


@every_module
def test_exports_are_sorted_and_exist(path: Path) -> None:
    tree = tree_of(path)
    stated = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    if name_of(path) == "__main__.py":
        return
    for names in stated:
        assert names == sorted(set(names), key=order)
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        module = importlib.import_module(".".join(["coopsec_games", *parts]).removesuffix(".__init__"))
        assert not [name for name in names if not hasattr(module, name)]


@every_module
def test_no_function_has_the_name_of_its_module(path: Path) -> None:
    functions = [node.name for node in tree_of(path).body if isinstance(node, ast.FunctionDef)]
    module = path.parent.name if path.name == "__init__.py" else path.stem
    assert module not in functions


def test_public_face_is_whole() -> None:
    for name in coopsec_games.__all__:
        assert getattr(coopsec_games, name) is not None
    assert set(coopsec_games.__all__) <= set(dir(coopsec_games))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = coopsec_games.nothing


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__init__.py"], ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


# --- registries ------------------------------------------------------------------------------------------------------

REGISTRIES = {
    "POWER_INDICES": "cooperative.indices",
    "RULES": "cooperative.rules",
    "SOLUTION_CONCEPTS": "noncooperative.concepts",
    "GAME_FORMS": "institutions.forms",
    "ALLOCATIONS": "cooperative.allocations",
    "UNION_INDICES": "cooperative.unions",
    "TABLES": "tables",
    "FIGURES": "figures",
    "BODY_FIGURES": "figures",
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_entry_has_a_source_and_a_test(name: str) -> None:
    registry = getattr(importlib.import_module(f"coopsec_games.{REGISTRIES[name]}"), name)
    tested = "\n".join(
        file.read_text("utf-8") for file in sorted(Path(__file__).parent.glob("test_*.py")) if file != Path(__file__)
    )
    assert len(registry) > 0
    for entry in registry.entries():
        assert entry.title, entry.key
        assert entry.cite, entry.key
    words = {key: (f'"{key}"', f"'{key}'", f"{key}:") for key in registry}
    assert [key for key, forms in words.items() if not any(form in tested for form in forms)] == []
