"""Sequential equilibrium in pure behaviour: published games, consistency, and a search that knows nothing of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

import coopsec_games as cg
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, NotApplicable
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.concepts.sequential import Assessment, sequential_equilibria
from coopsec_games.noncooperative.concepts.sequential_mixed import MixedAssessment, mixed_assessment_holds
from coopsec_games.noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Node, Terminal
from coopsec_games.results import Solution

F = Fraction


def ends(player: str, name: str, payoffs: dict[str, tuple[int, ...]], way: str = "") -> Decision:
    return Decision(
        player, tuple((label, Terminal(way + label, pay)) for label, pay in payoffs.items()), information=name
    )


def pure(found: Solution) -> list[Assessment]:
    return [each for each in found.equilibria if isinstance(each, Assessment)]


def mixing(found: Solution) -> list[MixedAssessment]:
    return [each for each in found.equilibria if isinstance(each, MixedAssessment)]


def test_selten_s_horse(shared: Path) -> None:
    """Selten (1975), figure 1: of the two Nash equilibria in pure strategies, only (R, R, L) is sequential."""
    game = cg.read_game(shared / "data" / "games" / "catalog" / "journals" / "ijgt" / "selten1975" / "fig1.efg")
    assert {tuple(each.profile.values()) for each in cg.solve(game, "pure-nash").equilibria} == {
        ("R", "R", "L"),
        ("L", "R", "R"),
    }
    (found,) = pure(cg.solve(game, "sequential"))
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
        for each in pure(found)
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
    found = pure(cg.solve(ExtensiveFormGame(("1", "2", "3"), tree), "sequential"))
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
        if file.stem in {"cs", "km6"}:  # beyond the limit, and slow
            continue
        found = cg.solve(game, "sequential")
        perfect = cg.solve(game, "subgame-perfect")
        assert found.verified, file.name
        assert {tuple(each.profile.items()) for each in pure(found)} <= {
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
    for _ in range(25):
        game = random_tree(random, 3)
        sets = game.information_sets
        found = sequential_equilibria(game)
        assert found.verified
        listed = {tuple(each.profile[own.name] for own in sets) for each in pure(found)}
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
    assert supported > 25
    assert refused > 60


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


# --- mixed behaviour -------------------------------------------------------------------------------------------------


def test_the_horse_s_other_sequential_equilibria() -> None:
    """Selten (1975): of the component in which the third player is not reached, L at least 3/4 of the time; all of it
    is sequential, with the belief 1/3 wherever that player mixes."""
    second = Decision(
        "2", (("R", Terminal("end", (1, 1, 1))), ("L", ends("3", "3", {"R": (4, 4, 0), "L": (0, 0, 1)}, "2")))
    )
    first = Decision("1", (("R", second), ("L", ends("3", "3", {"R": (3, 2, 2), "L": (0, 0, 0)}, "1"))))
    found = cg.solve(ExtensiveFormGame(("1", "2", "3"), first), "sequential")
    assert found.verified
    [each] = mixing(found)
    assert each.profile["1"]["R"] == each.profile["2 after R"]["R"] == 1
    assert 0 < each.profile["3"]["R"] <= F(1, 4)
    assert each.beliefs["3"]["L"] == F(1, 3)
    assert each.payoffs == {"1": F(1), "2": F(1), "3": F(1)}


def test_a_bluff() -> None:
    """Myerson (1991), section 2.1: raise with a bad card 1/3 of the time, meet 2/3 of the time; worth 1/3."""

    def card(colour: str, stake: int) -> Decision:
        answer = Decision("2", (
            ("meet", Terminal(f"{colour} met", (2 * stake, -2 * stake))),
            ("pass", Terminal(f"{colour} passed", (1, -1))),
        ), information="raised")  # fmt: skip
        return Decision("1", (("raise", answer), ("fold", Terminal(colour, (stake, -stake)))), information=colour)

    half = F(1, 2)
    game = ExtensiveFormGame(("1", "2"), Chance((("red", half, card("red", 1)), ("black", half, card("black", -1)))))
    found = cg.solve(game, "sequential")
    assert found.verified
    assert pure(found) == []
    [each] = mixing(found)
    assert each.profile["red"]["raise"] == 1
    assert each.profile["black"]["raise"] == F(1, 3)
    assert each.profile["raised"]["meet"] == F(2, 3)
    assert each.beliefs["raised"] == {"red, raise": F(3, 4), "black, raise": F(1, 4)}
    assert each.payoffs["1"] == F(1, 3)
    assert each.to_json()["where"] is None


def beliefs_of_mistakes(game: ExtensiveFormGame, each: MixedAssessment, small: Fraction) -> dict[str, dict[str, F]]:
    """Bayes' rule where every mistake is made, with a small probability."""
    sets = {path: own for own in game.information_sets for path in own.nodes}
    odds: dict[tuple[str, ...], F] = {(): F(1)}
    for path, node in game.nodes():
        if isinstance(node, Chance):
            for label, share, _ in node.branches:
                odds[(*path, label)] = odds[path] * share  # type: ignore[operator]
        elif isinstance(node, Decision):
            name = sets[path].name
            for label, _ in node.actions:
                share = each.profile[name][label]
                if not share:
                    coefficient, order = each.mistakes[name, label]
                    share = coefficient * small**order
                odds[(*path, label)] = odds[path] * share
    found = {}
    for own in game.information_sets:
        total = sum(odds[path] for path in own.nodes)
        found[own.name] = {", ".join(path) or "the root": odds[path] / total for path in own.nodes}
    return found


def test_mixed_assessments_of_random_trees() -> None:
    """Kreps and Wilson (1982), Propositions 1 and 3: one exists, and each is a Nash equilibrium; beliefs are limits."""
    from coopsec_games import verify
    from coopsec_games.noncooperative.behaviour import mixed_from_behaviour

    random = Random(21)
    mixed = trees = 0
    while trees < 10:
        game = random_tree(random, 3)
        if len(game.information_sets) > 5:
            continue
        trees += 1
        found = sequential_equilibria(game)
        assert found.verified
        assert found.equilibria or len(found.notes) > 1
        normal = game.reduced_normal_form()
        for each in mixing(found)[:3]:
            told = beliefs_of_mistakes(game, each, F(1, 10**9))
            for name, beliefs in each.beliefs.items():
                assert all(abs(told[name][node] - share) < F(1, 1000) for node, share in beliefs.items())
            strategies = mixed_from_behaviour(game, each.profile)
            assert verify.mixed_nash(normal.payoffs, [strategies[player] for player in game.players])  # type: ignore[arg-type]
            mixed += 1
    assert mixed > 5


def test_a_wrong_mixture_is_not_verified() -> None:
    from dataclasses import replace

    from coopsec_games.noncooperative.concepts.mistakes import Tree

    game = beer_quiche()
    tree = Tree(game)
    good = mixing(sequential_equilibria(game))[0]
    assert mixed_assessment_holds(tree, good)
    often = {**good.profile, "after quiche": {"duel": F(1, 3), "leave": F(2, 3)}}
    assert not mixed_assessment_holds(tree, replace(good, profile=often))
    assert not mixed_assessment_holds(tree, replace(good, profile={**often, "after quiche": {"duel": F(1)}}))
    assert not mixed_assessment_holds(tree, replace(good, payoffs={"A": F(0), "B": F(0)}))
    assert not mixed_assessment_holds(tree, replace(good, mistakes={}))


# --- in letters ------------------------------------------------------------------------------------------------------


def put_letters(game: ExtensiveFormGame, random: Random, names: list[str]) -> ExtensiveFormGame:
    """The same tree with letters in the place of some payoffs."""

    def put(node: Node) -> Node:
        if isinstance(node, Terminal):
            own = tuple(
                exact(random.choice([*names, "1", "0"]), names) if random.random() < 0.5 else payoff
                for payoff in node.payoffs
            )
            return Terminal(node.outcome, own)
        if isinstance(node, Chance):
            return Chance(tuple((label, odds, put(below)) for label, odds, below in node.branches))
        assert isinstance(node, Decision)
        return Decision(node.player, tuple((label, put(below)) for label, below in node.actions), "", node.information)

    return ExtensiveFormGame(game.players, put(game.root), Assumptions.read(names, f"{names[0]} > 0"))


def test_letters_agree_with_numbers_at_drawn_points() -> None:
    random = Random(9)
    compared = 0
    while compared < 4:
        plain = random_tree(random, 3)
        if len(plain.information_sets) > 5:
            continue
        game = put_letters(plain, random, ["a", "b"])
        found = sequential_equilibria(game)
        assert found.verified
        for _ in range(3):
            point = {"a": F(random.randint(1, 40), 13), "b": F(random.randint(-20, 40), 11)}
            here = {tuple(e.profile.items()) for e in found.equilibria if e.where.holds(point)}
            numbers = sequential_equilibria(game.at(point))
            assert numbers.verified
            assert here == {tuple(e.profile.items()) for e in pure(numbers)}
        compared += 1


def test_the_horse_in_letters() -> None:
    """Selten's horse with what the second player gets for L against R in letters."""
    w, v = exact("w", ["w", "v"]), exact("v", ["w", "v"])
    third = {
        "2": ends("3", "3", {"R": (4, w, 0), "L": (0, 0, 1)}, "2"),  # type: ignore[dict-item]
        "1": ends("3", "3", {"R": (3, 2, 2), "L": (v, 0, 0)}, "1"),  # type: ignore[dict-item]
    }
    second = Decision("2", (("R", Terminal("end", (1, 1, 1))), ("L", third["2"])))
    game = ExtensiveFormGame(
        ("1", "2", "3"), Decision("1", (("R", second), ("L", third["1"]))), Assumptions(("w", "v"))
    )
    found = cg.solve(game, "sequential")
    assert found.verified
    where = {tuple(e.profile.values()): e.where for e in found.equilibria}
    assert where["R", "R", "L"].equivalent(Condition.read("v <= 1", game.assumptions))
    # the second player's threat to end the game is only good where it gains nothing from going on
    assert where["L", "R", "R"].equivalent(Condition.read("w <= 1", game.assumptions))


def test_beliefs_that_hang_together_in_letters() -> None:
    """Fudenberg and Tirole (1991), section 8.3: what 2 did not know, its move cannot tell 3."""
    names = ["p", "q"]

    def third(second: str, first: str) -> Decision:
        take = exact("1", names) if first == "a" else exact("-p" if second == "u" else "-q", names)
        return ends("3", f"after {second}", {"x": (0, 0, take), "y": (0, 0, 0)}, first + second)  # type: ignore[dict-item]

    def unseen(first: str) -> tuple[str, Decision]:
        return first, Decision("2", tuple((own, third(own, first)) for own in "ud"), information="2")

    tree = Decision("1", (("out", Terminal("out", (1, 0, 0))), unseen("a"), unseen("b")))
    under = Assumptions.read(names, "p > 0", "q > 0")
    found = cg.solve(ExtensiveFormGame(("1", "2", "3"), tree, under), "sequential")
    assert found.verified
    assert len(found.notes) == 1
    where = {(e.profile["after u"], e.profile["after d"]): e.where.text for e in found.equilibria}
    # x after u and y after d: the odds of b to a must be at most 1/p and at least 1/q
    assert where["x", "y"] == "q >= p"
    assert where["y", "x"] == "p >= q"
    assert where["x", "x"] == where["y", "y"] == "always"


def test_vetoes_on_the_path_where_the_cost_of_a_precedent_is_private() -> None:
    """F12 with two kinds of vetoer: a firm offer is vetoed by one of them, and H makes it where that is rare."""
    names = ["h", "z", "c", "c_m", "k", "lo", "hi", "eps", "P"]
    under = Assumptions.read(
        names, "0 <= z <= h", "0 <= c_m <= c", "c <= z", "k >= 0", "0 <= lo < hi", "z + k - hi >= 0", "z + k - lo <= h",
        "eps >= 0", "0 < P < 1", solve_for=["P"],
    )  # fmt: skip

    def to(text: str) -> object:
        return exact(text, names)

    def vetoer(kind: str, cost: str, offer: str) -> Decision:
        limit = {"firm": "z + k - lo", "soft": "z + k - hi"}[offer]
        accept = Terminal("authorised", (to(f"-(h - ({limit})) - c_m"), to(f"-({limit}) - {cost}")))  # type: ignore[arg-type]
        veto = Terminal("veto", (to("-(h - z) - c - eps"), to("-z - k")))  # type: ignore[arg-type]
        return Decision("V", (("accept", accept), ("veto", veto)), information=f"{kind}, {offer}")

    def proposer(kind: str, cost: str) -> Decision:
        outside = Terminal("outside", (to("-(h - z) - c"), to("-z - k")))  # type: ignore[arg-type]
        offers = tuple((offer, vetoer(kind, cost, offer)) for offer in ("firm", "soft"))
        return Decision("H", (*offers, ("act", outside)), information="H")

    chance = Chance((("easy", to("P"), proposer("easy", "lo")), ("hard", to("1 - P"), proposer("hard", "hi"))))  # type: ignore[arg-type]
    game = ExtensiveFormGame(("H", "V"), chance, under)
    found = cg.solve(game, "sequential")
    assert found.verified
    plan = ("firm", "accept", "accept", "veto", "accept")
    sets = ("H", "easy, firm", "easy, soft", "hard, firm", "hard, soft")
    [where] = [e.where for e in found.equilibria if tuple(e.profile[name] for name in sets) == plan]
    # firm rather than soft, and firm rather than no draft at all
    firm = "P*(k - lo + c - c_m) + (1 - P)*(-eps)"
    assert where.equivalent(
        Condition.read(f"{firm} >= k - hi + c - c_m", under) & Condition.read(f"{firm} >= 0", under)
    )
    [each] = [e for e in found.equilibria if e.where is where]
    assert each.outcome == "authorised or veto"


def test_a_signalling_game_is_the_same_as_a_tree() -> None:
    """With two types every belief of a perfect Bayesian equilibrium is consistent (Fudenberg and Tirole 1991)."""
    from coopsec_games.noncooperative.signalling import SignallingGame

    names = ["P", "g"]
    likes = {("strong", "beer"), ("weak", "quiche")}
    payoffs = {
        (kind, meal, answer): (
            f"{2 * (answer == 'leave')} + {'g' if (kind, meal) in likes else '0'}",
            int((answer == "duel") == (kind == "weak")),
        )
        for kind in ("strong", "weak")
        for meal in ("beer", "quiche")
        for answer in ("duel", "leave")
    }
    under = Assumptions.read(names, "0 < P < 1", "0 < g < 2")
    signalling = SignallingGame.read(
        "A", "B", ("strong", "weak"), "P", ("beer", "quiche"), ("duel", "leave"), payoffs, under
    )

    def breakfast(kind: str) -> Decision:
        meals = []
        for meal in ("beer", "quiche"):
            answers = tuple(
                (
                    answer,
                    Terminal(
                        f"{kind} {meal} {answer}", tuple(exact(each, names) for each in payoffs[kind, meal, answer])
                    ),
                )
                for answer in ("duel", "leave")
            )
            meals.append((meal, Decision("B", answers, information=f"after {meal}")))
        return Decision("A", tuple(meals), information=kind)

    prior = exact("P", names)
    tree = Chance((("strong", prior, breakfast("strong")), ("weak", 1 - prior, breakfast("weak"))))
    found = cg.solve(ExtensiveFormGame(("A", "B"), tree, under), "sequential")
    assert found.verified
    pooling = {
        f"pooling on {e.profile['strong']}": e.where
        for e in found.equilibria
        if e.profile["strong"] == e.profile["weak"]
    }
    told = {e.outcome: e.where for e in signalling.solution().equilibria if e.outcome != "semi-separating"}
    assert set(pooling) == set(told)
    for outcome, where in told.items():
        assert where is not None
        assert where.equivalent(pooling[outcome])


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
    ends_of_a = ends("A", "s", {"l": (0,), "r": (1,)})
    perhaps = Chance((("a", c, ends_of_a), ("b", 1 - c, ends_of_a)))
    with pytest.raises(NotApplicable, match="may have no probability"):
        cg.solve(ExtensiveFormGame(("A",), perhaps, Assumptions.read(["c"], "0 <= c <= 1")), "sequential")
    with pytest.raises(InvalidGame, match="contradict"):
        cg.solve(ExtensiveFormGame(("A",), perhaps, Assumptions.read(["c"], "c > 1", "c < 0")), "sequential")
    with pytest.raises(NotApplicable, match="asks for a tree"):
        cg.solve(cg.NormalFormGame.from_matrix(["A", "B"], [["x"], ["y"]], [["1, 1"]]), "sequential")
    never = Chance((("a", F(0), ends("A", "s", {"l": (0,)})), ("b", F(1), ends("A", "s", {"l": (1,)}))))
    with pytest.raises(NotApplicable, match="probability 0"):
        cg.solve(ExtensiveFormGame(("A",), never), "sequential")
