"""How fast power is counted here, next to other programs: ``python benchmarks/power.py`` prints the table.

Each cell is a process of its own; its time is the best of the repeats that fit in a second, from a list of weights to
the index of every member.  A peer's answer that differs from the exact one by more than a part in a billion is WRONG,
and the ratio is that of the fastest peer that is right.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from games import GAMES, SHARED

HERE = Path(__file__).resolve().parent
OURS = "coopsec-games"
PEERS = ("powerindex", "powerindices", "power-bdd", "tucoopy")
TOLERANCE = Fraction(1, 10**9)

ROWS = [
    *[(game, index) for game in ("unsc", "eu15", "college") for index in ("banzhaf", "shapley-shubik")],
    ("college", "deegan-packel"),
    ("college", "holler-packel"),
    ("college", "johnston"),
    *[(game, index) for game in ("random-100", "random-193") for index in ("banzhaf", "shapley-shubik")],
    ("random-100", "deegan-packel"),
    ("random-100", "johnston"),
    ("random-1000", "banzhaf"),
    *[(f"imf-{percent}", index) for index in ("banzhaf", "shapley-shubik") for percent in (50, 70, 85)],
    *[("lisbon-28", index) for index in ("banzhaf", "shapley-shubik")],
]
SMALLER = {
    "random-193": "random-100",
    "random-1000": "random-193",
    "imf-50": "random-193",
    "imf-70": "random-193",
    "imf-85": "random-193",
}


def measured(name: str, game: str, index: str, limit: float) -> dict[str, object]:
    command = [sys.executable, str(HERE / "contestants.py"), name, game, index]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"late": True}
    if done.returncode:
        return {"error": "crashed"}
    return dict(json.loads(done.stdout.splitlines()[-1]))  # a peer may print too


def shares(values: list[str]) -> list[Fraction] | None:
    """The answer, shared out to sum to 1: some peers give Banzhaf's measure without."""
    try:
        numbers = [Fraction(value) for value in values]
    except ValueError:
        return None
    return [number / sum(numbers) for number in numbers] if sum(numbers) else None


def is_right(values: list[str], exact: list[Fraction]) -> bool:
    found = shares(values)
    return found is not None and all(
        abs(one - other) <= TOLERANCE * other for one, other in zip(found, exact, strict=True)
    )


def time_text(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=90, help="seconds for each cell of a peer")
    parser.add_argument("--only", default="", help="only games whose key begins so")
    parser.add_argument("--index", default="", help="only this index")
    parser.add_argument("--no-peers", action="store_true")
    chosen = parser.parse_args()
    late: set[tuple[str, str, str]] = set()
    print("| game | index | here | peak MB | " + " | ".join(PEERS) + " | fastest right peer / here |")
    print("|---|---|---|---|" + "---|" * (len(PEERS) + 1))
    for game, index in ROWS:
        if not game.startswith(chosen.only) or chosen.index not in ("", index):
            continue
        if game.startswith(("imf", "lisbon")) and not SHARED.is_dir():
            print(f"| {GAMES[game][0]} | {index} | no data in {SHARED} |")
            continue
        ours = measured(OURS, game, index, 3600)
        if "values" not in ours:
            print(f"| {GAMES[game][0]} | {index} | {ours} |")
            continue
        here, exact = float(str(ours["seconds"])), [Fraction(value) for value in list(ours["values"])]  # type: ignore[call-overload]
        cells, right, beyond = [], [], False
        for peer in PEERS if not chosen.no_peers else ():
            question = index if index in ("banzhaf", "shapley-shubik") else "every coalition"
            if {(peer, game, question), (peer, SMALLER.get(game, ""), question)} & late:
                late.add((peer, game, question))
                cells.append("late before")
                continue
            found = measured(peer, game, index, chosen.limit)
            if "late" in found:
                late.add((peer, game, question))
                cells.append(f"> {chosen.limit:.0f} s")
                beyond = True
            elif "error" in found:
                cells.append("none" if "NotImplemented" in str(found["error"]) else "fails")
            else:
                seconds = float(str(found["seconds"]))
                good = is_right(list(found["values"]), exact)  # type: ignore[call-overload]
                right += [seconds] if good else []
                cells.append(f"{time_text(seconds)}, {found['megabytes']} MB" + ("" if good else ", WRONG"))
        ratio = f"{min(right) / here:,.3g}" if right else f"> {chosen.limit / here:,.3g}" if beyond else "–"
        row = [GAMES[game][0], index, time_text(here), str(ours["megabytes"]), *cells, ratio]
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
