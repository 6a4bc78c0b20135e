"""Bayesian games: everyone moves at once, each knowing its own type, with a common prior that may hold letters.

Examples
--------
>>> letters = Assumptions.read(["R", "T", "P", "S", "q"], "R > T", "T >= P", "P > S", "0 < q < 1", solve_for=["q"])
>>> seeker = {("trust", "trust"): "R", ("trust", "arm"): "S", ("arm", "trust"): "T", ("arm", "arm"): "P"}
>>> hostile = {("trust", "trust"): "0", ("trust", "arm"): "0", ("arm", "trust"): "1", ("arm", "arm"): "1"}
>>> payoffs = {
...     (("-", kind), (own, other)): (seeker[own, other], (seeker if kind == "seeker" else hostile)[other, own])
...     for kind in ("seeker", "hostile") for own in ("trust", "arm") for other in ("trust", "arm")}
>>> game = BayesianGame.read(
...     ("A", "B"), (("-",), ("seeker", "hostile")), {("-", "seeker"): "q", ("-", "hostile"): "1 - q"},
...     (("trust", "arm"),) * 2, payoffs, letters)
>>> for found in game.solution().equilibria:
...     print(found.outcome, "where", found.where)
(trust, trust/arm) where q >= (P - S)/(R + P - T - S)
(arm, arm/arm) where always

References
----------
Harsanyi (1967-68), Management Science 14:159-182, 320-334, 486-502.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge, did_you_mean
from ..formulas import exact
from ..results import Shown, Solution
from ..verify.beliefs import bayes_nash
from .concepts.pure_nash import best_replies
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at

__all__ = ["MOST_PLANS", "BayesianGame", "independent_prior"]

MOST_PLANS = 20_000

Types: TypeAlias = tuple[str, ...]
Plan: TypeAlias = tuple[str, ...]
"""An action for each type of a player, in the order of its types."""


@dataclass(frozen=True, repr=False)
class BayesianGame(Shown):
    """A game of players with types, who act at once.

    Parameters
    ----------
    players
        Their names.
    types
        For each player its types; one where everybody knows what it is.
    prior
        The probability of each combination of types; one that is missing has none.
    actions
        For each player its actions, whatever its type.
    payoffs
        For each combination of types that has a probability, and each of actions, one payoff a player.
    assumptions
        The declared names, and what is assumed of them.
    names
        Names of one's own for outcomes, which are else called as in ``(trust/arm, arm)``: the actions of the first
        player's types, then those of the second's, and so on.

    Raises
    ------
    InvalidGame
        Where payoffs are missing, a probability may be negative, the prior does not sum to 1, a type may have no
        probability, or a name is not declared.
    TooLarge
        Beyond 20,000 combinations of plans.
    """

    players: tuple[str, ...]
    types: tuple[Types, ...]
    prior: Mapping[Types, Payoff]
    actions: tuple[Plan, ...]
    payoffs: Mapping[tuple[Types, Plan], tuple[Payoff, ...]]
    assumptions: Assumptions = field(default_factory=lambda: Assumptions(()))
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        for name in ("types", "actions"):
            object.__setattr__(self, name, tuple(tuple(own) for own in getattr(self, name)))
        _check_lists(self)
        size = prod(len(act) ** len(own) for own, act in zip(self.types, self.actions, strict=True))
        if size > MOST_PLANS:
            raise TooLarge(f"the game has {size:,} combinations of plans, the limit is {MOST_PLANS:,}")
        combinations = tuple(product(*self.types))
        for types in self.prior:
            if types not in combinations:
                raise InvalidGame(f"({', '.join(map(str, types))}) is no combination of types")
        prior = {types: exact(self.prior[types]) for types in combinations if types in self.prior}
        object.__setattr__(self, "prior", MappingProxyType({own: odds for own, odds in prior.items() if odds != 0}))
        _check_prior(self)
        read = {}
        for types, profile in product(self.prior, product(*self.actions)):
            where = f"({', '.join(types)}) with ({', '.join(profile)})"
            if (types, profile) not in self.payoffs:
                raise InvalidGame(f"{where} has no payoffs")
            own = tuple(exact(payoff) for payoff in self.payoffs[types, profile])
            if len(own) != len(self.players):
                raise InvalidGame(f"{where} has {len(own)} payoffs, but there are {len(self.players)} players")
            for payoff in own:
                check_names(payoff, self.assumptions.names, where)
            read[types, profile] = own
        object.__setattr__(self, "payoffs", MappingProxyType(read))
        known = self._labels()
        for name in self.names:
            if name not in known:
                raise InvalidGame(f"{name!r} is no outcome of the game", hint=did_you_mean(name, known))
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))

    @classmethod
    def read(
        cls,
        players: Sequence[str],
        types: Sequence[Sequence[str]],
        prior: Mapping[Types, str | int | Fraction],
        actions: Sequence[Sequence[str]],
        payoffs: Mapping[tuple[Types, Plan], Sequence[str | int | Fraction]],
        assumptions: Assumptions | None = None,
        names: Mapping[str, str] | None = None,
    ) -> BayesianGame:
        """The game whose prior and payoffs are written as texts over the declared names.

        Raises
        ------
        FormulaError
            For a text that is no formula.
        InvalidGame
            Where it cannot be a game.
        """
        under = assumptions or Assumptions(())
        return cls(
            tuple(players),
            tuple(tuple(own) for own in types),
            {own: exact(odds, under.names) for own, odds in prior.items()},
            tuple(tuple(own) for own in actions),
            {case: tuple(exact(payoff, under.names) for payoff in own) for case, own in payoffs.items()},
            under,
            names or {},
        )

    def _profiles(self) -> Iterator[tuple[Plan, ...]]:
        """All combinations of plans."""
        return product(*(product(act, repeat=len(own)) for own, act in zip(self.types, self.actions, strict=True)))

    def _labels(self) -> tuple[str, ...]:
        return tuple(_label(plans) for plans in self._profiles())

    @property
    def ties(self) -> tuple[tuple[str, str], ...]:
        """None: every equilibrium is listed where it is one."""
        return ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of the outcomes, one for each combination of plans unless names are shared."""
        return tuple(dict.fromkeys(self.names.get(label, label) for label in self._labels()))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur in the prior and the payoffs, in declared order."""
        payoffs = (payoff for own in self.payoffs.values() for payoff in own)
        return parameters_in((*self.prior.values(), *payoffs), self.assumptions)

    def at(self, values: Values) -> BayesianGame:
        """The same game with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions or a denominator vanishes.
        """
        put, under = setting(values, self.assumptions)
        return BayesianGame(
            self.players,
            self.types,
            {own: put(odds) for own, odds in self.prior.items()},
            self.actions,
            {case: tuple(put(payoff) for payoff in own) for case, own in self.payoffs.items()},
            under,
            self.names,
        )

    def solution(self) -> Solution:
        """Its Bayesian Nash equilibria in pure plans, each with the condition under which it is one."""
        conditions = _conditions(self)
        equilibria = []
        complete: bool | None = True
        verified = True
        for plans, where in conditions.items():
            if where.feasible() is None:
                complete = None
            verified = verified and _passes(self, plans, where)
            told = where if self.parameters else None
            label = _label(plans)
            equilibria.append(
                Equilibrium(
                    {who: _words(own, plan) for who, own, plan in zip(self.players, self.types, plans, strict=True)},
                    _worth(self, plans),
                    told,
                    self.names.get(label, label),
                    possible_where=told,
                )
            )
        return Solution(
            "bayes-nash",
            "behaviour",
            self.players,
            tuple(equilibria),
            complete=complete,
            verified=verified,
            method="every type of every player against each of its other actions",
            notes=("every equilibrium in pure plans is listed; those that mix are not",),
        )


def independent_prior(odds: Sequence[Mapping[str, Payoff]]) -> dict[Types, Payoff]:
    """The common prior where the types of the players are drawn independently.

    Parameters
    ----------
    odds
        For each player the probability of each of its types.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> independent_prior([{"a": half, "b": half}, {"c": Fraction(1)}])
    {('a', 'c'): Fraction(1, 2), ('b', 'c'): Fraction(1, 2)}
    """
    found: dict[Types, Payoff] = {(): Fraction(1)}
    for own in odds:
        found = {(*types, kind): share * exact(p) for types, share in found.items() for kind, p in own.items()}
    return found


def _label(plans: Sequence[Plan]) -> str:
    return f"({', '.join('/'.join(plan) for plan in plans)})"


def _words(types: Types, plan: Plan) -> str:
    if len(set(plan)) == 1:
        return plan[0]
    return ", ".join(f"{action} if {kind}" for kind, action in zip(types, plan, strict=True))


def _conditions(game: BayesianGame) -> dict[tuple[Plan, ...], Condition]:
    """For every combination of plans that can be an equilibrium, the condition under which it is one."""
    known: dict[tuple[Payoff, Payoff], Condition] = {}
    found = {}
    for plans in game._profiles():
        where = best_replies(_rivals(game, plans), game.assumptions, known)
        if where is not None:
            found[plans] = where
    return found


def _rivals(game: BayesianGame, plans: Sequence[Plan]) -> Iterator[list[tuple[Payoff, Payoff]]]:
    """For each player what its types get beside what each other action would give them."""
    for player, kinds in enumerate(game.types):
        pairs = []
        for place, kind in enumerate(kinds):
            worth = {action: _expected(game, plans, player, kind, action) for action in game.actions[player]}
            taken = worth[plans[player][place]]
            pairs += [(taken, other) for other in worth.values() if other != taken]
        yield pairs


def _expected(game: BayesianGame, plans: Sequence[Plan], player: int, kind: str, action: str) -> Payoff:
    """What a type gets for an action against the others' plans, times the probability of the type."""
    total: Payoff = Fraction(0)
    for types, odds in game.prior.items():
        if types[player] != kind:
            continue
        profile = _profile(game, plans, types)
        changed = (*profile[:player], action, *profile[player + 1 :])
        total = total + odds * game.payoffs[types, changed][player]
    return exact(total)


def _profile(game: BayesianGame, plans: Sequence[Plan], types: Types) -> Plan:
    return tuple(plan[own.index(kind)] for plan, own, kind in zip(plans, game.types, types, strict=True))


def _worth(game: BayesianGame, plans: Sequence[Plan]) -> tuple[Payoff, ...]:
    """What each player expects before its type is drawn."""
    totals: list[Payoff] = [Fraction(0)] * len(game.players)
    for types, odds in game.prior.items():
        for player, payoff in enumerate(game.payoffs[types, _profile(game, plans, types)]):
            totals[player] = totals[player] + odds * payoff
    return tuple(exact(total) for total in totals)


def _passes(game: BayesianGame, plans: Sequence[Plan], where: Condition) -> bool:
    """Whether plans are an equilibrium by definition at a witness of their condition, with Fractions alone."""
    point = where.witness()
    if point is None:
        return False
    prior = {types: value_at(odds, point) for types, odds in game.prior.items()}
    payoffs = {case: tuple(value_at(payoff, point) for payoff in own) for case, own in game.payoffs.items()}
    told = [
        {kind: {action: 1} for kind, action in zip(own, plan, strict=True)}
        for own, plan in zip(game.types, plans, strict=True)
    ]
    return bayes_nash(prior, payoffs, told, game.actions)


def _check_lists(game: BayesianGame) -> None:
    if not game.players:
        raise InvalidGame("a game needs at least one player")
    if len(set(game.players)) < len(game.players):
        raise InvalidGame("a player is named twice")
    for noun, lists in (("type", game.types), ("action", game.actions)):
        if len(lists) != len(game.players):
            raise InvalidGame(f"there are {len(game.players)} players, but {noun}s for {len(lists)}")
        for player, own in zip(game.players, lists, strict=True):
            if not own:
                raise InvalidGame(f"{player} has no {noun}")
            for place, name in enumerate(own):
                if name in own[:place]:
                    raise InvalidGame(f"{player} has the {noun} {name!r} twice")


def _check_prior(game: BayesianGame) -> None:
    """Refuse what is no probability distribution under the assumptions, or leaves a type without probability."""
    under = game.assumptions
    always = Condition.true(under)
    if always.feasible() is False:
        raise InvalidGame("the assumptions contradict each other")
    for types, odds in game.prior.items():
        where = f"the prior of ({', '.join(types)})"
        check_names(odds, under.names, where)
        if always.implies(compare(odds, ">=", Fraction(0), under)) is not True:
            raise InvalidGame(f"{where} may be negative", hint="assume that it is not, as in '0 < q and q < 1'")
    total = exact(sum(game.prior.values(), Fraction(0)))
    if always.implies(compare(total, "=", Fraction(1), under)) is not True:
        raise InvalidGame("the prior does not sum to 1")
    for player, own in enumerate(game.types):
        for kind in own:
            odds = exact(sum((odds for types, odds in game.prior.items() if types[player] == kind), Fraction(0)))
            if always.implies(compare(odds, ">", Fraction(0), under)) is not True:
                raise InvalidGame(
                    f"the type {kind!r} of {game.players[player]} may have no probability",
                    hint="leave it out, or assume that it has some, as in 'q > 0'",
                )
