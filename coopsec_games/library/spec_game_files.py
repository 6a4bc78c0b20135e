"""The shape of a game's own file: a tree, a matrix or a graph model, with the parameters that it uses."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from .spec_games import MatrixGameSpec, ParameterSpec, TreeGameSpec
from .spec_words import Spec, Text, Texts, tag_of

__all__ = ["GameFile", "GraphFileSpec", "MatrixFileSpec", "TreeFileSpec", "shape_of"]


def _list_or_map(data: Any) -> str:
    return tag_of("list" if isinstance(data, list) else "map")


Parameters = Annotated[
    Annotated[list[Text], Tag("<list>")] | Annotated[dict[Text, ParameterSpec], Tag("<map>")],
    Discriminator(_list_or_map),
]
States = Annotated[
    Annotated[list[Text], Tag("<list>"), Field(min_length=1)]
    | Annotated[dict[Text, Text], Tag("<map>"), Field(min_length=1)],
    Discriminator(_list_or_map),
]


class TreeFileSpec(TreeGameSpec):
    """A game in extensive form."""

    parameters: Parameters = Field(default=[], description="the symbols, or symbols with what is assumed of them")


class MatrixFileSpec(MatrixGameSpec):
    """A game in normal form."""

    parameters: Parameters = Field(default=[], description="the symbols, or symbols with what is assumed of them")


class GraphFileSpec(Spec):
    """A graph model: states, each player's moves, as ``1 -> 2`` or ``1 <-> 5``, and preference, as ``3 > 1 ~ 2``."""

    title: Text | None = None
    cite: Texts = Field(default=[])
    note: Text | None = None
    players: list[Text] = Field(min_length=1)
    states: States = Field(description="their names, or names with what they mean")
    moves: dict[Text, Texts]
    preferences: dict[Text, Text]


GameFile = Annotated[TreeFileSpec | MatrixFileSpec | GraphFileSpec, Field(description="a tree, a matrix or states")]


def shape_of(data: Any) -> type[TreeFileSpec] | type[MatrixFileSpec] | type[GraphFileSpec]:
    """The shape that a file is meant to have."""
    words = data if isinstance(data, dict) else {}
    if "states" in words or "moves" in words:
        return GraphFileSpec
    return MatrixFileSpec if "matrix" in words or "strategies" in words else TreeFileSpec
