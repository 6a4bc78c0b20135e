"""Answers of any shape as the cells of a table: a field a row, or an answer a row and a field a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from .cells import Cell, expression, is_expression, is_symbolic, number, plain_text

__all__ = ["Listed", "answer_rows", "cell_of", "field_rows", "in_one_line", "listed"]

LONGEST = 400
"""Signs of a cell beyond which nobody reads it."""

PLANS = ("profile", "strategies")
"""Fields whose parts are told by the player alone."""

LEFT_OUT = ("mistakes", "players")
"""Fields that stand in the heading, or are longer than a cell is read."""

Rows = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]
"""Headings, and rows of cells."""


def in_one_line(value: Any) -> str:
    """Any part of an answer as a line of text.

    Examples
    --------
    >>> in_one_line({"weights": (3, Fraction(1, 2)), "beliefs": {"A": {"up": 1, "down": 0}}, "trade": None})
    'weights: 3, 1/2; beliefs: {A: {up: 1; down: 0}}; trade: -'
    """
    if isinstance(value, Mapping):
        told = ((_key(key), in_one_line(part), isinstance(part, Mapping)) for key, part in value.items())
        return "; ".join(f"{key}: {{{part}}}" if nested else f"{key}: {part}" for key, part, nested in told)
    if isinstance(value, (tuple, list)):
        between = ", " if all(is_plain(part) or isinstance(part, tuple) for part in value) else " / "
        return between.join(_key(part) if isinstance(part, tuple) else in_one_line(part) for part in value)
    if is_plain(value):
        return "-" if value is None else plain_text(value, None)
    if hasattr(value, "__dataclass_fields__") and "__str__" not in vars(type(value)):
        return in_one_line(
            {spelt(field.name): own for field in fields(value) if not is_empty(own := getattr(value, field.name))}
        )
    return str(value)


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
    words = in_one_line(value)
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


def answer_rows(found: Sequence[Any], players: Sequence[str]) -> Rows:
    """Answers below each other: what goes by player has a column a player, any other field one column.

    Parameters
    ----------
    found
        Frozen results of one kind or of several, or plain data.
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
    listed = [_parts(each, players) for each in found]
    columns = tuple(dict.fromkeys(column for each in listed for column, own in each.items() if not is_empty(own)))
    rows = ((place, *(cell_of(each.get(column)) for column in columns)) for place, each in enumerate(listed, 1))
    return ("#", *columns), tuple(rows)


def _parts(answer: Any, players: Sequence[str]) -> dict[str, Any]:
    """The parts of an answer by heading, in the order of its fields, the conditions last."""
    if not hasattr(answer, "__dataclass_fields__"):
        return {str(key): own for key, own in answer.items()} if isinstance(answer, Mapping) else {"answer": answer}
    told: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for field in fields(answer):
        own = getattr(answer, field.name)
        if field.name in LEFT_OUT or (field.name == "stands_for" and own == 1):
            continue
        if field.name == "payoffs" and not isinstance(own, Mapping):
            own = dict(zip(players, own, strict=bool(own)))
        if is_symbolic(own):
            last["under some tie rule where" if field.name == "possible_where" else spelt(field.name)] = own
        elif field.name in (*PLANS, "payoffs") and isinstance(own, Mapping) and set(own) <= set(players):
            for player, part in own.items():
                told[player if field.name in PLANS else f"payoff {player}"] = _plan(part)
        elif field.name in PLANS and isinstance(own, Mapping):
            told["plan"] = "; ".join(f"{key}: {in_one_line(_plan(part))}" for key, part in own.items())
        else:
            told[spelt(field.name)] = own
    return {**told, **last}


def _plan(part: Any) -> Any:
    """A mixed strategy in words: its name, or the shares of those in use."""
    if not isinstance(part, Mapping):
        return part
    used = {name: share for name, share in part.items() if share != 0}
    if len(used) == 1 and next(iter(used.values())) == 1:
        return _key(next(iter(used)))
    return ", ".join(f"{_key(name)}: {in_one_line(share)}" for name, share in used.items())


def _key(key: Any) -> str:
    return f"({', '.join(in_one_line(part) for part in key)})" if isinstance(key, tuple) else in_one_line(key)
