"""``coopsec replay``: a file of roll calls against the rule of a body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..results import Table
from .output import Output, patience, printing, search_path

if TYPE_CHECKING:
    from ..institutions.replay import Replay

__all__ = ["replay_command"]

SHOWN = ("readings", "members", "power")


@click.command("replay", short_help="A roll-call file against the rule.")
@click.argument("file")
@click.option("--model", required=True, metavar="MODEL", help="The body: a model's key or file.")
@click.option("--outcomes", metavar="FILE", help="A second file with date and outcome, one row a vote.")
@click.option("--procedure", metavar="P", help="Another procedure than the model's default.")
@click.option("--from", "first", metavar="D", help="Only votes from this day, or year, on.")
@click.option("--to", "last", metavar="D", help="Only votes up to this day, or year.")
@click.option(
    "--show",
    type=click.Choice(SHOWN),
    multiple=True,
    help="More of the record: every reading of the ballots, a row a member, power as realised; may be given again.",
)
@click.option("--reading", "readings", multiple=True, metavar="P", help="A reading to show; may be given again.")
@printing()
def replay_command(
    file: str,
    model: str,
    outcomes: str | None,
    procedure: str | None,
    first: str | None,
    last: str | None,
    show: tuple[str, ...],
    readings: tuple[str, ...],
    out: Output,
) -> None:
    """Every vote of a roll-call file under the rule of its day, and where the rule does not give what is on record.

    FILE is a CSV file with the columns vote_id, member, vote (Y, A, N, X; ? where it is not recorded), and date and
    adopted (or outcome) in it or in the file of --outcomes. Exit code 1 where rule and record differ.
    """
    from ..institutions.replay import replayed
    from ..library import load_model
    from ..library.roll_call_files import read_record

    institution = load_model(model, search_path())
    with patience(f"replaying {file}"):
        found = replayed(institution, read_record(file, outcomes), procedure, first, last)
        more = _more(found, {*show, *(("readings",) if readings else ())}, readings)
    out.emit(
        lambda: {**found.to_json(), **{key: rows for key, (rows, _) in more.items()}},
        lambda: [*_tables(found), *(table for _, table in more.values())],
    )
    click.get_current_context().exit(1 if found.disagree else 0)


def _more(found: Replay, show: Collection[str], readings: Sequence[str]) -> dict[str, tuple[list[Any], Table]]:
    """What else is wanted of the record: as plain data, and as a table."""
    if not show:
        return {}
    from ..analysis.readings import confusion, confusion_table
    from ..analysis.record import member_records, member_records_table, realised_power, realised_table

    answers: dict[str, tuple[list[Any], Table]] = {}
    if "readings" in show:
        rows = [row.to_json() for row in confusion(found, readings)]
        answers["readings"] = rows, confusion_table(found, readings)
    if "members" in show:
        answers["members"] = [row.to_json() for row in member_records(found)], member_records_table(found)
    if "power" in show:
        answers["power"] = [row.to_json() for row in realised_power(found)], realised_table(found)
    return answers


def _tables(found: Replay) -> list[Table]:
    """The replay for readers: the counts, then what differs, what cannot be used, and the rows at fault."""
    name = f"{found.institution.name} ({found.procedure})"
    kinds = Counter(answer.difference for answer in found.disagree)
    counts = (
        ("votes", found.votes),
        ("agree", len(found.agree)),
        ("disagree", len(found.disagree)),
        *((f"  {kind}", number) for kind, number in sorted(kinds.items())),
        ("skipped", len(found.skipped)),
    )
    rules = {answer.procedure.since: answer.procedure for answer in found.answers}
    made = [
        Table(
            "replay",
            f"Rule and record: {name}",
            ("", "votes"),
            counts,
            tuple(f"Rule from {since} on: {rules[since].text}." for since in sorted(rules)),
            tuple(dict.fromkeys(source for since in sorted(rules) for source in rules[since].cite)),
        ),
        Table(
            "replay-disagree",
            f"Where rule and record differ: {name}",
            ("vote", "date", "subject", "predicted", "recorded", "reason", "explained by"),
            tuple(
                (
                    answer.call.id,
                    str(answer.call.date),
                    answer.call.subject,
                    "adopted" if answer.adopted else "rejected",
                    answer.call.recorded,
                    answer.reason,
                    ", ".join(answer.explained_by) or "no procedure in force",
                )
                for answer in found.disagree
            ),
            ("Explained by: another procedure in force on the day that gives the outcome on record.",),
        ),
        Table(
            "replay-skipped",
            "Votes that cannot be used",
            ("vote", "date", "why"),
            tuple((skipped.vote_id, str(skipped.date or ""), skipped.why) for skipped in found.skipped),
        ),
        Table(
            "replay-rows",
            "Rows to look at",
            ("file", "line", "vote", "member", "kind", "what"),
            tuple((row.file, row.line, row.vote_id, row.member, row.kind, row.what) for row in found.findings),
        ),
    ]
    return [table for table in made if table.rows]
