"""Nash equilibrium in mixed strategies of three players and more, support by support.

On a support the conditions of indifference are equations whose range over a box of probabilities is bounded exactly.
Boxes are cut until each is shown to hold no solution, or just one; what is found is as good as a proof.  A solution
with small denominators is given exactly, another by an interval for each probability, narrower than ``2**-48``, and
where few probabilities are free by the polynomial of which it is a root.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> game = NormalFormGame.from_function(
...     ["A", "B", "C"], [["yes", "no"]] * 3, lambda told: [
...         3 - (own == "yes") if "yes" in told else 0 for own in told])
>>> found = equilibria_of_many(game)
>>> len(found.equilibria), found.complete
(7, True)
>>> sorted({str(p) for e in found.equilibria if not e.is_pure for own in e.profile.values() for p in own.values()})[:3]
['0', '1', '1/3']

References
----------
McKelvey and McLennan (1996), Handbook of Computational Economics 1, ch. 2, section 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod

from ... import verify
from ...errors import TooLarge
from ...linear import Infeasible, feasible_point
from ...polynomials import Polynomial
from ...results import Solution
from ..normal_form import NormalFormGame
from .algebraic import probability_polynomials
from .bimatrix import MixedEquilibrium, Numbers, expected, mixed_equilibrium, numbers_of
from .boxes import Enclosed, Ends, Interval, krawczyk, plus, times, within
from .dominance import iterated_dominance
from .support_equations import BITS, ONE, Support, Whole, gain_range, slopes, whole_payoffs

__all__ = [
    "MOST_BOXES",
    "MOST_SUPPORTS",
    "enclosed_payoffs",
    "equilibria_of_many",
]

MOST_SUPPORTS = 5_000
MOST_BOXES = 20_000
MOST_UNKNOWN = 8  # free probabilities of one support
_NARROW = ONE >> 50
_TINY = ONE >> 14  # a box as small as this that is not settled holds a tie or a continuum
_DENOMINATOR = 1 << 18


def equilibria_of_many(game: NormalFormGame) -> Solution:
    """The Nash equilibria of a game with any number of players, by supports.

    ``complete`` is true where every support was settled.  A support whose equilibria are not isolated, or on which a
    strategy outside is as good to the last digit, is named in the notes instead, and ``complete`` is None.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers.

    Raises
    ------
    TooLarge
        For too many supports, or too many boxes on the way.
    """
    numbers = numbers_of(game, "nash")
    left = tuple(iterated_dominance(game).equilibria[0].strategies[player] for player in game.players)
    supports = prod(2 ** len(own) - 1 for own in left)
    if supports > MOST_SUPPORTS:
        raise TooLarge(
            f"the game has {supports:,} supports after iterated dominance, nash takes {MOST_SUPPORTS:,}",
            hint="pure-nash, correlated and logit-qre take larger games",
        )
    budget = [MOST_BOXES]
    whole, _ = whole_payoffs(numbers)
    equilibria: list[MixedEquilibrium] = []
    open_supports: list[Support] = []
    for support in _supports(left):
        found = _on_support(game, whole, support, budget)
        if found is None and _alone_cannot(game, numbers, support):
            continue
        if found is None:
            open_supports.append(support)
            continue
        for box in found:
            exact = _rational(game, numbers, support, box)
            if exact is not None:
                positive = all(exact[i][s] > 0 for i, own in enumerate(support) for s in own)
                if positive and verify.mixed_nash(numbers, exact, game.strategies):
                    equilibria.append(mixed_equilibrium(game, numbers, exact))
                continue
            enclosed = [
                {s: (Fraction(low, ONE), Fraction(high, ONE)) for s, (low, high) in own.items()}
                for own in _full(support, box)
            ]
            if verify.isolated_nash(numbers, enclosed, game.strategies):
                equilibria.append(_enclosed(game, numbers, support, enclosed))
            elif not _excluded(game, whole, support, box):
                open_supports.append(support)
    notes = ["numbers in intervals: just one equilibrium lies in the box"] * any(
        isinstance(p, Enclosed) for e in equilibria for own in e.profile.values() for p in own.values()
    )
    if open_supports:
        named = "; ".join(" x ".join("{" + ", ".join(own) + "}" for own in support) for support in open_supports[:5])
        more = f" and {len(open_supports) - 5} more" if len(open_supports) > 5 else ""
        notes.append(f"not settled, the equilibria may form a continuum or touch a tie: {named}{more}")
    return Solution(
        "nash",
        "profiles",
        game.players,
        tuple(equilibria),
        complete=None if open_supports else True,
        verified=True,
        method="every support, boxes of probabilities cut until each is settled",
        notes=tuple(notes),
    )


def _supports(left: Sequence[tuple[str, ...]]) -> Iterator[Support]:
    """All supports, the smaller first."""
    sides = [[own for size in range(1, len(every) + 1) for own in combinations(every, size)] for every in left]
    return iter(sorted(product(*sides), key=lambda support: sum(map(len, support))))


def _possible(game: NormalFormGame, numbers: Whole, support: Support, box: Sequence[Mapping[str, Ends]]) -> bool:
    """Whether the box may hold an equilibrium on the support."""
    for own in box:
        if sum(low for low, _ in own.values()) > ONE or sum(high for _, high in own.values()) < ONE:
            return False
    for player, used in enumerate(support):
        for s in used:
            for other in game.strategies[player]:
                if other != s and gain_range(numbers, player, other, s, box)[0] > 0:
                    return False
    return True


def _full(support: Support, free: Sequence[Ends]) -> list[dict[str, Ends]]:
    """A box with the last probability of each player, which is what the others leave."""
    waiting = iter(free)
    found = []
    for used in support:
        own = {s: next(waiting) for s in used[:-1]}
        low = ONE - sum(ends[1] for ends in own.values())
        high = ONE - sum(ends[0] for ends in own.values())
        found.append({**own, used[-1]: (low, high)})
    return found


def _clipped(support: Support, free: Sequence[Ends]) -> list[dict[str, Ends]]:
    return [{s: (max(low, 0), min(high, ONE)) for s, (low, high) in own.items()} for own in _full(support, free)]


def _step(numbers: Whole, support: Support, free: Sequence[tuple[int, str]], box: Sequence[Ends]) -> list[Ends] | None:
    """Krawczyk's operator on a box."""
    at = _full(support, [((low + high) // 2,) * 2 for low, high in box])
    unit = ONE ** (len(support) - 1)
    values = []
    for i, s in free:
        low, high = gain_range(numbers, i, s, support[i][-1], at)
        values.append((low * ONE // unit, -(-high * ONE // unit)))
    by_free = slopes(numbers, support, free, _full(support, box))
    return krawczyk(values, by_free, box, BITS)


def _on_support(game: NormalFormGame, numbers: Whole, support: Support, budget: list[int]) -> list[list[Ends]] | None:
    """Boxes that hold one solution of the support's equations each, and together all its equilibria; or ``None``."""
    free = [(i, s) for i, used in enumerate(support) for s in used[:-1]]
    unit: list[Ends] = [(0, ONE)] * len(free)
    if not _possible(game, numbers, support, _clipped(support, unit)):
        return []
    if not free:
        return [[]]
    if len(free) > MOST_UNKNOWN:
        return None
    waiting: list[list[Ends]] = [unit]
    found: list[list[Ends]] = []
    while waiting:
        box = waiting.pop()
        budget[0] -= 1
        if budget[0] < 0:
            raise TooLarge(
                f"the equilibria need more than {MOST_BOXES:,} boxes",
                hint="pure-nash, correlated and logit-qre take larger games",
            )
        if not _possible(game, numbers, support, _clipped(support, box)):
            continue
        wider = [(low - (high - low) // 8 * 2, high + (high - low) // 8 * 2) for low, high in box]
        image = _step(numbers, support, free, wider)
        if image is not None:
            if all(within(a, b) for a, b in zip(image, wider, strict=True)):
                narrow = _narrowed(numbers, support, free, image)
                if not any(all(a[0] <= b[1] and b[0] <= a[1] for a, b in zip(narrow, o, strict=True)) for o in found):
                    found.append(narrow)
                continue
            meet = [(max(a[0], b[0]), min(a[1], b[1])) for a, b in zip(image, box, strict=True)]
            if any(low > high for low, high in meet):
                continue
            shrunk = 4 * sum(high - low for low, high in meet) < 3 * sum(high - low for low, high in box)
            if shrunk and all(low < high for low, high in meet):
                box = meet
        k = max(range(len(box)), key=lambda place: box[place][1] - box[place][0])
        low, high = box[k]
        if high - low < _TINY:
            return None
        cut = (low * 9 + high * 7) // 16
        waiting += [[*box[:k], half, *box[k + 1 :]] for half in ((low, cut), (cut, high))]
    return found


def _alone_cannot(game: NormalFormGame, numbers: Numbers, support: Support) -> bool:
    """Whether one player alone mixes on the support, and no way of doing so keeps the others where they are."""
    mixing = [i for i, used in enumerate(support) if len(used) > 1]
    if len(mixing) != 1:
        return False
    [i] = mixing
    weight = {s: Polynomial.variable(f"p{k}") for k, s in enumerate(support[i])}
    total = Polynomial.of(-1)
    rows = []
    for own in weight.values():
        rows.append((own, ">"))
        total = total + own
    rows.append((total, "="))
    for j, every in enumerate(game.strategies):
        for other in every if j != i else ():
            gain = Polynomial.of(0)
            for s, own in weight.items():
                profile = [s if k == i else used[0] for k, used in enumerate(support)]
                now = numbers[tuple(profile)][j]
                profile[j] = other
                gain = gain + own.scaled(now - numbers[tuple(profile)][j])
            rows.append((gain, ">="))
    return isinstance(feasible_point(rows), Infeasible)


def _narrowed(numbers: Whole, support: Support, free: Sequence[tuple[int, str]], box: list[Ends]) -> list[Ends]:
    """A box around the same solution that is as narrow as the answer asks, and still proves it."""
    for _ in range(60):
        image = _step(numbers, support, free, box)
        if image is None:
            break
        smaller = [(max(a[0], b[0]), min(a[1], b[1])) for a, b in zip(image, box, strict=True)]
        if max(high - low for low, high in smaller) < _NARROW // 8:
            return [(low - _NARROW // 4, high + _NARROW // 4) for low, high in smaller]
        if smaller == box:
            break
        box = smaller
    return box


def _rational(
    game: NormalFormGame, numbers: Numbers, support: Support, box: Sequence[Ends]
) -> list[dict[str, Fraction]] | None:
    """The solution in a box in fractions with small denominators, if that is what it is."""
    mixed: list[dict[str, Fraction]] = []
    waiting = iter(box)
    for used, every in zip(support, game.strategies, strict=True):
        own = dict.fromkeys(every, Fraction(0))
        for s in used[:-1]:
            low, high = next(waiting)
            own[s] = Fraction(low + high, 2 * ONE).limit_denominator(_DENOMINATOR)
            if not low <= own[s] * ONE <= high:
                return None
        own[used[-1]] = 1 - sum(own.values(), Fraction(0))
        mixed.append(own)
    for player, used in enumerate(support):
        values = [
            expected(numbers, [{s: Fraction(1)} if k == player else own for k, own in enumerate(mixed)])[player]
            for s in used
        ]
        if len(set(values)) > 1:
            return None
    return mixed


def _excluded(game: NormalFormGame, numbers: Whole, support: Support, box: Sequence[Ends]) -> bool:
    """Whether a narrow box shows that its solution is no equilibrium on the support."""
    full = _full(support, box)
    if any(high < 0 for own in full for _, high in own.values()):
        return True
    return not _possible(game, numbers, support, _clipped(support, box))


def _enclosed(
    game: NormalFormGame, numbers: Numbers, support: Support, box: Sequence[Mapping[str, Interval]]
) -> MixedEquilibrium:
    """An equilibrium by intervals; a probability or a payoff that is known exactly is given so."""
    polynomials = probability_polynomials(numbers, support, box)
    profile = {}
    for place, (player, every) in enumerate(zip(game.players, game.strategies, strict=True)):
        own = box[place]
        profile[player] = {
            s: _told(own[s], polynomials.get((place, s), ())) if s in own else Fraction(0) for s in every
        }
    return MixedEquilibrium(profile, enclosed_payoffs(game, numbers, box))


def _told(ends: Interval, polynomial: tuple[int, ...] = ()) -> Fraction | Enclosed:
    return ends[0] if ends[0] == ends[1] else Enclosed(*ends, polynomial)


def enclosed_payoffs(
    game: NormalFormGame, numbers: Numbers, box: Sequence[Mapping[str, Interval]]
) -> dict[str, Fraction | Enclosed]:
    """What each player gets where the probabilities are known by intervals."""
    payoffs = {}
    for place, player in enumerate(game.players):
        total: Interval = (Fraction(0), Fraction(0))
        for profile in product(*box):
            part = (numbers[profile][place],) * 2
            for own, s in zip(box, profile, strict=True):
                part = times(part, own[s])
            total = plus(total, part)
        payoffs[player] = _told(total)
    return payoffs
