"""Equilibria of a ballot game, with the conditions under which they are, and the outcomes that they lead to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations, permutations
from operator import or_
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from ...conditions import Condition, compare, conjunction
from ...errors import Unverified, UsageError
from ...linear import satisfying_point
from ...results import Solution
from ...verify import pure_nash
from ..normal_form import Equilibrium
from .counting import Context, Counting, Counts, Key
from .game import BallotGame

__all__ = [
    "NO_EQUILIBRIUM",
    "REFINEMENTS",
    "Refinement",
    "ballot_equilibria",
    "count_nash",
    "outcome_regions",
]

Refinement: TypeAlias = Literal["undominated", "as-if-critical", "none"]

REFINEMENTS = ("undominated", "as-if-critical", "none")
CONCEPTS = {"undominated": "undominated-nash", "as-if-critical": "as-if-critical", "none": "pure-nash"}
NO_EQUILIBRIUM = "no equilibrium"


def ballot_equilibria(game: BallotGame, refinement: Refinement = "undominated", *, every: bool = False) -> Solution:
    """The equilibria of a ballot game by outcome and condition.

    Parameters
    ----------
    game
        The game.
    refinement
        ``"undominated"``, ``"as-if-critical"`` or ``"none"`` (every Nash equilibrium in pure strategies).
    every
        Also those whose condition lies within that of another with the same outcome.

    Returns
    -------
    Solution
        Its equilibria each stand for the ``stands_for`` profiles that have the same outcome and the same condition;
        ``profile`` shows the first of them by type, ``payoffs`` its members' payoffs in the order of ``game.players``.
        ``complete`` is true where none was left out as narrower than another.

    Raises
    ------
    TooLarge
        Beyond 400,000 states.
    Unverified
        When an equilibrium fails its check by definition.

    References
    ----------
    Farquharson (1969), Theory of Voting, ch. 5; Baron and Kalai (1993), Journal of Economic Theory 61:290-304.
    """
    if refinement not in REFINEMENTS:
        raise UsageError(f"unknown refinement {refinement!r}", hint=f"known: {', '.join(REFINEMENTS)}")
    table = Counting(game)
    allowed = _as_if_critical(table) if refinement == "as-if-critical" else _replies(table, refinement == "undominated")
    groups, narrower = _groups(table, allowed, every)
    symbolic = bool(game.assumptions.names)
    complete: bool | None = not narrower
    verified, equilibria = True, []
    for label, where, state, stands_for in groups:
        possible = where.feasible()
        if possible is False:
            continue
        complete = complete if possible else None
        ballots = table.representative(state)
        verified = _checked(table, label, ballots, where, refinement) and verified
        equilibria.append(
            Equilibrium(
                table.profile(state),
                tuple(own.payoff(ballots[m], label == "adopted") for own in game.types for m in own.members),
                where if symbolic else None,
                outcome=label,
                possible_where=where if symbolic else None,
                stands_for=stands_for,
            )
        )
    notes = table.notes()
    if narrower:
        notes += (f"{narrower} more conditions lie within one that is listed with the same outcome",)
    return Solution(
        CONCEPTS[refinement],
        "profiles",
        game.players,
        tuple(equilibria),
        complete=complete,
        verified=verified,
        method=f"counting {table.states:,} states by type and ballot",
        notes=notes,
    )


def outcome_regions(game: BallotGame, refinement: Refinement = "undominated") -> Mapping[str, Condition]:
    """Which outcomes have an equilibrium where, as a partition of the assumptions.

    Where equilibria with several outcomes coexist, the region is named after all of them, such as ``"adopted or
    vetoed"``; where there is none, ``"no equilibrium"``.

    Parameters
    ----------
    game, refinement
        As for ``ballot_equilibria``.
    """
    solution, assumptions = ballot_equilibria(game, refinement), game.assumptions
    always, never = Condition.true(assumptions), Condition.false(assumptions)
    unions: dict[str, Condition] = {}
    for equilibrium in solution.equilibria:
        where = equilibrium.where if equilibrium.where is not None else always
        unions[equilibrium.outcome] = unions.get(equilibrium.outcome, never) | where
    unions = {label: union.simplify() for label, union in sorted(unions.items())}
    regions: dict[str, Condition] = {}
    for size in range(1, len(unions) + 1):
        for labels in combinations(unions, size):
            region = always
            for label, union in unions.items():
                region = region & (union if label in labels else ~union)
            if region.feasible() is not False:
                regions[" or ".join(labels)] = region.simplify()
    nothing = reduce(lambda left, right: left & ~right, unions.values(), always)
    if nothing.feasible() is not False:
        regions[NO_EQUILIBRIUM] = nothing.simplify()
    return MappingProxyType(regions)


def count_nash(game: BallotGame) -> tuple[int, int]:
    """How many states by type, and how many profiles, are Nash equilibria of a game without parameters.

    Raises
    ------
    UsageError
        When a utility has a parameter left.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> from coopsec_games.noncooperative.ballots import Type
    >>> count_nash(BallotGame(Quota(("A", "B", "C"), 2), (Type(("A", "B", "C"), 1),), ("yes", "no")))
    (3, 5)
    """
    if game.parameters:
        raise UsageError("only a game without parameters has a number of equilibria", hint="use .at(values)")
    table = Counting(game)
    allowed = _replies(table, False)
    states = profiles = 0
    for state, _, keys in table.walk(allowed):
        if all(allowed[key].formula is True for key in keys):
            states += table.spelt_out(state)
            profiles += table.multiplicity(state)
    return states, profiles


class _Gains:
    """Where one ballot of a type is at least as good as, or better than, another, by the outcomes of the two."""

    def __init__(self, table: Counting, number: int) -> None:
        self.type = table.game.types[number]
        self.ballots = [table.game.ballots[alike[0]] for alike in table.classes[number]]
        self.places = [alike[0] for alike in table.classes[number]]
        self.assumptions = table.game.assumptions
        self.contexts = list(dict.fromkeys(table.contexts[table.kind_of_type[number]].values()))
        self._known: dict[tuple[str, int, int, bool, bool], Condition] = {}

    def compared(self, op: str, one: int, other: int, context: Context) -> Condition:
        """Where the payoff of class ``one`` in a context has a relation to that of class ``other``."""
        with_one, with_other = (context[self.places[c]] == "adopted" for c in (one, other))
        if with_one == with_other:
            with_one = with_other = False
        key = (op, one, other, with_one, with_other)
        if key not in self._known:
            left = self.type.payoff(self.ballots[one], with_one)
            right = self.type.payoff(self.ballots[other], with_other)
            self._known[key] = compare(left, op, right, self.assumptions)
        return self._known[key]

    def best(self, own: int, context: Context) -> Condition:
        """Where a ballot is a best reply in a context."""
        others = (c for c in range(len(self.ballots)) if c != own)
        start = Condition.true(self.assumptions)
        return reduce(lambda so_far, other: so_far & self.compared(">=", own, other, context), others, start)

    def undominated(self, own: int) -> Condition:
        """Where no other ballot weakly dominates this one."""
        result = Condition.true(self.assumptions)
        for other in range(len(self.ballots)):
            if other != own:
                as_good, better = Condition.true(self.assumptions), Condition.false(self.assumptions)
                for context in self.contexts:
                    as_good = as_good & self.compared(">=", other, own, context)
                    better = better | self.compared(">", other, own, context)
                result = result & ~(as_good & better)
        return result

    def critical(self) -> list[Context]:
        """The contexts in which some two ballots lead to different outcomes."""
        return [context for context in self.contexts if len({context[b] == "adopted" for b in self.places}) > 1]


def _replies(table: Counting, admissible: bool) -> dict[Key, Condition]:
    """Where a ballot of a type is a best reply in a context and, if asked for, not weakly dominated."""
    allowed: dict[Key, Condition] = {}
    for t in range(len(table.game.types)):
        gains = _Gains(table, t)
        for c in range(len(table.classes[t])):
            usable = gains.undominated(c).simplify() if admissible else Condition.true(table.game.assumptions)
            for context in gains.contexts:
                where = gains.best(c, context) & usable
                if where.feasible() is not False:
                    allowed[t, c, context] = where.simplify()
    return allowed


def _as_if_critical(table: Counting) -> dict[Key, Condition]:
    """Where a ballot is the one that a type casts as if critical, and a best reply in a context."""
    allowed: dict[Key, Condition] = {}
    for t in range(len(table.game.types)):
        gains = _Gains(table, t)
        earlier = Condition.false(table.game.assumptions)
        for c in range(len(table.classes[t])):
            chosen = gains.undominated(c)
            for context in gains.critical():
                chosen = chosen & gains.best(c, context)
            chosen = chosen.simplify()
            first = chosen & ~earlier
            earlier = earlier | chosen
            for context in gains.contexts:
                where = first & gains.best(c, context)
                if where.feasible() is not False:
                    allowed[t, c, context] = where.simplify()
    return allowed


_Group: TypeAlias = tuple[str, Condition, tuple[Counts, ...], int]


def _groups(table: Counting, allowed: Mapping[Key, Condition], every: bool) -> tuple[list[_Group], int]:
    """The states joined by outcome and condition, and how many were left out as narrower than another.

    A group is an outcome, a condition, the first state, and the number of profiles.
    """
    bits: dict[Any, int] = {}
    conditions: list[Condition] = []
    place: dict[Key, int] = {}
    for key, where in allowed.items():
        if where.formula is True:
            place[key] = 0
            continue
        if where.formula not in bits:
            bits[where.formula] = 1 << len(conditions)
            conditions.append(where)
        place[key] = bits[where.formula]
    firsts: dict[tuple[str, int], tuple[Counts, ...]] = {}
    totals: dict[tuple[str, int], int] = {}
    for state, label, keys in table.walk(allowed):
        needs = reduce(or_, (place[key] for key in keys), 0)
        firsts.setdefault((label, needs), state)
        totals[label, needs] = totals.get((label, needs), 0) + table.multiplicity(state)
    chosen = list(firsts) if every else _widest(list(firsts), conditions)
    start = Condition.true(table.game.assumptions)
    groups: list[_Group] = []
    for label, needs in chosen:
        parts = (where for i, where in enumerate(conditions) if needs >> i & 1)
        where = reduce(lambda so_far, part: so_far & part, parts, start)
        groups.append((label, where, firsts[label, needs], totals[label, needs]))
    return groups, len(firsts) - len(groups)


def _widest(groups: list[tuple[str, int]], conditions: list[Condition]) -> list[tuple[str, int]]:
    """Of groups (outcome, set of conditions) those that no other with the same outcome contains, part by part."""
    implied = [1 << i for i in range(len(conditions))]
    for (i, one), (j, other) in permutations(enumerate(conditions), 2):
        if set(one.names) >= set(other.names) and one.implies(other):
            implied[i] |= 1 << j
    kept: dict[str, list[int]] = {}
    for label, needs in sorted(groups, key=lambda group: group[1].bit_count()):
        reach = reduce(or_, (mask for i, mask in enumerate(implied) if needs >> i & 1), 0)
        if not any(wider & ~reach == 0 for wider in kept.setdefault(label, [])):
            kept[label].append(needs)
    for label, masks in kept.items():
        closed = {needs: reduce(or_, (mask for i, mask in enumerate(implied) if needs >> i & 1), 0) for needs in masks}
        kept[label] = [
            needs
            for place, needs in enumerate(masks)
            if not any(wider & ~closed[needs] == 0 for wider in masks[place + 1 :])
        ]
    return [(label, needs) for label, needs in groups if needs in kept[label]]


def _checked(table: Counting, label: str, ballots: Mapping[str, str], where: Condition, refinement: Refinement) -> bool:
    """Whether an equilibrium is one at a point of its condition, by definition and with Fractions alone.

    No member gains by another ballot (asked of the rule itself) and, but for plain Nash equilibrium, no other ballot
    of a member is at least as good in every context and better in one.
    """
    game = table.game
    whole = conjunction(game.assumptions.formula, where.formula)
    point = satisfying_point(whole) if where.is_linear else where.witness()
    if point is None:
        return False
    numbers = game
    if game.assumptions.names:
        numbers = game.at({name: point.get(name, Fraction(0)) for name in game.assumptions.names})
    if numbers.outcome(ballots) != label:
        raise Unverified("the outcome of an equilibrium failed its exact check")
    for own, kind in zip(numbers.types, table.kind_of_type, strict=True):
        contexts = list(dict.fromkeys(table.contexts[kind].values()))
        worth = {
            ballot: [own.payoff(ballot, context[b] == "adopted") for context in contexts]
            for b, ballot in enumerate(game.ballots)
        }
        for member in own.members:
            choices: dict[tuple[Hashable, ...], tuple[Any, ...]] = {}
            for ballot in game.ballots:
                adopted = numbers.outcome({**ballots, member: ballot}) == "adopted"
                choices[ballot,] = (own.payoff(ballot, adopted),)
            if not pure_nash(choices, (ballots[member],), (game.ballots,)):
                raise Unverified(f"{member} would gain by another ballot: an equilibrium failed its exact check")
        for cast in sorted({ballots[member] for member in own.members}) if refinement != "none" else ():
            if any(_dominates(worth[other], worth[cast]) for other in game.ballots):
                raise Unverified(f"{own.name} casts a dominated ballot: an equilibrium failed its exact check")
    return True


def _dominates(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return one != other and all(left >= right for left, right in zip(one, other, strict=True))
