"""How long sanctions last in a case: their effect fades, what they cost those who impose them does not."""

from __future__ import annotations

from ...conditions import Assumptions
from ...noncooperative.lifetime import FadingMeasure
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, whole_of

__all__ = ["sanction_lifetime"]


@GAME_FORMS.register(
    "sanction-lifetime",
    title="How long a measure is kept up whose effect fades",
    cite="Chow, Robbins and Siegmund 1971, Great Expectations, ch. 3 (derivation in its spirit)",
)
def sanction_lifetime(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> FadingMeasure:
    """A measure whose benefit shrinks by the same factor every period while what it costs stays the same.

    Parameters
    ----------
    fields
        ``authors``, who impose it and decide when it is lifted; ``periods``, how many periods are told one by one (a
        number); formulas for ``benefit``, in the first period (else ``b``), ``cost``, in every period (else
        ``kappa``), and ``decay``, what remains of the benefit from one period to the next (else ``r``).
    parameters
        The declared names and what is assumed of them; it must follow that benefit and cost are positive, and that the
        decay lies between 0 and 1.
    membership
        Not used: the authors decide as one.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.
    TooLarge
        Beyond twelve periods.

    References
    ----------
    Chow, Robbins and Siegmund (1971), Great Expectations: The Theory of Optimal Stopping, ch. 3.
    """
    needed = ("authors", "periods")
    check_fields("sanction-lifetime", fields, (*needed, "benefit", "cost", "decay"), needed)
    periods = whole_of("periods", fields["periods"], 0)
    benefit = formula_of("benefit", fields.get("benefit", "b"), parameters)
    cost = formula_of("cost", fields.get("cost", "kappa"), parameters)
    decay = formula_of("decay", fields.get("decay", "r"), parameters)
    return FadingMeasure(benefit, cost, decay, periods, parameters, text_of("authors", fields["authors"]))
