"""The structure of a rule in one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from ...errors import TooLarge
from ...results import Shown, Table
from ..ballots import Member
from ..counting.diagrams import Diagram
from ..shown import structure_tables
from ..simple_games import SimpleGame
from .coalitions import listed, losing_of_diagram, opposed_losing, opposed_winning
from .desirability import desirability_of_diagram
from .dimension import dimension_of_diagram
from .trades import Trade
from .walks import diagram_of_game
from .weighted import MOST_CLASSES, Weighting, given_weights, weighting_of_diagram

__all__ = ["MOST_LISTED", "Structure", "structure"]

MOST_LISTED = 1_000
_LARGEST_SUM = 10_000_000

Coalition: TypeAlias = tuple[Member, ...]


@dataclass(frozen=True, repr=False)
class Structure(Shown):
    """What kind of simple game a rule is.

    Parameters
    ----------
    classes
        Members who may take each other's places, the more desirable first where the game is complete.
    complete
        Whether any two members can be compared: swap robust.
    weighted
        Whether some weights say which coalitions win: trade robust; None where this is not settled.
    weights, quota
        Whole weights and the quota; None where there are none, or none were found.
    least
        Whether no whole weights with a smaller sum exist; None without weights, False where it is not settled.
    dimension
        How few weighted games the rule is a conjunction of; None where it is too large to find.
    minimal_winning, maximal_losing
        The coalitions; None where they are more than :data:`MOST_LISTED`.
    minimal_winning_number, maximal_losing_number
        How many of them there are; None where this is too large to find.
    proper
        Whether no two coalitions without a common member both win; None where not settled.
    strong
        Whether those outside of a losing coalition always win; None where not settled.
    trade
        Where the game is not weighted: winning and losing coalitions in which every member stands equally often.
    notes
        What was not settled, and why.
    """

    classes: tuple[tuple[Member, ...], ...]
    complete: bool
    weighted: bool | None
    weights: Mapping[Member, int] | None
    quota: int | None
    least: bool | None
    dimension: int | None
    minimal_winning: tuple[Coalition, ...] | None
    minimal_winning_number: int | None
    maximal_losing: tuple[Coalition, ...] | None
    maximal_losing_number: int | None
    proper: bool | None
    strong: bool | None
    trade: Trade | None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.weights is not None:
            object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    def to_tables(self) -> tuple[Table, ...]:
        """What kind of game it is, a question a row."""
        return structure_tables(self)

    @property
    def decisive(self) -> bool | None:
        """Whether of a coalition and those outside of it exactly one wins."""
        return None if self.proper is None or self.strong is None else self.proper and self.strong


def structure(game: SimpleGame) -> Structure:
    """What kind of simple game a rule is: complete, weighted, by which weights, of which dimension, and so on.

    Parameters
    ----------
    game
        A simple game.

    Raises
    ------
    InvalidGame
        The rule is not monotone.
    NotApplicable
        Every coalition has the same outcome.
    TooLarge
        The rule is too large for a decision diagram.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> found = structure(simple_game("[100; 51, 49, 48, 2]"))
    >>> found.weighted, dict(found.weights), found.quota, found.dimension, found.minimal_winning
    (True, {'1': 3, '2': 2, '3': 1, '4': 1}, 5, 1, (('1', '2'), ('1', '3', '4')))
    """
    given = given_weights(game)
    if given is not None and len(set(given.weights.values())) > MOST_CLASSES:
        return _of_weights(game, given)
    diagram = diagram_of_game(game)
    order = desirability_of_diagram(diagram, game.kinds)
    notes: list[str] = []
    trade: Trade | None = None
    found: Weighting | None = None
    dimension: int | None = None
    winning, losing = (_minimal(one, notes) for one in (diagram, diagram.dual()))
    try:
        sought = weighting_of_diagram(diagram, order, game)
        if isinstance(sought, Weighting):
            found, dimension = sought, 1
        else:
            trade = sought
            dimension = None if losing is None else dimension_of_diagram(diagram, order, game, losing)
    except TooLarge as fault:
        notes.append(fault.message)
    return Structure(
        classes=order.classes,
        complete=order.complete,
        weighted=None if found is None and trade is None else found is not None,
        weights=None if found is None else found.weights,
        quota=None if found is None else found.quota,
        least=None if found is None else found.least,
        dimension=dimension,
        minimal_winning=_named(winning),
        minimal_winning_number=None if winning is None else winning.winning,
        maximal_losing=None if _named(losing) is None else losing_of_diagram(diagram),
        maximal_losing_number=None if losing is None else losing.winning,
        proper=opposed_winning(diagram) is None,
        strong=opposed_losing(diagram) is None,
        trade=trade,
        notes=tuple(dict.fromkeys(notes)),
    )


def _minimal(diagram: Diagram, notes: list[str]) -> Diagram | None:
    try:
        return diagram.minimal()
    except TooLarge as fault:
        notes.append(fault.message)
        return None


def _named(minimal: Diagram | None) -> tuple[Coalition, ...] | None:
    """The coalitions, smallest first, in the order of the members; nothing where they are too many."""
    if minimal is None or minimal.winning > MOST_LISTED:
        return None
    rank = {member: place for place, member in enumerate(minimal.members)}
    return tuple(sorted(listed(minimal), key=lambda found: (len(found), [rank[member] for member in found])))


def _of_weights(game: SimpleGame, given: Weighting) -> Structure:
    """What weights alone say of a game with members of many weights."""
    total, quota = sum(given.weights.values()), given.quota
    notes = [f"with members of more than {MOST_CLASSES} weights, the weights are as given, and so are the classes"]
    proper: bool | None = None
    strong: bool | None = None
    if total <= _LARGEST_SUM:
        sums = 1  # bit s: some coalition weighs s
        for weight in given.weights.values():
            sums |= sums << weight
        proper = not _between(sums, quota, total - quota)
        strong = not _between(sums, total - quota + 1, quota - 1)
    else:
        notes.append(f"weights of more than {_LARGEST_SUM:,} together: proper and strong are not settled")
    by_weight: dict[int, list[Member]] = {}
    for member in game.members:
        by_weight.setdefault(given.weights[member], []).append(member)
    classes = tuple(tuple(by_weight[weight]) for weight in sorted(by_weight, reverse=True))
    return Structure(
        classes, True, True, given.weights, quota, False, 1, None, None, None, None, proper, strong, None, tuple(notes)
    )


def _between(sums: int, low: int, high: int) -> bool:
    """Whether a bit from low to high is set."""
    return high >= low and bool((sums >> low) & ((1 << (high - low + 1)) - 1))
