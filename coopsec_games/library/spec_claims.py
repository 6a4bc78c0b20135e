"""The shape of a claim in a case: an author's sentence, and the formal statement that decides it.

The word that stands in ``formal`` says which kind of statement it is.

=====================  ================================================================================================
``roll-calls``         which ballots were ``cast``, or whether the texts were ``adopted`` (also with other ``ballots``,
                       or by another ``procedure``)
``roll-call``          who was ``critical`` in one roll call, or whether it was ``adopted`` with other ballots
``ballots``            whether the rule of a body adopts ballots that were never cast
``group``              who sits in a group of a body on a day
``voted``              whether anything was put to the vote between two days
``documented``         whether the document that ``cite`` names has what is ``stated``: a date, a name, a number
``power``              how an index of power compares, for one ``member`` or for each (``together``: the sum) of
                       several ``members``: ``{power: shapley-shubik, member: CHN, value: 421/2145}``; with a
                       ``relation`` (``=`` unless ``!=``, ``>``, ``>=``, ``<``, ``<=``) to a ``value``, or to another
                       member after ``than``; ``date``, ``institution``, ``procedure``, ``absent`` as in ``power:``
``condition``          a condition that follows from the assumptions (and, with ``game``, from those of the game)
``game`` alone         that an ``outcome`` comes about under ``given``, everywhere or exactly ``where``; ``negated``
``possible``           ``{game, possible: OUTCOME, given}``: it is an equilibrium somewhere under ``given``
``inevitable``         ``{game, inevitable: OUTCOME, given}``: it is the only equilibrium everywhere under ``given``
``sign``               ``{game, outcome, symbol, sign: up|down|none, given}``: raising the symbol alone may bring the
                       outcome about and never ends it (``up``), may end it and never brings it about (``down``), or
                       changes nothing (``none``)
``equivalent-to``      ``{game, equivalent-to: {case, game}}``: the two games have one map, up to the names of symbols
                       and outcomes; without ``case``, another game of this case
=====================  ================================================================================================

A ``rival`` is any statement about a game, with a ``text`` that says why it decides otherwise.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

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


class DocumentClaim(Spec):
    """Whether a document has what the sentence states."""

    stated: Text = Field(description="what the sentence has: a date, a name, a number")
    documented: Text = Field(description="what the document named by 'cite' has in its place")


class GameClaim(Spec):
    """Which outcome a game has, or has not, and where."""

    game: Text
    outcome: Text
    negated: Flag = Field(default=False, description="yes: the outcome does not come about")
    given: Formula | None = None
    where: Formula | None = None


class PossibleClaim(Spec):
    """An outcome that is an equilibrium somewhere, or the only one everywhere."""

    game: Text
    possible: Text | None = None
    inevitable: Text | None = None
    given: Formula | None = None

    @model_validator(mode="after")
    def one_question(self) -> PossibleClaim:
        """Either possible or inevitable."""
        if (self.possible is None) == (self.inevitable is None):
            raise ValueError("a claim says of an outcome either that it is 'possible' or that it is 'inevitable'")
        return self


class SignClaim(Spec):
    """What raising one symbol does to an outcome, all else equal."""

    game: Text
    outcome: Text
    symbol: Text
    sign: Literal["up", "down", "none"]
    given: Formula | None = None


class OtherGameSpec(Spec):
    """A game, of this case or of another."""

    case: Text | None = None
    game: Text


class EquivalenceClaim(Spec):
    """Two games that have one map, up to the names of symbols and outcomes."""

    game: Text
    equivalent_to: OtherGameSpec


class PowerClaim(Spec):
    """How an index of power compares with a value, or with that of another member."""

    power: Key
    member: Member | None = None
    members: list[Member] = Field(default=[], description="each of them, or with 'together' their sum")
    together: Flag = Field(default=False)
    relation: Literal["=", "!=", "<", "<=", ">", ">="] = "="
    value: Formula | None = None
    than: Member | None = None
    date: Day | None = None
    institution: Text | None = None
    procedure: Key | None = None
    absent: list[Member] = Field(default=[])

    @model_validator(mode="after")
    def one_comparison(self) -> PowerClaim:
        """Somebody's power, compared with one thing."""
        if (self.member is None) == (not self.members):
            raise ValueError("a claim about power has either 'member' or 'members'")
        if (self.value is None) == (self.than is None):
            raise ValueError("a claim about power compares with either a 'value' or another member ('than')")
        return self


class ConditionClaim(Spec):
    """A condition that follows from the assumptions."""

    condition: Formula
    given: Formula | None = None
    game: Text | None = Field(default=None, description="the game whose assumptions are meant as well")


def _formal(data: Any) -> str:
    words = data if isinstance(data, dict) else {}
    record = ("roll-calls", "roll-call", "ballots", "group", "voted", "documented", "power")
    kinds = (*record, "condition", "equivalent-to")
    return tag_of(next((tag for tag in kinds if tag in words), _about_game(words)))


def _about_game(data: Any) -> str:
    words = data if isinstance(data, dict) else {}
    kinds = {"possible": "possible", "inevitable": "possible", "sign": "sign", "symbol": "sign"}
    return next((kind for word, kind in kinds.items() if word in words), "game")


Formal = Annotated[
    Annotated[RecordClaim, Tag("<roll-calls>")]
    | Annotated[RollCallClaim, Tag("<roll-call>")]
    | Annotated[RuleClaim, Tag("<ballots>")]
    | Annotated[GroupClaim, Tag("<group>")]
    | Annotated[VotedClaim, Tag("<voted>")]
    | Annotated[DocumentClaim, Tag("<documented>")]
    | Annotated[GameClaim, Tag("<game>")]
    | Annotated[PowerClaim, Tag("<power>")]
    | Annotated[PossibleClaim, Tag("<possible>")]
    | Annotated[SignClaim, Tag("<sign>")]
    | Annotated[EquivalenceClaim, Tag("<equivalent-to>")]
    | Annotated[ConditionClaim, Tag("<condition>")],
    Discriminator(_formal),
]


class RivalSpec(GameClaim):
    """A model that decides the claim otherwise, and why."""

    text: Text


class RivalPossibleSpec(PossibleClaim):
    """A model in which other outcomes are possible, or inevitable, and why."""

    text: Text


class RivalSignSpec(SignClaim):
    """A model in which a symbol does something else, and why."""

    text: Text


def _rival(data: Any) -> str:
    return tag_of(_about_game(data))


Rival = Annotated[
    Annotated[RivalSpec, Tag("<game>")]
    | Annotated[RivalPossibleSpec, Tag("<possible>")]
    | Annotated[RivalSignSpec, Tag("<sign>")],
    Discriminator(_rival),
]


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
    rival: Rival | None = None
    cite: Texts = Field(default=[])
    certainty: Certainty | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def formal_or_reason(self) -> ClaimSpec:
        """A claim is formal, or says why not."""
        if (self.formal is None) == (self.not_formalised is None):
            raise ValueError("a claim has either 'formal' or 'not-formalised'")
        return self
