"""All Nash equilibria of two players with two strategies each, whatever the letters in the payoffs stand for.

A strategy is extreme when it is pure or makes the other player indifferent, so there are nine pairs of them, each an
equilibrium under a condition on four differences of payoffs.  The signs of the four divide the parameter space into
types: on each the same pairs are equilibria.

Examples
--------
>>> from coopsec_games.conditions import Assumptions
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> chicken = NormalFormGame.from_matrix(
...     ["A", "B"], [["yield", "dare"]] * 2, [["0, 0", "-l, g"], ["g, -l", "-w, -w"]],
...     Assumptions.read(["g", "l", "w"], "g > 0", "l > 0"))
>>> found = equilibria_in_letters(chicken)
>>> for e in found.equilibria:
...     print({player: str(own["dare"]) for player, own in e.profile.items()}, e.where.text)
{'A': '0', 'B': '1'} w >= l
{'A': '1', 'B': '0'} w >= l
{'A': '1', 'B': '1'} l >= w
{'A': 'g/(g - l + w)', 'B': 'g/(g - l + w)'} w > l
>>> [(kind.where.text, kind.equilibria) for kind in found.components]
[('w > l', (0, 1, 3)), ('l = w', (0, 1, 2)), ('l > w', (2,))]

References
----------
Nash (1951), Annals of Mathematics 54:286-295.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from ... import linear, verify
from ...conditions import Condition, compare
from ...errors import InvalidGame, NotApplicable
from ...formulas import exact
from ...results import Shown, Solution, condition_json
from ..normal_form import NormalFormGame
from ..payoffs import Payoff, value_at
from .bimatrix import MixedEquilibrium, numbers_of
from .boxes import Enclosed

__all__ = ["EquilibriumType", "equilibria_in_letters"]

Signs: TypeAlias = tuple[int, ...]
Pair: TypeAlias = tuple[int, int]

_PAIRS: tuple[Pair, ...] = tuple((x, y) for x in range(3) for y in range(3))


@dataclass(frozen=True, repr=False)
class EquilibriumType(Shown):
    """A part of the parameter space on which the same extreme equilibria exist.

    Parameters
    ----------
    where
        The part.
    equilibria
        Their places in the list.
    infinite
        Whether these span infinitely many.
    """

    where: Condition
    equilibria: tuple[int, ...]
    infinite: bool

    def to_json(self) -> dict[str, Any]:
        """The type as ``coopsec solve`` writes it."""
        return {
            "where": condition_json(self.where),
            "equilibria": list(self.equilibria),
            "infinite": self.infinite,
        }


def equilibria_in_letters(game: NormalFormGame) -> Solution:
    """All extreme Nash equilibria with their conditions, and the types of equilibrium as a partition.

    Parameters
    ----------
    game
        Two players with two strategies each.

    Raises
    ------
    NotApplicable
        For another size.
    InvalidGame
        Where the assumptions contradict each other.
    """
    if [len(own) for own in game.strategies] != [2, 2]:
        raise NotApplicable("letters in mixed strategies are for two players with two strategies each")
    always = Condition.true(game.assumptions)
    if always.feasible() is False:
        raise InvalidGame("the assumptions contradict each other")
    parts = {sign: [_signed(game, k, sign) for k in range(4)] for sign in (1, 0, -1)}
    patterns = _patterns(parts, always)
    held = {signs: frozenset(pair for pair in _PAIRS if _holds(pair, signs)) for signs in patterns}
    pairs = sorted(set().union(*held.values()), key=lambda pair: ((pair[0] == 2) + (pair[1] == 2), pair))
    equilibria: list[MixedEquilibrium] = []
    places: dict[Pair, int] = {}
    for pair in pairs:
        where = _union([where for signs, where in patterns.items() if pair in held[signs]], always)
        places[pair] = len(equilibria)
        equilibria.append(_equilibrium(game, pair, where))
    kinds: dict[frozenset[Pair], list[Condition]] = {}
    for signs, where in patterns.items():
        kinds.setdefault(held[signs], []).append(where)
    types = [
        EquilibriumType(_union(own, always), tuple(sorted(places[pair] for pair in kind)), _infinite(kind))
        for kind, own in kinds.items()
    ]
    certificate = linear.certify([kind.where for kind in types])
    complete = True if certificate.disjoint and certificate.covering else None
    verified = complete is True and all(_passes(game, found) for found in equilibria)
    verified = verified and all(_same_at_a_witness(game, kind, equilibria) for kind in types)
    return Solution(
        "nash",
        "profiles",
        game.players,
        tuple(equilibria),
        components=tuple(types),
        complete=complete,
        verified=verified,
        method="the nine pairs of extreme strategies, by the signs of four differences of payoffs",
        notes=(
            "the components divide the parameter space into types of equilibrium",
            f"that they are disjoint and cover it was checked by {certificate.checked_by}",
        ),
    )


def _ends(game: NormalFormGame, k: int) -> tuple[Payoff, Payoff]:
    """What the first strategy gives and what the second does: of the row player against each column, then turned."""
    (up, down), (left, right) = game.strategies
    column, row = (left, right)[k % 2], (up, down)[k % 2]
    if k < 2:
        return game.payoffs[up, column][0], game.payoffs[down, column][0]
    return game.payoffs[row, left][1], game.payoffs[row, right][1]


def _signed(game: NormalFormGame, k: int, sign: int) -> Condition:
    first, second = _ends(game, k)
    return compare(first, {1: ">", 0: "=", -1: "<"}[sign], second, game.assumptions)


def _patterns(parts: Mapping[int, list[Condition]], always: Condition) -> dict[Signs, Condition]:
    """The patterns of signs that can occur, each with its condition."""
    found: dict[Signs, Condition] = {(): always}
    for k in range(4):
        found = {
            (*signs, sign): joined
            for signs, where in found.items()
            for sign in (1, 0, -1)
            if (joined := where & parts[sign][k]).feasible() is not False
        }
    return found


def _holds(pair: Pair, signs: Signs) -> bool:
    """Whether a pair of extreme strategies (0 the first, 1 the second, 2 mixed) is an equilibrium under the signs."""
    x, y = pair
    rows, columns = signs[:2], signs[2:]  # of the row player against each column, of the other against each row
    if (x == 2 and columns[0] * columns[1] >= 0) or (y == 2 and rows[0] * rows[1] >= 0):
        return False
    row_at = 0 if y == 2 else rows[y]
    column_at = 0 if x == 2 else columns[x]
    return (row_at == 0 or row_at == (1, -1, 0)[x]) and (column_at == 0 or column_at == (1, -1, 0)[y])


def _union(parts: list[Condition], always: Condition) -> Condition:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part
    return always if always.implies(whole) else whole.simplify()


def _infinite(kind: frozenset[Pair]) -> bool:
    """Whether two of the equilibria share a strategy, so that all between them are equilibria as well."""
    return any(len({x for x, _ in kind if (x, y) in kind}) > 1 for y in range(3)) or any(
        len({y for _, y in kind if (x, y) in kind}) > 1 for x in range(3)
    )


def _share(first: Payoff, second: Payoff, other_first: Payoff, other_second: Payoff) -> Payoff:
    """The weight of the first case that makes the difference of payoffs vanish on average."""
    from sympy import cancel

    one, two = first - second, other_first - other_second
    share = two / (two - one)
    return share if isinstance(share, Fraction) else exact(cancel(share))


def _equilibrium(game: NormalFormGame, pair: Pair, where: Condition) -> MixedEquilibrium:
    from sympy import cancel

    def weights(place: int, mixed: int) -> tuple[Payoff, Payoff]:
        if place < 2:
            return (Fraction(1), Fraction(0)) if place == 0 else (Fraction(0), Fraction(1))
        share = _share(*_ends(game, mixed), *_ends(game, mixed + 1))
        rest = 1 - share
        return share, rest if isinstance(rest, Fraction) else exact(cancel(rest))

    x, y = weights(pair[0], 2), weights(pair[1], 0)
    sides = [dict(zip(own, w, strict=True)) for own, w in zip(game.strategies, (x, y), strict=True)]
    payoffs = {}
    for place, player in enumerate(game.players):
        total: Payoff = Fraction(0)
        for row, column in game.profiles():
            if sides[0][row] != 0 and sides[1][column] != 0:
                total = total + sides[0][row] * sides[1][column] * game.payoffs[row, column][place]
        payoffs[player] = total if isinstance(total, Fraction) else exact(cancel(total))
    return MixedEquilibrium(dict(zip(game.players, sides, strict=True)), payoffs, where)


def _at(found: MixedEquilibrium, point: Mapping[str, Fraction]) -> list[dict[str, Fraction]]:
    return [
        {s: value_at(p, point) for s, p in own.items() if not isinstance(p, Enclosed)} for own in found.profile.values()
    ]


def _passes(game: NormalFormGame, found: MixedEquilibrium) -> bool:
    """Whether it is an equilibrium by definition at a witness of its condition, with Fractions alone."""
    point = found.where.witness() if found.where is not None else None
    if point is None:
        return False
    numbers = {profile: tuple(value_at(p, point) for p in own) for profile, own in game.payoffs.items()}
    return verify.mixed_nash(numbers, _at(found, point), game.strategies)


def _same_at_a_witness(game: NormalFormGame, kind: EquilibriumType, equilibria: list[MixedEquilibrium]) -> bool:
    """Whether the game in numbers, at a witness of a type, has these extreme equilibria and no others."""
    from .nash_supports import support_pairs

    point = kind.where.witness()
    if point is None:
        return False
    numbers = numbers_of(game.at(point), "nash")
    rows, columns = game.strategies
    grids = [[[numbers[row, column][k] for column in columns] for row in rows] for k in (0, 1)]
    expected = {tuple(tuple(own.values()) for own in _at(equilibria[k], point)) for k in kind.equilibria}
    return expected == set(support_pairs(*grids))
