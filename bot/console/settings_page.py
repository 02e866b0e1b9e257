"""Settings: what is set, where it comes from, what it means; and the harmless ones edited in the file itself."""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.config import check_settings, settings_in
from bot.console import sessions
from bot.console.desk import DESK, Desk
from bot.console.pages import rendered, words_of
from bot.files import edited
from bot.files.faq_folder import shown as shown_path
from bot.files.settings_file import Place, Setting, changed, settings_listed, toml, typed
from bot.problems import BadFile, Problem
from bot.settings import Settings
from bot.unreadable import not_read, said_of

LARGEST_PLACE = 80


@dataclass(frozen=True, slots=True)
class Read:
    """The settings file as it reads now."""

    path: Path | None
    text: str
    settings: Settings
    """As they are written."""
    meant: Settings
    """With the paths they come to."""
    problems: Sequence[Problem] = ()

    @property
    def mark(self) -> str:
        """What tells this state of the file from another."""
        return edited.mark(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One setting on the page."""

    setting: Setting
    shown: str
    secret: str
    """Of one that names a secret: `set`, `missing` or `none`; its value is never shown."""
    waits: bool
    """It was edited and counts at the next start."""
    in_force: str


def _read(desk: Desk) -> Read:
    path = desk.settings().file
    if path is None:
        return Read(None, "", desk.settings(), desk.settings())
    try:
        text = edited.read_file(path) or ""
    except (BadFile, OSError) as error:
        return Read(
            path,
            "",
            desk.settings(),
            desk.settings(),
            _unread(error, shown_path(path)),
        )
    found, problems = settings_in(text, path, shown_path(path))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        return Read(path, "", desk.settings(), desk.settings(), errors)
    written, _ = check_settings(tomllib.loads(text.removeprefix("\ufeff")), text, shown_path(path))
    return Read(path, text, written, found, problems)


def _unread(error: BadFile | OSError, shown: str) -> Sequence[Problem]:
    return error.problems if isinstance(error, BadFile) else [not_read(shown, error)]


def _lines(desk: Desk, read: Read) -> list[Line]:
    lines = []
    for setting in settings_listed(read.settings, read.text):
        force, meant = (toml(_in_force(of, setting.place)) for of in (desk.settings(), read.meant))
        shown = _without_password(setting.shown)
        lines.append(Line(setting, shown, _secret(setting), force != meant, _without_password(force)))
    return lines


def _in_force(settings: Settings, place: Place) -> Any:
    found: Any = settings
    for part in place:
        if isinstance(part, str):
            found = getattr(found, part)
        elif part < len(found):
            found = found[part]
        else:
            return None  # a room that was added since
    return found


def _secret(setting: Setting) -> str:
    if not setting.is_secret:
        return ""
    if not setting.value:
        return "none"
    return "set" if os.environ.get(setting.value) else "missing"


def _without_password(text: str) -> str:
    return re.sub(r"(?<=://)[^/@\s]*@", "…@", text)


async def settings(request: web.Request) -> web.Response:
    """Show every setting."""
    sessions.must_be_admin(request)
    return await _page(request)


async def edit(request: web.Request) -> web.Response:
    """Write one harmless setting into the file, in its place."""
    admin, desk, t, form = sessions.must_be_admin(request), request.app[DESK], words_of(request), await request.post()
    name, sent = str(form.get("name", ""))[:LARGEST_PLACE], str(form.get("value", ""))
    read = await asyncio.to_thread(_read, desk)
    setting = next((one for one in settings_listed(read.settings, read.text) if one.name == name), None)
    if read.path is None or setting is None or not setting.may_edit:
        raise web.HTTPNotFound(text=t("set.not_here"))
    if read.problems and any(problem.severity == "error" for problem in read.problems):
        return await _page(request, refused=t("set.broken"))
    if str(form.get("opened", "")) != read.mark:
        return await _page(request, refused=t("set.changed", file=shown_path(read.path)))
    try:
        value = typed(setting, sent)
    except ValueError:
        return await _page(request, refused=t("set.not_so", name=name, value=sent[:60]), at=name)
    try:
        after = changed(read.text, setting.place, value, shown_path(read.path))
        chosen, problems = settings_in(after, read.path, shown_path(read.path))
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise BadFile(errors)
        await asyncio.to_thread(edited.write_file, read.path, after, read.text)
    except (BadFile, OSError) as error:
        return await _page(request, refused=said_of(error), at=name)
    await desk.store.audit(
        admin.name, "setting", name, shown_path(read.path), desk.now(), was=setting.shown, became=toml(value)
    )
    desk.apply(chosen)
    return await _page(request, said=t("set.saved_live" if setting.is_live else "set.saved", name=name), at=name)


async def _page(request: web.Request, *, said: str = "", refused: str = "", at: str = "") -> web.Response:
    desk = request.app[DESK]
    read = await asyncio.to_thread(_read, desk)
    lines = await asyncio.to_thread(_lines, desk, read)
    heads = itertools.groupby(lines, key=lambda line: line.setting.name.rpartition(".")[0])
    return rendered(
        request,
        "settings.html",
        status=409 if refused else 200,
        tables=[(head, list(some)) for head, some in heads],
        read=read,
        file=shown_path(read.path) if read.path else "",
        waiting=[line.setting.name for line in lines if line.waits],
        broken=any(problem.severity == "error" for problem in read.problems),
        said=said,
        refused=refused,
        at=at,
    )


def routes() -> list[web.RouteDef]:
    """Return the page's address."""
    return [web.get("/settings", settings), web.post("/settings", edit)]
