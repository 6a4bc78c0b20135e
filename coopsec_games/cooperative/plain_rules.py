"""The rules that count yes or look at single members: quota, weight, no-objection, consent, present."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from ..errors import InvalidRule
from .ballots import Ballot, Ballots, Member, Verdict
from .groups import cast_by, checked_group, names_of
from .reading import RULES, Scope, exact_number, rule_fields, shortly

__all__ = ["Consent", "NoObjection", "Present", "Quota", "Weight"]


@RULES.register("quota", title="At least so many members vote yes", cite="Taylor and Zwicker 1999, ch. 1")
@dataclass(frozen=True)
class Quota:
    """At least so many members of a group vote yes.

    Parameters
    ----------
    members
        Everyone who has a ballot.
    yes
        How many yes are needed: from 1 to the size of the group.  Half of them or fewer is allowed.
    of
        Whose yes count; everyone's, where it is not given.

    Examples
    --------
    >>> Quota(("a", "b", "c"), 2).passes({"a": Ballot.YES, "b": Ballot.NO, "c": Ballot.YES}).reason
    '2 yes of 2 needed'
    """

    members: tuple[Member, ...]
    yes: int
    of: tuple[Member, ...] = None  # type: ignore[assignment]
    counted: frozenset[Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "of", checked_group("quota", self.members, self.of))
        object.__setattr__(self, "counted", frozenset(self.of))
        if isinstance(self.yes, bool) or not isinstance(self.yes, int):
            raise InvalidRule(
                f"a quota counts members: {shortly(self.yes)} is not a whole number", hint="'weight' has fractions"
            )
        if not 1 <= self.yes <= len(self.of):
            raise InvalidRule(f"a quota of {self.yes} among {len(self.of)} members", hint=f"from 1 to {len(self.of)}")

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Quota:
        """The rule of ``{of: all, yes: 9}``."""
        fields = rule_fields("quota", spec, ("yes",), ("of",))
        return cls(scope.members, fields["yes"], scope.chosen("quota", fields.get("of", "all")))  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the rule means."""
        if self.of == self.members:
            return f"at least {self.yes} of {len(self.of)} vote yes"
        if len(self.of) == 1:
            return f"{self.of[0]} votes yes"
        return f"at least {self.yes} of {names_of(self.of)} vote yes"

    def passes(self, ballots: Ballots) -> Verdict:
        """Count the yes."""
        yes = cast_by(ballots, self.of).count(Ballot.YES)
        if yes >= self.yes:
            return Verdict(True, None, (), f"{yes} yes of {self.yes} needed")
        return Verdict(False, "quota", (), f"{yes} yes, {self.yes} needed")

    def kind(self, member: Member) -> Hashable:
        """Whether the member's yes counts."""
        return member in self.counted


@RULES.register("weight", title="The yes weigh at least so much", cite="von Neumann and Morgenstern 1944, sec. 50")
@dataclass(frozen=True)
class Weight:
    """The members who vote yes weigh at least the quota.

    Parameters
    ----------
    members
        Everyone who has a ballot.
    weights
        Each counted member's weight: exact and not negative.
    quota
        The weight that is needed: above 0, at most the sum of all weights.

    Examples
    --------
    >>> Weight(("a", "b", "c"), {"a": 3, "b": 2, "c": 1}, 4).text
    'the yes weigh at least 4 of 6'
    """

    members: tuple[Member, ...]
    weights: Mapping[Member, int | Fraction] = field(hash=False)
    quota: int | Fraction

    def __post_init__(self) -> None:
        checked_group("weight", self.members, tuple(self.weights))
        weights = {m: exact_number(w, f"the weight of {m}") for m, w in self.weights.items()}
        quota = exact_number(self.quota, "the quota")
        for member, weight in weights.items():
            if weight < 0:
                raise InvalidRule(f"the weight of {member} is {weight}: a weight is not negative")
        total = sum(weights.values())
        if not 0 < quota <= total:
            raise InvalidRule(f"a quota of {quota} where all weights sum to {total}", hint=f"above 0, at most {total}")
        object.__setattr__(self, "weights", MappingProxyType(weights))
        object.__setattr__(self, "quota", quota)

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Weight:
        """The rule of ``{of: all, weights: {A: 10, ...}, quota: 62}``."""
        fields = rule_fields("weight", spec, ("weights", "quota"), ("of",))
        of = scope.chosen("weight", fields.get("of", "all"))
        weights = scope.weighed("weight", of, fields["weights"])
        return cls(scope.members, weights, fields["quota"])  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the rule means."""
        whose = "" if set(self.weights) == set(self.members) else f" of {names_of(self.weights)}"
        return f"the yes{whose} weigh at least {self.quota} of {sum(self.weights.values())}"

    def passes(self, ballots: Ballots) -> Verdict:
        """Weigh the yes."""
        cast = zip(self.weights.values(), cast_by(ballots, self.weights), strict=True)
        yes = sum(weight for weight, ballot in cast if ballot == Ballot.YES)
        if yes >= self.quota:
            return Verdict(True, None, (), f"yes of weight {yes}, {self.quota} needed")
        return Verdict(False, "quota", (), f"yes of weight {yes} only, {self.quota} needed")

    def kind(self, member: Member) -> Hashable:
        """The member's weight."""
        return self.weights.get(member, 0)


@dataclass(frozen=True)
class _OfGroup:
    """What the rules that look at each member of a group share."""

    members: tuple[Member, ...]
    group: tuple[Member, ...] = None  # type: ignore[assignment]
    asked: frozenset[Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", checked_group(type(self).__name__, self.members, self.group))
        object.__setattr__(self, "asked", frozenset(self.group))

    def kind(self, member: Member) -> Hashable:
        """Whether the rule looks at the member."""
        return member in self.asked

    def _casting(self, ballots: Ballots, *wanted: Ballot) -> tuple[Member, ...]:
        return tuple(m for m, ballot in zip(self.group, cast_by(ballots, self.group), strict=True) if ballot in wanted)

    def _said(self, everyone: str, each: str, one: str) -> str:
        if self.group == self.members:
            return everyone
        if not self.group:
            return "nobody in particular is asked"
        return f"{self.group[0]} {one}" if len(self.group) == 1 else each


@RULES.register("no-objection", title="Nobody of a group votes no", cite="UN Charter, Art. 27(3) as practised")
@dataclass(frozen=True)
class NoObjection(_OfGroup):
    """Nobody of a group votes no: a veto, or consensus as the absence of any objection.

    Parameters
    ----------
    members
        Everyone who has a ballot.
    group
        Whose no blocks; everyone's, where it is not given.
    called
        What such a no is called: ``"veto"`` or ``"objection"``.

    Examples
    --------
    >>> consensus = NoObjection(("DEU", "GRC", "USA"), called="objection")
    >>> consensus.passes({"DEU": Ballot.ABSTAIN, "GRC": Ballot.NO, "USA": Ballot.YES}).reason
    'objection by GRC'
    """

    called: Literal["veto", "objection"] = "veto"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.called not in ("veto", "objection"):
            raise InvalidRule(f"a no is called 'veto' or 'objection', not {shortly(self.called)}")

    @classmethod
    def read(cls, spec: object, scope: Scope) -> NoObjection:
        """The rule of ``{from: permanent, called: veto}``."""
        fields = rule_fields("no-objection", spec, (), ("from", "called"))
        group = scope.chosen("no-objection", fields.get("from", "all"))
        return cls(scope.members, group, fields.get("called", "veto"))  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the rule means."""
        return self._said("nobody votes no", f"none of {names_of(self.group)} votes no", "does not vote no")

    def passes(self, ballots: Ballots) -> Verdict:
        """Look for a no."""
        against = self._casting(ballots, Ballot.NO)
        if not against:
            return Verdict(True, None, (), "nobody vetoed" if self.called == "veto" else "nobody objected")
        by = "vetoed by" if self.called == "veto" else "objection by"
        return Verdict(False, self.called, against, f"{by} {names_of(against)}")


@RULES.register("consent", title="Everyone of a group votes yes", cite="UN Charter, Art. 27(3) read literally")
@dataclass(frozen=True)
class Consent(_OfGroup):
    """Everyone of a group votes yes: who abstains or stays away blocks as well.

    Examples
    --------
    >>> Consent(("a", "b", "c"), ("a", "b")).passes({"a": Ballot.YES, "b": Ballot.ABSTAIN, "c": Ballot.NO}).reason
    'no yes from b'
    """

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Consent:
        """The rule of ``{from: permanent}``."""
        fields = rule_fields("consent", spec, (), ("from",))
        return cls(scope.members, scope.chosen("consent", fields.get("from", "all")))

    @property
    def text(self) -> str:
        """What the rule means."""
        return self._said("everyone votes yes", f"each of {names_of(self.group)} votes yes", "votes yes")

    def passes(self, ballots: Ballots) -> Verdict:
        """Look for whoever did not vote yes."""
        missing = self._casting(ballots, *(ballot for ballot in Ballot if ballot is not Ballot.YES))
        if not missing:
            return Verdict(True, None, (), "everyone whose yes is needed gave it")
        return Verdict(False, "veto", missing, f"no yes from {names_of(missing)}")


@RULES.register(
    "present", title="Nobody of a group is absent", cite="UN Charter, Art. 27(3) as the USSR read it in 1950"
)
@dataclass(frozen=True)
class Present(_OfGroup):
    """Nobody of a group is absent: an empty chair blocks.

    Examples
    --------
    >>> Present(("a", "b", "c"), ("a", "b")).passes({"a": Ballot.YES, "b": Ballot.ABSENT, "c": Ballot.NO}).reason
    'blocked by the absence of b'
    """

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Present:
        """The rule of ``{from: permanent}``."""
        fields = rule_fields("present", spec, (), ("from",))
        return cls(scope.members, scope.chosen("present", fields.get("from", "all")))

    @property
    def text(self) -> str:
        """What the rule means."""
        return self._said("nobody is absent", f"none of {names_of(self.group)} is absent", "is not absent")

    def passes(self, ballots: Ballots) -> Verdict:
        """Look for an empty chair."""
        away = self._casting(ballots, Ballot.ABSENT)
        if not away:
            return Verdict(True, None, (), "nobody whose presence is needed is absent")
        return Verdict(False, "veto", away, f"blocked by the absence of {names_of(away)}")
