"""How often members get what they vote for, and how often they decide it, when votes hang together.

Power indices let members vote independently.  Where another member reliably votes as one wishes, one is satisfied
without any power of one's own: how much so depends on how the votes are distributed.  A distribution is a mixture of
independent votes, which is general: one profile of ballots is a part of the mixture, and so is a common signal that all
follow.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> council = simple_game("[4; 2, 1, 1, 1]")
>>> for rho in ("0", "1/2"):
...     found = outlook(council, common_signal(council.members, rho))
...     print(found.adopted, found.satisfied["2"], found.decisive["2"])
1/4 5/8 1/4
3/8 13/16 1/8
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, lcm, prod
from types import MappingProxyType
from typing import TypeAlias

from ..errors import NotApplicable, TooLarge, UsageError
from .ballots import Ballot, Member, VotingRule
from .simple_games import SimpleGame, TernaryGame
from .vote_distributions import Number, Part, Votes, common_signal, explicit, independent, multiplied_out

__all__ = ["LARGEST", "Outlook", "Part", "Votes", "common_signal", "explicit", "independent", "outlook"]

LARGEST = 2**19  # vectors of counts, of one part of a mixture

Game: TypeAlias = SimpleGame | TernaryGame | VotingRule
_Cast: TypeAlias = tuple[tuple[Ballot, Number], ...]


@dataclass(frozen=True)
class Outlook:
    """What members can expect of a rule.

    Parameters
    ----------
    adopted
        The chance that a text is adopted.
    satisfied
        The chance that the outcome is what the member voted for: adopted by its yes, or rejected with its vote against.
        Against is "not yes" in a simple game, and a no where members can abstain: who abstains takes no side.
    decisive
        The chance that the member's ballot decides: another one of its ballots would have changed the outcome.
    """

    adopted: Number
    satisfied: Mapping[Member, Number]
    decisive: Mapping[Member, Number]

    def __post_init__(self) -> None:
        for name in ("satisfied", "decisive"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def lucky(self) -> Mapping[Member, Number]:
        """Satisfaction less decisiveness: in a simple game, to get what one votes for without having decided it.

        References
        ----------
        B. Barry 1980, Is it better to be powerful or lucky?, Political Studies 28, 183-194 and 338-352.
        """
        return MappingProxyType({m: multiplied_out(share - self.decisive[m]) for m, share in self.satisfied.items()})


def outlook(game: Game, votes: Votes) -> Outlook:
    """How often a text is adopted, and how often each member is satisfied, and decisive.

    Members of one kind with the same chances are counted by vectors, and the rule is asked once a vector.

    Parameters
    ----------
    game
        A simple game, over yes and its "not yes"; or a ternary game or rule, over yes, abstain and no, and absent where
        the distribution has it.
    votes
        How the ballots are distributed.

    Raises
    ------
    UsageError
        The distribution is not about the members of the game.
    NotApplicable
        The distribution has a ballot that a simple game does not know.
    TooLarge
        The members are of too many kinds to count.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> game = simple_game("[3; 2, 1, 1]")
    >>> found = outlook(game, independent(game.members))
    >>> [str(share) for share in found.satisfied.values()], [str(share) for share in found.decisive.values()]
    (['7/8', '5/8', '5/8'], ['3/4', '1/4', '1/4'])

    References
    ----------
    P. D. Straffin, M. D. Davis and S. J. Brams 1981, Power and satisfaction in an ideologically divided voting body,
    in: Power, Voting, and Voting Power, 239-255.
    B. O'Neill 1996, Power and satisfaction in the United Nations Security Council, Journal of Conflict Resolution 40,
    219-237.
    A. Laruelle and F. Valenciano 2005, Assessing success and decisiveness in voting situations, Social Choice and
    Welfare 24, 171-197.
    """
    rule = game.rule if isinstance(game, SimpleGame | TernaryGame) else game
    if set(votes.members) != set(rule.members):
        raise UsageError("the distribution of votes is about other members than the game")
    cast_ = {ballot for part in votes.parts for chances in part.chances.values() for ballot in chances}
    if isinstance(game, SimpleGame):
        against = game.not_yes
        alphabet: tuple[Ballot, ...] = (Ballot.YES, against)
        if cast_ - {*alphabet}:
            raise NotApplicable(
                f"the game is over yes and {game.not_yes}, the votes have {', '.join(sorted(cast_ - {*alphabet}))}",
                hint="take the rule itself, or TernaryGame(rule)",
            )
    else:
        alphabet, against = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO), Ballot.NO
        alphabet += (Ballot.ABSENT,) if Ballot.ABSENT in cast_ else ()
    asked = _Asked(rule, alphabet)
    adopted: Number = Fraction(0)
    satisfied: dict[Member, Number] = dict.fromkeys(rule.members, Fraction(0))
    decisive: dict[Member, Number] = dict.fromkeys(rule.members, Fraction(0))
    for part in votes.parts:
        if part.weight == 0:
            continue
        classes = _classes(asked, part)
        passed, content, deciding = _counted(asked, classes, against)
        adopted += part.weight * passed
        for (members, _, _), share, chance in zip(classes, content, deciding, strict=True):
            for member in members:
                satisfied[member] += part.weight * share
                decisive[member] += part.weight * chance
    return Outlook(
        multiplied_out(adopted),
        {member: multiplied_out(share) for member, share in satisfied.items()},
        {member: multiplied_out(share) for member, share in decisive.items()},
    )


class _Asked:
    """A rule asked once for each vector of counts of ballots by kind, which is kept as the digits of one number."""

    def __init__(self, rule: VotingRule, alphabet: Sequence[Ballot]) -> None:
        self.rule, self.alphabet = rule, tuple(alphabet)
        kinds: dict[Hashable, list[Member]] = {}
        for member in rule.members:
            kinds.setdefault(rule.kind(member), []).append(member)
        self.kinds = list(kinds.values())
        self.kind_of = {member: place for place, kind in enumerate(self.kinds) for member in kind}
        self._base = len(rule.members) + 1
        self._known: dict[int, bool] = {}

    def unit(self, kind: int, slot: int) -> int:
        """One member of a kind that casts a ballot (by place)."""
        return int(self._base ** (kind * len(self.alphabet) + slot))

    def moves(self, kind: int, slot: int) -> tuple[int, ...]:
        """One member of a kind that casts another ballot instead."""
        here = self.unit(kind, slot)
        return tuple(self.unit(kind, other) - here for other in range(len(self.alphabet)) if other != slot)

    def passes(self, key: int) -> bool:
        """Whether the text is adopted."""
        known = self._known.get(key)
        if known is None:
            ballots: dict[Member, Ballot] = {}
            rest = key
            for kind in self.kinds:
                members = iter(kind)
                for ballot in self.alphabet:
                    rest, count = divmod(rest, self._base)
                    ballots.update((next(members), ballot) for _ in range(count))
            known = self._known[key] = self.rule.passes(ballots).adopted
        return known


_Class: TypeAlias = tuple[list[Member], int, _Cast]  # members of one kind (by place) with the same chances


def _classes(asked: _Asked, part: Part) -> list[_Class]:
    """The members, those of one kind with the same chances together."""
    found: dict[tuple[int, _Cast], list[Member]] = {}
    for member in asked.rule.members:
        chances = part.chances[member]
        told = tuple((ballot, chances[ballot]) for ballot in asked.alphabet if ballot in chances)
        found.setdefault((asked.kind_of[member], told), []).append(member)
    return [(members, kind, told) for (kind, told), members in found.items()]


def _counted(asked: _Asked, classes: Sequence[_Class], against: Ballot) -> tuple[Number, list[Number], list[Number]]:
    """The chance of adoption, and for a member of each class the chances to be satisfied and to be decisive."""
    vectors = prod(comb(len(members) + len(told) - 1, len(told) - 1) for members, _, told in classes)
    if vectors > LARGEST:
        raise TooLarge(
            f"the members of {len(classes)} kinds vote in {vectors:,} ways, more than {LARGEST:,}",
            hint="members of one kind with the same chances are counted together",
        )
    slots = {ballot: place for place, ballot in enumerate(asked.alphabet)}
    options = [_options(asked, slots, cast) for cast in classes]
    moves = [[asked.moves(kind, slot) for slot in range(len(slots))] for _, kind, _ in classes]
    adopted: Number | int = 0
    content: list[Number | int] = [0] * len(classes)
    deciding: list[Number | int] = [0] * len(classes)
    middle = len(options) // 2
    halves = [[_joined(choice) for choice in product(*part)] for part in (options[:middle], options[middle:])]
    for (first, low, here), (second, high, there) in product(*halves):
        chance, key = first * second, low + high
        passed = asked.passes(key)
        if passed:
            adopted += chance
        side = slots[Ballot.YES if passed else against]
        for place, numbers in enumerate(here + there):
            for slot, number in numbers:
                share = chance if number == 1 else chance * number
                if slot == side:
                    content[place] += share
                for move in moves[place][slot]:
                    if asked.passes(key + move) is not passed:
                        deciding[place] += share
                        break
    unit = prod(_denominator(told) ** len(members) for members, _, told in classes)
    sizes = [unit * len(members) for members, _, _ in classes]
    return (
        adopted * Fraction(1, unit),
        [share * Fraction(1, size) for share, size in zip(content, sizes, strict=True)],
        [share * Fraction(1, size) for share, size in zip(deciding, sizes, strict=True)],
    )


_Numbers: TypeAlias = tuple[tuple[int, int], ...]  # ballots (by place) and how many cast them
_Option: TypeAlias = "tuple[Number | int, int, _Numbers]"  # its chance, in whole parts; its key; the ballots


def _joined(choice: tuple[_Option, ...]) -> tuple[Number | int, int, tuple[_Numbers, ...]]:
    chance: Number | int = 1
    for option in choice:
        chance = chance * option[0]
    return chance, sum(option[1] for option in choice), tuple(option[2] for option in choice)


def _denominator(told: _Cast) -> int:
    """What makes the chances of a class whole numbers, where they are numbers."""
    return lcm(*(chance.denominator for _, chance in told if isinstance(chance, Fraction)))


def _options(asked: _Asked, slots: Mapping[Ballot, int], cast: _Class) -> list[_Option]:
    """The counts of ballots in a class, with their chances."""
    members, kind, told = cast
    scale = _denominator(told)
    found: list[_Option] = [(1, 0, ())]
    for place, (ballot, chance) in enumerate(told):
        parts = int(chance * scale) if isinstance(chance, Fraction) else chance * scale
        unit, slot = asked.unit(kind, slots[ballot]), slots[ballot]
        longer: list[_Option] = []
        for ways, key, numbers in found:
            left = len(members) - sum(number for _, number in numbers)
            for number in (left,) if place == len(told) - 1 else range(left + 1):
                more = ((slot, number),) if number else ()
                longer.append((ways * comb(left, number) * parts**number, key + unit * number, numbers + more))
        found = longer
    return found
