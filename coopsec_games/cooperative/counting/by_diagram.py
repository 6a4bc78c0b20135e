"""Counting by decision diagram: any combination of weight systems, whatever the size of the weights.

For a weight system a node is an interval of residual quotas that leave the same game among the members still to come;
conjunctions and disjunctions are taken node by node.  A diagram of 15,000 nodes stands for the 2 ** 28 coalitions of
the Council of the European Union, with populations in units of one person.

>>> from coopsec_games.cooperative.rules import All, Quota, Weight
>>> members = ("a", "b", "c", "d")
>>> rule = All((Quota(members, 2), Weight(members, {"a": 500_003, "b": 300_007, "c": 200_009, "d": 1}, 600_001)))
>>> found = diagram(rule)
>>> found.winning, dict(found.swing_counts())
(6, {'a': 6, 'b': 2, 'c': 2, 'd': 0})

References
----------
S. Bolus 2011, Power indices of simple games and vector-weighted majority games by means of binary decision diagrams,
European Journal of Operational Research 210, 258-272.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import inf

from ...errors import NotApplicable
from ..ballots import Ballot, Member, VotingRule
from .by_kinds import Outcomes
from .diagrams import FALSE, TRUE, Diagram, Layers
from .weight_systems import Every, System, Systems, leaves, systems

__all__ = ["diagram", "diagram_of", "diagram_of_outcomes"]


def diagram(rule: VotingRule, not_yes: Ballot = Ballot.NO) -> Diagram:
    """The decision diagram of a rule that is made of weight systems.

    Parameters
    ----------
    rule
        A Boolean combination of quotas and weights, such as the rules of the European Council.
    not_yes
        The ballot of whoever does not vote yes.

    Raises
    ------
    NotApplicable
        The rule is no such combination.
    TooLarge
        The diagram would have more than :data:`LARGEST_DIAGRAM` nodes.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> swings, winning = diagram(Quota(("a", "b", "c"), 2)).swing_sizes()
    >>> swings["a"], winning
    ((0, 2, 0), (0, 0, 3, 1))
    """
    found = systems(rule, not_yes)
    if found is None:
        raise NotApplicable("the rule is not made of weight systems", hint="count it by kinds")
    return diagram_of(rule.members, found)


def diagram_of(members: Sequence[Member], game: Systems, order: Sequence[Member] = ()) -> Diagram:
    """The decision diagram of a combination of weight systems.

    Parameters
    ----------
    members
        Everyone who votes, as the weights stand.
    game
        Weight systems joined by "and" and "or".
    order
        The members in the order of the layers; the heaviest first where it is not given, which keeps diagrams small.

    Examples
    --------
    >>> diagram_of(("a", "b", "c"), System((3, 2, 1), 4)).minimal_sizes()[1]
    (0, 0, 2, 0)
    """
    if order:
        places = [members.index(member) for member in order]
    else:
        parts = [(one.weights, sum(one.weights)) for one in leaves(game)]
        share = [sum(Fraction(weights[place], total) for weights, total in parts) for place in range(len(members))]
        places = sorted(range(len(members)), key=lambda place: -share[place])
    layers = Layers([members[place] for place in places])

    def built(part: Systems) -> int:
        if isinstance(part, bool):
            return TRUE if part else FALSE
        if isinstance(part, System):
            return _weighted(layers, [part.weights[place] for place in places], part.quota)
        roots = sorted((built(inner) for inner in part.parts), reverse=True)
        while len(roots) > 1:
            one, other = sorted((roots.pop(), roots.pop()))
            roots.append(layers.joined(one, other, every=isinstance(part, Every)))
        return roots[0]

    return layers.diagram(members, built(game))


def diagram_of_outcomes(members: Sequence[Member], outcomes: Outcomes) -> Diagram:
    """The decision diagram of a game that has been counted by kinds, kind by kind.

    Parameters
    ----------
    members
        Everyone who votes.
    outcomes
        The outcome of every vector of counts of (not yes, yes).

    Examples
    --------
    >>> from coopsec_games.cooperative.counting import outcomes_by_kinds
    >>> from coopsec_games.cooperative.rules import Quota
    >>> majority = Quota(("a", "b", "c"), 2)
    >>> diagram_of_outcomes(majority.members, outcomes_by_kinds(majority, (Ballot.NO, Ballot.YES))).winning
    4
    """
    layers = Layers([member for kind in outcomes.kinds for member in kind])
    memo: list[dict[bytes, int]] = [{} for _ in outcomes.kinds]

    def kind_at(number: int, first: int, table: bytes) -> int:
        if number == len(outcomes.kinds):
            return table[0]
        found = memo[number].get(table)
        if found is None:
            size = len(outcomes.kinds[number])
            step = len(table) // (size + 1)
            row = [kind_at(number + 1, first + size, table[at : at + step]) for at in range(0, len(table), step)]
            for left in range(size):
                place = first + size - 1 - left
                row = [layers.node(place, low, high) for low, high in pairwise(row)]
            found = memo[number][table] = row[0]
        return found

    return layers.diagram(members, kind_at(0, 0, outcomes.adopted))


def _weighted(layers: Layers, weights: Sequence[int], quota: int) -> int:
    """The node of a weight system: each node serves an interval of residual quotas, above one end, up to the other."""
    left = [*accumulate(reversed(weights), initial=0)][::-1]
    tops: list[list[float]] = [[] for _ in left]
    found: list[list[tuple[float, float, int]]] = [[] for _ in left]

    def lookup(place: int, needed: int) -> tuple[float, float, int] | None:
        if needed <= 0:
            return -inf, 0, TRUE
        if needed > left[place]:
            return left[place], inf, FALSE
        at = bisect_left(tops[place], needed)
        if at < len(tops[place]) and found[place][at][0] < needed:
            return found[place][at]
        return None

    waiting = [(0, quota)]
    while waiting:
        place, needed = waiting[-1]
        if lookup(place, needed) is not None:
            waiting.pop()
            continue
        weight = weights[place]
        low = lookup(place + 1, needed)
        if low is None:
            waiting.append((place + 1, needed))
            continue
        high = lookup(place + 1, needed - weight)
        if high is None:
            waiting.append((place + 1, needed - weight))
            continue
        waiting.pop()
        bottom, top = max(low[0], high[0] + weight), min(low[1], high[1] + weight)
        at = bisect_left(tops[place], top)
        tops[place].insert(at, top)
        found[place].insert(at, (bottom, top, layers.node(place, low[2], high[2])))
    start = lookup(0, quota)
    return FALSE if start is None else start[2]
