"""Games with transferable utility: what each coalition can get on its own.

Members of one kind are interchangeable, so a worth is kept for each vector of counts: fifteen members of the Security
Council need 66 numbers, a game whose members all differ 2 ** n.

>>> game = tu_game(("a", "b", "c"), {("a", "b"): 1, ("a", "c"): 1, ("a", "b", "c"): 1})
>>> print(game.worth(["a", "c"]), game.worth(["b", "c"]), game.grand)
1 0 1
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import comb, lcm, prod
from typing import TypeAlias

from ..errors import FormulaError, InvalidGame, TooLarge, UsageError, did_you_mean
from ..results import Shown
from .ballots import Member, VotingRule
from .reading import shortly
from .simple_games import SimpleGame

__all__ = [
    "LARGEST",
    "Counts",
    "TUGame",
    "Worth",
    "airport_game",
    "as_tu_game",
    "bankruptcy_game",
    "glove_game",
    "lexicographic_game",
    "tu_game",
]

LARGEST = 2**18  # vectors of counts

Counts: TypeAlias = tuple[int, ...]
Worth: TypeAlias = "int | str | Fraction"


@dataclass(frozen=True, repr=False)
class TUGame(Shown):
    """A game in characteristic function form.

    Parameters
    ----------
    members
        Everyone, in the order of the answers.
    kinds
        The same members, those who are interchangeable together.
    worths
        What a coalition gets, for each vector of counts by kind; the last kind's count runs fastest.  Nobody gets 0.

    Raises
    ------
    InvalidGame
        The kinds are no partition of the members, the numbers are not as many as the vectors, or nobody gets something.

    References
    ----------
    J. von Neumann and O. Morgenstern 1944, Theory of Games and Economic Behavior, ch. VI.
    """

    members: tuple[Member, ...]
    kinds: tuple[tuple[Member, ...], ...]
    worths: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        told = [member for kind in self.kinds for member in kind]
        if not told or not all(self.kinds) or len(set(told)) < len(told) or set(told) != set(self.members):
            raise InvalidGame("every member belongs to one kind, and to one only")
        if len(self.members) != len(told):
            raise InvalidGame("a member is named twice")
        if len(self.worths) != prod(self.lengths):
            raise InvalidGame(f"{len(self.worths):,} worths for {prod(self.lengths):,} vectors of counts")
        if self.worths[0]:
            raise InvalidGame("the empty coalition is worth 0 in every game", hint=f"here it is worth {self.worths[0]}")

    @property
    def sizes(self) -> Counts:
        """How many members each kind has."""
        return tuple(len(kind) for kind in self.kinds)

    @property
    def lengths(self) -> Counts:
        """How many counts each kind has: none of it up to all of it."""
        return tuple(len(kind) + 1 for kind in self.kinds)

    @property
    def grand(self) -> Fraction:
        """What all together get."""
        return self.worths[-1]

    def whole(self) -> tuple[int, list[int]]:
        """The worths as whole multiples of one part of a unit, and how many parts a unit has."""
        parts = lcm(*{worth.denominator for worth in self.worths})
        return parts, [worth.numerator * (parts // worth.denominator) for worth in self.worths]

    def vectors(self) -> Iterator[Counts]:
        """The vectors of counts, in the order of the worths."""
        return product(*map(range, self.lengths))

    def place(self, counts: Iterable[int]) -> int:
        """Where a vector of counts stands in the order of the worths."""
        place = 0
        for count, length in zip(counts, self.lengths, strict=True):
            if not 0 <= count < length:
                raise UsageError(f"{count} of a kind of {length - 1}")
            place = place * length + count
        return place

    def worth(self, coalition: Iterable[Member]) -> Fraction:
        """What these members get on their own.

        Raises
        ------
        UsageError
            Somebody is no member.
        """
        wanted = set(coalition)
        for member in wanted:
            if member not in self.members:
                raise UsageError(f"{member!r} is not a member", hint=did_you_mean(str(member), self.members))
        return self.worths[self.place(sum(member in wanted for member in kind) for kind in self.kinds)]

    def coalitions(self, counts: Sequence[int]) -> int:
        """How many coalitions a vector of counts stands for."""
        return prod(comb(size, count) for size, count in zip(self.sizes, counts, strict=True))

    def spelled(self, counts: Sequence[int]) -> str:
        """A vector of counts in words.

        Examples
        --------
        >>> glove_game(1, 3).spelled((1, 2))
        'L1, 2 of {R1, R2, R3}'
        """
        words: list[str] = []
        for kind, count in zip(self.kinds, counts, strict=True):
            if count == len(kind):
                words += kind
            elif count:
                words.append(f"{count} of {{{', '.join(kind)}}}")
        return ", ".join(words)

    def by_member(self, values: Sequence[Fraction]) -> dict[Member, Fraction]:
        """One number a kind as one number a member, in the order of the members."""
        found = {member: value for kind, value in zip(self.kinds, values, strict=True) for member in kind}
        return {member: found[member] for member in self.members}


def tu_game(
    members: Iterable[Member],
    worth: Mapping[tuple[Member, ...] | frozenset[Member], Worth] | Callable[[frozenset[Member]], Worth],
) -> TUGame:
    """A game from the worths of its coalitions.

    Parameters
    ----------
    members
        Everyone.
    worth
        Coalitions (tuples or frozensets of members) with what they get, those not named getting 0; or a function.

    Raises
    ------
    InvalidGame
        A number is not exact, a coalition is named twice or has a stranger in it, or nobody gets something.
    TooLarge
        There are more than 2 ** 18 coalitions.

    Examples
    --------
    >>> tu_game("ab", lambda coalition: len(coalition) ** 2).grand
    Fraction(4, 1)
    """
    everyone = tuple(members)
    _fits(2 ** len(everyone), f"{len(everyone)} members who all differ form")
    if callable(worth):
        found = [_exact(worth(coalition), coalition) for coalition in _subsets(everyone)]
    else:
        named: dict[frozenset[Member], Fraction] = {}
        for coalition, value in worth.items():
            known = frozenset(coalition)
            if known in named or len(known) < len(coalition):
                raise InvalidGame(f"the coalition {shortly(sorted(known))} is named twice, or a member in it")
            if strangers := sorted(known - set(everyone)):
                raise InvalidGame(f"{strangers[0]!r} is not a member", hint=did_you_mean(strangers[0], everyone))
            named[known] = _exact(value, known)
        found = [named.get(coalition, Fraction(0)) for coalition in _subsets(everyone)]
    return TUGame(everyone, tuple((member,) for member in everyone), tuple(found))


def lexicographic_game(worths: Sequence[Worth], members: Sequence[Member] = ()) -> TUGame:
    """A game from worths as textbooks and R packages list them: by size, then in the order of the members.

    Parameters
    ----------
    worths
        What 1, 2, 3, 12, 13, 23, 123 get, and so on: 2 ** n - 1 numbers.
    members
        Names; ``1``, ``2``, and so on, where there are none.

    Examples
    --------
    >>> print(lexicographic_game([0, 0, 0, 1, 2, 3, 4]).worth(["2", "3"]))
    3
    """
    size = (len(worths) + 1).bit_length() - 1
    if not worths or 2**size != len(worths) + 1:
        raise InvalidGame(f"{len(worths)} worths are not 2 ** n - 1")
    everyone = tuple(members) or tuple(str(place) for place in range(1, size + 1))
    if len(everyone) != size:
        raise InvalidGame(f"{len(everyone)} names for {size} members")
    listed = (coalition for count in range(1, size + 1) for coalition in combinations(everyone, count))
    return tu_game(everyone, dict(zip(listed, worths, strict=True)))


def as_tu_game(game: TUGame | SimpleGame | VotingRule) -> TUGame:
    """A simple game, or a rule with its "not yes" meaning no, as the game in which a winning coalition gets 1.

    Raises
    ------
    InvalidGame
        The text is adopted without any yes.
    TooLarge
        The members are of too many kinds.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> as_tu_game(simple_game("[39; 7*5, 1*10]")).sizes
    (5, 10)
    """
    if isinstance(game, TUGame):
        return game
    simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
    kinds = simple.kinds
    _fits(
        prod(len(kind) + 1 for kind in kinds),
        f"{len(simple.members)} members of {len(kinds)} kinds form",
    )
    outcomes = simple.outcomes()  # nobody's yes comes first, the last kind's count runs fastest
    return TUGame(simple.members, outcomes.kinds, tuple(map(Fraction, outcomes.adopted)))


def bankruptcy_game(estate: Worth, claims: Mapping[Member, Worth]) -> TUGame:
    """What is left of an estate for a coalition when the others have been paid their claims.

    Parameters
    ----------
    estate
        What there is.
    claims
        What each member claims.

    Examples
    --------
    >>> print(bankruptcy_game(200, {"a": 100, "b": 200, "c": 300}).worth(["b", "c"]))
    100

    References
    ----------
    B. O'Neill 1982, A problem of rights arbitration from the Talmud, Mathematical Social Sciences 2, 345-371.
    R. J. Aumann and M. Maschler 1985, Journal of Economic Theory 36, 195-213.
    """
    there = _exact(estate, "the estate")
    owed = {member: _exact(claim, member) for member, claim in claims.items()}
    if there < 0 or min(owed.values(), default=there) < 0 or there > sum(owed.values()):
        raise InvalidGame("the estate and the claims are at least 0, and the claims together at least the estate")
    return _by_value(owed, lambda coalition: max(Fraction(0), there - sum(owed[m] for m in owed if m not in coalition)))


def airport_game(costs: Mapping[Member, Worth]) -> TUGame:
    """Minus what a runway for all of a coalition costs: as much as the longest that one of them needs.

    Parameters
    ----------
    costs
        What each member's own runway would cost.

    Examples
    --------
    >>> print(airport_game({"a": 1, "b": 3}).grand)
    -3

    References
    ----------
    S. C. Littlechild and G. Owen 1973, A simple expression for the Shapley value in a special case, Management Science
    20, 370-372.
    """
    needs = {member: _exact(cost, member) for member, cost in costs.items()}
    if min(needs.values(), default=Fraction(0)) < 0:
        raise InvalidGame("a cost is at least 0")
    return _by_value(needs, lambda coalition: -max((needs[m] for m in coalition), default=Fraction(0)))


def glove_game(left: int, right: int) -> TUGame:
    """Owners of one left glove each (``L1`` …) and of one right glove each (``R1`` …): a pair is worth 1.

    Examples
    --------
    >>> glove_game(1, 2).kinds
    (('L1',), ('R1', 'R2'))

    References
    ----------
    L. S. Shapley and M. Shubik 1969, Pure competition, coalitional power, and fair division, International Economic
    Review 10, 337-362.
    """
    if left < 1 or right < 1:
        raise InvalidGame("there are gloves for both hands")
    kinds = tuple(
        tuple(f"{hand}{place}" for place in range(1, count + 1)) for hand, count in (("L", left), ("R", right))
    )
    worths = tuple(Fraction(min(counts)) for counts in product(range(left + 1), range(right + 1)))
    return TUGame(kinds[0] + kinds[1], kinds, worths)


def _by_value(values: Mapping[Member, Fraction], worth: Callable[[Collection[Member]], Fraction]) -> TUGame:
    """A game in which members with one and the same number are interchangeable."""
    alike: dict[Fraction, list[Member]] = {}
    for member, value in values.items():
        alike.setdefault(value, []).append(member)
    kinds = tuple(map(tuple, alike.values()))
    _fits(prod(len(kind) + 1 for kind in kinds), f"{len(values)} members of {len(kinds)} kinds form")
    vectors = product(*(range(len(kind) + 1) for kind in kinds))
    return TUGame(
        tuple(values),
        kinds,
        tuple(
            worth([member for kind, count in zip(kinds, counts, strict=True) for member in kind[:count]])
            for counts in vectors
        ),
    )


def _subsets(members: tuple[Member, ...]) -> Iterator[frozenset[Member]]:
    for chosen in product((False, True), repeat=len(members)):
        yield frozenset(member for member, inside in zip(members, chosen, strict=True) if inside)


def _exact(value: object, what: object) -> Fraction:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Fraction):
        return value
    from ..formulas import exact

    told = what if isinstance(what, str) else ", ".join(sorted(what)) if isinstance(what, frozenset) else "a number"
    try:
        number = exact(value)
    except FormulaError as fault:
        raise InvalidGame(f"the number of {shortly(told)} is {shortly(value)}: {fault.message}") from fault
    if not isinstance(number, Fraction):
        raise InvalidGame(f"the number of {shortly(told)} is {shortly(value)}, which is no number")
    return number


def _fits(vectors: int, who: str) -> None:
    if vectors > LARGEST:
        raise TooLarge(
            f"{who} {vectors:,} kinds of coalitions, more than {LARGEST:,}"
            if vectors < 10**12
            else f"{who} more than 10^{len(str(vectors)) - 1} kinds of coalitions, more than {LARGEST:,}",
            hint="interchangeable members count as one kind; group them, or take a power index",
        )
