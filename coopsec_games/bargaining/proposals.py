"""Which coalitions proposers may use, proposed in floats: everything said here is certified elsewhere, or dropped.

Proposers learn: in each round they buy what was cheapest at the values that go with what they bought so far.  What they
keep buying, and whatever costs nearly the same, is a proposal; after these comes every other choice, up to a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from ..noncooperative.payoffs import value_at
from .games import BargainingGame, Coalition

__all__ = ["proposed_supports"]

_ROUNDS = 1_500
_MOST_OTHERS = 256
_NEAR = (1e-9, 1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2)

Support = tuple[tuple[Coalition, ...], ...]


def proposed_supports(game: BargainingGame, partners: Support) -> Iterator[Support]:
    """For proposers of each kind the coalitions that may be cheapest, the likely ones first, fewer before more.

    Parameters
    ----------
    game
        A game without parameters.
    partners
        The least sets of others with whom a proposer of each kind wins.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> game = BargainingGame.of(simple_game("[3; 2, 1, 1]"), discount="1/2")
    >>> next(proposed_supports(game, game.partners()))
    (((0, 1),), ((1, 0),))
    """
    kinds = game.kinds
    size = len(kinds)
    discount = float(value_at(game.discount, {}))
    odds = [float(value_at(kind.recognition, {})) for kind in kinds]
    numbers = [len(kind.members) for kind in kinds]
    bought = [[float(count) for count in options[0]] for options in partners]
    values = [1.0 / sum(numbers)] * size
    for place in range(1, _ROUNDS):
        for kind, options in enumerate(partners):
            chosen = min(options, key=lambda option: _cost(option, values))
            bought[kind] = [old + (new - old) / (place + 1) for old, new in zip(bought[kind], chosen, strict=True)]
        values = _values(discount, odds, numbers, bought)
    told: set[Support] = set()
    for near in _NEAR:
        support = []
        for options in partners:
            least = min(_cost(option, values) for option in options)
            support.append(tuple(option for option in options if _cost(option, values) <= least + near))
        if tuple(support) not in told:
            told.add(tuple(support))
            yield tuple(support)
    parts = [[part for size in range(1, len(own) + 1) for part in combinations(own, size)] for own in partners]
    yield from (each for each in islice(product(*parts), _MOST_OTHERS) if each not in told)


def _cost(option: Coalition, values: Sequence[float]) -> float:
    return sum(count * value for count, value in zip(option, values, strict=True))


def _values(
    discount: float, odds: Sequence[float], numbers: Sequence[int], bought: Sequence[Sequence[float]]
) -> list[float]:
    size = len(odds)
    rows = []
    for place in range(size):
        often = sum(odds[other] * numbers[other] * bought[other][place] for other in range(size)) / numbers[place]
        row = [odds[place] * discount * bought[place][other] for other in range(size)]
        row[place] += 1 - discount * often
        rows.append([*row, odds[place]])
    for place in range(size):
        pivot = max(range(place, size), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        head = rows[place][place] or 1e-300
        rows[place] = [value / head for value in rows[place]]
        for other in range(size):
            if other != place and rows[other][place]:
                factor = rows[other][place]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [row[-1] for row in rows]
