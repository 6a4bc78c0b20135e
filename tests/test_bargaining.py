"""Bargaining under voting rules: the closed forms of the literature, and every answer against the definition."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import isqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest

from coopsec_games.bargaining import (
    BargainingGame,
    backward_values,
    patient_values,
    stationary_equilibria,
)
from coopsec_games.bargaining.checks import stationary_at
from coopsec_games.conditions import Assumptions
from coopsec_games.cooperative.rules import All, NoObjection, Quota
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.formulas import exact, symbol
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.library import load_model
from coopsec_games.linear import certify
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.payoffs import Payoff, value_at

F = Fraction
PATIENCE = Assumptions.read(["delta"], "0 <= delta < 1", solve_for=["delta"])


def council(n: int, m: int, q: int) -> SimpleGame:
    """``q`` of ``n`` must agree, and ``m`` of these can veto."""
    members = tuple(f"m{place}" for place in range(n))
    parts = (Quota(members, q), NoObjection(members, members[:m])) if m else (Quota(members, q),)
    return SimpleGame(All(parts) if m else parts[0])


def same(one: Payoff, other: str) -> bool:
    from sympy import simplify

    return bool(simplify(one - exact(other, ["delta"])) == 0)


def values(game: BargainingGame) -> dict[str, Payoff]:
    [found] = stationary_equilibria(game)
    assert found.verified
    return {member: value for kind, value in zip(game.kinds, found.values, strict=True) for member in kind.members}


# --- known values ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "absent", "vetoer", "other"),
    [
        ("1999-03-24", [], "(5 - 2*delta)/(15*(5 - 4*delta))", "(1 - delta)/(3*(5 - 4*delta))"),
        ("1950-06-27", [], "(3 - delta)/(33 - 23*delta)", "3*(1 - delta)/(33 - 23*delta)"),
        ("1950-06-27", ["RUS"], "(2 - delta)/(4*(5 - 4*delta))", "(1 - delta)/(2*(5 - 4*delta))"),
    ],
)
def test_the_security_council(date: str, absent: list[str], vetoer: str, other: str) -> None:
    """F21: seven of eleven, nine of fifteen, and seven of ten with the seat of the Soviet Union empty."""
    body = load_model("unsc").on(date)
    game: Any = GAME_FORMS["bargaining"].function({"absent": absent}, PATIENCE, body)
    assert game.players == ("permanent", "elected")
    [found] = game.solution().equilibria
    assert same(found.payoffs[0], vetoer)
    assert same(found.payoffs[1], other)
    sizes = [len(kind.members) for kind in game.kinds]
    assert same(sum(size * worth for size, worth in zip(sizes, found.payoffs, strict=True)), "1")


@pytest.mark.parametrize(
    ("n", "m", "q"),
    [(n, m, q) for n in (3, 4, 5, 7, 9) for m in range(n + 1) for q in range(max(m, 1), n + 1, 2)],
)
def test_the_closed_form_for_any_numbers(n: int, m: int, q: int) -> None:
    """F21: v = (k - delta s)/d, w = (1 - delta) k/d, d = n k (1 - delta) + delta m (k - s); k = n - m, s = q - m."""
    found = values(BargainingGame.of(council(n, m, q)))
    k, s = n - m, q - m
    below = f"({n}*{k}*(1 - delta) + delta*{m}*({k} - {s}))"
    vetoer = f"({k} - delta*{s})/{below}" if k else f"1/{n}"
    for place in range(n):
        assert same(found[f"m{place}"], vetoer if place < m else f"(1 - delta)*{k}/{below}" if k != s else f"1/{n}")


def test_patience_leaves_all_to_those_who_can_veto() -> None:
    """Winter 1996: as delta goes to 1 each of m vetoers gets 1/m; under unanimity and without vetoers everyone 1/n."""
    for n, m, q in ((15, 5, 9), (11, 5, 7), (10, 4, 7), (7, 1, 4)):
        shares = patient_values(BargainingGame.of(council(n, m, q)))
        assert list(shares.values()) == [F(1, m)] * m + [F(0)] * (n - m)
    assert set(patient_values(BargainingGame.of(council(6, 0, 4))).values()) == {F(1, 6)}
    assert set(patient_values(BargainingGame.of(council(6, 6, 6))).values()) == {F(1, 6)}


def test_the_agenda_setters_of_the_literature() -> None:
    """Baron and Ferejohn 1989, Proposition 3: a proposer keeps 1 - delta (q - 1)/n, and is worth 1/n before."""
    for n, q in ((3, 2), (5, 3), (101, 51)):
        members = tuple(f"m{place}" for place in range(n))
        game = BargainingGame.of(Quota(members, q))
        assert set(values(game).values()) == {F(1, n)}
        [found] = stationary_equilibria(game)
        assert found.partners == ((((q - 1,), F(1)),),)


def test_apex_game_with_regions() -> None:
    """Montero 2002, apex games: patient players get 3/7 and 1/7 of [4; 3, 1, 1, 1, 1], in proportion to the weights."""
    game = BargainingGame.of(simple_game("[4; 3, 1, 1, 1, 1]"))
    low, high = stationary_equilibria(game)
    assert [str(found.where) for found in (low, high)] == ["delta <= 8/11", "delta >= 8/11"]
    assert high.values == (F(3, 7), F(1, 7))
    assert same(low.values[0], "(4 - delta)/(20 - 17*delta)")
    assert value_at(low.values[0], {"delta": F(8, 11)}) == F(3, 7)
    assert certify([outcome.where for outcome in outcome_atlas(game).regions]).covering


@pytest.mark.parametrize(("first", "second"), [("1/5", "1/10"), ("2/5", "1/20"), ("pi", "rho")])
def test_vetoers_share_as_they_are_recognised(first: str, second: str) -> None:
    """F21b: v_i/v_j = pi_i/pi_j for every discount factor."""
    under = Assumptions.read(["pi", "rho", "delta"], "pi > 0", "rho > 0", "pi + rho < 1", "0 <= delta < 1")
    game = council(7, 2, 4)
    rest = f"(1 - {first} - {second})/5"
    recognition = {"m0": first, "m1": second, **{f"m{place}": rest for place in range(2, 7)}}
    found = values(BargainingGame.of(game, recognition, "delta", under))
    names = under.names
    from sympy import simplify

    assert simplify(found["m0"] * exact(second, names) - found["m1"] * exact(first, names)) == 0


@pytest.mark.parametrize(("n", "m", "q"), [(15, 5, 9), (11, 5, 7), (10, 4, 7), (7, 2, 5)])
def test_deadline(n: int, m: int, q: int) -> None:
    """F21c: without discounting those without a veto share (k/n) rho^(T-1), rho = 1 - m (n - q)/(n (n - m))."""
    game = BargainingGame.of(council(n, m, q), discount=1, rounds=6)
    rho = 1 - F(m * (n - q), n * (n - m))
    for rounds, cells in enumerate(backward_values(game)):
        [cell] = cells
        assert (n - m) * cell.values[1] == F(n - m, n) * rho**rounds
        assert m * cell.values[0] + (n - m) * cell.values[1] == 1
    solution = game.solution()
    assert solution.verified
    assert solution.complete is False  # which of its like a proposer buys is open, and moves the values
    assert "6 rounds" in solution.notes[0]


def test_with_a_deadline_it_is_open_whom_a_proposer_buys() -> None:
    """Of three under simple majority all may buy the first, who then gets more than a third: no list is complete."""
    solution = BargainingGame.of(simple_game("[2; 1, 1, 1]"), discount="1/2", rounds=2).solution()
    assert solution.equilibria[0].payoffs == (F(1, 3),)
    assert solution.complete is False
    assert any("one of several" in note for note in solution.notes)
    everyone = BargainingGame.of(simple_game("[3; 1, 1, 1]"), discount="1/2", rounds=2).solution()
    assert everyone.complete is True
    regions = BargainingGame.of(simple_game("[4; 3, 1, 1, 1, 1]"), rounds=6).solution()
    assert regions.complete is False


def test_deadline_of_the_council() -> None:
    body = load_model("unsc").on("1999-03-24")
    for rounds in (1, 2, 5):
        game: Any = GAME_FORMS["bargaining"].function({"rounds": rounds, "discount": 1}, Assumptions(), body)
        [found] = game.solution().equilibria
        assert 10 * found.payoffs[1] == F(2, 3) * F(4, 5) ** (rounds - 1)


def test_deadline_in_letters_is_cut_where_the_cheapest_change() -> None:
    game = BargainingGame.of(simple_game("[4; 3, 1, 1, 1, 1]"), rounds=6)
    cells = backward_values(game)[-1]
    assert len(cells) > 1
    assert certify([cell.where for cell in cells]).covering
    assert game.solution().verified
    for delta in (F(1, 3), F(3, 4), F(1)):
        plain = game.at({"delta": delta})
        [cell] = [cell for cell in cells if cell.where.holds({"delta": delta})]
        assert [value_at(value, {"delta": delta}) for value in cell.values] == list(
            backward_values(plain)[-1][0].values
        )


@pytest.mark.parametrize(
    ("rule", "recognition", "discount"),
    [
        ("[8; 3, 1, 4, 4]", ("5/11", "0", "1/11", "5/11"), "1/3"),  # who is never recognised may buy anyone as cheap
        ("[4; 3, 1, 1, 2]", ("2/5", "0", "2/5", "1/5"), "0"),  # everyone is for nothing
        ("[4; 3, 3, 1]", ("1/4", "1/2", "1/4"), "999/1000"),  # values too near each other for floats to tell
    ],
)
def test_equilibria_that_are_hard_to_propose_are_found(rule: str, recognition: tuple[str, ...], discount: str) -> None:
    simple = simple_game(rule)
    game = BargainingGame.of(simple, dict(zip(simple.members, recognition, strict=True)), discount)
    [found] = stationary_equilibria(game)
    assert found.verified


# --- against the definition ------------------------------------------------------------------------------------------


def holds_member_by_member(
    game: SimpleGame,
    recognition: Mapping[str, Fraction],
    delta: Fraction,
    shares: Mapping[str, Fraction],
) -> bool:
    """Whether values can be those of a stationary equilibrium: each proposer's cheapest coalition among all of them.

    Who is bought how often is left open; it must only be what some mixture over cheapest coalitions gives.
    """
    from coopsec_games.linear import Point, feasible_point
    from coopsec_games.polynomials import Polynomial

    members = game.members
    rows: list[tuple[Polynomial, str]] = []
    paid = {member: Polynomial.of(0) for member in members}
    kept: dict[str, Fraction] = {}
    for proposer in members:
        others = [member for member in members if member != proposer]
        winning = [
            chosen
            for count in range(len(others) + 1)
            for chosen in combinations(others, count)
            if game.wins((proposer, *chosen))
        ]
        costs = {chosen: delta * sum((shares[member] for member in chosen), F(0)) for chosen in winning}
        least = min(costs.values())
        kept[proposer] = 1 - least
        if kept[proposer] < delta * shares[proposer]:
            return False
        total = Polynomial.of(0)
        for place, chosen in enumerate(chosen for chosen in winning if costs[chosen] == least):
            weight = Polynomial.variable(f"{proposer}_{place}")
            rows.append((weight, ">="))
            total = total + weight
            for member in chosen:
                paid[member] = paid[member] + weight * (recognition[proposer] * delta * shares[member])
        rows.append((total - 1, "="))
    for member in members:
        rows.append((paid[member] + recognition[member] * kept[member] - shares[member], "="))
    return isinstance(feasible_point(rows), Point)


GAMES = ["[2; 1, 1, 1]", "[3; 2, 1, 1]", "[3; 2, 1, 1, 0]", "[4; 2, 1, 1, 1]", "[4; 3, 1, 1, 1, 1]", "[5; 3, 2, 2, 1]",
         "[51; 40, 30, 20, 10]", "[5; 2, 2, 1, 1, 1]", "[7; 4, 3, 2, 1]", "[58; 31, 31, 28, 21, 2, 2]"]  # fmt: skip


@pytest.mark.parametrize("literal", GAMES)
def test_values_member_by_member(literal: str) -> None:
    game = simple_game(literal)
    bargain = BargainingGame.of(game)
    found = stationary_equilibria(bargain)
    assert all(each.verified for each in found)
    assert certify([each.where for each in found]).covering
    alike = {member: F(1, len(game.members)) for member in game.members}
    for delta in (F(0), F(1, 2), F(19, 20)):
        each = next(each for each in found if each.where.holds({"delta": delta}))
        shares = {
            member: value_at(value, {"delta": delta})
            for kind, value in zip(bargain.kinds, each.values, strict=True)
            for member in kind.members
        }
        assert sum(shares.values()) == 1
        assert holds_member_by_member(game, alike, delta, shares)


def test_values_where_regions_meet_are_the_same() -> None:
    """The values are unique (Eraslan and McLennan 2013), so that neighbouring regions agree where they meet."""
    for literal, delta in (("[4; 3, 1, 1, 1, 1]", F(8, 11)), ("[5; 2, 2, 1, 1, 1]", F(3, 5))):
        found = stationary_equilibria(BargainingGame.of(simple_game(literal)))
        told = {
            tuple(value_at(value, {"delta": delta}) for value in each.values)
            for each in found
            if each.where.holds({"delta": delta})
        }
        assert len(told) == 1


def test_random_games_in_numbers() -> None:
    random = Random(1996)
    certified = 0
    for _ in range(25):
        size = random.randint(3, 5)
        weights = [random.randint(1, 4) for _ in range(size)]
        quota = random.randint(sum(weights) // 2 + 1, sum(weights))
        game = simple_game(f"[{quota}; {', '.join(map(str, weights))}]")
        odds = [random.randint(1, 5) for _ in range(size)]
        recognition = {str(place + 1): F(part, sum(odds)) for place, part in enumerate(odds)}
        delta = F(random.randint(0, 9), 10)
        try:
            found = values(BargainingGame.of(game, recognition, delta))
        except NotApplicable:
            continue
        certified += 1
        shares = {member: value_at(value, {}) for member, value in found.items()}
        assert holds_member_by_member(game, recognition, delta, shares)
    assert certified >= 20


def test_the_check_refuses_what_is_wrong() -> None:
    game = BargainingGame.of(simple_game("[3; 2, 1, 1]"), discount="1/2")
    right = ([F(3, 7), F(2, 7)], [[((0, 1), F(1))], [((1, 0), F(1))]])
    assert stationary_at(game, *right)
    assert not stationary_at(game, [F(1, 2), F(1, 4)], right[1])
    assert not stationary_at(game, right[0], [[((0, 0), F(1))], [((1, 0), F(1))]])
    assert not stationary_at(game, right[0], [[((0, 2), F(1))], [((1, 0), F(1))]])
    assert not stationary_at(game, right[0], [[((0, 1), F(1, 2))], [((1, 0), F(1))]])


def test_a_veto_is_worth_more_and_a_dummy_no_less_than_its_recognition() -> None:
    """A dummy is never bought, and still gets what it keeps when it is recognised."""
    found = values(BargainingGame.of(simple_game("[3; 2, 1, 1, 0]")))
    at = {"delta": F(1, 2)}
    vetoer, other, _, dummy = (value_at(found[str(place)], at) for place in range(1, 5))
    assert vetoer > other > dummy > 0


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), {"1": 1}), InvalidGame),
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), {"1": 1, "3": 0}), InvalidGame),
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), {"1": "1/2", "2": "1/3"}), InvalidGame),
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), {"1": "3/2", "2": "-1/2"}), InvalidGame),
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), discount=1), InvalidGame),
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), discount="d", assumptions=PATIENCE), Exception),
        (lambda: BargainingGame.of(simple_game("[2; 1, 1]"), rounds=0), InvalidGame),
        (lambda: backward_values(BargainingGame.of(simple_game("[2; 1, 1]"))), NotApplicable),
        (lambda: backward_values(BargainingGame.of(simple_game("[2; 1, 1]"), rounds=61)), TooLarge),
        (lambda: stationary_equilibria(BargainingGame.of(simple_game("[2; 1, 1]"), rounds=2)), NotApplicable),
        (lambda: patient_values(BargainingGame.of(simple_game("[4; 3, 1, 1, 1, 1]"))), NotApplicable),
        (lambda: GAME_FORMS["bargaining"].function({}, PATIENCE, None), InvalidGame),
    ],
)
def test_what_cannot_be_a_game(make: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        make()


def test_irrational_values_are_not_guessed() -> None:
    with pytest.raises(NotApplicable, match=r"rational values|are irrational.*, at delta = "):
        stationary_equilibria(BargainingGame.of(simple_game("[8; 5, 3, 2, 2, 1, 1]")))


def learned(game: BargainingGame, rounds: int = 4_000) -> list[float]:
    """Values in floats, of proposers who buy what was cheapest at the values so far."""
    import numpy as np

    options = [np.array(own, float) for own in game.partners()]
    odds = np.array([float(kind.recognition) for kind in game.kinds])
    sizes = np.array([len(kind.members) for kind in game.kinds], float)
    discount = float(value_at(game.discount, {}))
    bought = np.array([own[0] for own in options])
    found = np.ones(len(options)) / sizes.sum()
    for place in range(1, rounds):
        chosen = np.array([own[int(np.argmin(own @ found))] for own in options])
        bought += (chosen - bought) / (place + 1)
        matrix = discount * odds[:, None] * bought
        matrix[np.diag_indices(len(options))] += 1 - discount * ((odds * sizes) @ bought) / sizes
        found = np.linalg.solve(matrix, odds)
    return [float(value) for value in found]


IRRATIONAL = [
    ("[9; 3, 5, 1, 7]", ("1/2", "1/10", "1/5", "1/5"), "3/5", "2", "867*v**2 + 1275*v - 175"),
    ("[19; 4, 6, 6, 6, 7]", ("4/29", "6/29", "6/29", "6/29", "7/29"), "3/4", "1", "236*v**2 + 76*v - 7"),
    ("[12; 5, 2, 5, 3, 4]", ("1/5",) * 5, "9/10", "1, 3", ""),
]


@pytest.mark.parametrize(("rule", "recognition", "discount", "kind", "polynomial"), IRRATIONAL)
def test_irrational_values_are_proven_so(
    rule: str, recognition: tuple[str, ...], discount: str, kind: str, polynomial: str
) -> None:
    simple = simple_game(rule)
    game = BargainingGame.of(simple, dict(zip(simple.members, recognition, strict=True)), discount)
    with pytest.raises(NotApplicable, match="the stationary values are irrational") as caught:
        stationary_equilibria(game)
    told = caught.value.message
    assert f"that of {kind} is " in told
    assert polynomial in told
    place = next(place for place, own in enumerate(game.kinds) if own.name == kind)
    near = told.split(" near ")[1].split(",")[0]
    assert abs(float(near) - learned(game)[place]) < 1e-3
    if polynomial:
        a, b, c = (int(part) for part in polynomial.replace("*v**2", "").replace("*v", "").replace(" ", "").replace(
            "+", " ").replace("-", " -").split())  # fmt: skip
        under = b * b - 4 * a * c
        assert isqrt(under) ** 2 != under
        assert abs(a * float(near) ** 2 + b * float(near) + c) < 1e-2


@pytest.mark.parametrize(
    ("rule", "recognition", "discount"),
    [
        ("[11; 1, 7, 2, 3, 5]", ("1/5",) * 5, "11/20"),
        ("[11; 5, 4, 4, 6]", ("2/5", "1/10", "3/10", "1/5"), "9/20"),
        ("[13; 1, 2, 3, 7, 6]", ("1/19", "2/19", "3/19", "7/19", "6/19"), "1/5"),
    ],
)
def test_values_that_the_mixtures_fix(rule: str, recognition: tuple[str, ...], discount: str) -> None:
    """The equations that are linear in the values leave them on a line, or in a plane."""
    simple = simple_game(rule)
    odds = {member: F(part) for member, part in zip(simple.members, recognition, strict=True)}
    shares = {
        member: value_at(value, {}) for member, value in values(BargainingGame.of(simple, odds, discount)).items()
    }
    assert holds_member_by_member(simple, odds, F(discount), shares)


@pytest.mark.parametrize(
    "fields",
    [
        {"procedure": "majority"},
        {"absent": ["XXX"]},
        {"recognition": {"nobody": "1/2"}},
        {"recognition": {"permanent": "1/5", "USA": "1/5"}},
        {"recognition": {"permanent": "1/4"}},
        {"rounds": "3"},
        {"round": 3},
        {"not-yes": "maybe"},
    ],
)
def test_fields_that_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidGame):
        GAME_FORMS["bargaining"].function(fields, PATIENCE, load_model("unsc").on("1999-03-24"))


def test_recognition_by_group() -> None:
    fields = {"recognition": {"permanent": "1/10", "USA": "1/5", "rest": "0"}}
    with pytest.raises(InvalidGame, match="twice"):
        GAME_FORMS["bargaining"].function(fields, PATIENCE, load_model("unsc").on("1999-03-24"))
    fields = {"recognition": {"permanent": "1/10", "rest": "1/20"}}
    game: Any = GAME_FORMS["bargaining"].function(fields, PATIENCE, load_model("unsc").on("1999-03-24"))
    assert [str(kind.recognition) for kind in game.kinds] == ["1/10", "1/20"]
    atlas = outcome_atlas(game)
    assert [region.outcome for region in atlas.regions] == ["passed by all 5 of permanent and 4 of elected"]
    assert atlas.verified


def test_the_catalogue_is_reproduced(shared: Path) -> None:
    """The formula of F21 stands in the catalogue as it is tested here."""
    text = (shared / "catalogue.md").read_text("utf-8")
    assert "v=(k-delta s)/(nk(1-delta)+delta m(k-s))" in text
    assert symbol("delta") in values(BargainingGame.of(council(5, 2, 3)))["m0"].free_symbols  # type: ignore[union-attr]
