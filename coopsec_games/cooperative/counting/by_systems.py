"""Counting by weights where a rule is made of a few weight systems.

Swings add up: one system or another has the swings of both less those of both together.  So any compound is a sum of
conjunctions, with signs.  A coalition wins in every system if those outside weigh at most what each system can spare: a
table of the outsiders has one dimension a system.  A system that counts heads needs none, because the numbers are known
by size: what a member completes follows from its swings, size after size.

>>> from coopsec_games.cooperative.counting.weight_systems import Every, System
>>> sizes, winning = swings_of_systems(Every((System((2, 1, 1), 3), System((1, 1, 1), 2))))
>>> sizes, winning
(((0, 2, 1), (0, 1, 0), (0, 1, 0)), (0, 0, 2, 1))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from ...errors import TooLarge
from .by_weights import swings_by_size, work_of_sizes
from .weight_systems import Every, Some, System, leaves

__all__ = ["MOST_CELLS", "swings_of_systems", "work_of_systems"]

MOST_CELLS = 20_000_000
MOST_SYSTEMS = 4

Sizes = tuple[int, ...]
Term = frozenset[System]


def swings_of_systems(expression: Every | Some) -> tuple[tuple[Sizes, ...], Sizes]:
    """Each member's swings by the size of the coalition without it, and the winning coalitions by size.

    Parameters
    ----------
    expression
        Weight systems joined by "and" and "or".

    Raises
    ------
    TooLarge
        The tables would be too long, or there are more than four systems.
    """
    size = len(leaves(expression)[0].weights)
    sizes, winning = [[0] * size for _ in range(size)], [0] * (size + 1)
    for term, sign in _terms(expression).items():
        part, won = _conjunction(term)
        winning = [number + sign * more for number, more in zip(winning, won, strict=True)]
        sizes = [
            [number + sign * more for number, more in zip(old, new, strict=True)]
            for old, new in zip(sizes, part, strict=True)
        ]
    return tuple(map(tuple, sizes)), tuple(winning)


def work_of_systems(expression: Every | Some) -> int:
    """About how many machine words move; more than can be where there are too many systems."""
    if len(leaves(expression)) > MOST_SYSTEMS:
        return 10**30
    found = 0
    for term in _terms(expression):
        _, others = _heads(term)
        if len(others) == 1:
            found += work_of_sizes(others[0].weights, others[0].quota)
        elif others:
            found += 50 * _cells(others) * len(others[0].weights)
    return found


def _terms(expression: System | Every | Some) -> Mapping[Term, int]:
    """A compound as a sum of conjunctions."""
    if isinstance(expression, System):
        return {frozenset([expression]): 1}
    if isinstance(expression, Every):
        return _product(_terms(part) for part in expression.parts)
    # one of several: not that all of them fail
    failing = ({frozenset(): 1, **{term: -sign for term, sign in _terms(part).items()}} for part in expression.parts)
    return {term: -sign for term, sign in _product(failing).items() if term}


def _product(factors: Iterable[Mapping[Term, int]]) -> dict[Term, int]:
    found: dict[Term, int] = {frozenset(): 1}
    for factor in factors:
        joined: dict[Term, int] = {}
        for (one, sign), (other, more) in product(found.items(), factor.items()):
            joined[one | other] = joined.get(one | other, 0) + sign * more
        found = {term: sign for term, sign in joined.items() if sign}
    return found


def _heads(term: Iterable[System]) -> tuple[int, tuple[System, ...]]:
    """How many heads a conjunction needs, and its other systems, each set of weights once."""
    highest: dict[tuple[int, ...], int] = {}
    for system in sorted(term, key=lambda system: (system.weights, system.quota)):
        highest[system.weights] = system.quota
    heads = [quota for weights, quota in highest.items() if set(weights) == {1}]
    others = tuple(System(weights, quota) for weights, quota in highest.items() if set(weights) != {1})
    return max(heads, default=0), others


def _conjunction(term: Term) -> tuple[Sequence[Sequence[int]], Sequence[int]]:
    heads, others = _heads(term)
    if not others:
        system = next(iter(term))
        return swings_by_size(system.weights, heads)
    sizes, winning = swings_by_size(others[0].weights, others[0].quota) if len(others) == 1 else _tabled(others)
    return (sizes, winning) if not heads else _with_heads(sizes, winning, heads)


def _with_heads(
    sizes: Sequence[Sequence[int]], winning: Sequence[int], heads: int
) -> tuple[Sequence[Sequence[int]], Sequence[int]]:
    """The swings where so many heads are needed besides."""
    found = []
    for swings in sizes:
        completes = 0  # coalitions of a size that win with the member
        for many in range(heads):
            completes = swings[many] + winning[many] - completes
        found.append([0] * (heads - 1) + [completes] + list(swings[heads:]))
    return found, [0] * heads + list(winning[heads:])


def _cells(systems: Sequence[System]) -> int:
    return prod(sum(system.weights) - system.quota + 1 for system in systems)


def _tabled(systems: Sequence[System]) -> tuple[Sequence[Sequence[int]], Sequence[int]]:
    """A table of those outside, by what they weigh in each system at most, each cell their sizes packed."""
    if _cells(systems) > MOST_CELLS:
        raise TooLarge(
            f"a table of {_cells(systems):,} cells for {len(systems)} weight systems is too long",
            hint="count by decision diagram",
        )
    ordered = sorted(systems, key=lambda system: sum(system.weights) - system.quota)
    spare = [sum(system.weights) - system.quota for system in ordered]
    size = len(ordered[0].weights)
    slot = size + 1
    members = list(zip(*(system.weights for system in ordered), strict=True))
    rows = {place: [1] * (spare[-1] + 1) for place in product(*(range(most + 1) for most in spare[:-1]))}
    descending = list(rows)[::-1]
    for *steps, last in sorted(members):
        if last > spare[-1]:
            continue
        for place in descending:
            source = rows.get(tuple([at - step for at, step in zip(place, steps, strict=True)]))
            if source is not None:
                row = rows[place]
                row[last:] = [less + (more << slot) for less, more in zip(row[last:], source, strict=False)]
    found: dict[tuple[int, ...], list[int]] = {}
    for member in set(members):
        chain = [0]
        if any(member):
            at = list(spare)
            while min(at) >= 0:
                chain.append(rows[tuple(at[:-1])][at[-1]])
                at = [left - step for left, step in zip(at, member, strict=True)]
            chain[1:] = chain[:0:-1]
        beyond, within = 0, 0  # without the member: what is left beside it, and what is left at all
        for number in chain[1:]:
            beyond, within = within, number - (within << slot)
        found[member] = _digits(within - beyond, slot, size)[::-1]
    fitting = rows[tuple(spare[:-1])][-1]
    return [found[member] for member in members], _digits(fitting, slot, size + 1)[::-1]


def _digits(packed: int, slot: int, many: int) -> list[int]:
    whole = (1 << slot) - 1
    return [packed >> slot * place & whole for place in range(many)]
