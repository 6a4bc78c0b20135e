"""The registry of figures, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ..registry import Registry

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.games import GameAnswer
    from .pictures import Figure

__all__ = ["FIGURES", "ILLUSTRATIVE", "ON_REQUEST", "Request", "chosen_games"]

ILLUSTRATIVE = "Baseline values are illustrative: no number here is a fact about an actor's preferences."


@dataclass(frozen=True)
class Request:
    """What is asked of a figure beyond the case.

    Parameters
    ----------
    games
        The games to draw; all of the case where none is named.
    x, y
        The parameters of a map, to the right and upward.
    x_range, y_range
        What is shown of them.
    across
        Parameters that a map leaves open.
    """

    games: tuple[str, ...] = ()
    x: str = ""
    y: str = ""
    x_range: tuple[Fraction, Fraction] | None = None
    y_range: tuple[Fraction, Fraction] | None = None
    across: tuple[str, ...] = ()

    @property
    def names_parameters(self) -> bool:
        """Whether it asks for certain parameters, so that a map that cannot be drawn is a fault."""
        return bool(self.x or self.y or self.across)


Maker: TypeAlias = "Callable[[Analysis, Request], tuple[Figure, ...]]"

FIGURES: Registry[Maker] = Registry("figure")
"""From an analysis, and what is asked, to the figures of one kind; none where the case has nothing to show."""

ON_REQUEST = frozenset({"shared-future"})
"""Figures that are made only where somebody names them."""


def chosen_games(analysis: Analysis, request: Request) -> tuple[GameAnswer, ...]:
    """The games that a request is about.

    Raises
    ------
    UnknownKey
        The case has no such game.
    """
    for key in request.games:
        analysis.case.game_spec(key)
    return tuple(answer for key, answer in analysis.games.items() if not request.games or key in request.games)
