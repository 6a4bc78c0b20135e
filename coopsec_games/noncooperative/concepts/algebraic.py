"""The polynomials of which the probabilities of an equilibrium are roots, by elimination.

Examples
--------
>>> from coopsec_games.noncooperative.concepts.boxes import Enclosed
>>> Enclosed(Fraction(0), Fraction(1), (2, 0, -1)).closed_form
'sqrt(2)/2'

References
----------
Sturmfels (2002), Solving Systems of Polynomial Equations, ch. 6 (Nash equilibria).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from ...formulas import symbol
from .boxes import Interval

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["MOST_FREE", "probability_polynomials"]

MOST_FREE = 3  # free probabilities

Numbers = Mapping[tuple[str, ...], tuple[Fraction, ...]]


def probability_polynomials(
    numbers: Numbers, support: Sequence[Sequence[str]], box: Sequence[Mapping[str, Interval]]
) -> dict[tuple[int, str], tuple[int, ...]]:
    """For each probability an irreducible polynomial with whole coefficients that has just one root in its interval.

    Parameters
    ----------
    numbers
        The payoffs.
    support
        The strategies that each player uses.
    box
        For each player an interval for the probability of each of these, with one solution in the box.

    Returns
    -------
    dict
        Coefficients, the highest first, by player (counted from 0) and strategy; empty where more than ``MOST_FREE``
        probabilities are free or the equations have a continuum of solutions.
    """
    free = [(i, s) for i, used in enumerate(support) for s in used[:-1]]
    if not 0 < len(free) <= MOST_FREE:
        return {}
    from sympy import Integer, Poly, Rational, factor_list, groebner

    letters = {key: symbol(f"p{place}") for place, key in enumerate(free)}
    shares: list[dict[str, Any]] = []
    for i, used in enumerate(support):
        own: dict[str, Any] = {s: letters[i, s] for s in used[:-1]}
        own[used[-1]] = Integer(1) - sum(own.values(), Integer(0))
        shares.append(own)
    equations: list[Expr] = []
    for i, s in free:
        total: Expr = Integer(0)
        for rest in product(*(used for j, used in enumerate(support) if j != i)):
            here, last = ((*rest[:i], own, *rest[i:]) for own in (s, support[i][-1]))
            gain = numbers[here][i] - numbers[last][i]
            part: Expr = Rational(gain.numerator, gain.denominator)
            for j, chosen in zip((j for j in range(len(support)) if j != i), rest, strict=True):
                part = part * shares[j][chosen]
            total = total + part
        equations.append(total.expand())
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    for key, letter in letters.items():
        others = [other for other in letters.values() if other != letter]
        basis = groebner(equations, *others, letter, order="lex")
        if not basis.is_zero_dimensional:
            return {}
        alone = next(entry for entry in basis.exprs if entry.free_symbols == {letter})
        for factor, _ in factor_list(alone, letter)[1]:
            coefficients = tuple(int(c) for c in Poly(factor, letter).clear_denoms(convert=True)[1].all_coeffs())
            if _changes_sign(coefficients, box[key[0]][key[1]]):
                found[key] = coefficients
                break
    for i, used in enumerate(support):
        if len(used) == 2 and (i, used[0]) in found:
            found[i, used[1]] = _mirrored(found[i, used[0]])
    return found


def _value(coefficients: Sequence[int], at: Fraction) -> Fraction:
    total = Fraction(0)
    for c in coefficients:
        total = total * at + c
    return total


def _changes_sign(coefficients: Sequence[int], ends: Interval) -> bool:
    return _value(coefficients, ends[0]) * _value(coefficients, ends[1]) < 0


def _mirrored(coefficients: Sequence[int]) -> tuple[int, ...]:
    """The polynomial of one less a root, its leading coefficient positive.

    Examples
    --------
    >>> _mirrored((2, 0, -1))
    (2, -4, 1)
    """
    total = [0]
    for c in coefficients:  # Horner's rule at 1 - x
        total = [same - moved for same, moved in zip([0, *total], [*total, 0], strict=True)]
        total[-1] += c
    while len(total) > 1 and total[0] == 0:
        total = total[1:]
    return tuple(total) if total[0] > 0 else tuple(-a for a in total)
