"""Publishing the FAQ: versions kept, an earlier one brought back, a draft tried in one room and then taken over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.faq.effect import entries_changed
from bot.faq.entries import Entry
from bot.faq.files import check_against_catalog
from bot.faq.recalls import mark
from bot.files import edited
from bot.files.faq_folder import (
    LISTS,
    FaqFolder,
    faq_names,
    faq_of,
    put_aside,
    shown,
    texts_in,
    twice,
    unreadable,
    write_all,
)
from bot.files.reload import ShopFiles
from bot.languages import Both
from bot.messages import bounded
from bot.problems import BadFile, Problem, did_you_mean, with_fix
from bot.store import Store
from bot.store.faq_records import FaqTrial
from bot.store.said import Stage, said_of

log = logging.getLogger(__name__)

BY_HAND = "the files"
"""Who changed the FAQ, where somebody saved a file and did not say who."""


@dataclass(slots=True)
class Publishing:
    """What may be done with the FAQ as a whole; the same beside a running program and without one."""

    store: Store
    files: ShopFiles
    now: Callable[[], datetime]

    async def begin(self) -> None:
        """Read the files for the first time, with the drafts that rooms were trying, and keep what is in force."""
        await self._know_trials()
        await self._know_recalls()
        await asyncio.to_thread(self.files.load)
        await self.keep()

    async def keep(self, by: str = BY_HAND, what: str = "") -> int | None:
        """Keep the FAQ that is in force as a version; None when it is the newest one's."""
        texts = dict(self.files.texts)
        try:
            newest = await self.store.faq_version()
            before = newest.files if newest is not None else {}
            said = what or (await _differing(before, texts) if newest is not None else "the first version")
            return await self.store.keep_faq_version(texts, by, said, self.now())
        except Exception as error:  # noqa: BLE001 - an edit counts whether or not it could be written down
            log.warning("This version of the FAQ could not be kept: %s.", error)
            return None

    async def roll_back(self, version_id: int, by: str, *, dry_run: bool = False) -> dict[str, Any]:
        """Bring the files of an earlier version back. Raises `BadFile`."""
        version = await self.store.faq_version(version_id)
        if version is None:
            raise BadFile(
                [
                    Problem(
                        "faq",
                        0,
                        Both(f"no version {version_id} is kept.", f"没有保存版本 {version_id}。"),
                        Both("List them with faq history.", "可用 faq history 查看。"),
                    )
                ]
            )
        async with self.files.still:
            folder = self.files.faq
            now = await asyncio.to_thread(texts_in, folder)
            told: dict[str, Any] = {
                "version": version_id,
                "changes": await _differing(now, version.files),
                "written": sorted(name for name, text in version.files.items() if now.get(name) != text),
                "put_aside": {},
                "kept_before": None,
            }
            unread = await asyncio.to_thread(unreadable, folder, now)
            aside = sorted({*set(now) - set(version.files), *unread})
            if dry_run:
                return told | {"put_aside": dict.fromkeys(aside, ""), "dry_run": True}
            # As they are on disk, also what was never in force: nothing anybody wrote may be lost.
            told["kept_before"] = await self._keep_as_it_is(now, f"as it was before going back to {version_id}", by)
            told["put_aside"] = await asyncio.to_thread(put_aside, folder, aside)
            told["written"] = await asyncio.to_thread(write_all, folder, version.files)
            told["new_version"] = await self._take_over(by, f"back to {version_id}: {told['changes']}")
        return told

    async def publish(self, folder: Path, by: str) -> dict[str, Any]:
        """Put a draft's files over those of the FAQ, and end its trials. Raises `BadFile` where it has errors."""
        draft = await asyncio.to_thread(self._sound, folder)
        async with self.files.still:
            now = await asyncio.to_thread(texts_in, self.files.faq)
            what = await _differing(now, {**now, **draft.texts})
            kept = await self._keep_as_it_is(now, "as it was before a draft was published", by)
            unread = await asyncio.to_thread(unreadable, self.files.faq, now)
            await asyncio.to_thread(put_aside, self.files.faq, [name for name in unread if name in draft.texts])
            written = await asyncio.to_thread(write_all, self.files.faq, draft.texts)
            ended = await self.store.stop_faq_trials(folder=str(folder))
            await self._know_trials()
            new = await self._take_over(by, f"{folder.name} published: {what}")
        return {"changes": what, "written": written, "kept_before": kept, "new_version": new, "trials_ended": ended}

    async def save(self, path: Path, text: str, before: str | None, by: str) -> dict[str, Any]:
        """Write one file of the FAQ and use it at once. Raises `BadFile` when it no longer reads as `before`."""
        async with self.files.still:
            await asyncio.to_thread(edited.write_file, path, text, before)
            what = await _differing({path.name: before or ""}, {path.name: text})
            return {"changes": what, "new_version": await self._take_over(by, what)}

    async def try_in(self, folder: Path, room: str, by: str) -> dict[str, Any]:
        """Let one room use a draft from now on. Raises `BadFile` where it has errors."""
        draft = await asyncio.to_thread(self._sound, folder)
        async with self.files.still:
            await self.store.start_faq_trial(FaqTrial(room, str(folder), by, self.now()))
            await self._know_trials()
            await asyncio.to_thread(self.files.load)
        self.files.tell()
        published = self.files.texts
        return {
            "room": room,
            "folder": str(folder),
            "changes": entries_changed(published, {**published, **draft.texts}),
        }

    async def stop_trials(self, room: str | None) -> dict[str, Any]:
        """Let one room, or every one, use the published FAQ again."""
        async with self.files.still:
            ended = await self.store.stop_faq_trials(room=room)
            await self._know_trials()
            await asyncio.to_thread(self.files.load)
        self.files.tell()
        return {"ended": ended}

    async def recall(self, entry_id: str, by: str, why: str) -> dict[str, Any]:
        """Let an entry's answer not be said any more, from this moment, in no room. Raises `BadFile`."""
        entry = self._entry(entry_id)
        # A room that tries a draft may say something else under the same id.
        known = (self.files.knowledge, *map(self.files.knowledge_for, self.files.trials))
        there = [one.faq.entries[entry_id].written for one in known if entry_id in one.faq.entries]
        answers = {mark(one): "\n".join(one.wordings) for one in reversed(there) if one.wordings}
        if not answers:
            fix = Both("Only an answer can be recalled.", "只有回答才能撤回。")
            raise BadFile(
                [Problem(entry.path, entry.line, Both(f"{entry_id} says nothing.", f"{entry_id} 没有回答。"), fix)]
            )
        now = self.now()
        async with self.files.still:
            added = [
                answer for its, answer in answers.items()
                if await self.store.recalls.add(entry_id, its, answer, by, why, now)
            ]  # fmt: skip
            await self._know_recalls()
            await asyncio.to_thread(self.files.load)
        self.files.tell()
        for answer in added:
            judged = self.files.knowledge.guard.verdict(answer)
            await self.store.said.keep(said_of(judged, now, "", Stage.RECALLED, by=by, entry=entry_id))
        return {"entry": entry_id, "answers": added, "where": f"{entry.path}:{entry.line}"}

    async def let_speak(self, entry_id: str, by: str) -> dict[str, Any]:
        """Let an entry's answer be said again as it stands."""
        async with self.files.still:
            ended = await self.store.recalls.end(entry_id, by, self.now())
            await self._know_recalls()
            await asyncio.to_thread(self.files.load)
        self.files.tell()
        return {"entry": entry_id, "speaks": ended}

    def _entry(self, entry_id: str) -> Entry:
        entries = self.files.knowledge.faq.entries
        if entry_id not in entries:
            fix = did_you_mean(entry_id, entries) or Both(
                "Only entries of the FAQ's files can be recalled.", "只能撤回问答文件里的问答。"
            )
            raise BadFile(
                [
                    Problem(
                        shown(self.files.faq),
                        0,
                        Both(f"there is no entry {entry_id}.", f"没有编号为 {entry_id} 的问答。"),
                        fix,
                    )
                ]
            )
        return entries[entry_id].written

    async def act(self, act: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Do what a command asks the running program for; raises `BadFile`, and `LookupError` for another word."""
        by = bounded(str(said.get("by") or ""), 40) or "command line"
        match act:
            case "rollback":
                return await self.roll_back(int(said["version"]), by, dry_run=bool(said.get("dry_run")))
            case "publish":
                return await self.publish(Path(said["folder"]), by)
            case "save":
                return await self.save(Path(said["path"]), str(said["text"]), said["before"], by)
            case "try":
                return await self.try_in(Path(said["folder"]), str(said["room"]), by)
            case "stop":
                return await self.stop_trials(said.get("room"))
            case "recall":
                return await self.recall(str(said["entry"]), by, bounded(str(said.get("why") or ""), 200))
            case "speak":
                return await self.let_speak(str(said["entry"]), by)
            case _:
                raise LookupError(act)

    async def _take_over(self, by: str, what: str) -> int | None:
        await asyncio.to_thread(self.files.load)
        self.files.tell()
        return await self.keep(by, what)

    async def _keep_as_it_is(self, texts: Mapping[str, str], what: str, by: str) -> int | None:
        return await self.store.keep_faq_version(texts, by, what, self.now())

    async def _know_trials(self) -> None:
        self.files.trials = {trial.room: Path(trial.folder) for trial in await self.store.faq_trials()}

    async def _know_recalls(self) -> None:
        in_force = await self.store.recalls.several(in_force=True)
        self.files.recalled = frozenset((one.entry, one.mark) for one in in_force)

    def _sound(self, folder: Path) -> FaqFolder:
        """Read a draft that is fit to be used. Raises `BadFile` with what is not."""
        if problem := self._no_draft(folder):
            raise BadFile([problem])
        draft, published, problems = FaqFolder(folder), FaqFolder(self.files.faq), list[Problem]()
        draft.read(problems)
        published.read([])
        others = [entries for name, entries in published.entries.items() if name not in draft.entries]
        together = twice([*others, *draft.entries.values()])
        together += check_against_catalog(faq_of(draft.entries), self.files.knowledge.catalog)
        # What is wrong in files the draft leaves alone is not the draft's.
        mine = {shown(folder / name) for name in draft.entries}
        problems += [problem for problem in together if problem.path in mine]
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise BadFile(errors)
        return draft

    def _no_draft(self, folder: Path) -> Problem | None:
        where, faq = shown(folder), self.files.faq.resolve()
        if not folder.is_dir():
            return Problem(
                where,
                0,
                Both("there is no such folder.", "没有这个文件夹。"),
                Both("Name the folder that holds the draft's .md files.", "请写放草稿 .md 文件的文件夹。"),
            )
        if folder.resolve() == faq or faq in folder.resolve().parents:
            return Problem(
                where,
                0,
                Both("lies inside the FAQ itself, where it is read already.", "就在问答库里面，本来就会读到。"),
                Both("Put drafts elsewhere.", "草稿请放在别处。"),
            )
        if not faq_names(folder):
            fix = Both("Copy the files you want to change into it.", "请把要改的文件复制进去。")
            lists = Both(
                f"{', '.join(LISTS)} are changed in the FAQ itself.", f"{'、'.join(LISTS)} 请直接在问答库里改。"
            )
            return Problem(where, 0, Both("holds no .md file.", "里面没有 .md 文件。"), with_fix(fix, lists))
        return None


async def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Say how two states differ; reading thousands of entries must not hold the rooms up."""
    return await asyncio.to_thread(entries_changed, before, after)
