"""Repeated games: the closed forms of the catalogue come out, and agree with play that is simulated in numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from coopsec_games.conditions import Assumptions, compare
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.noncooperative.payoffs import Payoff, value_at
from coopsec_games.noncooperative.repeated import (
    Automaton,
    RepeatedGame,
    Sustained,
    grim,
    pavlov,
    penance,
    retaliation,
    tit_for_tat,
)
from coopsec_games.noncooperative.trust import best_reply_where, trust_threshold

F = Fraction
NAMES = ["T", "R", "P", "S"]
BOTH, NONE = ("refrain", "refrain"), ("arm", "arm")


def dilemma(*assume: str, more: tuple[str, ...] = (), temptation: str = "T") -> NormalFormGame:
    return NormalFormGame.from_matrix(
        ["USA", "RUS"],
        [["arm", "refrain"]] * 2,
        [["P, P", f"{temptation}, S"], [f"S, {temptation}", "R, R"]],
        Assumptions.read([*NAMES, *more], "S < P < R < T", *assume),
    )


def same(found: Payoff, known: str, answer: Sustained) -> bool:
    """Whether two expressions are equal wherever the assumptions hold."""
    under = answer.where.assumptions
    return compare(found, "=", exact(known, under.names), under).simplify().formula is True


def test_f01_grim() -> None:
    stage = dilemma()
    answer = RepeatedGame(stage).perfect(grim(stage, BOTH, NONE))
    assert answer.verified
    assert same(answer.least(), "(T - R)/(T - P)", answer)
    values = {"T": 5, "R": 3, "P": 1, "S": 0}
    numbers = stage.at(values)
    assert RepeatedGame(numbers).perfect(grim(numbers, BOTH, NONE)).least() == F(1, 2)


def test_f01_tit_for_tat_is_a_nash_threshold_not_a_perfect_one() -> None:
    stage = dilemma()
    game, automaton = RepeatedGame(stage), tit_for_tat(stage, "refrain")
    answer = game.nash(automaton)
    assert answer.verified
    assert same(answer.least(), "max((T - R)/(T - P), (T - R)/(R - S))", answer)
    numbers = stage.at({"T": 5, "R": 3, "P": 1, "S": 0})
    assert RepeatedGame(numbers).nash(tit_for_tat(numbers, "refrain")).least() == F(2, 3)
    perfect = game.perfect(automaton)
    assert perfect.verified
    assert perfect.where.implies(answer.where)
    # catalogue C02: perfect only where (T - R)/(R - S) = (P - S)/(T - P)
    assert perfect.where.text == "delta = (T - R)/(R - S) and delta = (P - S)/(T - P)"
    with pytest.raises(NotApplicable, match="closed form"):
        perfect.least()


def test_f02_hazard_of_breaking_down() -> None:
    stage = dilemma("delta > 0", more=("h", "delta"))
    answer = RepeatedGame(stage, hazard="h").perfect(grim(stage, BOTH, NONE))
    assert answer.verified
    assert same(answer.least(), "(T - R)/(T - P)/(1 - h)", answer)
    assert same(answer.largest("h"), "1 - (T - R)/(T - P)/delta", answer)
    at = {"T": F(5), "R": F(3), "P": F(1), "S": F(0), "delta": F(9, 10), "h": F(0)}
    assert value_at(answer.largest("h"), at) == F(4, 9)


def test_f03_shared_future_times_capability() -> None:
    stage = dilemma("0 < kappa <= 1", more=("kappa",))
    automaton = retaliation(stage, BOTH, NONE, ("arm", "refrain"), "kappa")
    answer = RepeatedGame(stage).perfect(automaton, ["USA"])
    assert answer.verified
    assert same(answer.least(), "(T - R)/(kappa*(T - P))", answer)


def test_f04_imperfect_detection_and_false_alarms() -> None:
    stage = dilemma("0 <= eps < e <= 1", more=("eps", "e"))
    answer = RepeatedGame(stage).perfect(grim(stage, BOTH, NONE, false_alarm="eps", detection="e"))
    assert answer.verified
    assert same(answer.least(), "(T - R)/((T - R)*(1 - eps) + (e - eps)*(R - P))", answer)
    blind = dilemma("0 <= e <= eps", "eps <= 1", more=("eps", "e"))
    never = RepeatedGame(blind).perfect(grim(blind, BOTH, NONE, false_alarm="eps", detection="e"))
    assert never.where.feasible() is False
    with pytest.raises(NotApplicable, match="no equilibrium at any value"):
        never.least()


def test_f05_trust() -> None:
    stage = NormalFormGame.from_matrix(
        ["A", "B"],
        [["cooperate", "defect"]] * 2,
        [["R, R", "S, T"], ["T, S", "P, P"]],
        Assumptions.read(["R", "T", "P", "S"], "R > T", "P > S"),
    )
    for player in ("A", "B"):
        found = trust_threshold(stage, player, "cooperate")
        at = {"R": F(4), "T": F(3), "P": F(2), "S": F(1)}
        assert value_at(found, at) == F(1, 2)
        again = compare(found, "=", exact("(P - S)/((R - T) + (P - S))", stage.parameters), stage.assumptions)
        assert again.simplify().formula is True
    where = best_reply_where(stage, "A", "cooperate")
    random = Random(1)
    for _ in range(200):
        s, p, r, t, q = (F(random.randint(-6, 6), random.randint(1, 3)) for _ in range(5))
        if not (r > t and p > s and 0 <= q <= 1):
            continue
        assert where.holds({"R": r, "T": t, "P": p, "S": s, "q": q}) == (q * r + (1 - q) * s >= q * t + (1 - q) * p)
    with pytest.raises(InvalidGame):
        trust_threshold(NormalFormGame.from_matrix(["A", "B"], [["x"], ["y"]], [["1, 1"]]), "A", "x")
    chicken = NormalFormGame.from_matrix(
        ["A", "B"], [["cooperate", "defect"]] * 2, [["2, 2", "1, 3"], ["3, 1", "0, 0"]]
    )
    with pytest.raises(NotApplicable, match="no least probability"):
        trust_threshold(chicken, "A", "cooperate")


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_f08_public_good_of_n_players(n: int) -> None:
    def payoffs(profile: tuple[str, ...]) -> list[Payoff]:
        share = exact(f"r*{profile.count('give')}/{n}", ["r"])
        return [exact(share - int(own == "give")) for own in profile]

    under = Assumptions.read(["r"], "r > 1", f"r < {n}")
    stage = NormalFormGame.from_function([f"s{k}" for k in range(n)], [["keep", "give"]] * n, payoffs, under)
    answer = RepeatedGame(stage).perfect(grim(stage, ("give",) * n, ("keep",) * n))
    assert answer.verified
    assert same(answer.least(), f"({n} - r)/(r*({n} - 1))", answer)
    if n == 5:
        assert value_at(answer.least(), {"r": F(3)}) == F(1, 6)


def member(*assume: str, more: tuple[str, ...] = ()) -> NormalFormGame:
    """A member of n, against all the others as one."""
    return NormalFormGame.from_matrix(
        ["member", "others"],
        [["keep", "give"]] * 2,
        [["0, 0", "r*(n - 1)/n, 0"], ["r/n - 1, 0", "r - 1, 0"]],
        Assumptions.read(["n", "r", *more], "n >= 2", "1 < r < n", *assume),
    )


def test_f08_with_n_as_a_letter() -> None:
    stage = member()
    answer = RepeatedGame(stage).perfect(grim(stage, ("give", "give"), ("keep", "keep")), ["member"])
    assert same(answer.least(), "(n - r)/(r*(n - 1))", answer)
    patient = member("0 <= D", "r*D < 1", more=("D",))
    bounded = RepeatedGame(patient, "D").perfect(grim(patient, ("give", "give"), ("keep", "keep")), ["member"])
    assert same(bounded.largest("n"), "r*(1 - D)/(1 - r*D)", bounded)
    assert value_at(bounded.largest("n"), {"r": F(3), "D": F(3, 10), "n": F(4)}) == 21


def test_f08_with_a_constant_return_falls_with_n() -> None:
    """Catalogue 0b.3: the pure public good, each contribution worth a to everyone."""
    stage = NormalFormGame.from_matrix(
        ["member", "others"],
        [["keep", "give"]] * 2,
        [["0, 0", "a*(n - 1), 0"], ["a - 1, 0", "a*n - 1, 0"]],
        Assumptions.read(["n", "a"], "n >= 2", "0 < a < 1", "a*n > 1"),
    )
    answer = RepeatedGame(stage).perfect(grim(stage, ("give", "give"), ("keep", "keep")), ["member"])
    assert same(answer.least(), "(1 - a)/(a*(n - 1))", answer)


def test_f10_alliance_penalty() -> None:
    stage = dilemma("0 <= A < T - R", more=("A",), temptation="T - A")
    answer = RepeatedGame(stage).perfect(grim(stage, BOTH, NONE))
    assert same(answer.least(), "(T - R - A)/(T - P - A)", answer)
    high = dilemma("A >= T - R", more=("A",), temptation="T - A")
    assert RepeatedGame(high).perfect(grim(high, BOTH, NONE)).where.formula is True


def test_f13_silent_ally() -> None:
    stage = NormalFormGame.from_matrix(
        ["Greece", "Alliance"],
        [["silent", "break"], ["include", "exclude"]],
        [["v, 0", "0, 0"], ["v + (1 - sigma)*b - D, 0", "0, 0"]],
        Assumptions.read(["b", "D", "v", "sigma"], "b > 0", "D >= 0", "v > 0", "0 <= sigma <= 1", "(1 - sigma)*b > D"),
    )
    answer = RepeatedGame(stage).perfect(grim(stage, ("silent", "include"), ("silent", "exclude")), ["Greece"])
    assert answer.verified
    assert same(answer.least(), "((1 - sigma)*b - D)/((1 - sigma)*b - D + v)", answer)
    at = {"b": F(3), "D": F(1), "v": F(2), "sigma": F(0)}
    assert value_at(answer.least(), at) == F(1, 2)
    assert value_at(answer.least(), {**at, "sigma": F(1, 2)}) == F(1, 5)


def test_other_triggers() -> None:
    """Pavlov (Nowak and Sigmund 1993), and two periods of penance, a quadratic in the discount factor."""
    stage = dilemma("2*R > T + S")
    answer = RepeatedGame(stage).perfect(pavlov(stage, "refrain", "arm"))
    assert answer.verified
    assert same(answer.least(), "(T - R)/(R - P)", answer)
    twice = RepeatedGame(stage).perfect(penance(stage, BOTH, NONE, 2))
    assert twice.verified
    with pytest.raises(NotApplicable, match="closed form"):
        twice.least()
    at = {"T": F(4), "R": F(3), "P": F(1), "S": F(0)}
    for delta in (F(1, 10), F(1, 3), F(36, 100), F(37, 100), F(1, 2)):
        assert twice.where.holds({**at, "delta": delta}) == ((3 - 1) * (delta + delta**2) >= 4 - 3)
    once = RepeatedGame(stage).perfect(penance(stage, BOTH, NONE, 1))
    assert same(once.least(), "(T - R)/(R - P)", once)


def test_always_defect_and_always_cooperate() -> None:
    stage = dilemma()
    game = RepeatedGame(stage)
    war = Automaton.from_function(stage, "war", {"war": NONE}, lambda state, profile: "war")
    peace = Automaton.from_function(stage, "peace", {"peace": BOTH}, lambda state, profile: "peace")
    assert game.perfect(war).where.formula is True
    with pytest.raises(NotApplicable, match="nothing bounds delta"):
        game.perfect(war).least()
    assert game.perfect(peace).where.feasible() is False
    assert game.perfect(peace).verified


# --- play in numbers -------------------------------------------------------------------------------------------------


def simulated(
    stage: NormalFormGame, automaton: Automaton, delta: Fraction, place: int, actions: tuple[str, ...]
) -> Fraction:
    """What a player gets that takes given actions first and the automaton's from then on, for a hundred periods."""
    total, state = F(0), automaton.start
    for period in range(100):
        profile = automaton.plays[state]
        own = actions[period] if period < len(actions) else profile[place]
        played = (*profile[:place], own, *profile[place + 1 :])
        total += delta**period * value_at(stage.payoffs[played][place], {})
        (state,) = automaton.moves[state][played]
    return total


def test_conditions_against_play() -> None:
    """At drawn numbers: where it is a Nash equilibrium, no course of four actions gains."""
    random = Random(9)
    stage = dilemma("2*R > T + S")
    kinds = {
        "grim": lambda own: grim(own, BOTH, NONE),
        "tit for tat": lambda own: tit_for_tat(own, "refrain"),
        "penance": lambda own: penance(own, BOTH, NONE, 2),
        "pavlov": lambda own: pavlov(own, "refrain", "arm"),
    }
    where = {name: RepeatedGame(stage).nash(kind(stage)).where for name, kind in kinds.items()}
    seen = {True: 0, False: 0}
    for _ in range(60):
        s = F(random.randint(-3, 0))
        p, r = s + random.randint(1, 3), F(0)
        r = p + random.randint(1, 4)
        t = r + random.randint(1, 4)
        if 2 * r <= t + s:
            continue
        delta = F(random.randint(0, 17), 20)
        numbers = stage.at({"T": t, "R": r, "P": p, "S": s})
        for name, kind in kinds.items():
            automaton = kind(numbers)
            holds = where[name].holds({"T": t, "R": r, "P": p, "S": s, "delta": delta})
            seen[holds] += 1
            stay = simulated(numbers, automaton, delta, 0, ())
            slack = delta**96 * 20 * (t - s)
            gains = max(
                simulated(numbers, automaton, delta, 0, actions) - stay
                for actions in product(("arm", "refrain"), repeat=4)
            )
            if holds:
                assert gains <= slack, (name, t, r, p, s, delta)
    assert min(seen.values()) > 20


def test_the_check_can_fail() -> None:
    from coopsec_games.conditions import Condition
    from coopsec_games.noncooperative.patience import sustained

    stage = dilemma()
    game = RepeatedGame(stage)
    automaton = grim(stage, BOTH, NONE)
    good = game.perfect(automaton).where
    assert sustained(stage, game.weight, automaton, [0, 1], good, "delta", perfect=True)
    for wrong in (Condition.true(game.assumptions), Condition.false(game.assumptions), ~good):
        assert not sustained(stage, game.weight, automaton, [0, 1], wrong, "delta", perfect=True)


# --- what cannot be --------------------------------------------------------------------------------------------------


def test_faults() -> None:
    stage = dilemma()
    with pytest.raises(InvalidGame, match="unknown state 'ware'"):
        Automaton.from_function(stage, "war", {"war": NONE}, lambda state, profile: "ware")
    with pytest.raises(InvalidGame, match="not a profile"):
        Automaton.from_function(stage, "war", {"war": ("arm", "attack")}, lambda state, profile: "war")
    with pytest.raises(InvalidGame, match="sum to 5/6"):
        Automaton.from_function(stage, "w", {"w": NONE, "p": BOTH}, lambda state, profile: {"w": "1/2", "p": "1/3"})
    with pytest.raises(InvalidGame, match="not between 0 and 1"):
        grim(stage, BOTH, NONE, detection=2)
    with pytest.raises(InvalidGame, match="at least one period"):
        penance(stage, BOTH, NONE, 0)
    with pytest.raises(InvalidGame, match="not a strategy"):
        tit_for_tat(stage, "refrein")
    with pytest.raises(NotApplicable, match="not a player"):
        RepeatedGame(stage).perfect(grim(stage, BOTH, NONE), ["CHN"])
    with pytest.raises(InvalidGame, match="contradict"):
        RepeatedGame(dilemma("delta > 2", more=("delta",)))
    many = penance(stage, BOTH, NONE, 13)
    with pytest.raises(TooLarge, match="2\\*\\*14"):
        RepeatedGame(stage).nash(many)
