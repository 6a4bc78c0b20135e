"""The registry of tables, and what every table shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import UsageError
from ..formulas import expression_text, shown_number, symbol_latex
from ..registry import Registry
from ..results import Table

if TYPE_CHECKING:
    from sympy import Expr

    from ..analysis import Analysis, Case

__all__ = [
    "ILLUSTRATIVE",
    "MARKS",
    "TABLES",
    "TAKES",
    "Symbols",
    "TableFunction",
    "case_tables",
    "cited",
    "counted",
    "listed",
    "point_text",
    "table",
    "tables_of",
]

TableFunction: TypeAlias = "Callable[..., Table]"

TAKES: Mapping[str, str] = {
    "case": "a case",
    "cases": "several cases",
    "bodies": "bodies on a day, each under a procedure",
    "record": "a record of roll calls",
}
"""What a table may be made from."""

ILLUSTRATIVE = "Baseline values are illustrative: no number here is a fact about an actor's preferences."
MARKS = "Certainty: C confirmed against a document; M standard reference; m less certain; I modelling choice."
CRITICAL = (
    "Critical: for an adopted text, members whose yes, turned into an abstention, defeats it; for a rejected one, "
    "members whose ballot, turned into a yes, carries it. Decisive: members for whom some other ballot changes the "
    "outcome. Where an abstention does not block, nobody need be critical although a no of those who are decisive "
    "defeats the text."
)


class TableRegistry(Registry[TableFunction]):
    """The tables by key; each also says what it is made from, a key of :data:`TAKES`.

    Examples
    --------
    >>> kinds = TableRegistry("table")
    >>> @kinds.register("verdicts", title="Verdicts", cite="the claims of each case", takes="cases")
    ... def verdicts(analyses):
    ...     return Table("verdicts", "Verdicts", ("case",), ())
    >>> kinds.takes("verdicts"), kinds.taking("case")
    ('cases', ())
    """

    def __init__(self, noun: str) -> None:
        super().__init__(noun)
        self._takes: dict[str, str] = {}

    def register(
        self, key: str, *, title: str, cite: str, takes: str = "case"
    ) -> Callable[[TableFunction], TableFunction]:
        """Enter the decorated function under a key, with what it is made from."""
        if takes not in TAKES:
            raise ValueError(f"no table is made from {takes!r}")
        self._takes[key] = takes
        return super().register(key, title=title, cite=cite)

    def takes(self, key: str) -> str:
        """What a table is made from."""
        return self._takes[self[key].key]

    def taking(self, takes: str) -> tuple[str, ...]:
        """The keys of all tables that are made from this."""
        return tuple(key for key in self if self._takes[key] == takes)


TABLES = TableRegistry("table")


def table(key: str, source: object, **asked: Any) -> Table:
    """One table, from what it is made of.

    Parameters
    ----------
    key
        A key of ``TABLES``, such as ``"regimes"``; ``TABLES.takes(key)`` says what it is made from.
    source
        A case, or its analysis where that is at hand already; a list of them; a list of :class:`Body`; or a replayed
        record.
    asked
        What the table takes besides, such as ``indices`` of ``"power-compared"``.

    Raises
    ------
    UnknownKey
        No table has this key.
    UsageError
        The source is of another kind than the table is made from.

    Examples
    --------
    >>> from coopsec_games import load_case
    >>> print(table("power", load_case("korea-1950")).columns[0])
    members
    """
    from ..analysis import Analysis, Case
    from ..institutions.replay import Replay
    from .bodies import Body

    entry, takes = TABLES[key], TABLES.takes(key)
    if takes == "case" and isinstance(source, (Case, Analysis)):
        return entry.function(_analysed(source), **asked)
    if takes == "record" and isinstance(source, Replay):
        return entry.function(source, **asked)
    sources = list(source) if isinstance(source, (list, tuple)) else [source]
    cases = [one for one in sources if isinstance(one, (Case, Analysis))]
    if takes == "cases" and len(cases) == len(sources):
        return entry.function([_analysed(one) for one in cases], **asked)
    if takes == "bodies" and all(isinstance(one, Body) for one in sources):
        return entry.function(sources, **asked)
    raise UsageError(f"the table {key!r} is made from {TAKES[takes]}, not from a {type(source).__name__}")


def case_tables(source: Case | Analysis, keys: Iterable[str] = ()) -> tuple[Table, ...]:
    """The tables that a case asks for, or those named, without the empty ones.

    A case that asks for none gets every table that is made from one case.
    """
    analysis = _analysed(source)
    wanted = tuple(keys) or analysis.case.tables or TABLES.taking("case")
    for key in wanted:
        if TABLES.takes(key) != "case":
            raise UsageError(f"the table {key!r} is made from {TAKES[TABLES.takes(key)]}, not from one case")
    made = (TABLES[key].function(analysis) for key in wanted)
    return tuple(found for found in made if found.rows)


def tables_of(sources: Sequence[Case | Analysis], keys: Sequence[str] = ()) -> tuple[Table, ...]:
    """The tables of several cases: those of each, named after it, then those that set the cases beside one another.

    Parameters
    ----------
    sources
        Cases, or their analyses.
    keys
        Only these; without them, what each case asks for and, of two cases or more, every table of several cases.

    Raises
    ------
    UsageError
        A table is made neither from a case nor from several.

    Examples
    --------
    >>> from coopsec_games import load_case
    >>> cases = [load_case(key) for key in ("korea-1950", "spain-1823")]
    >>> [made.key for made in tables_of(cases, ["parameters", "comparison"])]
    ['korea-1950-parameters', 'spain-1823-parameters', 'comparison']
    """
    analyses = [_analysed(source) for source in sources]
    beside = [key for key in keys if TABLES.takes(key) == "cases"]
    alone = [key for key in keys if key not in beside]
    made: list[Table] = []
    for analysis in analyses if alone or not keys else ():
        made += [replace(one, key=f"{analysis.case.key}-{one.key}") for one in case_tables(analysis, alone)]
    if not keys and len(analyses) > 1:
        beside = list(TABLES.taking("cases"))
    return (*made, *(found for key in beside if (found := TABLES[key].function(analyses)).rows))


def _analysed(source: Case | Analysis) -> Analysis:
    from ..analysis import Analysis

    return source if isinstance(source, Analysis) else source.analyze()


def cited(sources: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Sources, each once, in order."""
    return tuple(dict.fromkeys(source for some in sources for source in some))


def listed(members: Iterable[str]) -> str:
    """Members in a line."""
    return ", ".join(members)


def counted(members: Sequence[str]) -> str:
    """How many members, and who."""
    return f"{len(members)} ({listed(members)})" if members else "0"


def point_text(values: Mapping[str, Fraction | Expr] | None) -> str:
    """A point of the parameter space in one line.

    Examples
    --------
    >>> from fractions import Fraction
    >>> point_text({"c": Fraction(1, 2), "z": Fraction(1)})
    'c = 1/2, z = 1'
    """
    return ", ".join(
        f"{name} = {shown_number(value) if isinstance(value, Fraction) else expression_text(value)}"
        for name, value in (values or {}).items()
    )


@dataclass(frozen=True)
class Symbols:
    """Several symbols in one cell, in their order.

    Examples
    --------
    >>> print(Symbols(("pi", "c_m")).text, Symbols(("pi", "c_m")).latex)
    pi, c_m \\pi, c_{m}
    """

    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The names in a line."""
        return ", ".join(self.names)

    @property
    def latex(self) -> str:
        """The letters in a line."""
        return ", ".join(map(symbol_latex, self.names))
