"""The only room that opens files: models, cases and their schemas."""

from __future__ import annotations

from .case_files import cases, load_case
from .game_files import build_game
from .games_read import read_game
from .loader import Document, read_yaml
from .model_files import is_model, load_model, models
from .specs import schema

__all__ = [
    "Document",
    "build_game",
    "cases",
    "is_model",
    "load_case",
    "load_model",
    "models",
    "read_game",
    "read_yaml",
    "schema",
]
