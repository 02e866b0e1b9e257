"""The outbox: in turn, in pace, in time, never twice, and never against a person's word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.connectors import Connector
from bot.escalation import Escalation
from bot.messages import (
    Answer,
    ChatMessage,
    Deletion,
    Escalate,
    Merge,
    ReplyKind,
    Scored,
    SendResult,
    Suggest,
    Viewer,
)
from bot.pacing import Limit
from bot.room.outbox import Outbox
from bot.store import Store, open_store
from bot.store.records import Decided, Draft, OutboxRow
from tests.fakes import CATALOG, LONG_ENOUGH, ROOM, Clock, ScriptedConnector, Shop, until
from tests.staff import reply


class Desk:
    """An outbox with its store, its platform and a clock that stands still."""

    def __init__(self, store: Store, connector: ScriptedConnector) -> None:
        self.store, self.connector = store, connector
        self.now, self.shop = Clock(), Shop()
        self.left: list[str] = []
        self.outbox = Outbox(ROOM, connector, store, self.shop, self.now, self._note_left, self.now.seconds)
        self._said = 0

    def _note_left(self, row: OutboxRow, _: datetime | None) -> None:
        self.left.append(row.message_id)

    async def asked(
        self,
        text: str = "Within 48 hours.",
        viewer: str = "ann",
        *,
        entry: str = "",
        kind: ReplyKind = ReplyKind.FAQ,
        skus: tuple[str, ...] = (),
        say: str = "",
    ) -> ChatMessage:
        """Put the bot's reply to a new question in the outbox."""
        message = await self._heard(viewer)
        draft = Draft(kind, text, self.now() + timedelta(seconds=45), skus, entry, say=say)
        decision = Answer("ship", text, "sure", Scored("ship", 1.0)) if kind is ReplyKind.FAQ else Suggest("fits")
        await self.store.record(Decided(message, decision, self.now(), draft))
        return message

    async def joined(self, other: ChatMessage, viewer: str) -> None:
        """Let another viewer ask the same."""
        draft = Draft(ReplyKind.FAQ, "", self.now() + timedelta(seconds=45))
        merge = Merge("the same", into_message=other.id)
        await self.store.record(Decided(await self._heard(viewer), merge, self.now(), draft))

    async def case(self, viewer: str = "ann") -> int:
        """Open a case."""
        recorded = await self.store.record(Decided(await self._heard(viewer), Escalate("hard"), self.now()))
        assert recorded.escalation_id is not None
        return recorded.escalation_id

    async def replied(self, case: int, text: str) -> None:
        """Let staff answer a case."""
        await reply(self.store, case, text, self.now(), send_within_s=60)

    async def _heard(self, viewer: str) -> ChatMessage:
        self._said += 1
        message = ChatMessage(ROOM, f"m{self._said}", Viewer(viewer, viewer.capitalize()), "?", self.now())
        await self.store.claim(message, self.now())
        return message

    async def look(self) -> float | None:
        """Let the outbox look once, and wait until what it set off has come back."""
        async with asyncio.timeout(LONG_ENOUGH), asyncio.TaskGroup() as sends:
            return await self.outbox.send_waiting(sends)

    async def cases(self) -> list[Escalation]:
        return list(await self.store.cases.several())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """Let the outbox run for as long as the block lasts."""
        task = asyncio.create_task(self.outbox.run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    yield Desk(store, ScriptedConnector())
    for balance in await store.balance():
        assert (balance.unexplained, balance.doubled) == (0, 0)
    await store.close()


def test_the_scripted_connector_is_a_connector() -> None:
    connector: Connector = ScriptedConnector()
    assert connector.together == 8


# wording


async def test_a_reply_leaves_with_the_names_of_all_who_asked_in_front(desk: Desk) -> None:
    first = await desk.asked(viewer="ann")
    await desk.joined(first, "ben")
    await desk.look()
    (reply,) = desk.connector.sent
    assert reply.text == "@Ann @Ben Within 48 hours."
    assert (reply.room, reply.reply_to) == (ROOM, first.id)
    assert desk.left == [first.id]


async def test_prices_are_those_of_the_moment_of_sending(desk: Desk) -> None:
    await desk.asked("Face mask is $12.5.", entry="mask-price")
    desk.shop.now_sells(CATALOG.replace("12.50", "11"))
    await desk.look()
    assert desk.connector.texts == ["@Ann Face mask is $11."]


async def test_what_was_on_screen_when_it_was_asked_stays_in_the_answer(desk: Desk) -> None:
    await desk.asked("Face mask is $12.5.", entry="screen-price", skus=("A101",))
    await desk.look()
    assert desk.connector.texts == ["@Ann Face mask is $12.5."]


# not said after all


async def test_an_answer_the_catalogue_can_no_longer_fill_in_goes_to_a_person(desk: Desk) -> None:
    await desk.asked("Face mask is $12.5.", entry="mask-price")
    desk.shop.sells_nothing()
    await desk.look()
    assert not desk.connector.sent
    (case,) = await desk.cases()
    assert "the catalogue can no longer fill in {title:A101}" in case.reason


@pytest.mark.parametrize(
    ("catalog", "reason"),
    [
        (CATALOG.replace("320", "0"), "A101 is sold out"),
        (CATALOG.replace("A101", "A109"), "A101 is sold out"),
    ],
)
async def test_a_suggestion_that_no_longer_holds_goes_to_a_person(desk: Desk, catalog: str, reason: str) -> None:
    await desk.asked("Have a look: Face mask, $12.5.", kind=ReplyKind.SUGGESTION, skus=("A101",))
    desk.shop.now_sells(catalog)
    await desk.look()
    assert not desk.connector.sent
    (case,) = await desk.cases()
    assert case.reason.endswith(reason)


async def test_a_suggestion_is_worded_when_it_leaves_with_the_price_of_that_moment(desk: Desk) -> None:
    await desk.asked("Have a look at “Face mask”, $12.5.", kind=ReplyKind.SUGGESTION, skus=("A101",))
    desk.shop.now_sells(CATALOG.replace("12.50", "11"))
    await desk.look()
    assert desk.connector.texts == ["@Ann You could look at “Face mask” (link 1), $11, in stock now."]


async def test_a_reply_that_is_too_late_is_not_sent(desk: Desk) -> None:
    message = await desk.asked()
    desk.now.move(45)
    await desk.look()
    assert not desk.connector.sent
    assert (await desk.store.balance())[0].expired == 1
    assert desk.left == [message.id]


async def test_what_a_moderator_deleted_is_not_answered(desk: Desk) -> None:
    message = await desk.asked()
    await desk.store.delete(Deletion(ROOM, message_id=message.id), desk.now())
    await desk.look()
    assert not desk.connector.sent


async def test_a_takeover_while_the_reply_waits_silences_the_bot(desk: Desk) -> None:
    case = await desk.case("ann")
    await desk.asked(viewer="ann")
    await desk.asked(viewer="ben")
    later = desk.now() + timedelta(seconds=300)
    await desk.store.cases.claim(case, "kim", later, desk.now())
    await desk.look()
    assert desk.connector.texts == ["@Ben Within 48 hours."]


# in turn


async def test_staff_go_first(desk: Desk) -> None:
    desk.connector.together = 1
    await desk.asked(viewer="ann")
    await desk.replied(await desk.case("ben"), "On its way!")
    await desk.look()
    await desk.look()
    assert desk.connector.texts == ["@Ben On its way!", "@Ann Within 48 hours."]


async def test_no_faster_than_the_platform_allows(desk: Desk) -> None:
    desk.connector.pace.limits = (Limit(2, 10.0),)
    for i in range(5):
        await desk.asked(viewer=f"v{i}")
    assert await desk.look() == 10
    assert len(desk.connector.sent) == 2
    desk.now.move(9)
    assert await desk.look() == 1
    assert len(desk.connector.sent) == 2
    desk.now.move(1)
    await desk.look()
    assert len(desk.connector.sent) == 4


async def test_staff_wait_for_the_platforms_pace_too_but_overtake_the_bot(desk: Desk) -> None:
    desk.connector.pace.limits = (Limit(1, 10.0),)
    await desk.asked(viewer="ann")
    await desk.asked(viewer="ben")
    await desk.look()
    await desk.replied(await desk.case("cat"), "Here you are.")
    await desk.look()
    desk.now.move(10)
    await desk.look()
    assert desk.connector.texts == ["@Ann Within 48 hours.", "@Cat Here you are."]


async def test_at_most_together_are_under_way(desk: Desk) -> None:
    desk.connector.together = 3
    answers = [desk.connector.held() for _ in range(7)]
    for i in range(7):
        await desk.asked(viewer=f"v{i}")
    async with desk.running():
        for i, answer in enumerate(answers):
            await until(lambda i=i: len(desk.connector.sent) >= min(7, i + 3))  # type: ignore[misc]
            assert desk.connector.under_way <= 3
            answer.set_result(SendResult("sent", f"p{i}"))
        await until(lambda: len(desk.connector.sent) == 7 and not desk.connector.under_way)
    assert desk.connector.most_under_way == 3


async def test_one_slow_answer_does_not_hold_up_the_others(desk: Desk) -> None:
    never = desk.connector.held()
    await desk.asked(viewer="ann")
    async with desk.running():
        await until(lambda: desk.connector.under_way == 1)
        for i in range(10):
            await desk.asked(viewer=f"v{i}")
            await until(lambda i=i: len(desk.connector.sent) == i + 2)  # type: ignore[misc]
        never.set_result(SendResult("sent", "p0"))


async def test_a_platform_that_is_not_connected_is_waited_for(desk: Desk) -> None:
    desk.connector.link.state = "waiting"
    message = await desk.asked()
    assert await desk.look() == 0.2
    assert not desk.connector.sent
    assert not desk.left
    desk.connector.link.state = "connected"
    await desk.look()
    assert desk.left == [message.id]


async def test_while_it_is_not_connected_replies_still_grow_old(desk: Desk) -> None:
    desk.connector.link.state = "waiting"
    await desk.asked()
    desk.now.move(45)
    await desk.look()
    assert (await desk.store.balance())[0].expired == 1


# what the platform says


async def test_a_reply_the_platform_puts_off_is_sent_again_later_with_its_own_mark(desk: Desk) -> None:
    desk.connector.script.append(SendResult("refused", reason="too fast", retry_after=3))
    await desk.asked(viewer="ann")
    await desk.look()
    await desk.asked(viewer="ben")
    assert await desk.look() == 3, "the platform asked for a pause: nobody speaks"
    assert len(desk.connector.sent) == 1
    desk.now.move(3)
    await desk.look()
    first, again, other = desk.connector.sent
    assert first.nonce == again.nonce != other.nonce


async def test_a_reply_the_platform_refuses_goes_to_a_person(desk: Desk) -> None:
    desk.connector.script.append(SendResult("refused", reason="links are not allowed"))
    await desk.asked()
    await desk.look()
    (case,) = await desk.cases()
    assert "links are not allowed" in case.reason


async def test_a_reply_of_unknown_fate_is_not_sent_again(desk: Desk) -> None:
    desk.connector.script.append(SendResult("unknown", reason="no answer"))
    await desk.asked()
    await desk.look()
    await desk.look()
    assert len(desk.connector.sent) == 1
    assert (await desk.store.balance())[0].uncertain == 1


async def test_stopped_while_the_platform_does_not_answer(desk: Desk) -> None:
    """Handed over or not, nobody can tell: it is written down as uncertain before the outbox is gone."""
    _ = desk.connector.held()
    await desk.asked()
    async with desk.running():
        await until(lambda: desk.connector.under_way == 1)
    (balance,) = await desk.store.balance()
    assert (balance.uncertain, balance.in_flight) == (1, 0)


# waking


async def test_a_hint_wakes_it_at_once(desk: Desk) -> None:
    async with desk.running():
        await asyncio.sleep(0.05)  # it has looked and rests
        began = asyncio.get_running_loop().time()
        await desk.asked()
        await until(lambda: bool(desk.connector.sent))
        assert asyncio.get_running_loop().time() - began < 0.9


async def test_a_lost_hint_only_costs_a_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.room.outbox.LOOK_EVERY_S", 0.05)
    desk.outbox.clock = asyncio.get_running_loop().time
    monkeypatch.setattr(desk.store.hints, "ring", lambda *topics: None)
    async with desk.running():
        await desk.asked()
        await until(lambda: bool(desk.connector.sent))


async def test_it_is_empty_when_nothing_waits_and_nothing_is_under_way(desk: Desk) -> None:
    answer = desk.connector.held()
    assert await desk.outbox.empty()
    await desk.asked()
    assert not await desk.outbox.empty()
    async with desk.running():
        await until(lambda: desk.connector.under_way == 1)
        assert not await desk.outbox.empty()
        answer.set_result(SendResult("sent", "p1"))
        async with asyncio.timeout(LONG_ENOUGH):
            while not await desk.outbox.empty():
                await asyncio.sleep(0.002)
