"""The tables of a paper: one registered function from an analysis to a :class:`~coopsec_games.results.Table`.

To add a table, write one function here; ``coopsec tables``, ``tables:`` in a case and ``cg.table`` know it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .analysis.games import threshold_meaning
from .analysis.votes import tally_text
from .conditions import Condition
from .cooperative.indices import POWER_INDICES
from .formulas import expression_text, symbol
from .registry import Registry
from .results import Table

if TYPE_CHECKING:
    from fractions import Fraction

    from sympy import Expr

    from .analysis import Analysis, Case
    from .analysis.claims import ClaimAnswer
    from .rendering import Cell

__all__ = ["TABLES", "case_tables", "claims_table", "point_text", "table"]

TABLES: Registry[Callable[[Analysis], Table]] = Registry("table")

ILLUSTRATIVE = "Baseline values are illustrative: no number here is a fact about an actor's preferences."
MARKS = "Certainty: C confirmed against a document; M standard reference; m less certain; I modelling choice."


def table(key: str, source: Case | Analysis) -> Table:
    """One table of a case.

    Parameters
    ----------
    key
        A key of ``TABLES``, such as ``"regimes"``.
    source
        A case, or its analysis where that is at hand already.

    Raises
    ------
    UnknownKey
        No table has this key.

    Examples
    --------
    >>> from coopsec_games import load_case
    >>> print(table("power", load_case("korea-1950")).columns[0])
    members
    """
    entry = TABLES[key]
    return entry.function(_analysed(source))


def case_tables(source: Case | Analysis, keys: Iterable[str] = ()) -> tuple[Table, ...]:
    """The tables that a case asks for, or those named, without the empty ones."""
    analysis = _analysed(source)
    wanted = tuple(keys) or analysis.case.tables or tuple(TABLES)
    made = (TABLES[key].function(analysis) for key in wanted)
    return tuple(found for found in made if found.rows)


def _analysed(source: Case | Analysis) -> Analysis:
    from .analysis import Analysis

    return source if isinstance(source, Analysis) else source.analyze()


def _cited(sources: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for some in sources for source in some))


def _listed(members: Iterable[str]) -> str:
    return ", ".join(members)


@TABLES.register("facts", title="The body and its rule on the day", cite="the model of each institution")
def facts(analysis: Analysis) -> Table:
    """The body, the day, the rule in words, the members by group."""
    case, body, procedure = analysis.case, analysis.body, analysis.procedure
    rows: list[tuple[Cell, ...]] = [("case", case.title), *analysis.asked]
    if case.institution is None or body is None or procedure is None:
        rows += [("body", "none: the states decide for themselves"), ("date", str(case.date))]
    else:
        rows += [
            ("body", case.institution.name),
            ("date", str(body.date)),
            ("procedure", procedure.key),
            ("rule", procedure.text),
        ]
        for group, members in body.groups.items():
            if group != "all":
                rows.append((f"members ({group})", ", ".join(f"{member} {body.name(member)}" for member in members)))
    return Table(
        "facts",
        f"{case.title}: the body and its rule",
        ("", "on the day"),
        tuple(rows),
        (),
        _cited([procedure.cite if procedure is not None else (), case.cite]),
    )


@TABLES.register("roll-calls", title="Roll calls, with critical and decisive members", cite="the record of each case")
def roll_calls(analysis: Analysis) -> Table:
    """Each roll call under its rule: tally, verdict, the members who mattered, and whether the record agrees."""
    rows: list[tuple[Cell, ...]] = [
        (
            answer.call.id,
            str(answer.call.date),
            tally_text(answer.call.ballots),
            str(answer.verdict),
            _counted(answer.critical),
            _counted(answer.decisive),
            answer.call.recorded,
            answer.call.certainty,
        )
        for answer in analysis.votes
    ]
    notes = [f"{answer.call.id}: {answer.call.note}" for answer in analysis.votes if answer.call.note]
    return Table(
        "roll-calls",
        f"{analysis.case.title}: roll calls under the rule",
        ("text", "date", "tally (Y-N-A)", "under the rule", "critical", "decisive", "record", "mark"),
        tuple(rows),
        (
            "Critical: for an adopted text, members whose yes, turned into an abstention, defeats it; for a rejected "
            "one, members whose ballot, turned into a yes, carries it. Decisive: members for whom some other ballot "
            "changes the outcome.",
            MARKS,
            *notes,
        ),
        _cited(answer.call.cite for answer in analysis.votes),
    )


def _counted(members: tuple[str, ...]) -> str:
    return f"{len(members)} ({_listed(members)})" if members else "0"


@TABLES.register(
    "power", title="Voting power, exactly", cite="Shapley and Shubik 1954; Banzhaf 1965; Felsenthal and Machover 1997"
)
def power(analysis: Analysis) -> Table:
    """Members with equal numbers together, an index a column, the questions of the case below each other."""
    keys = tuple(dict.fromkeys(key for answer in analysis.power for key in answer.indices))
    rows: list[tuple[Cell, ...]] = [
        (_listed(members), f"{answer.label}, {answer.question.date}", *(values.get(key) for key in keys))
        for answer in analysis.power
        for members, values in answer.groups()
    ]
    notes = [
        f"{answer.label}: of {2 ** len(answer.members)} coalitions {answer.winning_coalitions} win; "
        f"{answer.procedure.text}."
        for answer in analysis.power
    ]
    return Table(
        "power",
        f"{analysis.case.title}: voting power",
        ("members", "body", *(POWER_INDICES[key].title.replace("-Shubik", " and Shubik") for key in keys)),
        tuple(rows),
        (
            "In the binary indices, not yes is read as no; the ternary ones give yes, abstain and no one third each.",
            *notes,
        ),
        _cited(answer.procedure.cite for answer in analysis.power),
    )


@TABLES.register("parameters", title="Parameters and what is assumed of them", cite="the case itself")
def parameters(analysis: Analysis) -> Table:
    """Each symbol with its meaning, the assumption on it, and the illustrative value."""
    names = [parameter.name for parameter in analysis.case.parameters]
    rows: list[tuple[Cell, ...]] = [
        (
            symbol(parameter.name),
            parameter.meaning,
            Condition.read(" and ".join(parameter.assume), names) if parameter.assume else None,
            parameter.baseline,
            parameter.certainty,
        )
        for parameter in analysis.case.parameters
    ]
    return Table(
        "parameters",
        f"{analysis.case.title}: parameters",
        ("symbol", "meaning", "assumed", "baseline (illustrative)", "mark"),
        tuple(rows),
        (ILLUSTRATIVE,) if rows else (),
    )


@TABLES.register("regimes", title="Which outcome is an equilibrium where", cite="the games of each case")
def regimes(analysis: Analysis) -> Table:
    """For each game and outcome: what is played, the region under the stated ties, and the closed set beside it."""
    rows: list[tuple[Cell, ...]] = [
        (
            answer.key,
            f"{region.outcome} (recorded)" if region.outcome == answer.recorded else region.outcome,
            region.equilibrium,
            region.where,
            region.also_where,
        )
        for answer in analysis.games.values()
        for region in answer.regions
    ]
    notes = [
        f"{answer.key}: {answer.title}. {answer.ties_text} {answer.certificate_text}"
        for answer in analysis.games.values()
    ]
    return Table(
        "regimes",
        f"{analysis.case.title}: which outcome is an equilibrium where",
        ("game", "outcome", "equilibrium", "where", "an equilibrium under some tie rule where"),
        tuple(rows),
        (*notes, ILLUSTRATIVE) if rows else (),
    )


def point_text(values: Mapping[str, Fraction | Expr] | None) -> str:
    """A point of the parameter space in one line.

    Examples
    --------
    >>> from fractions import Fraction
    >>> point_text({"c": Fraction(1, 2), "z": Fraction(1)})
    'c = 1/2, z = 1'
    """
    return ", ".join(f"{name} = {expression_text(value)}" for name, value in (values or {}).items())


@TABLES.register("thresholds", title="Thresholds of the named symbols", cite="the games of each case")
def thresholds(analysis: Analysis) -> Table:
    """Each threshold in closed form, and what happens beyond it."""
    rows: list[tuple[Cell, ...]] = [
        (answer.key, symbol(bound.symbol), bound.op, bound.value, threshold_meaning(bound))
        for answer in analysis.games.values()
        for bound in answer.thresholds
    ]
    return Table(
        "thresholds",
        f"{analysis.case.title}: thresholds",
        ("game", "symbol", "relation", "threshold", "meaning"),
        tuple(rows),
        names=tuple(parameter.name for parameter in analysis.case.parameters),
    )


@TABLES.register("what-if", title="Other ballots, other readings, other numbers", cite="the record of each case")
def what_if(analysis: Analysis) -> Table:
    """What other ballots under the rule, or the same ballots under another reading, would have done."""
    rows: list[tuple[Cell, ...]] = [
        (
            answer.call.id,
            answer.label,
            answer.procedure.key,
            tally_text(answer.ballots),
            "adopted" if answer.verdict.adopted else "rejected",
            answer.verdict.reason,
            answer.call.recorded,
        )
        for answer in analysis.ballot_what_ifs
    ]
    rows += [
        (
            answer.game,
            answer.label,
            point_text(answer.settings),
            "",
            " / ".join(region.outcome for region in answer.regions),
            "; ".join(f"{region.outcome}: {region.where.text}" for region in answer.regions),
            answer.recorded,
        )
        for answer in analysis.game_what_ifs
    ]
    return Table(
        "what-if",
        f"{analysis.case.title}: what if",
        ("text or game", "what if", "rule or setting", "tally (Y-N-A)", "then", "because", "record"),
        tuple(rows),
    )


@TABLES.register("claims", title="Claims and verdicts", cite="Cohen and Mihalka 2001")
def claims(analysis: Analysis) -> Table:
    """Each claim with its formal statement's verdict and the reason."""
    return claims_table(analysis.claims, f"{analysis.case.title}: claims and verdicts")


def claims_table(answers: Sequence[ClaimAnswer], caption: str = "Claims and verdicts") -> Table:
    """Claims with verdict and reason, of one case or of several."""
    several = len({answer.case for answer in answers}) > 1
    rows: list[tuple[Cell, ...]] = [
        (
            *((answer.case,) if several else ()),
            answer.claim.id,
            f"{answer.claim.author}, {answer.claim.section}",
            answer.claim.statement,
            answer.verdict,
            answer.because,
        )
        for answer in answers
    ]
    return Table(
        "claims",
        caption,
        (*(("case",) if several else ()), "claim", "author and section", "statement", "verdict", "because"),
        tuple(rows),
        (),
        _cited(answer.claim.cite for answer in answers),
    )
