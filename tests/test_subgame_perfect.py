"""Backward induction in letters, against backward induction in numbers written here by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, NotApplicable
from coopsec_games.formulas import exact
from coopsec_games.noncooperative import backward
from coopsec_games.noncooperative.backward import Possibility, Selection
from coopsec_games.noncooperative.cells import Space, union
from coopsec_games.noncooperative.concepts import NO_EQUILIBRIUM, backward_induction, solve
from coopsec_games.noncooperative.extensive_form import (
    Chance,
    Choice,
    Decision,
    ExtensiveFormGame,
    Node,
    Terminal,
)
from coopsec_games.noncooperative.normal_form import Equilibrium
from coopsec_games.noncooperative.payoffs import Payoff, value_at
from coopsec_games.noncooperative.ties import read_ties

Point = dict[str, Fraction]

# The veto game with an outside option (F12): one proposer, one vetoer.

NAMES = ("h", "z", "v", "c", "c_m", "k", "pi")
TIES = ("RUS status quo", "RUS accepts", "USA acts", "USA status quo", "USA authorised")


def outside_option(ties: tuple[str, ...] = TIES) -> ExtensiveFormGame:
    under = Assumptions.read(
        NAMES, "v <= 0", "0 <= z <= h", "h > 0", "0 <= c_m <= c", "k >= 0", "pi >= 0", solve_for=("c", "pi")
    )
    names = (*NAMES, "y")
    outside = Decision(
        "USA",
        (
            ("act", Terminal("outside", (exact("-abs(z - h) - c", names), exact("-abs(z - v) - k", names)))),
            ("back down", Terminal("status quo", (exact("-abs(h)", names), exact("-abs(v)", names)))),
        ),
    )
    accept = Terminal("authorised", (exact("-abs(y - h) - c_m", names), exact("-abs(y - v) - pi", names)))
    vote = Decision("RUS", (("accept", accept), ("veto", outside)))
    game = ExtensiveFormGame(("USA", "RUS"), Choice("USA", "y", Fraction(0), exact("h", names), vote), under)
    return replace(game, ties=read_ties(ties, game))


def outside_option_by_hand(p: Point) -> tuple[str, Fraction]:
    """The outcome and the proposer's payoff, over the offers that can be best."""
    acts = -abs(p["z"] - p["h"]) - p["c"] >= -p["h"]
    refused = (
        ("outside", -abs(p["z"] - p["h"]) - p["c"], -abs(p["z"] - p["v"]) - p["k"])
        if acts
        else ("status quo", -p["h"], -abs(p["v"]))
    )
    radius = -refused[2] - p["pi"]
    best = None
    for y in (Fraction(0), p["h"], p["v"] + radius, p["v"] - radius):
        if not 0 <= y <= p["h"]:
            continue
        mine = -abs(y - p["v"]) - p["pi"]
        accepts = mine > refused[2] if refused[0] == "status quo" else mine >= refused[2]
        outcome, payoff = ("authorised", -abs(y - p["h"]) - p["c_m"]) if accepts else refused[:2]
        key = (payoff, outcome != "outside")
        if best is None or key > best[0]:
            best = (key, outcome, payoff)
    if best is None:
        raise AssertionError("no offer")
    return best[1], best[2]


def random_outside_option(draw: random.Random) -> Point:
    def number(most: int) -> Fraction:
        return Fraction(draw.randint(0, most), draw.choice((1, 1, 2, 3, 4, 5)))

    h = number(6) + Fraction(1, 4)
    z, c = min(h, number(6)), number(6)
    return {
        "h": h,
        "z": z,
        "v": -number(4),
        "c": c,
        "c_m": min(c, number(3)),
        "k": number(3),
        "pi": number(6),
    }


def by_outcome(found: tuple[Equilibrium, ...]) -> dict[str, Condition]:
    union: dict[str, Condition] = {}
    for equilibrium in found:
        union[equilibrium.outcome] = (
            union[equilibrium.outcome] | equilibrium.where if equilibrium.outcome in union else equilibrium.where
        )
    return {outcome: where.simplify() for outcome, where in union.items()}


def test_outside_option_has_its_three_regimes_in_closed_form() -> None:
    solution = backward_induction(outside_option())
    assert solution.verified
    assert solution.complete
    regimes = by_outcome(solution.equilibria)
    under = outside_option().assumptions
    stated = {
        "authorised": "c <= z and pi <= k + c - c_m",
        "outside": "c <= z and pi > k + c - c_m",
        "status quo": "c > z",
    }
    assert set(regimes) == set(stated)
    for outcome, text in stated.items():
        assert regimes[outcome].equivalent(Condition.read(text, under)), outcome
    assert regimes["status quo"].text == "c > z"


def test_outside_option_agrees_with_numeric_backward_induction_on_20000_draws() -> None:
    equilibria = backward_induction(outside_option()).equilibria
    draw = random.Random(1999)
    seen: dict[str, int] = {}
    for _ in range(20_000):
        point = random_outside_option(draw)
        [found] = [equilibrium for equilibrium in equilibria if equilibrium.where.holds(point)]
        outcome, payoff = outside_option_by_hand(point)
        assert found.outcome == outcome, point
        seen[outcome] = seen.get(outcome, 0) + 1
        if seen[outcome] <= 40:
            assert value(found.payoffs[0], point) == payoff
    assert min(seen.values()) > 1000


@pytest.mark.parametrize(
    ("changed", "outcome", "offer"),
    [({"pi": "1/2"}, "authorised", "y = 1/2"), ({"pi": "7/10"}, "outside", ""), ({"c": "9/10"}, "status quo", "")],
)
def test_outside_option_published_values(changed: dict[str, str], outcome: str, offer: str) -> None:
    values = {"h": 1, "z": "4/5", "c": "1/2", "c_m": "1/10", "k": "1/5", "v": "-1/2", "pi": "1/2", **changed}
    [found] = backward_induction(outside_option().at(values)).equilibria
    assert found.outcome == outcome
    assert found.where is None
    assert not offer or found.path[0] == ("USA", offer)


def test_the_closed_sets_are_the_regimes_with_their_boundaries() -> None:
    game = outside_option()
    possible = {found.outcome: found.possible_where for found in backward_induction(game).equilibria}
    assert possible["status quo"].equivalent(Condition.read("c >= z", game.assumptions))
    for outcome, where in by_outcome(backward_induction(game).equilibria).items():
        assert where.implies(possible[outcome])


def test_ties_move_boundaries_and_nothing_else() -> None:
    stated = by_outcome(backward_induction(outside_option()).equilibria)
    other = outside_option(("RUS accept", "USA back down", "USA outside"))
    turned = by_outcome(backward_induction(other).equilibria)
    draw = random.Random(5)
    for _ in range(2000):
        point = {name: entry + Fraction(draw.randint(1, 999), 100_003) for name, entry in generic(draw).items()}
        assert [o for o, w in stated.items() if w.holds(point)] == [o for o, w in turned.items() if w.holds(point)]
    assert not stated["status quo"].equivalent(turned["status quo"])


def generic(draw: random.Random) -> Point:
    point = random_outside_option(draw)
    return {**point, "z": point["z"] / 2, "v": point["v"] - 1, "c": point["c"] + 1}


# The fifteen-parameter Kosovo tree.

LETTERS = ("b", "cU", "cN", "l", "w", "r", "kR", "dR", "hR", "kC", "dC", "t", "s", "f", "g")


def kosovo(ties: tuple[str, ...] = ()) -> ExtensiveFormGame:
    def end(outcome: str, *payoffs: str) -> Terminal:
        return Terminal(outcome, tuple(exact(text, LETTERS) for text in payoffs))

    def war(kind: str, cost: str, legitimacy: str, russia: str, china: str) -> Decision:
        fought = "t - f - g" if kind == "UN" else "t - f"
        concede = end(f"{kind}:concede", f"b + {legitimacy}", russia, china, "-s")
        fight = end(f"{kind}:fight", f"b + {legitimacy} - {cost}", russia, china, fought)
        return Decision("SB", (("concede", concede), ("fight", fight)))

    act_after_russia = Decision(
        "US",
        (
            ("NATO", war("vetoR+NATO", "cN", "w - r", "kR - dR - hR", "-dC")),
            ("back down", end("vetoR+backdown", "w - r", "kR", "0", "t")),
        ),
    )
    act_after_china = Decision(
        "US",
        (
            ("NATO", war("vetoC+NATO", "cN", "w - r", "-dR - hR", "kC - dC")),
            ("back down", end("vetoC+backdown", "w - r", "0", "kC", "t")),
        ),
    )
    authorised = Decision(
        "US", (("UN", war("UN", "cU", "l + w", "-dR", "-dC")), ("drop", end("drop", "w - r", "0", "0", "t")))
    )
    china = Decision("CN", (("veto", act_after_china), ("abstain", authorised)))
    root = Decision(
        "US",
        (
            ("SQ", end("SQ", "0", "0", "0", "t")),
            ("NATO", war("NATO-direct", "cN", "0", "-dR - hR", "-dC")),
            ("propose", Decision("RU", (("veto", act_after_russia), ("abstain", china)))),
        ),
    )
    under = Assumptions.read(LETTERS, *(f"{name} > 0" for name in LETTERS))
    game = ExtensiveFormGame(("US", "RU", "CN", "SB"), root, under)
    return replace(game, ties=read_ties(ties, game))


def test_kosovo_tree_has_seven_outcomes_and_the_status_quo_in_three_literals() -> None:
    ties = ("US NATO", "US propose", "US UN", "SB concede")
    solution = backward_induction(kosovo(ties))
    regions = by_outcome(solution.equilibria)
    assert set(regions) == {
        "SQ",
        "NATO-direct:concede",
        "NATO-direct:fight",
        "vetoR+NATO:concede",
        "vetoR+NATO:fight",
        "vetoR+backdown",
        "drop",
    }
    assert solution.verified
    assert solution.complete
    under = kosovo().assumptions
    assert regions["SQ"].equivalent(Condition.read("cN > b and r > w and s + t > f", under))
    assert len(regions["SQ"].clauses()) == 1
    assert len(regions["SQ"].clauses()[0]) == 3


def test_kosovo_tree_agrees_with_numbers() -> None:
    game = kosovo()
    draw = random.Random(78)
    equilibria = backward_induction(game).equilibria
    for _ in range(300):
        point = {name: Fraction(draw.randint(1, 5)) for name in LETTERS}
        [found] = [equilibrium for equilibrium in equilibria if equilibrium.where.holds(point)]
        outcome, payoffs = selected(game, game.root, point)
        assert (found.outcome, tuple(value(payoff, point) for payoff in found.payoffs)) == (outcome, payoffs)


# Random trees, against recursion in numbers.


def value(payoff: Payoff, point: Point) -> Fraction:
    return value_at(payoff, point)


def place(game: ExtensiveFormGame, player: str, labels: tuple[str, ...]) -> int:
    own = [label for who, label in game.ties if who == player]
    return next((at for at, label in enumerate(own) if label in labels), len(own))


def selected(game: ExtensiveFormGame, node: Node, point: Point) -> tuple[str, tuple[Fraction, ...]]:
    """The outcome and the payoffs under the order of ties."""
    if isinstance(node, Terminal):
        return node.outcome, tuple(value(payoff, point) for payoff in node.payoffs)
    if isinstance(node, Chance):
        ends = [(value(odds, point), *selected(game, below, point)) for _, odds, below in node.branches]
        names = " or ".join(dict.fromkeys(name for _, outcome, _ in ends for name in outcome.split(" or ")))
        totals = (sum((odds * payoffs[i] for odds, _, payoffs in ends), Fraction(0)) for i in range(len(game.players)))
        return node.outcome or names, tuple(totals)
    if isinstance(node, Decision):
        mine = game.players.index(node.player)
        found = []
        for at, (label, below) in enumerate(node.actions):
            outcome, payoffs = selected(game, below, point)
            found.append((-payoffs[mine], place(game, node.player, (label, outcome)), at, outcome, payoffs))
        best = min(found, key=lambda option: option[:3])
        return best[3], best[4]
    return offered(game, node, point)


def offered(game: ExtensiveFormGame, node: Choice, point: Point) -> tuple[str, tuple[Fraction, ...]]:
    """The best offer, from the points where two linear payoffs cross and the open intervals between them."""
    mine = game.players.index(node.player)
    breaks = crossings(node, point)
    reached = {y: selected(game, node.then, {**point, node.variable: y}) for y in breaks}
    supremum = max(payoffs[mine] for _, payoffs in reached.values())
    flat = []
    for left, right in pairwise(breaks):
        one, other = (
            selected(game, node.then, {**point, node.variable: y})
            for y in ((left * 2 + right) / 3, (left + right * 2) / 3)
        )
        slope = other[1][mine] - one[1][mine]
        supremum = max(supremum, one[1][mine] - slope, other[1][mine] + slope)
        flat += [one] if not slope else []
    best = [(outcome, payoffs, y) for y, (outcome, payoffs) in reached.items() if payoffs[mine] == supremum]
    best += [(outcome, payoffs, breaks[0] - 1) for outcome, payoffs in flat if payoffs[mine] == supremum]
    if not best:
        return NO_EQUILIBRIUM, ()
    outcome, payoffs, _ = min(best, key=lambda option: (place(game, node.player, (option[0],)), -option[2]))
    return outcome, payoffs


def crossings(node: Choice, point: Point) -> list[Fraction]:
    """The ends of the interval and where two payoffs are equal, in order."""
    low, high = value(node.low, point), value(node.high, point)
    lines = {line for end in terminals(node.then) for line in end.payoffs}
    ends = [[value(line, {**point, node.variable: Fraction(y)}) for y in (0, 1)] for line in lines]
    found = {low, high}
    for first, second in product(ends, ends):
        gap = first[0] - second[0]
        slope = first[1] - second[1] - gap
        if slope and low <= -gap / slope <= high:
            found.add(-gap / slope)
    return sorted(found)


def terminals(node: Node) -> Iterator[Terminal]:
    if isinstance(node, Terminal):
        yield node
    elif isinstance(node, Decision):
        for _, below in node.actions:
            yield from terminals(below)


def possible(game: ExtensiveFormGame, node: Node, point: Point) -> set[tuple[str, tuple[Fraction, ...]]]:
    """All outcomes and payoffs of equilibria, however ties are broken."""
    if isinstance(node, Terminal):
        return {(node.outcome, tuple(value(payoff, point) for payoff in node.payoffs))}
    if isinstance(node, Choice):
        return possible_offers(game, node, point)
    if not isinstance(node, Decision):
        raise TypeError
    mine = game.players.index(node.player)
    options = [possible(game, below, point) for _, below in node.actions]
    worst = [min(payoffs[mine] for _, payoffs in own) for own in options]
    return {
        (outcome, payoffs)
        for at, own in enumerate(options)
        for outcome, payoffs in own
        if all(payoffs[mine] >= least for other, least in enumerate(worst) if other != at)
    }


def possible_offers(game: ExtensiveFormGame, node: Choice, point: Point) -> set[tuple[str, tuple[Fraction, ...]]]:
    """What may follow an offer when every other offer may be followed by what the proposer likes least."""
    mine = game.players.index(node.player)
    breaks = crossings(node, point)
    reached = {y: possible(game, node.then, {**point, node.variable: y}) for y in breaks}
    supremum = max(min(payoffs[mine] for _, payoffs in own) for own in reached.values())
    for left, right in pairwise(breaks):
        one, other = (
            min(own[mine] for _, own in possible(game, node.then, {**point, node.variable: y}))
            for y in ((left * 2 + right) / 3, (left + right * 2) / 3)
        )
        supremum = max(supremum, 2 * one - other, 2 * other - one)
    return {own for options in reached.values() for own in options if own[1][mine] >= supremum}


@dataclass
class Grower:
    """Random trees with payoffs in letters."""

    draw: random.Random
    names: tuple[str, ...] = ("a", "b", "c")
    ends: int = 0

    def formula(self, names: tuple[str, ...]) -> Payoff:
        draw = self.draw
        if draw.random() < 0.3:
            return Fraction(draw.randint(-2, 2))
        text = " + ".join(f"{draw.randint(-1, 2)}*{draw.choice(names)}" for _ in range(draw.randint(1, 2)))
        if "y" not in names and draw.random() < 0.15:
            text = draw.choice((f"max({text}, a)", f"abs({text})", f"min({text}, 1)"))
        return exact(text, names)

    def tree(self, depth: int, names: tuple[str, ...], *, chance: bool) -> Node:
        draw = self.draw
        if depth == 0 or draw.random() < 0.2:
            self.ends += 1
            return Terminal(f"o{self.ends % 5}", (self.formula(names), self.formula(names)))
        if chance and draw.random() < 0.2:
            odds = Fraction(draw.randint(0, 4), 4)
            return Chance(
                (
                    ("up", odds, self.tree(depth - 1, names, chance=chance)),
                    ("down", 1 - odds, self.tree(depth - 1, names, chance=chance)),
                )
            )
        labels = ("l", "m", "r")[: draw.choice((2, 2, 2, 2, 3))]
        return Decision(
            draw.choice(("A", "B")), tuple((label, self.tree(depth - 1, names, chance=chance)) for label in labels)
        )


def with_random_ties(game: ExtensiveFormGame, draw: random.Random) -> ExtensiveFormGame:
    known = [
        *game.outcomes,
        *{label for _, node in game.nodes() if isinstance(node, Decision) for label, _ in node.actions},
    ]
    ties = []
    for player in game.players:
        own = [label for label in sorted(known) if fits(game, player, label)]
        draw.shuffle(own)
        ties += [(player, label) for label in own[: draw.randint(0, len(own))]]
    return replace(game, ties=tuple(ties))


def fits(game: ExtensiveFormGame, player: str, label: str) -> bool:
    own = {
        action
        for _, node in game.nodes()
        if isinstance(node, Decision) and node.player == player
        for action, _ in node.actions
    }
    return label in own or label in game.outcomes


def points(draw: random.Random, count: int, names: tuple[str, ...]) -> Iterator[Point]:
    for _ in range(count):
        whole = draw.random() < 0.6
        yield {name: Fraction(draw.randint(-3, 3), 1 if whole else draw.choice((1, 2, 3))) for name in names}


def test_random_trees_agree_with_numbers_under_their_ties() -> None:
    draw = random.Random(11)
    for _ in range(25):
        grower = Grower(draw)
        root = grower.tree(3, grower.names, chance=True)
        game = with_random_ties(ExtensiveFormGame(("A", "B"), root, Assumptions(grower.names)), draw)
        cells = Selection(game, Space(game.assumptions)).cells
        for point in points(draw, 25, grower.names):
            [found] = [cell for cell in cells if union([cell.clause], game.assumptions).holds(point)]
            payoffs = tuple(value(payoff.value(), point) for payoff in found.payoffs)
            assert (found.outcome, payoffs) == selected(game, root, point)


def test_random_trees_agree_with_numbers_under_every_way_of_breaking_ties() -> None:
    draw = random.Random(12)
    several = 0
    for _ in range(25):
        grower = Grower(draw)
        root = grower.tree(3, grower.names, chance=False)
        game = with_random_ties(ExtensiveFormGame(("A", "B"), root, Assumptions(grower.names)), draw)
        cells = Possibility(game, Space(game.assumptions)).cells
        for point in points(draw, 25, grower.names):
            here = {cell.outcome for cell in cells if union([cell.clause], game.assumptions).holds(point)}
            expected = {outcome for outcome, _ in possible(game, root, point)}
            assert here == expected
            several += len(expected) > 1
    assert several > 20


def test_random_offers_agree_with_numbers() -> None:
    draw = random.Random(100)
    outcomes: dict[str, int] = {}
    for _ in range(30):
        game = random_offer(draw)
        solved = Selection(game, Space(game.assumptions))
        missing = union(solved.missing, game.assumptions)
        for point in points(draw, 12, ("a", "b")):
            found = [cell for cell in solved.cells if union([cell.clause], game.assumptions).holds(point)]
            outcome, payoffs = selected(game, game.root, point)
            assert [cell.outcome for cell in found] == ([outcome] if payoffs else [])
            assert missing.holds(point) is not bool(payoffs)
            if payoffs:
                assert value(found[0].payoffs[0].value(), point) == payoffs[0]
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes[NO_EQUILIBRIUM] >= 3
    assert len(outcomes) > 3


def test_random_offers_agree_with_numbers_under_every_way_of_breaking_ties() -> None:
    draw = random.Random(15)
    for _ in range(15):
        game = random_offer(draw)
        cells = Possibility(game, Space(game.assumptions)).cells
        for point in points(draw, 12, ("a", "b")):
            here = {cell.outcome for cell in cells if union([cell.clause], game.assumptions).holds(point)}
            assert here == {outcome for outcome, _ in possible(game, game.root, point)}


def random_offer(draw: random.Random) -> ExtensiveFormGame:
    grower = Grower(draw, names=("a", "b"))
    below = grower.tree(2, ("a", "b", "y"), chance=False)
    game = ExtensiveFormGame(("A", "B"), Choice("A", "y", Fraction(0), Fraction(2), below), Assumptions(("a", "b")))
    return replace(game, ties=tuple(("A", outcome) for outcome in game.outcomes))


def test_random_solutions_pass_their_check_and_tell_the_closed_sets() -> None:
    draw = random.Random(14)
    for _ in range(8):
        grower = Grower(draw)
        root = grower.tree(2, grower.names, chance=True)
        game = with_random_ties(ExtensiveFormGame(("A", "B"), root, Assumptions(grower.names)), draw)
        solution = backward_induction(game)
        assert solution.verified
        assert solution.complete
        for found in solution.equilibria:
            if found.where is not None:
                assert found.where.implies(found.possible_where)


def test_a_plan_that_is_wrong_does_not_pass_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    lead = backward.difference
    monkeypatch.setattr(backward, "difference", lambda left, right: lead(right, left))
    for game in (kosovo(), kosovo().at(dict.fromkeys(LETTERS, 1))):
        assert not backward_induction(game).verified


# Particular trees.


def test_an_offer_that_is_never_quite_best_has_no_equilibrium() -> None:
    names = ("r", "y")
    accept = Terminal("agreed", (exact("y", names), exact("r - y", names)))
    vote = Decision("B", (("refuse", Terminal("refused", (Fraction(-1), Fraction(0)))), ("accept", accept)))
    root = Choice("A", "y", Fraction(0), Fraction(1), vote)
    game = ExtensiveFormGame(("A", "B"), root, Assumptions(("r",)))
    regions = by_outcome(backward_induction(game).equilibria)
    assert {outcome: where.text for outcome, where in regions.items()} == {
        "agreed": "r > 1",
        NO_EQUILIBRIUM: "0 < r <= 1",
        "refused": "r <= 0",
    }
    accepting = replace(game, ties=read_ties(["B accepts"], game))
    assert {outcome: where.text for outcome, where in by_outcome(backward_induction(accepting).equilibria).items()} == {
        "agreed": "r >= 0",
        "refused": "r < 0",
    }


def test_staying_away_from_a_vote_that_chance_may_void() -> None:
    names = ("beta", "L", "p", "phi")
    under = Assumptions.read(names, "beta >= 0", "L >= 0", "0 <= p <= 1", "0 <= phi <= 1", solve_for=("beta",))
    vote = Chance(
        (
            ("blocked", exact("phi", names), Terminal("void", (exact("beta", names),))),
            ("counts", exact("1 - phi", names), Terminal("passed", (exact("beta - L", names),))),
        ),
        outcome="resolution",
    )
    proposed = Chance(
        (
            ("proposal", exact("p", names), vote),
            ("none", exact("1 - p", names), Terminal("quiet", (exact("beta", names),))),
        ),
        outcome="away",
    )
    root = Decision("USSR", (("stay away", proposed), ("attend", Terminal("attend", (Fraction(0),)))))
    solution = backward_induction(ExtensiveFormGame(("USSR",), root, under))
    regions = by_outcome(solution.equilibria)
    assert regions["away"].equivalent(Condition.read("beta >= p*(1 - phi)*L", under))
    assert solution.verified
    away = next(found for found in solution.equilibria if found.outcome == "away")
    assert value(
        away.payoffs[0], {"beta": Fraction(3), "L": Fraction(4), "p": Fraction(1, 2), "phi": Fraction(1, 4)}
    ) == (Fraction(3, 2))


def test_silent_ally_threshold_with_a_fraction() -> None:
    names = ("b", "D", "v", "sigma", "delta")
    under = Assumptions.read(
        names, "b > 0", "D >= 0", "v > 0", "0 <= sigma <= 1", "0 < delta < 1", solve_for=("delta",)
    )
    root = Decision(
        "GRC",
        (
            ("silent", Terminal("silence", (exact("-(1 - sigma)*b", names),))),
            ("break", Terminal("broken", (exact("-D - delta*v/(1 - delta)", names),))),
        ),
    )
    game = ExtensiveFormGame(("GRC",), root, under)
    regions = by_outcome(backward_induction(game).equilibria)
    assert regions["silence"].equivalent(Condition.read("(1 - sigma)*b <= D + delta*v/(1 - delta)", under))
    for sigma, threshold in ((0, Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 5))):
        point = {"b": Fraction(3), "D": Fraction(1), "v": Fraction(2), "sigma": Fraction(sigma)}
        assert regions["silence"].holds({**point, "delta": threshold})
        assert not regions["silence"].holds({**point, "delta": threshold - Fraction(1, 1000)})


def test_several_vetoers_need_the_largest_precedent_cost() -> None:
    names = ("h", "z", "v", "w", "c", "c_m", "k1", "k2", "p1", "p2")
    letters = (*names, "y")
    under = Assumptions.read(
        names, "v <= 0", "w <= 0", "0 <= z <= h", "h > 0", "0 <= c_m <= c", "k1 >= 0", "k2 >= 0", "p1 >= 0", "p2 >= 0"
    )

    def end(outcome: str, *texts: str) -> Terminal:
        return Terminal(outcome, tuple(exact(text, letters) for text in texts))

    outside = Decision(
        "USA",
        (
            ("act", end("outside", "z - h - c", "v - z - k1", "w - z - k2")),
            ("back down", end("status quo", "-h", "v", "w")),
        ),
    )
    agreed = end("authorised", "y - h - c_m", "v - y - p1", "w - y - p2")
    china = Decision("CHN", (("accept", agreed), ("veto", outside)))
    russia = Decision("RUS", (("accept", china), ("veto", outside)))
    bare = ExtensiveFormGame(("USA", "RUS", "CHN"), Choice("USA", "y", Fraction(0), exact("h", names), russia), under)
    ties = [
        f"{who} {what}"
        for who, labels in (
            ("RUS", ("status quo", "accepts")),
            ("CHN", ("status quo", "accepts")),
            ("USA", ("acts", "status quo", "authorised")),
        )
        for what in labels
    ]
    regions = by_outcome(backward_induction(replace(bare, ties=read_ties(ties, bare))).equilibria)
    stated = "c <= z and p1 - k1 <= c - c_m and p2 - k2 <= c - c_m"
    assert regions["authorised"].equivalent(Condition.read(stated, under))
    assert regions["status quo"].equivalent(Condition.read("c > z", under))


def test_an_offer_may_be_a_quotient() -> None:
    under = Assumptions.read(("a", "r"), "a > 0", "r > 0")
    names = ("a", "r", "y")
    accept = Terminal("agreed", (exact("y", names), exact("r - a*y", names)))
    vote = Decision("B", (("accept", accept), ("refuse", Terminal("refused", (Fraction(-1), Fraction(0))))))
    game = ExtensiveFormGame(("A", "B"), Choice("A", "y", Fraction(0), Fraction(1), vote), under)
    solution = backward_induction(game)
    assert solution.verified
    found = {own.path[0][1]: own for own in solution.equilibria}
    assert found["y = 1"].where.equivalent(Condition.read("r >= a", under))
    assert found["y = r/a"].where.equivalent(Condition.read("r < a", under))
    assert found["y = r/a"].payoffs == (exact("r/a", names), Fraction(0))


def test_a_choice_may_bound_another() -> None:
    under = Assumptions.read(("b",), "0 <= b <= 1")
    names = ("b", "x", "y")
    end = Terminal("end", (exact("y - x/2", names), exact("-abs(y - b)", names)))
    root = Choice("A", "x", Fraction(0), Fraction(1), Choice("B", "y", Fraction(0), exact("x", names), end))
    [found] = backward_induction(ExtensiveFormGame(("A", "B"), root, under)).equilibria
    assert found.path[0] == ("A", "x = b")
    assert found.where.formula is True
    assert found.payoffs == (exact("b/2", names), Fraction(0))


def test_the_plan_is_told_for_every_decision() -> None:
    solution = backward_induction(outside_option())
    split = next(found for found in solution.equilibria if "k" in found.path[0][1])
    assert split.path == (("USA", "y = z + k - pi"), ("RUS", "accept"))
    assert dict(split.profile) == {
        "USA": "y = z + k - pi",
        "RUS after y": "accept if y <= z + k - pi, else veto",
        "USA after y, veto": "act",
    }


def test_the_tie_rule_is_told() -> None:
    [note] = backward_induction(kosovo()).notes
    assert note == "ties: the order of the tree, as the game states none"
    [note] = backward_induction(outside_option()).notes
    assert note.startswith("ties: RUS status quo, RUS accept, USA act")
    assert note.endswith("and the largest of equally good offers")


@pytest.mark.parametrize(
    ("assumed", "low", "payoff", "error", "words"),
    [
        (("a > 0", "a < 0"), "0", "a", InvalidGame, "contradict"),
        ((), "a", "a", InvalidGame, "may be empty"),
        (("a < 1",), "a", "y**2", NotApplicable, "not piecewise linear"),
        ((), "0", "1/a", InvalidGame, "may be zero"),
        ((), "0", "max(a*y, 1)", NotApplicable, "no known sign"),
        (("a < 1",), "max(a, 0)", "y", NotApplicable, "cases"),
    ],
)
def test_what_cannot_be_solved_says_why(
    assumed: tuple[str, ...], low: str, payoff: str, error: type[Exception], words: str
) -> None:
    end = Terminal("end", (exact(payoff, ("a", "y")),))
    root = Choice("A", "y", exact(low, ("a",)), Fraction(1), end)
    with pytest.raises(error, match=words):
        solve(ExtensiveFormGame(("A",), root, Assumptions.read(("a",), *assumed)), "subgame-perfect")


def test_a_probability_must_not_be_negative() -> None:
    root = Chance((("l", exact("p", ("p",)), Terminal("x", (0,))), ("r", exact("1 - p", ("p",)), Terminal("y", (1,)))))
    with pytest.raises(InvalidGame, match="may be negative"):
        backward_induction(ExtensiveFormGame(("A",), root, Assumptions(("p",))))
