"""A room that is left to its program less than usual: by itself when something is amiss, and by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot import reasons
from bot.escalation.steps import Change, Standing, Step
from bot.faq.match import Match, Matcher
from bot.faq.vectors import Vector
from bot.knowledge import Knowledge, Rules
from bot.messages import Outcome
from bot.model import Model
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.stepping import Stepping
from bot.store import Store, open_store
from bot.store.records import HeardMessage
from tests.fakes import ROOM, Clock, ScriptedConnector, Shop, knowledge_of, running, settled, until
from tests.models import model_at, shipped_prompt
from tests.servers.model import FakeModel

SAYS = '{"action":"suggest","skus":["A101"],"say":"light and gentle"}'
NORMAL, FAQ_ONLY, PEOPLE_ONLY = Step


class Show:
    """A room with a model beside it, and a hand on its steps."""

    def __init__(self, url: str, store: Store, service: FakeModel, model: Model) -> None:
        self.url, self.store, self.service, self.model = url, store, service, model
        self.now, self.shop, self.said = Clock(), Shop(), 0
        self.recalled: frozenset[Hashable] = frozenset()
        self.late = 0
        self.automatic = True
        self.build()

    def build(self) -> None:
        """Put the room together, as a start does."""
        self.feed = ScriptedConnector()
        self.feed.said = self.said
        self.stepping = Stepping(
            ROOM, self.store, self.now, self.automatic, lambda: self.model.rests, lambda: self.late,
            lambda: self.recalled,
        )  # fmt: skip
        prompts = {name: shipped_prompt(name) for name in ("suggest", "choose")}
        within = timedelta(seconds=45)
        advisor = Advisor(
            self.store, "scripted", self.shop, lambda: prompts, self.model, self.now, within,
            asked=self.stepping.note_asked,
        )  # fmt: skip
        self.room = Room(
            ROOM, "scripted", self.feed, self.store, self.shop, advisor, self.stepping, self.now,
            chosen=Rules(model_chooses=True), reply_within=within,
        )  # fmt: skip

    async def restarted(self) -> None:
        """Stop and start again."""
        await self.store.close()
        self.said = self.feed.said
        self.store = await open_store(self.url)
        self.build()

    @asynccontextmanager
    async def on_air(self) -> AsyncIterator[None]:
        """Let the room live, and listen before anything happens."""
        async with running(self.room):
            await until(lambda: self.feed.listening)
            yield

    async def hears(self, text: str, viewer: str) -> HeardMessage:
        """Let somebody say something, and wait for what becomes of it."""
        said = self.feed.says(text, viewer, at=self.now())
        await settled(self.store, self.feed, self.feed.said)
        (heard,) = await self.store.recent_messages(ROOM, 1, only=[said.id])
        return heard

    async def goes(self, step: Step) -> None:
        """Wait for the room's next looks to bring it to a step."""
        await until(lambda: bool(self.stepping.lately) and self.stepping.lately[-1].step is step)


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    async with FakeModel() as service:
        service.text = SAYS
        url = f"sqlite:///{tmp_path}/shop.db"
        store = await open_store(url)
        async with model_at(service.url, timeout_s=20, ledger=store.model_calls) as model:
            show = Show(url, store, service, model)
            yield show
        for balance in await show.store.balance():
            assert (balance.unexplained, balance.doubled) == (0, 0)
        await show.store.close()


# the FAQ only


async def test_a_model_that_fails_again_and_again_takes_the_room_to_the_faq_only(show: Show) -> None:
    show.service.mood = "500"
    async with show.on_air():
        for n in range(4):
            await show.hears(f"can you recommend a face mask for aunt {n}", f"v{n}")
        await show.goes(FAQ_ONLY)
        asked = len(show.service.asked)
        wish = await show.hears("can you recommend a cleanser", "ann")
        answer = await show.hears("when do you ship", "ben")
        price = await show.hears("how much is the cleanser", "cat")
    assert (wish.outcome, wish.reason) == (Outcome.ESCALATE, reasons.FAQ_ONLY)
    assert answer.outcome is price.outcome is Outcome.ANSWER
    assert show.feed.texts[-2:] == ["@Ben Within 48 hours.", "@Cat Link 2 “Cleanser” is $9 now."]
    assert len(show.service.asked) == asked
    (case,) = [case for case in await show.store.cases.several() if case.id == wish.escalation_id]
    assert "Cleanser" in case.draft  # what the program would have suggested is at hand for whoever answers
    (change,) = await show.store.steps.changes()
    assert (change.was, change.step, change.why, change.by) == (NORMAL, FAQ_ONLY, reasons.MODEL_FAILS, "")


async def test_a_model_that_gives_nothing_usable_does_too(show: Show) -> None:
    show.service.text = "buy buy buy"
    async with show.on_air():
        for n in range(4):
            await show.hears(f"can you recommend a face mask for aunt {n}", f"v{n}")
        await show.goes(FAQ_ONLY)


async def test_it_is_normal_again_after_a_quiet_time(show: Show) -> None:
    show.service.mood = "500"
    async with show.on_air():
        for n in range(4):
            await show.hears(f"can you recommend a face mask for aunt {n}", f"v{n}")
        await show.goes(FAQ_ONLY)
        show.service.mood = "good"
        show.now.move(200)
        await show.goes(NORMAL)
        wish = await show.hears("can you recommend a cleanser please", "ann")
    assert wish.outcome is Outcome.SUGGEST
    assert [(c.step, c.why) for c in await show.store.steps.changes()] == [
        (NORMAL, reasons.QUIET_SINCE.format(minutes=2)), (FAQ_ONLY, reasons.MODEL_FAILS)
    ]  # fmt: skip


async def test_all_who_wish_for_the_same_goods_share_a_case(show: Show) -> None:
    async with show.on_air():
        await show.stepping.choose(FAQ_ONLY, "kim")
        first = await show.hears("can you recommend a face mask", "ann")
        same = await show.hears("which face mask should i buy", "ben")
        other = await show.hears("can you recommend a cleanser", "cat")
        own = await show.hears("can you recommend a face mask under 20 dollars", "dan")
    assert same.escalation_id == first.escalation_id
    assert len({first.escalation_id, other.escalation_id, own.escalation_id}) == 3
    assert show.feed.sent == []


async def test_questions_that_wait_for_the_model_are_given_to_people_at_once(show: Show) -> None:
    show.service.delay_s = 15
    async with show.on_air():
        for n in range(6):
            show.feed.says("can you recommend a face mask" if n % 2 else "can you recommend a cleanser", f"v{n}")
        await until(lambda: show.service.at_once == 2 and not show.feed.unheard)
        await show.stepping.choose(FAQ_ONLY, "kim")
        await settled(show.store, show.feed, 6)
    assert show.feed.sent == []
    cases = await show.store.cases.several()
    assert {case.reason for case in cases} == {reasons.FAQ_ONLY}
    assert sum(case.people for case in cases) == 6
    assert len(cases) <= 4


async def test_a_near_miss_is_not_asked_back_and_no_model_chooses(show: Show) -> None:
    async with show.on_air():
        await show.stepping.choose(FAQ_ONLY, "kim")
        near = await show.hears("is the shipping free when i change my address", "ann")
    assert near.outcome is Outcome.ESCALATE
    assert show.service.asked == []


async def test_a_line_that_is_full_again_and_again_takes_the_room_down(show: Show) -> None:
    show.service.delay_s = 15
    async with show.on_air():
        for rush in range(3):
            for n in range(14):
                show.feed.says(f"can you recommend a face mask for aunt {n}", f"v{rush}-{n}")
            await until(lambda: not show.feed.unheard)
            await asyncio.sleep(0.1)
            show.now.move(11)
        await show.goes(FAQ_ONLY)
        await settled(show.store, show.feed, 42)
    (change,) = await show.store.steps.changes()
    assert change.why == reasons.LINE_FULL


async def test_a_program_that_falls_behind_takes_the_room_down(show: Show) -> None:
    async with show.on_air():
        show.late = 5
        await show.goes(FAQ_ONLY)
    assert show.stepping.stands.why == reasons.PROGRAM_LATE


# people only


async def test_answers_that_viewers_call_wrong_leave_the_room_to_people(show: Show) -> None:
    async with show.on_air():
        for n in range(3):
            await show.hears("when do you ship", f"v{n}")
            show.now.move(8)
            await show.hears("that's not what i asked", f"v{n}")
        await show.goes(PEOPLE_ONLY)
        said = len(show.feed.sent)
        first = await show.hears("is shipping free", "ann")
        same = await show.hears("shipping is free, right?", "ben")
        chatter = await show.hears("so pretty today", "cat")
        again = await show.hears("is shipping free", "dan")
    assert len(show.feed.sent) == said
    assert (first.outcome, first.reason) == (Outcome.ESCALATE, reasons.PEOPLE_ONLY)
    assert again.escalation_id == first.escalation_id
    assert same.outcome in (Outcome.ESCALATE, Outcome.MERGE)
    assert chatter.outcome is Outcome.IGNORE
    (case,) = [case for case in await show.store.cases.several() if case.id == first.escalation_id]
    assert case.draft == "Free from 59."


async def test_one_angry_viewer_cannot_switch_the_program_off(show: Show) -> None:
    async with show.on_air():
        for n in range(6):
            await show.hears("when do you ship" if n % 2 else "is shipping free", "troll")
            show.now.move(12)
            await show.hears("that's not what i asked", "troll")
        await show.stepping.look()
    assert show.stepping.step is NORMAL


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_few_accounts_can_silence_a_room_once_and_not_all_evening(show: Show, by_hand: bool) -> None:
    async def all_say_wrong(*viewers: str) -> None:
        for viewer in viewers:
            assert (await show.hears("when do you ship", viewer)).outcome is Outcome.ANSWER
            show.now.move(8)
            await show.hears("that's not what i asked", viewer)
        await show.stepping.look()

    async with show.on_air():
        await all_say_wrong("a", "b", "c")
        await show.goes(PEOPLE_ONLY)
        if by_hand:
            await show.stepping.choose(NORMAL, "kim")
        for _ in range(30):
            show.now.move(30)
            await show.stepping.look()
        assert show.stepping.step is NORMAL
        await all_say_wrong("a", "b", "c")
        assert show.stepping.step is NORMAL
        await all_say_wrong("d", "e", "f")  # others who say so are heard
        await show.goes(PEOPLE_ONLY)


async def test_several_recalls_in_minutes_leave_the_room_to_people(show: Show) -> None:
    show.recalled = frozenset({("old", "1"), ("older", "1"), ("oldest", "1")})  # before this start: nobody's alarm
    async with show.on_air():
        show.recalled |= {("ship", "a"), ("postage", "b")}
        await show.stepping.look()
        assert show.stepping.step is NORMAL
        show.recalled |= {("screen-price", "c")}
        await show.goes(PEOPLE_ONLY)
    assert show.stepping.stands.why == reasons.MANY_RECALLED.format(n=3)


class Stumbling(Matcher):
    """Falls over everything."""

    def match(self, message: str, vector: Vector | None = None) -> Match:
        """Fall."""
        raise RuntimeError("slipped")


async def test_a_program_that_stumbles_over_message_after_message_leaves_the_room_to_people(show: Show) -> None:
    known = knowledge_of()
    show.shop.knowledge = Knowledge(known.faq, Stumbling(known.faq), known.catalog, known.handover)
    async with show.on_air():
        for n in range(3):
            await show.hears(f"do you ship to the moon {n}", f"v{n}")
        await show.goes(PEOPLE_ONLY)


async def test_one_viewer_whose_words_the_program_stumbles_over_does_not_silence_the_others(show: Show) -> None:
    known = knowledge_of()
    show.shop.knowledge = Knowledge(known.faq, Stumbling(known.faq), known.catalog, known.handover)
    async with show.on_air():
        for n in range(6):
            await show.hears(f"do you ship to the moon {n}", "troll")
        await show.stepping.look()
    assert show.stepping.step is NORMAL


async def test_what_was_about_to_be_said_is_a_persons_when_somebody_pulls_the_brake(show: Show) -> None:
    show.feed.link.state = "waiting"
    async with show.on_air():
        show.feed.says("when do you ship", "ann")
        show.feed.says("how long until you ship", "ben")
        await until(lambda: show.room.heard == 2)
        while not await show.store.next_replies(ROOM):
            await asyncio.sleep(0.005)
        await show.stepping.choose(PEOPLE_ONLY, "kim")
        show.feed.link.state = "connected"
        await settled(show.store, show.feed, 2)
        cat = await show.hears("when do you ship", "cat")
        await show.stepping.choose(NORMAL, "kim")
        await show.hears("is shipping free", "dan")
    assert show.feed.texts == ["@Dan Free from 59."]
    (case,) = await show.store.cases.several()
    assert (case.people, case.draft, cat.escalation_id) == (3, "Within 48 hours.", case.id)


# by hand, and over a restart


async def test_a_step_by_hand_outlives_a_restart_and_holds(show: Show) -> None:
    async with show.on_air():
        await show.stepping.choose(PEOPLE_ONLY, "kim")
    await show.restarted()
    show.now.move(7200)
    async with show.on_air():
        assert (await show.hears("when do you ship", "ann")).outcome is Outcome.ESCALATE
        assert (show.stepping.stands.by, show.stepping.step) == ("kim", PEOPLE_ONLY)
        assert [change.by for change in show.stepping.lately] == ["kim"]
    assert show.feed.sent == []


async def test_a_step_of_the_programs_own_outlives_a_restart_and_ends_after_the_quiet_time(show: Show) -> None:
    async with show.on_air():
        show.late = 5
        await show.goes(FAQ_ONLY)
    await show.restarted()
    show.late = 0
    async with show.on_air():
        assert show.stepping.step is FAQ_ONLY
        await show.stepping.look()
        show.now.move(125)
        await show.goes(NORMAL)


async def test_where_the_steps_are_left_to_people_nothing_happens_by_itself(show: Show) -> None:
    async with show.on_air():
        show.late = 5
        await show.goes(FAQ_ONLY)
    show.automatic = False
    await show.restarted()
    async with show.on_air():
        assert show.stepping.step is NORMAL
        await show.stepping.look()
        assert show.stepping.step is NORMAL
        await show.stepping.choose(FAQ_ONLY, "kim")
        assert show.stepping.step is FAQ_ONLY
    assert (await show.store.steps.changes())[1].why == reasons.STEPS_BY_HAND


async def test_a_step_that_cannot_be_kept_is_not_taken_and_tried_again(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError("the disk is full")

    async with show.on_air():
        with monkeypatch.context() as broken:
            broken.setattr(show.store.steps, "take", full)
            show.late = 5
            await show.stepping.look()
            assert show.stepping.step is NORMAL
        await show.goes(FAQ_ONLY)


async def test_what_a_person_chose_stands_when_the_programs_own_choice_could_not_be_kept(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, started, fails = show.store.steps.take, asyncio.Event(), asyncio.Event()

    async def slow(change: Change, stands: Standing) -> Sequence[str]:
        if change.by:
            return await take(change, stands)
        started.set()
        await fails.wait()
        raise OSError("the disk is full")

    monkeypatch.setattr(show.store.steps, "take", slow)
    show.late = 5
    looking = asyncio.create_task(show.stepping.look())
    await started.wait()
    await show.stepping.choose(PEOPLE_ONLY, "kim")
    fails.set()
    await looking
    assert show.stepping.stands == await show.store.steps.standing(ROOM)
    assert show.stepping.step is PEOPLE_ONLY
