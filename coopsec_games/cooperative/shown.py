"""How voting rules and power show in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..results import Table

if TYPE_CHECKING:
    from .indices import Power
    from .simple_games import SimpleGame, TernaryGame

__all__ = ["game_tables", "power_tables"]

MOST_NAMED = 60
"""Members that a cell names."""


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
