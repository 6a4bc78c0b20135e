"""The closed forms F01 to F36: each comes out of the solvers, and is compared with the formula and its known values.

What is compared with is typed here and nowhere else; the solvers derive it from deviations, backward induction,
indifference, or counting.  Two have no solver of their own and are derived here: F26, whose payoffs are quadratic, by
its first-order condition and on a grid; F29 by the slope of the response.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import ceil, comb, factorial
from random import Random
from typing import Any

import pytest

from coopsec_games.bargaining import (
    BargainingGame,
    SelfEnforcingMajority,
    backward_values,
    consensus_sizes,
    pass_probability,
    required_correlation,
    stationary_equilibria,
)
from coopsec_games.conditions import Assumptions, Condition, compare
from coopsec_games.cooperative.indices import decisiveness, power
from coopsec_games.cooperative.rules import All, Consent, Excluding, NoObjection, Quota
from coopsec_games.cooperative.simple_games import SimpleGame
from coopsec_games.errors import NotApplicable
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.attrition import AttritionGame, Camp
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.enlargement import Enlargement
from coopsec_games.noncooperative.extensive_form import Choice, Decision, ExtensiveFormGame, Node, Terminal
from coopsec_games.noncooperative.trust_dynamics import fold_band
from coopsec_games.spatial import gridlock_interval, proposal

F = Fraction

TABLE: Mapping[str, object] = {
    "players": ["A", "B"],
    "strategies": ["arm", "refrain"],
    "payoffs": [["P, P", "T, S"], ["S, T", "R, R"]],
    "cooperate": "refrain",
    "outcomes": ["kept", "broken"],
}
DILEMMA = ("S < P < R < T", "0 <= delta < 1")
PLAYED = ("T", "R", "P", "S", "delta")
STAG = ("R > T", "T >= P", "P > S", "0 < q < 1")
FIRST: Mapping[str, object] = {
    "trustworthy": [["R", "S"], ["T", "P"]],
    "untrustworthy": [["R_x", "S_x"], ["T_x", "P_x"]],
    "prior": 1,
    "stake": "a",
}
OUTSIDE: Mapping[str, object] = {"proposer": "H", "vetoer": "V", "outside": "alone"}
COMMITTED = {"g": F(1), "L": F(2)}


@dataclass(frozen=True)
class Row:
    """A form, what is assumed, and the region of one outcome as the catalogue has it.

    ``at`` lists points and whether the outcome comes about there.
    """

    key: str
    form: str
    fields: Mapping[str, object]
    names: tuple[str, ...]
    given: tuple[str, ...]
    outcome: str
    where: str
    at: tuple[tuple[Mapping[str, Fraction], bool], ...] = ()


PAYOFFS = {"T": F(5), "R": F(3), "P": F(1), "S": F(0)}
ROWS = (
    Row("F01", "repeated", TABLE, PLAYED, DILEMMA, "kept", "delta >= (T - R)/(T - P)",
        (({**PAYOFFS, "delta": F(1, 2)}, True), ({**PAYOFFS, "delta": F(49, 100)}, False))),
    Row("F01 tit for tat", "repeated", {**TABLE, "strategy": "tit-for-tat"}, PLAYED, DILEMMA, "kept",
        "delta >= max((T - R)/(T - P), (T - R)/(R - S))",
        (({**PAYOFFS, "delta": F(2, 3)}, True), ({**PAYOFFS, "delta": F(65, 100)}, False))),
    Row("F02", "repeated", {**TABLE, "hazard": "h"}, (*PLAYED, "h"), (*DILEMMA, "0 <= h < 1", "delta > 0"), "kept",
        "h <= 1 - (T - R)/(T - P)/delta",
        (({**PAYOFFS, "delta": F(9, 10), "h": F(4, 9)}, True), ({**PAYOFFS, "delta": F(9, 10), "h": F(9, 20)}, False))),
    Row("F03", "retaliation", {**TABLE, "capability": "kappa"}, (*PLAYED, "kappa"), (*DILEMMA, "0 <= kappa <= 1"),
        "kept", "delta*kappa >= (T - R)/(T - P)"),
    Row("F04", "repeated", {**TABLE, "false-alarm": "eps", "detection": "e"}, (*PLAYED, "eps", "e"),
        (*DILEMMA, "0 <= eps < e", "e <= 1"), "kept", "delta >= (T - R)/((T - R)*(1 - eps) + (e - eps)*(R - P))",
        (({**PAYOFFS, "eps": F(0), "e": F(1), "delta": F(1, 2)}, True),)),
    Row("F05", "assurance", {**TABLE, "belief": "q"}, ("R", "T", "P", "S", "q"), STAG, "kept",
        "q >= (P - S)/((R - T) + (P - S))",
        (({"R": F(4), "T": F(3), "P": F(2), "S": F(1), "q": F(1, 2)}, True),
         ({"R": F(4), "T": F(3), "P": F(2), "S": F(1), "q": F(49, 100)}, False))),
    Row("F05b", "reassurance", FIRST, ("R", "T", "P", "S", "R_x", "T_x", "P_x", "S_x", "a"),
        ("R > T", "T >= P", "P > S", "T_x > R_x", "R_x > P_x", "P_x > S_x", "0 < a < 1"), "the first step tells",
        "a >= (T_x - P_x)/((T_x - P_x) + (T_x - R_x))"),
    Row("F06", "arms-race", {"players": ["A", "B"], "reaction": ["k", "l"], "fatigue": ["alpha", "beta"],
                             "grievance": ["g", "h"]}, ("k", "l", "alpha", "beta", "g", "h"),
        ("k > 0", "l > 0", "alpha > 0", "beta > 0", "g >= 0", "h >= 0", "g + h > 0"), "steady state",
        "alpha*beta > k*l"),
    Row("F08", "public-good", {"members": "n", "technology": "shared", "return": "r"}, ("n", "r", "delta"),
        ("n >= 2", "1 < r < n", "0 <= delta < 1"), "all contribute", "delta >= (n - r)/(r*(n - 1))",
        (({"n": F(5), "r": F(3), "delta": F(1, 6)}, True), ({"n": F(21), "r": F(3), "delta": F(3, 10)}, True),
         ({"n": F(22), "r": F(3), "delta": F(3, 10)}, False))),
    Row("F08 largest", "public-good", {"members": "n", "technology": "shared", "return": "r"}, ("n", "r", "delta"),
        ("n >= 2", "1 < r < n", "0 <= delta < 1", "r*delta < 1"), "all contribute",
        "n <= r*(1 - delta)/(1 - r*delta)"),
    Row("F10", "repeated", {**TABLE, "penalty": "A"}, (*PLAYED, "A"), (*DILEMMA, "A >= 0"), "kept",
        "A >= T - R or delta >= (T - R - A)/(T - P - A)"),
    Row("F12 authorised", "outside-option", OUTSIDE, ("h", "z", "v", "k", "c", "c_m", "pi"),
        ("v <= 0 <= z <= h", "h > 0", "0 <= c_m <= c", "k >= 0", "pi >= 0"), "authorised",
        "c <= z and pi <= k + (c - c_m)",
        tuple((({"h": F(1), "z": F(4, 5), "c": F(1, 2), "c_m": F(1, 10), "k": F(1, 5), "v": F(-1, 2), "pi": pi}, told)
               for pi, told in ((F(1, 2), True), (F(7, 10), False))))),
    Row("F12 outside", "outside-option", OUTSIDE, ("h", "z", "v", "k", "c", "c_m", "pi"),
        ("v <= 0 <= z <= h", "h > 0", "0 <= c_m <= c", "k >= 0", "pi >= 0"), "outside",
        "c <= z and pi > k + (c - c_m)"),
    Row("F13", "silence", {"reluctant": ["GRC"], "cost": "D", "lasting-loss": "v", "otherwise": "sigma"},
        ("b", "D", "v", "sigma", "delta"),
        ("b >= 0", "D >= 0", "v > 0", "0 <= sigma <= 1", "0 <= delta < 1", "(1 - sigma)*b > D"), "silence holds",
        "delta >= ((1 - sigma)*b - D)/((1 - sigma)*b - D + v)",
        tuple((({"b": F(3), "D": F(1), "v": F(2), "sigma": sigma, "delta": least}, True)
               for sigma, least in ((F(0), F(1, 2)), (F(1, 2), F(1, 5)))))),
    Row("F19", "deterrence", {"challenger": "A"}, ("g", "L", "q"), ("g > 0", "L > 0", "0 <= q <= 1"), "peace",
        "q >= g/(g + L)", (({**COMMITTED, "q": F(1, 3)}, True), ({**COMMITTED, "q": F(33, 100)}, False))),
    Row("F23", "correlated-consensus", {"proposer": "H", "bodies": {"acts": {"size": 4, "alike": "rho"}},
                                        "otherwise": "tau"}, ("rho", "p", "tau"),
        ("0 <= rho <= 1", "0 < p < 1", "0 < tau < p"), "acts", "rho*p + (1 - rho)*p**4 >= tau"),
    Row("F24", "correlated-consensus", {"proposer": "H", "bodies": {"acts": {"size": 10, "alike": "rho"}},
                                        "otherwise": "tau"}, ("rho", "p", "tau"),
        ("0 <= rho <= 1", "0 < p < 1", "0 < tau < p"), "acts", "rho >= (tau - p**10)/(p - p**10)",
        (({"p": F(4, 5), "tau": F(1, 2), "rho": F(5669, 10000)}, True),
         ({"p": F(4, 5), "tau": F(1, 2), "rho": F(5668, 10000)}, False))),
    Row("F28", "endorsement", {"public": "public"}, ("t", "s"), ("0 < t < 1",),
        "approved and supported or refused and not supported", "s <= (1 + t)/2 and s > t/2"),
    Row("F30", "accession", {"candidate": "C", "waiting": 3}, ("pr", "M", "r", "delta"),
        ("0 <= pr <= 1", "M > 0", "r > 0", "0 <= delta < 1"), "reform", "pr*delta**3*M/(1 - delta) >= r"),
    Row("C23", "bond", {"rival": "C"}, ("T", "R", "H", "v", "delta"), ("T > R", "0 <= delta < 1"), "peace",
        "H + delta*v/(1 - delta) >= T - R"),
    Row("C14 exit", "compliance", {"state": "JPN"}, ("x", "u", "delta"), ("u >= 0", "0 <= delta < 1"), "JPN leaves",
        "x > delta*u/(1 - delta)"),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_the_region_of_an_outcome(row: Row) -> None:
    under = Assumptions.read(row.names, *row.given, solve_for=row.names[-1:])
    atlas = outcome_atlas(GAME_FORMS[row.form].function(row.fields, under, None))  # type: ignore[arg-type]
    assert atlas.verified
    found = [region.where for region in atlas.regions if row.outcome in (region.outcome, *region.outcomes)]
    derived = Condition(reduce(lambda one, other: one | other, found).formula, under)
    assert derived.equivalent(Condition.read(row.where, under))
    for point, told in row.at:
        assert derived.holds(point) is told


def test_f06_levels() -> None:
    names = ("k", "l", "alpha", "beta", "g", "h")
    under = Assumptions.read(names, "k > 0", "l > 0", "alpha*beta > k*l", "alpha > 0", "beta > 0", "g + h > 0",
                             "g >= 0", "h >= 0")  # fmt: skip
    fields = {"players": ["A", "B"], "reaction": ["k", "l"], "fatigue": ["alpha", "beta"], "grievance": ["g", "h"]}
    race: Any = GAME_FORMS["arms-race"].function(fields, under, None)
    known = ("(beta*g + k*h)/(alpha*beta - k*l)", "(alpha*h + l*g)/(alpha*beta - k*l)")
    for level, formula in zip(race.steady_state(), known, strict=True):
        assert Condition.true(under).implies(compare(level, "=", exact(formula, names), under))


def test_f07_fold_band() -> None:
    middles = [sum(ends) / 2 for ends in fold_band(F(8), 10)]
    assert [f"{float(middle):.5f}" for middle in middles] == ["0.36679", "0.63321"]


def test_f09_privileged_group() -> None:
    under = Assumptions.read(("b", "c"), "b > 0", "c > 0")
    for benefit, cost in ((F(1), F(5, 2)), (F(2), F(7)), (F(3), F(3))):
        game: Any = GAME_FORMS["privileged-group"].function({"members": 6}, under, None)
        paying = [size for size in range(1, 7) if size * benefit >= cost]
        assert min(paying) == ceil(cost / benefit)
        told = outcome_atlas(game.at({"b": benefit, "c": cost}))
        assert str(ceil(cost / benefit)) in " ".join((*told.notes, *(region.outcome for region in told.regions)))


def test_f11_gridlock() -> None:
    """Core [min(v_min, x_(n-q+1)), max(v_max, x_(q))], and the setter's proposal, at random points."""
    random = Random(11)
    for _ in range(60):
        n = random.randint(2, 7)
        vetoers = random.randint(0, n)
        q = random.randint(max(vetoers, n // 2 + 1), n)
        members = tuple(f"m{place}" for place in range(n))
        rule = All((Quota(members, q), NoObjection(members, members[:vetoers]))) if vetoers else Quota(members, q)
        points = {name: F(random.randint(-8, 8)) for name in members}
        ordered = sorted(points.values())
        special = [points[name] for name in members[:vetoers]]
        low, high = min([ordered[n - q], *special]), max([ordered[q - 1], *special])
        interval = gridlock_interval(SimpleGame(rule), points)
        assert str(interval) == f"[{low}, {high}]"
        quo, setter = F(random.randint(-9, 9)), F(random.randint(-9, 9))
        if setter >= quo:
            moved = min(setter, 2 * low - quo) if quo < low else quo
            assert proposal(interval, quo, setter).outcome == moved


@pytest.mark.parametrize(("m", "power_of", "passes"), [(2, 1, F(1, 16)), (3, 2, F(1, 8))])
def test_f14_silence(m: int, power_of: int, passes: Fraction) -> None:
    under = Assumptions.read(("c", "b"), "0 < c < b")
    game: Any = GAME_FORMS["silence"].function({"reluctant": m}, under, None)
    [found] = [each for each in game.at({"c": 1, "b": 4}).solution().components if each.is_symmetric]
    assert found.holds == passes
    assert found.silence**power_of == F(1, 4)


def test_f15_forum_choice() -> None:
    """The most legitimate forum that nobody blocks."""
    under = Assumptions.read(("u", "o", "s", "pi", "k"), "u >= o", "o >= s", "s >= 0", "pi >= 0", "k >= 0")
    fields = {"proposer": "H", "outside": "s", "blockers": {"V": {"consent": "pi", "bypassed": "k"}},
              "forums": {"first": {"worth": "u", "blockers": ["V"]}, "second": {"worth": "o"}}}  # fmt: skip
    regions = {region.outcome: region.where for region in outcome_atlas(
        GAME_FORMS["forum-choice"].function(fields, under, None)).regions}  # fmt: skip
    assert regions["first"].equivalent(Condition.read("pi <= k", under))
    assert regions["second"].equivalent(Condition.read("pi > k", under))


def test_f16_coverage() -> None:
    under = Assumptions.read(("o", "theta", "b", "kappa_A"), "0 <= o < 1", "0 < theta <= 1", "b > 0", "kappa_A > 0")
    game: Any = GAME_FORMS["sanctions-coverage"].function({"sanctioners": {"A": {}}, "outsiders": "o"}, under, None)
    assert game.feasible.equivalent(Condition.read("o <= 1 - theta", under))


def test_f17_lifetime() -> None:
    from sympy import log, simplify, symbols

    under = Assumptions.read(("b", "kappa", "r"), "b > 0", "kappa > 0", "0 < r < 1")
    game: Any = GAME_FORMS["sanction-lifetime"].function({"authors": "A", "periods": 2}, under, None)
    b, kappa, r = symbols("b kappa r")
    assert simplify(game.indifference - log(kappa / b) / log(r)) == 0


def test_f18_attrition() -> None:
    under = Assumptions.read(("c", "Delta"), "c > 0", "Delta > 0")
    c, gain = exact("c", under.names), exact("Delta", under.names)
    camps = Camp("A", c, F(0), gain), Camp("B", c, F(0), gain)
    game = AttritionGame(camps, assumptions=under)
    assert game.rates == (exact("c/Delta", under.names),) * 2
    assert game.mean_delay == exact("Delta/(2*c)", under.names)


def test_f20_size_of_a_consensus() -> None:
    from sympy import log, simplify, symbols

    under = Assumptions.read(("p",), "0 < p < 1", solve_for=["p"])
    p = symbols("p")
    for a in (1, 2, 3):
        game = Enlargement((1, 2), exact("p", under.names), under, a)
        assert simplify(game.best_in_reals + a / log(p)) == 0
    whole = outcome_atlas(Enlargement(tuple(range(1, 14)), exact("p", under.names), under))
    for number in range(1, 13):
        value = F(number, 13)
        [region] = [own for own in whole.regions if own.where.holds({"p": value})]
        best = max(1, ceil(value / (1 - value)))
        assert region.outcome == ("1 member" if best == 1 else f"{best} members")
    assert consensus_sizes("19/20") == (19, 20)


def council(n: int, m: int, q: int) -> SimpleGame:
    members = tuple(f"m{place}" for place in range(n))
    return SimpleGame(All((Quota(members, q), NoObjection(members, members[:m]))))


@pytest.mark.parametrize(
    ("n", "m", "q", "vetoer", "other"),
    [
        (15, 5, 9, "(5 - 2*d)/(15*(5 - 4*d))", "(1 - d)/(3*(5 - 4*d))"),
        (11, 5, 7, "(3 - d)/(33 - 23*d)", "3*(1 - d)/(33 - 23*d)"),
        (10, 4, 7, "(2 - d)/(4*(5 - 4*d))", "(1 - d)/(2*(5 - 4*d))"),
    ],
)
def test_f21_bargaining_with_vetoes(n: int, m: int, q: int, vetoer: str, other: str) -> None:
    from sympy import simplify

    under = Assumptions.read(("d",), "0 <= d < 1")
    [found] = stationary_equilibria(BargainingGame.of(council(n, m, q), None, "d", under))
    k, s = n - m, q - m
    below = f"({n}*{k}*(1 - d) + d*{m}*({k} - {s}))"
    for value, printed, general in zip(
        found.values, (vetoer, other), (f"({k} - d*{s})/{below}", f"(1 - d)*{k}/{below}"), strict=True
    ):
        for formula in (printed, general):
            assert simplify(value - exact(formula, under.names)) == 0


def test_f21b_recognition() -> None:
    from sympy import simplify

    under = Assumptions.read(("x", "y", "d"), "x > 0", "y > 0", "x + y < 1", "0 <= d < 1")
    recognition = {"m0": "x", "m1": "y", **{f"m{place}": "(1 - x - y)/3" for place in range(2, 5)}}
    game = BargainingGame.of(council(5, 2, 3), recognition, "d", under)
    [found] = stationary_equilibria(game)
    worth = {kind.members[0]: value for kind, value in zip(game.kinds, found.values, strict=True)}
    assert simplify(worth["m0"] * exact("y", under.names) - worth["m1"] * exact("x", under.names)) == 0


def test_f21c_deadline() -> None:
    for rounds, [cell] in enumerate(backward_values(BargainingGame.of(council(15, 5, 9), discount=1, rounds=5))):
        assert 10 * cell.values[1] == F(2, 3) * F(4, 5) ** rounds


def test_f22_self_enforcing_majority() -> None:
    under = Assumptions.read(("rho", "delta"), "0 <= rho < 1", "0 <= delta < 1", solve_for=["delta"])
    game = SelfEnforcingMajority.of(5, "3/5", 1, 1, "rho", "delta", under)
    first, *_ = outcome_atlas(game).regions
    assert first.outcome == "majority rule, 3 of 5"
    p = F(3, 5)

    def tail(least: int) -> Fraction:
        return sum((comb(4, k) * p**k * (1 - p) ** (4 - k) for k in range(least, 5)), F(0))

    value, unanimity = p * tail(2) - (1 - p) * tail(3), p**5
    assert (value, unanimity) == (F("0.3024"), F("0.07776"))
    assert first.where.equivalent(Condition.read(f"delta >= 1/(1 + (1 - rho)*({value - unanimity}))", under))
    assert first.where.holds({"rho": F(0), "delta": F(3125, 3827)})
    assert not first.where.holds({"rho": F(0), "delta": F(3124, 3827)})


def test_f23_and_f24_for_any_consensus() -> None:
    from sympy import simplify

    names = ("p", "rho", "tau")
    for n in (2, 5, 19):
        body = NoObjection(tuple(f"m{place}" for place in range(n)))
        assert simplify(pass_probability(body, "p", "rho", names) - exact(f"rho*p + (1 - rho)*p**{n}", names)) == 0
        needed = required_correlation(body, "p", "tau", names)
        assert simplify(needed - exact(f"(tau - p**{n})/(p - p**{n})", names)) == 0


# Fearon's three explanations of war, on trees.


def at_war(tree: Node, players: tuple[str, ...], under: Assumptions) -> dict[str, Condition]:
    atlas = outcome_atlas(ExtensiveFormGame(players, tree, under))
    assert atlas.verified
    return {region.outcome: region.where for region in atlas.regions}


def test_f25_bargaining_range() -> None:
    """A share y of the prize is agreed on where p - c_A <= y <= p + c_B."""
    names = ("y", "p", "c_A", "c_B")
    under = Assumptions.read(names, "0 <= y <= 1", "0 <= p <= 1", "c_A >= 0", "c_B >= 0")
    read = {text: exact(text, names) for text in ("y", "1 - y", "p - c_A", "1 - p - c_B")}
    war = Terminal("war", (read["p - c_A"], read["1 - p - c_B"]))
    answer = Decision("B", (("accept", Terminal("peace", (read["y"], read["1 - y"]))), ("fight", war)))
    regions = at_war(Decision("A", (("offer", answer), ("fight", war))), ("A", "B"), under)
    open_ = Condition.read("p - c_A < y < p + c_B", under)
    assert regions["peace"].equivalent(Condition.read("p - c_A <= y and y <= p + c_B", under))
    assert open_.implies(regions["peace"])


def test_f26_risk_and_return() -> None:
    """Against a cost drawn evenly from 0 to C the demand is p + (C - c_A)/2, and war as likely as (1 - c_A/C)/2."""
    from sympy import Rational, diff, simplify, solve, symbols

    y, p, low, top = symbols("y p c_A C", positive=True)
    refused = (y - p) / top
    worth = y * (1 - refused) + (p - low) * refused
    [demand] = solve(diff(worth, y), y)
    assert simplify(demand - (p + (top - low) / 2)) == 0
    assert diff(worth, y, 2).is_negative
    war = simplify(refused.subs(y, demand))
    assert simplify(war - (1 - low / top) / 2) == 0
    numbers = {top: Rational(1, 2), low: Rational(1, 10)}
    assert simplify((demand - p).subs(numbers)) == Rational(1, 5)
    assert war.subs(numbers) == Rational(2, 5)


def test_f26_on_a_grid_of_costs() -> None:
    """Where cost has few values of equal probability, the best demand is near the one of the even distribution."""
    steps, low = 40, F(1, 10)
    p, width = F(1, 4), F(1, 2)
    costs = [width * (2 * place + 1) / (2 * steps) for place in range(steps)]

    def worth(demand: Fraction) -> Fraction:
        return sum((demand if demand - p <= cost else p - low for cost in costs), F(0)) / steps

    best = max((p + cost for cost in costs), key=worth)
    assert abs(best - (p + (width - low) / 2)) <= width / steps


def test_f27_preventive_war() -> None:
    """The declining side attacks where delta p_2 - p_1 > c_B (1 - delta)^2, although it is offered all now."""
    names = ("p_1", "p_2", "c_B", "delta")
    under = Assumptions.read(names, "0 <= p_1 <= p_2", "p_2 <= 1", "c_B >= 0", "0 <= delta < 1")
    now = exact("(1 - p_1)/(1 - delta) - c_B", names)
    later = exact("1 + delta*((1 - p_2)/(1 - delta) - c_B)", names)
    tree = Decision("B", (("wait", Terminal("peace", (later,))), ("attack", Terminal("war", (now,)))))
    regions = at_war(tree, ("B",), under)
    assert regions["war"].equivalent(Condition.read("delta*p_2 - p_1 > c_B*(1 - delta)**2", under))


def test_f29_pitchfork() -> None:
    """Trust and its absence coexist at the symmetric threshold only beyond precision 4."""
    from sympy import Rational, diff, exp, symbols

    x, steep = symbols("x steep")
    response = 1 / (1 + exp(-steep * (x - Rational(1, 2))))
    assert diff(response, x).subs(x, Rational(1, 2)) == steep / 4
    with pytest.raises(NotApplicable):
        fold_band(F(4), 5)
    low, high = fold_band(F(41, 10), 6)
    assert low[0] < F(1, 2) < high[1]


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_f31_alternating_offers(rounds: int) -> None:
    """With so many rounds the first mover has (1 - (-delta)^T)/(1 + delta), which goes to 1/(1 + delta)."""
    delta = F(3, 4)
    players = ("A", "B")

    def stage(number: int) -> Node:
        if number == rounds:
            return Terminal("nothing", (F(0), F(0)))
        offerer, other = players[number % 2], players[1 - number % 2]
        variable = f"y_{number}"
        kept = exact(f"({delta})**{number}*{variable}", [variable])
        given = exact(f"({delta})**{number}*(1 - {variable})", [variable])
        agreed = Terminal("agreed", (kept, given) if offerer == "A" else (given, kept))
        answer = Decision(other, (("accept", agreed), ("refuse", stage(number + 1))), name=f"answer {number}")
        return Choice(offerer, variable, F(0), F(1), answer)

    game = ExtensiveFormGame(players, stage(0), Assumptions(()), (("A", "accept"), ("B", "accept"))[: min(rounds, 2)]
                             if rounds > 1 else (("B", "accept"),))  # fmt: skip
    [found, *_] = solve(game, "subgame-perfect").equilibria
    assert found.payoffs[0] == (1 - (-delta) ** rounds) / (1 + delta)
    from sympy import simplify, symbols
    from sympy import solve as root

    d, share = symbols("d share")
    [fixed] = root(share - (1 - d * share), share)
    assert simplify(fixed - 1 / (1 + d)) == 0


# Indices of rules.


@pytest.mark.parametrize("n", [3, 4, 6, 10])
def test_f32_f33_f34_consensus_and_its_exceptions(n: int) -> None:
    members = tuple(f"m{place}" for place in range(n))
    consensus = SimpleGame(NoObjection(members))
    minus_one = SimpleGame(Excluding(members, members[:1], NoObjection(members[1:])))
    dissent = SimpleGame(Quota(members, n - 1))
    for game, others, shapley, swing, passing in (
        (consensus, members, F(1, n), F(1, 2 ** (n - 1)), F(1, 2**n)),
        (minus_one, members[1:], F(1, n - 1), F(1, 2 ** (n - 2)), F(1, 2 ** (n - 1))),
        (dissent, members, F(1, n), F(n - 1, 2 ** (n - 1)), F(n + 1, 2**n)),
    ):
        assert {power("shapley-shubik", game)[name] for name in others} == {shapley}
        assert {power("penrose", game)[name] for name in others} == {swing}
        assert decisiveness(game) == passing
    assert power("shapley-shubik", minus_one)[members[0]] == power("penrose", minus_one)[members[0]] == 0


@pytest.mark.parametrize("n", range(1, 7))
def test_f35_silence_against_affirmation(n: int) -> None:
    members = tuple(f"m{place}" for place in range(n))
    every = list(product(("yes", "abstain", "no"), repeat=n))
    shares = []
    for rule in (NoObjection(members), Consent(members)):
        adopted = sum(rule.passes(dict(zip(members, cast, strict=True))).adopted for cast in every)
        shares.append(F(adopted, len(every)))
    assert shares == [F(2, 3) ** n, F(1, 3) ** n]
    assert shares[0] / shares[1] == 2**n


@pytest.mark.parametrize(("n", "m", "q", "winning"), [(15, 5, 9, 848), (11, 5, 7, 57), (10, 4, 7, 42)])
def test_f36_councils_with_vetoes(n: int, m: int, q: int, winning: int) -> None:
    game = council(n, m, q)
    elected, least = n - m, q - m
    passing = sum(comb(elected, yes) for yes in range(least, elected + 1))
    assert decisiveness(game) == F(passing, 2**n)
    assert passing == winning
    penrose, shapley = power("penrose", game), power("shapley-shubik", game)
    assert penrose["m0"] == F(passing, 2 ** (n - 1))
    assert penrose[f"m{n - 1}"] == F(comb(elected - 1, least - 1), 2 ** (n - 1))
    other = F(comb(elected - 1, least - 1) * factorial(q - 1) * factorial(n - q), factorial(n))
    assert shapley[f"m{n - 1}"] == other
    assert shapley["m0"] == (1 - elected * other) / m


def test_every_closed_form_stands_here() -> None:
    text = "\n".join([*(row.key for row in ROWS), *(name for name in globals() if name.startswith("test_f"))]).upper()
    missing = [f"F{number:02d}" for number in range(1, 37) if f"F{number:02d}" not in text]
    assert missing == []
