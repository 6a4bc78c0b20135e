"""The tables of one case: its facts, votes and power, its parameters and regimes, what if, and its claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..analysis.games import threshold_meaning
from ..analysis.votes import tally_text
from ..conditions import Condition
from ..cooperative.indices import POWER_INDICES
from ..formulas import symbol
from ..results import Table
from .catalogue import CRITICAL, ILLUSTRATIVE, MARKS, TABLES, cited, counted, listed, point_text

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.claims import ClaimAnswer
    from ..analysis.votes import PowerAnswer
    from ..rendering import Cell

__all__ = ["claims_table", "names_of"]

MANY = 7
"""Members of whom, where all are equal, the number is told and not the names."""


def names_of(analysis: Analysis) -> tuple[str, ...]:
    """The parameters of a case in declared order, which its formulas follow."""
    return tuple(parameter.name for parameter in analysis.case.parameters)


@TABLES.register("facts", title="The body and its rule on the day", cite="the model of each institution")
def facts(analysis: Analysis) -> Table:
    """The body, the day, the rule in words, the members by group."""
    case, body, procedure = analysis.case, analysis.body, analysis.procedure
    rows: list[tuple[Cell, ...]] = [("case", case.title), *analysis.asked]
    if case.institution is None or body is None or procedure is None:
        rows += [("body", "none: the states decide for themselves"), ("date", str(case.date))]
    else:
        rows += [
            ("body", case.institution.name),
            ("date", str(body.date)),
            ("procedure", procedure.key),
            ("rule", procedure.text),
        ]
        for group, members in body.groups.items():
            if group != "all":
                rows.append((f"members ({group})", ", ".join(f"{member} {body.name(member)}" for member in members)))
    return Table(
        "facts",
        f"{case.title}: the body and its rule",
        ("", "on the day"),
        tuple(rows),
        (),
        cited([procedure.cite if procedure is not None else (), case.cite]),
    )


@TABLES.register("roll-calls", title="Roll calls, with critical and decisive members", cite="the record of each case")
def roll_calls(analysis: Analysis) -> Table:
    """Each roll call under its rule: tally, verdict, the members who mattered, and whether the record agrees."""
    rows: list[tuple[Cell, ...]] = [
        (
            answer.call.id,
            str(answer.call.date),
            tally_text(answer.call.ballots),
            str(answer.verdict),
            counted(answer.critical),
            counted(answer.decisive),
            answer.call.recorded,
            answer.call.certainty,
        )
        for answer in analysis.votes
    ]
    notes = [f"{answer.call.id}: {answer.call.note}" for answer in analysis.votes if answer.call.note]
    return Table(
        "roll-calls",
        f"{analysis.case.title}: roll calls under the rule",
        ("text", "date", "tally (Y-N-A)", "under the rule", "critical", "decisive", "record", "mark"),
        tuple(rows),
        (
            CRITICAL,
            MARKS,
            *notes,
        ),
        cited(answer.call.cite for answer in analysis.votes),
    )


@TABLES.register(
    "power", title="Voting power, exactly", cite="Shapley and Shubik 1954; Banzhaf 1965; Felsenthal and Machover 1997"
)
def power(analysis: Analysis) -> Table:
    """Members with equal numbers together, an index a column, the questions of the case below each other."""
    keys = tuple(dict.fromkeys(key for answer in analysis.power for key in answer.indices))
    rows: list[tuple[Cell, ...]] = [
        (_alike(members, answer), f"{answer.label}, {answer.question.date}", *(values.get(key) for key in keys))
        for answer in analysis.power
        for members, values in answer.groups()
    ]
    notes = [
        f"{answer.label}: of {2 ** len(answer.members)} coalitions {answer.winning_coalitions} win; "
        f"{answer.procedure.text}."
        for answer in analysis.power
    ]
    return Table(
        "power",
        f"{analysis.case.title}: voting power",
        ("members", "body", *(POWER_INDICES[key].title.replace("-Shubik", " and Shubik") for key in keys)),
        tuple(rows),
        (
            "In the binary indices, not yes is read as no; the ternary ones give yes, abstain and no one third each.",
            *notes,
        ),
        cited(answer.procedure.cite for answer in analysis.power),
    )


def _alike(members: Sequence[str], answer: PowerAnswer) -> str:
    """Members with equal numbers, by name, or all of many members together."""
    whole = len(members) == len(answer.members) and len(members) > MANY
    return f"each of {len(members)}" if whole else listed(members)


@TABLES.register("parameters", title="Parameters and what is assumed of them", cite="the case itself")
def parameters(analysis: Analysis) -> Table:
    """Each symbol with its meaning, the assumption on it, and the illustrative value, or the one that was set."""
    names = names_of(analysis)
    rows: list[tuple[Cell, ...]] = [
        (
            symbol(parameter.name),
            parameter.meaning,
            Condition.read(" and ".join(parameter.assume), names) if parameter.assume else None,
            analysis.settings.get(parameter.name, parameter.baseline),
            "set" if parameter.name in analysis.settings else parameter.certainty,
        )
        for parameter in analysis.case.parameters
    ]
    asked = ("Set: the value that was asked for, in the place of the baseline.",) if analysis.settings else ()
    return Table(
        "parameters",
        f"{analysis.case.title}: parameters",
        ("symbol", "meaning", "assumed", "baseline (illustrative)", "mark"),
        tuple(rows),
        (*asked, ILLUSTRATIVE) if rows else (),
        names=names,
    )


@TABLES.register("regimes", title="Which outcome is an equilibrium where", cite="the games of each case")
def regimes(analysis: Analysis) -> Table:
    """For each game and outcome: what is played, the region under the stated ties, and the closed set beside it."""
    rows: list[tuple[Cell, ...]] = [
        (
            answer.key,
            f"{region.outcome} (recorded)" if region.outcome == answer.recorded else region.outcome,
            region.equilibrium,
            region.where,
            region.also_where,
        )
        for answer in analysis.games.values()
        for region in answer.regions
    ]
    notes = [
        " ".join([f"{answer.key}: {answer.title}. {answer.ties_text} {answer.certificate_text}", *answer.notes])
        for answer in analysis.games.values()
    ]
    return Table(
        "regimes",
        f"{analysis.case.title}: which outcome is an equilibrium where",
        ("game", "outcome", "equilibrium", "where", "an equilibrium under some tie rule where"),
        tuple(rows),
        (*notes, ILLUSTRATIVE) if rows else (),
        names=names_of(analysis),
    )


@TABLES.register("thresholds", title="Thresholds of the named symbols", cite="the games of each case")
def thresholds(analysis: Analysis) -> Table:
    """Each threshold in closed form, and what happens beyond it."""
    rows: list[tuple[Cell, ...]] = [
        (answer.key, symbol(bound.symbol), bound.op, bound.value, threshold_meaning(bound))
        for answer in analysis.games.values()
        for bound in answer.thresholds
    ]
    return Table(
        "thresholds",
        f"{analysis.case.title}: thresholds",
        ("game", "symbol", "relation", "threshold", "meaning"),
        tuple(rows),
        names=names_of(analysis),
    )


@TABLES.register("what-if", title="Other ballots, other readings, other numbers", cite="the record of each case")
def what_if(analysis: Analysis) -> Table:
    """What other ballots under the rule, or the same ballots under another reading, would have done."""
    rows: list[tuple[Cell, ...]] = [
        (
            answer.call.id,
            answer.label,
            answer.procedure.key,
            tally_text(answer.ballots),
            "adopted" if answer.verdict.adopted else "rejected",
            answer.verdict.reason,
            answer.call.recorded,
        )
        for answer in analysis.ballot_what_ifs
    ]
    rows += [
        (
            answer.game,
            answer.label,
            point_text(answer.settings),
            "",
            " / ".join(region.outcome for region in answer.regions),
            "; ".join(f"{region.outcome}: {region.where.text}" for region in answer.regions),
            answer.recorded,
        )
        for answer in analysis.game_what_ifs
    ]
    return Table(
        "what-if",
        f"{analysis.case.title}: what if",
        ("text or game", "what if", "rule or setting", "tally (Y-N-A)", "then", "because", "record"),
        tuple(rows),
        names=names_of(analysis),
    )


@TABLES.register("claims", title="Claims and verdicts", cite="Cohen and Mihalka 2001")
def claims(analysis: Analysis) -> Table:
    """Each claim with its formal statement's verdict and the reason."""
    return claims_table(analysis.claims, f"{analysis.case.title}: claims and verdicts", names_of(analysis))


def claims_table(
    answers: Sequence[ClaimAnswer], caption: str = "Claims and verdicts", names: Sequence[str] = ()
) -> Table:
    """Claims with verdict and reason, of one case or of several.

    Parameters
    ----------
    answers
        Decided claims.
    caption
        What is shown.
    names
        The parameters in declared order, where the claims are of one case.
    """
    several = len({answer.case for answer in answers}) > 1
    rows: list[tuple[Cell, ...]] = [
        (
            *((answer.case,) if several else ()),
            answer.claim.id,
            f"{answer.claim.author}, {answer.claim.section}",
            answer.claim.statement,
            answer.verdict,
            answer.because,
        )
        for answer in answers
    ]
    return Table(
        "claims",
        caption,
        (*(("case",) if several else ()), "claim", "author and section", "statement", "verdict", "because"),
        tuple(rows),
        (),
        cited(answer.claim.cite for answer in answers),
        names=tuple(names),
    )
