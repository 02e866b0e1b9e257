"""`faq`: the group; each of its commands is a module that is imported when it is asked for."""

from __future__ import annotations

import click

from bot.commands.listed import ListedCommands

COMMANDS: dict[str, tuple[str, str, str]] = {
    "misses": ("bot.commands.faq_misses", "misses", "What was asked and not answered; settle it."),
    "report": ("bot.commands.faq_learning", "report", "What each entry is worth."),
    "stale": ("bot.commands.faq_learning", "stale_", "What to read before the show."),
    "verify": ("bot.commands.faq_learning", "verify", "Vouch for entries you have read."),
    "cases": ("bot.commands.faq_cases", "cases", "Real questions with what must become of them, tried."),
    "effect": ("bot.commands.faq_publishing", "effect", "Which real questions a change answers otherwise."),
    "try": ("bot.commands.faq_publishing", "try_", "Let one room use a draft first."),
    "publish": ("bot.commands.faq_publishing", "publish", "Put a draft over the FAQ."),
    "history": ("bot.commands.faq_publishing", "history", "The versions that are kept."),
    "rollback": ("bot.commands.faq_publishing", "rollback", "Bring an earlier version back."),
    "recall": ("bot.commands.faq_recalling", "recall", "Stop a wrong answer, tell who got it."),
    "recalls": ("bot.commands.faq_recalling", "recalls", "The answers that were recalled."),
    "speak": ("bot.commands.faq_recalling", "speak", "Let a recalled answer be said again."),
    "import": ("bot.commands.faq_exchange", "import_", "Bring entries in from Excel, CSV, a paste or another tool."),
    "export": ("bot.commands.faq_exchange", "export", "Write all entries to an Excel, CSV or Markdown file."),
}


@click.group("faq", cls=ListedCommands, table=COMMANDS)
def faq() -> None:
    """What the FAQ is worth, what it lacks; entries brought in and out."""
