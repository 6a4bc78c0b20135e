"""``coopsec figures``: the figures of cases, of a body through time, and of a game's file, one file each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import NotApplicable, UsageError
from .asked import every_case, read_date, with_settings
from .output import common, patience, search_path, write_file
from .positions import PointOptions, with_points

if TYPE_CHECKING:
    from ..figures import BodyRequest, Figure, Request

__all__ = ["figures_command"]

EXTENSIONS = {"svg": "svg", "pdf": "pdf", "png": "png", "tikz": "tex"}

Axis = tuple[str, "tuple[Fraction, Fraction] | None"]


def _axis(context: click.Context, parameter: click.Parameter, words: str | None) -> Axis:
    """A parameter, and what is shown of it, from ``NAME`` or ``NAME=LOW:HIGH``."""
    if words is None:
        return "", None
    from ..formulas import exact

    name, equals, ends = (part.strip() for part in words.partition("="))
    if not equals and name:
        return name, None
    low, colon, high = (part.strip() for part in ends.partition(":"))
    if not (name and low and colon and high):
        raise UsageError(f"{words!r} is no axis", hint="an axis is written c, or c=0:2 to say what is shown of it")
    shown = exact(low), exact(high)
    if not (isinstance(shown[0], Fraction) and isinstance(shown[1], Fraction) and shown[0] < shown[1]):
        raise UsageError(f"{ends!r} is no range", hint="the smaller number comes first")
    return name, (shown[0], shown[1])


@click.command("figures", short_help="The figures of a paper, one file each.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write to.")
@click.option("--format", "form", type=click.Choice(tuple(EXTENSIONS)), default="svg", show_default=True,
              help="The form of the files; tikz is for trees.")  # fmt: skip
@click.option("--figure", "keys", multiple=True, metavar="KEY", help="Only this figure; may be given again.")
@click.option("--game", "games", multiple=True, metavar="KEY", help="Only this game; may be given again.")
@click.option("--x", callback=_axis, metavar="S[=A:B]", help="The parameter of a map to the right, and its range.")
@click.option("--y", callback=_axis, metavar="S[=A:B]", help="The parameter of a map upward, and its range.")
@click.option("--across", multiple=True, metavar="S", help="A parameter of a map that may take any value.")
@click.option("--together", is_flag=True, help="One map of the regimes of the outside option, with all the cases.")
@with_settings
@click.option("--target", metavar="MODEL", help="A body: its power through time, or its gridlock.")
@click.option("--from", "first", metavar="D", help="With --target: from this day or year on.")
@click.option("--to", "last", metavar="D", help="With --target: up to this day or year.")
@click.option("--date", callback=read_date, metavar="D", help="With --target: gridlock on this day.")
@click.option("--procedure", metavar="P", help="With --target: which procedure.")
@click.option("--index", default="shapley-shubik", show_default=True, metavar="I", help="With --target: which index.")
@click.option("--absent", multiple=True, metavar="M", help="With --target: a member that leaves the game.")
@with_points
@click.option("--file", "file", metavar="FILE", help="A game's file: its tree, or its graph model.")
@click.option(
    "--width", type=click.Choice(("single", "double")), help="One column of a journal (89 mm), or two (183 mm)."
)
@click.option("--force", is_flag=True, help="Replace files that exist.")
@common
def figures_command(
    cases: tuple[str, ...],
    output: str,
    form: str,
    keys: tuple[str, ...],
    games: tuple[str, ...],
    x: Axis,
    y: Axis,
    across: tuple[str, ...],
    together: bool,
    settings: dict[str, str],
    target: str | None,
    first: str | None,
    last: str | None,
    date: str | None,
    procedure: str | None,
    index: str,
    absent: tuple[str, ...],
    points: PointOptions,
    file: str | None,
    width: str | None,
    force: bool,
) -> None:
    """Every figure that the cases have something to show in, into a folder: CASE-FIGURE-GAME.svg.

    Without a case, those of all cases; with --target or --file, that figure alone unless cases are named too.

    --target MODEL shows power through time. With --ideal-points it shows what the body cannot move, year by year; with
    --year or --date, its members on the line; with two --column, the win set in the plane.
    """
    from ..figures import BODY_FIGURES, FIGURES, BodyRequest, Request

    if target is None and (first or last or procedure or date or absent):
        raise UsageError("--from, --to, --date, --procedure and --absent go with --target")
    only_body = target is not None and not (cases or together or file)
    for key in keys:
        (BODY_FIGURES if only_body else FIGURES)[key]
    kinds = keys if only_body else ()
    positions = points.positions()
    if not keys and form == "tikz":
        keys = ("tree",)
    if not keys and (x[0] or y[0] or across):
        keys = ("regions",)
    request = Request(games, x[0], y[0], x[1], y[1], across, positions)
    made: dict[str, Figure] = {}
    if target is not None:
        made |= _of_body(target, kinds, BodyRequest(procedure, index, first, last, date, absent, positions))
    if file is not None:
        made |= _of_file(file)
    if together:
        made["regimes"] = _together(every_case(cases), games, settings)
    elif cases or (target is None and file is None):
        for name, figure in _of_cases(every_case(cases), keys, request, settings):
            made[name] = figure
    if not made:
        raise NotApplicable("there is nothing of this kind to show")
    if width is not None:
        made = {
            name: replace(figure, width="double" if width == "double" else "single") for name, figure in made.items()
        }
    _write_all(made, Path(output), form, force)


def _of_body(target: str, kinds: Sequence[str], request: BodyRequest) -> dict[str, Figure]:
    from ..figures import body_figure
    from ..library import load_model

    with patience(f"making the figures of {target}"):
        model = load_model(target, search_path())
        return {f"{model.key}-{kind}": body_figure(model, kind, request) for kind in kinds or (_kind(request),)}


def _kind(request: BodyRequest) -> str:
    """The figure of a body that the options ask for."""
    positions = request.positions
    period = bool(request.first or request.last)
    if positions is None:
        if request.date or request.absent:
            raise UsageError("--date and --absent go with --ideal-points", hint="--from and --to bound power in time")
        return "through-time"
    one = positions.year is not None or request.date is not None or len(positions.points[0].periods) < 2
    if period and (positions.year is not None or request.date is not None):
        raise UsageError("--from and --to go with all the years, not with --year or --date")
    if len(positions.points) == 2:
        return "win-set"
    if not one and positions.status_quo:
        raise UsageError("--status-quo goes with one year", hint="--year Y chooses it")
    return "gridlock" if one and not period else "gridlock-by-year"


def _of_file(file: str) -> dict[str, Figure]:
    from ..figures.conflicts import graph_figure
    from ..figures.trees import tree_figure
    from ..library import read_game
    from ..noncooperative.extensive_form import ExtensiveFormGame
    from ..noncooperative.graph_model import GraphModel

    game, stem = read_game(file), Path(file).stem
    if isinstance(game, GraphModel):
        return {f"{stem}-graph": graph_figure(game, f"{stem}: graph model.")}
    if isinstance(game, ExtensiveFormGame):
        return {f"{stem}-tree": tree_figure(game, None if game.parameters else {}, f"{stem}: game tree.")}
    raise NotApplicable(f"{file!r} holds a game in normal form, which has no figure")


def _together(cases: Sequence[str], games: Sequence[str], settings: dict[str, str]) -> Figure:
    from ..analysis import load_case
    from ..figures.maps import regimes_together

    analyses = []
    for key in cases:
        with patience(f"analysing {key}"):
            analyses.append(load_case(key, search_path()).analyze(settings))
    return regimes_together(analyses, games)


def _of_cases(
    cases: Sequence[str], keys: Sequence[str], request: Request, settings: dict[str, str]
) -> Iterator[tuple[str, Figure]]:
    from ..analysis import load_case
    from ..figures import case_figures

    for key in cases:
        with patience(f"making the figures of {key}"):
            case = load_case(key, search_path())
            for figure in case_figures(case.analyze(settings), keys, request):
                yield f"{case.key}-{figure.key}", figure


def _write_all(made: dict[str, Figure], folder: Path, form: str, force: bool) -> None:
    """Draw everything first, so that nothing is written where something cannot be drawn."""
    from ..figures import figure_tikz

    files: dict[Path, str | bytes] = {}
    for name, figure in made.items():
        place = folder / f"{name}.{EXTENSIONS[form]}"
        if not force and os.path.lexists(place):
            raise UsageError(f"{str(place)!r} exists already", hint="--force replaces it")
        files[place] = figure_tikz(figure) if form == "tikz" else figure.to_bytes(form)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UsageError(f"cannot make the folder {str(folder)!r}: {_reason(fault)}") from None
    for place, content in files.items():
        write_file(place, content, force=force)
        click.echo(place.as_posix())


def _reason(fault: OSError) -> str:
    return (fault.strerror or "failed").lower()
