"""Organisations judged by several criteria on an ordinal scale, as a case's table has it."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...noncooperative.judged_scale import JudgedScale
from ...noncooperative.ordinal_scale import OrdinalScale
from ...noncooperative.payoffs import Payoff
from ...noncooperative.premises import require
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, text_of, texts_of

__all__ = ["judged_scale"]


@GAME_FORMS.register(
    "ordinal-scale",
    title="Judgements by several criteria: the order they imply, and who meets a standard",
    cite="Keeney and Raiffa 1976, Decisions with Multiple Objectives; Ganter and Wille 1999, Formal Concept Analysis",
)
def judged_scale(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> JudgedScale:
    """A table of judgements on levels that are worth something, ranked by weighted score or held against a standard.

    Parameters
    ----------
    fields
        ``judge``, whose judgements they are; ``criteria``, a list, or a mapping from each to its weight (else 1);
        ``levels``, a mapping from each level, lowest first, to what it is worth; ``judgements``, a mapping from each
        object to a list with a level, or a formula, for each criterion; ``standard``, a formula or a level that has to
        be reached by every criterion (without it the objects are ranked).
    parameters
        The declared names and what is assumed of them; that weights are positive and that each level is worth more
        than the one before must follow.
    membership
        Not used: the objects are named by the case.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for levels that may be out of order.
    TooLarge
        Beyond five objects.
    FormulaError
        For a formula that is none.

    Examples
    --------
    >>> under = Assumptions.read(["theta", "s"], "0 < theta < 1", "0 < s <= 1", solve_for=["s"])
    >>> game = judged_scale({
    ...     "judge": "Cohen", "criteria": ["defence", "stability"], "levels": {"No": 0, "Yes?": "theta", "Yes": 1},
    ...     "judgements": {"OSCE": ["No", "Yes?"], "NATO": ["Yes", "Yes"]}, "standard": "s"}, under)
    >>> print(*(f"{found.outcome}: {found.where}" for found in game.solution().equilibria))
    only NATO: always

    References
    ----------
    Keeney and Raiffa (1976), Decisions with Multiple Objectives, ch. 3; Ganter and Wille (1999), Formal Concept
    Analysis, ch. 1.
    """
    needed = ("judge", "criteria", "levels", "judgements")
    check_fields("ordinal-scale", fields, (*needed, "standard"), needed)
    criteria, weights = _criteria(fields["criteria"], parameters)
    worth = {
        level: formula_of(f"levels: {level}", value, parameters)
        for level, value in mapping_of("levels", fields["levels"]).items()
    }
    for lower, higher in zip(list(worth)[:-1], list(worth)[1:], strict=True):
        fault = f"the level {higher!r} may not be worth more than {lower!r}"
        require(parameters, worth[higher], ">", worth[lower], fault)
    table = {
        name: _row(name, row, len(criteria)) for name, row in mapping_of("judgements", fields["judgements"]).items()
    }

    def value(field: str, cell: object) -> Payoff:
        return worth[cell] if isinstance(cell, str) and cell in worth else formula_of(field, cell, parameters)

    values = {name: tuple(value(f"judgements: {name}", cell) for cell in row) for name, row in table.items()}
    levels = None
    if all(cell in worth for row in table.values() for cell in row):
        levels = OrdinalScale(criteria, tuple(worth), {name: tuple(map(str, row)) for name, row in table.items()})
    standard = value("standard", fields["standard"]) if "standard" in fields else None
    judge = text_of("judge", fields["judge"])
    return JudgedScale(criteria, values, parameters, weights, standard, levels, judge)


def _criteria(stated: object, parameters: Assumptions) -> tuple[tuple[str, ...], tuple[Payoff, ...]]:
    if isinstance(stated, list | tuple):
        names = tuple(texts_of("criteria", stated))
        return names, (Fraction(1),) * len(names)
    own = mapping_of("criteria", stated)
    return tuple(own), tuple(formula_of(f"criteria: {name}", weight, parameters) for name, weight in own.items())


def _row(name: str, stated: object, size: int) -> tuple[object, ...]:
    if not isinstance(stated, list | tuple) or len(stated) != size:
        raise InvalidGame(f"the judgements of {name!r} take a list of {size}, one for each criterion, not {stated!r}")
    return tuple(stated)
