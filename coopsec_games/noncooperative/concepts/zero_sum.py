"""Security levels: what each player can secure whatever the others do, and in games of opposite interests the value.

Examples
--------
>>> from coopsec_games.noncooperative.normal_form import NormalFormGame
>>> pennies = NormalFormGame.from_matrix(
...     ["Even", "Odd"], [["heads", "tails"]] * 2, [["2, -2", "-1, 1"], ["-1, 1", "1, -1"]])
>>> [found] = security_levels(pennies).equilibria
>>> {player: str(level) for player, level in found.payoffs.items()}
{'Even': '1/5', 'Odd': '-1/5'}
>>> {strategy: str(p) for strategy, p in found.profile["Even"].items()}
{'heads': '2/5', 'tails': '3/5'}

References
----------
von Neumann (1928), Mathematische Annalen 100:295-320.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from types import MappingProxyType
from typing import Any

from ... import verify
from ...results import Solution, json_data
from ..normal_form import NormalFormGame, Profile
from .bimatrix import Numbers, numbers_of
from .matrix_games import value_of

__all__ = ["SecurityProfile", "security_levels"]


@dataclass(frozen=True)
class SecurityProfile:
    """What each player does to secure as much as it can, how much that is, and what holds it down to it.

    Parameters
    ----------
    profile
        For each player the probabilities of its strategies.
    payoffs
        For each player its security level, not what it gets when all play so.
    against
        For each player what the others do together, in the order of the game, with its probability.
    """

    profile: Mapping[str, Mapping[str, Fraction]]
    payoffs: Mapping[str, Fraction]
    against: Mapping[str, Mapping[Profile, Fraction]]

    def __post_init__(self) -> None:
        for name in ("profile", "payoffs", "against"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def to_json(self) -> dict[str, Any]:
        """The profile as ``coopsec solve`` writes it."""
        return {
            "profile": json_data(self.profile),
            "payoffs": json_data(self.payoffs),
            "where": None,
            "against": {
                player: [{"others": list(rest), "probability": json_data(p)} for rest, p in told.items()]
                for player, told in self.against.items()
            },
        }


def security_levels(game: NormalFormGame) -> Solution:
    """The most that each player can secure, with a strategy that does and a threat that proves there is no more.

    Of three players or more the others may correlate the threat.

    Parameters
    ----------
    game
        A game in normal form, its payoffs numbers.
    """
    numbers = numbers_of(game, "minimax")
    profile, levels, against = {}, {}, {}
    verified = True
    for place, player in enumerate(game.players):
        rests = list(product(*(own for other, own in enumerate(game.strategies) if other != place)))
        matrix = [
            [numbers[(*rest[:place], own, *rest[place:])][place] for rest in rests] for own in game.strategies[place]
        ]
        value, mine, threat = value_of(matrix)
        profile[player] = dict(zip(game.strategies[place], mine, strict=True))
        against[player] = {rest: p for rest, p in zip(rests, threat, strict=True) if p}
        levels[player] = value
        verified = verified and verify.security_level(numbers, place, value, profile[player], against[player])
    notes = ["one optimal strategy of each player; there may be more"]
    if len(game.players) == 2 and _constant_sum(numbers):
        verified = verified and verify.mixed_nash(numbers, list(profile.values()), game.strategies)
        notes.append("the payoffs have a constant sum: these are equilibrium strategies and the levels are the value")
    return Solution(
        "minimax",
        "profiles",
        game.players,
        (SecurityProfile(profile, levels, against),),
        complete=None,
        verified=verified,
        method="exact linear programs",
        notes=tuple(notes),
    )


def _constant_sum(numbers: Numbers) -> bool:
    return len({sum(payoffs) for payoffs in numbers.values()}) == 1
