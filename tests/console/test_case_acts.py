"""What staff do with a case beside answering it, without a browser: what is refused, and what is on record."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.console.macros import Undone, run_macro
from bot.console.picks import likeness
from bot.escalation import Escalation
from bot.escalation.canned import parse_canned
from tests.console.shop import Browser, Shop
from tests.console.test_live import Line


async def one(shop: Shop, case: int) -> Escalation:
    found = await shop.store.cases.one(case)
    assert found is not None
    return found


async def said(browser: Browser, path: str, **form: str) -> tuple[int, str]:
    answer = await browser.press(path, **form)
    return answer.status, await answer.text()


async def test_a_case_is_given_only_to_who_may_act_and_is_there(shop: Shop) -> None:
    li, _, _ = await shop.member("Li Na"), await shop.member("Tom"), await shop.member("Guest", "viewer")
    case = await shop.asked("does it sting?")
    for nobody in ("Guest", "Somebody", ""):
        assert await said(li, f"/cases/{case}/assign", to=nobody) == (
            422, "<p>There is no such colleague who may act.</p>",
        )  # fmt: skip
    await shop.store.shifts.leave("Tom", shop.now())
    assert (await said(li, f"/cases/{case}/assign", to="Tom"))[0] == 422
    await shop.store.shifts.come_back("Tom")
    assert "Tom has it" in (await said(li, f"/cases/{case}/assign", to="Tom"))[1]
    assert (await one(shop, case)).holder(shop.now()) == "Tom"


async def test_only_a_lead_takes_a_case_out_of_anothers_hands(shop: Shop) -> None:
    li, tom, boss = await shop.member("Li Na"), await shop.member("Tom"), await shop.member("Boss", "admin")
    case = await shop.asked("does it sting?")
    await tom.press(f"/cases/{case}/claim")
    for act, form in (("assign", {"to": "Li Na"}), ("snooze", {"minutes": "5"}), ("on-air", {})):
        assert "Tom has it" in (await said(li, f"/cases/{case}/{act}", **form))[1]
    assert (await one(shop, case)).holder(shop.now()) == "Tom"
    await boss.press(f"/cases/{case}/assign", to="Li Na")
    assert (await one(shop, case)).holder(shop.now()) == "Li Na"


@pytest.mark.parametrize("minutes", ["0", "121", "-5", "x", "5.5", "٥", "9" * 400])
async def test_odd_minutes_are_refused(shop: Shop, minutes: str) -> None:
    li, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    assert (await said(li, f"/cases/{case}/snooze", minutes=minutes))[0] == 422
    assert (await one(shop, case)).state == "new"


async def test_a_case_waits_for_a_product_only_where_there_is_one(shop: Shop) -> None:
    li, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    shop.on_screen = None
    assert (await said(li, f"/cases/{case}/snooze"))[0] == 422
    assert (await said(li, f"/cases/{case}/snooze", sku="A999"))[0] == 422
    await li.press(f"/cases/{case}/snooze", sku="A101")
    asleep = await one(shop, case)
    assert asleep.snooze_sku == "A101"
    # A product that is never shown again does not keep its case for ever.
    assert asleep.snooze_until is not None
    assert timedelta(minutes=59) < asleep.snooze_until - shop.now() <= timedelta(hours=1)
    assert "at the latest" in await li.page(f"/cases/{case}")


async def test_a_case_is_merged_into_an_open_one_of_its_room_only(shop: Shop) -> None:
    li = await shop.member("Li Na")
    first, second = await shop.asked("does it sting?"), await shop.asked("does it sting", viewer="v2")
    await li.press(f"/cases/{second}/resolve")
    for into in (str(second), str(first), "99", "x", ""):
        assert (await said(li, f"/cases/{first}/merge", into=into))[0] == 422
    assert (await one(shop, first)).state == "new"
    assert likeness(await one(shop, first), await one(shop, second)) > 90


async def test_an_empty_note_is_none_and_a_long_one_is_cut(shop: Shop) -> None:
    li, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    assert (await said(li, f"/cases/{case}/note", text="  "))[0] == 422
    _, text = await said(li, f"/cases/{case}/note", text="<i>" + "x" * 1_900)
    assert "&lt;i&gt;xxx" in text
    (note,) = (await one(shop, case)).notes
    assert (len(note.text), note.by) == (1_000, "Li Na")
    assert (await said(li, "/cases/77/note", text="hello"))[0] == 404


async def test_a_macro_stops_at_the_step_that_cannot_be_done(shop: Shop) -> None:
    li, tom, case = await shop.member("Li Na"), await shop.member("Tom"), await shop.asked("does it sting?")
    file = "[replies]\nbest: 全网最低价\nfine: It is mild.\nbye: Bye.\n[macros]\n"
    steps = "1: send fine, send bye, send best, resolve\n2: send fine, resolve"
    shop.canned = parse_canned(file + steps, "canned.txt")[0]
    status, text = await said(li, f"/cases/{case}/macro/1", once="1")
    assert (status, "This would not be sent" in text) == (422, True)
    assert [reply.text for reply in (await one(shop, case)).replies] == ["It is mild.", "Bye."]
    assert (await one(shop, case)).state == "waiting"
    case = await shop.asked("how large is it?", viewer="v2")
    await tom.press(f"/cases/{case}/claim")
    assert "Tom has it" in (await said(li, f"/cases/{case}/macro/2", once="2"))[1]
    # The same digit twice is one reply, as with a click.
    await asyncio.gather(*(tom.press(f"/cases/{case}/macro/2", once="3") for _ in range(2)))
    assert [reply.text for reply in (await one(shop, case)).replies] == ["It is mild."]
    assert ((await one(shop, case)).state, (await one(shop, case)).resolution) == ("resolved", "answered")
    assert (await said(tom, f"/cases/{case}/macro/2"))[0] == 404  # a form without its mark


async def test_a_reply_that_is_not_there_is_told(shop: Shop) -> None:
    case = await shop.asked("does it sting?")
    shop.canned = parse_canned("[replies]\ngone: {price:A999}\n[macros]\n1: send gone", "canned.txt")[0]
    macro = shop.canned.macros["1"]
    assert await run_macro(shop.desk, case, "Li Na", macro, once="1") is Undone.NO_REPLY
    assert await run_macro(shop.desk, 77, "Li Na", macro, once="1") is None


async def test_who_goes_away_gives_back_what_they_hold_and_signing_in_ends_it(shop: Shop) -> None:
    li, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    other = await shop.asked("how large?", viewer="v2")
    await li.press(f"/cases/{case}/claim")
    await li.post("/away", away="yes")
    assert (await one(shop, case)).state == "new"
    assert list(await shop.store.shifts.away()) == ["Li Na"]
    assert (await one(shop, other)).state == "new"
    await shop.member("Li Na")
    assert not await shop.store.shifts.away()
    actions = [act.what for act in await shop.store.acts.several()]
    assert {"away", "release", "claim"} <= set(actions)


async def test_over_the_capacity_is_told_to_oneself_and_to_who_gives_cases(shop: Shop) -> None:
    object.__setattr__(shop.desk, "capacity", 1)
    li, tom = await shop.member("Li Na"), await shop.member("Tom")
    cases = [await shop.asked(f"question {n}?", viewer=f"v{n}") for n in range(3)]
    line = await Line.of(li)
    for case in cases[:2]:
        await li.press(f"/cases/{case}/claim")
    await line.until("yours 2 of 1.*too many for one")
    text = await (await tom.get(f"/picks/assign?case={cases[2]}")).text()
    assert text.index("Tom (you)") < text.index("Li Na")  # the least busy first
    assert "has 2 of 1 · full" in text


async def test_a_lost_page_leaves_what_was_written_on_the_case(shop: Shop) -> None:
    li, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    line = await Line.of(li, case=case)
    await line.until(f"#case-{case}-head")
    for text in ("It", "It is mild", 7, "x" * 9_000):
        await line.socket.send_json({"do": "typing", "text": text})
    await line.socket.close()
    async with asyncio.timeout(10):
        while len((await one(shop, case)).unsent) != 500:
            await asyncio.sleep(0.02)
    assert (await one(shop, case)).unsent_by == "Li Na"


async def test_lists_hold_nothing_for_no_case_and_no_other_lists(shop: Shop) -> None:
    li = await shop.member("Li Na")
    for kind in ("canned", "snooze", "assign", "merge"):
        assert "<li" not in await (await li.get(f"/picks/{kind}?case=99")).text()
    assert (await li.get("/picks/everybody")).status == 404


async def test_an_admin_ends_the_show_of_a_room_and_nobody_else_does(shop: Shop) -> None:
    tom, boss = await shop.member("Tom"), await shop.member("Boss", "admin")
    case = await shop.asked("does it sting?")
    assert "The show is over" not in await tom.page("/handover")
    page = await boss.page("/handover")
    assert "1 open cases will be closed unanswered" in page
    assert (await said(tom, "/rooms/end", room="studio"))[0] == 403
    assert (await said(boss, "/rooms/end", room="elsewhere"))[0] == 404
    assert (await one(shop, case)).state == "new"
    assert (await said(boss, "/rooms/end", room="studio"))[0] == 200
    assert ((await one(shop, case)).state, (await one(shop, case)).resolved_by) == ("expired", "Boss")
    last = (await shop.store.acts.several())[0]
    assert (last.by, last.what, last.target) == ("Boss", "expire", "studio")


async def test_whoever_wrote_much_is_named_once_at_the_handover(shop: Shop) -> None:
    tom, case = await shop.member("Tom"), await shop.asked("does it sting?", name="Ann")
    await shop.joined(case, "hello?", viewer="v1", name="Ann")
    assert (await tom.page("/handover")).count("<bdi>Ann</bdi>") == 1
