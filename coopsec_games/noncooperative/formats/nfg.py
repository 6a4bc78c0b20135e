"""Gambit's strategic games: the ``.nfg`` format, in its payoff form and its outcome form."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from ...errors import CoopSecError, NotApplicable, TooLarge
from ...formulas import number_text
from ..normal_form import MOST_PROFILES, NormalFormGame, Profile
from ..payoffs import Payoff
from .tokens import Tokens, distinct, opened, quoted

__all__ = ["read_nfg", "write_nfg"]


def read_nfg(text: str, shown: str = "game.nfg") -> NormalFormGame:
    """The game that a ``.nfg`` file describes, in either of its forms; every number exactly.

    Players and strategies without a name are called by their number, repeated names are told apart.

    Parameters
    ----------
    text
        The whole file.
    shown
        The name under which faults speak of it.

    Raises
    ------
    SpecError
        With line and column, where the text is not such a file.
    TooLarge
        Beyond 200,000 profiles.

    Examples
    --------
    >>> game = read_nfg('NFG 1 R "Pennies" {"Even" "Odd"} {2 2}  1 -1  -1 1  -1 1  1 -1')
    >>> game.strategies
    (('1', '2'), ('1', '2'))
    >>> game.payoffs["2", "1"]
    (Fraction(-1, 1), Fraction(1, 1))

    References
    ----------
    Gambit, Game representation formats: the strategic game (.nfg) file formats.
    """
    tokens, start, players = opened(text, shown, "NFG", 1, "a strategic game")
    strategies = _strategies(tokens, players)
    if tokens.next.kind == "text":
        tokens.take()
    size = prod(len(own) for own in strategies)
    if size > MOST_PROFILES:
        limit = f"the game has {size:,} profiles, the limit is {MOST_PROFILES:,}"
        raise TooLarge(limit, hint="use types or a tree", place=tokens.place(tokens.next))
    # in the file the first player's strategy changes fastest
    order = [tuple(reversed(profile)) for profile in product(*reversed(strategies))]
    outcomes = tokens.next.kind == "{"
    payoffs = _by_outcome(tokens, players, order) if outcomes else _by_payoff(tokens, players, order)
    if tokens.next.kind != "end":
        what = "outcome" if outcomes else "payoff"
        raise tokens.fault(f"{tokens.next.told} stands after the last {what} of {len(order)} profiles")
    try:
        return NormalFormGame(players, strategies, payoffs)
    except CoopSecError as error:
        error.place = error.place or tokens.place(start)
        raise


def _strategies(tokens: Tokens, players: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    opened = tokens.want("{", "{ and the strategies of each player")
    found: list[tuple[str, ...]] = []
    while tokens.next.kind in {"{", "number"}:
        if tokens.next.kind == "{":
            at = tokens.next
            own = distinct(tokens.texts("the names of strategies"))
        else:
            at = tokens.next
            count = tokens.whole("a number of strategies")
            if count > MOST_PROFILES:
                raise TooLarge(f"{count:,} strategies are too many", place=tokens.place(at))
            own = distinct([""] * max(count, 0))
        if not own:
            raise tokens.fault("a player has no strategy", at)
        found.append(own)
    tokens.want("}", "the strategies of a player, or }")
    if len(found) != len(players):
        raise tokens.fault(f"there are {len(players)} players, but strategies for {len(found)}", opened)
    return tuple(found)


def _by_payoff(tokens: Tokens, players: tuple[str, ...], order: list[Profile]) -> dict[Profile, tuple[Payoff, ...]]:
    found: dict[Profile, tuple[Payoff, ...]] = {}
    for profile in order:
        own: list[Fraction] = []
        for _ in players:
            if tokens.next.kind == "end":
                raise tokens.fault(
                    f"the file ends after {len(found) * len(players) + len(own)} payoffs; {len(order)} profiles of "
                    f"{len(players)} players have {len(order) * len(players)}"
                )
            own.append(tokens.want("number", "a payoff").number)
        found[profile] = tuple(own)
    return found


def _by_outcome(tokens: Tokens, players: tuple[str, ...], order: list[Profile]) -> dict[Profile, tuple[Payoff, ...]]:
    outcomes: list[tuple[Fraction, ...]] = [(Fraction(0),) * len(players)]
    tokens.want("{", "{ and the outcomes")
    while tokens.next.kind == "{":
        at = tokens.take()
        if tokens.next.kind == "text":
            tokens.take()
        own = []
        while tokens.next.kind == "number":
            own.append(tokens.take().number)
        tokens.want("}", "a payoff, or }")
        if len(own) != len(players):
            raise tokens.fault(f"an outcome has {len(own)} payoffs, but there are {len(players)} players", at)
        outcomes.append(tuple(own))
    tokens.want("}", "an outcome in braces, or }")
    found: dict[Profile, tuple[Payoff, ...]] = {}
    for profile in order:
        if tokens.next.kind == "end":
            raise tokens.fault(f"the file ends after the outcomes of {len(found)} profiles, of {len(order)}")
        at = tokens.next
        number = tokens.whole("the number of an outcome")
        if not 0 <= number < len(outcomes):
            raise tokens.fault(f"there is no outcome {number}: they go from 1 to {len(outcomes) - 1}", at)
        found[profile] = outcomes[number]
    return found


def write_nfg(game: NormalFormGame, title: str = "", *, outcomes: bool = False) -> str:
    """A game as a ``.nfg`` file, which :func:`read_nfg` reads as the same game.

    Parameters
    ----------
    game
        A game whose payoffs are numbers.
    title
        Its title in the file.
    outcomes
        Whether equal payoffs are written once, as one outcome (the outcome form).

    Raises
    ------
    NotApplicable
        Where a payoff is not a number.

    Examples
    --------
    >>> game = NormalFormGame.from_matrix(["A", "B"], [["x"], ["x", "y"]], [["1, 1/2", "0, 0"]])
    >>> print(write_nfg(game, "Small"), end="")
    NFG 1 R "Small" { "A" "B" }
    <BLANKLINE>
    { { "x" }
    { "x" "y" }
    }
    ""
    <BLANKLINE>
    1 1/2
    0 0
    """
    if game.parameters:
        raise NotApplicable(f"a .nfg file holds numbers only, not {game.parameters[0]}", hint="give it a value first")
    players = " ".join(quoted(player) for player in game.players)
    strategies = "\n".join("{ " + " ".join(quoted(name) for name in own) + " }" for own in game.strategies)
    lines = [f"NFG 1 R {quoted(title)} {{ {players} }}", "", f"{{ {strategies}", "}", '""', ""]
    order = [tuple(reversed(profile)) for profile in product(*reversed(game.strategies))]
    if not outcomes:
        lines += [_numbers(game.payoffs[profile]) for profile in order]
        return "\n".join(lines) + "\n"
    known: dict[tuple[Payoff, ...], int] = {}
    for profile in order:
        known.setdefault(game.payoffs[profile], len(known) + 1)
    lines += ["{", *(f'{{ "" {_numbers(payoffs)} }}' for payoffs in known), "}"]
    lines.append(" ".join(str(known[game.payoffs[profile]]) for profile in order))
    return "\n".join(lines) + "\n"


def _numbers(payoffs: tuple[Payoff, ...]) -> str:
    return " ".join(number_text(payoff) for payoff in payoffs if isinstance(payoff, Fraction))
