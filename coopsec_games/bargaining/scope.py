"""What a rule lets through when members judge on their merits: the scope of joint action.

Each member approves with probability ``p``, on its own or, with probability ``rho``, all as one.  A rule with
``N_j`` winning coalitions of ``j`` members then passes a proposal with probability

    ``rho p + (1 - rho) sum_j N_j p**j (1 - p)**(n - j)``,

for unanimity ``rho p + (1 - rho) p**n``.  Shared values widen the scope of every rule that passes less than one member
would alone.

Examples
--------
>>> from coopsec_games.cooperative.rules import NoObjection
>>> ten = NoObjection(tuple("abcdefghij"))
>>> needed = required_correlation(ten, "4/5", "1/2")
>>> Fraction(56685, 100000) < needed < Fraction(56695, 100000)
True
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..cooperative.ballots import Ballot, Member
from ..cooperative.simple_games import SimpleGame
from ..errors import NotApplicable, UsageError
from ..formulas import exact
from ..noncooperative.payoffs import Payoff
from .games import tidy

if TYPE_CHECKING:
    from ..cooperative.ballots import VotingRule

__all__ = [
    "consensus_sizes",
    "likelihood",
    "pass_probability",
    "reliable_where",
    "required_correlation",
    "winning_sizes",
    "winning_with",
]

Likelihood: TypeAlias = "int | str | Payoff"


def winning_sizes(game: SimpleGame | VotingRule) -> tuple[int, ...]:
    """How many winning coalitions have no member, one, two, and so on.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> winning_sizes(simple_game("[3; 2, 1, 1]"))
    (0, 0, 2, 1)
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    outcomes = simple.outcomes()
    counts = [0] * (len(simple.members) + 1)
    for ways, size, adopted in zip(outcomes.ways(), outcomes.casting(Ballot.YES), outcomes.adopted, strict=True):
        counts[size] += ways if adopted else 0
    return tuple(counts)


def winning_with(game: SimpleGame | VotingRule) -> Mapping[tuple[Member, ...], tuple[int, ...]]:
    """For a member of each kind, how many winning coalitions of each size it is in.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> dict(winning_with(simple_game("[3; 2, 1, 1]")))
    {('1',): (0, 0, 2, 1), ('2', '3'): (0, 0, 1, 1)}
    """
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    outcomes = simple.outcomes()
    found: dict[tuple[Member, ...], list[int]] = {kind: [0] * (len(simple.members) + 1) for kind in outcomes.kinds}
    yes = outcomes.ballots.index(Ballot.YES)
    vectors = product(*([counts[yes] for counts in choices] for choices in outcomes.choices))
    for vector, ways, adopted in zip(vectors, outcomes.ways(), outcomes.adopted, strict=True):
        if adopted:
            for kind, count in zip(outcomes.kinds, vector, strict=True):
                found[kind][sum(vector)] += ways * count // len(kind)
    return {kind: tuple(counts) for kind, counts in found.items()}


def likelihood(counts: tuple[int, ...], approval: Payoff) -> Payoff:
    """The probability that those who approve are one of so many coalitions of each size."""
    size = len(counts) - 1
    total: Payoff = Fraction(0)
    for yes, ways in enumerate(counts):
        if ways:
            total = total + ways * approval**yes * (1 - approval) ** (size - yes)
    return exact(total)


def pass_probability(
    game: SimpleGame | VotingRule, approval: Likelihood, correlation: Likelihood = 0, names: tuple[str, ...] = ()
) -> Payoff:
    """How likely a proposal passes when each member approves with a probability.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.
    approval
        The probability that a member approves; a number, or a formula.
    correlation
        The probability that all judge as one.
    names
        The declared names, where the probabilities are texts with letters.

    Raises
    ------
    FormulaError
        For a formula that is none.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> pass_probability(Quota(("a", "b", "c"), 2), "3/5"), pass_probability(Quota(("a", "b", "c"), 3), "3/5", "1/2")
    (Fraction(81, 125), Fraction(51, 125))
    >>> pass_probability(Quota(("a", "b", "c"), 3), "p", "rho", ("p", "rho"))
    p**3*(1 - rho) + p*rho

    References
    ----------
    The mixture of a common and a private judgement is the project's own derivation.
    """
    p, rho = _read(approval, names), _read(correlation, names)
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    counts = winning_sizes(simple)
    together: Payoff = p * counts[-1] + (1 - p) * counts[0]
    return exact(rho * together + (1 - rho) * likelihood(counts, p))


def required_correlation(
    game: SimpleGame | VotingRule, approval: Likelihood, reliability: Likelihood, names: tuple[str, ...] = ()
) -> Payoff:
    """How often members must judge as one for a rule to pass proposals with a stated probability.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.
    approval
        The probability that a member approves.
    reliability
        The probability with which the body is to act; where it exceeds ``approval``, no correlation is enough.
    names
        The declared names, where the probabilities are texts with letters.

    Raises
    ------
    NotApplicable
        Where correlation changes nothing, or the rule passes more than a single member would: there it does harm.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> required_correlation(Quota(("a", "b"), 2), "p", "tau", ("p", "tau"))
    (p**2 - tau)/(p**2 - p)

    References
    ----------
    The project's own derivation.
    """
    p, tau = _read(approval, names), _read(reliability, names)
    apart, alike = pass_probability(game, p), pass_probability(game, p, 1)
    gained = tidy(exact(alike - apart))
    if gained == 0:
        raise NotApplicable("judging as one changes nothing under this rule")
    if isinstance(gained, Fraction) and gained < 0:
        raise NotApplicable("under this rule those who judge as one pass less than those who do not")
    return tidy(exact((tau - apart) / gained))


def reliable_where(
    game: SimpleGame | VotingRule,
    approval: Likelihood,
    correlation: Likelihood,
    reliability: Likelihood,
    assumptions: Assumptions,
) -> Condition:
    """Where a rule passes proposals with at least a stated probability.

    Parameters
    ----------
    game
        A simple game, or a rule with its "not yes" meaning no.
    approval, correlation, reliability
        Probabilities: that a member approves, that all judge as one, and with which the body is to act.
    assumptions
        The declared names, and what is assumed of them.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Quota
    >>> under = Assumptions.read(["rho"], "0 <= rho <= 1", solve_for=["rho"])
    >>> print(reliable_where(Quota(("a", "b"), 2), "1/2", "rho", "2/5", under))
    rho >= 3/5
    """
    names = assumptions.names
    chance = pass_probability(game, _read(approval, names), _read(correlation, names))
    return compare(chance, ">=", _read(reliability, names), assumptions).simplify()


def consensus_sizes(approval: Likelihood, weight: int | str | Fraction = 1) -> tuple[int, ...]:
    """How large a body under unanimity should be where ``n`` members are worth ``n**a`` when they agree.

    Parameters
    ----------
    approval
        The probability that a member approves, a number between 0 and 1.
    weight
        The exponent ``a`` of size, positive.

    Returns
    -------
    The best size, or the two neighbouring ones that are equally good.

    Raises
    ------
    UsageError
        Where the probability is not between 0 and 1, or the exponent is not positive.

    Examples
    --------
    >>> consensus_sizes("19/20"), consensus_sizes("9/10", 2), consensus_sizes("2/3", "1/2")
    ((19, 20), (19,), (1,))

    References
    ----------
    The project's own derivation; it is a formula, not a prediction: organisations of 32 and 57 decide by consensus.
    """
    p, a = exact(approval), exact(weight)
    if not isinstance(p, Fraction) or not 0 < p < 1:
        raise UsageError("the probability of approval must be a number between 0 and 1")
    if not isinstance(a, Fraction) or a <= 0:
        raise UsageError("the weight of size must be a positive number")

    def growth(size: int) -> Fraction:
        """How one more member changes the worth: above 1 it gains."""
        return Fraction(size + 1, size) ** a.numerator * p**a.denominator

    high = 1
    while growth(high) >= 1:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if growth(middle) >= 1:
            low = middle
        else:
            high = middle
    best = high  # the first size that one more member does not improve strictly or keep
    return (best - 1, best) if best > 1 and growth(best - 1) == 1 else (best,)


def _read(value: Likelihood, names: tuple[str, ...]) -> Payoff:
    return exact(value, names) if isinstance(value, str) else exact(value)
