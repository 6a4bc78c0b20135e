"""The dimension of a rule: how few weighted games it is the conjunction of.

In each of the weighted games some of the maximal losing coalitions lose, and every winning coalition wins; together
they are all of them.  So the dimension is the least number of groups into which the maximal losing coalitions can be
sorted such that for each group some weights part it from all winning coalitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import lcm

from ...errors import TooLarge, Unverified
from ...linear.integer import Cheapest, Row, least
from ..ballots import Member
from ..counting.diagrams import FALSE, TRUE, Diagram
from ..counting.weight_systems import Every, System, systems
from ..simple_games import SimpleGame
from .coalitions import listed
from .desirability import Desirability, desirability_of_diagram
from .trades import Trade
from .walks import diagram_of_game, lightest_winning
from .weighted import weighting_of_diagram

__all__ = ["MOST_LOSING", "dimension_of", "dimension_of_diagram"]

MOST_LOSING = 60  # maximal losing coalitions
_MOST_PROGRAMS = 3_000
_MOST_STATES = 20_000
_MOST_STEPS = 200_000

Vector = tuple[int, ...]


def dimension_of(game: SimpleGame) -> int:
    """The least number of weighted games whose conjunction the game is.

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
        The game is not weighted, and has too many maximal losing coalitions to sort: more than :data:`MOST_LOSING`.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import All, Quota
    >>> dimension_of(SimpleGame(All((Quota(tuple("abcd"), 1, ("a", "b")), Quota(tuple("abcd"), 1, ("c", "d"))))))
    2

    References
    ----------
    A. D. Taylor and W. S. Zwicker 1993, Weighted voting, multicameral representation, and power, Games and Economic
    Behavior 5, 170-181.
    """
    diagram = diagram_of_game(game)
    order = desirability_of_diagram(diagram, game.kinds)
    if not isinstance(weighting_of_diagram(diagram, order, game), Trade):
        return 1
    return dimension_of_diagram(diagram, order, game, diagram.dual().minimal())


def dimension_of_diagram(diagram: Diagram, order: Desirability, game: SimpleGame, blocking: Diagram) -> int:
    """As :func:`dimension_of`, for a game that is not weighted, of which all is known.

    Parameters
    ----------
    diagram, order, game
        The game.
    blocking
        The minimal winning coalitions of its dual: those outside of the maximal losing ones.
    """
    expression = systems(game.rule, game.not_yes)
    most = None
    if isinstance(expression, Every) and all(isinstance(part, System) for part in expression.parts):
        most = len(expression.parts)
        if most == 2:
            return 2
    vectors = _vectors(blocking, order.classes)
    if vectors is not None and len(vectors) <= MOST_LOSING:
        # weights that treat members of one class alike can only need more games
        alike = _Sorting(diagram, order.classes, vectors).fewest()
        most = alike if most is None else min(most, alike)
        if most == 2 or len(order.classes) == len(diagram.order):
            return most
    number = blocking.winning
    if number > MOST_LOSING:
        between = "at least 2" if most is None else f"from 2 to {most}"
        raise TooLarge(
            f"the dimension is {between}: {number:,} maximal losing coalitions are more than {MOST_LOSING} to settle it"
        )
    alone = [(member,) for member in diagram.order]
    each = [tuple(int(member not in group) for member in diagram.order) for group in map(set, listed(blocking))]
    return _Sorting(diagram, alone, each).fewest()


def _vectors(blocking: Diagram, classes: Sequence[Sequence[Member]]) -> list[Vector] | None:
    """The maximal losing coalitions by how many members of each class they have, each once; nothing where too many."""
    place_of = {member: place for place, group in enumerate(classes) for member in group}
    here = {(blocking.root, tuple(map(len, classes)))}
    for member, layer in zip(blocking.order, blocking.layers, strict=True):
        after = set()
        for node, vector in here:
            low, high = layer[node - 2] if node > TRUE else (node, node)
            if low != FALSE:
                after.add((low, vector))
            if high != FALSE:
                place = place_of[member]
                after.add((high, (*vector[:place], vector[place] - 1, *vector[place + 1 :])))
        here = after
        if len(here) > _MOST_STATES:
            return None
    return sorted(vector for _, vector in here)


class _Sorting:
    """Maximal losing coalitions by classes, sorted into groups that weights of the classes part from what wins."""

    def __init__(self, diagram: Diagram, classes: Sequence[Sequence[Member]], losing: Sequence[Vector]) -> None:
        self.diagram = diagram
        self.sizes = [len(group) for group in classes]
        self.place_of = {member: place for place, group in enumerate(classes) for member in group}
        self.losing = losing
        self.winning: dict[Vector, None] = {}
        self.known: dict[frozenset[int], bool] = {}
        self.programs = 0
        self.steps = 0

    def fewest(self) -> int:
        """The least number of groups: by more and more groups, those hard to place first."""
        everyone = range(len(self.losing))
        clashes = {
            place: {other for other in everyone if other != place and not self._parted(frozenset((place, other)))}
            for place in everyone
        }
        order = sorted(everyone, key=lambda place: -len(clashes[place]))
        apart: list[int] = []  # each of these needs a group of its own
        for place in order:
            if all(other in clashes[place] for other in apart):
                apart.append(place)
        order = [*apart, *(place for place in order if place not in apart)]
        groups = max(2, len(apart))
        while not self._sorted(order, [], groups):
            groups += 1
        return groups

    def _sorted(self, order: Sequence[int], groups: list[frozenset[int]], most: int) -> bool:
        if not order:
            return True
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooLarge(f"the dimension of the rule is not settled by {_MOST_STEPS:,} steps of sorting")
        first, rest = order[0], order[1:]
        for place, group in enumerate(groups):
            larger = group | {first}
            if self._parted(larger) and self._sorted(rest, [*groups[:place], larger, *groups[place + 1 :]], most):
                return True
        return len(groups) < most and self._sorted(rest, [*groups, frozenset((first,))], most)

    def _parted(self, group: frozenset[int]) -> bool:
        """Whether some weights part a group of losing coalitions from every winning one."""
        if group not in self.known:
            if any(not self.known.get(frozenset(pair), True) for pair in combinations(group, 2)):
                return False
            self.programs += 1
            if self.programs > _MOST_PROGRAMS:
                raise TooLarge(f"the dimension of the rule is not settled by {_MOST_PROGRAMS:,} linear programs")
            self.known[group] = self._solved(group)
        return self.known[group]

    def _solved(self, group: frozenset[int]) -> bool:
        lost: list[Row] = [((*(-number for number in self.losing[place]), 1), 1) for place in sorted(group)]
        while True:
            rows: list[Row] = [*lost, *(((*vector, -1), 0) for vector in self.winning)]
            found = least([*self.sizes, 0], rows)
            if not isinstance(found, Cheapest):
                return False
            scale = lcm(*(number.denominator for number in found.point))
            *weights, quota = (int(number * scale) for number in found.point)
            by_layer = [weights[self.place_of[member]] for member in self.diagram.order]
            lightest, coalition = lightest_winning(self.diagram, by_layer)
            if lightest >= quota:
                return True
            counted = [0] * len(self.sizes)
            for member in coalition:
                counted[self.place_of[member]] += 1
            if tuple(counted) in self.winning:
                raise Unverified("weights do not fit, and no row says why")
            self.winning[tuple(counted)] = None
