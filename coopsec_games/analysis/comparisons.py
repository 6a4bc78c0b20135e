"""Cases beside one another: games with one map in other letters, ballots under the rules of another case's votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from ..conditions import Condition
from ..conditions.logic import replaced
from ..errors import InvalidRule, NotApplicable, UnknownKey
from ..noncooperative.questions import Equivalence, equivalence
from ..polynomials import Polynomial
from ..results import Table
from .votes import RollCallAnswer, roll_call_answers, tally_text

if TYPE_CHECKING:
    from ..institutions.case import Case
    from ..rendering import Cell
    from . import Analysis
    from .games import GameAnswer

__all__ = ["same_maps", "under_rules_of_others"]


def same_maps(analyses: Sequence[Analysis]) -> Table:
    """Which games of different cases have one map, up to the names of symbols and outcomes, and what a record is there.

    Parameters
    ----------
    analyses
        Two cases or more; cases of which no game has the map of a game of the other do not stand together.

    Examples
    --------
    >>> from coopsec_games.analysis import load_case
    >>> kosovo, spain = (load_case(key).analyze() for key in ("kosovo-1999", "spain-1823"))
    >>> for row in same_maps([kosovo, spain]).rows:
    ...     print(*row)
    kosovo-1999: council spain-1823: council True in the same letters outside c <= z and pi > k + c - c_m
    kosovo-1999: indivisible spain-1823: indivisible True in the same letters outside c <= z and pi > z + k - h
    """
    rows = [row for one, other in combinations(analyses, 2) for row in _alike(one, other)]
    names = dict.fromkeys(name for analysis in analyses for name in analysis.case.assumptions.names)
    return Table(
        "same-maps",
        "Games of different cases with one map",
        ("game", "other game", "one map", "read as", "record of the other", "implies, in the letters of the first"),
        tuple(rows),
        (
            "One map: the regions of the outcomes are the same sets once symbols and outcomes are renamed, as proven "
            "for each; an empty cell: undecided. Read as: the words of the first for those of the other. Of two cases "
            "that do not stand together, no game of the one has the map of a game of the other; a game with one "
            "outcome everywhere is left out.",
        ),
        names=tuple(names),
    )


def _alike(one: Analysis, other: Analysis) -> Iterator[tuple[Cell, ...]]:
    """A row for every game of the one and of the other whose maps are the same, or may be."""
    for ours, theirs in product(one.games.values(), other.games.values()):
        if len(ours.map) < 2 or _size(ours) != _size(theirs):
            continue
        found = equivalence(theirs.map, ours.map)
        if found.same is not False:
            there = _record_in(found, theirs, ours)
            record = found.outcomes.get(theirs.recorded, theirs.recorded)
            pair = f"{one.case.key}: {ours.key}", f"{other.case.key}: {theirs.key}"
            yield (*pair, found.same, _reading(found), record or None, there)


def _size(answer: GameAnswer) -> tuple[int, int]:
    """How many regions a map has, and how many symbols stand in them: two maps of other sizes are not one."""
    return len(answer.map), len({name for where in answer.map.values() for name in where.names})


def _reading(found: Equivalence) -> str:
    """The renaming from the letters of the first to those of the other, and what stays open."""
    pairs = [f"{new} as {old}" for old, new in (*found.symbols.items(), *found.outcomes.items()) if new != old]
    renamed = ", ".join(pairs) or ("in the same letters" if found.same else "")
    return "; ".join(filter(None, (renamed, found.because)))


def _record_in(found: Equivalence, theirs: GameAnswer, ours: GameAnswer) -> Condition | None:
    """What the record of a game implies, in the letters of another with the same map."""
    implied = theirs.recorded_where
    if not found.same or implied is None:
        return None
    letters = {name: Polynomial.variable(new) for name, new in found.symbols.items()}
    return Condition(replaced(implied.formula, letters), ours.assumptions)


def under_rules_of_others(cases: Sequence[Case]) -> Table:
    """The ballots of each vote under its own rule and under those by which the body held the votes of the other cases.

    A rule is another where the procedure, or the version of it in force, is; it is applied to the ballots as they were
    cast by the members of the day.

    Parameters
    ----------
    cases
        Cases with roll calls; a vote to which no rule of another applies is left out.

    Examples
    --------
    >>> from coopsec_games.library import load_case
    >>> table = under_rules_of_others([load_case("korea-1950"), load_case("kosovo-1999")])
    >>> for row in table.rows:
    ...     if row[1] == "S/RES/83":
    ...         print(row[4], "|", row[5])
    substantive since 1946-01-17 (its own) | adopted: 7 yes of 7 needed; nobody vetoed
    substantive since 1966-01-01 | rejected: 7 yes, 9 needed
    """
    held = [(answer, case) for case in cases for answer in roll_call_answers(case)]
    rows: list[tuple[Cell, ...]] = []
    sources: dict[str, None] = {}
    for own, case in held:
        versions = {_version(own): own}
        for other, _ in held:
            if other.call.institution == own.call.institution and _version(other) not in versions:
                with suppress(NotApplicable, UnknownKey, InvalidRule):
                    versions[_version(other)] = _swapped(case, own, other)
        for (key, since), answer in versions.items() if len(versions) > 1 else ():
            named = f"{key} since {since}"
            sources |= dict.fromkeys((*own.call.cite, *answer.procedure.cite))
            rows.append(
                (
                    case.key,
                    own.call.id,
                    tally_text(own.call.ballots),
                    own.call.recorded,
                    f"{named} (its own)" if answer is own else named,
                    str(answer.verdict),
                    answer.agrees,
                )
            )
    return Table(
        "rule-swaps",
        "Each case's ballots under the rules of the others",
        ("case", "text", "tally (Y-N-A)", "record", "rule", "then", "as recorded"),
        tuple(rows),
        (
            "Rules are compared within one body. Ballots are cast under a rule that the voters know: under another "
            "they might have been others.",
        )
        if rows
        else (),
        tuple(sources),
    )


def _version(answer: RollCallAnswer) -> tuple[str, str]:
    """Which procedure it was, and since when in that form."""
    return answer.procedure.key, str(answer.procedure.since)


def _swapped(case: Case, own: RollCallAnswer, other: RollCallAnswer) -> RollCallAnswer:
    """A vote by the rule of another vote in the same body."""
    [answer] = roll_call_answers(replace(case, roll_calls=(own.call,)), other.call.procedure, str(other.call.date))
    return answer
