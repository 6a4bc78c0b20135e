"""How fast maps of outcomes are made here, next to sympy and nashpy: ``python benchmarks/conditions.py``.

Each cell is the best of three processes, each asked once, so that nothing is remembered; importing and a first small
game do not count.  sympy is given the same cells, as backward induction leaves them, and is asked to simplify them;
nashpy is asked for the equilibria of the same game at every point of a grid, which is the question that it can answer.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).resolve().parent
REPEATS = 3
ENOUGH = 10.0  # seconds, beyond which a cell is not repeated
GRID = 5

LETTERS = ("b", "cU", "cN", "l", "w", "r", "kR", "dR", "hR", "kC", "dC", "t", "s", "f", "g")
Question = Callable[[], str]


def kosovo() -> Any:
    """The tree of fifteen parameters: the Council, a veto, action outside it, and the answer of Serbia."""
    from coopsec_games.conditions import Assumptions
    from coopsec_games.formulas import exact
    from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal

    def end(outcome: str, *payoffs: str) -> Terminal:
        return Terminal(outcome, tuple(exact(text, LETTERS) for text in payoffs))

    def war(kind: str, cost: str, legitimacy: str, russia: str, china: str) -> Decision:
        fought = "t - f - g" if kind == "UN" else "t - f"
        concede = end(f"{kind}:concede", f"b + {legitimacy}", russia, china, "-s")
        fight = end(f"{kind}:fight", f"b + {legitimacy} - {cost}", russia, china, fought)
        return Decision("SB", (("concede", concede), ("fight", fight)))

    def refused(kind: str, russia: str, china: str, war_node: Decision) -> Decision:
        back_down = end(f"{kind}+backdown", "w - r", russia, china, "t")
        return Decision("US", (("NATO", war_node), ("back down", back_down)))

    after_russia = refused("vetoR", "kR", "0", war("vetoR+NATO", "cN", "w - r", "kR - dR - hR", "-dC"))
    after_china = refused("vetoC", "0", "kC", war("vetoC+NATO", "cN", "w - r", "-dR - hR", "kC - dC"))
    mandate = Decision(
        "US", (("UN", war("UN", "cU", "l + w", "-dR", "-dC")), ("drop", end("drop", "w - r", "0", "0", "t")))
    )
    china = Decision("CN", (("veto", after_china), ("abstain", mandate)))
    root = Decision(
        "US",
        (
            ("SQ", end("SQ", "0", "0", "0", "t")),
            ("NATO", war("NATO-direct", "cN", "0", "-dR - hR", "-dC")),
            ("propose", Decision("RU", (("veto", after_russia), ("abstain", china)))),
        ),
    )
    under = Assumptions.read(LETTERS, *(f"{name} > 0" for name in LETTERS))
    return ExtensiveFormGame(("US", "RU", "CN", "SB"), root, under)


def own_letters() -> Any:
    """Eight leaves of three payoffs, each a letter of its own: nothing can be merged."""
    from coopsec_games.conditions import Assumptions
    from coopsec_games.formulas import exact

    names = tuple(f"x{place}" for place in range(24))
    return grown(3, lambda leaf, place: exact(f"x{3 * leaf + place}", names), Assumptions.read(names))


def shared_letters() -> Any:
    """Sixteen leaves whose payoffs are sums in the same eight positive letters."""
    from coopsec_games.conditions import Assumptions
    from coopsec_games.formulas import exact

    draw = random.Random(8)
    names = tuple(f"p{place}" for place in range(8))

    def payoff(leaf: int, place: int) -> Any:
        return exact(" + ".join(f"{draw.choice((-1, 1, 1, 2))}*{name}" for name in draw.sample(names, 3)), names)

    return grown(4, payoff, Assumptions.read(names, *(f"{name} > 0" for name in names)))


def grown(depth: int, payoff: Callable[[int, int], Any], under: Any) -> Any:
    """A tree of three players with two actions at every decision; of sixteen leaves some have the same outcome."""
    from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal

    leaves = iter(range(2**depth))

    def below(level: int) -> Any:
        if level == depth:
            leaf = next(leaves)
            return Terminal(f"o{leaf % (8 if depth == 3 else 6)}", tuple(payoff(leaf, place) for place in range(3)))
        return Decision("ABC"[level % 3], (("l", below(level + 1)), ("r", below(level + 1))))

    return ExtensiveFormGame(tuple("ABC"), below(0), under)


def armament() -> Any:
    """Two by two, the four payoffs letters."""
    from coopsec_games.conditions import Assumptions
    from coopsec_games.noncooperative.normal_form import NormalFormGame

    cells = [["R, R", "S, T"], ["T, S", "P, P"]]
    return NormalFormGame.from_matrix(
        ("A", "B"), (("refrain", "arm"),) * 2, cells, Assumptions.read(("T", "R", "P", "S"))
    )


def chicken() -> Any:
    """A small game in one letter, to load everything."""
    from coopsec_games.conditions import Assumptions
    from coopsec_games.noncooperative.normal_form import NormalFormGame

    cells = [["0, 0", "-1, x"], ["x, -1", "-9, -9"]]
    return NormalFormGame.from_matrix(("A", "B"), (("l", "r"),) * 2, cells, Assumptions.read(("x",)))


def map_here(game: Any) -> Question:
    from coopsec_games.noncooperative.atlas import outcome_atlas

    def answer() -> str:
        found = outcome_atlas(game)
        cases = sum(len(region.where.clauses()) for region in found.regions)
        return f"{len(found.regions)} regions, {cases} clauses, proven by {found.certificate.checked_by}"

    return answer


def cells_in_sympy() -> list[Any]:
    """The cells of each outcome as sympy's Boolean formulas, before anything is simplified."""
    from sympy import And, Or

    from coopsec_games.noncooperative.backward import Selection
    from coopsec_games.noncooperative.cells import Space

    game = kosovo()
    found: dict[str, list[Any]] = {}
    for cell in Selection(game, Space(game.assumptions)).cells:
        parts = [
            left > 0 if part.op == ">" else left >= 0 for part in cell.clause for left in (part.polynomial.to_sympy(),)
        ]
        found.setdefault(cell.outcome, []).append(And(*parts))
    return [Or(*clauses) for clauses in found.values()]


def simplify_in_sympy(name: str) -> Question:
    import sympy

    formulas = cells_in_sympy()

    def answer() -> str:
        if name == "reduce_inequalities":
            try:
                sympy.reduce_inequalities(list(formulas[0].atoms(sympy.core.relational.Relational)))
            except NotImplementedError as fault:
                return f"none: {' '.join(str(fault).split())}"
            return "answered"
        short = [sympy.simplify(formula) if name == "simplify" else sympy.to_dnf(formula) for formula in formulas]
        literals = sum(len(list(sympy.preorder_traversal(part))) for part in short)
        clauses = sum(len(part.args) if isinstance(part, (sympy.Or, sympy.And)) else 1 for part in short)
        return f"{len(short)} formulas, {clauses} parts, {literals} nodes, no proof"

    return answer


def sweep_in_nashpy() -> Question:
    import nashpy
    import numpy

    values = [float(step) for step in range(1, GRID + 1)]

    def answer() -> str:
        found = set()
        for t, r, p, s in product(values, repeat=4):
            game = nashpy.Game(numpy.array([[r, s], [t, p]]), numpy.array([[r, t], [s, p]]))
            pure = tuple(sorted(tuple(round(float(share[0])) for share in pair) for pair in game.support_enumeration()))
            found.add(pure)
        return f"{len(values) ** 4} points, {len(found)} patterns, no boundary"

    return answer


QUESTIONS: dict[str, tuple[str, Callable[[], Question], str]] = {
    "kosovo": ("fifteen parameters, four players", lambda: map_here(kosovo()), "-"),
    "kosovo-simplify": ("the same cells", lambda: simplify_in_sympy("simplify"), "implications between sums; merging"),
    "kosovo-dnf": ("the same cells", lambda: simplify_in_sympy("to_dnf"), "implications between sums; merging"),
    "kosovo-reduce": ("the cells of one outcome", lambda: simplify_in_sympy("reduce_inequalities"), "several symbols"),
    "own-letters": ("8 leaves, 24 letters", lambda: map_here(own_letters()), "-"),
    "shared-letters": ("16 leaves, 8 letters", lambda: map_here(shared_letters()), "-"),
    "armament": ("two by two, four letters", lambda: map_here(armament()), "-"),
    "armament-sweep": (f"the same at {GRID} values a letter", sweep_in_nashpy, "every point off the grid; ties"),
}
BESIDE = {
    "kosovo-simplify": "kosovo",
    "kosovo-dnf": "kosovo",
    "kosovo-reduce": "kosovo",
    "armament-sweep": "armament",
}


def one(name: str) -> None:
    import warnings

    warnings.simplefilter("ignore")  # nashpy warns at every degenerate point
    question = QUESTIONS[name][1]()
    map_here(chicken())()
    started = perf_counter()
    told = question()
    print(json.dumps({"seconds": perf_counter() - started, "told": told}))


def measured(name: str, limit: float) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).resolve()), "--one", name]
    found: list[dict[str, Any]] = []
    for _ in range(REPEATS):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            return {"told": f"> {limit:.0f} s"}
        if done.returncode:
            return {"told": "fails"}
        found.append(json.loads(done.stdout.splitlines()[-1]))
        if found[0]["seconds"] > ENOUGH:
            break
    return min(found, key=lambda entry: float(entry["seconds"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=120, help="seconds for each cell")
    parser.add_argument("--one", choices=QUESTIONS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    sys.path.insert(0, str(HERE.parent))
    if chosen.one:
        one(chosen.one)
        return
    print("| question | program | seconds | beside here | what it says | what it misses |")
    print("|---|---|---|---|---|---|")
    here: dict[str, float] = {}
    for name, (what, _, misses) in QUESTIONS.items():
        found = measured(name, chosen.limit)
        program = (
            "coopsec-games" if name not in BESIDE else "nashpy" if "sweep" in name else "sympy " + name.split("-")[1]
        )
        seconds = found.get("seconds")
        if name not in BESIDE and seconds is not None:
            here[name] = seconds
        ratio = f"{seconds / here[BESIDE[name]]:,.3g}" if name in BESIDE and seconds and BESIDE[name] in here else "-"
        told = f"{seconds:.3g}" if seconds is not None else "-"
        print(f"| {what} | {program} | {told} | {ratio} | {found['told']} | {misses} |", flush=True)


if __name__ == "__main__":
    main()
