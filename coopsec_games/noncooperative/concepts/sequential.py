"""Sequential equilibrium of small trees, with the beliefs that support it.

Of supports that mix, one equilibrium each is told (:mod:`.sequential_mixed`); with letters, every plan comes with its
condition (:mod:`.sequential_letters`).

An assessment is a plan and, at each information set, beliefs about where in it one is.  It is a sequential equilibrium
where each action is best given the beliefs and the plan, and the beliefs are the limits of those that follow from ever
rarer mistakes.  Mistakes are told by their order and their coefficient: an action off the plan is taken with
probability ``c * e**k``; the nodes of the lowest order in a set are those that are believed in.

Examples
--------
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> def third(way, right, left):
...     ends = (("R", Terminal(way + "R", right)), ("L", Terminal(way + "L", left)))
...     return Decision("3", ends, information="3")
>>> second = Decision("2", (("R", Terminal("end", (1, 1, 1))), ("L", third("2", (4, 4, 0), (0, 0, 1)))))
>>> horse = ExtensiveFormGame(("1", "2", "3"), Decision("1", (("R", second), ("L", third("1", (3, 2, 2), (0, 0, 0))))))
>>> pure, mixed = sequential_equilibria(horse).equilibria
>>> print(dict(pure.profile), {node: str(share) for node, share in pure.beliefs["3"].items()})
{'1': 'R', '2 after R': 'R', '3': 'L'} {'R, L': '1', 'L': '0'}
>>> print({action: str(share) for action, share in mixed.profile["3"].items()}, str(mixed.beliefs["3"]["L"]))
{'R': '1/10', 'L': '9/10'} 1/3

References
----------
Kreps and Wilson (1982), Econometrica 50:863-894, Lemma A1 (orders of mistakes).
Hendon, Jacobsen and Sloth (1996), Games and Economic Behavior 12:274-282 (one action at a time is enough).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from types import MappingProxyType
from typing import Any

from ...errors import InvalidGame, NotApplicable, TooLarge
from ...results import Shown, Solution, json_data
from ..extensive_form import ExtensiveFormGame
from ..information import recall_fault
from .consistency import is_sequential, named_ways
from .mistakes import Gains, Mistakes, Path, Tree, mistakes_data, promising_plans, supported
from .sequential_letters import sequential_in_letters
from .sequential_mixed import (
    MOST_MIXTURES,
    MixedAssessment,
    mixed_assessment_holds,
    mixed_assessments,
    mixtures,
)
from .subgames import play_of, refuse_intervals

__all__ = ["Assessment", "assessment_at", "assessment_holds", "sequential_equilibria"]

MOST_FOUND = 1_000


@dataclass(frozen=True, repr=False)
class Assessment(Shown):
    """A sequential equilibrium in pure behaviour.

    Parameters
    ----------
    profile
        The action at each information set.
    beliefs
        At each set of several decisions the probability of each, named by the labels on the way to it.
    payoffs
        What each player gets.
    outcome
        The outcome's name.
    path
        The moves on the path of play, as pairs of player and action.
    mistakes
        For each set and action off the plan the coefficient and the order of its probability.
    """

    profile: Mapping[str, str]
    beliefs: Mapping[str, Mapping[str, Fraction]]
    payoffs: Mapping[str, Fraction]
    outcome: str
    path: tuple[tuple[str, str], ...]
    mistakes: Mistakes

    def __post_init__(self) -> None:
        beliefs = {name: MappingProxyType(dict(own)) for name, own in self.beliefs.items()}
        object.__setattr__(self, "beliefs", MappingProxyType(beliefs))
        for name in ("profile", "payoffs", "mistakes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def to_json(self) -> dict[str, Any]:
        """The equilibrium as ``coopsec solve`` writes it."""
        return {
            "profile": {name: {action: json_data(Fraction(1))} for name, action in self.profile.items()},
            "beliefs": json_data(self.beliefs),
            "payoffs": json_data(self.payoffs),
            "where": None,
            "outcome": self.outcome,
            "path": [list(step) for step in self.path],
            "mistakes": mistakes_data(self.mistakes),
        }


def sequential_equilibria(game: ExtensiveFormGame) -> Solution:
    """The sequential equilibria: every one in pure behaviour, and of small trees one for each support that can mix.

    Each comes with one system of beliefs that supports it.  With letters each pure plan comes with the
    condition under which there are such beliefs, and none that mix are looked for.

    Parameters
    ----------
    game
        A tree of perfect recall, without choices from an interval.

    Raises
    ------
    NotApplicable
        For a branch of chance that has, or may have, no probability.
    InvalidGame
        Where a player forgets what it knew or did.
    TooLarge
        Where more than 50,000 ways to begin a plan must be tried, 30 actions off a plan, 2,000 ways to believe
        under one of them, or 1,000 equilibria.
    """
    if not isinstance(game, ExtensiveFormGame):
        raise NotApplicable("sequential equilibrium asks for a tree", hint="perfect takes a normal form")
    refuse_intervals(game)
    if fault := recall_fault(game):
        raise InvalidGame(fault, hint="ask for pure-nash, which needs no memory")
    if game.parameters:
        return sequential_in_letters(game)
    tree = Tree(game)
    found, undecided = [], False
    for chosen in promising_plans(tree):
        plan = {own.name: chosen[own.name] for own in tree.sets}
        gains = Gains(tree, plan)
        mistakes, unknown = supported(tree, plan, gains)
        undecided = undecided or unknown
        if mistakes is not None:
            found.append(_assessment(game, tree, plan, gains, mistakes))
            if len(found) > MOST_FOUND:
                raise TooLarge(
                    f"the tree has more than {MOST_FOUND:,} sequential equilibria in pure behaviour",
                    hint="ask for subgame-perfect, which breaks ties where nothing is hidden",
                )
    found.sort(key=lambda each: [own.actions.index(each.profile[own.name]) for own in tree.sets])
    mixed: list[MixedAssessment] = []
    if mixtures(tree) > MOST_MIXTURES:
        notes = [
            "every equilibrium in pure behaviour is listed, with one of its systems of beliefs; those that mix are not"
        ]
    else:
        mixed, open_supports = mixed_assessments(tree)
        notes = [
            "every equilibrium in pure behaviour is listed, with one of its systems of beliefs; "
            "of those that mix the same actions, one"
        ]
        if open_supports:
            notes.append(
                f"for {open_supports} supports that mix no equilibrium with fractions was found, and none excluded"
            )
    if undecided:
        notes.append("for some plans it could not be decided whether beliefs support them; they are not listed")
    return Solution(
        "sequential",
        "behaviour",
        game.players,
        (*found, *mixed),
        complete=None,
        verified=all(assessment_holds(game, each, tree) for each in found)
        and all(mixed_assessment_holds(tree, each) for each in mixed),
        method="every plan that no set speaks against, with the orders of mistakes that make it rational",
        notes=tuple(notes),
    )


def _beliefs(tree: Tree, plan: Mapping[str, str], mistakes: Mistakes) -> dict[str, dict[Path, Fraction]]:
    """The limit beliefs: the nodes of the lowest order, weighed by chance and by the coefficients."""
    found = {}
    for own in tree.sets:
        orders = {path: sum(mistakes[each][1] for each in tree.off(path, plan)) for path in own.nodes}
        lowest = min(orders.values())
        weights = {
            path: prod((mistakes[each][0] for each in tree.off(path, plan)), start=tree.odds[path])
            if orders[path] == lowest
            else Fraction(0)
            for path in own.nodes
        }
        total = sum(weights.values())
        found[own.name] = {path: weight / total for path, weight in weights.items()}
    return found


def _assessment(
    game: ExtensiveFormGame,
    tree: Tree,
    plan: Mapping[str, str],
    gains: Gains,
    mistakes: Mistakes,
) -> Assessment:
    outcome, path = play_of(game, plan)
    beliefs = _beliefs(tree, plan, mistakes)
    told = {own.name: named_ways(beliefs[own.name]) for own in tree.sets if len(own.nodes) > 1}
    payoffs = dict(zip(game.players, gains.worth(()), strict=True))
    return Assessment(plan, told, payoffs, outcome, path, mistakes)


def assessment_at(
    game: ExtensiveFormGame,
    tree: Tree,
    plan: Mapping[str, str],
    gains: Gains,
    mistakes: Mistakes,
) -> bool:
    """Whether a plan with the beliefs that follow from mistakes is a sequential equilibrium."""
    return assessment_holds(game, _assessment(game, tree, plan, gains, mistakes), tree)


def assessment_holds(game: ExtensiveFormGame, found: Assessment, tree: Tree | None = None) -> bool:
    """Whether the mistakes lead to the beliefs told, and no action at any set gives more under them."""
    tree = tree or Tree(game)
    behaviour = {
        own.name: {action: Fraction(action == found.profile[own.name]) for action in own.actions} for own in tree.sets
    }
    return is_sequential(tree, behaviour, found.beliefs, found.payoffs, found.mistakes)
