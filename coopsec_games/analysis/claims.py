"""What the authors claim, decided: by the record, or by a game under its stated assumptions.

A claim about a game says either that an outcome comes about wherever its premises hold (no ``where``), or that under
its premises the outcome comes about exactly where a condition holds (``where``).  A verdict says what kind of support
there is, never a bare "true".
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..conditions import Condition
from ..errors import UnknownKey, did_you_mean
from ..formulas import shown_number
from ..results import Shown, Table, condition_json, json_data
from .game_claims import implied, read_condition, require_possible, witnesses

if TYPE_CHECKING:
    from ..cooperative.ballots import Ballot
    from ..institutions.case import Case, Claim
    from .games import GameAnswer

__all__ = ["VERDICTS", "ClaimAnswer", "decide"]

VERDICTS: Mapping[str, str] = {
    "supported": "the record bears it out",
    "contradicted": "the record speaks against it",
    "entailed": "it follows from the model under its stated assumptions",
    "holds-iff": "the model makes it true exactly under a condition",
    "not-entailed": "the model has a counterexample",
    "assumed": "it already stands among the assumptions",
    "model-dependent": "a rival model decides it otherwise",
    "undecided": "it could not be decided",
    "not-formalised": "it is no statement that a rule or a game decides",
}


RELATIONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, repr=False)
class ClaimAnswer(Shown):
    """A claim and its verdict, with the reason and, where a game decides it, the region and its witnesses."""

    case: str
    claim: Claim
    verdict: str
    because: str
    model: str | None = None
    where: Condition | None = None
    witness: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    rival: str = ""

    def _brief(self) -> str:
        return f"{self.claim.id!r}, {self.verdict}"

    def to_tables(self) -> tuple[Table, ...]:
        """The sentence, what it states formally, the verdict and the reason."""
        claim = self.claim
        rows = (
            ("quoted", f"“{claim.quote}” ({claim.author}, {claim.section})"),
            ("stated", claim.statement),
            ("verdict", self.verdict),
            ("because", self.because),
            ("where", self.where),
            ("premises", "; ".join(claim.premises)),
        )
        names = () if self.where is None else self.where.assumptions.names
        told = tuple(row for row in rows if row[1])
        return (Table("claim", claim.id, ("about", "answer"), told, (), claim.cite, names=names),)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        claim = self.claim
        return {
            "id": claim.id,
            "case": self.case,
            "author": claim.author,
            "section": claim.section,
            "quote": claim.quote,
            "statement": claim.statement,
            "formal": None if claim.formal is None else _plain(claim.formal),
            "premises": list(claim.premises),
            "model": self.model,
            "rival": self.rival or None,
            "verdict": self.verdict,
            "because": self.because,
            "where": condition_json(self.where),
            "witness": json_data(self.witness),
            "cite": list(claim.cite),
            "certainty": claim.certainty,
            "note": claim.note,
        }


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, (bool, int)) or value is None else str(value)


def decide(
    case: Case, claim: Claim, solved: Callable[[str], GameAnswer], other: Callable[[str, str], GameAnswer]
) -> ClaimAnswer:
    """The verdict on one claim.

    Parameters
    ----------
    case
        The case in whose file the claim stands.
    claim
        The claim.
    solved
        Gives the answer of a game of the case by its key.
    other
        Gives that of a game of another case, by the case and the game.
    """
    formal = claim.formal
    if formal is None:
        return ClaimAnswer(case.key, claim, "not-formalised", claim.not_formalised)
    if "condition" in formal:
        return _by_assumptions(case, claim, formal)
    if "game" in formal:
        return _by_game(case, claim, formal, solved, other)
    holds, because = _by_record(case, formal)
    if holds and _entered_by_choice(case, formal):
        because = f"the ballots themselves are entered by a modelling choice; {because}"
        return ClaimAnswer(case.key, claim, "assumed", because)
    return ClaimAnswer(case.key, claim, "supported" if holds else "contradicted", because)


# --- the record ------------------------------------------------------------------------------------------------------


def _by_record(case: Case, formal: Mapping[str, Any]) -> tuple[bool, str]:
    if "group" in formal:
        return _membership(case, formal)
    if "voted" in formal:
        return _voted(case, formal)
    if "documented" in formal:
        stated, documented = str(formal["stated"]), str(formal["documented"])
        return stated == documented, f"the sentence has {stated!r}, the document named {documented!r}"
    if "power" in formal:
        return _power(case, formal)
    if "roll-calls" in formal or "roll-call" in formal:
        return _roll_calls(case, formal)
    body = case.body(formal.get("institution"), formal["date"])
    default = case.procedure if formal.get("institution") in (None, "") else None
    procedure = body.procedure(formal.get("procedure") or default)
    verdict = procedure.rule.passes(formal["ballots"])
    return verdict.adopted == formal["adopted"], f"{procedure.text}: {verdict}"


def _entered_by_choice(case: Case, formal: Mapping[str, Any]) -> bool:
    """Whether the statement rests on ballots that the case marks as a modelling choice."""
    keys = formal.get("roll-calls") or ([formal["roll-call"]] if "roll-call" in formal else [])
    return any(case.roll_call(key).certainty == "I" for key in keys)


def _membership(case: Case, formal: Mapping[str, Any]) -> tuple[bool, str]:
    body = case.body(formal.get("institution"), formal["date"])
    group = str(formal["group"])
    if group not in body.groups:
        raise UnknownKey(f"{body.institution!r} has no members {group!r}", hint=did_you_mean(group, body.groups))
    seated, named = body.groups[group], list(formal["members"])
    missing = [member for member in named if member not in seated]
    besides = [body.name(member) for member in seated if member not in named]
    if not missing and not besides:
        return True, f"on {body.date} they are {', '.join(map(body.name, seated))}"
    apart = (("not among them", missing), ("besides", besides if len(besides) <= len(named) + 10 else []))
    told = "; ".join(f"{word}: {', '.join(who)}" for word, who in apart if who)
    return False, f"on {body.date} there are {len(seated)}" + (f"; {told}" if told else "")


def _voted(case: Case, formal: Mapping[str, Any]) -> tuple[bool, str]:
    first, last = dt.date.fromisoformat(str(formal["from"])), dt.date.fromisoformat(str(formal["until"]))
    held = [call for call in case.roll_calls if first <= call.date <= last]
    told = ", ".join(f"{call.id} on {call.date} ({call.recorded})" for call in held) or "none"
    return bool(held) == formal["voted"], f"roll calls between {first} and {last}: {told}"


def _power(case: Case, formal: Mapping[str, Any]) -> tuple[bool, str]:
    from ..cooperative.indices import power

    body = case.body(formal.get("institution"), formal.get("date"))
    default = case.procedure if formal.get("institution") is None else None
    procedure = body.procedure(formal.get("procedure") or default, formal.get("absent", ()))
    index = power(str(formal["power"]), procedure.simple_game)
    asked = [formal["member"]] if "member" in formal else list(formal["members"])
    found = {" and ".join(asked): sum((index[member] for member in asked), Fraction(0))}
    if not formal.get("together"):
        found = {member: index[member] for member in asked}
    against = index[formal["than"]] if "than" in formal else formal["value"]
    relation = str(formal.get("relation", "="))
    told = f"{formal['than']} has {shown_number(against)}" if "than" in formal else ""
    values = "; ".join(
        f"{who} {'have' if ' and ' in who else 'has'} {shown_number(value)}" for who, value in found.items()
    )
    holds = all(RELATIONS[relation](value, against) for value in found.values())
    return holds, f"{formal['power']} on {body.date}, {procedure.key}: {'; '.join(filter(None, (values, told)))}"


def _roll_calls(case: Case, formal: Mapping[str, Any]) -> tuple[bool, str]:
    from ..cooperative.roll_calls import critical

    calls = [case.roll_call(key) for key in formal.get("roll-calls") or [formal["roll-call"]]]
    changed: Mapping[str, Ballot] = formal.get("ballots") or {}
    holds, told = True, []
    for call in calls:
        rule = case.rule(call, formal.get("procedure"))
        ballots = {**call.ballots, **changed}
        if "cast" in formal:
            holds &= all(call.ballots[member] == ballot for member, ballot in formal["cast"].items())
            told.append(f"{call.id}: " + ", ".join(f"{member} {call.ballots[member]}" for member in formal["cast"]))
        if "adopted" in formal:
            verdict = rule.passes(ballots)
            holds &= verdict.adopted == formal["adopted"]
            told.append(f"{call.id} {verdict}")
        if "critical" in formal:
            found = critical(rule, ballots)
            wanted = formal["critical"]
            holds &= len(found) == wanted if isinstance(wanted, int) else set(found) == set(wanted)
            told.append(f"{call.id}: {len(found)} critical" + (f" ({', '.join(found)})" if found else ""))
    counterfactual = "by the rule, with other ballots than those cast: " if changed else ""
    return holds, counterfactual + "; ".join(told)


# --- the assumptions -------------------------------------------------------------------------------------------------


def _by_assumptions(case: Case, claim: Claim, formal: Mapping[str, Any]) -> ClaimAnswer:
    assumptions = case.assumptions
    given = read_condition(formal.get("given"), Condition.true(assumptions))
    stated = read_condition(formal["condition"], Condition.true(assumptions))
    require_possible(given, f"what is given, {formal.get('given')},")
    follows = given.implies(stated)
    if follows:
        return ClaimAnswer(case.key, claim, "assumed", "it follows from the assumptions alone", where=stated)
    if follows is None:
        return ClaimAnswer(case.key, claim, "undecided", "the solver could not decide it", where=stated)
    return ClaimAnswer(
        case.key,
        claim,
        "not-entailed",
        "the assumptions allow the opposite",
        where=stated,
        witness=witnesses(fails=given & ~stated),
    )


# --- games -----------------------------------------------------------------------------------------------------------


def _by_game(
    case: Case,
    claim: Claim,
    formal: Mapping[str, Any],
    solved: Callable[[str], GameAnswer],
    other: Callable[[str, str], GameAnswer],
) -> ClaimAnswer:
    model = str(formal["game"])
    verdict, because, where, witness = implied(case, formal, solved, other)
    rival = claim.rival
    if rival is None or verdict == "undecided":
        return ClaimAnswer(case.key, claim, verdict, because, model, where, witness)
    theirs, reason, there, counter = implied(case, {"negated": False, **rival}, solved, other)
    name = str(rival["game"])
    if theirs == "undecided":
        because = f"{because}; of the rival model {reason}"
        return ClaimAnswer(case.key, claim, verdict, because, model, where, witness, name)
    if theirs == verdict and (verdict != "holds-iff" or _same(where, there)):
        because = f"{because}; the rival model {name!r} agrees"
        return ClaimAnswer(case.key, claim, verdict, because, model, where, witness, name)
    because = f"{because}; but in the rival model {reason}" + (f" ({rival['text']})" if rival.get("text") else "")
    if theirs == verdict and not _comparable(where, there):
        because = f"{because}; the two conditions have no symbol in common: neither model has what decides in the other"
    points = {**witness, **{f"{side} in {name}": point for side, point in counter.items()}}
    return ClaimAnswer(case.key, claim, "model-dependent", because, model, where, points, name)


def _comparable(one: Condition | None, other: Condition | None) -> bool:
    """Whether two conditions speak of anything in common, so that they could agree or contradict each other."""
    return one is not None and other is not None and bool(set(one.names) & set(other.names))


def _same(one: Condition | None, other: Condition | None) -> bool:
    """Whether two conditions are equivalent under the assumptions of the first."""
    return one is not None and other is not None and bool(one.equivalent(Condition(other.formula, one.assumptions)))
