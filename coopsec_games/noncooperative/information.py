"""Information sets: which decisions a player cannot tell apart, and whether it remembers what it did.

Decisions of one player with the same ``information`` form one set; a decision without it is known to its player.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InvalidGame

if TYPE_CHECKING:
    from .extensive_form import ExtensiveFormGame

__all__ = ["InformationSet", "check_information", "information_sets", "own_histories", "recall_fault"]

Path = tuple[str, ...]
History = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InformationSet:
    """Decisions that one player cannot tell apart.

    Parameters
    ----------
    player
        Whose they are.
    name
        The set's name, which no other set has.
    nodes
        The labels on the way to each decision.
    actions
        What can be done there.
    """

    player: str
    name: str
    nodes: tuple[Path, ...]
    actions: tuple[str, ...]


def information_sets(game: ExtensiveFormGame) -> tuple[InformationSet, ...]:
    """The information sets of a game, in the order of the tree.

    A set is called as the game calls it; a single decision by its own name, or by its player and the way to it.
    """
    from .extensive_form import Decision

    nodes: dict[tuple[str, str | Path], list[Path]] = {}
    decisions: dict[tuple[str, str | Path], Decision] = {}
    for path, node in game.nodes():
        if isinstance(node, Decision):
            key = (node.player, node.information or path)
            nodes.setdefault(key, []).append(path)
            decisions.setdefault(key, node)
    taken = {node.information for node in decisions.values() if node.information}
    found = []
    for key, node in decisions.items():
        name = node.information
        if not name:
            path = nodes[key][0]
            after = f"{node.player} after {', '.join(path)}" if path else node.player
            name = node.name if node.name and node.name not in taken else after
            while name in taken:
                name = f"{name} (own)"
            taken.add(name)
        labels = tuple(label for label, _ in node.actions)
        found.append(InformationSet(node.player, name, tuple(nodes[key]), labels))
    return tuple(found)


def check_information(game: ExtensiveFormGame) -> None:
    """Refuse information sets that cannot be: of two players, or with different actions.

    Raises
    ------
    InvalidGame
        With the two decisions that do not fit.
    """
    from .extensive_form import Decision

    first: dict[str, tuple[Path, Decision]] = {}
    for path, node in game.nodes():
        if not isinstance(node, Decision) or not node.information:
            continue
        before, other = first.setdefault(node.information, (path, node))
        if node.player != other.player:
            raise InvalidGame(
                f"the information set {node.information!r} holds decisions of {other.player} ({_after(before)}) "
                f"and of {node.player} ({_after(path)})",
                hint="an information set belongs to one player",
            )
        mine, theirs = [label for label, _ in node.actions], [label for label, _ in other.actions]
        if mine != theirs:
            raise InvalidGame(
                f"the information set {node.information!r} has the actions {', '.join(theirs)} {_after(before)}, "
                f"but {', '.join(mine)} {_after(path)}",
                hint="decisions that a player cannot tell apart have the same actions, in one order",
            )


def own_histories(game: ExtensiveFormGame) -> dict[Path, History]:
    """For each decision, what its player met and did on the way: pairs of an information set and an action."""
    sets = {path: own for own in information_sets(game) for path in own.nodes}
    found: dict[Path, History] = {}
    for path, own in sets.items():
        history = []
        for length in range(len(path)):
            before = sets.get(path[:length])
            if before is not None and before.player == own.player:
                history.append((before.name, path[length]))
        found[path] = tuple(history)
    return found


def recall_fault(game: ExtensiveFormGame) -> str:
    """Where a player forgets what it knew or did, in words; nothing where everyone has perfect recall.

    References
    ----------
    Kuhn (1953), Contributions to the Theory of Games II, Definition 17.
    """
    histories = own_histories(game)
    for own in information_sets(game):
        first, *others = own.nodes
        for other in others:
            if histories[first] != histories[other]:
                return (
                    f"{own.player} has imperfect recall: at {own.name!r} it has done "
                    f"{_done(histories[first])} or {_done(histories[other])}, and cannot tell which"
                )
    return ""


def _done(history: History) -> str:
    return ", ".join(action for _, action in history) or "nothing"


def _after(path: Path) -> str:
    return f"after {', '.join(path)}" if path else "at the root"
