r"""Power as a polynomial: the multilinear extension, and what members decide when they vote yes with a probability.

Let every member i vote yes with a probability :math:`x_i`, independently.  The chance that the text is adopted is the
multilinear extension f of the game (Owen 1972), and the chance that i decides is its derivative by :math:`x_i`.  At
1/2 that is the Penrose measure; along the diagonal, on average over a common probability, the Shapley-Shubik index.
Straffin (1977) reads the two as standards: *independence*, where everyone's probability is drawn on its own, and
*homogeneity*, where a group shares one draw.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> game = simple_game("[3; 2, 1, 1]")
>>> print(multilinear_extension(game))
-x_1*x_2*x_3 + x_1*x_2 + x_1*x_3
>>> print(swing_chances(game)["1"])
-p**2 + 2*p
>>> print(straffin(game)["1"], straffin(game, [game.members])["1"], straffin(game, [("1", "2")])["1"])
3/4 2/3 3/4
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb, factorial, prod
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...errors import TooLarge, UsageError, did_you_mean
from ..ballots import Ballot, Member
from ..counting import Grouped, outcomes_by_kinds, swing_sizes
from .answers import Game, Power, binary, spread
from .binary import penrose, shapley_shubik
from .chances import moves, powers

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["dividends", "multilinear_extension", "straffin", "swing_chances"]

MOST_TERMS = 20_000


def dividends(game: Game) -> Mapping[tuple[int, ...], int]:
    """The Harsanyi dividends by kinds: what a coalition adds to all that lies within it, where that is not nothing.

    Returns
    -------
    How many members of each of the game's kinds, to the dividend of every such coalition.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> dict(dividends(simple_game("[3; 2, 1, 1]")))
    {(1, 1): 1, (1, 2): -1}

    References
    ----------
    J. C. Harsanyi 1959, A bargaining model for the cooperative n-person game, in: Contributions to the Theory of Games
    IV, 325-355.
    """
    outcomes = binary(game).outcomes()
    values = list(outcomes.adopted)
    stride = len(values)
    for choices in outcomes.choices:
        block, length = stride, len(choices)
        stride //= length
        signs = [[comb(top, low) * (-1) ** (top - low) for low in range(top + 1)] for top in range(length)]
        for start in range(0, len(values), block):
            for place in range(start, start + stride):
                row = values[place : place + block : stride]
                values[place : place + block : stride] = [
                    sum(sign * old for sign, old in zip(each, row, strict=False) if old) for each in signs
                ]
    vectors = product(*(range(len(choices)) for choices in outcomes.choices))
    return MappingProxyType({vector: value for vector, value in zip(vectors, values, strict=True) if value})


def multilinear_extension(game: Game, names: Mapping[Member, str] | None = None) -> Expr:
    """The chance that a text is adopted, as a polynomial in the members' probabilities of a yes.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    names
        What each member's probability is called; ``x_`` before the member, where it is not given.

    Raises
    ------
    TooLarge
        The polynomial has more than 20,000 terms.
    FormulaError
        A name cannot be one.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(multilinear_extension(simple_game("[2; 1, 1]"), {"1": "a", "2": "b"}))
    a*b

    References
    ----------
    G. Owen 1972, Multilinear extensions of games, Management Science 18, P64-P79.
    """
    from ...formulas import check_name
    from ...polynomials import Polynomial

    simple = binary(game)
    kinds, parts = simple.kinds, dividends(simple)
    number = sum(prod(comb(len(k), yes) for k, yes in zip(kinds, vector, strict=True)) for vector in parts)
    if number > MOST_TERMS:
        raise TooLarge(
            f"the multilinear extension has {number:,} terms, more than {MOST_TERMS:,}",
            hint="swing_chances() has the members' derivatives at one common probability",
        )
    written = {member: check_name((names or {}).get(member, f"x_{member}")) for member in simple.members}
    terms = {}
    for vector, value in parts.items():
        for chosen in product(*(combinations(kind, yes) for kind, yes in zip(kinds, vector, strict=True))):
            terms[tuple(sorted((written[member], 1) for part in chosen for member in part))] = value
    return Polynomial.from_terms(terms).to_sympy()


def swing_chances(game: Game, name: str = "p", method: str = "auto") -> Mapping[Member, Expr]:
    """The chance that each member decides when all others vote yes with one probability, as a polynomial in it.

    Its value at 1/2 is the Penrose measure, its integral from 0 to 1 the Shapley-Shubik index.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    name
        What the probability is called.
    method
        How coalitions are counted; ``"auto"`` chooses by cost.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(swing_chances(simple_game("[2; 1, 1, 1]"))["1"])
    -2*p**2 + 2*p
    """
    from ...formulas import check_name
    from ...polynomials import Polynomial

    check_name(name)
    simple = binary(game)
    counted = swing_sizes(simple, method)
    found: dict[tuple[int, ...], Expr] = {}
    for sizes in map(tuple, counted.sizes.values()):
        if sizes in found:
            continue
        coefficients = dict.fromkeys(range(len(sizes)), 0)
        for yes, ways in enumerate(sizes):
            for more in range(len(sizes) - yes) if ways else ():
                coefficients[yes + more] += (-1) ** more * comb(len(sizes) - 1 - yes, more) * ways
        found[sizes] = Polynomial.from_terms(powers(coefficients, name)).to_sympy()
    return MappingProxyType({member: found[tuple(counted.sizes[member])] for member in simple.members})


def straffin(game: Game, groups: Sequence[Collection[Member]] = (), method: str = "auto") -> Power:
    """The chance that each member decides, where members of a group share one standard and all others have their own.

    A standard is a probability of a yes, drawn evenly from 0 to 1.  With no group at all (independence) this is the
    Penrose measure, with one group of everybody (homogeneity) the Shapley-Shubik index; between them lies partial
    homogeneity.  A group of which y vote yes and o do not has them do so with the chance y! o! / (y + o + 1)!.

    Parameters
    ----------
    game
        A simple game or a voting rule.
    groups
        Groups of members without overlap.
    method
        How coalitions are counted where everybody or nobody is in one group; else they are counted by kinds.

    Raises
    ------
    UsageError
        Somebody in a group is no member, or is in two of them.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> game = simple_game("[5; 3, 2, 2, 1]")
    >>> [str(chance) for chance in straffin(game, [("1", "4"), ("2", "3")]).values()]
    ['1/2', '1/3', '1/3', '1/6']

    References
    ----------
    P. D. Straffin 1977, Homogeneity, independence, and power indices, Public Choice 30, 107-118.
    """
    simple = binary(game)
    group: dict[Member, int] = {}
    for number, chosen in enumerate(groups):
        for member in chosen:
            if member not in simple.members:
                raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), simple.members))
            if member in group:
                raise UsageError(f"{member} is in two groups")
            group[member] = number
    if not group:
        return penrose(simple, method)
    if len(group) == len(simple.members) and len(set(group.values())) == 1:
        return shapley_shubik(simple, method)
    outcomes = outcomes_by_kinds(Grouped(simple.rule, group), (simple.not_yes, Ballot.YES))
    of_kind = [group.get(kind[0]) for kind in outcomes.kinds]
    found = [Fraction(0)] * len(outcomes.kinds)
    for kind, voted, ways in moves(outcomes, simple.not_yes, Ballot.YES):
        drawn = {number: [0, 0] for number in set(group.values())}
        alone = 0
        for theirs, counts in zip(of_kind, voted, strict=True):
            if theirs is None:
                alone += sum(counts)
            else:
                drawn[theirs] = [old + new for old, new in zip(drawn[theirs], counts, strict=True)]
        chance = Fraction(ways, 2**alone)
        for others, yes in drawn.values():
            chance *= Fraction(factorial(yes) * factorial(others), factorial(yes + others + 1))
        found[kind] += chance
    values = {member: value for kind, value in zip(outcomes.kinds, found, strict=True) for member in kind}
    return spread(simple.members, [values[member] for member in simple.members], "kinds")
