"""Equilibria, dominance and deviations re-checked by their definitions.

A game tree is plain data::

    ("terminal", (payoff, ...)) | ("decision", player, (child, ...)) | ("chance", ((probability, child), ...))
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from .exactness import Mixed, Payoffs, is_distribution, others, rational, strategies_in

__all__ = [
    "best_reply",
    "correlated_equilibrium",
    "dominates",
    "mixed_nash",
    "one_shot_deviation",
    "pure_nash",
    "security_level",
]


def pure_nash(
    payoffs: Mapping[tuple[Hashable, ...], Sequence[Fraction | int]],
    profile: tuple[Hashable, ...],
    strategies: Sequence[Iterable[Hashable]] | None = None,
) -> bool:
    """Whether no player gains by changing its own strategy alone.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    profile
        The profile to check.
    strategies
        The strategies of each player; without it, those that occur in the profiles.

    Examples
    --------
    >>> dilemma = {("C", "C"): (2, 2), ("C", "D"): (0, 3), ("D", "C"): (3, 0), ("D", "D"): (1, 1)}
    >>> pure_nash(dilemma, ("D", "D")), pure_nash(dilemma, ("C", "C"))
    (True, False)

    References
    ----------
    Nash (1951), Annals of Mathematics 54:286-295.
    """
    if profile not in payoffs:
        return False
    choices = strategies if strategies is not None else [{other[i] for other in payoffs} for i in range(len(profile))]
    for i, own in enumerate(choices):
        now = rational(payoffs[profile][i])
        if any(rational(payoffs[(*profile[:i], choice, *profile[i + 1 :])][i]) > now for choice in own):
            return False
    return True


def mixed_nash(
    payoffs: Payoffs, mixed: Sequence[Mixed], strategies: Sequence[Iterable[Hashable]] | None = None
) -> bool:
    """Whether mixed strategies are an equilibrium: no pure strategy gives any player more against the others.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    mixed
        For each player the probability of each of its strategies.
    strategies
        The strategies of each player; without it, those that have a probability.

    Examples
    --------
    >>> pennies = {("H", "H"): (1, -1), ("H", "T"): (-1, 1), ("T", "H"): (-1, 1), ("T", "T"): (1, -1)}
    >>> half = {"H": Fraction(1, 2), "T": Fraction(1, 2)}
    >>> mixed_nash(pennies, (half, half)), mixed_nash(pennies, (half, {"H": 1, "T": 0}))
    (True, False)

    References
    ----------
    Nash (1951), Annals of Mathematics 54:286-295.
    """
    if not all(is_distribution(own) for own in mixed):
        return False
    choices = strategies if strategies is not None else [tuple(own) for own in mixed]
    if len(choices) != len(mixed) or any(not set(own) <= set(c) for own, c in zip(mixed, choices, strict=True)):
        return False
    for player, own in enumerate(mixed):
        values = {s: Fraction(0) for s in choices[player]}
        for rest, weight in others(mixed, player):
            for s in values:
                values[s] += weight * rational(payoffs[(*rest[:player], s, *rest[player:])][player])
        if sum(rational(p) * values[s] for s, p in own.items()) < max(values.values()):
            return False
    return True


def correlated_equilibrium(
    payoffs: Payoffs,
    distribution: Mixed,
    strategies: Sequence[Iterable[Hashable]] | None = None,
) -> bool:
    """Whether a distribution over profiles is a correlated equilibrium: nobody gains by playing other than is told.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    distribution
        The probability of each profile; one that is missing has none.
    strategies
        The strategies of each player; without it, those that occur in the profiles.

    Examples
    --------
    >>> chicken = {("C", "C"): (6, 6), ("C", "D"): (2, 7), ("D", "C"): (7, 2), ("D", "D"): (0, 0)}
    >>> third = Fraction(1, 3)
    >>> correlated_equilibrium(chicken, {("C", "C"): third, ("C", "D"): third, ("D", "C"): third})
    True
    >>> correlated_equilibrium(chicken, {("C", "C"): 1})
    False

    References
    ----------
    Aumann (1974), Journal of Mathematical Economics 1:67-96.
    """
    if not is_distribution(distribution) or not set(distribution) <= set(payoffs):
        return False
    size = len(next(iter(payoffs)))
    choices = [set(own) for own in strategies] if strategies is not None else strategies_in(payoffs, size)
    for player in range(size):
        gain: dict[tuple[Any, Any], Fraction] = {}
        for profile, weight in distribution.items():
            told = profile[player]
            now = rational(payoffs[profile][player])
            for s in choices[player]:
                other = rational(payoffs[(*profile[:player], s, *profile[player + 1 :])][player])
                gain[told, s] = gain.get((told, s), Fraction(0)) + rational(weight) * (other - now)
        if any(value > 0 for value in gain.values()):
            return False
    return True


def dominates(
    payoffs: Payoffs,
    player: int,
    strategy: Hashable,
    mixture: Mixed,
    remaining: Sequence[Iterable[Hashable]] | None = None,
    *,
    strict: bool = True,
) -> bool:
    """Whether a mixture dominates a strategy against everything that the others have left.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    player
        Counted from 0.
    strategy
        The strategy that is dominated.
    mixture
        Probabilities of the player's remaining strategies.
    remaining
        The strategies left to each player; without it, those that occur in the profiles.
    strict
        Better always; otherwise never worse and once better.

    Examples
    --------
    >>> game = {("a", "l"): (3, 0), ("a", "r"): (0, 0), ("b", "l"): (0, 0), ("b", "r"): (3, 0)}
    >>> game |= {("c", "l"): (1, 0), ("c", "r"): (1, 0)}
    >>> half = Fraction(1, 2)
    >>> dominates(game, 0, "c", {"a": half, "b": half}), dominates(game, 0, "c", {"a": 1})
    (True, False)
    """
    choices = (
        [set(own) for own in remaining] if remaining is not None else strategies_in(payoffs, len(next(iter(payoffs))))
    )
    if not is_distribution(mixture) or not set(mixture) <= choices[player]:
        return False
    gains = []
    for rest in product(*(own for place, own in enumerate(choices) if place != player)):
        now = rational(payoffs[(*rest[:player], strategy, *rest[player:])][player])
        gains.append(
            sum(
                (
                    rational(p) * rational(payoffs[(*rest[:player], s, *rest[player:])][player])
                    for s, p in mixture.items()
                ),
                -now,
            )
        )
    return min(gains) > 0 if strict else min(gains) >= 0 and max(gains) > 0


def best_reply(
    payoffs: Payoffs,
    player: int,
    strategies: Iterable[Hashable],
    belief: Mixed,
    remaining: Sequence[Iterable[Hashable]] | None = None,
    *,
    everywhere: bool = False,
) -> bool:
    """Whether strategies are all best replies to a belief about the others, among the player's remaining ones.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    player
        Counted from 0.
    strategies
        Those in question.
    belief
        Probabilities of what the others do together, as tuples of remaining strategies.
    remaining
        The strategies left to each player; without it, those that occur in the profiles.
    everywhere
        Whether the belief must hold everything that remains possible.

    Examples
    --------
    >>> game = {("a", "l"): (3, 0), ("a", "r"): (0, 0), ("b", "l"): (1, 0), ("b", "r"): (1, 0)}
    >>> best_reply(game, 0, ["a", "b"], {("l",): Fraction(1, 3), ("r",): Fraction(2, 3)}, everywhere=True)
    True

    References
    ----------
    van Damme (1991), Stability and Perfection of Nash Equilibria, Theorem 3.2.2 (undominated and perfect).
    """
    size = len(next(iter(payoffs)))
    choices = [set(own) for own in remaining] if remaining is not None else strategies_in(payoffs, size)
    others = set(product(*(own for place, own in enumerate(choices) if place != player)))
    used = {rest for rest, p in belief.items() if p}
    if not is_distribution(belief) or not (used == others if everywhere else used <= others):
        return False
    values = {
        own: sum(
            (rational(p) * rational(payoffs[(*r[:player], own, *r[player:])][player]) for r, p in belief.items()),
            Fraction(0),
        )
        for own in choices[player]
    }
    return all(own in values and values[own] == max(values.values()) for own in strategies)


def security_level(payoffs: Payoffs, player: int, value: Fraction | int, mixture: Mixed, against: Mixed) -> bool:
    """Whether a player can secure a value and no more.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    player
        Counted from 0.
    value
        The level.
    mixture
        What secures it: probabilities of the player's strategies.
    against
        What holds the player down to it: probabilities of what the others do together, as tuples.

    Examples
    --------
    >>> pennies = {("H", "H"): (1, -1), ("H", "T"): (-1, 1), ("T", "H"): (-1, 1), ("T", "T"): (1, -1)}
    >>> half = Fraction(1, 2)
    >>> security_level(pennies, 0, 0, {"H": half, "T": half}, {("H",): half, ("T",): half})
    True

    References
    ----------
    von Neumann (1928), Mathematische Annalen 100:295-320.
    """
    if not is_distribution(mixture) or not is_distribution(against):
        return False
    choices = strategies_in(payoffs, len(next(iter(payoffs))))
    others = list(product(*(own for place, own in enumerate(choices) if place != player)))
    if not set(mixture) <= choices[player] or not set(against) <= set(others):
        return False

    def payoff(own: Hashable, rest: tuple[Hashable, ...]) -> Fraction:
        return rational(payoffs[(*rest[:player], own, *rest[player:])][player])

    return all(
        sum((rational(p) * payoff(own, rest) for own, p in mixture.items()), Fraction(0)) >= value for rest in others
    ) and all(
        sum((rational(p) * payoff(own, rest) for rest, p in against.items()), Fraction(0)) <= value
        for own in choices[player]
    )


def one_shot_deviation(tree: tuple[Any, ...], plan: Mapping[tuple[int, ...], int]) -> bool:
    """Whether a plan is subgame-perfect: at no decision does another action, and the plan thereafter, give more.

    Parameters
    ----------
    tree
        A finite tree as the module says; players are numbers from 0.
    plan
        For each decision, named by the actions that lead to it (counted from 0), the action taken there.

    Examples
    --------
    >>> tree = ("decision", 0, (("terminal", (1, 1)), ("decision", 1, (("terminal", (0, 0)), ("terminal", (2, 1))))))
    >>> one_shot_deviation(tree, {(): 1, (1,): 1})
    True
    >>> one_shot_deviation(tree, {(): 0, (1,): 0})            # a threat that would not be carried out
    False

    References
    ----------
    Osborne and Rubinstein (1994), A Course in Game Theory, Lemma 98.2.
    """
    order: list[tuple[tuple[int, ...], tuple[Any, ...]]] = [((), tree)]
    for path, node in order:
        if node[0] != "terminal":
            children = node[2] if node[0] == "decision" else [child for _, child in node[1]]
            order += [((*path, i), child) for i, child in enumerate(children)]
    values: dict[tuple[int, ...], tuple[Fraction, ...]] = {}
    for path, node in reversed(order):
        if node[0] == "terminal":
            values[path] = tuple(rational(payoff) for payoff in node[1])
        elif node[0] == "decision":
            taken = plan.get(path)
            if taken is None or not 0 <= taken < len(node[2]):
                return False
            values[path] = values[(*path, taken)]
            if any(values[(*path, i)][node[1]] > values[path][node[1]] for i in range(len(node[2]))):
                return False
        else:
            weights = [rational(probability) for probability, _ in node[1]]
            if sum(weights) != 1 or min(weights) < 0:
                return False
            branches = [values[(*path, i)] for i in range(len(weights))]
            values[path] = tuple(
                sum((w * payoff for w, payoff in zip(weights, column, strict=True)), Fraction(0))
                for column in zip(*branches, strict=True)
            )
    return True
