"""Allocations: published values, axioms, and the definitions by brute force."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import factorial
from pathlib import Path

import pytest
from test_simple_games import simple_games

from coopsec_games.cooperative import least_excess
from coopsec_games.cooperative.allocations import (
    ALLOCATIONS,
    Core,
    allocate,
    core,
    harsanyi_dividends,
    least_core,
    nucleolus,
    prenucleolus,
    shapley_value,
)
from coopsec_games.cooperative.ballots import Ballot
from coopsec_games.cooperative.indices import power
from coopsec_games.cooperative.least_excess import Step, least_excesses, proves
from coopsec_games.cooperative.rules import NoObjection
from coopsec_games.cooperative.simple_games import SimpleGame, simple_game
from coopsec_games.cooperative.tu_games import (
    TUGame,
    airport_game,
    as_tu_game,
    bankruptcy_game,
    glove_game,
    lexicographic_game,
    tu_game,
)
from coopsec_games.errors import InvalidGame, NotApplicable, UnknownKey
from coopsec_games.linear import Optimum, Point, feasible_point, maximise
from coopsec_games.polynomials import Polynomial

F = Fraction
COUNCIL = simple_game("[39; 7*5, 1*10]")
AIRPORT = airport_game({"a": 1, "b": 3, "c": 6})
TALMUD = {"a": 100, "b": 200, "c": 300}


def spread(*groups: tuple[int, str]) -> list[Fraction]:
    return [F(value) for count, value in groups for _ in range(count)]


# Each with its source; the payoffs in the order of the members.
KNOWN = [
    ("shapley-value", COUNCIL, spread((5, "421/2145"), (10, "4/2145")), "Shapley and Shubik 1954, for fifteen members"),
    ("shapley-value", glove_game(1, 2), spread((1, "2/3"), (2, "1/6")), "Shapley and Shubik 1969"),
    ("shapley-value", AIRPORT, spread((1, "-1/3"), (1, "-4/3"), (1, "-13/3")), "Littlechild-Owen 1973"),
    ("nucleolus", bankruptcy_game(100, TALMUD), spread((3, "100/3")), "Aumann and Maschler 1985"),
    ("nucleolus", bankruptcy_game(200, TALMUD), [F(50), F(75), F(75)], "Aumann and Maschler 1985"),
    ("nucleolus", bankruptcy_game(300, TALMUD), [F(50), F(100), F(150)], "Aumann and Maschler 1985"),
    ("nucleolus", COUNCIL, spread((5, "1/5"), (10, "0")), "the vetoers share all: Schmeidler 1969"),
    ("nucleolus", simple_game("[3; 2, 1, 1, 1]"), [F(2, 5), F(1, 5), F(1, 5), F(1, 5)], "Peleg 1968"),
    ("nucleolus", simple_game("[5; 3, 2, 2, 1, 1]"), [F(3, 9), F(2, 9), F(2, 9), F(1, 9), F(1, 9)], "Peleg 1968"),
    ("prenucleolus", bankruptcy_game(200, TALMUD), [F(50), F(75), F(75)], "Aumann and Maschler 1985"),
    ("prenucleolus", simple_game("[1; 1, 1]"), [F(1, 2), F(1, 2)], "symmetry"),
    ("core", glove_game(1, 2), [F(1), F(0), F(0)], "Shapley and Shubik 1969"),
    ("core", simple_game("[2; 1, 1, 1]"), None, "no vetoer, no core"),
    ("least-core", simple_game("[2; 1, 1, 1]"), spread((3, "1/3")), "symmetry"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "game", "expected", "source"), KNOWN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_published_values(key: str, game: TUGame | SimpleGame, expected: list[Fraction] | None, source: str) -> None:
    answer = allocate(key, game)
    payoffs = answer if isinstance(answer, Mapping) else answer.payoffs
    assert source
    if expected is None:
        assert payoffs is None
    else:
        assert payoffs is not None
        assert dict(payoffs) == dict(zip(game.members, expected, strict=True))
        assert list(payoffs) == list(game.members)


def test_every_allocation_has_a_source_and_a_test() -> None:
    assert {key for key, *_ in KNOWN} | {"harsanyi-dividends"} == set(ALLOCATIONS)
    assert all(entry.title and any(c.isdigit() for c in entry.cite) for entry in ALLOCATIONS.entries())
    with pytest.raises(UnknownKey, match="unknown allocation 'nucleolos'"):
        allocate("nucleolos", COUNCIL)


def test_the_nucleoli_of_the_oracle(shared: Path) -> None:
    rows = [
        row
        for row in json.loads((shared / "data/oracle_power.json").read_text("utf-8"))["values"]
        if row["index"] == "nucleolus"
    ]
    assert len(rows) == 3
    for row in rows:
        game = lexicographic_game(row["game"].removeprefix("lex (").removesuffix(")").split(","))
        assert list(nucleolus(game).payoffs.values()) == [F(value) for value in row["value"]]


# --- the definitions --------------------------------------------------------------------------------------------------


def proper(members: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [chosen for size in range(1, len(members)) for chosen in combinations(members, size)]


def variable(name: str) -> Polynomial:
    return Polynomial.variable(name)


def total(parts: Iterator[Polynomial]) -> Polynomial:
    return sum(parts, Polynomial.of(0))


def kohlberg(game: TUGame, payoffs: Mapping[str, Fraction], *, rational: bool) -> bool:
    """Kohlberg 1971: at every level the coalitions of at least that excess are balanced, with those on their floor."""
    members = game.members
    excess = {chosen: game.worth(chosen) - sum(payoffs[m] for m in chosen) for chosen in proper(members)}
    floors = [(m,) for m in members if rational and payoffs[m] == game.worth([m])]
    if sum(payoffs.values()) != game.grand or (rational and any(payoffs[m] < game.worth([m]) for m in members)):
        return False
    for level in set(excess.values()):
        strict = [chosen for chosen in excess if excess[chosen] >= level]
        weak = [chosen for chosen in floors if chosen not in strict]
        names = {chosen: f"w{place}" for place, chosen in enumerate([*strict, *weak])}
        rows = [(variable(names[chosen]), ">") for chosen in strict] + [(variable(names[c]), ">=") for c in weak]
        for member in members:
            covering = total(variable(name) for chosen, name in names.items() if member in chosen)
            rows.append((covering - Polynomial.of(1), "="))
        if not isinstance(feasible_point(rows), Point):
            return False
    return True


def random_games(number: int, sizes: tuple[int, ...], seed: int, largest: int = 12) -> Iterator[TUGame]:
    rng = random.Random(seed)
    for place in range(number):
        members = tuple("abcdefgh"[: sizes[place % len(sizes)]])
        worths = {chosen: rng.randint(-2, largest) for chosen in proper(members)}
        worths[members] = rng.randint(largest, 3 * largest)
        yield tu_game(members, worths)


def test_nucleoli_pass_kohlbergs_criterion_and_others_fail_it() -> None:
    for game in random_games(60, (2, 3, 4), 1):
        for rational in (True, False):
            if rational and sum(game.worth([m]) for m in game.members) > game.grand:
                with pytest.raises(NotApplicable, match="no payoffs are rational"):
                    nucleolus(game)
                continue
            payoffs = (nucleolus if rational else prenucleolus)(game).payoffs
            assert kohlberg(game, payoffs, rational=rational)
            moved = dict(payoffs) | {"a": payoffs["a"] + F(1, 7), "b": payoffs["b"] - F(1, 7)}
            assert not kohlberg(game, moved, rational=rational)


def test_the_nucleolus_of_every_small_simple_game() -> None:
    for size, number in ((1, 1), (2, 4), (3, 18), (4, 166)):
        count = answered = 0
        for alone, merged in zip(simple_games(size), simple_games(size, merged=True), strict=True):
            count += 1
            if sum(alone.wins([m]) for m in alone.members) > 1:
                with pytest.raises(NotApplicable):
                    nucleolus(alone)
                assert dict(prenucleolus(alone).payoffs) == dict(prenucleolus(merged).payoffs)
                continue
            answered += 1
            payoffs = nucleolus(alone).payoffs
            assert dict(payoffs) == dict(nucleolus(merged).payoffs)
            assert sum(payoffs.values()) == 1
            if size < 4 or answered % 3 == 0:
                assert kohlberg(as_tu_game(alone), payoffs, rational=True)
            assert all(payoffs[dummy] == 0 for dummy in alone.dummies())
            if vetoers := alone.vetoers():
                assert {m: payoffs[m] for m in vetoers} == dict.fromkeys(vetoers, F(1, len(vetoers)))
        assert count == number


def test_by_kinds_and_member_by_member() -> None:
    for literal in ("[4; 2, 2, 1, 1]", "[7; 3, 3, 2, 2, 2, 1]", "[8; 3, 3, 3, 1, 1, 1, 1]", "[5; 1*7]"):
        game = simple_game(literal)
        apart = tu_game(game.members, lambda chosen, game=game: int(game.wins(chosen)))
        assert len(apart.kinds) > len(game.kinds)
        for key in ("shapley-value", "nucleolus", "prenucleolus"):
            here, there = allocate(key, game), allocate(key, apart)
            assert (here if isinstance(here, Mapping) else here.payoffs) == (
                there if isinstance(there, Mapping) else there.payoffs
            )
        assert least_core(game).excess == least_core(apart).excess
        assert core(game).empty is core(apart).empty


def test_the_nucleolus_of_a_strong_constant_sum_game_represents_it() -> None:
    """Peleg 1968: as weights, with more than what the losing coalitions have as the quota."""
    rng, seen = random.Random(3), 0
    while seen < 25:
        weights = [rng.randint(1, 9) for _ in range(rng.randint(3, 7))]
        if sum(weights) % 2 == 0:
            continue
        seen += 1
        game = simple_game(f"[{sum(weights) // 2 + 1}; {', '.join(map(str, weights))}]")
        payoffs = nucleolus(game).payoffs
        for chosen in proper(game.members):
            assert game.wins(chosen) is (sum(payoffs[m] for m in chosen) > F(1, 2))


def talmud_rule(estate: Fraction, claims: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Half the claims are awarded equally; beyond half the estate the losses are shared equally (1985, section 4)."""
    if 2 * estate > sum(claims.values()):
        lost = talmud_rule(sum(claims.values()) - estate, claims)
        return {member: claim - lost[member] for member, claim in claims.items()}
    awards, left, waiting = {}, estate, sorted(claims, key=lambda member: claims[member])
    while waiting:
        share = min(claims[waiting[0]] / 2, left / len(waiting))
        awards[waiting[0]] = share
        left -= share
        waiting = waiting[1:]
    return awards


def test_the_nucleolus_of_bankruptcy_is_the_talmuds_rule() -> None:
    rng = random.Random(4)
    for _ in range(30):
        claims = {member: F(rng.randint(1, 20)) for member in "abcdef"[: rng.randint(2, 6)]}
        estate = F(rng.randint(1, int(sum(claims.values()))))
        assert dict(nucleolus(bankruptcy_game(estate, claims)).payoffs) == talmud_rule(estate, claims)


def test_airports() -> None:
    """Littlechild and Owen 1973 for the Shapley value; Littlechild 1974, IJGT 3, 21-29, for the nucleolus."""
    rng = random.Random(5)
    for _ in range(25):
        costs = sorted(F(rng.randint(1, 30)) for _ in range(rng.randint(2, 7)))
        names = "abcdefg"[: len(costs)]
        game = airport_game(dict(zip(names, costs, strict=True)))
        size, steps = len(costs), [after - before for before, after in zip([F(0), *costs], costs, strict=False)]
        pays = [-sum(steps[k] / (size - k) for k in range(place + 1)) for place in range(size)]
        assert list(shapley_value(game).values()) == pays
        expected: list[Fraction] = []
        done, rest = 0, F(0)
        while done < size:
            before = costs[done - 1] if done else F(0)
            ratios = [(costs[i - 1] - before + rest) / (i - done + (i < size)) for i in range(done + 1, size + 1)]
            rest = min(ratios)
            last = max(place for place, ratio in enumerate(ratios) if ratio == rest) + done + 1
            expected += [-rest] * (last - done)
            done = last
        assert list(nucleolus(game).payoffs.values()) == expected


def test_cores_by_linear_programs_over_all_coalitions() -> None:
    empty = 0
    for game in random_games(40, (2, 3, 4), 6):
        rows = [(total(variable(m) for m in game.members) - Polynomial.of(game.grand), "=")]
        for chosen in proper(game.members):
            rows.append((total(variable(m) for m in chosen) - Polynomial.of(game.worth(chosen)), ">="))
        found = core(game)
        assert found.empty is not isinstance(feasible_point(rows), Point)
        eased = [rows[0], *((row + variable("e"), op) for row, op in rows[1:])]
        best = maximise(-variable("e"), eased)
        assert isinstance(best, Optimum)
        assert least_core(game).excess == -best.value
        empty += found.empty
        _check_core(game, found)
    assert 0 < empty < 40


def _check_core(game: TUGame, found: Core) -> None:
    if found.payoffs is not None:
        assert sum(found.payoffs.values()) == game.grand
        assert all(sum(found.payoffs[m] for m in chosen) >= game.worth(chosen) for chosen in proper(game.members))
        return
    assert found.balanced is not None
    weights = {}
    for counts, weight in found.balanced.items():
        standing = [chosen for chosen in proper(game.members) if _counts(game, chosen) == counts]
        assert len(standing) == game.coalitions(counts)
        weights.update(dict.fromkeys(standing, weight / len(standing)))
    assert min(weights.values()) > 0
    assert all(sum(w for chosen, w in weights.items() if m in chosen) == 1 for m in game.members)
    assert sum(w * game.worth(chosen) for chosen, w in weights.items()) == found.worth
    assert found.worth is not None
    assert found.worth > game.grand


def _counts(game: TUGame, chosen: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sum(m in chosen for m in kind) for kind in game.kinds)


def test_a_simple_game_has_a_core_where_it_has_a_vetoer() -> None:
    for size in (2, 3, 4):
        for game in simple_games(size, merged=True):
            found = core(game)
            assert found.empty is (not game.vetoers())
            _check_core(as_tu_game(game), found)
            assert (least_core(game).excess > 0) is found.empty
            if not found.empty:
                assert nucleolus(game).proof == () or nucleolus(game).proof[0].excess == least_core(game).excess


# --- the Shapley value and dividends ----------------------------------------------------------------------------------


def by_orders(game: TUGame) -> dict[str, Fraction]:
    payoffs = dict.fromkeys(game.members, F(0))
    for order in permutations(game.members):
        for place, member in enumerate(order):
            payoffs[member] += game.worth(order[: place + 1]) - game.worth(order[:place])
    return {member: value / factorial(len(game.members)) for member, value in payoffs.items()}


def test_the_shapley_value_by_orders_and_by_dividends() -> None:
    for game in random_games(20, (1, 2, 3, 4, 5), 7):
        payoffs = shapley_value(game)
        assert dict(payoffs) == by_orders(game)
        dividends = harsanyi_dividends(game)
        shares = dict.fromkeys(game.members, F(0))
        for counts, dividend in dividends.items():
            for member, count in zip(game.members, counts, strict=True):
                shares[member] += count * dividend / sum(counts)
        assert dict(payoffs) == shares


def test_dividends_add_up_to_every_worth() -> None:
    """Harsanyi 1959: a coalition's worth is the sum of the dividends of the coalitions within it."""
    games = [
        *random_games(8, (3, 4), 8),
        *map(as_tu_game, (simple_game("[4; 2, 2, 1, 1]"), simple_game("[5; 3, 1*4]"))),
    ]
    for game in [*games, glove_game(2, 3)]:
        dividends = harsanyi_dividends(game)
        assert all(dividends.values())
        for chosen in [*proper(game.members), game.members]:
            within = [c for size in range(1, len(chosen) + 1) for c in combinations(chosen, size)]
            assert sum(dividends.get(_counts(game, c), F(0)) for c in within) == game.worth(chosen)
    assert dict(harsanyi_dividends(NoObjection(("a", "b", "c")))) == {(3,): 1}


def test_the_shapley_value_of_simple_games_is_the_shapley_shubik_index() -> None:
    for size in (1, 2, 3, 4):
        for game in simple_games(size, merged=True):
            assert dict(shapley_value(game)) == dict(power("shapley-shubik", game))


def test_axioms() -> None:
    bonus = {"a": F(3), "b": F(0), "c": F(-2), "d": F(1, 2)}
    games = list(random_games(12, (4,), 9))
    for game, other in pairwise(games):
        both = TUGame(game.members, game.kinds, tuple(a + b for a, b in zip(game.worths, other.worths, strict=True)))
        here, there, together = (shapley_value(g) for g in (game, other, both))
        assert dict(together) == {m: here[m] + there[m] for m in game.members}
        assert sum(here.values()) == game.grand
        moved = tu_game(game.members, lambda s, game=game: 5 * game.worth(s) + sum(bonus[m] for m in s))
        for allocation in (shapley_value, lambda g: prenucleolus(g).payoffs):
            values = allocation(game)
            assert dict(allocation(moved)) == {m: 5 * values[m] + bonus[m] for m in game.members}
        wider = tu_game((*game.members, "z"), lambda s, game=game: game.worth(s - {"z"}) + (2 if "z" in s else 0))
        assert dict(shapley_value(wider)) == dict(here) | {"z": 2}
        assert prenucleolus(wider).payoffs["z"] == 2


# --- proofs, limits, time ---------------------------------------------------------------------------------------------


def test_a_proof_that_was_tampered_with_is_refused() -> None:
    game = bankruptcy_game(200, TALMUD)
    payoffs, proof = least_excesses(game, rational=True)
    assert proves(game, payoffs, proof, rational=True)
    assert not proves(game, payoffs, proof[:1], rational=True)
    assert proves(game, payoffs, proof[:1], rational=True, whole=False)
    assert not proves(game, payoffs, [*proof, proof[-1]], rational=True)
    assert not proves(game, [payoffs[0] + 1, payoffs[1] - 1, payoffs[2]], proof, rational=True)
    assert not proves(game, [payoffs[0] + 1, *payoffs[1:]], proof, rational=True)
    first = proof[0]
    (one, weight), *others = first.weights.items()
    for wrong in (
        replace(first, excess=first.excess + 1),
        replace(first, weights={one: 2 * weight, **dict(others)}),
        replace(first, weights={one: F(1)}),
        replace(first, floors={0: F(1)}),
        replace(first, weights={}),
    ):
        assert not proves(game, payoffs, [wrong, *proof[1:]], rational=True)


def test_games_with_many_ties_end_under_either_choice_of_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst column first, and Bland's smallest column: the same payoffs, each with its own proof."""
    rng = random.Random(11)
    for place in range(60):
        members = tuple("abcdef"[: 3 + place % 4])
        game = tu_game(members, {s: rng.randint(0, 2) for s in _all(list(members))} | {members: 3})
        payoffs = {}
        for patience in (12, -1):
            monkeypatch.setattr(least_excess, "_PATIENCE", patience)
            payoffs[patience] = [dict(prenucleolus(game).payoffs), core(game).empty, least_core(game).excess]
            if sum(game.worth([m]) for m in members) <= 3:
                payoffs[patience].append(dict(nucleolus(game).payoffs))
        assert payoffs[12] == payoffs[-1]


def test_floors_of_payoffs_bind_where_they_must() -> None:
    """The nucleolus is rational where the prenucleolus is not."""
    game = lexicographic_game([0, 0, 4, 10, 0, 0, 8])
    free, bound = prenucleolus(game).payoffs, nucleolus(game).payoffs
    assert free["3"] < 4 == bound["3"]
    assert kohlberg(game, bound, rational=True)
    assert any(step.floors for step in nucleolus(game).proof)


def test_one_member_and_constant_games() -> None:
    alone = tu_game("a", {("a",): 7})
    assert dict(nucleolus(alone).payoffs) == dict(shapley_value(alone)) == dict(core(alone).payoffs or {}) == {"a": 7}
    assert nucleolus(alone).proof == ()
    with pytest.raises(NotApplicable, match="no excess"):
        least_core(alone)
    nothing = tu_game("abc", {})
    assert set(nucleolus(nothing).payoffs.values()) == set(shapley_value(nothing).values()) == {F(0)}
    assert not core(nothing).empty
    with pytest.raises(InvalidGame, match="the empty coalition"):
        nucleolus(SimpleGame(NoObjection(("a", "b")), Ballot.ABSTAIN))


def test_answers_are_values() -> None:
    step = nucleolus(bankruptcy_game(200, TALMUD)).proof[0]
    assert isinstance(step, Step)
    with pytest.raises(TypeError):
        step.weights[(1, 0, 0)] = F(1)  # type: ignore[index]
    with pytest.raises(TypeError):
        core(COUNCIL).payoffs["1"] = F(1)  # type: ignore[index]
    assert nucleolus(COUNCIL) == nucleolus(simple_game("[39; 7*5, 1*10]"))


def test_a_nucleolus_over_many_coalitions_is_quick() -> None:
    rng = random.Random(10)
    members = [f"m{place}" for place in range(10)]
    worths = {s: rng.randrange(100) * len(s) ** 2 for s in map(frozenset, _all(members))}
    game = tu_game(members, worths)
    found = prenucleolus(game)
    assert len(found.proof) >= 2
    weights = [rng.randint(1, 99) for _ in range(14)]
    payoffs = nucleolus(simple_game(f"[{sum(weights) // 2 + 1}; {', '.join(map(str, weights))}]")).payoffs
    assert sum(payoffs.values()) == 1


def _all(members: list[str]) -> Iterator[tuple[str, ...]]:
    return (chosen for size in range(1, len(members) + 1) for chosen in combinations(members, size))
