"""How a body shows in a notebook: its rules through time, and who sits in it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..results import Table

if TYPE_CHECKING:
    import datetime as dt

    from .institution import Institution, Membership, Procedure

__all__ = ["institution_tables", "membership_tables", "procedure_tables"]


def institution_tables(body: Institution) -> tuple[Table, ...]:
    """Every rule with its period, and how often anything changed."""
    rows = tuple(
        (
            f"{key} (default)" if key == body.default else key,
            "never in force" if stated.counterfactual else _period(stated.since, stated.until),
            stated.text or None,
            stated.certainty,
            "; ".join(stated.cite),
        )
        for key, provisions in body.procedures.items()
        for stated in provisions
    )
    periods = body.periods()
    since = f"{len(periods)} periods from {periods[0]} on." if periods else "No period is stated."
    notes = (since, *((body.summary,) if body.summary else ()))
    columns = ("procedure", "in force", "rule", "certainty", "source")
    return (Table(f"{body.key}-procedures", f"{body.name}: procedures", columns, rows, notes, body.cite),)


def membership_tables(body: Membership) -> tuple[Table, ...]:
    """Who has a ballot on the day, in which group."""
    rows = tuple(
        (
            member,
            body.name(member),
            ", ".join(group for group, members in body.groups.items() if group != "all" and member in members),
        )
        for member in body.members
    )
    notes = [f"{len(rows)} members. Procedures: {', '.join(body.procedures)}."]
    if body.suspended:
        notes.append(f"On the roll without a ballot: {', '.join(body.suspended)}.")
    caption = f"{body.institution}: members on {body.date}"
    return (Table(f"{body.institution}-members", caption, ("member", "name", "group"), rows, tuple(notes)),)


def procedure_tables(procedure: Procedure) -> tuple[Table, ...]:
    """The rule in words, its period and its mark."""
    rows = (
        ("rule", procedure.text),
        (
            "in force",
            "never" if procedure.counterfactual else _period(procedure.since, procedure.until),
        ),
        ("members", ", ".join(procedure.members)),
        *((("parties", ", ".join(procedure.parties)),) if procedure.parties else ()),
        ("certainty", procedure.certainty),
    )
    notes = (procedure.note,) if procedure.note else ()
    return (Table(procedure.key, procedure.key, ("about", "fact"), rows, notes, procedure.cite),)


def _period(since: dt.date, until: dt.date | None) -> str:
    return f"{since} – {until or ''}".rstrip()
