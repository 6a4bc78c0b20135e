"""Simple games and ternary games: a voting rule seen over two ballots, or over three.

A rule is asked about four ballots; a simple game knows two, yes and not yes.  Which ballot stands for "not yes" is
therefore said, not assumed: under a veto an abstention and a no are not the same.

>>> game = simple_game("[39; 7*5, 1*10]")
>>> game.winning_coalitions, game.vetoers(), game.dummies()
(848, ('1', '2', '3', '4', '5'), ())
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import comb, lcm, prod

from ..errors import InvalidGame, InvalidRule, TooLarge, UsageError, did_you_mean
from ..results import Shown, Table
from .ballots import Ballot, Ballots, Member, VotingRule
from .counting import Outcomes, kinds_of, outcomes_by_kinds, swing_counts, systems, winning_count
from .reading import exact_number, shortly
from .rules import Weight
from .shown import game_tables

__all__ = ["SimpleGame", "TernaryGame", "simple_game"]

MOST_COALITIONS = 100_000
MOST_MEMBERS = 10_000


@dataclass(frozen=True, repr=False)
class SimpleGame(Shown):
    """A voting rule over yes and not yes.

    Parameters
    ----------
    rule
        The voting rule.
    not_yes
        The ballot of everyone who is not in the coalition of yes.

    References
    ----------
    A. D. Taylor and W. S. Zwicker 1999, Simple Games, ch. 1.
    """

    rule: VotingRule
    not_yes: Ballot = Ballot.NO

    def __post_init__(self) -> None:
        object.__setattr__(self, "not_yes", Ballot.read(self.not_yes))
        if self.not_yes is Ballot.YES:
            raise InvalidGame("'not yes' is no, abstain or absent")

    def _brief(self) -> str:
        return f"{len(self.members):,} member{'s' * (len(self.members) != 1)}: {self.rule.text}"

    def to_tables(self) -> tuple[Table, ...]:
        """The rule in words, and who votes."""
        return game_tables(self)

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who votes."""
        return self.rule.members

    @property
    def kinds(self) -> tuple[tuple[Member, ...], ...]:
        """The members by kind: those of one kind are interchangeable."""
        return kinds_of(self.rule)

    def outcomes(self) -> Outcomes:
        """The outcome of every coalition, counted by kinds."""
        return outcomes_by_kinds(self.rule, (self.not_yes, Ballot.YES))

    def wins(self, coalition: Iterable[Member]) -> bool:
        """Whether the text is adopted when exactly these members vote yes.

        Raises
        ------
        UsageError
            Somebody in the coalition is no member.

        Examples
        --------
        >>> simple_game("[3; 2, 1, 1]").wins(["1", "3"])
        True
        """
        cast = dict.fromkeys(self.members, self.not_yes)
        for member in coalition:
            if member not in cast:
                raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), cast))
            cast[member] = Ballot.YES
        return self.rule.passes(cast).adopted

    @property
    def winning_coalitions(self) -> int:
        """How many coalitions win."""
        return winning_count(self)

    @property
    def is_monotone(self) -> bool:
        """Whether no winning coalition loses by another member's yes."""
        if systems(self.rule, self.not_yes) is not None:
            return True
        try:
            self.outcomes().flips(self.not_yes, Ballot.YES)
        except InvalidGame:
            return False
        return True

    def vetoers(self) -> tuple[Member, ...]:
        """Members without whom no coalition wins.

        Examples
        --------
        >>> simple_game("[4; 3, 1, 1]").vetoers()
        ('1',)
        """
        if not self.wins(self.members):
            return ()
        return self._alike(lambda member: not self.wins(other for other in self.members if other != member))

    def dummies(self) -> tuple[Member, ...]:
        """Members whose yes never decides.

        Examples
        --------
        >>> simple_game("[58; 31, 31, 28, 21, 2, 2]").dummies()
        ('4', '5', '6')
        """
        swings = swing_counts(self).counts
        return tuple(member for member in self.members if not swings[member])

    @property
    def dictator(self) -> Member | None:
        """The member who alone decides, if there is one.

        Examples
        --------
        >>> simple_game("[3; 3, 1, 1]").dictator
        '1'
        """
        return next((member for member in self.vetoers() if self.wins([member])), None)

    def minimal_winning_kinds(self) -> tuple[tuple[int, ...], ...]:
        """The minimal winning coalitions by kinds: how many members of each of :attr:`kinds`.

        Examples
        --------
        >>> simple_game("[39; 7*5, 1*10]").minimal_winning_kinds()
        ((5, 4),)
        """
        outcomes = self.outcomes()
        strides = [
            prod(len(choices) for choices in outcomes.choices[place + 1 :]) for place in range(len(outcomes.kinds))
        ]
        found = []
        vectors = product(*(range(len(kind) + 1) for kind in outcomes.kinds))
        for place, (vector, adopted) in enumerate(zip(vectors, outcomes.adopted, strict=True)):
            less = (place - stride for stride, yes in zip(strides, vector, strict=True) if yes)
            if adopted and not any(outcomes.adopted[smaller] for smaller in less):
                found.append(vector)
        return tuple(found)

    def minimal_winning(self) -> Iterator[tuple[Member, ...]]:
        """The minimal winning coalitions, one after another, members in their order.

        Raises
        ------
        TooLarge
            There are more than 100,000; :meth:`minimal_winning_kinds` says them shortly.

        Examples
        --------
        >>> list(simple_game("[3; 2, 1, 1]").minimal_winning())
        [('1', '2'), ('1', '3')]
        """
        kinds, vectors = self.kinds, self.minimal_winning_kinds()
        number = sum(prod(comb(len(k), yes) for k, yes in zip(kinds, vector, strict=True)) for vector in vectors)
        if number > MOST_COALITIONS:
            raise TooLarge(
                f"{number:,} minimal winning coalitions are more than {MOST_COALITIONS:,} to list",
                hint="minimal_winning_kinds() lists them by kinds",
            )
        rank = {member: place for place, member in enumerate(self.members)}
        return (
            tuple(sorted((member for part in parts for member in part), key=rank.__getitem__))
            for vector in vectors
            for parts in product(*(combinations(kind, yes) for kind, yes in zip(kinds, vector, strict=True)))
        )

    def _alike(self, holds: Callable[[Member], bool]) -> tuple[Member, ...]:
        """The members of whose kind something holds; it is asked once a kind."""
        chosen = {member for kind in self.kinds if holds(kind[0]) for member in kind}
        return tuple(member for member in self.members if member in chosen)


@dataclass(frozen=True, repr=False)
class TernaryGame(Shown):
    """A voting rule over yes, abstain and no.

    Parameters
    ----------
    rule
        The voting rule.

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    """

    rule: VotingRule

    def _brief(self) -> str:
        return f"{len(self.members):,} member{'s' * (len(self.members) != 1)}: {self.rule.text}"

    def to_tables(self) -> tuple[Table, ...]:
        """The rule in words, and who votes."""
        return game_tables(self)

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone who votes."""
        return self.rule.members

    @property
    def kinds(self) -> tuple[tuple[Member, ...], ...]:
        """The members by kind: those of one kind are interchangeable."""
        return kinds_of(self.rule)

    def outcomes(self) -> Outcomes:
        """The outcome of every way of voting, counted by kinds."""
        return outcomes_by_kinds(self.rule, (Ballot.NO, Ballot.ABSTAIN, Ballot.YES))

    def wins(self, yes: Iterable[Member], no: Collection[Member] = ()) -> bool:
        """Whether the text is adopted when these vote yes, those vote no, and the others abstain.

        Raises
        ------
        UsageError
            Somebody is no member, or votes both yes and no.
        """
        cast: dict[Member, Ballot] = dict.fromkeys(self.members, Ballot.ABSTAIN)
        for members, ballot in ((yes, Ballot.YES), (no, Ballot.NO)):
            for member in members:
                if member not in cast:
                    raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), cast))
                if cast[member] is not Ballot.ABSTAIN:
                    raise UsageError(f"{member} has two ballots")
                cast[member] = ballot
        return self.passes(cast)

    def passes(self, ballots: Ballots) -> bool:
        """Whether the ballots adopt the text."""
        return self.rule.passes(ballots).adopted

    @property
    def passing(self) -> int:
        """How many ways of voting adopt the text, of 3 ** n."""
        return self.outcomes().passing()


_LITERAL = re.compile(r"\[([^\[\];]*);([^\[\];]*)\]")


def simple_game(literal: str) -> SimpleGame:
    """A weighted game as the literature writes it; the members are ``1``, ``2``, and so on.

    Parameters
    ----------
    literal
        The quota and the weights, ``"[39; 7*5, 1*10]"``: ``7*5`` is a weight of 7 for each of five members.  Fractions
        and decimals are exact, and are scaled to whole numbers.

    Raises
    ------
    InvalidRule
        The text is no weighted game, or its quota or a weight cannot be.
    TooLarge
        It has more than 10,000 members.

    Examples
    --------
    >>> simple_game("[51; 40, 30, 20, 10]").winning_coalitions
    7
    >>> simple_game("[1/2; 1/3, 1/3, 0.25]").rule.text
    'the yes weigh at least 6 of 11'
    """
    match = _LITERAL.fullmatch(literal.strip())
    if not match:
        raise InvalidRule(
            f"{shortly(literal)} is not a weighted game", hint="[quota; weights], such as [39; 7*5, 1*10]"
        )
    quota = exact_number(match[1].strip(), "the quota")
    weights: list[int | Fraction] = []
    for part in match[2].split(","):
        weight, star, times = part.partition("*")
        if not weight.strip():
            raise InvalidRule(f"a weight is missing in {shortly(literal)}")
        number = exact_number(times.strip(), "the number of members") if star else 1
        if not isinstance(number, int) or number < 1:
            raise InvalidRule(
                f"{shortly(part.strip())} is a weight for {number} members", hint="write weight*members, 7*5"
            )
        if len(weights) + number > MOST_MEMBERS:
            raise TooLarge(f"the game has more than {MOST_MEMBERS:,} members")
        weights += [exact_number(weight.strip(), "a weight")] * number
    scale = lcm(*(number.denominator for number in (quota, *weights)))
    members = tuple(str(place) for place in range(1, len(weights) + 1))
    scaled = {member: int(weight * scale) for member, weight in zip(members, weights, strict=True)}
    return SimpleGame(Weight(members, scaled, int(quota * scale)))
