"""Comparative statics with proof: what raising one parameter, all else equal, can do to an outcome.

Two copies of the parameter are put to the solver: does some point lie in the region while the same point with a greater
value of the parameter, still within the assumptions, lies outside of it, or the other way round?  High powers are
decided without the solver where they can be (:mod:`coopsec_games.noncooperative.questions.monotone`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...conditions import Assumptions, Condition, Formula, atom, conjunction, negation
from ...conditions.logic import atoms_of, replaced
from ...errors import UnknownKey, did_you_mean
from ...polynomials import Polynomial
from .monotone import Pair, never_crosses, shown_crossings

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
        Whether to ask the solver nothing about a parameter beyond the third power, and any power beyond the eighth:
        two copies of it may take minutes.  Signs of derivatives and points along lines decide without it.

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
    twice, high = _Twice(region, symbol), _beyond(region, symbol)
    crossed = {enters: None if high else twice.crossing(enters).feasible() for enters in (True, False)}
    shown = _without_solver(region, symbol, crossed)
    if high and not bounded:
        crossed |= {enters: twice.crossing(enters).feasible() for enters, found in crossed.items() if found is None}
    into, out = crossed[True], crossed[False]
    if into is None or out is None:
        return Effect(symbol, "undecided")
    sign = {(True, False): "up", (False, True): "down", (True, True): "both", (False, False): "none"}[into, out]
    if not pairs:
        return Effect(symbol, sign)
    found = (shown.get(enters) or twice.pair(enters) if crossed[enters] else None for enters in (True, False))
    return Effect(symbol, sign, *found)


def _without_solver(region: Condition, symbol: str, crossed: dict[bool, bool | None]) -> dict[bool, Pair]:
    """Settle the directions that are open by proof and by points, and give the points found."""
    for enters, found in crossed.items():
        if found is None and never_crosses(region, symbol, enters=enters):
            crossed[enters] = False
    wanted = [enters for enters, found in crossed.items() if found is None]
    shown = shown_crossings(region, symbol, wanted) if wanted else {}
    crossed |= dict.fromkeys(shown, True)
    return shown


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
