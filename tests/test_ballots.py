"""Ballot games: counting by type against every profile, and the Council's ballots in letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.cooperative.rules import All, NoObjection, Quota, VotingRule, Weight, read_rule
from coopsec_games.errors import InvalidGame, TooLarge, UsageError
from coopsec_games.formulas import exact
from coopsec_games.linear import certify
from coopsec_games.noncooperative.ballots import (
    BallotGame,
    Type,
    ballot_equilibria,
    count_nash,
    outcome_regions,
)
from coopsec_games.noncooperative.ballots.game import BALLOTS

PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
ELECTED = tuple("abcdefghij")
NAMES = ("g", "w", "v", "k", "v_C", "k_C", "e", "s", "beta")


def council(quota: int = 9, elected: Sequence[str] = ELECTED, permanent: Sequence[str] = PERMANENT) -> VotingRule:
    groups = {"permanent": tuple(permanent), "all": (*permanent, *elected)}
    words = {"all": [{"quota": {"of": "all", "yes": quota}}, {"no-objection": {"from": "permanent"}}]}
    return read_rule(words, groups)


def letters(text: str) -> object:
    return exact(text, NAMES)


def kind(members: str | Sequence[str], adoption: str | int, **casting: str | int) -> Type:
    return Type(tuple(members), exact(adoption, NAMES), {b: exact(c, NAMES) for b, c in casting.items()})


# By every profile.


def every_profile(game: BallotGame) -> dict[tuple[str, ...], str]:
    players = game.players
    return {
        cast: game.outcome(dict(zip(players, cast, strict=True))) for cast in product(game.ballots, repeat=len(players))
    }


def payoff(game: BallotGame, player: int, ballot: str, outcome: str) -> Fraction:
    member = game.players[player]
    own = next(part for part in game.types if member in part.members)
    value = own.payoff(ballot, outcome == "adopted")
    assert isinstance(value, Fraction)
    return value


def nash_by_definition(game: BallotGame, refinement: str) -> dict[tuple[str, ...], str]:
    """Equilibria and their outcomes from the definitions, without counting or contexts."""
    outcomes = every_profile(game)
    size = len(game.players)

    def gets(player: int, ballot: str, cast: tuple[str, ...]) -> Fraction:
        turned = (*cast[:player], ballot, *cast[player + 1 :])
        return payoff(game, player, ballot, outcomes[turned])

    usable: list[list[str]] = []
    for player in range(size):
        rows = [cast for cast in outcomes if cast[player] == game.ballots[0]]
        column = {ballot: [gets(player, ballot, cast) for cast in rows] for ballot in game.ballots}
        kept = []
        for ballot in game.ballots:
            dominated = any(
                all(x >= y for x, y in zip(column[other], column[ballot], strict=True))
                and column[other] != column[ballot]
                for other in game.ballots
            )
            kept.append(ballot) if refinement == "none" or not dominated else None
        if refinement == "as-if-critical":
            critical = [
                cast
                for cast in rows
                if len({outcomes[(*cast[:player], b, *cast[player + 1 :])] == "adopted" for b in game.ballots}) > 1
            ]
            kept = [
                ballot
                for ballot in kept
                if all(
                    gets(player, ballot, cast) == max(gets(player, b, cast) for b in game.ballots) for cast in critical
                )
            ][:1]
        usable.append(kept)
    return {
        cast: outcome
        for cast, outcome in outcomes.items()
        if all(cast[i] in usable[i] for i in range(size))
        and all(gets(i, cast[i], cast) >= gets(i, other, cast) for i in range(size) for other in game.ballots)
    }


def small_rules() -> list[VotingRule]:
    three, four = ("A", "B", "C"), ("A", "B", "C", "D")
    return [
        council(3, ("x", "y"), ("A", "B")),
        Quota(three, 2),
        NoObjection(three),
        All((Quota(four, 2), NoObjection(four, ("A",)))),
        Weight(three, {"A": 2, "B": 1, "C": 1}, 3),
    ]


def random_game(random: Random) -> BallotGame:
    rule = random.choice(small_rules())
    members = list(rule.members)
    random.shuffle(members)
    cut = random.randint(1, len(members))
    values = [-2, -1, Fraction(-1, 2), 0, 0, Fraction(1, 2), 1, 2]
    ballots = tuple(b for b in BALLOTS if b in random.choice([("yes", "no"), ("yes", "abstain", "no"), BALLOTS]))
    if len(members) > 3:
        ballots = ballots[:3]
    types = [
        Type(tuple(part), random.choice(values), {b: random.choice(values) for b in random.sample(ballots, 1)}, name)
        for part, name in ((members[:cut], "first"), (members[cut:], "second"))
        if part
    ]
    return BallotGame(rule, tuple(types), ballots)


def test_counting_agrees_with_every_profile_of_small_councils() -> None:
    random = Random(1999)
    for _ in range(60):
        game = random_game(random)
        for refinement in ("none", "undominated", "as-if-critical"):
            expected = nash_by_definition(game, refinement)
            if refinement == "as-if-critical":
                # one of several ballots that come to the same stands for all of them
                found = ballot_equilibria(game, refinement)
                assert {e.outcome for e in found.equilibria} == set(expected.values())
                continue
            found = ballot_equilibria(game, refinement, every=True)  # type: ignore[arg-type]
            assert found.complete
            assert found.verified
            assert sum(e.stands_for for e in found.equilibria) == len(expected)
            assert {e.outcome for e in found.equilibria} == set(expected.values())
            if refinement == "none":
                assert count_nash(game)[1] == len(expected)


def test_symbolic_regions_agree_with_every_profile_at_random_points() -> None:
    random = Random(51)
    rule = council(3, ("x", "y"), ("A", "B"))
    game = BallotGame(
        rule,
        (kind(("A",), "-v", no="-k"), kind(("B",), "g"), kind(("x", "y"), "e", yes="s")),
        assumptions=Assumptions.read(NAMES, "g >= 0", "v >= 0", "k >= 0"),
    )
    for refinement in ("undominated", "as-if-critical"):
        regions = outcome_regions(game, refinement)  # type: ignore[arg-type]
        certificate = certify(list(regions.values()))
        assert (certificate.disjoint, certificate.covering) == (True, True)
        for _ in range(40):
            point = {name: Fraction(random.randint(-2, 2), random.choice([1, 2])) for name in NAMES}
            point |= {name: abs(point[name]) for name in ("g", "v", "k")}
            found = [outcome for outcome, where in regions.items() if where.holds(point)]
            outcomes = sorted(set(nash_by_definition(game.at(point), refinement).values()))
            assert found == [" or ".join(outcomes) or "no equilibrium"]


def test_majority_of_three_has_five_nash_equilibria_and_one_undominated() -> None:
    game = BallotGame(Quota(("A", "B", "C"), 2), (Type(("A", "B", "C"), 1),), ("yes", "no"))
    assert count_nash(game) == (3, 5)
    (only,) = ballot_equilibria(game).equilibria
    assert (only.outcome, only.stands_for, only.where) == ("adopted", 1, None)
    assert dict(only.profile) == {"A, B, C": "yes"}
    assert only.payoffs == (1, 1, 1)


def costly(permanent: int, elected: int, quota: int) -> BallotGame:
    """All but one gain by adoption; their no costs something, and so does the opponent's yes."""
    seats = tuple(f"p{i}" for i in range(permanent))
    others = tuple(f"e{i}" for i in range(elected))
    cost = Fraction(-1, 10)
    return BallotGame(
        council(quota, others, seats),
        (Type(seats[:-1], 1, {"no": cost}), Type(seats[-1:], -1, {"yes": cost}), Type(others, 1)),
    )


@pytest.mark.parametrize(
    ("size", "states", "profiles"),
    [((3, 4, 5), 80, 596), ((5, 6, 7), 245, 21_432), ((5, 10, 9), 580, 1_781_232)],
)
def test_the_nash_equilibria_of_councils_in_numbers(size: tuple[int, int, int], states: int, profiles: int) -> None:
    """The counts of profiles were found by going through all 2,187, 177,147 and 14,348,907 of them."""
    assert count_nash(costly(*size)) == (states, profiles)


def test_a_council_of_seven_by_every_profile() -> None:
    assert len(nash_by_definition(costly(3, 4, 5), "none")) == 596


# The Council.


def fifteen(given: Sequence[str], *, ballots: Sequence[str] = BALLOTS[:3], **absent: str) -> BallotGame:
    return BallotGame(
        council(),
        (
            kind(("USA",), "g"),
            kind(("FRA", "GBR"), "w"),
            kind(("RUS",), "-v", no="-k", **absent),
            kind(("CHN",), "-v_C", no="-k_C"),
            kind(ELECTED, "e"),
        ),
        tuple(ballots),
        Assumptions.read(NAMES, *given, solve_for=["k", "k_C"]),
    )


SIGNS = ("g > 0", "w > 0", "v > 0", "k >= 0", "v_C > 0", "k_C >= 0", "e > 0")


def test_a_veto_falls_where_an_opponent_loses_more_by_adoption_than_by_the_veto() -> None:
    """The Council of fifteen in letters: an opposed permanent member abstains where the veto costs it more."""
    game = fifteen(SIGNS)
    regions = outcome_regions(game)
    assert {outcome: where.text for outcome, where in regions.items()} == {
        "adopted": "k >= v and k_C >= v_C",
        "vetoed": "k < v or k_C < v_C",
    }
    assert certify(list(regions.values())).checked_by == "verify"
    solution = ballot_equilibria(game)
    assert solution.concept == "undominated-nash"
    assert solution.complete
    assert solution.verified
    assert "abstain and no come to the same" in solution.notes[0]
    adopted = next(e for e in solution.equilibria if e.outcome == "adopted")
    assert adopted.profile["RUS"] == "abstain"
    assert adopted.profile["USA"] == "yes"
    assert adopted.profile["FRA, GBR"] == "yes"


def test_without_a_price_of_the_veto_voting_as_if_critical_is_the_same() -> None:
    game = fifteen((*SIGNS, "k = 0", "k_C = 0"))
    for refinement in ("undominated", "as-if-critical"):
        assert {o: w.text for o, w in outcome_regions(game, refinement).items()} == {"vetoed": "always"}  # type: ignore[arg-type]


def test_voting_as_if_critical_may_have_no_equilibrium_where_the_veto_has_a_price() -> None:
    """With 0 < k < v no single ballot is best wherever a ballot matters: abstention is enough at the quota."""
    game = fifteen((*SIGNS, "v_C <= k_C", "0 < k", "k < v"))
    assert list(outcome_regions(game, "as-if-critical")) == ["no equilibrium"]
    assert list(outcome_regions(game)) == ["vetoed"]


def test_where_two_outcomes_coexist_the_region_bears_both_names() -> None:
    """Two permanent members dislike the text; each would rather have the other cast the veto."""
    rule = council(3, ("x",), ("A", "B"))
    rejected = BallotGame(
        rule,
        (kind(("A", "B"), "g", yes="-s"), kind(("x",), "e")),
        assumptions=Assumptions.read(NAMES, "g > 0", "s > 0", "e > 0", "s < g"),
    )
    regions = outcome_regions(rejected)
    assert list(regions) == ["adopted or rejected"]
    assert regions["adopted or rejected"].text == "always"


def test_an_empty_chair_is_a_ballot_of_its_own() -> None:
    """Four ballots and three types: staying away is as good as abstaining, and its gain decides between them."""
    game = BallotGame(
        council(7, tuple("abcdef")),
        (
            kind(("CHN", "FRA", "GBR", "USA"), "g"),
            kind(("RUS",), "-v", no="-k", absent="beta"),
            kind(tuple("abcdef"), "e"),
        ),
        BALLOTS,
        Assumptions.read(NAMES, "g > 0", "e > 0", "v > 0", "beta > 0", "k >= 0", solve_for=["k"]),
    )
    regions = outcome_regions(game)
    assert {outcome: where.text for outcome, where in regions.items()} == {
        "adopted": "k >= v - beta",
        "vetoed": "k < v - beta",
    }
    adopted = next(e for e in ballot_equilibria(game).equilibria if e.outcome == "adopted")
    assert adopted.profile["RUS"] == "absent"


def test_a_large_consensus_is_counted_by_types() -> None:
    members = tuple(f"s{i}" for i in range(57))
    rule = NoObjection(members, called="objection")
    game = BallotGame(
        rule,
        (kind(members[:1], "-v", no="-k"), kind(members[1:], "g")),
        assumptions=Assumptions.read(NAMES, "g > 0", "v > 0", "k > 0", solve_for=["k"]),
    )
    assert {o: w.text for o, w in outcome_regions(game).items()} == {"adopted": "k >= v", "objected": "k < v"}


# What cannot be.


def two(types: Sequence[Type], **fields: object) -> BallotGame:
    return BallotGame(Quota(("A", "B"), 2), tuple(types), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("types", "fields", "message", "hint"),
    [
        ([kind(("A",), 1)], {}, "no utilities are stated for B", "rest"),
        ([kind(("A", "B"), 1), kind(("A",), 1)], {}, "the utilities of A are stated twice", ""),
        ([kind(("A", "Bb"), 1)], {}, "'Bb' has no ballot under the rule", "did you mean 'B'?"),
        ([kind(("A", "B"), 1, absent=1)], {}, "which may not be cast", "did you mean 'abstain'?"),
        ([kind(("A", "B"), 1)], {"ballots": ("yes", "nay")}, "unknown ballot 'nay'", ""),
        ([kind(("A", "B"), 1)], {"ballots": ("yes", "yes")}, "named twice", ""),
        ([kind(("A", "B"), 1)], {"ballots": ()}, "at least one ballot", ""),
        ([kind(("A", "B"), "g")], {}, "'g', which is not declared", ""),
    ],
)
def test_what_cannot_be_a_ballot_game_is_refused(
    types: Sequence[Type], fields: Mapping[str, object], message: str, hint: str
) -> None:
    with pytest.raises(InvalidGame) as caught:
        two(types, **fields)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_type_of_several_kinds_is_split() -> None:
    game = BallotGame(
        council(3, ("x", "y"), ("A",)), (Type(("A", "x", "y"), 1, name="friends"),), ("yes", "no"), Assumptions()
    )
    assert [own.name for own in game.types] == ["friends (A)", "friends (x, y)"]
    assert len(every_profile(game)) == 8


def test_sizes_beyond_the_limit_are_refused() -> None:
    members = tuple(f"s{i}" for i in range(60))
    game = BallotGame(Quota(members, 31), tuple(Type((m,), 1) for m in members))
    with pytest.raises(TooLarge):
        ballot_equilibria(game)


def test_questions_without_an_answer() -> None:
    game = fifteen(SIGNS)
    with pytest.raises(UsageError):
        count_nash(game)
    with pytest.raises(UsageError, match="refinement"):
        ballot_equilibria(game, "perfect")  # type: ignore[arg-type]


def test_at_puts_numbers_in() -> None:
    game = fifteen(SIGNS).at(dict.fromkeys(NAMES, 1) | {"k": Fraction(1, 2)})
    assert game.parameters == ()
    assert [e.outcome for e in ballot_equilibria(game).equilibria] == ["vetoed"]
    assert isinstance(outcome_regions(game)["vetoed"], Condition)
