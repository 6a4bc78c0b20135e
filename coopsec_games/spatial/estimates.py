"""Estimates of ideal points: for each year and member a point, and two quantiles where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from ..cooperative.ballots import Member
from ..errors import InvalidGame, Place, UsageError

__all__ = ["Estimate", "IdealPoints"]


@dataclass(frozen=True)
class Estimate:
    """An ideal point as it was estimated.

    Parameters
    ----------
    point
        The point estimate.
    low, high
        The 5 and the 95 per cent quantile; both or none.

    Raises
    ------
    InvalidGame
        The low quantile is above the high one, or only one is given.

    Examples
    --------
    >>> Estimate(Fraction(1), Fraction(1, 2), Fraction(2)).has_quantiles
    True
    """

    point: Fraction
    low: Fraction | None = None
    high: Fraction | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise InvalidGame("an estimate has two quantiles or none")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidGame("the 5 per cent quantile is above the 95 per cent one")

    @property
    def has_quantiles(self) -> bool:
        """Whether it says how sure it is."""
        return self.low is not None


@dataclass(frozen=True)
class IdealPoints:
    """Ideal points as they are on file.

    Parameters
    ----------
    source
        Where they come from, in a word or a file's name.
    by_period
        The estimates of each period by member; the period is None where the file tells none apart.
    unrecorded
        Those who stand in the file without a point, by period.
    period
        What the periods are: ``year``, ``session``, or nothing.
    columns
        Which column of the file was read as what.
    unnamed
        How many rows name no member.
    blanks
        Where in the file each of those without a point stands, by period and member.
    """

    source: str
    by_period: Mapping[int | None, Mapping[Member, Estimate]]
    unrecorded: Mapping[int | None, tuple[Member, ...]]
    period: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    unnamed: int = 0
    blanks: Mapping[tuple[int | None, Member], Place] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        inside = {period: MappingProxyType(dict(points)) for period, points in self.by_period.items()}
        object.__setattr__(self, "by_period", MappingProxyType(inside))
        object.__setattr__(self, "unrecorded", MappingProxyType(dict(self.unrecorded)))
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))
        object.__setattr__(self, "blanks", MappingProxyType(dict(self.blanks)))

    @property
    def periods(self) -> tuple[int, ...]:
        """The years or sessions, in order; none where the file tells none apart."""
        return tuple(sorted(period for period in self.by_period if period is not None))

    def of(self, period: int | None = None) -> Mapping[Member, Estimate]:
        """The estimates of a period; without one, those of the only period there is.

        Raises
        ------
        UsageError
            There are several periods, or not this one.
        """
        if period is None and len(self.by_period) == 1:
            return next(iter(self.by_period.values()))
        if period not in self.by_period:
            told = ", ".join(map(str, self.periods))
            if not self.period:
                raise UsageError(f"{self.source} tells no years or sessions apart", hint="leave the year out")
            if period is None:
                what = f"{self.source} has ideal points of several {self.period}s"
                raise UsageError(what, hint=f"choose by --{self.period}: {_shortened(told)}")
            raise UsageError(
                f"{self.source} has no ideal points of {self.period} {period}",
                hint=f"{self.period}s: {_shortened(told)}",
            )
        return self.by_period[period]


def _shortened(words: str, most: int = 200) -> str:
    """A list in a hint, cut where it is long."""
    return words if len(words) <= most else f"{words[:most]} …"
