"""Trades: winning coalitions that turn into losing ones by exchanging members, which no weighted game allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ...errors import TooLarge
from ..ballots import Member
from ..simple_games import SimpleGame

__all__ = ["LONGEST_TRADE", "Counted", "Trade"]

LONGEST_TRADE = 10_000

Counted = tuple[tuple[int, ...], int]  # how many members of each class, and how many such coalitions


@dataclass(frozen=True)
class Trade:
    """As many winning as losing coalitions in which every member stands equally often: the rule is not weighted.

    Weights would give both lists the same sum, while every winning coalition weighs more than every losing one.

    Parameters
    ----------
    classes
        The members by class; those of one class are interchangeable.
    winning, losing
        Coalitions by how many members of each class they have, and how often each is taken.

    References
    ----------
    A. D. Taylor and W. S. Zwicker 1992, A characterization of weighted voting, Proceedings of the American
    Mathematical Society 115, 1089-1094.
    """

    classes: tuple[tuple[Member, ...], ...]
    winning: tuple[Counted, ...]
    losing: tuple[Counted, ...]

    @property
    def size(self) -> int:
        """How many winning, and how many losing, coalitions take part: 2 is a swap or a trade between two."""
        return sum(times for _, times in self.winning)

    def confirmed(self, game: SimpleGame) -> bool:
        """Whether the rule itself says that these win and those lose, and the members stand equally often in both."""
        totals = [
            [sum(vector[place] * times for vector, times in side) for place in range(len(self.classes))]
            for side in (self.winning, self.losing)
        ]
        if totals[0] != totals[1] or self.size != sum(times for _, times in self.losing) or not self.size:
            return False
        sides = ((self.winning, True), (self.losing, False))
        return all(game.wins(self._members(vector)) is wins for side, wins in sides for vector, _ in side)

    def coalitions(self) -> tuple[tuple[tuple[Member, ...], ...], tuple[tuple[Member, ...], ...]]:
        """The winning and the losing coalitions by name, such that every member stands equally often in both lists.

        Raises
        ------
        TooLarge
            The trade takes more than :data:`LONGEST_TRADE` coalitions.
        """
        if self.size > LONGEST_TRADE:
            raise TooLarge(f"the trade takes {self.size:,} coalitions, more than {LONGEST_TRADE:,} to name")
        found = []
        for side in (self.winning, self.losing):
            vectors = [vector for vector, times in side for _ in range(times)]
            starts = [[*accumulate(numbers, initial=0)][:-1] for numbers in zip(*vectors, strict=True)]
            found.append(tuple(self._members(*pair) for pair in zip(vectors, zip(*starts, strict=True), strict=True)))
        return found[0], found[1]

    def _members(self, vector: Sequence[int], starts: Sequence[int] = ()) -> tuple[Member, ...]:
        """So many members of each class, from some place on round and round."""
        return tuple(
            group[(start + place) % len(group)]
            for group, number, start in zip(self.classes, vector, starts or [0] * len(vector), strict=True)
            for place in range(number)
        )
