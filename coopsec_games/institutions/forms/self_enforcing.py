"""A rule of decision that nobody enforces: who abides when it is outvoted."""

from __future__ import annotations

from typing import cast

from ...bargaining import SelfEnforcingMajority, SelfEnforcingRule
from ...bargaining.terms import Fallback, Terms
from ...conditions import Assumptions
from ...cooperative.simple_games import SimpleGame
from ...errors import InvalidGame, UnknownKey
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, whole_of

__all__ = ["abiding"]


@GAME_FORMS.register(
    "self-enforcing",
    title="A rule of decision that must enforce itself, or unanimity",
    cite="Derivation in this project; compare Maggi and Morelli 2006, AER 96:1137-1158",
)
def abiding(
    fields: Fields, parameters: Assumptions, membership: Membership | None = None
) -> SelfEnforcingMajority | SelfEnforcingRule:
    """Joint action that needs everyone's part, decided by a rule that only patience makes members obey.

    Parameters
    ----------
    fields
        Either ``members``, how many there are, with a ``quota`` (else the best one), or a ``procedure`` of the body;
        formulas for the ``approval`` of a member (else ``p``), the ``gain`` of one in favour (``g``), the ``loss`` of
        one against (``l``), the ``correlation`` of their judgements (0) and the ``discount`` factor (``delta``);
        ``fallback``, what is left after a breach: ``unanimity``, or ``nothing``.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day, where a procedure is named.

    Raises
    ------
    InvalidGame
        For a field that is unknown or of the wrong shape, and for a procedure without a body.
    FormulaError
        For a formula that is none.

    Examples
    --------
    >>> under = Assumptions.read(["rho", "delta"], "0 <= rho <= 1", "0 <= delta < 1", solve_for=["delta"])
    >>> fields = {"members": 5, "approval": "3/5", "gain": 1, "loss": 1, "correlation": "rho"}
    >>> print(abiding(fields, under).solution().equilibria[0].where)
    delta >= 3125/(3827 - 702*rho)
    """
    stakes = ("approval", "gain", "loss", "correlation", "discount")
    check_fields("self-enforcing", fields, ("members", "quota", "procedure", *stakes, "fallback"), ())
    usual = {"approval": "p", "gain": "g", "loss": "l", "correlation": 0, "discount": "delta"}
    told = {field: formula_of(field, fields.get(field, usual[field]), parameters) for field in stakes}
    terms = Terms(**told, fallback=cast("Fallback", text_of("fallback", fields.get("fallback", "unanimity"))))
    if ("members" in fields) == ("procedure" in fields):
        raise InvalidGame("'self-enforcing' takes either the field 'members' or the field 'procedure'")
    if "members" in fields:
        quota = whole_of("quota", fields["quota"]) if "quota" in fields else None
        return SelfEnforcingMajority(whole_of("members", fields["members"], 2), terms, parameters, quota)
    if "quota" in fields:
        raise InvalidGame("a procedure has its own quota: 'quota' goes with 'members'")
    if membership is None:
        raise InvalidGame("the field 'procedure' needs an institution")
    try:
        rule = membership.procedure(text_of("procedure", fields["procedure"])).rule
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None
    return SelfEnforcingRule(SimpleGame(rule), terms, parameters)
