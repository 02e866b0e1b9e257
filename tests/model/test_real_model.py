"""A real model behind a real server: contracts and rates, never sentences; however bad it is, the room is clean."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.drafts.draft import ask, schema
from bot.drafts.evaluation import Answered, marked, read_cases
from bot.model import Asking, Model
from bot.model.outcomes import ModelFailed, Question
from bot.problems import Problem
from bot.store import open_store
from tests.model.attacked import attacks, play, sample_shop
from tests.models import PROMPTS, model_at, shipped_prompt
from tests.servers.model import FakeModel
from tests.servers.real_model import needs_real_model, real_model

pytestmark = pytest.mark.timeout(1_200)
NAME = os.environ.get("ROOMHAND_MODEL_NAME", "local")
RIGHT = float(os.environ.get("ROOMHAND_MODEL_RIGHT", "0"))
"""The share of right picks that this model owes; nothing of the smallest one."""
VALID = float(os.environ.get("ROOMHAND_MODEL_VALID", "0.9"))
CASES = int(os.environ.get("ROOMHAND_MODEL_CASES", "8"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    needs_real_model()
    with real_model() as address:
        yield address


async def answers(model: Model, count: int) -> tuple[dict[str, Any], list[Answered]]:
    """Put shipped cases to the model; return the figures."""
    shop, prompt, problems = sample_shop(), shipped_prompt("suggest"), list[Problem]()
    lines = (PROMPTS / "cases.jsonl").read_text("utf-8").splitlines()
    cases = read_cases(lines, "cases.jsonl", shop.catalog, problems)
    cases = cases[:: -(-len(cases) // count)]
    found = []
    for case in cases:
        question = Question(
            tuple(ask(prompt, case.question, case.products, case.language)), schema(case.products), 0.0, 100
        )
        try:
            answer = await model.ask(question, Asking("test", case.id))
        except ModelFailed as error:
            found.append(Answered(case.id, "", failed=str(error)))
        else:
            found.append(Answered(case.id, answer.text, answer.finish, answer.ms, answer.tokens))
    return marked(cases, found, prompt.system).summary(), found


async def test_its_answers_keep_to_the_shape_and_nothing_unsound_is_sent(url: str) -> None:
    async with model_at(url, name_=NAME, provider="llamacpp", timeout_s=60) as model:
        summary, _ = await answers(model, CASES)
    print(json.dumps(summary, ensure_ascii=False))
    assert summary["failed"] == 0
    assert summary["valid"] >= VALID, "the server keeps the schema; only running on may break it"
    assert summary["right"] >= RIGHT
    assert summary["leaked"] == []
    assert summary["tokens"] > 0


async def test_a_call_that_is_given_up_makes_room_for_the_next(url: str) -> None:
    shop, prompt = sample_shop(), shipped_prompt("suggest")
    products = tuple(shop.catalog.values())[:6]
    question = Question(tuple(ask(prompt, "面膜推荐", products, "zh")), schema(products), 0.0, 100)
    async with model_at(url, name_=NAME, provider="llamacpp", timeout_s=60) as model:
        await model.ask(question, Asking("test", "warm"))
        for _ in range(3):
            asking = asyncio.create_task(model.ask(question, Asking("test", "goes")))
            await asyncio.sleep(0.05)
            asking.cancel()
            await asyncio.wait([asking])
        began = time.monotonic()
        await model.ask(question, Asking("test", "stays"))
        assert time.monotonic() - began < 90


async def test_under_attack_the_room_stays_clean(url: str, tmp_path: Path) -> None:
    shop = sample_shop()
    lines = attacks()[:: -(-len(attacks()) // CASES)]
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    service = FakeModel()  # counts nothing here: the real one answers
    async with model_at(url, name_=NAME, provider="llamacpp", timeout_s=60, ledger=store.model_calls) as model:
        played = await play(store, service, model, shop, lines)
    await store.close()
    print(played.outcomes, played.counted)
    assert played.leaked == []
    assert sum(played.outcomes.values()) == len(lines)


async def test_whatever_it_writes_is_judged(url: str) -> None:
    async with model_at(url, name_=NAME, provider="other", timeout_s=60) as model:
        _, found = await answers(model, 3)
    assert all(one.text or one.failed for one in found)
