"""A case as a reader wants it: facts with sources, the regimes in symbols and in words, what if, the claims."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .analysis.games import threshold_meaning
from .analysis.questions import LEGEND
from .analysis.votes import tally_text
from .analysis.words import in_words, nowhere_text, players_text, shown_witness
from .formulas import expression_text
from .results import condition_json
from .tables import ILLUSTRATIVE, TABLES, point_text

if TYPE_CHECKING:
    from .analysis import Analysis
    from .analysis.claims import ClaimAnswer
    from .analysis.games import GameAnswer
    from .analysis.questions import Robustness
    from .conditions import Condition
    from .noncooperative.atlas import Region
    from .results import Table

__all__ = ["claims_text", "report_text"]

MOST_CASES = 4


def report_text(analysis: Analysis, width: int = 100) -> str:
    """The whole analysis as text for a terminal.

    Parameters
    ----------
    analysis
        The answers.
    width
        The number of columns.
    """
    case = analysis.case
    parts = [_heading(case.title, "="), _filled(case.summary, width)]
    for heading, key in (
        ("The body and its rule", "facts"),
        ("What was voted", "roll-calls"),
        ("Who has how much power (rounded; exact in every other format)", "power"),
        ("What the games are about", "parameters"),
    ):
        parts += _section(heading, TABLES[key].function(analysis), width)
    for key, answer in analysis.games.items():
        parts += [_heading(answer.title, "-"), *_game(answer, width)]
        if key in analysis.robustness:
            parts += _robustness(answer, analysis.robustness[key], width)
    if analysis.games:
        parts += [_filled(LEGEND, width)] if analysis.robustness else []
        parts.append(_filled(ILLUSTRATIVE, width))
    if analysis.ballot_what_ifs or analysis.game_what_ifs:
        parts += [_heading("What if", "-"), "\n".join(_what_ifs(analysis, width))]
    if analysis.questions:
        parts.append(_heading("What was asked", "-"))
        parts += [found.table.to_text(width=width).rstrip("\n") for found in analysis.questions]
    if analysis.claims:
        parts += [_heading("What the authors claim", "-"), claims_text(analysis.claims, width)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _where(condition: Condition) -> str:
    return "always" if condition.formula is True else f"where {condition.text}"


def _brief(condition: Condition) -> str:
    """A condition, or how many cases it has where nobody would read them."""
    cases = len(condition.clauses())
    return condition.text if cases <= MOST_CASES else f"one of {cases} conditions holds (--format json lists them)"


def _heading(words: str, under: str) -> str:
    return f"{words}\n{under * len(words)}"


def _filled(words: str, width: int, indent: str = "", after: str | None = None) -> str:
    return textwrap.fill(
        words,
        width,
        initial_indent=indent,
        subsequent_indent=indent if after is None else after,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _section(heading: str, table: Table, width: int) -> list[str]:
    if not table.rows:
        return []
    body = table.to_text(width=width, digits=4 if table.key == "power" else None, caption=False)
    return [_heading(heading, "-"), body.rstrip("\n")]


def _game(answer: GameAnswer, width: int) -> Iterator[str]:
    yield _filled(f"{players_text(answer.players, answer.concept)} {answer.ties_text}", width)
    yield "\n".join(_region(region, answer, width) for region in answer.regions)
    if answer.thresholds:
        told = ["Thresholds:"]
        for entry in answer.thresholds:
            value = expression_text(entry.value, answer.assumptions.names)
            told.append(
                _filled(f"{entry.symbol} {entry.op} {value}: {threshold_meaning(entry)}", width, "  ", "      ")
            )
        yield "\n".join(told)
    closing = [sentence for sentence in answer.sentences() if sentence.startswith("The record")]
    yield _filled(" ".join([*closing, answer.certificate_text]), width)
    notes = [note for note in answer.notes if not note.startswith("ties:")]
    if notes:
        yield "\n".join(_filled(f"Note: {note}", width, after="  ") for note in notes)


def _robustness(answer: GameAnswer, found: Robustness, width: int) -> Iterator[str]:
    table = found.signs_table(answer.key, answer.title)
    if len(table.columns) > 1 and len(table.rows) > 1:
        body = replace(table, notes=()).to_text(width=width, caption=False).rstrip("\n")
        yield f"What raising a symbol does, all else equal:\n{body}"
    yield _filled(found.sentence(), width)


def _region(region: Region, answer: GameAnswer, width: int) -> str:
    mark = "  (recorded)" if region.outcome == answer.recorded else ""
    lines = [
        f"* {region.outcome}{mark}",
        _filled(_where(region.where), width, "    ", "          "),
    ]
    played = "played, for instance" if answer.concept == "undominated-nash" else "played"
    words = in_words(region.where, answer.meanings)
    if words and words not in ("always", "never"):
        lines.append(_filled(f"that is, {words}", width, "    ", "      "))
    missing = nowhere_text(region.outcome, answer.concept)
    if missing:
        lines.append(_filled(missing, width, "    ", "      "))
    if region.equilibrium:
        first, *besides = region.equilibrium.split("; or ")
        lines.append(_filled(f"{played}: {first}", width, "    ", "      "))
        lines += [_filled(f"or {other}", width, "      ", "        ") for other in besides]
    if condition_json(region.also_where) != condition_json(region.where) and region.also_where is not None:
        lines.append(
            _filled(f"an equilibrium under some tie rule where {_brief(region.also_where)}", width, "    ", "      ")
        )
    own, others = shown_witness(region, answer.parameters)
    points = "; with ".join(point_text(point) for point in (own, others) if point)
    if points:
        lines.append(_filled(f"for instance {points}", width, "    ", "      "))
    if region.why:
        lines.append(_filled(f"there, with what each move gives: {region.why}", width, "    ", "      "))
    return "\n".join(lines)


def _what_ifs(analysis: Analysis, width: int) -> Iterator[str]:
    for vote in analysis.ballot_what_ifs:
        then = "adopted" if vote.verdict.adopted else "rejected"
        rule = "" if vote.procedure.key == vote.call.procedure else f", read by {vote.procedure.key!r}"
        told = (
            f"* {vote.call.id}: {vote.label}{rule}: {tally_text(vote.ballots)}, {then} ({vote.verdict.reason}); "
            f"on record {vote.call.recorded}"
        )
        yield _filled(told, width, after="    ")
    for game in analysis.game_what_ifs:
        told = "; ".join(f"{region.outcome} {_where(region.where)}" for region in game.regions)
        yield _filled(f"* {game.game}: {game.label} ({point_text(game.settings)}): {told}", width, after="    ")


def claims_text(answers: Sequence[ClaimAnswer], width: int = 100) -> str:
    """The verdicts as a reader wants them: the sentence, what it states formally, the verdict and the reason.

    Parameters
    ----------
    answers
        Decided claims.
    width
        The number of columns.
    """
    return "\n\n".join(_claim(answer, width) for answer in answers)


def _claim(answer: ClaimAnswer, width: int) -> str:
    claim = answer.claim
    told = (
        ("", f"“{claim.quote}” ({claim.author}, {claim.section})"),
        ("Stated: ", claim.statement),
        ("Because: ", answer.because),
        ("Where: ", answer.where.text if answer.where is not None and answer.where.text not in answer.because else ""),
        *((f"{side.capitalize()}, for instance: ", point_text(point)) for side, point in answer.witness.items()),
        ("Premises: ", "; ".join(claim.premises)),
        ("Source: ", "; ".join(claim.cite)),
        ("Note: ", claim.note),
    )
    lines = [f"{answer.verdict}: {claim.id} ({answer.case})"]
    lines += [_filled(f"{word}{words}", width, "    ", "      ") for word, words in told if words]
    return "\n".join(lines)
