"""The files staff edit, read, checked and watched. A broken file never disarms the rest.

Each file's last good version stays in force until a good one replaces it; what the rooms use is one snapshot
that is swapped whole. The system's notices of changes make an edit live at once; they may be lost, as when a
folder is replaced, so the files' marks are compared every two seconds as well.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from watchfiles import awatch

from bot.catalog import Catalog, parse_catalog
from bot.config import sample_folder
from bot.faq.entries import Entry, Faq
from bot.faq.files import check_against_catalog, parse_faq
from bot.faq.match import Matcher
from bot.handover import Handover, parse_handover
from bot.knowledge import Knowledge
from bot.problems import Problem
from bot.prompts import Prompt, parse_prompt

log = logging.getLogger(__name__)

BIGGEST_FILE = 20_000_000
HANDOVER = "handover.txt"

LOOK_S = 2.0
"""Seconds between two looks at the files when nothing was noticed."""
Marks: TypeAlias = frozenset[tuple[str, int, int, int, int, int]]
"""What tells one state of the files from another: each one's name, place, size and times."""


@dataclass(slots=True)
class ShopFiles:
    """The shop's files and what they say now."""

    faq: Path
    prompts: Path
    catalog: Path
    knowledge: Knowledge = field(default_factory=Knowledge)
    prompts_now: dict[str, Prompt] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    loads: int = 0
    on_change: Callable[[], None] = lambda: None
    _good_faq: dict[Path, list[Entry]] = field(default_factory=dict)
    _good_handover: Handover = field(default_factory=Handover)
    _good_catalog: Catalog = field(default_factory=Catalog)
    _loaded: Marks = frozenset()

    def load(self) -> None:
        """Read everything and swap the snapshot. Takes a while: call it off the event loop."""
        problems: list[Problem] = []
        # Taken before reading: what changes meanwhile looks different afterwards.
        self._loaded = self._marks()
        self._load_catalog(problems)
        self._load_faq(problems)
        self._load_handover(problems)
        self._load_prompts(problems)
        faq = Faq.of(entry for entries in self._good_faq.values() for entry in entries)
        problems += _twice(self._good_faq)
        problems += check_against_catalog(faq, self._good_catalog)
        old = self.knowledge
        matcher = old.matcher if old.faq == faq else Matcher(faq)
        self.knowledge = Knowledge(faq, matcher, self._good_catalog, self._good_handover)
        self.problems = tuple(problems)
        self.loads += 1

    def _load_catalog(self, problems: list[Problem]) -> None:
        text = _read(self.catalog, problems)
        if text is None:
            return
        catalog, found = parse_catalog(text, shown(self.catalog))
        problems += found
        # Rows with mistakes are left out one by one; a file that gives nothing at all is refused.
        if catalog or not any(p.severity == "error" for p in found):
            self._good_catalog = catalog

    def _load_faq(self, problems: list[Problem]) -> None:
        if not self.faq.is_dir():
            problems.append(Problem(shown(self.faq), 0, "there is no such folder.", "Name it under [shop] faq."))
            return
        paths = sorted(path for path in self.faq.rglob("*.md") if path.is_file())
        for path in paths:
            text = _read(path, problems)
            if text is None:
                continue
            entries, found = parse_faq(text, shown(path))
            problems += found
            if not text.strip() and self._good_faq.get(path):
                # An editor or a full disk did that; who wants the entries gone deletes the file.
                fix = "Delete the file if its entries are to go."
                problems.append(Problem(shown(path), 0, "is empty; its last good version serves.", fix))
                continue
            # A file with an error does not replace its last good version; without one, its good entries serve.
            if path not in self._good_faq or not any(p.severity == "error" for p in found):
                self._good_faq[path] = entries
        for gone in set(self._good_faq) - set(paths):
            del self._good_faq[gone]

    def _load_handover(self, problems: list[Problem]) -> None:
        path = self.faq / HANDOVER
        if self.loads and not self.faq.is_dir():
            return  # said already; the folder may come back in a moment
        if not path.exists():
            # A shop that wrote no list must not lose its complaints: the ready-made one serves.
            path = sample_folder("faq") / HANDOVER
        text = _read(path, problems)
        if text is None:
            return
        handover, found = parse_handover(text, shown(path))
        problems += found
        if not found or not self.loads:
            self._good_handover = handover

    def _load_prompts(self, problems: list[Problem]) -> None:
        paths = sorted(self.prompts.glob("*.md")) if self.prompts.is_dir() else []
        for path in paths:
            text = _read(path, problems)
            prompt, found = parse_prompt(text, shown(path), path.stem) if text is not None else (None, [])
            problems += found
            if prompt is not None:
                self.prompts_now[path.stem] = prompt
        for gone in set(self.prompts_now) - {path.stem for path in paths}:
            del self.prompts_now[gone]

    async def watch(self) -> None:
        """Load again whenever a file changes, until cancelled."""
        while True:
            folders = await asyncio.to_thread(self._folders)
            async with self._noticing() as woken:
                # A folder that was replaced is another one, whose notices must be asked for anew.
                while await asyncio.to_thread(self._folders) == folders:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(woken.wait(), LOOK_S)
                    woken.clear()
                    if await asyncio.to_thread(self._marks) != self._loaded:
                        await self._load_again()

    async def _load_again(self) -> None:
        before = self.problems
        try:
            await asyncio.to_thread(self.load)
        except Exception:
            log.exception("The shop's files could not be read again; what was read before serves.")
            return
        if self.problems != before:
            for problem in self.problems:
                log.warning("%s", problem)
        self.on_change()

    @asynccontextmanager
    async def _noticing(self) -> AsyncIterator[asyncio.Event]:
        """Ask the system for notices; the event is set at each. The catalogue's folder may hold anything else."""
        woken = asyncio.Event()
        mine = [path for path in (self.faq, self.prompts) if path.is_dir()]
        beside = [self.catalog.parent] if self.catalog.parent.is_dir() else []
        tasks = [
            asyncio.create_task(_notice(mine, woken, _is_ours, deep=True)),
            asyncio.create_task(_notice(beside, woken, self._is_catalog, deep=False)),
        ]
        try:
            yield woken
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _is_catalog(self, _: object, path: str) -> bool:
        return Path(path).name == self.catalog.name

    def _folders(self) -> Marks:
        """Return which folders there are."""
        marks = (_mark(path) for path in (self.faq, self.prompts, self.catalog.parent))
        return frozenset((name, device, inode, 0, 0, 0) for name, device, inode, *_ in filter(None, marks))

    def _marks(self) -> Marks:
        """Return what tells this state of the files from another."""
        paths = [self.faq, self.prompts, self.catalog]
        # A folder that cannot be listed looks empty; reading it says what is the matter.
        with suppress(OSError):
            paths += [self.faq / HANDOVER, *self.faq.rglob("*.md")]
        with suppress(OSError):
            paths += self.prompts.glob("*.md")
        return frozenset(filter(None, map(_mark, paths)))


async def _notice(
    paths: Sequence[Path], woken: asyncio.Event, is_ours: Callable[[object, str], bool], *, deep: bool
) -> None:
    """Set the event whenever the system tells of a change below these folders, as long as it can."""
    told = ""
    while paths:
        try:
            async for _ in awatch(*paths, debounce=200, step=50, recursive=deep, watch_filter=is_ours):
                woken.set()
        except (OSError, RuntimeError) as error:
            if str(error) != told:
                told = str(error)
                log.warning("Changes of files are noticed only every %g seconds: %s.", LOOK_S, error)
        await asyncio.sleep(LOOK_S)


def _mark(path: Path) -> tuple[str, int, int, int, int, int] | None:
    """Return what tells a file or folder from what it was before; None when it is not there."""
    try:
        now = path.stat()
    except OSError:
        return None
    return str(path), now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _is_ours(_: object, path: str) -> bool:
    return path.endswith((".md", ".txt"))


def _twice(files: dict[Path, list[Entry]]) -> list[Problem]:
    """Find ids that two files use."""
    seen: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entries in files.values():
        for entry in entries:
            if (first := seen.setdefault(entry.id, entry)) is not entry:
                what = f'the id "{entry.id}" is already used in {first.path}:{first.line}, which counts.'
                problems.append(Problem(entry.path, entry.line, what, "Give one of the two another {#id}."))
    return problems


def shown(path: Path) -> str:
    """Return a path as people write it: short where it lies below the current folder."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _read(path: Path, problems: list[Problem]) -> str | None:
    """Read a text file; None with a problem when it cannot be."""
    try:
        if path.stat().st_size > BIGGEST_FILE:
            problems.append(Problem(shown(path), 0, "is larger than 20 MB.", "Split it."))
            return None
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(shown(path), 0, "is missing.", "Put the file there, or name another in bot.toml."))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(Problem(shown(path), line, "is not UTF-8 text.", "Save the file as UTF-8."))
    except OSError as error:
        problems.append(Problem(shown(path), 0, f"cannot be read: {error.strerror}.", "Check its permissions."))
    return None
