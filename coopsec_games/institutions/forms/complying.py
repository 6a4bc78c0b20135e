"""After the vote: the state that is told to comply may leave instead, and the body knows it."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...formulas import exact
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Node, Terminal
from ...noncooperative.payoffs import Payoff
from ...noncooperative.premises import require
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, texts_of, with_ties

__all__ = ["compliance"]


@GAME_FORMS.register(
    "compliance",
    title="To comply or to leave, and whether a body that expects it asserts itself",
    cite="Hirschman 1970, Exit, Voice, and Loyalty; Downs, Rocke and Barsoom 1996, IO 50:379-406",
)
def compliance(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """A state that is told what to do: it complies, at a loss now, or leaves and forgoes what belonging would bring.

    With ``body`` there is a stage before: the body asserts itself or defers.  Where it asserts itself and is obeyed it
    gains authority; where the state leaves it loses a member as well.  With ``probability`` the state is one to which
    complying costs ``loss`` with that probability, and ``otherwise`` else; it knows which, and the body does not.

    Parameters
    ----------
    fields
        ``state``, who is to comply; formulas for ``loss``, what complying costs it once (else ``x``), ``rent``, what
        belonging brings it in every later period (else ``u``), ``discount`` (else ``delta``); with ``body``, who
        decides first, ``authority``, what it gains by asserting itself (else ``a``), and ``member-value``, what it
        loses with the member (else ``V``); ``probability``, and ``otherwise`` (else 0); ``actions``, the words for
        complying and leaving; ``ties`` before the usual ones.
    parameters
        The declared names and what is assumed of them; it must follow that the discount factor is at least 0 and less
        than 1, and that the probability is one.
    membership
        Not used: whether a vote binds is decided before.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    Notes
    -----
    Ties unless stated: the state complies, the body asserts itself.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["x", "u", "delta"], "u >= 0", "0 <= delta < 1", solve_for=["x"])
    >>> for region in outcome_atlas(compliance({"state": "JPN"}, under)).regions:
    ...     print(f"{region.outcome}: {region.where.text}")
    JPN complies: x <= u*delta/(1 - delta)
    JPN leaves: x > u*delta/(1 - delta)

    References
    ----------
    Hirschman (1970), Exit, Voice, and Loyalty, ch. 7.
    Downs, Rocke and Barsoom (1996), International Organization 50:379-406 (depth of cooperation and compliance).
    """
    first = ("body", "authority", "member-value")
    doubt = ("probability", "otherwise")
    known = ("state", "loss", "rent", "discount", *first, *doubt, "actions", "ties")
    check_fields("compliance", fields, known, ("state",))
    for field, of in (*((field, "body") for field in first), ("otherwise", "probability")):
        if field in fields and of not in fields:
            raise InvalidGame(f"the field {field!r} belongs to the field {of!r}")
    state = text_of("state", fields["state"])
    words = texts_of("actions", fields.get("actions", ["complies", "leaves"]))
    if len(set(words)) != 2:
        raise InvalidGame("the field 'actions' takes two different words")
    loss = formula_of("loss", fields.get("loss", "x"), parameters)
    rent = formula_of("rent", fields.get("rent", "u"), parameters)
    discount = formula_of("discount", fields.get("discount", "delta"), parameters)
    require(parameters, discount, ">=", 0, "the discount factor may be negative")
    require(parameters, discount, "<", 1, "the discount factor may be 1")
    later = _later(rent, discount)
    body = text_of("body", fields["body"]) if "body" in fields else ""
    if body == state:
        raise InvalidGame(f"{state} is both the state and the body")
    authority, member = (
        (
            formula_of("authority", fields.get("authority", "a"), parameters),
            formula_of("member-value", fields.get("member-value", "V"), parameters),
        )
        if body
        else (Fraction(0), Fraction(0))
    )
    players = (body, state) if body else (state,)

    def end(outcome: str, *payoffs: Payoff) -> Terminal:
        return Terminal(outcome, tuple(exact(payoff) for payoff in payoffs[-len(players) :]))

    def stage(cost: Payoff, where: str = "") -> Decision:
        obey = end(f"{state} {words[0]}{where}", authority, later - cost)
        leave = end(f"{state} {words[1]}{where}", authority - member, Fraction(0))
        return Decision(state, ((words[0], obey), (words[1], leave)), where.strip())

    root: Node = stage(loss)
    if "probability" in fields:
        odds = formula_of("probability", fields["probability"], parameters)
        for op, edge in ((">=", 0), ("<=", 1)):
            require(parameters, odds, op, edge, "the probability may lie outside 0 to 1")
        other = formula_of("otherwise", fields.get("otherwise", 0), parameters)
        much, little = ("where it costs much", "where it costs little")
        root = Chance(((much, odds, stage(loss, f" {much}")), (little, exact(1 - odds), stage(other, f" {little}"))))
    if body:
        root = Decision(body, (("assert", root), ("defer", end("deferred", Fraction(0), later))))
    usual = [(state, words[0])] + ([(body, "assert")] if body else [])
    return with_ties(ExtensiveFormGame(players, root, parameters, tuple(usual)), fields)


def _later(rent: Payoff, discount: Payoff) -> Payoff:
    """What a rent in every later period is worth now: the solution ``W`` of ``W = discount*(rent + W)``."""
    return exact(discount * rent / (1 - discount))
