"""Everyone casts a ballot at once under a procedure of the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...conditions import Assumptions
from ...errors import InvalidGame, UnknownKey, did_you_mean
from ...noncooperative.ballots import BallotGame, Type
from ..institution import Membership
from .fields import GAME_FORMS, Fields, ballot_of, check_fields, formula_of, mapping_of, member_of, text_of, texts_of

__all__ = ["ballot"]


@GAME_FORMS.register(
    "ballot",
    title="Everyone casts a ballot at once under a procedure",
    cite="Farquharson 1969, Theory of Voting",
)
def ballot(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> BallotGame:
    """A simultaneous ballot under one of the body's procedures, with what adoption and each ballot are worth.

    Parameters
    ----------
    fields
        ``procedure`` (else the body's default); ``utilities``, a list of ``{members, adoption, casting}`` in which
        ``members`` is a list, a group's name, one member, or ``rest`` (once), ``adoption`` a formula (else 0) and
        ``casting`` a mapping from ballots to formulas; ``ballots`` that may be cast (else yes, abstain, no).
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for a member who is not there.
    FormulaError
        For a formula that is none.

    References
    ----------
    Farquharson (1969), Theory of Voting, ch. 2.
    """
    check_fields("ballot", fields, ("procedure", "utilities", "ballots", "ties"), ("utilities",))
    if membership is None:
        raise InvalidGame("the form 'ballot' needs an institution, whose procedure counts the ballots")
    if "ties" in fields:
        raise InvalidGame("the form 'ballot' has no ties", hint="the order of 'ballots' decides between equal ones")
    key = fields.get("procedure")
    try:
        rule = membership.procedure(None if key is None else text_of("procedure", key)).rule
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None
    ballots = tuple(ballot_of(word) for word in texts_of("ballots", fields.get("ballots", ["yes", "abstain", "no"])))
    return BallotGame(rule, _types(fields["utilities"], rule.members, parameters, membership), ballots, parameters)


def _types(
    utilities: object, members: Sequence[str], parameters: Assumptions, membership: Membership
) -> tuple[Type, ...]:
    if not isinstance(utilities, list | tuple) or not utilities:
        raise InvalidGame(f"the field 'utilities' takes a list of at least one entry, not {utilities!r}")
    read: list[tuple[str, list[str], Fields]] = []
    for entry in utilities:
        own = mapping_of("utilities", entry)
        check_fields("utilities", own, ("members", "adoption", "casting", "name"), ("members",))
        read.append((*_chosen(own["members"], membership), own))
    if sum(name == "rest" for name, _, _ in read) > 1:
        raise InvalidGame("'rest' stands twice in the field 'utilities'")
    named = {member for _, chosen, _ in read for member in chosen}
    types = []
    for name, chosen, own in read:
        everyone = [member for member in members if member not in named] if name == "rest" else chosen
        if not everyone:
            raise InvalidGame("'rest' in the field 'utilities' is nobody: everyone is named")
        casting = {
            ballot_of(str(word)): formula_of(f"casting: {word}", value, parameters)
            for word, value in mapping_of("casting", own.get("casting", {})).items()
        }
        adoption = formula_of("adoption", own.get("adoption", 0), parameters)
        called = text_of("name", own["name"]) if "name" in own else ("the others" if name == "rest" else name)
        types.append(Type(tuple(everyone), adoption, casting, called))
    return tuple(types)


def _chosen(value: object, membership: Membership) -> tuple[str, list[str]]:
    """What a choice of members is called (a group, ``rest``, or nothing), and who they are."""
    if isinstance(value, str):
        if value == "rest":
            return "rest", []
        if value in membership.groups:
            return value, list(membership.groups[value])
        if value in membership.members:
            return "", [value]
        known: Iterable[str] = [*membership.groups, "rest", *membership.members]
        hint = did_you_mean(value, known) or f"groups: {', '.join(membership.groups)}"
        raise InvalidGame(f"{value!r} is neither a group nor a member of {membership.institution!r}", hint=hint)
    return "", [member_of(name, membership) for name in texts_of("members", value)]
