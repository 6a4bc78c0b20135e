"""Subgame-perfect equilibrium where players may not know all that went before, in pure behaviour.

A subgame begins at a decision that its player knows, and no information set leads out of it.  Subgames are solved from
the last to the first: the inner ones are replaced by what they give, and what is left is solved for its Nash equilibria
in pure strategies, with the condition under which each is one.

Examples
--------
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> def columns(row, payoffs):
...     ends = tuple((own, Terminal(f"{row}-{own}", payoff)) for own, payoff in payoffs.items())
...     return Decision("B", ends, information="B, not knowing")
>>> inside = Decision("A", (("up", columns("up", {"left": (3, 1), "right": (0, 0)})),
...                         ("down", columns("down", {"left": (0, 0), "right": (1, 3)}))))
>>> game = ExtensiveFormGame(("A", "B"), Decision("A", (("out", Terminal("out", (2, 2))), ("in", inside))))
>>> for found in subgame_perfect_equilibria(game).equilibria:
...     print(found.outcome, dict(found.profile))
out {'A': 'out', 'A after in': 'down', 'B, not knowing': 'right'}
up-left {'A': 'in', 'A after in': 'up', 'B, not knowing': 'left'}

References
----------
Selten (1965), Zeitschrift für die gesamte Staatswissenschaft 121:301-324.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ... import verify
from ...conditions import Condition
from ...errors import InvalidGame, NotApplicable, TooLarge
from ...results import Solution
from ..conversions import strategic_form
from ..extensive_form import Chance, Choice, Decision, ExtensiveFormGame, Node, Terminal, lottery_name
from ..information import InformationSet, information_sets, recall_fault
from ..normal_form import Equilibrium
from ..payoffs import Payoff, value_at
from .pure_nash import pure_conditions
from .subgame_perfect import backward_induction

__all__ = ["cut_tree", "node_at", "play_of", "refuse_intervals", "subgame_perfect_equilibria", "subgame_roots"]

MOST_EQUILIBRIA = 10_000

Path = tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """An equilibrium of a subgame: what is done at its information sets, what it gives, and where it is one."""

    plan: tuple[tuple[str, str], ...]
    payoffs: tuple[Payoff, ...]
    where: Condition


def subgame_perfect_equilibria(game: ExtensiveFormGame) -> Solution:
    """The subgame-perfect equilibria of a tree: by backward induction, or in pure behaviour where moves are hidden.

    With hidden moves the list holds every equilibrium in pure behaviour; those that mix are not in it.

    Parameters
    ----------
    game
        The tree; with hidden moves, one of perfect recall without choices from an interval.

    Raises
    ------
    InvalidGame
        Where a player forgets what it knew or did, or the assumptions contradict each other.
    NotApplicable
        For a choice from an interval beside hidden moves.
    TooLarge
        Where a subgame has more than 200,000 profiles, or the game more than 10,000 equilibria.
    """
    if not isinstance(game, ExtensiveFormGame):
        raise NotApplicable("subgame-perfect equilibrium asks for a tree", hint="pure-nash takes a normal form")
    if game.has_perfect_information:
        return backward_induction(game)
    refuse_intervals(game)
    if fault := recall_fault(game):
        raise InvalidGame(fault, hint="ask for pure-nash, which needs no memory")
    roots = subgame_roots(game)
    sets = information_sets(game)
    found: dict[Path, list[_Found]] = {(): [_Found((), (), Condition.true(game.assumptions))]}
    for root in sorted(roots, key=len, reverse=True):
        inner = [path for path in roots if path != root and path[: len(root)] == root]
        next_inner = [path for path in inner if not any(_above(other, path) for other in inner)]
        found[root] = _solved(game, root, next_inner, found, sets)
    equilibria = []
    moves = [dict(each.plan) for each in found[()]]
    order = sorted(range(len(moves)), key=lambda at: [own.actions.index(moves[at][own.name]) for own in sets])
    for each in (found[()][at] for at in order):
        plan = {own.name: dict(each.plan)[own.name] for own in sets}
        outcome, path = play_of(game, plan)
        equilibria.append(
            Equilibrium(
                plan,
                each.payoffs,
                each.where if game.parameters else None,
                outcome,
                path,
                each.where if game.parameters else None,
            )
        )
    count = len(roots)
    return Solution(
        "subgame-perfect",
        "behaviour",
        game.players,
        tuple(equilibria),
        complete=None,
        verified=all(_verified(game, roots, own.profile, own.where) for own in equilibria),
        method=f"{count} subgames, each solved in pure strategies"
        if count > 1
        else "pure strategies; no proper subgame",
        notes=("every equilibrium in pure behaviour is listed; those that mix are not",),
    )


def refuse_intervals(game: ExtensiveFormGame) -> None:
    """Refuse a tree with a choice from an interval.

    Raises
    ------
    NotApplicable
        With the variable that is chosen.
    """
    for _, node in game.nodes():
        if isinstance(node, Choice):
            raise NotApplicable(
                f"with hidden moves, the choice of {node.variable} from an interval cannot be solved",
                hint="offer a few values as actions",
            )


def subgame_roots(game: ExtensiveFormGame) -> tuple[Path, ...]:
    """Where subgames begin: nodes that are not ends, and that no information set reaches across; the root is one.

    Examples
    --------
    >>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
    >>> later = Decision("B", (("l", Terminal("l", (1, 1))), ("r", Terminal("r", (2, 2)))))
    >>> subgame_roots(ExtensiveFormGame(("A", "B"), Decision("A", (("out", Terminal("o", (0, 0))), ("in", later)))))
    ((), ('in',))
    """
    wide = [own.nodes for own in information_sets(game) if len(own.nodes) > 1]
    found = []
    for path, node in game.nodes():
        if isinstance(node, Terminal):
            continue
        inside = ({other[: len(path)] == path for other in nodes} for nodes in wide)
        if all(len(sides) == 1 for sides in inside) and not any(path in nodes for nodes in wide):
            found.append(path)
    return tuple(found)


def play_of(game: ExtensiveFormGame, plan: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The outcome to which a plan leads, and the moves on the way up to the first lottery.

    Parameters
    ----------
    game
        The tree.
    plan
        An action for each information set.
    """
    names = {path: own.name for own in information_sets(game) for path in own.nodes}

    def ends(node: Node, path: Path) -> tuple[str, tuple[tuple[str, str], ...]]:
        steps: list[tuple[str, str]] = []
        while isinstance(node, Decision):
            label = plan[names[path]]
            steps.append((node.player, label))
            node, path = dict(node.actions)[label], (*path, label)
        if isinstance(node, Chance):
            outcome = lottery_name(node, (ends(below, (*path, label))[0] for label, _, below in node.branches))
            return outcome, (*steps, ("chance", outcome))
        return (node.outcome if isinstance(node, Terminal) else ""), tuple(steps)

    return ends(game.root, ())


def _above(path: Path, other: Path) -> bool:
    return path != other and other[: len(path)] == path


def _solved(
    game: ExtensiveFormGame,
    root: Path,
    inner: Sequence[Path],
    found: Mapping[Path, Sequence[_Found]],
    sets: Sequence[InformationSet],
) -> list[_Found]:
    """The equilibria of a subgame, for each way of playing the subgames right below it."""
    ways: list[tuple[dict[Path, _Found], Condition]] = [({}, Condition.true(game.assumptions))]
    for path in inner:
        ways = [
            ({**chosen, path: each}, both)
            for chosen, where in ways
            for each in found[path]
            if (both := where & each.where).feasible() is not False
        ]
        _limit(len(ways))
    answers: list[_Found] = []
    names = {path: own.name for own in sets for path in own.nodes}
    for chosen, where in ways:
        ends = {path: Terminal("-", each.payoffs) for path, each in chosen.items()}
        cut = ExtensiveFormGame(game.players, cut_tree(node_at(game, root), root, ends, names), game.assumptions)
        own_sets = information_sets(cut)
        normal = strategic_form(cut)
        plans = [
            {normal.strategies[number][place]: plan for place, plan in enumerate(_plans(own_sets, player))}
            for number, player in enumerate(game.players)
        ]
        inside = tuple(step for each in chosen.values() for step in each.plan)
        for profile, condition in pure_conditions(normal).items():
            both = where & condition
            if both.feasible() is False:
                continue
            own = tuple(step for number, name in enumerate(profile) for step in plans[number][name])
            simple = both.simplify() if game.parameters else both
            answers.append(_Found((*own, *inside), normal.payoffs[profile], simple))
            _limit(len(answers))
    return answers


def _plans(sets: Iterable[InformationSet], player: str) -> list[tuple[tuple[str, str], ...]]:
    plans: list[tuple[tuple[str, str], ...]] = [()]
    for own in sets:
        if own.player == player:
            plans = [(*plan, (own.name, action)) for plan in plans for action in own.actions]
    return plans


def _limit(count: int) -> None:
    if count > MOST_EQUILIBRIA:
        raise TooLarge(
            f"the game has more than {MOST_EQUILIBRIA:,} equilibria in pure behaviour",
            hint="sequential equilibrium leaves fewer; pure-nash lists those of the normal form",
        )


def node_at(game: ExtensiveFormGame, path: Path) -> Node:
    """The node at the end of a path from the root."""
    node = game.root
    for label in path:
        node = _branches(node)[label]
    return node


def _branches(node: Node) -> dict[str, Node]:
    if isinstance(node, Decision):
        return dict(node.actions)
    return {label: below for label, _, below in node.branches} if isinstance(node, Chance) else {}


def cut_tree(node: Node, path: Path, ends: Mapping[Path, Terminal], names: Mapping[Path, str]) -> Node:
    """The tree from a node on, with ends in the place of subgames, every decision under its set's name."""
    if path in ends:
        return ends[path]
    if isinstance(node, Decision):
        actions = tuple((label, cut_tree(below, (*path, label), ends, names)) for label, below in node.actions)
        return Decision(node.player, actions, node.name, names[path])
    if isinstance(node, Chance):
        branches = ((label, odds, cut_tree(below, (*path, label), ends, names)) for label, odds, below in node.branches)
        return Chance(tuple(branches), node.outcome)
    return node


# The check: at a point of the condition, in every subgame, by the definition.


def _verified(game: ExtensiveFormGame, roots: Sequence[Path], plan: Mapping[str, str], where: Condition | None) -> bool:
    point: Mapping[str, Fraction] | None = {} if where is None else where.witness()
    if point is None:
        return False
    values = {**{name: Fraction(0) for name in game.assumptions.names}, **point}
    names = {path: own.name for own in information_sets(game) for path in own.nodes}
    for root in roots:
        tree = node_at(game, root)
        sub = ExtensiveFormGame(game.players, cut_tree(tree, root, {}, names), game.assumptions)
        sets = information_sets(sub)
        strategies = [tuple(_plans(sets, player)) for player in game.players]
        profile = tuple(tuple((own.name, plan[own.name]) for own in sets if own.player == who) for who in game.players)
        payoffs: dict[tuple[Hashable, ...], Sequence[Fraction | int]] = {}
        for number, own in enumerate(strategies):
            for other in own:
                changed = (*profile[:number], other, *profile[number + 1 :])
                if changed not in payoffs:
                    moves = {name: action for steps in changed for name, action in steps}
                    payoffs[changed] = _worth(tree, root, moves, names, values)
        if not verify.pure_nash(payoffs, profile, strategies):
            return False
    return True


def _worth(
    node: Node, path: Path, moves: Mapping[str, str], names: Mapping[Path, str], values: Mapping[str, Fraction]
) -> tuple[Fraction, ...]:
    """What a plan gives from a node on, with Fractions alone."""
    while isinstance(node, Decision):
        label = moves[names[path]]
        node, path = dict(node.actions)[label], (*path, label)
    if isinstance(node, Chance):
        parts = [
            (value_at(odds, values), _worth(below, (*path, label), moves, names, values))
            for label, odds, below in node.branches
        ]
        return tuple(
            sum((odds * worth for odds, worth in zip((o for o, _ in parts), column, strict=True)), Fraction(0))
            for column in zip(*(worth for _, worth in parts), strict=True)
        )
    return tuple(value_at(payoff, values) for payoff in node.payoffs) if isinstance(node, Terminal) else ()
