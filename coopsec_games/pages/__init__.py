"""A case as one page: everything that is asked of it, with its maps to be moved in, in a file that needs no network.

What the page says of a point is decided in the reader's browser from whole numbers alone, by the conditions that were
computed here; nothing near a boundary is a matter of rounding.

Examples
--------
>>> from coopsec_games.analysis import load_case
>>> words = page(load_case("expulsion-1939").analyze(), figures=False)
>>> words.startswith("<!DOCTYPE html>"), "://" in words.partition("<main")[0]
(True, False)
"""

from __future__ import annotations

from .document import page

__all__ = ["page"]
