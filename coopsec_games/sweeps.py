"""Games over grids of their parameters: the outcome at every point, exactly.

The game is solved once, for all values of its parameters; a sweep then reads its map at the points of a grid.

Examples
--------
>>> from coopsec_games.library import load_case
>>> found = sweep(load_case("kosovo-1999"), [read_axis("c=1/10:11/10:3")], ["council"])
>>> [(str(row.point["c"]), *row.outcomes) for row in found.rows]
[('1/10', 'outside'), ('3/5', 'authorised'), ('11/10', 'status quo')]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .analysis.games import GameAnswer, solve_game
from .conditions import Condition
from .errors import NotApplicable, TooLarge, UnknownKey, UsageError, did_you_mean
from .formulas import exact
from .results import Shown, Table, json_data

if TYPE_CHECKING:
    from sympy import Expr

    from .institutions.case import Case

__all__ = ["EXCLUDED", "Axis", "Sweep", "SweepRow", "read_axis", "sweep", "sweep_table"]

EXCLUDED = "excluded by the assumptions"
"""What stands in the place of an outcome at a point that the assumptions rule out."""

MOST_POINTS = 1_000_000
WORTH_SHARING = 20_000
"""Points from which on several processes are faster than one."""


@dataclass(frozen=True)
class Axis:
    """A parameter and the values that it takes."""

    symbol: str
    values: tuple[Fraction, ...]


@dataclass(frozen=True)
class SweepRow:
    """A point of the grid, and the outcome of each game there."""

    point: Mapping[str, Fraction]
    outcomes: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "point", MappingProxyType(dict(self.point)))


@dataclass(frozen=True, repr=False)
class Sweep(Shown):
    """The outcomes of games over a grid.

    Parameters
    ----------
    case
        The case.
    axes
        The parameters that vary.
    games
        The games, which the outcomes of each row follow.
    held
        The other parameters that the games depend on, each at its value.
    rows
        The points, the last axis running fastest.
    """

    case: str
    axes: tuple[Axis, ...]
    games: tuple[str, ...]
    held: Mapping[str, Fraction | Expr]
    rows: tuple[SweepRow, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", MappingProxyType(dict(self.held)))

    def _brief(self) -> str:
        return f"{self.case!r}, {' x '.join(axis.symbol for axis in self.axes)}, {len(self.rows):,} points"

    def to_tables(self) -> tuple[Table, ...]:
        """A row a point, a column a parameter that varies and a game."""
        return (sweep_table(self),)

    def counts(self, game: str) -> dict[str, int]:
        """How many points have which outcome of a game, in the order of their first points."""
        place = self.games.index(game)
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.outcomes[place]] = found.get(row.outcomes[place], 0) + 1
        return found

    def to_json(self) -> dict[str, Any]:
        """The sweep as plain data."""
        return {
            "case": self.case,
            "vary": {axis.symbol: json_data(axis.values) for axis in self.axes},
            "held": json_data(self.held),
            "illustrative": True,
            "points": [
                {"at": json_data(row.point), "outcomes": dict(zip(self.games, row.outcomes, strict=True))}
                for row in self.rows
            ],
            "counts": {game: self.counts(game) for game in self.games},
        }


def read_axis(words: str) -> Axis:
    """An axis as the command line writes it: first, last and how many values, or the values themselves.

    Parameters
    ----------
    words
        ``c=0:1:21`` for 21 values from 0 to 1, equally apart and exact; or ``c=0,1/3,1``.

    Raises
    ------
    UsageError
        It is neither.
    FormulaError
        A value is no number.

    Examples
    --------
    >>> [str(value) for value in read_axis("c=0:1:4").values]
    ['0', '1/3', '2/3', '1']
    """
    name, equals, told = (part.strip() for part in words.partition("="))
    if not (name and equals and told):
        raise UsageError(f"{words!r} varies nothing", hint="a parameter is varied by c=0:1:21 or c=0,1/2,1")
    if ":" not in told:
        values = tuple(_number(word) for word in told.split(","))
        if len(set(values)) < len(values):
            raise UsageError(f"{words!r} names a value twice")
        return Axis(name, values)
    parts = told.split(":")
    if len(parts) != 3 or not parts[2].strip().isascii() or not parts[2].strip().isdigit():
        raise UsageError(f"{words!r} is not FIRST:LAST:COUNT", hint="c=0:1:21 is 21 values from 0 to 1")
    if len(parts[2].strip()) > 7 or int(parts[2]) > MOST_POINTS:
        raise TooLarge(f"{words!r} asks for more than {MOST_POINTS:,} values", hint="ask for fewer")
    first, last, count = _number(parts[0]), _number(parts[1]), int(parts[2])
    if count < 1 or (count == 1 and first != last) or (count > 1 and first == last):
        raise UsageError(f"{words!r}: {count} values do not reach from {parts[0]} to {parts[1]}")
    if count == 1:
        return Axis(name, (first,))
    return Axis(name, tuple(first + (last - first) * Fraction(step, count - 1) for step in range(count)))


def _number(word: str) -> Fraction:
    value = exact(word.strip())
    if not isinstance(value, Fraction):
        raise UsageError(f"{word!r} is no number")
    return value


def sweep(
    case: Case,
    axes: Sequence[Axis],
    games: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    jobs: int = 1,
) -> Sweep:
    """The outcome of games at every point of a grid.

    Parameters
    ----------
    case
        The case.
    axes
        The parameters that vary, the last one fastest.
    games
        Keys of games; without them, every game that depends on a parameter that varies.
    settings
        Other parameters set to exact numbers, or to formulas in the rest, as text; what is neither varied nor set is
        held at its baseline.
    jobs
        How many processes may share the work; the answer does not depend on it.

    Raises
    ------
    UnknownKey
        The case has no such game.
    UsageError
        A parameter is none of the case, is varied twice, or is varied and set.
    NotApplicable
        No game depends on what varies, or a parameter has no value.
    TooLarge
        The grid has more than a million points.
    """
    chosen = _chosen(case, axes, settings or {})
    size = prod(len(axis.values) for axis in axes)
    if size > MOST_POINTS:
        raise TooLarge(f"the grid has {size:,} points, more than {MOST_POINTS:,}", hint="take fewer values")
    answers = _answers(case, axes, games, chosen)
    held: dict[str, Fraction | Expr] = {}
    for answer in answers:
        held |= _held(case, answer, axes)
    numbers = {name: value for name, value in held.items() if isinstance(value, Fraction)}
    maps = tuple(_map(answer) for answer in answers)
    points = list(product(*(axis.values for axis in axes)))
    names = tuple(axis.symbol for axis in axes)
    outcomes = _outcomes(maps, names, points, numbers, jobs)
    rows = tuple(
        SweepRow(dict(zip(names, point, strict=True)), told) for point, told in zip(points, outcomes, strict=True)
    )
    return Sweep(case.key, tuple(axes), tuple(answer.key for answer in answers), {**held, **chosen}, rows)


def _chosen(case: Case, axes: Sequence[Axis], settings: Mapping[str, str]) -> dict[str, Fraction | Expr]:
    names = [parameter.name for parameter in case.parameters]
    varied = [axis.symbol for axis in axes]
    if not varied:
        raise UsageError("nothing varies", hint="a parameter is varied by --vary c=0:1:21")
    for name in (*varied, *settings):
        if name not in names:
            raise UsageError(f"{case.key!r} has no parameter {name!r}", hint=did_you_mean(name, names))
    for name in varied:
        if varied.count(name) > 1:
            raise UsageError(f"{name!r} is varied twice")
        if name in settings:
            raise UsageError(f"{name!r} is varied and set")
    return {name: exact(text, [other for other in names if other != name]) for name, text in settings.items()}


def _answers(
    case: Case, axes: Sequence[Axis], games: Sequence[str], chosen: Mapping[str, Fraction | Expr]
) -> list[GameAnswer]:
    for key in games:
        if key not in case.games:
            hint = did_you_mean(key, case.games) or f"games: {', '.join(case.games)}"
            raise UnknownKey(f"{case.key!r} has no game {key!r}", hint=hint)
    varied = {axis.symbol for axis in axes}
    found = [solve_game(case, key, chosen) for key in dict.fromkeys(games or case.games)]
    if not games:
        found = [answer for answer in found if varied & set(answer.assumptions.names)]
    for symbol in sorted(varied):
        if not any(symbol in answer.assumptions.names for answer in found):
            asked = f"none of {', '.join(games)}" if games else f"no game of {case.key!r}"
            raise NotApplicable(f"{asked} depends on {symbol!r}")
    return found


def _held(case: Case, answer: GameAnswer, axes: Sequence[Axis]) -> dict[str, Fraction]:
    """The values of what a game depends on besides the axes."""
    varied = {axis.symbol for axis in axes}
    needed = [name for name in answer.assumptions.names if name not in varied]
    missing = [name for name in needed if name not in answer.baseline]
    if missing:
        raise NotApplicable(
            f"game {answer.key!r}: no value of {', '.join(missing)}",
            hint=f"set one by --set {missing[0]}=1/2, or give a baseline in the case",
        )
    return {name: answer.baseline[name] for name in needed}


_Map = tuple[tuple[str, ...], str, tuple[tuple[str, str], ...]]
"""The map of a game as text: its names, its assumptions, and each outcome with its condition."""


def _map(answer: GameAnswer) -> _Map:
    regions = tuple((region.outcome, region.where.text) for region in answer.regions)
    return (
        answer.assumptions.names,
        Condition(answer.assumptions.formula, _bare(answer.assumptions.names)).text,
        regions,
    )


def _bare(names: Sequence[str]) -> Any:
    from .conditions import Assumptions

    return Assumptions(tuple(names))


def _outcomes(
    maps: Sequence[_Map],
    names: Sequence[str],
    points: Sequence[tuple[Fraction, ...]],
    held: Mapping[str, Fraction],
    jobs: int,
) -> Iterator[tuple[str, ...]]:
    """The outcomes at the points, in their order, whoever works them out."""
    if jobs < 2 or len(points) < WORTH_SHARING:
        yield from _at(maps, names, points, held)
        return
    from multiprocessing import get_context

    share = -(-len(points) // (4 * jobs))
    parts = [points[start : start + share] for start in range(0, len(points), share)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        waiting = [workers.submit(_part, maps, names, part, held) for part in parts]
        for done in waiting:
            yield from done.result()


def _part(
    maps: Sequence[_Map], names: Sequence[str], points: Sequence[tuple[Fraction, ...]], held: Mapping[str, Fraction]
) -> list[tuple[str, ...]]:
    return list(_at(maps, names, points, held))


def _at(
    maps: Sequence[_Map], names: Sequence[str], points: Sequence[tuple[Fraction, ...]], held: Mapping[str, Fraction]
) -> Iterator[tuple[str, ...]]:
    read = [
        (
            Condition.read(assumed, declared),
            [(outcome, Condition.read(where, declared)) for outcome, where in regions],
        )
        for declared, assumed, regions in maps
    ]
    for point in points:
        here = {**held, **dict(zip(names, point, strict=True))}
        yield tuple(_outcome(assumed, regions, here) for assumed, regions in read)


def _outcome(assumed: Condition, regions: Sequence[tuple[str, Condition]], point: Mapping[str, Fraction]) -> str:
    if not assumed.holds(point):
        return EXCLUDED
    return next((outcome for outcome, where in regions if where.holds(point)), "undecided")


def sweep_table(found: Sweep) -> Table:
    """A sweep as a table: a row a point, a column a parameter that varies and a game."""
    symbols = tuple(axis.symbol for axis in found.axes)
    told = ", ".join(f"{name} = {_shown(value)}" for name, value in found.held.items())
    notes = [f"Held: {told}." if told else "Nothing is held."]
    for game in found.games:
        counts = ", ".join(f"{outcome} at {number}" for outcome, number in found.counts(game).items())
        notes.append(f"{game}, of {len(found.rows)} points: {counts}.")
    notes.append("A grid illustrates a map and proves nothing about the points between; baselines are no evidence.")
    return Table(
        f"{found.case}-sweep",
        f"The outcome over a grid: {found.case}",
        (*symbols, *found.games),
        tuple((*(row.point[name] for name in symbols), *row.outcomes) for row in found.rows),
        tuple(notes),
        align="r" * len(symbols) + "l" * len(found.games),
        names=tuple(dict.fromkeys((*symbols, *found.held))),
    )


def _shown(value: Fraction | Expr) -> str:
    from .formulas import expression_text

    return expression_text(value)
