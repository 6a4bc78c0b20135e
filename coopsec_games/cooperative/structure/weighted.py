"""Is a rule a weighted game: the weights of least sum, or a trade that no weights allow.

Weights are sought by linear programming.  The diagram of the game says which winning coalition is the lightest under
them and which losing one the heaviest; where these do not fit, they become rows of the program, until either the
weights fit the whole game or the rows contradict each other, and the multipliers of the contradiction are a trade.

References
----------
A. D. Taylor and W. S. Zwicker 1992, A characterization of weighted voting, Proceedings of the American Mathematical
Society 115, 1089-1094.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import gcd, lcm
from types import MappingProxyType

from ...errors import TooLarge, Unverified
from ...linear.integer import Impossible, Row, least, least_whole
from ..ballots import Member
from ..counting.diagrams import Diagram
from ..counting.weight_systems import System, systems
from ..simple_games import SimpleGame
from .desirability import Desirability, desirability_of_diagram
from .trades import Counted, Trade
from .walks import diagram_of_game, heaviest_losing, lightest_winning

__all__ = ["MOST_CLASSES", "Weighting", "fits", "given_weights", "is_weighted", "weighting", "weighting_of_diagram"]

MOST_CLASSES = 40  # classes of members whose weights are sought
_MOST_ROWS = 1_000

Vector = tuple[int, ...]


@dataclass(frozen=True)
class Weighting:
    """A rule as a weighted game.

    Parameters
    ----------
    weights
        Each member's weight, a whole number.
    quota
        The weight that wins; where weights were sought, one more than the heaviest losing coalition's.
    least
        Whether no whole weights with a smaller sum exist: proven where True, not sought or not settled where False.
    """

    weights: Mapping[Member, int]
    quota: int
    least: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    def __str__(self) -> str:
        return f"[{self.quota}; {', '.join(map(str, self.weights.values()))}]"


def is_weighted(game: SimpleGame) -> bool:
    """Whether some weights and a quota say which coalitions win.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import All, Quota
    >>> is_weighted(SimpleGame(All((Quota(tuple("abcd"), 1, ("a", "b")), Quota(tuple("abcd"), 1, ("c", "d"))))))
    False
    """
    return isinstance(weighting(game), Weighting)


def weighting(game: SimpleGame) -> Weighting | Trade:
    """The weights of least sum that say which coalitions win, or a trade, which proves that there are none.

    Parameters
    ----------
    game
        A simple game.

    Raises
    ------
    InvalidGame
        The rule is not monotone.
    NotApplicable
        Every coalition has the same outcome.
    TooLarge
        The members are of more than :data:`MOST_CLASSES` classes, or too many rows are needed; a rule that is given by
        weights has these at any size, not proven to be the least.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> found = weighting(simple_game("[51; 40, 30, 20, 10]"))
    >>> print(found, found.least)
    [5; 3, 2, 2, 1] True
    >>> from coopsec_games.cooperative.rules import All, Quota
    >>> houses = SimpleGame(All((Quota(tuple("abcd"), 1, ("a", "b")), Quota(tuple("abcd"), 1, ("c", "d")))))
    >>> weighting(houses).coalitions()
    ((('a', 'c'), ('b', 'd')), (('c', 'd'), ('a', 'b')))
    """
    given = given_weights(game)
    if given is not None and len(set(given.weights.values())) > MOST_CLASSES:
        return given
    diagram = diagram_of_game(game)
    return weighting_of_diagram(diagram, desirability_of_diagram(diagram, game.kinds), game)


def given_weights(game: SimpleGame) -> Weighting | None:
    """The weights that a rule is given by, if it is one weight system."""
    expression = systems(game.rule, game.not_yes)
    if not isinstance(expression, System):
        return None
    return Weighting(dict(zip(game.members, expression.weights, strict=True)), expression.quota, False)


def weighting_of_diagram(diagram: Diagram, order: Desirability, game: SimpleGame) -> Weighting | Trade:
    """As :func:`weighting`, for a game whose diagram and order of desirability are known."""
    if order.swap is not None:
        return _confirmed(order.swap, game)
    given = given_weights(game)
    if len(order.classes) > MOST_CLASSES:
        if given is not None:
            return given
        raise TooLarge(f"weights are sought for at most {MOST_CLASSES} classes of members, not {len(order.classes)}")
    try:
        return _sought(diagram, order, game)
    except TooLarge:
        if given is None:
            raise
        return given


def _confirmed(trade: Trade, game: SimpleGame) -> Trade:
    if not trade.confirmed(game):
        raise Unverified("a trade failed its exact check")
    return trade


def _sought(diagram: Diagram, order: Desirability, game: SimpleGame) -> Weighting | Trade:
    search = _Search(diagram, order.classes)
    shared = search.in_classes()
    if shared is None:
        return _confirmed(search.trade(), game)
    proven = True
    if all(weight.denominator == 1 for weight in shared):
        whole = [int(weight) for weight, group in zip(shared, order.classes, strict=True) for _ in group]
    else:
        try:
            whole = search.in_whole_numbers()
        except TooLarge:
            scale = lcm(*(weight.denominator for weight in shared))
            whole = [int(weight * scale) for weight, group in zip(shared, order.classes, strict=True) for _ in group]
            proven = False
    by_member = dict(zip((member for group in order.classes for member in group), whole, strict=True))
    weights = {member: by_member[member] for member in diagram.members}
    found = Weighting(weights, heaviest_losing(diagram, [weights[m] for m in diagram.order])[0] + 1, proven)
    if not fits(diagram, found):
        raise Unverified("weights failed their exact check")
    return found


def fits(diagram: Diagram, found: Weighting) -> bool:
    """Whether the coalitions that weigh the quota are those that win."""
    weights = [found.weights[member] for member in diagram.order]
    return heaviest_losing(diagram, weights)[0] < found.quota <= lightest_winning(diagram, weights)[0]


class _Search:
    """The rows that are known so far: winning and losing coalitions, by how many members of each class they have."""

    def __init__(self, diagram: Diagram, classes: Sequence[Sequence[Member]]) -> None:
        self.diagram = diagram
        self.classes = classes
        self.sizes = [len(group) for group in classes]
        self.place = {member: place for place, group in enumerate(classes) for member in group}
        self.winning: dict[Vector, None] = {}
        self.losing: dict[Vector, None] = {}
        swings = diagram.swing_counts()
        self.counting = sum(1 for group in classes if swings[group[0]])  # the last class may be of dummies

    def in_classes(self) -> tuple[Fraction, ...] | None:
        """Weights of least sum, one a class and each at least one more than the next, or nothing."""
        counting, rest = self.counting, len(self.classes) - self.counting
        base = list(range(counting, 0, -1))
        costs = list(accumulate(self.sizes[:counting]))
        while True:
            found = least([*costs, 0], self._rows(base, lambda vector, _: vector[:counting]))
            if isinstance(found, Impossible):
                return None
            weights = (*_chained(base, found.point), *[Fraction(0)] * rest)
            if self._fit([weights[self.place[member]] for member in self.diagram.order]):
                return weights

    def in_whole_numbers(self) -> list[int]:
        """Whole weights of least sum, one a member; of one class the first has no less than the next."""
        sizes = self.sizes[: self.counting]
        base = [self.counting - place for place, size in enumerate(sizes) for _ in range(size)]
        idle = sum(self.sizes) - len(base)
        rank = {member: place for place, member in enumerate(member for group in self.classes for member in group)}

        def spread(vector: Vector, heaviest: bool) -> Vector:
            return tuple(
                int(place < number if heaviest else place >= size - number)
                for number, size in zip(vector, sizes, strict=False)
                for place in range(size)
            )

        while True:
            found = least_whole([*range(1, len(base) + 1), 0], self._rows(base, spread))
            if found is None:
                raise Unverified("weights in fractions exist, but none in whole numbers")
            weights = [*map(int, _chained(base, found.point)), *[0] * idle]
            if self._fit([weights[rank[member]] for member in self.diagram.order]):
                return weights

    def trade(self) -> Trade:
        """The multipliers of a contradiction among plain rows, as coalitions."""
        width = len(self.classes)
        while True:
            rows: list[Row] = [((*vector, -1), 0) for vector in self.winning]
            rows += [((*(-number for number in vector), 1), 1) for vector in self.losing]
            found = least([*self.sizes, 0], rows)
            if isinstance(found, Impossible):
                break
            if self._fit([found.point[self.place[member]] for member in self.diagram.order]):
                raise Unverified("weights fit a game that has none")
        scale = lcm(*(multiplier.denominator for multiplier in found.multipliers))
        times = [int(multiplier * scale) for multiplier in found.multipliers]
        common = gcd(*times)
        won = _taken(self.winning, [number // common for number in times])
        lost = _taken(self.losing, [number // common for number in times[len(self.winning) :]])
        won = _first(won, sum(number for _, number in lost))
        totals = [sum(vector[place] * number for vector, number in won) for place in range(width)]
        return Trade(tuple(map(tuple, self.classes)), tuple(won), tuple(_reduced(lost, totals)))

    def _rows(self, base: Sequence[int], spread: Callable[[Vector, bool], Vector]) -> list[Row]:
        """The rows in terms of how much more than the next each weighs; the last variable is the quota."""
        rows: list[Row] = []
        for vectors, sign in ((self.winning, 1), (self.losing, -1)):
            for vector in vectors:
                held = spread(vector, sign < 0)
                bound = sum(a * b for a, b in zip(held, base, strict=True))
                rows.append(((*(sign * a for a in accumulate(held)), -sign), -bound if sign > 0 else bound + 1))
        return rows

    def _fit(self, weights: Sequence[Fraction | int]) -> bool:
        """Whether weights, given by layer, part what wins from what loses; else rows for what contradicts them."""
        scale = lcm(*(Fraction(weight).denominator for weight in weights))
        whole = [int(weight * scale) for weight in weights]
        light, winner = lightest_winning(self.diagram, whole)
        heavy, loser = heaviest_losing(self.diagram, whole)
        if heavy < light and light - heavy >= scale:
            return True
        known = len(self.winning) + len(self.losing)
        for coalition, vectors in ((winner, self.winning), (loser, self.losing)):
            vector = [0] * len(self.classes)
            for member in coalition:
                vector[self.place[member]] += 1
            vectors[tuple(vector)] = None
        if len(self.winning) + len(self.losing) == known:
            raise Unverified("weights do not fit, and no row says why")
        if known > _MOST_ROWS:
            raise TooLarge(f"more than {_MOST_ROWS} coalitions do not settle whether the rule is weighted")
        return False


def _chained(base: Sequence[int], steps: Sequence[Fraction | int]) -> list[Fraction]:
    """The weights of a chain: each weighs its step more than the next, above what it weighs at least."""
    more = [*accumulate(reversed(steps[: len(base)]))][::-1]
    return [Fraction(least_weight + extra) for least_weight, extra in zip(base, more, strict=True)]


def _taken(vectors: Iterable[Vector], times: Sequence[int]) -> list[Counted]:
    return [(vector, number) for vector, number in zip(vectors, times, strict=False) if number]


def _first(taken: Sequence[Counted], number: int) -> list[Counted]:
    """So many of the coalitions."""
    kept = []
    for vector, times in taken:
        if number > 0:
            kept.append((vector, min(times, number)))
            number -= times
    return kept


def _reduced(taken: Sequence[Counted], totals: Sequence[int]) -> list[Counted]:
    """Losing coalitions less some members, who then stand as often as in the totals."""
    surplus = [sum(vector[place] * times for vector, times in taken) - total for place, total in enumerate(totals)]
    waiting, found = list(taken), dict[Vector, int]()
    while waiting:
        vector, times = waiting.pop()
        place = next((place for place, extra in enumerate(surplus) if extra and vector[place]), None)
        if place is None:
            found[vector] = found.get(vector, 0) + times
            continue
        less = (*vector[:place], vector[place] - 1, *vector[place + 1 :])
        changed = min(times, surplus[place])
        surplus[place] -= changed
        waiting.append((less, changed))
        if changed < times:
            waiting.append((vector, times - changed))
    return list(found.items())
