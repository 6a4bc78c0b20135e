"""Sparse polynomials over the rationals, and the cases of a formula with ``min``, ``max``, ``abs`` and fractions.

A polynomial is a sorted tuple of terms, a monomial and its coefficient; ``dict(polynomial.terms)`` is the mapping
that :mod:`coopsec_games.verify` evaluates.  Nothing here reads text or needs sympy, except to turn a sympy
expression into polynomials and back.

>>> x, y = Polynomial.variable("x"), Polynomial.variable("y")
>>> ((x + y) * (x - y)).text()
'x**2 - y**2'
"""

from __future__ import annotations

from .cases import Guard, Piece, pieces, subtracted, tree_pieces
from .factors import factored
from .signs import Range, never_negative, ranges
from .sparse import ONE, ZERO, Monomial, Polynomial

__all__ = [
    "ONE",
    "ZERO",
    "Guard",
    "Monomial",
    "Piece",
    "Polynomial",
    "Range",
    "factored",
    "never_negative",
    "pieces",
    "ranges",
    "subtracted",
    "tree_pieces",
]
