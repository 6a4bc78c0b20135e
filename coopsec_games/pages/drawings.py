"""The drawn figures of a page as SVG elements: nothing in them styles the page, and what they share stands once.

A drawing that is a file of its own brings style attributes, which the page's security policy does not run, and its own
glyphs and hatchings under names that several drawings would share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from .mathematics import escaped

if TYPE_CHECKING:
    from ..figures import Figure

__all__ = ["Drawings", "embedded"]

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
DROPPED = {f"{SVG}metadata", f"{SVG}style", f"{SVG}title"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


@dataclass(frozen=True)
class Drawings:
    """Drawings for one page: what they share, an element to put before all of them, and each with its element."""

    definitions: str
    elements: tuple[tuple[Figure, str], ...]


def embedded(figures: Iterable[Figure]) -> Drawings:
    """The drawings of a page.

    Parameters
    ----------
    figures
        The figures to draw.

    Raises
    ------
    MissingDependency
        matplotlib is not installed.
    """
    shared: dict[str, str] = {}
    elements = tuple((figure, _element(figure, shared)) for figure in figures)
    told = "".join(text.replace('id=""', f'id="{name}"', 1) for text, name in shared.items())
    before = f'<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>{told}</defs></svg>'
    return Drawings(before if shared else "", elements)


def _element(figure: Figure, shared: dict[str, str]) -> str:
    root = ElementTree.fromstring(figure.to_bytes("svg"))
    names = _taken(root, shared)
    told = "".join(_written(part, names) for part in root)
    return (
        f'<svg viewBox="{root.get("viewBox", "")}" width="{root.get("width", "")}" role="img" '
        f'stroke-linejoin="round" stroke-linecap="butt" aria-label="{escaped(figure.caption)}">{told}</svg>'
    )


def _taken(root: ElementTree.Element, shared: dict[str, str]) -> dict[str, str]:
    """Take the definitions out of a drawing; their names in the drawing to those in the page."""
    names: dict[str, str] = {}
    for parent in root.iter():
        for group in parent.findall(f"{SVG}defs"):
            for part in group:
                if part.tag not in DROPPED:
                    own = part.attrib.pop("id", "")
                    text = _written(part, {}, begins=' id=""')
                    names[own] = shared.setdefault(text, f"part-{len(shared)}")
            parent.remove(group)
    return names


def _written(part: ElementTree.Element, names: dict[str, str], begins: str = "") -> str:
    """An element and what is in it, its styles as attributes and its references by the names of the page."""
    if not isinstance(part.tag, str) or part.tag in DROPPED:
        return ""
    tag = part.tag.removeprefix(SVG)
    attributes: dict[str, str] = {}
    for name, value in part.attrib.items():
        if name == "id":
            continue
        if name == "style":
            attributes.update(_styles(value))
        else:
            attributes["href" if name == LINK else name] = value
    told = begins
    for name, value in attributes.items():
        if name == "href":
            value = "#" + names.get(value.removeprefix("#"), value.removeprefix("#"))
        else:
            value = _REFERENCE.sub(lambda found: f"url(#{names.get(found[1], found[1])})", value)
        told += f' {name}="{escaped(value)}"'
    inner = (part.text or "").strip() if tag in ("text", "tspan") else ""
    within = escaped(inner) + "".join(_written(child, names) for child in part)
    if tag == "g" and not attributes:
        return within
    return f"<{tag}{told}>{within}</{tag}>" if within else f"<{tag}{told}/>"


def _styles(words: str) -> dict[str, str]:
    pairs = (entry.partition(":") for entry in words.split(";") if entry.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}
