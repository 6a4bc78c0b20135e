"""Decision diagrams of simple games, and what is counted on them.

Members decide one after another, a layer each.  A node is a residual game among those still to come; ways of getting
there that leave the same residual game have met in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from ...errors import TooLarge
from ..ballots import Member

__all__ = ["FALSE", "LARGEST_DIAGRAM", "TRUE", "Contains", "Diagram", "Layers", "Node", "digits"]

FALSE, TRUE = 0, 1

LARGEST_DIAGRAM = 2_000_000  # nodes
LARGEST_TABLE = 10**10  # bits that the numbers of one question take

Node: TypeAlias = tuple[int, int]
Sizes: TypeAlias = Mapping[Member, tuple[int, ...]]
T = TypeVar("T")


@dataclass(frozen=True)
class Diagram:
    """A simple game as a quasi-reduced ordered binary decision diagram.

    Parameters
    ----------
    members
        Everyone who votes.
    order
        The same members in the order of the layers.
    layers
        For each of them the nodes: where a node leads without the member, and with it.  ``FALSE`` and ``TRUE`` are
        decided, whatever the members still to come; ``k + 2`` is node k of the next layer.
    root
        The node where it begins.

    Nodes stand in the order in which one meets them, so that one game has one diagram for each order of the members.

    References
    ----------
    S. Bolus 2011, Power indices of simple games and vector-weighted majority games by means of binary decision
    diagrams, European Journal of Operational Research 210, 258-272.
    """

    members: tuple[Member, ...]
    order: tuple[Member, ...]
    layers: tuple[tuple[Node, ...], ...]
    root: int

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    def __repr__(self) -> str:
        return f"Diagram({len(self.order)} members, {len(self)} nodes)"

    def wins(self, coalition: Iterable[Member]) -> bool:
        """Whether the coalition wins."""
        yes, node = set(coalition), self.root
        for member, layer in zip(self.order, self.layers, strict=True):
            if node > TRUE:
                node = layer[node - 2][member in yes]
        return node == TRUE

    @property
    def winning(self) -> int:
        """How many coalitions win."""
        return self.ways([0] * len(self.order))[0][self.root]

    def swing_counts(self) -> Mapping[Member, int]:
        """For each member, how many coalitions without it lose, and win with it."""
        return self.by_member(self.swings([0] * len(self.order)))

    def swing_sizes(self) -> tuple[Sizes, tuple[int, ...]]:
        """For each member its swings by the size of the coalition without it, and all winning coalitions by size.

        Raises
        ------
        TooLarge
            The numbers would take more room than there is.
        """
        size = len(self.order)
        bits = self._bits()
        ways = self.ways([bits] * size)
        swings = self.swings([bits] * size, ways)
        return self.by_member([digits(packed, bits, size) for packed in swings]), digits(
            ways[0][self.root], bits, size + 1
        )

    def minimal_sizes(self) -> tuple[Sizes, tuple[int, ...]]:
        """For each member the minimal winning coalitions that it is in, by their size, and all of them by size.

        Raises
        ------
        TooLarge
            The diagram of minimal coalitions would have more than :data:`LARGEST_DIAGRAM` nodes.
        """
        minimal = self.minimal()
        size = len(self.order)
        bits = minimal._bits()
        ways = minimal.ways([bits] * size)
        inside = [
            sum(path * after[high] for path, (_, high) in zip(paths, layer, strict=True)) << bits
            for paths, layer, after in zip(minimal.paths([bits] * size), minimal.layers, ways[1:], strict=True)
        ]
        return self.by_member([digits(packed, bits, size + 1) for packed in inside]), digits(
            ways[0][minimal.root], bits, size + 1
        )

    def ways(self, shifts: Sequence[int]) -> list[list[int]]:
        """For each layer, and at the end, in how many ways ``FALSE``, ``TRUE`` and each node lead to ``TRUE``.

        A member of the coalition shifts the number by the bits given for its layer, so that one number holds the ways
        by size, or by whatever else is counted.
        """
        found = [[0, 1]]
        for layer, shift in zip(reversed(self.layers), reversed(shifts), strict=True):
            after = found[-1]
            free = after[TRUE] + (after[TRUE] << shift)
            if shift:
                found.append([0, free, *[after[low] + (after[high] << shift) for low, high in layer]])
            else:
                found.append([0, free, *[after[low] + after[high] for low, high in layer]])
        return found[::-1]

    def paths(self, shifts: Sequence[int]) -> Iterator[list[int]]:
        """For each layer, in how many ways the root leads to each node, packed as in :meth:`ways`."""
        here = [1] if self.root > TRUE else []
        for place, (layer, shift) in enumerate(zip(self.layers, shifts, strict=True), 1):
            yield here
            after = [0] * (2 + (len(self.layers[place]) if place < len(self.layers) else 0))
            for path, (low, high) in zip(here, layer, strict=True):
                after[low] += path
                after[high] += path << shift
            here = after[2:]

    def swings(self, shifts: Sequence[int], ways: Sequence[Sequence[int]] | None = None) -> list[int]:
        """For each layer the swings of its member, packed as in :meth:`ways` but without the member's own shift."""
        known = self.ways(shifts) if ways is None else ways
        return [
            sum(path * (after[high] - after[low]) for path, (low, high) in zip(paths, layer, strict=True))
            for paths, layer, after in zip(self.paths(shifts), self.layers, known[1:], strict=True)
        ]

    def dual(self) -> Diagram:
        """The dual game: a coalition wins where those outside it would lose."""
        turned = (TRUE, FALSE)

        def other(node: int) -> int:
            return node if node > TRUE else turned[node]

        layers = tuple(tuple((other(high), other(low)) for low, high in layer) for layer in self.layers)
        return Diagram(self.members, self.order, layers, other(self.root))

    def reordered(self, order: Sequence[Member]) -> Diagram:
        """The same game with the members in another order, by exchanging neighbours.

        Exchanging two layers leaves every node of the upper one the same game, so nothing above it changes.
        """
        rank = {member: place for place, member in enumerate(order)}
        now, nodes = list(self.order), [list(layer) for layer in self.layers]
        for end in range(len(now) - 1, 0, -1):
            for place in range(end):
                if rank[now[place]] < rank[now[place + 1]]:
                    continue
                now[place], now[place + 1] = now[place + 1], now[place]
                below, lower = Layers(now), nodes[place + 1]
                turned = []
                for pair in nodes[place]:
                    (first, second), (third, fourth) = (
                        lower[node - 2] if node > TRUE else (node, node) for node in pair
                    )
                    turned.append((below.node(place + 1, first, third), below.node(place + 1, second, fourth)))
                nodes[place], nodes[place + 1] = turned, below.nodes[place + 1]
        layers = Layers(now)
        layers.nodes = nodes
        return layers.diagram(self.members, self.root)

    def minimal(self) -> Diagram:
        """The minimal winning coalitions, as those that lead to ``TRUE`` in a diagram of their own.

        A state is a node and the nodes that one member less would have led to: a coalition is minimal where it wins
        from the first and loses from all the others.

        Raises
        ------
        TooLarge
            There would be more than :data:`LARGEST_DIAGRAM` states.
        """
        contains = Contains(self.layers)
        here: dict[tuple[int, frozenset[int]], int] = {} if self.root == FALSE else {(self.root, frozenset()): 0}
        leads: list[list[tuple[int, int]]] = []  # for each state, the places of its followers, -1 where there is none
        number = 0
        for place, layer in enumerate(self.layers, 1):
            after: dict[tuple[int, frozenset[int]], int] = {}
            pairs = []
            for state in here:
                kept = [contains.largest(place, *follower) for follower in _followers(layer, *state)]
                low, high = (-1 if one is None else after.setdefault(one, len(after)) for one in kept)
                pairs.append((low, high))
            leads.append(pairs)
            here = after
            number += len(after)
            if number > LARGEST_DIAGRAM:
                raise TooLarge(f"the minimal winning coalitions need more than {LARGEST_DIAGRAM:,} nodes")
        layers = Layers(self.order)
        nodes = [TRUE] * len(here) + [FALSE]  # the last is what -1 finds
        for place in reversed(range(len(self.layers))):
            nodes = [*(layers.node(place, nodes[low], nodes[high]) for low, high in leads[place]), FALSE]
        return layers.diagram(self.members, nodes[0])

    def by_member(self, values: Sequence[T]) -> Mapping[Member, T]:
        """Values that are given by layer, by member."""
        known = dict(zip(self.order, values, strict=True))
        return MappingProxyType({member: known[member] for member in self.members})

    def _bits(self) -> int:
        """The bits that hold any number of coalitions, where the numbers of every node by size find room."""
        size = len(self.order)
        bits = size + 1
        if len(self) * bits * size > LARGEST_TABLE:
            raise TooLarge(
                f"a diagram of {len(self):,} nodes for {size} members is too large to count by size",
                hint="count by kinds, where many members are alike",
            )
        return bits


class Layers:
    """Nodes while a diagram is built: every one stands in its layer once."""

    def __init__(self, order: Sequence[Member]) -> None:
        self.order = tuple(order)
        self.nodes: list[list[Node]] = [[] for _ in self.order]
        self._known: list[dict[Node, int]] = [{} for _ in self.order]
        self._number = 0

    def node(self, place: int, low: int, high: int) -> int:
        """The node of a layer that leads to ``low`` without the member and to ``high`` with it."""
        if low == high and low <= TRUE:
            return low
        known = self._known[place]
        found = known.get((low, high))
        if found is None:
            nodes = self.nodes[place]
            nodes.append((low, high))
            found = known[low, high] = len(nodes) + 1
            self._number += 1
            if self._number > LARGEST_DIAGRAM:
                raise TooLarge(
                    f"the decision diagram needs more than {LARGEST_DIAGRAM:,} nodes",
                    hint="count by weights or by kinds, or estimate by sampling",
                )
        return found

    def joined(self, one: int, other: int, every: bool) -> int:
        """The node of the first layer for two games at once: the coalitions that win in both, or in at least one."""
        ruling, idle = (FALSE, TRUE) if every else (TRUE, FALSE)

        def settled(one: int, other: int) -> int | None:
            if one in (other, ruling):
                return one
            if other in (one, ruling):
                return other
            return other if one == idle else one if other == idle else None

        asked: list[dict[Node, tuple[Node, Node]]] = []
        wanted = {(one, other)} if settled(one, other) is None else set()
        for layer in self.nodes:
            here, after = {}, set()
            for pair in wanted:
                (low, high), (other_low, other_high) = layer[pair[0] - 2], layer[pair[1] - 2]
                lows = (low, other_low) if low < other_low else (other_low, low)
                highs = (high, other_high) if high < other_high else (other_high, high)
                here[pair] = lows, highs
                if lows[0] > TRUE and lows[0] != lows[1]:
                    after.add(lows)
                if highs[0] > TRUE and highs[0] != highs[1]:
                    after.add(highs)
            asked.append(here)
            wanted = after
        found: dict[Node, int] = {}
        for place in reversed(range(len(asked))):
            here_found = {}
            for pair, followers in asked[place].items():
                ends = []
                for follower in followers:
                    end = found.get(follower)
                    if end is None:
                        end = settled(*follower)
                    ends.append(FALSE if end is None else end)
                here_found[pair] = self.node(place, ends[0], ends[1])
            found = here_found
        end = settled(one, other)
        return found[one, other] if end is None else end

    def diagram(self, members: Sequence[Member], root: int) -> Diagram:
        """The diagram of what the root leads to, its nodes in the order in which one meets them."""
        layers = []
        here = [root] if root > TRUE else []
        for nodes in self.nodes:
            ends = [nodes[node - 2] for node in here]
            after = list(dict.fromkeys(end for pair in ends for end in pair if end > TRUE))
            renamed = {FALSE: FALSE, TRUE: TRUE} | {node: place for place, node in enumerate(after, 2)}
            layers.append(tuple((renamed[low], renamed[high]) for low, high in ends))
            here = after
        return Diagram(tuple(members), self.order, tuple(layers), 2 if root > TRUE else root)


class Contains:
    """Which nodes of a layer win whatever others win; pairs once seen are remembered."""

    def __init__(self, layers: Sequence[Sequence[Node]]) -> None:
        self.layers = layers
        self.known: list[dict[Node, bool]] = [{} for _ in range(len(layers) + 1)]

    def holds(self, place: int, small: int, large: int) -> bool:
        """Whether every coalition that wins from one node wins from the other."""
        if small in (large, FALSE) or large == TRUE:
            return True
        if small == TRUE or large == FALSE:
            return False
        known = self.known[place].get((small, large))
        if known is not None:
            return known
        waiting, seen = [(place, small, large)], {(place, small, large)}
        while waiting:
            level, one, other = waiting.pop()
            for less, more in zip(self.layers[level][one - 2], self.layers[level][other - 2], strict=True):
                if less in (more, FALSE) or more == TRUE:
                    continue
                known = False if less == TRUE or more == FALSE else self.known[level + 1].get((less, more))
                if known is False:
                    self.known[place][small, large] = False
                    return False
                if known is None and (level + 1, less, more) not in seen:
                    seen.add((level + 1, less, more))
                    waiting.append((level + 1, less, more))
        for level, one, other in seen:
            self.known[level][one, other] = True
        return True

    def largest(self, place: int, node: int, smaller: Iterable[int]) -> tuple[int, frozenset[int]] | None:
        """A state of :meth:`Diagram.minimal` with only the largest of its nodes, or nothing where none is minimal."""
        kept: list[int] = []
        for other in smaller:
            if other in (TRUE, node):
                return None
            if other == FALSE or any(self.holds(place, other, one) for one in kept):
                continue
            kept = [one for one in kept if not self.holds(place, one, other)]
            kept.append(other)
        return None if node == FALSE else (node, frozenset(kept))


def _followers(layer: Sequence[Node], node: int, smaller: Iterable[int]) -> tuple[tuple[int, set[int]], ...]:
    """A state of :meth:`Diagram.minimal` after a member: without it, and with it."""
    low, high = layer[node - 2] if node > TRUE else (node, node)
    ends = [layer[other - 2] for other in smaller]
    return (low, {end for end, _ in ends}), (high, {low, *(end for _, end in ends)})


def digits(packed: int, bits: int, length: int) -> tuple[int, ...]:
    """The numbers that were packed into one, so many bits each."""
    mask = (1 << bits) - 1
    return tuple((packed >> (place * bits)) & mask for place in range(length))
