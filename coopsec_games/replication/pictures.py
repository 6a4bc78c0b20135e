"""The figures of a paper: what the selection file asks for, drawn by the room of figures where it can draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..analysis import load_case
from ..errors import CoopSecError, Faults, MissingDependency, did_you_mean
from ..library.loader import refuse

if TYPE_CHECKING:
    from ..library.spec_papers import FigureSpec
    from .selection import Sources

__all__ = ["MadeFigure", "made_figures"]


@dataclass(frozen=True)
class MadeFigure:
    """A figure of a paper and its files; without files there is nothing to show, for a reason."""

    name: str
    key: str
    case: str
    caption: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    reason: str = ""
    cite: tuple[str, ...] = ()


def made_figures(sources: Sources) -> tuple[MadeFigure, ...]:
    """Every figure that a paper asks for, in its order; several where a case has several of a kind.

    Raises
    ------
    CoopSecError
        The selection file asks for a figure that there is not, or that cannot be of this case.
    """
    if not sources.paper.spec.figures:
        return ()
    from .. import figures

    faults: list[CoopSecError] = []
    made: list[MadeFigure] = []
    for number, entry in enumerate(sources.paper.spec.figures):
        if entry.figure not in figures.FIGURES:
            hint = did_you_mean(entry.figure, figures.FIGURES) or f"known: {', '.join(figures.FIGURES)}"
            at = ("figures", number, "figure")
            faults.append(sources.paper.fault(at, f"unknown figure {entry.figure!r}", hint))
            continue
        try:
            made += _made(sources, entry)
        except Faults as fault:
            faults.extend(fault.faults)
        except CoopSecError as fault:
            if fault.place is None:
                fault.place = sources.paper.document.place(("figures", number))
            faults.append(fault)
    names = [figure.name for figure in made]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            faults.append(sources.paper.fault(("figures",), f"two figures are called {name!r}", "give them names"))
    refuse(faults)
    return tuple(made)


def _made(sources: Sources, entry: FigureSpec) -> list[MadeFigure]:
    from .. import figures

    analysis = sources.analysis(entry.case)
    if entry.set:
        analysis = load_case(entry.case, sources.paper.path).analyze(entry.set)
    request = figures.Request(games=(entry.game,) if entry.game else (), x=entry.x or "", y=entry.y or "")
    found = figures.FIGURES[entry.figure].function(analysis, request)
    name = entry.name or f"{entry.case}-{entry.figure}"
    title = entry.caption or f"{analysis.case.title}: {figures.FIGURES[entry.figure].title}"
    if not found:
        return [MadeFigure(name, entry.figure, entry.case, title, {}, "the case has nothing of this kind to show")]
    made = []
    for number, picture in enumerate(found, 1):
        own = name if len(found) == 1 else f"{name}-{number}"
        shown = replace(picture, caption=entry.caption) if entry.caption else picture
        try:
            files = _files(shown, own, sources)
        except MissingDependency as fault:
            made.append(MadeFigure(own, entry.figure, entry.case, shown.caption, {}, f"{fault.message} ({fault.hint})"))
        else:
            made.append(MadeFigure(own, entry.figure, entry.case, shown.caption, files, cite=shown.cite))
    return made


def _files(picture: Any, name: str, sources: Sources) -> dict[str, bytes]:
    return {f"figures/{name}.{form}": picture.to_bytes(form) for form in sources.paper.spec.pictures}
