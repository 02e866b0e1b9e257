"""What the commands share: settings from `--config`, `--json`, and errors said as problems."""

from __future__ import annotations

import asyncio
import functools
import getpass
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, NoReturn, ParamSpec

import aiohttp
import click

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.config import load_settings
from bot.files.reload import ShopFiles
from bot.problems import Problem, RoomhandError, StoreInUse
from bot.running import Running, find_running
from bot.settings import Settings
from bot.store import Store, open_store, sqlite_path

P = ParamSpec("P")


def _me() -> str:
    try:
        return getpass.getuser()
    except OSError:
        return "command line"


by_option = click.option("--by", default=_me, metavar="NAME", help="In whose name; yours by default.")
json_option = click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")


class Failed(click.ClickException):
    """The command found problems; exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence as it is."""
        click.echo(self.format_message(), err=True)


def settings_of(path: str | None, *, joins: bool = False) -> Settings:
    """Read the settings or end with their problems; only who joins the rooms needs their secrets."""
    settings, problems = load_settings(Path(path) if path else None, Path.cwd(), joins=joins)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise Failed("\n".join(str(problem) for problem in errors))
    return settings


def command(
    do: Callable[Concatenate[Settings, P], Coroutine[Any, Any, None]],
) -> Callable[..., None]:
    """Make a click callback of a coroutine that takes the settings first."""
    return _callback(do, joins=False)


def command_that_joins(
    do: Callable[Concatenate[Settings, P], Coroutine[Any, Any, None]],
) -> Callable[..., None]:
    """Make a click callback of what joins the rooms, and so needs their secrets."""
    return _callback(do, joins=True)


def _callback(
    do: Callable[Concatenate[Settings, P], Coroutine[Any, Any, None]], *, joins: bool
) -> Callable[..., None]:
    @click.option(
        "--config",
        "config",
        metavar="FILE",
        help="The settings file; bot.toml in this folder if there is one.",
    )
    @click.pass_context
    @functools.wraps(do)
    def run(ctx: click.Context, /, *args: Any, config: str | None = None, **kwargs: Any) -> None:
        try:
            settings = settings_of(config or ctx.find_root().params.get("config"), joins=joins)
            asyncio.run(do(settings, *args, **kwargs))
        except RoomhandError as error:
            raise Failed(str(error)) from None
        except UnicodeEncodeError:
            raise Failed("An argument is not UTF-8 text.") from None
        except OSError as error:
            raise Failed(f"{error}.") from None

    return run


def as_json(value: object) -> str:
    """Return a value as one JSON document."""
    text = json.dumps(_plain(value), ensure_ascii=False, default=str)
    # A lone surrogate, which no stream takes, goes out as it may have come in: as JSON's \ud83d.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): _plain(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, datetime) else value


def load_files(settings: Settings) -> ShopFiles:
    """Read the shop's files."""
    shop = settings.shop
    files = ShopFiles(shop.faq, shop.prompts, shop.catalog, promise=settings.faq.promise)
    files.load()
    return files


def read_catalog(path: Path) -> Catalog:
    """Read the catalogue alone; empty where it cannot be read."""
    try:
        return parse_catalog(path.read_bytes().decode("utf-8-sig", "replace"), str(path))[0]
    except OSError:
        return Catalog()


def say_problems(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """Print problems to the error stream."""
    for problem in problems:
        click.echo(str(problem), err=True)


async def _opened(settings: Settings, *, read_only: bool = False) -> Store:
    try:
        return await open_store(settings.store.url, read_only=read_only)
    except sqlite3.DatabaseError as error:
        raise _unreadable(sqlite_path(settings.store.url), error) from None


def _unreadable(path: Path, error: sqlite3.DatabaseError) -> Failed:
    return Failed(f"{path} cannot be opened: {error}. Is it Roomhand's own file, on a local disk?")


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Store | None]:
    """Open the store for reading, beside a running program or alone; None when there is none yet."""
    path = sqlite_path(settings.store.url)
    if not path.exists():
        yield None
        return
    store = await _opened(settings, read_only=True)
    try:
        await store.room_modes()
        await store.settled_misses()
        await store.said.since(datetime.now(UTC))
        await store.customers.conflicts()
        await store.recalls.several()
        await store.steps.changes(limit=1)
    except sqlite3.OperationalError:
        # Its tables are not all there yet; opening it as the program does makes them.
        await store.close()
        store = await _opened(settings)
    except sqlite3.DatabaseError as error:
        await store.close()
        raise _unreadable(path, error) from None
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def writing(settings: Settings) -> AsyncIterator[Store | RunningDesk]:
    """Reach what may be written: the store itself, or the running program that holds it."""
    try:
        store = await _opened(settings)
    except StoreInUse:
        running = find_running(sqlite_path(settings.store.url))
        if running is None:
            raise
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=300)) as session:
            yield RunningDesk(session, running)
        return
    try:
        yield store
    finally:
        await store.close()


class RunningDesk:
    """The running program, asked over its console's local API."""

    def __init__(self, session: aiohttp.ClientSession, running: Running) -> None:
        self._session, self._running = session, running

    async def ask(self, method: str, path: str, said: object = None) -> Any:
        """Return the answer's JSON; ends the command when it is refused."""
        url = self._running.url.rstrip("/") + path
        headers = {"Authorization": f"Bearer {self._running.token}"}
        try:
            async with self._session.request(method, url, json=said, headers=headers) as answer:
                body = await answer.json()
                if answer.status >= 400:
                    raise Failed(f"{body.get('error', answer.reason)} {body.get('fix', '')}".strip())
                return body
        except aiohttp.ClientError as error:
            raise Failed(f"The running program does not answer at {self._running.url}: {error}.") from None


def stop(problems: int) -> NoReturn:
    """End with the exit code that the number of problems asks for."""
    sys.exit(1 if problems else 0)
