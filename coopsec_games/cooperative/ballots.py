"""Ballots, the verdict on them, and what every voting rule answers.

A ballot is more than yes or no: an abstention, or an empty chair, is a ballot of its own, and rules differ in what they
make of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from ..errors import UnknownKey, did_you_mean

__all__ = ["Ballot", "Ballots", "Member", "Verdict", "VotingRule"]


class Ballot(StrEnum):
    """One member's ballot: yes, abstain, no, absent, or a qualified abstention.

    Whoever abstains with qualification (the Union's "constructive abstention") stands aside and says so; a rule that
    has no word for it takes it as an abstention.

    Examples
    --------
    >>> Ballot("abstain"), Ballot.read("A") is Ballot.ABSTAIN
    (<Ballot.ABSTAIN: 'abstain'>, True)
    """

    YES = "yes"
    ABSTAIN = "abstain"
    NO = "no"
    ABSENT = "absent"
    QUALIFIED = "qualified"

    @property
    def short(self) -> str:
        """The letter of roll-call files: Y, A, N, X for absent, and Q for qualified."""
        return {"absent": "X"}.get(self.value, self.value[0].upper())

    @classmethod
    def read(cls, word: str) -> Ballot:
        """Read a ballot as people write it: the word or its letter, in upper or lower case.

        Parameters
        ----------
        word
            ``yes``, ``abstain``, ``no``, ``absent``, ``qualified``, or ``Y``, ``A``, ``N``, ``X``, ``Q``.

        Raises
        ------
        UnknownKey
            The word is no ballot.

        Examples
        --------
        >>> [Ballot.read(word).value for word in ("Y", "no", "x")]
        ['yes', 'no', 'absent']
        >>> Ballot.read("abstian")
        Traceback (most recent call last):
        coopsec_games.errors.UnknownKey: unknown ballot 'abstian'
        """
        plain = word.strip().casefold() if isinstance(word, str) else word
        for ballot in cls:
            if plain in (ballot.value, ballot.short.casefold()):
                return ballot
        hint = did_you_mean(str(plain), [ballot.value for ballot in cls])
        known = "known: " + ", ".join(f"{ballot.value} ({ballot.short})" for ballot in cls)
        raise UnknownKey(f"unknown ballot {word!r}", hint=hint or known)


Member: TypeAlias = str
Ballots: TypeAlias = Mapping[Member, Ballot]


@dataclass(frozen=True)
class Verdict:
    """What a rule says of the ballots, and why.

    Parameters
    ----------
    adopted
        Whether the text is adopted.
    failed_on
        What a rejected text failed on; None for an adopted one.  A quota is judged before a veto.
    vetoes
        Who blocked it, where it failed on a veto or an objection; else empty.
    reason
        One line for a reader.
    effect
        What follows from it in law, where the rule tells adoption and effect apart; else empty.
    """

    adopted: bool
    failed_on: Literal["quota", "veto", "objection"] | None
    vetoes: tuple[Member, ...]
    reason: str
    effect: str = ""

    def __str__(self) -> str:
        told = f"{'adopted' if self.adopted else 'rejected'}: {self.reason}"
        return f"{told}; {self.effect}" if self.effect else told


@runtime_checkable
class VotingRule(Protocol):
    """What every voting rule answers: who votes under it, what the ballots come to, and which members are alike."""

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who has a ballot, counted or not."""

    @property
    def text(self) -> str:
        """What the rule means, in one line of words."""

    def passes(self, ballots: Ballots) -> Verdict:
        """What the ballots, one a member, come to."""

    def kind(self, member: Member) -> Hashable:
        """Members of one kind are interchangeable: exchanging their ballots changes no verdict."""
