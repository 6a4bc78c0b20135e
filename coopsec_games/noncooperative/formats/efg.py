"""Gambit's extensive games: the ``.efg`` format, with information sets, chance, and payoffs along the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...errors import CoopSecError, NotApplicable, TooLarge
from ...formulas import number_text
from ..extensive_form import MOST_NODES, Chance, Choice, Decision, ExtensiveFormGame, Node, Terminal
from .tokens import Token, Tokens, distinct, opened, quoted

__all__ = ["NO_OUTCOME", "read_efg", "write_efg"]

NO_OUTCOME = "no outcome"

_Set = tuple[int, int]


@dataclass
class _Record:
    """A node as it stands in the file; ``own`` is its information set: the player's number (0: chance), the set's."""

    kind: str
    at: Token
    name: str = ""
    own: _Set = (0, 0)
    outcome: int = 0
    total: tuple[Fraction, ...] = ()
    path: tuple[int, ...] = ()


class _Reading:
    """A file being read: nodes in the order of the file, information sets and outcomes as they come up."""

    def __init__(self, tokens: Tokens, players: tuple[str, ...]) -> None:
        self.tokens = tokens
        self.players = players
        self.records: list[_Record] = []
        self.labels: dict[_Set, tuple[str, ...]] = {}
        self.odds: dict[_Set, tuple[Fraction, ...]] = {}
        self.names: dict[_Set, str] = {}
        self.sizes: dict[_Set, int] = {}
        self.outcomes: dict[int, tuple[str, tuple[Fraction, ...]]] = {0: (NO_OUTCOME, (Fraction(0),) * len(players))}

    def read(self) -> None:
        """All nodes, each before those that follow it."""
        waiting: list[tuple[tuple[Fraction, ...], tuple[int, ...]]] = [((Fraction(0),) * len(self.players), ())]
        while waiting:
            before, path = waiting.pop()
            if len(self.records) >= MOST_NODES:
                place = self.tokens.place(self.tokens.next)
                raise TooLarge(f"the tree has more than {MOST_NODES:,} nodes", place=place)
            record = self.node()
            own = self.outcomes[record.outcome][1]
            record.total = tuple(first + second for first, second in zip(before, own, strict=True))
            record.path = (*path, record.outcome) if record.outcome else path
            self.records.append(record)
            if record.kind != "t":
                waiting += [(record.total, record.path)] * len(self.labels[record.own])

    def node(self) -> _Record:
        at = self.tokens.next
        if at.kind != "word" or at.text not in {"c", "p", "t"}:
            raise self.tokens.fault(f"expected a node, which begins with c, p or t, found {at.told}")
        self.tokens.take()
        record = _Record(at.text, at, self.tokens.want("text", "the node's label in quotes").text)
        if record.kind != "t":
            record.own = self.information(record)
        record.outcome = self.outcome()
        return record

    def information(self, record: _Record) -> _Set:
        """The information set of a decision or a lottery; what was told of it before need not be told again."""
        tokens, player = self.tokens, 0
        if record.kind == "p":
            at = tokens.next
            player = tokens.whole("the number of a player")
            if not 1 <= player <= len(self.players):
                raise tokens.fault(f"there is no player {player}: they go from 1 to {len(self.players)}", at)
        at = tokens.next
        own = (player, tokens.whole("the number of an information set"))
        named = tokens.take().text if tokens.next.kind == "text" else None
        if tokens.next.kind == "{":
            opened = tokens.next
            labels, odds = self.actions(player == 0)
            known = self.labels.setdefault(own, labels)
            if known != labels or self.odds.setdefault(own, odds) != odds:
                whose = self.players[player - 1] if player else "chance"
                raise tokens.fault(
                    f"the information set {own[1]} of {whose} had the actions {', '.join(known)} before",
                    opened,
                    "decisions that a player cannot tell apart have the same actions",
                )
        elif own not in self.labels:
            raise tokens.fault(
                f"the information set {own[1]} has no actions yet: expected {{, found {tokens.next.told}"
            )
        if named and self.names.setdefault(own, named) != named:
            raise tokens.fault(f"the information set {own[1]} was called {self.names[own]!r} before", at)
        self.sizes[own] = self.sizes.get(own, 0) + 1
        return own

    def actions(self, chance: bool) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
        opened = self.tokens.take()
        labels, odds = [], []
        while self.tokens.next.kind == "text":
            labels.append(self.tokens.take().text)
            if chance:
                odds.append(self.tokens.want("number", "a probability").number)
        self.tokens.want("}", "an action in quotes, or }")
        if not labels:
            raise self.tokens.fault("a node that is not an end needs an action", opened)
        if any(share < 0 for share in odds):
            raise self.tokens.fault("a probability is negative", opened)
        if chance and sum(odds) != 1:
            raise self.tokens.fault(f"the probabilities sum to {number_text(sum(odds, Fraction(0)))}, not to 1", opened)
        return distinct(labels), tuple(odds)

    def outcome(self) -> int:
        at = self.tokens.next
        number = self.tokens.whole("the number of an outcome")
        named = self.tokens.take().text if self.tokens.next.kind == "text" else None
        if self.tokens.next.kind == "{":
            opened = self.tokens.next
            payoffs = tuple(self.tokens.numbers())
            if len(payoffs) != len(self.players):
                raise self.tokens.fault(
                    f"the outcome {number} has {len(payoffs)} payoffs, but there are {len(self.players)} players",
                    opened,
                )
            told = (named or f"outcome {number}", payoffs)
            if number == 0 or self.outcomes.setdefault(number, told)[1] != payoffs:
                raise self.tokens.fault(f"the outcome {number} had other payoffs before", opened)
        elif number not in self.outcomes:
            raise self.tokens.fault(f"the outcome {number} has no payoffs yet", at)
        return number

    def sets(self) -> dict[_Set, str]:
        """A name for each set of decisions: its own, told apart where two have one name; none for a nameless single."""
        found: dict[_Set, str] = {}
        taken = set(self.names.values())
        used: set[str] = set()
        for own, size in self.sizes.items():
            player = self.players[own[0] - 1] if own[0] else ""
            name = self.names.get(own, "") or (f"{player} {own[1]}" if size > 1 else "")
            new, count = name, 0
            while new and (new in used or (count and new in taken)):
                count += 1
                new = f"{name} ({player})" if count == 1 else f"{name} ({player} {count})"
            if own[0]:
                found[own] = new
                used.add(new)
        return found

    def tree(self) -> Node:
        """The tree, built from its ends."""
        sets = self.sets()
        done: list[Node] = []
        for record in reversed(self.records):
            if record.kind == "t":
                name = "; ".join(dict.fromkeys(self.outcomes[number][0] for number in record.path)) or NO_OUTCOME
                done.append(Terminal(name, record.total))
                continue
            labels = self.labels[record.own]
            below = [done.pop() for _ in labels]
            if record.kind == "c":
                done.append(Chance(tuple(zip(labels, self.odds[record.own], below, strict=True))))
            else:
                player = self.players[record.own[0] - 1]
                done.append(Decision(player, tuple(zip(labels, below, strict=True)), record.name, sets[record.own]))
        return done.pop()


def read_efg(text: str, shown: str = "game.efg") -> ExtensiveFormGame:
    """The game that a ``.efg`` file describes; every number exactly.

    Payoffs on the way are added to those at the ends, whose outcome is then called by all the outcomes on the way.
    Information sets of several decisions without a name are called by their player and number.

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
        Beyond 20,000 nodes or 200 moves in a row.

    Examples
    --------
    >>> game = read_efg('''EFG 2 R "Pennies, in turn and unseen" { "Even" "Odd" }
    ... p "" 1 1 "" { "heads" "tails" } 0
    ... p "" 2 1 "unseen" { "heads" "tails" } 0
    ... t "" 1 "even" { 1 -1 }
    ... t "" 2 "odd" { -1 1 }
    ... p "" 2 1 0
    ... t "" 2
    ... t "" 1
    ... ''')
    >>> [(own.name, len(own.nodes)) for own in game.information_sets]
    [('Even', 1), ('unseen', 2)]
    >>> game.normal_form().payoffs["tails", "heads"]
    (Fraction(-1, 1), Fraction(1, 1))

    References
    ----------
    Gambit, Game representation formats: the extensive game (.efg) file format.
    """
    tokens, start, players = opened(text, shown, "EFG", 2, "an extensive game")
    if tokens.next.kind == "text":
        tokens.take()
    reading = _Reading(tokens, players)
    reading.read()
    if tokens.next.kind != "end":
        raise tokens.fault(f"the tree is complete, but {tokens.next.told} follows")
    try:
        return ExtensiveFormGame(players, reading.tree())
    except CoopSecError as error:
        error.place = error.place or tokens.place(start)
        raise


def write_efg(game: ExtensiveFormGame, title: str = "") -> str:
    """A game as a ``.efg`` file, which :func:`read_efg` reads as the same game; names of lotteries are not in it.

    Parameters
    ----------
    game
        A game whose payoffs and probabilities are numbers, without choices from an interval.
    title
        Its title in the file.

    Raises
    ------
    NotApplicable
        Where a payoff is not a number, or a player chooses from an interval.

    Examples
    --------
    >>> entry = Decision("A", (("in", Terminal("won", (1,))), ("out", Terminal("safe", (0,)))))
    >>> game = ExtensiveFormGame(("A",), entry)
    >>> print(write_efg(game, "Entry"), end="")
    EFG 2 R "Entry" { "A" }
    ""
    <BLANKLINE>
    p "" 1 1 "" { "in" "out" } 0
    t "" 1 "won" { 1 }
    t "" 2 "safe" { 0 }
    """
    if game.parameters:
        raise NotApplicable(f"a .efg file holds numbers only, not {game.parameters[0]}", hint="give it a value first")
    lines = [f"EFG 2 R {quoted(title)} {{ {' '.join(quoted(player) for player in game.players)} }}", '""', ""]
    outcomes: dict[Terminal, int] = {}
    sets: dict[tuple[str, str | tuple[str, ...]], int] = {}
    counts = dict.fromkeys(game.players, 0)
    lotteries = 0
    for path, node in game.nodes():
        if isinstance(node, Choice):
            raise NotApplicable(f"a .efg file has no choice from an interval, as {node.variable} is")
        if isinstance(node, Terminal):
            number = outcomes.setdefault(node, len(outcomes) + 1)
            lines.append(f't "" {number} {quoted(node.outcome)} {{ {_numbers(node.payoffs)} }}')
        elif isinstance(node, Chance):
            lotteries += 1
            odds = " ".join(f"{quoted(label)} {_numbers((share,))}" for label, share, _ in node.branches)
            lines.append(f'c "" {lotteries} "" {{ {odds} }} 0')
        else:
            key = (node.player, node.information or path)
            if key not in sets:
                counts[node.player] += 1
                sets[key] = counts[node.player]
            place = f"{game.players.index(node.player) + 1} {sets[key]} {quoted(node.information)}"
            labels = " ".join(quoted(label) for label, _ in node.actions)
            lines.append(f"p {quoted(node.name)} {place} {{ {labels} }} 0")
    return "\n".join(lines) + "\n"


def _numbers(payoffs: Sequence[object]) -> str:
    return " ".join(number_text(payoff) for payoff in payoffs if isinstance(payoff, Fraction))
