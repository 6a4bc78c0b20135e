"""Figures of one parameter at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from ..conditions import Atom, Formula, atoms_of
from ..conditions.logic import replaced, true_at
from ..rendering import number
from .asked import FIGURES, ILLUSTRATIVE, Request, chosen_games
from .labels import LONGEST_EXACT, Label, equation, formula, name_label, said
from .pictures import Figure, Strip, StripPicture
from .ranges import suggested_range
from .regions import boundary_equation, default_point
from .roots import real_roots

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.games import GameAnswer

__all__ = ["strip", "thresholds"]

FINENESS = 2**40


@FIGURES.register("thresholds", title="Thresholds of one parameter at a time", cite="the games of each case")
def thresholds(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """For each game, the parameters that it is solved for, such as a discount factor, parted by outcome."""
    found = []
    for answer in chosen_games(analysis, request):
        point = default_point(answer)
        wanted = [name for name in (request.y, request.x) if name] or answer.assumptions.solve_for
        strips = [strip(answer, name) for name in wanted if name in answer.assumptions.names]
        strips = [own for own in strips if len(own.parts) > 1]
        if strips:
            outcomes = tuple(region.outcome for region in answer.regions)
            names = {name for region in answer.regions for name in region.where.names}
            label = said("Others held at illustrative values: " if names <= set(answer.baseline) else "Others held: ")
            if len(strips) == 1:
                names -= {name for name in wanted if name_label(name, answer.meanings.get(name, "")) == strips[0].name}
            for place, name in enumerate(own for own in answer.assumptions.names if own in names):
                label += (said(", ") if place else Label()) + equation(name, point[name])
            found.append(
                Figure(
                    f"thresholds-{answer.key}",
                    f"{analysis.case.title}: thresholds, one parameter at a time. {answer.title}.",
                    StripPicture(outcomes, tuple(strips), (label,)),
                    notes=(answer.ties_text, ILLUSTRATIVE),
                )
            )
    return tuple(found)


def strip(answer: GameAnswer, name: str, held: Mapping[str, Fraction] | None = None) -> Strip:
    """The range of one parameter parted by outcome, the others held.

    Parameters
    ----------
    answer
        The solved game.
    name
        The parameter.
    held
        Values of others; the rest has its baseline or a value that is allowed.

    Examples
    --------
    >>> from coopsec_games.analysis import load_case
    >>> from coopsec_games.analysis.games import solve_game
    >>> found = strip(solve_game(load_case("greece-1999"), "silence"), "delta")
    >>> [(str(low), str(high), outcome) for low, high, outcome in found.parts]
    [('0', '1/2', 'silence broken'), ('1/2', '1', 'silence')]
    """
    point = default_point(answer, held)
    values = {other: value for other, value in point.items() if other != name}
    under = answer.assumptions
    domain = replaced(under.formula, values)
    conditions = [(region.outcome, replaced(region.where.formula, values)) for region in answer.regions]
    low, high = suggested_range(name, {name: point[name]}, domain, [own for _, own in conditions])
    cuts: dict[Fraction, Label] = {}
    sources = (*(region.where.formula for region in answer.regions), under.formula)
    for whole in (part for source in sources for part in atoms_of(source)):
        for part in atoms_of(replaced(whole, values)):
            terms = part.polynomial.terms
            degree = part.polynomial.degree(name)
            row = [
                sum((c for m, c in terms if dict(m).get(name, 0) == power), Fraction(0)) for power in range(degree + 1)
            ]
            for root in real_roots(row, low, high, (high - low) / FINENESS):
                cuts.setdefault(root.value, _cut(whole, name, root.value, answer, exact=root.is_exact))
    edges = [low, *sorted(cuts), high]
    parts: list[tuple[Fraction, Fraction, str]] = []
    kept: list[tuple[Fraction, Label]] = []
    for start, end in pairwise(edges):
        outcome = _outcome({name: (start + end) / 2}, domain, conditions)
        if parts and parts[-1][2] == outcome and parts[-1][1] == start:
            parts[-1] = (parts[-1][0], end, outcome)
        elif outcome:
            if parts and parts[-1][1] == start:
                kept.append((start, cuts[start]))
            parts.append((start, end, outcome))
    baseline = answer.baseline.get(name) if not held else None
    return Strip(name_label(name, answer.meanings.get(name, "")), low, high, tuple(parts), tuple(kept), baseline)


def _outcome(at: Mapping[str, Fraction], domain: Formula, conditions: Sequence[tuple[str, Formula]]) -> str:
    if not true_at(domain, at):
        return ""
    return next((outcome for outcome, own in conditions if true_at(own, at)), "")


def _cut(part: Atom, name: str, value: Fraction, answer: GameAnswer, *, exact: bool) -> Label:
    """A threshold: its formula, solved for the parameter, and its value."""
    text, latex = boundary_equation(part, answer.assumptions, name)
    if exact and text == f"{name} = {number(value)}":
        return formula(latex)
    short = exact and len(number(value)) <= LONGEST_EXACT
    return formula(latex) + said(f" = {number(value)}" if short else f" ≈ {number(value, 4)}")
