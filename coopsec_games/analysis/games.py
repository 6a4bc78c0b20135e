"""The games of a case, solved: which outcome is an equilibrium where, thresholds, and what the record implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..conditions import Assumptions, Condition, conjuncts
from ..errors import UnknownKey, did_you_mean
from ..library import build_game
from ..noncooperative.atlas import outcome_atlas, thresholds
from ..noncooperative.shown import certificate_text
from ..results import Shown, Table, condition_json, json_data, number_json
from .shown import game_tables
from .words import in_words

if TYPE_CHECKING:
    from sympy import Expr

    from ..conditions import Certificate
    from ..institutions.case import Case
    from ..noncooperative.atlas import Bound, Region

__all__ = ["GameAnswer", "GameWhatIf", "game_what_ifs", "solve_game", "threshold_meaning"]


@dataclass(frozen=True, repr=False)
class GameAnswer(Shown):
    """One game of a case: its atlas of outcomes, its thresholds, and the record held against it."""

    key: str
    title: str
    players: tuple[str, ...]
    concept: str
    assumptions: Assumptions
    outcomes: tuple[str, ...]
    regions: tuple[Region, ...]
    boundary: tuple[Region, ...]
    ties: tuple[str, ...]
    certificate: Certificate
    verified: bool
    undecided: bool
    notes: tuple[str, ...]
    method: str
    thresholds: tuple[Bound, ...]
    recorded: str
    baseline: Mapping[str, Fraction]
    meanings: Mapping[str, str]
    parameters: tuple[str, ...] = ()

    @property
    def map(self) -> dict[str, Condition]:
        """The partition: each outcome, or several that coexist, with its region."""
        return {region.outcome: region.where for region in self.regions}

    def region_alone(self, outcome: str) -> Condition:
        """Where an outcome is the only equilibrium outcome under the stated ties."""
        self.region(outcome)
        return self.map.get(outcome, Condition.false(self.assumptions))

    def region(self, outcome: str) -> Condition:
        """Where an outcome is an equilibrium under the stated ties, alone or beside others.

        Raises
        ------
        UnknownKey
            The game has no such outcome.
        """
        if outcome not in self.outcomes:
            raise UnknownKey(
                f"game {self.key!r} has no outcome {outcome!r}",
                hint=did_you_mean(outcome, self.outcomes) or f"its outcomes: {', '.join(self.outcomes)}",
            )
        there = Condition.false(self.assumptions)
        parts = [region.where for region in self.regions if outcome in (region.outcome, *region.outcomes)]
        for part in parts:
            there = there | part
        return there.simplify() if len(parts) > 1 else there

    @property
    def only_at_ties(self) -> Condition | None:
        """Where the recorded outcome is an equilibrium under another way of breaking ties only."""
        if not self.recorded or self.recorded_regions:
            return None
        return next((region.also_where for region in self.boundary if region.outcome == self.recorded), None)

    @property
    def recorded_regions(self) -> tuple[Region, ...]:
        """The regions in which the recorded outcome is an equilibrium."""
        return tuple(region for region in self.regions if self.recorded in (region.outcome, *region.outcomes))

    @property
    def outcome_possible(self) -> bool | None:
        """Whether the recorded outcome is an equilibrium anywhere, under some tie rule; None without a record."""
        if not self.recorded:
            return None
        return bool(self.recorded_regions) or self.only_at_ties is not None

    @property
    def recorded_where(self) -> Condition | None:
        """What the record implies, if the model holds."""
        if not self.recorded:
            return None
        return self.region(self.recorded) if self.recorded_regions else self.only_at_ties

    @property
    def baseline_outcome(self) -> str | None:
        """The outcome at the illustrative baseline, which is never evidence."""
        point = self.baseline_point
        if point is None:
            return None
        return next((region.outcome for region in self.regions if region.where.holds(point)), None)

    @property
    def baseline_point(self) -> dict[str, Fraction] | None:
        """The baseline of the parameters on which the map depends, and of those tied to them, where all have one."""
        needed = self.assumptions.about(name for region in self.regions for name in region.where.names)
        if not set(needed.names) <= set(self.baseline):
            return None
        point = {name: self.baseline[name] for name in needed.names}
        return point if Condition(needed.formula, needed).holds(point) else None

    @property
    def broken_assumptions(self) -> tuple[Condition, ...]:
        """What is assumed, and does not hold at the baseline."""
        parts = (Condition(part, self.assumptions) for part in conjuncts(self.assumptions.formula))
        return tuple(part for part in parts if {*part.names} <= {*self.baseline} and not part.holds(self.baseline))

    @property
    def ties_text(self) -> str:
        """The solution concept and the tie rule, in words."""
        if self.concept == "undominated-nash":
            return "Equilibria are Nash equilibria in ballots that are not weakly dominated."
        if self.concept == "pure-nash":
            return "Equilibria are pure Nash equilibria."
        if self.concept != "subgame-perfect":
            return f"Solved for {self.concept} ({self.method})." if self.method else f"Solved for {self.concept}."
        if not self.ties:
            return "Where indifferent, a player takes the action that is named first."
        preferred: dict[str, list[str]] = {}
        for tie in self.ties:
            player = next(
                player for player in sorted(self.players, key=len, reverse=True) if tie.startswith(f"{player} ")
            )
            preferred.setdefault(player, []).append(tie.removeprefix(f"{player} "))
        told = "; ".join(f"{player}: {', then '.join(labels)}" for player, labels in preferred.items())
        return f"Where indifferent, {told}."

    @property
    def certificate_text(self) -> str:
        """What has been proven of the regions, in words."""
        return certificate_text(self.certificate, undecided=self.undecided)

    def sentences(self) -> tuple[str, ...]:
        """The atlas in words, a sentence an outcome, and what the record implies."""
        told = []
        for region in self.regions:
            words = in_words(region.where, self.meanings)
            plain = f" In words: {words}." if words else ""
            where = "always" if region.where.formula is True else f"exactly where {region.where.text}"
            told.append(f"{region.outcome[:1].upper()}{region.outcome[1:]} {where}.{plain}")
        implied = self.recorded_where
        if self.only_at_ties is not None and implied is not None:
            told.append(
                f"The record ({self.recorded}) is an equilibrium under another tie rule only, where {implied.text}."
            )
        elif implied is not None:
            further = "nothing further" if implied.formula is True else implied.text
            told.append(f"The record ({self.recorded}), if this model holds, implies {further}.")
        elif self.recorded:
            told.append(f"The record ({self.recorded}) is no equilibrium of this model anywhere: the model is refuted.")
        return tuple(told)

    def _brief(self) -> str:
        found = len(self.regions)
        record = f", recorded {self.recorded!r}" if self.recorded else ""
        return f"{self.key!r}, {found} region{'s' * (found != 1)}{record}"

    def to_tables(self) -> tuple[Table, ...]:
        """The map of the game: outcome, where, what is played; the tie rule and what is proven under it."""
        return game_tables(self)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "title": self.title,
            "players": list(self.players),
            "concept": self.concept,
            "regions": [
                {
                    "outcome": region.outcome,
                    "equilibrium": region.equilibrium,
                    "where": condition_json(region.where),
                    "also_equilibrium_where": condition_json(region.also_where),
                    "witness": json_data(region.witness),
                    "why": region.why,
                }
                for region in self.regions
            ],
            "ties": list(self.ties),
            "certificate": {
                "disjoint": self.certificate.disjoint,
                "covering": self.certificate.covering,
                "checked_by": self.certificate.checked_by,
            },
            "verified": self.verified,
            "undecided": self.undecided,
            "notes": list(self.notes),
            "thresholds": [
                {
                    "symbol": bound.symbol,
                    "op": bound.op,
                    "value": number_json(bound.value, self.assumptions.names),
                    "outcome": bound.outcome,
                    "given": condition_json(bound.given),
                    "meaning": threshold_meaning(bound),
                }
                for bound in self.thresholds
            ],
            "recorded": self.recorded or None,
            "outcome_possible": self.outcome_possible,
            "recorded_where": condition_json(self.recorded_where),
            "baseline_outcome": {"outcome": self.baseline_outcome, "illustrative": True},
            "narrative": list(self.sentences()),
        }


def solve_game(case: Case, key: str, settings: Mapping[str, Fraction | Expr] | None = None) -> GameAnswer:
    """Solve one game of a case for all values of its parameters.

    Parameters
    ----------
    case
        The case.
    key
        The game.
    settings
        Parameters that are set to exact numbers, or to formulas in the others.

    Raises
    ------
    UnknownKey
        The case has no such game, or the record names an outcome that the game does not have.
    """
    spec = case.game_spec(key)
    settings = settings or {}
    game = build_game(case, key, settings)
    solved = outcome_atlas(game)
    recorded = case.recorded.get(key, "")
    if recorded and recorded not in solved.outcomes:
        raise UnknownKey(
            f"the recorded outcome {recorded!r} is none of game {key!r}",
            hint=did_you_mean(recorded, solved.outcomes) or f"its outcomes: {', '.join(solved.outcomes)}",
        )
    answer = GameAnswer(
        key,
        str(spec.fields.get("title", key)),
        game.players,
        solved.concept,
        game.assumptions,
        solved.outcomes,
        solved.regions,
        solved.boundary,
        solved.ties,
        solved.certificate,
        solved.verified,
        solved.undecided,
        (*solved.notes, *([str(spec.fields["note"])] if "note" in spec.fields else [])),
        solved.method,
        thresholds({region.outcome: region.where for region in solved.regions}, game.assumptions.solve_for),
        recorded,
        {name: value for name, value in case.baseline.items() if name not in settings},
        {parameter.name: parameter.meaning for parameter in case.parameters},
        game.parameters,
    )
    broken = " and ".join(part.text for part in answer.broken_assumptions)
    notes = (f"the baseline breaks {broken}, which is assumed",) if broken else ()
    return replace(answer, notes=(*answer.notes, *notes))


def threshold_meaning(bound: Bound) -> str:
    """What lies on the stated side of a threshold."""
    return bound.outcome if bound.given.formula is True else f"{bound.outcome}, given {bound.given.text}"


@dataclass(frozen=True, repr=False)
class GameWhatIf(Shown):
    """A game with some parameters set: what is left of its map."""

    label: str
    game: str
    settings: Mapping[str, Fraction | Expr]
    regions: tuple[Region, ...]
    recorded: str

    def _brief(self) -> str:
        return f"{self.game!r}, {self.label!r}, {' / '.join(region.outcome for region in self.regions)}"

    def to_tables(self) -> tuple[Table, ...]:
        """What is left of the map: each outcome and where."""
        rows = tuple((region.outcome, region.where) for region in self.regions)
        names = tuple(dict.fromkeys(name for _, where in rows for name in where.assumptions.names))
        return (Table(self.game, f"{self.game}: {self.label}", ("outcome", "where"), rows, names=names),)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "label": self.label,
            "game": self.game,
            "set": json_data(self.settings),
            "regions": [{"outcome": region.outcome, "where": condition_json(region.where)} for region in self.regions],
            "recorded": self.recorded or None,
        }


def game_what_ifs(case: Case) -> tuple[GameWhatIf, ...]:
    """The case's questions about other numbers, answered."""
    answers = []
    for question in case.what_ifs:
        if question.game:
            answer = solve_game(case, question.game, question.settings)
            answers.append(
                GameWhatIf(question.label, question.game, question.settings, answer.regions, answer.recorded)
            )
    return tuple(answers)
