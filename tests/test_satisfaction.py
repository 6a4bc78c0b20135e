"""Satisfaction and decisiveness: identities and closed forms, and brute force over every profile of ballots."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from test_simple_games import simple_games

from coopsec_games.cooperative.ballots import Ballot, Member, VotingRule
from coopsec_games.cooperative.indices import decisiveness, power
from coopsec_games.cooperative.rules import All, Excluding, NoObjection, Present, Quota, Weight
from coopsec_games.cooperative.satisfaction import Outlook, Votes, common_signal, explicit, independent, outlook
from coopsec_games.cooperative.simple_games import SimpleGame, TernaryGame, simple_game
from coopsec_games.errors import InexactNumber, NotApplicable, TooLarge, UnknownKey, UsageError
from coopsec_games.formulas import exact, symbol

F = Fraction
Y, A, N, X = Ballot.YES, Ballot.ABSTAIN, Ballot.NO, Ballot.ABSENT
FIVE = tuple(f"P{place}" for place in range(5))
COUNCIL = FIVE + tuple(f"E{place}" for place in range(10))
PRACTICE = All((Quota(COUNCIL, 9), NoObjection(COUNCIL, FIVE)))


def by_profiles(rule: VotingRule, votes: Votes, alphabet: tuple[Ballot, ...], against: Ballot) -> Outlook:
    """Every profile of ballots with its chance, and every other ballot of every member."""
    adopted = F(0)
    satisfied: dict[Member, Fraction] = dict.fromkeys(rule.members, F(0))
    decisive: dict[Member, Fraction] = dict.fromkeys(rule.members, F(0))
    for cast in product(alphabet, repeat=len(rule.members)):
        ballots = dict(zip(rule.members, cast, strict=True))
        chance = sum(
            part.weight * prod(part.chances[m].get(b, F(0)) for m, b in ballots.items()) for part in votes.parts
        )
        passed = rule.passes(ballots).adopted
        adopted += chance * passed
        for member, ballot in ballots.items():
            satisfied[member] += chance * (ballot is (Y if passed else against))
            others = (rule.passes(ballots | {member: other}).adopted for other in alphabet)
            decisive[member] += chance * any(outcome is not passed for outcome in others)
    return Outlook(adopted, satisfied, decisive)


def test_fair_coins_give_rae_and_penrose() -> None:
    """Dubey and Shapley 1979: satisfied are 1/2 + P/2, where P is the chance to be decisive."""
    for size in (1, 2, 3, 4):
        for game in simple_games(size, merged=True):
            found = outlook(game, independent(game.members))
            chances = power("penrose", game)
            assert found.adopted == decisiveness(game)
            assert dict(found.decisive) == dict(chances)
            assert dict(found.satisfied) == {member: (1 + chance) / 2 for member, chance in chances.items()}
            assert dict(found.lucky) == {member: (1 - chance) / 2 for member, chance in chances.items()}


def test_the_council() -> None:
    fair = outlook(SimpleGame(PRACTICE), independent(COUNCIL))
    assert fair.adopted == F(53, 2048)
    assert (fair.decisive["P0"], fair.decisive["E9"]) == (F(53, 1024), F(21, 4096))
    assert (fair.satisfied["P0"], fair.satisfied["E9"]) == (F(1077, 2048), F(4117, 8192))
    third = independent(COUNCIL, "1/3", "1/3")
    ternary = outlook(TernaryGame(PRACTICE), third)
    assert ternary.adopted == decisiveness(TernaryGame(PRACTICE)) == F(48932, 4782969)
    assert outlook(PRACTICE, third) == ternary


def test_a_common_signal_makes_up_for_a_veto() -> None:
    """O'Neill 1996: where others reliably vote as one wishes, satisfaction needs no veto of one's own."""
    game = SimpleGame(PRACTICE)
    gaps = []
    for rho in ("0", "1/4", "1/2", "3/4", "1"):
        found = outlook(game, common_signal(COUNCIL, rho))
        gaps.append(found.satisfied["P0"] - found.satisfied["E0"])
        assert found.adopted == F(rho) / 2 + (1 - F(rho)) * F(53, 2048)
        assert found.satisfied["E0"] == F(rho) + (1 - F(rho)) * F(4117, 8192)
        assert found.decisive["P0"] == F(rho) / 2 + (1 - F(rho)) * F(53, 1024)
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == 0


def test_correlated_consensus_in_symbols() -> None:
    """rho p + (1 - rho) p**n is adopted: by a number of members, and with the chance as a formula."""
    rho, p = symbol("rho"), symbol("p")
    for size in (1, 2, 5):
        members = tuple(f"m{place}" for place in range(size))
        rule = NoObjection(members, called="objection")
        found = outlook(SimpleGame(rule), common_signal(members, rho, p))
        assert (found.adopted - (rho * p + (1 - rho) * p**size)).expand() == 0
        # a yes is decisive where all others say yes too; a no where all others do, so never in a common no
        alone = (1 - rho) * p ** (size - 1)
        assert (found.decisive["m0"] - (alone + rho * (p if size > 1 else 1))).expand() == 0
    ten = tuple(f"m{place}" for place in range(10))
    enough = (F(1, 2) - F(8, 10) ** 10) / (
        F(8, 10) - F(8, 10) ** 10
    )  # of p = 8/10 for a consensus in half of all cases
    assert round(float(enough), 4) == 0.5669
    assert outlook(NoObjection(ten), common_signal(ten, enough, "4/5")).adopted == F(1, 2)


def random_votes(rng: random.Random, members: tuple[str, ...], alphabet: tuple[Ballot, ...]) -> Votes:
    def chance() -> Fraction:
        return F(rng.randint(0, 4), 4)

    apart = {}
    for member in members:
        yes = chance()
        apart[member] = yes
    found = independent(members, apart, not_yes=alphabet[-1].value)
    if len(alphabet) > 2:
        found = found.mixed(independent(members, "1/2", "1/4"), chance())
    if rng.random() < 0.5:
        found = found.mixed(common_signal(members, chance(), chance(), not_yes=alphabet[-1].value), "1/3")
    ballots = {member: rng.choice(alphabet) for member in members}
    return found.mixed(explicit([(ballots, "1/2"), (dict.fromkeys(members, Y), F(1, 2))]), "1/5")


def test_against_every_profile() -> None:
    rng = random.Random(1)
    members = ("a", "b", "c", "d")
    rules: list[VotingRule] = [
        Quota(members, 3),
        Weight(members, {"a": 3, "b": 2, "c": 2, "d": 1}, 5),
        All((Quota(members, 2), NoObjection(members, ("a", "b")))),
        Excluding(members, ("d",), Quota(("a", "b", "c"), 2)),
    ]
    for rule in rules:
        for _ in range(6):
            votes = random_votes(rng, members, (Y, N))
            assert outlook(SimpleGame(rule), votes) == by_profiles(rule, votes, (Y, N), N)
            votes = random_votes(rng, members, (Y, A, N))
            here = outlook(rule, votes)
            assert here == outlook(TernaryGame(rule), votes) == by_profiles(rule, votes, (Y, A, N), N)
    votes = random_votes(rng, members, (Y, A))
    assert outlook(SimpleGame(rules[2], A), votes) == by_profiles(rules[2], votes, (Y, A), A)
    chair = All((Quota(members, 2), Present(members, ("a",))))
    votes = random_votes(rng, members, (Y, A, N, X))
    assert any(X in chances for part in votes.parts for chances in part.chances.values())
    assert outlook(chair, votes) == by_profiles(chair, votes, (Y, A, N, X), N)


def test_a_dictator_is_always_satisfied_and_a_follower_too() -> None:
    game = simple_game("[3; 3, 1, 1]")
    found = outlook(game, independent(game.members, {"1": "1/3", "2": "1/2", "3": "1/7"}))
    assert (found.satisfied["1"], found.decisive["1"], found.adopted) == (1, 1, F(1, 3))
    assert (found.satisfied["2"], found.decisive["2"], found.lucky["2"]) == (F(1, 2), 0, F(1, 2))
    follow = explicit([({"1": "yes", "2": "Y", "3": "no"}, "1/3"), ({"1": "N", "2": "N", "3": "N"}, "2/3")])
    told = outlook(game, follow)
    assert dict(told.satisfied) == {"1": 1, "2": 1, "3": F(2, 3)}
    assert dict(told.decisive) == {"1": 1, "2": 0, "3": 0}


def test_who_abstains_takes_no_side() -> None:
    rule = Quota(("a", "b", "c"), 2)
    ballots: Mapping[str, Ballot] = {"a": Y, "b": A, "c": N}
    found = outlook(rule, explicit([(ballots, 1)]))
    assert found.adopted == 0
    assert dict(found.satisfied) == {"a": 0, "b": 0, "c": 1}
    assert dict(found.decisive) == {"a": 0, "b": 1, "c": 1}
    assert dict(outlook(SimpleGame(rule, A), explicit([({"a": Y, "b": A, "c": A}, 1)])).satisfied) == {
        "a": 0,
        "b": 1,
        "c": 1,
    }


def test_mixtures() -> None:
    members = ("a", "b")
    none, both = common_signal(members, 0, "1/4"), common_signal(members, 1, "1/4")
    assert none == independent(members, "1/4")
    assert len(both.parts) == 2
    assert outlook(Quota(members, 2), none.mixed(both, "1/2")) == outlook(
        Quota(members, 2), common_signal(members, "1/2", "1/4")
    )
    never = independent(members, 0).mixed(independent(members, 1), 0)
    assert outlook(Quota(members, 1), never).adopted == 0
    assert independent(members, "1/4", "1/2", not_yes="abstain").parts[0].chances["a"] == {Y: F(1, 4), A: F(3, 4)}


def test_what_is_no_distribution() -> None:
    members = ("a", "b")
    for make in (
        lambda: independent(members, "3/2"),
        lambda: independent(members, "2/3", "2/3"),
        lambda: independent(members, {"a": 1}),
        lambda: independent(members, {"a": 1, "b": 1, "c": 1}),
        lambda: common_signal(members, "-1/2"),
        lambda: common_signal(members, 2),
        lambda: explicit([]),
        lambda: explicit([({"a": Y, "b": Y}, "1/2")]),
        lambda: explicit([({"a": Y, "b": Y}, "1/2"), ({"a": Y}, "1/2")]),
    ):
        with pytest.raises(UsageError):
            make()
    with pytest.raises(UnknownKey, match="unknown ballot"):
        explicit([({"a": "maybe"}, 1)])
    with pytest.raises(InexactNumber):
        independent(members, 0.5)  # type: ignore[arg-type]


def test_what_a_game_cannot_be_asked() -> None:
    rule = Quota(("a", "b"), 1)
    with pytest.raises(UsageError, match="other members"):
        outlook(rule, independent(("a", "z")))
    with pytest.raises(NotApplicable, match="the game is over yes and no, the votes have abstain"):
        outlook(SimpleGame(rule), independent(rule.members, "1/3", "1/3"))
    crowd = tuple(f"m{place}" for place in range(24))
    with pytest.raises(TooLarge, match="24 kinds vote in 16,777,216 ways"):
        outlook(SimpleGame(Quota(crowd, 12)), independent(crowd, {m: F(1, k + 2) for k, m in enumerate(crowd)}))


def test_a_formula_stays_exact() -> None:
    p = exact("p", ["p"])
    game = simple_game("[2; 1, 1, 1]")
    found = outlook(game, independent(game.members, p))
    assert str(found.adopted) == "-2*p**3 + 3*p**2"
    assert str(found.decisive["1"]) == "-2*p**2 + 2*p"


def test_fifteen_members_who_all_differ_take_a_moment() -> None:
    chances = {member: F(place + 3, 20) for place, member in enumerate(COUNCIL)}
    found = outlook(SimpleGame(PRACTICE), independent(COUNCIL, chances))
    assert 0 < found.adopted < 1
    large = tuple(f"m{place}" for place in range(57))
    assert outlook(NoObjection(large), common_signal(large, "1/2", "9/10", "1/20")).adopted == (
        F(9, 10) / 2 + F(1, 20) / 2 + F(19, 20) ** 57 / 2
    )
