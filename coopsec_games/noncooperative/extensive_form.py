"""Games in extensive form: decisions, information sets, chance, and offers from an interval.

A tree is built from its ends.  A ``Choice`` is a decision over an interval ``low <= y <= high``; its variable may then
occur in every payoff and every interval below it, so that a take-it-or-leave-it offer is one node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

from ..conditions import Assumptions
from ..errors import InvalidGame, TooLarge, did_you_mean
from ..formulas import check_name, exact, number_text
from ..results import Shown, Table
from .conversions import strategic_form
from .information import InformationSet, check_information, information_sets, recall_fault
from .normal_form import NormalFormGame
from .payoffs import Payoff, Values, check_names, parameters_in, setting
from .shown import tree_tables
from .ties import tie_labels

__all__ = [
    "MOST_MOVES",
    "MOST_NODES",
    "Chance",
    "Choice",
    "Decision",
    "ExtensiveFormGame",
    "Node",
    "Terminal",
    "lottery_name",
]

MOST_MOVES = 200
MOST_NODES = 20_000


@dataclass(frozen=True)
class Terminal:
    """The end of a play: its outcome's name, and a payoff for each player."""

    outcome: str
    payoffs: tuple[Payoff, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", tuple(exact(payoff) for payoff in self.payoffs))


@dataclass(frozen=True)
class Decision:
    """A player's choice among labelled actions.

    Decisions of the player with the same ``information`` are those that it cannot tell apart when it decides.
    """

    player: str
    actions: tuple[tuple[str, Node], ...]
    name: str = ""
    information: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "actions", tuple((label, node) for label, node in self.actions))


@dataclass(frozen=True)
class Chance:
    """A lottery over labelled branches ``(label, probability, node)``; ``outcome`` names the whole lottery."""

    branches: tuple[tuple[str, Payoff, Node], ...]
    outcome: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "branches", tuple((label, exact(odds), node) for label, odds, node in self.branches))


@dataclass(frozen=True)
class Choice:
    """A player's choice of ``variable`` from the interval ``low <= variable <= high``, and what follows it."""

    player: str
    variable: str
    low: Payoff
    high: Payoff
    then: Node
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", exact(self.low))
        object.__setattr__(self, "high", exact(self.high))


Node: TypeAlias = Terminal | Decision | Chance | Choice


@dataclass(frozen=True, repr=False)
class ExtensiveFormGame(Shown):
    """A game in extensive form.

    Parameters
    ----------
    players
        Their names, in the order of the payoffs.
    root
        The tree.
    assumptions
        The declared names in the payoffs, and what is assumed of them.
    ties
        How players break ties: pairs of a player and a label, which is one of its actions or an outcome; first in the
        list, first chosen.  What is not listed comes after, in the order of the tree.

    Raises
    ------
    InvalidGame
        Where the tree cannot be a game; the message names the place.
    TooLarge
        Beyond 200 moves in a row or 20,000 nodes.

    Examples
    --------
    >>> entry = Decision("Entrant", (
    ...     ("stay out", Terminal("status quo", (0, 2))),
    ...     ("enter", Decision("Incumbent", (
    ...         ("fight", Terminal("war", (-1, -1))),
    ...         ("accommodate", Terminal("entry", (1, 1))))))))
    >>> game = ExtensiveFormGame(("Entrant", "Incumbent"), entry)
    >>> game.outcomes
    ('status quo', 'war', 'entry')
    >>> game.normal_form().payoffs["enter", "fight"]
    (Fraction(-1, 1), Fraction(-1, 1))
    """

    players: tuple[str, ...]
    root: Node
    assumptions: Assumptions = field(default_factory=lambda: Assumptions(()))
    ties: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "ties", tuple((player, label) for player, label in self.ties))
        if not self.players:
            raise InvalidGame("a game needs at least one player")
        for place, player in enumerate(self.players):
            if player in self.players[:place]:
                raise InvalidGame(f"the player {player!r} is named twice")
        _check_tree(self)
        check_information(self)
        for player, label in self.ties:
            if player not in self.players:
                raise InvalidGame(f"a tie names the unknown player {player!r}", hint=did_you_mean(player, self.players))
            known = tie_labels(self, player)
            if label not in known:
                raise InvalidGame(
                    f"the tie '{player} {label}' names neither an action of {player} nor an outcome",
                    hint=did_you_mean(label, known) or f"known: {', '.join(known)}",
                )

    def _brief(self) -> str:
        return f"{', '.join(self.players)}, {len(self.outcomes)} outcomes"

    def to_tables(self) -> tuple[Table, ...]:
        """Every end of the tree: the way to it, its outcome, the payoffs."""
        return tree_tables(self)

    def nodes(self) -> Iterator[tuple[tuple[str, ...], Node]]:
        """All nodes with the labels on the way to them, parents first, in the order of the tree."""
        waiting: list[tuple[tuple[str, ...], Node]] = [((), self.root)]
        while waiting:
            path, node = waiting.pop()
            yield path, node
            waiting.extend(reversed([((*path, label), below) for label, below in _below(node)]))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of the outcomes, in the order of the tree; a lottery with a name of its own hides its branches'."""
        return tuple(dict.fromkeys(_outcomes(self.root)))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur in payoffs, probabilities and intervals, in declared order."""
        return parameters_in((payoff for _, node in self.nodes() for payoff in _payoffs(node)), self.assumptions)

    def at(self, values: Values) -> ExtensiveFormGame:
        """The same game with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions or a denominator vanishes.

        Examples
        --------
        >>> game = ExtensiveFormGame(("A",), Terminal("end", (exact("2*c", ["c"]),)), Assumptions(("c",)))
        >>> game.at({"c": "1/2"}).root
        Terminal(outcome='end', payoffs=(Fraction(1, 1),))
        """
        put, under = setting(values, self.assumptions)

        def below(node: Node) -> Node:
            if isinstance(node, Terminal):
                return Terminal(node.outcome, tuple(put(payoff) for payoff in node.payoffs))
            if isinstance(node, Decision):
                return Decision(
                    node.player,
                    tuple((label, below(then)) for label, then in node.actions),
                    node.name,
                    node.information,
                )
            if isinstance(node, Chance):
                branches = ((label, put(odds), below(then)) for label, odds, then in node.branches)
                return Chance(tuple(branches), node.outcome)
            low, high = put(node.low), put(node.high)
            return Choice(node.player, node.variable, low, high, below(node.then), node.name)

        return ExtensiveFormGame(self.players, below(self.root), under, self.ties)

    @property
    def information_sets(self) -> tuple[InformationSet, ...]:
        """The information sets, in the order of the tree.

        Examples
        --------
        >>> def odd(label):
        ...     actions = tuple((own, Terminal(label + own, (0, 0))) for own in "HT")
        ...     return Decision("Odd", actions, information="unseen")
        >>> game = ExtensiveFormGame(("Even", "Odd"), Decision("Even", (("H", odd("H")), ("T", odd("T")))))
        >>> game.information_sets[1].nodes
        (('H',), ('T',))
        >>> game.has_perfect_information, game.has_perfect_recall
        (False, True)
        """
        return information_sets(self)

    @property
    def has_perfect_information(self) -> bool:
        """Whether every player knows all earlier moves at each of its decisions."""
        return all(len(own.nodes) == 1 for own in information_sets(self))

    @property
    def has_perfect_recall(self) -> bool:
        """Whether nobody forgets what it knew or did."""
        return not recall_fault(self)

    def normal_form(self) -> NormalFormGame:
        """The normal form: a strategy is one action at each information set, in the order of the tree.

        Raises
        ------
        NotApplicable
            For a tree with a choice from an interval.
        TooLarge
            Beyond 200,000 profiles.
        """
        return strategic_form(self)

    def reduced_normal_form(self) -> NormalFormGame:
        """The normal form in which plans that differ only where they themselves never lead are one strategy.

        Raises
        ------
        NotApplicable
            For a tree with a choice from an interval.
        TooLarge
            Beyond 200,000 profiles.
        """
        return strategic_form(self, reduced=True)


def lottery_name(node: Chance, outcomes: Iterable[str]) -> str:
    """The outcome of a lottery: its own name, or its branches' outcomes joined by "or", each once."""
    return node.outcome or " or ".join(dict.fromkeys(name for told in outcomes for name in told.split(" or ")))


def _outcomes(node: Node) -> Iterator[str]:
    if isinstance(node, Terminal):
        yield node.outcome
    elif isinstance(node, Chance):
        if node.outcome:
            yield node.outcome
        else:
            own = [tuple(dict.fromkeys(_outcomes(below))) for _, _, below in node.branches]
            size = prod(len(names) for names in own)
            if size > 1000:
                raise TooLarge(f"a lottery has {size:,} combinations of outcomes", hint="give the lottery an outcome")
            yield from (lottery_name(node, names) for names in product(*own))
    else:
        for _, below in _below(node):
            yield from _outcomes(below)


def _below(node: Node) -> tuple[tuple[str, Node], ...]:
    if isinstance(node, Decision):
        return node.actions
    if isinstance(node, Chance):
        return tuple((label, below) for label, _, below in node.branches)
    if isinstance(node, Choice):
        return ((node.variable, node.then),)
    return ()


def _payoffs(node: Node) -> tuple[Payoff, ...]:
    if isinstance(node, Terminal):
        return node.payoffs
    if isinstance(node, Chance):
        return tuple(odds for _, odds, _ in node.branches)
    if isinstance(node, Choice):
        return (node.low, node.high)
    return ()


def _check_tree(game: ExtensiveFormGame) -> None:
    waiting: list[tuple[Node, tuple[str, ...], tuple[str, ...]]] = [(game.root, (), game.assumptions.names)]
    seen = 0
    while waiting:
        node, path, known = waiting.pop()
        seen += 1
        if seen > MOST_NODES:
            raise TooLarge(f"the tree has more than {MOST_NODES:,} nodes")
        if len(path) > MOST_MOVES:
            raise TooLarge(f"the tree has more than {MOST_MOVES} moves in a row")
        where = f"the node after {', '.join(path)}" if path else "the root"
        _check_node(game, node, where, known)
        below = (*known, node.variable) if isinstance(node, Choice) else known
        waiting.extend((next_node, (*path, label), below) for label, next_node in reversed(_below(node)))


def _check_node(game: ExtensiveFormGame, node: Node, where: str, known: tuple[str, ...]) -> None:
    if not isinstance(node, Terminal | Decision | Chance | Choice):
        raise InvalidGame(f"{where} is not a node: {type(node).__name__}")
    for payoff in _payoffs(node):
        check_names(payoff, known, where)
    if isinstance(node, Decision | Choice) and node.player not in game.players:
        raise InvalidGame(
            f"{where} belongs to {node.player!r}, who is not a player", hint=did_you_mean(node.player, game.players)
        )
    if isinstance(node, Terminal):
        if len(node.payoffs) != len(game.players):
            raise InvalidGame(
                f"{where} ({node.outcome}) has {len(node.payoffs)} payoffs, but there are {len(game.players)} players"
            )
    elif isinstance(node, Choice):
        check_name(node.variable)
        if node.variable in known:
            raise InvalidGame(f"{where} chooses {node.variable!r}, a name that already means something else")
        if isinstance(node.low, Fraction) and isinstance(node.high, Fraction) and node.low > node.high:
            low, high = number_text(node.low), number_text(node.high)
            raise InvalidGame(f"{where} chooses {node.variable} from an empty interval: {low} to {high}")
    else:
        labels = [label for label, _ in _below(node)]
        if not labels:
            raise InvalidGame(f"{where} has no {'action' if isinstance(node, Decision) else 'branch'}")
        for place, label in enumerate(labels):
            if label in labels[:place]:
                raise InvalidGame(f"{where} has {label!r} twice")
        if isinstance(node, Chance):
            _check_odds(node, where)


def _check_odds(node: Chance, where: str) -> None:
    total: Payoff = Fraction(0)
    for label, odds, _ in node.branches:
        if isinstance(odds, Fraction) and not 0 <= odds <= 1:
            raise InvalidGame(f"{where}: the probability of {label!r} is {number_text(odds)}, not between 0 and 1")
        total = total + odds
    if not isinstance(total, Fraction):
        from sympy import cancel

        total = exact(cancel(total))
    if total != 1:
        told = number_text(total) if isinstance(total, Fraction) else str(total)
        raise InvalidGame(f"{where}: the probabilities sum to {told}, not to 1")
