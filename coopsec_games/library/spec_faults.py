"""From a shape that does not fit to faults in plain words, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from ..errors import SpecError, did_you_mean
from .loader import DataPath, Document, refuse
from .spec_words import Spec, shown

__all__ = ["validate"]

S = TypeVar("S", bound=Spec)


def validate(spec: type[S], document: Document) -> S:
    """The data of a document in a shape, or all the places where it does not fit.

    Raises
    ------
    Faults
        Every fault with its line and column.
    """
    known: dict[int, list[str]] = {}
    try:
        return spec.model_validate(document.data, context=known)
    except ValidationError as error:
        refuse(_faults(document, known, error.errors(include_url=False)))
        raise


def _faults(document: Document, known: dict[int, list[str]], errors: Sequence[Any]) -> Iterator[SpecError]:
    """The faults; a key that is missing because it is misspelt is told once."""
    meant: set[tuple[DataPath, str]] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            path, parent, _, _ = _walk(document, error["loc"])
            meant.update((path[:-1], key) for key in get_close_matches(str(path[-1]), known.get(id(parent), []), n=1))
    for error in errors:
        if error["type"] != "missing" or (_walk(document, error["loc"])[0], error["loc"][-1]) not in meant:
            yield _fault(document, known, error)


def _fault(document: Document, known: dict[int, list[str]], error: Any) -> SpecError:
    path, parent, value, key = _walk(document, error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    name = repr(path[-1]) if path and isinstance(path[-1], str) else "this"
    if key:
        return document.fault(path, f"{name} cannot be a key here: {_plain(kind, context, key)}", key=True)
    if kind == "extra_forbidden":
        keys = known.get(id(parent), [])
        hint = did_you_mean(str(path[-1]), keys) or f"known: {', '.join(keys)}"
        return document.fault(path, f"unknown key {name}", hint, key=True)
    if kind == "missing":
        return document.fault(path, f"the key {error['loc'][-1]!r} is missing")
    hint = ""
    if kind == "literal_error" and isinstance(value, str):
        hint = did_you_mean(value, re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    where = f"{name}: " if name != "this" else ""
    return document.fault(path, where + _plain(kind, context, value), hint)


def _walk(document: Document, location: tuple[Any, ...]) -> tuple[DataPath, Any, Any, str]:
    """The path in the data, what holds the value, the value, and the key when it is the key that is wrong."""
    path: list[str | int] = []
    parent: Any = None
    value: Any = document.data
    for step in location:
        if step == "[key]":
            return tuple(path), parent, value, str(path[-1])
        fits = (isinstance(value, dict) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        )
        if fits:
            parent, value = value, value[step]
            path.append(step)
    return tuple(path), parent, value, ""


_WANTED = {
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "list_type": "expected a list",
    "dict_type": "expected a mapping",
    "model_type": "expected a mapping",
    "model_attributes_type": "expected a mapping",
}


def _plain(kind: str, context: Mapping[str, Any], value: Any) -> str:
    if kind in _WANTED:
        return f"{_WANTED[kind]}, found {shown(value)}"
    if kind == "value_error":
        return str(context.get("error"))
    if kind == "literal_error":
        return f"expected {context.get('expected')}, found {shown(value)}"
    if kind == "greater_than_equal":
        return f"must be at least {context.get('ge')}, found {shown(value)}"
    if kind in {"too_short", "string_too_short"}:
        return "must not be empty"
    if kind == "string_pattern_mismatch":
        small = str(context.get("pattern", "")).startswith("^[a-z0-9]+")
        what = "small letters, digits and hyphens" if small else "letters, digits and _ . -"
        return f"{shown(value)} has something else in it than {what}"
    return f"{shown(value)} does not fit here"
