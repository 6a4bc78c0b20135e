"""Answers of any shape as the cells of a table: a field a row, or an answer a row and a field a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from .cells import Cell, Told, expression, is_expression, is_symbolic, number, plain_text, shown_text

__all__ = ["Listed", "answer_rows", "cell_of", "field_rows", "in_one_line", "listed"]

LONGEST = 400
"""Signs of a cell beyond which nobody reads it."""

PLANS = ("profile", "strategies")
"""Fields whose parts are told by the player alone."""

LEFT_OUT = ("mistakes", "path", "players")
"""Fields that stand in the heading, follow from another, or are longer than a cell is read."""

FINDINGS = {"strict": "dominated", "weak": "weakly dominated"}

Rows = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]
"""Headings, and rows of cells."""


@dataclass(frozen=True)
class _Shares:
    """Probabilities by name, by profile, or by node; only those that are not 0 are told."""

    shares: Mapping[Any, Any]
    by_node: bool = False

    def told(self, *, sizes: bool) -> str:
        """The only one by its name, or each with its probability; of nodes always the probability."""
        used = {
            ", ".join(map(str, key)) if isinstance(key, tuple) else str(key): share
            for key, share in self.shares.items()
            if share != 0
        }
        if self.by_node:
            return ", ".join(f"{in_one_line(share, sizes=sizes)} ({node})" for node, share in used.items())
        if len(used) == 1 and next(iter(used.values())) == 1:
            return next(iter(used))
        parts = (f"{name}: {in_one_line(share, sizes=sizes)}" for name, share in used.items())
        return ("; " if self.by_profile else ", ").join(parts)

    @property
    def by_profile(self) -> bool:
        """Whether what is drawn are profiles of several players, whose names hold a comma."""
        return any(isinstance(key, tuple) and len(key) > 1 for key in self.shares)


def in_one_line(value: Any, *, sizes: bool = False) -> str:
    """Any part of an answer as a line of text; long fractions with their size beside them where ``sizes`` says so.

    Examples
    --------
    >>> in_one_line({"weights": (3, Fraction(1, 2)), "beliefs": {"A": {"up": 1, "down": 0}}, "trade": None})
    'weights: 3, 1/2; beliefs: {A: {up: 1; down: 0}}; trade: -'
    """
    if isinstance(value, _Shares):
        return value.told(sizes=sizes)
    if isinstance(value, Mapping):
        told = ((_key(key), in_one_line(part, sizes=sizes), _is_nested(part)) for key, part in value.items())
        return "; ".join(f"{key}: {{{part}}}" if nested else f"{key}: {part}" for key, part, nested in told)
    if isinstance(value, (tuple, list)):
        between = ", " if all(is_plain(part) or isinstance(part, tuple) for part in value) else " / "
        return between.join(_key(part) if isinstance(part, tuple) else in_one_line(part, sizes=sizes) for part in value)
    if is_plain(value):
        return "-" if value is None else shown_text(value) if sizes else plain_text(value, None)
    if hasattr(value, "__dataclass_fields__") and "__str__" not in vars(type(value)):
        own = {spelt(field.name): getattr(value, field.name) for field in fields(value)}
        return in_one_line({name: part for name, part in own.items() if not is_empty(part)}, sizes=sizes)
    return str(value)


def _is_nested(part: Any) -> bool:
    return part.by_profile if isinstance(part, _Shares) else isinstance(part, Mapping)


def is_plain(value: Any) -> bool:
    """Whether a value can stand in a cell as it is."""
    return value is None or isinstance(value, (str, int, Fraction)) or is_expression(value) or is_symbolic(value)


def is_empty(value: Any) -> bool:
    """Whether there is nothing to tell: no value, no text, no parts."""
    return value is None or (isinstance(value, (str, tuple, list, Mapping)) and not value)


def cell_of(value: Any) -> Cell:
    """A value as it can stand in a cell: itself, or in one line.

    Examples
    --------
    >>> cell_of(Fraction(1, 2)), cell_of(("CHN", "FRA"))
    (Fraction(1, 2), 'CHN, FRA')
    """
    if is_plain(value):
        return value
    return Told(_cut(in_one_line(value)), _cut(in_one_line(value, sizes=True)))


def _whole(value: Any) -> Cell:
    """The same, cut off only where people read it: what other programs read is complete."""
    if is_plain(value):
        return value
    return Told(in_one_line(value), _cut(in_one_line(value, sizes=True)))


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 2]} …"


@dataclass(frozen=True)
class Listed:
    """Several numbers or formulas in one cell, such as the payoffs of all players."""

    text: str
    latex: str


def listed(values: Iterable[Any], names: Sequence[str] = ()) -> Listed:
    """Numbers and formulas side by side.

    Examples
    --------
    >>> listed([Fraction(1, 2), 3]).text
    '1/2, 3'
    """
    both = [(_written(value, names, latex=False), _written(value, names, latex=True)) for value in values]
    return Listed(", ".join(text for text, _ in both), r",\; ".join(latex for _, latex in both))


def _written(value: Any, names: Sequence[str], *, latex: bool) -> str:
    if is_expression(value):
        return expression(value, names, latex=latex)
    if is_symbolic(value):
        return value.latex if latex else value.text
    return number(value)


def spelt(name: str) -> str:
    """The name of a field in words."""
    return name.strip("_").replace("_", " ")


def field_rows(value: Any) -> tuple[tuple[Cell, ...], ...]:
    """What a frozen result holds, a field a row, those left out that say nothing.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Step:
    ...     round: int
    ...     moved_by: tuple[str, ...]
    ...     note: str = ""
    >>> field_rows(Step(1, ("CHN", "FRA")))
    (('round', 1), ('moved by', 'CHN, FRA'))
    """
    told = ((spelt(field.name), getattr(value, field.name)) for field in fields(value))
    return tuple((name, cell_of(own)) for name, own in told if not is_empty(own))


# --- solutions -------------------------------------------------------------------------------------------------------


def answer_rows(found: Sequence[Any], players: Sequence[str]) -> Rows:
    """Answers below each other: what goes by player has a column a player, any other field one column.

    Parameters
    ----------
    found
        Frozen results of one kind or of several, or plain data.  The sets of strategies that dominance leaves are told
        strategy by strategy, judgements of states with their reasons.
    players
        The players in the order of the game.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Found:
    ...     profile: dict
    ...     payoffs: tuple
    >>> mixed = {"go": Fraction(1, 3), "wait": Fraction(2, 3)}
    >>> columns, rows = answer_rows([Found({"A": "stay", "B": mixed}, (1, 0))], ("A", "B"))
    >>> columns
    ('#', 'A', 'B', 'payoff A', 'payoff B')
    >>> rows
    ((1, 'stay', 'go: 1/3, wait: 2/3', 1, 0),)
    """
    if len(found) == 1 and hasattr(found[0], "eliminated"):
        return _set_rows(found[0])
    if found and all(hasattr(each, "reasons") for each in found):
        return _state_rows(found)
    plans = [own for each in found for name in PLANS if isinstance(own := getattr(each, name, None), Mapping)]
    by_player = all(set(own) <= set(players) for own in plans)
    listed = [_parts(each, players, by_player=by_player) for each in found]
    columns = dict.fromkeys(column for each in listed for column, own in each.items() if not is_empty(own))
    columns = columns or {"answer": None}
    if all(_told_by_where(each) for each in found):
        columns.pop("under some tie rule where", None)
    rows = ((place, *(_whole(each.get(column)) for column in columns)) for place, each in enumerate(listed, 1))
    return ("#", *columns), tuple(rows)


def _parts(answer: Any, players: Sequence[str], *, by_player: bool) -> dict[str, Any]:
    """The parts of an answer by heading, in the order of its fields, the payoffs and the conditions last."""
    if not hasattr(answer, "__dataclass_fields__"):
        return {str(key): own for key, own in answer.items()} if isinstance(answer, Mapping) else {"answer": answer}
    told: dict[str, Any] = {}
    paid: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for field in fields(answer):
        name, own = field.name, getattr(answer, field.name)
        if is_empty(own) or name in LEFT_OUT:
            continue
        if (name == "stands_for" and own == 1) or (name == "outcome" and _repeats(answer)):
            continue
        if name == "payoffs":
            parts = own if isinstance(own, Mapping) else dict(zip(players, own, strict=bool(own)))
            paid = {f"payoff {player}": parts.get(player) for player in players}
        elif is_symbolic(own):
            last["under some tie rule where" if name == "possible_where" else spelt(name)] = own
        elif not isinstance(own, Mapping):
            told[spelt(name)] = own
        elif name in PLANS and by_player:
            told |= {player: _plan(own[player]) for player in players if player in own}
        elif _is_odds(own):
            told[spelt(name)] = _Shares(own)
        else:
            told["plan" if name in PLANS else spelt(name)] = {
                key: _plan(move, by_node=name == "beliefs") for key, move in own.items()
            }
    return {**told, **paid, **last}


def _plan(part: Any, *, by_node: bool = False) -> Any:
    """What is played, or believed: a name, or probabilities."""
    return _Shares(part, by_node) if _is_odds(part) else part


def _is_odds(part: Any) -> bool:
    return isinstance(part, Mapping) and not any(isinstance(value, (str, Mapping, tuple)) for value in part.values())


def _repeats(answer: Any) -> bool:
    """Whether the name of an outcome is no more than the profile."""
    profile = getattr(answer, "profile", {})
    return (
        all(isinstance(move, str) for move in profile.values()) and answer.outcome == f"({', '.join(profile.values())})"
    )


def _told_by_where(answer: Any) -> bool:
    """Whether the way of breaking ties makes no difference to where an equilibrium is one."""
    where, possible = getattr(answer, "where", None), getattr(answer, "possible_where", None)
    return possible is None or (where is not None and where.text == possible.text)


def _state_rows(found: Sequence[Any]) -> Rows:
    """States with what they mean, whether they are stable, and why."""
    rows = [(each.state, each.label or None, each.stable, "; ".join(each.reasons.values())) for each in found]
    if any(label for _, label, _, _ in rows):
        return ("state", "meaning", "stable", "why"), tuple(rows)
    return ("state", "stable", "why"), tuple((state, stable, why) for state, _, stable, why in rows)


def _set_rows(found: Any) -> Rows:
    """What is left to each player and what is dominated by what, a strategy a row, or several where it depends."""
    rows: list[tuple[Cell, ...]] = []
    for player, kept in found.strategies.items():
        gone = [each for each in found.eliminated if each.player == player]
        for strategy in kept:
            belief = found.beliefs.get(player, {}).get(strategy)
            sometimes = any(each.strategy == strategy for each in gone)
            why = "" if belief is None else _after("best reply to", belief)
            rows.append((player, strategy, "stays", why, None, "elsewhere" if sometimes else ""))
        for each in gone:
            where = "" if each.where is None else each.where
            rows.append((player, each.strategy, FINDINGS[each.strength], _after("by", each.by), each.round, where))
    told = {
        "why": any(row[3] for row in rows),
        "round": any(each.round > 1 for each in found.eliminated),
        "where": any(each.where is not None for each in found.eliminated),
    }
    columns = ("player", "strategy", "finding", "why", "round", "where")
    shown = [place for place, name in enumerate(columns) if told.get(name, True)]
    return tuple(columns[place] for place in shown), tuple(tuple(row[place] for place in shown) for row in rows)


def _after(words: str, shares: Mapping[Any, Any]) -> Told:
    own = _Shares(shares)
    return Told(f"{words} {own.told(sizes=False)}", f"{words} {own.told(sizes=True)}")


def _key(key: Any) -> str:
    return f"({', '.join(in_one_line(part) for part in key)})" if isinstance(key, tuple) else in_one_line(key)
