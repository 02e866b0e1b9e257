"""The FAQ's versions and the drafts on trial: what each would change, going back, stopping, publishing."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.console import sessions
from bot.console.desk import DESK, Desk
from bot.console.faq_editing import changes
from bot.console.faq_effect import between, knowing
from bot.console.pages import drawn, rendered, words_of
from bot.console.words import Words
from bot.cues.handover import parse_handover
from bot.cues.mood import parse_mood
from bot.faq.effect import Effect, entries_changed
from bot.faq.exchange import at
from bot.faq.files import parse_faq
from bot.files.faq_folder import GUARD_WORDS, HANDOVER, LISTS, MOOD, FaqFolder, faq_of, shown, texts_in
from bot.guard import parse_words
from bot.knowledge import Knowledge
from bot.languages import NOTHING, Both
from bot.problems import BadFile
from bot.store.faq_records import FaqTrial
from bot.unreadable import system_says

BY_HAND = "the files"
"""How the store names who changed the FAQ, where somebody saved a file."""
_WORDS = (
    (re.compile(r"the first version"), "version.first"),
    (re.compile(r"as it was before going back to (?P<n>\d+)"), "version.before_back"),
    (re.compile(r"as it was before a draft was published"), "version.before_publish"),
    (re.compile(r"back to (?P<n>\d+): (?P<rest>.*)"), "version.back_to"),
    (re.compile(r"(?P<name>.+?) published: (?P<rest>.*)"), "version.published"),
    (re.compile(r"(?P<what>added|changed|removed|edited) (?P<rest>.*)"), "version.entries"),
    (re.compile(r"nothing"), "version.nothing"),
)
_VERBS = {
    "added": "version.added",
    "changed": "version.differ",
    "removed": "version.removed",
    "edited": "version.edited",
}


def in_words(what: str, t: Words) -> str:
    """Return what changed, as the store keeps it in English, in the reader's language."""
    said = []
    for part in what.split("; "):
        for pattern, key in _WORDS:
            if match := pattern.fullmatch(part):
                values = match.groupdict()
                if key == "version.entries":
                    key, values = _VERBS[values["what"]], {"rest": values["rest"]}
                elif "rest" in values:
                    values["rest"] = in_words(values["rest"], t)
                part = t(key, **values)
                break
        said.append(part)
    return t("version.and").join(said)


async def versions(request: web.Request) -> web.Response:
    """Show every version that is kept, and the drafts that rooms try."""
    return rendered(request, "faq_versions.html", view="versions", **await _listed(request))


async def _listed(request: web.Request, said: str = "", refused: str = "") -> dict[str, Any]:
    desk, t = request.app[DESK], words_of(request)
    kept = [
        (one, in_words(one.what, t), t("version.by_hand") if one.by == BY_HAND else one.by)
        for one in await desk.store.faq_versions()
    ]
    trials = [(one, shown(Path(one.folder)), _mark(one.room)) for one in await desk.store.faq_trials()]
    is_admin = sessions.staff(request).role == "admin"
    return {"kept": kept, "trials": trials, "is_admin": is_admin, "said": said, "refused": refused}


def _mark(*said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:24]


async def back_effect(request: web.Request) -> web.Response:
    """Say what going back to a version would do."""
    desk, t, version_id = request.app[DESK], words_of(request), int(request.match_info["version"])
    version, newest = await desk.store.faq_version(version_id), await desk.store.faq_version()
    if version is None or newest is None:
        raise web.HTTPNotFound(text=t("version.gone", n=version_id))
    told = await desk.publishing("rollback", {"version": version_id, "dry_run": True, "by": "console"})
    before = desk.knowledge()
    found = await between(desk, before, lambda: _knowing(before, version.files))
    return _shown(
        request,
        found,
        what=in_words(told["changes"], t),
        files=[*told["written"], *(f"{name} → {name}.removed" for name in told["put_aside"])],
        act=f"/faq/versions/{version_id}/rollback",
        sent={"seen": str(newest.id)},
        button="version.go_back",
        key="b",
    )


def _knowing(before: Knowledge, files: Mapping[str, str]) -> Knowledge:
    """Return what the shop would know with the files of a version; the catalogue is today's."""
    entries = {name: parse_faq(text, name)[0] for name, text in files.items() if name.endswith(".md")}
    after = knowing(before, faq_of(entries))
    if HANDOVER in files:
        after = replace(after, handover=parse_handover(files[HANDOVER], HANDOVER)[0])
    if GUARD_WORDS in files:
        after = replace(after, words=parse_words(files[GUARD_WORDS], GUARD_WORDS)[0])
    if MOOD in files:
        after = replace(after, mood=parse_mood(files[MOOD], MOOD)[0])
    return after


async def roll_back(request: web.Request) -> web.Response:
    """Bring a version back whose effect was shown."""
    admin, desk, t = sessions.must_be_admin(request), request.app[DESK], words_of(request)
    version_id, sent, newest = (
        int(request.match_info["version"]),
        await request.post(),
        await desk.store.faq_version(),
    )
    if newest is None or str(newest.id) != str(sent.get("seen", "")):
        return await _again(request, refused=t("version.changed"))
    told, refused = await _told(desk, "rollback", {"version": version_id, "by": admin.name})
    if told is None:
        return await _again(request, refused=refused)
    what = f"back to {version_id}: {told['changes']}"
    await desk.store.audit(admin.name, "faq rollback", f"version {version_id}", what, desk.now())
    return await _again(request, said=t("version.is_back", n=version_id, what=in_words(told["changes"], t)))


async def trial_effect(request: web.Request) -> web.Response:
    """Say what publishing a draft would do."""
    desk, t = request.app[DESK], words_of(request)
    trial = await _trial(request, str(request.query.get("room", "")))
    folder, before = Path(trial.folder), desk.knowledge()
    texts, now = await asyncio.to_thread(lambda: (_draft(folder), texts_in(desk.faq_folder)))

    def after() -> Knowledge:
        draft, published = FaqFolder(folder), FaqFolder(desk.faq_folder)
        draft.read([])
        published.read([])
        return knowing(before, faq_of(published.entries, draft.entries))

    found = await between(desk, before, after)
    what = await asyncio.to_thread(entries_changed, now, {**now, **texts})
    return _shown(
        request,
        found,
        what=in_words(what, t),
        files=sorted(name for name in texts if now.get(name) != texts[name]),
        act="/faq/trials/publish",
        sent={"room": trial.room, "seen": _mark(texts, now)},
        button="trial.publish",
        key="p",
    )


def _draft(folder: Path) -> dict[str, str]:
    texts = texts_in(folder) if folder.is_dir() else {}
    return {name: text for name, text in texts.items() if name not in LISTS}


async def publish(request: web.Request) -> web.Response:
    """Publish a draft whose effect was shown."""
    admin, desk, t = sessions.must_be_admin(request), request.app[DESK], words_of(request)
    sent = await request.post()
    trial = await _trial(request, str(sent.get("room", "")))
    folder = Path(trial.folder)
    texts, now = await asyncio.to_thread(lambda: (_draft(folder), texts_in(desk.faq_folder)))
    if _mark(texts, now) != str(sent.get("seen", "")):
        return await _again(request, refused=t("version.changed"))
    told, refused = await _told(desk, "publish", {"folder": trial.folder, "by": admin.name})
    if told is None:
        return await _again(request, refused=refused)
    await desk.store.audit(admin.name, "faq publish", shown(folder), str(told["changes"]), desk.now())
    files = ", ".join(shown(desk.faq_folder / name) for name in told["written"])
    return await _again(request, said=t("trial.published", what=in_words(told["changes"], t), files=files))


async def stop(request: web.Request) -> web.Response:
    """Let a room use the published FAQ again; the draft's files stay."""
    admin, desk, t = sessions.must_be_admin(request), request.app[DESK], words_of(request)
    trial = await _trial(request, str((await request.post()).get("room", "")))
    told, refused = await _told(desk, "stop", {"room": trial.room, "by": admin.name})
    if told is None:
        return await _again(request, refused=refused)
    await desk.store.audit(admin.name, "faq stop", trial.room, shown(Path(trial.folder)), desk.now())
    return await _again(request, said=t("trial.stopped", room=trial.room, folder=shown(Path(trial.folder))))


async def _trial(request: web.Request, room: str) -> FaqTrial:
    for trial in await request.app[DESK].store.faq_trials():
        if trial.room == room:
            return trial
    raise web.HTTPNotFound(text=words_of(request)("trial.none", room=room))


async def _told(desk: Desk, act: str, said: Mapping[str, Any]) -> tuple[dict[str, Any] | None, Both]:
    try:
        return await desk.publishing(act, said), NOTHING
    except BadFile as bad:
        return None, bad.said
    except OSError as error:
        return None, at(shown(desk.faq_folder), system_says(error))


def _shown(request: web.Request, found: Effect, **values: Any) -> web.Response:
    t, is_admin = words_of(request), sessions.staff(request).role == "admin"
    piece = drawn("faq_version_effect.html", t, changes=changes(found, t), is_admin=is_admin, **values)
    return web.Response(text=piece, content_type="text/html")


async def _again(request: web.Request, *, said: str = "", refused: str = "") -> web.Response:
    """Show the list as it is now, with what was done or why it was not."""
    values = await _listed(request, said, refused)
    status = 409 if refused else 200
    if "HX-Request" not in request.headers:
        return rendered(request, "faq_versions.html", status=status, view="versions", **values)
    text = drawn("faq_versions_list.html", words_of(request), **values)
    response = web.Response(text=text, status=status, content_type="text/html")
    response.headers.update({"HX-Retarget": "#versions", "HX-Reswap": "outerHTML"})
    return response


def routes() -> list[web.RouteDef]:
    """Return the addresses of versions and trials."""
    one = r"/faq/versions/{version:\d{1,15}}"
    return [
        web.get("/faq/versions", versions),
        web.get(f"{one}/effect", back_effect),
        web.post(f"{one}/rollback", roll_back),
        web.get("/faq/trials/effect", trial_effect),
        web.post("/faq/trials/publish", publish),
        web.post("/faq/trials/stop", stop),
    ]
