"""Behaviour and mixed strategies: odds at each information set, or odds over plans, and from one to the other.

With perfect recall the two can do the same (Kuhn's theorem): each has one of the other kind that leads to the same ends
with the same probabilities, whatever the others do.

Examples
--------
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> later = Decision("A", (("left", Terminal("l", (1,))), ("right", Terminal("r", (2,)))))
>>> game = ExtensiveFormGame(("A",), Decision("A", (("out", Terminal("o", (0,))), ("in", later))))
>>> half = Fraction(1, 2)
>>> told = {"A": {"out": half, "in": half}, "A after in": {"left": half, "right": half}}
>>> mixed = mixed_from_behaviour(game, told)
>>> {plan: str(odds) for plan, odds in mixed["A"].items()}
{'out; *': '1/2', 'in; left': '1/4', 'in; right': '1/4'}
>>> behaviour_from_mixed(game, mixed) == told
True

References
----------
Kuhn (1953), Contributions to the Theory of Games II, Theorem 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from ..errors import InvalidGame, NotApplicable, did_you_mean
from ..formulas import exact, number_text
from .conversions import ANY, Plan, plans_of, reduced_plans_of
from .information import information_sets, own_histories, recall_fault
from .payoffs import value_at

if TYPE_CHECKING:
    from .extensive_form import ExtensiveFormGame

__all__ = ["behaviour_from_mixed", "mixed_from_behaviour", "odds_of_ends"]

Odds = Mapping[str, Mapping[str, Fraction]]


def mixed_from_behaviour(
    game: ExtensiveFormGame, behaviour: Odds, *, reduced: bool = True
) -> dict[str, dict[str, Fraction]]:
    """For each player the mixed strategy that does what a behaviour strategy does.

    Parameters
    ----------
    game
        A tree of perfect recall without choices from an interval.
    behaviour
        For each information set the probability of each action; those not named are not taken.
    reduced
        Whether over the strategies of the reduced normal form, or over those of the normal form.

    Raises
    ------
    InvalidGame
        Where a player forgets what it knew or did.
    NotApplicable
        Where the numbers at a set are no probabilities, or a name is unknown.
    """
    _recall(game)
    sets = information_sets(game)
    known = _distributions({own.name: own.actions for own in sets}, behaviour, "information set")
    found = {}
    for player in game.players:
        own_sets = [own for own in sets if own.player == player]
        found[player] = {
            _name(plan): prod(
                (known[own.name][action] for own, action in zip(own_sets, plan, strict=True) if action != ANY),
                start=Fraction(1),
            )
            for plan in (reduced_plans_of(game, player) if reduced else plans_of(game, player))
        }
    return found


def behaviour_from_mixed(game: ExtensiveFormGame, mixed: Odds) -> dict[str, dict[str, Fraction]]:
    """For each information set the probabilities of its actions under mixed strategies.

    At a set that a player's own mixture keeps from being reached, all actions are told as equally likely.

    Parameters
    ----------
    game
        A tree of perfect recall without choices from an interval.
    mixed
        For each player the probabilities of its strategies, of the normal form or of the reduced one; those not named
        are not played.

    Raises
    ------
    InvalidGame
        Where a player forgets what it knew or did.
    NotApplicable
        Where the numbers of a player are no probabilities, or a name is unknown.
    """
    _recall(game)
    sets = information_sets(game)
    histories = own_histories(game)
    plans: dict[str, dict[str, Plan]] = {
        player: {_name(plan): plan for plan in (*plans_of(game, player), *reduced_plans_of(game, player))}
        for player in game.players
    }
    known = _distributions({player: tuple(own) for player, own in plans.items()}, mixed, "player")
    found = {}
    for own in sets:
        own_sets = [other.name for other in sets if other.player == own.player]
        leading: dict[str, Fraction] = dict.fromkeys(own.actions, Fraction(0))
        for name, share in known[own.player].items():
            moves = dict(zip(own_sets, plans[own.player][name], strict=True))
            if share and all(moves[before] == action for before, action in histories[own.nodes[0]]):
                leading[moves[own.name]] += share
        total = sum(leading.values())
        equal = Fraction(1, len(own.actions))
        found[own.name] = {action: share / total if total else equal for action, share in leading.items()}
    return found


def odds_of_ends(game: ExtensiveFormGame, behaviour: Odds) -> dict[tuple[str, ...], Fraction]:
    """The probability of each end, named by the labels on the way to it, under a behaviour strategy of every player.

    Raises
    ------
    NotApplicable
        Where the numbers at a set are no probabilities, a name is unknown, or a lottery has no numbers.
    """
    from .extensive_form import Chance, Decision, Terminal

    sets = information_sets(game)
    known = _distributions({own.name: own.actions for own in sets}, behaviour, "information set")
    names = {path: own.name for own in sets for path in own.nodes}
    reached: dict[tuple[str, ...], Fraction] = {(): Fraction(1)}
    found = {}
    for path, node in game.nodes():
        if isinstance(node, Terminal):
            found[path] = reached[path]
        elif isinstance(node, Decision):
            for label, _ in node.actions:
                reached[(*path, label)] = reached[path] * known[names[path]][label]
        elif isinstance(node, Chance):
            for label, odds, _ in node.branches:
                reached[(*path, label)] = reached[path] * value_at(odds, {})
        else:
            raise NotApplicable(f"the choice of {node.variable} from an interval has no finite strategies")
    return found


def _recall(game: ExtensiveFormGame) -> None:
    if fault := recall_fault(game):
        raise InvalidGame(fault, hint="behaviour and mixed strategies are the same only with perfect recall")


def _distributions(names: Mapping[str, tuple[str, ...]], given: Odds, noun: str) -> dict[str, dict[str, Fraction]]:
    """Probabilities at every place, all of them named and checked."""
    for name in given:
        if name not in names:
            raise NotApplicable(f"unknown {noun} {name!r}", hint=did_you_mean(name, names))
    found = {}
    for name, options in names.items():
        if name not in given:
            raise NotApplicable(f"the {noun} {name!r} is given no probabilities")
        own = {option: Fraction(0) for option in options}
        for option, share in given[name].items():
            if option not in own:
                raise NotApplicable(f"{name!r} has no {option!r}", hint=did_you_mean(option, options))
            number = exact(share)
            if not isinstance(number, Fraction) or number < 0:
                raise NotApplicable(f"the probability of {option!r} at {name!r} is not a number from 0 to 1")
            own[option] = number
        if sum(own.values()) != 1:
            total = number_text(sum(own.values(), Fraction(0)))
            raise NotApplicable(f"the probabilities at {name!r} sum to {total}, not to 1")
        found[name] = own
    return found


def _name(plan: Plan) -> str:
    return "; ".join(plan) if plan else "-"
