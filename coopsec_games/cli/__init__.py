"""The command line: parses, calls one function, prints.

Errors go to standard error as ``FILE:LINE:COL: error[CODE]: what is wrong`` and, where one helps, a ``hint:``.  Exit
codes: 0 done, 1 computed and the answer is no, 2 usage, 3 an input file is invalid, 4 a limit is exceeded, 5 not
verified, 6 a dependency is missing, 70 internal error, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout

import click

from ..errors import CoopSecError
from ..rendering import clean
from .cases import analyze, check, claims
from .catalogue import cases, explain, models, schema
from .cite import cite_command
from .doctor import doctor_command
from .figures import figures_command
from .gridlock import gridlock_command
from .groups import Commands
from .new import new_group
from .output import common, fault_lines
from .page import report_command
from .papers import replicate_command, tables
from .replay import replay_command
from .rules import power, vote
from .solve import solve_command
from .sweep import sweep_command

__all__ = ["coopsec", "main"]

INTERNAL, INTERRUPTED, USAGE = 70, 130, 2


def _version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from .. import __version__

        click.echo(f"coopsec {__version__}")
        context.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@common
@click.pass_context
def coopsec(context: click.Context) -> None:
    """Security institutions as formal games, solved exactly and symbolically."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (
    models,
    cases,
    power,
    vote,
    replay_command,
    gridlock_command,
    solve_command,
    analyze,
    claims,
    check,
    sweep_command,
    tables,
    figures_command,
    report_command,
    replicate_command,
    new_group,
    schema,
    explain,
    cite_command,
    doctor_command,
):
    coopsec.add_command(command)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Parameters
    ----------
    args
        The words after ``coopsec``; those of the process where None.
    """
    words = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    if "_COOPSEC_COMPLETE" in os.environ:
        coopsec.main(words, prog_name="coopsec")
    debug = "--debug" in words
    if sys.stdout is not None:
        return _flushed(_run(words, debug))
    with redirect_stdout(io.StringIO()) as unheard:
        code = _run(words, debug)
    if code or not unheard.getvalue():
        return code
    _say(["error[usage]: cannot write: standard output is closed"])
    return USAGE


def _run(words: list[str], debug: bool) -> int:
    try:
        with coopsec.make_context("coopsec", words) as context:
            coopsec.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        return 0
    except (KeyboardInterrupt, click.Abort):
        _say(["error[interrupted]: interrupted"])
        return INTERRUPTED
    except CoopSecError as fault:
        _say(fault_lines(fault), debug)
        return fault.exit_code
    except click.ClickException as fault:
        _say(_usage(fault), debug)
        return USAGE
    except OSError as fault:
        _say([_system(fault)], debug)
        return USAGE
    except Exception as fault:
        told = " ".join(str(fault).split())
        _say(
            [
                f"error[internal]: {type(fault).__name__}" + (f": {told[:500]}" if told else ""),
                "hint: this is a fault of the program; --debug shows where it arose",
            ],
            debug,
        )
        return INTERNAL
    return 0


def _usage(fault: click.ClickException) -> list[str]:
    """What click has to say, in the style of every other error."""
    message = " ".join(fault.format_message().split())
    lines = [f"error[usage]: {message[:1].lower()}{message[1:].rstrip('.')}"]
    context = getattr(fault, "ctx", None)
    if context is not None:
        lines.append(f"hint: {context.command_path} --help shows what can be asked")
    return lines


def _say(lines: Sequence[str], debug: bool = False) -> None:
    if sys.stderr is None:
        return
    if debug:
        traceback.print_exc()
    for line in lines:
        sys.stderr.write(clean(line) + "\n")


def _system(fault: OSError) -> str:
    """What the system has to say, in the style of every other error."""
    where = f" {str(fault.filename)!r}" if fault.filename else ""
    return f"error[usage]: cannot read or write{where}: {(fault.strerror or 'failed').lower()}"


def _flushed(code: int) -> int:
    """The exit code, once all that was printed has gone out."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _abandon()
    except OSError as fault:
        _abandon()
        if not code:
            _say([_system(fault)])
        return code or USAGE
    return code


def _abandon() -> None:
    """Let nothing more be written to a standard output that takes nothing."""
    try:
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, sys.stdout.fileno())
        os.close(handle)
    except (OSError, ValueError, AttributeError):
        pass
