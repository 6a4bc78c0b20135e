"""``coopsec power`` and ``coopsec vote``: questions about a procedure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from .. import rendering
from ..errors import UsageError
from ..results import Table, json_data
from .output import Output, patience, printing, search_path

if TYPE_CHECKING:
    from ..cooperative.ballots import VotingRule

__all__ = ["power", "read_date", "vote"]

DEFAULT_INDICES = ("shapley-shubik", "banzhaf", "penrose")

LONGEST_EXACT = 22
"""Characters of a fraction that a table for readers still shows."""


@dataclass(frozen=True)
class Target:
    """A procedure that somebody asks about: a model's on a date, or a weighted game as the literature writes it."""

    key: str
    title: str
    rule: VotingRule
    procedure: str | None = None
    date: str | None = None
    text: str = ""
    cite: tuple[str, ...] = ()
    undated: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """The rule in words, and how the date came about."""
        told: tuple[str, ...] = (f"Rule: {self.text}.",)
        if self.undated:
            told += (f"No date was asked for: {self.date} is the start of the last stated period.",)
        return told


def read_date(context: click.Context, parameter: click.Parameter, words: str | None) -> str | None:
    """A date as ISO 8601 writes it, or nothing."""
    if words is None:
        return None
    import datetime

    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            raise ValueError
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        raise UsageError(f"{words!r} is not a date", hint="a date is written 1950-06-27") from None


def _target(words: str, date: str | None, procedure: str | None, absent: Sequence[str] = ()) -> Target:
    if words.lstrip().startswith("["):
        from ..cooperative.simple_games import simple_game

        for option, value in (("--date", date), ("--procedure", procedure), ("--absent", absent)):
            if value:
                raise UsageError(f"{option} needs a model; a weighted game has none")
        rule = simple_game(words).rule
        return Target(words.strip(), f"the weighted game {words.strip()}", rule, text=rule.text)
    from ..library import load_model

    institution = load_model(words, search_path())
    membership = institution.on(date)
    chosen = membership.procedure(procedure, absent=tuple(absent))
    return Target(
        institution.key,
        institution.name,
        chosen.rule,
        chosen.key,
        membership.date.isoformat(),
        chosen.text or chosen.rule.text,
        chosen.cite,
        date is None,
    )


def _heading(target: Target) -> str:
    told = [part for part in (target.procedure, target.date) if part]
    return target.title + (f" ({', '.join(told)})" if told else "")


# --- power -----------------------------------------------------------------------------------------------------------


@click.command(short_help="The power of each member under a rule.")
@click.argument("target")
@click.option("--date", callback=read_date, metavar="D", help="The membership and the rules of this day.")
@click.option("--procedure", metavar="P", help="Another procedure than the model's default.")
@click.option("--absent", multiple=True, metavar="M", help="A member that leaves the game; may be given again.")
@click.option(
    "--not-yes",
    type=click.Choice(("no", "abstain", "absent")),
    default="no",
    show_default=True,
    help="The ballot of those who do not vote yes.",
)
@click.option("--index", "indices", multiple=True, metavar="I", help="A power index, or all; may be given again.")
@printing()
def power(
    target: str,
    date: str | None,
    procedure: str | None,
    absent: tuple[str, ...],
    not_yes: str,
    indices: tuple[str, ...],
    out: Output,
) -> None:
    """The power of each member under a rule, exactly.

    TARGET is a model (unsc, nato), a model's file, or a weighted game: "[39; 7*5, 1*10]".
    """
    from ..cooperative.ballots import Ballot
    from ..cooperative.indices import POWER_INDICES, decisiveness
    from ..cooperative.indices import power as values_of
    from ..cooperative.simple_games import SimpleGame

    asked = _target(target, date, procedure, absent)
    game = SimpleGame(asked.rule, Ballot(not_yes))
    keys = tuple(dict.fromkeys(POWER_INDICES if "all" in indices else indices or DEFAULT_INDICES))
    for key in keys:
        POWER_INDICES[key]
    with patience(f"counting the coalitions of {len(game.members)} members"):
        values = {key: values_of(key, game) for key in keys}
    facts: dict[str, Any] = {
        "target": asked.key,
        "procedure": asked.procedure,
        "date": asked.date,
        "members": list(game.members),
        "winning_coalitions": game.winning_coalitions,
        "indices": {key: {member: values[key][member] for member in game.members} for key in keys},
        "decisiveness": decisiveness(game),
        "method": "exact",
        "vetoers": list(game.vetoers()),
        "dummies": list(game.dummies()),
        "absent": list(absent),
        "not_yes": not_yes,
        "rule": asked.text,
        "cite": list(asked.cite),
    }
    sources = {key: POWER_INDICES[key].cite for key in keys}
    out.emit(
        lambda: json_data({**facts, "sources": sources}),
        lambda: (_by_member(facts) if out.format == "csv" else _by_value(facts, asked, sources, out),),
    )


def _by_member(facts: Mapping[str, Any]) -> Table:
    """One row a member, for other programs."""
    keys = tuple(facts["indices"])
    rows = tuple((member, *(facts["indices"][key][member] for key in keys)) for member in facts["members"])
    return Table("power", "Voting power", ("member", *keys), rows)


def _by_value(facts: Mapping[str, Any], asked: Target, sources: Mapping[str, str], out: Output) -> Table:
    """One row for all members of equal power, for readers."""
    keys = tuple(facts["indices"])
    groups: dict[tuple[Fraction, ...], list[str]] = {}
    for member in facts["members"]:
        groups.setdefault(tuple(facts["indices"][key][member] for key in keys), []).append(member)
    share = rendering.number(facts["decisiveness"], 4)
    notes = [
        *asked.notes,
        f"{_counted(facts['winning_coalitions'], len(facts['members']))} (decisiveness {share});"
        f" whoever is not in it counts as {facts['not_yes']!r}.",
        *(
            f"{word}: {', '.join(facts[key])}."
            for word, key in (("Veto", "vetoers"), ("No power", "dummies"))
            if facts[key]
        ),
        *([f"Not in the game: {', '.join(facts['absent'])}."] if facts["absent"] else ()),
    ]
    written = {value: _approximate(value, out.digits) for group in groups for value in group}
    if any(words.startswith("≈") for words in written.values()):
        notes.append("Long fractions are rounded here; --format json and --format csv have them exactly.")
    names = {group: ", ".join(members) for group, members in groups.items()}
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    if len(keys) <= 3:
        columns = ("members", "count", *keys)
        rows = [(names[group], len(groups[group]), *(written[value] for value in group)) for group in groups]
    else:
        columns = ("index", "members", "count", "power")
        rows = [
            (key, names[group], len(groups[group]), written[group[place]])
            for place, key in enumerate(keys)
            for group in groups
        ]
    return Table(
        f"power-{facts['target']}" if facts["procedure"] else "power",
        f"Voting power: {_heading(asked)}",
        columns,
        tuple(rows),
        tuple(notes),
        tuple(dict.fromkeys((*facts["cite"], *sources.values()))),
        "lr" + "r" * len(keys) if len(keys) <= 3 else "llrr",
    )


def _counted(winning: int, members: int) -> str:
    if members <= 40:
        return f"{winning} of {2**members} coalitions win"
    return f"Of 2^{members} coalitions a part wins"


def _approximate(value: Fraction, digits: int | None) -> str:
    exact = rendering.number(value)
    if value.denominator == 1:
        return exact
    near = rendering.number(value, 4 if digits is None else digits)
    if digits is not None:
        return near
    return f"{exact} ≈ {near}" if len(exact) <= LONGEST_EXACT else f"≈ {near}"


# --- vote ------------------------------------------------------------------------------------------------------------


@click.command(short_help="Does a roll call pass, who blocks, who is critical.")
@click.argument("target")
@click.option("--ballots", required=True, metavar="LIST", help='The roll call, as "CHN=Y,FRA=A,…".')
@click.option("--rest", type=click.Choice(("yes", "abstain", "no", "absent")), help="The ballot of all others.")
@click.option("--date", callback=read_date, metavar="D", help="The membership and the rules of this day.")
@click.option("--procedure", metavar="P", help="Another procedure than the model's default.")
@printing()
def vote(target: str, ballots: str, rest: str | None, date: str | None, procedure: str | None, out: Output) -> None:
    """Does a roll call pass, who blocks it, whose ballot is critical.

    TARGET is a model (unsc, nato), a model's file, or a weighted game: "[39; 7*5, 1*10]".
    """
    from ..cooperative.ballots import Ballot
    from ..cooperative.roll_calls import critical, decisive, read_ballots, tally

    asked = _target(target, date, procedure)
    cast = read_ballots(ballots, asked.rule.members, Ballot(rest) if rest else None)
    verdict = asked.rule.passes(cast)
    counts = {ballot.value: count for ballot, count in tally(cast).items()}
    facts: dict[str, Any] = {
        "adopted": verdict.adopted,
        "tally": {key: counts.get(key, 0) for key in ("yes", "no", "abstain", "absent", "qualified")},
        "reason": verdict.reason,
        "failed_on": verdict.failed_on,
        "vetoes": list(verdict.vetoes),
        "critical": list(critical(asked.rule, cast)),
        "decisive": list(decisive(asked.rule, cast)),
        "target": asked.key,
        "procedure": asked.procedure,
        "date": asked.date,
        "rule": asked.text,
        "cite": list(asked.cite),
    }
    out.emit(lambda: json_data(facts), lambda: (_roll_call(facts, asked),))


def _roll_call(facts: Mapping[str, Any], asked: Target) -> Table:
    def listed(key: str) -> str:
        return ", ".join(facts[key]) or "none"

    tally = ", ".join(f"{count} {ballot}" for ballot, count in facts["tally"].items() if count)
    saved = "its yes, made an abstention, defeats it" if facts["adopted"] else "its ballot, made a yes, carries it"
    rows = (
        ("outcome", "adopted" if facts["adopted"] else "rejected"),
        ("tally", tally),
        ("reason", facts["reason"]),
        *((("failed on", facts["failed_on"]), ("vetoes", listed("vetoes"))) if facts["failed_on"] else ()),
        ("critical", listed("critical")),
        ("decisive", listed("decisive")),
    )
    notes = (
        *asked.notes,
        f"Critical: {saved}. Decisive: some other ballot of this member would have changed the outcome.",
    )
    return Table("vote", f"Roll call: {_heading(asked)}", ("question", "answer"), rows, notes, tuple(facts["cite"]))
