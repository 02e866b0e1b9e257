"""The audit trail: every act of staff is in it, it is only added to, and it can be looked through."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.console.cases_api import STEPS
from bot.console.csv_files import cell
from bot.escalation.canned import parse_canned
from bot.messages import Answer, Escalate, Scored
from bot.orders.wire import order_json
from bot.store.acts import Wanted
from bot.store.lessons import Taught
from tests.console.faq_shop import OTHER_ROOM, with_files
from tests.console.routes import routes
from tests.console.shop import ROOM, Browser, Shop
from tests.console.test_api import ORDER, call
from tests.console.test_customers import claimed
from tests.console.test_faq_editing import EDIT, looked, opened
from tests.console.test_faq_versions import effect

NO_ACT = {
    "/cases/{case}/model": "only words a draft",
    "/cases/{case}/unsent": "what somebody was writing, as they wrote it; the reply is the act",
    "/settings": "its own test: it needs a settings file",
    "/language": "how one browser looks",
    "/cases/{case}/check": "only looks at a text",
    "/marked/write": "only looks whom an answer would reach",
    "/marked/check": "only looks at a text",
    "/faq/misses/{topic}/effect": "only looks",
    "/faq/entries/{entry}/recall/look": "only looks",
    "/start": "its own test: the one who comes in has no name before",
    "/login": "its own test",
}
"""What is sent to an address and is no act on the shop."""


class Evening:
    """A shop in which every act can be done, each for real."""

    def __init__(self, shop: Shop, boss: Browser) -> None:
        self.shop, self.boss = shop, boss

    async def case(self, *steps: str) -> int:
        """Return a new case after these steps."""
        case = await self.shop.asked("does it sting?")
        for step in steps:
            await self.boss.press(f"/cases/{case}/{step}")
        return case

    async def miss(self) -> str:
        """Return a topic that nobody answered."""
        for n in range(3):
            await self.shop.heard(f"你们门店几点关门{'呀' * n}", Escalate("no sure answer"), viewer=f"v{n}")
        topic = re.search(r"/faq/misses/(t[0-9a-f]{8})", await self.boss.page("/faq/misses"))
        assert topic is not None
        return topic[1]

    async def trial(self, answer: str) -> None:
        """Let a room try another answer."""
        _, ready = await looked(self.boss, await opened(self.boss) | {"wordings": answer})
        assert (await self.boss.press(EDIT, do="try", room=OTHER_ROOM, **ready)).status == 200

    async def api(self, path: str, said: object) -> None:
        status, told = await call(self.shop, "POST", path, said)
        assert status == 200, told


Doing: TypeAlias = Callable[[Evening], Awaitable[Any]]


async def _replies(e: Evening) -> None:
    await e.boss.press(f"/cases/{await e.case()}/reply", text="It is mild.", once="1")


async def _answered_on_the_set(e: Evening) -> None:
    await e.boss.press(f"/host/{await e.case('hand')}/answered")


async def _settles_a_claim(e: Evening) -> None:
    await e.boss.press(f"/cases/{await claimed(e.shop)}/conflict/keep")


async def _calls_it_wrong(e: Evening) -> None:
    answer = Answer("ship-when", "Within 48 hours.", "", Scored("ship-when", 1.0))
    await e.shop.heard("how soon", answer, viewer="pat")  # nobody whom a person looks after
    message = f"m{e.shop.spoken}"
    await e.boss.press("/faq/entries/ship-when/wrong", room=ROOM, message=message)


async def _edits(e: Evening) -> None:
    _, ready = await looked(e.boss, await opened(e.boss) | {"wordings": "Within 36 hours."})
    await e.boss.press(EDIT, do="save", **ready)


async def _writes_an_entry(e: Evening) -> None:
    form = await opened(e.boss, "/faq/new") | {"file": "shipping.md", "question": "Do you ship to Macau?"}
    form["wordings"] = "Yes, in three days."
    _, ready = await looked(e.boss, form, "/faq/new")
    await e.boss.press("/faq/new", do="save", **ready)


async def _teaches(e: Evening) -> None:
    path = f"/cases/{await e.case()}/teach"
    form = await opened(e.boss, path) | {"file": "shipping.md", "wordings": "It is mild."}
    _, ready = await looked(e.boss, form, path)
    await e.boss.press(path, do="save", **ready)


async def _declines_a_lesson(e: Evening) -> None:
    fields = {"question": "does it sting?", "phrasings": "", "wordings": "No."}
    number = await e.shop.store.lessons.keep(Taught(await e.case(), "Li Na", e.shop.now(), fields=fields))
    await e.boss.press(f"/faq/lessons/{number}", do="decline")


async def _settles_a_topic(e: Evening) -> None:
    await e.boss.press(f"/faq/misses/{await e.miss()}", do="accept")


async def _takes_a_topic_back(e: Evening) -> None:
    await e.boss.press("/faq/misses/undo")


async def _goes_back(e: Evening) -> None:
    await _edits(e)
    first = (await e.shop.store.faq_versions())[-1].id
    _, sent = await effect(e.boss, f"/faq/versions/{first}/effect")
    await e.boss.press(f"/faq/versions/{first}/rollback", **sent)


async def _publishes(e: Evening) -> None:
    await e.trial("Within 24 hours.")
    _, sent = await effect(e.boss, f"/faq/trials/effect?room={OTHER_ROOM}")
    await e.boss.press("/faq/trials/publish", **sent)


async def _ends_a_trial(e: Evening) -> None:
    await e.trial("Within 12 hours.")
    await e.boss.press("/faq/trials/stop", room=OTHER_ROOM)


SAID: dict[str, dict[str, object]] = {
    "reply": {"text": "It is mild."},
    "note": {"text": "ask the lab"},
    "snooze": {"seconds": 60},
    "assign": {"to": "Boss"},
}


async def _works_by_command(e: Evening) -> None:
    """Take every step that a command may take, each to be audited."""
    for step in STEPS:
        before = {"wake": "snooze", "release": "claim", "assign": "claim"}.get(step)
        case, into = await e.case(), await e.case()
        if before is not None:
            await e.api(f"/escalations/{case}/{before}", {"by": "Boss", **SAID.get(before, {})})
        had = len(await e.shop.store.acts.several(limit=10_000))
        said = {"into": into} if step == "merge" else SAID.get(step, {})
        await e.api(f"/escalations/{case}/{step}", {"by": "Boss", **said})
        assert len(await e.shop.store.acts.several(limit=10_000)) == had + 1, step


async def _undoes(e: Evening) -> None:
    case = await e.case()
    sent = await (await e.boss.press(f"/cases/{case}/reply", text="It is mild.", once="9")).text()
    mark = re.search(r"/undo/([^\"]+)", sent)
    assert mark is not None
    await e.boss.press(f"/cases/{case}/undo/{mark[1]}")
    assert (await e.shop.store.acts.several())[0].what == "undo"


async def _settles_by_command(e: Evening) -> None:
    topic = await e.miss()
    await e.api(f"/faq/misses/{topic}", {"by": "Boss", "do": "accept", "since": "2026-01-01T00:00:00+08:00"})


async def _corrects_a_recalled_answer(e: Evening) -> None:
    answer = Answer("ship-when", "Within 48 hours.", "", Scored("ship-when", 1.0))
    await e.shop.heard("how soon", answer, viewer="lou")
    await e.shop.all_sent()
    await e.boss.press("/faq/entries/ship-when/recall/correct", text="Within 72 hours.", since="all")


async def _removes(e: Evening) -> None:
    await e.shop.member("Guest", "viewer")
    guest = next(member for member in await e.shop.store.all_staff() if member.name == "Guest")
    await e.boss.post(f"/staff/{guest.id}/remove")


async def _with(e: Evening, step: str, **said: str) -> None:
    await e.boss.press(f"/cases/{await e.case()}/{step}", **said)


async def _merges(e: Evening) -> None:
    await e.boss.press(f"/cases/{await e.case()}/merge", into=str(await e.case()))


async def _with_all(e: Evening, step: str, **said: str) -> None:
    """Do something with two marked cases; each has its line."""
    cases = [str(await e.shop.asked("does it sting?", viewer=f"{step}{n}")) for n in range(2)]
    await e.boss.press(f"/marked/{step}", cases=",".join(cases), **said)
    assert {act.target for act in await e.shop.store.acts.several(limit=2)} == {f"case {case}" for case in cases}


async def _does_a_macro(e: Evening) -> None:
    e.shop.canned = parse_canned("[macros]\n1: note asked the lab\n", "canned.txt")[0]
    await e.boss.press(f"/cases/{await e.case()}/macro/1", once="1")


async def _is_away(e: Evening) -> None:
    await e.boss.press("/away", away="yes")
    await e.boss.press("/away", away="no")


DONE: dict[str, Doing] = {
    "/cases/{case}/conflict/{decision}": _settles_a_claim,
    "/logout": lambda e: e.boss.post("/logout"),
    "/staff/invite": lambda e: e.boss.post("/staff/invite", role="agent"),
    "/staff/{member}/remove": _removes,
    "/cases/{case}/claim": lambda e: e.case("claim"),
    "/cases/{case}/release": lambda e: e.case("claim", "release"),
    "/cases/{case}/resolve": lambda e: e.case("resolve"),
    "/cases/{case}/on-air": lambda e: e.case("on-air"),
    "/cases/{case}/merge": _merges,
    "/cases/{case}/note": lambda e: _with(e, "note", text="asked the lab"),
    "/cases/{case}/snooze": lambda e: _with(e, "snooze", minutes="5"),
    "/cases/{case}/assign": lambda e: _with(e, "assign", to="Boss"),
    "/cases/{case}/macro/{key}": _does_a_macro,
    "/marked/resolve": lambda e: _with_all(e, "resolve"),
    "/marked/assign": lambda e: _with_all(e, "assign", to="Boss"),
    "/marked/snooze": lambda e: _with_all(e, "snooze", minutes="5"),
    "/marked/reply": lambda e: _with_all(e, "reply", text="It is mild.", once="all"),
    "/away": _is_away,
    "/handover": lambda e: e.boss.press("/handover", text="nothing is open"),
    "/cases/{case}/hand": lambda e: e.case("hand"),
    "/host/{case}/answered": _answered_on_the_set,
    "/cases/{case}/reply": _replies,
    "/cases/{case}/undo/{mark}": _undoes,
    "/faq/entries/{entry}/verify": lambda e: e.boss.press("/faq/entries/ship-when/verify"),
    "/faq/entries/{entry}/wrong": _calls_it_wrong,
    "/faq/entries/{entry}/edit": _edits,
    "/faq/entries/{entry}/recall": lambda e: e.boss.press("/faq/entries/ship-when/recall", why="it is 72"),
    "/faq/entries/{entry}/recall/correct": _corrects_a_recalled_answer,
    "/faq/entries/{entry}/recall/speak": lambda e: e.boss.press("/faq/entries/ship-when/recall/speak"),
    "/api/faq/recall": lambda e: e.api("/faq/recall", {"by": "Boss", "entry": "ship-when"}),
    "/api/faq/speak": lambda e: e.api("/faq/speak", {"by": "Boss", "entry": "ship-when"}),
    "/faq/new": _writes_an_entry,
    "/cases/{case}/teach": _teaches,
    "/faq/lessons/{lesson}": _declines_a_lesson,
    "/faq/misses/{topic}": _settles_a_topic,
    "/faq/misses/undo": _takes_a_topic_back,
    "/faq/versions/{version}/rollback": _goes_back,
    "/faq/trials/publish": _publishes,
    "/faq/trials/stop": _ends_a_trial,
    "/api/escalations/{case}/{step}": _works_by_command,
    "/rooms/end": lambda e: e.boss.press("/rooms/end", room=ROOM),
    "/api/escalations/expire": lambda e: e.api("/escalations/expire", {"by": "Boss", "room": "elsewhere"}),
    "/api/faq/misses/{topic}": _settles_by_command,
    "/api/faq/undo": lambda e: e.api("/faq/undo", {"by": "Boss"}),
    "/api/faq/verify": lambda e: e.api("/faq/verify", {"by": "Boss", "entries": ["ship-when"]}),
    "/api/faq/{act}": lambda e: e.api("/faq/stop", {"by": "Boss"}),
    "/api/faq/imported": lambda e: e.api("/faq/imported", {"by": "Boss", "files": ["faq/imported.md"]}),
    "/api/orders": lambda e: e.api("/orders?by=Boss", [order_json(ORDER)]),
    "/api/invitations": lambda e: e.api("/invitations", {"role": "agent"}),
    "/api/customers/{act}": lambda e: e.api(
        "/customers/consent", {"by": "Boss", "customer": "C1", "purpose": "contact", "given": True}
    ),
    "/rooms/mode": lambda e: e.boss.press("/rooms/mode", room=ROOM, mode="silent"),
    "/rooms/step": lambda e: e.boss.press("/rooms/step", room=ROOM, step="faq-only"),
    "/api/rooms/step": lambda e: e.api("/rooms/step", {"by": "Boss", "room": ROOM, "step": "people-only"}),
}
"""How each act is done; what comes later in this order may build on what came before, and signing out is last."""


async def test_every_act_over_every_address_is_written_down_with_who_did_it(shop: Shop) -> None:
    await with_files(shop)
    evening = Evening(shop, await shop.member("Boss", "admin"))
    taking = {pattern for method, pattern in routes(shop) if method in ("POST", "PUT", "PATCH", "DELETE")}
    missing = taking - DONE.keys() - NO_ACT.keys()
    assert not missing, "say in DONE how this act is done, so that it is seen to be audited (or in NO_ACT why not)"
    assert (DONE.keys() | NO_ACT.keys()) <= taking, "gone"
    for pattern in [*(one for one in DONE if one != "/logout"), "/logout"]:
        before = await shop.store.acts.several()
        await DONE[pattern](evening)
        added = [act for act in await shop.store.acts.several() if act not in before]
        assert added, f"{pattern} left no trace"
        assert added[0].by in ("Boss", "command line"), pattern
        assert added[0].what, pattern


async def test_nothing_changes_or_deletes_the_record_but_forgetting_a_person() -> None:
    bot = Path(__file__).parents[2] / "bot"
    touching = {
        path.name
        for path in bot.rglob("*.py")
        if re.search(r"(update|delete from|drop table|replace into)\s+audit\b", path.read_text("utf-8"))
    }
    assert touching == {"forget_rows.py"}


async def test_a_switch_is_kept_with_how_it_was(shop: Shop) -> None:
    boss = await shop.member("Boss", "admin")
    await boss.press("/rooms/mode", room=ROOM, mode="silent")
    (act,) = await shop.store.acts.several(Wanted(what="mode"))
    assert (act.by, act.target, act.was, act.became) == ("Boss", ROOM, "suggest-only", "silent")
    page = await boss.page("/audit")
    assert "suggest-only → silent" in page
    assert "switched a room" in page


async def evening_of_acts(shop: Shop) -> Browser:
    boss = await shop.member("Boss", "admin")
    for n in range(3):
        shop.late = timedelta(hours=n)
        await shop.store.audit("Li Na" if n else "Tom", "reply", f"case {n}", "=1+1 <b>text</b>", shop.now())
    shop.late = timedelta()
    return boss


async def test_the_trail_is_filtered_by_who_what_target_and_time(shop: Shop) -> None:
    boss = await evening_of_acts(shop)

    def targets(page: str) -> set[str]:
        return set(re.findall(r">(case \d)<", page))

    assert targets(await boss.page("/audit?by=Li+Na")) == {"case 1", "case 2"}
    assert targets(await boss.page("/audit?act=reply")) == {"case 0", "case 1", "case 2"}
    assert targets(await boss.page("/audit?act=claim")) == set()
    assert targets(await boss.page("/audit?target=case+2")) == {"case 2"}
    since = (datetime.now(UTC) + timedelta(minutes=30)).isoformat().replace("+", "%2B")
    until = (datetime.now(UTC) + timedelta(minutes=90)).isoformat().replace("+", "%2B")
    assert targets(await boss.page(f"/audit?since={since}&until={until}")) == {"case 1"}
    page = await boss.page("/audit?since=yesterday&below=x")
    assert "&lt;b&gt;text" in page
    assert len(targets(page)) == 3


async def test_a_long_trail_comes_in_pages_and_whole_in_the_file(shop: Shop) -> None:
    boss = await shop.member("Boss", "admin")
    for n in range(250):
        await shop.store.audit("Li Na", "reply", f"case {n}", "@SUM(A1)", shop.now())
    path, seen = "/audit?by=Li+Na", []
    while path:
        page = await boss.page(path)
        seen += re.findall(r">case (\d+)<", page)
        more = re.search(r'href="(/audit\?[^"]+)" rel="next"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    assert seen == [str(n) for n in reversed(range(250))]
    response = await boss.get("/audit.csv?by=Li+Na")
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))
    assert [row["target"] for row in rows] == [f"case {n}" for n in reversed(range(250))]
    assert {row["detail"] for row in rows} == {"'@SUM(A1)"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1"])
def test_no_text_is_a_formula_in_a_file(text: str) -> None:
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))
    assert cell(-1) == "-1"
