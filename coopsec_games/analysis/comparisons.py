"""Cases beside one another: games with one map, records in one map, ballots under another case's rule.

Each comparison is a table; what is no case's own answer is asked of games that are solved already or solved here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from ..conditions import Condition
from ..conditions.logic import replaced
from ..errors import NotApplicable
from ..noncooperative.questions import Equivalence, equivalence
from ..polynomials import Polynomial
from ..results import Table
from .games import solve_game
from .votes import tally_text

if TYPE_CHECKING:
    from ..institutions.case import Case
    from ..rendering import Cell

__all__ = ["Placed", "one_map", "same_maps", "under_rules_of_others"]


def same_maps(games: Iterable[tuple[Case, str]]) -> Table:
    """Which of several games have one map up to the names of symbols and outcomes, with the renaming.

    Parameters
    ----------
    games
        Cases, each with the key of one of its games.

    Examples
    --------
    >>> from coopsec_games.library import load_case
    >>> kosovo = load_case("kosovo-1999")
    >>> same_maps([(kosovo, "council"), (kosovo, "indivisible")]).rows[0][4]
    False
    """
    solved = [(case, solve_game(case, key)) for case, key in games]
    rows: list[tuple[Cell, ...]] = []
    for (one, ours), (other, theirs) in combinations(solved, 2):
        found = equivalence(ours.map, theirs.map)
        rows.append((one.key, ours.key, other.key, theirs.key, found.same, _reading(found)))
    return Table(
        "same-maps",
        "Games with one map in other letters",
        ("case", "game", "other case", "other game", "one map", "reading"),
        tuple(rows),
    )


def _reading(found: Equivalence) -> str:
    pairs = [f"{one} as {other}" for one, other in (*found.symbols.items(), *found.outcomes.items()) if one != other]
    return "; ".join(filter(None, (", ".join(pairs), found.because)))


@dataclass(frozen=True)
class Placed:
    """What the record of a case implies, in the letters of another game that has the same map.

    Parameters
    ----------
    case, game
        The case and its game.
    recorded
        Its outcome on record, and what that outcome is called in the common map.
    where
        The condition that the record implies there.
    """

    case: str
    game: str
    recorded: tuple[str, str]
    where: Condition


def one_map(common: tuple[Case, str], others: Sequence[tuple[Case, str]]) -> tuple[Placed, ...]:
    """The records of several cases as sets in the map of one game, data for a figure.

    Parameters
    ----------
    common
        The case and the game in whose letters the map is drawn.
    others
        Cases whose games have the same map.

    Raises
    ------
    NotApplicable
        A game has another map, or no outcome on record.

    Examples
    --------
    >>> from coopsec_games.library import load_case
    >>> kosovo = load_case("kosovo-1999")
    >>> one_map((kosovo, "council"), []) [0].where.text
    'c <= z and pi > k + c - c_m'
    """
    answer = solve_game(*common)
    placed = []
    for case, key in (common, *others):
        own = answer if (case, key) == common else solve_game(case, key)
        found = equivalence(own.map, answer.map)
        if not found.same:
            raise NotApplicable(f"game {key!r} of {case.key!r} has another map: {found.because}")
        implied = own.recorded_where
        if implied is None:
            raise NotApplicable(f"game {key!r} of {case.key!r} has no outcome on record, or one that it excludes")
        letters = {name: Polynomial.variable(new) for name, new in found.symbols.items()}
        where = Condition(replaced(implied.formula, letters), answer.assumptions)
        called = found.outcomes.get(own.recorded, own.recorded)
        placed.append(Placed(case.key, key, (own.recorded, called), where))
    return tuple(placed)


def under_rules_of_others(cases: Sequence[Case], kinds: Mapping[str, str] | None = None) -> Table:
    """The roll calls of each case under the procedures by which the others were held.

    A procedure is applied to the ballots as they were cast, where the body of the roll call had it on that day.

    Parameters
    ----------
    cases
        Cases with roll calls.
    kinds
        Names for procedures, by their keys; the keys themselves where none is given.

    Examples
    --------
    >>> from coopsec_games.library import load_case
    >>> table = under_rules_of_others([load_case("korea-1950"), load_case("kosovo-1999")])
    >>> table.columns
    ('case', 'text', 'tally (Y-N-A)', 'record', 'procedure', 'then')
    """
    used = dict.fromkeys((call.institution, call.procedure) for case in cases for call in case.roll_calls)
    rows: list[tuple[Cell, ...]] = []
    for case in cases:
        for call in case.roll_calls:
            body = case.membership(call)
            for institution, key in used:
                if institution != call.institution or key not in body.procedures:
                    continue
                procedure = body.procedure(key, parties=call.parties)
                verdict = procedure.rule.passes(call.ballots)
                own = " (its own)" if key == call.procedure else ""
                named = (kinds or {}).get(key, key)
                rows.append((case.key, call.id, tally_text(call.ballots), call.recorded, f"{named}{own}", str(verdict)))
    return Table(
        "under-rules-of-others",
        "Each case's ballots under the procedures of the others",
        ("case", "text", "tally (Y-N-A)", "record", "procedure", "then"),
        tuple(rows),
        ("Ballots are cast under a rule that the voters know: under another they might have been others.",),
    )
