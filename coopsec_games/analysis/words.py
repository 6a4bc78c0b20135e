"""Conditions in plain words, from the meanings that the case gives its symbols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..conditions import sides

if TYPE_CHECKING:
    from fractions import Fraction

    from ..conditions import Assumptions, Atom, Condition
    from ..polynomials import Monomial

__all__ = ["in_words"]

RELATIONS = {
    ">": "exceeds",
    ">=": "is at least",
    "<": "is less than",
    "<=": "is at most",
    "=": "equals",
    "!=": "differs from",
}
MOST_TERMS = 5


def in_words(condition: Condition, meanings: Mapping[str, str]) -> str:
    """A condition in words, or nothing where words would be longer than anybody reads.

    Parameters
    ----------
    condition
        A conjunction of simple comparisons reads best; with several alternatives there are no words.
    meanings
        Symbol to its meaning, as the case states it; what it says in parentheses is left out.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions, Condition
    >>> names = Assumptions(("c", "z"), solve_for=("c",))
    >>> in_words(Condition.read("c <= z", names), {"c": "cost of acting", "z": "gain from it"})
    'the cost of acting is at most the gain from it'
    """
    if isinstance(condition.formula, bool):
        return "always" if condition.formula else "never"
    clauses = condition.clauses()
    if len(clauses) != 1:
        return ""
    told = [_atom(part, condition.assumptions, meanings) for part in clauses[0]]
    return ", and ".join(told) if all(told) else ""


def _atom(part: Atom, assumptions: Assumptions, meanings: Mapping[str, str]) -> str:
    left, op, right = sides(part, assumptions)
    if len(left) + len(right) > MOST_TERMS or any(len(monomial) > 2 for monomial, _ in (*left, *right)):
        return ""
    return f"{_sum(left, meanings)} {RELATIONS[op]} {_sum(right, meanings)}"


def _sum(terms: tuple[tuple[Monomial, Fraction], ...], meanings: Mapping[str, str]) -> str:
    if not terms:
        return "zero"
    told = ""
    for monomial, coefficient in terms:
        term = _term(monomial, abs(coefficient), meanings)
        if told:
            told += f" less {term}" if coefficient < 0 else f" plus {term}"
        else:
            told = f"minus {term}" if coefficient < 0 else term
    return told


def _term(monomial: Monomial, size: Fraction, meanings: Mapping[str, str]) -> str:
    names = []
    for name, exponent in monomial:
        meaning = meanings.get(name, name).split(" (")[0]
        article = "" if meaning.split(" ")[0] in {"the", "a", "an", "what"} else "the "
        names.append(f"{article}{meaning}" + (f" to the power {exponent}" if exponent > 1 else ""))
    if not names:
        return str(size)
    return ("" if size == 1 else f"{size} times ") + " times ".join(names)
