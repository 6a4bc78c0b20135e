"""How voting rules, their structure and power show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..results import Table

if TYPE_CHECKING:
    from .indices import Power
    from .simple_games import SimpleGame, TernaryGame
    from .structure import Structure, Trade

__all__ = ["game_tables", "power_tables", "structure_tables"]

MOST_NAMED = 60
"""Members that a cell names."""

MOST_TRADED = 6
"""Coalitions on each side of a trade that a cell names."""

MOST_LISTED = 20
"""Coalitions that a cell names."""


def game_tables(game: SimpleGame | TernaryGame) -> tuple[Table, ...]:
    """The rule in words, and who votes; nothing is counted."""
    members = game.members
    more = f" and {len(members) - MOST_NAMED:,} more" if len(members) > MOST_NAMED else ""
    not_yes = getattr(game, "not_yes", None)
    rows = (
        ("rule", game.rule.text),
        ("ballots", "yes, abstain, no" if not_yes is None else f"yes, and {not_yes.value} for not yes"),
        ("members", f"{len(members):,}: {', '.join(members[:MOST_NAMED])}{more}"),
    )
    return (Table("game", type(game).__name__, ("about", "fact"), rows),)


def power_tables(found: Power) -> tuple[Table, ...]:
    """A member a row, in the order of the members."""
    return (Table("power", "Voting power", ("member", "power"), tuple(found.items()), (f"Method: {found.method}.",)),)


def structure_tables(found: Structure, of: str = "") -> tuple[Table, ...]:
    """What kind of game it is, a question a row.

    Parameters
    ----------
    found
        The answers.
    of
        The name of the game, for the heading.
    """
    classes = [", ".join(each) for each in found.classes]
    rows: list[tuple[str, str]] = [
        ("complete", _said(found.complete)),
        ("classes", " > ".join(f"{{{each}}}" for each in classes) if found.complete else "; ".join(classes)),
        ("weighted", _said(found.weighted)),
    ]
    if found.weights is not None:
        rows += [
            ("weights", ", ".join(f"{member}: {weight}" for member, weight in found.weights.items())),
            ("quota", str(found.quota)),
            ("least sum", _said(found.least)),
        ]
    if found.trade is not None:
        rows.append(("not weighted since", _traded(found.trade)))
    rows += [
        ("dimension", "not found" if found.dimension is None else str(found.dimension)),
        ("proper", _said(found.proper)),
        ("strong", _said(found.strong)),
        ("decisive", _said(found.decisive)),
        ("minimal winning", _listed(found.minimal_winning, found.minimal_winning_number)),
        ("maximal losing", _listed(found.maximal_losing, found.maximal_losing_number)),
    ]
    caption = f"Structure: {of}" if of else "Structure"
    return (Table("structure", caption, ("question", "answer"), tuple(rows), found.notes),)


def _said(answer: bool | None) -> str:
    return "not settled" if answer is None else "yes" if answer else "no"


def _traded(trade: Trade) -> str:
    if trade.size > MOST_TRADED:
        return f"{trade.size:,} winning coalitions turn into losing ones by exchanging members"
    win, lose = ("; ".join(", ".join(coalition) for coalition in side) for side in trade.coalitions())
    return f"these win: {win}. They exchange members and all lose: {lose}"


def _listed(coalitions: Sequence[Sequence[str]] | None, number: int | None) -> str:
    if coalitions is None:
        return "not counted" if number is None else f"{number:,}, too many to list"
    shown = "; ".join(", ".join(coalition) for coalition in coalitions[:MOST_LISTED])
    return shown + (f"; and {len(coalitions) - MOST_LISTED:,} more" if len(coalitions) > MOST_LISTED else "")
