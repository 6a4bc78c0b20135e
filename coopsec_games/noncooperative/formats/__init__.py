"""Gambit's files, from text to game and back: ``.nfg`` in payoff and outcome form, ``.efg`` with information sets."""

from __future__ import annotations

from .efg import read_efg, write_efg
from .nfg import read_nfg, write_nfg

__all__ = ["read_efg", "read_nfg", "write_efg", "write_nfg"]
