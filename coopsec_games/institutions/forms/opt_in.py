"""Bazaar and factory: a forum that each joins as it sees fit, and a body whose decisions bind all or nobody."""

from __future__ import annotations

from fractions import Fraction

from ...bargaining import pass_probability
from ...conditions import Assumptions
from ...cooperative.rules import NoObjection
from ...cooperative.simple_games import SimpleGame
from ...errors import InvalidGame, TooLarge, UnknownKey
from ...formulas import exact
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Terminal
from ...noncooperative.opt_in import Joiner, OptIn
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, text_of, whole_of, with_ties

__all__ = ["MOST_STATES", "as_they_see_fit", "bound_or_free"]

MOST_STATES = 150


@GAME_FORMS.register(
    "opt-in",
    title="A forum that each state joins as it sees fit",
    cite="Schelling 1978, Micromotives and Macrobehavior, ch. 3; Granovetter 1978, AJS 83:1420-1443",
)
def as_they_see_fit(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> OptIn:
    """States that each decide whether to take part, and gain from every other that does.

    Parameters
    ----------
    fields
        ``states``, a mapping from each group of states that are alike to its ``size`` and its ``cost`` of taking part
        (formulas; the cost may be negative); ``benefit``, what each participant gains from every other (else ``b``).
    parameters
        The declared names and what is assumed of them; it must follow that the benefit is positive and that each group
        has a member.
    membership
        Not used: nobody decides for the others.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    TooLarge
        Beyond six groups.
    FormulaError
        For a formula that is none.

    References
    ----------
    Schelling (1978), Micromotives and Macrobehavior, ch. 3; Granovetter (1978), American Journal of Sociology
    83:1420-1443.
    """
    check_fields("opt-in", fields, ("states", "benefit"), ("states",))
    joiners = []
    for name, stated in mapping_of("states", fields["states"]).items():
        own = mapping_of(f"states: {name}", stated)
        check_fields(f"states: {name}", own, ("size", "cost"), ("size", "cost"))
        size, cost = (formula_of(f"states: {name}: {part}", own[part], parameters) for part in ("size", "cost"))
        joiners.append(Joiner(name, size, cost))
    return OptIn(tuple(joiners), formula_of("benefit", fields.get("benefit", "b"), parameters), parameters)


@GAME_FORMS.register(
    "bazaar-or-factory",
    title="To let each choose, or to decide for all by consensus",
    cite="Derivation in this project; Schelling 1978, Micromotives and Macrobehavior (participation as one sees fit)",
)
def bound_or_free(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """An organisation that leaves a matter to each of its members, or puts it to a decision that binds them all.

    Each of ``n`` members favours the matter with probability ``p``.  Left to each, those in favour take part: ``n p``
    on average.  Put to a decision, all take part where the rule lets it through, and nobody else: with every member
    judging for itself a consensus does so with probability ``p^n``.

    Parameters
    ----------
    fields
        ``organisation``, who chooses; ``members``, how many there are, or ``procedure``, one of the body's, with its
        members and its rule; formulas for the ``approval`` of a member (else ``p``), the ``correlation`` of their
        judgements (0), what one participant is worth when each chooses, ``each`` (else ``w``), and when all are bound,
        ``bound`` (else ``W``); ``ties``.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day, where a procedure is named.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape.
    TooLarge
        Beyond 150 members.
    FormulaError
        For a formula that is none.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["p", "W", "w"], "0 < p < 1", "w > 0", "W > 0", solve_for=["W"])
    >>> game = bound_or_free({"organisation": "OSCE", "members": 3}, under)
    >>> for region in outcome_atlas(game).regions:
    ...     print(f"{region.outcome}: {region.where}")
    bazaar: W <= w/p**2
    factory: W > w/p**2
    """
    stakes = {"approval": "p", "correlation": 0, "each": "w", "bound": "W"}
    known = ("organisation", "members", "procedure", *stakes, "ties")
    check_fields("bazaar-or-factory", fields, known, ("organisation",))
    if ("members" in fields) == ("procedure" in fields):
        raise InvalidGame("'bazaar-or-factory' takes either the field 'members' or the field 'procedure'")
    game = _decided(fields, membership)
    size = len(game.members)
    read = {field: formula_of(field, fields.get(field, usual), parameters) for field, usual in stakes.items()}
    passes = pass_probability(game, read["approval"], read["correlation"])
    # the number in favour is on average the sum of the probabilities, however they depend on each other
    taking_part: Payoff = exact(size * read["approval"])
    organisation = text_of("organisation", fields["organisation"])
    bound = Chance(
        (
            ("passes", passes, Terminal("all take part", (exact(size * read["bound"]),))),
            ("is blocked", exact(1 - passes), Terminal("nobody takes part", (Fraction(0),))),
        ),
        "factory",
    )
    free = Terminal("bazaar", (exact(taking_part * read["each"]),))
    root = Decision(organisation, (("let each choose", free), ("decide for all", bound)))
    return with_ties(ExtensiveFormGame((organisation,), root, parameters), fields)


def _decided(fields: Fields, membership: Membership | None) -> SimpleGame:
    """Who can decide for all: a consensus of so many, or by the procedure that is named."""
    if "members" in fields:
        size = whole_of("members", fields["members"], 2)
        if size > MOST_STATES:
            raise TooLarge(f"{size} members are more than {MOST_STATES}")
        return SimpleGame(NoObjection(tuple(str(place) for place in range(1, size + 1))))
    if membership is None:
        raise InvalidGame("the field 'procedure' needs an institution")
    try:
        return SimpleGame(membership.procedure(text_of("procedure", fields["procedure"])).rule)
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None
