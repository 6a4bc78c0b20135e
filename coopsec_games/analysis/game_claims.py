"""What a game says of a formal statement: an outcome that comes about, what is possible, what a symbol does, sameness.

Every answer is a verdict with its reason, the condition that matters and points that show it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..conditions import Condition
from ..errors import SpecError
from ..noncooperative.questions import SIGNS, equivalence, standings, statics

if TYPE_CHECKING:
    from ..institutions.case import Case
    from .games import GameAnswer

__all__ = ["Decided", "implied", "read_condition", "require_possible", "witnesses"]

Witnesses: TypeAlias = "Mapping[str, Mapping[str, Fraction]]"
Decided: TypeAlias = "tuple[str, str, Condition | None, Witnesses]"


def implied(
    case: Case,
    formal: Mapping[str, Any],
    solved: Callable[[str], GameAnswer],
    other: Callable[[str, str], GameAnswer],
) -> Decided:
    """The verdict of a game on a formal statement, the reason, the condition that matters, and points that show it.

    Parameters
    ----------
    case
        The case of the game.
    formal
        The statement, as plain data.
    solved
        Gives the answer of a game of the case by its key.
    other
        Gives that of a game of another case, by the case and the game.

    Raises
    ------
    SpecError
        What the statement takes as given contradicts the assumptions.
    """
    if "equivalent-to" in formal:
        return _equivalent(formal, solved, other)
    if "sign" in formal:
        return _sign(case, formal, solved)
    if "possible" in formal or "inevitable" in formal:
        return _standing(case, formal, solved)
    return _everywhere(case, formal, solved)


def require_possible(condition: Condition, what: str) -> None:
    """Refuse a condition that contradicts the assumptions."""
    if condition.feasible() is False:
        raise SpecError(f"{what} contradicts the assumptions: a claim about it says nothing")


def read_condition(text: object, always: Condition) -> Condition:
    """The condition of a text, or the one that always holds where there is none."""
    return always if text is None else always & Condition.read(str(text), always.assumptions)


def witnesses(**sides: Condition) -> dict[str, Mapping[str, Fraction]]:
    """A point on each side, in the symbols of the condition; the assumptions hold for some values of the others."""
    found: dict[str, Mapping[str, Fraction]] = {}
    for side, condition in sides.items():
        point = Condition(condition.formula, condition.assumptions.about(condition.names)).witness()
        if point is not None:
            found[side] = {name: point[name] for name in condition.names}
    return found


def _given(case: Case, formal: Mapping[str, Any]) -> tuple[Condition, str]:
    given = read_condition(formal.get("given"), Condition.true(case.assumptions_of(str(formal["game"]))))
    require_possible(given, f"what is given, {formal.get('given')},")
    return given, "" if formal.get("given") is None else f" under {formal['given']}"


def _sign(case: Case, formal: Mapping[str, Any], solved: Callable[[str], GameAnswer]) -> Decided:
    game, outcome, symbol = str(formal["game"]), str(formal["outcome"]), str(formal["symbol"])
    answer = solved(game)
    given, under = _given(case, formal)
    region = Condition(answer.region(outcome).formula, given.assumptions)
    if symbol not in answer.parameters:
        verdict = "assumed" if formal["sign"] == "none" else "not-entailed"
        return verdict, f"{game!r}: {symbol} does not occur in the game", None, {}
    within = given.assumptions.assuming(given.formula)
    found = statics(Condition(region.formula, within), symbol)
    if found.sign == "undecided":
        return "undecided", f"{game!r}: what {symbol} does to {outcome!r}{under} could not be decided", None, {}
    because = f"{game!r}, {outcome!r}, {symbol}{under}: {SIGNS[found.sign]}"
    points = {
        f"{word}, {when} raising {symbol}": point
        for word, pair in (("brought about", found.into), ("ended", found.out))
        if pair is not None
        for when, point in zip(("before", "after"), pair, strict=True)
    }
    return "entailed" if found.sign == formal["sign"] else "not-entailed", because, None, points


def _standing(case: Case, formal: Mapping[str, Any], solved: Callable[[str], GameAnswer]) -> Decided:
    game, word = str(formal["game"]), "possible" if "possible" in formal else "inevitable"
    outcome = str(formal[word])
    answer = solved(game)
    given, under = _given(case, formal)
    region = answer.region(outcome) if word == "possible" else answer.region_alone(outcome)
    if answer.outcomes == (outcome,):
        return "assumed", f"{game!r}: every play of the game ends in {outcome!r}", None, {}
    [found] = standings({outcome: Condition(region.formula, given.assumptions)}, given)
    decided = found.possible if word == "possible" else found.inevitable
    if decided is None:
        return "undecided", f"{game!r}: whether {outcome!r} is {word}{under} could not be decided", None, {}
    because = f"{game!r}: {outcome!r} is {'' if decided else 'not '}{word}{under}"
    if not decided:
        return "not-entailed", because, None, witnesses(fails=given & ~Condition(region.formula, given.assumptions))
    if word == "possible":
        return "entailed", because, found.where, witnesses(holds=given & found.where)
    return "entailed", because, None, {}


def _equivalent(
    formal: Mapping[str, Any], solved: Callable[[str], GameAnswer], other: Callable[[str, str], GameAnswer]
) -> Decided:
    stated = formal["equivalent-to"]
    ours = solved(str(formal["game"]))
    theirs = other(str(stated["case"]), str(stated["game"])) if stated.get("case") else solved(str(stated["game"]))
    named = f"{ours.key!r} and {theirs.key!r}" + (f" of {stated['case']}" if stated.get("case") else "")
    found = equivalence(ours.map, theirs.map)
    if found.same is None:
        return "undecided", f"{named}: {found.because}", None, {}
    if not found.same:
        return "not-entailed", f"{named} have different maps: {found.because}", None, {}
    renamed = (*found.symbols.items(), *found.outcomes.items())
    pairs = [f"{one} as {another}" for one, another in renamed if one != another]
    ties = " except where players are indifferent" if found.up_to_ties else ""
    reading = f", reading {', '.join(pairs)}" if pairs else ""
    return "entailed", f"{named} have the same map{ties}{reading}", None, {}


def _everywhere(case: Case, formal: Mapping[str, Any], solved: Callable[[str], GameAnswer]) -> Decided:
    """The verdict of one game on "under ``given``, ``outcome`` [exactly where ``where``]"."""
    game, outcome = str(formal["game"]), str(formal["outcome"])
    answer = solved(game)
    given, under = _given(case, formal)
    always = Condition.true(given.assumptions)
    region = Condition(answer.region(outcome).formula, given.assumptions)
    named = f"not {outcome!r}" if formal.get("negated") else repr(outcome)
    if formal.get("negated"):
        region = ~region
    elif answer.outcomes == (outcome,) and formal.get("where") is None:
        return "assumed", f"{game!r}: every play of the game ends in {outcome!r}", None, {}
    if formal.get("where") is None:
        follows, excluded = given.implies(region), (given & region).feasible()
        if follows is None or excluded is None:
            return "undecided", f"{game!r}: whether {named} comes about{under} could not be decided", None, {}
        if follows:
            needless = under and always.implies(region)
            told = f"; {formal['given']} is not needed for it" if needless else ""
            return "entailed", f"{game!r}: {named} comes about everywhere{under}{told}", given.simplify(), {}
        if not excluded:
            return "not-entailed", f"{game!r}: {named} comes about nowhere{under}", None, witnesses(fails=given)
        where = (given & region).simplify()
        return (
            "holds-iff",
            f"{game!r}: {named} comes about{under} exactly where {where.text}",
            where,
            witnesses(holds=given & region, fails=given & ~region),
        )
    stated = read_condition(formal["where"], always)
    require_possible(given & stated, f"the condition {formal['where']}")
    there, elsewhere = (given & stated).implies(region), (given & ~stated & region).feasible()
    if there is None or elsewhere is None:
        return "undecided", f"{game!r}: whether {named} comes about exactly there could not be decided", stated, {}
    if not there:
        counter = given & stated & ~region
        return (
            "not-entailed",
            f"{game!r}: {named} fails where {formal['where']}{under}",
            stated,
            witnesses(fails=counter),
        )
    if elsewhere:
        counter = given & ~stated & region
        return (
            "not-entailed",
            f"{game!r}: {named} comes about elsewhere than where {formal['where']}{under}, too",
            stated,
            witnesses(fails=counter),
        )
    if (given & ~stated).feasible() is False:
        return "entailed", f"{game!r}: {named} comes about everywhere{under}", stated, {}
    return (
        "holds-iff",
        f"{game!r}: {named} comes about{under} exactly where {formal['where']}",
        stated.simplify(),
        witnesses(holds=given & stated, fails=given & ~stated),
    )
