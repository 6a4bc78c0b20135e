"""The shape of a claim in a case: an author's sentence, and the formal statement that decides it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from .spec_words import BallotsSpec, BallotWord, Certainty, Day, Flag, Formula, Key, Member, Spec, Text, Texts, tag_of


class RecordClaim(Spec):
    """What the record says of some roll calls, or the rule, had some ballots been others or its reading another."""

    roll_calls: list[Text] = Field(min_length=1)
    cast: dict[Member, BallotWord] = Field(default={}, description="ballots that were cast")
    ballots: dict[Member, BallotWord] = Field(default={}, description="ballots in the place of those cast")
    procedure: Key | None = None
    adopted: Flag | None = None

    @model_validator(mode="after")
    def one_question(self) -> RecordClaim:
        """Either which ballots were cast, or what becomes of the texts."""
        if bool(self.cast) == (self.adopted is not None):
            raise ValueError("a claim about roll calls has either 'cast' or 'adopted'")
        if self.cast and (self.ballots or self.procedure):
            raise ValueError("ballots that were cast are read from the record alone")
        return self


class RollCallClaim(Spec):
    """What the rule says of one roll call: who was critical, or what other ballots or another reading had done."""

    roll_call: Text
    critical: Annotated[int, Field(ge=0)] | list[Member] | None = None
    ballots: dict[Member, BallotWord] = Field(default={})
    procedure: Key | None = None
    adopted: Flag | None = None

    @model_validator(mode="after")
    def one_question(self) -> RollCallClaim:
        """Either who is critical, or what becomes of the text."""
        if (self.critical is None) == (self.adopted is None):
            raise ValueError("a claim about a roll call has either 'critical' or 'adopted'")
        return self


class RuleClaim(Spec):
    """What the rule says of ballots that were never cast."""

    ballots: BallotsSpec
    date: Day
    institution: Text | None = None
    procedure: Key | None = None
    adopted: Flag


class GroupClaim(Spec):
    """Who sits in a group of a body on a day."""

    group: Text
    date: Day
    institution: Text | None = None
    members: list[Member] = Field(min_length=1)


class VotedClaim(Spec):
    """Whether the record has a vote between two days, both included."""

    voted: Flag
    from_: Day
    until: Day


class GameClaim(Spec):
    """Which outcome a game has, or has not, and where."""

    game: Text
    outcome: Text
    negated: Flag = Field(default=False, description="yes: the outcome does not come about")
    given: Formula | None = None
    where: Formula | None = None


class ConditionClaim(Spec):
    """A condition that follows from the assumptions."""

    condition: Formula
    given: Formula | None = None
    game: Text | None = Field(default=None, description="the game whose assumptions are meant as well")


def _formal(data: Any) -> str:
    words = data if isinstance(data, dict) else {}
    kinds = ("roll-calls", "roll-call", "ballots", "group", "voted", "condition")
    return tag_of(next((tag for tag in kinds if tag in words), "game"))


Formal = Annotated[
    Annotated[RecordClaim, Tag("<roll-calls>")]
    | Annotated[RollCallClaim, Tag("<roll-call>")]
    | Annotated[RuleClaim, Tag("<ballots>")]
    | Annotated[GroupClaim, Tag("<group>")]
    | Annotated[VotedClaim, Tag("<voted>")]
    | Annotated[GameClaim, Tag("<game>")]
    | Annotated[ConditionClaim, Tag("<condition>")],
    Discriminator(_formal),
]


class RivalSpec(GameClaim):
    """A model that decides the claim otherwise, and why."""

    text: Text


class ClaimSpec(Spec):
    """A sentence of an author, and the formal statement that decides it."""

    id: Text
    author: Text
    section: Text
    quote: Text
    statement: Text
    formal: Formal | None = None
    not_formalised: Text | None = Field(default=None, description="why there is no formal statement")
    premises: Texts = Field(default=[])
    rival: RivalSpec | None = None
    cite: Texts = Field(default=[])
    certainty: Certainty | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def formal_or_reason(self) -> ClaimSpec:
        """A claim is formal, or says why not."""
        if (self.formal is None) == (self.not_formalised is None):
            raise ValueError("a claim has either 'formal' or 'not-formalised'")
        return self
