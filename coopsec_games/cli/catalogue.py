"""``coopsec models``, ``cases``, ``schema`` and ``explain``: what there is to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..results import Table, json_data
from .asked import read_date
from .explanations import explanation, words_known
from .groups import Commands
from .output import Output, printing, search_path

if TYPE_CHECKING:
    from ..institutions.case import Case
    from ..institutions.institution import Institution, Membership

__all__ = ["cases", "explain", "models", "schema"]


# --- models ----------------------------------------------------------------------------------------------------------


def _list_models(out: Output) -> None:
    from ..library import load_model
    from ..library import models as keys

    known = [load_model(key, search_path()) for key in keys(search_path())]
    rows = []
    for model in known:
        membership = model.on()
        rows.append((model.key, model.name, len(membership.members), str(membership.date), ", ".join(model.procedures)))
    columns = ("model", "name", "members", "as of", "procedures")
    data = [dict(zip(("key", "name", "members", "date"), row[:4], strict=True)) for row in rows]
    for entry, model in zip(data, known, strict=True):
        entry |= {"procedures": list(model.procedures), "default": model.default}
    out.emit(lambda: data, lambda: (Table("models", "Institutions", columns, tuple(rows)),))


@click.group(cls=Commands, invoke_without_command=True, short_help="The institutions that are known.")
@printing()
@click.pass_context
def models(context: click.Context, out: Output) -> None:
    """The institutions that are known; `models show KEY` says who sits in one and how it decides."""
    if context.invoked_subcommand is None:
        _list_models(out)


@models.command("list", short_help="All of them.")
@printing()
def _models_list(out: Output) -> None:
    """The institutions that are known."""
    _list_models(out)


@models.command("show", short_help="One of them, on a day.")
@click.argument("model")
@click.option("--date", callback=read_date, metavar="D", help="The membership and the rules of this day.")
@printing()
def _models_show(model: str, date: str | None, out: Output) -> None:
    """Who sits in an institution on a day, and by which rules it decides."""
    from ..institutions.shown import membership_tables
    from ..library import load_model

    institution = load_model(model, search_path())
    membership = institution.on(date)
    data = {
        "key": institution.key,
        "name": institution.name,
        "date": str(membership.date),
        "members": [
            {"code": member, "name": membership.name(member), "certainty": membership.marks.get(member, "")}
            for member in membership.members
        ],
        "suspended": membership.suspended,
        "groups": membership.groups,
        "procedures": [_procedure(institution, membership, key) for key in membership.procedures],
        "default": institution.default,
        "cite": institution.cite,
        "changes": [str(when) for when in institution.periods()],
        "history": [
            {
                "date": str(change.date),
                "members": change.members,
                "joined": change.joined,
                "left": change.left,
                "suspended": change.suspended,
                "procedures": change.procedures,
                "weights": change.weights,
            }
            for change in institution.changes()
        ],
    }
    out.emit(lambda: json_data(data), lambda: membership_tables(membership, institution))


def _procedure(institution: Institution, membership: Membership, key: str) -> dict[str, Any]:
    procedure = membership.procedure(key)
    return {
        "key": key,
        "rule": procedure.rule.text,
        "text": procedure.text,
        "since": str(procedure.since),
        "until": None if procedure.until is None else str(procedure.until),
        "counterfactual": procedure.counterfactual,
        "default": key == institution.default,
        "cite": list(procedure.cite),
        "certainty": procedure.certainty,
        "note": procedure.note,
    }


# --- cases -----------------------------------------------------------------------------------------------------------


def _body(case: Case) -> str | None:
    return None if case.institution is None else case.institution.key


def _list_cases(out: Output) -> None:
    from ..library import cases as keys
    from ..library import load_case

    known = [load_case(key, search_path()) for key in keys(search_path())]
    rows = tuple((case.key, case.title, str(case.date), _body(case) or "") for case in known)
    columns = ("case", "title", "date", "institution")
    data = [dict(zip(("key", *columns[1:]), row, strict=True)) for row in rows]
    out.emit(lambda: data, lambda: (Table("cases", "Cases", columns, rows),))


@click.group(cls=Commands, invoke_without_command=True, short_help="The cases that are known.")
@printing()
@click.pass_context
def cases(context: click.Context, out: Output) -> None:
    """The cases that are known; `cases show KEY` says what one holds."""
    if context.invoked_subcommand is None:
        _list_cases(out)


@cases.command("list", short_help="All of them.")
@printing()
def _cases_list(out: Output) -> None:
    """The cases that are known."""
    _list_cases(out)


@cases.command("show", short_help="What one of them holds.")
@click.argument("case")
@printing()
def _cases_show(case: str, out: Output) -> None:
    """The facts of a case: its votes, its parameters, its games and claims, with their sources."""
    from ..analysis import load_case

    held = load_case(case, search_path())
    data = {
        "key": held.key,
        "title": held.title,
        "date": str(held.date),
        "institution": _body(held),
        "summary": held.summary,
        "cite": held.cite,
        "roll_calls": [
            {
                "id": call.id,
                "date": str(call.date),
                "subject": call.subject,
                "institution": call.institution,
                "procedure": call.procedure,
                "ballots": {member: ballot.value for member, ballot in call.ballots.items()},
                "recorded": call.recorded,
                "note": call.note,
                "cite": call.cite,
                "certainty": call.certainty,
            }
            for call in held.roll_calls
        ],
        "parameters": [
            {
                "symbol": parameter.name,
                "meaning": parameter.meaning,
                "assume": parameter.assume,
                "baseline": parameter.baseline,
                "certainty": parameter.certainty,
            }
            for parameter in held.parameters
        ],
        "games": list(held.games),
        "recorded": held.recorded,
        "claims": [
            {"id": claim.id, "author": claim.author, "section": claim.section, "statement": claim.statement}
            for claim in held.claims
        ],
    }
    out.emit(lambda: json_data(data), held.to_tables)


# --- schema and explain ----------------------------------------------------------------------------------------------


@click.command(short_help="JSON Schema for editors.")
@click.argument("kind", type=click.Choice(("case", "game", "model", "paper")))
@printing(("json",))
def schema(kind: str, out: Output) -> None:
    """The JSON Schema of a kind of file, for editors that check and complete while you write."""
    from ..library import schema as schema_of

    described = schema_of(kind)
    out.emit(lambda: described, tuple)


@click.command(short_help="What an error's code, or a word of the project, means.")
@click.argument("word", required=False)
@printing()
def explain(word: str | None, out: Output) -> None:
    """What an error's code, a power index, a rule's word or a solution concept means; without a WORD, all of them."""
    told = [explanation(word)] if word is not None else [explanation(known) for known in words_known()]
    rows = tuple((entry["word"], entry["kind"], entry["meaning"]) for entry in told)
    table = Table("words", "Words", ("word", "kind", "meaning"), rows)

    def text(width: int) -> str:
        import textwrap

        entry = told[0]
        source = f"\nSource: {entry['cite']}" if entry["cite"] else ""
        told_at_length = "\n".join(textwrap.wrap(entry["meaning"], width))
        return f"{entry['word']} ({entry['kind']})\n{told_at_length}{source}"

    out.emit(lambda: told[0] if word is not None else told, lambda: (table,), None if word is None else text)
