"""The division of one dollar under a voting rule: who is recognised proposes, and a winning coalition accepts.

In each period one member is recognised and proposes a division; where a winning coalition accepts, it is done, and
otherwise the next period counts ``delta``.  A member accepts what it is offered where that is at least ``delta`` times
what the game is worth to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..conditions import Assumptions, compare
from ..cooperative.ballots import Member
from ..cooperative.simple_games import SimpleGame
from ..errors import InvalidGame, NotApplicable, TooLarge, did_you_mean
from ..formulas import exact
from ..noncooperative.payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from ..noncooperative.shown import SpecialGame

if TYPE_CHECKING:
    from ..cooperative.ballots import VotingRule
    from ..results import Solution

__all__ = ["MOST_VECTORS", "BargainingGame", "Coalition", "Kind", "presented", "tidy"]

MOST_VECTORS = 20_000

Coalition = tuple[int, ...]


def tidy(value: Payoff) -> Payoff:
    """A value as one cancelled quotient."""
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    from sympy import cancel

    return exact(cancel(value))


def presented(value: Payoff, point: Mapping[str, Fraction]) -> Payoff:
    """A quotient in factors, each of them turned so that it is positive at a point.

    Examples
    --------
    >>> from coopsec_games.formulas import expression_text
    >>> value = exact("(2*delta - 5)/(60*delta - 75)", ["delta"])
    >>> expression_text(presented(value, {"delta": Fraction(1, 2)}))
    '(5 - 2*delta)/(15*(5 - 4*delta))'
    """
    if isinstance(value, Fraction):
        return value
    from sympy import Mul, factor_list, fraction

    parts = []
    for part, sign in zip(fraction(value), (1, -1), strict=True):
        number, factors = factor_list(part)
        for factor, power in factors:
            turned = value_at(exact(factor), point) < 0
            parts.append((-factor if turned else factor) ** (sign * power))
            number = -number if turned and power % 2 else number
        parts.append(number**sign)
    return exact(Mul(*parts))


@dataclass(frozen=True)
class Kind:
    """Members who are interchangeable: under the rule, and in how often they are recognised.

    Parameters
    ----------
    name
        What they are called.
    members
        Who they are.
    recognition
        The probability of each to be recognised.
    """

    name: str
    members: tuple[Member, ...]
    recognition: Payoff


@dataclass(frozen=True, repr=False)
class BargainingGame(SpecialGame):
    """Closed-rule bargaining over one dollar.

    Parameters
    ----------
    game
        Which coalitions can pass a proposal.
    recognition
        For each member the probability of being recognised, 1 in all.
    discount
        What the next period counts: a number, or a formula.
    assumptions
        The declared names, and what is assumed of them.
    rounds
        How many proposals there can be; None for no end.
    names
        What groups of members are called, where they have a name.

    Raises
    ------
    InvalidGame
        Where a member is not recognised or unknown, the probabilities are none, a name is not declared, or the
        discount factor may be 1 or more without a deadline.
    NotApplicable
        Where no coalition wins, or another yes can make a coalition lose.
    TooLarge
        Where there are more than 20,000 coalitions by kinds.

    References
    ----------
    Baron and Ferejohn (1989), American Political Science Review 83:1181-1206.
    Winter (1996), American Political Science Review 90:813-823 (veto power).
    """

    game: SimpleGame
    recognition: Mapping[Member, Payoff]
    discount: Payoff
    assumptions: Assumptions
    rounds: int | None = None
    names: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.game.members
        for member in self.recognition:
            if member not in known:
                raise InvalidGame(f"{member!r} is not a member", hint=did_you_mean(str(member), known))
        for member in known:
            if member not in self.recognition:
                raise InvalidGame(f"{member} has no probability of recognition")
        read = {member: exact(self.recognition[member]) for member in known}
        object.__setattr__(self, "recognition", MappingProxyType(read))
        object.__setattr__(self, "names", MappingProxyType({name: tuple(who) for name, who in self.names.items()}))
        object.__setattr__(self, "discount", exact(self.discount))
        for payoff in (*read.values(), self.discount):
            check_names(payoff, self.assumptions.names, "the bargaining game")
        if tidy(exact(sum(read.values(), Fraction(0)))) != 1:
            raise InvalidGame("the probabilities of recognition do not sum to 1")
        for payoff in dict.fromkeys(read.values()):
            if (~compare(payoff, ">=", 0, self.assumptions)).feasible() is not False:
                raise InvalidGame("a probability of recognition may be negative", hint="assume that it is not")
        patient = compare(self.discount, "<" if self.rounds is None else "<=", 1, self.assumptions)
        if (~patient).feasible() is not False or (~compare(self.discount, ">=", 0, self.assumptions)).feasible():
            raise InvalidGame(
                "the discount factor may lie outside [0, 1)" if self.rounds is None else "it may lie outside [0, 1]",
                hint="assume 0 <= delta < 1",
            )
        if self.rounds is not None and self.rounds < 1:
            raise InvalidGame("there is at least one round")
        if not self.game.wins(known):
            raise NotApplicable("no coalition passes a proposal", hint="look at the rule and at 'not yes'")
        if not self.game.is_monotone:
            raise NotApplicable("another yes can make a proposal fail: bargaining asks for a monotone rule")
        vectors = prod(len(kind.members) + 1 for kind in self.kinds)
        if vectors > MOST_VECTORS:
            raise TooLarge(f"{vectors:,} coalitions by kinds are more than {MOST_VECTORS:,}")

    @classmethod
    def of(
        cls,
        game: SimpleGame | VotingRule,
        recognition: Mapping[Member, int | str | Payoff] | None = None,
        discount: int | str | Payoff = "delta",
        assumptions: Assumptions | None = None,
        rounds: int | None = None,
    ) -> BargainingGame:
        """The game with recognition and discount factor read from texts; everyone is recognised alike by default.

        Without ``assumptions``, a discount factor that is a name is assumed to lie in [0, 1).

        Examples
        --------
        >>> from coopsec_games.cooperative.simple_games import simple_game
        >>> BargainingGame.of(simple_game("[3; 2, 1, 1]")).kinds[1].members
        ('2', '3')
        """
        simple = game if isinstance(game, SimpleGame) else SimpleGame(game)
        if assumptions is None:
            name = discount if isinstance(discount, str) and discount.isidentifier() else ""
            bound = f"0 <= {name} {'<' if rounds is None else '<='} 1"
            assumptions = Assumptions.read([name], bound, solve_for=[name]) if name else Assumptions()
        declared = assumptions.names
        if recognition is None:
            recognition = {member: Fraction(1, len(simple.members)) for member in simple.members}

        def read(value: int | str | Payoff) -> Payoff:
            return exact(value, declared) if isinstance(value, str) else exact(value)

        odds = {member: read(value) for member, value in recognition.items()}
        return cls(simple, odds, read(discount), assumptions, rounds)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The members by kind, in the order of the rule."""
        found = []
        for alike in self.game.kinds:
            parts: dict[Payoff, list[Member]] = {}
            for member in alike:
                parts.setdefault(self.recognition[member], []).append(member)
            found += [
                Kind(self._named(tuple(members)), tuple(members), recognition) for recognition, members in parts.items()
            ]
        return tuple(found)

    def _named(self, members: tuple[Member, ...]) -> str:
        for name, group in self.names.items():
            if set(group) == set(members):
                return name
        return ", ".join(members) if len(members) <= 3 else f"{members[0]}'s kind"

    @property
    def players(self) -> tuple[str, ...]:
        """The kinds of members, by name."""
        return tuple(kind.name for kind in self.kinds)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in((self.discount, *self.recognition.values()), self.assumptions)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The coalitions that pass a proposal somewhere."""
        return tuple(dict.fromkeys(found.outcome for found in self.solution().equilibria))

    def at(self, values: Values) -> BargainingGame:
        """The same game with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            recognition={member: put(odds) for member, odds in self.recognition.items()},
            discount=put(self.discount),
            assumptions=under,
        )

    def solution(self) -> Solution:
        """The equilibrium values by region of the parameters."""
        if self.rounds is not None:
            from .deadline import deadline_solution

            return deadline_solution(self)
        from .stationary import stationary_solution

        return stationary_solution(self)

    def partners(self) -> tuple[tuple[Coalition, ...], ...]:
        """For a proposer of each kind, the least sets of others by kind with whom it passes a proposal.

        Examples
        --------
        >>> from coopsec_games.cooperative.simple_games import simple_game
        >>> BargainingGame.of(simple_game("[3; 2, 1, 1]")).partners()
        (((0, 1),), ((1, 0),))
        """
        winning = set(self.winning())
        kinds = self.kinds
        found = []
        for place in range(len(kinds)):
            enough = {_less(vector, place) for vector in winning if vector[place]}
            least = [
                vector
                for vector in sorted(enough)
                if not any(count and _less(vector, other) in enough for other, count in enumerate(vector))
            ]
            found.append(tuple(least))
        return tuple(found)

    def winning(self) -> Iterator[Coalition]:
        """The winning coalitions, by how many of each kind."""
        outcomes = self.game.outcomes()
        where = {member: place for place, kind in enumerate(outcomes.kinds) for member in kind}
        kinds = self.kinds
        places = [where[kind.members[0]] for kind in kinds]
        strides = [prod(len(kind) + 1 for kind in outcomes.kinds[place + 1 :]) for place in range(len(outcomes.kinds))]
        for vector in product(*(range(len(kind.members) + 1) for kind in kinds)):
            if outcomes.adopted[sum(strides[place] * count for place, count in zip(places, vector, strict=True))]:
                yield vector

    def told(self, vectors: Sequence[Coalition]) -> str:
        """Coalitions in words."""
        kinds = self.kinds
        parts = []
        for vector in vectors:
            some = [
                kind.name
                if count == len(kind.members) and count == 1
                else f"all {count} of {kind.name}"
                if count == len(kind.members)
                else f"{count} of {kind.name}"
                for kind, count in zip(kinds, vector, strict=True)
                if count
            ]
            parts.append(" and ".join(some) or "nobody else")
        return "; or ".join(parts)


def _less(vector: Coalition, place: int) -> Coalition:
    return (*vector[:place], vector[place] - 1, *vector[place + 1 :])
