"""`faq`: the group; each of its commands is a module that is imported when it is asked for."""

from __future__ import annotations

import click

from bot.commands.listed import ListedCommands

COMMANDS: dict[str, tuple[str, str, str]] = {
    "import": ("bot.commands.faq_exchange", "import_", "Bring entries in from Excel, CSV, a paste or another tool."),
    "export": ("bot.commands.faq_exchange", "export", "Write all entries to an Excel, CSV or Markdown file."),
}


@click.group("faq", cls=ListedCommands, table=COMMANDS)
def faq() -> None:
    """What the FAQ is worth, what it lacks; entries brought in and out."""
