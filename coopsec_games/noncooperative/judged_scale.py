"""Judgements whose levels are worth something: the ranking by weighted score, and who meets a standard, as conditions.

Examples
--------
>>> under = Assumptions.read(["theta", "w", "v"], "0 < theta < 1", "w > 0", "v > 0", solve_for=["w"])
>>> values = {"OSCE": ("theta", "theta"), "EU": ("theta", 1), "WEU": (1, 0)}
>>> scale = JudgedScale(("defence", "security"), values, under, weights=("w", "v"))
>>> scale.above("EU", "OSCE"), scale.above("WEU", "OSCE")
(True, False)
>>> for found in scale.solution().equilibria:
...     print(f"{found.outcome}: {found.where}")
WEU < OSCE < EU: w < theta*v/(1 - theta)
OSCE = WEU < EU: w = theta*v/(1 - theta)
OSCE < WEU < EU: theta*v/(1 - theta) < w < v/(1 - theta)
OSCE < EU = WEU: w = v/(1 - theta)
OSCE < EU < WEU: w > v/(1 - theta)

References
----------
Keeney and Raiffa (1976), Decisions with Multiple Objectives, ch. 3 (additive scores and dominance).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import chain, combinations
from operator import and_
from types import MappingProxyType

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge
from ..formulas import exact
from ..results import Solution
from .normal_form import Equilibrium
from .ordinal_scale import OrdinalScale, ranking_text
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .premises import require
from .shown import SpecialGame

__all__ = ["MOST_OBJECTS", "JudgedScale"]

MOST_OBJECTS = 5

Classes = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, repr=False)
class JudgedScale(SpecialGame):
    """Objects with a value by each criterion, ranked by weighted score or held against a standard.

    Parameters
    ----------
    criteria
        What is judged.
    values
        For each object a value by each criterion: numbers or formulas.
    assumptions
        The declared names and what is assumed of them; that weights are positive must follow.
    weights
        What each criterion counts; 1 each where none are given.
    standard
        The value that must be reached by every criterion; without one the objects are ranked.
    levels
        The same judgements as levels, where they are; what follows from these alone is then told beside the answer.
    judge
        Whose judgements they are.

    Raises
    ------
    InvalidGame
        Where numbers do not fit together, a name is not declared, or a weight may not be positive.
    TooLarge
        Beyond five objects.
    """

    criteria: tuple[str, ...]
    values: Mapping[str, tuple[Payoff, ...]]
    assumptions: Assumptions
    weights: tuple[Payoff, ...] = ()
    standard: Payoff | None = None
    levels: OrdinalScale | None = None
    judge: str = "the judge"

    def __post_init__(self) -> None:
        names = self.assumptions.names
        given = tuple(self.weights) or (1,) * len(self.criteria)
        object.__setattr__(self, "criteria", tuple(self.criteria))
        object.__setattr__(self, "weights", tuple(exact(weight, names) for weight in given))
        read = {name: tuple(exact(value, names) for value in own) for name, own in self.values.items()}
        object.__setattr__(self, "values", MappingProxyType(read))
        if self.standard is not None:
            object.__setattr__(self, "standard", exact(self.standard, names))
        if not read or not self.criteria:
            raise InvalidGame("there is nothing to judge")
        if len(read) > MOST_OBJECTS:
            raise TooLarge(f"{len(read)} objects are more than the {MOST_OBJECTS} of which every order is told")
        for what, own in (("a weight", self.weights), *read.items()):
            if len(own) != len(self.criteria):
                raise InvalidGame(f"{what} is given {len(own)} times, and there are {len(self.criteria)} criteria")
        for payoff in self._payoffs():
            check_names(payoff, names, "a judgement")
        for weight in self.weights:
            require(self.assumptions, weight, ">", 0, "a weight may not be positive")

    @property
    def players(self) -> tuple[str, ...]:
        """Whose judgements they are."""
        return (self.judge,)

    @property
    def objects(self) -> tuple[str, ...]:
        """What is judged."""
        return tuple(self.values)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in(self._payoffs(), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every ranking of the objects, or every set of them that may meet the standard."""
        if self.standard is not None:
            sizes = range(len(self.objects), -1, -1)
            return tuple(map(_met, chain.from_iterable(combinations(self.objects, size) for size in sizes)))
        rankings: list[Classes] = [()]
        for name in self.objects:
            rankings = [longer for classes in rankings for longer, *_ in _inserted(classes, name)]
        return tuple(map(ranking_text, rankings))

    def at(self, values: Values) -> JudgedScale:
        """The same judgements with numbers or formulas in the place of some or all letters."""
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            values={name: tuple(put(value) for value in own) for name, own in self.values.items()},
            weights=tuple(put(weight) for weight in self.weights),
            standard=None if self.standard is None else put(self.standard),
            assumptions=under,
        )

    def score(self, name: str) -> Payoff:
        """The weighted sum of an object's values."""
        parts = (weight * value for weight, value in zip(self.weights, self.values[name], strict=True))
        return exact(sum(parts, Fraction(0)))

    def at_least(self, one: str, other: str) -> bool:
        """Whether one object is proven at least as high as another by every criterion."""
        always = Condition.true(self.assumptions)
        return all(
            always.implies(compare(mine, ">=", theirs, self.assumptions)) for mine, theirs in self._pairs(one, other)
        )

    def above(self, one: str, other: str) -> bool:
        """Whether one object is proven at least as high by every criterion, and higher by one."""
        always = Condition.true(self.assumptions)
        return self.at_least(one, other) and any(
            always.implies(compare(mine, ">", theirs, self.assumptions)) for mine, theirs in self._pairs(one, other)
        )

    def _pairs(self, one: str, other: str) -> tuple[tuple[Payoff, Payoff], ...]:
        return tuple(zip(self.values[one], self.values[other], strict=True))

    def solution(self) -> Solution:
        """Each ranking, or each set that meets the standard, with the condition under which it comes out."""
        found = self._standings() if self.standard is not None else self._rankings()
        told = tuple(Equilibrium({self.judge: self._played}, (), where.simplify(), outcome) for outcome, where in found)
        return Solution(
            "weighted score" if self.standard is None else "standard by every criterion",
            "profiles",
            self.players,
            told,
            complete=True,
            verified=all(self._checked(own) for own in told),
            method="comparison of every two objects" if self.standard is None else "comparison by every criterion",
            notes=tuple(self._notes(len(told))),
        )

    @property
    def _played(self) -> str:
        return "rank by weighted score" if self.standard is None else "ask for the standard by every criterion"

    def _rankings(self) -> list[tuple[str, Condition]]:
        parts: list[tuple[Classes, Condition]] = [((), Condition.true(self.assumptions))]
        for name in self.objects:
            longer = []
            for classes, where in parts:
                for placed, below, same, above in _inserted(classes, name):
                    stands = [(own[0], op) for own, op in ((below, ">"), (same, "="), (above, "<")) if own]
                    here = reduce(and_, (self._compared(name, op, other) for other, op in stands), where)
                    if here.feasible() is not False:
                        longer.append((placed, here))
            parts = longer
        return [(ranking_text(classes), where) for classes, where in parts]

    def _compared(self, one: str, op: str, other: str) -> Condition:
        """Where the score of one object is below, level with or above that of another.

        Where one is at least as high by every criterion, the scores are level where all values are: weights are
        positive.
        """
        for lower, higher, higher_op in ((one, other, "<"), (other, one, ">")):
            if self.at_least(higher, lower):
                level = reduce(
                    and_, (compare(low, "=", high, self.assumptions) for low, high in self._pairs(lower, higher))
                )
                return level if op == "=" else ~level if op == higher_op else Condition.false(self.assumptions)
        return compare(self.score(one), op, self.score(other), self.assumptions)

    def _standings(self) -> list[tuple[str, Condition]]:
        parts: list[tuple[tuple[str, ...], Condition]] = [((), Condition.true(self.assumptions))]
        for name in self.objects:
            met = self._meets(name)
            split = [((*inside, name), where & met) for inside, where in parts]
            split += [(inside, where & ~met) for inside, where in parts]
            parts = [(inside, where) for inside, where in split if where.feasible() is not False]
        return [(_met(inside), where) for inside, where in sorted(parts, key=lambda part: -len(part[0]))]

    def _meets(self, name: str) -> Condition:
        standard = exact(self.standard if self.standard is not None else 0)
        return reduce(and_, (compare(value, ">=", standard, self.assumptions) for value in self.values[name]))

    def _notes(self, regions: int) -> Iterator[str]:
        scale = self.levels
        if self.standard is None:
            pairs = [(one, other) for one in self.objects for other in self.objects if self.above(one, other)]
            if pairs:
                told = ", ".join(f"{one} over {other}" for one, other in pairs)
                yield f"By every criterion at least as high, and higher by one, whatever the weights: {told}."
            if regions == 1:
                yield "No weights and no value of the levels between change the order."
        if scale is None:
            return
        top = scale.levels[-1]
        if self.standard is None:
            chained = f"the chain {scale.chain}" if scale.chain else "no chain: some objects do not compare"
            yield f"From the levels alone: {chained}."
            yield from self._what_would_alter(scale)
        concepts = (
            f"{{{', '.join(concept.objects)}}} by {', '.join(concept.criteria) or 'no criterion in common'}"
            for concept in scale.concepts(top)
            if concept.objects
        )
        yield f"Groups that share {top!r}: {'; '.join(concepts)}."

    def _what_would_alter(self, scale: OrdinalScale) -> Iterator[str]:
        """One sentence a pair of objects: which one judgement, moved by one step, alters how they compare."""
        by_pair: dict[tuple[str, str], list[str]] = {}
        for change in scale.changes():
            how = {"": "neither above the other", "=": "level"}.get(change.becomes, f"{change.becomes} instead")
            by_pair.setdefault(change.pair, []).append(
                f"{change.object} by {change.criterion} from {change.before} to {change.after} ({how})"
            )
        free = []
        for place, one in enumerate(scale.objects):
            for other in scale.objects[place + 1 :]:
                changes = by_pair.get((one, other), [])
                if not changes:
                    free.append(f"{one} and {other}")
                elif scale.relation(one, other) == "=":
                    yield f"{one} and {other} are level, and any one step in either's judgements ends that."
                else:
                    yield f"One step that alters how {one} and {other} compare: {'; '.join(changes)}."
        if free:
            yield f"No single step alters how these compare: {', '.join(free)}."

    def _payoffs(self) -> tuple[Payoff, ...]:
        own = () if self.standard is None else (self.standard,)
        return (*self.weights, *own, *(value for values in self.values.values() for value in values))

    def _checked(self, equilibrium: Equilibrium) -> bool:
        """Whether numbers at a point of the region give the same ranking, or the same set."""
        point = equilibrium.where.witness() if equilibrium.where is not None else None
        if point is None:
            return False
        numbers = {name: [value_at(value, point) for value in own] for name, own in self.values.items()}
        if self.standard is not None:
            least = value_at(self.standard, point)
            return _met([name for name, own in numbers.items() if min(own) >= least]) == equilibrium.outcome
        weights = [value_at(weight, point) for weight in self.weights]
        scores = {name: sum(w * v for w, v in zip(weights, own, strict=True)) for name, own in numbers.items()}
        steps = sorted(set(scores.values()))
        classes = [[name for name in self.objects if scores[name] == step] for step in steps]
        return ranking_text(classes) == equilibrium.outcome


Placed = tuple[Classes, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _inserted(classes: Classes, name: str) -> Iterator[Placed]:
    """A ranking with one more object, and the classes just below it, with it and just above it."""
    for at in range(len(classes) + 1):
        below = classes[at - 1] if at else ()
        above = classes[at] if at < len(classes) else ()
        yield (*classes[:at], (name,), *classes[at:]), below, (), above
        if above:
            yield (*classes[:at], (*above, name), *classes[at + 1 :]), (), above, ()


def _met(names: Sequence[str]) -> str:
    """Who meets the standard, in words."""
    if not names:
        return "nobody"
    return f"only {names[0]}" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
