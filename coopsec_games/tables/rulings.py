"""The same ballots under every reading of the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ..analysis.votes import RollCallAnswer, roll_call_answers, tally_text
from ..errors import InvalidRule, UnknownKey, did_you_mean
from ..results import Table
from .catalogue import CRITICAL, MARKS, TABLES, cited, counted, listed

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..institutions.case import RollCall
    from ..rendering import Cell

__all__ = ["rulings_table"]


@TABLES.register(
    "readings",
    title="The same ballots under every reading, with critical and decisive members",
    cite="the record of each case; the procedures of the model",
)
def rulings_table(analysis: Analysis, readings: Sequence[str] = (), dates: Sequence[str] = ()) -> Table:
    """Each roll call under one reading of the rule after another.

    Parameters
    ----------
    analysis
        The case.
    readings
        Procedures of the body; without them, the one under which each vote was held, and then every other of the day.
    dates
        Other days, whose version of the procedure reads the same ballots.

    Raises
    ------
    UnknownKey
        No body of the case has such a procedure.
    """
    _known(analysis, readings)
    rows: list[tuple[Cell, ...]] = []
    found: list[RollCallAnswer] = []
    for call in analysis.case.roll_calls:
        alike: dict[tuple[object, ...], list[tuple[str, RollCallAnswer]]] = {}
        for name, answer in _read_by_all(analysis, call, readings, dates):
            alike.setdefault(_told(answer), []).append((name, answer))
            found.append(answer)
        for together in alike.values():
            answer = together[0][1]
            rows.append(
                (
                    call.id,
                    tally_text(call.ballots),
                    listed(name for name, _ in together),
                    "adopted" if answer.verdict.adopted else "rejected",
                    answer.verdict.reason,
                    counted(answer.critical),
                    counted(answer.decisive),
                    "as recorded" if answer.agrees else "reversed",
                )
            )
    texts = {name: text for answer in found for name, text in [(answer.procedure.key, _text(answer))]}
    notes = [
        CRITICAL,
        "Readings that tell the same of a vote stand together. Reversed: they give another outcome than the one on "
        "record.",
        *(f"{name}: {text}." for name, text in texts.items()),
        MARKS,
    ]
    return Table(
        "readings",
        f"{analysis.case.title}: the same ballots under every reading",
        ("text", "tally (Y-N-A)", "reading", "outcome", "because", "critical", "decisive", "record"),
        tuple(rows),
        tuple(notes) if rows else (),
        cited([*(call.cite for call in analysis.case.roll_calls), *(answer.procedure.cite for answer in found)]),
    )


def _known(analysis: Analysis, readings: Sequence[str]) -> None:
    bodies = {call.institution for call in analysis.case.roll_calls}
    known = [key for body in sorted(bodies) for key in analysis.case.institutions[body].procedures]
    for key in readings:
        if key not in known:
            hint = did_you_mean(key, known) or f"procedures: {', '.join(dict.fromkeys(known))}"
            raise UnknownKey(f"no body of {analysis.case.key!r} has a procedure {key!r}", hint=hint)


def _read(analysis: Analysis, call: RollCall, reading: str | None = None, date: str | None = None) -> RollCallAnswer:
    [answer] = roll_call_answers(replace(analysis.case, roll_calls=(call,)), reading, date)
    return answer


def _read_by_all(
    analysis: Analysis, call: RollCall, readings: Sequence[str], dates: Sequence[str]
) -> Iterator[tuple[str, RollCallAnswer]]:
    sitting = analysis.case.membership(call)
    for key in readings or dict.fromkeys((call.procedure, *sitting.procedures)):
        if key in sitting.procedures:
            # a reading that leaves out one state at most says nothing of a dispute between two
            with suppress(InvalidRule):
                yield key, _read(analysis, call, key)
    for date in dates:
        yield f"{call.procedure} of {date}", _read(analysis, call, None, date)


def _told(answer: RollCallAnswer) -> tuple[object, ...]:
    return answer.verdict.adopted, answer.verdict.reason, answer.critical, answer.decisive


def _text(answer: RollCallAnswer) -> str:
    mark = f" ({answer.procedure.certainty})" if answer.procedure.certainty else ""
    return answer.procedure.text + (", never in force" if answer.procedure.counterfactual else "") + mark
