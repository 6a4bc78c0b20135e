"""Sanctions in a case: who takes part, whether that is enough, and the smallest group that gains by acting together."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...formulas import exact
from ...noncooperative.embargo import Embargo, Sanctioner
from ...noncooperative.group_action import GroupAction
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, texts_of, whole_of

__all__ = ["privileged_group", "sanctions_coverage"]


@GAME_FORMS.register(
    "sanctions-coverage",
    title="Sanctions by those who take part, against a target that can buy elsewhere",
    cite="Palfrey and Rosenthal 1984, J. Public Econ. 24:171-193; Martin 1992, Coercive Cooperation, ch. 2",
)
def sanctions_coverage(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> Embargo:
    """States that decide for themselves whether to take part in sanctions, which work from a share of supply on.

    Parameters
    ----------
    fields
        ``sanctioners``, a mapping from each state, or from those who decide alike, to its ``share`` of what the target
        needs, its ``cost`` of taking part (else ``kappa_NAME``), its ``benefit`` from effective sanctions (else ``b``)
        and its ``standing``, what staying away costs it whatever the others do (else 0); ``threshold``, the share that
        is needed (else ``theta``); ``outsiders``, the share that nobody of them controls, where one sanctioner has no
        ``share`` and takes the rest; ``outcomes`` (effective, ineffective, none).
    parameters
        The declared names and what is assumed of them; it must follow that no share is negative, and that the
        threshold is greater than 0.
    membership
        Not used: members and groups of them are named by the case.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.
    TooLarge
        Beyond six states.

    References
    ----------
    Palfrey and Rosenthal (1984), Journal of Public Economics 24:171-193.
    Martin (1992), Coercive Cooperation, ch. 2.
    """
    check_fields(
        "sanctions-coverage", fields, ("sanctioners", "threshold", "outsiders", "outcomes", "ties"), ("sanctioners",)
    )
    if "ties" in fields:
        raise InvalidGame("the form 'sanctions-coverage' has no ties", hint="outcomes that coexist are told together")
    stated = {
        name: mapping_of(f"sanctioners: {name}", {} if own is None else own)
        for name, own in mapping_of("sanctioners", fields["sanctioners"]).items()
    }
    for name, own in stated.items():
        check_fields(f"sanctioners: {name}", own, ("share", "cost", "benefit", "standing"), ())
    shares = {
        name: formula_of(f"sanctioners: {name}: share", own["share"], parameters)
        for name, own in stated.items()
        if "share" in own
    }
    rest = [name for name in stated if name not in shares]
    if len(rest) != (1 if "outsiders" in fields else 0):
        raise InvalidGame(
            "shares and outsiders do not go together",
            hint="give every sanctioner a share, or 'outsiders' and a share to all but one, which takes the rest",
        )
    if rest:
        outside = formula_of("outsiders", fields["outsiders"], parameters)
        shares[rest[0]] = exact(1 - outside - sum(shares.values(), Fraction(0)))
    sanctioners = (
        Sanctioner(
            name,
            shares[name],
            formula_of(f"sanctioners: {name}: cost", own.get("cost", f"kappa_{name}"), parameters),
            formula_of(f"sanctioners: {name}: benefit", own.get("benefit", "b"), parameters),
            formula_of(f"sanctioners: {name}: standing", own.get("standing", 0), parameters),
        )
        for name, own in stated.items()
    )
    threshold = formula_of("threshold", fields.get("threshold", "theta"), parameters)
    game = Embargo(tuple(sanctioners), threshold, parameters)
    if "outcomes" not in fields:
        return game
    return Embargo(game.sanctioners, threshold, parameters, tuple(texts_of("outcomes", fields["outcomes"])))


@GAME_FORMS.register(
    "privileged-group",
    title="The smallest group that gains by acting together",
    cite="Schelling 1978, Micromotives and Macrobehavior, ch. 7; Snidal 1985, IO 39:579-614",
)
def privileged_group(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> GroupAction:
    """States of which a few may bind themselves to act together, each act being good for all of them.

    Parameters
    ----------
    fields
        ``members``, how many there are (a number; else as many as the body has); ``benefit``, what one act gives to
        each (else ``b``); ``cost``, what it costs the one that acts (else ``c``).
    parameters
        The declared names and what is assumed of them; it must follow that benefit and cost are positive.
    membership
        The body on the day, which is counted where ``members`` is left out.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.
    TooLarge
        Beyond sixty states.

    References
    ----------
    Schelling (1978), Micromotives and Macrobehavior, ch. 7; Snidal (1985), International Organization 39:579-614.
    """
    check_fields("privileged-group", fields, ("members", "benefit", "cost"), ())
    if "members" not in fields and membership is None:
        raise InvalidGame("'privileged-group' lacks the field 'members'", hint="or name an institution")
    size = whole_of("members", fields.get("members", len(membership.members) if membership else 0), 0)
    benefit = formula_of("benefit", fields.get("benefit", "b"), parameters)
    cost = formula_of("cost", fields.get("cost", "c"), parameters)
    return GroupAction(size, benefit, cost, parameters)
