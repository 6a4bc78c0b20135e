"""A decision by silence, and members who would rather it failed but would rather not be the ones to object."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...formulas import exact
from ...noncooperative.normal_form import NormalFormGame
from ...noncooperative.payoffs import Payoff
from ...noncooperative.repeated import Automaton, RepeatedGame
from ...noncooperative.volunteers import Refinement, VolunteersDilemma
from ...noncooperative.volunteers_compared import ComparedSilence, EquilibriumKind
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, member_of, text_of, texts_of, whole_of

__all__ = ["compared_silence", "falling_silent"]

_STAKES = ("cost", "lasting-loss", "discount", "benefit", "otherwise")


@GAME_FORMS.register(
    "silence",
    title="A decision by silence as a volunteer's dilemma",
    cite="Diekmann 1985, Journal of Conflict Resolution 29:605-610",
)
def falling_silent(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> VolunteersDilemma:
    """Reluctant members stay silent or object; enough objections break the silence, and each costs its author.

    Parameters
    ----------
    fields
        ``reluctant``, a list of members, or how many there are; ``needed`` objections (else 1); formulas for the
        ``cost`` of objecting (else ``c``) and the ``benefit`` of broken silence (else ``b``).  With ``lasting-loss``,
        what an objection costs in every later period, and ``discount``, the name of the discount factor (else
        ``delta``), the present value of that loss is added to the cost.  With ``otherwise``, the probability that the
        others act all the same, only the rest of the benefit is to be had.  ``refinement`` is ``coalition-proof``, or
        ``none``.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day, where there is one; who is reluctant must be among its members.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for a member who is not there.
    FormulaError
        For a formula that is none.

    Notes
    -----
    The outcomes are those of pure equilibria in which who is indifferent stays silent; the mixed ones are told in the
    notes, and are listed as components of the solution.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["b", "D", "v", "sigma", "delta"], "b >= 0", "D > 0", "v > 0", "0 <= sigma <= 1",
    ...                          "0 <= delta < 1", solve_for=["delta"])
    >>> game = falling_silent({"reluctant": ["GRC"], "cost": "D", "lasting-loss": "v", "otherwise": "sigma"}, under)
    >>> [region.where.text for region in outcome_atlas(game.at({"b": 3, "D": 1, "v": 2, "sigma": 0})).regions]
    ['delta >= 1/2', 'delta < 1/2']
    """
    known = ("reluctant", "needed", *_STAKES, "refinement")
    check_fields("silence", fields, known, ("reluctant",))
    stated = fields["reluctant"]
    if isinstance(stated, int):
        count = whole_of("reluctant", stated)
        who = ["the reluctant member"] if count == 1 else [f"member {place}" for place in range(1, count + 1)]
    else:
        who = [member_of(name, membership) for name in texts_of("reluctant", stated)]
    refinement = text_of("refinement", fields.get("refinement", "none"))
    cost, benefit = _stakes(fields, parameters)
    return VolunteersDilemma(
        tuple(who),
        cost,
        benefit,
        whole_of("needed", fields.get("needed", 1)),
        parameters,
        cast("Refinement", refinement),
    )


@GAME_FORMS.register(
    "silence-compared",
    title="Whether silence is broken more often where more are reluctant",
    cite="Diekmann 1985, Journal of Conflict Resolution 29:605-610",
)
def compared_silence(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ComparedSilence:
    """Two decisions by silence that differ in how many members are reluctant.

    Parameters
    ----------
    fields
        ``few`` and ``many``, how many are reluctant in either; ``equilibrium``, one of ``pure``, ``mixed-lower`` and
        ``mixed-upper`` (else ``pure``); ``needed`` and the stakes as in ``silence``.
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: the members are numbers here.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape.
    FormulaError
        For a formula that is none.

    Examples
    --------
    >>> under = Assumptions.read(["b", "c"], "0 < c < b")
    >>> game = compared_silence({"few": 1 + 1, "many": 3, "equilibrium": "mixed-upper"}, under)
    >>> [found.outcome for found in game.solution().equilibria]
    ['with more members a broken silence is less likely']
    """
    check_fields("silence-compared", fields, ("few", "many", "needed", "equilibrium", *_STAKES), ("few", "many"))
    cost, benefit = _stakes(fields, parameters)
    return ComparedSilence(
        whole_of("few", fields["few"], 2),
        whole_of("many", fields["many"], 2),
        cost,
        benefit,
        whole_of("needed", fields.get("needed", 1)),
        cast("EquilibriumKind", text_of("equilibrium", fields.get("equilibrium", "pure"))),
        parameters,
    )


def _stakes(fields: Fields, parameters: Assumptions) -> tuple[Payoff, Payoff]:
    """What objecting costs, and what broken silence is worth."""
    cost = formula_of("cost", fields.get("cost", "c"), parameters)
    benefit = formula_of("benefit", fields.get("benefit", "b"), parameters)
    if "otherwise" in fields:
        benefit = exact(benefit * (1 - formula_of("otherwise", fields["otherwise"], parameters)))
    if "lasting-loss" in fields:
        lost = formula_of("lasting-loss", fields["lasting-loss"], parameters)
        cost = exact(cost - _present_value(-lost, text_of("discount", fields.get("discount", "delta")), parameters))
    elif "discount" in fields:
        raise InvalidGame("the field 'discount' of 'silence' belongs to 'lasting-loss'")
    return cost, benefit


def _present_value(payoff: Payoff, discount: str, parameters: Assumptions) -> Payoff:
    """What a payoff in every later period is worth now: the value of the state that an objection leads to."""
    if discount not in parameters.names:
        raise InvalidGame(f"the discount factor {discount!r} is not declared", hint="name it with 'discount'")
    game = RepeatedGame(
        NormalFormGame(
            ("objector",), (("object", "go on"),), {("object",): (Fraction(0),), ("go on",): (payoff,)}, parameters
        ),
        discount,
    )
    after = Automaton.from_function(
        game.stage, "now", {"now": ("object",), "later": ("go on",)}, lambda state, profile: "later"
    )
    return game.values(after, "objector")["now"]
