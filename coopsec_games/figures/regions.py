"""Region maps: which outcome is an equilibrium where, over two parameters, with the others held or left open.

Examples
--------
>>> from coopsec_games.analysis import load_case
>>> from coopsec_games.analysis.games import solve_game
>>> drawn = region_map(solve_game(load_case("kosovo-1999"), "council"), "c", "pi")
>>> [area.outcome for area in drawn.areas]
['authorised', 'outside', 'status quo']
>>> [curve.text for curve in drawn.curves]
['c = z', 'pi = k + c - c_m']
>>> [(str(x), str(y)) for x, y in drawn.areas[0].polygons[0]]
[('1/10', '0'), ('4/5', '0'), ('4/5', '9/10'), ('1/10', '1/5')]

References
----------
Basu, Pollack and Roy 2006, Algorithms in Real Algebraic Geometry, chapter 5 (cylindrical decomposition).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..conditions import Atom, Condition, Formula, atom, atoms_of, conjunction
from ..conditions.logic import replaced
from ..errors import NotApplicable, UsageError, did_you_mean
from ..formulas import expression_latex, expression_text, symbol_latex
from .plane import PlaneMap, Point, Window, plane_map
from .ranges import suggested_range

if TYPE_CHECKING:
    from ..analysis.games import GameAnswer
    from ..conditions import Assumptions

__all__ = [
    "MapArea",
    "MapCurve",
    "RegionMap",
    "boundary_equation",
    "default_axes",
    "default_point",
    "region_map",
    "told_map",
]

Range = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class MapArea:
    """The part of a map with one outcome: its name, and closed rings of points, filled by the even-odd rule.

    Where parameters are left open, ``outcomes`` are those that some of their values give, and there is one only where
    all of them give it.
    """

    outcome: str
    outcomes: tuple[str, ...]
    polygons: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class MapCurve:
    """A boundary of a map: its equation, and lines through points of it.

    ``within`` is the part of the window around each point, to every side, in which the curve certainly passes; 0 where
    the points are exactly on it.
    """

    text: str
    latex: str
    lines: tuple[tuple[Point, ...], ...]
    within: Fraction = Fraction(0)


@dataclass(frozen=True)
class RegionMap:
    """Which outcome is an equilibrium where, over two parameters.

    Parameters
    ----------
    x, y
        The parameters to the right and upward.
    x_range, y_range
        What is shown of them.
    areas
        The outcomes; what the assumptions exclude is left out.
    curves
        The boundaries.
    held
        The values of the other parameters.
    across
        The parameters that were left open.
    outcomes
        All that the game can come to, shown or not.
    baseline
        The case's illustrative values of the two, where it has both; never evidence.
    x_meaning, y_meaning
        What the case says the two mean.
    """

    x: str
    y: str
    x_range: Range
    y_range: Range
    areas: tuple[MapArea, ...]
    curves: tuple[MapCurve, ...]
    held: Mapping[str, Fraction]
    across: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    baseline: Point | None = None
    x_meaning: str = ""
    y_meaning: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", MappingProxyType(dict(self.held)))


def region_map(
    answer: GameAnswer,
    x: str = "",
    y: str = "",
    held: Mapping[str, Fraction] | None = None,
    *,
    across: Sequence[str] = (),
    x_range: Range | None = None,
    y_range: Range | None = None,
) -> RegionMap:
    """The map of a game over two of its parameters.

    Parameters
    ----------
    answer
        The solved game.
    x, y
        The parameters to the right and upward; by default those that the game is solved for.
    held
        Values of others; what is not among them has its baseline, or where the case has none, a value at which the
        assumptions hold.
    across
        Parameters that are left open: an area is then named after every outcome that some of their values give.
    x_range, y_range
        What is shown; by default what is assumed of the parameter, or enough to show its boundaries.

    Raises
    ------
    UsageError
        A parameter is unknown, or is named twice.
    NotApplicable
        There are not two parameters to map, the values contradict the assumptions, or a parameter that is left open
        occurs other than linearly.
    """
    under = answer.assumptions
    x, y = _axes(answer, x, y, across)
    _check_names(answer, (x, y, *(held or {}), *across), (x, y, *across))
    point = default_point(answer, held or {}, across)
    values = {name: value for name, value in point.items() if name not in (x, y, *across)}
    domain, conditions, sources = _held(answer, values, across)
    if not answer.regions:
        raise NotApplicable(f"game {answer.key!r} has no regions to map")
    base = {name: point.get(name) for name in (x, y)}
    ranges = [
        given or suggested_range(name, base, domain, [formula for _, formula in conditions])
        for name, given in ((x, x_range), (y, y_range))
    ]
    drawn = plane_map(Window(x, y, ranges[0], ranges[1]), domain, conditions, sources)
    if not drawn.areas:
        told = ", ".join(f"{name} = {value}" for name, value in values.items())
        raise NotApplicable(f"nothing of {x} and {y} is left under the assumptions with {told}")
    seen = {name for curve in drawn.curves for name in curve.source.polynomial.names}
    seen |= {name for region in answer.regions for name in region.where.names}
    marked = None
    if x in answer.baseline and y in answer.baseline:
        own = {**values, **answer.baseline}
        if all(own[name] == value for name, value in values.items()):
            marked = (answer.baseline[x], answer.baseline[y])
    return replace(
        told_map(drawn, under, across),
        held={name: values[name] for name in under.names if name in values and name in seen},
        outcomes=tuple(region.outcome for region in answer.regions),
        baseline=marked,
        x_meaning=answer.meanings.get(x, ""),
        y_meaning=answer.meanings.get(y, ""),
    )


def told_map(drawn: PlaneMap, under: Assumptions, across: Sequence[str] = ()) -> RegionMap:
    """A map of a window with its outcomes and its boundaries in words and formulas.

    Parameters
    ----------
    drawn
        The areas and the curves.
    under
        The order of the names, and what stands alone on the left of a boundary's equation.
    across
        The parameters that were left open.
    """
    by = f", by {' and '.join(across)}" if across else ""
    areas = tuple(
        MapArea(
            (" or ".join(area.outcomes) or "nothing stated") + (by if len(area.outcomes) > 1 else ""),
            area.outcomes,
            area.polygons,
        )
        for area in drawn.areas
    )
    curves: dict[str, MapCurve] = {}
    for boundary in drawn.curves:
        text, latex = boundary_equation(boundary.source, under)
        before = curves.get(text)
        lines = (*(before.lines if before else ()), *boundary.lines)
        within = max(boundary.within, before.within if before else Fraction(0))
        curves[text] = MapCurve(text, latex, lines, within)
    window = drawn.window
    return RegionMap(
        window.x, window.y, window.x_range, window.y_range, areas, tuple(curves.values()), {}, tuple(across)
    )


def boundary_equation(part: Atom, under: Assumptions, name: str = "") -> tuple[str, str]:
    """The equation of a boundary as text and in LaTeX, solved for a letter where that is possible.

    Parameters
    ----------
    part
        The comparison behind the boundary.
    under
        The order of the names, and which of them stand alone on the left by preference.
    name
        The letter to solve for; without it the preferred one.
    """
    polynomial = part.polynomial
    name = name or next((name for name in under.solve_for if polynomial.degree(name)), "")
    if not name or polynomial.degree(name) != 1:
        equation = Condition(atom(polynomial, "="), under)
        return equation.text, equation.latex
    if polynomial.coefficient(name).is_constant:
        equation = Condition(atom(polynomial, "="), replace(under, solve_for=(name,)))
        return equation.text, equation.latex
    from sympy import cancel

    value = cancel(-polynomial.without(name).to_sympy() / polynomial.coefficient(name).to_sympy())
    return (
        f"{name} = {expression_text(value, under.names)}",
        f"{symbol_latex(name)} = {expression_latex(value, under.names)}",
    )


def default_axes(answer: GameAnswer) -> tuple[str, str]:
    """The two parameters of a map where nobody asks for others: the first two that show the most areas.

    Those that the game is solved for come first, and upward.

    Raises
    ------
    NotApplicable
        The regions do not depend on two parameters.
    """
    pairs = _pairs(answer, "", "", ())
    if not pairs:
        used = [name for name in answer.assumptions.names if _occurs(answer, name)]
        raise NotApplicable(
            f"the outcome of game {answer.key!r} depends on {' and '.join(used) or 'no parameter'}: a map needs two"
        )
    return max(pairs, key=lambda pair: _shown(answer, pair))


def _shown(answer: GameAnswer, pair: tuple[str, str], across: Sequence[str] = ()) -> int:
    try:
        return len(region_map(answer, *pair, across=across).areas)
    except NotApplicable:
        return 0


def _pairs(answer: GameAnswer, x: str, y: str, across: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs to choose from, preferred ones first; a letter that is given stays."""
    used = [name for name in answer.assumptions.names if _occurs(answer, name) and name not in across]
    solved = [name for name in answer.assumptions.solve_for if name in used]
    upward = [y] if y else [name for name in solved or used if name != x]
    along = [x] if x else list(dict.fromkeys((*solved, *used)))
    return [(right, up) for up in upward for right in along if right != up]


def _axes(answer: GameAnswer, x: str, y: str, across: Sequence[str]) -> tuple[str, str]:
    if x and y:
        return x, y
    if not x and not y and not across:
        return default_axes(answer)
    pairs = _pairs(answer, x, y, across)
    if not pairs:
        raise NotApplicable(f"a map of game {answer.key!r} needs two parameters that are neither held nor left open")
    return max(pairs, key=lambda pair: _shown(answer, pair, across))


def _occurs(answer: GameAnswer, name: str) -> bool:
    return any(name in region.where.names for region in answer.regions)


def _check_names(answer: GameAnswer, names: Iterable[str], once: Sequence[str]) -> None:
    known = answer.assumptions.names
    for name in names:
        if name not in known:
            raise UsageError(f"game {answer.key!r} has no parameter {name!r}", hint=did_you_mean(name, known))
    for place, name in enumerate(once):
        if name in once[:place]:
            raise UsageError(f"{name!r} cannot be mapped against itself")


def default_point(
    answer: GameAnswer, held: Mapping[str, Fraction] | None = None, across: Sequence[str] = ()
) -> Mapping[str, Fraction]:
    """A value of every parameter that is not left open: what is held, the baseline, or some value that is allowed.

    Raises
    ------
    NotApplicable
        No values beside those that are held satisfy the assumptions.
    """
    under = answer.assumptions
    chosen = {**answer.baseline, **(held or {})}
    given = {name: chosen[name] for name in under.names if name in chosen and name not in across}
    rest = Condition.true(under).substitute(given)
    found = rest.witness()
    if found is None and given != dict(held or {}):
        given = dict(held or {})
        found = Condition.true(under).substitute(given).witness()
    if found is None:
        raise NotApplicable(f"no values of the parameters of game {answer.key!r} satisfy what is assumed of them")
    return MappingProxyType({**found, **given})


def _held(
    answer: GameAnswer, values: Mapping[str, Fraction], across: Sequence[str]
) -> tuple[Formula, list[tuple[str, Formula]], dict[Atom, Atom]]:
    """The domain and the conditions in the letters of the map, and the comparison behind each of theirs."""
    under = answer.assumptions

    sources: dict[Atom, Atom] = {}

    def reduced(where: Condition) -> Formula:
        for name in across:
            where = where.eliminate(name)
        whole = conjunction(where.formula, where.assumptions.formula)
        for part in atoms_of(whole):
            new = replaced(part, values)
            if isinstance(new, Atom):
                sources.setdefault(new, part)
        return replaced(whole, values)

    conditions = [(region.outcome, reduced(region.where)) for region in answer.regions]
    return reduced(Condition.true(under)), conditions, sources
