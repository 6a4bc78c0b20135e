"""How games and their maps show: a matrix for two players, the ends of a tree, the states of a graph, the regions.

A game of a kind of its own is a :class:`SpecialGame`, which shows what it consists of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..formulas import expression_text, shown_number
from ..rendering.answers import field_rows, in_one_line, listed
from ..results import Shown, Table

if TYPE_CHECKING:
    from ..conditions import Assumptions, Certificate, Condition
    from ..rendering import Cell
    from .atlas import Atlas, Region
    from .ballots import BallotGame
    from .extensive_form import ExtensiveFormGame
    from .graph_model import GraphModel
    from .normal_form import NormalFormGame
    from .repeated import RepeatedGame, Sustained

__all__ = [
    "SpecialGame",
    "atlas_tables",
    "ballot_tables",
    "certificate_text",
    "graph_tables",
    "matrix_tables",
    "region_tables",
    "repeated_tables",
    "sustained_tables",
    "tree_tables",
    "where_cell",
]

MOST_CASES = 4
"""Conditions joined by "or" that a cell still shows."""


class SpecialGame(Shown):
    """What a game that brings its own solution needs in order to show: what it consists of, and its outcomes.

    It is not solved to be shown.
    """

    if TYPE_CHECKING:

        @property
        def assumptions(self) -> Assumptions:
            """The declared names and what is assumed of them."""

        @property
        def outcomes(self) -> tuple[str, ...]:
            """The names of what may come about."""

    def _brief(self) -> str:
        return ", ".join(self.outcomes)

    def to_tables(self) -> tuple[Table, ...]:
        """What the game consists of, a part a row, and its outcomes."""
        name = type(self).__name__
        rows = tuple(row for row in field_rows(self) if row[0] != "outcomes")
        told = (*rows, ("outcomes", ", ".join(self.outcomes)))
        return (Table(name.lower(), name, ("about", "fact"), told, names=self.assumptions.names),)


def matrix_tables(game: NormalFormGame) -> tuple[Table, ...]:
    """The matrix of two players' payoffs, the rows those of the first; of any other number a profile a row."""
    names = game.assumptions.names
    notes = _assumed(game.assumptions)
    caption = f"Payoffs of {', '.join(game.players)}"
    if len(game.players) == 2:
        mine, theirs = game.strategies
        columns = (" / ".join(game.players), *theirs)
        rows = tuple((own, *(listed(game.payoffs[own, other], names) for other in theirs)) for own in mine)
        return (Table("matrix", caption, columns, rows, notes, names=names),)
    profiles = tuple((*profile, listed(payoffs, names)) for profile, payoffs in game.payoffs.items())
    return (Table("matrix", caption, (*game.players, "payoffs"), profiles, notes, names=names),)


def tree_tables(game: ExtensiveFormGame) -> tuple[Table, ...]:
    """Every end of the tree: the way to it, its outcome, the payoffs."""
    names = game.assumptions.names
    rows = tuple(
        (" > ".join(path), node.outcome, listed(node.payoffs, names))
        for path, node in game.nodes()
        if hasattr(node, "outcome") and hasattr(node, "payoffs")
    )
    caption = f"A tree: payoffs of {', '.join(game.players)}"
    ties = tuple(f"Ties: {', '.join(' '.join(tie) for tie in game.ties)}." for _ in game.ties[:1])
    notes = (*ties, *_assumed(game.assumptions))
    return (Table("tree", caption, ("moves", "outcome", "payoffs"), rows, notes, names=names),)


def graph_tables(model: GraphModel) -> tuple[Table, ...]:
    """Every state: what it means, and where each player can move it."""
    rows = tuple(
        (state, model.labels.get(state), *(", ".join(model.moves[player][state]) or None for player in model.players))
        for state in model.states
    )
    ranks = (
        f"{player}: {' > '.join(' ~ '.join(alike) for alike in model.preferences[player])}" for player in model.players
    )
    columns = ("state", "meaning", *(f"{player} moves to" for player in model.players))
    return (Table("graph-model", "A graph model", columns, rows, (f"Preferences: {'; '.join(ranks)}.",)),)


def ballot_tables(game: BallotGame) -> tuple[Table, ...]:
    """Who has which utilities, a type of members a row, and the rule."""
    names = game.assumptions.names
    rows = tuple(
        (own.name, own.adoption, *(own.casting.get(ballot, 0) for ballot in game.ballots)) for own in game.types
    )
    columns = ("who", "adoption", *(f"casting {ballot}" for ballot in game.ballots))
    rule = getattr(game.rule, "text", type(game.rule).__name__)
    notes = (f"Rule: {rule}. Rejection is worth 0.", *_assumed(game.assumptions))
    return (Table("ballot-game", "What each gets", columns, rows, notes, names=names),)


def repeated_tables(game: RepeatedGame) -> tuple[Table, ...]:
    """The game of one period, with what is said of the periods that follow."""
    (table,) = matrix_tables(game.stage)
    names = game.assumptions.names
    again = f"Played again and again; the next period counts {expression_text(game.weight, names)} against this one."
    ends = f"After each period the game ends with probability {in_one_line(game.hazard)}."
    notes = (again, *((ends,) if game.hazard else ()), *_assumed(game.assumptions))
    return (replace(table, key="repeated-game", notes=notes, names=names),)


def sustained_tables(found: Sustained) -> tuple[Table, ...]:
    """Every deviation that could pay, with the condition under which it does not."""
    rows = tuple((each.player, each.state, each.deviation, each.where) for each in found.incentives)
    kind = {"perfect": "A perfect equilibrium", "nash": "A Nash equilibrium"}[found.concept]
    checked = "Points inside and outside were checked in numbers." if found.verified else "NOT VERIFIED in numbers."
    return (
        Table(
            f"sustained-{found.concept}",
            f"{kind}: {found.where.text}",
            ("player", "in state", "deviation", "does not pay where"),
            rows,
            (checked,),
            names=found.where.assumptions.names,
        ),
    )


def atlas_tables(found: Atlas) -> tuple[Table, ...]:
    """A region a row: the outcome, where, under some tie rule where that is more, and what is played."""
    regions = (*found.regions, *found.boundary)
    ties = any(_more_at_ties(region) for region in regions)
    rows: list[tuple[Cell, ...]] = [
        (
            region.outcome,
            where_cell(region.where),
            *((where_cell(region.also_where),) if ties else ()),
            region.equilibrium or None,
        )
        for region in regions
    ]
    notes = (
        f"Solved for {found.concept}{f', by {found.method}' if found.method else ''}.",
        certificate_text(found.certificate, undecided=found.undecided),
        *(() if found.verified else ("NOT VERIFIED: an exact check did not hold.",)),
        *(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in found.notes),
    )
    columns = ("outcome", "where", *(("under some tie rule where",) if ties else ()), "played")
    names = next((region.where.assumptions.names for region in regions), ())
    return (Table("atlas", f"The map for {found.concept}", columns, tuple(rows), notes, names=names),)


def region_tables(region: Region) -> tuple[Table, ...]:
    """Where an outcome is the equilibrium, what is played there, and a point at which it is."""
    point = "; ".join(f"{name} = {shown_number(value)}" for name, value in (region.witness or {}).items())
    rows: list[tuple[Cell, ...]] = [
        ("where", where_cell(region.where)),
        *((("under some tie rule where", where_cell(region.also_where)),) if _more_at_ties(region) else ()),
        *((("played", region.equilibrium),) if region.equilibrium else ()),
        *((("for instance", point),) if point else ()),
        *((("there", region.why),) if region.why else ()),
    ]
    names = region.where.assumptions.names
    return (Table("region", region.outcome, ("about", "fact"), tuple(rows), names=names),)


def where_cell(condition: Condition) -> Cell:
    """A condition, or how many cases it has where nobody would read them."""
    cases = len(condition.clauses())
    return condition if cases <= MOST_CASES else f"one of {cases} conditions holds"


def _more_at_ties(region: Region) -> bool:
    """Whether the outcome is an equilibrium elsewhere too, under another way of breaking ties."""
    return region.also_where is not None and region.also_where.text != region.where.text


def certificate_text(certificate: Certificate, *, undecided: bool = False) -> str:
    """What has been proven of regions, in words.

    Examples
    --------
    >>> from coopsec_games.conditions import Certificate
    >>> certificate_text(Certificate(True, None, "z3"))
    'Regions disjoint: proven; covering: not decided (checked by z3).'
    """
    told = {True: "proven", False: "refuted", None: "not decided"}
    open_ = " Some conditions could not be decided and are kept as possible." if undecided else ""
    checker = "exact arithmetic, by Farkas multipliers" if certificate.checked_by == "verify" else "z3"
    return (
        f"Regions disjoint: {told[certificate.disjoint]}; covering: {told[certificate.covering]} "
        f"(checked by {checker}).{open_}"
    )


def _assumed(assumptions: Assumptions) -> tuple[str, ...]:
    return (f"Assumed: {assumptions.text}.",) if assumptions.names and assumptions.formula is not True else ()
