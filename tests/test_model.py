"""The real openai client against a service with moods: an answer, or ModelFailed in time."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.model import Completion, Model, ModelFailed
from tests.servers.model import GOOD, FakeModel

TIMEOUT_S = 0.4
SPARE_S = 0.5
ASKED = [{"role": "system", "content": "Choose."}, {"role": "user", "content": "推荐一款面膜"}]


@asynccontextmanager
async def client(
    url: str, *, key: str | None = None, budget: int = 100, together: int = 4, timeout_s: float = TIMEOUT_S
) -> AsyncIterator[Model]:
    model = await Model.connect(url, "small", key, timeout_s=timeout_s, budget=budget, together=together)
    try:
        yield model
    finally:
        await model.close()


async def complete(model: Model) -> Completion:
    return await model.complete(ASKED, temperature=0.2, max_tokens=90)


def open_sockets() -> int:
    count = 0
    for link in Path("/proc/self/fd").iterdir():
        try:
            count += str(link.readlink()).startswith("socket:")
        except OSError:
            continue
    return count


@pytest.fixture
async def service() -> AsyncIterator[FakeModel]:
    async with FakeModel() as running:
        yield running


async def test_a_good_answer_comes_back_whole(service: FakeModel) -> None:
    async with client(service.url, key="sk-1") as model:
        assert await complete(model) == Completion(GOOD, "stop", "small-1", 230)
    (asked,) = service.asked
    assert asked == {
        "model": "small",
        "messages": ASKED,
        "temperature": 0.2,
        "max_tokens": 90,
        "response_format": {"type": "json_object"},
    }
    assert service.keys == ["Bearer sk-1"]


async def test_a_prompt_may_name_its_own_model(service: FakeModel) -> None:
    async with client(service.url) as model:
        await model.complete(ASKED, temperature=0, max_tokens=1, model="large")
    assert service.asked[0]["model"] == "large"


@pytest.mark.parametrize("mood", ["fenced", "think", "cut-off"])
async def test_what_the_model_wrote_is_handed_on_for_judging(service: FakeModel, mood: str) -> None:
    service.mood = mood
    async with client(service.url) as model:
        answer = await complete(model)
    assert answer.finish == ("length" if mood == "cut-off" else "stop")
    assert answer.text != ""


@pytest.mark.parametrize(
    ("mood", "why"),
    [
        # never, or not in time
        ("stall", "no answer within 0.4 s"),
        ("drip", "no answer within 0.4 s"),
        # the line breaks
        ("refuse", "cannot be reached"),
        ("hang-up", "cannot be reached"),
        # the service says no
        ("429", "answered with status 429"),
        ("500", "answered with status 500"),
        # 200, and nothing in it
        ("error-object", "answered without a choice"),
        ("no-choices", "answered without a choice"),
        ("html", "answered without a choice"),
        ("nonsense", "answered with nonsense"),
        ("empty", "answered with nothing"),
        ("null", "answered with nothing"),
    ],
)
async def test_every_fault_is_one_failure_in_time(service: FakeModel, mood: str, why: str) -> None:
    service.mood = mood
    async with client(service.url) as model:
        began = time.monotonic()
        with pytest.raises(ModelFailed, match=why):
            await complete(model)
        assert time.monotonic() - began < TIMEOUT_S + SPARE_S
    assert len(service.asked) == 1, "there is no second try"


async def test_a_service_that_is_not_there_is_a_failure_too() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with client(f"http://127.0.0.1:{port}/v1") as model:
        with pytest.raises(ModelFailed, match="cannot be reached"):
            await complete(model)


async def test_it_recovers_when_the_service_does(service: FakeModel) -> None:
    async with client(service.url) as model:
        for mood in ("500", "refuse", "stall"):
            service.mood = mood
            with pytest.raises(ModelFailed):
                await complete(model)
        service.mood = "good"
        assert (await complete(model)).text == GOOD


async def test_waiting_for_a_free_place_counts_against_the_deadline(service: FakeModel) -> None:
    service.mood = "stall"
    async with client(service.url, together=2) as model:
        began = time.monotonic()
        results = await asyncio.gather(*(complete(model) for _ in range(6)), return_exceptions=True)
        assert time.monotonic() - began < TIMEOUT_S + SPARE_S
    assert all(isinstance(result, ModelFailed) for result in results)


async def test_no_more_calls_are_under_way_than_allowed(service: FakeModel) -> None:
    service.delay_s = 0.03
    async with client(service.url, together=2, timeout_s=20) as model:
        results = await asyncio.gather(*(complete(model) for _ in range(6)))
    assert [result.text for result in results] == [GOOD] * 6
    assert service.most_at_once == 2


async def test_the_days_budget_ends_and_begins_again_at_midnight(service: FakeModel) -> None:
    today, tomorrow = date(2026, 11, 12), date(2026, 11, 13)
    async with client(service.url, budget=2) as model:
        for _ in range(2):
            assert model.within_budget(today)
            await complete(model)
        assert not model.within_budget(today)
        assert model.within_budget(tomorrow)


async def test_a_failed_call_is_counted_too(service: FakeModel) -> None:
    service.mood = "500"
    async with client(service.url, budget=1) as model:
        assert model.within_budget(date(2026, 11, 12))
        with pytest.raises(ModelFailed):
            await complete(model)
        assert not model.within_budget(date(2026, 11, 12))


async def test_nobody_is_asked_when_the_budget_is_nothing(service: FakeModel) -> None:
    async with client(service.url, budget=0) as model:
        assert not model.within_budget(date(2026, 11, 12))


async def test_after_every_fault_no_socket_and_no_task_is_left() -> None:
    async with FakeModel() as service, client(service.url) as model:
        await complete(model)  # what is opened once for good is open now
    before, tasks = open_sockets(), len(asyncio.all_tasks())
    for mood in ("good", "stall", "drip", "refuse", "hang-up", "429", "html"):
        async with FakeModel() as service:
            service.mood = mood
            async with client(service.url, timeout_s=0.2) as model:
                try:
                    await complete(model)
                except ModelFailed:
                    assert mood != "good"
    await asyncio.sleep(0.05)
    assert len(asyncio.all_tasks()) == tasks
    assert open_sockets() <= before
