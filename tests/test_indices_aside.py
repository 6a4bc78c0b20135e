"""Indices where members may stand aside: against every roll call of small bodies, and the Council of the Union."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod

import pytest

from coopsec_games.cooperative import power
from coopsec_games.cooperative.counting import outcomes_by_kinds
from coopsec_games.cooperative.indices.aside import aside_penrose, aside_shapley_shubik
from coopsec_games.cooperative.indices.chances import tallies
from coopsec_games.cooperative.rules import Ballot, NoObjection, Quota, VotingRule, read_rule
from coopsec_games.errors import NotApplicable
from coopsec_games.library import load_model

F = Fraction
BALLOTS = (Ballot.NO, Ballot.QUALIFIED, Ballot.YES)
UNANIMITY = [{"no-objection": {"from": "all"}}, {"present": {"from": "all"}}]
LIMITS = {
    "votes": {"qualified": {"weights": "votes", "more-than": "1/3"}},
    "members": {"qualified": {"at-least": "1/2"}},
    "both": {"any": [{"qualified": {"at-least": "1/3"}}, {"qualified": {"weights": "votes", "at-least": "1/3"}}]},
}


def small(limit: str) -> VotingRule:
    """Four members with five, three, two votes and one."""
    votes = {"a": 5, "b": 3, "c": 2, "d": 1}
    return read_rule({"all": [*UNANIMITY, LIMITS[limit]]}, {"all": tuple(votes)}, weights={"votes": votes})


def every_roll_call(rule: VotingRule, aside: Fraction) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Both indices from their definitions: all ballots, all orders, settled where every completion ends alike."""
    members, size = rule.members, len(rule.members)
    chance = {Ballot.QUALIFIED: aside, Ballot.YES: (1 - aside) / 2, Ballot.NO: (1 - aside) / 2}
    passes = {
        cast: rule.passes(dict(zip(members, cast, strict=True))).adopted for cast in product(BALLOTS, repeat=size)
    }
    decides, pivots = dict.fromkeys(members, F(0)), dict.fromkeys(members, F(0))
    for cast, adopted in passes.items():
        for place, member in enumerate(members):
            refused = (*cast[:place], Ballot.NO, *cast[place + 1 :])
            if cast[place] is Ballot.YES and adopted and not passes[refused]:
                decides[member] += prod(chance[b] for i, b in enumerate(cast) if i != place)
    for called in permutations(range(size)):
        for cast in passes:
            for last in range(1, size + 1):
                known = called[:last]
                ends = {end for other, end in passes.items() if all(other[i] is cast[i] for i in known)}
                if len(ends) == 1:
                    pivots[members[called[last - 1]]] += prod(chance[b] for b in cast) / factorial(size)
                    break
    return decides, pivots


@pytest.mark.parametrize("limit", LIMITS)
def test_indices_are_those_of_every_roll_call(limit: str) -> None:
    rule = small(limit)
    decides, pivots = every_roll_call(rule, F(1, 5))
    assert dict(aside_penrose(rule, abstention="1/5")) == decides
    assert dict(aside_shapley_shubik(rule, abstention="1/5")) == pivots
    assert sum(pivots.values()) == 1


def test_without_a_limit_they_are_the_ternary_indices() -> None:
    rule = NoObjection(tuple("abcde"))
    for chance in ("0", "1/3", "4/5"):
        assert aside_penrose(rule, abstention=chance) == power("ternary-penrose", rule, abstention=chance)
        assert aside_shapley_shubik(rule, abstention=chance) == power("ternary-shapley-shubik", rule, abstention=chance)


def test_constructive_abstention_of_amsterdam_by_kinds() -> None:
    """EU of fifteen: counted by kinds over three ballots, and in closed form."""
    rule = load_model("eu-council").on("1999-12-31").procedure("constructive-abstention").rule
    outcomes = outcomes_by_kinds(rule, BALLOTS)
    found = aside_penrose(rule)
    for kind, ways in zip(outcomes.kinds, tallies(outcomes, Ballot.NO, Ballot.YES), strict=True):
        assert {found[member] for member in kind} == {F(sum(ways.values()), 3**14)}
    assert (found["DEU"], found["LUX"]) == (F(3641, 3**14), F(2494, 3**14))
    assert sum(aside_shapley_shubik(rule).values()) == 1


def test_constructive_abstention_of_lisbon() -> None:
    """EU of twenty-seven: a third of the members with a third of the people; every no is a veto."""
    sitting = load_model("eu-council").on("2020-02-01")
    rule = sitting.procedure("constructive-abstention").rule
    chances, shares = aside_penrose(rule), aside_shapley_shubik(rule)
    assert (chances["DEU"], chances["MLT"] < chances["FRA"]) == (F(20253562, 3**26), True)
    assert sum(shares.values()) == 1
    people = sitting.weights["population"].of
    order = sorted(rule.members, key=lambda member: int(people[member]))
    assert [shares[member] for member in order] == sorted(shares.values())


def test_what_is_not_unanimity_is_refused() -> None:
    with pytest.raises(NotApplicable, match="unanimity"):
        aside_penrose(Quota(("a", "b", "c"), 2))
    with pytest.raises(NotApplicable, match="do not know"):
        aside_penrose(read_rule({"all": [*UNANIMITY, {"quota": {"yes": 2}}]}, {"all": ("a", "b", "c")}))
