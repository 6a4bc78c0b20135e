"""The map of a game: which outcome is an equilibrium where, as a partition of the parameter space, with its proof.

Under a stated order of ties a tree has one outcome at every point; its regions exclude each other and cover the
assumptions.  Where a concept lets several outcomes coexist, a region is named after all of them.  Beside each region
stands the closed set on which its outcome is an equilibrium under some way of breaking ties.

Examples
--------
>>> from coopsec_games.formulas import exact
>>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
>>> act = Decision("USA", (
...     ("act", Terminal("outside", (exact("z - c", ["z", "c"]),))), ("back down", Terminal("status quo", (0,)))))
>>> found = outcome_atlas(ExtensiveFormGame(("USA",), act, Assumptions.read(["z", "c"], "z >= 0", solve_for=["c"])))
>>> for region in found.regions:
...     print(f"{region.outcome}: {region.where} (possible: {region.also_where}); {region.equilibrium}")
outside: c <= z (possible: c <= z); USA: act
status quo: c > z (possible: c >= z); USA: back down
>>> found.certificate
Certificate(disjoint=True, covering=True, checked_by='verify')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol

from ..conditions import (
    Assumptions,
    Atom,
    Certificate,
    Condition,
    atom,
    clauses_told,
    conjunction,
    is_left_long,
    partition_check,
    threshold,
)
from ..results import Shown, Solution, Table
from .ballots import BallotGame, ballot_equilibria
from .concepts import solve
from .extensive_form import ExtensiveFormGame
from .narration import play_line, told_play, union_of
from .normal_form import Equilibrium, NormalFormGame
from .payoffs import Payoff
from .shown import atlas_tables, region_tables

__all__ = ["NOWHERE", "Atlas", "Bound", "Region", "SelfSolving", "every_threshold", "outcome_atlas", "thresholds"]

NOWHERE = "no equilibrium"

CLAUSES_PROVEN = 64
"""Of maps with more clauses z3 alone says that they are partitions: the proof by multipliers grows too long."""


class SelfSolving(Protocol):
    """A game of a kind of its own, which brings its solution: equilibria with an ``outcome`` and a ``where`` each."""

    @property
    def assumptions(self) -> Assumptions:
        """The declared names and what is assumed of them."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of what may come about."""

    def solution(self) -> Solution:
        """Its equilibria, each with its outcome and the condition under which it is one."""


@dataclass(frozen=True, repr=False)
class Region(Shown):
    """Where an outcome is the equilibrium, and an equilibrium that leads to it.

    Parameters
    ----------
    outcome
        Its name; several joined by "or" where they coexist.
    equilibrium
        What is played, in one line.
    where
        The part of the partition.
    also_where
        The closed set on which the outcome is an equilibrium under some way of breaking ties.
    witness
        A rational point of the region; ``None`` where none was found.
    outcomes
        The outcomes that are equilibria there, more than one where they coexist.
    why
        Of a tree, each move at the witness beside those that are not made, with what the player gets.
    """

    outcome: str
    equilibrium: str
    where: Condition
    also_where: Condition
    witness: Mapping[str, Fraction] | None
    outcomes: tuple[str, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if self.witness is not None:
            object.__setattr__(self, "witness", MappingProxyType(dict(self.witness)))

    def _brief(self) -> str:
        return f"{self.outcome!r}, {self.where.text}"

    def to_tables(self) -> tuple[Table, ...]:
        """Where the outcome is the equilibrium, and how it comes about."""
        return region_tables(self)


@dataclass(frozen=True, repr=False)
class Atlas(Shown):
    """The regions of a game, which partition its assumptions, and what is proven of them.

    Parameters
    ----------
    concept
        The solution concept.
    regions
        In the order of the game's outcomes.
    boundary
        Outcomes that are equilibria only under another way of breaking ties; they have no region.
    certificate
        Whether the regions are disjoint and cover the assumptions, and who checked it.
    ties
        The order of ties as texts: a player, then its action or an outcome.
    outcomes
        The outcomes that the game has, and the names of the regions.
    verified
        Whether the solution passed its exact check at a witness of each region.
    undecided
        Whether some condition could not be decided and was kept as possible.
    notes
        Sentences that belong to the answer.
    method
        How the equilibria were found, in words.
    """

    concept: str
    regions: tuple[Region, ...]
    boundary: tuple[Region, ...]
    certificate: Certificate
    ties: tuple[str, ...]
    outcomes: tuple[str, ...]
    verified: bool
    undecided: bool = False
    notes: tuple[str, ...] = ()
    method: str = ""

    def _brief(self) -> str:
        return f"{self.concept!r}, {'; '.join(f'{region.outcome}: {region.where.text}' for region in self.regions)}"

    def to_tables(self) -> tuple[Table, ...]:
        """The map, a region a row, and what is proven of it."""
        return atlas_tables(self)


def outcome_atlas(game: ExtensiveFormGame | NormalFormGame | BallotGame | SelfSolving, concept: str = "") -> Atlas:
    """The map of a game under a solution concept.

    Parameters
    ----------
    game
        A tree, a game in normal form, a ballot game, or a game that brings its own solution.
    concept
        By default ``subgame-perfect`` for a tree and ``pure-nash`` for a normal form; a ballot game is solved for
        ``undominated-nash``, and what brings its own solution has its own.

    Raises
    ------
    NotApplicable
        Where the concept does not apply to the game.
    """
    ties: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    if isinstance(game, BallotGame):
        solution = ballot_equilibria(game)
    elif isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        concept = concept or ("subgame-perfect" if isinstance(game, ExtensiveFormGame) else "pure-nash")
        solution = solve(game, concept)
    else:
        solution = game.solution()
    if isinstance(game, ExtensiveFormGame):
        ties = tuple(f"{player} {label}" for player, label in game.ties)
    if not isinstance(game, (BallotGame, NormalFormGame)):
        order = game.outcomes
    groups: dict[str, list[Equilibrium]] = {}
    for found in solution.equilibria:
        groups.setdefault(found.outcome or f"({', '.join(found.profile.values())})", []).append(found)
    unions = {outcome: union_of(own, game.assumptions) for outcome, own in groups.items()}
    lines = {outcome: play_line(own, game.assumptions) for outcome, own in groups.items()}
    if isinstance(game, ExtensiveFormGame) and solution.concept == "subgame-perfect":
        regions = [
            _explained(
                game, groups[outcome], _region((outcome,), lines[outcome], where, _possible(groups[outcome], where))
            )
            for outcome, where in unions.items()
        ]
    else:
        regions = [
            _region(
                labels,
                "; or ".join(lines[label] for label in labels),
                where,
                unions[labels[0]] if len(labels) == 1 else where,
            )
            for labels, where in _overlaps(unions, game.assumptions)
        ]
    boundary = tuple(
        Region(found.outcome, "", Condition.false(game.assumptions), found.possible_where, None, (found.outcome,))
        for found in solution.components
        if isinstance(found, Equilibrium) and found.possible_where is not None
    )
    return Atlas(
        solution.concept,
        tuple(regions),
        boundary,
        _certified([region.where for region in regions]),
        ties,
        tuple(dict.fromkeys((*order, *groups, *(region.outcome for region in regions)))),
        solution.verified,
        solution.complete is None,
        (*solution.notes, *_long(regions)),
        solution.method,
    )


@dataclass(frozen=True)
class Bound:
    """A symbol's threshold in closed form: ``symbol op value`` bounds the outcome's region where ``given`` holds."""

    outcome: str
    symbol: str
    op: str
    value: Payoff
    given: Condition


def thresholds(regions: Mapping[str, Condition], symbols: Sequence[str]) -> tuple[Bound, ...]:
    """The bounds of regions that are a single conjunction, each solved for the first symbol that it has.

    Where the sign of the symbol's coefficient is open, each sign gives a bound of its own, given that sign; a sign
    under which nothing is bounded gives none.

    Parameters
    ----------
    regions
        Conditions by outcome.
    symbols
        What to solve for, by priority.

    Examples
    --------
    >>> under = Assumptions.read(["T", "R", "P", "delta"], "T > R", "R > P")
    >>> [bound] = thresholds({"peace": Condition.read("delta*(T - P) >= T - R", under)}, ["delta"])
    >>> bound.op, bound.value
    ('>=', (-R + T)/(-P + T))
    """
    found = []
    for outcome, where in regions.items():
        clauses = where.clauses()
        if len(clauses) != 1:
            continue
        for part in clauses[0]:
            symbol = next((name for name in symbols if part.polynomial.degree(name) == 1), None)
            if symbol is None:
                continue
            given = Condition(conjunction(*(other for other in clauses[0] if other != part)), where.assumptions)
            found += _bounds(outcome, part, symbol, given)
    return tuple(found)


def every_threshold(regions: Mapping[str, Condition], symbol: str) -> tuple[Bound, ...]:
    """The bounds of one symbol in every case of every region, as functions of the other symbols.

    Parameters
    ----------
    regions
        Conditions by outcome.
    symbol
        What to solve for; a comparison in which it stands to a higher power is left out.

    Examples
    --------
    >>> under = Assumptions.read(["q", "pi", "k"], "k >= 0")
    >>> regions = {"outside": Condition.read("pi > k or (pi <= k and q > 2*pi)", under)}
    >>> for bound in every_threshold(regions, "pi"):
    ...     print(bound.op, bound.value, "given", bound.given)
    > k given always
    < q/2 given always
    """
    found = []
    for outcome, where in regions.items():
        for clause in where.simplify().clauses():
            for part in clause:
                if part.polynomial.degree(symbol) == 1:
                    given = Condition(conjunction(*(other for other in clause if other != part)), where.assumptions)
                    found += _bounds(outcome, part, symbol, given)
    return tuple(dict.fromkeys(found))


def _bounds(outcome: str, part: Atom, symbol: str, given: Condition) -> list[Bound]:
    solved = threshold(part, symbol, given.assumptions)
    if solved is not None:
        return [Bound(outcome, symbol, *solved, given)]
    found = []
    for op in (">", "<"):
        sign = Condition(atom(part.polynomial.coefficient(symbol), op), given.assumptions)
        case, stated = given & sign, Condition(part, given.assumptions)
        signed = replace(given.assumptions, formula=conjunction(given.assumptions.formula, sign.formula))
        solved = threshold(part, symbol, signed)
        if solved is not None and (case & ~stated).feasible() and (case & stated).feasible():
            found.append(Bound(outcome, symbol, *solved, case.simplify()))
    return found


def _long(regions: Sequence[Region]) -> Iterator[str]:
    """What is said of conditions that are left as they were found."""
    for region in regions:
        if is_left_long(region.where.formula):
            count = clauses_told(region.where.formula)
            yield f"the condition for {region.outcome} has {count:,} cases and is not simplified further"


def _certified(regions: Sequence[Condition]) -> Certificate:
    from ..linear import certify

    many = sum(clauses_told(where.formula) for where in regions) > CLAUSES_PROVEN
    return partition_check(regions) if many else certify(regions)


def _region(outcomes: tuple[str, ...], line: str, where: Condition, also: Condition) -> Region:
    return Region(" or ".join(outcomes) or NOWHERE, line, where, also, where.witness(), outcomes)


def _explained(game: ExtensiveFormGame, equilibria: Sequence[Equilibrium], region: Region) -> Region:
    point = region.witness
    if point is None:
        return region
    path = next((own.path for own in equilibria if own.where is None or own.where.holds(point)), ())
    return replace(region, why=told_play(game, path, point))


def _possible(equilibria: Sequence[Equilibrium], where: Condition) -> Condition:
    """The closed set, which is told with each equilibrium of an outcome."""
    return next((found.possible_where for found in equilibria if found.possible_where is not None), where)


def _overlaps(unions: Mapping[str, Condition], assumptions: Assumptions) -> list[tuple[tuple[str, ...], Condition]]:
    """The partition that overlapping conditions make: which of them hold together where, and where none does."""
    parts: list[tuple[tuple[str, ...], Condition]] = [((), Condition.true(assumptions))]
    for label, union in unions.items():
        split = []
        for labels, where in parts:
            for extended, part in ((((*labels, label)), where & union), (labels, where & ~union)):
                if part.feasible() is not False:
                    split.append((extended, part))
        parts = split
    rank = {label: place for place, label in enumerate(unions)}
    parts.sort(key=lambda part: (len(part[0]) or len(rank) + 1, [rank[label] for label in part[0]]))
    return [(labels, where.simplify()) for labels, where in parts]
