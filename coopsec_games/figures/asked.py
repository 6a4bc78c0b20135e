"""The registry of figures, and what may be asked of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from ..registry import Registry

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.games import GameAnswer
    from ..institutions.institution import Institution
    from ..spatial.estimates import IdealPoints
    from .pictures import Figure

__all__ = [
    "BODY_FIGURES",
    "FIGURES",
    "ILLUSTRATIVE",
    "ON_REQUEST",
    "BodyRequest",
    "Positions",
    "Request",
    "chosen_games",
]

ILLUSTRATIVE = "Baseline values are illustrative: no number here is a fact about an actor's preferences."


@dataclass(frozen=True)
class Positions:
    """Where members stand: ideal points on file, and how members are found there.

    Parameters
    ----------
    points
        The estimates of each dimension: one for a line, two for a plane.
    year
        Whose year is taken; without it, that of the day that is asked about.
    codes
        Under which other name a member stands in the file, where it does not stand under its own.
    skip_missing
        Whether members without a point leave the game, as if absent.
    status_quo
        What stands now, a number a dimension; nothing where that is not asked.
    """

    points: tuple[IdealPoints, ...]
    year: int | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    skip_missing: bool = False
    status_quo: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", MappingProxyType(dict(self.codes)))


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
    positions
        Where the members of the case's body stand; no case says so itself.
    """

    games: tuple[str, ...] = ()
    x: str = ""
    y: str = ""
    x_range: tuple[Fraction, Fraction] | None = None
    y_range: tuple[Fraction, Fraction] | None = None
    across: tuple[str, ...] = ()
    positions: Positions | None = None

    @property
    def names_parameters(self) -> bool:
        """Whether it asks for certain parameters, so that a map that cannot be drawn is a fault."""
        return bool(self.x or self.y or self.across)


@dataclass(frozen=True)
class BodyRequest:
    """What is asked of a figure of a body.

    Parameters
    ----------
    procedure
        Which procedure; without it, the default of the body.
    index
        A power index, where power is shown.
    first, last
        Days or years; without them, all the time that is stated.
    date
        The day of the membership and the rules, where one is shown; without it, the last of the year of the points.
    absent
        Members who leave the game.
    positions
        Where the members stand.
    """

    procedure: str | None = None
    index: str = "shapley-shubik"
    first: str | dt.date | None = None
    last: str | dt.date | None = None
    date: str | dt.date | None = None
    absent: tuple[str, ...] = ()
    positions: Positions | None = None


Maker: TypeAlias = "Callable[[Analysis, Request], tuple[Figure, ...]]"

FIGURES: Registry[Maker] = Registry("figure")
"""From an analysis, and what is asked, to the figures of one kind; none where the case has nothing to show."""

BodyMaker: TypeAlias = "Callable[[Institution, BodyRequest], Figure]"

BODY_FIGURES: Registry[BodyMaker] = Registry("figure of a body")
"""From a body, and what is asked, to a figure of it, without any case."""

ON_REQUEST = frozenset({"graph", "shared-future"})
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
