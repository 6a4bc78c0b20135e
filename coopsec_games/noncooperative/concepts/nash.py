"""Nash equilibrium in mixed strategies: of two players all of them, exactly.

The set of all equilibria is the union of the maximal Nash subsets, which the extreme equilibria span; a game with
ties may have infinitely many, and then the list of the extreme ones with the subsets is the whole answer.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> battle = NormalFormGame.from_matrix(
...     ["A", "B"], [["opera", "boxing"]] * 2, [["3, 2", "0, 0"], ["0, 0", "2, 3"]])
>>> for found in nash_equilibria(battle).equilibria:
...     print({player: str(own["opera"]) for player, own in found.profile.items()})
{'A': '1', 'B': '1'}
{'A': '3/5', 'B': '2/5'}
{'A': '0', 'B': '0'}

References
----------
Nash (1951), Annals of Mathematics 54:286-295.
Avis, Rosenberg, Savani and von Stengel (2010), Economic Theory 42:9-37.
"""

from __future__ import annotations

from fractions import Fraction

from ... import verify
from ...errors import Unverified
from ...results import Solution
from ..normal_form import NormalFormGame
from .bimatrix import MixedEquilibrium, NashSubset, Numbers, mixed_equilibrium, numbers_of, positive_matrices
from .mixed_n import equilibria_of_many
from .nash_letters import equilibria_in_letters
from .nash_matching import bicliques, complementary
from .nash_vertices import Matrix, point, vertices

__all__ = ["nash_equilibria"]


def nash_equilibria(game: NormalFormGame) -> Solution:
    """All Nash equilibria: of two players exactly, of more by supports.

    Of two players the list holds the extreme equilibria, and ``components`` the maximal Nash subsets.  That every
    vertex was visited, and every pair of them compared, is re-checked by ``verify``.

    Parameters
    ----------
    game
        A game in normal form.  With letters in its payoffs it must have two players and two strategies each.

    Raises
    ------
    TooLarge
        Where a best-reply polytope has too many bases.
    NotApplicable
        For letters in a larger game.
    """
    if game.parameters and len(game.players) == 2 and all(len(own) == 2 for own in game.strategies):
        return equilibria_in_letters(game)
    numbers = numbers_of(game, "nash")
    if len(game.players) != 2:
        return equilibria_of_many(game)
    return _two_players(game, numbers)


def _two_players(game: NormalFormGame, numbers: Numbers) -> Solution:
    mine, theirs = positive_matrices(game)
    replies: Matrix = [list(column) for column in zip(*theirs, strict=True)]
    height, width = len(mine), len(mine[0])
    left, right = vertices(replies), vertices(mine)
    pairs = complementary(left.tight, right.tight, height, width)
    xs = {mask: _strategy(replies, left.tight[mask]) for mask, _ in pairs}
    ys = {mask: _strategy(mine, right.tight[mask]) for _, mask in pairs}
    pairs.sort(key=lambda pair: (xs[pair[0]], ys[pair[1]]), reverse=True)
    if not verify.extreme_equilibria(mine, theirs, left.bases, right.bases, [(xs[a], ys[b]) for a, b in pairs]):
        raise Unverified("the list of equilibria failed its exact check")
    rows, columns = game.strategies
    named_x = {mask: dict(zip(rows, x, strict=True)) for mask, x in xs.items()}
    named_y = {mask: dict(zip(columns, y, strict=True)) for mask, y in ys.items()}
    equilibria = [mixed_equilibrium(game, numbers, (named_x[a], named_y[b])) for a, b in pairs]
    return Solution(
        "nash",
        "profiles",
        game.players,
        tuple(equilibria),
        components=_subsets(game, pairs, named_x, named_y),
        complete=True,
        verified=all(_passes(game, numbers, found) for found in equilibria),
        method="all vertices of both best-reply polytopes, in whole numbers",
        notes=_notes(game, pairs),
    )


def _strategy(matrix: Matrix, basis: int) -> tuple[Fraction, ...]:
    vertex = point(matrix, basis)
    total = sum(vertex)
    return tuple(p / total for p in vertex)


def _passes(game: NormalFormGame, numbers: Numbers, found: MixedEquilibrium) -> bool:
    mixed = [{s: p for s, p in own.items() if isinstance(p, Fraction)} for own in found.profile.values()]
    return verify.mixed_nash(numbers, mixed, game.strategies)


def _subsets(
    game: NormalFormGame,
    pairs: list[tuple[int, int]],
    named_x: dict[int, dict[str, Fraction]],
    named_y: dict[int, dict[str, Fraction]],
) -> tuple[NashSubset, ...]:
    xs = list(dict.fromkeys(x for x, _ in pairs))
    ys = list(dict.fromkeys(y for _, y in pairs))
    x_place, y_place = {x: k for k, x in enumerate(xs)}, {y: k for k, y in enumerate(ys)}
    place = {pair: k for k, pair in enumerate(pairs)}
    found = []
    for component, own_x, own_y in bicliques([(x_place[x], y_place[y]) for x, y in pairs]):
        sides = (tuple(named_x[xs[k]] for k in own_x), tuple(named_y[ys[k]] for k in own_y))
        spanned = sorted(place[xs[a], ys[b]] for a in own_x for b in own_y)
        found.append(NashSubset(dict(zip(game.players, sides, strict=True)), tuple(spanned), component))
    return tuple(found)


def _notes(game: NormalFormGame, pairs: list[tuple[int, int]]) -> tuple[str, ...]:
    partners: dict[tuple[int, int], int] = {}
    for x, y in pairs:
        partners[0, x] = partners.get((0, x), 0) + 1
        partners[1, y] = partners.get((1, y), 0) + 1
    if all(count == 1 for count in partners.values()):
        return ()
    return ("infinitely many equilibria: those listed are the extreme ones, the components say what they span",)
