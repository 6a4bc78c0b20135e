"""How fast all extreme equilibria of two-player games are found here, next to other programs.

``python benchmarks/equilibria.py`` prints the table.  Each game of a cell is solved in a process of its own; its time
is that of solving alone, the best of the repeats that fit in a second (of lrsnash: of its whole process).  An answer
that lacks an equilibrium of the reference, or has one too many, says so, and the first ratio is that of the fastest
Python program that is right on every game of the row, without Gambit's enumeration in floats, which proves nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve()
OURS, EXACT, FLOATS = "coopsec-games", "lrsnash", "gambit-double"
PEERS = (EXACT, "gambit-rational", FLOATS, "nashpy-vertex", "nashpy-support")
TOLERANCE = Fraction(1, 10**6)  # of a float that stands for a probability
ENOUGH = 1.0  # seconds of repeating

# kind of game: its payoffs, and what the table calls it
KINDS = {"random": (99, "random, payoffs 0 to 99"), "degenerate": (3, "degenerate, payoffs 0 to 3")}
ROWS = [*(("random", size) for size in (5, 8, 10, 12, 15)), *(("degenerate", size) for size in (3, 4, 6, 8))]

Matrix = list[list[int]]
Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def matrices(kind: str, size: int, seed: int) -> tuple[Matrix, Matrix]:
    """A game that is the same in every run."""
    draw = random.Random(f"{kind} {size} {seed}")
    largest = KINDS[kind][0]
    first, second = ([[draw.randint(0, largest) for _ in range(size)] for _ in range(size)] for _ in range(2))
    return first, second


def coopsec_games(first: Matrix, second: Matrix) -> Callable[[], list[Pair]]:
    sys.path.insert(0, str(HERE.parents[1]))
    from coopsec_games import NormalFormGame, solve

    rows, columns = ([f"{side}{place}" for place in range(len(first))] for side in "rc")
    payoffs = {
        (row, column): (first[i][j], second[i][j]) for i, row in enumerate(rows) for j, column in enumerate(columns)
    }
    game = NormalFormGame(("row", "column"), (tuple(rows), tuple(columns)), payoffs)

    def answer() -> list[Pair]:
        solution = solve(game, "nash")
        if not (solution.complete and solution.verified):
            raise RuntimeError("not proven")
        return [
            (
                tuple(Fraction(found.profile["row"].get(row, 0)) for row in rows),
                tuple(Fraction(found.profile["column"].get(column, 0)) for column in columns),
            )
            for found in solution.equilibria
        ]

    return answer


def nashpy(first: Matrix, second: Matrix, method: str) -> Callable[[], list[Pair]]:
    import warnings

    import nashpy as peer
    import numpy

    warnings.simplefilter("ignore")
    game = peer.Game(numpy.array(first), numpy.array(second))

    def answer() -> list[Pair]:
        found = getattr(game, f"{method}_enumeration")()
        return [tuple(tuple(Fraction(float(share)) for share in side) for side in pair) for pair in found]  # type: ignore[misc]

    return answer


def gambit(first: Matrix, second: Matrix, *, rational: bool) -> Callable[[], list[Pair]]:
    import numpy
    import pygambit

    game = pygambit.Game.from_arrays(numpy.array(first), numpy.array(second))

    def answer() -> list[Pair]:
        found = pygambit.nash.enummixed_solve(game, rational=rational).equilibria
        return [
            tuple(tuple(Fraction(str(profile[strategy])) for strategy in player.strategies) for player in game.players)  # type: ignore[misc]
            for profile in found
        ]

    return answer


def lrsnash(first: Matrix, second: Matrix) -> tuple[float, list[Pair]]:
    """The pairs of a program in C, and the time of its process."""
    text = "\n\n".join("\n".join(" ".join(map(str, row)) for row in matrix) for matrix in (first, second))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "game")
        file.write_text(f"{len(first)} {len(first)}\n\n{text}\n", encoding="ascii")
        start = perf_counter()
        told = subprocess.run([EXACT, str(file)], capture_output=True, text=True, check=True).stdout
        seconds = perf_counter() - start
    pairs: list[Pair] = []
    second_player: list[tuple[Fraction, ...]] = []
    fresh = True
    for line in told.splitlines():
        words = line.split()
        if not words or words[0] not in ("1", "2"):
            fresh = True
            continue
        vertex = tuple(Fraction(word) for word in words[1:-1])
        if words[0] == "2":
            second_player = [vertex] if fresh else [*second_player, vertex]
            fresh = False
        else:
            pairs += [(vertex, other) for other in second_player]
    return seconds, pairs


def contest(name: str, first: Matrix, second: Matrix) -> tuple[float, list[Pair]]:
    """The time and the answer of one program on one game."""
    if name == EXACT:
        return lrsnash(first, second)
    if name == OURS:
        solve = coopsec_games(first, second)
    elif name.startswith("nashpy"):
        solve = nashpy(first, second, name.removeprefix("nashpy-"))
    else:
        solve = gambit(first, second, rational=name == "gambit-rational")
    best, spent, found = float("inf"), 0.0, []
    while spent < ENOUGH:
        start = perf_counter()
        found = solve()
        seconds = perf_counter() - start
        best, spent = min(best, seconds), spent + seconds
    return best, found


def measured(name: str, kind: str, size: int, seed: int, limit: float, python: str) -> tuple[float, list[Pair]] | str:
    command = [python, str(HERE), "--contest", name, kind, str(size), str(seed)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return f"> {limit:.0f} s"
    if done.returncode:
        return "none" if "ModuleNotFoundError" in done.stderr or "FileNotFoundError" in done.stderr else "fails"
    seconds, pairs = json.loads(done.stdout.splitlines()[-1])
    return seconds, [tuple(tuple(Fraction(share) for share in side) for side in pair) for pair in pairs]  # type: ignore[misc]


def unlike(answer: Sequence[Pair], reference: Sequence[Pair]) -> tuple[int, int]:
    """How many equilibria of the reference an answer lacks, and how many of its own are none."""

    def near(one: Pair, other: Pair) -> bool:
        return all(
            abs(mine - theirs) <= TOLERANCE
            for side, their_side in zip(one, other, strict=True)
            for mine, theirs in zip(side, their_side, strict=True)
        )

    lacking = sum(not any(near(pair, found) for found in answer) for pair in reference)
    beyond = sum(not any(near(pair, found) for found in reference) for pair in answer)
    return lacking, beyond


def time_text(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds / 1e-3:.3g} ms"


def told(
    answers: Sequence[tuple[float, list[Pair]] | str], references: Sequence[list[Pair]]
) -> tuple[str, float | None]:
    """The cell of a program, and its median time where it is right on every game."""
    late = next((answer for answer in answers if isinstance(answer, str)), None)
    if late is not None:
        return late, None
    done = [answer for answer in answers if not isinstance(answer, str)]
    seconds = median(time for time, _ in done)
    faults = [unlike(found, reference) for (_, found), reference in zip(done, references, strict=True)]
    lacking, beyond = sum(lack for lack, _ in faults), sum(more for _, more in faults)
    words = [f"lacks {lacking}"] * bool(lacking) + [f"{beyond} too many"] * bool(beyond)
    return ", ".join([time_text(seconds), *words]), None if words else seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contest", nargs=4, metavar=("NAME", "KIND", "SIZE", "SEED"), help="one cell, as JSON")
    parser.add_argument("--games", type=int, default=5, help="games a row")
    parser.add_argument("--limit", type=float, default=60, help="seconds for each game of a peer")
    parser.add_argument("--peers", default=sys.executable, help="the Python in which the peers are installed")
    parser.add_argument("--most", type=int, default=15, help="the largest size")
    chosen = parser.parse_args()
    if chosen.contest:
        name, kind, size, seed = chosen.contest
        seconds, pairs = contest(name, *matrices(kind, int(size), int(seed)))
        print(json.dumps([seconds, [[[str(share) for share in side] for side in pair] for pair in pairs]]))
        return
    if shutil.which(EXACT) is None:
        print(f"{EXACT} is not installed: the answers here are their own reference", file=sys.stderr)
    print(
        "| games | size | equilibria | here | "
        + " | ".join(PEERS)
        + " | fastest right Python peer / here | here / lrsnash |"
    )
    print("|---|---|---|---|" + "---|" * (len(PEERS) + 2))
    late: set[tuple[str, str]] = set()
    for kind, size in ROWS:
        if size > chosen.most:
            continue
        seeds = range(chosen.games)
        ours = [measured(OURS, kind, size, seed, 3600, sys.executable) for seed in seeds]
        if any(isinstance(answer, str) for answer in ours):
            print(f"| {KINDS[kind][1]} | {size} | {ours} |")
            continue
        theirs: dict[str, list[tuple[float, list[Pair]] | str]] = {}
        for peer in PEERS:
            theirs[peer] = []
            for seed in seeds:
                if (peer, kind) in late:
                    theirs[peer].append("late before")
                    continue
                found = measured(peer, kind, size, seed, chosen.limit, chosen.peers)
                theirs[peer].append(found)
                if isinstance(found, str) and found.startswith(">"):
                    late.add((peer, kind))
        own = [answer for answer in ours if not isinstance(answer, str)]
        checked = [answer for answer in theirs[EXACT] if not isinstance(answer, str)]
        references = [pairs for _, pairs in (checked if len(checked) == len(own) else own)]
        here, time_here = told(ours, references)
        cells = {peer: told(answers, references) for peer, answers in theirs.items()}
        right = [seconds for peer, (_, seconds) in cells.items() if seconds is not None and peer not in (EXACT, FLOATS)]
        bound = any(cell.startswith(">") for peer, (cell, _) in cells.items() if peer not in (EXACT, FLOATS))
        ratio = "–"
        if time_here is not None and right:
            ratio = f"{min(right) / time_here:.3g}"
        elif time_here is not None and bound:
            ratio = f"> {chosen.limit / time_here:.3g}"
        exact_time = cells[EXACT][1]
        factor = f"{time_here / exact_time:.3g}" if time_here is not None and exact_time is not None else "–"
        counts = sorted(len(pairs) for pairs in references)
        told_counts = str(counts[0]) if counts[0] == counts[-1] else f"{counts[0]} to {counts[-1]}"
        row = [
            KINDS[kind][1],
            f"{size}×{size}",
            told_counts,
            here,
            *(cell for cell, _ in cells.values()),
            ratio,
            factor,
        ]
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
