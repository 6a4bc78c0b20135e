"""How a body shows: its rules through time, and who sits in it on a day by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..results import Table

if TYPE_CHECKING:
    import datetime as dt

    from .dated import Provision
    from .institution import Institution, Membership, Procedure

__all__ = ["institution_tables", "membership_tables", "procedure_tables"]

RULES = ("procedure", "rule", "in force", "certainty", "source")


def institution_tables(body: Institution) -> tuple[Table, ...]:
    """Every rule with its period, and how often anything changed."""
    rows = tuple(
        _rule(key, body.default, stated) for key, provisions in body.procedures.items() for stated in provisions
    )
    periods = body.periods()
    since = f"{len(periods)} periods from {periods[0]} on." if periods else "No period is stated."
    notes = (since, *((body.summary,) if body.summary else ()))
    return (Table(f"{body.key}-procedures", f"{body.name}: procedures", RULES, rows, notes, body.cite),)


def membership_tables(body: Membership, of: Institution | None = None) -> tuple[Table, ...]:
    """Who has a ballot on the day, in which group, and the rules of the day.

    Parameters
    ----------
    body
        The body on the day.
    of
        The same body through time, for its full name, its sources, and when it changed before and after the day.
    """
    key, name = body.institution, body.institution if of is None else of.name
    rows = tuple(
        (
            member,
            body.name(member),
            ", ".join(group for group, members in body.groups.items() if group != "all" and member in members),
            *((body.marks.get(member, ""),) if body.marks else ()),
        )
        for member in body.members
    )
    notes = [f"{len(rows)} members."]
    if body.suspended:
        notes.append(f"On the roll without a ballot: {', '.join(body.suspended)}.")
    if of is not None:
        changes = of.changes()
        last = [change for change in changes if change.date <= body.date][-1:]
        following = [change for change in changes if change.date > body.date][:1]
        notes += [
            f"{word} {change}." for word, found in (("Last change", last), ("Next", following)) for change in found
        ]
    procedures = [body.procedure(procedure) for procedure in body.procedures]
    return (
        Table(
            f"{key}-members",
            f"{name}: members on {body.date}",
            ("member", "name", "group", *(("certainty",) if body.marks else ())),
            rows,
            tuple(notes),
            () if of is None else of.cite,
        ),
        Table(
            f"{key}-procedures",
            f"{name}: procedures on {body.date}",
            RULES,
            tuple(_rule(stated.key, body.default, stated) for stated in procedures),
            tuple(f"{stated.key}: {stated.note}." for stated in procedures if stated.note),
        ),
    )


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


def _rule(key: str, default: str, stated: Procedure | Provision) -> tuple[str | None, ...]:
    return (
        f"{key} (default)" if key == default else key,
        stated.text or None,
        "never in force" if stated.counterfactual else _period(stated.since, stated.until),
        stated.certainty,
        "; ".join(stated.cite),
    )


def _period(since: dt.date, until: dt.date | None) -> str:
    return f"{since} – {until or ''}".rstrip()
