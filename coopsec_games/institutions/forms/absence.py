"""A member with a veto stays away from the table, before anything is proposed."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Node, Terminal
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, member_of, text_of, with_ties

__all__ = ["boycott"]

LETTERS = {"value": "beta", "loss": "L", "belief": "phi", "proposal": "p", "gain": "w"}


@GAME_FORMS.register(
    "boycott",
    title="A vetoer stays away, or attends and vetoes or lets pass",
    cite="UN Charter 1945, Arts. 27(3) and 28(1), and the practice on absence",
)
def boycott(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """To stay away from a body in which one has a veto, when a text may be proposed in the meantime.

    With probability ``p`` a text is put to the vote.  Whoever stays away gains ``beta``, and believes with probability
    ``phi`` that its absence blocks the text; whoever attends can veto, at a cost, or let the text pass.  Adoption costs
    it ``L``, which may be negative, and is worth ``w`` to the proposer.

    Parameters
    ----------
    fields
        ``absentee`` and ``proposer``; formulas for ``value`` (else ``beta``), ``loss`` (``L``), ``belief`` (``phi``),
        ``proposal`` (``p``), ``gain`` (``w``) and ``veto-cost`` (0); ``ties``.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day; the absentee must be among its members.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for a member who is not there.
    FormulaError
        For a formula that is none.

    Notes
    -----
    Of two ways that are equally good the absentee takes the first of: stay away, attend and abstain, attend and veto.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["beta", "L", "phi", "p", "w"], "L > 0", "0 <= phi <= 1", "0 < p <= 1",
    ...                          solve_for=["beta"])
    >>> game = boycott({"absentee": "RUS", "proposer": "USA"}, under)
    >>> [region.where.text for region in outcome_atlas(game).regions if region.outcome == "stays away"]
    ['beta >= L*p - L*phi*p']
    """
    check_fields("boycott", fields, ("absentee", "proposer", *LETTERS, "veto-cost", "ties"), ("absentee", "proposer"))
    absentee = member_of(text_of("absentee", fields["absentee"]), membership)
    proposer = text_of("proposer", fields["proposer"])
    if proposer == absentee:
        raise InvalidGame(f"{proposer} is both the proposer and the absentee")
    read = {field: formula_of(field, fields.get(field, letter), parameters) for field, letter in LETTERS.items()}
    veto = formula_of("veto-cost", fields.get("veto-cost", 0), parameters)
    value, loss, gain, belief = (read[field] for field in ("value", "loss", "gain", "belief"))

    def asked(then: Node, otherwise: tuple[Payoff, Payoff], name: str) -> Chance:
        nothing = Terminal("nothing", otherwise)
        odds = read["proposal"]
        return Chance((("proposal", odds, then), ("no proposal", 1 - odds, nothing)), name)

    none = Fraction(0)
    empty_chair = Chance(
        (
            ("absence blocks", belief, Terminal("blocked", (value, none))),
            ("absence does not block", 1 - belief, Terminal("adopted", (value - loss, gain))),
        ),
        "stays away",
    )
    ways: tuple[tuple[str, Node], ...] = (
        ("stay away", asked(empty_chair, (value, none), "stays away")),
        ("attend and abstain", asked(Terminal("adopted", (-loss, gain)), (none, none), "attends and lets it pass")),
        ("attend and veto", asked(Terminal("vetoed", (-veto, none)), (none, none), "attends and vetoes")),
    )
    game = ExtensiveFormGame((absentee, proposer), Decision(absentee, ways), parameters)
    return with_ties(game, fields)
