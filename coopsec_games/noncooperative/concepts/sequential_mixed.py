"""Sequential equilibrium in mixed behaviour, support by support.

A support says which actions at each set are taken with some probability.  For each of them, and each way in which the
nodes of a set off the path may be the likeliest, the odds of the actions and the coefficients of the mistakes must
satisfy polynomial (in)equalities; a point of these is a sequential equilibrium, and where there is none the support has
none.  A support may have infinitely many: one of them stands for all.

References
----------
Kreps and Wilson (1982), Econometrica 50:863-894, Lemmas A1 and A2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import prod
from types import MappingProxyType
from typing import Any, TypeAlias

from ...conditions import Assumptions, Condition, atom, conjunction
from ...polynomials import Polynomial
from ...results import Shown, json_data
from ..extensive_form import Chance, Terminal
from ..information import InformationSet
from ..payoffs import value_at
from .consistency import Behaviour, is_sequential, limit_beliefs, named_ways
from .mistakes import Mistake, Mistakes, Path, Tree, mistakes_data, orders_of_mistakes, parts_of, ready_sets

__all__ = ["MOST_MIXTURES", "MixedAssessment", "mixed_assessment_holds", "mixed_assessments", "mixtures"]

MOST_MIXTURES = 243
MOST_LIKELIEST = 64

Support: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, repr=False)
class MixedAssessment(Shown):
    """A sequential equilibrium in which some player mixes.

    Parameters
    ----------
    profile
        At each information set the probability of each action.
    beliefs
        At each set of several decisions the probability of each, named by the labels on the way to it.
    payoffs
        What each player expects.
    outcome
        The outcomes that may come about, joined by "or".
    mistakes
        For each set and action that is not taken the coefficient and the order of its probability.
    """

    profile: Behaviour
    beliefs: Mapping[str, Mapping[str, Fraction]]
    payoffs: Mapping[str, Fraction]
    outcome: str
    mistakes: Mistakes

    def __post_init__(self) -> None:
        for name in ("profile", "beliefs"):
            own = {key: MappingProxyType(dict(odds)) for key, odds in getattr(self, name).items()}
            object.__setattr__(self, name, MappingProxyType(own))
        for name in ("payoffs", "mistakes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def to_json(self) -> dict[str, Any]:
        """The equilibrium as ``coopsec solve`` writes it."""
        return {
            "profile": json_data(self.profile),
            "beliefs": json_data(self.beliefs),
            "payoffs": json_data(self.payoffs),
            "where": None,
            "outcome": self.outcome,
            "mistakes": mistakes_data(self.mistakes),
        }


def mixtures(tree: Tree) -> int:
    """How many supports there are in which somebody mixes."""
    every = prod((1 << len(own.actions)) - 1 for own in tree.sets)
    return every - prod(len(own.actions) for own in tree.sets)


def mixed_assessments(tree: Tree) -> tuple[list[MixedAssessment], int]:
    """For each support in which somebody mixes a sequential equilibrium, if there is one.

    Parameters
    ----------
    tree
        A tree with numbers for payoffs, of perfect recall.

    Returns
    -------
    tuple
        The equilibria, and for how many supports it could not be decided whether they have one with fractions for
        probabilities.
    """
    found = []
    undecided = 0
    for support in _supports(tree):
        if all(len(own) == 1 for own in support.values()):
            continue
        assessment, unknown = _Search(tree, support).result()
        if assessment is not None:
            found.append(assessment)
        elif unknown:
            undecided += 1
    return found, undecided


def _supports(tree: Tree) -> Iterator[dict[str, tuple[str, ...]]]:
    """The supports in which no set has an action that is worse or better at all its nodes, late sets decided first."""
    order = sorted(tree.sets, key=lambda own: -max(len(path) for path in own.nodes))
    ready = ready_sets(order, tree)
    waiting: list[dict[str, tuple[str, ...]]] = [{}]
    while waiting:
        support = waiting.pop()
        if len(support) == len(order):
            yield {own.name: support[own.name] for own in tree.sets}
            continue
        own = order[len(support)]
        for size in range(len(own.actions), 0, -1):
            for part in combinations(own.actions, size):
                longer = {**support, own.name: part}
                search = _Search(tree, longer)
                if all(search.promising(at) for at in ready.get(len(support), ())):
                    waiting.append(longer)


class _Search:
    """The equilibria of one support as points of polynomial conditions."""

    def __init__(self, tree: Tree, support: Support) -> None:
        self.tree = tree
        self.support = support
        self.odds: dict[Mistake, Polynomial] = {}
        self.free: dict[Mistake, str] = {}
        positive = []
        for place, own in enumerate(tree.sets):
            if own.name not in support:
                continue
            taken = support[own.name]
            rest = Polynomial.of(1)
            for number, action in enumerate(taken[:-1]):
                self.free[own.name, action] = f"p{place}_{number}"
                share = Polynomial.variable(f"p{place}_{number}")
                self.odds[own.name, action] = share
                rest = rest - share
            self.odds[own.name, taken[-1]] = rest
            if len(taken) > 1:
                positive += [atom(self.odds[own.name, action], ">") for action in taken]
        self.mistakes = [
            (own.name, action)
            for own in tree.sets
            for action in own.actions
            if action not in support.get(own.name, own.actions)
        ]
        self.coefficients = {each: f"c{place}" for place, each in enumerate(self.mistakes)}
        positive += [atom(Polynomial.variable(name), ">") for name in self.coefficients.values()]
        self.positive = conjunction(*positive)
        self._worth: dict[Path, tuple[Polynomial, ...]] = {}

    def result(self) -> tuple[MixedAssessment | None, bool]:
        """An equilibrium with this support, and whether some case of it is undecided."""
        open_sets = []
        parts = []
        for own in self.tree.sets:
            reached = [path for path in own.nodes if not self.off(path)]
            if reached:
                parts += self.best(own, reached)
            elif len(own.nodes) == 1:
                parts += self.best(own, own.nodes)
            else:
                open_sets.append(own)
        told = conjunction(*parts)
        names = (*self.free.values(), *self.coefficients.values())
        under = Assumptions(names, self.positive)
        if Condition(told, under).feasible() is False:
            return None, False
        ways = [tuple(parts_of(own.nodes)) for own in open_sets]
        if prod(len(own) for own in ways) > MOST_LIKELIEST:
            return None, True
        undecided = False
        for likeliest in product(*ways):
            orders = orders_of_mistakes(self.off, self.mistakes, open_sets, likeliest)
            if orders is None:
                continue
            more = [part for own, nodes in zip(open_sets, likeliest, strict=True) for part in self.best(own, nodes)]
            condition = Condition(conjunction(told, *more), under)
            if condition.feasible() is False:
                continue
            point = condition.witness()
            if point is None:
                undecided = True
                continue
            return self.assessment(point, orders), False
        return None, undecided

    def off(self, path: Path) -> tuple[Mistake, ...]:
        """The moves on the way to a node that are never made."""
        return tuple(move for move in self.tree.moves[path] if move[1] not in self.support[move[0]])

    def worth(self, path: Path) -> tuple[Polynomial, ...]:
        """What each player expects from a node on."""
        if path not in self._worth:
            node = self.tree.nodes[path]
            if isinstance(node, Terminal):
                self._worth[path] = tuple(Polynomial.of(value_at(payoff, {})) for payoff in node.payoffs)
            else:
                shares: list[tuple[str, Polynomial]]
                if isinstance(node, Chance):
                    shares = [(label, Polynomial.of(value_at(odds, {}))) for label, odds, _ in node.branches]
                else:
                    name = self.tree.set_of[path].name
                    shares = [(action, self.odds[name, action]) for action in self.support[name]]
                totals = [Polynomial.of(0)] * len(self.tree.game.players)
                for label, share in shares:
                    below = self.worth((*path, label))
                    totals = [total + share * own for total, own in zip(totals, below, strict=True)]
                self._worth[path] = tuple(totals)
        return self._worth[path]

    def promising(self, own: InformationSet) -> bool:
        """Whether no other action is better at every node of a set, nor one in use worse, as far as that is known."""
        player = self.tree.game.players.index(own.player)
        first, *rest = self.support[own.name]
        for action in own.actions:
            leads = [self.worth((*path, first))[player] - self.worth((*path, action))[player] for path in own.nodes]
            if all(lead.is_constant for lead in leads):
                signs = [lead.constant for lead in leads]
                if all(lead < 0 for lead in signs) or (action in rest and all(lead > 0 for lead in signs)):
                    return False
        return True

    def best(self, own: InformationSet, nodes: Sequence[Path]) -> list[Any]:
        """That every action of the support is best at a set where these nodes are the likeliest."""
        player = self.tree.game.players.index(own.player)
        first, *rest = self.support[own.name]
        parts = []
        for action in own.actions:
            if action == first:
                continue
            total = Polynomial.of(0)
            for path in nodes:
                weight = Polynomial.of(self.tree.odds[path])
                for move in self.tree.moves[path]:
                    made = move[1] in self.support[move[0]]
                    weight = weight * (self.odds[move] if made else Polynomial.variable(self.coefficients[move]))
                total = total + weight * (self.worth((*path, first))[player] - self.worth((*path, action))[player])
            parts.append(atom(total, "=" if action in rest else ">="))
        return parts

    def assessment(self, point: Mapping[str, Fraction], orders: Mapping[Mistake, int]) -> MixedAssessment:
        profile = {
            own.name: {
                action: self.odds[own.name, action].evaluate(point) if action in self.support[own.name] else Fraction(0)
                for action in own.actions
            }
            for own in self.tree.sets
        }
        mistakes = {each: (point[self.coefficients[each]], orders[each]) for each in self.mistakes}
        limits = limit_beliefs(self.tree, profile, mistakes)
        beliefs = {own.name: named_ways(limits[own.name]) for own in self.tree.sets if len(own.nodes) > 1}
        payoffs = dict(zip(self.tree.game.players, (worth.evaluate(point) for worth in self.worth(())), strict=True))
        reached = [
            node.outcome for path, node in self.tree.nodes.items() if isinstance(node, Terminal) and not self.off(path)
        ]
        return MixedAssessment(profile, beliefs, payoffs, " or ".join(dict.fromkeys(reached)), mistakes)


def mixed_assessment_holds(tree: Tree, found: MixedAssessment) -> bool:
    """Whether the mistakes lead to the beliefs told, and every action taken is best under them."""
    return is_sequential(tree, found.profile, found.beliefs, found.payoffs, found.mistakes)
