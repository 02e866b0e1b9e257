"""A lock beside the database file: one process writes, a second one is told so."""

from __future__ import annotations

import os
from pathlib import Path

from bot.problems import StoreInUse

try:
    import fcntl
except ImportError:  # Windows has no flock; there SQLite's own locks are all there is
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """Held for as long as the process writes; the system frees it when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._fd: int | None = None

    def take(self) -> None:
        """Take the lock or raise `StoreInUse`."""
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if fcntl is not None:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(fd)
                raise StoreInUse(
                    f"{self._path}: another Roomhand is running on this store."
                    " Stop it first, or name another file under [store] url."
                ) from error
        self._fd = fd

    def free(self) -> None:
        """Give the lock back."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
