"""The files staff edit, read, checked and watched. A broken file never disarms the rest.

Each file's last good version stays in force until a good one replaces it; what the rooms use is one snapshot
that is swapped whole.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import awatch

from bot.catalog import Catalog, parse_catalog
from bot.config import sample_folder
from bot.decide import Knowledge
from bot.faq.entries import Entry, Faq
from bot.faq.files import check_against_catalog, parse_faq
from bot.faq.match import Matcher
from bot.handover import Handover, parse_handover
from bot.problems import Problem
from bot.prompts import Prompt, parse_prompt

log = logging.getLogger(__name__)

BIGGEST_FILE = 20_000_000
HANDOVER = "handover.txt"


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

    def load(self) -> None:
        """Read everything and swap the snapshot. Takes a while: call it off the event loop."""
        problems: list[Problem] = []
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
            # A file with an error is not half used: its last good version serves until it is mended.
            if path not in self._good_faq or not any(p.severity == "error" for p in found):
                self._good_faq[path] = entries
        for gone in set(self._good_faq) - set(paths):
            del self._good_faq[gone]

    def _load_handover(self, problems: list[Problem]) -> None:
        path = self.faq / HANDOVER
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
        folders = {path for path in (self.faq, self.prompts, self.catalog.parent) if path.is_dir()}
        if not folders:
            return
        async for _ in awatch(*folders, debounce=200, step=50, recursive=True, watch_filter=_is_ours):
            before = self.problems
            await asyncio.to_thread(self.load)
            if self.problems != before:
                for problem in self.problems:
                    log.warning("%s", problem)
            self.on_change()


def _is_ours(_: object, path: str) -> bool:
    return path.endswith((".md", ".csv", ".txt"))


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
