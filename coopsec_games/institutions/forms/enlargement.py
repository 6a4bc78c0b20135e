"""How large an organisation should be that decides by consensus."""

from __future__ import annotations

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...noncooperative.enlargement import Enlargement
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, whole_of

__all__ = ["size_of_consensus"]


@GAME_FORMS.register(
    "enlargement",
    title="How large a body should be in which everybody must agree",
    cite="Derivation in this project; Buchanan and Tullock 1962, The Calculus of Consent, ch. 6 (costs of decision)",
)
def size_of_consensus(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> Enlargement:
    """The choice between sizes of a body that is worth ``n^a`` to its founders where all ``n`` members agree.

    Parameters
    ----------
    fields
        ``founders``, who choose; ``sizes``, a list of whole numbers that rise; ``approval``, the probability with which
        a member agrees (a formula, else ``p``); ``correlation``, the probability that all judge as one (a formula, else
        0); ``exponent``, a whole number (else 1).
    parameters
        The declared names and what is assumed of them; it must follow that the probability lies strictly between 0
        and 1, and the correlation from 0 to 1.
    membership
        Not used: the sizes are those of the case.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    TooLarge
        Beyond 60 sizes, or 200 members.
    FormulaError
        For a formula that is none.

    References
    ----------
    Buchanan and Tullock (1962), The Calculus of Consent, ch. 6; the formula is the project's own derivation.
    """
    check_fields(
        "enlargement", fields, ("founders", "sizes", "approval", "correlation", "exponent"), ("founders", "sizes")
    )
    stated = fields["sizes"]
    if not isinstance(stated, list | tuple):
        raise InvalidGame(f"the field 'sizes' takes a list of whole numbers, not {stated!r}")
    sizes = tuple(whole_of("sizes", size) for size in stated)
    approval = formula_of("approval", fields.get("approval", "p"), parameters)
    alike = formula_of("correlation", fields.get("correlation", 0), parameters)
    exponent = whole_of("exponent", fields.get("exponent", 1))
    return Enlargement(sizes, approval, parameters, exponent, alike, text_of("founders", fields["founders"]))
