"""``coopsec power`` and ``coopsec vote``: questions about a procedure."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..results import Table, json_data
from .asked import read_date
from .output import Output, patience, printing, search_path
from .power_samples import estimated, estimates_table

if TYPE_CHECKING:
    from ..cooperative.ballots import VotingRule
    from ..cooperative.simple_games import SimpleGame

__all__ = ["Target", "power", "read_target", "target_heading", "vote"]

METHODS = ("auto", "kinds", "weights", "diagram", "enumeration", "sampling")

DRAWS = 10_000

ABSTENTION = (
    "Nobody is critical, for no abstention defeats the text; a no or an absence of those who are decisive does."
)


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


def read_target(
    words: str,
    date: str | None,
    procedure: str | None,
    absent: Sequence[str] = (),
    parties: Sequence[str] = (),
) -> Target:
    """What TARGET means: a model on a day under a procedure, or a weighted game."""
    if words.lstrip().startswith("["):
        from ..cooperative.simple_games import simple_game

        for option, value in (
            ("--date", date), ("--procedure", procedure), ("--absent", absent), ("--party", parties),
        ):  # fmt: skip
            if value:
                raise UsageError(f"{option} needs a model; a weighted game has none")
        rule = simple_game(words).rule
        return Target(words.strip(), f"the weighted game {words.strip()}", rule, text=rule.text)
    from ..library import load_model

    institution = load_model(words, search_path())
    membership = institution.on(date)
    chosen = membership.procedure(procedure, absent=tuple(absent), parties=tuple(parties))
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


def target_heading(target: Target) -> str:
    """Its title, with the procedure and the day where it has them."""
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
@click.option("--unions", metavar="LIST", help='Who acts together, as "A,B|C,D".')
@click.option("--abstention", metavar="P", help="The probability of abstention, or a name for it, in ternary indices.")
@click.option("--from", "first", metavar="D", help="Power through time: from this day or year on.")
@click.option("--to", "last", metavar="D", help="Power through time: up to this day or year.")
@click.option("--quota-range", metavar="LOW:HIGH", help="The power at every quota; : for all of them.")
@click.option(
    "--structure", is_flag=True, help="Is the game complete, weighted, of which dimension; who wins minimally."
)
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default="auto",
    show_default=True,
    help="How coalitions are counted; all ways are exact, but for sampling.",
)
@click.option("--draws", type=click.IntRange(1, 10_000_000), metavar="N", help=f"Draws of a sample; {DRAWS} else.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Where a sample's random numbers start; 0 else.")
@click.option("--confidence", metavar="P", help="How surely a sample's intervals hold; 99/100 else.")
@printing()
def power(
    target: str,
    date: str | None,
    procedure: str | None,
    absent: tuple[str, ...],
    not_yes: str,
    indices: tuple[str, ...],
    unions: str | None,
    abstention: str | None,
    first: str | None,
    last: str | None,
    quota_range: str | None,
    structure: bool,
    method: str,
    draws: int | None,
    seed: int | None,
    confidence: str | None,
    out: Output,
) -> None:
    """The power of each member under a rule, exactly.

    TARGET is a model (unsc, nato), a model's file, or a weighted game: "[39; 7*5, 1*10]".  With --from or --to, one row
    for each period in which the answer stays the same.
    """
    if first or last:
        others = {
            "date": date, "absent": absent, "unions": unions, "abstention": abstention, "quota-range": quota_range,
            "structure": structure, "draws": draws, "seed": seed, "confidence": confidence,
        }  # fmt: skip
        _refused({option: value for option, value in others.items() if value}, "does not go with --from and --to")
        _through_time(target, procedure, indices, first, last, out)
        return
    from ..cooperative.ballots import Ballot
    from ..cooperative.counting import swing_counts
    from ..cooperative.shown import structure_tables
    from ..cooperative.simple_games import SimpleGame
    from . import power_answers as answers
    from . import power_details as details

    asked = read_target(target, date, procedure, absent)
    game = SimpleGame(asked.rule, Ballot(not_yes))
    facts: dict[str, Any] = {
        "target": asked.key,
        "procedure": asked.procedure,
        "date": asked.date,
        "members": list(game.members),
        "vetoers": list(game.vetoers()),
        "absent": list(absent),
        "not_yes": not_yes,
        "rule": asked.text,
        "cite": list(asked.cite),
    }
    if method == "sampling":
        kept = {"unions": unions, "abstention": abstention, "quota-range": quota_range, "structure": structure}
        _refused({option: value for option, value in kept.items() if value not in (None, False)}, "is not sampled")
        facts |= _sampled(game, indices, draws or DRAWS, seed or 0, confidence or "99/100")
        table = functools.partial(estimates_table, facts, target_heading(asked), asked.notes, plain=out.format == "csv")
        out.emit(lambda: json_data(facts), lambda: [table()])
        return
    given = {"draws": draws, "seed": seed, "confidence": confidence}
    _refused({option: value for option, value in given.items() if value is not None}, "is for --method sampling")
    found = answers.measured(game, answers.Request(indices, unions, abstention, method))
    with patience(f"counting the coalitions of {len(game.members)} members"):
        counted = swing_counts(game, method)
    facts |= {
        "winning_coalitions": counted.winning,
        "indices": {key: {member: values[member] for member in game.members} for key, values in found.values.items()},
        "decisiveness": Fraction(counted.winning, 2 ** len(game.members)),
        "method": "exact",
        "dummies": [member for member in game.members if not counted.counts[member]],
        "counting": found.counted,
        "left_out": found.left_out,
        "unions": [list(union) for union in found.unions],
        "abstention": abstention,
        "sources": found.sources,
    }
    pieces = details.quota_intervals(game, quota_range, tuple(found.values)) if quota_range is not None else []
    if quota_range is not None:
        facts["quota_range"] = pieces
    shape = details.structure_of(game) if structure else None
    if shape is not None:
        facts |= details.structure_facts(shape)

    def tables() -> list[Table]:
        if out.format == "csv":
            return [details.quota_rows(pieces) if pieces else answers.by_member(facts)]
        shown = [answers.by_value(facts, target_heading(asked), asked.notes, out.digits)]
        shown += details.quota_tables(pieces, target_heading(asked), out.digits) if pieces else []
        return shown if shape is None else [*shown, *structure_tables(shape, target_heading(asked))]

    out.emit(lambda: json_data(facts), tables)


def _through_time(
    target: str, procedure: str | None, indices: tuple[str, ...], first: str | None, last: str | None, out: Output
) -> None:
    from ..analysis.through_time import power_through_time, through_time_by_member, through_time_table
    from ..library import load_model

    if len(indices) > 1:
        raise UsageError("power through time shows one index at a time", hint="name one by --index")
    with patience(f"measuring {target} through time"):
        model = load_model(target, search_path())
        periods = power_through_time(model, procedure, indices[0] if indices else "shapley-shubik", first, last)
    made = through_time_by_member if out.format == "csv" else through_time_table
    out.emit(lambda: [period.to_json() for period in periods], lambda: (made(model, periods),))


def _refused(options: Mapping[str, object], why: str) -> None:
    """Options that do not go with the rest of the request."""
    for option in options:
        raise UsageError(f"--{option} {why}")


def _sampled(game: SimpleGame, indices: tuple[str, ...], draws: int, seed: int, confidence: str) -> dict[str, Any]:
    """What a sample says; what it cannot say is nothing."""
    from ..cooperative.counting.sampling import SAMPLED
    from ..cooperative.indices import POWER_INDICES

    keys = tuple(dict.fromkeys(SAMPLED if "all" in indices or not indices else indices))
    found, sure = estimated(game, keys, draws, seed, confidence)
    return {
        "winning_coalitions": None,
        "indices": found,
        "decisiveness": None,
        "method": "sampling",
        "dummies": None,
        "draws": draws,
        "seed": seed,
        "confidence": sure,
        "sources": {key: POWER_INDICES[key].cite for key in keys},
    }


# --- vote ------------------------------------------------------------------------------------------------------------


@click.command(short_help="Does a roll call pass, who blocks, who is critical.")
@click.argument("target")
@click.option("--ballots", required=True, metavar="LIST", help='The roll call, as "CHN=Y,FRA=A,…".')
@click.option(
    "--rest", type=click.Choice(("yes", "abstain", "no", "absent", "qualified")), help="The ballot of all others."
)
@click.option("--date", callback=read_date, metavar="D", help="The membership and the rules of this day.")
@click.option("--procedure", metavar="P", help="Another procedure than the model's default.")
@click.option("--rule", "rules", multiple=True, metavar="R", help="A procedure to read the same ballots by, or all.")
@click.option("--party", "parties", multiple=True, metavar="M", help="A party to the dispute; may be given again.")
@printing()
def vote(
    target: str,
    ballots: str,
    rest: str | None,
    date: str | None,
    procedure: str | None,
    rules: tuple[str, ...],
    parties: tuple[str, ...],
    out: Output,
) -> None:
    """Does a roll call pass, who blocks it, whose ballot is critical.

    TARGET is a model (unsc, nato), a model's file, or a weighted game: "[39; 7*5, 1*10]".
    """
    from ..cooperative.ballots import Ballot
    from ..cooperative.roll_calls import critical, decisive, read_ballots, tally

    asked = read_target(target, date, procedure, parties=parties)
    cast = read_ballots(ballots, asked.rule.members, Ballot(rest) if rest else None)
    verdict = asked.rule.passes(cast)
    counts = {ballot.value: count for ballot, count in tally(cast).items()}
    facts: dict[str, Any] = {
        "adopted": verdict.adopted,
        "tally": {key: counts.get(key, 0) for key in ("yes", "no", "abstain", "absent", "qualified")},
        "reason": verdict.reason,
        "failed_on": verdict.failed_on,
        "vetoes": list(verdict.vetoes),
        "effect": verdict.effect or None,
        "critical": list(critical(asked.rule, cast)),
        "decisive": list(decisive(asked.rule, cast)),
        "target": asked.key,
        "procedure": asked.procedure,
        "date": asked.date,
        "rule": asked.text,
        "parties": list(parties),
        "elsewhere": [party for party in parties if party not in cast],
        "cite": list(asked.cite),
    }
    shown = [_roll_call(facts, asked)]
    if rules:
        from ..analysis.readings import readings_table, side_by_side
        from ..library import load_model

        if asked.date is None:
            raise UsageError("--rule needs a model; a weighted game has no other procedures")
        others = () if "all" in rules else (asked.procedure or "", *rules)
        readings = side_by_side(load_model(target, search_path()), asked.date, cast, others, parties=parties)
        facts["readings"] = [reading.to_json() for reading in readings]
        shown.append(readings_table(readings, cast, target_heading(asked)))
    out.emit(lambda: json_data(facts), lambda: shown)


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
        *((("effect", facts["effect"]),) if facts["effect"] else ()),
        ("critical", listed("critical")),
        ("decisive", listed("decisive")),
    )
    notes = (
        *asked.notes,
        f"Critical: {saved}. Decisive: some other ballot of this member would have changed the outcome.",
        *(f"{party} is a party and no member: it has no ballot." for party in facts["elsewhere"]),
        *((ABSTENTION,) if facts["adopted"] and facts["decisive"] and not facts["critical"] else ()),
    )
    return Table(
        "vote", f"Roll call: {target_heading(asked)}", ("question", "answer"), rows, notes, tuple(facts["cite"])
    )
