"""Roll calls: who was critical, who was decisive, and how the ballots add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..errors import UsageError, did_you_mean
from .ballots import Ballot, Ballots, Member, VotingRule

__all__ = ["critical", "decisive", "read_ballots", "tally"]


FORM = "a ballot is written MEMBER=Y: yes (Y), abstain (A), no (N), absent (X), qualified (Q)"

MOST_LISTED = 20


def read_ballots(
    given: str | Mapping[Member, str], members: tuple[Member, ...], rest: Ballot | None = None
) -> dict[Member, Ballot]:
    """Read one ballot for every member.

    Parameters
    ----------
    given
        ``"CHN=Y, FRA=abstain"``, or a mapping from members to ballots.
    members
        Everyone who has a ballot; the answer is in their order.
    rest
        The ballot of those who are not named; where it is not given, everyone must be.

    Raises
    ------
    UsageError
        A ballot of somebody who is no member, two of one member, or none of somebody.
    UnknownKey
        A word that is no ballot.

    Examples
    --------
    >>> {member: str(ballot) for member, ballot in read_ballots("b=Y", ("a", "b"), rest=Ballot.ABSENT).items()}
    {'a': 'absent', 'b': 'yes'}
    """
    if isinstance(given, str):
        pairs = []
        for part in filter(None, (part.strip() for part in given.split(","))):
            member, equals, word = part.partition("=")
            if not equals:
                raise UsageError(f"{part!r} is not a ballot", hint=FORM)
            pairs.append((member.strip(), word))
    else:
        pairs = list(given.items())
    cast: dict[Member, Ballot] = {}
    for member, word in pairs:
        if member not in members:
            hint = did_you_mean(member, members) or f"members: {_listed(members)}; {FORM}"
            raise UsageError(f"{member!r} is not a member", hint=hint)
        if member in cast:
            raise UsageError(f"{member} has two ballots")
        cast[member] = Ballot.read(word)
    missing = [member for member in members if member not in cast]
    if missing and rest is None:
        raise UsageError(f"no ballot of {_listed(tuple(missing))}", hint=f"{FORM}; --rest gives all others one")
    return {member: cast.get(member, rest) for member in members}  # type: ignore[misc]


def _listed(members: tuple[Member, ...]) -> str:
    more = len(members) - MOST_LISTED
    return ", ".join(members[:MOST_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def tally(ballots: Ballots) -> dict[Ballot, int]:
    """How many members cast each ballot.

    Examples
    --------
    >>> {str(ballot): number for ballot, number in tally({"a": Ballot.YES, "b": Ballot.YES}).items()}
    {'yes': 2, 'abstain': 0, 'no': 0, 'absent': 0, 'qualified': 0}
    """
    cast = Counter(ballots.values())
    return {ballot: cast[ballot] for ballot in Ballot}


def critical(rule: VotingRule, ballots: Ballots) -> tuple[Member, ...]:
    """Who carried or could have carried the text alone.

    For an adopted text, those whose yes, turned into an abstention, defeats it; for a rejected one, those whose ballot,
    turned into a yes, carries it.

    Parameters
    ----------
    rule
        The voting rule.
    ballots
        One ballot for each member.

    Raises
    ------
    UsageError
        A member has no ballot, or somebody who is no member has one.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> critical(Quota(("a", "b", "c"), 2), read_ballots("a=Y, b=Y, c=N", ("a", "b", "c")))
    ('a', 'b')
    """
    cast = read_ballots(ballots, rule.members)
    if rule.passes(cast).adopted:
        return _turning(rule, cast, {Ballot.YES: (Ballot.ABSTAIN,)})
    return _turning(rule, cast, dict.fromkeys(Ballot, (Ballot.YES,)))


def decisive(rule: VotingRule, ballots: Ballots) -> tuple[Member, ...]:
    """Those for whom some other ballot would have changed the outcome.

    Parameters
    ----------
    rule
        The voting rule.
    ballots
        One ballot for each member.

    Raises
    ------
    UsageError
        A member has no ballot, or somebody who is no member has one.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> decisive(NoObjection(("a", "b", "c")), read_ballots("a=Y, b=X, c=A", ("a", "b", "c")))
    ('a', 'b', 'c')
    """
    return _turning(rule, read_ballots(ballots, rule.members), dict.fromkeys(Ballot, tuple(Ballot)))


def _turning(
    rule: VotingRule, cast: dict[Member, Ballot], other: Mapping[Ballot, tuple[Ballot, ...]]
) -> tuple[Member, ...]:
    adopted = rule.passes(cast).adopted
    return tuple(
        member
        for member, ballot in cast.items()
        if any(
            rule.passes({**cast, member: new}).adopted is not adopted for new in other.get(ballot, ()) if new != ballot
        )
    )
