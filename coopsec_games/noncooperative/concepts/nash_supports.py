"""All extreme equilibria a second way: by supports and equations, without polytope, tableau or perturbation.

A mixed strategy is extreme when it is the only one that makes some columns equally good on some of its rows, and no
column is better.  Every extreme equilibrium is a pair of extreme strategies each of which uses only best replies to
the other, whatever the sizes of their supports: games with ties need no special case.  The cost is one linear system
for each pair of equally large sets, ``C(m + n, m) - 1`` a player.

References
----------
Dickhaut and Kaplan (1991), The Mathematica Journal 1:87-93 (supports); von Stengel (2002), Handbook of Game Theory 3,
ch. 45, Def. 2.7 and Prop. 2.1 (extreme strategies).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import TypeAlias

from ...errors import TooLarge

__all__ = ["MOST_SYSTEMS", "extreme_strategies", "support_pairs"]

MOST_SYSTEMS = 60_000

Mixed: TypeAlias = tuple[Fraction, ...]
Numbers: TypeAlias = "Sequence[Sequence[int | Fraction]]"


def support_pairs(mine: Numbers, theirs: Numbers) -> list[tuple[Mixed, Mixed]]:
    """All extreme equilibria of a two-player game.

    Parameters
    ----------
    mine, theirs
        The payoffs of the player who chooses the row, and of the one who chooses the column.

    Raises
    ------
    TooLarge
        Where more than ``MOST_SYSTEMS`` linear systems would have to be solved.

    Examples
    --------
    >>> for x, y in support_pairs([[3, 1], [1, 3]], [[1, 0], [0, 1]]):
    ...     print(*x, "|", *y)
    0 1 | 0 1
    1/2 1/2 | 1/2 1/2
    1 0 | 1 0
    """
    if comb(len(mine) + len(mine[0]), len(mine)) > MOST_SYSTEMS:
        raise TooLarge("too many supports", hint="enumeration of vertices goes further")
    left = extreme_strategies([list(column) for column in zip(*theirs, strict=True)])
    right = extreme_strategies(mine)
    found = []
    for x, columns in left.items():
        for y, rows in right.items():
            if all(i in rows for i, p in enumerate(x) if p) and all(j in columns for j, p in enumerate(y) if p):
                found.append((x, y))
    return sorted(found)


def extreme_strategies(replies: Numbers) -> dict[Mixed, frozenset[int]]:
    """The extreme strategies of a player, each with the best replies of the other.

    Parameters
    ----------
    replies
        The payoffs of the *other* player: one row for each of its replies, one column for each strategy of this one.
    """
    height, width = len(replies), len(replies[0])
    found: dict[Mixed, frozenset[int]] = {}
    for size in range(1, min(height, width) + 1):
        for support in combinations(range(width), size):
            for best in combinations(range(height), size):
                inside = _mixed([[replies[i][j] for j in support] for i in best])
                if inside is None or min(inside) < 0:
                    continue
                strategy = [Fraction(0)] * width
                for j, p in zip(support, inside, strict=True):
                    strategy[j] = p
                values = [sum((a * p for a, p in zip(row, strategy, strict=True)), Fraction(0)) for row in replies]
                top = max(values)
                if values[best[0]] == top:
                    found[tuple(strategy)] = frozenset(i for i, value in enumerate(values) if value == top)
    return found


def _mixed(block: Numbers) -> list[Fraction] | None:
    """The one vector of sum 1 under which all the rows have the same value, if there is just one."""
    size = len(block)
    rows = [[Fraction(a) for a in row] + [Fraction(-1), Fraction(0)] for row in block]
    rows.append([Fraction(1)] * size + [Fraction(0), Fraction(1)])
    for k in range(size + 1):
        pivot = next((i for i in range(k, size + 1) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        rows[k] = [a / head for a in rows[k]]
        for i in range(size + 1):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [rows[k][size + 1] for k in range(size)]
