"""A room with a model beside it: taken over, deleted, asked anew, crowded, sold out, at any moment of a call."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Outcome
from bot.model import Model
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.stepping import Stepping
from bot.store import Store, open_store
from tests.fakes import CATALOG, ROOM, Clock, ScriptedConnector, Shop, running, settled, until
from tests.models import model_at, shipped_prompt
from tests.servers.model import FakeModel

SAYS = '{"action":"suggest","skus":["A101"],"say":"light and gentle"}'
WISH = "can you recommend a face mask"


class Show:
    """A room whose model answers when it likes."""

    def __init__(self, store: Store, service: FakeModel, model: Model) -> None:
        self.store, self.service, self.model = store, service, model
        self.feed, self.now, self.shop = ScriptedConnector(), Clock(), Shop()
        within = timedelta(seconds=45)
        prompts = {name: shipped_prompt(name) for name in ("suggest", "choose")}
        stepping = Stepping(ROOM, store, self.now, rests=lambda: model.rests)
        advisor = Advisor(store, "scripted", self.shop, lambda: prompts, model, self.now, within,
                          asked=stepping.note_asked)  # fmt: skip
        self.room = Room(ROOM, "scripted", self.feed, store, self.shop, advisor, stepping, self.now,
                         reply_within=within)  # fmt: skip

    async def case_of(self, viewer: str) -> int:
        """Let a viewer ask for a person first; return the case."""
        said = self.feed.says("can i talk to a real person please", viewer)
        await settled(self.store, self.feed, 1)
        (heard,) = await self.store.recent_messages(ROOM, 1, only=[said.id])
        assert heard.escalation_id is not None
        return heard.escalation_id

    async def claim(self, case: int) -> None:
        """Let a person take a case."""
        claimed = await self.store.cases.claim(case, "kim", self.now() + timedelta(minutes=5), self.now())
        assert claimed.won

    async def outcomes(self) -> list[Outcome | None]:
        """What became of everything, in order."""
        return [heard.outcome for heard in await self.store.recent_messages(ROOM, 500)]


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    async with FakeModel() as service:
        service.text = SAYS
        store = await open_store(f"sqlite:///{tmp_path}/shop.db")
        async with model_at(service.url, timeout_s=20, ledger=store.model_calls) as model:
            yield Show(store, service, model)
        for balance in await store.balance():
            assert (balance.unexplained, balance.doubled) == (0, 0)
        await store.close()


async def test_a_model_words_the_suggestion_and_code_the_rest(show: Show) -> None:
    async with running(show.room):
        show.feed.says(WISH)
        await settled(show.store, show.feed, 1)
    assert show.feed.texts == ["@Ann “Face mask” (link 1): light and gentle. $12.5."]
    use = await show.store.model_calls.use(ROOM, show.now() - timedelta(hours=9))
    assert (use.calls, use.verdicts) == ({"answered": 1}, {"sound": 1})


@pytest.mark.parametrize("point", range(20))
async def test_after_a_takeover_at_any_moment_of_a_call_the_bot_says_nothing(show: Show, point: int) -> None:
    show.service.delay_s = 0.1
    async with running(show.room):
        case = await show.case_of("ann")
        show.feed.says(WISH, "ann")
        await asyncio.sleep(point * 0.008)
        await show.claim(case)
        after = len(show.feed.sent)
        await settled(show.store, show.feed, 2)
        await asyncio.sleep(0.15)
    assert len(show.feed.sent) == after
    if not after:
        assert (await show.outcomes())[1] is Outcome.MERGE


async def test_a_takeover_stops_the_call_at_the_service(show: Show) -> None:
    show.service.delay_s = 15
    async with running(show.room):
        case = await show.case_of("ann")
        show.feed.says(WISH, "ann")
        await until(lambda: show.service.at_once == 1)
        await show.claim(case)
        async with asyncio.timeout(1):
            while not show.service.given_up:
                await asyncio.sleep(0.005)
        await settled(show.store, show.feed, 2)
    assert show.feed.sent == []


async def test_a_person_who_came_and_went_during_a_call_is_not_answered_over(show: Show) -> None:
    async with running(show.room):
        case = await show.case_of("ann")
        show.now.move(5)
        hold = show.service.delay_s = 0.3
        show.feed.says(WISH, "ann")
        await until(lambda: show.service.at_once == 1)
        # Between two looks of the room: only the commit can notice.
        show.room.memory.held = {}
        await show.claim(case)
        await show.store.cases.resolve(case, "kim", "said on air", show.now())
        await asyncio.sleep(hold)
        await settled(show.store, show.feed, 2)
    assert show.feed.sent == []


async def test_a_question_that_is_deleted_meanwhile_is_given_up(show: Show) -> None:
    show.service.delay_s = 15
    async with running(show.room):
        said = show.feed.says(WISH)
        await until(lambda: show.service.at_once == 1)
        show.feed.deletes(said.id)
        await settled(show.store, show.feed, 1)
    assert await show.outcomes() == [Outcome.IGNORE]
    assert show.feed.sent == []


async def test_a_newer_wish_takes_the_place_of_the_one_under_way(show: Show) -> None:
    show.service.delay_s = 15
    async with running(show.room):
        show.feed.says(WISH)
        await until(lambda: show.service.at_once == 1)
        show.service.delay_s = 0
        show.service.text = SAYS.replace("A101", "A102")
        show.feed.says("can you recommend a cleanser")
        await settled(show.store, show.feed, 2)
    assert len(show.feed.sent) == 1
    assert "Cleanser" in show.feed.texts[0]
    assert await show.outcomes() == [Outcome.IGNORE, Outcome.SUGGEST]


@pytest.mark.parametrize("gone", [CATALOG.replace("320", "0"), CATALOG.replace("A101", "A109")])
async def test_what_is_sold_out_when_the_reply_is_written_is_not_promised(show: Show, gone: str) -> None:
    """The catalogue changes after the draft was judged: the commit itself looks again."""
    advise = show.room.advisor.advise

    async def sells_out(*args: object, **kwargs: object) -> object:
        decided = await advise(*args, **kwargs)  # type: ignore[arg-type]
        show.shop.now_sells(gone)
        return decided

    object.__setattr__(show.room, "advisor", _Instead(show.room.advisor, sells_out))
    async with running(show.room):
        show.feed.says(WISH)
        await settled(show.store, show.feed, 1)
    assert show.feed.sent == []
    (case,) = await show.store.cases.several()
    assert case.reason == "A101 was sold out meanwhile"


class _Instead:
    """An advisor one of whose acts is another."""

    def __init__(self, advisor: Advisor, advise: object) -> None:
        self._advisor, self.advise = advisor, advise

    def __getattr__(self, name: str) -> object:
        return getattr(self._advisor, name)


async def test_a_price_that_changed_while_the_reply_waited_is_said_as_it_is_now(show: Show) -> None:
    show.feed.link.become("waiting", show.now())
    async with running(show.room):
        show.feed.says(WISH)
        while not await show.store.next_replies(ROOM):
            await asyncio.sleep(0.005)
        show.shop.now_sells(CATALOG.replace("12.50", "19"))
        show.feed.link.become("connected", show.now())
        await settled(show.store, show.feed, 1)
    assert show.feed.texts == ["@Ann “Face mask” (link 1): light and gentle. $19."]


BURST = int(os.environ.get("BURST", "300"))


async def test_a_burst_is_borne_with_a_short_line_a_bounded_bill_and_fresh_answers(show: Show) -> None:
    show.service.delay_s = 0.05
    show.model.limits = show.model.limits.__class__(calls_per_viewer=3, calls_per_minute=20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with running(show.room):
        for i in range(BURST):
            show.feed.says(f"{WISH} for aunt number {i}", f"v{i}")
            if i % 20 == 19:
                await asyncio.sleep(0.1)
        await settled(show.store, show.feed, BURST)
    assert len(show.service.asked) <= 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, "kilobytes"
    (balance,) = await show.store.balance()
    assert balance.heard == BURST
    assert balance.in_flight == 0
    crowded = [case for case in await show.store.cases.several() if "too many" in case.reason]
    assert len(crowded) <= 1


async def test_no_failure_of_the_model_loses_a_question_or_slows_an_answer_of_the_faq(show: Show) -> None:
    show.service.mood = "stall"
    async with running(show.room):
        for i in range(6):
            show.feed.says(f"{WISH} number {i}", f"v{i}")
        show.feed.says("when do you ship", "ben")
        await until(lambda: "@Ben Within 48 hours." in show.feed.texts)
        assert len(show.feed.sent) == 1, "the FAQ's answer overtakes"
        show.service.mood = "500"
        for given_up in range(6):
            show.feed.deletes(f"m{given_up + 1}")
        await settled(show.store, show.feed, 7)
