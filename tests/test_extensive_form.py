"""Trees: what they accept, what they refuse, ties, and their normal form."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from coopsec_games.conditions import Assumptions
from coopsec_games.errors import CoopSecError, InvalidGame, NotApplicable, TooLarge, UnknownKey
from coopsec_games.formulas import exact
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.extensive_form import (
    Chance,
    Choice,
    Decision,
    ExtensiveFormGame,
    Node,
    Terminal,
)
from coopsec_games.noncooperative.ties import read_ties

END = Terminal("end", (0, 0))


def entry_game() -> ExtensiveFormGame:
    """Selten's chain store, one round: entry is met by accommodation, though war is a Nash threat."""
    answer = Decision("Chain", (("fight", Terminal("war", (-1, -1))), ("back down", Terminal("entry", (1, 1)))))
    root = Decision("Entrant", (("stay out", Terminal("status quo", (0, 2))), ("enter", answer)))
    return ExtensiveFormGame(("Entrant", "Chain"), root)


def letters(text: str, *names: str) -> object:
    return exact(text, names)


def test_subgame_perfection_refuses_the_empty_threat_that_nash_allows() -> None:
    game = entry_game()
    assert [own.outcome for own in solve(game, "subgame-perfect").equilibria] == ["entry"]
    nash = {own.outcome for own in solve(game, "pure-nash").equilibria}
    assert nash == {"(stay out, fight)", "(enter, back down)"}


def test_a_centipede_ends_at_once() -> None:
    node: Node = Terminal("end", (8, 8))
    for step in reversed(range(7)):
        player = "AB"[step % 2]
        take = (step + 2, step) if player == "A" else (step, step + 2)
        node = Decision(player, (("take", Terminal(f"take {step}", take)), ("pass", node)))
    [found] = solve(ExtensiveFormGame(("A", "B"), node), "subgame-perfect").equilibria
    assert found.outcome == "take 0"
    assert found.payoffs == (2, 0)
    assert set(found.profile.values()) == {"take"}


def test_nodes_come_parents_first_with_their_path() -> None:
    assert [path for path, _ in entry_game().nodes()] == [
        (),
        ("stay out",),
        ("enter",),
        ("enter", "fight"),
        ("enter", "back down"),
    ]


def test_a_lottery_is_named_after_what_it_may_lead_to_or_by_itself() -> None:
    branches = (("up", Fraction(1, 2), Terminal("x", (1,))), ("down", Fraction(1, 2), Terminal("y", (3,))))
    bare = ExtensiveFormGame(("A",), Chance(branches))
    assert bare.outcomes == ("x or y",)
    [found] = solve(bare, "subgame-perfect").equilibria
    assert (found.outcome, found.payoffs) == ("x or y", (2,))
    named = ExtensiveFormGame(("A",), Chance(branches, outcome="a toss"))
    assert named.outcomes == ("a toss",)
    assert solve(named, "subgame-perfect").equilibria[0].outcome == "a toss"


def test_ties_are_read_as_people_write_them() -> None:
    game = entry_game()
    texts = ["Chain fights", "Chain backs down", "Entrant status quo", "Entrant  enters", "Chain back down"]
    assert read_ties(texts, game) == (
        ("Chain", "fight"),
        ("Chain", "back down"),
        ("Entrant", "status quo"),
        ("Entrant", "enter"),
        ("Chain", "back down"),
    )
    assert replace(game, ties=read_ties(texts, game)).ties[0] == ("Chain", "fight")


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("Chan fights", "must begin with a player", "did you mean 'Chain'?"),
        ("", "must begin with a player", "players: Entrant, Chain"),
        ("Chain figths", "names neither an action of Chain nor an outcome", "did you mean 'fight'?"),
        ("Chain enters", "names neither", "did you mean 'entry'?"),
        ("Entrant qqq", "names neither", "known: stay out, enter, status quo, war, entry"),
    ],
)
def test_unknown_ties_are_refused_with_a_hint(text: str, words: str, hint: str) -> None:
    with pytest.raises(InvalidGame, match=words) as refused:
        read_ties([text], entry_game())
    assert refused.value.hint == hint


def test_ties_of_a_game_are_checked() -> None:
    with pytest.raises(InvalidGame, match="unknown player 'Chane'"):
        replace(entry_game(), ties=(("Chane", "fight"),))
    with pytest.raises(InvalidGame, match="names neither"):
        replace(entry_game(), ties=(("Chain", "flee"),))


def test_ties_choose_between_equals_and_nothing_else() -> None:
    root = Decision("A", (("l", Terminal("x", (1,))), ("m", Terminal("y", (1,))), ("r", Terminal("z", (0,)))))
    game = ExtensiveFormGame(("A",), root)
    for ties, outcome in (((), "x"), (("A m",), "y"), (("A r", "A y"), "y"), (("A z",), "x"), (("A x", "A m"), "x")):
        solved = solve(replace(game, ties=read_ties(ties, game)), "subgame-perfect")
        assert [own.outcome for own in solved.equilibria] == [outcome]


def test_numbers_are_put_in_everywhere() -> None:
    below = Chance(
        (
            ("u", letters("p", "p"), Terminal("x", (letters("a*y", "a", "y"),))),
            ("d", letters("1 - p", "p"), Terminal("x", (1,))),
        )
    )
    under = Assumptions.read(("a", "p", "h"), "0 <= p <= 1", "h >= 0")
    game = ExtensiveFormGame(("A",), Choice("A", "y", Fraction(0), letters("h", "h"), below), under)
    assert game.parameters == ("a", "p", "h")
    put = game.at({"a": 2, "p": "1/2", "h": 3})
    assert put.parameters == ()
    [found] = solve(put, "subgame-perfect").equilibria
    assert found.payoffs == (Fraction(7, 2),)
    assert found.path[0] == ("A", "y = 3")
    with pytest.raises(NotApplicable, match="exclude"):
        game.at({"p": 2})
    with pytest.raises(UnknownKey):
        game.at({"y": 2})


def test_the_normal_form_gives_expected_payoffs_in_letters() -> None:
    toss = Chance((("u", letters("p", "p"), Terminal("x", (4,))), ("d", letters("1 - p", "p"), Terminal("y", (0,)))))
    root = Decision("A", (("gamble", toss), ("stay", Terminal("z", (1,)))))
    form = ExtensiveFormGame(("A",), root, Assumptions.read(("p",), "0 <= p <= 1")).normal_form()
    assert form.payoffs["gamble",] == (4 * exact("p", ("p",)),)
    found = {own.outcome: own.where.text for own in solve(form, "pure-nash").equilibria}
    assert found == {"(gamble)": "p >= 1/4", "(stay)": "p <= 1/4"}


def test_the_normal_form_has_its_limits() -> None:
    with pytest.raises(NotApplicable, match="choice of y"):
        ExtensiveFormGame(("A",), Choice("A", "y", Fraction(0), Fraction(1), Terminal("x", (1,)))).normal_form()
    node: Node = Terminal("end", (0,))
    for step in range(18):
        node = Decision("A", (("l", Terminal(f"o{step}", (0,))), ("r", node)))
    with pytest.raises(TooLarge, match="262,144 profiles"):
        ExtensiveFormGame(("A",), node).normal_form()


def test_deep_and_large_trees_are_refused_in_words() -> None:
    node: Node = Terminal("end", (0,))
    for _ in range(5000):
        node = Decision("A", (("on", node),))
    with pytest.raises(TooLarge, match="200 moves in a row"):
        ExtensiveFormGame(("A",), node)
    wide = Decision("A", tuple((str(i), Terminal("x", (0,))) for i in range(200)))
    with pytest.raises(TooLarge, match="20,000 nodes"):
        ExtensiveFormGame(("A",), Decision("A", tuple((str(i), wide) for i in range(200))))


def test_two_hundred_moves_are_solved() -> None:
    node: Node = Terminal("end", (1,))
    for _ in range(199):
        node = Decision("A", (("on", node), ("stop", Terminal("stop", (0,)))))
    [found] = solve(ExtensiveFormGame(("A",), node), "subgame-perfect").equilibria
    assert found.outcome == "end"


@pytest.mark.parametrize(
    ("root", "words"),
    [
        (Decision("C", (("x", END),)), "'C', who is not a player"),
        (Choice("Aa", "y", Fraction(0), Fraction(1), END), "'Aa', who is not a player"),
        (Decision("A", ()), "has no action"),
        (Chance(()), "has no branch"),
        (Decision("A", (("x", END), ("x", END))), "has 'x' twice"),
        (Decision("A", (("x", Terminal("end", (1,))),)), "after x .end. has 1 payoffs, but there are 2 players"),
        (Chance((("u", Fraction(1, 2), END), ("d", Fraction(1, 3), END))), "sum to 5/6, not to 1"),
        (Chance((("u", Fraction(3, 2), END), ("d", Fraction(-1, 2), END))), "not between 0 and 1"),
        (Chance((("u", letters("p", "p"), END), ("d", letters("p", "p"), END))), "sum to 2.p, not to 1"),
        (Choice("A", "p", Fraction(0), Fraction(1), END), "already means something else"),
        (Choice("A", "y", Fraction(0), Fraction(1), Choice("B", "y", Fraction(0), Fraction(1), END)), "already means"),
        (Choice("A", "y", Fraction(1), Fraction(0), END), "empty interval: 1 to 0"),
        (Choice("A", "2y", Fraction(0), Fraction(1), END), "2y"),
        (Terminal("end", (letters("q", "q"), 0)), "'q', which is not declared"),
        (Decision("A", (("x", "no node"),)), "after x is not a node"),
    ],
)
def test_what_is_no_tree_says_where(root: Node, words: str) -> None:
    with pytest.raises(CoopSecError, match=words):
        ExtensiveFormGame(("A", "B"), root, Assumptions(("p",)))


def test_payoffs_are_exact() -> None:
    with pytest.raises(CoopSecError):
        Terminal("end", (0.5,))
    with pytest.raises(CoopSecError):
        Terminal("end", (True,))
    assert Terminal("end", (1, "2/3")).payoffs == (Fraction(1), Fraction(2, 3))
