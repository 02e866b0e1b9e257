"""What the store keeps of the FAQ."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.messages import Answer, ChatMessage, Escalate, Ignore, Merge, ReplyKind, Scored, Viewer
from bot.store import Store
from bot.store.faq_records import FaqTrial
from bot.store.faq_rows import VERSIONS_KEPT
from bot.store.records import Decided, Draft
from tests.store.conftest import START, Evening


async def test_a_version_comes_back_as_it_was_kept(evening: Evening) -> None:
    files = {"a.md": "## 包邮吗\r\n包 \ud83d 😀\n", "sub/b.md": "", "handover.txt": "[delicate]\n投诉\n"}
    kept = await evening.store.keep_faq_version(files, "Li Na", "the first", START)
    assert kept is not None
    for version in (await evening.store.faq_version(kept), await evening.store.faq_version()):
        assert version is not None
        assert (version.files, version.by, version.what, version.at) == (files, "Li Na", "the first", START)
    assert await evening.store.faq_version(kept + 1) is None


async def test_the_same_files_again_are_no_new_version_but_going_back_is(evening: Evening) -> None:
    async def keep(text: str) -> int | None:
        return await evening.store.keep_faq_version({"a.md": text}, "x", text, START)

    assert await keep("one") is not None
    assert await keep("one") is None
    assert await keep("two") is not None
    assert await keep("one") is not None
    assert [version.what for version in await evening.store.faq_versions()] == ["one", "two", "one"]


async def test_only_the_newest_versions_are_kept(evening: Evening) -> None:
    for number in range(VERSIONS_KEPT + 3):
        await evening.store.keep_faq_version({"a.md": str(number)}, "x", str(number), START)
    kept = await evening.store.faq_versions()
    assert len(kept) == VERSIONS_KEPT
    assert (kept[0].what, kept[-1].what) == (str(VERSIONS_KEPT + 2), "3")
    assert all(not version.files for version in kept)


async def test_trials_survive_a_restart_and_end_by_room_by_folder_or_all(evening: Evening) -> None:
    for room, folder in (("a", "/one"), ("b", "/one"), ("c", "/two"), ("c", "/three")):
        await evening.store.start_faq_trial(FaqTrial(room, folder, "Li", START))
    await evening.reopen()
    assert [(t.room, t.folder) for t in await evening.store.faq_trials()] == [
        ("a", "/one"),
        ("b", "/one"),
        ("c", "/three"),
    ]
    assert await evening.store.stop_faq_trials(room="b") == 1
    assert await evening.store.stop_faq_trials(folder="/one") == 1
    assert [t.room for t in await evening.store.faq_trials()] == ["c"]
    assert await evening.store.stop_faq_trials() == 1
    assert await evening.store.stop_faq_trials() == 0


async def say(store: Store, evening: Evening, text: str, decision: Any, *skus: str) -> str:
    now = evening.later(1)
    message = ChatMessage("studio", f"m-{text}", Viewer(f"v-{text}"), text, now)
    await store.claim(message, now)
    if decision is not None:
        draft = None
        if isinstance(decision, Answer):
            draft = Draft(ReplyKind.FAQ, decision.text, now + timedelta(60), skus, decision.entry)
        if isinstance(decision, Merge) and decision.own is not None:
            draft = Draft(ReplyKind.FAQ, decision.own.text, now + timedelta(60), entry=decision.own.entry)
        await store.record(Decided(message, decision, now, draft))
    return message.id


async def test_the_newest_questions_come_with_what_became_of_them(evening: Evening) -> None:
    store = evening.store
    answer = Answer("screen-price", "¥59", "own words", Scored("screen-price", 1.0))
    first = await say(store, evening, "这个多少钱", answer, "A101")
    await say(store, evening, "多少钱呢", Merge("about to be sent", into_message=first, own=answer, best=answer.best))
    await say(store, evening, "我要退", Escalate("unsure", best=Scored("return", 0.4)))
    await say(store, evening, "哈哈哈", Ignore("small talk"))
    await say(store, evening, "明天几点天亮吗", Ignore("a question, but not one for the shop"))
    await say(store, evening, "大家觉得怎么样？", Ignore("host or moderator"))
    await say(store, evening, "包邮吗", None)
    asked = await store.asked(10)
    assert [(a.text, a.outcome, a.entry, a.on_screen) for a in asked] == [
        ("包邮吗", "", "", None),
        ("明天几点天亮吗", "ignore", "", None),
        ("我要退", "escalate", "return", None),
        ("多少钱呢", "answer", "screen-price", None),
        ("这个多少钱", "answer", "screen-price", "A101"),
    ]
    assert [a.text for a in await store.asked(2)] == ["包邮吗", "明天几点天亮吗"]


async def test_messages_are_found_by_their_ids_whatever_they_are(evening: Evening) -> None:
    await say(evening.store, evening, "哈哈哈", Ignore("small talk"))
    await say(evening.store, evening, "包邮吗", Ignore("small talk"))
    (asked,) = await evening.store.asked(only=["m-哈哈哈", "none"])
    assert (asked.id, asked.outcome) == ("m-哈哈哈", "ignore")
