"""``coopsec solve``: the equilibria of a game in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ..errors import InvalidGame, Place, UsageError
from ..rendering.answers import answer_rows
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
        lambda: [_table(game, solution, title, names, coalitions) for solution in solutions],
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


def _judged(game: Any, solution: Solution, coalitions: bool) -> tuple[Any, ...]:
    """Every state of a graph model, stable or not, and why."""
    from ..noncooperative.concepts.stabilities import judge

    return judge(game, solution.concept, coalitions=coalitions)


def _table(game: Any, solution: Solution, title: str, names: Sequence[str], coalitions: bool) -> Table:
    """A solution as it shows everywhere, under the name of its concept; of a graph model with every state."""
    from ..noncooperative.concepts import SOLUTION_CONCEPTS

    entry = SOLUTION_CONCEPTS[solution.concept]
    (table,) = solution.to_tables()
    if solution.kind == "states":
        columns, rows = answer_rows(_judged(game, solution, coalitions), game.players)
        table = replace(table, columns=columns, rows=rows)
    return replace(table, caption=f"{entry.title}: {title}", cite=(entry.cite,), names=tuple(names))


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
