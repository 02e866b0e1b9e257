"""An evening in a room, written to a store: whatever store it is, the tests here see only `Store`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.escalation import Escalation
from bot.messages import (
    Answer,
    ChatMessage,
    Decision,
    Escalate,
    Ignore,
    Merge,
    Reply,
    ReplyKind,
    Scored,
    SendResult,
    Urgency,
    Viewer,
)
from bot.store import Store, open_store
from bot.store.records import Balance, Decided, Delivery, Draft, HeardMessage, OutboxRow, Recorded
from tests.staff import reply

ROOM = "studio"
START = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
REPLY_WITHIN = timedelta(seconds=45)

Opener = Callable[[], Awaitable[Store]]


@dataclass
class Evening:
    """A store, a clock that stands still until it is moved, and short ways to let things happen."""

    open: Opener
    store: Store
    now: datetime = START
    _said: int = field(default=0)

    def later(self, seconds: float) -> datetime:
        """Move the clock on."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def in_(self, seconds: float) -> datetime:
        """Return a time to come."""
        return self.now + timedelta(seconds=seconds)

    async def reopen(self) -> Store:
        """Stop and start again."""
        await self.store.close()
        self.store = await self.open()
        return self.store

    # what viewers say

    def message(self, message_id: str = "", text: str = "when do you ship", *, viewer: str = "ann", room: str = ROOM
                ) -> ChatMessage:  # fmt: skip
        """Make a message; without an id it gets the next number."""
        if not message_id:
            self._said += 1
            message_id = f"said-{self._said}"
        return ChatMessage(room, message_id, Viewer(viewer, viewer.capitalize()), text, self.now)

    async def heard(
        self, message_id: str = "", text: str = "when do you ship", *, viewer: str = "ann", room: str = ROOM
    ) -> ChatMessage:
        """Claim a message."""
        message = self.message(message_id, text, viewer=viewer, room=room)
        assert await self.store.claim(message, self.now)
        return message

    # what is decided

    def draft(self, text: str = "within 48 hours", kind: ReplyKind = ReplyKind.FAQ) -> Draft:
        """Make a reply that may go for 45 seconds."""
        return Draft(kind, text, self.now + REPLY_WITHIN, entry="ship")

    async def decided(self, message: ChatMessage, decision: Decision, draft: Draft | None = None) -> Recorded:
        """Record a decision."""
        return await self.store.record(Decided(message, decision, self.now, draft))

    async def answered(self, message: ChatMessage, text: str = "within 48 hours") -> Recorded:
        """Answer from the FAQ."""
        return await self.decided(message, answer(text), self.draft(text))

    async def asked(self, message_id: str = "", *, viewer: str = "ann", room: str = ROOM) -> ChatMessage:
        """Hear a question that the FAQ answers; its reply waits."""
        message = await self.heard(message_id, viewer=viewer, room=room)
        assert (await self.answered(message)).outbox_id is not None
        return message

    async def joined(self, other: ChatMessage, message_id: str = "", *, viewer: str = "ben") -> Recorded:
        """Hear the same question again and merge it into a reply that should still wait."""
        message = await self.heard(message_id, viewer=viewer, room=other.room)
        return await self.decided(message, Merge("the same answer waits", into_message=other.id), self.draft())

    async def case(self, message_id: str = "", *, viewer: str = "ann", urgency: Urgency = Urgency.NORMAL) -> int:
        """Hear a question for a person; return its case."""
        message = await self.heard(message_id, viewer=viewer)
        recorded = await self.decided(message, Escalate("no sure answer", urgency, "perhaps this"))
        assert recorded.escalation_id is not None
        return recorded.escalation_id

    async def joined_case(self, case: int, message_id: str = "", *, viewer: str = "ben") -> Recorded:
        """Hear a question whose case is open already."""
        message = await self.heard(message_id, viewer=viewer)
        return await self.decided(message, Merge("the same question", into_escalation=case))

    async def ignored(self, message: ChatMessage) -> Recorded:
        """Owe nothing."""
        return await self.decided(message, Ignore("small talk"))

    # what is sent

    async def waiting(self, room: str = ROOM) -> list[OutboxRow]:
        """Return the replies that wait."""
        return list(await self.store.next_replies(room))

    async def only_reply(self) -> OutboxRow:
        """Return the one reply that waits."""
        (row,) = await self.waiting()
        return row

    async def leaving(self) -> OutboxRow:
        """Let the one reply that waits leave; what became of it is not known yet."""
        row = await self.store.start_sending((await self.only_reply()).id, self.now)
        assert row is not None
        assert row.state is Delivery.SENDING
        return row

    async def sent(self, platform_id: str = "p1") -> OutboxRow:
        """Send the one reply that waits."""
        row = await self.leaving()
        await self.store.settle(row, SendResult("sent", platform_id), self.now)
        return row

    def echo(self, row: OutboxRow, platform_id: str = "p1", *, with_nonce: bool = True) -> ChatMessage:
        """Make the echo of a reply as the feed brings it."""
        reply = Reply(row.room, row.text, row.nonce)
        return ChatMessage(
            row.room, platform_id, Viewer("bot", is_bot=True), reply.text, self.now, is_own=True,
            nonce=reply.nonce if with_nonce else None,
        )  # fmt: skip

    # what staff do

    async def claimed(self, case: int, by: str = "kim", seconds: float = 300) -> bool:
        """Let somebody claim a case."""
        return (await self.store.cases.claim(case, by, self.in_(seconds), self.now)).won

    async def replied(self, case: int, text: str = "Here you are", *, by: str = "kim", once: str = "click-1") -> bool:
        """Let somebody answer a case."""
        claimed = await reply(self.store, case, text, self.now, by=by, once=once, send_within_s=60)
        return claimed.won

    # what came of it

    async def of(self, message: ChatMessage | str) -> HeardMessage:
        """Return a message with its outcome."""
        wanted = message if isinstance(message, str) else message.id
        room = None if isinstance(message, str) else message.room
        (heard,) = await self.store.recent_messages(room, 10, only=[wanted])
        return heard

    async def balance(self, room: str = ROOM) -> Balance:
        """Return the room's balance, which must add up at any moment."""
        balances = {balance.room: balance for balance in await self.store.balance()}
        for balance in balances.values():
            adds_up(balance)
        return balances[room]


def answer(text: str = "within 48 hours") -> Answer:
    """Make the decision to answer."""
    return Answer("ship", text, "in the FAQ's own words", Scored("ship", 1.0))


def adds_up(balance: Balance) -> None:
    """Everything heard has one outcome and its evidence; nobody was answered twice."""
    b = balance
    parts = (
        b.answered
        + b.clarified
        + b.suggested
        + b.escalated
        + b.merged
        + b.ignored
        + b.shed
        + b.expired
        + b.on_air
        + b.in_flight
    )
    assert b.unexplained == 0, b
    assert b.doubled == 0, b
    assert b.heard == parts, b


def _sqlite(folder: Path) -> Opener:
    return lambda: open_store(f"sqlite:///{folder}/roomhand.db")


def _changes_without_a_version(store: Store) -> list[str]:
    """Watch every write: what of a case differs while its version does not, no page would ever show."""
    seen: dict[int, Escalation] = {}
    found: list[str] = []
    threads = store._threads  # type: ignore[attr-defined]
    write = threads.write

    async def watched(topics: tuple[str, ...], do: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        result = await write(topics, do, *args, **kwargs)
        for case in await store.cases.several(open_only=False, limit=1_000):
            before = seen.get(case.id, case)
            if before.version == case.version and before != case:
                found.append(f"{do.__name__}: {before} -> {case}")
            seen[case.id] = case
        return result

    threads.write = watched
    return found


STORES = {"sqlite": _sqlite}
"""Every kind of store that must pass; another one is added here and nowhere else."""


@pytest.fixture(params=sorted(STORES))
def open_one(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same store each time."""
    return STORES[request.param](tmp_path)


@pytest.fixture
async def evening(open_one: Opener) -> AsyncIterator[Evening]:
    """An evening; when it is over its balance adds up and every case tells its changes, whatever the test did."""
    evening = Evening(open_one, await open_one())
    silent = _changes_without_a_version(evening.store)
    yield evening
    assert silent == []
    for balance in await evening.store.balance():
        adds_up(balance)
    await evening.store.close()
