"""Power where members may stand aside: yes, abstention with qualification, and no.

Under unanimity with constructive abstention a no defeats a text, and so do those who stand aside once they are too
many, or stand for too many people.  Members stand aside with a probability p and say yes or no with (1 - p) / 2 each,
independently; a third each where nothing is said.  These are the ternary indices with the qualified abstention in
the middle.

A text is adopted only by the last to answer, and rejected by the first no, or by the first whose standing aside is
too much.  So it is enough to count, by their size, the sets that may stand aside: a simple game, in which those who
do not stand aside say yes, whatever the number of members.

>>> from coopsec_games.cooperative.rules import read_rule
>>> third = {"qualified": {"at-least": "1/3"}}
>>> rule = read_rule({"all": [{"no-objection": {"from": "all"}}, third]}, {"all": ("a", "b", "c")})
>>> print(aside_penrose(rule)["a"], aside_shapley_shubik(rule)["a"])
1/9 1/3
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial

from ...errors import NotApplicable
from ..ballots import Member, VotingRule
from ..counting import swing_sizes
from ..rules import All, Any, Effect, NoObjection, Present, Qualified, Share
from ..share_rules import Part
from ..simple_games import SimpleGame
from .answers import Game, Power, rule_of, spread
from .chances import probability

__all__ = ["aside_penrose", "aside_shapley_shubik"]

THIRD = Fraction(1, 3)


def aside_shapley_shubik(game: Game, method: str = "auto", abstention: int | Fraction | str = THIRD) -> Power:
    """The chance to be the pivot of a roll call in which members may stand aside.

    Members are called in a random order and say yes, stand aside or say no; the pivot is the first whose answer
    settles the outcome, whatever follows.

    Parameters
    ----------
    game
        A game or a voting rule: unanimity with limits to the qualified abstentions.
    method
        How the sets that may stand aside are counted.
    abstention
        The probability of standing aside, from 0 to 1.

    Raises
    ------
    NotApplicable
        The rule is another.
    TooLarge
        The sets are too many to count in the way that was asked for.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> print(aside_shapley_shubik(NoObjection(("a", "b")), abstention="1/2")["a"])
    1/2

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    """
    chance = probability(abstention, "the probability of standing aside")
    rule = rule_of(game)
    half, size = (1 - chance) / 2, len(rule.members)
    counted = _counted(rule, method)
    calls = [_called(size, many, chance, half) for many in range(size)]
    values = []
    for member in rule.members:
        value = Fraction(0)
        for yes, (with_, without) in enumerate(counted.sizes[member]):
            many = size - 1 - yes
            value += (half * with_ + chance * (with_ - without)) * calls[many]
            value += chance**many * half**yes * (half * with_ + chance * without) / size
        values.append(value)
    return spread(rule.members, values, counted.method)


def aside_penrose(game: Game, method: str = "auto", abstention: int | Fraction | str = THIRD) -> Power:
    """The chance that a yes for a no adopts the text, where all others say yes, stand aside or say no.

    Parameters
    ----------
    game
        A game or a voting rule: unanimity with limits to the qualified abstentions.
    method
        How the sets that may stand aside are counted.
    abstention
        The probability of standing aside, from 0 to 1.

    Raises
    ------
    NotApplicable
        The rule is another.
    TooLarge
        The sets are too many to count in the way that was asked for.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> print(aside_penrose(NoObjection(("a", "b", "c")))["a"])
    4/9

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    """
    chance = probability(abstention, "the probability of standing aside")
    rule = rule_of(game)
    half, others = (1 - chance) / 2, len(rule.members) - 1
    counted = _counted(rule, method)
    likely = [half**yes * chance ** (others - yes) for yes in range(others + 1)]
    values = [
        sum((with_ * each for (with_, _), each in zip(counted.sizes[member], likely, strict=True)), Fraction(0))
        for member in rule.members
    ]
    return spread(rule.members, values, counted.method)


@dataclass(frozen=True)
class _Counted:
    """In how many ways a text passes with a member's yes, and where it stands aside, by how many others say yes."""

    sizes: dict[Member, list[tuple[int, int]]]
    method: str


def _counted(rule: VotingRule, method: str) -> _Counted:
    if not _any_no_defeats(rule):
        raise NotApplicable(
            "the indices of standing aside are for unanimity", hint="under this rule a text can pass against a no"
        )
    everyone = rule.members
    found = swing_sizes(SimpleGame(_of_yes(rule)), method)
    sizes = {}
    for member in everyone:
        pairs, with_ = [], 0
        for yes, swings in enumerate(found.sizes[member]):
            without = found.winning_sizes[yes] - with_
            with_ = swings + without
            pairs.append((with_, without))
        sizes[member] = pairs
    return _Counted(sizes, found.method)


def _any_no_defeats(rule: VotingRule) -> bool:
    """Whether everybody's no defeats the text, as far as the words of the rule say so."""
    if isinstance(rule, NoObjection):
        return len(rule.group) == len(rule.members)
    if isinstance(rule, All):
        return any(map(_any_no_defeats, rule.parts))
    return isinstance(rule, Effect) and _any_no_defeats(rule.rule)


def _of_yes(rule: VotingRule) -> VotingRule:
    """What the yes need, where whoever does not say yes stands aside."""
    if isinstance(rule, All | Any):
        return type(rule)(tuple(map(_of_yes, rule.parts)))
    if isinstance(rule, Effect):
        return _of_yes(rule.rule)
    if isinstance(rule, Qualified):
        return Share(rule.members, rule.weights, Part(1 - rule.part.share, not rule.part.beyond))
    if isinstance(rule, NoObjection | Present):
        return NoObjection(rule.members, ())
    raise NotApplicable(
        f"the indices of standing aside do not know what those who stand aside count for: {rule.text}",
        hint="known: no objection, presence, and limits to qualified abstentions",
    )


def _called(size: int, many: int, chance: Fraction, half: Fraction) -> Fraction:
    """How likely those who stand aside, so many, are called before a member, and only they and some who say yes."""
    rest = size - 1 - many
    total = sum(
        (comb(rest, yes) * factorial(many + yes) * factorial(rest - yes) * half**yes for yes in range(rest + 1)),
        Fraction(0),
    )
    return total * chance**many / factorial(size)
