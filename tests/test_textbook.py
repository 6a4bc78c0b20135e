"""Games of the textbooks, with what is published of them: each through the one door, ``solve``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pytest

from coopsec_games import ExtensiveFormGame, NormalFormGame, solve
from coopsec_games.noncooperative.extensive_form import Decision, Node, Terminal
from coopsec_games.noncooperative.formats import read_efg
from coopsec_games.results import Solution

F = Fraction


def matrix(rows: str, columns: str, *cells: list[str]) -> NormalFormGame:
    return NormalFormGame.from_matrix(["A", "B"], [rows.split(), columns.split()], list(cells))


def centipede(legs: int) -> ExtensiveFormGame:
    """Each may take the larger part of a pot that doubles, or pass it on."""
    node: Node = Terminal("end", (2 ** (legs + 2), 2**legs) if legs % 2 == 0 else (2**legs, 2 ** (legs + 2)))
    for leg in reversed(range(legs)):
        large, small = 2 ** (leg + 2), 2**leg
        node = Decision(
            "AB"[leg % 2],
            (
                ("take", Terminal(f"taken at {leg + 1}", (large, small) if leg % 2 == 0 else (small, large))),
                ("pass", node),
            ),
        )
    return ExtensiveFormGame(("A", "B"), node)


def chain_store(towns: int) -> ExtensiveFormGame:
    """The chain's payoffs add up over the towns, in each of which another competitor enters or stays out."""
    players = ("Chain", *(f"Competitor {town + 1}" for town in range(towns)))

    def town(place: int, so_far: tuple[str, ...], paid: tuple[int, ...]) -> Node:
        if place == towns:
            return Terminal(" ".join(so_far), paid)

        def after(word: str, chain: int, own: int) -> Node:
            gained = (paid[0] + chain, *paid[1 : place + 1], own, *paid[place + 2 :])
            return town(place + 1, (*so_far, word), gained)

        answer = Decision("Chain", (("fight", after("war", 0, 0)), ("share", after("shared", 2, 2))))
        return Decision(players[place + 1], (("enter", answer), ("stay out", after("out", 5, 1))))

    return ExtensiveFormGame(players, town(0, (), (0,) * (towns + 1)))


HORSE = """EFG 2 R "the horse" { "1" "2" "3" }
p "" 1 1 "" { "R" "L" } 0
p "" 2 1 "" { "R" "L" } 0
t "" 1 "a" { 1 1 1 }
p "" 3 1 "" { "R" "L" } 0
t "" 2 "b" { 4 4 0 }
t "" 3 "c" { 0 0 1 }
p "" 3 1 "" { "R" "L" } 0
t "" 4 "d" { 3 2 2 }
t "" 5 "e" { 0 0 0 }
"""


def coordination(size: int) -> NormalFormGame:
    names = [f"s{place}" for place in range(size)]
    return NormalFormGame.from_function(["A", "B"], [names, names], lambda told: [int(told[0] == told[1])] * 2)


def outcomes(found: Solution) -> list[str]:
    return [each.outcome for each in found.equilibria]


def mixed(found: Solution) -> list[tuple[Fraction, ...]]:
    return [tuple(share for own in each.profile.values() for share in own.values()) for each in found.equilibria]


def welfare(found: Solution) -> Fraction:
    return max(sum(each.payoffs.values()) for each in found.equilibria)


def count(found: Solution) -> int:
    return len(found.equilibria)


@dataclass(frozen=True)
class Row:
    """A game, a concept, what is asked of the answer, and what is published."""

    name: str
    source: str
    game: Callable[[], NormalFormGame | ExtensiveFormGame]
    concept: str
    asked: Callable[[Solution], object]
    published: object


DILEMMA = lambda: matrix("c d", "c d", ["3, 3", "0, 5"], ["5, 0", "1, 1"])  # noqa: E731
SEXES = lambda: matrix("o b", "o b", ["2, 1", "0, 0"], ["0, 0", "1, 2"])  # noqa: E731
STAG = lambda: matrix("stag hare", "stag hare", ["4, 4", "1, 3"], ["3, 1", "2, 2"])  # noqa: E731
PENNIES = lambda: matrix("h t", "h t", ["1, -1", "-1, 1"], ["-1, 1", "1, -1"])  # noqa: E731
CHICKEN = lambda: matrix("dove hawk", "dove hawk", ["6, 6", "2, 7"], ["7, 2", "0, 0"])  # noqa: E731
READ_HORSE = lambda: read_efg(HORSE, "horse.efg")  # noqa: E731

ROWS = (
    Row("prisoner's dilemma", "Luce and Raiffa 1957, section 5.4", DILEMMA, "nash", mixed, [(0, 1, 0, 1)]),
    Row("prisoner's dilemma", "Aumann 1959: no strong equilibrium", DILEMMA, "strong-nash", outcomes, []),
    Row("battle of the sexes", "Luce and Raiffa 1957, section 5.3", SEXES, "nash", mixed,
        [(1, 0, 1, 0), (F(2, 3), F(1, 3), F(1, 3), F(2, 3)), (0, 1, 0, 1)]),
    Row("stag hunt", "Harsanyi and Selten 1988, section 3.9", STAG, "nash", mixed,
        [(1, 0, 1, 0), (F(1, 2), F(1, 2), F(1, 2), F(1, 2)), (0, 1, 0, 1)]),
    Row("stag hunt", "Bernheim, Peleg and Whinston 1987", STAG, "coalition-proof-nash", outcomes, ["(stag, stag)"]),
    Row("matching pennies", "von Neumann 1928", PENNIES, "nash", mixed, [(F(1, 2),) * 4]),
    Row("chicken", "Aumann 1974, Example 2.6", CHICKEN, "correlated", welfare, F(21, 2)),
    Row("coordination of 4", "Quint and Shubik 1997: 2^n - 1", lambda: coordination(4), "nash", count, 15),
    Row("centipede of 6 legs", "Rosenthal 1981; McKelvey and Palfrey 1992", lambda: centipede(6),
        "subgame-perfect", outcomes, ["taken at 1"]),
    Row("chain store, 3 towns", "Selten 1978", lambda: chain_store(3), "subgame-perfect", outcomes,
        ["shared shared shared"]),
    Row("chain store, 1 town", "Selten 1978: deterrence is a Nash threat", lambda: chain_store(1), "pure-nash",
        lambda found: sorted(outcomes(found)), ["(fight, stay out)", "(share, enter)"]),
    Row("the horse", "Selten 1975, section 7", READ_HORSE, "pure-nash", outcomes, ["(R, R, L)", "(L, R, R)"]),
    Row("the horse", "Selten 1975, section 7: the other is not perfect", READ_HORSE, "sequential",
        lambda found: {tuple(each.payoffs.values()) for each in found.equilibria}, {(1, 1, 1)}),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}, {row.concept}")
def test_what_is_published_comes_out(row: Row) -> None:
    found = solve(row.game(), row.concept)
    assert found.verified
    assert row.asked(found) == row.published, row.source


def test_a_chain_store_shares_in_every_town_of_any_number() -> None:
    """Selten (1978): the paradox does not fade with the number of towns; fighting is never on the path."""
    for towns in range(1, 6):
        assert outcomes(solve(chain_store(towns), "subgame-perfect")) == [" ".join(["shared"] * towns)]


def test_three_voters_by_majority() -> None:
    """Farquharson (1969): unanimity against one's wish is Nash, sincere voting alone is undominated."""
    likes = {"1": 1, "2": 1, "3": -1}
    game = NormalFormGame.from_function(
        list(likes), [["yes", "no"]] * 3, lambda told: [likes[v] * (told.count("yes") >= 2) for v in likes]
    )
    nash = {tuple(each.profile.values()) for each in solve(game, "pure-nash").equilibria}
    assert ("no", "no", "no") in nash
    assert all(
        (votes in nash) == (votes.count("no") == 3 or votes.count("yes") == 3 or votes == ("yes", "yes", "no"))
        for votes in product(("yes", "no"), repeat=3)
    )
    assert [tuple(e.profile.values()) for e in solve(game, "undominated-nash").equilibria] == [("yes", "yes", "no")]
