"""Indices over shift-minimal coalitions: those that lose by any leaving, and by any exchange for somebody weaker.

A winning coalition is *shift-minimal* when it is minimal and also loses whenever one of its members is replaced by a
strictly less desirable one from outside; i is at least as desirable as j when i can take the place of j in any
coalition without harm (Isbell 1958).

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> game = simple_game("[6; 4, 3, 2, 1, 1]")
>>> [str(share) for share in shift(game).values()]
['3/13', '3/13', '3/13', '2/13', '2/13']
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import comb, prod

from ...errors import NotApplicable, TooLarge
from ..counting import System, systems
from ..simple_games import SimpleGame
from .answers import POWER_INDICES, Game, Power, spread
from .minimal import each_shared, monotone, shared
from .weighted_shifts import shifts_by_weights, work_of_shifts

__all__ = ["shift", "shift_deegan_packel", "shift_minimal_kinds"]

FEW_VECTORS = 2**14
MOST_WORK = 60_000_000

Sizes = Sequence[Sequence[int]]


@POWER_INDICES.register(
    "shift", title="Shift index", cite="J. M. Alonso-Meijide and J. Freixas 2010, Decision Support Systems 49, 70-76"
)
def shift(game: Game, method: str = "auto") -> Power:
    """The number of shift-minimal winning coalitions that the member is in, shared out to sum to 1.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted: ``"auto"``, ``"kinds"`` or ``"weights"``.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in shift(simple_game("[4; 3, 1, 1, 1]")).values()]
    ['1/2', '1/6', '1/6', '1/6']

    References
    ----------
    J. M. Alonso-Meijide and J. Freixas 2010, A new power index based on minimal winning coalitions without any
    surplus, Decision Support Systems 49, 70-76.  Axioms: efficiency, symmetry, dummy.
    """
    simple = monotone(game)
    sizes, _, counted = _shift_sizes(simple, method)
    return spread(simple.members, shared([sum(ways) for ways in sizes]), counted)


@POWER_INDICES.register(
    "shift-deegan-packel",
    title="Shift Deegan-Packel index",
    cite="J. M. Alonso-Meijide, J. Freixas and X. Molinero 2012, Appl. Math. and Computation 219, 3395-3402",
)
def shift_deegan_packel(game: Game, method: str = "auto") -> Power:
    """Shift-minimal winning coalitions, all equally likely, each shared equally among its members.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    method
        How coalitions are counted: ``"auto"``, ``"kinds"`` or ``"weights"``.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(share) for share in shift_deegan_packel(simple_game("[4; 2, 1, 1, 1]")).values()]
    ['1/3', '2/9', '2/9', '2/9']

    References
    ----------
    J. M. Alonso-Meijide, J. Freixas and X. Molinero 2012, Computation of several power indices by generating
    functions, Applied Mathematics and Computation 219, 3395-3402.  Axioms: efficiency, symmetry, dummy.
    """
    simple = monotone(game)
    sizes, total, counted = _shift_sizes(simple, method)
    return spread(simple.members, each_shared(sizes, total), counted)


def shift_minimal_kinds(game: SimpleGame) -> tuple[tuple[int, ...], ...]:
    """The shift-minimal winning coalitions by kinds: how many members of each of the game's kinds.

    Whether one kind is at least as desirable as another shows in the minimal winning coalitions alone: one of them
    with a member of the other kind, and without one of the first, must still win when these two are exchanged.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> shift_minimal_kinds(simple_game("[5; 3, 2, 2, 1, 1]"))
    ((0, 2, 1), (1, 0, 2), (1, 1, 0))
    """
    outcomes = monotone(game).outcomes()
    sizes = [len(kind) for kind in outcomes.kinds]
    strides = [prod(size + 1 for size in sizes[place + 1 :]) for place in range(len(sizes))]
    minimal = game.minimal_winning_kinds()
    pairs = [(one, other) for one, other in product(range(len(sizes)), repeat=2) if one != other]

    def exchanged(vector: Sequence[int], leaves: int, joins: int) -> bool | None:
        """Whether the coalition wins with one of a kind in for one of another; None where there is none to exchange."""
        if not vector[leaves] or vector[joins] == sizes[joins]:
            return None
        place = sum(stride * yes for stride, yes in zip(strides, vector, strict=True))
        return bool(outcomes.adopted[place - strides[leaves] + strides[joins]])

    weaker = {pair for pair in pairs if any(exchanged(vector, pair[1], pair[0]) is False for vector in minimal)}
    above = [(one, other) for one, other in pairs if (one, other) not in weaker and (other, one) in weaker]
    return tuple(vector for vector in minimal if not any(exchanged(vector, *pair) for pair in above))


def _shift_sizes(game: SimpleGame, method: str) -> tuple[Sizes, int, str]:
    """For each member, its shift-minimal winning coalitions by size; how many there are; how they were counted."""
    if method not in ("auto", "kinds", "weights"):
        raise NotApplicable(f"shift-minimal coalitions are counted by kinds or by weights, not by {method!r}")
    expression = systems(game.rule, game.not_yes) if method != "kinds" else None
    if not isinstance(expression, System):
        if method == "weights":
            raise NotApplicable("the rule is not one weight system", hint="--method auto")
        return (*_by_kinds(game), "kinds")
    if method == "auto" and prod(len(kind) + 1 for kind in game.kinds) <= FEW_VECTORS:
        return (*_by_kinds(game), "kinds")
    work = work_of_shifts(expression.weights, expression.quota)
    if work > MOST_WORK:
        raise TooLarge(
            f"shift-minimal coalitions of {len(game.members)} members of a weight of {sum(expression.weights):,} take"
            f" about {work:,} steps, more than {MOST_WORK:,}",
            hint="holler-packel and deegan-packel count all minimal coalitions, at any size",
        )
    return (*shifts_by_weights(expression.weights, expression.quota), "weights")


def _by_kinds(game: SimpleGame) -> tuple[Sizes, int]:
    kinds, size = game.kinds, len(game.members)
    found = [[0] * (size + 1) for _ in kinds]
    total = 0
    for vector in shift_minimal_kinds(game):
        ways = prod(comb(len(kind), yes) for kind, yes in zip(kinds, vector, strict=True))
        total += ways
        for place, (kind, yes) in enumerate(zip(kinds, vector, strict=True)):
            found[place][sum(vector)] += ways * yes // len(kind)
    of_kind = {member: found[place] for place, kind in enumerate(kinds) for member in kind}
    return [of_kind[member] for member in game.members], total
