"""A decision as it is on file: its roll calls, its parameters and games, what is claimed about it.

A case holds what its file says, checked; the questions to it are answered in ``analysis``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..cooperative.rules import Ballot
from ..errors import NotApplicable, Place, UnknownKey, did_you_mean

if TYPE_CHECKING:
    from sympy import Expr

    from ..conditions import Assumptions
    from ..cooperative.rules import VotingRule
    from .institution import Institution, Membership

__all__ = ["Case", "Claim", "GameSpec", "Parameter", "PowerQuestion", "RollCall", "WhatIf"]


def _read_only(thing: object, *fields: str) -> None:
    for name in fields:
        object.__setattr__(thing, name, MappingProxyType(dict(getattr(thing, name))))


@dataclass(frozen=True)
class RollCall:
    """One vote on record: every member's ballot, and what became of it.

    ``certainty`` is the mark of the source: C checked against the document named, M standard reference, I modelling
    choice.  ``parties`` are those to the dispute, or the state concerned, whom some rules treat apart.
    """

    id: str
    date: dt.date
    institution: str
    procedure: str
    ballots: Mapping[str, Ballot]
    recorded: str
    subject: str = ""
    note: str = ""
    cite: tuple[str, ...] = ()
    certainty: str = ""
    parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _read_only(self, "ballots")

    @property
    def adopted(self) -> bool:
        """Whether the record says that the text was adopted."""
        return self.recorded == "adopted"


@dataclass(frozen=True)
class Parameter:
    """A symbol of the case: what it means, what is assumed of it, and an illustrative value."""

    name: str
    meaning: str
    assume: tuple[str, ...] = ()
    baseline: Fraction | None = None
    certainty: str = ""


@dataclass(frozen=True)
class WhatIf:
    """A question against the record: other ballots or another reading in a roll call, or other numbers in a game."""

    label: str
    roll_call: str = ""
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    procedure: str = ""
    game: str = ""
    settings: Mapping[str, Fraction | Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _read_only(self, "ballots", "settings")


@dataclass(frozen=True)
class PowerQuestion:
    """Who has how much power: on a day, under a procedure, with some members away."""

    label: str
    date: dt.date
    institution: str
    procedure: str
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A sentence of an author, and the formal statement that decides it.

    ``formal`` is the statement as in the file, its ballots, dates and flags read; without one, ``not_formalised`` gives
    the reason.
    """

    id: str
    author: str
    section: str
    quote: str
    statement: str
    formal: Mapping[str, object] | None = None
    not_formalised: str = ""
    premises: tuple[str, ...] = ()
    rival: Mapping[str, object] | None = None
    cite: tuple[str, ...] = ()
    certainty: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("formal", "rival"):
            if getattr(self, name) is not None:
                _read_only(self, name)


@dataclass(frozen=True)
class GameSpec:
    """A game as the file spells it, and where each part of it stands.

    ``fields`` is the plain data of the game; ``places`` goes from a path in it, such as ``("tree", "actions")``, to the
    place of its first letter.
    """

    key: str
    fields: Mapping[str, object]
    assume: tuple[str, ...] = ()
    solve_for: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _read_only(self, "fields", "places")

    @property
    def form(self) -> str:
        """The registered form, or nothing where the game is spelled out."""
        return str(self.fields.get("form", ""))

    def place(self, path: tuple[str | int, ...] = (), column: int | None = None) -> Place | None:
        """The place of a part, or of a column (from 1) within its text; of the part around it where it has none."""
        found = self.places.get(path)
        while found is None and path:
            path, column = path[:-1], None
            found = self.places.get(path)
        if found is None or column is None or found.column is None:
            return found
        return Place(found.file, found.line, found.column + column - 1)


@dataclass(frozen=True)
class Case:
    """A decision as it is on file.

    ``institutions`` holds every body that the case names, by the word by which it names it, its own first.  A case in
    which no body decides has no ``institution`` and no ``procedure``.
    """

    key: str
    title: str
    date: dt.date
    institution: Institution | None
    procedure: str = ""
    summary: str = ""
    cite: tuple[str, ...] = ()
    institutions: Mapping[str, Institution] = field(default_factory=dict)
    roll_calls: tuple[RollCall, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    games: Mapping[str, GameSpec] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)
    what_ifs: tuple[WhatIf, ...] = ()
    claims: tuple[Claim, ...] = ()
    power: tuple[PowerQuestion, ...] = ()
    tables: tuple[str, ...] = ()
    file: str = ""

    def __post_init__(self) -> None:
        _read_only(self, "institutions", "games", "recorded")

    @property
    def assumptions(self) -> Assumptions:
        """The parameters in declared order, and all that is assumed of them."""
        return self.assumptions_of()

    @property
    def baseline(self) -> Mapping[str, Fraction]:
        """The illustrative values, where the file gives any."""
        return MappingProxyType({p.name: p.baseline for p in self.parameters if p.baseline is not None})

    def assumptions_of(self, game: str | None = None) -> Assumptions:
        """The assumptions of the case, and of one of its games, with the symbols it is solved for."""
        from ..conditions import Assumptions

        spec = self.game_spec(game) if game else None
        names = tuple(parameter.name for parameter in self.parameters)
        texts = [text for parameter in self.parameters for text in parameter.assume]
        texts.extend(spec.assume if spec else ())
        return Assumptions.read(names, *texts, solve_for=spec.solve_for if spec else ())

    def game_spec(self, key: str) -> GameSpec:
        """A game of the case, as spelled."""
        if key not in self.games:
            raise UnknownKey(f"{self.key!r} has no game {key!r}", hint=_known(key, self.games, "games"))
        return self.games[key]

    def roll_call(self, key: str) -> RollCall:
        """A roll call by its id."""
        calls = {call.id: call for call in self.roll_calls}
        if key not in calls:
            raise UnknownKey(f"{self.key!r} has no roll call {key!r}", hint=_known(key, calls, "roll calls"))
        return calls[key]

    def membership(self, of: RollCall | PowerQuestion) -> Membership:
        """The body on the day of a roll call or of a power question."""
        return self.institutions[of.institution].on(of.date)

    def body(self, word: object = None, date: dt.date | None = None) -> Membership:
        """The body of the case, or another that it names by ``word``, on the day of the case or another.

        Raises
        ------
        NotApplicable
            No body decides in this case.
        UnknownKey
            The case names no such body.
        """
        found = self.institution if word is None else self.institutions.get(str(word))
        if found is None and word is None:
            raise NotApplicable(f"no body decides in the case {self.key!r}", hint="its games are its own")
        if found is None:
            hint = _known(str(word), self.institutions, "bodies")
            raise UnknownKey(f"{self.key!r} names no body {word!r}", hint=hint)
        return found.on(date or self.date)

    def rule(self, roll_call: RollCall, procedure: str | None = None) -> VotingRule:
        """The rule under which a roll call was held, or another reading of it."""
        chosen = self.membership(roll_call).procedure(procedure or roll_call.procedure, parties=roll_call.parties)
        return chosen.rule


def _known(key: str, known: Mapping[str, object], noun: str) -> str:
    return did_you_mean(key, known) or (f"{noun}: {', '.join(known)}" if known else f"it has no {noun}")
