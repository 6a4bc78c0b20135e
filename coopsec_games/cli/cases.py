"""``coopsec analyze``, ``claims`` and ``check``: questions about cases."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from ..errors import CoopSecError, UnknownKey, UsageError, did_you_mean
from ..rendering import clean
from ..results import Table
from .asked import check_condition, check_settings, every_case, read_date, read_number, with_settings
from .output import Output, fault_lines, patience, printing, search_path

if TYPE_CHECKING:
    from ..analysis.claims import ClaimAnswer

__all__ = ["analyze", "check", "claims"]


def _intervals(
    context: click.Context, parameter: click.Parameter, words: Sequence[str]
) -> dict[str, tuple[Fraction, Fraction]]:
    """The intervals given by ``--uniform NAME=LOW:HIGH``."""
    hint = "an interval is given by --uniform c=0:1"
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for word in words:
        name, equals, ends = (part.strip() for part in word.partition("="))
        low, colon, high = (part.strip() for part in ends.partition(":"))
        if not (name and equals and low and colon and high):
            raise UsageError(f"--uniform {word!r} is no interval", hint=hint)
        if name in found:
            raise UsageError(f"--uniform: {name!r} is drawn twice")
        start, middle = word.index("=") + 1, word.index(":", word.index("="))
        found[name] = (
            read_number("--uniform", word, hint, start, middle),
            read_number("--uniform", word, hint, middle + 1),
        )
    return found


def _share(context: click.Context, parameter: click.Parameter, word: str | None) -> Fraction | None:
    """The share given by ``--perturb``."""
    if word is None:
        return None
    hint = "a share is a positive number, such as 1/10"
    share = read_number("--perturb", word, hint)
    if share <= 0:
        raise UsageError(f"--perturb {word!r} is no share", hint=hint)
    return share


@click.command(short_help="The whole analysis of a case.")
@click.argument("case")
@with_settings
@click.option("--rule", metavar="R", help="Another procedure for its roll calls.")
@click.option("--date", callback=read_date, metavar="D", help="Another day for the membership and the rules.")
@click.option("--game", "games", multiple=True, metavar="G", help="Ask this game only; the questions are those below.")
@click.option("--given", metavar="COND", help="What is possible, and what inevitable, where a condition holds.")
@click.option("--outcome", metavar="O", help="What brings an outcome about; the smallest change that makes or ends it.")
@click.option("--threshold", "thresholds", multiple=True, metavar="S", help="A symbol's thresholds in every case.")
@click.option("--statics", multiple=True, metavar="S", help="What raising a symbol does, with points that show it.")
@click.option("--exists", multiple=True, metavar="S", help="The map for some value of a symbol.")
@click.option("--for-all", multiple=True, metavar="S", help="The map for every value of a symbol.")
@click.option("--uniform", multiple=True, callback=_intervals, metavar="S=A:B", help="How likely, a symbol drawn so.")
@click.option("--perturb", callback=_share, metavar="X", help="How likely, the baseline drawn by that share around.")
@click.option("--equivalent", metavar="CASE:GAME", help="Whether another game has the same map in other letters.")
@printing()
def analyze(
    case: str, settings: dict[str, str], rule: str | None, date: str | None, out: Output, **questions: Any
) -> None:
    """The whole analysis of a case: facts, votes, power, games with their conditions, thresholds, what if, claims.

    CASE is a case (korea-1950, kosovo-1999) or a case's file.  The questions to the maps of its games may be combined.
    """
    from ..analysis import Asked, load_case

    asked = Asked(**questions)
    with patience(f"analysing {case}"):
        read = load_case(case, search_path())
        check_settings(read, settings)
        check_condition(read, "--given", asked.given, settings)
        analysis = read.analyze(settings, rule, date, asked)

    from ..report import report_text
    from ..tables import case_tables

    out.emit(
        analysis.to_json,
        lambda: (*case_tables(analysis), *(found.table for found in analysis.questions)),
        lambda width: report_text(analysis, width),
    )


@click.command(short_help="The claims about cases, and whether they hold.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@printing()
def claims(cases: tuple[str, ...], out: Output) -> None:
    """The formalised claims of the literature, each with its verdict; of all cases where none is named."""
    from ..analysis import decide_claims, load_case
    from ..report import claims_text
    from ..tables import claims_table

    decided: list[ClaimAnswer] = []
    for key in every_case(cases):
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
    rows: list[tuple[str, bool, str]] = []
    code = 0
    known = (*models(search_path()), *cases(search_path()))
    for target in dict.fromkeys(targets) or known:
        try:
            with patience(f"checking {target}"):
                lines = checked(target, search_path()).lines
        except CoopSecError as fault:
            if fault.message == f"unknown case {target!r}":
                hint = did_you_mean(target, known) or "coopsec models and coopsec cases list them"
                fault = UnknownKey(f"neither a model nor a case is called {target!r}", hint=hint)
            errors = fault_lines(fault)
            for line in errors:
                click.echo(clean(line), err=True)
            lines = tuple((False, line) for line in errors)
            code = max(code, fault.exit_code)
            rows.append((target, False, "it could not be checked; the errors say why"))
        else:
            rows += [(target, *line) for line in lines]
        told = [{"holds": holds, "finding": finding} for holds, finding in lines]
        ok = all(holds for holds, _ in lines)
        found.append({"target": target, "ok": ok, "lines": told})
        code = max(code, 0 if ok else 1)
    table = Table("check", "Checks", ("checked", "holds", "finding"), tuple(rows))
    out.emit(lambda: found, lambda: (table,))
    click.get_current_context().exit(code)
