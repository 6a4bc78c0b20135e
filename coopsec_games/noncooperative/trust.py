"""Trust: how likely the other must be to cooperate before cooperating is worth the risk.

Examples
--------
>>> from coopsec_games.formulas import expression_text
>>> stag = NormalFormGame.from_matrix(
...     ["A", "B"], [["cooperate", "defect"]] * 2, [["R, R", "S, T"], ["T, S", "P, P"]],
...     Assumptions.read(["R", "T", "P", "S"], "R > T", "T >= P", "P > S"))
>>> expression_text(trust_threshold(stag, "A", "cooperate"), stag.parameters)
'(P - S)/(R + P - T - S)'

References
----------
Jervis (1978), World Politics 30:167-214; Kydd (2005), Trust and Mistrust in International Relations, ch. 2.
"""

from __future__ import annotations

from ..conditions import Assumptions, Condition, compare, threshold
from ..errors import InvalidGame, NotApplicable
from ..formulas import check_name, exact, symbol
from .normal_form import NormalFormGame
from .payoffs import Payoff

__all__ = ["best_reply_where", "trust_threshold"]


def best_reply_where(game: NormalFormGame, player: str, strategy: str, likelihood: str = "q") -> Condition:
    """Where a strategy is a best reply to another player of two strategies that does the same with a probability.

    Parameters
    ----------
    game
        A game of two players with two strategies each, called alike.
    player, strategy
        Whose reply, and which.
    likelihood
        The name of the probability that the other plays the same; that it lies in [0, 1] is assumed.

    Raises
    ------
    InvalidGame
        For another kind of game, or a name that is already declared.
    """
    if len(game.players) != 2 or any(len(own) != 2 for own in game.strategies):
        raise InvalidGame("trust asks for two players with two strategies each")
    if player not in game.players:
        raise InvalidGame(f"{player!r} is not a player", hint=f"players: {', '.join(game.players)}")
    place = game.players.index(player)
    if any(strategy not in own for own in game.strategies):
        raise InvalidGame(f"{strategy!r} is not a strategy of both players")
    check_name(likelihood)
    given = game.assumptions
    if likelihood in given.names:
        raise InvalidGame(f"{likelihood!r} is declared already")
    names = (*given.names, likelihood)
    within = Condition.read(f"0 <= {likelihood} <= 1", names).formula
    told = Condition(given.formula, Assumptions(names)) & Condition(within, Assumptions(names))
    under = Assumptions(names, told.formula, (likelihood, *given.solve_for))
    odds = symbol(likelihood)

    def worth(own: str) -> Payoff:
        other = next(each for each in game.strategies[1 - place] if each != strategy)
        with_it, without = ((own, strategy), (own, other)) if place == 0 else ((strategy, own), (other, own))
        return exact(odds * game.payoffs[with_it][place] + (1 - odds) * game.payoffs[without][place])

    rival = next(each for each in game.strategies[place] if each != strategy)
    return compare(worth(strategy), ">=", worth(rival), under).simplify()


def trust_threshold(game: NormalFormGame, player: str, strategy: str, likelihood: str = "q") -> Payoff:
    """The least probability that the other plays a strategy at which playing it too is a best reply.

    Parameters
    ----------
    game
        A game of two players with two strategies each, called alike.
    player, strategy
        Whose reply, and which.
    likelihood
        The name of the probability.

    Raises
    ------
    NotApplicable
        Where there is no such least probability, or the assumptions do not fix the signs.
    """
    where = best_reply_where(game, player, strategy, likelihood)
    if where.formula is True:
        return exact(0)
    told = threshold(where, likelihood, where.assumptions)
    if told is None or told[0] != ">=":
        raise NotApplicable(
            f"{strategy!r} is a best reply where {where.text}, which is no least probability",
            hint="assume what fixes the signs, such as R > T and P > S",
        )
    return told[1]
