"""What nashpy proposes, for comparison: the only user of nashpy, in a process of its own with a limit of time.

Its support enumeration compares floats for equality and loses equilibria, and on some games it does not end.  What it
lists is turned into fractions and kept only where it is an equilibrium by definition.

Examples
--------
>>> proposed_equilibria([[3, 0], [0, 2]], [[2, 0], [0, 3]])[0]
((Fraction(1, 1), Fraction(0, 1)), (Fraction(1, 1), Fraction(0, 1)))
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction

from ... import verify
from ...errors import MissingDependency, TooLarge
from .nash_vertices import Matrix

__all__ = ["proposed_equilibria"]

_PROGRAM = """
import json, sys, warnings
warnings.simplefilter("ignore")
try:
    import nashpy
except ImportError:
    sys.exit(6)
mine, theirs, method = json.load(sys.stdin)
game = nashpy.Game(mine, theirs)
json.dump([[[float(p) for p in side] for side in pair] for pair in getattr(game, method)()], sys.stdout)
"""

Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def proposed_equilibria(
    mine: Matrix, theirs: Matrix, *, method: str = "support_enumeration", seconds: float = 10
) -> list[Pair]:
    """The equilibria of a two-player game that nashpy finds, those that are confirmed exactly.

    Parameters
    ----------
    mine, theirs
        Whole payoffs of the player who chooses the row, and of the one who chooses the column.
    method
        ``"support_enumeration"`` or ``"vertex_enumeration"``.
    seconds
        When to give up.

    Raises
    ------
    MissingDependency
        Where nashpy cannot be imported.
    TooLarge
        When the time is up.
    """
    told = json.dumps([[list(row) for row in mine], [list(row) for row in theirs], method])
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM], input=told, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(f"nashpy did not end within {seconds} seconds", hint="nash needs no proposals") from None
    if done.returncode == 6:
        raise MissingDependency("the comparison needs nashpy", hint="pip install nashpy")
    if done.returncode:
        return []
    payoffs = {(i, j): (mine[i][j], theirs[i][j]) for i in range(len(mine)) for j in range(len(mine[0]))}
    found: list[Pair] = []
    for pair in json.loads(done.stdout):
        sides = tuple(_fractions(side) for side in pair)
        mixed = [dict(enumerate(side)) for side in sides]
        if len(sides) == 2 and verify.mixed_nash(payoffs, mixed) and (sides[0], sides[1]) not in found:
            found.append((sides[0], sides[1]))
    return found


def _fractions(side: Sequence[float]) -> tuple[Fraction, ...]:
    """Probabilities near those proposed, with small denominators and the sum 1 where that is possible."""
    near = [Fraction(p).limit_denominator(100_000) for p in side]
    total = sum(near, Fraction(0))
    return tuple(p / total for p in near) if total else tuple(near)
