"""Information sets, normal forms of trees that have them, and behaviour against mixed strategies."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

import coopsec_games as cg
from coopsec_games.conditions import Assumptions
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.behaviour import behaviour_from_mixed, mixed_from_behaviour, odds_of_ends
from coopsec_games.noncooperative.concepts.behaviour_equilibria import behaviour_nash, subgame_perfect_behaviour
from coopsec_games.noncooperative.concepts.nash import nash_equilibria
from coopsec_games.noncooperative.conversions import plans_of, reduced_plans_of
from coopsec_games.noncooperative.extensive_form import Chance, Choice, Decision, ExtensiveFormGame, Node, Terminal

F = Fraction


def hidden(player: str, name: str, ends: dict[str, tuple[int, ...]]) -> Decision:
    return Decision(player, tuple((label, Terminal(label, pay)) for label, pay in ends.items()), information=name)


def pennies() -> ExtensiveFormGame:
    """Matching pennies: Odd moves second and sees nothing."""
    ends = {"heads": {"heads": (1, -1), "tails": (-1, 1)}, "tails": {"heads": (-1, 1), "tails": (1, -1)}}
    return ExtensiveFormGame(
        ("Even", "Odd"), Decision("Even", tuple((own, hidden("Odd", "unseen", pay)) for own, pay in ends.items()))
    )


def forgetful() -> ExtensiveFormGame:
    """A player who does not remember what it did (Kuhn 1953)."""
    ends = {"l": {"l": (1,), "r": (0,)}, "r": {"l": (0,), "r": (1,)}}
    return ExtensiveFormGame(
        ("A",), Decision("A", tuple((own, hidden("A", "later", pay)) for own, pay in ends.items()))
    )


def test_sets_and_their_names() -> None:
    sets = pennies().information_sets
    assert [(own.player, own.name, own.nodes, own.actions) for own in sets] == [
        ("Even", "Even", ((),), ("heads", "tails")),
        ("Odd", "unseen", (("heads",), ("tails",)), ("heads", "tails")),
    ]
    assert not pennies().has_perfect_information
    assert pennies().has_perfect_recall


def test_the_normal_form_gives_one_action_a_set() -> None:
    normal = pennies().normal_form()
    assert normal.strategies == (("heads", "tails"), ("heads", "tails"))
    assert normal.payoffs["heads", "tails"] == (F(-1), F(1))
    assert not cg.solve(pennies(), "pure-nash").equilibria
    assert cg.solve(pennies(), "subgame-perfect").equilibria == ()


def test_a_set_of_two_players_is_refused() -> None:
    tree = Decision("A", (("x", hidden("B", "s", {"l": (0, 0)})), ("y", hidden("A", "s", {"l": (0, 0)}))))
    with pytest.raises(InvalidGame, match=r"'s' holds decisions of B \(after x\) and of A \(after y\)"):
        ExtensiveFormGame(("A", "B"), tree)


@pytest.mark.parametrize("other", [{"l": (0, 0)}, {"l": (0, 0), "m": (0, 0)}, {"r": (0, 0), "l": (0, 0)}])
def test_a_set_with_different_actions_is_refused(other: dict[str, tuple[int, ...]]) -> None:
    tree = Decision("A", (("x", hidden("B", "s", {"l": (0, 0), "r": (0, 0)})), ("y", hidden("B", "s", other))))
    with pytest.raises(InvalidGame, match="has the actions l, r after x"):
        ExtensiveFormGame(("A", "B"), tree)


def test_imperfect_recall_is_found_and_refused_where_it_matters() -> None:
    game = forgetful()
    assert not game.has_perfect_recall
    assert len(cg.solve(game, "pure-nash").equilibria) == 2
    for concept in ("subgame-perfect", "sequential"):
        with pytest.raises(InvalidGame, match="A has imperfect recall: at 'later' it has done l or r"):
            cg.solve(game, concept)
    with pytest.raises(InvalidGame, match="imperfect recall"):
        mixed_from_behaviour(game, {})
    absent = Decision("A", (("exit", Terminal("0", (0,))), ("on", hidden("A", "s", {"exit": (4,), "on": (1,)}))))
    driver = ExtensiveFormGame(("A",), Decision("A", absent.actions, information="s"))
    assert not driver.has_perfect_recall
    assert driver.normal_form().strategies == (("exit", "on"),)


def test_recall_of_the_shared_games(shared: Path) -> None:
    """Those that their sources give as games of imperfect recall."""
    folder = shared / "data" / "games" / "catalog"
    for name in ("books/shohamleytonbrown2008/fig5_12", "books/vonstengel2022/fig10.7", "journals/geb/wichardt2008"):
        game = cg.read_game(folder / f"{name}.efg")
        assert isinstance(game, ExtensiveFormGame)
        assert not game.has_perfect_recall, name
    horse = cg.read_game(folder / "journals/ijgt/selten1975/fig1.efg")
    assert isinstance(horse, ExtensiveFormGame)
    assert horse.has_perfect_recall


def test_backward_induction_refuses_hidden_moves() -> None:
    from coopsec_games.noncooperative.concepts import backward_induction

    with pytest.raises(NotApplicable, match="perfect information"):
        backward_induction(pennies())


def test_numbers_for_letters_keep_the_sets() -> None:
    c = exact("c", ["c"])
    ends = (("l", Terminal("l", (c, 0))), ("r", Terminal("r", (0, c))))
    tree = Decision("A", tuple((own, Decision("B", ends, information="s")) for own in "xy"))
    game = ExtensiveFormGame(("A", "B"), tree, Assumptions(("c",))).at({"c": 2})
    assert [len(own.nodes) for own in game.information_sets] == [1, 2]
    assert game.normal_form().payoffs["x", "r"] == (F(0), F(2))


def test_names_of_sets_never_meet() -> None:
    tree = Decision("A", (("x", Decision("A", (("z", Terminal("e", (0,))),), name="s")), ("y", Terminal("f", (0,)))))
    game = ExtensiveFormGame(("A",), Decision("A", tree.actions, information="s"))
    names = [own.name for own in game.information_sets]
    assert len(set(names)) == len(names) == 2


# --- plans -----------------------------------------------------------------------------------------------------------


def random_tree(random: Random, players: tuple[str, ...], depth: int) -> ExtensiveFormGame:
    """A tree in which players sometimes do not see the last move of another; recall is perfect or it is drawn again."""

    def node(left: int, path: str, seen: dict[str, tuple[str, ...]]) -> Node:
        if left == 0 or random.random() < 0.15:
            return Terminal(path or "end", tuple(random.randint(0, 4) for _ in players))
        if random.random() < 0.2:
            odds = random.choice([(F(1, 2), F(1, 2)), (F(1, 3), F(2, 3))])
            return Chance(tuple((f"c{n}", share, node(left - 1, f"{path}c{n}", seen)) for n, share in enumerate(odds)))
        player = random.choice(players)
        label = f"{player}:{left}:{'|'.join(seen[player])}"
        actions = []
        for n in range(2):
            after = dict(seen)
            after[player] = (*seen[player], f"{label}={n}")
            for other in players:
                if other != player and random.random() < 0.3:
                    after[other] = (*seen[other], f"saw {player} {n}")
            actions.append((f"a{n}", node(left - 1, f"{path}{player}{n}", after)))
        return Decision(player, tuple(actions), information=label)

    while True:
        game = ExtensiveFormGame(players, node(depth, "", dict.fromkeys(players, ())))
        if game.has_perfect_recall and game.information_sets:
            return game


def test_the_reduced_normal_form_has_the_same_play() -> None:
    random = Random(2)
    for _ in range(40):
        game = random_tree(random, ("A", "B"), 4)
        full, reduced = game.normal_form(), game.reduced_normal_form()
        plans = [plans_of(game, player) for player in game.players]
        short = [reduced_plans_of(game, player) for player in game.players]

        def fits(plan: tuple[str, ...], other: tuple[str, ...]) -> bool:
            return all(mine in (theirs, "*") for mine, theirs in zip(plan, other, strict=True))

        for own, cut in zip(plans, short, strict=True):
            for plan in own:
                assert sum(fits(other, plan) for other in cut) == 1
        for chosen in product(*(range(len(own)) for own in plans)):
            names = tuple(full.strategies[player][at] for player, at in enumerate(chosen))
            there = tuple(
                next(
                    reduced.strategies[player][place]
                    for place, plan in enumerate(short[player])
                    if fits(plan, plans[player][at])
                )
                for player, at in enumerate(chosen)
            )
            assert full.payoffs[names] == reduced.payoffs[there]


def distribution(random: Random, names: tuple[str, ...]) -> dict[str, Fraction]:
    weights = [random.randint(0, 3) for _ in names]
    weights[random.randrange(len(names))] += 1
    return {name: F(weight, sum(weights)) for name, weight in zip(names, weights, strict=True)}


def ends_of_mixed(game: ExtensiveFormGame, mixed: dict[str, dict[str, Fraction]]) -> dict[tuple[str, ...], Fraction]:
    """The odds of the ends, plan by plan."""
    total: dict[tuple[str, ...], Fraction] = {}
    sets = game.information_sets
    own = [[each.name for each in sets if each.player == player] for player in game.players]
    by_name = [{"; ".join(plan) or "-": plan for plan in reduced_plans_of(game, player)} for player in game.players]
    for names in product(*(mixed[player] for player in game.players)):
        odds = F(1)
        for player, name in zip(game.players, names, strict=True):
            odds *= mixed[player][name]
        if not odds:
            continue
        behaviour = {}
        for place, name in enumerate(names):
            for at, action in zip(own[place], by_name[place][name], strict=True):
                known = next(each for each in sets if each.name == at)
                behaviour[at] = {known.actions[0] if action == "*" else action: F(1)}
        for path, share in odds_of_ends(game, behaviour).items():
            total[path] = total.get(path, F(0)) + odds * share
    return total


def test_kuhn_s_theorem_on_random_trees() -> None:
    random = Random(3)
    for _ in range(25):
        game = random_tree(random, ("A", "B"), 4)
        told = {own.name: distribution(random, own.actions) for own in game.information_sets}
        mixed = mixed_from_behaviour(game, told)
        assert all(sum(own.values()) == 1 for own in mixed.values())
        assert ends_of_mixed(game, mixed) == odds_of_ends(game, told)
        drawn = {
            player: distribution(random, own)
            for player, own in zip(game.players, game.reduced_normal_form().strategies, strict=True)
        }
        assert odds_of_ends(game, behaviour_from_mixed(game, drawn)) == ends_of_mixed(game, drawn)
        again = behaviour_from_mixed(game, mixed)
        reached = {path[: len(path) - 1] for path, share in odds_of_ends(game, told).items() if share}
        for own in game.information_sets:
            if any(node in reached for node in own.nodes):
                assert again[own.name] == told[own.name]


def test_what_is_no_strategy_is_refused() -> None:
    game = pennies()
    half = {"heads": F(1, 2), "tails": F(1, 2)}
    for told, match in (
        ({"Even": half}, "given no probabilities"),
        ({"Even": half, "unseen": {"heads": F(1, 3)}}, "sum to 1/3"),
        ({"Even": half, "unseen": {"edge": F(1)}}, "has no 'edge'"),
        ({"Even": half, "unsen": half, "unseen": half}, "unknown information set"),
        ({"Even": half, "unseen": {"heads": F(3, 2), "tails": F(-1, 2)}}, "not a number from 0 to 1"),
    ):
        with pytest.raises(NotApplicable, match=match):
            mixed_from_behaviour(game, told)


# --- subgames --------------------------------------------------------------------------------------------------------


def nash_by_definition(game: ExtensiveFormGame, plan: dict[str, str]) -> bool:
    """Whether no player gains by another plan of its own, every plan being tried."""

    def worth(moves: dict[str, str]) -> list[Fraction]:
        odds = odds_of_ends(game, {name: {action: F(1)} for name, action in moves.items()})
        nodes = dict(game.nodes())
        return [sum(share * nodes[path].payoffs[n] for path, share in odds.items()) for n in range(len(game.players))]  # type: ignore[union-attr, misc]

    now = worth(plan)
    for place, player in enumerate(game.players):
        own = [each for each in game.information_sets if each.player == player]
        for actions in product(*(each.actions for each in own)):
            other = {**plan, **{each.name: action for each, action in zip(own, actions, strict=True)}}
            if worth(other)[place] > now[place]:
                return False
    return True


def subgame_at(game: ExtensiveFormGame, root: tuple[str, ...]) -> ExtensiveFormGame:
    return ExtensiveFormGame(game.players, dict(game.nodes())[root])


def test_subgame_perfect_equilibria_by_definition_on_random_trees() -> None:
    from coopsec_games.noncooperative.concepts.subgames import subgame_roots

    random = Random(5)
    hidden_moves = 0
    for _ in range(120):
        game = random_tree(random, ("A", "B"), 3)
        if game.has_perfect_information:
            continue
        hidden_moves += 1
        sets = game.information_sets
        found = cg.solve(game, "subgame-perfect")
        assert found.verified
        listed = {tuple(each.profile[own.name] for own in sets) for each in found.equilibria}
        expected = set()
        for actions in product(*(own.actions for own in sets)):
            plan = dict(zip((own.name for own in sets), actions, strict=True))
            fits = True
            for root in subgame_roots(game):
                sub = subgame_at(game, root)
                inside = {own.name: plan[own.name] for own in sub.information_sets}
                fits = fits and nash_by_definition(sub, inside)
            if fits:
                expected.add(actions)
        assert listed == expected
    assert hidden_moves > 10


def test_subgames_of_an_entrant_who_is_then_hidden() -> None:
    """Battle of the sexes with an outside option (Kohlberg and Mertens 1986, section 2.3)."""
    battle = {"up": {"l": (3, 1), "r": (0, 0)}, "down": {"l": (0, 0), "r": (1, 3)}}
    inside = Decision("1", tuple((own, hidden("2", "h", pay)) for own, pay in battle.items()))
    game = ExtensiveFormGame(("1", "2"), Decision("1", (("out", Terminal("out", (2, 2))), ("in", inside))))
    found = cg.solve(game, "subgame-perfect")
    assert [(each.outcome, tuple(each.profile.values())) for each in found.equilibria] == [
        ("out", ("out", "down", "r")),
        ("l", ("in", "up", "l")),
    ]
    assert found.complete is None
    assert found.kind == "behaviour"
    assert len(cg.solve(game, "pure-nash").equilibria) == 3


def test_hidden_moves_in_letters() -> None:
    names = ["T", "R", "P", "S"]
    letters = {name: exact(name, names) for name in names}
    cells = {"d": {"d": "PP", "c": "TS"}, "c": {"d": "ST", "c": "RR"}}

    def row(own: str) -> Decision:
        ends = ((other, Terminal(own + other, (letters[pay[0]], letters[pay[1]]))) for other, pay in cells[own].items())
        return Decision("B", tuple(ends), information="B unseeing")

    assumed = Assumptions.read(names, "S < P", "P < R")
    game = ExtensiveFormGame(("A", "B"), Decision("A", tuple((own, row(own)) for own in cells)), assumed)
    found = cg.solve(game, "subgame-perfect")
    assert found.verified
    assert [(each.outcome, each.where.text) for each in found.equilibria] == [("dd", "always"), ("cc", "R >= T")]


def test_an_offer_beside_hidden_moves_is_refused() -> None:
    y = exact("y", ["y"])
    offer = Choice("A", "y", F(0), F(1), Terminal("o", (y, y)))
    tree = Decision("A", (("x", hidden("B", "s", {"l": (0, 0)})), ("z", hidden("B", "s", {"l": (0, 0)})), ("o", offer)))
    game = ExtensiveFormGame(("A", "B"), tree)
    with pytest.raises(NotApplicable, match="choice of y"):
        cg.solve(game, "subgame-perfect")


def test_size_is_limited(shared: Path) -> None:
    game = cg.read_game(shared / "data" / "games" / "contrib" / "games" / "cs.efg")
    for concept in ("subgame-perfect", "sequential", "pure-nash"):
        with pytest.raises(TooLarge):
            cg.solve(game, concept)


def test_subgame_perfect_equilibria_of_shared_trees_are_nash(shared: Path) -> None:
    compared = 0
    for file in sorted((shared / "data" / "games").rglob("*.efg")):
        game = cg.read_game(file)
        assert isinstance(game, ExtensiveFormGame)
        if not game.has_perfect_recall or file.stem in {"cs", "ttt", "e16", "palf3", "caro2"}:  # too large, or slow
            continue
        nash = {tuple(each.profile.values()) for each in cg.solve(game, "pure-nash").equilibria}
        for each in cg.solve(game, "subgame-perfect").equilibria:
            strategies = []
            for player in game.players:
                own = [each.profile[at.name] for at in game.information_sets if at.player == player]
                strategies.append("; ".join(own) or "-")
            assert tuple(strategies) in nash, file.name
            compared += 1
    assert compared > 100


@pytest.mark.parametrize(
    ("name", "move", "payoffs"),
    [
        # centipede of six moves, McKelvey and Palfrey (1992): it ends at once
        ("contrib/games/cent6.efg", ("Player 1", "TAKE"), (F(4, 5), F(1, 5))),
        ("catalog/books/shohamleytonbrown2008/fig5_9.efg", ("1", "A"), (F(1), F(0))),
        ("catalog/journals/ijgt/selten1975/fig2.efg", ("Player 1", "R"), (F(1), F(1))),
    ],
)
def test_published_trees_with_perfect_information(
    shared: Path, name: str, move: tuple[str, str], payoffs: tuple[Fraction, ...]
) -> None:
    found = cg.solve(cg.read_game(shared / "data" / "games" / name), "subgame-perfect")
    assert found.verified
    assert found.complete
    (each,) = found.equilibria
    assert (each.path, each.payoffs) == ((move,), payoffs)


# --- mixed behaviour -------------------------------------------------------------------------------------------------


def test_nash_equilibria_set_by_set() -> None:
    """Myerson (1991), section 2.1: a bad card is raised 1/3 of the time and met 2/3 of the time; it is worth 1/3."""

    def card(colour: str, stake: int) -> Decision:
        answer = hidden("2", "raised", {"meet": (2 * stake, -2 * stake), "pass": (1, -1)})
        return Decision("1", (("raise", answer), ("fold", Terminal("fold", (stake, -stake)))), information=colour)

    half = F(1, 2)
    game = ExtensiveFormGame(("1", "2"), Chance((("red", half, card("red", 1)), ("black", half, card("black", -1)))))
    found = behaviour_nash(game)
    assert (found.concept, found.complete, found.verified) == ("behaviour-nash", True, True)
    [each] = found.equilibria
    assert each.profile["red"] == {"raise": 1, "fold": 0}
    assert each.profile["black"] == {"raise": F(1, 3), "fold": F(2, 3)}
    assert each.profile["raised"] == {"meet": F(2, 3), "pass": F(1, 3)}
    assert each.payoffs == {"1": F(1, 3), "2": F(-1, 3)}
    assert each.outcomes == {"meet": F(4, 9), "pass": F(2, 9), "fold": F(1, 3)}
    assert each.to_json()["outcomes"]["fold"]["exact"] == "1/3"


def test_subgame_perfection_in_mixed_behaviour() -> None:
    """Battle of the sexes with an outside option (Kohlberg and Mertens 1986, section 2.3): three ways to go on."""
    battle = {"up": {"l": (3, 1), "r": (0, 0)}, "down": {"l": (0, 0), "r": (1, 3)}}
    inside = Decision("1", tuple((own, hidden("2", "h", pay)) for own, pay in battle.items()))
    game = ExtensiveFormGame(("1", "2"), Decision("1", (("out", Terminal("out", (2, 2))), ("in", inside))))
    found = subgame_perfect_behaviour(game)
    assert (found.concept, found.complete, found.verified) == ("subgame-perfect-behaviour", True, True)
    assert [(each.outcome, each.profile["1 after in"]["up"], each.profile["h"]["l"]) for each in found.equilibria] == [
        ("l", 1, 1),
        ("out", F(3, 4), F(1, 4)),
        ("out", 0, 0),
    ]
    # without subgames the second player may answer anything that keeps the first from coming in
    assert {(each.outcome, each.profile["h"]["l"]) for each in behaviour_nash(game).equilibria} == {
        ("l", F(1)),
        ("out", F(0)),
        ("out", F(2, 3)),
    }


def test_mixed_behaviour_of_random_trees() -> None:
    """Every equilibrium is one of the normal form, pure ones are among them, and subgame perfection refines."""
    random = Random(13)
    compared = subgames = 0
    while compared < 25:
        game = random_tree(random, ("A", "B"), 3)
        if game.has_perfect_information or len(game.information_sets) > 6:
            continue
        compared += 1
        nash, perfect = behaviour_nash(game), subgame_perfect_behaviour(game)
        assert nash.verified
        assert perfect.verified
        assert perfect.equilibria
        normal = game.reduced_normal_form()
        values = {tuple(each.payoffs.values()) for each in nash_equilibria(normal).equilibria}
        assert {tuple(each.payoffs.values()) for each in nash.equilibria} == values
        reached = [odds_of_ends(game, each.profile) for each in perfect.equilibria]
        for each in cg.solve(game, "subgame-perfect").equilibria:
            sure = {name: {action: F(1)} for name, action in each.profile.items()}
            assert odds_of_ends(game, sure) in reached
            subgames += 1
    assert subgames > 10


def test_infinitely_many_are_told() -> None:
    indifferent = Decision("2", (("l", Terminal("l", (2, 0))), ("r", Terminal("r", (0, 0)))))
    game = ExtensiveFormGame(("1", "2"), Decision("1", (("out", Terminal("out", (1, 1))), ("in", indifferent))))
    found = subgame_perfect_behaviour(game)
    assert found.complete is None
    assert found.notes[1:] == (
        "the subgame after in has infinitely many equilibria, of which the extreme ones are taken",
    )
    assert {each.outcome for each in found.equilibria} == {"out", "l"}


def test_mixed_behaviour_asks_for_numbers_and_memory() -> None:
    c = exact("c", ["c"])
    letters = ExtensiveFormGame(("A",), Decision("A", (("x", Terminal("x", (c,))),)), Assumptions(("c",)))
    forgets = Decision(
        "A", (("x", hidden("A", "s", {"l": (0,), "r": (1,)})), ("y", hidden("A", "s", {"l": (0,), "r": (1,)})))
    )
    for function in (behaviour_nash, subgame_perfect_behaviour):
        with pytest.raises(NotApplicable, match="contains c"):
            function(letters)
        with pytest.raises(InvalidGame, match="imperfect recall"):
            function(ExtensiveFormGame(("A",), forgets))
        with pytest.raises(NotApplicable, match="asks for a tree"):
            function(cg.NormalFormGame.from_matrix(["A", "B"], [["x"], ["y"]], [["1, 1"]]))  # type: ignore[arg-type]
