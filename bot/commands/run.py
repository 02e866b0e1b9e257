"""`run`: the rooms of bot.toml, or the practice room."""

from __future__ import annotations

import logging

import click

from bot.commands.common import Failed, command_that_joins
from bot.settings import Settings


@click.command("run")
@click.option("--verbose", is_flag=True, help="Log every step, not only what needs attention.")
@command_that_joins
async def run(settings: Settings, verbose: bool = False) -> None:
    """Run the rooms of bot.toml; without one, the practice room, the console and the sample shop."""
    from rich.console import Console
    from rich.logging import RichHandler

    from bot.app import App

    screen = Console()
    handler: logging.Handler = (
        RichHandler(console=screen, show_path=False) if screen.is_terminal else logging.StreamHandler()
    )
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(message)s" if screen.is_terminal else "%(asctime)s %(levelname)s %(message)s",
        handlers=[handler],
    )
    try:
        await App(settings, screen).run()
    except OSError as error:
        listen = settings.console.listen
        ports = ", ".join([listen, *(str(r.port) for r in settings.rooms if r.platform == "practice")])
        raise Failed(
            f"{error}. Is Roomhand running already? Else set other ports ({ports}) in bot.toml:"
            " [console] listen and [[rooms]] port."
        ) from None
