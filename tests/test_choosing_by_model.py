"""The model chooses among the nearest entries: a room, the real client, a model with moods."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.faq.match import Matcher
from bot.knowledge import Rules
from bot.messages import Outcome
from bot.model import Asking, Model
from bot.prompts import Prompt, parse_prompt
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.stepping import Stepping
from bot.store import Store, open_store
from bot.store.records import HeardMessage
from tests.fakes import ROOM, Clock, ScriptedConnector, knowledge_of, running, settled
from tests.models import ASKED, model_at
from tests.servers.model import FakeModel
from tests.test_near_misses import Judged, unsure

PROMPTS = Path(__file__).parents[1] / "prompts"
QUESTION = "is there a fee if it is sent to me"
NEAR = unsure(("postage", 0.90), ("ship", 0.05))


def prompt(name: str) -> Prompt:
    read, problems = parse_prompt((PROMPTS / f"{name}.md").read_text("utf-8"), f"prompts/{name}.md", name)
    assert read is not None, problems
    return read


class Show:
    """A room with a model beside it."""

    def __init__(self, store: Store, model: Model) -> None:
        self.store, self.feed, self.now, self.model = store, ScriptedConnector(), Clock(), model
        knowledge = replace(knowledge_of(), matcher=cast(Matcher, Judged({QUESTION: NEAR})))
        within = timedelta(seconds=45)
        prompts = {"choose": prompt("choose")}
        advisor = Advisor(store, "scripted", lambda: knowledge, lambda: prompts, model, self.now, within)
        rules = Rules(model_chooses=True, ask_back=False)
        self.room = Room(
            ROOM,
            "scripted",
            self.feed,
            store,
            lambda: knowledge,
            advisor,
            Stepping(ROOM, store, self.now),
            self.now,
            chosen=rules,
            reply_within=within,
        )

    async def asked(self) -> HeardMessage:
        """Let somebody ask what nobody is sure about; return what became of it."""
        async with running(self.room):
            said = self.feed.says(QUESTION)
            await settled(self.store, self.feed, 1)
        (heard,) = await self.store.recent_messages(ROOM, 1, only=[said.id])
        return heard


@pytest.fixture
async def service() -> AsyncIterator[FakeModel]:
    async with FakeModel() as running_model:
        yield running_model


@pytest.fixture
async def show(tmp_path: Path, service: FakeModel) -> AsyncIterator[Show]:
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    async with model_at(service.url, timeout_s=20, budget_per_day=3) as model:
        yield Show(store, model)
    await store.close()


async def test_the_answer_is_sent_as_staff_wrote_it(show: Show, service: FakeModel) -> None:
    service.text = '{"number": 1}'
    heard = await show.asked()
    assert (heard.outcome, heard.reason) == (Outcome.ANSWER, "the model chose among the nearest entries")
    assert show.feed.texts == ["@Ann Free from 59."]
    (asked,) = service.asked
    assert '"number": 1' in asked["messages"][1]["content"]


@pytest.mark.parametrize(
    "text", ['{"number": 0}', '{"number": 7}', "the first", '{"number": 1, "say": "Everything is free"}', "{}"]
)
async def test_anything_but_an_offered_number_goes_to_a_person(show: Show, service: FakeModel, text: str) -> None:
    service.text = text
    heard = await show.asked()
    assert heard.outcome is Outcome.ESCALATE
    assert not show.feed.texts
    (case,) = await show.store.cases.several()
    assert case.draft == "Free from 59."


async def test_an_entry_that_was_improbable_becomes_a_draft(show: Show, service: FakeModel) -> None:
    service.text = '{"number": 2}'
    assert (await show.asked()).outcome is Outcome.ESCALATE
    (case,) = await show.store.cases.several()
    assert case.draft == "Within 48 hours."


@pytest.mark.parametrize(
    "mood", ["500", "429", "html", "refuse", "stall", "hang-up", "cut-off", "empty", "no-choices"]
)
async def test_a_model_that_fails_loses_nothing(show: Show, service: FakeModel, mood: str) -> None:
    service.mood = mood
    if mood == "stall":
        show.model.timeout_s = 0.5
    heard = await show.asked()
    assert heard.outcome is Outcome.ESCALATE
    known = {"stall": "the model was too slow", "cut-off": "the model's answer broke a rule"}
    why = known.get(mood, "the model could not be asked")
    assert heard.reason.endswith(f"; {why}"), "staff see that nobody chose"
    assert not show.feed.texts
    (balance,) = await show.store.balance()
    assert (balance.unexplained, balance.in_flight) == (0, 0)


async def test_over_budget_nobody_asks_the_model(show: Show, service: FakeModel) -> None:
    service.text = '{"number": 1}'
    model = show.room.advisor.model
    assert model is not None
    for _ in range(3):
        await model.ask(ASKED, Asking(ROOM, "another"))
    assert (await show.asked()).outcome is Outcome.ESCALATE
    assert len(service.asked) == 3
