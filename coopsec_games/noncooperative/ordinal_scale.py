"""Judgements on an ordinal scale: who is above whom whatever the steps of the scale are worth, and what would alter it.

One object is at least as high as another where it reaches at least the same level by every criterion.  What follows
from that alone needs no numbers; what needs numbers is told as a condition on them (:class:`JudgedScale`).

Examples
--------
>>> rings = OrdinalScale(("individual", "collective", "defence", "stability"), ("No", "Yes?", "Yes"), {
...     "UN": ("Yes?", "Yes?", "No", "Yes?"), "OSCE": ("Yes?", "Yes?", "No", "Yes?"),
...     "EU": ("Yes", "Yes", "No", "Yes?"), "NATO": ("Yes", "Yes", "Yes", "Yes")})
>>> rings.chain
'UN = OSCE < EU < NATO'
>>> rings.complete("Yes")
('NATO',)
>>> for concept in rings.concepts("Yes"):
...     print(", ".join(concept.objects), "|", ", ".join(concept.criteria) or "none")
UN, OSCE, EU, NATO | none
EU, NATO | individual, collective
NATO | individual, collective, defence, stability

References
----------
Ganter and Wille (1999), Formal Concept Analysis: Mathematical Foundations, ch. 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import InvalidGame, UnknownKey, did_you_mean

__all__ = ["Change", "Concept", "OrdinalScale", "ranking_text"]

RELATIONS = {(True, True): "=", (True, False): ">", (False, True): "<", (False, False): ""}


@dataclass(frozen=True)
class Concept:
    """A formal concept: all objects that share the criteria, and all criteria that the objects share."""

    objects: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One judgement that is put on another level, and the relation of two objects before and after it.

    Parameters
    ----------
    object, criterion
        Which judgement.
    before, after
        Its level.
    pair
        Two objects, the first of which precedes the second on the list.
    was, becomes
        ``<``, ``=``, ``>``, or nothing where neither is at least as high as the other.
    """

    object: str
    criterion: str
    before: str
    after: str
    pair: tuple[str, str]
    was: str
    becomes: str


@dataclass(frozen=True)
class OrdinalScale:
    """Objects judged by several criteria on one scale of levels.

    Parameters
    ----------
    criteria
        What is judged.
    levels
        The steps of the scale, lowest first.
    judgements
        For each object a level by each criterion.

    Raises
    ------
    InvalidGame
        For fewer than two levels, a name that stands twice, a level that is none, or a judgement too many or too few.
    """

    criteria: tuple[str, ...]
    levels: tuple[str, ...]
    judgements: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for part in ("criteria", "levels"):
            names = tuple(getattr(self, part))
            object.__setattr__(self, part, names)
            if len(set(names)) < len(names):
                raise InvalidGame(f"a name stands twice among the {part}")
        if len(self.levels) < 2 or not self.criteria or not self.judgements:
            raise InvalidGame("a scale takes two levels, a criterion and an object")
        read = {name: tuple(levels) for name, levels in self.judgements.items()}
        for name, levels in read.items():
            if len(levels) != len(self.criteria):
                raise InvalidGame(f"{name} has {len(levels)} judgements, and there are {len(self.criteria)} criteria")
            for level in levels:
                self.rank(level)
        object.__setattr__(self, "judgements", MappingProxyType(read))

    @property
    def objects(self) -> tuple[str, ...]:
        """What is judged, in the order of the list."""
        return tuple(self.judgements)

    def rank(self, level: str) -> int:
        """The place of a level on the scale, from 0."""
        if level not in self.levels:
            hint = did_you_mean(level, self.levels) or f"levels: {', '.join(self.levels)}"
            raise InvalidGame(f"{level!r} is no level of the scale", hint=hint)
        return self.levels.index(level)

    def at_least(self, one: str, other: str) -> bool:
        """Whether one object reaches at least the level of the other by every criterion."""
        pairs = zip(self._levels_of(one), self._levels_of(other), strict=True)
        return all(self.rank(mine) >= self.rank(theirs) for mine, theirs in pairs)

    def relation(self, one: str, other: str) -> str:
        """How two objects compare: ``<``, ``=``, ``>``, or nothing where neither is at least as high."""
        return RELATIONS[self.at_least(one, other), self.at_least(other, one)]

    @property
    def chain(self) -> str | None:
        """The objects from the lowest to the highest, where any two compare; else None."""
        pairs = [self.relation(one, other) for one in self.objects for other in self.objects]
        if "" in pairs:
            return None
        height = {one: sum(self.at_least(one, other) for other in self.objects) for one in self.objects}
        steps = sorted(set(height.values()))
        return ranking_text([[one for one in self.objects if height[one] == step] for step in steps])

    def complete(self, level: str) -> tuple[str, ...]:
        """The objects that reach a level by every criterion."""
        least = self.rank(level)
        return tuple(name for name, levels in self.judgements.items() if all(self.rank(own) >= least for own in levels))

    def concepts(self, level: str) -> tuple[Concept, ...]:
        """The formal concepts of what reaches a level by what, from the most objects to the fewest.

        Parameters
        ----------
        level
            A judgement counts from this level on.

        References
        ----------
        Ganter and Wille (1999), Formal Concept Analysis, section 1.1.
        """
        least = self.rank(level)
        reached = {
            name: frozenset(
                criterion for criterion, own in zip(self.criteria, levels, strict=True) if self.rank(own) >= least
            )
            for name, levels in self.judgements.items()
        }
        intents = {frozenset(self.criteria)}
        for own in reached.values():
            intents |= {own & intent for intent in intents}
        found = []
        for intent in intents:
            objects = tuple(name for name in self.objects if reached[name] >= intent)
            found.append(Concept(objects, tuple(name for name in self.criteria if name in intent)))
        return tuple(
            sorted(found, key=lambda concept: (-len(concept.objects), len(concept.criteria), concept.criteria))
        )

    def changes(self, steps: int = 1) -> tuple[Change, ...]:
        """The judgements that, each put on another level alone, alter how two objects compare.

        Parameters
        ----------
        steps
            How many steps of the scale a judgement may be moved.
        """
        return tuple(self._changes(steps))

    def _changes(self, steps: int) -> Iterator[Change]:
        for name, levels in self.judgements.items():
            for place, criterion in enumerate(self.criteria):
                here = self.rank(levels[place])
                for level in self.levels[max(0, here - steps) : here + steps + 1]:
                    if level == levels[place]:
                        continue
                    moved = self._moved(name, place, level)
                    for other in self.objects:
                        first, second = sorted((name, other), key=self.objects.index)
                        was, becomes = self.relation(first, second), moved.relation(first, second)
                        if other != name and was != becomes:
                            yield Change(name, criterion, levels[place], level, (first, second), was, becomes)

    def _moved(self, name: str, place: int, level: str) -> OrdinalScale:
        own = self.judgements[name]
        changed = {**self.judgements, name: (*own[:place], level, *own[place + 1 :])}
        return OrdinalScale(self.criteria, self.levels, changed)

    def _levels_of(self, name: str) -> tuple[str, ...]:
        if name not in self.judgements:
            raise UnknownKey(f"nothing is judged of {name!r}", hint=did_you_mean(name, self.objects))
        return self.judgements[name]


def ranking_text(classes: Sequence[Sequence[str]]) -> str:
    """A ranking in one line, from the lowest to the highest.

    Examples
    --------
    >>> ranking_text([["UN", "OSCE"], ["EU"]])
    'UN = OSCE < EU'
    """
    return " < ".join(" = ".join(own) for own in classes)
