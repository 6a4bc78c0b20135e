"""Tables about claims: premises and the rival's verdict, and how many claims came out how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..analysis import decide_claims
from ..analysis.claims import VERDICTS, ClaimAnswer
from ..results import Table
from .catalogue import TABLES, cited
from .one_case import names_of

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..institutions.case import Claim
    from ..rendering import Cell

__all__ = ["comparison_table", "rivals_table", "verdicts_table"]


@TABLES.register(
    "claims-and-rivals",
    title="Claims with premises, verdict and the rival's verdict",
    cite="Cohen and Mihalka 2001; the games of each case",
)
def rivals_table(analysis: Analysis) -> Table:
    """Each formalised claim with what it presupposes, the verdict of its own model, and that of the rival model."""
    rows: list[tuple[Cell, ...]] = []
    for answer in analysis.claims:
        if answer.verdict == "not-formalised":
            continue
        rows.append(
            (
                f"{answer.claim.author}: {answer.claim.statement}",
                "; ".join(answer.claim.premises) or "none stated",
                answer.model or "the record",
                _alone(analysis, answer),
                answer.rival or "none",
                _rival(analysis, answer),
                answer.verdict,
            )
        )
    left_out = len(analysis.claims) - len(rows)
    return Table(
        "claims-and-rivals",
        f"{analysis.case.title}: claims, premises and rival models",
        ("claim", "premises", "model", "its verdict", "rival model", "its verdict on the claim", "verdict"),
        tuple(rows),
        (
            *_meanings(str(row[-1]) for row in rows),
            *([f"Not formalised, and left out: {left_out} of {len(analysis.claims)} claims."] if left_out else []),
        )
        if rows
        else (),
        cited(answer.claim.cite for answer in analysis.claims),
        names=names_of(analysis),
    )


def _alone(analysis: Analysis, answer: ClaimAnswer) -> str:
    """The verdict of a claim's own model, whatever its rival says."""
    if answer.claim.rival is None:
        return answer.verdict
    return _verdict(analysis, replace(answer.claim, rival=None))


def _rival(analysis: Analysis, answer: ClaimAnswer) -> str:
    rival = answer.claim.rival
    if rival is None:
        return ""
    formal = {"negated": False, **{key: value for key, value in rival.items() if key != "text"}}
    return _verdict(analysis, replace(answer.claim, formal=formal, rival=None))


def _verdict(analysis: Analysis, claim: Claim) -> str:
    [answer] = decide_claims(replace(analysis.case, claims=(claim,)), analysis.games)
    return answer.verdict


def _meanings(verdicts: Iterable[str]) -> tuple[str, ...]:
    seen = set(verdicts)
    told = [f"{verdict}: {meaning}" for verdict, meaning in VERDICTS.items() if verdict in seen]
    return (f"{'; '.join(told)}.",) if told else ()


@TABLES.register(
    "verdicts",
    title="How many claims came out how, case by case",
    cite="Cohen and Mihalka 2001; the games of each case",
    takes="cases",
)
def verdicts_table(analyses: Sequence[Analysis]) -> Table:
    """A row a case, a column a verdict."""
    seen = {answer.verdict for analysis in analyses for answer in analysis.claims}
    shown = [verdict for verdict in VERDICTS if verdict in seen]
    rows: list[tuple[Cell, ...]] = [
        (
            analysis.case.title,
            len(analysis.claims),
            *(sum(answer.verdict == verdict for answer in analysis.claims) for verdict in shown),
        )
        for analysis in analyses
    ]
    return Table(
        "verdicts",
        "Claims and verdicts, case by case",
        ("case", "claims", *shown),
        tuple(rows),
        _meanings(shown),
    )


@TABLES.register(
    "comparison",
    title="Cases compared: record, votes, and the condition that the record implies",
    cite="the record and the games of each case",
    takes="cases",
)
def comparison_table(analyses: Sequence[Analysis]) -> Table:
    """A row a game with a record: the body, the outcome, what it implies, and what is proven of the map."""
    rows: list[tuple[Cell, ...]] = []
    for analysis in analyses:
        case = analysis.case
        votes = f"{sum(vote.agrees for vote in analysis.votes)} of {len(analysis.votes)}" if analysis.votes else "none"
        body = "none" if case.institution is None else case.institution.name
        for answer in analysis.games.values():
            if answer.recorded:
                proven = answer.certificate.disjoint is True and answer.certificate.covering is True
                rows.append(
                    (
                        case.title,
                        body,
                        votes,
                        answer.title,
                        answer.recorded,
                        "nowhere" if answer.recorded_where is None else answer.recorded_where,
                        proven and answer.verified,
                    )
                )
        if not any(answer.recorded for answer in analysis.games.values()):
            rows.append((case.title, body, votes, "no game with a record", "", None, None))
    names = dict.fromkeys(name for analysis in analyses for name in names_of(analysis))
    return Table(
        "comparison",
        "Cases compared",
        ("case", "body", "votes reproduced", "game", "record", "implies, if the model holds", "map certified"),
        tuple(rows),
        (
            "Symbols are those of each case: the same letter may mean something else in another.",
            "Map certified: its regions are proven to exclude each other and to cover the assumptions, and an "
            "equilibrium of each was checked exactly.",
        ),
        cited(analysis.case.cite for analysis in analyses),
        names=tuple(names),
    )
