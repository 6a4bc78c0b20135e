"""The fields of a form as they stand in a case file, each read with a fault that names it.

>>> text_of("vetoer", "RUS")
'RUS'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ...conditions import Assumptions
from ...cooperative.ballots import Ballot
from ...errors import FormulaError, InvalidGame, UnknownKey, did_you_mean
from ...formulas import exact
from ...noncooperative.extensive_form import ExtensiveFormGame
from ...noncooperative.ties import read_ties
from ...registry import Registry

if TYPE_CHECKING:
    from ...noncooperative.payoffs import Payoff
    from ..institution import Membership

__all__ = [
    "GAME_FORMS",
    "CaseGame",
    "Fields",
    "FormFunction",
    "ballot_of",
    "check_fields",
    "formula_of",
    "mapping_of",
    "member_of",
    "text_of",
    "texts_of",
    "two_players",
    "whole_of",
    "with_ties",
]

Fields: TypeAlias = Mapping[str, object]


class CaseGame(Protocol):
    """What a form gives back: a frozen game, with a field ``assumptions``, that ``noncooperative.atlas`` can map."""

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""

    @property
    def assumptions(self) -> Assumptions:
        """The declared names and what is assumed of them."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names on which the game depends, in declared order."""

    def at(self, values: Any, /) -> Any:
        """The same game with numbers or formulas in the place of some or all parameters."""


FormFunction: TypeAlias = "Callable[[Fields, Assumptions, Membership | None], CaseGame]"

GAME_FORMS: Registry[FormFunction] = Registry("game form")


def check_fields(form: str, fields: Fields, known: Sequence[str], needed: Sequence[str]) -> None:
    """Refuse a field that the form does not know, and the lack of one that it needs."""
    for field in fields:
        if field not in known:
            hint = did_you_mean(field, known) or f"fields: {', '.join(known)}"
            raise InvalidGame(f"unknown field {field!r} of {form!r}", hint=hint)
    for field in needed:
        if field not in fields:
            raise InvalidGame(f"{form!r} lacks the field {field!r}", hint=f"fields: {', '.join(known)}")


def text_of(field: str, value: object) -> str:
    """The text of a field."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidGame(f"the field {field!r} takes a text, not {value!r}")
    return value


def texts_of(field: str, value: object) -> list[str]:
    """The texts of a field that takes a list."""
    if not isinstance(value, list | tuple):
        raise InvalidGame(f"the field {field!r} takes a list, not {value!r}")
    return [text_of(field, entry) for entry in value]


def mapping_of(field: str, value: object) -> Fields:
    """The mapping of a field."""
    if not isinstance(value, Mapping):
        raise InvalidGame(f"the field {field!r} takes a mapping, not {value!r}")
    return value


def formula_of(field: str, value: object, parameters: Assumptions) -> Payoff:
    """The exact number or the formula in declared names of a field."""
    if not isinstance(value, str | int | Fraction) or isinstance(value, bool):
        raise InvalidGame(f"the field {field!r} takes a formula, not {value!r}")
    try:
        return exact(value, parameters.names) if isinstance(value, str) else exact(value)
    except FormulaError as error:
        error.args = (f"the field {field!r}: {error.message}",)
        error.message = error.args[0]
        raise


def whole_of(field: str, value: object, least: int = 1, most: int | None = None) -> int:
    """The whole number of a field."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least or (most is not None and value > most):
        within = f", at least {least}" if most is None else f" from {least} to {most}"
        raise InvalidGame(f"the field {field!r} takes a whole number{within}, not {value!r}")
    return value


def two_players(fields: Fields) -> tuple[str, str]:
    """The two names in the field ``players``."""
    players = texts_of("players", fields["players"])
    if len(players) != 2:
        raise InvalidGame(f"the field 'players' names {len(players)}, and two are needed")
    return players[0], players[1]


def with_ties(game: ExtensiveFormGame, fields: Fields) -> ExtensiveFormGame:
    """The tree with the ties that the field ``ties`` states, before those it has."""
    stated = read_ties(texts_of("ties", fields.get("ties", [])), game)
    return replace(game, ties=(*stated, *(tie for tie in game.ties if tie not in stated)))


def ballot_of(word: str) -> str:
    """A ballot by its word or its letter."""
    try:
        return str(Ballot.read(word).value)
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None


def member_of(name: str, membership: Membership | None) -> str:
    """A member of the body on the day, where there is a body."""
    if membership is not None and name not in membership.members:
        hint = did_you_mean(name, membership.members) or f"members: {', '.join(membership.members)}"
        raise InvalidGame(f"{name!r} is not a member of {membership.institution!r} on {membership.date}", hint=hint)
    return name
