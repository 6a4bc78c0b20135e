"""The game of a ballot: who votes, what each outcome and each ballot is worth, and what the rule makes of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Protocol

from ...conditions import Assumptions
from ...errors import InvalidGame, did_you_mean
from ...formulas import exact
from ...results import Shown, Table
from ..payoffs import Payoff, Values, check_names, parameters_in, setting
from ..shown import ballot_tables

__all__ = ["BALLOTS", "BallotGame", "Type"]

BALLOTS = ("yes", "abstain", "no", "absent")


class _Verdict(Protocol):
    @property
    def adopted(self) -> bool: ...

    @property
    def failed_on(self) -> str | None: ...


class _Rule(Protocol):
    @property
    def members(self) -> tuple[str, ...]: ...

    def passes(self, ballots: Any, /) -> _Verdict: ...

    def kind(self, member: str, /) -> Hashable: ...


@dataclass(frozen=True)
class Type:
    """Members with the same utilities.

    Parameters
    ----------
    members
        Who they are.
    adoption
        What each gets where the text is adopted; rejection is worth 0.
    casting
        What each gets for casting a ballot, whatever the outcome (negative: what it costs); a ballot that is not
        named gets 0.
    name
        What they are called together; without it, their names.
    """

    members: tuple[str, ...]
    adoption: Payoff
    casting: Mapping[str, Payoff] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", tuple(self.members))
        object.__setattr__(self, "adoption", exact(self.adoption))
        casting = {str(ballot): exact(payoff) for ballot, payoff in self.casting.items()}
        object.__setattr__(self, "casting", MappingProxyType(casting))
        if not self.members:
            raise InvalidGame("a type without members")
        if not self.name:
            object.__setattr__(self, "name", ", ".join(self.members))

    def payoff(self, ballot: str, adopted: bool) -> Payoff:
        """What a member gets for its own ballot and the outcome."""
        cast = self.casting.get(ballot, Fraction(0))
        return cast + self.adoption if adopted else cast


@dataclass(frozen=True, repr=False)
class BallotGame(Shown):
    """Everyone casts a ballot at once, and a rule decides.

    Parameters
    ----------
    rule
        A voting rule: its members, its verdict on ballots, the kind of each member.
    types
        Who has which utilities; everyone once.  A type whose members are of several kinds is split.
    ballots
        The ballots that may be cast; of two that are equally good, ``as-if-critical`` takes the first.
    assumptions
        The declared names in the utilities, and what is assumed of them.

    Raises
    ------
    InvalidGame
        Where a member is missing, unknown or named twice, a ballot is unknown, or a name is not declared.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> from coopsec_games.noncooperative.ballots import outcome_regions
    >>> under = Assumptions.read(["a", "k"], "a > 0", "k > 0")
    >>> a, k = exact("a", ["a"]), exact("k", ["k"])
    >>> game = BallotGame(NoObjection(("A", "B")), (Type(("A",), a), Type(("B",), -a, {"no": -k})), assumptions=under)
    >>> for outcome, where in outcome_regions(game).items():
    ...     print(f"{outcome}: {where.text}")
    adopted: k >= a
    vetoed: a > k
    """

    rule: _Rule
    types: tuple[Type, ...]
    ballots: tuple[str, ...] = ("yes", "abstain", "no")
    assumptions: Assumptions = field(default_factory=Assumptions)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ballots", tuple(str(ballot) for ballot in self.ballots))
        _check_ballots(self.ballots)
        _check_types(self.types, self.rule.members, self.ballots)
        object.__setattr__(self, "types", tuple(part for own in self.types for part in _by_kind(own, self.rule)))
        for own in self.types:
            for payoff in (own.adoption, *own.casting.values()):
                check_names(payoff, self.assumptions.names, f"the utility of {own.name}")

    def _brief(self) -> str:
        return f"{len(self.players)} members, {len(self.types)} types"

    def to_tables(self) -> tuple[Table, ...]:
        """The utilities of each type, and the rule."""
        return ballot_tables(self)

    @property
    def players(self) -> tuple[str, ...]:
        """Everyone, type by type."""
        return tuple(member for own in self.types for member in own.members)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur in the utilities, in declared order."""
        payoffs = (payoff for own in self.types for payoff in (own.adoption, *own.casting.values()))
        return parameters_in(payoffs, self.assumptions)

    def outcome(self, ballots: Mapping[str, str]) -> str:
        """What the rule makes of the ballots: ``adopted``, ``vetoed``, ``objected`` or ``rejected`` (too few votes)."""
        return _label(self.rule.passes(ballots))

    def at(self, values: Values) -> BallotGame:
        """The same game with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        types = tuple(
            Type(
                own.members,
                put(own.adoption),
                {ballot: put(payoff) for ballot, payoff in own.casting.items()},
                own.name,
            )
            for own in self.types
        )
        return BallotGame(self.rule, types, self.ballots, under)


def _label(verdict: _Verdict) -> str:
    if verdict.adopted:
        return "adopted"
    return {"veto": "vetoed", "objection": "objected"}.get(str(verdict.failed_on), "rejected")


def _check_ballots(ballots: Sequence[str]) -> None:
    if not ballots:
        raise InvalidGame("a ballot game needs at least one ballot")
    for place, ballot in enumerate(ballots):
        if ballot not in BALLOTS:
            raise InvalidGame(
                f"unknown ballot {ballot!r}", hint=did_you_mean(ballot, BALLOTS) or f"known: {', '.join(BALLOTS)}"
            )
        if ballot in ballots[:place]:
            raise InvalidGame(f"the ballot {ballot!r} is named twice")


def _check_types(types: Sequence[Type], members: Sequence[str], ballots: Sequence[str]) -> None:
    seen: set[str] = set()
    names: set[str] = set()
    for own in types:
        if own.name in names:
            raise InvalidGame(f"two types are called {own.name!r}")
        names.add(own.name)
        for member in own.members:
            if member not in members:
                raise InvalidGame(f"{member!r} has no ballot under the rule", hint=did_you_mean(member, members))
            if member in seen:
                raise InvalidGame(f"the utilities of {member} are stated twice")
            seen.add(member)
        for ballot in own.casting:
            if ballot not in ballots:
                raise InvalidGame(
                    f"{own.name} is paid for the ballot {ballot!r}, which may not be cast",
                    hint=did_you_mean(ballot, ballots) or f"allowed: {', '.join(ballots)}",
                )
    missing = [member for member in members if member not in seen]
    if missing:
        raise InvalidGame(f"no utilities are stated for {', '.join(missing)}", hint="name them, or use 'rest'")


def _by_kind(own: Type, rule: _Rule) -> list[Type]:
    """A type split so that the members of each part are of one kind under the rule."""
    kinds: dict[Hashable, list[str]] = {}
    for member in own.members:
        kinds.setdefault(rule.kind(member), []).append(member)
    if len(kinds) == 1:
        return [own]
    given = own.name if own.name != ", ".join(own.members) else ""
    return [
        Type(tuple(members), own.adoption, own.casting, f"{given} ({', '.join(members)})" if given else "")
        for members in kinds.values()
    ]
