"""The rules that ask for a share: of members, of votes or people, of those present and voting, of those aside.

A share is written ``at-least: 2/3`` or ``more-than: 1/2``, and is exact:

>>> from coopsec_games.cooperative.reading import read_rule
>>> rule = read_rule({"present-and-voting": {"at-least": "2/3"}}, {"all": tuple("abcdef")})
>>> rule.text
'at least 2/3 of those present and voting vote yes'
>>> rule.passes(dict(zip("abcdef", (Ballot.YES, Ballot.YES, Ballot.NO) + 3 * (Ballot.ABSTAIN,)))).reason
'2 yes of 3 present and voting'
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from ..errors import InvalidRule
from .ballots import Ballot, Ballots, Member, Verdict, VotingRule
from .groups import cast_by, checked_group, names_of
from .plain_rules import NoObjection, Quota, Weight
from .reading import RULES, Scope, exact_number, rule_fields, shortly

__all__ = ["BlockingMinority", "PresentAndVoting", "Qualified", "Quorum", "Share"]

_SHARES = ("at-least", "more-than")


@dataclass(frozen=True)
class Part:
    """A part of a whole: at least so much of it, or more than so much.

    Examples
    --------
    >>> str(Part(Fraction(1, 2), beyond=True)), Part(Fraction(1, 2), beyond=True).least_of(28)
    ('more than 1/2', 15)
    """

    share: int | Fraction
    beyond: bool = False

    def __post_init__(self) -> None:
        share = exact_number(self.share, "the share")
        object.__setattr__(self, "share", share)
        if not (0 <= share < 1 if self.beyond else 0 < share <= 1):
            raise InvalidRule(f"{self} of a whole cannot be asked for", hint="a share is a number such as 2/3")

    @classmethod
    def read(cls, word: str, fields: Mapping[str, object]) -> Part:
        """The part of ``at-least: 2/3`` or ``more-than: 1/2``, exactly one of which is given."""
        given = [name for name in _SHARES if name in fields]
        if len(given) != 1:
            raise InvalidRule(f"{word!r} needs either 'at-least' or 'more-than'")
        return cls(exact_number(fields[given[0]], "the share"), given[0] == "more-than")

    def __str__(self) -> str:
        return f"{'more than' if self.beyond else 'at least'} {self.share}"

    def reached_by(self, part: int | Fraction, whole: int | Fraction) -> bool:
        """Whether a part of the whole is as much."""
        return part > self.share * whole if self.beyond else part >= self.share * whole

    def least_of(self, whole: int | Fraction, step: int = 1) -> int | Fraction:
        """The smallest multiple of ``1/step`` that is as much."""
        exactly = Fraction(self.share) * whole * step
        steps = (
            exactly.numerator // exactly.denominator + 1
            if self.beyond
            else -(-exactly.numerator // exactly.denominator)
        )
        least = Fraction(steps, step)
        return least.numerator if least.denominator == 1 else least


@RULES.register("share", title="A share of the members, or of their weight, votes yes", cite="TEU, Art. 16(4)")
@dataclass(frozen=True)
class Share(Weight):
    """The members who vote yes are, or weigh, a share of all who are counted.

    The share is of those who are counted: whoever is left out of the rule leaves the whole too.

    Parameters
    ----------
    members, weights
        As for :class:`Weight`; one each, where members are counted by their heads.
    part
        The share that is needed.
    called
        What the weights are: ``votes``, ``population``; empty for members.

    Examples
    --------
    >>> rule = Share(("a", "b", "c"), {"a": 3, "b": 2, "c": 1}, Part(Fraction(1, 2), beyond=True), "votes")
    >>> rule.text, rule.quota
    ('the yes have more than 1/2 of the votes (4 of 6)', 4)
    """

    quota: int | Fraction = field(init=False)
    part: Part
    called: str = ""

    def __post_init__(self) -> None:
        weights = {member: exact_number(w, f"the weight of {member}") for member, w in self.weights.items()}
        step = lcm(*(Fraction(weight).denominator for weight in weights.values()))
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "quota", self.part.least_of(sum(weights.values()), step))
        super().__post_init__()

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Share:
        """The rule of ``{of: all, weights: population, at-least: 62/100}``."""
        fields = rule_fields("share", spec, (), ("of", "weights", "called", *_SHARES))
        of = scope.chosen("share", fields.get("of", "all"))
        given = fields.get("weights")
        weights = dict.fromkeys(of, 1) if given is None else scope.weighed("share", of, given)
        return cls(scope.members, weights, Part.read("share", fields), _called(fields))  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the rule means."""
        whole = sum(self.weights.values())
        others = "" if len(self.weights) == len(self.members) else f" of {_some(self.weights)}"
        if self.called:
            return f"the yes{others} have {self.part} of the {self.called} ({self.quota} of {whole})"
        return f"{self.part} of the members{others} vote yes ({self.quota} of {whole})"

    def passes(self, ballots: Ballots) -> Verdict:
        """Weigh the yes."""
        cast = zip(self.weights.values(), cast_by(ballots, self.weights), strict=True)
        yes = sum(weight for weight, ballot in cast if ballot == Ballot.YES)
        what = f"yes of {yes} {self.called}" if self.called else f"{yes} yes"
        if yes >= self.quota:
            return Verdict(True, None, (), f"{what}, of {self.quota} needed")
        return Verdict(False, "quota", (), f"{what}, {self.quota} needed")


@RULES.register(
    "blocking-minority",
    title="Fewer than so many members withhold their yes",
    cite="TEU, Art. 16(4); TFEU, Art. 238(3)",
)
@dataclass(frozen=True)
class BlockingMinority(Quota):
    """Fewer than so many members of a group withhold their yes: so many can block, fewer cannot.

    Parameters
    ----------
    members, of
        As for :class:`Quota`.
    blocking
        How many members block together.

    Examples
    --------
    >>> BlockingMinority(tuple("abcdefg"), blocking=4).text
    'fewer than 4 of 7 withhold their yes'
    """

    yes: int = field(init=False)
    blocking: int = 1

    def __post_init__(self) -> None:
        of = checked_group("blocking-minority", self.members, self.of)
        if isinstance(self.blocking, bool) or not isinstance(self.blocking, int) or not 1 <= self.blocking <= len(of):
            raise InvalidRule(
                f"{shortly(self.blocking)} members cannot be what blocks among {len(of)}", hint=f"from 1 to {len(of)}"
            )
        object.__setattr__(self, "yes", len(of) - self.blocking + 1)
        super().__post_init__()

    @classmethod
    def read(cls, spec: object, scope: Scope) -> BlockingMinority:
        """The rule of ``{of: all, members: 4}``."""
        fields = rule_fields("blocking-minority", spec, ("members",), ("of",))
        of = scope.chosen("blocking-minority", fields.get("of", "all"))
        return cls(scope.members, of, fields["members"])  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the rule means."""
        whose = len(self.of) if len(self.of) == len(self.members) else _some(self.of)
        return f"fewer than {self.blocking} of {whose} withhold their yes"


@dataclass(frozen=True)
class _PartOfGroup:
    """What the rules about a part of a group share."""

    members: tuple[Member, ...]
    of: tuple[Member, ...]
    part: Part
    counted: frozenset[Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        checked_group(type(self).__name__, self.members, self.of)
        object.__setattr__(self, "counted", frozenset(self.of))

    def kind(self, member: Member) -> Hashable:
        """Whether the member is counted."""
        return member in self.counted

    def _whose(self) -> str:
        return "" if len(self.of) == len(self.members) else f" among {_some(self.of)}"


@RULES.register(
    "present-and-voting",
    title="A share of those who vote yes or no votes yes",
    cite="UN General Assembly, Rules of Procedure, Rules 83-86; League Assembly, Rule 19(5)",
)
@dataclass(frozen=True)
class PresentAndVoting(_PartOfGroup):
    """A share of those who vote yes or no votes yes; who abstains or is absent is not counted.

    Somebody must vote yes.  All of them, ``at-least: 1``, is unanimity in which abstainers count as not present: a
    single no is then called a veto.

    Parameters
    ----------
    members
        Everyone who has a ballot.
    of
        Whose ballots are counted.
    part
        The share that is needed.

    Examples
    --------
    >>> unanimous = PresentAndVoting(("CHN", "FRA", "JPN"), ("CHN", "FRA", "JPN"), Part(1))
    >>> unanimous.passes({"CHN": Ballot.ABSTAIN, "FRA": Ballot.YES, "JPN": Ballot.ABSENT}).adopted
    True
    >>> unanimous.passes({"CHN": Ballot.YES, "FRA": Ballot.YES, "JPN": Ballot.NO}).reason
    'not unanimous: no from JPN'
    """

    @classmethod
    def read(cls, spec: object, scope: Scope) -> PresentAndVoting:
        """The rule of ``{of: all, at-least: 2/3}``."""
        fields = rule_fields("present-and-voting", spec, (), ("of", *_SHARES))
        of = scope.chosen("present-and-voting", fields.get("of", "all"))
        return cls(scope.members, of, Part.read("present-and-voting", fields))

    @property
    def text(self) -> str:
        """What the rule means."""
        if self.part == Part(1):
            return f"everyone present and voting{self._whose()} votes yes"
        return f"{self.part} of those present and voting{self._whose()} vote yes"

    def passes(self, ballots: Ballots) -> Verdict:
        """Count the yes and the no."""
        cast = cast_by(ballots, self.of)
        yes = cast.count(Ballot.YES)
        voting = yes + cast.count(Ballot.NO)
        if not yes:
            return Verdict(False, "quota", (), "nobody votes yes")
        if self.part.reached_by(yes, voting):
            return Verdict(True, None, (), f"{yes} yes of {voting} present and voting")
        if self.part == Part(1):
            against = tuple(m for m, ballot in zip(self.of, cast, strict=True) if ballot == Ballot.NO)
            return Verdict(False, "veto", against, f"not unanimous: no from {names_of(against)}")
        return Verdict(False, "quota", (), f"{yes} yes of {voting} present and voting, {self.part} needed")

    def among(self, ballots: Collection[Ballot]) -> VotingRule | None:
        """The same rule in simpler words, where no other ballots are cast."""
        if not self.of or not set(ballots) <= {Ballot.YES, Ballot.NO}:
            return None
        return (
            Share(self.members, dict.fromkeys(self.of, 1), self.part)
            if self.part.share
            else Quota(self.members, 1, self.of)
        )


@RULES.register(
    "quorum", title="A share of the members is there", cite="UN General Assembly, Rules of Procedure, Rule 67"
)
@dataclass(frozen=True)
class Quorum(_PartOfGroup):
    """A share of a group is there, whatever it votes.

    Examples
    --------
    >>> rule = Quorum(("a", "b", "c"), ("a", "b", "c"), Part(Fraction(1, 2), beyond=True))
    >>> rule.passes({"a": Ballot.YES, "b": Ballot.ABSENT, "c": Ballot.ABSENT}).reason
    '1 of 3 present, more than 1/2 needed'
    """

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Quorum:
        """The rule of ``{of: all, more-than: 1/2}``."""
        fields = rule_fields("quorum", spec, (), ("of", *_SHARES))
        of = scope.chosen("quorum", fields.get("of", "all"))
        return cls(scope.members, of, Part.read("quorum", fields))

    @property
    def text(self) -> str:
        """What the rule means."""
        return f"{self.part} of the members{self._whose()} are present"

    def passes(self, ballots: Ballots) -> Verdict:
        """Count who is there."""
        there = len(self.of) - cast_by(ballots, self.of).count(Ballot.ABSENT)
        if self.part.reached_by(there, len(self.of)):
            return Verdict(True, None, (), f"{there} of {len(self.of)} present")
        return Verdict(False, "quota", (), f"{there} of {len(self.of)} present, {self.part} needed")

    def among(self, ballots: Collection[Ballot]) -> VotingRule | None:
        """The same rule in simpler words, where no other ballots are cast: nothing is asked while nobody is absent."""
        return None if Ballot.ABSENT in ballots else NoObjection(self.members, ())


@RULES.register(
    "qualified",
    title="Qualified abstentions stay below a limit",
    cite="TEU (Amsterdam), Art. 23(1); TEU (Lisbon), Art. 31(1)",
)
@dataclass(frozen=True)
class Qualified:
    """Those who abstain with qualification do not reach a share of the members, or of their weight.

    Parameters
    ----------
    members
        Everyone who has a ballot.
    weights
        Each counted member's weight; one each, where members are counted by their heads.
    part
        The share that blocks.
    called
        What the weights are; empty for members.

    Examples
    --------
    >>> rule = Qualified(("a", "b", "c"), {"a": 1, "b": 1, "c": 1}, Part(Fraction(1, 3), beyond=True))
    >>> rule.text
    'qualified abstentions are not more than 1/3 of the members'
    >>> rule.passes({"a": Ballot.QUALIFIED, "b": Ballot.YES, "c": Ballot.QUALIFIED}).adopted
    False
    """

    members: tuple[Member, ...]
    weights: Mapping[Member, int | Fraction] = field(hash=False)
    part: Part
    called: str = ""

    def __post_init__(self) -> None:
        whole = Share(self.members, self.weights, Part(1))
        object.__setattr__(self, "weights", whole.weights)

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Qualified:
        """The rule of ``{of: all, weights: votes, more-than: 1/3}``."""
        fields = rule_fields("qualified", spec, (), ("of", "weights", "called", *_SHARES))
        of = scope.chosen("qualified", fields.get("of", "all"))
        given = fields.get("weights")
        weights = dict.fromkeys(of, 1) if given is None else scope.weighed("qualified", of, given)
        return cls(scope.members, weights, Part.read("qualified", fields), _called(fields))  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the rule means."""
        limit = f"not {self.part}" if self.part.beyond else f"less than {self.part.share}"
        return f"qualified abstentions are {limit} of the {self.called or 'members'}"

    def passes(self, ballots: Ballots) -> Verdict:
        """Weigh the qualified abstentions."""
        cast = zip(self.weights.values(), cast_by(ballots, self.weights), strict=True)
        aside = sum(weight for weight, ballot in cast if ballot == Ballot.QUALIFIED)
        whole = sum(self.weights.values())
        told = f"qualified abstentions of {aside} of {whole} {self.called or 'members'}"
        if self.part.reached_by(aside, whole):
            return Verdict(False, "quota", (), f"{told}: {self.part.share} is the limit")
        return Verdict(True, None, (), told if aside else "nobody abstains with qualification")

    def kind(self, member: Member) -> Hashable:
        """The member's weight."""
        return self.weights.get(member, 0)

    def among(self, ballots: Collection[Ballot]) -> VotingRule | None:
        """The same rule in simpler words, where no other ballots are cast: nothing is asked where nobody qualifies."""
        return None if Ballot.QUALIFIED in ballots else NoObjection(self.members, ())


def _called(fields: Mapping[str, object]) -> str:
    called = fields.get("called", "")
    if not isinstance(called, str):
        raise InvalidRule(f"'called' says what the weights are, not {shortly(called)}")
    if not called and isinstance(fields.get("weights"), str):
        return str(fields["weights"])
    return called or ("weight" if "weights" in fields else "")


def _some(members: Collection[Member]) -> str:
    """The members in a line, the first and the last where they are many."""
    named = list(members)
    return names_of(named) if len(named) <= 12 else f"{named[0]}, {named[1]}, …, {named[-1]}"
