"""Members divide something under a procedure of the body: whoever is recognised proposes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...bargaining import BargainingGame
from ...conditions import Assumptions
from ...cooperative.ballots import Ballot
from ...cooperative.simple_games import SimpleGame
from ...errors import InvalidGame, UnknownKey, did_you_mean
from ...formulas import exact
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import (
    GAME_FORMS,
    Fields,
    ballot_of,
    check_fields,
    formula_of,
    mapping_of,
    member_of,
    text_of,
    texts_of,
    whole_of,
)

__all__ = ["division"]


@GAME_FORMS.register(
    "bargaining",
    title="Division under a procedure: who is recognised proposes, a winning coalition accepts",
    cite="Baron and Ferejohn 1989, American Political Science Review 83:1181-1206",
)
def division(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> BargainingGame:
    """Closed-rule bargaining over one dollar under one of the body's procedures.

    Parameters
    ----------
    fields
        ``procedure`` (else the body's default); ``absent``, a list of members; ``not-yes``, the ballot of those who do
        not accept (else no); ``recognition``, a mapping from members, groups and ``rest`` to the probability of *each*
        of them (else all alike); ``discount``, a formula (else ``delta``); ``rounds``, a whole number, where there is a
        deadline.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day.

    Raises
    ------
    InvalidGame
        For a field that is unknown or of the wrong shape, without a body, and for a member who is not there.
    FormulaError
        For a formula that is none.
    """
    check_fields("bargaining", fields, ("procedure", "absent", "not-yes", "recognition", "discount", "rounds"), ())
    if membership is None:
        raise InvalidGame("the form 'bargaining' needs an institution, whose procedure says who can pass a proposal")
    absent = [member_of(name, membership) for name in texts_of("absent", fields.get("absent", []))]
    key = fields.get("procedure")
    try:
        procedure = membership.procedure(None if key is None else text_of("procedure", key), absent)
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None
    game = SimpleGame(procedure.rule, Ballot(ballot_of(text_of("not-yes", fields.get("not-yes", "no")))))
    names = {
        name: tuple(member for member in group if member in game.members) for name, group in membership.groups.items()
    }
    return BargainingGame(
        game,
        _recognition(fields.get("recognition"), game.members, names, parameters),
        formula_of("discount", fields.get("discount", "delta"), parameters),
        parameters,
        whole_of("rounds", fields["rounds"]) if "rounds" in fields else None,
        names,
    )


def _recognition(
    stated: object, members: tuple[str, ...], groups: Mapping[str, tuple[str, ...]], parameters: Assumptions
) -> dict[str, Payoff]:
    if stated is None:
        return {member: Fraction(1, len(members)) for member in members}
    found: dict[str, Payoff] = {}
    rest: Payoff | None = None
    for name, value in mapping_of("recognition", stated).items():
        odds = formula_of(f"recognition: {name}", value, parameters)
        if name == "rest":
            rest = odds
            continue
        who = groups.get(name, (name,))
        for member in who:
            if member not in members:
                known = [*groups, "rest", *members]
                raise InvalidGame(f"{name!r} is neither a group nor a member", hint=did_you_mean(name, known))
            if member in found:
                raise InvalidGame(f"{member} stands twice in the field 'recognition'")
            found[member] = odds
    return {member: exact(found.get(member, Fraction(0) if rest is None else rest)) for member in members}
