"""Security institutions as formal games, solved exactly and symbolically.

Every public name loads on first use, so that what does not need sympy does not wait for it.

Examples
--------
>>> import coopsec_games as cg
>>> game = cg.simple_game("[3; 2, 1, 1]")
>>> {member: str(value) for member, value in cg.power("shapley-shubik", game).items()}
{'1': '2/3', '2': '1/6', '3': '1/6'}
"""

from __future__ import annotations

import copyreg
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors
    from .analysis import load_case
    from .conditions import Assumptions, Condition
    from .cooperative import Ballot, SimpleGame, TernaryGame, power, simple_game
    from .formulas import exact
    from .library import load_model, read_game
    from .noncooperative.bayesian import BayesianGame
    from .noncooperative.concepts import solve
    from .noncooperative.extensive_form import ExtensiveFormGame
    from .noncooperative.graph_model import GraphModel
    from .noncooperative.normal_form import NormalFormGame
    from .noncooperative.repeated import RepeatedGame
    from .noncooperative.signalling import SignallingGame
    from .pages import page
    from .results import Solution, Table
    from .tables import table

    __version__: str

__all__ = [
    "Assumptions",
    "Ballot",
    "BayesianGame",
    "Condition",
    "ExtensiveFormGame",
    "GraphModel",
    "NormalFormGame",
    "RepeatedGame",
    "SignallingGame",
    "SimpleGame",
    "Solution",
    "Table",
    "TernaryGame",
    "__version__",
    "errors",
    "exact",
    "load_case",
    "load_model",
    "page",
    "power",
    "read_game",
    "simple_game",
    "solve",
    "table",
]

_ROOMS = {
    "Assumptions": "conditions",
    "Ballot": "cooperative",
    "BayesianGame": "noncooperative.bayesian",
    "Condition": "conditions",
    "ExtensiveFormGame": "noncooperative.extensive_form",
    "GraphModel": "noncooperative.graph_model",
    "NormalFormGame": "noncooperative.normal_form",
    "RepeatedGame": "noncooperative.repeated",
    "SignallingGame": "noncooperative.signalling",
    "SimpleGame": "cooperative",
    "Solution": "results",
    "Table": "results",
    "TernaryGame": "cooperative",
    "exact": "formulas",
    "load_case": "analysis",
    "load_model": "library",
    "page": "pages",
    "power": "cooperative",
    "read_game": "library",
    "simple_game": "cooperative",
    "solve": "noncooperative.concepts",
    "table": "tables",
}


def _read_only(entries: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(entries)


copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))  # so that results can be copied


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name == "errors":
        return import_module(f"{__name__}.errors")
    if name in _ROOMS:
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("coopsec-games")
    except PackageNotFoundError:
        return "unknown: not installed"
