"""The figures and pages of a paper: what the selection file asks for, drawn where the drawing library is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import rendering
from ..errors import CoopSecError, MissingDependency
from ..library.loader import refuse
from .requests import asked_of_body, asked_of_case, faults_of, in_fields, positions_of

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..figures import Figure
    from ..library.loader import DataPath
    from ..library.spec_papers import FigureSpec
    from ..spatial.estimates import IdealPoints
    from .selection import Sources

__all__ = ["MadeFigure", "MadePage", "made_figures", "made_pages"]


@dataclass(frozen=True)
class MadeFigure:
    """A figure of a paper and its files; without files there is nothing to show, for a reason."""

    name: str
    key: str
    sources: tuple[str, ...]
    caption: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    reason: str = ""
    notes: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The caption with the notes and the sources, as they stand below the figure."""
        caption = self.caption if self.caption.endswith((".", "?", "!")) else f"{self.caption}."
        sources = "; ".join(rendering.separate_sources(self.cite))
        return " ".join([caption, *self.notes, *([f"Sources: {sources}."] if sources else [])])


@dataclass(frozen=True)
class MadePage:
    """A case as a page; without text it cannot be shown, for a reason."""

    name: str
    case: str
    title: str
    text: str = ""
    reason: str = ""


def made_figures(sources: Sources) -> tuple[MadeFigure, ...]:
    """Every figure that a paper asks for, in its order; several where a case has several of a kind.

    Raises
    ------
    CoopSecError
        The selection file asks for a figure that there is not, or that cannot be of this case or body.
    """
    faults: list[CoopSecError] = []
    made: list[MadeFigure] = []
    for number, entry in enumerate(sources.paper.spec.figures):
        checks = list(faults_of(sources.paper, number, entry))
        faults += checks
        if not checks:
            before = len(faults)
            made += _made(sources, number, entry, faults)
            for fault in faults[before:]:
                in_fields(fault)
    names = [figure.name for figure in made]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            faults.append(sources.paper.fault(("figures",), f"two figures are called {name!r}", "give them names"))
    refuse(faults)
    return tuple(made)


def made_pages(sources: Sources) -> tuple[MadePage, ...]:
    """Every page that a paper asks for, in its order.

    Raises
    ------
    CoopSecError
        The selection file asks for a page of a case that there is not, or at values that cannot be.
    """
    faults: list[CoopSecError] = []
    made: list[MadePage] = []
    named: set[str] = set()
    for number, entry in enumerate(sources.paper.spec.pages):
        word, name, settings, drawn = (
            (entry, None, {}, True) if isinstance(entry, str) else (entry.case, entry.name, entry.set, entry.figures)
        )
        at = ("pages", number)
        analysis = _analysis(sources, at, word, settings, faults)
        if analysis is None:
            continue
        own = name or analysis.case.key
        if own in named:
            faults.append(sources.paper.fault((*at, "name"), f"two pages are called {own!r}", "give one a 'name'"))
        named.add(own)
        found = sources.paper.attempt(at, partial(_page, own, analysis, drawn), faults)
        made += [] if found is None else [found]
    refuse(faults)
    return tuple(made)


def _page(name: str, analysis: Analysis, drawn: bool) -> MadePage:
    from ..pages import page

    case = analysis.case
    try:
        return MadePage(name, case.key, case.title, page(analysis, figures=drawn))
    except MissingDependency as fault:
        hint = f"{fault.hint}, or 'figures: no' for a page without" if fault.hint else "'figures: no' makes one without"
        return MadePage(name, case.key, case.title, reason=f"{fault.message} ({hint})")


def _analysis(
    sources: Sources, at: DataPath, word: str, settings: Mapping[str, str], faults: list[CoopSecError]
) -> Analysis | None:
    """The analysis that an entry asks for, or nothing and what is wrong with its case or its values."""
    if sources.paper.attempt((*at, "case"), lambda: sources.case(word), faults) is None:
        return None
    return sources.paper.attempt((*at, "set"), lambda: sources.analysis(word, settings), faults)


def _made(sources: Sources, number: int, entry: FigureSpec, faults: list[CoopSecError]) -> list[MadeFigure]:
    at = ("figures", number)
    kind = "case" if entry.model is None else "model"
    subject = sources.paper.attempt((*at, kind), partial(_subject, sources, entry), faults)
    if subject is None:
        return []
    key, title = subject
    name = entry.name or f"{key}-{entry.figure}"
    told = (f"{kind} {key}", *(() if entry.points is None else (f"ideal points {entry.points}",)))
    points: tuple[IdealPoints, ...] | None = None
    if entry.points is not None:
        before = len(faults)
        points = sources.paper.attempt((*at, "points"), partial(sources.ideal_points, entry.points), faults)
        if points is None:
            reason = f"the ideal points {entry.points!r} are not given: --record {entry.points}=FILE"
            missing = MadeFigure(name, entry.figure, told, entry.caption or title, reason=reason)
            return [missing] if len(faults) == before else []
    found = _found(sources, at, entry, points, faults)
    if found is None:
        return []
    if not found:
        reason = "the case has nothing of this kind to show"
        return [MadeFigure(name, entry.figure, told, entry.caption or title, reason=reason)]
    source = sources.paper.spec.points[entry.points].cite if entry.points is not None else []
    captions = [entry.caption or picture.caption for picture in found]
    made = []
    for place, (picture, caption) in enumerate(zip(found, captions, strict=True), 1):
        # several figures have a key each, such as that of their game
        part = picture.key.removeprefix(entry.figure).strip("-") or str(place)
        own = name if len(found) == 1 else f"{name}-{part}"
        apart = caption if captions.count(caption) == 1 else f"{caption.removesuffix('.')} ({part})"
        shown = replace(picture, caption=apart)
        one = MadeFigure(
            own, entry.figure, told, apart, notes=shown.notes, cite=tuple(dict.fromkeys((*shown.cite, *source)))
        )
        try:
            made.append(replace(one, files=_files(shown, own, sources)))
        except MissingDependency as fault:
            made.append(replace(one, reason=f"{fault.message} ({fault.hint})"))
    return made


def _subject(sources: Sources, entry: FigureSpec) -> tuple[str, str]:
    """The key of what a figure shows, and a caption for where it cannot be shown."""
    from .. import figures

    if entry.model is not None:
        model = sources.model(entry.model)
        return model.key, f"{model.name}: {figures.BODY_FIGURES[entry.figure].title}"
    case = sources.case(entry.case or "")
    return case.key, f"{case.title}: {figures.FIGURES[entry.figure].title}"


def _found(
    sources: Sources,
    at: DataPath,
    entry: FigureSpec,
    points: tuple[IdealPoints, ...] | None,
    faults: list[CoopSecError],
) -> Sequence[Figure] | None:
    """What there is to draw, or nothing and what is wrong with the entry."""
    from .. import figures

    before = len(faults)
    positions = sources.paper.attempt((*at, "status-quo"), partial(positions_of, sources.paper, entry, points), faults)
    if len(faults) > before:
        return None
    if entry.model is not None:
        model = sources.model(entry.model)
        return sources.paper.attempt(
            at, lambda: (figures.body_figure(model, entry.figure, asked_of_body(entry, positions)),), faults
        )
    analysis = _analysis(sources, at, entry.case or "", entry.set, faults)
    if analysis is None:
        return None
    maker = figures.FIGURES[entry.figure].function
    return sources.paper.attempt(at, lambda: maker(analysis, asked_of_case(entry, positions)), faults)


def _files(picture: Any, name: str, sources: Sources) -> dict[str, bytes]:
    return {f"figures/{name}.{form}": picture.to_bytes(form) for form in sources.paper.spec.pictures}
