"""A registry: key to entry, with the title, the source and a did-you-mean.

Registered functions stay ordinary functions; words in YAML, on the command line and in registries are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from .errors import UnknownKey, UsageError, did_you_mean

__all__ = ["Entry", "Registry"]

T = TypeVar("T")


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One registered thing: its key, its title in words, its source, and the thing itself."""

    key: str
    title: str
    cite: str
    function: T


class Registry(Generic[T]):
    """Entries by key, in the order of registration.

    Parameters
    ----------
    noun
        What one entry is called in an error message, such as ``"power index"``.

    Examples
    --------
    >>> colours = Registry("colour")
    >>> @colours.register("blue", title="Blue", cite="Newton 1704")
    ... def blue():
    ...     return "#00f"
    >>> colours["blue"].title, colours["blue"].function()
    ('Blue', '#00f')
    >>> colours["bleu"]
    Traceback (most recent call last):
    coopsec_games.errors.UnknownKey: unknown colour 'bleu'
    """

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._entries: dict[str, Entry[T]] = {}

    def register(self, key: str, *, title: str, cite: str) -> Callable[[T], T]:
        """Enter the decorated function or class under a key."""

        def enter(function: T) -> T:
            if key in self._entries:
                raise ValueError(f"{self.noun} {key!r} is registered twice")
            self._entries[key] = Entry(key, title, cite, function)
            return function

        return enter

    def __getitem__(self, key: str) -> Entry[T]:
        try:
            return self._entries[key]
        except (KeyError, TypeError):
            if not isinstance(key, str):
                raise UsageError(f"the key of a {self.noun} is a text, not {type(key).__name__}") from None
            hint = did_you_mean(key, self._entries) or f"known: {', '.join(self._entries)}"
            raise UnknownKey(f"unknown {self.noun} {key!r}", hint=hint) from None

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> tuple[Entry[T], ...]:
        """All entries, in the order of registration."""
        return tuple(self._entries.values())
