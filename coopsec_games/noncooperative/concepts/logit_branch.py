"""The branch of logit equilibria from even odds on, in floats: nothing of it is believed before it is certified.

References
----------
Turocy (2005), Games and Economic Behavior 51:243-263.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp

from ..normal_form import NormalFormGame
from .bimatrix import Numbers

__all__ = ["follow_branch"]

MOST_STEPS = 4_000


def follow_branch(
    game: NormalFormGame, numbers: Numbers, targets: Sequence[Fraction]
) -> list[tuple[Fraction, list[float]]]:
    """Points near the branch, each with the rationality at which it passes there."""
    branch = _Branch(game, numbers)
    size = branch.size
    point = [0.0] * size + [0.0]
    direction = [0.0] * size + [1.0]
    found: list[tuple[Fraction, list[float]]] = []
    ends = [float(t) for t in targets]
    step = ends[0] / 4
    for _ in range(MOST_STEPS):
        direction = branch.tangent(point, direction)
        while True:
            guess = [a + step * b for a, b in zip(point, direction, strict=True)]
            new = branch.corrected(guess, direction)
            if (
                new is not None
                and sum((a - b) ** 2 for a, b in zip(new, guess, strict=True)) < (0.3 * step) ** 2 + 1e-18
            ):
                break
            step /= 2
            if step < 1e-9 * (1 + ends[0]):
                return found
        for target, level in zip(targets, ends, strict=True):
            before, after = point[size], new[size]
            if (before - level) * (after - level) < 0 or after == level:
                share = (level - before) / (after - before)
                start = [a + share * (b - a) for a, b in zip(point[:size], new[:size], strict=True)]
                settled = branch.at(start, level)
                if settled is not None:
                    found.append((target, settled))
        point = new
        if point[size] > ends[-1]:
            break
        step *= 1.5
    return found


@dataclass(frozen=True)
class _Branch:
    """The equations of the branch in floats: log-odds of each strategy against the last, and the rationality."""

    game: NormalFormGame
    numbers: Numbers

    @property
    def size(self) -> int:
        return sum(len(own) - 1 for own in self.game.strategies)

    def _state(self, point: Sequence[float]) -> tuple[list[float], list[list[float]], list[float]]:
        """The equations, their derivatives by the log-odds, and by the rationality."""
        strategies, level = self.game.strategies, point[-1]
        shares: list[list[float]] = []
        start = 0
        for own in strategies:
            odds = [*point[start : start + len(own) - 1], 0.0]
            top = max(odds)
            weights = [exp(max(o - top, -700.0)) for o in odds]
            shares.append([w / sum(weights) for w in weights])
            start += len(own) - 1
        n = len(strategies)
        values = [[0.0] * len(own) for own in strategies]
        cross: dict[tuple[int, int], list[list[float]]] = {
            (i, j): [[0.0] * len(strategies[j]) for _ in strategies[i]] for i in range(n) for j in range(n) if i != j
        }
        places = [{s: k for k, s in enumerate(own)} for own in strategies]
        for profile, payoffs in self.numbers.items():
            at = [places[i][s] for i, s in enumerate(profile)]
            for i in range(n):
                payoff = float(payoffs[i])
                weight = 1.0
                for j in range(n):
                    if j != i:
                        weight *= shares[j][at[j]]
                values[i][at[i]] += weight * payoff
                for j in range(n):
                    if j == i:
                        continue
                    rest = 1.0
                    for k in range(n):
                        if k not in (i, j):
                            rest *= shares[k][at[k]]
                    cross[i, j][at[i]][at[j]] += rest * payoff
        free = [(i, k) for i, own in enumerate(strategies) for k in range(len(own) - 1)]
        gains = [values[i][k] - values[i][-1] for i, k in free]
        equations = [a - level * gain for a, gain in zip(point, gains, strict=False)]
        lines = []
        for row, (i, k) in enumerate(free):
            line = []
            for column, (j, r) in enumerate(free):
                entry = 0.0
                if i != j:
                    table = cross[i, j]
                    mean = sum((table[k][t] - table[-1][t]) * p for t, p in enumerate(shares[j]))
                    entry = shares[j][r] * (table[k][r] - table[-1][r] - mean)
                line.append((1.0 if row == column else 0.0) - level * entry)
            lines.append(line)
        return equations, lines, [-gain for gain in gains]

    def tangent(self, point: Sequence[float], before: Sequence[float]) -> list[float]:
        """The direction of the branch, the same way as before."""
        _, lines, by_level = self._state(point)
        rows = [[*line, b] for line, b in zip(lines, by_level, strict=True)] + [list(before)]
        solved = _solved(rows, [0.0] * self.size + [1.0])
        if solved is None:
            return list(before)
        length = sum(a * a for a in solved) ** 0.5
        return [a / length for a in solved]

    def corrected(self, guess: Sequence[float], direction: Sequence[float]) -> list[float] | None:
        """The point of the branch in the plane through a guess, by Newton's method."""
        point = list(guess)
        for _ in range(12):
            equations, lines, by_level = self._state(point)
            rows = [[*line, b] for line, b in zip(lines, by_level, strict=True)] + [list(direction)]
            move = _solved(rows, [*(-e for e in equations), 0.0])
            if move is None:
                return None
            point = [a + b for a, b in zip(point, move, strict=True)]
            if max(map(abs, move)) < 1e-10 * (1 + max(map(abs, point))):
                return point
        return None

    def at(self, start: Sequence[float], level: float) -> list[float] | None:
        """The solution near a start at one rationality, by Newton's method."""
        point = list(start)
        for _ in range(30):
            equations, lines, _ = self._state([*point, level])
            move = _solved(lines, [-e for e in equations])
            if move is None:
                return None
            point = [a + b for a, b in zip(point, move, strict=True)]
            if max(map(abs, move), default=0.0) < 1e-13 * (1 + max(map(abs, point), default=0.0)):
                return point
        return point


def _solved(rows: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    size = len(rows)
    lines = [[*row, r] for row, r in zip(rows, right, strict=True)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(lines[i][k]))
        if abs(lines[pivot][k]) < 1e-14:
            return None
        lines[k], lines[pivot] = lines[pivot], lines[k]
        head = lines[k]
        for i in range(k + 1, size):
            factor = lines[i][k] / head[k]
            if factor:
                lines[i] = [a - factor * b for a, b in zip(lines[i], head, strict=True)]
    found = [0.0] * size
    for k in range(size - 1, -1, -1):
        found[k] = (lines[k][size] - sum(lines[k][j] * found[j] for j in range(k + 1, size))) / lines[k][k]
    return found
