"""Self-enforcing rules and the scope of joint action: closed forms, and the definitions by listing all judgements."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil, comb
from random import Random
from typing import Any

import pytest

from coopsec_games.bargaining import (
    SelfEnforcingMajority,
    SelfEnforcingRule,
    best_quotas,
    consensus_sizes,
    pass_probability,
    reliable_where,
    required_correlation,
    rises_to_first_best,
)
from coopsec_games.bargaining.self_enforcing import ONLY_UNANIMITY, SUSTAINED
from coopsec_games.bargaining.terms import read_terms
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.cooperative.rules import All, NoObjection, Quota
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import CoopSecError, InvalidGame, NotApplicable, TooLarge, UsageError
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.library import load_model
from coopsec_games.linear import certify
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.payoffs import Payoff, value_at

F = Fraction


def quota(n: int, q: int) -> SimpleGame:
    return SimpleGame(Quota(tuple(f"m{place}" for place in range(n)), q))


def tail(n: int, p: Fraction, least: int) -> Fraction:
    """The probability that a binomial number is at least so great."""
    return sum((comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(max(least, 0), n + 1)), F(0))


def worth(n: int, q: int, p: Fraction, g: Fraction, l: Fraction) -> Fraction:  # noqa: E741
    """The catalogue's V(q) = g p Pr[B(n-1, p) >= q-1] - l (1-p) Pr[B(n-1, p) >= q]."""
    return g * p * tail(n - 1, p, q - 1) - l * (1 - p) * tail(n - 1, p, q)


def same(one: Payoff, other: Payoff) -> bool:
    from sympy import simplify

    return bool(simplify(one - other) == 0)


# --- known values ----------------------------------------------------------------------------------------------------


def test_the_example_of_the_catalogue() -> None:
    """F22: n = 5, p = 3/5, g = l = 1: q* = 3, V = .3024, V(n) = .07776, delta* = 3125/3827."""
    game = SelfEnforcingMajority.of(5, "3/5", 1, 1)
    atlas = outcome_atlas(game)
    assert {region.outcome: region.where.text for region in atlas.regions} == {
        "majority rule, 3 of 5": "delta >= 3125/3827",
        ONLY_UNANIMITY: "delta < 3125/3827",
    }
    assert atlas.verified
    rule = game.rule(3)
    assert rule.least_discount() == F(3125, 3827)
    assert list(rule.values().values()) == [F("0.3024")]
    assert rule.terms.fallback_worth(5) == F("0.07776")


@pytest.mark.parametrize(("n", "q"), [(3, 2), (5, 3), (5, 4), (9, 5)])
def test_the_threshold_in_letters(n: int, q: int) -> None:
    """F22 and 0b.14: delta*(rho) = l/(l + (1 - rho)(V(q) - V(n))), here with every value a letter but one p."""
    names = ["g", "l", "rho", "delta"]
    under = Assumptions.read(names, "g > 0", "l > 0", "0 <= rho < 1", "0 <= delta < 1", solve_for=["delta"])
    p = F(3, 5)
    game = SelfEnforcingRule.of(quota(n, q), p, "g", "l", "rho", "delta", under)
    loss, rho = exact("l", names), exact("rho", names)
    more = worth(n, q, p, F(1), F(0)) * exact("g", names) + worth(n, q, p, F(0), F(1)) * loss
    expected = loss / (loss + (1 - rho) * (more - p**n * exact("g", names)))
    assert same(game.least_discount(), exact(expected))


def test_the_threshold_in_the_probability() -> None:
    under = Assumptions.read(["p", "delta"], "0 < p < 1", "0 <= delta < 1", solve_for=["delta"])
    least = SelfEnforcingRule.of(quota(5, 3), "p", 1, 1, 0, "delta", under).least_discount()
    for p in (F(1, 3), F(3, 5), F(9, 10)):
        value = worth(5, 3, p, F(1), F(1)) - p**5
        assert value_at(least, {"p": p}) == 1 / (1 + value)


def test_reversion_to_nothing_asks_less_patience() -> None:
    """Catalogue 7: reversion to nothing gives l/(l + V(q))."""
    alone = SelfEnforcingRule.of(quota(5, 3), "3/5", 1, 1, fallback="nothing").least_discount()
    assert alone == 1 / (1 + F("0.3024"))
    assert alone < SelfEnforcingRule.of(quota(5, 3), "3/5", 1, 1).least_discount()


def test_unanimity_needs_no_enforcement() -> None:
    for n in (2, 5, 9):
        assert SelfEnforcingRule.of(quota(n, n), "1/3", 1, 5).least_discount() == 0
        assert SelfEnforcingRule.of(quota(n, n), "1/3", 1, 5).sustained_where().formula is True


def test_shared_judgement_makes_majorities_harder_to_keep() -> None:
    least = [SelfEnforcingRule.of(quota(5, 3), "3/5", 1, 1, rho).least_discount() for rho in ("0", "1/4", "3/4")]
    assert least == sorted(least)  # type: ignore[type-var]
    with pytest.raises(NotApplicable, match="no patience"):
        SelfEnforcingRule.of(quota(5, 3), "3/5", 1, 1, 1).least_discount()


# --- first best ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(2, 9))
def test_the_first_best_quota(n: int) -> None:
    """q* = max(1, ceil(n l/(g + l))), by comparing all values; and no quota enforces itself where q* does not."""
    assert rises_to_first_best(n)
    random = Random(n)
    for _ in range(12):
        p, g, l = (F(random.randint(1, 19), 20), F(random.randint(1, 9)), F(random.randint(1, 9)))  # noqa: E741
        values = {q: worth(n, q, p, g, l) for q in range(1, n + 1)}
        best = max(1, ceil(n * l / (g + l)))
        assert values[best] == max(values.values())
        terms, under = read_terms(p, g, l, 0, 0)
        chosen = [q for q, where in best_quotas(n, terms, under).items() if where.formula is True]
        assert chosen == [min(q for q in values if values[q] == max(values.values()))]
        least = {}
        for q in range(1, n):
            more = values[q] - values[n]
            least[q] = l / (l + more) if more > 0 else F(1)
        assert best == n or least[best] == min(least.values())


def test_no_first_best_between_where_gain_and_loss_sum_to_less_than_zero() -> None:
    """There the values fall and then rise, so that the sign of ``q g - (n - q) l`` picks the worst quota."""
    n, p, g, l = 3, F(1, 2), F(-3), F(2)  # noqa: E741
    values = {q: worth(n, q, p, g, l) for q in range(1, n + 1)}
    assert values[1] < values[2] < values[3]
    g, l = F(2), F(-3)  # noqa: E741
    values = {q: worth(n, q, p, g, l) for q in range(1, n + 1)}
    assert values[1] > values[2] > values[3]
    g, l = F(-2), F(-3, 2)  # noqa: E741
    values = {q: worth(n, q, p, g, l) for q in range(1, n + 1)}
    assert values[2] < min(values[1], values[3])
    for gain, loss in ((-2, "-3/2"), ("g", "l")):
        names = Assumptions.read(["g", "l"], "l > 0")
        with pytest.raises(NotApplicable, match="sum to at least zero"):
            best_quotas(n, read_terms("1/2", gain, loss, 0, 0, names)[0], names)


def test_values_from_the_rule_are_the_binomial_ones() -> None:
    for n, q in ((4, 2), (7, 5)):
        for p, g, l in ((F(1, 3), F(2), F(1)), (F(4, 5), F(1), F(3))):  # noqa: E741
            game = SelfEnforcingRule.of(quota(n, q), p, g, l)
            assert list(game.values().values()) == [worth(n, q, p, g, l)]


def test_regions_by_quota_in_letters() -> None:
    """Three members: which quota is best depends on the loss; the regions cover everything."""
    under = Assumptions.read(["l", "delta"], "l > 0", "0 <= delta < 1", solve_for=["delta"])
    game = SelfEnforcingMajority.of(3, "1/2", 1, "l", 0, "delta", under)
    solution = game.solution()
    assert solution.verified
    assert certify([found.where for found in solution.equilibria]).covering
    regions = {found.outcome: found.where for found in solution.equilibria}
    for l, delta in product((F(1, 4), F(1, 2), F(1), F(2), F(3)), (F(0), F(1, 2), F(4, 5), F(19, 20))):  # noqa: E741
        best = max(1, ceil(3 * l / (1 + l)))
        more = worth(3, best, F(1, 2), F(1), l) - F(1, 8)
        kept = best < 3 and delta >= l / (l + more)
        expected = f"majority rule, {best} of 3" if kept else ONLY_UNANIMITY
        assert [outcome for outcome, where in regions.items() if where.holds({"l": l, "delta": delta})] == [expected]


# --- any rule, by listing all judgements -----------------------------------------------------------------------------


def kept_by_listing(game: SimpleGame, p: Fraction, g: Fraction, l: Fraction, rho: Fraction, delta: Fraction) -> bool:  # noqa: E741
    """One period after another: whether some member gains by stopping the action once."""
    members = game.members
    share = dict.fromkeys(members, F(0))
    for judged in product((True, False), repeat=len(members)):
        chance = (1 - rho) * p ** sum(judged) * (1 - p) ** (len(members) - sum(judged))
        if all(judged):
            chance += rho * p
        if game.wins(member for member, willing in zip(members, judged, strict=True) if willing):
            for member, willing in zip(members, judged, strict=True):
                share[member] += chance * (g if willing else -l)
    left = ((1 - rho) * p ** len(members) + rho * p) * g
    for member in members:
        ahead = delta / (1 - delta) * (share[member] - left)
        outvoted = game.wins(other for other in members if other != member)
        if (outvoted and -l + ahead < 0) or g + ahead < 0:
            return False
    return True


@pytest.mark.parametrize("literal", ["[3; 2, 1, 1]", "[4; 3, 1, 1, 1]", "[5; 2, 2, 1, 1, 1]", "[6; 3, 2, 2, 1]"])
def test_any_rule_by_listing(literal: str) -> None:
    game = simple_game(literal)
    for p, g, l, rho in ((F(1, 2), F(2), F(1), F(0)), (F(4, 5), F(1), F(1), F(1, 3)), (F(3, 5), F(3), F(1, 2), F(0))):  # noqa: E741
        rule = SelfEnforcingRule.of(game, p, g, l, rho)
        where = rule.sustained_where()
        for delta in (F(1, 10), F(1, 2), F(7, 10), F(17, 20), F(19, 20)):
            assert where.holds({"delta": delta}) == kept_by_listing(game, p, g, l, rho, delta)
        assert rule.solution().verified


def test_a_council_with_vetoes() -> None:
    body = load_model("unsc").on("1999-03-24")
    fields = {"procedure": "substantive", "approval": "3/5", "gain": 1, "loss": "1/2"}
    under = Assumptions.read(["delta"], "0 <= delta < 1", solve_for=["delta"])
    rule: Any = GAME_FORMS["self-enforcing"].function(fields, under, body)
    permanent, elected = rule.values().values()
    assert permanent > elected
    atlas = outcome_atlas(rule)
    assert [region.outcome for region in atlas.regions] == [SUSTAINED, ONLY_UNANIMITY]
    assert atlas.regions[0].where.text == f"delta >= {rule.least_discount()}"


# --- scope -----------------------------------------------------------------------------------------------------------


def test_correlated_consensus() -> None:
    """F23: rho p + (1 - rho) p^n, for unanimity, silence, and a rule with vetoes alike."""
    members = tuple("abcde")
    for rule in (Quota(members, 5), NoObjection(members)):
        assert same(pass_probability(rule, "p", "rho", ("p", "rho")), exact("rho*p + (1 - rho)*p**5", ("p", "rho")))


@pytest.mark.parametrize("literal", ["[3; 2, 1, 1]", "[5; 2, 2, 1, 1, 1]", "[9; 4, 3, 2, 2, 1]"])
def test_pass_probability_by_listing(literal: str) -> None:
    game = simple_game(literal)
    for p, rho in ((F(1, 3), F(0)), (F(4, 5), F(1, 4))):
        total = rho * p
        for judged in product((True, False), repeat=len(game.members)):
            if game.wins(member for member, willing in zip(game.members, judged, strict=True) if willing):
                total += (1 - rho) * p ** sum(judged) * (1 - p) ** (len(judged) - sum(judged))
        assert pass_probability(game, p, rho) == total


def test_required_correlation() -> None:
    """F24: rho >= (tau - p^n)/(p - p^n); .8, ten members, .5: .5669."""
    ten = Quota(tuple("abcdefghij"), 10)
    assert same(required_correlation(ten, "p", "tau", ("p", "tau")), exact("(tau - p**10)/(p - p**10)", ("p", "tau")))
    assert round(float(required_correlation(ten, "4/5", "1/2")), 4) == 0.5669
    under = Assumptions.read(["rho"], "0 <= rho <= 1")
    where = reliable_where(ten, "4/5", "rho", "1/2", under)
    least = required_correlation(ten, "4/5", "1/2")
    assert where.equivalent(Condition.read(f"rho >= {least}", under))
    assert reliable_where(ten, "4/5", "rho", "9/10", under).feasible() is False


def test_shared_judgement_harms_a_rule_that_passes_more_than_one_member_would() -> None:
    majority = Quota(tuple("abcde"), 2)
    assert pass_probability(majority, "3/5") > pass_probability(majority, "3/5", 1)
    with pytest.raises(NotApplicable, match="less than those who do not"):
        required_correlation(majority, "3/5", "1/2")
    with pytest.raises(NotApplicable, match="changes nothing"):
        required_correlation(Quota(("a",), 1), "3/5", "1/2")


def test_a_larger_consensus_may_be_the_abler_one() -> None:
    """C12: nineteen who judge alike against five who do not."""
    nineteen, five = (Quota(tuple(f"m{place}" for place in range(n)), n) for n in (19, 5))
    assert pass_probability(nineteen, "4/5", "9/10") > pass_probability(five, "4/5", "1/10")


def test_consensus_sizes() -> None:
    """F20: for a = 1 the integer optimum is ceil(p/(1 - p)), and the next where that is whole; p = .95: 19 and 20."""
    for numerator in range(1, 40):
        p = F(numerator, 40)
        worths = {n: n * p**n for n in range(1, 90)}
        best = tuple(n for n in worths if worths[n] == max(worths.values()))
        assert consensus_sizes(p) == best
        assert best[0] == max(1, ceil(p / (1 - p)))
    for a in (F(2), F(1, 2), F(3, 2)):
        p = F(7, 8)
        powers = {n: (F(n) ** a.numerator) * (p ** (n * a.denominator)) for n in range(1, 60)}
        assert consensus_sizes(p, a) == tuple(n for n in powers if powers[n] == max(powers.values()))


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: SelfEnforcingMajority.of(1, "1/2", 1, 1), InvalidGame),
        (lambda: SelfEnforcingMajority.of(61, "1/2", 1, 1), TooLarge),
        (lambda: SelfEnforcingMajority.of(5, "1/2", 1, 1, quota=6), InvalidGame),
        (lambda: SelfEnforcingMajority.of(5, "3/2", 1, 1), InvalidGame),
        (lambda: SelfEnforcingMajority.of(5, "p", 1, 1), CoopSecError),
        (lambda: SelfEnforcingRule.of(quota(3, 2), "1/2", 1, 1, fallback="war"), InvalidGame),  # type: ignore[arg-type]
        (lambda: consensus_sizes(1), UsageError),
        (lambda: consensus_sizes("1/2", 0), UsageError),
    ],
)
def test_what_cannot_be_a_game(make: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        make()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"members": 5, "procedure": "substantive"},
        {"procedure": "substantive", "quota": 3},
        {"procedure": "no-such"},
        {"members": 1},
        {"members": 5, "quota": "3"},
        {"members": 5, "fallback": "war"},
        {"members": 5, "gains": 1},
    ],
)
def test_fields_that_are_refused(fields: dict[str, object]) -> None:
    told = {"approval": "1/2", "gain": 1, "loss": 1, **fields}
    under = Assumptions.read(["delta"], "0 <= delta < 1")
    with pytest.raises(InvalidGame):
        GAME_FORMS["self-enforcing"].function(told, under, load_model("unsc").on("1999-03-24"))


def test_a_rule_that_vetoes_and_counts_is_read_as_one() -> None:
    members = tuple("abcd")
    rule = All((Quota(members, 2), NoObjection(members, ("a",))))
    found = SelfEnforcingRule.of(rule, "3/5", 2, 1)
    assert list(found.values()) == [("a",), ("b", "c", "d")]
