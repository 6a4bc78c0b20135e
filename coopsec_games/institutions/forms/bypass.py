"""A proposer, those who can veto, and action outside the institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from ...conditions import Assumptions, Condition, compare, conjunction
from ...errors import InvalidGame
from ...formulas import symbol
from ...noncooperative.extensive_form import Choice, Decision, ExtensiveFormGame, Node, Terminal
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, member_of, text_of, texts_of, with_ties

__all__ = ["bargaining_zone", "outside_option"]

OFFERS = ("y", "offer", "y_offer", "y_proposed")


@dataclass(frozen=True)
class _Vetoer:
    name: str
    ideal: Payoff
    bypassed: Payoff
    precedent: Payoff


@GAME_FORMS.register(
    "outside-option",
    title="A proposer, those who can veto, and action outside the institution",
    cite="Voeten 2001, APSR 95:845-858",
)
def outside_option(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """A take-it-or-leave-it offer to those who can veto it, by one who may then act outside the institution.

    Outcomes lie on a line on which the status quo is 0.  The proposer offers ``y`` between the status quo and its own
    ideal; the vetoers accept or veto, one after another, and any veto blocks; then the proposer acts outside, which
    gives the outcome ``z``, or backs down.  Everyone loses its distance from the outcome; acting costs the proposer
    ``c`` outside and ``c_m`` with authority, a vetoer loses ``k`` when it is bypassed and ``pi`` when it consents.

    Parameters
    ----------
    fields
        ``proposer``; ``vetoer``, or ``vetoers`` (a list, or a mapping from each to its ``ideal``, ``bypassed`` and
        ``precedent``); ``outside``, who acts; formulas for ``ideal`` (else ``h``), ``outcome`` (``z``), ``cost``
        (``c``), ``authorised-cost`` (``c_m``).  A single vetoer's are ``v``, ``k`` and ``pi`` unless given; of
        several, ``v_RUS`` and so on.  With ``tabling``, a formula such as ``eps``, the proposer may also not table a
        draft, and a recorded veto costs it that much (negative: it gains by it).  ``ties`` come before the usual ones.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day; the vetoers must be among its members.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for a member who is not there.
    FormulaError
        For a formula that is none.

    Notes
    -----
    Ties unless stated: vetoers accept, the proposer acts; an offer equal to the status quo counts as the status quo, an
    offer that is accepted is preferred to acting outside, and a draft that would be vetoed is not tabled where nothing
    is gained by it.

    References
    ----------
    Voeten (2001), American Political Science Review 95:845-858.
    Romer and Rosenthal (1978), Public Choice 33:27-43 (the setter and its offer).
    """
    known = (
        "proposer", "vetoer", "vetoers", "outside", "ideal", "outcome", "cost", "authorised-cost", "tabling", "ties",
    )  # fmt: skip
    check_fields("outside-option", fields, known, ("proposer", "outside"))
    proposer = text_of("proposer", fields["proposer"])
    text_of("outside", fields["outside"])
    vetoers = _vetoers(fields, parameters, membership)
    if proposer in {vetoer.name for vetoer in vetoers}:
        raise InvalidGame(f"{proposer} is both the proposer and a vetoer")
    ideal = formula_of("ideal", fields.get("ideal", "h"), parameters)
    reached = formula_of("outcome", fields.get("outcome", "z"), parameters)
    cost = formula_of("cost", fields.get("cost", "c"), parameters)
    authorised_cost = formula_of("authorised-cost", fields.get("authorised-cost", "c_m"), parameters)
    variable = next(name for name in OFFERS if name not in parameters.names)
    offer = symbol(variable)

    authorised = Terminal(
        "authorised",
        (
            -_distance(offer, ideal) - authorised_cost,
            *(-_distance(offer, vetoer.ideal) - vetoer.precedent for vetoer in vetoers),
        ),
    )

    def alone(after: str, recorded: Payoff) -> Decision:
        bypassed = (-_distance(reached, vetoer.ideal) - vetoer.bypassed for vetoer in vetoers)
        nothing = (-_distance(Fraction(0), vetoer.ideal) for vetoer in vetoers)
        act = Terminal(f"outside{after}", (-_distance(reached, ideal) - cost - recorded, *bypassed))
        rest = Terminal(f"status quo{after}", (-_distance(Fraction(0), ideal) - recorded, *nothing))
        return Decision(proposer, (("act", act), ("back down", rest)))

    tabling = "tabling" in fields
    vetoed = (
        alone(" after a veto", formula_of("tabling", fields["tabling"], parameters))
        if tabling
        else alone("", Fraction(0))
    )
    answer: Node = authorised
    for vetoer in reversed(vetoers):
        answer = Decision(vetoer.name, (("accept", answer), ("veto", vetoed)))
    root: Node = Choice(proposer, variable, Fraction(0), ideal, answer)
    ties = [(vetoer.name, "accept") for vetoer in vetoers]
    if tabling:
        root = Decision(proposer, (("table", root), ("not table", alone("", Fraction(0)))))
    ties += [(proposer, label) for label in ("act", "status quo", "authorised", "outside")]
    if tabling:
        ties += [(proposer, label) for label in ("outside after a veto", "status quo after a veto")]
    players = (proposer, *(vetoer.name for vetoer in vetoers))
    return with_ties(ExtensiveFormGame(players, root, parameters, tuple(ties)), fields)


def bargaining_zone(game: ExtensiveFormGame) -> Condition:
    """The offers that everyone prefers to action outside, in the game of ``outside-option``.

    Returns
    -------
    Condition
        In the parameters and the offer, which the assumptions keep between the status quo and the proposer's ideal.

    Raises
    ------
    InvalidGame
        When the game has no offer, or no outcome ``authorised`` and ``outside``.

    References
    ----------
    Voeten (2001), American Political Science Review 95:845-858.
    """
    choice = next((node for _, node in game.nodes() if isinstance(node, Choice)), None)
    ends: dict[str, Terminal] = {}
    for _, node in game.nodes():
        if isinstance(node, Terminal):
            ends.setdefault(node.outcome, node)
    if choice is None or not {"authorised", "outside"} <= ends.keys():
        raise InvalidGame("only a game of the form 'outside-option' has a bargaining zone")
    offer = symbol(choice.variable)
    given = game.assumptions
    bare = Assumptions((*given.names, choice.variable), given.formula, (choice.variable, *given.solve_for))
    range_ = compare(choice.low, "<=", offer, bare) & compare(offer, "<=", choice.high, bare)
    under = Assumptions(bare.names, conjunction(given.formula, range_.formula), bare.solve_for)
    better = (
        compare(inside, ">=", outside, under)
        for inside, outside in zip(ends["authorised"].payoffs, ends["outside"].payoffs, strict=True)
    )
    return reduce(lambda so_far, part: so_far & part, better, Condition.true(under)).simplify()


def _distance(one: Payoff, other: Payoff) -> Payoff:
    return abs(one - other)


def _vetoers(fields: Fields, parameters: Assumptions, membership: Membership | None) -> list[_Vetoer]:
    if ("vetoer" in fields) == ("vetoers" in fields):
        raise InvalidGame("'outside-option' takes either the field 'vetoer' or the field 'vetoers'")
    given: Mapping[str, object]
    if "vetoer" in fields:
        given = {text_of("vetoer", fields["vetoer"]): {}}
    elif isinstance(fields["vetoers"], Mapping):
        given = fields["vetoers"]
    else:
        listed = texts_of("vetoers", fields["vetoers"])
        given = {name: {} for name in listed}
        if len(given) < len(listed):
            raise InvalidGame("the field 'vetoers' names somebody twice")
    if not given:
        raise InvalidGame("the field 'vetoers' names nobody")
    usual = {"ideal": "v", "bypassed": "k", "precedent": "pi"}
    vetoers = []
    for name, stated in given.items():
        own = mapping_of(f"vetoers: {name}", {} if stated is None else stated)
        check_fields(f"vetoers: {name}", own, tuple(usual), ())
        formulas = (
            formula_of(
                f"vetoers: {name}: {field}",
                own.get(field, letter if len(given) == 1 else f"{letter}_{name}"),
                parameters,
            )
            for field, letter in usual.items()
        )
        vetoers.append(_Vetoer(member_of(name, membership), *formulas))
    return vetoers
