"""Solutions as tables: states with reasons, profiles by player, what is dominated, distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .. import rendering
from ..formulas import shown_number
from ..results import Solution, Table, json_data

__all__ = ["judged_states", "solution_table"]


def judged_states(game: Any, solution: Solution, coalitions: bool) -> tuple[Any, ...]:
    """Every state of a graph model, stable or not, and why."""
    from ..noncooperative.concepts.stabilities import judge

    return judge(game, solution.concept, coalitions=coalitions)


def solution_table(
    game: Any, solution: Solution, title: str, names: Sequence[str], entry: Any, coalitions: bool
) -> Table:
    """A solution as a table, with what is proven of it in the notes."""
    columns, rows = _rows(game, solution, coalitions)
    count = len(solution.equilibria)
    caption = f"{entry.title}: {title}"
    told = "" if solution.kind == "sets" else f"{count} found. "
    notes = [f"{told}Method: {solution.method}." if solution.method else told.strip()]
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
            for judged in judged_states(game, solution, coalitions)
        ]
        if not any(label for _, label, _, _ in rows):
            return ("state", "stable", "why"), tuple((state, stable, why) for state, _, stable, why in rows)
        return ("state", "meaning", "stable", "why"), tuple(rows)
    if solution.kind == "sets" and len(found) == 1:
        return _sets(found[0])
    if solution.kind == "distributions" and found:
        columns = ("#", "distribution", *(f"payoff {player}" for player in game.players))
        return columns, tuple(
            (place, _drawn(each.distribution), *(each.payoffs[player] for player in game.players))
            for place, each in enumerate(found, 1)
        )
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
    rational = all(hasattr(each, "rationality") for each in found)
    columns = [
        "#",
        *(("rationality",) if rational else ()),
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
                *((each.rationality,) if rational else ()),
                *plan,
                *((_beliefs(each.beliefs),) if beliefs else ()),
                *((each.outcome,) if outcomes else ()),
                *(payoffs.get(player) for player in game.players),
                *((each.where,) if where else ()),
            )
        )
    return tuple(columns), tuple(rows)


def _sets(found: Any) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """What is left to each player and what is dominated by what, a strategy a row, or several where it depends."""
    iterated = any(each.round > 1 for each in found.eliminated)
    depends = any(each.where is not None for each in found.eliminated)
    rows: list[tuple[Any, ...]] = []
    for player, kept in found.strategies.items():
        gone = [each for each in found.eliminated if each.player == player]
        for strategy in kept:
            belief = found.beliefs.get(player, {}).get(strategy)
            why = "" if belief is None else f"best reply to {_drawn(belief)}"
            sometimes = any(each.strategy == strategy for each in gone)
            rows.append((player, strategy, "stays", why, "", "elsewhere" if sometimes else ""))
        rows += [
            (
                player,
                each.strategy,
                {"strict": "dominated", "weak": "weakly dominated"}[each.strength],
                f"by {_mixed(each.by)}",
                each.round,
                "" if each.where is None else each.where,
            )
            for each in gone
        ]
    columns = ("player", "strategy", "finding", "why", "round", "where")
    shown = [place for place, name in enumerate(columns) if {"round": iterated, "where": depends}.get(name, True)]
    shown = [place for place in shown if columns[place] != "why" or any(row[place] for row in rows)]
    return tuple(columns[place] for place in shown), tuple(tuple(row[place] for place in shown) for row in rows)


def _drawn(distribution: Mapping[tuple[str, ...], Any]) -> str:
    """A distribution over profiles: each with its probability, or the only one."""
    told = {", ".join(profile): share for profile, share in distribution.items() if share}
    if len(told) == 1:
        return next(iter(told))
    return "; ".join(f"{profile}: {_shown(share)}" for profile, share in told.items())


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
        return shown_number(value)
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
