"""A group of commands that are listed in a table and imported only when asked for, so that a start is fast."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class ListedCommands(click.Group):
    """Commands by name: their module, what it calls them, and what the list says of them."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a day's work."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.table:
            return None
        module, name, _ = self.table[cmd_name]
        found = getattr(importlib.import_module(module), name)
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; name the nearest one when it is misspelled."""
        from bot.problems import did_you_mean

        if args and args[0] not in self.table:
            raise click.UsageError(f'There is no command "{args[0]}". {did_you_mean(args[0], self.table)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in self.table.items()])
