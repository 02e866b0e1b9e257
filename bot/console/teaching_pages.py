"""Teaching: a case becomes a draft for the FAQ, is looked at, proposed or approved, and written into its file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.console import colleagues, sessions
from bot.console.acts import Refused
from bot.console.desk import DESK, Desk
from bot.console.faq_acts import LEARNED
from bot.console.faq_editing import LARGEST_FORM, changes, not_looked_at, rooms_apart
from bot.console.faq_form import Typed
from bot.console.faq_look import Looked, effect, files_of, gist, look
from bot.console.pages import drawn, rendered, words_of
from bot.escalation import Escalation
from bot.faq.entries import Entry
from bot.faq.files import slug
from bot.faq.worth import Verified, fingerprint
from bot.files.faq_folder import shown
from bot.problems import RoomhandError
from bot.store.lessons import Stands, Taught
from bot.store.records import StaffMember
from bot.teaching import Lesson, added_to, alike, is_likely, lesson_of
from bot.unreadable import system_says


@dataclass(frozen=True, slots=True)
class Draft:
    """What is taught, from which case, and where it is decided."""

    case: int
    url: str
    typed: Typed
    entry: Entry | None = None
    """The entry that gets more ways of asking."""
    lesson: int = 0
    """The number of a proposal; 0 for what nobody has proposed yet."""
    opened: str = ""
    """The entry's mark when it was read for this draft."""
    near: tuple[tuple[Entry, int], ...] = ()
    left_out: int = 0


async def _of_case(request: web.Request) -> Draft:
    """Make a draft of a case as it is now."""
    desk, t = request.app[DESK], words_of(request)
    number = int(request.match_info["case"][:15])
    case = await desk.store.cases.one(number)
    if case is None:
        raise web.HTTPNotFound(text=t("case.gone", id=number))
    if not case.askers:
        raise web.HTTPNotFound(text=t("teach.none_asked"))
    into, url = str(request.query.get("into", ""))[:80], f"/cases/{number}/teach"
    lesson = await asyncio.to_thread(_lesson, desk, case)
    knowledge = desk.knowledge()
    if into:
        entry = knowledge.faq.entries.get(into)
        if entry is None:
            raise web.HTTPNotFound(text=t("teach.no_entry", id=into))
        return Draft(
            number,
            f"{url}?into={into}",
            Typed.of(added_to(entry, lesson)),
            entry,
            0,
            gist(entry),
            (),
            lesson.left_out,
        )
    found = await asyncio.to_thread(alike, lesson, knowledge.matcher, knowledge.faq)
    near = tuple((knowledge.faq.entries[one.entry], round(100 * one.score)) for one in found)
    file = await asyncio.to_thread(_file, desk, near[0][0] if is_likely(found) else None)
    short = slug(lesson.question) if lesson.question else ""
    typed = replace(Typed.of(lesson.entry()), file=file, id="" if short in knowledge.faq.entries else short)
    return Draft(number, url, typed, near=near, left_out=lesson.left_out)


def _lesson(desk: Desk, case: Escalation) -> Lesson:
    shown = desk.on_screen(case)
    return lesson_of(case, desk.catalog(), shown.sku if shown is not None else None, desk.today())


def _file(desk: Desk, near: Entry | None) -> str:
    """Return the file for a new entry: where its nearest neighbour stands, else that of what the room taught."""
    names = files_of(desk)
    return next((name for name in names if near is not None and shown(desk.faq_folder / name) == near.path), LEARNED)


async def _of_lesson(request: web.Request) -> Draft:
    """Return a proposal as it was made; only while nobody has decided it."""
    desk, t = request.app[DESK], words_of(request)
    taught = await desk.store.lessons.one(int(request.match_info["lesson"][:15]))
    if taught is None:
        raise web.HTTPNotFound(text=t("teach.gone"))
    if taught.stands is not Stands.PROPOSED:
        raise web.HTTPConflict(text=t("teach.decided", name=taught.decided_by))
    entry = desk.knowledge().faq.entries.get(taught.into) if taught.into else None
    if taught.into and entry is None:
        raise web.HTTPConflict(text=t("teach.no_entry", id=taught.into))
    return Draft(taught.case, f"/faq/lessons/{taught.id}", Typed.sent(taught.fields), entry, taught.id,
                 str(taught.fields.get("opened", "")))  # fmt: skip


async def _draft(request: web.Request) -> Draft:
    if "lesson" in request.match_info:
        if not colleagues.may_approve(request.app[DESK], sessions.must_act(request)):
            sessions.must_be_admin(request)
        return await _of_lesson(request)
    sessions.must_act(request)
    return await _of_case(request)


async def form(request: web.Request) -> web.Response:
    """Show what a case would teach, or what somebody proposed."""
    return await _page(request, await _draft(request))


async def act(request: web.Request) -> web.Response:
    """Look at what was typed; propose, approve or decline it."""
    member, desk, t, draft = sessions.must_act(request), request.app[DESK], words_of(request), await _draft(request)
    sent = await request.clone(client_max_size=LARGEST_FORM).post()
    do, typed = str(sent.get("do", "look")), Typed.sent(sent)
    if do == "decline" and draft.lesson:
        return await _declined(request, draft, member)
    entry_id = draft.entry.id if draft.entry is not None else None
    try:
        looked = await asyncio.to_thread(look, desk, typed, entry_id, str(sent.get("opened", "")), t)
        if do != "save":
            return await _looked(request, draft, looked)
        if refused := not_looked_at(looked, str(sent.get("looked", "")), str(sent.get("typed", "")), t):
            return await _refused(request, draft, typed, refused)
        if not colleagues.may_approve(desk, member):
            return await _proposed(request, draft, typed, member)
        return await _approved(request, draft, looked, member)
    except RoomhandError as error:
        return await _refused(request, draft, typed, Refused((t.told(error.said),)))
    except OSError as error:
        why = t("learn.unwritable", file=shown(desk.faq_folder), error=system_says(error))
        return await _refused(request, draft, typed, Refused((why,)))


async def _approved(request: web.Request, draft: Draft, looked: Looked, member: StaffMember) -> web.Response:
    """Write it into its file; the entry remembers the case, and who stands for it."""
    desk, t, entry, now = request.app[DESK], words_of(request), looked.entry, request.app[DESK].now()
    if entry is None:
        return await _refused(request, draft, looked.typed, Refused((t("edit.look_first"),)))
    said = {"path": str(looked.path), "text": looked.after, "before": looked.before, "by": member.name}
    told = await desk.publishing("save", said)
    where = f"{looked.where}:{entry.line}"
    if draft.lesson:
        await desk.store.lessons.decide(
            draft.lesson, Stands.APPROVED, member.name, now, entry=entry.id, path=looked.where
        )
    else:
        into = draft.entry.id if draft.entry is not None else ""
        await desk.store.lessons.keep(
            Taught(draft.case, member.name, now, Stands.APPROVED, into, {}, member.name, now, entry.id, looked.where)
        )
    await desk.store.verify([Verified(entry.id, fingerprint(entry), member.name, now)])
    detail = f"case {draft.case} {where} {told['changes']}"
    await desk.store.audit(member.name, "faq teach", entry.id, detail, now)
    said_done = t("teach.done", where=where)
    return _done(request, draft, said_done, entry, await rooms_apart(desk, looked))


async def _proposed(request: web.Request, draft: Draft, typed: Typed, member: StaffMember) -> web.Response:
    desk, t = request.app[DESK], words_of(request)
    into = draft.entry.id if draft.entry is not None else ""
    number = await desk.store.lessons.keep(
        Taught(draft.case, member.name, desk.now(), into=into, fields={**typed.fields, "opened": draft.opened})
    )
    await desk.store.audit(member.name, "faq propose", f"lesson {number}", f"case {draft.case}", desk.now())
    return _done(request, draft, t("teach.proposed"))


async def _declined(request: web.Request, draft: Draft, member: StaffMember) -> web.Response:
    desk, t = request.app[DESK], words_of(request)
    await desk.store.lessons.decide(draft.lesson, Stands.DECLINED, member.name, desk.now())
    await desk.store.audit(member.name, "faq decline", f"lesson {draft.lesson}", f"case {draft.case}", desk.now())
    return _done(request, draft, t("teach.declined"))


# what is shown


async def _looked(request: web.Request, draft: Draft, looked: Looked) -> web.Response:
    t, desk = words_of(request), request.app[DESK]
    found = await effect(desk, looked) if looked.sound else None
    saves = "teach.approve" if colleagues.may_approve(desk, sessions.staff(request)) else "teach.propose"
    piece = drawn(
        "faq_look.html", t, looked=looked, changes=changes(found, t) if found is not None else None,
        apart=await rooms_apart(desk, looked), rooms=[], refused=None, saves=saves,
    )  # fmt: skip
    return await _answer(request, draft, looked.typed, piece, 200)


async def _refused(request: web.Request, draft: Draft, typed: Typed, refused: Refused) -> web.Response:
    values: dict[str, Any] = {"looked": None, "changes": None, "rooms": [], "apart": [], "saves": ""}
    piece = drawn("faq_look.html", words_of(request), refused=refused.reasons, **values)
    return await _answer(request, draft, typed, piece, 409)


async def _answer(request: web.Request, draft: Draft, typed: Typed, piece: str, status: int) -> web.Response:
    if "HX-Request" not in request.headers:
        return await _page(request, replace(draft, typed=typed), piece=piece, status=status)
    response = web.Response(text=piece, status=status, content_type="text/html")
    response.headers.update({"HX-Retarget": "#look", "HX-Reswap": "innerHTML"})
    return response


def _done(
    request: web.Request, draft: Draft, said: str, entry: Entry | None = None, apart: list[str] | None = None
) -> web.Response:
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther(f"/faq/entries/{entry.id}" if entry is not None else "/faq/lessons")
    values: dict[str, Any] = {"said": said, "entry": entry, "case_id": draft.case, "apart": apart or []}
    response = web.Response(text=drawn("taught.html", words_of(request), **values), content_type="text/html")
    response.headers.update({"HX-Retarget": "#edit", "HX-Reswap": "innerHTML"})
    return response


async def _page(request: web.Request, draft: Draft, *, piece: str = "", status: int = 200) -> web.Response:
    files = await asyncio.to_thread(files_of, request.app[DESK])
    return rendered(
        request, "teach.html", status=status, view="lessons", case_id=draft.case, url=draft.url, typed=draft.typed,
        entry=draft.entry, lesson=draft.lesson, near=draft.near, left_out=draft.left_out,
        files=list(dict.fromkeys([*files, LEARNED])),
        opened=draft.opened,
        piece=Markup(piece),  # noqa: S704  drawn with autoescape
    )  # fmt: skip


async def lessons(request: web.Request) -> web.Response:
    """Show what waits for an approval, and what was approved lately."""
    desk, member = request.app[DESK], sessions.staff(request)
    waiting = await desk.store.lessons.several(Stands.PROPOSED)
    lately = list(reversed(await desk.store.lessons.several(Stands.APPROVED, 30)))
    decides = member.role in sessions.MAY_ACT and colleagues.may_approve(desk, member)
    return rendered(request, "lessons.html", view="lessons", waiting=waiting, lately=lately, decides=decides)


def routes() -> list[web.RouteDef]:
    """Return the addresses of teaching."""
    case, lesson = r"/cases/{case:\d+}/teach", r"/faq/lessons/{lesson:\d+}"
    return [
        web.get(case, form),
        web.post(case, act),
        web.get("/faq/lessons", lessons),
        web.get(lesson, form),
        web.post(lesson, act),
    ]
