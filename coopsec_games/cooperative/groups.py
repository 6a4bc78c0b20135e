"""Small things that the rules share: a group of members, their names in a line, their ballots."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..errors import InvalidRule, UsageError
from .ballots import Ballot, Ballots, Member

__all__ = ["cast_by", "checked_group", "names_of"]


def cast_by(ballots: Ballots, members: Iterable[Member]) -> list[Ballot]:
    """The ballots of some members, in their order."""
    try:
        return [ballots[member] for member in members]
    except KeyError as missing:
        raise UsageError(f"{missing.args[0]} has no ballot") from None


def names_of(members: Collection[Member]) -> str:
    """The members in a line of text."""
    return ", ".join(members) or "nobody"


def checked_group(word: str, members: tuple[Member, ...], of: tuple[Member, ...] | None) -> tuple[Member, ...]:
    """The group that a rule word looks at, after a check that it is one; everyone, where none is given."""
    if not members:
        raise InvalidRule("a voting rule needs members")
    known = frozenset(members)
    if len(known) != len(members):
        raise InvalidRule(f"a member stands twice among {names_of(members)}")
    if of is None or of == members:
        return members
    for member in of:
        if member not in known:
            raise InvalidRule(f"{word!r} names {member!r}, who is not a member")
    return of
