"""Stationary equilibria of bargaining under any voting rule, in letters.

A proposer of kind ``k`` buys the cheapest set of others with whom it wins, at ``delta`` times their values, and may mix
between sets that cost the same.  With ``r_k`` the probability to be bought when another proposes, and ``p_k`` the
values of those whom a proposer of the kind buys,

    ``v_k = pi_k (1 - delta p_k) + delta r_k v_k``.

At a point of the parameter space floats propose which sets are used; then the values come out of linear equations in
letters, and so does the region on which these sets stay the cheapest.  The next point lies outside the regions that are
known, until they cover everything.  What stationary equilibria give to each member is unique (Eraslan and McLennan),
so that one equilibrium a region is the whole answer as to values.

References
----------
Baron and Ferejohn (1989), American Political Science Review 83:1181-1206.
Eraslan and McLennan (2013), Journal of Economic Theory 148:2195-2222 (unique values for any set of coalitions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..conditions import Condition, compare
from ..cooperative.ballots import Member
from ..errors import NotApplicable
from ..formulas import exact, expression_text, number_text
from ..linear import Point, feasible_point
from ..noncooperative.normal_form import Equilibrium
from ..noncooperative.payoffs import Payoff, value_at
from ..polynomials import Polynomial
from ..results import Solution
from .checks import stationary_at
from .equations import extreme_solution, linear_solution, solution_line
from .games import BargainingGame, Coalition, presented, tidy
from .irrational import fixed_by_mixing, is_mixed
from .proposals import proposed_supports

__all__ = ["MOST_REGIONS", "Stationary", "patient_values", "stationary_equilibria", "stationary_solution"]

MOST_REGIONS = 40
MOST_LIKELY = 16  # supports for which values that are roots of polynomials are looked for

Mixture = tuple[tuple[Coalition, Payoff], ...]
Support = tuple[tuple[Coalition, ...], ...]


@dataclass(frozen=True)
class Stationary:
    """A stationary equilibrium, and where it is one.

    Parameters
    ----------
    values
        What the game is worth to a member of each kind, before anyone is recognised.
    partners
        For a proposer of each kind, the sets of others that it buys, by kind, each with its probability.
    where
        The condition on the parameters.
    verified
        Whether a point of the region passed the check by definition.
    """

    values: tuple[Payoff, ...]
    partners: tuple[Mixture, ...]
    where: Condition
    verified: bool

    def coalitions(self) -> tuple[Coalition, ...]:
        """The coalitions that pass a proposal, proposers included, by kind."""
        found = {
            tuple(count + (place == proposer) for place, count in enumerate(bought))
            for proposer, mixture in enumerate(self.partners)
            for bought, _ in mixture
        }
        return tuple(sorted(found, reverse=True))


def stationary_equilibria(game: BargainingGame) -> tuple[Stationary, ...]:
    """One stationary equilibrium for each region of the parameters; the regions cover the assumptions.

    Parameters
    ----------
    game
        A bargaining game without a deadline.

    Raises
    ------
    NotApplicable
        Where the values are proven to be irrational, are no rational functions of the parameters, or no equilibrium
        could be certified.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> council = BargainingGame.of(simple_game("[39; 7*5, 1*10]"))
    >>> [found] = stationary_equilibria(council)
    >>> [expression_text(value) for value in found.values]
    ['(5 - 2*delta)/(15*(5 - 4*delta))', '(1 - delta)/(3*(5 - 4*delta))']
    """
    if game.rounds is not None:
        raise NotApplicable("a game with a deadline has no stationary equilibrium", hint="ask for its solution")
    everything = Condition.true(game.assumptions)
    left = everything
    found: list[Stationary] = []
    while left.feasible() is not False:
        point = left.witness()
        if point is None or len(found) == MOST_REGIONS:
            raise NotApplicable(
                "no region could be found for some values of the parameters", hint="put in numbers for some of them"
            )
        found.append(_around(game, point))
        left = left & ~found[-1].where
    return tuple(found)


def stationary_solution(game: BargainingGame) -> Solution:
    """The stationary equilibria as a solution: what each kind gets, and which coalitions pass a proposal, where."""
    found = stationary_equilibria(game)
    names = game.assumptions.names
    regions: dict[tuple[Coalition, ...], list[Stationary]] = {}
    for each in found:
        regions.setdefault(each.coalitions(), []).append(each)
    equilibria = []
    earlier = Condition.false(game.assumptions)
    for coalitions, alike in regions.items():
        for each in alike:
            where = (each.where & ~earlier).simplify()  # where two regions meet both give the same values
            earlier = earlier | each.where
            profile = {
                kind.name: f"gets {expression_text(value, names)} in expectation"
                for kind, value in zip(game.kinds, each.values, strict=True)
            }
            equilibria.append(
                Equilibrium(
                    profile,
                    each.values,
                    where,
                    outcome=f"passed by {game.told(coalitions)}",
                    possible_where=each.where,
                )
            )
    return Solution(
        "stationary subgame-perfect equilibrium",
        "profiles",
        game.players,
        tuple(equilibria),
        complete=True,
        verified=all(each.verified for each in found),
        method="cheapest winning coalitions, values by linear equations",
        notes=_notes(game, found),
    )


def patient_values(game: BargainingGame, discount: str = "delta") -> Mapping[Member, Payoff]:
    """What members get as the discount factor goes to 1.

    Parameters
    ----------
    game
        A game whose discount factor is a name.
    discount
        That name.

    Raises
    ------
    NotApplicable
        Where the values have cases.

    Examples
    --------
    >>> from coopsec_games.cooperative.simple_games import simple_game
    >>> print(*patient_values(BargainingGame.of(simple_game("[39; 7*5, 1*10]"))).values())
    1/5 1/5 1/5 1/5 1/5 0 0 0 0 0 0 0 0 0 0
    """
    found = stationary_equilibria(game)
    if len(found) > 1:
        raise NotApplicable("the values have cases: " + "; ".join(each.where.text for each in found))
    from ..formulas import symbol

    shares: dict[Member, Payoff] = {}
    for kind, value in zip(game.kinds, found[0].values, strict=True):
        limit = value if isinstance(value, Fraction) else exact(value.subs(symbol(discount), 1))
        shares |= dict.fromkeys(kind.members, limit)
    return {member: shares[member] for member in game.game.members}


def _notes(game: BargainingGame, found: Sequence[Stationary]) -> tuple[str, ...]:
    notes = ["a proposer buys the cheapest winning coalition, at the discounted value of each of its members"]
    mixing = [
        kind.name for place, kind in enumerate(game.kinds) if any(len(each.partners[place]) > 1 for each in found)
    ]
    if mixing:
        notes.append(f"proposers of these kinds mix between coalitions that cost the same: {'; '.join(mixing)}")
    notes.append(
        "all stationary equilibria give each member the same (Eraslan and McLennan 2013); others may not be stationary"
    )
    return tuple(notes)


def _around(game: BargainingGame, point: Mapping[str, Fraction]) -> Stationary:
    """The equilibrium at a point, and the region on which its coalitions stay the cheapest."""
    there = game.at({name: point[name] for name in game.assumptions.names})
    partners = game.partners()
    try:
        for place, support in enumerate(proposed_supports(there, partners)):
            for values, mixtures in _bases(there, partners, support, likely=place < MOST_LIKELY):
                found = _extended(game, there, partners, point, values, mixtures)
                if found is not None:
                    return found
    except NotApplicable as error:
        at = ", ".join(f"{name} = {number_text(value)}" for name, value in point.items())
        raise NotApplicable(f"{error.message}{f', at {at}' if at else ''}", hint=error.hint) from None
    raise NotApplicable(
        "no stationary equilibrium with rational values could be certified",
        hint="where proposers mix between coalitions of several kinds, values can be roots of polynomials",
    )


def _extended(
    game: BargainingGame,
    there: BargainingGame,
    partners: Support,
    point: Mapping[str, Fraction],
    values: Sequence[Payoff],
    mixtures: tuple[Mixture, ...],
) -> Stationary | None:
    """An equilibrium at a point in letters, if it is one, and if the point lies in its region."""
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) < len(values) or not stationary_at(there, numbers, mixtures):
        return None
    used = tuple(tuple(vector for vector, share in mixture if share) for mixture in mixtures)
    letters = _solved(game, used) if game.parameters else (tuple(values), mixtures)
    if letters is None:
        return None
    where = _region(game, partners, *letters)
    if not where.holds(point):
        return None
    verified = _verified(game, letters, where)
    return Stationary(tuple(presented(value, point) for value in letters[0]), letters[1], where, verified)


def _region(
    game: BargainingGame, partners: Support, values: tuple[Payoff, ...], mixtures: tuple[Mixture, ...]
) -> Condition:
    under = game.assumptions
    where = Condition.true(under)
    for options, mixture in zip(partners, mixtures, strict=True):
        used = {vector for vector, _ in mixture}
        cheapest = _cost(mixture[0][0], values)
        for option in options:
            if option not in used:
                where = where & compare(tidy(exact(_cost(option, values) - cheapest)), ">=", 0, under)
        for _, share in mixture:
            if not isinstance(share, Fraction):
                where = where & compare(share, ">=", 0, under)
    return where.simplify()


def _cost(vector: Coalition, values: Sequence[Payoff]) -> Payoff:
    return exact(sum((value * count for value, count in zip(values, vector, strict=True)), Fraction(0)))


def _verified(game: BargainingGame, letters: tuple[tuple[Payoff, ...], tuple[Mixture, ...]], where: Condition) -> bool:
    """The check by definition at a witness, in numbers."""
    point = where.witness()
    if point is None:
        return False
    values, mixtures = letters
    there = game.at({name: point[name] for name in game.assumptions.names})
    return stationary_at(
        there,
        [value_at(value, point) for value in values],
        tuple(tuple((vector, value_at(share, point)) for vector, share in mixture) for mixture in mixtures),
    )


def _linear_rows(game: BargainingGame, support: Support) -> list[list[Payoff]]:
    """What the values satisfy where the coalitions of a support cost the same, of the equations linear in them.

    A kind whose chance to be bought does not depend on how proposers mix has such an equation.
    """
    kinds = game.kinds
    size = len(kinds)
    sizes = [len(kind.members) for kind in kinds]
    rows: list[list[Payoff]] = [[*(Fraction(count) for count in sizes), Fraction(1)]]
    for vectors in support:
        for vector in vectors[1:]:
            rows.append([*(Fraction(a - b) for a, b in zip(vector, vectors[0], strict=True)), Fraction(0)])
    for place, kind in enumerate(kinds):
        if is_mixed(support, place):
            continue
        bought = _bought(game, place, [vectors[0] for vectors in support])
        row: list[Payoff] = [kind.recognition * game.discount * support[place][0][other] for other in range(size)]
        row[place] = row[place] + 1 - game.discount * bought
        rows.append([*row, kind.recognition])
    return rows


def _bought(game: BargainingGame, place: int, bought: Sequence[Sequence[Payoff | int]]) -> Payoff:
    """The probability that a member of a kind is bought by another, given whom the proposers of each kind buy."""
    kinds = game.kinds
    total: Payoff = Fraction(0)
    for proposer, kind in enumerate(kinds):
        total = total + kind.recognition * len(kind.members) * bought[proposer][place]
    return exact(total / len(kinds[place].members))


def _bases(
    there: BargainingGame, partners: Support, support: Support, *, likely: bool
) -> Iterator[tuple[list[Payoff], tuple[Mixture, ...]]]:
    """Values and mixtures in numbers, with as few coalitions as can be; roots are looked for where it is likely."""
    rows = _linear_rows(there, support)
    values = linear_solution(rows, len(there.kinds))
    if values is not None:
        yield from _mixed(there, support, values)
    if values is not None or not likely:
        return
    line = solution_line([[value_at(value, {}) for value in row] for row in rows], len(there.kinds))
    for candidate in fixed_by_mixing(there, partners, support, line):
        yield from _mixed(there, support, candidate)


def _mixed(
    there: BargainingGame, support: Support, values: Sequence[Payoff]
) -> Iterator[tuple[list[Payoff], tuple[Mixture, ...]]]:
    """The mixtures that give values, if some do."""
    columns = [(proposer, vector) for proposer, vectors in enumerate(support) for vector in vectors]
    rows = _mixing_rows(there, support, values)
    unknown = [Polynomial.variable(f"w{place}") for place in range(len(columns))]
    system = [(share, ">=") for share in unknown]
    for *parts, right in rows:
        whole = Polynomial.of(0)
        for part, share in zip(parts, unknown, strict=True):
            whole = whole + share * value_at(part, {})
        system.append((whole - value_at(right, {}), "="))
    point = feasible_point(system)
    if not isinstance(point, Point):
        return
    shares = [point.values.get(f"w{place}", Fraction(0)) for place in range(len(columns))]
    shares = extreme_solution([[value_at(part, {}) for part in row[:-1]] for row in rows], shares)
    mixtures = tuple(
        tuple(
            (vector, share)
            for (proposer, vector), share in zip(columns, shares, strict=True)
            if proposer == place and share
        )
        for place in range(len(support))
    )
    yield list(values), mixtures


def _solved(game: BargainingGame, support: Support) -> tuple[tuple[Payoff, ...], tuple[Mixture, ...]] | None:
    """Values and mixtures in letters, for coalitions that a point has shown."""
    values = linear_solution(_linear_rows(game, support), len(game.kinds))
    if values is None:
        return None
    columns = [(proposer, vector) for proposer, vectors in enumerate(support) for vector in vectors]
    shares = linear_solution(_mixing_rows(game, support, values), len(columns))
    if shares is None:
        return None
    mixtures = tuple(
        tuple((vector, share) for (proposer, vector), share in zip(columns, shares, strict=True) if proposer == place)
        for place in range(len(support))
    )
    return tuple(values), mixtures


def _mixing_rows(game: BargainingGame, support: Support, values: Sequence[Payoff]) -> list[list[Payoff]]:
    """What the mixtures must satisfy: each sums to 1, and every kind is bought as often as its value says."""
    kinds = game.kinds
    columns = [(proposer, vector) for proposer, vectors in enumerate(support) for vector in vectors]
    rows: list[list[Payoff]] = []
    for place in range(len(kinds)):
        rows.append([*(Fraction(int(proposer == place)) for proposer, _ in columns), Fraction(1)])
    for place, kind in enumerate(kinds):
        if not is_mixed(support, place):
            continue
        worth = values[place]
        row = [
            exact(game.discount * worth * kinds[proposer].recognition * len(kinds[proposer].members) * vector[place])
            for proposer, vector in columns
        ]
        kept = worth - kind.recognition * (1 - game.discount * _cost(support[place][0], values))
        rows.append([*row, exact(len(kind.members) * kept)])
    return rows
