"""Indices over yes, abstain and no, at any probability of abstention.

Members abstain with a probability p and say yes or no with (1 - p) / 2 each, independently; a third each where nothing
is said.  At p = 0 these are the indices over two ballots:

>>> from coopsec_games.cooperative.rules import Consent
>>> rule = Consent(("a", "b"))
>>> print(ternary_penrose(rule)["a"], ternary_penrose(rule, abstention=0)["a"])
1/3 1/2
>>> print(in_abstention("ternary-penrose", rule)["a"])
1/2 - p/2

Most rules that do not look for a no treat an abstention as a no, and a rule that only looks for a no treats it as a
yes.  The coalitions of such a rule are counted as those of a simple game, whatever its size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import comb, factorial
from operator import mul
from typing import TYPE_CHECKING

from ...errors import NotApplicable
from ..ballots import Ballot, Member, VotingRule
from ..counting import Outcomes, swing_sizes
from ..rules import All, Any, Consent, Dual, Excluding, NoObjection, Present, Qualified, Quorum, Quota, Weight
from ..simple_games import SimpleGame, TernaryGame
from .answers import POWER_INDICES, Game, Power, somebody, spread, ternary
from .binary import pivots
from .chances import Terms, expression, probability, tallies, value

if TYPE_CHECKING:
    from sympy import Expr

__all__ = [
    "absence_counts_as_abstention",
    "abstention_counts_as",
    "in_abstention",
    "ternary_penrose",
    "ternary_shapley_shubik",
]

THIRD = Fraction(1, 3)


def abstention_counts_as(rule: VotingRule) -> Ballot | None:
    """The ballot that a rule takes an abstention for, always and from everybody: no, yes, or neither of them.

    Examples
    --------
    >>> print(abstention_counts_as(Consent(("a", "b"))), abstention_counts_as(NoObjection(("a", "b"))))
    no yes
    >>> print(abstention_counts_as(All((Quota(("a", "b"), 1), NoObjection(("a", "b"))))))
    None
    """
    alike = _taken_for(rule)
    return next((ballot for ballot in (Ballot.NO, Ballot.YES) if ballot in alike), None)


def _taken_for(rule: VotingRule) -> frozenset[Ballot]:
    if isinstance(rule, Qualified | Quorum):  # neither asks how those who are present vote, yes, abstain or no
        return frozenset({Ballot.NO, Ballot.YES})
    if isinstance(rule, Quota | Weight | Consent):
        return frozenset({Ballot.NO})
    if isinstance(rule, NoObjection):
        return frozenset({Ballot.YES})
    if isinstance(rule, Present):
        return frozenset({Ballot.NO, Ballot.YES})
    if isinstance(rule, All | Any):
        return frozenset.intersection(*map(_taken_for, rule.parts))
    if isinstance(rule, Excluding):
        return _taken_for(rule.rule)
    if isinstance(rule, Dual):
        opposite = {Ballot.NO: Ballot.YES, Ballot.YES: Ballot.NO}
        return frozenset(opposite[ballot] for ballot in _taken_for(rule.rule))
    inner = _of_those_present(rule)
    return frozenset() if inner is None else _taken_for(inner)


def absence_counts_as_abstention(rule: VotingRule) -> bool:
    """Whether a rule takes an empty chair for an abstention, always and from everybody.

    Examples
    --------
    >>> absence_counts_as_abstention(Quota(("a", "b"), 1)), absence_counts_as_abstention(Present(("a", "b")))
    (True, False)
    """
    if isinstance(rule, Quota | Weight | Consent | NoObjection):
        return True
    if isinstance(rule, All | Any):
        return all(map(absence_counts_as_abstention, rule.parts))
    if isinstance(rule, Excluding | Dual):
        return absence_counts_as_abstention(rule.rule)
    inner = _of_those_present(rule)
    return inner is not None and absence_counts_as_abstention(inner)


def _of_those_present(rule: VotingRule) -> VotingRule | None:
    """The rule whose absent members have left, where this is one."""
    inner = getattr(rule, "rule", None)
    return inner if isinstance(inner, VotingRule) and hasattr(rule, "absent") else None


@POWER_INDICES.register(
    "ternary-shapley-shubik",
    title="Ternary Shapley-Shubik index",
    cite="D. S. Felsenthal and M. Machover 1997, IJGT 26, 335-351",
)
def ternary_shapley_shubik(game: Game, method: str = "auto", abstention: int | Fraction | str = THIRD) -> Power:
    """The chance to be the pivot of a roll call in which members may abstain.

    Members are called in a random order and answer yes, abstain or no; the pivot is the first whose answer settles the
    outcome, whatever follows.

    A text is settled as adopted once it passes even if everyone still to come votes no.  So the pivot of an adopted
    text turns the outcome from no to its own ballot while those who said no and those still to come vote no; it is
    enough to count these by how many they are.  For a rejected text the same holds with yes.  Where a rule takes an
    abstention for a no, or for a yes, the index is that of the simple game, at every probability of abstention: the
    answers are exchangeable (Mann and Shapley 1964).

    Parameters
    ----------
    game
        A game or a voting rule.
    method
        How coalitions are counted, where the rule takes an abstention for a no or for a yes; else ``"auto"`` or
        ``"kinds"``.
    abstention
        The probability of abstention, from 0 to 1.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import Consent
    >>> [str(share) for share in ternary_shapley_shubik(Consent(("a", "b"))).values()]
    ['1/2', '1/2']

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    Axioms: efficiency, symmetry, dummy.
    """
    return _at("ternary-shapley-shubik", game, method, abstention)


@POWER_INDICES.register(
    "ternary-penrose",
    title="Ternary Penrose measure",
    cite="D. S. Felsenthal and M. Machover 1997, IJGT 26, 335-351",
)
def ternary_penrose(game: Game, method: str = "auto", abstention: int | Fraction | str = THIRD) -> Power:
    """The chance that a yes for a no adopts the text, where all others vote yes, abstain or no.

    Parameters
    ----------
    game
        A game or a voting rule.
    method
        How coalitions are counted, where the rule takes an abstention for a no or for a yes; else ``"auto"`` or
        ``"kinds"``.
    abstention
        The probability of abstention, from 0 to 1.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> print(ternary_penrose(NoObjection(("a", "b", "c")))["a"])
    4/9

    References
    ----------
    D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Game Theory 26, 335-351.
    Axioms: symmetry, dummy.
    """
    return _at("ternary-penrose", game, method, abstention)


def in_abstention(key: str, game: Game, name: str = "p", method: str = "auto") -> Mapping[Member, Fraction | Expr]:
    """A ternary index as a polynomial in the probability of abstention.

    Parameters
    ----------
    key
        ``"ternary-shapley-shubik"`` or ``"ternary-penrose"``.
    game
        A game or a voting rule.
    name
        What the probability is called.
    method
        As for the index.

    Raises
    ------
    NotApplicable
        The index is not over three ballots.
    FormulaError
        The name cannot be one.

    Examples
    --------
    >>> from coopsec_games.cooperative.rules import NoObjection
    >>> print(in_abstention("ternary-penrose", NoObjection(("a", "b", "c")))["a"])
    p**2/4 + p/2 + 1/4
    """
    from ...formulas import check_name

    check_name(name)
    if key not in _TERMS:
        raise NotApplicable(f"{key!r} is no index over three ballots", hint="known: " + ", ".join(_TERMS))
    terms, _ = _TERMS[key](ternary(game), method)
    written = {id(each): expression(each, name) for each in terms.values()}
    return {member: written[id(each)] for member, each in terms.items()}


def _at(key: str, game: Game, method: str, abstention: int | Fraction | str) -> Power:
    over_three = ternary(game)
    chance = probability(abstention, "the probability of abstention")
    taken = abstention_counts_as(over_three.rule)
    if key == "ternary-penrose" and taken is not None:
        return _at_one_chance(over_three, method, (1 - chance if taken is Ballot.NO else 1 + chance) / 2)
    terms, counted = _TERMS[key](over_three, method)
    values = {id(each): value(each, chance) for each in terms.values()}
    return spread(over_three.members, [values[id(terms[member])] for member in over_three.members], counted)


def _at_one_chance(game: TernaryGame, method: str, helping: Fraction) -> Power:
    """The chance to decide where all others, each with one chance, vote for the text or as good as for it."""
    counted = swing_sizes(SimpleGame(game.rule, Ballot.NO), method)
    above, below, others = helping.numerator, helping.denominator, len(game.members) - 1
    likely = [above**yes * (below - above) ** (others - yes) for yes in range(others + 1)]
    found: dict[tuple[int, ...], Fraction] = {}
    for sizes in map(tuple, counted.sizes.values()):
        if sizes not in found:
            found[sizes] = Fraction(sum(map(mul, sizes, likely)), below**others)
    return spread(game.members, [found[tuple(counted.sizes[member])] for member in game.members], counted.method)


def _penrose_terms(game: TernaryGame, method: str) -> tuple[dict[Member, Terms], str]:
    taken = abstention_counts_as(game.rule)
    if taken is None:
        outcomes = _by_kinds(game, method)
        size = outcomes.size
        abstain = outcomes.ballots.index(Ballot.ABSTAIN)
        found: list[Terms] = []
        for ways in tallies(outcomes, Ballot.NO, Ballot.YES):
            terms: dict[tuple[int, int], int] = {}
            for tally, number in ways.items():
                power = (tally[abstain], size - 1 - tally[abstain])
                terms[power] = terms.get(power, 0) + number
            found.append(terms)
        return _of_kinds(outcomes.kinds, found), "kinds"
    counted = swing_sizes(SimpleGame(game.rule, Ballot.NO), method)
    written: dict[tuple[int, ...], Terms] = {}
    for sizes in map(tuple, counted.sizes.values()):
        if sizes not in written:
            written[sizes] = _mixed(sizes, taken)
    return {member: written[tuple(sizes)] for member, sizes in counted.sizes.items()}, counted.method


def _mixed(sizes: tuple[int, ...], taken: Ballot) -> Terms:
    """The others who help or harm, each at once by two ballots, one of which is to abstain."""
    terms: dict[tuple[int, int], int] = {}
    for helping, ways in enumerate(sizes):
        both = len(sizes) - 1 - helping if taken is Ballot.NO else helping
        for abstaining in range(both + 1) if ways else ():
            power = (abstaining, len(sizes) - 1 - abstaining)
            terms[power] = terms.get(power, 0) + ways * comb(both, abstaining)
    return terms


def _pivot_terms(game: TernaryGame, method: str) -> tuple[dict[Member, Terms], str]:
    size = len(game.members)
    if abstention_counts_as(game.rule) is not None:
        counted = swing_sizes(SimpleGame(game.rule, Ballot.NO), method)
        sizes = [tuple(counted.sizes[member]) for member in game.members]
        shares = dict(zip(sizes, pivots(sizes), strict=True))
        constant: dict[tuple[int, ...], Terms] = {each: {(0, 0): share} for each, share in shares.items()}
        return {m: constant[each] for m, each in zip(game.members, sizes, strict=True)}, counted.method
    outcomes = _by_kinds(game, method)
    abstain = outcomes.ballots.index(Ballot.ABSTAIN)
    found: list[dict[tuple[int, int], int]] = [{} for _ in outcomes.kinds]
    for extreme, answers in ((Ballot.NO, (Ballot.ABSTAIN, Ballot.YES)), (Ballot.YES, (Ballot.ABSTAIN, Ballot.NO))):
        held = outcomes.ballots.index(extreme)
        for answer in answers:
            for terms, ways in zip(found, tallies(outcomes, extreme, answer), strict=True):
                for tally, number in ways.items():
                    fixed, loose = size - 1 - tally[held], tally[held]
                    abstaining = tally[abstain] + (answer is Ballot.ABSTAIN)
                    for called in range(loose + 1):
                        power = (abstaining, fixed + called + 1 - abstaining)
                        orders = factorial(fixed + called) * factorial(loose - called)
                        terms[power] = terms.get(power, 0) + number * comb(loose, called) * orders
    somebody(number for terms in found for number in terms.values())
    every = factorial(size)
    shares_of = [{power: Fraction(number, every) for power, number in terms.items()} for terms in found]
    return _of_kinds(outcomes.kinds, shares_of), "kinds"


def _of_kinds(kinds: Sequence[Sequence[Member]], found: Sequence[Terms]) -> dict[Member, Terms]:
    return {member: terms for kind, terms in zip(kinds, found, strict=True) for member in kind}


def _by_kinds(game: TernaryGame, method: str) -> Outcomes:
    if method not in ("auto", "kinds"):
        raise NotApplicable(f"ways of voting over three ballots are counted by kinds, not by {method!r}")
    return game.outcomes()


_TERMS: Mapping[str, Callable[[TernaryGame, str], tuple[dict[Member, Terms], str]]] = {
    "ternary-shapley-shubik": _pivot_terms,
    "ternary-penrose": _penrose_terms,
}
