"""What the reader makes of a text: a small frozen tree, every node with its column in the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

__all__ = ["Binary", "Call", "Comparison", "Logic", "Name", "Number", "Tree", "Truth", "Unary", "fold", "names_in"]

T = TypeVar("T")


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    value: Fraction
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """Nothing below."""
        return ()


@dataclass(frozen=True)
class Name:
    """A declared name."""

    name: str
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """Nothing below."""
        return ()


@dataclass(frozen=True)
class Unary:
    """A minus sign before its operand (a plus sign leaves no node, two minus signs neither)."""

    op: Literal["-"]
    operand: Tree
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """The operand."""
        return (self.operand,)


@dataclass(frozen=True)
class Binary:
    """Two numbers joined by ``+ - * /`` or ``**``; the column is that of the operator."""

    op: Literal["+", "-", "*", "/", "**"]
    left: Tree
    right: Tree
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """The two operands."""
        return (self.left, self.right)


@dataclass(frozen=True)
class Call:
    """A function of its arguments."""

    function: str
    arguments: tuple[Tree, ...]
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """The arguments."""
        return self.arguments


@dataclass(frozen=True)
class Comparison:
    """A chain of comparisons, ``operands[i] operators[i] operands[i + 1]`` for each i, all of them together.

    The operators are ``<``, ``<=``, ``>``, ``>=``, ``=`` and ``!=``.
    """

    operands: tuple[Tree, ...]
    operators: tuple[str, ...]
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """The operands."""
        return self.operands


@dataclass(frozen=True)
class Logic:
    """Conditions joined by ``and`` or ``or``, or one condition under ``not``."""

    op: Literal["and", "or", "not"]
    operands: tuple[Tree, ...]
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """The operands."""
        return self.operands


@dataclass(frozen=True)
class Truth:
    """The condition that always or never holds."""

    value: bool
    column: int = 1

    @property
    def parts(self) -> tuple[Tree, ...]:
        """Nothing below."""
        return ()


Tree = Number | Name | Unary | Binary | Call | Comparison | Logic | Truth


def fold(tree: Tree, combine: Callable[[Tree, list[T]], T]) -> T:
    """Work a tree from its leaves up, without recursion.

    Parameters
    ----------
    tree
        The tree.
    combine
        What to make of a node and the results of its parts, in their order.

    Examples
    --------
    >>> tree = Binary("+", Number(Fraction(1)), Unary("-", Name("x")))
    >>> fold(tree, lambda node, below: 1 + sum(below))
    4
    """
    results: list[T] = []
    pending: list[tuple[Tree, bool]] = [(tree, False)]
    while pending:
        node, ready = pending.pop()
        count = len(node.parts)
        if not ready and count:
            pending.append((node, True))
            pending.extend((part, False) for part in reversed(node.parts))
            continue
        below = results[len(results) - count :]
        del results[len(results) - count :]
        results.append(combine(node, below))
    return results[0]


def names_in(tree: Tree) -> frozenset[str]:
    """The names that occur in a tree as it is written, also those that cancel out.

    Parameters
    ----------
    tree
        The tree.

    Examples
    --------
    >>> sorted(names_in(Binary("-", Name("x"), Binary("*", Name("x"), Name("y")))))
    ['x', 'y']
    """
    return fold(tree, lambda node, below: frozenset({node.name} if isinstance(node, Name) else ()).union(*below))
