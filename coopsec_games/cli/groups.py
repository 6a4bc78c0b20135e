"""A group of commands that helps with a misspelt one."""

from __future__ import annotations

import click

from ..errors import UsageError, did_you_mean

__all__ = ["Commands"]


class Commands(click.Group):
    """Commands in the order of use, and a did-you-mean for a misspelt one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of registration."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.commands) or f"known: {', '.join(self.commands)}"
            raise UsageError(f"unknown command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)
