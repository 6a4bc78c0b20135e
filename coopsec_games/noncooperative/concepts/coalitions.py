"""Equilibria that hold against coalitions: strong Nash and coalition-proof Nash, in pure strategies.

Where all must consent, everybody objecting is a Nash equilibrium, as nobody can change it alone; that all of them can
change it together is what these concepts see.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> consensus = NormalFormGame.from_function(
...     ["A", "B", "C"], [["consent", "object"]] * 3, lambda told: [int("object" not in told)] * 3)
>>> from coopsec_games.noncooperative.concepts.pure_nash import pure_equilibria
>>> len(pure_equilibria(consensus).equilibria)
5
>>> [found.outcome for found in strong_equilibria(consensus).equilibria]
['(consent, consent, consent)']
>>> [found.outcome for found in coalition_proof_equilibria(consensus).equilibria]
['(consent, consent, consent)']

References
----------
Aumann (1959), in Contributions to the Theory of Games IV, pp. 287-324.
Bernheim, Peleg and Whinston (1987), Journal of Economic Theory 42:1-12.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

from ... import verify
from ...conditions import Condition, compare
from ...errors import TooLarge, Unverified
from ...results import Solution
from ..normal_form import NormalFormGame, Profile
from ..payoffs import Payoff, value_at
from .bimatrix import Numbers, numbers_of
from .pure_nash import as_solution, pure_conditions

__all__ = ["MOST_COMPARISONS", "coalition_proof_equilibria", "coalition_proof_profiles", "strong_equilibria"]

MOST_COMPARISONS = 10_000_000
MOST_SYMBOLIC = 64  # profiles of a game with letters


def strong_equilibria(game: NormalFormGame) -> Solution:
    """The profiles of pure strategies that no coalition can leave so that all its members gain.

    Parameters
    ----------
    game
        A game in normal form; with letters, each profile comes with its condition.

    Raises
    ------
    TooLarge
        For too many comparisons of profiles.
    """
    candidates = pure_conditions(game)
    if game.parameters and len(game.payoffs) > MOST_SYMBOLIC:
        raise TooLarge(
            f"the game has {len(game.payoffs)} profiles, with letters strong-nash takes {MOST_SYMBOLIC}",
            hint="give the parameters values",
        )
    if len(candidates) * len(game.payoffs) > MOST_COMPARISONS:
        raise TooLarge(
            f"{len(candidates):,} equilibria against {len(game.payoffs):,} profiles are too many comparisons",
            hint="undominated-nash takes any size",
        )
    numbers = {} if game.parameters else numbers_of(game, "strong-nash")
    found: dict[Profile, Condition] = {}
    for profile, alone in candidates.items():
        if game.parameters:
            where = _no_coalition_gains(game, profile, alone)
            if where.feasible() is not False:
                found[profile] = where.simplify()
        elif _is_strong(numbers, profile):
            found[profile] = alone
    return _solution(game, "strong-nash", found, "every profile against every other")


def _is_strong(numbers: Numbers, profile: Profile) -> bool:
    now = numbers[profile]
    return not any(
        other != profile and all(payoffs[i] > now[i] for i in range(len(now)) if other[i] != profile[i])
        for other, payoffs in numbers.items()
    )


def _no_coalition_gains(game: NormalFormGame, profile: Profile, where: Condition) -> Condition:
    now = game.payoffs[profile]
    for other, payoffs in game.payoffs.items():
        changed = [i for i in range(len(profile)) if other[i] != profile[i]]
        if len(changed) < 2:
            continue
        somebody = Condition.false(game.assumptions)
        for i in changed:
            somebody = somebody | compare(payoffs[i], "<=", now[i], game.assumptions)
        where = where & somebody
        if where.feasible() is False:
            break
    return where


def coalition_proof_equilibria(game: NormalFormGame) -> Solution:
    """The profiles of pure strategies that no coalition leaves by a deviation that would itself hold.

    Parameters
    ----------
    game
        A game in normal form; with letters, each profile comes with its condition.

    Raises
    ------
    TooLarge
        For too many coalitions and profiles.
    """
    if game.parameters:
        return _solution(game, "coalition-proof-nash", _agreed(game), "all coalitions, the smaller first")
    numbers = numbers_of(game, "coalition-proof-nash")
    work = len(numbers) * 3 ** len(game.players)
    if work > MOST_COMPARISONS:
        raise TooLarge(
            f"{len(numbers):,} profiles and {len(game.players)} players are too many for coalition-proof-nash",
            hint="strong-nash goes further, and every strong equilibrium is coalition-proof",
        )
    held = coalition_proof_profiles(list(numbers.values()), [len(own) for own in game.strategies])
    profiles = list(numbers)
    found = {profiles[place]: Condition.true(game.assumptions) for place in held}
    for profile in pure_conditions(game):
        if profile not in found and verify.coalition_proof(numbers, profile):
            raise Unverified("the list of coalition-proof equilibria failed its exact check")
    return _solution(game, "coalition-proof-nash", found, "all coalitions, the smaller first")


def _agreed(game: NormalFormGame) -> dict[Profile, Condition]:
    """Where all players together agree on a profile: coalition by coalition, the smaller first."""
    if len(game.payoffs) > MOST_SYMBOLIC:
        raise TooLarge(
            f"the game has {len(game.payoffs)} profiles, with letters coalition-proof-nash takes {MOST_SYMBOLIC}",
            hint="give the parameters values",
        )
    alone = pure_conditions(game)
    never = Condition.false(game.assumptions)
    known: dict[tuple[Payoff, Payoff], Condition] = {}
    agreed: dict[tuple[tuple[int, ...], Profile], Condition] = {}

    def gains(player: int, now: Profile, then: Profile) -> Condition:
        pair = (game.payoffs[then][player], game.payoffs[now][player])
        if pair not in known:
            known[pair] = compare(pair[0], ">", pair[1], game.assumptions)
        return known[pair]

    def holds(coalition: tuple[int, ...], profile: Profile) -> Condition:
        """Where no smaller coalition inside would change a profile: those with one member less are enough."""
        where = Condition.true(game.assumptions)
        if len(coalition) > 1:
            for left in coalition:
                where = where & agrees(tuple(i for i in coalition if i != left), profile)
        return where

    def agrees(coalition: tuple[int, ...], profile: Profile) -> Condition:
        """Where a coalition has no change of its own that holds and from which all of it gain."""
        if (coalition, profile) not in agreed:
            where = holds(coalition, profile)
            for own in product(*(game.strategies[i] for i in coalition)):
                then = list(profile)
                for i, strategy in zip(coalition, own, strict=True):
                    then[i] = strategy
                change = Condition.true(game.assumptions)
                for i in coalition:
                    change = change & gains(i, profile, tuple(then))
                if (where & change).feasible() is not False:
                    where = where & ~(change & holds(coalition, tuple(then)))
            feasible = where.feasible() is not False
            agreed[coalition, profile] = where.simplify() if feasible else never
        return agreed[coalition, profile]

    everybody = tuple(range(len(game.players)))
    found = {profile: agrees(everybody, profile) for profile in alone}
    return {profile: where for profile, where in found.items() if where.feasible() is not False}


def coalition_proof_profiles(payoffs: Sequence[Sequence[Fraction]], sizes: Sequence[int]) -> list[int]:
    """The places of the coalition-proof profiles in a list of payoffs, the last player's strategy changing fastest.

    Parameters
    ----------
    payoffs
        One payoff a player for each profile.
    sizes
        The number of strategies of each player.
    """
    players = range(len(sizes))
    steps = [1] * len(sizes)
    for i in reversed(players[:-1]):
        steps[i] = steps[i + 1] * sizes[i + 1]
    number = len(payoffs)
    agreed: dict[int, bytearray] = {}  # coalition to the profiles it would agree on, the others' strategies given
    for mask in sorted(range(1, 1 << len(sizes)), key=int.bit_count):
        members = [i for i in players if mask >> i & 1]
        sub = (mask - 1) & mask
        holds = bytearray(b"\x01") * number
        while sub:
            # what a coalition agrees on its own coalitions agree on as well: those with one member less are enough
            if sub.bit_count() == len(members) - 1:
                own = agreed[sub]
                holds = bytearray(a & b for a, b in zip(holds, own, strict=True))
            sub = (sub - 1) & mask
        moves = [sum(c) for c in product(*([k * steps[i] for k in range(sizes[i])] for i in members))]
        others = [range(sizes[i]) if i not in members else (0,) for i in players]
        result = bytearray(number)
        for rest in product(*others):
            base = sum(k * steps[i] for i, k in enumerate(rest))
            stable = [base + move for move in moves if holds[base + move]]
            values = [[payoffs[place][i] for i in members] for place in stable]
            for place, mine in zip(stable, values, strict=True):
                if not any(all(a > b for a, b in zip(theirs, mine, strict=True)) for theirs in values):
                    result[place] = 1
        agreed[mask] = result
    return [place for place, held in enumerate(agreed[(1 << len(sizes)) - 1]) if held]


def _solution(game: NormalFormGame, concept: str, conditions: Mapping[Profile, Condition], method: str) -> Solution:
    return as_solution(game, concept, conditions, method, partial(_passes, concept))


def _passes(concept: str, game: NormalFormGame, profile: Profile, where: Condition) -> bool:
    """Whether a profile holds against coalitions by definition at a witness of its condition, with Fractions alone."""
    point = where.witness() if game.parameters else {}
    if point is None:
        return False
    numbers = {own: tuple(value_at(payoff, point) for payoff in given) for own, given in game.payoffs.items()}
    check = verify.strong_nash if concept == "strong-nash" else verify.coalition_proof
    return check(numbers, profile)
