"""Indices over all four ballots: yes, abstain, no, and absent.

Members abstain and stay away with given probabilities and say yes or no equally often; all four are equally likely
where nothing is said.  With nobody absent, or under a rule that takes an empty
chair for an abstention, these are the ternary indices:

>>> from coopsec_games.cooperative.rules import Consent
>>> rule = Consent(("a", "b"))
>>> print(quaternary_penrose(rule)["a"], quaternary_penrose(rule, abstention="1/3", absence=0)["a"])
1/4 1/3
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, factorial, lcm, prod

from ...errors import NotApplicable, TooLarge, UsageError
from ..ballots import Ballot, VotingRule
from ..counting import Outcomes, outcomes_by_kinds
from ..counting.by_kinds import LARGEST
from .answers import POWER_INDICES, Game, Power, rule_of, somebody, spread
from .chances import Counts, probability, tallies
from .ternary import absence_counts_as_abstention, ternary_penrose, ternary_shapley_shubik

__all__ = ["quaternary_penrose", "quaternary_shapley_shubik"]

BALLOTS = (Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT, Ballot.YES)
QUARTER = Fraction(1, 4)


@POWER_INDICES.register(
    "quaternary-shapley-shubik",
    title="Quaternary Shapley-Shubik index",
    cite="J. Freixas 2005, Decision Support Systems 39, 185-195",
)
def quaternary_shapley_shubik(
    game: Game,
    method: str = "auto",
    abstention: int | Fraction | str = QUARTER,
    absence: int | Fraction | str = QUARTER,
) -> Power:
    """The chance to be the pivot of a roll call in which members vote yes, abstain, vote no or are not there.

    Members are called in a random order and answer independently; the pivot is the first whose answer settles the
    outcome, whatever follows.  Every state of the roll call is visited once for all members of a kind: how many of
    them have given each answer, and how many are still to come.  An empty chair need not rank between two other
    ballots, as it does not where a rule wants members to be there.  Under a rule that takes an empty chair for an
    abstention, the index is the ternary one.

    Parameters
    ----------
    game
        A game or a voting rule.
    method
        How ways of voting are counted; ``"kinds"``, where the rule tells an empty chair from an abstention.
    abstention, absence
        The probabilities of abstention and of absence.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> [str(share) for share in quaternary_shapley_shubik(Quota(("a", "b", "c"), 2)).values()]
    ['1/3', '1/3', '1/3']

    References
    ----------
    J. Freixas 2005, The Shapley-Shubik power index for games with several levels of approval in the input and output,
    Decision Support Systems 39, 185-195.  Axioms: efficiency, symmetry, dummy.
    """
    chances = _chances(abstention, absence)
    rule = rule_of(game)
    if absence_counts_as_abstention(rule):
        return ternary_shapley_shubik(rule, method, chances[1] + chances[2])
    outcomes, members = _outcomes(rule, method), rule.members
    if len(set(outcomes.adopted)) == 1:
        somebody(())
    tallies(outcomes, Ballot.NO, Ballot.YES)
    values = _pivots(outcomes, chances)
    by_member = {member: value for kind, value in zip(outcomes.kinds, values, strict=True) for member in kind}
    return spread(members, [by_member[member] for member in members], "kinds")


@POWER_INDICES.register(
    "quaternary-penrose",
    title="Quaternary Penrose measure",
    cite="J. Freixas and W. S. Zwicker 2003, Social Choice and Welfare 21, 399-431",
)
def quaternary_penrose(
    game: Game,
    method: str = "auto",
    abstention: int | Fraction | str = QUARTER,
    absence: int | Fraction | str = QUARTER,
) -> Power:
    """The chance that a yes for a no adopts the text, where all others vote yes, abstain, vote no or are not there.

    Parameters
    ----------
    game
        A game or a voting rule.
    method
        How ways of voting are counted; ``"kinds"``, where the rule tells an empty chair from an abstention.
    abstention, absence
        The probabilities of abstention and of absence.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> print(quaternary_penrose(NoObjection(("a", "b", "c")))["a"])
    9/16

    References
    ----------
    J. Freixas and W. S. Zwicker 2003, Weighted voting, abstention, and multiple levels of approval, Social Choice and
    Welfare 21, 399-431.  Axioms: symmetry, dummy.
    """
    chances = _chances(abstention, absence)
    rule = rule_of(game)
    if absence_counts_as_abstention(rule):
        return ternary_penrose(rule, method, chances[1] + chances[2])
    outcomes, members = _outcomes(rule, method), rule.members
    found = {}
    for kind, ways in zip(outcomes.kinds, tallies(outcomes, Ballot.NO, Ballot.YES), strict=True):
        chance = sum((number * _likely(chances, tally) for tally, number in ways.items()), Fraction(0))
        found.update(dict.fromkeys(kind, chance))
    return spread(members, [found[member] for member in members], "kinds")


def _outcomes(rule: VotingRule, method: str) -> Outcomes:
    if method not in ("auto", "kinds"):
        raise NotApplicable(f"ways of voting over four ballots are counted by kinds, not by {method!r}")
    return outcomes_by_kinds(rule, BALLOTS)


def _chances(abstention: int | Fraction | str, absence: int | Fraction | str) -> tuple[Fraction, ...]:
    """How likely each of the four ballots is."""
    abstain = probability(abstention, "the probability of abstention")
    absent = probability(absence, "the probability of absence")
    if abstain + absent > 1:
        raise UsageError(f"abstention and absence have the probability {abstain + absent} together, more than 1")
    half = (1 - abstain - absent) / 2
    return half, abstain, absent, half


def _likely(chances: tuple[Fraction, ...], tally: Counts) -> Fraction:
    return prod((chance**times for chance, times in zip(chances, tally, strict=True)), start=Fraction(1))


def _states(size: int) -> Iterator[Counts]:
    """How many of so many members have given each answer; the last number is of those still to come."""
    letters = len(BALLOTS)
    for cuts in product(range(size + 1), repeat=letters):
        if sum(cuts) <= size:
            yield (*cuts, size - sum(cuts))


def _answered(state: Counts, letter: int) -> Counts:
    """The state after one more of those to come has given an answer."""
    return (*state[:letter], state[letter] + 1, *state[letter + 1 : -1], state[-1] - 1)


@dataclass(frozen=True)
class _RollCall:
    """The states of a roll call, numbered: for each kind how many have given each answer, the last kind's run fastest.

    Parameters
    ----------
    states
        For each kind, the counts of its members' answers, and of those still to come.
    steps
        For each kind, state and answer, how far the number of the state goes up by one more such answer.
    settled
        One byte a state: 1 where only adoption is left, 2 where only rejection is, 3 where both are.
    """

    states: tuple[tuple[Counts, ...], ...]
    steps: tuple[tuple[tuple[int, ...], ...], ...]
    settled: bytearray

    def vectors(self) -> Iterator[tuple[int, ...]]:
        """The place of each kind's state, for each state of the roll call in turn."""
        return product(*(range(len(states)) for states in self.states))


def _roll_call(outcomes: Outcomes) -> _RollCall:
    sizes = [len(kind) for kind in outcomes.kinds]
    number = prod(comb(size + len(BALLOTS), len(BALLOTS)) for size in sizes)
    if number > LARGEST:
        raise TooLarge(
            f"the roll call has {number:,} states, more than {LARGEST:,}",
            hint="quaternary-penrose, and the indices over three ballots, have fewer ways of voting to count",
        )
    states = tuple(tuple(sorted(_states(size), key=lambda state: state[-1])) for size in sizes)
    steps = []
    for place, each in enumerate(states):
        where = {state: number for number, state in enumerate(each)}
        stride = prod(map(len, states[place + 1 :]))
        steps.append(
            tuple(
                tuple((where[_answered(state, letter)] - here) * stride for letter in range(len(BALLOTS)))
                if state[-1]
                else ()
                for here, state in enumerate(each)
            )
        )
    spans = [prod(map(len, outcomes.choices[place + 1 :])) for place in range(len(sizes))]
    full = []
    for choices, span, each in zip(outcomes.choices, spans, states, strict=True):
        where = {counts: number * span for number, counts in enumerate(choices)}
        full.append([where.get(state[:-1]) for state in each])
    call = _RollCall(states, tuple(steps), bytearray(number))
    for place, vector in enumerate(call.vectors()):
        for kind, choice in enumerate(vector):
            if steps[kind][choice]:
                for step in steps[kind][choice]:
                    call.settled[place] |= call.settled[place + step]
                break
        else:
            at = sum(filled[choice] or 0 for filled, choice in zip(full, vector, strict=True))
            call.settled[place] = 1 if outcomes.adopted[at] else 2
    return call


def _pivots(outcomes: Outcomes, chances: tuple[Fraction, ...]) -> list[Fraction]:
    """The chance of each kind's member to be the pivot, in whole numbers up to the last step."""
    call = _roll_call(outcomes)
    below = lcm(*(chance.denominator for chance in chances))
    likely = [int(chance * below) for chance in chances]
    weights = [[_orders(state) * prod(map(pow, likely, state[:-1])) for state in each] for each in call.states]
    coming = [[state[-1] for state in each] for each in call.states]
    order = sum(len(kind) for kind in outcomes.kinds)
    scale = [
        factorial(order - left) * factorial(left - 1) * below ** (left - 1) if left else 0 for left in range(order + 1)
    ]
    found = [0] * len(outcomes.kinds)
    settled = call.settled
    for place, vector in enumerate(call.vectors()):
        if settled[place] != 3:
            continue
        left, chance = 0, 1
        for kind, choice in enumerate(vector):
            left += coming[kind][choice]
            chance *= weights[kind][choice]
        chance *= scale[left]
        for kind, choice in enumerate(vector):
            if coming[kind][choice]:
                settling = 0
                for answer, step in zip(likely, call.steps[kind][choice], strict=True):
                    if settled[place + step] != 3:
                        settling += answer
                found[kind] += chance * settling * coming[kind][choice]
    every = factorial(order) * below**order
    return [Fraction(number, every * len(kind)) for number, kind in zip(found, outcomes.kinds, strict=True)]


def _orders(state: Counts) -> int:
    return factorial(sum(state)) // prod(map(factorial, state))
