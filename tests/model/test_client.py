"""The real openai client against a service with every mood seen in the field: an answer, or one failure in time."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Asking, Model
from bot.model.outcomes import Completion, Failure, ModelFailed
from bot.spending import Notebook
from tests.models import ASKED, model_at
from tests.servers.model import GOOD, MOODS, FakeModel

TIMEOUT_S = 0.4
SPARE_S = 5.0
"""For a machine with other things to do; waiting for a service that never answers would take far longer."""
WHO = Asking("studio", "ann")


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


async def failure(model: Model) -> ModelFailed:
    with pytest.raises(ModelFailed) as failed:
        await model.ask(ASKED, WHO)
    return failed.value


async def test_what_the_first_question_would_wait_for_is_done_beforehand_and_asks_nothing(service: FakeModel) -> None:
    async with model_at(service.url, key="sk-1") as model:
        (member,) = model.members
        member.provider.keeps_lines = True  # as with a service on another machine
        await model.warm()
        assert service.asked == []
        assert (await model.ask(ASKED, WHO)).text == GOOD


async def test_a_service_that_is_not_there_is_found_out_by_who_asks(service: FakeModel) -> None:
    async with model_at("http://127.0.0.1:9/v1") as model:
        (member,) = model.members
        member.provider.keeps_lines = True
        await model.warm()
        assert (await failure(model)).kind is Failure.UNREACHABLE


async def test_a_good_answer_comes_back_whole(service: FakeModel) -> None:
    async with model_at(service.url, key="sk-1") as model:
        answer = await model.ask(ASKED, WHO)
    assert (answer.text, answer.finish, answer.model, answer.tokens) == (GOOD, "stop", "small-1", 230)
    (asked,) = service.asked
    assert asked == {
        "model": "small",
        "messages": list(ASKED.messages),
        "temperature": 0.2,
        "max_tokens": 90,
        "response_format": {"type": "json_object"},
    }
    assert service.keys == ["Bearer sk-1"]


async def test_nothing_is_taken_from_another_programs_environment(
    service: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-another")
    async with model_at(service.url) as model:
        await model.ask(ASKED, WHO)
    assert service.keys == ["Bearer none"]


@pytest.mark.parametrize(
    "mood", ["fenced", "think", "think-beside", "wordy", "blank-lines", "closes-after", "drops-once", "cut-off"]
)
async def test_what_the_model_wrote_is_handed_on_for_judging(service: FakeModel, mood: str) -> None:
    service.mood = mood
    async with model_at(service.url, timeout_s=5) as model:
        answer = await model.ask(ASKED, WHO)
    assert answer.finish == ("length" if mood == "cut-off" else "stop")
    assert answer.text != ""
    assert len(service.asked) == (2 if mood == "drops-once" else 1)


FAULTS: dict[str, tuple[Failure, str]] = {
    # never, or not in time
    "stall": (Failure.TIMEOUT, "no answer within"),
    "drip": (Failure.TIMEOUT, "no answer within"),
    # the line breaks
    "refuse": (Failure.UNREACHABLE, "cannot be reached"),
    "hang-up": (Failure.UNREACHABLE, "cannot be reached"),
    # the service says no
    "401": (Failure.BARRED, "the key is refused"),
    "402": (Failure.BARRED, "the money is gone"),
    "403": (Failure.BARRED, "the key is refused"),
    "404": (Failure.BARRED, "no such model"),
    "quota": (Failure.BARRED, "the money is gone"),
    "error-quota": (Failure.BARRED, "the money is gone"),
    "429": (Failure.TOO_FAST, "status 429"),
    "inspection": (Failure.REFUSED, "will not speak about this"),
    "risk": (Failure.REFUSED, "will not speak about this"),
    "filtered": (Failure.REFUSED, "will not speak about this"),
    "400": (Failure.NONSENSE, "does not take the request"),
    "500": (Failure.BROKEN, "status 500"),
    "503": (Failure.BROKEN, "status 503"),
    # 200, and nothing in it
    "error-object": (Failure.BROKEN, "answered with an error"),
    "no-choices": (Failure.NONSENSE, "without a choice"),
    "html": (Failure.NONSENSE, "a page"),
    "nonsense": (Failure.NONSENSE, "no JSON"),
    "huge": (Failure.NONSENSE, "far too much"),
    "empty": (Failure.EMPTY, "with nothing"),
    "null": (Failure.EMPTY, "with nothing"),
}


def test_every_mood_is_tried() -> None:
    answers = {"good", "fenced", "think", "think-beside", "wordy", "blank-lines", "closes-after", "drops-once",
               "cut-off", "no-schema", "no-json-mode", "schema-500"}  # fmt: skip
    assert set(MOODS) == answers | set(FAULTS)


@pytest.mark.parametrize("mood", FAULTS)
async def test_every_fault_is_one_failure_in_time(service: FakeModel, mood: str) -> None:
    service.mood = mood
    kind, why = FAULTS[mood]
    timeout_s = TIMEOUT_S if mood in ("stall", "drip") else 20
    async with model_at(service.url, timeout_s=timeout_s) as model:
        began = time.monotonic()
        failed = await failure(model)
        assert time.monotonic() - began < TIMEOUT_S + SPARE_S
    assert (failed.kind, why in str(failed)) == (kind, True), failed
    # Only where no byte came is there a second try, at once: nothing was written for us.
    assert len(service.asked) == (2 if mood == "refuse" else 1)


async def test_a_service_that_is_not_there_is_a_failure_too() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with model_at(f"http://127.0.0.1:{port}/v1") as model:
        assert (await failure(model)).kind is Failure.UNREACHABLE


async def test_it_recovers_when_the_service_does(service: FakeModel) -> None:
    async with model_at(service.url) as model:
        for mood in ("500", "refuse", "html"):
            service.mood = mood
            await failure(model)
        service.mood = "good"
        assert (await model.ask(ASKED, WHO)).text == GOOD


@pytest.mark.parametrize(
    ("mood", "provider", "ways"),
    [
        ("no-schema", "vllm", ["json_schema", "json_object", "json_object"]),
        ("schema-500", "llamacpp", ["json_schema", "json_object", "json_object"]),
        ("no-json-mode", "vllm", ["json_schema", "json_object", "", ""]),
        ("no-json-mode", "other", ["json_object", "", ""]),
    ],
)
async def test_a_refused_way_of_asking_for_json_is_not_tried_again(
    service: FakeModel, mood: str, provider: str, ways: list[str]
) -> None:
    service.mood = mood
    async with model_at(service.url, provider=provider, timeout_s=5) as model:
        for _ in range(2):
            assert (await model.ask(ASKED, WHO)).text == GOOD
    assert [asked.get("response_format", {}).get("type", "") for asked in service.asked] == ways


async def test_waiting_for_a_free_place_counts_against_the_deadline(service: FakeModel) -> None:
    service.mood = "stall"
    async with model_at(service.url, together=2, timeout_s=TIMEOUT_S) as model:
        began = time.monotonic()
        results = await asyncio.gather(*(model.ask(ASKED, WHO) for _ in range(6)), return_exceptions=True)
        assert time.monotonic() - began < TIMEOUT_S + SPARE_S
    kinds = [result.kind for result in results if isinstance(result, ModelFailed)]
    assert sorted(kinds) == [Failure.BUSY] * 4 + [Failure.TIMEOUT] * 2


async def test_no_more_calls_are_under_way_than_allowed(service: FakeModel) -> None:
    service.delay_s = 0.03
    async with model_at(service.url, together=2, timeout_s=20) as model:
        results = await asyncio.gather(*(model.ask(ASKED, WHO) for _ in range(6)))
    assert [result.text for result in results] == [GOOD] * 6
    assert service.most_at_once == 2


async def test_a_call_that_is_given_up_stops_at_the_service(service: FakeModel) -> None:
    service.delay_s = 20
    async with model_at(service.url, timeout_s=20) as model:
        asking = asyncio.create_task(model.ask(ASKED, WHO))
        while not service.at_once:
            await asyncio.sleep(0.005)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(1):
            while not service.given_up:
                await asyncio.sleep(0.005)


ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
"""How often every fault is played; the acceptance list asks for a thousand calls, an evening's work for a desk."""


async def test_after_every_fault_no_socket_no_task_and_no_booking_is_left() -> None:
    notebook = Notebook()
    async with FakeModel() as service, model_at(service.url) as model:
        await model.ask(ASKED, WHO)  # what is opened once for good is open now
    before, tasks = open_sockets(), len(asyncio.all_tasks())
    asked = 0
    for _ in range(ROUNDS):
        async with FakeModel() as service:
            for mood in MOODS:
                service.mood = mood
                async with model_at(service.url, timeout_s=0.1, ledger=notebook) as model:
                    asked += 1
                    try:
                        answer = await model.ask(ASKED, WHO)
                    except ModelFailed:
                        continue
                    assert isinstance(answer, Completion)
    await asyncio.sleep(0.05)
    assert len(asyncio.all_tasks()) == tasks
    assert open_sockets() <= before
    assert len(notebook.calls) == asked
    assert all(came_to is not None for _, came_to in notebook.calls), "every booking is settled"
