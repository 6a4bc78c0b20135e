"""Subgame-perfect equilibrium of trees with perfect information, in letters or in numbers.

Backward induction gives every parameter point one equilibrium under the game's order of ties; the answer lists the
plays, each with the condition under which it is selected and the closed set on which it is an equilibrium under some
way of breaking ties.

Examples
--------
>>> from coopsec_games.formulas import exact
>>> from coopsec_games.conditions import Assumptions
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> deter = Decision("Attacker", (
...     ("refrain", Terminal("status quo", (0, 0))),
...     ("attack", Decision("Defender", (
...         ("resist", Terminal("war", (-1, exact("b - c", ["b", "c"])))),
...         ("yield", Terminal("conquest", (1, 0))))))))
>>> game = ExtensiveFormGame(("Attacker", "Defender"), deter, Assumptions(("b", "c")))
>>> for found in backward_induction(game).equilibria:
...     print(found.outcome, "where", found.where.text, "| possible where", found.possible_where.text)
status quo where b >= c | possible where b >= c
conquest where c > b | possible where c >= b

References
----------
Selten (1965), Zeitschrift für die gesamte Staatswissenschaft 121:301-324.
Kuhn (1953), Contributions to the Theory of Games II, Corollary 1 (existence in finite trees).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ... import verify
from ...conditions import CLAUSES_SIMPLIFIED, Assumptions, Condition
from ...conditions.logic import conjunction
from ...errors import InvalidGame
from ...results import Solution
from ..backward import Plan, Possibility, Selection
from ..cells import Cell, Clause, Ratio, Space, join, union
from ..extensive_form import Choice, Decision, ExtensiveFormGame, Node, Terminal, lottery_name
from ..information import information_sets
from ..normal_form import Equilibrium
from ..payoffs import value_at

__all__ = ["NO_EQUILIBRIUM", "backward_induction"]

NO_EQUILIBRIUM = "none: supremum not attained"

_Play = tuple[str, tuple[tuple[str, str], ...], tuple[Ratio, ...]]


def backward_induction(game: ExtensiveFormGame) -> Solution:
    """Solve a tree by backward induction, for all values of its parameters at once.

    ``complete`` says that every point of the parameter space has its one equilibrium under the stated ties (or none,
    under the name ``none: supremum not attained``).  Where a player is indifferent there may be others: an
    equilibrium's ``possible_where`` is the closed set on which its outcome is one under some way of breaking ties, and
    ``components`` holds the outcomes that the stated ties never select.  Of points of an interval that are equally
    good, the first by the outcome's place in the ties is taken, then the largest; where none of them is the largest,
    one of them, which may be another in letters than in numbers.

    Parameters
    ----------
    game
        The tree.  Payoffs must be piecewise linear in the variable of each choice.

    Raises
    ------
    InvalidGame
        Where the assumptions contradict each other, or allow an empty interval, a denominator that is zero or a
        negative probability.
    NotApplicable
        Where a payoff is not piecewise linear in an offer, or a coefficient of it has no known sign.
    """
    space = Space(game.assumptions)
    if not space.feasible(()):
        raise InvalidGame("the assumptions contradict each other")
    selection = Selection(game, space)
    numeric = not game.parameters
    selected = _by_play(selection.cells)
    possible = {} if numeric else _by_outcome(Possibility(game, space).cells, game)
    order = {outcome: place for place, outcome in enumerate(game.outcomes)}
    equilibria = []
    for play, clauses in sorted(selected.items(), key=lambda item: order[item[0][0]]):
        where = union(clauses, game.assumptions).simplify()
        found = Equilibrium(
            _profile(game, selection.plan, where, clauses, play[1]),
            tuple(payoff.value() for payoff in play[2]),
            None if numeric else where,
            play[0],
            play[1],
            possible.get(play[0]),
        )
        equilibria.append(found)
    verified = all(_holds(game, selection.plan, found) for found in equilibria)
    if selection.missing:
        where = union(selection.missing, game.assumptions).simplify()
        equilibria.append(Equilibrium({}, (), None if numeric else where, NO_EQUILIBRIUM))
    chosen = {play[0] for play in selected}
    others = [
        Equilibrium({}, (), None, outcome, (), where) for outcome, where in possible.items() if outcome not in chosen
    ]
    return Solution(
        "subgame-perfect",
        "behaviour",
        game.players,
        tuple(equilibria),
        components=tuple(others),
        complete=None if space.undecided else True,
        verified=verified,
        method="backward induction over cells of the parameters" if not numeric else "backward induction",
        notes=_notes(game, bool(space.undecided)),
    )


def _by_play(cells: Sequence[Cell]) -> dict[_Play, list[Clause]]:
    found: dict[_Play, list[Clause]] = {}
    for cell in cells:
        found.setdefault((cell.outcome, cell.path, cell.payoffs), []).append(cell.clause)
    return found


def _by_outcome(cells: Sequence[Cell], game: ExtensiveFormGame) -> dict[str, Condition]:
    found: dict[str, list[Clause]] = {}
    for cell in cells:
        found.setdefault(cell.outcome, []).append(cell.clause)
    return {outcome: union(clauses, game.assumptions).simplify() for outcome, clauses in found.items()}


def _notes(game: ExtensiveFormGame, undecided: bool) -> tuple[str, ...]:
    ties = ", ".join(f"{player} {label}" for player, label in game.ties)
    rule = (
        f"ties: {ties}; then the order of the tree" if ties else "ties: the order of the tree, as the game states none"
    )
    if any(isinstance(node, Choice) for _, node in game.nodes()):
        rule += ", and the largest of equally good offers"
    return (rule, "some conditions could not be decided and are kept as possible") if undecided else (rule,)


# The plan in words.


def _profile(
    game: ExtensiveFormGame, plan: Plan, where: Condition, clauses: Sequence[Clause], play: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """The move of every decision on a region; in a region of very many cases only what is played."""
    made = [label for _, label in play]
    names = {path: own.name for own in information_sets(game) for path in own.nodes}
    found: dict[str, str] = {}
    for path, node in game.nodes():
        if isinstance(node, Decision | Choice):
            after = f"{node.player} after {', '.join(path)}" if path else node.player
            title = names.get(path) or (node.name if node.name and node.name not in found else after)
            if list(path) == made[: len(path)] and len(path) < len(made):
                found[title] = made[len(path)]
            elif len(clauses) <= CLAUSES_SIMPLIFIED:
                found[title] = _move_text(node, plan, path, where, clauses)
            else:
                found[title] = "as the parameters have it"
    return found


def _move_text(
    node: Decision | Choice, plan: Plan, path: tuple[str, ...], where: Condition, clauses: Sequence[Clause]
) -> str:
    space = plan.spaces[path]
    moves: dict[str, list[Clause]] = {}
    if isinstance(node, Decision):
        for label, clause in plan.actions[path]:
            moves.setdefault(label, []).append(clause)
    else:
        for value, clause in plan.offers[path]:
            moves.setdefault(f"{node.variable} = {value.text(space.assumptions.names)}", []).append(clause)
    here = {
        label: own
        for label, own in moves.items()
        if any(space.feasible(join(clause, at)) for clause in own for at in clauses)
    }
    if len(here) < 2:
        return next(iter(here), "-")
    own = space.assumptions
    extra = tuple(name for name in own.names if name not in where.assumptions.names)
    told = Assumptions(own.names, conjunction(own.formula, where.formula), (*extra, *own.solve_for))
    *first, last = here
    texts = [f"{label} if {union(here[label], told).simplify().text}" for label in first]
    return f"{', '.join(texts)}, else {last}"


# The check: at a point of the region, with Fractions alone.


def _holds(game: ExtensiveFormGame, plan: Plan, found: Equilibrium) -> bool:
    """Whether the plan passes the one-shot deviation check at a witness of the region, and leads to the play told."""
    point: Mapping[str, Fraction] | None = {} if found.where is None else found.where.witness()
    if point is None:
        return False
    values = {**{name: Fraction(0) for name in game.assumptions.names}, **point}
    tree, moves, outcome, payoffs = _plain(game, plan, game.root, (), values)
    if tree is None or outcome != found.outcome or payoffs != tuple(value_at(pay, values) for pay in found.payoffs):
        return False
    if not verify.one_shot_deviation(tree, moves):
        return False
    if found.where is None:
        return True
    again = Selection(game.at(values), Space(Assumptions(()))).cells
    if any(isinstance(node, Choice) for _, node in game.nodes()):  # without a largest good offer there are several
        return [cell.outcome for cell in again] == [outcome]
    return [(cell.outcome, tuple(pay.value() for pay in cell.payoffs)) for cell in again] == [(outcome, payoffs)]


_Plain = tuple["tuple[Any, ...] | None", dict[tuple[int, ...], int], str, tuple[Fraction, ...]]


def _plain(
    game: ExtensiveFormGame, plan: Plan, node: Node, path: tuple[str, ...], values: Mapping[str, Fraction]
) -> _Plain:
    """The tree at a point as plain data with finitely many offers, the plan's moves in it, and where they lead."""
    if isinstance(node, Terminal):
        payoffs = tuple(value_at(payoff, values) for payoff in node.payoffs)
        return ("terminal", payoffs), {}, node.outcome, payoffs
    if isinstance(node, Choice):
        offers = _offers(node, plan, path, values)
        taken = next((value.at_point(values) for value, clause in plan.offers[path] if _true(clause, values)), None)
        below = [
            _plain(game, plan, node.then, (*path, node.variable), {**values, node.variable: offer}) for offer in offers
        ]
        return _joined(game.players.index(node.player), below, offers.index(taken) if taken in offers else None)
    if isinstance(node, Decision):
        label = next((label for label, clause in plan.actions[path] if _true(clause, values)), None)
        below = [_plain(game, plan, then, (*path, own), values) for own, then in node.actions]
        labels = [own for own, _ in node.actions]
        return _joined(game.players.index(node.player), below, labels.index(label) if label in labels else None)
    odds = [value_at(chance, values) for _, chance, _ in node.branches]
    below = [_plain(game, plan, then, (*path, label), values) for label, _, then in node.branches]
    if any(tree is None for tree, *_ in below):
        return None, {}, "", ()
    payoffs = tuple(
        sum((chance * end[3][place] for chance, end in zip(odds, below, strict=True)), Fraction(0))
        for place in range(len(game.players))
    )
    tree = ("chance", tuple((chance, end[0]) for chance, end in zip(odds, below, strict=True)))
    return tree, _numbered(below), lottery_name(node, (end[2] for end in below)), payoffs


def _joined(player: int, below: Sequence[_Plain], taken: int | None) -> _Plain:
    if taken is None or any(tree is None for tree, *_ in below):
        return None, {}, "", ()
    tree = ("decision", player, tuple(tree for tree, *_ in below))
    return tree, {(): taken, **_numbered(below)}, below[taken][2], below[taken][3]


def _numbered(below: Sequence[_Plain]) -> dict[tuple[int, ...], int]:
    return {(place, *path): move for place, end in enumerate(below) for path, move in end[1].items()}


def _offers(node: Choice, plan: Plan, path: tuple[str, ...], values: Mapping[str, Fraction]) -> list[Fraction]:
    low, high = value_at(node.low, values), value_at(node.high, values)
    tried = (*plan.points[path], *(value for value, _ in plan.offers[path]))
    points = sorted({low, high, *(at for value in tried if low <= (at := value.at_point(values)) <= high)})
    return sorted({*points, *((first + second) / 2 for first, second in pairwise(points))})


def _true(clause: Clause, values: Mapping[str, Fraction]) -> bool:
    return all(verify.holds(dict(atom.polynomial.terms), atom.op, values) for atom in clause)
