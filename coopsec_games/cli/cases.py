"""``coopsec analyze``, ``claims``, ``check`` and ``tables``: questions about cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import CoopSecError, UsageError
from ..rendering import clean
from ..results import Table
from .output import EXTENSIONS, Output, patience, printing, search_path, write_file
from .rules import read_date

if TYPE_CHECKING:
    from ..analysis.claims import ClaimAnswer

__all__ = ["analyze", "check", "claims", "tables"]


def _settings(context: click.Context, parameter: click.Parameter, words: Sequence[str]) -> dict[str, str]:
    """The values given by ``--set NAME=VALUE``."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not (name and equals and value):
            raise UsageError(f"{word!r} sets nothing", hint="a value is set by --set c=1/2")
        if name in found:
            raise UsageError(f"{name!r} is set twice")
        found[name] = value
    return found


def _every_case(asked: Sequence[str]) -> tuple[str, ...]:
    from ..library import cases

    return tuple(asked) or tuple(cases(search_path()))


@click.command(short_help="The whole analysis of a case.")
@click.argument("case")
@click.option("--set", "settings", multiple=True, callback=_settings, metavar="S=V", help="A parameter's exact value.")
@click.option("--rule", metavar="R", help="Another procedure for its roll calls.")
@click.option("--date", callback=read_date, metavar="D", help="Another day for the membership and the rules.")
@printing()
def analyze(case: str, settings: dict[str, str], rule: str | None, date: str | None, out: Output) -> None:
    """The whole analysis of a case: facts, votes, power, games with their conditions, thresholds, what if, claims.

    CASE is a case (korea-1950, kosovo-1999) or a case's file.
    """
    from ..analysis import load_case

    with patience(f"analysing {case}"):
        analysis = load_case(case, search_path()).analyze(settings, rule, date)

    from ..report import report_text
    from ..tables import case_tables

    out.emit(analysis.to_json, lambda: case_tables(analysis), lambda width: report_text(analysis, width))


@click.command(short_help="The claims about cases, and whether they hold.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@printing()
def claims(cases: tuple[str, ...], out: Output) -> None:
    """The formalised claims of the literature, each with its verdict; of all cases where none is named."""
    from ..analysis import decide_claims, load_case
    from ..report import claims_text
    from ..tables import claims_table

    decided: list[ClaimAnswer] = []
    for key in _every_case(cases):
        with patience(f"deciding the claims of {key}"):
            decided += decide_claims(load_case(key, search_path()))
    out.emit(
        lambda: [answer.to_json() for answer in decided],
        lambda: (claims_table(decided),),
        lambda width: claims_text(decided, width),
    )


@click.command(short_help="Every case reproduces its record; every file is valid.")
@click.argument("targets", nargs=-1, metavar="[CASE|FILE]...")
@printing()
def check(targets: tuple[str, ...], out: Output) -> None:
    """Check that files are valid and that each reproduces its recorded votes; all models and cases where none is named.

    Exit code 1 where a check did not hold, 3 where a file is invalid.
    """
    from ..analysis import check as checked
    from ..library import cases, models

    found: list[dict[str, Any]] = []
    code = 0
    for target in targets or (*models(search_path()), *cases(search_path())):
        try:
            with patience(f"checking {target}"):
                lines = checked(target, search_path()).lines
        except CoopSecError as fault:
            for line in fault.lines():
                click.echo(clean(line), err=True)
            lines = tuple((False, line) for line in fault.lines())
            code = max(code, fault.exit_code)
        told = [{"holds": holds, "finding": finding} for holds, finding in lines]
        ok = all(holds for holds, _ in lines)
        found.append({"target": target, "ok": ok, "lines": told})
        code = max(code, 0 if ok else 1)
    rows = tuple((entry["target"], line["holds"], line["finding"]) for entry in found for line in entry["lines"])
    table = Table("check", "Checks", ("checked", "holds", "finding"), rows)
    out.emit(lambda: found, lambda: (table,))
    click.get_current_context().exit(code)


@click.command(short_help="The tables of a paper, one file each.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@printing(folder=True)
def tables(cases: tuple[str, ...], out: Output) -> None:
    """Every table that the cases ask for: to standard output, or with -o into a folder, one file a table."""
    from ..analysis import load_case
    from ..tables import case_tables

    made: list[Table] = []
    for key in _every_case(cases):
        with patience(f"making the tables of {key}"):
            case = load_case(key, search_path())
            made += [replace(entry, key=f"{case.key}-{entry.key}") for entry in case_tables(case)]
    if out.file is None:
        out.emit(lambda: [entry.to_json() for entry in made], lambda: made)
        return
    folder = Path(out.file)
    if not folder.is_dir():
        try:
            folder.mkdir(parents=True)
        except OSError as fault:
            raise UsageError(f"cannot make the folder {out.file!r}: {(fault.strerror or 'failed').lower()}") from None
    places = [(folder / f"{entry.key}.{EXTENSIONS[out.format]}", entry) for entry in made]
    if not out.force:
        for place, _ in places:
            if place.exists():
                raise UsageError(f"{str(place)!r} exists already", hint="--force replaces it")
    for place, entry in places:
        write_file(place, out.written(entry), force=out.force)
        click.echo(place.as_posix())
