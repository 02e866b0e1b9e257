"""One thread that writes, committing whatever waits together.

SQLite takes one writer at a time and a durable commit costs a disk sync, so writes queue here and share
commits: while the disk syncs the next batch gathers by itself. A write is acknowledged after its commit.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from bot.problems import StoreClosed
from bot.store.schema import migrations

P = ParamSpec("P")
T = TypeVar("T")

BATCH = 500
COMMITS_KEPT = 100
WAITING = 5_000
"""Writes that may queue; beyond that the callers wait (back-pressure to the connectors)."""


@dataclass(slots=True)
class _Write:
    """One transaction body on its way to the writer."""

    do: Callable[[sqlite3.Connection], object]
    done: asyncio.Future[Any]
    result: object = None
    error: BaseException | None = None


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the file with the settings everything here relies on.

    `isolation_level=None`: transactions are begun and ended in plain sight, never by the driver.
    """
    if read_only:
        # Each reader thread keeps to its own connection; only closing happens elsewhere, after the threads ended.
        uri = f"{path.absolute().as_uri()}?mode=ro"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5, check_same_thread=False)
        db.execute("pragma query_only=on")
    else:
        db = sqlite3.connect(path, isolation_level=None, timeout=5)
        db.execute("pragma auto_vacuum=incremental")
        db.execute("pragma journal_mode=wal")
        # FULL costs milliseconds and no throughput here; a claim that survives a power cut is what
        # keeps the room from seeing an answer twice.
        db.execute("pragma synchronous=full")
        db.execute("pragma journal_size_limit=67108864")
        # What is deleted or changed is overwritten, not only given free: a person who was deleted is not in the file.
        db.execute("pragma secure_delete=on")
    db.execute("pragma foreign_keys=on")
    db.row_factory = sqlite3.Row
    return db


class Writer:
    """Runs functions of a connection in its own thread, each in a savepoint of a shared transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._free = asyncio.Semaphore(WAITING)
        self._loop = asyncio.get_running_loop()
        self._opened: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, name="store writer", daemon=True)
        self._closed = False
        self._commits: deque[tuple[int, float]] = deque(maxlen=COMMITS_KEPT)

    @property
    def waiting(self) -> int:
        """Writes that wait for their turn."""
        return self._queue.qsize()

    @property
    def commits(self) -> Sequence[tuple[int, float]]:
        """The last commits: how many writes were in each, and the milliseconds it took."""
        return tuple(self._commits)

    async def open(self) -> None:
        """Open the file and bring its tables up to date; raises what SQLite raises."""
        self._thread.start()
        await self._opened

    async def run(
        self, do: Callable[Concatenate[sqlite3.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one transaction body and return its result once it is durable."""
        if self._closed:
            raise StoreClosed("the store is closed")
        async with self._free:
            if self._closed:
                raise StoreClosed("the store closed while this write waited for its turn")
            done: asyncio.Future[T] = self._loop.create_future()
            self._queue.put(_Write(lambda db: do(db, *args, **kwargs), done))
            # A write that was handed in will be committed; a cancelled caller only stops waiting for it.
            return await asyncio.shield(done)

    async def close(self) -> None:
        """Commit everything handed in, then close the file."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        try:
            db = connect(self._path)
            migrations.apply(Database(db, execute_plugins=False))
        except BaseException as error:  # noqa: BLE001 - handed to whoever opened the store
            self._loop.call_soon_threadsafe(self._opened.set_exception, error)
            return
        self._loop.call_soon_threadsafe(self._opened.set_result, None)
        try:
            while self._batch(db):
                pass
        finally:
            db.close()

    def _batch(self, db: sqlite3.Connection) -> bool:
        """Commit what waits; False when asked to stop."""
        writes: list[_Write] = []
        going = True
        first = self._queue.get()
        while True:
            if first is None:
                going = False
                break
            writes.append(first)
            if len(writes) == BATCH:
                break
            try:
                first = self._queue.get_nowait()
            except queue.Empty:
                break
        if writes:
            began = time.perf_counter()
            _commit(db, writes)
            self._commits.append((len(writes), (time.perf_counter() - began) * 1000))
            try:
                self._loop.call_soon_threadsafe(_resolve, writes)
            except RuntimeError:  # the loop is gone: nobody is left to tell, but the writes are kept
                return False
        return going


def _commit(db: sqlite3.Connection, writes: list[_Write]) -> None:
    try:
        db.execute("begin immediate")
        for write in writes:
            db.execute("savepoint one")
            try:
                write.result = write.do(db)
            except Exception as error:  # noqa: BLE001 - one bad write fails alone; its caller gets the error
                db.execute("rollback to one")
                write.error = error
            db.execute("release one")
        db.execute("commit")
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("rollback")
        for write in writes:
            write.error = error


def _resolve(writes: list[_Write]) -> None:
    for write in writes:
        if write.done.done():
            continue
        if write.error is not None:
            write.done.set_exception(write.error)
        else:
            write.done.set_result(write.result)
