"""Which thread runs what of the embedded store: one writes, two read."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from bot.problems import StoreClosed
from bot.store.health import StoreHealth
from bot.store.hints import Hints
from bot.store.writer import Writer, connect

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """Runs functions of a connection: those that write one after the other, those that read beside them."""

    def __init__(self, path: Path, writer: Writer | None) -> None:
        self.hints = Hints()
        self._path = path
        self._writer = writer
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="store reader")
        self._opened: list[sqlite3.Connection] = []
        self._mine = threading.local()

    async def close(self) -> None:
        """Commit what was handed in, then close every connection."""
        if self._writer is not None:
            await self._writer.close()
        await asyncio.to_thread(self._readers.shutdown)
        for db in self._opened:
            db.close()
        self._opened.clear()

    async def write(
        self,
        topics: tuple[str, ...],
        do: Callable[Concatenate[sqlite3.Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `do` in a transaction, durable when this returns, then ring the topics."""
        if self._writer is None:
            raise StoreClosed("the store was opened for reading only")
        result = await self._writer.run(do, *args, **kwargs)
        self.hints.ring(*topics)
        return result

    async def health(self) -> StoreHealth:
        """Return how it is doing."""
        commits = self._writer.commits if self._writer is not None else ()
        log = self._path.with_name(f"{self._path.name}-wal")
        return StoreHealth(
            waiting=self._writer.waiting if self._writer is not None else 0,
            batch=commits[-1][0] if commits else 0,
            commit_ms=commits[-1][1] if commits else 0.0,
            worst_ms=max((ms for _, ms in commits), default=0.0),
            log_bytes=await asyncio.to_thread(_size, log),
            file_bytes=await asyncio.to_thread(_size, self._path),
            free_bytes=(await asyncio.to_thread(shutil.disk_usage, self._path.parent)).free,
            version=f"SQLite {sqlite3.sqlite_version}",
        )

    async def clear_log(self) -> None:
        """Bring what was written into the file itself and empty the log beside it, which keeps what was before."""

        def run() -> None:
            with closing(connect(self._path)) as db:
                db.execute("pragma wal_checkpoint(truncate)").fetchall()

        await asyncio.get_running_loop().run_in_executor(self._readers, run)

    async def read(
        self, do: Callable[Concatenate[sqlite3.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `do` on a connection that reads."""

        def run() -> T:
            db: sqlite3.Connection | None = getattr(self._mine, "db", None)
            if db is None:
                db = self._mine.db = connect(self._path, read_only=True)
                self._opened.append(db)
            return do(db, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def nothing(db: sqlite3.Connection) -> None:
    """Write nothing: done as soon as the writer comes round."""
