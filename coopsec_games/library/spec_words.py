"""The words that files are made of, and the base of every mapping in them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from ..cooperative.rules import RULES


def _as_text(value: Any) -> Any:
    return str(value) if type(value) is int else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, (str, int)) else value


def _as_day(value: Any) -> dt.date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not a day of the calendar") from None
    raise ValueError(f"{shown(value)} is not a date; write a day as YYYY-MM-DD")


_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def _as_flag(value: Any) -> bool:
    if isinstance(value, str) and value in _FLAGS:
        return _FLAGS[value]
    raise ValueError(f"{shown(value)} is neither yes nor no")


def _not_reserved(value: str) -> str:
    if value in {"rest", "all"}:
        raise ValueError(f"{value!r} is a word of its own and cannot be a name")
    return value


def shown(value: Any) -> str:
    """A value as a message shows it: short, and lists and mappings by their kind only."""
    if isinstance(value, (str, int)):
        text = repr(value) if isinstance(value, str) else str(value)
        return text if len(text) <= 60 else text[:57] + "..."
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "nothing"


Text = Annotated[str, BeforeValidator(_as_text), StringConstraints(min_length=1, strict=True)]
Texts = Annotated[
    list[Text], BeforeValidator(_as_list), WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})
]
Key = Annotated[Text, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Member = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"), AfterValidator(_not_reserved)]
Group = Annotated[Text, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"), AfterValidator(_not_reserved)]
Day = Annotated[dt.date, BeforeValidator(_as_day), WithJsonSchema({"type": "string", "format": "date"})]
Flag = Annotated[bool, BeforeValidator(_as_flag), WithJsonSchema({"enum": [*_FLAGS, True, False]})]
Formula = Annotated[
    Text, WithJsonSchema({"type": ["string", "integer"], "description": "a number or a formula, such as h - c/2"})
]
Certainty = Annotated[
    Literal["C", "M", "m", "I", "D"],
    Field(
        description=(
            "C checked against the document named, M standard reference, m standard reference in doubt, "
            "I modelling choice, D derived"
        )
    ),
]
BallotWord = Annotated[Literal["yes", "abstain", "no", "absent", "qualified"], Field(description="a ballot")]
Rule = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "one rule word with its fields, such as {quota: {of: all, yes: 9}}",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {word: {"title": RULES[word].title} for word in RULES},
            "additionalProperties": False,
        }
    ),
]


def tag_of(word: str) -> str:
    """The mark of one shape among several; no key of a file can be mistaken for it."""
    return f"<{word}>"


def _members(data: Any) -> str:
    return "<word>" if isinstance(data, str) else "<list>"


MembersOrRest = Annotated[
    Annotated[list[Member], Tag("<list>")] | Annotated[Literal["rest"], Tag("<word>")], Discriminator(_members)
]


def key_of(name: str) -> str:
    """The key in a file of a field here."""
    return name.rstrip("_").replace("_", "-")


class Spec(BaseModel):
    """A mapping with known keys, and no others."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=key_of,
    )

    @model_validator(mode="before")
    @classmethod
    def remember_keys(cls, data: Any, info: ValidationInfo) -> Any:
        """Note which keys were possible here, for the hint at a misspelt one."""
        if isinstance(info.context, dict):
            info.context[id(data)] = [key_of(name) for name in cls.model_fields]
        return data


class Period(Spec):
    """Something that holds from one day to another, both included; without an end it still does."""

    since: Day
    until: Day | None = None

    @model_validator(mode="after")
    def in_order(self) -> Period:
        """The end is not before the start."""
        if self.until is not None and self.until < self.since:
            raise ValueError(f"the end {self.until} is before the start {self.since}")
        return self


class BallotsSpec(Spec):
    """Who cast which ballot; one of them may be 'rest'."""

    yes: MembersOrRest = Field(default=[])
    no: MembersOrRest = Field(default=[])
    abstain: MembersOrRest = Field(default=[])
    absent: MembersOrRest = Field(default=[])
    qualified: MembersOrRest = Field(default=[], description="abstentions with qualification, in the Union only")


def fields_set(spec: Spec) -> dict[str, Any]:
    """What a file says in a mapping, by its keys there; what it leaves out is left out."""
    return {
        key_of(name): getattr(spec, name)
        for name in type(spec).model_fields
        if name in spec.model_fields_set and getattr(spec, name) is not None
    }
