"""Figures of game trees: the path of an equilibrium, and the condition under which each action is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, conjunction
from ..conditions.logic import true_at
from ..errors import NotApplicable
from ..formulas import expression_latex, symbol_latex
from ..library import build_game
from ..noncooperative.backward import Selection
from ..noncooperative.cells import Space, union
from ..noncooperative.extensive_form import Chance, Choice, ExtensiveFormGame, Node, Terminal
from ..noncooperative.payoffs import value_at
from .asked import FIGURES, ILLUSTRATIVE, Request, chosen_games
from .labels import Label, condition_label, formula, said, value_label
from .pictures import Branch, Figure, TreeNode, TreePicture
from .regions import default_point

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.games import GameAnswer
    from ..noncooperative.backward import Plan

__all__ = ["game_trees", "tree_figure", "tree_picture"]

LONGEST = 30
"""Characters of a condition that still stands on its branch; longer ones stand under the tree."""

COLUMN = 62
"""Letters that one column of a journal holds."""

MOST_ENDS = 40


@FIGURES.register("tree", title="Game trees, with the path of an equilibrium", cite="the games of each case")
def game_trees(analysis: Analysis, request: Request) -> tuple[Figure, ...]:
    """The tree of each game that is one."""
    found = []
    for answer in chosen_games(analysis, request):
        game = build_game(analysis.case, answer.key, analysis.settings)
        if not isinstance(game, ExtensiveFormGame) or sum(isinstance(n, Terminal) for _, n in game.nodes()) > MOST_ENDS:
            continue
        point, told = _point(answer)
        figure = tree_figure(game, point, f"{analysis.case.title}: {answer.title}.", f"tree-{answer.key}")
        found.append(
            Figure(
                figure.key,
                f"{figure.caption} Bold: {told}.",
                figure.picture,
                figure.width,
                (answer.ties_text, *figure.notes, ILLUSTRATIVE),
            )
        )
    return tuple(found)


def _point(answer: GameAnswer) -> tuple[Mapping[str, Fraction], str]:
    """Values at which the recorded outcome is played, the baseline where it is; and what that is in words."""
    point = default_point(answer)
    known = answer.recorded_regions
    if not known or any(region.where.holds(point) for region in known):
        if set(answer.assumptions.names) <= set(answer.baseline):
            return point, "what is played at the illustrative baseline"
        return point, "what is played at values that are allowed"
    told = f"what is played where {known[0].where.text}, as the record ({answer.recorded}) has it"
    return known[0].witness or point, told


def tree_figure(
    game: ExtensiveFormGame, point: Mapping[str, Fraction] | None = None, caption: str = "Game tree.", key: str = "tree"
) -> Figure:
    """The figure of a game tree.

    Parameters
    ----------
    game
        The game.
    point
        Values of its parameters; what is played there is drawn bold.  Without it, nothing is.
    caption, key
        Of the figure.
    """
    picture = tree_picture(game, point)
    wide = _letters(picture.root) > COLUMN
    notes = () if point is None else ("Thick: the path; medium: what would be played off it.",)
    return Figure(key, caption, picture, "double" if wide else "single", notes)


def _letters(node: TreeNode) -> int:
    """About how many letters the longest way to an end takes."""
    if not node.branches:
        return len(node.outcome) + sum(payoff.letters + 2 for payoff in node.payoffs)
    ways = (max(branch.label.letters, branch.where.letters) + _letters(branch.to) for branch in node.branches)
    return 4 + len(node.player) + max(ways)


@dataclass
class _Drawer:
    """A tree that is being described: what is played where, and the notes so far."""

    game: ExtensiveFormGame
    plan: Plan | None
    notes: list[Label]

    def node(
        self, node: Node, path: tuple[str, ...], values: Mapping[str, Fraction] | None, *, on_path: bool
    ) -> TreeNode:
        names = (*self.game.assumptions.names, *(n.variable for _, n in self.game.nodes() if isinstance(n, Choice)))
        if isinstance(node, Terminal):
            payoffs = tuple(value_label(payoff, names) for payoff in node.payoffs)
            return TreeNode("end", outcome=node.outcome, payoffs=payoffs)
        if isinstance(node, Choice):
            return self.choice(node, path, values, names, on_path=on_path)
        branches = []
        if isinstance(node, Chance):
            for label, odds, below in node.branches:
                likely = values is not None and value_at(odds, values) > 0
                told = said(f"{label}  [") + value_label(odds, names) + said("]")
                branches.append(
                    Branch(
                        told,
                        Label(),
                        likely,
                        on_path and likely,
                        self.node(below, (*path, label), values, on_path=on_path and likely),
                    )
                )
            return TreeNode("chance", branches=tuple(branches))
        taken = self.taken(path, values)
        for label, below in node.actions:
            chosen = label == taken
            where = self.where(path, label, len(node.actions))
            to = self.node(below, (*path, label), values, on_path=on_path and chosen)
            branches.append(Branch(said(label), where, chosen, on_path and chosen, to))
        return TreeNode("decision", node.player, tuple(branches), information=node.information)

    def choice(
        self,
        node: Choice,
        path: tuple[str, ...],
        values: Mapping[str, Fraction] | None,
        names: Sequence[str],
        *,
        on_path: bool,
    ) -> TreeNode:
        low, high = (expression_latex(end, names) for end in (node.low, node.high))
        variable = symbol_latex(node.variable)
        inner, where = values, Label()
        if self.plan is not None and values is not None:
            offers = self.plan.offers.get(path, [])
            value = next((value for value, clause in offers if true_at(conjunction(*clause), values)), None)
            if value is not None:
                inner = {**values, node.variable: value.at_point(values)}
                where = formula(f"{variable} = {expression_latex(value.value(), names)}")
        taken = inner is not values
        to = self.node(node.then, (*path, node.variable), inner if taken else None, on_path=on_path and taken)
        label = formula(f"{low} \\leq {variable} \\leq {high}")
        return TreeNode("choice", node.player, (Branch(label, where, taken, on_path and taken, to),))

    def taken(self, path: tuple[str, ...], values: Mapping[str, Fraction] | None) -> str:
        if self.plan is None or values is None:
            return ""
        moves = self.plan.actions.get(path, [])
        return next((label for label, clause in moves if true_at(conjunction(*clause), values)), "")

    def where(self, path: tuple[str, ...], label: str, count: int) -> Label:
        """The condition under which an action is taken; the number of a note where that is long."""
        if self.plan is None or count < 2 or not self.game.parameters or path not in self.plan.actions:
            return Label()
        under = self.plan.spaces[path].assumptions
        own = [clause for name, clause in self.plan.actions[path] if name == label]
        condition = union(own, under).simplify() if own else Condition.false(under)
        if isinstance(condition.formula, bool):
            return said("always" if condition.formula else "never")
        offered = [name for name in under.names if name not in self.game.assumptions.names]
        if offered:
            told = Assumptions(under.names, under.formula, (*offered, *under.solve_for))
            condition = Condition(condition.formula, told)
        if len(condition.text) <= LONGEST:
            return said("if ") + condition_label(condition)
        words = condition_label(condition)
        known = [place for place, note in enumerate(self.notes) if Label(note.runs[1:]) == words]
        if not known:
            self.notes.append(said(f"({len(self.notes) + 1}) if ") + words)
        return said(f"({(known[0] if known else len(self.notes) - 1) + 1})")


def tree_picture(game: ExtensiveFormGame, point: Mapping[str, Fraction] | None = None) -> TreePicture:
    """A game tree with the actions that are taken at a point, and where each is taken.

    Where players do not know all earlier moves, the tree is drawn without them.

    Parameters
    ----------
    game
        The game.
    point
        Values of its parameters; none that are missing may occur in it.

    Examples
    --------
    >>> from coopsec_games.formulas import exact
    >>> from coopsec_games.noncooperative.extensive_form import Decision
    >>> ends = ("act", Terminal("outside", (exact("z - c", ["z", "c"]),))), ("wait", Terminal("none", (0,)))
    >>> game = ExtensiveFormGame(("USA",), Decision("USA", ends), Assumptions.read(["z", "c"], solve_for=["c"]))
    >>> drawn = tree_picture(game, {"z": Fraction(1), "c": Fraction(2)})
    >>> [(branch.label.tex, branch.where.tex, branch.taken) for branch in drawn.root.branches]
    [('act', 'if $c \\\\leq z$', False), ('wait', 'if $c > z$', True)]
    """
    plan = None
    try:
        plan = Selection(game, Space(game.assumptions)).plan
    except NotApplicable:
        point = None
    drawer = _Drawer(game, plan, [])
    values = None if point is None else {**dict.fromkeys(game.assumptions.names, Fraction(0)), **point}
    root = drawer.node(game.root, (), values, on_path=True)
    return TreePicture(game.players, root, tuple(drawer.notes))
