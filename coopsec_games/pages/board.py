"""What a game's sliders and its map look like, with the data that the script reads."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..rendering import number
from .explorer import explorer_data
from .maps import LETTERS, line_svg, map_svg, swatch_svg
from .mathematics import escaped, prose_html, relation_html, symbol_html

if TYPE_CHECKING:
    from .explorer import Explorer, Slider

__all__ = ["board_html", "script_json"]


def board_html(found: Explorer, identifier: str) -> str:
    """The map and the sliders of a game, and the place where the outcome at the point is named.

    Parameters
    ----------
    found
        The sliders and the map.
    identifier
        What the identifiers in it begin with.
    """
    sliders = "".join(
        _slider(slider, found.denominator, f"{identifier}-slider-{place}")
        for place, slider in enumerate(found.sliders, 1)
    )
    controls = (
        f'<fieldset class="controls{"" if found.drawn else " alone"}" hidden><legend>Parameters</legend>{sliders}'
        '<button type="button">Back to where they began</button></fieldset>'
    )
    legend = "".join(
        f'<li data-region="{place}" data-letter="{LETTERS[place % len(LETTERS)]}">'
        f"{swatch_svg(place) if found.drawn else ''}<span>{LETTERS[place % len(LETTERS)]}: "
        f"{escaped(region.outcome)}</span></li>"
        for place, region in enumerate(found.answer.regions)
    )
    board = f'<ul class="legend">{legend}</ul>{controls}'
    if found.drawn is not None:
        board = f'<div class="board">{_figure(found, identifier, legend)}{controls}</div>'
    return (
        f'<div class="explorer" id="{identifier}-explorer" role="group" aria-labelledby="{identifier}-move">'
        '<noscript><p class="quiet">The sliders need JavaScript; everything else on this page does not.</p></noscript>'
        '<div class="result" role="status" aria-live="polite" aria-atomic="true">'
        '<p class="verdict"></p><p class="detail"></p></div>'
        f'{board}<script type="application/json">{script_json(explorer_data(found))}</script></div>'
    )


def _figure(found: Explorer, identifier: str, legend: str) -> str:
    drawn, names = found.drawn, found.answer.assumptions.names
    if drawn is None:
        return ""
    curves = "".join(
        f"<li>{line_svg(place)}<span>{prose_html(curve.text, names)}</span></li>"
        for place, curve in enumerate(drawn.curves)
    )
    held = ", ".join(relation_html(name, "=", value, names) for name, value in drawn.held.items())
    axes = (
        f"To the right {symbol_html(drawn.x)}{_meaning(drawn.x_meaning)}; upward {symbol_html(drawn.y)}"
        f"{_meaning(drawn.y_meaning)}. What is left white lies outside the assumptions."
    )
    return (
        f"<figure>{map_svg(found, identifier)}"
        f'<ul class="legend">{legend}{curves}</ul>'
        f"<figcaption><p>{axes}{f' Drawn exactly at {held}.' if held else ''}</p>"
        '<p class="map-note" hidden>Other values than these: the map is drawn again in small cells, each with the '
        "outcome at its centre. The outcome at the point itself is decided exactly.</p></figcaption></figure>"
    )


def _meaning(words: str) -> str:
    return f", {escaped(words)}" if words else ""


def _slider(slider: Slider, denominator: int, identifier: str) -> str:
    start = slider.low + Fraction(slider.start, denominator)
    return (
        f'<div class="slider"><label for="{identifier}">{symbol_html(slider.name)}{_meaning(slider.meaning)}</label>'
        f'<div class="row"><input type="range" id="{identifier}" min="0" max="{slider.steps}" step="1" '
        f'value="{slider.start}" autocomplete="off">'
        f'<span class="value" aria-hidden="true">{escaped(number(start))}</span></div></div>'
    )


def script_json(data: Any) -> str:
    r"""Data in a script element: nothing in it ends the element, or a line of a script.

    Examples
    --------
    >>> print(script_json({"a": "</script>\u2028&"}))
    {"a":"\u003c/script\u003e\u2028\u0026"}
    """
    told = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
