"""Payoffs whose excesses are least, one after another: linear programs over all coalitions, with their proof.

The excess of a coalition is its worth less what its members are paid.  The largest excess is made as small as it can
be; the coalitions whose excess is then the same at every best point are settled, and the next largest follows, until
the payoffs are settled too.  Every step leaves a :class:`Step`: weights on coalitions (and on floors of payoffs) that
add up to what is settled already, which proves that no payoffs do better.

The programs are solved in Fractions by the simplex method over the weights, one for each coalition.  There are many
coalitions and few members, so a column is looked at only when a scan of all excesses finds it to be the worst.

References
----------
M. Maschler, B. Peleg and L. S. Shapley 1979, Geometric properties of the kernel, nucleolus, and related solution
concepts, Mathematics of Operations Research 4, 303-338.
J. A. M. Potters, J. H. Reijnierse and M. Ansing 1996, Computing the nucleolus by solving a prolonged simplex algorithm,
Mathematics of Operations Research 21, 757-768.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from math import lcm
from types import MappingProxyType

from ..errors import NotApplicable, Unverified
from .tu_games import Counts, TUGame

__all__ = ["Step", "least_excesses", "proves"]

_PATIENCE = 12  # pivots without progress before the smallest column is taken, under which the method ends (Bland)

Vector = list[Fraction]


@dataclass(frozen=True)
class Step:
    """One largest excess made as small as it can be, and why it cannot be smaller.

    Parameters
    ----------
    excess
        The excess of the coalitions with a weight; those not settled by then have no larger one.
    weights
        Positive weights, 1 in all, of vectors of counts.  A vector's weight is shared alike by its coalitions.
    floors
        Positive weights of kinds, by place, whose payoff stands on its floor: what a member gets alone.

    Notes
    -----
    The weighted vectors and floors add up to a combination of all members and of what earlier steps settled.  So the
    weighted mean of the excesses is as given, wherever the floors are met and the earlier steps are kept, or more.
    """

    excess: Fraction
    weights: Mapping[Counts, Fraction]
    floors: Mapping[int, Fraction]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))
        object.__setattr__(self, "floors", MappingProxyType(dict(self.floors)))


def least_excesses(game: TUGame, *, rational: bool, steps: int | None = None) -> tuple[Vector, tuple[Step, ...]]:
    """The payoffs, one a kind, whose excesses are least in turn, with the proof.

    Parameters
    ----------
    game
        The game.
    rational
        Whether everybody gets at least what it has alone.
    steps
        After how many steps to stop; else once the payoffs are settled.

    Raises
    ------
    NotApplicable
        Payoffs cannot be rational: what the members have alone is more than what all have together.

    Examples
    --------
    >>> from coopsec_games.cooperative.tu_games import lexicographic_game
    >>> payoffs, proof = least_excesses(lexicographic_game([0, 0, 0, 1, 1, 0, 1]), rational=True)
    >>> [str(payoff) for payoff in payoffs], [str(step.excess) for step in proof]
    (['1', '0', '0'], ['0', '0'])
    """
    alone = _alone(game)
    if rational and sum(s * v for s, v in zip(game.sizes, alone, strict=True)) > game.grand:
        raise NotApplicable(
            "what the members have alone is more than what all have together: no payoffs are rational",
            hint="the prenucleolus asks for no floor of payoffs",
        )
    worths = _Excesses(game)
    settled = _Span(len(game.sizes))
    settled.add([Fraction(s) for s in game.sizes], game.grand)
    proof: list[Step] = []
    floors = dict(enumerate(alone)) if rational else {}
    payoffs = settled.point() if settled.full else None
    while payoffs is None or (not settled.full and (steps is None or len(proof) < steps)):
        worths.leave(settled)
        payoffs, step = _Program(worths, settled, floors).solved()
        proof.append(step)
        for counts in step.weights:
            settled.add([Fraction(c) for c in counts], game.worths[game.place(counts)] - step.excess)
        for kind in step.floors:
            settled.add([Fraction(kind == place) for place in range(len(alone))], alone[kind])
        if settled.full:
            payoffs = settled.point()
    if not proves(game, payoffs, proof, rational=rational, whole=steps is None):
        raise Unverified("payoffs of least excess failed their exact check")
    return payoffs, tuple(proof)


def proves(
    game: TUGame, payoffs: Sequence[Fraction], proof: Sequence[Step], *, rational: bool, whole: bool = True
) -> bool:
    """Re-check the steps by what they claim alone: efficient payoffs, balanced weights, and no larger excess.

    Parameters
    ----------
    game
        The game.
    payoffs
        What a member of each kind gets.
    proof
        The steps.
    rational
        Whether everybody must get at least what it has alone.
    whole
        Whether the steps must settle the payoffs.

    Examples
    --------
    >>> from coopsec_games.cooperative.tu_games import glove_game
    >>> payoffs, proof = least_excesses(glove_game(1, 2), rational=True)
    >>> proves(glove_game(1, 2), payoffs, proof, rational=True), proves(glove_game(1, 2), [1, 1], proof, rational=True)
    (True, False)
    """
    alone = _alone(game)
    if sum(s * p for s, p in zip(game.sizes, payoffs, strict=True)) != game.grand:
        return False
    if rational and any(p < v for p, v in zip(payoffs, alone, strict=True)):
        return False
    settled = _Span(len(game.sizes))
    settled.add([Fraction(s) for s in game.sizes], game.grand)
    worths = _Excesses(game)
    for step in proof:
        if settled.full or not step.weights:
            return False
        worths.leave(settled)
        total = [sum((w * c[k] for c, w in step.weights.items()), Fraction(0)) for k in range(len(alone))]
        for kind, weight in step.floors.items():
            if not rational or payoffs[kind] != alone[kind] or weight <= 0:
                return False
            total[kind] += weight
        if not settled.holds(total) or sum(step.weights.values()) != 1 or min(step.weights.values()) <= 0:
            return False
        for counts in step.weights:
            excess = game.worths[game.place(counts)] - sum(c * p for c, p in zip(counts, payoffs, strict=True))
            if excess != step.excess or settled.holds([Fraction(c) for c in counts]):
                return False
        if worths.worst(payoffs)[0] != step.excess:
            return False
        for counts in step.weights:
            settled.add([Fraction(c) for c in counts], Fraction(0))
        for kind in step.floors:
            settled.add([Fraction(kind == place) for place in range(len(alone))], Fraction(0))
    return settled.full or not whole


def _alone(game: TUGame) -> Vector:
    """What a member of each kind gets alone."""
    size = len(game.sizes)
    return [game.worths[game.place([int(k == place) for place in range(size)])] for k in range(size)]


class _Span:
    """Equations that the payoffs satisfy, reduced; what they span is settled."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[Vector] = []  # as added, those that say something new
        self.values: Vector = []
        self._reduced: list[tuple[int, Vector]] = []  # pivot, and row with its value

    @property
    def full(self) -> bool:
        return len(self.rows) == self.width

    def add(self, row: Vector, value: Fraction) -> None:
        rest = self._rest([*row, value])
        pivot = next((k for k in range(self.width) if rest[k]), None)
        if pivot is None:
            return
        rest = [a / rest[pivot] for a in rest]
        for place, (column, line) in enumerate(self._reduced):
            if line[pivot]:
                factor = line[pivot]
                self._reduced[place] = column, [a - factor * b for a, b in zip(line, rest, strict=True)]
        self._reduced.append((pivot, rest))
        self.rows.append(row)
        self.values.append(value)

    def holds(self, row: Vector) -> bool:
        return not any(self._rest([*row, Fraction(0)])[: self.width])

    def point(self) -> Vector:
        """The one solution, once there is one."""
        return [line[self.width] for _, line in sorted(self._reduced)]

    def null(self) -> list[list[int]]:
        """Whole directions in which everything settled stays as it is."""
        pivots = dict(self._reduced)
        found = []
        for free in range(self.width):
            if free not in pivots:
                direction = [Fraction(k == free) for k in range(self.width)]
                for column, line in pivots.items():
                    direction[column] = -line[free]
                scale = lcm(*(a.denominator for a in direction))
                found.append([int(a * scale) for a in direction])
        return found

    def _rest(self, row: Vector) -> Vector:
        for column, line in self._reduced:
            if row[column]:
                factor = row[column]
                row = [a - factor * b for a, b in zip(row, line, strict=True)]
        return row


class _Excesses:
    """The worths in whole numbers, and the vectors of counts that are not settled."""

    def __init__(self, game: TUGame) -> None:
        self.game = game
        self.scale, self._whole = game.whole()
        self._open: list[int] = []
        self.places: list[int] = []
        self._worths: list[int] = []

    def leave(self, settled: _Span) -> None:
        """Forget the vectors that are settled."""
        directions = settled.null()
        base = 1 + 2 * max(sum(abs(a) * s for a, s in zip(d, self.game.sizes, strict=True)) for d in directions)
        packed = [sum(d[k] * base**place for place, d in enumerate(directions)) for k in range(settled.width)]
        self._open = self._sums(packed)  # zero just where every direction is, since no digit reaches half the base
        self.places = list(compress(range(len(self._open)), self._open))
        self._worths = list(compress(self._whole, self._open))

    def worst(self, payoffs: Sequence[Fraction]) -> tuple[Fraction, int]:
        """The largest excess that is not settled, and the first place where it stands."""
        unit, found = self.all(payoffs)
        largest = max(found)
        return Fraction(largest, unit), self.places[found.index(largest)]

    def all(self, payoffs: Sequence[Fraction]) -> tuple[int, list[int]]:
        """The excesses that are not settled, as whole multiples of one part of a unit."""
        scaled = [payoff * self.scale for payoff in payoffs]
        common = lcm(*(a.denominator for a in scaled))
        paid = compress(self._sums([int(a * common) for a in scaled]), self._open)
        return self.scale * common, [w * common - p for w, p in zip(self._worths, paid, strict=True)]

    def counts(self, place: int) -> Counts:
        found = []
        for length in reversed(self.game.lengths):
            place, count = divmod(place, length)
            found.append(count)
        return tuple(reversed(found))

    def _sums(self, numbers: Sequence[int]) -> list[int]:
        sums = [0]
        for number, size in zip(numbers, self.game.sizes, strict=True):
            if size == 1:
                sums = [t for s in sums for t in (s, s + number)]
            else:
                steps = [number * count for count in range(size + 1)]
                sums = [s + t for s in sums for t in steps]
        return sums


class _Program:
    """Make the largest open excess as small as it can be, by the simplex method over the weights of coalitions.

    The columns are coalitions, floors, and the settled rows, which never leave; the prices of a basis are payoffs and
    an excess.  A column enters where it says that the excess is larger, or a payoff is below its floor.
    """

    def __init__(self, worths: _Excesses, settled: _Span, floors: Mapping[int, Fraction]) -> None:
        self.worths, self.floors = worths, floors
        self.width = settled.width
        self.basis: list[int | None] = [None] * len(settled.rows)  # place; ~kind for a floor; None for a settled row
        self.costs: Vector = list(settled.values)
        columns = [[*row, Fraction(0)] for row in settled.rows]
        for place in self._start(settled):
            self.basis.append(place)
            column, cost = self._column(place)
            columns.append(column)
            self.costs.append(cost)
        self.inverse = _inverse(columns)

    def solved(self) -> tuple[Vector, Step]:
        stalled = 0
        while True:
            prices = [
                sum((c * row[k] for c, row in zip(self.costs, self.inverse, strict=True) if c and row[k]), Fraction(0))
                for k in range(self.width + 1)
            ]
            entering = self._entering(prices, first=stalled > _PATIENCE)
            if entering is None:
                return prices[: self.width], self._step(prices[self.width])
            stalled = 0 if self._pivot(entering) else stalled + 1

    def _start(self, settled: _Span) -> list[int]:
        """A coalition and its complement, of equal weight, and single members of weight 0 to fill the basis."""
        game = self.worths.game
        singles = [game.place([int(k == place) for place in range(self.width)]) for k in range(self.width)]
        open_ = set(self.worths.places)
        singles = [place for place in singles if place in open_]
        seen = _Span(self.width)
        for row in settled.rows:
            seen.add(row, Fraction(0))
        chosen = [singles[0], len(game.worths) - 1 - singles[0]]
        for place in singles:
            row = [Fraction(c) for c in self.worths.counts(place)]
            if place == singles[0] or not seen.holds(row):
                seen.add(row, Fraction(0))
                if place not in chosen:
                    chosen.append(place)
        return chosen

    def _column(self, place: int) -> tuple[Vector, Fraction]:
        if place < 0:
            return [Fraction(k == ~place) for k in range(self.width)] + [Fraction(0)], self.floors[~place]
        return [Fraction(c) for c in self.worths.counts(place)] + [Fraction(1)], self.worths.game.worths[place]

    def _entering(self, prices: Vector, *, first: bool) -> int | None:
        """The worst column, or the first bad one; none at the optimum."""
        low = [(prices[kind] - floor, ~kind) for kind, floor in self.floors.items() if prices[kind] < floor]
        if first and low:
            return max(low, key=lambda found: found[1])[1]
        unit, excesses = self.worths.all(prices[: self.width])
        level = prices[self.width] * unit
        if first:
            return next((p for p, e in zip(self.worths.places, excesses, strict=True) if e > level), None)
        largest = max(excesses)
        if largest > level and (not low or Fraction(largest) - level >= -min(low)[0] * unit):
            return self.worths.places[excesses.index(largest)]
        return min(low)[1] if low else None

    def _pivot(self, entering: int) -> bool:
        """Bring a column in; whether the excess has risen."""
        column, cost = self._column(entering)
        moves = [sum((a * b for a, b in zip(row, column, strict=True) if b), Fraction(0)) for row in self.inverse]
        ratios = [
            (row[self.width] / move, place >= 0, abs(place), at)
            for at, (row, move, place) in enumerate(zip(self.inverse, moves, self.basis, strict=True))
            if place is not None and move > 0
        ]
        if not ratios:
            raise NotApplicable("no payoffs keep every floor")
        ratio, *_, at = min(ratios)
        head = self.inverse[at] = [a / moves[at] for a in self.inverse[at]]
        for other, move in enumerate(moves):
            if move and other != at:
                self.inverse[other] = [a - move * b if b else a for a, b in zip(self.inverse[other], head, strict=True)]
        self.basis[at], self.costs[at] = entering, cost
        return ratio > 0

    def _step(self, excess: Fraction) -> Step:
        weights, floors = {}, {}
        for place, row in zip(self.basis, self.inverse, strict=True):
            if place is None or not row[self.width]:
                continue
            if place < 0:
                floors[~place] = row[self.width]
            else:
                weights[self.worths.counts(place)] = row[self.width]
        return Step(excess, dict(sorted(weights.items())), dict(sorted(floors.items())))


def _inverse(columns: Sequence[Vector]) -> list[Vector]:
    """The inverse of a matrix of columns, by rows."""
    size = len(columns)
    rows = [[columns[j][i] for j in range(size)] + [Fraction(i == k) for k in range(size)] for i in range(size)]
    for i in range(size):
        pivot = next(k for k in range(i, size) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        head = rows[i][i]
        rows[i] = [a / head for a in rows[i]]
        for k in range(size):
            if k != i and rows[k][i]:
                factor = rows[k][i]
                rows[k] = [a - factor * b if b else a for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[size:] for row in rows]
