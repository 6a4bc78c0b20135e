"""Allocations: what each member gets, or could get, of what all get together.

Each is an ordinary function of a game with transferable utility; :data:`ALLOCATIONS` knows them by name.  A simple
game, or a voting rule, counts as the game in which a winning coalition gets 1.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> council = simple_game("[39; 7*5, 1*10]")
>>> print(nucleolus(council).payoffs["1"], shapley_value(council)["1"], core(council).empty)
1/5 421/2145 False
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from ..errors import NotApplicable, Unverified
from ..registry import Registry
from ..results import Shown
from .ballots import Member, VotingRule
from .least_excess import Step, least_excesses
from .simple_games import SimpleGame
from .tu_games import Counts, TUGame, as_tu_game

__all__ = [
    "ALLOCATIONS",
    "Answer",
    "Core",
    "Game",
    "LeastCore",
    "Nucleolus",
    "Payoffs",
    "allocate",
    "core",
    "harsanyi_dividends",
    "least_core",
    "nucleolus",
    "prenucleolus",
    "shapley_value",
]

Game: TypeAlias = TUGame | SimpleGame | VotingRule
Payoffs: TypeAlias = Mapping[Member, Fraction]


@dataclass(frozen=True, repr=False)
class Core(Shown):
    """A point of the core, or the proof that there is none.

    Parameters
    ----------
    payoffs
        A point: no coalition can get more on its own than its members get here.  None where the core is empty.
    balanced
        Where it is empty, weights of vectors of counts that give every member 1 in all (a vector's weight is shared
        alike by its coalitions), and under which the coalitions get more than all together.
    worth
        What the weighted coalitions get.
    """

    payoffs: Payoffs | None
    balanced: Mapping[Counts, Fraction] | None = None
    worth: Fraction | None = None

    def __post_init__(self) -> None:
        for name in ("payoffs", "balanced"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else MappingProxyType(dict(value)))

    @property
    def empty(self) -> bool:
        """Whether there is no point."""
        return self.payoffs is None


@dataclass(frozen=True, repr=False)
class LeastCore(Shown):
    """The largest excess of a coalition, made as small as it can be, and a point at which it is.

    Parameters
    ----------
    excess
        What some coalition must lack of its worth, or where negative, what each can have beyond it.  The core is empty
        just where it is positive.
    payoffs
        A point at which no excess is larger.
    proof
        Weights that prove it.
    """

    excess: Fraction
    payoffs: Payoffs
    proof: Step

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", MappingProxyType(dict(self.payoffs)))


@dataclass(frozen=True, repr=False)
class Nucleolus(Shown):
    """The payoffs under which the excesses, the largest first, are least.

    Parameters
    ----------
    payoffs
        What each member gets.
    proof
        One step for each excess that was made as small as it can be.
    """

    payoffs: Payoffs
    proof: tuple[Step, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", MappingProxyType(dict(self.payoffs)))


Answer: TypeAlias = Payoffs | Mapping[Counts, Fraction] | Core | LeastCore | Nucleolus

ALLOCATIONS: Registry[Callable[[Game], Answer]] = Registry("allocation")

Found = TypeVar("Found", bound=Callable[[Game], Answer])


def _registered(key: str, *, title: str, cite: str) -> Callable[[Found], Found]:
    """Enter a function, which keeps its own type."""

    def enter(function: Found) -> Found:
        ALLOCATIONS.register(key, title=title, cite=cite)(function)
        return function

    return enter


def allocate(key: str, game: Game) -> Answer:
    """An allocation by its name.

    Parameters
    ----------
    key
        The allocation, such as ``"nucleolus"``; :data:`ALLOCATIONS` lists them.
    game
        A game with transferable utility, a simple game, or a voting rule.

    Raises
    ------
    UnknownKey
        There is no such allocation.
    NotApplicable
        The game has no such allocation.
    InvalidGame
        It is a rule under which a text passes without any yes.
    TooLarge
        The members are of too many kinds.
    """
    return ALLOCATIONS[key].function(game)


@_registered(
    "shapley-value", title="Shapley value", cite="L. S. Shapley 1953, Contributions to the Theory of Games II, 307-317"
)
def shapley_value(game: Game) -> Payoffs:
    """What a member adds to those before it, on average over all orders.

    Vectors of counts stand for the coalitions before the member.

    Examples
    --------
    >>> from coopsec_games.cooperative.tu_games import airport_game
    >>> [str(pays) for pays in shapley_value(airport_game({"a": 3, "b": 6, "c": 12})).values()]
    ['-1', '-5/2', '-17/2']

    References
    ----------
    L. S. Shapley 1953, A value for n-person games, Contributions to the Theory of Games II, 307-317.
    Axioms: efficiency, symmetry, dummy, additivity.
    """
    told = as_tu_game(game)
    size, sizes = len(told.members), told.sizes
    parts, worths = told.whole()
    steps = [told.place([int(k == kind) for k in range(len(sizes))]) for kind in range(len(sizes))]
    totals = [0] * len(sizes)
    for place, counts in enumerate(told.vectors()):
        before, orders = sum(counts), 0
        for kind, (step, count, others) in enumerate(zip(steps, counts, sizes, strict=True)):
            if count < others and (added := worths[place + step] - worths[place]):
                orders = orders or told.coalitions(counts) * factorial(before) * factorial(size - 1 - before)
                totals[kind] += added * orders * (others - count)
    values = [Fraction(total, parts * others * factorial(size)) for total, others in zip(totals, sizes, strict=True)]
    return MappingProxyType(told.by_member(values))


@_registered(
    "harsanyi-dividends",
    title="Harsanyi dividends",
    cite="J. C. Harsanyi 1959, Contributions to the Theory of Games IV",
)
def harsanyi_dividends(game: Game) -> Mapping[Counts, Fraction]:
    """What each coalition adds to the dividends of those within it: its coordinate in unanimity games.

    Returns
    -------
    The dividend of every coalition of a vector of counts; vectors without a dividend are left out.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> {counts: str(dividend) for counts, dividend in harsanyi_dividends(simple_game("[3; 2, 1, 1]")).items()}
    {(1, 1): '1', (1, 2): '-1'}

    References
    ----------
    J. C. Harsanyi 1959, A bargaining model for the cooperative n-person game, Contributions to the Theory of Games IV.
    """
    told = as_tu_game(game)
    parts, dividends = told.whole()
    stride = len(dividends)
    for length in told.lengths:
        block, stride = stride, stride // length
        for start in (low + offset for low in range(0, len(dividends), block) for offset in range(stride)):
            line = dividends[start : start + block : stride]
            for done in range(1, length):  # the k-th number of a line becomes its k-th difference
                line[done:] = [after - before for before, after in zip(line[done - 1 :], line[done:], strict=False)]
            dividends[start : start + block : stride] = line
    return MappingProxyType(
        {counts: Fraction(d, parts) for counts, d in zip(told.vectors(), dividends, strict=True) if d}
    )


@_registered(
    "core", title="Core: a point, or balanced weights against it", cite="D. B. Gillies 1959; L. S. Shapley 1967"
)
def core(game: Game) -> Core:
    """A point that no coalition can improve upon, or the balanced weights that prove that there is none.

    The point is in the least core: no coalition is closer to its worth than need be.  Interchangeable members get
    alike, which is always possible, for a core holds the mean of its points.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> found = core(simple_game("[2; 1, 1, 1]"))
    >>> found.empty, dict(found.balanced), found.worth
    (True, {(2,): Fraction(3, 2)}, Fraction(3, 2))

    References
    ----------
    O. N. Bondareva 1963, Problemy Kibernetiki 10, 119-139.  L. S. Shapley 1967, On balanced sets and cores, Naval
    Research Logistics Quarterly 14, 453-460.
    """
    told = as_tu_game(game)
    if len(told.members) == 1:
        return Core(told.by_member([told.grand]))
    found = least_core(told)
    if found.excess <= 0:
        return Core(found.payoffs)
    weights = found.proof.weights
    given = sum((w * c[0] for c, w in weights.items()), Fraction(0)) / told.sizes[0]
    balanced = {counts: weight / given for counts, weight in weights.items()}
    worth = sum((weight * told.worths[told.place(counts)] for counts, weight in balanced.items()), Fraction(0))
    shares = [sum(w * c[kind] for c, w in balanced.items()) for kind in range(len(told.sizes))]
    if shares != list(told.sizes) or worth <= told.grand:
        raise Unverified("the weights against a core failed their exact check")
    return Core(None, balanced, worth)


@_registered(
    "least-core",
    title="Least core: the smallest largest excess, and a point",
    cite="M. Maschler, B. Peleg and L. S. Shapley 1979, MOR 4, 303-338",
)
def least_core(game: Game) -> LeastCore:
    """The largest excess of a coalition, made as small as it can be, with a point and a proof.

    Coalitions but nobody and everybody count, and payoffs need not be rational.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(least_core(simple_game("[2; 1, 1, 1]")).excess)
    1/3

    References
    ----------
    M. Maschler, B. Peleg and L. S. Shapley 1979, Geometric properties of the kernel, nucleolus, and related solution
    concepts, Mathematics of Operations Research 4, 303-338.
    """
    told = as_tu_game(game)
    if len(told.members) == 1:
        raise NotApplicable("a member alone has no coalition but itself: there is no excess")
    if len(told.kinds) == 1:
        return _alike(told)
    payoffs, (step,) = least_excesses(told, rational=False, steps=1)
    return LeastCore(step.excess, told.by_member(payoffs), step)


@_registered("nucleolus", title="Nucleolus", cite="D. Schmeidler 1969, SIAM J. Appl. Math. 17, 1163-1170")
def nucleolus(game: Game) -> Nucleolus:
    """The rational payoffs whose largest excess is least, then the next largest, and so on.

    Linear programs settle one excess after another, each with weights that prove it; the answer has been re-checked
    from these alone.

    Raises
    ------
    NotApplicable
        What the members have alone is more than what all have together.

    Examples
    --------
    >>> from coopsec_games.cooperative.tu_games import bankruptcy_game
    >>> [str(gets) for gets in nucleolus(bankruptcy_game(200, {"a": 100, "b": 200, "c": 300})).payoffs.values()]
    ['50', '75', '75']

    References
    ----------
    D. Schmeidler 1969, The nucleolus of a characteristic function game, SIAM Journal on Applied Mathematics 17,
    1163-1170.  E. Kohlberg 1971, On the nucleolus of a characteristic function game, the same 20, 62-66.
    """
    told = as_tu_game(game)
    payoffs, proof = least_excesses(told, rational=True)
    return Nucleolus(told.by_member(payoffs), proof)


@_registered("prenucleolus", title="Prenucleolus", cite="A. I. Sobolev 1975; D. Schmeidler 1969")
def prenucleolus(game: Game) -> Nucleolus:
    """The payoffs whose largest excess is least, then the next largest, whether rational or not.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> [str(gets) for gets in prenucleolus(simple_game("[1; 1, 1, 1]")).payoffs.values()]
    ['1/3', '1/3', '1/3']

    References
    ----------
    A. I. Sobolev 1975, The characterization of optimality principles in cooperative games by functional equations.
    """
    told = as_tu_game(game)
    payoffs, proof = least_excesses(told, rational=False)
    return Nucleolus(told.by_member(payoffs), proof)


def _alike(game: TUGame) -> LeastCore:
    """The least core where all members are interchangeable: all get alike."""
    size = len(game.members)
    payoff = game.grand / size
    excess, count = max((game.worths[c] - c * payoff, -c) for c in range(1, size))
    return LeastCore(excess, game.by_member([payoff]), Step(excess, {(-count,): Fraction(1)}, {}))
