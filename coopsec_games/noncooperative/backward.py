"""Backward induction over cells: what is played where, for payoffs in letters.

Every node is solved into cells that exclude each other: on each the play is one path with smooth payoffs.  An action
is taken where it gives the player at least as much as every cell of the other actions (more, where the other comes
first in the order of ties).  A choice from an interval tries the ends, the points at which anything below changes, and,
where nothing changes, a point between two of these; it is taken where no other point of the interval gives more.

``Selection`` breaks ties as the game says; ``Possibility`` finds the closed sets on which a play is an equilibrium
under some way of breaking ties, so that each comparison is weak and may be with any equilibrium of the other subgames.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..conditions import Atom
from ..errors import InvalidGame, NotApplicable, TooLarge
from ..polynomials import Polynomial
from .cells import Cell, Clause, Ratio, Space, difference, join, smooth
from .extensive_form import Chance, Choice, Decision, ExtensiveFormGame, Node, Terminal, lottery_name

__all__ = ["MOST_CELLS", "Offer", "Plan", "Possibility", "Selection"]

MOST_CELLS = 4_000

Path = tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """A point of an interval that may be chosen, and the cell that it leads to."""

    value: Ratio
    cell: Cell
    clauses: tuple[Clause, ...]


@dataclass
class Plan:
    """What each decision takes where: actions with their clauses, or offers with theirs, and the points tried."""

    actions: dict[Path, list[tuple[str, Clause]]] = field(default_factory=dict)
    offers: dict[Path, list[tuple[Ratio, Clause]]] = field(default_factory=dict)
    points: dict[Path, list[Ratio]] = field(default_factory=dict)
    spaces: dict[Path, Space] = field(default_factory=dict)


class _Induction(ABC):
    """What the two recursions share: ends, lotteries, and the points of an interval that matter."""

    def __init__(self, game: ExtensiveFormGame, space: Space) -> None:
        if not game.has_perfect_information:
            raise NotApplicable(
                "backward induction asks for perfect information, and some player cannot tell its decisions apart",
                hint="subgame-perfect and sequential equilibrium take such a tree in pure behaviour",
            )
        self.game = game
        self.space = space

    def solve(self, node: Node, space: Space, path: Path) -> list[Cell]:
        if isinstance(node, Terminal):
            cells = [Cell(clause, payoffs, node.outcome) for clause, payoffs in smooth(node.payoffs, space)]
        elif isinstance(node, Chance):
            cells = self.chance(node, space, path)
        elif isinstance(node, Decision):
            cells = self.decision(node, space, path)
        else:
            cells = self.choice(node, space, path)
        if len(cells) > MOST_CELLS:
            raise TooLarge(f"a subgame has more than {MOST_CELLS:,} cells", hint="give some of the parameters numbers")
        return cells

    @abstractmethod
    def decision(self, node: Decision, space: Space, path: Path) -> list[Cell]:
        """What is played at a decision."""

    @abstractmethod
    def choice(self, node: Choice, space: Space, path: Path) -> list[Cell]:
        """What is chosen from an interval."""

    def chance(self, node: Chance, space: Space, path: Path) -> list[Cell]:
        solved = [self.solve(below, space, (*path, label)) for label, _, below in node.branches]
        odds_cases = list(smooth([odds for _, odds, _ in node.branches], space))
        for clause, odds in odds_cases:
            for (label, _, _), ratio in zip(node.branches, odds, strict=True):
                if space.clause((-ratio.top, ">"), start=clause) is not None:
                    raise InvalidGame(f"the probability of {label!r} may be negative", hint="assume that it is not")
        found: list[Cell] = []
        partial: list[tuple[Clause, tuple[Cell, ...], tuple[Ratio, ...]]] = [
            (clause, (), odds) for clause, odds in odds_cases
        ]
        for cells in solved:
            partial = [
                (clause, (*chosen, cell), odds)
                for start, chosen, odds in partial
                for cell in cells
                if space.feasible(clause := join(start, cell.clause))
            ]
            if len(partial) > MOST_CELLS:
                raise TooLarge(f"a lottery has more than {MOST_CELLS:,} cells")
        for clause, chosen, odds in partial:
            payoffs = tuple(
                _total(ratio * cell.payoffs[place] for ratio, cell in zip(odds, chosen, strict=True))
                for place in range(len(self.game.players))
            )
            outcome = lottery_name(node, (cell.outcome for cell in chosen))
            found.append(Cell(clause, payoffs, outcome, (("chance", outcome),)))
        return found

    def interval(self, node: Choice, space: Space) -> tuple[Ratio, Ratio, Space, Clause]:
        """The ends of an interval, the space below it, and the clause that keeps the variable inside."""
        ends = []
        for end in (node.low, node.high):
            cases = list(smooth([end], space))
            if len(cases) != 1 or cases[0][0]:
                raise NotApplicable(f"the interval of {node.variable} has an end with cases: {end}")
            ends.append(cases[0][1][0])
        low, high = ends
        if space.atom(difference(high, low), ">=") is not True:
            raise InvalidGame(f"the interval of {node.variable} may be empty", hint=f"assume {node.low} <= {node.high}")
        variable = Ratio(Polynomial.variable(node.variable))
        bounds = [(difference(variable, low), ">="), (difference(high, variable), ">=")]
        inside = space.within([node.variable], []).clause(*bounds)
        if inside is None:
            raise InvalidGame(f"the interval of {node.variable} is empty")
        return low, high, space.within([node.variable], inside), inside

    def points(self, node: Choice, ends: Sequence[Ratio], cells: Iterable[Cell], below: Space) -> list[Ratio]:
        """The ends and every point at which a cell begins or ends, each once."""
        found: dict[Ratio, None] = dict.fromkeys(ends)
        player = self.game.players.index(node.player)
        for cell in cells:
            payoff = cell.payoffs[player]
            if payoff.bottom.degree(node.variable) or payoff.top.degree(node.variable) > 1:
                raise NotApplicable(f"{node.player}'s payoff is not piecewise linear in {node.variable}")
            for atom in cell.clause:
                if atom.polynomial.degree(node.variable):
                    found[below.root(atom, node.variable)] = None
        return list(found)

    def leads(
        self, node: Choice, space: Space, inside: Clause, points: Iterable[Ratio], cells: Iterable[Cell]
    ) -> list[tuple[Ratio, Cell]]:
        """Which points lie in which cells: the cells with the point put in, where that is possible."""
        found: list[tuple[Ratio, Cell]] = []
        seen: list[Ratio] = []
        for point in points:
            within = space.put(inside, node.variable, point)
            if within is None or any(_same(point, other, within, space) for other in seen):
                continue
            seen.append(point)
            for cell in cells:
                clause = space.put(cell.clause, node.variable, point, within)
                if clause is None:
                    continue
                payoffs = tuple(payoff.at(node.variable, point) for payoff in cell.payoffs)
                found.append((point, Cell(clause, payoffs, cell.outcome, cell.path)))
        return found


class Selection(_Induction):
    """The equilibrium that the game's order of ties selects, cell by cell; ``missing`` has none."""

    def __init__(self, game: ExtensiveFormGame, space: Space) -> None:
        super().__init__(game, space)
        self.plan = Plan()
        self.missing: list[Clause] = []
        self.cells = [
            Cell(clause, cell.payoffs, cell.outcome, cell.path)
            for cell in self.solve(game.root, space, ())
            for clause in _outside([cell.clause], self.missing, space)
        ]

    def rank(self, player: str, labels: Iterable[str]) -> int:
        """The place in the player's order of ties of the first label listed there."""
        own = [label for who, label in self.game.ties if who == player]
        return min((own.index(label) for label in labels if label in own), default=len(own))

    def decision(self, node: Decision, space: Space, path: Path) -> list[Cell]:
        """The action that gives the player most, ties broken in the stated order."""
        player = self.game.players.index(node.player)
        options = []
        for place, (label, below) in enumerate(node.actions):
            solved = self.solve(below, space, (*path, label))
            options.append([(cell, (self.rank(node.player, (label, cell.outcome)), place)) for cell in solved])
        found: list[Cell] = []
        taken: list[tuple[str, Clause]] = []
        for place, (label, _) in enumerate(node.actions):
            for cell, rank in options[place]:
                clauses = [cell.clause]
                for other, against in enumerate(options):
                    if other != place:
                        rivals = [
                            (rival.clause, difference(cell.payoffs[player], rival.payoffs[player]), rank < rival_rank)
                            for rival, rival_rank in against
                        ]
                        clauses = [better for clause in clauses for better in _beating(clause, rivals, space)]
                path_here = ((node.player, label), *cell.path)
                found += [Cell(clause, cell.payoffs, cell.outcome, path_here) for clause in clauses]
                taken += [(label, clause) for clause in clauses]
        self.plan.actions[path] = taken
        self.plan.spaces[path] = space
        return found

    def choice(self, node: Choice, space: Space, path: Path) -> list[Cell]:
        """The offer that no other beats; of equally good ones the first by outcome, then the largest."""
        low, high, below, inside = self.interval(node, space)
        outside = self.missing
        self.missing = []
        cells = self.solve(node.then, below, (*path, node.variable))
        lost = [space.eliminate(join(clause, inside), node.variable) for clause in self.missing]
        self.missing = [*outside, *(clause for clause in lost if clause is not None)]
        player = self.game.players.index(node.player)
        points = self.points(node, (high, low), cells, below)
        start = _outside([()], self.missing, space)
        offers = self.offers(node, space, below, inside, points, cells, start)
        for cell in cells:
            if not cell.payoffs[player].top.degree(node.variable):
                between = _between(cell, node.variable, below)
                offers += self.offers(node, space, below, inside, between, cells, start, [cell])
        rest = _outside(start, [clause for offer in offers for clause in offer.clauses], space)
        self.missing += rest
        offers.sort(key=lambda offer: not any(_is_wide(clause, space) for clause in offer.clauses))
        ranked = [(self.rank(node.player, (offer.cell.outcome,)), offer) for offer in offers]
        found: list[Cell] = []
        taken: list[tuple[Ratio, Clause]] = []
        for place, (rank, offer) in enumerate(ranked):
            clauses = list(offer.clauses)
            for rival_place, (rival_rank, rival) in enumerate(ranked):
                if rival_place == place or rival_rank > rank:
                    continue
                for clause in rival.clauses:
                    ahead: Clause | None = clause
                    if rival_rank == rank:
                        op = ">=" if rival_place < place else ">"
                        ahead = space.clause((difference(rival.value, offer.value), op), start=clause)
                    if ahead is not None:
                        clauses = space.subtract(clauses, ahead)
            move = (node.player, f"{node.variable} = {offer.value.text(space.assumptions.names)}")
            found += [
                Cell(space.reduced(clause), offer.cell.payoffs, offer.cell.outcome, (move, *offer.cell.path))
                for clause in clauses
            ]
            taken += [(offer.value, clause) for clause in clauses]
        self.plan.offers[path] = taken
        self.plan.points[path] = points
        self.plan.spaces[path] = space
        return found

    def offers(
        self,
        node: Choice,
        space: Space,
        below: Space,
        inside: Clause,
        points: Iterable[Ratio],
        cells: Sequence[Cell],
        start: Sequence[Clause],
        targets: Sequence[Cell] | None = None,
    ) -> list[Offer]:
        """The points that no other point of the interval beats, each with the clauses on which that is so."""
        player = self.game.players.index(node.player)
        found = []
        for point, cell in self.leads(node, space, inside, points, targets if targets is not None else cells):
            clauses = [both for clause in start if space.feasible(both := join(clause, cell.clause))]
            for rival in cells:
                if not clauses:
                    break
                gain = difference(rival.payoffs[player], cell.payoffs[player])
                better = below.clause((gain, ">"), start=join(inside, rival.clause, cell.clause))
                if better is not None:
                    exists = space.eliminate(better, node.variable)
                    if exists is not None:
                        clauses = space.subtract(clauses, exists)
            if clauses:
                found.append(Offer(point, cell, tuple(clauses)))
        return found


class Possibility(_Induction):
    """The closed sets on which a play is an equilibrium under some way of breaking ties; they may overlap."""

    def __init__(self, game: ExtensiveFormGame, space: Space) -> None:
        super().__init__(game, space)
        self.cells = self.solve(game.root, space, ())

    def decision(self, node: Decision, space: Space, path: Path) -> list[Cell]:
        """Each action, where some equilibria of the other subgames give no more."""
        player = self.game.players.index(node.player)
        options = [self.solve(below, space, (*path, label)) for label, below in node.actions]
        found: list[Cell] = []
        for place, (label, _) in enumerate(node.actions):
            for cell in options[place]:
                clauses = [cell.clause]
                for other, cells in enumerate(options):
                    if other == place:
                        continue
                    rivals = [
                        (rival.clause, difference(cell.payoffs[player], rival.payoffs[player])) for rival in cells
                    ]
                    clauses = [both for clause in clauses for both in _meeting(clause, rivals, space)]
                move = (node.player, label)
                found += [Cell(clause, cell.payoffs, cell.outcome, (move, *cell.path)) for clause in clauses]
        return found

    def choice(self, node: Choice, space: Space, path: Path) -> list[Cell]:
        """Each offer, where after every other some equilibrium gives no more."""
        low, high, below, inside = self.interval(node, space)
        cells = self.solve(node.then, below, (*path, node.variable))
        player = self.game.players.index(node.player)
        found: list[Cell] = []
        for point, cell in self.leads(node, space, inside, self.points(node, (high, low), cells, below), cells):
            better = [join(inside, cell.clause)]
            for rival in cells:
                worse = below.clause(
                    (difference(cell.payoffs[player], rival.payoffs[player]), ">="), start=rival.clause
                )
                if worse is not None:
                    better = below.subtract(better, worse)
                if len(better) > MOST_CELLS:
                    raise TooLarge(f"the choice of {node.variable} has more than {MOST_CELLS:,} cells")
            clauses = [cell.clause]
            for clause in better:
                exists = space.eliminate(clause, node.variable)
                if exists is not None:
                    clauses = space.subtract(clauses, exists)
            move = (node.player, f"{node.variable} = {point.text(space.assumptions.names)}")
            found += [Cell(space.reduced(clause), cell.payoffs, cell.outcome, (move, *cell.path)) for clause in clauses]
        return found


def _between(cell: Cell, name: str, below: Space) -> list[Ratio]:
    """Points inside a cell that is open at both ends."""
    ends: dict[int, list[Ratio]] = {1: [], -1: []}
    for atom in cell.clause:
        if atom.op == ">" and atom.polynomial.degree(name):
            ends[below.slope(atom, name)[0]].append(below.root(atom, name))
    half = Ratio(Polynomial.of(Fraction(1, 2)))
    return [(low + high) * half for low in ends[1] for high in ends[-1]]


def _is_wide(clause: Clause, space: Space) -> bool:
    """Whether a clause holds on an open set: of two equal offers the one that is more than a boundary is told."""
    return space.feasible(tuple(Atom(atom.polynomial, ">") for atom in clause))


def _same(point: Ratio, other: Ratio, clause: Clause, space: Space) -> bool:
    """Whether two points are equal wherever a clause holds."""
    apart = difference(point, other)
    return all(space.clause((apart.scaled(sign), ">"), start=clause) is None for sign in (1, -1))


def _beating(clause: Clause, rivals: Sequence[tuple[Clause, Polynomial, bool]], space: Space) -> list[Clause]:
    """The parts of a clause on which an action beats another; ties go to the one that stands first."""
    here = [(rival, lead, first, both) for rival, lead, first in rivals if space.feasible(both := join(clause, rival))]
    losing = any(space.clause((-lead, ">" if first else ">="), start=both) is not None for _, lead, first, both in here)
    if not losing:
        return [clause]
    won = (space.clause((lead, ">=" if first else ">"), start=both) for _, lead, first, both in here)
    return [found for found in won if found is not None]


def _meeting(clause: Clause, rivals: Sequence[tuple[Clause, Polynomial]], space: Space) -> list[Clause]:
    """The parts of a clause on which an action is as good as some cell of another, which may overlap.

    A part without inner points is left out where another part contains it.
    """
    here = [(both, lead) for rival, lead in rivals if space.feasible(both := join(clause, rival))]
    if all(space.clause((-lead, ">"), start=both) is None for both, lead in here):
        return [clause]
    reached = [space.clause((lead, ">="), start=both) for both, lead in here]
    parts = list(dict.fromkeys(part for part in reached if part is not None))
    wide = [part for part in parts if _is_wide(part, space)]
    return wide + [
        part
        for part in parts
        if part not in wide and not any(all(space.implies(part, atom) for atom in other) for other in wide)
    ]


def _outside(clauses: Iterable[Clause], taken: Iterable[Clause], space: Space) -> list[Clause]:
    rest = list(clauses)
    for clause in taken:
        rest = space.subtract(rest, clause)
    return rest


def _total(ratios: Iterable[Ratio]) -> Ratio:
    total = Ratio(Polynomial.of(0))
    for ratio in ratios:
        total = total + ratio
    return total
