"""Options that say where members stand: a file of ideal points, its columns, and codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError

if TYPE_CHECKING:
    from ..figures import Positions
    from ..spatial.estimates import IdealPoints

__all__ = ["PointOptions", "read_codes", "with_points"]


@dataclass(frozen=True)
class PointOptions:
    """What the options of a command say of ideal points."""

    file: str | None = None
    columns: tuple[str, ...] = ()
    member_column: str | None = None
    year_column: str | None = None
    quantiles: tuple[str, ...] = ()
    year: int | None = None
    codes: dict[str, str] | None = None
    skip_missing: bool = False
    status_quo: tuple[Fraction, ...] = ()

    def positions(self) -> Positions | None:
        """The ideal points on file and how they are taken; None where no file is named.

        Raises
        ------
        UsageError
            There is no such file, or it has not the columns that are asked for.
        SpecError
            The file is faulty.
        """
        if self.file is None:
            if self != PointOptions():
                raise UsageError("options of ideal points go with --ideal-points")
            return None
        from ..figures import Positions

        if len(self.columns) > 2:
            raise UsageError("--column is given at most twice", hint="one column a dimension: a line, or a plane")
        if len(self.columns) == 2 and self.quantiles:
            raise UsageError("--quantiles goes with one --column")
        points = tuple(self._read(column) for column in self.columns or (None,))
        if self.status_quo and len(self.status_quo) != len(points):
            hint = "two columns need a status quo X,Y" if len(points) == 2 else "one column needs one number"
            raise UsageError(f"the status quo has {len(self.status_quo)} coordinates, not {len(points)}", hint=hint)
        return Positions(points, self.year, self.codes or {}, self.skip_missing, self.status_quo)

    def _read(self, column: str | None) -> IdealPoints:
        from ..library.ideal_point_files import read_ideal_points

        return read_ideal_points(
            self.file or "",
            column=column,
            members=self.member_column,
            quantiles=self.quantiles,
            period=self.year_column,
        )


def read_codes(context: click.Context, parameter: click.Parameter, words: Sequence[str]) -> dict[str, str]:
    """Members and their codes in the file, from ``CHN=TWN``."""
    found: dict[str, str] = {}
    for word in words:
        member, equals, code = (part.strip() for part in word.partition("="))
        if not (member and equals and code):
            raise UsageError(f"--as: {word!r} is not of the form MEMBER=CODE", hint="such as CHN=TWN")
        if found.setdefault(member, code) != code:
            raise UsageError(f"--as gives two codes for {member!r}")
    return found


def _names(context: click.Context, parameter: click.Parameter, words: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in words.split(",")) if words else ()


def _numbers(context: click.Context, parameter: click.Parameter, words: str | None) -> tuple[Fraction, ...]:
    """The exact coordinates of a point, from ``1/2`` or ``0.5,-1``."""
    from ..cooperative.reading import exact_number
    from ..errors import InvalidRule

    try:
        return tuple(
            Fraction(exact_number(part.strip(), "the status quo")) for part in (words.split(",") if words else ())
        )
    except InvalidRule as fault:
        raise UsageError(f"--status-quo: {fault.message}", hint=fault.hint) from None


def with_points(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with the options of ideal points, which it receives as ``points``."""
    options = (
        click.option("--ideal-points", "file_of_points", metavar="FILE", help="A CSV file, one row a member and year."),
        click.option("--column", "columns", multiple=True, metavar="C", help="The column of the points; two: a plane."),
        click.option("--member-column", metavar="C", help="The column of the members; member, iso3 or iso3c else."),
        click.option("--year-column", metavar="C", help="The column of the years; year else."),
        click.option("--quantiles", callback=_names, metavar="LOW,HIGH", help="Columns of the 5 and 95 % quantiles."),
        click.option("--year", type=click.IntRange(1, 9999), metavar="Y", help="The ideal points of this year alone."),
        click.option("--as", "codes", multiple=True, callback=read_codes, metavar="M=CODE",
                     help="A member under another code in the file."),
        click.option("--skip-missing", is_flag=True, help="Members without an ideal point leave the game."),
        click.option("--status-quo", callback=_numbers, metavar="S", help="What stands now, S or X,Y: what beats it?"),
    )  # fmt: skip

    @wraps(command)
    def called(
        *args: Any,
        file_of_points: str | None,
        columns: tuple[str, ...],
        member_column: str | None,
        year_column: str | None,
        quantiles: tuple[str, ...],
        year: int | None,
        codes: dict[str, str],
        skip_missing: bool,
        status_quo: tuple[Fraction, ...],
        **named: Any,
    ) -> Any:
        points = PointOptions(
            file_of_points, columns, member_column, year_column, quantiles, year, codes or None, skip_missing,
            status_quo,
        )  # fmt: skip
        return command(*args, points=points, **named)

    for option in reversed(options):
        called = option(called)
    return called
