"""Which body to ask: the forums in their order, those who can block in each, and action outside all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from ...conditions import Assumptions
from ...errors import InvalidGame, TooLarge, did_you_mean
from ...noncooperative.extensive_form import Decision, ExtensiveFormGame, Node, Terminal
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, text_of, texts_of, with_ties

__all__ = ["MOST_FORUMS", "forum_choice"]

MOST_FORUMS = 6


@dataclass(frozen=True)
class _Forum:
    name: str
    worth: Payoff
    blockers: tuple[str, ...]


@dataclass(frozen=True)
class _Blocker:
    consent: Payoff
    bypassed: Payoff


@GAME_FORMS.register(
    "forum-choice",
    title="Which body to ask, and action outside all of them",
    cite="Voeten 2001, APSR 95:845-858 (the outside option); Busch 2007, IO 61:735-761 (forum shopping)",
)
def forum_choice(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """One who wants to act asks bodies for authority in an order; what one of them blocks may be asked of the next.

    Before each body it may also act outside or give up, and pass the body by where a refusal is said to cost
    something.  In a body those who can block it answer one after another; a body authorises when all of them consent.
    Action by way of a body is worth to the proposer what the body's legitimacy and means make of it.  A blocker loses
    by consenting, and otherwise when there is action without its consent.

    Parameters
    ----------
    fields
        ``proposer``; ``forums``, a mapping from each body, in the order in which they are asked, to its ``worth`` (a
        formula) and its ``blockers`` (a list, by default nobody); ``blockers``, a mapping from each of them to what
        it loses by ``consent`` (else ``pi_RUS`` and so on) and when ``bypassed`` (else ``k_RUS``); ``outside``, what
        action outside every body is worth; ``refusal``, what each refusal costs the proposer, which may then pass
        bodies by (else 0, and it asks them in turn); ``ties``.
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: the bodies are named by the case, and their rules say who can block.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape.
    TooLarge
        Beyond six bodies.
    FormulaError
        For a formula that is none.

    Notes
    -----
    The outcomes are the names of the bodies, ``outside`` and ``nothing``, which is worth 0 to everyone.  Ties unless
    stated: blockers consent; the proposer prefers the bodies in their order, then action outside, then nothing.

    Examples
    --------
    >>> from coopsec_games.noncooperative.atlas import outcome_atlas
    >>> under = Assumptions.read(["u", "n", "o", "pi", "k"], "u > n > o > 0", "pi >= 0", "k >= 0", solve_for=["pi"])
    >>> game = forum_choice({
    ...     "proposer": "USA", "outside": "o", "blockers": {"RUS": {"consent": "pi", "bypassed": "k"}},
    ...     "forums": {"council": {"worth": "u", "blockers": ["RUS"]}, "alliance": {"worth": "n"}}}, under)
    >>> for region in outcome_atlas(game).regions:
    ...     print(f"{region.outcome}: {region.where.text}")
    council: pi <= k
    alliance: pi > k
    """
    known = ("proposer", "forums", "blockers", "outside", "refusal", "ties")
    check_fields("forum-choice", fields, known, ("proposer", "forums", "outside"))
    proposer = text_of("proposer", fields["proposer"])
    blockers = _blockers(fields, parameters)
    if proposer in blockers:
        raise InvalidGame(f"{proposer} is both the proposer and a blocker")
    forums = _forums(fields["forums"], blockers, parameters)
    outside = formula_of("outside", fields["outside"], parameters)
    refusal = formula_of("refusal", fields.get("refusal", 0), parameters)

    def end(outcome: str, worth: Payoff, refused: int, consenting: tuple[str, ...] = ()) -> Terminal:
        losses = (
            -(loss.consent if name in consenting else loss.bypassed) if outcome != "nothing" else Fraction(0)
            for name, loss in blockers.items()
        )
        return Terminal(outcome, (worth - refused * refusal, *losses))

    def left(at: int, refused: int) -> Decision:
        """What the proposer may do when the bodies before this one are behind it."""
        rest: list[tuple[str, Node]] = [
            ("act outside", end("outside", outside, refused)),
            ("give up", end("nothing", Fraction(0), refused)),
        ]
        if at < len(forums):
            passed = [("pass it by", left(at + 1, refused))] if "refusal" in fields else []
            rest = [(f"ask {forums[at].name}", ask(at, refused)), *passed, *rest]
        return Decision(proposer, tuple(rest))

    def ask(at: int, refused: int) -> Node:
        forum = forums[at]
        granted: Node = end(forum.name, forum.worth, refused, forum.blockers)
        if not forum.blockers:
            return granted
        blocked = left(at + 1, refused + 1)
        return reduce(
            lambda after, name: Decision(name, (("consent", after), ("block", blocked))),
            reversed(forum.blockers),
            granted,
        )

    players = (proposer, *blockers)
    ties = [(name, "consent") for name in blockers]
    ties += [(proposer, label) for label in (*(forum.name for forum in forums), "outside", "nothing")]
    return with_ties(ExtensiveFormGame(players, left(0, 0), parameters, tuple(ties)), fields)


def _blockers(fields: Fields, parameters: Assumptions) -> dict[str, _Blocker]:
    read = {}
    for name, stated in mapping_of("blockers", fields.get("blockers", {})).items():
        own = mapping_of(f"blockers: {name}", {} if stated is None else stated)
        check_fields(f"blockers: {name}", own, ("consent", "bypassed"), ())
        read[name] = _Blocker(
            formula_of(f"blockers: {name}: consent", own.get("consent", f"pi_{name}"), parameters),
            formula_of(f"blockers: {name}: bypassed", own.get("bypassed", f"k_{name}"), parameters),
        )
    return read


def _forums(stated: object, blockers: Mapping[str, _Blocker], parameters: Assumptions) -> tuple[_Forum, ...]:
    given = mapping_of("forums", stated)
    if not given:
        raise InvalidGame("the field 'forums' names no body")
    if len(given) > MOST_FORUMS:
        raise TooLarge(f"there are {len(given)} bodies to ask, the limit is {MOST_FORUMS}")
    read = []
    for name, fields in given.items():
        if name in ("outside", "nothing"):
            raise InvalidGame(f"a body cannot be called {name!r}: that is an outcome of its own")
        own = mapping_of(f"forums: {name}", fields)
        check_fields(f"forums: {name}", own, ("worth", "blockers"), ("worth",))
        named = texts_of(f"forums: {name}: blockers", own.get("blockers", []))
        for place, blocker in enumerate(named):
            if blocker not in blockers:
                hint = did_you_mean(blocker, blockers) or "say in the field 'blockers' what it loses"
                raise InvalidGame(f"nothing is said of {blocker!r}, who can block {name!r}", hint=hint)
            if blocker in named[:place]:
                raise InvalidGame(f"{blocker!r} is named twice among those who can block {name!r}")
        worth = formula_of(f"forums: {name}: worth", own["worth"], parameters)
        read.append(_Forum(name, worth, tuple(named)))
    return tuple(read)
