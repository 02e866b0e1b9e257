"""A file of the shop, changed by the program: whole or not at all, and never over what somebody wrote meanwhile."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.languages import Both
from bot.problems import BadFile, Problem
from bot.unreadable import not_utf8


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did to a file, as little as says it, so that it can be taken back."""

    path: str
    at: int
    """Characters before the first that changed."""
    was: str
    became: str
    after: str
    """The mark of the whole file afterwards."""
    is_new: bool = False
    """The file was made by it."""

    @classmethod
    def between(cls, path: str, before: str | None, after: str) -> Change:
        """Find what changed; `before` is None where there was no file."""
        old = before or ""
        shorter = min(len(old), len(after))
        at = next((i for i in range(shorter) if old[i] != after[i]), shorter)
        end = next((i for i in range(shorter - at) if old[-1 - i] != after[-1 - i]), shorter - at)
        return cls(path, at, old[at : len(old) - end], after[at : len(after) - end], mark(after), before is None)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Change:
        """Read back what was kept."""
        return cls(**kept)


def mark(text: str) -> str:
    """Return what tells one state of a file from another."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def read_file(path: Path) -> str | None:
    """Read a file as it is, with its line ends; None when it is not there. Raises `BadFile` when it is no text."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise BadFile([not_utf8(str(path))]) from None


def write_file(path: Path, text: str, before: str | None) -> Change:
    """Replace a file that still reads as it did; raises `BadFile` when somebody changed it meanwhile."""
    _unchanged(path, before)
    # Whoever keeps the FAQ elsewhere and links to it keeps the link.
    real = path.resolve()
    new = beside(real, text.encode("utf-8"))
    try:
        _unchanged(path, before)
        new.replace(real)
    finally:
        new.unlink(missing_ok=True)
    return Change.between(str(path), before, text)


def beside(path: Path, raw: bytes) -> Path:
    """Write a file in the folder of the one it is to replace, under a name that nobody reads; return its path."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
    except BaseException:
        new.unlink()
        raise
    return new


def _unchanged(path: Path, before: str | None) -> None:
    if read_file(path) != before:
        raise BadFile(
            [
                Problem(
                    str(path),
                    0,
                    Both(
                        "was changed by somebody else just now, so nothing was written.",
                        "刚刚被别人改过，所以没有写入。",
                    ),
                    Both("Look at it again, then repeat.", "请重新查看后再操作。"),
                )
            ]
        )


def take_back(change: Change) -> bool:
    """Undo an edit; False when the file was edited since, so that a person must do it."""
    path = Path(change.path)
    now = read_file(path)
    if now is None or mark(now) != change.after:
        return False
    if change.is_new:
        path.unlink()
        return True
    end = change.at + len(change.became)
    write_file(path, now[: change.at] + change.was + now[end:], now)
    return True
