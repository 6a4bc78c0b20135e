"""Graph models: the published stabilities of Elmira, the dilemma, and the definitions on random conflicts."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

import coopsec_games as cg
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge, UnknownKey
from coopsec_games.noncooperative.concepts.stabilities import STABILITIES, judge, stable_states
from coopsec_games.noncooperative.graph_model import GraphModel

# Hipel, Fang, Kilgour and Haight (1993); the states and moves as in Fang, Hipel and Kilgour (1993), ch. 3:
# M the Ministry (modifies its order), U Uniroyal (delays, accepts, abandons), L the local government (insists).
ELMIRA = GraphModel.read(
    ["M", "U", "L"],
    [str(state) for state in range(1, 10)],
    {
        "M": ["1 -> 2", "3 -> 4", "5 -> 6", "7 -> 8"],
        "U": ["1 -> 3", "2 -> 4", "5 -> 7", "6 -> 8", *(f"{state} -> 9" for state in range(1, 9))],
        "L": ["1 <-> 5", "2 <-> 6", "3 <-> 7", "4 <-> 8"],
    },
    {"M": "7 > 3 > 4 > 8 > 5 > 1 > 2 > 6 > 9", "U": "1 > 4 > 8 > 5 > 9 > 3 > 7 > 2 > 6", "L": "7>3>5>1>8>6>4>2>9"},
)

DILEMMA = GraphModel.read(
    ["A", "B"],
    ["CC", "CD", "DC", "DD"],
    {"A": ["CC <-> DC", "CD <-> DD"], "B": ["CC <-> CD", "DC <-> DD"]},
    {"A": "DC > CC > DD > CD", "B": "CD > CC > DD > DC"},
)


def states(model: GraphModel, concept: str, *, coalitions: bool = False) -> list[str]:
    solution = stable_states(model, concept, coalitions=coalitions)
    assert solution.verified
    assert solution.complete
    assert solution.kind == "states"
    return [found.state for found in solution.equilibria]


@pytest.mark.parametrize(
    ("concept", "alone", "together"),
    [
        ("gm-nash", "589", "89"),
        ("gmr", "14589", "1489"),
        ("smr", "14589", "1489"),
        ("seq", "589", "89"),
    ],
)
def test_elmira(concept: str, alone: str, together: str) -> None:
    """The published sets; Ministry and Uniroyal together move from 5 to 8 (Kilgour et al. 2001)."""
    assert states(ELMIRA, concept) == list(alone)
    assert states(ELMIRA, concept, coalitions=True) == list(together)
    assert [found.state for found in cg.solve(ELMIRA, concept).equilibria] == list(alone)


def test_the_reasons_of_elmira() -> None:
    five = judge(ELMIRA, "gm-nash", coalitions=True)[4]
    assert five.stable_for == ("M", "U", "L", "M+L", "U+L", "M+U+L")
    assert five.reasons["M+U"] == "M+U gains: M moves to 6, then U moves to 8"
    one = judge(ELMIRA, "gmr")[0]
    assert one.stable
    assert one.reasons["L"].startswith("L could move to 5, but then ")
    assert judge(ELMIRA, "seq")[0].reasons["L"] == "L gains: L moves to 5, and no answer of the others deters it"


def test_the_dilemma() -> None:
    """Catalogue C02: arming is stable in every sense; control is GMR, SMR and SEQ, not Nash."""
    assert states(DILEMMA, "gm-nash") == ["DD"]
    for concept in ("gmr", "smr", "seq"):
        assert states(DILEMMA, concept) == ["CC", "DD"]
    assert states(DILEMMA, "gm-nash", coalitions=True) == []
    assert states(DILEMMA, "seq", coalitions=True) == ["CC"]


def test_irreversible_moves_go_one_way() -> None:
    assert ELMIRA.moves["M"]["1"] == ("2",)
    assert ELMIRA.moves["M"]["2"] == ()
    assert all(not ELMIRA.moves[player]["9"] for player in ELMIRA.players)


def test_nobody_moves_twice_in_a_row() -> None:
    chain = GraphModel.read(["A", "B"], ["1", "2", "3"], {"A": ["1 -> 2", "2 -> 3"]}, {"A": "3 > 2 > 1", "B": "1>2>3"})
    assert set(chain.reachable(["A"], "1")) == {"2"}
    relay = GraphModel.read(["A", "B"], ["1", "2", "3"], {"A": ["1->2"], "B": ["2->3"]}, {"A": "3>2>1", "B": "1~2~3"})
    assert relay.reachable(["A", "B"], "1")["3"] == (("A", "2"), ("B", "3"))
    assert set(relay.reachable(["A", "B"], "1", gaining=True)) == {"2"}


def random_model(random: Random, players: int, size: int) -> GraphModel:
    names, all_states = [f"p{n}" for n in range(players)], [f"s{n}" for n in range(size)]
    moves = {
        name: {
            state: tuple(end for end in all_states if end != state and random.random() < 0.3) for state in all_states
        }
        for name in names
    }
    preferences = {}
    for name in names:
        ranks: dict[int, list[str]] = {}
        for state in all_states:
            ranks.setdefault(random.randrange(size), []).append(state)
        preferences[name] = tuple(tuple(ranks[rank]) for rank in sorted(ranks))
    return GraphModel(tuple(names), tuple(all_states), moves, preferences)


def by_definition(model: GraphModel, concept: str, player: str, state: str) -> bool:
    """Fang, Hipel and Kilgour (1993), Definitions 3.1-3.4 and 4.1-4.4, sequences spelled out one by one."""
    others = [other for other in model.players if other != player]

    def answers(start: str, *, gaining: bool) -> set[str]:
        found, level = set(), {(start, "")}
        for _ in range(len(model.states) * len(model.players) + 1):
            level = {
                (end, mover)
                for (at, last), mover in product(level, others)
                if mover != last
                for end in model.moves[mover][at]
                if not gaining or model.prefers(mover, end, at)
            }
            found |= {at for at, _ in level}
        return found

    for end in model.moves[player][state]:
        if not model.prefers(player, end, state):
            continue
        if concept == "gm-nash":
            return False
        deterred = False
        for at in answers(end, gaining=concept == "seq"):
            if model.prefers(player, at, state):
                continue
            escapes = any(model.prefers(player, after, state) for after in model.moves[player][at])
            deterred = deterred or concept != "smr" or not escapes
        if not deterred:
            return False
    return True


def test_random_conflicts_by_definition_and_by_inclusion() -> None:
    random = Random(4)
    for _ in range(60):
        model = random_model(random, random.choice([2, 3]), random.randint(2, 6))
        found = {}
        for concept in STABILITIES:
            judged = judge(model, concept)
            for each in judged:
                assert each.stable_for == tuple(
                    player for player in model.players if by_definition(model, concept, player, each.state)
                )
            found[concept] = set(states(model, concept))
            together = set(states(model, concept, coalitions=True))
            # with SEQ the others may answer together too, which can deter what single answers do not
            assert concept == "seq" or together <= found[concept]
        assert found["gm-nash"] <= found["smr"] <= found["gmr"]
        assert found["gm-nash"] <= found["seq"] <= found["gmr"]


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: GraphModel.read(["A"], ["s"], {"B": []}, {"A": "s"}), "unknown player 'B'"),
        (lambda: GraphModel.read(["A"], ["s", "t"], {"A": ["s -> u"]}, {"A": "s > t"}), "unknown state 'u'"),
        (lambda: GraphModel.read(["A"], ["s", "t"], {"A": ["s t"]}, {"A": "s > t"}), "is not a move"),
        (lambda: GraphModel.read(["A"], ["s", "t"], {"A": ["s -> s"]}, {"A": "s > t"}), "to itself"),
        (lambda: GraphModel.read(["A"], ["s", "t"], {}, {"A": "s"}), "lacks the state 't'"),
        (lambda: GraphModel.read(["A"], ["s", "t"], {}, {"A": "s > t > s"}), "twice"),
        (lambda: GraphModel.read(["A"], ["s", "t"], {}, {}), "preference of A is missing"),
        (lambda: GraphModel.read(["A"], ["s", "s"], {}, {"A": "s"}), "named twice"),
        (lambda: GraphModel.read([], ["s"], {}, {}), "needs a player"),
    ],
)
def test_what_cannot_be_a_model(build: object, told: str) -> None:
    with pytest.raises(InvalidGame, match=told):
        build()  # type: ignore[operator]


def test_questions_that_do_not_apply() -> None:
    with pytest.raises(UnknownKey):
        judge(ELMIRA, "nash")
    with pytest.raises(NotApplicable, match="does not apply to a graph model"):
        cg.solve(ELMIRA, "pure-nash")
    game = cg.NormalFormGame.from_matrix(["A", "B"], [["x"], ["y"]], [["1, 1"]])
    with pytest.raises(NotApplicable, match="asks for a graph model"):
        cg.solve(game, "gmr")
    many = [f"p{n}" for n in range(11)]
    with pytest.raises(TooLarge, match="coalitions"):
        judge(GraphModel.read(many, ["s"], {}, dict.fromkeys(many, "s")), "seq", coalitions=True)
