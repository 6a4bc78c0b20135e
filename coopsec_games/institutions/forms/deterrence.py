"""A commitment that is implied and not guaranteed: whom it deters, and whom it makes bold."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...formulas import exact
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Terminal
from ...noncooperative.payoffs import Payoff
from ...noncooperative.premises import require
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, with_ties

__all__ = ["implied_commitment"]


@GAME_FORMS.register(
    "deterrence",
    title="An attack on a state that may be helped",
    cite="Schelling 1966, Arms and Influence, ch. 2; Snyder 1984, World Politics 36:461-495 (the alliance dilemma)",
)
def implied_commitment(
    fields: Fields, parameters: Assumptions, membership: Membership | None = None
) -> ExtensiveFormGame:
    """A challenger that attacks a state or not, when nobody knows whether others will come to its help.

    With ``client`` the protected state moves first: it provokes a crisis or holds back.  Provoked, the challenger
    fights.  In any fight the client wins its prize where it is helped, and is defeated where it is not.

    Parameters
    ----------
    fields
        ``challenger``; formulas for ``gain``, what an attack yields where nobody helps (else ``g``), ``loss``, what it
        costs where somebody does (``L``), ``help``, how likely that is (``q``); with ``client``, ``prize``, what a
        fight brings the client where it is helped (``G``), ``defeat``, what it costs to be beaten (``K``), and
        ``help-to-provoker``, how likely help is after a provocation (else as ``help``); ``ties``.
    parameters
        The declared names and what is assumed of them; it must follow that probabilities are some.
    membership
        Not used: whoever helps is no player, and how likely help is stands in the case.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    Notes
    -----
    The outcomes are ``peace``, ``attack`` and, with a client, ``provocation``.  Where indifferent, the challenger does
    not attack and the client holds back.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["g", "L", "q"], "g > 0", "L > 0", "0 <= q <= 1", solve_for=["q"])
    >>> for region in outcome_atlas(implied_commitment({"challenger": "RUS"}, under)).regions:
    ...     print(f"{region.outcome}: {region.where}")
    peace: q >= g/(g + L)
    attack: q < g/(g + L)

    References
    ----------
    Schelling (1966), Arms and Influence, ch. 2; Snyder (1984), World Politics 36:461-495.
    """
    of_client = {"prize": "G", "defeat": "K"}
    usual = {"gain": "g", "loss": "L", "help": "q"}
    known = ("challenger", *usual, "client", *of_client, "help-to-provoker", "ties")
    check_fields("deterrence", fields, known, ("challenger",))
    for field in (*of_client, "help-to-provoker"):
        if field in fields and "client" not in fields:
            raise InvalidGame(f"the field {field!r} belongs to the field 'client'")
    challenger = text_of("challenger", fields["challenger"])
    client = text_of("client", fields["client"]) if "client" in fields else ""
    if client == challenger:
        raise InvalidGame(f"{challenger} is both the challenger and the client")
    read = {field: formula_of(field, fields.get(field, letter), parameters) for field, letter in usual.items()}
    helped = read["help"]
    bold = formula_of("help-to-provoker", fields.get("help-to-provoker", fields.get("help", "q")), parameters)
    for odds in (helped, bold):
        for op, edge in ((">=", 0), ("<=", 1)):
            require(parameters, odds, op, edge, "the probability of help may lie outside 0 to 1")
    stakes = {
        field: formula_of(field, fields.get(field, letter), parameters) if client else Fraction(0)
        for field, letter in of_client.items()
    }
    players = (client, challenger) if client else (challenger,)

    def fought(odds: Payoff, outcome: str) -> Chance:
        def end(name: str, *payoffs: Payoff) -> Terminal:
            return Terminal(name, tuple(exact(payoff) for payoff in payoffs[-len(players) :]))

        branches = (
            ("help", odds, end("helped", stakes["prize"], -read["loss"])),
            ("no help", exact(1 - odds), end("left alone", -stakes["defeat"], read["gain"])),
        )
        return Chance(branches, outcome)

    quiet = Terminal("peace", (Fraction(0),) * len(players))
    crisis = Decision(challenger, (("refrain", quiet), ("attack", fought(helped, "attack"))))
    root = crisis
    if client:
        ways = (("hold back", crisis), ("provoke", fought(bold, "provocation")))
        root = Decision(client, ways)
    usual_ties = [(challenger, "refrain"), *([(client, "hold back")] if client else [])]
    return with_ties(ExtensiveFormGame(players, root, parameters, tuple(usual_ties)), fields)
