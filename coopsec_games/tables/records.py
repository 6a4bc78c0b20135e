"""Tables about a record of roll calls: every reading held against it, its members, power as realised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..analysis.readings import confusion_table
from ..analysis.record import member_records_table, realised_table
from .catalogue import TABLES

if TYPE_CHECKING:
    from ..institutions.replay import Replay
    from ..results import Table

__all__ = ["members_of_record", "power_as_realised", "readings_of_record"]


@TABLES.register(
    "record-readings",
    title="A record of roll calls against each reading of the rule",
    cite="the rules of the model; the record named by the user",
    takes="record",
)
def readings_of_record(replay: Replay, readings: Sequence[str] = ()) -> Table:
    """How often each outcome on record is that of each reading, and how many votes the reading reverses."""
    return confusion_table(replay, readings)


@TABLES.register(
    "record-members",
    title="A record of roll calls, member by member",
    cite="the rules of the model; the record named by the user",
    takes="record",
)
def members_of_record(replay: Replay) -> Table:
    """How often each member was critical, decided, vetoed and stood alone."""
    return member_records_table(replay)


@TABLES.register(
    "realised-power",
    title="Power as realised in a record beside a-priori power",
    cite="Banzhaf 1965; the record named by the user",
    takes="record",
)
def power_as_realised(replay: Replay, index: str = "banzhaf") -> Table:
    """The share of the votes in which the holder of a seat was critical, beside what an index gives."""
    return realised_table(replay, index)
