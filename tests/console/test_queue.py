"""The queue: what staff see, what they do, and what the others see of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import reasons
from bot.guard import Finding
from bot.languages import same
from bot.messages import Escalate, Ignore
from bot.problems import Problem
from tests.console.shop import ROOM, Browser, Shop


def once_in(text: str) -> str:
    return text.partition('name="once" value="')[2].partition('"')[0]


async def once_for(browser: Browser, case: int) -> str:
    return once_in(await browser.page(f"/?case={case}"))


async def test_the_case_shows_what_a_person_needs_to_answer(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    case = await shop.asked(
        "does it sting?", urgent=True, draft="Try it on your arm.", reason="health", viewer="known"
    )
    await shop.joined(case, "mine does!")
    text = await browser.page(f"/?case={case}")
    for shown in (
        "does it sting?",
        "mine does!",
        "health",
        "urgent",
        "Try it on your arm.",
        "Face cream 50 ml",
        "¥59.9",
        "12 left",
        "Customer C1042",
        "Cleansing foam",
        "Reply to 2",
    ):
        assert shown in text, shown


async def test_a_quiet_queue_says_that_it_listens(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    for text in ("666", "hello", "hi"):
        await shop.chatted(text)
    assert "Listening: 3 messages, none needs you now." in await browser.page()


async def test_the_chat_shows_each_outcome_with_its_reason(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    await shop.answered("when do you ship?", "Within 48 hours.")
    await shop.chatted("666")
    text = await browser.page()
    for shown in (
        "when do you ship?",
        "Within 48 hours.",
        "the very phrasing",
        "nothing asked",
        "answered",
        "ignored",
    ):
        assert shown in text, shown


async def test_chat_text_is_shown_as_text(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    await shop.asked("<script>alert(1)</script>\u202e", name='"><img src=x onerror=alert(1)>', reason="<i>no</i>")
    text = await browser.page("/?case=1")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "<i>" not in text
    assert "&lt;script&gt;" in text
    assert "U+202E" in text


async def test_of_two_who_claim_one_has_it_and_the_other_learns_who(shop: Shop) -> None:
    li, tom = await shop.member("Li Na"), await shop.member("Tom")
    case = await shop.asked("does it sting?")
    answers = await asyncio.gather(li.press(f"/cases/{case}/claim"), tom.press(f"/cases/{case}/claim"))
    texts = [await answer.text() for answer in answers]
    assert sum("so nothing was done" in text for text in texts) == 1
    found = await shop.store.cases.one(case)
    assert found is not None
    winner = found.claimed_by
    assert winner in {"Li Na", "Tom"}
    assert f"{winner} has it" in texts[winner == "Li Na"]


async def test_a_reply_goes_to_the_outbox_once_however_often_it_is_clicked(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    once = await once_for(browser, case)
    for answer in await asyncio.gather(
        *(browser.press(f"/cases/{case}/reply", once=once, text="No, it is mild.") for _ in range(3))
    ):
        assert answer.status == 200
    waiting = await shop.store.next_replies(ROOM)
    assert [(row.text, row.escalation_id) for row in waiting] == [("No, it is mild.", case)]
    text = await browser.page(f"/?case={case}")
    assert "waiting to be sent" in text
    assert "yours" in text  # replying claims


async def test_send_and_resolve_closes_the_case(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    once = await once_for(browser, case)
    await browser.press(f"/cases/{case}/reply", once=once, text="No.", then="resolve")
    found = await shop.store.cases.one(case)
    assert found is not None
    assert (found.state, found.resolution) == ("resolved", "answered")
    assert "done" in await browser.page(f"/?case={case}")


async def test_a_reply_that_may_not_go_out_is_refused_with_the_reason(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    once = await once_for(browser, case)
    checked = await browser.press(f"/cases/{case}/check", text="the best in the world")
    assert "absolute claim" in await checked.text()
    refused = await browser.press(f"/cases/{case}/reply", once=once, text="the best in the world")
    assert refused.status == 422
    # Only the line under the box is replaced, so the text stays.
    assert refused.headers["HX-Retarget"] == "#notice"
    assert "absolute claim" in await refused.text()
    assert not await shop.store.next_replies(ROOM)
    better = await browser.press(f"/cases/{case}/check", text="全网最低价，只要59")
    assert 'data-wording="优惠价，只要59"' in await better.text()
    fine = await browser.press(f"/cases/{case}/check", text="It is mild.")
    assert 'class="wrong"' not in await fine.text()


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
async def test_nothing_and_too_much_are_not_sent(shop: Shop, text: str) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    refused = await browser.press(f"/cases/{case}/reply", once="1", text=text)
    assert refused.status == 422
    assert not await shop.store.next_replies(ROOM)


async def test_who_does_not_hold_a_case_cannot_answer_or_close_it(shop: Shop) -> None:
    li, tom, case = await shop.member("Li Na"), await shop.member("Tom"), await shop.asked("does it sting?")
    await li.press(f"/cases/{case}/claim")
    reply = await tom.press(f"/cases/{case}/reply", once="1", text="Yes.")
    assert "Li Na has it" in await reply.text()
    assert "Li Na has it" in await (await tom.press(f"/cases/{case}/resolve")).text()
    assert not await shop.store.next_replies(ROOM)


async def test_a_claim_that_ran_out_is_free_again(shop: Shop) -> None:
    li, tom, case = await shop.member("Li Na"), await shop.member("Tom"), await shop.asked("does it sting?")
    await li.press(f"/cases/{case}/claim")
    shop.late = timedelta(seconds=46)
    assert "h-yours" in await (await tom.press(f"/cases/{case}/claim")).text()


async def test_a_released_case_and_a_resolved_one_can_be_taken_up_again(shop: Shop) -> None:
    li, tom, case = await shop.member("Li Na"), await shop.member("Tom"), await shop.asked("does it sting?")
    await li.press(f"/cases/{case}/claim")
    await li.press(f"/cases/{case}/release")
    assert "h-yours" in await (await tom.press(f"/cases/{case}/claim")).text()
    await tom.press(f"/cases/{case}/resolve")
    assert "h-yours" in await (await li.press(f"/cases/{case}/claim")).text()


async def test_a_case_that_is_not_there_says_so(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    assert "There is no case 77." in await browser.page("/?case=77")
    answer = await browser.press("/cases/77/claim")
    assert answer.status == 404
    assert answer.headers["HX-Retarget"] == "#happened"
    assert (await browser.get("/cases/99999999999999999999999999")).status == 200  # the page, saying so
    assert "No case chosen" in await browser.page("/?case=²&room=nowhere")


async def test_a_warning_is_listed_but_raises_no_banner(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    shop.problems.append(Problem("faq/a.md", 3, same("It expires tomorrow."), severity="warning"))
    assert "problem in an edited file" not in await browser.page("/")
    assert "It expires tomorrow." in await browser.page("/files")


async def test_the_balance_page_adds_up(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    await shop.chatted("666")
    await shop.asked("does it sting?", reason="health")
    text = await browser.page("/balance")
    for shown in ("adds up", "1 × nothing asked", "1 × health", "unexplained", "doubled"):
        assert shown in text, shown


async def test_every_act_is_on_record(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    record: list[tuple[str, str, str]] = []
    kept = shop.store.audit

    async def audit(actor: str, action: str, target: str, detail: str, now: object, **change: str) -> None:
        record.append((actor, action, target))
        await kept(actor, action, target, detail, shop.now(), **change)

    monkeypatch.setattr(shop.store, "audit", audit)
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    await browser.press(f"/cases/{case}/claim")
    await browser.press(f"/cases/{case}/reply", once="1", text="No.")
    await browser.press(f"/cases/{case}/release")
    await browser.press(f"/cases/{case}/resolve")
    await browser.press("/rooms/mode", room=ROOM, mode="auto")
    target = f"case {case}"
    assert record == [
        ("Li Na", "signed in by link", "Li Na"),
        ("Li Na", "claim", target),
        ("Li Na", "reply", target),
        ("Li Na", "release", target),
        ("Li Na", "resolve", target),
        ("Li Na", "mode", ROOM),
    ]


async def test_the_reason_and_the_wording_are_told_in_the_language_of_the_page(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    await browser.post("/language", to="zh", back="/")
    checked = await browser.press(f"/cases/{case}/check", text="全网最低价，只要59")
    said = await checked.text()
    assert "不能用绝对化用语" in said
    assert "可以这样说" in said


async def test_why_a_case_came_is_told_in_the_language_of_the_page(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    kept = reasons.GUARD_STOPPED.format(finding=Finding("absolute-claim", "全网最低"))
    case = await shop.heard("多少钱？", Escalate(kept, draft="全网最低"))
    await shop.heard("hello", Ignore(reasons.SMALL_TALK))
    assert "the guard stopped the answer: absolute claims are forbidden" in await browser.page(f"/?case={case}")
    await browser.post("/language", to="zh", back="/")
    panel = await browser.page(f"/?case={case}")
    assert "合规检查拦下了回答：不能用绝对化用语（《广告法》第九条第三项）：“全网最低”" in panel
    assert "闲聊" in panel
    assert "small talk" not in panel
    assert "art. 9" not in panel
    assert "1 × 闲聊" in await browser.page("/balance")


async def test_the_desk_rings_for_just_what_its_row_calls_due_soon(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    shop.late = timedelta(seconds=40)  # but the room has not warned of it
    live = await browser.live()
    await live.send_json({"do": "look", "page": "/", "room": ROOM, "listed": []})
    async with asyncio.timeout(5):
        while 'id="attention"' not in (told := (await live.receive_str()).replace("\\", "")):
            pass
        assert 'data-due=""' in told
        await shop.store.cases.keep_deadlines(ROOM, 45, shop.now())
        while f'data-due="{case}"' not in (await live.receive_str()).replace("\\", ""):
            pass
    await live.close()
    assert "due soon" in await browser.page("/")


async def test_a_case_that_is_late_says_so_in_words_and_every_page_of_an_admin_tells_of_it(shop: Shop) -> None:
    browser, case = await shop.member("Li Na", "admin"), await shop.asked("does it sting?")
    shop.late = timedelta(seconds=35)
    await shop.store.cases.keep_deadlines(ROOM, 45, shop.now())
    assert "due soon" in await browser.page("/")
    shop.late = timedelta(seconds=46)
    assert await shop.store.cases.keep_deadlines(ROOM, 45, shop.now()) == 1
    page = await browser.page(f"/?case={case}")
    assert "</span> late <time" in page
    assert "First answer due" in page
    live = await browser.live()
    await live.send_json({"do": "look", "page": "/balance", "room": "", "listed": []})
    async with asyncio.timeout(5):
        while "waits too long for its first answer" not in await live.receive_str():
            pass
    await live.close()


async def test_times_are_told_by_the_shops_clock_wherever_the_program_runs(shop: Shop) -> None:
    case = await shop.store.cases.one(await shop.asked("does it sting?"))
    assert case is not None
    page = await (await shop.member("Li Na")).page("/")
    assert case.opened_at.astimezone(ZoneInfo("Asia/Shanghai")).strftime(">%H:%M:%S<") in page
