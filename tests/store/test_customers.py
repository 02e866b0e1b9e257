"""Viewers and customers in the store: links, conflicts, codes, what is one person, tiers by rule version."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.customers.codes import MASK, without_code
from bot.customers.links import Grade, Settlement, Verdict
from bot.customers.wishes import CASES, DONE, Wish
from bot.messages import Acknowledge, ChatMessage, Outcome, ReplyKind, SendResult
from bot.purchases import Order, OrderLine
from bot.store import Store
from bot.store.customer_records import CodeHeard, Consent
from bot.store.records import Decided, Draft
from tests.store.conftest import ROOM, Evening

MINUTES = timedelta(minutes=20)


def order(order_id: str, customer: str, evening: Evening, *, days: int = 5, paid: str = "80") -> Order:
    line = OrderLine("A101", 1, Decimal(paid))
    return Order(order_id, customer, evening.now - timedelta(days=days), (line,), as_of=evening.now)


async def linked(evening: Evening, viewer: str, customer: str, grade: Grade = Grade.CODE) -> Verdict:
    done = await evening.store.customers.link("practice", viewer, customer, grade, evening.now, by="kim", room=ROOM)
    return done.verdict


async def whose(evening: Evening, viewer: str) -> str | None:
    link = await evening.store.customers.link_of("practice", viewer)
    return link.customer_id if link is not None else None


# links


async def test_a_viewer_is_linked_on_each_platform_by_itself(evening: Evening) -> None:
    await linked(evening, "ann", "C1")
    await evening.reopen()
    assert await whose(evening, "ann") == "C1"
    assert await evening.store.customers.link_of("twitch", "ann") is None
    assert await evening.store.customers.linked() == (1, 1)


async def test_a_surer_grade_takes_the_place_of_a_weaker_one_never_the_other_way(evening: Evening) -> None:
    for grade in (Grade.STAFF, Grade.PLATFORM, Grade.CODE):
        assert await linked(evening, "ann", "C1", grade) is not Verdict.CONFLICT
    link = await evening.store.customers.link_of("practice", "ann")
    assert link is not None
    assert link.grade is Grade.PLATFORM


async def test_only_a_link_that_is_sure_enough_chooses_anything(evening: Evening) -> None:
    await linked(evening, "ann", "C1", Grade.STAFF)
    customers = evening.store.customers
    assert (await customers.known("practice", "ann", Grade.CODE)).ids == ()
    assert (await customers.known("practice", "ann", Grade.STAFF)).ids == ("C1",)


async def test_an_ended_link_is_gone(evening: Evening) -> None:
    await linked(evening, "ann", "C1")
    assert await evening.store.customers.unlink("practice", "ann", "kim", evening.now) == "C1"
    assert await evening.store.customers.unlink("practice", "ann", "kim", evening.now) is None
    assert await whose(evening, "ann") is None


# conflicts


async def test_a_second_viewer_of_a_customer_is_a_case_and_nothing_changes(evening: Evening) -> None:
    await linked(evening, "ann", "C1")
    assert await linked(evening, "ben", "C1") is Verdict.CONFLICT
    assert await linked(evening, "ben", "C1") is Verdict.CONFLICT  # the same claim again is the same conflict
    assert (await whose(evening, "ann"), await whose(evening, "ben")) == ("C1", None)
    (conflict,) = await evening.store.customers.conflicts()
    (case,) = await evening.store.cases.several()
    assert conflict.case_id == case.id
    assert f"customers resolve {conflict.id}" in case.reason


@pytest.mark.parametrize(
    ("settlement", "ann", "ben"),
    [
        (Settlement.KEEP, "C1", None),
        (Settlement.ALSO, "C1", "C1"),
        (Settlement.MOVE, None, "C1"),
    ],
)
async def test_somebody_decides_a_conflict_and_its_case_closes(
    evening: Evening, settlement: Settlement, ann: str | None, ben: str | None
) -> None:
    await linked(evening, "ann", "C1")
    await linked(evening, "ben", "C1")
    (conflict,) = await evening.store.customers.conflicts()
    assert await evening.store.customers.settle(conflict.id, settlement, "kim", evening.now) == ""
    assert (await whose(evening, "ann"), await whose(evening, "ben")) == (ann, ben)
    assert await evening.store.customers.conflicts() == []
    assert await evening.store.cases.several() == []
    assert await evening.store.customers.settle(conflict.id, settlement, "kim", evening.now)


async def test_a_viewer_who_is_another_customer_already_can_be_moved_or_merged_but_is_never_two(
    evening: Evening,
) -> None:
    await linked(evening, "ann", "C1")
    assert await linked(evening, "ann", "C2") is Verdict.CONFLICT
    (conflict,) = await evening.store.customers.conflicts()
    assert "a viewer is one customer" in await evening.store.customers.settle(
        conflict.id, Settlement.ALSO, "kim", evening.now
    )
    assert await evening.store.customers.settle(conflict.id, Settlement.MERGE, "kim", evening.now) == ""
    assert await whose(evening, "ann") == "C1"
    assert set(await evening.store.customers.ids_of("C2")) == {"C1", "C2"}


# several ids, one person


async def test_merged_customers_are_one_person_with_all_their_orders_and_split_again(evening: Evening) -> None:
    store = evening.store
    await store.orders.save([order("o1", "C1", evening), order("o2", "C2", evening, days=9)])
    assert await store.customers.merge("C2", "C1", "kim", evening.now) == ""
    bills = await store.customers.bills("Asia/Shanghai")
    assert {who: len(of) for who, of in bills.items()} == {"C1": 2}
    assert len(await store.customers.bills("Asia/Shanghai", "C2")) == 1
    history = await store.customers.history("C2")
    assert history is not None
    assert len(history.bought) == 2
    # The files say C2 still: an import changes nothing about who is who.
    await store.orders.save([order("o2", "C2", evening, days=9), order("o3", "C2", evening, days=1)])
    assert {who: len(of) for who, of in (await store.customers.bills("Asia/Shanghai")).items()} == {"C1": 3}
    assert await store.customers.split("C2", "kim", evening.now) == ""
    assert {who: len(of) for who, of in (await store.customers.bills("Asia/Shanghai")).items()} == {"C1": 1, "C2": 2}


async def test_a_merge_takes_links_along_and_a_chain_of_merges_is_one_person(evening: Evening) -> None:
    await linked(evening, "ann", "C2")
    customers = evening.store.customers
    assert await customers.merge("C2", "C1", "kim", evening.now) == ""
    assert await whose(evening, "ann") == "C1"
    assert await customers.merge("C1", "C0", "kim", evening.now) == ""
    assert await whose(evening, "ann") == "C0"
    assert await customers.ids_of("C2") == ("C0", "C1", "C2")
    assert await customers.merge("C2", "C0", "kim", evening.now)
    assert await customers.split("C9", "kim", evening.now)
    assert await linked(evening, "ann", "C2") is Verdict.ALREADY


# codes


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def typed(
    evening: Evening, code: str, viewer: str = "ann", *, staff: bool = False
) -> tuple[ChatMessage, CodeHeard]:
    said = without_code(evening.message(text=f"绑定 {code}", viewer=viewer))
    message = replace(said, viewer=replace(said.viewer, is_staff=staff))
    return message, await evening.store.customers.hear_code(message, "practice", evening.now)


async def one_code(evening: Evening, customer: str = "C1", store: Store | None = None) -> str:
    (code,) = await (store or evening.store).customers.new_codes(customer, ("", ""), 1, MINUTES, "kim", evening.now)
    return code


async def test_a_code_links_once_and_is_kept_only_as_a_hash(evening: Evening, tmp_path: Path) -> None:
    code = await one_code(evening)
    _, heard = await typed(evening, code)
    assert heard == CodeHeard(fresh=True)
    link = await evening.store.customers.link_of("practice", "ann")
    assert link is not None
    assert (link.customer_id, link.grade) == ("C1", Grade.CODE)
    (kept,) = await evening.store.recent_messages(ROOM, 5)
    assert kept.message.text == f"绑定 {MASK}"
    await typed(evening, code, "ben")
    assert await whose(evening, "ben") is None
    assert await evening.store.customers.conflicts() == []
    await evening.store.close()
    everything = await asyncio.to_thread(all_bytes, tmp_path)
    assert MASK.encode() in everything
    assert code.encode() not in everything
    await evening.reopen()
    assert (await evening.store.undecided(ROOM))[0].code == ""


async def test_a_code_works_again_after_a_restart_and_not_after_its_time(evening: Evening) -> None:
    first, second = await one_code(evening), await one_code(evening, "C2")
    await evening.reopen()
    await typed(evening, first)
    assert await whose(evening, "ann") == "C1"
    evening.later(MINUTES.total_seconds() + 1)
    await typed(evening, second, "ben")
    assert await whose(evening, "ben") is None


async def test_right_wrong_used_and_expired_codes_are_heard_alike(evening: Evening) -> None:
    right, used = await one_code(evening), await one_code(evening, "C2")
    await typed(evening, used, "carl")
    heard = [(await typed(evening, code, viewer))[1] for viewer, code in
             (("ann", right), ("ben", "ABCD2345"), ("dora", used))]  # fmt: skip
    assert heard == [CodeHeard(fresh=True)] * 3


async def test_after_five_codes_in_ten_minutes_nothing_is_looked_at(evening: Evening) -> None:
    code = await one_code(evening)
    for n in range(5):
        assert not (await typed(evening, f"ABCD234{n + 2}"))[1].hushed
    assert (await typed(evening, code))[1] == CodeHeard(fresh=True, hushed=True)
    assert await whose(evening, "ann") is None
    assert not (await typed(evening, code, "ben"))[1].hushed  # others are not silenced with them
    assert await whose(evening, "ben") is None  # but the room has read the code: it is good for nobody now
    await typed(evening, await one_code(evening), "ben")
    assert await whose(evening, "ben") == "C1"
    evening.later(601)
    assert not (await typed(evening, "ABCD2345"))[1].hushed


async def test_the_right_code_counts_as_a_try_too_so_that_silence_tells_nothing(evening: Evening) -> None:
    await typed(evening, await one_code(evening))
    for n in range(4):
        assert not (await typed(evening, f"ABCD234{n + 2}"))[1].hushed
    assert (await typed(evening, "ABCD2349"))[1].hushed


async def test_the_same_message_delivered_twice_is_one_try(evening: Evening) -> None:
    code = await one_code(evening)
    message, _ = await typed(evening, code)
    assert await evening.store.customers.hear_code(message, "practice", evening.now) == CodeHeard(fresh=False)


async def test_a_host_who_reads_a_code_aloud_is_not_linked(evening: Evening) -> None:
    code = await one_code(evening)
    await typed(evening, code, "host", staff=True)
    assert await whose(evening, "host") is None
    await typed(evening, code)
    assert await whose(evening, "ann") == "C1"


async def test_where_a_viewers_id_is_a_name_no_code_links(evening: Evening) -> None:
    code = await one_code(evening)
    message = without_code(evening.message(text=f"绑定 {code}"))
    assert (await evening.store.customers.hear_code(message, "irc", evening.now)).fresh
    assert await evening.store.customers.link_of("irc", "ann") is None
    await typed(evening, code, "ben")  # who read it there
    assert await whose(evening, "ben") is None


async def test_a_code_for_a_customer_whom_another_viewer_holds_goes_to_staff_with_its_message(
    evening: Evening,
) -> None:
    await linked(evening, "ann", "C1")
    message, heard = await typed(evening, await one_code(evening), "ben")
    assert heard == CodeHeard(fresh=True)
    assert await whose(evening, "ben") is None
    (case,) = await evening.store.cases.several()
    assert [asker.message_id for asker in case.askers] == [message.id]
    draft = Draft(ReplyKind.NOTICE, "said", evening.in_(45))
    decided = Decided(message, Acknowledge(Wish.LINK, "said", DONE[Wish.LINK]), evening.now, draft)
    recorded = await evening.store.record(decided)
    assert (recorded.outcome, recorded.reason) == (Outcome.ANSWER, "typed a link code")
    (case,) = await evening.store.cases.several()
    assert case.people == 1


async def test_a_card_in_the_parcel_tells_whose_order_it_is_where_the_file_named_no_buyer(evening: Evening) -> None:
    store = evening.store
    await store.orders.save([order("o1", "", evening), order("o2", "", evening)])
    codes = [
        (await store.customers.new_codes("", ("generic", one), 1, MINUTES, "kim", evening.now))[0]
        for one in ("o1", "o2")
    ]
    for code in codes:
        await typed(evening, code)
    customer = await whose(evening, "ann")
    assert customer == "order:generic:o1"
    assert [one.order_id for one in await store.orders.of_customer(customer)] == ["o1", "o2"]
    # The same file again, still without a buyer, forgets nothing.
    await store.orders.save([order("o1", "", evening), order("o2", "", evening)])
    assert len(await store.orders.of_customer(customer)) == 2


# what viewers ask for about themselves


async def asks(evening: Evening, wish: Wish, viewer: str = "ann", *, quiet: str = "") -> Outcome:
    message = await evening.heard(text=str(wish), viewer=viewer)
    draft = Draft(ReplyKind.NOTICE, "said", evening.in_(45))
    decision = Acknowledge(wish, "said", DONE[wish], CASES.get(wish, ""), quiet)
    return (await evening.store.record(Decided(message, decision, evening.now, draft, platform="practice"))).outcome


async def test_who_wants_to_be_left_alone_is_and_until_they_say_otherwise(evening: Evening) -> None:
    await linked(evening, "ann", "C1", Grade.PLATFORM)
    assert await asks(evening, Wish.LEAVE_ALONE) is Outcome.ANSWER
    await evening.reopen()
    known = await evening.store.customers.known("practice", "ann", Grade.CODE)
    assert (known.ids, known.left_alone) == ((), True)
    await asks(evening, Wish.SUGGEST_AGAIN)
    assert (await evening.store.customers.known("practice", "ann", Grade.CODE)).ids == ("C1",)


async def test_unlinking_by_the_viewer_is_done_in_the_same_commit(evening: Evening) -> None:
    await linked(evening, "ann", "C1")
    assert await asks(evening, Wish.UNLINK) is Outcome.ANSWER
    assert await whose(evening, "ann") is None
    assert await asks(evening, Wish.UNLINK, "ben") is Outcome.ANSWER  # the same for somebody who was never linked


@pytest.mark.parametrize("wish", [Wish.SHOW, Wish.DELETE])
async def test_what_staff_must_do_is_answered_and_a_case_as_well(evening: Evening, wish: Wish) -> None:
    assert await asks(evening, wish) is Outcome.ANSWER
    (case,) = await evening.store.cases.several()
    assert case.reason == CASES[wish]
    assert case.people == 1
    (balance,) = await evening.store.balance()
    assert (balance.heard, balance.unexplained) == (1, 0)


async def test_what_viewers_ask_about_themselves_is_no_question_for_the_faq(evening: Evening) -> None:
    for wish in Wish:
        await asks(evening, wish)
    await evening.store.set_room_mode(ROOM, "silent", "kim", evening.now)
    await asks(evening, Wish.DELETE, "ben")
    before = evening.now - timedelta(days=1)
    assert list(await evening.store.misses(None, before)) == []
    assert list(await evening.store.asked()) == []
    record = await evening.store.entry_record(before)
    # A case is a case; but no answer without an entry speaks against the entry before it.
    assert [given.viewer for given in record.given] == ["ben"]


async def test_a_sentence_that_did_not_reach_the_room_is_no_case_what_it_spoke_of_is_done(evening: Evening) -> None:
    await asks(evening, Wish.LEAVE_ALONE)
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("refused", reason="muted"), evening.now)
    await asks(evening, Wish.UNLINK, "ben")
    await evening.store.set_room_mode(ROOM, "silent", "kim", evening.now)
    assert await evening.store.cases.several() == []
    (balance,) = await evening.store.balance()
    assert (balance.heard, balance.ignored, balance.unexplained) == (2, 2, 0)
    assert (await evening.store.customers.known("practice", "ann", Grade.CODE)).left_alone


async def test_in_a_silent_room_it_is_done_without_a_word(evening: Evening) -> None:
    await evening.store.set_room_mode(ROOM, "silent", "kim", evening.now)
    assert await asks(evening, Wish.LEAVE_ALONE) is Outcome.IGNORE
    assert (await evening.store.customers.known("practice", "ann", Grade.CODE)).left_alone
    assert await asks(evening, Wish.DELETE, "ben") is Outcome.ESCALATE
    assert await evening.store.next_replies(ROOM) == []


async def test_to_a_viewer_whom_a_person_looks_after_the_bot_says_nothing(evening: Evening) -> None:
    assert await asks(evening, Wish.SHOW) is Outcome.ANSWER
    (case,) = await evening.store.cases.several()
    await evening.store.cases.claim(case.id, "kim", evening.in_(300), evening.now)
    assert await asks(evening, Wish.LEAVE_ALONE) is Outcome.IGNORE
    assert await asks(evening, Wish.DELETE) is Outcome.MERGE
    assert (await evening.store.customers.known("practice", "ann", Grade.CODE)).left_alone


# consent and tiers


async def test_consent_is_off_until_given_and_can_be_taken_back(evening: Evening) -> None:
    customers = evening.store.customers
    assert await customers.consents("C1") == []
    for given in (True, False):
        await customers.set_consent(Consent("C1", "contact", given, "kim", evening.now))
        (found,) = await customers.consents("C1")
        assert found.given is given


async def test_the_history_keeps_changes_only_and_each_rules_tiers_apart(evening: Evening) -> None:
    customers, day = evening.store.customers, date(2026, 11, 12)

    async def keep(rule: str, on: date, tier: str) -> int:
        return await customers.keep_tiers(rule, on, [("C1", tier, "")], evening.now)

    assert await keep("r1", day, "low") == 1
    assert await keep("r1", day + timedelta(days=1), "low") == 0
    assert await keep("r1", day + timedelta(days=2), "high") == 1
    assert await keep("r2", day + timedelta(days=2), "low") == 1
    assert await keep("r1", day + timedelta(days=3), "high") == 0
    kept = [(one.day.day, one.version, one.tier) for one in await customers.tier_history("C1")]
    assert kept == [(14, 2, "low"), (14, 1, "high"), (12, 1, "low")]
    assert await customers.tier_rules() == {1: "r1", 2: "r2"}


async def test_everybodys_orders_come_some_people_at_a_time_and_a_person_in_one_piece(evening: Evening) -> None:
    store = evening.store
    await store.orders.save([order(f"o{i}", f"C{i % 7}", evening, days=i) for i in range(1, 30)])
    await store.orders.save([order("none", "", evening)])
    await store.customers.merge("C6", "C0", "kim", evening.now)
    found: dict[str, int] = {}
    async for some in store.customers.all_bills("Asia/Shanghai", at_once=2):
        assert not found.keys() & some.keys()
        found |= {who: len(of) for who, of in some.items()}
    assert found == {who: len(of) for who, of in (await store.customers.bills("Asia/Shanghai")).items()}
    assert found["C0"] == 8


async def test_orders_count_on_the_shops_days(evening: Evening) -> None:
    await evening.store.orders.save([order("o1", "C1", evening)])
    (bill,) = (await evening.store.customers.bills("Asia/Shanghai"))["C1"]
    assert bill.day == date(2026, 11, 8)  # 20:00 in Greenwich is tomorrow in Shanghai
    assert (bill.net, bill.currency) == (Decimal(80), "CNY")
