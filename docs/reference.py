"""The reference, written from the registries while Sphinx reads the pages: nothing that it writes is kept.

A page says by a comment what stands in its place, such as ``<!-- entries: power index -->``.

>>> print(entries("rule").splitlines()[0])
## `all`: Every one of several rules is met
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

import click

import coopsec_games
from coopsec_games.cli import coopsec
from coopsec_games.cli.explanations import CODES
from coopsec_games.library import cases as known_cases
from coopsec_games.library import load_case, load_model
from coopsec_games.library import models as known_models
from coopsec_games.registry import Entry
from coopsec_games.rendering import markdown_escape
from coopsec_games.replication.guide import codebook

__all__ = ["REGISTRIES", "WRITERS", "entries", "setup", "written"]

REGISTRIES = {
    "power index": ("cooperative.indices", "POWER_INDICES"),
    "power index with unions": ("cooperative.unions", "UNION_INDICES"),
    "allocation": ("cooperative.allocations", "ALLOCATIONS"),
    "solution concept": ("noncooperative.concepts", "SOLUTION_CONCEPTS"),
    "rule": ("cooperative.rules", "RULES"),
    "game form": ("institutions.forms", "GAME_FORMS"),
    "table": ("tables", "TABLES"),
    "figure": ("figures", "FIGURES"),
    "figure of a body": ("figures", "BODY_FIGURES"),
}
"""What an entry is called, and where its registry stands."""

MARKER = re.compile(r"^<!-- ([a-z]+)(?:: ([a-z ]+))? -->$", re.MULTILINE)
SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}$", re.MULTILINE)
ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")


def entries(noun: str) -> str:
    """Every entry of a registry: title, definition, fields, algorithm and source, as Markdown.

    Parameters
    ----------
    noun
        A key of ``REGISTRIES``.
    """
    room, name = REGISTRIES[noun]
    registry = getattr(import_module(f"coopsec_games.{room}"), name)
    lines: list[str] = []
    first: dict[str, str] = {}
    for entry in registry.entries():
        lines += [f"## `{entry.key}`: {markdown_escape(entry.title)}", ""]
        lines += _entry(entry, first)
        if noun == "table":
            lines += [f"**Made from:** {import_module('coopsec_games.tables').TAKES[registry.takes(entry.key)]}.", ""]
        lines += [f"**Source:** {markdown_escape(entry.cite)}", ""]
    return "\n".join(lines)


def _entry(entry: Entry[Any], first: dict[str, str]) -> Iterator[str]:
    made = entry.function.func if isinstance(entry.function, partial) else entry.function
    yield from (_markdown(inspect.getdoc(made) or ""), "")
    module = inspect.getmodule(made)
    if module is None or not module.__doc__:
        return
    if module.__name__ in first:
        yield from (f"**Theory and algorithm:** as for `{first[module.__name__]}`.", "")
        return
    first[module.__name__] = entry.key
    yield from (f"**Theory and algorithm** (`{module.__name__}`):", "", _markdown(inspect.cleandoc(module.__doc__)), "")


def _markdown(words: str) -> str:
    """A docstring as Markdown: its headings in bold, its parameters as a list, its examples as code."""
    parts = SECTION.split(ROLE.sub(lambda found: f"`{''.join(found[1].split())}`", words))
    told = [_paragraphs(parts[0])]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        listed = title in {"Parameters", "Raises", "Returns", "Attributes"}
        told += [f"**{title}**", _listed(body) if listed else _paragraphs(body)]
    return "\n\n".join(part for part in told if part)


def _listed(words: str) -> str:
    items: list[str] = []
    for line in words.splitlines():
        if line and not line.startswith(" "):
            items.append(f"- `{line.strip()}`:")
        elif line.strip() and items:
            items[-1] += f" {line.strip()}"
    return "\n".join(items)


def _paragraphs(words: str) -> str:
    told = []
    for part in re.split(r"\n\s*\n", words.strip("\n")):
        indented = all(line.startswith("    ") for line in part.splitlines())
        if part.lstrip().startswith(">>>"):
            told.append(f"```python\n{inspect.cleandoc(part)}\n```")
        elif indented and part:
            told.append(f"```\n{inspect.cleandoc(part)}\n```")
        else:
            told.append(part)
    return "\n\n".join(told)


def _codes() -> str:
    return "\n\n".join(f"## `{code}`\n\n{words}" for code, words in CODES.items())


def _models() -> str:
    return "\n".join(f"- `{key}`: {markdown_escape(load_model(key).name)}" for key in known_models())


def _cases() -> str:
    return "\n".join(f"- `{key}`: {markdown_escape(load_case(key).title)}" for key in known_cases())


def _files() -> str:
    """The codebook, without its title."""
    return codebook().partition("\n")[2].strip()


def _names() -> str:
    lines: list[str] = []
    for name in coopsec_games.__all__:
        value = getattr(coopsec_games, name)
        if name != "__version__":
            lines += [f"## `{name}`", "", _markdown(inspect.getdoc(value) or ""), ""]
    return "\n".join(lines)


def _commands() -> str:
    return "\n".join(_command(coopsec, "coopsec", 0))


def _command(command: click.Command, name: str, depth: int) -> Iterator[str]:
    if depth:
        context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
        yield from (f"{'#' * (depth + 1)} `{name}`", "", "```text", command.get_help(context).rstrip(), "```", "")
    if isinstance(command, click.Group):
        for key, inner in command.commands.items():
            yield from _command(inner, f"{name} {key}", depth + 1)


WRITERS: dict[str, Callable[[], str]] = {
    "cases": _cases,
    "codes": _codes,
    "commands": _commands,
    "files": _files,
    "models": _models,
    "names": _names,
}
"""What stands for a comment that names no registry."""


def written(words: str) -> str:
    """A page with what its comments ask for in their place."""

    def fill(found: re.Match[str]) -> str:
        kind, noun = found.groups()
        if kind == "entries":
            return entries(noun)
        return WRITERS[kind]()

    return MARKER.sub(fill, words)


def _read(app: Any, page: str, source: list[str]) -> None:
    source[0] = written(source[0])


def setup(app: Any) -> dict[str, bool]:
    """Enter the reference in Sphinx."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
