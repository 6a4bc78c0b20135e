"""Consensus by attrition: two camps that wait for each other to give way."""

from __future__ import annotations

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...noncooperative.attrition import AttritionGame, Camp
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of

__all__ = ["attrition"]


@GAME_FORMS.register(
    "attrition",
    title="Consensus by attrition: two camps wait for each other to give way",
    cite="Hendricks, Weiss and Wilson 1988, International Economic Review 29:663-680",
)
def attrition(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> AttritionGame:
    """Two camps in a body that decides by consensus; until one gives way, the state of affairs goes on.

    Parameters
    ----------
    fields
        ``camps``, a mapping from the two camps to ``cost``, what waiting costs per unit of time (else ``c_NAME``),
        ``loss``, what giving way costs (else 0), and ``gain``, what it gains when the other gives way (else
        ``Delta_NAME``); ``discount``, the rate at which time is discounted (else 0).
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: the camps are named by the case.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape.
    NotApplicable
        Where a camp may not prefer the other to give way, or the discount rate may be negative.
    FormulaError
        For a formula that is none.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["a", "b", "x", "r"], "a > 0", "b > 0", "x >= 0", "r > 0", solve_for=["x"])
    >>> camps = {"one": {"cost": "a", "gain": 1}, "other": {"cost": "b", "loss": "x", "gain": 1}}
    >>> for region in outcome_atlas(attrition({"camps": camps, "discount": "r"}, under)).regions:
    ...     print(f"{region.outcome}: {region.where.text}")
    concession by one: x >= b/r
    concession by one or concession by other or an open wait: x < b/r

    References
    ----------
    Hendricks, Weiss and Wilson (1988), International Economic Review 29:663-680.
    """
    check_fields("attrition", fields, ("camps", "discount", "ties"), ("camps",))
    if "ties" in fields:
        raise InvalidGame("the form 'attrition' has no ties", hint="outcomes that coexist are told together")
    told = mapping_of("camps", fields["camps"])
    if len(told) != 2:
        raise InvalidGame(f"'attrition' takes two camps, not {len(told)}")
    camps = []
    for name, stated in told.items():
        own = mapping_of(f"camps: {name}", {} if stated is None else stated)
        check_fields(f"camps: {name}", own, ("cost", "loss", "gain"), ())
        camps.append(
            Camp(
                name,
                formula_of(f"camps: {name}: cost", own.get("cost", f"c_{name}"), parameters),
                formula_of(f"camps: {name}: loss", own.get("loss", 0), parameters),
                formula_of(f"camps: {name}: gain", own.get("gain", f"Delta_{name}"), parameters),
            )
        )
    discount = formula_of("discount", fields.get("discount", 0), parameters)
    return AttritionGame((camps[0], camps[1]), discount, parameters)
