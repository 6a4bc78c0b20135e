"""``coopsec solve``: the equilibria of a game in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from .. import rendering
from ..errors import InvalidGame, Place, UsageError
from ..results import Solution, Table, condition_json, json_data
from .output import Output, patience, printing

__all__ = ["solve_command"]

UNVERIFIED = 5


@click.command("solve", short_help="The equilibria of a game in a file.")
@click.argument("file")
@click.option("--concept", "concepts", multiple=True, metavar="C", help="A solution concept; may be given again.")
@click.option("--coalitions", is_flag=True, help="In a graph model: groups of players may move together too.")
@printing()
def solve_command(file: str, concepts: tuple[str, ...], coalitions: bool, out: Output) -> None:
    """The equilibria of a game in a file, exactly.

    FILE is a game: .nfg or .efg as Gambit writes them, or .yaml with a tree, a matrix or a graph model.

    Without --concept a tree is solved for its subgame-perfect equilibria, a normal form for its Nash equilibria, a
    graph model for its four stabilities.
    """
    from ..library import read_game
    from ..noncooperative.concepts import SOLUTION_CONCEPTS, stable_states
    from ..noncooperative.concepts import solve as solved
    from ..noncooperative.graph_model import GraphModel

    for key in concepts:
        SOLUTION_CONCEPTS[key]
    game: Any = read_game(file)
    if coalitions and not isinstance(game, GraphModel):
        raise UsageError(
            "--coalitions asks for a graph model", hint="strong-nash and coalition-proof-nash are concepts"
        )
    solutions = []
    for key in dict.fromkeys(concepts or _usual(game)):
        with patience(f"solving {file} for {key}"), _placed(file):
            solutions.append(stable_states(game, key, coalitions=True) if coalitions else solved(game, key))
    title = Path(file).name
    names = tuple(getattr(game, "parameters", ()))
    assumed = game.assumptions.text if names else ""
    out.emit(
        lambda: {
            "game": title,
            "players": list(game.players),
            "parameters": list(names),
            "assumptions": assumed,
            **({"coalitions": coalitions} if isinstance(game, GraphModel) else {}),
            "results": [_result(game, solution, names, coalitions) for solution in solutions],
        },
        lambda: [
            _table(game, solution, title, names, SOLUTION_CONCEPTS[solution.concept], coalitions)
            for solution in solutions
        ],
    )
    if any(solution.equilibria and not solution.verified for solution in solutions):
        click.get_current_context().exit(UNVERIFIED)


@contextmanager
def _placed(file: str) -> Iterator[None]:
    """A fault of the game that shows only when it is solved is a fault of its file."""
    try:
        yield
    except InvalidGame as error:
        error.place = error.place or Place(file)
        raise


def _usual(game: Any) -> tuple[str, ...]:
    """What is asked of a game where no concept is named."""
    from ..noncooperative.concepts.stabilities import STABILITIES
    from ..noncooperative.extensive_form import ExtensiveFormGame
    from ..noncooperative.graph_model import GraphModel

    if isinstance(game, GraphModel):
        return tuple(STABILITIES)
    if isinstance(game, ExtensiveFormGame):
        return ("subgame-perfect",) if game.has_perfect_recall else ("pure-nash",)
    return ("nash",) if len(game.players) == 2 and not game.parameters else ("pure-nash",)


# --- JSON ------------------------------------------------------------------------------------------------------------


def _result(game: Any, solution: Solution, names: Sequence[str], coalitions: bool) -> dict[str, Any]:
    """A solution as the contract has it; of a graph model the states that are not stable are told as well."""
    told = {
        "concept": solution.concept,
        "kind": solution.kind,
        "complete": solution.complete,
        "verified": solution.verified,
        "equilibria": [_entry(game, found, names) for found in solution.equilibria],
        "components": [_entry(game, found, names) for found in solution.components],
        "method": solution.method,
        "notes": list(solution.notes),
    }
    if solution.kind == "states":
        told["unstable"] = [
            _entry(game, judged, names) for judged in _judged(game, solution, coalitions) if not judged.stable
        ]
    return told


def _judged(game: Any, solution: Solution, coalitions: bool) -> tuple[Any, ...]:
    from ..noncooperative.concepts.stabilities import judge

    return judge(game, solution.concept, coalitions=coalitions)


def _entry(game: Any, found: Any, names: Sequence[str]) -> Any:
    from ..noncooperative.normal_form import Equilibrium

    if not isinstance(found, Equilibrium):
        return json_data(found, names)
    told: dict[str, Any] = {
        "profile": {key: json_data(_weights(game, key, move), names) for key, move in found.profile.items()},
        "payoffs": {
            player: json_data(payoff, names)
            for player, payoff in zip(game.players, found.payoffs, strict=bool(found.payoffs))
        },
        "where": condition_json(found.where),
    }
    if found.possible_where is not None:
        told["also_equilibrium_where"] = condition_json(found.possible_where)
    if found.outcome:
        told["outcome"] = found.outcome
    if found.path:
        told["path"] = [list(step) for step in found.path]
    if found.stands_for != 1:
        told["stands_for"] = found.stands_for
    return told


def _weights(game: Any, key: str, move: Any) -> Any:
    """A pure strategy or action as a distribution; a plan that depends on the parameters stays a text."""
    if not isinstance(move, str):
        return move
    if hasattr(game, "strategies") or key in game.players:
        return {move: Fraction(1)}
    known = {action for own in game.information_sets if own.name == key for action in own.actions}
    return {move: Fraction(1)} if move in known else move


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(game: Any, solution: Solution, title: str, names: Sequence[str], entry: Any, coalitions: bool) -> Table:
    columns, rows = _rows(game, solution, coalitions)
    count = len(solution.equilibria)
    caption = f"{entry.title}: {title}"
    notes = [f"{count} found. Method: {solution.method}." if solution.method else f"{count} found."]
    if solution.complete:
        notes.append("The list is proven to be complete.")
    elif solution.kind != "behaviour":
        notes.append("It is not settled whether there are others.")
    if count:
        checked = "Every one was checked again with fractions alone."
        notes.append(checked if solution.verified else "NOT VERIFIED: an exact check did not hold.")
    if solution.components:
        notes.append(f"Components: {len(solution.components)}; --format json lists them.")
    notes += [f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in solution.notes]
    return Table(f"solve-{solution.concept}", caption, columns, rows, tuple(notes), (entry.cite,), names=tuple(names))


def _rows(game: Any, solution: Solution, coalitions: bool) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """What a solution's table shows: states with reasons, profiles by player, or the fields of other answers."""
    found = solution.equilibria
    if solution.kind == "states":
        rows = [
            (judged.state, judged.label or None, judged.stable, "; ".join(judged.reasons.values()))
            for judged in _judged(game, solution, coalitions)
        ]
        if not any(label for _, label, _, _ in rows):
            return ("state", "stable", "why"), tuple((state, stable, why) for state, _, stable, why in rows)
        return ("state", "meaning", "stable", "why"), tuple(rows)
    if found and all(hasattr(each, "profile") and hasattr(each, "payoffs") for each in found):
        return _profiles(game, found)
    listed = [json_data(each) for each in found]
    keys = tuple(dict.fromkeys(key for each in listed if isinstance(each, Mapping) for key in each)) or ("answer",)
    return ("#", *keys), tuple(
        (place, *(_shown(each.get(key) if isinstance(each, Mapping) else each) for key in keys))
        for place, each in enumerate(listed, 1)
    )


def _profiles(game: Any, found: Sequence[Any]) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    by_player = all(set(each.profile) <= set(game.players) for each in found if each.profile)
    outcomes = not by_player and any(getattr(each, "outcome", "") for each in found)
    beliefs = any(getattr(each, "beliefs", None) for each in found)
    where = any(each.where is not None for each in found if hasattr(each, "where"))
    columns = [
        "#",
        *(game.players if by_player else ("plan",)),
        *(("beliefs",) if beliefs else ()),
        *(("outcome",) if outcomes else ()),
        *(f"payoff {player}" for player in game.players),
        *(("where",) if where else ()),
    ]
    rows = []
    for place, each in enumerate(found, 1):
        payoffs = each.payoffs
        if not isinstance(payoffs, Mapping):
            payoffs = dict(zip(game.players, payoffs, strict=bool(payoffs)))
        plan = (
            [_mixed(each.profile[player]) if player in each.profile else None for player in game.players]
            if by_player
            else ["; ".join(f"{key}: {_mixed(move)}" for key, move in each.profile.items())]
        )
        rows.append(
            (
                place,
                *plan,
                *((_beliefs(each.beliefs),) if beliefs else ()),
                *((each.outcome,) if outcomes else ()),
                *(payoffs.get(player) for player in game.players),
                *((each.where,) if where else ()),
            )
        )
    return tuple(columns), tuple(rows)


def _mixed(move: Any) -> str:
    """A strategy in words: its name, or the shares of those in use."""
    if isinstance(move, str):
        return move
    used = {name: share for name, share in move.items() if share != 0}
    if len(used) == 1 and next(iter(used.values())) == 1:
        return str(next(iter(used)))
    return ", ".join(f"{name}: {_shown(share)}" for name, share in used.items())


def _beliefs(beliefs: Mapping[str, Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{key}: {', '.join(f'{_shown(share)} ({node})' for node, share in own.items() if share)}"
        for key, own in beliefs.items()
    )


def _shown(value: Any) -> str:
    """Any part of an answer in one line."""
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return rendering.number(value)
    if rendering.is_expression(value):
        return rendering.expression(value)
    if isinstance(value, Mapping):
        if "exact" in value:
            if value["exact"] is None:
                return f"in [{', '.join(str(end) for end in value.get('interval', ()))}]"
            return str(value["exact"])
        if set(value) == {"text", "latex"}:
            return str(value["text"])
        return "; ".join(f"{key}: {_shown(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(part) for part in value)
    if value is None:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
