"""Bayesian games: the cases' closed forms, the normal form of plans, and what approval tells."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.atlas import outcome_atlas, thresholds
from coopsec_games.noncooperative.bayesian import BayesianGame, independent_prior
from coopsec_games.noncooperative.concepts.pure_nash import pure_equilibria
from coopsec_games.noncooperative.endorsement import approval_news, legitimacy_premium
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.noncooperative.shares import payoff_text
from coopsec_games.verify.beliefs import bayes_nash

F = Fraction


# --- the security dilemma --------------------------------------------------------------------------------------------


def security_dilemma() -> BayesianGame:
    """C01 of the catalogue: two states, each a seeker of security or one that would always arm."""
    under = Assumptions.read(
        ["R", "T", "P", "S", "q"], "R > T", "T >= P", "P > S", "0 < q < 1", solve_for=["q"]
    )  # fmt: skip
    seeker = {("refrain", "refrain"): "R", ("refrain", "arm"): "S", ("arm", "refrain"): "T", ("arm", "arm"): "P"}
    hostile = {("refrain", "refrain"): "0", ("refrain", "arm"): "-2", ("arm", "refrain"): "1", ("arm", "arm"): "-1"}
    own = {"seeker": seeker, "hostile": hostile}
    payoffs = {
        ((mine, theirs), (x, y)): (own[mine][x, y], own[theirs][y, x])
        for mine, theirs in product(own, repeat=2)
        for x, y in product(("refrain", "arm"), repeat=2)
    }
    prior = independent_prior([{"seeker": exact("q", ["q"]), "hostile": exact("1 - q", ["q"])}] * 2)
    return BayesianGame.read(
        ("A", "B"), (("seeker", "hostile"),) * 2, prior, (("refrain", "arm"),) * 2, payoffs, under,
        {"(arm/arm, arm/arm)": "arms race", "(refrain/arm, refrain/arm)": "restraint of seekers"},
    )  # type: ignore[arg-type]  # fmt: skip


def test_seekers_refrain_where_they_believe_enough_in_each_other() -> None:
    """F05: not arming is an equilibrium iff q >= (P - S)/((R - T) + (P - S)); arming is one at every belief."""
    game = security_dilemma()
    found = game.solution()
    assert (found.verified, found.complete) == (True, True)
    where = {e.outcome: e.where for e in found.equilibria}
    assert set(where) == {"arms race", "restraint of seekers"}
    assert where["arms race"] is not None
    assert where["arms race"].text == "always"
    trust = where["restraint of seekers"]
    assert trust is not None
    assert trust.equivalent(Condition.read("q*((R - T) + (P - S)) >= P - S", game.assumptions))
    [bound] = thresholds({"trust": trust}, ["q"])
    assert (bound.op, payoff_text(bound.value, game.parameters)) == (">=", "(P - S)/(R + P - T - S)")
    told = found.equilibria[0].profile
    assert dict(told) == {"A": "refrain if seeker, arm if hostile", "B": "refrain if seeker, arm if hostile"}


def test_the_atlas_of_the_security_dilemma() -> None:
    found = outcome_atlas(security_dilemma())
    assert found.verified
    assert (found.certificate.disjoint, found.certificate.covering) == (True, True)
    assert [region.outcome for region in found.regions] == ["arms race", "restraint of seekers or arms race"]


# --- Korea: does an absence block? -----------------------------------------------------------------------------------


def test_an_empty_chair_where_it_is_not_known_whether_it_blocks() -> None:
    """C09 of the catalogue: stays away iff beta >= (1 - phi) L Pr(proposal); the two doubts are independent."""
    under = Assumptions.read(["beta", "L", "phi", "rho"], "0 < phi < 1", "0 < rho < 1", "L > 0", solve_for=["beta"])
    doubts = independent_prior([
        {"-": F(1)},
        {"absence blocks": exact("phi", ["phi"]), "absence does not": exact("1 - phi", ["phi"])},
        {"proposes": exact("rho", ["rho"]), "does not": exact("1 - rho", ["rho"])},
    ])  # fmt: skip
    payoffs = {}
    for _, rule, move in doubts:
        passes = rule == "absence does not" and move == "proposes"
        payoffs[("-", rule, move), ("stay away", "-", "-")] = ("beta - L" if passes else "beta", "0", "0")
        payoffs[("-", rule, move), ("attend", "-", "-")] = ("0", "0", "0")
    game = BayesianGame.read(
        ("RUS", "rule", "USA"), tuple(tuple(dict.fromkeys(own)) for own in zip(*doubts, strict=True)), doubts,
        (("stay away", "attend"), ("-",), ("-",)), payoffs, under,
    )  # type: ignore[arg-type]  # fmt: skip
    found = game.solution()
    assert found.verified
    where = {e.profile["RUS"]: e.where for e in found.equilibria}
    away = where["stay away"]
    assert away is not None
    assert away.equivalent(Condition.read("beta >= (1 - phi)*L*rho", under))
    [bound] = thresholds({"away": away}, ["beta"])
    assert bound.op == ">="


# --- reassurance by both ---------------------------------------------------------------------------------------------


def test_costly_reassurance_by_both_sides() -> None:
    """F05b as corrected: a share a of the stakes is risked first; the untrustworthy are kept from it by both terms."""
    names = ["R", "T", "T_t", "P", "S", "t", "a"]
    under = Assumptions.read(
        names, "T > R", "R >= T_t", "T_t >= P", "R > P", "P > S", "0 < t < 1", "0 < a < 1", solve_for=["a"]
    )
    first = {("give", "give"): "R", ("give", "keep"): "S", ("keep", "give"): "{T}", ("keep", "keep"): "P"}

    def worth(mine: str, theirs: str, x: str, y: str) -> str:
        own = "T_t" if mine == "trusty" else "T"
        now = first[x, y].format(T=own)
        # then, where both have given, the trusty cooperate and the others do not; else nobody does
        moves = ["give" if kind == "trusty" and x == y == "give" else "keep" for kind in (mine, theirs)]
        later = first[moves[0], moves[1]].format(T=own)
        return f"a*{now} + (1 - a)*{later}"

    payoffs = {
        ((mine, theirs), (x, y)): (worth(mine, theirs, x, y), worth(theirs, mine, y, x))
        for mine, theirs in product(("trusty", "false"), repeat=2)
        for x, y in product(("give", "keep"), repeat=2)
    }
    prior = independent_prior([{"trusty": exact("t", ["t"]), "false": exact("1 - t", ["t"])}] * 2)
    game = BayesianGame.read(
        ("A", "B"), (("trusty", "false"),) * 2, prior, (("give", "keep"),) * 2, payoffs, under,
        {"(give/keep, give/keep)": "separating"},
    )  # type: ignore[arg-type]  # fmt: skip
    found = game.solution()
    assert found.verified
    [where] = [e.where for e in found.equilibria if e.outcome == "separating"]
    assert where is not None
    untrustworthy = Condition.read("a*(t*(T - P) + t*(T - R) + (1 - t)*(P - S)) >= t*(T - P)", under)
    trustworthy = Condition.read("a*t*(R - T_t) + (1 - a)*t*(R - P) >= a*(1 - t)*(P - S)", under)
    assert where.equivalent(untrustworthy & trustworthy)
    assert where.implies(trustworthy)
    assert not untrustworthy.implies(trustworthy)
    # an opponent known to be trustworthy is the limit t = 1: a >= (T - P)/((T - P) + (T - R))
    sure = Condition.read("a*((T - P) + (T - R)) >= T - P", under)
    limit = Condition(untrustworthy.formula, Assumptions(under.names)).substitute({"t": F(1)})
    again = Condition(sure.formula, Assumptions(under.names)).substitute({"t": F(1)})
    assert limit.equivalent(again)


# --- against the normal form of plans --------------------------------------------------------------------------------


def test_the_normal_form_of_plans_has_the_same_equilibria() -> None:
    """Harsanyi (1967-68): where every type has some probability, the two are the same."""
    random = Random(3)
    seen = 0
    for _ in range(40):
        players = random.choice([2, 2, 3])
        types = tuple(tuple(f"t{n}" for n in range(random.randint(1, 2))) for _ in range(players))
        actions = tuple(("x", "y") for _ in range(players))
        weights = {own: F(random.randint(1, 4)) for own in product(*types)}
        prior = {own: weight / sum(weights.values()) for own, weight in weights.items()}
        payoffs = {
            (own, profile): tuple(F(random.randint(0, 3)) for _ in range(players))
            for own in prior
            for profile in product(*actions)
        }
        names = tuple(f"p{n}" for n in range(players))
        game = BayesianGame(names, types, prior, actions, payoffs)
        plans = [
            ["/".join(plan) for plan in product(act, repeat=len(own))] for own, act in zip(types, actions, strict=True)
        ]

        def expected(profile: tuple[str, ...], game: BayesianGame = game) -> list[Fraction]:
            total = [F(0)] * len(game.players)
            for own, odds in game.prior.items():
                played = tuple(
                    plan.split("/")[kinds.index(kind)]
                    for plan, kinds, kind in zip(profile, game.types, own, strict=True)
                )
                for n, payoff in enumerate(game.payoffs[own, played]):
                    total[n] += odds * payoff  # type: ignore[operator]
            return total

        normal = NormalFormGame.from_function(names, plans, expected)
        found = game.solution()
        assert (found.verified, found.complete) == (True, True)
        assert {e.outcome for e in found.equilibria} == {e.outcome for e in pure_equilibria(normal).equilibria}
        seen += len(found.equilibria)
    assert seen > 20


def test_a_mixed_plan_is_checked_as_well() -> None:
    half = F(1, 2)
    pennies = {(("a", "-"), (x, y)): (1 if x == y else -1, -1 if x == y else 1) for x in "HT" for y in "HT"}
    plans = [{"a": {"H": half, "T": half}}, {"-": {"H": half, "T": half}}]
    assert bayes_nash({("a", "-"): 1}, pennies, plans, ["HT", "HT"])
    assert not bayes_nash({("a", "-"): 1}, pennies, [plans[0], {"-": {"H": 1}}], ["HT", "HT"])
    assert not bayes_nash({("a", "-"): half}, pennies, plans, ["HT", "HT"])
    assert not bayes_nash({("a", "-"): 1}, pennies, [{}, plans[1]], ["HT", "HT"])
    assert not bayes_nash({("a", "-"): 1}, pennies, [{"a": {"X": 1}}, plans[1]], ["HT", "HT"])


# --- the game and its errors -----------------------------------------------------------------------------------------


def test_the_game_is_data() -> None:
    game = security_dilemma()
    assert game.parameters == ("R", "T", "P", "S", "q")
    assert game.ties == ()
    assert len(game.outcomes) == 16
    told = game.at({"R": 4, "T": 3, "P": 2, "S": 1})
    assert told.parameters == ("q",)
    assert {e.outcome: str(e.where) for e in told.solution().equilibria} == {
        "restraint of seekers": "q >= 1/2",
        "arms race": "always",
    }
    with pytest.raises(NotApplicable, match="exclude"):
        game.at({"q": 2})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prior": {("a",): "1/2"}}, "does not sum to 1"),
        ({"prior": {("a",): "2*q", ("b",): "1 - 2*q"}}, "may be negative"),
        ({"prior": {("a",): "1"}}, "'b' of A may have no probability"),
        ({"prior": {("c",): "1"}}, "no combination"),
        ({"types": (("a", "a"),)}, "twice"),
        ({"types": ((),)}, "has no type"),
        ({"types": ()}, "types for 0"),
        ({"players": ()}, "at least one player"),
        ({"payoffs": {}}, "has no payoffs"),
        ({"names": {"(z)": "x"}}, "is no outcome"),
    ],
)
def test_what_cannot_be_a_game(change: dict[str, object], message: str) -> None:
    payoffs = {((kind,), (action,)): ("1",) for kind in "ab" for action in "xy"}
    given = {
        "players": ("A",), "types": (("a", "b"),), "prior": {("a",): "q", ("b",): "1 - q"}, "actions": (("x", "y"),),
        "payoffs": payoffs, "assumptions": Assumptions.read(["q"], "0 < q < 1"), **change,
    }  # fmt: skip
    with pytest.raises(InvalidGame, match=message):
        BayesianGame.read(**given)  # type: ignore[arg-type]


def test_size_is_limited() -> None:
    types = (tuple(f"t{n}" for n in range(15)),)
    with pytest.raises(TooLarge):
        BayesianGame(("A",), types, {}, (("x", "y"),), {})


# --- what approval tells ---------------------------------------------------------------------------------------------


def test_approval_by_the_strict_tells_more() -> None:
    """F28: E[x | approve] = (1 + t)/2 and E[x | refuse] = t/2 from a uniform prior."""
    under = Assumptions.read(["t"], "0 < t < 1")
    told = approval_news(exact("t", ["t"]), under)
    assert payoff_text(told.after_approval, ["t"]) == "(t + 1)/2"
    assert told.after_refusal == exact("t/2", ["t"])
    assert told.before == F(1, 2)
    # what is expected after is on average what was expected before
    average = told.approval * told.after_approval + (1 - told.approval) * told.after_refusal
    assert exact(average.expand()) == told.before


def test_the_premium_does_not_depend_on_strictness_where_refusal_is_seen() -> None:
    under = Assumptions.read(["t", "b"], "0 < t < 1", "b > 0")
    told = approval_news(exact("t", ["t"]), under)
    weight = exact("b", ["b"])
    assert legitimacy_premium(told, weight) == exact("b/2", ["b"])
    assert legitimacy_premium(told, weight, asked=False) == exact("b*t/2", ["b", "t"])


@pytest.mark.parametrize("threshold", [F(1, 10), F(1, 2), F(7, 8)])
@pytest.mark.parametrize("density", ["1", "x", "x*(2 - x)", "1 + 3*x**2"])
def test_exact_integrals_against_sums(threshold: Fraction, density: str) -> None:
    """The midpoint rule with 800 steps errs by less than 1/100,000 for these densities."""
    told = approval_news(threshold, Assumptions(()), low=F(0), high=F(2), density=exact(density, ["x"]))
    steps = 800
    points = [F(2 * n + 1, steps) for n in range(steps)]

    def likely(x: Fraction) -> Fraction:
        return {"1": F(1), "x": x, "x*(2 - x)": x * (2 - x), "1 + 3*x**2": 1 + 3 * x**2}[density]

    approved = [x for x in points if x >= threshold]
    mean = sum(x * likely(x) for x in approved) / sum(likely(x) for x in approved)
    assert abs(mean - told.after_approval) < F(1, 200)  # type: ignore[operator, arg-type]
    share = sum(likely(x) for x in approved) / sum(likely(x) for x in points)
    assert abs(share - told.approval) < F(1, 200)  # type: ignore[operator, arg-type]


def test_what_approval_cannot_be_asked_of() -> None:
    under = Assumptions.read(["t"], "0 <= t <= 1")
    with pytest.raises(InvalidGame, match="outside the interval"):
        approval_news(exact("t", ["t"]), under)
    with pytest.raises(InvalidGame, match="negative or 0"):
        approval_news(F(1, 2), Assumptions(()), density=exact("1 - 2*x", ["x"]))
    with pytest.raises(InvalidGame, match="no polynomial"):
        approval_news(F(1, 2), Assumptions(()), density=exact("1/(1 + x)", ["x"]))
    with pytest.raises(InvalidGame, match="declared already"):
        approval_news(F(1, 2), Assumptions(("x",)))
    with pytest.raises(InvalidGame, match="not declared"):
        approval_news(exact("s", ["s"]), Assumptions(()))
