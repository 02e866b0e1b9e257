"""The files staff edit, read, checked and watched. A broken file never disarms the rest.

Each file's last good version stays in force until a good one replaces it; what the rooms use is one snapshot
that is swapped whole. The system's notices of changes make an edit live at once; they may be lost, as when a
folder is replaced, so the files' marks are compared every two seconds as well.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from watchfiles import awatch

from bot.catalog.file import parse_catalog
from bot.config import sample_folder
from bot.cues.handover import parse_handover
from bot.cues.mood import parse_mood
from bot.escalation.canned import Canned, check_canned, parse_canned
from bot.escalation.promises import parse_promises
from bot.faq.entries import Faq
from bot.faq.files import check_against_catalog
from bot.faq.match import Matcher, Promise
from bot.faq.recalls import without_recalled
from bot.faq.vectors import Vector, enough
from bot.files.faq_folder import (
    CANNED,
    GUARD_WORDS,
    HANDOVER,
    LISTS,
    MOOD,
    PROMISE,
    FaqFolder,
    faq_of,
    no_draft,
    no_folder,
    read_text,
    shown,
    twice,
)
from bot.files.learned import Learned
from bot.guard import parse_words
from bot.knowledge import Knowledge
from bot.meaning import Meaning
from bot.problems import Problem
from bot.prompts import Prompt, parse_prompt

L = TypeVar("L")

log = logging.getLogger(__name__)

VECTORS_AGAIN_S = 30.0
"""Seconds after which vectors that could not be had are asked for again."""
LOOK_S = 2.0
"""Seconds between two looks at the files when nothing was noticed."""
Marks: TypeAlias = frozenset[tuple[str, int, int, int, int, int]]
"""What tells one state of the files from another: each one's name, place, size and times."""


async def _nothing() -> None:
    """Do nothing more about an edit."""


@dataclass(slots=True)
class ShopFiles:
    """The shop's files and what they say now."""

    faq: Path
    prompts: Path
    catalog: Path
    knowledge: Knowledge = field(default_factory=Knowledge)
    promise: Promise = "normal"
    """How sure the matcher must be."""
    meaning: Meaning | None = None
    """Where the vectors of phrasings come from, if matching by meaning is switched on."""
    learned: Learned | None = None
    """Where it is kept what the FAQ taught, so that the next start need not learn it."""
    prompts_now: dict[str, Prompt] = field(default_factory=dict)
    canned: Canned = field(default_factory=Canned)
    """What staff send often, as it is in force."""
    problems: tuple[Problem, ...] = ()
    loads: int = 0
    on_change: Callable[[], None] = lambda: None
    taken_over: Callable[[], Awaitable[None]] = _nothing
    """Awaited after an edit was taken over, before anybody is told."""
    trials: Mapping[str, Path] = field(default_factory=dict)
    """Rooms that try a draft: the folder whose files they use in place of those of the same name."""
    recalled: frozenset[tuple[str, str]] = frozenset()
    """Entries whose answer staff took back, each with the mark of that answer."""
    still: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while several files are written, so that nothing is read half way."""
    _published: FaqFolder = field(init=False)
    _drafts: dict[Path, FaqFolder] = field(default_factory=dict)
    _on_trial: dict[Path, Knowledge] = field(default_factory=dict)
    _list_texts: dict[str, str] = field(default_factory=dict)
    _good: Knowledge = field(default_factory=Knowledge)
    """The last good version of the catalogue and of each list; the FAQ's are with its folder."""
    _loaded: Marks = frozenset()
    _swapping: threading.Lock = field(default_factory=threading.Lock)
    """Held while a snapshot takes another's place: reading and learning are threads of their own."""
    _dull: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a matcher could know better than it does."""

    def __post_init__(self) -> None:
        self._published = FaqFolder(self.faq)

    def knowledge_for(self, room: str) -> Knowledge:
        """Return what a room knows: the shop's knowledge, or that of the draft it tries."""
        folder = self.trials.get(room)
        return self._on_trial.get(folder, self.knowledge) if folder is not None else self.knowledge

    @property
    def texts(self) -> dict[str, str]:
        """The text of the FAQ's files as it is in force, by their path inside the folder."""
        return {**self._published.texts, **self._list_texts}

    def load(self) -> None:
        """Read everything and swap the snapshot. Takes a while: call it off the event loop."""
        problems: list[Problem] = []
        # Taken before reading: what changes meanwhile looks different afterwards.
        self._loaded = self._marks()
        self._load_catalog(problems)
        self._load_faq(problems)
        self._load_lists(problems)
        self._load_canned(problems)
        self._load_prompts(problems)
        faq = faq_of(self._published.entries)
        problems += twice(self._published.entries.values())
        problems += check_against_catalog(faq, self._good.catalog)
        knowledge = self._knowing(without_recalled(faq, self.recalled), self.knowledge)
        with self._swapping:
            self.knowledge = knowledge
        self._load_drafts(problems)
        self.problems = tuple(problems)
        self.loads += 1

    def _load_catalog(self, problems: list[Problem]) -> None:
        text = read_text(self.catalog, problems)
        if text is None:
            return
        catalog, found = parse_catalog(text, shown(self.catalog))
        problems += found
        # Rows with mistakes are left out one by one; a file that gives nothing at all is refused.
        if catalog or not any(p.severity == "error" for p in found):
            self._good = replace(self._good, catalog=catalog)

    def _knowing(self, faq: Faq, before: Knowledge) -> Knowledge:
        """Return the snapshot with this FAQ; an edit is live with what was learned before it, and learned later."""
        if self.loads and before.faq.asks_as(faq):
            matcher = before.matcher
        elif len(before.matcher):
            matcher = before.matcher.edited(faq)
        else:
            matcher = self._learned_before(faq)
        return replace(self._good, faq=faq, matcher=matcher)

    def _learned_before(self, faq: Faq) -> Matcher:
        """Return the matcher of an FAQ that no edit made: what an earlier start learned is remembered."""
        if self.learned is None:
            return Matcher(faq, self.promise)
        if (curve := self.learned.curve(faq, self.promise)) is not None:
            return Matcher.remembering(faq, self.promise, curve)
        matcher = Matcher(faq, self.promise)
        self.learned.keep(faq, self.promise, matcher.curve.letters)
        return matcher

    async def sharpen(self) -> None:
        """Learn anew what scores are worth after each edit, and what phrasings mean, beside everything else."""
        if self.meaning is not None and self.meaning.on:
            self._dull.set()
        while True:
            await self._dull.wait()
            self._dull.clear()
            for folder in (None, *list(self._on_trial)):
                try:
                    await self._sharpened(folder)
                except Exception:
                    log.exception("The FAQ could not be learned anew; what was learned before serves.")
            self.on_change()

    async def _sharpened(self, folder: Path | None) -> None:
        known = self._known(folder)
        if known is None or not len(known.matcher):
            return
        vectors: Mapping[str, Vector] | None = None
        if self.meaning is not None and self.meaning.on:
            texts = known.matcher.texts()
            vectors = await self.meaning.vectors(texts)
            if len(vectors) < len(texts):
                # The source fails now, or refuses some for good; it is asked only for what is missing.
                asyncio.get_running_loop().call_later(VECTORS_AGAIN_S, self._dull.set)
        by_meaning = vectors is not None and enough(known.matcher.texts(), vectors)
        if known.matcher.fresh and (not by_meaning or known.matcher.curve.meant is not None):
            return
        sharp = await asyncio.to_thread(Matcher, known.faq, self.promise, None, vectors, known.matcher)
        if self.learned is not None:
            await asyncio.to_thread(self.learned.keep, known.faq, self.promise, sharp.curve.letters)
        with self._swapping:
            now = self._known(folder)
            if now is None or now.matcher is not known.matcher:
                return  # edited meanwhile; that edit has rung again
            if folder is None:
                self.knowledge = replace(now, matcher=sharp)
            else:
                self._on_trial[folder] = replace(now, matcher=sharp)

    def _known(self, folder: Path | None) -> Knowledge | None:
        return self.knowledge if folder is None else self._on_trial.get(folder)

    def _load_faq(self, problems: list[Problem]) -> None:
        if not self.faq.is_dir():
            problems.append(no_folder(self.faq))
            return
        self._published.read(problems)

    def _load_drafts(self, problems: list[Problem]) -> None:
        """Read the drafts that rooms try; one whose folder is gone serves as it was last read."""
        wanted = set(self.trials.values())
        for folder in wanted:
            draft = self._drafts.setdefault(folder, FaqFolder(folder))
            if folder.is_dir():
                draft.read(problems)
            else:
                problems.append(no_draft(folder))
            faq = faq_of(self._published.entries, draft.entries)
            before = self._on_trial.get(folder, self.knowledge)
            knowing = self._knowing(without_recalled(faq, self.recalled), before)
            with self._swapping:
                self._on_trial[folder] = knowing
        for over in set(self._drafts) - wanted:
            del self._drafts[over], self._on_trial[over]

    def _load_lists(self, problems: list[Problem]) -> None:
        good = self._good
        self._good = replace(
            good,
            handover=self._load_list(HANDOVER, parse_handover, good.handover, problems),
            words=self._load_list(GUARD_WORDS, parse_words, good.words, problems),
            mood=self._load_list(MOOD, parse_mood, good.mood, problems),
            promises=self._load_list(PROMISE, parse_promises, good.promises, problems),
        )

    def _load_list(
        self, name: str, parse: Callable[[str, str], tuple[L, list[Problem]]], good: L, problems: list[Problem]
    ) -> L:
        """Read a list of words; one with a problem does not replace its last good version."""
        listed = self._list(name, problems)
        if listed is None:
            return good
        words, found = parse(*listed)
        problems += found
        if found and self.loads:
            return good
        self._keep_text(name, *listed)
        return words

    def _load_canned(self, problems: list[Problem]) -> None:
        path = self.faq / CANNED
        if not path.exists():
            if self.faq.is_dir():  # else said already; the folder may come back in a moment
                self.canned = Canned()
                self._list_texts.pop(CANNED, None)
            return
        text = read_text(path, problems)
        if text is None:
            return
        canned, found = parse_canned(text, shown(path))
        problems += [*found, *check_canned(canned, self._good.catalog, shown(path))]
        if not found or not self.loads:
            self.canned = canned
            self._keep_text(CANNED, text, shown(path))

    def _list(self, name: str, problems: list[Problem]) -> tuple[str, str] | None:
        """Return the text of a list of words and its name; the ready-made one serves a shop that wrote none."""
        if self.loads and not self.faq.is_dir():
            return None  # said already; the folder may come back in a moment
        path = self.faq / name
        if not path.exists():
            path = sample_folder("faq") / name
        text = read_text(path, problems)
        return None if text is None else (text, shown(path))

    def _keep_text(self, name: str, text: str, path: str) -> None:
        self._list_texts.pop(name, None)
        if path == shown(self.faq / name):
            self._list_texts[name] = text

    def _load_prompts(self, problems: list[Problem]) -> None:
        paths = sorted(self.prompts.glob("*.md")) if self.prompts.is_dir() else []
        for path in paths:
            text = read_text(path, problems)
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
                    async with self.still:
                        if await asyncio.to_thread(self._marks) != self._loaded:
                            await self._load_again()

    def tell(self) -> None:
        """Let everybody know of what was read, which is learned anew beside everything else."""
        self._dull.set()
        self.on_change()

    async def _load_again(self) -> None:
        before = self.problems
        try:
            await asyncio.to_thread(self.load)
            await self.taken_over()
        except Exception:
            log.exception("The shop's files could not be read again; what was read before serves.")
            return
        if self.problems != before:
            for problem in self.problems:
                log.warning("%s", problem)
        self.tell()

    @asynccontextmanager
    async def _noticing(self) -> AsyncIterator[asyncio.Event]:
        """Ask the system for notices; the event is set at each. The catalogue's folder may hold anything else."""
        woken = asyncio.Event()
        mine = [path for path in (self.faq, self.prompts, *self.trials.values()) if path.is_dir()]
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
        marks = (_mark(path) for path in (self.faq, self.prompts, self.catalog.parent, *self.trials.values()))
        return frozenset((name, device, inode, 0, 0, 0) for name, device, inode, *_ in filter(None, marks))

    def _marks(self) -> Marks:
        """Return what tells this state of the files from another."""
        paths = [self.faq, self.prompts, self.catalog]
        # A folder that cannot be listed looks empty; reading it says what is the matter.
        with suppress(OSError):
            paths += [*(self.faq / name for name in LISTS), *self.faq.rglob("*.md")]
            paths += [path for draft in self.trials.values() for path in (draft, *draft.rglob("*.md"))]
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
