"""The shape of a game in a case: a registered form, a tree or a matrix."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from .spec_words import Certainty, Formula, Key, Spec, Text, Texts, tag_of


def _node(data: Any) -> str:
    words = data if isinstance(data, dict) else {}
    return tag_of(next((tag for tag in ("chance", "choice", "actions") if tag in words), "outcome"))


Node = Annotated[
    Annotated["OutcomeSpec", Tag("<outcome>")]
    | Annotated["DecisionSpec", Tag("<actions>")]
    | Annotated["ChoiceSpec", Tag("<choice>")]
    | Annotated["ChanceSpec", Tag("<chance>")],
    Discriminator(_node),
]


class OutcomeSpec(Spec):
    """An end of the game: its name, and a payoff for each player in their order."""

    outcome: Text
    payoffs: list[Formula] = Field(min_length=1)


class DecisionSpec(Spec):
    """A player chooses one of several actions."""

    player: Text
    name: Text | None = None
    information: Text | None = Field(default=None, description="shared by decisions that the player cannot tell apart")
    actions: dict[Text, Node] = Field(min_length=1)


class IntervalSpec(Spec):
    """A variable that a player sets, between two bounds."""

    variable: Text
    from_: Formula
    to: Formula


class ChoiceSpec(Spec):
    """A player chooses a value from an interval."""

    player: Text | None = None
    name: Text | None = None
    choice: IntervalSpec
    then: Node


class BranchSpec(Spec):
    """One turn that chance may take."""

    probability: Formula
    then: Node


class ChanceSpec(Spec):
    """Chance moves."""

    chance: dict[Text, BranchSpec] = Field(min_length=1)
    outcome: Text | None = Field(default=None, description="a name for the whole lottery")


class ParameterSpec(Spec):
    """A symbol: what it means, what is assumed of it, an illustrative value."""

    meaning: Text
    assume: Texts = Field(default=[])
    baseline: Formula | None = None
    certainty: Certainty | None = None

    @model_validator(mode="after")
    def no_fact(self) -> ParameterSpec:
        """What an actor wants, pays or believes is no fact."""
        if self.baseline is not None and self.certainty in {"C", "M", "m"}:
            raise ValueError(
                f"a baseline is an illustration and no fact: its certainty is I or D, not {self.certainty}"
            )
        return self


class GameSpecs(Spec):
    """What every game may say of itself."""

    assume: Texts = Field(default=[])
    solve_for: list[Text] = Field(default=[], description="symbols that conditions are solved for, by priority")
    ties: Texts = Field(default=[], description="who does what when indifferent, such as 'RUS accepts'")
    title: Text | None = None
    cite: Texts = Field(default=[])
    note: Text | None = None


class TreeGameSpec(GameSpecs):
    """A game in extensive form."""

    players: list[Text] = Field(min_length=1)
    tree: Node


class MatrixGameSpec(GameSpecs):
    """A game in normal form: payoffs in nested lists, the first player's strategies outermost."""

    players: list[Text] = Field(min_length=1)
    strategies: list[Annotated[list[Text], Field(min_length=1)]] = Field(min_length=1)
    matrix: list[Any] = Field(min_length=1)


class FormGameSpec(GameSpecs):
    """A game of a registered form; its own fields are read by the form."""

    model_config = ConfigDict(extra="allow")

    form: Key


def _game(data: Any) -> str:
    words = data if isinstance(data, dict) else {}
    return tag_of(next((tag for tag in ("tree", "matrix") if tag in words), "form"))


Game = Annotated[
    Annotated[TreeGameSpec, Tag("<tree>")]
    | Annotated[MatrixGameSpec, Tag("<matrix>")]
    | Annotated[FormGameSpec, Tag("<form>")],
    Discriminator(_game),
]
