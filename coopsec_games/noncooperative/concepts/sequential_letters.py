"""Sequential equilibrium in pure behaviour where payoffs and lotteries hold letters: where beliefs support a plan.

What must hold on the path is a comparison of expected payoffs.  Off the path the beliefs must follow from mistakes:
which nodes of a set may be the likeliest is a question about orders, without letters; among those the relative
likelihoods are products of coefficients.  Where no such product follows from others they are free, occur linearly, and
are taken out exactly.

Examples
--------
>>> from coopsec_games.conditions import Assumptions
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> b, h = exact("b", ["b", "h"]), exact("h", ["b", "h"])
>>> def threat(force, fight):
...     ends = (("fight", Terminal("war", (-1, fight))), ("yield", Terminal("entry", (1, 0))))
...     return Decision("I", ends, information="entered")
>>> entry = Decision("E", (
...     ("out", Terminal("status quo", (0, 2))), ("strong", threat("strong", b)), ("weak", threat("weak", h))))
>>> found = sequential_in_letters(ExtensiveFormGame(("E", "I"), entry, Assumptions(("b", "h"))))
>>> for each in found.equilibria:
...     print(each.outcome, dict(each.profile), "where", each.where)
status quo {'E': 'out', 'entered': 'fight'} where b >= 0 or h >= 0
entry {'E': 'strong', 'entered': 'yield'} where b <= 0
entry {'E': 'weak', 'entered': 'yield'} where h <= 0

References
----------
Kreps and Wilson (1982), Econometrica 50:863-894, Lemmas A1 and A2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod

from ...conditions import Assumptions, Condition, atom, compare, conjunction
from ...errors import InvalidGame, NotApplicable, TooLarge
from ...formulas import exact, symbol
from ...polynomials import Polynomial
from ...results import Solution
from ..extensive_form import Chance, ExtensiveFormGame, Terminal
from ..information import InformationSet
from ..normal_form import Equilibrium
from ..payoffs import Payoff
from ..shares import fresh_name
from .mistakes import Gains, Path, Tree, orders_of_mistakes, parts_of, ready_sets, supported
from .subgames import play_of

__all__ = ["sequential_in_letters"]

MOST_TRIED = 5_000
MOST_SUPPORTS = 500

Vector = tuple[int, ...]


def sequential_in_letters(game: ExtensiveFormGame) -> Solution:
    """Every plan in pure behaviour that beliefs can support, each with the condition under which they can.

    Parameters
    ----------
    game
        A tree of perfect recall without choices from an interval, its payoffs and lotteries numbers or expressions.

    Raises
    ------
    InvalidGame
        Where the assumptions contradict each other.
    NotApplicable
        For a branch of chance whose probability may be 0.
    TooLarge
        Where more than 5,000 ways to begin a plan must be tried, or the beliefs off the path have too many cases.
    """
    solver = _Letters(game)
    found = []
    for plan, where in solver.promising():
        supported_where = solver.where(plan, where)
        if supported_where.feasible() is not False:
            found.append((plan, supported_where.simplify()))
    sets = solver.shape.sets
    found.sort(key=lambda each: [own.actions.index(each[0][own.name]) for own in sets])
    equilibria = []
    for plan, where in found:
        outcome, path = play_of(game, plan)
        told = {own.name: plan[own.name] for own in sets}
        equilibria.append(
            Equilibrium(told, tuple(exact(p) for p in solver.worth((), plan)), where, outcome, path, where)
        )
    notes = [
        "every equilibrium in pure behaviour is listed where beliefs were found to support it; mixing ones are not"
    ]
    if solver.undecided:
        notes.append("for some plans the beliefs hang together in a way that was not resolved; conditions may be wider")
    return Solution(
        "sequential",
        "behaviour",
        game.players,
        tuple(equilibria),
        complete=None,
        verified=all(_holds(game, each) for each in equilibria),
        method="every plan, with the likelihoods of mistakes taken out exactly",
        notes=tuple(notes),
    )


class _Letters:
    """The conditions of one tree, and what each plan gives from each node on."""

    def __init__(self, game: ExtensiveFormGame) -> None:
        self.game = game
        self.under = game.assumptions
        self.always = Condition.true(game.assumptions)
        point = self.always.witness()
        if point is None:
            raise InvalidGame("the assumptions contradict each other")
        self.nodes = dict(game.nodes())
        self.odds = _odds(game)
        self.shape = Tree(game.at({name: point[name] for name in game.assumptions.names}))
        self.undecided = False

    def worth(self, path: Path, plan: Mapping[str, str]) -> tuple[Payoff, ...]:
        """What each player gets from a node on."""
        node = self.nodes[path]
        if isinstance(node, Terminal):
            return node.payoffs
        if isinstance(node, Chance):
            totals: list[Payoff] = [Fraction(0)] * len(self.game.players)
            for label, odds, _ in node.branches:
                for player, payoff in enumerate(self.worth((*path, label), plan)):
                    totals[player] = totals[player] + odds * payoff
            return tuple(totals)
        return self.worth((*path, plan[self.shape.set_of[path].name]), plan)

    def leads(self, own: InformationSet, plan: Mapping[str, str]) -> list[dict[Path, Payoff]]:
        """By how much, at each node of a set, the plan's action is better for its player than each other one."""
        player = self.game.players.index(own.player)
        taken = {path: self.worth((*path, plan[own.name]), plan)[player] for path in own.nodes}
        return [
            {path: exact(taken[path] - self.worth((*path, action), plan)[player]) for path in own.nodes}
            for action in own.actions
            if action != plan[own.name]
        ]

    def promising(self) -> Iterator[tuple[dict[str, str], Condition]]:
        """The plans in which no action is better at all nodes of a set, with the condition for that."""
        order = sorted(self.shape.sets, key=lambda own: -max(len(path) for path in own.nodes))
        ready = ready_sets(order, self.shape)
        tried = 0
        waiting: list[tuple[dict[str, str], Condition]] = [({}, self.always)]
        while waiting:
            plan, where = waiting.pop()
            if len(plan) == len(order):
                yield plan, where
                continue
            own = order[len(plan)]
            for action in reversed(own.actions):
                tried += 1
                if tried > MOST_TRIED:
                    raise TooLarge(
                        f"more than {MOST_TRIED:,} ways to begin a plan must be tried with letters",
                        hint="give the parameters values, or ask for subgame-perfect",
                    )
                longer = {**plan, own.name: action}
                both = where
                for at in ready.get(len(plan), ()):
                    for leads in self.leads(at, longer):
                        some = Condition.false(self.under)
                        for lead in leads.values():
                            some = some | compare(lead, ">=", Fraction(0), self.under)
                        both = both & some
                if both.feasible() is not False:
                    waiting.append((longer, both))

    def where(self, plan: Mapping[str, str], where: Condition) -> Condition:
        """Where some consistent beliefs make the plan best at every set."""
        open_sets = []
        for own in self.shape.sets:
            reached = [path for path in own.nodes if not self.shape.off(path, plan)]
            if reached:
                where = where & self._best(own, plan, {path: self.odds[path] for path in reached})
            elif len(own.nodes) > 1:
                open_sets.append(own)
        if not open_sets or where.feasible() is False:
            return where
        choices = [list(parts_of(own.nodes)) for own in open_sets]
        if prod(len(own) for own in choices) > MOST_SUPPORTS:
            raise TooLarge("the beliefs at sets off the path have too many cases", hint="give the parameters values")
        mistakes = [(own.name, action) for own in self.shape.sets for action in own.actions if action != plan[own.name]]
        found = Condition.false(self.under)
        for supports in sorted(product(*choices), key=lambda parts: sum(len(part) for part in parts)):
            if (where & ~found).feasible() is False:
                break
            if orders_of_mistakes(partial(self.shape.off, plan=plan), mistakes, open_sets, supports) is not None:
                found = found | self._believed(plan, open_sets, supports, mistakes)
        return where & found

    def _best(self, own: InformationSet, plan: Mapping[str, str], weights: Mapping[Path, Payoff]) -> Condition:
        where = self.always
        for leads in self.leads(own, plan):
            total: Payoff = Fraction(0)
            for path, weight in weights.items():
                total = total + weight * leads[path]
            where = where & compare(exact(total), ">=", Fraction(0), self.under)
        return where

    def _believed(
        self,
        plan: Mapping[str, str],
        open_sets: Sequence[InformationSet],
        supports: Sequence[Sequence[Path]],
        mistakes: Sequence[tuple[str, str]],
    ) -> Condition:
        """Where likelihoods of these nodes, which coefficients can give, make the plan best at the open sets."""
        place = {each: number for number, each in enumerate(mistakes)}

        def exponents(path: Path) -> Vector:
            vector = [0] * len(mistakes)
            for each in self.shape.off(path, plan):
                vector[place[each]] += 1
            return tuple(vector)

        for bases in product(*supports):
            ratios = [
                {path: tuple(a - b for a, b in zip(exponents(path), exponents(base), strict=True)) for path in support}
                for base, support in zip(bases, supports, strict=True)
            ]
            vectors = list(dict.fromkeys(vector for own in ratios for vector in own.values() if any(vector)))
            if _rank(vectors) == len(vectors):
                return self._free(plan, open_sets, ratios, vectors)
        self.undecided = True
        return Condition.false(self.under)

    def _free(
        self,
        plan: Mapping[str, str],
        open_sets: Sequence[InformationSet],
        ratios: Sequence[Mapping[Path, Vector]],
        vectors: Sequence[Vector],
    ) -> Condition:
        """Where some positive likelihoods do it; each is taken out in turn."""
        names: list[str] = []
        for _ in vectors:
            names.append(fresh_name(f"x{len(names)}", (*self.under.names, *names)))
        unknown: dict[Vector, Payoff] = {v: exact(symbol(name)) for v, name in zip(vectors, names, strict=True)}
        told = Assumptions((*self.under.names, *names), self.under.formula, self.under.solve_for)
        positive = conjunction(*(atom(Polynomial.variable(name), ">") for name in names))
        where = Condition(positive, told)
        for own, likely in zip(open_sets, ratios, strict=True):
            for leads in self.leads(own, plan):
                total: Payoff = Fraction(0)
                for path, vector in likely.items():
                    weight = self.odds[path] * leads[path]
                    total = total + (unknown[vector] * weight if any(vector) else weight)
                where = where & compare(exact(total), ">=", Fraction(0), told)
        for name in names:
            where = where.eliminate(name)
        return Condition(where.formula, self.under)


def _odds(game: ExtensiveFormGame) -> dict[Path, Payoff]:
    """For each node the product of the probabilities of chance on the way to it, each of them positive."""
    always = Condition.true(game.assumptions)
    found: dict[Path, Payoff] = {(): Fraction(1)}
    for path, node in game.nodes():
        if isinstance(node, Chance):
            for label, odds, _ in node.branches:
                if always.implies(compare(odds, ">", Fraction(0), game.assumptions)) is not True:
                    raise NotApplicable(
                        f"the branch {label!r} of chance may have no probability",
                        hint="assume that it has some, as in 'p > 0'",
                    )
                found[(*path, label)] = found[path] * odds
        elif not isinstance(node, Terminal):
            for label, _ in getattr(node, "actions", ()):
                found[(*path, label)] = found[path]
    return found


def _rank(vectors: Sequence[Vector]) -> int:
    """The number of linearly independent ones."""
    rows = [[Fraction(part) for part in vector] for vector in vectors]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((k for k in range(rank, len(rows)) if rows[k][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for k in range(rank + 1, len(rows)):
            factor = rows[k][column] / rows[rank][column]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[rank], strict=True)]
        rank += 1
    return rank


# The check: at a point of the condition, with numbers and mistakes, by the definition.


def _holds(game: ExtensiveFormGame, found: Equilibrium) -> bool:
    from .sequential import assessment_at

    point = found.where.witness() if found.where is not None else None
    if point is None:
        return False
    numbers = game.at({name: point[name] for name in game.assumptions.names})
    tree = Tree(numbers)
    gains = Gains(tree, found.profile)
    mistakes, _ = supported(tree, found.profile, gains)
    return mistakes is not None and assessment_at(numbers, tree, found.profile, gains, mistakes)
