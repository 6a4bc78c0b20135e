"""The games of a case: registered forms, trees and matrices, with the place of every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import CoopSecError, Faults, FormulaError, InvalidGame, Place, UnknownKey, did_you_mean
from ..formulas import check_name, exact
from ..institutions.case import Case, GameSpec

if TYPE_CHECKING:
    from sympy import Expr

    from ..conditions import Assumptions
    from ..noncooperative.extensive_form import ExtensiveFormGame, Node
    from ..noncooperative.normal_form import NormalFormGame

__all__ = ["build_game", "spell", "spelled_game"]

Path: TypeAlias = "tuple[str | int, ...]"
Payoff: TypeAlias = "Fraction | Expr"

# what every game may say of itself, and no form needs to read
COMMON = frozenset({"form", "assume", "solve-for", "ties", "title", "cite", "note"})


def build_game(case: Case, key: str, settings: Mapping[str, Any] | None = None) -> Any:
    """A game of a case as an object, under what the case assumes of the parameters that the game depends on.

    Parameters
    ----------
    case
        The case.
    key
        The game.
    settings
        Parameters set to exact numbers, or to formulas in the others.

    Returns
    -------
    ExtensiveFormGame, NormalFormGame, or what a registered form makes

    Raises
    ------
    UnknownKey
        The case has no such game, or no such parameter.
    InvalidGame
        The game cannot be one; with its place in the file.
    NotApplicable
        The settings contradict the assumptions.
    """
    spec = case.game_spec(key)
    assumptions = case.assumptions_of(key)
    game = spelled_game(spec, assumptions) or _form_game(case, spec, assumptions)
    if settings:
        game = _settled(game, settings, assumptions)
    return replace(game, assumptions=game.assumptions.about(game.parameters))


def spelled_game(spec: GameSpec, assumptions: Assumptions) -> ExtensiveFormGame | NormalFormGame | None:
    """The tree or the matrix that a game spells out; nothing for a registered form."""
    if "tree" in spec.fields:
        return _tree_game(spec, assumptions)
    return _matrix_game(spec, assumptions) if "matrix" in spec.fields else None


def spell(key: str, data: Mapping[str, Any], places: Mapping[Path, Any]) -> GameSpec:
    """A game as the file spells it."""

    def texts(field: str) -> tuple[str, ...]:
        stated = data.get(field) or []
        return tuple(str(text) for text in (stated if isinstance(stated, list) else [stated]))

    return GameSpec(key, data, texts("assume"), texts("solve-for"), texts("ties"), places)


class _Reading:
    """The parts of a game's data, each fault put where it stands, all of them before the end."""

    def __init__(self, spec: GameSpec, assumptions: Assumptions) -> None:
        self.spec = spec
        self.names = assumptions.names
        self.faults: list[CoopSecError] = []

    def formula(self, value: Any, path: Path, names: Sequence[str], before: int = 0) -> Payoff:
        """A formula, or 0 and a fault; ``before`` counts the letters of the text that stand before it."""
        with self.at(path, before):
            return exact(value, names)
        return Fraction(0)

    @contextmanager
    def at(self, path: Path, before: int = 0) -> Iterator[None]:
        try:
            yield
        except Faults as error:
            self.faults.extend(error.faults)
        except CoopSecError as error:
            if error.place is None:
                column = getattr(error, "column", None)
                error.place = self.spec.place(path, column + before if column else None)
            self.faults.append(error)

    def done(self) -> None:
        if self.faults:
            raise Faults(self.faults) if len(self.faults) > 1 else self.faults[0]


# trees ------------------------------------------------------------------------------------------------------------


def _tree_game(spec: GameSpec, assumptions: Assumptions) -> ExtensiveFormGame:
    from ..noncooperative.extensive_form import ExtensiveFormGame
    from ..noncooperative.ties import read_ties

    reading = _Reading(spec, assumptions)
    players = _players(spec)
    root = _node(reading, players, spec.fields["tree"], ("tree",), reading.names)
    reading.done()
    with reading.at(("tree",)):
        game = ExtensiveFormGame(players, root, assumptions)
    reading.done()
    with reading.at(("ties",)):
        game = replace(game, ties=read_ties(spec.ties, game))
    reading.done()
    return game


def _players(spec: GameSpec) -> tuple[str, ...]:
    stated: Any = spec.fields["players"]
    return tuple(str(player) for player in stated)


def _node(reading: _Reading, players: tuple[str, ...], data: Any, path: Path, names: Sequence[str]) -> Node:
    from ..noncooperative.extensive_form import Chance, Choice, Decision, Terminal

    if "chance" in data:
        branches = []
        for label, branch in data["chance"].items():
            here = (*path, "chance", label)
            odds = reading.formula(branch["probability"], (*here, "probability"), names)
            branches.append((str(label), odds, _node(reading, players, branch["then"], (*here, "then"), names)))
        return Chance(tuple(branches), str(data.get("outcome") or ""))
    if "choice" in data:
        interval, here = data["choice"], (*path, "choice")
        low = reading.formula(interval["from"], (*here, "from"), names)
        high = reading.formula(interval["to"], (*here, "to"), names)
        variable = str(interval["variable"])
        with reading.at((*here, "variable")):
            check_name(variable)
            if variable in names:
                raise InvalidGame(f"the variable {variable!r} is a name already")
        inside = [*(name for name in names if name != variable), variable]
        below = _node(reading, players, data["then"], (*path, "then"), inside)
        player = _player(reading, players, data, path)
        return Choice(player, variable, low, high, below, str(data.get("name") or ""))
    if "actions" in data:
        player = _player(reading, players, data, path)
        actions = tuple(
            (str(label), _node(reading, players, below, (*path, "actions", label), names))
            for label, below in data["actions"].items()
        )
        return Decision(player, actions, str(data.get("name") or ""), str(data.get("information") or ""))
    payoffs = tuple(
        reading.formula(payoff, (*path, "payoffs", number), names) for number, payoff in enumerate(data["payoffs"])
    )
    if len(payoffs) != len(players):
        with reading.at((*path, "payoffs")):
            raise InvalidGame(f"{len(payoffs)} payoffs for {len(players)} players")
    return Terminal(str(data["outcome"]), payoffs)


def _player(reading: _Reading, players: tuple[str, ...], data: Any, path: Path) -> str:
    player = str(data.get("player") or "")
    if player not in players:
        hint = did_you_mean(player, players) or f"players: {', '.join(players)}"
        with reading.at((*path, "player")):
            raise InvalidGame(f"unknown player {player!r}" if player else "the key 'player' is missing", hint=hint)
    return player


# matrices ---------------------------------------------------------------------------------------------------------


def _matrix_game(spec: GameSpec, assumptions: Assumptions) -> NormalFormGame:
    from ..noncooperative.normal_form import NormalFormGame, split_payoffs

    reading = _Reading(spec, assumptions)
    players = _players(spec)
    stated: Any = spec.fields["strategies"]
    strategies = tuple(tuple(str(label) for label in own) for own in stated)
    if len(strategies) != len(players):
        with reading.at(("strategies",)):
            raise InvalidGame(f"{len(strategies)} lists of strategies for {len(players)} players")
        reading.done()
    payoffs: dict[tuple[str, ...], tuple[Payoff, ...]] = {}
    _check_shape(reading, spec.fields["matrix"], ("matrix",), strategies)
    reading.done()
    for choice in product(*(range(len(own)) for own in strategies)):
        path: Path = ("matrix", *choice)
        cell: Any = spec.fields["matrix"]
        for number in choice:
            cell = cell[number]
        parts = split_payoffs(cell) if isinstance(cell, str) else cell if isinstance(cell, list) else [cell]
        if len(parts) != len(players):
            with reading.at(path):
                raise InvalidGame(f"{len(parts)} payoffs for {len(players)} players")
            continue
        profile = tuple(own[number] for own, number in zip(strategies, choice, strict=True))
        read: list[Payoff] = []
        before = 0
        for number, part in enumerate(parts):
            if isinstance(cell, str):
                before = cell.index(part, before)
                read.append(reading.formula(part, path, reading.names, before))
                before += len(part)
            else:
                read.append(reading.formula(part, (*path, number), reading.names))
        payoffs[profile] = tuple(read)
    reading.done()
    with reading.at(("strategies",)):
        game = NormalFormGame(players, strategies, payoffs, assumptions)
    reading.done()
    return game


def _check_shape(reading: _Reading, data: Any, path: Path, strategies: tuple[tuple[str, ...], ...]) -> None:
    """One list a player, inside each other, each as long as the player's strategies."""
    if not strategies:
        return
    if not isinstance(data, list) or len(data) != len(strategies[0]):
        found = f"{len(data)} entries" if isinstance(data, list) else "no list"
        with reading.at(path):
            raise InvalidGame(f"expected a list of {len(strategies[0])} entries, one a strategy, found {found}")
        return
    for number, inner in enumerate(data):
        _check_shape(reading, inner, (*path, number), strategies[1:])


# forms ------------------------------------------------------------------------------------------------------------


def _form_game(case: Case, spec: GameSpec, assumptions: Assumptions) -> Any:
    from ..institutions.forms import GAME_FORMS

    reading = _Reading(spec, assumptions)
    with reading.at(("form",)):
        try:
            function: Callable[..., Any] = GAME_FORMS[spec.form].function
        except UnknownKey as error:
            raise InvalidGame(error.message, hint=error.hint) from None
    reading.done()
    fields = {field: value for field, value in spec.fields.items() if field not in COMMON}
    if spec.ties:
        fields["ties"] = list(spec.ties)
    try:
        return function(fields, assumptions, case.body() if case.institution else None)
    except CoopSecError as error:
        error.place = error.place or _culprit(error, spec, assumptions.names)
        raise


def _culprit(error: CoopSecError, spec: GameSpec, names: Sequence[str]) -> Place | None:
    """The place of the field that the error of a form names; to the column, where a formula cannot be read."""
    inside = [path for path in spec.places if path and path[0] not in COMMON]
    if isinstance(error, FormulaError):
        for path in inside:
            fault = _unreadable(spec, path, names)
            if fault is not None and fault.column == error.column and fault.message in error.message:
                return spec.place(path, fault.column)
    named = [path for path in inside if repr(path[-1]) in error.message]
    return spec.place(min(named, key=len) if named else ())


def _unreadable(spec: GameSpec, path: Path, names: Sequence[str]) -> FormulaError | None:
    """What is wrong with a text as a formula."""
    text: Any = spec.fields
    for step in path:
        text = text[step]
    try:
        exact(text if isinstance(text, str) else 0, names)
    except FormulaError as fault:
        return fault
    return None


# settings ---------------------------------------------------------------------------------------------------------


def _settled(game: Any, settings: Mapping[str, Any], assumptions: Assumptions) -> Any:
    """The game with some parameters set to numbers or formulas."""
    for name in settings:
        if name not in assumptions.names:
            hint = did_you_mean(name, assumptions.names) or f"parameters: {', '.join(assumptions.names)}"
            raise UnknownKey(f"unknown parameter {name!r}", hint=hint)
    return game.at(settings)
