"""Values of bargaining that proposers fix by how they mix: roots of a polynomial, and irrational as a rule.

Where proposers mix between coalitions of several kinds, the equations that are linear in the values may not be enough.
If they leave the values on a line, each kind whose chance to be bought depends on the mixtures says what that chance
must be, ``(v - pi (1 - delta p)) / (delta v)``, and the mixtures can give all of these at once only where a polynomial
in the place on the line vanishes.  If all mixtures move these chances in one and the same proportion, how far they do
fixes the values, and the coalitions of the support cost the same only where a polynomial in that vanishes.

A root that is a fraction gives the values; at any other the equilibrium is proven to be there, and since values are
unique (Eraslan and McLennan) the game then has none in fractions.

References
----------
Eraslan and McLennan (2013), Journal of Economic Theory 148:2195-2222 (unique values).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations, islice
from typing import TYPE_CHECKING

from ..errors import NotApplicable
from ..formulas import exact, expression_text, symbol
from ..noncooperative.concepts.boxes import Enclosed, Interval, plus, times
from ..noncooperative.payoffs import Payoff, value_at
from ..noncooperative.roots import enclosed_root, narrowed, rational_expression, whole_polynomial
from ..polynomials import Polynomial
from ..rendering import number
from .equations import linear_solution
from .games import BargainingGame, Coalition

if TYPE_CHECKING:
    from sympy import Poly

__all__ = ["fixed_by_mixing", "is_mixed"]

_NEAR = Fraction(1, 2**80)
_MOST_BASES = 1_000
_LETTER = "t"

Support = tuple[tuple[Coalition, ...], ...]
Affine = tuple[Fraction, Fraction]
"""A number at the start of a line, and how it changes along it."""


def is_mixed(support: Support, place: int) -> bool:
    """Whether how often a kind is bought depends on how proposers mix."""
    return any(vector[place] != vectors[0][place] for vectors in support for vector in vectors)


def fixed_by_mixing(
    game: BargainingGame,
    partners: Support,
    support: Support,
    line: tuple[Sequence[Fraction], Sequence[Fraction]] | None,
) -> Iterator[list[Fraction]]:
    """Values in fractions that some mixture of the proposers may give, where linear equations alone do not fix them.

    Parameters
    ----------
    game
        A game without parameters.
    partners
        The least sets of others with whom a proposer of each kind wins.
    support
        Those that it may use.
    line
        A point and a direction: where the values lie by the equations that are linear in them; None where these leave
        more than one freedom.

    Raises
    ------
    NotApplicable
        Where the equilibrium is proven to have irrational values.
    """
    if not value_at(game.discount, {}):
        return
    known = _Mixing(game, support)
    told = known.on_a_line(list(zip(*line, strict=True))) if line is not None else known.on_a_curve()
    for values, wanted, why in told:
        if not why:
            yield [low for low, _ in values]
        elif known.holds(partners, values, wanted):
            raise NotApplicable(
                f"the stationary values are irrational: {why}",
                hint="proposers mix between coalitions of several kinds; other numbers may give fractions",
            )


_Candidate = tuple[list[Interval], list[Interval], str]
"""Values, the chances to be bought that the mixtures must give, and of irrational values what they are."""


class _Mixing:
    """What the mixtures of a support must give."""

    def __init__(self, game: BargainingGame, support: Support) -> None:
        self.kinds = game.kinds
        self.support = support
        self.discount = value_at(game.discount, {})
        self.weights = [value_at(kind.recognition, {}) * len(kind.members) for kind in self.kinds]
        self.mixed = [place for place in range(len(self.kinds)) if is_mixed(support, place)]
        # the first coalition of a proposer takes what the others leave
        self.columns = [(proposer, vector) for proposer, vectors in enumerate(support) for vector in vectors[1:]]
        self.matrix = [
            [
                self.weights[proposer] * (vector[place] - support[proposer][0][place])
                for proposer, vector in self.columns
            ]
            for place in self.mixed
        ]

    def on_a_line(self, values: Sequence[Affine]) -> Iterator[_Candidate]:
        """The places on a line of values at which the equations of the mixtures do not contradict each other."""
        told = (self._contradiction(values, weights) for weights in _left_kernel(self.matrix))
        for root in _common_roots([each for each in told if not each.is_zero]):
            low, high = _ends(root)
            here = [_range(value, low, high) for value in values]
            if min(low for low, _ in here) > 0:
                wanted = [self._chance(values, here, place, (low, high)) for place in self.mixed]
                yield here, wanted, "" if isinstance(root, Fraction) else self._root_told(values, root)

    def _contradiction(self, values: Sequence[Affine], weights: Sequence[Fraction]) -> Poly:
        """A polynomial that vanishes where the sum of the equations with these weights, whose left side is 0, holds."""
        total = Polynomial.of(0)
        for weight, place in zip(weights, self.mixed, strict=True):
            part = _along(self._over(values, place)).scaled(weight)
            for other in self.mixed:
                if other != place:
                    part = part * _along(values[other])
            total = total + part
        return whole_polynomial(symbol(_LETTER), total.to_sympy())

    def _over(self, values: Sequence[Affine], place: int) -> Affine:
        """The numerator of the chance to be bought beyond that by first coalitions; below it stands ``delta v``."""
        left = len(self.kinds[place].members) - self.discount * self._base(place)
        weight = self.weights[place]
        first = self.support[place][0]
        price = [sum((c * value[part] for c, value in zip(first, values, strict=True)), Fraction(0)) for part in (0, 1)]
        at, step = (left * values[place][part] + weight * self.discount * price[part] for part in (0, 1))
        return at - weight, step

    def _base(self, place: int) -> Fraction:
        """How often a kind is bought where everybody buys its first coalition."""
        return sum((own * of[0][place] for own, of in zip(self.weights, self.support, strict=True)), Fraction(0))

    def _chance(self, values: Sequence[Affine], here: Sequence[Interval], place: int, ends: Interval) -> Interval:
        own = here[place]
        below = (1 / (self.discount * own[1]), 1 / (self.discount * own[0]))
        return times(_range(self._over(values, place), *ends), below)

    def on_a_curve(self) -> Iterator[_Candidate]:
        """Where the coalitions cost the same, of what mixtures give that move all chances in one proportion."""
        if len(self.mixed) - len(_left_kernel(self.matrix)) != 1:
            return
        way = next(column for column in zip(*self.matrix, strict=True) if any(column))
        how = dict(zip(self.mixed, way, strict=True))
        letter = symbol(_LETTER)
        rows: list[list[Payoff]] = []
        for place, kind in enumerate(self.kinds):
            weight = self.weights[place]
            row: list[Payoff] = [weight * self.discount * count for count in self.support[place][0]]
            often = exact(self._base(place) + letter * exact(how[place])) if place in how else self._base(place)
            row[place] = exact(row[place] + len(kind.members) - self.discount * often)
            rows.append([*row, weight])
        values = linear_solution(rows, len(self.kinds))
        if values is None:
            return
        costs = (
            sum((value * (a - b) for value, a, b in zip(values, vector, vectors[0], strict=True)), Fraction(0))
            for vectors in self.support
            for vector in vectors[1:]
        )
        parts = [_quotient(value) for value in values]
        told = [_quotient(cost)[0] for cost in costs]
        for root in _common_roots([each for each in told if not each.is_zero]):
            ends = _ends(root)
            below = [_over_interval(under, ends) for _, under in parts]
            if any(low <= 0 <= high for low, high in below):
                continue
            here = [
                times(_over_interval(over, ends), (1 / high, 1 / low))
                for (over, _), (low, high) in zip(parts, below, strict=True)
            ]
            if min(low for low, _ in here) <= 0:
                continue
            wanted = [times((how[place], how[place]), ends) for place in self.mixed]
            near = f"that of {self.kinds[self.mixed[0]].name} is near {number(here[self.mixed[0]][0], 6)}"
            why = "" if isinstance(root, Fraction) else f"{near}, what proposers mix is {_root_text(root)}"
            yield here, wanted, why

    def holds(self, partners: Support, values: Sequence[Interval], wanted: Sequence[Interval]) -> bool:
        """Whether all is as an equilibrium asks, with nothing on the edge: by enclosures."""
        for options, vectors in zip(partners, self.support, strict=True):
            for option in options:
                dearer = [Fraction(a - b) for a, b in zip(option, vectors[0], strict=True)]
                if option not in vectors and not _positive(dearer, values):
                    return False
        return self.mixes(wanted)

    def mixes(self, wanted: Sequence[Interval]) -> bool:
        """Whether some mixture with positive odds, and for certain, gives these chances, which do not contradict."""
        mixing = [place for place, vectors in enumerate(self.support) if len(vectors) > 1]
        proposers = [*(proposer for proposer, _ in self.columns), *mixing]
        rows = [[*row, *(Fraction(0) for _ in mixing)] for row in self.matrix]
        rows += [[Fraction(int(own == place)) for own in proposers] for place in mixing]
        one: Interval = (Fraction(1), Fraction(1))
        sides = [*wanted, *(one for _ in mixing)]
        rank = len(rows) - len(_left_kernel(rows))
        for chosen in islice(combinations(range(len(proposers)), rank), _MOST_BASES):
            inverse = _left_inverse([[row[column] for column in chosen] for row in rows])
            if inverse is not None and all(_positive(weights, sides) for weights in inverse):
                return True
        return False

    def _root_told(self, values: Sequence[Affine], root: Enclosed) -> str:
        """The value of the first kind that has an irrational one, in words."""
        place = next(place for place, (_, step) in enumerate(values) if step)
        at, step = values[place]
        back = (Polynomial.variable("v") - Polynomial.of(at)).scaled(1 / step).to_sympy()
        power = len(root.polynomial) - 1
        own = whole_polynomial(symbol("v"), sum(c * back ** (power - k) for k, c in enumerate(root.polynomial)))
        told = expression_text(own.primitive()[1].as_expr())
        near = number(_range((at, step), root.low, root.high)[0], 6)
        return f"that of {self.kinds[place].name} is the root of {told} near {near}"


def _common_roots(found: Sequence[Poly]) -> Iterator[Fraction | Enclosed]:
    from sympy import gcd

    if not found:
        return
    for factor, _ in reduce(gcd, found).factor_list()[1]:
        for low, high in (ends for ends, _ in factor.intervals()):
            yield enclosed_root(factor, *(Fraction(int(end.p), int(end.q)) for end in (low, high)))


def _ends(root: Fraction | Enclosed) -> Interval:
    return (root, root) if isinstance(root, Fraction) else narrowed(root.polynomial, root.low, root.high, _NEAR)


def _quotient(value: Payoff) -> tuple[Poly, Poly]:
    """A rational function of the letter as one polynomial over another."""
    from sympy import Poly, cancel, fraction

    told = rational_expression(value) if isinstance(value, Fraction) else cancel(value)
    over, under = fraction(told)
    return Poly(over, symbol(_LETTER)), Poly(under, symbol(_LETTER))


def _over_interval(polynomial: Poly, ends: Interval) -> Interval:
    total: Interval = (Fraction(0), Fraction(0))
    for coefficient in polynomial.all_coeffs():
        own = Fraction(int(coefficient.p), int(coefficient.q))
        total = plus(times(total, ends), (own, own))
    return total


def _root_text(root: Enclosed) -> str:
    power = len(root.polynomial) - 1
    own = sum(c * symbol("x") ** (power - k) for k, c in enumerate(root.polynomial))
    return f"the root of {expression_text(own)} near {number(root.low, 6)}"


def _along(value: Affine) -> Polynomial:
    return Polynomial.of(value[0]) + Polynomial.variable(_LETTER).scaled(value[1])


def _range(value: Affine, low: Fraction, high: Fraction) -> Interval:
    return plus((value[0], value[0]), times((value[1], value[1]), (low, high)))


def _positive(weights: Sequence[Fraction], sides: Sequence[Interval]) -> bool:
    """Whether a weighted sum of intervals is positive."""
    total: Interval = (Fraction(0), Fraction(0))
    for weight, side in zip(weights, sides, strict=True):
        total = plus(total, times((weight, weight), side))
    return total[0] > 0


def _left_kernel(matrix: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """Independent combinations of rows that are 0, which span all of them."""
    size = len(matrix)
    found: list[list[Fraction]] = []
    rows: list[tuple[int, list[Fraction], list[Fraction]]] = []
    for place, row in enumerate(matrix):
        own, told = list(row), [Fraction(int(other == place)) for other in range(size)]
        for at, done, how in rows:
            factor = own[at] / done[at]
            own = [a - factor * b for a, b in zip(own, done, strict=True)]
            told = [a - factor * b for a, b in zip(told, how, strict=True)]
        pivot = next((column for column, value in enumerate(own) if value), None)
        if pivot is None:
            found.append(told)
        else:
            rows.append((pivot, own, told))
    return found


def _left_inverse(matrix: Sequence[Sequence[Fraction]]) -> list[list[Fraction]] | None:
    """For each column the weights of rows that give it alone 1; None where the columns depend on each other."""
    size = len(matrix)
    rows = [[*row, *(Fraction(int(other == place)) for other in range(size))] for place, row in enumerate(matrix)]
    columns = len(matrix[0])
    for place in range(columns):
        pivot = next((at for at in range(place, size) if rows[at][place]), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for at in range(size):
            if at != place and rows[at][place]:
                factor = rows[at][place]
                rows[at] = [a - factor * b for a, b in zip(rows[at], rows[place], strict=True)]
    return [row[columns:] for row in rows[:columns]]
