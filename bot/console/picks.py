"""What can be picked from a list at the desk: ready replies, and everything at once behind Ctrl+K."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.answering import filled
from bot.canned import CannedReply
from bot.console import sessions
from bot.console.desk import DESK, Desk
from bot.console.live import LIVE
from bot.console.pages import age_text, drawn, words_of
from bot.console.snapshot import Snapshot
from bot.console.words import Words
from bot.escalation import Escalation
from bot.text import language_of

ACTS = (
    ("Enter", "open"),
    ("r", "reply"),
    ("/", "canned"),
    ("d", "draft"),
    ("g", "model"),
    ("e", "resolve"),
    ("u", "undo"),
    (".", "new"),
    ("?", "help"),
)
"""Keys of the desk, and what they are called."""
MOST_CASES = 100


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of a list: what it says, and what choosing it does."""

    label: str
    more: str = ""
    does: Mapping[str, str] = field(default_factory=dict)
    """The line's data: `text` is put into the box, `post` is an act, `go` a page, `key` a key, `open` a case."""
    key: str = ""
    dead: bool = False
    """Shown, but cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants a list, and with which case open."""

    desk: Desk
    t: Words
    me: str
    snapshot: Snapshot
    case: Escalation | None

    @property
    def language(self) -> str:
        """The language of who asked in the case, else the reader's."""
        return language_of(self.case.question) if self.case is not None else self.t.language


def text_of(reply: CannedReply, desk: Desk, snapshot: Snapshot, room: str) -> str | None:
    """Return a ready reply with the catalogue's words in it; None when one of them is missing now."""
    shown = snapshot.on_screen(room)
    return filled(reply.text, desk.catalog(), shown.sku if shown is not None else None)


async def canned(asking: Asking) -> Sequence[Pick]:
    """Return the ready replies, those in the asker's language first."""
    if asking.case is None:
        return []
    return list(_replies(asking, asking.case))


def _replies(asking: Asking, case: Escalation) -> Iterator[Pick]:
    for reply in asking.desk.canned().for_language(asking.language):
        text = text_of(reply, asking.desk, asking.snapshot, case.room)
        if text is None:
            yield Pick(reply.name, f"{reply.text} · {asking.t('pick.unfilled')}", dead=True)
        else:
            yield Pick(reply.name, text, {"text": text})


async def everything(asking: Asking) -> Sequence[Pick]:
    """Return acts, macros, cases and ready replies; the page adds the pages it leads to."""
    t = asking.t
    found = [Pick(t(f"keys.{name}"), does={"key": key}, key=key) for key, name in ACTS]
    found += [case_line(case, asking) for case in asking.snapshot.open[:MOST_CASES]]
    if asking.case is not None:
        found += _replies(asking, asking.case)
    return found


def case_line(case: Escalation, asking: Asking) -> Pick:
    """Return a case as one line of a list."""
    more = " · ".join(
        (
            asking.t("case.title", id=case.id),
            asking.t("queue.askers", n=case.people),
            age_text(asking.t, case.opened_at, asking.snapshot.now),
            case.room,
        )
    )
    return Pick(case.question, more, {"open": str(case.id)})


KINDS: Mapping[str, Callable[[Asking], Awaitable[Sequence[Pick]]]] = {"canned": canned, "all": everything}


async def picks(request: web.Request) -> web.Response:
    """Answer with the lines of one list."""
    member, t, kind = sessions.staff(request), words_of(request), request.match_info["kind"]
    if kind not in KINDS:
        raise web.HTTPNotFound(text=t("error.not_found"))
    asked = request.query.get("case", "")
    case_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else None
    snapshot = await request.app[LIVE].snapshot(case=case_id)
    case = snapshot.cases.get(case_id) if case_id else None
    lines = await KINDS[kind](Asking(request.app[DESK], t, member.name, snapshot, case))
    return web.Response(text=drawn("picks.html", t, picks=lines), content_type="text/html")


def routes() -> list[web.RouteDef]:
    """Return the lists' address."""
    return [web.get(r"/picks/{kind:[a-z]+}", picks)]
