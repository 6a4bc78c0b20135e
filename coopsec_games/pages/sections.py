"""The sections of a page: the body and the votes, each game with its regimes, what if, what was asked, the claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..analysis.games import threshold_meaning
from ..analysis.questions import LEGEND
from ..analysis.words import in_words, nowhere_text, players_text, shown_witness
from ..figures import FIGURES
from ..results import condition_json
from ..tables import ILLUSTRATIVE, TABLES, point_text
from .board import board_html
from .explorer import movable
from .markup import notes_html, table_html
from .mathematics import condition_html, escaped, prose_html, relation_html

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..analysis.claims import ClaimAnswer
    from ..analysis.games import GameAnswer
    from ..analysis.questions import Robustness
    from ..figures import Figure
    from ..noncooperative.atlas import Region

__all__ = ["Section", "page_sections"]

Section = tuple[str, str, str]
"""An identifier, a heading, and what stands under it."""

Drawn = Sequence["tuple[Figure, str]"]


def page_sections(analysis: Analysis, drawn: Drawn = ()) -> tuple[Section, ...]:
    """Every section that the case has something for, in the order of reading.

    Parameters
    ----------
    analysis
        The answers.
    drawn
        Figures with their SVG elements; each stands in the section of its game, or with the votes.
    """
    names = tuple(parameter.name for parameter in analysis.case.parameters)
    of_games = {
        key: [entry for entry in drawn if entry[0].key in {f"{kind}-{key}" for kind in FIGURES}]
        for key in analysis.games
    }
    shown = {figure.key for own in of_games.values() for figure, _ in own}
    rest = [entry for entry in drawn if entry[0].key not in shown]
    made: list[Section] = []
    for identifier, heading, key in (
        ("body", "The body and its rule", "facts"),
        ("votes", "What was voted", "roll-calls"),
        ("power", "Who has how much power", "power"),
        ("parameters", "What the games are about", "parameters"),
    ):
        table = TABLES[key].function(analysis)
        if table.rows:
            made.append((identifier, heading, table_html(table, names)))
    if rest:
        made.append(("figures", "Figures", figures_html(rest)))
    for number, (key, answer) in enumerate(analysis.games.items(), 1):
        found = analysis.robustness.get(key)
        body = "\n".join(_game(answer, found, f"game-{number}", of_games[key]))
        made.append((f"game-{number}", _capital(answer.title), body))
    what_if = TABLES["what-if"].function(analysis)
    if what_if.rows:
        made.append(("what-if", "What if", table_html(what_if, names)))
    if analysis.questions:
        asked = "\n".join(table_html(found.table, names) for found in analysis.questions)
        made.append(("asked", "What was asked", asked))
    if analysis.claims:
        told = "\n".join(_claim(answer, f"claim-{place}", names) for place, answer in enumerate(analysis.claims, 1))
        made.append(("claims", "What the authors claim", told))
    return tuple(made)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def figures_html(drawn: Drawn) -> str:
    """Figures side by side where they are narrow, each with its caption, notes and sources."""
    told = []
    for figure, element in drawn:
        below = [*figure.notes, *([f"Source: {'; '.join(figure.cite)}"] if figure.cite else [])]
        told.append(
            f'<figure class="{figure.width}"><div>{element}</div>'
            f"<figcaption>{escaped(' '.join([figure.caption, *below]))}</figcaption></figure>"
        )
    return f'<div class="drawings">{"".join(told)}</div>' if told else ""


def _game(answer: GameAnswer, found: Robustness | None, identifier: str, drawn: Drawn) -> Iterator[str]:
    names = answer.assumptions.names
    who = escaped(players_text(answer.players, answer.concept))
    yield f"<p>{who} {prose_html(answer.ties_text, names)}</p>"
    yield "<h3>Which outcome comes about where</h3>"
    yield f'<dl class="regimes">{"".join(_region(region, answer) for region in answer.regions)}</dl>'
    closing = [sentence for sentence in answer.sentences() if sentence.startswith("The record")]
    yield f"<p>{prose_html(' '.join([*closing, answer.certificate_text]), names)}</p>"
    yield notes_html(answer.notes, names)
    moved = movable(answer)
    if moved is not None:
        yield f'<h3 id="{identifier}-move">Move the parameters</h3>'
        yield board_html(moved, identifier)
        yield notes_html([ILLUSTRATIVE])
    if answer.thresholds:
        yield "<h3>Thresholds</h3>"
        told = (
            f"<li>{relation_html(bound.symbol, bound.op, bound.value, names)}: "
            f"{prose_html(threshold_meaning(bound), names)}</li>"
            for bound in answer.thresholds
        )
        yield f"<ul>{''.join(told)}</ul>"
    if found is not None:
        table = found.signs_table(answer.key, answer.title)
        yield "<h3>What raising a symbol does, all else equal</h3>"
        if len(table.columns) > 1 and len(table.rows) > 1:
            yield table_html(replace(table, notes=(LEGEND,)), names)
        yield f"<p>{prose_html(found.sentence(), names)}</p>"
    if drawn:
        yield f"<h3>Figures</h3>\n{figures_html(drawn)}"


def _region(region: Region, answer: GameAnswer) -> str:
    names = answer.assumptions.names
    mark = ' <span class="badge">recorded</span>' if region.outcome == answer.recorded else ""
    always = region.where.formula is True
    lines = [condition_html(region.where, names) if always else f"where {condition_html(region.where, names)}"]
    words = in_words(region.where, answer.meanings)
    if words and words not in ("always", "never"):
        lines.append(f"that is, {escaped(words)}")
    missing = nowhere_text(region.outcome, answer.concept)
    if missing:
        lines.append(escaped(missing))
    if region.equilibrium:
        played = "played, for instance" if answer.concept == "undominated-nash" else "played"
        lines.append(f"{played}: {prose_html(region.equilibrium, names)}")
    if condition_json(region.also_where) != condition_json(region.where):
        lines.append(f"an equilibrium under some tie rule where {condition_html(region.also_where, names)}")
    told = "; with ".join(_point(point) for point in shown_witness(region, answer.parameters) if point)
    if told:
        lines.append(f"for instance {told}")
    return f"<dt>{escaped(region.outcome)}{mark}</dt>{''.join(f'<dd>{line}</dd>' for line in lines)}"


def _point(values: Mapping[str, Fraction]) -> str:
    """A point with its letters set as formulas."""
    told = [relation_html(name, "=", value, tuple(values)) for name, value in values.items()]
    return " ".join(f'<span class="whole">{entry},</span>' for entry in told[:-1]) + f" {told[-1]}"


def _claim(answer: ClaimAnswer, identifier: str, names: Sequence[str]) -> str:
    claim = answer.claim
    where = answer.where.text if answer.where is not None and answer.where.text not in answer.because else ""
    told = (
        ("Stated", claim.statement),
        ("Because", answer.because),
        ("Where", where),
        *((f"{_capital(side)}, for instance", point_text(point)) for side, point in answer.witness.items()),
        ("Premises", "; ".join(claim.premises)),
        ("Source", "; ".join(claim.cite)),
        ("Note", claim.note),
    )
    lines = "".join(f"<p><strong>{word}:</strong> {prose_html(words, names)}</p>" for word, words in told if words)
    return (
        f'<article aria-labelledby="{identifier}"><h3 id="{identifier}">{escaped(claim.id)} '
        f'<span class="badge">{escaped(answer.verdict)}</span></h3>'
        f"<blockquote><p>“{escaped(claim.quote)}” ({escaped(claim.author)}, {escaped(claim.section)})</p></blockquote>"
        f"{lines}</article>"
    )
