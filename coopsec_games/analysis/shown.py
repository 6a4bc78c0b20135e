"""How a case and its answers show: a few short tables; those of a paper are in the room of tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..conditions import Condition
from ..formulas import symbol
from ..noncooperative.shown import where_cell
from ..results import Table
from .votes import tally_text
from .words import players_text

if TYPE_CHECKING:
    from ..institutions.case import Case
    from ..rendering import Cell
    from ..results import Shown
    from . import Analysis
    from .games import GameAnswer
    from .questions import Robustness

__all__ = ["analysis_tables", "case_tables", "game_tables", "robustness_tables"]

BASELINE = "A baseline is an illustration, never evidence."

Row = tuple["Cell", ...]


def case_tables(case: Case) -> tuple[Table, ...]:
    """What stands on file: the facts, the roll calls, the parameters, the claims."""
    about: list[Row] = [
        ("date", str(case.date)),
        ("body", "none: the states decide for themselves" if case.institution is None else case.institution.name),
        *((("summary", case.summary),) if case.summary else ()),
        *((f"game {key}", f"recorded: {case.recorded[key]}" if key in case.recorded else None) for key in case.games),
    ]
    calls: list[Row] = [
        (call.id, str(call.date), call.subject, tally_text(call.ballots), call.recorded, "; ".join(call.cite))
        for call in case.roll_calls
    ]
    names = tuple(parameter.name for parameter in case.parameters)
    symbols: list[Row] = [
        (
            symbol(parameter.name),
            parameter.meaning,
            Condition.read(" and ".join(parameter.assume), names) if parameter.assume else None,
            parameter.baseline,
        )
        for parameter in case.parameters
    ]
    claims: list[Row] = [(claim.id, claim.author, claim.statement) for claim in case.claims]
    found = (
        Table(f"{case.key}-facts", case.title, ("about", "fact"), tuple(about), cite=case.cite),
        Table(
            f"{case.key}-roll-calls",
            f"{case.title}: roll calls",
            ("text", "date", "subject", "tally (Y-N-A)", "record", "source"),
            tuple(calls),
        ),
        Table(
            f"{case.key}-parameters",
            f"{case.title}: parameters",
            ("symbol", "meaning", "assumed", "baseline"),
            tuple(symbols),
            (BASELINE,),
            names=names,
        ),
        Table(f"{case.key}-claims", f"{case.title}: claims", ("claim", "author", "statement"), tuple(claims)),
    )
    return tuple(table for table in found if table.rows)


def game_tables(answer: GameAnswer) -> tuple[Table, ...]:
    """The map of a game: each outcome with its condition and what is played, the tie rule and what is proven."""
    rows: list[Row] = [
        (
            f"{region.outcome} (recorded)" if region.outcome == answer.recorded else region.outcome,
            where_cell(region.where),
            region.equilibrium,
        )
        for region in answer.regions
    ]
    record = [sentence for sentence in answer.sentences() if sentence.startswith("The record")]
    notes = [note for note in answer.notes if not note.startswith("ties:")]
    played = "played, for instance" if answer.concept == "undominated-nash" else "played"
    return (
        Table(
            answer.key,
            answer.title,
            ("outcome", "where", played),
            tuple(rows),
            (
                f"{players_text(answer.players, answer.concept)} {answer.ties_text}",
                answer.certificate_text,
                *record,
                *notes,
            ),
            names=answer.assumptions.names,
        ),
    )


def analysis_tables(analysis: Analysis) -> tuple[Table, ...]:
    """The facts and the votes, the map of each game, what was asked, and the verdict on each claim."""
    case = analysis.case
    facts = Table(
        "analysis",
        case.title,
        ("about", "answer"),
        tuple(_facts(analysis)),
        () if analysis.procedure is None else (f"The rule: {analysis.procedure.text}.",),
    )
    shown: tuple[Shown, ...] = tuple(analysis.games.values())
    claims: list[Row] = [
        (answer.claim.id, answer.claim.statement, answer.verdict, answer.because) for answer in analysis.claims
    ]
    names = tuple(parameter.name for parameter in case.parameters)
    verdicts = Table("claims", "Claims", ("claim", "statement", "verdict", "because"), tuple(claims), names=names)
    return (
        facts,
        *(table for answer in shown for table in answer.to_tables()),
        *(answer.table for answer in analysis.questions),
        *((verdicts,) if claims else ()),
    )


def robustness_tables(found: Robustness) -> tuple[Table, ...]:
    """The signs of comparative statics, and how far the baseline is from another outcome."""
    table = found.signs_table("game", "The map")
    more = found.sentence() or f"{found.note[:1].upper()}{found.note[1:]}."
    return (replace(table, notes=(*table.notes, more)),)


def _facts(analysis: Analysis) -> Iterator[Row]:
    case, body = analysis.case, analysis.body
    yield "date", str(case.date if body is None else body.date)
    if case.institution is not None and analysis.procedure is not None:
        yield "body", f"{case.institution.name}, {analysis.procedure.key}"
    yield from analysis.asked
    for vote in analysis.votes:
        agrees = "as recorded" if vote.agrees else f"but recorded as {vote.call.recorded}"
        yield vote.call.id, f"{tally_text(vote.call.ballots)}: {vote.verdict}, {agrees}"
