"""Mistakes that support a plan: their orders by linear rows, their coefficients by a condition.

An action off the plan has the probability ``c * e**k``, for ever smaller ``e``.  The nodes of a set with the lowest
sum of orders are believed in, in the proportions of their coefficients; every consistent belief comes about so.

References
----------
Kreps and Wilson (1982), Econometrica 50:863-894, Lemmas A1 and A2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain, combinations, product
from math import lcm, prod
from typing import Any, TypeAlias

from ...conditions import Assumptions, Condition, atom, conjunction
from ...errors import NotApplicable, TooLarge
from ...linear import Point, feasible_point
from ...polynomials import Polynomial
from ...results import json_data
from ..extensive_form import Chance, ExtensiveFormGame, Node, Terminal
from ..information import InformationSet, information_sets
from ..payoffs import value_at

__all__ = [
    "Gains",
    "Mistake",
    "Mistakes",
    "Path",
    "Tree",
    "mistakes_data",
    "orders_of_mistakes",
    "parts_of",
    "promising_plans",
    "ready_sets",
    "supported",
]

MOST_SUPPORTS = 2_000
MOST_TRIED = 50_000
MOST_MISTAKES = 30

Path = tuple[str, ...]
Mistake = tuple[str, str]
"""An information set and an action there."""
Mistakes: TypeAlias = Mapping[Mistake, tuple[Fraction, int]]
"""The coefficient and the order of each mistake's probability."""


class Tree:
    """A tree with its nodes by path, its sets, and the moves of players on the way to each node."""

    def __init__(self, game: ExtensiveFormGame) -> None:
        self.game = game
        self.sets = information_sets(game)
        self.nodes: dict[Path, Node] = dict(game.nodes())
        self.set_of = {path: own for own in self.sets for path in own.nodes}
        self.moves: dict[Path, tuple[Mistake, ...]] = {}
        self.odds: dict[Path, Fraction] = {}
        for path in self.nodes:
            if not path:
                self.moves[path], self.odds[path] = (), Fraction(1)
                continue
            above, label = path[:-1], path[-1]
            node = self.nodes[above]
            if isinstance(node, Chance):
                share = next(value_at(odds, {}) for own, odds, _ in node.branches if own == label)
                if share == 0:
                    raise NotApplicable(
                        f"the branch {label!r} of chance has probability 0", hint="leave out what never happens"
                    )
                self.moves[path], self.odds[path] = self.moves[above], self.odds[above] * share
            else:
                self.moves[path] = (*self.moves[above], (self.set_of[above].name, label))
                self.odds[path] = self.odds[above]

    def off(self, path: Path, plan: Mapping[str, str]) -> tuple[Mistake, ...]:
        """The moves on the way to a node that the plan does not make."""
        return tuple(move for move in self.moves[path] if plan[move[0]] != move[1])


class Gains:
    """What an action at a node gives more than another, a plan being followed afterwards.

    The plan may leave open the sets that do not matter for what is asked.
    """

    def __init__(self, tree: Tree, plan: Mapping[str, str]) -> None:
        self.tree = tree
        self.plan = plan
        self._worth: dict[Path, tuple[Fraction, ...]] = {}
        self._leads: dict[str, dict[str, dict[Path, Fraction]]] = {}

    def worth(self, path: Path) -> tuple[Fraction, ...]:
        """What each player gets from a node on."""
        if path not in self._worth:
            self._worth[path] = self._found(path)
        return self._worth[path]

    def _found(self, path: Path) -> tuple[Fraction, ...]:
        node = self.tree.nodes[path]
        if isinstance(node, Terminal):
            return tuple(value_at(payoff, {}) for payoff in node.payoffs)
        if isinstance(node, Chance):
            parts = [(value_at(odds, {}), self.worth((*path, label))) for label, odds, _ in node.branches]
            return tuple(
                sum((odds * worth[player] for odds, worth in parts), Fraction(0))
                for player in range(len(self.tree.game.players))
            )
        return self.worth((*path, self.plan[self.tree.set_of[path].name]))

    def leads(self, own: InformationSet) -> Mapping[str, Mapping[Path, Fraction]]:
        """By how much, at each node of a set, the plan's action is better for its player than each other one."""
        if own.name not in self._leads:
            player = self.tree.game.players.index(own.player)
            taken = self.plan[own.name]
            self._leads[own.name] = {
                action: {
                    path: self.worth((*path, taken))[player] - self.worth((*path, action))[player] for path in own.nodes
                }
                for action in own.actions
                if action != taken
            }
        return self._leads[own.name]

    def promising(self, own: InformationSet) -> bool:
        """Whether no other action is better at every node of a set: what no beliefs could mend."""
        return all(any(lead >= 0 for lead in leads.values()) for leads in self.leads(own).values())

    def rational(self, own: InformationSet, weights: Mapping[Path, Fraction]) -> bool:
        """Whether the plan's action is best at a set under weights of its nodes."""
        return all(
            sum((weight * leads[path] for path, weight in weights.items()), Fraction(0)) >= 0
            for leads in self.leads(own).values()
        )


def promising_plans(tree: Tree) -> Iterator[dict[str, str]]:
    """The plans in which no set has an action that is better at all its nodes, late sets decided first.

    Raises
    ------
    TooLarge
        Where more than 50,000 ways to begin a plan must be tried.
    """
    order = sorted(tree.sets, key=lambda own: -max(len(path) for path in own.nodes))
    ready = ready_sets(order, tree)
    tried = 0
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        plan = waiting.pop()
        if len(plan) == len(order):
            yield plan
            continue
        own = order[len(plan)]
        for action in reversed(own.actions):
            tried += 1
            if tried > MOST_TRIED:
                raise TooLarge(
                    f"more than {MOST_TRIED:,} ways to begin a plan must be tried",
                    hint="ask for subgame-perfect, or for pure-nash of the normal form",
                )
            longer = {**plan, own.name: action}
            gains = Gains(tree, longer)
            if all(gains.promising(at) for at in ready.get(len(plan), ())):
                waiting.append(longer)


def ready_sets(order: Sequence[InformationSet], shape: Tree) -> dict[int, list[InformationSet]]:
    """For each place in an order the sets of which all that come after in the tree are decided by then."""
    place = {own.name: number for number, own in enumerate(order)}
    found: dict[int, list[InformationSet]] = {}
    for own in order:
        last = place[own.name]
        for path, other in shape.set_of.items():
            if any(len(path) > len(node) and path[: len(node)] == node for node in own.nodes):
                last = max(last, place[other.name])
        found.setdefault(last, []).append(own)
    return found


def supported(
    tree: Tree, plan: Mapping[str, str], gains: Gains
) -> tuple[dict[Mistake, tuple[Fraction, int]] | None, bool]:
    """Coefficients and orders of mistakes whose beliefs make a plan rational, and whether some case is undecided."""
    open_sets = []
    for own in tree.sets:
        reached = {path: tree.odds[path] for path in own.nodes if not tree.off(path, plan)}
        if reached:
            if not gains.rational(own, reached):
                return None, False
        elif len(own.nodes) > 1:
            open_sets.append(own)
    mistakes = [(own.name, action) for own in tree.sets for action in own.actions if action != plan[own.name]]
    if not open_sets:
        return dict.fromkeys(mistakes, (Fraction(1), 1)), False
    if len(mistakes) > MOST_MISTAKES:
        raise TooLarge(
            f"{len(mistakes)} actions off a plan are too many to order, the limit is {MOST_MISTAKES}",
            hint="ask for subgame-perfect",
        )
    if any(2 ** len(own.nodes) > MOST_SUPPORTS for own in open_sets):
        raise TooLarge("the beliefs at sets off the path have too many cases", hint="ask for subgame-perfect")
    choices = [[part for part in parts_of(own.nodes) if _can_be_rational(gains, own, part)] for own in open_sets]
    if prod(len(own) for own in choices) > MOST_SUPPORTS:
        raise TooLarge("the beliefs at sets off the path have too many cases", hint="ask for subgame-perfect")
    undecided = False
    for supports in product(*choices):
        orders = orders_of_mistakes(partial(tree.off, plan=plan), mistakes, open_sets, supports)
        if orders is None:
            continue
        coefficients, unknown = _coefficients(tree, plan, gains, mistakes, open_sets, supports)
        undecided = undecided or unknown
        if coefficients is not None:
            return {each: (coefficients[each], orders[each]) for each in mistakes}, False
    return None, undecided


def mistakes_data(mistakes: Mistakes) -> dict[str, dict[str, Any]]:
    """Mistakes as JSON data, by set and action."""
    told: dict[str, dict[str, Any]] = {}
    for (name, action), (coefficient, order) in mistakes.items():
        told.setdefault(name, {})[action] = {"coefficient": json_data(coefficient), "order": order}
    return told


def parts_of(nodes: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Every part of an information set that a belief may rest on, the small ones first."""
    return chain.from_iterable(combinations(nodes, size) for size in range(1, len(nodes) + 1))


def _can_be_rational(gains: Gains, own: InformationSet, part: Sequence[Path]) -> bool:
    """Whether some beliefs in all these nodes, and no others, make the plan's action best."""
    names = [f"b{place}" for place in range(len(part))]
    rows = [(Polynomial.variable(name), ">") for name in names]
    for leads in gains.leads(own).values():
        total = Polynomial.of(0)
        for name, path in zip(names, part, strict=True):
            total = total + Polynomial.variable(name).scaled(leads[path])
        rows.append((total, ">="))
    return isinstance(feasible_point(rows, names), Point)


def orders_of_mistakes(
    off: Callable[[Path], Sequence[Mistake]],
    mistakes: Sequence[Mistake],
    open_sets: Sequence[InformationSet],
    supports: Sequence[Sequence[Path]],
) -> dict[Mistake, int] | None:
    """Whole orders, at least 1, under which just the supports have the lowest order in their sets.

    ``off`` tells the mistakes on the way to a node.
    """
    names = {each: f"k{place}" for place, each in enumerate(mistakes)}
    rows: list[tuple[Polynomial, str]] = [
        (Polynomial.variable(name) - Polynomial.of(1), ">=") for name in names.values()
    ]
    levels = [f"m{place}" for place in range(len(open_sets))]
    for level, own, support in zip(levels, open_sets, supports, strict=True):
        for path in own.nodes:
            total = -Polynomial.variable(level)
            for each in off(path):
                total = total + Polynomial.variable(names[each])
            rows.append((total, "=") if path in support else (total - Polynomial.of(1), ">="))
    if not rows:
        return {}
    found = feasible_point(rows, [*names.values(), *levels])
    if not isinstance(found, Point):
        return None
    values = {each: found.values[name] for each, name in names.items()}
    scale = lcm(*(value.denominator for value in values.values()))
    return {each: int(value * scale) for each, value in values.items()}


def _coefficients(
    tree: Tree,
    plan: Mapping[str, str],
    gains: Gains,
    mistakes: Sequence[Mistake],
    open_sets: Sequence[InformationSet],
    supports: Sequence[Sequence[Path]],
) -> tuple[dict[Mistake, Fraction] | None, bool]:
    """Positive coefficients under which the plan is best at every set off the path, and whether that is undecided."""
    names = {each: f"c{place}" for place, each in enumerate(mistakes)}
    ones = {each: Fraction(1) for each in mistakes}
    parts = []
    fine = True
    for own, support in zip(open_sets, supports, strict=True):
        fine = fine and gains.rational(own, {path: tree.odds[path] for path in support})
        for leads in gains.leads(own).values():
            total = Polynomial.of(0)
            for path in support:
                weight = Polynomial.of(tree.odds[path] * leads[path])
                for each in tree.off(path, plan):
                    weight = weight * Polynomial.variable(names[each])
                total = total + weight
            parts.append(atom(total, ">="))
    if fine:
        return ones, False
    used = tuple(names.values())
    positive = conjunction(*(atom(Polynomial.variable(name), ">") for name in used))
    condition = Condition(conjunction(*parts), Assumptions(used, positive))
    if condition.feasible() is False:
        return None, False
    point = condition.witness()
    if point is None:
        return None, True
    return {each: point.get(name, Fraction(1)) for each, name in names.items()}, False
