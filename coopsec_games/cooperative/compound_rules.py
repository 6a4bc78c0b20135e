"""The rules made of rules: all, any, excluding, abstaining, effect, dual, and a rule without those who are absent."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace

from ..errors import InvalidRule
from .ballots import Ballot, Ballots, Member, Verdict, VotingRule
from .groups import checked_group, names_of
from .reading import RULES, Scope, read_inner, rule_fields, shortly

__all__ = ["Abstaining", "All", "Any", "Dual", "Effect", "Excluding", "without"]


@dataclass(frozen=True)
class _OfParts:
    """What the rules made of several rules share."""

    parts: tuple[VotingRule, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise InvalidRule(f"'{type(self).__name__.lower()}' is given no rule")
        for part in self.parts[1:]:
            if set(part.members) != set(self.parts[0].members):
                raise InvalidRule("the parts of a rule have the same members", hint="name the group within the part")

    @classmethod
    def _parts(cls, word: str, spec: object, scope: Scope) -> tuple[VotingRule, ...]:
        if not isinstance(spec, list | tuple) or not spec:
            raise InvalidRule(f"{word!r} takes a list of at least one rule, not {shortly(spec)}")
        within = scope.inner()
        return tuple(read_inner(part, within) for part in spec)

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who has a ballot."""
        return self.parts[0].members

    def kind(self, member: Member) -> Hashable:
        """The member's kinds under each part."""
        return tuple(part.kind(member) for part in self.parts)


@RULES.register("all", title="Every one of several rules is met", cite="Taylor and Zwicker 1999, ch. 1")
@dataclass(frozen=True)
class All(_OfParts):
    """Every part is met; a quota is judged before a veto, and a veto before an objection."""

    @classmethod
    def read(cls, spec: object, scope: Scope) -> All:
        """The rule of ``[{quota: ...}, {no-objection: ...}]``."""
        return cls(cls._parts("all", spec, scope))

    @property
    def text(self) -> str:
        """What the rule means."""
        return ", and ".join(f"({part.text})" if isinstance(part, Any) else part.text for part in self.parts)

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask every part."""
        verdicts = [part.passes(ballots) for part in self.parts]
        failed = [verdict for verdict in verdicts if not verdict.adopted]
        if not failed:
            reason = "; ".join(verdict.reason for verdict in verdicts)
            return Verdict(True, None, (), reason, "; ".join(filter(None, (verdict.effect for verdict in verdicts))))
        on = min((verdict.failed_on for verdict in failed), key=("quota", "veto", "objection").index)
        failed = [verdict for verdict in failed if verdict.failed_on == on]
        blocking = {member for verdict in failed for member in verdict.vetoes}
        vetoes = tuple(member for member in self.members if member in blocking)
        return Verdict(False, on, vetoes, "; ".join(dict.fromkeys(verdict.reason for verdict in failed)))


@RULES.register("any", title="At least one of several rules is met", cite="Taylor and Zwicker 1999, ch. 1")
@dataclass(frozen=True)
class Any(_OfParts):
    """At least one part is met; where none is, the first part's verdict says what the text failed on."""

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Any:
        """The rule of ``[{quota: ...}, {quota: ...}]``."""
        return cls(cls._parts("any", spec, scope))

    @property
    def text(self) -> str:
        """What the rule means."""
        return ", or ".join(f"({part.text})" if isinstance(part, All) else part.text for part in self.parts)

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the parts, one after another."""
        failed = []
        for part in self.parts:
            verdict = part.passes(ballots)
            if verdict.adopted:
                return verdict
            failed.append(verdict)
        reason = "; nor otherwise: ".join(dict.fromkeys(verdict.reason for verdict in failed))
        return Verdict(False, failed[0].failed_on, failed[0].vetoes, reason)


@RULES.register("excluding", title="The parties' ballots do not count", cite="League Covenant, Art. 15(6) and 16(4)")
@dataclass(frozen=True)
class Excluding:
    """A rule among the others: the parties' ballots do not count and are not needed.

    Parameters
    ----------
    members
        Everyone who has a ballot, the parties too.
    parties
        Whose ballots do not count; nobody, where a roll call could name the parties and names none.
    rule
        The rule among the others.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Consent
    >>> rule = Excluding(("CHN", "FRA", "JPN"), ("CHN", "JPN"), Consent(("FRA",)))
    >>> rule.passes({"CHN": Ballot.YES, "FRA": Ballot.YES, "JPN": Ballot.NO}).adopted
    True
    """

    members: tuple[Member, ...]
    parties: tuple[Member, ...]
    rule: VotingRule

    def __post_init__(self) -> None:
        checked_group("excluding", self.members, self.parties)
        if set(self.rule.members) != set(self.members) - set(self.parties):
            raise InvalidRule("'excluding' needs a rule among everyone but the parties")

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Excluding:
        """The rule of ``{parties: [A], rule: {consent: {from: all}}}``; ``at-most`` limits how many they may be."""
        fields = rule_fields("excluding", spec, ("parties", "rule"), ("at-most",))
        parties = scope.chosen("excluding", fields["parties"])
        most = fields.get("at-most", len(parties))
        if isinstance(most, bool) or not isinstance(most, int) or most < 0:
            raise InvalidRule(f"'at-most' counts members: {shortly(most)} is not a whole number")
        if len(parties) > most:
            raise InvalidRule(f"at most {most} can be left out of the count, not {names_of(parties)}")
        return cls(scope.members, parties, read_inner(fields["rule"], scope.without(parties).inner()))

    @property
    def text(self) -> str:
        """What the rule means."""
        return f"leaving {names_of(self.parties) if self.parties else 'the parties'} out of the count, {self.rule.text}"

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the rule among the others."""
        verdict = self.rule.passes(ballots)
        if not self.parties:
            return verdict
        return replace(verdict, reason=f"{verdict.reason} ({names_of(self.parties)} not counted)")

    def kind(self, member: Member) -> Hashable:
        """Whether the member is a party, else its kind among the others."""
        return (True, None) if member in self.parties else (False, self.rule.kind(member))


@RULES.register("abstaining", title="The parties abstain, whatever they say", cite="UN Charter, Art. 27(3), proviso")
@dataclass(frozen=True)
class Abstaining:
    """A rule under which the parties must abstain: their yes or no is read as an abstention, and what is needed stays.

    Parameters
    ----------
    parties
        Who must abstain; nobody, where a roll call could name the parties and names none.
    rule
        The rule, among everyone.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> rule = Abstaining(("GBR",), NoObjection(("FRA", "GBR", "USA")))
    >>> rule.passes({"FRA": Ballot.YES, "GBR": Ballot.NO, "USA": Ballot.YES}).reason
    'nobody vetoed (GBR read as abstaining)'
    """

    parties: tuple[Member, ...]
    rule: VotingRule

    def __post_init__(self) -> None:
        checked_group("abstaining", self.rule.members, self.parties)

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Abstaining:
        """The rule of ``{parties: parties, rule: {no-objection: {from: permanent}}}``."""
        fields = rule_fields("abstaining", spec, ("parties", "rule"))
        parties = scope.chosen("abstaining", fields["parties"])
        return cls(parties, read_inner(fields["rule"], scope.inner()))

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who has a ballot."""
        return self.rule.members

    @property
    def text(self) -> str:
        """What the rule means."""
        return f"{self.rule.text}; {names_of(self.parties) if self.parties else 'the parties'} must abstain"

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the rule, with the parties abstaining."""
        turned = {member: Ballot.ABSTAIN for member in self.parties if ballots.get(member) in (Ballot.YES, Ballot.NO)}
        verdict = self.rule.passes({**ballots, **turned})
        return (
            replace(verdict, reason=f"{verdict.reason} ({names_of(turned)} read as abstaining)") if turned else verdict
        )

    def kind(self, member: Member) -> Hashable:
        """Whether the member must abstain, and its kind under the rule."""
        return member in self.parties, self.rule.kind(member)


@RULES.register("effect", title="Adoption, and what follows from it in law", cite="League Covenant, Art. 15(4)-(7)")
@dataclass(frozen=True)
class Effect:
    """A rule that tells adoption and legal effect apart: how a text is adopted decides what follows from it.

    Parameters
    ----------
    rule
        What adopts a text.
    cases
        Rules and the effect that each gives to an adopted text; the first that is met holds.
    otherwise
        The effect of an adopted text that meets none of them.
    rejected
        What follows where the text is not adopted.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Consent, Quota
    >>> report = Effect(Quota(("a", "b", "c"), 2), ((Consent(("a", "b", "c")), "binds all"),), "is published only")
    >>> report.passes({"a": Ballot.YES, "b": Ballot.YES, "c": Ballot.NO}).effect
    'is published only'
    """

    rule: VotingRule
    cases: tuple[tuple[VotingRule, str], ...] = ()
    otherwise: str = ""
    rejected: str = ""

    def __post_init__(self) -> None:
        for part, _ in self.cases:
            if set(part.members) != set(self.rule.members):
                raise InvalidRule("the parts of a rule have the same members", hint="name the group within the part")

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Effect:
        """The rule of ``{rule: {...}, cases: [{if: {...}, then: text}], otherwise: text, rejected: text}``."""
        fields = rule_fields("effect", spec, ("rule",), ("cases", "otherwise", "rejected"))
        within = scope.inner()
        given = fields.get("cases", [])
        if not isinstance(given, list | tuple):
            raise InvalidRule(f"'cases' is a list of 'if' and 'then', not {shortly(given)}")
        stated = [rule_fields("effect", case, ("if", "then")) for case in given]
        texts = [case["then"] for case in stated] + [fields.get(name, "") for name in ("otherwise", "rejected")]
        for text in texts:
            if not isinstance(text, str):
                raise InvalidRule(f"an effect is a text, not {shortly(text)}")
        cases = tuple((read_inner(case["if"], within), str(case["then"])) for case in stated)
        return cls(read_inner(fields["rule"], within), cases, str(texts[-2]), str(texts[-1]))

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who has a ballot."""
        return self.rule.members

    @property
    def text(self) -> str:
        """What the rule means."""
        told = [f"if {part.text}: {effect}" for part, effect in self.cases]
        told += [
            f"{name}: {effect}" for name, effect in (("else", self.otherwise), ("not adopted", self.rejected)) if effect
        ]
        return "; ".join((self.rule.text, *told))

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the rule, then for the effect."""
        verdict = self.rule.passes(ballots)
        if not verdict.adopted:
            return replace(verdict, effect=self.rejected)
        met = (effect for part, effect in self.cases if part.passes(ballots).adopted)
        return replace(verdict, effect=next(met, self.otherwise))

    def kind(self, member: Member) -> Hashable:
        """The member's kinds under the rule and under each case."""
        return self.rule.kind(member), *(part.kind(member) for part, _ in self.cases)

    def among(self, ballots: Collection[Ballot]) -> VotingRule:
        """The same rule in simpler words: what adopts a text."""
        return self.rule


@RULES.register("dual", title="What the opposite ballots would defeat", cite="Taylor and Zwicker 1999, ch. 1")
@dataclass(frozen=True)
class Dual:
    """The dual of a rule: it passes what the rule would reject if every yes were a no and every no a yes.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Consent
    >>> Dual(Consent(("a", "b"))).passes({"a": Ballot.YES, "b": Ballot.NO}).adopted
    True
    """

    rule: VotingRule

    @classmethod
    def read(cls, spec: object, scope: Scope) -> Dual:
        """The rule of ``{quota: {yes: 9}}``, turned round."""
        return cls(read_inner(spec, scope.inner()))

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who has a ballot."""
        return self.rule.members

    @property
    def text(self) -> str:
        """What the rule means."""
        return f"with every yes and no exchanged, it would not hold that {self.rule.text}"

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the rule about the opposite ballots."""
        opposite = {Ballot.YES: Ballot.NO, Ballot.NO: Ballot.YES}
        turned = {member: opposite.get(ballot, ballot) for member, ballot in ballots.items()}
        verdict = self.rule.passes(turned)
        reason = f"with yes and no exchanged: {verdict.reason}"
        return Verdict(False, "quota", (), reason) if verdict.adopted else Verdict(True, None, (), reason)

    def kind(self, member: Member) -> Hashable:
        """The member's kind under the rule."""
        return self.rule.kind(member)


@dataclass(frozen=True)
class _Without:
    """A rule whose absent members have left the table; what it asks of ballots stays the same."""

    rule: VotingRule
    absent: tuple[Member, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who is left."""
        return tuple(member for member in self.rule.members if member not in self.absent)

    @property
    def text(self) -> str:
        """What the rule means."""
        return f"{self.rule.text} ({names_of(self.absent)} absent)"

    def passes(self, ballots: Ballots) -> Verdict:
        """Ask the rule, with the chairs empty."""
        return self.rule.passes({**ballots, **dict.fromkeys(self.absent, Ballot.ABSENT)})

    def kind(self, member: Member) -> Hashable:
        """The member's kind under the rule."""
        return self.rule.kind(member)


def without(rule: VotingRule, absent: Collection[Member]) -> VotingRule:
    """The rule as those play it who are there: the absent leave the game, and nothing that the rule asks for changes.

    Parameters
    ----------
    rule
        A voting rule.
    absent
        Members whose chairs are empty.

    Raises
    ------
    InvalidRule
        Somebody absent is no member, or nobody is left.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> rule = without(Quota(("a", "b", "c"), 2), ["c"])
    >>> rule.members, rule.passes({"a": Ballot.YES, "b": Ballot.NO}).reason
    (('a', 'b'), '1 yes, 2 needed')
    """
    away = checked_group("absent", rule.members, tuple(dict.fromkeys(absent)))
    if len(away) == len(rule.members):
        raise InvalidRule("everyone is absent: nobody is left to vote")
    return _Without(rule, away) if away else rule
