"""Bargaining with a deadline, by backward recursion.

With one round left whoever is recognised takes the dollar.  With more, a proposer buys the cheapest others at the
discounted values of the game with one round less.  Where several sets of others cost the same throughout a region, each
of them is bought equally often, and so is each member of a kind: a choice among equilibria, which is said.

References
----------
Baron and Ferejohn (1989), American Political Science Review 83:1181-1206.
Winter (1996), American Political Science Review 90:813-823 (deadlines reduce what a veto is worth).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..conditions import Condition, compare
from ..errors import NotApplicable, TooLarge
from ..formulas import exact, expression_text
from ..noncooperative.normal_form import Equilibrium
from ..noncooperative.payoffs import Payoff, value_at
from ..results import Solution
from .games import BargainingGame, Coalition, tidy

__all__ = ["MOST_ROUNDS", "BeforeDeadline", "backward_values", "deadline_solution"]

MOST_ROUNDS = 60
MOST_CELLS = 200

Bought = tuple[tuple[Coalition, ...], ...]


@dataclass(frozen=True)
class BeforeDeadline:
    """What the game is worth with some rounds left, and where.

    Parameters
    ----------
    values
        To a member of each kind.
    bought
        The sets of others that a proposer of each kind buys in the first of these rounds, equally often.
    where
        The condition on the parameters.
    choices
        Whether proposers had to choose among sets that cost the same, or among members of one kind.
    """

    values: tuple[Payoff, ...]
    bought: Bought
    where: Condition
    choices: bool = False


def backward_values(game: BargainingGame) -> tuple[tuple[BeforeDeadline, ...], ...]:
    """The values with one round left, with two, and so on, by region of the parameters.

    Parameters
    ----------
    game
        A game with a deadline.

    Raises
    ------
    NotApplicable
        For a game without a deadline.
    TooLarge
        Beyond 60 rounds or 200 regions.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> council = BargainingGame.of(simple_game("[39; 7*5, 1*10]"), discount=1, rounds=4)
    >>> [str(10 * cells[0].values[1]) for cells in backward_values(council)]
    ['2/3', '8/15', '32/75', '128/375']
    """
    if game.rounds is None:
        raise NotApplicable("the game has no deadline")
    if game.rounds > MOST_ROUNDS:
        raise TooLarge(f"{game.rounds} rounds are more than {MOST_ROUNDS}")
    always = Condition.true(game.assumptions)
    partners = game.partners()
    # with one round left others accept nothing at all, and the proposer keeps everything
    alone = tuple(kind.recognition for kind in game.kinds)
    cells: tuple[BeforeDeadline, ...] = (BeforeDeadline(alone, partners, always),)
    told = [cells]
    for _ in range(1, game.rounds):
        cells = tuple(after for cell in cells for after in _earlier(game, partners, cell))
        if len(cells) > MOST_CELLS:
            raise TooLarge(f"more than {MOST_CELLS} regions", hint="put in numbers for some parameters")
        told.append(cells)
    return tuple(told)


def deadline_solution(game: BargainingGame) -> Solution:
    """The subgame-perfect equilibria in the first round, as a solution by region."""
    told = backward_values(game)
    names = game.assumptions.names
    equilibria = []
    for cell in told[-1]:
        profile = {
            kind.name: f"gets {expression_text(value, names)} in expectation"
            for kind, value in zip(game.kinds, cell.values, strict=True)
        }
        coalitions = sorted(
            {
                tuple(count + (place == proposer) for place, count in enumerate(bought))
                for proposer, options in enumerate(cell.bought)
                for bought in options
            },
            reverse=True,
        )
        equilibria.append(Equilibrium(profile, cell.values, cell.where, outcome=f"passed by {game.told(coalitions)}"))
    choices = any(cell.choices for cells in told for cell in cells)
    notes = [f"{game.rounds} rounds; in the last one the proposer takes everything"]
    if choices:
        notes.append("where several coalitions cost a proposer the same, each is bought equally often: one of several")
    return Solution(
        "subgame-perfect equilibrium",
        "profiles",
        game.players,
        tuple(equilibria),
        complete=not choices and len(told[-1]) == 1,
        verified=all(_verified(game, told, cell) for cell in told[-1]),
        method="backward recursion over the rounds",
        notes=tuple(notes),
    )


def _earlier(game: BargainingGame, partners: Bought, cell: BeforeDeadline) -> Iterator[BeforeDeadline]:
    """The values with one round more, where a region of the shorter game is split by what is cheapest."""
    open_: list[tuple[Condition, list[tuple[Coalition, ...]]]] = [(cell.where, [])]
    for options in partners:
        groups: dict[Payoff, list[Coalition]] = {}
        for option in options:
            groups.setdefault(_cost(option, cell.values), []).append(option)
        split = []
        for where, chosen in open_:
            for cost, alike in groups.items():
                here = where
                earlier = True
                for other in groups:
                    if other == cost:
                        earlier = False
                        continue
                    here = here & compare(tidy(exact(other - cost)), ">" if earlier else ">=", 0, game.assumptions)
                if here.feasible() is not False:
                    split.append((here.simplify(), [*chosen, tuple(alike)]))
        open_ = split
    for where, chosen in open_:
        values = []
        for place, kind in enumerate(game.kinds):
            kept = 1 - game.discount * _cost(chosen[place][0], cell.values)
            often: Payoff = Fraction(0)
            for proposer, other in enumerate(game.kinds):
                bought = Fraction(sum(option[place] for option in chosen[proposer]), len(chosen[proposer]))
                often = often + other.recognition * len(other.members) * bought
            got = game.discount * cell.values[place] * often / len(kind.members)
            values.append(tidy(exact(kind.recognition * kept + got)))
        choices = cell.choices or any(_leaves_open(game, place, options) for place, options in enumerate(chosen))
        yield BeforeDeadline(tuple(values), tuple(chosen), where, choices)


def _leaves_open(game: BargainingGame, proposer: int, options: Sequence[Coalition]) -> bool:
    """Whether a proposer chooses among sets that cost the same, or among members of one kind."""
    there = [len(kind.members) - (place == proposer) for place, kind in enumerate(game.kinds)]
    return len(options) > 1 or any(0 < count < most for count, most in zip(options[0], there, strict=True))


def _cost(option: Coalition, values: Sequence[Payoff]) -> Payoff:
    return tidy(exact(sum((value * count for value, count in zip(values, option, strict=True)), Fraction(0))))


def _verified(game: BargainingGame, told: Sequence[Sequence[BeforeDeadline]], cell: BeforeDeadline) -> bool:
    """The recursion once more at a witness, in numbers, with the cheapest of all winning coalitions."""
    point = cell.where.witness()
    if point is None:
        return False
    there = game.at({name: point[name] for name in game.assumptions.names})
    discount = value_at(there.discount, {})
    winning = list(there.winning())
    odds = [value_at(kind.recognition, {}) for kind in there.kinds]
    numbers = [len(kind.members) for kind in there.kinds]
    values = odds
    for cells in told[1:]:
        used = next(each.bought for each in cells if each.where.holds(point))
        kept, paid = [], [Fraction(0)] * len(odds)
        for place, options in enumerate(used):
            least = min(
                sum(values[k] * (count - (k == place)) for k, count in enumerate(vector))
                for vector in winning
                if vector[place]
            )
            for option in options:
                if sum(values[k] * count for k, count in enumerate(option)) != least:
                    return False
                for k, count in enumerate(option):
                    paid[k] += odds[place] * numbers[place] * count * discount * values[k] / len(options)
            kept.append(1 - discount * least)
        values = [odds[k] * kept[k] + paid[k] / numbers[k] for k in range(len(odds))]
    return (
        values == [value_at(value, point) for value in cell.values]
        and sum(value * number for value, number in zip(values, numbers, strict=True)) == 1
    )
