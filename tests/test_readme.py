"""The README's commands print what it shows: lines that begin with ``$ coopsec`` in its console blocks are run."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from coopsec_games.cli import coopsec

README = Path(__file__).resolve().parent.parent / "README.md"


def shown() -> list[tuple[str, str]]:
    """Each command of the README with the output shown under it."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for command, output in re.findall(r"^\$ coopsec (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            found.append((command, output))
    return found


def test_the_readme_shows_commands() -> None:
    assert len(shown()) >= 5


def test_the_readme_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one folder, in order, as a reader would; ``...`` stands for lines left out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for command, output in shown():
        result = CliRunner().invoke(coopsec, shlex.split(command))
        assert result.exit_code == 0, (command, result.output)
        same = doctest.OutputChecker().check_output(output, result.output, doctest.ELLIPSIS)
        assert same, f"$ coopsec {command}\nshown:\n{output}\nprinted:\n{result.output}"
