"""``coopsec report``: a case as one page."""

from __future__ import annotations

import click

from .asked import check_settings, with_settings
from .output import Output, common, patience, search_path

__all__ = ["report_command"]


@click.command("report", short_help="A case as one self-contained page.")
@click.argument("case")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to; - is standard output.")
@with_settings
@click.option("--no-figures", is_flag=True, help="Without the drawn figures, which need matplotlib.")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@common
def report_command(case: str, output: str, settings: dict[str, str], no_figures: bool, force: bool) -> None:
    """Facts, votes, games with their conditions, figures, claims, and sliders that move a point in each game's map.

    CASE is a case (korea-1950, kosovo-1999) or a case's file.  The page is one HTML file that fetches nothing.
    """
    from ..analysis import load_case
    from ..pages import page

    with patience(f"making the page of {case}"):
        read = load_case(case, search_path())
        check_settings(read, settings)
        words = page(read.analyze(settings), figures=not no_figures)
    Output("html", None if output == "-" else output, force).send(words)
