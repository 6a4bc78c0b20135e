"""Indices over three and four ballots: by definition, at any probability of abstention, as polynomials, and at size."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod

import pytest
from test_indices import OF_1946, OF_1966, outcomes_of, random_rule
from test_simple_games import Listed

from coopsec_games.cooperative.ballots import Ballot, Ballots, Verdict, VotingRule
from coopsec_games.cooperative.indices import decisiveness, in_abstention, power
from coopsec_games.cooperative.indices.ternary import absence_counts_as_abstention, abstention_counts_as
from coopsec_games.cooperative.rules import All, Consent, Dual, NoObjection, Present, Quota, read_rule, without
from coopsec_games.cooperative.simple_games import SimpleGame, TernaryGame, simple_game
from coopsec_games.errors import FormulaError, NotApplicable, TooLarge, UsageError

F = Fraction
Y, A, N, X = Ballot.YES, Ballot.ABSTAIN, Ballot.NO, Ballot.ABSENT


@dataclass(frozen=True)
class Unknown:
    """A rule of which nothing but its verdicts and kinds is known."""

    rule: VotingRule

    @property
    def members(self) -> tuple[str, ...]:
        return self.rule.members

    @property
    def text(self) -> str:
        return self.rule.text

    def passes(self, ballots: Ballots) -> Verdict:
        return self.rule.passes(ballots)

    def kind(self, member: str) -> object:
        return self.rule.kind(member)


def roll_call_pivots(rule: VotingRule, chances: dict[Ballot, Fraction]) -> list[Fraction]:
    """By definition: all orders, all answers; the first whose answer leaves one outcome only, whatever follows."""
    size, alphabet = len(rule.members), tuple(chances)
    adopted = outcomes_of(rule, alphabet)
    open_ended: dict[tuple[Ballot | None, ...], bool] = {}

    def undecided(partial: tuple[Ballot | None, ...]) -> bool:
        if partial not in open_ended:
            choices = [(ballot,) if ballot else alphabet for ballot in partial]
            open_ended[partial] = len({adopted[cast] for cast in product(*choices)}) == 2
        return open_ended[partial]

    pivots = [F(0)] * size
    for order in permutations(range(size)):
        for cast in adopted:
            partial: list[Ballot | None] = [None] * size
            for place in order:
                partial[place] = cast[place]
                if not undecided(tuple(partial)):
                    pivots[place] += prod((chances[ballot] for ballot in cast), start=F(1))
                    break
    return [pivot / factorial(size) for pivot in pivots]


def flip_chances(rule: VotingRule, chances: dict[Ballot, Fraction]) -> list[Fraction]:
    """By definition: the others' ballots under which a yes adopts and a no does not."""
    found = []
    for place in range(len(rule.members)):
        total = F(0)
        for others in product(chances, repeat=len(rule.members) - 1):
            casts = ((*others[:place], ballot, *others[place:]) for ballot in (Y, N))
            passed = [rule.passes(dict(zip(rule.members, cast, strict=True))).adopted for cast in casts]
            if passed == [True, False]:
                total += prod((chances[ballot] for ballot in others), start=F(1))
        found.append(total)
    return found


def three(abstention: Fraction) -> dict[Ballot, Fraction]:
    return {N: (1 - abstention) / 2, A: abstention, Y: (1 - abstention) / 2}


def values_of(key: str, rule: VotingRule, **options: object) -> list[Fraction]:
    return list(power(key, rule, **options).values())


def test_ternary_indices_against_every_roll_call_of_random_rules() -> None:
    draw = random.Random(3)
    kinds = set()
    for _ in range(60):
        rule = random_rule(draw, draw.choice([1, 2, 3, 3, 4]))
        kinds.add(abstention_counts_as(rule))
        adopted = outcomes_of(rule, (N, A, Y))
        assert decisiveness(TernaryGame(rule)) == F(sum(adopted.values()), 3 ** len(rule.members))
        chance = draw.choice([F(1, 3), F(1, 3), F(0), F(1, 10), F(1, 2), F(6, 7)])
        given = {} if chance == F(1, 3) else {"abstention": chance}
        assert values_of("ternary-penrose", rule, **given) == flip_chances(rule, three(chance))
        if len(set(adopted.values())) == 2:
            values = values_of("ternary-shapley-shubik", rule, **given)
            assert values == roll_call_pivots(rule, three(chance))
            assert sum(values) == 1
            assert values == values_of("ternary-shapley-shubik", Unknown(rule), **given)
        assert values_of("ternary-penrose", rule, **given) == values_of("ternary-penrose", Unknown(rule), **given)
    assert kinds == {None, N, Y}


def test_quaternary_indices_against_every_roll_call_of_random_rules() -> None:
    draw = random.Random(4)
    told_apart = 0
    for _ in range(40):
        rule = random_rule(draw, draw.choice([1, 2, 3, 3]))
        if draw.random() < 0.5:
            rule = All((rule, Present(rule.members, tuple(draw.sample(rule.members, 1)))))
            told_apart += 1
            assert not absence_counts_as_abstention(rule)
        abstention, absence = draw.choice([(F(1, 4), F(1, 4)), (F(1, 2), F(1, 3)), (F(0), F(1, 5)), (F(1, 5), F(0))])
        half = (1 - abstention - absence) / 2
        chances = {N: half, A: abstention, X: absence, Y: half}
        given = {"abstention": abstention, "absence": absence}
        expected = flip_chances(rule, chances)
        assert values_of("quaternary-penrose", rule, **given) == expected
        assert values_of("quaternary-penrose", Unknown(rule), **given) == expected
        if len(set(outcomes_of(rule, tuple(chances)).values())) == 2:
            pivots = roll_call_pivots(rule, chances)
            assert values_of("quaternary-shapley-shubik", rule, **given) == pivots
            assert values_of("quaternary-shapley-shubik", Unknown(rule), **given) == pivots
            assert sum(pivots) == 1
    assert told_apart > 10


def test_where_nobody_is_absent_four_ballots_are_three_and_without_abstention_two() -> None:
    draw = random.Random(6)
    for _ in range(20):
        rule = random_rule(draw, 4)
        if len(set(outcomes_of(rule, (N, Y)).values())) == 1:
            continue
        for word, plain in (("shapley-shubik", "shapley-shubik"), ("penrose", "penrose")):
            third = values_of(f"quaternary-{word}", Unknown(rule), abstention="1/3", absence=0)
            assert third == values_of(f"ternary-{word}", rule)
            assert values_of(f"ternary-{word}", Unknown(rule), abstention=0) == values_of(plain, SimpleGame(rule, N))


def test_the_council_over_four_ballots_by_every_state_of_the_roll_call() -> None:
    for key in ("quaternary-shapley-shubik", "quaternary-penrose"):
        assert dict(power(key, Unknown(OF_1966))) == dict(power(key, OF_1966))
    assert dict(power("quaternary-penrose", OF_1946)) == dict(power("ternary-penrose", OF_1946, abstention="1/2"))
    soviet = All((OF_1946, Present(OF_1946.members, OF_1946.members[:5])))
    shares = power("quaternary-shapley-shubik", soviet)
    assert sum(shares.values()) == 1
    assert shares["CHN"] > power("quaternary-shapley-shubik", OF_1946)["CHN"]


def test_a_published_ternary_game() -> None:
    """Freixas 2005, example 2.5: the first votes yes, and not both others vote no."""
    rule = read_rule(
        {"all": [{"consent": {"from": ["a"]}}, {"any": [{"no-objection": {"from": [m]}} for m in "bc"]}]},
        {"all": tuple("abc")},
    )
    assert values_of("ternary-shapley-shubik", rule) == [F(22, 27), F(5, 54), F(5, 54)]


def test_indices_as_polynomials_in_the_probability_of_abstention() -> None:
    from sympy import Poly, Rational, expand

    from coopsec_games.formulas import symbol

    draw = random.Random(9)
    rules: Sequence[VotingRule] = (OF_1966, Quota(tuple("abc"), 2), *(random_rule(draw, 3) for _ in range(12)))
    for rule in rules:
        for key in ("ternary-penrose", "ternary-shapley-shubik"):
            try:
                written = in_abstention(key, rule, "q")
            except NotApplicable:
                continue
            for chance in ("0", "1/3", "2/7"):
                at = {m: F(str(expr.subs(symbol("q"), Rational(chance)))) for m, expr in written.items()}
                assert at == dict(power(key, rule, abstention=chance))
            if key == "ternary-shapley-shubik":
                assert expand(sum(written.values())) == 1
    veto = in_abstention("ternary-penrose", OF_1966)["CHN"]
    assert Poly(veto, symbol("p")).degree() == 14
    with pytest.raises(NotApplicable, match="no index over three ballots"):
        in_abstention("banzhaf", OF_1966)
    with pytest.raises(FormulaError):
        in_abstention("ternary-penrose", OF_1966, "2p")


def test_which_ballot_an_abstention_counts_as() -> None:
    members = tuple("abc")
    assert abstention_counts_as(Quota(members, 2)) is N
    assert abstention_counts_as(NoObjection(members)) is Y
    assert abstention_counts_as(Dual(Consent(members))) is Y
    assert abstention_counts_as(Dual(NoObjection(members))) is N
    assert abstention_counts_as(OF_1966) is None
    assert abstention_counts_as(without(Quota(members, 2), "a")) is N
    assert abstention_counts_as(All((NoObjection(members), Present(members)))) is Y
    assert abstention_counts_as(Listed(members, frozenset())) is None
    assert absence_counts_as_abstention(without(OF_1946, ["RUS"]))
    assert not absence_counts_as_abstention(Listed(members, frozenset()))


def test_large_games_over_three_ballots() -> None:
    draw = random.Random(8)
    weights = [draw.randint(1, 1000) for _ in range(120)]
    game = simple_game(f"[{sum(weights) * 2 // 3}; {', '.join(map(str, weights))}]")
    assert dict(power("ternary-shapley-shubik", game)) == dict(power("shapley-shubik", game))
    chances = power("ternary-penrose", game)
    assert dict(power("ternary-penrose", game, abstention=0)) == dict(power("penrose", game))
    assert max(chances, key=chances.__getitem__) == str(1 + weights.index(max(weights)))


def test_probabilities_are_probabilities() -> None:
    rule = Quota(("a", "b"), 1)
    for given in ({"abstention": "3/2"}, {"abstention": -1}, {"abstention": "p"}, {"abstention": "1e3"}):
        with pytest.raises(UsageError):
            power("ternary-penrose", rule, **given)
    with pytest.raises(UsageError, match="more than 1"):
        power("quaternary-penrose", rule, abstention="1/2", absence="2/3")
    assert values_of("ternary-penrose", rule, abstention=1) == [1, 1]
    for key in ("ternary-penrose", "quaternary-penrose"):
        with pytest.raises(NotApplicable, match="by kinds, not by 'weights'"):
            power(key, Unknown(rule), method="weights")
    many = Unknown(NoObjection(tuple(f"m{place}" for place in range(80))))
    with pytest.raises(TooLarge, match="the roll call has"):
        power("quaternary-shapley-shubik", many)
