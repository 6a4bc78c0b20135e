"""``coopsec doctor``: what the program has to work with, for a report of a fault."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from ..results import Table
from .output import Output, printing, search_path

__all__ = ["EXTRAS", "NEEDED", "doctor_command"]

NEEDED = {
    "click": "the command line",
    "nashpy": "proposals of equilibria, which exact arithmetic certifies",
    "numpy": "proposals of equilibria, which exact arithmetic certifies",
    "pulp": "linear programs, whose answers exact arithmetic certifies",
    "pydantic": "the shapes of input files",
    "PyYAML": "the reading of input files",
    "rich": "tables on a terminal",
    "sympy": "formulas",
    "z3-solver": "conditions that no other method decides",
}
"""What must be installed, and what for."""

EXTRAS = {"pandas": ("pandas", "data frames"), "matplotlib": ("figures", "figures")}
"""What may be installed: the extra that brings it, and what for."""

OPTIONAL_PROGRAMS = {"pygambit": "more proposals of equilibria"}


@click.command("doctor", short_help="What the program has to work with.")
@printing()
def doctor_command(out: Output) -> None:
    """The versions of Python and of what the program uses, what is missing, and what is found in the folders."""
    found = _facts()
    rows = tuple((fact["what"], fact["found"], fact["for"]) for fact in found)
    out.emit(lambda: found, lambda: (Table("doctor", "What there is to work with", ("what", "found", "for"), rows),))


def _facts() -> list[dict[str, Any]]:
    from .. import __version__

    facts = [
        _fact("coopsec-games", __version__, ""),
        _fact("Python", platform.python_version(), platform.python_implementation()),
        _fact("system", f"{platform.system()} {platform.machine()}".strip(), ""),
        *(_fact(name, _installed(name) or "missing", use) for name, use in NEEDED.items()),
        *(
            _fact(name, _installed(name) or f"not installed: pip install 'coopsec-games[{extra}]'", use)
            for name, (extra, use) in EXTRAS.items()
        ),
        *(_fact(name, _installed(name) or "not installed", use) for name, use in OPTIONAL_PROGRAMS.items()),
        _fact("CBC, the solver of pulp", _solver(), "linear programs"),
    ]
    return facts + _folders()


def _fact(what: str, found: str, use: str) -> dict[str, Any]:
    return {"what": what, "found": found, "for": use}


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _solver() -> str:
    import warnings

    try:
        import pulp

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            there = bool(pulp.PULP_CBC_CMD(msg=False).available())
    except Exception as fault:  # whatever is wrong with a solver is a finding here, and no fault of this command
        return f"cannot be asked: {type(fault).__name__}"
    return "there" if there else "missing"


def _folders() -> list[dict[str, Any]]:
    """What is found in the project's own folders and in the user's, each as the user named it."""
    from ..library import cases, models

    facts = [
        _fact("models in the project and in your folders", str(len(models(search_path()))), ""),
        _fact("cases in the project and in your folders", str(len(cases(search_path()))), ""),
    ]
    named = [("--path", folder) for folder in search_path()]
    named += [("COOPSEC_PATH", folder) for folder in os.environ.get("COOPSEC_PATH", "").split(os.pathsep) if folder]
    for source, folder in named:
        kinds = [kind for kind in ("models", "cases") if os.path.isdir(os.path.join(folder, kind))]
        facts.append(_fact(f"{source} {folder}", f"has {' and '.join(kinds)}" if kinds else "has neither", ""))
    return facts
