"""Nash and subgame-perfect equilibria of trees in mixed behaviour: odds at each information set.

With perfect recall every mixed strategy does what some behaviour strategy does, so that the Nash equilibria of a tree
are those of its reduced normal form, told set by set.  For subgame perfection the subgames are solved from the last to
the first, the inner ones replaced by what they give.

Examples
--------
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> def columns(row, payoffs):
...     ends = tuple((own, Terminal(f"{row}-{own}", payoff)) for own, payoff in payoffs.items())
...     return Decision("B", ends, information="B, not knowing")
>>> inside = Decision("A", (("up", columns("up", {"left": (3, 1), "right": (0, 0)})),
...                         ("down", columns("down", {"left": (0, 0), "right": (1, 3)}))))
>>> game = ExtensiveFormGame(("A", "B"), Decision("A", (("out", Terminal("out", (2, 2))), ("in", inside))))
>>> for found in subgame_perfect_behaviour(game).equilibria:
...     print({name: {move: str(share) for move, share in own.items() if share} for name, own in found.profile.items()})
{'A': {'in': '1'}, 'A after in': {'up': '1'}, 'B, not knowing': {'left': '1'}}
{'A': {'out': '1'}, 'A after in': {'up': '3/4', 'down': '1/4'}, 'B, not knowing': {'left': '1/4', 'right': '3/4'}}
{'A': {'out': '1'}, 'A after in': {'down': '1'}, 'B, not knowing': {'right': '1'}}

References
----------
Kuhn (1953), Contributions to the Theory of Games II, Theorem 4.
Selten (1965), Zeitschrift für die gesamte Staatswissenschaft 121:301-324.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from ... import verify
from ...errors import InvalidGame, NotApplicable, TooLarge
from ...results import Shown, Solution, json_data
from ..behaviour import behaviour_from_mixed, mixed_from_behaviour, odds_of_ends
from ..extensive_form import ExtensiveFormGame, Terminal
from ..information import information_sets, recall_fault
from ..payoffs import value_at
from .bimatrix import numbers_of
from .nash import nash_equilibria
from .subgames import cut_tree, node_at, refuse_intervals, subgame_roots

__all__ = ["BehaviourEquilibrium", "behaviour_nash", "subgame_perfect_behaviour"]

MOST_EQUILIBRIA = 1_000

Path = tuple[str, ...]
Behaviour: TypeAlias = Mapping[str, Mapping[str, Fraction]]

UNREACHED = "at sets that a player's own behaviour keeps from being reached, all actions are told as equally likely"


@dataclass(frozen=True, repr=False)
class BehaviourEquilibrium(Shown):
    """An equilibrium of a tree, told set by set.

    Parameters
    ----------
    profile
        At each information set the probability of each action.
    payoffs
        What each player expects.
    outcomes
        The probability of each outcome that is reached.
    """

    profile: Behaviour
    payoffs: Mapping[str, Fraction]
    outcomes: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        own = {name: MappingProxyType(dict(odds)) for name, odds in self.profile.items()}
        object.__setattr__(self, "profile", MappingProxyType(own))
        for name in ("payoffs", "outcomes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def outcome(self) -> str:
        """The outcome, or those that may come about joined by "or"."""
        return " or ".join(self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """The equilibrium as ``coopsec solve`` writes it."""
        return {
            "profile": json_data(self.profile),
            "payoffs": json_data(self.payoffs),
            "where": None,
            "outcomes": json_data(self.outcomes),
        }


def behaviour_nash(game: ExtensiveFormGame) -> Solution:
    """The Nash equilibria of a tree in behaviour strategies, by way of its reduced normal form.

    Of two players the list holds the extreme equilibria of the reduced normal form, and ``components`` the maximal
    Nash subsets of mixed strategies.  At a set that a player's own behaviour keeps from being reached any odds would
    do; all actions are told as equally likely.

    Parameters
    ----------
    game
        A tree of perfect recall with numbers for payoffs, without choices from an interval.

    Raises
    ------
    InvalidGame
        Where a player forgets what it knew or did.
    NotApplicable
        For letters, or a choice from an interval.
    TooLarge
        Where the normal form, or the number of its equilibria, passes its limit.
    """
    _refuse(game, "behaviour-nash")
    normal = game.reduced_normal_form()
    solution = nash_equilibria(normal)
    told, irrational = _in_behaviour(game, solution)
    equilibria = tuple(_equilibrium(game, own) for own in told)
    notes = [UNREACHED]
    if _infinite(solution):
        notes.append("infinitely many equilibria: those listed are the extreme ones, the components say what they span")
    if irrational:
        notes.append(f"{irrational} with odds that are no fractions are not listed; nash encloses them")
    return Solution(
        "behaviour-nash",
        "behaviour",
        game.players,
        equilibria,
        components=solution.components,
        complete=None if irrational else solution.complete,
        verified=solution.verified and all(_is_nash(game, each.profile) for each in equilibria),
        method=f"reduced normal form; {solution.method}",
        notes=tuple(notes),
    )


def subgame_perfect_behaviour(game: ExtensiveFormGame) -> Solution:
    """The subgame-perfect equilibria of a tree in mixed behaviour, subgame by subgame from the last to the first.

    Complete, for two players, where no proper subgame has infinitely many equilibria.  Of infinitely many in what is
    left at the root the extreme ones are listed.

    Parameters
    ----------
    game
        A tree of perfect recall with numbers for payoffs, without choices from an interval.

    Raises
    ------
    InvalidGame
        Where a player forgets what it knew or did.
    NotApplicable
        For letters, or a choice from an interval.
    TooLarge
        Beyond 1,000 equilibria, or where a normal form passes its limit.
    """
    _refuse(game, "subgame-perfect in mixed behaviour")
    roots = subgame_roots(game)
    names = {path: own.name for own in information_sets(game) for path in own.nodes}
    found: dict[Path, list[tuple[Behaviour, tuple[Fraction, ...]]]] = {}
    complete: bool | None = True
    notes = [UNREACHED]
    for root in sorted(roots, key=len, reverse=True):
        inner = [path for path in roots if path != root and path[: len(root)] == root]
        nearest = [path for path in inner if not any(p != path and path[: len(p)] == p for p in inner)]
        found[root] = []
        for chosen in _ways(nearest, found):
            ends = {path: Terminal("-", worth) for path, (_, worth) in chosen.items()}
            cut = ExtensiveFormGame(game.players, cut_tree(node_at(game, root), root, ends, names))
            solution = nash_equilibria(cut.reduced_normal_form())
            told, irrational = _in_behaviour(cut, solution)
            if solution.complete is not True or irrational:
                complete = None
            if _infinite(solution):
                complete = None if root else complete
                where = f"the subgame after {', '.join(root)}" if root else "the game at its root"
                note = f"{where} has infinitely many equilibria, of which the extreme ones are taken"
                notes += [note] if note not in notes else []
            for own in told:
                whole = {**own, **{name: odds for inside, _ in chosen.values() for name, odds in inside.items()}}
                found[root].append((whole, _worth(cut, own)))
            if len(found[root]) > MOST_EQUILIBRIA:
                raise TooLarge(
                    f"the game has more than {MOST_EQUILIBRIA:,} equilibria in mixed behaviour",
                    hint="subgame-perfect lists those in pure behaviour",
                )
    order = [own.name for own in information_sets(game)]
    equilibria = [_equilibrium(game, {name: own[name] for name in order}) for own, _ in found[()]]
    return Solution(
        "subgame-perfect-behaviour",
        "behaviour",
        game.players,
        tuple(equilibria),
        complete=complete,
        verified=all(_is_nash_everywhere(game, roots, names, each.profile) for each in equilibria),
        method=f"{len(roots)} subgames, each by its reduced normal form",
        notes=tuple(notes),
    )


def _refuse(game: ExtensiveFormGame, concept: str) -> None:
    if not isinstance(game, ExtensiveFormGame):
        raise NotApplicable(f"{concept} asks for a tree", hint="nash takes a normal form")
    refuse_intervals(game)
    if game.parameters:
        raise NotApplicable(
            f"{concept} asks for numbers, but the tree contains {', '.join(game.parameters)}",
            hint="give the parameters values, or ask for sequential",
        )
    if fault := recall_fault(game):
        raise InvalidGame(fault, hint="ask for nash, which needs no memory")


def _in_behaviour(game: ExtensiveFormGame, solution: Solution) -> tuple[list[Behaviour], int]:
    """The equilibria of the reduced normal form set by set, once each, and how many are no fractions."""
    found: list[Behaviour] = []
    irrational = 0
    for each in solution.equilibria:
        mixed = {
            player: {plan: share for plan, share in own.items() if isinstance(share, Fraction)}
            for player, own in each.profile.items()
        }
        if any(sum(own.values()) != 1 for own in mixed.values()):
            irrational += 1
            continue
        behaviour = behaviour_from_mixed(game, mixed)
        if behaviour not in found:
            found.append(behaviour)
    return found, irrational


def _infinite(solution: Solution) -> bool:
    return any(len(getattr(part, "equilibria", ())) > 1 for part in solution.components)


def _ways(
    roots: Sequence[Path], found: Mapping[Path, Sequence[tuple[Behaviour, tuple[Fraction, ...]]]]
) -> list[dict[Path, tuple[Behaviour, tuple[Fraction, ...]]]]:
    """The ways of playing the subgames right below."""
    ways: list[dict[Path, tuple[Behaviour, tuple[Fraction, ...]]]] = [{}]
    for path in roots:
        ways = [{**chosen, path: each} for chosen in ways for each in found[path]]
        if len(ways) > MOST_EQUILIBRIA:
            raise TooLarge(
                f"the subgames can be played in more than {MOST_EQUILIBRIA:,} ways",
                hint="subgame-perfect lists the equilibria in pure behaviour",
            )
    return ways


def _worth(game: ExtensiveFormGame, behaviour: Behaviour) -> tuple[Fraction, ...]:
    nodes = dict(game.nodes())
    totals = [Fraction(0)] * len(game.players)
    for path, share in odds_of_ends(game, behaviour).items():
        node = nodes[path]
        if share and isinstance(node, Terminal):
            for player, payoff in enumerate(node.payoffs):
                totals[player] += share * value_at(payoff, {})
    return tuple(totals)


def _equilibrium(game: ExtensiveFormGame, behaviour: Behaviour) -> BehaviourEquilibrium:
    nodes = dict(game.nodes())
    outcomes: dict[str, Fraction] = {}
    for path, share in odds_of_ends(game, behaviour).items():
        node = nodes[path]
        if share and isinstance(node, Terminal):
            outcomes[node.outcome] = outcomes.get(node.outcome, Fraction(0)) + share
    payoffs = dict(zip(game.players, _worth(game, behaviour), strict=True))
    return BehaviourEquilibrium(behaviour, payoffs, outcomes)


# The check: against every plan of each player, by the definition, in every subgame.


def _is_nash(game: ExtensiveFormGame, behaviour: Behaviour) -> bool:
    normal = game.reduced_normal_form()
    mixed = mixed_from_behaviour(game, behaviour)
    return verify.mixed_nash(numbers_of(normal, "nash"), [mixed[player] for player in game.players], normal.strategies)


def _is_nash_everywhere(
    game: ExtensiveFormGame, roots: Sequence[Path], names: Mapping[Path, str], behaviour: Behaviour
) -> bool:
    for root in roots:
        sub = ExtensiveFormGame(game.players, cut_tree(node_at(game, root), root, {}, names))
        if not _is_nash(sub, {own.name: behaviour[own.name] for own in information_sets(sub)}):
            return False
    return True
