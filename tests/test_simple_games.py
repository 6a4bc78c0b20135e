"""Simple and ternary games: literals, kinds, structure, and counting against brute force on whole small worlds."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import comb
from pathlib import Path

import pytest

from coopsec_games.cooperative.ballots import Ballot, Ballots, Member, Verdict
from coopsec_games.cooperative.counting import kinds_of, outcomes_by_kinds
from coopsec_games.cooperative.rules import All, Excluding, NoObjection, Present, Quota, Weight
from coopsec_games.cooperative.simple_games import SimpleGame, TernaryGame, simple_game
from coopsec_games.errors import InvalidGame, InvalidRule, TooLarge, UsageError

FIVE = tuple(f"P{place}" for place in range(5))
COUNCIL = FIVE + tuple(f"E{place}" for place in range(10))
PRACTICE = All((Quota(COUNCIL, 9), NoObjection(COUNCIL, FIVE)))


@dataclass(frozen=True)
class Listed:
    """A rule given by its winning coalitions; each member a kind of its own, or merged with those like it."""

    members: tuple[Member, ...]
    winning: frozenset[frozenset[Member]]
    merged: bool = False
    text: str = "as listed"

    def passes(self, ballots: Ballots) -> Verdict:
        won = frozenset(m for m in self.members if ballots[m] is Ballot.YES) in self.winning
        return Verdict(won, None if won else "quota", (), "as listed")

    def kind(self, member: Member) -> Hashable:
        return next(other for other in self.members if self._alike(member, other)) if self.merged else member

    def _alike(self, one: Member, other: Member) -> bool:
        swap = {one: other, other: one}
        return {frozenset(swap.get(m, m) for m in coalition) for coalition in self.winning} == self.winning


def coalitions(members: tuple[Member, ...]) -> Iterator[frozenset[Member]]:
    for size in range(len(members) + 1):
        yield from map(frozenset, combinations(members, size))


def monotone_families(members: tuple[Member, ...]) -> Iterator[frozenset[frozenset[Member]]]:
    """All upward closed families, by deciding on the larger coalitions first."""
    ordered = sorted(coalitions(members), key=len, reverse=True)

    def extend(place: int, winning: frozenset[frozenset[Member]]) -> Iterator[frozenset[frozenset[Member]]]:
        if place == len(ordered):
            yield winning
            return
        coalition = ordered[place]
        if all(coalition | {member} in winning for member in members if member not in coalition):
            yield from extend(place + 1, winning | {coalition})
        yield from extend(place + 1, winning)

    return extend(0, frozenset())


def simple_games(size: int, *, merged: bool = False) -> Iterator[SimpleGame]:
    """All simple games on so many members: neither constant."""
    members = tuple("abcdefgh"[:size])
    for winning in monotone_families(members):
        if 0 < len(winning) < 2**size:
            yield SimpleGame(Listed(members, winning, merged))


@pytest.mark.parametrize(("size", "number"), [(1, 1), (2, 4), (3, 18), (4, 166)])
def test_structure_by_definition_on_every_simple_game(size: int, number: int) -> None:
    for merged in (False, True):
        games = list(simple_games(size, merged=merged))
        assert len(games) == number
        for game in games:
            members = game.members
            winning = {coalition for coalition in coalitions(members) if game.wins(coalition)}
            minimal = {coalition for coalition in winning if not any(coalition - {m} in winning for m in coalition)}
            assert game.winning_coalitions == len(winning)
            assert game.is_monotone
            listed = [frozenset(coalition) for coalition in game.minimal_winning()]
            assert set(listed) == minimal
            assert len(listed) == len(minimal)
            assert game.vetoers() == tuple(m for m in members if all(m in coalition for coalition in winning))
            assert game.dummies() == tuple(m for m in members if not any(m in coalition for coalition in minimal))
            dictators = [m for m in members if winning == {c for c in coalitions(members) if m in c}]
            assert game.dictator == (dictators[0] if dictators else None)


def test_the_council_by_kinds() -> None:
    game = SimpleGame(PRACTICE)
    assert game.kinds == (FIVE, COUNCIL[5:])
    assert game.winning_coalitions == 848
    assert game.vetoers() == FIVE
    assert game.dummies() == ()
    assert game.dictator is None
    assert game.minimal_winning_kinds() == ((5, 4),)
    listed = list(game.minimal_winning())
    assert len(listed) == comb(10, 4)
    assert listed[0] == COUNCIL[:9]
    assert all(game.wins(coalition) and not game.wins(coalition[1:]) for coalition in listed)


def test_not_yes_is_said() -> None:
    assert SimpleGame(PRACTICE, Ballot.NO).winning_coalitions == 848
    without_veto = sum(comb(15, yes) for yes in range(9, 16))
    assert SimpleGame(PRACTICE, Ballot.ABSTAIN).winning_coalitions == without_veto == 9949
    assert SimpleGame(PRACTICE, Ballot.ABSTAIN).vetoers() == ()
    chair = All((PRACTICE, Present(COUNCIL, FIVE)))
    assert SimpleGame(chair, Ballot.ABSENT).winning_coalitions == 848
    assert SimpleGame(PRACTICE, Ballot.read("abstain")).not_yes is Ballot.ABSTAIN
    with pytest.raises(InvalidGame, match="no, abstain or absent"):
        SimpleGame(PRACTICE, Ballot.YES)


def test_games_in_which_nothing_or_everything_passes_still_answer() -> None:
    consensus = SimpleGame(NoObjection(("a", "b")), Ballot.ABSTAIN)
    assert consensus.winning_coalitions == 4
    assert (consensus.vetoers(), consensus.dummies(), consensus.dictator) == ((), ("a", "b"), None)
    assert list(consensus.minimal_winning()) == [()]
    never = SimpleGame(Listed(("a", "b"), frozenset()))
    assert (never.winning_coalitions, never.vetoers(), never.dummies()) == (0, (), ("a", "b"))
    assert list(never.minimal_winning()) == []


@pytest.mark.parametrize(
    ("literal", "members", "winning"),
    [
        ("[39; 7*5, 1*10]", 15, 848),
        (" [ 39 ;7 * 5,1*10 ] ", 15, 848),
        ("[51; 40, 30, 20, 10]", 4, 7),
        ("[1/2; 1/3, 1/3, 1/3]", 3, 4),
        ("[0.5; 0.25*4]", 4, 11),
        ("[1; 1]", 1, 1),
        ("[1; 0, 1]", 2, 2),
        ("[62; 10*4, 8, 5*4, 4*2, 3*3, 2]", 15, 2549),
        ("[9007199254740993; 9007199254740993, 1]", 2, 2),
        ("[29; 1*57]", 57, 2**56),
    ],
)
def test_literals(literal: str, members: int, winning: int) -> None:
    game = simple_game(literal)
    assert game.members == tuple(str(place) for place in range(1, members + 1))
    assert game.winning_coalitions == winning


@pytest.mark.parametrize(
    ("literal", "message"),
    [
        ("", "is not a weighted game"),
        ("39; 7, 1", "is not a weighted game"),
        ("[39, 7, 1]", "is not a weighted game"),
        ("[1; 1]]", "is not a weighted game"),
        ("[[1; 1]]", "is not a weighted game"),
        ("[3; ]", "a weight is missing"),
        ("[3; 2,, 1]", "a weight is missing"),
        ("[; 2, 1]", "the quota is ''"),
        ("[q; 2, 1]", "the quota is 'q'"),
        ("[0; 2, 1]", "a quota of 0 where all weights sum to 3"),
        ("[4; 2, 1]", "a quota of 4 where all weights sum to 3"),
        ("[1; 0, 0]", "a quota of 1 where all weights sum to 0"),
        ("[1; 2, -1]", "the weight of 2 is -1"),
        ("[1; 2*0]", "is a weight for 0 members"),
        ("[1; 2*1/2]", "is a weight for 1/2 members"),
        ("[1; 2*-3]", "is a weight for -3 members"),
        ("[1/0; 2]", "the quota is '1/0'"),
        ("[1e999999999; 2]", "the quota is"),
        ("[9**9**9; 2]", "the quota is"),
        ("[__import__('os'); 2]", "the quota is"),
    ],
)
def test_what_is_no_weighted_game_is_refused(literal: str, message: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        simple_game(literal)
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def lighter_than(quota: int, weights: Iterable[int]) -> int:
    """How many sets weigh less than the quota, by the textbook's table."""
    table = [1] + [0] * (quota - 1)
    for weight in weights:
        for total in range(quota - 1, weight - 1, -1):
            table[total] += table[total - weight]
    return sum(table)


def test_limits_are_stated() -> None:
    for literal in ("[1; 1*10001]", "[1; 1*100000000000]", "[1; " + "1*9000, " * 2 + "1]"):
        with pytest.raises(TooLarge, match="more than 10,000 members"):
            simple_game(literal)
    many = simple_game("[200; " + ", ".join(map(str, range(1, 28))) + "]")
    with pytest.raises(TooLarge) as caught:
        _ = many.outcomes()
    assert caught.value.message == "27 members of 27 kinds vote in 134,217,728 ways, more than 1,048,576"
    assert caught.value.hint
    assert many.vetoers() == ()
    huge = simple_game("[200; " + ", ".join(map(str, range(1, 200))) + "]")
    with pytest.raises(TooLarge, match=r"more than 10\^59 ways"):
        huge.outcomes()
    assert huge.dummies() == ()
    assert 2**199 - huge.winning_coalitions == lighter_than(200, range(1, 200))
    half = simple_game("[29; 1*57]")
    with pytest.raises(TooLarge, match="minimal winning coalitions are more than 100,000"):
        half.minimal_winning()
    assert half.minimal_winning_kinds() == ((29,),)


def test_coalitions_are_of_members() -> None:
    game = simple_game("[2; 1, 1]")
    with pytest.raises(UsageError, match="'3' is not a member"):
        game.wins(["3"])
    ternary = TernaryGame(PRACTICE)
    with pytest.raises(UsageError, match="P0 has two ballots"):
        ternary.wins(["P0"], ["P0"])
    with pytest.raises(UsageError, match="'Q' is not a member"):
        ternary.wins([], ["Q"])


def test_a_rule_that_is_not_monotone_is_seen() -> None:
    odd = Listed(("a", "b"), frozenset({frozenset("a"), frozenset("b")}))
    game = SimpleGame(odd)
    assert not game.is_monotone
    with pytest.raises(InvalidGame, match="not monotone"):
        game.dummies()


def test_ternary_games() -> None:
    game = TernaryGame(PRACTICE)
    assert game.kinds == (FIVE, COUNCIL[5:])
    assert game.wins(COUNCIL[4:13])
    assert game.wins(COUNCIL[4:13], COUNCIL[13:])
    assert not game.wins(COUNCIL[4:13], COUNCIL[:1])
    assert not game.wins(COUNCIL[4:12])
    # catalogue 4.3: 48932/4782969 of all 3 ** 15 ways pass
    assert game.passing * 4782969 == 48932 * 3**15


@pytest.mark.parametrize("letters", ["NY", "NAY", "YANX"])
def test_counting_by_kinds_against_every_ballot(letters: str) -> None:
    members = tuple("abcde")
    some = ("a", "b")
    rules = [
        Quota(members, 3),
        All((Quota(members, 3), NoObjection(members, some))),
        All((Weight(members, {"a": 2, "b": 2, "c": 1, "d": 1, "e": 0}, 3), Present(members, some))),
        Excluding(members, ("c",), Quota(("a", "b", "d", "e"), 2, ("b", "d"))),
    ]
    alphabet = tuple(Ballot.read(letter) for letter in letters)
    for rule in rules:
        outcomes = outcomes_by_kinds(rule, alphabet)
        casts = (dict(zip(members, cast, strict=True)) for cast in product(alphabet, repeat=5))
        assert outcomes.passing() == sum(rule.passes(cast).adopted for cast in casts)
        assert sum(outcomes.ways()) == len(alphabet) ** 5
        moves = [move for move in ("NY", "NA", "AY", "AN", "YA", "YN", "XY") if set(move) <= set(letters)]
        for start, end in (map(Ballot.read, move) for move in moves):
            for kind, ways in zip(outcomes.kinds, outcomes.flips(start, end), strict=True):
                place = members.index(kind[0])
                expected = [0] * 5
                for others in product(alphabet, repeat=4):
                    both = ((*others[:place], ballot, *others[place:]) for ballot in (start, end))
                    before, after = (rule.passes(dict(zip(members, cast, strict=True))).adopted for cast in both)
                    if before is not after:
                        expected[others.count(start)] += 1
                assert list(ways) == expected


def test_kinds_merge_only_what_is_alike() -> None:
    assert kinds_of(Weight(("a", "b", "c"), {"a": 1, "c": 1}, 1)) == (("a", "c"), ("b",))
    assert kinds_of(Excluding(tuple("abc"), ("b",), Quota(("a", "c"), 1))) == (("a", "c"), ("b",))


def test_all_weighted_games_of_up_to_six_members(shared: Path) -> None:
    with (shared / "data" / "wvg_min_representations_n1_6.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 1265
    for row in rows:
        game = simple_game(f"[{row['quota']}; {', '.join(row['weights'].split())}]")
        assert game.winning_coalitions == int(row["n_winning"])
        assert len(game.dummies()) == int(row["dummies"])
        outcomes = game.outcomes()
        swings = {
            m: sum(w) for k, w in zip(outcomes.kinds, outcomes.flips(Ballot.NO, Ballot.YES), strict=True) for m in k
        }
        assert [swings[member] for member in game.members] == [int(number) for number in row["swings"].split()]
