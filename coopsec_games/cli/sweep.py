"""``coopsec sweep``: the outcome of a case's games over a grid of parameters."""

from __future__ import annotations

import re
from math import prod

import click

from ..errors import TooLarge
from .asked import check_numbers, check_settings, with_settings
from .output import Output, patience, printing, search_path

__all__ = ["sweep_command"]


@click.command("sweep", short_help="The outcome over a grid of parameters.")
@click.argument("case")
@click.option(
    "--vary",
    "axes",
    multiple=True,
    required=True,
    metavar="S=A:B:N",
    help="A parameter from A to B in N exact values, or S=A,B,…; may be given again.",
)
@click.option("--game", "games", multiple=True, metavar="G", help="Only this game; may be given again.")
@with_settings
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help="Processes for large grids."
)
@printing()
def sweep_command(
    case: str, axes: tuple[str, ...], games: tuple[str, ...], settings: dict[str, str], jobs: int, out: Output
) -> None:
    """The outcome of each game of a case at every point of a grid, exactly; the rest is held at the baseline.

    CASE is a case (korea-1950, kosovo-1999) or a case's file.
    """
    from ..library import load_case
    from ..sweeps import MOST_POINTS, read_axis, sweep, sweep_table

    for words in axes:
        check_numbers("--vary", words, "a parameter is varied by --vary c=0:1:21 or --vary c=0,1/2,1")
    sizes = [int(count) for words in axes if re.fullmatch("[0-9]{1,7}", count := words.rpartition(":")[2].strip())]
    if prod(sizes) > MOST_POINTS:
        raise TooLarge(f"the grid has more than {MOST_POINTS:,} points", hint="take fewer values")
    grid = [read_axis(words) for words in axes]
    with patience(f"sweeping {case}"):
        read = load_case(case, search_path())
        check_settings(read, settings)
        found = sweep(read, grid, games, settings, jobs)
    out.emit(found.to_json, lambda: (sweep_table(found),))
