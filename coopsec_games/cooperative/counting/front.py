"""The front of the counting: one question, several methods, and the answer says which one counted.

``auto`` takes the cheapest method by stated costs.  *Weights* counts one weight system by generating functions; *kinds*
goes through the vectors of how many members of each kind say yes; *diagram* draws a decision diagram of any compound of
weight systems; *enumeration* asks the rule about every coalition, and is there to check the others.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> council = simple_game("[39; 7*5, 1*10]")
>>> counted = swing_counts(council)
>>> counted.counts["1"], counted.counts["15"], counted.winning, counted.method
(848, 84, 848, 'weights')
>>> swing_counts(council, "enumeration").counts == counted.counts
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, prod
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ...errors import NotApplicable, TooLarge, UnknownKey, did_you_mean
from ..ballots import Ballot, Member
from .answers import CriticalSizes, MinimalSizes, SwingCounts, SwingSizes
from .by_kinds import LARGEST, Grouped, Outcomes, outcomes_by_kinds, outcomes_of_systems
from .by_systems import swings_of_systems, work_of_systems
from .by_weights import swings_by_size, swings_by_weight, work_of_counts, work_of_sizes
from .coalitions_by_kinds import critical_by_kinds, minimal_by_kinds, swings_by_kinds, winning_by_kinds
from .minimal_by_weights import critical_by_size, minimal_by_size, work_of_critical, work_of_minimal
from .weight_systems import Every, Some, System, Systems, leaves, systems

if TYPE_CHECKING:
    from ..simple_games import SimpleGame
    from .diagrams import Diagram

__all__ = ["METHODS", "critical_sizes", "johnston", "minimal_sizes", "swing_counts", "swing_sizes", "winning_count"]

METHODS = ("auto", "kinds", "weights", "diagram", "enumeration")
MOST_ENUMERATED = 18
COST_OF_A_VECTOR = 300  # of a kind, in machine words moved
COST_OF_A_NODE = 1000
HOPELESS = 4 * 10**6  # nodes, twice as many as a diagram may have
TRIFLE = 10**5
DEAR = 2 * 10**12
AUTO = "leave the method to 'auto'"

Value = TypeVar("Value")
Work: TypeAlias = Callable[[Sequence[int], int], int]


def swing_counts(game: SimpleGame, method: str = "auto") -> SwingCounts:
    """How often each member decides, and how many coalitions win.

    Parameters
    ----------
    game
        A simple game.
    method
        ``"auto"``, or the method to use: ``"kinds"``, ``"weights"``, ``"diagram"``, ``"enumeration"``.

    Raises
    ------
    UnknownKey
        There is no such method.
    NotApplicable
        The method cannot count the rule.
    InvalidGame
        The rule is not monotone.
    TooLarge
        The method, or every method, would take too long.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> dict(swing_counts(simple_game("[51; 40, 30, 20, 10]")).counts)
    {'1': 5, '2': 3, '3': 3, '4': 1}
    """
    way = _way(game, method, work_of_counts, several=True)
    if isinstance(way.outcomes, Outcomes):
        sizes = [sum(ways) for ways in swings_by_kinds(way.outcomes)]
        return SwingCounts(_by_kind(game, way.outcomes, sizes), way.outcomes.passing(), way.method)
    if isinstance(way.system, System):
        counts, winning = swings_by_weight(way.system.weights, way.system.quota)
        return SwingCounts(_by_member(game, counts), winning, way.method)
    if isinstance(way.compound, Every | Some):
        sizes_of_members, winning_sizes = swings_of_systems(way.compound)
        return SwingCounts(_by_member(game, list(map(sum, sizes_of_members))), sum(winning_sizes), way.method)
    drawn = _drawn(game, way)
    return SwingCounts(drawn.swing_counts(), drawn.winning, way.method)


def winning_count(game: SimpleGame, method: str = "auto") -> int:
    """How many coalitions win; the rule need not be monotone where it is counted by kinds.

    Parameters
    ----------
    game
        A simple game.
    method
        As for :func:`swing_counts`, which says also what may be raised.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> winning_count(simple_game("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]"))
    2549
    """
    way = _way(game, method, work_of_counts, several=True)
    return way.outcomes.passing() if way.outcomes else swing_counts(game, way.method).winning


def swing_sizes(game: SimpleGame, method: str = "auto") -> SwingSizes:
    """How often each member decides, by the size of the coalition that it joins.

    Parameters
    ----------
    game
        A simple game.
    method
        As for :func:`swing_counts`, which says also what may be raised.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> counted = swing_sizes(simple_game("[3; 2, 1, 1]"))
    >>> dict(counted.sizes), counted.winning_sizes
    ({'1': (0, 2, 1), '2': (0, 1, 0), '3': (0, 1, 0)}, (0, 0, 2, 1))
    """
    way = _way(game, method, work_of_sizes, several=True)
    if isinstance(way.outcomes, Outcomes):
        by_kind = swings_by_kinds(way.outcomes)
        return SwingSizes(_by_kind(game, way.outcomes, by_kind), winning_by_kinds(way.outcomes), way.method)
    if isinstance(way.system, System):
        sizes, winning = swings_by_size(way.system.weights, way.system.quota)
        return SwingSizes(_by_member(game, sizes), winning, way.method)
    if isinstance(way.compound, Every | Some):
        sizes, winning = swings_of_systems(way.compound)
        return SwingSizes(_by_member(game, sizes), winning, way.method)
    return SwingSizes(*_drawn(game, way).swing_sizes(), way.method)


def minimal_sizes(game: SimpleGame, method: str = "auto") -> MinimalSizes:
    """How many minimal winning coalitions there are with each member, and in all, by their size.

    Parameters
    ----------
    game
        A simple game.
    method
        As for :func:`swing_counts`, which says also what may be raised.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> counted = minimal_sizes(simple_game("[51; 35, 20, 15*3]"))
    >>> counted.total, counted.total_sizes, counted.sizes["1"]
    (5, (0, 0, 1, 3, 1, 0), (0, 0, 1, 3, 0, 0))
    """
    way = _way(game, method, work_of_minimal)
    if isinstance(way.outcomes, Outcomes):
        by_kind, total = minimal_by_kinds(way.outcomes)
        return MinimalSizes(_by_kind(game, way.outcomes, by_kind), total, way.method)
    if isinstance(way.system, System):
        sizes, total = minimal_by_size(way.system.weights, way.system.quota)
        return MinimalSizes(_by_member(game, sizes), total, way.method)
    return MinimalSizes(*_drawn(game, way).minimal_sizes(), way.method)


def critical_sizes(game: SimpleGame, method: str = "auto") -> CriticalSizes:
    """In how many winning coalitions each member is critical, by how many members are critical there.

    Parameters
    ----------
    game
        A simple game.
    method
        As for :func:`swing_counts`, which says also what may be raised; there is no decision diagram for this.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> counted = critical_sizes(simple_game("[4; 3, 2, 1]"))
    >>> dict(counted.sizes)
    {'1': (0, 1, 2, 0), '2': (0, 0, 1, 0), '3': (0, 0, 1, 0)}
    """
    way = _way(game, method, work_of_critical, drawable=False)
    if isinstance(way.system, System):
        sizes = critical_by_size(way.system.weights, way.system.quota)
        return CriticalSizes(_by_member(game, sizes), way.method)
    outcomes = way.outcomes or _outcomes(game, way)
    return CriticalSizes(_by_kind(game, outcomes, critical_by_kinds(outcomes)), way.method)


def johnston(game: SimpleGame, method: str = "auto") -> Mapping[Member, Fraction]:
    """The share of each member where every vulnerable coalition is divided equally among its critical members.

    Parameters
    ----------
    game
        A simple game.
    method
        As for :func:`critical_sizes`.

    Raises
    ------
    NotApplicable
        Nobody is ever critical.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in johnston(simple_game("[6; 5, 1, 1, 1]")).values()]
    ['11/14', '1/14', '1/14', '1/14']

    References
    ----------
    R. J. Johnston 1978, On the measurement of power: some reactions to Laver, Environment and Planning A 10, 907-914.
    """
    scores = critical_sizes(game, method).scores
    total = sum(scores.values())
    if not total:
        raise NotApplicable("nobody ever decides: every way of voting has the same outcome")
    return MappingProxyType({member: score / total for member, score in scores.items()})


@dataclass(frozen=True)
class _Way:
    """The method that was chosen, with what it counts: outcomes by kinds, one weight system, or several."""

    method: str
    expression: Systems | None
    outcomes: Outcomes | None = None

    @property
    def system(self) -> System | None:
        """The one weight system that is counted by weights."""
        return self.expression if self.method == "weights" and isinstance(self.expression, System) else None

    @property
    def compound(self) -> Every | Some | None:
        """The several weight systems that are counted by weights."""
        return self.expression if self.method == "weights" and isinstance(self.expression, Every | Some) else None


def _way(game: SimpleGame, method: str, work: Work, *, several: bool = False, drawable: bool = True) -> _Way:
    """The method, chosen where it is left open; ``several`` and ``drawable`` say what the question allows."""
    if method not in METHODS:
        raise UnknownKey(f"unknown method {method!r}", hint=did_you_mean(method, METHODS) or ", ".join(METHODS))
    if method == "enumeration":
        if len(game.members) > MOST_ENUMERATED:
            raise TooLarge(f"{len(game.members)} members have too many coalitions to ask about each", hint=AUTO)
        return _Way(
            method,
            None,
            outcomes_by_kinds(
                Grouped(game.rule, {member: member for member in game.rule.members}), (game.not_yes, Ballot.YES)
            ),
        )
    expression = systems(game.rule, game.not_yes)
    if method == "auto":
        method = _cheapest(expression, work, several=several, drawable=drawable)
    if method == "weights" and not (isinstance(expression, System) or (several and _compound(expression))):
        raise NotApplicable("the rule is not one weight system", hint=AUTO)
    if method == "diagram" and (expression is None or not drawable):
        raise NotApplicable("there is no decision diagram for this", hint=AUTO)
    way = _Way(method, expression)
    return _Way(method, expression, _outcomes(game, way)) if method == "kinds" else way


def _cheapest(expression: Systems | None, work: Work, *, several: bool, drawable: bool) -> str:
    if expression is None or isinstance(expression, bool):
        return "kinds"
    if isinstance(expression, System) and work(expression.weights, expression.quota) < TRIFLE:
        return "weights"
    found = leaves(expression)
    alike = Counter(zip(*(system.weights for system in found), strict=True))
    vectors = prod(many + 1 for many in alike.values())
    costs: dict[str, float] = {"kinds": vectors * len(alike) * COST_OF_A_VECTOR if vectors <= LARGEST else inf}
    if isinstance(expression, System):
        costs["weights"] = work(expression.weights, expression.quota)
    elif several:
        costs["weights"] = work_of_systems(expression)
    if drawable:
        nodes = _nodes(found, alike)
        costs["diagram"] = COST_OF_A_NODE * nodes if nodes < HOPELESS or len(found) > 1 else inf
    best = min(costs, key=costs.__getitem__)
    if costs[best] > DEAR and isinstance(expression, System):
        return "weights"
    return best


def _nodes(found: Sequence[System], alike: Mapping[tuple[int, ...], int]) -> int:
    """At most so many nodes: in each layer the coalitions of those before, or of those to come, or the weights."""
    below, above, nodes = prod(many + 1 for many in alike.values()), 1, 0
    widest = min(found[0].quota, sum(found[0].weights) - found[0].quota + 1) if len(found) == 1 else below
    for weights in sorted(alike, reverse=True):
        for many in range(alike[weights]):
            nodes += min(above * (many + 1), below, widest)
        above *= alike[weights] + 1
        below //= alike[weights] + 1
    return nodes


def _compound(expression: Systems | None) -> bool:
    return isinstance(expression, Every | Some)


def _outcomes(game: SimpleGame, way: _Way) -> Outcomes:
    if way.expression is None:
        return outcomes_by_kinds(game.rule, (game.not_yes, Ballot.YES))
    return outcomes_of_systems(way.expression, game.members, game.not_yes)


def _drawn(game: SimpleGame, way: _Way) -> Diagram:
    from .by_diagram import diagram_of

    return diagram_of(game.members, way.expression if way.expression is not None else False)


def _by_kind(game: SimpleGame, outcomes: Outcomes, values: Sequence[Value]) -> dict[Member, Value]:
    found = {member: value for kind, value in zip(outcomes.kinds, values, strict=True) for member in kind}
    return {member: found[member] for member in game.members}


def _by_member(game: SimpleGame, values: Sequence[Value]) -> dict[Member, Value]:
    return dict(zip(game.members, values, strict=True))
