"""How games show in a notebook: a matrix for two players, the ends of a tree, the states of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rendering.answers import listed
from ..results import Table

if TYPE_CHECKING:
    from ..conditions import Assumptions
    from .extensive_form import ExtensiveFormGame
    from .graph_model import GraphModel
    from .normal_form import NormalFormGame

__all__ = ["graph_tables", "matrix_tables", "tree_tables"]


def matrix_tables(game: NormalFormGame) -> tuple[Table, ...]:
    """The matrix of two players' payoffs, the rows those of the first; of any other number a profile a row."""
    names = game.assumptions.names
    notes = _assumed(game.assumptions)
    caption = f"Payoffs of {', '.join(game.players)}"
    if len(game.players) == 2:
        mine, theirs = game.strategies
        columns = (" / ".join(game.players), *theirs)
        rows = tuple((own, *(listed(game.payoffs[own, other], names) for other in theirs)) for own in mine)
        return (Table("matrix", caption, columns, rows, notes, names=names),)
    profiles = tuple((*profile, listed(payoffs, names)) for profile, payoffs in game.payoffs.items())
    return (Table("matrix", caption, (*game.players, "payoffs"), profiles, notes, names=names),)


def tree_tables(game: ExtensiveFormGame) -> tuple[Table, ...]:
    """Every end of the tree: the way to it, its outcome, the payoffs."""
    names = game.assumptions.names
    rows = tuple(
        (" > ".join(path), node.outcome, listed(node.payoffs, names))
        for path, node in game.nodes()
        if hasattr(node, "outcome") and hasattr(node, "payoffs")
    )
    caption = f"A tree: payoffs of {', '.join(game.players)}"
    ties = tuple(f"Ties: {', '.join(' '.join(tie) for tie in game.ties)}." for _ in game.ties[:1])
    notes = (*ties, *_assumed(game.assumptions))
    return (Table("tree", caption, ("moves", "outcome", "payoffs"), rows, notes, names=names),)


def graph_tables(model: GraphModel) -> tuple[Table, ...]:
    """Every state: what it means, and where each player can move it."""
    rows = tuple(
        (state, model.labels.get(state), *(", ".join(model.moves[player][state]) or None for player in model.players))
        for state in model.states
    )
    ranks = (
        f"{player}: {' > '.join(' ~ '.join(alike) for alike in model.preferences[player])}" for player in model.players
    )
    columns = ("state", "meaning", *(f"{player} moves to" for player in model.players))
    return (Table("graph-model", "A graph model", columns, rows, (f"Preferences: {'; '.join(ranks)}.",)),)


def _assumed(assumptions: Assumptions) -> tuple[str, ...]:
    return (f"Assumed: {assumptions.text}.",) if assumptions.names and assumptions.formula is not True else ()
