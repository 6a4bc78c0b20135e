"""Where the files of the models and cases are.

Those of the project stand inside the installed package or, in a checkout, beside it.  A user adds folders of the same
shape, each with ``models/`` or ``cases/`` or both, by ``--path DIR`` or in ``COOPSEC_PATH``; where two files have one
key, the user's comes first, in the order of the folders.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Literal

from ..errors import Place, SpecError, UnknownKey, UsageError, did_you_mean

__all__ = ["Kind", "find", "found"]

Kind = Literal["models", "cases"]
Folders = Sequence[str | Path]
_NOUN = {"models": "model", "cases": "case"}


def _own(kind: Kind) -> Path:
    inside = Path(str(files("coopsec_games").joinpath(kind)))
    beside = Path(__file__).resolve().parent.parent.parent / kind
    folder = inside if inside.is_dir() else beside
    if not folder.is_dir():
        raise SpecError(f"the folder {kind}/ of the installed package is missing", hint="install the package again")
    return folder


def _added(kind: Kind, path: Folders) -> list[Path]:
    named = [Path(folder) for folder in path]
    named.extend(Path(folder) for folder in os.environ.get("COOPSEC_PATH", "").split(os.pathsep) if folder)
    folders = []
    for folder in named:
        if not folder.is_dir():
            raise UsageError("there is no such folder", place=Place(str(folder)))
        if not any((folder / known).is_dir() for known in _NOUN):
            raise UsageError("the folder has neither models/ nor cases/ in it", place=Place(str(folder)))
        if (folder / kind).is_dir():
            folders.append(folder / kind)
    return folders


def _files(folder: Path, shown: str) -> dict[str, tuple[Path, str]]:
    told: dict[str, tuple[Path, str]] = {}
    for file in sorted(folder.rglob("*.yaml")):
        name = f"{shown}/{file.relative_to(folder).as_posix()}"
        if file.stem in told:
            raise SpecError(f"two files have the key {file.stem!r}: {told[file.stem][1]} and {name}")
        told[file.stem] = (file, name)
    return told


def found(kind: Kind, path: Folders = ()) -> Mapping[str, tuple[Path, str]]:
    """Key to file and the name to show for it, in the order of the keys.

    Raises
    ------
    UsageError
        A folder that the user names is none, or has the wrong shape.
    """
    told = _files(_own(kind), kind)
    for folder in reversed(_added(kind, path)):
        told.update(_files(folder, folder.as_posix()))
    return dict(sorted(told.items()))


def find(kind: Kind, key_or_path: str | Path, path: Folders = ()) -> tuple[str, Path, str]:
    """The key, the file and the name to show for a key, or for a path to a file.

    What has a slash in it, or ends in ``.yaml`` or ``.yml``, is a path.

    Raises
    ------
    UnknownKey
        No file of that key, with the nearest one as a hint.
    """
    text = str(key_or_path)
    if isinstance(key_or_path, Path) or "/" in text or os.sep in text or text.endswith((".yaml", ".yml")):
        return Path(text).stem, Path(text), text
    known = found(kind, path)
    if text not in known:
        hint = did_you_mean(text, known) or f"known: {', '.join(known)}"
        raise UnknownKey(f"unknown {_NOUN[kind]} {text!r}", hint=hint)
    return text, *known[text]
