"""Signalling games of two types: published games, thresholds of the belief, and a search that knows nothing of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import FormulaError, InvalidGame, NotApplicable, TooLarge, UnknownKey
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.shares import share_at, share_text, some_share
from coopsec_games.noncooperative.signalling import SignallingGame
from coopsec_games.results import Solution
from coopsec_games.verify.beliefs import perfect_bayesian

F = Fraction


def texts(found: Solution) -> list[tuple[str, str, str, str]]:
    assert found.verified
    return [(e.outcome, *e.profile.values(), "" if e.where is None else e.where.text) for e in found.equilibria]  # type: ignore[misc]


def beer_quiche(prior: str, *assumed: str) -> SignallingGame:
    likes = {("strong", "beer"), ("weak", "quiche")}
    payoffs = {
        (kind, meal, reply): (
            2 * (reply == "leave") + ((kind, meal) in likes),
            int((reply == "duel") == (kind == "weak")),
        )
        for kind in ("strong", "weak")
        for meal in ("beer", "quiche")
        for reply in ("duel", "leave")
    }
    under = Assumptions.read(["P"], *assumed, solve_for=["P"]) if assumed else None
    return SignallingGame.read(
        "A", "B", ("strong", "weak"), prior, ("beer", "quiche"), ("duel", "leave"), payoffs, under
    )


def test_beer_and_quiche() -> None:
    """Cho and Kreps (1987), section III: the two pooling equilibria at a prior of .9, and nothing else."""
    assert texts(beer_quiche("9/10").solution()) == [
        ("pooling on beer", "beer", "leave after beer [strong: 9/10], duel after quiche [strong: <= 1/2]", ""),
        ("pooling on quiche", "quiche", "duel after beer [strong: <= 1/2], leave after quiche [strong: 9/10]", ""),
    ]


def test_beer_and_quiche_at_any_prior() -> None:
    """Where the strong are rare the weak can no longer hide among them all: they mix."""
    found = texts(beer_quiche("P", "0 < P < 1").solution())
    assert {(outcome, where) for outcome, _, _, where in found} == {
        ("pooling on beer", "P >= 1/2"),
        ("pooling on quiche", "P >= 1/2"),
        ("semi-separating", "P < 1/2"),
    }
    mixing = [(sender, receiver) for outcome, sender, receiver, _ in found if outcome == "semi-separating"]
    assert (
        "beer if strong, beer with P/(1 - P) or quiche with (1 - 2*P)/(1 - P) if weak",
        "duel with 1/2 or leave with 1/2 after beer [strong: 1/2], duel after quiche [strong: 0]",
    ) in mixing


def test_the_atlas_of_beer_and_quiche() -> None:
    found = outcome_atlas(beer_quiche("P", "0 < P < 1"))
    assert found.verified
    assert (found.certificate.disjoint, found.certificate.covering) == (True, True)
    assert {region.outcome: region.where.text for region in found.regions} == {
        "semi-separating": "P < 1/2",
        "pooling on beer or pooling on quiche": "P >= 1/2",
    }


def test_education_separates_where_it_costs_enough() -> None:
    """Spence (1973), section 5: productivities 1 and 2, cost y and y/2; whoever has y* is paid 2 iff 1 <= y* <= 2."""
    under = Assumptions.read(["q", "y"], "0 < q < 1", "y > 0", solve_for=["y"])
    wages = {"low": "1", "mean": "2 - q", "high": "2"}
    payoffs = {
        (kind, message, wage): (
            f"({pay}) - {cost if message == 'school' else '0'}",
            f"-(({pay}) - {output})**2",
        )
        for (kind, cost, output) in (("less able", "y", 1), ("abler", "y/2", 2))
        for message in ("school", "none")
        for wage, pay in wages.items()
    }
    game = SignallingGame.read(
        "worker", "firm", ("less able", "abler"), "q", ("school", "none"), tuple(wages), payoffs, under
    )
    found = game.solution()
    assert found.verified
    separating = [e for e in found.equilibria if e.outcome == "separating"]
    assert [e.profile["worker"] for e in separating] == ["none if less able, school if abler"]
    assert separating[0].where is not None
    assert separating[0].where.equivalent(Condition.read("1 <= y <= 2", under))
    pooling = {e.outcome for e in found.equilibria if e.where is not None and e.where.holds({"q": F(1, 2), "y": F(3)})}
    assert "pooling on none" in pooling
    assert "pooling on school" not in pooling


# --- the outside option, where it is not known whether it would be taken ---------------------------------------------


def uncertain_resolve() -> SignallingGame:
    """F12 of the catalogue: V vetoes what a resolved H answers by acting outside, and an irresolute one by nothing."""
    names = ["h", "z", "v", "c", "c_m", "k", "pi", "y", "P"]
    under = Assumptions.read(
        names, "v <= 0 <= z <= h", "0 <= c_m <= c", "c <= z", "k >= 0", "pi >= 0", "0 <= y <= h", "0 < P < 1",
        "z + k > 0", solve_for=["P"],
    )  # fmt: skip
    outside, authorised, nothing = ("-(h - z) - c", "-(z - v) - k"), ("-(h - y) - c_m", "-(y - v) - pi"), ("-h", "v")
    payoffs = {
        ("resolved", "table", "accept"): authorised,
        ("resolved", "table", "veto"): outside,
        ("resolved", "pass over", "-"): outside,
        ("irresolute", "table", "accept"): authorised,
        ("irresolute", "table", "veto"): nothing,
        ("irresolute", "pass over", "-"): nothing,
    }
    return SignallingGame.read(
        "H", "V", ("resolved", "irresolute"), "P", ("table", "pass over"),
        {"table": ("accept", "veto"), "pass over": ("-",)}, payoffs, under,
        {"pooling on table": "authorised", "pooling on pass over": "bypassed"},
    )  # fmt: skip


def test_uncertain_resolve() -> None:
    game = uncertain_resolve()
    found = game.solution()
    assert found.verified
    accepted = next(e for e in found.equilibria if e.outcome == "authorised" and e.profile["V"].startswith("accept"))
    where = accepted.where
    assert where is not None
    accepts = Condition.read("y + pi <= P*(z + k)", game.assumptions)
    assert where.implies(accepts)
    assert where.equivalent(accepts & Condition.read("y >= z - (c - c_m)", game.assumptions))
    # whatever is offered: some offer is tabled and accepted just where the belief is high enough
    threshold = Condition.read("P*(z + k) >= z + pi - (c - c_m)", where.eliminate("y").assumptions)
    assert where.eliminate("y").equivalent(threshold)
    # the credible outside option is passed over to where no offer is worth tabling
    assert "bypassed" in {e.outcome for e in found.equilibria}


def test_a_vetoer_who_believes_in_a_bluff_vetoes_what_it_need_not_have() -> None:
    point = {"h": 1, "z": "4/5", "v": "-1/2", "c": "1/2", "c_m": "1/10", "k": "1/5", "pi": "1/2", "y": "9/20"}
    told = uncertain_resolve().at(point)
    assert told.parameters == ("P",)
    for e in told.solution().equilibria:
        if e.outcome == "authorised" and e.profile["V"].startswith("accept"):
            assert e.where is not None
            assert e.where.text == "P >= 19/20"


# --- reassurance -----------------------------------------------------------------------------------------------------


def test_costly_reassurance_of_one_side() -> None:
    """Kydd (2005), ch. 7, turned round: a cost that is the same for both reassures nobody, as the false gain more."""
    under = Assumptions.read(
        ["t", "R", "T", "P", "S", "a"], "0 < t < 1", "T > R", "R > P", "P > S", "a > 0", solve_for=["a"]
    )
    # both signal by a concession worth a; the receiver then trusts (and meets R, or T and S) or does not
    gain = {"trustworthy": ("R", "R"), "untrustworthy": ("T", "S")}
    payoffs = {
        (kind, message, reply): (
            (own if reply == "trust" else "P") + (" - a" if message == "reassure" else ""),
            other if reply == "trust" else "P",
        )
        for kind, (own, other) in gain.items()
        for message in ("reassure", "keep")
        for reply in ("trust", "guard")
    }
    game = SignallingGame.read(
        "A", "B", ("trustworthy", "untrustworthy"), "t", ("reassure", "keep"), ("trust", "guard"), payoffs, under
    )
    found = game.solution()
    assert found.verified
    # the untrustworthy gain more from trust, so no cost of the same size tells them apart
    assert not [e for e in found.equilibria if e.profile["A"].startswith("reassure if trustworthy, keep")]
    trusting = [
        e for e in found.equilibria if e.outcome == "pooling on keep" and e.profile["B"].count("trust after keep")
    ]
    assert trusting
    threshold = Condition.read("t*(R - S) >= P - S", under)
    assert all(e.where is not None and e.where.equivalent(threshold) for e in trusting)


# --- the fast path against the definition ----------------------------------------------------------------------------


def random_game(random: Random, messages: int, replies: int, high: int) -> SignallingGame:
    spoken = tuple(f"m{n}" for n in range(messages))
    answers = {message: tuple(f"r{n}" for n in range(random.randint(2, replies))) for message in spoken}
    payoffs = {
        (kind, message, reply): (F(random.randint(0, high)), F(random.randint(0, high)))
        for kind in ("s", "w")
        for message in spoken
        for reply in answers[message]
    }
    return SignallingGame("A", "B", ("s", "w"), F(random.randint(1, 4), 5), spoken, answers, payoffs)


def beliefs_to_try(game: SignallingGame, message: str) -> list[Fraction]:
    """The ends, and wherever two replies are equally good: some belief supports a reply iff one of these does."""
    found = {F(0), F(1)}
    for one, other in product(game.replies[message], repeat=2):
        lead = [game.payoffs[kind, message, one][1] - game.payoffs[kind, message, other][1] for kind in game.types]
        if lead[0] != lead[1]:
            share = lead[1] / (lead[1] - lead[0])
            if 0 <= share <= 1:  # type: ignore[operator]
                found.add(share)  # type: ignore[arg-type]
    return sorted(found)


def pure_by_definition(game: SignallingGame) -> set[tuple[str, ...]]:
    prior = {"s": game.prior, "w": 1 - game.prior}
    found = set()
    for sent in product(game.messages, repeat=2):
        sender = {kind: {message: 1} for kind, message in zip(game.types, sent, strict=True)}
        on_path = {}
        for message in set(sent):
            weights = [prior[kind] * (own == message) for kind, own in zip(game.types, sent, strict=True)]
            on_path[message] = weights[0] / sum(weights)
        tried = [[on_path[m]] if m in on_path else beliefs_to_try(game, m) for m in game.messages]
        for replies in product(*(game.replies[message] for message in game.messages)):
            receiver = {message: {reply: 1} for message, reply in zip(game.messages, replies, strict=True)}
            for shares in product(*tried):
                beliefs = {m: {"s": share, "w": 1 - share} for m, share in zip(game.messages, shares, strict=True)}
                if perfect_bayesian(prior, game.payoffs, sender, receiver, beliefs):  # type: ignore[arg-type]
                    found.add((*sent, *replies))
                    break
    return found


def pure_in(game: SignallingGame, found: Solution) -> set[tuple[str, ...]]:
    plans = set()
    for e in found.equilibria:
        replies = [part.split(" [")[0].split(" after ") for part in e.profile["B"].split("], ")]
        if e.outcome == "semi-separating" or any(" with " in reply for reply, _ in replies):
            continue
        sent = e.profile["A"].replace(" if s", "").replace(" if w", "").split(", ")
        plans.add((sent[0], sent[-1], *(reply for reply, _ in replies)))
    return plans


@pytest.mark.parametrize(("messages", "replies", "number"), [(2, 2, 40), (2, 3, 15), (3, 2, 10)])
def test_pure_equilibria_by_definition(messages: int, replies: int, number: int) -> None:
    random = Random(messages * 10 + replies)
    seen = 0
    for _ in range(number):
        game = random_game(random, messages, replies, 3)
        found = game.solution()
        assert found.verified
        expected = pure_by_definition(game)
        assert pure_in(game, found) == expected
        seen += len(expected)
    assert seen > number


def test_every_game_without_ties_has_an_equilibrium() -> None:
    """Kreps and Wilson (1982), Proposition 1: one exists; without ties it is of a kind that is listed."""
    random = Random(5)
    kinds: dict[str, int] = {}
    mixed_replies = 0
    for _ in range(70):
        game = random_game(random, 2, 2, 10**6)
        found = game.solution()
        assert found.verified
        assert found.equilibria
        for e in found.equilibria:
            kinds[e.outcome] = kinds.get(e.outcome, 0) + 1
            mixed_replies += "with a share" in e.profile["B"]
    assert set(kinds) == {"pooling on m0", "pooling on m1", "separating", "semi-separating"}
    assert kinds["semi-separating"] > 10
    assert mixed_replies


def test_letters_agree_with_numbers_at_drawn_points() -> None:
    random = Random(4)
    names = ["P", "a"]
    under = Assumptions.read(names, "0 < P < 1", "a > 0")
    for _ in range(2):
        payoffs = {
            (kind, message, reply): tuple(random.choice(["a", "2 - a", "0", "1", "2", "a + 1", "-a"]) for _ in range(2))
            for kind in ("s", "w")
            for message in ("m0", "m1")
            for reply in ("r0", "r1")
        }
        game = SignallingGame.read("A", "B", ("s", "w"), "P", ("m0", "m1"), ("r0", "r1"), payoffs, under)
        found = game.solution()
        assert found.verified
        for _ in range(5):
            point = {"P": F(random.randint(1, 36), 37), "a": F(random.randint(1, 50), 17)}
            numeric = game.at(point).solution()
            here = {e.outcome for e in found.equilibria if e.where is not None and e.where.holds(point)}
            assert here == {e.outcome for e in numeric.equilibria}


# --- the game and its errors -----------------------------------------------------------------------------------------


def test_shares() -> None:
    under = Assumptions.read(["a"], "a > 0")
    a = exact("a", ["a"])
    rows = ((a, F(-1), ">="), (F(-1), F(1), ">="))
    assert some_share(rows, under).equivalent(Condition.read("a >= 1", under))
    assert share_text(rows, Condition.read("a > 1", under)) == "<= 1/2 and >= 1/(a + 1)"
    assert share_at(rows, {"a": F(3)}) == F(3, 8)
    assert share_at(rows, {"a": F(1, 2)}) is None
    assert share_at(((F(1), F(-1), "="),), {}) == F(1, 2)
    assert share_text((), Condition.true(under)) == "any"


def test_the_game_is_data() -> None:
    game = beer_quiche("P", "0 < P < 1")
    assert game.players == ("A", "B")
    assert game.parameters == ("P",)
    assert game.ties == ()
    assert game.outcomes == ("pooling on beer", "pooling on quiche", "separating", "semi-separating")
    assert game.at({"P": "1/3"}).prior == F(1, 3)
    with pytest.raises(UnknownKey):
        game.at({"Q": 1})
    with pytest.raises(NotApplicable, match="exclude"):
        game.at({"P": 1})
    with pytest.raises(TypeError):
        game.payoffs["strong", "beer", "duel"] = (F(0), F(0))  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"types": ("a",)}, "there are 1 types, not 2"),
        ({"types": ("a", "a")}, "named twice"),
        ({"prior": "Q"}, "prior may be 0 or 1"),
        ({"prior": "1"}, "prior may be 0 or 1"),
        ({"replies": {"n": ("x",)}}, "'n' is no message"),
        ({"replies": ()}, "there is no reply"),
        ({"names": {"pooling on n": "x"}}, "is no outcome"),
        ({"receiver": "A"}, "both sender and receiver"),
        ({"payoffs": {}}, "has no payoffs"),
    ],
)
def test_what_cannot_be_a_game(change: dict[str, object], message: str) -> None:
    payoffs = {(kind, "m", "x"): ("1", "0") for kind in "ab"}
    given = {
        "sender": "A", "receiver": "B", "types": ("a", "b"), "prior": "1/2", "messages": ("m",), "replies": ("x",),
        "payoffs": payoffs, "assumptions": Assumptions(("Q",)), **change,
    }  # fmt: skip
    with pytest.raises(InvalidGame, match=message):
        SignallingGame.read(**given)  # type: ignore[arg-type]


def test_undeclared_names_and_sizes() -> None:
    payoffs = {(kind, "m", "x"): ("g", "0") for kind in "ab"}
    with pytest.raises(FormulaError, match="g"):
        SignallingGame.read("A", "B", "ab", "1/2", ("m",), ("x",), payoffs)
    replies = [f"r{n}" for n in range(30)]
    many = {(kind, m, r): (0, 0) for kind in "ab" for m in ("m", "n", "o") for r in replies}
    with pytest.raises(TooLarge):
        SignallingGame.read("A", "B", "ab", "1/2", ("m", "n", "o"), replies, many).solution()
