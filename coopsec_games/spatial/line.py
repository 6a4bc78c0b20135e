"""Members on a line: what cannot be moved, what beats a status quo, and where a setter takes it.

Everyone likes a point the less the farther it is from the own ideal point, and votes yes on what lies strictly nearer
than the status quo; whoever is as far from both does not vote yes.  Of a move to the right it is then those right of
some point who gain, so that only two chains of coalitions matter: those from the right and those from the left.  The
last member to be won over from the right stands at the lower end of the gridlock interval, the last from the left at
the upper end, and these two ends are all that is needed of the rule.

>>> from coopsec_games.cooperative.rules import All, NoObjection, Quota
>>> five = ("a", "b", "c", "d", "e")
>>> rule = All((Quota(five, 3), NoObjection(five, ("a",))))
>>> interval = gridlock_interval(rule, {"a": 0, "b": 2, "c": 3, "d": 5, "e": 9})
>>> print(interval)
[0, 3]
>>> [str(piece) for piece in win_set(interval, 4)], str(proposal(interval, -1, 9).outcome)
(['(2, 4)'], '1')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from ..cooperative.ballots import Member, VotingRule
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable
from ..formulas import number_text
from .points import Coordinate, Point, coordinate, on_a_line

__all__ = ["GridlockInterval", "OpenInterval", "Proposal", "gridlock_interval", "proposal", "win_set"]


@dataclass(frozen=True)
class GridlockInterval:
    """The points that no winning coalition leaves: the core, both ends included.

    Parameters
    ----------
    low, high
        The ends.  Where two coalitions without a common member win, ``low`` can be above ``high``; nothing lies in the
        interval then.
    at_low, at_high
        The members with these ideal points: the pivots, who are the last to be won over for a move to the right of
        ``low``, and to the left of ``high``.
    """

    low: Fraction
    high: Fraction
    at_low: tuple[Member, ...]
    at_high: tuple[Member, ...]

    @property
    def is_empty(self) -> bool:
        """Whether every point can be left."""
        return self.low > self.high

    @property
    def length(self) -> Fraction:
        """From end to end; 0 for an empty interval."""
        return max(self.high - self.low, Fraction(0))

    def __contains__(self, point: int | Fraction) -> bool:
        return self.low <= point <= self.high

    def __str__(self) -> str:
        return "empty" if self.is_empty else f"[{number_text(self.low)}, {number_text(self.high)}]"


@dataclass(frozen=True)
class OpenInterval:
    """The points strictly between two others."""

    low: Fraction
    high: Fraction

    def __contains__(self, point: int | Fraction) -> bool:
        return self.low < point < self.high

    def __str__(self) -> str:
        return f"({number_text(self.low)}, {number_text(self.high)})"


@dataclass(frozen=True)
class Proposal:
    """Where a setter takes a status quo, take it or leave it.

    Parameters
    ----------
    status_quo, ideal
        What stands if the proposal fails, and what the setter likes best.
    outcome
        What is adopted; the status quo where nothing else can be.
    held_by
        The pivots who stop the setter short: they are left as well off as before, and accept.
    """

    status_quo: Fraction
    ideal: Fraction
    outcome: Fraction
    held_by: tuple[Member, ...]


def gridlock_interval(game: SimpleGame | VotingRule, ideal_points: Mapping[Member, Point]) -> GridlockInterval:
    """The gridlock interval, or core, of any voting rule on a line.

    The lower end is the rightmost ideal point such that those there and to the right of it win, and the upper end the
    leftmost such that those there and to the left do.  With a quota of q out of n and vetoers this is
    ``[min(v_min, x_(n-q+1)), max(v_max, x_(q))]``.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.
    ideal_points
        Everyone's ideal point, one exact coordinate.

    Raises
    ------
    UsageError
        A member has no point, or a point no member.
    InvalidGame
        A coordinate is not exact.
    NotApplicable
        The points are not on a line, nobody ever decides, or a coalition of neighbours loses by one member more.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(gridlock_interval(simple_game("[4; 1*5]"), {"1": 0, "2": "0.5", "3": 1, "4": 7, "5": 8}))
    [1/2, 7]

    References
    ----------
    K. Krehbiel 1998, Pivotal Politics, ch. 2.  G. Tsebelis 2002, Veto Players, ch. 1.  D. Black 1948, On the rationale
    of group decision-making, Journal of Political Economy 56, 23-34.
    """
    simple, points = on_a_line(game, ideal_points)
    low, at_low = _last_won(simple, points, from_right=True)
    high, at_high = _last_won(simple, points, from_right=False)
    return GridlockInterval(low, high, at_low, at_high)


def _last_won(
    game: SimpleGame, points: Mapping[Member, Fraction], *, from_right: bool
) -> tuple[Fraction, tuple[Member, ...]]:
    """The first point, from one side, up to which the members win, and who stands there."""
    found: tuple[Fraction, tuple[Member, ...]] | None = None
    joined: list[Member] = []
    for place, group in groupby(sorted(points, key=points.__getitem__, reverse=from_right), key=points.__getitem__):
        there = tuple(group)
        joined += there
        wins = game.wins(joined)
        if found and not wins:
            raise NotApplicable(f"a winning coalition loses by the yes of {', '.join(there)}")
        if wins and not found:
            found = place, tuple(member for member in points if member in there)
    if found is None:
        raise NotApplicable("nobody ever decides")
    return found


def win_set(interval: GridlockInterval, status_quo: Coordinate) -> tuple[OpenInterval, ...]:
    """The points that beat a status quo: none, an open interval beside it, or two where disjoint coalitions win.

    Parameters
    ----------
    interval
        The gridlock interval of the rule.
    status_quo
        What stands now, an exact coordinate.

    Examples
    --------
    >>> interval = GridlockInterval(Fraction(1), Fraction(3), ("b",), ("d",))
    >>> [[str(piece) for piece in win_set(interval, point)] for point in (0, 1, 2, "7/2")]
    [['(0, 2)'], [], [], ['(5/2, 7/2)']]

    References
    ----------
    T. Romer and H. Rosenthal 1978, Political resource allocation, controlled agendas, and the status quo, Public Choice
    33, 27-43.
    """
    here = coordinate(status_quo, "the status quo")
    right = (OpenInterval(here, 2 * interval.low - here),) if here < interval.low else ()
    left = (OpenInterval(2 * interval.high - here, here),) if here > interval.high else ()
    return left + right


def proposal(interval: GridlockInterval, status_quo: Coordinate, ideal: Coordinate) -> Proposal:
    """What a setter proposes, take it or leave it, and gets; the indifferent accept.

    Parameters
    ----------
    interval
        The gridlock interval of the rule.
    status_quo
        What stands if the proposal fails.
    ideal
        What the setter likes best; the setter alone may propose, and may be no member.

    Examples
    --------
    >>> interval = GridlockInterval(Fraction(1), Fraction(3), ("b",), ("d",))
    >>> [str(proposal(interval, point, 4).outcome) for point in (-5, 0, 2, 5)]
    ['4', '2', '2', '4']

    References
    ----------
    T. Romer and H. Rosenthal 1978, Political resource allocation, controlled agendas, and the status quo, Public Choice
    33, 27-43.
    """
    here, best = coordinate(status_quo, "the status quo"), coordinate(ideal, "the setter's ideal point")
    outcome = here
    pivots: tuple[Member, ...] = ()
    if best > here and here < interval.low:
        outcome, pivots = min(best, 2 * interval.low - here), interval.at_low
    elif best < here and here > interval.high:
        outcome, pivots = max(best, 2 * interval.high - here), interval.at_high
    return Proposal(here, best, outcome, () if outcome == best else pivots)
