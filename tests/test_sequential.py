"""Sequential equilibrium in pure behaviour: published games, consistency, and a search that knows nothing of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

import coopsec_games as cg
from coopsec_games.conditions import Assumptions
from coopsec_games.errors import NotApplicable
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.concepts.sequential import Assessment, sequential_equilibria
from coopsec_games.noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Node, Terminal

F = Fraction


def ends(player: str, name: str, payoffs: dict[str, tuple[int, ...]], way: str = "") -> Decision:
    return Decision(
        player, tuple((label, Terminal(way + label, pay)) for label, pay in payoffs.items()), information=name
    )


def plans(found: tuple[Assessment, ...]) -> set[tuple[str, ...]]:
    return {tuple(each.profile.values()) for each in found}


def test_selten_s_horse(shared: Path) -> None:
    """Selten (1975), figure 1: of the two Nash equilibria in pure strategies, only (R, R, L) is sequential."""
    game = cg.read_game(shared / "data" / "games" / "catalog" / "journals" / "ijgt" / "selten1975" / "fig1.efg")
    assert {tuple(each.profile.values()) for each in cg.solve(game, "pure-nash").equilibria} == {
        ("R", "R", "L"),
        ("L", "R", "R"),
    }
    (found,) = cg.solve(game, "sequential").equilibria
    assert tuple(found.profile.values()) == ("R", "R", "L")
    (beliefs,) = found.beliefs.values()
    assert beliefs["L"] <= F(1, 3)
    assert found.payoffs == {"Player 1": F(1), "Player 2": F(1), "Player 3": F(1)}


def beer_quiche() -> ExtensiveFormGame:
    def breakfast(kind: str, likes: str) -> Decision:
        def meal(own: str) -> tuple[str, Decision]:
            pay = {
                answer: (2 * (answer == "leave") + (own == likes), int((answer == "duel") == (kind == "weak")))
                for answer in ("duel", "leave")
            }
            return own, ends("B", f"after {own}", pay, f"{kind} {own} ")

        return Decision("A", tuple(meal(own) for own in ("beer", "quiche")), information=kind)

    return ExtensiveFormGame(
        ("A", "B"),
        Chance((("strong", F(9, 10), breakfast("strong", "beer")), ("weak", F(1, 10), breakfast("weak", "quiche")))),
    )


def test_beer_and_quiche() -> None:
    """Cho and Kreps (1987), section III: both kinds take beer, or both take quiche."""
    found = cg.solve(beer_quiche(), "sequential")
    assert found.verified
    told = {
        (each.profile["strong"], each.profile["weak"], each.profile["after beer"], each.profile["after quiche"]): each
        for each in found.equilibria
    }
    assert set(told) == {("beer", "beer", "leave", "duel"), ("quiche", "quiche", "duel", "leave")}
    off = told["beer", "beer", "leave", "duel"].beliefs["after quiche"]
    assert off["weak, quiche"] >= F(1, 2)
    on = told["beer", "beer", "leave", "duel"].beliefs["after beer"]
    assert on == {"strong, beer": F(9, 10), "weak, beer": F(1, 10)}


def test_beliefs_agree_about_what_a_player_did_not_know() -> None:
    """Fudenberg and Tirole (1991), section 8.3: a move tells nothing that the mover did not know."""

    def third(second: str, first: str) -> Decision:
        first_is_a = first == "a"
        take = (1 if first_is_a else -2) if second == "u" else (2 if first_is_a else -1)
        return ends("3", f"after {second}", {"x": (0, 0, take), "y": (0, 0, 0)}, first + second)

    tree = Decision(
        "1",
        (
            ("out", Terminal("out", (1, 0, 0))),
            *(
                (first, Decision("2", tuple((own, third(own, first)) for own in "ud"), information="2"))
                for first in "ab"
            ),
        ),
    )
    found = cg.solve(ExtensiveFormGame(("1", "2", "3"), tree), "sequential").equilibria
    seen = {(each.profile["2"], each.profile["after u"], each.profile["after d"]) for each in found}
    assert seen == set(product("ud", "xy", "xy")) - {("u", "x", "y"), ("d", "x", "y")}
    for each in found:
        assert each.beliefs["after u"] == {f"{first}, u": each.beliefs["after d"][f"{first}, d"] for first in "ab"}


def test_it_refines_subgame_perfection_on_every_shared_tree(shared: Path) -> None:
    compared = 0
    for file in sorted((shared / "data" / "games").rglob("*.efg")):
        game = cg.read_game(file)
        assert isinstance(game, ExtensiveFormGame)
        if game.has_perfect_information or not game.has_perfect_recall:
            continue
        if file.stem == "cs":  # beyond the limit
            continue
        found = cg.solve(game, "sequential")
        perfect = cg.solve(game, "subgame-perfect")
        assert found.verified, file.name
        assert {tuple(each.profile.items()) for each in found.equilibria} <= {
            tuple(each.profile.items()) for each in perfect.equilibria
        }, file.name
        compared += 1
    assert compared >= 50


def random_tree(random: Random, depth: int) -> ExtensiveFormGame:
    players = ("A", "B", "C")

    def node(left: int, path: str, seen: dict[str, tuple[str, ...]]) -> Node:
        if left == 0 or (path and random.random() < 0.15):
            return Terminal(path, tuple(random.randint(0, 3) for _ in players))
        if random.random() < 0.15:
            return Chance(tuple((f"c{n}", F(1, 2), node(left - 1, f"{path}c{n}", seen)) for n in range(2)))
        player = random.choice(players)
        label = f"{player}:{left}:{'|'.join(seen[player])}"
        actions = []
        for n in range(2):
            after = {**seen, player: (*seen[player], f"{label}={n}")}
            for other in players:
                if other != player and random.random() < 0.25:
                    after[other] = (*seen[other], f"saw {player} {n}")
            actions.append((f"a{n}", node(left - 1, f"{path}{player}{n}", after)))
        return Decision(player, tuple(actions), information=label)

    while True:
        game = ExtensiveFormGame(players, node(depth, "", dict.fromkeys(players, ())))
        if game.has_perfect_recall and not game.has_perfect_information and len(game.information_sets) <= 7:
            return game


def rational_under(game: ExtensiveFormGame, plan: dict[str, str], mistakes: dict[tuple[str, str], F]) -> bool:
    """Whether each action is best under Bayes' beliefs of a mixed plan, the plan itself being followed afterwards."""
    sets = {node: own for own in game.information_sets for node in own.nodes}

    def worth(node: Node, path: tuple[str, ...], player: int) -> Fraction:
        if isinstance(node, Terminal):
            return node.payoffs[player]  # type: ignore[return-value]
        if isinstance(node, Chance):
            return sum((odds * worth(below, (*path, label), player) for label, odds, below in node.branches), F(0))  # type: ignore[operator, misc]
        assert isinstance(node, Decision)
        label = plan[sets[path].name]
        return worth(dict(node.actions)[label], (*path, label), player)

    nodes = dict(game.nodes())
    odds: dict[tuple[str, ...], F] = {(): F(1)}
    for path, node in nodes.items():
        if isinstance(node, Chance):
            for label, share, _ in node.branches:
                odds[(*path, label)] = odds[path] * share  # type: ignore[operator]
        elif isinstance(node, Decision):
            for label, _ in node.actions:
                name = sets[path].name
                odds[(*path, label)] = odds[path] * (mistakes[name, label] if plan[name] != label else 1)
    for own in game.information_sets:
        player = game.players.index(own.player)
        # the limit of the beliefs: what is far rarer than the likeliest node has no weight
        likeliest = max(odds[path] for path in own.nodes)
        weights = {path: odds[path] if odds[path] * 10**6 > likeliest else F(0) for path in own.nodes}
        value = {
            action: sum(
                (
                    weight * worth(dict(nodes[path].actions)[action], (*path, action), player)  # type: ignore[union-attr]
                    for path, weight in weights.items()
                    if weight
                ),
                F(0),
            )
            for action in own.actions
        }
        if max(value.values()) > value[plan[own.name]]:
            return False
    return True


def test_no_plan_that_drawn_mistakes_support_is_missing() -> None:
    """Mistakes of drawn orders and coefficients: whatever they support is in the list, with or without chance moves."""
    random = Random(7)
    supported = refused = 0
    for _ in range(40):
        game = random_tree(random, 3)
        sets = game.information_sets
        found = sequential_equilibria(game)
        assert found.verified
        listed = {tuple(each.profile[own.name] for own in sets) for each in found.equilibria}
        for actions in product(*(own.actions for own in sets)):
            plan = dict(zip((own.name for own in sets), actions, strict=True))
            drawn = (
                {
                    (own.name, action): random.choice([F(1), F(1, 3), F(3)]) * F(1, 10 ** (12 * random.randint(1, 3)))
                    for own in sets
                    for action in own.actions
                }
                for _ in range(12)
            )
            if any(rational_under(game, plan, mistakes) for mistakes in drawn):
                assert actions in listed
                supported += 1
            elif actions not in listed:
                refused += 1
    assert supported > 40
    assert refused > 100


def test_perfect_information_gives_backward_induction() -> None:
    chain = Decision(
        "Entrant",
        (
            ("out", Terminal("out", (0, 2))),
            ("in", Decision("Incumbent", (("fight", Terminal("war", (-1, -1))), ("yield", Terminal("peace", (1, 1)))))),
        ),
    )
    game = ExtensiveFormGame(("Entrant", "Incumbent"), chain)
    (found,) = cg.solve(game, "sequential").equilibria
    assert (found.outcome, found.path) == ("peace", (("Entrant", "in"), ("Incumbent", "yield")))
    assert found.beliefs == {}
    told = found.to_json()
    assert told["profile"]["Entrant"] == {"in": {"exact": "1", "float": 1.0}}
    assert told["mistakes"]["Entrant"]["out"]["order"] >= 1


def test_a_wrong_assessment_is_not_verified() -> None:
    from dataclasses import replace

    from coopsec_games.noncooperative.concepts.sequential import assessment_holds

    game = beer_quiche()
    good = sequential_equilibria(game).equilibria[0]
    assert assessment_holds(game, good)
    swapped = {"after beer": dict(good.beliefs["after quiche"]), "after quiche": dict(good.beliefs["after beer"])}
    assert not assessment_holds(game, replace(good, beliefs=swapped))
    duel = {**good.profile, "strong": "quiche" if good.profile["strong"] == "beer" else "beer"}
    assert not assessment_holds(game, replace(good, profile=duel))
    free = {mistake: (F(0), order) for mistake, (_, order) in good.mistakes.items()}
    assert not assessment_holds(game, replace(good, mistakes=free))


def test_questions_that_do_not_apply() -> None:
    c = exact("c", ["c"])
    letters = ExtensiveFormGame(("A",), Decision("A", (("x", Terminal("x", (c,))),)), Assumptions(("c",)))
    with pytest.raises(NotApplicable, match="contains c"):
        cg.solve(letters, "sequential")
    with pytest.raises(NotApplicable, match="asks for a tree"):
        cg.solve(cg.NormalFormGame.from_matrix(["A", "B"], [["x"], ["y"]], [["1, 1"]]), "sequential")
    never = Chance((("a", F(0), ends("A", "s", {"l": (0,)})), ("b", F(1), ends("A", "s", {"l": (1,)}))))
    with pytest.raises(NotApplicable, match="probability 0"):
        cg.solve(ExtensiveFormGame(("A",), never), "sequential")
