"""Games of one against one with opposite interests, solved exactly: the programs behind dominance and security levels.

A matrix with positive entries turns into one program in whole numbers whose optimum gives the value and both optimal
strategies, so that an answer carries its own proof.

Examples
--------
>>> value_of([[1, -1], [-1, 1]])
(Fraction(0, 1), [Fraction(1, 2), Fraction(1, 2)], [Fraction(1, 2), Fraction(1, 2)])

References
----------
Dantzig (1951), in Koopmans (ed.), Activity Analysis of Production and Allocation, ch. 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm

from ...errors import Unverified
from ...linear.programs import program

__all__ = ["improvement", "value_of"]


def value_of(matrix: Sequence[Sequence[Fraction | int]]) -> tuple[Fraction, list[Fraction], list[Fraction]]:
    """The value of a matrix game with an optimal strategy of the rows, who maximise, and one of the columns.

    Parameters
    ----------
    matrix
        What the columns pay to the rows.
    """
    least = min(a for row in matrix for a in row)
    scale = reduce(lcm, (Fraction(a).denominator for row in matrix for a in row), 1)
    whole = [[int((a - least) * scale) + 1 for a in row] for row in matrix]
    solved = program(whole, [1] * len(whole), [1] * len(whole[0]))
    if isinstance(solved, list):
        raise Unverified("a bounded program was taken for an unbounded one")
    columns, rows = solved
    total = sum(columns, Fraction(0))
    return (1 / total - 1) / scale + least, [p / total for p in rows], [q / total for q in columns]


def improvement(gains: Sequence[Sequence[Fraction | int]]) -> tuple[list[Fraction], list[Fraction]]:
    """The largest total gain that costs nothing anywhere, as weights of the rows, and the prices that prove it.

    The weights are not negative, of sum at most 1, and every column of what they yield is not negative; the total over
    all columns is greatest.  The prices are one a column: where no total above 0 is possible, no row gains at them.

    Parameters
    ----------
    gains
        What each row adds in each column.

    Examples
    --------
    >>> improvement([[0, 1], [-1, 5]])
    ([Fraction(1, 1), Fraction(0, 1)], [Fraction(4, 1), Fraction(1, 1)])
    """
    if not gains:
        return [], []
    scale = reduce(lcm, (Fraction(a).denominator for row in gains for a in row), 1)
    whole = [[int(a * scale) for a in row] for row in gains]
    matrix = [[-a for a in column] for column in zip(*whole, strict=True)]
    matrix.append([1] * len(whole))
    solved = program(matrix, [0] * (len(matrix) - 1) + [1], [sum(row) for row in whole])
    if isinstance(solved, list):
        raise Unverified("a bounded program was taken for an unbounded one")
    return solved[0], [price + 1 for price in solved[1][:-1]]
