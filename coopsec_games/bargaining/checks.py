"""The check of bargaining equilibria by their definition, in numbers; it shares nothing with their derivation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..noncooperative.payoffs import Payoff, value_at
from .games import BargainingGame, Coalition

__all__ = ["stationary_at"]


def stationary_at(
    game: BargainingGame, values: Sequence[Fraction], partners: Sequence[Sequence[tuple[Coalition, Payoff]]]
) -> bool:
    """Whether values and proposals are a stationary equilibrium of a game in numbers.

    Nobody gains by one deviation: every set of others that a proposer buys wins with it, and none of all winning ones
    is cheaper; proposing is worth more than waiting; those who are bought get what waiting is worth; and the values are
    what these proposals give.

    Parameters
    ----------
    game
        A game without parameters.
    values
        What the game is worth to a member of each kind.
    partners
        For a proposer of each kind the sets of others that it buys, by kind, each with its probability.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> majority = BargainingGame.of(simple_game("[2; 1, 1, 1]"), discount="1/2")
    >>> stationary_at(majority, [Fraction(1, 3)], [[((1,), Fraction(1))]])
    True
    >>> stationary_at(majority, [Fraction(1, 3)], [[((2,), Fraction(1))]])
    False
    """
    kinds = game.kinds
    discount = value_at(game.discount, {})
    odds = [value_at(kind.recognition, {}) for kind in kinds]
    winning = set(game.winning())
    if any(value < 0 for value in values):
        return False
    prices = [discount * value for value in values]
    paid = [Fraction(0)] * len(kinds)  # to all members of a kind together, in expectation
    kept = []
    for place, mixture in enumerate(partners):
        shares = [value_at(share, {}) for _, share in mixture]
        if sum(shares) != 1 or min(shares) < 0:
            return False
        options = [_others(vector, place) for vector in winning if vector[place]]
        least = min(_price(option, prices) for option in options)
        if 1 - least < prices[place]:
            return False
        for (bought, _), share in zip(mixture, shares, strict=True):
            if share and (bought not in options or _price(bought, prices) != least):
                return False
            for other, count in enumerate(bought):
                paid[other] += odds[place] * len(kinds[place].members) * share * count * prices[other]
        kept.append(1 - least)
    return all(
        value == odds[place] * kept[place] + paid[place] / len(kinds[place].members)
        for place, value in enumerate(values)
    )


def _others(vector: Coalition, place: int) -> Coalition:
    return (*vector[:place], vector[place] - 1, *vector[place + 1 :])


def _price(vector: Coalition, prices: Sequence[Fraction]) -> Fraction:
    return sum((price * count for price, count in zip(prices, vector, strict=True)), Fraction(0))
