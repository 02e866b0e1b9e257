"""Deleting a person: afterwards the store reads as one that never saw them."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.customers.codes import without_code
from bot.customers.links import Grade
from bot.faq.worth import Verified
from bot.guard import Guard
from bot.messages import Answer, Escalate, Ignore, Merge, ReplyKind, Scored, Suggest, Urgency
from bot.purchases import Order, OrderCall, OrderLine
from bot.spending import Call, Limits
from bot.store import open_store
from bot.store.customer_records import Consent
from bot.store.lessons import Taught
from bot.store.records import Decided, Draft
from bot.store.said import Stage, said_of
from tests.staff import reply
from tests.store.conftest import ROOM, START, Evening

ROOMS = {ROOM: "practice", "elsewhere": "twitch"}
NOT_COMPARED = {
    # numbers given in turn, and how often something was touched
    "outbox": {"id", "escalation_id"},
    "escalation": {"id", "version"},
    "message": {"escalation_id"},
    "audit": {"id"},
    "link_try": {"id"},
    "link_conflict": {"id", "case_id"},
    "customer_order": {"added", "changed"},
    "tier_rule": {"version"},
    "tier_history": {"version"},
    "order_mark": {"changed", "removed"},
    "link_salt": {"salt"},
    "kept_out_key": {"secret"},
}


def tables(path: Path) -> dict[str, list[Any]]:
    """Every row of every table, without what is not compared."""
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    names = [row[0] for row in db.execute("select name from sqlite_master where type='table'")]
    found: dict[str, list[Any]] = {}
    for name in names:
        if name.startswith(("sqlite_", "_sqlite")):
            continue
        hidden = NOT_COMPARED.get(name, set())
        rows = [{k: row[k] for k in row.keys() if k not in hidden} for row in db.execute(f"select * from {name}")]  # noqa: SIM118, S608
        for row in rows:
            for mark in {"nonce", "reply_mark", "corrects"} & row.keys():  # staff's have the case's number in it
                row[mark] = re.sub(r"^staff-\d+", "staff", row[mark])
        found[name] = sorted(rows, key=lambda row: json.dumps(row, default=str))
    db.close()
    return found


class Played:
    """One evening with or without Ann; everything at the same times."""

    def __init__(self, evening: Evening, *, with_ann: bool) -> None:
        self.evening, self.store, self.with_ann = evening, evening.store, with_ann
        self.n = 0

    async def say(
        self, who: str, decision: Any, text: str = "几天发货", draft: str = "", room: str = ROOM
    ) -> tuple[str, int | None]:
        """Let somebody say something, unless it is Ann and she is not there."""
        self.n += 1
        message = self.evening.message(f"m{self.n}", text, viewer=who, room=room)
        if who == "ann" and not self.with_ann:
            return message.id, None
        await self.store.claim(message, self.evening.now)
        made = Draft(ReplyKind.FAQ, draft, self.evening.in_(45), entry="ship") if draft else None
        recorded = await self.store.record(Decided(message, decision, self.evening.now, made, platform="practice"))
        return message.id, recorded.escalation_id

    def answer(self) -> Answer:
        return Answer("ship", "48 小时内", "sure", Scored("ship", 1.0))

    async def orders(self) -> None:
        """What was bought."""
        orders = [self.order("o1", "C2", 3), self.order("o2", "C3", 40), self.order("o3", "", 2)]
        if self.with_ann:
            orders += [self.order("o4", "C1", 4), self.order("o5", "C1b", 50)]
        await self.store.orders.save(orders)

    def order(self, order_id: str, customer: str, days: int) -> Order:
        line = OrderLine("A101", 2, Decimal("59.90"), "mask", "skin")
        return Order(order_id, customer, START - timedelta(days=days), (line,), as_of=START)

    async def customers(self) -> None:
        """Who is linked, agreed, has tiers."""
        customers, now = self.store.customers, self.evening.now
        await customers.link("practice", "ben", "C2", Grade.CODE, now, by="kim")
        await customers.set_consent(Consent("C2", "contact", True, "kim", now))
        tiers = [("C2", "low", ""), ("C3", "low", "")]
        if self.with_ann:
            await customers.link("practice", "ann", "C1b", Grade.CODE, now, by="kim")
            await customers.merge("C1b", "C1", "kim", now)
            await customers.set_consent(Consent("C1", "contact", True, "kim", now))
            await customers.set_consent(Consent("C1b", "orders", True, "kim", now))
            await customers.new_codes("C1", ("", ""), 2, timedelta(minutes=20), "kim", now)
            tiers.append(("C1", "high", "label"))
        await customers.keep_tiers("r1", date(2026, 11, 12), tiers, now)

    async def talk(self) -> None:
        """Replies of one's own, replies and cases that are shared both ways."""
        own, _ = await self.say("ann", self.answer(), draft="48 小时内")
        await self.say("ben", self.answer(), "运费呢", "包邮")
        await self.say("ann", self.answer(), "in another room", "48 小时内", "elsewhere")
        first, _ = await self.say("ben", self.answer(), "什么时候发", "48 小时内")
        await self.say("ann", Merge("the same", into_message=first), "什么时候发啊", "48 小时内")
        _, alone = await self.say("ann", Escalate("complaint", Urgency.HIGH), "我的包裹坏了")
        _, again = await self.say("ann", Escalate("complaint", Urgency.HIGH), "还没人管")
        if alone is not None and again is not None:
            await self.reply(alone, "Ann 抱歉")
            lesson = {"question": "我的包裹坏了", "wordings": "马上给您"}
            await self.store.lessons.keep(Taught(alone, "kim", self.evening.now, fields=lesson))
            await self.store.cases.note(alone, "kim", "Ann 很生气", self.evening.now)
            await self.store.cases.keep_unsent(again, "kim", "马上给您", self.evening.now)
            await self.store.cases.note(again, "kim", "打过电话了", self.evening.now)
            assert await self.store.cases.merge(alone, again, "kim", self.evening.now)
            await self.store.audit("kim", "reply", f"case {alone}", "Ann 抱歉", self.evening.now)
            await self.store.mark_wrong(ROOM, own, "ship", "kim", self.evening.now)
            await self.store.audit("kim", "faq wrong", "ship", f"{ROOM} {own}", self.evening.now)
        _, case = await self.say("ben", Escalate("hard", Urgency.NORMAL, "perhaps"), "能改地址吗")
        await self.say("ann", Merge("the same", into_escalation=case), "改地址可以吗")
        if case is not None:
            await self.reply(case, "Ben 可以改的")
        await self.store.verify([Verified("ship", "print", "kim", self.evening.now)])

    async def reply(self, case: int, text: str) -> None:
        await reply(self.evening.store, case, text, self.evening.now)

    async def play(self) -> None:
        """The whole evening."""
        await self.orders()
        await self.customers()
        await self.talk()


async def evening_in(folder: Path, *, with_ann: bool) -> Evening:
    """Open a store in a folder and let the evening happen."""

    async def opened() -> Any:
        return await open_store(f"sqlite:///{folder}/kept.db")

    await asyncio.to_thread(folder.mkdir)
    evening = Evening(opened, await opened())
    await Played(evening, with_ann=with_ann).play()
    return evening


async def test_afterwards_every_table_reads_as_one_that_never_saw_them(tmp_path: Path) -> None:
    with_her = await evening_in(tmp_path / "with", with_ann=True)
    without = await evening_in(tmp_path / "without", with_ann=False)
    heard = await with_her.store.recent_messages("elsewhere", 5)
    assert len(heard) == 1  # the same id on another platform is somebody else's
    gone = await with_her.store.customers.forget("C1b", [], ROOMS, "kim", with_her.now)
    assert gone.customers == ("C1", "C1b")
    assert gone.viewers == (("practice", "ann"),)
    assert {"customer_order", "message", "link", "link_code", "consent", "tier_history"} <= set(gone.rows)
    for balance in await with_her.store.balance():
        assert (balance.unexplained, balance.doubled) == (0, 0)
    await with_her.store.customers.forget("", [("twitch", "ann")], ROOMS, "kim", with_her.now)
    # At once, while the program runs: neither the file nor the log beside it has anything of hers.
    everything = await asyncio.to_thread(lambda: b"".join(p.read_bytes() for p in (tmp_path / "with").iterdir()))
    for evening in (with_her, without):
        await evening.store.close()
    left, never = tables(tmp_path / "with" / "kept.db"), tables(tmp_path / "without" / "kept.db")
    deletions = [row for row in left["audit"] if row["action"] == "customers forget"]
    assert [(row["actor"], row["target"], row["detail"]) for row in deletions] == [("kim", "", "")] * 2
    left["audit"] = [row for row in left["audit"] if row["action"] != "customers forget"]
    # What is left of her is that the orders of two ids stay out, and no id.
    assert (len(left.pop("kept_out")), len(never.pop("kept_out"))) == (2, 0)
    for name in never:
        assert left[name] == never[name], name
    for trace in ("C1b", "我的包裹坏了", "Ann 抱歉", "Ann 很生气", "马上给您", "打过电话了", "in another room"):
        assert trace.encode() not in everything, trace


KNOWN_TO_FORGET = {
    "message", "outbox", "customer_order", "link", "link_code", "link_try", "link_conflict", "same_customer",
    "left_alone", "consent", "tier_history", "model_call", "case_note", "promise", "lesson",
}  # fmt: skip


async def test_no_table_holds_a_viewer_or_a_customer_that_deletion_does_not_know(
    evening: Evening, tmp_path: Path
) -> None:
    await evening.heard("m1")
    (path,) = await asyncio.to_thread(lambda: list(tmp_path.rglob("*.db")))
    db = sqlite3.connect(path)
    names = [row[0] for row in db.execute("select name from sqlite_master where type='table'")]
    personal = {"viewer_id", "customer_id", "viewer", "customer", "viewer_name", "case_id"}
    holding = {name for name in names if personal & {row[1] for row in db.execute(f"pragma table_info({name})")}}
    db.close()
    assert holding == KNOWN_TO_FORGET, "teach bot/store/forget_rows.py the new table, then name it here"


async def test_what_a_call_of_the_model_cost_stays_but_not_who_asked(evening: Evening) -> None:
    calls, once = evening.store.model_calls, Limits(calls_per_viewer=1, calls_per_day=2)
    call = Call(ROOM, "ann", evening.now, evening.now, "p", "suggest", 10, 0.1)
    assert isinstance(await calls.book_call(call, once), int)
    assert isinstance(await calls.book_call(call, once), str)  # one question a viewer
    await evening.store.customers.forget("", [("practice", "ann")], {ROOM: "practice"}, "kim", evening.now)
    assert isinstance(await calls.book_call(call, once), int)
    assert isinstance(
        await calls.book_call(replace(call, viewer="ben"), once), str
    )  # two calls a day, both in the books


async def test_what_the_shop_said_stays_on_record_but_not_to_whom(evening: Evening) -> None:
    message = await evening.asked("m1", viewer="ann")
    record = said_of(
        Guard().verdict("Ann 您好，48 小时内发货", "staff"), evening.now, ROOM, Stage.LEFT, message_id="m1"
    )
    await evening.store.said.keep(record)
    await evening.store.customers.forget("", [("practice", "ann")], {ROOM: "practice"}, "kim", evening.now)
    (kept,) = await evening.store.said.since(START - timedelta(days=1))
    assert (kept.text, kept.message_id) == ("＊＊ 您好，48 小时内发货", "")
    assert message.id == "m1"


async def test_a_reply_that_names_others_too_stays_theirs(evening: Evening) -> None:
    asked = await evening.asked("m1", viewer="ann")
    await evening.joined(asked, "m2", viewer="ben")
    await evening.joined(asked, "m3", viewer="carl")
    await evening.store.customers.forget("", [("practice", "ann")], {ROOM: "practice"}, "kim", evening.now)
    row = await evening.only_reply()
    assert (row.message_id, row.viewer_id, row.mentions) == ("m2", "ben", ("Ben", "Carl"))
    (balance,) = await evening.store.balance()
    assert (balance.heard, balance.in_flight, balance.merged, balance.unexplained) == (2, 1, 1, 0)
    await evening.sent()
    (balance,) = await evening.store.balance()
    assert (balance.answered, balance.merged, balance.unexplained) == (1, 1, 0)


async def test_a_case_that_others_are_in_stays_without_them(evening: Evening) -> None:
    case = await evening.case("m1", viewer="ann")
    await evening.joined_case(case, "m2", viewer="ben")
    await reply(evening.store, case, "Ann and Ben: yes", evening.now)
    await evening.store.cases.note(case, "kim", "call Ann", evening.now)
    await evening.store.cases.keep_unsent(case, "kim", "Dear Ann, Ben", evening.now)
    await evening.store.customers.forget("", [("practice", "ann")], {ROOM: "practice"}, "kim", evening.now)
    found = await evening.store.cases.one(case)
    assert found is not None
    assert [asker.viewer.id for asker in found.askers] == ["ben"]
    assert [reply.text for reply in found.replies] == ["＊＊ and Ben: yes"]
    assert ([note.text for note in found.notes], found.unsent) == (["call ＊＊"], "Dear ＊＊, Ben")
    row = await evening.only_reply()
    assert (row.viewer_id, row.mentions) == ("ben", ("Ben",))
    (balance,) = await evening.store.balance()
    assert (balance.escalated, balance.unexplained) == (1, 0)


async def test_a_conflict_about_somebody_who_was_deleted_is_gone_with_its_case(evening: Evening) -> None:
    customers = evening.store.customers
    await customers.link("practice", "ann", "C1", Grade.CODE, evening.now, by="viewer")
    (code,) = await customers.new_codes("C1", ("", ""), 1, timedelta(minutes=20), "kim", evening.now)
    message = without_code(evening.message("m1", f"绑定 {code}", viewer="ben"))
    await customers.hear_code(message, "practice", evening.now)
    assert len(await evening.store.cases.several()) == 1
    await customers.forget("C1", [], {ROOM: "practice"}, "kim", evening.now)
    assert await evening.store.cases.several(open_only=False) == []
    assert await customers.conflicts() == []
    assert [m.id for m in await evening.store.undecided(ROOM)] == ["m1"]


async def test_who_was_linked_once_keeps_nothing_that_the_orders_of_the_deleted_chose(
    evening: Evening, tmp_path: Path
) -> None:
    customers = evening.store.customers
    await customers.link("practice", "ann", "C1", Grade.CODE, evening.now, by="viewer")
    message = evening.message("m1", "推荐点东西", viewer="ann")
    await evening.store.claim(message, evening.now)
    suggest = Suggest("asks for a product; chosen by repeat")
    draft = Draft(ReplyKind.SUGGESTION, "可以看看1号链接", evening.in_(45), skus=("A101",))
    await evening.store.record(
        Decided(message, suggest, evening.now, draft, note={"ranked": [["A101", 1.0, "repeat"]]}, platform="practice")
    )
    await customers.unlink("practice", "ann", "kim", evening.now)
    await customers.forget("C1", [], {ROOM: "practice"}, "kim", evening.now)
    (heard,) = await evening.store.recent_messages(ROOM, 10)
    assert heard.reason == "asks for a product"
    (shown,) = [row for row in tables(tmp_path / "roomhand.db")["message"] if row["id"] == "m1"]
    assert shown["note"] == "{}"


async def test_the_copy_a_person_may_ask_for_has_everything_of_theirs_and_nothing_of_others(
    tmp_path: Path,
) -> None:
    evening = await evening_in(tmp_path / "with", with_ann=True)
    found = await evening.store.customers.everything("C1", ROOMS)
    await evening.store.close()
    for table in (
        "customer_order",
        "order_line",
        "link",
        "link_code",
        "consent",
        "tier_history",
        "message",
        "outbox",
        "case_note",
    ):
        assert found[table], table
    text = json.dumps(found, ensure_ascii=False, default=str)
    assert "我的包裹坏了" in text
    assert found["message"][0]["sent_at"] == START.isoformat()
    assert "C2" not in text
    assert "in another room" not in text
    assert "hash" not in text


@pytest.mark.parametrize("days", [394, 396])
async def test_what_is_too_old_is_swept(evening: Evening, days: int) -> None:
    old = START - timedelta(days=days)
    line = OrderLine("A101", 1, Decimal(80))
    await evening.store.orders.save([Order("o1", "C1", old, (line,), created_at=old, as_of=old)])
    await evening.store.customers.keep_tiers("r1", old.date(), [("C1", "low", "")], old)
    before = START - timedelta(days=395)
    await evening.store.orders.sweep(before)
    await evening.store.customers.sweep(START - timedelta(days=30), before, START)
    kept = len(await evening.store.orders.of_customer("C1")), len(await evening.store.customers.tier_history("C1"))
    assert kept == ((1, 1) if days == 394 else (0, 0))


async def test_why_something_was_suggested_is_kept_a_month(evening: Evening) -> None:
    message = await evening.heard("m1")
    decided = Decided(message, Escalate("hard"), evening.now, note={"ranked": [["A101", 1.0, "repeat"]]})
    await evening.store.record(decided)
    found = await evening.store.customers.sweep(START - timedelta(days=30), START - timedelta(days=395), START)
    assert found == 0
    later = START + timedelta(days=31)
    assert await evening.store.customers.sweep(later - timedelta(days=30), later - timedelta(days=395), later) == 1


async def test_who_was_deleted_does_not_come_back_with_an_old_file_until_somebody_lifts_it(evening: Evening) -> None:
    played = Played(evening, with_ann=True)
    await played.orders()
    await evening.store.customers.merge("C1b", "C1", "kim", evening.now)
    await evening.store.customers.forget("C1", [], ROOMS, "kim", evening.now)
    old = [played.order("o1", "C2", 3), played.order("o4", "C1", 4), played.order("o5", "C1b", 50)]
    assert (await evening.store.orders.compare(old)).outcomes == "=xx"
    told = await evening.store.orders.save(old)
    assert (told.outcomes, told.changes) == ("=xx", ())
    assert await evening.store.orders.hear(OrderCall("generic", "call", (played.order("o9", "C1", 1),)), evening.now)
    assert await evening.store.customers.history("C1") is None
    await evening.reopen()
    assert (await evening.store.orders.save(old)).outcomes == "=xx"
    assert await evening.store.customers.readmit("C1", "kim", evening.now)
    assert not await evening.store.customers.readmit("C1", "kim", evening.now)
    assert (await evening.store.orders.save(old)).outcomes == "=nx"  # the other id stays out


async def test_old_words_go_and_what_became_of_them_stays(evening: Evening) -> None:
    played = Played(evening, with_ann=True)
    await played.talk()
    before = await evening.store.balance()
    waiting = {asker.text for case in await evening.store.cases.several() for asker in case.askers}
    assert waiting
    assert await evening.store.forget_words(evening.now - timedelta(seconds=1)) == 0
    evening.later(31 * 86_400)
    new = evening.message("new", "今天的", viewer="ben")
    await evening.store.claim(new, evening.now)
    await evening.store.record(Decided(new, Ignore("small talk"), evening.now, platform="practice"))
    went = await evening.store.forget_words(evening.now - timedelta(days=30))
    assert went > 0
    assert await evening.store.forget_words(evening.now - timedelta(days=30)) == 0
    heard = await evening.store.recent_messages(None, 100)
    assert {one.message.text for one in heard} == waiting | {"今天的", ""}
    after = await evening.store.balance()
    assert sum(one.heard for one in after) == sum(one.heard for one in before) + 1
    assert all(one.unexplained == 0 for one in after)


async def test_many_old_words_go_in_small_steps(evening: Evening) -> None:
    for n in range(1_203):
        said = evening.message(f"m{n}", f"words {n}", room=f"room {n % 3}")
        await evening.store.claim(said, evening.now)
        await evening.store.record(Decided(said, Ignore("small talk"), evening.now, platform="practice"))
    assert await evening.store.forget_words(evening.now + timedelta(days=1)) == 1_203
    assert {one.message.text for one in await evening.store.recent_messages(None, 2_000)} == {""}
