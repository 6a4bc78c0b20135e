"""What a count answers with: numbers by member, and the method that found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from ..ballots import Member

__all__ = ["CriticalSizes", "MinimalSizes", "SwingCounts", "SwingSizes"]


@dataclass(frozen=True)
class SwingCounts:
    """How often each member decides.

    Parameters
    ----------
    counts
        For each member, the coalitions without it that lose, and win once it joins.
    winning
        How many coalitions win.
    method
        How they were counted: ``"kinds"``, ``"weights"``, ``"diagram"`` or ``"enumeration"``.
    """

    counts: Mapping[Member, int]
    winning: int
    method: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))


@dataclass(frozen=True)
class SwingSizes:
    """How often each member decides, by the size of the coalition that it joins.

    Parameters
    ----------
    sizes
        For each member, a number for each size from 0 to n - 1 of the coalition without it.
    winning_sizes
        How many coalitions win, for each size from 0 to n.
    method
        How they were counted.
    """

    sizes: Mapping[Member, tuple[int, ...]]
    winning_sizes: tuple[int, ...]
    method: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", MappingProxyType(dict(self.sizes)))

    @property
    def winning(self) -> int:
        """How many coalitions win."""
        return sum(self.winning_sizes)

    @property
    def counts(self) -> Mapping[Member, int]:
        """For each member, how often it decides, whatever the size."""
        return MappingProxyType({member: sum(sizes) for member, sizes in self.sizes.items()})


@dataclass(frozen=True)
class MinimalSizes:
    """How many minimal winning coalitions each member is in, by their size.

    Parameters
    ----------
    sizes
        For each member, a number for each size from 0 to n of the coalition, the member included.
    total_sizes
        How many minimal winning coalitions there are, for each size from 0 to n.
    method
        How they were counted.
    """

    sizes: Mapping[Member, tuple[int, ...]]
    total_sizes: tuple[int, ...]
    method: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", MappingProxyType(dict(self.sizes)))

    @property
    def total(self) -> int:
        """How many minimal winning coalitions there are."""
        return sum(self.total_sizes)


@dataclass(frozen=True)
class CriticalSizes:
    """In how many winning coalitions each member is critical, by how many members are critical there.

    Parameters
    ----------
    sizes
        For each member, a number for each count from 0 to n of critical members, the member among them.
    method
        How they were counted.
    """

    sizes: Mapping[Member, tuple[int, ...]]
    method: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", MappingProxyType(dict(self.sizes)))

    @property
    def scores(self) -> Mapping[Member, Fraction]:
        """Each vulnerable coalition shared equally among its critical members."""
        return MappingProxyType(
            {
                member: sum((Fraction(ways, critical) for critical, ways in enumerate(sizes) if ways), Fraction(0))
                for member, sizes in self.sizes.items()
            }
        )
