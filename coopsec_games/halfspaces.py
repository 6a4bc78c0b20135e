"""Many conjunctions of linear inequalities beside the same fixed ones: does each hold somewhere?

A system is made homogeneous: a positive number stands in place of 1, and every strict row, like that number, exceeds a
positive ``eps``.  The origin satisfies all rows, and the system has a solution exactly where ``eps`` can be raised; the
simplex pivots in whole numbers.  A solution found, and the rows that a proof of impossibility used, are kept, so that
most questions are answered by comparing sets of rows.

References
----------
Edmonds (1967), Journal of Research of the National Bureau of Standards 71B:241-245 (pivoting in integers).
Gleeson and Ryan (1990), ORSA Journal on Computing 2:61-63 (a vertex of the multipliers names a least contradiction).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol

from .errors import NotApplicable, Unverified
from .polynomials import Polynomial

__all__ = ["Comparison", "Conjunctions"]

POINTS_KEPT = 200
ATOMS_KEPT = 4_000  # beyond so many different ones all that was found is forgotten
BLAND_AFTER = 40  # pivots by the steepest column, before Bland's rule, under which the simplex ends

Whole = Mapping[str, int]
"""A point in whole numbers; under no name stands their common denominator, and what is left out is 0."""


class Comparison(Protocol):
    """A linear polynomial with whole coefficients, compared with 0; of a hashable kind."""

    @property
    def polynomial(self) -> Polynomial:
        """What is compared."""

    @property
    def op(self) -> str:
        """``>``, ``>=`` or ``=``."""


@dataclass(frozen=True, slots=True)
class _Row:
    """``terms + constant > 0``, or ``>= 0`` where it is not strict."""

    terms: tuple[tuple[str, int], ...]
    constant: int
    strict: bool

    def at(self, point: Whole) -> bool:
        value = self.constant * point[""]
        for name, slope in self.terms:
            value += slope * point.get(name, 0)
        return value > 0 or (value == 0 and not self.strict)


class _Seen:
    """A point, and of which atoms it is known whether they hold there; atoms are bits."""

    __slots__ = ("asked", "held", "point")

    def __init__(self, point: Whole) -> None:
        self.point = point
        self.asked = 0
        self.held = 0


class Conjunctions:
    """Which conjunctions of linear inequalities hold somewhere, beside what is fixed.

    Parameters
    ----------
    fixed
        Linear atoms that hold throughout; an equation is allowed here.

    Raises
    ------
    NotApplicable
        Where an atom is not linear, or is an inequation.

    Examples
    --------
    >>> from coopsec_games.conditions import Atom
    >>> x = Polynomial.variable("x")
    >>> beside = Conjunctions([Atom(x, ">")])
    >>> low, high = Atom(1 - x, ">="), Atom(x - 2, ">")
    >>> beside.feasible([low]), beside.feasible([high]), beside.feasible([low, high])
    (True, True, False)
    """

    def __init__(self, fixed: Iterable[Comparison]) -> None:
        self._fixed: list[_Row] = []
        self._signs: dict[str, tuple[int, bool]] = {}
        for atom in fixed:
            for row in _rows(atom):
                if len(row.terms) == 1 and not row.constant and self._sign(*row.terms[0], row.strict):
                    continue
                self._fixed.append(row)
        self._origin: Whole = {"": 1}
        origin = self._solve([])
        self._possible = isinstance(origin, dict)
        self._origin = origin if isinstance(origin, dict) else self._origin
        self._forget()

    def _forget(self) -> None:
        self._places: dict[Comparison, int] = {}
        self._asked: list[tuple[_Row, ...]] = []
        self._known: dict[int, bool] = {}
        self._points = [_Seen(self._origin)]
        self._contradictions: dict[int, list[int]] = {}

    def _sign(self, name: str, slope: int, strict: bool) -> bool:
        """Note the sign that a row gives to a name; of a name with both signs the second row stays a row."""
        sign = 1 if slope > 0 else -1
        if name in self._signs and self._signs[name][0] != sign:
            return False
        self._signs[name] = (sign, strict or self._signs.get(name, (sign, False))[1])
        return True

    def feasible(self, clause: Iterable[Comparison]) -> bool:
        """Whether all atoms of a clause hold somewhere beside what is fixed."""
        return self._possible and self._answer(self._places_of(clause))

    def example(self, clause: Iterable[Comparison]) -> Mapping[str, Fraction] | None:
        """A point where all atoms of a clause hold, with 0 for names left out; nothing where there is none."""
        places = self._places_of(clause) if self._possible else []
        if not self._possible or not self._answer(places):
            return None
        whole = next((seen.point for seen in self._points if self._holds_at(seen, places)), None)
        if whole is None:
            found = self._solve([row for place in places for row in self._asked[place]])
            if not isinstance(found, dict):
                raise Unverified("a system had a solution, and has none")
            whole = found
        below = whole[""]
        return MappingProxyType({name: Fraction(value, below) for name, value in whole.items() if name})

    def _places_of(self, clause: Iterable[Comparison]) -> list[int]:
        if len(self._asked) > ATOMS_KEPT:
            self._forget()
        return [self._place(atom) for atom in clause]

    def _answer(self, places: Sequence[int]) -> bool:
        mask = 0
        for place in places:
            mask |= 1 << place
        if mask not in self._known:
            self._known[mask] = self._decide(mask, places)
        return self._known[mask]

    def _place(self, atom: Comparison) -> int:
        place = self._places.get(atom)
        if place is None:
            place = self._places[atom] = len(self._asked)
            self._asked.append(_rows(atom))
        return place

    def _decide(self, mask: int, places: Sequence[int]) -> bool:
        for place in places:
            for core in self._contradictions.get(place, ()):
                if core & mask == core:
                    return False
        for number, seen in enumerate(self._points):
            if mask & seen.asked & ~seen.held:
                continue
            if self._holds_at(seen, places):
                if number:
                    self._points.insert(0, self._points.pop(number))
                return True
        rows, owners = [], []
        for place in dict.fromkeys(places):
            for row in self._asked[place]:
                rows.append(row)
                owners.append(place)
        found = self._solve(rows)
        if isinstance(found, dict):
            self._points.insert(0, _Seen(found))
            del self._points[POINTS_KEPT:]
            return True
        used = [place for place, multiplier in zip(owners, found, strict=False) if multiplier]
        core = 0
        for place in used:
            core |= 1 << place
        self._contradictions.setdefault(used[0], []).append(core)
        return False

    def _holds_at(self, seen: _Seen, places: Iterable[int]) -> bool:
        for place in places:
            bit = 1 << place
            if not seen.asked & bit:
                seen.asked |= bit
                if all(row.at(seen.point) for row in self._asked[place]):
                    seen.held |= bit
            if not seen.held & bit:
                return False
        return True

    def _solve(self, asked: Sequence[_Row]) -> dict[str, int] | list[int]:
        """A point that satisfies the rows and what is fixed, or multipliers of these rows, then of the fixed ones."""
        rows = [*asked, *self._beside(asked)]
        names = list(dict.fromkeys(name for row in rows for name, _ in row.terms))
        place = {name: column for column, name in enumerate(names)}
        n = len(names)  # columns: the names, less one common number for those of no known sign, the 1, eps
        table = []
        for row in rows:
            line = [0] * (n + 3)
            least = int(row.strict) - row.constant
            for name, slope in row.terms:
                sign, strict = self._signs.get(name, (0, False))
                line[place[name]] = -slope * (sign or 1)
                if not sign:
                    line[n] += slope
                elif strict:
                    least -= slope * sign
            line[n + 1] = -row.constant
            line[n + 2] = least
            table.append(line)
        solved, multipliers = _raised(table, n + 2)
        if not multipliers:
            eps = solved[n + 2]
            below, elsewhere = solved[n + 1] + eps, self._origin[""]
            point = {name: value * below for name, value in self._origin.items()}
            for name, value in zip(names, solved, strict=False):
                sign, strict = self._signs.get(name, (0, False))
                point[name] = (sign * (value + eps * strict) if sign else value - solved[n]) * elsewhere
            for name, (sign, strict) in self._signs.items():
                if strict and name not in point:
                    point[name] = sign * point[""]
            if not self._satisfied(point, rows):
                raise Unverified("a solution failed its exact check")
            return point
        if not self._contradicts(rows, multipliers):
            raise Unverified("an infeasible system failed its exact check")
        return multipliers

    def _satisfied(self, point: Whole, rows: Iterable[_Row]) -> bool:
        signs = all(point.get(name, 0) * sign >= strict for name, (sign, strict) in self._signs.items())
        return point[""] > 0 and signs and all(row.at(point) for row in (*rows, *self._fixed))

    def _beside(self, asked: Sequence[_Row]) -> list[_Row]:
        """The fixed rows that share names with the rows asked, directly or through each other."""
        if not self._fixed:
            return []
        names = {name for row in asked for name, _ in row.terms}
        rest, found = list(self._fixed), []
        grown = True
        while grown:
            grown = False
            for row in tuple(rest):
                if not row.terms or not asked or any(name in names for name, _ in row.terms):
                    names.update(name for name, _ in row.terms)
                    rest.remove(row)
                    found.append(row)
                    grown = True
        return found

    def _contradicts(self, rows: Sequence[_Row], multipliers: Sequence[int]) -> bool:
        """Whether the multipliers add the rows, and the signs of names, up to something that cannot be (Farkas)."""
        total: dict[str, int] = {}
        constant, strict = 0, False
        for row, multiplier in zip(rows, multipliers, strict=True):
            if multiplier < 0:
                return False
            if multiplier:
                constant += multiplier * row.constant
                strict |= row.strict
                for name, slope in row.terms:
                    total[name] = total.get(name, 0) + multiplier * slope
        for name, slope in total.items():
            if slope:
                sign, positive = self._signs.get(name, (0, False))
                if slope * sign >= 0:
                    return False
                strict |= positive
        return constant < 0 or (constant == 0 and strict)


def _rows(atom: Comparison) -> tuple[_Row, ...]:
    polynomial = atom.polynomial
    if not polynomial.is_linear or atom.op not in {">", ">=", "="}:
        raise NotApplicable(f"no linear inequality: {polynomial.text(sorted(polynomial.names))} {atom.op} 0")
    terms = tuple((monomial[0][0], int(slope)) for monomial, slope in polynomial.terms if monomial)
    row = _Row(terms, int(polynomial.constant), atom.op == ">")
    if atom.op != "=":
        return (row,)
    return row, _Row(tuple((name, -slope) for name, slope in terms), -row.constant, False)


def _raised(table: list[list[int]], goal: int) -> tuple[list[int], list[int]]:
    """Numbers, none negative, at which no row is positive and the goal's is; or else multipliers of the rows."""
    width, height = goal + 1, len(table)
    cost = [0] * goal + [-1]
    columns, basis = list(range(width)), list(range(width, width + height))
    denominator, steps = 1, 0
    while True:
        steep = steps < BLAND_AFTER
        if steep:
            entering = min(range(width), key=cost.__getitem__)
        else:
            entering = min((j for j in range(width) if cost[j] < 0), key=columns.__getitem__, default=0)
        if cost[entering] >= 0:
            multipliers = [0] * height
            for j, column in enumerate(columns):
                if column >= width:
                    multipliers[column - width] = cost[j]
            return [], multipliers
        leaving = -1
        for i, line in enumerate(table):
            if line[entering] > 0 and (
                leaving < 0 or (line[entering] > table[leaving][entering] if steep else basis[i] < basis[leaving])
            ):
                leaving = i
        if leaving < 0:
            solved = [0] * (width + height)
            solved[columns[entering]] = denominator
            for i, line in enumerate(table):
                solved[basis[i]] = -line[entering]
            return solved[:width], []
        steps += 1
        pivot_row = table[leaving]
        pivot = pivot_row[entering]
        for i, line in enumerate((*table, cost)):
            factor = line[entering]
            if i == leaving or (not factor and pivot == denominator):
                continue
            changed = [(a * pivot - factor * b) // denominator for a, b in zip(line, pivot_row, strict=True)]
            changed[entering] = -factor
            if i < height:
                table[i] = changed
            else:
                cost = changed
        pivot_row[entering] = denominator
        denominator = pivot
        columns[entering], basis[leaving] = basis[leaving], columns[entering]
