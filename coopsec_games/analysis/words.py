"""Conditions in plain words, from the meanings that the case gives its symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..conditions import Atom, Or, conjuncts, gathered, shown
from ..noncooperative.atlas import NOWHERE

if TYPE_CHECKING:
    from ..conditions import Condition, Formula, Term
    from ..conditions.wording import Reader
    from ..noncooperative.atlas import Region

__all__ = ["in_words", "nowhere_text", "players_text", "shown_witness"]

COMPLETE = frozenset({"subgame-perfect", "undominated-nash"})
"""Concepts whose name a region without an equilibrium need not repeat."""

RELATIONS = {
    ">": "exceeds",
    ">=": "is at least",
    "<": "is less than",
    "<=": "is at most",
    "=": "equals",
    "!=": "differs from",
}
JUDGEMENTS = frozenset({"weighted score", "standard by every criterion"})
"""What is solved for where nobody moves, and judgements are compared."""

DETERMINERS = frozenset({"a", "an", "how", "its", "one", "the", "their", "what", "whether", "whose"})
SIZES = {Fraction(1): "", Fraction(1, 2): "half of ", Fraction(2): "twice "}
MOST_TERMS = 5
MOST_ALTERNATIVES = 3
MOST_LETTERS = 400


def players_text(players: Sequence[str], concept: str) -> str:
    """Who moves in a game, or whose judgements are compared in it.

    Parameters
    ----------
    players
        The players.
    concept
        What the game is solved for.

    Examples
    --------
    >>> players_text(("USA", "RUS"), "subgame-perfect")
    'Players: USA, RUS.'
    >>> players_text(("Cohen",), "weighted score")
    'Judged by Cohen.'
    """
    return f"{'Judged by' if concept in JUDGEMENTS else 'Players:'} {', '.join(players)}."


def nowhere_text(outcome: str, concept: str) -> str:
    """What is missing where there is no equilibrium of a kind of its own; nothing elsewhere.

    Parameters
    ----------
    outcome
        The outcome of a region.
    concept
        What the game is solved for.

    Examples
    --------
    >>> nowhere_text("no equilibrium", "symmetric mixed equilibria")
    'none of what is solved for here: symmetric mixed equilibria; others there may be'
    """
    if outcome != NOWHERE or concept in COMPLETE:
        return ""
    return f"none of what is solved for here: {concept}; others there may be"


def shown_witness(region: Region, parameters: Sequence[str]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """A region's witness as a reader needs it: what the condition names, and what else the payoffs depend on.

    Symbols that only the assumptions tie to these are left out, and so are, where no payoffs are told, all others than
    those of the condition.

    Parameters
    ----------
    region
        A region of a map.
    parameters
        The parameters of the game.

    Examples
    --------
    >>> from coopsec_games.conditions import Assumptions, Condition
    >>> from coopsec_games.noncooperative.atlas import Region
    >>> where = Condition.read("c < z", Assumptions.read(["c", "z", "h", "e"], "z <= h <= e"))
    >>> point = {"c": Fraction(0), "z": Fraction(1), "h": Fraction(2), "e": Fraction(3)}
    >>> region = Region("act", "USA: act", where, None, point, why="USA: act (act, 1)")
    >>> own, others = shown_witness(region, ("c", "z", "h"))
    >>> list(own), list(others)
    (['c', 'z'], ['h'])
    """
    point, names = dict(region.witness or {}), region.where.names
    own = {name: value for name, value in point.items() if name in names}
    others = {name: value for name, value in point.items() if name in parameters and name not in names}
    return own, others if region.why else {}


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
