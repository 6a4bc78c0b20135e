"""The games that are measured: conjunctions and disjunctions of weights with a quota each."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

SHARED = Path(os.environ.get("COOPSEC_SHARED", Path(__file__).resolve().parents[2] / "shared"))

System = tuple[list[int], int]
Game = list[list[System]]  # any of: all of

COLLEGE = (
    [55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11, 10, 10, 10, 10, 9, 9, 9, 8, 8, 7, 7, 7]
    + [6] * 6
    + [5] * 3
    + [4] * 5
    + [3] * 8
)


def plain(weights: list[int], quota: int = 0) -> Game:
    """One weight system; half of the weights and one, where no quota is given."""
    return [[(weights, quota or sum(weights) // 2 + 1)]]


def random_weights(size: int) -> list[int]:
    """Weights to 1,000, the same ones on every run."""
    random = Random(size)
    return [random.randint(1, 1000) for _ in range(size)]


def fund(percent: int) -> Game:
    """The members of the IMF with their votes of 2 October 2022."""
    with (SHARED / "data" / "imf_quotas_votes_2022-10-02.csv").open(encoding="utf-8") as lines:
        votes = [int(row["votes"]) for row in csv.DictReader(lines)]
    return plain(votes, sum(votes) // 2 + 1 if percent == 50 else -(-sum(votes) * percent // 100))


def lisbon() -> Game:
    """The Council of the EU of 28 in persons: 16 states and 65 per cent of the people, or 25 states."""
    with (SHARED / "data" / "eu_qmv_population.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["rules_of_procedure_year"] == "2014"]
    people = [int(row["population"]) for row in rows]
    states = [1] * len(people)
    return [[(states, 16), (people, -(-sum(people) * 65 // 100))], [(states, 25)]]


GAMES: dict[str, tuple[str, Callable[[], Game]]] = {
    "unsc": ("Security Council, 15", lambda: plain([7] * 5 + [1] * 10, 39)),
    "eu15": ("EU of 15, votes", lambda: plain([10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2], 62)),
    "college": ("US Electoral College, 51", lambda: plain(COLLEGE)),
    "random-100": ("100 members, weights to 1,000", lambda: plain(random_weights(100))),
    "random-193": ("193 members, weights to 1,000", lambda: plain(random_weights(193))),
    "random-1000": ("1,000 members, weights to 1,000", lambda: plain(random_weights(1000))),
    "imf-50": ("IMF, 190, half of the votes", lambda: fund(50)),
    "imf-70": ("IMF, 190, 70 per cent", lambda: fund(70)),
    "imf-85": ("IMF, 190, 85 per cent", lambda: fund(85)),
    "lisbon-28": ("EU of 28, Lisbon, in persons", lisbon),
}
