"""Painters of game trees, from left to right, and of graph models, on a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING

from .axes import DASHES
from .draw_charts import COLOURS
from .labels import Label, said
from .lettering import SIZE, SMALL, extent, line_height, widest, wrapped
from .pictures import TreeNode
from .sheet import MUTED, Sheet, Spot

if TYPE_CHECKING:
    from .pictures import Branch, GraphPicture, TreePicture

__all__ = ["leaf_label", "paint_graph", "paint_tree"]

ELBOW = 3.5
NODE = 0.9
ROW = 7.4
"""From one branch to the next where its words are of ordinary height."""


LEAST_LEAF = 24.0
"""Millimetres for the words at an end, which are wrapped where that is less than they take."""

SIDE = 1.0


def leaf_label(node: TreeNode) -> Label:
    """The outcome and the payoffs at an end."""
    if not node.payoffs:
        return said(node.outcome)
    label = said(f"{node.outcome}  (")
    for place, payoff in enumerate(node.payoffs):
        label += (said(", ") if place else Label()) + payoff
    return label + said(")")


def paint_tree(picture: TreePicture, sheet: Sheet) -> float:
    """A game tree, what is too deep for the sheet under a letter below; how far down it reaches."""
    heading = said("Payoffs: ") + said(", ".join(picture.players)) + said(".")
    down = 0.6 + sheet.paragraph((SIDE, 0.6), heading, sheet.width - 2, size=SMALL, colour=MUTED) + 1.0
    waiting, told = [("", picture.root)], 0
    while waiting:
        name, whole = waiting.pop(0)
        most = _levels_that_fit(whole, sheet.width)
        later: list[tuple[str, TreeNode]] = []
        root = _cut(whole, most, told, later)
        told += len(later)
        waiting += later
        if name:
            sheet.text((SIDE, down + 1.6), f"{name}:", size=SMALL, bold=True)
            down += 3.4
        down = _paint(root, down, sheet) + 1.0
    for note in picture.notes:
        down += sheet.paragraph((SIDE, down), note, sheet.width - SIDE - 1, size=SMALL, colour=MUTED)
    return down


def _paint(root: TreeNode, start: float, sheet: Sheet) -> float:
    room, boxes, leaves = _widths(root)
    free = sheet.width - 2 * SIDE - 2.0 - sum(room) - sum(boxes)
    columns = min(leaves, max(free, LEAST_LEAF))
    spare = min(max(free - leaves, 0.0) / max(len(room), 1), 12.0)
    levels = [SIDE]
    for wide, box in zip(room, boxes, strict=False):
        levels.append(levels[-1] + box + wide + spare)
    texts = {id(node): wrapped(leaf_label(node), columns, SMALL) for node in _ends(root)}
    heights: dict[int, float] = {}
    bottom = _place(root, start, texts, heights)
    _draw(root, 0, levels, heights, texts, sheet)
    _tie_information(root, levels, heights, sheet)
    return bottom


def _widths(root: TreeNode) -> tuple[list[float], list[float], float]:
    """The widths of branches and of boxes by level, and of the widest words at an end."""
    depth = _depth(root)
    room, boxes = [0.0] * depth, [0.0] * (depth + 1)
    boxes[0] = _box_width(root)
    for level, branch in _branches(root, 0):
        room[level] = max(room[level], widest((branch.label, branch.where), SMALL) + ELBOW + 1.6)
        boxes[level + 1] = max(boxes[level + 1], _box_width(branch.to))
    return room, boxes, widest([leaf_label(node) for node in _ends(root)], SMALL)


def _levels_that_fit(root: TreeNode, width: float) -> int:
    """How many levels of a tree stand beside each other on a sheet, at least one."""
    room, boxes, leaves = _widths(root)
    free = width - 2 * SIDE - 2.0 - boxes[0] - min(leaves, LEAST_LEAF)
    for level, (wide, box) in enumerate(zip(room, boxes[1:], strict=True)):
        free -= wide + box
        if free < 0:
            return max(level, 1)
    return len(room)


def _cut(node: TreeNode, levels: int, told: int, later: list[tuple[str, TreeNode]]) -> TreeNode:
    """A tree down to a level; what is below it comes later, under a letter."""
    if not node.branches:
        return node
    if levels == 0:
        name = _name(told + len(later))
        later.append((name, node))
        return TreeNode("end", outcome=f"continued at {name}")
    branches = tuple(replace(branch, to=_cut(branch.to, levels - 1, told, later)) for branch in node.branches)
    return replace(node, branches=branches)


def _name(place: int) -> str:
    return chr(ord("A") + place % 26) + str(place // 26 or "")


def _box_width(node: TreeNode) -> float:
    """The width of the box with the mover's name, or of the disc of a lottery."""
    if node.kind == "end":
        return 0.0
    return extent(node.player, SMALL, bold=True)[0] + 1.8 if node.player else 2 * NODE


def _depth(node: TreeNode) -> int:
    return 1 + max(_depth(branch.to) for branch in node.branches) if node.branches else 0


def _branches(node: TreeNode, level: int) -> Iterator[tuple[int, Branch]]:
    for branch in node.branches:
        yield level, branch
        yield from _branches(branch.to, level + 1)


def _ends(node: TreeNode) -> Iterator[TreeNode]:
    if not node.branches:
        yield node
    for branch in node.branches:
        yield from _ends(branch.to)


def _place(
    node: TreeNode,
    down: float,
    texts: dict[int, list[Label]],
    heights: dict[int, float],
    room: tuple[float, float] = (ROW / 2, ROW / 2),
) -> float:
    """Give every node its height, from the upper end of its rows; where its rows end.

    ``room`` is what the words above and below the branch to the node take.
    """
    above, below = room
    if not node.branches:
        tall = sum(max(line_height(SMALL), 1.15 * extent(line, SMALL)[1]) for line in texts[id(node)])
        above, below = max(above, tall / 2 + 0.7), max(below, tall / 2 + 0.7)
        heights[id(node)] = down + above
        return down + above + below
    start = down
    for branch in node.branches:
        own = max(ROW / 2, extent(branch.label, SMALL)[1] + 1.5), max(ROW / 2, extent(branch.where, SMALL)[1] + 1.9)
        if len(node.branches) == 1:
            own = max(own[0], above), max(own[1], below)
        down = _place(branch.to, down, texts, heights, own)
    inner = [heights[id(branch.to)] for branch in node.branches]
    heights[id(node)] = (inner[0] + inner[-1]) / 2
    return max(down, heights[id(node)] + below, start + ROW)


def _draw(
    node: TreeNode,
    level: int,
    levels: list[float],
    heights: dict[int, float],
    texts: dict[int, list[Label]],
    sheet: Sheet,
) -> None:
    x, y = levels[level], heights[id(node)]
    wide = _box_width(node)
    if not node.branches:
        lines = texts[id(node)]
        tall = [max(line_height(SMALL), 1.15 * extent(line, SMALL)[1]) for line in lines]
        down = y - sum(tall) / 2
        for line, height in zip(lines, tall, strict=True):
            sheet.text((x + 1.2, down + height / 2), line, size=SMALL)
            down += height
        return
    for branch in node.branches:
        to = heights[id(branch.to)]
        width = 2.2 if branch.on_path else 1.2 if branch.taken else 0.6
        end = levels[level + 1] - (0 if branch.to.branches else 0.4)
        start = x + wide
        sheet.line([(start - 0.4, y), (start + ELBOW, to), (end, to)], width=width, level=2)
        for label, shift in ((branch.label, -1.9), (branch.where, 2.0)):
            if label:
                high = extent(label, SMALL)[1]
                spot = (
                    start + ELBOW + 0.6,
                    to + shift + (high / 2 - 1.1 if high > 3 else 0) * (1 if shift > 0 else -1),
                )
                sheet.text(spot, label, size=SMALL, colour="black" if shift < 0 else MUTED)
        _draw(branch.to, level + 1, levels, heights, texts, sheet)
    if node.player:
        sheet.box(x, y - 1.7, x + wide, y + 1.7, fill="white", edge="black", width=0.8, level=4)
        sheet.text((x + wide / 2, y), node.player, size=SMALL, bold=True, across="center")
    else:
        sheet.disc((x + NODE, y), NODE, fill="white", edge="black", width=0.8, level=4)


def _tie_information(node: TreeNode, levels: list[float], heights: dict[int, float], sheet: Sheet) -> None:
    found: dict[tuple[str, str], list[Spot]] = {}

    def walk(here: TreeNode, level: int) -> None:
        if here.information:
            found.setdefault((here.player, here.information), []).append(
                (levels[level] + _box_width(here) / 2, heights[id(here)])
            )
        for branch in here.branches:
            walk(branch.to, level + 1)

    walk(node, 0)
    for spots in found.values():
        if len(spots) > 1:
            sheet.line(spots, width=0.7, style=(0, (2, 2)), colour=MUTED, level=2)


def paint_graph(picture: GraphPicture, sheet: Sheet) -> float:
    """A graph model; how far down it reaches."""
    side, count = 1.0, len(picture.states)
    wide = max(max(extent(state.name, SIZE, bold=True)[0] for state in picture.states) + 3.4, 6.5)
    radius = min(sheet.width / 2 - wide / 2 - 4, max(20.0, 1.5 * wide * count / (2 * pi)))
    centre = (sheet.width / 2, radius + 6.0)
    turn = -pi / 4 if count == 4 else 0.0
    spots = {
        state.name: (
            centre[0] + radius * sin(turn + 2 * pi * place / count),
            centre[1] - (radius if count > 1 else 0) * cos(turn + 2 * pi * place / count),
        )
        for place, state in enumerate(picture.states)
    }
    between: dict[frozenset[str], int] = {}
    for move in picture.moves:
        pair = frozenset((move.start, move.end))
        rank = between.get(pair, 0)
        between[pair] = rank + 1
        colour = picture.players.index(move.player)
        _arrow(sheet, spots[move.start], spots[move.end], rank, wide / 2, colour, back=move.back)
    for state in picture.states:
        x, y = spots[state.name]
        stable = bool(state.stabilities)
        sheet.box(x - wide / 2, y - 2.3, x + wide / 2, y + 2.3, fill="#d9d9d9" if stable else "white", edge="black",
                  width=1.6 if stable else 0.6, level=5)  # fmt: skip
        sheet.text((x, y), state.name, across="center", bold=stable)
    down = centre[1] + radius + 6.0
    for place, player in enumerate(picture.players):
        sheet.line([(side, down + 1.4), (side + 8, down + 1.4)], width=1.1, colour=COLOURS[place % len(COLOURS)],
                   style=DASHES[place % len(DASHES)])  # fmt: skip
        sheet.text((side + 9.5, down + 1.4), f"moves of {player}", size=SMALL)
        down += line_height(SMALL) + 0.4
    for state in picture.states:
        told = f"{state.name}: {state.title}" if state.title else ""
        if state.stabilities:
            told = (told or state.name) + f"; stable: {', '.join(state.stabilities)}"
        if told:
            down += sheet.paragraph((side, down), told, sheet.width - side - 1, size=SMALL)
    for note in picture.notes:
        down += sheet.paragraph((side, down), note, sheet.width - side - 1, size=SMALL, colour=MUTED)
    return down


def _arrow(sheet: Sheet, start: Spot, end: Spot, rank: int, half: float, colour: int, *, back: bool) -> None:
    """An arrow between two boxes, beside those between the same two that came before."""
    x, y = end[0] - start[0], end[1] - start[1]
    long = hypot(x, y)
    side = ((rank + 1) // 2) * (1 if rank % 2 else -1) * 1.6
    shift = (-y / long * side, x / long * side)
    ends = []
    for here, sign in ((start, 1), (end, -1)):
        turn = atan2(y, x)
        reach = min(half / max(abs(cos(turn)), 1e-9), 2.3 / max(abs(sin(turn)), 1e-9)) + 0.7
        ends.append((here[0] + shift[0] + sign * cos(turn) * reach, here[1] + shift[1] + sign * sin(turn) * reach))
    style = DASHES[colour % len(DASHES)]
    sheet.line(ends, width=1.1, colour=COLOURS[colour % len(COLOURS)], style=style, level=3)
    tips = [(ends[0], ends[1])] + ([(ends[1], ends[0])] if back else [])
    for tail, tip in tips:
        near = (tip[0] - (tip[0] - tail[0]) / long * 1.2, tip[1] - (tip[1] - tail[1]) / long * 1.2)
        sheet.line([near, tip], width=1.1, colour=COLOURS[colour % len(COLOURS)], head=True, level=4)
