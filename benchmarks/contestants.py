"""One program, one game, one index, in a process of its own: seconds, peak memory and the answer, as JSON on stdout."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from pathlib import Path
from time import perf_counter

from games import GAMES, Game

ENOUGH = 1.0  # seconds of repeating
MOST_REPEATS = 200

Answer = Callable[[], Sequence[object]]


def coopsec_games(game: Game, index: str) -> Answer:
    import numpy  # noqa: F401  # loaded before the clock starts, as powerindices has it; small games do not need it

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from coopsec_games.cooperative import SimpleGame, VotingRule, power
    from coopsec_games.cooperative.rules import All, Any, Weight

    def answer() -> Sequence[object]:
        members = tuple(str(place) for place in range(len(game[0][0][0])))
        parts: list[VotingRule] = []
        for systems in game:
            weighed = [Weight(members, dict(zip(members, weights, strict=True)), quota) for weights, quota in systems]
            parts.append(weighed[0] if len(weighed) == 1 else All(tuple(weighed)))
        return list(power(index, SimpleGame(parts[0] if len(parts) == 1 else Any(tuple(parts)))).values())

    return answer


def powerindex(game: Game, index: str) -> Answer:
    from powerindex import Game as Peer

    weights, quota = only_system(game)

    def answer() -> Sequence[object]:
        peer = Peer(quota, list(weights))
        if index == "banzhaf":
            peer.calc_banzhaf()
            return list(peer.banzhaf)
        peer.calc_shapley_shubik()
        return list(peer.shapley_shubik)

    return one_of(index, answer)


def powerindices(game: Game, index: str) -> Answer:
    import powerindices as peer

    weights, quota = only_system(game)
    compute = peer.compute_pbi if index == "banzhaf" else peer.compute_ssi
    return one_of(index, lambda: [float(number) for number in compute(quota, list(weights))])


def power_bdd(game: Game, index: str) -> Answer:
    from power_bdd import bdd

    sys.setrecursionlimit(10_000)

    def answer() -> Sequence[object]:
        parts = [[bdd.BDD(bdd.WeightedGame(quota, list(weights))) for weights, quota in systems] for systems in game]
        drawn = reduce(or_, [reduce(and_, systems) for systems in parts])
        return list(drawn.calc_banzhaf() if index == "banzhaf" else drawn.calc_shapley())

    return one_of(index, answer)


def tucoopy(game: Game, index: str) -> Answer:
    from tucoopy.games.weighted_voting import weighted_voting_game
    from tucoopy.power import banzhaf, deegan_packel, holler, johnston, shapley_shubik

    weights, quota = only_system(game)
    tabled = {
        "deegan-packel": deegan_packel.deegan_packel_index,
        "holler-packel": holler.holler_index,
        "johnston": johnston.johnston_index,
    }
    if index in tabled and len(weights) > 25:
        raise NotImplementedError("a table of 2**n coalitions")
    if index in tabled:
        return lambda: list(tabled[index](weighted_voting_game(list(weights), quota)))
    function = {
        "banzhaf": banzhaf.banzhaf_index_weighted_voting,
        "shapley-shubik": shapley_shubik.shapley_shubik_index_weighted_voting,
    }[index]
    return lambda: list(function(list(weights), quota=quota))


def only_system(game: Game) -> tuple[list[int], int]:
    if len(game) > 1 or len(game[0]) > 1:
        raise NotImplementedError("one weight system only")
    return game[0][0]


def one_of(index: str, answer: Answer) -> Answer:
    if index not in ("banzhaf", "shapley-shubik"):
        raise NotImplementedError(f"no {index}")
    return answer


CONTESTANTS = {
    "coopsec-games": coopsec_games,
    "powerindex": powerindex,
    "powerindices": powerindices,
    "power-bdd": power_bdd,
    "tucoopy": tucoopy,
}


def measured(name: str, game: str, index: str) -> dict[str, object]:
    try:
        answer = CONTESTANTS[name](GAMES[game][1](), index)
        best, spent, values = float("inf"), 0.0, []
        for _ in range(MOST_REPEATS):
            started = perf_counter()
            values = list(answer())
            taken = perf_counter() - started
            best, spent = min(best, taken), spent + taken
            if spent > ENOUGH:
                break
    except Exception as problem:  # a peer may fail in any way
        return {"error": f"{type(problem).__name__}: {problem}"[:80]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": best, "megabytes": peak, "values": [str(value) for value in values]}


if __name__ == "__main__":
    print(json.dumps(measured(*sys.argv[1:4])))
