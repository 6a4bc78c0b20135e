"""Games from their own files: Gambit's ``.nfg`` and ``.efg``, and ``.yaml`` with a tree, a matrix or a graph model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import CoopSecError, Place, SpecError, UsageError
from ..formulas import check_name
from .game_files import spell, spelled_game
from .loader import Document, file_text, read_text, refuse
from .spec_faults import validate
from .spec_game_files import GraphFileSpec, MatrixFileSpec, TreeFileSpec, shape_of

if TYPE_CHECKING:
    from ..conditions import Assumptions
    from ..noncooperative.extensive_form import ExtensiveFormGame
    from ..noncooperative.graph_model import GraphModel
    from ..noncooperative.normal_form import NormalFormGame

__all__ = ["read_game"]

Game: TypeAlias = "NormalFormGame | ExtensiveFormGame | GraphModel"


def read_game(path: str | Path) -> Game:
    """The game in a file.

    Parameters
    ----------
    path
        A file of Gambit's, ``.nfg`` or ``.efg``; or ``.yaml`` with ``players`` and ``tree``, ``strategies`` and
        ``matrix``, or ``states``, ``moves`` and ``preferences``.  A file of another name is known by its first word.

    Returns
    -------
    NormalFormGame, ExtensiveFormGame or GraphModel

    Raises
    ------
    UsageError
        There is no such file.
    SpecError
        The file is invalid, with line and column.
    InvalidGame
        The game cannot be one.
    TooLarge
        The file, or the game, is larger than the stated limits.
    """
    shown = str(path)
    text = file_text(path, shown)
    ending = Path(shown).suffix.lower()
    first = re.match(r"\s*([A-Z]+)", text)
    word = first.group(1) if first else ""
    if ending == ".nfg" or (word == "NFG" and ending not in {".efg", ".yaml", ".yml"}):
        from ..noncooperative.formats import read_nfg

        return read_nfg(text, shown)
    if ending == ".efg" or (word == "EFG" and ending not in {".yaml", ".yml"}):
        from ..noncooperative.formats import read_efg

        return read_efg(text, shown)
    if ending not in {".yaml", ".yml"}:
        hint = "games stand in .nfg, .efg and .yaml files"
        raise UsageError("this is no game that can be read", hint=hint, place=Place(shown))
    return _spelled(read_text(text, shown))


def _spelled(document: Document) -> Game:
    """The game that a document spells out, or all its faults."""
    data: Any = document.data
    if "form" in data and "tree" not in data and "matrix" not in data:
        raise SpecError(
            "a registered form needs the members and the date of a case",
            hint="write the form among the games of a case, or spell out a tree or a matrix",
            place=document.place(("form",), key=True),
        )
    spec = validate(shape_of(data), document)
    if isinstance(spec, GraphFileSpec):
        return _graph(spec, document)
    game_spec = spell("game", data, {mark: document.place(mark, column=1) for mark in document.marks})
    game = spelled_game(game_spec, _assumptions(spec, document))
    if game is None:
        raise SpecError("the file has neither a tree nor a matrix", place=document.place())
    return game


def _assumptions(spec: TreeFileSpec | MatrixFileSpec, document: Document) -> Assumptions:
    """The declared symbols and what is assumed of them."""
    from ..conditions import Assumptions

    faults: list[CoopSecError] = []
    names = list(spec.parameters)
    stated: list[tuple[tuple[str | int, ...], str]] = []
    if isinstance(spec.parameters, dict):
        for name, parameter in spec.parameters.items():
            stated += [(("parameters", name, "assume", place), text) for place, text in enumerate(parameter.assume)]
    stated += [(("assume", place), text) for place, text in enumerate(spec.assume)]
    for place, name in enumerate(names):
        path: tuple[str | int, ...] = (
            ("parameters", name) if isinstance(spec.parameters, dict) else ("parameters", place)
        )
        try:
            check_name(name)
        except CoopSecError as error:
            faults.append(_placed(error, document, path, key=True))
        if name in names[:place]:
            faults.append(document.fault(path, f"the parameter {name!r} is named twice"))
    refuse(faults)
    for at, text in stated:
        where = at if at in document.marks else at[:-1]
        try:
            Assumptions.read(names, text)
        except CoopSecError as error:
            faults.append(_placed(error, document, where))
    for place, name in enumerate(spec.solve_for):
        if name not in names:
            faults.append(document.fault(("solve-for", place), f"unknown parameter {name!r}"))
    refuse(faults)
    return Assumptions.read(names, *(text for _, text in stated), solve_for=spec.solve_for)


def _graph(spec: GraphFileSpec, document: Document) -> GraphModel:
    from ..noncooperative.graph_model import GraphModel

    labels = spec.states if isinstance(spec.states, dict) else {}
    try:
        return GraphModel.read(spec.players, list(spec.states), spec.moves, spec.preferences, labels)
    except CoopSecError as error:
        raise _placed(error, document, _culprit(error, document)) from None


def _culprit(error: CoopSecError, document: Document) -> tuple[str | int, ...]:
    """The field of a graph model that an error speaks of: the innermost text that it quotes."""
    quoted = re.findall(r"'([^']*)'", error.message)
    for path in sorted(document.marks, key=len, reverse=True):
        value: Any = document.data
        for step in path:
            value = value[step]
        if isinstance(value, str) and set(quoted) & {value, *re.split(r"[\s<>~-]+", value)}:
            return path
    return ()


def _placed(error: CoopSecError, document: Document, path: tuple[str | int, ...], *, key: bool = False) -> CoopSecError:
    if error.place is None:
        error.place = document.place(path, key=key, column=getattr(error, "column", None))
    return error
