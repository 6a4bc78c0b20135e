"""Swings where members form unions: by how many other unions, and how many fellows, a member finds before it.

Other unions join as wholes, so for each union there is a game of its own among them and its members.  It is counted by
kinds (unions alike and fellows alike), by weights, or on a decision diagram.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product
from math import comb, prod
from types import MappingProxyType
from typing import TypeAlias

from ..errors import InvalidGame, NotApplicable, TooLarge, UsageError, did_you_mean
from .ballots import Ballot, Member, VotingRule
from .counting.by_diagram import diagram_of
from .counting.by_kinds import LARGEST
from .counting.weight_systems import Every, Some, System, Systems, systems
from .simple_games import SimpleGame

__all__ = ["Game", "Table", "UnionSwings", "Unions", "union_swings", "whole_unions"]

Unions: TypeAlias = Sequence[Sequence[Member]]
Game: TypeAlias = SimpleGame | VotingRule
Table: TypeAlias = tuple[tuple[int, ...], ...]  # swings by the number of other unions, then of fellows
Looks: TypeAlias = frozenset[tuple[Hashable, int]]  # how many members of each kind a union has

_FEW = 4_096  # vectors of counts up to which the rule itself is asked
_WORK = 40_000_000  # additions up to which weights are counted
_ROOM = 8 * 10**9  # bits up to which they are, and up to which diagrams are
_METHODS = ("kinds", "weights", "diagram")


@dataclass(frozen=True)
class UnionSwings:
    """The swings of every member where unions join as wholes.

    Parameters
    ----------
    unions
        The unions; who is in none of those given is one of its own.
    tables
        For each member ``table[r][t]``: in how many ways r other unions and t fellows lose, and win with the member.
    method
        How they were counted: ``"kinds"``, ``"weights"`` or ``"diagram"``, or several of them.
    """

    unions: tuple[tuple[Member, ...], ...]
    tables: Mapping[Member, Table]
    method: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def weighed(
        self, between: Callable[[int, int], Fraction], within: Callable[[int, int], Fraction]
    ) -> Mapping[Member, Fraction]:
        """The sum of each member's swings, weighed by other unions joined of all others, and by fellows of all."""
        found = {}
        for union in self.unions:
            others, fellows = len(self.unions) - 1, len(union) - 1
            rows = [between(joined, others) for joined in range(others + 1)]
            columns = [within(joined, fellows) for joined in range(fellows + 1)]
            for member in union:
                found[member] = sum(
                    (
                        row * column * ways
                        for row, line in zip(rows, self.tables[member], strict=True)
                        for column, ways in zip(columns, line, strict=True)
                        if ways
                    ),
                    Fraction(0),
                )
        return MappingProxyType({member: found[member] for member in self.tables})


def union_swings(game: Game, unions: Unions, method: str = "auto") -> UnionSwings:
    """Count every member's swings by other unions and by fellows.

    Parameters
    ----------
    game
        A simple game, or a voting rule (then "not yes" is no).
    unions
        Who acts together; who is in none of them is one of its own.
    method
        ``"kinds"`` asks the rule about every vector of counts of unions alike and fellows alike; ``"weights"`` adds up
        the weights of one weight system, ``"diagram"`` takes a decision diagram of several.  ``"auto"`` takes the
        cheapest, union by union.

    Raises
    ------
    UsageError
        The unions overlap or name somebody who is no member, or there is no such method.
    InvalidGame
        The rule is not monotone.
    NotApplicable
        The rule is not made of weight systems, or not of one only.
    TooLarge
        The rule is not made of weight systems, and there are too many vectors of counts.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> swings = union_swings(simple_game("[3; 2, 1, 1]"), [["2", "3"]])
    >>> swings.tables["1"], swings.tables["2"]
    (((0,), (1,)), ((0, 0), (1, 0)))
    """
    if method != "auto" and method not in _METHODS:
        raise UsageError(f"unknown method {method!r}", hint=f"known: auto, {', '.join(_METHODS)}")
    binary = game if isinstance(game, SimpleGame) else SimpleGame(game)
    whole = whole_unions(unions, binary.members)
    kinds = {member: binary.rule.kind(member) for member in binary.members}
    looks: list[Looks] = [frozenset(Counter(kinds[member] for member in union).items()) for union in whole]
    expression = systems(binary.rule, binary.not_yes)
    first = {look: place for place, look in reversed(list(enumerate(looks)))}
    methods = {look: _chosen(method, expression, whole, looks, place) for look, place in first.items()}
    by_weights = [first[look] for look, chosen in methods.items() if chosen == "weights"]
    lines: dict[int, list[Table]] = {}
    if by_weights and isinstance(expression, System):
        lines = _by_weights(expression, binary.members, whole, by_weights)
    known: dict[Looks, Mapping[Hashable, Table]] = {}
    for look, place in first.items():
        if methods[look] == "kinds" or expression is None:
            known[look] = _by_kinds(binary, whole, looks, place, kinds)
            continue
        if methods[look] == "diagram":
            lines[place] = _by_diagram(expression, binary.members, whole, place)
        known[look] = {kinds[member]: line for member, line in zip(whole[place], lines[place], strict=True)}
    look_of = {member: look for union, look in zip(whole, looks, strict=True) for member in union}
    tables = {member: known[look_of[member]][kinds[member]] for member in binary.members}
    return UnionSwings(whole, tables, " and ".join(dict.fromkeys(methods.values())))


def whole_unions(unions: Iterable[Iterable[Member]], members: Sequence[Member]) -> tuple[tuple[Member, ...], ...]:
    """The unions after a check, and everyone else as a union of its own.

    Raises
    ------
    UsageError
        A union is empty, somebody stands in two, or is no member.
    """
    found: list[tuple[Member, ...]] = []
    seen: set[Member] = set()
    for union in unions:
        together = tuple(union)
        if not together:
            raise UsageError("a union has no members")
        for member in together:
            if member not in members:
                raise UsageError(f"{member!r} is not a member", hint=did_you_mean(member, members))
            if member in seen:
                raise UsageError(f"{member} stands in two unions, or twice in one")
            seen.add(member)
        found.append(together)
    return (*found, *((member,) for member in members if member not in seen))


def _chosen(method: str, expression: Systems | None, unions: Unions, looks: Sequence[Looks], place: int) -> str:
    """The method for one union: as asked for, or the cheapest."""
    alike = Counter([*looks[:place], *looks[place + 1 :]])
    vectors = prod(number + 1 for number in alike.values()) * prod(number + 1 for _, number in looks[place])
    if method == "kinds" or (method == "auto" and (vectors <= _FEW or (expression is None and vectors <= LARGEST))):
        if vectors > LARGEST:
            raise TooLarge(f"the unions join in {vectors:,} ways, more than {LARGEST:,}", hint="take method 'diagram'")
        return "kinds"
    if expression is None:
        if method != "auto":
            raise NotApplicable("the rule is not made of weight systems", hint="take method 'kinds'")
        raise TooLarge(
            f"the unions join in {vectors:,} ways, more than {LARGEST:,}, and the rule is not made of weight systems",
            hint="take fewer unions, or unions that are alike",
        )
    if method == "weights" and not isinstance(expression, System):
        raise NotApplicable("the rule is not one weight system", hint="take method 'diagram'")
    if method != "auto":
        return method
    if isinstance(expression, System):
        largest = max(map(len, unions))
        needed = min(expression.quota, sum(expression.weights) - expression.quota + 1)
        additions = (3 * len(unions) + len(expression.weights)) * needed
        if additions <= _WORK and needed * len(unions) * (largest + 1) * (len(unions) + largest) <= _ROOM:
            return "weights"
    return "diagram"


def _by_kinds(
    game: SimpleGame,
    unions: Unions,
    looks: Sequence[Looks],
    place: int,
    kinds: Mapping[Member, Hashable],
) -> dict[Hashable, Table]:
    """Ask the rule about every vector of counts of unions alike and fellows alike."""
    others: dict[Hashable, list[Sequence[Member]]] = {}
    for number, union in enumerate(unions):
        if number != place:
            others.setdefault(looks[number], []).append(union)
    fellows: dict[Hashable, list[Sequence[Member]]] = {}
    for member in unions[place]:
        fellows.setdefault(kinds[member], []).append((member,))
    groups = [*others.values(), *fellows.values()]
    cast: dict[Member, Ballot] = {}
    outcome: dict[tuple[int, ...], bool] = {}
    for vector in product(*(range(len(group) + 1) for group in groups)):
        for group, joined in zip(groups, vector, strict=True):
            for number, union in enumerate(group):
                cast |= dict.fromkeys(union, Ballot.YES if number < joined else game.not_yes)
        outcome[vector] = game.rule.passes(cast).adopted
    found = {}
    for number, kind in enumerate(fellows, len(others)):
        table = [[0] * len(unions[place]) for _ in unions]
        for vector, adopted in outcome.items():
            if vector[number] == len(groups[number]):
                continue
            larger = (*vector[:number], vector[number] + 1, *vector[number + 1 :])
            if outcome[larger] is adopted:
                continue
            if adopted:
                raise InvalidGame(f"the rule is not monotone: the yes of {groups[number][0][0]} is no help")
            sizes = [len(group) - (spot == number) for spot, group in enumerate(groups)]
            ways = prod(map(comb, sizes, vector))
            table[sum(vector[: len(others)])][sum(vector[len(others) :])] += ways
        found[kind] = tuple(map(tuple, table))
    return found


def _merged(expression: Systems, groups: Sequence[Sequence[int]]) -> Systems:
    """The weight systems of the game in which each group of places is one member."""
    if isinstance(expression, bool):
        return expression
    if isinstance(expression, System):
        return System(tuple(sum(expression.weights[at] for at in group) for group in groups), expression.quota)
    parts = tuple(_merged(part, groups) for part in expression.parts)
    return Every(parts) if isinstance(expression, Every) else Some(parts)  # type: ignore[arg-type]


def _by_diagram(expression: Systems, members: Sequence[Member], unions: Unions, place: int) -> list[Table]:
    """Take a decision diagram of the other unions and the fellows, and count on it with a place for each of both."""
    at = {member: spot for spot, member in enumerate(members)}
    others, fellows = [*unions[:place], *unions[place + 1 :]], len(unions[place])
    groups = [[at[member] for member in union] for union in others] + [[at[member]] for member in unions[place]]
    names = tuple(map(str, range(len(groups))))
    found = diagram_of(names, _merged(expression, groups))
    bits = len(names) + 1
    if len(found) * bits * (fellows + 1) * len(unions) > _ROOM:
        raise TooLarge(f"{len(unions)} unions on a diagram of {len(found):,} nodes need too much room")
    shifts = {name: bits * (fellows + 1) if spot < len(others) else bits for spot, name in enumerate(names)}
    swings = found.by_member(found.swings([shifts[name] for name in found.order]))
    return [_table(swings[name], bits, fellows + 1, len(others), fellows) for name in names[len(others) :]]


def _by_weights(
    game: System, members: Sequence[Member], unions: Unions, wanted: Sequence[int]
) -> dict[int, list[Table]]:
    """Add up weights, with a place for unions and for fellows in each number; then leave a union, and a fellow, out.

    With C(x) the coalitions lighter than x, those without a fellow of weight w are C(x) - z C(x - w) + z^2 C(x - 2 w)
    - ..., where z counts a fellow; and so with unions.  A game and its dual have the same swings, turned round.
    """
    weight_of = dict(zip(members, game.weights, strict=True))
    totals = [sum(weight_of[member] for member in union) for union in unions]
    needed = min(game.quota, sum(game.weights) - game.quota + 1)
    stride = max(len(unions[place]) for place in wanted) + 1
    bits = len(unions) + stride
    whole = [1] + [0] * (needed - 1)
    for total in sorted(totals):
        _add(whole, total, bits * stride)
    found = {}
    for place in wanted:
        ways = list(whole)
        if totals[place]:
            for at in range(totals[place], needed):
                ways[at] -= ways[at - totals[place]] << (bits * stride)
        else:
            ways = [number // (1 + (1 << (bits * stride))) for number in ways]
        for member in unions[place]:
            _add(ways, weight_of[member], bits)
        lighter = list(accumulate(ways))
        tables = []
        for member in unions[place]:
            weight = weight_of[member]
            swings = (
                _left(lighter, needed, weight, bits) - _left(lighter, needed - weight, weight, bits) if weight else 0
            )
            table = _table(swings, bits, stride, len(unions) - 1, len(unions[place]))
            tables.append(table if needed == game.quota else tuple(line[::-1] for line in table[::-1]))
        found[place] = tables
    return found


def _add(ways: list[int], weight: int, shift: int) -> None:
    """Let one more join or stay away."""
    for at in range(len(ways) - 1, weight - 1, -1):
        if ways[at - weight]:
            ways[at] += ways[at - weight] << shift


def _left(lighter: Sequence[int], below: int, weight: int, bits: int) -> int:
    """The coalitions lighter than a bound without a certain fellow."""
    value = 0
    for at in range((below - 1) % weight, below, weight):
        value = lighter[at] - (value << bits)
    return value


def _table(packed: int, bits: int, stride: int, others: int, fellows: int) -> Table:
    mask = (1 << bits) - 1
    return tuple(
        tuple((packed >> ((row * stride + column) * bits)) & mask for column in range(fellows))
        for row in range(others + 1)
    )
