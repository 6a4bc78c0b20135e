"""Organisations by rings: how each is judged, what is said of it, and the cases in which that is asked formally."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..library import build_game
from ..results import Table
from .catalogue import MARKS, TABLES, cited, listed

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..institutions.case import Claim
    from ..noncooperative.ordinal_scale import OrdinalScale
    from ..rendering import Cell

__all__ = ["rings_table"]

FORMAL_IN = "formal in:"
"""After this word the note of a claim names cases."""


@TABLES.register(
    "four-rings",
    title="The Four Rings: each organisation's work in each ring, in words, as judged, and where it is formal",
    cite="R. Cohen 2001, in Cooperative Security (Marshall Center Papers 3), Figures 1 and 2",
    takes="cases",
)
def rings_table(analyses: Sequence[Analysis]) -> Table:
    """A row for each organisation and ring: the judgements of it, what an author says of it, and the cases about it.

    The judgements are those of games of the form ``ordinal-scale``.  A claim of the same case belongs to a row where
    its statement names both the organisation and the ring; its note names cases after the words ``formal in:``, and of
    those that are given here the games with a record stand beside it.  How a body decides is told by the model under
    which the case asks about its power.

    Parameters
    ----------
    analyses
        The case with the judgements, and those of which the games are to be told.
    """
    judged = [(analysis, scales) for analysis in analyses if (scales := _scales(analysis))]
    judges = tuple(dict.fromkeys(judge for _, scales in judged for judge in scales))
    bodies = [(analysis.case, answer) for analysis, _ in judged for answer in analysis.power]
    notes = [
        f"{answer.label}: {case.institutions[answer.question.institution].name}, {len(answer.members)} members on "
        f"{answer.question.date}; {answer.procedure.text}"
        + (f" ({answer.procedure.certainty})." if answer.procedure.certainty else ".")
        for case, answer in bodies
    ]
    rows = tuple(row for analysis, scales in judged for row in _rows(analysis, scales, judges, analyses))
    return Table(
        "four-rings",
        "The Four Rings, organisation by organisation",
        ("organisation", "ring", *(f"judged by {judge}" for judge in judges), "in words", "formal in"),
        rows,
        (
            "Judgements and words are those of the authors; an empty cell: nothing is said. Formal in: cases, with "
            "each game that has an outcome on record, and that outcome.",
            *notes,
            MARKS,
        )
        if rows
        else (),
        cited([*(analysis.case.cite for analysis, _ in judged), *(answer.procedure.cite for _, answer in bodies)]),
    )


def _rows(
    analysis: Analysis, scales: Mapping[str, OrdinalScale], judges: Sequence[str], analyses: Sequence[Analysis]
) -> Iterator[tuple[Cell, ...]]:
    """The rows of a case, organisation by organisation; those of which one sentence speaks stand together."""
    judged = [name for scale in scales.values() for name in scale.objects]
    together: dict[tuple[Cell, ...], list[str]] = {}
    for organisation in dict.fromkeys([*judged, *(answer.label for answer in analysis.power)]):
        for ring in next(iter(scales.values())).criteria:
            levels = tuple(_level(scales.get(judge), organisation, ring) for judge in judges)
            claims = [claim for claim in analysis.case.claims if _is_about(claim, organisation, ring)]
            for claim in claims:
                together.setdefault((ring, *levels, *_told(claim, analyses)), []).append(organisation)
            if any(levels) and not claims:
                together[ring, *levels, organisation] = [organisation]
    for told, organisations in together.items():
        cells = told if len(told) == len(judges) + 3 else (*told[:-1], None, None)
        yield (listed(organisations), *cells)


def _scales(analysis: Analysis) -> Mapping[str, OrdinalScale]:
    """The judgements of a case by whose they are, the fullest of each, all by the criteria of the first."""
    found: dict[str, OrdinalScale] = {}
    for key, spec in analysis.case.games.items():
        if spec.form != "ordinal-scale":
            continue
        game = build_game(analysis.case, key)
        scale, first = game.levels, next(iter(found.values()), None)
        if scale is None or (first is not None and scale.criteria != first.criteria):
            continue
        if game.judge not in found or len(scale.judgements) > len(found[game.judge].judgements):
            found[game.judge] = scale
    return found


def _level(scale: OrdinalScale | None, organisation: str, ring: str) -> str | None:
    """The level on which an organisation is judged to be in a ring, where it is."""
    if scale is None or organisation not in scale.judgements or ring not in scale.criteria:
        return None
    return scale.judgements[organisation][scale.criteria.index(ring)]


def _is_about(claim: Claim, organisation: str, ring: str) -> bool:
    """Whether the statement of a claim names both."""
    return all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", claim.statement) for name in (organisation, ring))


def _told(claim: Claim, analyses: Sequence[Analysis]) -> tuple[str, str]:
    """The words of a claim with the author and the heading under which they stand, and the cases that it names."""
    return f"\u201c{claim.quote}\u201d ({claim.author}, {claim.section})", "; ".join(_formal(claim, analyses))


def _formal(claim: Claim, analyses: Sequence[Analysis]) -> Iterator[str]:
    """The cases that a claim names, with the records of those that are at hand, games with one record together."""
    known = {analysis.case.key: analysis for analysis in analyses}
    for key in filter(None, map(str.strip, claim.note.partition(FORMAL_IN)[2].split(","))):
        records: dict[str, list[str]] = {}
        for answer in known[key].games.values() if key in known else ():
            if answer.recorded:
                records.setdefault(answer.recorded, []).append(answer.key)
        told = "; ".join(f"{listed(games)}: {outcome}" for outcome, games in records.items())
        yield f"{key} ({told})" if told else key
