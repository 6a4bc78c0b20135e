"""Points at which a condition holds, inside of it rather than on its boundary."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from . import deciding
from .logic import Atom, Formula, conjunction

__all__ = ["point_inside"]


@lru_cache(maxsize=512)
def point_inside(whole: Formula, names: tuple[str, ...]) -> tuple[tuple[str, Fraction], ...] | None:
    """A rational point at which a formula holds, off its boundaries where some such point exists.

    Parameters
    ----------
    whole
        A condition together with what is assumed.
    names
        The parameters that get a value.

    Examples
    --------
    >>> from .condition import Condition
    >>> point_inside(Condition.read("0 <= x <= 1", ["x"]).formula, ("x",))
    (('x', Fraction(1, 2)),)
    """
    for clause in deciding.disjuncts(whole, deciding.Decider()):
        if deciding.feasible(conjunction(*clause)):
            point = deciding.point_in(_interior(clause), names)
            if point is not None:
                return tuple(point.items())
    return None


def _interior(clause: tuple[Atom, ...]) -> Formula:
    """The clause with as many of its weak inequalities made strict as can hold together, the first ones first."""
    strict = conjunction(*_strict(clause))
    if deciding.feasible(strict):
        return strict
    kept: Formula = conjunction(*clause)
    for part in _strict(clause):
        if part.op == ">" and deciding.feasible(conjunction(kept, part)):
            kept = conjunction(kept, part)
    return kept


def _strict(clause: tuple[Atom, ...]) -> Iterator[Atom]:
    return (Atom(part.polynomial, ">") if part.op == ">=" else part for part in clause)
