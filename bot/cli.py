"""The command line. Each command's module is imported when it is asked for, so that the room opens fast."""

from __future__ import annotations

import os

import click

from bot.commands.listed import ListedCommands

# One message is far too little work to share among cores; waking them costs more than it saves.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Characters are read one by one here: the dictionary of phrases would cost 45 MB for nothing.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

COMMANDS = {
    "run": ("bot.commands.run", "run", "Run the rooms of bot.toml; without one, the practice room."),
    "check": ("bot.commands.check", "check", "Check every file and setting."),
    "ask": ("bot.commands.asking", "ask", "Say what would happen to a message, and why."),
    "replay": ("bot.commands.asking", "replay", "Run a recorded chat through the deciding code."),
    "rehearse": ("bot.commands.rehearsing", "rehearse_", "The whole program against a recording."),
    "faq": ("bot.commands.faq", "faq", "What the FAQ is worth, what it lacks; entries in and out."),
    "prompts": ("bot.commands.prompts", "prompts", "What the model is told: checked, compared, tried on cases."),
    "model": ("bot.commands.model", "model", "What the model was asked, what came of it, what it cost."),
    "orders": ("bot.commands.orders", "orders", "Bring orders in."),
    "customers": ("bot.commands.customers", "customers", "Who is which viewer, consent, tiers."),
    "suggest": ("bot.commands.suggesting", "suggest", "Rank products for a viewer."),
    "guard": ("bot.commands.guarding", "guard", "Say whether a text may be said in the room."),
    "escalations": ("bot.commands.escalations", "escalations", "The queue without a browser."),
    "rooms": ("bot.commands.rooms", "rooms", "How far each room is left to the bot."),
    "balance": ("bot.commands.balancing", "balance", "Everything heard, and what became of it."),
    "staff": ("bot.commands.staff", "staff", "Who may sign in at the console."),
}


@click.group(cls=ListedCommands, table=COMMANDS, invoke_without_command=True)
@click.option("--config", metavar="FILE", help="The settings file; bot.toml in this folder if there is one.")
@click.version_option(package_name="roomhand", prog_name="roomhand")
@click.pass_context
def main(ctx: click.Context, config: str | None) -> None:
    """Roomhand: answers viewers in live shopping rooms; without a command it runs the rooms."""
    if ctx.invoked_subcommand is None:
        from bot.commands.run import run

        ctx.invoke(run)
