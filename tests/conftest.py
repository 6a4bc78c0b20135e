"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real records and published values, which is not part of the project."""
    folder = Path(os.environ.get("COOPSEC_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of records to test against is not beside the checkout")
    return folder
