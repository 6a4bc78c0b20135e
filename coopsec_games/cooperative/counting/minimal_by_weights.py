"""Minimal winning and vulnerable coalitions of a weight system, counted without listing them.

A coalition is minimal winning if it wins and does not without its lightest member.  So it is a lightest member of
weight w together with heavier ones (of those that weigh the same, earlier ones) that weigh at least q - w and less than
q: the members join a table of coalitions by weight and size from the heaviest down, and before each joins, the window
that it closes is read off.  How many of these contain a given member is an alternating sum in the same table.

References
----------
T. Uno 2012, Efficient computation of power indices for weighted majority games, ISAAC 2012, LNCS 7676, 679-689.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import TooLarge

__all__ = ["critical_by_size", "minimal_by_size", "work_of_critical", "work_of_minimal"]

Sizes = tuple[int, ...]
MOST_CELLS = 30_000_000
MOST_BYTES = 3 * 10**9


def work_of_minimal(weights: Sequence[int], quota: int) -> int:
    """About how many machine words the minimal winning coalitions move."""
    return len(weights) ** 3 * min(quota, sum(weights) - quota + 1) // 30


def work_of_critical(weights: Sequence[int], quota: int) -> int:
    """About how many machine words the vulnerable coalitions move."""
    return 3 * len(weights) ** 3 * (sum(weights) - quota + 1) // 30


def minimal_by_size(weights: Sequence[int], quota: int) -> tuple[tuple[Sizes, ...], Sizes]:
    """For each member the minimal winning coalitions with it, by size, and all of them by size.

    Parameters
    ----------
    weights
        Whole numbers, not negative.
    quota
        From 1 to the sum of the weights.

    Raises
    ------
    TooLarge
        The table would be too long.

    Examples
    --------
    >>> minimal_by_size((2, 1, 1, 0), 3)
    (((0, 0, 2, 0, 0), (0, 0, 1, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 0, 0)), (0, 0, 2, 0, 0))
    """
    size, total = len(weights), sum(weights)
    left_out = total - quota < quota
    width = total - quota + 1 if left_out else quota
    _check(size, width, "count by decision diagram, or ask for swings, which large games have as well")
    slot = size + 1
    order = sorted((place for place in range(size) if weights[place]), key=weights.__getitem__, reverse=True)
    lighter = [0] + [1] * width  # at x: the sets of members so far that weigh less than x, by size, packed
    found, everyone = [0] * size, 0
    heavier = 0
    for done, place in enumerate(order):
        weight = weights[place]
        if heavier + weight >= quota:
            high = heavier - quota + 1 if left_out else quota
            low, high = (max(high, 0), high + weight) if left_out else (max(high - weight, 0), high)
            window = lighter[high] - lighter[low]
            if window:
                ways = _reversed(window, slot, done) if left_out else window
                everyone += ways
                found[place] += ways
                known: dict[int, int] = {}
                for other in order[:done]:
                    step = weights[other]
                    if step not in known:
                        without = _without(lighter, high, step, slot) - _without(lighter, low, step, slot)
                        known[step] = _reversed(without, slot, done) if left_out else window - without
                    found[other] += known[step]
        heavier += weight
        if weight < width:
            _join(lighter, weight, slot)
    everyone <<= slot
    return tuple(_digits(packed << slot, slot, size + 1) for packed in found), _digits(everyone, slot, size + 1)


def critical_by_size(weights: Sequence[int], quota: int) -> tuple[Sizes, ...]:
    """For each member the winning coalitions in which it is critical, by how many are critical.

    Where a coalition wins by an excess e, its members heavier than e are critical, and those outside weigh the sum of
    all less q and e.  From one weight to the next the members heavier than e are the same, so that a table of the
    outsiders by weight and by how many of them are heavy changes by one member at a time.

    Parameters
    ----------
    weights
        Whole numbers, not negative.
    quota
        From 1 to the sum of the weights.

    Raises
    ------
    TooLarge
        The table would be too long.

    Examples
    --------
    >>> critical_by_size((3, 2, 1), 4)
    ((0, 1, 2, 0), (0, 0, 1, 0), (0, 0, 1, 0))
    """
    size, spare = len(weights), sum(weights) - quota
    width = spare + 1
    _check(size, width, "ask for swings, which large games have as well")
    slot = size + 1
    order = sorted((place for place in range(size) if weights[place]), key=weights.__getitem__)
    lighter = [0] + [1] * width  # at x: the sets that weigh less than x, by how many of them are heavy, packed
    for place in reversed(order):
        weight = weights[place]
        if weight < width:
            _join(lighter, weight, slot)
    idle = size - len(order)
    found, excess = [0] * size, 0
    for done, place in enumerate(order):
        weight = weights[place]
        heavy = len(order) - done
        if weight > excess and width - excess > 0:
            high, low = width - excess, max(width - weight, 0)
            known: dict[int, int] = {}
            for other in order[done:]:
                step = weights[other]
                if step not in known:
                    without = _without(lighter, high, step, slot) - _without(lighter, low, step, slot)
                    known[step] = _reversed(without, slot, heavy) << idle
                found[other] += known[step]
            excess = weight
        if excess >= width:
            break
        if weight < width:
            _unmark(lighter, weight, slot)
    return tuple(_digits(packed, slot, size + 1) for packed in found)


def _check(size: int, width: int, hint: str) -> None:
    if width > MOST_CELLS or width * size * (size + 1) // 8 > MOST_BYTES:
        raise TooLarge(
            f"{size} members need a table of {width:,} weights by {size + 1} sizes",
            hint=hint,
        )


def _join(lighter: list[int], weight: int, slot: int) -> None:
    """Another member, counted in the size."""
    lighter[weight + 1 :] = [
        without + (with_ << slot) for without, with_ in zip(lighter[weight + 1 :], lighter[1:-weight], strict=True)
    ]


def _unmark(lighter: list[int], weight: int, slot: int) -> None:
    """A member that has joined is no longer counted in the size."""
    rest = lighter[: weight + 1]
    for start in range(weight + 1, len(lighter), weight):
        block = zip(lighter[start : start + weight], rest[start - weight :], strict=False)
        rest += [table - (before << slot) for table, before in block]
    lighter[weight + 1 :] = [
        without + with_ for without, with_ in zip(rest[weight + 1 :], rest[1:-weight], strict=True)
    ]


def _without(lighter: Sequence[int], high: int, weight: int, slot: int) -> int:
    """The sets lighter than so much, without one member that has joined."""
    found = 0
    for number in lighter[(high - 1) % weight + 1 : high + 1 : weight] if high else ():
        found = number - (found << slot)
    return found


def _digits(packed: int, slot: int, many: int) -> Sizes:
    whole = (1 << slot) - 1
    return tuple([packed >> slot * place & whole for place in range(many)])


def _reversed(packed: int, slot: int, last: int) -> int:
    """The number of size s moved to last - s."""
    found = 0
    for number in _digits(packed, slot, last + 1):
        found = found << slot | number
    return found
