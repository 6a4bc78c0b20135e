"""Whether a body that needs everyone can act: members who judge alike, or each for itself."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...formulas import exact
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Node, Terminal
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, text_of, whole_of, with_ties

__all__ = ["correlated_consensus"]

MOST_MEMBERS = 150


@GAME_FORMS.register(
    "correlated-consensus",
    title="Which body to rely on, when its members judge alike or each for itself",
    cite="Derivation in this project; compare Maggi and Morelli 2006, AER 96:1137-1158 (unanimity and correlation)",
)
def correlated_consensus(
    fields: Fields, parameters: Assumptions, membership: Membership | None = None
) -> ExtensiveFormGame:
    """A proposer relies on one of several bodies in which everyone must approve.

    With probability ``rho`` the members of a body share one judgement, and approve with probability ``p``; else each
    judges for itself.  A body of ``n`` then approves with probability ``rho p + (1 - rho) p^n``.  The proposer may
    also rely on none, where ``otherwise`` says what that is worth.

    Parameters
    ----------
    fields
        ``proposer``; ``bodies``, a mapping from each to its ``size`` (a whole number: those who can block), its
        ``alike`` (a formula for the probability that they judge as one), its ``approval`` (else ``p``) and its
        ``worth`` when it approves (else 1); in the place of ``size`` also ``apart``, a formula for the probability
        that all approve where each judges for itself; ``otherwise``, a formula; ``ties``.
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: the case names the bodies and their sizes.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape.
    FormulaError
        For a formula that is none.

    Notes
    -----
    The outcomes are the names of the bodies, and ``none``.  Of two that are equally good the first is relied on.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["rho", "p", "tau"], "0 <= rho <= 1", "0 < p < 1", "0 < tau < 1", solve_for=["rho"])
    >>> fields = {"proposer": "H", "bodies": {"pair": {"size": 2, "alike": "rho"}}, "otherwise": "tau"}
    >>> [region.where.text for region in outcome_atlas(correlated_consensus(fields, under)).regions]
    ['rho >= (tau - p**2)/(p*(1 - p))', 'rho < (tau - p**2)/(p*(1 - p))']
    """
    check_fields("correlated-consensus", fields, ("proposer", "bodies", "otherwise", "ties"), ("proposer", "bodies"))
    proposer = text_of("proposer", fields["proposer"])
    bodies = mapping_of("bodies", fields["bodies"])
    if not bodies or (len(bodies) == 1 and "otherwise" not in fields):
        raise InvalidGame("there is nothing to choose between: name two bodies, or one and 'otherwise'")
    actions: list[tuple[str, Node]] = []
    for name, stated in bodies.items():
        if name == "none":
            raise InvalidGame("a body cannot be called 'none': that is an outcome of its own")
        actions.append((f"rely on {name}", _body(name, mapping_of(f"bodies: {name}", stated), parameters)))
    if "otherwise" in fields:
        otherwise = formula_of("otherwise", fields["otherwise"], parameters)
        actions.append(("rely on none", Terminal("none", (otherwise,))))
    game = ExtensiveFormGame((proposer,), Decision(proposer, tuple(actions)), parameters)
    return with_ties(game, fields)


def _body(name: str, own: Fields, parameters: Assumptions) -> Chance:
    check_fields(f"bodies: {name}", own, ("size", "apart", "alike", "approval", "worth"), ("alike",))
    if ("size" in own) == ("apart" in own):
        raise InvalidGame(f"the body {name!r} takes either the field 'size' or the field 'apart'")
    alike = formula_of(f"bodies: {name}: alike", own["alike"], parameters)
    approval = formula_of(f"bodies: {name}: approval", own.get("approval", "p"), parameters)
    worth = formula_of(f"bodies: {name}: worth", own.get("worth", 1), parameters)

    def judged(odds: Payoff, then: Node) -> Chance:
        blocked = Terminal("blocked", (Fraction(0),))
        return Chance((("approves", odds, then), ("objects", exact(1 - odds), blocked)), name)

    acts: Node = Terminal("acts", (worth,))
    apart: Node = acts
    if "apart" in own:
        apart = judged(formula_of(f"bodies: {name}: apart", own["apart"], parameters), acts)
    else:
        for _ in range(whole_of(f"bodies: {name}: size", own["size"], most=MOST_MEMBERS)):
            apart = judged(approval, apart)
    return Chance((("as one", alike, judged(approval, acts)), ("each for itself", exact(1 - alike), apart)), name)
