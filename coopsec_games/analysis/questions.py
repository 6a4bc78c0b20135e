"""Questions to the maps of a case, beyond the maps themselves: each answer is a table, and data for JSON.

What is asked of every game without being asked, what raising a symbol does and how far the baseline is from another
outcome, is a :class:`Robustness`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..conditions import Condition
from ..errors import NotApplicable, UsageError, did_you_mean
from ..formulas import names_in, read_condition, shown_number, symbol
from ..noncooperative.atlas import every_threshold
from ..noncooperative.concepts.boxes import Enclosed
from ..noncooperative.questions import (
    SIGNS,
    Effect,
    Flip,
    Nearest,
    effects,
    equivalence,
    flips,
    likelihoods,
    nearest_outcome,
    perturbed,
    projected_map,
    standings,
    statics,
)
from ..results import Shown, Table, json_data, number_json
from .shown import robustness_tables

if TYPE_CHECKING:
    from ..rendering import Cell
    from .games import GameAnswer

__all__ = ["LEGEND", "Answer", "Asked", "Robustness", "ask", "robustness", "value_text"]

LEGEND = (
    "Raising the symbol, all else equal: + may bring the outcome about and never ends it; - may end it and never "
    "brings it about; +/- either, depending on the rest; 0 no effect; ? not decided. Each sign is proven."
)
ARROWS = {"up": "+", "down": "-", "both": "+/-", "none": "0", "undecided": "?"}


@dataclass(frozen=True, repr=False)
class Robustness(Shown):
    """What raising each symbol does to each outcome, and how far the illustrative baseline is from another outcome.

    Parameters
    ----------
    outcome
        The outcome at the baseline; ``None`` where a symbol has no baseline.
    effects
        By outcome, one effect a symbol that occurs in the game.
    flips
        For each symbol the smallest change from the baseline that leads elsewhere.
    nearest
        The nearest point of another outcome when all symbols may change.
    note
        Why there is no nearest point.
    """

    outcome: str | None
    effects: Mapping[str, tuple[Effect, ...]]
    flips: tuple[Flip, ...] = ()
    nearest: Nearest | None = None
    note: str = ""

    def to_tables(self) -> tuple[Table, ...]:
        """The signs of comparative statics, and how far the baseline is from another outcome."""
        return robustness_tables(self)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data, its distances marked as illustrative."""
        nearest = self.nearest
        return {
            "statics": {
                outcome: {effect.symbol: effect.sign for effect in found} for outcome, found in self.effects.items()
            },
            "robustness": {
                "illustrative": True,
                "baseline_outcome": self.outcome,
                "by_symbol": [_flip_json(flip) for flip in self.flips],
                "overall": None
                if nearest is None
                else {
                    "outcome": nearest.outcome,
                    "distance": number_json(nearest.distance),
                    "reached": nearest.reached,
                    "point": json_data(nearest.point),
                },
                "note": self.note,
            },
        }

    def signs_table(self, key: str, title: str) -> Table:
        """The signs of comparative statics, an outcome a row and a symbol a column."""
        symbols = [effect.symbol for effect in next(iter(self.effects.values()), ())]
        rows: list[tuple[Cell, ...]] = [
            (outcome, *(ARROWS[effect.sign] for effect in found)) for outcome, found in self.effects.items()
        ]
        return Table(f"statics-{key}", f"{title}: comparative statics", ("outcome", *symbols), tuple(rows), (LEGEND,))

    def sentence(self) -> str:
        """How far the baseline is from another outcome, in words."""
        if self.outcome is None:
            return ""
        told = [
            f"{flip.symbol} from {shown_number(flip.start)} to {value_text(flip)} ({flip.outcome})"
            for flip in self.flips
        ]
        alone = f"alone it takes {'; '.join(told)}" if told else "no symbol alone leads elsewhere"
        words = f"At the illustrative baseline the outcome is {self.outcome}; {alone}."
        if self.nearest is not None:
            beyond = "" if self.nearest.reached else "more than "
            words += (
                f" Together, a change of each symbol by {beyond}{shown_number(self.nearest.distance)} at most leads to "
                f"{self.nearest.outcome}."
            )
        return words


def robustness(answer: GameAnswer) -> Robustness:
    """What raising each symbol does in a game, and how robust the outcome at the baseline is.

    Parameters
    ----------
    answer
        A solved game.
    """
    inside = {name for where in answer.map.values() for name in where.names}
    symbols = [name for name in answer.assumptions.names if name in inside]
    signs = {outcome: effects(where, symbols, bounded=True) for outcome, where in answer.map.items()}
    outcome, point = answer.baseline_outcome, answer.baseline_point
    if outcome is None or point is None:
        return Robustness(None, signs, note="some symbol has no baseline, or the baseline contradicts the assumptions")
    try:
        return Robustness(outcome, signs, flips(answer.map, point), nearest_outcome(answer.map, point))
    except NotApplicable as fault:
        return Robustness(outcome, signs, flips(answer.map, point), None, fault.message)


def value_text(flip: Flip) -> str:
    """The value at which the outcome changes, said to lie beyond it where it does."""
    told = flip.value.text if isinstance(flip.value, Enclosed) else shown_number(flip.value)
    return told if flip.reached else f"beyond {told}"


def _flip_json(flip: Flip) -> dict[str, Any]:
    return {
        "symbol": flip.symbol,
        "from": number_json(flip.start),
        "to": json_data(flip.value),
        "reached": flip.reached,
        "outcome": flip.outcome,
    }


@dataclass(frozen=True)
class Asked:
    """What is asked of the games of a case, as texts; nothing by default.

    Parameters
    ----------
    games
        The games that are asked; all where none is named.
    given
        A condition: what is possible and what inevitable under it.
    outcome
        An outcome: what brings it about, and the smallest change of one symbol that makes the difference.
    thresholds, statics
        Symbols: their thresholds in every case; what raising them does, with points that show it.
    exists, for_all
        Symbols to take out: for some value of them, for every value.
    uniform
        Symbols with two numbers between which each is drawn.
    perturb
        The share by which every value of the baseline is drawn less or more.
    equivalent
        A game of another case, ``CASE:GAME``, or of this one.
    """

    games: tuple[str, ...] = ()
    given: str | None = None
    outcome: str | None = None
    thresholds: tuple[str, ...] = ()
    statics: tuple[str, ...] = ()
    exists: tuple[str, ...] = ()
    for_all: tuple[str, ...] = ()
    uniform: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    perturb: Fraction | None = None
    equivalent: str | None = None

    @property
    def symbols(self) -> tuple[str, ...]:
        """Every symbol that is asked about."""
        return (*self.thresholds, *self.statics, *self.exists, *self.for_all, *self.uniform)


@dataclass(frozen=True, repr=False)
class Answer(Shown):
    """The answer to one question about one game."""

    game: str
    kind: str
    table: Table
    data: Any

    def to_tables(self) -> tuple[Table, ...]:
        """The answer as the table that it is."""
        return (self.table,)


def ask(games: Mapping[str, GameAnswer], asked: Asked, other: Callable[[str, str], GameAnswer]) -> tuple[Answer, ...]:
    """The answers to all questions, game by game; a game without a symbol or an outcome is not asked about it.

    Parameters
    ----------
    games
        The solved games of a case.
    asked
        The questions.
    other
        Gives the answer of a game of another case, by the case and the game.

    Raises
    ------
    UsageError
        No game has a symbol, an outcome or the key that is asked about.
    """
    for key in asked.games:
        if key not in games:
            raise UsageError(f"there is no game {key!r}", hint=did_you_mean(key, games) or f"games: {', '.join(games)}")
    chosen = {key: answer for key, answer in games.items() if not asked.games or key in asked.games}
    known = {name for answer in chosen.values() for name in answer.parameters}
    for name in asked.symbols:
        if name not in known:
            raise UsageError(f"no game asked about has the symbol {name!r}", hint=did_you_mean(name, sorted(known)))
    outcomes = {outcome for answer in chosen.values() for outcome in answer.outcomes}
    if asked.outcome is not None and asked.outcome not in outcomes:
        hint = did_you_mean(asked.outcome, sorted(outcomes)) or f"outcomes: {', '.join(sorted(outcomes))}"
        raise UsageError(f"no game asked about has the outcome {asked.outcome!r}", hint=hint)
    given = frozenset() if asked.given is None else names_in(read_condition(asked.given, sorted(known)))
    if given and not any(given <= set(answer.parameters) for answer in chosen.values()):
        raise UsageError(f"no game asked about has all the symbols of {asked.given!r}")
    return tuple(found for answer in chosen.values() for found in _answers(answer, asked, given, other))


def _answers(
    answer: GameAnswer, asked: Asked, given: frozenset[str], other: Callable[[str, str], GameAnswer]
) -> Iterator[Answer]:
    if asked.given is not None and given <= set(answer.parameters):
        yield _given(answer, asked.given)
    if asked.outcome in answer.outcomes:
        yield _inverse(answer, str(asked.outcome))
    for name in asked.thresholds:
        if name in answer.parameters:
            yield _thresholds(answer, name)
    for name in asked.statics:
        if name in answer.parameters:
            yield _statics(answer, name)
    for every, names in ((False, asked.exists), (True, asked.for_all)):
        for name in names:
            if name in answer.parameters:
                yield _projected(answer, name, every)
    intervals = {name: ends for name, ends in asked.uniform.items() if name in answer.parameters}
    if intervals:
        yield _likely(answer, intervals, "uniform")
    if asked.perturb is not None:
        inside = {name for where in answer.map.values() for name in where.names}
        point = {name: value for name, value in answer.baseline.items() if name in inside}
        yield _likely(answer, perturbed(point, asked.perturb), "perturbed")
    if asked.equivalent is not None:
        yield _same(answer, asked.equivalent, other)


def _table(
    answer: GameAnswer, kind: str, caption: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]]
) -> Table:
    names = answer.assumptions.names
    return Table(f"{kind}-{answer.key}", f"{answer.title}: {caption}", columns, tuple(rows), names=names)


def _point(values: Mapping[str, Fraction] | None) -> str:
    return ", ".join(f"{name} = {shown_number(value)}" for name, value in (values or {}).items())


def _given(answer: GameAnswer, text: str) -> Answer:
    given = Condition.read(text, answer.assumptions)
    found = standings(answer.map, given)
    rows: list[tuple[Cell, ...]] = [
        (own.outcome, own.possible, own.inevitable, own.where, _point(own.witness)) for own in found
    ]
    columns = ("outcome", "possible", "inevitable", "where", "for instance")
    table = _table(answer, "given", f"what can come about under {given.text}", columns, rows)
    return Answer(answer.key, "given", table, {"given": json_data(given), "outcomes": json_data(found)})


def _inverse(answer: GameAnswer, outcome: str) -> Answer:
    where = answer.region(outcome)
    also = next((region.also_where for region in answer.regions if region.outcomes == (outcome,)), None)
    rows: list[tuple[Cell, ...]] = [("it is an equilibrium where", where)]
    if also is not None:
        rows.append(("under some tie rule where", also))
    changes: list[dict[str, Any]] = []
    baseline, point = answer.baseline_outcome, answer.baseline_point
    if point is not None and where.formula is not True and where.feasible():
        for flip in flips({outcome: where, "another outcome": ~where}, point):
            becomes = "brings it about" if flip.outcome == outcome else "ends it"
            rows.append(
                (f"{flip.symbol} from {shown_number(flip.start)} (illustrative)", f"{value_text(flip)} {becomes}")
            )
            changes.append({**_flip_json(flip), "brings_about": flip.outcome == outcome})
    data = {"outcome": outcome, "where": json_data(where), "also_equilibrium_where": json_data(also)}
    data |= {"baseline_outcome": baseline, "illustrative": True, "changes": changes}
    return Answer(
        answer.key,
        "outcome",
        _table(answer, "outcome", f"what makes for {outcome}", ("question", "answer"), rows),
        data,
    )


def _thresholds(answer: GameAnswer, name: str) -> Answer:
    bounds = every_threshold(answer.map, name)
    rows: list[tuple[Cell, ...]] = [(own.outcome, symbol(own.symbol), own.op, own.value, own.given) for own in bounds]
    columns = ("outcome", "symbol", "relation", "threshold", "given")
    data = [
        {
            "outcome": own.outcome,
            "symbol": own.symbol,
            "op": own.op,
            "value": number_json(own.value, answer.assumptions.names),
            "given": json_data(own.given),
        }
        for own in bounds
    ]
    return Answer(answer.key, "thresholds", _table(answer, "thresholds", f"thresholds of {name}", columns, rows), data)


def _statics(answer: GameAnswer, name: str) -> Answer:
    rows: list[tuple[Cell, ...]] = []
    data = []
    for outcome, where in answer.map.items():
        found = statics(where, name)
        shown = [
            f"{word} between {_point(pair[0])} and {name} = {shown_number(pair[1][name])}"
            for word, pair in (("brought about", found.into), ("ended", found.out))
            if pair is not None
        ]
        rows.append((outcome, found.sign, SIGNS[found.sign], "; ".join(shown)))
        data.append({"outcome": outcome, **json_data(found)})
    columns = ("outcome", "sign", "proven", "shown by")
    return Answer(answer.key, "statics", _table(answer, "statics", f"what raising {name} does", columns, rows), data)


def _projected(answer: GameAnswer, name: str, every: bool) -> Answer:
    kind, word = ("for-all", "every value") if every else ("exists", "some value")
    found = projected_map(answer.map, name, every=every)
    rows: list[tuple[Cell, ...]] = list(found.items())
    table = _table(answer, kind, f"where {word} of {name} leads to each outcome", ("outcome", "where"), rows)
    return Answer(answer.key, kind, table, {"symbol": name, "outcomes": json_data(found)})


def _likely(answer: GameAnswer, intervals: Mapping[str, tuple[Fraction, Fraction]], kind: str) -> Answer:
    found = likelihoods(answer.map, intervals, answer.baseline)
    rows: list[tuple[Cell, ...]] = [
        (own.outcome, own.estimate, *(() if found.exact else (own.low, own.high))) for own in found.outcomes
    ]
    columns = ("outcome", "probability") if found.exact else ("outcome", "estimate", "at least", "at most")
    drawn = ", ".join(
        f"{name} from {shown_number(low)} to {shown_number(high)}" for name, (low, high) in intervals.items()
    )
    table = _table(answer, kind, f"how likely each outcome is, {drawn}, independent and uniform", columns, rows)
    share = "all draws satisfy" if found.admitted == 1 else f"{shown_number(found.admitted)} of the draws satisfy"
    told = f"Found by {found.method}; {share} the assumptions."
    notes = (f"{told} What is not drawn is as at the illustrative baseline.",)
    data = json_data(found) | {"intervals": json_data(intervals), "illustrative": True}
    return Answer(answer.key, kind, Table(table.key, table.caption, table.columns, table.rows, notes), data)


def _same(answer: GameAnswer, named: str, other: Callable[[str, str], GameAnswer]) -> Answer:
    case, colon, game = named.rpartition(":")
    if not (colon and case and game):
        raise UsageError(f"{named!r} names no game", hint="write CASE:GAME, such as kosovo-1999:council")
    found = equivalence(answer.map, other(case, game).map)
    rows: list[tuple[Cell, ...]] = [("the same map", found.same)]
    if found.up_to_ties:
        rows.append(("except", "on the boundaries, where players are indifferent"))
    if found.because:
        rows.append(("because", found.because))
    rows += [(f"{one} is", theirs) for one, theirs in (*found.symbols.items(), *found.outcomes.items())]
    table = _table(answer, "equivalent", f"beside {game!r} of {case}", ("question", "answer"), rows)
    return Answer(answer.key, "equivalent", table, {"case": case, "game": game, **json_data(found)})
