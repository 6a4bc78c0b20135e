"""How likely each outcome is when some parameters are drawn at random: exactly, or by a sample with its interval.

The parameters are independent and uniform, each between two numbers; the others stay where they are.  Draws that the
assumptions exclude do not count.  Of linear conditions in few parameters the probability is a quotient of exact
volumes; of others it lies between bounds that are certified by cutting up the box, where these are close enough, and is
otherwise estimated from a fixed number of draws with a fixed seed, between the exact bounds of Clopper and Pearson.

References
----------
Clopper and Pearson (1934), Biometrika 26:404-413.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from ...conditions import Condition, Formula
from ...conditions.logic import conjunction, replaced, true_at
from ...errors import NotApplicable, TooLarge, UsageError
from ...polynomials import Polynomial
from .raising import known_symbol
from .subdivision import volume_bounds
from .volumes import volume

__all__ = ["CONFIDENCE", "DRAWS", "SEED", "Likelihood", "Likelihoods", "binomial_bounds", "likelihoods", "perturbed"]

DRAWS = 4_000
SEED = 1
CONFIDENCE = Fraction(99, 100)
CLOSE = Fraction(1, 25)
"""Certified bounds further apart than this are left for a sample."""
STEPS = 1 << 14  # the bounds are rounded outwards to this part

Intervals = Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Likelihood:
    """The probability of an outcome, exact where ``low`` and ``high`` are equal."""

    outcome: str
    low: Fraction
    high: Fraction
    estimate: Fraction


@dataclass(frozen=True)
class Likelihoods:
    """The probability of each outcome, the share of draws that the assumptions admit, and how they were found."""

    outcomes: tuple[Likelihood, ...]
    admitted: Fraction
    exact: bool
    method: str


def perturbed(point: Mapping[str, Fraction], share: Fraction) -> dict[str, tuple[Fraction, Fraction]]:
    """Every value of a point that is not 0, up to a share of itself less or more.

    Examples
    --------
    >>> perturbed({"c": Fraction(1, 2), "q": Fraction(0)}, Fraction(1, 10))
    {'c': (Fraction(9, 20), Fraction(11, 20))}
    """
    return {name: (at - share * abs(at), at + share * abs(at)) for name, at in point.items() if at}


def likelihoods(regions: Mapping[str, Condition], intervals: Intervals, point: Mapping[str, Fraction]) -> Likelihoods:
    """The probability of each outcome when some parameters are independent and uniform.

    Parameters
    ----------
    regions
        The regions of a map.
    intervals
        Parameters with the numbers between which each is drawn.
    point
        The values of the other parameters on which the map depends.

    Raises
    ------
    UsageError
        An interval is empty, or a parameter has neither an interval nor a value.
    NotApplicable
        The assumptions exclude all draws.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions
    >>> under = Assumptions.read(["c", "z"], "0 <= c <= 1")
    >>> regions = {"act": Condition.read("c <= z", under), "wait": Condition.read("c > z", under)}
    >>> unit = (Fraction(0), Fraction(1))
    >>> [str(own.estimate) for own in likelihoods(regions, {"c": unit, "z": unit}, {}).outcomes]
    ['1/2', '1/2']
    >>> [str(own.estimate) for own in likelihoods(regions, {"c": unit}, {"z": Fraction(1, 4)}).outcomes]
    ['1/4', '3/4']
    """
    under = next(iter(regions.values())).assumptions
    for name, (low, high) in intervals.items():
        known_symbol(under, name)
        if low >= high:
            raise UsageError(f"the interval of {name} is empty", hint=f"such as {name}=0:1")
    needed = under.about({*intervals, *(name for where in regions.values() for name in where.names)})
    for name in needed.names:
        if name not in intervals and name not in point:
            raise UsageError(f"{name} has neither a value nor an interval", hint=f"give {name} an interval, or set it")
    fixed: dict[str, Polynomial | Fraction | int] = {
        name: point[name] for name in needed.names if name not in intervals
    }
    admitted = replaced(needed.formula, fixed)
    held = {outcome: conjunction(admitted, replaced(where.formula, fixed)) for outcome, where in regions.items()}
    try:
        return _exactly(admitted, held, intervals)
    except (NotApplicable, TooLarge):
        return _enclosed(admitted, held, intervals) or _sampled(admitted, held, intervals)


def _exactly(admitted: Formula, held: Mapping[str, Formula], intervals: Intervals) -> Likelihoods:
    whole = Fraction(1)
    for low, high in intervals.values():
        whole *= high - low
    inside = volume(admitted, intervals)
    _some(inside)
    shares = {outcome: volume(formula, intervals) / inside for outcome, formula in held.items()}
    found = tuple(Likelihood(outcome, share, share, share) for outcome, share in shares.items())
    return Likelihoods(found, inside / whole, True, "exact volumes")


def _some(inside: Fraction) -> None:
    if not inside:
        raise UsageError("the assumptions exclude all these values", hint="draw within what the case assumes")


def _enclosed(admitted: Formula, held: Mapping[str, Formula], intervals: Intervals) -> Likelihoods | None:
    """Certified bounds; ``None`` where they are too far apart to be of use."""
    try:
        [(low, high), *found] = volume_bounds({"": admitted, **held}, intervals).values()
    except TooLarge:
        return None
    if not low:
        return None
    shares = []
    for outcome, (least, most) in zip(held, found, strict=True):
        bounds = (
            Fraction(least * STEPS // high, STEPS),
            min(Fraction(1), Fraction(-(-most * STEPS // low), STEPS)),
        )
        if bounds[1] - bounds[0] > CLOSE:
            return None
        shares.append(Likelihood(outcome, *bounds, (bounds[0] + bounds[1]) / 2))
    method = "cutting up the box; the bounds are certified (Bernstein coefficients), the estimate is their middle"
    return Likelihoods(tuple(shares), (low + high) / 2, False, method)


def _sampled(admitted: Formula, held: Mapping[str, Formula], intervals: Intervals) -> Likelihoods:
    draw = Random(SEED)
    counts = dict.fromkeys(held, 0)
    inside = 0
    for _ in range(DRAWS):
        at = {
            name: low + (high - low) * Fraction(draw.randrange(1 << 20), 1 << 20)
            for name, (low, high) in intervals.items()
        }
        if true_at(admitted, at):
            inside += 1
            reached = next((outcome for outcome, formula in held.items() if true_at(formula, at)), None)
            if reached is not None:
                counts[reached] += 1
    _some(Fraction(inside))
    found = tuple(
        Likelihood(outcome, *binomial_bounds(count, inside), Fraction(count, inside))
        for outcome, count in counts.items()
    )
    method = (
        f"{DRAWS:,} draws with seed {SEED}; the bounds hold the probability of each outcome with confidence "
        f"{CONFIDENCE.numerator} per cent (Clopper and Pearson)"
    )
    return Likelihoods(found, Fraction(inside, DRAWS), False, method)


def binomial_bounds(count: int, draws: int) -> tuple[Fraction, Fraction]:
    """The exact bounds of a probability from how often something came about, rounded outwards.

    Parameters
    ----------
    count, draws
        How often, of how many.

    Examples
    --------
    >>> binomial_bounds(0, 10) == (0, Fraction(6739, 16384))
    True

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26:404-413.
    """
    low = Fraction(0) if count == 0 else 1 - _upper(draws - count, draws)
    high = Fraction(1) if count == draws else _upper(count, draws)
    return low, high


def _upper(count: int, draws: int) -> Fraction:
    """The least step at which at most so many of the draws have no more than half of what the confidence leaves."""
    left = (1 - CONFIDENCE) / 2
    low, high = 0, STEPS
    while high - low > 1:
        middle = (low + high) // 2
        if _tail(count, draws, middle) * left.denominator <= left.numerator * STEPS**draws:
            high = middle
        else:
            low = middle
    return Fraction(high, STEPS)


def _tail(count: int, draws: int, step: int) -> int:
    """The probability of at most ``count`` of the draws, each with ``step/STEPS``, in parts of ``STEPS**draws``."""
    other = STEPS - step
    term, total = 1, 1
    for place in range(count):
        term = term * step * (draws - place) // (place + 1)
        total = total * other + term
    return int(total * other ** (draws - count))
