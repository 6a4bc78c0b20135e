"""Figures of region maps: of each game, and of the outside-option game over the two differences that decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Atom, Condition, Formula, atoms_of, conjunction
from ..conditions.logic import replaced
from ..errors import NotApplicable
from ..formulas import exact, symbol_latex
from ..polynomials import Polynomial
from .asked import FIGURES, ILLUSTRATIVE, Request, chosen_games
from .labels import Label, condition_label, equation, formula, name_label, said
from .pictures import Arrow, Figure, MapPicture, Mark
from .plane import Point, Window, plane_map
from .ranges import suggested_range
from .regions import MapCurve, RegionMap, default_point, region_map, told_map

if TYPE_CHECKING:
    from sympy import Expr

    from ..analysis import Analysis
    from ..analysis.games import GameAnswer

__all__ = ["held_label", "map_figure", "regime_figure", "regime_map", "regimes_together", "regions"]

PRECEDENT, SAVED = "X", "Y"
"""The letters of the two differences, precedent cost less loss when bypassed, and cost outside less cost inside."""


@FIGURES.register("regions", title="Which outcome is an equilibrium where", cite="the games of each case")
def regions(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """A region map a game."""
    found = []
    for answer in chosen_games(analysis, request):
        try:
            drawn = region_map(
                answer,
                request.x,
                request.y,
                across=request.across,
                x_range=request.x_range,
                y_range=request.y_range,
            )
        except NotApplicable:
            if request.names_parameters and request.games:
                raise
            continue
        if len(drawn.areas) > 1 or request.names_parameters:
            found.append(map_figure(drawn, answer, analysis.case.title))
    if request.names_parameters and not found:
        raise NotApplicable("no game of the case has a map of these parameters", hint="--game names one of its games")
    return tuple(found)


def map_figure(drawn: RegionMap, answer: GameAnswer, title: str) -> Figure:
    """The figure of a region map.

    Parameters
    ----------
    drawn
        The map.
    answer
        The game.
    title
        What it is a game of.
    """
    notes = [held_label(drawn.held, answer)]
    implied = answer.recorded_where
    if implied is not None and not drawn.across:
        notes.append(said(f"The record ({answer.recorded}) implies, if the model holds: ") + condition_label(implied))
    marks = () if drawn.baseline is None else (Mark("baseline (illustrative)", drawn.baseline),)
    picture = MapPicture(
        drawn,
        name_label(drawn.x, drawn.x_meaning),
        name_label(drawn.y, drawn.y_meaning),
        marks,
        notes=tuple(note for note in notes if note),
    )
    return Figure(
        f"regions-{answer.key}",
        f"{title}: which outcome is an equilibrium where, over {drawn.x} and {drawn.y}. {answer.title}.",
        picture,
        notes=(answer.ties_text, answer.certificate_text, ILLUSTRATIVE),
    )


def held_label(held: Mapping[str, Fraction], answer: GameAnswer) -> Label:
    """The values at which the other parameters are held, and where they come from."""
    if not held:
        return Label()
    label = said("Held at illustrative values: " if set(held) <= set(answer.baseline) else "Held: ")
    for place, (name, value) in enumerate(held.items()):
        label += (said(", ") if place else Label()) + equation(name, value)
    return label


@FIGURES.register(
    "regimes", title="Regimes of the outside-option game", cite="Voeten 2001, APSR 95:845-858 (the outside option)"
)
def regimes(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The regimes of each outside-option game with one vetoer, with the record as a set and what-ifs as arrows."""
    found = []
    for answer in chosen_games(analysis, request):
        try:
            figure = regime_figure([(analysis, answer.key)])
        except NotApplicable:
            continue
        found.append(replace(figure, key=f"regimes-{answer.key}"))
    return tuple(found)


def regimes_together(analyses: Sequence[Analysis], games: Sequence[str] = ()) -> Figure:
    """One map of the regimes with all cases that have an outside-option game with one vetoer.

    Parameters
    ----------
    analyses
        The cases; of each, the first such game.
    games
        Only games with these keys.

    Raises
    ------
    NotApplicable
        None of them has such a game.
    """
    found: list[tuple[Analysis, str]] = []
    for analysis in analyses:
        for key in analysis.games:
            with suppress(NotApplicable):
                if not games or key in games:
                    _letters(analysis, key)
                    found.append((analysis, key))
                    break
    if not found:
        raise NotApplicable("no case has an outside-option game with one vetoer")
    return regime_figure(found)


def regime_figure(cases: Sequence[tuple[Analysis, str]]) -> Figure:
    """The regimes of outside-option games over the net cost of a precedent and the cost that authority saves.

    Each case is a set, the regime in which its record lies; its illustrative values are a point, and what its file
    asks of other values are arrows.  The map is of the first case.

    Parameters
    ----------
    cases
        Analyses, each with the key of a game of the form ``outside-option`` with one vetoer.

    Raises
    ------
    NotApplicable
        A game is of another form, or its costs are not single parameters.
    """
    first, key = cases[0]
    letters = _letters(first, key)
    answers = [(analysis, analysis.games[game], _letters(analysis, game)) for analysis, game in cases]
    drawn = regime_map(first.games[key], letters, [_place(answer.baseline, own) for _, answer, own in answers])
    marks, arrows, records, others = [], [], [], []
    for analysis, answer, own in answers:
        curves = regime_map(answer, own, (), (drawn.x_range, drawn.y_range)).curves
        others += [
            (analysis.case.title, curve)
            for curve in curves
            if not any(shown.text == curve.text and _on_one_line(shown, curve) for shown in drawn.curves)
        ]
        start = _place(answer.baseline, own)
        if start is not None:
            marks.append(Mark(f"{analysis.case.title}, baseline (illustrative)", start))
            for question in analysis.game_what_ifs:
                if question.game == answer.key:
                    numbers = {name: _number(value, answer.baseline) for name, value in question.settings.items()}
                    end = _place({**answer.baseline, **numbers}, own)
                    if end is not None and end != start:
                        arrows.append(Arrow(question.label, start, end))
        if answer.recorded:
            records.append((analysis.case.title, answer.recorded))
    precedent, bypassed, cost, saved = (symbol_latex(name) for name in letters)
    meanings = first.games[key].meanings
    picture = MapPicture(
        drawn,
        formula(f"{precedent} - {bypassed}") + said(f", {meanings[letters[0]]} less {meanings[letters[1]]}"),
        formula(f"{cost} - {saved}") + said(f", {meanings[letters[2]]} less {meanings[letters[3]]}"),
        tuple(marks),
        tuple(arrows),
        tuple(records),
        tuple(others),
        (held_label(drawn.held, first.games[key]),),
    )
    titles = ", ".join(analysis.case.title for analysis, _ in cases)
    caption = f"The regimes of the outside-option game, and in which of them the record lies: {titles}."
    return Figure("regimes", caption, picture, notes=(first.games[key].ties_text, ILLUSTRATIVE))


def regime_map(
    answer: GameAnswer,
    letters: tuple[str, str, str, str],
    seen: Sequence[Point | None] = (),
    ranges: Sequence[tuple[Fraction, Fraction]] = (),
) -> RegionMap:
    """The map of an outside-option game over the two differences that decide it.

    Parameters
    ----------
    answer
        The solved game.
    letters
        The precedent cost, the loss when bypassed, the cost outside and the cost with authority.
    seen
        Points that should be seen.
    ranges
        What is shown of the two differences; without it, enough to see the boundaries and the points.
    """
    point = default_point(answer)
    precedent, bypassed, cost, saved = letters
    values: dict[str, Polynomial | Fraction | int] = dict(point)
    values[precedent] = Polynomial.variable(PRECEDENT) + point[bypassed]
    values[cost] = Polynomial.variable(SAVED) + point[saved]
    sources: dict[Atom, Atom] = {}

    def moved(whole: Formula) -> Formula:
        for part in atoms_of(whole):
            new = replaced(part, values)
            if isinstance(new, Atom):
                sources.setdefault(new, part)
        return replaced(whole, values)

    letting = {name: value for name, value in values.items() if name != bypassed}
    letting[precedent] = Polynomial.variable(PRECEDENT) + Polynomial.variable(bypassed)
    whole = Assumptions((bypassed, PRECEDENT, SAVED), replaced(answer.assumptions.formula, letting))
    there = Condition.true(whole).eliminate(bypassed)
    domain = conjunction(there.formula, there.assumptions.formula)
    conditions = [(region.outcome, moved(region.where.formula)) for region in answer.regions]
    base: dict[str, Fraction | None] = {
        PRECEDENT: point[precedent] - point[bypassed],
        SAVED: point[cost] - point[saved],
    }
    if not ranges:
        points = [point for point in seen if point is not None]
        wide = [suggested_range(name, base, domain, [own for _, own in conditions]) for name in (PRECEDENT, SAVED)]
        ranges = [
            (min([low, *(point[axis] for point in points)]), max([high, *(point[axis] for point in points)]))
            for axis, (low, high) in enumerate(wide)
        ]
    drawn = plane_map(Window(PRECEDENT, SAVED, ranges[0], ranges[1]), domain, conditions, sources)
    shown = {name for curve in drawn.curves for name in curve.source.polynomial.names}
    held = {name: point[name] for name in answer.assumptions.names if name in shown and name not in (precedent, cost)}
    outcomes = tuple(region.outcome for region in answer.regions)
    return replace(told_map(drawn, answer.assumptions), held=held, outcomes=outcomes)


def _on_one_line(shown: MapCurve, other: MapCurve) -> bool:
    """Whether a curve runs along the straight line of another."""
    (x, y), (end_x, end_y) = shown.lines[0][0], shown.lines[0][-1]
    return all(
        (end_x - x) * (height - y) == (end_y - y) * (along - x) for line in other.lines for along, height in line
    )


def _letters(analysis: Analysis, key: str) -> tuple[str, str, str, str]:
    spec = analysis.case.game_spec(key)
    fields = spec.fields
    if spec.form != "outside-option" or "vetoer" not in fields:
        raise NotApplicable(f"game {key!r} is no outside-option game with one vetoer")
    own = fields["vetoer"]
    told = own if isinstance(own, Mapping) else {}
    found = (
        str(told.get("precedent", "pi")),
        str(told.get("bypassed", "k")),
        str(fields.get("cost", "c")),
        str(fields.get("authorised-cost", "c_m")),
    )
    names = analysis.games[key].assumptions.names
    if any(name not in names for name in found):
        raise NotApplicable(f"the costs of game {key!r} are not four parameters: {', '.join(found)}")
    return found


def _place(values: Mapping[str, Fraction], letters: tuple[str, str, str, str]) -> tuple[Fraction, Fraction] | None:
    if any(name not in values for name in letters):
        return None
    precedent, bypassed, cost, saved = (values[name] for name in letters)
    return precedent - bypassed, cost - saved


def _number(value: Fraction | Expr, at: Mapping[str, Fraction]) -> Fraction:
    """A setting as a number at illustrative values."""
    from ..noncooperative.payoffs import value_at

    return value_at(exact(value), at)
