"""A ballot game by counting: outcomes by kind, contexts of a member, and states by type."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product
from math import comb, factorial, prod
from typing import TypeAlias

from ...conditions import Condition
from ...errors import TooLarge
from .game import BallotGame

__all__ = ["MOST_STATES", "Context", "Counting", "Counts", "Key"]

MOST_STATES = 400_000

Context: TypeAlias = tuple[str, ...]
Counts: TypeAlias = tuple[int, ...]
Key: TypeAlias = tuple[int, int, Context]


class Counting:
    """A game by kinds and types: the outcome of each vector of counts, the contexts, and the states."""

    def __init__(self, game: BallotGame) -> None:
        self.game = game
        ballots = game.ballots
        kinds: dict[Hashable, list[str]] = {}
        for member in game.rule.members:
            kinds.setdefault(game.rule.kind(member), []).append(member)
        self.kinds = list(kinds.values())
        kind_of = {key: i for i, key in enumerate(kinds)}
        self.kind_of_type = [kind_of[game.rule.kind(own.members[0])] for own in game.types]
        vectors = prod(comb(len(members) + len(ballots) - 1, len(ballots) - 1) for members in self.kinds)
        if vectors > MOST_STATES:
            raise TooLarge(
                f"the ballot game has {vectors:,} counts of ballots by kind, the limit is {MOST_STATES:,}",
                hint="allow fewer ballots",
            )
        base = len(game.rule.members) + 1
        self.weight = [[base ** (k * len(ballots) + b) for b in range(len(ballots))] for k in range(len(self.kinds))]
        self.labels = self._outcomes()
        self.contexts = [self._contexts(k) for k in range(len(self.kinds))]
        self.classes = [self._classes(t) for t in range(len(game.types))]
        self.states = prod(
            comb(len(own.members) + len(alike) - 1, len(alike) - 1)
            for own, alike in zip(game.types, self.classes, strict=True)
        )
        if self.states > MOST_STATES:
            raise TooLarge(
                f"the ballot game has {self.states:,} states, the limit is {MOST_STATES:,}",
                hint="group members of like utilities into one type, or allow fewer ballots",
            )

    def _outcomes(self) -> dict[int, str]:
        game, labels = self.game, {}
        choices = [list(_compositions(len(members), len(game.ballots))) for members in self.kinds]
        for counts in product(*choices):
            ballots: dict[str, str] = {}
            code = 0
            for members, own, weights in zip(self.kinds, counts, self.weight, strict=True):
                cast = (ballot for ballot, count in zip(game.ballots, own, strict=True) for _ in range(count))
                ballots.update(zip(members, cast, strict=True))
                code += sum(w * count for w, count in zip(weights, own, strict=True))
            labels[code] = game.outcome(ballots)
        return labels

    def _contexts(self, kind: int) -> dict[int, tuple[str, ...]]:
        """Counts of the others to the outcome under each ballot of one more member of a kind."""
        weights = self.weight[kind]
        base = len(self.game.rule.members) + 1
        first = weights[0]
        return {
            code - first: tuple(self.labels[code - first + w] for w in weights)
            for code in self.labels
            if code // first % base
        }

    def _classes(self, number: int) -> list[tuple[int, ...]]:
        """Ballots of a type that lead to the same outcome in every context and are worth the same to cast."""
        own, ballots = self.game.types[number], self.game.ballots
        contexts = set(self.contexts[self.kind_of_type[number]].values())
        classes: list[list[int]] = []
        for b, ballot in enumerate(ballots):
            for alike in classes:
                first = alike[0]
                same = own.payoff(ballot, False) == own.payoff(ballots[first], False)
                if same and all(context[b] == context[first] for context in contexts):
                    alike.append(b)
                    break
            else:
                classes.append([b])
        return [tuple(alike) for alike in classes]

    def walk(self, allowed: Mapping[Key, Condition]) -> Iterator[tuple[tuple[Counts, ...], str, set[Key]]]:
        """The states with their outcome and the keys (type, class, context) on which they depend.

        States that need a key that is not allowed are left out.
        """
        per_type = []
        for t, (own, alike) in enumerate(zip(self.game.types, self.classes, strict=True)):
            weights = self.weight[self.kind_of_type[t]]
            usable = {c for (number, c, _) in allowed if number == t}
            rows = []
            for counts in _compositions(len(own.members), len(alike)):
                cast = [c for c, count in enumerate(counts) if count]
                if usable.issuperset(cast):
                    code = sum(weights[alike[c][0]] * counts[c] for c in cast)
                    less = [(t, c, weights[alike[c][0]], self.contexts[self.kind_of_type[t]]) for c in cast]
                    rows.append((counts, code, less))
            per_type.append(rows)
        for chosen in product(*per_type):
            code = sum(part[1] for part in chosen)
            keys = set()
            for _, _, less in chosen:
                for t, c, weight, contexts in less:
                    key = (t, c, contexts[code - weight])
                    if key not in allowed:
                        break
                    keys.add(key)
                else:
                    continue
                break
            else:
                yield tuple(part[0] for part in chosen), self.labels[code], keys

    def multiplicity(self, state: Sequence[Counts]) -> int:
        """How many profiles a state stands for."""
        total = 1
        for counts, alike in zip(state, self.classes, strict=True):
            total *= factorial(sum(counts)) // prod(factorial(count) for count in counts)
            total *= prod(len(ballots) ** count for ballots, count in zip(alike, counts, strict=True))
        return total

    def spelt_out(self, state: Sequence[Counts]) -> int:
        """How many states it stands for where ballots that come to the same are told apart."""
        return prod(
            comb(count + len(ballots) - 1, len(ballots) - 1)
            for counts, alike in zip(state, self.classes, strict=True)
            for ballots, count in zip(alike, counts, strict=True)
        )

    def representative(self, state: Sequence[Counts]) -> dict[str, str]:
        """One profile of a state: the first members of each type cast its first ballots."""
        ballots: dict[str, str] = {}
        for own, counts, alike in zip(self.game.types, state, self.classes, strict=True):
            cast = (self.game.ballots[part[0]] for part, count in zip(alike, counts, strict=True) for _ in range(count))
            ballots.update(zip(own.members, cast, strict=True))
        return ballots

    def profile(self, state: Sequence[Counts]) -> dict[str, str]:
        """A state as readers read it: type to ballots."""
        shown = {}
        for own, counts, alike in zip(self.game.types, state, self.classes, strict=True):
            words = [self._words(part) for part in alike]
            cast = [(word, count) for word, count in zip(words, counts, strict=True) if count]
            shown[own.name] = cast[0][0] if len(cast) == 1 else ", ".join(f"{count} {word}" for word, count in cast)
        return shown

    def _words(self, alike: Sequence[int]) -> str:
        return " or ".join(self.game.ballots[b] for b in alike)

    def notes(self) -> tuple[str, ...]:
        """Which ballots come to the same thing."""
        return tuple(
            f"for {own.name}, {self._words(part).replace(' or ', ' and ')} come to the same and are counted together"
            for own, alike in zip(self.game.types, self.classes, strict=True)
            for part in alike
            if len(part) > 1
        )


def _compositions(total: int, parts: int) -> Iterator[Counts]:
    """The ways to distribute a total over parts, most on the first parts first."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)
