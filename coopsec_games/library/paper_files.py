"""Selection files of papers, the files that a paper is made from, and the folder of a replication package."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import (
    CoopSecError,
    Faults,
    NotApplicable,
    Place,
    SpecError,
    TooLarge,
    UnknownKey,
    UsageError,
    did_you_mean,
)
from .case_files import load_case
from .folders import find
from .loader import MAX_BYTES, DataPath, Document, file_bytes, read_yaml
from .spec_faults import validate
from .spec_papers import PaperSpec, is_file
from .specs import schema

if TYPE_CHECKING:
    from ..institutions.case import Case

__all__ = ["Paper", "input_files", "paper_schema", "read_package", "read_paper", "record_bytes"]

MOST_FILES = 5_000
MOST_BYTES = 200_000_000

T = TypeVar("T")


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

    def attempt(self, path: DataPath, make: Callable[[], T], faults: list[CoopSecError]) -> T | None:
        """What is made of an entry, or nothing and its faults; what the entry names in vain is a fault of the file."""
        try:
            return make()
        except Faults as several:
            faults.extend(several.faults)
        except CoopSecError as fault:
            vain = fault.place is None and isinstance(fault, (UnknownKey, NotApplicable, UsageError))
            fault.place = fault.place or self.document.place(path)
            faults.append(SpecError(fault.message, hint=fault.hint, place=fault.place) if vain else fault)
        return None

    def case(self, word: str) -> str | Path:
        """A case as the library takes it: its key, or its file, which never lies outside the folder of the paper.

        Raises
        ------
        SpecError
            There is no such file there.
        """
        if not is_file(word):
            return word
        folder = Path(self.file).parent
        try:
            inside = (folder / word).resolve(strict=True).is_relative_to(folder.resolve())
        except (OSError, RuntimeError):
            near = sorted(f"./{file.name}" for file in folder.glob("*.yaml") if file.name != Path(self.file).name)
            hint = did_you_mean(word if word.startswith("./") else f"./{word}", near)
            raise SpecError(
                f"there is no file {word!r} beside the paper", hint=hint or "a path goes from the paper's folder on"
            ) from None
        if not inside:
            raise SpecError(f"{word!r} is outside the folder of the paper", hint="copy the file into it")
        return folder / word


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
        Keys, and cases' files as the paper names them; the bodies and cases that a case names are found through it.

    Raises
    ------
    SpecError
        Two files would have one name there.
    """
    found: dict[str, bytes] = {}

    def add(name: str, raw: bytes) -> None:
        if found.setdefault(name, raw) != raw:
            raise SpecError(f"two files would be {name} in the package", hint="rename one", place=Place(paper.file))

    add("inputs/paper.yaml", file_bytes(paper.file, paper.file))
    wanted = list(models)
    waiting = list(cases)
    for word in waiting:
        key, file, shown = find("cases", paper.case(word), paper.path)
        name = Path(word) if is_file(word) else Path("cases", f"{key}.yaml")
        add(f"inputs/{name.as_posix()}", file_bytes(file, shown))
        case = load_case(paper.case(word), paper.path)
        for body in case.institutions:
            if "/" in body or body.endswith((".yaml", ".yml")):
                add(f"inputs/{(name.parent / body).as_posix()}", file_bytes(file.resolve().parent / body, body))
            else:
                wanted.append(body)
        waiting += [other for other in _compared(case) if other not in waiting]
    for key in wanted:
        _, file, shown = find("models", key, paper.path)
        add(f"inputs/models/{key}.yaml", file_bytes(file, shown))
    return MappingProxyType(dict(sorted(found.items())))


def _compared(case: Case) -> Iterator[str]:
    """The keys of the cases with whose games the claims of a case compare its own."""
    for claim in case.claims:
        for stated in (claim.formal, claim.rival):
            other = (stated or {}).get("equivalent-to")
            if isinstance(other, Mapping) and "case" in other and not is_file(str(other["case"])):
                yield str(other["case"])


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
