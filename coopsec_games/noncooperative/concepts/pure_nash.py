"""Nash equilibrium in pure strategies: nobody gains by changing its own strategy alone.

Examples
--------
>>> from coopsec_games.conditions import Assumptions
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> arms = NormalFormGame.from_matrix(
...     ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]],
...     Assumptions.read(["T", "R", "P", "S"], "S < P", "P < R"))
>>> for found in pure_equilibria(arms).equilibria:
...     print(found.outcome, "where", found.where)
(arm, arm) where always
(refrain, refrain) where R >= T

References
----------
Nash (1951), Annals of Mathematics 54:286-295.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction

from ... import verify
from ...conditions import Assumptions, Condition, compare
from ...errors import InvalidGame
from ...results import Solution
from ..normal_form import Equilibrium, NormalFormGame, Profile
from ..payoffs import Payoff, value_at

__all__ = ["as_solution", "best_replies", "deviations", "passes", "pure_conditions", "pure_equilibria"]


def pure_equilibria(game: NormalFormGame) -> Solution:
    """All Nash equilibria in pure strategies, each with the condition under which it is one.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers or expressions.

    Raises
    ------
    InvalidGame
        Where the assumptions contradict each other.
    """
    return as_solution(game, "pure-nash", pure_conditions(game), "every profile against every deviation")


def as_solution(
    game: NormalFormGame,
    concept: str,
    conditions: Mapping[Profile, Condition],
    method: str,
    check: Callable[[NormalFormGame, Profile, Condition], bool] | None = None,
) -> Solution:
    """Profiles with their conditions as a solution, checked at a witness of each condition: for a Nash equilibrium."""
    check = check or passes
    equilibria = []
    complete: bool | None = True
    verified = True
    for profile, where in conditions.items():
        feasible = where.feasible()
        if feasible is False:
            continue
        if feasible is None:
            complete = None
        verified = verified and check(game, profile, where)
        equilibria.append(
            Equilibrium(
                dict(zip(game.players, profile, strict=True)),
                game.payoffs[profile],
                where if game.parameters else None,
                f"({', '.join(profile)})",
                possible_where=where if game.parameters else None,
            )
        )
    return Solution(
        concept, "profiles", game.players, tuple(equilibria), complete=complete, verified=verified, method=method
    )


def deviations(game: NormalFormGame, profile: Profile, player: int) -> tuple[Profile, ...]:
    """The profiles to which a player can change a profile alone."""
    return tuple(
        (*profile[:player], strategy, *profile[player + 1 :])
        for strategy in game.strategies[player]
        if strategy != profile[player]
    )


def pure_conditions(game: NormalFormGame) -> dict[Profile, Condition]:
    """For every profile that can be a Nash equilibrium in pure strategies, the condition under which it is one."""
    always = Condition.true(game.assumptions)
    if always.feasible() is False:
        raise InvalidGame("the assumptions contradict each other")
    known: dict[tuple[Payoff, Payoff], Condition] = {}
    best: list[dict[Profile, Fraction]] = [{} for _ in game.players]
    numeric = not game.parameters
    if numeric:
        for profile, payoffs in game.payoffs.items():
            for player, payoff in enumerate(payoffs):
                others = (*profile[:player], *profile[player + 1 :])
                number = value_at(payoff, {})
                if number > best[player].get(others, number - 1):
                    best[player][others] = number
    found: dict[Profile, Condition] = {}
    for profile, payoffs in game.payoffs.items():
        if numeric:
            if all(
                payoff == best[player][(*profile[:player], *profile[player + 1 :])]
                for player, payoff in enumerate(payoffs)
            ):
                found[profile] = always
            continue
        rivals = (
            [(payoff, game.payoffs[other][player]) for other in deviations(game, profile, player)]
            for player, payoff in enumerate(payoffs)
        )
        where = best_replies(rivals, game.assumptions, known)
        if where is not None:
            found[profile] = where
    return found


def best_replies(
    rivals: Iterable[Sequence[tuple[Payoff, Payoff]]],
    assumptions: Assumptions,
    known: dict[tuple[Payoff, Payoff], Condition],
) -> Condition | None:
    """Where what each gets is at least what it could get instead, or ``None`` where that is nowhere.

    Parameters
    ----------
    rivals
        For each player, or each type of one, what it gets beside what each of its other moves would give.
    assumptions
        The declared names and what is assumed of them.
    known
        Comparisons made so far; new ones are put in.
    """
    where = Condition.true(assumptions)
    for pairs in rivals:
        for pair in pairs:
            if pair not in known:
                known[pair] = compare(pair[0], ">=", pair[1], assumptions)
            where = where & known[pair]
        if where.feasible() is False:
            return None
    return where.simplify()


def passes(game: NormalFormGame, profile: Profile, where: Condition) -> bool:
    """Whether a profile is a Nash equilibrium by definition at a witness of its condition, with Fractions alone."""
    point = where.witness() if game.parameters else {}
    if point is None:
        return False
    reached = {profile, *(other for player in range(len(game.players)) for other in deviations(game, profile, player))}
    payoffs: dict[tuple[Hashable, ...], Sequence[Fraction | int]] = {
        own: tuple(value_at(payoff, point) for payoff in game.payoffs[own]) for own in sorted(reached)
    }
    return verify.pure_nash(payoffs, profile, game.strategies)
