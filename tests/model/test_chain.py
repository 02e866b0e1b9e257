"""Several providers asked as one: falling back, hedging, resting, and the books kept through all of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.model import Asking, Model
from bot.model.breaker import FIRST_REST_S
from bot.model.outcomes import Completion, Failure, ModelFailed
from bot.settings import ModelSettings
from bot.spending import Notebook, Use
from tests.models import ASKED, NOON, model_at
from tests.servers.model import FakeModel

WHO = Asking("studio", "ann")


@pytest.fixture
async def first() -> AsyncIterator[FakeModel]:
    async with FakeModel() as running:
        yield running


@pytest.fixture
async def second() -> AsyncIterator[FakeModel]:
    async with FakeModel() as running:
        running.text = '{"action":"none","skus":[],"say":""}'
        yield running


async def kind_of_failure(model: Model, who: Asking = WHO) -> Failure:
    with pytest.raises(ModelFailed) as failed:
        await model.ask(ASKED, who)
    return failed.value.kind


@pytest.mark.parametrize(
    "mood", ["500", "429", "401", "402", "quota", "html", "empty", "inspection", "refuse", "404"]
)
async def test_when_the_first_fails_the_second_answers(first: FakeModel, second: FakeModel, mood: str) -> None:
    first.mood = mood
    async with model_at(first.url, second.url, timeout_s=5) as model:
        answer = await model.ask(ASKED, WHO)
    assert answer.text == second.text
    assert answer.provider.endswith("/other1")


async def test_an_unsound_answer_is_followed_by_the_next_provider_while_there_is_time(
    first: FakeModel, second: FakeModel
) -> None:
    def sound(completion: Completion) -> bool:
        return "none" in completion.text

    async with model_at(first.url, second.url, timeout_s=5) as model:
        assert (await model.ask(ASKED, WHO, sound)).text == second.text
    async with model_at(first.url, second.url, timeout_s=1) as model:
        assert (await model.ask(ASKED, WHO, sound)).text == first.text, "too late for another call"


async def test_a_dead_provider_is_not_hammered_and_comes_back(first: FakeModel, second: FakeModel) -> None:
    clock = [0.0]
    first.mood = "500"
    async with model_at(first.url, second.url, timeout_s=5) as model:
        model.clock = lambda: clock[0]
        for _ in range(20):
            await model.ask(ASKED, WHO)
        assert len(first.asked) == 5
        assert "resting" in model.state
        clock[0] += FIRST_REST_S
        await model.ask(ASKED, WHO)
        assert len(first.asked) == 6, "one call tries"
        first.mood = "good"
        clock[0] += 2 * FIRST_REST_S
        assert (await model.ask(ASKED, WHO)).text == first.text
        assert (await model.ask(ASKED, WHO)).text == first.text


async def test_when_all_rest_nobody_is_asked_and_the_answer_is_at_once(first: FakeModel) -> None:
    first.mood = "500"
    async with model_at(first.url) as model:
        for _ in range(5):
            await kind_of_failure(model)
        assert await kind_of_failure(model) is Failure.RESTING
    assert len(first.asked) == 5


async def test_retry_after_is_kept_without_waiting_for_it(first: FakeModel) -> None:
    clock = [0.0]
    first.mood = "429"
    async with model_at(first.url) as model:
        model.clock = lambda: clock[0]
        began = time.monotonic()
        assert await kind_of_failure(model) is Failure.TOO_FAST
        assert time.monotonic() - began < 10, "it asked for half a minute"
        clock[0] = 29.0
        assert await kind_of_failure(model) is Failure.RESTING
        first.mood, clock[0] = "good", 30.1
        await model.ask(ASKED, WHO)


@pytest.mark.parametrize("mood", ["401", "402", "403", "quota", "404"])
async def test_a_refused_key_or_an_empty_purse_is_an_alarm_for_staff(first: FakeModel, mood: str) -> None:
    first.mood = mood
    async with model_at(first.url) as model:
        assert model.alarms == []
        assert await kind_of_failure(model) is Failure.BARRED
        (alarm,) = model.alarms
        assert "127.0.0.1" in alarm.what
        assert alarm.fix
        first.mood = "good"
        assert await kind_of_failure(model) is Failure.RESTING
        assert "not asked" in model.state
    assert len(first.asked) == 1


async def test_refused_content_says_nothing_about_health(first: FakeModel) -> None:
    first.mood = "risk"
    async with model_at(first.url) as model:
        for _ in range(8):
            assert await kind_of_failure(model) is Failure.REFUSED
        first.mood = "good"
        await model.ask(ASKED, WHO)


async def test_an_unusually_late_provider_gets_another_beside_it(first: FakeModel, second: FakeModel) -> None:
    notebook = Notebook()
    async with model_at(first.url, second.url, timeout_s=10, ledger=notebook) as model:
        for _ in range(30):
            model.members[0].times.note(0.05)
        model.questions = 100
        first.delay_s = 8
        began = time.monotonic()
        assert (await model.ask(ASKED, WHO)).text == second.text
        assert 1.0 < time.monotonic() - began < 6
        async with asyncio.timeout(2):
            while not first.given_up:
                await asyncio.sleep(0.01)
        assert model.hedged == 1
    assert sorted(came.outcome for _, came in notebook.calls if came) == ["answered", "cancelled"]
    assert [call.tokens for call, came in notebook.calls if came and came.outcome == "cancelled"] == [ASKED.guess]


async def test_at_most_one_call_in_twenty_is_hedged(first: FakeModel, second: FakeModel) -> None:
    async with model_at(first.url, second.url, timeout_s=0.4) as model:
        for _ in range(30):
            model.members[0].times.note(0.05)
        model.questions, model.hedged = 100, 5
        first.mood = "stall"
        assert await kind_of_failure(model) is Failure.TIMEOUT
    assert second.asked == []


# the books


async def test_a_viewer_pays_for_the_question_not_for_the_providers(first: FakeModel, second: FakeModel) -> None:
    first.mood = "500"
    async with model_at(first.url, second.url, timeout_s=5, calls_per_viewer=3) as model:
        for _ in range(3):
            await model.ask(ASKED, WHO)
        assert await kind_of_failure(model) is Failure.BUDGET
        await model.ask(ASKED, Asking("studio", "bob"))


async def test_the_days_calls_end_and_begin_again_at_the_shops_midnight(first: FakeModel) -> None:
    now = [NOON]
    async with model_at(first.url, budget_per_day=2, now=lambda: now[0], zone="Asia/Shanghai") as model:
        for _ in range(2):
            await model.ask(ASKED, WHO)
        assert await kind_of_failure(model) is Failure.BUDGET
        now[0] = NOON + timedelta(hours=3, minutes=59)  # 23:59 in Shanghai
        assert await kind_of_failure(model) is Failure.BUDGET
        now[0] = NOON + timedelta(hours=4)
        await model.ask(ASKED, WHO)
    assert len(first.asked) == 3


@pytest.mark.parametrize(
    ("chosen", "calls"),
    [({"tokens_per_day": 700}, 3), ({"money_per_day": 0.01, "price_in": 20.0, "price_out": 40.0}, 2),
     ({"budget_per_day": 0}, 0)],
)  # fmt: skip
async def test_tokens_and_money_of_a_day_are_bounded(first: FakeModel, chosen: dict[str, Any], calls: int) -> None:
    async with model_at(first.url, **chosen) as model:
        for _ in range(calls):
            await model.ask(ASKED, WHO)
        for _ in range(2):
            assert await kind_of_failure(model) is Failure.BUDGET
    assert len(first.asked) == calls


async def test_the_last_fifth_of_a_budget_is_not_for_casual_questions(first: FakeModel) -> None:
    casual = Asking("studio", "ann", casual=True)
    async with model_at(first.url, budget_per_day=10) as model:
        for _ in range(8):
            await model.ask(ASKED, casual)
        assert await kind_of_failure(model, casual) is Failure.BUDGET
        for _ in range(2):
            await model.ask(ASKED, WHO)
        assert await kind_of_failure(model) is Failure.BUDGET


async def test_what_the_service_says_it_used_replaces_the_guess(first: FakeModel) -> None:
    notebook = Notebook()
    async with model_at(first.url, ledger=notebook, price_in=1.0, price_out=2.0) as model:
        await model.ask(ASKED, Asking("studio", "ann", "suggest@1+abc"))
    ((call, came_to),) = notebook.calls
    assert (call.prompt, call.viewer, call.room) == ("suggest@1+abc", "ann", "studio")
    assert came_to is not None
    assert (came_to.outcome, came_to.tokens, came_to.model) == ("answered", 230, "small-1")
    assert came_to.money == pytest.approx((200 * 1.0 + 30 * 2.0) / 1e6)


async def test_a_call_that_is_given_up_costs_its_guess(first: FakeModel) -> None:
    notebook = Notebook()
    first.mood = "stall"
    async with model_at(first.url, ledger=notebook, timeout_s=20) as model:
        asking = asyncio.create_task(model.ask(ASKED, WHO))
        while not first.at_once:
            await asyncio.sleep(0.005)
        asking.cancel()
        await asyncio.wait([asking])
    ((call, came_to),) = notebook.calls
    assert came_to is not None
    assert (came_to.outcome, came_to.tokens) == ("cancelled", None)
    assert call.tokens == ASKED.guess


# without


async def test_without_the_package_the_program_goes_on_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "openai" else find(name, *a))
    chosen = ModelSettings(base_url="http://127.0.0.1:9/v1", name="small")
    model = await Model.connect(chosen, lambda env: None, Notebook())
    assert model is not None
    assert await kind_of_failure(model) is Failure.RESTING
    (problem,) = model.left_out
    assert "openai is not installed" in problem.what
    await model.close()


async def test_without_its_key_a_provider_is_left_out_and_the_next_one_asked(second: FakeModel) -> None:
    chosen = ModelSettings.model_validate(
        {"base_url": "https://api.deepseek.com", "name": "deepseek-chat", "api_key_env": "NO_SUCH_KEY",
         "fallback": [{"base_url": second.url, "name": "local"}], "timeout_s": 5}
    )  # fmt: skip
    model = await Model.connect(chosen, lambda env: None, Notebook())
    assert model is not None
    assert (await model.ask(ASKED, WHO)).text == second.text
    assert "NO_SUCH_KEY" in model.alarms[0].what
    await model.close()


async def test_no_address_is_no_model() -> None:
    assert await Model.connect(ModelSettings(), lambda env: None, Notebook()) is None


async def test_the_last_fault_and_the_health_of_each_provider_are_told(first: FakeModel, second: FakeModel) -> None:
    first.mood = "401"
    async with model_at(first.url, second.url, timeout_s=5) as model:
        assert model.health(Use()).fault is None
        await model.ask(ASKED, WHO)
        health = model.health(Use(calls={"answered": 3, "barred": 1}, tokens=900))
        assert [word for _, word in health.providers] == ["barred", "closed"]
        assert health.asked
        assert (health.calls, health.tokens) == (4, 900)
        assert health.fault is not None
        assert health.fault.provider == health.providers[0][0]
