"""Small exact polynomials in the probability of abstention, and how often a member's move decides.

Members abstain with a probability p and say yes or no with h = (1 - p) / 2 each, so that every index over three
ballots is a sum of numbers times p ** a * h ** b, kept here by (a, b).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import comb, factorial, prod
from typing import TYPE_CHECKING, TypeAlias

from ...errors import InvalidGame, InvalidRule, UsageError
from ..ballots import Ballot
from ..counting import Outcomes

if TYPE_CHECKING:
    from sympy import Expr

    from ...polynomials.sparse import Monomial

__all__ = ["Counts", "Terms", "expression", "moves", "powers", "probability", "tallies", "value"]

Terms: TypeAlias = Mapping[tuple[int, int], int | Fraction]
Counts = tuple[int, ...]

_RANK = {Ballot.NO: 0, Ballot.ABSTAIN: 1, Ballot.ABSENT: 1, Ballot.YES: 2}


def probability(given: int | Fraction | str, what: str) -> Fraction:
    """A probability as somebody states it.

    Raises
    ------
    UsageError
        It is below 0 or above 1.

    Examples
    --------
    >>> probability("0.25", "the chance to abstain")
    Fraction(1, 4)
    """
    from ..reading import exact_number

    try:
        number = Fraction(exact_number(given, what))
    except InvalidRule as fault:
        raise UsageError(fault.message, hint=fault.hint) from fault
    if not 0 <= number <= 1:
        raise UsageError(f"{what} is {number}: a probability is from 0 to 1")
    return number


def value(terms: Terms, abstention: Fraction) -> Fraction:
    """The sum at a probability of abstention.

    Examples
    --------
    >>> value({(1, 0): 1, (0, 2): 4}, Fraction(1, 2))
    Fraction(3, 4)
    """
    above, below = 2 * abstention.numerator, 2 * abstention.denominator
    half = abstention.denominator - abstention.numerator
    degree = max((a + b for a, b in terms), default=0)
    total = sum((c * (above**a * half**b * below ** (degree - a - b)) for (a, b), c in terms.items()), Fraction(0))
    scale: int = below**degree
    return total / scale


def expression(terms: Terms, name: str) -> Fraction | Expr:
    """The sum as a polynomial in a named probability.

    Examples
    --------
    >>> print(expression({(1, 0): 1, (0, 2): 4}, "p"))
    p**2 - p + 1
    """
    from ...polynomials import Polynomial

    found: dict[int, Fraction] = {}
    for (a, b), coefficient in terms.items():
        for k in range(b + 1):
            part = Fraction(coefficient * comb(b, k) * (-1) ** k, 2**b)
            found[a + k] = found.get(a + k, Fraction(0)) + part
    return Polynomial.from_terms(powers(found, name)).to_sympy()


def powers(coefficients: Mapping[int, int | Fraction], name: str) -> dict[Monomial, int | Fraction]:
    """The terms of a polynomial in one name, from the coefficients of its powers."""
    return {((name, exponent),) if exponent else (): number for exponent, number in coefficients.items()}


def moves(outcomes: Outcomes, start: Ballot, end: Ballot) -> Iterator[tuple[int, tuple[Counts, ...], int]]:
    """Where one member decides by moving from one ballot to another, one vector of counts after another.

    Yields
    ------
    The place of the member's kind, the ballots of all the others by kind, and in how many ways they may vote so.

    Raises
    ------
    InvalidGame
        A move towards yes defeats a text: the rule is not monotone.
    """
    first, second = outcomes.ballots.index(start), outcomes.ballots.index(end)
    upwards = _RANK[end] >= _RANK[start]
    strides = [prod(map(len, outcomes.choices[place + 1 :])) for place in range(len(outcomes.kinds))]
    shifts, others = [], []
    for choices, stride in zip(outcomes.choices, strides, strict=True):
        where = {counts: place for place, counts in enumerate(choices)}
        jumps, left = [], []
        for place, counts in enumerate(choices):
            moved, without = list(counts), list(counts)
            moved[first] -= 1
            moved[second] += 1
            without[first] -= 1
            jumps.append((where[tuple(moved)] - place) * stride if counts[first] else 0)
            left.append(tuple(without))
        shifts.append(jumps)
        others.append(left)
    ways = [[_ways(counts) for counts in choices] for choices in outcomes.choices]
    adopted = outcomes.adopted
    for place, vector in enumerate(product(*(range(len(choices)) for choices in outcomes.choices))):
        for kind, choice in enumerate(vector):
            shift = shifts[kind][choice]
            if not shift or adopted[place] == adopted[place + shift]:
                continue
            if bool(adopted[place + shift]) is not upwards:
                member = outcomes.kinds[kind][0]
                raise InvalidGame(f"the rule is not monotone: {member} from {start} to {end} is no help")
            voting = others[kind][choice]
            number = _ways(voting)
            for other, chosen in enumerate(vector):
                if other != kind:
                    number *= ways[other][chosen]
            voted = tuple(
                voting if other == kind else outcomes.choices[other][chosen] for other, chosen in enumerate(vector)
            )
            yield kind, voted, number


def tallies(outcomes: Outcomes, start: Ballot, end: Ballot) -> tuple[dict[Counts, int], ...]:
    """For each kind: in how many ways a member's move decides, by the tally of all the others' ballots."""
    found: tuple[dict[Counts, int], ...] = tuple({} for _ in outcomes.kinds)
    for kind, voted, ways in moves(outcomes, start, end):
        tally = tuple(map(sum, zip(*voted, strict=True)))
        found[kind][tally] = found[kind].get(tally, 0) + ways
    return found


def _ways(counts: Counts) -> int:
    return factorial(sum(counts)) // prod(map(factorial, counts))
