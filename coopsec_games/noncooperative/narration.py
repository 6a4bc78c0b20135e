"""Plays in words: in one line, and why they come about: what each move gives, and what the others would lead to.

The comparison is made in numbers, at one point of the parameters, and by plain backward induction over what is below
each move.  Where an offer from an interval lies below a move that is not made, or a lottery is reached, the story ends.
Of many moves that are not made, those are named that come nearest, one of each outcome, and the others counted.

Examples
--------
>>> from coopsec_games.conditions import Assumptions
>>> from coopsec_games.formulas import exact
>>> act = Decision("USA", (
...     ("act", Terminal("outside", (exact("z - c", ["z", "c"]),))), ("wait", Terminal("status quo", (0,)))))
>>> game = ExtensiveFormGame(("USA",), act, Assumptions.read(["z", "c"]))
>>> told_play(game, (("USA", "act"),), {"z": Fraction(1), "c": Fraction(1, 2)})
'USA: act (outside, 1/2) rather than wait (status quo, 0)'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..formulas import exact, shown_number
from .extensive_form import Chance, Choice, Decision, ExtensiveFormGame, Node, Terminal, lottery_name
from .normal_form import Equilibrium
from .payoffs import value_at

__all__ = ["play_line", "told_play", "union_of"]

MOST_OTHERS = 3
"""Moves that are not made and are all named; of more than these only the nearest of each outcome."""

_Path = tuple[tuple[str, str], ...]
End: TypeAlias = "tuple[str, tuple[Fraction, ...]]"


def told_play(game: ExtensiveFormGame, path: Sequence[tuple[str, str]], point: Mapping[str, Fraction]) -> str:
    """A play in words: each move beside those that are not made, with what the player gets at the end of each.

    Parameters
    ----------
    game
        A tree with perfect information.
    path
        The moves of the play, each with the player.
    point
        A value of every parameter.
    """
    values, node, told = dict(point), game.root, []
    for player, move in path:
        if isinstance(node, Choice):
            _, _, text = move.partition(" = ")
            values[node.variable] = value_at(exact(text, tuple(values)), values)
            told.append(f"{player}: {node.variable} = {shown_number(values[node.variable])}")
            node = node.then
        elif isinstance(node, Decision):
            told.append(_compared(game, node, move, values))
            node = dict(node.actions).get(move, node)
        else:
            break
    return "; ".join(told)


def _compared(game: ExtensiveFormGame, node: Decision, move: str, values: Mapping[str, Fraction]) -> str:
    own = game.players.index(node.player)
    ends = {label: _end(game, below, values) for label, below in node.actions}
    chosen = ends.get(move)
    if chosen is None:
        return f"{node.player}: {_quoted(move)}"
    others = []
    named = _nearest({label: end for label, end in ends.items() if label != move}, own)
    for label in named:
        end = ends[label]
        if end is None:
            others.append(_quoted(label))
        else:
            equal = "no better, " if end[1][own] == chosen[1][own] else ""
            others.append(f"{_quoted(label)} ({equal}{end[0]}, {shown_number(end[1][own])})")
    rest = [end[1][own] for label, end in ends.items() if end is not None and label not in (move, *named)]
    if rest:
        others.append(f"one of {len(rest)} other moves (at most {shown_number(max(rest))})")
    here = f"{node.player}: {_quoted(move)} ({chosen[0]}, {shown_number(chosen[1][own])})"
    return f"{here} rather than {' or '.join(others)}" if others else here


def _nearest(ends: Mapping[str, End | None], own: int) -> tuple[str, ...]:
    """The moves to name: all of a few; of many the best of each outcome, and those whose end has to be found first."""
    best: dict[str, str] = {}
    for label, end in ends.items():
        if end is not None:
            before = ends[best.setdefault(end[0], label)]
            if before is not None and end[1][own] > before[1][own]:
                best[end[0]] = label
    return tuple(
        label for label, end in ends.items() if len(ends) <= MOST_OTHERS + 1 or end is None or label in best.values()
    )


def _quoted(label: str) -> str:
    """A move, set off where it has marks in it that divide moves."""
    return f"“{label}”" if ";" in label else label


def _end(game: ExtensiveFormGame, node: Node, values: Mapping[str, Fraction]) -> End | None:
    """Where play from a node leads, and the payoffs; nothing where an offer has to be found first."""
    if isinstance(node, Terminal):
        return node.outcome, tuple(value_at(payoff, values) for payoff in node.payoffs)
    if isinstance(node, Choice):
        return None
    if isinstance(node, Chance):
        total, names = [Fraction(0)] * len(game.players), []
        for _, odds, below in node.branches:
            end = _end(game, below, values)
            if end is None:
                return None
            weight = value_at(odds, values)
            total = [so_far + weight * payoff for so_far, payoff in zip(total, end[1], strict=True)]
            names.append(end[0])
        return lottery_name(node, names), tuple(total)
    own = game.players.index(node.player)
    found: list[tuple[str, End]] = []
    for label, below in node.actions:
        end = _end(game, below, values)
        if end is None:
            return None
        found.append((label, end))
    best = max(end[1][own] for _, end in found)
    tied = [(label, end) for label, end in found if end[1][own] == best]
    for player, preferred in game.ties:
        if player == node.player:
            for label, end in tied:
                if preferred in (label, end[0]):
                    return end
    return tied[0][1]


def union_of(equilibria: Sequence[Equilibrium], assumptions: Assumptions) -> Condition:
    """Where one of several equilibria is one."""
    parts = [found.where if found.where is not None else Condition.true(assumptions) for found in equilibria]
    return parts[0] if len(parts) == 1 else reduce(or_, parts).simplify()


def play_line(equilibria: Sequence[Equilibrium], assumptions: Assumptions) -> str:
    """The plays of one outcome in one line; two that differ in one offer are one, with the smaller or greater offer.

    Parameters
    ----------
    equilibria
        All with the same outcome.
    assumptions
        Those of the game.
    """
    if not any(found.path for found in equilibria):
        return _profile_line(equilibria, assumptions)
    told: list[tuple[_Path, Condition]] = []
    for found in equilibria:
        where = found.where if found.where is not None else Condition.true(assumptions)
        for place, (path, known) in enumerate(told):
            merged = _merged(path, known, found.path, where)
            if merged is not None:
                told[place] = (merged, known | where)
                break
        else:
            told.append((found.path, where))
    return "; or ".join(
        "; ".join(f"{who}: {_quoted(what)}" for who, what in path if who != "chance") for path, _ in told
    )


def _profile_line(equilibria: Sequence[Equilibrium], assumptions: Assumptions) -> str:
    """An equilibrium that is one at the witness of all of them together."""
    point = union_of(equilibria, assumptions).witness()
    shown = next((found for found in equilibria if point and found.where and found.where.holds(point)), equilibria[0])
    return "; ".join(f"{who}: {what}" for who, what in shown.profile.items())


def _merged(first: _Path, here: Condition, second: _Path, there: Condition) -> _Path | None:
    """Two paths that differ in one offer, as one with the smaller or the greater of the two offers."""
    if len(first) != len(second):
        return None
    apart = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    if not apart:
        return first
    (who, one), (other_who, other) = first[apart[0]], second[apart[0]]
    variable, mark, left = one.partition(" = ")
    other_variable, _, right = other.partition(" = ")
    if len(apart) > 1 or not mark or (who, variable) != (other_who, other_variable):
        return None
    names = here.assumptions.names
    low, high = exact(left, names), exact(right, names)
    below = compare(low, "<=", high, here.assumptions)
    above = compare(low, ">=", high, here.assumptions)
    for word, mine, theirs in (("min", below, above), ("max", above, below)):
        if here.implies(mine) and there.implies(theirs):
            parts = f"{left[:-1]}, {right})" if left.startswith(f"{word}(") else f"{word}({left}, {right})"
            return (*first[: apart[0]], (who, f"{variable} = {parts}"), *first[apart[0] + 1 :])
    return None
