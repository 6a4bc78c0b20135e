"""What each record implies, inequality by inequality, and what else speaks for it or does without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, atom
from ..errors import FormulaError
from ..results import Table
from .catalogue import ILLUSTRATIVE, TABLES, Symbols, cited
from .one_case import names_of

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.games import GameAnswer
    from ..conditions import Atom
    from ..rendering import Cell

__all__ = ["implications_table"]

NO_EVIDENCE = "none on file: read off the outcome alone"


@TABLES.register(
    "implications",
    title="The condition that each record implies, its signs, the evidence for it, and the models without it",
    cite="the games and the claims of each case",
)
def implications_table(analysis: Analysis, evidence: Mapping[str, str] | None = None) -> Table:
    """For each game with a record, each inequality that the record implies.

    Beside an inequality stand the symbols whose rise makes it easier, and harder, to hold; evidence for it that does
    not come from the outcome; and the other games of the case whose recorded outcome is possible without it.

    Parameters
    ----------
    analysis
        The case.
    evidence
        Condition to the evidence for it, in words, with its source; a claim of the case that states the condition is
        named as well.

    Raises
    ------
    FormulaError
        A condition cannot be read.
    """
    stated = _stated(analysis, evidence or {})
    rows: list[tuple[Cell, ...]] = []
    for answer in analysis.games.values():
        implied = answer.recorded_where
        if not answer.recorded or implied is None:
            continue
        for part in _parts(implied):
            eased, hampered = _signs(part)
            rows.append(
                (
                    answer.key,
                    answer.recorded,
                    part,
                    Symbols(eased) if eased else None,
                    Symbols(hampered) if hampered else None,
                    "; ".join(text for condition, text in stated if _same(condition, part)) or NO_EVIDENCE,
                    ", ".join(_without(analysis, answer, part)) or "none",
                )
            )
    heads = ("more easily as these rise", "less easily as these rise")
    return Table(
        "implications",
        f"{analysis.case.title}: what the record implies, if a model holds",
        ("game", "record", "implies", *heads, "independent evidence", "not implied in"),
        tuple(rows),
        (
            "Signs: proven from the sign of the coefficient under the assumptions; a symbol whose sign is open stands "
            "in neither column. Not implied in: games of the case in which the recorded outcome is an equilibrium "
            "without the inequality.",
            *(f"{answer.key}: {answer.title}." for answer in analysis.games.values() if answer.recorded),
            ILLUSTRATIVE,
        )
        if rows
        else (),
        cited(claim.cite for claim in analysis.case.claims if claim.formal and "condition" in claim.formal),
        names=names_of(analysis),
    )


def _parts(implied: Condition) -> list[Condition]:
    """The inequalities of a conjunction; anything else as a whole."""
    clauses = implied.clauses()
    if len(clauses) != 1 or not clauses[0]:
        return [implied]
    return [Condition(part, implied.assumptions) for part in clauses[0]]


def _stated(analysis: Analysis, evidence: Mapping[str, str]) -> list[tuple[Condition, str]]:
    """Conditions with the evidence for them: the user's, and the claims that state one."""
    under = analysis.case.assumptions
    found = [(_condition(text, under), told) for text, told in evidence.items()]
    for claim in analysis.case.claims:
        if claim.formal and "condition" in claim.formal and not claim.formal.get("given"):
            verdict = next((answer.verdict for answer in analysis.claims if answer.claim.id == claim.id), "")
            text = f"claimed by {claim.author} ({claim.id}: {verdict})"
            found.append((_condition(str(claim.formal["condition"]), under), text))
    return found


def _condition(text: str, under: Assumptions) -> Condition:
    try:
        return Condition.read(text, under)
    except FormulaError as error:
        error.args = (f"the evidence for {text!r}: {error.message}",)
        error.message = error.args[0]
        raise


def _same(one: Condition, other: Condition) -> bool:
    """Whether two conditions are one under the assumptions of the first."""
    return bool(one.equivalent(Condition(other.formula, one.assumptions)))


def _signs(part: Condition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The symbols whose rise makes an inequality easier to hold, and those whose rise makes it harder."""
    clauses = part.clauses()
    if len(clauses) != 1 or len(clauses[0]) != 1 or clauses[0][0].op not in (">", ">="):
        return (), ()
    signs = {name: _sign(clauses[0][0], name, part.assumptions) for name in part.names}
    return tuple(name for name in signs if signs[name] > 0), tuple(name for name in signs if signs[name] < 0)


def _sign(inequality: Atom, name: str, under: Assumptions) -> int:
    """The proven sign of a symbol's coefficient; 0 where it is open."""
    if inequality.polynomial.degree(name) != 1:
        return 0
    slope = inequality.polynomial.coefficient(name)
    always = Condition.true(under)
    for sign, op in ((1, ">="), (-1, "<=")):
        if always.implies(Condition(atom(slope, op), under)):
            return sign
    return 0


def _without(analysis: Analysis, answer: GameAnswer, part: Condition) -> Sequence[str]:
    """The other games with a record that does not imply an inequality."""
    found = []
    for other in analysis.games.values():
        implied = other.recorded_where
        if other.key == answer.key or implied is None:
            continue
        under = analysis.case.assumptions_of(other.key)
        if Condition(implied.formula, under).implies(Condition(part.formula, under)) is not True:
            found.append(other.key)
    return found
