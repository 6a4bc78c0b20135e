"""What ``coopsec power`` computes, and the tables that show it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .. import rendering
from ..errors import CoopSecError, NotApplicable, TooLarge, UnknownKey, UsageError, did_you_mean
from ..results import Table
from .output import patience

if TYPE_CHECKING:
    from ..cooperative.simple_games import SimpleGame

__all__ = [
    "Measured",
    "Request",
    "approximate",
    "by_member",
    "by_value",
    "known_indices",
    "measured",
]

DEFAULT_INDICES = ("shapley-shubik", "banzhaf", "penrose")

LONGEST_EXACT = 22
"""Characters of a fraction that a table for readers still shows."""

MOST_FOR_ALL = 5_000
"""Vectors of counts up to which ``--index all`` takes the nucleolus along."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """What is asked of a game.

    Parameters
    ----------
    indices
        The indices by name, or ``all``; none for those that fit the rest of the request.
    unions
        Who acts together, as somebody writes it, or nothing.
    abstention
        The probability of abstention, a number or a name, or nothing.
    method
        How coalitions are counted.
    """

    indices: tuple[str, ...] = ()
    unions: str | None = None
    abstention: str | None = None
    method: str = "auto"


@dataclass
class Measured:
    """The indices of a game: each one's values, source and method, and why another one is left out."""

    values: dict[str, Values] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    unions: tuple[tuple[str, ...], ...] = ()


def known_indices() -> dict[str, str]:
    """Every index that may be asked for, and its source."""
    from ..cooperative.allocations import ALLOCATIONS
    from ..cooperative.indices import POWER_INDICES
    from ..cooperative.unions import UNION_INDICES

    known = {entry.key: entry.cite for entry in POWER_INDICES.entries()}
    known |= {entry.key: entry.cite for entry in UNION_INDICES.entries()}
    return known | {"nucleolus": ALLOCATIONS["nucleolus"].cite}


def measured(game: SimpleGame, asked: Request) -> Measured:
    """The indices that were asked for.

    Raises
    ------
    CoopSecError
        An index that was asked for by name cannot be had, or none of all can.
    """
    from ..cooperative.indices import POWER_INDICES

    keys, every = _chosen(asked)
    found = Measured()
    if asked.unions is not None:
        from ..cooperative.unions import read_unions

        found.unions = read_unions(asked.unions, game.members)
    refused: CoopSecError | None = None
    for key in keys:
        by_name = key in asked.indices
        try:
            with patience(f"{key}: counting the coalitions of {len(game.members)} members"):
                values, source, counted = _answer(key, game, asked, found.unions, every=every and not by_name)
        except (NotApplicable, TooLarge) as fault:
            if by_name or not every:
                raise
            refused = refused or fault
            found.left_out[key] = fault.message
            continue
        found.values[key], found.sources[key], found.counted[key] = values, source, counted
    if refused is not None and not found.values:
        raise refused
    if asked.abstention is not None and not any(_takes_abstention(key) for key in found.values if key in POWER_INDICES):
        raise UsageError("--abstention needs an index over three ballots", hint="--index ternary-penrose")
    return found


def _chosen(asked: Request) -> tuple[tuple[str, ...], bool]:
    """The indices to compute, and whether all were asked for."""
    from ..cooperative.indices import POWER_INDICES

    if not asked.indices and asked.unions is None and asked.abstention is None:
        return DEFAULT_INDICES, False
    if all(key in POWER_INDICES for key in asked.indices) and asked.indices:
        keys: tuple[str, ...] = asked.indices
        every = False
    else:
        from ..cooperative.unions import UNION_INDICES

        known = known_indices()
        for key in asked.indices:
            if key != "all" and key not in known:
                hint = did_you_mean(key, known) or f"known: all, {', '.join(known)}"
                raise UnknownKey(f"unknown power index {key!r}", hint=hint)
            if key in UNION_INDICES and asked.unions is None:
                raise UsageError(f"{key} is an index with unions", hint='--unions "A,B|C,D" says who acts together')
        every = "all" in asked.indices
        if every:
            keys = tuple(key for key in known if asked.unions is not None or key not in UNION_INDICES)
        elif asked.indices:
            keys = asked.indices
        else:
            keys = tuple(UNION_INDICES) if asked.unions is not None else ()
            keys += tuple(filter(_takes_abstention, POWER_INDICES)) if asked.abstention is not None else ()
    return tuple(dict.fromkeys(keys)), every


def _takes_abstention(key: str) -> bool:
    """Whether the index is over three ballots: one whose only further probability is that of abstention."""
    from ..cooperative.indices import POWER_INDICES

    taken = inspect.signature(POWER_INDICES[key].function).parameters
    return "abstention" in taken and "absence" not in taken


def _answer(
    key: str, game: SimpleGame, asked: Request, unions: tuple[tuple[str, ...], ...], *, every: bool
) -> tuple[Values, str, str]:
    """An index's values, its source and how coalitions were counted."""
    from ..cooperative.indices import POWER_INDICES, abstention_counts_as, in_abstention, power

    if key in POWER_INDICES:
        source = POWER_INDICES[key].cite
        if asked.abstention is None or not _takes_abstention(key):
            values = power(key, game, method=asked.method)
            return values, source, values.method
        if re.fullmatch(r"[A-Za-z]\w*", asked.abstention, re.ASCII):
            by_rule = abstention_counts_as(game.rule) is None
            counted = "kinds" if by_rule else power("penrose", game, method=asked.method).method
            return in_abstention(key, game, asked.abstention, asked.method), source, counted
        values = power(key, game, method=asked.method, abstention=asked.abstention)
        return values, source, values.method
    if asked.method != "auto":
        raise NotApplicable(f"{key} is not counted by a method of choice", hint="leave --method out")
    if key == "nucleolus":
        return (*_nucleolus(game, every=every), "linear programs")
    from ..cooperative.unions import UNION_INDICES, power_with_unions

    answer = power_with_unions(key, game, unions)
    return answer, UNION_INDICES[key].cite, getattr(answer, "method", "unions")


def _nucleolus(game: SimpleGame, *, every: bool) -> tuple[Values, str]:
    from ..cooperative.allocations import ALLOCATIONS, nucleolus

    vectors = 1
    for kind in game.kinds:
        vectors *= len(kind) + 1
    if every and vectors > MOST_FOR_ALL:
        raise TooLarge(f"{vectors:,} vectors of counts are many", hint="--index nucleolus asks for it by name")
    return nucleolus(game).payoffs, ALLOCATIONS["nucleolus"].cite


# --- tables ----------------------------------------------------------------------------------------------------------


def by_member(facts: Mapping[str, Any]) -> Table:
    """One row a member, for other programs."""
    keys = tuple(facts["indices"])
    rows = tuple((member, *(facts["indices"][key][member] for key in keys)) for member in facts["members"])
    return Table("power", "Voting power", ("member", *keys), rows)


def by_value(facts: Mapping[str, Any], heading: str, notes: Sequence[str], digits: int | None) -> Table:
    """One row for all members of equal power, for readers."""
    keys = tuple(facts["indices"])
    groups: dict[tuple[Any, ...], list[str]] = {}
    for member in facts["members"]:
        groups.setdefault(tuple(facts["indices"][key][member] for key in keys), []).append(member)
    written = {value: approximate(value, digits) for group in groups for value in group}
    told = [*notes, *_notes(facts)]
    if any(isinstance(words, str) and words.startswith("≈") for words in written.values()):
        told.append("Long fractions are rounded here; --format json and --format csv have them exactly.")
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
        f"Voting power: {heading}",
        columns,
        tuple(rows),
        tuple(told),
        tuple(dict.fromkeys((*facts["cite"], *facts["sources"].values()))),
        "lr" + "r" * len(keys) if len(keys) <= 3 else "llrr",
    )


def _notes(facts: Mapping[str, Any]) -> list[str]:
    """What the numbers rest on."""
    share = rendering.number(facts["decisiveness"], 4)
    members = len(facts["members"])
    won = (
        f"{facts['winning_coalitions']} of {2**members} coalitions win"
        if members <= 40
        else (f"Of 2^{members} coalitions a part wins")
    )
    by_method: dict[str, list[str]] = {}
    for key, method in facts["counting"].items():
        by_method.setdefault(method, []).append(key)
    most = max(by_method, key=lambda method: len(by_method[method]))
    said = [f"by {most}", *(f"{', '.join(keys)} by {method}" for method, keys in by_method.items() if method != most)]
    return [
        f"{won} (decisiveness {share}); whoever is not in it counts as {facts['not_yes']!r}.",
        f"Counted exactly, {'; '.join(said)}.",
        *([f"Unions: {' | '.join(', '.join(union) for union in facts['unions'])}."] if facts["unions"] else ()),
        *([f"Abstention has the probability {facts['abstention']}."] if facts["abstention"] else ()),
        *(
            f"{word}: {', '.join(facts[key])}."
            for word, key in (("Veto", "vetoers"), ("No power", "dummies"))
            if facts[key]
        ),
        *([f"Not in the game: {', '.join(facts['absent'])}."] if facts["absent"] else ()),
        *(f"Without {key}: {why}." for key, why in facts["left_out"].items()),
    ]


def approximate(value: Any, digits: int | None) -> Any:
    """A number as a table for readers shows it; a polynomial stays one."""
    if not isinstance(value, int | Fraction):
        return value
    exact = rendering.number(value)
    if Fraction(value).denominator == 1:
        return exact
    near = rendering.number(value, 4 if digits is None else digits)
    if digits is not None:
        return near
    return f"{exact} ≈ {near}" if len(exact) <= LONGEST_EXACT else f"≈ {near}"
