"""Game trees as TikZ, for a document that loads the package tikz; all text escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import NotApplicable
from ..rendering import latex_escape, number
from .labels import said
from .pictures import TreePicture
from .trees import tree_picture

if TYPE_CHECKING:
    from ..noncooperative.extensive_form import ExtensiveFormGame
    from .pictures import Figure, TreeNode

__all__ = ["figure_tikz", "tree_tikz"]

ROW = Fraction(11, 10)
"""From one end of the tree to the next, in centimetres."""

LETTER = Fraction(13, 100)
"""About how wide a letter is in footnote size, in centimetres."""


def tree_tikz(game: ExtensiveFormGame, point: Mapping[str, Fraction] | None = None) -> str:
    r"""A game tree as a ``tikzpicture``.

    Parameters
    ----------
    game
        The game.
    point
        Values of its parameters; what is played there is drawn thick.

    Examples
    --------
    >>> from coopsec_games.noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
    >>> tree = Decision("A", (("stay", Terminal("peace", (1,))), ("go", Terminal("war", (0,)))))
    >>> lines = tree_tikz(ExtensiveFormGame(("A",), tree), {}).splitlines()
    >>> for line in lines[2:4]:
    ...     print(line.strip())
    \draw[line width=1.6pt] (0,0) -- (0.6,0.55) -- (1.32,0.55);
    \node[anchor=south west] at (0.6,0.55) {stay};
    """
    return _picture_tikz(tree_picture(game, point))


def figure_tikz(figure: Figure) -> str:
    """The figure of a tree as a ``tikzpicture``.

    Raises
    ------
    NotApplicable
        The figure is of another kind.
    """
    if not isinstance(figure.picture, TreePicture):
        raise NotApplicable(f"the figure {figure.key!r} is no tree", hint="only trees are written as TikZ")
    return _picture_tikz(figure.picture)


def _picture_tikz(picture: TreePicture) -> str:
    columns = list(_columns(picture.root))
    heights: dict[int, Fraction] = {}
    _rows(picture.root, Fraction(0), heights)
    top = heights[id(picture.root)]
    body: list[str] = []
    _nodes(picture.root, 0, columns, {key: top - height for key, height in heights.items()}, body)
    payoffs = latex_escape(", ".join(picture.players))
    lines = [
        r"% needs \usepackage{tikz}",
        r"\begin{tikzpicture}[font=\footnotesize, every node/.style={inner sep=2pt}]",
        *(f"  {line}" for line in body),
    ]
    lowest = min(top - height for height in heights.values()) - Fraction(3, 4)
    notes = [f"Payoffs: {payoffs}.", *(note.tex for note in picture.notes)]
    width = number(columns[-1] + 6, 1)
    told = r" \\ ".join(notes)
    lines.append(rf"  \node[anchor=north west, align=left, text width={width}cm] at (0,{_cm(lowest)}) {{{told}}};")
    return "\n".join([*lines, r"\end{tikzpicture}", ""])


def _cm(length: Fraction) -> str:
    text = number(length, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _columns(root: TreeNode) -> Iterator[Fraction]:
    """Where the nodes of each depth stand."""
    level, at = [root], Fraction(0)
    while level:
        yield at
        branches = [branch for node in level for branch in node.branches]
        widest = max((max(branch.label.letters, branch.where.letters) for branch in branches), default=0)
        at += Fraction(4, 5) + LETTER * max(widest, 4)
        level = [branch.to for branch in branches]


def _rows(node: TreeNode, row: Fraction, heights: dict[int, Fraction]) -> Fraction:
    if not node.branches:
        heights[id(node)] = row
        return row + ROW
    for branch in node.branches:
        row = _rows(branch.to, row, heights)
    inner = [heights[id(branch.to)] for branch in node.branches]
    heights[id(node)] = (inner[0] + inner[-1]) / 2
    return row


def _nodes(node: TreeNode, level: int, columns: list[Fraction], heights: dict[int, Fraction], body: list[str]) -> None:
    x, y = columns[level], heights[id(node)]
    if not node.branches:
        payoffs = said(", ").tex.join(payoff.tex for payoff in node.payoffs)
        body.append(rf"\node[anchor=west] at ({_cm(x)},{_cm(y)}) {{{latex_escape(node.outcome)}\enspace ({payoffs})}};")
        return
    for branch in node.branches:
        end, to = columns[level + 1], heights[id(branch.to)]
        thick = "1.6pt" if branch.on_path else "0.9pt" if branch.taken else "0.4pt"
        elbow = x + Fraction(3, 5)
        body.append(
            rf"\draw[line width={thick}] ({_cm(x)},{_cm(y)}) -- ({_cm(elbow)},{_cm(to)}) -- ({_cm(end)},{_cm(to)});"
        )
        for label, anchor in ((branch.label, "south west"), (branch.where, "north west")):
            if label:
                body.append(rf"\node[anchor={anchor}] at ({_cm(elbow)},{_cm(to)}) {{{label.tex}}};")
        _nodes(branch.to, level + 1, columns, heights, body)
    shape = "circle, draw, fill=white" if node.kind == "chance" else "circle, fill"
    body.append(rf"\node[{shape}, inner sep=1.5pt] at ({_cm(x)},{_cm(y)}) {{}};")
    if node.player:
        body.append(
            rf"\node[anchor=south, fill=white, inner sep=1pt] at ({_cm(x)},{_cm(y + Fraction(3, 20))}) "
            rf"{{\textbf{{{latex_escape(node.player)}}}}};"
        )
