"""Editing an entry in the console: look first, then save it for all rooms or try it in one."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.console import sessions
from bot.console.acts import Refused
from bot.console.desk import DESK, Desk
from bot.console.faq_form import Typed
from bot.console.faq_look import Looked, effect, files_of, gist, look
from bot.console.pages import drawn, rendered, words_of
from bot.console.words import Words
from bot.faq.effect import KINDS, Effect
from bot.faq.entries import Entry
from bot.files.faq_folder import shown, write_all
from bot.problems import RoomhandError
from bot.store.records import StaffMember
from bot.unreadable import system_says

SHOWN = 30
"""Changes of one kind that are listed."""
LARGEST_FORM = 512 * 1024
"""Two hundred ways of asking; a browser sends nine bytes for each Chinese character."""
AGAIN = "~"
"""Between an entry's id, which cannot hold it, and the number of a further draft."""


def drafts_folder(desk: Desk) -> Path:
    """Return the folder beside the FAQ's that holds a folder for each draft."""
    folder = desk.faq_folder.resolve()
    return folder.with_name(f"{folder.name}-draft")


async def form(request: web.Request) -> web.Response:
    """Show an entry, or an empty one, to be edited."""
    sessions.must_act(request)
    desk, wanted = request.app[DESK], request.match_info.get("entry")
    if wanted is None:
        files = await asyncio.to_thread(files_of, desk)
        return _page(request, None, Typed(file=str(request.query.get("file", "")) or files[0]), files=files)
    entry = _entry(request, wanted)
    return _page(request, entry, Typed.of(entry))


def _entry(request: web.Request, wanted: str) -> Entry:
    entry = request.app[DESK].knowledge().faq.entries.get(wanted)
    if entry is None:
        raise web.HTTPNotFound(text=words_of(request)("faq.gone", id=wanted))
    return entry.written


async def act(request: web.Request) -> web.Response:
    """Look at what was typed, save it, or try it in one room."""
    member, desk, t = sessions.must_act(request), request.app[DESK], words_of(request)
    request = request.clone(client_max_size=LARGEST_FORM)
    sent, wanted = await request.post(), request.match_info.get("entry")
    do, opened, typed = str(sent.get("do", "look")), str(sent.get("opened", "")), Typed.sent(sent)
    if do == "try":
        sessions.must_be_admin(request)
    try:
        looked = await asyncio.to_thread(look, desk, typed, wanted, opened, t)
        if do not in ("save", "try"):
            found = await effect(desk, looked) if looked.sound else None
            return await _looked(request, looked, found)
        if refused := not_looked_at(looked, str(sent.get("looked", "")), str(sent.get("typed", "")), t):
            return await _refused(request, typed, refused)
        done = await _write(desk, looked, do, str(sent.get("room", "")), member, t)
        if isinstance(done, Refused):
            return await _refused(request, typed, done)
        return _done(request, looked, done, await rooms_apart(desk, looked))
    except RoomhandError as error:
        return await _refused(request, typed, Refused((t.told(error.said),)))
    except OSError as error:
        why = t("learn.unwritable", file=shown(desk.faq_folder), error=system_says(error))
        return await _refused(request, typed, Refused((why,)))


def not_looked_at(looked: Looked, file_mark: str, typed_mark: str, t: Words) -> Refused | None:
    """Refuse what nobody saw the effect of: another text, or another file under it."""
    if file_mark and file_mark != looked.file_mark:
        return Refused((t("edit.file_changed", file=looked.where),))
    if not file_mark or typed_mark != looked.typed.mark or not looked.sound:
        return Refused((t("edit.look_first"),))
    return None


async def _write(
    desk: Desk, looked: Looked, do: str, room: str, member: StaffMember, t: Words
) -> tuple[str, str] | Refused:
    """Write the edit into its file, or into a draft that one room tries; returns that in words, and the room."""
    entry = looked.entry
    if entry is None:
        return Refused((t("edit.look_first"),))
    where = f"{looked.where}:{entry.line}"
    if do == "save":
        said = {"path": str(looked.path), "text": looked.after, "before": looked.before, "by": member.name}
        told = await desk.publishing("save", said)
        await desk.store.audit(member.name, "faq edit", entry.id, f"{where} {told['changes']}", desk.now())
        return t("edit.saved", where=where), ""
    if desk.room(room) is None:
        return Refused((t("edit.no_room", room=room),))
    folder = await _draft_folder(desk, entry.id, room)
    if folder is None:
        return Refused((t("edit.room_tries", room=room),))
    name = looked.path.relative_to(desk.faq_folder).as_posix()
    await asyncio.to_thread(write_all, folder, {name: looked.after})
    await desk.publishing("try", {"folder": str(folder), "room": room, "by": member.name})
    await desk.store.audit(
        member.name, "faq try", entry.id, f"{room} {shown(folder / name)}:{entry.line}", desk.now()
    )
    return t("edit.tried", room=room, where=f"{shown(folder / name)}:{entry.line}"), room


async def _draft_folder(desk: Desk, entry_id: str, room: str) -> Path | None:
    """Return a new folder for a draft; None while the room tries another entry's, which would end unseen."""
    root = await asyncio.to_thread(drafts_folder, desk)
    trials = {trial.room: Path(trial.folder) for trial in await desk.store.faq_trials()}
    if (mine := trials.get(room)) is not None and (mine.parent, mine.name.partition(AGAIN)[0]) != (root, entry_id):
        return None
    # No draft is written over: somebody may have gone on with it in its file.
    names = (root / (entry_id if n == 1 else f"{entry_id}{AGAIN}{n}") for n in itertools.count(1))
    return await asyncio.to_thread(lambda: next(folder for folder in names if not folder.exists()))


# what is shown


async def _looked(request: web.Request, looked: Looked, found: Effect | None) -> web.Response:
    t, desk = words_of(request), request.app[DESK]
    trials = {trial.room: shown(Path(trial.folder)) for trial in await desk.store.faq_trials()}
    apart = await rooms_apart(desk, looked)
    rooms = [(room.name, trials.get(room.name, "")) for room in desk.rooms()]
    piece = drawn(
        "faq_look.html",
        t,
        looked=looked,
        changes=changes(found, t) if found is not None else None,
        apart=apart,
        rooms=rooms if sessions.staff(request).role == "admin" else [],
        refused=None,
        saves="edit.save",
    )
    return await _answer(request, looked.typed, piece, 200)


async def _refused(request: web.Request, typed: Typed, refused: Refused) -> web.Response:
    values: dict[str, Any] = {
        "looked": None,
        "changes": None,
        "rooms": [],
        "apart": [],
        "refused": refused.reasons,
        "saves": "",
    }
    return await _answer(request, typed, drawn("faq_look.html", words_of(request), **values), 409)


async def _answer(request: web.Request, typed: Typed, piece: str, status: int) -> web.Response:
    """Answer with the piece below the form; without htmx with the page, and everything typed still in it."""
    if "HX-Request" in request.headers:
        response = web.Response(text=piece, status=status, content_type="text/html")
        response.headers.update({"HX-Retarget": "#look", "HX-Reswap": "innerHTML"})
        return response
    wanted, sent = request.match_info.get("entry"), await request.post()
    files = await asyncio.to_thread(files_of, request.app[DESK]) if wanted is None else []
    entry = _entry(request, wanted) if wanted is not None else None
    opened = str(sent.get("opened", ""))
    return _page(request, entry, typed, files=files, opened=opened, piece=piece, status=status)


async def rooms_apart(desk: Desk, looked: Looked) -> list[str]:
    """Return the rooms that try a draft of the file, which therefore do not get what is saved in it."""
    name, trials = looked.path.relative_to(desk.faq_folder), await desk.store.faq_trials()
    return await asyncio.to_thread(lambda: [one.room for one in trials if (Path(one.folder) / name).is_file()])


def _done(request: web.Request, looked: Looked, done: tuple[str, str], apart: list[str]) -> web.Response:
    said, room = done
    if looked.entry is None or "HX-Request" not in request.headers:
        back = "/faq/versions" if room else f"/faq/entries/{looked.entry.id if looked.entry else ''}"
        raise web.HTTPSeeOther(back)
    piece = drawn("faq_saved.html", words_of(request), said=said, room=room, entry=looked.entry, apart=apart)
    if room:
        # The form stays: the entry in force is the one it was.
        return web.Response(text=piece, content_type="text/html")
    values = _values(looked.entry, Typed.of(looked.entry), [], gist(looked.entry), piece)
    response = web.Response(text=drawn("faq_edit_form.html", words_of(request), **values), content_type="text/html")
    response.headers.update({"HX-Retarget": "#edit", "HX-Reswap": "outerHTML"})
    return response


def _values(entry: Entry | None, typed: Typed, files: list[str], opened: str, piece: str) -> dict[str, Any]:
    # A piece was drawn with autoescape, so it is markup already.
    return {"entry": entry, "typed": typed, "files": files, "opened": opened, "piece": Markup(piece)}  # noqa: S704


def _page(
    request: web.Request,
    entry: Entry | None,
    typed: Typed,
    *,
    files: list[str] | None = None,
    opened: str | None = None,
    piece: str = "",
    status: int = 200,
) -> web.Response:
    mark = opened if opened is not None else gist(entry) if entry is not None else ""
    values = _values(entry, typed, files or [], mark, piece)
    return rendered(request, "faq_edit.html", status=status, view="new" if entry is None else "entries", **values)


def changes(found: Effect, t: Words) -> dict[str, Any]:
    """Return what the list of questions that fare otherwise is drawn from."""
    kinds = []
    for kind in KINDS:
        if some := found.of(kind):
            listed = [(one, _came(one.before, t), _came(one.after, t)) for one in some[:SHOWN]]
            kinds.append((kind, sum(one.times for one in some), listed, max(0, len(some) - SHOWN)))
    return {"questions": found.questions, "kinds": kinds}


def _came(came: Any, t: Words) -> tuple[str, str, str]:
    """Return what became of a question: the word for it, the entry, and what was said."""
    return t.known("came", came.outcome), came.entry, came.text


def routes() -> list[web.RouteDef]:
    """Return the editor's addresses."""
    one = r"/faq/entries/{entry:[^/]{1,80}}/edit"
    return [web.get(one, form), web.post(one, act), web.get("/faq/new", form), web.post("/faq/new", act)]
