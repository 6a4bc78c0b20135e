"""Selection files of papers, the files that a paper is made from, and the folder of a replication package."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import Place, SpecError, TooLarge, UsageError
from .case_files import load_case
from .folders import find
from .loader import MAX_BYTES, DataPath, Document, file_bytes, read_yaml
from .spec_faults import validate
from .spec_papers import PaperSpec
from .specs import schema

__all__ = ["Paper", "input_files", "paper_schema", "read_package", "read_paper", "record_bytes"]

MOST_FILES = 5_000
MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Paper:
    """A paper's selection file, read; ``path`` are the folders with its cases and models, its own before the user's."""

    file: str
    spec: PaperSpec
    document: Document
    path: tuple[str, ...]

    def fault(self, path: DataPath, message: str, hint: str = "") -> SpecError:
        """A fault at a place of the file."""
        return self.document.fault(path, message, hint)


def read_paper(file: str | Path, path: Sequence[str | Path] = ()) -> Paper:
    """A paper's selection file.

    The folder of the file is looked in for cases and models of its own, where it has ``cases/`` or ``models/``.

    Parameters
    ----------
    file
        A YAML file.
    path
        Folders of the user, each with ``models/`` or ``cases/`` in it.

    Raises
    ------
    UsageError
        There is no such file.
    SpecError
        The file is invalid; all its faults at once.
    """
    document = read_yaml(file)
    beside = Path(file).resolve().parent
    own = [str(beside)] if any((beside / kind).is_dir() for kind in ("cases", "models")) else []
    return Paper(str(file), validate(PaperSpec, document), document, (*own, *map(str, path)))


def paper_schema() -> dict[str, Any]:
    """The JSON Schema of a selection file, for editors.

    Examples
    --------
    >>> paper_schema()["required"]
    ['title']
    """
    return {
        "$schema": schema("case")["$schema"],
        **PaperSpec.model_json_schema(by_alias=True),
        "title": "coopsec paper file",
    }


def input_files(paper: Paper, cases: Iterable[str], models: Iterable[str]) -> Mapping[str, bytes]:
    """The files that a paper is made from, by their names in a replication package.

    Parameters
    ----------
    paper
        The selection file, which is one of them.
    cases, models
        Keys; the bodies that a case names are found through it.
    """
    found = {"inputs/paper.yaml": file_bytes(paper.file, paper.file)}
    wanted = list(models)
    for key in cases:
        _, file, shown = find("cases", key, paper.path)
        found[f"inputs/cases/{key}.yaml"] = file_bytes(file, shown)
        for word in load_case(key, paper.path).institutions:
            if "/" in word or word.endswith((".yaml", ".yml")):
                found[f"inputs/cases/{word}"] = file_bytes(file.resolve().parent / word, word)
            else:
                wanted.append(word)
    for key in wanted:
        _, file, shown = find("models", key, paper.path)
        found[f"inputs/models/{key}.yaml"] = file_bytes(file, shown)
    return MappingProxyType(dict(sorted(found.items())))


def record_bytes(files: Iterable[str]) -> tuple[bytes, ...]:
    """The bytes of the files of a record, for their hashes."""
    return tuple(file_bytes(file, file, MOST_BYTES) for file in files)


def read_package(folder: str | Path) -> Mapping[str, bytes]:
    """Every file of a replication package, by its name in it.

    Raises
    ------
    UsageError
        There is no such folder, or it is no replication package.
    TooLarge
        It has more in it than any package of this program.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UsageError("there is no such folder", place=Place(str(folder)))
    if not (root / "manifest.json").is_file():
        hint = "'coopsec replicate paper.yaml -o DIR' makes one"
        raise UsageError("this is no replication package: it has no manifest.json", hint=hint, place=Place(str(folder)))
    found: dict[str, bytes] = {}
    size = 0
    for where, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            file = Path(where) / name
            raw = file_bytes(file, str(file), max(MAX_BYTES, MOST_BYTES))
            size += len(raw)
            if len(found) >= MOST_FILES or size > MOST_BYTES:
                raise TooLarge(f"{str(folder)!r} has more in it than a replication package")
            found[file.relative_to(root).as_posix()] = raw
    return MappingProxyType(found)
