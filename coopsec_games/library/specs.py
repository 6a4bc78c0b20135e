"""The shape of model and case files, as pydantic models: what may stand where, and the JSON Schema of it for editors.

A shape knows nothing of the world: whether a member sits on a day, or a formula can be read, is found out when the
objects are built.  Keys are kebab-case in files (``roll-calls``) and ``roll_calls`` here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_validator

from ..errors import UsageError, did_you_mean
from .spec_claims import ClaimSpec
from .spec_game_files import GameFile
from .spec_games import Game, ParameterSpec
from .spec_papers import PaperSpec
from .spec_words import (
    BallotsSpec,
    BallotWord,
    Certainty,
    Day,
    Flag,
    Formula,
    Group,
    Key,
    Member,
    Period,
    Rule,
    Spec,
    Text,
    Texts,
)

__all__ = ["SCHEMAS", "CaseSpec", "ModelSpec", "RollCallSpec", "WhatIfSpec", "schema"]


class NameSpec(Spec):
    """A name up to a day; the last has no end."""

    name: Text
    until: Day | None = None


class TermSpec(Period):
    """Members of a group over one period."""

    of: list[Member] = Field(description="codes of the members")
    cite: Texts = Field(default=[], description="where this stands, when it is not the file's own source")
    certainty: Certainty | None = None
    note: Text | None = None


class WeightsSpec(Period):
    """The weight of each member over one period."""

    of: dict[Member, int | Text] = Field(min_length=1, description="members and their weights, exact")
    cite: Texts = Field(description="where the weights stand")
    certainty: Certainty | None = None
    note: Text | None = None


class ProvisionSpec(Period):
    """A procedure over one period."""

    rule: Rule
    text: Text | None = Field(default=None, description="the rule in words")
    cite: Texts = Field(description="where the rule stands")
    certainty: Certainty | None = None
    counterfactual: Flag = Field(default=False, description="yes: never in force, a reading to compare with")
    note: Text | None = None


class RollCallSpec(BallotsSpec):
    """A vote on record."""

    id: Text
    date: Day
    subject: Text | None = None
    institution: Text | None = Field(default=None, description="the body, when it is not the file's own")
    procedure: Key | None = Field(default=None, description="the procedure, when it is not the default")
    parties: list[Member] = Field(default=[], description="parties to the dispute, or the state concerned")
    recorded: Literal["adopted", "rejected"]
    note: Text | None = None
    cite: Texts
    certainty: Certainty


def _names(data: Any) -> str:
    return "<list>" if isinstance(data, list) else "<word>"


class ModelSpec(Spec):
    """A body: its members and its rules through time."""

    name: Text
    summary: Text | None = None
    cite: Texts = Field(default=[])
    names: dict[
        Member,
        Annotated[
            Annotated[list[NameSpec], Tag("<list>"), Field(min_length=1)] | Annotated[Text, Tag("<word>")],
            Discriminator(_names),
        ],
    ] = Field(default={}, description="the name of each member, with ends where it changed")
    members: dict[Group, Annotated[list[TermSpec], Field(min_length=1)]] = Field(min_length=1)
    suspended: list[TermSpec] = Field(default=[], description="who is on the roll and has no ballot")
    weights: dict[Key, Annotated[list[WeightsSpec], Field(min_length=1)]] = Field(
        default={}, description="tables of weights, to which rules refer by name"
    )
    procedures: dict[Key, Annotated[list[ProvisionSpec], Field(min_length=1)]] = Field(min_length=1)
    default: Key = Field(description="the procedure that is meant where none is named")
    roll_calls: list[RollCallSpec] = Field(default=[], description="votes that the rules must reproduce")


class WhatIfSpec(Spec):
    """A question against the record."""

    label: Text
    roll_call: Text | None = None
    ballots: dict[Member, BallotWord] = Field(default={})
    procedure: Key | None = None
    game: Text | None = None
    set: dict[Text, Formula] = Field(default={})

    @model_validator(mode="after")
    def one_question(self) -> WhatIfSpec:
        """A roll call with other ballots or another reading, or a game with other numbers."""
        if (self.roll_call is None) == (self.game is None):
            raise ValueError("a what-if has either 'roll-call' or 'game'")
        if self.roll_call is not None and (self.set or not (self.ballots or self.procedure)):
            raise ValueError("a what-if about a roll call has 'ballots' or 'procedure', or both")
        if self.game is not None and (self.ballots or self.procedure or not self.set):
            raise ValueError("a what-if about a game has 'set'")
        return self


class PowerSpec(Spec):
    """A question about voting power."""

    label: Text
    date: Day | None = None
    institution: Text | None = None
    procedure: Key | None = None
    absent: list[Member] = Field(default=[])


class CaseSpec(Spec):
    """A decision: its roll calls, parameters, games and claims."""

    title: Text
    date: Day
    institution: Text | None = Field(
        default=None, description="the key of a model or the path of a file beside this one, where a body decides"
    )
    procedure: Key | None = None
    summary: Text | None = None
    cite: Texts = Field(default=[])
    roll_calls: list[RollCallSpec] = Field(default=[])
    parameters: dict[Text, ParameterSpec] = Field(default={})
    games: dict[Key, Game] = Field(default={})
    recorded: dict[Key, Text] = Field(default={}, description="the outcome of each game on record")
    what_if: list[WhatIfSpec] = Field(default=[])
    claims: list[ClaimSpec] = Field(default=[])
    power: list[PowerSpec] = Field(default=[])
    tables: list[Key] = Field(default=[])


SCHEMAS: Mapping[str, Any] = {"case": CaseSpec, "game": GameFile, "model": ModelSpec, "paper": PaperSpec}


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of file, for editors.

    Parameters
    ----------
    kind
        ``case``, ``game``, ``model`` or ``paper``.

    Examples
    --------
    >>> schema("model")["required"]
    ['name', 'members', 'procedures', 'default']
    """
    if kind not in SCHEMAS:
        hint = did_you_mean(kind, SCHEMAS) or f"known: {', '.join(SCHEMAS)}"
        raise UsageError(f"there is no schema {kind!r}", hint=hint)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(SCHEMAS[kind]).json_schema(by_alias=True),
        "title": f"coopsec {kind} file",
    }
