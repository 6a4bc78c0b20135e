"""Comparative statics with proof: what raising one parameter, all else equal, can do to an outcome.

Two copies of the parameter are put to the solver: does some point lie in the region while the same point with a greater
value of the parameter, still within the assumptions, lies outside of it, or the other way round?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ...conditions import Assumptions, Condition, Formula, atom, conjunction, negation
from ...conditions.logic import atoms_of, replaced
from ...errors import UnknownKey, did_you_mean
from ...polynomials import Polynomial

__all__ = ["SIGNS", "Effect", "Pair", "effects", "known_symbol", "statics"]

MOST_DEGREE = 8
MOST_OWN_DEGREE = 3

SIGNS: Mapping[str, str] = {
    "up": "raising it can bring the outcome about, and never ends it",
    "down": "raising it can end the outcome, and never brings it about",
    "both": "raising it can bring the outcome about and can end it, depending on the rest",
    "none": "raising it changes nothing",
    "undecided": "the solver could not decide what raising it does",
}

Pair: TypeAlias = "tuple[Mapping[str, Fraction], Mapping[str, Fraction]]"


@dataclass(frozen=True)
class Effect:
    """What raising a parameter does.

    Parameters
    ----------
    symbol
        The parameter.
    sign
        A key of ``SIGNS``.
    into, out
        Two points that differ in the parameter alone, the lower value first: raising it leads into the region, or out
        of it.  ``None`` where there is no such pair, or none was asked for.
    """

    symbol: str
    sign: str
    into: Pair | None = None
    out: Pair | None = None


def statics(region: Condition, symbol: str, *, pairs: bool = True, bounded: bool = False) -> Effect:
    """What raising a parameter, the others equal, does to a region; both points satisfy the assumptions.


    Parameters
    ----------
    region
        Where an outcome comes about.
    symbol
        A parameter.
    pairs
        Whether to look for points that show it.
    bounded
        Whether to leave a parameter beyond the third power, and any power beyond the eighth, undecided: two copies of
        it may take the solver minutes.

    Raises
    ------
    UnknownKey
        The parameter is not declared.

    Examples
    --------
    >>> under = Assumptions.read(["pi", "k"], "pi >= 0", "k >= 0")
    >>> veto = Condition.read("pi > k", under)
    >>> statics(veto, "pi").sign, statics(veto, "k").sign
    ('up', 'down')
    >>> before, after = statics(veto, "pi").into
    >>> veto.holds(before), veto.holds(after)
    (False, True)
    """
    known_symbol(region.assumptions, symbol)
    if symbol not in region.names:
        return Effect(symbol, "none")
    if bounded and _beyond(region, symbol):
        return Effect(symbol, "undecided")
    twice = _Twice(region, symbol)
    into, out = (twice.crossing(enters).feasible() for enters in (True, False))
    if into is None or out is None:
        return Effect(symbol, "undecided")
    sign = {(True, False): "up", (False, True): "down", (True, True): "both", (False, False): "none"}[into, out]
    if not pairs:
        return Effect(symbol, sign)
    return Effect(symbol, sign, twice.pair(True) if into else None, twice.pair(False) if out else None)


def effects(
    region: Condition, symbols: Iterable[str], *, pairs: bool = False, bounded: bool = False
) -> tuple[Effect, ...]:
    """What raising each of several parameters does; see :func:`statics`."""
    return tuple(statics(region, symbol, pairs=pairs, bounded=bounded) for symbol in symbols)


def _beyond(region: Condition, symbol: str) -> bool:
    """Whether a power stands in the region that the solver is not asked about by default."""
    powers = (
        (name, part.polynomial.degree(name)) for part in atoms_of(region.formula) for name in part.polynomial.names
    )
    return any(power > (MOST_OWN_DEGREE if name == symbol else MOST_DEGREE) for name, power in powers)


def known_symbol(assumptions: Assumptions, symbol: str) -> None:
    """Refuse a parameter that is not declared."""
    if symbol not in assumptions.names:
        hint = did_you_mean(symbol, assumptions.names) or f"parameters: {', '.join(assumptions.names)}"
        raise UnknownKey(f"there is no parameter {symbol!r}", hint=hint)


class _Twice:
    """A region at two values of one parameter, the second greater than the first."""

    def __init__(self, region: Condition, symbol: str) -> None:
        own = region.assumptions.about(region.names)
        self.symbol = symbol
        self.raised = f"{symbol}_raised"
        while self.raised in own.names:
            self.raised += "_"
        self.names = own.names
        self.region = region.formula
        later = Polynomial.variable(self.raised)
        both = conjunction(own.formula, self._raised(own.formula), atom(later - Polynomial.variable(symbol), ">"))
        self.under = Assumptions((*own.names, self.raised), both)

    def _raised(self, formula: Formula) -> Formula:
        return replaced(formula, {self.symbol: Polynomial.variable(self.raised)})

    def crossing(self, enters: bool) -> Condition:
        """Where raising the parameter leads into the region, or out of it."""
        before, after = self.region, self._raised(self.region)
        crossed = conjunction(negation(before), after) if enters else conjunction(before, negation(after))
        return Condition(crossed, self.under)

    def pair(self, enters: bool) -> Pair | None:
        """Two points that show it."""
        point = self.crossing(enters).witness()
        if point is None:
            return None
        before = {name: point[name] for name in self.names}
        return before, {**before, self.symbol: point[self.raised]}
