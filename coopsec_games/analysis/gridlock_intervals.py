"""What a body cannot move: its gridlock interval from estimated ideal points, with their uncertainty carried through.

An end of the interval rises with every single ideal point.  With all points at their 5 per cent quantiles it is
therefore as low, and with all at their 95 per cent quantiles as high, as it can be while every point lies between its
own two: bounds that hold whenever all the points do so, and no interval that holds in 90 cases of 100.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> told = {"1": (1, 0, 3), "2": (3, 2, 4), "3": (5, 4, 6)}
>>> points = {member: Estimate(*map(Fraction, numbers)) for member, numbers in told.items()}
>>> answer = gridlock(simple_game("[2; 1*3]"), points)
>>> print(answer.interval, *(str(bound) for bound in answer.low_bounds))
[3, 3] 2 4
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from ..cooperative.ballots import Member, VotingRule
from ..cooperative.rules import without
from ..cooperative.simple_games import SimpleGame
from ..errors import Faults, NotApplicable, Place, SpecError, Unverified, UsageError, did_you_mean
from ..results import number_json
from ..spatial.estimates import Estimate, IdealPoints
from ..spatial.line import GridlockInterval, OpenInterval, Proposal, gridlock_interval, proposal, win_set
from ..spatial.plane import supporters

if TYPE_CHECKING:
    from ..institutions.institution import Institution
    from ..spatial.points import Coordinate

__all__ = [
    "GridlockAnswer",
    "GridlockYear",
    "blanks_of",
    "gridlock",
    "gridlock_by_year",
    "ideal_points_of",
]


@dataclass(frozen=True)
class GridlockAnswer:
    """The gridlock interval of a rule, its bounds, and what is asked of a status quo.

    Parameters
    ----------
    points
        The estimates of those who decide, in the order of members.
    missing
        Members without a point, who were left out of the game.
    interval
        The interval, or core, at the point estimates.
    at_low, at_high
        The same with every point at its 5, and at its 95 per cent quantile; None where not every point has these.
    status_quo, win_set
        What stands, and what beats it; None and nothing where that was not asked.
    setter, proposal
        Who proposes, and what comes of it.
    """

    points: Mapping[Member, Estimate]
    missing: tuple[Member, ...]
    interval: GridlockInterval
    at_low: GridlockInterval | None = None
    at_high: GridlockInterval | None = None
    status_quo: Fraction | None = None
    win_set: tuple[OpenInterval, ...] = ()
    setter: Member | None = None
    proposal: Proposal | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", MappingProxyType(dict(self.points)))

    @property
    def low_bounds(self) -> tuple[Fraction, Fraction] | None:
        """Between what the lower end lies while every point lies between its quantiles."""
        return (self.at_low.low, self.at_high.low) if self.at_low and self.at_high else None

    @property
    def high_bounds(self) -> tuple[Fraction, Fraction] | None:
        """The same of the upper end."""
        return (self.at_low.high, self.at_high.high) if self.at_low and self.at_high else None

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data, everything exactly."""
        return {
            "members": list(self.points),
            "missing": list(self.missing),
            "interval": _interval_json(self.interval),
            "at_q05": _interval_json(self.at_low),
            "at_q95": _interval_json(self.at_high),
            "points": {
                member: {
                    "point": number_json(found.point),
                    "q05": None if found.low is None else number_json(found.low),
                    "q95": None if found.high is None else number_json(found.high),
                }
                for member, found in self.points.items()
            },
            "status_quo": None if self.status_quo is None else number_json(self.status_quo),
            "win_set": None
            if self.status_quo is None
            else [{"low": number_json(piece.low), "high": number_json(piece.high)} for piece in self.win_set],
            "setter": self.setter,
            "proposal": None
            if self.proposal is None
            else {
                "ideal": number_json(self.proposal.ideal),
                "outcome": number_json(self.proposal.outcome),
                "held_by": list(self.proposal.held_by),
            },
        }


def _interval_json(interval: GridlockInterval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "low": number_json(interval.low),
        "high": number_json(interval.high),
        "low_pivots": list(interval.at_low),
        "high_pivots": list(interval.at_high),
        "empty": interval.is_empty,
    }


def ideal_points_of(
    members: Iterable[Member],
    ideal_points: IdealPoints,
    period: int | None = None,
    codes: Mapping[Member, str] | None = None,
) -> dict[Member, Estimate]:
    """The estimates of the members who have one, by member.

    Parameters
    ----------
    members
        Whose points are wanted.
    ideal_points
        The estimates on file.
    period
        The year or session; without it, the only one on file.
    codes
        Under which other name a member stands in the file, for periods in which it does not stand under its own.

    Raises
    ------
    UsageError
        The file has no such period.

    Examples
    --------
    >>> from coopsec_games.spatial import Estimate, IdealPoints
    >>> told = {"TWN": Estimate(Fraction(1)), "USA": Estimate(Fraction(2))}
    >>> on_file = IdealPoints("a file", {1950: told}, {}, "year")
    >>> list(ideal_points_of(("CHN", "USA", "FRA"), on_file, 1950, {"CHN": "TWN"}))
    ['CHN', 'USA']
    """
    told, other = ideal_points.of(period), codes or {}
    found = {member: told.get(member) or told.get(other.get(member, member)) for member in members}
    return {member: estimate for member, estimate in found.items() if estimate is not None}


def blanks_of(
    members: Iterable[Member],
    ideal_points: IdealPoints,
    period: int | None = None,
    codes: Mapping[Member, str] | None = None,
) -> dict[Member, Place]:
    """Where in the file members stand without a point, by member; the parameters are those of `ideal_points_of`."""
    other = codes or {}
    found: dict[Member, Place] = {}
    if period is None and len(ideal_points.by_period) == 1:
        period = next(iter(ideal_points.by_period))
    for member in members:
        for code in (member, other.get(member, member)):
            if (period, code) in ideal_points.blanks:
                found.setdefault(member, ideal_points.blanks[period, code])
    return found


def gridlock(
    game: SimpleGame | VotingRule,
    points: Mapping[Member, Estimate],
    *,
    status_quo: Coordinate | None = None,
    setter: Member | None = None,
    skip_missing: bool = False,
    names: Mapping[Member, str] | None = None,
    blanks: Mapping[Member, Place] | None = None,
) -> GridlockAnswer:
    """The gridlock interval of a rule on a line, what beats a status quo, and what a setter makes of it.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.
    points
        The members' estimated ideal points.
    status_quo
        What stands now.
    setter
        The member who alone may propose.
    skip_missing
        Whether members without a point leave the game, as if absent; what the rule asks for stays.
    names
        The members' names, for the error that tells who has no point.
    blanks
        Where in a file members stand without a point, for the same error.

    Raises
    ------
    SpecError
        A member has no ideal point, and none may be left out; all of them at once.
    UsageError
        The setter is no member with a point, or there is no status quo to set out from.
    NotApplicable
        Those who have points can never decide.
    Unverified
        What is said to beat the status quo does not.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> points = {"1": Estimate(Fraction(0)), "2": Estimate(Fraction(1)), "3": Estimate(Fraction(5))}
    >>> str(gridlock(simple_game("[2; 1*3]"), points, status_quo="1/2", setter="3").proposal.outcome)
    '3/2'

    References
    ----------
    K. Krehbiel 1998, Pivotal Politics, ch. 2.  T. Romer and H. Rosenthal 1978, Political resource allocation,
    controlled agendas, and the status quo, Public Choice 33, 27-43.
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    missing = tuple(member for member in simple.members if member not in points)
    if missing and not skip_missing:
        _refuse(missing, names or {}, blanks or {})
    if len(missing) == len(simple.members):
        raise NotApplicable("no member has an ideal point", hint="are the members called as in the file?")
    if missing:
        simple = SimpleGame(without(simple.rule, missing), simple.not_yes)
        if simple.wins(()) == simple.wins(simple.members):
            few = f"{len(simple.members)} of {len(simple.members) + len(missing)} members have an ideal point"
            raise NotApplicable(f"nobody ever decides where only {few}", hint="leave out fewer")
    found = {member: points[member] for member in simple.members}
    at = {member: estimate.point for member, estimate in found.items()}
    interval = gridlock_interval(simple, at)
    lows = {member: estimate.low for member, estimate in found.items() if estimate.low is not None}
    highs = {member: estimate.high for member, estimate in found.items() if estimate.high is not None}
    at_low, at_high = (gridlock_interval(simple, ends) if len(ends) == len(found) else None for ends in (lows, highs))
    if setter is not None and setter not in found:
        hint = did_you_mean(setter, found) or f"members: {', '.join(found)}"
        raise UsageError(f"the setter {setter!r} is no member with an ideal point", hint=hint)
    if status_quo is None:
        if setter is not None:
            raise UsageError("a setter sets out from a status quo", hint="--status-quo says where it stands")
        return GridlockAnswer(found, missing, interval, at_low, at_high)
    made = proposal(interval, status_quo, at[setter] if setter is not None else status_quo)
    beaten_by = win_set(interval, status_quo)
    _verify(simple, at, made.status_quo, beaten_by)
    told = made if setter is not None else None
    return GridlockAnswer(found, missing, interval, at_low, at_high, made.status_quo, beaten_by, setter, told)


def _refuse(missing: Sequence[Member], names: Mapping[Member, str], blanks: Mapping[Member, Place]) -> NoReturn:
    """Tell who has no point: those whose cell is empty with their places, the others together."""
    hint = "--as MEMBER=CODE names another code in the file; --skip-missing leaves them out of the game"
    faults = [
        SpecError(f"the ideal point of {_named(member, names)} is not recorded", place=blanks[member])
        for member in sorted(blanks, key=lambda member: blanks[member].line or 0)
        if member in missing
    ]
    others = [_named(member, names) for member in missing if member not in blanks]
    if others:
        faults.append(SpecError(f"no ideal point of {', '.join(others)}"))
    faults[-1].hint = hint
    raise Faults(faults) if len(faults) > 1 else faults[0]


def _named(member: Member, names: Mapping[Member, str]) -> str:
    name = names.get(member, member)
    return member if name == member else f"{member} ({name})"


def _verify(
    game: SimpleGame, points: Mapping[Member, Fraction], here: Fraction, beaten_by: Sequence[OpenInterval]
) -> None:
    """By counting who gains: the middle of what beats the status quo wins, and its far end and beyond does not."""
    places = {member: (point,) for member, point in points.items()}

    def wins(there: Fraction) -> bool:
        return game.wins(supporters(places, (there,), (here,)))

    far = {piece.low if piece.high == here else piece.high for piece in beaten_by}
    if not all(wins((piece.low + piece.high) / 2) for piece in beaten_by) or any(wins(end) for end in far):
        raise Unverified("what is said to beat the status quo does not")


# --- by year ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GridlockYear:
    """The answer of one year, on the day of which the body is taken; None with the reason where there is none."""

    year: int
    date: dt.date
    answer: GridlockAnswer | None
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """The year as plain data."""
        return {
            "year": self.year,
            "date": str(self.date),
            "why": self.why or None,
            **(self.answer.to_json() if self.answer else {}),
        }


def gridlock_by_year(
    model: Institution,
    ideal_points: IdealPoints,
    years: Iterable[int] | None = None,
    *,
    procedure: str | None = None,
    absent: Iterable[Member] = (),
    codes: Mapping[Member, str] | None = None,
    skip_missing: bool = False,
) -> tuple[GridlockYear, ...]:
    """The gridlock interval of a body in every year, as it stood on the last day of the year.

    Parameters
    ----------
    model
        The body.
    ideal_points
        Estimates by year.
    years
        Which years; without them, all for which there are estimates.
    procedure
        Which procedure; without it, the default of the body.
    absent
        Members who stay away, in the years in which they are members.
    codes, skip_missing
        As in :func:`ideal_points_of` and :func:`gridlock`.

    Returns
    -------
    One entry a year; a year in which the body or the procedure is not stated, or in which those who have points can
    never decide, has a reason instead of an answer.

    Raises
    ------
    UsageError
        The estimates are not by year, there are none of a year that was asked for, or somebody absent or under
        another code is a member in none of them.
    SpecError
        A member has no ideal point, and none may be left out.

    Examples
    --------
    >>> from coopsec_games.library import load_model
    >>> alliance = load_model("nato")
    >>> points = {member: Estimate(Fraction(place)) for place, member in enumerate(alliance.on("1950-12-31").members)}
    >>> made_up = IdealPoints("made up", {1950: points}, {}, "year")
    >>> [(year.year, str(year.answer.interval)) for year in gridlock_by_year(alliance, made_up)]
    [(1950, '[0, 11]')]
    """
    if ideal_points.period != "year":
        raise UsageError(f"{ideal_points.source} has no years", hint="--year-column names the column of years")
    told: list[GridlockYear] = []
    seen: set[Member] = set()
    away, codes = tuple(absent), codes or {}
    for year in ideal_points.periods if years is None else years:
        when = dt.date(year, 12, 31)
        ideal_points.of(year)
        try:
            sitting = model.on(when)
            seen.update(sitting.members)
            chosen = sitting.procedure(procedure, absent=[member for member in away if member in sitting.members])
            points = ideal_points_of(chosen.members, ideal_points, year, codes)
            names = {member: f"{sitting.name(member)}, {year}" for member in chosen.members}
            blanks = blanks_of(chosen.members, ideal_points, year, codes)
            answer = gridlock(chosen.rule, points, skip_missing=skip_missing, names=names, blanks=blanks)
            told.append(GridlockYear(year, when, answer))
        except NotApplicable as fault:
            told.append(GridlockYear(year, when, None, fault.message))
    for member in (*away, *codes):
        if seen and member not in seen:
            hint = did_you_mean(member, sorted(seen))
            raise UsageError(f"{member!r} is not a member of {model.key} in any of these years", hint=hint)
    return tuple(told)
