"""Trust in a case: whether to risk it, how to show that it is deserved, and how it feeds on itself."""

from __future__ import annotations

from fractions import Fraction

from ...conditions import Assumptions
from ...errors import InvalidGame
from ...noncooperative.assurance import AssuranceGame
from ...noncooperative.reassurance import Matrix, Reassurance
from ...noncooperative.replicator import Replicator
from ...noncooperative.trust_dynamics import TrustFeedback
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, texts_of, whole_of
from .trigger_strategies import STAGE_FIELDS, two_by_two

__all__ = ["reassurance", "replicator", "security_seekers", "trust_feedback"]


@GAME_FORMS.register(
    "assurance",
    title="Whether those who seek security dare to trust",
    cite="Jervis 1978, World Politics 30:167-214; Kydd 2005, Trust and Mistrust in International Relations, ch. 2",
)
def security_seekers(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> AssuranceGame:
    """Two states, each of which seeks security or arms whatever happens, and does not know what the other is.

    Parameters
    ----------
    fields
        ``players`` (two), ``strategies`` (two, the same for both), ``payoffs`` among those who seek security (a row for
        each strategy of the first player, of cells ``"R, R"``), ``cooperate`` (one of the strategies), ``belief`` (the
        probability that the other seeks security), ``outcomes`` (trust, no trust).
    parameters
        The declared names and what is assumed of them; it must follow that the belief is a probability.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Jervis (1978), World Politics 30:167-214; Kydd (2005), Trust and Mistrust in International Relations, ch. 2.
    """
    check_fields("assurance", fields, (*STAGE_FIELDS, "belief", "outcomes"), (*STAGE_FIELDS, "belief"))
    stage, cooperate, _ = two_by_two(fields, parameters)
    outcomes = tuple(texts_of("outcomes", fields.get("outcomes", [])))
    belief = formula_of("belief", fields["belief"], parameters)
    return AssuranceGame(stage, cooperate, belief, parameters, outcomes)


@GAME_FORMS.register(
    "reassurance",
    title="A first round for a part of the stakes, to show that one can be trusted",
    cite="Kydd 2005, Trust and Mistrust in International Relations, ch. 7",
)
def reassurance(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> Reassurance:
    """Two rounds for a share of the stakes and for the rest, between two who can be trusted or cannot.

    Parameters
    ----------
    fields
        ``trustworthy`` and ``untrustworthy``, the own payoffs of each type: two rows, for cooperating and for not, of
        two formulas, by whether the other cooperates; ``prior``, the probability of the first type; ``stake``, the
        share of the first round.
    parameters
        The declared names and what is assumed of them; it must follow that prior and stake lie between 0 and 1.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Kydd (2005), Trust and Mistrust in International Relations, ch. 7.
    """
    needed = ("trustworthy", "untrustworthy", "prior", "stake")
    check_fields("reassurance", fields, needed, needed)
    prior, stake = (formula_of(field, fields[field], parameters) for field in ("prior", "stake"))
    trusty, other = (_matrix(field, fields[field], parameters) for field in ("trustworthy", "untrustworthy"))
    return Reassurance(trusty, other, prior, stake, parameters)


def _matrix(field: str, value: object, parameters: Assumptions) -> Matrix:
    rows = value if isinstance(value, list | tuple) else ()
    if [len(row) if isinstance(row, list | tuple) else 0 for row in rows] != [2, 2]:
        raise InvalidGame(f"the field {field!r} takes two rows of two formulas")
    (a, b), (c, d) = ((formula_of(field, cell, parameters) for cell in row) for row in rows)
    return (a, b), (c, d)


@GAME_FORMS.register(
    "replicator",
    title="A population that drifts towards what pays",
    cite="Taylor and Jonker 1978, Mathematical Biosciences 40:145-156",
)
def replicator(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> Replicator:
    """A population that plays an assurance game, in which what pays spreads.

    Parameters
    ----------
    fields
        ``players`` (two names for the two sides of a meeting), ``strategies``, ``payoffs`` and ``cooperate`` as in
        ``assurance``; ``start``, the share that cooperates at first; ``outcomes`` (all cooperate in the end, nobody
        does, the share stays).
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Taylor and Jonker (1978), Mathematical Biosciences 40:145-156; Weibull (1995), Evolutionary Game Theory, ch. 3.
    """
    check_fields("replicator", fields, (*STAGE_FIELDS, "start", "outcomes"), (*STAGE_FIELDS, "start"))
    stage, cooperate, _ = two_by_two(fields, parameters)
    outcomes = tuple(texts_of("outcomes", fields.get("outcomes", [])))
    return Replicator(stage, cooperate, formula_of("start", fields["start"], parameters), parameters, outcomes)


@GAME_FORMS.register(
    "trust-feedback",
    title="Trust that feeds on itself, through one epoch or several",
    cite="Deutsch et al. 1957, Political Community and the North Atlantic Area; McKelvey and Palfrey 1995",
)
def trust_feedback(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> TrustFeedback:
    """A population whose share that cooperates responds to itself, and the communities that this allows.

    Parameters
    ----------
    fields
        ``precision``, a number: how sharply states respond, times how fast cooperating gains with the share that
        cooperates; ``thresholds``, a list with the share above which cooperating pays in each epoch (formulas);
        ``start``, ``community`` or ``no community`` before the first epoch (without it a single epoch is asked for all
        its rest points); ``digits``, to how many decimals the folds are told (else 5).
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape.
    FormulaError
        For a formula that is none.
    TooLarge
        Beyond a precision of 1,000 or 30 decimals.

    References
    ----------
    Deutsch et al. (1957), Political Community and the North Atlantic Area, ch. 2.
    McKelvey and Palfrey (1995), Games and Economic Behavior 10:6-38.
    """
    known = ("precision", "thresholds", "start", "digits")
    check_fields("trust-feedback", fields, known, ("precision", "thresholds"))
    precision = _number("precision", fields["precision"])
    digits = whole_of("digits", fields.get("digits", 5))
    listed = fields["thresholds"]
    if not isinstance(listed, list | tuple):
        raise InvalidGame("the field 'thresholds' takes a list, one formula an epoch")
    thresholds = tuple(formula_of("thresholds", value, parameters) for value in listed)
    start = text_of("start", fields["start"]) if "start" in fields else ""
    return TrustFeedback(precision, thresholds, parameters, start, digits)


def _number(field: str, value: object) -> Fraction:
    read = formula_of(field, value, Assumptions(()))
    if not isinstance(read, Fraction):
        raise InvalidGame(f"the field {field!r} takes a number")
    return read
