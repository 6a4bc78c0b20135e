"""What ``coopsec power`` tells besides: the power at every quota, and the structure of the game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import rendering
from ..errors import NotApplicable, TooLarge, UsageError
from ..results import Table
from .output import patience
from .power_answers import approximate

if TYPE_CHECKING:
    from ..cooperative.simple_games import SimpleGame
    from ..cooperative.structure import Structure, Trade

__all__ = ["quota_intervals", "quota_rows", "quota_tables", "structure_facts", "structure_of"]

MOST_COLUMNS = 8
"""Groups of members that stand in columns of their own."""


# --- quotas ----------------------------------------------------------------------------------------------------------


def quota_intervals(game: SimpleGame, words: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The indices on every interval of the quota, neighbours joined where nothing changes.

    Raises
    ------
    UsageError
        The range is none.
    """
    from ..cooperative.indices import POWER_INDICES
    from ..cooperative.quota import by_quota

    low, colon, high = words.partition(":")
    if not colon:
        raise UsageError(f"{words!r} is no range of quotas", hint="LOW:HIGH, such as 51:100, or : for all of them")
    for key in keys:
        if key not in POWER_INDICES:
            raise NotApplicable(f"{key} is not computed for a range of quotas")
    with patience(f"counting the coalitions of {len(game.members)} members at every quota"):
        columns = {key: by_quota(key, game, low.strip() or None, high.strip() or None) for key in keys}
    found: list[dict[str, Any]] = []
    for row in zip(*columns.values(), strict=True):
        interval, values = row[0].interval, {key: dict(piece.power) for key, piece in zip(keys, row, strict=True)}
        if found and found[-1]["indices"] == values:
            found[-1]["up_to"] = interval.high
        else:
            found.append({"above": interval.low, "up_to": interval.high, "indices": values})
    for piece in found:
        piece["text"] = f"{rendering.number(piece['above'])} < q <= {rendering.number(piece['up_to'])}"
    return found


def quota_tables(pieces: Sequence[Mapping[str, Any]], heading: str, digits: int | None) -> list[Table]:
    """One table an index: the power of members that are always equal, by quota."""
    tables = []
    for key in pieces[0]["indices"]:
        groups: dict[tuple[Any, ...], list[str]] = {}
        for member in pieces[0]["indices"][key]:
            groups.setdefault(tuple(piece["indices"][key][member] for piece in pieces), []).append(member)
        names = [", ".join(members) for members in groups.values()]
        caption, slug = f"Voting power by quota, {key}: {heading}", f"power-by-quota-{key}"
        if len(groups) <= MOST_COLUMNS:
            rows = tuple(
                (piece["text"], *(approximate(values[place], digits) for values in groups))
                for place, piece in enumerate(pieces)
            )
            tables.append(Table(slug, caption, ("quota", *names), rows, align="l" + "r" * len(names)))
        else:
            long = tuple(
                (piece["text"], name, approximate(values[place], digits))
                for place, piece in enumerate(pieces)
                for name, values in zip(names, groups, strict=True)
            )
            tables.append(Table(slug, caption, ("quota", "members", "power"), long, align="llr"))
    return tables


def quota_rows(pieces: Sequence[Mapping[str, Any]]) -> Table:
    """One row an interval and member, for other programs."""
    keys = tuple(pieces[0]["indices"])
    rows = tuple(
        (piece["above"], piece["up_to"], member, *(piece["indices"][key][member] for key in keys))
        for piece in pieces
        for member in piece["indices"][keys[0]]
    )
    return Table("power-by-quota", "Voting power by quota", ("above", "up_to", "member", *keys), rows)


# --- structure -------------------------------------------------------------------------------------------------------


def structure_of(game: SimpleGame) -> Structure:
    """What kind of game it is, with a word on a terminal where that takes long."""
    from ..cooperative.structure import structure

    with patience(f"looking into the structure of a game of {len(game.members)} members"):
        return structure(game)


def structure_facts(found: Structure) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "complete": found.complete,
        "weighted": found.weighted,
        "weights": found.weights,
        "quota": found.quota,
        "dimension": found.dimension,
        "minimal_winning": found.minimal_winning,
        "structure": {
            "classes": found.classes,
            "least": found.least,
            "proper": found.proper,
            "strong": found.strong,
            "decisive": found.decisive,
            "minimal_winning_number": found.minimal_winning_number,
            "maximal_losing": found.maximal_losing,
            "maximal_losing_number": found.maximal_losing_number,
            "trade": _named(found.trade),
            "notes": found.notes,
        },
    }


def _named(trade: Trade | None) -> dict[str, Any] | None:
    """The coalitions that win and those that lose, with every member equally often in both lists."""
    if trade is None:
        return None
    try:
        winning, losing = trade.coalitions()
    except TooLarge:
        return {"size": trade.size, "winning": None, "losing": None}
    return {"size": trade.size, "winning": winning, "losing": losing}
