"""Arms races in a case: two states that arm in answer to each other."""

from __future__ import annotations

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...noncooperative.arms_dynamics import ArmsRace
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, texts_of, two_players

__all__ = ["arms_race"]

PAIRS = ("reaction", "fatigue", "grievance")


@GAME_FORMS.register(
    "arms-race",
    title="Two states that arm in answer to each other",
    cite="Richardson 1960, Arms and Insecurity",
)
def arms_race(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ArmsRace:
    """An arms race in the sense of Richardson: reaction to the other's arms, fatigue of one's own, and grievances.

    Parameters
    ----------
    fields
        ``players`` (two); ``reaction``, ``fatigue`` and ``grievance``, each a list of two formulas in the order of the
        players; ``outcomes``, the names of the steady state and of the runaway race.
    parameters
        The declared names and what is assumed of them; it must follow that fatigue is positive, that reactions and
        grievances are not negative, and that somebody has a grievance.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Richardson (1960), Arms and Insecurity, ch. 2-3.
    """
    check_fields("arms-race", fields, ("players", *PAIRS, "outcomes"), ("players", *PAIRS))
    players = two_players(fields)
    reaction, fatigue, grievance = (_pair(field, fields[field], parameters) for field in PAIRS)
    outcomes = texts_of("outcomes", fields.get("outcomes", ["steady state", "runaway race"]))
    return ArmsRace(players, reaction, fatigue, grievance, parameters, tuple(outcomes))


def _pair(field: str, value: object, parameters: Assumptions) -> tuple[Payoff, Payoff]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise InvalidGame(f"the field {field!r} takes a list of two formulas, one a player")
    return formula_of(field, value[0], parameters), formula_of(field, value[1], parameters)
