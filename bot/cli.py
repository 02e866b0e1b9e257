"""The command line. Each command's module is imported when it is asked for, so that the room opens fast."""

from __future__ import annotations

import importlib
import os

import click

# One message is far too little work to share among cores; waking them costs more than it saves.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "run": ("bot.commands.run", "run", "Run the rooms of bot.toml; without one, the practice room."),
    "check": ("bot.commands.check", "check", "Check every file and setting."),
    "ask": ("bot.commands.asking", "ask", "Say what would happen to a message, and why."),
    "replay": ("bot.commands.asking", "replay", "Run a recorded chat through the deciding code."),
    "rehearse": ("bot.commands.rehearsing", "rehearse_", "The whole program against a recording."),
    "orders": ("bot.commands.orders", "orders", "Bring orders in."),
    "suggest": ("bot.commands.suggesting", "suggest", "Rank products for a viewer."),
    "guard": ("bot.commands.guarding", "guard", "Say whether a text may be said in the room."),
    "escalations": ("bot.commands.escalations", "escalations", "The queue without a browser."),
    "balance": ("bot.commands.balancing", "balance", "Everything heard, and what became of it."),
    "staff": ("bot.commands.staff", "staff", "Who may sign in at the console."),
}


class Commands(click.Group):
    """The group of all commands; `run` when none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        found = getattr(importlib.import_module(module), name)
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; name the nearest one when it is misspelled."""
        from bot.problems import did_you_mean

        if args and args[0] not in COMMANDS:
            raise click.UsageError(f'There is no command "{args[0]}". {did_you_mean(args[0], COMMANDS)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(cls=Commands, invoke_without_command=True)
@click.option("--config", metavar="FILE", help="The settings file; bot.toml in this folder if there is one.")
@click.version_option(package_name="roomhand", prog_name="roomhand")
@click.pass_context
def main(ctx: click.Context, config: str | None) -> None:
    """Roomhand: answers viewers in live shopping rooms; without a command it runs the rooms."""
    if ctx.invoked_subcommand is None:
        from bot.commands.run import run

        ctx.invoke(run)
