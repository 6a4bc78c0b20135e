"""Rules read as weight systems, and the counting of a few of them together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb, factorial
from random import Random

from test_counting import Brute, large_system, outcomes, rows

from coopsec_games.cooperative.ballots import Ballot, VotingRule
from coopsec_games.cooperative.counting import (
    Every,
    Some,
    System,
    by_systems,
    swing_counts,
    swing_sizes,
    systems,
)
from coopsec_games.cooperative.rules import (
    All,
    Any,
    Consent,
    Dual,
    Excluding,
    NoObjection,
    Present,
    Quota,
    Weight,
    without,
)
from coopsec_games.cooperative.simple_games import SimpleGame


def random_rule(random: Random, members: tuple[str, ...], depth: int) -> VotingRule:
    def group() -> tuple[str, ...]:
        return tuple(random.sample(members, random.randint(1, len(members))))

    choice = random.randrange(9 if depth else 5)
    if choice == 0:
        chosen = group()
        return Quota(members, random.randint(1, len(chosen)), chosen)
    if choice == 1:
        weights: dict[str, int | Fraction] = {member: Fraction(random.randint(0, 9), 2) for member in group()}
        weights[next(iter(weights))] += 1
        return Weight(members, weights, sum(weights.values()) * Fraction(random.randint(1, 4), 4))
    if choice < 5:
        return (NoObjection, Consent, Present)[choice - 2](members, group())
    if choice < 8:
        parts = tuple(random_rule(random, members, depth - 1) for _ in range(random.randint(1, 3)))
        return Any(parts) if choice == 5 else All(parts)
    if len(members) > 2 and random.random() < 0.5:
        rest = tuple(member for member in members if member != members[0])
        return Excluding(members, members[:1], random_rule(random, rest, depth - 1))
    return Dual(random_rule(random, members, depth - 1))


def random_games(seed: int, number: int) -> Iterator[SimpleGame]:
    random = Random(seed)
    for _ in range(number):
        members = tuple("abcdef"[: random.randint(2, 6)])
        rule = random_rule(random, members, 3)
        if len(members) > 2 and random.random() < 0.2:
            rule = without(rule, [random.choice(members)])
        yield SimpleGame(rule, random.choice((Ballot.NO, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)))


def test_systems_say_what_the_rule_says() -> None:
    unread = 0
    for game in random_games(31, 700):
        found, members = systems(game.rule, game.not_yes), game.members
        if found is None:
            unread += 1
            assert not game.is_monotone or game.not_yes is not Ballot.NO
            continue
        for size in range(len(members) + 1):
            for places in combinations(range(len(members)), size):
                won = found if isinstance(found, bool) else found.wins(places)
                assert won == game.wins(members[place] for place in places), game
    assert 0 < unread < 70


def test_every_method_agrees_on_random_compound_rules() -> None:
    kinds = set()
    for game in random_games(32, 250):
        expression = systems(game.rule, game.not_yes)
        if expression is None:
            continue
        kinds.add(type(expression))
        size = len(game.members)
        brute = Brute(size, outcomes(lambda places, game=game: game.wins(game.members[p] for p in places), size))  # type: ignore[misc]
        for method in ("auto", "kinds", "weights", "diagram"):
            if method != "weights" or not isinstance(expression, bool):
                brute.agrees(game, method)
    assert kinds == {bool, System, Every, Some}


def test_two_and_three_systems_by_weights() -> None:
    random = Random(33)
    for _ in range(300):
        size = random.randint(2, 6)
        parts = []
        for _ in range(random.randint(2, 3)):
            weights = [1] * size if random.random() < 0.3 else [random.randint(0, 6) for _ in range(size)]
            weights[0] += not any(weights)
            parts.append(System(tuple(weights), random.randint(1, sum(weights))))
        nested = Some((Every(tuple(parts[:2])), parts[-1]))
        for expression in (Every(tuple(parts)), Some(tuple(parts)), nested):
            brute = Brute(size, outcomes(expression.wins, size))
            assert by_systems.swings_of_systems(expression) == (tuple(rows(brute.swings)), tuple(brute.winning))


def test_the_treaty_of_nice_is_three_systems() -> None:
    """Votes, heads and population per mille: 255 of 345, 14 of 27, 620 of 1000 (Felsenthal and Machover 2004)."""
    votes = [29, 29, 29, 29, 27, 27, 14, 13, 12, 12, 12, 12, 12, 10, 10, 10, 7, 7, 7, 7, 7, 4, 4, 4, 4, 4, 3]
    heads = [170, 123, 122, 120, 82, 80, 47, 33, 22, 21, 21, 21, 21, 18, 17, 17, 11, 11, 11, 8, 8, 5, 4, 3, 2, 1, 1]
    members = tuple(f"m{place}" for place in range(27))
    rule = All(
        (
            Weight(members, dict(zip(members, votes, strict=True)), 255),
            Quota(members, 14),
            Weight(members, dict(zip(members, heads, strict=True)), 620),
        )
    )
    assert sum(votes) == 345
    game = SimpleGame(rule)
    drawn = swing_sizes(game, "diagram")
    assert swing_counts(game).method == "diagram"
    reduced = SimpleGame(All((rule.parts[0], rule.parts[1])))
    assert swing_sizes(reduced, "weights").sizes == swing_sizes(reduced, "diagram").sizes
    assert swing_counts(reduced).method == "weights"
    assert drawn.winning < swing_counts(reduced).winning


def test_a_double_majority_of_many_members() -> None:
    weights, quota = large_system(100, 11, 60)
    members = tuple(map(str, range(100)))
    votes = Weight(members, dict(zip(members, weights, strict=True)), quota)
    heads = Quota(members, 55)
    both = swing_sizes(SimpleGame(All((votes, heads))))
    either = swing_sizes(SimpleGame(Any((votes, heads))))
    assert both.method == either.method == "weights"
    alone, headcount = swing_sizes(SimpleGame(votes)), swing_sizes(SimpleGame(heads))
    for member in members:
        together = map(int.__add__, both.sizes[member], either.sizes[member])
        assert tuple(together) == tuple(map(int.__add__, alone.sizes[member], headcount.sizes[member]))
    assert both.winning_sizes[54] == 0
    assert either.winning_sizes[55] == comb(100, 55)
    orders = [Fraction(factorial(s) * factorial(99 - s), factorial(100)) for s in range(100)]
    assert sum(sum(map(Fraction.__mul__, orders, map(Fraction, row))) for row in both.sizes.values()) == 1
