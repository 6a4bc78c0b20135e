"""Rules for ties in a tree, as they are written: a player, then one of its actions or an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..errors import InvalidGame, did_you_mean

if TYPE_CHECKING:
    from .extensive_form import ExtensiveFormGame

__all__ = ["read_ties", "tie_labels"]


def read_ties(texts: Iterable[str], game: ExtensiveFormGame) -> tuple[tuple[str, str], ...]:
    """Read tie rules such as ``"RUS accepts"`` or ``"USA status quo"``: a player, then its action or an outcome.

    Raises
    ------
    InvalidGame
        For an unknown player or label, with the nearest known one as a hint.

    Examples
    --------
    >>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
    >>> game = ExtensiveFormGame(("USA", "RUS"), Decision("RUS", (
    ...     ("accept", Terminal("authorised", (1, 0))), ("veto", Terminal("status quo", (0, 0))))))
    >>> read_ties(["RUS accepts", "RUS status quo"], game)
    (('RUS', 'accept'), ('RUS', 'status quo'))
    >>> read_ties(["RUS acepts"], game)
    Traceback (most recent call last):
    coopsec_games.errors.InvalidGame: the tie 'RUS acepts' names neither an action of RUS nor an outcome
    """
    read = []
    for text in texts:
        words = " ".join(text.split())
        own = [player for player in game.players if words.startswith(player + " ")]
        if not own:
            hint = did_you_mean(words.split(" ")[0] if words else "", game.players)
            raise InvalidGame(
                f"the tie {text!r} must begin with a player", hint=hint or f"players: {', '.join(game.players)}"
            )
        player = max(own, key=len)
        said = words[len(player) + 1 :]
        known = tie_labels(game, player)
        label = next((label for label in known if label == said), None)
        label = label or next((label for label in known if said in _third_person(label)), None)
        if label is None:
            raise InvalidGame(
                f"the tie {text!r} names neither an action of {player} nor an outcome",
                hint=did_you_mean(said, known) or f"known: {', '.join(known)}",
            )
        read.append((player, label))
    return tuple(read)


def _third_person(label: str) -> tuple[str, ...]:
    first, space, rest = label.partition(" ")
    return tuple(form for end in ("s", "es") for form in (first + end + space + rest, label + end))


def tie_labels(game: ExtensiveFormGame, player: str) -> tuple[str, ...]:
    """What a tie rule may prefer for a player: its actions, then the outcomes."""
    from .extensive_form import Decision

    actions = (
        label
        for _, node in game.nodes()
        if isinstance(node, Decision) and node.player == player
        for label, _ in node.actions
    )
    return tuple(dict.fromkeys((*actions, *game.outcomes)))
