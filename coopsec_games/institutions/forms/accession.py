"""What membership brings about before and after it: reform for its sake, and a bond that keeps the peace."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...formulas import exact
from ...noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Node, Terminal
from ...noncooperative.payoffs import Payoff
from ...noncooperative.premises import require
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, whole_of, with_ties

__all__ = ["MOST_WAITING", "binding", "reform_for_membership"]

MOST_WAITING = 40


@GAME_FORMS.register(
    "accession",
    title="Reform for the sake of membership",
    cite="Derivation in this project; Schimmelfennig and Sedelmeier 2004, J. Eur. Public Policy 11:661-679",
)
def reform_for_membership(
    fields: Fields, parameters: Assumptions, membership: Membership | None = None
) -> ExtensiveFormGame:
    """A candidate that reforms, at a cost now, for a chance to be admitted after a time and to have the rent from then.

    Parameters
    ----------
    fields
        ``candidate``; ``waiting``, after how many periods it is admitted (a whole number); formulas for the ``cost``
        of reform (else ``r``), the ``rent`` of membership in each period (``M``), the ``probability`` of being admitted
        after reform (``pr``) and ``anyway``, without it (0), and the ``discount`` factor (``delta``); ``ties``.
    parameters
        The declared names and what is assumed of them; it must follow that the discount factor is at least 0 and less
        than 1, and that probabilities are some.
    membership
        Not used: the candidate is no member, and how likely its admission is stands in the case.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    Notes
    -----
    Where indifferent, the candidate reforms.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["pr", "M", "r", "delta"], "0 <= pr <= 1", "0 <= delta < 1", solve_for=["r"])
    >>> game = reform_for_membership({"candidate": "HUN", "waiting": 2}, under)
    >>> print(outcome_atlas(game).regions[0].where)
    r <= pr*M*delta**2/(1 - delta)

    References
    ----------
    Schimmelfennig and Sedelmeier (2004), Journal of European Public Policy 11:661-679 (conditional incentives).
    """
    usual = {"cost": "r", "rent": "M", "probability": "pr", "anyway": 0, "discount": "delta"}
    check_fields("accession", fields, ("candidate", "waiting", *usual, "ties"), ("candidate", "waiting"))
    candidate = text_of("candidate", fields["candidate"])
    waiting = whole_of("waiting", fields["waiting"], 0)
    if waiting > MOST_WAITING:
        raise InvalidGame(f"the field 'waiting' takes at most {MOST_WAITING} periods", hint="take longer periods")
    read = {field: formula_of(field, fields.get(field, letter), parameters) for field, letter in usual.items()}
    for field in ("probability", "anyway"):
        _require_probability(read[field], field, parameters)
    member = _for_ever(read["rent"], read["discount"], parameters)
    for _ in range(waiting):
        member = exact(read["discount"] * member)

    def asked(odds: Payoff, cost: Payoff, outcome: str) -> Chance:
        admitted, refused = Terminal("admitted", (exact(member - cost),)), Terminal("refused", (exact(-cost),))
        return Chance((("admitted", odds, admitted), ("refused", exact(1 - odds), refused)), outcome)

    ways = (
        ("reform", asked(read["probability"], read["cost"], "reform")),
        ("stay as it is", asked(read["anyway"], Fraction(0), "no reform")),
    )
    root = Decision(candidate, ways)
    return with_ties(ExtensiveFormGame((candidate,), root, parameters), fields)


@GAME_FORMS.register(
    "bond",
    title="Membership as a bond that keeps a rival at peace",
    cite="Williamson 1983, American Economic Review 73:519-540 (hostages that support exchange)",
)
def binding(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """A rival that has posted a bond by joining keeps the peace, or attacks and forfeits the bond and its place.

    With ``advance`` there is a stage before: the rival joins or stays out.  Joining brings it the advance at once;
    outside there is nothing to forfeit.

    Parameters
    ----------
    fields
        ``rival``; formulas for ``attack``, what an attack yields (else ``T``), ``peace``, what peace is worth (``R``),
        the ``bond`` (``H``), the ``rent`` of membership in every later period (``v``), the ``discount`` factor
        (``delta``); ``advance``; ``ties``.
    parameters
        The declared names and what is assumed of them; it must follow that the discount factor is at least 0 and less
        than 1.
    membership
        Not used: nobody votes.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    Notes
    -----
    Where indifferent, the rival keeps the peace, and joins.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["T", "R", "H", "v", "delta"], "T > R", "0 <= delta < 1", solve_for=["H"])
    >>> for region in outcome_atlas(binding({"rival": "IDN"}, under)).regions:
    ...     print(f"{region.outcome}: {region.where}")
    peace: H >= (T*(1 - delta) - R*(1 - delta) - v*delta)/(1 - delta)
    attack: H < (T*(1 - delta) - R*(1 - delta) - v*delta)/(1 - delta)

    References
    ----------
    Williamson (1983), American Economic Review 73:519-540.
    """
    usual = {"attack": "T", "peace": "R", "bond": "H", "rent": "v", "discount": "delta"}
    check_fields("bond", fields, ("rival", *usual, "advance", "ties"), ("rival",))
    rival = text_of("rival", fields["rival"])
    read = {field: formula_of(field, fields.get(field, letter), parameters) for field, letter in usual.items()}
    later = exact(read["discount"] * _for_ever(read["rent"], read["discount"], parameters))
    advance = formula_of("advance", fields["advance"], parameters) if "advance" in fields else Fraction(0)
    joins = "advance" in fields

    def stage(peace: Payoff, attack: Payoff, where: str) -> Node:
        ends = (
            ("keep the peace", Terminal(f"peace{where}", (exact(peace),))),
            ("attack", Terminal(f"attack{where}", (exact(attack),))),
        )
        return Decision(rival, ends, where.strip())

    root = stage(advance + read["peace"] + later, advance + read["attack"] - read["bond"], " inside" if joins else "")
    if joins:
        outside = stage(read["peace"], read["attack"], " outside")
        root = Decision(rival, (("join", root), ("stay out", outside)))
    usual_ties = [(rival, "keep the peace"), *([(rival, "join")] if joins else [])]
    return with_ties(ExtensiveFormGame((rival,), root, parameters, tuple(usual_ties)), fields)


def _for_ever(rent: Payoff, discount: Payoff, parameters: Assumptions) -> Payoff:
    """What a rent in this and every later period is worth now: the solution ``W`` of ``W = rent + discount*W``."""
    require(parameters, discount, ">=", 0, "the discount factor may be negative")
    require(parameters, discount, "<", 1, "the discount factor may be 1")
    return exact(rent / (1 - discount))


def _require_probability(odds: Payoff, field: str, parameters: Assumptions) -> None:
    for op, edge in ((">=", 0), ("<=", 1)):
        require(parameters, odds, op, edge, f"the field {field!r} may lie outside 0 to 1")
