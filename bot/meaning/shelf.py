"""The vectors of the shop's own phrasings, kept on disk so that a start asks for none of them again.

It holds no text, only marks of it, and nothing of what viewers write. It may be deleted at any time. Nothing here
raises: without a disk the vectors are made anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from bot.meaning.vectors import NoMeaning, Vector, unit

T = TypeVar("T")

log = logging.getLogger(__name__)

FILE = "meanings.db"
MOST = 30_000
"""Vectors kept; those unused for longest go first."""
AT_ONCE = 500
PATIENCE_S = 5.0
DAY_S = 86_400

_TABLE = "CREATE TABLE IF NOT EXISTS meaning (key BLOB PRIMARY KEY, vector BLOB NOT NULL, used INTEGER NOT NULL)"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Shelf:
    """One file for one source; several processes may use it together."""

    def __init__(self, folder: Path, source: str, most: int = MOST) -> None:
        self.path = folder / FILE
        self._source = source
        self._most = most
        self._told = ""

    async def read(self, texts: Collection[str]) -> dict[str, Vector]:
        """Return the vectors there are for these texts."""
        marked = {self._mark(text): text for text in texts}
        found = await asyncio.to_thread(self._try, lambda db: _read(db, marked)) if marked else None
        return found or {}

    async def write(self, vectors: Mapping[str, Vector]) -> None:
        """Keep these vectors, all or none of them."""
        rows = [(self._mark(text), vector.tobytes(), _today()) for text, vector in vectors.items()]
        await asyncio.to_thread(self._try, lambda db: _write(db, rows, self._most))

    def _mark(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._source}\0{text}".encode("utf-8", "replace")).digest()

    def _try(self, act: Callable[[sqlite3.Connection], T]) -> T | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE_S)) as db, db:
                db.execute(_TABLE)
                return act(db)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
                self._tell("it is broken and is made anew")
                self._throw_away()
            else:
                self._tell(str(error))
        except OSError as error:
            self._tell(error.strerror or str(error))
        return None

    def _tell(self, what: str) -> None:
        if what != self._told:
            self._told = what
            log.warning("%s, where vectors of phrasings are kept: %s", self.path, what)

    def _throw_away(self) -> None:
        for path in (self.path, self.path.with_name(FILE + "-journal")):
            with suppress(OSError):
                path.unlink()


def _read(db: sqlite3.Connection, marked: Mapping[bytes, str]) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    waiting = iter(marked)
    while keys := list(islice(waiting, AT_ONCE)):
        places = ",".join("?" * len(keys))
        for key, kept in db.execute(f"SELECT key, vector FROM meaning WHERE key IN ({places})", keys):
            if (vector := _vector(kept)) is not None:
                found[marked[key]] = vector
        # Once a day, so that what is in use is not the oldest.
        used = [_today(), _today(), *keys]
        db.execute(f"UPDATE meaning SET used = ? WHERE used < ? AND key IN ({places})", used)
    return found


def _write(db: sqlite3.Connection, rows: Collection[tuple[bytes, bytes, int]], most: int) -> None:
    db.executemany("INSERT OR REPLACE INTO meaning (key, vector, used) VALUES (?, ?, ?)", rows)
    db.execute(
        "DELETE FROM meaning WHERE key IN (SELECT key FROM meaning ORDER BY used DESC, rowid DESC LIMIT -1 OFFSET ?)",
        [most],
    )


def _vector(kept: object) -> Vector | None:
    """Read one vector; None for what is none any more."""
    if not isinstance(kept, bytes) or len(kept) % 4:
        return None
    try:
        return unit(np.frombuffer(kept, dtype=np.float32))
    except NoMeaning:
        return None


def _today() -> int:
    return int(time.time() // DAY_S)
