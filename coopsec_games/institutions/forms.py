"""Game forms: what is played in a body, waiting for the members' preferences.

A form reads plain fields, as they stand in a case file, and gives back a game; nothing is solved here.

>>> under = Assumptions.read(["h", "z", "v", "k", "c", "c_m", "pi"], "v <= 0 <= z <= h", "0 <= c_m <= c", "k >= 0")
>>> fields = {"proposer": "USA", "vetoer": "RUS", "outside": "nato"}
>>> game = GAME_FORMS["outside-option"].function(fields, under, None)
>>> game.outcomes
('authorised', 'outside', 'status quo')
>>> bargaining_zone(game).show(solve_for=["y"])
'y <= z + k - pi and y >= z + c_m - c'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from ..conditions import Assumptions, Condition, compare, conjunction
from ..cooperative.rules import Ballot
from ..errors import FormulaError, InvalidGame, UnknownKey, did_you_mean
from ..formulas import exact, symbol
from ..noncooperative.ballots import BallotGame, Type
from ..noncooperative.extensive_form import Choice, Decision, ExtensiveFormGame, Node, Terminal, read_ties
from ..noncooperative.payoffs import Payoff
from ..registry import Registry
from .institution import Membership

__all__ = ["GAME_FORMS", "Fields", "FormFunction", "bargaining_zone"]

Fields: TypeAlias = Mapping[str, object]
Game: TypeAlias = ExtensiveFormGame | BallotGame
FormFunction: TypeAlias = Callable[[Fields, Assumptions, Membership | None], Game]

GAME_FORMS: Registry[FormFunction] = Registry("game form")

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
    _check_fields("outside-option", fields, known, ("proposer", "outside"))
    proposer = _text("proposer", fields["proposer"])
    _text("outside", fields["outside"])
    vetoers = _vetoers(fields, parameters, membership)
    if proposer in {vetoer.name for vetoer in vetoers}:
        raise InvalidGame(f"{proposer} is both the proposer and a vetoer")
    ideal = _formula("ideal", fields.get("ideal", "h"), parameters)
    reached = _formula("outcome", fields.get("outcome", "z"), parameters)
    cost = _formula("cost", fields.get("cost", "c"), parameters)
    authorised_cost = _formula("authorised-cost", fields.get("authorised-cost", "c_m"), parameters)
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
        alone(" after a veto", _formula("tabling", fields["tabling"], parameters))
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
    game = ExtensiveFormGame(players, root, parameters, tuple(ties))
    stated = read_ties(_texts("ties", fields.get("ties", [])), game)
    return ExtensiveFormGame(players, root, parameters, (*stated, *(tie for tie in ties if tie not in stated)))


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
    _check_fields("ballot", fields, ("procedure", "utilities", "ballots", "ties"), ("utilities",))
    if membership is None:
        raise InvalidGame("the form 'ballot' needs an institution, whose procedure counts the ballots")
    if "ties" in fields:
        raise InvalidGame("the form 'ballot' has no ties", hint="the order of 'ballots' decides between equal ones")
    key = fields.get("procedure")
    try:
        rule = membership.procedure(None if key is None else _text("procedure", key)).rule
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None
    ballots = tuple(_ballot(word) for word in _texts("ballots", fields.get("ballots", ["yes", "abstain", "no"])))
    return BallotGame(rule, _types(fields["utilities"], rule.members, parameters, membership), ballots, parameters)


# Reading of fields.


def _check_fields(form: str, fields: Fields, known: Sequence[str], needed: Sequence[str]) -> None:
    for field in fields:
        if field not in known:
            hint = did_you_mean(field, known) or f"fields: {', '.join(known)}"
            raise InvalidGame(f"unknown field {field!r} of {form!r}", hint=hint)
    for field in needed:
        if field not in fields:
            raise InvalidGame(f"{form!r} lacks the field {field!r}", hint=f"fields: {', '.join(known)}")


def _text(field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidGame(f"the field {field!r} takes a text, not {value!r}")
    return value


def _texts(field: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise InvalidGame(f"the field {field!r} takes a list, not {value!r}")
    return [_text(field, entry) for entry in value]


def _mapping(field: str, value: object) -> Fields:
    if not isinstance(value, Mapping):
        raise InvalidGame(f"the field {field!r} takes a mapping, not {value!r}")
    return value


def _formula(field: str, value: object, parameters: Assumptions) -> Payoff:
    if not isinstance(value, str | int | Fraction) or isinstance(value, bool):
        raise InvalidGame(f"the field {field!r} takes a formula, not {value!r}")
    try:
        return exact(value, parameters.names) if isinstance(value, str) else exact(value)
    except FormulaError as error:
        error.args = (f"the field {field!r}: {error.message}",)
        error.message = error.args[0]
        raise


def _distance(one: Payoff, other: Payoff) -> Payoff:
    return abs(one - other)


def _ballot(word: str) -> str:
    try:
        return str(Ballot.read(word).value)
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None


def _member(name: str, membership: Membership | None) -> str:
    if membership is not None and name not in membership.members:
        hint = did_you_mean(name, membership.members) or f"members: {', '.join(membership.members)}"
        raise InvalidGame(f"{name!r} is not a member of {membership.institution!r} on {membership.date}", hint=hint)
    return name


def _vetoers(fields: Fields, parameters: Assumptions, membership: Membership | None) -> list[_Vetoer]:
    if ("vetoer" in fields) == ("vetoers" in fields):
        raise InvalidGame("'outside-option' takes either the field 'vetoer' or the field 'vetoers'")
    given: Mapping[str, object]
    if "vetoer" in fields:
        given = {_text("vetoer", fields["vetoer"]): {}}
    elif isinstance(fields["vetoers"], Mapping):
        given = fields["vetoers"]
    else:
        listed = _texts("vetoers", fields["vetoers"])
        given = {name: {} for name in listed}
        if len(given) < len(listed):
            raise InvalidGame("the field 'vetoers' names somebody twice")
    if not given:
        raise InvalidGame("the field 'vetoers' names nobody")
    usual = {"ideal": "v", "bypassed": "k", "precedent": "pi"}
    vetoers = []
    for name, stated in given.items():
        own = _mapping(f"vetoers: {name}", {} if stated is None else stated)
        _check_fields(f"vetoers: {name}", own, tuple(usual), ())
        formulas = (
            _formula(
                f"vetoers: {name}: {field}",
                own.get(field, letter if len(given) == 1 else f"{letter}_{name}"),
                parameters,
            )
            for field, letter in usual.items()
        )
        vetoers.append(_Vetoer(_member(name, membership), *formulas))
    return vetoers


def _types(
    utilities: object, members: Sequence[str], parameters: Assumptions, membership: Membership
) -> tuple[Type, ...]:
    if not isinstance(utilities, list | tuple) or not utilities:
        raise InvalidGame(f"the field 'utilities' takes a list of at least one entry, not {utilities!r}")
    read: list[tuple[str, list[str], Fields]] = []
    for entry in utilities:
        own = _mapping("utilities", entry)
        _check_fields("utilities", own, ("members", "adoption", "casting", "name"), ("members",))
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
            _ballot(str(word)): _formula(f"casting: {word}", value, parameters)
            for word, value in _mapping("casting", own.get("casting", {})).items()
        }
        adoption = _formula("adoption", own.get("adoption", 0), parameters)
        called = _text("name", own["name"]) if "name" in own else ("the others" if name == "rest" else name)
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
    return "", [_member(name, membership) for name in _texts("members", value)]
