"""Distributions of ballots: independent votes, and mixtures of them.

A mixture of independent votes is general: one profile of ballots can be a part of it, and so can a common signal that
all follow.

>>> votes = common_signal(["a", "b"], "1/3")
>>> [(str(part.weight), len(part.chances["a"])) for part in votes.parts]
[('2/3', 2), ('1/6', 1), ('1/6', 1)]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from ..errors import UsageError, did_you_mean
from ..formulas import exact
from .ballots import Ballot, Member

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Chance", "Number", "Part", "Votes", "common_signal", "explicit", "independent", "multiplied_out"]

Chance: TypeAlias = "int | str | Fraction | Expr"
Number: TypeAlias = "Fraction | Expr"


@dataclass(frozen=True)
class Part:
    """Independent votes, as a part of a mixture.

    Parameters
    ----------
    weight
        The chance of this part.
    chances
        For each member the chances of its ballots, 1 in all; ballots without a chance are left out.
    """

    weight: Number
    chances: Mapping[Member, Mapping[Ballot, Number]]

    def __post_init__(self) -> None:
        plain = {member: MappingProxyType(dict(ballots)) for member, ballots in self.chances.items()}
        object.__setattr__(self, "chances", MappingProxyType(plain))


@dataclass(frozen=True)
class Votes:
    """A distribution of ballots: a mixture of independent votes.

    Parameters
    ----------
    parts
        The parts, whose weights are 1 in all.
    """

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise UsageError("a distribution of votes has a part")
        _one([part.weight for part in self.parts], "the chances of the parts")
        for part in self.parts:
            if part.chances.keys() != self.parts[0].chances.keys():
                raise UsageError("every part of a distribution is about the same members")
            for member, ballots in part.chances.items():
                _one(list(ballots.values()), f"the chances of the ballots of {member}")

    @property
    def members(self) -> tuple[Member, ...]:
        """Whose votes they are."""
        return tuple(self.parts[0].chances)

    def mixed(self, other: Votes, chance: Chance) -> Votes:
        """This distribution, or with some chance another one.

        Examples
        --------
        >>> calm, tense = independent(["a"], "1/2"), independent(["a"], 0)
        >>> [str(part.weight) for part in calm.mixed(tense, "1/3").parts]
        ['2/3', '1/3']
        """
        often = _exact(chance)
        return Votes(
            (
                *(Part(multiplied_out(part.weight * (1 - often)), part.chances) for part in self.parts),
                *(Part(multiplied_out(part.weight * often), part.chances) for part in other.parts),
            )
        )


def independent(
    members: Iterable[Member],
    yes: Chance | Mapping[Member, Chance] = "1/2",
    abstain: Chance = 0,
    *,
    not_yes: str = "no",
) -> Votes:
    """Members vote independently.

    Parameters
    ----------
    members
        Who votes.
    yes
        The chance of a yes: one number for all, or one a member.  It may be a formula, made by ``formulas.exact``,
        which is taken to be a chance.
    abstain
        The chance of an abstention; the rest is for ``not_yes``.
    not_yes
        The ballot of those who do not vote yes.

    Raises
    ------
    UsageError
        The chances are none, or not one a member.

    Examples
    --------
    >>> independent(["a", "b"], {"a": "1/3", "b": 1}).parts[0].chances["a"][Ballot.NO]
    Fraction(2, 3)
    """
    everyone = tuple(dict.fromkeys(members))
    if isinstance(yes, Mapping):
        for member in yes:
            if member not in everyone:
                raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), everyone))
        for member in everyone:
            if member not in yes:
                raise UsageError(f"{member} has no chance of a yes")
    aside, against = _exact(abstain), Ballot.read(not_yes)
    chances = {}
    for member in everyone:
        willing = _exact(yes[member] if isinstance(yes, Mapping) else yes)
        told = {Ballot.YES: willing, Ballot.ABSTAIN: aside}
        told[against] = multiplied_out(told.get(against, Fraction(0)) + 1 - willing - aside)
        chances[member] = {ballot: chance for ballot, chance in told.items() if chance != 0}
    return Votes((Part(Fraction(1), chances),))


def common_signal(
    members: Iterable[Member], rho: Chance, yes: Chance = "1/2", abstain: Chance = 0, *, not_yes: str = "no"
) -> Votes:
    """With a chance of ``rho`` all cast the same ballot, and else each its own.

    Parameters
    ----------
    members
        Who votes.
    rho
        The chance that all follow the common signal; for a yes or not yes it is the correlation of any two votes.
    yes, abstain, not_yes
        As for :func:`independent`, of the signal and of each member alike.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> from coopsec_games.cooperative.satisfaction import outlook
    >>> print(outlook(NoObjection(("a", "b", "c")), common_signal("abc", "1/2", "4/5")).adopted)
    82/125
    """
    everyone, often = tuple(dict.fromkeys(members)), _exact(rho)
    alone = independent(everyone, yes, abstain, not_yes=not_yes).parts[0].chances
    signals = alone[everyone[0]] if everyone else {}
    parts = [Part(multiplied_out(1 - often), alone)] if often != 1 else []
    for ballot, chance in signals.items() if often != 0 else ():
        parts.append(Part(multiplied_out(often * chance), {member: {ballot: Fraction(1)} for member in everyone}))
    return Votes(tuple(parts))


def explicit(profiles: Iterable[tuple[Mapping[Member, Ballot | str], Chance]]) -> Votes:
    """Profiles of ballots, each with its chance.

    Parameters
    ----------
    profiles
        Everyone's ballot (as :class:`Ballot` or as a word or letter), and the chance of these ballots together.

    Examples
    --------
    >>> votes = explicit([({"a": "Y", "b": "Y"}, "1/4"), ({"a": "N", "b": "Y"}, "3/4")])
    >>> from coopsec_games.cooperative.rules import Consent
    >>> from coopsec_games.cooperative.satisfaction import outlook
    >>> print(outlook(Consent(("a", "b")), votes).adopted)
    1/4
    """
    return Votes(
        tuple(
            Part(_exact(chance), {member: {Ballot.read(ballot): Fraction(1)} for member, ballot in ballots.items()})
            for ballots, chance in profiles
        )
    )


def _exact(value: Chance) -> Number:
    """A chance as an exact number, or as a formula as it is."""
    return exact(value)


def multiplied_out(value: Number) -> Number:
    """A number as it is, or a formula multiplied out.

    Examples
    --------
    >>> from coopsec_games.formulas import symbol
    >>> multiplied_out((1 - symbol("p")) ** 2)
    p**2 - 2*p + 1
    """
    if isinstance(value, Fraction):
        return value
    from sympy import expand

    return exact(expand(value))


def _one(chances: Sequence[Number], what: str) -> None:
    """Refuse chances that are none: below 0 where they are numbers, or not 1 in all."""
    if any(isinstance(chance, Fraction) and chance < 0 for chance in chances):
        raise UsageError(f"{what} are at least 0")
    total: Number = Fraction(0)
    for chance in chances:
        total += chance
    if multiplied_out(total) != 1:
        raise UsageError(f"{what} add up to {multiplied_out(total)}, not 1")
