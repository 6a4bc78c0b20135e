"""What every printing command shares: the options, the formats, and how a file is written.

A file is written beside its place and then moved there, so that an old one stays whole until the new one is; none is
overwritten unless ``--force`` says so.
"""

from __future__ import annotations

import functools
import os
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from .. import rendering
from ..errors import CoopSecError, Faults, UsageError
from ..results import Table

__all__ = ["EXTENSIONS", "Output", "common", "fault_lines", "patience", "printing", "search_path", "write_file"]

F = TypeVar("F", bound=Callable[..., Any])

EXTENSIONS = {"table": "txt", "json": "json", "csv": "csv", "markdown": "md", "latex": "tex"}

MOST_FAULTS = 50

PIPE_WIDTH = 100
"""Characters a line where the output is no terminal: the same everywhere."""


@dataclass(frozen=True)
class Output:
    """How the user wants an answer, and where."""

    format: str
    file: str | None = None
    force: bool = False
    digits: int | None = None
    csv_raw: bool = False

    @property
    def on_terminal(self) -> bool:
        """Whether the answer goes to a terminal."""
        return self.file is None and sys.stdout is not None and sys.stdout.isatty()

    @property
    def width(self) -> int:
        """Characters a line."""
        return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if self.on_terminal else PIPE_WIDTH

    @property
    def colour(self) -> bool:
        """Whether headings may be set in bold."""
        return self.on_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    def written(self, table: Table) -> str:
        """One table in the wanted format."""
        if self.format == "json":
            return rendering.json_text(table.to_json())
        if self.format == "csv":
            return table.to_csv(digits=self.digits, raw=self.csv_raw)
        if self.format == "markdown":
            return table.to_markdown(digits=self.digits)
        if self.format == "latex":
            return table.to_latex(digits=self.digits)
        return table.to_text(self.width, digits=self.digits, colour=self.colour)

    def emit(
        self,
        data: Callable[[], Any],
        tables: Callable[[], Iterable[Table]],
        text: Callable[[int], str] | None = None,
    ) -> None:
        """Write an answer: its data as JSON, else its tables, or for readers its ``text`` of a given width."""
        if self.format == "json":
            self.send(rendering.json_text(data()))
        elif self.format == "table" and text is not None:
            self.send("\n".join(rendering.clean(line) for line in text(self.width).split("\n")))
        else:
            self.send("\n".join(self.written(table) for table in tables()))

    def send(self, words: str) -> None:
        """Write finished text to the wanted file or to standard output."""
        if not words.endswith("\n"):
            words += "\n"
        if self.file is None:
            if sys.stdout is not None:
                sys.stdout.write(words)
        else:
            write_file(Path(self.file), words, force=self.force, inputs=_inputs())


def _inputs() -> list[str]:
    """Every word of the request, since one of them may name a file that was read."""
    context = click.get_current_context(silent=True)
    if context is None:
        return []
    words = [
        word
        for name, value in context.params.items()
        if name != "output"
        for word in (value if isinstance(value, tuple) else (value,))
    ]
    return [word for word in words if isinstance(word, str)]


def write_file(path: Path, words: str | bytes, *, force: bool = False, inputs: Sequence[str] = ()) -> None:
    """Write a file at once or not at all.

    Parameters
    ----------
    path
        Where to.
    words
        The whole text, written as UTF-8, or the bytes.
    force
        Whether a file that is there may be replaced.
    inputs
        Paths that were read; none of them is ever replaced.

    Raises
    ------
    UsageError
        The folder is missing or cannot be written to, or something stands there already.
    """
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        there = None
    except OSError as fault:
        raise UsageError(f"cannot write {str(path)!r}: {_reason(fault)}") from None
    if there is not None:
        if not stat.S_ISREG(there.st_mode):
            kind = "a folder" if stat.S_ISDIR(there.st_mode) else "not a regular file"
            raise UsageError(f"cannot write {str(path)!r}: it is {kind}")
        if any(os.path.exists(word) and os.path.samefile(word, path) for word in inputs):
            raise UsageError(f"cannot write {str(path)!r}: it is the input")
        if not force:
            raise UsageError(f"{str(path)!r} exists already", hint="--force replaces it")
    beside = None
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(words if isinstance(words, bytes) else words.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, stat.S_IMODE(there.st_mode) if there is not None else 0o666 & ~_umask())
        os.replace(beside, path)
    except OSError as fault:
        raise UsageError(f"cannot write {str(path)!r}: {_reason(fault)}") from None
    finally:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)


def _reason(fault: OSError) -> str:
    return (fault.strerror or type(fault).__name__).lower()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def patience(words: str, seconds: float = 2.0) -> Iterator[None]:
    """Say on a terminal's standard error what is being worked on, once it has taken longer than two seconds."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    said = threading.Event()

    def say() -> None:
        said.set()
        click.echo(f"{words} …", err=True)

    timer = threading.Timer(seconds, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def fault_lines(fault: CoopSecError) -> list[str]:
    """An error as it is printed; of the faults of a file the first ones, and how many more there are."""
    faults = fault.faults if isinstance(fault, Faults) else (fault,)
    listed = faults if len(faults) <= MOST_FAULTS + 1 else faults[:MOST_FAULTS]
    told = [line for each in listed for line in each.lines()]
    more = len(faults) - len(listed)
    return told + ([f"error[{fault.code}]: and {more:,} more faults"] if more else [])


def search_path() -> tuple[str, ...]:
    """The folders given by ``--path``, before and after the command's name."""
    context = click.get_current_context(silent=True)
    return () if context is None else tuple(context.find_root().meta.get("coopsec.path", ()))


def _remember(context: click.Context, parameter: click.Parameter, folders: tuple[str, ...]) -> None:
    if "" in folders:
        raise UsageError("--path is empty")
    meta = context.find_root().meta
    meta["coopsec.path"] = (*meta.get("coopsec.path", ()), *folders)


def common(command: F) -> F:
    """The options that every command takes, before and after its name."""
    path = click.option(
        "--path",
        multiple=True,
        metavar="DIR",
        expose_value=False,
        callback=_remember,
        help="A folder with models/ and cases/ of your own; may be given again.",
    )
    debug = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")

    @functools.wraps(command)
    def wrapped(*args: Any, **given: Any) -> Any:
        _refuse_empty()
        return command(*args, **given)

    return cast(F, path(debug(wrapped)))


def _refuse_empty() -> None:
    """Refuse an option that may be left out and is given without a word, rather than take it as left out."""
    context = click.get_current_context()
    for option in context.command.params:
        name = option.name or ""
        if not isinstance(option, click.Option) or option.required:
            continue
        value, given = context.params.get(name), context.get_parameter_source(name) == ParameterSource.COMMANDLINE
        if given and (value == "" or (isinstance(value, tuple) and "" in value)):
            raise UsageError(f"{option.opts[0]} is empty")


def printing(formats: Sequence[str] = tuple(EXTENSIONS), *, folder: bool = False) -> Callable[[F], F]:
    """The options of a command that prints, handed to it as one ``out: Output``."""
    options = [
        click.option(
            "--format",
            type=click.Choice(formats),
            default=formats[0],
            show_default=True,
            help="The form of the answer.",
        ),
        click.option(
            "-o",
            "--output",
            metavar="DIR" if folder else "FILE",
            help="Where to: one file each in this folder." if folder else "Where to, instead of standard output.",
        ),
        click.option("--force", is_flag=True, help="Replace a file that exists."),
    ]
    if len(formats) > 1:
        digits = click.IntRange(0, 1000)
        options += [
            click.option("--digits", type=digits, metavar="N", help="Fractions in tables as decimals, rounded."),
            click.option("--csv-raw", is_flag=True, help="CSV without the guard against spreadsheet formulas."),
        ]

    def decorate(command: F) -> F:
        @functools.wraps(command)
        def wrapped(*args: Any, **given: Any) -> Any:
            names = ("format", "output", "force", "digits", "csv_raw")
            form, output, force, digits, raw = (given.pop(name, None) for name in names)
            out = Output(form, None if output == "-" else output, bool(force), digits, bool(raw))
            return command(*args, out=out, **given)

        done: Callable[..., Any] = wrapped
        for option in reversed(options):
            done = option(done)
        return cast(F, common(done))

    return decorate
