"""Conditions in plain words, from the meanings that the case gives its symbols."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import Atom, Or, conjuncts, gathered, shown

if TYPE_CHECKING:
    from ..conditions import Condition, Formula, Term
    from ..conditions.wording import Reader

__all__ = ["in_words"]

RELATIONS = {
    ">": "exceeds",
    ">=": "is at least",
    "<": "is less than",
    "<=": "is at most",
    "=": "equals",
    "!=": "differs from",
}
DETERMINERS = frozenset({"a", "an", "how", "its", "one", "the", "their", "what", "whether", "whose"})
SIZES = {Fraction(1): "", Fraction(1, 2): "half of ", Fraction(2): "twice "}
MOST_TERMS = 5
MOST_ALTERNATIVES = 3
MOST_LETTERS = 400


def in_words(condition: Condition, meanings: Mapping[str, str]) -> str:
    """A condition in words, or nothing where words would be longer than anybody reads.

    Parameters
    ----------
    condition
        A conjunction of simple comparisons reads best; of more than three alternatives there are no words.
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
    return _formula(gathered(condition.formula), condition.assumptions.reader(), meanings)


def _formula(formula: Formula, reader: Reader, meanings: Mapping[str, str]) -> str:
    if isinstance(formula, Atom):
        return _atom(formula, reader, meanings)
    if isinstance(formula, Or):
        told = [_formula(part, reader, meanings) for part in formula.parts]
        joined = f"either {'; or '.join(told)}"
        return joined if all(told) and len(told) <= MOST_ALTERNATIVES and len(joined) <= MOST_LETTERS else ""
    told = [_formula(part, reader, meanings) for part in conjuncts(formula)]
    return ", and ".join(told) if all(told) else ""


def _atom(part: Atom, reader: Reader, meanings: Mapping[str, str]) -> str:
    left, op, right = shown(part, reader)
    if len(left) + len(right) > MOST_TERMS or any(len(term.plain) + len(term.less) > 3 for term in (*left, *right)):
        return ""
    sides = _sum(left, meanings), _sum(right, meanings)
    return f" {RELATIONS[op]} ".join(sides) if all(sides) else ""


def _sum(terms: tuple[Term, ...], meanings: Mapping[str, str]) -> str:
    if not terms:
        return "zero"
    told = ""
    for part in terms:
        term = _term(part, meanings)
        if not term:
            return ""
        if told:
            told += f" less {term}" if part.coefficient < 0 else f" plus {term}"
        else:
            told = f"minus {term}" if part.coefficient < 0 else term
    return told


def _term(term: Term, meanings: Mapping[str, str]) -> str:
    """A term in words; nothing where it is more than a share of a product of two."""
    names = []
    for less, monomial in ((False, term.plain), (True, term.less)):
        for name, exponent in monomial:
            if exponent > 1:
                return ""
            meaning = meanings.get(name, name).split(" (")[0]
            article = "" if meaning.split(" ")[0] in DETERMINERS else "the "
            names.append(f"one minus {article}{meaning}" if less else f"{article}{meaning}")
    size = abs(term.coefficient)
    if not names:
        return str(size)
    if size not in SIZES or len(names) > 2:
        return ""
    return SIZES[size] + " times ".join(names)
