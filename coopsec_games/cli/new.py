"""``coopsec new case``: a commented file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from .groups import Commands
from .output import common, write_file

__all__ = ["new_group"]


@click.group("new", cls=Commands, short_help="A file to start from.")
def new_group() -> None:
    """A file to start from: `new case NAME --form FORM`."""


@new_group.command("case", short_help="A commented case's file.")
@click.argument("name")
@click.option(
    "--form", required=True, metavar="FORM", help="The game form that it starts with, such as outside-option."
)
@click.option("-o", "--output", metavar="FILE", help="Where to, instead of NAME.yaml; - is standard output.")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@common
def _new_case(name: str, form: str, output: str | None, force: bool) -> None:
    """A commented case's file that is valid as it stands, with a game of the form FORM.

    NAME is the key of the case: small letters, digits and hyphens, such as cyprus-1974.
    """
    from ..institutions.forms.examples import starting_case

    words = starting_case(name, form)
    if output == "-":
        click.echo(words, nl=False)
        return
    place = Path(output or f"{name}.yaml")
    write_file(place, words, force=force)
    click.echo(place.as_posix())
