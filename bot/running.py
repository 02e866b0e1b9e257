"""The note a running program leaves beside its store, so that the command line on this machine can reach it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Running:
    """Where a running program listens, and what proves that the caller may read its files."""

    url: str
    token: str


def _note(store: Path) -> Path:
    return store.with_name(store.name + ".run")


@contextmanager
def announced(store: Path, running: Running) -> Iterator[None]:
    """Leave the note for as long as the block lasts; only this user can read it."""
    path = _note(store)
    path.unlink(missing_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump({"url": running.url, "token": running.token}, file)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def find_running(store: Path) -> Running | None:
    """Return the note of the program on this store; it may be a dead one's."""
    try:
        said = json.loads(_note(store).read_text("utf-8"))
        return Running(str(said["url"]), str(said["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_free(port: int) -> bool:
    """Return whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
